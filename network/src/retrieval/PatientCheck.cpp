#include "PatientCheck.h"

#include <algorithm>

namespace network {

using model::PatientVerdict;

namespace {

//! yyyyMMdd, or yyyy.MM.dd as ACR-NEMA had it (PS3.5 section 6.2), as far as it is told; empty when it is no date.
QString birthDateIn(QString text)
{
    text.remove(u'.');
    text = text.trimmed();
    const bool isNumber = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isNumber || (text.size() != 4 && text.size() != 6 && text.size() != 8))
        return {};
    QStringList pieces{text.first(4)};
    for (qsizetype at = 4; at < text.size(); at += 2)
        pieces << text.sliced(at, 2);
    return pieces.join(u'-');
}

} // namespace

model::StudyPatient namedIn(const FilePatient &file)
{
    return {file.id, file.issuer, file.name, birthDateIn(file.birthDate), file.sex};
}

model::PatientComparison compared(const ExpectedPatient &expected, const FilePatient &file)
{
    auto comparison = model::compare(expected.identifier, expected.confirmed, namedIn(file));
    // A row may be shown with a question mark. A file is hers only if something in it says so.
    if (comparison.verdict == PatientVerdict::Unchecked && comparison.field == QLatin1String("identifier"))
        comparison.verdict = PatientVerdict::Conflict;
    return comparison;
}

PatientVerdict combined(const std::optional<PatientVerdict> &sofar, PatientVerdict next)
{
    if (!sofar || *sofar == next)
        return next;
    if (*sofar == PatientVerdict::Conflict || next == PatientVerdict::Conflict)
        return PatientVerdict::Conflict;
    return PatientVerdict::Explained;
}

} // namespace network
