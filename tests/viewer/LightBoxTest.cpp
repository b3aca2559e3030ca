#include "Files.h"

#include <viewer_widgets/FrameLoader.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QProxyStyle>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
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
    QByteArray spacing = "1\\1";
    QByteArray imageType = {};
};

FileMaker made(const Slice &slice, const QByteArray &date = "20261102", const QByteArray &study = "1.2",
               const QByteArray &title = "Axial")
{
    FileMaker file;
    if (!slice.imageType.isEmpty())
        file.text(0x00080008, "CS", slice.imageType);
    file.text(0x00080018, "UI", slice.series + '.' + QByteArray::number(slice.number));
    file.text(0x00080020, "DA", date).text(0x00080060, "CS", slice.modality);
    file.text(0x0008103E, "LO", title).text(0x00100010, "PN", "Doe^Jane");
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
    if (!slice.spacing.isEmpty())
        file.text(0x00280030, "DS", slice.spacing);
    file.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15);
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

void wheel(QWidget &widget, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPointF at(100, 100);
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&widget, &event);
}

//! A file of five frames with one attribute that says how fast they are.
QString film(const QTemporaryDir &dir, const QByteArray &modality, quint32 tag, const QByteArray &value)
{
    FileMaker file;
    file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", modality);
    const char *vr = tag == 0x00181063 || tag == 0x00181065 ? "DS" : "IS";
    if (tag == 0x00082144)
        file.text(tag, vr, value);
    file.text(0x00100010, "PN", "Doe^Jane");
    if (tag > 0x00082144)
        file.text(tag, vr, value);
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3").text(0x00200013, "IS", "1");
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "5");
    file.word(0x00280010, 8).word(0x00280011, 8).word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7);
    file.word(0x00280103, 0).bytes(0x7FE00010, "OB", QByteArray(320, '\1'));
    return written(dir, file, "film");
}

//! A picture of "series number laterality view", a dash for what is not said.
QString projection(const QTemporaryDir &dir, const QByteArray &modality, const QString &image,
                   const QByteArray &direction = {})
{
    const QList<QByteArray> parts = image.toLatin1().split(' ');
    FileMaker file;
    file.text(0x00080018, "UI", parts[0] + '.' + parts[1]).text(0x00080060, "CS", modality);
    file.text(0x00100010, "PN", "Doe^Jane").text(0x00185101, "CS", parts[3] == "-" ? "" : parts[3]);
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", parts[0]).text(0x00200013, "IS", parts[1]);
    file.text(0x00200020, "CS", direction).text(0x00200062, "CS", parts[2] == "-" ? "" : parts[2]);
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 8).word(0x00280011, 8);
    file.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 0);
    file.bytes(0x7FE00010, "OW", QByteArray(128, '\1'));
    return written(dir, file, parts[0] + '-' + parts[1]);
}

//! The tiles that are seen, row by row.
QList<viewer::Tile *> seenTiles(const viewer::ViewingPanel &panel)
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

//! By the menu, as a hand does it.
void chooseLayout(const viewer::ViewingPanel &panel, const char *layout)
{
    auto *menu = panel.findChild<QMenu *>(u"layoutMenu"_s);
    emit menu->aboutToShow();
    menu->findChild<QAction *>(QString::fromLatin1(layout))->trigger();
}

//! A desktop that wants animations of some length, or none.
class Motion final : public QProxyStyle
{
public:
    explicit Motion(int milliseconds) : m_milliseconds(milliseconds) {}
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        return hint == SH_Widget_Animation_Duration ? m_milliseconds
                                                    : QProxyStyle::styleHint(hint, option, widget, data);
    }

private:
    int m_milliseconds;
};

//! A panel with two series side by side, the left one active.
struct Pair
{
    QTemporaryDir dir;
    viewer::ViewingPanel panel;
    QStringList files;

    void add(const Slice &slice) { files << written(dir, slice); }
    bool hang()
    {
        panel.resize(1000, 700);
        panel.show();
        panel.activateWindow();
        for (const QString &file : files)
            panel.addFile(file);
        if (!QTest::qWaitFor([&] { return panel.fileCount() == files.size() && panel.tile().isPainted(); }))
            return false;
        chooseLayout(panel, "layout1x2");
        panel.openSeries(u"1.2.3"_s);
        QTest::keyClick(&panel.tile(), Qt::Key_Right);
        panel.openSeries(u"1.2.4"_s);
        QTest::keyClick(&panel.tile(), Qt::Key_Left);
        const auto isWhole = [](const viewer::Tile &tile, int count) { return tile.pictureCount() == count; };
        const int first = static_cast<int>(files.filter(u"1.2.3-"_s).size());
        return QTest::qWaitFor([&] {
            return isWhole(left(), first) && isWhole(right(), static_cast<int>(files.size()) - first) &&
                   left().isPainted() && right().isPainted();
        });
    }
    viewer::Tile &tileAt(bool isRight) const
    {
        for (viewer::Tile *tile : panel.findChildren<viewer::Tile *>()) {
            if (tile->isVisible() && (tile->x() > 0) == isRight)
                return *tile;
        }
        return panel.tile();
    }
    viewer::Tile &left() const { return tileAt(false); }
    viewer::Tile &right() const { return tileAt(true); }
    //! What a tile says of the others.
    static QString remark(const viewer::Tile &tile)
    {
        const QStringList lines = tile.cornerLines(Qt::BottomLeftCorner);
        return lines.value(0).startsWith(u"Zoom"_s) ? QString() : lines.value(0);
    }
};

} // namespace

Q_DECLARE_METATYPE(Slice)

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

        void choose(const char *layout) const { chooseLayout(panel, layout); }
        QList<viewer::Tile *> tiles() const { return seenTiles(panel); }
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

    void aNarrowBarKeepsItsWordsAndLetsToolsGo()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        auto *bar = box.panel.findChild<QWidget *>(u"lightBoxBar"_s);
        auto *more = bar->findChild<QToolButton *>(u"moreButton"_s);
        QVERIFY(more);
        QList<QToolButton *> buttons = bar->findChildren<QToolButton *>();
        buttons.removeOne(more);
        const auto seen = [&] {
            return std::count_if(buttons.begin(), buttons.end(),
                                 [](const auto *button) { return button->isVisible(); });
        };
        box.panel.resize(1440, 800);
        QTRY_COMPARE(seen(), buttons.size());
        QVERIFY(!more->isVisible());
        box.panel.resize(760, 480);
        QTRY_VERIFY(seen() < buttons.size());
        // What gave way stands in the menu at the end, and no tool is narrower than its icon.
        QVERIFY(more->isVisible());
        emit more->menu()->aboutToShow();
        QStringList offered;
        for (const QAction *action : more->menu()->actions())
            offered << action->text();
        for (const QToolButton *button : buttons) {
            const int least =
                button->defaultAction() ? button->height() : button->sizeHint().width(); // icons are square
            if (button->isVisible())
                QTRY_VERIFY2(button->width() >= least,
                             qPrintable(u"%1: %2 of %3"_s.arg(button->objectName()).arg(button->width()).arg(least)));
            else
                QVERIFY2(offered.contains(button->accessibleName()), qPrintable(button->objectName()));
        }
        QCOMPARE(offered.size(), buttons.size() - seen());
        buttons << more;
        // No line has another beside it, and none stands first.
        QList<QWidget *> seenWidgets;
        for (QWidget *widget : bar->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            if (widget->isVisible())
                seenWidgets << widget;
        }
        std::sort(seenWidgets.begin(), seenWidgets.end(),
                  [](const QWidget *a, const QWidget *b) { return a->x() < b->x(); });
        bool wasLine = true;
        for (const QWidget *widget : seenWidgets) {
            const bool isLine = widget->objectName() == u"lightBoxGap"_s;
            QVERIFY(!isLine || !wasLine);
            wasLine = isLine;
        }
        for (const char *name : {"presetButton", "layoutButton"}) {
            const auto *button = bar->findChild<QToolButton *>(QLatin1String(name));
            QTRY_VERIFY(button->isVisible() && button->width() >= button->sizeHint().width());
        }
        int end = 0;
        for (const QToolButton *button : buttons) {
            if (!button->isVisible())
                continue;
            QVERIFY2(button->x() >= end && button->geometry().right() < bar->width(), qPrintable(button->objectName()));
            end = button->geometry().right() + 1;
        }
        buttons.removeOne(more);
        box.panel.resize(1440, 800);
        QTRY_COMPARE(seen(), buttons.size());
        QVERIFY(!more->isVisible());
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

    void anEmptyTileSaysHowItIsFilled()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout1x2");
        const auto hasWords = [](viewer::Tile *tile) {
            const QImage middle =
                tile->grab(QRect(tile->width() / 4, tile->height() / 2 - 10, tile->width() / 2, 20)).toImage();
            for (int y = 0; y < middle.height(); ++y) {
                for (int x = 0; x < middle.width(); ++x) {
                    if (middle.pixel(x, y) == 0xffa4a4a4)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(hasWords(box.tiles()[1]));
        QVERIFY(!hasWords(box.tiles()[0]));
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        box.panel.openSeries(u"1.2.4"_s);
        QTRY_VERIFY(box.panel.tile().isPainted());
        QVERIFY(!hasWords(box.tiles()[1]));
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

    void filesThatDoNotNameTheirSeriesAreLookedAtTogether()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        QVERIFY(QDir(dir.path()).mkdir(u"other"_s));
        for (const char *name : {"one", "two", "three", "other/four"}) {
            FileMaker file; // not even a name of its own
            file.text(0x00080060, "CS", "OT").text(0x00100010, "PN", "Doe^Jane").text(0x0020000D, "UI", "1.2");
            panel.addFile(
                file.grey(2, 2, 8, false, {0, 85, 170, 255}).writtenTo(dir.filePath(QString::fromLatin1(name))));
        }
        QTRY_COMPARE(panel.fileCount(), 4);
        QTRY_COMPARE(panel.seriesCount(), 2);
        auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);
        const auto rowWith = [&](const QString &words) {
            int row = 1;
            while (row < strip->model()->rowCount() && !strip->model()->index(row, 0).data().toString().endsWith(words))
                ++row;
            return strip->model()->index(row, 0);
        };
        QVERIFY(rowWith(u", 1 image"_s).isValid());
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {}, strip->visualRect(rowWith(u", 3 images"_s)).center());
        QTRY_COMPARE(panel.tile().pictureCount(), 3);
        QTRY_VERIFY(panel.tile().isPainted());
        QTest::keyClick(&panel.tile(), Qt::Key_End);
        QCOMPARE(panel.tile().pictureIndex(), 2);
        // A mark is for one of them.
        QTest::keyClick(&panel.tile(), Qt::Key_K);
        QTRY_VERIFY(panel.tile().isPainted());
        QVERIFY(panel.tile().cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
        QTest::keyClick(&panel.tile(), Qt::Key_Home);
        QTRY_VERIFY(panel.tile().isPainted());
        QVERIFY(!panel.tile().cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
    }

    void anImageInTwoFilesIsOneImage()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(written(dir, Slice{"1.2.3", 1}));
        panel.addFile(written(dir, made(Slice{"1.2.3", 1}), "again"));
        panel.addFile(written(dir, Slice{"1.2.3", 2}));
        QTRY_COMPARE(panel.fileCount(), 3);
        QTRY_COMPARE(panel.tile().pictureCount(), 2);
        const auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);
        QVERIFY(strip->model()->index(1, 0).data().toString().endsWith(u", 2 images"_s));
    }

    void ofTwoFilesTheOneThatCanBeReadIsSeen_data()
    {
        QTest::addColumn<QByteArray>("change"); // of the second file
        QTest::addColumn<bool>("isFirstCut");
        QTest::addColumn<QString>("told");
        QTest::newRow("a copy") << QByteArray() << false << u"1 copy left out"_s;
        QTest::newRow("another picture") << QByteArray("\2\2\2\2") << false
                                         << u"⚠ 1 file left out: its image is here with other content"_s;
        QTest::newRow("the first one is cut")
            << QByteArray() << true << u"⚠ 1 file left out: its image is here with other content"_s;
    }
    void ofTwoFilesTheOneThatCanBeReadIsSeen()
    {
        QFETCH(QByteArray, change);
        QFETCH(bool, isFirstCut);
        QFETCH(QString, told);
        QTemporaryDir dir;
        const QString first = written(dir, made(Slice{"1.2.3", 2}), "a");
        const QString second = written(dir, made(Slice{"1.2.3", 2}), "b");
        const auto rewrite = [](const QString &path, auto how) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            how(file);
        };
        if (isFirstCut)
            rewrite(first, [](QFile &file) { file.resize(file.size() - 64); });
        if (!change.isEmpty())
            rewrite(second, [&](QFile &file) { file.seek(file.size() - change.size()), file.write(change); });
        for (const bool isOtherWayRound : {false, true}) {
            viewer::ViewingPanel panel;
            panel.resize(900, 600);
            panel.show();
            panel.addFile(written(dir, Slice{"1.2.3", 1}));
            QTRY_COMPARE(panel.fileCount(), 1);
            panel.addFile(isOtherWayRound ? second : first);
            QTRY_COMPARE(panel.tile().pictureCount(), 2);
            panel.tile().goTo(1);
            panel.addFile(isOtherWayRound ? first : second);
            auto *line = panel.findChild<QLabel *>(u"unreadableLine"_s);
            QTRY_COMPARE(line->text(), told);
            QTRY_COMPARE(panel.tile().header()->path, isFirstCut ? second : first);
            QTRY_VERIFY(panel.tile().isPainted() && panel.tile().isLoaded());
            QCOMPARE(panel.tile().pictureIndex(), 1);
            QCOMPARE(panel.tile().pictureCount(), 2);
            QVERIFY(line->isVisible());
            panel.clear();
            QVERIFY(!line->isVisible());
        }
    }

    //! What was asked for and is not here is in no row, for no file tells of it.
    void seriesOfWhichNothingCameAreNamed()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const auto *line = panel.findChild<QLabel *>(u"unreadableLine"_s);
        panel.setSeriesState(u"1.2.3"_s, 0, 1, 0, false, false, 0, u"2  Axial"_s);
        panel.setSeriesState(u"1.2.4"_s, 0, 1, 0, false, false, 0, u"99  Report"_s);
        QTRY_COMPARE(line->text(), u"2 series are waiting"_s);
        panel.addFile(written(dir, Slice{"1.2.3", 1}));
        panel.setSeriesState(u"1.2.3"_s, 1, 1, 0, true, false, 0, u"2  Axial"_s);
        QTRY_COMPARE(line->text(), u"1 series is waiting"_s);
        panel.setSeriesState(u"1.2.4"_s, 0, 1, 1, false, true, 0, u"99  Report"_s);
        QTRY_COMPARE(line->text(), u"\u26A0 No image of 1 series came"_s);
        QCOMPARE(line->toolTip(), u"99  Report"_s);
        panel.clear();
        QVERIFY(!line->isVisible());
    }

    void linkedTilesGoToTheSamePosition_data()
    {
        QTest::addColumn<QList<QByteArray>>("positions"); // of the other series
        QTest::addColumn<QByteArray>("orientation");
        QTest::addColumn<QByteArray>("frameOfReference");
        QTest::addColumn<int>("from"); // of the other tile, while the leading one goes from 1 to 3, which is 15 mm
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("remark");
        const QByteArray axial = "1\\0\\0\\0\\1\\0";
        const QString byPosition = u"Linked by position"_s;
        const QString byDistance = u"Linked by distance"_s;
        const auto along = [](const QList<double> &heights) {
            QList<QByteArray> positions;
            for (const double height : heights)
                positions << "0\\0\\" + QByteArray::number(height);
            return positions;
        };
        QTest::newRow("the same slices") << along({0, 5, 10, 15, 20}) << axial << QByteArray("1.9") << 0 << 3
                                         << byPosition;
        QTest::newRow("thinner ones") << along({12, 13, 14, 15, 16, 17}) << axial << QByteArray("1.9") << 0 << 3
                                      << byPosition;
        QTest::newRow("unequal spacing") << along({0, 1, 2, 14, 30}) << axial << QByteArray("1.9") << 0 << 3
                                         << byPosition;
        QTest::newRow("the other way round")
            << along({20, 15, 10, 5, 0}) << axial << QByteArray("1.9") << 0 << 1 << byPosition;
        QTest::newRow("seen from the other side") << along({0, 5, 10, 15, 20}) << QByteArray("-1\\0\\0\\0\\1\\0")
                                                  << QByteArray("1.9") << 0 << 3 << byPosition;
        QTest::newRow("over a hole") << along({0, 5, 10, 40, 45}) << axial << QByteArray("1.9") << 0 << 0
                                     << u"Nothing at this position"_s;
        // At 15 mm the second and the fifth picture lie; from the fourth the fifth is nearer.
        QTest::newRow("two phases") << along({10, 15, 20, 10, 15, 20}) << axial << QByteArray("1.9") << 3 << 4
                                    << byPosition;
        QTest::newRow("the first of two phases")
            << along({10, 15, 20, 10, 15, 20}) << axial << QByteArray("1.9") << 0 << 1 << byPosition;
        QTest::newRow("somewhere else") << along({100, 105, 110}) << axial << QByteArray("1.9") << 1 << 1
                                        << u"Nothing at this position"_s;
        QTest::newRow("just behind the last one")
            << along({0, 5, 10, 13}) << axial << QByteArray("1.9") << 0 << 3 << byPosition;
        QTest::newRow("another frame of reference")
            << along({100, 105, 110, 115, 120}) << axial << QByteArray("1.8") << 0 << 2 << byDistance;
        // The leading one goes 10 mm up.
        QTest::newRow("thin slices of another study")
            << along({100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112}) << axial << QByteArray("1.8")
            << 1 << 11 << byDistance;
        QTest::newRow("thick slices of another study")
            << along({100, 108, 116, 124}) << axial << QByteArray("1.8") << 1 << 2 << byDistance;
        QTest::newRow("another study the other way round")
            << along({120, 115, 110, 105, 100}) << axial << QByteArray("1.8") << 4 << 2 << byDistance;
        QTest::newRow("another study seen from the other side")
            << along({100, 105, 110, 115, 120}) << QByteArray("-1\\0\\0\\0\\1\\0") << QByteArray("1.8") << 0 << 2
            << byDistance;
        QTest::newRow("another study, sagittal") << along({0, 5, 10, 15}) << QByteArray("0\\1\\0\\0\\0\\-1")
                                                 << QByteArray("1.8") << 1 << 1 << u"Not linked: other planes"_s;
        QTest::newRow("no frame of reference")
            << along({0, 5, 10, 15, 20}) << axial << QByteArray() << 1 << 3 << byDistance;
        QTest::newRow("no farther than the last")
            << along({100, 105, 110}) << axial << QByteArray("1.8") << 1 << 2 << u"Nothing at this position"_s;
        QTest::newRow("no farther than the last, the other way round")
            << along({110, 105, 100}) << axial << QByteArray("1.8") << 1 << 0 << u"Nothing at this position"_s;
        QTest::newRow("just behind the last one of another study")
            << along({100, 105, 108}) << axial << QByteArray("1.8") << 0 << 2 << byDistance;
        QTest::newRow("sagittal") << along({0, 5, 10, 15}) << QByteArray("0\\1\\0\\0\\0\\-1") << QByteArray("1.9") << 1
                                  << 1 << u"Not linked: other planes"_s;
        QTest::newRow("a tilted gantry beside a straight one")
            << along({0, 5, 10, 15, 20}) << QByteArray("1\\0\\0\\0\\0.9397\\0.3420") << QByteArray("1.9") << 1 << 1
            << u"Not linked: other planes"_s;
        QTest::newRow("no orientation") << along({0, 5, 10, 15}) << QByteArray() << QByteArray("1.9") << 1 << 1
                                        << u"Not linked: no position"_s;
        QTest::newRow("no positions") << QList<QByteArray>{"", "", "", ""} << axial << QByteArray("1.9") << 1 << 1
                                      << u"Not linked: no position"_s;
    }
    void linkedTilesGoToTheSamePosition()
    {
        QFETCH(QList<QByteArray>, positions);
        QFETCH(QByteArray, orientation);
        QFETCH(QByteArray, frameOfReference);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, remark);
        Pair pair;
        for (int i = 0; i < 5; ++i)
            pair.add(Slice{"1.2.3", i + 1, "CT", "0\\0\\" + QByteArray::number(5 * i)});
        for (int i = 0; i < positions.size(); ++i)
            pair.add(Slice{"1.2.4", i + 1, "CT", positions[i], orientation, frameOfReference});
        QVERIFY(pair.hang());
        pair.left().goTo(1);
        pair.right().goTo(from);
        QTest::keyClick(&pair.left(), Qt::Key_L);
        QVERIFY(pair.panel.findChild<QToolButton *>(u"linkButton"_s)->isChecked());
        QTest::keyClick(&pair.left(), Qt::Key_Down);
        QTest::keyClick(&pair.left(), Qt::Key_Down);
        QCOMPARE(pair.left().pictureIndex(), 3);
        QTRY_COMPARE(pair.remark(pair.right()), remark);
        QTRY_COMPARE(pair.right().pictureIndex(), to);
        QCOMPARE(pair.remark(pair.left()), QString());
        // No longer linked, each goes its own way.
        pair.panel.findChild<QToolButton *>(u"linkButton"_s)->click();
        QCOMPARE(pair.remark(pair.right()), QString());
        pair.left().goTo(0);
        QCoreApplication::processEvents();
        QCOMPARE(pair.right().pictureIndex(), to);
    }

    void keyImagesAloneAreLinkedLikeAll()
    {
        Pair pair;
        for (int i = 0; i < 9; ++i) {
            pair.add(Slice{"1.2.3", i + 1, "CT", "0\\0\\" + QByteArray::number(5 * i)});
            pair.add(
                Slice{"1.2.4", i + 1, "CT", "0\\0\\" + QByteArray::number(100 + 5 * i), "1\\0\\0\\0\\1\\0", "1.8"});
        }
        QVERIFY(pair.hang());
        pair.left().goTo(1);
        pair.right().goTo(0);
        QTest::keyClick(&pair.left(), Qt::Key_L);
        // 20 and 30 mm further up are those that are marked.
        for (const int picture : {5, 7}) {
            pair.left().goTo(picture);
            QTest::keyClick(&pair.left(), Qt::Key_K);
        }
        QTRY_COMPARE(pair.right().pictureIndex(), 6);
        QTest::keyClick(&pair.left(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(pair.left().pictureCount(), 2);
        QCOMPARE(pair.remark(pair.right()), u"Linked by distance"_s);
        QTest::keyClick(&pair.left(), Qt::Key_Home);
        QCOMPARE(pair.left().pictureIndex(), 0);
        QTRY_COMPARE(pair.right().pictureIndex(), 4);
        QCOMPARE(pair.remark(pair.right()), u"Linked by distance"_s);
    }

    void picturesWithoutPlacesGoStepByStep()
    {
        Pair pair;
        for (int i = 0; i < 5; ++i) {
            pair.add(Slice{"1.2.3", i + 1, "OT", "", "", ""});
            pair.add(Slice{"1.2.4", i + 1, "OT", "", "", ""});
        }
        QVERIFY(pair.hang());
        pair.left().goTo(1);
        pair.right().goTo(0);
        QTest::keyClick(&pair.left(), Qt::Key_L);
        wheel(pair.left(), -2);
        QTRY_COMPARE(pair.right().pictureIndex(), 2);
        QTRY_COMPARE(pair.remark(pair.right()), u"Linked by steps"_s);
        wheel(pair.left(), 9);
        QTRY_COMPARE(pair.right().pictureIndex(), 0);
    }

    void aTiltedGantryIsFollowedAlongItsNormal()
    {
        // Both lean by 20 degrees; the second one lies 10 mm further back, that is 10 sin 20 = 3.4 mm lower along the
        // normal, and 5 mm along the table are 5 cos 20 = 4.7 mm of it. Slice 2 of the one lies at 9.4 mm; of the
        // other slice 2 lies at 6.0 mm and slice 3 at 10.7 mm.
        const QByteArray tilted = "1\\0\\0\\0\\0.9397\\0.3420";
        Pair pair;
        for (int i = 0; i < 5; ++i) {
            pair.add(Slice{"1.2.3", i + 1, "CT", "0\\0\\" + QByteArray::number(5 * i), tilted});
            pair.add(Slice{"1.2.4", i + 1, "CT", "0\\10\\" + QByteArray::number(5 * i), tilted});
        }
        QVERIFY(pair.hang());
        pair.left().goTo(1);
        QTest::keyClick(&pair.left(), Qt::Key_L);
        QTest::keyClick(&pair.left(), Qt::Key_Down);
        QTRY_COMPARE(pair.right().pictureIndex(), 3);
    }

    void aHandOverAnyTileLeadsTheOthers()
    {
        Pair pair;
        for (int i = 0; i < 5; ++i) {
            pair.add(Slice{"1.2.3", i + 1, "CT", "0\\0\\" + QByteArray::number(5 * i)});
            pair.add(Slice{"1.2.4", i + 1, "CT", "0\\0\\" + QByteArray::number(5 * i)});
        }
        QVERIFY(pair.hang());
        pair.left().goTo(0);
        QTest::keyClick(&pair.left(), Qt::Key_L);
        QTRY_COMPARE(pair.right().pictureIndex(), 0);
        wheel(pair.right(), -2);
        QCOMPARE(pair.right().pictureIndex(), 2);
        QTRY_COMPARE(pair.left().pictureIndex(), 2);
        QCOMPARE(&pair.panel.tile(), &pair.left());
        QCOMPARE(pair.remark(pair.right()), u"Linked by position"_s);
    }

    void linkedTilesAreZoomedAndMovedTogether_data()
    {
        QTest::addColumn<Slice>("other");
        QTest::addColumn<double>("zoom"); // of the other one over that of the hand's
        QTest::addColumn<bool>("follows");
        const QByteArray axial = "1\\0\\0\\0\\1\\0";
        QTest::newRow("smaller pixels") << Slice{"1.2.4", 1, "CT", "0\\0\\0", axial, "1.9", "0.5\\0.5"} << 0.5 << true;
        QTest::newRow("larger pixels, by steps")
            << Slice{"1.2.4", 1, "CT", "0\\0\\0", axial, "1.8", "2\\2"} << 2.0 << true;
        QTest::newRow("not linked: sagittal")
            << Slice{"1.2.4", 1, "CT", "0\\0\\0", "0\\1\\0\\0\\0\\-1", "1.9", "0.5\\0.5"} << 1.0 << false;
        QTest::newRow("not linked: no position")
            << Slice{"1.2.4", 1, "CT", "", axial, "1.9", "0.5\\0.5"} << 1.0 << false;
    }
    void linkedTilesAreZoomedAndMovedTogether()
    {
        QFETCH(Slice, other);
        QFETCH(double, zoom);
        QFETCH(bool, follows);
        Pair pair;
        pair.add(Slice{"1.2.3", 1, "CT", "0\\0\\0"});
        pair.add(other);
        QVERIFY(pair.hang());
        viewer::Tile &left = pair.left();
        viewer::Tile &right = pair.right();
        const double whole = right.zoom();
        QCOMPARE(left.zoom(), whole); // as many columns in as much room
        wheel(left, 1, Qt::ControlModifier);
        QCOMPARE(right.zoom(), whole); // nobody has linked them
        QTest::keyClick(&left, Qt::Key_L);
        QCoreApplication::processEvents();
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-6 * b; };
        wheel(left, 2, Qt::ControlModifier);
        QVERIFY(left.zoom() > whole);
        QVERIFY2(near(right.zoom(), follows ? zoom * left.zoom() : whole), qPrintable(QString::number(right.zoom())));
        QVERIFY(!follows || QLineF(right.pan(), left.pan()).length() < 1);
        QTest::mousePress(&left, Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(&left, {120, 110});
        QTest::mouseMove(&left, {150, 120});
        QTest::mouseRelease(&left, Qt::MiddleButton, {}, {150, 120});
        QCOMPARE(right.pan().isNull(), !follows);
        QVERIFY(!follows || QLineF(right.pan(), left.pan()).length() < 1);
        // From the other one as well, although it is not the active one.
        const double before = left.zoom();
        wheel(right, 1, Qt::ControlModifier);
        QVERIFY(follows ? near(right.zoom(), zoom * left.zoom()) && left.zoom() > before : left.zoom() == before);
        QTest::keyClick(&left, Qt::Key_F);
        QVERIFY(near(left.zoom(), whole));
        QCOMPARE(near(right.zoom(), whole), follows);
    }

    void withoutASpacingATileIsSeenAsAnotherInSharesOfIts()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel one, other;
        one.resize(1000, 700);
        other.resize(700, 500);
        one.show();
        other.show();
        one.addFile(written(dir, Slice{"1.2.3", 1}));
        other.addFile(written(dir, Slice{"1.2.4", 1, "OT", "", "", "", ""}));
        QTRY_VERIFY(one.tile().isPainted() && other.tile().isPainted());
        const double whole = other.tile().zoom();
        wheel(one.tile(), 3, Qt::ControlModifier);
        other.tile().setView(one.tile().view());
        QVERIFY(std::abs(other.tile().zoom() / whole - std::pow(1.1, 3)) < 1e-6);
        QVERIFY(!other.tile().pan().isNull());
        QVERIFY(std::abs(other.tile().pan().x() / other.tile().width() - one.tile().pan().x() / one.tile().width()) <
                1e-6);
        QVERIFY(std::abs(other.tile().pan().y() / other.tile().height() - one.tile().pan().y() / one.tile().height()) <
                1e-6);
    }

    void theActivePlaneIsDrawnWhereItCuts_data()
    {
        QTest::addColumn<QByteArray>("position");
        QTest::addColumn<QByteArray>("orientation");
        QTest::addColumn<QByteArray>("frameOfReference");
        QTest::addColumn<QLineF>("line"); // in columns and rows; the active plane is axial at 4 mm
        const QByteArray here = "1.9";
        // Rows go down from 8 mm in steps of one, the centre of the first in row 0.5, so 4 mm are in row 4.5.
        QTest::newRow("sagittal") << QByteArray("4\\0\\8") << QByteArray("0\\1\\0\\0\\0\\-1") << here
                                  << QLineF(0, 4.5, 8, 4.5);
        QTest::newRow("coronal") << QByteArray("0\\4\\6") << QByteArray("1\\0\\0\\0\\0\\-1") << here
                                 << QLineF(0, 2.5, 8, 2.5);
        // Rows go down and back at 45 degrees: 4 mm below 8 are 5.66 mm along them.
        QTest::newRow("oblique") << QByteArray("0\\0\\8") << QByteArray("1\\0\\0\\0\\0.7071\\-0.7071") << here
                                 << QLineF(0, 6.157, 8, 6.157);
        QTest::newRow("parallel") << QByteArray("0\\0\\8") << QByteArray("1\\0\\0\\0\\1\\0") << here << QLineF();
        QTest::newRow("beside it") << QByteArray("4\\0\\80") << QByteArray("0\\1\\0\\0\\0\\-1") << here << QLineF();
        QTest::newRow("another frame of reference")
            << QByteArray("4\\0\\8") << QByteArray("0\\1\\0\\0\\0\\-1") << QByteArray("1.8") << QLineF();
        QTest::newRow("no frame of reference")
            << QByteArray("4\\0\\8") << QByteArray("0\\1\\0\\0\\0\\-1") << QByteArray() << QLineF();
        QTest::newRow("no position") << QByteArray() << QByteArray("0\\1\\0\\0\\0\\-1") << here << QLineF();
        QTest::newRow("no orientation") << QByteArray("4\\0\\8") << QByteArray() << here << QLineF();
    }
    void theActivePlaneIsDrawnWhereItCuts()
    {
        QFETCH(QByteArray, position);
        QFETCH(QByteArray, orientation);
        QFETCH(QByteArray, frameOfReference);
        QFETCH(QLineF, line);
        Pair pair;
        pair.add(Slice{"1.2.3", 1, "CT", "0\\0\\0"});
        pair.add(Slice{"1.2.3", 2, "CT", "0\\0\\4"});
        pair.add(Slice{"1.2.4", 1, "CT", position, orientation, frameOfReference});
        QVERIFY(pair.hang());
        pair.left().goTo(1);
        QTRY_VERIFY(pair.right().isPainted());
        QVERIFY(pair.right().referenceLines().isEmpty());
        QTest::keyClick(&pair.left(), Qt::Key_X);
        QVERIFY(pair.panel.findChild<QToolButton *>(u"reflinesButton"_s)->isChecked());
        const auto drawn = pair.right().referenceLines();
        QCOMPARE(drawn.size(), line.isNull() ? 0 : 1);
        QVERIFY(pair.left().referenceLines().isEmpty());
        if (line.isNull())
            return;
        const QLineF found = drawn[0].x1() < drawn[0].x2() ? drawn[0] : QLineF(drawn[0].p2(), drawn[0].p1());
        QVERIFY2(QLineF(found.p1(), line.p1()).length() < 0.01 && QLineF(found.p2(), line.p2()).length() < 0.01,
                 qPrintable(u"%1 %2 %3 %4"_s.arg(found.x1()).arg(found.y1()).arg(found.x2()).arg(found.y2())));
        // It moves with the picture of the active tile, and is drawn on no tile that is active itself.
        QTest::keyClick(&pair.left(), Qt::Key_Up);
        QVERIFY(pair.right().referenceLines() != drawn);
        QTest::keyClick(&pair.left(), Qt::Key_Right);
        QVERIFY(pair.right().referenceLines().isEmpty());
        QTest::keyClick(&pair.right(), Qt::Key_X);
        QVERIFY(pair.left().referenceLines().isEmpty());
    }

    void aMenuShowsWhatIsOn()
    {
        Pair pair;
        pair.add(Slice{"1.2.3", 1});
        pair.add(Slice{"1.2.4", 1});
        QVERIFY(pair.hang());
        using viewer::Command;
        const QList<std::pair<Command, Qt::Key>> switches{{Command::Link, Qt::Key_L},
                                                          {Command::ReferenceLines, Qt::Key_X},
                                                          {Command::KeyImage, Qt::Key_K},
                                                          {Command::Invert, Qt::Key_I},
                                                          {Command::Tags, Qt::Key_T}};
        const auto checkedInMenu = [&](Command command) {
            QContextMenuEvent wanted(QContextMenuEvent::Keyboard, QPoint(5, 5), pair.left().mapToGlobal(QPoint(5, 5)));
            QApplication::sendEvent(&pair.left(), &wanted);
            auto *menu = pair.left().findChild<QMenu *>(u"tileMenu"_s);
            bool isChecked = false;
            for (const QAction *action : menu->actions()) {
                if (action->text().startsWith(viewer::Keys::words(command)))
                    isChecked = action->isCheckable() && action->isChecked();
            }
            delete menu;
            return isChecked;
        };
        for (const auto &[command, key] : switches) {
            QCOMPARE(pair.panel.isOn(command), std::optional(false));
            QVERIFY(!checkedInMenu(command));
            QSignalSpy changed(&pair.panel, &viewer::ViewingPanel::commandStatesChanged);
            QTest::keyClick(&pair.left(), key);
            QVERIFY(changed.count() > 0);
            QCOMPARE(pair.panel.isOn(command), std::optional(true));
            QVERIFY(checkedInMenu(command));
        }
        QVERIFY(!pair.panel.isOn(Command::Reset));
    }

    void nobodyTakesAwayWhatWasMeasuredInAnotherTile_data()
    {
        QTest::addColumn<bool>("sameImage");
        QTest::newRow("on another image") << false;
        QTest::newRow("on the same image") << true;
    }
    void nobodyTakesAwayWhatWasMeasuredInAnotherTile()
    {
        QFETCH(bool, sameImage);
        Pair pair;
        pair.add(Slice{"1.2.3", 1});
        pair.add(Slice{"1.2.4", 1});
        QVERIFY(pair.hang());
        viewer::Tile &left = pair.left();
        viewer::Tile &right = pair.right();
        if (sameImage) {
            QTest::keyClick(&left, Qt::Key_Right);
            pair.panel.openSeries(u"1.2.3"_s);
            QTest::keyClick(&right, Qt::Key_Left);
            QTRY_VERIFY(right.isPainted());
        }
        const auto click = [](viewer::Tile &tile, double column, double row) {
            QTest::mouseClick(&tile, Qt::LeftButton, {}, tile.inTile({column, row}).toPoint());
        };
        QTest::keyClick(&left, Qt::Key_D);
        click(left, 1, 1); // and it is left there
        QCOMPARE(left.measurementLines().size(), 1);
        click(right, 2, 2);
        click(right, 6, 2);
        const QStringList measured = right.measurementLines();
        QCOMPARE(measured.size(), 1);
        QTest::keyClick(&right, Qt::Key_W);
        QCOMPARE(right.measurementLines(), measured);
        QCOMPARE(left.measurementLines(), sameImage ? measured : QStringList());
        QTest::keyClick(&right, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(right.measurementLines().isEmpty());
        QVERIFY(left.measurementLines().isEmpty());
    }

    void aFilmRunsAtTheRateOfItsFile_data()
    {
        QTest::addColumn<quint32>("tag");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("remark");
        QTest::newRow("recommended") << 0x00082144U << QByteArray("50") << u"Cine 50 / s"_s;
        QTest::newRow("cine rate") << 0x00180040U << QByteArray("40") << u"Cine 40 / s"_s;
        QTest::newRow("time of a frame") << 0x00181063U << QByteArray("25") << u"Cine 40 / s"_s;
        QTest::newRow("times of the frames") << 0x00181065U << QByteArray("0\\20\\20\\20\\20") << u"Cine 50 / s"_s;
        QTest::newRow("nothing") << 0U << QByteArray() << u"Cine 10 / s"_s;
        QTest::newRow("nonsense") << 0x00181063U << QByteArray("-3") << u"Cine 10 / s"_s;
    }
    void aFilmRunsAtTheRateOfItsFile()
    {
        QFETCH(quint32, tag);
        QFETCH(QByteArray, value);
        QFETCH(QString, remark);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(film(dir, "OT", tag, value));
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().pictureCount(), 5);
        const auto *button = panel.findChild<QToolButton *>(u"cineButton"_s);
        QVERIFY(!button->isChecked());
        QSignalSpy scrolled(&panel.tile(), &viewer::Tile::scrolled);
        QTest::keyClick(&panel.tile(), Qt::Key_C);
        QVERIFY(button->isChecked());
        QVERIFY(panel.tile().cornerLines(Qt::BottomLeftCorner).contains(remark));
        QTRY_VERIFY(panel.tile().pictureIndex() > 1);
        QTRY_VERIFY(panel.tile().pictureIndex() < 2); // round and round
        QSignalSpy left(&panel, &viewer::ViewingPanel::leaveRequested);
        QTest::keyClick(&panel.tile(), Qt::Key_Escape);
        QVERIFY(!button->isChecked());
        QCOMPARE(left.count(), 0);
        QVERIFY(!panel.tile().cornerLines(Qt::BottomLeftCorner).contains(remark));
        panel.findChild<QToolButton *>(u"cineButton"_s)->click();
        QVERIFY(button->isChecked());
        wheel(panel.tile(), panel.tile().pictureIndex() > 2 ? 1 : -1);
        QVERIFY(!button->isChecked());
        QTest::keyClick(&panel.tile(), Qt::Key_C);
        QTest::keyClick(&panel.tile(), Qt::Key_C);
        QVERIFY(!button->isChecked());
    }

    void framesAreScrolledStackByStackAndKeepTheirNumbers()
    {
        QTemporaryDir dir;
        const auto frame = [](const QByteArray &stack, quint32 position, const QByteArray &height) {
            FileMaker content;
            content.text(0x00209056, "SH", stack);
            content.bytes(0x00209057, "UL", QByteArray(reinterpret_cast<const char *>(&position), 4));
            FileMaker item;
            item.sequence(0x00209111, content);
            return item.sequence(0x00209113, FileMaker().text(0x00200032, "DS", "0\\0\\" + height));
        };
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "MR").text(0x0020000D, "UI", "1.2");
        file.text(0x0020000E, "UI", "1.2.3").text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").text(0x00200052, "UI", "1.9");
        file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "4");
        file.word(0x00280010, 1).word(0x00280011, 1).text(0x00280030, "DS", "1\\1").word(0x00280100, 8);
        file.word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        file.items(0x52009230, {frame("1", 2, "5"), frame("2", 1, "40"), frame("1", 1, "0"), frame("2", 2, "45")});
        file.bytes(0x7FE00010, "OB", QByteArray("\x0a\x14\x1e\x28", 4));
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(written(dir, file, "stacks"));
        viewer::Tile &tile = panel.tile();
        QTRY_COMPARE(tile.pictureCount(), 4);
        QTRY_VERIFY(tile.isPainted());
        QTest::keyClick(&tile, Qt::Key_Home);
        const QList<int> order{2, 0, 1, 3};
        for (int i = 0; i < 4; ++i) {
            QTRY_VERIFY(tile.isPainted());
            QCOMPARE(tile.frameNumber(), order[i]);
            QCOMPARE(tile.pixels()->valueAt(0, 0), std::optional(10.0 * (order[i] + 1)));
            QVERIFY(tile.cornerLines(Qt::BottomLeftCorner).contains(u"Frame %1 / 4"_s.arg(order[i] + 1)));
            QVERIFY(tile.cornerLines(Qt::BottomRightCorner)
                        .contains(u"Location %1 mm"_s.arg(QLocale().toString(QList<double>{0, 5, 40, 45}[i], 'f', 1))));
            QTest::keyClick(&tile, Qt::Key_Down);
        }
        // A report means the second frame of the file.
        QVERIFY(panel.showImage(u"1.2.3.1"_s, 2));
        QCOMPARE(tile.pictureIndex(), 2);
        QTRY_VERIFY(tile.isPainted());
        QTest::keyClick(&tile, Qt::Key_K);
        QTRY_VERIFY(tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
        QTest::keyClick(&tile, Qt::Key_End);
        QTRY_VERIFY(tile.isPainted());
        QVERIFY(!tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
        // What has grown is looked at where it was.
        file = made(Slice{"1.2.3", 9, "MR"});
        panel.addFile(written(dir, file, "more"));
        QTRY_COMPARE(tile.pictureCount(), 5);
        QCOMPARE(tile.frameNumber(), 3);
        QCOMPARE(tile.sopUid(), u"1.2.3.1"_s);
    }

    void framesAreCountedAsFramesAndImagesByTheirNumbers()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(film(dir, "OT", 0, {})); // number 1, five frames
        const auto line = [&] { return panel.tile().cornerLines(Qt::BottomLeftCorner).constLast(); };
        const auto row = [&] {
            return panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s)->model()->index(1, 0).data().toString();
        };
        QTRY_VERIFY(panel.tile().isPainted());
        panel.tile().goTo(2);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(line(), u"Frame 3 / 5"_s);
        QVERIFY2(row().endsWith(u", 1 image, 5 frames"_s), qPrintable(row()));
        panel.addFile(written(dir, Slice{"1.2.3", 12, "OT"}));
        QTRY_COMPARE(panel.tile().pictureCount(), 6);
        QCOMPARE(line(), u"Frame 3 / 5 · Image 1 / 2"_s);
        panel.tile().goTo(5);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(line(), u"Image 2 / 2 · no. 12"_s);
        QVERIFY2(row().endsWith(u", 2 images, 6 frames"_s), qPrintable(row()));
    }

    void onlyTheActiveTileHasALensWithoutAPointer()
    {
        Pair pair;
        pair.add(Slice{"1.2.3", 1});
        pair.add(Slice{"1.2.4", 1});
        QVERIFY(pair.hang());
        const auto lensIn = [](viewer::Tile &tile) { // the edge of the lens
            return tile.grab(QRect(tile.width() / 2 - 120, tile.height() / 2 - 10, 20, 20)).toImage();
        };
        const QImage left = lensIn(pair.left());
        const QImage right = lensIn(pair.right());
        QTest::keyClick(&pair.left(), Qt::Key_M);
        QCOMPARE(pair.right().tool(), viewer::Tile::Tool::Magnifier);
        QVERIFY(lensIn(pair.left()) != left);
        QCOMPARE(lensIn(pair.right()), right);
        QTest::mouseMove(&pair.right(), pair.right().rect().center());
        QTRY_VERIFY(lensIn(pair.right()) != right);
    }

    void aFilmThatCannotBeShownStands()
    {
        QTemporaryDir dir;
        FileMaker file("1.2.840.10008.1.2.4.102"); // MPEG-4
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "XA").text(0x0020000D, "UI", "1.2");
        file.text(0x0020000E, "UI", "1.2.3").word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        file.text(0x00280008, "IS", "27").word(0x00280010, 8).word(0x00280011, 8).word(0x00280100, 8);
        file.word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0).fragments({QByteArray(64, 'x')});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(written(dir, file, "film"));
        QTRY_VERIFY(!panel.tile().headline().isEmpty());
        const auto *button = panel.findChild<QToolButton *>(u"cineButton"_s);
        QTRY_VERIFY(!button->isChecked());
        const int before = panel.tile().pictureIndex();
        QTest::keyClick(&panel.tile(), Qt::Key_C);
        QTRY_VERIFY(!button->isChecked());
        QCOMPARE(panel.tile().pictureIndex(), before);
    }

    void aFilmIsMadeSlowerAndFasterAndRunsBackwards()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(film(dir, "OT", 0, {}));
        QTRY_VERIFY(panel.tile().isPainted());
        viewer::Tile &tile = panel.tile();
        const auto *button = panel.findChild<QToolButton *>(u"cineRateButton"_s);
        const auto says = [&](const QString &words) {
            return tile.cornerLines(Qt::BottomLeftCorner).constFirst() == words;
        };
        QCOMPARE(button->text(), u"10 / s"_s);
        QTest::keyClick(&tile, Qt::Key_Greater, Qt::ShiftModifier);
        QCOMPARE(button->text(), u"12 / s"_s);
        QTest::keyClick(&tile, Qt::Key_C);
        QVERIFY(says(u"Cine 12 / s"_s));
        for (const char *rate : {"10", "8", "6", "5", "4", "3", "2"}) {
            QTest::keyClick(&tile, Qt::Key_Less);
            QVERIFY(says(u"Cine %1 / s"_s.arg(QLatin1String(rate))));
            QCOMPARE(button->text(), u"%1 / s"_s.arg(QLatin1String(rate)));
        }
        const int before = tile.pictureIndex();
        QTest::keyClick(&tile, Qt::Key_C, Qt::ShiftModifier);
        QVERIFY(says(u"Cine backwards 2 / s"_s));
        QTRY_VERIFY(tile.pictureIndex() != before);
        QCOMPARE(tile.pictureIndex(), (before + 4) % 5);
        // In the menu it goes back to the file's own.
        emit button->menu()->aboutToShow();
        const QList<QAction *> actions = button->menu()->actions();
        const auto own = std::find_if(actions.cbegin(), actions.cend(), [](const QAction *action) {
            return action->text() == u"As in the file, 10 / s"_s;
        });
        QVERIFY(own != actions.cend() && (*own)->isEnabled());
        (*own)->trigger();
        QVERIFY(says(u"Cine backwards 10 / s"_s));
        QTest::keyClick(&tile, Qt::Key_C, Qt::ShiftModifier);
        QVERIFY(!panel.findChild<QToolButton *>(u"cineButton"_s)->isChecked());
        panel.clear();
        QVERIFY(!button->isEnabled());
    }

    void aSeriesThatGrowsBecomesAFilm()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(written(dir, Slice{"1.2.3", 1}));
        QTRY_VERIFY(panel.tile().isPainted());
        const auto *button = panel.findChild<QToolButton *>(u"cineRateButton"_s);
        QVERIFY(!button->isEnabled());
        panel.addFile(written(dir, Slice{"1.2.3", 2}));
        QTRY_VERIFY(button->isEnabled());
        QCOMPARE(button->text(), u"10 / s"_s);
    }

    void aFilmSaysHowManyPicturesAreReallyShown()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(film(dir, "OT", 0x00082144, "100")); // no clock here ticks as fast
        QTRY_VERIFY(panel.tile().isPainted());
        QTest::keyClick(&panel.tile(), Qt::Key_C);
        const auto line = [&] { return panel.tile().cornerLines(Qt::BottomLeftCorner).constFirst(); };
        QCOMPARE(line(), u"Cine 100 / s"_s);
        QTRY_VERIFY(line().startsWith(u"Cine 100 / s, "_s) && line().endsWith(u" shown"_s));
    }

    void slicesRunAsAFilmToo()
    {
        Pair pair;
        for (int i = 0; i < 3; ++i)
            pair.add(Slice{"1.2.3", i + 1});
        pair.add(Slice{"1.2.4", 1});
        QVERIFY(pair.hang());
        QTest::keyClick(&pair.left(), Qt::Key_Home);
        QTest::keyClick(&pair.left(), Qt::Key_C);
        QTRY_COMPARE(pair.left().pictureIndex(), 2);
        QTest::keyClick(&pair.left(), Qt::Key_C);
        // A single picture is no film.
        QTest::keyClick(&pair.left(), Qt::Key_Right);
        QTest::keyClick(&pair.right(), Qt::Key_C);
        QVERIFY(!pair.panel.findChild<QToolButton *>(u"cineButton"_s)->isChecked());
    }

    void aFilmBeginsByItselfUnlessTheDesktopWantsStillness_data()
    {
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<int>("animation");
        QTest::addColumn<bool>("runs");
        QTest::newRow("ultrasound") << QByteArray("US") << 200 << true;
        QTest::newRow("angiography") << QByteArray("XA") << 200 << true;
        QTest::newRow("something else") << QByteArray("OT") << 200 << false;
        QTest::newRow("stillness") << QByteArray("XA") << 0 << false;
    }
    void aFilmBeginsByItselfUnlessTheDesktopWantsStillness()
    {
        QFETCH(QByteArray, modality);
        QFETCH(int, animation);
        QFETCH(bool, runs);
        QTemporaryDir dir;
        Motion motion(animation);
        viewer::ViewingPanel panel;
        panel.findChild<QWidget *>(u"lightBox"_s)->setStyle(&motion);
        panel.resize(900, 600);
        panel.show();
        panel.addFile(film(dir, modality, 0x00180040, "50"));
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.findChild<QToolButton *>(u"cineButton"_s)->isChecked(), runs);
        if (runs)
            QTRY_VERIFY(panel.tile().pictureIndex() > 0);
    }

    void aStudyIsHungByWhatItIs_data()
    {
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<QStringList>("images"); // series, number, laterality and view, in the order of arrival
        QTest::addColumn<QStringList>("tiles");
        const QStringList four{u"1.2.31 1 R CC"_s, u"1.2.32 1 L CC"_s, u"1.2.33 1 R MLO"_s, u"1.2.34 1 L MLO"_s};
        const QStringList together{u"1.2.31.1"_s, u"1.2.32.1"_s, u"1.2.33.1"_s, u"1.2.34.1"_s};
        QTest::newRow("four mammograms") << QByteArray("MG") << four << together;
        QTest::newRow("the last one first")
            << QByteArray("MG") << QStringList{four[3], four[2], four[1], four[0]} << together;
        QTest::newRow("in one series") << QByteArray("MG")
                                       << QStringList{u"1.2.3 1 L MLO"_s, u"1.2.3 2 L CC"_s, u"1.2.3 3 R MLO"_s,
                                                      u"1.2.3 4 R CC"_s}
                                       << QStringList{u"1.2.3.4"_s, u"1.2.3.2"_s, u"1.2.3.3"_s, u"1.2.3.1"_s};
        QTest::newRow("one is not there") << QByteArray("MG") << QStringList{four[0], four[1], four[3]}
                                          << QStringList{together[0], together[1], QString(), together[3]};
        QTest::newRow("one side") << QByteArray("MG") << QStringList{four[1], four[3]}
                                  << QStringList{together[1], together[3]};
        QTest::newRow("other views") << QByteArray("MG") << QStringList{u"1.2.31 1 R XCCL"_s, u"1.2.32 1 L XCCL"_s}
                                     << QStringList{u"1.2.31.1"_s};
        QTest::newRow("two radiographs") << QByteArray("DX") << QStringList{u"1.2.31 1 - PA"_s, u"1.2.32 1 - LL"_s}
                                         << QStringList{u"1.2.31.1"_s, u"1.2.32.1"_s};
        QTest::newRow("three in one series")
            << QByteArray("CR") << QStringList{u"1.2.3 1 - -"_s, u"1.2.3 2 - -"_s, u"1.2.3 3 - -"_s}
            << QStringList{u"1.2.3.1"_s, u"1.2.3.2"_s, u"1.2.3.3"_s, QString()};
        QTest::newRow("five") << QByteArray("DX")
                              << QStringList{u"1.2.3 1 - -"_s, u"1.2.3 2 - -"_s, u"1.2.3 3 - -"_s, u"1.2.3 4 - -"_s,
                                             u"1.2.3 5 - -"_s}
                              << QStringList{u"1.2.3.1"_s, u"1.2.3.2"_s, u"1.2.3.3"_s, u"1.2.3.4"_s};
        QTest::newRow("a CT") << QByteArray("CT") << QStringList{u"1.2.31 1 - -"_s, u"1.2.32 1 - -"_s}
                              << QStringList{u"1.2.31.1"_s};
    }
    void aStudyIsHungByWhatItIs()
    {
        QFETCH(QByteArray, modality);
        QFETCH(QStringList, images);
        QFETCH(QStringList, tiles);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 700);
        panel.show();
        int arrived = 0;
        for (const QString &image : images) {
            panel.addFile(projection(dir, modality, image));
            ++arrived;
            QTRY_COMPARE(panel.fileCount(), arrived);
        }
        const auto hung = [&] {
            QStringList uids;
            for (const viewer::Tile *tile : seenTiles(panel))
                uids << tile->sopUid();
            return uids;
        };
        QTRY_COMPARE(hung(), tiles);
        QCOMPARE(&panel.tile(), seenTiles(panel).constFirst());
    }

    void aStudyIsHungByItsHeadingAndByTheMenu_data()
    {
        QTest::addColumn<bool>("byMenu");
        QTest::newRow("heading") << false;
        QTest::newRow("menu") << true;
    }
    void aStudyIsHungByItsHeadingAndByTheMenu()
    {
        QFETCH(bool, byMenu);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 700);
        panel.show();
        panel.addFile(written(dir, made(Slice{"1.2.8", 1}, "20270101", "1.9"), "other"));
        QTRY_COMPARE(panel.fileCount(), 1);
        for (const char *image : {"1.2.31 1 R CC", "1.2.32 1 L CC", "1.2.33 1 R MLO", "1.2.34 1 L MLO"})
            panel.addFile(projection(dir, "MG", QString::fromLatin1(image)));
        QTRY_COMPARE(panel.seriesCount(), 5);
        panel.openSeries(u"1.2.33"_s);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(seenTiles(panel).size(), 1);
        auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);
        const auto heading = [&](int row) { return strip->visualRect(strip->model()->index(row, 0)).center(); };
        auto *hang = panel.findChild<QAction *>(u"hangStudy"_s);
        QVERIFY(hang->isEnabled());
        if (byMenu)
            hang->trigger();
        else
            QTest::mouseDClick(strip->viewport(), Qt::LeftButton, {}, heading(2));
        QStringList hung;
        for (const viewer::Tile *tile : seenTiles(panel))
            hung << tile->sopUid();
        QCOMPARE(hung, QStringList({u"1.2.31.1"_s, u"1.2.32.1"_s, u"1.2.33.1"_s, u"1.2.34.1"_s}));
        // A study without a rule begins with its first series, in the active tile.
        QTest::mouseDClick(strip->viewport(), Qt::LeftButton, {}, heading(0));
        QCOMPARE(panel.openedSeries(), u"1.2.8"_s);
        QVERIFY(!hang->isEnabled());
    }

    void noRuleChangesWhatAHandHasDone_data()
    {
        QTest::addColumn<QByteArray>("act");
        QTest::newRow("a key") << QByteArray("key");
        QTest::newRow("the wheel") << QByteArray("wheel");
        QTest::newRow("a click") << QByteArray("click");
        QTest::newRow("a layout") << QByteArray("layout");
        QTest::newRow("the strip") << QByteArray("strip");
    }
    void noRuleChangesWhatAHandHasDone()
    {
        QFETCH(QByteArray, act);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 700);
        panel.show();
        panel.addFile(projection(dir, "DX", u"1.2.31 1 - PA"_s));
        QTRY_VERIFY(panel.tile().isPainted());
        if (act == "key")
            QTest::keyClick(&panel.tile(), Qt::Key_I);
        else if (act == "wheel")
            wheel(panel.tile(), 1);
        else if (act == "click")
            QTest::mouseClick(&panel.tile(), Qt::LeftButton);
        else if (act == "strip")
            panel.openSeries(u"1.2.31"_s);
        else
            chooseLayout(panel, "layout1x1");
        panel.addFile(projection(dir, "DX", u"1.2.32 1 - LL"_s));
        QTRY_COMPARE(panel.seriesCount(), 2);
        QCOMPARE(seenTiles(panel).size(), 1);
        QCOMPARE(panel.tile().sopUid(), u"1.2.31.1"_s);
    }

    void chestWallsStandTogether_data()
    {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("atRight");
        QTest::newRow("right") << u"1.2.3 1 R CC"_s << QByteArray() << QString() << true;
        QTest::newRow("left") << u"1.2.3 1 L CC"_s << QByteArray() << QString() << false;
        QTest::newRow("right by its direction") << u"1.2.3 1 R CC"_s << QByteArray("P\\L") << QString() << true;
        QTest::newRow("right, stored the other way round")
            << u"1.2.3 1 R CC"_s << QByteArray("A\\L") << QString() << true;
        QTest::newRow("left by its direction") << u"1.2.3 1 L CC"_s << QByteArray("A\\R") << QString() << false;
        QTest::newRow("left, stored the other way round")
            << u"1.2.3 1 L MLO"_s << QByteArray("PF\\R") << QString() << false;
        QTest::newRow("right, stored the other way round and flipped")
            << u"1.2.3 1 R CC"_s << QByteArray("A\\L") << u"H"_s << false;
        QTest::newRow("right, flipped") << u"1.2.3 1 R MLO"_s << QByteArray() << u"H"_s << false;
    }
    void chestWallsStandTogether()
    {
        QFETCH(QString, image);
        QFETCH(QByteArray, rows);
        QFETCH(QString, key);
        QFETCH(bool, atRight);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 640);
        panel.show();
        panel.addFile(projection(dir, "MG", image, rows));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        if (!key.isEmpty())
            QTest::keyClick(&tile, Qt::Key_H);
        QVERIFY(tile.width() > tile.height() + 20);
        const bool isReversed = (image.contains(u" R "_s) ? "A" : "P") == rows.left(1);
        QCOMPARE(tile.inTile({0, 4}).x() > tile.inTile({8, 4}).x(), isReversed != !key.isEmpty());
        const auto value = [&tile] { return tile.cornerLines(Qt::BottomLeftCorner).filter(u"x "_s).value(0); };
        const auto isPicture = [&](int x) {
            const QPointF at(x, tile.height() / 2.0);
            QMouseEvent move(QEvent::MouseMove, at, tile.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(&tile, &move);
            return !value().isEmpty();
        };
        QCOMPARE(isPicture(tile.width() - 2), atRight);
        QCOMPARE(isPicture(2), !atRight);
        // Zooming keeps what is under the pointer there.
        QCOMPARE(isPicture(tile.width() / 2), true);
        const QString before = value();
        QWheelEvent zoom(QPointF(tile.width() / 2.0, tile.height() / 2.0), {}, {}, {0, 120}, Qt::NoButton,
                         Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&tile, &zoom);
        QVERIFY(isPicture(tile.width() / 2));
        QCOMPARE(value(), before);
    }

    void scintigramsWithoutAPlaneBeginWithTheFirst_data()
    {
        QTest::addColumn<QByteArray>("position");
        QTest::addColumn<int>("begins");
        QTest::newRow("from the front and the back") << QByteArray() << 0;
        QTest::newRow("slices") << QByteArray("0\\0\\0") << 1;
    }
    void scintigramsWithoutAPlaneBeginWithTheFirst()
    {
        QFETCH(QByteArray, position);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        for (int i = 0; i < 3; ++i)
            panel.addFile(written(dir, Slice{"1.2.3", i + 1, "NM", position}));
        QTRY_COMPARE(panel.tile().pictureCount(), 3);
        QTEST(panel.tile().pictureIndex(), "begins");
    }

    void aScoutMakesRoomForTheFirstSeriesUntilSomebodySeesIt_data()
    {
        QTest::addColumn<bool>("isSeen");
        QTest::addColumn<bool>("isTouched");
        QTest::newRow("it was only the faster one") << false << false;
        QTest::newRow("somebody looks at it") << true << false;
        QTest::newRow("somebody chose it") << false << true;
    }
    void aScoutMakesRoomForTheFirstSeriesUntilSomebodySeesIt()
    {
        QFETCH(bool, isSeen);
        QFETCH(bool, isTouched);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        if (isSeen)
            panel.show();
        Slice scout{"1.2.1", 1};
        scout.imageType = "ORIGINAL\\PRIMARY\\LOCALIZER";
        panel.addFile(written(dir, scout));
        QTRY_COMPARE(panel.openedSeries(), u"1.2.1"_s);
        if (isSeen)
            QTRY_VERIFY(panel.tile().isPainted());
        if (isTouched)
            panel.openSeries(u"1.2.1"_s);
        QTest::qWait(150); // tiles are told in portions
        panel.addFile(written(dir, Slice{"1.2.3", 1}));
        panel.addFile(written(dir, Slice{"1.2.4", 1}));
        QTRY_COMPARE(panel.seriesCount(), 3);
        QCOMPARE(panel.openedSeries() == u"1.2.1"_s, isSeen || isTouched);
    }

    void slicesBeginAtTheMiddle()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        for (int i = 0; i < 9; ++i)
            panel.addFile(written(dir, Slice{"1.2.3", i + 1}));
        for (int i = 0; i < 5; ++i)
            panel.addFile(written(dir, Slice{"1.2.4", i + 1, "OT"}));
        QTRY_COMPARE(panel.fileCount(), 14);
        // Nobody has seen it yet, so it begins at the middle of all that has come.
        QTRY_VERIFY(panel.tile().pictureIndex() == panel.tile().pictureCount() / 2 ||
                    panel.openedSeries() == u"1.2.4"_s);
        panel.openSeries(u"1.2.4"_s);
        QTRY_COMPARE(panel.tile().pictureCount(), 5);
        panel.openSeries(u"1.2.3"_s);
        QTRY_COMPARE(panel.tile().pictureCount(), 9);
        QCOMPARE(panel.tile().pictureIndex(), 4);
        QSignalSpy shown(&panel, &viewer::ViewingPanel::imageShown);
        panel.show();
        QTRY_COMPARE(shown.count(), 1);
        QTest::qWait(150); // tiles are told in portions
        panel.addFile(written(dir, Slice{"1.2.3", 20}));
        panel.addFile(written(dir, Slice{"1.2.3", 21}));
        QTRY_COMPARE(panel.tile().pictureCount(), 11);
        QCOMPARE(panel.tile().pictureIndex(), 4);
    }

    void theFirstPictureThatIsSeenIsNotWhereSlicesStay_data()
    {
        QTest::addColumn<bool>("isTouched");
        QTest::addColumn<bool>("isArriving");
        QTest::addColumn<bool>("isSlow");
        QTest::newRow("files of this computer") << false << false << true;
        QTest::newRow("all at once") << false << false << false;
        QTest::newRow("after a hand") << true << false << true;
        QTest::newRow("over the net") << false << true << true;
    }
    void theFirstPictureThatIsSeenIsNotWhereSlicesStay()
    {
        QFETCH(bool, isTouched);
        QFETCH(bool, isArriving);
        QFETCH(bool, isSlow);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        // A file that is long in coming: until then not all that was listed is here.
        const QByteArray slow = QFile::encodeName(dir.filePath(u"slow"_s));
        QCOMPARE(::mkfifo(slow.constData(), 0600), 0);
        const auto end = qScopeGuard([&slow] { ::close(::open(slow.constData(), O_RDWR)); });
        if (isSlow)
            panel.addFile(QFile::decodeName(slow));
        if (isArriving)
            panel.setSeriesState(u"1.2.3"_s, 1, 9, 0, false);
        panel.addFile(written(dir, Slice{"1.2.3", 1}));
        if (isSlow)
            QTRY_VERIFY(panel.tile().isPainted());
        if (isTouched)
            QTest::keyClick(&panel.tile(), Qt::Key_I);
        for (int number = 2; number <= 9; ++number)
            panel.addFile(written(dir, Slice{"1.2.3", number}));
        QTRY_COMPARE(panel.tile().pictureCount(), 9);
        QCOMPARE(panel.tile().pictureIndex(), isTouched || isArriving ? 0 : 4);
    }

    void anAutomaticWindowIsOfTheSliceThatHangs()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const QByteArray slow = QFile::encodeName(dir.filePath(u"slow"_s));
        QCOMPARE(::mkfifo(slow.constData(), 0600), 0);
        const auto end = qScopeGuard([&slow] { ::close(::open(slow.constData(), O_RDWR)); });
        panel.addFile(QFile::decodeName(slow)); // until then not all that was listed is here
        const auto add = [&](int number) {
            FileMaker file;
            file.text(0x00080018, "UI", "1.2.3." + QByteArray::number(number)).text(0x00080060, "CS", "PT");
            file.text(0x0020000E, "UI", "1.2.3").text(0x00200013, "IS", QByteArray::number(number));
            file.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").grey(2, 2, 16, false, {0, 1, 2, 100 * number});
            panel.addFile(written(dir, file, QByteArray::number(number)));
        };
        add(1);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().voiWindow()->width, 101.0);
        for (int number = 2; number <= 9; ++number)
            add(number);
        QTRY_COMPARE(panel.tile().pictureIndex(), 4);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().voiWindow()->width, 501.0);
        panel.tile().goTo(8);
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().voiWindow()->width, 501.0);
    }

    void currentAndPriorHangSideBySide_data()
    {
        QTest::addColumn<QString>("open");
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::newRow("from the current") << u"1.2.32"_s << u"1.2.32"_s << u"1.2.42"_s;
        QTest::newRow("from the prior") << u"1.2.41"_s << u"1.2.41"_s << u"1.2.51"_s;
        QTest::newRow("from the oldest") << u"1.2.51"_s << u"1.2.41"_s << u"1.2.51"_s;
        QTest::newRow("nothing like it") << u"1.2.33"_s << QString() << QString();
    }
    void currentAndPriorHangSideBySide()
    {
        QFETCH(QString, open);
        QFETCH(QString, left);
        QFETCH(QString, right);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 700);
        panel.show();
        const auto add = [&](const QByteArray &series, const QByteArray &modality, const QByteArray &title,
                             const QByteArray &study, const QByteArray &date) {
            panel.addFile(written(dir, made(Slice{series, 1, modality}, date, study, title), series));
        };
        add("1.2.31", "CT", "Soft", "1.21", "20261102");
        add("1.2.32", "CT", "Lung", "1.21", "20261102");
        add("1.2.33", "MR", "Spine", "1.21", "20261102");
        add("1.2.41", "CT", "soft", "1.22", "20250604");
        add("1.2.42", "CT", "LUNG", "1.22", "20250604");
        add("1.2.51", "CT", "Soft", "1.23", "20200604");
        QTRY_COMPARE(panel.seriesCount(), 6);
        panel.openSeries(open);
        QTRY_VERIFY(panel.tile().isPainted());
        auto *compare = panel.findChild<QAction *>(u"compare"_s);
        QCOMPARE(compare->isEnabled(), !left.isEmpty());
        QTest::keyClick(&panel.tile(), Qt::Key_B);
        const auto tiles = seenTiles(panel);
        QCOMPARE(tiles.size(), left.isEmpty() ? 1 : 2);
        if (left.isEmpty())
            return;
        QCOMPARE(tiles[0]->sopUid(), QString(left + u".1"_s));
        QCOMPARE(tiles[1]->sopUid(), QString(right + u".1"_s));
        QCOMPARE(panel.openedSeries(), left);
    }

    void textsAreTheSameInAllTiles()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.choose("layout1x2");
        QTest::keyClick(&box.panel.tile(), Qt::Key_Space);
        for (const viewer::Tile *tile : box.tiles())
            QCOMPARE(tile->text(), viewer::Tile::Text::Essential);
        QTest::keyClick(&box.panel.tile(), Qt::Key_Right);
        QTest::keyClick(&box.panel.tile(), Qt::Key_Space);
        box.choose("layout3x3"); // tiles that were never there before
        QCOMPARE(box.tiles().size(), 9);
        for (const viewer::Tile *tile : box.tiles())
            QCOMPARE(tile->text(), viewer::Tile::Text::None);
    }

    void theNewestStudyOfADayStandsFirst()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        // Their UIDs are in another order than their times; a series begins later than its study.
        for (const auto &[study, time] :
             {std::pair<QByteArray, QByteArray>{"1.31", "0251"}, {"1.32", "0507"}, {"1.33", "0453"}, {"1.34", ""}}) {
            FileMaker file;
            file.text(0x00080018, "UI", study + ".1.1").text(0x00080020, "DA", "20030505");
            file.text(0x00080030, "TM", time).text(0x00080031, "TM", "0600").text(0x00080060, "CS", "MR");
            file.text(0x00081030, "LO", study);
            file.text(0x0020000D, "UI", study).text(0x0020000E, "UI", study + ".1").text(0x00200013, "IS", "1");
            panel.addFile(written(dir, file.grey(2, 2, 8, false, {0, 85, 170, 255}), study));
        }
        QTRY_COMPARE(panel.seriesCount(), 4);
        const auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s)->model();
        QStringList studies;
        for (int row = 0; row < strip->rowCount(); row += 2)
            studies += strip->index(row, 0).data().toString().section(u',', 1, 1).trimmed();
        QCOMPARE(studies, (QStringList{u"1.32"_s, u"1.33"_s, u"1.31"_s, u"1.34"_s}));
    }

    void theOpenSeriesStaysInSightWhileOthersComeInAbove()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 400);
        const auto add = [&](int number) {
            const QByteArray series = "1.2." + QByteArray::number(1000 + number);
            FileMaker file;
            file.text(0x00080018, "UI", series + ".1").text(0x00080060, "CS", "MR").text(0x0020000D, "UI", "1.21");
            file.text(0x0020000E, "UI", series).text(0x00200013, "IS", "1");
            file.text(0x00200011, "IS", QByteArray::number(number));
            panel.addFile(written(dir, file.grey(2, 2, 8, false, {0, 85, 170, 255}), series));
        };
        for (int number = 20; number < 30; ++number)
            add(number);
        QTRY_COMPARE(panel.seriesCount(), 10);
        panel.show();
        panel.openSeries(u"1.2.1028"_s);
        panel.hide();
        for (int number = 10; number < 20; ++number) // while another step is seen
            add(number);
        QTRY_COMPARE(panel.seriesCount(), 20);
        panel.show();
        auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);
        const auto place = [strip] { return strip->visualRect(strip->currentIndex()); };
        QVERIFY(strip->currentIndex().data().toString().startsWith(u"28"_s));
        QTRY_VERIFY(strip->viewport()->rect().contains(place()));
        const int top = place().top();
        for (int number = 0; number < 10; ++number) // while one looks at it
            add(number);
        QTRY_COMPARE(panel.seriesCount(), 30);
        QVERIFY(strip->currentIndex().data().toString().startsWith(u"28"_s));
        QTRY_COMPARE(place().top(), top);
    }

    void twoPatientsAreNeverTakenForOne()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(1000, 700);
        panel.show();
        const auto add = [&](const QByteArray &series, const QByteArray &study, const QByteArray &name,
                             const QByteArray &number, const QByteArray &date) {
            FileMaker file;
            file.text(0x00080018, "UI", series + ".1").text(0x00080020, "DA", date).text(0x00080060, "CS", "CT");
            file.text(0x00100010, "PN", name).text(0x00100020, "LO", number);
            file.text(0x0020000D, "UI", study).text(0x0020000E, "UI", series).text(0x00200013, "IS", "1");
            panel.addFile(written(dir, file.grey(2, 2, 8, false, {0, 85, 170, 255}), series));
        };
        add("1.2.31", "1.21", "Doe^Jane", "1", "20261102");
        add("1.2.32", "1.22", "Doe^Jane", "1", "20240102");
        QTRY_COMPARE(panel.seriesCount(), 2);
        const auto *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s)->model();
        QCOMPARE(strip->index(0, 0).data().toString(), u"CT, , 2 Nov 2026"_s);
        add("1.2.33", "1.23", "Roe^Richard", "2", "20250102");
        QTRY_COMPARE(panel.seriesCount(), 3);
        QCOMPARE(strip->index(0, 0).data().toString(), u"Doe, Jane, CT, , 2 Nov 2026"_s);
        QCOMPARE(strip->index(2, 0).data().toString(), u"Roe, Richard, CT, , 2 Jan 2025"_s);
        panel.openSeries(u"1.2.31"_s);
        QTRY_VERIFY(panel.tile().isPainted());
        // Between them stands a study of somebody else.
        QTest::keyClick(&panel.tile(), Qt::Key_B);
        auto tiles = seenTiles(panel);
        QCOMPARE(tiles.size(), 2);
        QCOMPARE(tiles[1]->sopUid(), u"1.2.32.1"_s);
        const QString remark = u"⚠ Not the same patient in all tiles"_s;
        const auto isRemarked = [&](const viewer::Tile *tile) {
            return tile->cornerLines(Qt::BottomLeftCorner).contains(remark);
        };
        QVERIFY(!isRemarked(tiles[0]));
        panel.openSeries(u"1.2.33"_s);
        QTRY_VERIFY(panel.tile().isPainted());
        QVERIFY(isRemarked(tiles[0]) && isRemarked(tiles[1]));
        QVERIFY(!panel.findChild<QAction *>(u"compare"_s)->isEnabled());
        // Nine to a window of usual size, and without texts, it is still read, in the colour of what warns.
        chooseLayout(panel, "layout3x3");
        QTest::keyClick(&panel.tile(), Qt::Key_Space);
        QTest::keyClick(&panel.tile(), Qt::Key_Space);
        const QStringList painted = panel.tile().paintedLines(Qt::BottomLeftCorner);
        QCOMPARE(painted.join(u' '), remark);
        QVERIFY(painted.size() > 1);
        const QImage corner =
            panel.tile().grab(panel.tile().cornerArea(Qt::BottomLeftCorner).toAlignedRect()).toImage();
        bool hasWarnColour = false;
        for (int y = 0; y < corner.height(); ++y) {
            for (int x = 0; x < corner.width(); ++x)
                hasWarnColour = hasWarnColour || corner.pixel(x, y) == 0xffe9b64f;
        }
        QVERIFY(hasWarnColour);
        panel.setIdentityHidden(true);
        const QString one = strip->index(0, 0).data().toString();
        const QString other = strip->index(2, 0).data().toString();
        QVERIFY2(one.startsWith(u"Patient "_s) && other.startsWith(u"Patient "_s), qPrintable(one));
        QVERIFY(one.section(u',', 0, 0) != other.section(u',', 0, 0));
        QCOMPARE(strip->index(4, 0).data().toString().section(u',', 0, 0), one.section(u',', 0, 0));
        panel.setIdentityHidden(false);
        chooseLayout(panel, "layout1x1");
        QVERIFY(!isRemarked(seenTiles(panel).constFirst()));
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
