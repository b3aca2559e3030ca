#pragma once

#include "Marks.h"

#include <viewer_widgets/Tile.h>

#include <QWidget>

#include <array>
#include <vector>

namespace viewer {

class FrameLoader;

//! Up to nine tiles, one of them active: keys and tools are for it. Knows which series hangs in which tile and what the
//! tiles have to do with each other. A tile that is not seen any more keeps what hangs in it.
class LightBox final : public QWidget
{
    Q_OBJECT

public:
    struct Grid
    {
        int rows = 1, columns = 1;
        int count() const { return rows * columns; }
        friend bool operator==(const Grid &, const Grid &) = default;
    };
    static constexpr std::array grids{Grid{1, 1}, Grid{1, 2}, Grid{2, 1}, Grid{1, 3},
                                      Grid{2, 2}, Grid{2, 3}, Grid{3, 2}, Grid{3, 3}};

    explicit LightBox(FrameLoader &loader, QWidget *parent = nullptr);
    ~LightBox() override;
    void setIconProvider(IconProvider provider);

    Grid grid() const { return m_grid; }
    void setGrid(const Grid &grid);
    //! Only the active tile is seen, for a while.
    bool isEnlarged() const { return m_isEnlarged; }
    void setEnlarged(bool enlarged);

    Tile &active() const { return *m_cells[m_active].tile; }
    int activeIndex() const { return static_cast<int>(m_active); }
    Tile &tileAt(int index) const { return *m_cells[static_cast<size_t>(index)].tile; }
    void activate(int index);

    //! Puts a series into a tile of the grid, at one of its pictures.
    void hang(int index, const QString &seriesUid, const ImageList &images, int picture);
    //! The same series has grown, or other images of it are to be seen.
    void grow(const QString &seriesUid, const ImageList &images);
    void setArrival(const QString &seriesUid, const Tile::Arrival &arrival);
    QString seriesIn(int index) const;
    Marks &marks() { return m_marks; }
    QStringList hungSeries() const; //!< of all tiles, also of those that are not seen now
    //! Forgets everything, for another patient: one empty tile.
    void clear();

signals:
    void activeChanged();
    void gridChanged(); //!< or what hangs in it
    void viewChanged(); //!< of the active tile
    void imageShown(const QString &sopUid);
    void seriesStepRequested(int by);
    void seriesDropped(int tile, const QString &seriesUid);
    void fullScreenRequested();
    void leaveRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Cell
    {
        Tile *tile = nullptr;
        QString series;
        ImageList images;
    };
    void add();
    int indexOf(const QObject *tile) const;
    bool isSeen(size_t index) const;
    void place();
    bool takeDrop(int index, QEvent *event);

    FrameLoader &m_loader;
    Marks m_marks;
    IconProvider m_icons;
    std::vector<Cell> m_cells; //!< in the order of the grid, and then those that are not seen
    size_t m_active = 0;
    Grid m_grid;
    bool m_isEnlarged = false;
};

} // namespace viewer
