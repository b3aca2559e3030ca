#pragma once

#include <ui/Dock.h>

#include <QList>

#include <memory>
#include <optional>

namespace ui {

//! One retrieval as the list of transfers shows it. It names no patient.
struct TransferRow
{
    enum class State {
        Waiting, //!< asked, nothing has come yet
        Receiving,
        Paused,
        Complete,
        Incomplete,
        Stopped, //!< by the user
        Failed,
        Unfinished, //!< left by an earlier run of the program
        SetApart    //!< likewise, but it met another patient and waits for a decision
    };
    QString id;
    QString title;   //!< "CT 2 Nov 2026, MR 17 Aug 2025"
    QString country; //!< the profile's name
    QString time;    //!< "10:20"
    State state = State::Waiting;
    int verified = 0;
    std::optional<int> requested;
    int missing = 0;
    qint64 bytes = 0;
    double bytesPerSecond = 0;
    bool isOnPage = false; //!< it is the one that the retrieval page shows
    QString resumeRefusal; //!< why it cannot be resumed; empty: it can

    friend bool operator==(const TransferRow &, const TransferRow &) = default;
};

//! Every retrieval of this run of the program, and those that an earlier one left unfinished.
//!
//! Object names: transfersDock, transferList, pauseTransfer (also resumes), cancelTransfer, deleteTransfer,
//! openTransferFolder, goToTransfer.
class TransfersDock final : public Dock
{
    Q_OBJECT

public:
    explicit TransfersDock(Theme &theme, QWidget *parent = nullptr);
    ~TransfersDock() override;

    //! All of them, latest first. The current row stays current. The menu bar counts those under way or paused.
    void setTransfers(const QList<TransferRow> &transfers);
    QWidget *firstFocus() const override;

signals:
    void pauseRequested(const QString &id);
    void resumeRequested(const QString &id);
    void cancelRequested(const QString &id);
    void deleteRequested(const QString &id);
    void openFolderRequested(const QString &id);
    void goToRequested(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
