#pragma once

#include <model/PatientComparison.h>
#include <network/Client.h>
#include <story/Merge.h>

#include <QElapsedTimer>
#include <QSet>

#include <chrono>
#include <memory>
#include <vector>

namespace story {

//! Which studies, by which ways, for whom.
struct StudySearchRequest
{
    model::StudyQuery query;
    //! Empty: every route that the endpoint allows. A route asked for here that the endpoint does not have is a note.
    QList<model::Route> routes;
    std::optional<network::ExpectedPatient> confirmed; //!< rows are compared with this patient
};

//! A row that names another patient than the confirmed one.
struct PatientConflict
{
    model::StudyUid study;
    model::Route route;
    model::PatientComparison comparison;
};

//! All that is known so far.
struct StudiesFound
{
    QList<model::Study> studies;
    QList<Difference> differences;
    QList<Difference> agreements;
    QList<PatientConflict> conflicts;
    QSet<model::StudyUid> unchecked; //!< of whose patient no route tells anything that can be compared
    //! Of which a route tells another number than hers, and nothing that speaks for her.
    QSet<model::StudyUid> underUnexplainedNumber;
    bool truncated = false;
    QList<model::Note> notes;
};

//! Step 3: asks every route at once and merges what they answer as it comes. A failed route hides no other; only when
//! all fail, or nothing is listed because one refuses, the search has failed. The last request wins.
class StudySearchFlow final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(network::Client &client, const StudySearchRequest &request);
    //! Asks one of the routes once more and keeps what the others answered.
    void askAgain(network::Client &client, model::Route route);
    //! Whether a list that is cut off can be read on.
    bool hasRest() const;
    //! Reads on where lists were cut off; what they have stays, also where the rest cannot be had.
    void askForRest(network::Client &client);
    //! Compares what is listed with this patient, of whom more may be known by now than at the start.
    const StudiesFound &compareWith(const network::ExpectedPatient &confirmed);
    //! Why a route that was asked did not answer.
    std::optional<network::Error> errorOf(model::Route route) const;
    //! Stops silently.
    void stop();
    bool isRunning() const { return m_open > 0; }
    const StudiesFound &found() const { return m_found; }

signals:
    void routeAsked(model::Route route);
    //! So many studies, and so many rows beside them that name another number and are not listed; cut: there may be
    //! more.
    void routeAnswered(model::Route route, int count, int ofOthers, bool isCut, std::chrono::milliseconds took);
    void routeFailed(model::Route route, const network::Error &error);
    //! After each answer, while others may still come.
    void studiesChanged(const story::StudiesFound &found);
    void finished(const story::StudiesFound &found);
    //! No route answered, or one refused (Forbidden) and the others list nothing: the refusal, else the error of the
    //! first, unless that one merely knows nothing and another failed. found() has what was told all the same.
    void failed(const network::Error &error);

private:
    struct Asked
    {
        network::JobPtr<network::Job<model::StudyList>> job;
        std::optional<network::Error> error;
        std::optional<model::StudyList> answer;
        bool goesOn = false; //!< the job reads what follows the answer
    };

    void ask(network::Client &client, size_t position, const model::StudyQuery &query);
    void routeEnded(size_t position);
    //! What follows the answer of a route, or why it could not be read.
    static void append(model::StudyList &answer, const network::Result<model::StudyList> &rest);
    void mergeAnswers();
    void end();

    StudySearchRequest m_request;
    QList<model::Note> m_ownNotes;
    std::vector<std::pair<model::Route, Asked>> m_asked;
    int m_open = 0;
    QElapsedTimer m_clock;
    StudiesFound m_found;
    std::unique_ptr<QObject> m_refusal; //!< carries a failure into the event loop; gone when a new search starts
};

} // namespace story

Q_DECLARE_METATYPE(story::StudiesFound)
