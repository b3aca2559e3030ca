#include <story/PatientSearchFlow.h>

namespace story {

void PatientSearchFlow::start(network::Client &client, const model::PatientQuery &query)
{
    m_job = client.searchPatients(query);
    connect(m_job.get(), &network::AnyJob::finished, this, [this] {
        if (const auto &patients = m_job->result())
            emit patientsFound(*patients);
        else
            emit failed(patients.error());
    });
}

} // namespace story
