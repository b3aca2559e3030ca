#pragma once

#include "Workplace.h"

#include <model/Study.h>

namespace network {

// The listing jobs by themselves, for the front door and for work that needs a listing as one of its steps.
// What each promises stands in network/Client.h.

JobPtr<Job<model::PatientList>> startPatientSearch(const WorkplaceDoor &door, const model::PatientQuery &query);
JobPtr<Job<model::StudyList>> startStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query,
                                               model::Route route);
//! `counted`: so many rows the level above tells, where it does.
JobPtr<Job<model::Listing<model::Series>>> startSeriesListing(const WorkplaceDoor &door, const model::StudyUid &study,
                                                              std::optional<int> counted = {});
JobPtr<Job<model::Listing<model::Instance>>> startInstanceListing(const WorkplaceDoor &door,
                                                                  const model::StudyUid &study,
                                                                  const model::SeriesUid &series,
                                                                  std::optional<int> counted = {});
JobPtr<Job<model::Study>> startTreeReading(const WorkplaceDoor &door, const model::StudyUid &study, model::Route route,
                                           const std::optional<model::PatientIdentifier> &patient);

} // namespace network
