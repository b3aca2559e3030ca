#include <network/Client.h>

#include "Probe.h"
#include "Queries.h"
#include "dicomweb/MetadataJobs.h"
#include "dicomweb/Qido.h"
#include "fhir/DocumentJobs.h"
#include "fhir/Documents.h"
#include "fhir/FhirWalk.h"
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

JobPtr<Job<model::Listing<model::Series>>> Client::listSeries(const model::StudyUid &study)
{
    return startSeriesListing(d->thread.door(), study);
}

JobPtr<Job<model::Listing<model::Instance>>> Client::listInstances(const model::StudyUid &study,
                                                                   const model::SeriesUid &series)
{
    return startInstanceListing(d->thread.door(), study, series);
}

JobPtr<Job<model::Study>> Client::readMetadata(const model::StudyUid &study,
                                               const std::optional<model::SeriesUid> &series)
{
    return startMetadataReading(d->thread.door(), study, series);
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

JobPtr<ProbeJob> Client::probe()
{
    return startProbe(d->thread.door());
}

namespace {

//! "name = value" of each parameter. Assigning authorities are shown, what they assign is not.
QStringList linesOf(const FhirSearch &search, const QStringList &shown = {})
{
    QStringList lines;
    for (const auto &[name, value] : search.parameters) {
        const auto bar = value.indexOf(u'|');
        const bool isToken = name.endsWith(u"identifier") && bar > 0 && value.at(bar - 1) != u'\\';
        lines << QStringLiteral("%1 = %2").arg(name, isHarmless(name) || shown.contains(value) ? value
                                                     : isToken ? value.first(bar + 1) + QStringLiteral("•••")
                                                               : QStringLiteral("•••"));
    }
    return lines;
}

} // namespace

QStringList Client::described(const model::PatientQuery &query) const
{
    const Endpoint &endpoint = d->endpoint;
    const Learned learned = d->thread.learned();
    FhirSearch search = searchFor(query);
    if (!query.match && !endpoint.patientMatch && !learned.patientMatchOnly) {
        search.parameters.emplaceBack(QStringLiteral("_count"), QString::number(endpoint.pageSize));
        const HttpRequest request = requestFor(endpoint.fhirBase, search, isPosted(endpoint, learned));
        return QStringList(QString::fromLatin1(request.method) + u' ' + maskedUrl(request.url)) + linesOf(search);
    }
    const HttpRequest request = matchRequestFor(endpoint.fhirBase, query);
    search.parameters.removeLast(); // _elements
    search.parameters.emplaceBack(QStringLiteral("onlyCertainMatches"), QStringLiteral("true"));
    return QStringList(QString::fromLatin1(request.method) + u' ' + maskedUrl(request.url)) +
           linesOf(search, {QStringLiteral("true")});
}

QStringList Client::described(const model::StudyQuery &query, model::Route route) const
{
    const Endpoint &endpoint = d->endpoint;
    const Learned learned = d->thread.learned();
    if (route == model::Route::Dicomweb && !endpoint.qidoBase.isEmpty() && asksForOneNumber(query)) {
        const QUrl url = urlFor(endpoint.qidoBase, qidoStudies(query, endpoint.pageSize),
                                {!learned.includeFieldRefused, learned.modalityKey, endpoint.pageSize}, 0);
        QStringList lines{QStringLiteral("GET ") + maskedUrl(url)};
        for (const QString &item : maskedQuery(url.query(QUrl::FullyEncoded)).split(u'&'))
            lines << QString(item).replace(item.indexOf(u'='), 1, QStringLiteral(" = "));
        return lines;
    }
    if (route == model::Route::Dicomweb || endpoint.fhirBase.isEmpty())
        return {};
    const auto patientForm = route == model::Route::Fhir ? learned.studiesForm : learned.documentsForm;
    if (patientForm == PatientForm::ResourceId && query.patient && query.patientResourceId.isEmpty()) {
        model::PatientQuery record; // is looked up first
        record.identifier = query.patient;
        return described(record);
    }
    const FhirSearch search = route == model::Route::Fhir
                                  ? firstSearchFor(query, learned, endpoint.pageSize)
                                  : firstSearchFor(documentsOf(query), learned, endpoint.pageSize);
    const HttpRequest request = requestFor(endpoint.fhirBase, search, isPosted(endpoint, learned));
    QStringList shown{query.reason};
    if (query.study)
        for (const UidForm form : uidForms({}))
            shown << studyToken(*query.study, form);
    if (query.series)
        shown << query.series->text();
    return QStringList(QString::fromLatin1(request.method) + u' ' + maskedUrl(request.url)) + linesOf(search, shown);
}

} // namespace network
