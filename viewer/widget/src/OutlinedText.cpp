#include "OutlinedText.h"

#include "ImagingColours.h"

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

} // namespace viewer
