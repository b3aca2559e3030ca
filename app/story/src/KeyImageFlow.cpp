#include <story/KeyImageFlow.h>

#include <QFile>

namespace story {

void KeyImageFlow::start(network::Client &client, const QList<model::Document> &reports)
{
    stop();
    m_client = &client;
    m_left = reports;
    m_unread = 0;
    if (!m_folder)
        m_folder = std::make_unique<QTemporaryDir>(); // readable by its owner alone; its name says nothing
    next();
}

void KeyImageFlow::stop()
{
    m_left.clear();
    m_fetch.reset();
}

void KeyImageFlow::next()
{
    if (m_left.isEmpty()) {
        m_fetch.reset();
        emit finished(m_unread);
        return;
    }
    const QString id = m_left.takeFirst().id;
    m_fetch = m_client->fetchDocument({id, {}, m_folder->filePath(QStringLiteral("report"))});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this, id] {
        const network::Result<model::FetchedDocument> fetched = m_fetch->result();
        if (fetched) {
            QFile::remove(fetched->file);
            emit told(id, fetched->keyImages);
        } else {
            ++m_unread;
        }
        next();
    });
}

} // namespace story
