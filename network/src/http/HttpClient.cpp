#include "HttpClient.h"
#include "Inflater.h"
#include "Redaction.h"
#include "Tls.h"

#include <QElapsedTimer>
#include <QHash>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>
#include <QTimeZone>
#include <QTimer>
#include <QUuid>

#include <algorithm>
#include <array>

namespace network {

namespace {

using namespace std::chrono_literals;

constexpr int mostRepeats = 3;
constexpr int mostHops = 10;
constexpr auto firstPause = 500ms;
constexpr std::chrono::milliseconds longestPause = 60s;
constexpr qint64 readBuffer = 1024 * 1024; //!< held twice: by the reply and by its socket; the kernel holds more
//! So near its announced end an answer is read without that bound: where the connection ends before it, Qt drops what
//! it has not taken from the socket yet.
constexpr qint64 unboundedEnd = 4 * 1024 * 1024;
constexpr qint64 longestErrorBody = 256 * 1024;
constexpr qsizetype recordedBody = 2048;

bool isLoopback(const QString &host)
{
    return host.compare(u"localhost", Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

bool isRedirect(const HttpHead &head)
{
    const int status = head.status;
    return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
           !head.header("Location").isEmpty();
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

bool isPage(const HttpHead &head)
{
    return head.contentType() == "text/html" || head.contentType() == "application/xhtml+xml";
}

//! A password to be typed, a form, or the word for it; the error page of a proxy has none of them.
bool wantsSignIn(const QByteArray &page)
{
    const QByteArray text = page.toLower();
    static constexpr std::array signs{"password", "<form", "login", "log in", "sign in", "sign-in", "saml"};
    return std::any_of(signs.begin(), signs.end(), [&text](const char *sign) { return text.contains(sign); });
}

//! Retry-After is a number of seconds or an HTTP-date (RFC 9110, 10.2.3).
std::optional<std::chrono::milliseconds> retryAfter(const HttpHead &head)
{
    const QByteArray value = head.header("Retry-After").trimmed();
    if (value.isEmpty())
        return std::nullopt;
    bool isNumber = false;
    const qlonglong seconds = value.toLongLong(&isNumber);
    qint64 delay = std::min<qint64>(seconds, longestPause.count() / 1000) * 1000;
    if (!isNumber) {
        QDateTime when =
            QLocale::c().toDateTime(QString::fromLatin1(value), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
        if (!when.isValid())
            return std::nullopt;
        when.setTimeSpec(Qt::UTC);
        delay = QDateTime::currentDateTimeUtc().msecsTo(when);
    }
    return std::clamp(std::chrono::milliseconds(delay), std::chrono::milliseconds(0), longestPause);
}

} // namespace

QByteArray HttpHead::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers)
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            return value;
    return {};
}

QList<QByteArray> HttpHead::allOf(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers)
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            values << value;
    return values;
}

QByteArray HttpHead::contentType() const
{
    const QByteArray value = header("Content-Type");
    const auto end = value.indexOf(';');
    return (end < 0 ? value : value.first(end)).trimmed().toLower();
}

QByteArray HttpAnswer::text() const
{
    static const QRegularExpression charset(QStringLiteral("charset\\s*=\\s*\"?([^\\s;\"]+)"),
                                            QRegularExpression::CaseInsensitiveOption);
    if (body.isValidUtf8())
        return body;
    const QString type = QString::fromLatin1(head.header("Content-Type"));
    QByteArray name = charset.match(type).captured(1).toLatin1();
    if (name.compare("windows-1252", Qt::CaseInsensitive) == 0) // Qt does not know it; letters are the same
        name = "ISO-8859-1";
    QStringDecoder decode(name.constData());
    return decode.isValid() ? QString(decode(body)).toUtf8() : body;
}

//! What the calls of one client share: where they may go, with which credentials, over which managers.
class HttpLines
{
public:
    struct Line
    {
        QNetworkAccessManager *manager;
        QSslConfiguration tls;
    };

    HttpLines(HttpClient *owner, Endpoint where) : client(owner), endpoint(std::move(where)) {}

    bool isNamed(const QUrl &url) const;
    //! Whether sign-in and certificate of this service are meant for the origin of this URL.
    bool isHome(HttpRequest::Service service, const QUrl &url) const;
    Result<Line> lineTo(const QUrl &url, HttpRequest::Service service, bool withIdentity);
    QByteArray authorisationFor(HttpRequest::Service service) const;
    //! Every credential of the endpoint, in the spellings in which a server has seen it.
    QStringList credentials() const;
    void rememberNumbersIn(const HttpRequest &request);
    const QStringList &numbers() const { return m_numbers; }

    HttpClient *const client;
    const Endpoint endpoint;
    quint64 exchanges = 0;

private:
    // One manager a (origin, identity, trust): a shared one would let a request ride on a connection that was opened
    // with a certificate or a trust that this request must not have.
    QHash<QString, Line> m_lines;
    QStringList m_numbers; //!< of persons that were asked for; the latest ones
};

bool HttpLines::isNamed(const QUrl &url) const
{
    return isHome(HttpRequest::Service::Fhir, url) || isHome(HttpRequest::Service::Dicomweb, url) ||
           isHome(HttpRequest::Service::Direct, url);
}

bool HttpLines::isHome(HttpRequest::Service service, const QUrl &url) const
{
    const auto matches = [origin = originOf(url)](const QUrl &named) {
        return !named.isEmpty() && originOf(named) == origin;
    };
    switch (service) {
    case HttpRequest::Service::Fhir:
        return matches(endpoint.fhirBase);
    case HttpRequest::Service::Dicomweb:
        return matches(endpoint.qidoBase) || matches(endpoint.wadoBase);
    case HttpRequest::Service::Direct:
        return matches(QUrl(endpoint.gatewayPattern.section(u'/', 0, 2))) ||
               std::any_of(endpoint.directOrigins.begin(), endpoint.directOrigins.end(), matches) ||
               std::any_of(endpoint.locations.begin(), endpoint.locations.end(), matches);
    }
    Q_UNREACHABLE();
}

Result<HttpLines::Line> HttpLines::lineTo(const QUrl &url, HttpRequest::Service service, bool withIdentity)
{
    const bool direct = service == HttpRequest::Service::Direct;
    const QString key = originOf(url) + (direct ? u'd' : u'n') + (withIdentity ? u'i' : u'-');
    if (const auto known = m_lines.constFind(key); known != m_lines.cend())
        return *known;
    Line line;
    if (url.scheme() == u"https") {
        const auto tls = sslConfiguration(direct ? endpoint.directTls : endpoint.tls, withIdentity);
        if (!tls)
            return tl::unexpected(tls.error());
        line.tls = *tls;
    }
    line.manager = new QNetworkAccessManager(client);
    line.manager->setAutoDeleteReplies(false);
    m_lines.insert(key, line);
    return line;
}

QByteArray HttpLines::authorisationFor(HttpRequest::Service service) const
{
    const Auth &auth = service == HttpRequest::Service::Fhir       ? endpoint.fhirAuth
                       : service == HttpRequest::Service::Dicomweb ? endpoint.dicomwebAuth
                                                                   : endpoint.directAuth;
    switch (auth.type) {
    case Auth::Type::None:
        return {};
    case Auth::Type::Basic:
        return "Basic " + (auth.user + u':' + auth.secret.reveal()).toUtf8().toBase64();
    case Auth::Type::Bearer:
        return "Bearer " + auth.secret.reveal().toUtf8();
    }
    Q_UNREACHABLE();
}

QStringList HttpLines::credentials() const
{
    QStringList texts;
    for (const Auth &auth : {endpoint.fhirAuth, endpoint.dicomwebAuth, endpoint.directAuth}) {
        if (auth.secret.isEmpty())
            continue;
        texts << auth.secret.reveal();
        if (auth.type == Auth::Type::Basic)
            texts << QString::fromLatin1((auth.user + u':' + auth.secret.reveal()).toUtf8().toBase64());
    }
    return texts;
}

void HttpLines::rememberNumbersIn(const HttpRequest &request)
{
    constexpr qsizetype mostRemembered = 100;
    for (const QString &number : numbersAmong(personalValuesIn(request.url, request.body)))
        if (!m_numbers.contains(number))
            m_numbers << number;
    if (m_numbers.size() > mostRemembered)
        m_numbers.remove(0, m_numbers.size() - mostRemembered);
}

namespace {

//! The steps of one request: attempts, redirects and pauses, each attempt recorded as an exchange.
class Call final : public HttpCall
{
public:
    Call(HttpLines &shared, HttpRequest request);
    ~Call() override;

    const HttpHead &head() const override { return m_head; }
    const model::Exchange &exchange() const override { return m_exchange; }
    QByteArray take(qint64 most) override;
    qint64 waiting() const override;
    void cancel() override;
    void bearSilence(std::chrono::seconds patience) override
    {
        if (m_silence.isActive())
            m_silence.start(patience);
    }

private:
    void attempt();
    Result<void> mayGoTo(const QUrl &url) const;
    QNetworkRequest prepared(bool atHome);

    void readHead();
    void readEndAtOnce();
    void readBytes();
    void collect(const QByteArray &bytes);
    void replyEnded();
    void conclude();

    void concludeWithoutHead();
    void followRedirect();
    std::optional<qint64> announcedLength() const;
    QString missingFromBody() const;
    QByteArray shown(const QByteArray &body) const;
    HttpHead shown(HttpHead head) const;
    bool repeatAfter(std::optional<std::chrono::milliseconds> wanted);

    void end(Result<HttpAnswer> result);
    void fail(Error::Kind kind, const QString &detail);
    void record(const QString &failure);
    void release();
    QString masked(const QString &text) const { return m_shared.client->masked(text, m_firstUrl, m_firstBody); }
    void restartSilence()
    {
        m_silence.start(m_shared.endpoint.idleTimeout);
        m_silent.start();
    }

    HttpLines &m_shared;
    HttpRequest m_request;
    const QUrl m_firstUrl; //!< with the first body, what was asked for
    const QByteArray m_firstBody;
    QUrl m_url;
    QByteArray m_method;
    bool m_leftHome = false; //!< a redirect led to another origin, where our credentials do not belong
    QSet<QString> m_visited;
    int m_hops = 0;
    int m_repeats = 0;

    QNetworkReply *m_reply = nullptr;
    HttpHead m_head;
    bool m_headRead = false;
    bool m_handsOn = false;    //!< a streamed body goes to the holder
    bool m_secured = false;    //!< the TLS handshake was completed
    bool m_replyEnded = false; //!< waits for the holder to take the rest
    bool m_done = false;
    qint64 m_bytes = 0; //!< of the body as it came
    QByteArray m_body;
    std::unique_ptr<Inflater> m_inflater;
    QStringList m_tlsErrors;

    QTimer m_silence;
    QElapsedTimer m_silent; //!< since when nothing comes
    QTimer m_pause;

    model::Exchange m_exchange;
    QElapsedTimer m_clock;
    bool m_recorded = true;
};

Call::Call(HttpLines &shared, HttpRequest request)
    : m_shared(shared),
      m_request(std::move(request)),
      m_firstUrl(m_request.url),
      m_firstBody(m_request.body),
      m_url(m_request.url),
      m_method(m_request.method)
{
    m_silence.setSingleShot(true);
    m_pause.setSingleShot(true);
    m_shared.rememberNumbersIn(m_request);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        fail(Error::Kind::TimedOut,
             QStringLiteral("%1 was silent for %2 seconds%3.")
                 .arg(placeOf(m_url))
                 .arg(std::max<qint64>(m_shared.endpoint.idleTimeout.count(), (m_silent.elapsed() + 500) / 1000))
                 .arg(m_headRead ? QStringLiteral(" after %1 bytes of its answer").arg(m_bytes) : QString()));
    });
    connect(&m_pause, &QTimer::timeout, this, &Call::attempt);
    m_pause.start(0ms); // nothing is told before the holder has connected
}

Call::~Call()
{
    Call::cancel();
}

Result<void> Call::mayGoTo(const QUrl &url) const
{
    const QString scheme = url.scheme().toLower();
    if ((scheme != u"http" && scheme != u"https") || url.host().isEmpty())
        return tl::unexpected(
            Error{Error::Kind::Usage, QStringLiteral("%1 is no http or https address.").arg(placeOf(url))});
    if (!m_shared.isNamed(url))
        return tl::unexpected(
            Error{Error::Kind::ForeignOrigin,
                  QStringLiteral("%1 is not among the addresses of this contact point, so nothing was sent there.")
                      .arg(originOf(url))});
    if (scheme == u"http" && !isLoopback(url.host()) && !m_shared.endpoint.allowPlainHttp)
        return tl::unexpected(
            Error{Error::Kind::Usage,
                  QStringLiteral(
                      "%1 uses plain http, which is allowed on this computer only. Use https, or allow plain http in "
                      "the profile (allowPlainHttp).")
                      .arg(originOf(url))});
    return {};
}

QNetworkRequest Call::prepared(bool atHome)
{
    QNetworkRequest request(m_url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // HTTP/2 of Qt 6.4 has no back-pressure
    request.setDecompressedSafetyCheckThreshold(-1);                     // we count the bytes ourselves

    const QByteArray requestId = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    QList<QPair<QByteArray, QByteArray>> headers = m_request.headers;
    // Naming the encodings keeps Qt from undoing them: it cannot tell a gzip body that was cut short.
    headers.emplaceBack("Accept-Encoding", m_request.streamed ? "identity" : "gzip");
    headers.emplaceBack("X-Request-Id", requestId);
    if (const QByteArray authorisation = atHome ? m_shared.authorisationFor(m_request.service) : QByteArray();
        !authorisation.isEmpty())
        headers.emplaceBack("Authorization", authorisation);
    for (const auto &[name, value] : std::as_const(headers))
        request.setRawHeader(name, value);

    m_exchange = {};
    m_exchange.number = ++m_shared.exchanges;
    m_exchange.requestId = QString::fromLatin1(requestId);
    m_exchange.started = QDateTime::currentDateTimeUtc();
    m_exchange.method = m_method;
    m_exchange.maskedUrl = maskedUrl(m_url);
    m_exchange.url = model::Secret(QString::fromLatin1(m_url.toEncoded()));
    m_exchange.requestHeaders = withoutCredentials(headers);
    m_exchange.body = model::Secret(QString::fromUtf8(m_request.body.left(recordedBody)));
    if (request.rawHeader("Content-Type") == "application/x-www-form-urlencoded")
        m_exchange.maskedForm = maskedQuery(QString::fromLatin1(m_request.body));
    return request;
}

void Call::attempt()
{
    m_head = {};
    m_headRead = m_handsOn = m_replyEnded = m_secured = false;
    m_bytes = 0;
    m_body.clear();
    m_inflater.reset();
    m_tlsErrors.clear();

    if (const auto allowed = mayGoTo(m_url); !allowed)
        return end(tl::unexpected(allowed.error()));
    const bool atHome = !m_leftHome && m_shared.isHome(m_request.service, m_url);
    const auto line = m_shared.lineTo(m_url, m_request.service, atHome);
    if (!line)
        return end(tl::unexpected(line.error()));
    QNetworkRequest request = prepared(atHome);
    if (m_url.scheme() == u"https")
        request.setSslConfiguration(line->tls);

    m_visited.insert(QString::fromLatin1(m_method + ' ' + m_url.toEncoded()));
    m_recorded = false;
    m_clock.start();
    m_reply = m_method == "GET" ? line->manager->get(request)
                                : line->manager->sendCustomRequest(request, m_method, m_request.body);
    m_reply->setReadBufferSize(readBuffer);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsErrors << error.errorString();
    });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] {
        m_secured = true;
        restartSilence();
    });
    connect(m_reply, &QNetworkReply::uploadProgress, this, &Call::restartSilence);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Call::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &Call::readBytes);
    connect(m_reply, &QNetworkReply::finished, this, &Call::replyEnded);
    // Qt opens six connections to a host and keeps what is more waiting here; nobody is silent meanwhile.
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &Call::restartSilence);
    connect(m_reply, &QNetworkReply::requestSent, this, &Call::restartSilence);
}

void Call::readHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_headRead || status == 0)
        return;
    m_headRead = true;
    restartSilence();
    m_head.status = status;
    m_head.url = m_url;
    m_head.headers = m_reply->rawHeaderPairs();
    m_exchange.status = status;
    m_exchange.responseHeaders = withoutCredentials(shown(m_head).headers);
    m_exchange.firstByte = std::chrono::milliseconds(m_clock.elapsed());

    const QByteArray encoding = m_head.header("Content-Encoding").trimmed().toLower();
    if (encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate")
        m_inflater = std::make_unique<Inflater>();
    else if (!encoding.isEmpty() && encoding != "identity")
        return fail(Error::Kind::Malformed, QStringLiteral("%1 encoded its answer as %2, which was not accepted.")
                                                .arg(placeOf(m_url), QString::fromLatin1(encoding.left(40))));
    m_handsOn = m_request.streamed && isSuccess(status) && !isPage(m_head);
    readEndAtOnce();
    if (m_handsOn)
        emit headCame();
}

//! Bytes of the body as the head tells them: beside a transfer coding the length means nothing (RFC 9112 section 6.3).
std::optional<qint64> Call::announcedLength() const
{
    bool isNumber = false;
    const qint64 length = m_head.header("Content-Length").toLongLong(&isNumber);
    if (!isNumber || length < 0 || !m_head.header("Transfer-Encoding").isEmpty())
        return {};
    return length;
}

void Call::readEndAtOnce()
{
    const std::optional<qint64> length = announcedLength();
    if (length && m_reply->readBufferSize() > 0 && *length - m_bytes <= unboundedEnd)
        m_reply->setReadBufferSize(0);
}

void Call::readBytes()
{
    const QPointer<Call> alive(this);
    readHead();
    if (!alive || m_done || !m_headRead)
        return;
    if (m_handsOn) {
        if (waiting() == 0)
            return;
        m_silence.stop(); // stands still until the holder has taken what waits
        emit bytesWaiting();
        return;
    }
    restartSilence();
    collect(m_reply->readAll());
}

void Call::collect(const QByteArray &bytes)
{
    m_bytes += bytes.size();
    const qint64 cap = isSuccess(m_head.status) && !isPage(m_head) ? m_request.maximumBody : longestErrorBody;
    if (m_inflater) {
        m_inflater->feed(bytes);
        m_body += m_inflater->take(cap + 1 - m_body.size());
    } else {
        m_body += bytes;
    }
    if (m_body.size() <= cap)
        return;
    m_body.truncate(cap);
    if (isSuccess(m_head.status) && !isPage(m_head))
        fail(Error::Kind::Malformed,
             QStringLiteral("%1 answered with more than %2 MB, which no such answer should need.")
                 .arg(placeOf(m_url))
                 .arg(cap / (1024 * 1024)));
    else
        conclude(); // what is wrong can be told from the beginning
}

QByteArray Call::take(qint64 most)
{
    if (!m_handsOn || !m_reply || m_done)
        return {};
    QByteArray bytes;
    if (m_inflater) {
        constexpr qint64 step = 64 * 1024;
        while (bytes.isEmpty() && waiting() > 0 && !m_inflater->isDamaged()) {
            if (!m_inflater->hasMore()) {
                const QByteArray compressed = m_reply->read(step);
                m_bytes += compressed.size();
                m_inflater->feed(compressed);
            }
            bytes = m_inflater->take(most);
        }
        if (m_inflater->isDamaged()) {
            m_replyEnded = true;
            m_reply->disconnect(this);
            QMetaObject::invokeMethod(this, &Call::conclude, Qt::QueuedConnection);
            return bytes;
        }
    } else {
        bytes = m_reply->read(most);
        m_bytes += bytes.size();
        readEndAtOnce();
    }
    if (waiting() == 0) {
        if (m_replyEnded)
            QMetaObject::invokeMethod(this, &Call::conclude, Qt::QueuedConnection);
        else
            restartSilence();
    }
    return bytes;
}

qint64 Call::waiting() const
{
    if (!m_handsOn || !m_reply || m_done)
        return 0;
    return m_reply->bytesAvailable() + (m_inflater && m_inflater->hasMore() ? 1 : 0);
}

void Call::replyEnded()
{
    const QPointer<Call> alive(this);
    readHead();
    if (!alive || m_done)
        return;
    m_replyEnded = true;
    m_silence.stop();
    if (m_handsOn && waiting() > 0) {
        emit bytesWaiting();
        return; // take() concludes once nothing waits
    }
    if (!m_handsOn && m_headRead && m_reply->bytesAvailable() > 0)
        collect(m_reply->readAll());
    if (alive && !m_done)
        conclude();
}

void Call::conclude()
{
    if (m_done || !m_reply)
        return;
    if (!m_headRead)
        return concludeWithoutHead();
    if (isRedirect(m_head))
        return followRedirect();
    if (!isSuccess(m_head.status)) {
        const bool transient = m_head.status == 429 || m_head.status >= 500;
        if (transient && repeatAfter(retryAfter(m_head)))
            return;
        Error error = errorFor(shown(m_head), shown(m_body),
                               m_request.service == HttpRequest::Service::Fhir && !m_request.streamed);
        error.detail = masked(error.detail);
        if (transient && m_repeats > 0)
            error.detail += QStringLiteral(" (asked %1 times)").arg(m_repeats + 1);
        return end(tl::unexpected(std::move(error)));
    }
    if (isPage(m_head))
        return fail(
            Error::Kind::Malformed,
            (wantsSignIn(m_body)
                 ? QStringLiteral("%1 answered with a sign-in page instead of data. It reads: %2")
                 : QStringLiteral("%1 answered with a web page instead of data; perhaps a proxy stands in between. It "
                                  "reads: %2"))
                .arg(placeOf(m_url), firstWords(shown(m_body))));
    if (m_inflater && m_inflater->isDamaged())
        return fail(Error::Kind::Malformed,
                    QStringLiteral("%1 says that its answer is compressed, but it cannot be decompressed.")
                        .arg(placeOf(m_url)));
    if (const QString missing = missingFromBody(); !missing.isEmpty()) {
        if (!m_handsOn && repeatAfter(std::nullopt))
            return;
        return fail(Error::Kind::Truncated,
                    QStringLiteral("The answer of %1 ended early: %2.").arg(placeOf(m_url), missing));
    }
    end(HttpAnswer{m_head, m_body});
}

//! A body without our credentials: they are taken out before it is cut to its first words, which would keep a half.
QByteArray Call::shown(const QByteArray &body) const
{
    return without(m_shared.credentials(), QString::fromUtf8(body)).toUtf8();
}

HttpHead Call::shown(HttpHead head) const
{
    for (auto &[name, value] : head.headers)
        value = shown(value);
    return head;
}

//! What HTTP can tell about a body that ended early; empty when nothing is amiss.
QString Call::missingFromBody() const
{
    if (const auto length = announcedLength(); length && m_bytes < *length)
        return QStringLiteral("%1 of %2 bytes came").arg(m_bytes).arg(*length);
    if (m_reply->error() != QNetworkReply::NoError)
        return QStringLiteral("the connection broke after %1 bytes (%2)").arg(m_bytes).arg(m_reply->errorString());
    if (m_inflater && m_bytes > 0 && !m_inflater->isComplete())
        return QStringLiteral("its compressed form is cut after %1 bytes").arg(m_bytes);
    return {};
}

void Call::concludeWithoutHead()
{
    const QString place = originOf(m_url);
    const QString words = m_reply->errorString();
    const bool overTls = m_url.scheme() == u"https";
    switch (m_reply->error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return fail(Error::Kind::Untrusted,
                    QStringLiteral("No trusted connection to %1: %2.")
                        .arg(place, m_tlsErrors.isEmpty() ? words : m_tlsErrors.join(QStringLiteral("; "))));
    case QNetworkReply::ConnectionRefusedError:
        return fail(Error::Kind::Unreachable,
                    QStringLiteral("%1 refuses connections: nothing listens there.").arg(place));
    case QNetworkReply::HostNotFoundError:
        return fail(Error::Kind::Unreachable,
                    QStringLiteral("The host of %1 is not known (name resolution failed).").arg(place));
    case QNetworkReply::TimeoutError:
        return fail(Error::Kind::TimedOut, QStringLiteral("%1 did not accept a connection in time.").arg(place));
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
        return fail(Error::Kind::Malformed, QStringLiteral("What %1 answered is not HTTP: %2.").arg(place, words));
    default:
        break;
    }
    // Under TLS 1.3 a server judges our certificate after the handshake and then ends the connection with an alert.
    if (overTls &&
        (words.contains(u"alert", Qt::CaseInsensitive) || words.contains(u"certificate", Qt::CaseInsensitive)))
        return fail(Error::Kind::Untrusted, QStringLiteral("%1 ended the secured connection: %2.").arg(place, words));
    if (repeatAfter(std::nullopt))
        return;
    fail(Error::Kind::Unreachable,
         QStringLiteral("%1 closed the connection without an answer%2: %3.%4")
             .arg(place, m_repeats ? QStringLiteral(", %1 times").arg(m_repeats + 1) : QString(), words,
                  m_secured ? QStringLiteral(
                                  " The secured connection stood already; perhaps a client certificate is missing.")
                            : QString()));
}

void Call::followRedirect()
{
    QUrl target = m_url.resolved(QUrl::fromEncoded(m_head.header("Location").trimmed(), QUrl::TolerantMode))
                      .adjusted(QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    const QString step =
        QStringLiteral("%1 redirects (%2) to %3").arg(placeOf(m_url)).arg(m_head.status).arg(placeOf(target));
    if (!target.isValid())
        return fail(Error::Kind::Malformed, step + QStringLiteral(", which is no address."));
    if (m_url.scheme() == u"https" && target.scheme().toLower() == u"http")
        return fail(Error::Kind::ForeignOrigin, step + QStringLiteral(", from https to http; that is not followed."));
    if (!m_shared.isNamed(target))
        return fail(
            Error::Kind::ForeignOrigin,
            step + QStringLiteral(", which is not among the addresses of this contact point; nothing was sent there."));
    // 301 and 302 keep POST here: as GET a search would lose its body and with it every filter.
    const QByteArray method = m_head.status == 303 ? QByteArray("GET") : m_method;
    if (++m_hops > mostHops || m_visited.contains(QString::fromLatin1(method + ' ' + target.toEncoded())))
        return fail(Error::Kind::RedirectLoop,
                    step + QStringLiteral(", and so on in a circle (%1 steps).").arg(m_hops));

    record({});
    release();
    if (originOf(target) != originOf(m_url))
        m_leftHome = true;
    m_method = method;
    if (method == "GET")
        m_request.body.clear();
    m_url = target;
    m_pause.start(0ms);
}

//! True when the request will be sent again after a pause.
bool Call::repeatAfter(std::optional<std::chrono::milliseconds> wanted)
{
    if (!m_request.retryable || m_repeats >= mostRepeats)
        return false;
    const auto backOff = firstPause * (1 << m_repeats);
    const double jitter = 0.8 + QRandomGenerator::global()->generateDouble() * 0.4;
    const auto delay =
        std::max(wanted.value_or(0ms),
                 std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(backOff.count()) * jitter)));
    ++m_repeats;
    record(m_headRead ? QStringLiteral("status %1, will be repeated").arg(m_head.status)
                      : m_reply->errorString() + QStringLiteral(", will be repeated"));
    release();
    m_pause.start(delay);
    emit waitingToRetry(delay);
    return true;
}

void Call::fail(Error::Kind kind, const QString &detail)
{
    end(tl::unexpected(Error{kind, masked(detail), m_head.status}));
}

void Call::end(Result<HttpAnswer> result)
{
    if (m_done)
        return;
    record(result ? QString() : result.error().detail);
    m_done = true;
    release();
    emit done(result);
}

void Call::record(const QString &failure)
{
    if (m_recorded)
        return;
    m_recorded = true;
    m_exchange.bytesReceived = m_bytes;
    m_exchange.duration = std::chrono::milliseconds(m_clock.elapsed());
    m_exchange.failure = failure;
    if (!m_handsOn)
        m_exchange.bodyStart = model::Secret(QString::fromUtf8(m_body.left(recordedBody)));
    emit m_shared.client->exchanged(m_exchange);
}

void Call::release()
{
    m_silence.stop();
    m_pause.stop();
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void Call::cancel()
{
    if (m_done)
        return;
    m_done = true;
    record(QStringLiteral("cancelled"));
    release();
}

} // namespace

HttpClient::HttpClient(Endpoint endpoint, QObject *parent)
    : QObject(parent), m_lines(std::make_unique<HttpLines>(this, std::move(endpoint)))
{}

HttpClient::~HttpClient() = default;

const Endpoint &HttpClient::endpoint() const
{
    return m_lines->endpoint;
}

QString HttpClient::masked(const QString &text, const QUrl &url, const QByteArray &body) const
{
    return without(m_lines->credentials() + personalValuesIn(url, body) + m_lines->numbers(), text);
}

std::unique_ptr<HttpCall> HttpClient::send(const HttpRequest &request)
{
    return std::make_unique<Call>(*m_lines, request);
}

} // namespace network
