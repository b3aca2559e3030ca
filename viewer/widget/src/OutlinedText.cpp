#include "OutlinedText.h"

#include "ImagingColours.h"

#include <QFontMetricsF>
#include <QTextLayout>

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

} // namespace viewer
