#pragma once

#include "Workbench.h"

#include <viewer_widgets/ViewingPanel.h>

namespace window {

//! Step 6: the light box.
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

private:
    Workbench &m_bench;
    viewer::ViewingPanel *m_panel;
};

} // namespace window
