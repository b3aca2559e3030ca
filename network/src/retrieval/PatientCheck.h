#pragma once

#include <model/PatientComparison.h>
#include <network/Retrieval.h>

#include <QString>

#include <optional>

namespace network {

//! Whom a DICOM file names, as text.
struct FilePatient
{
    QString id;        //!< (0010,0020)
    QString issuer;    //!< (0010,0021)
    QString name;      //!< (0010,0010) with all its groups
    QString birthDate; //!< (0010,0030), yyyyMMdd
    QString sex;       //!< (0010,0040)
};

//! The same as the rows of a list name somebody.
model::StudyPatient namedIn(const FilePatient &file);

//! Compares the patient that the user confirmed with the one that a file names, by model::compare(). A file that names
//! another number and in which nothing speaks for her is a Conflict too.
model::PatientComparison compared(const ExpectedPatient &expected, const FilePatient &file);

//! The verdict over two files of one retrieval: a conflict wins, a difference outweighs an agreement.
model::PatientVerdict combined(const std::optional<model::PatientVerdict> &sofar, model::PatientVerdict next);

} // namespace network
