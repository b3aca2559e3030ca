#pragma once

#include "Queries.h"

#include <network/Endpoint.h>

namespace network {

//! Reads a CapabilityStatement of any release; anything else is Malformed.
Result<Capabilities> capabilitiesIn(const QByteArray &body);
//! GET /metadata, asked once a Client.
JobPtr<Job<Capabilities>> startCapabilitiesReading(const WorkplaceDoor &door);

} // namespace network
