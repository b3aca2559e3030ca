#pragma once

#include <model/Study.h>

namespace network {

//! Whether a study is one that was asked for, as far as its row can tell: dates, modality, accession number, UID.
//! What a row does not say does not speak against it.
bool fits(const model::Study &study, const model::StudyQuery &query);

} // namespace network
