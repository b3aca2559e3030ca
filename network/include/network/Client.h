#pragma once

#include <model/Document.h>
#include <model/Exchange.h>
#include <model/Patient.h>
#include <model/Study.h>
#include <network/Endpoint.h>
#include <network/Job.h>
#include <network/Retrieval.h>

#include <QObject>

#include <memory>

namespace network {

//! One line of a connection check.
struct Check
{
    enum class Verdict { Pass, Warn, Fail };
    QString name; //!< "connection", "tls", "capability", "qido", "wado"
    Verdict verdict;
    QString detail; //!< plain words: what was found; for a failure what was sent and came back
    std::chrono::milliseconds took{0};
    std::optional<Error> error = {}; //!< of a failed one: why
    QString subject = {};            //!< what it is about: an origin, or version and name of a server
    //! The request that it was judged by, and its answer; none where no request got out.
    std::optional<model::Exchange> exchange = {};
};

//! A connection check under way.
class ProbeJob : public Job<QList<Check>>
{
    Q_OBJECT

signals:
    //! A line of the result, in its order, as soon as it is known.
    void checked(const network::Check &check);
};

//! One representation of one document, to a file.
struct DocumentRequest
{
    QString id;                       //!< logical id of the DocumentReference
    QString contentType;              //!< of the wanted representation; empty: the first
    QString file;                     //!< replaced only when the whole document is there; empty: kept in memory alone
    std::optional<int> position = {}; //!< of the content in the reference, as DocumentFormat has it; empty: the first
                                      //!< of that media type
};

//! The front door: asks one contact point. Jobs are handed out already under way; all sockets live in a thread of
//! network's own. A Client may be destroyed while jobs of its live: they end as Cancelled.
class Client final : public QObject
{
    Q_OBJECT

public:
    explicit Client(Endpoint endpoint, QObject *parent = nullptr);
    ~Client() override;

    const Endpoint &endpoint() const;

    //! GET Patient (spec 2), or Patient/$match where query or endpoint ask for it. No match is an empty list, not an
    //! error. A record that says which one replaces it is followed by that one, read from the server when the answer
    //! did not bring it. A server that refuses the search and offers $match is asked that way.
    JobPtr<Job<model::PatientList>> searchPatients(const model::PatientQuery &query);

    //! Studies by one route (Fhir: spec 3, Dicomweb: spec 4). Fhir answers include series and instances where the
    //! resource lists them. No match is an empty list.
    JobPtr<Job<model::StudyList>> searchStudies(const model::StudyQuery &query, model::Route route);

    //! The series of a study by QIDO-RS, without instances; the instances of a series.
    JobPtr<Job<model::Listing<model::Series>>> listSeries(const model::StudyUid &study);
    JobPtr<Job<model::Listing<model::Instance>>> listInstances(const model::StudyUid &study,
                                                               const model::SeriesUid &series);

    //! The tree of a study, or of one of its series, from the objects' own metadata (WADO-RS). NotFound where the
    //! contact point does not know it or lists nothing.
    JobPtr<Job<model::Study>> readMetadata(const model::StudyUid &study,
                                           const std::optional<model::SeriesUid> &series = std::nullopt);

    //! The whole tree of a study by one route: series and their instances. NotFound where the route does not know it.
    JobPtr<Job<model::Study>> readTree(const model::StudyUid &study, model::Route route,
                                       const std::optional<model::PatientIdentifier> &patient = std::nullopt);

    //! Reports and manifests (spec 6.1 to 6.3), newest first; the two forms of one manifest are one document. No match
    //! is an empty list.
    JobPtr<Job<model::DocumentList>> searchDocuments(const model::DocumentQuery &query);

    //! Fetches a document from wherever its reference leads (spec 6.4), within the named origins, and keeps it as
    //! received, also where it is not what it should be. NotFound when there is no such representation.
    JobPtr<Job<model::FetchedDocument>> fetchDocument(const DocumentRequest &request);

    //! WADO-RS to disk (spec 5). Missing instances are part of the report, not an error; an error means that nothing
    //! more could be done: what was complete by then keeps its final name.
    JobPtr<RetrievalJob> retrieve(const RetrievalRequest &request);

    //! GET /metadata.

    //! Connection, TLS, /metadata and QIDO limit=1, a verdict each.
    JobPtr<ProbeJob> probe();

    //! The request that a query would send first, with what was learned of the server, for "what is sent": method, URL
    //! with the identity masked, a parameter a line.
    QStringList described(const model::PatientQuery &query) const;
    //! The same for the first request of a search for studies; empty where the endpoint has no such route.
    QStringList described(const model::StudyQuery &query, model::Route route) const;

signals:
    //! Every exchange with the contact point, when it has ended.
    void exchanged(const model::Exchange &exchange);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace network
