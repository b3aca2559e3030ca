#pragma once

#include "decode/Dataset.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <QString>

namespace viewer {

constexpr int mostFrames = 1'000'000;

Result<PixelDescription> describePixels(const Dataset &data);

//! The windows of a data set that can be drawn, first first.
QList<Window> windowsOf(const Dataset &data);

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
