#pragma once

#include "RemoteJob.h"

#include <network/Result.h>

namespace network {

//! What a FHIR server says of itself in /metadata. Servers say less than they do: an absent name proves nothing.
struct Capabilities
{
    QString fhirVersion;
    QString software;
    QStringList resources;       //!< types, in the server's order
    bool patientMatch = false;   //!< Patient/$match is offered
    QStringList studyParameters; //!< search parameters of ImagingStudy
};

//! Reads a CapabilityStatement of any release; anything else is Malformed.
Result<Capabilities> capabilitiesIn(const QByteArray &body);
//! GET /metadata, asked once a Client.
JobPtr<Job<Capabilities>> startCapabilitiesReading(const WorkplaceDoor &door);

} // namespace network
