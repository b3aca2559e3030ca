#pragma once

#include "decode/FrameData.h"

#include <vector>

namespace viewer {

//! Puts over a picture of a frame what lies over it (white where overlay planes draw) and hides what a shutter hides.
void drawSurround(QImage &picture, const Frame::Data &frame, const Rendering &rendering);

//! An overlay mask at 1/\a factor of its size: a square in which anything is drawn is drawn, so that thin lines stay.
QByteArray reducedMask(const QByteArray &mask, int rows, int columns, int factor);

//! Sets \a open to 1 for the pixels of a row that a shutter leaves open, else to 0.
void findOpenIn(int row, const Frame::Data &frame, const Shutter &shutter, double pixelAspect, std::vector<char> &open);

} // namespace viewer
