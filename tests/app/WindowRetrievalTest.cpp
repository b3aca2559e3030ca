#include "Workstation.h"

#include "support/SmallDisk.h"

#include <responder/Responder.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using namespace Qt::Literals::StringLiterals;
using responder::Fault;
using Phase = ui::RetrievalPage::Phase;

namespace {

constexpr int longest = 30'000; // milliseconds; only a hang takes so long

} // namespace

//! Retrievals in the real window: paused and resumed, left with work under way, found again at the next start.
class WindowRetrievalTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<responder::Responder> m_country;
    std::unique_ptr<QTemporaryDir> m_store;
    QString m_storePath; //!< in it, unless a test says otherwise
    std::unique_ptr<window::Workstation> m_workstation;
    responder::DemoPatient m_person;
    bool m_ticksAll = true; //!< else the first image of the first series stays

    ui::MainWindow &win() const { return m_workstation->mainWindow(); }
    template <class T = QAbstractButton>
    T *find(const char *name) const
    {
        T *found = win().findChild<T *>(QLatin1StringView(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    ui::RetrievalPage *page() const { return qobject_cast<ui::RetrievalPage *>(win().page(ui::Step::Retrieval)); }
    ui::Notice *startNotice() const { return find<ui::Notice>("startNotice"); }
    void pressInNotice(const ui::Notice *notice, int action) const
    {
        find((u"noticeAction_"_s + notice->text().actions.at(action).id).toLatin1().constData())->click();
    }

    void start(bool knowsProfile = true)
    {
        window::Start start;
        if (knowsProfile) {
            for (const std::string &profile : m_country->demoProfiles())
                if (auto read = story::Profile::parse(QByteArray::fromStdString(profile));
                    read && read->country().toStdString() == m_person.country)
                    start.profile = *read;
            QVERIFY(start.profile);
        }
        start.storeFolder = m_storePath;
        start.style = ui::Style::Light;
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
    }
    //! As when the program ends without being asked.
    void endAbruptly() { m_workstation.reset(); }

    void confirm(const responder::DemoPatient &person) const
    {
        auto *identifier = find<QLineEdit>("identifier");
        if (auto *systems = win().findChild<QComboBox *>(u"identifierSystem"_s))
            systems->setCurrentIndex(person.value.front() > '9' ? 1 : 0); // health cards and hospitals' numbers
        identifier->setText(QString::fromStdString(person.value));
        QTest::keyClick(identifier, Qt::Key_Return);
        auto *candidates = find<QAbstractItemView>("candidateList");
        QTRY_COMPARE_WITH_TIMEOUT(candidates->model()->rowCount(), 1, longest);
        QTest::mouseClick(candidates->viewport(), Qt::LeftButton, {},
                          candidates->visualRect(candidates->model()->index(0, 0)).center());
        find("involved")->click();
        QTRY_VERIFY(find("confirmPatient")->isEnabled());
        find("confirmPatient")->click();
    }
    //! From the first page to a retrieval of the first studies of the person, or of those from another row on.
    void retrieve(int studies = 1, int first = 0) const
    {
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        find("continue")->click();
        confirm(m_person);
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Done, longest);
        auto *list = find<QAbstractItemView>("studyList");
        for (int row = first; row < first + studies; ++row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            QTest::keyClick(list, Qt::Key_Space);
        }
        find("chooseSeries")->click();
        auto *tree = find<QAbstractItemView>("selectionTree");
        QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)) > 0, longest);
        QTRY_VERIFY_WITH_TIMEOUT(find("retrieve")->isEnabled(), longest);
        if (!m_ticksAll) {
            const auto series = tree->model()->index(0, 0, tree->model()->index(0, 0));
            tree->setCurrentIndex(series);
            QTest::keyClick(tree, Qt::Key_Right);
            QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount(series) > 1, longest);
            tree->setCurrentIndex(tree->model()->index(0, 0, series));
            QTest::keyClick(tree, Qt::Key_Space);
        }
        find("retrieve")->click();
        QCOMPARE(win().currentStep(), ui::Step::Retrieval);
    }
    void slowDown(std::size_t bytesPerSecond = 400'000) const
    {
        m_country->play(Fault::slow(bytesPerSecond).onRetrievals());
    }
    QStringList files() const { return filesNamed(u"*.dcm"_s); }
    QStringList filesNamed(const QString &pattern) const
    {
        QStringList all;
        QDirIterator found(m_storePath, {pattern}, QDir::Files, QDirIterator::Subdirectories);
        while (found.hasNext())
            all += found.next();
        return all;
    }
    //! For looking at: a picture of the window, where PICTURES names a folder.
    void picture(const char *name) const
    {
        const QString folder = qEnvironmentVariable("PICTURES");
        if (!folder.isEmpty())
            win().grab().save(QDir(folder).filePath(QLatin1StringView(name) + u".png"_s));
    }
    bool somethingCame() const { return !files().isEmpty(); }
    QString notes() const { return m_store->filePath(u"transfers.json"_s); }
    qsizetype retrievals() const
    {
        qsizetype count = 0;
        for (const auto &request : m_country->seen())
            count += request.target.find("/studies/") != std::string::npos;
        return count;
    }

private slots:
    void initTestCase()
    {
        for (const auto &person : responder::Responder::demoPatients())
            if (person.system + '|' + person.value == responder::Responder::demoIdentifier())
                m_person = person;
        QVERIFY(!m_person.studies.empty());
    }

    void init()
    {
        m_country = std::make_unique<responder::Responder>();
        m_store = std::make_unique<QTemporaryDir>();
        m_storePath = m_store->path();
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_store->filePath(u"config"_s)));
    }

    void cleanup()
    {
        m_workstation.reset();
        m_country.reset();
        m_store.reset();
    }

    void aPauseClosesTheConnectionsAndResumingBringsTheRest()
    {
        start();
        slowDown();
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Receiving, longest);
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        auto *pause = find("pauseRetrieval");
        QVERIFY(pause->toolTip().contains(u"F8"_s));
        pause->click();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Paused, longest);
        QCOMPARE(pause->text(), u"Resume"_s);
        QVERIFY(page()->sentence().startsWith(u"Paused"_s));
        QVERIFY(win().stepState(ui::Step::Retrieval) == ui::StepState::Reached);
        picture("paused");
        const auto asked = retrievals();
        const auto came = files();
        QTest::qWait(300); // that nothing happens can only be seen by waiting
        QCOMPARE(retrievals(), asked);
        QCOMPARE(files(), came);

        m_country->heal();
        win().findChild<QAction *>(u"actionPause"_s)->trigger(); // F8
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        QVERIFY(files().size() > came.size());
        QVERIFY(!QFile::exists(notes()) || story::RetrievalNotes::readFrom(m_store->path()).isEmpty());
    }

    void anImageThatNobodyAskedForIsNotCounted()
    {
        start();
        m_country->play(Fault::unexpectedUid().times(1));
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        picture("unexpected");
        const QString asked = QString::number(files().size() - 1);
        const QString words =
            find<QWidget>("ledgerPanel")->accessibleName() + find<QWidget>("ledgerPanel")->accessibleDescription();
        QVERIFY2(words.contains(u"received %1, verified %1"_s.arg(asked)), qPrintable(words));
        const QString rail = find<QAbstractItemView>("stepRail")
                                 ->model()
                                 ->index(int(ui::Step::Retrieval), 0)
                                 .data(Qt::AccessibleTextRole)
                                 .toString();
        QVERIFY2(rail.contains(u", %1 image"_s.arg(asked)), qPrintable(rail));
        const auto *events = find<QAbstractItemView>("eventList")->model();
        QStringList told;
        for (int row = 0; row < events->rowCount(); ++row)
            told += events->index(row, 0).data(Qt::AccessibleTextRole).toString();
        const QString ended = told.filter(u"ended"_s).value(0);
        QVERIFY2(ended.contains(u"%1 of %1"_s.arg(asked)), qPrintable(told.join(u'\n')));
    }

    void aRecordIsSavedAndNeverOntoItself()
    {
        start();
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        const QDir store(m_store->path());
        const QDir study(store.filePath(store.entryList(QDir::Dirs | QDir::NoDotAndDotDot).first()));
        const auto contentOf = [](const QString &path) {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_VERIFY(study.exists(u"retrieval.json"_s));
        const QByteArray report = contentOf(study.filePath(u"retrieval.json"_s));
        emit page()->recordRequested();
        QTRY_VERIFY(win().findChild<QAbstractButton *>(u"recordSave"_s));
        QTemporaryDir folder;
        const auto saveTo = [&](const QString &path) {
            find("recordSave")->click();
            auto *dialog = find<QFileDialog>("saveRecord");
            emit dialog->fileSelected(path);
            delete dialog;
        };
        QFile old(folder.filePath(u"kept.json"_s));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        saveTo(old.fileName());
        QTRY_COMPARE(contentOf(old.fileName()), report);
        saveTo(study.filePath(u"retrieval.json"_s));
        saveTo(folder.filePath(u"nowhere/kept.json"_s));
        QTRY_VERIFY(find<QLabel>("statusLedger")->text().startsWith(u"Not saved: "_s));
        QCOMPARE(contentOf(study.filePath(u"retrieval.json"_s)), report);
        // What is gone meanwhile was not saved.
        saveTo(old.fileName());
        QTRY_COMPARE(find<QLabel>("statusLedger")->text(), u"The record was saved"_s);
        QVERIFY(QFile::remove(study.filePath(u"retrieval.json"_s)));
        saveTo(folder.filePath(u"late.json"_s));
        QTRY_VERIFY(find<QLabel>("statusLedger")->text().startsWith(u"Not saved: "_s));
    }

    void allThatWasReceivedCanBeDeletedAndNothingElse()
    {
        start();
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        const QDir store(m_store->path());
        const QString other = store.filePath(u"2.999.1/image.dcm"_s);
        QVERIFY(store.mkpath(u"2.999.1"_s));
        QFile image(other);
        QVERIFY(image.open(QIODevice::WriteOnly) && image.write("of another program") > 0);
        auto *deletion = win().findChild<QAction *>(u"actionDeleteReceived"_s);
        const auto answer = [&](QMessageBox::StandardButton button) {
            deletion->trigger();
            find<QMessageBox>("deleteQuestion")->button(button)->click();
            QTRY_VERIFY(!win().findChild<QMessageBox *>(u"deleteQuestion"_s));
        };
        answer(QMessageBox::No);
        QVERIFY(!files().isEmpty());
        const QString study = store.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name).last();
        {
            // What another program writes into stays, and that is told.
            QFile journal(store.filePath(study + u"/retrieval.journal"_s));
            QVERIFY(journal.open(QIODevice::ReadWrite));
            struct flock lock
            {};
            lock.l_type = F_WRLCK;
            lock.l_whence = SEEK_SET;
            QCOMPARE(fcntl(journal.handle(), F_OFD_SETLK, &lock), 0);
            answer(QMessageBox::Yes);
            QTRY_COMPARE_WITH_TIMEOUT(win().currentStep(), ui::Step::Country, longest);
            QVERIFY(find<ui::Notice>("startNotice")->isVisible());
            QVERIFY(!files().isEmpty());
        }
        answer(QMessageBox::Yes);
        QTRY_COMPARE_WITH_TIMEOUT(store.entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{u"2.999.1"_s},
                                  longest);
        QVERIFY(QFile::exists(other));
        QTRY_VERIFY(!find<ui::Notice>("startNotice")->isVisible());
    }

    void leavingWithWorkAsksOnceAndKeepReceivingGoesOn()
    {
        start();
        slowDown(4'000'000);
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        QVERIFY(!win().close());
        QVERIFY(!win().close());
        QCOMPARE(win().findChildren<QMessageBox *>(u"quitQuestion"_s).size(), 1);
        QVERIFY(find<QMessageBox>("quitQuestion")->text().startsWith(u"Receiving from"_s));
        find("keepReceiving")->click();
        QTRY_VERIFY(!win().findChild<QMessageBox *>(u"quitQuestion"_s));
        QVERIFY(win().isVisible());
        m_country->heal();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        QVERIFY(win().close()); // nothing is under way any more
    }

    void theQuestionAtTheEndCountsOn()
    {
        start();
        slowDown(4'000'000);
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        QVERIFY(!win().close());
        const auto *question = find<QMessageBox>("quitQuestion");
        const QString first = question->informativeText();
        QTRY_VERIFY_WITH_TIMEOUT(question->informativeText() != first, longest);
        m_country->heal();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        QTRY_COMPARE(question->text(), u"Nothing is being received any more"_s);
        QCOMPARE(find("keepReceiving")->text(), u"Stay"_s);
        find("keepReceiving")->click();
        QVERIFY(win().isVisible());
    }

    void aStudyThatIsRefusedCanBeSkipped()
    {
        start();
        m_country->play(Fault::status(403).onRetrievals());
        retrieve();
        auto *notice = find<ui::Notice>("retrievalNotice");
        QTRY_VERIFY_WITH_TIMEOUT(!notice->text().actions.isEmpty(), longest);
        QStringList buttons;
        for (const ui::NoticeAction &action : notice->text().actions)
            buttons += action.text;
        QCOMPARE(buttons, QStringList({u"Skip this study"_s, u"Try again"_s}));
        picture("refused");
        pressInNotice(notice, 0);
        QCOMPARE(win().currentStep(), ui::Step::Studies);
    }

    void silenceIsSaidAndCanBeEnded()
    {
        start();
        m_country->play(Fault::stall(true, 300'000).onRetrievals());
        retrieve();
        auto *notice = find<ui::Notice>("silenceNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), longest);
        QVERIFY2(notice->text().headline.contains(u"has been silent for"_s), qPrintable(notice->text().headline));
        picture("silence");
        pressInNotice(notice, 1);
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Stopped, longest);
        QVERIFY(!notice->isVisible());
    }

    void anotherPatientLeavesNothingAndSaysSo()
    {
        start();
        m_country->play(Fault::otherPatient().onRetrievals());
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Withdrawn, longest);
        QVERIFY(files().isEmpty());
        QVERIFY2(!page()->sentence().contains(u"kept"_s), qPrintable(page()->sentence()));
        QVERIFY(!find("fetchMissing")->isVisible());
        auto *shown = find<ui::Notice>("retrievalNotice");
        QTRY_COMPARE_WITH_TIMEOUT(shown->text().actions.size(), 2, longest); // once the files are counted
        const ui::NoticeText notice = shown->text();
        QVERIFY2(notice.sentences.first().startsWith(u"A file carries another "_s),
                 qPrintable(notice.sentences.join(u' ')));
        QCOMPARE(notice.foldTitle, u"Compare"_s);
        QCOMPARE(notice.foldText.count(u'\n'), 3);
        for (const QString &line : notice.foldText.split(u'\n')) {
            QVERIFY2(!line.contains(u'^'), qPrintable(line));
            QVERIFY2(!line.startsWith(u"Gender"_s) || line.contains(u"ale is in the file"_s) ||
                         line.contains(u"ot told is in the file"_s),
                     qPrintable(line));
        }
        auto *hide = win().findChild<QAction *>(u"actionHideIdentity"_s);
        hide->trigger();
        QVERIFY(shown->text().foldTitle.isEmpty() && shown->text().foldText.isEmpty());
        QVERIFY2(!shown->text().sentences.first().contains(u':'), qPrintable(shown->text().sentences.first()));
        hide->trigger();
        QCOMPARE(shown->text().foldText, notice.foldText);
        QCOMPARE(shown->text().sentences, notice.sentences);
        // All that was asked for is accounted for.
        static const QRegularExpression counts(u"Requested (\\d+), received (\\d+), verified (\\d+), missing (\\d+)"_s);
        const auto told = counts.match(find<QLabel>("statusLedger")->text());
        QVERIFY(told.hasMatch());
        QCOMPARE(told.captured(4).toInt(), told.captured(1).toInt() - told.captured(3).toInt());
        QVERIFY(!find("viewImages")->isEnabled());
        picture("another-patient");
        QVERIFY(!filesNamed(u"*.apart"_s).isEmpty());

        pressInNotice(shown, 0); // compare
        QVERIFY(shown->isFoldOpen());
        QVERIFY(!filesNamed(u"*.apart"_s).isEmpty());
        // Not decided now, it is asked for at the next start.
        endAbruptly();
        start();
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        QCOMPARE(startNotice()->text().headline, u"Files of another patient?"_s);
        QCOMPARE(find<QAbstractItemView>("transferList")->model()->index(0, 2).data().toString(),
                 u"Another patient?"_s);
        QVERIFY(!find("pauseTransfer")->isEnabled()); // it is not to be resumed before somebody has decided
        picture("another-patient-next-start");
        pressInNotice(startNotice(), 0);
        QCOMPARE(startNotice()->text().headline, u"Delete what is set apart?"_s);
        pressInNotice(startNotice(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(filesNamed(u"*.apart"_s).isEmpty(), longest);
        QTRY_VERIFY_WITH_TIMEOUT(!startNotice()->isVisible(), longest);
        endAbruptly();
        start();
        QTest::qWait(300); // that nothing is offered can only be seen by waiting
        QVERIFY(!startNotice()->isVisible());
    }

    void whatMayBeOfAnotherPatientIsOfferedFirst()
    {
        start();
        m_country->play(Fault::otherPatient().onRetrievals());
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Withdrawn, longest);
        endAbruptly();
        m_country->heal();
        start();
        slowDown();
        retrieve(1, 1);
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        endAbruptly();
        m_country->heal();
        start();
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        QCOMPARE(startNotice()->text().headline, u"Files of another patient?"_s);
        const auto *list = find<QAbstractItemView>("transferList")->model();
        QCOMPARE(list->rowCount(), 2);
        QCOMPARE(list->index(0, 2).data().toString(), u"Another patient?"_s);
        QCOMPARE(list->index(1, 2).data().toString(), u"Cut off"_s);
        picture("left-of-another-first");
    }

    void aPlaceholderInPlaceOfAnAddressIsTold()
    {
        start();
        m_country->play(*Fault::named("placeholder-endpoint"));
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        const QString reason =
            find<QAbstractItemView>("seriesProgress")->model()->index(0, 1).data(Qt::ToolTipRole).toString();
        QCOMPARE(reason, u"a placeholder is given as address"_s);
        picture("placeholder");
    }

    void whatIsSetApartIsDeletedOnRequest()
    {
        start();
        m_country->play(Fault::otherPatient().onRetrievals());
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Withdrawn, longest);
        auto *shown = find<ui::Notice>("retrievalNotice");
        QTRY_COMPARE_WITH_TIMEOUT(shown->text().actions.size(), 2, longest);
        pressInNotice(shown, 1); // delete
        QTRY_VERIFY2_WITH_TIMEOUT(shown->text().headline.contains(u"deleted"_s), qPrintable(shown->text().headline),
                                  longest);
        QVERIFY(filesNamed(u"*.apart"_s).isEmpty());
        picture("another-patient-deleted");
    }

    void whatWasPausedOrCutOffIsOfferedAndResumed_data()
    {
        QTest::addColumn<bool>("isPaused");
        QTest::addColumn<QString>("headline");
        QTest::newRow("paused by the question at the end") << true << u"A retrieval was paused."_s;
        QTest::newRow("the program ended abruptly") << false << u"A retrieval was cut off."_s;
    }
    void whatWasPausedOrCutOffIsOfferedAndResumed()
    {
        QFETCH(bool, isPaused);
        QFETCH(QString, headline);
        start();
        QVERIFY(!startNotice()->isVisible());
        slowDown();
        retrieve(2); // of the second nothing has come yet
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        if (isPaused) {
            win().close();
            find("pauseAndQuit")->click();
            QVERIFY(!win().isVisible());
        }
        endAbruptly();
        const auto came = files().size();
        QVERIFY(came > 0);
        QFile record(notes());
        QVERIFY(record.open(QIODevice::ReadOnly));
        const QByteArray kept = record.readAll();
        for (const std::string &secret : {m_person.value, m_person.family, m_person.given, m_person.birthDate})
            QVERIFY2(!kept.contains(QByteArray::fromStdString(secret)), secret.c_str());

        m_country->heal();
        start();
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        QCOMPARE(startNotice()->text().headline, headline);
        picture(isPaused ? "left-paused" : "left-cut-off");
        QCOMPARE(find<QAbstractItemView>("transferList")->model()->rowCount(), 1);
        QCOMPARE(startNotice()->text().actions.first().text, u"Resume"_s);
        pressInNotice(startNotice(), 0);
        QCOMPARE(win().currentStep(), ui::Step::Patient);
        QVERIFY(qobject_cast<ui::Page *>(win().page(ui::Step::Patient))->sentence().startsWith(u"Confirm"_s));
        QCoreApplication::processEvents();
        picture("resume-patient");
        confirm(m_person);
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        QVERIFY(files().size() > came);
        const auto *series = find<QAbstractItemView>("seriesProgress")->model();
        QVERIFY(series->rowCount() > 1);
        for (int row = 0; row < series->rowCount(); ++row) {
            const QString name = series->index(row, 0).data().toString();
            QVERIFY2(!name.startsWith(u"1.2."_s), qPrintable(name));
            QCOMPARE(series->index(row, 1).data().toString(), u"NCPeH"_s);
        }
        QCOMPARE(QDir(m_store->path()).entryList({u"1.*"_s, u"2.*"_s}, QDir::Dirs).size(), 2); // both studies

        endAbruptly();
        start();
        QTest::qWait(300); // that nothing is offered can only be seen by waiting
        QVERIFY(!startNotice()->isVisible());
    }

    void aDiskThatFillsMeanwhileIsSeenBeforeAnythingIsAskedFor()
    {
        const support::SmallDisk disk(64'000'000);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        m_storePath = disk.path() + u"/images"_s;
        start();
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        find("continue")->click();
        confirm(m_person);
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Done, longest);
        auto *list = find<QAbstractItemView>("studyList");
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        find("chooseSeries")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("selectionEstimate")->text().isEmpty(), longest);
        QVERIFY(find("retrieve")->isEnabled());
        const QString before = find<QLabel>("statusStore")->text();

        QFile other(disk.path() + u"/filler"_s);
        QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (QStorageInfo(disk.path()).bytesAvailable() > 1'000'000)
            QCOMPARE(other.write(QByteArray(100'000, 'x')), 100'000);
        find("retrieve")->click(); // at once, before anybody has looked again
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        QVERIFY(!find("retrieve")->isEnabled());
        QCOMPARE(find<ui::Notice>("roomNotice")->text().headline, u"Not enough room."_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("statusStore")->text() != before, longest);
        QVERIFY(other.remove());
        QTRY_VERIFY_WITH_TIMEOUT(find("retrieve")->isEnabled(), longest);
        endAbruptly(); // before the disk goes
    }

    void aDiskThatFillsIsToldUntilThereIsRoom()
    {
        const support::SmallDisk disk(64'000'000);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        m_storePath = disk.path() + u"/images"_s;
        const auto people = responder::Responder::demoPatients();
        const auto isLarge = [](const responder::DemoStudy &study) {
            return std::any_of(study.series.begin(), study.series.end(),
                               [](const responder::DemoSeries &series) { return series.instances.size() > 1'000; });
        };
        const auto owner = std::find_if(people.begin(), people.end(), [&isLarge](const responder::DemoPatient &person) {
            return std::any_of(person.studies.begin(), person.studies.end(), isLarge);
        });
        QVERIFY(owner != people.end());
        const responder::DemoPatient usual = std::exchange(m_person, *owner);
        std::vector<std::string> dates;
        for (const auto &study : owner->studies)
            if (study.date > std::find_if(owner->studies.begin(), owner->studies.end(), isLarge)->date)
                dates.push_back(study.date);
        start();
        slowDown();
        retrieve(1, int(dates.size())); // the newest is first
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        endAbruptly();

        const QString filler = disk.path() + u"/filler"_s;
        QFile other(filler);
        QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (QStorageInfo(disk.path()).bytesAvailable() > 4'000'000)
            QCOMPARE(other.write(QByteArray(100'000, 'x')), 100'000);
        start();
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        pressInNotice(startNotice(), 0);
        confirm(m_person);
        const auto headline = [this] {
            const auto *notice = win().page(ui::Step::Retrieval)->findChild<ui::Notice *>(u"retrievalNotice"_s);
            return notice && notice->isVisible() ? notice->text().headline : QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(headline(), u"The disk is nearly full."_s, longest);
        QCOMPARE(page()->phase(), Phase::Receiving);
        picture("nearly-full");

        QVERIFY(other.remove());
        m_country->heal();
        QTRY_COMPARE_WITH_TIMEOUT(headline(), QString(), longest);
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        endAbruptly(); // before its disk goes
        m_person = usual;
    }

    void whatAnEarlierRunReceivedIsShownAtOnce()
    {
        start();
        m_country->play(Fault::dropInstances(1).onRetrievals());
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Incomplete, longest);
        const auto came = files().size();
        QVERIFY(came > 0);
        endAbruptly();

        m_country->heal();
        m_country->play(Fault::stall().onRetrievals());
        start();
        retrieve();
        const auto *panel = win().page(ui::Step::Viewing)->findChild<viewer::ViewingPanel *>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->seriesCount() > 0, longest);
        QVERIFY(page()->phase() != Phase::Complete);
        QCOMPARE(win().stepState(ui::Step::Viewing), ui::StepState::Reached);
        QCOMPARE(files().size(), came);
        QTRY_VERIFY_WITH_TIMEOUT(find("viewImages")->isEnabled(), longest);
        picture("resumed-arrived");
        find("cancelRetrieval")->click();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Stopped, longest);
        find("viewImages")->click();
        QTRY_VERIFY_WITH_TIMEOUT(panel->shownImages() > 0, longest);
    }

    void whatLacksIsNamedAndTheTriesAreCounted()
    {
        start();
        m_country->play(Fault::dropInstances(1).onRetrievals());
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Incomplete, longest);
        const QString ended =
            find<QAbstractItemView>("eventList")->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(ended.contains(u"Study ended"_s) && ended.contains(ui::wordFor(ui::Verdict::Missing)),
                 qPrintable(ended)); // no pass for a study that lacks images
        const auto *notice = find<ui::Notice>("retrievalNotice");
        const auto said = [&] { return notice->text().sentences.join(u' ') + u' ' + notice->text().advice; };
        static const QRegularExpression oneImage(u"^Series \\d+, .* lacks image \\d+\\."_s);
        QVERIFY2(oneImage.match(said()).hasMatch(), qPrintable(said()));
        QVERIFY2(said().contains(u"It cannot be handed over without your word."_s), qPrintable(said()));
        const auto tries = [&] {
            static const QRegularExpression figure(u"Tried (\\d+) times again"_s);
            return figure.match(said()).captured(1).toInt();
        };
        const int before = tries();
        picture("lacking");
        for (int again = 1; again <= 2; ++again) {
            const int last = tries();
            find("fetchMissing")->click();
            QTRY_VERIFY_WITH_TIMEOUT(page()->phase() != Phase::Incomplete, longest);
            QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Incomplete, longest);
            QVERIFY2(tries() > last, qPrintable(said()));
        }
        QVERIFY(tries() >= before + 2);
    }

    void whatWasNotChosenIsSaid()
    {
        start();
        m_ticksAll = false;
        retrieve();
        m_ticksAll = true;
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        const auto *rail = find<QAbstractItemView>("stepRail");
        const QString spoken =
            rail->model()->index(int(ui::Step::Selection), 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(u"not chosen"_s), qPrintable(spoken));
        find("viewImages")->click();
        const auto *strip = find<QAbstractItemView>("thumbnailStrip")->model();
        const auto isSaid = [strip] {
            for (int row = 0; row < strip->rowCount(); ++row)
                if (strip->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(u"1 not chosen"_s))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSaid(), longest);
        picture("not-chosen");
    }

    void whatWasStoppedIsNotOffered()
    {
        start();
        slowDown();
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        win().close();
        find("stopAndQuit")->click();
        QVERIFY(!win().isVisible());
        endAbruptly();
        QVERIFY(somethingCame());
        start();
        QTest::qWait(300); // that nothing is offered can only be seen by waiting
        QVERIFY(!startNotice()->isVisible());
    }

    void whatWasStoppedIsDeletedAfterASecondWord()
    {
        start();
        slowDown();
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(find("viewImages")->isEnabled(), longest);
        find("cancelRetrieval")->click();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Stopped, longest);
        auto *notice = find<ui::Notice>("retrievalNotice");
        picture("stopped");
        const qsizetype deleteAll = 2;
        pressInNotice(notice, deleteAll);
        QVERIFY2(notice->text().headline.startsWith(u"Delete "_s), qPrintable(notice->text().headline));
        picture("stopped-delete");
        pressInNotice(notice, 1); // keep
        QCOMPARE(notice->text().headline, u"Stopped by you"_s);
        QVERIFY(somethingCame());
        pressInNotice(notice, deleteAll);
        pressInNotice(notice, 0);
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Idle, longest);
        QVERIFY(!notice->isVisible());
        QVERIFY(files().isEmpty());
        QVERIFY(QDir(m_store->path()).entryList({u"1.*"_s, u"2.*"_s}, QDir::Dirs).isEmpty());
    }

    void whatIsLeftIsDeletedAfterASecondWord()
    {
        start();
        slowDown();
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        endAbruptly();
        start();
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        pressInNotice(startNotice(), 1);
        QVERIFY(startNotice()->text().headline.startsWith(u"Delete"_s));
        pressInNotice(startNotice(), 1); // keep
        QVERIFY(startNotice()->text().headline.startsWith(u"A retrieval"_s));
        QVERIFY(somethingCame());
        pressInNotice(startNotice(), 1);
        pressInNotice(startNotice(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!startNotice()->isVisible(), longest);
        QVERIFY(files().isEmpty());
    }

    void orderingMoreOfAStudyUnderWayEndsNothing()
    {
        start();
        slowDown();
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        find("continue")->click();
        confirm(m_person);
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Studies), ui::StepState::Done, longest);
        auto *list = find<QAbstractItemView>("studyList");
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            QTest::keyClick(list, Qt::Key_Space);
        }
        find("chooseSeries")->click();
        QAbstractItemModel *rows = find<QAbstractItemView>("selectionTree")->model();
        QPersistentModelIndex study;
        const auto findStudy = [&] {
            for (int row = 0; row < rows->rowCount() && !study.isValid(); ++row)
                if (rows->rowCount(rows->index(row, 0)) > 1)
                    study = rows->index(row, 0);
            return study.isValid();
        };
        QTRY_VERIFY_WITH_TIMEOUT(findStudy(), longest);
        const auto seriesAt = [rows, &study](int row) { return rows->index(row, 0, study); };
        // Of all that is ticked at first one series stays: the longer one, the other is a scout of one image.
        for (int row = 0; row < rows->rowCount(); ++row)
            rows->setData(rows->index(row, 0), Qt::Unchecked, Qt::CheckStateRole);
        rows->setData(seriesAt(1), Qt::Checked, Qt::CheckStateRole);
        QTRY_VERIFY_WITH_TIMEOUT(find("retrieve")->isEnabled(), longest);
        find("retrieve")->click();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        const auto *progress = find<QAbstractItemView>("seriesProgress")->model();
        QCOMPARE(progress->rowCount(), 1);
        const QString first = progress->index(0, 0).data().toString();

        win().setStep(ui::Step::Selection);
        rows->setData(seriesAt(1), Qt::Unchecked, Qt::CheckStateRole);
        rows->setData(seriesAt(0), Qt::Checked, Qt::CheckStateRole);
        find("retrieve")->click(); // while the first is still slow
        m_country->heal();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        QCOMPARE(progress->rowCount(), 2);
        QStringList names;
        for (int row = 0; row < 2; ++row) {
            names += progress->index(row, 0).data().toString();
            QCOMPARE(progress->index(row, 3).data().toString(), u"Verified"_s);
        }
        QVERIFY2(names.contains(first), qPrintable(names.join(u'|')));
        QCOMPARE(find<QAbstractItemView>("transferList")->model()->rowCount(), 1);
    }

    void withoutItsProfileALeftoverSaysSo()
    {
        start();
        slowDown();
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        endAbruptly();
        start(false);
        QTRY_VERIFY_WITH_TIMEOUT(startNotice()->isVisible(), longest);
        QCOMPARE(startNotice()->text().actions.size(), 1); // only to delete it
        QVERIFY(startNotice()->text().advice.contains(u"is not on this computer"_s));
        QVERIFY(!find("pauseTransfer")->isEnabled());
    }

    void aTransferGoesOnBesideAnotherPatient()
    {
        start();
        slowDown();
        retrieve();
        QTRY_VERIFY_WITH_TIMEOUT(somethingCame(), longest);
        find("changePatient")->click();
        auto *identifier = find<QLineEdit>("identifier");
        identifier->setText(u"0000000000"_s);
        QTest::keyClick(identifier, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Idle, longest);
        auto *list = find<QAbstractItemView>("transferList")->model();
        QCOMPARE(list->rowCount(), 1);
        QTRY_VERIFY(!find("goToTransfer")->isEnabled());
        m_country->heal();
        find("pauseTransfer")->click();
        QTRY_COMPARE_WITH_TIMEOUT(list->index(0, 2).data().toString(), u"Paused"_s, longest);
        find("pauseTransfer")->click();
        QTRY_COMPARE_WITH_TIMEOUT(list->index(0, 2).data().toString(), u"Complete"_s, longest);
        QCOMPARE(page()->phase(), Phase::Idle); // nothing of it is shown
    }

    void theRecordOfARetrievalCanBeRead()
    {
        start();
        retrieve();
        QTRY_COMPARE_WITH_TIMEOUT(page()->phase(), Phase::Complete, longest);
        find("retrievalRecord")->click();
        QTRY_VERIFY_WITH_TIMEOUT(win().findChild<QPlainTextEdit *>(u"recordText"_s), longest);
        QVERIFY(find<QPlainTextEdit>("recordText")->toPlainText().contains(u"sha256"_s));
        find("recordClose")->click();
    }
};

int main(int argc, char **argv)
{
    support::becomeRootHere();
    QApplication app(argc, argv);
    WindowRetrievalTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "WindowRetrievalTest.moc"
