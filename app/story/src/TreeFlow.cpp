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
    if (known->second.series.isEmpty())
        askStudy(uid, {sources(), {}});
    else
        emit seriesListed(uid, known->second.series);
}

void TreeFlow::askForSeries(const model::StudyUid &uid, Source source)
{
    if (m_studies.contains(uid))
        askStudy(uid, {{source}, {}});
}

void TreeFlow::askStudy(const model::StudyUid &uid, Asking asking)
{
    m_studyJobs.erase(uid);
    if (asking.left.isEmpty() || !m_client) {
        emit seriesFailed(uid, asking.error.value_or(notListed()));
        return;
    }
    const Source source = asking.left.takeFirst();
    const auto came = [this, uid, asking, source](const network::Result<QList<model::Series>> &series) {
        if (series && !series->isEmpty()) {
            m_studyJobs.erase(uid);
            model::Study &study = m_studies.at(uid);
            study.series = *series;
            study.seriesFrom = source;
            emit seriesListed(uid, *series);
            return;
        }
        Asking next = asking;
        keepReason(next.error, series ? notListed() : series.error());
        askStudy(uid, next);
    };
    if (source == Source::Qido) {
        auto job = m_client->listSeries(uid);
        connect(job.get(), &network::AnyJob::finished, this, [came, asked = job.get()] {
            const auto result = asked->result();
            came(result);
        });
        m_studyJobs.insert_or_assign(uid, std::move(job));
        return;
    }
    auto job =
        source == Source::Metadata ? m_client->readMetadata(uid) : m_client->readTree(uid, routeTo(source), m_patient);
    connect(job.get(), &network::AnyJob::finished, this, [came, asked = job.get()] {
        const auto series = asked->result().map([](const model::Study &study) { return study.series; });
        came(series);
    });
    m_studyJobs.insert_or_assign(uid, std::move(job));
}

void TreeFlow::openSeries(const model::StudyUid &study, const model::SeriesUid &uid)
{
    const auto known = m_studies.find(study);
    if (known == m_studies.end() || m_seriesJobs.contains(uid))
        return;
    const auto &all = known->second.series;
    const auto series =
        std::find_if(all.begin(), all.end(), [&uid](const model::Series &one) { return one.uid == uid; });
    if (series == all.end())
        return;
    if (series->instances.isEmpty())
        askSeries(study, uid, {sources(), {}});
    else
        emit instancesListed(study, uid, series->instances);
}

void TreeFlow::askForInstances(const model::StudyUid &study, const model::SeriesUid &uid, Source source)
{
    if (m_studies.contains(study))
        askSeries(study, uid, {{source}, {}});
}

void TreeFlow::askSeries(const model::StudyUid &study, const model::SeriesUid &uid, Asking asking)
{
    m_seriesJobs.erase(uid);
    if (asking.left.isEmpty() || !m_client) {
        emit instancesFailed(study, uid, asking.error.value_or(notListed()));
        return;
    }
    const Source source = asking.left.takeFirst();
    const auto came = [this, study, uid, asking, source](const network::Result<QList<model::Instance>> &instances) {
        if (instances && !instances->isEmpty()) {
            m_seriesJobs.erase(uid);
            for (model::Series &series : m_studies.at(study).series)
                if (series.uid == uid) {
                    series.instances = *instances;
                    series.instancesFrom = source;
                }
            emit instancesListed(study, uid, *instances);
            return;
        }
        Asking next = asking;
        keepReason(next.error, instances ? notListed() : instances.error());
        askSeries(study, uid, next);
    };
    if (source == Source::Qido) {
        auto job = m_client->listInstances(study, uid);
        connect(job.get(), &network::AnyJob::finished, this, [came, asked = job.get()] {
            const auto result = asked->result();
            came(result);
        });
        m_seriesJobs.insert_or_assign(uid, std::move(job));
        return;
    }
    auto job = source == Source::Metadata ? m_client->readMetadata(study, uid)
                                          : m_client->readTree(study, routeTo(source), m_patient);
    connect(job.get(), &network::AnyJob::finished, this, [came, uid, asked = job.get()] {
        const auto instances = asked->result().map([&uid](const model::Study &tree) { return instancesOf(tree, uid); });
        came(instances);
    });
    m_seriesJobs.insert_or_assign(uid, std::move(job));
}

} // namespace story
