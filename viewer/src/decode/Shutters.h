#pragma once

#include "decode/Dataset.h"

#include <viewer/Image.h>

namespace viewer {

//! The display shutter that a data set asks for (PS3.3 C.7.6.11). A shape that makes no sense is left out; nothing when
//! none is left. Bitmap shutters, which lie in overlays, are not among them.
std::optional<Shutter> shutterOf(const Dataset &data);

//! What a P-value of 16 bits is in a picture of 8.
uchar greyOfPValue(quint16 value);

} // namespace viewer
