#pragma once

#include <viewer_widgets/Keys.h>
#include <viewer_widgets/Tile.h>

#include <array>
#include <utility>

namespace viewer {

inline constexpr std::array toolCommands{
    std::pair{Tile::Tool::Windowing, Command::Windowing}, std::pair{Tile::Tool::Pan, Command::Pan},
    std::pair{Tile::Tool::Zoom, Command::Zoom},           std::pair{Tile::Tool::Scroll, Command::Scroll},
    std::pair{Tile::Tool::Magnifier, Command::Magnifier}, std::pair{Tile::Tool::Distance, Command::Distance},
    std::pair{Tile::Tool::Angle, Command::Angle},         std::pair{Tile::Tool::Ellipse, Command::Ellipse}};

constexpr int lastPreset = 6;

constexpr Command presetCommand(int digit)
{
    return static_cast<Command>(static_cast<int>(Command::Preset0) + digit);
}

//! In the icon family; empty where a command has none.
QString iconOf(Command command);

} // namespace viewer
