#include "Files.h"
#include "Workstation.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>

using namespace Qt::StringLiterals;

//! What the window shows before anybody did anything.
class WindowStartTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    static constexpr int longest = 30'000; // milliseconds; only a hang takes so long

    static bool isSaid(const window::Workstation &workstation, const QString &words)
    {
        for (const QLabel *label :
             const_cast<window::Workstation &>(workstation).mainWindow().findChildren<QLabel *>()) {
            if (label->text().contains(words))
                return true;
        }
        return false;
    }
    //! True when the window takes it.
    static bool drop(window::Workstation &workstation, const QMimeData &data)
    {
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&workstation.mainWindow(), &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent event({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&workstation.mainWindow(), &event);
        return event.isAccepted();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_folder.filePath(u"config"_s))); // the user's profiles stay out
    }

    void bothDemoCountriesAreListedAndTheFirstIsChosen()
    {
        window::Start start;
        start.demo = *story::DemoCountry::start();
        start.profile = start.demo->profile();
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        workstation.mainWindow().show();
        auto *country = qobject_cast<ui::CountryPage *>(workstation.mainWindow().page(ui::Step::Country));
        QVERIFY(country);
        const auto *list = country->findChild<QAbstractItemView *>("profileList"_L1);
        QVERIFY(list);
        QCOMPARE(list->model()->rowCount(), 2);
        QCOMPARE(country->chosenId(), u"Demo country"_s);
        QCOMPARE(workstation.exampleIdentifier(), u"6803142486"_s);

        country->choose(u"Demo islands"_s);
        QCOMPARE(workstation.exampleIdentifier(), u"6803142486"_s); // it is only looked at
        QTRY_VERIFY_WITH_TIMEOUT(country->findChild<QAbstractButton *>("continue"_L1)->isEnabled(), longest);
        country->findChild<QAbstractButton *>("continue"_L1)->click();
        QCOMPARE(workstation.exampleIdentifier(), u"630504-4825"_s);
    }

    void aFileWithTheNameOfABuiltInCountryStandsBesideIt()
    {
        window::Start start;
        start.demo = *story::DemoCountry::start();
        start.profile = *story::Profile::parse("{\"name\":\"Demo country\",\"fhirBase\":\"https://ncp.example/fhir\","
                                               "\"wadoBase\":\"https://ncp.example/rs\"}");
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        const auto *country = qobject_cast<ui::CountryPage *>(workstation.mainWindow().page(ui::Step::Country));
        QCOMPARE(country->chosenId(), u"Demo country (file)"_s);
        const auto *list = country->findChild<QAbstractItemView *>("profileList"_L1);
        QCOMPARE(list->model()->rowCount(), 3);
        QVERIFY(!list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"built in"_s));
    }

    void theMapOfKeysIsChosenInItsSheetAndKept()
    {
        const auto open = [this] {
            window::Start start;
            start.storeFolder = m_folder.filePath(u"store"_s);
            auto workstation = std::make_unique<window::Workstation>(std::move(start));
            workstation->mainWindow().show();
            workstation->mainWindow().activateWindow();
            return workstation;
        };
        const auto map = [](window::Workstation &workstation, int number) {
            return workstation.mainWindow().findChild<QAbstractButton *>(u"keyMap%1"_s.arg(number));
        };
        const auto invert = [](window::Workstation &workstation) {
            const auto actions = workstation.mainWindow().findChildren<QAction *>();
            for (const QAction *action : actions) {
                if (action->text().startsWith(u"Invert\t"_s))
                    return action->text();
            }
            return QString();
        };
        {
            const auto workstation = open();
            QCOMPARE(invert(*workstation), u"Invert\tI"_s);
            workstation->mainWindow().findChild<QAction *>("actionKeyMap"_L1)->trigger();
            auto *sheet = workstation->mainWindow().findChild<QWidget *>("keyMapSheet"_L1);
            QVERIFY(sheet);
            QVERIFY(map(*workstation, 0)->isChecked());
            QVERIFY(isSaid(*workstation, u"Values in an ellipse"_s));
            QVERIFY(!isSaid(*workstation, u"Shift+I"_s));
            map(*workstation, 1)->click();
            QTRY_VERIFY(isSaid(*workstation, u"Shift+I"_s));
            QVERIFY(map(*workstation, 1)->isChecked());
            QCOMPARE(invert(*workstation), u"Invert\tShift+I"_s);
            QTest::keyClick(map(*workstation, 1), Qt::Key_Escape);
            QTRY_VERIFY(!workstation->mainWindow().findChild<QWidget *>("keyMapSheet"_L1));
        }
        const auto again = open();
        QCOMPARE(invert(*again), u"Invert\tShift+I"_s);
        again->mainWindow().findChild<QAction *>("actionKeyMap"_L1)->trigger();
        QVERIFY(map(*again, 1)->isChecked());
        map(*again, 0)->click();
        QTRY_COMPARE(invert(*again), u"Invert\tI"_s);
    }

    void filesOfThisComputerAreSaidToBeSo()
    {
        window::Start start;
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        QFile file(m_folder.filePath(u"a.dcm"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto *banner = workstation.mainWindow().findChild<QWidget *>("patientBanner"_L1);
        QVERIFY(banner->accessibleDescription().contains(u"once a patient is confirmed"_s));
        workstation.openFiles({file.fileName(), m_folder.filePath(u"nosuch.dcm"_s)});
        QVERIFY(banner->accessibleDescription().contains(u"told by the files alone"_s));
        QTRY_VERIFY(isSaid(workstation, u"nosuch.dcm"_s));
    }

    void whatIsNoDicomIsSaid()
    {
        QDir folder(m_folder.path());
        QVERIFY(folder.mkpath(u"papers"_s) && folder.mkpath(u"empty"_s));
        QStringList papers;
        for (const auto *name : {"note.txt", "page.html", "letter.txt", "table.csv"}) {
            QFile file(folder.filePath(u"papers/"_s + QLatin1StringView(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no picture, only words") > 0);
            papers << file.fileName();
        }
        window::Start start;
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        workstation.mainWindow().resize(1440, 900);
        workstation.mainWindow().show();
        workstation.openFiles({folder.filePath(u"empty"_s)});
        QTRY_VERIFY(isSaid(workstation, u"No DICOM files in "_s + folder.filePath(u"empty"_s)));
        const auto *meaning = workstation.mainWindow().findChild<QLabel *>(u"emptyMeaning"_s);
        QCOMPARE(meaning->text(), u"No DICOM files in %1."_s.arg(folder.filePath(u"empty"_s)));
        workstation.openFiles({papers.first()});
        QTRY_VERIFY(isSaid(workstation, u"1 file is not DICOM: note.txt"_s) ||
                    isSaid(workstation, u"1 files are not DICOM: note.txt"_s)); // the forms are a translation's
        workstation.openFiles(papers.mid(1) + QStringList{corpusFile(u"CT_small.dcm"_s)});
        QTRY_VERIFY(isSaid(workstation, u"4 files are not DICOM: "_s));
        QCOMPARE(workstation.mainWindow().width(), 1440);
    }

    void anIncompleteSeriesIsHandedOverOnlyWithAWord()
    {
        const QString here = corpusFile(u"CT_small.dcm"_s);
        const QString there = m_folder.filePath(u"handed.dcm"_s);
        QSettings(window::windowSettings(), QSettings::IniFormat).setValue(u"openWith"_s, u"cp %f "_s + there);
        window::Start start;
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        workstation.mainWindow().show();
        workstation.openFiles({here});
        auto *panel = workstation.mainWindow().findChild<viewer::ViewingPanel *>();
        QVERIFY(panel);
        QTRY_VERIFY(panel->tile().isPainted());
        const auto *notice = panel->findChild<ui::Notice *>(u"incompleteNotice"_s);
        QVERIFY(notice && !notice->isVisible());
        const auto press = [&](const char *action) {
            auto *button = notice->findChild<QAbstractButton *>(u"noticeAction_"_s + QLatin1String(action));
            return button && (button->click(), true);
        };
        const QString series = panel->openedSeries();
        panel->setSeriesState(series, 1, 20, 19, false, true);
        panel->perform(viewer::Command::OpenWith);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().headline, u"Incomplete sets are not handed over."_s);
        QVERIFY2(notice->text().sentences[0].startsWith(u"19 of 20 images of series 1"_s),
                 qPrintable(notice->text().sentences[0]));
        QVERIFY(panel->rect().contains(notice->geometry()));
        QVERIFY(press("cancel"));
        QTRY_VERIFY(!notice->isVisible());
        panel->setSeriesState(series, 1, {}, 0, false, true);
        panel->perform(viewer::Command::OpenWith);
        QVERIFY(notice->text().sentences[0].startsWith(u"Nobody knows"_s));
        QVERIFY(!QFile::exists(there));
        QVERIFY(press("handOver"));
        QTRY_VERIFY(QFile::exists(there));
        QVERIFY(!notice->isVisible());
        QVERIFY(QFile::remove(there));
        panel->setSeriesState(series, 1, 1, 0, true); // whole: nothing is asked
        panel->perform(viewer::Command::OpenWith);
        QTRY_VERIFY(QFile::exists(there));
        QVERIFY(!notice->isVisible());
    }

    void whatIsDroppedOnTheWindowIsOpened()
    {
        window::Start start;
        start.storeFolder = m_folder.filePath(u"store"_s);
        window::Workstation workstation(std::move(start));
        workstation.mainWindow().show();
        QVERIFY(QDir(m_folder.path()).mkpath(u"dropped"_s));
        QMimeData nothing;
        nothing.setText(u"words"_s);
        QVERIFY(!drop(workstation, nothing));
        QMimeData foreign;
        foreign.setUrls({QUrl(u"https://elsewhere.example/a.dcm"_s)});
        QVERIFY(!drop(workstation, foreign));
        QVERIFY(workstation.mainWindow().currentStep() == ui::Step::Country);
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"dropped"_s)),
                       QUrl::fromLocalFile(m_folder.filePath(u"absent.dcm"_s))});
        QVERIFY(drop(workstation, files));
        QVERIFY(workstation.mainWindow().currentStep() == ui::Step::Viewing);
        QTRY_VERIFY(isSaid(workstation, u"absent.dcm"_s));
    }
};

QTEST_MAIN(WindowStartTest)
#include "WindowStartTest.moc"
