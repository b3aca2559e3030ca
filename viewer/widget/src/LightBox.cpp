#include "LightBox.h"

#include "SeriesDrag.h"

#include <viewer_widgets/FrameLoader.h>

#include <QDropEvent>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace viewer {

namespace {

constexpr int gap = 2;

} // namespace

LightBox::LightBox(FrameLoader &loader, QWidget *parent) : QWidget(parent), m_loader(loader)
{
    setObjectName(QStringLiteral("lightBox"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumSize(320, 240);
    add();
    place();
    setFocusProxy(m_cells.front().tile);
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
    tile->setAcceptDrops(true);
    tile->installEventFilter(this);
    if (!m_cells.empty()) {
        tile->setObjectName(QStringLiteral("tile%1").arg(m_cells.size() + 1));
        tile->setTool(active().tool());
    }
    m_cells.push_back({tile, {}, {}});
    const auto isActive = [this, tile] { return tile == m_cells[m_active].tile; };
    connect(tile, &Tile::imageShown, this, &LightBox::imageShown);
    connect(tile, &Tile::leaveRequested, this, &LightBox::leaveRequested);
    connect(tile, &Tile::viewChanged, this, [this, tile, isActive] {
        if (!isActive())
            return;
        // A tool is in the hand, whatever tile it is held over.
        for (const Cell &cell : m_cells)
            cell.tile->setTool(tile->tool());
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
    emit gridChanged();
}

void LightBox::setEnlarged(bool enlarged)
{
    if (m_isEnlarged == enlarged)
        return;
    m_isEnlarged = enlarged;
    place();
    emit gridChanged();
}

void LightBox::place()
{
    const bool hadFocus =
        std::any_of(m_cells.cbegin(), m_cells.cend(), [](const Cell &c) { return c.tile->hasFocus(); });
    const Grid grid = m_isEnlarged ? Grid{1, 1} : m_grid;
    for (size_t i = 0; i < m_cells.size(); ++i) {
        Tile *tile = m_cells[i].tile;
        tile->setActive(i == m_active && grid.count() > 1);
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
    emit activeChanged();
    emit viewChanged();
}

void LightBox::hang(int index, const QString &seriesUid, const ImageList &images, int picture)
{
    Cell &cell = m_cells[static_cast<size_t>(index)];
    cell.series = seriesUid;
    cell.images = images;
    cell.tile->showSeries(images, picture);
    emit gridChanged();
}

void LightBox::grow(const QString &seriesUid, const ImageList &images)
{
    for (Cell &cell : m_cells) {
        if (cell.series != seriesUid || seriesUid.isEmpty())
            continue;
        cell.images = images;
        cell.tile->updateSeries(images);
    }
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
    for (Cell &cell : m_cells) {
        cell.series.clear();
        cell.images.clear();
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
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier | Qt::ShiftModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int count = m_grid.count();
    switch (event->key()) {
    case Qt::Key_Left:
        activate((activeIndex() + count - 1) % count);
        break;
    case Qt::Key_Right:
        activate((activeIndex() + 1) % count);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
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

bool LightBox::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::FocusIn:
    case QEvent::MouseButtonPress:
        activate(indexOf(watched));
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
