#include "Samples.h"

#include <ui/StudyTreeModel.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>
#include <QTreeView>

using namespace ui;
using samples::seriesUid;
using samples::sopUid;
using samples::studyUid;

namespace {

model::Series series(int study, int number, const char *description, int listed = 0,
                     std::optional<int> told = std::nullopt)
{
    model::Series one{.uid = seriesUid(study, number)};
    one.description = QString::fromUtf8(description);
    one.modality = QStringLiteral("CT");
    one.instanceCount = told;
    for (int i = 1; i <= listed; ++i)
        one.instances << model::Instance{.uid = sopUid(study, number, i), .sopClass = {}, .number = i, .frames = 1};
    return one;
}

model::Study study(int number, const char *description, const QList<model::Series> &series = {})
{
    model::Study one{.uid = studyUid(number)};
    one.description = QString::fromUtf8(description);
    one.series = series;
    one.routes = {model::Route::Fhir};
    return one;
}

QModelIndex indexOf(const StudyTreeModel &tree, const char *path)
{
    QModelIndex at;
    for (const QString &name : QString::fromUtf8(path).split(u'/')) {
        QModelIndex found;
        for (int row = 0; row < tree.rowCount(at); ++row) {
            const QModelIndex child = tree.index(row, 0, at);
            if (child.data().toString() == name || child.data(StudyTreeModel::NumberRole).toString() == name)
                found = child;
        }
        if (!found.isValid())
            return {};
        at = found;
    }
    return at;
}

void print(const StudyTreeModel &tree, const QModelIndex &parent, int depth, QStringList &lines)
{
    for (int row = 0; row < tree.rowCount(parent); ++row) {
        const QModelIndex index = tree.index(row, 0, parent);
        const auto check = index.data(Qt::CheckStateRole).value<Qt::CheckState>();
        const QString box = check == Qt::Checked            ? QStringLiteral("[x]")
                            : check == Qt::PartiallyChecked ? QStringLiteral("[~]")
                                                            : QStringLiteral("[ ]");
        const QString number = index.data(StudyTreeModel::NumberRole).toString();
        const bool image =
            index.data(StudyTreeModel::LevelRole).value<StudyTreeModel::Level>() == StudyTreeModel::Level::Instance;
        lines << QString(depth, u' ') + box + u' ' + (image ? number : index.data().toString());
        print(tree, index, depth + 1, lines);
    }
}

QStringList printed(const StudyTreeModel &tree)
{
    QStringList lines;
    print(tree, {}, 0, lines);
    return lines;
}

QStringList lines(std::initializer_list<const char *> texts)
{
    QStringList list;
    for (const char *text : texts)
        list << QString::fromUtf8(text);
    return list;
}

void tick(StudyTreeModel &tree, const char *path, bool on = true)
{
    QVERIFY(tree.setData(indexOf(tree, path), on ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole));
}

} // namespace

class StudyTreeModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void checkingOneSeriesHalfChecksItsStudy()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout"), series(1, 2, "Axial")})});
        tick(tree, "Chest/Axial");
        QCOMPARE(printed(tree), lines({"[~] Chest", " [ ] Scout", " [x] Axial"}));
    }

    void keyImagesAloneAreListedOnDemand()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 2), series(1, 2, "Axial", 4)})});
        const QPersistentModelIndex second(indexOf(tree, "Chest/Axial/2"));
        const QPersistentModelIndex third(indexOf(tree, "Chest/Axial/3"));
        tree.setKeyImages({{sopUid(1, 2, 3), studyUid(1), seriesUid(1, 2)}});
        const auto keysOf = [&tree](const char *path) {
            return indexOf(tree, path).data(StudyTreeModel::KeyImagesRole).toInt();
        };
        QCOMPARE((QList{keysOf("Chest"), keysOf("Chest/Scout"), keysOf("Chest/Axial"), keysOf("Chest/Axial/3")}),
                 (QList{1, 0, 1, 1}));
        tick(tree, "Chest/Axial/2");
        tree.showKeyImagesOnly(true);
        QCOMPARE(printed(tree), lines({"[~] Chest", " [ ] Scout", " [~] Axial", "  [ ] 3"}));
        QVERIFY(!second.isValid());
        QCOMPARE(third.row(), 0);
        tree.tickKeyImages(indexOf(tree, "Chest"));
        QCOMPARE(printed(tree), lines({"[~] Chest", " [ ] Scout", " [~] Axial", "  [x] 3"}));
        QCOMPARE(tree.counts().images, 2); // what is hidden stays ticked
        // Whoever lists the series once more changes nothing of this.
        tree.setInstances(seriesUid(1, 2), series(1, 2, "Axial", 5).instances);
        QCOMPARE(printed(tree), lines({"[~] Chest", " [ ] Scout", " [~] Axial", "  [x] 3"}));
        tree.showKeyImagesOnly(false);
        QCOMPARE(printed(tree), lines({"[~] Chest", " [ ] Scout", "  [ ] 1", "  [ ] 2", " [~] Axial", "  [ ] 1",
                                       "  [x] 2", "  [x] 3", "  [ ] 4", "  [ ] 5"}));
        QCOMPARE(third.row(), -1); // of a row that was listed anew
    }

    void keyImagesOfASeriesThatIsNotListedAreTickedWhenItIs()
    {
        StudyTreeModel tree; // alone: a tester would fetch the series itself
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout"), series(1, 2, "Axial", 0, 4)})});
        tree.setKeyImages({{sopUid(1, 2, 3), studyUid(1), seriesUid(1, 2)}});
        QCOMPARE(indexOf(tree, "Chest/Axial").data(StudyTreeModel::KeyImagesRole).toInt(), 1);
        QStringList wanted;
        connect(&tree, &StudyTreeModel::instancesWanted, &tree,
                [&](const model::StudyUid &, const model::SeriesUid &uid) { wanted += uid.text(); });
        tree.tickKeyImages(indexOf(tree, "Chest"));
        QCOMPARE(wanted, QStringList{seriesUid(1, 2).text()});
        tree.setInstances(seriesUid(1, 2), series(1, 2, "Axial", 4).instances);
        QCOMPARE(printed(tree),
                 lines({"[~] Chest", " [ ] Scout", " [~] Axial", "  [ ] 1", "  [ ] 2", "  [x] 3", "  [ ] 4"}));
    }

    void checkingAStudyChecksAllBelowIt()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 2), series(1, 2, "Axial")})});
        tick(tree, "Chest");
        QCOMPARE(printed(tree), lines({"[x] Chest", " [x] Scout", "  [x] 1", "  [x] 2", " [x] Axial"}));
        tick(tree, "Chest/Scout/2", false);
        QCOMPARE(printed(tree), lines({"[~] Chest", " [~] Scout", "  [x] 1", "  [ ] 2", " [x] Axial"}));
        tick(tree, "Chest/Scout/2");
        QCOMPARE(printed(tree).first(), QStringLiteral("[x] Chest"));
    }

    void aLevelIsAskedForOnceWhenAViewOpensIt()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        always.setUseFetchMore(false);
        tree.setStudies({study(1, "Chest")});
        QStringList asked;
        connect(&tree, &StudyTreeModel::seriesWanted, this,
                [&](const model::StudyUid &study) { asked << study.text(); });
        connect(&tree, &StudyTreeModel::instancesWanted, this,
                [&](const model::StudyUid &study, const model::SeriesUid &series) {
                    asked << study.text() + u' ' + series.text();
                });
        QTreeView view;
        view.setModel(&tree);
        view.show();
        QVERIFY(asked.isEmpty());
        view.expand(tree.index(0, 0));
        QTRY_COMPARE(asked, QStringList(studyUid(1).text()));
        view.collapse(tree.index(0, 0));
        view.expand(tree.index(0, 0));
        QCOMPARE(asked, QStringList(studyUid(1).text()));
        tree.setSeries(studyUid(1), {series(1, 1, "Scout")}, QStringLiteral("QIDO"));
        QCOMPARE(indexOf(tree, "Chest/Scout").siblingAtColumn(StudyTreeModel::ListedBy).data().toString(),
                 QStringLiteral("QIDO"));
        view.expand(indexOf(tree, "Chest/Scout"));
        QTRY_COMPARE(asked.last(), studyUid(1).text() + u' ' + seriesUid(1, 1).text());
        QCOMPARE(asked.size(), 2);
    }

    void rowsThatArriveUnderATickedNodeAreTicked()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest")});
        tick(tree, "Chest");
        tree.setSeries(studyUid(1), {series(1, 1, "Scout"), series(1, 2, "Axial")});
        tree.setInstances(seriesUid(1, 1), series(1, 1, "", 2).instances);
        QCOMPARE(printed(tree), lines({"[x] Chest", " [x] Scout", "  [x] 1", "  [x] 2", " [x] Axial"}));
    }

    void listingALevelAgainKeepsWhatIsTicked()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 3), series(1, 2, "Axial")})});
        tick(tree, "Chest/Scout/2");
        tree.setSeries(studyUid(1), {series(1, 1, "Scout", 3), series(1, 2, "Axial")});
        QCOMPARE(printed(tree), lines({"[~] Chest", " [~] Scout", "  [ ] 1", "  [x] 2", "  [ ] 3", " [ ] Axial"}));
        tree.setInstances(seriesUid(1, 1), series(1, 1, "", 4).instances);
        QCOMPARE(printed(tree).mid(1, 5), lines({" [~] Scout", "  [ ] 1", "  [x] 2", "  [ ] 3", "  [ ] 4"}));

        tick(tree, "Chest/Axial");
        tree.setSeries(studyUid(1), {series(1, 2, "Axial"), series(1, 3, "Late")});
        QCOMPARE(printed(tree), lines({"[~] Chest", " [x] Axial", " [ ] Late"}));
    }

    void theSelectionIsAsCoarseAsTheTicks()
    {
        StudyTreeModel tree;
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 2), series(1, 2, "Axial", 2)}), study(2, "Head"),
                         study(3, "Knee")});
        QVERIFY(tree.selection().isEmpty());
        tick(tree, "Head");
        tick(tree, "Chest/Axial");
        tick(tree, "Chest/Scout/2");
        QCOMPARE(tree.selection(), QList<model::Selection>({
                                       {studyUid(1), {{seriesUid(1, 1), {sopUid(1, 1, 2)}}, {seriesUid(1, 2), {}}}},
                                       {studyUid(2), {}},
                                   }));
        tick(tree, "Chest/Scout/1");
        QCOMPARE(tree.selection().first(), (model::Selection{studyUid(1), {}}));
        tree.tickAll(false);
        QVERIFY(tree.selection().isEmpty());
    }

    void countsSayWhatIsNotTold()
    {
        StudyTreeModel tree;
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 0, 2), series(1, 2, "Axial", 0, 40)}),
                         study(2, "Head", {series(2, 1, "T1")})});
        tick(tree, "Chest/Axial");
        StudyTreeModel::Counts counts = tree.counts();
        QCOMPARE(counts.studies, 1);
        QCOMPARE(counts.series, 1);
        QCOMPARE(counts.images, 40);
        QVERIFY(!counts.imagesAtLeast);
        QCOMPARE(indexOf(tree, "Chest").siblingAtColumn(StudyTreeModel::Ticked).data().toString(),
                 QStringLiteral("40 of 42"));
        tick(tree, "Head");
        counts = tree.counts();
        QCOMPARE(counts.studies, 2);
        QCOMPARE(counts.images, 40);
        QVERIFY(counts.imagesAtLeast);
        QCOMPARE(indexOf(tree, "Head").siblingAtColumn(StudyTreeModel::Ticked).data().toString(),
                 QStringLiteral("all"));
    }

    void aSeriesWithoutAListOfImagesCanStillBeTicked()
    {
        StudyTreeModel tree;
        QAbstractItemModelTester always(&tree);
        tree.setStudies({study(1, "Chest", {series(1, 1, "Scout", 0, 2), series(1, 2, "Axial")})});
        tree.setInstances(seriesUid(1, 1), {});
        QVERIFY(!tree.hasChildren(indexOf(tree, "Chest/Scout")));
        tick(tree, "Chest/Scout");
        QCOMPARE(tree.selection().first().series, QList<model::SeriesSelection>({{seriesUid(1, 1), {}}}));
    }

    void aHundredThousandImagesDoNotStall()
    {
        constexpr int images = 100'000;
        const model::Series large = series(1, 1, "Axial", images);
        StudyTreeModel tree;
        QTreeView view;
        view.setUniformRowHeights(true);
        view.setModel(&tree);
        view.resize(800, 600);
        view.show();
        tree.setStudies({study(1, "Chest", {series(1, 1, "Axial", 0, images)})});
        view.expand(tree.indexOf(studyUid(1)));

        QElapsedTimer clock;
        clock.start();
        tree.setInstances(seriesUid(1, 1), large.instances);
        const qint64 filled = clock.restart();
        view.expand(tree.indexOf(seriesUid(1, 1)));
        view.grab();
        const qint64 opened = clock.restart();
        tree.setData(tree.index(images - 1, 0, tree.indexOf(seriesUid(1, 1))), Qt::Checked, Qt::CheckStateRole);
        const qint64 ticked = clock.restart();
        QCOMPARE(tree.counts().images, 1);
        tree.tickAll(true);
        const qint64 all = clock.restart();
        QCOMPARE(tree.counts().images, images);
        qInfo("filled in %lld ms, opened in %lld ms, one tick %lld ms, all %lld ms", filled, opened, ticked, all);
        // Generous: other programs share the machine. A quadratic slip takes minutes.
        QVERIFY(filled < 1000 && opened < 1500 && ticked < 250 && all < 500);
    }
};

QTEST_MAIN(StudyTreeModelTest)
#include "StudyTreeModelTest.moc"
