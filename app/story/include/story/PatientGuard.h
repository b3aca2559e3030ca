#pragma once

#include <model/Ledger.h>
#include <model/Study.h>
#include <network/Client.h>

namespace story {

//! How a row's patient compares with the confirmed one.
struct PatientComparison
{
    model::PatientVerdict verdict = model::PatientVerdict::Unchecked;
    QString field; //!< the first field that differs: "birthDate", "sex", "name" or "identifier"; empty when none does
    QString value; //!< what the row says there; for the screen only, never for a log or a note

    friend bool operator==(const PatientComparison &, const PatientComparison &) = default;
};

//! Compares what a row names with the confirmed patient. Only what both sides tell is compared; a date may be a year or
//! a month alone. Names are compared without regard to case, accents and order, and not at all between scripts. A local
//! identifier that differs is expected across a border and is explained when the other traits agree.
PatientComparison compare(const network::ExpectedPatient &confirmed, const model::StudyPatient &row);

} // namespace story
