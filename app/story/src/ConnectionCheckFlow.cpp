#include <story/ConnectionCheckFlow.h>

namespace story {

void ConnectionCheckFlow::start(network::Client &client)
{
    m_job = client.probe();
    connect(m_job.get(), &network::ProbeJob::checked, this, &ConnectionCheckFlow::checked);
    connect(m_job.get(), &network::AnyJob::finished, this, [this] {
        if (const auto &checks = m_job->result())
            emit finished(*checks);
        else
            emit failed(checks.error());
    });
}

} // namespace story
