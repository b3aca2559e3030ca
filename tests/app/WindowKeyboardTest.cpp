#include "Workstation.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QLineEdit>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longest = 30'000;   // milliseconds; only a hang takes so long
constexpr int mostControls = 200; // of one window; more presses of Tab go in circles

} // namespace

//! The whole job without a mouse: every key goes to what has the focus, as the keyboard sends it.
class WindowKeyboardTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_store;
    std::unique_ptr<window::Workstation> m_workstation;

    ui::MainWindow &win() const { return m_workstation->mainWindow(); }
    ui::Page *page() const { return qobject_cast<ui::Page *>(win().page(win().currentStep())); }
    static QString focused() { return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : u""_s; }
    static void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *at = QApplication::focusWidget();
        QVERIFY(at);
        QTest::keyClick(at, Qt::Key(key), modifiers);
    }
    static void tabTo(const char *name)
    {
        for (int i = 0; i < mostControls && focused() != QLatin1StringView(name); ++i)
            press(Qt::Key_Tab);
        QCOMPARE(focused(), QLatin1StringView(name));
    }
    bool canGoOn() const { return page()->primary()->isVisible() && page()->primary()->isEnabled(); }
    //! Ctrl+Enter as soon as the step can be left.
    void goOn(ui::Step to)
    {
        QTRY_VERIFY_WITH_TIMEOUT(canGoOn(), longest);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(win().currentStep() == to, longest);
    }
    void findPatient()
    {
        goOn(ui::Step::Patient);
        QCOMPARE(focused(), u"identifier"_s);
        QTest::keyClicks(QApplication::focusWidget(), m_workstation->exampleIdentifier());
        press(Qt::Key_Return);
        const auto *list = win().findChild<QAbstractItemView *>("candidateList"_L1);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, longest);
    }
    void confirmPatient()
    {
        tabTo("candidateList");
        press(Qt::Key_Space);
        tabTo("involved");
        press(Qt::Key_Space);
        goOn(ui::Step::Studies);
    }
    void tickFirstStudy()
    {
        const auto *list = win().findChild<QAbstractItemView *>("studyList"_L1);
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0 && page()->refreshButton()->isEnabled(), longest);
        QCOMPARE(focused(), u"studyList"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Space);
    }
    //! What Tab must reach on a page, whatever it is.
    QWidgetList controls() const
    {
        QWidgetList all;
        for (QWidget *widget : page()->findChildren<QWidget *>())
            if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
                !widget->focusProxy())
                all << widget;
        return all;
    }
    int areaOf(QWidget *widget) const
    {
        const QWidgetList areas{page()->body(), page()->foot(), page()->head()};
        for (int i = 0; i < areas.size(); ++i)
            if (areas[i]->isAncestorOf(widget))
                return i;
        return -1;
    }
    void everyControlIsReached()
    {
        page()->firstFocus()->setFocus();
        QWidgetList reached{QApplication::focusWidget()};
        for (int i = 0; i < mostControls; ++i) {
            press(Qt::Key_Tab);
            if (QApplication::focusWidget() == reached.first())
                break;
            reached << QApplication::focusWidget();
        }
        QStringList missed;
        for (QWidget *control : controls())
            if (!reached.contains(control))
                missed << control->objectName();
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u", "_s)));
        // From the first of the body on: body, foot, head.
        QWidgetList inPage;
        for (QWidget *widget : std::as_const(reached))
            if (areaOf(widget) >= 0)
                inPage << widget;
        for (qsizetype i = 1; i < inPage.size(); ++i) {
            const bool goesOn = areaOf(inPage[i]) >= areaOf(inPage[i - 1]);
            const bool goesRound = areaOf(inPage[i]) == 0; // the focus need not have begun at the top
            QVERIFY2(goesOn || goesRound,
                     qPrintable(inPage[i - 1]->objectName() + u" before "_s + inPage[i]->objectName()));
        }
        page()->firstFocus()->setFocus();
    }

private slots:
    void init()
    {
        m_store = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_store->filePath(u"config"_s)));
        window::Start start;
        start.demo = *story::DemoCountry::start();
        start.profile = start.demo->profile();
        start.storeFolder = m_store->filePath(u"store"_s);
        start.style = ui::Style::Light;
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
    }
    void cleanup()
    {
        m_workstation.reset();
        m_store.reset();
    }

    void theWholeWalkIsPossible()
    {
        findPatient();
        confirmPatient();
        tickFirstStudy();
        goOn(ui::Step::Selection);
        QCOMPARE(focused(), u"selectionTree"_s);
        press(Qt::Key_Right);
        goOn(ui::Step::Retrieval);
        goOn(ui::Step::Viewing);
        const auto *panel = win().page(ui::Step::Viewing)->findChild<viewer::ViewingPanel *>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->shownImages() > 0, longest);

        // Back and forth: nothing is lost, nothing is asked again.
        press(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(win().currentStep() == ui::Step::Studies);
        QCOMPARE(focused(), u"studyList"_s);
        press(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(win().currentStep() == ui::Step::Patient);
        for (const auto step : {ui::Step::Country, ui::Step::Selection, ui::Step::Retrieval, ui::Step::Viewing}) {
            press(Qt::Key_1 + int(step), Qt::ControlModifier);
            QVERIFY(win().currentStep() == step);
        }
        QVERIFY(panel->shownImages() > 0);
    }

    void lookingAtAnotherCountryLosesNothing()
    {
        findPatient();
        confirmPatient();
        tickFirstStudy();
        goOn(ui::Step::Selection);
        goOn(ui::Step::Retrieval);
        auto *country = qobject_cast<ui::CountryPage *>(win().page(ui::Step::Country));
        auto *retrieval = qobject_cast<ui::RetrievalPage *>(win().page(ui::Step::Retrieval));
        QTRY_COMPARE_WITH_TIMEOUT(retrieval->phase(), ui::RetrievalPage::Phase::Complete, longest);
        const auto states = [this] {
            QList<int> all;
            for (const auto step : {ui::Step::Country, ui::Step::Patient, ui::Step::Studies, ui::Step::Selection,
                                    ui::Step::Retrieval, ui::Step::Viewing})
                all += int(win().stepState(step));
            return all;
        };
        const auto banner = [this] { return win().findChild<QWidget *>("patientBanner"_L1)->accessibleDescription(); };
        const auto *list = win().findChild<QAbstractItemView *>("seriesProgress"_L1)->model();
        const QString who = banner();
        const auto before = states();
        const int series = list->rowCount();
        QVERIFY(series > 0);
        const QString first = country->chosenId();

        press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(focused(), u"profileList"_s);
        press(Qt::Key_Down);
        QVERIFY(country->chosenId() != first);
        QTRY_VERIFY_WITH_TIMEOUT(canGoOn(), longest); // the other one was checked
        QCOMPARE(states(), before);
        QCOMPARE(banner(), who);
        QCOMPARE(list->rowCount(), series);
        press(Qt::Key_Up);
        QCOMPARE(country->chosenId(), first);
        QVERIFY(canGoOn()); // and is not checked again
        QCOMPARE(states(), before);
        QVERIFY(win().findChild<QAbstractButton *>("goToTransfer"_L1)->isEnabled());
        goOn(ui::Step::Patient);
        QCOMPARE(states(), before);
        QCOMPARE(banner(), who);

        press(Qt::Key_1, Qt::ControlModifier);
        press(Qt::Key_Down);
        const QString example = m_workstation->exampleIdentifier();
        goOn(ui::Step::Patient); // only this changes the country
        QVERIFY(m_workstation->exampleIdentifier() != example);
        QVERIFY(win().stepState(ui::Step::Patient) != ui::StepState::Done);
        QVERIFY(win().stepState(ui::Step::Retrieval) == ui::StepState::NotReached);
    }

    void theAreasGoRoundAndNoMenuOpens()
    {
        QTRY_VERIFY_WITH_TIMEOUT(canGoOn(), longest);
        QStringList forwards;
        for (const auto modifiers : {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ShiftModifier)}) {
            page()->firstFocus()->setFocus();
            press(Qt::Key_F6, modifiers);
            const QString first = focused();
            QStringList round;
            constexpr int mostAreas = 8;
            do {
                round << focused();
                press(Qt::Key_F6, modifiers);
                QVERIFY(!QApplication::activePopupWidget());
            } while (focused() != first && round.size() < mostAreas);
            QCOMPARE(focused(), first);
            QVERIFY2(round.size() > 3, qPrintable(round.join(u", "_s)));
            std::sort(round.begin(), round.end());
            if (forwards.isEmpty())
                forwards = round;
            QCOMPARE(round, forwards); // backwards through the same
        }
    }

    void everyControlOfAPageIsReachedByTab()
    {
        QTRY_VERIFY_WITH_TIMEOUT(canGoOn(), longest);
        everyControlIsReached();
        findPatient();
        everyControlIsReached();
        tabTo("identifier");
        confirmPatient();
        tickFirstStudy();
        everyControlIsReached();
        goOn(ui::Step::Selection);
        everyControlIsReached();
        goOn(ui::Step::Retrieval);
        QTRY_VERIFY_WITH_TIMEOUT(canGoOn(), longest);
        everyControlIsReached();

        goOn(ui::Step::Viewing);
        const QWidget *box = win().page(ui::Step::Viewing);
        QTRY_VERIFY_WITH_TIMEOUT(box->isAncestorOf(QApplication::focusWidget()), longest);
        const QWidget *first = QApplication::focusWidget();
        QWidgetList reached{QApplication::focusWidget()};
        do {
            press(Qt::Key_Tab);
            reached << QApplication::focusWidget();
        } while (reached.last() != first && reached.size() < mostControls);
        QStringList missed;
        for (QWidget *control : box->findChildren<QWidget *>())
            if (control->isVisible() && control->isEnabled() && (control->focusPolicy() & Qt::TabFocus) &&
                !control->focusProxy() && !reached.contains(control))
                missed << control->objectName();
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u", "_s)));
    }
};

QTEST_MAIN(WindowKeyboardTest)
#include "WindowKeyboardTest.moc"
