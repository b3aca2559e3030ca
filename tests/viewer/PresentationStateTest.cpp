#include "Reports.h"

#include <viewer/PresentationState.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class PresentationStateTest : public QObject
{
    Q_OBJECT

private slots:
    void everythingThatIsDrawnIsRead()
    {
        const QTemporaryDir dir;
        const auto state = viewer::readPresentationState(presentation("1.2.3.1").writtenTo(dir.filePath(u"a"_s)));
        QVERIFY(state);
        QCOMPARE(state->label, u"SURGERY"_s);
        QCOMPARE(state->description, u"For the surgeon"_s);
        QVERIFY(state->isFor(u"1.2.3.1"_s, 1));
        QVERIFY(!state->isFor(u"1.2.3.2"_s, 1));
        QCOMPARE(state->windowFor(u"1.2.3.1"_s, 1)->center, 85.0);
        QVERIFY(!state->windowFor(u"1.2.3.2"_s, 1));
        QCOMPARE(state->rotation, 90);
        QVERIFY(state->isMirrored);
        QVERIFY(!state->isInverse);
        QCOMPARE(state->shutter->rectangle->right, 2);
        const QList<viewer::Graphic> graphics = state->graphicsFor(u"1.2.3.1"_s, 1);
        QCOMPARE(graphics.size(), 2);
        QVERIFY(graphics[0].shape == viewer::Graphic::Shape::Polyline);
        QCOMPARE(graphics[0].points, QList<QPointF>({{0, 0}, {1, 0}, {1, 1}, {0, 1}}));
        QCOMPARE(graphics[1].text, u"here"_s);
        QVERIFY(graphics[1].areShares);
        QVERIFY(state->graphicsFor(u"1.2.3.2"_s, 1).isEmpty());
    }

    void nothingIsLostWhereNoLettersSayWhatANumberIs()
    {
        const QTemporaryDir dir;
        const auto state =
            viewer::readPresentationState(presentation("1.2.3.1").implicit().writtenTo(dir.filePath(u"a"_s)));
        QVERIFY(state);
        const QList<viewer::Graphic> graphics = state->graphicsFor(u"1.2.3.1"_s, 1);
        QCOMPARE(graphics.size(), 2);
        QCOMPARE(graphics[0].points, QList<QPointF>({{0, 0}, {1, 0}, {1, 1}, {0, 1}}));
        QCOMPARE(graphics[1].points, QList<QPointF>({{1, 1}}));
        QCOMPARE(state->windowFor(u"1.2.3.1"_s, 1)->center, 85.0);
        QCOMPARE(state->shutter->rectangle->right, 2);

        // 0.5 as four bytes of which none is a figure, under letters that say nothing.
        FileMaker point;
        point.text(0x00700005, "CS", "PIXEL").bytes(0x00700022, "UN", QByteArray::fromHex("0000003f00000040"));
        point.text(0x00700023, "CS", "POINT");
        FileMaker layer;
        layer.sequence(0x00700009, point);
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2", "1.1"));
        const auto unknown = viewer::readPresentationState(
            FileMaker().sequence(0x00081115, series).sequence(0x00700001, layer).writtenTo(dir.filePath(u"b"_s)));
        QVERIFY(unknown);
        QCOMPARE(unknown->graphicsFor(u"1.1"_s, 1).value(0).points, QList<QPointF>({{0.5, 2}}));
    }

    void aLongLineIsWholeAndOneThatIsTooLongIsNone_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<bool>("isThere");
        QTest::newRow("more than fit into a kilobyte") << 129 << true;
        QTest::newRow("as many as are taken") << 8'192 << true; // of two numbers of four bytes: 64 kB
        QTest::newRow("one more") << 8'193 << false;
    }
    void aLongLineIsWholeAndOneThatIsTooLongIsNone()
    {
        QFETCH(int, points);
        QFETCH(bool, isThere);
        QByteArray numbers;
        for (int i = 0; i < 2 * points; ++i) {
            const auto number = static_cast<float>(i);
            numbers.append(reinterpret_cast<const char *>(&number), sizeof number);
        }
        const QTemporaryDir dir;
        for (const bool isImplicit : {false, true}) {
            FileMaker graphic; // what is as long as this has no two letters that can say so
            graphic.text(0x00700005, "CS", "PIXEL").bytes(0x00700022, isImplicit ? "OF" : "UN", numbers);
            graphic.text(0x00700023, "CS", "POLYLINE");
            FileMaker layer;
            layer.sequence(0x00700009, graphic);
            FileMaker series;
            series.sequence(0x00081140, referenced("1.2", "1.1"));
            const FileMaker file = FileMaker().sequence(0x00081115, series).sequence(0x00700001, layer);
            const auto state =
                viewer::readPresentationState((isImplicit ? file.implicit() : file).writtenTo(dir.filePath(u"a"_s)));
            QVERIFY(state);
            const QList<viewer::Graphic> graphics = state->graphicsFor(u"1.1"_s, 1);
            QCOMPARE(graphics.size(), isThere ? 1 : 0);
            QCOMPARE(state->leftOut.contains(viewer::PresentationState::Part::Drawings), !isThere);
            if (isThere)
                QCOMPARE(graphics[0].points.constLast(), QPointF(2 * points - 2, 2 * points - 1));
        }
    }

    void whatIsNotShownIsSaid_data()
    {
        using Part = viewer::PresentationState::Part;
        QTest::addColumn<FileMaker>("more");
        QTest::addColumn<QList<Part>>("parts");
        const auto area = [](const QByteArray &first, const QByteArray &last) {
            FileMaker item;
            item.bytes(0x00700052, "SL", QByteArray::fromHex(first)).bytes(0x00700053, "SL", QByteArray::fromHex(last));
            return FileMaker().sequence(0x0070005A, item);
        };
        FileMaker lut;
        lut.words(0x00283002, {3, 0, 8}).words(0x00283006, {0, 100, 255}, "OW");
        FileMaker compound;
        compound.sequence(0x00700209, FileMaker().text(0x00700294, "CS", "RULER"));
        FileMaker star;
        star.sequence(0x00700009, FileMaker().text(0x00700005, "CS", "PIXEL").text(0x00700023, "CS", "STAR"));
        FileMaker overlay;
        overlay.word(0x60000010, 2).word(0x60000011, 2).bytes(0x60003000, "OW", QByteArray(2, '\1'));
        QTest::newRow("nothing") << FileMaker() << QList<Part>();
        QTest::newRow("the whole picture") << area("0100000001000000", "0800000004000000") << QList<Part>();
        QTest::newRow("the whole picture, turned") << area("0800000001000000", "0100000004000000") << QList<Part>();
        QTest::newRow("a section") << area("0200000001000000", "0800000004000000") << QList<Part>{Part::Area};
        QTest::newRow("half a section") << area("02000000", "0800000004000000") << QList<Part>();
        QTest::newRow("a table in place of a window")
            << FileMaker().sequence(0x00283110, FileMaker().sequence(0x00283010, lut)) << QList<Part>{Part::Tables};
        QTest::newRow("a presentation LUT") << FileMaker().sequence(0x20500010, lut) << QList<Part>{Part::Tables};
        QTest::newRow("compound graphics") << FileMaker().sequence(0x00700001, compound) << QList<Part>{Part::Drawings};
        QTest::newRow("an unknown shape") << FileMaker().sequence(0x00700001, star) << QList<Part>{Part::Drawings};
        QTest::newRow("an overlay") << overlay << QList<Part>{Part::Bitmaps};
        QTest::newRow("a shutter of bits")
            << FileMaker().text(0x00181600, "CS", "BITMAP") << QList<Part>{Part::Bitmaps};
        QTest::newRow("subtraction") << FileMaker().sequence(0x00286100, FileMaker().text(0x00286101, "CS", "AVG_SUB"))
                                     << QList<Part>{Part::Subtraction};
    }
    void whatIsNotShownIsSaid()
    {
        using Part = viewer::PresentationState::Part;
        QFETCH(FileMaker, more);
        QFETCH(QList<Part>, parts);
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2", "1.1"));
        const QTemporaryDir dir;
        const auto state =
            viewer::readPresentationState(more.sequence(0x00081115, series).writtenTo(dir.filePath(u"a"_s)));
        QVERIFY(state);
        QCOMPARE(state->leftOutFor(u"1.1"_s, 1, {8, 4}), parts);
        QVERIFY(state->leftOutFor(u"1.2"_s, 1, {8, 4}).isEmpty());
    }

    void anAreaIsOfThoseImagesThatItNames()
    {
        FileMaker series;
        series.items(0x00081140, {referenced("1.2", "1.1"), referenced("1.2", "1.2")});
        FileMaker area;
        area.sequence(0x00081140, referenced("1.2", "1.2"));
        // From column 0, which is beside the picture, and row 2 to column 5 and row 9.
        area.bytes(0x00700052, "SL", QByteArray::fromHex("0000000002000000"));
        area.bytes(0x00700053, "SL", QByteArray::fromHex("0500000009000000"));
        const QTemporaryDir dir;
        for (const FileMaker &file : {FileMaker().sequence(0x00081115, series).sequence(0x0070005A, area),
                                      FileMaker().sequence(0x00081115, series).sequence(0x0070005A, area).implicit()}) {
            const auto state = viewer::readPresentationState(file.writtenTo(dir.filePath(u"a"_s)));
            QVERIFY(state);
            QCOMPARE(state->areaFor(u"1.2"_s, 1, {8, 8}), QRectF(-1, 1, 6, 8));
            QCOMPARE(state->areaFor(u"1.1"_s, 1, {8, 8}), QRectF(0, 0, 8, 8));
        }
    }

    void statesThatBlendOrColourAreNone()
    {
        QVERIFY(viewer::isShownState(u"1.2.840.10008.5.1.4.1.1.11.1"_s));
        QVERIFY(viewer::isShownState(u"1.2.840.10008.5.1.4.1.1.11.5"_s));
        for (const QString &kind : {u"2"_s, u"3"_s, u"4"_s, u"6"_s, u"8"_s, u"11"_s})
            QVERIFY(!viewer::isShownState(u"1.2.840.10008.5.1.4.1.1.11."_s + kind));
    }

    void partsMayBeForSomeImagesAlone()
    {
        FileMaker series;
        series.items(0x00081140, {referenced("1.2", "1.1", "2\\3"), referenced("1.2", "1.2")});
        FileMaker voi;
        voi.sequence(0x00081140, referenced("1.2", "1.2")).text(0x00281050, "DS", "10").text(0x00281051, "DS", "20");
        const QTemporaryDir dir;
        const auto state = viewer::readPresentationState(
            FileMaker().sequence(0x00081115, series).sequence(0x00283110, voi).writtenTo(dir.filePath(u"a"_s)));
        QVERIFY(state);
        QVERIFY(!state->isFor(u"1.1"_s, 1));
        QVERIFY(state->isFor(u"1.1"_s, 3));
        QVERIFY(state->isFor(u"1.2"_s, 7));
        QVERIFY(!state->windowFor(u"1.1"_s, 2));
        QVERIFY(state->windowFor(u"1.2"_s, 1));
    }

    void graphicsThatMakeNoSenseAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("points");
        QTest::newRow("unknown shape") << QByteArray("STAR") << QByteArray(16, '\0');
        QTest::newRow("half an ellipse") << QByteArray("ELLIPSE") << QByteArray(16, '\0');
        QTest::newRow("no points") << QByteArray("POINT") << QByteArray();
        QTest::newRow("not numbers") << QByteArray("CIRCLE") << QByteArray(16, '\xff');
    }
    void graphicsThatMakeNoSenseAreLeftOut()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, points);
        FileMaker graphic;
        graphic.text(0x00700005, "CS", "PIXEL").bytes(0x00700022, "FL", points).text(0x00700023, "CS", type);
        FileMaker layer;
        layer.sequence(0x00700009, graphic);
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2", "1.1"));
        const QTemporaryDir dir;
        const auto state = viewer::readPresentationState(
            FileMaker().sequence(0x00081115, series).sequence(0x00700001, layer).writtenTo(dir.filePath(u"a"_s)));
        QVERIFY(state);
        QVERIFY(state->graphicsFor(u"1.1"_s, 1).isEmpty());
    }

    void aCutStateEndsInASentence()
    {
        const QTemporaryDir dir;
        const QString path = presentation("1.2.3.1").writtenTo(dir.filePath(u"a"_s));
        QFile file(path);
        for (qint64 size = file.size() - 1; size > 0; size -= 3) {
            QVERIFY(file.resize(size));
            const auto state = viewer::readPresentationState(path);
            if (!state)
                QVERIFY(!state.error().detail.isEmpty());
        }
        QVERIFY(!viewer::readPresentationState(corpusFile(u"CT_small.dcm"_s)));
    }
};

QTEST_GUILESS_MAIN(PresentationStateTest)
#include "PresentationStateTest.moc"
