#include "RetrievalWork.h"

#include "Queries.h"
#include "Retrieval.h"
#include "Room.h"
#include "Workplace.h"
#include "fhir/Bundle.h"
#include "http/Redaction.h"

#include <QRandomGenerator>

#include <algorithm>

namespace network {

namespace {

using model::Note;
using namespace std::chrono_literals;

constexpr qint64 mostOutstanding = 2 * 1024 * 1024;
constexpr qint64 chunkBytes = 128 * 1024;
constexpr int mostConnections = 6;   //!< that Qt opens to one host
constexpr int hopelessRepeats = 12;  //!< so many failures without one success end a round
constexpr int hopelessFailures = 16; //!< so many series, and then instances, that fail end the search for a whole one
constexpr int provenFailures = 2;    //!< after so many the next are not repeated by themselves
constexpr int mostSilences = 2;      //!< so many end the search for something that comes
constexpr int mostIdleRounds = 3;
constexpr int mostRounds = 12;
constexpr auto looking = 1s;           //!< between looks at how fast a whole comes
constexpr auto longestProbing = 3s;    //!< of a comparison
constexpr double worthAsking = 3000;   //!< milliseconds that a whole must still need before another way is tried
constexpr double worthChanging = 1.25; //!< times faster
constexpr int mostProbes = 8;
constexpr auto firstBreather = 500ms;
constexpr auto longestBreather = 15s;
constexpr int tellingPause = 100;   //!< milliseconds
constexpr qint64 flowWindow = 3000; //!< milliseconds
constexpr auto patienceWithSilence = 120s;
constexpr auto patienceForCounts = 10s; //!< when all else is done
// Fetching the first image of each series beside the study costs a request each and its bytes twice.
constexpr qsizetype firstImagesPay = 40;               //!< instances a series on average
constexpr qint64 firstImagesMatter = 64 * 1024 * 1024; //!< bytes of the whole

Error truncated(qint64 bytes)
{
    return {Error::Kind::Truncated,
            QStringLiteral("An answer ended after %1 bytes without its closing boundary.").arg(bytes)};
}

bool isRefusedAccept(const Error &error)
{
    return error.httpStatus == 400 || error.httpStatus == 406 || error.httpStatus == 415;
}

//! Whether the same request may succeed a little later.
bool isTransient(const Error &error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::Truncated || error.kind == Kind::TimedOut || error.kind == Kind::Unreachable ||
           error.httpStatus == 429 || (error.httpStatus >= 502 && error.httpStatus <= 504);
}

//! Archives answer 500 to a whole study or series when there is one instance in it that they cannot send. So do broken
//! servers.
bool isFailure(const Error &error)
{
    return error.httpStatus == 500;
}

//! Whether a tree's instances were asked for one by one, which weighs more than what its row counts: Orthanc answers a
//! question for that count with what a file says of it where the files hold the attribute.
bool isListedByQido(const model::Study &tree)
{
    return tree.routes == QList{model::Route::Dicomweb} &&
           std::any_of(tree.series.begin(), tree.series.end(),
                       [](const auto &one) { return !one.instances.isEmpty(); });
}

bool isTooMuch(const Error &error)
{
    return error.httpStatus == 413 || error.httpStatus == 504 || error.kind == Error::Kind::TimedOut ||
           isFailure(error);
}

//! Whether a body that ends early can be told from a whole one by HTTP: where the connection's end is that of the body
//! as well (RFC 9112, 6.3), it cannot.
bool tellsItsEnd(const HttpHead &head)
{
    bool isNumber = false;
    head.header("Content-Length").trimmed().toLongLong(&isNumber);
    return (isNumber && head.header("Content-Encoding").isEmpty()) ||
           head.header("Transfer-Encoding").toLower().contains("chunked");
}

} // namespace

JobPtr<RetrievalJob> startRetrieval(const WorkplaceDoor &door, const RetrievalRequest &request)
{
    auto job = startWork<RetrievalWork>(door, request);
    auto *remote = static_cast<RemoteJob<RetrievalJob> *>(job.get());
    QObject::connect(remote, &RetrievalJob::pauseWished, remote, [remote](bool isPaused) {
        remote->inWork<RetrievalWork>([isPaused](RetrievalWork &work) { work.pause(isPaused); });
    });
    QObject::connect(remote, &RetrievalJob::raiseWished, remote, [remote](const model::SeriesUid &series) {
        remote->inWork<RetrievalWork>([series](RetrievalWork &work) { work.raise(series); });
    });
    QObject::connect(remote, &RetrievalJob::patienceWished, remote,
                     [remote] { remote->inWork<RetrievalWork>([](RetrievalWork &work) { work.waitLonger(); }); });
    return job;
}

RetrievalWork::RetrievalWork(RetrievalRequest request)
    : m_request(std::move(request)), m_store(std::make_unique<InstanceStore>(m_request))
{
    m_breather.setSingleShot(true);
    connect(&m_breather, &QTimer::timeout, this, [this] {
        m_nextTry = 0ms;
        startNext();
        settle();
    });
    m_look.setSingleShot(true);
    m_look.setInterval(looking);
    connect(&m_look, &QTimer::timeout, this, &RetrievalWork::compareSizes);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        note(Note::Kind::RouteFailed,
             (m_listing ? QStringLiteral("%1 did not give its list of the study in time.")
                        : QStringLiteral("%1 did not tell in time how many instances it knows."))
                 .arg(model::nameOf(m_countedRoute)));
        m_counting.reset();
        m_listing.reset();
        m_routesLeft.clear();
        countByNextRoute();
    });
    m_tell.setSingleShot(true);
    m_tell.setInterval(tellingPause);
    connect(&m_tell, &QTimer::timeout, this, &RetrievalWork::tellNow);
}

RetrievalWork::~RetrievalWork()
{
    m_running.clear(); // the sockets first
    workplace().traffic().waitsNoMore(this);
    m_store->abort();
    m_thread.quit();
    m_thread.wait();
    m_store->disconnect(this);
    if (!m_store->isConcluded())
        m_store->leave(toldOfEnd({Error::Kind::Cancelled, QStringLiteral("The retrieval was cancelled.")}));
}

void RetrievalWork::start()
{
    m_clock.start();
    const Endpoint &endpoint = workplace().endpoint();
    m_sources.emplace(endpoint, m_request.via);
    if (m_request.via == Via::Ncpeh && m_sources->basesFor(std::nullopt).isEmpty())
        return fail({Error::Kind::Usage, QStringLiteral("The profile names no WADO-RS address (wadoBase).")});

    InstanceStore *store = m_store.get();
    connect(store, &InstanceStore::prepared, this, &RetrievalWork::prepared);
    connect(store, &InstanceStore::roomSeen, this, [this](const model::Room &room) {
        m_room = room;
        tellSoon();
    });
    connect(store, &InstanceStore::drained, this, &RetrievalWork::drained);
    connect(store, &InstanceStore::arrived, this, &RetrievalWork::arrived);
    connect(store, &InstanceStore::stored, this, &RetrievalWork::stored);
    connect(store, &InstanceStore::noted, this, [this](const Note &told) { note(told.kind, told.detail); });
    connect(store, &InstanceStore::answerEnded, this, &RetrievalWork::answerEnded);
    connect(store, &InstanceStore::flushed, this, &RetrievalWork::flushed);
    connect(store, &InstanceStore::failed, this, &RetrievalWork::stopFor);
    connect(store, &InstanceStore::conflicted, this, [this](const model::StudyPatient &named, const QString &field) {
        tell([named, field](RetrievalJob &job) { emit job.otherPatientMet(named, field); });
        stopFor(
            {Error::Kind::PatientConflict,
             QStringLiteral("A file names another patient than the one that was confirmed. What there is of the study "
                            "was set apart (.apart).")});
    });
    connect(store, &InstanceStore::concluded, this, [this] {
        tellNow();
        if (m_fatal) // also the disk that had no room for the report
            fail(*m_fatal);
        else
            finish(*m_result);
    });
    m_thread.setObjectName(QStringLiteral("retrieval"));
    store->moveToThread(&m_thread);
    m_thread.start();
    inStore([store] { store->prepare(); });
    connect(&workplace().traffic(), &Traffic::freed, this, &RetrievalWork::startNext);

    const auto &series = m_request.selection.series;
    const bool isListed = !series.isEmpty() && std::none_of(series.begin(), series.end(), [](const auto &chosen) {
        return chosen.instances.isEmpty();
    });
    const bool isKnown = m_request.listing && useListing(*m_request.listing);
    if (!isKnown && isListed) {
        Expected expected;
        for (const auto &chosen : series)
            expected.emplaceBack(chosen.uid, chosen.instances);
        expect(expected);
    }
    m_routesLeft = endpoint.routes;
    if (isKnown && m_request.listing->routes.size() == 1)
        m_routesLeft.removeAll(m_request.listing->routes.first());
    if (isKnown || (isListed && m_request.via == Via::Ncpeh)) {
        m_listingSettled = true;
        countByNextRoute();
    } else {
        readNextListing();
    }
}

// ---- the expected list

void RetrievalWork::readNextListing()
{
    if (m_routesLeft.isEmpty()) {
        m_isCounted = true;
        return listingSettled();
    }
    const model::Route route = m_routesLeft.takeFirst();
    m_listingRoute = route;
    m_listing = startTreeReading(workplace().door(), m_request.selection.study, route, askedPatient());
    connect(m_listing.get(), &AnyJob::finished, this, [this, route] {
        const Result<model::Study> tree = m_listing->result();
        m_listing.reset();
        if (tree && useListing(*tree)) {
            listingSettled();
            return countByNextRoute();
        }
        if (!tree || !expectedOf(*tree)) // else it only names no address, where one is wanted
            note(Note::Kind::RouteFailed,
                 tree ? QStringLiteral("%1 does not list every instance of what was chosen.").arg(model::nameOf(route))
                      : QStringLiteral("%1 gave no list of the study: %2")
                            .arg(model::nameOf(route), tree.error().detail));
        readNextListing();
    });
}

std::optional<model::PatientIdentifier> RetrievalWork::askedPatient() const
{
    return m_request.patient ? std::optional(m_request.patient->identifier) : std::nullopt;
}

//! Asks a route that was not needed for the list how many instances it knows, where all of a study or a series was
//! chosen: a list that lacks something would call a loss complete. Only where counts differ its list is read as well.
void RetrievalWork::countByNextRoute()
{
    m_counted = std::max(m_counted, std::exchange(m_unlisted, 0));
    const auto &chosen = m_request.selection.series;
    const bool isWholeChosen = chosen.isEmpty() || std::any_of(chosen.begin(), chosen.end(),
                                                               [](const auto &one) { return one.instances.isEmpty(); });
    const Endpoint &endpoint = workplace().endpoint();
    m_routesLeft.removeIf([&endpoint](model::Route route) {
        return (route == model::Route::Dicomweb ? endpoint.qidoBase : endpoint.fhirBase).isEmpty();
    });
    if (m_routesLeft.isEmpty() || !m_expected || !m_tree || !isWholeChosen || m_fatal) {
        m_patience.stop();
        m_isCounted = true;
        return settle();
    }
    m_countedRoute = m_routesLeft.takeFirst();
    if (m_countedRoute == model::Route::Documents)
        return countByManifest();
    model::StudyQuery query;
    query.study = m_request.selection.study;
    query.patient = askedPatient();
    m_counting = startStudySearch(workplace().door(), query, m_countedRoute);
    connect(m_counting.get(), &AnyJob::finished, this, [this] {
        const Result<model::StudyList> list = m_counting->result();
        m_counting.reset();
        if (!list)
            note(Note::Kind::RouteFailed, QStringLiteral("%1 did not tell how many instances it knows: %2")
                                              .arg(model::nameOf(m_countedRoute), list.error().detail));
        if (list && !list->studies.isEmpty() && list->studies.constFirst().uid == m_request.selection.study)
            return holdAgainst(list->studies.constFirst());
        countByNextRoute();
    });
}

//! A manifest tells no count without its list. Not every study has one.
void RetrievalWork::countByManifest()
{
    m_listing = startTreeReading(workplace().door(), m_request.selection.study, m_countedRoute, askedPatient());
    connect(m_listing.get(), &AnyJob::finished, this, [this] {
        const Result<model::Study> tree = m_listing->result();
        m_listing.reset();
        if (tree)
            return holdAgainst(*tree);
        if (tree.error().kind != Error::Kind::NotFound)
            note(Note::Kind::RouteFailed, QStringLiteral("%1 gave no list of the study: %2")
                                              .arg(model::nameOf(m_countedRoute), tree.error().detail));
        countByNextRoute();
    });
}

void RetrievalWork::holdAgainst(const model::Study &row)
{
    const auto theirs = row.series.isEmpty() ? std::max<qsizetype>(row.instanceCount.value_or(0), 0) : countedIn(row);
    const auto known = row.series.isEmpty() ? countedIn(*m_tree, {row.uid, {}}) : countedIn(*m_tree);
    if (theirs == 0)
        return countByNextRoute();
    QStringList others;
    for (const model::Route route : std::as_const(m_knownBy))
        others << model::nameOf(route);
    if (!m_knownBy.contains(m_countedRoute))
        m_knownBy << m_countedRoute;
    if (theirs == known)
        return countByNextRoute();
    note(Note::Kind::RoutesDiffer,
         QStringLiteral("%1 counts %2 instances where %3 told of %4; what either names is expected.")
             .arg(model::nameOf(m_countedRoute), QString::number(theirs), others.join(QStringLiteral(" and ")),
                  QString::number(known)));
    // What it counts without a list of it cannot be asked for and is missed all the same. Its own list weighs more than
    // its count, which an archive may have copied from a file. A row of the study alone does not tell in which of its
    // series that is.
    const bool isListed = !row.series.isEmpty() && expectedOf(row);
    if (!isListed && (!row.series.isEmpty() || m_request.selection.series.isEmpty()))
        m_unlisted = theirs;
    if (isListed || m_countedRoute == model::Route::Documents) {
        unite(row);
        return countByNextRoute();
    }
    if (m_patience.isActive())
        m_patience.start(patienceForCounts);
    m_listing = startTreeReading(workplace().door(), m_request.selection.study, m_countedRoute, askedPatient());
    connect(m_listing.get(), &AnyJob::finished, this, [this] {
        const Result<model::Study> tree = m_listing->result();
        m_listing.reset();
        if (tree && expectedOf(*tree))
            m_unlisted = 0;
        if (tree)
            unite(*tree);
        else
            note(Note::Kind::RouteFailed, QStringLiteral("%1 gave no list of the study: %2")
                                              .arg(model::nameOf(m_countedRoute), tree.error().detail));
        countByNextRoute();
    });
}

//! Expects what another listing names of what was chosen as well, and asks for it where no answer is to bring it.
void RetrievalWork::unite(const model::Study &listing)
{
    if (listing.uid != m_request.selection.study)
        return;
    QList<model::Study> merged{*m_tree};
    mergeInto(merged, listing);
    m_tree = merged.constFirst();
    if (!m_expected)
        return;
    m_listedBytes = roomFor(m_request.folder, m_request.selection, *m_tree).needed.value_or(0);
    Expected further;
    for (const auto &series : listing.series) {
        QList<model::SopUid> instances;
        for (const auto &instance : series.instances)
            if (const model::InstanceRef ref{series.uid, instance.uid}; isSelected(ref) && !m_expectedSet.contains(ref))
                instances << instance.uid;
        if (!instances.isEmpty())
            further.emplaceBack(series.uid, instances);
    }
    if (further.isEmpty())
        return;
    expect(further);
    for (const auto &[series, instances] : std::as_const(further)) {
        const auto brings = [&series = series](const Fetch &fetch) {
            return !fetch.sop && (!fetch.series || *fetch.series == series);
        };
        const bool isToCome = !m_planned || std::any_of(m_queue.begin(), m_queue.end(), brings) ||
                              std::any_of(m_running.begin(), m_running.end(),
                                          [&](const auto &entry) { return brings(entry.second.fetch); });
        if (!isToCome && !m_stopped && m_end == End::Open)
            planMissing(series, instances, false);
    }
    startNext();
}

//! Takes what a listing tells; true when no other is needed.
bool RetrievalWork::useListing(const model::Study &listing)
{
    if (listing.uid != m_request.selection.study)
        return false;
    QList<model::Study> once;
    mergeInto(once, listing); // it may name a series or an instance twice
    const model::Study &tree = once.constFirst();
    const auto expected = expectedOf(tree);
    m_counted = std::max(m_counted, countedIn(tree));
    const bool namesBases = !tree.wadoBases.isEmpty() || !tree.locations.isEmpty() ||
                            std::any_of(tree.series.begin(), tree.series.end(),
                                        [](const auto &s) { return !s.wadoBases.isEmpty() || !s.locations.isEmpty(); });
    if (!expected && !(namesBases && m_request.via == Via::Direct))
        return false;
    m_knownBy = listing.routes.isEmpty() ? QList{m_listingRoute} : listing.routes;
    m_sources->use(tree);
    if (m_tree)
        unite(tree);
    else
        m_tree = tree;
    m_listedBytes = roomFor(m_request.folder, m_request.selection, *m_tree).needed.value_or(0);
    if (expected && !m_expected)
        expect(*expected);
    return m_expected && (namesBases || m_request.via == Via::Ncpeh);
}

void RetrievalWork::listingSettled()
{
    m_listingSettled = true;
    plan();
    for (const auto &[fetch, error] : std::exchange(m_unsplit, {}))
        if (!splitAfter(fetch, error))
            giveUp(error);
    startNext();
    settle();
}

//! The chosen instances of a listing; nothing when it leaves any of them open.
std::optional<RetrievalWork::Expected> RetrievalWork::expectedOf(const model::Study &tree) const
{
    Expected expected;
    const auto listed = [&expected](const model::Series &series) {
        QList<model::SopUid> instances;
        for (const auto &instance : series.instances)
            instances << instance.uid;
        expected.emplaceBack(series.uid, instances);
        const bool saysEmpty = series.instanceCount == 0;
        return (saysEmpty || !instances.isEmpty()) && instances.size() >= series.instanceCount.value_or(0);
    };
    if (m_request.selection.series.isEmpty()) {
        if (tree.series.isEmpty() || !std::all_of(tree.series.begin(), tree.series.end(), listed))
            return std::nullopt;
        qsizetype total = 0;
        for (const auto &[series, instances] : std::as_const(expected))
            total += instances.size();
        if (total == 0 || total < tree.instanceCount.value_or(0) || tree.series.size() < tree.seriesCount.value_or(0))
            return isListedByQido(tree) ? std::optional(expected) : std::nullopt;
        return expected;
    }
    for (const auto &chosen : m_request.selection.series) {
        if (!chosen.instances.isEmpty()) {
            expected.emplaceBack(chosen.uid, chosen.instances);
            continue;
        }
        const auto series = std::find_if(tree.series.begin(), tree.series.end(),
                                         [&chosen](const auto &candidate) { return candidate.uid == chosen.uid; });
        if (series == tree.series.end() || !listed(*series))
            return std::nullopt;
    }
    if (std::all_of(expected.begin(), expected.end(), [](const auto &row) { return row.second.isEmpty(); }))
        return std::nullopt; // then asking tells more than the list
    return expected;
}

void RetrievalWork::expect(const Expected &expected)
{
    if (!m_expected)
        m_expected.emplace();
    Expected added;
    for (const auto &[uid, instances] : expected) {
        // A selection may name a series or an instance twice.
        auto known = std::find_if(m_expected->begin(), m_expected->end(),
                                  [&uid = uid](const auto &row) { return row.first == uid; });
        if (known == m_expected->end())
            known = m_expected->insert(known, {uid, {}});
        QList<model::SopUid> further;
        for (const auto &sop : instances) {
            const model::InstanceRef ref{uid, sop};
            if (m_expectedSet.contains(ref))
                continue;
            m_expectedSet << ref;
            further << sop;
        }
        known->second << further;
        if (!further.isEmpty())
            added.emplaceBack(uid, further);
    }
    inStore([store = m_store.get(), added] { store->expect(added); });
    tellSoon();
}

//! How many instances a listing counts of what was chosen, also where it names none of them.
qsizetype RetrievalWork::countedIn(const model::Study &tree) const
{
    return countedIn(tree, m_request.selection);
}

qsizetype RetrievalWork::countedIn(const model::Study &tree, const model::Selection &selection)
{
    const auto ofSeries = [](const model::Series &series) {
        return std::max<qsizetype>(series.instanceCount.value_or(0), series.instances.size());
    };
    const auto &chosen = selection.series;
    qsizetype sum = 0;
    for (const auto &series : tree.series) {
        const auto selected =
            std::find_if(chosen.begin(), chosen.end(), [&series](const auto &one) { return one.uid == series.uid; });
        if (selected != chosen.end() && !selected->instances.isEmpty())
            sum += selected->instances.size();
        else if (chosen.isEmpty() || selected != chosen.end())
            sum += ofSeries(series);
    }
    return chosen.isEmpty() && !isListedByQido(tree) ? std::max<qsizetype>(sum, tree.instanceCount.value_or(0)) : sum;
}

bool RetrievalWork::isSelected(const model::InstanceRef &instance) const
{
    return isChosen(m_request.selection.series, instance);
}

//! Came though nobody asked for it: by the list of what there is, else by what was chosen.
bool RetrievalWork::isUnexpected(const model::InstanceRef &instance) const
{
    return m_expected ? !m_expectedSet.contains(instance) : !isSelected(instance);
}

//! How many instances are here of what was chosen; servers send others as well.
qsizetype RetrievalWork::selectedHere() const
{
    return std::count_if(m_order.begin(), m_order.end(), [this](const auto &instance) { return isSelected(instance); });
}

//! Whether something is here of each series that was chosen, and each instance that was chosen by name.
bool RetrievalWork::isSelectionTouched() const
{
    const auto &chosen = m_request.selection.series;
    return std::all_of(chosen.begin(), chosen.end(), [this](const auto &one) {
        const auto isHere = [&](const auto &sop) { return m_stored.contains({one.uid, sop}); };
        return one.instances.isEmpty() ? std::any_of(m_order.begin(), m_order.end(),
                                                     [&](const auto &instance) { return instance.series == one.uid; })
                                       : std::all_of(one.instances.begin(), one.instances.end(), isHere);
    });
}

// ---- the plan

void RetrievalWork::prepared(const InstanceStore::Found &found)
{
    m_prepared = true;
    m_verdict = found.verdict;
    m_notes << found.notes;
    for (const auto &instance : found.instances)
        if (isSelected({instance.series, instance.sop}))
            m_earlier << instance;
    for (const auto &instance : found.expected)
        if (isSelected(instance))
            m_expectedBefore.insert(instance);
    takeEarlier();
    if (found.verdict == model::PatientVerdict::Conflict) {
        if (found.other)
            tell([named = *found.other, field = found.otherField](RetrievalJob &job) {
                emit job.otherPatientMet(named, field);
            });
        return stopFor(
            {Error::Kind::PatientConflict,
             QStringLiteral(
                 "A file of an earlier run names another patient than the one that was confirmed. What there "
                 "is of the study was set apart (.apart).")});
    }
    if (!m_earlier.isEmpty())
        tell([earlier = m_earlier](RetrievalJob &job) { emit job.instancesTakenOver(earlier); });
    plan();
    startNext();
    settle();
}

//! Nothing but what an earlier run left is here.
void RetrievalWork::takeEarlier()
{
    m_stored.clear();
    m_order.clear();
    m_counts.clear();
    for (const auto &instance : std::as_const(m_earlier)) {
        const model::InstanceRef ref{instance.series, instance.sop};
        m_stored.insert(ref, instance);
        m_order << ref;
        Count &count = m_counts[ref.series];
        ++count.arrived;
        ++count.verified;
        count.bytes += instance.bytes;
    }
}

//! Decides what to ask for as soon as enough is known: at once, unless an earlier run left something or addresses are
//! to come from the listing.
void RetrievalWork::plan()
{
    if (m_planned || !m_prepared || m_fatal)
        return;
    const bool needsListing = m_request.via == Via::Direct || !m_earlier.isEmpty();
    if (!m_listingSettled && needsListing && !(m_expected && m_request.via == Via::Ncpeh))
        return;
    m_planned = true;
    if (m_sources->namesForeign())
        note(Note::Kind::Fallback, QStringLiteral("An address was named for direct retrieval that the profile does not "
                                                  "allow; nothing was sent there."));
    if (m_sources->isFallback() && workplace().endpoint().locations.isEmpty())
        note(Note::Kind::Fallback,
             QStringLiteral("No address for direct retrieval is known; the contact point was asked."));
    if (m_expected)
        planBy(*m_expected);
    else
        planBlindly();
    m_storedBefore = m_stored.size();
    if (m_room.available >= 0 && needed().value_or(0) > m_room.available)
        note(Note::Kind::Storage, QStringLiteral("About %1 MB are to come and %2 MB are free.")
                                      .arg(needed().value_or(0) / 1'000'000)
                                      .arg(m_room.available / 1'000'000));
    const bool isUnreachable =
        std::any_of(m_queue.begin(), m_queue.end(), [](const Fetch &fetch) { return fetch.bases.isEmpty(); });
    if (isUnreachable)
        stopFor(nowhereToAsk());
}

void RetrievalWork::planBlindly()
{
    if (m_request.selection.series.isEmpty())
        m_queue.push_back({.bases = m_sources->basesFor(std::nullopt)});
    for (const auto &chosen : m_request.selection.series) {
        if (chosen.instances.isEmpty())
            m_queue.push_back({.bases = m_sources->basesFor(chosen.uid), .series = chosen.uid});
        else
            planInstances(chosen.uid, chosen.instances, false);
    }
}

void RetrievalWork::planBy(const Expected &expected)
{
    const bool isFresh = std::none_of(m_expectedSet.begin(), m_expectedSet.end(),
                                      [this](const auto &instance) { return m_stored.contains(instance); });
    // One series that was chosen is asked for as such, for the study may hold more than its list knows.
    bool coversStudy = m_request.selection.series.isEmpty() ||
                       (m_tree && expected.size() > 1 && m_tree->series.size() == expected.size());
    for (const auto &[series, instances] : expected)
        coversStudy = coversStudy && coversSeries(series, instances.size()) &&
                      (m_request.via == Via::Ncpeh || m_sources->basesFor(series) == m_sources->basesFor(std::nullopt));
    if (isFresh && coversStudy && !singlesWin(m_sources->basesFor(std::nullopt))) {
        m_queue.push_back({.bases = m_sources->basesFor(std::nullopt)});
        return planFirstImages(expected);
    }
    for (const bool isRaised : {true, false})
        for (const auto &[series, instances] : expected)
            if (m_raised.contains(series) == isRaised)
                planMissing(series, instances, false);
}

//! Asks for the first image of each series beside the study that holds them all, where that is cheap.
void RetrievalWork::planFirstImages(const Expected &expected)
{
    const bool isCheap = expected.size() > 1 && m_expectedSet.size() >= firstImagesPay * expected.size() &&
                         needed().value_or(0) >= firstImagesMatter;
    if (!isCheap)
        return;
    for (const auto &[series, instances] : expected)
        if (!instances.isEmpty())
            planInstances(series, {instances.first()}, false);
}

//! What is not there yet of a series: as a whole where all of it is missing, else one by one.
void RetrievalWork::planMissing(const model::SeriesUid &series, const QList<model::SopUid> &instances, bool isRepeat)
{
    QList<model::SopUid> needed;
    for (const auto &sop : instances)
        if (!m_stored.contains({series, sop}) && !m_hopeless.contains({series, sop}))
            needed << sop;
    if (needed.isEmpty())
        return;
    const QList<Base> bases = m_sources->basesFor(series);
    if (bases.isEmpty() && isRepeat)
        return leaveOut({.bases = {}, .series = series});
    const bool mayComeWhole = !m_notAsWhole.contains(series) && !singlesWin(bases);
    if (needed.size() > 1 && mayComeWhole && coversSeries(series, needed.size()))
        m_queue.push_back({.bases = bases, .series = series, .isRepeat = isRepeat});
    else
        planInstances(series, needed, isRepeat);
}

//! Whether that many instances are all of the series.
bool RetrievalWork::coversSeries(const model::SeriesUid &series, qsizetype instances) const
{
    if (!m_tree)
        return false;
    const auto listed = std::find_if(m_tree->series.begin(), m_tree->series.end(),
                                     [&series](const auto &candidate) { return candidate.uid == series; });
    return listed != m_tree->series.end() && !listed->instances.isEmpty() &&
           instances >= std::max<qsizetype>(listed->instances.size(), listed->instanceCount.value_or(0));
}

void RetrievalWork::planInstances(const model::SeriesUid &series, const QList<model::SopUid> &instances, bool isRepeat,
                                  bool isTrial)
{
    const QList<Base> bases = m_sources->basesFor(series);
    for (const auto &sop : instances)
        if (!m_stored.contains({series, sop}))
            m_queue.push_back({.bases = bases, .series = series, .sop = sop, .isRepeat = isRepeat, .isTrial = isTrial});
}

//! Asks for the same in smaller pieces; false when these are not known. All series come before the instances of one, so
//! that a healthy series is found early.
bool RetrievalWork::split(const Fetch &fetch, bool isFailed)
{
    if (!m_expected || fetch.sop)
        return false;
    note(Note::Kind::Fallback, fetch.series ? QStringLiteral("A series was asked for instance by instance.")
                                            : QStringLiteral("The study was asked for series by series."));
    for (const auto &[series, instances] : std::as_const(*m_expected)) {
        if (fetch.series == series)
            planInstances(series, instances, false, isFailed);
        else if (!fetch.series)
            m_queue.push_back({.bases = m_sources->basesFor(series), .series = series, .isTrial = isFailed});
    }
    return true;
}

//! After silence about a series, while nothing has come, a few of its instances are asked for before all else: they
//! tell whether the server is dead or only slow with wholes.
bool RetrievalWork::splitAfter(const Fetch &fetch, const Error &error)
{
    if (!split(fetch, isFailure(error)))
        return false;
    if (error.kind != Error::Kind::TimedOut || !fetch.series)
        return true;
    ++m_silentSeries;
    m_notAsWhole << *fetch.series;
    if (m_anythingWhole)
        return true;
    std::deque<Fetch> few;
    for (auto it = m_queue.begin(); it != m_queue.end() && int(few.size()) < mostSilences;) {
        if (it->sop && it->series == fetch.series) {
            it->isUrgent = true;
            few.push_back(std::move(*it));
            it = m_queue.erase(it);
        } else {
            ++it;
        }
    }
    m_queue.insert(m_queue.begin(), std::make_move_iterator(few.begin()), std::make_move_iterator(few.end()));
    return true;
}

//! Whether a series is not asked for as a whole because others stayed silent so, and none came.
bool RetrievalWork::isSilentAsWhole(const Fetch &fetch) const
{
    return fetch.series && !fetch.sop && m_silentSeries >= mostSilences && m_anythingWhole && !m_anySeriesCame &&
           m_expected;
}

//! Whether so many requests of this size have failed, and nothing came, that no more are sent.
bool RetrievalWork::isHopeless(const Fetch &fetch) const
{
    if (m_anythingWhole)
        return false;
    return fetch.sop ? m_failedInstances >= hopelessFailures
                     : m_failedSeries >= hopelessFailures && (m_expected || m_listingSettled);
}

// ---- whole or one by one

bool RetrievalWork::singlesWin(const QList<Base> &bases) const
{
    return !bases.isEmpty() && workplace().learned().singlesWin.value(originOf(bases.first().url.base()), false);
}

//! Looks at a whole that is under way alone. One that has long to go is compared with some of its images one by one,
//! once for each server; and it is left where these are known to come faster.
void RetrievalWork::compareSizes()
{
    if (m_comparison && m_comparison->probedFrom > 0) {
        if (m_clock.elapsed() - m_comparison->probedFrom >= longestProbing / 1ms)
            return decideSize();
        return m_look.start();
    }
    const auto whole =
        std::find_if(m_running.begin(), m_running.end(), [](const auto &entry) { return !entry.second.fetch.sop; });
    if (m_stopped || m_paused || whole == m_running.end())
        return m_comparison.reset();
    const auto &[number, running] = *whole;
    const auto &known = workplace().learned().singlesWin;
    const QString origin = originOf(running.fetch.bases.first().url.base());
    if (known.contains(origin) && (!known.value(origin) || m_expected))
        return known.value(origin) ? takeApart(number) : void();
    m_look.start();
    const qint64 now = m_clock.elapsed();
    const bool isNew = !m_comparison || m_comparison->whole != number;
    if (isNew)
        m_comparison = Comparison{.whole = number};
    Comparison &comparison = *m_comparison;
    // By the last look or since it was sent, whichever is better: a moment's pause is no reason to change.
    const auto rate = [](qint64 bytes, qint64 took) { return double(bytes) / double(std::max<qint64>(took, 1)); };
    comparison.wholeRate = std::max(rate(running.bytes - comparison.bytesThen, now - comparison.lastLook),
                                    rate(running.bytes, now - running.sentAt));
    const bool hasFallenSilent = running.bytes > 0 && running.bytes == comparison.bytesThen; // the idle timer's matter
    comparison.bytesThen = running.bytes;
    comparison.lastLook = now;
    const bool hasLongToGo = double(needed().value_or(0)) > worthAsking * comparison.wholeRate;
    const bool isAlone = m_running.size() == 1 && m_queue.empty() && !running.isWaiting;
    if (!isNew && m_expected && hasLongToGo && isAlone && !hasFallenSilent)
        probe(running);
}

//! Asks for some of the last images of a whole that is under way.
void RetrievalWork::probe(const Running &whole)
{
    const int most = std::min(mostProbes, 2 * (mostAtOnce() - 1));
    for (auto row = m_expected->crbegin(); row != m_expected->crend(); ++row) {
        if (whole.fetch.series && *whole.fetch.series != row->first)
            continue;
        for (auto sop = row->second.crbegin(); sop != row->second.crend() && int(m_queue.size()) < most; ++sop)
            if (!m_stored.contains({row->first, *sop}))
                m_queue.push_back({.bases = whole.fetch.bases, .series = row->first, .sop = *sop, .isProbe = true});
    }
    if (m_queue.empty())
        return;
    m_comparison->probes = int(m_queue.size());
    m_comparison->probedFrom = m_clock.elapsed();
    startNext();
}

void RetrievalWork::decideSize()
{
    const Comparison comparison = *std::exchange(m_comparison, std::nullopt);
    std::erase_if(m_queue, [](const Fetch &fetch) { return fetch.isProbe; });
    const auto whole = m_running.find(comparison.whole);
    if (whole == m_running.end())
        return;
    const double took = double(std::max<qint64>(m_clock.elapsed() - comparison.probedFrom, 1));
    const bool singlesWin = double(comparison.probed) / took > worthChanging * comparison.wholeRate;
    // A whole of which nothing had come says that it is slow to begin, this time, and nothing of how fast it comes.
    if (comparison.wholeRate > 0)
        workplace().learned().singlesWin.insert(originOf(whole->second.fetch.bases.first().url.base()), singlesWin);
    if (singlesWin)
        takeApart(whole->first);
}

//! Leaves a whole that is under way; what has not come of it is asked for one by one.
void RetrievalWork::takeApart(int number)
{
    auto node = m_running.extract(number);
    const Fetch &fetch = node.mapped().fetch;
    drop(node.mapped(), number);
    note(Note::Kind::Fallback, QStringLiteral("Single images come faster from this server than all together; the rest "
                                              "was asked for one by one."));
    for (const auto &[series, instances] : std::as_const(*m_expected))
        if (!fetch.series || *fetch.series == series)
            planInstances(series, instances, fetch.isRepeat);
    startNext();
    settle();
}

// ---- the requests

int RetrievalWork::mostAtOnce() const
{
    return std::clamp(m_request.jobs > 0 ? m_request.jobs : workplace().endpoint().jobs, 1, mostConnections);
}

Pace &RetrievalWork::paceOf(const Fetch &fetch)
{
    return workplace().learned().paces[originOf(fetch.bases.first().url.base())];
}

int RetrievalWork::retriesAllowed() const
{
    return 20 + m_lastNumber / 5;
}

void RetrievalWork::startNext()
{
    if (m_paused || m_breather.isActive())
        return workplace().traffic().waitsNoMore(this);
    while (!m_queue.empty()) {
        const Fetch &next = m_queue.front();
        if (next.bases.isEmpty()) {
            leaveOut(next);
            m_queue.pop_front();
            continue;
        }
        if (isHeldBack(next))
            return;
        Fetch fetch = std::move(m_queue.front());
        m_queue.pop_front();
        if (isHopeless(fetch)) {
            if (!fetch.sop)
                split(fetch, true);
            continue;
        }
        if (isSilentAsWhole(fetch)) {
            split(fetch, false);
            continue;
        }
        // What came in another way meanwhile need not come again.
        if (!fetch.sop || !m_stored.contains({*fetch.series, *fetch.sop}))
            send(std::move(fetch));
    }
    workplace().traffic().waitsNoMore(this);
}

//! Whether as many are under way as this retrieval, or all of them together, are to have at once.
bool RetrievalWork::isHeldBack(const Fetch &next)
{
    const int most = mostAtOnce();
    const int beside = next.isUrgent ? 1 : 0;
    const int atOnce = next.isProbe ? most : paceOf(next).atOnce(most) + beside;
    if (int(m_running.size()) >= atOnce) {
        workplace().traffic().waitsNoMore(this); // one of its own has to end first
        return true;
    }
    return !workplace().traffic().mayBegin(originOf(next.bases.first().url.base()), this,
                                           std::min(most + beside, mostConnections));
}

//! What lies nowhere that the profile allows stays missing, while the rest comes.
void RetrievalWork::leaveOut(const Fetch &fetch)
{
    giveUp(nowhereToAsk());
    if (fetch.sop)
        m_hopeless << model::InstanceRef{*fetch.series, *fetch.sop};
    else if (m_expected)
        for (const auto &[series, instances] : std::as_const(*m_expected))
            if (!fetch.series || *fetch.series == series)
                for (const auto &sop : instances)
                    m_hopeless << model::InstanceRef{series, sop};
}

Error RetrievalWork::nowhereToAsk() const
{
    return {Error::Kind::ForeignOrigin,
            m_sources->namesForeign()
                ? QStringLiteral("The images lie at an origin that the profile does not name; nothing was sent there.")
                : QStringLiteral("The profile names no address that images may be fetched from.")};
}

void RetrievalWork::send(Fetch fetch)
{
    const WadoUrl &url = fetch.bases.first().url;
    const auto &study = m_request.selection.study;
    if (!fetch.rung)
        fetch.rung = workplace().learned().acceptRungs.value(url.base().toString(), 0);
    if (!AcceptLadder::header(*fetch.rung, fetch.sop.has_value()))
        fetch.rung = AcceptLadder::after(*fetch.rung, false).value_or(0);

    fetch.isTrial = fetch.isTrial || (!m_anythingWhole && m_failedInstances >= provenFailures);
    HttpRequest request;
    request.url = fetch.sop      ? url.instance(study, *fetch.series, *fetch.sop)
                  : fetch.series ? url.series(study, *fetch.series)
                                 : url.study(study);
    request.headers = {{"Accept", *AcceptLadder::header(*fetch.rung, fetch.sop.has_value())}};
    request.service = fetch.bases.first().service;
    request.streamed = true;
    request.retryable = !fetch.isRepeat && !fetch.isTrial && !fetch.isProbe && m_retries < retriesAllowed();

    if (m_running.empty())
        paceOf(fetch).rested();
    if (!fetch.sop && !m_look.isActive())
        m_look.start();
    const int number = ++m_lastNumber;
    Running &running = m_running[number];
    running.fetch = std::move(fetch);
    running.sentAt = m_clock.elapsed();
    running.place = workplace().traffic().begin(originOf(request.url), this);
    running.call = workplace().http().send(request);
    HttpCall *call = running.call.get();
    connect(call, &HttpCall::headCame, this, [this, number] { headCame(number); });
    connect(call, &HttpCall::bytesWaiting, this, [this, number] { pump(number); });
    connect(call, &HttpCall::waitingToRetry, this, [this, number](std::chrono::milliseconds delay) {
        Running &waiting = m_running.at(number);
        if (const HttpHead &head = waiting.call->head(); head.status == 504 && !waiting.fetch.sop && m_expected) {
            // It takes as long the next time; in pieces it does not.
            waiting.error = errorFor(head, {});
            return ended(number, std::nullopt);
        }
        waiting.isWaiting = true;
        ++m_retries;
        m_nextTry = delay;
        if (waiting.call->head().status != 500) // which says nothing of how busy it is
            paceOf(waiting.fetch).refused();
        tellSoon();
    });
    connect(call, &HttpCall::done, this,
            [this, number](const Result<HttpAnswer> &answer) { callDone(number, answer); });
    tellSoon();
}

//! Closes the connection of a request; what came of the part under way is forgotten.
void RetrievalWork::drop(Running &running, int number)
{
    running.call->cancel();
    running.call.release()->deleteLater(); // it may be the sender
    inStore([store = m_store.get(), number] { store->drop(number); });
}

void RetrievalWork::pause(bool isPaused)
{
    if (m_paused == isPaused || m_fatal || m_end == End::Concluding)
        return;
    m_paused = isPaused;
    inStore([store = m_store.get(), isPaused] { store->notePause(isPaused); });
    if (!isPaused)
        return m_flushing ? void() : takeUpAgain();
    for (auto &[number, running] : m_running) {
        drop(running, number);
        if (!running.fetch.isProbe)
            m_interrupted.push_back(std::move(running.fetch));
    }
    m_running.clear();
    workplace().traffic().waitsNoMore(this);
    m_comparison.reset();
    std::erase_if(m_queue, [](const Fetch &fetch) { return fetch.isProbe; });
    m_breather.stop();
    if (m_listing || m_counting) { // read anew when it goes on
        m_routesLeft.prepend(m_listingSettled ? m_countedRoute : m_listingRoute);
        m_listing.reset();
        m_counting.reset();
        m_patience.stop();
    }
    flush();
}

//! What a pause interrupted goes on where it was: only what is missing is asked for.
void RetrievalWork::takeUpAgain()
{
    const auto interrupted = std::exchange(m_interrupted, {});
    auto waiting = std::exchange(m_queue, {});
    for (const Fetch &fetch : interrupted) {
        if (!m_expected || fetch.sop) {
            m_queue.push_back(fetch);
            continue;
        }
        const bool isUntouched =
            std::none_of(m_expectedSet.begin(), m_expectedSet.end(), [&](const model::InstanceRef &instance) {
                return (!fetch.series || *fetch.series == instance.series) && m_stored.contains(instance);
            });
        if (isUntouched) {
            m_queue.push_back(fetch);
            continue;
        }
        for (const bool isRaised : {true, false})
            for (const auto &[series, instances] : std::as_const(*m_expected))
                if ((!fetch.series || *fetch.series == series) && m_raised.contains(series) == isRaised)
                    planMissing(series, instances, fetch.isRepeat);
    }
    m_queue.insert(m_queue.end(), std::make_move_iterator(waiting.begin()), std::make_move_iterator(waiting.end()));
    const auto raised = std::exchange(m_raisedMeanwhile, {});
    for (const auto &series : raised)
        bringForward(series);
    m_nextTry = 0ms;
    if (!m_listingSettled && !m_listing)
        readNextListing();
    else if (!m_isCounted && !m_listing && !m_counting)
        countByNextRoute();
    startNext();
    settle();
    tellNow();
}

void RetrievalWork::raise(const model::SeriesUid &series)
{
    if (m_fatal || m_end == End::Concluding)
        return;
    m_raised << series;
    tellSoon();
    if (m_paused || (m_flushing && m_end == End::Open))
        m_raisedMeanwhile << series;
    else
        bringForward(series);
    startNext();
}

void RetrievalWork::bringForward(const model::SeriesUid &series)
{
    const auto isOf = [&series](const Fetch &fetch) { return fetch.series == series; };
    std::stable_partition(m_queue.begin(), m_queue.end(), isOf);
    const auto holds = [&series](const Fetch &fetch) { return !fetch.series || *fetch.series == series; };
    const bool isUnderWay = std::any_of(m_running.begin(), m_running.end(), [&](const auto &entry) {
        return entry.second.fetch.series == series && !entry.second.fetch.sop;
    });
    const bool isInStudy =
        std::any_of(m_running.begin(), m_running.end(),
                    [&](const auto &entry) { return holds(entry.second.fetch) && !entry.second.fetch.series; }) ||
        std::any_of(m_queue.begin(), m_queue.end(), [](const Fetch &fetch) { return !fetch.series; });
    // Beside the answer that will bring it at some time; not where it is just coming.
    if (isUnderWay || !isInStudy || m_lastSeries == series || std::any_of(m_queue.begin(), m_queue.end(), isOf))
        return;
    if (m_expected) {
        const auto row = std::find_if(m_expected->begin(), m_expected->end(),
                                      [&series](const auto &one) { return one.first == series; });
        if (row == m_expected->end() || std::all_of(row->second.begin(), row->second.end(), [&](const auto &sop) {
                return m_stored.contains({series, sop});
            }))
            return;
    }
    const QList<Base> bases = m_sources->basesFor(series);
    if (bases.isEmpty()) // then what is under way brings it or nothing does
        return;
    m_queue.push_front({.bases = bases, .series = series, .isUrgent = true});
}

void RetrievalWork::waitLonger()
{
    for (const auto &[number, running] : m_running)
        running.call->bearSilence(patienceWithSilence);
}

void RetrievalWork::headCame(int number)
{
    Running &running = m_running.at(number);
    const HttpHead &head = running.call->head();
    running.status = head.status;
    running.isWaiting = false;
    m_anyEmpty = m_anyEmpty || head.status == 204 || head.status == 205;
    if (head.status == 204)
        return;
    if (head.status == 205) { // a body that comes with it all the same would wait for somebody to take it
        running.call->cancel();
        return ended(number, std::nullopt);
    }

    const MediaType media = MediaType::parse(head.header("Content-Type"));
    const auto boundary = media.boundary();
    // Only the bytes can tell what an unlabelled body is.
    const bool isFile =
        media.type.isEmpty() || media.type == "application/dicom" || media.type == "application/octet-stream";
    const bool isPiece = head.status == 206 && !head.header("Content-Range").isEmpty();
    if (!boundary && (!isFile || isPiece)) {
        const Error error{
            Error::Kind::Malformed,
            isPiece ? QStringLiteral("A byte range of a file came, which was not asked for.")
                    : QStringLiteral("DICOM was asked for, %1 came.").arg(QString::fromLatin1(media.type.left(80))),
            head.status};
        running.error = error;
        running.call->cancel();
        return ended(number, std::nullopt);
    }
    auto &rungs = workplace().learned().acceptRungs;
    const QString base = running.fetch.bases.first().url.base().toString();
    const int rung = *running.fetch.rung;
    if (rungs.value(base, 0) != rung) {
        rungs.insert(base, rung);
        note(Note::Kind::Fallback,
             QStringLiteral("The server understood only: Accept: %1.")
                 .arg(QString::fromLatin1(*AcceptLadder::header(rung, running.fetch.sop.has_value()))));
    }
    running.isFed = true;
    inStore([store = m_store.get(), number, boundary, source = maskedUrl(head.url), isEndTold = tellsItsEnd(head)] {
        store->begin(number, boundary, source, isEndTold);
    });
}

//! Moves what has arrived to the store, as long as that keeps up.
void RetrievalWork::pump(int number)
{
    const auto found = m_running.find(number);
    if (found == m_running.end() || !found->second.isFed)
        return;
    HttpCall &call = *found->second.call;
    while (m_outstanding < mostOutstanding) {
        const QByteArray bytes = call.take(chunkBytes);
        if (bytes.isEmpty())
            return;
        m_outstanding += bytes.size();
        m_bytes += bytes.size();
        found->second.bytes += bytes.size();
        if (found->second.fetch.isProbe && m_comparison)
            m_comparison->probed += bytes.size();
        m_lastByte = QDateTime::currentDateTimeUtc();
        tellSoon();
        inStore([store = m_store.get(), number, bytes] { store->feed(number, bytes); });
    }
}

void RetrievalWork::drained(qint64 bytes)
{
    m_outstanding -= bytes;
    QList<int> numbers;
    for (const auto &[number, running] : m_running)
        numbers << number;
    for (const int number : std::as_const(numbers))
        pump(number);
}

void RetrievalWork::callDone(int number, const Result<HttpAnswer> &answer)
{
    Running &running = m_running.at(number);
    running.isWaiting = false;
    if (!answer)
        running.error = answer.error();
    if (!running.isFed)
        return ended(number, std::nullopt);
    inStore([store = m_store.get(), number, isWhole = answer.has_value()] { store->end(number, isWhole); });
}

void RetrievalWork::answerEnded(const InstanceStore::AnswerEnd &end)
{
    if (m_running.contains(end.answer))
        ended(end.answer, end);
}

void RetrievalWork::ended(int number, const std::optional<InstanceStore::AnswerEnd> &end)
{
    auto node = m_running.extract(number);
    Running &running = node.mapped();
    running.call->cancel();                // where the store has had enough of it
    running.call.release()->deleteLater(); // it may be the sender
    const Fetch &fetch = running.fetch;
    std::optional<Error> error = running.error;
    bool isGood = false;
    bool isBodyCut = false;
    if (end) {
        const bool isCut = error && (error->kind == Error::Kind::TimedOut || error->kind == Error::Kind::Truncated);
        m_refusedParts += end->refused;
        m_anythingWhole = m_anythingWhole || end->isClosed || end->parts > end->refused;
        if (end->isClosed) {
            error.reset(); // whatever HTTP thought of the length
            m_isLastingCut = m_isLastingCut || running.status == 206;
            m_bodyCut = m_bodyCut || m_isLastingCut;
            isGood = end->refused == 0 && running.status != 206;
        } else if (!end->isRecognised && end->bytes > 0 && !isCut) {
            error = Error{Error::Kind::Malformed,
                          QStringLiteral("The announced boundary does not occur in the answer."), running.status};
        } else {
            isBodyCut = true;
            if (!error || error->kind != Error::Kind::TimedOut)
                error = truncated(end->bytes);
        }
    }
    if (fetch.isProbe) { // a whole brings it too, or a round does
        if (m_comparison && --m_comparison->probes == 0)
            decideSize();
        startNext();
        return settle();
    }
    if (fetch.isRepeat) {
        ++(isGood ? m_repeatSuccesses : m_repeatFailures);
        if (m_repeatSuccesses == 0 && m_repeatFailures >= hopelessRepeats)
            m_queue.clear();
    }
    m_anySeriesCame = m_anySeriesCame || (isGood && fetch.series && !fetch.sop);
    if (isGood)
        paceOf(fetch).succeeded(end->bytes, std::chrono::milliseconds(m_clock.elapsed()), mostAtOnce());
    if (error && error->kind == Error::Kind::ServerFault && fetch.series && !m_anythingWhole)
        ++(fetch.sop ? m_failedInstances : m_failedSeries);
    if (error && isTransient(*error)) {
        m_isTransient = true;
        paceOf(fetch).refused();
    }
    if (error)
        retryOrGiveUp(fetch, *error, end && end->parts > 0, isBodyCut);
    startNext();
    settle();
}

//! What this says of the outcome stands, whatever other requests bring.
void RetrievalWork::giveUp(const Error &error)
{
    if (!m_lastingError)
        m_lastingError = error;
    if (!m_firstError)
        m_firstError = error;
}

void RetrievalWork::retryOrGiveUp(Fetch fetch, const Error &error, bool somethingCame, bool isCut)
{
    using Kind = Error::Kind;
    if (m_stopped) {
        m_bodyCut = m_bodyCut || isCut;
        return;
    }
    if (!somethingCame && isRefusedAccept(error)) {
        if (const auto next = AcceptLadder::after(*fetch.rung, fetch.sop.has_value())) {
            fetch.rung = next;
            m_queue.push_front(std::move(fetch));
            return;
        }
    }
    if (!somethingCame && fetch.bases.size() > 1) {
        note(Note::Kind::Fallback,
             QStringLiteral("%1 could not help: %2").arg(originOf(fetch.bases.first().url.base()), error.detail));
        fetch.bases.removeFirst();
        fetch.rung.reset();
        m_queue.push_front(std::move(fetch));
        return;
    }
    if (!somethingCame && fetch.isRepeat && fetch.series)
        m_notAsWhole << *fetch.series;
    if (!somethingCame && isTooMuch(error) && !fetch.sop) {
        if (!m_expected && !m_listingSettled) {
            m_unsplit.emplace_back(std::move(fetch), error);
            return;
        }
        if (splitAfter(fetch, error))
            return;
    }
    // A server that stays silent about the smallest things too, and has given nothing yet, is not asked for every one.
    const bool isDead =
        error.kind == Kind::TimedOut && fetch.series && !m_anythingWhole && ++m_silences >= mostSilences;
    m_bodyCut = m_bodyCut || isCut;
    if (!isTransient(error)) {
        m_isLastingCut = m_isLastingCut || isCut;
        giveUp(error);
    } else {
        if (!m_firstError)
            m_firstError = error;
        m_again.push_back(fetch);
    }
    // What was not repeated gets one more chance when something came.
    if (fetch.sop && !isTransient(error) && !(isFailure(error) && fetch.isTrial))
        m_hopeless << model::InstanceRef{*fetch.series, *fetch.sop};
    const bool isFinal = error.kind == Kind::Unauthorised || error.kind == Kind::Untrusted ||
                         (error.kind == Kind::Unreachable && !m_anythingWhole) || error.kind == Kind::ForeignOrigin ||
                         error.kind == Kind::RedirectLoop || (error.kind == Kind::Forbidden && !m_anythingWhole);
    if (isFinal || isDead) {
        m_stopped = true;
        m_queue.clear();
    }
}

void RetrievalWork::note(Note::Kind kind, const QString &detail)
{
    const Note told{kind, detail};
    if (!m_notes.contains(told))
        m_notes << told;
}

// ---- the end

//! The outcome is decided: no further byte is wanted.
void RetrievalWork::stopFor(const Error &error)
{
    if (!m_fatal)
        m_fatal = error;
    m_stopped = true;
    m_queue.clear();
    m_unsplit.clear();
    m_listing.reset();
    m_counting.reset();
    m_patience.stop();
    m_again.clear();
    m_breather.stop();
    for (auto &[number, running] : m_running)
        drop(running, number);
    m_running.clear();
    workplace().traffic().waitsNoMore(this);
    settle();
}

void RetrievalWork::settle()
{
    const bool isBusy = !m_queue.empty() || !m_running.empty() || m_breather.isActive();
    if (m_end != End::Open || isBusy || (!m_fatal && (!m_prepared || !m_planned || m_paused)))
        return;
    // Nothing came and nothing can be asked for in another way: the list would not change the outcome.
    const bool listMatters =
        m_anythingWhole || m_bodyCut || !m_unsplit.empty() || !m_earlier.isEmpty() || !m_firstError;
    if (!m_fatal && !m_stopped && !m_listingSettled && listMatters)
        return;
    if (!m_fatal && !m_stopped && !m_isCounted && listMatters) {
        if (!m_patience.isActive())
            m_patience.start(patienceForCounts);
        return;
    }
    m_patience.stop();
    m_end = End::Flushing;
    flush();
}

void RetrievalWork::flush()
{
    if (!std::exchange(m_flushing, true))
        inStore([store = m_store.get()] { store->flush(); });
}

void RetrievalWork::flushed()
{
    m_flushing = false;
    if (m_fatal)
        return conclude();
    if (m_paused) {
        m_end = End::Open;
        return tellNow();
    }
    if (m_end == End::Open) // of a pause that is over already
        return takeUpAgain();
    if (!planNextRound())
        return conclude();
    m_end = End::Open;
    startNext();
    settle();
}

QList<model::InstanceRef> RetrievalWork::missing() const
{
    QList<model::InstanceRef> result;
    if (m_expected)
        for (const auto &[series, instances] : *m_expected)
            for (const auto &sop : instances)
                if (!m_stored.contains({series, sop}))
                    result << model::InstanceRef{series, sop};
    if (!m_expected)
        for (const auto &instance : m_expectedBefore)
            if (!m_stored.contains(instance))
                result << instance;
    return result;
}

//! One more round for what did not come; false when there is nothing to gain.
bool RetrievalWork::planNextRound()
{
    const bool hasGained = m_stored.size() > m_storedBefore;
    const bool mayHeal = std::exchange(m_isTransient, false) && m_anythingWhole;
    auto again = std::exchange(m_again, {});
    if (m_stopped || !(m_anythingWhole || m_bodyCut) || m_rounds >= mostRounds || m_retries >= retriesAllowed())
        return false;
    m_idleRounds = hasGained ? 0 : m_idleRounds + 1;
    if (m_rounds > 0 && !hasGained && (!mayHeal || m_idleRounds >= mostIdleRounds))
        return false;
    if (m_expected) {
        for (const auto &[series, instances] : std::as_const(*m_expected))
            planMissing(series, instances, true);
        if (!m_queue.empty())
            note(Note::Kind::Fallback,
                 missing().size() == 1
                     ? QStringLiteral("One instance had not come and was asked for again.")
                     : QStringLiteral("%1 instances had not come and were asked for again.").arg(missing().size()));
    } else if (!again.empty()) {
        // What came stays; the rest of the answer is all that is new in it.
        m_bodyCut = m_isLastingCut;
        m_firstError = m_lastingError;
        for (Fetch &fetch : again) {
            fetch.isRepeat = true;
            m_queue.push_back(std::move(fetch));
        }
        note(Note::Kind::Fallback, QStringLiteral("An answer that ended early was asked for again."));
    }
    if (m_queue.empty())
        return false;
    m_storedBefore = m_stored.size();
    m_repeatFailures = m_repeatSuccesses = 0;
    ++m_retries;
    // At once where something came or nothing was tried again yet; else with growing patience.
    if (m_rounds++ > 0 && m_idleRounds > 0) {
        const double jitter = 0.8 + QRandomGenerator::global()->generateDouble() * 0.4;
        const double pause = std::min<double>(double(std::chrono::milliseconds(longestBreather).count()),
                                              double(firstBreather.count()) * (1 << m_idleRounds)) *
                             jitter;
        m_nextTry = std::chrono::milliseconds(qint64(pause));
        m_breather.start(m_nextTry);
        tellSoon();
    }
    return true;
}

void RetrievalWork::conclude()
{
    m_end = End::Concluding;
    m_listing.reset(); // a list that comes now would stand behind the last line of the journal
    m_counting.reset();
    if (!m_expected && !m_fatal)
        note(Note::Kind::NoExpectedList,
             m_expectedBefore.isEmpty()
                 ? QStringLiteral("No route told which instances exist; completeness rests on how the answers ended.")
                 : QStringLiteral("No route told which instances exist; what lists of earlier runs named and did not "
                                  "come is called missing."));
    if (!m_fatal && selectedHere() < m_counted && missing().isEmpty())
        note(m_expected ? Note::Kind::RoutesDiffer : Note::Kind::NoExpectedList,
             QStringLiteral("A list counts %1 instances and does not name them all; %2 came.")
                 .arg(m_counted)
                 .arg(selectedHere()));
    const bool differs = m_verdict == model::PatientVerdict::Explained || m_verdict == model::PatientVerdict::Unchecked;
    if (m_request.patient && differs)
        note(Note::Kind::PatientDiffers,
             QStringLiteral("Files name the patient by another identifier or none, or in another way."));

    const bool isConflict = m_fatal && m_fatal->kind == Error::Kind::PatientConflict;
    if (isConflict) { // no file keeps its final name
        m_earlier.clear();
        takeEarlier();
    }
    m_result = m_fatal ? Result<model::RetrievalReport>(tl::unexpected(*m_fatal)) : outcome();
    std::optional<model::RetrievalReport> report;
    QString ending;
    if (*m_result) {
        report = **m_result;
        ending = report->missing.isEmpty() && report->bodyComplete ? QStringLiteral("complete")
                                                                   : QStringLiteral("incomplete");
    } else {
        ending = nameOf(m_result->error().kind);
        if (!isConflict)
            report = toldOfEnd(m_result->error());
        if (m_expected && !isConflict)
            tell([missing = missing()](RetrievalJob &job) { emit job.missed(missing); });
    }
    inStore([store = m_store.get(), isConflict, report, ending] {
        if (isConflict)
            store->setApart();
        store->conclude(report, ending);
    });
}

//! Whether nothing speaks against completeness where no list says what there is.
bool RetrievalWork::isUnlistedWhole() const
{
    return !m_bodyCut && !m_anyEmpty && m_refusedParts == 0 && selectedHere() >= m_counted && isSelectionTouched() &&
           missing().isEmpty();
}

Result<model::RetrievalReport> RetrievalWork::outcome() const
{
    if (m_stored.isEmpty() && (!m_expected || !missing().isEmpty())) {
        if (m_firstError)
            return tl::unexpected(*m_firstError);
        if (m_refusedParts > 0) {
            const auto why = std::find_if(m_notes.begin(), m_notes.end(),
                                          [](const Note &told) { return told.kind == Note::Kind::UnreadableRow; });
            return tl::unexpected(Error{Error::Kind::Malformed, why == m_notes.end() ? QString() : why->detail});
        }
        return tl::unexpected(Error{Error::Kind::NotFound, QStringLiteral("The answer held no instances.")});
    }
    return told();
}

model::RetrievalReport RetrievalWork::told() const
{
    model::RetrievalReport report;
    report.missing = missing();
    report.verdict = m_verdict.value_or(model::PatientVerdict::Unchecked);
    report.received = int(selectedHere());
    if (m_expected)
        report.requested = int(m_expectedSet.size());
    report.bodyComplete =
        m_expected ? report.missing.isEmpty() && selectedHere() >= m_counted : isUnlistedWhole() && !m_firstError;
    for (const auto &instance : m_order) {
        report.files << *m_stored.constFind(instance);
        report.bytes += report.files.last().bytes;
        if (isUnexpected(instance))
            report.unexpected << instance;
    }
    report.seconds = double(m_clock.nsecsElapsed()) / 1e9;
    report.firstInstanceSeconds = m_firstInstance;
    report.retries = m_retries;
    report.sources = m_sources->found();
    report.notes = m_notes;
    report.failedStatus = m_firstError ? m_firstError->httpStatus : 0;
    if (m_firstError) // what came beside it stands, and so does what could not be had
        report.notes.append({Note::Kind::ServerWarning, m_firstError->detail});
    return report;
}

//! What came before an end by error, if anything did: it stands.
std::optional<model::RetrievalReport> RetrievalWork::toldOfEnd(const Error &error) const
{
    if (m_stored.isEmpty())
        return std::nullopt;
    auto report = told();
    report.bodyComplete = false;
    report.notes.append({Note::Kind::ServerWarning, error.detail});
    return report;
}

// ---- what is told meanwhile

void RetrievalWork::arrived(const model::InstanceRef &instance, qint64 bytes, model::PatientVerdict verdict)
{
    m_verdict = combined(m_verdict, verdict);
    m_lastSeries = instance.series;
    Count &count = m_counts[instance.series];
    ++count.arrived;
    count.bytes += bytes;
    tellSoon();
}

void RetrievalWork::stored(const model::StoredInstance &instance)
{
    if (m_firstInstance == 0)
        m_firstInstance = double(m_clock.nsecsElapsed()) / 1e9;
    const model::InstanceRef ref{instance.series, instance.sop};
    m_stored.insert(ref, instance);
    m_order << ref;
    ++m_counts[ref.series].verified;
    tell([instance](RetrievalJob &job) { emit job.instanceStored(instance); });
    tellSoon();
}

model::Ledger RetrievalWork::ledger() const
{
    using State = model::SeriesLedger::State;
    const bool isOver = m_end == End::Concluding;
    const bool isWithdrawn = isOver && m_fatal && m_fatal->kind == Error::Kind::PatientConflict;
    model::Ledger ledger;
    ledger.lastByte = m_lastByte;
    ledger.phase = phase();
    ledger.bytesPerSecond = bytesPerSecond();
    ledger.requestsUnderWay = int(m_running.size());
    for (const auto &[number, running] : m_running)
        ledger.requestsAtOnce =
            workplace().learned().paces.value(originOf(running.fetch.bases.first().url.base())).atOnce(mostAtOnce());
    ledger.retries = m_retries;
    ledger.retriesAllowed = retriesAllowed();
    ledger.nextTry = ledger.phase == model::Ledger::Phase::Waiting ? m_nextTry : 0ms;
    ledger.room = m_room;
    ledger.room.needed = needed();
    if (m_sources)
        ledger.sources = m_sources->found();
    QMap<model::SeriesUid, int> requested;
    QMap<model::SeriesUid, int> unasked; // came all the same
    QList<model::SeriesUid> order;
    if (m_expected) {
        ledger.requested = int(m_expectedSet.size());
        for (const auto &[series, instances] : *m_expected) {
            requested.insert(series, int(instances.size()));
            order << series;
        }
    }
    for (const auto &instance : m_order)
        if (isUnexpected(instance)) {
            ++unasked[instance.series];
            ++ledger.unexpected;
        }
    for (auto it = m_counts.begin(); it != m_counts.end(); ++it)
        if (!requested.contains(it.key()))
            order << it.key();
    QMap<model::SeriesUid, const model::Series *> known;
    if (m_tree)
        for (const auto &listed : m_tree->series)
            known.insert(listed.uid, &listed);
    for (const auto &uid : std::as_const(order)) {
        Count count = m_counts.value(uid);
        const auto wanted = requested.constFind(uid);
        if (!m_expected || wanted != requested.cend()) { // what was not asked for stands in for nothing that was
            count.arrived -= unasked.value(uid);
            count.verified -= unasked.value(uid);
        }
        model::SeriesLedger series{uid, std::nullopt, count.arrived,  count.verified,
                                   0,   count.bytes,  State::Waiting, m_raised.contains(uid)};
        if (const model::Series *listed = known.value(uid)) {
            series.number = listed->number;
            series.description = listed->description.isEmpty() ? listed->modality : listed->description;
        }
        if (wanted != requested.cend())
            series.requested = *wanted;
        if (isOver && series.requested && !isWithdrawn)
            series.missing = std::max(0, *series.requested - count.verified);
        const bool isComplete =
            series.requested ? count.verified >= *series.requested : isOver && !m_fatal && isUnlistedWhole();
        series.state = isComplete           ? State::Complete
                       : !isOver            ? (count.arrived > 0 ? State::Receiving : State::Waiting)
                       : count.verified > 0 ? State::Incomplete
                                            : State::Failed;
        if (!m_expected || series.requested) {
            ledger.received += series.received;
            ledger.verified += series.verified;
        }
        ledger.missing += series.missing;
        ledger.bytes += series.bytes;
        ledger.series << series;
    }
    return ledger;
}

model::Ledger::Phase RetrievalWork::phase() const
{
    using Phase = model::Ledger::Phase;
    if (m_end == End::Concluding)
        return Phase::Ended;
    if (m_paused)
        return m_flushing ? Phase::Receiving : Phase::Paused;
    const bool allWait = !m_running.empty() && std::all_of(m_running.begin(), m_running.end(),
                                                           [](const auto &entry) { return entry.second.isWaiting; });
    if (m_breather.isActive() || allWait)
        return Phase::Waiting;
    return m_planned ? Phase::Receiving : Phase::Preparing;
}

//! An estimate of what is still to come: by what came so far, else by what the list tells of the pictures' sizes.
std::optional<qint64> RetrievalWork::needed() const
{
    if (!m_expected)
        return std::nullopt;
    int arrived = 0;
    qint64 bytes = 0;
    for (const Count &count : m_counts) {
        arrived += count.arrived;
        bytes += count.bytes;
    }
    const qint64 left = std::max<qint64>(0, m_expectedSet.size() - arrived);
    if (arrived > 0)
        return left * (bytes / arrived);
    return m_listedBytes > 0 ? m_listedBytes : left * usualInstance;
}

double RetrievalWork::bytesPerSecond() const
{
    if (m_flow.size() < 2)
        return 0;
    const auto &[began, bytesThen] = m_flow.front();
    const qint64 took = std::max<qint64>(m_clock.elapsed() - began, 1);
    return took > 2 * flowWindow ? 0 : 1000.0 * double(m_bytes - bytesThen) / double(took);
}

void RetrievalWork::tellSoon()
{
    if (!m_tell.isActive())
        m_tell.start();
}

void RetrievalWork::tellNow()
{
    m_tell.stop();
    m_flow.emplace_back(m_clock.elapsed(), m_bytes);
    while (m_flow.size() > 2 && m_clock.elapsed() - m_flow.front().first > flowWindow)
        m_flow.pop_front();
    const model::Ledger now = ledger();
    report({now.verified, now.requested ? std::optional<qint64>(*now.requested) : std::nullopt,
            model::Progress::Unit::Instances});
    tell([now](RetrievalJob &job) { emit job.ledgerChanged(now); });
}

} // namespace network
