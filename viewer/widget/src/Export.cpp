#include "Export.h"

#include "Graphics.h"
#include "ImagingColours.h"
#include "OutlinedText.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

//! Lines under each other take up to a half of the picture's height.
int textPixels(const QSize &size)
{
    return std::clamp(std::min(size.width(), size.height()) / 36, 9, 64);
}

void paintCorner(QPainter &painter, const QSize &size, Qt::Corner corner, const QStringList &lines)
{
    const QFontMetricsF metrics(painter.font());
    const qreal margin = painter.font().pixelSize();
    const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
    const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
    const qreal height = metrics.lineSpacing() * static_cast<qreal>(lines.size());
    qreal y = (bottom ? size.height() - margin - height : margin) + metrics.ascent();
    for (const QString &line : lines) {
        const QString text = metrics.elidedText(line, Qt::ElideRight, size.width() / 2.0 - 2 * margin);
        const qreal x = right ? size.width() - margin - metrics.horizontalAdvance(text) : margin;
        drawOutlined(painter, QPointF(x, y), text, imaging::overlay);
        y += metrics.lineSpacing();
    }
}

} // namespace

QImage exportedPicture(const ExportedView &view)
{
    QImage picture = render(view.frame, view.rendering);
    if (picture.isNull())
        return picture;
    if (view.pixelAspect != 1) {
        const int height = std::max(1, static_cast<int>(std::lround(picture.height() * view.pixelAspect)));
        picture = picture.scaled(picture.width(), height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    const QTransform toExported = QTransform::fromScale(1, view.pixelAspect) *
                                  QImage::trueMatrix(view.orientation, picture.width(), picture.height());
    picture = picture.transformed(view.orientation);
    const bool isWordless =
        std::all_of(view.corners.begin(), view.corners.end(), [](const auto &lines) { return lines.isEmpty(); });
    if (isWordless && view.graphics.isEmpty())
        return picture;
    picture = picture.convertToFormat(QImage::Format_RGB32);
    QPainter painter(&picture);
    QFont font = painter.font();
    font.setPixelSize(textPixels(picture.size()));
    painter.setFont(font);
    drawGraphics(painter, view.graphics,
                 {view.area, toExported, std::max(1.0, font.pixelSize() / 12.0), view.hasWords});
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
        paintCorner(painter, picture.size(), corner, view.corners[static_cast<size_t>(corner)]);
    return picture;
}

} // namespace viewer
