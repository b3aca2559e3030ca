#include "RecordLookup.h"

#include "FhirJobs.h"

#include <model/PatientComparison.h>

namespace network {

RecordLookup::RecordLookup(Workplace &workplace, model::PatientIdentifier patient, WhenFound whenFound)
    : m_workplace(workplace), m_patient(std::move(patient)), m_whenFound(std::move(whenFound))
{}

void RecordLookup::start()
{
    model::PatientQuery query;
    query.identifier = m_patient;
    m_search = startPatientSearch(m_workplace.door(), query);
    connect(m_search.get(), &AnyJob::finished, this, &RecordLookup::ended);
}

void RecordLookup::ended()
{
    QStringList ids;
    if (const auto &found = m_search->result())
        for (const model::Patient &patient : found->patients)
            for (const model::PatientIdentifier &identifier : patient.identifiers)
                if (model::isNumberOf(m_patient, identifier.value, identifier.system) && patient.replacedBy.isEmpty() &&
                    !ids.contains(patient.id))
                    ids << patient.id;
    const WhenFound whenFound = std::move(m_whenFound); // it may destroy the lookup
    whenFound(ids.size() == 1 ? ids.constFirst() : QString());
}

} // namespace network
