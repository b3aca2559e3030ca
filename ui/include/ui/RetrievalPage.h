#pragma once

#include <model/Ledger.h>
#include <ui/Notice.h>
#include <ui/Page.h>
#include <ui/Verdict.h>

#include <QTime>

#include <chrono>
#include <memory>
#include <optional>

namespace ui {

//! What is known of a series before and while it comes; its counts arrive with the ledger.
struct SeriesRow
{
    model::SeriesUid uid;
    QString number;
    QString description;
    QString study;  //!< "CT 2 Nov 2026"
    QString via;    //!< "NCPeH"
    QString reason; //!< why this way: "only address given"
    std::optional<int> expected;
};

//! Step 5: what was requested, what came, what is verified and what is missing, in the same place from the first byte
//! to the last.
//!
//! Object names: pauseRetrieval (also resumes), cancelRetrieval, fetchMissing, ledgerPanel, seriesProgress,
//! arrivedTitle, eventList, retrievalNotice, silenceNotice, retrievalRecord, viewImages (primary).
class RetrievalPage final : public Page
{
    Q_OBJECT

public:
    enum class Phase {
        Idle,
        Estimating,
        Waiting, //!< for the first byte
        Receiving,
        Retrying, //!< pauses until the next try
        Paused,
        Complete,
        Incomplete,
        Stopped,   //!< by the user
        Withdrawn, //!< stopped by us, and what came is set apart: it names another patient
        Failed     //!< by us or by the other side
    };

    //! The id of a notice's action that opens the notice's fold; the page does that itself.
    static QString showMissingAction();

    explicit RetrievalPage(Theme &theme, QWidget *parent = nullptr);
    ~RetrievalPage() override;

    //! A new retrieval: rows, counts and events start afresh.
    void setSeries(const QList<SeriesRow> &series);
    //! By which way a series comes after all, and why.
    void setVia(const model::SeriesUid &series, const QString &via, const QString &reason);
    //! Counts so far. Cheap to call: painting follows at most ten times a second.
    void setLedger(const model::Ledger &ledger);
    //! The four counts as a line.
    static QString countsIn(const model::Ledger &ledger);
    //! Bytes that are expected in all, where an estimate exists.
    void setExpectedBytes(std::optional<qint64> bytes);
    void setPhase(Phase phase);
    //! In Phase::Withdrawn: the files that were set apart are gone.
    void showApartDeleted();
    Phase phase() const;
    //! Whom it is received from and since when, for the sentence of the page.
    void setSource(const QString &country, const QTime &since);
    //! Every file is compared with a confirmed patient, and one of somebody else would have ended it.
    void setPatientCompared(bool compared);
    //! What the comparison of all files with the patient came to, for the words about a complete retrieval.
    void setVerdict(model::PatientVerdict verdict);
    //! The pictures that have arrived, from whoever can draw them; takes ownership.
    void setArrivedStrip(QWidget *strip);
    //! A line at the top of the list of events.
    void addEvent(Verdict verdict, const QString &text, const QTime &time = QTime::currentTime());
    void setNotice(const std::optional<NoticeText> &notice);
    void setIdentityHidden(bool hidden); //!< in the notice
    //! For how long nothing has come; below a second the notice about it goes. The last byte's time is local, and
    //! invalid where there was none.
    void setSilence(std::chrono::seconds silence, const QTime &lastByte = {});

    QWidget *firstFocus() const override;

signals:
    void pauseRequested();
    void resumeRequested();
    void cancelRequested();
    void viewRequested();
    //! The silence that lasts is to be borne for two minutes more.
    void waitRequested();
    //! A row was chosen while it still has something to come: it is wanted next.
    void seriesRaised(const model::SeriesUid &series);
    //! The record of what came and how.
    void recordRequested();
    //! Only what is missing, again (F5).
    void fetchMissingRequested();
    void noticeActionTriggered(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
