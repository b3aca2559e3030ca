#pragma once

#include <viewer/Image.h>
#include <viewer/StructuredReport.h>

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>

#include <optional>

namespace viewer {

//! Something drawn over an image by a presentation state (PS3.3 C.10.5).
struct Graphic
{
    enum class Shape { Point, Polyline, Circle, Ellipse, Text };
    Shape shape = Shape::Polyline;
    //! Column and row, where 0, 0 is the upper left corner of the first pixel; or shares of the area that is to be
    //! seen, as it lies on the screen, turned and mirrored. Circle:
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
        std::optional<Window> window;  //!< nothing: a table
    };
    QList<Voi> windows;
    struct Layer
    {
        QList<ObjectReference> images; //!< empty: all of them
        QList<Graphic> graphics;
    };
    QList<Layer> layers;
    struct Area
    {
        QList<ObjectReference> images; //!< empty: all of them
        QRectF box;                    //!< in columns and rows; it may reach beyond the picture
    };
    QList<Area> areas;
    std::optional<Shutter> shutter;
    //! What is in the file and not in this.
    enum class Part { Drawings, Bitmaps, Tables, Subtraction, Area };
    QList<Part> leftOut;     //!< on every picture; each once
    int rotation = 0;        //!< clockwise degrees, before the mirror
    bool isMirrored = false; //!< left and right
    bool isInverse = false;  //!< the largest value is black, whatever the image says

    //! Frames count from 1.
    bool isFor(const QString &sopUid, int frame) const;
    std::optional<Window> windowFor(const QString &sopUid, int frame) const;
    QList<Graphic> graphicsFor(const QString &sopUid, int frame) const;
    //! The part of a picture of so many columns and rows that is to be seen; the whole where nothing is said.
    QRectF areaFor(const QString &sopUid, int frame, const QSize &picture) const;
    //! What of it is not shown on a picture.
    QList<Part> leftOutFor(const QString &sopUid, int frame, const QSize &picture) const;
};

//! Whether states of a SOP class can be shown: grey ones and those of X-ray runs, but none that blends or colours.
bool isShownState(const QString &sopClass);

//! Reads a softcopy presentation state. What of it is not understood (look-up tables, bitmaps, compound graphics) is
//! left out; numbers and points are bounded, and what has more of them is left out as a whole.
Result<PresentationState> readPresentationState(const QString &path);

} // namespace viewer
