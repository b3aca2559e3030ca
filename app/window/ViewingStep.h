#pragma once

#include "Workbench.h"

#include <ui/Notice.h>
#include <ui/ReportPane.h>
#include <viewer/LocalFiles.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QFutureWatcher>

#include <stop_token>

class QAction;

namespace window {

//! Step 6: the light box, and beside it the pane of reports. Files and folders may be dropped anywhere on the window.
class ViewingStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit ViewingStep(Workbench &bench, QObject *parent = nullptr);
    ~ViewingStep() override;

    //! Shows files and folders that lie on this computer; folders are gone through and a DICOMDIR is followed.
    void open(const QStringList &paths);
    //! Nothing is shown any more.
    void forget();

    viewer::ViewingPanel &panel() { return *m_panel; }
    ui::ReportPane &reportPane() { return *m_reports; }

signals:
    void missingWanted(); //!< what the opened series lacks is to be fetched

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addActions();
    void addLightBoxActions();
    void setKeys(viewer::Keys::Map map);
    void showCommandStates();
    void lookFor(const QStringList &paths);
    void found();
    void tellRefused();
    void savePicture(bool withIdentity);
    void openElsewhere(const QStringList &paths);
    void handOver(const QStringList &paths);
    void askAboutLack(const viewer::ViewingPanel::Lack &lack);
    void answerLack(const QString &action);
    void placeNotice();

    Workbench &m_bench;
    viewer::ViewingPanel *m_panel;
    ui::ReportPane *m_reports;
    ui::Notice *m_notice;     //!< over the pictures, which it does not move
    QStringList m_incomplete; //!< files that somebody has to say a word for before they are handed over
    QList<std::pair<viewer::Command, QAction *>> m_commands; //!< in the menus
    QStringList m_wanted;                                    //!< more, for when the search that runs has ended
    QStringList m_notes;                                     //!< what the last search told
    qsizetype m_refusedToTell = 0;                           //!< files that are not DICOM, as last told
    QFutureWatcher<viewer::LocalFiles> m_search;
    std::stop_source m_stop;
};

} // namespace window
