#pragma once

#include "Workplace.h"

#include <model/Document.h>

namespace network {

//! The bytes of a document out of whatever they came in.
struct FetchedContent
{
    QByteArray bytes;
    QString contentType; //!< as told, in lower case without parameters
};

//! Fetches one representation of a document (spec 6.4): a resource, a Binary raw or as JSON, inline data, or an
//! instance by WADO-RS. Lives in the network thread; destroyed, it stops.
class ContentFetch final : public QObject
{
public:
    //! Called once; may destroy the fetch.
    using WhenEnded = std::function<void(const Result<FetchedContent> &)>;

    ContentFetch(Workplace &workplace, model::DocumentFormat format, WhenEnded whenEnded);
    void start();

private:
    void ask();
    void answered(const Result<HttpAnswer> &answer);
    //! Takes nothing that the fetch owns.
    void end(const Result<FetchedContent> &content);

    Workplace &m_workplace;
    const model::DocumentFormat m_format;
    WhenEnded m_whenEnded;
    HttpRequest m_request;
    QList<QByteArray> m_accepts; //!< still to be tried
    std::unique_ptr<HttpCall> m_call;
};

//! Where an attachment's address leads: absolute, or relative to the FHIR base. Nothing where it is no web address.
std::optional<QUrl> attachmentUrl(const QString &told, const QUrl &fhirBase);

} // namespace network
