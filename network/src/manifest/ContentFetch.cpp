#include "ContentFetch.h"

#include "Base64.h"
#include "Json.h"
#include "dicomweb/MultipartReader.h"
#include "fhir/Documents.h"

#include <algorithm>

namespace network {

namespace {

Error malformed(const QString &why)
{
    return {Error::Kind::Malformed, why, 0};
}

bool isBelow(const QUrl &url, const QUrl &base)
{
    if (base.isEmpty() || originOf(url) != originOf(base))
        return false;
    QString root = base.path(QUrl::FullyEncoded);
    while (root.endsWith(u'/'))
        root.chop(1);
    const QString path = url.path(QUrl::FullyEncoded);
    return path == root || path.startsWith(root + u'/');
}

//! Whose sign-in goes along: paths decide where services share an origin.
HttpRequest::Service serviceOf(const QUrl &url, const Endpoint &endpoint)
{
    using Service = HttpRequest::Service;
    if (isBelow(url, endpoint.fhirBase))
        return Service::Fhir;
    if (isBelow(url, endpoint.wadoBase) || isBelow(url, endpoint.qidoBase))
        return Service::Dicomweb;
    if (originOf(url) == originOf(endpoint.fhirBase))
        return Service::Fhir;
    const bool isOfDicomweb =
        originOf(url) == originOf(endpoint.wadoBase) || originOf(url) == originOf(endpoint.qidoBase);
    return isOfDicomweb ? Service::Dicomweb : Service::Direct;
}

Result<FetchedContent> decoded(const json::Found &base64, const QString &contentType)
{
    json::Value value;
    std::string_view data;
    if (base64.get(value) || value.get_string().get(data))
        return tl::unexpected(malformed(QStringLiteral("The document holds no data.")));
    const auto bytes = fromBase64(QByteArray::fromRawData(data.data(), qsizetype(data.size())));
    if (!bytes)
        return tl::unexpected(malformed(QStringLiteral("The document's data is no Base64.")));
    return FetchedContent{*bytes, mediaTypeIn(contentType)};
}

//! The document in a multipart answer: its first part.
Result<FetchedContent> firstPart(const QByteArray &body, const QByteArray &boundary)
{
    FetchedContent content;
    int parts = 0;
    MultipartReader reader(boundary, {[&](const PartHeaders &headers) {
                                          if (++parts > 1)
                                              return;
                                          for (const auto &[name, value] : headers)
                                              if (name.compare("Content-Type", Qt::CaseInsensitive) == 0)
                                                  content.contentType = mediaTypeIn(QString::fromLatin1(value));
                                      },
                                      [&](QByteArrayView data) {
                                          if (parts == 1)
                                              content.bytes += data;
                                      },
                                      [] {}});
    reader.feed(body);
    reader.bodyEnded();
    if (parts == 0)
        return tl::unexpected(malformed(QStringLiteral("The multipart answer holds no part.")));
    if (parts == 1 && reader.state() != MultipartReader::State::Closed)
        return tl::unexpected(Error{Error::Kind::Truncated, QStringLiteral("The multipart answer ends early."), 0});
    return content;
}

bool isJson(const QByteArray &body)
{
    return body.left(64).trimmed().startsWith('{');
}

//! Takes the document out of what it came in.
Result<FetchedContent> unwrapped(const HttpAnswer &answer, const model::DocumentFormat &format)
{
    const QByteArray header = answer.head.header("Content-Type");
    const MediaType type = MediaType::parse(header);
    if (const auto boundary = type.boundary())
        return firstPart(answer.body, *boundary);
    const FetchedContent plain{answer.body, QString::fromLatin1(type.type)};
    if (!isJson(answer.body))
        return plain;
    simdjson::dom::parser parser;
    json::Value root;
    if (parser.parse(answer.body.constData(), static_cast<size_t>(answer.body.size())).get(root))
        return plain; // kept as it came; whoever reads it will say what is wrong
    const QString resource = json::text(root["resourceType"]);
    if (resource == u"Binary")
        return decoded(root["data"], json::text(root["contentType"]));
    if (resource == u"DocumentReference" && format.isInline) {
        const auto isWanted = [&format](const json::Value &content) {
            const auto attachment = content["attachment"];
            std::string_view data;
            return mediaTypeIn(json::text(attachment["contentType"])) == format.contentType &&
                   !attachment["data"].get(data) && !data.empty();
        };
        const auto contents = json::items(root["content"]);
        const auto place = static_cast<size_t>(format.position);
        const auto chosen = place < contents.size() && isWanted(contents[place])
                                ? contents.begin() + format.position
                                : std::find_if(contents.begin(), contents.end(), isWanted);
        if (chosen != contents.end())
            return decoded((*chosen)["attachment"]["data"], format.contentType);
        return tl::unexpected(malformed(QStringLiteral("The DocumentReference holds the document no more.")));
    }
    if (resource == u"OperationOutcome")
        return tl::unexpected(malformed(QStringLiteral("A document was expected; an OperationOutcome came instead.")));
    return plain;
}

} // namespace

std::optional<QUrl> attachmentUrl(const QString &told, const QUrl &fhirBase)
{
    QUrl url(told, QUrl::TolerantMode);
    if (told.isEmpty() || !url.isValid())
        return std::nullopt;
    if (url.isRelative())
        url = told.startsWith(u'/') ? fhirBase.resolved(url) : below(fhirBase, told);
    if ((url.scheme() != u"https" && url.scheme() != u"http") || url.host().isEmpty())
        return std::nullopt;
    return url.adjusted(QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

ContentFetch::ContentFetch(Workplace &workplace, model::DocumentFormat format, WhenEnded whenEnded)
    : m_workplace(workplace), m_format(std::move(format)), m_whenEnded(std::move(whenEnded))
{}

void ContentFetch::start()
{
    const QByteArray type = m_format.contentType.toLatin1();
    const QByteArray fhir = "application/fhir+json";
    m_request.retryable = true;
    if (m_format.isInline) {
        m_request.url =
            below(m_workplace.endpoint().fhirBase, QStringLiteral("DocumentReference/") + m_format.reference);
        m_accepts = {fhir};
    } else {
        const auto url = attachmentUrl(m_format.url, m_workplace.endpoint().fhirBase);
        if (!url) {
            const QString why =
                m_format.url.isEmpty()
                    ? QStringLiteral("The DocumentReference leads nowhere: it has neither data nor url.")
                    : QStringLiteral("The document's address is no web address.");
            QMetaObject::invokeMethod(
                this, [this, why] { end(tl::unexpected(malformed(why))); }, Qt::QueuedConnection);
            return;
        }
        m_request.url = *url;
        m_request.service = serviceOf(*url, m_workplace.endpoint());
        const bool isInstance = url->path().contains(u"/instances/");
        if (isInstance && (type.isEmpty() || type == "application/dicom"))
            m_accepts << R"(application/dicom, multipart/related; type="application/dicom"; transfer-syntax=*)"
                      << R"(multipart/related; type="application/dicom")";
        // FHIR is read in JSON alone; a server of FHIR can mostly give both.
        if (isFhirXmlType(m_format.contentType))
            m_accepts << fhir + ", " + type + ";q=0.5";
        if (!type.isEmpty())
            m_accepts << type;
        if (!isInstance && type != fhir)
            m_accepts << fhir; // a Binary can always be had as a resource
        m_accepts << "*/*";
    }
    ask();
}

void ContentFetch::ask()
{
    m_request.headers = {{"Accept", m_accepts.takeFirst()}};
    m_call = m_workplace.http().send(m_request);
    connect(m_call.get(), &HttpCall::done, this, &ContentFetch::answered);
}

void ContentFetch::answered(const Result<HttpAnswer> &answer)
{
    if (answer)
        return end(unwrapped(*answer, m_format));
    const int status = answer.error().httpStatus;
    if ((status == 406 || status == 400 || status == 415) && !m_accepts.isEmpty())
        return ask();
    end(tl::unexpected(answer.error()));
}

void ContentFetch::end(const Result<FetchedContent> &content)
{
    const WhenEnded whenEnded = std::move(m_whenEnded); // it may destroy the fetch and all that it owns
    whenEnded(content);
}

} // namespace network
