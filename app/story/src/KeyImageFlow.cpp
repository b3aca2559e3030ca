#include <story/KeyImageFlow.h>

namespace story {

void KeyImageFlow::start(network::Client &client, const QList<model::Document> &reports)
{
    stop();
    m_client = &client;
    m_left = reports;
    m_unread = 0;
    next();
}

void KeyImageFlow::stop()
{
    m_left.clear();
    m_fetch.reset();
}

void KeyImageFlow::next()
{
    if (m_left.isEmpty() || !m_client) {
        m_unread += int(m_left.size());
        m_left.clear();
        m_fetch.reset();
        emit finished(m_unread);
        return;
    }
    const QString id = m_left.takeFirst().id;
    m_fetch = m_client->fetchDocument({id, {}, {}});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this, id] {
        const network::Result<model::FetchedDocument> fetched = m_fetch->result();
        if (fetched)
            emit told(id, fetched->keyImages);
        else
            ++m_unread;
        next();
    });
}

} // namespace story
