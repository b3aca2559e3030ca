#include "render/Surround.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace viewer {

namespace {

//! The columns of one row from \a from up to, not including, \a to.
struct Run
{
    double from, to;
};

//! What of one row lies inside a polygon, by the even-odd rule at the middle of the pixels.
std::vector<Run> runsInside(const QList<QPoint> &polygon, double y)
{
    std::vector<double> crossings;
    for (qsizetype i = 0; i < polygon.size(); ++i) {
        const QPoint a = polygon[i];
        const QPoint b = polygon[(i + 1) % polygon.size()];
        if ((a.y() <= y) == (b.y() <= y))
            continue;
        crossings.push_back(a.x() + (y - a.y()) * (b.x() - a.x()) / (b.y() - a.y()));
    }
    std::sort(crossings.begin(), crossings.end());
    std::vector<Run> runs;
    for (size_t i = 0; i + 1 < crossings.size(); i += 2)
        runs.push_back({crossings[i], crossings[i + 1]});
    return runs;
}

//! Which pixels of a row stay. Places are those of the standard: the first pixel's middle is at 1.
class OpenPart
{
public:
    OpenPart(const Shutter &shutter, double pixelAspect) : m_shutter(shutter), m_aspect(pixelAspect) {}

    //! Sets \a open to 1 for what stays; \a scale pixels of the file lie in one of the row, each way.
    void findIn(int row, int scale, std::vector<char> &open) const
    {
        const double y = place(row, scale);
        std::fill(open.begin(), open.end(), char(1));
        if (m_shutter.rectangle) {
            const Shutter::Rectangle &shape = *m_shutter.rectangle;
            keep(open, scale,
                 y >= shape.top && y <= shape.bottom ? std::vector<Run>{{double(shape.left), double(shape.right)}}
                                                     : std::vector<Run>());
        }
        if (m_shutter.circle) {
            const Shutter::Circle &shape = *m_shutter.circle;
            const double dy = (y - shape.row) * m_aspect;
            const double square = double(shape.radius) * shape.radius - dy * dy;
            const double half = square >= 0 ? std::sqrt(square) : -1;
            keep(open, scale,
                 half >= 0 ? std::vector<Run>{{shape.column - half, shape.column + half}} : std::vector<Run>());
        }
        if (!m_shutter.polygon.isEmpty())
            keep(open, scale, runsInside(m_shutter.polygon, y));
    }

private:
    static double place(int index, int scale) { return (index + 0.5) * scale + 0.5; }

    //! Closes what lies in no run.
    static void keep(std::vector<char> &open, int scale, const std::vector<Run> &runs)
    {
        size_t run = 0;
        for (size_t column = 0; column < open.size(); ++column) {
            const double x = place(static_cast<int>(column), scale);
            while (run < runs.size() && x > runs[run].to)
                ++run;
            if (run == runs.size() || x < runs[run].from)
                open[column] = 0;
        }
    }

    const Shutter &m_shutter;
    double m_aspect;
};

template <class Pixel>
void paint(QImage &picture, const Frame::Data &frame, const Rendering &rendering, Pixel white, Pixel hidden)
{
    const bool overlaid =
        rendering.overlays && frame.overlay.size() == static_cast<qsizetype>(picture.width()) * picture.height();
    std::vector<char> open(static_cast<size_t>(picture.width()));
    for (int row = 0; row < picture.height(); ++row) {
        auto *line = reinterpret_cast<Pixel *>(picture.scanLine(row));
        if (overlaid) {
            const char *mask = frame.overlay.constData() + static_cast<qsizetype>(row) * picture.width();
            for (int column = 0; column < picture.width(); ++column)
                line[column] = mask[column] ? white : line[column];
        }
        if (rendering.shutter) {
            findOpenIn(row, frame, *rendering.shutter, rendering.pixelAspect, open);
            for (int column = 0; column < picture.width(); ++column)
                line[column] = open[static_cast<size_t>(column)] ? line[column] : hidden;
        }
    }
}

} // namespace

void drawSurround(QImage &picture, const Frame::Data &frame, const Rendering &rendering)
{
    if (!rendering.shutter && (!rendering.overlays || frame.overlay.isEmpty()))
        return;
    const int grey = rendering.shutter ? rendering.shutter->grey : 0;
    if (picture.format() == QImage::Format_Grayscale8)
        paint<uchar>(picture, frame, rendering, 255, static_cast<uchar>(grey));
    else
        paint<QRgb>(picture, frame, rendering, qRgb(255, 255, 255), qRgb(grey, grey, grey));
}

void findOpenIn(int row, const Frame::Data &frame, const Shutter &shutter, double pixelAspect, std::vector<char> &open)
{
    OpenPart(shutter, pixelAspect).findIn(row, frame.reduction, open);
}

QByteArray reducedMask(const QByteArray &mask, int rows, int columns, int factor)
{
    if (mask.isEmpty())
        return {};
    const int down = rows / factor;
    const int across = columns / factor;
    QByteArray small(static_cast<qsizetype>(down) * across, '\0');
    for (int row = 0; row < down * factor; ++row) {
        const char *from = mask.constData() + static_cast<qsizetype>(row) * columns;
        char *to = small.data() + static_cast<qsizetype>(row / factor) * across;
        for (int column = 0; column < across * factor; ++column)
            to[column / factor] = static_cast<char>(to[column / factor] | from[column]);
    }
    return small;
}

} // namespace viewer
