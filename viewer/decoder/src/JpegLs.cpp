#include "Codecs.h"

#include <charls/charls.h>

namespace viewer {

Result<DecodedFrame> decodeJpegLs(const QByteArray &stream, const PixelDescription &pixels)
{
    const auto damaged = [](const QString &why) { return tl::unexpected(Error{Error::Kind::Damaged, why, {}}); };
    try {
        charls::jpegls_decoder decoder;
        decoder.source(stream.constData(), static_cast<size_t>(stream.size()));
        decoder.read_header();
        const charls::frame_info head = decoder.frame_info();
        // Checked before any memory is taken for pixels.
        if (head.height != static_cast<quint32>(pixels.rows) || head.width != static_cast<quint32>(pixels.columns) ||
            head.component_count != pixels.samples)
            return damaged(
                otherSize(static_cast<int>(head.width), static_cast<int>(head.height), head.component_count, pixels));
        if (head.bits_per_sample > (pixels.allocated <= 8 ? 8 : 16))
            return damaged(otherDepth(head.bits_per_sample, pixels));
        DecodedFrame frame;
        frame.bytes = QByteArray(static_cast<qsizetype>(decoder.destination_size()), Qt::Uninitialized);
        decoder.decode(frame.bytes.data(), static_cast<size_t>(frame.bytes.size()));
        frame.planar = decoder.interleave_mode() == charls::interleave_mode::none;
        frame.photometric = pixels.photometric;
        if (head.bits_per_sample <= 8)
            widen(frame.bytes, pixels);
        return frame;
    } catch (const charls::jpegls_error &error) {
        return damaged(QStringLiteral("The decoder gave up: %1.").arg(QString::fromLatin1(error.what())));
    }
}

} // namespace viewer
