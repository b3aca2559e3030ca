#pragma once

#include <network/Client.h>

#include <QPointer>

#include <map>

namespace story {

//! Step 4: fills the tree level by level when it is opened, from the best source: what an answer listed already, else
//! QIDO-RS, else the FHIR resource, else a manifest. A level is asked for once; asking again after a failure asks
//! again.
class TreeFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Forgets all and takes these studies as what is known. A client that is gone lists nothing.
    void start(network::Client &client, const QList<model::Study> &studies,
               const std::optional<model::PatientIdentifier> &patient = std::nullopt);
    void stop();

    //! Asks for the series of a study; seriesListed follows, at once where they are known.
    void openStudy(const model::StudyUid &study);
    //! Asks for the instances of a series; instancesListed follows, at once where they are known.
    void openSeries(const model::StudyUid &study, const model::SeriesUid &series);

    //! The study with all that is known by now, for a retrieval's listing; nothing for a study that was not given.
    std::optional<model::Study> study(const model::StudyUid &uid) const;

signals:
    void seriesListed(const model::StudyUid &study, const QList<model::Series> &series);
    void instancesListed(const model::StudyUid &study, const model::SeriesUid &series,
                         const QList<model::Instance> &instances);
    //! NotFound where no route lists this level; the level can still be chosen as a whole.
    void seriesFailed(const model::StudyUid &study, const network::Error &error);
    void instancesFailed(const model::StudyUid &study, const model::SeriesUid &series, const network::Error &error);

private:
    bool allows(model::Route route) const;
    //! The allowed routes that give a whole study at once.
    QList<model::Route> resourceRoutes() const;
    //! Asks these routes one after the other until one lists something.
    void readStudy(const model::StudyUid &uid, QList<model::Route> routes);
    void seriesKnown(const model::StudyUid &study, const network::Result<QList<model::Series>> &series);
    void instancesKnown(const model::StudyUid &study, const model::SeriesUid &series,
                        const network::Result<QList<model::Instance>> &instances);

    QPointer<network::Client> m_client;
    std::optional<model::PatientIdentifier> m_patient;
    std::map<model::StudyUid, model::Study> m_studies;
    std::map<model::StudyUid, network::JobPtr<network::AnyJob>> m_studyJobs;
    std::map<model::SeriesUid, network::JobPtr<network::AnyJob>> m_seriesJobs;
};

} // namespace story
