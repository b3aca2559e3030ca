// Saves a picture of every page, filled with invented data, to be looked at beside the design:
//   ui_gallery FOLDER [light|dark] [WIDTH HEIGHT]
#include "Samples.h"

#include <ui/FaultDock.h>
#include <ui/TransfersDock.h>

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QScreen>
#include <QTest>
#include <QTreeView>

#include <cstdio>

using namespace ui;

namespace {

template <class T>
T *find(QObject &in, const char *name)
{
    return in.findChild<T *>(QLatin1StringView(name));
}

NoticeText missingNotice()
{
    return {QStringLiteral("missing"),
            NoticeText::Weight::Failure,
            QStringLiteral("3 of 412 images are missing in series 5, axial 1.0 lung."),
            {QStringLiteral("The server ended its answer before the closing boundary.")},
            QStringLiteral("Images 210, 211 and 212. Everything received before is kept."),
            {{QStringLiteral("show"), QStringLiteral("Show them")},
             {QStringLiteral("fetch"), QStringLiteral("Fetch only these 3")}},
            QStringLiteral("The server's own words"),
            QStringLiteral("200 OK\nmultipart/related, 409 parts, no closing boundary")};
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2) {
        std::fputs("ui_gallery FOLDER [light|dark] [WIDTH HEIGHT]\n", stderr);
        return 2;
    }
    const QDir folder(arguments[1]);
    const QString style = arguments.value(2, QStringLiteral("light"));
    const QSize size(arguments.value(3, QStringLiteral("1440")).toInt(),
                     arguments.value(4, QStringLiteral("900")).toInt());

    Theme theme;
    theme.apply(style == QStringLiteral("dark") ? Style::Dark : Style::Light);
    MainWindow window(theme);
    auto *country = new CountryPage(theme);
    auto *patient = new PatientPage(theme);
    auto *studies = new StudiesPage(theme);
    auto *selection = new SelectionPage(theme);
    auto *retrieval = new RetrievalPage(theme);
    window.setPage(Step::Country, country);
    window.setPage(Step::Patient, patient);
    window.setPage(Step::Studies, studies);
    auto *differences = new DifferencesPage(theme);
    window.setSidePage(Step::Studies, differences);
    window.setPage(Step::Selection, selection);
    window.setPage(Step::Retrieval, retrieval);
    auto *dock = new TransfersDock(theme);
    window.addDock(dock, QKeySequence(Qt::Key_F9));
    auto *laboratory = new FaultDock(theme);
    window.addDock(laboratory, QKeySequence(QStringLiteral("Ctrl+Shift+F")), MainWindow::Menu::Tools);
    window.resize(size);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;

    const auto save = [&](const char *name) {
        QTest::qWait(200);
        const QString file = folder.filePath(QStringLiteral("%1-%2.png").arg(QLatin1StringView(name), style));
        window.grab().save(file);
    };
    const StatusCells cells{QStringLiteral("Finland, acceptance"), QStringLiteral("TLS 1.3, our certificate sent"),
                            QStringLiteral("Store 41.2 GB free")};

    window.setStep(Step::Country);
    save("0-nothing");
    country->setProfiles(samples::profiles());
    country->choose(QStringLiteral("fi"));
    country->setChecks(samples::checks(), QStringLiteral("10:14, took 1.3 s"));
    if (auto *tree = find<QTreeView>(*country, "checkList"))
        tree->expand(tree->model()->index(3, 0));
    window.setStatusCells(cells);
    window.setStepState(Step::Country, StepState::Reached, QStringLiteral("Finland, acceptance"));
    save("1-country");

    window.setStepState(Step::Country, StepState::Done, QStringLiteral("Finland, acceptance"));
    window.setStepState(Step::Patient, StepState::Reached, {});
    window.setStep(Step::Patient);
    patient->setCountry(QStringLiteral("Finland"));
    patient->setIdentifierSystems(samples::identifierSystems());
    save("2-patient-empty");
    patient->setQuery(samples::query());
    patient->setWhatIsSent(
        QStringLiteral("GET /fhir/Patient\nidentifier  urn:oid:2.999.246.21|••••••-•••L\nfamily      •••••••••••\n"
                       "birthdate   ••••-••-••\ngender      female"));
    find<QAbstractButton>(*patient, "search")->click();
    patient->setAsking();
    QTest::qWait(400);
    save("2-patient-asking");
    patient->setCandidates({samples::candidates(), false, {}});
    window.setStepState(Step::Patient, StepState::Reached, QStringLiteral("3 candidates"));
    auto *list = find<QListView>(*patient, "candidateList");
    find<QAbstractButton>(*patient, "whatIsSentFold")->setChecked(true);
    save("2-patient-list");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    find<QAbstractButton>(*patient, "involved")->click();
    save("2-patient");
    patient->setCandidates({}, QStringLiteral("200 OK, Bundle, total 0"));
    save("2-patient-nobody");

    window.setPatient(samples::banner());
    window.setStepState(Step::Patient, StepState::Done, QStringLiteral("Confirmed 10:16"));
    window.setStepState(Step::Studies, StepState::Reached, QStringLiteral("11 studies"));
    window.setStep(Step::Studies);
    studies->setRoutes({{model::Route::Fhir, Verdict::Pass, QStringLiteral("10 studies, 0.8 s")},
                        {model::Route::Dicomweb, Verdict::Pass, QStringLiteral("10 studies in 3 pages, 1.9 s")},
                        {model::Route::Documents, Verdict::Warn, QStringLiteral("7 manifests, 1 unreadable, 2.1 s")}});
    studies->setStudies(samples::studies());
    studies->setTicks({samples::studyUid(1), samples::studyUid(3), samples::studyUid(4)});
    auto *studyList = find<QTreeView>(*studies, "studyList");
    studyList->setCurrentIndex(studyList->model()->index(0, 0));
    save("3-studies");
    studyList->setCurrentIndex(studyList->model()->index(8, 0));
    studies->setInlineNotices(
        {NoticeText{QStringLiteral("warn"),
                    NoticeText::Weight::Warning,
                    QStringLiteral("QIDO failed, the others answered."),
                    {QStringLiteral("FHIR gave 21 studies, documents 17.")},
                    QStringLiteral("You can go on. Images known only to QIDO are not in this list."),
                    {{QStringLiteral("again"), QStringLiteral("Try QIDO again")}},
                    QStringLiteral("502 Bad Gateway"),
                    QStringLiteral("502 Bad Gateway\ntext/html, 312 bytes")}});
    save("3-studies-notices");
    studies->setInlineNotices({});
    model::StudyQuery narrowed;
    narrowed.from = QDate(2024, 11, 2);
    narrowed.modality = QStringLiteral("CT");
    studies->setQuestion(narrowed);
    studies->setWhatIsSent(
        QStringLiteral("FHIR\nGET /fhir/ImagingStudy\npatient.identifier  urn:oid:2.999.246.21|••••••-•••L\n"
                       "started             ge2024-11-02\nmodality            CT\n\nQIDO\nGET /dicom-web/studies\n"
                       "PatientID           ••••••-•••L\nStudyDate           20241102-\nModalitiesInStudy   CT"));
    find<QAbstractButton>(*studies, "question")->click();
    auto *uid = find<QLineEdit>(*studies, "askStudyUid");
    uid->setText(QStringLiteral("1.2.x"));
    find<QAbstractButton>(*studies, "askNow")->click();
    studies->setStale(QStringLiteral("From 10:17. Ask again, F5"));
    QTest::qWait(300);
    save("3-studies-question");
    uid->clear();
    find<QAbstractButton>(*studies, "question")->click();
    studies->setStale({});
    differences->setDifferences({model::Route::Fhir, model::Route::Dicomweb, model::Route::Documents},
                                samples::differences(), 8);
    window.showSidePage(Step::Studies);
    save("3b-differences");
    differences->show(samples::studyUid(9));
    save("3b-differences-conflict");
    differences->setDifferences({model::Route::Fhir, model::Route::Dicomweb}, {}, 23);
    save("3b-differences-none");
    window.setStep(Step::Studies);

    window.setStepState(Step::Studies, StepState::Warned, QStringLiteral("11 studies"));
    window.setStepState(Step::Selection, StepState::Reached, QStringLiteral("1 024 images"));
    window.setStep(Step::Selection);
    StudyTreeModel &tree = selection->tree();
    tree.setStudies({samples::chest(), samples::studies()[2].study, samples::studies()[3].study});
    tree.setDifference(samples::seriesUid(1, 5), QStringLiteral("FHIR 409   QIDO 412   DOC 412"));
    auto *treeView = find<QTreeView>(*selection, "selectionTree");
    treeView->expand(tree.indexOf(samples::studyUid(1)));
    for (const int number : {2, 5})
        tree.setData(tree.indexOf(samples::seriesUid(1, number)), Qt::Checked, Qt::CheckStateRole);
    const QModelIndex late = tree.indexOf(samples::seriesUid(1, 6));
    for (int i = 0; i < 170; ++i)
        tree.setData(tree.index(i, 0, late), Qt::Checked, Qt::CheckStateRole);
    tree.setData(tree.index(2, 0, late), Qt::Unchecked, Qt::CheckStateRole);
    tree.setData(tree.indexOf(samples::studyUid(3)), Qt::Checked, Qt::CheckStateRole);
    tree.setData(tree.indexOf(samples::studyUid(4)), Qt::Checked, Qt::CheckStateRole);
    treeView->setCurrentIndex(tree.indexOf(samples::seriesUid(1, 5)));
    selection->setFreeSpace(QStringLiteral("41.2 GB free"));
    selection->setVias({{QStringLiteral("ncpeh"), QStringLiteral("NCPeH"), {}},
                        {QStringLiteral("direct"), QStringLiteral("PACS, direct"), {}}});
    treeView->expand(late);
    save("4-selection");

    window.setStepState(Step::Selection, StepState::Done, QStringLiteral("1 024 images"));
    window.setStepState(Step::Retrieval, StepState::Reached, QStringLiteral("688 of 1 024, 3 missing"));
    window.setStep(Step::Retrieval);
    save("5-retrieval-idle");
    retrieval->setSeries(samples::seriesRows());
    retrieval->setSource(QStringLiteral("Finland"), QTime(10, 20));
    retrieval->setPatientCompared(true);
    retrieval->setExpectedBytes(520'000'000);
    retrieval->setPhase(RetrievalPage::Phase::Receiving);
    model::Ledger earlier = samples::ledger();
    for (int i = 0; i < 4; ++i) {
        model::Ledger step = samples::ledger();
        step.bytes = earlier.bytes - 8'000'000 + i * 2'000'000;
        retrieval->setLedger(step);
        QTest::qWait(250);
    }
    retrieval->setLedger(samples::ledger());
    retrieval->addEvent(Verdict::Warn, QStringLiteral("504 after 30 s, split in series"), QTime(10, 20, 26));
    retrieval->addEvent(Verdict::Pass, QStringLiteral("Series 2 verified, 224 of 224"), QTime(10, 20, 47));
    retrieval->addEvent(Verdict::Warn, QStringLiteral("MR: direct 403, now NCPeH"), QTime(10, 21, 12));
    retrieval->addEvent(Verdict::Missing, QStringLiteral("Series 5: 409 of 412 came"), QTime(10, 21, 44));
    retrieval->setNotice(missingNotice());
    window.setLedgerText(QStringLiteral("Requested 1 024, received 691, verified 688, missing 3"));
    save("5-retrieval");
    retrieval->setPhase(RetrievalPage::Phase::Incomplete);
    find<QAbstractButton>(*retrieval, "noticeFold")->click();
    save("5-retrieval-incomplete");
    retrieval->setNotice(std::nullopt);
    model::Ledger retrying = samples::ledger();
    retrying.nextTry = std::chrono::seconds(12);
    retrieval->setLedger(retrying);
    retrieval->setPhase(RetrievalPage::Phase::Retrying);
    save("5-retrieval-retrying");
    retrieval->setPhase(RetrievalPage::Phase::Paused);
    dock->setTransfers(samples::transfers());
    dock->toggleViewAction()->trigger();
    save("5-retrieval-paused");
    laboratory->setFaults(samples::faults());
    laboratory->setPlayed(
        {{1, QStringLiteral("cut-after@retrievals*2"), QStringLiteral("closes the connection"), 2},
         {2, QStringLiteral("silent-limit"), QStringLiteral("never returns more than some rows"), std::nullopt}});
    laboratory->toggleViewAction()->trigger();
    save("5-retrieval-docks");
    dock->toggleViewAction()->trigger();
    save("5-retrieval-faults");
    laboratory->setPlayed({});
    find<QLineEdit>(*laboratory, "faultPlace")->setText(QStringLiteral("studies"));
    laboratory->setProblem(QStringLiteral("cut-after: 'studies' is no place. A part of the path begins with /."));
    find<QLineEdit>(*laboratory, "faultFilter")->setText(QStringLiteral("nothing like it"));
    save("5-retrieval-faults-none");
    laboratory->toggleViewAction()->trigger();

    window.findChild<QAction *>(QStringLiteral("actionKeyMap"))->trigger();
    save("7-keys");
    return 0;
}
