#include "DifferenceReading.h"

#include <QTest>

using namespace Qt::StringLiterals;
using model::Route;

namespace {

story::Difference differenceOf(const QString &field, const QString &fhir, const QString &qido)
{
    return {*model::StudyUid::parse(u"1.2"_s), field, {{Route::Fhir, fhir}, {Route::Dicomweb, qido}}, {}};
}

} // namespace

//! What the page of differences makes of what the routes tell.
class DifferenceReadingTest : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatADifferenceComesTo_data()
    {
        QTest::addColumn<QList<story::Difference>>("differences");
        QTest::addColumn<bool>("isNumberUnexplained");
        QTest::addColumn<QStringList>("expected"); // "group, name: reading" of each field
        const auto row = [](const char *name, const QList<story::Difference> &differences, const QStringList &expected,
                            bool isNumberUnexplained = false) {
            QTest::newRow(name) << differences << isNumberUnexplained << expected;
        };
        const auto date = differenceOf(u"date"_s, u"2024-03-04"_s, u"2024-03-05"_s);
        row("times as far apart as zones", {differenceOf(u"time"_s, u"08:00:00"_s, u"13:30:20"_s)},
            {u"Study, Time: explained"_s});
        row("times that no zones make", {differenceOf(u"time"_s, u"08:00:00"_s, u"08:07:00"_s)},
            {u"Study, Time: open"_s});
        row("times too far apart", {differenceOf(u"time"_s, u"01:00:00"_s, u"20:00:00"_s)}, {u"Study, Time: open"_s});
        row("zones over midnight", {date, differenceOf(u"time"_s, u"23:30:00"_s, u"00:30:00"_s)},
            {u"Study, Date: explained"_s, u"Study, Time: explained"_s});
        row("the day alone", {date}, {u"Study, Date: open"_s});
        row("modalities", {differenceOf(u"modalities"_s, u"CT"_s, u"CT\\MR"_s)}, {u"Study, Type: open"_s});
        row("modalities of what lies beside pictures", {differenceOf(u"modalities"_s, u"CT"_s, u"CT\\KO\\SR"_s)},
            {u"Study, Type: explained"_s});
        row("descriptions", {differenceOf(u"description"_s, u"CT head"_s, u"Schädel"_s)},
            {u"Study, Description: explained"_s});
        row("numbers", {differenceOf(u"patientId"_s, u"1"_s, u"2"_s)}, {u"Patient, Number: explained"_s});
        row("numbers, one of them anybody's", {differenceOf(u"patientId"_s, u"1"_s, u"2"_s)},
            {u"Patient, Number: open"_s}, true);
        story::Difference ofSeries = differenceOf(u"instanceCount"_s, u"3"_s, u"0"_s);
        ofSeries.series = model::SeriesUid::parse(u"1.2.5"_s);
        story::Difference ofUnknown = ofSeries;
        ofUnknown.series = model::SeriesUid::parse(u"1.2.9"_s);
        row("series and addresses, in their places",
            {ofUnknown, ofSeries, differenceOf(u"endpoints"_s, u"https://a.example"_s, u"https://b.example"_s)},
            {u"Where to get it, Address: open"_s, u"Series, 5 Axial lung: open"_s, u"Series, 1.2.9: open"_s});
    }
    void saysWhatADifferenceComesTo()
    {
        QFETCH(QList<story::Difference>, differences);
        QFETCH(bool, isNumberUnexplained);
        QFETCH(QStringList, expected);
        story::StudiesFound found;
        model::Study study{.uid = *model::StudyUid::parse(u"1.2"_s)};
        study.date = QDate(2024, 3, 4);
        study.routes = {Route::Fhir, Route::Dicomweb};
        study.series = {{.uid = *model::SeriesUid::parse(u"1.2.5"_s), .number = 5, .description = u"Axial lung"_s}};
        found.studies = {study};
        found.differences = differences;
        if (isNumberUnexplained)
            found.underUnexplainedNumber.insert(study.uid);
        const auto studies = window::differingStudies(found);
        QCOMPARE(studies.size(), 1);
        QStringList told;
        for (const ui::DifferingField &field : studies.first().fields)
            told += u"%1, %2: %3"_s.arg(field.group, field.name,
                                        field.reading == ui::Reading::Explained ? u"explained"_s
                                        : field.reading == ui::Reading::Open    ? u"open"_s
                                                                                : u"else"_s);
        QCOMPARE(told, expected);
    }

    void tellsWhatAgreesOnlyOfAStudyThatDiffers()
    {
        story::StudiesFound found;
        found.studies = {model::Study{.uid = *model::StudyUid::parse(u"1.2"_s)}};
        found.agreements = {differenceOf(u"patientSex"_s, u"F"_s, u"F"_s),
                            differenceOf(u"date"_s, u"2024-03-04"_s, u"2024-03-04"_s)};
        QVERIFY(window::differingStudies(found).isEmpty());

        const auto fields = [&found] {
            QStringList told;
            const auto studies = window::differingStudies(found);
            for (const ui::DifferingField &field : studies.constFirst().fields)
                told += field.name + u' ' + QString::number(int(field.reading));
            return told;
        };
        const QString same = u" %1"_s.arg(int(ui::Reading::Same));
        const QString explained = u" %1"_s.arg(int(ui::Reading::Explained));
        found.differences = {differenceOf(u"description"_s, u"CT head"_s, u"Schädel"_s)};
        found.agreements += differenceOf(u"patientId"_s, u"1"_s, u"1"_s);
        QCOMPARE(fields(),
                 (QStringList{u"Number"_s + same, u"Sex"_s + same, u"Date"_s + same, u"Description"_s + explained}));
        found.underUnexplainedNumber = {found.studies.first().uid};
        QCOMPARE(fields(), (QStringList{u"Sex"_s + same, u"Date"_s + same, u"Description"_s + explained}));

        // Both say the same, and of somebody else.
        found.conflicts = {
            {found.studies.first().uid, Route::Fhir, {model::PatientVerdict::Conflict, u"sex"_s, u"F"_s}}};
        QCOMPARE(fields(), (QStringList{u"Sex %1"_s.arg(int(ui::Reading::Conflict)), u"Date"_s + same,
                                        u"Description"_s + explained}));
    }
};

QTEST_GUILESS_MAIN(DifferenceReadingTest)
#include "DifferenceReadingTest.moc"
