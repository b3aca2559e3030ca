#pragma once

#include <viewer/Decoders.h>
#include <viewer/Result.h>

#include <QDate>
#include <QImage>
#include <QList>
#include <QPoint>
#include <QRect>
#include <QSize>
#include <QStringList>
#include <QTime>

#include <array>
#include <memory>
#include <optional>
#include <stop_token>

namespace viewer {

//! A VOI window in units after the modality transformation (PS3.3 C.11.2.1.2).
struct Window
{
    enum class Function { Linear, LinearExact, Sigmoid };
    double center = 0;
    double width = 1;
    Function function = Function::Linear;
    QString explanation;

    friend bool operator==(const Window &, const Window &) = default;
};

//! Values that span less are too near to each other for Linear, which is at least one wide.
constexpr double smallRange = 10;

//! What hides the surround of a picture (PS3.3 C.7.6.11): a pixel outside of any of the shapes is not shown. Rows and
//! columns count from 1, and those that are named are still seen.
struct Shutter
{
    struct Rectangle
    {
        int left = 0, right = 0, top = 0, bottom = 0;
        friend bool operator==(const Rectangle &, const Rectangle &) = default;
    };
    struct Circle
    {
        int row = 0, column = 0;
        int radius = 0; //!< in columns
        friend bool operator==(const Circle &, const Circle &) = default;
    };
    std::optional<Rectangle> rectangle;
    std::optional<Circle> circle;
    QList<QPoint> polygon; //!< x column, y row; empty without
    uchar grey = 0;        //!< what is put there

    friend bool operator==(const Shutter &, const Shutter &) = default;
};

//! What the header of a DICOM file says, as far as a viewer needs it. Texts are Unicode, as received otherwise.
struct FileHeader
{
    QString path;
    QString transferSyntax; //!< (0002,0010) as text; known to no toolkit is fine
    QString sopClass, studyUid, seriesUid, sopUid;
    QString modality;

    QString patientName; //!< readable form: Family, Given
    QString patientId, patientIdIssuer;
    QDate birthDate;
    QString sex;

    QString institution, studyDescription, accession;
    QDate studyDate;
    QTime studyTime;
    QString timeZone; //!< "+0200" or empty

    QString seriesDescription, bodyPart, laterality;
    QString viewPosition; //!< of a mammogram or a radiograph: "CC", "MLO", "AP"
    QDate seriesDate;
    QTime seriesTime;
    //! How the picture was made, of the first frame.
    struct Technique
    {
        QTime time;                                       //!< of the acquisition
        std::optional<double> kilovolts, milliampSeconds; //!< of the tube
        std::optional<double> repetition, echo;           //!< ms
        QString contrast;                                 //!< the agent
    };
    Technique technique;
    bool isLocalizer = false; //!< a scout (PS3.3 C.7.6.1.1.2)
    std::optional<int> seriesNumber, instanceNumber;
    std::optional<double> sliceLocation, sliceThickness;
    std::optional<std::array<double, 3>> position;    //!< ImagePositionPatient
    std::optional<std::array<double, 6>> orientation; //!< ImageOrientationPatient
    //! Of each frame, where the frames of a file have places of their own (PS3.3 C.7.6.16); empty otherwise.
    struct FramePlace
    {
        std::optional<std::array<double, 3>> position;
        std::optional<std::array<double, 6>> orientation;
        std::optional<QPair<double, double>> spacing; //!< row, column in mm
        std::optional<double> thickness;              //!< of the slice
    };
    QList<FramePlace> framePlaces;
    QList<int> frameOrder; //!< in which frames, counted from 0, are looked at; empty: as they lie in the file
    int frameAt(int place) const { return frameOrder.value(place, place); }
    int placeOf(int frame) const
    {
        const qsizetype place = frameOrder.indexOf(frame);
        return place < 0 ? frame : static_cast<int>(place);
    }
    QString frameOfReference;       //!< its UID
    QStringList patientOrientation; //!< (0020,0020), row then column direction

    int rows = 0, columns = 0, frames = 0; //!< 0 frames: no picture
    std::optional<double> frameRate;       //!< frames a second at which they are to be seen
    QString photometric;
    std::optional<QPair<double, double>> spacing; //!< row, column in mm, of the first frame
    bool spacingAtDetector = false;               //!< of a detector or a film, not calibrated
    double pixelAspect = 1;                       //!< height : width of a pixel
    //! A part of an ultrasound picture with a scale of its own (PS3.3 C.8.5.5).
    struct ScaledPart
    {
        QRect box;    //!< columns and rows
        QSizeF pixel; //!< in mm; empty where it shows something else than tissue, such as a velocity over time
    };
    QList<ScaledPart> scaledParts; //!< where there are any, nothing outside of them has a size

    //! Of a frame, counted from 0.
    std::optional<QPair<double, double>> spacingOf(int frame) const
    {
        const bool isOwn = frame >= 0 && frame < framePlaces.size() && framePlaces[frame].spacing;
        return isOwn ? framePlaces[frame].spacing : spacing;
    }
    std::optional<double> thicknessOf(int frame) const
    {
        const bool isOwn = frame >= 0 && frame < framePlaces.size() && framePlaces[frame].thickness;
        return isOwn ? framePlaces[frame].thickness : sliceThickness;
    }
    //! Of a grid of radiation dose: what its values are.
    enum class Dose {
        Absolute, //!< in the unit of the values
        Relative, //!< to a dose that the file does not tell
        Unscaled  //!< stored numbers, for the file has no scale
    };
    std::optional<Dose> dose;
    bool isMask = false;  //!< a segmentation: marks over other images
    QStringList segments; //!< what each of its frames marks, by the name that the file gives it; one for all of them
    QString segmentOf(int frame) const { return segments.size() == 1 ? segments[0] : segments.value(frame); }
    QList<Window> windows; //!< of the file, first first
    QString unit;          //!< of values after the modality transformation: "HU", what the file calls it, or empty
    bool lossy = false;
    QString lossyRatio, lossyMethod;
    QString documentTitle, documentType; //!< of an encapsulated document: its title and MIME type
    int overlays = 0;                    //!< planes that can be drawn over the picture
    int overlaysInPixels = 0;            //!< planes in unused bits of the pixels, which are not drawn
    bool hasColourProfile = false;       //!< an ICC profile is there; it is not applied
};

//! Whether two files are of one patient: by number and who issued it, else by name and birth date.
bool isSamePatient(const FileHeader &a, const FileHeader &b);

//! Reads everything but the pixels. Bounded: a file nested deeper or longer than any real one is Damaged.
Result<FileHeader> readHeader(const QString &path);

//! Pixels of one frame, decoded but not yet windowed. Cheap to copy (shared).
class Frame
{
public:
    int rows() const;
    int columns() const;
    bool isColour() const;
    //! Value after the modality transformation at a pixel; nothing for colour or outside.
    std::optional<double> valueAt(int column, int row) const;
    //! Smallest and largest value after the modality transformation, padding left out.
    QPair<double, double> range() const;
    //! The window to start with: the file's first window or VOI LUT, else the full stored range.
    Window defaultWindow() const;
    Window fullWindow() const; //!< from the smallest to the largest value
    QList<Window> windows() const;
    QStringList voiLuts() const; //!< the explanations of its VOI LUTs; some may be empty
    //! The window over the values that one of them maps.
    Window windowOver(int voiLut) const;
    QString unit() const;
    bool hasOverlays() const; //!< something is drawn over this frame when it is asked for
    std::optional<Shutter> shutter() const;
    qint64 bytes() const; //!< of memory that its pixels take
    //! The same at 1/\a factor of its size, each pixel the mean of a square; windows and ranges stay. It is what is
    //! needed of a large frame in a small tile. Colour frames and frames smaller than a square come back as they are.
    Frame reduced(int factor) const;

    struct Data;
    explicit Frame(std::shared_ptr<const Data> data);
    const Data &data() const { return *m_data; }

private:
    std::shared_ptr<const Data> m_data;
};

//! Decodes one frame; frames count from 0. What is not compressed, deflated or run-length encoded is read here; \a
//! decoder gets the rest, and without one that is DecoderFailed. Never throws, never crashes on any bytes.
Result<Frame> decode(const QString &path, int frame, const FrameDecoder &decoder = {},
                     const std::stop_token &stop = {});

//! The same as decode(…)->reduced(f), where f is the largest factor that leaves the longer side \a side pixels or more.
//! A large grey frame without compression is reduced while it is read and never held whole. Of a JPEG 2000 one no more
//! is decoded than is needed, so its pixels are smoothed in another way than by means, and it may be up to twice as
//! large.
Result<Frame> decodeReduced(const QString &path, int frame, int side, const FrameDecoder &decoder = {},
                            const std::stop_token &stop = {});

//! How a frame becomes a picture.
struct Rendering
{
    std::optional<Window> window; //!< empty: the frame's own, or its first VOI LUT where it has no window
    bool inverted = false;
    bool overlays = false;          //!< draws the overlay planes of the frame, in white
    std::optional<Shutter> shutter; //!< hides what is outside; a frame's own is frame.shutter()
    double pixelAspect = 1;         //!< height : width of a pixel; a circle's shutter is round on the screen
    std::optional<int> voiLut{};    //!< in place of a window, where the frame has so many
};

//! One pixel is one pixel; grey frames become Format_Grayscale8, colour frames Format_RGB32. Pure arithmetic.
QImage render(const Frame &frame, const Rendering &rendering = {});

//! Plain words for a transfer syntax ("JPEG 2000", "MPEG-4 film"); the UID itself when unknown.
QString transferSyntaxName(const QString &uid);

} // namespace viewer
