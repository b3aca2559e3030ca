#include "Reports.h"

#include <viewer/StructuredReport.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr auto basicText = "1.2.840.10008.5.1.4.1.1.88.11";

viewer::StructuredReport reportOf(const FileMaker &file)
{
    const QTemporaryDir dir;
    const auto report = viewer::readStructuredReport(file.writtenTo(dir.filePath(u"report.dcm"_s)));
    if (!report)
        qFatal("The test's own report cannot be read: %s", qPrintable(report.error().detail));
    return *report;
}

//! "  heading: value" a line, as deep as it lies.
QStringList printed(const viewer::StructuredReport &report)
{
    QStringList lines;
    for (const viewer::ReportItem &item : report.items)
        lines << QString(2 * item.depth, u' ') +
                     (item.isSection   ? u"# "_s
                      : item.isContext ? u"~ "_s
                                       : QString()) +
                     item.heading + (item.value.isEmpty() ? QString() : u": "_s + item.value) +
                     (item.reference.isEmpty() ? QString() : u" -> "_s + item.reference.sopUid);
    return lines;
}

} // namespace

class StructuredReportTest : public QObject
{
    Q_OBJECT

private slots:
    void everyKindOfContentIsWorded()
    {
        FileMaker number = content("NUM", "Diameter");
        FileMaker measured;
        measured.sequence(0x004008EA, code("millimeter", "mm", "UCUM")).text(0x0040A30A, "DS", "8.2");
        number.sequence(0x0040A300, measured);
        FileMaker count = content("NUM", "Lesions");
        FileMaker counted;
        counted.sequence(0x004008EA, code("no units", "1", "UCUM")).text(0x0040A30A, "DS", "3");
        count.sequence(0x0040A300, counted);
        FileMaker finding = content("CODE", "Finding");
        finding.sequence(0x0040A168, code("Nodule"));
        finding.items(0x0040A730, {number, count});
        FileMaker picture = content("IMAGE", "", "SELECTED FROM");
        picture.sequence(0x00081199, referenced("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", "2\\5"));
        FileMaker area = content("SCOORD", "Outline", "INFERRED FROM");
        QByteArray places(16, '\0');
        const float numbers[] = {1.5F, 2, 3, 4};
        memcpy(places.data(), numbers, sizeof numbers);
        area.bytes(0x00700022, "FL", places);
        area.text(0x00700023, "CS", "POLYLINE").items(0x0040A730, {picture});
        FileMaker section = content("CONTAINER", "Findings");
        FileMaker text = content("TEXT", "Impression");
        text.text(0x0040A160, "UT", "Größe stabil");
        section.items(0x0040A730, {finding, area, text});
        FileMaker observer = content("PNAME", "Observer", "HAS OBS CONTEXT");
        observer.text(0x0040A123, "PN", "Roe^Richard^^Dr");
        FileMaker day = content("DATE", "Seen on");
        day.text(0x0040A121, "DA", "20261103");
        FileMaker moment = content("DATETIME", "Until");
        moment.text(0x0040A120, "DT", "20261103143015");
        FileMaker uid = content("UIDREF", "Other");
        uid.text(0x0040A124, "UI", "1.2.9");
        FileMaker file = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        file.sequence(0x0040A043, code("Imaging Report")).text(0x0040A040, "CS", "CONTAINER");
        file.text(0x0040A491, "CS", "COMPLETE").text(0x0040A493, "CS", "UNVERIFIED");
        file.items(0x0040A730, {observer, section, day, moment, uid});
        const viewer::StructuredReport report = reportOf(file);
        QCOMPARE(report.title, u"Imaging Report"_s);
        QCOMPARE(report.state, u"COMPLETE, UNVERIFIED"_s);
        QCOMPARE(report.contentDate, u"2026-11-02"_s);
        QCOMPARE(printed(report),
                 QStringList({u"~ Observer: Roe, Richard"_s, u"# Findings"_s, u"  Finding: Nodule"_s,
                              u"    Diameter: 8.2 mm"_s, u"    Lesions: 3"_s, u"  Outline: polyline 1.5 2, 3 4"_s,
                              u"     -> 1.2.3.4"_s, u"  Impression: Größe stabil"_s, u"Seen on: 2026-11-03"_s,
                              u"Until: 2026-11-03 14:30"_s, u"Other: 1.2.9"_s}));
        QCOMPARE(report.items[6].reference.frames, QList<int>({2, 5}));
        QVERIFY(report.damage.isEmpty());
        QCOMPARE(printed(reportOf(file.implicit())), printed(report));
    }

    void whatASelectionIsForIsInItsTitle_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<QByteArray>("meaning");
        QTest::addColumn<bool>("marks");
        const auto row = [](const char *value, const char *meaning, bool marks, const char *scheme = "DCM") {
            QTest::newRow(meaning) << QByteArray(value) << QByteArray(scheme) << QByteArray(meaning) << marks;
        };
        row("113000", "Of Interest", true);
        row("113004", "For Teaching", true);
        row("113013", "Best In Set", true);
        row("113018", "For Printing", true);
        row("X1", "Of a house of its own", true, "99TEST");
        row("113001", "Rejected for Quality Reasons", false);
        row("113010", "Quality Issue", false);
        row("113037", "Rejected for Patient Safety Reasons", false);
        row("113030", "Manifest", false);
        row("113032", "Complete Study Content", false);
        row("MADOTEMP001", "Manifest with Description", false, "99IHE");
        row("X2", "Manifest of some other kind", false, "99TEST");
    }
    void whatASelectionIsForIsInItsTitle()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, scheme);
        QFETCH(QByteArray, meaning);
        QFETCH(bool, marks);
        FileMaker file = reportHead("1.2.840.10008.5.1.4.1.1.88.59", "KO", "1.2.9.1", "1.2.9");
        file.sequence(0x0040A043, code(meaning, value, scheme));
        QCOMPARE(viewer::marksKeyImages(reportOf(file)), marks);
    }

    void aNumberThatIsPrintedIntoATextIsANumber_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("number and unit") << QByteArray("(20, UCUM, \"instances\")") << u"Count: 20 instances"_s;
        QTest::newRow("no unit") << QByteArray("(20, UCUM, \"\")") << u"Count: 20"_s;
        QTest::newRow("words") << QByteArray("see (20, UCUM, \"x\")") << u"Count: see (20, UCUM, \"x\")"_s;
    }
    void aNumberThatIsPrintedIntoATextIsANumber()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, line);
        FileMaker count = content("TEXT", "Count");
        count.text(0x0040A160, "UT", text);
        FileMaker file = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        QCOMPARE(printed(reportOf(file.items(0x0040A730, {count}))), QStringList{line});
    }

    void aMissingNumberSaysWhy()
    {
        FileMaker number = content("NUM", "Volume");
        number.sequence(0x0040A301, code("Not a number"));
        FileMaker file = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        QCOMPARE(printed(reportOf(file.items(0x0040A730, {number}))), QStringList{u"Volume: Not a number"_s});
    }

    void depthAndLengthAreBounded()
    {
        FileMaker inner = content("TEXT", "deep");
        for (int i = 0; i < 200; ++i) {
            FileMaker outer = content("CONTAINER", "level");
            inner = outer.items(0x0040A730, {inner});
        }
        FileMaker file = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        const viewer::StructuredReport report = reportOf(file.items(0x0040A730, {inner}));
        QVERIFY(report.damage.contains(u"deeper"_s));
        QVERIFY(report.items.size() < 100);

        FileMaker many = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        const viewer::StructuredReport longOne =
            reportOf(many.items(0x0040A730, QList<FileMaker>(20'100, content("TEXT", "x"))));
        QCOMPARE(longOne.items.size(), 20'000);
        QVERIFY(!longOne.damage.isEmpty());
    }

    void aCutReportGivesWhatIsThere()
    {
        FileMaker first = content("TEXT", "First");
        first.text(0x0040A160, "UT", "one");
        FileMaker second = content("TEXT", "Second");
        second.text(0x0040A160, "UT", "two");
        FileMaker file = reportHead(basicText, "SR", "1.2.9.1", "1.2.9");
        const QTemporaryDir dir;
        const QString path = file.sequence(0x0040A043, code("T"))
                                 .items(0x0040A730, {first, second})
                                 .writtenTo(dir.filePath(u"report.dcm"_s));
        QFile cut(path);
        for (qint64 size = cut.size() - 1; size > 0; size -= 5) {
            QVERIFY(cut.resize(size));
            const auto report = viewer::readStructuredReport(path);
            if (report)
                QVERIFY(report->items.size() <= 2);
            else
                QVERIFY(!report.error().detail.isEmpty());
        }
    }

    void whatIsNoReportSaysSo()
    {
        const auto picture = viewer::readStructuredReport(corpusFile(u"CT_small.dcm"_s));
        QVERIFY(!picture);
        QVERIFY(picture.error().kind == viewer::Error::Kind::NoPixels);
        QVERIFY(!viewer::readStructuredReport(u"/nowhere.dcm"_s));
        const auto real = viewer::readStructuredReport(corpusFile(u"reportsi.dcm"_s));
        QVERIFY(real);
        QVERIFY(!real->items.isEmpty());
    }

    void objectsAreNamed()
    {
        QVERIFY(viewer::kindOf(u"1.2.840.10008.5.1.4.1.1.88.11"_s) == viewer::ObjectKind::Report);
        QVERIFY(viewer::kindOf(u"1.2.840.10008.5.1.4.1.1.88.59"_s) == viewer::ObjectKind::KeyObjects);
        QVERIFY(viewer::kindOf(u"1.2.840.10008.5.1.4.1.1.11.1"_s) == viewer::ObjectKind::PresentationState);
        QVERIFY(viewer::kindOf(u"1.2.840.10008.5.1.4.1.1.104.1"_s) == viewer::ObjectKind::Document);
        QVERIFY(viewer::kindOf(u"1.2.840.10008.5.1.4.1.1.9.1.1"_s) == viewer::ObjectKind::Waveform);
        QVERIFY(viewer::kindOf(u"1.2.3"_s) == viewer::ObjectKind::Other);
        QCOMPARE(viewer::sopClassName(u"1.2.840.10008.5.1.4.1.1.4"_s), u"MR Image Storage"_s);
        QCOMPARE(viewer::sopClassName(u"1.2.3"_s), u"1.2.3"_s);
    }
};

QTEST_GUILESS_MAIN(StructuredReportTest)
#include "StructuredReportTest.moc"
