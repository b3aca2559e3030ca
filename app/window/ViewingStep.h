#pragma once

#include "Workbench.h"

#include <ui/ReportPane.h>
#include <viewer_widgets/ViewingPanel.h>

namespace window {

//! Step 6: the light box, and beside it the pane of reports.
class ViewingStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit ViewingStep(Workbench &bench, QObject *parent = nullptr);

    //! Shows files and folders that lie on this computer.
    void open(const QStringList &paths);
    //! Nothing is shown any more.
    void forget();

    viewer::ViewingPanel &panel() { return *m_panel; }
    ui::ReportPane &reportPane() { return *m_reports; }

private:
    Workbench &m_bench;
    viewer::ViewingPanel *m_panel;
    ui::ReportPane *m_reports;
};

} // namespace window
