#pragma once

#include <viewer/Image.h>
#include <viewer/StructuredReport.h>

#include <QList>
#include <QPointF>
#include <QString>

#include <optional>

namespace viewer {

//! Something drawn over an image by a presentation state (PS3.3 C.10.5).
struct Graphic
{
    enum class Shape { Point, Polyline, Circle, Ellipse, Text };
    Shape shape = Shape::Polyline;
    //! Column and row, where 0, 0 is the upper left corner of the first pixel; or shares of the whole picture. Circle:
    //! centre and a point on it. Ellipse: the ends of its long and of its short axis. Text: where it begins and, when
    //! there are two, what it points to.
    QList<QPointF> points;
    bool areShares = false;
    bool isFilled = false;
    QString text;
};

//! How somebody wanted images to be seen (PS3.3 A.33.1): their window, turn, surround and what is drawn on them.
struct PresentationState
{
    QString path;
    QString label, description;
    QList<ObjectReference> images; //!< that it is made for

    struct Voi
    {
        QList<ObjectReference> images; //!< empty: all of them
        Window window;
    };
    QList<Voi> windows;
    struct Layer
    {
        QList<ObjectReference> images; //!< empty: all of them
        QList<Graphic> graphics;
    };
    QList<Layer> layers;
    std::optional<Shutter> shutter;
    //! What is in the file and not in this.
    enum class Part { Drawings };
    QList<Part> leftOut;     //!< each once
    int rotation = 0;        //!< clockwise degrees, before the mirror
    bool isMirrored = false; //!< left and right
    bool isInverse = false;  //!< the largest value is black, whatever the image says

    //! Frames count from 1.
    bool isFor(const QString &sopUid, int frame) const;
    std::optional<Window> windowFor(const QString &sopUid, int frame) const;
    QList<Graphic> graphicsFor(const QString &sopUid, int frame) const;
};

//! Reads a softcopy presentation state. What of it is not understood (look-up tables, bitmaps, compound graphics) is
//! left out; numbers and points are bounded, and what has more of them is left out as a whole.
Result<PresentationState> readPresentationState(const QString &path);

} // namespace viewer
