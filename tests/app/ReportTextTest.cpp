#include <story/ReportText.h>

#include <responder/Responder.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

//! A file of the demo country by the modality of its series; empty where there is none.
QByteArray fileOf(const std::string &modality)
{
    for (const auto &person : responder::Responder::demoPatients())
        for (const auto &study : person.studies)
            for (const auto &series : study.series)
                if (series.modality == modality)
                    return QByteArray::fromStdString(responder::Responder::demoInstance(series.instances.front()));
    return {};
}

} // namespace

//! Reports that are DICOM objects, as text.
class ReportTextTest : public QObject
{
    Q_OBJECT

private slots:
    void aStructuredReportIsReadByItsContentTree()
    {
        const QTemporaryDir folder;
        const QByteArray bytes = fileOf("SR");
        QFile file(folder.filePath(u"sr.dcm"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto report = story::readableReport(bytes, file.fileName());
        QVERIFY2(report.unreadable.isEmpty(), qPrintable(report.unreadable));
        QCOMPARE(report.title, u"Imaging Measurement Report"_s);
        QVERIFY2(report.plainText().contains(u"Long axis: 16 mm"_s), qPrintable(report.plainText()));
        QVERIFY(!report.sections.isEmpty() && report.sections.first().html.startsWith(u"<p>"_s));
        QVERIFY(!report.subjects.isEmpty());
        // A file that ends early is read as far as it goes, or said not to be.
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes.first(400)) == 400);
        file.close();
        QVERIFY(!story::readableReport(bytes.first(400), file.fileName()).unreadable.isEmpty());
    }
    void anotherReportIsReadAsBefore()
    {
        const QByteArray pdf("%PDF-1.4\n");
        QCOMPARE(story::readableReport(pdf, {}).pdf, pdf);
        QVERIFY(!story::readableReport("nothing of that", {}).unreadable.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ReportTextTest)
#include "ReportTextTest.moc"
