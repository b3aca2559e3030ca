#pragma once

#include <viewer/Decoders.h>

#include <optional>

namespace viewer {

//! What goes between the workstation and a helper: one small message a direction, with a memory file (memfd_create)
//! that holds the bytes. Both ends are always of the same build, so structures go as they lie in memory; what a helper
//! says is checked all the same, for it may be in a stranger's hands.

//! True when the frame went out whole.
bool sendFrame(int socket, const CompressedFrame &frame);
//! Nothing when the other end is gone or does not make sense.
std::optional<CompressedFrame> receiveFrame(int socket);

bool sendAnswer(int socket, const Result<DecodedFrame> &answer);
//! Nothing when the other end is gone or does not make sense for this frame.
std::optional<Result<DecodedFrame>> receiveAnswer(int socket, const CompressedFrame &request);

} // namespace viewer
