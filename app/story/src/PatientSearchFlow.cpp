#include <story/PatientSearchFlow.h>

namespace story {

void PatientSearchFlow::start(network::Client &client, const model::PatientQuery &query)
{
    m_job = client.searchPatients(query);
    connect(m_job.get(), &network::AnyJob::finished, this, [this] {
        const auto &patients = m_job->result();
        if (!patients) {
            emit failed(patients.error());
            return;
        }
        for (const model::Note &note : patients->notes)
            if (note.kind == model::Note::Kind::UnknownAuthority && patients->patients.isEmpty()) {
                emit failed({network::Error::Kind::NotFound, note.detail});
                return;
            }
        emit patientsFound(*patients);
    });
}

} // namespace story
