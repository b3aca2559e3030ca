#pragma once

#include "decode/FrameData.h"

namespace viewer {

//! Puts over a picture of a frame what lies over it (white where overlay planes draw) and hides what a shutter hides.
void drawSurround(QImage &picture, const Frame::Data &frame, const Rendering &rendering);

//! An overlay mask at 1/\a factor of its size: a square in which anything is drawn is drawn, so that thin lines stay.
QByteArray reducedMask(const QByteArray &mask, int rows, int columns, int factor);

} // namespace viewer
