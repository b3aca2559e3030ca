#pragma once

#include <network/Client.h>

#include <QDateTime>
#include <QPointer>

namespace story {

//! What to fetch, for whom and whereto.
struct RetrievalOrder
{
    QList<model::Selection> selections; //!< one a study
    QString folder;
    std::optional<network::ExpectedPatient> patient;
    network::Via via = network::Via::Ncpeh;
    int jobs = 0;                 //!< 0: what the endpoint says
    QList<model::Study> listings; //!< trees that are known already; the others are fetched beside
};

//! Both as one order: what they ask for of each study together, what was ordered later first. In all else the later
//! one decides.
RetrievalOrder joined(const RetrievalOrder &earlier, const RetrievalOrder &later);
//! Whether one order brings all that another asks for, in the same way to the same place.
bool brings(const RetrievalOrder &order, const RetrievalOrder &asked);

//! Whether images that were wanted directly come through the contact point instead, because no address that was told
//! may be used.
bool isDirectWayRefused(const QList<model::RetrievalSource> &sources);

//! Something worth a line in the list of events. textOf() gives its words.
struct RetrievalEvent
{
    enum class Kind {
        StudyBegan,
        FirstImage,
        SeriesComplete,
        SeriesIncomplete,
        SeriesFailed,
        StudyEnded,
        StudyFailed,
        Stopped,
        Paused,
        Resumed,
        SeriesRaised,
        Note
    };
    Kind kind;
    QDateTime when;
    model::StudyUid study;
    std::optional<model::SeriesUid> series;
    int verified = 0;
    std::optional<int> requested;
    QString detail; //!< of a note or an error
};

//! One line for an event, in the user's language.
QString textOf(const RetrievalEvent &event);

//! A study whose retrieval could not be done.
struct FailedStudy
{
    model::StudyUid study;
    network::Error error;
};

//! Step 5: retrieves the chosen studies one after the other and adds up what came. A study that is refused does not
//! keep the others from coming; another patient, a full disk and a stop by the user end everything. The last request
//! wins.
class RetrievalFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(network::Client &client, const RetrievalOrder &order);
    //! Ends as soon as possible; failed(Cancelled) follows. What is complete stays.
    void cancel();
    //! Closes the connections and keeps what is whole; the ledger's phase tells when it is so. resume() goes on with
    //! what is missing. Without effect where nothing runs.
    void pause();
    void resume();
    //! This series is wanted next, if the study under way has it.
    void raise(const model::SeriesUid &series);
    //! Bears the silence of what runs for two minutes from now.
    void waitLonger();
    //! Ends at once and in silence; what is complete stays.
    void stop();
    bool isRunning() const { return m_job != nullptr; } //!< also while it is paused
    bool isPaused() const { return m_job && m_paused; }
    //! Of all studies together, as last told. What is chosen of studies that have not begun is requested too, as far as
    //! the order's listings count it, and missing once nothing runs.
    model::Ledger ledger() const;

signals:
    void studyBegan(const model::StudyUid &study, int number, int of);
    //! A file is whole under its final name, also one of an earlier run, which is told at once. `path` is absolute.
    void instanceStored(const model::StoredInstance &instance, const QString &path);
    void ledgerChanged(const model::Ledger &ledger);
    //! As network::RetrievalJob::otherPatientMet().
    void otherPatientMet(const model::StudyPatient &named, const QString &field);
    void happened(const story::RetrievalEvent &event);
    //! A study has come to its end, however it ended, and nothing of it is asked for any more.
    void studyEnded(const model::StudyUid &study);
    //! Every study was tried and at least one answered. Counts are sums; requested is empty as soon as one is unknown.
    void finished(const model::RetrievalReport &report, const QList<story::FailedStudy> &failures);
    //! Nothing could be done, or all was stopped. `partial` is what came nevertheless; where nothing did, what of the
    //! lists is missing.
    void failed(const network::Error &error, const model::RetrievalReport &partial);

private:
    void next();
    void announce(const model::StoredInstance &instance);
    void endStudy();
    void missWhatDidNotCome();
    void ledgerCame(const model::Ledger &ledger);
    void tell(RetrievalEvent::Kind kind, const std::optional<model::SeriesUid> &series = std::nullopt, int verified = 0,
              std::optional<int> requested = std::nullopt, const QString &detail = {});

    QPointer<network::Client> m_client;
    RetrievalOrder m_order;
    QList<std::optional<int>> m_chosen; //!< images of each study of it, counted once: a ledger comes ten times a second
    qsizetype m_position = 0;
    network::JobPtr<network::RetrievalJob> m_job;
    model::Ledger m_before;  //!< of the studies that have ended
    model::Ledger m_current; //!< of the study under way
    bool m_anyStored = false;
    bool m_paused = false;
    QList<model::RetrievalReport> m_reports;
    QList<FailedStudy> m_failures;
    QList<model::InstanceRef> m_missed;           //!< of the study under way
    QList<model::RetrievalReport> m_emptyReports; //!< of the studies in m_failures
};

//! Sums of several reports; the worst verdict wins.
model::RetrievalReport added(const QList<model::RetrievalReport> &reports);

} // namespace story
