#pragma once

#include <network/Client.h>

#include <QPointer>

#include <map>
#include <set>

namespace story {

//! Step 4: fills the tree level by level when it is opened, from the best source: what an answer listed already, else
//! QIDO-RS, else the FHIR resource, else a manifest, else the objects' own metadata. A level is asked for once; asking
//! again after a failure asks again. A list that is shorter than what is counted is told at once; then the other
//! sources are asked, once, and a longer one is told in its place. study() tells which source each level came from
//! (seriesFrom, instancesFrom), and what is to be said of the listings (notes).
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
    //! Asks this source alone, also for a level that is known; what it lists takes the place of what was there.
    void askForSeries(const model::StudyUid &study, model::Source source);
    void askForInstances(const model::StudyUid &study, const model::SeriesUid &series, model::Source source);

    //! The sources that the contact point has for a level, best first.
    QList<model::Source> sources() const;

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
    //! Sources that are still to be asked for a level, and why those before them gave nothing.
    struct Asking
    {
        QList<model::Source> left;
        std::optional<network::Error> error;
        bool isWish = false; //!< whatever comes takes the place of what was there
    };

    model::Series *find(const model::StudyUid &study, const model::SeriesUid &series);
    void askStudy(const model::StudyUid &uid, Asking asking);
    template <class T>
    void keepNotes(const model::StudyUid &uid, const network::Result<T> &listing);
    void askSeries(const model::StudyUid &study, const model::SeriesUid &uid, Asking asking);

    QPointer<network::Client> m_client;
    std::optional<model::PatientIdentifier> m_patient;
    std::map<model::StudyUid, model::Study> m_studies;
    std::set<model::StudyUid> m_askedAllForStudy; //!< no source lists more than is known, or it was wished for
    std::set<model::SeriesUid> m_askedAllForSeries;
    std::map<model::StudyUid, network::JobPtr<network::AnyJob>> m_studyJobs;
    std::map<model::SeriesUid, network::JobPtr<network::AnyJob>> m_seriesJobs;
};

} // namespace story
