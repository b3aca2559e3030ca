#pragma once

#include <model/Exchange.h>
#include <network/Endpoint.h>
#include <network/Result.h>

#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>

namespace network {

//! What to ask for. Sent only to origins that the endpoint names (else ForeignOrigin, before anything leaves).
struct HttpRequest
{
    enum class Service { Fhir, Dicomweb, Direct }; //!< decides sign-in and TLS identity

    QByteArray method = "GET";
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers; //!< Accept and the like; never Authorization
    QByteArray body;
    Service service = Service::Fhir;
    bool streamed = false; //!< the body is handed on in chunks with back-pressure (HTTP/1.1); else it is collected
    qint64 maximumBody = 256 * 1024 * 1024; //!< a collected body beyond this ends as Malformed
    bool retryable = true;                  //!< GET and _search may be repeated on 429, 5xx and cut connections
};

//! The head of an answer.
struct HttpHead
{
    int status = 0;
    QUrl url; //!< after redirects
    QList<QPair<QByteArray, QByteArray>> headers;

    //! The first header of that name, case-insensitive; empty when absent.
    QByteArray header(QByteArrayView name) const;
    //! All headers of that name.
    QList<QByteArray> allOf(QByteArrayView name) const;
    //! Media type without parameters, lower case.
    QByteArray contentType() const;

    friend bool operator==(const HttpHead &, const HttpHead &) = default;
};

struct HttpAnswer
{
    HttpHead head;
    QByteArray body; //!< empty when streamed

    //! The body in UTF-8, which JSON ought to be: converted where it is not and its charset is one that we know.
    QByteArray text() const;

    friend bool operator==(const HttpAnswer &, const HttpAnswer &) = default;
};

//! One request under way, in the network thread. Deletes nothing by itself: whoever holds it owns it.
//! A status of 2xx ends as an answer; everything else as an Error whose kind follows the status (see errorFor).
//! Redirects are followed within the named origins only; 429, 5xx and cut connections are repeated three times with
//! back-off and Retry-After, as long as headCame() has not been emitted. Silence is not repeated. An HTML page with a
//! status of 2xx is nothing that we ask for and ends as Malformed, also when streamed (headCame() is not emitted then).
//! Content-Encoding is undone here. The holder may delete the call in any of its slots.
class HttpCall : public QObject
{
    Q_OBJECT

public:
    virtual const HttpHead &head() const = 0;
    //! The latest attempt, whole once done() is emitted or the call was cancelled; without a method before the first.
    virtual const model::Exchange &exchange() const = 0;
    //! Streamed only: takes up to `most` bytes that have arrived; empty when none are waiting. Not taking holds the
    //! socket back: at most 4 MB wait. The idle timer stands still while bytes wait here.
    virtual QByteArray take(qint64 most) = 0;
    //! More than 0 while take() has something to give.
    virtual qint64 waiting() const = 0;
    virtual void cancel() = 0; //!< done() is not emitted any more
    //! Silence that lasts now is borne for so long from now on, instead of the endpoint's idle timeout.
    virtual void bearSilence(std::chrono::seconds patience) = 0;

signals:
    void headCame();     //!< streamed only: a 2xx head
    void bytesWaiting(); //!< more has arrived; may be told again while earlier bytes still wait
    void waitingToRetry(std::chrono::milliseconds delay);
    //! Exactly once, unless cancelled, and never inside send(). Streamed: not before everything was taken. A streamed
    //! body that ended early by what HTTP itself can tell is Truncated.
    void done(const network::Result<network::HttpAnswer> &answer);
};

class HttpLines;

//! Sends requests for one endpoint. Lives in the network thread; one QNetworkAccessManager a (origin, TLS identity,
//! trust).
class HttpClient final : public QObject
{
    Q_OBJECT

public:
    explicit HttpClient(Endpoint endpoint, QObject *parent = nullptr);
    ~HttpClient() override;

    const Endpoint &endpoint() const;
    //! The call is under way. It must not outlive the client.
    std::unique_ptr<HttpCall> send(const HttpRequest &request);
    //! A text of the server's as it can be shown: without our credentials, without what the request with this URL and
    //! body asked for, and without the numbers of persons that were asked for before.
    QString masked(const QString &text, const QUrl &url, const QByteArray &body = {}) const;

signals:
    void exchanged(const model::Exchange &exchange);

private:
    std::unique_ptr<HttpLines> m_lines;
};

//! The kind of failure that a final HTTP status stands for, with the words of an OperationOutcome or the first bytes of
//! the body. To a FHIR request a 404 may come from whatever stands at a wrong address; the detail says so.
Error errorFor(const HttpHead &head, const QByteArray &body, bool isOfFhir = false);

} // namespace network

Q_DECLARE_METATYPE(network::Result<network::HttpAnswer>)
