#pragma once

#include <ui/Theme.h>
#include <ui/Verdict.h>

#include <QPainter>
#include <QRect>
#include <QString>

class QModelIndex;
class QStyleOptionViewItem;
class QTreeView;

namespace ui {

//! The colour in which a verdict's glyph is drawn.
Colour colourOf(Verdict verdict);

//! One line, elided on the right; gives back the width it took.
int paintText(QPainter &painter, const QRect &area, const QString &text, const QFont &font, const QColor &colour,
              Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);
int widthOf(const QString &text, const QFont &font);

//! A drawing of the family, centred in `area`.
void paintGlyph(QPainter &painter, const Theme &theme, const QRect &area, const QString &icon, Colour colour,
                int size = 16);

void paintCheckBox(QPainter &painter, const Theme &theme, const QRect &box, Qt::CheckState state, bool enabled);
void paintRadio(QPainter &painter, const Theme &theme, const QRect &box, bool on, bool enabled = true);

//! A short word in a box; `dashed` says that the word is open.
void paintTag(QPainter &painter, const Theme &theme, const QRect &box, const QString &text, const QFont &font,
              bool dashed = false);

//! The ground of a row: hover, current with its marker, focus ring, the hairline below.
void paintRowGround(QPainter &painter, const Theme &theme, const QRect &row, bool hovered, bool current,
                    bool markerHere);

//! A bar: `done` from the left, `pending` behind it, `missing` from the right end, at least 4 wide; shares of 1.
void paintBar(QPainter &painter, const Theme &theme, const QRect &bar, double done, double pending, double missing);

//! Whether a row shall show that it has the keyboard: only for people who came by the keyboard.
bool showsFocus(const QStyleOptionViewItem &option);

//! Of the ring round a row of several columns, what lies in the cell of `index`; nothing when the row has no keyboard.
void paintRowFocus(QPainter &painter, const Theme &theme, const QStyleOptionViewItem &option, const QTreeView &view,
                   const QModelIndex &index);

//! The ring round what has the keyboard.
void paintFocusRing(QPainter &painter, const Theme &theme, const QRect &area);

} // namespace ui
