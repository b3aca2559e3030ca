#pragma once

#include <model/Ledger.h>
#include <ui/Notice.h>
#include <ui/Page.h>
#include <ui/Verdict.h>

#include <QTime>

#include <memory>
#include <optional>

namespace ui {

//! What is known of a series before and while it comes; its counts arrive with the ledger.
struct SeriesRow
{
    model::SeriesUid uid;
    QString number;
    QString description;
    QString study;  //!< "CT 02 Nov 2026"
    QString via;    //!< "NCPeH"
    QString reason; //!< why this way: "only address given"
    std::optional<int> expected;
};

//! Step 5: what was requested, what came, what is verified and what is missing, in the same place from the first byte
//! to the last.
//!
//! Object names: cancelRetrieval, fetchMissing, ledgerPanel, seriesProgress, eventList, retrievalNotice,
//! viewImages (primary).
class RetrievalPage final : public Page
{
    Q_OBJECT

public:
    enum class Phase { Idle, Estimating, Waiting, Receiving, Complete, Incomplete, Stopped, Failed };

    explicit RetrievalPage(Theme &theme, QWidget *parent = nullptr);
    ~RetrievalPage() override;

    //! A new retrieval: rows, counts and events start afresh.
    void setSeries(const QList<SeriesRow> &series);
    //! Counts so far. Cheap to call: painting follows at most ten times a second.
    void setLedger(const model::Ledger &ledger);
    //! Bytes that are expected in all, where an estimate exists.
    void setExpectedBytes(std::optional<qint64> bytes);
    void setPhase(Phase phase);
    Phase phase() const;
    //! A line at the top of the list of events.
    void addEvent(Verdict verdict, const QString &text, const QTime &time = QTime::currentTime());
    void setNotice(const std::optional<NoticeText> &notice);

    QWidget *firstFocus() const override;

signals:
    void cancelRequested();
    void viewRequested();
    //! Only what is missing, again (F5).
    void fetchMissingRequested();
    void noticeActionTriggered(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
