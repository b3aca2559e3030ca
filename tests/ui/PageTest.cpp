#include "Samples.h"

#include <ui/DifferencesPage.h>
#include <ui/Dock.h>
#include <ui/FaultDock.h>
#include <ui/TransfersDock.h>

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPaintEvent>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>
#include <QTreeView>
#include <QVBoxLayout>

using namespace ui;

namespace {

template <class T>
T *find(const QObject &in, const char *name)
{
    T *found = in.findChild<T *>(QLatin1StringView(name));
    if (!found)
        qFatal("no widget named %s", name);
    return found;
}

void clickRow(QAbstractItemView *view, int row, int column = 0)
{
    const QModelIndex index = view->model()->index(row, column);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

void type(const QObject &in, const char *name, const QString &text)
{
    auto *field = find<QLineEdit>(in, name);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

QString comparisonOf(const QTreeView *table, const QString &trait)
{
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        if (table->model()->index(row, 0).data().toString() == trait)
            return table->model()->index(row, 3).data().toString();
    }
    return {};
}

} // namespace

class PageTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(Style::Light); }

    void confirmingAPatientNeedsThreeActs()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setCandidates({samples::candidates(), false, {}});
        auto *list = find<QListView>(page, "candidateList");
        auto *involved = find<QAbstractButton>(page, "involved");
        QStringList confirmed;
        connect(&page, &PatientPage::confirmed, this, [&](const model::Patient &patient, const QString &purpose) {
            confirmed << patient.id + u' ' + purpose;
        });

        QVERIFY(!page.currentCandidate());
        involved->click();
        QVERIFY(!page.primary()->isEnabled());
        involved->click();

        clickRow(list, 0);
        QVERIFY(page.currentCandidate());
        QVERIFY(!page.primary()->isEnabled());
        involved->click();
        QVERIFY(page.primary()->isEnabled());

        // The statement is about one person: choosing another takes it back.
        clickRow(list, 1);
        QVERIFY(!involved->isChecked());
        QVERIFY(!page.primary()->isEnabled());
        involved->click();
        QVERIFY(confirmed.isEmpty());
        page.primary()->click();
        QCOMPARE(confirmed, QStringList(QStringLiteral("p2 TREAT")));
    }

    void aSingleCandidateIsNotChosenByItself()
    {
        PatientPage page(m_theme);
        page.setCandidates({samples::candidates().mid(0, 1), false, {}});
        QVERIFY(!page.currentCandidate());
        QVERIFY(!page.primary()->isEnabled());
    }

    void theKeyboardMovesWithoutChoosingAndEnterConfirmsNobody()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setCandidates({samples::candidates(), false, {}});
        auto *list = find<QListView>(page, "candidateList");
        QSignalSpy confirmed(&page, &PatientPage::confirmed);
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(!page.currentCandidate());
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(page.currentCandidate()->id, QStringLiteral("p2"));
        find<QAbstractButton>(page, "involved")->click();
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(confirmed.isEmpty());
    }

    void aReplacedRecordCannotBeConfirmed()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setCandidates({samples::candidates(), false, {}});
        clickRow(find<QListView>(page, "candidateList"), 2);
        find<QAbstractButton>(page, "involved")->click();
        QVERIFY(page.currentCandidate());
        QVERIFY(!page.primary()->isEnabled());
    }

    void theComparisonSaysWhatIsTheSame_data()
    {
        QTest::addColumn<model::PatientQuery>("asked");
        QTest::addColumn<QString>("trait");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, auto change, const char *trait, const char *word) {
            model::PatientQuery asked = samples::query();
            change(asked);
            QTest::newRow(name) << asked << QString::fromUtf8(trait) << QString::fromUtf8(word);
        };
        using Query = model::PatientQuery;
        row(
            "same name", [](Query &) {}, "Family name", "Same");
        row(
            "other case and marks", [](Query &q) { q.family = QString::fromUtf8("TÄMMERKOSKI"); }, "Family name",
            "Same apart from spelling");
        row(
            "other name", [](Query &q) { q.family = QStringLiteral("Aallokas"); }, "Family name", "Differs");
        row(
            "name not asked", [](Query &q) { q.family.clear(); }, "Family name", "Not asked");
        row(
            "one of two given names", [](Query &) {}, "Given names", "Part of the names");
        row(
            "other given name", [](Query &q) { q.given = QStringLiteral("Aino"); }, "Given names", "Differs");
        row(
            "same day", [](Query &) {}, "Birth date", "Same");
        row(
            "day and month swapped", [](Query &q) { q.birthDate = QDate(1958, 4, 13); }, "Birth date", "Differs");
        row(
            "same identifier", [](Query &) {}, "Personal identity code", "Same");
        row(
            "other identifier", [](Query &q) { q.identifier->value = QStringLiteral("140358-936M"); },
            "Personal identity code", "Differs");
        row(
            "other gender", [](Query &q) { q.gender = QStringLiteral("male"); }, "Gender", "Differs");
    }
    void theComparisonSaysWhatIsTheSame()
    {
        QFETCH(model::PatientQuery, asked);
        QFETCH(QString, trait);
        QFETCH(QString, word);
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setIdentifierSystems(samples::identifierSystems());
        page.setQuery(asked);
        find<QAbstractButton>(page, "search")->click();
        page.setCandidates({samples::candidates(), false, {}});
        clickRow(find<QListView>(page, "candidateList"), 0);
        QCOMPARE(comparisonOf(find<QTreeView>(page, "comparison"), trait), word);
    }

    void aWrongIdentifierIsToldOnLeavingTheFieldAndNotSent()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setIdentifierSystems(samples::identifierSystems());
        QStringList asked;
        connect(&page, &PatientPage::searchRequested, this,
                [&](const model::PatientQuery &query) { asked << query.identifier->value; });
        auto *field = find<QLineEdit>(page, "identifier");
        auto *hint = find<QLabel>(page, "identifierHint");
        type(page, "identifier", QStringLiteral("14035"));
        QCOMPARE(hint->text(), QStringLiteral("DDMMYY, sign, four characters"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(field->property("wrong").toBool());
        QVERIFY(hint->text().startsWith(QStringLiteral("Not of the form")));
        QVERIFY(asked.isEmpty());
        QTest::keyClicks(field, QStringLiteral("8-936L"));
        QVERIFY(!field->property("wrong").toBool());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked, QStringList(QStringLiteral("140358-936L")));
    }

    void severalSystemsAreAChoiceOneIsALabel()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        auto *choice = find<QComboBox>(page, "identifierSystem");
        page.setIdentifierSystems(samples::identifierSystems());
        QVERIFY(choice->isVisible());
        choice->setCurrentIndex(1);
        find<QLineEdit>(page, "identifier")->setText(QStringLiteral("XA123456"));
        QCOMPARE(page.query().identifier->system, samples::identifierSystems()[1].system);
        page.setIdentifierSystems(samples::identifierSystems().mid(0, 1));
        QVERIFY(!choice->isVisible());
        QCOMPARE(page.query().identifier->system, samples::identifierSystems()[0].system);
    }

    void aBirthDateIsReadAndWrittenBackWithTheMonthInLetters_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QDate>("date");
        const QDate day(1958, 3, 14);
        QTest::newRow("letters") << QStringLiteral("14 Mar 1958") << QStringLiteral("14 Mar 1958") << day;
        QTest::newRow("ISO") << QStringLiteral("1958-03-14") << QStringLiteral("14 Mar 1958") << day;
        QTest::newRow("figures") << QStringLiteral("14.3.1958") << QStringLiteral("14 Mar 1958") << day;
        QTest::newRow("no date") << QStringLiteral("in spring") << QStringLiteral("in spring") << QDate();
        QTest::newRow("no such day") << QStringLiteral("31 Feb 1958") << QStringLiteral("31 Feb 1958") << QDate();
    }
    void aBirthDateIsReadAndWrittenBackWithTheMonthInLetters()
    {
        QFETCH(QString, typed);
        QFETCH(QString, shown);
        QFETCH(QDate, date);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        QSignalSpy asked(&page, &PatientPage::searchRequested);
        type(page, "birthDate", typed);
        QTest::keyClick(find<QLineEdit>(page, "birthDate"), Qt::Key_Return);
        QCOMPARE(find<QLineEdit>(page, "birthDate")->text(), shown);
        QCOMPARE(page.query().birthDate, date);
        QCOMPARE(asked.isEmpty(), !date.isValid());
    }

    void anEmptyFormIsNotSent()
    {
        PatientPage page(m_theme);
        page.setIdentifierSystems(samples::identifierSystems());
        QSignalSpy asked(&page, &PatientPage::searchRequested);
        find<QAbstractButton>(page, "search")->click();
        QVERIFY(asked.isEmpty());
        find<QLineEdit>(page, "familyName")->setText(QStringLiteral("Tammerkoski"));
        find<QAbstractButton>(page, "search")->click();
        QCOMPARE(asked.size(), 1);
    }

    void nobodyFoundIsAnAnswerAndOffersTheNextStep()
    {
        PatientPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setCountry(QStringLiteral("Finland"));
        page.setIdentifierSystems(samples::identifierSystems());
        page.setQuery(samples::query());
        find<QAbstractButton>(page, "search")->click();
        page.setCandidates({}, QStringLiteral("200 OK, Bundle, total 0"));
        auto *notice = find<Notice>(page, "patientNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().headline, QStringLiteral("Nobody found"));
        // A name was asked beside the number: which of them does not fit is not known.
        QVERIFY2(notice->text().sentences.first().contains(QStringLiteral("together with")),
                 qPrintable(notice->text().sentences.first()));
        find<QAbstractButton>(*notice, "noticeAction_identifierAlone")->click();
        QVERIFY(find<QLineEdit>(page, "familyName")->text().isEmpty());
        QCOMPARE(page.query().identifier, samples::query().identifier);
        QVERIFY(page.query().gender.isEmpty() && !page.query().birthDate.isValid());
        page.setCandidates({}, QStringLiteral("200 OK, Bundle, total 0"));
        QVERIFY(notice->text().sentences.first().endsWith(QStringLiteral("no patient has this identifier.")));
        find<QAbstractButton>(*notice, "noticeAction_searchByName")->click();
        QVERIFY(find<QLineEdit>(page, "identifier")->text().isEmpty());
        QVERIFY(!find<QLabel>(page, "identifierHint")->text().contains(QStringLiteral("is right")));
    }

    void aNoticeTellsItsActionAndKeepsTheServersWordsInAFold()
    {
        Notice notice(m_theme, Notice::Form::Page);
        notice.resize(600, 400);
        notice.setText({QStringLiteral("warn"),
                        NoticeText::Weight::Warning,
                        QStringLiteral("The list is cut off at 100"),
                        {QStringLiteral("<b>More</b> studies may exist.")},
                        QStringLiteral("Narrow by date."),
                        {{QStringLiteral("narrow"), QStringLiteral("Last two years")},
                         {QStringLiteral("rest"), QStringLiteral("Ask for the rest")}},
                        QStringLiteral("Why"),
                        QStringLiteral("page 6 repeated page 5")});
        notice.show();
        QSignalSpy triggered(&notice, &Notice::actionTriggered);
        find<QAbstractButton>(notice, "noticeAction_rest")->click();
        QCOMPARE(triggered.first().first().toString(), QStringLiteral("rest"));
        auto *fold = find<QPlainTextEdit>(notice, "noticeFoldText");
        QVERIFY(!fold->isVisible());
        find<QAbstractButton>(notice, "noticeFold")->click();
        QTRY_VERIFY(fold->isVisible() && fold->height() > 20);
        QCOMPARE(fold->toPlainText(), QStringLiteral("page 6 repeated page 5"));
        for (const QLabel *text : notice.findChildren<QLabel *>())
            QVERIFY(text->textFormat() == Qt::PlainText || !text->text().contains(QStringLiteral("<b>")));
        QTest::keyClick(fold, Qt::Key_Escape);
        QTRY_VERIFY(!fold->isVisible());
    }

    void aLongAdviceTakesTheWidthAndItsFoldIsWhole_data()
    {
        QTest::addColumn<QString>("advice");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("isBeside");
        const QString brief = QStringLiteral("Everything received is kept.");
        const QString longer = QStringLiteral("They can be asked for once more; what has been received is kept and "
                                              "can be looked at meanwhile, and nothing of it is sent again.");
        QTest::newRow("brief") << brief << 1216 << true;
        QTest::newRow("brief, little room") << brief << 540 << false;
        QTest::newRow("long, much room") << longer << 1400 << true;
        QTest::newRow("long") << longer << 900 << false;
        QTest::newRow("long, less room") << longer << 560 << false;
    }
    void aLongAdviceTakesTheWidthAndItsFoldIsWhole()
    {
        QFETCH(QString, advice);
        QFETCH(int, width);
        QFETCH(bool, isBeside);
        NoticeText text;
        text.icon = QStringLiteral("missing");
        text.weight = NoticeText::Weight::Warning;
        text.headline = QStringLiteral("3 of 412 images are missing");
        text.advice = advice;
        text.actions = {{QStringLiteral("fetch"), QStringLiteral("Fetch only these 3")}};
        text.foldTitle = QStringLiteral("Which images, and what the server said");
        text.foldText = QStringLiteral("210, 211, 212");
        QWidget page;
        auto *column = new QVBoxLayout(&page);
        column->setContentsMargins(0, 0, 0, 0);
        auto *notice = new Notice(m_theme, Notice::Form::Inline);
        notice->setText(text);
        column->addWidget(notice);
        column->addStretch();
        page.resize(width, 400);
        page.show();
        QApplication::sendPostedEvents();
        QApplication::processEvents();
        if (const QString folder = qEnvironmentVariable("PICTURES"); !folder.isEmpty())
            page.grab().save(
                QStringLiteral("%1/notice-%2.png").arg(folder, QLatin1StringView(QTest::currentDataTag())));
        const auto *fold = find<QAbstractButton>(*notice, "noticeFold");
        QVERIFY2(fold->width() >= fold->sizeHint().width(), qPrintable(QString::number(fold->width())));
        const QList<QLabel *> labels = notice->findChildren<QLabel *>();
        const auto said =
            std::find_if(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == advice; });
        QVERIFY(said != labels.end());
        const int oneLine = QFontMetrics((*said)->font()).horizontalAdvance(advice);
        const int room = find<QWidget>(*notice, "noticeAction_fetch")->x() - (*said)->mapTo(notice, QPoint()).x() - 24;
        QVERIFY2((*said)->width() >= std::min(oneLine, room), qPrintable(QString::number((*said)->width())));
        const QRect saidAt((*said)->mapTo(notice, QPoint()), (*said)->size());
        const QRect foldAt(fold->mapTo(notice, QPoint()), fold->size());
        QVERIFY(saidAt.height() >= (*said)->heightForWidth(saidAt.width()));
        QCOMPARE(foldAt.top() < saidAt.bottom(), isBeside);
        QVERIFY(!saidAt.intersects(foldAt));
        QVERIFY(notice->rect().contains(foldAt));
    }

    void aFailedCheckStopsTheWayOnExceptInTheMenu()
    {
        CountryPage page(m_theme);
        page.setProfiles(samples::profiles());
        QVERIFY(page.chosenId().isEmpty());
        QVERIFY(!page.primary()->isEnabled());
        QSignalSpy chosen(&page, &CountryPage::profileChosen);
        QSignalSpy on(&page, &CountryPage::continueRequested);
        page.choose(QStringLiteral("pt"));
        QCOMPARE(chosen.size(), 1);
        QVERIFY(!page.primary()->isEnabled());
        QVERIFY(page.continueAnywayAction()->isEnabled());
        page.continueAnywayAction()->trigger();
        QCOMPARE(on.size(), 1);
        page.choose(QStringLiteral("fi"));
        QVERIFY(page.primary()->isEnabled());
        QVERIFY(!page.continueAnywayAction()->isEnabled());
        QCOMPARE(page.primary()->text(), QStringLiteral("Continue with Finland"));
        page.setProfiles(samples::profiles());
        QCOMPARE(page.chosenId(), QStringLiteral("fi"));
        QCOMPARE(chosen.size(), 2);
    }

    void aCheckOpensToWhatCameAndWhatToDo()
    {
        CountryPage page(m_theme);
        page.setProfiles(samples::profiles());
        page.choose(QStringLiteral("fi"));
        page.setChecks(samples::checks());
        auto *list = find<QTreeView>(page, "checkList");
        QCOMPARE(list->model()->rowCount(), samples::checks().size());
        QCOMPARE(list->model()->rowCount(list->model()->index(0, 0)), 0);
        const QModelIndex clock = list->model()->index(3, 0);
        QCOMPARE(list->model()->rowCount(clock), 1);
        list->setCurrentIndex(clock);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(list->isExpanded(clock));
        page.setChecks(samples::checks());
        QVERIFY(list->isExpanded(list->model()->index(3, 0)));
    }

    void whatACheckMeansBreaksBetweenWords()
    {
        int room = 0;
        const auto shown = [this, &room](const QString &means, const QString &came) {
            CountryPage page(m_theme);
            page.setProfiles(samples::profiles());
            page.choose(QStringLiteral("fi"));
            QList<CheckRow> checks = samples::checks();
            checks[3].means = means;
            checks[3].came = came;
            page.setChecks(checks);
            page.resize(900, 700);
            page.show();
            auto *list = find<QTreeView>(page, "checkList");
            list->expand(list->model()->index(3, 0));
            QApplication::processEvents();
            room = list->viewport()->width() - 216 - 24; // beside the names, within the margin
            return list->grab().toImage();
        };
        // A word that is longer than a line is not lost behind the edge, and neither is a line of what came back.
        const QString endless = QString(600, u'x');
        QVERIFY(shown(endless, {}) != shown(endless + QStringLiteral("yy"), {}));
        QVERIFY(shown({}, endless) != shown({}, endless + QStringLiteral("yy")));
        // As many words as fit, then one that does not: it goes below as a whole, as if somebody had broken there.
        const QFontMetrics body(m_theme.font(Type::Body));
        QString words = QStringLiteral("The");
        while (body.horizontalAdvance(words + QStringLiteral(" word")) < room)
            words += QStringLiteral(" word");
        const QString last = QStringLiteral("https-Adresse");
        QVERIFY(shown(words + u' ' + last, {}) == shown(words + u'\n' + last, {}));
    }

    void profilesCanBeFiltered()
    {
        CountryPage page(m_theme);
        page.setProfiles(samples::profiles());
        find<QLineEdit>(page, "profileFilter")->setText(QStringLiteral("at.example"));
        QCOMPARE(find<QListView>(page, "profileList")->model()->rowCount(), 1);
    }

    void studiesAreFilteredByTextAndByModality()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setStudies(samples::studies());
        const QAbstractItemModel *shown = find<QTreeView>(page, "studyList")->model();
        QCOMPARE(shown->rowCount(), 11);
        find<QAbstractButton>(page, "modality_CT")->click();
        QCOMPARE(shown->rowCount(), 2);
        QTest::keyClick(find<QAbstractButton>(page, "modality_MR"), Qt::Key_Return);
        QCOMPARE(shown->rowCount(), 4);
        type(page, "studyFilter", QStringLiteral("LV-25-04471"));
        QCOMPARE(shown->rowCount(), 1);
        QCOMPARE(find<QLabel>(page, "shownCount")->text(), QStringLiteral("1 of 11 shown"));
        type(page, "studyFilter", QStringLiteral("nothing like it"));
        auto *notice = find<Notice>(page, "studiesNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().headline, QStringLiteral("No study fits these filters"));
        find<QAbstractButton>(*notice, "noticeAction_clearFilters")->click();
        QCOMPARE(shown->rowCount(), 11);
    }

    void ticksStayWithTheirStudiesWhileRowsArrive()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setStudies(samples::studies().mid(3, 3));
        QVERIFY(!page.primary()->isEnabled());
        auto *list = find<QTreeView>(page, "studyList");
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        const QList<model::StudyUid> ticked = page.ticks();
        QCOMPARE(ticked.size(), 1);
        QVERIFY(page.primary()->isEnabled());
        page.setStudies(samples::studies());
        QCOMPARE(page.ticks(), ticked);
        QCOMPARE(list->currentIndex().siblingAtColumn(3).data().toString(), QStringLiteral("Breast ultrasound, left"));
        clickRow(list, 0);
        QCOMPARE(page.ticks().size(), 2);
        page.setStudies(samples::studies().mid(6));
        QVERIFY(page.ticks().isEmpty());
    }

    void studiesAreSortedByTheHeader()
    {
        StudiesPage page(m_theme);
        page.setStudies(samples::studies());
        auto *list = find<QTreeView>(page, "studyList");
        QCOMPARE(list->model()->index(0, 1).data().toString(), QStringLiteral("2 Nov 2026"));
        list->sortByColumn(6, Qt::DescendingOrder);
        QCOMPARE(list->model()->index(1, 3).data().toString(), QStringLiteral("CT thorax, low dose follow-up"));
    }

    void aRowOfAnotherPatientIsTickedOnlyAfterALook()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setStudies({samples::studies()[8]});
        auto *list = find<QTreeView>(page, "studyList");
        clickRow(list, 0);
        page.setTicks({samples::studyUid(9)});
        QVERIFY(page.ticks().isEmpty());
        auto *notice = find<Notice>(page, "conflictNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().sentences, QStringList(samples::studies()[8].conflict)); // not "somebody else"
        find<QAbstractButton>(*notice, "noticeAction_showConflict")->click();
        QCOMPARE(notice->text().sentences, QStringList(samples::studies()[8].conflict));
        clickRow(list, 0);
        QCOMPARE(page.ticks(), QList<model::StudyUid>({samples::studyUid(9)}));
    }

    void nothingTickedCannotBeRetrieved()
    {
        SelectionPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.tree().setStudies({samples::chest()});
        page.setVias({{QStringLiteral("ncpeh"), QStringLiteral("NCPeH"), {}}});
        QVERIFY(!page.primary()->isEnabled());
        QList<model::Selection> asked;
        QString via;
        connect(&page, &SelectionPage::retrieveRequested, this,
                [&](const QList<model::Selection> &selection, const QString &way) {
                    asked = selection;
                    via = way;
                });
        auto *tree = find<QTreeView>(page, "selectionTree");
        tree->setCurrentIndex(page.tree().indexOf(samples::seriesUid(1, 2)));
        QTest::keyClick(tree, Qt::Key_Space);
        QVERIFY(page.primary()->isEnabled());
        page.primary()->click();
        QCOMPARE(asked, QList<model::Selection>({{samples::studyUid(1), {{samples::seriesUid(1, 2), {}}}}}));
        QCOMPARE(via, QStringLiteral("ncpeh"));
        find<QAbstractButton>(page, "clearTicks")->click();
        QVERIFY(!page.primary()->isEnabled());
    }

    void aFilterThatHidesEverythingSaysSo()
    {
        SelectionPage page(m_theme);
        page.tree().setStudies({samples::chest()});
        auto *tree = find<QTreeView>(page, "selectionTree");
        auto *filter = find<QLineEdit>(page, "seriesFilter");
        const auto *notice = find<Notice>(page, "selectionEmpty");
        QVERIFY(notice->isHidden());
        filter->setText(QStringLiteral("zzzz"));
        QVERIFY(!notice->isHidden());
        QCOMPARE(notice->text().headline, QStringLiteral("No series fits these filters"));
        find<QAbstractButton>(*notice, "noticeAction_clearFilters")->click();
        QVERIFY(notice->isHidden() && filter->text().isEmpty());
        filter->setText(samples::seriesUid(1, 2).text()); // as Ctrl+C gives it
        const QModelIndex study = page.tree().indexOf(samples::studyUid(1));
        QVERIFY(notice->isHidden());
        QVERIFY(!tree->isRowHidden(page.tree().indexOf(samples::seriesUid(1, 2)).row(), study));
        QVERIFY(tree->isRowHidden(4, study));
    }

    void theSeriesFilterHidesRowsWithoutLosingTicks()
    {
        SelectionPage page(m_theme);
        page.tree().setStudies({samples::chest()});
        page.tree().setData(page.tree().indexOf(samples::seriesUid(1, 2)), Qt::Checked, Qt::CheckStateRole);
        auto *tree = find<QTreeView>(page, "selectionTree");
        find<QLineEdit>(page, "seriesFilter")->setText(QStringLiteral("lung"));
        const QModelIndex study = page.tree().indexOf(samples::studyUid(1));
        QVERIFY(tree->isRowHidden(1, study));
        QVERIFY(!tree->isRowHidden(4, study));
        QCOMPARE(page.selection().first().series.size(), 1);
        find<QLineEdit>(page, "seriesFilter")->clear();
        find<QAbstractButton>(page, "tickedOnly")->setChecked(true);
        QVERIFY(!tree->isRowHidden(1, study));
        QVERIFY(tree->isRowHidden(4, study));
    }

    void aButtonThatGoesLeavesTheKeyboardOnThePage_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<bool>("isPressed");
        QTest::newRow("cancel pressed") << QByteArray("cancelRetrieval") << true;
        QTest::newRow("pause pressed") << QByteArray("pauseRetrieval") << true;
        QTest::newRow("the retrieval ends") << QByteArray("pauseRetrieval") << false;
    }
    void aButtonThatGoesLeavesTheKeyboardOnThePage()
    {
        QFETCH(QByteArray, button);
        QFETCH(bool, isPressed);
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setSeries(samples::seriesRows());
        page.setPhase(RetrievalPage::Phase::Receiving);
        find<QWidget>(page, button.constData())->setFocus();
        if (isPressed)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        else
            page.setPhase(RetrievalPage::Phase::Complete);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("seriesProgress"));
        page.setSeries({}); // without rows nothing would show that the list has it
        QVERIFY(!(find<QWidget>(page, "seriesProgress")->focusPolicy() & Qt::TabFocus));
    }

    void aRowThatIsLeftIsPaintedWhole()
    {
        RetrievalPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setSeries(samples::seriesRows());
        auto *list = page.findChild<QTreeView *>(QStringLiteral("seriesProgress"));
        list->setFocus();
        list->selectionModel()->setCurrentIndex(list->model()->index(0, 0), QItemSelectionModel::NoUpdate);
        const QRect first = list->visualRect(list->currentIndex());
        const QRect last = list->visualRect(list->currentIndex().siblingAtColumn(list->model()->columnCount() - 1));
        QCoreApplication::processEvents();

        class Watch final : public QObject
        {
        public:
            QRegion painted;
            bool eventFilter(QObject *, QEvent *event) override
            {
                if (event->type() == QEvent::Paint)
                    painted += static_cast<QPaintEvent *>(event)->region();
                return false;
            }
        } watch;
        list->viewport()->installEventFilter(&watch);
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
        QTRY_VERIFY(watch.painted.contains(first));
        QVERIFY(watch.painted.contains(last));
    }

    void whatIsMissingCanBeFetchedOnceTheRestHasCome()
    {
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setSeries(samples::seriesRows());
        QVERIFY(!page.primary()->isEnabled());
        page.setPhase(RetrievalPage::Phase::Receiving);
        page.setLedger(samples::ledger());
        // At once: the rest of the window tells the same ledger.
        QCOMPARE(find<QTreeView>(page, "seriesProgress")->model()->index(0, 3).data().toString(),
                 QStringLiteral("3 missing"));
        auto *cancel = find<QAbstractButton>(page, "cancelRetrieval");
        auto *fetch = find<QAbstractButton>(page, "fetchMissing");
        QTRY_VERIFY(page.primary()->isEnabled());
        QCOMPARE(page.primary()->text(), QStringLiteral("View what has arrived"));
        QVERIFY(cancel->isVisible() && !fetch->isVisible());
        const QAbstractItemModel *rows = find<QTreeView>(page, "seriesProgress")->model();
        QCOMPARE(rows->index(0, 3).data().toString(), QStringLiteral("3 missing"));
        QCOMPARE(rows->index(1, 3).data().toString(), QStringLiteral("Verified"));

        QSignalSpy fetchMissing(&page, &RetrievalPage::fetchMissingRequested);
        page.setPhase(RetrievalPage::Phase::Incomplete);
        QVERIFY(!cancel->isVisible() && fetch->isVisible());
        QCOMPARE(page.primary()->text(), QStringLiteral("View anyway"));
        QVERIFY(page.sentence().startsWith(QStringLiteral("Incomplete")));
        fetch->click();
        QCOMPARE(fetchMissing.size(), 1);
    }

    void everyPhaseOffersWhatFitsIt_data()
    {
        using Phase = RetrievalPage::Phase;
        QTest::addColumn<RetrievalPage::Phase>("phase");
        QTest::addColumn<QString>("pause"); // empty: no such button
        QTest::addColumn<bool>("cancel");
        QTest::addColumn<bool>("fetch");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("receivingRow");
        const QString pause = QStringLiteral("Pause");
        const QString resume = QStringLiteral("Resume");
        const auto row = [](const char *name, Phase phase, const QString &button, bool cancel, bool fetch,
                            const char *sentence, const char *state) {
            QTest::newRow(name) << phase << button << cancel << fetch << QString::fromLatin1(sentence)
                                << QString::fromLatin1(state);
        };
        row("estimating", Phase::Estimating, pause, true, false, "Finding out", "Receiving");
        row("waiting", Phase::Waiting, pause, true, false, "Waiting for the first image", "Receiving");
        row("receiving", Phase::Receiving, pause, true, false, "Receiving from Finland since 10:20", "Receiving");
        row("retrying", Phase::Retrying, pause, true, false, "The other side did not answer", "Receiving");
        row("paused", Phase::Paused, resume, true, false, "Paused", "Paused");
        row("complete", Phase::Complete, {}, false, true, "Complete", "Stopped");
        row("incomplete", Phase::Incomplete, {}, false, true, "Incomplete", "Stopped");
        row("stopped by the user", Phase::Stopped, {}, false, true, "Stopped by you", "Stopped");
        row("another patient", Phase::Withdrawn, {}, false, false, "Stopped: this may be another patient", "Stopped");
        row("stopped by us", Phase::Failed, {}, false, true, "Nothing more could be fetched", "Stopped");
    }
    void everyPhaseOffersWhatFitsIt()
    {
        QFETCH(RetrievalPage::Phase, phase);
        QFETCH(QString, pause);
        QFETCH(bool, cancel);
        QFETCH(bool, fetch);
        QFETCH(QString, sentence);
        QFETCH(QString, receivingRow);
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setSeries(samples::seriesRows());
        page.setSource(QStringLiteral("Finland"), QTime(10, 20));
        page.setPatientCompared(true);
        page.setLedger(samples::ledger());
        page.setPhase(phase);
        auto *button = find<QAbstractButton>(page, "pauseRetrieval");
        QCOMPARE(button->isVisible(), !pause.isEmpty());
        if (button->isVisible()) {
            QCOMPARE(button->text(), pause);
            QVERIFY(button->toolTip().contains(QStringLiteral("F8")));
            QSignalSpy paused(&page, &RetrievalPage::pauseRequested);
            QSignalSpy resumed(&page, &RetrievalPage::resumeRequested);
            button->click();
            button->click(); // already asked for
            QCOMPARE(paused.size(), pause == QStringLiteral("Pause") ? 1 : 0);
            QCOMPARE(resumed.size(), pause == QStringLiteral("Pause") ? 0 : 1);
        }
        QCOMPARE(find<QAbstractButton>(page, "cancelRetrieval")->isVisible(), cancel);
        QCOMPARE(find<QAbstractButton>(page, "fetchMissing")->isVisible(), fetch);
        QVERIFY2(page.sentence().startsWith(sentence), qPrintable(page.sentence()));
        QCOMPARE(find<QTreeView>(page, "seriesProgress")->model()->index(2, 3).data().toString(), receivingRow);
        QVERIFY(find<QAbstractButton>(page, "retrievalRecord")->isVisible());
    }

    void aCompleteRetrievalSaysWhatWasVerified_data()
    {
        using Verdict = model::PatientVerdict;
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<model::PatientVerdict>("verdict");
        QTest::addColumn<QStringList>("said");
        QTest::addColumn<QStringList>("notSaid");
        const QString all = QStringLiteral("All verified: the list, the patient");
        const QString list = QStringLiteral("Verified: the list");
        const QString noList = QStringLiteral("There was no list");
        const QString patient = QStringLiteral("the patient");
        QTest::newRow("everything") << true << Verdict::Match << QStringList{all} << QStringList{noList};
        QTest::newRow("no patient") << true << Verdict::Unchecked
                                    << QStringList{list, QStringLiteral("The patient was not compared.")}
                                    << QStringList{all, noList};
        QTest::newRow("a patient named in another way")
            << true << Verdict::Explained << QStringList{list, QStringLiteral("in another way or not at all")}
            << QStringList{all};
        QTest::newRow("no list") << false << Verdict::Match
                                 << QStringList{noList, QStringLiteral("The patient is the confirmed one.")}
                                 << QStringList{QStringLiteral("the list,"), patient};
        QTest::newRow("neither") << false << Verdict::Unchecked
                                 << QStringList{noList, QStringLiteral("The patient was not compared.")}
                                 << QStringList{QStringLiteral("the list,"), patient};
    }
    void aCompleteRetrievalSaysWhatWasVerified()
    {
        QFETCH(bool, isListed);
        QFETCH(model::PatientVerdict, verdict);
        QFETCH(QStringList, said);
        QFETCH(QStringList, notSaid);
        RetrievalPage page(m_theme);
        page.setSeries(samples::seriesRows());
        page.setPatientCompared(true);
        model::Ledger ledger = samples::ledger();
        ledger.missing = 0;
        if (isListed)
            ledger.requested = ledger.verified;
        else
            ledger.requested.reset();
        page.setLedger(ledger);
        page.setVerdict(verdict);
        page.setPhase(RetrievalPage::Phase::Complete);
        const QString foot = find<QWidget>(page, "pageFootText")->accessibleName();
        for (const QString &text : said)
            QVERIFY2(foot.contains(text), qPrintable(foot));
        for (const QString &text : notSaid)
            QVERIFY2(!foot.contains(text), qPrintable(foot));
        QCOMPARE(page.sentence().startsWith(QStringLiteral("Complete")), isListed);
        QCOMPARE(page.sentence().contains(QStringLiteral("No list said")), !isListed);
    }

    void anIncompleteRetrievalCountsNothingThatNobodyCounted()
    {
        RetrievalPage page(m_theme);
        page.setSeries(samples::seriesRows());
        model::Ledger ledger = samples::ledger();
        ledger.missing = 0;
        ledger.requested.reset();
        page.setLedger(ledger);
        page.setPhase(RetrievalPage::Phase::Incomplete);
        const QString foot = find<QWidget>(page, "pageFootText")->accessibleName();
        QVERIFY2(foot.startsWith(QStringLiteral("Not everything came")), qPrintable(foot));
        QVERIFY(!foot.contains(u'0'));
        // Of what is missing, too, nobody knows.
        QVERIFY2(RetrievalPage::countsIn(ledger).endsWith(QStringLiteral("missing not told")),
                 qPrintable(RetrievalPage::countsIn(ledger)));
        ledger.missing = 2;
        QVERIFY(RetrievalPage::countsIn(ledger).endsWith(QStringLiteral("missing 2")));
        ledger.requested = ledger.verified;
        ledger.missing = 0;
        QVERIFY(RetrievalPage::countsIn(ledger).endsWith(QStringLiteral("missing 0")));
    }

    void aChosenSeriesIsRaisedWhileItMayStillCome()
    {
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setSeries(samples::seriesRows());
        page.setPhase(RetrievalPage::Phase::Receiving);
        page.setLedger(samples::ledger());
        auto *list = find<QTreeView>(page, "seriesProgress");
        QTRY_COMPARE(list->model()->index(1, 3).data().toString(), QStringLiteral("Verified"));
        QList<model::SeriesUid> raised;
        connect(&page, &RetrievalPage::seriesRaised, this, [&](const model::SeriesUid &uid) { raised << uid; });
        clickRow(list, 1); // whole already
        QVERIFY(raised.isEmpty());
        clickRow(list, 6);
        QCOMPARE(raised, QList<model::SeriesUid>({samples::seriesUid(3, 4)}));
        list->setCurrentIndex(list->model()->index(5, 0)); // passing by is not choosing
        QCOMPARE(raised.size(), 1);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(raised.size(), 2);
        page.setPhase(RetrievalPage::Phase::Paused);
        clickRow(list, 6);
        QCOMPARE(raised.size(), 2);
    }

    void theNextTryIsCountedDown()
    {
        RetrievalPage page(m_theme);
        page.setSeries(samples::seriesRows());
        model::Ledger ledger = samples::ledger();
        ledger.nextTry = std::chrono::seconds(12);
        page.setLedger(ledger);
        page.setPhase(RetrievalPage::Phase::Retrying);
        QVERIFY2(page.sentence().contains(QStringLiteral("in 12 s")), qPrintable(page.sentence()));
        QTRY_VERIFY(page.sentence().contains(QStringLiteral("in 11 s")));
    }

    void whatIsMissingIsShownInTheFold()
    {
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        QSignalSpy told(&page, &RetrievalPage::noticeActionTriggered);
        page.setNotice(NoticeText{QStringLiteral("missing"),
                                  NoticeText::Weight::Failure,
                                  QStringLiteral("Incomplete: 1 of 2."),
                                  {},
                                  {},
                                  {{RetrievalPage::showMissingAction(), QStringLiteral("Show them")}},
                                  QStringLiteral("Which images"),
                                  QStringLiteral("image 2")});
        auto *notice = find<Notice>(page, "retrievalNotice");
        QVERIFY(!notice->isFoldOpen());
        find<QAbstractButton>(*notice, "noticeAction_showMissing")->click();
        QVERIFY(notice->isFoldOpen());
        QCOMPARE(find<QPlainTextEdit>(*notice, "noticeFoldText")->toPlainText(), QStringLiteral("image 2"));
        QVERIFY(told.isEmpty());
    }

    void aSeriesThatNobodyNamedHasARowToo()
    {
        RetrievalPage page(m_theme);
        page.setSeries(samples::seriesRows().first(2));
        page.setLedger(samples::ledger());
        page.setPhase(RetrievalPage::Phase::Receiving);
        QCOMPARE(find<QTreeView>(page, "seriesProgress")->model()->rowCount(), 7);
    }

    void aSeriesThatNobodyNamedIsCalledByWhatAListTells()
    {
        RetrievalPage page(m_theme);
        const auto uid = samples::seriesUid(1, 1);
        page.setVia(uid, QStringLiteral("NCPeH"), QStringLiteral("only address given")); // before it has a row
        model::Ledger ledger;
        ledger.series << model::SeriesLedger{.uid = uid, .received = 1};
        page.setLedger(ledger);
        page.setPhase(RetrievalPage::Phase::Receiving);
        const auto *rows = find<QTreeView>(page, "seriesProgress")->model();
        QCOMPARE(rows->index(0, 0).data().toString(), uid.text());
        QCOMPARE(rows->index(0, 1).data().toString(), QStringLiteral("NCPeH"));
        ledger.series[0].number = 2;
        ledger.series[0].description = QStringLiteral("Axial");
        page.setLedger(ledger);
        QTRY_COMPARE(rows->index(0, 0).data().toString(), QStringLiteral("2  Axial"));
    }

    void silenceIsSaidUntilItIsOver()
    {
        RetrievalPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.setSeries(samples::seriesRows());
        page.setSource(QStringLiteral("Finland"), QTime(10, 20));
        page.setPhase(RetrievalPage::Phase::Receiving);
        auto *notice = find<Notice>(page, "silenceNotice");
        QVERIFY(!notice->isVisible());
        page.setSilence(std::chrono::seconds(7), QTime(10, 21, 4));
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().headline, QStringLiteral("Finland has been silent for 7 s."));
        QVERIFY(notice->text().foldText.contains(QStringLiteral("10:21:04")));
        auto *wait = find<QAbstractButton>(*notice, "noticeAction_wait");
        page.setSilence(std::chrono::seconds(8), QTime(10, 21, 4));
        QCOMPARE(notice->text().headline, QStringLiteral("Finland has been silent for 8 s."));
        QCOMPARE(find<QAbstractButton>(*notice, "noticeAction_wait"), wait); // still the same under the pointer

        QSignalSpy waits(&page, &RetrievalPage::waitRequested);
        wait->click();
        QCOMPARE(waits.size(), 1);
        QVERIFY(!notice->isVisible());
        page.setSilence(std::chrono::seconds(130));
        QVERIFY(notice->text().foldText.contains(QStringLiteral("No byte")));
        QSignalSpy stops(&page, &RetrievalPage::cancelRequested);
        find<QAbstractButton>(*notice, "noticeAction_stop")->click();
        QCOMPARE(stops.size(), 1);
        page.setSilence(std::chrono::seconds(131));
        page.setPhase(RetrievalPage::Phase::Stopped);
        QVERIFY(!notice->isVisible());
    }

    void moreThanTheDiskHoldsCannotBeRetrieved()
    {
        SelectionPage page(m_theme);
        page.resize(1200, 760);
        page.show();
        page.tree().setStudies({samples::chest()});
        page.tree().tickAll(true);
        page.setRoom(model::Room{.needed = 3'000'000'000, .available = 1'000'000'000, .reserve = 0});
        QVERIFY(!page.primary()->isEnabled());
        auto *notice = find<Notice>(page, "roomNotice");
        QVERIFY(notice->isVisible());
        QVERIFY(notice->text().sentences.first().contains(QStringLiteral("are needed")));
        QSignalSpy otherFolder(&page, &SelectionPage::otherFolderRequested);
        find<QAbstractButton>(*notice, "noticeAction_otherFolder")->click();
        QCOMPARE(otherFolder.size(), 1);
        page.setRoom(model::Room{.needed = 3'000'000'000, .available = 9'000'000'000, .reserve = 0});
        QVERIFY(page.primary()->isEnabled());
        QVERIFY(!notice->isVisible());
    }

    void theDockOffersWhatFitsATransfer_data()
    {
        using State = TransferRow::State;
        QTest::addColumn<TransferRow::State>("state");
        QTest::addColumn<QString>("pause");
        QTest::addColumn<bool>("canPause");
        QTest::addColumn<bool>("canCancel");
        QTest::addColumn<bool>("isDeletable");
        QTest::addColumn<int>("count"); // in the menu bar
        const QString pause = QStringLiteral("Pause");
        const QString resume = QStringLiteral("Resume");
        QTest::newRow("waiting") << State::Waiting << pause << true << true << false << 1;
        QTest::newRow("receiving") << State::Receiving << pause << true << true << false << 1;
        QTest::newRow("paused") << State::Paused << resume << true << true << false << 1;
        QTest::newRow("complete") << State::Complete << pause << false << false << false << 0;
        QTest::newRow("incomplete") << State::Incomplete << QStringLiteral("Fetch the missing") << true << false
                                    << false << 0;
        QTest::newRow("stopped") << State::Stopped << resume << true << false << false << 0;
        QTest::newRow("failed") << State::Failed << resume << true << false << false << 0;
        QTest::newRow("left from before") << State::Unfinished << resume << true << false << true << 0;
    }
    void theDockOffersWhatFitsATransfer()
    {
        QFETCH(TransferRow::State, state);
        QFETCH(QString, pause);
        QFETCH(bool, canPause);
        QFETCH(bool, canCancel);
        QFETCH(bool, isDeletable);
        QFETCH(int, count);
        TransfersDock dock(m_theme);
        dock.show();
        TransferRow row{.id = QStringLiteral("a"), .title = QStringLiteral("CT 2 Nov 2026")};
        row.state = state;
        row.requested = 10;
        row.verified = 4;
        dock.setTransfers({row});
        auto *button = find<QAbstractButton>(dock, "pauseTransfer");
        QCOMPARE(button->text(), pause);
        QCOMPARE(button->isEnabled(), canPause);
        auto *cancel = find<QAbstractButton>(dock, "cancelTransfer");
        QCOMPARE(cancel->isVisible() && cancel->isEnabled(), canCancel);
        QCOMPARE(find<QAbstractButton>(dock, "deleteTransfer")->isVisible(), isDeletable);
        QCOMPARE(dock.count(), count);
        QSignalSpy paused(&dock, &TransfersDock::pauseRequested);
        QSignalSpy resumed(&dock, &TransfersDock::resumeRequested);
        button->click();
        QCOMPARE(paused.size() + resumed.size(), canPause ? 1 : 0);
        QCOMPARE(paused.size(), canPause && pause == QStringLiteral("Pause") ? 1 : 0);
        // A screen reader hears the whole row.
        const QString spoken =
            find<QTreeView>(dock, "transferList")->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(QStringLiteral("CT 2 Nov 2026")) && spoken.contains(QStringLiteral("4 / 10")),
                 qPrintable(spoken));
    }

    void theCurrentTransferStaysCurrentWhileOthersCome()
    {
        TransfersDock dock(m_theme);
        const TransferRow first{.id = QStringLiteral("a"), .title = QStringLiteral("first"), .isOnPage = true};
        TransferRow second{.id = QStringLiteral("b"), .title = QStringLiteral("second")};
        dock.setTransfers({first});
        QVERIFY(find<QAbstractButton>(dock, "goToTransfer")->isEnabled());
        dock.setTransfers({second, first});
        auto *list = find<QTreeView>(dock, "transferList");
        QCOMPARE(list->currentIndex().row(), 1);
        second.resumeRefusal = QStringLiteral("Its profile is not here.");
        second.state = TransferRow::State::Unfinished;
        dock.setTransfers({second, first});
        list->setCurrentIndex(list->model()->index(0, 0));
        QVERIFY(!find<QAbstractButton>(dock, "pauseTransfer")->isEnabled());
        QCOMPARE(find<QAbstractButton>(dock, "pauseTransfer")->toolTip(), second.resumeRefusal);
        QVERIFY(!find<QAbstractButton>(dock, "goToTransfer")->isEnabled());
    }

    void faultsAreFoundByNameWordsAndRow_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("name") << QStringLiteral("login") << QStringList{QStringLiteral("login-page")};
        QTest::newRow("words, in any order")
            << QStringLiteral("406 wado") << QStringList{QStringLiteral("star-unknown")};
        QTest::newRow("row") << QStringLiteral("9.1")
                             << QStringList{QStringLiteral("limit"), QStringLiteral("silent-limit")};
        QTest::newRow("nothing") << QStringLiteral("unheard of") << QStringList{};
    }
    void faultsAreFoundByNameWordsAndRow()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, found);
        FaultDock dock(m_theme);
        dock.setFaults(samples::faults());
        type(dock, "faultFilter", typed);
        const auto *list = find<QTreeView>(dock, "faultList");
        QStringList shown;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            shown << list->model()->index(row, 0).data().toString();
        QCOMPARE(shown, found);
        // Enter in the field plays what was found first, and nothing where nothing was.
        QSignalSpy played(&dock, &FaultDock::playRequested);
        QTest::keyClick(find<QLineEdit>(dock, "faultFilter"), Qt::Key_Return);
        QCOMPARE(played.size(), found.isEmpty() ? 0 : 1);
        QCOMPARE(find<QAbstractButton>(dock, "playFault")->isEnabled(), !found.isEmpty());
    }

    void faultsAreSortedByTheNumbersOfTheirRows()
    {
        FaultDock dock(m_theme);
        dock.setFaults(samples::faults());
        auto *list = find<QTreeView>(dock, "faultList");
        list->sortByColumn(2, Qt::AscendingOrder);
        QStringList rows;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            rows << list->model()->index(row, 2).data().toString().section(u',', 0, 0);
        QCOMPARE(rows, QString(QStringLiteral("9.10 9.11 9.26 10.1 10.1 10.2 10.5 ")).split(u' '));
    }

    void whatIsChosenIsReadAsOneOrder_data()
    {
        using Scope = FaultDock::Scope;
        QTest::addColumn<QString>("fault");
        QTest::addColumn<std::optional<QString>>("value");
        QTest::addColumn<std::optional<QString>>("place");
        QTest::addColumn<std::optional<Scope>>("scope");
        QTest::addColumn<QString>("order");
        const auto row = [](const char *name, const char *fault, const std::optional<QString> &value,
                            const std::optional<QString> &place, std::optional<Scope> scope, const char *order) {
            QTest::newRow(name) << QString::fromLatin1(fault) << value << place << scope << QString::fromLatin1(order);
        };
        row("as usual", "cut-after", {}, {}, {}, "cut-after");
        row("all said", "cut-after", QStringLiteral("7"), QStringLiteral("/studies/"), Scope::NextRequests,
            "cut-after=7@/studies/*3");
        row("the next request", "login-page", {}, QStringLiteral("POST"), Scope::NextRequest, "login-page@POST*1");
        row("the usual place", "star-unknown", {}, {}, {}, "star-unknown");
        row("everywhere instead", "star-unknown", {}, QString(), {}, "star-unknown@*");
        row("the usual turns", "retry-after", {}, {}, {}, "retry-after*2");
        row("without end instead", "retry-after", {}, {}, Scope::Always, "retry-after*always");
    }
    void whatIsChosenIsReadAsOneOrder()
    {
        QFETCH(QString, fault);
        QFETCH(std::optional<QString>, value);
        QFETCH(std::optional<QString>, place);
        QFETCH(std::optional<FaultDock::Scope>, scope);
        QFETCH(QString, order);
        FaultDock dock(m_theme);
        dock.setFaults(samples::faults());
        type(dock, "faultFilter", fault);
        auto *list = find<QTreeView>(dock, "faultList");
        list->setCurrentIndex(list->model()->index(0, 0));
        if (value)
            find<QLineEdit>(dock, "faultValue")->setText(*value);
        if (place)
            find<QLineEdit>(dock, "faultPlace")->setText(*place);
        if (scope)
            find<QComboBox>(dock, "faultScope")->setCurrentIndex(int(*scope));
        auto *times = find<QLineEdit>(dock, "faultTimes");
        QCOMPARE(times->isEnabled(), order.back().isDigit() && !order.endsWith(QStringLiteral("*1")));
        if (scope == FaultDock::Scope::NextRequests) {
            times->clear();
            QVERIFY(!find<QAbstractButton>(dock, "playFault")->isEnabled());
            times->setText(QStringLiteral("3"));
        }
        QCOMPARE(find<QLineEdit>(dock, "faultOrder")->text(), order);
        QSignalSpy played(&dock, &FaultDock::playRequested);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(played.size(), 1);
        QCOMPARE(played[0][0].toString(), order);
        find<QAbstractButton>(dock, "playFault")->click();
        QCOMPARE(played.size(), 2);
    }

    void faultsOnTheLineAreHealedByTheKeyboard()
    {
        FaultDock dock(m_theme);
        dock.show();
        QVERIFY(QTest::qWaitForWindowActive(&dock));
        dock.setFaults(samples::faults());
        auto *one = find<QAbstractButton>(dock, "healFault");
        auto *all = find<QAbstractButton>(dock, "healAllFaults");
        QVERIFY(!one->isEnabled() && !all->isEnabled());
        PlayedFaultRow first{4, QStringLiteral("limit*2"), QStringLiteral("few rows"), 2};
        const PlayedFaultRow second{5, QStringLiteral("stall"), QStringLiteral("falls silent"), std::nullopt};
        dock.setPlayed({first, second});
        QCOMPARE(dock.count(), 2);
        auto *line = find<QTreeView>(dock, "playedList");
        QCOMPARE(line->model()->index(0, 1).data().toString(), QStringLiteral("2 left"));
        QCOMPARE(line->model()->index(1, 1).data().toString(), QStringLiteral("always"));
        const QString spoken = line->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(spoken, QStringLiteral("limit*2, few rows, 2 left"));

        QSignalSpy healed(&dock, &FaultDock::healRequested);
        QSignalSpy allHealed(&dock, &FaultDock::healAllRequested);
        line->setFocus();
        line->setCurrentIndex(line->model()->index(1, 0));
        first.turns = 1;
        dock.setPlayed({first, second}); // a turn was had; the current row stays
        QCOMPARE(line->model()->index(0, 1).data().toString(), QStringLiteral("1 left"));
        QTest::keyClick(line, Qt::Key_Delete);
        QCOMPARE(healed.size(), 1);
        QCOMPARE(healed[0][0].toInt(), 5);
        dock.setPlayed({first});
        QCOMPARE(line->currentIndex().row(), 0);
        one->click();
        QCOMPARE(healed[1][0].toInt(), 4);
        all->click();
        QCOMPARE(allHealed.size(), 1);
        dock.setPlayed({});
        QCOMPARE(dock.count(), 0);
        QVERIFY(!one->isEnabled() && !all->isEnabled());
    }

    void aRefusedOrderIsToldUntilItIsChanged()
    {
        FaultDock dock(m_theme);
        dock.setFaults(samples::faults());
        dock.setProblem(QStringLiteral("That is no place."));
        const auto *problem = find<QLabel>(dock, "faultProblem");
        QCOMPARE(problem->text(), QStringLiteral("That is no place."));
        find<QLineEdit>(dock, "faultPlace")->setText(QStringLiteral("/Patient"));
        QVERIFY(problem->text().isEmpty());
    }

    //! A tip with tags must not make the window read the files that they name.
    void toolTipsAreText()
    {
        MainWindow window(m_theme);
        window.resize(1440, 900);
        window.show();
        const QString hostile = QStringLiteral("<img src=\"file:///dev/zero\"> Abdomen");
        const QString shown = QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(hostile.toHtmlEscaped());
        const auto hover = [](QWidget *over, const QPoint &at) {
            QToolTip::hideText();
            QHelpEvent help(QEvent::ToolTip, at, over->mapToGlobal(at));
            QApplication::sendEvent(over, &help);
            return QToolTip::text();
        };
        auto *name = window.findChild<QLabel *>(QStringLiteral("statusProfile"));
        name->setToolTip(hostile);
        QCOMPARE(hover(name, {2, 2}), shown);

        QStandardItemModel model;
        auto *item = new QStandardItem(QStringLiteral("Abdomen"));
        item->setToolTip(hostile);
        model.appendRow(item);
        auto *list = new QListView(&window);
        list->setModel(&model);
        list->show();
        QCOMPARE(hover(list->viewport(), list->visualRect(model.index(0, 0)).center()), shown);
    }

    void aDockThatIsNotOfferedCannotBeOpened()
    {
        MainWindow window(m_theme);
        auto *dock = new FaultDock(m_theme);
        window.addDock(dock, QKeySequence(Qt::Key_F10), MainWindow::Menu::Tools);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F10);
        QVERIFY(dock->isVisible());
        const QByteArray open = window.savedDocks();
        window.setDockOffered(dock, false);
        QVERIFY(!dock->isVisible() && !find<QWidget>(window, "faultDockButton")->isVisible());
        QTest::keyClick(&window, Qt::Key_F10);
        window.restoreDocks(open);
        QVERIFY(!dock->isVisible());
        window.setDockOffered(dock, true);
        QTest::keyClick(&window, Qt::Key_F10);
        QVERIFY(dock->isVisible() && find<QWidget>(window, "faultDockButton")->isVisible());
    }

    void filesOfThisComputerCameByNoContactPoint()
    {
        MainWindow window(m_theme);
        window.resize(1440, 900);
        window.show();
        window.setStatusCells({.profile = QStringLiteral("Finland"),
                               .tls = QStringLiteral("TLS"),
                               .store = QStringLiteral("Store 3 GB free")});
        const auto namesContactPoint = [&window] {
            return find<QWidget>(window, "statusProfile")->isVisible() &&
                   find<QWidget>(window, "statusTls")->isVisible();
        };
        QVERIFY(namesContactPoint());
        window.setLocalFiles(true);
        QVERIFY(!find<QWidget>(window, "statusProfile")->isVisible());
        QVERIFY(!find<QWidget>(window, "statusTls")->isVisible());
        QVERIFY(find<QWidget>(window, "statusStore")->isVisible());
        window.setPatient(BannerText()); // whose images came before the files
        QVERIFY(namesContactPoint());
        window.setPatient(std::nullopt);
        QVERIFY(!namesContactPoint());
        window.setLocalFiles(false);
        QVERIFY(namesContactPoint());
    }

    void docksShareOnePlace()
    {
        MainWindow window(m_theme);
        auto *transfers = new TransfersDock(m_theme);
        auto *faults = new FaultDock(m_theme);
        window.addDock(transfers, QKeySequence(Qt::Key_F9));
        window.addDock(faults, QKeySequence(Qt::Key_F10));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F9);
        QTest::keyClick(&window, Qt::Key_F10);
        QCOMPARE(faults->width(), find<QWidget>(window, "dockArea")->width()); // not half of it
        QVERIFY(transfers->isVisible());
        QVERIFY(transfers->visibleRegion().isEmpty());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("faultFilter"));
    }

    void aHalfSetIsNeverCalledComplete()
    {
        RetrievalPage page(m_theme);
        page.setSeries(samples::seriesRows());
        page.setLedger(samples::ledger());
        for (const auto phase :
             {RetrievalPage::Phase::Incomplete, RetrievalPage::Phase::Stopped, RetrievalPage::Phase::Failed,
              RetrievalPage::Phase::Paused, RetrievalPage::Phase::Retrying}) {
            page.setPhase(phase);
            QVERIFY(!page.sentence().contains(QStringLiteral("Complete")));
        }
    }

    void theKeysActOnTheCurrentStep()
    {
        MainWindow window(m_theme);
        auto *country = new CountryPage(m_theme);
        auto *studies = new StudiesPage(m_theme);
        window.setPage(Step::Country, country);
        window.setPage(Step::Studies, studies);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        country->setProfiles(samples::profiles());
        country->choose(QStringLiteral("at"));
        QSignalSpy on(country, &CountryPage::continueRequested);
        QSignalSpy check(country, &CountryPage::checkRequested);
        QTest::keyClick(&window, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(on.size(), 1);
        QTest::keyClick(&window, Qt::Key_F5);
        QCOMPARE(check.size(), 1);

        QList<Step> requested;
        connect(&window, &MainWindow::stepRequested, this, [&](Step step) { requested << step; });
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
        QVERIFY(requested.isEmpty());
        window.setStepState(Step::Studies, StepState::Reached);
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(requested, QList<Step>({Step::Studies}));

        window.setStep(Step::Studies);
        studies->setStudies(samples::studies());
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("studyFilter"));
        window.setStep(Step::Country);
        window.setStep(Step::Studies);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("studyFilter"));
    }

    void backAndForwardPassOverWhatIsNotReached()
    {
        MainWindow window(m_theme);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QList<Step> requested;
        connect(&window, &MainWindow::stepRequested, this, [&](Step step) { requested << step; });
        const auto *back = find<QAction>(window, "actionBack");
        const auto *forward = find<QAction>(window, "actionForward");
        for (const Step step :
             {Step::Country, Step::Patient, Step::Studies, Step::Selection, Step::Retrieval, Step::Viewing})
            window.setStepState(step, StepState::NotReached);
        window.setStep(Step::Viewing);
        QVERIFY(!back->isEnabled()); // there is none to go back to
        window.setStepState(Step::Studies, StepState::Done);
        window.setStepState(Step::Viewing, StepState::Reached);
        QVERIFY(back->isEnabled());
        QVERIFY(!forward->isEnabled());
        QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(requested, QList<Step>({Step::Studies}));
        window.setStep(Step::Studies);
        QVERIFY(!back->isEnabled());
        QTest::keyClick(&window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(requested, QList<Step>({Step::Studies, Step::Viewing}));
    }

    void theBannerIsThereBeforeAPatientIsAndTheTitleNamesNobody()
    {
        MainWindow window(m_theme);
        window.resize(1440, 900);
        window.show();
        auto *banner = find<QWidget>(window, "patientBanner");
        QVERIFY(banner->isVisible());
        const QRect place = banner->geometry();
        window.setPatient(samples::banner());
        QCOMPARE(banner->geometry(), place);
        QCOMPARE(find<QLabel>(window, "bannerName")->text(), QStringLiteral("Tammerkoski, Eevi Orvokki"));
        QCOMPARE(window.windowTitle(), QStringLiteral("Borderlight"));
        window.setPatient(std::nullopt);
        QVERIFY(find<QLabel>(window, "bannerName")->text().isEmpty());
    }

    void theBannerNamesNobodyWhileIdentityIsHidden()
    {
        MainWindow window(m_theme);
        window.resize(1440, 900);
        window.show();
        window.setPatient(samples::banner());
        QSignalSpy hidden(&window, &MainWindow::identityHidden);
        QTest::keyClick(&window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        if (hidden.isEmpty()) // a window that is not active has no keys
            find<QAction>(window, "actionHideIdentity")->trigger();
        QCOMPARE(hidden.count(), 1);
        auto *banner = find<QWidget>(window, "patientBanner");
        const auto *name = find<QLabel>(window, "bannerName");
        const auto says = [&](const QString &words) {
            QStringList all{banner->accessibleDescription(), name->toolTip()};
            const auto labels = banner->findChildren<QLabel *>();
            for (const QLabel *label : labels)
                all << label->text();
            return all.join(QLatin1Char('\n')).contains(words);
        };
        QCOMPARE(name->text(), QStringLiteral("Patient A"));
        QCOMPARE(find<QLabel>(window, "bannerBorn")->text(), QStringLiteral("68 y"));
        for (const char *word : {"Tammerkoski", "1958", "140358"})
            QVERIFY2(!says(QLatin1String(word)), word);
        window.setPatient(samples::banner()); // and not of the next one either
        QVERIFY(!says(QStringLiteral("Tammerkoski")));
        find<QAction>(window, "actionHideIdentity")->trigger();
        QCOMPARE(hidden.count(), 2);
        QCOMPARE(name->text(), QStringLiteral("Tammerkoski, Eevi Orvokki"));
        QVERIFY(says(QStringLiteral("140358-936L")));
    }

    void aSmallWindowCutsNothingOff_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("200 % of 1440x900") << QSize(720, 450);
        QTest::newRow("200 % of 1920x1080") << QSize(960, 540);
        QTest::newRow("150 % of 1440x900") << QSize(960, 600);
    }
    void aSmallWindowCutsNothingOff()
    {
        QFETCH(QSize, size);
        MainWindow window(m_theme);
        window.setMinimumSize(size);
        window.resize(size);
        window.show();
        BannerText person = samples::banner();
        person.name = QStringLiteral("Tammerkoski-Lindqvist, Eevi Orvokki");
        window.setPatient(person);
        const auto *name = find<QLabel>(window, "bannerName");
        QTRY_VERIFY(name->isVisible());
        QVERIFY(name->text() == person.name || name->text().endsWith(QChar(0x2026)));
        QTRY_VERIFY(QFontMetrics(name->font()).horizontalAdvance(name->text()) <= name->contentsRect().width());
        QCOMPARE(name->toolTip(), person.name);
        window.findChild<QAction *>(QStringLiteral("actionKeyMap"))->trigger();
        QVERIFY2(find<QWidget>(window, "keyMapLines")->sizeHint().width() <= size.width(),
                 qPrintable(QString::number(find<QWidget>(window, "keyMapLines")->sizeHint().width())));
        window.findChild<QAction *>(QStringLiteral("actionKeyMap"))->trigger();
        const auto *rail = find<QAbstractItemView>(window, "stepRail");
        const QRect last = rail->visualRect(rail->model()->index(stepCount - 1, 0));
        QVERIFY(last.isValid() && rail->viewport()->rect().contains(last));
    }

    void aDockIsOpenedAndLeftByTheKeyboard()
    {
        MainWindow window(m_theme);
        auto *country = new CountryPage(m_theme);
        window.setPage(Step::Country, country);
        auto *dock = new Dock(m_theme, QStringLiteral("sampleDock"), QStringLiteral("notes"), QStringLiteral("Sample"));
        auto *content = new QLineEdit;
        content->setObjectName(QStringLiteral("sampleField"));
        dock->setWidget(content);
        window.addDock(dock, QKeySequence(Qt::Key_F9));
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.setStep(Step::Country);
        const QString before = QApplication::focusWidget()->objectName();
        auto *button = find<QAbstractButton>(window, "sampleDockButton");
        QVERIFY(!dock->isVisible() && !button->isChecked());

        QTest::keyClick(&window, Qt::Key_F9);
        QVERIFY(dock->isVisible() && button->isChecked());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("sampleField"));
        // Below the page and beside the rail, above the strip at the bottom.
        const auto in = [&](QWidget *widget) { return QRect(widget->mapTo(&window, QPoint()), widget->size()); };
        QVERIFY(in(dock).top() >= in(country).bottom());
        QVERIFY(in(dock).left() >= in(find<QWidget>(window, "stepRail")).right());
        QVERIFY(in(dock).bottom() <= in(find<QWidget>(window, "statusStrip")).top());
        // Area by area one comes to what is chosen first, not to the cross of the dock or the key map.
        QStringList reached;
        for (int areas = 0; areas < 6; ++areas) {
            QTest::keyClick(&window, Qt::Key_F6);
            reached << QApplication::focusWidget()->objectName();
        }
        QVERIFY2(reached.contains(QStringLiteral("sampleField")) && reached.contains(QStringLiteral("stepRail")),
                 qPrintable(reached.join(u' ')));
        // And back to where one was.
        auto *second = new QLineEdit(country->body());
        second->show();
        second->setFocus();
        QTest::keyClick(&window, Qt::Key_F6);
        QVERIFY(QApplication::focusWidget() != second);
        QTest::keyClick(&window, Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), second);
        delete second;
        content->setFocus();
        const QByteArray saved = window.savedDocks();

        QTest::keyClick(content, Qt::Key_Escape);
        QVERIFY(!dock->isVisible() && !button->isChecked());
        QCOMPARE(QApplication::focusWidget()->objectName(), before);
        window.restoreDocks(saved);
        QVERIFY(dock->isVisible() && button->isChecked());
        button->click();
        QVERIFY(!dock->isVisible());
        window.restoreDocks("not a state");
        QVERIFY(!dock->isVisible());

        QCOMPARE(button->accessibleName(), QStringLiteral("Sample"));
        dock->setCount(2);
        QCOMPARE(button->accessibleName(), QStringLiteral("Sample 2"));
        QVERIFY(button->toolTip().contains(QStringLiteral("F9")));
    }

    void aGuardedWindowAsksBeforeItCloses()
    {
        MainWindow window(m_theme);
        window.show();
        QSignalSpy asked(&window, &MainWindow::closeRequested);
        window.setCloseGuarded(true);
        QVERIFY(!window.close());
        QVERIFY(window.isVisible());
        QCOMPARE(asked.size(), 1);
        window.closeForGood();
        QVERIFY(!window.isVisible());
        QCOMPARE(asked.size(), 1);
    }

    void everythingThatTakesTheKeyboardHasANameForScreenReaders()
    {
        MainWindow window(m_theme);
        window.setPage(Step::Country, new CountryPage(m_theme));
        window.setPage(Step::Patient, new PatientPage(m_theme));
        window.setPage(Step::Studies, new StudiesPage(m_theme));
        window.setSidePage(Step::Studies, new DifferencesPage(m_theme));
        window.setPage(Step::Selection, new SelectionPage(m_theme));
        window.setPage(Step::Retrieval, new RetrievalPage(m_theme));
        window.addDock(new TransfersDock(m_theme), QKeySequence(Qt::Key_F9));
        window.addDock(new FaultDock(m_theme), QKeySequence(Qt::Key_F10));
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || qobject_cast<const QLabel *>(widget))
                continue;
            const auto *parent = widget->parentWidget();
            // Parts of a combo box and menus speak for themselves.
            if (widget->inherits("QComboBoxListView") || widget->inherits("QMenu") ||
                (parent && parent->inherits("QComboBoxPrivateContainer")))
                continue;
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

private:
    Theme m_theme;
};

QTEST_MAIN(PageTest)
#include "PageTest.moc"
