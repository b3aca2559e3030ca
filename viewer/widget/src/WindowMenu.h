#pragma once

class QMenu;

namespace viewer {

class Keys;
class Tile;

//! Whether what is looked at is one of the images that the presentation state of the tile is made for.
bool isStateShown(const Tile &tile);

//! The windows that a tile can be given: the presets with their keys, and what the file has, where it has more than
//! one.
void addWindows(QMenu &menu, Tile &tile, const Keys &keys);

} // namespace viewer
