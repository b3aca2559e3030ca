#include "Samples.h"

#include <ui/DifferencesPage.h>
#include <ui/MainWindow.h>

#include <QAbstractButton>
#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace ui;

namespace {

template <class T = QAbstractButton>
T *find(const QObject &in, const char *name)
{
    T *found = in.findChild<T *>(QLatin1StringView(name));
    if (!found)
        qFatal("no widget named %s", name);
    return found;
}

//! As a person types: into the field, then away from it.
void type(const QObject &in, const char *name, const QString &text)
{
    auto *field = find<QLineEdit>(in, name);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Tab);
}

StudyRow row(int number, const QDate &date)
{
    StudyRow row{model::Study{.uid = samples::studyUid(number)}};
    row.study.date = date;
    row.study.modalities = {QStringLiteral("CT")};
    row.study.description = QStringLiteral("Study %1").arg(number);
    row.fhir = RouteKnows::Yes;
    return row;
}

//! So many studies a day apart, the first the newest.
QList<StudyRow> rows(int from, int count)
{
    QList<StudyRow> all;
    for (int i = from; i < from + count; ++i)
        all << row(i, QDate(2026, 1, 1).addDays(-i));
    return all;
}

QString textOf(const QTreeView *list, const QModelIndex &index)
{
    return index.isValid() ? list->model()->index(index.row(), 3).data().toString() : QString();
}

} // namespace

class StudiesPageTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(Style::Light); }

    void rowsComeInWithoutMovingTheCurrentOne_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("current");
        QTest::newRow("a long list, scrolled") << 60 << 30;
        QTest::newRow("a long list, at its beginning") << 60 << 2;
        QTest::newRow("a list that needs no scrolling") << 4 << 2;
    }
    void rowsComeInWithoutMovingTheCurrentOne()
    {
        QFETCH(int, first);
        QFETCH(int, current);
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setStudies(rows(100, first));
        auto *list = find<QTreeView>(page, "studyList");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(current, 0));
        const QString name = textOf(list, list->currentIndex());
        const int top = list->visualRect(list->currentIndex()).top();
        auto *above = find(page, "newAbove");
        QVERIFY(!above->isVisible());

        page.setStudies(rows(96, first + 4)); // four newer ones
        QCOMPARE(textOf(list, list->currentIndex()), name);
        QCOMPARE(list->visualRect(list->currentIndex()).top(), top);
        QVERIFY(above->isVisible());
        QCOMPARE(above->text(), QStringLiteral("4 new above"));

        above->click();
        QCOMPARE(list->verticalScrollBar()->value(), 0);
        QVERIFY(!above->isVisible());
        QVERIFY(list->visualRect(list->model()->index(0, 0)).top() >= 0);
    }

    void theRoutesStayInSightBesideManyTypes()
    {
        StudiesPage page(m_theme);
        page.resize(1216, 700); // what a window of 1440 leaves
        page.show();
        auto *list = find<QTreeView>(page, "studyList");
        const auto routesEnd = [&] {
            const QHeaderView *header = list->header();
            const int last = header->count() - 1;
            return header->sectionViewportPosition(last) + header->sectionSize(last);
        };
        page.setStudies(rows(0, 40));
        QVERIFY(!list->isColumnHidden(4)); // body site
        QVERIFY(routesEnd() <= list->viewport()->width());

        QList<StudyRow> many = rows(0, 40);
        many[1].study.modalities = QStringLiteral("CT DOC KO RTDOSE RTSTRUCT SEG SR").split(u' ');
        page.setStudies(many);
        QVERIFY2(routesEnd() <= list->viewport()->width(), qPrintable(QString::number(routesEnd())));
        QVERIFY(list->columnWidth(3) > 144); // the study's name keeps more than the body site took
        const int type = list->columnWidth(2);
        QVERIFY2(type < 170, qPrintable(QString::number(type))); // in two lines
        page.setStudies(rows(0, 40));
        QVERIFY(!list->isColumnHidden(4));
    }

    void whatStandsInPlaceOfTheListTakesTheFocus()
    {
        StudiesPage page(m_theme);
        page.setStudies(rows(0, 3));
        QCOMPARE(page.firstFocus()->objectName(), QStringLiteral("studyList"));
        page.setPageNotice(NoticeText{.icon = QStringLiteral("lock"),
                                      .headline = QStringLiteral("Nothing there"),
                                      .sentences = {},
                                      .advice = {},
                                      .actions = {{QStringLiteral("again"), QStringLiteral("Ask again")}},
                                      .foldTitle = QStringLiteral("Answers"),
                                      .foldText = QStringLiteral("none")});
        QCOMPARE(page.firstFocus()->objectName(), QStringLiteral("noticeAction_again"));
        page.setPageNotice(std::nullopt);
        QCOMPARE(page.firstFocus()->objectName(), QStringLiteral("studyList"));
    }

    void theFirstAnswerIsOnTheScreenInTime()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        page.setAsking(true);
        const QList<StudyRow> many = rows(0, 2000);
        QElapsedTimer clock;
        clock.start();
        page.setStudies(many);
        page.repaint();
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed()))); // 100 on a machine of its own
        QCOMPARE(find<QTreeView>(page, "studyList")->model()->rowCount(), 2000);
    }

    void everyParameterIsTypedIntoTheQuestion()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        find(page, "question")->click();
        QTRY_VERIFY(find<QLineEdit>(page, "askReason")->isVisible());
        QSignalSpy edited(&page, &StudiesPage::questionEdited);
        QSignalSpy asked(&page, &StudiesPage::askAgainRequested);
        type(page, "askFrom", QStringLiteral("2 Nov 2024"));
        type(page, "askTo", QStringLiteral("2026-11-02"));
        type(page, "askModality", QStringLiteral("ct"));
        type(page, "askAccession", QStringLiteral("HC-26-118204"));
        type(page, "askBodySite", QStringLiteral("http://snomed.info/sct|51185008"));
        type(page, "askReason", QStringLiteral("http://snomed.info/sct|429040005"));
        type(page, "askStudyUid", samples::studyUid(1).text());
        type(page, "askSeriesUid", samples::seriesUid(1, 5).text());
        type(page, "askSopClass", QStringLiteral("1.2.840.10008.5.1.4.1.1.2"));
        type(page, "askIdentifier", QStringLiteral("urn:dicom:uid|urn:oid:2.999.1"));
        type(page, "askFromTime", QStringLiteral("8:15"));
        type(page, "askToTime", QStringLiteral("17:30"));
        type(page, "askReferrer", QStringLiteral("Virtanen"));
        type(page, "askStudyId", QStringLiteral("S-7"));
        QVERIFY(!edited.isEmpty());
        const model::StudyQuery query = page.question();
        QCOMPARE(query.from, QDate(2024, 11, 2));
        QCOMPARE(query.to, QDate(2026, 11, 2));
        QCOMPARE(query.modality, QStringLiteral("CT"));
        QCOMPARE(query.accession, QStringLiteral("HC-26-118204"));
        QCOMPARE(query.bodySite, QStringLiteral("http://snomed.info/sct|51185008"));
        QCOMPARE(query.reason, QStringLiteral("http://snomed.info/sct|429040005"));
        QVERIFY(query.study == samples::studyUid(1));
        QVERIFY(query.series == samples::seriesUid(1, 5));
        QCOMPARE(query.sopClass, QStringLiteral("1.2.840.10008.5.1.4.1.1.2"));
        QCOMPARE(query.identifier, QStringLiteral("urn:dicom:uid|urn:oid:2.999.1"));
        QCOMPARE(query.fromTime, QTime(8, 15));
        QCOMPARE(query.toTime, QTime(17, 30));
        QCOMPARE(query.referrer, QStringLiteral("Virtanen"));
        QCOMPARE(query.studyId, QStringLiteral("S-7"));
        QVERIFY(page.questionInWords().contains(QStringLiteral("HC-26-118204")));
        QTest::keyClick(find<QLineEdit>(page, "askAccession"), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);

        find(page, "askClear")->click();
        QVERIFY(page.questionInWords().isEmpty());
        QVERIFY(!page.question().from.isValid() && !page.question().study);
    }

    void aWrongFieldIsMarkedOnLeavingItAndNothingIsAsked_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("date") << QStringLiteral("askFrom") << QStringLiteral("soon");
        QTest::newRow("two days") << QStringLiteral("askFrom") << QStringLiteral("03/04/2026");
        QTest::newRow("type") << QStringLiteral("askModality") << QStringLiteral("4D/CT");
        QTest::newRow("time") << QStringLiteral("askToTime") << QStringLiteral("noon");
        QTest::newRow("SOP class") << QStringLiteral("askSopClass") << QStringLiteral("CT image");
        QTest::newRow("UID") << QStringLiteral("askStudyUid") << QStringLiteral("1.2.x");
    }
    void aWrongFieldIsMarkedOnLeavingItAndNothingIsAsked()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        find(page, "question")->click();
        QTRY_VERIFY(find<QLineEdit>(page, "askReason")->isVisible());
        QSignalSpy asked(&page, &StudiesPage::askAgainRequested);
        auto *line = find<QLineEdit>(page, field.toLatin1().constData());
        auto *hint = find<QLabel>(page, "askHint");
        line->setFocus();
        QTest::keyClicks(line, text);
        QVERIFY(hint->text().isEmpty()); // not while typing
        QTest::keyClick(line, Qt::Key_Tab);
        QVERIFY(!hint->text().isEmpty());
        find(page, "askAgain")->click();
        QVERIFY(asked.isEmpty());
        QCOMPARE(QApplication::focusWidget(), line);
        line->clear();
        find(page, "askAgain")->click();
        QCOMPARE(asked.size(), 1);
        QVERIFY(hint->text().isEmpty());
    }

    void anEndBeforeTheBeginningIsNotAsked()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        find(page, "question")->click();
        auto *from = find<QLineEdit>(page, "askFrom");
        auto *to = find<QLineEdit>(page, "askTo");
        auto *hint = find<QLabel>(page, "askHint");
        QTRY_VERIFY(from->isVisible());
        QSignalSpy asked(&page, &StudiesPage::askAgainRequested);
        to->setFocus();
        QTest::keyClicks(to, QStringLiteral("2024-11-02"));
        QTest::keyClick(to, Qt::Key_Tab);
        QVERIFY(hint->text().isEmpty());
        from->setFocus();
        QTest::keyClicks(from, QStringLiteral("2024-11-03"));
        QTest::keyClick(from, Qt::Key_Tab);
        QVERIFY(hint->text().contains(QStringLiteral("before the first")));
        find(page, "askAgain")->click();
        QVERIFY(asked.isEmpty());
        QCOMPARE(QApplication::focusWidget(), to);
        from->setFocus();
        from->setText(QStringLiteral("2024-11-02"));
        QTest::keyClick(from, Qt::Key_Tab);
        QVERIFY(hint->text().isEmpty());
        // Enter presses the button that has the keyboard.
        auto *ask = find(page, "askNow");
        ask->setFocus();
        QTest::keyClick(ask, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(page.question().to, QDate(2024, 11, 2));
    }

    void aTimeWithoutItsDayIsNotAsked_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("day");
        QTest::addColumn<QString>("otherDay");
        QTest::newRow("from") << QStringLiteral("askFromTime") << QStringLiteral("askFrom") << QStringLiteral("askTo");
        QTest::newRow("to") << QStringLiteral("askToTime") << QStringLiteral("askTo") << QStringLiteral("askFrom");
    }
    void aTimeWithoutItsDayIsNotAsked()
    {
        QFETCH(QString, time);
        QFETCH(QString, day);
        QFETCH(QString, otherDay);
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        find(page, "question")->click();
        auto *field = find<QLineEdit>(page, time.toLatin1().constData());
        auto *hint = find<QLabel>(page, "askHint");
        QTRY_VERIFY(field->isVisible());
        QSignalSpy asked(&page, &StudiesPage::askAgainRequested);
        type(page, otherDay.toLatin1().constData(), QStringLiteral("2 Nov 2024"));
        type(page, time.toLatin1().constData(), QStringLiteral("8:15"));
        QVERIFY2(hint->text().contains(QStringLiteral("day")), qPrintable(hint->text()));
        QCOMPARE(field->accessibleDescription(), hint->text());
        find(page, "askAgain")->click();
        QVERIFY(asked.isEmpty());
        QCOMPARE(QApplication::focusWidget(), field);
        type(page, day.toLatin1().constData(), QStringLiteral("2 Nov 2024"));
        QVERIFY2(hint->text().isEmpty(), qPrintable(hint->text()));
        find(page, "askAgain")->click();
        QCOMPARE(asked.size(), 1);
        QVERIFY(page.question().fromTime.isValid() != page.question().toTime.isValid());
    }

    void aRouteIsSaidNotToKnowAStudyOnlyWhereItSaysSo_data()
    {
        QTest::addColumn<RouteKnows>("knows");
        QTest::addColumn<QString>("word");
        QTest::newRow("listed") << RouteKnows::Yes << QStringLiteral("known");
        QTest::newRow("asked for all") << RouteKnows::No << QStringLiteral("not known");
        QTest::newRow("asked with filters") << RouteKnows::NotListed << QStringLiteral("not listed for this question");
        QTest::newRow("no answer") << RouteKnows::NotAsked << QStringLiteral("failed, cut off or not asked");
    }
    void aRouteIsSaidNotToKnowAStudyOnlyWhereItSaysSo()
    {
        QFETCH(RouteKnows, knows);
        QFETCH(QString, word);
        StudiesPage page(m_theme);
        StudyRow study = row(1, QDate(2026, 1, 1));
        study.dicomweb = knows;
        page.setStudies({study});
        const auto *list = find<QTreeView>(page, "studyList")->model();
        QVERIFY(
            list->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("QIDO %1,").arg(word)));
        bool isToldOnTheSlots = false;
        for (int column = 0; column < list->columnCount(); ++column)
            isToldOnTheSlots |= list->index(0, column)
                                    .data(Qt::ToolTipRole)
                                    .toString()
                                    .contains(QStringLiteral("QIDO: %1\n").arg(word));
        QVERIFY(isToldOnTheSlots);
    }

    void theRowOfTheKeyboardHasARingRoundAllItsColumns()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.setStudies(rows(1, 3));
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto *list = find<QTreeView>(page, "studyList");
        list->setCurrentIndex(list->model()->index(0, 0));
        const QRgb ring = m_theme.colour(Colour::Accent).rgb();
        const auto ringed = [&](int row) { // how much of its lower edge is the ring's
            const QRect area = list->visualRect(list->model()->index(row, 0));
            const QImage seen = list->viewport()->grab().toImage();
            const int ratio = qRound(seen.devicePixelRatio());
            int count = 0;
            for (int x = 0; x < list->viewport()->width(); ++x)
                count += seen.pixel(x * ratio, (area.bottom() - 2) * ratio) == ring;
            return count;
        };
        find(page, "question")->setFocus();
        for (int i = 0; i < 20 && !list->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY2(ringed(1) > list->viewport()->width() * 9 / 10, qPrintable(QString::number(ringed(1))));
        QVERIFY(ringed(0) < 10);
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(ringed(1) < 10);
        QVERIFY(ringed(2) > list->viewport()->width() * 9 / 10);
    }

    void whatAFilterHidesIsStillCountedAndSaid()
    {
        StudiesPage page(m_theme);
        page.setStudies(rows(1, 3));
        page.setTicks({samples::studyUid(1), samples::studyUid(2)});
        const auto said = [&] { return find<QWidget>(page, "pageFootText")->accessibleName(); };
        QVERIFY2(!said().isEmpty() && !said().contains(QStringLiteral("hidden")), qPrintable(said()));
        find<QLineEdit>(page, "studyFilter")->setText(QStringLiteral("Study 2"));
        QVERIFY2(said().contains(QStringLiteral("1 of them hidden by filters")), qPrintable(said()));
        find<QLineEdit>(page, "studyFilter")->clear();
        QVERIFY2(!said().contains(QStringLiteral("hidden")), qPrintable(said()));
    }

    void aStudyWithoutAReportIsNoStudyWhoseReportsAreNotKnown()
    {
        StudiesPage page(m_theme);
        page.setReportsOffered(true);
        page.setStudies(rows(1, 2));
        const auto *list = find<QTreeView>(page, "studyList")->model();
        const auto shown = [&] {
            QString all;
            for (int column = 0; column < list->columnCount(); ++column)
                if (list->headerData(column, Qt::Horizontal).toString() == QStringLiteral("Reports"))
                    all += list->index(0, column).data().toString() + list->index(1, column).data().toString();
            return all;
        };
        ReportRow report;
        report.id = QStringLiteral("a");
        report.links = {{samples::studyUid(1), {}}};
        page.setReports({report});
        QCOMPARE(shown(), QStringLiteral(u"1–"));
        page.setReportsState(QStringLiteral("Reports could not be asked for."));
        QCOMPARE(shown(), QStringLiteral("1?"));
        page.setReportsState({});
        QCOMPARE(shown(), QStringLiteral(u"1–"));
    }

    void theNamesOfTheQuestionAreNotCovered()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 560); // beside an open dock
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setStudies(rows(1, 3));
        find(page, "question")->click();
        const auto *field = find<QWidget>(page, "askStudyId");
        QTRY_VERIFY(field->isVisible());
        const auto *question = find<QWidget>(page, "askFrom")->parentWidget();
        QTRY_VERIFY2(question->height() >= question->minimumSizeHint().height(),
                     qPrintable(QString::number(question->height())));
        find(page, "question")->click();
        QTRY_VERIFY(!field->isVisible());
        QTRY_COMPARE(page.body()->minimumHeight(), 480);
    }

    void oddTypesLeaveTheRoutesInSight_data()
    {
        QTest::addColumn<QStringList>("types");
        QTest::newRow("none") << QStringList();
        QTest::newRow("empty ones") << QStringList(20, QString());
        QTest::newRow("a comma at the end") << QStringList{QStringLiteral("CTCTCTCT"), QStringLiteral("MRMRMRMR, ")};
        QTest::newRow("one without end") << QStringList{QString(100'000, u'X')};
        QTest::newRow("without end") << QStringList(20'000, QStringLiteral("RTSTRUCT"));
    }
    void oddTypesLeaveTheRoutesInSight()
    {
        QFETCH(QStringList, types);
        StudiesPage page(m_theme);
        page.resize(1216, 700);
        page.show();
        QList<StudyRow> all = rows(0, 20);
        for (StudyRow &one : all)
            one.study.modalities = types;
        page.setStudies(all);
        const auto *list = find<QTreeView>(page, "studyList");
        const QHeaderView *header = list->header();
        QVERIFY(header->length() <= list->viewport()->width());
        QVERIFY(!page.grab().isNull());
    }

    void aTypeNeverElides()
    {
        StudiesPage page(m_theme);
        QList<StudyRow> all = rows(1, 2);
        all[1].study.modalities = {QStringLiteral("RTSTRUCT"), QStringLiteral("RTDOSE"), QStringLiteral("RTPLAN"),
                                   QStringLiteral("SEG")};
        page.setStudies(all);
        const QFontMetrics metrics(m_theme.font(Type::Strong));
        QVERIFY(find<QTreeView>(page, "studyList")->columnWidth(2) >=
                metrics.horizontalAdvance(QStringLiteral("RTSTRUCT, RTDOSE,")) + 8);
    }

    void anotherListIsTickedFromTheFirstKeyOn()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setStudies(rows(1, 3));
        auto *list = find<QTreeView>(page, "studyList");
        list->setFocus();
        page.setStudies({});
        page.setStudies(rows(20, 3)); // of another patient
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(page.ticks().size(), 1);
        QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(page.ticks().size(), 3);
        QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(page.ticks().size(), 0);
    }

    void anAnswerToAnotherQuestionIsCalledStale()
    {
        StudiesPage page(m_theme);
        page.setStudies(samples::studies());
        auto *count = find<QLabel>(page, "shownCount");
        QCOMPARE(count->text(), QStringLiteral("11 of 11 shown"));
        page.setStale(QStringLiteral("From 10:17. Ask again, F5"));
        QCOMPARE(count->text(), QStringLiteral("From 10:17. Ask again, F5"));
        page.setStale({});
        QCOMPARE(count->text(), QStringLiteral("11 of 11 shown"));
    }

    void theTabKeyGoesAsTheEyeDoes()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setStudies(rows(1, 3));
        NoticeText cut;
        cut.headline = QStringLiteral("The list is cut off at 3");
        cut.actions = {{QStringLiteral("theRest"), QStringLiteral("Ask for the rest")}};
        page.setInlineNotices({cut});
        QTRY_VERIFY(find(page, "modality_CT")->isVisible() && find(page, "noticeAction_theRest")->isVisible());
        find<QWidget>(page, "dateFilter")->setFocus();
        QStringList reached;
        for (int steps = 0; steps < 3; ++steps) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached << QApplication::focusWidget()->objectName();
        }
        QCOMPARE(reached, (QStringList{QStringLiteral("modality_CT"), QStringLiteral("noticeAction_theRest"),
                                       QStringLiteral("studyList")}));
    }

    void noticesStandBesideEachOther()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        page.setStudies(samples::studies());
        NoticeText failed;
        failed.headline = QStringLiteral("QIDO failed, the others answered");
        failed.actions = {{QStringLiteral("again"), QStringLiteral("Try QIDO again")}};
        NoticeText cut;
        cut.headline = QStringLiteral("The list is cut off at 100");
        page.setInlineNotices({failed, cut});
        QCOMPARE(page.findChildren<Notice *>(QStringLiteral("studiesInlineNotice")).size(), 2);
        // A button may take its own notice away.
        connect(&page, &StudiesPage::noticeActionTriggered, &page, [&page] { page.setInlineNotices({}); });
        find(page, "noticeAction_again")->click();
        QTRY_COMPARE(page.findChildren<Notice *>(QStringLiteral("studiesInlineNotice")).size(), 0);
    }

    void theDifferencesLieOnTheStudiesAndEscapeGoesBack()
    {
        MainWindow window(m_theme);
        auto *studies = new StudiesPage(m_theme);
        auto *differences = new DifferencesPage(m_theme);
        window.setPage(Step::Studies, studies);
        window.setSidePage(Step::Studies, differences);
        connect(studies, &StudiesPage::differencesRequested, &window, [&](const std::optional<model::StudyUid> &study) {
            window.showSidePage(Step::Studies);
            if (study)
                differences->show(*study);
        });
        connect(differences, &DifferencesPage::backRequested, &window, [&] { window.setStep(Step::Studies); });
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.setStep(Step::Studies);
        studies->setStudies(samples::studies());
        differences->setDifferences({model::Route::Fhir, model::Route::Dicomweb}, samples::differences(), 8);
        auto *list = find<QTreeView>(*studies, "studyList");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(3, 0));

        auto *chip = find(*studies, "studiesDiffer");
        QCOMPARE(chip->text(), QStringLiteral("4 studies differ"));
        chip->setFocus();
        QTest::keyClick(chip, Qt::Key_Space);
        QVERIFY(differences->isVisible() && !studies->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("differenceList"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(studies->isVisible() && !differences->isVisible());
        QCOMPARE(QApplication::focusWidget(), chip);
        QCOMPARE(list->currentIndex().row(), 3);
        // Enter opens what there is to read of a row.
        list->setFocus();
        list->setCurrentIndex(list->model()->index(2, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(differences->isVisible());
        QCOMPARE(find<QListView>(*differences, "differenceList")->currentIndex().row(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), list);
        // The primary action belongs to the page that is seen.
        window.showSidePage(Step::Studies);
        QTest::keyClick(&window, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(studies->isVisible());
    }

    void aDifferenceIsReadFieldByField()
    {
        DifferencesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setDifferences({model::Route::Fhir, model::Route::Dicomweb, model::Route::Documents},
                            samples::differences(), 8);
        const QAbstractItemModel *table = find<QTreeView>(page, "differenceTable")->model();
        QCOMPARE(table->columnCount(), 5);
        const auto names = [table] {
            QStringList all;
            for (int line = 0; line < table->rowCount(); ++line)
                all << table->index(line, 0).data().toString();
            return all.join(u' ');
        };
        QCOMPARE(names(), QStringLiteral("Patient Name Study Type Series Images Description"));
        QCOMPARE(table->index(5, 2).data().toString(), QStringLiteral("1 112"));
        const QString spoken = table->index(5, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(QStringLiteral("DOC 1 111, used, Open")), qPrintable(spoken));
        QVERIFY(page.asText().contains(QStringLiteral("DOC 1 111 (used)")));

        // What agrees is there when asked for, in the window and in the text.
        QVERIFY(!page.asText().contains(QStringLiteral("140358-936L")));
        find(page, "showAgreeing")->click();
        QCOMPARE(names(), QStringLiteral("Patient Number Name Study Type Series Images Description"));
        QVERIFY(page.asText().contains(QStringLiteral("140358-936L")));
        find(page, "showAgreeing")->click();
        QCOMPARE(names(), QStringLiteral("Patient Name Study Type Series Images Description"));

        // The study in view stays while answers come.
        auto *list = find<QListView>(page, "differenceList");
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(page.current() == samples::studyUid(3));
        page.setDifferences({model::Route::Fhir}, samples::differences(), 9);
        QVERIFY(page.current() == samples::studyUid(3));
    }

    void aConflictIsLookedAtFromHereToo()
    {
        DifferencesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setDifferences({model::Route::Dicomweb}, samples::differences(), 8);
        QSignalSpy looked(&page, &DifferencesPage::conflictLookedAt);
        auto *show = find(page, "showConflict");
        QVERIFY(!show->isVisible());
        page.show(samples::studyUid(9));
        QVERIFY(show->isVisible());
        show->click();
        QCOMPARE(looked.size(), 1);

        StudiesPage studies(m_theme);
        studies.setStudies(samples::studies());
        auto *list = find<QTreeView>(studies, "studyList");
        const QModelIndex bones = list->model()->index(8, 0);
        QVERIFY(!(bones.flags() & Qt::ItemIsUserCheckable));
        studies.lookAtConflict(samples::studyUid(9));
        QVERIFY(bones.flags() & Qt::ItemIsUserCheckable);
    }

    void aRowThatCouldNotBeComparedSaysSoAndIsTickedLikeAnother()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        QList<StudyRow> all = rows(1, 2);
        page.setStudies(all);
        const auto *list = find<QTreeView>(page, "studyList");
        const auto told = [list](int column, int role) {
            return list->model()->index(0, column).data(role).toString();
        };
        constexpr int sign = 8;
        QVERIFY(!told(0, Qt::AccessibleTextRole).contains(QStringLiteral("not compared")));
        QVERIFY(told(sign, Qt::ToolTipRole).isEmpty());
        const QImage before = page.grab().toImage();
        all[0].isUnchecked = true;
        page.setStudies(all);
        QVERIFY(told(0, Qt::AccessibleTextRole).contains(QStringLiteral("not compared")));
        QVERIFY(told(sign, Qt::ToolTipRole).startsWith(QStringLiteral("Not compared")));
        QVERIFY(page.grab().toImage() != before);
        page.setTicks({samples::studyUid(1)});
        QCOMPARE(page.ticks(), QList{samples::studyUid(1)});
    }

    void aConflictIsToldAsLongAsTheAnswerSaysSo()
    {
        StudiesPage page(m_theme);
        page.show();
        QList<StudyRow> all = samples::studies();
        const QList<StudyRow> healthy = [all]() mutable {
            for (StudyRow &row : all)
                row.conflict.clear();
            return all;
        }();
        all = healthy;
        for (StudyRow &row : all)
            row.conflict = QStringLiteral("Documents gives another identifier: 0000000000.");
        auto *notice = page.findChild<Notice *>(QStringLiteral("conflictNotice"));
        page.setStudies(all);
        auto *list = find<QTreeView>(page, "studyList");
        list->setCurrentIndex(list->model()->index(2, 0));
        QVERIFY(notice->isVisible());
        auto *show = find(*notice, "noticeAction_showConflict");
        show->setFocus();
        page.setStudies(all); // another route answered
        QCOMPARE(notice->findChild<QAbstractButton *>(QStringLiteral("noticeAction_showConflict")), show);
        page.setStudies(healthy);
        QVERIFY(list->currentIndex().isValid());
        QVERIFY(!notice->isVisible());
        page.setStudies(all);
        QVERIFY(notice->isVisible());
        page.setNothingAsked();
        QVERIFY(!notice->isVisible());
    }

    void theMenuKeySortsTheList()
    {
        StudiesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        page.setStudies(samples::studies());
        auto *list = find<QTreeView>(page, "studyList");
        const auto sortBy = [&](const QString &column) {
            QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(10, 10), list->mapToGlobal(QPoint(10, 10)));
            QApplication::sendEvent(list->viewport(), &asked);
            auto *menu = list->findChild<QMenu *>(QStringLiteral("studyOrders"));
            QAction *wanted = nullptr;
            for (QAction *action : menu ? menu->actions() : QList<QAction *>())
                if (action->text() == QStringLiteral("Sort by ") + column)
                    wanted = action;
            const bool wasSorted = wanted && wanted->isChecked();
            if (wanted)
                wanted->trigger();
            delete menu;
            return wasSorted;
        };
        const auto images = [&](int row) {
            for (int column = 0; column < list->model()->columnCount(); ++column)
                if (list->model()->headerData(column, Qt::Horizontal).toString() == QStringLiteral("Images"))
                    return list->model()
                        ->index(row, column)
                        .data()
                        .toString()
                        .remove(QRegularExpression(QStringLiteral("\\D")))
                        .toInt();
            return -1;
        };
        QVERIFY(!sortBy(QStringLiteral("Images")));
        const int last = list->model()->rowCount() - 1;
        QVERIFY2(images(0) < images(last), qPrintable(QString::number(images(last))));
        QVERIFY(sortBy(QStringLiteral("Images"))); // and turned
        QVERIFY(images(0) > images(last));
    }

    void nobodyIsNamedWhileIdentityIsHidden()
    {
        StudiesPage page(m_theme);
        page.show();
        QList<StudyRow> all = rows(1, 2);
        all[0].conflict = QStringLiteral("QIDO gives another name: Doe^John.");
        all[0].unnamedConflict = QStringLiteral("QIDO gives another name.");
        all[1].difference = QStringLiteral("Birth date: FHIR 1968-03-14, QIDO 1968-04-03");
        all[1].unnamedDifference = QStringLiteral("Birth date differs");
        page.setStudies(all);
        auto *list = find<QTreeView>(page, "studyList");
        list->setCurrentIndex(list->model()->index(0, 0));
        auto *notice = page.findChild<Notice *>(QStringLiteral("conflictNotice"));
        const auto said = [&] {
            QString words = notice->text().sentences.join(u' ');
            for (int row = 0; row < 2; ++row)
                for (int column = 0; column < list->model()->columnCount(); ++column)
                    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                        words += list->model()->index(row, column).data(role).toString();
            return words;
        };
        QVERIFY(said().contains(QStringLiteral("John")) && said().contains(QStringLiteral("1968")));
        page.lookAtConflict(all[0].study.uid);
        page.setTicks({all[0].study.uid});
        page.setIdentityHidden(true);
        QVERIFY2(!said().contains(QStringLiteral("John")) && !said().contains(QStringLiteral("1968")),
                 qPrintable(said()));
        QVERIFY(said().contains(QStringLiteral("gives another name.")));
        QCOMPARE(page.ticks(), QList{all[0].study.uid}); // what was looked at stays so
        page.setIdentityHidden(false);
        QVERIFY(said().contains(QStringLiteral("John")));

        DifferencesPage differences(m_theme);
        DifferingField name{.group = QStringLiteral("Patient"),
                            .name = QStringLiteral("Name"),
                            .values = {{model::Route::Dicomweb, QStringLiteral("Doe, John")}},
                            .used = {},
                            .words = {},
                            .isPersonal = true};
        differences.setIdentityHidden(true);
        differences.setDifferences({model::Route::Dicomweb}, {{all[0].study.uid, {}, {}, {}, {name}}}, 0);
        QVERIFY2(!differences.asText().contains(QStringLiteral("John")), qPrintable(differences.asText()));
        differences.setIdentityHidden(false);
        QVERIFY(differences.asText().contains(QStringLiteral("John")));
        name.reading = Reading::Same;
        find(differences, "showAgreeing")->click();
        differences.setDifferences({model::Route::Dicomweb}, {{all[0].study.uid, {}, {}, {}, {name}}}, 0);
        QVERIFY(differences.asText().contains(QStringLiteral("John")));
        differences.setIdentityHidden(true);
        QVERIFY2(!differences.asText().contains(QStringLiteral("John")), qPrintable(differences.asText()));
    }

    void aTickIsTakenBackWhereAConflictComesLater()
    {
        StudiesPage page(m_theme);
        QList<StudyRow> all = rows(1, 2);
        page.setStudies(all);
        page.setTicks({samples::studyUid(1), samples::studyUid(2)});
        all[0].conflict = QStringLiteral("QIDO gives another birth date: 1968-04-03.");
        page.setStudies(all);
        QCOMPARE(page.ticks(), QList{samples::studyUid(2)});
        page.setTicks({samples::studyUid(1)});
        QVERIFY(page.ticks().isEmpty());
        page.lookAtConflict(samples::studyUid(1));
        page.setTicks({samples::studyUid(1)});
        QCOMPARE(page.ticks(), QList{samples::studyUid(1)});
        // What was looked at is not what a third route says.
        all[0].conflict = QStringLiteral("DOC gives another name: Doe^John.");
        page.setStudies(all);
        QVERIFY(page.ticks().isEmpty());
    }

    void whereAllAgreeThePageSaysSo()
    {
        DifferencesPage page(m_theme);
        page.resize(1200, 700);
        page.show();
        page.setDifferences({model::Route::Fhir, model::Route::Dicomweb}, {}, 23);
        auto *notice = find<Notice>(page, "differencesNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().headline, QStringLiteral("All routes agree on 23 studies"));
        QVERIFY(!find(page, "copyDifferences")->isEnabled());
    }

private:
    Theme m_theme;
};

QTEST_MAIN(StudiesPageTest)
#include "StudiesPageTest.moc"
