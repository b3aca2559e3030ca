#pragma once

#include <viewer/PresentationState.h>
#include <viewer_widgets/Tile.h>

#include <QImage>
#include <QTransform>

namespace viewer {

//! A picture as it is looked at, whole and at the size of its pixels.
struct ExportedView
{
    Frame frame;
    Rendering rendering;
    double pixelAspect = 1;
    QTransform orientation; //!< how it is turned and mirrored
    Tile::Caption caption;
    QList<Graphic> graphics; //!< of a presentation state
    QRectF area;             //!< that they belong to, in columns and rows
    QList<Tile::Measured> measured;
    //! What somebody wrote beside them may be a name.
    bool hasWords = false;
};

//! Takes as long as drawing a whole frame does.
QImage exportedPicture(const ExportedView &view);

} // namespace viewer
