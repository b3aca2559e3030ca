#include <story/TreeFlow.h>

#include <algorithm>

namespace story {

namespace {

network::Error notListed()
{
    return {network::Error::Kind::NotFound, TreeFlow::tr("No route of the profile lists this level.")};
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

bool TreeFlow::allows(model::Route route) const
{
    return m_client && m_client->endpoint().routes.contains(route);
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
    if (!known->second.series.isEmpty()) {
        emit seriesListed(uid, known->second.series);
        return;
    }
    if (allows(model::Route::Dicomweb)) {
        auto job = m_client->listSeries(uid);
        connect(job.get(), &network::AnyJob::finished, this, [this, uid, asked = job.get()] {
            const network::Result<QList<model::Series>> result = asked->result();
            m_studyJobs.erase(uid);
            if ((!result || result->isEmpty()) && !resourceRoutes().isEmpty())
                readStudy(uid, resourceRoutes());
            else
                seriesKnown(uid, result);
        });
        m_studyJobs.insert_or_assign(uid, std::move(job));
    } else if (!resourceRoutes().isEmpty()) {
        readStudy(uid, resourceRoutes());
    } else {
        emit seriesFailed(uid, notListed());
    }
}

QList<model::Route> TreeFlow::resourceRoutes() const
{
    QList<model::Route> routes;
    for (const model::Route route : {model::Route::Fhir, model::Route::Documents})
        if (allows(route))
            routes += route;
    return routes;
}

void TreeFlow::readStudy(const model::StudyUid &uid, QList<model::Route> routes)
{
    auto job = m_client->readTree(uid, routes.takeFirst(), m_patient);
    connect(job.get(), &network::AnyJob::finished, this, [this, uid, routes, asked = job.get()] {
        const auto series = asked->result().map([](const model::Study &study) { return study.series; });
        m_studyJobs.erase(uid);
        if ((!series || series->isEmpty()) && !routes.isEmpty() && m_client)
            readStudy(uid, routes);
        else
            seriesKnown(uid, series);
    });
    m_studyJobs.insert_or_assign(uid, std::move(job));
}

void TreeFlow::seriesKnown(const model::StudyUid &uid, const network::Result<QList<model::Series>> &series)
{
    if (!series || series->isEmpty()) {
        emit seriesFailed(uid, series ? notListed() : series.error());
        return;
    }
    m_studies.at(uid).series = *series;
    emit seriesListed(uid, *series);
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
    if (!series->instances.isEmpty()) {
        emit instancesListed(study, uid, series->instances);
        return;
    }
    if (!allows(model::Route::Dicomweb)) {
        emit instancesFailed(study, uid, notListed());
        return;
    }
    auto job = m_client->listInstances(study, uid);
    connect(job.get(), &network::AnyJob::finished, this, [this, study, uid, asked = job.get()] {
        const network::Result<QList<model::Instance>> result = asked->result();
        m_seriesJobs.erase(uid);
        instancesKnown(study, uid, result);
    });
    m_seriesJobs.insert_or_assign(uid, std::move(job));
}

void TreeFlow::instancesKnown(const model::StudyUid &study, const model::SeriesUid &uid,
                              const network::Result<QList<model::Instance>> &instances)
{
    if (!instances || instances->isEmpty()) {
        emit instancesFailed(study, uid, instances ? notListed() : instances.error());
        return;
    }
    for (model::Series &series : m_studies.at(study).series)
        if (series.uid == uid)
            series.instances = *instances;
    emit instancesListed(study, uid, *instances);
}

} // namespace story
