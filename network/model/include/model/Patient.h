#pragma once

#include <model/Note.h>

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace model {

//! A business identifier: the assigning authority as URI (for example urn:oid:2.999.10.1) and the value.
struct PatientIdentifier
{
    QString system;
    QString value;

    //! Reads "SYSTEM|VALUE"; nothing when either side is empty.
    static std::optional<PatientIdentifier> parse(QStringView text);
    friend bool operator==(const PatientIdentifier &, const PatientIdentifier &) = default;
};

//! What to look for. Empty members are not sent.
struct PatientQuery
{
    std::optional<PatientIdentifier> identifier;
    QString name;
    QString family;
    QString given;
    QDate birthDate;
    QString gender; //!< FHIR AdministrativeGender code
    //! Patient/$match instead of a search (ITI-119): the server compares all that is given and answers only when it is
    //! certain.
    bool match = false;

    friend bool operator==(const PatientQuery &, const PatientQuery &) = default;
};

//! A patient as one server describes it, letter case and script as received.
struct Patient
{
    QString id; //!< logical id of the resource at that server
    QList<PatientIdentifier> identifiers;
    QString family;
    QStringList given;
    QString birthDate; //!< FHIR date as received: may be a year or a month only
    QString gender;    //!< FHIR AdministrativeGender code
    bool active = true;
    QString replacedBy; //!< reference of the record that replaces this one, if the server says so
    QString matchGrade; //!< of Patient/$match: certain, probable, possible or certainly-not; empty when not told
    std::optional<double> matchScore; //!< 0 to 1, of Patient/$match or a search that rates its rows

    friend bool operator==(const Patient &, const Patient &) = default;
};

struct PatientList
{
    QList<Patient> patients;
    bool truncated = false;
    QList<Note> notes;
    int leftOut = 0; //!< came, but are not among those asked for
};

} // namespace model
