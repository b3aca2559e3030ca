#pragma once

#include <model/Patient.h>
#include <model/Study.h>

#include <QDate>
#include <QString>
#include <QStringList>
#include <QTime>

#include <chrono>

namespace window {

//! The month in letters.
QString readableDate(const QDate &date);
//! A FHIR date in the user's words, with an age; a year or a month alone stays what it is.
QString born(const QString &fhirDate);
//! "68 y"; empty without a date.
QString age(const QString &fhirDate);
//! "Family, Given", as received.
QString readableName(const model::Patient &patient);
//! Of a FHIR AdministrativeGender code.
QString readableGender(const QString &code);
//! A name as DICOM writes it, "Family^Given^Middle", in the form of readableName().
QString readableDicomName(const QString &name);
//! M, F, O of DICOM.
QString readableSex(const QString &code);
//! What a file, a report or a study says of a patient in a field of model::PatientComparison.
QString readableTrait(const QString &field, const QString &value);
//! The confirmed patient and another one, line by line.
enum class NamedIn { File, Report };
QString besideConfirmed(const model::Patient &confirmed, const model::StudyPatient &other, NamedIn where);
//! 24 hours in every language, as clinics write it.
QString clock(const QTime &time);
QString seconds(std::chrono::milliseconds time);
//! "210, 211 and 212"; of many the first few.
QString listed(const QStringList &names);
//! What people call a field of a patient's comparison, within a sentence.
QString fieldWord(const QString &field);
//! What people call a field about which routes disagree.
QString differenceWord(const QString &field);
//! Type and date: how a study is called outside of its list.
QString titleOf(const model::Study &study);
//! The same for what is kept on disk, which may be read in another language: its date is ISO.
QString keptTitleOf(const model::Study &study);
//! A kept title as it is shown.
QString titleInWords(const QString &kept);

} // namespace window
