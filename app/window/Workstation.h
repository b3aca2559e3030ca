#pragma once

#include "FaultLaboratory.h"
#include "Transfers.h"

#include <network/Client.h>
#include <story/ConnectionCheckFlow.h>
#include <story/DemoCountry.h>
#include <story/ErrorText.h>
#include <story/PatientSearchFlow.h>
#include <story/ProfileStore.h>
#include <story/RetrievalFlow.h>
#include <story/RetrievalNotes.h>
#include <story/StudySearchFlow.h>
#include <story/TreeFlow.h>
#include <ui/CountryPage.h>
#include <ui/MainWindow.h>
#include <ui/PatientPage.h>
#include <ui/RetrievalPage.h>
#include <ui/SelectionPage.h>
#include <ui/StudiesPage.h>
#include <ui/Theme.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QThreadPool>

#include <map>

namespace window {

//! What the program was started with.
struct Start
{
    std::unique_ptr<story::DemoCountry> demo; //!< lives as long as the window
    std::optional<story::Profile> profile;    //!< shown and chosen first
    QString storeFolder;                      //!< where received files go
    ui::Style style = ui::Style::System;
};

//! Joins the story to the screen: what a page asks for starts a flow, what a flow finds is shown by a page. It holds
//! what was chosen at each step, so that going back loses nothing and going forward again asks nothing twice.
class Workstation final : public QObject
{
    Q_OBJECT

public:
    explicit Workstation(Start start, QObject *parent = nullptr);
    ~Workstation() override;

    ui::MainWindow &mainWindow() { return m_window; }
    //! The number to type when the program plays itself; empty where the chosen profile gives no example.
    QString exampleIdentifier() const;
    //! Shows files that lie on this computer.
    void openFiles(const QStringList &paths);

private:
    //! What is known of a profile beside what its file says.
    struct Checked
    {
        ui::CheckState state = ui::CheckState::Unchecked;
        QTime at;
        QList<ui::CheckRow> rows;
        QString summary;
        std::optional<ui::NoticeText> notice;
    };

    void wireCountry();
    void wirePatient();
    void wireStudies();
    void wireSelection();
    void wireRetrieval();
    void wireViewing();
    void addActions();

    void loadProfiles();
    void showProfiles();
    void chooseProfile(const QString &id);
    void importProfile();
    void checkConnection();
    void showCheck(const QList<network::Check> &checks);
    void checkFailed(const network::Error &error);

    void confirmPatient(const model::Patient &patient, const QString &purpose);
    void forgetPatient();

    void searchStudies();
    void showStudies(const story::StudiesFound &found, bool final);
    void studiesFailed(const network::Error &error);
    void chooseSeries(const QList<model::StudyUid> &studies);

    void retrieve(const QList<model::Selection> &selections, const QString &via);
    void beginRetrieval(const story::RetrievalOrder &order, const QString &title);
    void askRetrieval();
    void repeatRetrieval();
    void watch(story::RetrievalFlow *flow);
    void showEvent(const story::RetrievalEvent &event);
    void showSources(const model::Ledger &ledger);
    void showRecord();
    ui::NoticeText missingNotice(const model::RetrievalReport &report) const;
    QString nameOf(const model::SeriesUid &series) const;
    void showLedger(const model::Ledger &ledger);
    void retrievalFinished(const model::RetrievalReport &report, const QList<story::FailedStudy> &failures);
    void retrievalFailed(const network::Error &error);
    void deleteReceived();

    void wireFaults();
    void wireTransfers();
    void lookForLeft();
    void showLeft();
    void resumeLeft(const QString &id);
    void askToDeleteLeft(const QString &id);
    void deleteLeft(const QString &id);
    void askBeforeClosing();
    void checkRoom();
    void chooseFolder();

    void actOn(ui::Step step, const QString &actionId);
    void goTo(ui::Step step);
    //! Steps after this one lose what they hold: their input has changed.
    void forgetAfter(ui::Step step);
    ui::NoticeText noticeFor(const network::Error &error, story::Step step,
                             std::optional<model::Route> route = std::nullopt) const;
    QString countryName() const;
    QString freeSpace() const;
    QString viaReason() const;

    std::unique_ptr<story::DemoCountry> m_demo;
    QString m_storeFolder;
    ui::Theme m_theme;
    ui::MainWindow m_window;
    ui::CountryPage *m_country;
    ui::PatientPage *m_patient;
    ui::StudiesPage *m_studies;
    ui::SelectionPage *m_selection;
    ui::RetrievalPage *m_retrieval;
    viewer::ViewingPanel *m_viewing;

    story::ProfileStore m_profileStore;
    QList<story::Profile> m_profiles;
    QStringList m_builtIn; //!< names of the demo countries' profiles
    std::optional<story::Profile> m_profile;
    std::map<QString, Checked> m_checked;      //!< by profile name
    std::shared_ptr<network::Client> m_client; //!< shared with the retrievals that it carries

    story::ConnectionCheckFlow m_check;
    QElapsedTimer m_checkClock;
    story::PatientSearchFlow m_patientSearch;
    model::PatientQuery m_asked; //!< of the candidates on screen
    story::StudySearchFlow m_studySearch;
    story::TreeFlow m_tree;

    std::optional<network::ExpectedPatient> m_confirmed;
    QList<ui::RouteAnswer> m_routes;
    std::map<model::Route, network::Error> m_failedRoutes;
    story::StudiesFound m_found;
    QList<model::StudyUid> m_chosen;
    QHash<QString, model::StudyUid> m_studyOf;       //!< of the series on the retrieval page
    std::optional<model::StudyUid> m_receivingStudy; //!< of the retrieval on the page
    QList<model::RetrievalSource> m_sources;         //!< as last shown
    std::optional<story::LeftRetrieval> m_resuming;  //!< waits for its patient to be confirmed

    ui::TransfersDock *m_dock; //!< of the window
    std::unique_ptr<story::RetrievalNotes> m_notes;
    std::unique_ptr<Transfers> m_transfers;
    ui::FaultDock *m_faults = nullptr; //!< of the window; none without a demo country
    std::unique_ptr<FaultLaboratory> m_laboratory;
    QTimer m_roomSoon;
    int m_roomAsked = 0;
    QThreadPool m_disk; //!< reads and deletes files; waited for at the end, so it is the last
};

} // namespace window
