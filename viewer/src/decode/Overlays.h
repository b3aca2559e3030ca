#pragma once

#include "decode/Dataset.h"

#include <QByteArray>

namespace viewer {

//! How many overlay planes a file has (PS3.3 C.9.2), by where their bits are.
struct OverlayCount
{
    int apart = 0;    //!< in bits of their own: these are drawn
    int inPixels = 0; //!< in unused bits of the pixels, as ACR-NEMA had it: these are not
};
OverlayCount overlaysOf(const Dataset &data);

//! All planes that lie over a frame, as one mask of rows by columns: 255 where something is drawn, else 0. Empty when
//! there is nothing to draw; a plane whose bits are missing draws what is there.
QByteArray overlayMask(const Dataset &data, int frame, int rows, int columns);

} // namespace viewer
