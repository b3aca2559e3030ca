#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <QStringList>

namespace viewer {

//! Of a line over a picture: the higher gives way first.
enum class Weight {
    Mixture, //!< that other tiles show another patient: a matter of this screen alone, and never left out
    Patient, //!< whose picture it is
    Safety,  //!< what would be missed by who reads it, or who is sent it: side, turn, loss, number of the image
    View,    //!< how it is seen
    Live,    //!< what holds for this moment and this screen alone
    Study,
    Detail
};

//! One line of text over a picture.
struct TextLine
{
    QString text;
    QRgb colour;
    bool bold = false;
    Weight weight = Weight::Detail;
};

//! Draws text that can be read on any ground: eight times in black around, then once on top. Stroking the path instead
//! costs thirty times as much.
void drawOutlined(QPainter &painter, const QPointF &baseline, const QString &text, QRgb colour);

//! The same text in lines that are no wider; a word that is wider is parted.
QStringList wrapped(const QString &text, const QFont &font, qreal width);

//! Where a text of a size stands beside something, inside of \a room: to the right, else where there is room.
QPointF placeBeside(const QRectF &something, const QSizeF &text, const QRectF &room, qreal gap);

//! A bar of a length with its words above, in the middle of what is left and right of \a bottom.
void drawScale(QPainter &painter, const QPointF &bottom, qreal length, const QString &words, qreal pen);
//! Of such a bar with its words.
qreal scaleHeight(const QFont &font, qreal pen);

} // namespace viewer
