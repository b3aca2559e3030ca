#pragma once

#include <ui/Dock.h>

#include <QList>

#include <memory>
#include <optional>

namespace ui {

//! A fault that can be ordered from the demo country.
struct FaultRow
{
    QString name;
    QString description;           //!< one line: what happens
    QString specification;         //!< "9.10, 10.4"; may be empty
    QString valueMeaning;          //!< "bytes of body"; empty: it takes no value
    QString usualValue;            //!< what stands for it when nothing is typed
    QString usualPlace;            //!< as an order says it; empty: every request it means something for
    std::optional<int> usualTurns; //!< nothing: always
};

//! A fault that is ordered and still has turns.
struct PlayedFaultRow
{
    int number = 0;
    QString order;
    QString description;
    std::optional<int> turns; //!< nothing: always

    friend bool operator==(const PlayedFaultRow &, const PlayedFaultRow &) = default;
};

//! The fault laboratory of the demo country: every fault that it knows, where and how often it shall happen, and the
//! faults that are on the line. What is chosen is read as one order, `NAME[=VALUE][@PLACE][*TIMES]`, and shown as such,
//! so that it can be given to the command line too; another order can be written in its place. Enter in the list or in
//! a field plays what the order says.
//!
//! Object names: faultDock, faultFilter, faultList, faultValue, faultPlace, faultScope, faultTimes, faultOrder,
//! playFault, faultProblem, faultDescription, playedList, healFault, healAllFaults.
class FaultDock final : public Dock
{
    Q_OBJECT

public:
    //! Choices of faultScope, in this order.
    enum class Scope { NextRequest, NextRequests, Always };

    explicit FaultDock(Theme &theme, QWidget *parent = nullptr);
    ~FaultDock() override;

    void setFaults(const QList<FaultRow> &faults);
    //! In the order in which they came. The current row stays current. The menu bar counts them.
    void setPlayed(const QList<PlayedFaultRow> &faults);
    //! Why the last order was refused; empty: it was taken.
    void setProblem(const QString &sentence);
    QWidget *firstFocus() const override;

signals:
    void playRequested(const QString &order);
    void healRequested(int number);
    void healAllRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
