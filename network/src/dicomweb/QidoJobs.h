#pragma once

#include "Queries.h"

namespace network {

//! Studies by QIDO-RS: all pages, filtered by patient, dates, modality and accession number, one row a UID.
JobPtr<Job<model::StudyList>> startQidoStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query);
//! Study row, series and instances of one study by QIDO-RS.
JobPtr<Job<model::Study>> startQidoTree(const WorkplaceDoor &door, const model::StudyUid &study,
                                        const std::optional<model::PatientIdentifier> &patient);

} // namespace network
