#include "TilePrivate.h"

#include <QEvent>

#include <algorithm>
#include <tuple>
#include <utility>

namespace viewer {

namespace {

struct CtPreset
{
    const char *name;
    double center, width;
};
constexpr CtPreset ctPresets[] = {{QT_TRANSLATE_NOOP("viewer::Tile", "Soft tissue"), 40, 400},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Lung"), -600, 1500},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Liver"), 90, 150},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Bone"), 480, 2500},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Brain"), 40, 80}};

} // namespace

Tile::Tile(FrameLoader &loader, Marks &marks, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>(this, loader, marks))
{
    setObjectName(QStringLiteral("tile"));
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 120);
    d->makeDeeds();
    connect(&loader, &FrameLoader::frameReady, this, [this](const FrameKey &key, const Frame &frame) {
        if (d->wanted >= 0 && key == d->keyOf(d->wanted) && !isLoaded())
            d->show(frame);
    });
    connect(&loader, &FrameLoader::frameFailed, this, [this](const FrameKey &key, const Error &error) {
        if (d->wanted >= 0 && key == d->keyOf(d->wanted))
            d->fail(error);
    });
    connect(&d->shading, &QFutureWatcherBase::finished, this, [this] { d->shadingEnded(); });
    connect(&marks, &Marks::changed, this, [this] {
        // Another tile may have measured or deleted on the same image.
        const QList<Measurement> all = d->measurements();
        if (d->grip && d->unfinished)
            d->grip->measurement = all.size() - 1;
        else if (d->grip && d->grip->point >= all.value(d->grip->measurement).points.size())
            d->hold({});
        d->describe();
        update();
    });
    connect(&d->collecting, &QFutureWatcherBase::finished, this, [this] {
        d->regions.prepend(d->collecting.result());
        d->regions.resize(std::min<qsizetype>(d->regions.size(), 64));
        d->describe();
        update();
    });
}

Tile::~Tile()
{
    d->shading.waitForFinished();
    d->collecting.waitForFinished();
}

void Tile::showSeries(const ImageList &images, int picture)
{
    clear();
    d->images = images;
    d->index();
    if (images.isEmpty())
        return;
    d->wanted = std::clamp(picture, 0, d->count() - 1);
    d->direction = 1;
    d->load();
    update();
    emit scrolled();
}

void Tile::updateSeries(const ImageList &images)
{
    if (d->wanted < 0 || images.isEmpty()) {
        showSeries(images);
        return;
    }
    const auto [wantedHeader, wantedFrame] = d->at(d->wanted);
    const ImageList before = std::exchange(d->images, images);
    d->index();
    const auto placeOf = [this](const Private::Header &header, int frame) {
        const qsizetype file = d->images.indexOf(header);
        return file < 0 ? -1 : d->begins[file] + header->placeOf(frame);
    };
    if (d->shown)
        d->shown->index = placeOf(d->shown->header, d->shown->frameNumber);
    if (d->nextShading)
        d->nextShading->index = placeOf(d->nextShading->header, d->nextShading->frameNumber);
    d->wanted = placeOf(wantedHeader, wantedFrame);
    if (d->wanted < 0) {
        // What is looked at is not to be seen any more: the nearest that is takes its place.
        d->wanted = d->begins[d->nearestOf(before, before.indexOf(wantedHeader))];
        d->direction = 1;
        d->load();
    }
    d->describe();
    update();
}

void Tile::beginAt(int picture)
{
    if (picture == d->wanted)
        return;
    d->made.reset();
    goTo(picture);
}

void Tile::setArrival(const std::optional<Arrival> &arrival)
{
    d->arrival = arrival;
    d->placeDeeds();
    d->describe();
    update();
}

void Tile::setIconProvider(IconProvider provider)
{
    d->icons = std::move(provider);
    update();
}

void Tile::setKeys(const Keys &keys)
{
    d->keys = keys;
    for (const auto &[command, name] :
         {std::pair(Command::OpenWith, "tileOpenWith"), std::pair(Command::Tags, "tileTags")})
        d->deeds->findChild<QWidget *>(QLatin1String(name))->setToolTip(keys.withKey(command));
}

void Tile::setPseudonyms(const Pseudonyms &pseudonyms)
{
    d->pseudonyms = pseudonyms;
    if (d->shown && d->shown->frame && d->shown->frame->hasOverlays())
        d->reshade();
    update();
}

void Tile::setKeyImages(const KeyImages &images)
{
    d->keyImages = images;
    update();
}

void Tile::setPresentation(std::shared_ptr<const PresentationState> state)
{
    if (state == d->presentation)
        return;
    d->setPresentation(std::move(state));
    d->choice = Private::WindowChoice::File;
    d->reshade();
    d->viewMoved();
}

std::shared_ptr<const PresentationState> Tile::presentation() const
{
    return d->presentation;
}

void Tile::clear()
{
    d->setPresentation({});
    d->images.clear();
    d->begins.clear();
    d->wanted = -1;
    d->letGo();
    d->shown.reset();
    d->nextShading.reset();
    ++d->generation;
    d->loader.lookAway(this);
    d->referenceLines.clear();
    d->painted = false;
    d->announced = false;
    d->arrival.reset();
    d->choice = Private::WindowChoice::File;
    d->made.reset();
    d->inverted = false;
    d->zoomFactor = 1;
    d->pan = {};
    d->placeDeeds();
    d->describe();
    update();
    emit viewChanged();
}

void Tile::lookAgain()
{
    d->load();
}

void Tile::setActive(bool active, bool isFramed)
{
    if (d->active != active || d->isFramed != isFramed)
        update();
    d->active = active;
    d->isFramed = isFramed;
}

void Tile::setRemarks(const QStringList &remarks)
{
    if (d->remarks == remarks)
        return;
    d->remarks = remarks;
    d->describe();
    update();
}

void Tile::setWarning(const QString &warning)
{
    if (d->warning == warning)
        return;
    d->warning = warning;
    d->describe();
    update();
}

void Tile::setReferenceLines(const QList<QLineF> &lines)
{
    if (d->referenceLines != lines)
        update();
    d->referenceLines = lines;
}

QList<QLineF> Tile::referenceLines() const
{
    return d->referenceLines;
}

void Tile::setSmooth(bool smooth)
{
    if (d->isSmooth != smooth)
        update();
    d->isSmooth = smooth;
}

int Tile::pictureCount() const
{
    return d->count();
}

int Tile::pictureIndex() const
{
    return d->wanted;
}

QString Tile::sopUid() const
{
    return d->wanted < 0 ? QString() : d->at(d->wanted).first->sopUid;
}

std::shared_ptr<const FileHeader> Tile::header() const
{
    return d->wanted < 0 ? nullptr : d->at(d->wanted).first;
}

int Tile::frameNumber() const
{
    return d->wanted < 0 ? 0 : d->at(d->wanted).second;
}

std::optional<Frame> Tile::pixels() const
{
    return isLoaded() ? d->shown->frame : std::nullopt;
}

bool Tile::isLoaded() const
{
    return d->shown && d->shown->index == d->wanted && d->shown->frame;
}

bool Tile::isPainted() const
{
    return d->painted && d->shown && d->shown->index == d->wanted;
}

QString Tile::headline() const
{
    return d->shown ? d->shown->sentence.headline : QString();
}

std::optional<Window> Tile::voiWindow() const
{
    if (!d->shown || !d->shown->frame || d->shown->frame->isColour())
        return {};
    return d->windowFor(*d->shown->frame);
}

double Tile::zoom() const
{
    return d->zoom();
}

QPointF Tile::pan() const
{
    return d->pan;
}

int Tile::rotation() const
{
    return d->rotation;
}

bool Tile::isInverted() const
{
    return d->inverted;
}

bool Tile::isFlippedHorizontally() const
{
    return d->flippedHorizontally;
}

bool Tile::isFlippedVertically() const
{
    return d->flippedVertically;
}

QTransform Tile::orientation() const
{
    return d->orientation();
}

Tile::Tool Tile::tool() const
{
    return d->tool;
}

Tile::Text Tile::text() const
{
    return d->text;
}

bool Tile::hasCtPresets() const
{
    return d->wanted >= 0 && d->at(d->wanted).first->modality == QLatin1String("CT");
}

QString Tile::presetName(int digit) const
{
    if (digit == 0)
        return tr("Automatic");
    if (digit == 1)
        return tr("As in the file");
    if (digit < 2 || digit > 6)
        return {};
    const CtPreset &preset = ctPresets[digit - 2];
    return tr("%1 %2 / %3", "preset, width, level").arg(tr(preset.name), number(preset.width), number(preset.center));
}

int Tile::preset() const
{
    switch (d->choice) {
    case Private::WindowChoice::Automatic:
        return 0;
    case Private::WindowChoice::File: {
        const bool isMade = d->shown && d->shown->frame && !d->shown->frame->isColour() && !d->presentation &&
                            d->shown->frame->windows().isEmpty() && d->shown->frame->voiLuts().isEmpty();
        return isMade ? 0 : 1;
    }
    case Private::WindowChoice::Listed:
        return -1;
    case Private::WindowChoice::Own:
        break;
    }
    for (int i = 0; hasCtPresets() && i < 5; ++i) {
        if (d->own.center == ctPresets[i].center && d->own.width == ctPresets[i].width)
            return i + 2;
    }
    return -1;
}

QStringList Tile::fileWindows() const
{
    if (!d->shown || !d->shown->frame || d->shown->frame->isColour())
        return {};
    QStringList names;
    for (const Window &window : d->shown->frame->windows()) {
        const int decimals = decimalsFor(window.width);
        names << (window.explanation.isEmpty()
                      ? d->windowLine(window)
                      : tr("%1 %2 / %3", "preset, width, level")
                            .arg(window.explanation, number(window.width, decimals), number(window.center, decimals)));
    }
    for (const QString &explanation : d->shown->frame->voiLuts())
        names << (explanation.isEmpty() ? tr("VOI LUT") : tr("VOI LUT %1").arg(explanation));
    return names;
}

int Tile::fileWindow() const
{
    return d->choice == Private::WindowChoice::Listed ? d->listed : -1;
}

std::optional<int> Tile::voiLut() const
{
    if (!d->shown || !d->shown->frame || d->shown->frame->isColour())
        return {};
    return d->voiLutFor(*d->shown->frame);
}

QStringList Tile::cornerLines(Qt::Corner corner) const
{
    QStringList texts;
    for (const TextLine &line : d->lines(corner))
        texts << line.text;
    return texts;
}

QStringList Tile::paintedLines(Qt::Corner corner) const
{
    const auto corners = d->laidOut();
    QStringList texts;
    for (const TextLine &line : corners[corner].lines)
        texts << line.text;
    return texts;
}

QRectF Tile::cornerArea(Qt::Corner corner) const
{
    return d->laidOut()[corner].area;
}

QRectF Tile::noteArea() const
{
    return d->noteBox();
}

QRectF Tile::scaleArea() const
{
    const auto corners = d->laidOut();
    return d->scaleBetween(corners[Qt::BottomLeftCorner], corners[Qt::BottomRightCorner]).area;
}

std::pair<QString, QStringList> Tile::edgeLetters() const
{
    return {d->edgeLetters().first, d->upperLetters()};
}

Tile::Caption Tile::caption(bool withIdentity) const
{
    Caption caption;
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
        caption.corners[corner] = d->savedLines(corner, withIdentity);
    std::tie(caption.left, caption.top) = edgeLetters();
    if (d->shown && d->shown->header->scaledParts.isEmpty()) {
        if (const auto spacing = d->shown->header->spacingOf(d->shown->frameNumber))
            caption.columnMm = spacing->second;
        caption.isAtDetector = d->shown->header->spacingAtDetector;
    }
    return caption;
}

QList<Tile::Measured> Tile::measured() const
{
    QList<Measured> all;
    for (const Measurement &measurement : d->measurements())
        all.append({pathOf(measurement), d->linesOf(measurement)});
    return all;
}

QStringList Tile::measurementLines() const
{
    QStringList lines;
    for (const Measured &measurement : measured())
        lines << measurement.lines;
    return lines;
}

QPointF Tile::inTile(const QPointF &picture) const
{
    return d->transform().map(picture);
}

void Tile::setTool(Tool tool)
{
    if (d->tool == tool)
        return;
    d->letGo();
    d->tool = tool;
    update();
    emit viewChanged();
}

void Tile::goTo(int picture)
{
    if (d->wanted < 0)
        return;
    const int next = std::clamp(picture, 0, d->count() - 1);
    if (next == d->wanted)
        return;
    d->direction = next > d->wanted ? 1 : -1;
    d->wanted = next;
    d->load();
    emit scrolled();
}

void Tile::step(int pictures)
{
    goTo(d->wanted + pictures);
}

void Tile::setVoiWindow(const Window &window)
{
    d->choice = Private::WindowChoice::Own;
    d->own = window;
    d->reshade();
}

void Tile::applyPreset(int digit)
{
    if (digit == 0) {
        d->choice = Private::WindowChoice::Automatic;
        d->made.reset(); // it is for the picture that is looked at now
    } else if (digit == 1) {
        setPresentation({}); // the file knows nothing of it
        d->choice = Private::WindowChoice::File;
    } else if (digit >= 2 && digit <= 6 && hasCtPresets()) {
        return setVoiWindow({ctPresets[digit - 2].center, ctPresets[digit - 2].width, Window::Function::Linear, {}});
    }
    d->reshade();
    emit viewChanged();
}

void Tile::applyFileWindow(int index)
{
    if (index < 0)
        return;
    d->choice = Private::WindowChoice::Listed;
    d->listed = index;
    d->reshade();
    emit viewChanged();
}

void Tile::invert()
{
    d->inverted = !d->inverted;
    d->reshade();
}

void Tile::Private::setPresentation(std::shared_ptr<const PresentationState> state)
{
    presentation = std::move(state);
    rotation = 0;
    flippedHorizontally = false;
    flippedVertically = false;
    otherTurn = presentation ? Turn{presentation->rotation, presentation->isMirrored} : Turn();
    isTurnedByState = false;
    if (shown)
        turnFor(*shown);
}

void Tile::Private::turnFor(const Shown &picture)
{
    const bool isFor = presentation && presentation->isFor(picture.header->sopUid, picture.frameNumber + 1);
    if (isFor == isTurnedByState)
        return;
    isTurnedByState = isFor;
    std::swap(rotation, otherTurn.rotation);
    std::swap(flippedHorizontally, otherTurn.isFlippedHorizontally);
    std::swap(flippedVertically, otherTurn.isFlippedVertically);
}

void Tile::Private::turn(int clockwise)
{
    // A mirrored picture turns the other way under the mirror.
    const int by = flippedHorizontally != flippedVertically ? 360 - clockwise : clockwise;
    rotation = (rotation + by) % 360;
    viewMoved();
}

void Tile::rotate()
{
    d->turn(90);
}

void Tile::rotateLeft()
{
    d->turn(270);
}

void Tile::fit()
{
    d->zoomFactor = 1;
    d->pan = {};
    d->movedByHand();
}

void Tile::actualSize()
{
    const double now = zoom();
    if (now <= 0)
        return;
    // A small picture in a large tile is smaller then than a hand may make it.
    const double factor = 1 / devicePixelRatioF() / now;
    d->zoomFactor *= factor;
    d->pan *= factor;
    d->movedByHand();
}

void Tile::flipHorizontally()
{
    d->flippedHorizontally = !d->flippedHorizontally;
    d->viewMoved();
}

void Tile::flipVertically()
{
    d->flippedVertically = !d->flippedVertically;
    d->viewMoved();
}

void Tile::cycleText()
{
    setText(d->text == Text::All ? Text::Essential : d->text == Text::Essential ? Text::None : Text::All);
}

void Tile::setText(Text text)
{
    if (std::exchange(d->text, text) == text)
        return;
    if (d->shown && d->shown->frame && d->shown->frame->hasOverlays())
        d->reshade();
    d->placeDeeds();
    d->viewMoved();
}

void Tile::resetView()
{
    d->setPresentation({});
    d->zoomFactor = 1;
    d->pan = {};
    d->inverted = false;
    d->choice = Private::WindowChoice::File;
    d->reshade();
    d->movedByHand();
}

void Tile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    d->paint(painter);
    d->painted = d->shown.has_value();
    if (d->painted && !d->announced && d->shown->frame) {
        d->announced = true;
        // Not from inside the painting: who listens may want to change something.
        QMetaObject::invokeMethod(
            this, [this, uid = d->shown->header->sopUid] { emit imageShown(uid); }, Qt::QueuedConnection);
    }
}

void Tile::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->placeDeeds();
    update();
}

bool Tile::isViewUntouched() const
{
    return d->zoomFactor == 1 && d->pan.isNull() && d->rotation == 0 && !d->flippedHorizontally &&
           !d->flippedVertically && !d->inverted && !d->presentation && d->choice == Private::WindowChoice::File;
}

void Tile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) {
        d->placeDeeds();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace viewer
