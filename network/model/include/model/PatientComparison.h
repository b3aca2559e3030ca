#pragma once

#include <model/Ledger.h>
#include <model/Patient.h>
#include <model/Study.h>

#include <QStringList>

namespace model {

//! What a comparison of two written names can say.
enum class NameAgreement { Same, Different, NotComparable };

//! The parts of a name, folded: no case, no accents, no order, one spelling for ä, ae and a. A DICOM PN (one group of
//! it; prefix and suffix do not count) and a FHIR text of the same person give the same set.
QStringList namePartsIn(const QString &name);

//! Whether `rest` is what is left of `whole` when every letter that Latin-1 cannot write is dropped, as some archives
//! do unless told otherwise.
bool isLeftOver(const QString &whole, const QString &rest);

//! The names agree when all parts of the shorter one are in the longer one, an initial standing for its name. Groups of
//! a PN are other spellings of one name: it is enough that one agrees. A name in another script cannot be compared, nor
//! one that has lost letters.
NameAgreement compareNames(const QString &a, const QString &b);

//! Whether two numbers of people are the same: they are written with blanks, hyphens, dots and slashes or without, in
//! capitals or not. No number is the same as none.
bool isSameNumber(const QString &a, const QString &b);

//! Whether two texts name one assigning authority: an OID with its prefix or without, a URI, or one and the same word.
bool isSameAuthority(const QString &a, const QString &b);

//! The authority as a FHIR system: an OID gets its prefix, whose letters are small; everything else stays as it is.
QString systemOf(const QString &authority);

//! Whether a number can be the identifier. Of the authority only an OID or a URI says something: "HOSP" and an issuer
//! that is not told speak for none and against none.
bool isNumberOf(const PatientIdentifier &identifier, const QString &number, const QString &issuer);

//! The logical id in "Patient/x", also where a version stands behind it; empty for a reference to another address, of
//! which nobody can say whose record it is.
QString recordIn(const QString &reference);

//! How somebody whom a row or a file names compares with the confirmed patient.
struct PatientComparison
{
    PatientVerdict verdict = PatientVerdict::Unchecked;
    QString field; //!< the first field that differs: "birthDate", "sex", "name", "identifier" or "record"; empty: none
    QString value; //!< what the other says there; for the screen only, never for a log or a note

    friend bool operator==(const PatientComparison &, const PatientComparison &) = default;
};

//! Only what both sides tell is compared; a date may be a year or a month alone. Names are compared without regard to
//! case, accents and order, and not at all between scripts. A local identifier that differs is expected across a border
//! and is explained when the other traits agree; one and the same number does not outweigh another birth date or sex.
//! A number that differs and nothing that speaks for her is Unchecked with the field "identifier". Another record of
//! the server may be linked to hers or replaced by it, which nobody here can tell: with nothing that speaks for her it
//! is a Conflict, to be looked at.
PatientComparison compare(const PatientIdentifier &identifier, const Patient &confirmed, const StudyPatient &named);
//! The gravest comparison of all whom the study names.
PatientComparison compare(const PatientIdentifier &identifier, const Patient &confirmed, const Study &study);

//! Adds somebody whom a row of the study names. What tells the same number and contradicts in nothing completes what is
//! known; everybody else is kept beside, so that a stranger is not lost in the merge.
void addPatient(Study &study, const StudyPatient &named);
//! Adds all whom another row of the same study names.
void addPatients(Study &study, const Study &other);

} // namespace model
