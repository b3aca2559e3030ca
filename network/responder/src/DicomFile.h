#pragma once

#include "Answer.h"
#include "Country.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace responder {

//! The picture or document of this place as a DICOM file in this transfer syntax, the same bytes each time.
Bytes newFile(const Place &place, const std::string &transferSyntax);

//! A tag and its value in the backslash form of DICOM, for the text-like representations.
using Change = std::pair<std::uint32_t, std::string>;

//! The same file with other values at the top level of its dataset; group 2 follows. The file must be a DICOM file.
Bytes changedFile(const std::string &file, const std::vector<Change> &changes);

} // namespace responder
