#pragma once

#include "Queries.h"

namespace network {

//! Why nothing can be asked of an endpoint without FHIR address.
Error noFhirBase();

//! ImagingStudy by the forms of spec 3.2 and 3.4, all pages, endpoints resolved, several resources of one study merged.
JobPtr<Job<model::StudyList>> startFhirStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query);

} // namespace network
