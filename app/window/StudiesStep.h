#pragma once

#include "SentRequests.h"
#include "Workbench.h"

#include <story/StudySearchFlow.h>
#include <ui/DifferencesPage.h>
#include <ui/StudiesPage.h>

#include <QHash>
#include <QTime>

#include <map>

namespace window {

//! Step 3: which studies there are, by every route at once, and where the routes disagree.
class StudiesStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit StudiesStep(Workbench &bench, QObject *parent = nullptr);

    //! Asks for the studies of the confirmed patient.
    void search();
    //! The page as it is before anything was asked.
    void forget();

    ui::StudiesPage &page() { return *m_page; }

signals:
    //! The patient's studies are asked for.
    void asked();
    //! All that is listed by now.
    void listed(const QList<model::Study> &studies);
    //! What was ticked, as it was found; by Study Instance UID the counts of images where routes disagree on them, in
    //! words.
    void studiesChosen(const QList<model::Study> &studies, const QHash<QString, QString> &counts);
    void actRequested(story::Act act);

private:
    void show(const story::StudiesFound &found, bool final);
    void allFailed(const network::Error &error);
    void choose(const QList<model::StudyUid> &uids);
    void showDifferences();
    void showNotices(const story::StudiesFound &found);
    static QStringList adviceOn(const story::StudiesFound &found);
    static std::optional<ui::NoticeText> otherNumberNotice(const story::StudiesFound &found);
    //! What stands above the list of routes that did not answer, of a list that is cut off and of unused filters.
    QList<ui::NoticeText> inlineNotices(const story::StudiesFound &found) const;
    ui::NoticeText failedRouteNotice(model::Route route, const network::Error &error) const;
    void takeFocus();
    void showSentence(bool isCutOff);
    //! The question as it stands on the page, of the confirmed patient.
    model::StudyQuery query() const;
    void showStale();
    //! Before it is sent; below it what the last question was sent as.
    void showWhatIsSent();
    //! A button of a notice.
    void act(const QString &id);

    Workbench &m_bench;
    ui::StudiesPage *m_page;
    ui::DifferencesPage *m_differences;
    story::StudySearchFlow m_search;
    QList<ui::RouteAnswer> m_routes;
    std::map<model::Route, network::Error> m_failed;
    bool m_goesOnWithout = false; //!< the notices of failed routes were answered
    story::StudiesFound m_found;
    QList<ui::StudyRow> m_rows; //!< as shown
    QString m_askedInWords;     //!< the question to which they are the answer
    bool m_isNarrowed = false;  //!< it has filters
    QTime m_answeredAt;         //!< invalid: nothing was answered yet
    SentRequests m_sent;        //!< since the last question
};

} // namespace window
