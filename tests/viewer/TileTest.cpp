#include "Files.h"

#include <viewer_widgets/FrameLoader.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPixmap>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>
#include <optional>

#include <signal.h>

Q_DECLARE_METATYPE(std::optional<int>)

namespace {

//! A CT slice of 8 by 8 pixels that counts up from its number.
QString slice(const QTemporaryDir &dir, int number, const QByteArray &modality = "CT",
              const QByteArray &series = "1.2.3", const char *syntax = "1.2.840.10008.1.2.1")
{
    QList<int> values;
    for (int i = 0; i < 64; ++i)
        values << 1000 + number + i;
    FileMaker file(syntax);
    file.text(0x00080018, "UI", series + '.' + QByteArray::number(number));
    file.text(0x00080020, "DA", "20261102").text(0x00080060, "CS", modality);
    file.text(0x00081030, "LO", "thorax").text(0x0008103E, "LO", "Axial");
    file.text(0x00100010, "PN", "Doe^Jane").text(0x00100020, "LO", "4711").text(0x00100030, "DA", "19580314");
    file.text(0x00100040, "CS", "F");
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", series);
    file.text(0x00200011, "IS", "2").text(0x00200013, "IS", QByteArray::number(number));
    file.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 8).word(0x00280011, 8);
    file.text(0x00280030, "DS", "0.5\\0.5").word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15);
    file.word(0x00280103, 0).text(0x00281050, "DS", "40").text(0x00281051, "DS", "400");
    file.text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "1");
    QByteArray pixels;
    for (const int value : values) {
        pixels += static_cast<char>(value & 0xFF);
        pixels += static_cast<char>(value >> 8);
    }
    file.bytes(0x7FE00010, "OW", pixels);
    return file.writtenTo(dir.filePath(QStringLiteral("%1-%2.dcm").arg(QString::fromLatin1(series)).arg(number)));
}

void drag(QWidget &widget, Qt::MouseButton button, const QPoint &by)
{
    const QPoint from(200, 150);
    const auto send = [&](QEvent::Type type, const QPoint &at, Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, widget.mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : button, buttons,
                          Qt::NoModifier);
        QApplication::sendEvent(&widget, &event);
    };
    send(QEvent::MouseButtonPress, from, button);
    send(QEvent::MouseMove, from + by / 2, button);
    send(QEvent::MouseMove, from + by, button);
    send(QEvent::MouseButtonRelease, from + by, Qt::NoButton);
}

void wheel(QWidget &widget, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPointF at(200, 150);
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

class TileTest : public QObject
{
    Q_OBJECT

private:
    //! A panel that shows a series of 30 slices.
    struct Light
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        viewer::Tile &tile = panel.tile();

        //! Which slice comes first is up to the threads that read them.
        explicit Light(const QByteArray &modality = "CT", int slices = 30)
        {
            panel.resize(900, 600);
            panel.show();
            for (int number = 1; number <= slices; ++number)
                panel.addFile(slice(dir, number, modality));
        }
        bool isReady(int slices = 30) { return tile.pictureCount() == slices && tile.isPainted(); }
    };

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void theFirstSeriesOpensByItselfAndStaysWhereItIs()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        QSignalSpy opened(&panel, &viewer::ViewingPanel::seriesOpened);
        QSignalSpy shown(&panel, &viewer::ViewingPanel::imageShown);
        panel.addFile(slice(dir, 5));
        QTRY_COMPARE(shown.count(), 1);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(panel.tile().sopUid(), QStringLiteral("1.2.3.5"));

        panel.addFile(slice(dir, 1));
        panel.addFile(slice(dir, 9));
        panel.addFile(slice(dir, 1, "MR", "1.2.4"));
        QTRY_COMPARE(panel.tile().pictureCount(), 3);
        QTRY_COMPARE(panel.seriesCount(), 2);
        QCOMPARE(panel.tile().sopUid(), QStringLiteral("1.2.3.5"));
        QCOMPARE(panel.tile().pictureIndex(), 1);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(panel.shownImages(), 1);
        panel.addFile(slice(dir, 1));
        QTest::qWait(0);
        QCOMPARE(panel.fileCount(), 4);
    }

    void enlargedPicturesAreSmoothUntilThatIsSwitchedOff()
    {
        using viewer::Command;
        Light light("CT", 1);
        light.panel.resize(900, 400); // a picture of eight rows is small enough to zoom in it by hand
        QTRY_VERIFY(light.isReady(1));
        light.panel.perform(Command::Preset0);
        light.panel.perform(Command::ActualSize);
        while (light.tile.zoom() * light.tile.devicePixelRatioF() < 4)
            light.panel.perform(Command::ZoomIn);
        QVERIFY(light.tile.zoom() * light.tile.devicePixelRatioF() < 6); // where pixels are shown in any case
        const auto isSquare = [&] {                                      // one grey from edge to edge of a pixel
            const QImage seen = light.tile.grab().toImage();
            const qreal ratio = seen.devicePixelRatio();
            const auto grey = [&](double x) {
                return qGray(seen.pixel((light.tile.inTile({x, 4.5}) * ratio).toPoint()));
            };
            return grey(4.25) == grey(4.75);
        };
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.panel.isOn(Command::Smooth), std::optional(true));
        QTRY_VERIFY(!isSquare());
        QSignalSpy changed(&light.panel, &viewer::ViewingPanel::commandStatesChanged);
        QTest::keyClick(&light.tile, Qt::Key_J);
        QVERIFY(changed.count() > 0);
        QCOMPARE(light.panel.isOn(Command::Smooth), std::optional(false));
        QVERIFY(isSquare());
        light.panel.perform(Command::Smooth);
        QVERIFY(!isSquare());
    }

    void keysGoThroughTheSeries()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.goTo(0);
        QTest::keyClick(&light.tile, Qt::Key_Down);
        QCOMPARE(light.tile.pictureIndex(), 1);
        QTest::keyClick(&light.tile, Qt::Key_Up);
        QTest::keyClick(&light.tile, Qt::Key_Up);
        QCOMPARE(light.tile.pictureIndex(), 0);
        QTest::keyClick(&light.tile, Qt::Key_End);
        QCOMPARE(light.tile.pictureIndex(), 29);
        QTRY_VERIFY(light.tile.isPainted());
        QVERIFY(light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("Image 30 / 30")));
        QTest::keyClick(&light.tile, Qt::Key_Home);
        QCOMPARE(light.tile.pictureIndex(), 0);
        wheel(light.tile, -1);
        QCOMPARE(light.tile.pictureIndex(), 1);
        wheel(light.tile, -1, Qt::ShiftModifier);
        QCOMPARE(light.tile.pictureIndex(), 11);
        wheel(light.tile, 2);
        QCOMPARE(light.tile.pictureIndex(), 9);
    }

    void pageKeysGoThroughTheSeriesOfTheStrip()
    {
        Light light;
        light.panel.addFile(slice(light.dir, 1, "MR", "1.2.4"));
        QTRY_COMPARE(light.panel.seriesCount(), 2);
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.panel.openedSeries(), QStringLiteral("1.2.3"));
        QTest::keyClick(&light.tile, Qt::Key_PageDown);
        QCOMPARE(light.panel.openedSeries(), QStringLiteral("1.2.4"));
        QTest::keyClick(&light.tile, Qt::Key_PageDown);
        QCOMPARE(light.panel.openedSeries(), QStringLiteral("1.2.4"));
        QTest::keyClick(&light.tile, Qt::Key_PageUp);
        QCOMPARE(light.panel.openedSeries(), QStringLiteral("1.2.3"));
    }

    void leftDragWindowsFirst()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        const viewer::Window before = *light.tile.voiWindow();
        QCOMPARE(before.center, 40.0);
        QCOMPARE(before.width, 400.0);
        drag(light.tile, Qt::LeftButton, {100, 0});
        QVERIFY(light.tile.voiWindow()->width > before.width);
        QCOMPARE(light.tile.voiWindow()->center, before.center);
        const viewer::Window wider = *light.tile.voiWindow();
        drag(light.tile, Qt::LeftButton, {0, -100});
        QVERIFY(light.tile.voiWindow()->center < wider.center);
        QCOMPARE(light.tile.voiWindow()->width, wider.width);
        QTest::keyClick(&light.tile, Qt::Key_1);
        QCOMPARE(*light.tile.voiWindow(), before);
    }

    void smallValuesAreWindowedInSmallSteps()
    {
        // A map of diffusion: 0 to 3 thousandths.
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "MR").text(0x0020000E, "UI", "1.2.3");
        file.text(0x00281052, "DS", "0").text(0x00281053, "DS", "0.001").grey(2, 2, 16, false, {0, 1, 2, 3});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("adc.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        const auto isNear = [](double a, double b) { return std::abs(a - b) < 1e-9; };
        const auto says = [&](const QString &line) { return tile.cornerLines(Qt::BottomLeftCorner).contains(line); };
        QVERIFY(says(QStringLiteral("W 0.00300 L 0.00150")));
        drag(tile, Qt::LeftButton, {0, 100});
        QCOMPARE(tile.voiWindow()->function, viewer::Window::Function::LinearExact);
        QVERIFY(isNear(tile.voiWindow()->center, 0.0015 + 100 * 0.003 / 1024));
        QVERIFY(isNear(tile.voiWindow()->width, 0.003));
        QVERIFY(says(QStringLiteral("W 0.00300 L 0.00179")));
        drag(tile, Qt::LeftButton, {-2000, 0});
        QVERIFY(isNear(tile.voiWindow()->width, 0.003 / 1024));
        QTest::keyClick(&tile, Qt::Key_0);
        QVERIFY(isNear(tile.voiWindow()->width, 0.003));
        const QPointF at = tile.inTile({1.5, 0.5});
        QMouseEvent move(QEvent::MouseMove, at, tile.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&tile, &move);
        QVERIFY(says(QStringLiteral("x 1 y 0: 0.00100")));
    }

    void aSeriesWithoutAWindowHasOneForAll_data()
    {
        QTest::addColumn<bool>("areSlices");
        QTest::addColumn<double>("next");
        QTest::newRow("slices") << true << 101.0;
        QTest::newRow("radiographs") << false << 201.0;
    }
    void aSeriesWithoutAWindowHasOneForAll()
    {
        QFETCH(bool, areSlices);
        QFETCH(double, next);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const auto add = [&](int number) {
            FileMaker file;
            file.text(0x00080018, "UI", "1.2.3." + QByteArray::number(number)).text(0x00080060, "CS", "OT");
            file.text(0x0020000E, "UI", "1.2.3").text(0x00200013, "IS", QByteArray::number(number));
            if (areSlices)
                file.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
            file.grey(2, 2, 16, false, {0, 1, 2, 100 * number});
            panel.addFile(file.writtenTo(dir.filePath(QString::number(number))));
        };
        viewer::Tile &tile = panel.tile();
        add(1);
        QTRY_VERIFY(tile.isPainted());
        add(2);
        QTRY_COMPARE(tile.pictureCount(), 2);
        const auto *button = panel.findChild<QToolButton *>(QStringLiteral("presetButton"));
        QCOMPARE(button->text(), QStringLiteral("Automatic"));
        QCOMPARE(tile.voiWindow()->width, 101.0);
        tile.goTo(1);
        QTRY_VERIFY(tile.isPainted());
        QCOMPARE(button->text(), QStringLiteral("Automatic"));
        QCOMPARE(tile.voiWindow()->width, next);
        QTest::keyClick(&tile, Qt::Key_0);
        QCOMPARE(tile.voiWindow()->width, 201.0);
    }

    void figuresAreWrittenAsTheLanguageDoes()
    {
        QLocale::setDefault(QLocale(QLocale::German));
        Light light("CT", 1);
        QTRY_VERIFY(light.isReady(1));
        QTest::keyClick(&light.tile, Qt::Key_O);
        const QStringList lines = light.tile.cornerLines(Qt::BottomLeftCorner);
        QTest::keyClick(&light.tile, Qt::Key_5); // 2500 wide
        const QStringList wide = light.tile.cornerLines(Qt::BottomLeftCorner);
        initTestCase();
        QVERIFY2(lines.contains(QStringLiteral("Zoom 1,00")), qPrintable(lines.join(QLatin1Char('|'))));
        QVERIFY2(wide.contains(QStringLiteral("W 2500 L 480")), qPrintable(wide.join(QLatin1Char('|'))));
    }

    void aDraggedWindowKeepsItsFunction_data()
    {
        QTest::addColumn<QByteArray>("function");
        QTest::addColumn<int>("kept");
        QTest::newRow("sigmoid") << QByteArray("SIGMOID") << int(viewer::Window::Function::Sigmoid);
        QTest::newRow("linear exact") << QByteArray("LINEAR_EXACT") << int(viewer::Window::Function::LinearExact);
        QTest::newRow("linear") << QByteArray("LINEAR") << int(viewer::Window::Function::Linear);
    }
    void aDraggedWindowKeepsItsFunction()
    {
        QFETCH(QByteArray, function);
        QFETCH(int, kept);
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "DX").text(0x0020000E, "UI", "1.2.3");
        file.text(0x00281050, "DS", "500").text(0x00281051, "DS", "200").text(0x00281056, "CS", function);
        file.grey(2, 2, 16, false, {0, 100, 500, 1024});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("dx.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        drag(tile, Qt::LeftButton, {10, -20}); // a step is one: 1024 / 1024
        QCOMPARE(int(tile.voiWindow()->function), kept);
        QCOMPARE(tile.voiWindow()->width, 210.0);
        QCOMPARE(tile.voiWindow()->center, 480.0);
    }

    void otherButtonsMoveAndZoom()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.goTo(0);
        const double whole = light.tile.zoom();
        drag(light.tile, Qt::MiddleButton, {30, 20});
        QCOMPARE(light.tile.pan(), QPointF(30, 20));
        QCOMPARE(light.tile.zoom(), whole);
        drag(light.tile, Qt::RightButton, {0, -50});
        QVERIFY(light.tile.zoom() > whole);
        QVERIFY(!QApplication::activePopupWidget());
        const double zoomed = light.tile.zoom();
        wheel(light.tile, 1, Qt::ControlModifier);
        QVERIFY(light.tile.zoom() > zoomed);
        QCOMPARE(light.tile.pictureIndex(), 0);
        QTest::mouseClick(&light.tile, Qt::RightButton);
        QTRY_VERIFY(light.tile.findChild<QMenu *>(QStringLiteral("tileMenu")));
        light.tile.findChild<QMenu *>(QStringLiteral("tileMenu"))->close();
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QCOMPARE(light.tile.zoom(), whole);
        QVERIFY(light.tile.pan().isNull());
    }

    void onePixelOnOneOfTheScreenIsZoomOne()
    {
        Light light("CT", 1);
        QTRY_VERIFY(light.isReady(1));
        QTest::keyClick(&light.tile, Qt::Key_O);
        QCOMPARE(light.tile.zoom() * light.tile.devicePixelRatioF(), 1.0);
        QVERIFY(light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("Zoom 1.00")));
    }

    void toolsChangeWhatTheLeftButtonDoes()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.goTo(0);
        light.panel.findChild<QToolButton *>(QStringLiteral("panButton"))->click();
        drag(light.tile, Qt::LeftButton, {10, 0});
        QCOMPARE(light.tile.pan(), QPointF(10, 0));
        QTest::keyClick(&light.tile, Qt::Key_Z);
        QCOMPARE(light.tile.tool(), viewer::Tile::Tool::Zoom);
        light.panel.findChild<QToolButton *>(QStringLiteral("scrollButton"))->click();
        drag(light.tile, Qt::LeftButton, {0, 100});
        QVERIFY(light.tile.pictureIndex() > 0);
        QSignalSpy left(&light.panel, &viewer::ViewingPanel::leaveRequested);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QCOMPARE(light.tile.tool(), viewer::Tile::Tool::Windowing);
        QVERIFY(!light.tile.pan().isNull());
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QVERIFY(light.tile.pan().isNull());
        QCOMPARE(left.count(), 0);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QCOMPARE(left.count(), 1);
    }

    void presetsOfCtAreOnlyForCt()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        const QList<QPair<double, double>> presets{{40, 400}, {-600, 1500}, {90, 150}, {480, 2500}, {40, 80}};
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(&light.tile, static_cast<Qt::Key>(Qt::Key_2 + i));
            QCOMPARE(light.tile.voiWindow()->center, presets[i].first);
            QCOMPARE(light.tile.voiWindow()->width, presets[i].second);
        }
        QTest::keyClick(&light.tile, Qt::Key_0);
        QCOMPARE(light.tile.voiWindow()->width, 64.0); // 64 different values in the slice
        light.tile.step(1);
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.tile.preset(), 0);

        Light other("MR");
        QTRY_VERIFY(other.isReady());
        QTest::keyClick(&other.tile, Qt::Key_3);
        QCOMPARE(other.tile.voiWindow()->width, 400.0);
    }

    void allWindowsAndTablesOfTheFileAreOffered()
    {
        QTemporaryDir dir;
        const auto table = [](const QByteArray &explanation, const QList<quint16> &entries) {
            FileMaker item;
            item.words(0x00283002, {3, 0, 8}).text(0x00283003, "LO", explanation);
            return item.words(0x00283006, entries, "OW");
        };
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "DX").text(0x0020000E, "UI", "1.2.3");
        file.items(0x00283010,
                   {table("NORMAL", {0, 100, 255}), table("HARDER", {0, 200, 255}), table("", {255, 9, 0})});
        file.grey(2, 2, 8, false, {0, 1, 2, 2});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("dx.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        const auto says = [&](const QString &line) { return tile.cornerLines(Qt::BottomLeftCorner).contains(line); };
        const auto grey = [&] { // of the second pixel
            return qGray(tile.grab().toImage().pixel(tile.inTile({1.5, 0.5}).toPoint()));
        };
        QVERIFY(says(QStringLiteral("VOI LUT NORMAL")));
        QCOMPARE(grey(), 100);
        auto *button = panel.findChild<QToolButton *>(QStringLiteral("presetButton"));
        const auto choose = [&](const char *name) {
            emit button->menu()->aboutToShow();
            button->menu()->findChild<QAction *>(QLatin1String(name))->trigger();
        };
        choose("fileWindow1");
        QTRY_VERIFY(says(QStringLiteral("VOI LUT HARDER")));
        QCOMPARE(grey(), 200);
        QCOMPARE(button->text(), QStringLiteral("VOI LUT HARDER"));
        choose("fileWindow2");
        QTRY_VERIFY(says(QStringLiteral("VOI LUT")));
        QCOMPARE(grey(), 9);
        // A hand begins where the table lies, and from there on it is a window.
        drag(tile, Qt::LeftButton, {4, 0});
        QVERIFY(tile.cornerLines(Qt::BottomLeftCorner).join(QLatin1Char('|')).contains(QStringLiteral("W ")));
        QVERIFY(!tile.voiLut());
        QTest::keyClick(&tile, Qt::Key_1);
        QVERIFY(says(QStringLiteral("VOI LUT NORMAL")));
        QTest::mouseClick(&tile, Qt::RightButton);
        QTRY_VERIFY(tile.findChild<QMenu *>(QStringLiteral("tileWindowMenu")));
        auto *menu = tile.findChild<QMenu *>(QStringLiteral("tileWindowMenu"));
        menu->findChild<QAction *>(QStringLiteral("fileWindow1"))->trigger();
        tile.findChild<QMenu *>(QStringLiteral("tileMenu"))->close();
        QVERIFY(says(QStringLiteral("VOI LUT HARDER")));

        FileMaker two;
        two.text(0x00080018, "UI", "1.2.4.1").text(0x00080060, "CS", "MR").text(0x0020000E, "UI", "1.2.4");
        two.text(0x00281050, "DS", "1\\60").text(0x00281051, "DS", "4\\350").text(0x00281055, "LO", "\\SOFT");
        two.grey(2, 2, 8, false, {0, 1, 2, 2});
        panel.addFile(two.writtenTo(dir.filePath(QStringLiteral("mr.dcm"))));
        QTRY_COMPARE(panel.seriesCount(), 2);
        panel.openSeries(QStringLiteral("1.2.4"));
        QTRY_VERIFY(tile.isPainted());
        QCOMPARE(tile.fileWindows(), QStringList({QStringLiteral("W 4.00 L 1.00"), QStringLiteral("SOFT 350 / 60")}));
        choose("fileWindow1");
        QCOMPARE(tile.voiWindow()->width, 350.0);
        QCOMPARE(tile.fileWindow(), 1);
        QTest::keyClick(&tile, Qt::Key_Escape);
        QCOMPARE(tile.voiWindow()->width, 4.0);
    }

    void thePictureTurnsAsSeen()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_R);
        QCOMPARE(light.tile.rotation(), 90);
        QTest::keyClick(&light.tile, Qt::Key_H);
        QVERIFY(light.tile.isFlippedHorizontally());
        QTest::keyClick(&light.tile, Qt::Key_R);
        QCOMPARE(light.tile.rotation(), 0);
        QTest::keyClick(&light.tile, Qt::Key_V);
        QVERIFY(light.tile.isFlippedVertically());
        QTest::keyClick(&light.tile, Qt::Key_I);
        QVERIFY(light.tile.isInverted());
        QVERIFY(!light.tile.isViewUntouched());
    }

    void textsHaveThreeStates()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        const QStringList patient = light.tile.cornerLines(Qt::TopLeftCorner);
        QCOMPARE(patient.constFirst(), QStringLiteral("Doe, Jane"));
        QCOMPARE(patient[1], QStringLiteral("14 Mar 1958, 68 y, F"));
        QVERIFY(light.tile.cornerLines(Qt::TopRightCorner).contains(QStringLiteral("thorax")));
        QVERIFY(light.tile.cornerLines(Qt::BottomRightCorner).contains(QStringLiteral("Series 2, Axial")));
        QVERIFY(light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("W 400 L 40")));
        QTest::keyClick(&light.tile, Qt::Key_Space);
        QCOMPARE(light.tile.text(), viewer::Tile::Text::Essential);
        QCOMPARE(light.tile.cornerLines(Qt::TopLeftCorner).size(), 2);
        QVERIFY(light.tile.cornerLines(Qt::BottomRightCorner).isEmpty());
        QTest::keyClick(&light.tile, Qt::Key_Space);
        QVERIFY(light.tile.cornerLines(Qt::TopLeftCorner).isEmpty());
        QTest::keyClick(&light.tile, Qt::Key_Space);
        QCOMPARE(light.tile.text(), viewer::Tile::Text::All);
    }

    void aLineOverBrightTissueHasItsPlateHoweverDarkItsCornerIs()
    {
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "CT").text(0x0020000E, "UI", "1.2.3");
        file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
        QList<int> values(10'000, 0);
        std::fill(values.begin() + 9'300, values.end(), 255);
        file.grey(100, 100, 8, false, values);
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("one.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        tile.resize(400, 400);
        const QRect corner = tile.cornerArea(Qt::BottomLeftCorner).toRect();
        QVERIFY(tile.paintedLines(Qt::BottomLeftCorner).size() >= 3);
        const QImage screen = tile.grab().toImage();
        const int beside = corner.left() - 3;
        QCOMPARE(qGray(screen.pixel(beside - 5, corner.bottom() - 8)), 255);
        QCOMPARE(qGray(screen.pixel(beside, corner.bottom() - 8)), 102);
    }

    void essentialTextsKeepSideAndDirections_data()
    {
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<QString>("left");
        QTest::addColumn<QStringList>("top");
        QTest::newRow("a radiograph") << QByteArray("DX") << QStringLiteral("R") << QStringList{QStringLiteral("H")};
        QTest::newRow("a mammogram") << QByteArray("MG") << QStringLiteral("R")
                                     << QStringList{QStringLiteral("H"), QStringLiteral("L CC")};
    }
    void essentialTextsKeepSideAndDirections()
    {
        QFETCH(QByteArray, modality);
        QFETCH(QString, left);
        QFETCH(QStringList, top);
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", modality).text(0x00180015, "CS", "BREAST");
        file.text(0x00185101, "CS", "CC").text(0x0020000E, "UI", "1.2.3").text(0x00200020, "CS", "L\\F");
        file.text(0x00200062, "CS", "L").text(0x00280030, "DS", "0.5\\0.5").grey(2, 2, 8, false, {0, 1, 2, 2});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("one.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        QTest::keyClick(&tile, Qt::Key_Space);
        QCOMPARE(tile.text(), viewer::Tile::Text::Essential);
        QCOMPARE(tile.edgeLetters(), std::pair(left, top));
        QCOMPARE(tile.cornerLines(Qt::BottomRightCorner), QStringList{QStringLiteral("L")});
        QVERIFY(!tile.scaleArea().isEmpty());
        const QRect letter(10, tile.height() / 2 - 8, 12, 16);
        const QRect below(tile.width() / 2 - 30, 28, 60, 14); // the letter at the upper edge
        const QImage drawn = tile.grab(letter).toImage();
        const QImage drawnBelow = tile.grab(below).toImage();
        QTest::keyClick(&tile, Qt::Key_Space);
        QVERIFY(tile.grab(letter).toImage() != drawn);
        QCOMPARE(tile.grab(below).toImage() != drawnBelow, top.size() > 1);
        QVERIFY(tile.scaleArea().isEmpty());
    }

    void aPictureThatAHandTurnedSaysSo_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("line");
        QTest::newRow("mirrored") << QStringLiteral("H") << QStringLiteral("Mirrored left and right");
        QTest::newRow("upside down") << QStringLiteral("V") << QStringLiteral("Mirrored top and bottom");
        QTest::newRow("both") << QStringLiteral("HV") << QStringLiteral("Rotated by 180°");
        QTest::newRow("turned") << QStringLiteral("R") << QStringLiteral("Rotated by 90°");
        QTest::newRow("turned and mirrored")
            << QStringLiteral("RH") << QStringLiteral("Rotated by 90°, Mirrored left and right");
        QTest::newRow("there and back") << QStringLiteral("HRRVRRH") << QStringLiteral("Mirrored top and bottom");
    }
    void aPictureThatAHandTurnedSaysSo()
    {
        QFETCH(QString, keys);
        QFETCH(QString, line);
        Light light("CT", 1);
        QTRY_VERIFY(light.isReady(1));
        const QStringList before = light.tile.cornerLines(Qt::BottomLeftCorner);
        for (const QChar key : keys)
            QTest::keyClick(&light.tile, static_cast<Qt::Key>(key.unicode()));
        for (const auto text : {viewer::Tile::Text::All, viewer::Tile::Text::Essential, viewer::Tile::Text::None}) {
            QCOMPARE(light.tile.text(), text);
            QVERIFY2(light.tile.cornerLines(Qt::BottomLeftCorner).contains(line),
                     qPrintable(light.tile.cornerLines(Qt::BottomLeftCorner).join(QLatin1Char('|'))));
            QTest::keyClick(&light.tile, Qt::Key_Space);
        }
        QVERIFY(!before.contains(line));
    }

    void whatWarnsStaysWithoutTexts()
    {
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "OT").text(0x00100010, "PN", "Doe^Jane");
        file.text(0x0020000E, "UI", "1.2.3").text(0x00200020, "CS", "L\\F").text(0x00200062, "CS", "L");
        file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 2).word(0x00280011, 2);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        file.bytes(0x00282000, "OB", "profile").text(0x00282110, "CS", "01").text(0x00282112, "DS", "8");
        file.bytes(0x7FE00010, "OB", QByteArray("\0\1\2\2", 4));
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("one.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        const QRect letter(10, tile.height() / 2 - 8, 12, 16);
        const QImage bare = tile.grab(QRect(10, tile.height() / 2 - 28, 12, 16)).toImage();
        QVERIFY(tile.grab(letter).toImage() != bare);
        tile.cycleText();
        tile.cycleText();
        QCOMPARE(tile.text(), viewer::Tile::Text::None);
        QVERIFY(tile.cornerLines(Qt::TopLeftCorner).isEmpty());
        QCOMPARE(tile.cornerLines(Qt::BottomRightCorner), QStringList{QStringLiteral("ICC profile not applied")});
        QCOMPARE(tile.cornerLines(Qt::BottomLeftCorner), QStringList{QStringLiteral("⚠ Lossy 8.0 : 1")});
        QCOMPARE(tile.grab(letter).toImage(), bare);
        QTest::keyClick(&tile, Qt::Key_H);
        QVERIFY(tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("Mirrored left and right")));
        QVERIFY(tile.grab(letter).toImage() != bare);
    }

    void identityIsHiddenInTheCorners()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.panel.setIdentityHidden(true);
        const QStringList patient = light.tile.cornerLines(Qt::TopLeftCorner);
        QCOMPARE(patient.size(), 2);
        QCOMPARE(patient[0], QStringLiteral("Patient A"));
        QVERIFY2(patient[1].endsWith(QLatin1String(" y, F")), qPrintable(patient[1]));
        QVERIFY(!patient[1].contains(QLatin1String("1958")));
        QTest::keyClick(&light.tile, Qt::Key_Space);
        QCOMPARE(light.tile.cornerLines(Qt::TopLeftCorner), QStringList{QStringLiteral("Patient A")});
        light.panel.setIdentityHidden(false);
        QCOMPARE(light.tile.cornerLines(Qt::TopLeftCorner).constFirst(), QStringLiteral("Doe, Jane"));
    }

    void howThePictureWasMadeStandsAmongAllTexts()
    {
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080032, "TM", "143105").text(0x00080060, "CS", "MR");
        file.text(0x00180010, "LO", "Gadobutrol").text(0x00180080, "DS", "500").text(0x00180081, "DS", "14.5");
        file.text(0x0020000E, "UI", "1.2.3").grey(2, 2, 8, false, {0, 1, 2, 2});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("mr.dcm"))));
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().cornerLines(Qt::BottomRightCorner),
                 QStringList({QStringLiteral("Acquired 14:31:05"), QStringLiteral("TR 500 ms, TE 14.5 ms"),
                              QStringLiteral("Contrast: Gadobutrol")}));
        QTest::keyClick(&panel.tile(), Qt::Key_Space);
        QVERIFY(panel.tile().cornerLines(Qt::BottomRightCorner).isEmpty());
    }

    void aDoseGridIsNotTakenForAnImage_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<QByteArray>("scaling");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("window");
        const QString words = QStringLiteral("Dose grid, no image");
        QTest::newRow("scaled") << QByteArray("GY") << QByteArray("0.00025") << words << QStringLiteral("0.064 Gy")
                                << QStringLiteral("W 0.250 L 0.250");
        QTest::newRow("relative") << QByteArray("RELATIVE") << QByteArray("0.5")
                                  << words + QStringLiteral(": relative values") << QStringLiteral("128.50")
                                  << QStringLiteral("W 500 L 500");
        QTest::newRow("without a scale") << QByteArray("GY") << QByteArray()
                                         << words + QStringLiteral(": scale unknown") << QStringLiteral("257")
                                         << QStringLiteral("W 1001 L 1001");
    }
    void aDoseGridIsNotTakenForAnImage()
    {
        QFETCH(QByteArray, unit);
        QFETCH(QByteArray, scaling);
        QFETCH(QString, line);
        QFETCH(QString, value);
        QFETCH(QString, window);
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.2").text(0x00080018, "UI", "1.2.3.1");
        file.text(0x00080060, "CS", "RTDOSE").text(0x0020000E, "UI", "1.2.3").text(0x30040002, "CS", unit);
        file.text(0x00281050, "DS", "1001").text(0x00281051, "DS", "1001");
        if (!scaling.isEmpty())
            file.text(0x3004000E, "DS", scaling);
        file.grey(2, 2, 16, false, {0, 257, 4, 1000});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("dose.dcm"))));
        viewer::Tile &tile = panel.tile();
        QTRY_VERIFY(tile.isPainted());
        const QPointF at = tile.inTile({1.5, 0.5});
        QMouseEvent move(QEvent::MouseMove, at, tile.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&tile, &move);
        const QStringList below = tile.cornerLines(Qt::BottomLeftCorner);
        QVERIFY2(below.contains(QStringLiteral("x 1 y 0: ") + value), qPrintable(below.join(u'|')));
        QVERIFY2(below.contains(window), qPrintable(below.join(u'|')));
        QTest::keyClick(&tile, Qt::Key_Space);
        QCOMPARE(tile.cornerLines(Qt::BottomRightCorner), QStringList{line});
    }

    void aMaskSaysWhatItMarks()
    {
        QTemporaryDir dir;
        const auto segment = [](quint16 number, const QByteArray &label) {
            return FileMaker().word(0x00620004, number).text(0x00620005, "LO", label);
        };
        const auto frame = [](quint16 number) {
            return FileMaker().sequence(0x0062000A, FileMaker().word(0x0062000B, number));
        };
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.4").text(0x00080018, "UI", "1.2.3.1");
        file.text(0x00080060, "CS", "SEG").text(0x0020000E, "UI", "1.2.3").word(0x00280002, 1);
        file.text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "2").word(0x00280010, 2).word(0x00280011, 2);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        file.items(0x00620002, {segment(1, "Liver"), segment(2, "Spleen")}).items(0x52009230, {frame(2), frame(1)});
        file.bytes(0x7FE00010, "OB", QByteArray(8, '\1'));
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("mask.dcm"))));
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().cornerLines(Qt::BottomRightCorner),
                 QStringList({QStringLiteral("Mask, no image"), QStringLiteral("Segment: Spleen")}));
        panel.tile().goTo(1);
        QTRY_VERIFY(panel.tile().isPainted());
        QVERIFY(panel.tile().cornerLines(Qt::BottomRightCorner).contains(QStringLiteral("Segment: Liver")));
    }

    void theAgeIsThatOfTheDayOfTheStudy_data()
    {
        QTest::addColumn<QByteArray>("birth");
        QTest::addColumn<QByteArray>("study");
        QTest::addColumn<QString>("line");
        QTest::newRow("on a birthday") << QByteArray("19580314") << QByteArray("20010314")
                                       << QStringLiteral("14 Mar 1958, 43 y, F");
        QTest::newRow("the day before") << QByteArray("19580314") << QByteArray("20010313")
                                        << QStringLiteral("14 Mar 1958, 42 y, F");
        QTest::newRow("two years") << QByteArray("19990314") << QByteArray("20010314")
                                   << QStringLiteral("14 Mar 1999, 2 y, F");
        QTest::newRow("months") << QByteArray("20000131") << QByteArray("20010330")
                                << QStringLiteral("31 Jan 2000, 13 mo, F");
        QTest::newRow("days") << QByteArray("20010310") << QByteArray("20010314")
                              << QStringLiteral("10 Mar 2001, 4 d, F");
        QTest::newRow("not born yet") << QByteArray("20010315") << QByteArray("20010314")
                                      << QStringLiteral("15 Mar 2001, F");
        QTest::newRow("no day") << QByteArray("19580314") << QByteArray() << QStringLiteral("14 Mar 1958, F");
        QTest::newRow("no birth") << QByteArray() << QByteArray("20010314") << QStringLiteral("F");
    }
    void theAgeIsThatOfTheDayOfTheStudy()
    {
        QFETCH(QByteArray, birth);
        QFETCH(QByteArray, study);
        QFETCH(QString, line);
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080020, "DA", study).text(0x00080060, "CS", "CT");
        file.text(0x00100010, "PN", "Doe^Jane").text(0x00100030, "DA", birth).text(0x00100040, "CS", "F");
        file.text(0x0020000E, "UI", "1.2.3").grey(2, 2, 8, false, {0, 1, 2, 2});
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(file.writtenTo(dir.filePath(QStringLiteral("ct.dcm"))));
        QTRY_VERIFY(panel.tile().isPainted());
        QCOMPARE(panel.tile().cornerLines(Qt::TopLeftCorner).value(1), line);
    }

    void thePixelUnderThePointerHasItsValue()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.goTo(0);
        QTRY_VERIFY(light.tile.isPainted());
        const double zoom = light.tile.zoom();
        const QPointF corner(light.tile.width() / 2.0 - 4 * zoom, light.tile.height() / 2.0 - 4 * zoom);
        const QPointF at = corner + QPointF(2.5 * zoom, 1.5 * zoom);
        QMouseEvent move(QEvent::MouseMove, at, light.tile.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&light.tile, &move);
        // Column 2 of row 1 is the eleventh pixel: 1000 + 1 + 10 - 1024.
        QVERIFY(light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("x 2 y 1: \u221213 HU")));
    }

    void fullScreenIsAskedForAndNotDone()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QSignalSpy asked(&light.panel, &viewer::ViewingPanel::fullScreenRequested);
        QTest::keyClick(&light.tile, Qt::Key_F11);
        QTest::mouseDClick(&light.tile, Qt::LeftButton);
        QCOMPARE(asked.count(), 2);
    }

    void whatCannotBeShownSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("syntax");
        QTest::addColumn<QString>("headline");
        QTest::addColumn<QString>("words");
        QTest::newRow("a film") << QByteArray("1.2.840.10008.1.2.4.102") << QStringLiteral("This image cannot be shown")
                                << QStringLiteral("MPEG-4 film (1.2.840.10008.1.2.4.102)");
        QTest::newRow("damage") << QByteArray("1.2.840.10008.1.2.4.90") << QStringLiteral("This image is damaged")
                                << QStringLiteral("The file is kept as it came.");
    }
    void whatCannotBeShownSaysWhy()
    {
        QFETCH(QByteArray, syntax);
        QFETCH(QString, headline);
        QFETCH(QString, words);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(slice(dir, 1, "XA", "1.2.3", syntax.constData()));
        QTRY_COMPARE(panel.tile().headline(), headline);
        panel.addFile(slice(dir, 2, "XA"));
        QVERIFY(panel.tile().accessibleDescription().contains(words));
        QVERIFY(panel.shownImages() == 0);
        // The next one is shown all the same.
        QTRY_COMPARE(panel.tile().pictureCount(), 2);
        panel.tile().goTo(1);
        QTRY_COMPARE(panel.shownImages(), 1);
        QVERIFY(panel.tile().headline().isEmpty());
    }

    void whatCannotBeShownIsOpenedElsewhere()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const QString film = slice(dir, 1, "XA", "1.2.3", "1.2.840.10008.1.2.4.102");
        panel.addFile(film);
        QTRY_VERIFY(!panel.tile().headline().isEmpty());
        auto *open = panel.tile().findChild<QToolButton *>(QStringLiteral("tileOpenWith"));
        auto *tags = panel.tile().findChild<QToolButton *>(QStringLiteral("tileTags"));
        QVERIFY(open && open->isVisible() && tags && tags->isVisible());
        QCOMPARE(open->text(), QStringLiteral("Open with…"));
        QVERIFY(panel.tile().rect().contains(open->geometry().translated(open->parentWidget()->pos())));
        QSignalSpy asked(&panel, &viewer::ViewingPanel::openElsewhereRequested);
        QTest::mouseClick(open, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toStringList(), QStringList{film});
        const auto *browser = panel.findChild<QWidget *>(QStringLiteral("tagBrowser"));
        QVERIFY(browser->isHidden());
        QTest::mouseClick(tags, Qt::LeftButton);
        QVERIFY(!browser->isHidden());
        QTest::mouseClick(tags, Qt::LeftButton);
        panel.addFile(slice(dir, 2, "XA"));
        QTRY_COMPARE(panel.tile().pictureCount(), 2);
        panel.tile().goTo(1);
        QTRY_VERIFY(panel.tile().headline().isEmpty());
        QVERIFY(!open->isVisible() && !tags->isVisible());
    }

    void aSmallTileSaysWhatHappenedBetweenItsCorners()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        panel.addFile(slice(dir, 1, "XA", "1.2.3", "1.2.840.10008.1.2.4.102"));
        QTRY_VERIFY(!panel.tile().headline().isEmpty());
        panel.setSeriesState(QStringLiteral("1.2.3"), 1, 3, 2, false, true);
        const viewer::Tile &tile = panel.tile();
        panel.resize(panel.size() + QSize(330, 240) - tile.size());
        QTRY_COMPARE(tile.size(), QSize(330, 240));
        const auto *deeds = tile.findChild<QWidget *>(QStringLiteral("tileDeeds"));
        QVERIFY(deeds->isVisible());
        for (const Qt::Corner corner :
             {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
            QVERIFY(!tile.cornerArea(corner).intersects(QRectF(deeds->geometry())));
    }

    void theFirstUsablePictureStandsForItsSeries()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const auto *strip = panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        const auto row = [&] { return strip->model()->index(1, 0); };
        panel.addFile(slice(dir, 1, "XA", "1.2.3", "1.2.840.10008.1.2.4.90")); // damaged
        QTRY_COMPARE(row().data().toString(), QStringLiteral("2  Axial, 1 cannot be shown"));
        QVERIFY(row().data(Qt::DecorationRole).value<QPixmap>().isNull());
        panel.addFile(slice(dir, 2, "XA", "1.2.3", "1.2.840.10008.1.2.4.102")); // a film
        panel.addFile(slice(dir, 3, "XA"));
        QTRY_VERIFY(!row().data(Qt::DecorationRole).value<QPixmap>().isNull());
        QCOMPARE(row().data().toString(), QStringLiteral("2  Axial, 3 images"));
    }

    void aThumbnailHasTheShapeOfItsPicture_data()
    {
        QTest::addColumn<QByteArray>("aspect"); // height and width of a pixel
        QTest::addColumn<QSize>("size");
        QTest::newRow("square") << QByteArray("1\\1") << QSize(160, 160);
        QTest::newRow("high") << QByteArray("2\\1") << QSize(80, 160);
        QTest::newRow("wide") << QByteArray("1\\4") << QSize(160, 40);
    }
    void aThumbnailHasTheShapeOfItsPicture()
    {
        QFETCH(QByteArray, aspect);
        QFETCH(QSize, size);
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "OT");
        file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3").word(0x00280002, 1);
        file.text(0x00280004, "CS", "MONOCHROME2")
            .word(0x00280010, 8)
            .word(0x00280011, 8)
            .text(0x00280034, "IS", aspect);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        panel.addFile(
            file.bytes(0x7FE00010, "OB", QByteArray(64, '\1')).writtenTo(dir.filePath(QStringLiteral("one"))));
        const auto *strip = panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        const auto picture = [&] { return strip->model()->index(1, 0).data(Qt::DecorationRole).value<QPixmap>(); };
        QTRY_VERIFY(!picture().isNull());
        QCOMPARE(picture().size(), size); // enough for what is drawn on screens with small pixels
    }

    void onlyWhatWasTriedIsCalledNotShown()
    {
        QTemporaryDir dir;
        viewer::ViewingPanel panel;
        panel.resize(900, 600);
        panel.show();
        const auto *strip = panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        for (int number = 1; number <= 20; ++number)
            panel.addFile(slice(dir, number, "XA", "1.2.3", "1.2.840.10008.1.2.4.102")); // a film
        QTRY_COMPARE(panel.fileCount(), 20);
        QTRY_COMPARE(strip->model()->index(1, 0).data().toString(),
                     QStringLiteral("2  Axial, 8 of 20 cannot be shown"));
    }

    void halfASeriesIsNeverPresentedAsWhole()
    {
        Light light("CT", 3);
        QTRY_VERIFY(light.isReady(3));
        const auto *strip = light.panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        QVERIFY(strip);
        const auto row = [&] { return strip->model()->index(1, 0).data().toString(); };
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 3, 7, 0, false);
        QCOMPARE(row(), QStringLiteral("2  Axial, 3 of 7 arriving"));
        QVERIFY(light.tile.accessibleDescription().contains(QStringLiteral("Arriving: 3 of 7")));
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 3, 7, 4, false);
        QCOMPARE(row(), QStringLiteral("2  Axial, 4 missing, 3 of 7"));
        QVERIFY(light.tile.accessibleDescription().contains(QStringLiteral("Incomplete: 3 of 7")));
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 3, 3, 0, true);
        QCOMPARE(row(), QStringLiteral("2  Axial, 3 images"));
    }

    void aSeriesWithoutAListIsWholeOnlyWhenItsEndWasSeen_data()
    {
        QTest::addColumn<std::optional<int>>("requested");
        QTest::addColumn<bool>("complete");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<QString>("note");
        QTest::addColumn<QString>("row");
        const std::optional<int> unknown;
        QTest::newRow("arriving") << unknown << false << false << QStringLiteral("Arriving: 3, number unknown")
                                  << QStringLiteral("3 arriving, number unknown");
        QTest::newRow("cut off") << unknown << false << true << QStringLiteral("Incomplete: 3 here, number unknown")
                                 << QStringLiteral("incomplete, 3 here, number unknown");
        QTest::newRow("whole") << unknown << true << true << QString() << QStringLiteral("3 images");
        QTest::newRow("stopped before the list was fetched")
            << std::optional(5) << false << true << QStringLiteral("Incomplete: 3 of 5")
            << QStringLiteral("incomplete, 3 of 5");
        QTest::newRow("all here, the last not verified")
            << std::optional(3) << false << false << QStringLiteral("Arriving: 3 of 3")
            << QStringLiteral("3 of 3 arriving");
    }
    void aSeriesWithoutAListIsWholeOnlyWhenItsEndWasSeen()
    {
        QFETCH(std::optional<int>, requested);
        QFETCH(bool, complete);
        QFETCH(bool, ended);
        QFETCH(QString, note);
        QFETCH(QString, row);
        Light light("CT", 3);
        QTRY_VERIFY(light.isReady(3));
        light.tile.goTo(0);
        QTRY_VERIFY(light.tile.isPainted());
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 3, requested, 0, complete, ended);
        const auto *strip = light.panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        QCOMPARE(strip->model()->index(1, 0).data().toString(), QStringLiteral("2  Axial, ") + row);
        QVERIFY2(light.tile.accessibleDescription().contains(note), qPrintable(light.tile.accessibleDescription()));
        const QString line = note.isEmpty() ? QStringLiteral("Image 1 / 3") : QStringLiteral("Image 1 / 3 here");
        QVERIFY(light.tile.cornerLines(Qt::BottomLeftCorner).contains(line));
    }

    void aFileThatCannotBeReadIsNotPassedOver()
    {
        Light light("CT", 3);
        QTRY_VERIFY(light.isReady(3));
        light.tile.goTo(0);
        QTRY_VERIFY(light.tile.isPainted());
        const auto *strip = light.panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"));
        const auto *line = light.panel.findChild<QLabel *>(QStringLiteral("unreadableLine"));
        const auto row = [&] { return strip->model()->index(1, 0).data().toString(); };
        QVERIFY(line);
        QVERIFY(!line->isVisible());
        const QString note = QStringLiteral("1 file cannot be read");
        const auto isNoted = [&] { return light.tile.accessibleDescription().contains(note); };
        const auto isShort = [&] {
            return light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("Image 1 / 3 here"));
        };
        // What is no DICOM at all is none of the patient's.
        QFile text(light.dir.filePath(QStringLiteral("readme.txt")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write(QByteArray(200, 'x')) == 200);
        text.close();
        light.panel.addFile(text.fileName());
        QTRY_COMPARE(light.panel.fileCount(), 4);
        QTest::qWait(150);
        QVERIFY(!line->isVisible() && !isNoted());

        FileMaker deep;
        for (int i = 0; i < 200; ++i)
            deep.openSequence(0x00400275);
        for (int i = 0; i < 200; ++i)
            deep.closeSequence();
        light.panel.addFile(deep.writtenTo(light.dir.filePath(QStringLiteral("deep.dcm"))));
        QTRY_VERIFY(line->isVisible());
        QVERIFY2(line->text().endsWith(note), qPrintable(line->text()));
        QVERIFY2(line->toolTip().startsWith(QLatin1String("deep.dcm: ")), qPrintable(line->toolTip()));
        QVERIFY(isNoted() && isShort()); // it may be of this series, which is the only one
        // What is known to be whole is.
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 3, 3, 0, true);
        QVERIFY(!isNoted() && !isShort());
        QCOMPARE(row(), QStringLiteral("2  Axial, 3 images"));
        // And what the ledger counts and is not here is named.
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 4, 4, 0, true);
        QVERIFY(isNoted() && isShort());
        QCOMPARE(row(), QStringLiteral("2  Axial, 1 cannot be seen, 3 images"));
        light.panel.setSeriesState(QStringLiteral("1.2.3"), 5, 5, 0, true);
        QVERIFY(!isNoted() && isShort());
        QVERIFY(light.tile.accessibleDescription().contains(QStringLiteral("3 of 5 can be seen")));
        light.panel.clear();
        QVERIFY(!line->isVisible());
    }

    void textsOfATileDoNotCoverEachOther_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isNoted");
        QTest::newRow("alone") << QSize(1200, 800) << true;
        QTest::newRow("four") << QSize(520, 400) << true;
        QTest::newRow("nine in a window of 1280") << QSize(350, 240) << true;
        QTest::newRow("nine, nothing to note") << QSize(350, 240) << false;
        QTest::newRow("the smallest") << QSize(320, 240) << true;
    }
    void textsOfATileDoNotCoverEachOther()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isNoted);
        Light light("CT", 1);
        QTRY_VERIFY(light.isReady(1));
        const viewer::Tile &tile = light.tile;
        light.panel.resize(light.panel.size() + size - tile.size());
        QTRY_COMPARE(tile.size(), size);
        if (isNoted)
            light.panel.setSeriesState(QStringLiteral("1.2.3"), 118, 1200, 1082, false, true);
        const QRectF note = tile.noteArea();
        QCOMPARE(note.isEmpty(), !isNoted);
        QCOMPARE(tile.cornerLines(Qt::TopLeftCorner).value(0), QStringLiteral("Doe, Jane"));
        QList<QRectF> areas{note, tile.scaleArea()};
        QVERIFY(!tile.scaleArea().isEmpty() || size.width() < 400);
        for (const Qt::Corner corner :
             {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
            areas << tile.cornerArea(corner);
        for (qsizetype i = 0; i < areas.size(); ++i) {
            QVERIFY(areas[i].isEmpty() || QRectF(tile.rect()).contains(areas[i]));
            for (qsizetype j = 0; j < i; ++j)
                QVERIFY2(!areas[i].intersects(areas[j]), qPrintable(QString::number(10 * i + j)));
        }
        // Where there is room beside the note the texts do not move for it.
        QCOMPARE(tile.cornerArea(Qt::TopLeftCorner).top() > 10, isNoted && size.width() < 400);
    }

    void whatMattersStaysInASmallTile_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isNoted");
        QTest::newRow("narrow") << QSize(200, 240) << false;
        QTest::newRow("low") << QSize(360, 150) << false;
        QTest::newRow("low, and something to note") << QSize(360, 150) << true;
        QTest::newRow("both") << QSize(170, 190) << false;
    }
    void whatMattersStaysInASmallTile()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isNoted);
        Light light("CT", 1);
        QTRY_VERIFY(light.isReady(1));
        viewer::Tile &tile = light.tile;
        QTest::keyClick(&tile, Qt::Key_D);
        QTest::keyClick(&tile, Qt::Key_Return);
        QTest::keyClick(&tile, Qt::Key_H);
        if (isNoted)
            light.panel.setSeriesState(QStringLiteral("1.2.3"), 118, 1200, 1082, false, true);
        tile.resize(size);
        const QStringList patient = tile.paintedLines(Qt::TopLeftCorner);
        QVERIFY2(patient.contains(QStringLiteral("Doe, Jane")) && patient.contains(QStringLiteral("4711")),
                 qPrintable(patient.join(QLatin1Char('|'))));
        const QString below = tile.paintedLines(Qt::BottomLeftCorner).join(QLatin1Char(' '));
        for (const char *line : {"Mirrored left and right", "Measurements: not for diagnosis", "Image 1 / 1"})
            QVERIFY2(below.contains(QLatin1String(line)), qPrintable(below));
        QList<QRectF> areas{tile.noteArea()};
        for (const Qt::Corner corner :
             {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner}) {
            areas << tile.cornerArea(corner);
            QVERIFY(areas.constLast().isEmpty() || QRectF(tile.rect()).contains(areas.constLast()));
            for (qsizetype i = 0; i + 1 < areas.size(); ++i)
                QVERIFY(!areas[i].intersects(areas.constLast()));
        }
        // The letter stands between them.
        QVERIFY(tile.cornerArea(Qt::BottomLeftCorner).top() - tile.cornerArea(Qt::TopLeftCorner).bottom() >= 16);
    }

    void clearForgetsThePatient()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.panel.clear();
        QCOMPARE(light.panel.seriesCount(), 0);
        QCOMPARE(light.panel.shownImages(), 0);
        QCOMPARE(light.tile.pictureCount(), 0);
        QVERIFY(light.tile.cornerLines(Qt::TopLeftCorner).isEmpty());
        QVERIFY(light.tile.accessibleDescription().isEmpty());
        light.panel.addFile(slice(light.dir, 1));
        QTRY_COMPARE(light.panel.shownImages(), 1);
    }

    void theCacheKeepsItsBound()
    {
        QTemporaryDir dir;
        viewer::FrameLoader loader(300); // two slices of 128 bytes
        QSignalSpy ready(&loader, &viewer::FrameLoader::frameReady);
        for (int number = 1; number <= 4; ++number) {
            loader.look(&loader, {slice(dir, number), 0}, {});
            QTRY_COMPARE(ready.count(), number);
            QVERIFY(loader.cachedBytes() <= 300);
        }
        QVERIFY(loader.cached({slice(dir, 4), 0}));
        QVERIFY(!loader.cached({slice(dir, 1), 0}));
    }

    void aKilledDecoderCostsOnePictureOfAScroll()
    {
        const QStringList files{QStringLiteral("JPEG2000.dcm"),       QStringLiteral("693_J2KI.dcm"),
                                QStringLiteral("JPGExtended.dcm"),    QStringLiteral("MR_small_jp2klossless.dcm"),
                                QStringLiteral("JPEG-lossy.dcm"),     QStringLiteral("MR_small_jpeg_ls_lossless.dcm"),
                                QStringLiteral("SC_rgb_jpeg.dcm"),    QStringLiteral("SC_rgb_jpeg_gdcm.dcm"),
                                QStringLiteral("GDCMJ2K_TextGBR.dcm")};
        viewer::FrameLoader loader;
        QSignalSpy ready(&loader, &viewer::FrameLoader::frameReady);
        QSignalSpy failed(&loader, &viewer::FrameLoader::frameFailed);
        for (int number = 0; number < files.size(); ++number) {
            const QList<qint64> processes = number == 4 ? loader.decoders().processIds() : QList<qint64>();
            for (const qint64 process : processes)
                QCOMPARE(::kill(static_cast<pid_t>(process), SIGSTOP), 0);
            loader.look(&loader, {corpusFile(files[number]), 0}, {});
            for (const qint64 process : processes)
                QCOMPARE(::kill(static_cast<pid_t>(process), SIGKILL), 0);
            QTRY_COMPARE(ready.count() + failed.count(), number + 1);
        }
        // The picture that was being decoded, or none when the kill came a moment before.
        QVERIFY2(failed.count() <= 1, qPrintable(QString::number(failed.count())));
        QVERIFY(!loader.decoders().processIds().isEmpty());
    }

    void aPanelThatGoesWhileItReadsIsQuiet()
    {
        for (int i = 0; i < 5; ++i) {
            Light light;
            QCoreApplication::processEvents();
        }
    }
};

QTEST_MAIN(TileTest)
#include "TileTest.moc"
