#pragma once

#include <viewer/Decoders.h>

namespace viewer {

//! JPEG of any process: libjpeg takes those of 8 bits with loss, DCMTK all others.
Result<DecodedFrame> decodeJpeg(const CompressedFrame &frame);
//! Sequential or progressive JPEG of 8 bits by libjpeg; the size was compared with the file's.
Result<DecodedFrame> decodeBaselineJpeg(const QByteArray &stream, const PixelDescription &pixels);
//! JPEG-LS by CharLS.
Result<DecodedFrame> decodeJpegLs(const QByteArray &stream, const PixelDescription &pixels);
//! JPEG 2000 and High-Throughput JPEG 2000 by OpenJPEG, at a lower resolution where one is wanted and there is one.
Result<DecodedFrame> decodeJpeg2000(const QByteArray &codestream, const PixelDescription &pixels, int halvings);
//! Loads what DCMTK's decoders need from disk.
void prepareDcmtk();

//! Makes words of bytes where the file promises words.
void widen(QByteArray &bytes, const PixelDescription &pixels);
//! The sentences for a stream that contradicts its file.
QString otherSize(int columns, int rows, int components, const PixelDescription &pixels);
QString otherDepth(int bits, const PixelDescription &pixels);

} // namespace viewer
