#include <story/ReportFlow.h>

#include <story/ReportText.h>

#include <QFile>

namespace story {

ReportFlow::ReportFlow(QObject *parent) : QObject(parent)
{
    m_readers.setMaxThreadCount(1);
}

ReportFlow::~ReportFlow()
{
    stop();
}

void ReportFlow::open(network::Client &client, const QString &id, const QString &contentType,
                      std::optional<int> position)
{
    stop();
    m_fetch = client.fetchDocument({id, contentType, {}, position});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this] {
        const auto &fetched = m_fetch->result();
        if (fetched)
            return read(*fetched);
        const network::Error error = fetched.error();
        m_fetch.reset();
        emit failed(error);
    });
}

void ReportFlow::openFile(const model::FetchedDocument &document)
{
    stop();
    read(document);
}

void ReportFlow::read(const model::FetchedDocument &document)
{
    // This waits for its threads before it goes.
    m_readers.start([this, document, wish = m_wish] {
        OpenedReport report;
        report.document = document;
        QFile file(document.file);
        const bool isRead = document.file.isEmpty() || file.open(QIODevice::ReadOnly);
        if (isRead)
            report.bytes = document.file.isEmpty() ? document.content : file.readAll();
        const QString why = file.errorString();
        report.document.bytes = report.bytes.size();
        if (isRead)
            report.readable = readableReport(report.bytes);
        QMetaObject::invokeMethod(
            this,
            [this, report, isRead, why, wish] {
                if (wish != m_wish)
                    return;
                if (isRead)
                    emit opened(report);
                else
                    emit failed({network::Error::Kind::Storage, why});
            },
            Qt::QueuedConnection);
    });
}

void ReportFlow::stop()
{
    ++m_wish;
    m_fetch.reset();
}

} // namespace story
