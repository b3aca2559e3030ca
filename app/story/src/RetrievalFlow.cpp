#include <story/RetrievalFlow.h>

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace story {

namespace {

using ErrorKind = network::Error::Kind;

//! True where trying the next study would be wrong or pointless.
bool endsAll(ErrorKind kind)
{
    return kind == ErrorKind::PatientConflict || kind == ErrorKind::Storage || kind == ErrorKind::Cancelled ||
           kind == ErrorKind::Usage;
}

model::Ledger added(model::Ledger sum, const model::Ledger &other)
{
    sum.requested = sum.requested && other.requested ? std::optional(*sum.requested + *other.requested) : std::nullopt;
    sum.received += other.received;
    sum.verified += other.verified;
    sum.missing += other.missing;
    sum.unexpected += other.unexpected;
    sum.bytes += other.bytes;
    sum.series += other.series;
    // What is under way now is that of the latest.
    sum.phase = other.phase;
    sum.lastByte = other.lastByte;
    sum.bytesPerSecond = other.bytesPerSecond;
    sum.requestsUnderWay = other.requestsUnderWay;
    sum.requestsAtOnce = other.requestsAtOnce;
    sum.retries += other.retries;
    sum.retriesAllowed += other.retriesAllowed;
    sum.nextTry = other.nextTry;
    sum.room = other.room;
    sum.sources = other.sources;
    return sum;
}

//! What is true of one study and not of the other is not true of both.
model::PatientVerdict ofBoth(model::PatientVerdict one, model::PatientVerdict other)
{
    using Verdict = model::PatientVerdict;
    if (one == other)
        return one;
    return one == Verdict::Conflict || other == Verdict::Conflict ? Verdict::Conflict : Verdict::Explained;
}

//! No series means the whole study, and no instances the whole series.
model::Selection united(model::Selection first, const model::Selection &second)
{
    if (first.series.isEmpty() || second.series.isEmpty())
        return {first.study, {}};
    for (const model::SeriesSelection &one : second.series) {
        const auto same = std::find_if(first.series.begin(), first.series.end(),
                                       [&one](const model::SeriesSelection &other) { return other.uid == one.uid; });
        if (same == first.series.end()) {
            first.series += one;
        } else if (same->instances.isEmpty() || one.instances.isEmpty()) {
            same->instances.clear();
        } else {
            for (const model::SopUid &sop : one.instances)
                if (!same->instances.contains(sop))
                    same->instances += sop;
        }
    }
    return first;
}

bool holds(const model::Selection &all, const model::Selection &asked)
{
    if (all.series.isEmpty())
        return true;
    return !asked.series.isEmpty() &&
           std::all_of(asked.series.begin(), asked.series.end(), [&all](const model::SeriesSelection &one) {
               return std::any_of(all.series.begin(), all.series.end(), [&one](const model::SeriesSelection &other) {
                   return other.uid == one.uid &&
                          (other.instances.isEmpty() ||
                           (!one.instances.isEmpty() &&
                            std::all_of(one.instances.begin(), one.instances.end(),
                                        [&other](const model::SopUid &sop) { return other.instances.contains(sop); })));
               });
           });
}

//! Of a study of which nothing came.
model::RetrievalReport emptyReport(const QList<model::InstanceRef> &missing)
{
    model::RetrievalReport report;
    if (!missing.isEmpty())
        report.requested = int(missing.size());
    report.missing = missing;
    report.bodyComplete = false;
    return report;
}

//! How many images of a study are chosen; nothing where its listing does not tell.
std::optional<int> chosenIn(const model::Selection &selection, const QList<model::Study> &listings)
{
    const auto listing = std::find_if(listings.begin(), listings.end(),
                                      [&selection](const auto &one) { return one.uid == selection.study; });
    if (listing == listings.end())
        return std::nullopt;
    const auto countOf = [](const model::Series &series) {
        return series.instanceCount || series.instances.isEmpty() ? series.instanceCount
                                                                  : std::optional(int(series.instances.size()));
    };
    int count = 0;
    if (selection.series.isEmpty() && listing->series.isEmpty())
        return listing->instanceCount;
    for (const model::Series &series : listing->series) {
        const auto chosen = std::find_if(selection.series.begin(), selection.series.end(),
                                         [&series](const auto &one) { return one.uid == series.uid; });
        if (chosen == selection.series.end() && !selection.series.isEmpty())
            continue;
        const bool isWhole = chosen == selection.series.end() || chosen->instances.isEmpty();
        const std::optional<int> here = isWhole ? countOf(series) : int(chosen->instances.size());
        if (!here)
            return std::nullopt;
        count += *here;
    }
    return count;
}

model::Ledger emptyLedger()
{
    model::Ledger ledger;
    ledger.requested = 0;
    return ledger;
}

} // namespace

RetrievalOrder joined(const RetrievalOrder &earlier, const RetrievalOrder &later)
{
    RetrievalOrder order = later;
    for (const model::Selection &one : earlier.selections) {
        const auto same = std::find_if(order.selections.begin(), order.selections.end(),
                                       [&one](const model::Selection &other) { return other.study == one.study; });
        if (same == order.selections.end())
            order.selections += one;
        else
            *same = united(*same, one);
    }
    for (const model::Study &listing : earlier.listings)
        if (std::none_of(order.listings.begin(), order.listings.end(),
                         [&listing](const model::Study &other) { return other.uid == listing.uid; }))
            order.listings += listing;
    if (!order.patient)
        order.patient = earlier.patient;
    return order;
}

bool brings(const RetrievalOrder &order, const RetrievalOrder &asked)
{
    if (order.folder != asked.folder || order.via != asked.via)
        return false;
    return std::all_of(asked.selections.begin(), asked.selections.end(), [&order](const model::Selection &one) {
        return std::any_of(order.selections.begin(), order.selections.end(), [&one](const model::Selection &other) {
            return other.study == one.study && holds(other, one);
        });
    });
}

bool isDirectWayRefused(const QList<model::RetrievalSource> &sources)
{
    using Source = model::RetrievalSource;
    const auto isAllowed = [](const Source &source) { return source.verdict == Source::Verdict::Allowed; };
    const auto isContactPoint = [](const Source &source) { return source.how == Source::How::ContactPoint; };
    return !std::all_of(sources.begin(), sources.end(), isAllowed) &&
           std::any_of(sources.begin(), sources.end(), isAllowed) &&
           std::all_of(sources.begin(), sources.end(),
                       [&](const Source &source) { return isAllowed(source) == isContactPoint(source); });
}

model::RetrievalReport added(const QList<model::RetrievalReport> &reports)
{
    model::RetrievalReport sum;
    sum.requested = 0;
    for (const model::RetrievalReport &report : reports) {
        sum.requested =
            sum.requested && report.requested ? std::optional(*sum.requested + *report.requested) : std::nullopt;
        sum.verdict = &report == &reports.first() ? report.verdict : ofBoth(sum.verdict, report.verdict);
        sum.received += report.received;
        sum.missing += report.missing;
        sum.unexpected += report.unexpected;
        sum.bytes += report.bytes;
        if (&report == &reports.first())
            sum.firstInstanceSeconds = report.firstInstanceSeconds;
        sum.seconds += report.seconds;
        sum.files += report.files;
        sum.retries += report.retries;
        if (sum.failedStatus == 0)
            sum.failedStatus = report.failedStatus;
        for (const model::RetrievalSource &source : report.sources)
            if (!sum.sources.contains(source))
                sum.sources += source;
        sum.notes += report.notes;
        sum.bodyComplete = sum.bodyComplete && report.bodyComplete;
    }
    return sum;
}

void RetrievalFlow::start(network::Client &client, const RetrievalOrder &order)
{
    m_job.reset();
    m_client = &client;
    m_order = order;
    m_chosen.clear();
    for (const model::Selection &selection : m_order.selections)
        m_chosen += chosenIn(selection, m_order.listings);
    m_position = -1;
    m_before = emptyLedger();
    m_current = emptyLedger();
    m_anyStored = false;
    m_paused = false;
    m_reports.clear();
    m_failures.clear();
    m_emptyReports.clear();
    next();
}

void RetrievalFlow::cancel()
{
    if (m_job)
        m_job->cancel();
}

void RetrievalFlow::pause()
{
    if (!m_job || std::exchange(m_paused, true))
        return;
    tell(RetrievalEvent::Kind::Paused);
    m_job->pause();
}

void RetrievalFlow::resume()
{
    if (!m_job || !std::exchange(m_paused, false))
        return;
    tell(RetrievalEvent::Kind::Resumed);
    m_job->resume();
}

void RetrievalFlow::raise(const model::SeriesUid &series)
{
    if (!m_job)
        return;
    tell(RetrievalEvent::Kind::SeriesRaised, series);
    m_job->raise(series);
}

void RetrievalFlow::waitLonger()
{
    if (m_job)
        m_job->waitLonger();
}

void RetrievalFlow::stop()
{
    m_job.reset();
    m_paused = false;
}

model::Ledger RetrievalFlow::ledger() const
{
    model::Ledger all = added(m_before, m_current);
    for (qsizetype i = m_position + 1; i < m_chosen.size(); ++i) { // they wait, or nobody asks for them any more
        const std::optional<int> &chosen = m_chosen[i];
        all.requested = all.requested && chosen ? std::optional(*all.requested + *chosen) : std::nullopt;
        if (!m_job)
            all.missing += chosen.value_or(0);
    }
    return all;
}

void RetrievalFlow::missWhatDidNotCome()
{
    if (const std::optional<int> &chosen = m_chosen[m_position])
        m_current.requested = std::max(m_current.requested.value_or(0), *chosen);
    m_current.missing = std::max(m_current.missing, m_current.requested.value_or(0) - m_current.verified);
}

void RetrievalFlow::next()
{
    ++m_position;
    if (m_position >= m_order.selections.size() || !m_client) {
        m_job.reset();
        if (m_reports.isEmpty() && !m_failures.isEmpty())
            emit failed(m_failures.first().error, added(m_emptyReports));
        else
            emit finished(added(m_reports), m_failures);
        return;
    }
    const model::Selection &selection = m_order.selections[m_position];
    network::RetrievalRequest request{selection, m_order.folder, m_order.patient, m_order.via, m_order.jobs, {}};
    for (const model::Study &listing : m_order.listings)
        if (listing.uid == selection.study)
            request.listing = listing;
    m_job = m_client->retrieve(request);
    connect(m_job.get(), &network::RetrievalJob::ledgerChanged, this, &RetrievalFlow::ledgerCame);
    connect(m_job.get(), &network::RetrievalJob::otherPatientMet, this, &RetrievalFlow::otherPatientMet);
    connect(m_job.get(), &network::RetrievalJob::instancesTakenOver, this,
            [this](const QList<model::StoredInstance> &instances) {
                for (const model::StoredInstance &instance : instances)
                    announce(instance);
            });
    connect(m_job.get(), &network::RetrievalJob::instanceStored, this, [this](const model::StoredInstance &instance) {
        if (!std::exchange(m_anyStored, true))
            tell(RetrievalEvent::Kind::FirstImage, instance.series);
        announce(instance);
    });
    connect(m_job.get(), &network::AnyJob::finished, this, &RetrievalFlow::endStudy);
    if (m_paused) // while the study before was ending
        m_job->pause();
    m_missed.clear();
    connect(m_job.get(), &network::RetrievalJob::missed, this,
            [this](const QList<model::InstanceRef> &missing) { m_missed = missing; });
    tell(RetrievalEvent::Kind::StudyBegan);
    emit studyBegan(selection.study, static_cast<int>(m_position) + 1, static_cast<int>(m_order.selections.size()));
}

void RetrievalFlow::ledgerCame(const model::Ledger &ledger)
{
    using State = model::SeriesLedger::State;
    QHash<QString, State> before;
    for (const model::SeriesLedger &series : std::as_const(m_current.series))
        before.insert(series.uid.text(), series.state);
    for (const model::SeriesLedger &series : ledger.series) {
        if (const auto known = before.constFind(series.uid.text()); known != before.cend() && *known == series.state)
            continue;
        if (series.state == State::Complete)
            tell(RetrievalEvent::Kind::SeriesComplete, series.uid, series.verified, series.requested);
        else if (series.state == State::Incomplete)
            tell(RetrievalEvent::Kind::SeriesIncomplete, series.uid, series.verified, series.requested);
        else if (series.state == State::Failed)
            tell(RetrievalEvent::Kind::SeriesFailed, series.uid, series.verified, series.requested);
    }
    m_current = ledger;
    emit ledgerChanged(this->ledger());
}

void RetrievalFlow::announce(const model::StoredInstance &instance)
{
    emit instanceStored(instance, QDir(m_order.folder).absoluteFilePath(instance.path));
}

void RetrievalFlow::endStudy()
{
    const network::Result<model::RetrievalReport> result = m_job->result();
    const model::StudyUid study = m_order.selections[m_position].study;
    if (!result)
        missWhatDidNotCome();
    m_before = added(m_before, m_current);
    m_current = emptyLedger();
    if (result) {
        for (const model::Note &note : result->notes)
            tell(RetrievalEvent::Kind::Note, std::nullopt, 0, std::nullopt, note.detail);
        // What nobody asked for is kept, but counts for nothing that was.
        tell(RetrievalEvent::Kind::StudyEnded, std::nullopt, int(result->files.size() - result->unexpected.size()),
             result->requested);
        m_reports += *result;
    } else {
        const bool isStopped = result.error().kind == network::Error::Kind::Cancelled;
        tell(isStopped ? RetrievalEvent::Kind::Stopped : RetrievalEvent::Kind::StudyFailed, std::nullopt, 0,
             std::nullopt, result.error().detail);
        if (endsAll(result.error().kind)) {
            m_job.reset();
            emit ledgerChanged(ledger());
            emit studyEnded(study);
            emit failed(result.error(), added(m_reports));
            return;
        }
        m_failures += {study, result.error()};
        m_emptyReports += emptyReport(m_missed);
    }
    emit studyEnded(study);
    next();
}

void RetrievalFlow::tell(RetrievalEvent::Kind kind, const std::optional<model::SeriesUid> &series, int verified,
                         std::optional<int> requested, const QString &detail)
{
    emit happened({kind, QDateTime::currentDateTimeUtc(), m_order.selections[m_position].study, series, verified,
                   requested, detail});
}

QString textOf(const RetrievalEvent &event)
{
    using Kind = RetrievalEvent::Kind;
    const QString counts = event.requested
                               ? RetrievalFlow::tr("%1 of %2", "images").arg(event.verified).arg(*event.requested)
                               : RetrievalFlow::tr("%n images", nullptr, event.verified);
    switch (event.kind) {
    case Kind::StudyBegan:
        return RetrievalFlow::tr("Study asked for");
    case Kind::FirstImage:
        return RetrievalFlow::tr("First image whole");
    case Kind::SeriesComplete:
        return RetrievalFlow::tr("Series complete, %1").arg(counts);
    case Kind::SeriesIncomplete:
        return RetrievalFlow::tr("Series incomplete, %1").arg(counts);
    case Kind::SeriesFailed:
        return RetrievalFlow::tr("Series failed, %1").arg(counts);
    case Kind::StudyEnded:
        return RetrievalFlow::tr("Study ended, %1").arg(counts);
    case Kind::StudyFailed:
        return RetrievalFlow::tr("Study failed: %1").arg(event.detail);
    case Kind::Stopped:
        return RetrievalFlow::tr("Stopped by you");
    case Kind::Paused:
        return RetrievalFlow::tr("Paused by you");
    case Kind::Resumed:
        return RetrievalFlow::tr("Resumed by you");
    case Kind::SeriesRaised:
        return RetrievalFlow::tr("Series first: you chose it");
    case Kind::Note:
        return event.detail;
    }
    Q_UNREACHABLE();
}

} // namespace story
