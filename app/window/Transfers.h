#pragma once

#include <network/Client.h>
#include <story/RetrievalFlow.h>
#include <story/RetrievalNotes.h>
#include <ui/TransfersDock.h>

#include <QTime>
#include <QTimer>

#include <memory>
#include <vector>

namespace window {

//! All retrievals of this run of the program, and what earlier runs left. One of them at most is on the retrieval page;
//! the others go on beside it. It keeps the notes by which a retrieval that is cut off can be offered again.
class Transfers final : public QObject
{
    Q_OBJECT

public:
    //! The dock and the notes outlive this.
    Transfers(ui::TransfersDock &dock, story::RetrievalNotes &notes, QObject *parent = nullptr);
    ~Transfers() override;

    //! What is to be begun for this order: those under way that write to the same place go on as part of it, as far as
    //! they come from the same country for the same patient.
    story::RetrievalOrder joinedWithOthers(const story::RetrievalOrder &order, const QString &profile) const;
    //! Begins a retrieval, joined before, and puts it on the page. One that writes to the same place is replaced by it;
    //! what the order does not bring is stopped, and stays in the list to be resumed. The client lives as long as it is
    //! needed.
    void begin(std::shared_ptr<network::Client> client, const story::RetrievalOrder &order, const QString &title,
               const QString &profile);
    //! The one on the page once more: what is missing of it.
    void repeat();
    //! Takes it off the page; it goes on.
    void leavePage();
    //! Forgets the one on the page, of which nothing is left or wanted here; it ends.
    void dropFromPage();
    //! Stops everything and forgets it, with its notes.
    void stopAll();

    //! Of the page; nothing when none is there.
    story::RetrievalFlow *flow() const;
    const story::RetrievalOrder *order() const;
    QString title() const;

    bool anyRunning() const; //!< without those that are paused
    int verified() const;    //!< images of all that run, and
    std::optional<int> requested() const;
    QStringList countries() const; //!< from which something comes now
    //! The program ends: what has not come to its end is offered at the next start.
    void keepForNextStart();

    void setLeft(const QList<story::LeftRetrieval> &left, const QStringList &profiles);
    const QList<story::LeftRetrieval> &left() const { return m_left; }
    void forgetLeft(const QString &id);

signals:
    //! A flow was begun; connect to it before control is back in the event loop.
    void flowBegan(story::RetrievalFlow *flow);
    //! Something runs now or nothing does.
    void runningChanged(bool anything);
    //! Counts or states of some of them have changed.
    void shown();
    void goToRequested();
    void resumeLeftRequested(const QString &id);
    void deleteLeftRequested(const QString &id);

private:
    struct Transfer;

    static bool sharesPlace(const Transfer &transfer, const story::RetrievalOrder &order);
    Transfer *find(const QString &id) const;
    void run(Transfer &transfer);
    void showSoon();
    void show();
    ui::TransferRow rowOf(const Transfer &transfer) const;
    ui::TransferRow rowOf(const story::LeftRetrieval &left) const;
    void openFolder(const QString &id) const;

    ui::TransfersDock &m_dock;
    story::RetrievalNotes &m_notes;
    std::vector<std::unique_ptr<Transfer>> m_transfers; //!< latest last
    Transfer *m_onPage = nullptr;
    QList<story::LeftRetrieval> m_left;
    QStringList m_profiles; //!< known by name
    QTimer m_soon;
    bool m_anyRunning = false;
};

} // namespace window
