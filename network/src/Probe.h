#pragma once

#include "Workplace.h"

#include <network/Client.h>

namespace network {

//! What Client::probe() promises.
JobPtr<Job<QList<Check>>> startProbe(const WorkplaceDoor &door);

} // namespace network
