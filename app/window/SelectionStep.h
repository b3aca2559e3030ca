#pragma once

#include "Workbench.h"

#include <story/RetrievalFlow.h>
#include <story/TreeFlow.h>
#include <ui/SelectionPage.h>

#include <QThreadPool>
#include <QTimer>

namespace window {

//! Step 4: what of the chosen studies is to come.
class SelectionStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit SelectionStep(Workbench &bench, QObject *parent = nullptr);

    //! A tree of these studies, all ticked.
    void show(const QList<model::Study> &studies);
    bool shows(const QList<model::Study> &studies) const;
    void askAgain();
    //! A retrieval of so many series has begun.
    void setOrdered(int series);
    //! The folder of received files is another one.
    void folderChanged();
    void forget();

    //! What is known of the chosen studies by now.
    const story::TreeFlow &tree() const { return m_tree; }

signals:
    void retrieveRequested(const story::RetrievalOrder &order, const QString &title);
    void otherFolderRequested();
    void actRequested(story::Act act);

private:
    void order(const QList<model::Selection> &selections, const QString &via);
    void checkRoom();

    Workbench &m_bench;
    ui::SelectionPage *m_page;
    story::TreeFlow m_tree;
    QList<model::StudyUid> m_chosen;
    QTimer m_roomSoon;
    int m_roomAsked = 0;
    QThreadPool m_disk; //!< looks at free space; waited for at the end, so it is the last
};

} // namespace window
