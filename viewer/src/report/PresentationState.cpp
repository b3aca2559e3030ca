#include <viewer/PresentationState.h>

#include "decode/Dataset.h"
#include "decode/Overlays.h"
#include "decode/Pixels.h"
#include "decode/Shutters.h"
#include "decode/Text.h"

#include <algorithm>
#include <new>

namespace viewer {

namespace {

constexpr qint64 inflateBound = 64 * 1024 * 1024;
constexpr qsizetype mostGraphics = 5'000;
constexpr qsizetype mostImages = 50'000;
constexpr qint64 longestGraphic = 64 * 1024; // bytes of points

bool names(const QList<ObjectReference> &images, const QString &sopUid, int frame)
{
    return std::any_of(images.cbegin(), images.cend(), [&](const ObjectReference &image) {
        return image.sopUid == sopUid && (image.frames.isEmpty() || image.frames.contains(frame));
    });
}

void addImages(const Dataset &data, QList<ObjectReference> &images)
{
    const Element *sequence = data.find(0x00081140);
    if (!sequence)
        return;
    data.eachItem(*sequence, [&](const Dataset &item) {
        ObjectReference image{QString::fromLatin1(item.ascii(0x00081150).left(64)),
                              QString::fromLatin1(item.ascii(0x00081155).left(64)),
                              {}};
        for (const QByteArray &frame : item.ascii(0x00081160).split('\\')) {
            if (const int number = frame.trimmed().toInt(); number > 0)
                image.frames << number;
        }
        images << image;
        return images.size() < mostImages;
    });
}

QList<QPointF> pointsIn(const Dataset &data, Tag tag)
{
    QList<QPointF> points;
    const QList<double> numbers = data.floats(tag, longestGraphic);
    for (qsizetype i = 0; i + 2 <= numbers.size(); i += 2)
        points << QPointF(numbers[i], numbers[i + 1]);
    return points;
}

//! A line that ends early would be another line.
bool isTooLong(const Dataset &data)
{
    const Element *points = data.find(0x00700022);
    return points && points->length > longestGraphic;
}

void leaveOut(PresentationState &state, PresentationState::Part part)
{
    if (!state.leftOut.contains(part))
        state.leftOut << part;
}

std::optional<Graphic> graphicIn(const Dataset &data)
{
    static const QList<std::pair<QByteArray, Graphic::Shape>> shapes{{"POINT", Graphic::Shape::Point},
                                                                     {"POLYLINE", Graphic::Shape::Polyline},
                                                                     {"INTERPOLATED", Graphic::Shape::Polyline},
                                                                     {"CIRCLE", Graphic::Shape::Circle},
                                                                     {"ELLIPSE", Graphic::Shape::Ellipse}};
    const QByteArray type = data.ascii(0x00700023);
    const auto shape = std::find_if(shapes.cbegin(), shapes.cend(), [&](const auto &one) { return one.first == type; });
    const QByteArray units = data.ascii(0x00700005);
    if (shape == shapes.cend() || units == "MATRIX")
        return {};
    Graphic graphic;
    graphic.shape = shape->second;
    graphic.points = pointsIn(data, 0x00700022);
    graphic.areShares = units == "DISPLAY";
    graphic.isFilled = data.ascii(0x00700024) == "Y";
    const qsizetype needed = graphic.shape == Graphic::Shape::Point     ? 1
                             : graphic.shape == Graphic::Shape::Ellipse ? 4
                                                                        : 2;
    return graphic.points.size() >= needed ? std::optional(graphic) : std::nullopt;
}

std::optional<Graphic> textIn(const Dataset &data, const char *inherited)
{
    Graphic graphic;
    graphic.shape = Graphic::Shape::Text;
    graphic.text = unicodeOf(data.bytes(0x00700006, 4096), charactersOf(data, inherited)).trimmed();
    const QList<QPointF> box = pointsIn(data, 0x00700010);
    const QList<QPointF> anchor = pointsIn(data, 0x00700014);
    if (graphic.text.isEmpty() || (box.isEmpty() && anchor.isEmpty()))
        return {};
    const bool isBoxShare = data.ascii(0x00700003) == "DISPLAY";
    const bool isAnchorShare = data.ascii(0x00700004) == "DISPLAY";
    graphic.areShares = box.isEmpty() ? isAnchorShare : isBoxShare;
    graphic.points << (box.isEmpty() ? anchor : box).constFirst();
    // A line is drawn to the anchor where both are measured alike.
    if (!box.isEmpty() && !anchor.isEmpty() && isBoxShare == isAnchorShare && data.ascii(0x00700015) == "Y")
        graphic.points << anchor.constFirst();
    return graphic;
}

PresentationState::Layer layerIn(const Dataset &data, const char *inherited, PresentationState &state)
{
    const char *characters = charactersOf(data, inherited);
    PresentationState::Layer layer;
    addImages(data, layer.images);
    if (const Element *graphics = data.find(0x00700009)) {
        data.eachItem(*graphics, [&](const Dataset &item) {
            const auto graphic = isTooLong(item) ? std::nullopt : graphicIn(item);
            if (graphic)
                layer.graphics << *graphic;
            else
                leaveOut(state, PresentationState::Part::Drawings);
            return layer.graphics.size() < mostGraphics;
        });
    }
    if (const Element *texts = data.find(0x00700008)) {
        data.eachItem(*texts, [&](const Dataset &item) {
            if (const auto text = textIn(item, characters))
                layer.graphics << *text;
            return layer.graphics.size() < mostGraphics;
        });
    }
    if (layer.graphics.size() >= mostGraphics || data.has(0x00700209)) // compound ones
        leaveOut(state, PresentationState::Part::Drawings);
    return layer;
}

//! The area that is to be seen, from its first to its last pixel, which count from 1 (PS3.3 C.10.4). What is its upper
//! left corner on a screen that turns it may be another one in the picture.
std::optional<QRectF> boxIn(const Dataset &data)
{
    const QList<qint32> first = data.longs(0x00700052);
    const QList<qint32> last = data.longs(0x00700053);
    if (first.size() != 2 || last.size() != 2)
        return {};
    const auto [left, right] = std::minmax({double(first[0]), double(last[0])});
    const auto [top, bottom] = std::minmax({double(first[1]), double(last[1])});
    return QRectF(QPointF(left - 1, top - 1), QPointF(right, bottom));
}

void readLeftOut(const Dataset &data, PresentationState &state)
{
    using Part = PresentationState::Part;
    if (overlaysOf(data).apart > 0 || data.ascii(0x00181600).split('\\').contains("BITMAP"))
        leaveOut(state, Part::Bitmaps);
    if (data.has(0x20500010) || data.has(0x00283000))
        leaveOut(state, Part::Tables);
    if (data.has(0x00286100))
        leaveOut(state, Part::Subtraction);
}

PresentationState stateIn(const QString &path, const Dataset &data)
{
    PresentationState state;
    state.path = path;
    const TextReader texts(data);
    state.label = texts.text(0x00700080);
    state.description = texts.text(0x00700081);
    if (const Element *series = data.find(0x00081115)) {
        data.eachItem(*series, [&](const Dataset &item) {
            addImages(item, state.images);
            return state.images.size() < mostImages;
        });
    }
    if (const Element *vois = data.find(0x00283110)) {
        data.eachItem(*vois, [&](const Dataset &item) {
            const QList<Window> windows = windowsOf(item);
            if (!windows.isEmpty() || item.has(0x00283010)) {
                PresentationState::Voi voi{{}, windows.isEmpty() ? std::nullopt : std::optional(windows.constFirst())};
                addImages(item, voi.images);
                state.windows << voi;
            }
            return state.windows.size() < mostGraphics;
        });
    }
    if (const Element *layers = data.find(0x00700001)) {
        const char *characters = charactersOf(data);
        data.eachItem(*layers, [&](const Dataset &item) {
            state.layers << layerIn(item, characters, state);
            return state.layers.size() < 1'000;
        });
    }
    if (const Element *areas = data.find(0x0070005A)) {
        data.eachItem(*areas, [&](const Dataset &item) {
            if (const auto box = boxIn(item)) {
                PresentationState::Area area{{}, *box};
                addImages(item, area.images);
                state.areas << area;
            }
            return state.areas.size() < mostGraphics;
        });
    }
    readLeftOut(data, state);
    state.shutter = shutterOf(data);
    const int rotation = data.word(0x00700042).value_or(0) % 360;
    state.rotation = rotation % 90 == 0 ? rotation : 0;
    state.isMirrored = data.ascii(0x00700041) == "Y";
    state.isInverse = data.ascii(0x20500020) == "INVERSE";
    return state;
}

} // namespace

bool PresentationState::isFor(const QString &sopUid, int frame) const
{
    return names(images, sopUid, frame);
}

std::optional<Window> PresentationState::windowFor(const QString &sopUid, int frame) const
{
    if (!isFor(sopUid, frame))
        return {};
    const auto found = std::find_if(windows.cbegin(), windows.cend(), [&](const Voi &voi) {
        return voi.images.isEmpty() || names(voi.images, sopUid, frame);
    });
    return found == windows.cend() ? std::nullopt : found->window;
}

QRectF PresentationState::areaFor(const QString &sopUid, int frame, const QSize &picture) const
{
    const auto found = std::find_if(areas.cbegin(), areas.cend(), [&](const Area &area) {
        return area.images.isEmpty() || names(area.images, sopUid, frame);
    });
    return found == areas.cend() ? QRectF(QPointF(), picture) : found->box;
}

QList<PresentationState::Part> PresentationState::leftOutFor(const QString &sopUid, int frame,
                                                             const QSize &picture) const
{
    QList<Part> parts;
    if (!isFor(sopUid, frame))
        return parts;
    parts = leftOut;
    const bool hasTable = std::any_of(windows.cbegin(), windows.cend(), [&](const Voi &voi) {
        return !voi.window && (voi.images.isEmpty() || names(voi.images, sopUid, frame));
    });
    if (hasTable && !parts.contains(Part::Tables))
        parts << Part::Tables;
    if (areaFor(sopUid, frame, picture) != QRectF(QPointF(), picture))
        parts << Part::Area;
    return parts;
}

bool isShownState(const QString &sopClass)
{
    return sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.11.1") ||
           sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.11.5");
}

QList<Graphic> PresentationState::graphicsFor(const QString &sopUid, int frame) const
{
    QList<Graphic> graphics;
    if (!isFor(sopUid, frame))
        return graphics;
    for (const Layer &layer : layers) {
        if (layer.images.isEmpty() || names(layer.images, sopUid, frame))
            graphics << layer.graphics;
    }
    return graphics;
}

Result<PresentationState> readPresentationState(const QString &path)
{
    try {
        const auto content = readContent(path, inflateBound);
        if (!content)
            return tl::unexpected(content.error());
        if (!content->data.has(0x00081115))
            return tl::unexpected(Error{Error::Kind::NoPixels,
                                        QStringLiteral("The file is no presentation state for any image."),
                                        content->transferSyntax});
        return stateIn(path, content->data);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
    }
}

} // namespace viewer
