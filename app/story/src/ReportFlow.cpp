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
    if (!m_folder)
        m_folder = std::make_unique<QTemporaryDir>(); // readable by its owner alone; its name says nothing
    if (!m_folder->isValid()) {
        QMetaObject::invokeMethod(
            this,
            [this, wish = m_wish, why = m_folder->errorString()] {
                if (wish == m_wish)
                    emit failed({network::Error::Kind::Storage, why});
            },
            Qt::QueuedConnection);
        return;
    }
    m_fetch = client.fetchDocument({id, contentType, m_folder->filePath(QString::number(m_wish)), position});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this] {
        const auto &fetched = m_fetch->result();
        if (fetched)
            return read(*fetched, Afterwards::Remove);
        const network::Error error = fetched.error();
        m_fetch.reset();
        emit failed(error);
    });
}

void ReportFlow::openFile(const model::FetchedDocument &document)
{
    stop();
    read(document, Afterwards::Keep);
}

void ReportFlow::read(const model::FetchedDocument &document, Afterwards afterwards)
{
    // This waits for its threads before it goes.
    m_readers.start([this, document, afterwards, wish = m_wish] {
        OpenedReport report;
        report.document = document;
        QFile file(document.file);
        const bool isRead = file.open(QIODevice::ReadOnly);
        if (isRead)
            report.bytes = file.readAll();
        const QString why = file.errorString();
        file.close();
        report.document.bytes = report.bytes.size();
        if (isRead)
            report.readable = readableReport(report.bytes, document.file);
        if (afterwards == Afterwards::Remove)
            QFile::remove(document.file);
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
