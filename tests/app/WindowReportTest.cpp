#include "Workstation.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longest = 30'000; // milliseconds; only a hang takes so long

//! How many pixels are almost black.
int inkOn(const QImage &picture)
{
    int ink = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            ink += qGray(picture.pixel(x, y)) < 20;
    return ink;
}

} // namespace

//! From a patient's list of studies to a report beside the pictures, in the real window, with the demo country as the
//! server.
class WindowReportTest : public QObject
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
    void picture(const QString &name) const
    {
        const QString folder = qEnvironmentVariable("PICTURES");
        if (!folder.isEmpty())
            win().grab().save(QDir(folder).filePath(name + u".png"_s));
    }

    void start(const QStringList &routes = {}, ui::Style style = ui::Style::Light, const QStringList &faults = {},
               const QJsonObject &limits = {})
    {
        window::Start start;
        auto demo = story::DemoCountry::start({0, faults});
        QVERIFY2(demo.has_value(), demo ? "" : qPrintable(demo.error().detail));
        start.demo = std::move(*demo);
        start.profile = start.demo->profile();
        if (!routes.isEmpty() || !limits.isEmpty()) {
            QJsonObject json = QJsonDocument::fromJson(start.profile->toJson()).object();
            if (!routes.isEmpty())
                json[u"routes"] = QJsonArray::fromStringList(routes);
            if (!limits.isEmpty())
                json[u"limits"] = limits;
            auto changed = story::Profile::parse(QJsonDocument(json).toJson());
            QVERIFY(changed.has_value());
            start.profile = *changed;
        }
        start.storeFolder = m_store->path();
        start.style = style;
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Patient);
    }
    void primary() const { QTest::keyClick(&win(), Qt::Key_Return, Qt::ControlModifier); }
    void discover(const QString &number) const
    {
        find<QComboBox>("identifierSystem")->setCurrentIndex(number.front().isLetter() ? 1 : 0);
        auto *identifier = find<QLineEdit>("identifier");
        identifier->setFocus();
        QTest::keyClicks(identifier, number);
        QTest::keyClick(identifier, Qt::Key_Return);
        auto *list = find<QAbstractItemView>("candidateList");
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longest);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        find("involved")->setChecked(true);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Studies);
        QTRY_VERIFY_WITH_TIMEOUT(win().stepState(ui::Step::Studies) != ui::StepState::Reached, longest);
    }
    //! What stands beside the list, as it is spoken.
    QStringList beside() const
    {
        const auto *model = find<QAbstractItemView>("studyReports")->model();
        QStringList all;
        for (int row = 0; row < model->rowCount(); ++row)
            all += model->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return all;
    }
    //! Makes the study current whose spoken row has these words; fails where there is none.
    void choose(const QString &words) const
    {
        auto *list = find<QAbstractItemView>("studyList");
        for (int row = 0; row < list->model()->rowCount(); ++row)
            if (list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(words)) {
                list->setCurrentIndex(list->model()->index(row, 0));
                return;
            }
        QFAIL(qPrintable(u"no study with "_s + words));
    }
    //! Opens the first report beside the list whose spoken row has these words.
    void open(const QString &words) const
    {
        auto *list = find<QAbstractItemView>("studyReports");
        QTRY_VERIFY_WITH_TIMEOUT(!beside().filter(words).isEmpty(), longest);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(int(beside().indexOf(beside().filter(words).first())), 0));
        QTest::keyClick(list, Qt::Key_Return);
    }
    QString shown() const { return find<QTextBrowser>("reportText")->toPlainText(); }

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

    void reportsStandBesideTheirStudyAndOpenBesideThePictures()
    {
        start();
        discover(u"6803142486"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!beside().filter(u"Reports"_s).isEmpty() && beside().size() > 1, longest);
        choose(u"CT thorax"_s);
        QTRY_VERIFY_WITH_TIMEOUT(beside().first().startsWith(u"Reports of this study"_s), longest);
        QCOMPARE(beside().filter(u"CT thorax with contrast"_s).size(), 1);
        const QString row = beside().filter(u"CT thorax with contrast"_s).first();
        QVERIFY2(row.contains(u"Linked by Study UID and accession number"_s), qPrintable(row));
        QVERIFY2(row.contains(u"FHIR, PDF"_s), qPrintable(row));
        picture(u"studies-light"_s);

        open(u"CT thorax with contrast"_s);
        QCOMPARE(win().currentStep(), ui::Step::Viewing);
        QVERIFY(find<QWidget>("reportPane")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        QVERIFY(!shown().isEmpty());
        QVERIFY(find<QTextBrowser>("reportReferences")->toPlainText().contains(u"Reported"_s));
        QVERIFY(find<QLabel>("reportFoot")->text().contains(u"as sent"_s));
        QVERIFY(find("reportSave")->isEnabled());
        picture(u"report-fhir-light"_s);

        QTest::keyClick(&win(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!find<QWidget>("reportPane")->isVisible());
        QTest::keyClick(&win(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(find<QWidget>("reportPane")->isVisible());
        QVERIFY(!shown().isEmpty()); // the report that was open
    }
    void aStudyWithoutAReportSaysSo()
    {
        start();
        discover(u"7104223182"_s);
        find<QAbstractItemView>("studyList")
            ->setCurrentIndex(find<QAbstractItemView>("studyList")->model()->index(0, 0));
        QTRY_COMPARE_WITH_TIMEOUT(
            beside(), QStringList({u"Reports of this study, 0"_s, u"No report for this study."_s}), longest);
    }
    void aListOfReportsThatIsCutOffSaysSo()
    {
        start({}, ui::Style::Light, {u"outcome-entry=incomplete@/DocumentReference"_s});
        discover(u"6803142486"_s);
        choose(u"CT thorax"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!beside().filter(u"CT thorax with contrast"_s).isEmpty(), longest);
        QTRY_COMPARE_WITH_TIMEOUT(beside().last(), u"The list of reports is cut off; there may be more."_s, longest);
    }
    void whatTheListOfReportsToldStandsAboveIt()
    {
        start({u"fhir"_s}, ui::Style::Light, {u"outcome-entry@/DocumentReference"_s});
        discover(u"6803142486"_s);
        QTRY_VERIFY_WITH_TIMEOUT(win().findChild<ui::Notice *>(u"reportsInlineNotice"_s), longest);
        const ui::NoticeText text = win().findChild<ui::Notice *>(u"reportsInlineNotice"_s)->text();
        QCOMPARE(text.headline, u"The list of reports came with remarks"_s);
        QVERIFY2(text.foldText.contains(u"The server says"_s), qPrintable(text.foldText));
    }
    void theRestOfTheReportsIsAskedFor()
    {
        start({u"fhir"_s}, ui::Style::Light, {}, {{u"pageSize"_s, 1}, {u"maximumPages"_s, 2}});
        discover(u"6803142486"_s);
        const auto notice = [this] { return win().findChild<ui::Notice *>(u"reportsInlineNotice"_s); };
        const auto button = [&] {
            return notice() ? notice()->findChild<QAbstractButton *>(u"noticeAction_restOfReports"_s) : nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(button(), longest);
        QCOMPARE(beside().last(), u"The list of reports is cut off; there may be more."_s);
        for (int asked = 0; button() && asked < 10; ++asked) {
            const QPointer<QAbstractButton> clicked = button();
            clicked->click();
            QTRY_VERIFY_WITH_TIMEOUT(!clicked, longest);
            QTRY_VERIFY_WITH_TIMEOUT(!beside().contains(u"Asking for reports…"_s), longest);
        }
        QVERIFY(!notice());
        choose(u"CT thorax"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!beside().filter(u"CT thorax with contrast"_s).isEmpty(), longest);
        QVERIFY(!beside().contains(u"The list of reports is cut off; there may be more."_s));
    }
    void reportsThatCannotBeAskedForAreNoRoute_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("why");
        QTest::newRow("refused") << u"status=403@/DocumentReference"_s << u"Demo country (file) does not allow this."_s;
        QTest::newRow("unknown") << u"status=404@/DocumentReference"_s
                                 << u"Demo country (file) does not list documents (404)."_s;
    }
    void reportsThatCannotBeAskedForAreNoRoute()
    {
        QFETCH(QString, fault);
        QFETCH(QString, why);
        start({u"fhir"_s}, ui::Style::Light, {fault});
        discover(u"6803142486"_s);
        QTRY_COMPARE_WITH_TIMEOUT(beside().last(), u"Reports could not be asked for. "_s + why, longest);
    }
    void aReportThatCannotBeHadSaysWhy_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("headline");
        QTest::newRow("gone") << u"status=410@/Bundle/"_s << u"This document is not there"_s;
        QTest::newRow("refused") << u"status=403@/Bundle/"_s << u"Demo country does not allow this document"_s;
    }
    void aReportThatCannotBeHadSaysWhy()
    {
        QFETCH(QString, fault);
        QFETCH(QString, headline);
        start({}, ui::Style::Light, {fault});
        discover(u"6803142486"_s);
        choose(u"CT thorax"_s);
        open(u"CT thorax with contrast"_s);
        auto *notice = find<QWidget>("reportNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), longest);
        QTRY_COMPARE_WITH_TIMEOUT(notice->findChild<QLabel *>(u"noticeHeadline"_s)->text(), headline, longest);
        QVERIFY(notice->findChild<QAbstractButton *>(u"noticeAction_"_s + QString::number(int(story::Act::AskAgain))));
    }
    void reportsOfEveryFormAreReadable_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("words");
        QTest::addColumn<ui::Style>("style");
        for (const auto &[name, style] : {std::pair("light", ui::Style::Light), std::pair("dark", ui::Style::Dark)}) {
            QTest::addRow("cda-%s", name)
                << u"XK59040712"_s << u"Рентгенографія"_s << u"Легеневі поля прозорі"_s << style;
            QTest::addRow("pdf-%s", name) << u"9005025521"_s << u"Rentgen levé ruky"_s << QString() << style;
            QTest::addRow("fhir-%s", name) << u"6109302078"_s << u"PET/CT med FDG"_s << u"FDG"_s << style;
        }
    }
    void reportsOfEveryFormAreReadable()
    {
        QFETCH(QString, number);
        QFETCH(QString, title);
        QFETCH(QString, words);
        QFETCH(ui::Style, style);
        start({}, style);
        discover(number);
        auto *list = find<QAbstractItemView>("studyList");
        QTRY_VERIFY_WITH_TIMEOUT(!beside().contains(u"Asking for reports…"_s), longest);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            if (!beside().filter(title).isEmpty())
                break;
        }
        open(title);
        if (words.isEmpty()) { // pages, whose text is another view
            auto *pages = find<QAbstractScrollArea>("reportPages");
            QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible(), longest);
            QTRY_VERIFY_WITH_TIMEOUT(inkOn(pages->grab().toImage()) > 200, longest);
            QCOMPARE(find<QLabel>("reportPage")->text(), u"Page 1 of 1"_s);
            picture(u"report-"_s + QString::fromLatin1(QTest::currentDataTag()));
            find("reportForm_pagesText")->click();
            QTRY_VERIFY_WITH_TIMEOUT(shown().contains(u"Bez známek zlomeniny."_s), longest);
            find("reportForm_0")->click();
            QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible(), longest);
            return;
        }
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        picture(u"report-"_s + QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(shown().contains(words, Qt::CaseInsensitive), qPrintable(shown()));
    }
    void aReportWithScriptsIsShownAsPlainTextAlone_data()
    {
        QTest::addColumn<ui::Style>("style");
        QTest::newRow("light") << ui::Style::Light;
        QTest::newRow("dark") << ui::Style::Dark;
    }
    void aReportWithScriptsIsShownAsPlainTextAlone()
    {
        QFETCH(ui::Style, style);
        start({}, style);
        discover(u"9005025521"_s);
        choose(u"Hand left"_s);
        open(u"Kontrola po 14 dnech"_s);
        auto *notice = find<QWidget>("reportNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible() && find("reportSave")->isEnabled(), longest);
        picture(u"report-unsafe-"_s + QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(notice->findChild<QLabel *>(u"noticeHeadline"_s)->text(), u"This report cannot be shown safely"_s);
        QVERIFY(notice->findChild<QAbstractButton *>(u"noticeAction_saveReport"_s));
        QVERIFY(!find<QTextBrowser>("reportText")->isVisible());
        notice->findChild<QAbstractButton *>(u"noticeAction_plainText"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        QVERIFY2(shown().contains(u"Hojení bez komplikací."_s), qPrintable(shown()));
        QVERIFY2(!shown().contains(u"stranger"_s), qPrintable(shown()));
    }
    void aReportOfAnotherPatientIsHeldBack_data()
    {
        QTest::addColumn<ui::Style>("style");
        QTest::newRow("light") << ui::Style::Light;
        QTest::newRow("dark") << ui::Style::Dark;
    }
    void aReportOfAnotherPatientIsHeldBack()
    {
        QFETCH(ui::Style, style);
        start({}, style, {u"other-patient@/Bundle/"_s});
        discover(u"6803142486"_s);
        choose(u"CT thorax"_s);
        open(u"CT thorax with contrast"_s);
        auto *notice = find<QWidget>("reportNotice");
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible() && find("reportSave")->isEnabled(), longest);
        picture(u"report-other-patient-"_s + QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(notice->findChild<QLabel *>(u"noticeHeadline"_s)->text(), u"Another patient?"_s);
        QVERIFY(!find<QTextBrowser>("reportText")->isVisible());
        QVERIFY(!find<QWidget>("reportBar")->isVisible());
        // To compare them is what the first button does.
        QCOMPARE(qobject_cast<ui::Notice *>(notice)->text().actions.first().id, u"compareIt"_s);
        notice->findChild<QAbstractButton *>(u"noticeAction_compareIt"_s)->click();
        QTRY_VERIFY(notice->findChild<QWidget *>(u"noticeFoldText"_s)->isVisible());
        QVERIFY(qobject_cast<ui::Notice *>(notice)->text().foldText.contains(u"14 Mar 1968"_s));
        auto *hide = win().findChild<QAction *>(u"actionHideIdentity"_s);
        hide->trigger();
        QVERIFY(qobject_cast<ui::Notice *>(notice)->text().foldText.isEmpty());
        QVERIFY(!qobject_cast<ui::Notice *>(notice)->text().sentences.first().contains(u':'));
        hide->trigger();
        QVERIFY(qobject_cast<ui::Notice *>(notice)->text().foldText.contains(u"14 Mar 1968"_s));
        notice->findChild<QAbstractButton *>(u"noticeAction_readAnyway"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        QVERIFY(!shown().isEmpty());
        QVERIFY(find<QWidget>("reportBar")->isVisible());
        QCOMPARE(find<QWidget>("reportBar")->accessibleName(), u"Another patient?"_s); // it stays said
    }
    void whatAReaderMustKnowStandsAboveTheReport_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("study");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("headline");
        QTest::addColumn<QString>("behind"); // the headline above the report that the bar leads to
        QTest::newRow("changed") << u"6109302078"_s << u"CT abdomen"_s << u"DT buk, två faser"_s
                                 << u"An addendum changes this report"_s << u"This is an addendum"_s;
        QTest::newRow("addendum") << u"6109302078"_s << u"CT abdomen"_s << u"DT buk, tillägg"_s
                                  << u"This is an addendum"_s << u"An addendum changes this report"_s;
        QTest::newRow("withdrawn") << u"9005025521"_s << u"Hand left"_s << u"Rentgen pravého kolena"_s
                                   << u"This report was withdrawn"_s << QString();
    }
    void whatAReaderMustKnowStandsAboveTheReport()
    {
        QFETCH(QString, number);
        QFETCH(QString, study);
        QFETCH(QString, title);
        QFETCH(QString, headline);
        QFETCH(QString, behind);
        start();
        discover(number);
        choose(study);
        open(title);
        auto *bar = find<QWidget>("reportBar");
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), longest);
        const auto above = [bar] { return bar->accessibleName(); };
        QCOMPARE(above(), headline);
        picture(u"report-bar-"_s + QString::fromLatin1(QTest::currentDataTag()));
        if (behind.isEmpty())
            return;
        for (auto *button : bar->findChildren<QAbstractButton *>())
            if (button->objectName().startsWith(u"noticeAction_openReport:"_s)) {
                button->setFocus();
                QTest::keyClick(button, Qt::Key_Return);
                break;
            }
        QTRY_COMPARE_WITH_TIMEOUT(above(), behind, longest);
        const auto isOnTheReport = [] { // and not on what closes the pane
            const QString focused = QApplication::focusWidget()->objectName();
            return focused == u"reportText"_s || focused == u"reportPages"_s;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOnTheReport(), longest / 6);
    }
    void theDocumentsOwnTranslationStandsBelowTheOriginal()
    {
        start({}, ui::Style::Dark);
        discover(u"6109302078"_s);
        choose(u"CT abdomen"_s);
        open(u"DT buk, två faser"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        picture(u"report-translation-dark"_s);
        const qsizetype original = shown().indexOf(u"Levermetastaser. Ny kontroll"_s);
        const qsizetype translation = shown().indexOf(u"Metastases of the liver. Follow-up"_s);
        QVERIFY2(original >= 0 && translation > original, qPrintable(shown()));
        const QString foot = find<QLabel>("reportFoot")->text();
        QVERIFY2(foot.contains(u"In Swedish, as sent."_s), qPrintable(foot));
        QVERIFY2(foot.contains(u"The English below it came with the document"_s), qPrintable(foot));
        QVERIFY(find<QTextBrowser>("reportReferences")->toPlainText().contains(u"Comparison"_s));
    }
    void keyImagesLeadToThePictureAndAFileOfTheStudyIsRead()
    {
        start();
        discover(u"6109302078"_s);
        choose(u"CT abdomen"_s);
        QTest::keyClick(find<QAbstractItemView>("studyList"), Qt::Key_Space);
        open(u"DT buk, två faser"_s); // before there are pictures
        auto *references = find<QTextBrowser>("reportReferences");
        QTRY_VERIFY_WITH_TIMEOUT(references->toPlainText().contains(u"Key image 2, not received yet"_s), longest);
        QTest::keyClick(&win(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(win().currentStep(), ui::Step::Studies);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<ui::Page *>(win().page(ui::Step::Selection))->primary()->isEnabled(),
                                 longest);
        primary();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Retrieval), ui::StepState::Done, longest);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Viewing);
        QTRY_VERIFY_WITH_TIMEOUT(references->toPlainText().contains(u"Key image 1: Series 3, image 8"_s), longest);
        auto *panel = find<viewer::ViewingPanel>("viewingPanel");
        QTRY_COMPARE_WITH_TIMEOUT(panel->keyImageCount(), 3, longest); // two of the report, one more of the selection
        emit references->anchorClicked(QUrl(u"picture:0"_s));
        QTRY_VERIFY_WITH_TIMEOUT(panel->tile().sopUid().endsWith(u".3.8"_s), longest);
        QTRY_VERIFY_WITH_TIMEOUT(panel->tile().isLoaded(), longest);
        picture(u"report-key-image"_s);

        // The PDF among the series: by its reference, and by the file that has come.
        auto *pages = find<QAbstractScrollArea>("reportPages");
        find("reportForm_1")->click();
        QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible() && inkOn(pages->grab().toImage()) > 200, longest);
        picture(u"report-encapsulated"_s);
        QTest::keyClick(&win(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!pages->isVisible());
        const QString ofThePdf = panel->openedSeries().section(u'.', 0, -2) + u".6"_s;
        panel->openSeries(ofThePdf);
        QTRY_VERIFY_WITH_TIMEOUT(find("objectReadHere")->isVisible(), longest);
        find("objectReadHere")->click();
        QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible() && inkOn(pages->grab().toImage()) > 200, longest);
        QVERIFY(find("reportSave")->isEnabled());
        picture(u"report-of-the-series"_s);
        QCOMPARE(find<QComboBox>("reportChoice")->placeholderText(), u"CT abdomen, report"_s);
        find("reportForm_pagesText")->click();
        QTRY_VERIFY_WITH_TIMEOUT(shown().contains(u"Three metastases of the liver"_s), longest);
        find("reportForm_0")->click();
        QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible(), longest);

        // The same from the files alone, where nothing lists studies.
        m_workstation.reset();
        window::Start local;
        local.storeFolder = m_store->path();
        m_workstation = std::make_unique<window::Workstation>(std::move(local));
        win().resize(1440, 900);
        win().show();
        m_workstation->openFiles({m_store->path()});
        panel = find<viewer::ViewingPanel>("viewingPanel");
        QTRY_COMPARE_WITH_TIMEOUT(panel->seriesCount(), 6, longest);
        panel->openSeries(ofThePdf);
        QTRY_VERIFY_WITH_TIMEOUT(find("objectReadHere")->isVisible(), longest);
        find("objectReadHere")->click();
        references = find<QTextBrowser>("reportReferences");
        QTRY_VERIFY2_WITH_TIMEOUT(references->toPlainText().contains(u"The study of these pictures"_s),
                                  qPrintable(references->toPlainText()), longest);
        QVERIFY(!find<QWidget>("statusProfile")->isVisible());
    }
    void documentsAloneLeadToThePictures()
    {
        start({u"documents"_s});
        discover(u"6803142486"_s);
        choose(u"CT thorax"_s);
        QTest::keyClick(find<QAbstractItemView>("studyList"), Qt::Key_Space);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<ui::Page *>(win().page(ui::Step::Selection))->primary()->isEnabled(),
                                 longest);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Retrieval);
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Retrieval), ui::StepState::Done, longest);
        auto *panel = find<viewer::ViewingPanel>("viewingPanel");
        QTRY_COMPARE_WITH_TIMEOUT(panel->fileCount(), 40, longest);
        QCOMPARE(panel->seriesCount(), 1);
        // The report of the study that is looked at, without a further word.
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Viewing);
        QTest::keyClick(&win(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        QTRY_VERIFY_WITH_TIMEOUT(panel->shownImages() > 0, longest);
        picture(u"beside-the-pictures"_s);
        QVERIFY2(shown().contains(u"Solid nodule of 16 mm"_s), qPrintable(shown()));
    }
    void aReportBesideThePicturesOfAnotherStudySaysSo()
    {
        start();
        discover(u"6803142486"_s);
        choose(u"CT thorax"_s);
        open(u"CT thorax with contrast"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTextBrowser>("reportText")->isVisible(), longest);
        auto *bar = find<ui::Notice>("reportStudyBar");
        QVERIFY(!bar->isVisible()); // there are no pictures yet
        QTest::keyClick(&win(), Qt::Key_3, Qt::ControlModifier);
        choose(u"MR"_s);
        QTest::keyClick(find<QAbstractItemView>("studyList"), Qt::Key_Space);
        primary();
        QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<ui::Page *>(win().page(ui::Step::Selection))->primary()->isEnabled(),
                                 longest);
        primary();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Retrieval), ui::StepState::Done, longest);
        primary();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), longest);
        QCOMPARE(bar->text().headline, u"This report is of another study"_s);
        QVERIFY2(bar->text().sentences.first().contains(u"CT"_s) && bar->text().sentences.first().contains(u"MR"_s),
                 qPrintable(bar->text().sentences.first()));
        picture(u"report-of-another-study"_s);
        if (bar->text().actions.isEmpty())
            return;
        bar->findChild<QAbstractButton *>(u"noticeAction_"_s + bar->text().actions.first().id)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), longest);
    }
    void savesTheReportAsReceived()
    {
        start();
        discover(u"XK59040712"_s);
        choose(u"DX"_s);
        open(u"Рентгенографія"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find("reportSave")->isEnabled(), longest);
        const QString path = m_store->filePath(u"kept.xml"_s);
        QString suggested;
        QTimer dialogs;
        connect(&dialogs, &QTimer::timeout, this, [&] {
            for (QWidget *widget : QApplication::topLevelWidgets())
                if (auto *dialog = qobject_cast<QFileDialog *>(widget); dialog && dialog->isVisible()) {
                    suggested = dialog->selectedFiles().value(0);
                    dialog->findChild<QLineEdit *>(u"fileNameEdit"_s)->setText(path);
                    QMetaObject::invokeMethod(dialog, "accept");
                }
        });
        dialogs.start(20);
        find("reportSave")->click();                                // returns when the dialog has been answered
        QCOMPARE(QFileInfo(suggested).fileName(), u"report.xml"_s); // nothing of the patient
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(path), longest);
        QFile kept(path);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QByteArray bytes = kept.readAll();
        QVERIFY(bytes.startsWith("<?xml"));
        QVERIFY(bytes.endsWith("</ClinicalDocument>\n"));
    }
};

QTEST_MAIN(WindowReportTest)
#include "WindowReportTest.moc"
