#pragma once

#include "decode/Dataset.h"
#include "decode/FrameData.h"

#include <QColor>

namespace viewer {

//! The look-up table of an item with a descriptor and data; nothing when it is unusable.
std::optional<Lut> lutOf(const Dataset &item, Tag descriptor, Tag data, bool isSigned);

//! The three tables of a palette (PS3.3 C.7.6.3.1.5 and C.7.9), ready to look up.
struct Palette
{
    qint64 first = 0;
    std::vector<QRgb> colours;
};

Result<Palette> paletteOf(const Dataset &data, bool isSigned);

} // namespace viewer
