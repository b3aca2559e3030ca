#include "decode/Overlays.h"

#include <algorithm>

namespace viewer {

namespace {

//! The repeating groups 6000, 6002 … 601E.
constexpr int mostPlanes = 16;

struct Plane
{
    Tag group = 0;
    qint64 rows = 0, columns = 0;
    qint64 top = 1, left = 1; //!< of its first bit in the picture, from 1
    int frames = 1;
    int firstFrame = 0; //!< of the picture that has the first frame of the plane
    bool onEveryFrame = true;

    //! The frame of the plane that lies over a frame of the picture, or -1.
    int frameOver(int frame) const
    {
        if (onEveryFrame)
            return 0;
        const int own = frame - firstFrame;
        return own >= 0 && own < frames ? own : -1;
    }
};

Tag groupOf(int index)
{
    return 0x60000000U + (static_cast<Tag>(index) << 17);
}

std::optional<Plane> planeOf(const Dataset &data, Tag group)
{
    Plane plane;
    plane.group = group;
    plane.rows = data.word(group | 0x0010).value_or(0);
    plane.columns = data.word(group | 0x0011).value_or(0);
    if (plane.rows == 0 || plane.columns == 0 || !data.has(group | 0x3000))
        return {};
    if (const QList<quint16> origin = data.words(group | 0x0050); origin.size() >= 2) {
        plane.top = static_cast<qint16>(origin[0]);
        plane.left = static_cast<qint16>(origin[1]);
    }
    if (const auto frames = data.integer(group | 0x0015)) {
        plane.onEveryFrame = false;
        plane.frames = std::max(*frames, 1);
        plane.firstFrame = data.word(group | 0x0051).value_or(1) - 1;
    }
    return plane;
}

void draw(const Dataset &data, const Plane &plane, int frame, int rows, int columns, QByteArray &mask)
{
    const int own = plane.frameOver(frame);
    const Element *element = data.find(plane.group | 0x3000);
    if (own < 0 || element->length <= 0)
        return;
    const qint64 bits = plane.rows * plane.columns;
    const qint64 firstBit = bits * own;
    // In big endian words the first byte is the second (PS3.5 annex D).
    const bool swapped = data.encoding().bigEndian && element->vr == vrOf('O', 'W');
    const qint64 firstByte = firstBit / 8 - (swapped ? firstBit / 8 % 2 : 0);
    const qint64 count = std::min((firstBit + bits + 15) / 8, element->length) - firstByte;
    QByteArray bytes = data.source()->read(element->at + firstByte, count);
    if (swapped) {
        for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
            std::swap(bytes[i], bytes[i + 1]);
    }
    if (mask.isEmpty())
        mask = QByteArray(static_cast<qsizetype>(rows) * columns, '\0');
    for (qint64 row = 0; row < plane.rows; ++row) {
        const qint64 y = row + plane.top - 1;
        if (y < 0 || y >= rows)
            continue;
        // What lies beside the picture is not looked at: a plane may be 65535 times as wide.
        const qint64 first = std::max<qint64>(0, 1 - plane.left);
        const qint64 end = std::min<qint64>(plane.columns, columns - plane.left + 1);
        for (qint64 column = first; column < end; ++column) {
            const qint64 x = column + plane.left - 1;
            const qint64 bit = firstBit + row * plane.columns + column - 8 * firstByte;
            if (bit / 8 >= bytes.size())
                return;
            if ((static_cast<uchar>(bytes[bit / 8]) >> (bit % 8)) & 1)
                mask[y * columns + x] = '\xff';
        }
    }
}

} // namespace

OverlayCount overlaysOf(const Dataset &data)
{
    OverlayCount count;
    for (int i = 0; i < mostPlanes; ++i) {
        const Tag group = groupOf(i);
        if (planeOf(data, group))
            ++count.apart;
        else if (data.word(group | 0x0100).value_or(1) > 1)
            ++count.inPixels;
    }
    return count;
}

QByteArray overlayMask(const Dataset &data, int frame, int rows, int columns)
{
    QByteArray mask;
    for (int i = 0; i < mostPlanes; ++i) {
        if (const auto plane = planeOf(data, groupOf(i)))
            draw(data, *plane, frame, rows, columns, mask);
    }
    return mask;
}

} // namespace viewer
