#include "TilePrivate.h"

#include "ImagingColours.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QPainterPath>
#include <QtConcurrent>

#include <algorithm>
#include <limits>
#include <utility>

namespace viewer {

namespace {

constexpr qreal gripReach = 8; // pixels of the screen
//! Regions up to this many pixels are collected in a few milliseconds, so it is done at once.
constexpr double collectedAtOnce = 60'000;

Measurement::Kind kindOf(Tile::Tool tool)
{
    return tool == Tile::Tool::Distance ? Measurement::Kind::Distance
           : tool == Tile::Tool::Angle  ? Measurement::Kind::Angle
                                        : Measurement::Kind::Ellipse;
}

//! Nothing to be measured: all points in one place, or a box without a width.
bool isEmpty(const Measurement &measurement)
{
    if (measurement.kind == Measurement::Kind::Ellipse)
        return measurement.box().isEmpty();
    return measurement.points.constFirst() == measurement.points[1] ||
           (measurement.points.size() == 3 && measurement.points[2] == measurement.points[1]);
}

} // namespace

Marks::Image Tile::Private::markedImage() const
{
    return shown && shown->frame ? Marks::Image(shown->header->sopUid, shown->frameNumber) : Marks::Image();
}

QList<Measurement> Tile::Private::measurements() const
{
    QList<Measurement> all = marks.on(markedImage());
    if (unfinished)
        all.append(*unfinished);
    return all;
}

std::optional<RegionValues> Tile::Private::regionOf(const Measurement &measurement)
{
    const KnownRegion wantedRegion{markedImage(), measurement.box(), {shown->shutter, shown->header->pixelAspect}, {}};
    const auto known = std::find_if(regions.cbegin(), regions.cend(), [&](const KnownRegion &region) {
        return region.image == wantedRegion.image && region.box == wantedRegion.box &&
               region.hidden == wantedRegion.hidden;
    });
    if (known != regions.cend())
        return known->values;
    const auto collect = [wantedRegion, frame = *shown->frame] {
        KnownRegion collected = wantedRegion;
        collected.values = valuesIn(frame, Region::Ellipse, collected.box, collected.hidden);
        return collected;
    };
    if (wantedRegion.box.width() * wantedRegion.box.height() <= collectedAtOnce) {
        regions.prepend(collect());
        regions.resize(std::min<qsizetype>(regions.size(), 64));
        return regions.constFirst().values;
    }
    // The one that is collected now is not the last: its end asks again.
    if (!collecting.isRunning())
        collecting.setFuture(QtConcurrent::run(collect));
    return {};
}

QStringList Tile::Private::linesOf(const Measurement &measurement)
{
    return valuesOf(measurement, *shown->header, shown->frameNumber, shown->frame->unit(),
                    measurement.kind == Measurement::Kind::Ellipse ? regionOf(measurement) : std::nullopt);
}

std::optional<Tile::Private::Grip> Tile::Private::gripAt(const QPointF &place, qreal reach) const
{
    const QTransform toTile = transform();
    const QList<Measurement> all = measurements();
    std::optional<Grip> best;
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (qsizetype j = 0; j < all[i].points.size(); ++j) {
            const qreal away = QLineF(toTile.map(all[i].points[j]), place).length();
            if (away > reach)
                continue;
            reach = away;
            best = Grip{i, j};
        }
    }
    return best;
}

void Tile::Private::hold(const std::optional<Grip> &next)
{
    grip = next;
    hand = Hand::Free;
    gripHasMoved = false;
    q->update();
}

void Tile::Private::stay()
{
    emit q->measuring();
    if (shown->index >= 0)
        q->goTo(shown->index);
}

bool Tile::Private::isOverPicture(const QPointF &place) const
{
    return QRectF(0, 0, shown->frame->columns(), shown->frame->rows()).contains(transform().inverted().map(place));
}

QPointF Tile::Private::inPicture(const QPointF &place) const
{
    const QPointF at = transform().inverted().map(place);
    return {std::clamp(at.x(), 0.0, qreal(shown->frame->columns())),
            std::clamp(at.y(), 0.0, qreal(shown->frame->rows()))};
}

bool Tile::Private::pressMeasurement(const QPointF &place)
{
    if (!shown || !shown->frame)
        return false;
    beganHere = false;
    if (hand == Hand::Placing) {
        setGrip(place);
        return true;
    }
    hold(gripAt(place, gripReach));
    if (grip) {
        stay();
        hand = Hand::Held;
        return true;
    }
    // What begins beside the picture would begin at its edge, which nobody pointed at.
    if (!isMeasuring() || !isOverPicture(place))
        return false;
    stay();
    const qsizetype points = tool == Tool::Angle ? 3 : 2;
    unfinished = Measurement{kindOf(tool), QList<QPointF>(points, inPicture(place))};
    hold(Grip{measurements().size() - 1, 1});
    hand = Hand::Placing;
    describe();
    beganHere = true;
    return true;
}

bool Tile::Private::moveMeasurement(const QPointF &place)
{
    if (hand != Hand::Held && hand != Hand::Placing)
        return false;
    setGrip(place);
    return true;
}

bool Tile::Private::releaseMeasurement()
{
    if (hand == Hand::Held)
        hand = Hand::Free;
    else if (hand == Hand::Placing && (dragged || !beganHere))
        putDown();
    else
        return false;
    return true;
}

void Tile::Private::setGrip(const QPointF &place)
{
    if (grip && unfinished) {
        std::fill(unfinished->points.begin() + grip->point, unfinished->points.end(), inPicture(place));
        describe();
        q->update();
        return;
    }
    QList<Measurement> all = measurements();
    if (!grip || grip->measurement >= all.size())
        return;
    all[grip->measurement].points[grip->point] = inPicture(place);
    const bool isStep = !gripHasMoved;
    gripHasMoved = true;
    marks.put(markedImage(), all, isStep);
}

void Tile::Private::putDown()
{
    if (!grip || !unfinished)
        return hold({});
    if (grip->point + 1 < unfinished->points.size()) {
        ++grip->point;
        return;
    }
    if (isEmpty(*unfinished))
        return letGo();
    const QList<Measurement> all = measurements();
    unfinished.reset();
    marks.put(markedImage(), all);
    hold(grip);
}

void Tile::Private::letGo()
{
    if (std::exchange(unfinished, std::nullopt))
        describe();
    hold({});
}

void Tile::Private::placeInTheMiddle()
{
    const QPointF middle(q->width() / 2.0, q->height() / 2.0);
    if (!isOverPicture(middle))
        return;
    stay();
    const qreal arm = std::min(q->width(), q->height()) / 8.0;
    QList<QPointF> places{middle + QPointF(-arm, 0), middle + QPointF(arm, 0)};
    if (tool == Tool::Angle)
        places = {middle + QPointF(arm, -arm), middle, middle + QPointF(arm, 0)};
    else if (tool == Tool::Ellipse)
        places = {middle - QPointF(arm, arm), middle + QPointF(arm, arm)};
    for (QPointF &place : places)
        place = inPicture(place);
    QList<Measurement> all = measurements();
    all.append({kindOf(tool), places});
    marks.put(markedImage(), all);
    hold(Grip{all.size() - 1, 0});
    hand = Hand::Keyboard;
}

void Tile::Private::holdNext()
{
    const QList<Measurement> all = measurements();
    if (all.isEmpty())
        return;
    stay();
    Grip next = grip.value_or(Grip{0, 0});
    // What the mouse has put down is taken before the next one is.
    if (hand == Hand::Keyboard && ++next.point >= all[next.measurement].points.size())
        next = {(next.measurement + 1) % all.size(), 0};
    hold(next);
    hand = Hand::Keyboard;
}

void Tile::Private::removeHeld()
{
    if (unfinished)
        return letGo();
    QList<Measurement> all = measurements();
    all.remove(grip->measurement);
    hold({});
    marks.put(markedImage(), all);
}

qsizetype Tile::Private::measurementAt(const QPointF &place) const
{
    if (const auto under = gripAt(place, gripReach))
        return under->measurement;
    if (grip)
        return grip->measurement;
    const auto nearest = gripAt(place, std::numeric_limits<qreal>::max());
    return nearest ? nearest->measurement : -1;
}

void Tile::Private::addDeletions(QMenu &menu, const QPointF &place)
{
    const QList<Measurement> all = measurements();
    const qsizetype meant = measurementAt(place);
    if (meant < 0)
        return;
    // A film may have gone on, so they are taken from the image that had them.
    const auto remove = [this, image = markedImage()](const QList<Measurement> &gone) {
        letGo();
        QList<Measurement> rest = marks.on(image);
        if (rest.removeIf([&](const Measurement &measurement) { return gone.contains(measurement); }) > 0)
            marks.put(image, rest);
    };
    menu.addSeparator();
    QAction *one = menu.addAction(tr("Delete measurement"));
    one->setObjectName(QStringLiteral("deleteMeasurement"));
    connect(one, &QAction::triggered, q, [remove, gone = all[meant]] { remove({gone}); });
    QAction *every = menu.addAction(tr("Delete all measurements of the image"));
    every->setObjectName(QStringLiteral("deleteMeasurements"));
    connect(every, &QAction::triggered, q, [remove, all] { remove(all); });
}

void Tile::Private::undo()
{
    if (unfinished)
        return letGo(); // that was the last step
    hold({});
    const auto image = marks.undo();
    if (!image)
        return;
    // One sees what one took back, where it is in this series.
    const auto file = std::find_if(images.cbegin(), images.cend(),
                                   [&](const Header &header) { return header->sopUid == image->first; });
    if (file != images.cend())
        q->goTo(begins[std::distance(images.cbegin(), file)] + (*file)->placeOf(image->second));
}

bool Tile::Private::pressMeasurementKey(const QKeyEvent &event)
{
    if (!shown || !shown->frame)
        return false;
    if (event.matches(QKeySequence::Undo)) {
        undo();
        return true;
    }
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return false;
    const bool isShifted = event.modifiers() & Qt::ShiftModifier;
    QPoint way;
    switch (event.key()) {
    case Qt::Key_Left:
        way = {-1, 0};
        break;
    case Qt::Key_Right:
        way = {1, 0};
        break;
    case Qt::Key_Up:
        way = {0, -1};
        break;
    case Qt::Key_Down:
        way = {0, 1};
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hand == Hand::Placing)
            putDown();
        else if (!grip && isMeasuring())
            placeInTheMiddle();
        else
            holdNext();
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (!grip)
            return false;
        removeHeld();
        return true;
    case Qt::Key_Escape:
        if (!grip)
            return false;
        letGo();
        return true;
    default:
        return false;
    }
    if (hand == Hand::Keyboard || hand == Hand::Placing) {
        const QPointF at = transform().map(measurements()[grip->measurement].points[grip->point]);
        setGrip(at + QPointF(way * (isShifted ? 10 : 1)));
        return true;
    }
    if (!isShifted)
        return false;
    // As the mouse would with the button down.
    if (tool == Tool::Magnifier)
        pointer = pointer.value_or(q->rect().center()) + way * 10;
    dragTool(tool, way * 10);
    return true;
}

void Tile::Private::paintMeasurements(QPainter &painter)
{
    const QList<Measurement> all = measurements();
    if (all.isEmpty())
        return;
    const QTransform toTile = transform();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(overlayFont());
    const QFontMetricsF metrics(painter.font());
    for (qsizetype i = 0; i < all.size(); ++i) {
        const bool isHeld = grip && grip->measurement == i;
        const QRgb ink = isHeld ? imaging::accent : imaging::overlay;
        const QPolygonF places = toTile.map(QPolygonF(all[i].points));
        const QPainterPath path = pathOf(all[i]);
        for (const auto &[colour, wide] : {std::pair(imaging::outline, 3.5), std::pair(ink, 1.5)}) {
            painter.setPen(QPen(QColor(colour), wide));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(toTile.map(path));
        }
        for (qsizetype j = 0; j < places.size(); ++j) {
            painter.setPen(QPen(QColor(imaging::outline), 1));
            painter.setBrush(QColor(ink));
            const qreal side = isHeld && grip->point == j ? 4.5 : 3;
            painter.drawRect(QRectF(places[j].x() - side, places[j].y() - side, 2 * side, 2 * side));
        }
        const QStringList words = linesOf(all[i]);
        qreal width = 0;
        for (const QString &line : words)
            width = std::max(width, metrics.horizontalAdvance(line));
        const qreal height = metrics.lineSpacing() * static_cast<qreal>(words.size());
        QPointF at =
            placeBeside(toTile.map(path).boundingRect(), {width, height}, QRectF(q->rect()).adjusted(4, 4, -8, -4), 10);
        // One figure over something bright is not read, however dark the rest is.
        const QRectF under(at, QSizeF(width, height));
        if (isHeld)
            darken(painter, under, heldPlateAlpha);
        else if (groundUnder(under).brightest > brightGround)
            darken(painter, under);
        at.ry() += metrics.ascent();
        for (const QString &line : words) {
            drawOutlined(painter, at, line, imaging::overlay);
            at.ry() += metrics.lineSpacing();
        }
    }
    painter.restore();
}

} // namespace viewer
