#include "Files.h"
#include "Reference.h"

#include <viewer/Image.h>

#include <QTemporaryDir>
#include <QTest>

namespace {

struct Read
{
    QTemporaryDir dir;
    QString path;
    viewer::FileHeader header;
    std::optional<viewer::Frame> frame;

    explicit Read(const FileMaker &file, int number = 0)
        : path(file.writtenTo(dir.filePath(QStringLiteral("file.dcm"))))
    {
        const auto head = viewer::readHeader(path);
        const auto decoded = viewer::decode(path, number);
        if (!head || !decoded)
            qFatal("The test's own file cannot be read.");
        header = *head;
        frame = *decoded;
    }
    QByteArray greys(const viewer::Rendering &rendering) const
    {
        const QImage picture = viewer::render(*frame, rendering);
        QByteArray result;
        for (int row = 0; row < picture.height(); ++row)
            result.append(reinterpret_cast<const char *>(picture.constScanLine(row)), picture.width());
        return result;
    }
    QByteArray overlaid() const
    {
        viewer::Rendering rendering;
        rendering.overlays = true;
        return greys(rendering);
    }
};

//! "1..1" of each row: which pixels are not \a grey.
QStringList drawn(const QImage &picture, int grey)
{
    QStringList rows;
    for (int row = 0; row < picture.height(); ++row) {
        QString line;
        for (int column = 0; column < picture.width(); ++column)
            line += QLatin1Char(qGray(picture.pixel(column, row)) == grey ? '.' : '1');
        rows << line;
    }
    return rows;
}

QByteArray bitsOf(const QList<int> &bits)
{
    QByteArray bytes((bits.size() + 15) / 16 * 2, '\0');
    for (qsizetype i = 0; i < bits.size(); ++i)
        bytes[i / 8] = static_cast<char>(static_cast<uchar>(bytes[i / 8]) | (bits[i] << (i % 8)));
    return bytes;
}

FileMaker &overlay(FileMaker &file, quint32 group, int rows, int columns, int top, int left, const QList<int> &bits)
{
    file.word(group | 0x0010, static_cast<quint16>(rows)).word(group | 0x0011, static_cast<quint16>(columns));
    file.text(group | 0x0040, "CS", "G");
    file.words(group | 0x0050, {static_cast<quint16>(top), static_cast<quint16>(left)}, "SS");
    file.word(group | 0x0100, 1).word(group | 0x0102, 0);
    return file.bytes(group | 0x3000, "OW", bitsOf(bits));
}

QList<int> ramp(int count)
{
    QList<int> values;
    for (int i = 0; i < count; ++i)
        values << i;
    return values;
}

constexpr quint32 firstPlane = 0x60000000;
constexpr quint32 secondPlane = 0x60020000;

} // namespace

class SurroundTest : public QObject
{
    Q_OBJECT

private slots:
    void overlaysAreDrawnAsTheReferenceDrawsThem_data()
    {
        QTest::addColumn<FileMaker>("file");
        FileMaker whole;
        overlay(whole, firstPlane, 3, 5, 1, 1, {1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0});
        QTest::newRow("as large as the picture") << whole.grey(3, 5, 8, false, ramp(15));
        FileMaker inside;
        overlay(inside, firstPlane, 2, 2, 2, 3, {1, 1, 0, 1});
        QTest::newRow("smaller, inside") << inside.grey(3, 5, 8, false, ramp(15));
        FileMaker outside;
        overlay(outside, firstPlane, 3, 3, 0, -1, {1, 1, 1, 1, 1, 1, 1, 1, 1});
        QTest::newRow("begins outside") << outside.grey(3, 5, 8, false, ramp(15));
        FileMaker two;
        overlay(two, firstPlane, 1, 2, 1, 1, {1, 1});
        overlay(two, secondPlane, 2, 2, 2, 4, {0, 1, 1, 0});
        QTest::newRow("two planes") << two.grey(3, 5, 8, false, ramp(15));
    }
    void overlaysAreDrawnAsTheReferenceDrawsThem()
    {
        QFETCH(FileMaker, file);
        const Read read(file);
        QVERIFY(read.header.overlays > 0);
        QVERIFY(read.frame->hasOverlays());
        Reference reference;
        QVERIFY(reference.load(read.path, 0));
        const QByteArray own = read.overlaid();
        const QByteArray others = reference.greysWithOverlays(*read.frame);
        QCOMPARE(own.size(), others.size());
        for (qsizetype i = 0; i < own.size(); ++i)
            QVERIFY2(std::abs(static_cast<uchar>(own[i]) - static_cast<uchar>(others[i])) <= 1,
                     qPrintable(QString::number(i)));
        QVERIFY(read.greys({}) != read.overlaid()); // not drawn unless asked for
    }

    void aPlaneOfManyFramesLiesOverItsOwn()
    {
        FileMaker file;
        file.text(0x00280008, "IS", "3");
        file.word(firstPlane | 0x0010, 1).word(firstPlane | 0x0011, 3).text(firstPlane | 0x0015, "IS", "2");
        file.word(firstPlane | 0x0051, 2).word(firstPlane | 0x0100, 1);
        file.bytes(firstPlane | 0x3000, "OW", bitsOf({1, 0, 0, 0, 1, 1}));
        file.grey(1, 3, 8, false, QList<int>(9, 7));
        const auto rowOf = [&](int frame) {
            const Read read(file, frame);
            viewer::Rendering rendering;
            rendering.window = viewer::Window{128, 256, viewer::Window::Function::Linear, {}};
            rendering.overlays = true;
            return drawn(viewer::render(*read.frame, rendering), 7).constFirst();
        };
        QCOMPARE(rowOf(0), QStringLiteral("..."));
        QCOMPARE(rowOf(1), QStringLiteral("1.."));
        QCOMPARE(rowOf(2), QStringLiteral(".11"));
    }

    void aReducedFrameKeepsThinLines()
    {
        FileMaker file;
        overlay(file, firstPlane, 4, 4, 1, 1, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        const Read read(file.grey(4, 4, 8, false, QList<int>(16, 0)));
        viewer::Rendering rendering;
        rendering.overlays = true;
        const QImage half = viewer::render(read.frame->reduced(2), rendering);
        QCOMPARE(drawn(half, qGray(viewer::render(read.frame->reduced(2)).pixel(0, 0))),
                 QStringList({QStringLiteral("1."), QStringLiteral(".1")}));
    }

    void planesThatLieDrawNothingOutside_data()
    {
        QTest::addColumn<FileMaker>("file");
        FileMaker cut;
        cut.word(firstPlane | 0x0010, 60000).word(firstPlane | 0x0011, 60000).word(firstPlane | 0x0100, 1);
        QTest::newRow("bits are missing")
            << cut.bytes(firstPlane | 0x3000, "OW", QByteArray(2, '\xff')).grey(2, 2, 8, false, {0, 1, 2, 3});
        FileMaker far;
        QTest::newRow("far outside")
            << overlay(far, firstPlane, 2, 2, -30000, 30000, {1, 1, 1, 1}).grey(2, 2, 8, false, {0, 1, 2, 3});
        FileMaker frames;
        frames.word(firstPlane | 0x0010, 2).word(firstPlane | 0x0011, 2);
        frames.text(firstPlane | 0x0015, "IS", "2000000000").word(firstPlane | 0x0051, 0);
        QTest::newRow("frames without end")
            << frames.bytes(firstPlane | 0x3000, "OW", QByteArray(2, '\xff')).grey(2, 2, 8, false, {0, 1, 2, 3});
        FileMaker empty;
        empty.word(firstPlane | 0x0010, 2).word(firstPlane | 0x0011, 2).bytes(firstPlane | 0x3000, "OW", {});
        QTest::newRow("no bits at all") << empty.grey(2, 2, 8, false, {0, 1, 2, 3});
    }
    void planesThatLieDrawNothingOutside()
    {
        QFETCH(FileMaker, file);
        QCOMPARE(Read(file).overlaid().size(), 4);
    }

    void whatIsNotDrawnIsSaid()
    {
        FileMaker file;
        file.bytes(0x00282000, "OB", QByteArray(128, '\0'));
        file.word(firstPlane | 0x0010, 2).word(firstPlane | 0x0011, 2).word(firstPlane | 0x0100, 16);
        file.word(firstPlane | 0x0102, 12).grey(2, 2, 12, false, {0, 1, 2, 3});
        const Read read(file);
        QCOMPARE(read.header.overlays, 0);
        QCOMPARE(read.header.overlaysInPixels, 1);
        QVERIFY(read.header.hasColourProfile);
        const Read plain(FileMaker().grey(2, 2, 8, false, {0, 1, 2, 3}));
        QCOMPARE(plain.header.overlays + plain.header.overlaysInPixels, 0);
        QVERIFY(!plain.header.hasColourProfile);
    }

    void shuttersHideWhatIsOutsideOfAnyShape_data()
    {
        QTest::addColumn<FileMaker>("file");
        QTest::addColumn<double>("aspect");
        QTest::addColumn<QStringList>("seen");
        FileMaker rectangle;
        rectangle.text(0x00181600, "CS", "RECTANGULAR").text(0x00181602, "IS", "2").text(0x00181604, "IS", "4");
        rectangle.text(0x00181606, "IS", "3").text(0x00181608, "IS", "4");
        const auto rows = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char('/')); };
        QTest::newRow("rectangle") << rectangle << 1.0 << rows("...../...../.111./.111./.....");
        FileMaker circle;
        circle.text(0x00181600, "CS", "CIRCULAR").text(0x00181610, "IS", "3\\3").text(0x00181612, "IS", "2");
        QTest::newRow("circle") << circle << 1.0 << rows("..1../.111./11111/.111./..1..");
        QTest::newRow("circle of high pixels") << circle << 2.0 << rows("...../..1../11111/..1../.....");
        FileMaker polygon;
        polygon.text(0x00181600, "CS", "POLYGONAL").text(0x00181620, "IS", "1\\1\\1\\5\\6\\1");
        QTest::newRow("triangle") << polygon << 1.0 << rows("11111/1111./111../11.../1....");
        FileMaker both;
        both.text(0x00181600, "CS", "RECTANGULAR\\CIRCULAR").text(0x00181602, "IS", "1").text(0x00181604, "IS", "3");
        both.text(0x00181606, "IS", "1").text(0x00181608, "IS", "5");
        both.text(0x00181610, "IS", "3\\3").text(0x00181612, "IS", "2");
        QTest::newRow("two shapes") << both << 1.0 << rows("..1../.11../111../.11../..1..");
        FileMaker nonsense;
        nonsense.text(0x00181600, "CS", "RECTANGULAR\\CIRCULAR\\POLYGONAL\\STAR").text(0x00181602, "IS", "x");
        nonsense.text(0x00181612, "IS", "-1").text(0x00181620, "IS", "1\\1\\1");
        QTest::newRow("shapes that make no sense") << nonsense << 1.0 << rows("11111/11111/11111/11111/11111");
    }
    void shuttersHideWhatIsOutsideOfAnyShape()
    {
        QFETCH(FileMaker, file);
        QFETCH(double, aspect);
        QFETCH(QStringList, seen);
        const Read read(file.word(0x00181622, 0x4000).grey(5, 5, 8, false, QList<int>(25, 200)));
        viewer::Rendering rendering;
        rendering.window = viewer::Window{128, 256, viewer::Window::Function::Linear, {}};
        rendering.shutter = read.frame->shutter();
        rendering.pixelAspect = aspect;
        rendering.inverted = true; // what is hidden stays as dark as the file wants it
        QCOMPARE(drawn(viewer::render(*read.frame, rendering), 0x40), seen);
        rendering.shutter.reset();
        QCOMPARE(drawn(viewer::render(*read.frame, rendering), 0x40).join(QString()).count(QLatin1Char('.')), 0);
    }

    void aFrameHasItsOwnShutter()
    {
        FileMaker shape;
        shape.text(0x00181600, "CS", "CIRCULAR").text(0x00181610, "IS", "1\\1").text(0x00181612, "IS", "1");
        FileMaker group;
        group.sequence(0x00189472, shape);
        FileMaker file;
        file.sequence(0x52009229, group).grey(2, 2, 8, false, {0, 1, 2, 3});
        QVERIFY(Read(file).frame->shutter()->circle);
    }

    void coloursAreOverlaidAndShutteredToo()
    {
        FileMaker file;
        file.text(0x00181600, "CS", "RECTANGULAR").text(0x00181602, "IS", "1").text(0x00181604, "IS", "2");
        file.text(0x00181606, "IS", "1").text(0x00181608, "IS", "1");
        file.word(0x00280002, 3).text(0x00280004, "CS", "RGB").word(0x00280006, 0).word(0x00280010, 1);
        file.word(0x00280011, 3).word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        overlay(file, firstPlane, 1, 3, 1, 1, {1, 0, 0});
        const Read read(file.bytes(0x7FE00010, "OB", QByteArray(9, '\x40')));
        viewer::Rendering rendering;
        rendering.overlays = true;
        rendering.shutter = read.frame->shutter();
        const QImage picture = viewer::render(*read.frame, rendering);
        QCOMPARE(picture.pixel(0, 0), qRgb(255, 255, 255));
        QCOMPARE(picture.pixel(1, 0), qRgb(0x40, 0x40, 0x40));
        QCOMPARE(picture.pixel(2, 0), qRgb(0, 0, 0));
        QCOMPARE(viewer::render(*read.frame).pixel(0, 0), qRgb(0x40, 0x40, 0x40)); // the frame itself is untouched
    }

    void presentationShapesAreThoseOfTheReference_data()
    {
        QTest::addColumn<QByteArray>("photometric");
        QTest::addColumn<QByteArray>("shape");
        for (const char *photometric : {"MONOCHROME1", "MONOCHROME2"}) {
            for (const char *shape : {"", "IDENTITY", "INVERSE"})
                QTest::addRow("%s %s", photometric, shape) << QByteArray(photometric) << QByteArray(shape);
        }
    }
    void presentationShapesAreThoseOfTheReference()
    {
        QFETCH(QByteArray, photometric);
        QFETCH(QByteArray, shape);
        FileMaker file;
        if (!shape.isEmpty())
            file.text(0x20500020, "CS", shape);
        const Read read(file.grey(1, 4, 8, false, {0, 1, 100, 255}, photometric));
        Reference reference;
        QVERIFY(reference.load(read.path, 0));
        const Comparison comparison = compared(*read.frame, reference);
        QVERIFY2(comparison.isGood(), qPrintable(QString::number(comparison.largest)));
    }

    void theShapeOfPixelsIsThatOfTheReference_data()
    {
        QTest::addColumn<FileMaker>("file");
        FileMaker spacing;
        QTest::newRow("spacing") << spacing.text(0x00280030, "DS", "0.6\\0.3");
        FileMaker ratio;
        QTest::newRow("ratio") << ratio.text(0x00280034, "IS", "4\\3");
        FileMaker detector;
        QTest::newRow("detector") << detector.text(0x00181164, "DS", "0.2\\0.1");
        FileMaker film;
        QTest::newRow("digitised film") << film.text(0x00182010, "DS", "0.1\\0.4");
        FileMaker none;
        QTest::newRow("nothing is said") << none.text(0x00080060, "CS", "OT");
        FileMaker nonsense;
        QTest::newRow("nonsense") << nonsense.text(0x00280034, "IS", "0\\1");
    }
    void theShapeOfPixelsIsThatOfTheReference()
    {
        QFETCH(FileMaker, file);
        const Read read(file.grey(2, 2, 8, false, {0, 1, 2, 3}));
        Reference reference;
        QVERIFY(reference.load(read.path, 0));
        QCOMPARE(read.header.pixelAspect, reference.pixelAspect());
    }
};

QTEST_GUILESS_MAIN(SurroundTest)
#include "SurroundTest.moc"
