#pragma once

#include "InstanceStore.h"
#include "Pace.h"
#include "RemoteJob.h"
#include "Sources.h"
#include "Traffic.h"
#include "http/HttpClient.h"

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <deque>
#include <map>

namespace network {

//! One retrieval in the network thread: decides which requests to send, moves the bytes from the sockets to the store
//! (which lives in a thread of its own) and tells at the end what was asked, what came and what is missing.
class RetrievalWork final : public Work<RetrievalJob>
{
public:
    explicit RetrievalWork(RetrievalRequest request);
    ~RetrievalWork() override;

    void start() override;
    //! What RetrievalJob promises.
    void pause(bool isPaused);
    void raise(const model::SeriesUid &series);
    void waitLonger();

private:
    //! One request to send.
    struct Fetch
    {
        QList<Base> bases; //!< the first is asked; the others when it cannot help
        std::optional<model::SeriesUid> series;
        std::optional<model::SopUid> sop;
        bool isRepeat = false; //!< one more chance for what is missing
        bool isUrgent = false; //!< does not wait for others to end
        bool isProbe = false;  //!< to see how fast single images come, beside the whole that will bring it too
        bool isTrial = false;  //!< not repeated by itself: the server has failed on more or other things enough
        std::optional<int> rung;
    };
    struct Running
    {
        Fetch fetch;
        Traffic::Place place;
        std::unique_ptr<HttpCall> call;
        bool isFed = false;     //!< the store takes its body
        bool isWaiting = false; //!< for the next try
        std::optional<Error> error;
        int status = 0;
        qint64 bytes = 0;  //!< that came
        qint64 sentAt = 0; //!< milliseconds
    };
    //! How fast a whole study comes, against some of its images one by one.
    struct Comparison
    {
        int whole = 0;         //!< the request
        qint64 bytesThen = 0;  //!< of the whole, at the last look
        qint64 lastLook = 0;   //!< milliseconds
        double wholeRate = 0;  //!< bytes a millisecond before the probes
        qint64 probedFrom = 0; //!< milliseconds; 0: there are no probes yet
        qint64 probed = 0;     //!< bytes that came one by one
        int probes = 0;        //!< under way
    };
    //! What is known to exist of the selection: each series and its instances, in the listing's order.
    using Expected = QList<QPair<model::SeriesUid, QList<model::SopUid>>>;

    // The expected list
    void readNextListing();
    bool useListing(const model::Study &listing);
    void listingSettled();
    std::optional<model::PatientIdentifier> askedPatient() const;
    void countByNextRoute();
    void countByManifest();
    void holdAgainst(const model::Study &row);
    void unite(const model::Study &listing);
    std::optional<Expected> expectedOf(const model::Study &tree) const;
    void expect(const Expected &expected);
    qsizetype countedIn(const model::Study &tree) const;
    static qsizetype countedIn(const model::Study &tree, const model::Selection &selection);
    bool coversSeries(const model::SeriesUid &series, qsizetype instances) const;
    bool isSelected(const model::InstanceRef &instance) const;
    bool isUnexpected(const model::InstanceRef &instance) const;
    qsizetype selectedHere() const;
    bool isSelectionTouched() const;

    // The plan
    void prepared(const InstanceStore::Found &found);
    void plan();
    void planBlindly();
    void planBy(const Expected &expected);
    void planFirstImages(const Expected &expected);
    void planMissing(const model::SeriesUid &series, const QList<model::SopUid> &instances, bool isRepeat);
    void planInstances(const model::SeriesUid &series, const QList<model::SopUid> &instances, bool isRepeat,
                       bool isTrial = false);
    bool split(const Fetch &fetch, bool isFailed);
    bool splitAfter(const Fetch &fetch, const Error &error);
    bool isSilentAsWhole(const Fetch &fetch) const;
    bool isHopeless(const Fetch &fetch) const;
    bool singlesWin(const QList<Base> &bases) const;
    void compareSizes();
    void probe(const Running &whole);
    void decideSize();
    void takeApart(int number);
    void takeUpAgain();
    void bringForward(const model::SeriesUid &series);

    // The requests
    void startNext();
    bool isHeldBack(const Fetch &next);
    void leaveOut(const Fetch &fetch);
    Error nowhereToAsk() const;
    void send(Fetch fetch);
    int mostAtOnce() const;
    Pace &paceOf(const Fetch &fetch);
    int retriesAllowed() const;
    void drop(Running &running, int number);
    void headCame(int number);
    void pump(int number);
    void drained(qint64 bytes);
    void callDone(int number, const Result<HttpAnswer> &answer);
    void answerEnded(const InstanceStore::AnswerEnd &end);
    void ended(int number, const std::optional<InstanceStore::AnswerEnd> &end);
    void retryOrGiveUp(Fetch fetch, const Error &error, bool somethingCame, bool isCut);
    void giveUp(const Error &error);
    void note(model::Note::Kind kind, const QString &detail);

    // The end
    void settle();
    void flush();
    void flushed();
    void takeEarlier();
    void stopFor(const Error &error);
    bool planNextRound();
    QList<model::InstanceRef> missing() const;
    void conclude();
    bool isUnlistedWhole() const;
    Result<model::RetrievalReport> outcome() const;
    model::RetrievalReport told() const;
    std::optional<model::RetrievalReport> toldOfEnd(const Error &error) const;

    // What is told meanwhile
    void arrived(const model::InstanceRef &instance, qint64 bytes, model::PatientVerdict verdict);
    void stored(const model::StoredInstance &instance);
    model::Ledger ledger() const;
    model::Ledger::Phase phase() const;
    std::optional<qint64> needed() const;
    double bytesPerSecond() const;
    void tellSoon();
    void tellNow();

    template <class F>
    void inStore(F call)
    {
        QMetaObject::invokeMethod(m_store.get(), std::move(call), Qt::QueuedConnection);
    }

    RetrievalRequest m_request;
    std::unique_ptr<InstanceStore> m_store;
    QThread m_thread; //!< of m_store

    std::optional<Sources> m_sources;

    std::optional<model::Study> m_tree; //!< the listing that named the expected instances
    std::optional<Expected> m_expected;
    QSet<model::InstanceRef> m_expectedSet;
    QSet<model::InstanceRef> m_expectedBefore; //!< by lists of earlier runs; counts where no list comes now
    qsizetype m_unlisted = 0;                  //!< counted by a route that has given no list of it yet
    qsizetype m_counted = 0;                   //!< what a listing counts of the selection, named or not
    QList<model::Route> m_routesLeft;
    JobPtr<Job<model::Study>> m_listing;
    model::Route m_listingRoute = model::Route::Fhir; //!< that it asks
    qint64 m_listedBytes = 0;                         //!< of what was chosen, by a listing
    bool m_listingSettled = false;
    JobPtr<Job<model::StudyList>> m_counting;
    QList<model::Route> m_knownBy;                    //!< who told of the instances that are known so far
    model::Route m_countedRoute = model::Route::Fhir; //!< whose count is held against the list
    QTimer m_patience;                                //!< with it, when all else is done
    bool m_isCounted = false;

    bool m_prepared = false;
    bool m_planned = false;
    std::deque<Fetch> m_queue;
    std::deque<std::pair<Fetch, Error>> m_unsplit; //!< too large or silent; split when the listing is there
    std::map<int, Running> m_running;
    int m_lastNumber = 0;
    qint64 m_outstanding = 0; //!< bytes given to the store and not drained
    int m_rounds = 0;         //!< after the plan, each for what is missing
    int m_idleRounds = 0;     //!< of these, without gain one after the other
    qsizetype m_storedBefore = 0;
    int m_repeatFailures = 0; //!< in this round
    int m_repeatSuccesses = 0;
    bool m_isTransient = false; //!< something failed that may heal: the line, silence, a busy server
    std::deque<Fetch> m_again;  //!< ended early where no list tells what is missing of it
    int m_retries = 0;
    std::chrono::milliseconds m_nextTry{0};
    QTimer m_breather; //!< before a round
    std::optional<Comparison> m_comparison;
    QTimer m_look; //!< at how fast a whole comes
    bool m_paused = false;
    bool m_flushing = false;
    std::deque<Fetch> m_interrupted; //!< by a pause
    QSet<model::SeriesUid> m_raised;
    QList<model::SeriesUid> m_raisedMeanwhile;    //!< while it was paused
    std::optional<model::SeriesUid> m_lastSeries; //!< of the part that came last
    QSet<model::InstanceRef> m_hopeless;          //!< asked for by name and refused, or nowhere to ask
    QSet<model::SeriesUid> m_notAsWhole;          //!< series that brought nothing when asked for as a whole again
    int m_failedSeries = 0;                       //!< by the server's fault, while nothing whole had come
    int m_failedInstances = 0;                    //!< likewise
    int m_silentSeries = 0;                       //!< of which nothing came when asked for as a whole
    bool m_anySeriesCame = false;                 //!< as a whole
    int m_silences = 0;                           //!< about what is in no smaller pieces, while nothing whole had come
    bool m_stopped = false;                       //!< no further requests
    bool m_bodyCut = false;
    bool m_anyEmpty = false; //!< an answer said that there is nothing
    enum class End { Open, Flushing, Concluding };
    End m_end = End::Open;

    std::optional<Error> m_firstError;
    std::optional<Error> m_lastingError; //!< the first of a request that is not asked again
    bool m_isLastingCut = false;         //!< m_bodyCut of such a request
    std::optional<Error> m_fatal;        //!< the disk, another patient: decides the outcome whatever came
    bool m_anythingWhole = false;        //!< a whole part or body came
    int m_refusedParts = 0;
    QHash<model::InstanceRef, model::StoredInstance> m_stored;
    QList<model::InstanceRef> m_order;      //!< of m_stored
    QList<model::StoredInstance> m_earlier; //!< of m_stored, left by an earlier run
    std::optional<model::PatientVerdict> m_verdict;
    QList<model::Note> m_notes;
    struct Count
    {
        int arrived = 0;
        int verified = 0;
        qint64 bytes = 0;
    };
    QMap<model::SeriesUid, Count> m_counts;
    qint64 m_bytes = 0; //!< as they came
    QDateTime m_lastByte;
    std::deque<std::pair<qint64, qint64>> m_flow; //!< milliseconds and m_bytes then, of the last seconds
    model::Room m_room;
    QElapsedTimer m_clock;
    double m_firstInstance = 0;
    QTimer m_tell;
    std::optional<Result<model::RetrievalReport>> m_result;
};

} // namespace network
