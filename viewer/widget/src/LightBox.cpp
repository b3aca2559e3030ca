#include "LightBox.h"

#include "Hanging.h"
#include "SeriesDrag.h"
#include "Words.h"

#include <viewer_widgets/FrameLoader.h>

#include <QDropEvent>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace viewer {

namespace {

constexpr int gap = 2;
constexpr double usualRate = 10; // pictures a second, where the file does not say
constexpr int shortestTick = 15; // milliseconds; what is faster skips pictures
constexpr std::array usualRates{0.5,  1.0,  2.0,  3.0,  4.0,  5.0,  6.0,  8.0,  10.0,
                                12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 100.0};
constexpr qint64 shownMilliseconds = 2000; // over which the pictures that are really shown are counted

bool isFilm(const FileHeader &header)
{
    return header.frames > 1 && (header.modality == QLatin1String("US") || header.modality == QLatin1String("XA"));
}

} // namespace

LightBox::LightBox(FrameLoader &loader, QWidget *parent) : QWidget(parent), m_loader(loader)
{
    setObjectName(QStringLiteral("lightBox"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumSize(320, 240);
    add();
    place();
    // One tile an event, so that a hand that scrolls many never waits for all of them.
    m_follow.setSingleShot(true);
    m_follow.setInterval(0);
    connect(&m_follow, &QTimer::timeout, this, &LightBox::followNext);
    m_filmTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_filmTimer, &QTimer::timeout, this, &LightBox::playNext);
}

LightBox::~LightBox()
{
    // What a tile says while it goes is not for this any more.
    for (const Cell &cell : m_cells) {
        cell.tile->disconnect(this);
        delete cell.tile;
    }
}

void LightBox::add()
{
    auto *tile = new Tile(m_loader, m_marks, this);
    tile->setIconProvider(m_icons);
    tile->setKeys(m_keys);
    tile->setCommandStates(m_states);
    tile->setPseudonyms(m_pseudonyms);
    tile->setKeyImages(m_keyImages);
    tile->setSmooth(m_isSmooth);
    tile->setAcceptDrops(true);
    tile->installEventFilter(this);
    if (!m_cells.empty()) {
        tile->setObjectName(QStringLiteral("tile%1").arg(m_cells.size() + 1));
        tile->setTool(active().tool());
        tile->setText(active().text());
    }
    m_cells.push_back({tile, {}, {}, {}, 0, {}, false, {}, false});
    const auto isActive = [this, tile] { return tile == m_cells[m_active].tile; };
    connect(tile, &Tile::imageShown, this, &LightBox::imageShown);
    connect(tile, &Tile::scrolled, this, [this, tile] { tileScrolled(tile); });
    connect(tile, &Tile::measuring, this, [this, tile] {
        if (tile == m_playing || m_isLinked)
            setPlaying(false);
    });
    connect(tile, &Tile::moved, this, [this, tile] { tileMoved(tile); });
    connect(tile, &Tile::leaveRequested, this, &LightBox::leaveRequested);
    connect(tile, &Tile::commandRequested, this, [this, tile](Command command) {
        activate(indexOf(tile));
        emit commandRequested(command);
    });
    connect(tile, &Tile::viewChanged, this, [this, tile, isActive] {
        drawLines();
        if (!isActive())
            return;
        // A tool is in the hand, whatever tile it is held over; texts are read in all tiles or in none.
        for (const Cell &cell : m_cells) {
            cell.tile->setTool(tile->tool());
            cell.tile->setText(tile->text());
        }
        emit viewChanged();
    });
    connect(tile, &Tile::seriesStepRequested, this, [this, isActive](int by) {
        if (isActive())
            emit seriesStepRequested(by);
    });
    connect(tile, &Tile::fullScreenRequested, this, [this] {
        if (m_grid.count() > 1)
            setEnlarged(!m_isEnlarged);
        else
            emit fullScreenRequested();
    });
}

void LightBox::setIconProvider(IconProvider provider)
{
    m_icons = std::move(provider);
    for (const Cell &cell : m_cells)
        cell.tile->setIconProvider(m_icons);
}

void LightBox::setKeys(const Keys &keys)
{
    m_keys = keys;
    for (const Cell &cell : m_cells)
        cell.tile->setKeys(keys);
}

void LightBox::setCommandStates(const CommandStates &states)
{
    m_states = states;
    for (const Cell &cell : m_cells)
        cell.tile->setCommandStates(states);
}

void LightBox::setPseudonyms(const Pseudonyms &pseudonyms)
{
    m_pseudonyms = pseudonyms;
    for (const Cell &cell : m_cells)
        cell.tile->setPseudonyms(pseudonyms);
}

void LightBox::setKeyImages(const KeyImages &images)
{
    m_keyImages = images;
    for (const Cell &cell : m_cells)
        cell.tile->setKeyImages(images);
}

int LightBox::indexOf(const QObject *tile) const
{
    const auto found =
        std::find_if(m_cells.cbegin(), m_cells.cend(), [&](const Cell &cell) { return cell.tile == tile; });
    return found == m_cells.cend() ? -1 : static_cast<int>(std::distance(m_cells.cbegin(), found));
}

bool LightBox::isSeen(size_t index) const
{
    return m_isEnlarged ? index == m_active : index < static_cast<size_t>(m_grid.count());
}

void LightBox::setGrid(const Grid &grid)
{
    if (grid == m_grid && !m_isEnlarged)
        return;
    m_grid = grid;
    m_isEnlarged = false;
    const auto count = static_cast<size_t>(grid.count());
    while (m_cells.size() < count)
        add();
    if (m_active >= count) {
        // The hand stays where it is: the active tile is one of those that are seen.
        std::swap(m_cells[m_active], m_cells[count - 1]);
        m_active = count - 1;
    }
    place();
    beginLinks(m_active);
    emit gridChanged();
}

void LightBox::setEnlarged(bool enlarged)
{
    if (m_isEnlarged == enlarged)
        return;
    m_isEnlarged = enlarged;
    place();
    showRemarks();
    emit gridChanged();
}

void LightBox::place()
{
    const bool hadFocus =
        std::any_of(m_cells.cbegin(), m_cells.cend(), [](const Cell &c) { return c.tile->hasFocus(); });
    const Grid grid = m_isEnlarged ? Grid{1, 1} : m_grid;
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Tile *tile = m_cells[i].tile;
        tile->setActive(i == m_active, grid.count() > 1);
        tile->setAccessibleName(grid.count() > 1 ? tr("Picture %1 of %2").arg(i + 1).arg(grid.count()) : tr("Picture"));
        if (!isSeen(i)) {
            tile->hide();
            m_loader.lookAway(tile);
            continue;
        }
        const int at = m_isEnlarged ? 0 : static_cast<int>(i);
        const int row = at / grid.columns;
        const int column = at % grid.columns;
        // Rounded at the edges, so that no line is left over.
        const auto edge = [](int whole, int part, int parts) { return (whole + gap) * part / parts; };
        const int left = edge(width(), column, grid.columns);
        const int top = edge(height(), row, grid.rows);
        tile->setGeometry(left, top, edge(width(), column + 1, grid.columns) - gap - left,
                          edge(height(), row + 1, grid.rows) - gap - top);
        if (tile->isHidden()) {
            tile->show();
            tile->lookAgain();
        }
    }
    m_loader.prefer(m_cells[m_active].tile);
    setFocusProxy(m_cells[m_active].tile);
    if (hadFocus)
        m_cells[m_active].tile->setFocus(Qt::OtherFocusReason);
}

void LightBox::activate(int index)
{
    if (index < 0 || index >= m_grid.count() || static_cast<size_t>(index) == m_active)
        return;
    m_active = static_cast<size_t>(index);
    place();
    drawLines();
    showRemarks();
    emit activeChanged();
    emit viewChanged();
}

void LightBox::hang(int index, const QString &seriesUid, const ImageList &images, std::optional<int> picture)
{
    Cell &cell = m_cells[static_cast<size_t>(index)];
    if (m_playing == cell.tile)
        setPlaying(false);
    cell.series = seriesUid;
    cell.images = images;
    cell.planes.reset();
    cell.rate.reset();
    cell.isBeginning = !picture;
    {
        const QScopedValueRollback own(m_isOwnStep, true);
        cell.tile->showSeries(images, picture.value_or(firstPicture(images)));
    }
    // What comes to linked tiles goes to where they are.
    size_t leader = m_active;
    for (size_t i = 0; i < m_cells.size() && leader == static_cast<size_t>(index); ++i) {
        if (isSeen(i) && m_cells[i].tile->pictureCount() > 0)
            leader = i;
    }
    beginLinks(leader);
    emit gridChanged();
    const Film film = filmIn(cell);
    // Nothing begins to move by itself where the desktop asks for stillness.
    if (static_cast<size_t>(index) == m_active && film.end > film.begin && isFilm(*images.constFirst()) &&
        style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        setPlaying(true);
}

void LightBox::grow(const QString &seriesUid, const ImageList &images)
{
    for (Cell &cell : m_cells) {
        if (cell.series != seriesUid || seriesUid.isEmpty())
            continue;
        const int before = cell.tile->pictureIndex();
        const QString looked = cell.tile->sopUid();
        const int frame = cell.tile->frameNumber();
        cell.images = images;
        cell.planes.reset();
        cell.tile->updateSeries(images);
        if (cell.tile->sopUid() != looked)
            goToImage(cell, looked, frame); // it may be there in another file
        cell.since += cell.tile->pictureIndex() - before;
        if (cell.isBeginning && cell.tile != m_playing) {
            const QScopedValueRollback own(m_isOwnStep, true);
            cell.tile->beginAt(firstPicture(images));
        }
    }
    drawLines();
    showRemarks();
    if (seriesIn(activeIndex()) == seriesUid)
        emit viewChanged(); // it may be a film now
}

void LightBox::settle()
{
    for (Cell &cell : m_cells)
        cell.isBeginning = false;
}

void LightBox::setArrival(const QString &seriesUid, const Tile::Arrival &arrival)
{
    for (const Cell &cell : m_cells) {
        if (cell.series == seriesUid && !seriesUid.isEmpty())
            cell.tile->setArrival(arrival);
    }
}

QString LightBox::seriesIn(int index) const
{
    return m_cells[static_cast<size_t>(index)].series;
}

QStringList LightBox::hungSeries() const
{
    QStringList uids;
    for (const Cell &cell : m_cells) {
        if (!cell.series.isEmpty() && !uids.contains(cell.series))
            uids << cell.series;
    }
    return uids;
}

void LightBox::clear()
{
    m_marks.clear();
    setPlaying(false);
    setLinked(false);
    m_followers.clear();
    for (Cell &cell : m_cells) {
        cell = {cell.tile, {}, {}, {}, 0, {}, false, {}, false};
        cell.tile->clear();
    }
    setGrid({});
    emit gridChanged();
}

void LightBox::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void LightBox::keyPressEvent(QKeyEvent *event)
{
    const auto command = m_keys.commandOf(*event);
    if (!command || !perform(*command))
        QWidget::keyPressEvent(event);
}

bool LightBox::perform(Command command)
{
    const int count = m_grid.count();
    switch (command) {
    case Command::PreviousTile:
        activate((activeIndex() + count - 1) % count);
        return true;
    case Command::NextTile:
        activate((activeIndex() + 1) % count);
        return true;
    case Command::Link:
        setLinked(!m_isLinked);
        return true;
    case Command::ReferenceLines:
        setReferenceLines(!m_hasLines);
        return true;
    case Command::Smooth:
        setSmooth(!m_isSmooth);
        return true;
    case Command::Cine:
        setPlaying(m_playing != &active());
        return true;
    case Command::CineBackwards:
        setPlaying(m_playing != &active() || !m_isBackwards, true);
        return true;
    case Command::CineSlower:
        stepFilmRate(-1);
        return true;
    case Command::CineFaster:
        stepFilmRate(1);
        return true;
    default:
        touch(activeIndex());
        return active().perform(command);
    }
}

const Planes &LightBox::planesIn(Cell &cell)
{
    if (!cell.planes)
        cell.planes = planesOf(cell.images);
    return *cell.planes;
}

bool LightBox::hasPlane(Cell &cell)
{
    return planesIn(cell).value(cell.tile->pictureIndex()).has_value();
}

Following LightBox::followingOf(Cell &leader, Cell &follower)
{
    return following({planesIn(leader), leader.tile->pictureIndex(), leader.since, leader.sincePlane},
                     {planesIn(follower), follower.tile->pictureIndex(), follower.since, follower.sincePlane});
}

void LightBox::goTo(Tile &tile, int picture)
{
    const QScopedValueRollback own(m_isOwnStep, true);
    tile.goTo(picture);
}

void LightBox::goToImage(const Cell &cell, const QString &sopUid, int frame)
{
    int picture = 0;
    for (const auto &header : cell.images) {
        if (header->sopUid == sopUid)
            return goTo(*cell.tile, picture + header->placeOf(std::min(frame, std::max(header->frames, 1) - 1)));
        picture += std::max(header->frames, 1);
    }
}

void LightBox::tileScrolled(Tile *tile)
{
    if (!m_isOwnStep)
        m_cells[static_cast<size_t>(indexOf(tile))].isBeginning = false;
    if (!m_isOwnStep && tile == m_playing)
        setPlaying(false);
    if (m_isLinked && (!m_isOwnStep || tile == m_playing))
        lead(static_cast<size_t>(indexOf(tile)));
    if (tile == &active())
        drawLines();
}

void LightBox::tileMoved(Tile *tile)
{
    const auto leader = static_cast<size_t>(indexOf(tile));
    if (!m_isLinked || (leader != m_active && !m_cells[leader].isLinked))
        return;
    const Tile::View view = tile->view();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        if (i != leader && isSeen(i) && (i == m_active || m_cells[i].isLinked))
            m_cells[i].tile->setView(view);
    }
}

void LightBox::beginLinks(size_t leader)
{
    for (Cell &cell : m_cells) {
        cell.since = cell.tile->pictureIndex();
        cell.sincePlane = m_isLinked ? planesIn(cell).value(cell.since) : std::nullopt;
    }
    if (m_isLinked)
        lead(leader);
    drawLines();
    showRemarks();
}

void LightBox::lead(size_t leader)
{
    m_leader = leader;
    m_followers.clear();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        if (i != leader && isSeen(i) && m_cells[i].tile->pictureCount() > 0)
            m_followers.push_back(i);
    }
    m_follow.start();
}

void LightBox::followNext()
{
    if (m_followers.empty() || m_leader >= m_cells.size())
        return;
    Cell &follower = m_cells[m_followers.back()];
    m_followers.pop_back();
    const Following step = followingOf(m_cells[m_leader], follower);
    if (step.by != Following::By::Nothing && step.picture >= 0)
        goTo(*follower.tile, step.picture);
    if (m_followers.empty())
        showRemarks();
    else
        m_follow.start();
}

void LightBox::setLinked(bool linked)
{
    if (m_isLinked == linked)
        return;
    m_isLinked = linked;
    m_followers.clear();
    beginLinks(m_active);
    emit linksChanged();
}

void LightBox::setReferenceLines(bool drawn)
{
    m_hasLines = drawn;
    drawLines();
    emit linksChanged();
}

void LightBox::setSmooth(bool smooth)
{
    m_isSmooth = smooth;
    for (const Cell &cell : m_cells)
        cell.tile->setSmooth(smooth);
    emit linksChanged();
}

void LightBox::drawLines()
{
    Cell &leader = m_cells[m_active];
    const auto plane = m_hasLines ? planesIn(leader).value(leader.tile->pictureIndex()) : std::optional<Plane>();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell &cell = m_cells[i];
        if (!plane || i == m_active) {
            cell.tile->setReferenceLines({});
            continue;
        }
        // The line belongs to the picture that is on screen, and that is the one looked at only when it is there.
        if (!isSeen(i) || !cell.tile->isLoaded())
            continue;
        const auto other = planesIn(cell).value(cell.tile->pictureIndex());
        const auto line = other ? referenceLine(*other, *plane) : std::optional<QLineF>();
        cell.tile->setReferenceLines(line ? QList<QLineF>{*line} : QList<QLineF>());
    }
}

bool LightBox::hasSeveralPatients() const
{
    const FileHeader *first = nullptr;
    for (size_t i = 0; i < m_cells.size(); ++i) {
        if (!isSeen(i) || m_cells[i].images.isEmpty())
            continue;
        const FileHeader &header = *m_cells[i].images.constFirst();
        if (first && !isSamePatient(*first, header))
            return true;
        first = &header;
    }
    return false;
}

void LightBox::showRemarks()
{
    const bool hasSeveral = hasSeveralPatients();
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Cell &cell = m_cells[i];
        QStringList remarks;
        cell.isLinked = false;
        const bool isMixed = hasSeveral && isSeen(i) && !cell.images.isEmpty();
        cell.tile->setWarning(isMixed ? tr("Not the same patient in all tiles") : QString());
        if (cell.tile == m_playing) {
            const QString rate = rateText(m_film.rate);
            QString film = m_isBackwards ? tr("Cine backwards %1 / s", "pictures a second").arg(rate)
                                         : tr("Cine %1 / s", "pictures a second").arg(rate);
            if (m_shownRate)
                film = tr("%1, %2 shown", "cine and its rate, the real rate").arg(film, rateText(*m_shownRate));
            remarks << film;
        }
        if (m_isLinked && i != m_active && isSeen(i) && cell.tile->pictureCount() > 0) {
            const Following step = followingOf(m_cells[m_active], cell);
            cell.isLinked = step.by != Following::By::Nothing;
            if (cell.isLinked && (step.picture < 0 || !step.isThere))
                remarks << tr("Nothing at this position");
            else if (step.by == Following::By::Distance)
                remarks << tr("Linked by distance");
            else if (step.by == Following::By::Steps)
                remarks << tr("Linked by steps");
            else if (step.by == Following::By::Position)
                remarks << tr("Linked by position");
            else if (hasPlane(m_cells[m_active]) && hasPlane(cell))
                remarks << tr("Not linked: other planes");
            else
                remarks << tr("Not linked: no position");
        }
        cell.tile->setRemarks(remarks);
    }
}

double LightBox::rateOfFile(const Cell &cell)
{
    const auto looked = cell.tile->header();
    const auto header = looked && looked->frames > 1 ? looked : cell.images.value(0);
    return header ? header->frameRate.value_or(usualRate) : usualRate;
}

LightBox::Film LightBox::filmIn(const Cell &cell) const
{
    const double rate = cell.rate.value_or(rateOfFile(cell));
    int begin = 0;
    const int looked = cell.tile->pictureIndex();
    for (const auto &header : cell.images) {
        const int end = begin + std::max(header->frames, 1);
        if (looked >= begin && looked < end && header->frames > 1)
            return {begin, end, rate};
        begin = end;
    }
    return begin < 2 ? Film() : Film{0, begin, rate};
}

void LightBox::setPlaying(bool playing, bool backwards)
{
    const Film film = playing ? filmIn(m_cells[m_active]) : Film();
    m_playing = film.end > film.begin ? &active() : nullptr;
    m_isBackwards = backwards;
    if (m_playing) {
        startFilm(film);
        m_filmTimer.start(std::max(static_cast<int>(1000 / film.rate), shortestTick));
    } else {
        m_film = film;
        m_filmTimer.stop();
    }
    showRemarks();
    emit linksChanged();
}

//! From the picture that is looked at.
void LightBox::startFilm(const Film &film)
{
    m_film = film;
    m_filmFrom = m_playing->pictureIndex();
    m_filmClock.start();
    m_shownClock.start();
    m_shown = 0;
    m_shownRate.reset();
}

std::optional<double> LightBox::filmRate() const
{
    const Film film = filmIn(m_cells[m_active]);
    return film.end > film.begin ? std::optional(film.rate) : std::nullopt;
}

std::optional<double> LightBox::fileRate() const
{
    return filmRate() ? std::optional(rateOfFile(m_cells[m_active])) : std::nullopt;
}

void LightBox::setFilmRate(std::optional<double> rate)
{
    m_cells[m_active].rate = rate;
    if (m_playing == &active())
        setPlaying(true, m_isBackwards);
    else
        emit linksChanged();
}

void LightBox::stepFilmRate(int by)
{
    const auto now = filmRate();
    if (!now)
        return;
    const auto faster = std::upper_bound(usualRates.begin(), usualRates.end(), *now);
    const auto same = std::lower_bound(usualRates.begin(), usualRates.end(), *now);
    if (by > 0 && faster != usualRates.end())
        setFilmRate(*faster);
    else if (by < 0 && same != usualRates.begin())
        setFilmRate(*std::prev(same));
}

//! A decoder or a screen may be slower than a file wants it; then the tile does not say what is not so.
void LightBox::countShown()
{
    const qint64 since = m_shownClock.elapsed();
    if (since < shownMilliseconds)
        return;
    const double due = m_film.rate * static_cast<double>(since) / 1000;
    const auto before = std::exchange(m_shownRate, std::nullopt);
    if (m_shown + 1 < 0.9 * due)
        m_shownRate = m_shown * 1000.0 / static_cast<double>(since);
    m_shown = 0;
    m_shownClock.start();
    if (m_shownRate != before)
        showRemarks();
}

void LightBox::playNext()
{
    const int index = indexOf(m_playing);
    if (index < 0)
        return;
    countShown();
    // What is still on its way is waited for; the pictures that were due meanwhile are passed over.
    if (!m_playing->isPainted())
        return;
    if (!m_playing->headline().isEmpty()) { // there is nothing to be seen of it
        setPlaying(false);
        return;
    }
    const Film film = filmIn(m_cells[static_cast<size_t>(index)]);
    if (film != m_film) // the series has grown
        startFilm(film);
    const int count = film.end - film.begin;
    if (count < 2)
        return;
    const auto due =
        static_cast<int>(static_cast<qint64>(static_cast<double>(m_filmClock.elapsed()) * film.rate / 1000) % count);
    const int next = film.begin + (m_filmFrom - film.begin + (m_isBackwards ? count - due : due)) % count;
    m_shown += next == m_playing->pictureIndex() ? 0 : 1;
    goTo(*m_playing, next);
}

bool LightBox::takeDrop(int index, QEvent *event)
{
    auto *drop = static_cast<QDropEvent *>(event);
    const QString series = draggedSeries(*drop->mimeData());
    if (series.isEmpty())
        return false;
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (event->type() == QEvent::Drop)
        emit seriesDropped(index, series);
    return true;
}

void LightBox::touch(int index)
{
    m_cells[static_cast<size_t>(index)].isBeginning = false;
    emit touched();
}

bool LightBox::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        touch(indexOf(watched));
        [[fallthrough]];
    case QEvent::FocusIn:
        activate(indexOf(watched));
        break;
    case QEvent::Wheel:
        touch(indexOf(watched));
        break;
    case QEvent::KeyPress:
        touch(indexOf(watched));
        if (m_playing && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            setPlaying(false);
            return true;
        }
        break;
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        if (takeDrop(indexOf(watched), event))
            return true;
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace viewer
