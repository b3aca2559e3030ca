#include "Workplace.h"

namespace network {

Workplace::Workplace(const Endpoint &endpoint)
    : m_http(endpoint, nullptr), m_door(std::make_shared<Door<Workplace>>(this))
{
    m_http.setParent(this); // so that it moves along into the network thread
    m_traffic.setParent(this);
    m_works.setParent(this);
}

Workplace::~Workplace()
{
    endWorks();
}

Learned Workplace::published() const
{
    const QMutexLocker lock(&m_mutex);
    return m_published;
}

void Workplace::publish()
{
    const QMutexLocker lock(&m_mutex);
    m_published = m_learned;
}

void publishLearned(Workplace &workplace)
{
    workplace.publish();
}

void Workplace::endWorks()
{
    m_door->close();
    while (!m_works.children().isEmpty())
        delete m_works.children().constFirst();
}

NetworkThread::NetworkThread(const Endpoint &endpoint)
    : m_workplace(new Workplace(endpoint)), m_door(m_workplace->door())
{
    m_thread.setObjectName(QStringLiteral("network"));
    m_workplace->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_workplace, &QObject::deleteLater);
    m_thread.start();
}

NetworkThread::~NetworkThread()
{
    m_door->close();
    // While the loop still runs: jobs that works hold are deleted later, and after the loop there is no later.
    QMetaObject::invokeMethod(
        m_workplace, [this] { m_workplace->endWorks(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace network
