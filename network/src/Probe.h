#pragma once

#include "Workplace.h"

#include <network/Client.h>

namespace network {

//! What Client::probe() promises.
JobPtr<ProbeJob> startProbe(const WorkplaceDoor &door);

} // namespace network
