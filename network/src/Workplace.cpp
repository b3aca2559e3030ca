#include "Workplace.h"

namespace network {

Workplace::Workplace(const Endpoint &endpoint)
    : m_http(endpoint, nullptr), m_door(std::make_shared<Door<Workplace>>(this))
{
    m_http.setParent(this); // so that it moves along into the network thread
    m_works.setParent(this);
}

Workplace::~Workplace()
{
    m_door->close();
    qDeleteAll(m_works.children());
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
    m_thread.quit();
    m_thread.wait();
}

} // namespace network
