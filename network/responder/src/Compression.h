#pragma once

#include "Answer.h"

#include <string>

class DcmFileFormat;

namespace responder {

//! The UID of a transfer syntax by the name that recipes use. Throws std::out_of_range for an unknown one.
std::string transferSyntaxNamed(const std::string &name);

//! The file in this transfer syntax. Its pixels are given in Explicit VR Little Endian.
Bytes encoded(DcmFileFormat &file, const std::string &transferSyntax);

} // namespace responder
