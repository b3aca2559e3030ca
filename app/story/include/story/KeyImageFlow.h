#pragma once

#include <network/Client.h>

#include <QPointer>

namespace story {

//! Which pictures the reports of some studies point to. They are fetched one after the other, and nothing of them
//! touches the disk. The last wish wins.
class KeyImageFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(network::Client &client, const QList<model::Document> &reports);
    //! Stops silently.
    void stop();

signals:
    //! By one of the reports, while others may still come.
    void told(const QString &report, const QList<model::KeyImage> &images);
    //! All have been asked for; so many could not be read.
    void finished(int unread);

private:
    void next();

    QPointer<network::Client> m_client;
    QList<model::Document> m_left;
    int m_unread = 0;
    network::JobPtr<network::Job<model::FetchedDocument>> m_fetch;
};

} // namespace story
