#include "OutlinedText.h"

#include "ImagingColours.h"

#include <QFontMetricsF>
#include <QTextLayout>

#include <algorithm>

namespace viewer {

void drawOutlined(QPainter &painter, const QPointF &baseline, const QString &text, QRgb colour)
{
    painter.setPen(QColor(imaging::outline));
    for (int dx = -1; dx <= 1; ++dx) {
        for (int dy = -1; dy <= 1; ++dy) {
            if (dx != 0 || dy != 0)
                painter.drawText(baseline + QPointF(dx, dy), text);
        }
    }
    painter.setPen(QColor(colour));
    painter.drawText(baseline, text);
}

QStringList wrapped(const QString &text, const QFont &font, qreal width)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines << text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

QPointF placeBeside(const QRectF &something, const QSizeF &text, const QRectF &room, qreal gap)
{
    const auto inside = [&](const QPointF &place) {
        return QPointF(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - text.width())),
                       std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - text.height())));
    };
    const QPointF middle = something.center() - QPointF(text.width() / 2, text.height() / 2);
    const QPointF right(something.right() + gap, middle.y());
    for (const QPointF &place :
         {right, QPointF(something.left() - gap - text.width(), middle.y()),
          QPointF(middle.x(), something.bottom() + gap), QPointF(middle.x(), something.top() - gap - text.height())}) {
        if (!QRectF(inside(place), text).intersects(something))
            return inside(place);
    }
    return inside(right);
}

void drawScale(QPainter &painter, const QPointF &bottom, qreal length, const QString &words, qreal pen)
{
    const QPointF left = bottom - QPointF(length / 2, 0);
    const QPointF right = bottom + QPointF(length / 2, 0);
    const QPointF up(0, 4 * pen);
    const QPointF points[] = {left - up, left, right, right - up};
    for (const auto &[colour, wide] : {std::pair(imaging::outline, pen + 2), std::pair(imaging::overlay, pen)}) {
        painter.setPen(QPen(QColor(colour), wide, Qt::SolidLine, Qt::FlatCap));
        painter.drawPolyline(points, 4);
    }
    const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(words);
    drawOutlined(painter, bottom - QPointF(width / 2, 4 * pen + 4), words, imaging::overlay);
}

qreal scaleHeight(const QFont &font, qreal pen)
{
    return QFontMetricsF(font).ascent() + 4 * pen + 4;
}

} // namespace viewer
