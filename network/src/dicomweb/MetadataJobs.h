#pragma once

#include "Queries.h"

namespace network {

//! GET …/metadata of WADO-RS (spec 4.4): the tree of a study, or of one of its series, as the objects themselves tell
//! it. The costliest listing, so the last to be asked for, but one request for all levels.
JobPtr<Job<model::Study>> startMetadataReading(const WorkplaceDoor &door, const model::StudyUid &study,
                                               const std::optional<model::SeriesUid> &series);

} // namespace network
