#pragma once

#include "decode/Dataset.h"

#include <viewer/Image.h>

#include <QString>

namespace viewer {

//! The largest frame that is decoded.
constexpr qint64 largestFrame = 1024LL * 1024 * 1024;
constexpr int mostFrames = 1'000'000;

//! What the image pixel module (PS3.3 C.7.6.3) says, checked.
struct PixelDescription
{
    int rows = 0, columns = 0, frames = 1;
    int samples = 1;
    int allocated = 8, stored = 8, highBit = 7;
    bool isSigned = false;
    bool planar = false; //!< one plane a colour
    QString photometric;

    qint64 pixels() const { return static_cast<qint64>(rows) * columns; }
    bool isHalfChroma() const { return photometric == QLatin1String("YBR_FULL_422"); }
};

Result<PixelDescription> describePixels(const Dataset &data);

//! What turns stored values into values with a meaning, of the file and of one frame of an enhanced object.
struct Transformation
{
    double slope = 1, intercept = 0;
    QList<Window> windows;
    QString unit;
};

Transformation transformationOf(const Dataset &data, int frame);

//! The item of a functional group (PS3.3 C.7.6.16) that holds for a frame: its own, else the shared one.
std::optional<Dataset> functionalGroup(const Dataset &data, Tag group, int frame);

} // namespace viewer
