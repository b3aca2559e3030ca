#include "Codecs.h"

#include <openjpeg.h>

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace viewer {

namespace {

Error damaged(const QString &why)
{
    return {Error::Kind::Damaged, why, {}};
}

struct Reading
{
    const QByteArray &bytes;
    qsizetype at = 0;
};

OPJ_SIZE_T readBytes(void *buffer, OPJ_SIZE_T count, void *user)
{
    auto &reading = *static_cast<Reading *>(user);
    const qsizetype there = std::min<qsizetype>(static_cast<qsizetype>(count), reading.bytes.size() - reading.at);
    if (there <= 0)
        return static_cast<OPJ_SIZE_T>(-1);
    std::memcpy(buffer, reading.bytes.constData() + reading.at, static_cast<size_t>(there));
    reading.at += there;
    return static_cast<OPJ_SIZE_T>(there);
}

OPJ_OFF_T skipBytes(OPJ_OFF_T count, void *user)
{
    auto &reading = *static_cast<Reading *>(user);
    if (count < 0)
        return -1;
    const qsizetype skipped = std::min<qsizetype>(static_cast<qsizetype>(count), reading.bytes.size() - reading.at);
    reading.at += skipped;
    return skipped;
}

OPJ_BOOL seekBytes(OPJ_OFF_T place, void *user)
{
    auto &reading = *static_cast<Reading *>(user);
    if (place < 0 || place > reading.bytes.size())
        return OPJ_FALSE;
    reading.at = static_cast<qsizetype>(place);
    return OPJ_TRUE;
}

void keepWords(const char *words, void *user)
{
    auto &kept = *static_cast<QString *>(user);
    if (kept.isEmpty())
        kept = QString::fromLatin1(words).simplified().left(200);
}

struct Release
{
    void operator()(opj_codec_t *codec) const { opj_destroy_codec(codec); }
    void operator()(opj_image_t *image) const { opj_image_destroy(image); }
};
struct ReleaseStream
{
    void operator()(opj_stream_t *stream) const { opj_stream_destroy(stream); }
};

//! Writes one component as samples of a type, at the size of the picture.
template <class T>
void spread(const opj_image_comp_t &component, const PixelDescription &pixels, char *to)
{
    const auto columns = static_cast<OPJ_UINT32>(pixels.columns);
    const auto rows = static_cast<OPJ_UINT32>(pixels.rows);
    if (component.w == columns && component.h == rows) {
        for (qint64 i = 0; i < pixels.pixels(); ++i)
            qToLittleEndian(static_cast<T>(component.data[i]), to + i * static_cast<qint64>(sizeof(T)));
        return;
    }
    // Chroma of half the size: the nearest sample stands for its neighbours.
    for (qint64 row = 0; row < pixels.rows; ++row) {
        const qint64 from = std::min<qint64>(row * component.h / rows, component.h - 1) * component.w;
        for (qint64 column = 0; column < pixels.columns; ++column) {
            qToLittleEndian(static_cast<T>(component.data[from + column * component.w / columns]), to);
            to += sizeof(T);
        }
    }
}

Result<DecodedFrame> decodeAt(const QByteArray &codestream, const PixelDescription &pixels, int halvings)
{
    const bool boxed = codestream.startsWith(QByteArray("\0\0\0\x0CjP  ", 8));
    const std::unique_ptr<opj_codec_t, Release> codec(opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
    Reading reading{codestream};
    const std::unique_ptr<opj_stream_t, ReleaseStream> holder(
        static_cast<opj_stream_t *>(opj_stream_default_create(OPJ_TRUE)));
    opj_stream_t *stream = holder.get();
    if (!codec || !stream)
        return tl::unexpected(damaged(QStringLiteral("The decoder could not start.")));
    opj_stream_set_user_data(stream, &reading, nullptr);
    opj_stream_set_user_data_length(stream, static_cast<OPJ_UINT64>(codestream.size()));
    opj_stream_set_read_function(stream, readBytes);
    opj_stream_set_skip_function(stream, skipBytes);
    opj_stream_set_seek_function(stream, seekBytes);

    QString words;
    opj_set_error_handler(codec.get(), keepWords, &words);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    parameters.cp_reduce = static_cast<OPJ_UINT32>(halvings);
    opj_image_t *raw = nullptr;
    const auto gaveUp = [&] {
        return tl::unexpected(damaged(words.isEmpty() ? QStringLiteral("The decoder gave up.")
                                                      : QStringLiteral("The decoder gave up: %1").arg(words)));
    };
    if (!opj_setup_decoder(codec.get(), &parameters))
        return gaveUp();
    const bool headed = opj_read_header(stream, codec.get(), &raw);
    const std::unique_ptr<opj_image_t, Release> image(raw);
    if (!headed || !image)
        return gaveUp();
    // Checked before any memory is taken for pixels.
    const qint64 width = static_cast<qint64>(image->x1) - image->x0;
    const qint64 height = static_cast<qint64>(image->y1) - image->y0;
    if (width != pixels.columns || height != pixels.rows || static_cast<int>(image->numcomps) != pixels.samples)
        return tl::unexpected(damaged(
            otherSize(static_cast<int>(width), static_cast<int>(height), static_cast<int>(image->numcomps), pixels)));
    if (!opj_decode(codec.get(), stream, image.get()) || !opj_end_decompress(codec.get(), stream))
        return gaveUp();

    DecodedFrame frame;
    frame.planar = true;
    frame.photometric = pixels.photometric.startsWith(QLatin1String("YBR_RCT")) ||
                                pixels.photometric.startsWith(QLatin1String("YBR_ICT"))
                            ? QStringLiteral("RGB")
                            : pixels.photometric;
    for (OPJ_UINT32 i = 0; i < image->numcomps; ++i) {
        const opj_image_comp_t &component = image->comps[i];
        if (!component.data || component.w == 0 || component.h == 0 || component.prec < 1 || component.prec > 32)
            return gaveUp();
        frame.ownBits = std::max(frame.ownBits, static_cast<int>(component.prec));
        frame.ownSign = frame.ownSign || component.sgnd;
    }
    const int sampleBytes = DecodedFrame::bytesFor(frame.ownBits);
    const PixelDescription seen = pixels.halved(halvings);
    frame.halvings = halvings;
    const qint64 plane = seen.pixels() * sampleBytes;
    frame.bytes = QByteArray(plane * pixels.samples, Qt::Uninitialized);
    for (OPJ_UINT32 i = 0; i < image->numcomps; ++i) {
        char *to = frame.bytes.data() + plane * i;
        if (sampleBytes == 1)
            spread<quint8>(image->comps[i], seen, to);
        else if (sampleBytes == 2)
            spread<quint16>(image->comps[i], seen, to);
        else
            spread<quint32>(image->comps[i], seen, to);
    }
    return frame;
}

} // namespace

Result<DecodedFrame> decodeJpeg2000(const QByteArray &codestream, const PixelDescription &pixels, int halvings)
{
    if (halvings > 0) {
        // A codestream may have fewer resolutions, which it says by an error like any other.
        if (auto small = decodeAt(codestream, pixels, halvings))
            return small;
    }
    return decodeAt(codestream, pixels, 0);
}

} // namespace viewer
