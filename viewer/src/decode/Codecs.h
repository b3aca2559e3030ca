#pragma once

#include "decode/Pixels.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace viewer {

//! One frame as it comes out of a decoder.
struct DecodedFrame
{
    QByteArray bytes;    //!< little endian samples of description.allocated bits
    bool planar = false; //!< one plane a colour
    QString photometric;
    //! From a codec that keeps its own depth and sign: whole numbers, in place of bytes, one plane a component.
    std::vector<std::vector<qint32>> planes;
    bool isSigned = false;
    int bits = 0; //!< of the planes
};

//! PackBits in DICOM's arrangement (PS3.5 annex G).
Result<DecodedFrame> decodeRle(const QByteArray &fragment, const PixelDescription &pixels);
//! JPEG and JPEG-LS by DCMTK.
Result<DecodedFrame> decodeJpeg(const QList<QByteArray> &fragments, const QString &transferSyntax,
                                const PixelDescription &pixels);
//! JPEG 2000 and High-Throughput JPEG 2000 by OpenJPEG.
Result<DecodedFrame> decodeJpeg2000(const QByteArray &codestream, const PixelDescription &pixels);

} // namespace viewer
