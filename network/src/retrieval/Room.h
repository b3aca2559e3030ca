#pragma once

#include <network/Retrieval.h>

namespace network {

//! What is free on the disk of this folder, or of the nearest one above it that exists.
model::Room roomIn(const QString &folder);

//! What one picture is taken for where nothing tells its size: half a megabyte, a CT slice.
constexpr qint64 usualInstance = 512 * 1024;
//! Beside the pixels.
constexpr qint64 usualHead = 4 * 1024;

} // namespace network
