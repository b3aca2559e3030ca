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

bool fits(const model::Study &study, const model::StudyQuery &query)
{
    if (query.from.isValid() && study.date.isValid() && study.date < query.from)
        return false;
    if (query.to.isValid() && study.date.isValid() && study.date > query.to)
        return false;
    if (!query.modality.isEmpty() && !study.modalities.isEmpty() &&
        !study.modalities.contains(query.modality, Qt::CaseInsensitive))
        return false;
    if (!query.accession.isEmpty() && !study.accession.isEmpty() && study.accession != query.accession)
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
    return !query.study || *query.study == study.uid;
}

} // namespace network
