#include "Export.h"

#include "Graphics.h"
#include "ImagingColours.h"
#include "OutlinedText.h"
#include "Words.h"

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

constexpr int smallestSide = 48; // of a picture that has room for words

qreal marginOf(const QPainter &painter, const QSize &size)
{
    return std::min<qreal>(painter.font().pixelSize(), size.width() / 20.0);
}

//! Gives the room that the words take.
QRectF paintWords(QPainter &painter, const QPointF &baseline, const QString &words)
{
    const QFontMetricsF metrics(painter.font());
    drawOutlined(painter, baseline, words, imaging::overlay);
    return {baseline.x(), baseline.y() - metrics.ascent(), metrics.horizontalAdvance(words), metrics.height()};
}

qreal widestOf(const QStringList &lines, const QFontMetricsF &metrics)
{
    qreal width = 0;
    for (const QString &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    return width;
}

QList<QRectF> paintCorner(QPainter &painter, const QSize &size, Qt::Corner corner, const Tile::Caption &caption)
{
    const QFontMetricsF metrics(painter.font());
    const qreal margin = marginOf(painter, size);
    const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
    const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
    const int beside = bottom ? Qt::BottomLeftCorner + Qt::BottomRightCorner - corner
                              : Qt::TopLeftCorner + Qt::TopRightCorner - corner;
    qreal room = size.width() - 2 * margin;
    if (!caption.corners[static_cast<size_t>(beside)].isEmpty() || (!bottom && !caption.top.isEmpty()))
        room = room / 2 - margin;
    if (!bottom)
        room -= widestOf(caption.top, metrics) / 2;
    QStringList lines;
    for (const QString &line : caption.corners[corner])
        lines << wrapped(line, painter.font(), room);
    qreal y = metrics.ascent() +
              (bottom ? size.height() - margin - metrics.lineSpacing() * static_cast<qreal>(lines.size()) : margin);
    QList<QRectF> areas;
    for (const QString &line : std::as_const(lines)) {
        const qreal x = right ? size.width() - margin - metrics.horizontalAdvance(line) : margin;
        areas << paintWords(painter, QPointF(x, y), line);
        y += metrics.lineSpacing();
    }
    return areas;
}

//! What stands at the edges.
QList<QRectF> paintLetters(QPainter &painter, const QSize &size, const Tile::Caption &caption)
{
    const QFontMetricsF metrics(painter.font());
    const qreal margin = marginOf(painter, size);
    QList<QRectF> areas{
        paintWords(painter, QPointF(margin, size.height() / 2.0 + metrics.capHeight() / 2), caption.left)};
    qreal y = margin + metrics.ascent();
    for (const QString &line : caption.top) {
        areas << paintWords(painter, QPointF((size.width() - metrics.horizontalAdvance(line)) / 2, y), line);
        y += metrics.lineSpacing();
    }
    return areas;
}

//! In the middle of the lower edge, or above the texts that reach there.
void paintScale(QPainter &painter, const QSize &size, const Tile::Caption &caption, QList<QRectF> texts)
{
    const QFontMetricsF metrics(painter.font());
    const auto bar = caption.columnMm && *caption.columnMm > 0
                         ? scaleBar(1 / *caption.columnMm, size.width() / 4.0, caption.isAtDetector)
                         : std::nullopt;
    if (!bar)
        return;
    const qreal pen = penWidth(painter);
    const qreal width = std::max(bar->pixels, metrics.horizontalAdvance(bar->words)) + 2 * pen;
    const qreal height = scaleHeight(painter.font(), pen);
    QRectF area((size.width() - width) / 2, size.height() - marginOf(painter, size) - height, width, height);
    std::sort(texts.begin(), texts.end(), [](const QRectF &a, const QRectF &b) { return a.bottom() > b.bottom(); });
    for (const QRectF &text : std::as_const(texts)) {
        if (text.intersects(area))
            area.moveBottom(text.top() - 2 * pen);
    }
    if (area.top() >= 0)
        drawScale(painter, QPointF(area.center().x(), area.bottom()), bar->pixels, bar->words, pen);
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
    const qreal width = widestOf(measurement.lines, metrics);
    const qreal height = metrics.lineSpacing() * static_cast<qreal>(measurement.lines.size());
    QPointF at =
        placeBeside(path.boundingRect(), {width, height}, QRectF(QPointF(), size), painter.font().pixelSize() / 2.0);
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
    picture = picture.convertToFormat(QImage::Format_RGB32);
    QPainter painter(&picture);
    QFont font = painter.font();
    font.setPixelSize(textPixels(picture.size()));
    painter.setFont(font);
    drawGraphics(painter, view.graphics, {view.area, toExported, penWidth(painter), view.hasWords});
    for (const Tile::Measured &measurement : view.measured)
        paintMeasured(painter, picture.size(), measurement, toExported);
    if (std::min(picture.width(), picture.height()) >= smallestSide) {
        QList<QRectF> texts = paintLetters(painter, picture.size(), view.caption);
        for (const Qt::Corner corner :
             {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
            texts << paintCorner(painter, picture.size(), corner, view.caption);
        paintScale(painter, picture.size(), view.caption, texts);
    }
    return picture;
}

} // namespace viewer
