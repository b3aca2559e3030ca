#pragma once

#include <network/Client.h>

namespace story {

//! Step 1: is the contact point there, trusted and answering. The last request wins.
class ConnectionCheckFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(network::Client &client);
    //! Stops silently.
    void stop() { m_job.reset(); }
    bool isRunning() const { return m_job && !m_job->isFinished(); }

signals:
    //! A line of what finished() will tell, as soon as it is known.
    void checked(const network::Check &check);
    void finished(const QList<network::Check> &checks);
    void failed(const network::Error &error);

private:
    network::JobPtr<network::ProbeJob> m_job;
};

} // namespace story
