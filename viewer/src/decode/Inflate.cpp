#include "decode/Own.h"

#include <zlib.h>

#include <new>

namespace viewer {

Result<DecodedFrame> inflateFrame(const QByteArray &fragment, const PixelDescription &pixels)
{
    DecodedFrame frame;
    frame.planar = pixels.planar;
    frame.photometric = pixels.photometric;
    frame.bytes = QByteArray((pixels.pixels() * pixels.samples * pixels.allocated + 7) / 8, Qt::Uninitialized);
    z_stream stream = {};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        throw std::bad_alloc();
    // What a bomb holds beyond the frame is never inflated.
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(fragment.constData()));
    stream.avail_in = static_cast<uInt>(fragment.size());
    stream.next_out = reinterpret_cast<Bytef *>(frame.bytes.data());
    stream.avail_out = static_cast<uInt>(frame.bytes.size());
    const int state = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (stream.avail_out != 0 || state == Z_DATA_ERROR)
        return tl::unexpected(
            Error{Error::Kind::Damaged, QStringLiteral("The deflated frame ends before its last row."), {}});
    return frame;
}

} // namespace viewer
