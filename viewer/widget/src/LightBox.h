#pragma once

#include "Linking.h"
#include "Marks.h"

#include <viewer_widgets/Tile.h>

#include <QElapsedTimer>
#include <QTimer>
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
    static constexpr std::array grids{Grid{1, 1}, Grid{1, 2}, Grid{2, 1}, Grid{1, 3}, Grid{3, 1},
                                      Grid{2, 2}, Grid{2, 3}, Grid{3, 2}, Grid{3, 3}};

    explicit LightBox(FrameLoader &loader, QWidget *parent = nullptr);
    ~LightBox() override;
    void setIconProvider(IconProvider provider);
    void setKeys(const Keys &keys);
    void setCommandStates(const CommandStates &states);
    void setPseudonyms(const Pseudonyms &pseudonyms);
    void setKeyImages(const KeyImages &images);
    //! For the active tile; false for what is not the business of the box.
    bool perform(Command command);

    Grid grid() const { return m_grid; }
    void setGrid(const Grid &grid);
    //! Only the active tile is seen, for a while.
    void setEnlarged(bool enlarged);

    Tile &active() const { return *m_cells[m_active].tile; }
    int activeIndex() const { return static_cast<int>(m_active); }
    Tile &tileAt(int index) const { return *m_cells[static_cast<size_t>(index)].tile; }
    void activate(int index);

    //! Puts a series into a tile of the grid, at one of its pictures; without, where such a series begins, which moves
    //! with what arrives until a hand does something to the tile, or settle().
    void hang(int index, const QString &seriesUid, const ImageList &images, std::optional<int> picture = {});
    //! The same series has grown, or other images of it are to be seen.
    void grow(const QString &seriesUid, const ImageList &images);
    //! What is looked at stays from now on, whatever arrives.
    void settle();
    //! Neither a hand nor settle() has said yet that it stays.
    bool isBeginning(int index) const { return m_cells[static_cast<size_t>(index)].isBeginning; }
    void setArrival(const QString &seriesUid, const Tile::Arrival &arrival);
    QString seriesIn(int index) const;
    Marks &marks() { return m_marks; }
    QStringList hungSeries() const; //!< of all tiles, also of those that are not seen now
    //! Tiles are scrolled together: by position where they share a frame of reference, else as far as the leader goes.
    //! Those that are, are zoomed and moved together as well.
    bool isLinked() const { return m_isLinked; }
    void setLinked(bool linked);
    //! The plane of the active tile is drawn where it cuts the others.
    bool hasReferenceLines() const { return m_hasLines; }
    void setReferenceLines(bool drawn);
    //! Between the pixels of an enlarged picture values are made up; else each pixel is a square.
    bool isSmooth() const { return m_isSmooth; }
    void setSmooth(bool smooth);
    //! The active tile runs through the frames of its file, or its series, at the rate that the file wants unless a
    //! hand has chosen another.
    bool isPlaying() const { return m_playing != nullptr; }
    bool isPlayingBackwards() const { return isPlaying() && m_isBackwards; }
    void setPlaying(bool playing, bool backwards = false);
    //! Pictures a second of the active tile, now and as its file wants them; nothing where there is no film.
    std::optional<double> filmRate() const;
    std::optional<double> fileRate() const;
    //! Nothing: as the file wants. A film that runs goes on.
    void setFilmRate(std::optional<double> rate);
    void stepFilmRate(int by); //!< along the usual rates

    //! Forgets everything, for another patient: one empty tile.
    void clear();

signals:
    void activeChanged();
    void gridChanged();  //!< or what hangs in it
    void viewChanged();  //!< of the active tile
    void touched();      //!< a hand has done something to a tile
    void linksChanged(); //!< tiles are linked, lines drawn, pixels smoothed or a film runs, or no longer
    void imageShown(const QString &sopUid);
    void seriesStepRequested(int by);
    void seriesDropped(int tile, const QString &seriesUid);
    void fullScreenRequested();
    void leaveRequested();
    void commandRequested(viewer::Command command);

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
        std::optional<Planes> planes; //!< of the images, once somebody asked
        int since = 0;                //!< its picture when linking began
        std::optional<Plane> sincePlane;
        bool isLinked = false;      //!< it follows the active one, and that one follows it
        std::optional<double> rate; //!< at which a hand wants it to run
        bool isBeginning = false;   //!< nobody has said where it begins
    };
    void add();
    int indexOf(const QObject *tile) const;
    bool isSeen(size_t index) const;
    void place();
    bool takeDrop(int index, QEvent *event);

    const Planes &planesIn(Cell &cell);
    bool hasPlane(Cell &cell); //!< of the picture looked at
    Following followingOf(Cell &leader, Cell &follower);
    void tileScrolled(Tile *tile);
    void tileMoved(Tile *tile);
    void touch(int index); //!< by a hand
    void goTo(Tile &tile, int picture);
    void goToImage(const Cell &cell, const QString &sopUid, int frame);
    void beginLinks(size_t leader);
    void lead(size_t leader);
    void followNext();
    void drawLines();
    bool hasSeveralPatients() const; //!< among the tiles that are seen
    void showRemarks();

    struct Film
    {
        int begin = 0, end = 0; //!< pictures
        double rate = 0;        //!< a second
        friend bool operator==(const Film &, const Film &) = default;
    };
    static double rateOfFile(const Cell &cell);
    Film filmIn(const Cell &cell) const;
    void startFilm(const Film &film);
    void countShown();
    void playNext();

    FrameLoader &m_loader;
    Marks m_marks;
    IconProvider m_icons;
    Keys m_keys;
    CommandStates m_states;
    bool m_isSmooth = true;
    Pseudonyms m_pseudonyms;
    KeyImages m_keyImages;
    std::vector<Cell> m_cells; //!< in the order of the grid, and then those that are not seen
    size_t m_active = 0;
    Grid m_grid;
    bool m_isEnlarged = false;

    bool m_isLinked = false;
    bool m_hasLines = false;
    bool m_isOwnStep = false; //!< a tile is scrolled by this, not by a hand
    size_t m_leader = 0;
    std::vector<size_t> m_followers; //!< that have not followed yet
    QTimer m_follow;

    Tile *m_playing = nullptr;
    Film m_film;
    int m_filmFrom = 0;
    bool m_isBackwards = false;
    QElapsedTimer m_filmClock;
    QElapsedTimer m_shownClock;
    int m_shown = 0;                   //!< different pictures since then
    std::optional<double> m_shownRate; //!< of them in a second, where it is less than wanted
    QTimer m_filmTimer;
};

} // namespace viewer
