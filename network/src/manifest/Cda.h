#pragma once

#include "Content.h"

namespace network {

//! Reads an XML document: the studies that a CDA report names. Document types are refused, so that there are neither
//! entities nor anything to load.
void readCda(const QByteArray &xml, DocumentContent &content);

} // namespace network
