#pragma once

#include <viewer/PresentationState.h>

#include <QPainter>
#include <QRectF>

namespace viewer {

//! Draws what a presentation state has over a picture, in the pen's own width whatever the transform.
struct GraphicsPainting
{
    QRectF area;          //!< what of the picture is to be seen, in columns and rows
    QTransform toDevice;  //!< from columns and rows
    qreal penWidth = 1.5; //!< outlined by another one on each side
    bool hasWords = true;
};
void drawGraphics(QPainter &painter, const QList<Graphic> &graphics, const GraphicsPainting &how);

} // namespace viewer
