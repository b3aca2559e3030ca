#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QString>

namespace viewer {

//! One line of text over a picture.
struct TextLine
{
    QString text;
    QRgb colour;
    bool bold = false;
};

//! Draws text that can be read on any ground: eight times in black around, then once on top. Stroking the path instead
//! costs thirty times as much.
void drawOutlined(QPainter &painter, const QPointF &baseline, const QString &text, QRgb colour);

} // namespace viewer
