#pragma once

#include "RemoteJob.h"

#include <network/Client.h>

namespace network {

//! Starts what Client::retrieve() promises.
JobPtr<RetrievalJob> startRetrieval(const WorkplaceDoor &door, const RetrievalRequest &request);

} // namespace network
