#include "AskedPatient.h"

#include <model/PatientComparison.h>

namespace network {

bool AskedPatient::wasIgnored(const QStringList &filters)
{
    return std::any_of(filters.cbegin(), filters.cend(),
                       [](const QString &name) { return name.startsWith(u"patient") || name.startsWith(u"subject"); });
}

model::Note AskedPatient::leftOut()
{
    return {model::Note::Kind::IgnoredFilter,
            QStringLiteral("The server does not search by patient in this form; rows that cannot be shown "
                           "to be of this patient were left out.")};
}

model::Note AskedPatient::ofOtherRecords(qsizetype count)
{
    return {
        model::Note::Kind::PatientDiffers,
        count == 1
            ? QStringLiteral("1 row is of another patient record than the one asked for; it may be linked to hers, or "
                             "somebody else's.")
            : QStringLiteral(
                  "%1 rows are of another patient record than the one asked for; it may be linked to hers, or "
                  "somebody else's.")
                  .arg(count)};
}

bool AskedPatient::isNamed(const model::StudyPatient &named, const QString &subject) const
{
    if (m_identifier && model::isNumberOf(*m_identifier, named.id, named.issuer))
        return true;
    const QString reference = QStringLiteral("Patient/") + m_resourceId;
    return !m_resourceId.isEmpty() &&
           (subject == reference || subject.endsWith(u'/' + reference) || model::recordIn(subject) == m_resourceId);
}

bool AskedPatient::isOfAnotherRecord(const model::StudyPatient &named, const QString &subject) const
{
    return !m_resourceId.isEmpty() && !model::recordIn(subject).isEmpty() && !isNamed(named, subject);
}

bool AskedPatient::isAnother(const model::StudyPatient &named) const
{
    return m_identifier && !named.id.isEmpty() && !model::isSameNumber(named.id, m_identifier->value) &&
           model::isSameAuthority(named.issuer, m_identifier->system);
}

} // namespace network
