#include "Paint.h"

#include "Metrics.h"

#include <QFontMetrics>
#include <QPaintDevice>
#include <QPainterPath>
#include <QStyleOptionViewItem>
#include <QTreeView>
#include <QtMath>

#include <algorithm>

namespace ui {

Colour colourOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Unknown:
    case Verdict::Waiting:
    case Verdict::Info:
    case Verdict::Paused:
        return Colour::Text2;
    case Verdict::Running:
        return Colour::Accent;
    case Verdict::Pass:
        return Colour::Ok;
    case Verdict::Warn:
        return Colour::Warn;
    case Verdict::Fail:
    case Verdict::Missing:
        return Colour::Fail;
    }
    Q_UNREACHABLE();
}

// Advances are fractions of a pixel without hinting; a width that is a hair too small would elide the last letters.
int widthOf(const QString &text, const QFont &font)
{
    return qCeil(QFontMetricsF(font).horizontalAdvance(text)) + 1;
}

int paintText(QPainter &painter, const QRect &area, const QString &text, const QFont &font, const QColor &colour,
              Qt::Alignment alignment)
{
    if (text.isEmpty() || area.width() <= 0)
        return 0;
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, area.width());
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(area, int(alignment) | Qt::TextSingleLine, shown);
    return qCeil(metrics.horizontalAdvance(shown));
}

void paintGlyph(QPainter &painter, const Theme &theme, const QRect &area, const QString &icon, Colour colour, int size)
{
    QRect place(0, 0, size, size);
    place.moveCenter(area.center());
    painter.drawPixmap(place.topLeft(), theme.pixmap(icon, colour, size, painter.device()->devicePixelRatioF()));
}

void paintCheckBox(QPainter &painter, const Theme &theme, const QRect &box, Qt::CheckState state, bool enabled)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF edge = QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75);
    if (state == Qt::Unchecked) {
        painter.setPen(QPen(theme.colour(enabled ? Colour::Control : Colour::Line), 1.5));
        painter.setBrush(theme.colour(enabled ? Colour::Field : Colour::Raised));
        painter.drawRoundedRect(edge, metrics::boxRadius, metrics::boxRadius);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.colour(enabled ? Colour::AccentFill : Colour::Disabled));
        painter.drawRoundedRect(QRectF(box), metrics::boxRadius, metrics::boxRadius);
        painter.setPen(QPen(theme.colour(Colour::OnAccent), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const QPointF origin = QRectF(box).topLeft();
        const double scale = box.width() / 16.0;
        if (state == Qt::PartiallyChecked) {
            painter.drawLine(origin + QPointF(4.5, 8) * scale, origin + QPointF(11.5, 8) * scale);
        } else {
            QPainterPath tick(origin + QPointF(4.4, 8.3) * scale);
            tick.lineTo(origin + QPointF(7, 10.9) * scale);
            tick.lineTo(origin + QPointF(11.7, 5.4) * scale);
            painter.drawPath(tick);
        }
    }
    painter.restore();
}

void paintRadio(QPainter &painter, const Theme &theme, const QRect &box, bool on, bool enabled)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = theme.colour(!enabled ? Colour::LineStrong : on ? Colour::Accent : Colour::Control);
    painter.setPen(QPen(ink, 1.5));
    painter.setBrush(theme.colour(Colour::Field));
    painter.drawEllipse(QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75));
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        const double inset = box.width() * 0.25;
        painter.drawEllipse(QRectF(box).adjusted(inset, inset, -inset, -inset));
    }
    painter.restore();
}

void paintTag(QPainter &painter, const Theme &theme, const QRect &box, const QString &text, const QFont &font,
              bool dashed)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.colour(Colour::Control), 1);
    if (dashed)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    paintText(painter, box, text, font, theme.colour(dashed ? Colour::Text2 : Colour::Text), Qt::AlignCenter);
    painter.restore();
}

void paintRowGround(QPainter &painter, const Theme &theme, const QRect &row, bool hovered, bool current,
                    bool markerHere)
{
    if (current)
        painter.fillRect(row, theme.colour(Colour::Selected));
    else if (hovered)
        painter.fillRect(row, theme.colour(Colour::Hover));
    painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.colour(Colour::Line));
    if (current && markerHere)
        painter.fillRect(QRect(row.left(), row.top(), metrics::marker, row.height() - 1), theme.colour(Colour::Accent));
}

void paintBar(QPainter &painter, const Theme &theme, const QRect &bar, double done, double pending, double missing)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(bar), 2, 2);
    painter.setClipPath(outline);
    painter.fillRect(bar, theme.colour(Colour::Track));
    const double width = bar.width();
    const double doneWidth = std::clamp(done, 0.0, 1.0) * width;
    painter.fillRect(QRectF(bar.left(), bar.top(), doneWidth, bar.height()), theme.colour(Colour::Progress));
    if (pending > 0) {
        const double pendingWidth = std::min(std::max(pending * width, 2.0), width - doneWidth);
        painter.fillRect(QRectF(bar.left() + doneWidth, bar.top(), pendingWidth, bar.height()),
                         theme.colour(Colour::Text2));
    }
    if (missing > 0) {
        const double missingWidth = std::min(std::max(missing * width, 4.0), width);
        painter.fillRect(QRectF(bar.left() + width - missingWidth, bar.top(), missingWidth, bar.height()),
                         theme.colour(Colour::Fail));
    }
    painter.restore();
}

bool showsFocus(const QStyleOptionViewItem &option)
{
    return option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange;
}

void paintRowFocus(QPainter &painter, const Theme &theme, const QStyleOptionViewItem &option, const QTreeView &view,
                   const QModelIndex &index)
{
    const bool isSeen = view.hasFocus() && option.state & QStyle::State_KeyboardFocusChange;
    if (!isSeen || view.currentIndex().siblingAtColumn(index.column()) != index)
        return;
    painter.save();
    painter.setClipRect(option.rect);
    paintFocusRing(painter, theme,
                   QRect(metrics::marker, option.rect.top(), view.viewport()->width() - metrics::marker,
                         option.rect.height() - 1));
    painter.restore();
}

void paintFocusRing(QPainter &painter, const Theme &theme, const QRect &area)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(Colour::Accent), metrics::focusRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), metrics::radius, metrics::radius);
    painter.restore();
}

} // namespace ui
