#pragma once

#include <network/Client.h>

namespace story {

//! Step 2: candidates for the patient. None is ever chosen here. The last request wins.
class PatientSearchFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(network::Client &client, const model::PatientQuery &query);
    //! Stops silently.
    void stop() { m_job.reset(); }
    bool isRunning() const { return m_job && !m_job->isFinished(); }

signals:
    //! An empty list is an answer, not a failure. Only where the server says that it does not know the assigning
    //! authority the search has failed (NotFound), however it says so.
    void patientsFound(const model::PatientList &patients);
    void failed(const network::Error &error);

private:
    network::JobPtr<network::Job<model::PatientList>> m_job;
};

} // namespace story
