#include "Workstation.h"

#include <responder/Responder.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longest = 30'000; // milliseconds; only a hang takes so long

} // namespace

//! From a number on a document to the images of its studies, in the real window, with the demo country as the server
//! and a keyboard alone.
class WindowDiscoveryTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_store;
    std::unique_ptr<window::Workstation> m_workstation;

    ui::MainWindow &win() const { return m_workstation->mainWindow(); }
    template <class T = QAbstractButton>
    T *find(const char *name) const
    {
        T *found = win().findChild<T *>(QLatin1StringView(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    static QString focused()
    {
        const QWidget *focus = QApplication::focusWidget();
        return focus ? focus->objectName() : QString();
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    //! Tab until the widget has the keyboard; fails where it cannot be reached.
    void tabTo(const char *name) const
    {
        for (int steps = 0; steps < 80 && focused() != QLatin1StringView(name); ++steps)
            press(Qt::Key_Tab);
        QCOMPARE(focused(), QLatin1StringView(name));
    }
    void primary() const { QTest::keyClick(&win(), Qt::Key_Return, Qt::ControlModifier); }
    //! Of a notice that is seen on the current page, such as "studiesNotice"; empty: none. Reports have their own.
    QStringList headlines() const
    {
        QStringList all;
        for (const auto *notice : win().page(win().currentStep())->findChildren<ui::Notice *>())
            if (notice->isVisible() && notice->objectName() != "reportsInlineNotice"_L1)
                all += notice->text().headline;
        return all;
    }
    int rows(const char *list) const { return find<QAbstractItemView>(list)->model()->rowCount(); }
    void picture(const char *name) const
    {
        const QString folder = qEnvironmentVariable("PICTURES");
        if (!folder.isEmpty())
            win().grab().save(QDir(folder).filePath(QLatin1StringView(name) + u".png"_s));
    }

    void start(const QStringList &faults = {}, const QJsonObject &limits = {})
    {
        window::Start start;
        auto demo = story::DemoCountry::start({0, faults});
        QVERIFY2(demo.has_value(), demo ? "" : qPrintable(demo.error().detail));
        start.demo = std::move(*demo);
        QJsonObject profile = QJsonDocument::fromJson(start.demo->profile().toJson()).object();
        if (!limits.isEmpty())
            profile.insert(u"limits"_s, limits);
        start.profile = *story::Profile::parse(QJsonDocument(profile).toJson());
        open(std::move(start), faults.isEmpty());
    }
    //! The same with a country that a test made.
    void startAt(const responder::Responder &country, const QStringList &routes)
    {
        QJsonObject profile = QJsonDocument::fromJson(QByteArray::fromStdString(country.demoProfileJson())).object();
        profile.insert(u"routes"_s, QJsonArray::fromStringList(routes));
        window::Start start;
        start.profile = *story::Profile::parse(QJsonDocument(profile).toJson());
        open(std::move(start), true);
    }
    //! Answers every search for patients with these entries, written with apostrophes.
    static void answerPatients(responder::Responder &country, const QByteArray &entries, const QByteArray &links = {})
    {
        QByteArray bundle =
            "{'resourceType':'Bundle','type':'searchset','link':[" + links + "],'entry':[" + entries + "]}";
        bundle.replace('\'', '"');
        country.answer("GET", "/fhir/Patient",
                       responder::Reply{200, "application/fhir+json", bundle.toStdString(), {}, {}});
    }
    void open(window::Start start, bool isHealthy)
    {
        start.storeFolder = m_store->path();
        start.style = ui::Style::Light;
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
        if (isHealthy) {
            QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
            primary();
        } else { // the check meets the fault as well
            auto *country = qobject_cast<ui::CountryPage *>(win().page(ui::Step::Country));
            QTRY_VERIFY_WITH_TIMEOUT(country->continueAnywayAction()->isEnabled(), longest);
            country->continueAnywayAction()->trigger();
        }
        QCOMPARE(win().currentStep(), ui::Step::Patient);
        QCOMPARE(focused(), u"identifier"_s);
    }
    //! For the chosen row of the tree.
    void askSource(const QString &source) const
    {
        find("askSource")->click();
        auto *action = win().findChild<QAction *>(u"askSource_"_s + source);
        QVERIFY(action);
        action->trigger();
        QApplication::activePopupWidget()->close();
    }

    void search(const QString &number) const
    {
        auto *identifier = find<QLineEdit>("identifier");
        identifier->setFocus();
        identifier->selectAll();
        QTest::keyClicks(identifier, number);
        press(Qt::Key_Return);
    }
    void confirmFirst() const
    {
        auto *list = find<QAbstractItemView>("candidateList");
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longest);
        tabTo("candidateList");
        press(Qt::Key_Space);
        tabTo("involved");
        press(Qt::Key_Space);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Studies);
    }
    void discover(const QString &number) const
    {
        search(number);
        confirmFirst();
        QTRY_VERIFY_WITH_TIMEOUT(win().stepState(ui::Step::Studies) != ui::StepState::Reached, longest);
    }

private slots:
    void init()
    {
        m_store = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_store->filePath(u"config"_s)));
    }
    void cleanup()
    {
        m_workstation.reset();
        m_store.reset();
    }

    void theDifferencesPageShowsWhatIsPlantedAndNothingElse()
    {
        start();
        discover(u"8706071128"_s);
        QCOMPARE(rows("studyList"), 4);
        const auto *list = find<QAbstractItemView>("studyList");
        QStringList spoken;
        for (int row = 0; row < 4; ++row)
            spoken += list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        const auto known = [&spoken](const QString &what) {
            return spoken.filter(what).value(0).section(u"FHIR"_s, 1).section(u", DOC"_s, 0, 0);
        };
        QCOMPARE(known(u"Hand left"_s), u" known, QIDO not known"_s);
        QCOMPARE(known(u"Chest PA"_s), u" not known, QIDO known"_s);
        QCOMPARE(known(u"MR brain"_s), u" known, QIDO known"_s);
        const QStringList ofDocuments = spoken.filter(u"FHIR not known, QIDO not known, DOC known"_s);
        QVERIFY2(ofDocuments.size() == 1, qPrintable(spoken.join(u'\n')));
        picture("studies-planted");

        QCOMPARE(focused(), u"studyList"_s);
        tabTo("studiesDiffer");
        press(Qt::Key_Space);
        QCOMPARE(focused(), u"differenceList"_s);
        QCOMPARE(rows("differenceList"), 1);
        const auto *table = find<QAbstractItemView>("differenceTable");
        QStringList told;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            told += table->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        const QString all = told.join(u'\n');
        QVERIFY2(all.contains(u"Series, FHIR 1, QIDO 2, DOC nothing, Open"_s), qPrintable(all));
        QVERIFY2(all.contains(u"Images, FHIR 20, QIDO 40, DOC nothing, Open"_s), qPrintable(all));
        QCOMPARE(told.size(), 3); // and the line of their group
        picture("differences-planted");

        tabTo("showAgreeing");
        press(Qt::Key_Space);
        told.clear();
        for (int row = 0; row < table->model()->rowCount(); ++row)
            told += table->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(told.mid(1, 1), QStringList{u"Number, FHIR 8706071128, QIDO 8706071128, DOC nothing, Same"_s});
        picture("differences-agreeing");
        press(Qt::Key_Space);
        QCOMPARE(table->model()->rowCount(), 3);
        press(Qt::Key_Escape);
        QCOMPARE(focused(), u"studiesDiffer"_s);
    }

    void theLineOfTheCheckThatWarnsSaysWhatToDo()
    {
        start();
        const auto *checks = find<QAbstractItemView>("checkList")->model();
        QString opened;
        for (int row = 0; row < checks->rowCount(); ++row)
            if (checks->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(u"plain http"_s))
                opened = checks->index(0, 0, checks->index(row, 0)).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(opened.contains(u"can read and change"_s), qPrintable(opened));
        QVERIFY2(opened.contains(u"https address"_s) && !opened.contains(u"plain http"_s), qPrintable(opened));
    }

    void theLinesOfTheCheckShowWhatWasSentAndWhatCameBack()
    {
        start();
        const auto *checks = find<QAbstractItemView>("checkList")->model();
        const auto opened = [&](const QString &name) {
            for (int row = 0; row < checks->rowCount(); ++row)
                if (checks->index(row, 0).data(Qt::AccessibleTextRole).toString().startsWith(name))
                    return checks->index(0, 0, checks->index(row, 0)).data(Qt::AccessibleTextRole).toString();
            return QString();
        };
        const QString capability = opened(u"Capability statement"_s);
        QVERIFY2(capability.contains(QRegularExpression(u"GET http\\S+/metadata\nAccept: application/fhir.json\n"_s)),
                 qPrintable(capability));
        QVERIFY2(capability.contains(u"Status 200, "_s) && capability.contains(u"\"CapabilityStatement\""_s),
                 qPrintable(capability));
        QVERIFY2(capability.contains(u"ImagingStudy can be searched by"_s), qPrintable(capability));
        const QString search = opened(u"DICOMweb search"_s);
        QVERIFY2(search.contains(QRegularExpression(u"GET http\\S+/studies\\?limit=1\n"_s)), qPrintable(search));
        // The row is of somebody whom nobody asked for.
        QVERIFY2(search.contains(u"application/dicom+json"_s) && !search.contains(u"00100010"_s), qPrintable(search));
        press(Qt::Key_1, Qt::ControlModifier);
        auto *list = find<QTreeView>("checkList");
        list->setFocus();
        list->setCurrentIndex(checks->index(2, 0));
        press(Qt::Key_Return);
        QVERIFY(list->isExpanded(checks->index(2, 0)));
        picture("check-opened");
    }

    void nothingThereNoConsentAndFiltersAreThreeDifferentSentences()
    {
        start();
        discover(u"8208170093"_s);
        QCOMPARE(headlines(), QStringList{u"Nothing there, or no consent"_s});
        picture("studies-nothing");

        win().findChild<QAction *>(u"actionChangePatient"_s)->trigger();
        discover(u"6601184526"_s);
        QCOMPARE(headlines(), QStringList{u"Demo country does not allow this"_s});
        picture("studies-no-consent");

        win().findChild<QAction *>(u"actionChangePatient"_s)->trigger();
        discover(u"8706071128"_s);
        QCOMPARE(headlines(), QStringList());
        tabTo("question");
        press(Qt::Key_Space);
        QTRY_COMPARE(focused(), u"askFrom"_s);
        tabTo("askModality");
        QTest::keyClicks(QApplication::focusWidget(), u"xa"_s);
        QCOMPARE(rows("studyList"), 4);
        QVERIFY(find<QLabel>("shownCount")->text().startsWith(u"From "_s)); // they answer another question by now
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList{u"No study fits these filters"_s}, longest);
        picture("studies-filtered-there");
        tabTo("noticeAction_askWithoutFilters");
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(rows("studyList"), 4, longest);
        QVERIFY(find<QLineEdit>("askModality")->text().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList(), longest);

        find<QLineEdit>("studyFilter")->setFocus();
        QTest::keyClicks(QApplication::focusWidget(), u"nothing like it"_s);
        QCOMPARE(headlines(), QStringList{u"No study fits these filters"_s});
        press(Qt::Key_Escape);
        QCOMPARE(headlines(), QStringList());
    }

    void aListThatAFilterNarrowedSaysSo()
    {
        start();
        discover(u"8706071128"_s);
        const auto said = [this] { return qobject_cast<ui::Page *>(win().page(ui::Step::Studies))->sentence(); };
        const auto rail = [this] {
            const auto *steps = find<QAbstractItemView>("stepRail")->model();
            return steps->index(int(ui::Step::Studies), 0).data(Qt::AccessibleTextRole).toString();
        };
        find("question")->click();
        QTest::keyClicks(find<QLineEdit>("askModality"), u"mr"_s);
        find("askNow")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(rail().endsWith(u", with filters"_s), qPrintable(rail()), longest);
        find("question")->click();
        QCOMPARE(said(), u"1 studies. Asked for only with Type MR; there may be more."_s);
        find("askClear")->click();
        find("askAgain")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(rail().contains(u"4 studies"_s), qPrintable(rail()), longest);
        QCOMPARE(said(), u"4 studies. One row a study, whichever route knows it."_s);
    }

    void rowsUnderAnotherNumberAreToldInOneSentence_data()
    {
        QTest::addColumn<QStringList>("routes");
        QTest::addColumn<int>("listed");
        QTest::newRow("nothing else") << QStringList{u"dicomweb"_s} << 0;
        QTest::newRow("beside the rows of another route") << QStringList{u"fhir"_s, u"dicomweb"_s} << 2;
    }
    void rowsUnderAnotherNumberAreToldInOneSentence()
    {
        QFETCH(QStringList, routes);
        QFETCH(int, listed);
        responder::Responder country;
        startAt(country, routes);
        country.play(responder::Fault::otherPatient().onPath("/dicom-web/"));
        discover(u"8706071128"_s);
        const QString left = listed ? u"1 stud"_s : u"2 stud"_s; // the one that no other route lists, or both
        const auto isTold = [&] {
            const QStringList all = headlines();
            return std::any_of(all.begin(), all.end(), [&](const QString &headline) {
                return headline.startsWith(left) && headline.contains(u"under another patient number"_s);
            });
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isTold() && rows("studyList") == listed, qPrintable(headlines().join(u'|')), longest);
        // What another route calls this patient's is told in its row, which has to be looked at.
        const auto *list = find<QAbstractItemView>("studyList")->model();
        int conflicts = 0;
        for (int row = 0; row < listed; ++row) {
            const QString said = list->index(row, 0).data(Qt::AccessibleTextRole).toString();
            if (!said.contains(u"QIDO gives another "_s))
                continue;
            ++conflicts;
            QVERIFY2(said.contains(u"QIDO known"_s), qPrintable(said));
            QVERIFY(!(list->index(row, 0).flags() & Qt::ItemIsUserCheckable));
        }
        QCOMPARE(conflicts, listed ? 1 : 0);
        picture(listed ? "studies-other-number-beside" : "studies-other-number");
    }

    void everyRouteOfAnotherNumberIsToldAsSuch()
    {
        start();
        discover(u"8706071128"_s);
        m_workstation->mainWindow().setFocus();
        QTest::keyClick(&win(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dock = find<ui::FaultDock>("faultDock");
        emit dock->playRequested(u"other-patient"_s);
        auto *list = find<QAbstractItemView>("studyList");
        list->setCurrentIndex(list->model()->index(1, 0));
        find("askAgain")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(headlines().join(u'|').contains(u"under another patient number"_s),
                                  qPrintable(headlines().join(u'|')), longest);
        QTRY_VERIFY_WITH_TIMEOUT(find("askAgain")->isEnabled(), longest);
        for (const char *route : {"route_fhir", "route_dicomweb"}) // nothing takes no time at all
            QVERIFY2(!find<QWidget>(route)->accessibleName().contains(u" 0.0 s"_s),
                     qPrintable(find<QWidget>(route)->accessibleName()));
        picture("studies-other-patient");
        QVERIFY2(!headlines().join(u'|').contains(u"ignored"_s), qPrintable(headlines().join(u'|')));
        for (const char *route : {"route_fhir", "route_dicomweb"})
            QVERIFY2(find<QWidget>(route)->accessibleName().contains(u"of another number"_s),
                     qPrintable(find<QWidget>(route)->accessibleName()));

        emit dock->healAllRequested();
        find("askAgain")->click();
        QTRY_COMPARE_WITH_TIMEOUT(rows("studyList"), 4, longest);
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList(), longest);
        QVERIFY(!find<QWidget>("conflictNotice")->isVisible());
    }

    void hidingTheIdentityReachesRowsAndDifferences()
    {
        start();
        discover(u"8706071128"_s);
        ui::StudyRow row{model::Study{*model::StudyUid::parse(u"1.2.3"_s)}};
        row.conflict = u"QIDO gives another name: Doe^John."_s;
        row.unnamedConflict = u"QIDO gives another name."_s;
        qobject_cast<ui::StudiesPage *>(win().page(ui::Step::Studies))->setStudies({row});
        const ui::DifferingField name{.group = u"Patient"_s,
                                      .name = u"Name"_s,
                                      .values = {{model::Route::Dicomweb, u"Doe, John"_s}},
                                      .used = {},
                                      .words = {},
                                      .isPersonal = true};
        auto *differences = win().findChild<ui::DifferencesPage *>();
        differences->setDifferences({model::Route::Dicomweb}, {{row.study.uid, {}, {}, {}, {name}}}, 0);
        const auto said = [&] {
            return find<QAbstractItemView>("studyList")->model()->index(0, 0).data(Qt::AccessibleTextRole).toString() +
                   differences->asText();
        };
        QCOMPARE(said().count(u"John"_s), 2);
        win().findChild<QAction *>(u"actionHideIdentity"_s)->trigger();
        QVERIFY2(!said().contains(u"John"_s), qPrintable(said()));
    }

    void aFailedRouteHidesNoOther()
    {
        start({u"operation-outcome=500@/studies"_s});
        search(u"8706071128"_s);
        confirmFirst();
        QTRY_VERIFY2_WITH_TIMEOUT(headlines().value(0).contains(u"QIDO failed, the others answered"_s),
                                  qPrintable(headlines().join(u'|')), longest);
        QCOMPARE(rows("studyList"), 3);
        QCOMPARE(win().stepState(ui::Step::Studies), ui::StepState::Warned);
        picture("studies-one-failed");
        tabTo("noticeAction_goOnWithout");
        press(Qt::Key_Space);
        QTRY_COMPARE(headlines(), QStringList());
        QCOMPARE(rows("studyList"), 3);
    }

    QString strip(const char *route) const
    {
        const QStringList words = find<QWidget>(route)->accessibleName().split(u", "_s);
        return words.size() < 3 ? words.join(u", "_s) : words.at(2);
    }
    void severalFailedRoutesAreToldAsTheyFailed()
    {
        responder::Responder country;
        startAt(country, {u"fhir"_s, u"dicomweb"_s, u"documents"_s});
        country.play(responder::Fault::status(500).onPath("/ImagingStudy"));
        country.play(responder::Fault::cutJson(100).onPath("/dicom-web/studies"));
        search(u"8706071128"_s);
        confirmFirst();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Warned, longest);
        QStringList seen = headlines();
        seen.sort();
        QCOMPARE(seen, QStringList({u"FHIR failed"_s, u"QIDO failed"_s}));
        QCOMPARE(strip("route_fhir"), u"failed"_s);
        QCOMPARE(strip("route_dicomweb"), u"answer cannot be read"_s);
        picture("studies-two-failed");

        country.play(responder::Fault::htmlError(200).onPath("/DocumentReference"));
        find("askAgain")->click();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Stopped, longest);
        QCOMPARE(headlines(), QStringList{u"No route answered"_s});
        const ui::NoticeText told = find<ui::Notice>("studiesNotice")->text();
        QCOMPARE(told.sentences.value(0), u"3 routes were asked, all failed."_s);
        QCOMPARE(told.advice, u"See each below."_s);
        QStringList buttons;
        for (const ui::NoticeAction &action : told.actions)
            buttons += action.text;
        QCOMPARE(buttons, QStringList({u"Try all again"_s, u"Check connection"_s}));
        for (const char *route : {"FHIR", "QIDO", "Documents"})
            QVERIFY2(told.foldText.contains(QLatin1StringView(route)), qPrintable(told.foldText));
        const auto *reports = find<QAbstractItemView>("studyReports")->model();
        const auto reportsSay = [reports] {
            QString all;
            for (int row = 0; row < reports->rowCount(); ++row)
                all += reports->index(row, 0).data().toString() + u'\n';
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(reportsSay().contains(u"could not be asked for"_s), longest);
        QVERIFY2(!reportsSay().contains(u"answered"_s), qPrintable(reportsSay()));
        picture("studies-all-failed");

        country.heal();
        find<ui::Notice>("studiesNotice")
            ->findChild<QAbstractButton *>(u"noticeAction_"_s + QString::number(int(story::Act::AskAgain)))
            ->click();
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList(), longest);
        QTRY_VERIFY_WITH_TIMEOUT(rows("studyList") > 0, longest);
    }

    void consentTruncationAndAFailedRouteAreNeverMerged_data()
    {
        QTest::addColumn<QStringList>("faults");
        QTest::addColumn<QString>("number");
        QTest::addColumn<QStringList>("expected");
        const QString refused = u"Demo country does not allow this"_s;
        const QString cutOff = u"The list of FHIR is cut off at 2"_s;
        QTest::newRow("refused by one, failed by the other")
            << QStringList{u"operation-outcome=500@/dicom-web/studies"_s} << u"6601184526"_s
            << QStringList{u"QIDO failed"_s, refused};
        QTest::newRow("refused by one, listed by the other")
            << QStringList{u"operation-outcome=403@/dicom-web/studies"_s} << u"8706071128"_s << QStringList{refused};
        QTest::newRow("cut off by one, failed by the other")
            << QStringList{u"operation-outcome=500@/dicom-web/studies"_s, u"outcome-entry=incomplete@/ImagingStudy"_s}
            << u"8706071128"_s
            << QStringList{u"QIDO failed, the others answered"_s, cutOff, u"The answer came with remarks"_s};
    }
    void consentTruncationAndAFailedRouteAreNeverMerged()
    {
        QFETCH(QStringList, faults);
        QFETCH(QString, number);
        QFETCH(QStringList, expected);
        start(faults);
        search(number);
        confirmFirst();
        expected.sort();
        const auto sorted = [this] {
            QStringList all = headlines();
            all.sort();
            return all;
        };
        QTRY_COMPARE_WITH_TIMEOUT(sorted(), expected, longest);
        if (auto *goOn = win().findChild<QAbstractButton *>(u"noticeAction_goOnWithout"_s)) {
            goOn->click();
            expected.removeIf([](const QString &headline) { return headline.contains(u"failed"_s); });
            QTRY_COMPARE(sorted(), expected); // still said
        }
    }

    void aRouteThatIsCutOffIsNotSaidToLackTheRest()
    {
        start();
        auto *dock = find<ui::FaultDock>("faultDock");
        emit dock->playRequested(u"limit=3@/dicom-web"_s);
        emit dock->playRequested(u"ignore-offset@/dicom-web"_s);
        search(m_workstation->exampleIdentifier());
        confirmFirst();
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList{u"The list of QIDO is cut off at 3"_s}, longest);
        const auto *list = find<QAbstractItemView>("studyList")->model();
        int known = 0;
        for (int row = 0; row < list->rowCount(); ++row) {
            const QString said = list->index(row, 0).data(Qt::AccessibleTextRole).toString();
            known += said.contains(u"QIDO known"_s);
            QVERIFY2(!said.contains(u"QIDO not known"_s), qPrintable(said));
        }
        QCOMPARE(known, 3);
        QVERIFY(list->rowCount() > known);
    }

    void aFilteredAnswerDoesNotSayWhatARouteKnows()
    {
        start();
        discover(u"8706071128"_s);
        const auto *list = find<QAbstractItemView>("studyList")->model();
        const auto said = [&list] {
            QStringList spoken;
            for (int row = 0; row < list->rowCount(); ++row)
                spoken += list->index(row, 0).data(Qt::AccessibleTextRole).toString();
            return spoken.join(u'\n');
        };
        QVERIFY2(said().contains(u"QIDO not known"_s), qPrintable(said()));
        auto *page = qobject_cast<ui::StudiesPage *>(win().page(ui::Step::Studies));
        model::StudyQuery question;
        question.to = QDate(2100, 1, 1);
        page->setQuestion(question);
        press(Qt::Key_F5);
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"QIDO not listed for this question"_s), qPrintable(said()), longest);
        QTRY_VERIFY_WITH_TIMEOUT(win().stepState(ui::Step::Studies) != ui::StepState::Reached, longest);
        QVERIFY2(!said().contains(QRegularExpression(u"(FHIR|QIDO|DOC) not known"_s)), qPrintable(said()));
    }

    void aRowCountsWhatAnyRouteCounts()
    {
        start();
        discover(u"8706071128"_s);
        const auto *list = find<QAbstractItemView>("studyList")->model();
        QStringList said;
        for (int row = 0; row < list->rowCount(); ++row)
            said += list->index(row, 0).data(Qt::AccessibleTextRole).toString();
        const QStringList differing = said.filter(u"QIDO 40"_s);
        QCOMPARE(differing.size(), 1);
        QVERIFY2(differing.first().contains(u"FHIR 20"_s) && differing.first().contains(u"40 images, "_s),
                 qPrintable(differing.first()));
    }

    void aListThatIsCutOffIsReadOnByItsButton()
    {
        start();
        discover(m_workstation->exampleIdentifier());
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList(), longest);
        const int all = rows("studyList");
        m_workstation.reset();

        start({}, {{u"pageSize"_s, 1}, {u"maximumPages"_s, 2}});
        discover(m_workstation->exampleIdentifier());
        const int before = rows("studyList");
        QVERIFY(before < all);
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList{u"The list is cut off at %1"_s.arg(before)}, longest);
        QCOMPARE(win().stepState(ui::Step::Studies), ui::StepState::Warned);
        QVERIFY(find<QWidget>("route_fhir")->accessibleName().contains(u"cut off"_s));
        picture("studies-cut-off");
        const auto sent = [this] { return find<QPlainTextEdit>("studiesWhatIsSent")->toPlainText(); };
        for (int presses = 0; win().stepState(ui::Step::Studies) != ui::StepState::Done && presses < 10; ++presses) {
            QTRY_COMPARE(headlines().size(), 1); // made anew with each answer
            tabTo("noticeAction_theRest");
            const QString asked = sent();
            press(Qt::Key_Space);
            QTRY_VERIFY_WITH_TIMEOUT(sent() != asked && find("askAgain")->isEnabled(), longest);
        }
        QTRY_COMPARE(headlines(), QStringList());
        QCOMPARE(rows("studyList"), all);
        QCOMPARE(win().stepState(ui::Step::Studies), ui::StepState::Done);
        // What was sent for that can be read, page by page.
        QVERIFY2(sent().contains(u"offset=3: 200, "_s), qPrintable(sent()));
        QVERIFY(!sent().contains(m_workstation->exampleIdentifier()));
    }

    void quitStandsLast()
    {
        start();
        const auto *quit = win().findChild<QAction *>(u"actionQuit"_s);
        const QMenu *menu = nullptr;
        for (QObject *object : quit->associatedObjects())
            if (auto *one = qobject_cast<QMenu *>(object))
                menu = one;
        QVERIFY(menu);
        QVERIFY(menu->actions().size() > 2);
        QCOMPARE(menu->actions().last(), quit);
        QVERIFY(menu->actions().at(menu->actions().size() - 2)->isSeparator());
        QVERIFY(!menu->actions().first()->isSeparator());
    }

    void onlyTheKeyImagesOfTheReportsAreSeen()
    {
        start();
        discover(u"6109302078"_s);
        auto *list = find<QAbstractItemView>("studyList");
        for (int row = 0; row < list->model()->rowCount(); ++row)
            if (list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(u"CT abdomen"_s))
                list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_Space);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        QTRY_COMPARE(focused(), u"selectionTree"_s);
        auto *page = qobject_cast<ui::SelectionPage *>(win().page(ui::Step::Selection));
        QTRY_VERIFY_WITH_TIMEOUT(page->tree().rowCount(page->tree().index(0, 0)) > 3, longest);
        QTest::keyClick(find<QWidget>("selectionTree"), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(find<QAbstractButton>("keyImagesOnly")->isChecked());
        QCOMPARE(focused(), u"selectionTree"_s); // the keyboard stays where it was
        QTRY_COMPARE_WITH_TIMEOUT(page->tree().index(0, 0).data(ui::StudyTreeModel::KeyImagesRole).toInt(), 2, longest);
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList(), longest);
        picture("selection-key-images");
        find("clearTicks")->click();
        QTRY_VERIFY(find<QWidget>("tickKeyImages")->isVisible()); // the details are made anew
        tabTo("tickKeyImages");
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(page->tree().counts().images, 2, longest);
        QVERIFY(page->primary()->isEnabled());
    }

    void theTreeNamesItsSourcesAndAnotherOneCanBeAsked()
    {
        start();
        discover(u"8706071128"_s);
        QCOMPARE(focused(), u"studyList"_s);
        press(Qt::Key_Home);
        press(Qt::Key_Space); // MR brain, the newest
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        QCOMPARE(focused(), u"selectionTree"_s);
        auto *tree = find<QAbstractItemView>("selectionTree");
        const QModelIndex study = tree->model()->index(0, 0);
        QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount(study) > 0, longest);
        QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("selectionEstimate")->text().isEmpty(), longest);
        QTRY_VERIFY2_WITH_TIMEOUT(headlines().contains(u"FHIR 20   QIDO 40"_s), qPrintable(headlines().join(u'|')),
                                  longest);
        // FHIR lists one series of two; what will be asked for is in the tree without a hand that looks for it.
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(study), 2, longest);
        const auto counts = [this] {
            return qobject_cast<ui::SelectionPage *>(win().page(ui::Step::Selection))->tree().counts();
        };
        QCOMPARE(counts().series, 2);
        QCOMPARE(counts().images, 40);
        picture("selection-sources");

        askSource(u"qido"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)), 2, longest);
        QCOMPARE(find<QLabel>("sourceSeries")->text(), u"QIDO"_s);
        askSource(u"fhir"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)), 1, longest);
        QCOMPARE(find<QLabel>("sourceSeries")->text(), u"FHIR"_s);
        picture("selection-other-source");
    }

    void whatATreeLeavesOutIsSaid()
    {
        responder::Responder country;
        startAt(country, {u"dicomweb"_s});
        country.play(responder::Fault::status(200, "application/dicom+json",
                                              R"([{"0020000E":{"vr":"UI","Value":["2.999.77"]}},)"
                                              R"({"0020000E":{"vr":"UI","Value":["none"]}}])")
                         .onPath("/series?"));
        search(u"8706071128"_s);
        confirmFirst();
        QTRY_VERIFY_WITH_TIMEOUT(rows("studyList") > 0, longest);
        press(Qt::Key_Home);
        press(Qt::Key_Space);
        primary();
        auto *notice = find<ui::Notice>("selectionNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), longest);
        QCOMPARE(notice->text().headline, u"Not all that is listed can be chosen"_s);
        QVERIFY2(notice->text().foldText.contains(u"1 "_s), qPrintable(notice->text().foldText));
        picture("selection-left-out");

        // A further list that leaves out nothing more does not close what somebody is reading.
        auto *tree = find<QTreeView>("selectionTree");
        const QModelIndex study = tree->model()->index(0, 0);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(study), 2, longest); // as the metadata tell
        notice->openFold();
        QVERIFY(notice->isFoldOpen());
        askSource(u"qido"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)), 1, longest);
        QVERIFY(notice->isFoldOpen());
    }

    void aFailureIsNotReplacedByWhatATreeLeavesOut()
    {
        responder::Responder country;
        startAt(country, {u"dicomweb"_s});
        // One study fails at once; the other's list comes half a second later and names one series of two properly.
        country.play(responder::Fault::status(403).onPath("11.2/"));
        country.play(responder::Fault::delay(std::chrono::milliseconds(500)).onPath("11.4/series?"));
        country.play(responder::Fault::status(200, "application/dicom+json",
                                              R"([{"0020000E":{"vr":"UI","Value":["2.999.77"]}},)"
                                              R"({"0020000E":{"vr":"UI","Value":["none"]}}])")
                         .onPath("11.4/series?"));
        search(u"8706071128"_s);
        confirmFirst();
        QTRY_VERIFY_WITH_TIMEOUT(rows("studyList") > 1, longest);
        press(Qt::Key_Home);
        press(Qt::Key_Space);
        press(Qt::Key_Down);
        press(Qt::Key_Space);
        primary();
        auto *tree = find<QTreeView>("selectionTree");
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(), 2, longest);
        const auto listed = [tree] {
            return tree->model()->rowCount(tree->model()->index(0, 0)) +
                   tree->model()->rowCount(tree->model()->index(1, 0));
        };
        auto *notice = find<ui::Notice>("selectionNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible() && listed() == 2, longest); // as its metadata tell
        QCOMPARE(notice->text().weight, ui::NoticeText::Weight::Failure);
        picture("selection-failed-and-left-out");
    }

    void tryAgainAsksWhatTheFormSaysByNow()
    {
        responder::Responder country;
        startAt(country, {u"fhir"_s});
        country.play(responder::Fault::status(500).onPath("/fhir/Patient"));
        search(u"6803142486"_s);
        QTRY_VERIFY_WITH_TIMEOUT(win().stepState(ui::Step::Patient) == ui::StepState::Stopped, longest);
        country.heal();
        find<QLineEdit>("identifier")->selectAll();
        QTest::keyClicks(find<QLineEdit>("identifier"), u"8706071128"_s);
        find<ui::Notice>("patientNotice")
            ->findChild<QAbstractButton *>(u"noticeAction_"_s + QString::number(int(story::Act::AskAgain)))
            ->click();
        QTRY_COMPARE_WITH_TIMEOUT(rows("candidateList"), 1, longest);
        const QString said =
            find<QAbstractItemView>("candidateList")->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(u"8706071128"_s), qPrintable(said));
    }

    void aReplacedRecordLeadsToTheNewOne()
    {
        start();
        auto *systems = find<QComboBox>("identifierSystem");
        systems->setFocus();
        press(Qt::Key_Down); // health card
        search(u"XG61093044"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows("candidateList"), 2, longest);
        auto *list = find<QAbstractItemView>("candidateList");
        int old = -1;
        for (int row = 0; row < 2; ++row)
            if (list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(u"Replaced"_s))
                old = row;
        QVERIFY(old >= 0);
        const auto said = [list](int row) {
            return list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        };
        const auto behind = [](const QString &text, const QString &word) {
            return text.section(word, 1).section(u',', 0, 0).trimmed();
        };
        const QString by = behind(said(old), u"Replaced by "_s);
        const QString replaces = behind(said(1 - old), u"Replaces "_s);
        QVERIFY2(!by.isEmpty() && said(1 - old).contains(by), qPrintable(said(old)));
        QVERIFY2(!replaces.isEmpty() && said(old).contains(replaces), qPrintable(said(1 - old)));
        tabTo("candidateList");
        list->setCurrentIndex(list->model()->index(old, 0));
        press(Qt::Key_Space);
        QCOMPARE(headlines(), QStringList{u"This record is closed."_s});
        picture("patient-replaced");
        find("involved")->click();
        QVERIFY(!find("confirmPatient")->isEnabled());
        tabTo("noticeAction_follow");
        press(Qt::Key_Space);
        QTRY_COMPARE(headlines(), QStringList());
        QCOMPARE(list->currentIndex().row(), 1 - old);
        QVERIFY(!find<QAbstractButton>("involved")->isChecked()); // the statement was about another record
        find("involved")->click();
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Studies);

        // Back at the patient the form is a line.
        QTest::keyClick(&win(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!find<QLineEdit>("identifier")->isVisible());
        QVERIFY(find<QLabel>("confirmedLine")->text().contains(u"Sjöberg"_s));
        picture("patient-confirmed");
        tabTo("searchAnother");
        press(Qt::Key_Space);
        QCOMPARE(focused(), u"identifier"_s);
    }

    void aPatientIsFollowedByTheNumberThatWasAsked_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("typed");
        QTest::newRow("asked by number") << QByteArray("identifier") << u"8706071128"_s;
        QTest::newRow("asked by name") << QByteArray("familyName") << u"Byrne"_s;
        QTest::newRow("asked by any name") << QByteArray("anyName") << u"Byrne"_s;
    }
    void aPatientIsFollowedByTheNumberThatWasAsked()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, typed);
        responder::Responder country;
        answerPatients(country, "{'resource':{'resourceType':'Patient','id':'p1','name':[{'family':'Byrne'}],"
                                "'birthDate':'1987-06-07','identifier':[{'system':'urn:oid:2.999.17.99','value':'L7'},"
                                "{'system':'urn:oid:2.999.17.1','value':'870607-1128'}]}}");
        startAt(country, {u"fhir"_s});
        auto *line = find<QLineEdit>(field.constData());
        line->setFocus();
        QTest::keyClicks(line, typed);
        press(Qt::Key_Return);
        confirmFirst();
        QTRY_VERIFY_WITH_TIMEOUT(win().stepState(ui::Step::Studies) != ui::StepState::Reached, longest);
        const auto seen = country.seen();
        const auto asked = std::find_if(seen.begin(), seen.end(), [](const responder::Request &request) {
            return request.path() == "/fhir/ImagingStudy";
        });
        QVERIFY(asked != seen.end());
        QCOMPARE(asked->parameter("patient.identifier"), std::string("urn:oid:2.999.17.1|870607-1128"));
    }

    //! A question that was not heeded, a list that is cut off and a warning do not hide each other.
    void allThatIsToSayOfTheCandidatesIsSaid_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<QStringList>("expected");
        const QStringList both{u"Demo country ignored the identifier"_s, u"The list of candidates is cut off"_s};
        QTest::newRow("somebody") << QByteArray("8706071128") << both + QStringList{u"The answer came with remarks"_s};
        QTest::newRow("nobody of that number") << QByteArray("8706071136") << both + QStringList{u"Nobody found"_s};
    }
    void allThatIsToSayOfTheCandidatesIsSaid()
    {
        QFETCH(QByteArray, number);
        QFETCH(QStringList, expected);
        responder::Responder country;
        answerPatients(country,
                       "{'resource':{'resourceType':'Patient','id':'p1','name':[{'family':'Byrne'}],"
                       "'identifier':[{'system':'urn:oid:2.999.17.1','value':'" +
                           number +
                           "'}]}},{'search':{'mode':'outcome'},'resource':{'resourceType':'OperationOutcome','issue':"
                           "[{'severity':'warning','code':'incomplete','diagnostics':'One hospital was silent.'}]}}",
                       "{'relation':'self','url':'/fhir/Patient?_count=100'}");
        startAt(country, {u"fhir"_s});
        search(u"8706071128"_s);
        const auto sorted = [](QStringList lines) {
            lines.sort();
            return lines.join(u'|');
        };
        QTRY_COMPARE_WITH_TIMEOUT(sorted(headlines()), sorted(expected), longest);
        picture(QTest::currentDataTag());
        if (expected.contains(u"Nobody found"_s)) {
            const QString said = find<ui::Notice>("patientNotice")->text().sentences.join(u' ');
            QVERIFY2(said.contains(u"left out"_s) && !said.contains(u"answered properly"_s), qPrintable(said));
            return;
        }
        tabTo("candidateList");
        press(Qt::Key_Space);
        QVERIFY(find<QAbstractItemView>("candidateList")->currentIndex().isValid());
    }

    void aMistypedNumberIsToldByItsCheckCharacter()
    {
        start();
        auto *identifier = find<QLineEdit>("identifier");
        auto *hint = find<QLabel>("identifierHint");
        QTest::keyClicks(identifier, u"8706071129"_s);
        QVERIFY2(!hint->text().contains(u"Check character"_s), qPrintable(hint->text())); // not while typing
        press(Qt::Key_Tab);
        QVERIFY2(hint->text().startsWith(u"Check character should be 8"_s), qPrintable(hint->text()));
        picture("patient-check-character");
        identifier->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(rows("candidateList"), 0);
        QVERIFY(!headlines().contains(u"Nobody found"_s)); // nothing was asked
        press(Qt::Key_Return);                             // all the same
        QTRY_COMPARE_WITH_TIMEOUT(headlines(), QStringList{u"Nobody found"_s}, longest);
        picture("patient-nobody");

        search(u"8706071128"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows("candidateList"), 1, longest);
        QVERIFY2(hint->text().contains(u"is right"_s), qPrintable(hint->text()));
    }

    void whatWasSentForThePatientIsShownWithWhatCameBack()
    {
        responder::Responder country;
        country.answer("GET", "/fhir/Patient", responder::Reply{400, "text/plain", "no searching here", {}, {}});
        startAt(country, {u"fhir"_s});
        const auto *sent = find<QPlainTextEdit>("whatIsSent");
        search(u"8706071128"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows("candidateList"), 1, longest);
        const QStringList lines = sent->toPlainText().split(u'\n');
        QVERIFY2(lines.contains(u"Sent so far, and what came back"_s), qPrintable(lines.join(u'\n')));
        const auto isTold = [&lines](const QString &pattern) {
            return lines.indexOf(QRegularExpression(pattern)) > lines.indexOf(u"Sent so far, and what came back"_s);
        };
        QVERIFY2(isTold(u"^GET .*/Patient\\?identifier=•••.*: 400, \\d+ ms$"_s), qPrintable(lines.join(u'\n')));
        QVERIFY2(isTold(u"^POST .*/Patient/\\$match: 200, \\d+ ms$"_s), qPrintable(lines.join(u'\n')));
        QVERIFY(!sent->toPlainText().contains(u"8706071128"_s));
        // The next search asks in the way that was learned.
        QVERIFY2(lines.front().endsWith(u"/Patient/$match"_s), qPrintable(lines.front()));
        search(u"8706071128"_s); // starts anew
        QTRY_VERIFY2(!sent->toPlainText().contains(u"/Patient?"_s), qPrintable(sent->toPlainText()));
        QTRY_VERIFY2(sent->toPlainText().contains(u"/Patient/$match: 200"_s), qPrintable(sent->toPlainText()));
    }

    void whatIsSentIsShownWithoutTheIdentity()
    {
        start();
        auto *sent = find<QPlainTextEdit>("whatIsSent");
        QTest::keyClicks(find<QLineEdit>("identifier"), u"8706071128"_s);
        QTRY_VERIFY(sent->toPlainText().contains(u"urn:oid:2.999.17.1"_s));
        QVERIFY(!sent->toPlainText().contains(u"8706071128"_s));
        auto *name = find<QLineEdit>("anyName");
        QTest::keyClicks(name, u"Byrne"_s);
        QTRY_VERIFY2(sent->toPlainText().contains(u"\nname = •••"_s), qPrintable(sent->toPlainText()));
        QVERIFY(!sent->toPlainText().contains(u"Byrne"_s));
        picture("patient-what-is-sent");
        name->clear();
        find("search")->click();
        confirmFirst();
        auto *studies = find<QPlainTextEdit>("studiesWhatIsSent");
        QTRY_VERIFY2(studies->toPlainText().contains(u"ImagingStudy"_s), qPrintable(studies->toPlainText()));
        QVERIFY(!studies->toPlainText().contains(u"8706071128"_s));
        tabTo("question");
        press(Qt::Key_Space);
        QTRY_COMPARE(focused(), u"askFrom"_s);
        tabTo("askModality");
        QTest::keyClicks(QApplication::focusWidget(), u"mr"_s);
        QTRY_VERIFY(studies->toPlainText().contains(u"ModalitiesInStudy"_s));
        picture("studies-what-is-sent");
    }
};

QTEST_MAIN(WindowDiscoveryTest)
#include "WindowDiscoveryTest.moc"
