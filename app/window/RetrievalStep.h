#pragma once

#include "Transfers.h"
#include "ViewingStep.h"
#include "Workbench.h"

#include <story/RetrievalFlow.h>
#include <story/RetrievalNotes.h>
#include <story/TreeFlow.h>
#include <ui/RetrievalPage.h>

#include <QHash>
#include <QThreadPool>
#include <QTimer>

namespace window {

//! Step 5: what was asked for, what came, what is missing. What arrives goes to the light box at once.
class RetrievalStep final : public QObject
{
    Q_OBJECT

public:
    //! All of these outlive this.
    RetrievalStep(Workbench &bench, const story::TreeFlow &tree, ViewingStep &viewing, QObject *parent = nullptr);

    //! Begins an order; one that is under way already is only shown.
    void retrieve(const story::RetrievalOrder &order, const QString &title);
    void begin(const story::RetrievalOrder &asked, const QString &title);
    //! What is missing of the one on the page.
    void repeat();
    //! The folder of received files is another one: where the page stands before the user, all begins again there.
    void folderChanged();
    //! The page as it is before anything was ordered; what runs goes on.
    void forget();

    Transfers &transfers() { return m_transfers; }
    const story::RetrievalNotes &notes() const { return m_notes; }

signals:
    void begun(int series, int notChosen); //!< images of these series, which nobody ticked
    void otherFolderRequested();
    void actRequested(story::Act act);

private:
    void addPauseAction();
    void ask();
    void watch(story::RetrievalFlow *flow);
    void showEvent(const story::RetrievalEvent &event);
    void watchSilence();
    void showSources(const model::Ledger &ledger);
    void showRecord();
    void saveRecord(const QString &path, const QString &to);
    ui::NoticeText missingNotice(const model::RetrievalReport &report) const;
    QString nameOf(const model::SeriesUid &series) const;
    void showLedger(const model::Ledger &ledger);
    void showFinished(const model::RetrievalReport &report, const QList<story::FailedStudy> &failures);
    void showFailed(const network::Error &error);
    void watchRoom(const model::Ledger &ledger);
    static ui::NoticeText roomNotice(const model::Ledger &ledger);
    void showStopped();
    void askToDeleteAll();
    void deleteAll();
    void nameOther(ui::NoticeText &notice) const;
    void offerToDelete(const ui::NoticeText &notice);
    void deleteApart();
    void askBeforeClosing();
    QString viaReason(const model::SeriesUid &series) const;
    void skip();

    Workbench &m_bench;
    const story::TreeFlow &m_tree;
    ViewingStep &m_viewing;
    ui::RetrievalPage *m_page;
    ui::TransfersDock *m_dock; //!< of the window
    story::RetrievalNotes m_notes;
    Transfers m_transfers;
    QHash<QString, model::StudyUid> m_studyOf;       //!< of the series on the page
    QHash<QString, int> m_notChosen;                 //!< images of a series that nobody ticked
    std::optional<model::StudyUid> m_receivingStudy; //!< of the retrieval on the page
    QList<model::RetrievalSource> m_sources;         //!< as last shown
    std::optional<model::StudyPatient> m_other;      //!< whom a file of it names instead of the confirmed patient
    QString m_otherField;                            //!< in which field she differs
    bool m_hasEnded = false;                         //!< it has come to its end before and is asked for once more
    int m_triesAgain = 0;                            //!< of it since it was ordered
    bool m_isRoomTold = false;                       //!< that there is too little
    QTimer m_everySecond;                            //!< while something runs on the page
    QDateTime m_lastByte;                            //!< of it, or when it was asked for
    QDateTime m_silentUntil;                         //!< the user bears silence until then
    QThreadPool m_disk;                              //!< reads records; waited for at the end, so it is the last
};

} // namespace window
