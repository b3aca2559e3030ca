#pragma once

#include <QDate>
#include <QString>

namespace ui {

//! A count with its thousands apart: 1 024.
QString number(qint64 value);
//! `translated` is the outcome of tr("… %n …", nullptr, value); sets the thousands in it apart.
QString grouped(const QString &translated, qint64 value);
//! 403 MB, 0.5 MB.
QString byteText(qint64 bytes);
//! The month in letters, so that no date can be read in two ways: 14 Mar 1958.
QString dateText(const QDate &date);
//! The same with two digits for the day, for columns.
QString columnDateText(const QDate &date);
//! A FHIR date as received (year, month or day): 1958, Mar 1958, 14 Mar 1958; anything else unchanged.
QString fhirDateText(const QString &date);
//! Reads what people type for a date, month in letters or in figures, in the order of the locale; invalid when unsure.
QDate dateIn(const QString &text);
//! The word for a FHIR gender code; an unknown code unchanged.
QString genderText(const QString &code);
//! Letters without case and marks, for comparing names across spellings.
QString folded(const QString &text);

} // namespace ui
