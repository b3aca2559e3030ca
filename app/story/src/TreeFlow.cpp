#include <story/TreeFlow.h>

#include <algorithm>

namespace story {

namespace {

using model::Source;
using network::Error; // unqualified below, or lupdate looks for the translation in another context

Error notListed()
{
    return {Error::Kind::NotFound, TreeFlow::tr("No route of the profile lists this level.")};
}

//! Of several reasons, one that could not answer tells more than one that knows nothing.
void keepReason(std::optional<network::Error> &kept, const network::Error &error)
{
    if (!kept || kept->kind == network::Error::Kind::NotFound)
        kept = error;
}

//! By which a whole study is read from this source.
model::Route routeTo(Source source)
{
    return source == Source::Document ? model::Route::Documents : model::Route::Fhir;
}

bool isPart(const model::Study &study)
{
    return study.series.size() < study.seriesCount.value_or(0);
}

bool isPart(const model::Series &series)
{
    return series.instances.size() < series.instanceCount.value_or(0);
}

//! A longer list of series may say less of each.
void keepInstances(QList<model::Series> &series, const QList<model::Series> &earlier)
{
    for (model::Series &one : series)
        for (const model::Series &known : earlier)
            if (one.uid == known.uid && one.instances.size() < known.instances.size()) {
                one.instances = known.instances;
                one.instancesFrom = known.instancesFrom;
            }
}

QList<model::Instance> instancesOf(const model::Study &study, const model::SeriesUid &uid)
{
    for (const model::Series &series : study.series)
        if (series.uid == uid)
            return series.instances;
    return {};
}

} // namespace

void TreeFlow::start(network::Client &client, const QList<model::Study> &studies,
                     const std::optional<model::PatientIdentifier> &patient)
{
    stop();
    m_client = &client;
    m_patient = patient;
    for (const model::Study &study : studies)
        m_studies.insert_or_assign(study.uid, study);
}

void TreeFlow::stop()
{
    m_client = nullptr;
    m_studies.clear();
    m_askedAllForStudy.clear();
    m_askedAllForSeries.clear();
    m_studyJobs.clear();
    m_seriesJobs.clear();
}

QList<Source> TreeFlow::sources() const
{
    QList<Source> all;
    if (!m_client)
        return all;
    const network::Endpoint &endpoint = m_client->endpoint();
    if (endpoint.routes.contains(model::Route::Dicomweb))
        all += Source::Qido;
    if (endpoint.routes.contains(model::Route::Fhir))
        all += Source::ImagingStudy;
    if (endpoint.routes.contains(model::Route::Documents))
        all += Source::Document;
    if (endpoint.routes.contains(model::Route::Dicomweb) && !endpoint.wadoBase.isEmpty())
        all += Source::Metadata;
    return all;
}

std::optional<model::Study> TreeFlow::study(const model::StudyUid &uid) const
{
    const auto known = m_studies.find(uid);
    return known == m_studies.end() ? std::nullopt : std::optional(known->second);
}

void TreeFlow::openStudy(const model::StudyUid &uid)
{
    const auto known = m_studies.find(uid);
    if (known == m_studies.end() || m_studyJobs.contains(uid))
        return;
    const model::Study study = known->second;
    QList<Source> others = sources();
    if (!study.series.isEmpty()) {
        if (study.seriesFrom)
            others.removeAll(*study.seriesFrom);
        emit seriesListed(uid, study.series);
        if (!isPart(study) || m_askedAllForStudy.contains(uid))
            return;
    }
    askStudy(uid, {others, {}});
}

void TreeFlow::askForSeries(const model::StudyUid &uid, Source source)
{
    if (m_studies.contains(uid))
        askStudy(uid, {{source}, {}, true});
}

void TreeFlow::askStudy(const model::StudyUid &uid, Asking asking)
{
    m_studyJobs.erase(uid);
    if (asking.left.isEmpty() || !m_client) {
        if (const auto known = study(uid); known && !known->series.isEmpty() && !asking.isWish) {
            m_askedAllForStudy.insert(uid);
            return;
        }
        emit seriesFailed(uid, asking.error.value_or(notListed()));
        return;
    }
    const Source source = asking.left.takeFirst();
    const auto came = [this, uid, asking, source](const network::Result<QList<model::Series>> &series) {
        model::Study &study = m_studies.at(uid);
        Asking next = asking;
        if (series && (series->size() > study.series.size() || (asking.isWish && !series->isEmpty()))) {
            QList<model::Series> listed = *series;
            if (!asking.isWish)
                keepInstances(listed, study.series);
            study.series = listed;
            study.seriesFrom = source;
            if (asking.isWish)
                m_askedAllForStudy.insert(uid);
            const bool isEnough = asking.isWish || !isPart(study);
            if (isEnough)
                m_studyJobs.erase(uid);
            emit seriesListed(uid, listed);
            if (!isEnough && m_studies.contains(uid)) // whoever heard of it may have stopped the flow
                askStudy(uid, next);
            return;
        }
        keepReason(next.error, series ? notListed() : series.error());
        askStudy(uid, next);
    };
    if (source == Source::Qido) {
        auto job = m_client->listSeries(uid);
        connect(job.get(), &network::AnyJob::finished, this, [this, uid, came, asked = job.get()] {
            keepNotes(uid, asked->result());
            const auto result = asked->result().map([](const auto &listing) { return listing.rows; });
            came(result);
        });
        m_studyJobs.insert_or_assign(uid, std::move(job));
        return;
    }
    auto job =
        source == Source::Metadata ? m_client->readMetadata(uid) : m_client->readTree(uid, routeTo(source), m_patient);
    connect(job.get(), &network::AnyJob::finished, this, [this, uid, came, asked = job.get()] {
        keepNotes(uid, asked->result());
        const auto series = asked->result().map([](const model::Study &study) { return study.series; });
        came(series);
    });
    m_studyJobs.insert_or_assign(uid, std::move(job));
}

template <class T>
void TreeFlow::keepNotes(const model::StudyUid &uid, const network::Result<T> &listing)
{
    if (!listing)
        return;
    QList<model::Note> &kept = m_studies.at(uid).notes;
    for (const model::Note &note : listing->notes)
        if (!kept.contains(note))
            kept += note;
}

model::Series *TreeFlow::find(const model::StudyUid &study, const model::SeriesUid &uid)
{
    const auto known = m_studies.find(study);
    if (known == m_studies.end())
        return nullptr;
    auto &all = known->second.series;
    const auto series =
        std::find_if(all.begin(), all.end(), [&uid](const model::Series &one) { return one.uid == uid; });
    return series == all.end() ? nullptr : &*series;
}

void TreeFlow::openSeries(const model::StudyUid &study, const model::SeriesUid &uid)
{
    const model::Series *series = find(study, uid);
    if (!series || m_seriesJobs.contains(uid))
        return;
    const model::Series listed = *series;
    QList<Source> others = sources();
    if (!listed.instances.isEmpty()) {
        if (listed.instancesFrom)
            others.removeAll(*listed.instancesFrom);
        emit instancesListed(study, uid, listed.instances);
        if (!isPart(listed) || m_askedAllForSeries.contains(uid))
            return;
    }
    askSeries(study, uid, {others, {}});
}

void TreeFlow::askForInstances(const model::StudyUid &study, const model::SeriesUid &uid, Source source)
{
    if (m_studies.contains(study))
        askSeries(study, uid, {{source}, {}, true});
}

void TreeFlow::askSeries(const model::StudyUid &study, const model::SeriesUid &uid, Asking asking)
{
    m_seriesJobs.erase(uid);
    if (asking.left.isEmpty() || !m_client) {
        const model::Series *known = find(study, uid);
        if (known && !known->instances.isEmpty() && !asking.isWish) {
            m_askedAllForSeries.insert(uid);
            return;
        }
        emit instancesFailed(study, uid, asking.error.value_or(notListed()));
        return;
    }
    const Source source = asking.left.takeFirst();
    const auto came = [this, study, uid, asking, source](const network::Result<QList<model::Instance>> &instances) {
        Asking next = asking;
        model::Series *known = find(study, uid); // the list of series may be another one by now
        const qsizetype here = known ? known->instances.size() : 0;
        if (instances && (instances->size() > here || (asking.isWish && !instances->isEmpty()))) {
            if (known) {
                known->instances = *instances;
                known->instancesFrom = source;
            }
            if (asking.isWish)
                m_askedAllForSeries.insert(uid);
            const bool isEnough = asking.isWish || !known || !isPart(*known);
            if (isEnough)
                m_seriesJobs.erase(uid);
            emit instancesListed(study, uid, *instances);
            if (!isEnough && find(study, uid))
                askSeries(study, uid, next);
            return;
        }
        keepReason(next.error, instances ? notListed() : instances.error());
        askSeries(study, uid, next);
    };
    if (source == Source::Qido) {
        auto job = m_client->listInstances(study, uid);
        connect(job.get(), &network::AnyJob::finished, this, [this, study, came, asked = job.get()] {
            keepNotes(study, asked->result());
            const auto result = asked->result().map([](const auto &listing) { return listing.rows; });
            came(result);
        });
        m_seriesJobs.insert_or_assign(uid, std::move(job));
        return;
    }
    auto job = source == Source::Metadata ? m_client->readMetadata(study, uid)
                                          : m_client->readTree(study, routeTo(source), m_patient);
    connect(job.get(), &network::AnyJob::finished, this, [this, study, came, uid, asked = job.get()] {
        keepNotes(study, asked->result());
        const auto instances = asked->result().map([&uid](const model::Study &tree) { return instancesOf(tree, uid); });
        came(instances);
    });
    m_seriesJobs.insert_or_assign(uid, std::move(job));
}

} // namespace story
