#pragma once

namespace viewer {

//! Takes everything from this process that decoding does not need: network, files, other processes, new descriptors
//! but memory, and more than two gigabytes. A forbidden call ends the process. False when that cannot be had.
bool lockIn();

} // namespace viewer
