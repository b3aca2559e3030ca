#pragma once

#include "Workbench.h"

#include <story/StudySearchFlow.h>
#include <ui/StudiesPage.h>

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

signals:
    //! What was ticked, as it was found.
    void studiesChosen(const QList<model::Study> &studies);
    void actRequested(story::Act act);

private:
    void show(const story::StudiesFound &found, bool final);
    void allFailed(const network::Error &error);
    void choose(const QList<model::StudyUid> &uids);

    Workbench &m_bench;
    ui::StudiesPage *m_page;
    story::StudySearchFlow m_search;
    QList<ui::RouteAnswer> m_routes;
    std::map<model::Route, network::Error> m_failed;
    story::StudiesFound m_found;
};

} // namespace window
