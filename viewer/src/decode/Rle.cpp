#include "decode/Own.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace viewer {

namespace {

constexpr int headBytes = 64;

//! Unpacks one segment; false when it ends before \a count bytes have come out.
bool unpack(const uchar *from, const uchar *end, uchar *to, qint64 stride, qint64 count)
{
    qint64 done = 0;
    while (done < count && from < end) {
        const auto control = static_cast<signed char>(*from++);
        if (control >= 0) {
            const qint64 run = std::min<qint64>({control + 1, end - from, count - done});
            for (qint64 i = 0; i < run; ++i)
                to[(done + i) * stride] = from[i];
            from += run;
            done += run;
        } else if (control != -128) {
            if (from == end)
                return false;
            const uchar value = *from++;
            const qint64 run = std::min<qint64>(1 - control, count - done);
            for (qint64 i = 0; i < run; ++i)
                to[(done + i) * stride] = value;
            done += run;
        }
    }
    return done == count;
}

} // namespace

Result<DecodedFrame> decodeRle(const QByteArray &fragment, const PixelDescription &pixels)
{
    const auto damaged = [](const QString &why) { return tl::unexpected(Error{Error::Kind::Damaged, why, {}}); };
    if (fragment.size() < headBytes)
        return damaged(QStringLiteral("The RLE frame ends inside its head."));
    const auto *data = reinterpret_cast<const uchar *>(fragment.constData());
    const auto segments = qFromLittleEndian<quint32>(data);
    // One bit a pixel is packed eight to a byte here as it is without compression.
    const int bytesPerSample = (pixels.allocated + 7) / 8;
    const qint64 planeBytes = pixels.allocated == 1 ? (pixels.pixels() + 7) / 8 : pixels.pixels();
    const quint32 expected = static_cast<quint32>(pixels.samples * bytesPerSample);
    if (segments != expected)
        return damaged(
            QStringLiteral("The RLE frame has %1 segments where %2 are needed.").arg(segments).arg(expected));

    DecodedFrame frame;
    frame.planar = true;
    frame.photometric = pixels.photometric;
    frame.bytes = QByteArray(planeBytes * expected, Qt::Uninitialized);
    auto *out = reinterpret_cast<uchar *>(frame.bytes.data());
    for (quint32 segment = 0; segment < segments; ++segment) {
        const qint64 begin = qFromLittleEndian<quint32>(data + 4 + 4 * segment);
        const qint64 end =
            segment + 1 < segments ? qFromLittleEndian<quint32>(data + 8 + 4 * segment) : fragment.size();
        if (begin < headBytes || begin > fragment.size() || end < begin || end > fragment.size())
            return damaged(QStringLiteral("A segment of the RLE frame lies outside of it."));
        // The most significant byte of every sample comes first; ours are little endian.
        const qint64 sample = segment / static_cast<quint32>(bytesPerSample);
        const qint64 byte = bytesPerSample - 1 - segment % static_cast<quint32>(bytesPerSample);
        if (!unpack(data + begin, data + end, out + sample * planeBytes * bytesPerSample + byte, bytesPerSample,
                    planeBytes))
            return damaged(QStringLiteral("The RLE frame ends before its last row."));
    }
    return frame;
}

} // namespace viewer
