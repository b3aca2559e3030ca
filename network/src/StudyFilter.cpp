#include "StudyFilter.h"

#include <model/PatientComparison.h>

#include <algorithm>

namespace network {

bool beginsName(const QString &asked, const QString &there)
{
    const QStringList parts = model::namePartsIn(there);
    const QStringList wanted = model::namePartsIn(asked);
    return std::all_of(wanted.begin(), wanted.end(), [&parts](const QString &beginning) {
        return std::any_of(parts.begin(), parts.end(),
                           [&beginning](const QString &part) { return part.startsWith(beginning); });
    });
}

model::StudyQuery withNumbersRead(model::StudyQuery query)
{
    const QString system = query.identifier.section(u'|', 0, -2);
    const QString value = query.identifier.section(u'|', -1);
    const auto uid = system == u"urn:dicom:uid" || value.startsWith(u"urn:oid:", Qt::CaseInsensitive)
                         ? model::StudyUid::parse(value)
                         : std::nullopt;
    if (uid && !query.study)
        query.study = uid;
    else if (!uid && query.accession.isEmpty())
        query.accession = value;
    return query;
}

bool hasFurtherNumber(const model::StudyQuery &read)
{
    const QString value = read.identifier.section(u'|', -1);
    const auto uid = model::StudyUid::parse(value);
    return !value.isEmpty() && value != read.accession && !(uid && uid == read.study);
}

QList<model::Note> notesOnUntold(const QList<model::Study> &studies, const model::StudyQuery &query)
{
    QList<model::Note> notes;
    const auto look = [&](const QString &parameter, const QString &asked, QString model::Study::*told) {
        if (!asked.isEmpty() && std::any_of(studies.begin(), studies.end(),
                                            [told](const model::Study &study) { return (study.*told).isEmpty(); }))
            notes.append(
                {model::Note::Kind::IgnoredFilter,
                 QStringLiteral("Not every row tells %1; those that do not are listed as well.").arg(parameter),
                 parameter});
    };
    look(QStringLiteral("study-id"), query.studyId, &model::Study::studyId);
    look(QStringLiteral("referrer"), query.referrer, &model::Study::referrer);
    return notes;
}

bool fits(const model::Study &study, const model::StudyQuery &query)
{
    if (query.from.isValid() && study.date.isValid() && study.date < query.from)
        return false;
    if (query.to.isValid() && study.date.isValid() && study.date > query.to)
        return false;
    if (!query.modality.isEmpty() && !study.modalities.isEmpty() &&
        !study.modalities.contains(query.modality, Qt::CaseInsensitive))
        return false;
    if (!query.accession.isEmpty() && !study.accessions.isEmpty() && !study.accessions.contains(query.accession))
        return false;
    if (query.from.isValid() && query.fromTime.isValid() && study.date == query.from && study.time.isValid() &&
        study.time < query.fromTime)
        return false;
    if (query.to.isValid() && query.toTime.isValid() && study.date == query.to && study.time.isValid() &&
        study.time > query.toTime)
        return false;
    if (!query.studyId.isEmpty() && !study.studyId.isEmpty() && study.studyId != query.studyId)
        return false;
    if (!query.referrer.isEmpty() && !study.referrer.isEmpty() && !beginsName(query.referrer, study.referrer))
        return false;
    if (query.series && !study.series.isEmpty() &&
        std::none_of(study.series.begin(), study.series.end(),
                     [&query](const model::Series &series) { return series.uid == *query.series; }))
        return false;
    if (!query.sopClass.isEmpty()) {
        bool isTold = false;
        bool isThere = false;
        for (const model::Series &series : study.series)
            for (const model::Instance &instance : series.instances) {
                isTold = isTold || !instance.sopClass.isEmpty();
                isThere = isThere || instance.sopClass == query.sopClass;
            }
        if (isTold && !isThere)
            return false;
    }
    return !query.study || *query.study == study.uid;
}

} // namespace network
