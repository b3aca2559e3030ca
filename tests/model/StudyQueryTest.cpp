#include <model/Study.h>

#include <QTest>

#include <functional>

Q_DECLARE_METATYPE(model::StudyQuery)

class StudyQueryTest : public QObject
{
    Q_OBJECT

private slots:
    void narrowsByAllButThePatientAndTheStudy_data()
    {
        QTest::addColumn<model::StudyQuery>("query");
        QTest::addColumn<bool>("narrows");
        const auto row = [](const char *name, bool narrows, const std::function<void(model::StudyQuery &)> &set) {
            model::StudyQuery query;
            query.patient = model::PatientIdentifier::parse(u"urn:oid:2.999.1|A");
            set(query);
            QTest::newRow(name) << query << narrows;
        };
        row("patient", false, [](auto &) {});
        row("record", false, [](auto &query) { query.patientResourceId = QStringLiteral("p1"); });
        row("study", false, [](auto &query) { query.study = model::StudyUid::parse(u"1.2.3"); });
        row("rest", false, [](auto &query) { query.rest = QStringLiteral("page2"); });
        row("from", true, [](auto &query) { query.from = QDate(2026, 1, 1); });
        row("to", true, [](auto &query) { query.to = QDate(2026, 1, 1); });
        row("from time", true, [](auto &query) { query.fromTime = QTime(0, 0); });
        row("to time", true, [](auto &query) { query.toTime = QTime(0, 0); });
        row("modality", true, [](auto &query) { query.modality = QStringLiteral("CT"); });
        row("accession", true, [](auto &query) { query.accession = QStringLiteral("A1"); });
        row("body site", true, [](auto &query) { query.bodySite = QStringLiteral("51185008"); });
        row("reason", true, [](auto &query) { query.reason = QStringLiteral("25064002"); });
        row("SOP class", true, [](auto &query) { query.sopClass = QStringLiteral("1.2.840"); });
        row("identifier", true, [](auto &query) { query.identifier = QStringLiteral("A1"); });
        row("series", true, [](auto &query) { query.series = model::SeriesUid::parse(u"1.2.3.4"); });
        row("referrer", true, [](auto &query) { query.referrer = QStringLiteral("Curie"); });
        row("Study ID", true, [](auto &query) { query.studyId = QStringLiteral("S1"); });
    }
    void narrowsByAllButThePatientAndTheStudy()
    {
        QFETCH(model::StudyQuery, query);
        QFETCH(bool, narrows);
        QCOMPARE(model::narrows(query), narrows);
    }
};

QTEST_GUILESS_MAIN(StudyQueryTest)
#include "StudyQueryTest.moc"
