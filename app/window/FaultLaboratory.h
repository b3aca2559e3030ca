#pragma once

#include <story/DemoCountry.h>
#include <ui/FaultDock.h>

#include <QTimer>

namespace window {

//! Orders the faults that the dock asks for from the demo country, and shows there what is on the line: also what was
//! ordered at the start of the program or over HTTP.
class FaultLaboratory final : public QObject
{
    Q_OBJECT

public:
    //! Both outlive this.
    FaultLaboratory(ui::FaultDock &dock, story::DemoCountry &country, QObject *parent = nullptr);

private:
    void play(const QString &order);
    void show();

    ui::FaultDock &m_dock;
    story::DemoCountry &m_country;
    QTimer m_look;
};

} // namespace window
