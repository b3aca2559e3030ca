#pragma once

#include <viewer/Image.h>

namespace viewer {

//! Two files with the SOP instance UID of one image.
struct Twins
{
    FileHeader here, other;
};

//! Which of them is looked at.
struct TwinChoice
{
    Twins twins;
    bool areCopies = false; //!< byte for byte
    bool isOther = false;   //!< the other one takes the place of the one that is here
};

//! The one that can be decoded; of two alike the one whose path comes first, so that it does not depend on which was
//! read first. Reads both files.
TwinChoice chosenOf(const Twins &twins, const FrameDecoder &decoder);

} // namespace viewer
