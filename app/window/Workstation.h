#pragma once

#include "CountryStep.h"
#include "FaultLaboratory.h"
#include "LeftRetrievals.h"
#include "PatientStep.h"
#include "Reports.h"
#include "RetrievalStep.h"
#include "SelectionStep.h"
#include "StudiesStep.h"
#include "ViewingStep.h"
#include "Workbench.h"

#include <QThreadPool>
#include <QTimer>

namespace window {

//! What the program was started with.
struct Start
{
    std::unique_ptr<story::DemoCountry> demo; //!< lives as long as the window
    std::optional<story::Profile> profile;    //!< shown and chosen first
    QString storeFolder;                      //!< where received files go
    ui::Style style = ui::Style::System;
};

//! The walk from a country to its pictures: owns the steps, leads from one to the next and sees to it that a step whose
//! input has changed forgets what it held.
class Workstation final : public QObject
{
    Q_OBJECT

public:
    explicit Workstation(Start start, QObject *parent = nullptr);
    ~Workstation() override;

    ui::MainWindow &mainWindow() { return m_bench.window; }
    //! The number to type when the program plays itself; empty where the chosen profile gives no example.
    QString exampleIdentifier() const;
    //! Shows files that lie on this computer.
    void openFiles(const QStringList &paths);

private:
    void tellTheStory();
    void offerFaults();
    void addActions();
    void deleteReceived();
    void chooseFolder();
    void actOn(ui::Step step, story::Act act);
    //! How much room there is: other programs fill the disk as well.
    void lookAtDisk();
    //! Steps after this one lose what they hold: their input has changed.
    void forgetAfter(ui::Step step);

    std::unique_ptr<story::DemoCountry> m_demo;
    Workbench m_bench;
    CountryStep m_country;
    PatientStep m_patient;
    StudiesStep m_studies;
    SelectionStep m_selection;
    ViewingStep m_viewing;
    Reports m_reports;
    RetrievalStep m_retrieval;
    LeftRetrievals m_left;
    ui::FaultDock *m_faults = nullptr; //!< of the window; none without a demo country
    std::unique_ptr<FaultLaboratory> m_laboratory;
    QTimer m_diskAgain; //!< while a page is shown that counts on the room
    bool m_isLooking = false;
    QThreadPool m_disk; //!< asks for the room; waited for at the end, so it is the last
};

} // namespace window
