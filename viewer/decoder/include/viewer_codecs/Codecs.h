#pragma once

#include <viewer/Decoders.h>

namespace viewer {

//! Loads what the codecs need from disk, before a sandbox closes it.
void prepareCodecs();
//! One frame by the codec of its transfer syntax, in this process. May throw what codecs throw.
Result<DecodedFrame> decodeCompressed(const CompressedFrame &frame);

} // namespace viewer
