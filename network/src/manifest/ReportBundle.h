#pragma once

#include "Content.h"

namespace network {

//! Reads FHIR JSON: a report as document or collection (spec 6.5), or a manifest in a Bundle of whatever type or as a
//! bare ImagingStudy (spec 6.6).
void readFhirDocument(const QByteArray &json, const QUrl &fhirBase, DocumentContent &content);

} // namespace network
