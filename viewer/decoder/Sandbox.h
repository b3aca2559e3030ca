#pragma once

namespace viewer {

//! What a helper is there for.
enum class Work {
    Frames, //!< decoding pixels, for which no file is needed
    Pages   //!< drawing pages, for which fonts are read
};

//! Takes everything from this process that decoding does not need: network, files, other processes, new descriptors
//! but memory, and more than two gigabytes. A forbidden call ends the process; one that draws pages is refused it, and
//! may read files, where the kernel can tell them apart those of fonts alone. False when that cannot be had.
bool lockIn(Work work);

} // namespace viewer
