#pragma once

#include <viewer/Image.h>
#include <viewer/PresentationState.h>
#include <viewer_widgets/Keys.h>

#include <QHash>
#include <QIcon>
#include <QImage>
#include <QLineF>
#include <QPainterPath>
#include <QPointF>
#include <QSet>
#include <QTransform>
#include <QWidget>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace viewer {

class FrameLoader;
class Marks;

//! The files of one series in the order in which they are looked at.
using ImageList = QList<std::shared_ptr<const FileHeader>>;
//! By SOP instance UID.
using ImagesByUid = QHash<QString, std::shared_ptr<const FileHeader>>;
//! Marked images by their SOP instance UIDs, with those of their frames, from 1, that are meant; none: all.
using KeyImages = QHash<QString, QSet<int>>;
//! Gives the icon of a name of the icon family ("windowing", "pan" …), drawn for dark ground.
using IconProvider = std::function<QIcon(const QString &name)>;
//! Gives the name under which the patient of a file goes while identity is hidden: "Patient A".
using Pseudonyms = std::function<QString(const FileHeader &)>;

//! Whether what a command switches is on; nothing for a command that switches nothing.
using CommandStates = std::function<std::optional<bool>(Command)>;

//! Shows one picture of one series with its texts, and answers to mouse and keys. It never waits for a file.
class Tile final : public QWidget
{
    Q_OBJECT

public:
    enum class Tool { Windowing, Pan, Zoom, Scroll, Distance, Angle, Ellipse, Magnifier };
    Q_ENUM(Tool)
    //! Warnings are there with None as well, and how a picture that was turned lies.
    enum class Text { All, Essential, None };
    Q_ENUM(Text)
    //! How much of the series is here.
    struct Arrival
    {
        int received = 0;
        std::optional<int> requested; //!< unknown while the list of the series is not known
        int missing = 0;
        bool complete = false;
        bool ended = false; //!< nothing more comes by itself
        int unreadable = 0; //!< files that have come and cannot be read
        int unseen = 0;     //!< received, and not among the images for whatever other reason
        int notChosen = 0;  //!< of the series, but nobody asked for them
        QString name = {};  //!< of a series without a file

        bool isIncomplete() const { return missing > 0 || (ended && !complete); }
        bool isArriving() const { return !complete && !isIncomplete(); }
    };

    //! How large and where a picture is seen, for tiles that are zoomed and moved together.
    struct View
    {
        double zoomFactor = 1; //!< 1: the whole picture
        QPointF pan;           //!< in device independent pixels
        QSizeF tile;
        std::optional<double> pixelsPerMm; //!< where the file has a spacing
        bool isAtDetector = false;         //!< these are mm of the detector, not of the patient
    };

    //! \a marks are those of the patient, seen on every tile that shows their image.
    Tile(FrameLoader &loader, Marks &marks, QWidget *parent = nullptr);
    ~Tile() override;

    //! Begins a series at one of its pictures, with the file's own window.
    void showSeries(const ImageList &images, int picture = 0);
    //! The same series has grown: the picture that is looked at stays.
    void updateSeries(const ImageList &images);
    //! Goes to where the series begins after all: a window that is made of a picture is of that one.
    void beginAt(int picture);
    void setArrival(const std::optional<Arrival> &arrival);
    void setIconProvider(IconProvider provider);
    void setKeys(const Keys &keys);
    //! The menu shows them.
    void setCommandStates(const CommandStates &states);
    //! The corners name the patient so, with an age; without, as the file does.
    void setPseudonyms(const Pseudonyms &pseudonyms);
    //! Images that somebody marked; the tile says so where it shows one.
    void setKeyImages(const KeyImages &images);
    //! False for what is none of the tile's business.
    bool perform(Command command);
    //! Shows the images that a presentation state is made for as it wants them: window, turn, mirror, surround and what
    //! is drawn on them. Nothing: as the file has it. Another series has none.
    void setPresentation(std::shared_ptr<const PresentationState> state);
    std::shared_ptr<const PresentationState> presentation() const;
    void clear();
    //! Asks again for what it looks at, after the loader was told that it looks away.
    void lookAgain();

    // What the light box says of it.
    //! The one that keys and tools are for; among several it has a frame.
    void setActive(bool active, bool isFramed);
    void setRemarks(const QStringList &remarks); //!< over the live values: "Linked by position"
    void setWarning(const QString &warning);     //!< that it may be taken for what it is not; empty without
    //! Where other pictures cut this one, in columns and rows.
    void setReferenceLines(const QList<QLineF> &lines);
    QList<QLineF> referenceLines() const;
    void setSmooth(bool smooth); //!< where pixels are larger than those of the screen; at first they are

    int pictureCount() const; //!< frames of all files
    int pictureIndex() const; //!< from 0; -1 without a series
    QString sopUid() const;   //!< of the picture looked at
    //! The file of the picture looked at, the frame in it, counted from 0, and its pixels as soon as they are here.
    std::shared_ptr<const FileHeader> header() const;
    int frameNumber() const;
    std::optional<Frame> pixels() const;
    bool isLoaded() const;                   //!< the pixels of the picture looked at are here
    bool isPainted() const;                  //!< the picture looked at is on screen, not an older one
    QString headline() const;                //!< of the sentence in place of a picture; empty when there is a picture
    std::optional<Window> voiWindow() const; //!< in force now; nothing for colour
    double zoom() const;                     //!< device independent pixels per picture column
    QPointF pan() const;
    View view() const;
    //! As another tile is seen: as large in mm where both know them alike, else in shares of the tile. The whole
    //! picture stays the whole picture. Nothing happens before a picture is here.
    void setView(const View &other);
    int rotation() const; //!< clockwise degrees
    bool isInverted() const;
    bool isFlippedHorizontally() const;
    bool isFlippedVertically() const;
    QTransform orientation() const; //!< of all that, and of how mammograms are hung
    Tool tool() const;
    Text text() const;
    void setText(Text text);
    bool hasCtPresets() const;
    //! The digit of the preset in force, -1 for a window set by hand. A file without any has an automatic one.
    int preset() const;
    QString presetName(int digit) const;
    //! The windows and then the VOI LUTs that the file of the picture has, by their explanations.
    QStringList fileWindows() const;
    int fileWindow() const;            //!< the one that was chosen of them; -1 without
    std::optional<int> voiLut() const; //!< in force in place of the window; counted without the windows
    //! Nothing of zoom, place, turn, mirror, inversion or window was changed.
    bool isViewUntouched() const;
    //! The lines of a corner, for tests and screen readers, and those of them that there is room for: what warns and
    //! whose picture it is are never cut.
    QStringList cornerLines(Qt::Corner corner) const;
    QStringList paintedLines(Qt::Corner corner) const;
    //! Where they are, likewise, where the note is, and the scale; empty without.
    QRectF cornerArea(Qt::Corner corner) const;
    QRectF noteArea() const;
    QRectF scaleArea() const;
    //! What stands at the left and, line by line, at the upper edge unless texts are off and nothing is turned:
    //! directions of the patient, and below the upper one side and view of a mammogram.
    std::pair<QString, QStringList> edgeLetters() const;
    //! A measurement on the picture: its outline in columns and rows, and what it says.
    struct Measured
    {
        QPainterPath outline;
        QStringList lines;
    };
    QList<Measured> measured() const;
    //! What a saved picture says of itself. Without identity nothing in it is of the patient; warnings, side and
    //! directions are there even where texts are off.
    struct Caption
    {
        std::array<QStringList, 4> corners; //!< by Qt::Corner
        QString left;                       //!< the letter at that edge
        QStringList top;                    //!< likewise, and what stands below it
        std::optional<double> columnMm;     //!< the width of a pixel
        bool isAtDetector = false;          //!< that is one of the detector, not of the patient
    };
    Caption caption(bool withIdentity) const;
    QStringList measurementLines() const; //!< of all of them
    //! Where a place in columns and rows lies in the tile.
    QPointF inTile(const QPointF &picture) const;

public slots:
    void setTool(viewer::Tile::Tool tool);
    void goTo(int picture); //!< clamped to what there is
    void step(int pictures);
    void setVoiWindow(const viewer::Window &window);
    //! 0 automatic, 1 the file's without a presentation state, 2 to 6 the presets of CT (nothing happens for other
    //! modalities).
    void applyPreset(int digit);
    void applyFileWindow(int index); //!< of fileWindows(); a picture that has fewer is shown as its file has it
    void invert();
    void rotate();     //!< clockwise
    void rotateLeft(); //!< the other way
    void flipHorizontally();
    void flipVertically();
    void cycleText();
    void fit();        //!< the whole picture in the middle; all else stays
    void actualSize(); //!< a pixel of the picture on a pixel of the screen
    //! Whole picture, middle of the tile, no rotation, no flip, the file's window.
    void resetView();

signals:
    void imageShown(const QString &sopUid);
    void moved();       //!< zoomed or moved by a hand; sent at once
    void scrolled();    //!< another picture of the series is asked for; sent at once
    void viewChanged(); //!< another picture, tool, window, place, turn or text
    void measuring();   //!< a point is taken into the hand
    void seriesStepRequested(int by);
    void fullScreenRequested();
    void leaveRequested();                          //!< Esc with nothing left to undo
    void commandRequested(viewer::Command command); //!< in the menu, and none of the tile's business

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace viewer
