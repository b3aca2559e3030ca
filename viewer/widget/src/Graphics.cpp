#include "Graphics.h"

#include "ImagingColours.h"
#include "OutlinedText.h"

#include <QFontMetricsF>
#include <QPainterPath>

namespace viewer {

namespace {

//! What of a graphic is drawn with a pen, where its points are.
QPainterPath pathOf(const Graphic &graphic, const QPolygonF &places, double pointRadius)
{
    QPainterPath path;
    switch (graphic.shape) {
    case Graphic::Shape::Point:
        path.addEllipse(places[0], pointRadius, pointRadius);
        break;
    case Graphic::Shape::Circle: {
        const double radius = QLineF(places[0], places[1]).length();
        path.addEllipse(places[0], radius, radius);
        break;
    }
    case Graphic::Shape::Ellipse: {
        const QLineF longAxis(places[0], places[1]);
        QTransform turn;
        turn.translate(longAxis.center().x(), longAxis.center().y());
        turn.rotate(-longAxis.angle());
        QPainterPath flat;
        flat.addEllipse(QPointF(), longAxis.length() / 2, QLineF(places[2], places[3]).length() / 2);
        path = turn.map(flat);
        break;
    }
    case Graphic::Shape::Polyline:
    case Graphic::Shape::Text:
        path.addPolygon(places);
    }
    return path;
}

} // namespace

void drawGraphics(QPainter &painter, const QList<Graphic> &graphics, const GraphicsPainting &how)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal lineSpacing = QFontMetricsF(painter.font()).lineSpacing();
    const QRectF screen = how.toDevice.mapRect(how.area);
    for (const Graphic &graphic : graphics) {
        // Shares are of the screen, however the picture lies on it (PS3.3 C.10.5.1.2).
        QPolygonF places;
        for (const QPointF &point : graphic.points)
            places << (graphic.areShares
                           ? screen.topLeft() + QPointF(point.x() * screen.width(), point.y() * screen.height())
                           : point);
        const QTransform toDevice = graphic.areShares ? QTransform() : how.toDevice;
        const QPainterPath path = toDevice.map(pathOf(graphic, places, graphic.areShares ? 2 * how.penWidth : 1));
        for (const auto &[colour, wide] :
             {std::pair(imaging::outline, how.penWidth + 2), std::pair(imaging::overlay, how.penWidth)}) {
            painter.setPen(QPen(QColor(colour), wide));
            painter.setBrush(graphic.isFilled ? QBrush(QColor(imaging::overlay)) : QBrush(Qt::NoBrush));
            painter.drawPath(path);
        }
        if (!how.hasWords || graphic.text.isEmpty())
            continue;
        QPointF line = toDevice.map(places.constFirst());
        for (const QString &words : graphic.text.split(QLatin1Char('\n'))) {
            line.ry() += lineSpacing;
            drawOutlined(painter, line, words.trimmed(), imaging::overlay);
        }
    }
}

} // namespace viewer
