#include "Files.h"

#include <viewer/Image.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using viewer::Window;

namespace {

viewer::Frame frameOf(const FileMaker &file)
{
    const QTemporaryDir dir;
    const auto frame = viewer::decode(file.writtenTo(dir.filePath(QStringLiteral("file.dcm"))), 0);
    if (!frame)
        qFatal("The test's own file cannot be decoded: %s", qPrintable(frame.error().detail));
    return *frame;
}

QList<int> greys(const QImage &picture)
{
    QList<int> values;
    for (int row = 0; row < picture.height(); ++row) {
        for (int column = 0; column < picture.width(); ++column)
            values << picture.constScanLine(row)[column];
    }
    return values;
}

//! One row of 16-bit signed values.
FileMaker row(const QList<int> &values)
{
    return FileMaker().grey(1, static_cast<int>(values.size()), 16, true, values);
}

FileMaker lut(quint16 entries, quint16 first, quint16 bits, const QList<quint16> &values)
{
    FileMaker item;
    item.words(0x00283002, {entries, first, bits}).words(0x00283006, values, "OW");
    return item;
}

} // namespace

class RenderTest : public QObject
{
    Q_OBJECT

private slots:
    void windowsAreTheFormulasOfTheStandard_data()
    {
        QTest::addColumn<double>("center");
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("function");
        QTest::addColumn<QList<int>>("stored");
        QTest::addColumn<QList<int>>("grey");
        // PS3.3 C.11.2.1.2.1: c 2048, w 4096 leaves the twelve bits as they are: x / 4095 * 255.
        QTest::newRow("linear, all twelve bits")
            << 2048.0 << 4096.0 << 0 << QList<int>{0, 1, 2047, 2048, 4095} << QList<int>{0, 0, 127, 128, 255};
        // The standard's example: width 1 is a threshold below 0.5 under the centre.
        QTest::newRow("linear, width one")
            << 2048.0 << 1.0 << 0 << QList<int>{2047, 2048, 2049} << QList<int>{0, 255, 255};
        // ((x - 39.5) / 399 + 0.5) * 255
        QTest::newRow("linear, soft tissue")
            << 40.0 << 400.0 << 0 << QList<int>{-161, -160, 0, 40, 239, 240} << QList<int>{0, 0, 102, 128, 255, 255};
        // ((x - 0) / 100 + 0.5) * 255
        QTest::newRow("linear exact") << 0.0 << 100.0 << 1 << QList<int>{-50, -25, 0, 25, 50, 51}
                                      << QList<int>{0, 64, 128, 191, 255, 255};
        // 255 / (1 + exp(-4 (x - 0) / 100))
        QTest::newRow("sigmoid") << 0.0 << 100.0 << 2 << QList<int>{-1000, -50, 0, 50, 1000}
                                 << QList<int>{0, 30, 128, 225, 255};
    }
    void windowsAreTheFormulasOfTheStandard()
    {
        QFETCH(double, center);
        QFETCH(double, width);
        QFETCH(int, function);
        QFETCH(QList<int>, stored);
        QFETCH(QList<int>, grey);
        const Window window{center, width, static_cast<Window::Function>(function), {}};
        QCOMPARE(greys(viewer::render(frameOf(row(stored)), {window, false})), grey);
    }

    void withoutAWindowAllThatIsStoredIsSeen()
    {
        const viewer::Frame frame = frameOf(row({-100, 0, 155}));
        QCOMPARE(frame.range(), std::pair(-100.0, 155.0));
        QCOMPARE(greys(viewer::render(frame)), QList<int>({0, 100, 255}));
        QCOMPARE(frame.defaultWindow().center, 28.0);
        QCOMPARE(frame.defaultWindow().width, 256.0);
    }

    void aReducedFrameHasTheMeansOfSquaresAndTheWindowOfTheWhole()
    {
        const QList<int> values{0, 20, -100, -100, 7, 20, 0, 20, -100, 55, 7, 155};
        const viewer::Frame whole = frameOf(FileMaker().grey(2, 6, 16, true, values));
        const viewer::Frame half = whole.reduced(2);
        QCOMPARE(half.rows(), 1);
        QCOMPARE(half.columns(), 3);
        QCOMPARE(half.valueAt(0, 0), std::optional(10.0));
        QCOMPARE(half.valueAt(1, 0), std::optional(-61.0));
        QCOMPARE(half.defaultWindow(), whole.defaultWindow());
        QCOMPARE(whole.reduced(3).rows(), 2); // no square of 3 by 3 fits
        QCOMPARE(whole.reduced(0).columns(), 6);
    }

    void aFrameReducedWhileItIsReadIsTheReducedFrame_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("side");
        QList<int> values;
        for (int i = 0; i < 301 * 203; ++i)
            values << (i * 7919) % 4001 - 2000;
        const auto grey = [&](int stored, bool isSigned) {
            return FileMaker().grey(301, 203, stored, isSigned, values).file();
        };
        for (const int side : {1, 2, 50, 75, 100, 150, 301, 1000}) {
            QTest::addRow("signed words to %d", side) << grey(16, true) << side;
            QTest::addRow("words to %d", side) << grey(16, false) << side;
            QTest::addRow("12 bits to %d", side) << grey(12, true) << side;
            QTest::addRow("bytes to %d", side) << grey(8, false) << side;
        }
        const auto padded = [](const QList<int> &pixels, quint16 padding) {
            return FileMaker().word(0x00280120, padding).grey(4, 2, 16, false, pixels).file();
        };
        QTest::newRow("padding in part") << padded({0, 0, 0, 40, 50, 0, 60, 10}, 0) << 2;
        QTest::newRow("padding alone") << padded({9, 9, 9, 9, 9, 9, 9, 9}, 9) << 2;
        QTest::newRow("padding nowhere") << padded({1, 2, 3, 4, 5, 6, 7, 8}, 9) << 2;
        FileMaker overlaid;
        overlaid.grey(4, 4, 8, false, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        overlaid.word(0x60000010, 4).word(0x60000011, 4).word(0x60000050, 1, "SS").word(0x60000100, 1);
        QTest::newRow("an overlay") << overlaid.bytes(0x60003000, "OW", QByteArray::fromHex("0180")).file() << 2;
        // More rows than are read at a time.
        QTest::newRow("many rows") << FileMaker().grey(30'001, 7, 16, true, QList<int>(30'001 * 7, 5)).file() << 9'000;
    }
    void aFrameReducedWhileItIsReadIsTheReducedFrame()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, side);
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("file.dcm"));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(file) == file.size());
        out.close();
        const auto whole = viewer::decode(path, 0);
        const auto read = viewer::decodeReduced(path, 0, side);
        QVERIFY(whole && read);
        const viewer::Frame expected = whole->reduced(std::max(whole->rows(), whole->columns()) / side);
        QCOMPARE(read->rows(), expected.rows());
        QCOMPARE(read->columns(), expected.columns());
        QCOMPARE(read->range(), expected.range());
        QCOMPARE(read->bytes(), expected.bytes());
        QCOMPARE(read->defaultWindow(), expected.defaultWindow());
        const viewer::Rendering how{.overlays = true};
        QCOMPARE(viewer::render(*read, how), viewer::render(expected, how));
        for (int row = 0; row < read->rows(); ++row) {
            for (int column = 0; column < read->columns(); ++column)
                QCOMPARE(read->valueAt(column, row), expected.valueAt(column, row));
        }
    }

    void whatIsReducedWhileItIsReadEndsInASentenceWhereItIsCut()
    {
        const QTemporaryDir dir;
        const QByteArray whole = FileMaker().grey(64, 64, 16, false, QList<int>(64 * 64, 3)).file();
        for (const qsizetype bytes : {whole.size() - 2, whole.size() - 4096}) {
            QFile out(dir.filePath(QStringLiteral("cut.dcm")));
            QVERIFY(out.open(QIODevice::WriteOnly) && out.write(whole.first(bytes)) == bytes);
            out.close();
            const auto frame = viewer::decodeReduced(out.fileName(), 0, 16);
            QVERIFY(!frame);
            QCOMPARE(frame.error().kind, viewer::Error::Kind::Damaged);
        }
    }

    void oneValueEverywhereIsNoDivisionByZero() { QCOMPARE(greys(viewer::render(frameOf(row({7, 7})))).size(), 2); }

    void paddingDoesNotStretchTheRange()
    {
        FileMaker file;
        file.word(0x00280120, static_cast<quint16>(-2000), "SS");
        file.grey(1, 3, 16, true, {-2000, 0, 255});
        const viewer::Frame frame = frameOf(file);
        QCOMPARE(frame.range(), std::pair(0.0, 255.0));
        QCOMPARE(greys(viewer::render(frame)), QList<int>({0, 0, 255}));
    }

    void paddingOfRealNumbersIsKnownWithoutItsLetters()
    {
        FileMaker file;
        file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 3);
        file.word(0x00280100, 32).bytes(0x00280122, "FL", QByteArray::fromHex("00007ac4")); // -1000
        file.bytes(0x7FE00008, "OF", QByteArray::fromHex("00007ac40000003f00004040"));      // -1000, 0.5, 3
        QCOMPARE(frameOf(file).range(), std::pair(0.5, 3.0));
        QCOMPARE(frameOf(file.implicit()).range(), std::pair(0.5, 3.0));
    }

    void theFirstWindowOfTheFileIsTheDefault()
    {
        FileMaker file;
        file.text(0x00281050, "DS", "100\\50").text(0x00281051, "DS", "201\\10").text(0x00281055, "LO", "WIDE\\NARROW");
        file.grey(1, 3, 16, true, {-1, 100, 201});
        const viewer::Frame frame = frameOf(file);
        QCOMPARE(frame.windows().size(), 2);
        QCOMPARE(frame.defaultWindow().explanation, QStringLiteral("WIDE"));
        // ((100 - 99.5) / 200 + 0.5) * 255 = 128.1
        QCOMPARE(greys(viewer::render(frame)), QList<int>({0, 128, 255}));
    }

    void impossibleWindowsOfAFileAreLeftOut()
    {
        FileMaker file;
        file.text(0x00281050, "DS", "100\\50").text(0x00281051, "DS", "0\\10");
        file.grey(1, 2, 16, true, {0, 1});
        QCOMPARE(frameOf(file).windows().size(), 1);
        FileMaker nan;
        nan.text(0x00281050, "DS", "nan").text(0x00281051, "DS", "inf").grey(1, 2, 16, true, {0, 1});
        QVERIFY(frameOf(nan).windows().isEmpty());
    }

    void rescaleComesBeforeTheWindow()
    {
        FileMaker file;
        file.text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "2").text(0x00281054, "LO", "HU");
        file.grey(1, 2, 16, false, {0, 1024});
        const viewer::Frame frame = frameOf(file);
        QCOMPARE(frame.valueAt(0, 0), std::optional(-1024.0));
        QCOMPARE(frame.valueAt(1, 0), std::optional(1024.0));
        QCOMPARE(frame.unit(), QStringLiteral("HU"));
    }

    void valuesOfPetHaveTheirUnit_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("unit");
        QTest::newRow("activity") << QByteArray("BQML") << QByteArray() << QStringLiteral("Bq/ml");
        QTest::newRow("uptake") << QByteArray("GML") << QByteArray() << QStringLiteral("g/ml");
        QTest::newRow("another code") << QByteArray("PROPCNTS") << QByteArray() << QStringLiteral("PROPCNTS");
        QTest::newRow("none") << QByteArray("NONE") << QByteArray() << QString();
        QTest::newRow("the rescaling's own is nearer")
            << QByteArray("BQML") << QByteArray("SUV") << QStringLiteral("SUV");
        QTest::newRow("the same code twice") << QByteArray("BQML") << QByteArray("BQML") << QStringLiteral("Bq/ml");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QString();
    }
    void valuesOfPetHaveTheirUnit()
    {
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, type);
        QFETCH(QString, unit);
        FileMaker file;
        file.text(0x00080060, "CS", "PT").text(0x00281052, "DS", "0").text(0x00281053, "DS", "0.5");
        if (!type.isEmpty())
            file.text(0x00281054, "LO", type);
        if (!code.isEmpty())
            file.text(0x00541001, "CS", code);
        QCOMPARE(frameOf(file.grey(1, 2, 16, false, {0, 1024})).unit(), unit);
    }

    void tablesReplaceTheirFormula()
    {
        // Modality: 10, 11, 12 become 0, 500, 1000; what lies outside takes the edge.
        FileMaker file;
        file.sequence(0x00283000, lut(3, 10, 16, {0, 500, 1000}));
        file.grey(1, 5, 16, false, {0, 10, 11, 12, 99});
        const viewer::Frame modality = frameOf(file);
        QCOMPARE(modality.valueAt(0, 0), std::optional(0.0));
        QCOMPARE(modality.valueAt(2, 0), std::optional(500.0));
        QCOMPARE(modality.valueAt(4, 0), std::optional(1000.0));
        QCOMPARE(modality.range(), std::pair(0.0, 1000.0));

        // VOI: three entries of 8 bits, upside down.
        FileMaker voi;
        voi.sequence(0x00283010, lut(3, 10, 8, {255, 100, 0}));
        voi.grey(1, 5, 16, false, {0, 10, 11, 12, 99});
        QCOMPARE(greys(viewer::render(frameOf(voi))), QList<int>({255, 255, 100, 0, 0}));
        const Window own{11.5, 4, Window::Function::Linear, {}};
        QCOMPARE(greys(viewer::render(frameOf(voi), {own, false})).constFirst(), 0);
    }

    void everyTableOfTheFileCanBeChosen()
    {
        const auto named = [](const QByteArray &explanation, const QList<quint16> &entries) {
            return lut(3, 10, 8, entries).text(0x00283003, "LO", explanation);
        };
        FileMaker file;
        file.items(0x00283010,
                   {named("NORMAL", {0, 100, 255}), named("HARDER", {0, 200, 255}), named("", {255, 9, 0})});
        file.grey(1, 3, 16, false, {10, 11, 12});
        const viewer::Frame frame = frameOf(file);
        QCOMPARE(frame.voiLuts(), QStringList({QStringLiteral("NORMAL"), QStringLiteral("HARDER"), QString()}));
        const auto with = [&](std::optional<int> table) { return greys(viewer::render(frame, {.voiLut = table})); };
        QCOMPARE(with({}), QList<int>({0, 100, 255}));
        QCOMPARE(with(0), QList<int>({0, 100, 255}));
        QCOMPARE(with(1), QList<int>({0, 200, 255}));
        QCOMPARE(with(2), QList<int>({255, 9, 0}));
        QCOMPARE(with(3), QList<int>({0, 100, 255})); // there is none
        // 10 to 12 are three values.
        QCOMPARE(frame.windowOver(1), (Window{11.5, 3, Window::Function::Linear, QStringLiteral("HARDER")}));
        QCOMPARE(frame.reduced(1).voiLuts().size(), 3);
    }

    void monochrome1IsUpsideDownAndInversionTurnsIt()
    {
        const QList<int> stored{0, 64, 255};
        const viewer::Frame two = frameOf(FileMaker().grey(1, 3, 8, false, stored));
        const viewer::Frame one = frameOf(FileMaker().grey(1, 3, 8, false, stored, "MONOCHROME1"));
        QCOMPARE(greys(viewer::render(two)), QList<int>({0, 64, 255}));
        QCOMPARE(greys(viewer::render(one)), QList<int>({255, 191, 0}));
        QCOMPARE(viewer::render(one, {{}, true}), viewer::render(two));
        QCOMPARE(viewer::render(two, {{}, true}), viewer::render(one));
    }

    void coloursComeThroughEveryArrangement_data()
    {
        QTest::addColumn<QByteArray>("photometric");
        QTest::addColumn<int>("planar");
        QTest::addColumn<QByteArray>("pixels");
        // A red and a blue pixel. In YCbCr: 76 85 255 and 29 255 107.
        QTest::newRow("by pixel") << QByteArray("RGB") << 0 << QByteArray::fromHex("ff00000000ff");
        QTest::newRow("by plane") << QByteArray("RGB") << 1 << QByteArray::fromHex("ff00000000ff");
        QTest::newRow("YBR_FULL") << QByteArray("YBR_FULL") << 0 << QByteArray::fromHex("4c55ff1dff6b");
    }
    void coloursComeThroughEveryArrangement()
    {
        QFETCH(QByteArray, photometric);
        QFETCH(int, planar);
        QFETCH(QByteArray, pixels);
        FileMaker file;
        file.word(0x00280002, 3).text(0x00280004, "CS", photometric).word(0x00280006, static_cast<quint16>(planar));
        file.word(0x00280010, 1).word(0x00280011, 2).word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7);
        file.word(0x00280103, 0).bytes(0x7FE00010, "OB", pixels);
        const viewer::Frame frame = frameOf(file);
        QVERIFY(frame.isColour());
        QVERIFY(!frame.valueAt(0, 0));
        const QImage picture = viewer::render(frame);
        const auto near = [](QRgb a, QRgb b) {
            return std::abs(qRed(a) - qRed(b)) <= 2 && std::abs(qGreen(a) - qGreen(b)) <= 2 &&
                   std::abs(qBlue(a) - qBlue(b)) <= 2;
        };
        QVERIFY2(near(picture.pixel(0, 0), qRgb(255, 0, 0)), qPrintable(QString::number(picture.pixel(0, 0), 16)));
        QVERIFY2(near(picture.pixel(1, 0), qRgb(0, 0, 255)), qPrintable(QString::number(picture.pixel(1, 0), 16)));
        QCOMPARE(viewer::render(frame, {{}, true}).pixel(0, 0) & 0xFFFFFF, ~picture.pixel(0, 0) & 0xFFFFFF);
    }

    void aPaletteGivesItsColours()
    {
        FileMaker file;
        file.word(0x00280002, 1).text(0x00280004, "CS", "PALETTE COLOR").word(0x00280010, 1).word(0x00280011, 3);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        for (quint32 i = 1; i <= 3; ++i)
            file.words(0x00281100 + i, {2, 10, 16});
        file.words(0x00281201, {0xFF00, 0}, "OW")
            .words(0x00281202, {0, 0x8000}, "OW")
            .words(0x00281203, {0, 0xFFFF}, "OW");
        file.bytes(0x7FE00010, "OB", QByteArray::fromHex("0a0bff"));
        const QImage picture = viewer::render(frameOf(file));
        QCOMPARE(picture.pixel(0, 0), qRgb(255, 0, 0));
        QCOMPARE(picture.pixel(1, 0), qRgb(0, 128, 255));
        QCOMPARE(picture.pixel(2, 0), qRgb(0, 128, 255)); // beyond the end is the last
    }

    void everyFrameHasItsOwnWindowWhereTheFileSaysSo()
    {
        FileMaker values;
        values.text(0x00281052, "DS", "5").text(0x00281053, "DS", "10").text(0x00281054, "LO", "US");
        FileMaker voi;
        voi.text(0x00281050, "DS", "33").text(0x00281051, "DS", "44");
        FileMaker group;
        group.sequence(0x00289132, voi).sequence(0x00289145, values);
        FileMaker module = FileMaker();
        module.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 2);
        module.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        module.sequence(0x52009229, group).bytes(0x7FE00010, "OB", QByteArray::fromHex("0102"));
        const viewer::Frame frame = frameOf(module);
        QCOMPARE(frame.valueAt(1, 0), std::optional(25.0));
        QCOMPARE(frame.defaultWindow().center, 33.0);
        QCOMPARE(frame.defaultWindow().width, 44.0);
    }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "RenderTest.moc"
