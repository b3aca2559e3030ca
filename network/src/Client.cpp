#include <network/Client.h>

#include "Probe.h"
#include "Queries.h"
#include "fhir/DocumentJobs.h"
#include "http/Redaction.h"
#include "retrieval/Retrieval.h"

namespace network {

class Client::Private
{
public:
    explicit Private(Endpoint where) : endpoint(std::move(where)), thread(endpoint) {}

    const Endpoint endpoint;
    NetworkThread thread;
};

Client::Client(Endpoint endpoint, QObject *parent) : QObject(parent), d(std::make_unique<Private>(std::move(endpoint)))
{
    connect(d->thread.http(), &HttpClient::exchanged, this, &Client::exchanged);
}

Client::~Client() = default;

const Endpoint &Client::endpoint() const
{
    return d->endpoint;
}

JobPtr<Job<model::PatientList>> Client::searchPatients(const model::PatientQuery &query)
{
    return startPatientSearch(d->thread.door(), query);
}

JobPtr<Job<model::StudyList>> Client::searchStudies(const model::StudyQuery &query, model::Route route)
{
    return startStudySearch(d->thread.door(), query, route);
}

JobPtr<Job<QList<model::Series>>> Client::listSeries(const model::StudyUid &study)
{
    return startSeriesListing(d->thread.door(), study);
}

JobPtr<Job<QList<model::Instance>>> Client::listInstances(const model::StudyUid &study, const model::SeriesUid &series)
{
    return startInstanceListing(d->thread.door(), study, series);
}

JobPtr<Job<model::Study>> Client::readTree(const model::StudyUid &study, model::Route route,
                                           const std::optional<model::PatientIdentifier> &patient)
{
    return startTreeReading(d->thread.door(), study, route, patient);
}

JobPtr<Job<model::DocumentList>> Client::searchDocuments(const model::DocumentQuery &query)
{
    return startDocumentSearch(d->thread.door(), query);
}

JobPtr<Job<model::FetchedDocument>> Client::fetchDocument(const DocumentRequest &request)
{
    return startDocumentFetch(d->thread.door(), request);
}

JobPtr<RetrievalJob> Client::retrieve(const RetrievalRequest &request)
{
    return startRetrieval(d->thread.door(), request);
}

JobPtr<Job<QList<Check>>> Client::probe()
{
    return startProbe(d->thread.door());
}

QStringList Client::described(const model::PatientQuery &query) const
{
    const FhirSearch search = searchFor(query);
    const HttpRequest request = requestFor(d->endpoint.fhirBase, search, d->endpoint.postSearch);
    QStringList lines{QString::fromLatin1(request.method) + u' ' + maskedUrl(request.url)};
    for (const auto &[name, value] : search.parameters) {
        const QString masked = isHarmless(name) ? value : QStringLiteral("•••");
        // The assigning authority tells which number is meant and nobody's identity.
        lines << (name == u"identifier" && query.identifier
                      ? QStringLiteral("%1 = %2|%3").arg(name, query.identifier->system, masked)
                      : QStringLiteral("%1 = %2").arg(name, masked));
    }
    return lines;
}

} // namespace network
