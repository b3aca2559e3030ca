#include "TilePrivate.h"

#include "Hanging.h"

#include <QtConcurrent>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

constexpr double smallestZoom = 0.1; // of the whole picture in the tile
constexpr double largestZoom = 64;
//! Pictures up to this many pixels are shaded in a few milliseconds, so it is done at once.
constexpr qint64 shadedAtOnce = 1'100'000;
constexpr int neighboursAhead = 8;
constexpr int neighboursBehind = 2;

//! The picture and its halves, so that a large one is not full of false detail when it is drawn small.
QList<QImage> levelsOf(const QImage &picture)
{
    QList<QImage> levels{picture};
    while (levels.constLast().width() > 512 && levels.constLast().height() > 512)
        levels.append(
            levels.constLast().scaled(levels.constLast().size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    return levels;
}

} // namespace

void Tile::Private::index()
{
    begins.clear();
    int total = 0;
    begins.append(0);
    for (const Header &header : images) {
        // A file without a picture still has its place, which says so.
        total = static_cast<int>(std::min<qint64>(qint64(total) + std::max(header->frames, 1), 100'000'000));
        begins.append(total);
    }
}

std::pair<Tile::Private::Header, int> Tile::Private::at(int picture) const
{
    const auto after = std::upper_bound(begins.cbegin(), begins.cend(), picture);
    const auto file = std::distance(begins.cbegin(), after) - 1;
    return {images[file], images[file]->frameAt(picture - begins[file])};
}

qsizetype Tile::Private::nearestOf(const ImageList &others, qsizetype file) const
{
    QHash<const FileHeader *, qsizetype> places;
    for (qsizetype i = 0; i < images.size(); ++i)
        places.insert(images[i].get(), i);
    for (qsizetype away = 1; away < others.size(); ++away) {
        for (const qsizetype other : {file + away, file - away}) {
            const auto place = places.constFind(other < 0 ? nullptr : others.value(other).get());
            if (place != places.constEnd())
                return *place;
        }
    }
    return 0;
}

FrameKey Tile::Private::keyOf(int picture) const
{
    const auto [header, frame] = at(picture);
    return {header->path, frame};
}

void Tile::Private::load()
{
    if (wanted < 0)
        return;
    QList<FrameKey> neighbours;
    const auto add = [&](int picture) {
        if (picture >= 0 && picture < count() && at(picture).first->frames > 0)
            neighbours.append(keyOf(picture));
    };
    for (int i = 1; i <= neighboursAhead; ++i) {
        add(wanted + direction * i);
        if (i <= neighboursBehind)
            add(wanted - direction * i);
    }
    const FrameKey key = keyOf(wanted);
    loader.look(q, key, neighbours);
    if (const auto frame = loader.cached(key))
        show(*frame);
}

Window Tile::Private::windowFor(const Frame &frame) const
{
    switch (choice) {
    case WindowChoice::Own:
        return own;
    case WindowChoice::Automatic:
        return madeWindow(frame);
    case WindowChoice::Listed:
        if (const QList<Window> windows = frame.windows(); listed < windows.size())
            return windows[listed];
        break;
    case WindowChoice::File:
        if (const auto window = stateWindow())
            return *window;
        break;
    }
    const auto table = voiLutFor(frame);
    if (table)
        return frame.windowOver(*table);
    return frame.windows().isEmpty() ? madeWindow(frame) : frame.defaultWindow();
}

QString Tile::Private::sharers() const
{
    // Radiographs of one series are exposed each in its own way.
    const Header header = at(wanted).first;
    return header->orientation || !header->framePlaces.isEmpty() ? header->seriesUid : header->sopUid;
}

Window Tile::Private::madeWindow(const Frame &frame) const
{
    return made && made->of == sharers() ? made->window : frame.fullWindow();
}

std::optional<Window> Tile::Private::stateWindow() const
{
    const auto [header, number] = at(wanted);
    return presentation ? presentation->windowFor(header->sopUid, number + 1) : std::nullopt;
}

std::optional<int> Tile::Private::voiLutFor(const Frame &frame) const
{
    const int windows = static_cast<int>(frame.windows().size());
    const int tables = static_cast<int>(frame.voiLuts().size());
    if (choice == WindowChoice::Listed && listed < windows + tables)
        return listed < windows ? std::nullopt : std::optional(listed - windows);
    const bool isFiles = choice == WindowChoice::Listed || (choice == WindowChoice::File && !stateWindow());
    return isFiles && windows == 0 && tables > 0 ? std::optional(0) : std::nullopt;
}

Tile::Private::Shown Tile::Private::described(const Frame &frame) const
{
    const auto [header, number] = at(wanted);
    Shown next;
    next.index = wanted;
    next.header = header;
    next.frameNumber = number;
    next.frame = frame;
    next.inverted = inverted;
    next.overlays = text != Tile::Text::None && !pseudonyms; // an overlay may be a name
    next.shutter = frame.shutter();
    if (presentation && presentation->isFor(header->sopUid, number + 1)) {
        if (presentation->shutter)
            next.shutter = presentation->shutter;
        // The state decides what is black, whatever the image says of itself.
        const bool isInverse = header->photometric == QLatin1String("MONOCHROME1");
        next.inverted = inverted != (presentation->isInverse != isInverse);
    }
    if (!frame.isColour()) {
        next.window = windowFor(frame);
        next.voiLut = voiLutFor(frame);
        next.reduction = neededReduction(frame, *header);
        if (shown && shown->frame && &shown->frame->data() == &frame.data() && shown->reduction == next.reduction)
            next.reduced = shown->reduced;
    }
    return next;
}

int Tile::Private::neededReduction(const Frame &frame, const FileHeader &header) const
{
    const QSizeF size(frame.columns(), frame.rows() * header.pixelAspect);
    const double scale =
        fitZoom(size) * zoomFactor * q->devicePixelRatioF() * (tool == Tool::Magnifier ? lensFactor : 1);
    return scale > 0 ? std::clamp(static_cast<int>(1 / scale + 1e-6), 1, 64) : 1;
}

void Tile::Private::shade(Shown &next)
{
    Rendering rendering;
    rendering.window = next.window;
    rendering.voiLut = next.voiLut;
    rendering.inverted = next.inverted;
    rendering.overlays = next.overlays;
    rendering.shutter = next.shutter;
    rendering.pixelAspect = next.header->pixelAspect;
    if (next.frame->isColour()) {
        next.levels = levelsOf(viewer::render(*next.frame, rendering));
        return;
    }
    // Grey is made at about the size at which it is seen: a large frame is too slow to window whole.
    if (!next.reduced)
        next.reduced = next.frame->reduced(next.reduction);
    // The painter scales 32 bits three times as fast as grey, the conversion included.
    next.levels = {viewer::render(*next.reduced, rendering).convertToFormat(QImage::Format_RGB32)};
}

void Tile::Private::show(const Frame &frame)
{
    if (!frame.isColour() && (!made || made->of != sharers()))
        made = {sharers(), frame.fullWindow()};
    Shown next = described(frame);
    ++generation;
    if (qint64(frame.rows()) * frame.columns() <= shadedAtOnce) {
        nextShading.reset();
        shade(next);
        put(std::move(next));
    } else if (shading.isRunning()) {
        nextShading = std::move(next);
    } else {
        startShading(std::move(next));
    }
}

void Tile::Private::startShading(Shown next)
{
    shading.setFuture(QtConcurrent::run([next = std::move(next), mine = generation]() mutable {
        shade(next);
        return Shading{std::move(next), mine};
    }));
}

void Tile::Private::shadingEnded()
{
    Shading done = shading.result();
    // While a window is dragged every finished step is shown, although a newer one is asked for. The series may
    // have grown meanwhile, so the picture is known by its file and not by its number.
    const bool looked = wanted >= 0 && at(wanted) == std::pair(done.result.header, done.result.frameNumber);
    if (looked && (done.generation == generation || nextShading)) {
        done.result.index = wanted;
        put(std::move(done.result));
    }
    if (nextShading) {
        Shown next = std::move(*nextShading);
        nextShading.reset();
        startShading(std::move(next));
    }
}

void Tile::Private::put(Shown next)
{
    const bool another = !shown || shown->header != next.header || shown->frameNumber != next.frameNumber;
    if (another || !next.frame)
        letGo();
    turnFor(next);
    shown = std::move(next);
    isResizing = false;
    painted = false;
    announced = announced && !another;
    placeDeeds();
    describe();
    q->update();
    emit q->viewChanged();
}

void Tile::Private::fail(const Error &error)
{
    const auto [header, number] = at(wanted);
    Shown next;
    next.index = wanted;
    next.header = header;
    next.frameNumber = number;
    next.sentence = sentenceFor(error, std::max(header->frames, 1));
    ++generation;
    nextShading.reset();
    put(std::move(next));
}

void Tile::Private::describe()
{
    QStringList parts;
    if (shown) {
        if (!shown->sentence.headline.isEmpty())
            parts << shown->sentence.headline << shown->sentence.meaning << shown->sentence.advice;
        parts << imageLine(*shown);
        if (shown->window)
            parts << windowLine(*shown);
        if (!shown->header->seriesDescription.isEmpty())
            parts << shown->header->seriesDescription;
    }
    for (const Measurement &measurement : measurements())
        parts << linesOf(measurement);
    parts << warning << remarks;
    if (arrival)
        parts << noteText();
    parts.removeAll(QString());
    q->setAccessibleDescription(parts.join(QLatin1String(", ")));
}

void Tile::Private::reshade()
{
    if (!shown || !shown->frame)
        return;
    // What is on screen is shaded anew only while it is what is looked at; another picture is on its way otherwise.
    if (shown->index == wanted)
        show(*shown->frame);
    else if (wanted >= 0)
        load();
}

QSizeF Tile::Private::pictureSize() const
{
    if (!shown || !shown->frame)
        return {};
    return {qreal(shown->frame->columns()), shown->frame->rows() * shown->header->pixelAspect};
}

double Tile::Private::fitZoom(const QSizeF &size) const
{
    if (size.isEmpty())
        return 1;
    const QSizeF box = rotation % 180 ? size.transposed() : size;
    return std::max(std::min(q->width() / box.width(), q->height() / box.height()), 1e-6);
}

bool Tile::Private::isMirroredByRule() const
{
    // A presentation state is made for the picture as the file has it.
    return shown && !isTurnedByState && isStoredReversed(*shown->header);
}

QTransform Tile::Private::orientation() const
{
    QTransform turn;
    turn.scale(flippedHorizontally ? -1 : 1, flippedVertically ? -1 : 1);
    turn.rotate(rotation);
    if (isMirroredByRule())
        turn.scale(-1, 1);
    return turn;
}

QPointF Tile::Private::lean() const
{
    if (!shown || !shown->frame || shown->header->modality != QLatin1String("MG") || rotation % 180 != 0)
        return {};
    // By what the file says of the direction of its rows, else by the usual way of the breast.
    const QString rows = shown->header->patientOrientation.value(0);
    const QString side = shown->header->laterality;
    int wall = 0; // -1 on the left of the picture, 1 on the right
    if (rows.startsWith(QLatin1Char('P')) || (!rows.startsWith(QLatin1Char('A')) && side == QLatin1String("R")))
        wall = 1;
    else if (rows.startsWith(QLatin1Char('A')) || side == QLatin1String("L"))
        wall = -1;
    if ((flippedHorizontally != (rotation == 180)) != isMirroredByRule())
        wall = -wall;
    const QSizeF size = pictureSize();
    return {wall * (q->width() - size.width() * fitZoom(size)) / 2, 0};
}

QTransform Tile::Private::transform() const
{
    const QSizeF size = pictureSize();
    const double scale = zoom();
    QTransform whole;
    const QPointF middle = QPointF(q->width() / 2.0, q->height() / 2.0) + lean() + pan;
    whole.translate(middle.x(), middle.y());
    whole = orientation() * whole;
    whole.scale(scale, scale);
    whole.translate(-size.width() / 2, -size.height() / 2);
    whole.scale(1, shown ? shown->header->pixelAspect : 1);
    return whole;
}

void Tile::Private::zoomBy(double factor, const QPointF &around)
{
    const double before = zoomFactor;
    zoomFactor = std::clamp(zoomFactor * factor, smallestZoom, largestZoom);
    const QPointF center = QPointF(q->width() / 2.0, q->height() / 2.0) + lean();
    pan = around - center - (around - center - pan) * (zoomFactor / before);
    movedByHand();
}

void Tile::Private::movedByHand()
{
    viewMoved();
    emit q->moved();
}

Tile::View Tile::view() const
{
    View view{d->zoomFactor, d->pan, size(), {}, false};
    if (d->shown && d->shown->frame && d->shown->header->spacing && d->shown->header->spacing->second > 0) {
        view.pixelsPerMm = zoom() / d->shown->header->spacing->second;
        view.isAtDetector = d->shown->header->spacingAtDetector;
    }
    return view;
}

void Tile::setView(const View &other)
{
    if (!d->shown || !d->shown->frame)
        return;
    const View mine = view();
    d->zoomFactor = other.zoomFactor;
    d->pan = {other.pan.x() * width() / std::max(other.tile.width(), 1.0),
              other.pan.y() * height() / std::max(other.tile.height(), 1.0)};
    const bool isWhole = other.zoomFactor == 1 && other.pan.isNull();
    if (!isWhole && other.pixelsPerMm && mine.pixelsPerMm && other.isAtDetector == mine.isAtDetector) {
        const double factor = mine.zoomFactor * *other.pixelsPerMm / *mine.pixelsPerMm;
        d->zoomFactor = std::clamp(factor, smallestZoom, largestZoom);
        d->pan = other.pan * (d->zoomFactor / factor); // as many mm are as many pixels
    }
    d->viewMoved();
}

void Tile::Private::viewMoved()
{
    q->update();
    emit q->viewChanged();
}

} // namespace viewer
