#include "Codecs.h"

#include <cstdio> // jpeglib.h needs its FILE

#include <jpeglib.h>

#include <csetjmp>
#include <cstring>

#include <jerror.h>

namespace viewer {

namespace {

//! libjpeg gives up by a jump, over nothing that has a destructor.
struct Surrender
{
    jpeg_error_mgr manager;
    jmp_buf back;
    char words[JMSG_LENGTH_MAX];
};

[[noreturn]] void surrender(j_common_ptr codec)
{
    auto *way = reinterpret_cast<Surrender *>(codec->err);
    way->manager.format_message(codec, way->words);
    longjmp(way->back, 1);
}

void keepQuiet(j_common_ptr) {}

//! libjpeg fills up what a stream that is cut or changed leaves open; here that is damage, for it misleads. What it
//! passes over without a loss is none.
void judge(j_common_ptr codec, int level)
{
    if (level >= 0)
        return;
    switch (codec->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
        surrender(codec);
    default:
        break;
    }
}

struct Target
{
    uchar *bytes;
    int rows, columns, samples;
    bool ycc;
};

//! False with the reason in \a way. Holds nothing with a destructor, for the jump.
bool decompress(const QByteArray &stream, const Target &target, Surrender &way)
{
    jpeg_decompress_struct codec;
    codec.err = jpeg_std_error(&way.manager);
    way.manager.error_exit = surrender;
    way.manager.output_message = keepQuiet;
    way.manager.emit_message = judge;
    if (setjmp(way.back)) {
        jpeg_destroy_decompress(&codec);
        return false;
    }
    jpeg_create_decompress(&codec);
    codec.mem->max_memory_to_use = 1024L * 1024 * 1024;
    jpeg_mem_src(&codec, reinterpret_cast<const uchar *>(stream.constData()),
                 static_cast<unsigned long>(stream.size()));
    jpeg_read_header(&codec, TRUE);
    if (static_cast<int>(codec.image_height) != target.rows || static_cast<int>(codec.image_width) != target.columns ||
        codec.num_components != target.samples) {
        std::strcpy(way.words, "the picture has two sizes");
        jpeg_destroy_decompress(&codec);
        return false;
    }
    // The file's photometric interpretation decides, not what libjpeg guesses from markers (PS3.5 8.2.1).
    if (target.samples == 1) {
        codec.jpeg_color_space = codec.out_color_space = JCS_GRAYSCALE;
    } else {
        codec.jpeg_color_space = target.ycc ? JCS_YCbCr : JCS_RGB;
        codec.out_color_space = JCS_RGB;
    }
    jpeg_start_decompress(&codec);
    const qint64 line = static_cast<qint64>(target.columns) * target.samples;
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW row = target.bytes + line * codec.output_scanline;
        jpeg_read_scanlines(&codec, &row, 1);
    }
    jpeg_finish_decompress(&codec);
    jpeg_destroy_decompress(&codec);
    return true;
}

} // namespace

Result<DecodedFrame> decodeBaselineJpeg(const QByteArray &stream, const PixelDescription &pixels)
{
    const bool ycc = pixels.photometric.startsWith(QLatin1String("YBR"));
    DecodedFrame frame;
    frame.photometric = ycc ? QStringLiteral("RGB") : pixels.photometric;
    frame.bytes = QByteArray(pixels.pixels() * pixels.samples, '\0');
    Surrender way{};
    const Target target{reinterpret_cast<uchar *>(frame.bytes.data()), pixels.rows, pixels.columns, pixels.samples,
                        ycc};
    if (!decompress(stream, target, way))
        return tl::unexpected(Error{
            Error::Kind::Damaged, QStringLiteral("The decoder gave up: %1.").arg(QString::fromLatin1(way.words)), {}});
    widen(frame.bytes, pixels);
    return frame;
}

} // namespace viewer
