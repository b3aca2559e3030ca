#pragma once

#include "Workbench.h"

#include <story/RetrievalFlow.h>
#include <story/TreeFlow.h>
#include <ui/SelectionPage.h>

#include <QHash>
#include <QThreadPool>
#include <QTimer>

#include <map>

namespace window {

//! Step 4: what of the chosen studies is to come.
class SelectionStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit SelectionStep(Workbench &bench, QObject *parent = nullptr);

    //! A tree of these studies, all ticked; `counts` says by Study Instance UID where routes disagree on their images.
    void show(const QList<model::Study> &studies, const QHash<QString, QString> &counts);
    bool shows(const QList<model::Study> &studies) const;
    void askAgain();
    //! A retrieval of so many series has begun.
    void setOrdered(int series, int notChosen);
    //! Other files may lie on the disk by now, or the folder is another one.
    void lookAtDisk(const QString &freeSpace);
    void forget();

    ui::SelectionPage &page() { return *m_page; }
    //! What is known of the chosen studies by now.
    const story::TreeFlow &tree() const { return m_tree; }

signals:
    void retrieveRequested(const story::RetrievalOrder &order, const QString &title);
    void otherFolderRequested();
    //! Of the chosen studies.
    void keyImagesWanted(const QList<model::StudyUid> &studies);
    void actRequested(story::Act act);

private:
    void order(const QList<model::Selection> &selections, const QString &via);
    void checkRoom();
    bool hasRoom(const model::Selection &one);
    void showSeries(const model::StudyUid &study, const QList<model::Series> &series);
    void showInstances(const model::StudyUid &study, const model::SeriesUid &series,
                       const QList<model::Instance> &instances);
    std::optional<ui::NoticeText> whatIsLeftOut() const;
    void showNotice();
    void askSource(const model::StudyUid &study, const std::optional<model::SeriesUid> &series, const QString &id);
    void count(const model::SeriesUid &series, model::Source source, int images);
    void notePart(const model::Series &series, qsizetype listed);

    Workbench &m_bench;
    ui::SelectionPage *m_page;
    story::TreeFlow m_tree;
    QList<model::StudyUid> m_chosen;
    std::map<model::SeriesUid, std::map<model::Source, int>> m_counts; //!< images, as each source tells
    QHash<model::SeriesUid, QString> m_partly;     //!< says which part of a series is listed; empty: all of it
    QHash<model::StudyUid, QString> m_differences; //!< of the images that routes count
    std::optional<ui::NoticeText> m_failure;       //!< of the source that was asked last
    std::optional<ui::NoticeText> m_notice;        //!< what the page shows
    QTimer m_roomSoon;
    std::optional<model::Room> m_room; //!< for what is ticked
    QString m_estimate;                //!< how it was estimated, in words
    int m_roomAsked = 0;
    QThreadPool m_disk; //!< looks at free space; waited for at the end, so it is the last
};

} // namespace window
