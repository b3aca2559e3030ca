#include "Files.h"

#include <viewer/Geometry.h>
#include <viewer/Measure.h>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace viewer;

namespace {

constexpr double sine30 = 0.5;
constexpr double cosine30 = 0.8660254037844386;

using Cosines = std::array<double, 6>;
constexpr Cosines axial{1, 0, 0, 0, 1, 0};
constexpr Cosines sagittal{0, 1, 0, 0, 0, -1};
constexpr Cosines coronal{1, 0, 0, 0, 0, -1};

//! 100 columns of 0.5 mm and 50 rows of 2 mm: 50 by 100 mm.
FileHeader header(const Cosines &orientation, const std::array<double, 3> &position)
{
    FileHeader result;
    result.orientation = orientation;
    result.position = position;
    result.columns = 100;
    result.rows = 50;
    result.spacing = QPair<double, double>(2, 0.5);
    result.frameOfReference = QStringLiteral("1.2.9");
    return result;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

QString words(const std::optional<QLineF> &line)
{
    if (!line)
        return QStringLiteral("none");
    // From either end it is the same line.
    QPointF a = line->p1();
    QPointF b = line->p2();
    if (std::pair(b.x(), b.y()) < std::pair(a.x(), a.y()))
        std::swap(a, b);
    const auto number = [](double value) { return QString::number(std::round(value * 100) / 100 + 0.0); };
    return QStringLiteral("%1,%2 to %3,%4").arg(number(a.x()), number(a.y()), number(b.x()), number(b.y()));
}

} // namespace

class GeometryTest : public QObject
{
    Q_OBJECT

private slots:
    void aSliceHasItsLocation_data()
    {
        QTest::addColumn<QList<double>>("orientation");
        QTest::addColumn<QList<double>>("position");
        QTest::addColumn<QList<double>>("said");
        QTest::addColumn<double>("location");
        const auto along = [](const Cosines &cosines) { return QList<double>(cosines.begin(), cosines.end()); };
        const QList<double> prone{-1, 0, 0, 0, 1, 0};
        const QList<double> place{-12, 34, -56};
        QTest::newRow("axial") << along(axial) << place << QList<double>() << -56.0;
        QTest::newRow("seen from the other side") << prone << place << QList<double>() << -56.0;
        QTest::newRow("coronal") << along(coronal) << place << QList<double>() << 34.0;
        QTest::newRow("sagittal") << along(sagittal) << place << QList<double>() << -12.0;
        QTest::newRow("said by the file") << along(axial) << place << QList<double>{7} << 7.0;
    }
    void aSliceHasItsLocation()
    {
        QFETCH(QList<double>, orientation);
        QFETCH(QList<double>, position);
        QFETCH(QList<double>, said);
        QFETCH(double, location);
        viewer::FileHeader header;
        QVERIFY(!viewer::locationOf(header));
        header.orientation.emplace();
        std::copy(orientation.cbegin(), orientation.cend(), header.orientation->begin());
        QVERIFY(!viewer::locationOf(header));
        header.position = {position[0], position[1], position[2]};
        if (!said.isEmpty())
            header.sliceLocation = said[0];
        QCOMPARE(viewer::locationOf(header).value(), location);
        // Frames lie elsewhere than the file says of their first.
        header.framePlaces = {{}, {{{position[0] + 1, position[1] + 1, position[2] + 1}}, {}, {}, {}}};
        QCOMPARE(viewer::locationOf(header, 1).value(), (said.isEmpty() ? location : position[2]) + 1);
    }

    void lettersAreGivenOnlyWhenTheFileKnowsThem_data()
    {
        QTest::addColumn<QList<double>>("orientation");
        QTest::addColumn<QStringList>("patientOrientation");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("down");
        QTest::newRow("axial") << QList<double>{1, 0, 0, 0, 1, 0} << QStringList() << QStringLiteral("L")
                               << QStringLiteral("P");
        QTest::newRow("sagittal") << QList<double>{0, 1, 0, 0, 0, -1} << QStringList() << QStringLiteral("P")
                                  << QStringLiteral("F");
        QTest::newRow("coronal") << QList<double>{1, 0, 0, 0, 0, -1} << QStringList() << QStringLiteral("L")
                                 << QStringLiteral("F");
        QTest::newRow("prone") << QList<double>{-1, 0, 0, 0, -1, 0} << QStringList() << QStringLiteral("R")
                               << QStringLiteral("A");
        // The table runs the other way, the cosines still name the patient's directions.
        QTest::newRow("feet first, supine")
            << QList<double>{-1, 0, 0, 0, 1, 0} << QStringList() << QStringLiteral("R") << QStringLiteral("P");
        QTest::newRow("oblique") << QList<double>{cosine30, sine30, 0, 0, 0, -1} << QStringList()
                                 << QStringLiteral("LP") << QStringLiteral("F");
        QTest::newRow("gantry tilt of 15 degrees") << QList<double>{1, 0, 0, 0, 0.9659258, -0.2588190} << QStringList()
                                                   << QStringLiteral("L") << QStringLiteral("P");
        QTest::newRow("tilt of 30 degrees") << QList<double>{1, 0, 0, 0, cosine30, -sine30} << QStringList()
                                            << QStringLiteral("L") << QStringLiteral("PF");
        QTest::newRow("few digits") << QList<double>{0.99, 0, 0, 0, 1, 0} << QStringList() << QStringLiteral("L")
                                    << QStringLiteral("P");
        QTest::newRow("not of unit length")
            << QList<double>{3, 0, 0, 0, 1, 0} << QStringList() << QStringLiteral("") << QStringLiteral("");
        QTest::newRow("no length") << QList<double>{0, 0, 0, 0, 0, 0} << QStringList() << QStringLiteral("")
                                   << QStringLiteral("");
        QTest::newRow("parallel") << QList<double>{1, 0, 0, 1, 0, 0} << QStringList() << QStringLiteral("")
                                  << QStringLiteral("");
        QTest::newRow("not at right angles")
            << QList<double>{1, 0, 0, 0.6, 0.8, 0} << QStringList() << QStringLiteral("") << QStringLiteral("");
        QTest::newRow("nothing") << QList<double>() << QStringList() << QStringLiteral("") << QStringLiteral("");
        QTest::newRow("by letters") << QList<double>() << QStringList{QStringLiteral("A"), QStringLiteral("FR")}
                                    << QStringLiteral("A") << QStringLiteral("FR");
        QTest::newRow("one letter") << QList<double>() << QStringList{QStringLiteral("A")} << QStringLiteral("")
                                    << QStringLiteral("");
        QTest::newRow("wrong cosines beside letters")
            << QList<double>{9, 9, 9, 9, 9, 9} << QStringList{QStringLiteral("A"), QStringLiteral("F")}
            << QStringLiteral("") << QStringLiteral("");
    }
    void lettersAreGivenOnlyWhenTheFileKnowsThem()
    {
        QFETCH(QList<double>, orientation);
        QFETCH(QStringList, patientOrientation);
        FileHeader file;
        if (orientation.size() == 6) {
            file.orientation.emplace();
            std::copy(orientation.cbegin(), orientation.cend(), file.orientation->begin());
        }
        file.patientOrientation = patientOrientation;
        QTEST(directionsOf(file).right, "right");
        QTEST(directionsOf(file).down, "down");
    }

    void oppositesAreKnownForPeopleOnly()
    {
        QCOMPARE(opposite(QStringLiteral("LPH")), QStringLiteral("RAF"));
        QCOMPARE(opposite(QStringLiteral("RT")), QString());
        QCOMPARE(opposite(QString()), QString());
    }

    void aPlaneMapsPicturesToThePatientAndBack_data()
    {
        QTest::addColumn<FileHeader>("file");
        QTest::addColumn<QList<double>>("patient");
        QTest::addColumn<double>("position");
        // The picture's place 10.5, 3.5 is 5 mm along the row and 6 mm along the column.
        QTest::newRow("axial") << header(axial, {-100, -80, 30}) << QList<double>{-95, -74, 30} << 30.0;
        QTest::newRow("sagittal") << header(sagittal, {12, -80, 90}) << QList<double>{12, -75, 84} << -12.0;
        QTest::newRow("coronal") << header(coronal, {-50, 20, 70}) << QList<double>{-45, 20, 64} << 20.0;
        QTest::newRow("oblique") << header({cosine30, sine30, 0, 0, 0, -1}, {0, 0, 0})
                                 << QList<double>{5 * cosine30, 2.5, -6} << 0.0;
        QTest::newRow("gantry tilt") << header({1, 0, 0, 0, cosine30, -sine30}, {0, 0, 10})
                                     << QList<double>{5, 6 * cosine30, 7} << 10 * cosine30;
        QTest::newRow("feet first") << header({-1, 0, 0, 0, 1, 0}, {100, -80, 30}) << QList<double>{95, -74, 30}
                                    << -30.0;
    }
    void aPlaneMapsPicturesToThePatientAndBack()
    {
        QFETCH(FileHeader, file);
        QFETCH(QList<double>, patient);
        QFETCH(double, position);
        const auto plane = planeOf(file);
        QVERIFY(plane);
        const Vector there = plane->at({10.5, 3.5});
        QVERIFY2(isNear(there.x, patient[0]) && isNear(there.y, patient[1]) && isNear(there.z, patient[2]),
                 qPrintable(QStringLiteral("%1 %2 %3").arg(there.x).arg(there.y).arg(there.z)));
        const QPointF back = plane->under(there);
        QVERIFY(isNear(back.x(), 10.5) && isNear(back.y(), 3.5));
        QVERIFY(isNear(plane->position(), position));
        QVERIFY(isNear(plane->positionAlong(plane->normal()), position));
    }

    void aPlaneThatCannotBeTrueIsNone_data()
    {
        QTest::addColumn<FileHeader>("file");
        const auto row = [](const char *name, auto change) {
            FileHeader file = header(axial, {0, 0, 0});
            change(file);
            QTest::newRow(name) << file;
        };
        row("no position", [](FileHeader &file) { file.position.reset(); });
        row("no orientation", [](FileHeader &file) { file.orientation.reset(); });
        row("no spacing", [](FileHeader &file) { file.spacing.reset(); });
        row("spacing of the detector", [](FileHeader &file) { file.spacingAtDetector = true; });
        row("no rows", [](FileHeader &file) { file.rows = 0; });
        row("parallel", [](FileHeader &file) { file.orientation = Cosines{1, 0, 0, 1, 0, 0}; });
        row("too long", [](FileHeader &file) { file.orientation = Cosines{2, 0, 0, 0, 2, 0}; });
        row("a place beyond reason", [](FileHeader &file) { file.position = std::array<double, 3>{0, 0, 1e300}; });
        row("a spacing beyond reason", [](FileHeader &file) { file.spacing = QPair<double, double>(1e-300, 1); });
    }
    void aPlaneThatCannotBeTrueIsNone()
    {
        QFETCH(FileHeader, file);
        QVERIFY(!planeOf(file));
    }

    void referenceLinesAreWhereThePlanesCut_data()
    {
        QTest::addColumn<FileHeader>("picture");
        QTest::addColumn<FileHeader>("other");
        QTest::addColumn<QString>("line");
        // The axial picture reaches from x 0 to 50 and y 0 to 100 at z 30, half a pixel added on each side.
        const FileHeader slice = header(axial, {0.25, 1, 30});
        QTest::newRow("sagittal on axial")
            << slice << header(sagittal, {10, 0.25, 80}) << QStringLiteral("20,0 to 20,25");
        QTest::newRow("coronal on axial")
            << slice << header(coronal, {0.25, 40, 80}) << QStringLiteral("0,20 to 100,20");
        QTest::newRow("axial on sagittal")
            << header(sagittal, {10, 0.25, 79}) << slice << QStringLiteral("0,25 to 100,25");
        // A coronal that begins at x 20 does not reach the left part.
        QTest::newRow("only as long as the other")
            << slice << header(coronal, {20.25, 40, 80}) << QStringLiteral("40,20 to 100,20");
        QTest::newRow("oblique on axial")
            << slice << header({0.6, 0.8, 0, 0, 0, -1}, {0.15, 0.2, 80}) << QStringLiteral("0,0 to 60,20");
        // Tilted by 30 degrees about the row: z falls by half a mm for each mm down, and meets z = 60 at 40 mm.
        QTest::newRow("tilted axial on coronal")
            << header(coronal, {0.25, 40 * cosine30, 79}) << header({1, 0, 0, 0, cosine30, -sine30}, {0.25, 0, 80})
            << QStringLiteral("0,10 to 100,10");
        QTest::newRow("parallel") << slice << header(axial, {0, 0, 40}) << QStringLiteral("none");
        QTest::newRow("feet first is parallel too")
            << slice << header({-1, 0, 0, 0, 1, 0}, {50, 0, 40}) << QStringLiteral("none");
        QTest::newRow("beside each other") << slice << header(sagittal, {80, 0, 80}) << QStringLiteral("none");
        QTest::newRow("too far up") << slice << header(sagittal, {10, 0, 500}) << QStringLiteral("none");
        FileHeader foreign = header(sagittal, {10, 0.25, 80});
        foreign.frameOfReference = QStringLiteral("1.2.10");
        QTest::newRow("another frame of reference") << slice << foreign << QStringLiteral("none");
        foreign.frameOfReference.clear();
        FileHeader silent = slice;
        silent.frameOfReference.clear();
        QTest::newRow("no frame of reference") << silent << foreign << QStringLiteral("none");
    }
    void referenceLinesAreWhereThePlanesCut()
    {
        QFETCH(FileHeader, picture);
        QFETCH(FileHeader, other);
        QTEST(words(referenceLine(*planeOf(picture), *planeOf(other))), "line");
    }

    void theNearestSliceIsFoundByPlace()
    {
        QList<std::optional<Plane>> planes;
        for (int slice = 0; slice < 10; ++slice)
            planes << planeOf(header(axial, {0, 0, 5.0 * slice}));
        planes[4].reset(); // one whose file says nothing
        const auto at = [](double z) { return *planeOf(header(axial, {-20, -20, z})); };
        QCOMPARE(nearest(planes, at(0), 10), 0);
        QCOMPARE(nearest(planes, at(16), 10), 3);
        QCOMPARE(nearest(planes, at(19), 10), 3);
        QCOMPARE(nearest(planes, at(21), 10), 5);
        QCOMPARE(nearest(planes, at(50), 10), 9);
        QCOMPARE(nearest(planes, at(60), 10), -1);
        // From the feet the same slice is the same slice.
        QCOMPARE(nearest(planes, *planeOf(header({-1, 0, 0, 0, 1, 0}, {50, 0, 16})), 10), 3);
        QCOMPARE(nearest(planes, *planeOf(header(sagittal, {0, 0, 16})), 10), -1);
        // Three of one position, the last written with other digits: the one beside the current.
        planes << planes[3] << planeOf(header(axial, {0, 0, 15.004}));
        QCOMPARE(nearest(planes, at(15), 10, 0), 3);
        QCOMPARE(nearest(planes, at(15), 10, 7), 10);
        QCOMPARE(nearest(planes, at(15), 10, 11), 11);
        FileHeader foreign = header(axial, {0, 0, 15});
        foreign.frameOfReference = QStringLiteral("1.2.10");
        QCOMPARE(nearest(planes, *planeOf(foreign), 10), -1);
    }

    void framesHaveTheirOwnPlaces()
    {
        QTemporaryDir dir;
        FileMaker file;
        file.text(0x00200052, "UI", "1.2.9").text(0x00280008, "IS", "2");
        file.word(0x00280010, 50).word(0x00280011, 100).text(0x00280030, "DS", "2\\0.5");
        file.openSequence(0x52009229);
        file.sequence(0x00209116, FileMaker().text(0x00200037, "DS", "1\\0\\0\\0\\1\\0"));
        file.closeSequence();
        file.openSequence(0x52009230);
        file.sequence(0x00209113, FileMaker().text(0x00200032, "DS", "1\\2\\7"));
        file.closeSequence();
        const auto read = readHeader(file.writtenTo(dir.filePath(QStringLiteral("frames.dcm"))));
        QVERIFY(read);
        QCOMPARE(read->framePlaces.size(), 1);
        QVERIFY(planeOf(*read, 0));
        QVERIFY(isNear(planeOf(*read, 0)->position(), 7));
        QCOMPARE(directionsOf(*read, 0).right, QStringLiteral("L"));
    }

    void framesOfADoseLieAtTheirOffsets_data()
    {
        QTest::addColumn<QByteArray>("position");
        QTest::addColumn<QByteArray>("orientation");
        QTest::addColumn<QByteArray>("offsets"); // none: the file has no such attribute
        QTest::addColumn<QList<double>>("last"); // of three frames; empty: nobody knows
        QTest::addColumn<double>("location");
        const QByteArray place = "-10\\20\\-30";
        const QList<double> none;
        QTest::newRow("axial") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("0\\2.5\\7.5")
                               << QList<double>{-10, 20, -22.5} << -22.5;
        QTest::newRow("down to the feet") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("0\\-2\\-4")
                                          << QList<double>{-10, 20, -34} << -34.0;
        // Feet first and supine: the normal points to the feet.
        QTest::newRow("feet first") << place << QByteArray("-1\\0\\0\\0\\1\\0") << QByteArray("0\\2\\4")
                                    << QList<double>{-10, 20, -34} << -34.0;
        // The normal points to the right.
        QTest::newRow("sagittal") << place << QByteArray("0\\1\\0\\0\\0\\-1") << QByteArray("0\\3\\6")
                                  << QList<double>{-16, 20, -30} << -16.0;
        QTest::newRow("coordinates") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("-30\\-28\\-25")
                                     << QList<double>{-10, 20, -25} << -25.0;
        QTest::newRow("coordinates, prone") << place << QByteArray("-1\\0\\0\\0\\-1\\0") << QByteArray("-30\\-32\\-34")
                                            << QList<double>{-10, 20, -34} << -34.0;
        QTest::newRow("coordinates of planes that are not axial")
            << place << QByteArray("1\\0\\0\\0\\0\\-1") << QByteArray("-30\\-28\\-26") << none << 0.0;
        QTest::newRow("neither") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("5\\7\\9") << none << 0.0;
        QTest::newRow("too few") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("0\\2") << none << 0.0;
        QTest::newRow("too many") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray("0\\2\\4\\6") << none << 0.0;
        QTest::newRow("not said") << place << QByteArray("1\\0\\0\\0\\1\\0") << QByteArray() << none << 0.0;
    }
    void framesOfADoseLieAtTheirOffsets()
    {
        QFETCH(QByteArray, position);
        QFETCH(QByteArray, orientation);
        QFETCH(QByteArray, offsets);
        QFETCH(QList<double>, last);
        QFETCH(double, location);
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.2").text(0x00080060, "CS", "RTDOSE");
        file.text(0x00200032, "DS", position).text(0x00200037, "DS", orientation).text(0x00200052, "UI", "1.2.9");
        file.text(0x00280008, "IS", "3").word(0x00280010, 50).word(0x00280011, 100);
        file.text(0x00280030, "DS", "2\\0.5");
        if (!offsets.isEmpty())
            file.text(0x3004000C, "DS", offsets);
        QTemporaryDir dir;
        const auto read = readHeader(file.writtenTo(dir.filePath(QStringLiteral("dose.dcm"))));
        QVERIFY(read);
        const auto first = planeOf(*read, 0);
        const auto plane = planeOf(*read, 2);
        QCOMPARE(first.has_value(), !last.isEmpty());
        QCOMPARE(plane.has_value(), !last.isEmpty());
        QCOMPARE(locationOf(*read, 2).has_value(), !last.isEmpty());
        QVERIFY(!directionsOf(*read, 2).right.isEmpty()); // which way they lie is known in any case
        if (last.isEmpty())
            return;
        QVERIFY(isNear(first->first.x, -10) && isNear(first->first.y, 20) && isNear(first->first.z, -30));
        QVERIFY(isNear(plane->first.x, last[0]) && isNear(plane->first.y, last[1]) && isNear(plane->first.z, last[2]));
        QCOMPARE(locationOf(*read, 2).value(), location);
    }

    void aDoseOfOneFrameLiesWhereItSays()
    {
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.2").text(0x00200032, "DS", "-10\\20\\-30");
        file.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        QTemporaryDir dir;
        const auto read = readHeader(file.writtenTo(dir.filePath(QStringLiteral("dose.dcm"))));
        QVERIFY(read);
        QCOMPARE(locationOf(*read), std::optional(-30.0));
    }

    void framesOfDetectorsLieAsThoseLook()
    {
        QTemporaryDir dir;
        const auto detector = [](const QByteArray &orientation) {
            return FileMaker().text(0x00200037, "DS", orientation);
        };
        // Of a whole body from the front and from the back, the second frame by the first detector.
        FileMaker file;
        file.text(0x00080060, "CS", "NM").text(0x00280008, "IS", "3").words(0x00540020, {2, 1, 3});
        file.items(0x00540022, {detector("1\\0\\0\\0\\0\\-1"), detector("-1\\0\\0\\0\\0\\-1")});
        const auto read = readHeader(file.writtenTo(dir.filePath(QStringLiteral("nm.dcm"))));
        QVERIFY(read);
        QCOMPARE(directionsOf(*read, 0).right, QStringLiteral("R"));
        QCOMPARE(directionsOf(*read, 0).down, QStringLiteral("F"));
        QCOMPARE(directionsOf(*read, 1).right, QStringLiteral("L"));
        QCOMPARE(directionsOf(*read, 2).right, QString()); // there is no third detector
        QVERIFY(!planeOf(*read, 0));

        FileMaker one;
        one.text(0x00080060, "CS", "NM").items(0x00540022, {detector("0\\1\\0\\0\\0\\-1")});
        QCOMPARE(directionsOf(*readHeader(one.writtenTo(dir.filePath(QStringLiteral("one.dcm"))))).right,
                 QStringLiteral("P"));
    }

    void framesHaveTheirOwnPixels()
    {
        QTemporaryDir dir;
        const auto group = [](const QByteArray &position, const QByteArray &spacing, const QByteArray &thickness) {
            FileMaker measures;
            measures.text(0x00180050, "DS", thickness).text(0x00280030, "DS", spacing);
            FileMaker item;
            item.sequence(0x00209113, FileMaker().text(0x00200032, "DS", position));
            return item.sequence(0x00289110, measures);
        };
        FileMaker file;
        file.text(0x00200052, "UI", "1.2.9").text(0x00280008, "IS", "2").word(0x00280010, 50).word(0x00280011, 100);
        file.sequence(0x52009229,
                      FileMaker().sequence(0x00209116, FileMaker().text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")));
        file.items(0x52009230, {group("0\\0\\0", "2\\0.5", "5"), group("0\\0\\7", "1\\3", "8")});
        const auto read = readHeader(file.writtenTo(dir.filePath(QStringLiteral("frames.dcm"))));
        QVERIFY(read);
        // 10 columns of 0.5 and of 3 mm, 10 rows of 2 and of 1 mm.
        QVERIFY(isNear(lengthOf(*read, {0, 0}, {10, 0}), 5));
        QVERIFY(isNear(lengthOf(*read, {0, 0}, {10, 0}, 1), 30));
        QVERIFY(isNear(lengthOf(*read, {0, 0}, {0, 10}, 1), 10));
        QVERIFY(isNear(areaOf(*read, Region::Rectangle, {0, 0, 10, 10}, 1), 300));
        QVERIFY(isNear(*angleOf(*read, {0, 0}, {1, 0}, {1, 3}, 1), 45));
        QCOMPARE(read->thicknessOf(0), std::optional(5.0));
        QCOMPARE(read->thicknessOf(1), std::optional(8.0));
        QVERIFY(isNear(planeOf(*read, 1)->columnSpacing, 3));
        QVERIFY(isNear(planeOf(*read, 1)->rowSpacing, 1));
        // Sixteen columns further and two rows down lie 48 and 2 mm away.
        const Vector there = planeOf(*read, 1)->at({16.5, 2.5});
        QVERIFY(isNear(there.x, 48) && isNear(there.y, 2) && isNear(there.z, 7));
    }

    void lengthsAreRightForPixelsThatAreNoSquares()
    {
        FileHeader file = header(axial, {0, 0, 0}); // 0.5 mm across, 2 mm down
        QCOMPARE(calibrationOf(file), Calibration::Patient);
        QVERIFY(isNear(lengthOf(file, {10, 10}, {30, 10}), 10));
        QVERIFY(isNear(lengthOf(file, {10, 10}, {10, 30}), 40));
        QVERIFY(isNear(lengthOf(file, {0, 0}, {6, 2}), 5));
        file.spacingAtDetector = true;
        QCOMPARE(calibrationOf(file), Calibration::Detector);
        file.spacing.reset();
        file.pixelAspect = 2;
        QCOMPARE(calibrationOf(file), Calibration::None);
        QVERIFY(isNear(lengthOf(file, {0, 0}, {3, 2}), 5));
    }

    void lengthsOfUltrasoundHoldInsideOfOnePart()
    {
        QTemporaryDir dir;
        const auto number = [](quint32 value) { return QByteArray(reinterpret_cast<const char *>(&value), 4); };
        const auto real = [](double value) { return QByteArray(reinterpret_cast<const char *>(&value), 8); };
        struct Part
        {
            quint16 dimensions;
            quint32 left, top, right, bottom;
            quint16 unit;
            double across, down; // of the unit in a pixel
        };
        const auto part = [&](const Part &what) {
            FileMaker item;
            item.word(0x00186012, what.dimensions).bytes(0x00186018, "UL", number(what.left));
            item.bytes(0x0018601A, "UL", number(what.top)).bytes(0x0018601C, "UL", number(what.right));
            item.bytes(0x0018601E, "UL", number(what.bottom)).word(0x00186024, what.unit).word(0x00186026, what.unit);
            return item.bytes(0x0018602C, "FD", real(what.across)).bytes(0x0018602E, "FD", real(what.down));
        };
        FileMaker file;
        file.text(0x00080060, "CS", "US");
        file.items(0x00186011, {part({1, 10, 10, 59, 49, 3, 0.02, 0.05}), part({1, 60, 10, 99, 49, 3, 0.1, 0.1}),
                                part({3, 0, 50, 99, 99, 4, 0.01, 1}), part({2, 0, 0, 99, 9, 3, 0.1, 0.1}),
                                part({1, 9, 0, 0, 0, 3, 1, 1})});
        file.text(0x00280030, "DS", "7\\7");
        for (const FileMaker &us : {file, file.implicit()}) {
            const auto header = readHeader(us.writtenTo(dir.filePath(QStringLiteral("us.dcm"))));
            QVERIFY(header);
            QCOMPARE(header->scaledParts.size(), 4);
            // 30 columns of 0.2 mm and 16 rows of 0.5 mm: 6 and 8 mm.
            QCOMPARE(calibrationOf(*header, {{20, 20}, {50, 36}}), Calibration::Patient);
            QVERIFY(isNear(lengthOf(*header, {20, 20}, {50, 36}), 10));
            QVERIFY(isNear(lengthOf(*header, {60, 20}, {70, 20}), 10));                 // the other part, 1 mm a column
            QVERIFY(isNear(areaOf(*header, Region::Rectangle, {10, 10, 50, 40}), 200)); // 10 by 20 mm
            // From one part into the other, outside of all, in a part of velocities, and in one that is a line over
            // time.
            const QList<std::pair<QPointF, QPointF>> none{
                {{50, 20}, {70, 20}}, {{2, 20}, {5, 20}}, {{20, 60}, {50, 60}}, {{20, 5}, {50, 5}}};
            for (const auto &[from, to] : none) {
                QCOMPARE(calibrationOf(*header, {from, to}), Calibration::None);
                QCOMPARE(lengthOf(*header, from, to), to.x() - from.x());
            }
        }
    }

    void anglesAreRightForPixelsThatAreNoSquares()
    {
        const FileHeader file = header(axial, {0, 0, 0});
        QVERIFY(isNear(*angleOf(file, {0, 0}, {10, 0}, {0, 10}), 90));
        QVERIFY(isNear(*angleOf(file, {0, 0}, {4, 0}, {4, 1}), 45)); // 2 mm across, 2 mm down
        QVERIFY(isNear(*angleOf(file, {5, 5}, {9, 5}, {1, 5}), 180));
        QVERIFY(!angleOf(file, {5, 5}, {5, 5}, {1, 5}));
    }

    void aRegionHoldsThePixelsWhoseCentresAreInIt()
    {
        QTemporaryDir dir;
        QList<int> values;
        for (int i = 0; i < 64; ++i)
            values << i;
        FileMaker file;
        file.grey(8, 8, 16, false, values);
        const auto frame = decode(file.writtenTo(dir.filePath(QStringLiteral("grey.dcm"))), 0);
        QVERIFY(frame);
        // Columns 2 and 3 of rows 1 and 2: 10, 11, 18, 19.
        const auto square = valuesIn(*frame, Region::Rectangle, {2, 1, 2, 2});
        QVERIFY(square);
        QCOMPARE(square->pixels, 4);
        QCOMPARE(square->mean, 14.5);
        QVERIFY(isNear(square->deviation, std::sqrt(16.25)));
        QCOMPARE(square->smallest, 10.0);
        QCOMPARE(square->largest, 19.0);
        // Drawn backwards it is the same.
        QCOMPARE(valuesIn(*frame, Region::Rectangle, QRectF(QPointF(4, 3), QPointF(2, 1)))->mean, 14.5);
        QCOMPARE(valuesIn(*frame, Region::Ellipse, {0, 0, 8, 8})->pixels, 52); // 64 without three in each corner
        QCOMPARE(valuesIn(*frame, Region::Rectangle, {-10, -10, 12, 12})->pixels, 4);
        QVERIFY(!valuesIn(*frame, Region::Rectangle, {20, 20, 5, 5}));
        QVERIFY(!valuesIn(*frame, Region::Rectangle, {2.6, 2.6, 0.3, 0.3}));
        const FileHeader mm = header(axial, {0, 0, 0});
        QVERIFY(isNear(areaOf(mm, Region::Rectangle, {0, 0, 10, 10}), 100));
        QVERIFY(isNear(areaOf(mm, Region::Ellipse, {0, 0, 10, 10}), 78.5398163397));
    }

    void whatIsNoPictureIsNotCounted()
    {
        QTemporaryDir dir;
        QList<int> values;
        for (int i = 0; i < 64; ++i)
            values << i;
        FileMaker file;
        file.word(0x00280120, 9).word(0x00280121, 10).text(0x00281052, "DS", "100").text(0x00281053, "DS", "1");
        file.grey(8, 8, 16, false, values);
        const auto frame = decode(file.writtenTo(dir.filePath(QStringLiteral("grey.dcm"))), 0);
        QVERIFY(frame);
        // 10, 11, 18, 19 are stored there; 9 and 10 are padding, and 100 is added.
        const auto padded = valuesIn(*frame, Region::Rectangle, {2, 1, 2, 2});
        QVERIFY(padded);
        QCOMPARE(padded->pixels, 3);
        QCOMPARE(padded->all, 4);
        QCOMPARE(padded->mean, 116.0);
        QCOMPARE(padded->smallest, 111.0);
        // From column 4 on, which counts from 1, it is open: 11 and 19.
        Hidden hidden;
        hidden.shutter.emplace();
        hidden.shutter->rectangle = Shutter::Rectangle{4, 8, 1, 8};
        const auto shut = valuesIn(*frame, Region::Rectangle, {2, 1, 2, 2}, hidden);
        QCOMPARE(shut->pixels, 2);
        QCOMPARE(shut->all, 4);
        QCOMPARE(shut->mean, 115.0);
        const auto none = valuesIn(*frame, Region::Rectangle, {1, 1, 2, 1}); // 9 and 10
        QVERIFY(none);
        QCOMPARE(none->pixels, 0);
        QCOMPARE(none->all, 2);
    }
};

QTEST_GUILESS_MAIN(GeometryTest)
#include "GeometryTest.moc"
