#pragma once

#include <model/Patient.h>
#include <ui/Verdict.h>

#include <QList>

namespace ui {

//! One line of "is this your patient?".
struct ComparedTrait
{
    QString name;
    QString asked;
    QString answered;
    Verdict verdict; //!< Pass: same; Info: same as far as it can be told; Fail: differs; Unknown: nothing to compare
    QString word;
    bool mono = false; //!< an identifier
};

//! Puts what was asked beside what came back. Names are compared without case and marks, dates as far as they are told.
QList<ComparedTrait> compare(const model::PatientQuery &asked, const model::Patient &answered,
                             const QString &identifierLabel);

} // namespace ui
