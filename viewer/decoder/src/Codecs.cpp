#include "Codecs.h"

#include <viewer_codecs/Codecs.h>

namespace viewer {

void prepareCodecs()
{
    prepareDcmtk();
}

Result<DecodedFrame> decodeCompressed(const CompressedFrame &frame)
{
    const Coding coding = codingOf(frame.transferSyntax);
    if (coding == Coding::Jpeg)
        return decodeJpeg(frame);
    const QByteArray joined = frame.fragments.size() == 1 ? frame.fragments.constFirst() : frame.fragments.join();
    if (coding == Coding::JpegLs)
        return decodeJpegLs(joined, frame.pixels);
    if (coding == Coding::Jpeg2000)
        return decodeJpeg2000(joined, frame.pixels, frame.halvings);
    return tl::unexpected(Error{Error::Kind::UnsupportedPixels, QStringLiteral("No codec takes this frame."), {}});
}

void widen(QByteArray &bytes, const PixelDescription &pixels)
{
    if (pixels.allocated <= 8)
        return;
    QByteArray words(2 * bytes.size(), '\0');
    for (qsizetype i = 0; i < bytes.size(); ++i)
        words[2 * i] = bytes[i];
    bytes = std::move(words);
}

QString otherSize(int columns, int rows, int components, const PixelDescription &pixels)
{
    return QStringLiteral("The compressed picture is %1 by %2 with %3 components, the file says %4 by %5 with %6.")
        .arg(columns)
        .arg(rows)
        .arg(components)
        .arg(pixels.columns)
        .arg(pixels.rows)
        .arg(pixels.samples);
}

QString otherDepth(int bits, const PixelDescription &pixels)
{
    return QStringLiteral("The compressed picture has %1 bits a sample, the file says %2.")
        .arg(bits)
        .arg(pixels.allocated);
}

} // namespace viewer
