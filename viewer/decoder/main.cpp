//! The decoder helper: it is started by the workstation with a socket as its descriptor 3, locks itself in and decodes
//! what comes over the socket until that is closed. Nothing else of the machine is within its reach.

#include "Sandbox.h"

#include <viewer_codecs/Codecs.h>

#include <unistd.h>

namespace {

constexpr int workstation = 3;

} // namespace

int main()
{
    ::close_range(workstation + 1, ~0U, 0);
    viewer::prepareCodecs();
    if (!viewer::lockIn(viewer::Work::Frames))
        return 1;
    viewer::serveFrames(workstation, [](const viewer::CompressedFrame &frame, const std::stop_token &) {
        return viewer::decodeCompressed(frame);
    });
    return 0;
}
