#pragma once

#include <viewer/Geometry.h>
#include <viewer_widgets/Tile.h>

#include <optional>

namespace viewer {

using Planes = QList<std::optional<Plane>>;

//! The plane of each picture of a series, frame by frame as they are looked at; nothing where the file does not say it.
Planes planesOf(const ImageList &images);

//! How far one series is scrolled: all its planes, and the picture looked at, now and when linking began.
struct Scrolled
{
    const Planes &planes;
    int picture = 0;
    int since = 0;
    std::optional<Plane> sincePlane; //!< of that picture, which need not be among the planes any more
};

//! What a linked tile does when another one is scrolled.
struct Following
{
    enum class By { Nothing, Position, Distance, Steps };
    By by = By::Nothing;
    int picture = -1;    //!< where it goes; -1: there is nothing at this position, it stays
    bool isThere = true; //!< else it goes to what is nearest, which is not what the leading one shows
};

//! In one frame of reference the nearest plane along the normal of the leading picture, if any is within reach of it;
//! pictures that are not parallel do not follow. In different ones, as many mm along the normal as the leading picture
//! has gone since linking began, however thick the slices are and in whatever order they lie, or to the nearest there
//! is. As many pictures only where neither of them has planes.
Following following(const Scrolled &leader, const Scrolled &follower);

} // namespace viewer
