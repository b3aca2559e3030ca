#pragma once

#include "Workplace.h"

#include <model/Document.h>
#include <network/Client.h>

namespace network {

//! DocumentReference by the forms of spec 6.1 to 6.3, all pages, the forms of one manifest joined.
JobPtr<Job<model::DocumentList>> startDocumentSearch(const WorkplaceDoor &door, const model::DocumentQuery &query);

//! One representation of a document, to disk.
JobPtr<Job<model::FetchedDocument>> startDocumentFetch(const WorkplaceDoor &door, const DocumentRequest &request);
//! The studies that manifests tell of, those that reports name beside them without contents.
JobPtr<Job<model::StudyList>> startDocumentStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query);
//! The tree of a study out of a manifest of it.
JobPtr<Job<model::Study>> startManifestTree(const WorkplaceDoor &door, const model::StudyUid &study,
                                            const std::optional<model::PatientIdentifier> &patient);

} // namespace network
