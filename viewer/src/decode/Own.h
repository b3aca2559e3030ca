#pragma once

#include <viewer/Decoders.h>

namespace viewer {

//! The codings that are read in this process, for no foreign code but zlib has a part in it.

//! PackBits in DICOM's arrangement (PS3.5 annex G).
Result<DecodedFrame> decodeRle(const QByteArray &fragment, const PixelDescription &pixels);
//! The raw deflate stream of one frame (PS3.5 annex A.4.13).
Result<DecodedFrame> inflateFrame(const QByteArray &fragment, const PixelDescription &pixels);

} // namespace viewer
