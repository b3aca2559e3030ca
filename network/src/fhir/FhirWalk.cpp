#include "FhirWalk.h"

#include <QRegularExpression>

namespace network {

using model::Note;

std::optional<QUrl> nextPage(const QString &link, const QUrl &current, const QUrl &base)
{
    // Byte for byte as given where that is possible; blanks and raw pipes need the tolerant reading.
    QUrl url = QUrl::fromEncoded(link.toUtf8(), QUrl::StrictMode);
    if (!url.isValid())
        url = QUrl::fromEncoded(link.toUtf8(), QUrl::TolerantMode);
    if (!url.isValid()) { // a doubled port makes the authority unreadable; path and query may still be good
        static const QRegularExpression authority(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*"));
        QString rest = link;
        rest.remove(authority);
        url = QUrl::fromEncoded(rest.toUtf8(), QUrl::TolerantMode);
    }
    url = current.resolved(url).adjusted(QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    if (!url.isValid() || link.isEmpty())
        return std::nullopt;
    if (originOf(url) == originOf(base))
        return url;

    QString root = base.path(QUrl::FullyEncoded);
    while (root.endsWith(u'/'))
        root.chop(1);
    const QString path = url.path(QUrl::FullyEncoded);
    if (root.isEmpty() || (path != root && !path.startsWith(root + u'/') && !path.startsWith(root + u'?')))
        return std::nullopt;
    QByteArray rebased =
        base.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toEncoded() + path.toUtf8();
    if (url.hasQuery())
        rebased += '?' + url.query(QUrl::FullyEncoded).toUtf8();
    return QUrl::fromEncoded(rebased, QUrl::TolerantMode);
}

bool isPosted(const Endpoint &endpoint, const Learned &learned)
{
    return endpoint.postSearch ? !learned.postRefused : learned.getRefused;
}

FhirWalk::FhirWalk(Workplace &workplace, FhirSearch search, ReadPage readPage, WhenEnded whenEnded)
    : m_workplace(workplace),
      m_search(std::move(search)),
      m_readPage(std::move(readPage)),
      m_whenEnded(std::move(whenEnded))
{
    m_search.parameters.emplaceBack(QStringLiteral("_count"), QString::number(m_workplace.endpoint().pageSize));
}

void FhirWalk::start()
{
    m_posting = isPosted(m_workplace.endpoint(), m_workplace.learned());
    m_first = requestFor(m_workplace.endpoint().fhirBase, m_search, m_posting);
    ask(m_first);
}

void FhirWalk::goOnAt(const QString &rest)
{
    m_goesOn = true;
    m_first = requestFor(m_workplace.endpoint().fhirBase, m_search, false); // names what must not be told
    const QUrl &base = m_workplace.endpoint().fhirBase;
    const auto page = nextPage(rest, base, base);
    if (!page)
        return failed({Error::Kind::Usage, QStringLiteral("This is no page of a search at this contact point."), 0});
    turnTo(*page);
}

void FhirWalk::ask(const HttpRequest &request)
{
    m_current = request.url;
    m_visited.insert(request.url);
    m_call = m_workplace.http().send(request);
    connect(m_call.get(), &HttpCall::done, this, &FhirWalk::answered);
}

void FhirWalk::answered(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return failed(answer.error());
    const auto read = m_readPage(answer->text());
    if (!read)
        return failed(read.error());
    const BundlePage &page = *read;
    for (Note note : page.notes) {
        note.detail = m_workplace.http().masked(note.detail, m_first.url, m_first.body);
        if (!m_ending.notes.contains(note))
            m_ending.notes.append(note);
    }
    if (m_pages++ == 0 && !m_goesOn) { // links of later pages need not show what was asked
        m_ending.ignoredFilters = ignoredFilters(m_search, page.self, m_posting);
        for (const QString &name : std::as_const(m_ending.ignoredFilters)) {
            const Note note{
                Note::Kind::IgnoredFilter,
                QStringLiteral("The server did not apply %1, so what it sent was filtered here as far as possible.")
                    .arg(name),
                name};
            if (!m_ending.notes.contains(note))
                m_ending.notes.append(note);
        }
    }
    if (page.incomplete)
        stopShort(QStringLiteral("The server says that its list is incomplete."));
    if (page.next.isEmpty())
        return end();

    const auto next = nextPage(page.next, m_current, m_workplace.endpoint().fhirBase);
    if (!next) {
        stopShort(QStringLiteral("The link to the next page leads to another address and was not followed; nothing was "
                                 "sent there, no sign-in either (page %1).")
                      .arg(m_pages + 1));
        return end();
    }
    if (m_visited.contains(*next)) {
        stopShort(
            QStringLiteral("The link to the next page leads back to a page that was already read (after page %1).")
                .arg(m_pages));
        return end();
    }
    if (m_pages >= m_workplace.endpoint().maximumPages) {
        stopShort(QStringLiteral("Reading stopped after %1 pages.").arg(m_pages));
        m_ending.rest = next->toString(QUrl::FullyEncoded);
        return end();
    }
    const QUrl told = m_current.resolved(QUrl(page.next));
    if (told.isValid() && originOf(told) != originOf(*next)) {
        const Note note{Note::Kind::Fallback,
                        QStringLiteral("The links to further pages name another host. The pages were asked for at the "
                                       "contact point's own address; nothing was sent to the other."),
                        {}};
        if (!m_ending.notes.contains(note))
            m_ending.notes.append(note);
    }
    m_isUnescaped = false;
    turnTo(*next);
}

void FhirWalk::turnTo(const QUrl &page)
{
    HttpRequest request; // paging links are GET links, also after a POST search
    request.service = HttpRequest::Service::Fhir;
    request.headers.emplaceBack("Accept", "application/fhir+json");
    request.url = page;
    ask(request);
}

//! Some servers escape their links once too often (spec 9 row 5): the same page with its query as it was meant.
bool FhirWalk::turnToUnescaped()
{
    const QByteArray query = m_current.query(QUrl::FullyEncoded).toLatin1();
    const QByteArray meant = QByteArray::fromPercentEncoding(query);
    if (m_isUnescaped || meant == query)
        return false;
    QUrl page = m_current;
    page.setQuery(QString::fromUtf8(meant), QUrl::TolerantMode);
    m_isUnescaped = true;
    if (!page.isValid() || m_visited.contains(page))
        return false;
    turnTo(page);
    return true;
}

void FhirWalk::failed(const Error &error)
{
    const bool isUnknown = error.kind == Error::Kind::NotFound || error.kind == Error::Kind::Rejected;
    if ((m_pages > 0 || m_goesOn) && isUnknown && turnToUnescaped())
        return;
    if (m_pages > 0) {
        stopShort(QStringLiteral("Page %1 could not be read: %2").arg(m_pages + 1).arg(error.detail));
        m_ending.rest = m_current.toString(QUrl::FullyEncoded);
        return end();
    }
    if (error.httpStatus == 405 && !m_methodChanged && !m_goesOn) {
        m_methodChanged = true;
        (m_posting ? m_workplace.learned().postRefused : m_workplace.learned().getRefused) = true;
        m_posting = !m_posting;
        m_first = requestFor(m_workplace.endpoint().fhirBase, m_search, m_posting);
        return ask(m_first);
    }
    m_ending.error = error;
    m_ending.error->detail = m_workplace.http().masked(error.detail, m_first.url, m_first.body);
    end();
}

void FhirWalk::stopShort(const QString &why)
{
    m_ending.truncated = true;
    m_ending.notes.append({Note::Kind::Truncated, m_workplace.http().masked(why, m_first.url, m_first.body)});
}

void FhirWalk::end()
{
    const WhenEnded whenEnded = std::move(m_whenEnded); // it may destroy the walk and all that it owns
    const Ending ending = m_ending;
    whenEnded(ending);
}

} // namespace network
