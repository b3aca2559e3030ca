#include "Export.h"

#include "Graphics.h"
#include "ImagingColours.h"
#include "OutlinedText.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

//! Lines under each other take up to a half of the picture's height.
int textPixels(const QSize &size)
{
    return std::clamp(std::min(size.width(), size.height()) / 36, 9, 64);
}

qreal penWidth(const QPainter &painter)
{
    return std::max(1.0, painter.font().pixelSize() / 12.0);
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

void paintMeasured(QPainter &painter, const QSize &size, const Tile::Measured &measurement,
                   const QTransform &toExported)
{
    const QFontMetricsF metrics(painter.font());
    const QPainterPath path = toExported.map(measurement.outline);
    const qreal pen = penWidth(painter);
    painter.setBrush(Qt::NoBrush);
    for (const auto &[colour, wide] : {std::pair(imaging::outline, pen + 2), std::pair(imaging::overlay, pen)}) {
        painter.setPen(QPen(QColor(colour), wide));
        painter.drawPath(path);
    }
    qreal width = 0;
    for (const QString &line : measurement.lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    const qreal height = metrics.lineSpacing() * static_cast<qreal>(measurement.lines.size());
    const QRectF around = path.boundingRect();
    const qreal gap = painter.font().pixelSize() / 2.0;
    QPointF at(std::clamp(around.right() + gap, 0.0, std::max(0.0, size.width() - width)),
               std::clamp(around.center().y() - height / 2, 0.0, std::max(0.0, size.height() - height)));
    at.ry() += metrics.ascent();
    for (const QString &line : measurement.lines) {
        drawOutlined(painter, at, line, imaging::overlay);
        at.ry() += metrics.lineSpacing();
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
    if (isWordless && view.graphics.isEmpty() && view.measured.isEmpty())
        return picture;
    picture = picture.convertToFormat(QImage::Format_RGB32);
    QPainter painter(&picture);
    QFont font = painter.font();
    font.setPixelSize(textPixels(picture.size()));
    painter.setFont(font);
    drawGraphics(painter, view.graphics, {view.area, toExported, penWidth(painter), view.hasWords});
    for (const Tile::Measured &measurement : view.measured)
        paintMeasured(painter, picture.size(), measurement, toExported);
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
        paintCorner(painter, picture.size(), corner, view.corners[static_cast<size_t>(corner)]);
    return picture;
}

} // namespace viewer
