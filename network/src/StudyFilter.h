#pragma once

#include <model/Study.h>

namespace network {

//! What FHIR means by a match of strings: each part of the name that was asked for begins a part that is there.
bool beginsName(const QString &asked, const QString &there);

//! The query with its business identifier read as what every route knows: a Study Instance UID or an accession number.
model::StudyQuery withNumbersRead(model::StudyQuery query);

//! Whether the identifier of such a query stands in no other of its members, because an accession number was asked for
//! beside it.
bool hasFurtherNumber(const model::StudyQuery &read);

//! Notes (IgnoredFilter) on what was asked for and is not told by every one of these rows, of a route that has no
//! search by it: Study ID and referrer.
QList<model::Note> notesOnUntold(const QList<model::Study> &studies, const model::StudyQuery &query);

//! Whether a study is one that was asked for, as far as its row can tell: dates, times, modality, numbers, referrer,
//! series and SOP classes. What a row does not say does not speak against it.
bool fits(const model::Study &study, const model::StudyQuery &query);

} // namespace network
