//! The decoder helper: it is started by the workstation with a socket as its descriptor 3, locks itself in and decodes
//! what comes over the socket until that is closed. Nothing else of the machine is within its reach.

#include "Sandbox.h"

#include <viewer_codecs/Codecs.h>

#include <malloc.h>
#include <unistd.h>

namespace {

constexpr int workstation = 3;
//! The most that glibc takes from its heap rather than from the kernel.
constexpr int largestBlock = 32 * 1024 * 1024;

} // namespace

int main()
{
    ::close_range(workstation + 1, ~0U, 0);
    // Frames of a series are alike: what one needed the next one needs too, and getting pages from the kernel again for
    // each costs as much as some codecs take.
    ::mallopt(M_MMAP_THRESHOLD, largestBlock);
    ::mallopt(M_TRIM_THRESHOLD, 2 * largestBlock);
    viewer::prepareCodecs();
    if (!viewer::lockIn(viewer::Work::Frames))
        return 1;
    viewer::serveFrames(workstation, [](const viewer::CompressedFrame &frame, const std::stop_token &) {
        return viewer::decodeCompressed(frame);
    });
    return 0;
}
