#include "StudyFilter.h"

namespace network {

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
    return !query.study || *query.study == study.uid;
}

} // namespace network
