#pragma once

#include "Marks.h"
#include "OutlinedText.h"
#include "Words.h"

#include <viewer/Measure.h>
#include <viewer_widgets/FrameLoader.h>
#include <viewer_widgets/Tile.h>

#include <QFutureWatcher>
#include <QPainter>

#include <array>

class QKeyEvent;
class QMenu;

namespace viewer {

struct Tile::Private
{
    static constexpr qreal brightGround = 140; //!< on which a text needs a plate
    static constexpr double lensFactor = 3;    //!< of the magnifier, over the zoom

    enum class WindowChoice { File, Listed, Automatic, Own };
    using Header = std::shared_ptr<const FileHeader>;

    //! What is on screen: a picture, or the reason why there is none.
    struct Shown
    {
        int index = 0; //!< of the picture in the series; -1 when it is none of those that are to be seen
        Header header;
        int frameNumber = 0;
        std::optional<Frame> frame;
        int reduction = 1;            //!< of the grey frame that is drawn
        std::optional<Frame> reduced; //!< kept for the next window
        QList<QImage> levels;
        std::optional<Window> window;
        bool inverted = false;
        bool overlays = true;
        std::optional<int> voiLut;      //!< in place of the window, which spans the same values
        std::optional<Shutter> shutter; //!< of the file or of the presentation state
        Sentence sentence;
    };

    Tile *q;
    FrameLoader &loader;
    Marks &marks;
    QWidget *deeds = nullptr; //!< what can be done where there is no picture
    IconProvider icons;
    Keys keys;
    Pseudonyms pseudonyms;
    CommandStates states;
    KeyImages keyImages;

    ImageList images;
    QList<int> begins; //!< the first picture of each file, and the count of all at the end
    int wanted = -1;
    int direction = 1;
    std::optional<Shown> shown;
    bool painted = false;
    bool announced = false;
    bool isResizing = false; //!< what is on screen is made anew for another zoom

    WindowChoice choice = WindowChoice::File;
    int listed = 0; //!< of the windows and tables of the file
    std::shared_ptr<const PresentationState> presentation;
    Window own;
    //! Over the values of one picture, where a file has no window. All slices of the series and all frames of the file
    //! share it, so that the same tissue keeps its grey.
    struct MadeWindow
    {
        QString of;
        Window window;
    };
    std::optional<MadeWindow> made;
    bool inverted = false;
    double zoomFactor = 1; //!< 1: the whole picture
    QPointF pan;
    int rotation = 0;
    bool flippedHorizontally = false, flippedVertically = false;
    //! How pictures lie that a presentation state is made for, or else the others, whichever is not on screen.
    struct Turn
    {
        int rotation = 0;
        bool isFlippedHorizontally = false;
        bool isFlippedVertically = false;
    };
    Turn otherTurn;
    bool isTurnedByState = false;
    Tile::Tool tool = Tile::Tool::Windowing;
    Tile::Text text = Tile::Text::All;
    std::optional<Tile::Arrival> arrival;
    bool active = false;
    bool isFramed = false; //!< when it is active, for it is one among several
    QStringList remarks;
    QString warning;
    QList<QLineF> referenceLines;
    bool isSmooth = true;

    struct Shading
    {
        Shown result;
        int generation;
    };
    QFutureWatcher<Shading> shading;
    int generation = 0; //!< of what is asked for; what belongs to an older one is dropped
    std::optional<Shown> nextShading;

    Qt::MouseButton pressed = Qt::NoButton;
    bool dragged = false;
    QPoint pressedAt, lastAt;
    double scrolled = 0;
    int wheelRest = 0;
    std::optional<QPoint> pointer;

    //! A point of a measurement that mouse and keys move.
    struct Grip
    {
        qsizetype measurement = 0, point = 0;
        friend bool operator==(const Grip &, const Grip &) = default;
    };
    enum class Hand {
        Free,
        Held,    //!< the grip follows the pointer while the button is down
        Placing, //!< it and those after it do, until they are put down; they are points of what is unfinished
        Keyboard //!< arrows move it
    };
    //! What is begun here, the last of the measurements. It is one of the patient's marks, for all tiles and for undo,
    //! when its last point is put down.
    std::optional<Measurement> unfinished;
    std::optional<Grip> grip;
    Hand hand = Hand::Free;
    bool gripHasMoved = false; //!< what moves it further belongs to the same step
    bool beganHere = false;    //!< the button that is down began the measurement
    //! The values of a region take a while to collect, so they are kept.
    struct KnownRegion
    {
        Marks::Image image;
        QRectF box;
        Hidden hidden;
        std::optional<RegionValues> values;
    };
    QList<KnownRegion> regions;
    QFutureWatcher<KnownRegion> collecting;

    Private(Tile *tile, FrameLoader &frameLoader, Marks &allMarks) : q(tile), loader(frameLoader), marks(allMarks) {}

    // Pictures

    int count() const { return begins.isEmpty() ? 0 : begins.constLast(); }
    void index();
    std::pair<Header, int> at(int picture) const;
    //! Which of the files stands next to one of another list, where they have files in common.
    qsizetype nearestOf(const ImageList &others, qsizetype file) const;
    FrameKey keyOf(int picture) const;
    void load();
    Window windowFor(const Frame &frame) const;
    //! Who shares a window with the picture that is wanted.
    QString sharers() const;
    Window madeWindow(const Frame &frame) const;
    //! Of the presentation state, for the picture that is wanted.
    std::optional<Window> stateWindow() const;
    std::optional<int> voiLutFor(const Frame &frame) const;
    Shown described(const Frame &frame) const;

    //! How many pixels of a grey frame fall on one of the screen, each way.
    int neededReduction(const Frame &frame, const FileHeader &header) const;
    static void shade(Shown &next);

    //! The last request wins: what is asked for meanwhile waits for the one that runs, and only the newest of it.
    void show(const Frame &frame);
    void startShading(Shown next);
    void shadingEnded();
    void put(Shown next);
    void fail(const Error &error);
    void describe();
    void reshade();

    // Geometry

    QSizeF pictureSize() const;
    double fitZoom(const QSizeF &size) const;
    double zoom() const { return fitZoom(pictureSize()) * zoomFactor; }
    bool isMirroredByRule() const;
    QTransform orientation() const;

    //! How far the middle of the picture lies beside that of the tile: mammograms stand at their chest wall.
    QPointF lean() const;

    //! From columns and rows to the tile.
    QTransform transform() const;
    void zoomBy(double factor, const QPointF &around);
    void turn(int clockwise);
    void setPresentation(std::shared_ptr<const PresentationState> state);
    //! A state turns and mirrors the pictures that it is made for, and no others.
    void turnFor(const Shown &picture);
    void viewMoved();
    void movedByHand(); //!< the same, and others may go with it

    // Texts

    QString imageLine(const Shown &picture) const;
    QString windowLine(const Window &window) const;
    QString windowLine(const Shown &picture) const;
    QString valueLine() const;
    //! How a hand or a presentation state turned the picture; empty where it lies as it does by itself.
    QString turnLine() const;
    bool isKeyImage(const FileHeader &header, int frame) const;
    bool hasLetters() const; //!< at the edges
    QList<TextLine> lines(Qt::Corner corner) const { return lines(corner, text); }
    QList<TextLine> lines(Qt::Corner corner, Tile::Text some) const;
    //! What of a corner belongs to the picture wherever it is seen.
    QStringList savedLines(Qt::Corner corner, bool withIdentity) const;
    QString noteText() const;

    // Measurements

    bool isMeasuring() const { return tool == Tool::Distance || tool == Tool::Angle || tool == Tool::Ellipse; }
    Marks::Image markedImage() const;
    QList<Measurement> measurements() const;
    std::optional<RegionValues> regionOf(const Measurement &measurement);
    QStringList linesOf(const Measurement &measurement);
    //! The point that lies nearest to a place of the tile, no farther than \a reach.
    std::optional<Grip> gripAt(const QPointF &place, qreal reach) const;
    void hold(const std::optional<Grip> &next);
    //! What is measured is the picture on screen, so a film stops and what is on its way does not come.
    void stay();
    bool isOverPicture(const QPointF &place) const;
    //! Where in the picture a place of the tile is, not outside of it.
    QPointF inPicture(const QPointF &place) const;
    //! Each is true when it was for a measurement.
    bool pressMeasurement(const QPointF &place);
    bool moveMeasurement(const QPointF &place);
    bool releaseMeasurement();
    bool pressMeasurementKey(const QKeyEvent &event);
    void setGrip(const QPointF &place);
    void putDown();
    void letGo();
    void placeInTheMiddle();
    void holdNext();
    void removeHeld();
    //! Which of the measurements is meant by a place of the tile: that under it, else the one that is held, else the
    //! nearest; -1 without any.
    qsizetype measurementAt(const QPointF &place) const;
    void addDeletions(QMenu &menu, const QPointF &place);
    void undo();

    // Painting

    QFont overlayFont(bool bold = false) const;
    //! How bright the picture is there.
    struct Ground
    {
        qreal mean = 0, brightest = 0;
    };
    Ground groundUnder(const QRectF &area) const;
    static constexpr int plateAlpha = 153, heldPlateAlpha = 217;
    static void darken(QPainter &painter, const QRectF &area, int alpha = plateAlpha);
    void plate(QPainter &painter, const QRectF &area) const;
    //! The texts of a corner as there is room for them.
    struct Corner
    {
        QList<TextLine> lines;
        QRectF area;
    };
    //! Those of one side share its height: what weighs least gives way. The widths are of the upper and the lower one.
    void layOutColumn(Corner &upper, Corner &lower, const QSizeF &widest, qreal room) const;
    //! Of all corners, by Qt::Corner; the upper ones begin there.
    std::array<Corner, 4> laidOut(qreal top) const;
    //! The same, and none of them lies under the note.
    std::array<Corner, 4> laidOut() const;
    void paintCorner(QPainter &painter, const Corner &corner) const;

    //! The direction of the patient that lies at the left and at the top of the tile.
    std::pair<QString, QString> edgeLetters() const;
    QStringList upperLetters() const; //!< what stands in the middle of the upper edge, line by line
    qreal lettersTop() const;         //!< of those
    void paintLetters(QPainter &painter, const Corner &above, const Corner &below) const;
    //! How long something is on the screen; no area where there is no room for it, or nobody knows.
    struct Scale
    {
        QRectF area;
        ScaleBar bar;
    };
    Scale scaleBetween(const Corner &left, const Corner &right) const;
    void paintScale(QPainter &painter, const Scale &scale) const;

    QRectF noteBox() const; //!< empty without a note
    void paintNote(QPainter &painter) const;
    //! What is said in place of a picture, line by line, where it stands.
    struct Block
    {
        QString text;
        QFont font;
        QRgb colour;
        int gap;
        int rank; //!< the highest gives way first
        QRect place;
    };
    QRect sentenceRoom() const;
    QList<Block> sentenceBlocks() const;
    void paintSentence(QPainter &painter) const;
    void makeDeeds();
    void placeDeeds();
    void paintGraphics(QPainter &painter) const;
    void paintPicture(QPainter &painter, double scale) const;
    void paintMeasurements(QPainter &painter);
    void paintLens(QPainter &painter) const;
    void paintReferenceLines(QPainter &painter) const;
    void paintInvitation(QPainter &painter) const; //!< of an empty tile among others
    void paint(QPainter &painter);

    // Input

    void dragWindow(const QPoint &by);
    void dragTool(Tool which, const QPoint &by);
    void fillMenu(QMenu &menu, const QPointF &place);
    void popUp(const QPoint &global);
};

} // namespace viewer
