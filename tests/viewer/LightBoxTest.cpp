#include "Files.h"

#include <viewer_widgets/FrameLoader.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

namespace {

using namespace Qt::Literals::StringLiterals;

//! What one picture of a test is.
struct Slice
{
    QByteArray series = "1.2.3";
    int number = 1;
    QByteArray modality = "CT";
    QByteArray position, orientation = "1\\0\\0\\0\\1\\0", frameOfReference = "1.9";
};

FileMaker made(const Slice &slice, const QByteArray &date = "20261102", const QByteArray &study = "1.2")
{
    FileMaker file;
    file.text(0x00080018, "UI", slice.series + '.' + QByteArray::number(slice.number));
    file.text(0x00080020, "DA", date).text(0x00080060, "CS", slice.modality);
    file.text(0x0008103E, "LO", "Series " + slice.series).text(0x00100010, "PN", "Doe^Jane");
    file.text(0x0020000D, "UI", study).text(0x0020000E, "UI", slice.series);
    file.text(0x00200011, "IS", slice.series.mid(slice.series.lastIndexOf('.') + 1));
    file.text(0x00200013, "IS", QByteArray::number(slice.number));
    if (!slice.position.isEmpty())
        file.text(0x00200032, "DS", slice.position);
    if (!slice.orientation.isEmpty())
        file.text(0x00200037, "DS", slice.orientation);
    if (!slice.frameOfReference.isEmpty())
        file.text(0x00200052, "UI", slice.frameOfReference);
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 8).word(0x00280011, 8);
    file.text(0x00280030, "DS", "1\\1").word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15);
    file.word(0x00280103, 0).text(0x00281050, "DS", "40").text(0x00281051, "DS", "400");
    file.bytes(0x7FE00010, "OW", QByteArray(128, '\1'));
    return file;
}

QString written(const QTemporaryDir &dir, const FileMaker &file, const QByteArray &name)
{
    return file.writtenTo(dir.filePath(QString::fromLatin1(name) + u".dcm"_s));
}

QString written(const QTemporaryDir &dir, const Slice &slice)
{
    return written(dir, made(slice), slice.series + '-' + QByteArray::number(slice.number));
}

void drop(QWidget &widget, const QString &type, const QByteArray &data)
{
    QMimeData dragged;
    dragged.setData(type, data);
    QDragEnterEvent enters(QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &enters);
    if (!enters.isAccepted())
        return;
    QDropEvent falls(QPointF(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &falls);
}

} // namespace

class LightBoxTest : public QObject
{
    Q_OBJECT

private:
    //! A panel with three series, the first of which is open.
    struct Box
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        QAbstractItemView *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);

        Box()
        {
            panel.resize(1000, 700);
            panel.show();
            panel.activateWindow();
            for (const char *series : {"1.2.3", "1.2.4", "1.2.5"}) {
                panel.addFile(written(dir, Slice{series, 1}));
                [[maybe_unused]] const bool isThere =
                    QTest::qWaitFor([&] { return !panel.placeOf(QString::fromLatin1(series) + u".1"_s).isEmpty(); });
            }
        }
        bool isReady() { return panel.seriesCount() == 3 && panel.tile().isPainted(); }

        //! By the button, as a hand does it.
        void choose(const char *layout)
        {
            auto *menu = panel.findChild<QMenu *>(u"layoutMenu"_s);
            emit menu->aboutToShow();
            menu->findChild<QAction *>(QString::fromLatin1(layout))->trigger();
        }
        //! The tiles that are seen, row by row.
        QList<viewer::Tile *> tiles() const
        {
            QList<viewer::Tile *> seen;
            for (viewer::Tile *tile : panel.findChildren<viewer::Tile *>()) {
                if (tile->isVisible())
                    seen << tile;
            }
            std::sort(seen.begin(), seen.end(), [](const viewer::Tile *a, const viewer::Tile *b) {
                return std::pair(a->y(), a->x()) < std::pair(b->y(), b->x());
            });
            return seen;
        }
        void clickRow(int row) const
        {
            QTest::mouseClick(strip->viewport(), Qt::LeftButton, {},
                              strip->visualRect(strip->model()->index(row, 0)).center());
        }
        int activeTile() const { return static_cast<int>(tiles().indexOf(&panel.tile())); }
    };

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void aLayoutHasItsTilesSideBySide_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const auto &[rows, columns] :
             QList<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 1}, {1, 3}, {2, 2}, {2, 3}, {3, 2}, {3, 3}})
            QTest::addRow("%d x %d", rows, columns) << rows << columns;
    }
    void aLayoutHasItsTilesSideBySide()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose(qPrintable(u"layout%1x%2"_s.arg(rows).arg(columns)));
        const auto tiles = box.tiles();
        QCOMPARE(tiles.size(), rows * columns);
        QCOMPARE(&box.panel.tile(), tiles.constFirst());
        const QWidget *light = tiles.constFirst()->parentWidget();
        for (int i = 0; i < tiles.size(); ++i) {
            QVERIFY(std::abs(tiles[i]->width() * columns - light->width()) < 3 * columns);
            QVERIFY(std::abs(tiles[i]->height() * rows - light->height()) < 3 * rows);
            for (int j = 0; j < i; ++j)
                QVERIFY(!tiles[i]->geometry().intersects(tiles[j]->geometry()));
        }
        QCOMPARE(tiles.constLast()->geometry().right(), light->width() - 1);
        QCOMPARE(tiles.constLast()->geometry().bottom(), light->height() - 1);
    }

    void aLayoutIsChosenByKeys()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        QTest::keyClick(&box.panel.tile(), Qt::Key_G);
        auto *menu = box.panel.findChild<QMenu *>(u"layoutMenu"_s);
        QVERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(box.tiles().size(), 2);
        QCOMPARE(box.panel.findChild<QToolButton *>(u"layoutButton"_s)->text(), u"1 × 2"_s);
    }

    void theStripOpensIntoTheActiveTile()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout1x2");
        QCOMPARE(box.activeTile(), 0);
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        QCOMPARE(box.activeTile(), 1);
        QCOMPARE(box.panel.openedSeries(), QString());
        box.clickRow(2);
        QCOMPARE(box.panel.openedSeries(), u"1.2.4"_s);
        QTRY_VERIFY(box.panel.tile().isPainted());
        QCOMPARE(box.tiles()[0]->sopUid(), u"1.2.3.1"_s);
        QCOMPARE(box.tiles()[1]->sopUid(), u"1.2.4.1"_s);
        QVERIFY(box.panel.tile().hasFocus());
        QTest::keyClick(&box.panel.tile(), Qt::Key_PageDown);
        QCOMPARE(box.tiles()[1]->sopUid(), u"1.2.5.1"_s);
        QTest::keyClick(&box.panel.tile(), Qt::Key_Left);
        QCOMPARE(box.panel.openedSeries(), u"1.2.3"_s);
        QCOMPARE(box.strip->currentIndex().row(), 1);
        QTest::mouseClick(box.tiles()[1], Qt::LeftButton);
        QCOMPARE(box.activeTile(), 1);
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        QCOMPARE(box.activeTile(), 0); // round and round
    }

    void aSeriesIsDroppedIntoAnyTile()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout2x2");
        const std::unique_ptr<QMimeData> dragged(box.strip->model()->mimeData({box.strip->model()->index(3, 0)}));
        QVERIFY(dragged);
        const QString type = dragged->formats().constFirst();
        drop(*box.tiles()[3], type, dragged->data(type));
        QCOMPARE(box.activeTile(), 3);
        QCOMPARE(box.tiles()[3]->sopUid(), u"1.2.5.1"_s);
        QCOMPARE(box.tiles()[0]->sopUid(), u"1.2.3.1"_s);
        drop(*box.tiles()[2], type, "9.9.9");
        QVERIFY(box.tiles()[2]->sopUid().isEmpty());
        drop(*box.tiles()[0], u"text/uri-list"_s, "file:///nothing");
        QCOMPARE(box.tiles()[0]->sopUid(), u"1.2.3.1"_s);
        QVERIFY(!(box.strip->model()->flags(box.strip->model()->index(0, 0)) & Qt::ItemIsDragEnabled)); // a heading
    }

    void oneTileIsSeenFullAndBack()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        QSignalSpy fullScreen(&box.panel, &viewer::ViewingPanel::fullScreenRequested);
        box.choose("layout2x2");
        viewer::Tile *third = box.tiles()[2];
        QTest::mouseClick(third, Qt::LeftButton);
        box.clickRow(2);
        QTest::mouseDClick(third, Qt::LeftButton);
        QCOMPARE(box.tiles(), QList<viewer::Tile *>{third});
        QCOMPARE(third->size(), third->parentWidget()->size());
        QTest::keyClick(third, Qt::Key_F11);
        QCOMPARE(box.tiles().size(), 4);
        QCOMPARE(box.activeTile(), 2);
        QCOMPARE(third->sopUid(), u"1.2.4.1"_s);
        QCOMPARE(fullScreen.count(), 0);
        box.choose("layout1x1");
        QCOMPARE(box.tiles(), QList<viewer::Tile *>{third}); // the active one stays
        QTest::keyClick(third, Qt::Key_F11);
        QCOMPARE(fullScreen.count(), 1);
        box.choose("layout1x2");
        QVERIFY(box.tiles().contains(third));
    }

    void aToolIsHeldOverEveryTile()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout1x2");
        box.panel.findChild<QToolButton *>(u"panButton"_s)->click();
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        QCOMPARE(box.panel.tile().tool(), viewer::Tile::Tool::Pan);
        QVERIFY(box.panel.findChild<QToolButton *>(u"panButton"_s)->isChecked());
        QTest::keyClick(&box.panel.tile(), Qt::Key_Z);
        QCOMPARE(box.tiles()[0]->tool(), viewer::Tile::Tool::Zoom);
        // What is done to the picture is done to one only.
        QTest::keyClick(&box.panel.tile(), Qt::Key_R);
        QCOMPARE(box.tiles()[0]->rotation(), 0);
        QCOMPARE(box.tiles()[1]->rotation(), 90);
    }

    void anotherPatientBeginsWithOneTile()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout2x2");
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        box.clickRow(2);
        box.panel.clear();
        QCOMPARE(box.panel.openedSeries(), QString());
        for (const viewer::Tile *tile : box.panel.findChildren<viewer::Tile *>())
            QCOMPARE(tile->pictureCount(), 0);
        box.panel.addFile(written(box.dir, Slice{"1.2.6", 1}));
        QTRY_VERIFY(box.panel.tile().isPainted());
        QCOMPARE(box.tiles().size(), 1);
    }

    void whatArrivesOpensInNoTileThatIsEmpty()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout1x2");
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        box.panel.addFile(written(box.dir, Slice{"1.2.6", 1}));
        QTRY_COMPARE(box.panel.seriesCount(), 4);
        QCOMPARE(box.panel.openedSeries(), QString());
        QCOMPARE(box.tiles()[1]->pictureCount(), 0);
        // The series that hangs in the other tile grows all the same.
        box.panel.addFile(written(box.dir, Slice{"1.2.3", 2}));
        QTRY_COMPARE(box.tiles()[0]->pictureCount(), 2);
        QCOMPARE(box.tiles()[0]->sopUid(), u"1.2.3.1"_s);
    }

    void theLoaderDecodesOnceForAllThatLook()
    {
        QTemporaryDir dir;
        viewer::FrameLoader loader;
        QSignalSpy ready(&loader, &viewer::FrameLoader::frameReady);
        const QObject one, other;
        const viewer::FrameKey first{written(dir, Slice{"1.2.3", 1}), 0};
        const viewer::FrameKey second{written(dir, Slice{"1.2.3", 2}), 0};
        const viewer::FrameKey third{written(dir, Slice{"1.2.3", 3}), 0};
        loader.look(&one, first, {second});
        loader.look(&other, second, {third});
        loader.prefer(&other);
        loader.look(&one, second, {}); // what the other wants goes on
        QTRY_VERIFY(loader.cached(third));
        QTRY_VERIFY(loader.cached(second));
        loader.look(&one, first, {});
        loader.lookAway(&one);
        loader.lookAway(&other);
        loader.look(&other, first, {});
        QTRY_VERIFY(loader.cached(first));
        int seconds = 0;
        for (const auto &signal : ready)
            seconds += signal.constFirst().value<viewer::FrameKey>() == second ? 1 : 0;
        QCOMPARE(seconds, 1);
    }
};

QTEST_MAIN(LightBoxTest)
#include "LightBoxTest.moc"
