#include <ui/ReportPane.h>
#include <ui/StudiesPage.h>
#include <ui/Theme.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QTextBrowser>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

//! Reports beside studies and pictures: what is listed, what is asked for, and that nothing is asked for unasked.
class ReportPaneTest : public QObject
{
    Q_OBJECT

private:
    ui::Theme m_theme;

    static QStringList rows(const QAbstractItemView *list)
    {
        QStringList all;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            all += list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return all;
    }

    static QImage filled(int width, Qt::GlobalColor colour)
    {
        QImage picture(width, int(width * 842. / 595), QImage::Format_RGB32);
        picture.fill(colour);
        return picture;
    }
    static QColor inTheMiddle(const ui::ReportPane &pane)
    {
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        return pages->grab().toImage().pixelColor(pages->rect().center());
    }

private slots:
    void initTestCase() { m_theme.apply(ui::Style::Light); }

    void reportsOfTheCurrentStudyStandFirstThenThoseOfNone()
    {
        ui::StudiesPage page(m_theme);
        page.resize(1216, 700);
        page.show();
        const auto uid = *model::StudyUid::parse(u"1.2.3"_s);
        page.setReportsOffered(true);
        page.setStudies({ui::StudyRow{model::Study{uid}}});
        page.setReports({{u"a"_s,
                          u"Befund"_s,
                          u"2 Nov 2026"_s,
                          u"2 Nov 2026, German, final"_s,
                          {u"CDA"_s},
                          {{uid, u"Linked by Study UID"_s}}},
                         {u"b"_s, u"Arztbrief"_s, u"No date"_s, u"No date"_s, {u"PDF"_s}, {}}});
        auto *list = page.findChild<QAbstractItemView *>(u"studyReports"_s);
        QCOMPARE(rows(list),
                 QStringList({u"Reports, 2"_s, u"Choose a study to see its reports."_s, u"Not linked to any study, 1"_s,
                              u"Arztbrief, No date, PDF"_s, u"It names no study of this list."_s}));
        auto *studies = page.findChild<QAbstractItemView *>(u"studyList"_s);
        studies->setCurrentIndex(studies->model()->index(0, 0));
        QCOMPARE(rows(list).first(2), QStringList({u"Reports of this study, 1"_s,
                                                   u"Befund, 2 Nov 2026, German, final, CDA, Linked by Study UID"_s}));
        QSignalSpy opened(&page, &ui::StudiesPage::reportOpenRequested);
        list->setCurrentIndex(list->model()->index(1, 0));
        QVERIFY(opened.isEmpty()); // choosing is not opening
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened, QList<QVariantList>({{u"a"_s}}));
    }
    void aWebViewerIsOfferedWithItsAddressAndOpenedWhenAsked()
    {
        ui::StudiesPage page(m_theme);
        page.resize(1216, 700);
        page.show();
        const QUrl address(u"https://viewer.example/open?study=1.2.3"_s);
        model::Study study{*model::StudyUid::parse(u"1.2.3"_s)};
        study.viewers = {address};
        page.setReportsOffered(true);
        page.setStudies({ui::StudyRow{study}});
        QSignalSpy wanted(&page, &ui::StudiesPage::viewerRequested);
        auto *studies = page.findChild<QAbstractItemView *>(u"studyList"_s);
        studies->setCurrentIndex(studies->model()->index(0, 0));
        auto *list = page.findChild<QAbstractItemView *>(u"studyReports"_s);
        const int row = int(rows(list).indexOf(address.toString()));
        QVERIFY(row > 0);
        list->setCurrentIndex(list->model()->index(row, 0));
        QVERIFY(wanted.isEmpty());
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(wanted, QList<QVariantList>({{address}}));
    }
    void evenHostileMarkupLoadsNothing()
    {
        QTcpServer listener;
        QVERIFY(listener.listen(QHostAddress::LocalHost));
        const QString host = u"http://127.0.0.1:%1"_s.arg(listener.serverPort());
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.show();
        model::ReportSection section;
        section.title = u"<b>Title</b>"_s;
        section.html = u"<img src=\"%1/a.png\"><link rel=\"stylesheet\" href=\"%1/b.css\">"
                       "<table background=\"%1/c.png\"><tr><td>a <a href=\"%1/d\">b</a></td></tr></table>"_s.arg(host);
        pane.showSections({section});
        auto *text = pane.findChild<QTextBrowser *>(u"reportText"_s);
        QVERIFY(text->toPlainText().contains(u"<b>Title</b>"_s)); // a title is text
        (void)text->grab();
        emit text->anchorClicked(QUrl(host + u"/d"_s));
        QVERIFY(!text->openLinks());
        QVERIFY(!text->openExternalLinks());
        QVERIFY(!listener.waitForNewConnection(50));
    }
    void aPictureOfTheReferencesIsAskedForByItsPlace()
    {
        ui::ReportPane pane(m_theme);
        pane.show();
        pane.setReferences({{u"Reported"_s, u"CT 2 Nov 2026"_s, u"The report says so."_s}},
                           {u"Key image 1"_s, u"Key image 2"_s});
        auto *references = pane.findChild<QTextBrowser *>(u"reportReferences"_s);
        QVERIFY(references->toPlainText().contains(u"CT 2 Nov 2026"_s));
        QSignalSpy wanted(&pane, &ui::ReportPane::pictureRequested);
        emit references->anchorClicked(QUrl(u"picture:1"_s));
        emit references->anchorClicked(QUrl(u"https://example.org/2"_s));
        QCOMPARE(wanted, QList<QVariantList>({{1}}));
    }
    void aPressedFormKeepsTheKeyboard()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, u"a"_s);
        const QList<ui::ReportForm> forms{{u"0"_s, u"FHIR"_s}, {u"1"_s, u"PDF"_s}};
        pane.setForms(forms, u"0"_s);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        connect(&pane, &ui::ReportPane::formChosen, &pane, [&](const QString &id) { pane.setForms(forms, id); });
        pane.findChild<QWidget *>(u"reportForm_1"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"reportForm_1"_s);
        QVERIFY(pane.findChild<QAbstractButton *>(u"reportForm_1"_s)->isChecked());
        pane.setForms({}, {}); // none is left of those: what chooses the report has it
        QCOMPARE(QApplication::focusWidget()->objectName(), u"reportChoice"_s);
    }
    void whatIsNoReportOfTheListIsCalledByItsNameToo()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, {});
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        auto *choice = pane.findChild<QWidget *>(u"reportChoice"_s);
        const QImage nothing = choice->grab().toImage();
        pane.setUnlisted(u"CT abdomen, report"_s);
        QVERIFY(choice->grab().toImage() != nothing);
        const int narrow = pane.minimumSizeHint().width();
        pane.setUnlisted(QString(1024, u'W') + u'\n' + QString(1024, u'W')); // as long as a file may have it
        QCOMPARE(pane.minimumSizeHint().width(), narrow);
        QCOMPARE(choice->sizeHint().height(), choice->height());
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, {});
        QVERIFY(choice->grab().toImage() == nothing);
    }
    void theTabKeyGoesAsTheEyeDoes()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, u"a"_s);
        pane.showPlainText(u"Text"_s);
        pane.setSaveable(true);
        ui::NoticeText bar;
        bar.headline = u"There is a newer version of this report"_s;
        bar.actions = {{u"open"_s, u"Open it"_s}};
        pane.setBar(bar);
        pane.setReferences({}, {u"Key image 1"_s});
        pane.setForms({{u"0"_s, u"FHIR"_s}, {u"1"_s, u"PDF"_s}}, u"0"_s);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        auto *first = pane.findChild<QWidget *>(u"reportChoice"_s);
        first->setFocus();
        QStringList reached;
        for (int steps = 0; steps < 7; ++steps) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached += QApplication::focusWidget()->objectName();
        }
        QCOMPARE(reached, QStringList({u"reportForm_0"_s, u"reportForm_1"_s, u"noticeAction_open"_s, u"reportSave"_s,
                                       u"reportClose"_s, u"reportText"_s, u"reportReferences"_s}));
    }
    void whereTheKeyboardIsIsSeenInTheText()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.showPlainText(u"Text"_s);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        auto *text = pane.findChild<QTextBrowser *>(u"reportText"_s);
        pane.findChild<QWidget *>(u"reportClose"_s)->setFocus();
        const QImage without = text->grab().toImage();
        text->setFocus();
        QVERIFY(text->grab().toImage() != without);
    }
    void aHiddenIdentityIsSaidNotToHoldForTheReport()
    {
        ui::ReportPane pane(m_theme);
        pane.show();
        auto *said = pane.findChild<ui::Notice *>(u"reportHiddenBar"_s);
        QVERIFY(!said->isVisible());
        pane.setIdentityHidden(true);
        QVERIFY(said->isVisible());
        QVERIFY(!m_theme.pixmap(said->text().icon, ui::Colour::Text2, 18, 1).isNull()); // the room for it is not empty
    }
    void aWithdrawnReportIsTold()
    {
        ui::StudiesPage page(m_theme);
        page.resize(1216, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setReportsOffered(true);
        ui::ReportRow row{u"b"_s, u"Arztbrief"_s, u"No date"_s, u"withdrawn, No date"_s, {u"PDF"_s}, {}};
        auto *list = page.findChild<QAbstractItemView *>(u"studyReports"_s);
        page.setReports({row});
        const QImage valid = list->grab().toImage();
        row.isWithdrawn = true;
        page.setReports({row});
        QVERIFY(list->grab().toImage() != valid);
        QVERIFY2(rows(list).contains(u"Arztbrief, No date, PDF, withdrawn"_s), qPrintable(rows(list).join(u'|')));
        page.setFocus();
        list->setFocus();
        QVERIFY(list->currentIndex().isValid()); // and is seen
    }
    void pagesAreAskedForAsTheyAreLookedAt()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.show();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages(QList<QSizeF>(500, QSizeF(595, 842)));
        QVERIFY(!wanted.isEmpty());
        QCOMPARE(wanted.last().at(0).value<QList<int>>().first(), 0);
        QVERIFY(wanted.last().at(0).value<QList<int>>().size() < 4);
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        pages->verticalScrollBar()->setValue(pages->verticalScrollBar()->maximum());
        QVERIFY(wanted.last().at(0).value<QList<int>>().contains(499));
        QVERIFY(pane.findChild<QLabel *>(u"reportPage"_s)->text().endsWith(u"of 500"_s));
        QImage red(int(wanted.last().at(1).toInt()), 100, QImage::Format_RGB32);
        red.fill(Qt::red);
        pane.setPage(499, red, red.width());
        QCOMPARE(pages->grab().toImage().pixelColor(pages->width() / 2, pages->height() - 100), QColor(Qt::red));
    }
    void aLatePictureOfAnotherWidthDoesNotBlurThePage()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(700, 800);
        pane.show();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        const auto width = [&wanted] { return wanted.last().at(1).toInt(); };
        pane.showPages({QSizeF(595, 842)});
        const int wide = width();
        pane.setPage(0, filled(wide, Qt::red), wide);
        pane.resize(500, 800); // as a layout does on its way
        QTRY_VERIFY(width() < wide);
        const int narrow = width();
        pane.resize(700, 800);
        QTRY_COMPARE(width(), wide);
        QVERIFY(wanted.last().at(0).value<QList<int>>().isEmpty()); // it has what fits
        pane.setPage(0, filled(narrow, Qt::blue), narrow);
        QCOMPARE(inTheMiddle(pane), QColor(Qt::red));
    }
    void aPageIsShownPixelByPixel()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(700, 800);
        pane.show();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages({QSizeF(595, 842)});
        const int width = wanted.last().at(1).toInt();
        QImage lines(width, int(width * 842. / 595) + 1, QImage::Format_RGB32); // who draws may round up
        for (int y = 0; y < lines.height(); ++y)
            for (int x = 0; x < width; ++x)
                lines.setPixelColor(x, y, y % 2 ? Qt::black : Qt::white);
        pane.setPage(0, lines, width);
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        const QImage shown = pages->grab().toImage();
        for (int y = int(20 * pages->devicePixelRatioF()); y < shown.height(); ++y) { // from inside of the sheet
            const int grey = shown.pixelColor(pages->width() / 2, y).red();
            QVERIFY2(grey == 0 || grey == 255, qPrintable(QString::number(y)));
        }
    }
    void pagesThatCameWhileThePaneWasClosedAreAskedForWhenItOpens()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.showPages({QSizeF(595, 842)});
        pane.show();
        pane.hide();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages({QSizeF(595, 842), QSizeF(595, 842)});
        pane.show();
        QTRY_VERIFY(!wanted.isEmpty());
        QCOMPARE(wanted.last().at(0).value<QList<int>>(), QList<int>({0, 1}));
    }
    void pagesAreEnlargedByTheKeyboard()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages(QList<QSizeF>(10, QSizeF(595, 842)));
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        const QScrollBar *across = pages->horizontalScrollBar();
        QScrollBar *down = pages->verticalScrollBar();
        const auto width = [&wanted] { return wanted.last().at(1).toInt(); };
        const auto place = [&] { return double(down->value()) / (down->maximum() + pages->viewport()->height()); };
        const int fit = width();
        pages->setFocus();
        down->setValue(down->maximum() / 2);
        const double before = place();
        QCOMPARE(across->maximum(), 0);
        QTest::keyClick(pages, Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(width() > fit);
        QVERIFY(across->maximum() > 0);
        QVERIFY(std::abs(place() - before) < 0.005);
        QCOMPARE(across->value(), 0); // lines begin there
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(pages, Qt::Key_Equal, Qt::ControlModifier); // where + wants Shift
        QCOMPARE(width(), 4 * fit);
        QVERIFY(std::abs(place() - before) < 0.005);
        QTest::keyClick(pages, Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(width() < 4 * fit);
        QTest::keyClick(pages, Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(width(), fit);
        QCOMPARE(across->maximum(), 0);
        QVERIFY(std::abs(place() - before) < 0.005);
        QTest::keyClick(pages, Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(width(), fit); // never smaller than the pane
    }
    void aPageThatFailedIsAskedForAnewAtAnotherWidth()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.show();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages({QSizeF(595, 842)});
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        QTest::keyClick(pages, Qt::Key_Plus, Qt::ControlModifier);
        pane.setPageFailed(0, u"It took too long."_s);
        pages->verticalScrollBar()->setValue(10);
        QVERIFY(wanted.last().at(0).value<QList<int>>().isEmpty());
        QTest::keyClick(pages, Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(wanted.last().at(0).value<QList<int>>(), QList<int>({0}));
    }
    void theWheelWithCtrlEnlargesWhatIsUnderThePointer()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.show();
        QSignalSpy wanted(&pane, &ui::ReportPane::pagesWanted);
        pane.showPages(QList<QSizeF>(10, QSizeF(595, 842)));
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        const int fit = wanted.last().at(1).toInt();
        const auto turn = [pages](QPoint at, int by, Qt::KeyboardModifiers with) {
            QWheelEvent wheel(at, pages->viewport()->mapToGlobal(at), {}, QPoint(0, by), Qt::NoButton, with,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(pages->viewport(), &wheel);
        };
        turn({20, 20}, 120, Qt::ControlModifier);
        QVERIFY(wanted.last().at(1).toInt() > fit);
        QVERIFY(pages->horizontalScrollBar()->maximum() > 0);
        QVERIFY(pages->horizontalScrollBar()->value() < 5); // the corner stays under the pointer
        QVERIFY(pages->verticalScrollBar()->value() < 5);
        turn({20, 20}, -120, Qt::ControlModifier);
        QCOMPARE(wanted.last().at(1).toInt(), fit);
        turn({20, 20}, -120, Qt::NoModifier);
        QVERIFY(pages->verticalScrollBar()->value() > 0);
        QCOMPARE(wanted.last().at(1).toInt(), fit);
    }
    void whereTheKeyboardIsIsSeenOnThePages()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setSaveable(true);
        pane.showPages({QSizeF(595, 842)});
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        auto *pages = pane.findChild<QAbstractScrollArea *>(u"reportPages"_s);
        pane.findChild<QWidget *>(u"reportClose"_s)->setFocus();
        const QImage without = pages->grab().toImage();
        QTest::mouseClick(pages->viewport(), Qt::LeftButton);
        QVERIFY(pages->hasFocus());
        QVERIFY(pages->grab().toImage() == without); // who points knows where
        pane.findChild<QWidget *>(u"reportClose"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(pages->hasFocus());
        QVERIFY(pages->grab().toImage() != without);
    }
    void theKeyboardGoesToTheReportThatABarOpened_data()
    {
        QTest::addColumn<QString>("bar");
        QTest::newRow("of the report") << u"reportBar"_s;
        QTest::newRow("of the study") << u"reportStudyBar"_s;
    }
    void theKeyboardGoesToTheReportThatABarOpened()
    {
        QFETCH(QString, bar);
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, u"a"_s);
        pane.setSaveable(true);
        pane.showPlainText(u"Text"_s);
        ui::NoticeText text;
        text.headline = u"This is an addendum"_s;
        text.actions = {{u"open"_s, u"Open that report"_s}};
        const auto set = [&](const std::optional<ui::NoticeText> &notice) {
            bar == u"reportBar"_s ? pane.setBar(notice) : pane.setStudyBar(notice);
        };
        set(text);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        connect(&pane, &ui::ReportPane::noticeActionTriggered, &pane, [&] {
            pane.setSaveable(false);
            set(std::nullopt);
            pane.showWaiting(u"Asking for the report…"_s);
        });
        pane.findChild<QWidget *>(u"noticeAction_open"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(!pane.findChild<QWidget *>(bar)->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"reportWaiting"_s);
        pane.showPages({QSizeF(595, 842)});
        QCOMPARE(QApplication::focusWidget()->objectName(), u"reportPages"_s);
        set(text);
        pane.findChild<QWidget *>(u"noticeAction_open"_s)->setFocus();
        set(text); // said anew while its button has the keyboard
        QCOMPARE(QApplication::focusWidget()->objectName(), u"noticeAction_open"_s);
    }
    void enterPressesAFormAndAFold()
    {
        ui::ReportPane pane(m_theme);
        pane.resize(520, 800);
        pane.setReports({{u"a"_s, u"Befund"_s, u"2 Nov 2026"_s}}, u"a"_s);
        pane.setForms({{u"0"_s, u"FHIR"_s}, {u"1"_s, u"PDF"_s}}, u"0"_s);
        ui::NoticeText text;
        text.headline = u"This PDF cannot be shown"_s;
        text.foldTitle = u"Why"_s;
        text.foldText = u"It wants a password"_s;
        pane.showNotice(text);
        pane.show();
        QSignalSpy chosen(&pane, &ui::ReportPane::formChosen);
        QTest::keyClick(pane.findChild<QWidget *>(u"reportForm_1"_s), Qt::Key_Return);
        QCOMPARE(chosen, QList<QVariantList>({{u"1"_s}}));
        auto *notice = pane.findChild<ui::Notice *>(u"reportNotice"_s);
        QTest::keyClick(notice->findChild<QWidget *>(u"noticeFold"_s), Qt::Key_Enter);
        QVERIFY(notice->isFoldOpen());
    }
};

QTEST_MAIN(ReportPaneTest)
#include "ReportPaneTest.moc"
