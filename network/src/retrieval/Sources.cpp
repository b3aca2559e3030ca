#include "Sources.h"

#include <algorithm>

namespace network {

using How = model::RetrievalSource::How;
using Verdict = model::RetrievalSource::Verdict;

Sources::Sources(const Endpoint &endpoint, Via via) : m_endpoint(endpoint), m_via(via)
{
    if (const auto url = WadoUrl::parse(endpoint.wadoBase))
        m_contactPoint = Base{*url, HttpRequest::Service::Dicomweb};
    if (m_via == Via::Ncpeh && m_contactPoint)
        note(m_contactPoint->url.base().toString(), How::ContactPoint, Verdict::Allowed, std::nullopt);
}

void Sources::use(const model::Study &tree)
{
    if (m_via == Via::Ncpeh)
        return;
    for (const auto &series : tree.series) {
        for (const QUrl &address : series.wadoBases)
            add(address, How::SeriesEndpoint, series.uid);
        for (const QString &uid : series.locations)
            locate(uid, series.uid, series.wadoBases.value(0));
    }
    for (const QUrl &address : tree.wadoBases)
        add(address, How::StudyEndpoint, std::nullopt);
    for (const QString &uid : tree.locations)
        locate(uid, std::nullopt, tree.wadoBases.value(0));
    if (isFallback() && m_endpoint.locations.isEmpty())
        note(m_contactPoint->url.base().toString(), How::ContactPoint, Verdict::Allowed, std::nullopt);
}

void Sources::add(const QUrl &address, How how, const std::optional<model::SeriesUid> &series)
{
    const auto url = WadoUrl::parse(address);
    if (!url)
        return note(address.toString(), how, Verdict::Placeholder, series);
    const auto isOf = [origin = originOf(url->base())](const QUrl &named) {
        return !named.isEmpty() && originOf(named) == origin;
    };
    std::optional<HttpRequest::Service> service;
    if (std::any_of(m_endpoint.directOrigins.begin(), m_endpoint.directOrigins.end(), isOf) ||
        std::any_of(m_endpoint.locations.begin(), m_endpoint.locations.end(), isOf))
        service = HttpRequest::Service::Direct;
    else if (isOf(m_endpoint.wadoBase) || isOf(m_endpoint.qidoBase))
        service = HttpRequest::Service::Dicomweb;
    else if (isOf(m_endpoint.fhirBase))
        service = HttpRequest::Service::Fhir; // whose sign-in is the one of that origin
    note(url->base().toString(), how, service ? Verdict::Allowed : Verdict::Foreign, series);
    if (service)
        m_told << Told{{*url, *service}, how, series};
    else
        m_foreign = true;
}

void Sources::locate(const QString &uid, const std::optional<model::SeriesUid> &series, const QUrl &told)
{
    const auto known = m_endpoint.locations.constFind(uid);
    const bool isInTable = known != m_endpoint.locations.cend();
    const auto url = isInTable ? WadoUrl::parse(*known) : WadoUrl::fromPattern(m_endpoint.gatewayPattern, uid, told);
    if (!url)
        return note(uid, How::LocationTable, Verdict::Placeholder, series);
    // A gateway is mostly the contact point itself, which knows us by its own sign-in.
    const bool isContactPoint =
        !isInTable && m_contactPoint && originOf(url->base()) == originOf(m_contactPoint->url.base());
    note(url->base().toString(), How::LocationTable, Verdict::Allowed, series);
    m_told << Told{{*url, isContactPoint ? HttpRequest::Service::Dicomweb : HttpRequest::Service::Direct},
                   How::LocationTable,
                   series};
}

void Sources::note(const QString &address, How how, Verdict verdict, const std::optional<model::SeriesUid> &series)
{
    const auto same = std::find_if(m_found.begin(), m_found.end(), [&](const auto &known) {
        return known.address == address && known.how == how && known.series.isEmpty() == !series;
    });
    if (same == m_found.end())
        m_found.append({address, how, verdict, series ? QList{*series} : QList<model::SeriesUid>()});
    else if (series && !same->series.contains(*series))
        same->series << *series;
}

QList<Base> Sources::basesFor(const std::optional<model::SeriesUid> &series) const
{
    QList<Base> bases;
    if (m_via == Via::Ncpeh) {
        if (m_contactPoint)
            bases << *m_contactPoint;
        return bases;
    }
    const auto add = [&bases](const Base &base) {
        if (!bases.contains(base))
            bases << base;
    };
    // What is told of the series, then of the study, then by location; for the study every series' address will do.
    for (const How how : {How::SeriesEndpoint, How::StudyEndpoint, How::LocationTable})
        for (const Told &told : m_told)
            if (told.how == how && (!series || !told.series || told.series == series))
                add(told.base);
    // Where no address leads further, each place of the profile's table may hold it.
    for (const QUrl &address : m_endpoint.locations)
        if (const auto url = WadoUrl::parse(address))
            add({*url, HttpRequest::Service::Direct});
    if (bases.isEmpty() && !m_foreign && m_contactPoint)
        bases << *m_contactPoint;
    return bases;
}

} // namespace network
