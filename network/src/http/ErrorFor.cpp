#include "HttpClient.h"
#include "Redaction.h"

#include <simdjson.h>

namespace network {

namespace {

QString textOf(simdjson::simdjson_result<simdjson::dom::element> element)
{
    std::string_view text;
    return element.get(text) ? QString() : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

//! The words of each issue, its code where it has none; empty when the body is no OperationOutcome.
QString outcomeWords(const QByteArray &body)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(body.constData(), static_cast<size_t>(body.size())).get(root) ||
        textOf(root["resourceType"]) != u"OperationOutcome")
        return {};
    simdjson::dom::array issues;
    if (root["issue"].get(issues))
        return {};
    QStringList words;
    constexpr qsizetype mostIssues = 3;
    for (const simdjson::dom::element issue : issues) {
        if (words.size() == mostIssues)
            break;
        QString says = textOf(issue["diagnostics"]);
        if (says.isEmpty())
            says = textOf(issue["details"]["text"]);
        if (says.isEmpty())
            says = textOf(issue["code"]);
        if (says = says.simplified(); !says.isEmpty())
            words << says;
    }
    return words.join(QStringLiteral("; "));
}

bool isFhir(const QByteArray &body)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    return !parser.parse(body.constData(), static_cast<size_t>(body.size())).get(root) &&
           !textOf(root["resourceType"]).isEmpty();
}

bool isCertificatePage(const HttpHead &head, const QByteArray &body)
{
    // nginx lets the handshake of TLS 1.3 pass and then answers 400, or 495 and 496 inside its own logic.
    return head.status == 495 || head.status == 496 ||
           (head.status == 400 && head.contentType() == "text/html" && body.contains("SSL certificate"));
}

Error::Kind kindFor(int status)
{
    using Kind = Error::Kind;
    switch (status) {
    case 401:
        return Kind::Unauthorised;
    case 403:
        return Kind::Forbidden;
    case 404:
    case 410:
        return Kind::NotFound;
    case 429:
        return Kind::ServerFault;
    default:
        break;
    }
    if (status >= 500)
        return Kind::ServerFault;
    if (status >= 400)
        return Kind::Rejected;
    return Kind::Malformed; // neither an answer nor a refusal that we could follow
}

QString meaningOf(int status)
{
    switch (status) {
    case 401:
        return QStringLiteral("sign-in is needed or was not accepted");
    case 403:
        return QStringLiteral("this is not allowed to us");
    case 404:
        return QStringLiteral("not known there: wrong base address, unsupported resource, or no such record");
    case 405:
        return QStringLiteral("this HTTP method is not offered");
    case 406:
        return QStringLiteral("none of the accepted media types is offered");
    case 410:
        return QStringLiteral("the record is gone");
    case 413:
        return QStringLiteral("the result would be too large");
    case 415:
        return QStringLiteral("the media type that was sent is not understood");
    case 429:
        return QStringLiteral("too many requests");
    case 503:
        return QStringLiteral("the service is unavailable for now");
    default:
        return status >= 500   ? QStringLiteral("the server failed")
               : status >= 400 ? QStringLiteral("the request was refused")
                               : QStringLiteral("unexpected status");
    }
}

} // namespace

Error errorFor(const HttpHead &head, const QByteArray &body, bool isOfFhir)
{
    QString detail = QStringLiteral("%1 answered %2: ").arg(placeOf(head.url)).arg(head.status);
    if (isCertificatePage(head, body)) {
        detail += QStringLiteral("our client certificate is missing or was not accepted.");
        const QString words = firstWords(body);
        return {Error::Kind::Untrusted, words.isEmpty() ? detail : detail + QStringLiteral(" It says: ") + words,
                head.status};
    }
    detail += meaningOf(head.status);
    if (const QByteArray challenge = head.header("WWW-Authenticate"); head.status == 401 && !challenge.isEmpty())
        detail += QStringLiteral(". It asks for: ") + QString::fromUtf8(challenge).left(200);
    if (const QString outcome = outcomeWords(body); !outcome.isEmpty())
        detail += QStringLiteral(". It says: ") + outcome;
    else if (!body.isEmpty())
        detail += QStringLiteral(". It sent %1: %2")
                      .arg(head.contentType().isEmpty() ? QStringLiteral("an unnamed type")
                                                        : QString::fromUtf8(head.contentType()),
                           firstWords(body));
    // A server that knows FHIR says in FHIR that it found nothing (R4 3.1.0.4.1).
    if (head.status == 404 && isOfFhir && !isFhir(body))
        detail += QStringLiteral(". No FHIR answer came with it: the address may not be that of a FHIR server");
    return {kindFor(head.status), detail, head.status};
}

} // namespace network
