#include "Workstation.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QScrollArea>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longest = 30'000; // milliseconds; only a hang takes so long

} // namespace

//! The fault laboratory in the real window: ordered by the keyboard, met in the page, healed, and well again.
class WindowFaultTest : public QObject
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

    void start(const QStringList &faults = {}, const QString &store = {})
    {
        window::Start start;
        auto demo = story::DemoCountry::start({0, faults});
        QVERIFY2(demo.has_value(), demo ? "" : qPrintable(demo.error().detail));
        start.demo = std::move(*demo);
        start.profile = start.demo->profile();
        start.storeFolder = store.isEmpty() ? m_store->path() : store;
        start.style = ui::Style::Light;
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
    }
    ui::FaultDock *dock() const { return find<ui::FaultDock>("faultDock"); }
    QAbstractItemModel *line() const { return find<QAbstractItemView>("playedList")->model(); }
    void openLaboratory() const
    {
        QTest::keyClick(&win(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(dock()->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"faultFilter"_s);
    }
    //! As a person does: type the name, say where and how often, Enter.
    void order(const QString &name, const QString &value, const QString &place, ui::FaultDock::Scope scope) const
    {
        QTest::keyClicks(find<QLineEdit>("faultFilter"), name);
        if (!value.isEmpty())
            find<QLineEdit>("faultValue")->setText(value);
        find<QLineEdit>("faultPlace")->setText(place);
        find<QComboBox>("faultScope")->setCurrentIndex(int(scope));
        QTest::keyClick(find<QLineEdit>("faultFilter"), Qt::Key_Return);
    }
    void searchPatient() const
    {
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        find("continue")->click();
        auto *identifier = find<QLineEdit>("identifier");
        identifier->setText(m_workstation->exampleIdentifier());
        QTest::keyClick(identifier, Qt::Key_Return);
    }
    //! Headline of a notice that is on the page; empty: none.
    QString headline() const
    {
        for (const auto *notice : win().page(win().currentStep())->findChildren<ui::Notice *>())
            if (notice->isVisible())
                return notice->text().headline;
        return {};
    }
    int candidates() const { return find<QAbstractItemView>("candidateList")->model()->rowCount(); }
    void picture(const char *name) const
    {
        const QString folder = qEnvironmentVariable("PICTURES");
        if (!folder.isEmpty())
            win().grab().save(QDir(folder).filePath(QLatin1StringView(name) + u".png"_s));
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

    void aFaultIsOrderedMetAndHealed_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("login page") << u"login-page"_s << QString() << u"login page"_s;
        QTest::newRow("a proxy's page") << u"html-error"_s << u"200"_s << u"web page"_s;
        QTest::newRow("refused") << u"operation-outcome"_s << u"403"_s << u"does not allow this"_s;
        QTest::newRow("nobody") << u"empty-bundle"_s << QString() << u"Nobody found"_s;
    }
    void aFaultIsOrderedMetAndHealed()
    {
        QFETCH(QString, fault);
        QFETCH(QString, value);
        QFETCH(QString, words);
        start();
        openLaboratory();
        order(fault, value, u"/Patient"_s, ui::FaultDock::Scope::Always);
        QCOMPARE(line()->rowCount(), 1);
        QCOMPARE(dock()->count(), 1);
        searchPatient();
        QTRY_VERIFY2_WITH_TIMEOUT(headline().contains(words), qPrintable(headline()), longest);
        QCOMPARE(candidates(), 0);
        picture(fault.toLatin1().constData());

        find("healAllFaults")->click();
        QCOMPARE(line()->rowCount(), 0);
        QTest::keyClick(find<QLineEdit>("identifier"), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(candidates(), 1, longest);
        QVERIFY(headline().isEmpty());
    }

    void aFaultOfTheNextRequestLeavesTheLineByItself()
    {
        start();
        openLaboratory();
        order(u"login-page"_s, {}, u"/Patient"_s, ui::FaultDock::Scope::NextRequest);
        QCOMPARE(line()->index(0, 0).data().toString(), u"login-page@/Patient*1"_s);
        searchPatient();
        QTRY_VERIFY2_WITH_TIMEOUT(headline().contains(u"login page"_s), qPrintable(headline()), longest);
        QTRY_COMPARE_WITH_TIMEOUT(line()->rowCount(), 0, longest);
        QTest::keyClick(find<QLineEdit>("identifier"), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(candidates(), 1, longest);
    }

    void everyFaultCanBePlayedAsItIsUsual()
    {
        start();
        openLaboratory();
        auto *list = find<QAbstractItemView>("faultList");
        const auto faults = story::DemoCountry::faults();
        QCOMPARE(list->model()->rowCount(), int(faults.size()));
        for (int row = 0; row < int(faults.size()); ++row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            QTest::keyClick(list, Qt::Key_Return);
            QCOMPARE(find<QLabel>("faultProblem")->text(), QString());
            QCOMPARE(line()->rowCount(), row + 1);
            QCOMPARE(line()->index(row, 0).data().toString(), faults[row].usual);
        }
    }

    void aWrongOrderIsRefusedInTheDock()
    {
        start();
        openLaboratory();
        order(u"login-page"_s, {}, u"nowhere"_s, ui::FaultDock::Scope::Always);
        QCOMPARE(line()->rowCount(), 0);
        QVERIFY(find<QLabel>("faultProblem")->text().contains(u"login-page"_s));
        picture("refused-order");
    }

    void aWholeNameMeansTheFaultOfThatName()
    {
        start();
        openLaboratory();
        for (const QString &name : {u"status"_s, u"delay"_s, u"limit"_s, u"stall"_s, u"redirect"_s}) {
            auto *filter = find<QLineEdit>("faultFilter");
            filter->clear();
            QTest::keyClicks(filter, name);
            QTest::keyClick(filter, Qt::Key_Return);
            const QString played = line()->index(line()->rowCount() - 1, 0).data().toString();
            QCOMPARE(played.section(u'=', 0, 0).section(u'@', 0, 0), name);
        }
    }

    void anOrderIsTypedAsItStandsInTheHandbook()
    {
        start();
        openLaboratory();
        auto *order = find<QLineEdit>("faultOrder");
        order->setFocus();
        order->selectAll();
        QTest::keyClicks(order, u"cut-after=40000@/studies/*2+1"_s);
        QTest::keyClick(order, Qt::Key_Return);
        QCOMPARE(find<QLabel>("faultProblem")->text(), QString());
        QCOMPARE(line()->rowCount(), 1);
        QCOMPARE(line()->index(0, 0).data().toString(), u"cut-after=40000@/studies/*2+1"_s);

        order->selectAll();
        QTest::keyClicks(order, u"cut-aftr"_s);
        find("playFault")->click();
        QCOMPARE(line()->rowCount(), 1);
        QVERIFY2(find<QLabel>("faultProblem")->text().contains(u"cut-after"_s),
                 qPrintable(find<QLabel>("faultProblem")->text()));
        QTest::keyClick(order, Qt::Key_Backspace); // what was wrong is being mended
        QCOMPARE(find<QLabel>("faultProblem")->text(), QString());
        order->selectAll();
        QTest::keyClick(order, Qt::Key_Backspace);
        QVERIFY(!find("playFault")->isEnabled());
    }

    void aPlaceMayBeginAsInAnOrder()
    {
        start();
        openLaboratory();
        this->order(u"other-patient"_s, {}, u"@retrievals"_s, ui::FaultDock::Scope::NextRequest);
        QCOMPARE(find<QLabel>("faultProblem")->text(), QString());
        QCOMPARE(line()->index(0, 0).data().toString(), u"other-patient@retrievals*1"_s);
        // Another fault is as usual, not as often as the one before.
        auto *filter = find<QLineEdit>("faultFilter");
        filter->clear();
        QTest::keyClicks(filter, u"login-page"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QCOMPARE(line()->index(1, 0).data().toString(), u"login-page"_s);
    }

    void theFormHasRoomForEveryFault()
    {
        start();
        openLaboratory();
        auto *list = find<QAbstractItemView>("faultList");
        const auto *area = dock()->findChild<QScrollArea *>();
        QVERIFY(area);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            QApplication::processEvents();
            QVERIFY2(area->widget()->minimumSizeHint().width() <= area->viewport()->width() &&
                         area->widget()->width() <= area->viewport()->width(),
                     qPrintable(list->model()->index(row, 0).data().toString()));
        }
        picture("laboratory");
    }

    void ordersOfTheCommandLineAreShown()
    {
        start({u"login-page@/Patient*2"_s, u"delay=1"_s});
        QCOMPARE(line()->rowCount(), 2);
        QCOMPARE(line()->index(0, 0).data().toString(), u"login-page@/Patient*2"_s);
        QCOMPARE(find("faultDockButton")->accessibleName(), u"Fault laboratory 2"_s);
    }

    void onlyTheDemoCountryHasALaboratory()
    {
        window::Start start;
        auto demo = story::DemoCountry::start();
        QVERIFY(demo.has_value());
        start.demo = std::move(*demo);
        QByteArray other = start.demo->profile().toJson();
        start.profile = *story::Profile::parse(other.replace(start.demo->profile().name().toUtf8(), "Elsewhere"));
        const QString builtIn = start.demo->profile().name();
        start.storeFolder = m_store->path();
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
        QVERIFY(!find("faultDockButton")->isVisible());
        QTest::keyClick(&win(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!dock()->isVisible());
        qobject_cast<ui::CountryPage *>(win().page(ui::Step::Country))->choose(builtIn);
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        find("continue")->click();
        QVERIFY(find("faultDockButton")->isVisible());
        openLaboratory();
    }

    void aFolderThatCannotBeMadeIsNamedBeforeAnythingIsAskedFor()
    {
        const QString folder = u"/proc/nope"_s;
        start({}, folder);
        QVERIFY(find<QLabel>("statusStore")->text().contains(u"cannot be written"_s));
        searchPatient();
        auto *list = find<QAbstractItemView>("candidateList");
        QTRY_COMPARE_WITH_TIMEOUT(candidates(), 1, longest);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        find("involved")->click();
        find("confirmPatient")->click();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Done, longest);
        auto *studies = find<QAbstractItemView>("studyList");
        studies->setCurrentIndex(studies->model()->index(0, 0));
        QTest::keyClick(studies, Qt::Key_Space);
        find("chooseSeries")->click();
        QTRY_COMPARE_WITH_TIMEOUT(headline(), u"Nothing can be stored."_s, longest);
        QVERIFY(find<ui::Notice>("roomNotice")->text().sentences.first().contains(folder));
        QVERIFY(!find("retrieve")->isEnabled());
        picture("no-folder");
    }

    void theProgramTakesOrders_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("words");
        const QString forbidden = u"operation-outcome=403@/Patient"_s;
        // The tour meets the fault at the step of the patient.
        QTest::newRow("met") << QStringList{u"--demo"_s, u"--fault"_s, forbidden} << 1 << QByteArray("patient");
        QTest::newRow("unknown name") << QStringList{u"--demo"_s, u"--fault"_s, u"cut-aftr"_s} << 2
                                      << QByteArray("cut-after");
        QTest::newRow("wrong place") << QStringList{u"--demo"_s, u"--fault"_s, u"stall@nowhere"_s} << 2
                                     << QByteArray("stall");
        QTest::newRow("met at the first step")
            << QStringList{u"--demo"_s, u"--fault"_s, u"status=500"_s} << 1 << QByteArray("country");
        QTest::newRow("no such option") << QStringList{u"--foo"_s} << 2 << QByteArray("foo");
        QTest::newRow("no demo country") << QStringList{u"--fault"_s, forbidden} << 2 << QByteArray("--demo");
    }
    void theProgramTakesOrders()
    {
        QFETCH(QStringList, options);
        QFETCH(int, status);
        QFETCH(QByteArray, words);
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(WINDOW_PROGRAM),
                      options + QStringList{u"--tour"_s, m_store->filePath(u"tour"_s), u"--store"_s, m_store->path(),
                                            u"--lang"_s, u"en"_s});
        QVERIFY(program.waitForFinished(60'000));
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(program.exitCode() == status, said.constData());
        QVERIFY2(said.contains(words), said.constData());
        QCOMPARE(QFile::exists(m_store->filePath(u"tour/tour.json"_s)),
                 status == 1); // also where the first step failed
    }
};

QTEST_MAIN(WindowFaultTest)
#include "WindowFaultTest.moc"
