#include <story/ReportText.h>

#include <responder/Responder.h>

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
        const QByteArray bytes = fileOf("SR");
        const auto report = story::readableReport(bytes);
        QVERIFY2(report.unreadable.isEmpty(), qPrintable(report.unreadable));
        QCOMPARE(report.title, u"Imaging Measurement Report"_s);
        QVERIFY2(report.plainText().contains(u"Long axis: 16 mm"_s), qPrintable(report.plainText()));
        QVERIFY(!report.sections.isEmpty() && report.sections.first().html.startsWith(u"<p>"_s));
        QVERIFY(!report.subjects.isEmpty());
        // What ends early is read as far as it goes, or said not to be.
        QVERIFY(!story::readableReport(bytes.first(400)).unreadable.isEmpty());
    }
    void anotherReportIsReadAsBefore()
    {
        const QByteArray pdf("%PDF-1.4\n");
        QCOMPARE(story::readableReport(pdf).pdf, pdf);
        QVERIFY(!story::readableReport("nothing of that").unreadable.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ReportTextTest)
#include "ReportTextTest.moc"
