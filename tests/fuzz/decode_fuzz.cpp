#include <viewer/Image.h>
#include <viewer_codecs/Codecs.h>

#include <QImage>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

//! A whole file: its header, and its first frame by the codecs themselves, without the helper around them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int file = memfd_create("image", 0);
    static const QString path = QStringLiteral("/proc/self/fd/%1").arg(file);
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != ssize_t(size))
        return 0;
    const auto header = viewer::readHeader(path);
    // A frame of megabytes that nothing stands behind only costs time here.
    if (header && qint64(header->rows) * header->columns > 1'000'000)
        return 0;
    const auto frame = viewer::decode(path, 0, [](const viewer::CompressedFrame &compressed, const std::stop_token &) {
        return viewer::decodeCompressed(compressed);
    });
    if (frame)
        (void)viewer::render(frame->reduced(2));
    return 0;
}
