#pragma once

#include <ui/Figures.h>

#include <QDate>
#include <QList>
#include <QString>

namespace ui {

//! 403 MB, 0.5 MB.
QString byteText(qint64 bytes);
//! The month in letters, so that no date can be read in two ways: 14 Mar 1958.
QString dateText(const QDate &date);
//! A FHIR date as received (year, month or day): 1958, Mar 1958, 14 Mar 1958; anything else unchanged.
QString fhirDateText(const QString &date);
//! The dates that what somebody typed can mean, the locale's own order first: none where it is no date, two where
//! figures alone leave open which is the month.
QList<QDate> datesIn(const QString &text);
//! The one date that a text means; invalid when unsure.
QDate dateIn(const QString &text);
//! The word for a FHIR gender code; an unknown code unchanged.
QString genderText(const QString &code);
//! Letters without case and marks, for comparing names across spellings.
QString folded(const QString &text);

} // namespace ui
