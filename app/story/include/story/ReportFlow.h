#pragma once

#include <model/Report.h>
#include <network/Client.h>

#include <QThreadPool>

#include <memory>

namespace story {

//! A report that was fetched: as received, and readable.
struct OpenedReport
{
    model::FetchedDocument document;
    QByteArray bytes; //!< as received
    model::ReadableReport readable;
};

//! Fetches a report and makes it readable, in another thread. Nothing of it touches the disk. The last wish wins.
class ReportFlow final : public QObject
{
    Q_OBJECT

public:
    explicit ReportFlow(QObject *parent = nullptr);
    ~ReportFlow() override;

    //! \a id, \a contentType and \a position as in network::DocumentRequest.
    void open(network::Client &client, const QString &id, const QString &contentType,
              std::optional<int> position = std::nullopt);
    //! A document that is a file already, which stays where it is.
    void openFile(const model::FetchedDocument &document);
    //! Stops silently.
    void stop();

signals:
    void opened(const story::OpenedReport &report);
    void failed(const network::Error &error);

private:
    void read(const model::FetchedDocument &document);

    network::JobPtr<network::Job<model::FetchedDocument>> m_fetch;
    int m_wish = 0;        //!< which one an answer is for
    QThreadPool m_readers; //!< waited for at the end, so it is the last
};

} // namespace story

Q_DECLARE_METATYPE(story::OpenedReport)
