#pragma once

#include "Workplace.h"

#include <model/Document.h>

namespace network {

//! DocumentReference by the forms of spec 6.1 to 6.3, all pages, the forms of one manifest joined.
JobPtr<Job<model::DocumentList>> startDocumentSearch(const WorkplaceDoor &door, const model::DocumentQuery &query);

} // namespace network
