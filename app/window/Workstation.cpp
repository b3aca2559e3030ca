#include "Workstation.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace window {

Workstation::Workstation(Start start, QObject *parent)
    : QObject(parent),
      m_demo(std::move(start.demo)),
      m_bench(std::move(start.storeFolder), start.style),
      m_country(m_bench, m_demo.get(), start.profile),
      m_patient(m_bench),
      m_studies(m_bench),
      m_selection(m_bench),
      m_viewing(m_bench),
      m_reports(m_bench, m_studies.page(), m_viewing.reportPane(), m_viewing.panel()),
      m_retrieval(m_bench, m_selection.tree(), m_viewing),
      m_left(m_bench, m_country, m_patient, m_retrieval)
{
    tellTheStory();
    offerFaults();
    addActions();

    m_bench.window.setPatient(std::nullopt);
    m_country.begin();
    m_bench.window.restoreDocks(QSettings(windowSettings(), QSettings::IniFormat).value(u"docks"_s).toByteArray());
    m_left.look();
}

Workstation::~Workstation()
{
    QSettings(windowSettings(), QSettings::IniFormat).setValue(u"docks"_s, m_bench.window.savedDocks());
}

QString Workstation::exampleIdentifier() const
{
    if (!m_bench.profile || m_bench.profile->identifierSystems().isEmpty())
        return {};
    return m_bench.profile->identifierSystems().first().example;
}

void Workstation::openFiles(const QStringList &paths)
{
    m_viewing.open(paths);
}

void Workstation::tellTheStory()
{
    using ui::Step;
    const auto goTo = [this](Step step) { m_bench.goTo(step); };
    connect(&m_bench.window, &ui::MainWindow::stepRequested, this, goTo);
    // The patient stays confirmed until another question is asked: leaving this page again loses nothing.
    connect(&m_bench.window, &ui::MainWindow::changePatientRequested, this, [this, goTo] {
        goTo(Step::Patient);
        m_patient.page().openForm();
    });

    m_diskAgain.setInterval(3000);
    connect(&m_diskAgain, &QTimer::timeout, this, &Workstation::lookAtDisk);
    connect(&m_bench.window, &ui::MainWindow::stepShown, this, [this](Step step) {
        lookAtDisk();
        if (step == Step::Selection || step == Step::Retrieval)
            m_diskAgain.start();
        else
            m_diskAgain.stop();
    });
    connect(&m_retrieval.transfers(), &Transfers::runningChanged, this, &Workstation::lookAtDisk);

    connect(&m_country, &CountryStep::profileChosen, this, [this] {
        if (m_faults)
            m_bench.window.setDockOffered(m_faults, m_country.isBuiltIn(m_bench.profile->name()));
        m_patient.begin();
    });
    connect(&m_country, &CountryStep::connected, this, [this] { m_patient.showWhatIsSent(m_patient.page().query()); });

    connect(&m_patient, &PatientStep::forgotten, this, [this] { forgetAfter(Step::Patient); });
    connect(&m_patient, &PatientStep::confirmed, this, [this, goTo](bool isAnother) {
        if (isAnother)
            forgetAfter(Step::Patient);
        goTo(Step::Studies);
        if (isAnother)
            m_studies.search();
        m_left.resumeConfirmed();
    });

    connect(&m_studies, &StudiesStep::studiesChosen, this,
            [this, goTo](const QList<model::Study> &studies, const QHash<QString, QString> &counts) {
                if (!m_selection.shows(studies)) {
                    forgetAfter(Step::Studies);
                    m_selection.show(studies, counts);
                }
                goTo(Step::Selection);
            });

    connect(&m_studies, &StudiesStep::asked, &m_reports, &Reports::search);
    connect(&m_studies, &StudiesStep::listed, &m_reports, &Reports::setStudies);
    connect(&m_selection, &SelectionStep::keyImagesWanted, &m_reports, &Reports::lookForKeyImages);
    connect(&m_reports, &Reports::keyImagesTold, &m_selection.page().tree(), &ui::StudyTreeModel::setKeyImages);
    connect(&m_reports, &Reports::askingForKeyImages, this, [this](bool asking, int unread) {
        m_selection.page().setAskingForKeyImages(
            asking, unread > 0 ? tr("%n reports of these studies could not be read.", nullptr, unread) : QString());
    });
    connect(&m_reports, &Reports::wanted, this, [goTo] { goTo(Step::Viewing); });

    connect(&m_selection, &SelectionStep::retrieveRequested, &m_retrieval, &RetrievalStep::retrieve);
    connect(&m_selection, &SelectionStep::otherFolderRequested, this, &Workstation::chooseFolder);
    connect(&m_viewing, &ViewingStep::missingWanted, this, [this] {
        m_bench.goTo(Step::Retrieval);
        actOn(Step::Retrieval, story::Act::FetchMissing);
    });
    connect(&m_retrieval, &RetrievalStep::begun, &m_selection, &SelectionStep::setOrdered);
    connect(&m_retrieval, &RetrievalStep::otherFolderRequested, this, &Workstation::chooseFolder);

    connect(&m_country, &CountryStep::actRequested, this, [this](story::Act act) { actOn(Step::Country, act); });
    connect(&m_patient, &PatientStep::actRequested, this, [this](story::Act act) { actOn(Step::Patient, act); });
    connect(&m_studies, &StudiesStep::actRequested, this, [this](story::Act act) { actOn(Step::Studies, act); });
    connect(&m_selection, &SelectionStep::actRequested, this, [this](story::Act act) { actOn(Step::Selection, act); });
    connect(&m_retrieval, &RetrievalStep::actRequested, this, [this](story::Act act) { actOn(Step::Retrieval, act); });
}

void Workstation::offerFaults()
{
    if (!m_demo)
        return;
    m_faults = new ui::FaultDock(m_bench.theme);
    m_bench.window.addDock(m_faults, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), ui::MainWindow::Menu::Tools);
    m_bench.window.setDockOffered(m_faults, false); // until the demo country is chosen
    m_laboratory = std::make_unique<FaultLaboratory>(*m_faults, *m_demo);
}

void Workstation::addActions()
{
    auto *import = new QAction(tr("Import profile…"), &m_bench.window);
    import->setObjectName(u"actionImportProfile"_s);
    connect(import, &QAction::triggered, &m_country, &CountryStep::importProfile);
    m_bench.window.addMenuAction(ui::MainWindow::Menu::File, import);

    auto *open = new QAction(tr("Open images of this computer…"), &m_bench.window);
    open->setObjectName(u"actionOpenFiles"_s);
    open->setShortcut(QKeySequence::Open);
    connect(open, &QAction::triggered, this, [this] {
        openFiles(QFileDialog::getOpenFileNames(&m_bench.window, tr("Open images"), {},
                                                tr("DICOM files (*.dcm);;All files (*)")));
    });
    m_bench.window.addMenuAction(ui::MainWindow::Menu::File, open);

    auto *purge = new QAction(tr("Delete all received images…"), &m_bench.window);
    purge->setObjectName(u"actionDeleteReceived"_s);
    connect(purge, &QAction::triggered, this, &Workstation::deleteReceived);
    m_bench.window.addMenuAction(ui::MainWindow::Menu::File, purge);

    auto *reports = new QAction(tr("Reports"), &m_bench.window);
    reports->setObjectName(u"actionReports"_s);
    reports->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    connect(reports, &QAction::triggered, this, [this] {
        const bool isElsewhere = m_bench.window.currentStep() != ui::Step::Viewing;
        m_bench.goTo(ui::Step::Viewing);
        if (!isElsewhere || m_viewing.reportPane().isHidden())
            m_reports.toggle();
    });
    m_bench.window.addMenuAction(ui::MainWindow::Menu::Image, reports);

    m_bench.window.addMenuAction(ui::MainWindow::Menu::Tools, m_country.page().continueAnywayAction());
}

void Workstation::deleteReceived()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Delete all received images"),
                                     tr("All that was received into %1 is deleted. It can be retrieved again.")
                                         .arg(QDir::toNativeSeparators(m_bench.storeFolder)),
                                     QMessageBox::Yes | QMessageBox::No, &m_bench.window);
    question->setObjectName(u"deleteQuestion"_s);
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setDefaultButton(QMessageBox::No);
    connect(question->button(QMessageBox::Yes), &QAbstractButton::clicked, this, [this] {
        forgetAfter(ui::Step::Selection);
        m_retrieval.transfers().stopAll();
        m_left.deleteAll(m_bench.storeFolder);
    });
    question->open();
}

void Workstation::chooseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(&m_bench.window, tr("Folder for received images"), m_bench.storeFolder);
    if (folder.isEmpty())
        return;
    m_bench.storeFolder = folder;
    lookAtDisk();
    m_retrieval.folderChanged();
}

void Workstation::lookAtDisk()
{
    if (!m_bench.profile)
        return;
    if (std::exchange(m_isLooking, true)) // a folder on a network may take its time
        return;
    m_disk.start([this, folder = m_bench.storeFolder] {
        const QString free = freeSpaceIn(folder);
        QMetaObject::invokeMethod(this, [this, folder, free] {
            m_isLooking = false;
            if (folder != m_bench.storeFolder)
                return lookAtDisk();
            m_bench.window.setStoreText(tr("Store %1").arg(free));
            m_selection.lookAtDisk(free);
        });
    });
}

void Workstation::actOn(ui::Step step, story::Act act)
{
    switch (act) {
    case story::Act::AskAgain:
        if (step == ui::Step::Country)
            m_country.check();
        else if (step == ui::Step::Patient)
            m_patient.askAgain();
        else if (step == ui::Step::Studies)
            m_studies.search();
        else if (step == ui::Step::Selection)
            m_selection.askAgain();
        else
            m_retrieval.repeat();
        break;
    case story::Act::ChangeIdentifier:
        m_patient.focusIdentifier();
        break;
    case story::Act::SearchByName:
        m_patient.focusName();
        break;
    case story::Act::CheckConnection:
        m_bench.goTo(ui::Step::Country);
        m_country.lookAtUsed();
        m_country.check();
        break;
    case story::Act::FetchMissing:
        m_retrieval.repeat();
        break;
    case story::Act::ViewAnyway:
        m_bench.goTo(ui::Step::Viewing);
        break;
    }
}

void Workstation::forgetAfter(ui::Step step)
{
    if (step < ui::Step::Studies) {
        m_studies.forget();
        m_reports.forget();
    }
    if (step < ui::Step::Selection)
        m_selection.forget();
    m_retrieval.forget();
    m_viewing.forget();
}

} // namespace window
