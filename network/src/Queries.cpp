#include "Queries.h"

#include "dicomweb/QidoJobs.h"
#include "fhir/Bundle.h"
#include "fhir/DocumentJobs.h"
#include "fhir/FhirJobs.h"

#include <algorithm>

namespace network {

namespace {

//! Lists all that it counts.
bool isWhole(const model::Study &study)
{
    return !study.series.isEmpty() && study.series.size() >= study.seriesCount.value_or(0) &&
           std::all_of(study.series.begin(), study.series.end(), [](const model::Series &series) {
               return series.instances.size() >= series.instanceCount.value_or(1);
           });
}

//! The tree in an ImagingStudy; levels that it does not list are completed by QIDO-RS where the endpoint allows that.
class FhirTree final : public Work<Job<model::Study>>
{
public:
    FhirTree(model::StudyUid study, std::optional<model::PatientIdentifier> patient)
        : m_uid(std::move(study)), m_patient(std::move(patient))
    {}

    void start() override
    {
        model::StudyQuery query;
        query.study = m_uid;
        query.patient = m_patient;
        m_search = startFhirStudySearch(workplace().door(), query);
        connect(m_search.get(), &AnyJob::finished, this, &FhirTree::found);
    }

private:
    void found()
    {
        const auto &list = m_search->result();
        if (!list)
            return fail(list.error());
        if (list->studies.isEmpty())
            return fail({Error::Kind::NotFound, QStringLiteral("The FHIR server does not know this study."), 0});
        m_study = list->studies.constFirst();
        m_study->notes = list->notes;
        const Endpoint &endpoint = workplace().endpoint();
        if (isWhole(*m_study) || endpoint.qidoBase.isEmpty() || !endpoint.routes.contains(model::Route::Dicomweb))
            return finish(*m_study);
        m_completion = startQidoTree(workplace().door(), m_uid, std::nullopt);
        connect(m_completion.get(), &AnyJob::finished, this, &FhirTree::completed);
    }

    void completed()
    {
        QList<model::Study> merged{*m_study};
        if (const auto &more = m_completion->result())
            mergeInto(merged, *more);
        sortByNumber(merged.first());
        finish(merged.constFirst());
    }

    const model::StudyUid m_uid;
    const std::optional<model::PatientIdentifier> m_patient;
    JobPtr<Job<model::StudyList>> m_search;
    std::optional<model::Study> m_study;
    JobPtr<Job<model::Study>> m_completion;
};

} // namespace

JobPtr<Job<model::StudyList>> startStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query,
                                               model::Route route)
{
    switch (route) {
    case model::Route::Fhir:
        return startFhirStudySearch(door, query);
    case model::Route::Dicomweb:
        return startQidoStudySearch(door, query);
    case model::Route::Documents:
        return startDocumentStudySearch(door, query);
    }
    Q_UNREACHABLE();
}

JobPtr<Job<model::Study>> startTreeReading(const WorkplaceDoor &door, const model::StudyUid &study, model::Route route,
                                           const std::optional<model::PatientIdentifier> &patient)
{
    switch (route) {
    case model::Route::Fhir:
        return startWork<FhirTree>(door, study, patient);
    case model::Route::Dicomweb:
        return startQidoTree(door, study, patient);
    case model::Route::Documents:
        return startManifestTree(door, study, patient);
    }
    Q_UNREACHABLE();
}

} // namespace network
