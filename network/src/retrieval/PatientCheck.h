#pragma once

#include <model/Ledger.h>
#include <network/Client.h>

#include <QString>

#include <optional>

namespace network {

//! Whom a DICOM file names, as text.
struct FilePatient
{
    QString id;        //!< (0010,0020)
    QString name;      //!< (0010,0010) with all its groups
    QString birthDate; //!< (0010,0030), yyyyMMdd
    QString sex;       //!< (0010,0040)
};

//! Compares the patient that the user confirmed with the one that a file names.
//! Match: the file's Patient ID is one of the confirmed identifiers. Explained: it is another or none, and the traits
//! agree (a local identifier, another script, other letter case or diacritics). Conflict: it is another, and a trait
//! contradicts, or there is no trait to compare. Unchecked: the file has neither an identifier nor comparable traits.
model::PatientVerdict compared(const ExpectedPatient &expected, const FilePatient &file);

//! The verdict over two files of one retrieval: a conflict wins, a difference outweighs an agreement.
model::PatientVerdict combined(const std::optional<model::PatientVerdict> &sofar, model::PatientVerdict next);

} // namespace network
