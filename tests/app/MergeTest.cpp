#include <story/Merge.h>

#include <QTest>

using namespace Qt::StringLiterals;
using model::Route;

namespace {

model::StudyUid uid(const QString &text)
{
    return *model::StudyUid::parse(text);
}

model::Study study(const QString &text, const QDate &date = {}, const QString &description = {})
{
    return {uid(text), date, {}, description, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
}

model::Series series(const QString &text, int instances)
{
    model::Series made{*model::SeriesUid::parse(text), {}, {}, {}, {}, {}, {}, {}};
    for (int i = 1; i <= instances; ++i)
        made.instances += model::Instance{*model::SopUid::parse(text + u'.' + QString::number(i)), {}, i, {}};
    return made;
}

story::RouteAnswer answer(Route route, const QList<model::Study> &studies)
{
    return {route, {studies, false, {}}};
}

QStringList uidsOf(const story::MergedStudies &merged)
{
    QStringList uids;
    for (const model::Study &row : merged.studies)
        uids += row.uid.text();
    return uids;
}

//! "field: route=value route=value" of each difference, "field of series" where it is of one.
QStringList printed(const QList<story::Difference> &differences)
{
    QStringList lines;
    for (const story::Difference &difference : differences) {
        QString line =
            difference.field + (difference.series ? u" of "_s + difference.series->text() : QString()) + u':';
        for (const auto &[route, value] : difference.values)
            line += u' ' + model::nameOf(route) + u'=' + value;
        lines += line;
    }
    return lines;
}

} // namespace

Q_DECLARE_METATYPE(void (*)(model::Study &))

class MergeTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsNothing() { QVERIFY(story::merge({}).studies.isEmpty()); }

    void eachStudyIsOneRowThatNamesItsRoutes()
    {
        const auto merged = story::merge({answer(Route::Fhir, {study(u"1.1"_s), study(u"1.2"_s)}),
                                          answer(Route::Dicomweb, {study(u"1.2"_s), study(u"1.3"_s)})});
        QCOMPARE(uidsOf(merged), QStringList({u"1.1"_s, u"1.2"_s, u"1.3"_s}));
        QCOMPARE(merged.studies[0].routes, QList{Route::Fhir});
        QCOMPARE(merged.studies[1].routes, QList({Route::Fhir, Route::Dicomweb}));
        QCOMPARE(merged.studies[2].routes, QList{Route::Dicomweb});
        QVERIFY(merged.differences.isEmpty());
    }

    void whatOneRouteTellsOfAnInstanceCompletesTheOther()
    {
        model::Study fhir = study(u"1.1"_s);
        fhir.series = {series(u"1.1.1"_s, 2)};
        model::Study qido = fhir;
        qido.series[0].instances[1].frames = 30;
        qido.series[0].instances[1].sopClass = u"1.2.3"_s;
        const auto merged = story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})});
        const auto &instances = merged.studies.first().series.first().instances;
        QCOMPARE(instances.size(), 2);
        QVERIFY(!instances[0].frames);
        QCOMPARE(instances[1].frames.value_or(0), 30);
        QCOMPARE(instances[1].sopClass, u"1.2.3"_s);
    }

    void newestComesFirstAndUndatedLast()
    {
        const auto merged = story::merge({answer(
            Route::Fhir, {study(u"1.1"_s), study(u"1.2"_s, QDate(2020, 1, 2)), study(u"1.3"_s, QDate(2024, 1, 2))})});
        QCOMPARE(uidsOf(merged), QStringList({u"1.3"_s, u"1.2"_s, u"1.1"_s}));
    }

    void emptyFieldsAreFilledFromTheOtherRoute()
    {
        model::Study fhir = study(u"1.1"_s);
        fhir.instanceCount = 5;
        model::Study qido = study(u"1.1"_s, QDate(2024, 1, 2), u"Chest"_s);
        qido.modalities = {u"CT"_s};
        qido.accessions = QStringList{u"A1"_s};
        qido.patient = {u"77"_s, u"urn:x"_s, u"Muster^Maria"_s, u"1980-02-03"_s, u"F"_s};
        const auto merged = story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})});
        QCOMPARE(merged.studies.size(), 1);
        const model::Study &row = merged.studies.first();
        QCOMPARE(row.date, QDate(2024, 1, 2));
        QCOMPARE(row.description, u"Chest"_s);
        QCOMPARE(row.modalities, QStringList{u"CT"_s});
        QCOMPARE(row.accessions, QStringList{u"A1"_s});
        QCOMPARE(row.instanceCount, std::optional(5));
        QCOMPARE(row.patient.name, u"Muster^Maria"_s);
        QVERIFY(merged.differences.isEmpty());
    }

    void theFirstRouteThatTellsAFieldWinsAndWhatDiffersIsListed()
    {
        model::Study fhir = study(u"1.1"_s, QDate(2024, 1, 2), u"Chest"_s);
        fhir.modalities = {u"CT"_s, u"SR"_s};
        fhir.instanceCount = 5;
        fhir.seriesCount = 2;
        fhir.patient = {u"77"_s, {}, u"Maria Muster"_s, u"1980"_s, u"F"_s};
        model::Study qido = study(u"1.1"_s, QDate(2024, 1, 3), u"Thorax"_s);
        qido.modalities = {u"SR"_s, u"CT"_s};
        qido.instanceCount = 6;
        qido.seriesCount = 2;
        qido.patient = {u"78"_s, {}, u"MUSTER^MARIA"_s, u"1980-02-03"_s, u"M"_s};
        const auto merged = story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})});
        QCOMPARE(merged.studies.first().date, QDate(2024, 1, 2));
        QCOMPARE(merged.studies.first().instanceCount, std::optional(5));
        QCOMPARE(printed(merged.differences), QStringList({
                                                  u"date: fhir=2024-01-02 dicomweb=2024-01-03"_s,
                                                  u"description: fhir=Chest dicomweb=Thorax"_s,
                                                  u"instanceCount: fhir=5 dicomweb=6"_s,
                                                  u"patientId: fhir=77 dicomweb=78"_s,
                                                  u"patientSex: fhir=F dicomweb=M"_s,
                                              }));
        QCOMPARE(printed(merged.agreements), QStringList({
                                                 u"modalities: fhir=CT\\SR dicomweb=CT\\SR"_s,
                                                 u"seriesCount: fhir=2 dicomweb=2"_s,
                                                 u"patientName: fhir=Maria Muster dicomweb=MUSTER^MARIA"_s,
                                             }));
    }

    void whatMerelyDoesNotContradictIsNoAgreement()
    {
        const auto agreements = [](const model::StudyPatient &fhir, const model::StudyPatient &qido) {
            model::Study one = study(u"1.1"_s, {}, {});
            model::Study other = one;
            one.patient = fhir;
            other.patient = qido;
            return printed(story::merge({answer(Route::Fhir, {one}), answer(Route::Dicomweb, {other})}).agreements);
        };
        QCOMPARE(agreements({u"1"_s, {}, u"Παπαδοπούλου Ελένη"_s, {}, {}}, {u"1"_s, {}, u"SMITH^JOHN"_s, {}, {}}),
                 QStringList{u"patientId: fhir=1 dicomweb=1"_s}); // nothing to compare letters by
        QCOMPARE(agreements({u"1"_s, u"urn:oid:2.999.1"_s, {}, u"1980"_s, {}},
                            {u"1"_s, u"urn:oid:2.999.7"_s, {}, u"1980-05-06"_s, {}}),
                 QStringList()); // numbers of two authorities
        // Two rows of one archive are one voice.
        model::Study listed = study(u"1.1"_s, {}, u"Chest"_s);
        story::RouteAnswer archive = answer(Route::Dicomweb, {listed});
        archive.list.ofOthers = {listed};
        QCOMPARE(printed(story::merge({archive}).agreements), QStringList());
    }

    void eachFieldThatDiffersIsListed_data()
    {
        using Change = void (*)(model::Study &);
        QTest::addColumn<Change>("fhir");
        QTest::addColumn<Change>("qido");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, Change fhir, Change qido, const QStringList &expected) {
            QTest::newRow(name) << fhir << qido << expected;
        };
        using Study = model::Study;
        row(
            "nothing", [](Study &) {}, [](Study &) {}, {});
        row(
            "date", [](Study &s) { s.date = QDate(2024, 3, 4); }, [](Study &s) { s.date = QDate(2024, 3, 5); },
            {u"date: fhir=2024-03-04 dicomweb=2024-03-05"_s});
        row(
            "time", [](Study &s) { s.time = QTime(8, 0); }, [](Study &s) { s.time = QTime(17, 0); },
            {u"time: fhir=08:00:00 dicomweb=17:00:00"_s});
        row(
            "time without its seconds", [](Study &s) { s.time = QTime(8, 0); },
            [](Study &s) { s.time = QTime(8, 0, 42); }, {});
        row(
            "time that one alone tells", [](Study &s) { s.time = QTime(8, 0); }, [](Study &) {}, {});
        row(
            "modalities", [](Study &s) { s.modalities = {u"CT"_s}; },
            [](Study &s) {
                s.modalities = {u"SR"_s, u"CT"_s};
            },
            {u"modalities: fhir=CT dicomweb=CT\\SR"_s});
        row(
            "endpoints", [](Study &s) { s.wadoBases = {QUrl(u"https://a.example/rs/"_s)}; },
            [](Study &s) { s.wadoBases = {QUrl(u"https://b.example/rs"_s)}; },
            {u"endpoints: fhir=https://a.example/rs dicomweb=https://b.example/rs"_s});
        row(
            "one endpoint with a slash and without", [](Study &s) { s.wadoBases = {QUrl(u"https://a.example/rs/"_s)}; },
            [](Study &s) { s.wadoBases = {QUrl(u"https://a.example/rs"_s)}; }, {});
        row(
            "name of the patient", [](Study &s) { s.patient.name = u"Doe Jane"_s; },
            [](Study &s) { s.patient.name = u"ROE^JIM"_s; }, {u"patientName: fhir=Doe Jane dicomweb=ROE^JIM"_s});
        row(
            "one name in two forms", [](Study &s) { s.patient.name = u"Jane Doe"_s; },
            [](Study &s) { s.patient.name = u"DOE^JANE"_s; }, {});
        row(
            "birth date", [](Study &s) { s.patient.birthDate = u"1980-01-02"_s; },
            [](Study &s) { s.patient.birthDate = u"1980-02-01"_s; },
            {u"patientBirthDate: fhir=1980-01-02 dicomweb=1980-02-01"_s});
        row(
            "sex", [](Study &s) { s.patient.sex = u"F"_s; }, [](Study &s) { s.patient.sex = u"M"_s; },
            {u"patientSex: fhir=F dicomweb=M"_s});
        row(
            "images of series, as many in all",
            [](Study &s) {
                s.series = {series(u"1.2.1"_s, 10), series(u"1.2.2"_s, 10)};
            },
            [](Study &s) {
                s.series = {series(u"1.2.1"_s, 5), series(u"1.2.2"_s, 15)};
            },
            {u"instanceCount of 1.2.1: fhir=10 dicomweb=5"_s, u"instanceCount of 1.2.2: fhir=10 dicomweb=15"_s});
        row(
            "a series that one alone lists", [](Study &s) { s.series = {series(u"1.2.1"_s, 10)}; },
            [](Study &s) {
                s.series = {series(u"1.2.1"_s, 10), series(u"1.2.9"_s, 1)};
            },
            {u"seriesCount: fhir=1 dicomweb=2"_s, u"instanceCount: fhir=10 dicomweb=11"_s,
             u"instanceCount of 1.2.9: fhir=0 dicomweb=1"_s});
        row(
            "a series beside a list that is no whole one",
            [](Study &s) {
                s.series = {series(u"1.2.1"_s, 10)};
                s.seriesCount = 2;
                s.instanceCount = 11;
            },
            [](Study &s) {
                s.series = {series(u"1.2.1"_s, 10), series(u"1.2.9"_s, 1)};
            },
            {});
    }
    void eachFieldThatDiffersIsListed()
    {
        using Change = void (*)(model::Study &);
        QFETCH(Change, fhir);
        QFETCH(Change, qido);
        QFETCH(QStringList, expected);
        model::Study one = study(u"1.2"_s);
        model::Study other = one;
        fhir(one);
        qido(other);
        QCOMPARE(printed(story::merge({answer(Route::Fhir, {one}), answer(Route::Dicomweb, {other})}).differences),
                 expected);
    }

    void whoDoesNotListAStudyIsSaidAsFarAsItIsKnown()
    {
        const QList<story::RouteAnswer> answers{answer(Route::Fhir, {study(u"1.2"_s)}), answer(Route::Dicomweb, {})};
        model::StudyQuery query;
        const auto plain = story::unknownToRoutes(answers, query);
        QCOMPARE(plain.size(), 1);
        QVERIFY2(plain.first().detail.startsWith(u"dicomweb does not know study 1.2"_s),
                 qPrintable(plain.first().detail));
        query.modality = u"CT"_s;
        const auto narrowed = story::unknownToRoutes(answers, query);
        QCOMPARE(narrowed.size(), 1);
        QVERIFY2(!narrowed.first().detail.contains(u"does not know"_s), qPrintable(narrowed.first().detail));
    }

    void ofSeveralOrdersARouteNeedNotTellEach()
    {
        model::Study fhir = study(u"1.1"_s);
        fhir.accessions = QStringList{u"A"_s, u"B"_s};
        model::Study qido = study(u"1.1"_s);
        qido.accessions = QStringList{u"B"_s};
        QVERIFY(story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})}).differences.isEmpty());
        qido.accessions = QStringList{u"C"_s};
        QCOMPARE(printed(story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})}).differences),
                 QStringList{u"accession: fhir=A\\B dicomweb=C"_s});
    }

    void oneNumberWrittenInTwoWaysIsNoDifference()
    {
        model::Study fhir = study(u"1.1"_s);
        fhir.patient.id = u"850114/1234"_s;
        model::Study qido = study(u"1.1"_s);
        qido.patient.id = u"8501141234"_s;
        QVERIFY(story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})}).differences.isEmpty());
    }

    void aManifestThatDisagreesIsListedByItsRoute()
    {
        model::Study known = study(u"1.1"_s, QDate(2024, 1, 2), u"Chest"_s);
        known.series = {series(u"1.1.1"_s, 3), series(u"1.1.2"_s, 2)};
        model::Study listed = known; // by a manifest that was made before the second series was there
        listed.series = {series(u"1.1.1"_s, 3)};
        listed.description.clear(); // what is not told differs from nothing
        const auto merged = story::merge(
            {answer(Route::Fhir, {known}), answer(Route::Dicomweb, {known}), answer(Route::Documents, {listed})});
        QCOMPARE(merged.studies.first().series.size(), 2);
        QCOMPARE(printed(merged.differences), QStringList({
                                                  u"seriesCount: fhir=2 dicomweb=2 documents=1"_s,
                                                  u"instanceCount: fhir=5 dicomweb=5 documents=3"_s,
                                                  u"instanceCount of 1.1.2: fhir=2 dicomweb=2 documents=0"_s,
                                              }));
    }

    void seriesOfBothRoutesAreUnited()
    {
        model::Study fhir = study(u"1.1"_s);
        fhir.series = {series(u"1.1.1"_s, 0)};
        model::Study qido = study(u"1.1"_s);
        qido.series = {series(u"1.1.1"_s, 3), series(u"1.1.2"_s, 1)};
        const auto merged = story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})});
        QCOMPARE(merged.studies.first().series.size(), 2);
        QCOMPARE(merged.studies.first().series.first().instances.size(), 3);
    }

    void rowsOfOneRouteThatDescribePartsOfAStudyBecomeOne()
    {
        model::Study first = study(u"1.1"_s);
        first.series = {series(u"1.1.1"_s, 2)};
        first.seriesCount = 1;
        first.instanceCount = 2;
        first.modalities = {u"CT"_s};
        model::Study second = study(u"1.1"_s);
        second.series = {series(u"1.1.2"_s, 3)};
        second.seriesCount = 1;
        second.instanceCount = 3;
        second.modalities = {u"SR"_s};
        const auto merged = story::merge({answer(Route::Fhir, {first, second})});
        QCOMPARE(merged.studies.size(), 1);
        const model::Study &row = merged.studies.first();
        QCOMPARE(row.routes, QList{Route::Fhir});
        QCOMPARE(row.series.size(), 2);
        QCOMPARE(row.seriesCount, std::optional(2));
        QCOMPARE(row.instanceCount, std::optional(5));
        QCOMPARE(row.modalities, QStringList({u"CT"_s, u"SR"_s}));
        QVERIFY(merged.differences.isEmpty());
    }

    void theOrderOfAnswersDecidesNotTheirArrival()
    {
        model::Study fhir = study(u"1.1"_s, {}, u"A"_s);
        model::Study qido = study(u"1.1"_s, {}, u"B"_s);
        const auto one = story::merge({answer(Route::Fhir, {fhir}), answer(Route::Dicomweb, {qido})});
        const auto other = story::merge({answer(Route::Dicomweb, {qido}), answer(Route::Fhir, {fhir})});
        QCOMPARE(one.studies.first().description, u"A"_s);
        QCOMPARE(other.studies.first().description, u"B"_s);
    }
};

QTEST_GUILESS_MAIN(MergeTest)
#include "MergeTest.moc"
