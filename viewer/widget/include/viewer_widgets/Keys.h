#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <array>
#include <optional>

class QKeyEvent;

namespace viewer {

//! What a key, a tool or a line of a menu does in the light box.
enum class Command {
    PreviousImage,
    NextImage,
    FirstImage,
    LastImage,
    PreviousSeries,
    NextSeries,
    PreviousTile,
    NextTile,
    Windowing,
    Pan,
    Zoom,
    Scroll,
    Magnifier,
    Distance,
    Angle,
    Ellipse,
    Preset0, //!< automatic; those that follow are in the order of Tile::applyPreset()
    Preset1,
    Preset2,
    Preset3,
    Preset4,
    Preset5,
    Preset6,
    Invert,
    RotateRight,
    RotateLeft,
    FlipHorizontally,
    FlipVertically,
    ZoomIn,
    ZoomOut,
    Fit,
    ActualSize,
    Texts,
    Cine,
    CineBackwards,
    CineSlower,
    CineFaster,
    Link,
    ReferenceLines,
    Smooth,
    KeyImage,
    KeyImagesOnly,
    Layout,
    Compare,
    Tags,
    OpenWith,
    FullScreen,
    Reset,
    Back
};

//! Which key does what. There is a map of our own and one for the hands of those who come from Weasis or OHIF: what
//! those viewers have lies where they have it, the rest where it is free.
class Keys
{
public:
    enum class Map { Borderlight, Weasis, Ohif };
    static constexpr std::array maps{Map::Borderlight, Map::Weasis, Map::Ohif};

    Keys(Map map = Map::Borderlight) : m_map(map) {}
    Map map() const { return m_map; }

    std::optional<Command> commandOf(const QKeyEvent &event) const;
    QList<QKeySequence> keysOf(Command command) const;
    //! The first of them in the words of the desktop; empty where no key does it.
    QString keyOf(Command command) const;
    //! For tool tips: "Invert, I".
    QString withKey(Command command) const;
    //! For menus, where the key stands at the right.
    QString besideKey(Command command) const;

    static QList<Command> commands(); //!< in the order in which one looks for them
    static QString words(Command command);
    static QString name(Map map);
    //! For settings.
    static QString id(Map map);
    static Map fromId(const QString &id);

private:
    Map m_map;
};

} // namespace viewer
