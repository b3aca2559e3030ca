#pragma once

#include <model/Ledger.h>
#include <model/Patient.h>
#include <model/Study.h>
#include <ui/CountryPage.h>
#include <ui/DifferencesPage.h>
#include <ui/FaultDock.h>
#include <ui/MainWindow.h>
#include <ui/PatientPage.h>
#include <ui/RetrievalPage.h>
#include <ui/SelectionPage.h>
#include <ui/StudiesPage.h>
#include <ui/TransfersDock.h>

//! Invented people, hospitals and studies to fill the window with.
namespace samples {

QList<ui::ProfileRow> profiles();
QList<ui::CheckRow> checks();
QList<ui::IdentifierSystem> identifierSystems();
model::PatientQuery query();
QList<model::Patient> candidates();
QList<ui::StudyRow> studies();
QList<ui::DifferingStudy> differences();
model::Study chest();
ui::BannerText banner();
QList<ui::SeriesRow> seriesRows();
model::Ledger ledger();
QList<ui::TransferRow> transfers();
QList<ui::FaultRow> faults();

model::StudyUid studyUid(int number);
model::SeriesUid seriesUid(int study, int number);
model::SopUid sopUid(int study, int series, int number);

} // namespace samples
