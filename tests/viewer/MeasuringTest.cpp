#include "Files.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAction>
#include <QLocale>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

namespace {

constexpr int columns = 64;
constexpr int rows = 32;

struct Phantom
{
    QByteArray modality = "CT";
    QByteArray spacing = "2\\0.5"; //!< of rows, of columns
    quint32 spacingTag = 0x00280030;
    QByteArray rescaleType;
    std::optional<quint16> padding{}; //!< a stored value
};

//! The left half is 100 and the right half 300, as the file counts after its rescaling.
QString phantom(const QTemporaryDir &dir, int number, const Phantom &phantom = {})
{
    FileMaker file("1.2.840.10008.1.2.1");
    file.text(0x00080018, "UI", "1.2.3." + QByteArray::number(number)).text(0x00080060, "CS", phantom.modality);
    file.text(0x00100010, "PN", "Doe^Jane").text(0x00100020, "LO", "4711");
    if (phantom.spacingTag == 0x00181164)
        file.text(phantom.spacingTag, "DS", phantom.spacing);
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3");
    file.text(0x00200013, "IS", QByteArray::number(number));
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, rows).word(0x00280011, columns);
    if (phantom.spacingTag == 0x00280030)
        file.text(phantom.spacingTag, "DS", phantom.spacing);
    file.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 0);
    if (phantom.padding)
        file.word(0x00280120, *phantom.padding);
    file.text(0x00281052, "DS", "-1000").text(0x00281053, "DS", "1");
    if (!phantom.rescaleType.isEmpty())
        file.text(0x00281054, "LO", phantom.rescaleType);
    QByteArray pixels;
    for (int i = 0; i < columns * rows; ++i) {
        const int stored = 1000 + (i % columns < columns / 2 ? 100 : 300);
        pixels += static_cast<char>(stored & 0xFF);
        pixels += static_cast<char>(stored >> 8);
    }
    file.bytes(0x7FE00010, "OW", pixels);
    return file.writtenTo(dir.filePath(QStringLiteral("%1.dcm").arg(number)));
}

struct Light
{
    QTemporaryDir dir;
    viewer::ViewingPanel panel;
    viewer::Tile &tile = panel.tile();

    explicit Light(const Phantom &what = {}, int images = 1)
    {
        panel.resize(1100, 700);
        panel.show();
        for (int number = 1; number <= images; ++number)
            panel.addFile(phantom(dir, number, what));
    }
    bool isReady(int images = 1) const { return tile.pictureCount() == images && tile.isPainted(); }

    QPoint at(double column, double row) const { return tile.inTile({column, row}).toPoint(); }
    void press(const QPoint &place) { QTest::mousePress(&tile, Qt::LeftButton, {}, place); }
    void release(const QPoint &place) { QTest::mouseRelease(&tile, Qt::LeftButton, {}, place); }
    void drag(const QPoint &from, const QPoint &to)
    {
        press(from);
        QTest::mouseMove(&tile, (from + to) / 2);
        QTest::mouseMove(&tile, to);
        release(to);
    }
    void click(const QPoint &place)
    {
        press(place);
        release(place);
    }
    //! The first figure of the first line.
    double figure() const
    {
        const QStringList words = tile.measurementLines().value(0).split(QLatin1Char(' '));
        for (QString word : words) {
            word.remove(QChar(0xB0)).remove(QLatin1Char(','));
            bool isNumber = false;
            const double value = QLocale().toDouble(word, &isNumber);
            if (isNumber)
                return value;
        }
        return -1;
    }
};

} // namespace

class MeasuringTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void whatAMeasurementSaysIsReadOnAnyGround()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 16), light.at(24, 16)); // the words reach from the dark half into the bright one
        QCOMPARE(light.tile.measurementLines().size(), 1);
        const QPoint place = light.at(32.5, 16);
        const auto dimmed = [&](int grey) { // 255 under the plate
            const QImage screen = light.tile.grab().toImage();
            int count = 0;
            for (int y = place.y() - 6; y <= place.y() + 6; ++y)
                count += std::abs(qGray(screen.pixel(place.x(), y)) - grey) <= 2 ? 1 : 0;
            return count;
        };
        const auto blue = [&] {
            const QImage screen = light.tile.grab().toImage();
            int count = 0;
            for (int x = light.at(24, 16).x() + 10; x <= place.x(); ++x) {
                for (int y = place.y() - 8; y <= place.y() + 8; ++y)
                    count += qBlue(screen.pixel(x, y)) > qRed(screen.pixel(x, y)) ? 1 : 0;
            }
            return count;
        };
        QVERIFY2(dimmed(38) >= 2, qPrintable(QString::number(dimmed(38)))); // darker while it is held
        QCOMPARE(blue(), 0);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QVERIFY2(dimmed(102) >= 2, qPrintable(QString::number(dimmed(102))));
    }

    void whatAMeasurementSaysStandsBesideIt()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.resize(220, 400);
        const auto middle = [&] { // of the ellipse
            return light.tile.grab(QRect(light.at(40, 13), QSize(20, 20))).toImage();
        };
        const QImage before = middle();
        QTest::keyClick(&light.tile, Qt::Key_E);
        light.drag(light.at(20, 8), light.at(60, 20));
        QVERIFY(!light.tile.measurementLines().isEmpty());
        QCOMPARE(middle(), before);
    }

    void aDistanceIsAsLongAsInThePatient_data()
    {
        QTest::addColumn<QPointF>("from");
        QTest::addColumn<QPointF>("to");
        QTest::addColumn<double>("length");
        QTest::newRow("along a row") << QPointF(10, 10) << QPointF(50, 10) << 20.0;
        QTest::newRow("along a column") << QPointF(10, 5) << QPointF(10, 25) << 40.0;
        QTest::newRow("aslant") << QPointF(10, 10) << QPointF(34, 18) << 20.0; // 12 and 16 mm
    }
    void aDistanceIsAsLongAsInThePatient()
    {
        QFETCH(QPointF, from);
        QFETCH(QPointF, to);
        QFETCH(double, length);
        Light light;
        QTRY_VERIFY(light.isReady());
        for (const int turns : {0, 1}) {
            if (turns == 1) {
                QTest::keyClick(&light.tile, Qt::Key_R);
                QTest::keyClick(&light.tile, Qt::Key_H);
            }
            QTest::keyClick(&light.tile, Qt::Key_D);
            light.drag(light.at(from.x(), from.y()), light.at(to.x(), to.y()));
            const QString line = light.tile.measurementLines().constFirst();
            QVERIFY2(line.endsWith(QLatin1String(" mm")), qPrintable(line));
            QVERIFY2(std::abs(light.figure() - length) < 0.3, qPrintable(line));
            QTest::keyClick(&light.tile, Qt::Key_Delete);
            QVERIFY(light.tile.measurementLines().isEmpty());
        }
    }

    void aLengthSaysWhatItIsCountedIn_data()
    {
        QTest::addColumn<quint32>("tag");
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<QString>("words");
        QTest::newRow("patient") << quint32(0x00280030) << QByteArray("MR") << QStringLiteral(" mm");
        QTest::newRow("detector") << quint32(0x00181164) << QByteArray("DX") << QStringLiteral(" mm at detector");
        QTest::newRow("nothing") << quint32(0) << QByteArray("US") << QStringLiteral(" pixels, not calibrated");
    }
    void aLengthSaysWhatItIsCountedIn()
    {
        QFETCH(quint32, tag);
        QFETCH(QByteArray, modality);
        QFETCH(QString, words);
        Light light({modality, "0.5\\0.5", tag, {}});
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        const QString line = light.tile.measurementLines().constFirst();
        QVERIFY2(line.endsWith(words), qPrintable(line));
        QVERIFY2(std::abs(light.figure() - (tag == 0 ? 40 : 20)) < 0.3, qPrintable(line));
        QVERIFY(
            light.tile.cornerLines(Qt::BottomLeftCorner).contains(QStringLiteral("Measurements: not for diagnosis")));
    }

    void anAngleIsTakenInThePatient()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_A);
        // 16 mm to the right and 16 mm down: half a right angle, although the pixels are four times as high as wide.
        light.drag(light.at(52, 10), light.at(20, 10));
        light.click(light.at(52, 18));
        QVERIFY2(std::abs(light.figure() - 45) < 1, qPrintable(light.tile.measurementLines().value(0)));
    }

    void anEllipseSaysValuesWithTheirUnit_data()
    {
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("unit");
        QTest::newRow("CT") << QByteArray("CT") << QByteArray() << QStringLiteral(" HU");
        QTest::newRow("CT that does not know") << QByteArray("CT") << QByteArray("US") << QString();
        QTest::newRow("another modality") << QByteArray("MR") << QByteArray() << QString();
        QTest::newRow("what the file says") << QByteArray("NM") << QByteArray("PROPCNT") << QStringLiteral(" PROPCNT");
    }
    void anEllipseSaysValuesWithTheirUnit()
    {
        QFETCH(QByteArray, modality);
        QFETCH(QByteArray, type);
        QFETCH(QString, unit);
        Light light({modality, "2\\0.5", 0x00280030, type});
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_E);
        light.drag(light.at(22, 10), light.at(42, 20)); // half of it in each half
        const QStringList lines = light.tile.measurementLines();
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], QStringLiteral("Mean 200.0%1, deviation 100.0%1").arg(unit));
        QCOMPARE(lines[1], QStringLiteral("From 100.0 to 300.0%1").arg(unit));
        QVERIFY(lines[3].startsWith(QLatin1String("Area 15")) && lines[3].endsWith(QStringLiteral(" mm²"))); // 5 pi 10
    }

    void anEllipseSaysHowManyPixelsItLeavesOut()
    {
        Phantom what;
        what.padding = 1100; // the left half
        Light light(what);
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_E);
        light.drag(light.at(22, 10), light.at(42, 20)); // half of it in each half
        QStringList lines = light.tile.measurementLines();
        QCOMPARE(lines.value(0), QStringLiteral("Mean 300.0 HU, deviation 0.0 HU"));
        const QStringList words = lines.value(2).split(QLatin1Char(' '));
        QCOMPARE(words.size(), 4);
        QVERIFY2(lines[2].endsWith(QLatin1String(" pixels")) && words[1] == QLatin1String("of"), qPrintable(lines[2]));
        QCOMPARE(2 * words[0].toInt(), words[2].toInt());
        QTest::keyClick(&light.tile, Qt::Key_Delete);
        light.drag(light.at(2, 10), light.at(22, 20));
        lines = light.tile.measurementLines();
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[0].startsWith(QLatin1String("0 of ")), qPrintable(lines[0]));
    }

    void whatIsMeasuredStaysWithItsImage()
    {
        Light light({}, 3);
        QTRY_VERIFY(light.isReady(3));
        light.tile.goTo(0);
        QTRY_VERIFY(light.tile.isPainted());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        const QStringList lines = light.tile.measurementLines();
        QCOMPARE(lines.size(), 1);
        light.tile.goTo(1);
        QTRY_VERIFY(light.tile.isPainted());
        QVERIFY(light.tile.measurementLines().isEmpty());
        light.tile.goTo(0);
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.tile.measurementLines(), lines);

        // Taken back from afar, it is shown where it was.
        light.tile.goTo(2);
        QTRY_VERIFY(light.tile.isPainted());
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(light.tile.pictureIndex(), 0);
        QTRY_VERIFY(light.tile.isPainted());
        QVERIFY(light.tile.measurementLines().isEmpty());
        light.panel.clear();
    }

    void aPointIsMovedWithWhateverToolAndTakenBackAsAWhole()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        const QStringList before = light.tile.measurementLines();
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QCOMPARE(light.tile.tool(), viewer::Tile::Tool::Windowing);
        const auto window = light.tile.voiWindow();
        light.drag(light.at(50, 10), light.at(30, 10));
        QVERIFY(std::abs(light.figure() - 10) < 0.3);
        QCOMPARE(light.tile.voiWindow(), window);
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(light.tile.measurementLines(), before);
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(light.tile.measurementLines().isEmpty());
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier); // nothing left
    }

    void keysAloneMeasure()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        for (const Qt::Key key : {Qt::Key_D, Qt::Key_A, Qt::Key_E}) {
            QTest::keyClick(&light.tile, key);
            QTest::keyClick(&light.tile, Qt::Key_Return);
            const QStringList placed = light.tile.measurementLines();
            QVERIFY(!placed.isEmpty());
            QTest::keyClick(&light.tile, Qt::Key_Up, Qt::ShiftModifier);
            QTest::keyClick(&light.tile, Qt::Key_Left);
            const QStringList moved = light.tile.measurementLines();
            QVERIFY(moved != placed);
            QTest::keyClick(&light.tile, Qt::Key_Return); // the next point
            QTest::keyClick(&light.tile, Qt::Key_Down, Qt::ShiftModifier);
            QVERIFY(light.tile.measurementLines() != moved);
            QTest::keyClick(&light.tile, Qt::Key_Delete);
            QVERIFY(light.tile.measurementLines().isEmpty());
        }
    }

    void arrowsMoveNoPointThatTheMouseHasPutDown()
    {
        Light light({}, 3);
        QTRY_VERIFY(light.isReady(3));
        light.tile.goTo(1);
        QTRY_VERIFY(light.tile.isPainted());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        const QStringList drawn = light.tile.measurementLines();
        QCOMPARE(drawn.size(), 1);
        for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down}) {
            QTest::keyClick(&light.tile, key, Qt::ShiftModifier);
            QCOMPARE(light.tile.measurementLines(), drawn);
        }
        QTest::keyClick(&light.tile, Qt::Key_Left);
        QCOMPARE(light.tile.measurementLines(), drawn);
        QTest::keyClick(&light.tile, Qt::Key_Down);
        QCOMPARE(light.tile.pictureIndex(), 2);
        QTest::keyClick(&light.tile, Qt::Key_Up);
        QCOMPARE(light.tile.pictureIndex(), 1);
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.tile.measurementLines(), drawn);

        // Enter takes the point that was drawn last, and the mouse does not move it meanwhile.
        light.drag(light.at(50, 10), light.at(40, 10));
        QVERIFY(std::abs(light.figure() - 15) < 0.3);
        QTest::keyClick(&light.tile, Qt::Key_Return);
        QTest::keyClick(&light.tile, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(light.figure() > 15.3);
        const QStringList moved = light.tile.measurementLines();
        QTest::mouseMove(&light.tile, light.at(20, 20));
        QCOMPARE(light.tile.measurementLines(), moved);
        QCOMPARE(light.tile.pictureIndex(), 1);

        light.drag(light.at(10, 25), light.at(50, 25));
        QCOMPARE(light.tile.measurementLines().size(), 2);
        QTest::keyClick(&light.tile, Qt::Key_Delete);
        QCOMPARE(light.tile.measurementLines(), moved);
    }

    void whatIsMeasuredDuringAFilmStaysWithThePictureThatIsSeen()
    {
        Light light({}, 3);
        QTRY_VERIFY(light.isReady(3));
        const auto *button = light.panel.findChild<QToolButton *>(QStringLiteral("cineButton"));
        QTest::keyClick(&light.tile, Qt::Key_D);
        for (const bool isByMouse : {true, false}) {
            QTest::keyClick(&light.tile, Qt::Key_C);
            QVERIFY(button->isChecked());
            const int before = light.tile.pictureIndex();
            QTRY_VERIFY(light.tile.pictureIndex() != before && light.tile.isPainted());
            if (isByMouse)
                light.drag(light.at(10, 10), light.at(50, 10));
            else
                QTest::keyClick(&light.tile, Qt::Key_Return);
            QVERIFY(!button->isChecked());
            QVERIFY(light.tile.isPainted());
            QCOMPARE(light.tile.measurementLines().size(), 1);
            QTest::keyClick(&light.tile, Qt::Key_Delete);
            QVERIFY(light.tile.measurementLines().isEmpty());
        }
    }

    void whatIsMeasuredStaysWhenAnotherPictureIsOnItsWay()
    {
        Light light({}, 60);
        QTRY_VERIFY(light.isReady(60));
        const int seen = light.tile.pictureIndex();
        light.tile.goTo(59);
        QVERIFY(!light.tile.isLoaded());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        QCOMPARE(light.tile.pictureIndex(), seen);
        QTRY_VERIFY(light.tile.isPainted());
        QCOMPARE(light.tile.measurementLines().size(), 1);
    }

    void whatIsNotPutDownIsNothing()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.click(light.at(10, 10)); // and the other end follows the pointer
        QTest::mouseMove(&light.tile, light.at(50, 10));
        QVERIFY(std::abs(light.figure() - 20) < 0.3);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QVERIFY(light.tile.measurementLines().isEmpty());

        light.click(light.at(10, 10));
        QTest::mouseMove(&light.tile, light.at(50, 10));
        light.click(light.at(50, 10));
        QTest::mouseMove(&light.tile, light.at(20, 20));
        QVERIFY(std::abs(light.figure() - 20) < 0.3);

        light.click(light.at(5, 25));
        light.click(light.at(5, 25)); // no length
        QCOMPARE(light.tile.measurementLines().size(), 1);
    }

    void nothingBeginsBesideThePicture()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        for (const Qt::Key key : {Qt::Key_D, Qt::Key_A, Qt::Key_E}) {
            QTest::keyClick(&light.tile, key);
            for (const QPoint &beside : {light.at(-4, 16), light.at(68, 16)}) {
                QVERIFY(light.tile.rect().contains(beside));
                light.drag(beside, light.at(30, 20));
                light.click(beside);
                QTest::mouseMove(&light.tile, light.at(30, 20));
                QVERIFY(light.tile.measurementLines().isEmpty());
            }
        }
        // What begins on it may reach its edge.
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(60, 16), light.at(68, 16));
        QVERIFY(std::abs(light.figure() - 2) < 0.3);
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        // With the picture moved out of the middle the keyboard begins nothing either.
        QTest::keyClick(&light.tile, Qt::Key_P);
        light.drag(light.at(32, 16), light.at(32, 16) + QPoint(light.tile.width(), 0));
        QTest::keyClick(&light.tile, Qt::Key_D);
        QTest::keyClick(&light.tile, Qt::Key_Return);
        QVERIFY(light.tile.measurementLines().isEmpty());
    }

    void theMenuDeletesMeasurements()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        const auto menuAt = [&](const QPoint &place) {
            for (QMenu *old : light.tile.findChildren<QMenu *>(QStringLiteral("tileMenu")))
                delete old;
            QTest::mouseClick(&light.tile, Qt::RightButton, {}, place);
            return light.tile.findChild<QMenu *>(QStringLiteral("tileMenu"));
        };
        const auto choose = [&](const QPoint &place, const char *name) {
            QMenu *menu = menuAt(place);
            auto *action = menu ? menu->findChild<QAction *>(QLatin1String(name)) : nullptr;
            if (action)
                action->trigger();
            return action != nullptr;
        };
        QVERIFY(!choose(light.at(10, 10), "deleteMeasurement"));
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 5), light.at(20, 5));          // 5 mm
        light.drag(light.at(10, 15), light.at(30, 15));        // 10 mm
        light.drag(light.at(10, 25), light.at(50, 25));        // 20 mm, and held
        QVERIFY(choose(light.at(20, 5), "deleteMeasurement")); // that under the pointer
        QCOMPARE(light.tile.measurementLines().size(), 2);
        QVERIFY(std::abs(light.figure() - 10) < 0.3);
        QVERIFY(choose(light.at(40, 24), "deleteMeasurement")); // the nearest
        QCOMPARE(light.tile.measurementLines().size(), 1);
        QVERIFY(std::abs(light.figure() - 10) < 0.3);
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(light.tile.measurementLines().size(), 2);
        light.drag(light.at(10, 15), light.at(10, 15)); // held, and not the nearest to where the menu opens
        QVERIFY(choose(light.at(40, 22), "deleteMeasurement"));
        QVERIFY(std::abs(light.figure() - 20) < 0.3);
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(choose(light.at(32, 16), "deleteMeasurements"));
        QVERIFY(light.tile.measurementLines().isEmpty());
        QTest::keyClick(&light.tile, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(light.tile.measurementLines().size(), 2);
    }

    void whatIsUnfinishedIsLetGoWithTheKeyboard()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.panel.activateWindow();
        QTRY_VERIFY(light.panel.isActiveWindow());
        QTest::keyClick(&light.tile, Qt::Key_D);
        light.drag(light.at(10, 10), light.at(50, 10));
        light.click(light.at(10, 20));
        QCOMPARE(light.tile.measurementLines().size(), 2);
        light.panel.findChild<QWidget *>(QStringLiteral("thumbnailStrip"))->setFocus(Qt::TabFocusReason);
        QCOMPARE(light.tile.measurementLines().size(), 1);
        QTest::mouseMove(&light.tile, light.at(30, 25)); // nothing follows the pointer any more
        QCOMPARE(light.tile.measurementLines().size(), 1);
    }

    void theMagnifierEnlargesWhatIsUnderIt()
    {
        Light light;
        QTRY_VERIFY(light.isReady());
        light.tile.setVoiWindow({200, 400, viewer::Window::Function::Linear, {}});
        QTest::mouseMove(&light.tile, light.at(30, 16));
        const QPoint beside = light.at(31, 16); // dark, one column from where it gets bright
        const auto grey = [&] { return qGray(light.tile.grab().toImage().pixel(beside)); };
        const int dark = grey();
        QTest::keyClick(&light.tile, Qt::Key_M);
        QCOMPARE(light.tile.tool(), viewer::Tile::Tool::Magnifier);
        QVERIFY(grey() < dark + 20);
        // With the pointer at column 34 the place of column 31 shows column 33, which is bright.
        QTest::mouseMove(&light.tile, light.at(34, 16));
        QVERIFY(grey() > dark + 60);
        QTest::keyClick(&light.tile, Qt::Key_Escape);
        QCOMPARE(light.tile.tool(), viewer::Tile::Tool::Windowing);
    }
};

QTEST_MAIN(MeasuringTest)
#include "MeasuringTest.moc"
