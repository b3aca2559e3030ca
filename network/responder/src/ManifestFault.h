#pragma once

#include "Answer.h"

#include <string>

namespace responder {

//! True for a key object that is a manifest; a key object with marked images is none.
bool isKeyObjectManifest(const std::string &file);

//! The manifest in the form of another producer, as a fault of this kind orders.
Bytes changedManifest(const std::string &file, const Deed &deed);

} // namespace responder
