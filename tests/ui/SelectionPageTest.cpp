#include "Samples.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace ui;
using samples::seriesUid;
using samples::sopUid;
using samples::studyUid;

namespace {

template <class T = QAbstractButton>
T *find(const QObject &in, const char *name)
{
    T *found = in.findChild<T *>(QLatin1StringView(name));
    if (!found)
        qFatal("no widget named %s", name);
    return found;
}

model::Series series(int number, std::optional<int> count = std::nullopt)
{
    model::Series one{.uid = seriesUid(1, number)};
    one.number = number;
    one.description = QStringLiteral("Series %1").arg(number);
    one.instanceCount = count;
    return one;
}

QList<model::Instance> images(int number, int count)
{
    QList<model::Instance> all;
    for (int i = 1; i <= count; ++i)
        all << model::Instance{.uid = sopUid(1, number, i),
                               .sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.2"),
                               .number = i,
                               .frames = 1};
    return all;
}

} // namespace

class SelectionPageTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(Style::Light); }
    void init()
    {
        m_page = std::make_unique<SelectionPage>(m_theme);
        m_page->resize(1200, 760);
        m_page->show();
        model::Study study{.uid = studyUid(1)};
        study.routes = {model::Route::Fhir, model::Route::Dicomweb};
        m_page->tree().setStudies({study});
        m_page->tree().setSeries(studyUid(1), {series(1, 3), series(2, 2)}, QStringLiteral("FHIR"));
    }
    void cleanup() { m_page.reset(); }

    void eachLevelNamesItsSource()
    {
        QCOMPARE(find<QLabel>(*m_page, "sourceStudy")->text(), QStringLiteral("FHIR, QIDO"));
        QCOMPARE(find<QLabel>(*m_page, "sourceSeries")->text(), QStringLiteral("FHIR"));
        m_page->tree().setInstances(seriesUid(1, 1), images(1, 3), QStringLiteral("META"));
        auto *view = find<QTreeView>(*m_page, "selectionTree");
        view->setCurrentIndex(m_page->tree().indexOf(seriesUid(1, 1)));
        QCOMPARE(find<QLabel>(*m_page, "sourceImages")->text(), QStringLiteral("META"));
        view->setCurrentIndex(m_page->tree().indexOf(seriesUid(1, 2)));
        QCOMPARE(find<QLabel>(*m_page, "sourceImages")->text(), QStringLiteral("nobody yet"));
    }

    void anotherSourceIsAskedForWhatLiesBelowTheRow()
    {
        QVERIFY(!m_page->findChild<QAbstractButton *>(QStringLiteral("askSource"))); // nobody else to ask
        m_page->setSources({{QStringLiteral("fhir"), QStringLiteral("FHIR ImagingStudy")},
                            {QStringLiteral("qido"), QStringLiteral("QIDO-RS")}});
        QStringList asked;
        connect(m_page.get(), &SelectionPage::askSourceRequested, this,
                [&](const model::StudyUid &study, const std::optional<model::SeriesUid> &one, const QString &source) {
                    asked << study.text() + u' ' + (one ? one->text() : QStringLiteral("all")) + u' ' + source;
                    m_page->tree().setAsking(study);
                });
        const auto ask = [this] {
            find(*m_page, "askSource")->click();
            find<QAction>(*m_page, "askSource_qido")->trigger();
            QApplication::activePopupWidget()->close();
        };
        ask();
        QTRY_COMPARE(asked, QStringList{studyUid(1).text() + QStringLiteral(" all qido")});
        find<QTreeView>(*m_page, "selectionTree")->setCurrentIndex(m_page->tree().indexOf(seriesUid(1, 2)));
        ask();
        QTRY_COMPARE(asked.size(), 2);
        QCOMPARE(asked.last(), studyUid(1).text() + u' ' + seriesUid(1, 2).text() + QStringLiteral(" qido"));
    }

    void whatAnotherSourceListsTakesThePlaceOfWhatWasThere()
    {
        StudyTreeModel &tree = m_page->tree();
        tree.setData(tree.indexOf(seriesUid(1, 2)), Qt::Checked, Qt::CheckStateRole);
        tree.setSeries(studyUid(1), {series(1, 3), series(2, 2), series(3, 7)}, QStringLiteral("QIDO"));
        QCOMPARE(tree.rowCount(tree.indexOf(studyUid(1))), 3);
        QCOMPARE(find<QLabel>(*m_page, "sourceSeries")->text(), QStringLiteral("QIDO"));
        // What was ticked stays ticked, and nothing else is.
        QCOMPARE(m_page->selection().size(), 1);
        QCOMPARE(m_page->selection().first().series.size(), 1);
        QVERIFY(m_page->selection().first().series.first().uid == seriesUid(1, 2));
    }

    void onlyTickedImagesOfASeriesAreShown()
    {
        StudyTreeModel &tree = m_page->tree();
        auto *view = find<QTreeView>(*m_page, "selectionTree");
        const QModelIndex one = tree.indexOf(seriesUid(1, 1));
        tree.setInstances(seriesUid(1, 1), images(1, 3), QStringLiteral("META"));
        tree.setData(tree.index(1, 0, one), Qt::Checked, Qt::CheckStateRole);
        const auto hidden = [&] {
            QString all;
            for (int row = 0; row < tree.rowCount(one); ++row)
                all += view->isRowHidden(row, one) ? u'-' : u'+';
            return all;
        };
        QCOMPARE(hidden(), QStringLiteral("+++"));
        find(*m_page, "tickedOnly")->click();
        QCOMPARE(hidden(), QStringLiteral("-+-"));
        tree.setInstances(seriesUid(1, 1), images(1, 4), QStringLiteral("FHIR")); // from another source
        QCOMPARE(hidden(), QStringLiteral("-+--"));
        tree.setData(one, Qt::Checked, Qt::CheckStateRole);
        QCOMPARE(hidden(), QStringLiteral("++++"));
        tree.setData(tree.index(0, 0, one), Qt::Unchecked, Qt::CheckStateRole);
        find(*m_page, "tickedOnly")->click();
        QCOMPARE(hidden(), QStringLiteral("++++"));
    }

    void whatAFilterHidesIsNotTickedUnseen_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("series");
        QTest::addColumn<int>("images");
        QTest::newRow("none") << QString() << QStringLiteral("Tick all") << 2 << 5;
        QTest::newRow("words") << QStringLiteral("series 2") << QStringLiteral("Tick what is shown") << 1 << 2;
        QTest::newRow("key images") << QStringLiteral("key") << QStringLiteral("Tick what is shown") << 1 << 1;
    }
    void whatAFilterHidesIsNotTickedUnseen()
    {
        QFETCH(QString, filter);
        QFETCH(QString, button);
        QFETCH(int, series);
        QFETCH(int, images);
        StudyTreeModel &tree = m_page->tree();
        tree.setInstances(seriesUid(1, 1), ::images(1, 3), QStringLiteral("META"));
        tree.tickAll(false);
        if (filter == QStringLiteral("key")) {
            tree.setKeyImages({model::KeyImage{sopUid(1, 1, 2), studyUid(1), seriesUid(1, 1)}});
            find(*m_page, "keyImagesOnly")->click();
            // All of them are listed, whichever are shown.
            find<QTreeView>(*m_page, "selectionTree")->setCurrentIndex(tree.indexOf(seriesUid(1, 1)));
            QVERIFY(isSaid(QStringLiteral("3 listed")));
        } else {
            find<QLineEdit>(*m_page, "seriesFilter")->setText(filter);
        }
        QCOMPARE(find(*m_page, "tickAll")->text(), button);
        find(*m_page, "tickAll")->click();
        QCOMPARE(tree.counts().series, series);
        QCOMPARE(tree.counts().images, images);
    }

    void countsThatDisagreeAreShownPerSource()
    {
        m_page->tree().setDifference(seriesUid(1, 1), QStringLiteral("FHIR 3   QIDO 4"));
        find<QTreeView>(*m_page, "selectionTree")->setCurrentIndex(m_page->tree().indexOf(seriesUid(1, 1)));
        const auto said = [this] {
            for (const auto *notice : m_page->findChildren<Notice *>())
                if (notice->isVisible() && notice->text().headline.contains(QStringLiteral("QIDO 4")))
                    return true;
            return false;
        };
        QTRY_VERIFY(said());
        m_page->tree().setDifference(seriesUid(1, 1), {});
        QTRY_VERIFY(!said());
    }

    void everyIdentifierCanBeCopied()
    {
        m_page->tree().setInstances(seriesUid(1, 1), images(1, 3), QStringLiteral("QIDO"));
        const QModelIndex row = m_page->tree().indexOf(seriesUid(1, 1));
        auto *view = find<QTreeView>(*m_page, "selectionTree");
        view->expand(row);
        view->setCurrentIndex(m_page->tree().index(1, 0, row));
        const QList<QPair<const char *, QString>> copies{{"copySopUid", sopUid(1, 1, 2).text()},
                                                         {"copySopClass", QStringLiteral("1.2.840.10008.5.1.4.1.1.2")},
                                                         {"copySeriesUid", seriesUid(1, 1).text()},
                                                         {"copyStudyUid", studyUid(1).text()}};
        for (const auto &[button, text] : copies) {
            find(*m_page, button)->click();
            QCOMPARE(QGuiApplication::clipboard()->text(), text);
        }
    }

    void onlyKeyImagesAreSeenWhereTheyAreWanted()
    {
        QSignalSpy wanted(m_page.get(), &SelectionPage::keyImagesWanted);
        auto *view = find<QTreeView>(*m_page, "selectionTree");
        const auto *notice = find<Notice>(*m_page, "selectionEmpty");
        const QModelIndex study = m_page->tree().indexOf(studyUid(1));
        m_page->tree().setInstances(seriesUid(1, 1), images(1, 3));
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTest::keyClick(view, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(find(*m_page, "keyImagesOnly")->isChecked());
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(notice->text().headline, QStringLiteral("No key image is known"));
        QVERIFY(notice->isVisible());
        m_page->setAskingForKeyImages(true);
        QCOMPARE(notice->text().headline, QStringLiteral("Asking the reports"));

        m_page->tree().setKeyImages({{sopUid(1, 1, 2), studyUid(1), seriesUid(1, 1)}});
        m_page->setAskingForKeyImages(false);
        QVERIFY(!notice->isVisible());
        QVERIFY(!view->isRowHidden(0, study));
        QVERIFY(view->isRowHidden(1, study));
        QCOMPARE(m_page->tree().rowCount(m_page->tree().indexOf(seriesUid(1, 1))), 1);
        view->setCurrentIndex(m_page->tree().indexOf(seriesUid(1, 1)));
        QCOMPARE(find(*m_page, "tickKeyImages")->text(), QStringLiteral("Tick this one"));
        find(*m_page, "tickKeyImages")->click();
        QTRY_COMPARE(m_page->tree().counts().images, 1);

        QTest::keyClick(view, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!view->isRowHidden(1, study));
        QCOMPARE(m_page->tree().rowCount(m_page->tree().indexOf(seriesUid(1, 1))), 3);
    }

    void theEstimateSaysHowItWasMade()
    {
        auto *how = find<QLabel>(*m_page, "selectionEstimate");
        QVERIFY(!how->isVisible());
        m_page->setRoom(model::Room{.needed = 520'000'000, .available = 41'000'000'000, .reserve = 0},
                        QStringLiteral("Estimate: no list tells."));
        QVERIFY(how->isVisible());
        QVERIFY(find<QWidget>(*m_page, "pageFoot")->isVisible());
    }

    void theDetailsKeepTheKeyboardWhileTicksChange()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        find(*m_page, "copyStudyUid")->setFocus();
        m_page->tree().tickAll(true);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("copyStudyUid"));
    }

private:
    bool isSaid(const QString &words) const
    {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == words; });
    }

    Theme m_theme;
    std::unique_ptr<SelectionPage> m_page;
};

QTEST_MAIN(SelectionPageTest)
#include "SelectionPageTest.moc"
