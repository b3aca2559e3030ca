#include "dicomweb/Qido.h"

#include <QElapsedTimer>
#include <QTest>

using namespace network;
using Kind = Error::Kind;

namespace {

const QUrl base(QStringLiteral("https://ncp.example/dicom-web/"));

QByteArray rowWith(const QByteArray &attributes)
{
    return R"([{"0020000D":{"vr":"UI","Value":["1.2.3"]},)" + attributes + "}]";
}

} // namespace

Q_DECLARE_METATYPE(network::QidoForm)

class QidoTest : public QObject
{
    Q_OBJECT

private slots:
    void writesValuesThatNeedNoDecoding_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("plain") << QStringLiteral("140358-936L") << QByteArray("140358-936L");
        QTest::newRow("slash") << QStringLiteral("850114/1234") << QByteArray("850114/1234");
        QTest::newRow("caret and blank") << QStringLiteral("Doe^Peter A") << QByteArray("Doe?Peter?A");
        QTest::newRow("plus, ampersand") << QStringLiteral("a+b&c=d#e") << QByteArray("a?b?c?d?e");
        QTest::newRow("accents") << QStringLiteral(u"Yıldız") << QByteArray("Y?ld?z");
        QTest::newRow("beyond the basic plane") << QStringLiteral(u"a\U0001F600b") << QByteArray("a?b");
    }
    void writesValuesThatNeedNoDecoding()
    {
        QFETCH(QString, value);
        QFETCH(QByteArray, written);
        QCOMPARE(qidoValue(value), written);
    }

    void writesValuesEncodedAsWell()
    {
        QCOMPARE(qidoValue(QStringLiteral(u"A+B^Y\u0131*?-1"), QidoSpelling::Encoded),
                 QByteArray("A%2BB%5EY%C4%B1*?-1"));
    }

    void asksForStudies_data()
    {
        QTest::addColumn<QidoForm>("form");
        QTest::addColumn<QString>("expected");
        const QString start =
            QStringLiteral("https://ncp.example/dicom-web/studies?PatientID=123&StudyDate=20240101-20241231&");
        const QString fields = QStringLiteral("includefield=00081030,00201206,00201208,00080061,00080080,00100021&");
        QTest::newRow("full") << QidoForm{}
                              << start + QStringLiteral("ModalitiesInStudy=MR&") + fields +
                                     QStringLiteral("limit=100&offset=0");
        QTest::newRow("no includefield") << QidoForm{false, 0, 100}
                                         << start + QStringLiteral("ModalitiesInStudy=MR&limit=100&offset=0");
        QTest::newRow("the guide's key") << QidoForm{true, 1, 100}
                                         << start + QStringLiteral("Modality=MR&") + fields +
                                                QStringLiteral("limit=100&offset=0");
        QTest::newRow("no modality") << QidoForm{true, 2, 50} << start + fields + QStringLiteral("limit=50&offset=0");
    }
    void asksForStudies()
    {
        QFETCH(QidoForm, form);
        QFETCH(QString, expected);
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{QStringLiteral("urn:oid:1"), QStringLiteral("123")};
        query.from = QDate(2024, 1, 1);
        query.to = QDate(2024, 12, 31);
        query.modality = QStringLiteral("MR");
        QCOMPARE(QString::fromLatin1(urlFor(base, qidoStudies(query, 100), form, 0).toEncoded()), expected);
    }

    void leavesOutOneThingBeforeItLeavesOutAll_data()
    {
        QTest::addColumn<QString>("modality");
        QTest::addColumn<bool>("withSeries"); // an optional key
        QTest::addColumn<int>("limit");
        QTest::addColumn<QStringList>("forms"); // f: fields, k: optional keys, 0-2: key of the modality, and the limit
        QTest::newRow("nothing but fields") << QString() << false << 100 << QStringList{QStringLiteral("-k0 100")};
        QTest::newRow("large pages") << QString() << false << 1000
                                     << QStringList{QStringLiteral("-k0 1000"), QStringLiteral("fk0 200"),
                                                    QStringLiteral("-k0 200")};
        QTest::newRow("modality") << QStringLiteral("MR") << false << 100
                                  << QStringList{QStringLiteral("-k0 100"), QStringLiteral("fk1 100"),
                                                 QStringLiteral("fk2 100"), QStringLiteral("-k1 100"),
                                                 QStringLiteral("-k2 100")};
        QTest::newRow("series") << QString() << true << 100
                                << QStringList{QStringLiteral("-k0 100"), QStringLiteral("f-0 100"),
                                               QStringLiteral("--0 100")};
    }
    void leavesOutOneThingBeforeItLeavesOutAll()
    {
        QFETCH(QString, modality);
        QFETCH(bool, withSeries);
        QFETCH(int, limit);
        model::StudyQuery query;
        query.modality = modality;
        if (withSeries)
            query.series = model::SeriesUid::parse(u"1.2.3");
        QidoForm full;
        full.limit = limit;
        QStringList forms;
        for (const QidoForm &form : plainerForms(full, qidoStudies(query, limit)))
            forms << QStringLiteral("%1%2%3 %4")
                         .arg(QLatin1Char(form.withIncludeFields ? 'f' : '-'))
                         .arg(QLatin1Char(form.withOptionalKeys ? 'k' : '-'))
                         .arg(form.modalityKey)
                         .arg(form.limit);
        QTEST(forms, "forms");
    }

    void asksForLowerLevels()
    {
        const auto study = *model::StudyUid::parse(u"1.2");
        const auto series = *model::SeriesUid::parse(u"1.2.1");
        const auto url = [](const QidoSearch &search) {
            return QString::fromLatin1(urlFor(base, search, {false, 0, 7}, 14).toEncoded());
        };
        QCOMPARE(url(qidoSeries(study, 7)),
                 QStringLiteral("https://ncp.example/dicom-web/studies/1.2/series?limit=7&offset=14"));
        QCOMPARE(url(qidoInstances(study, series, 7)),
                 QStringLiteral("https://ncp.example/dicom-web/studies/1.2/series/1.2.1/instances?limit=7&offset=14"));
        QCOMPARE(url(qidoInstances(study, std::nullopt, 7)),
                 QStringLiteral("https://ncp.example/dicom-web/studies/1.2/instances?limit=7&offset=14"));
        model::StudyQuery open;
        open.to = QDate(2024, 12, 31);
        QCOMPARE(url(qidoStudies(open, 7)),
                 QStringLiteral("https://ncp.example/dicom-web/studies?StudyDate=-20241231&limit=7&offset=14"));
    }

    void readsNothingAsNoRows_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank") << QByteArray("\r\n");
        QTest::newRow("[]") << QByteArray("[ ]");
    }
    void readsNothingAsNoRows()
    {
        QFETCH(QByteArray, body);
        const auto rows = readQidoRows(body, [](const QidoRow &) { QFAIL("a row"); });
        QVERIFY(rows);
        QCOMPARE(*rows, 0);
    }

    void readsARowOfVeryManyKeysInTime()
    {
        QByteArray row = R"([{"0020000D":{"vr":"UI","Value":["1.2"]})";
        for (int key = 0; key < 100'000; ++key)
            row += ",\"" + QByteArray::number(key).rightJustified(8, '0') + "\":{}";
        QElapsedTimer clock;
        clock.start();
        const auto rows = readQidoRows(row + "}]", [](const QidoRow &read) {
            QVERIFY(studyIn(read));
            QVERIFY(!read.hasDuplicateKey());
        });
        QVERIFY(rows);
        QVERIFY2(clock.elapsed() < 3'000, "each key was compared with all others");
    }

    void refusesOtherJson_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("cut") << rowWith(R"("00080050":{"vr":"SH"})").chopped(3);
        QTest::newRow("object") << QByteArray("{}");
        QTest::newRow("page") << QByteArray("<html>");
        QTest::newRow("too deep") << QByteArray("[").repeated(100'000);
    }
    void refusesOtherJson()
    {
        QFETCH(QByteArray, body);
        const auto rows = readQidoRows(body, [](const QidoRow &) {});
        QVERIFY(!rows);
        QCOMPARE(nameOf(rows.error().kind), nameOf(Kind::Malformed));
    }

    void readsAStudyRowInAllItsSpellings_data()
    {
        QTest::addColumn<QByteArray>("attributes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("accession");
        QTest::addColumn<int>("count"); // -1: not told
        QTest::addColumn<QString>("date");
        QTest::newRow("as the standard says")
            << QByteArray(
                   R"("00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane"}]},"00080050":{"vr":"SH","Value":["A1"]},)"
                   R"("00201208":{"vr":"IS","Value":[12]},"00080020":{"vr":"DA","Value":["20240305"]})")
            << QStringLiteral("Doe^Jane") << QStringLiteral("A1") << 12 << QStringLiteral("2024-03-05");
        QTest::newRow("numbers as padded text, name as text, date with dots")
            << QByteArray(
                   R"("00100010":{"vr":"PN","Value":["Doe^Jane "]},"00080050":{"vr":"SH","Value":[" A1 "]},)"
                   R"("00201208":{"vr":"IS","Value":["12\u0000"]},"00080020":{"vr":"DA","Value":["2024.03.05"]})")
            << QStringLiteral("Doe^Jane") << QStringLiteral("A1") << 12 << QStringLiteral("2024-03-05");
        QTest::newRow("empty in four ways")
            << QByteArray(R"("00100010":{"vr":"PN","Value":[{}]},"00080050":{"vr":"SH","Value":[""]},)"
                          R"("00201208":{"vr":"IS","Value":[null]},"00080020":{"vr":"DA","Value":[]})")
            << QString() << QString() << -1 << QString();
        QTest::newRow("absent") << QByteArray(R"("00100010":{"vr":"PN"})") << QString() << QString() << -1 << QString();
        QTest::newRow("ideographic alone")
            << QByteArray(R"("00100010":{"vr":"PN","Value":[{"Ideographic":"山田^太郎"}]})")
            << QStringLiteral("山田^太郎") << QString() << -1 << QString();
        QTest::newRow("nonsense")
            << QByteArray(R"("00201208":{"vr":"IS","Value":["many"]},"00080020":{"vr":"DA","Value":["20249999"]})")
            << QString() << QString() << -1 << QString();
    }
    void readsAStudyRowInAllItsSpellings()
    {
        QFETCH(QByteArray, attributes);
        QFETCH(QString, name);
        QFETCH(QString, accession);
        QFETCH(int, count);
        QFETCH(QString, date);
        std::optional<model::Study> study;
        QVERIFY(readQidoRows(rowWith(attributes), [&](const QidoRow &row) { study = studyIn(row); }));
        QVERIFY(study);
        QCOMPARE(study->patient.name, name);
        QCOMPARE(study->accessions.join(u' '), accession);
        QCOMPARE(study->instanceCount.value_or(-1), count);
        QCOMPARE(study->date.toString(Qt::ISODate), date);
    }

    void readsLowerLevels()
    {
        std::optional<model::Series> series;
        std::optional<model::Instance> instance;
        QVERIFY(readQidoRows(
            R"([{"0020000E":{"vr":"UI","Value":["1.2.1"]},"00080060":{"vr":"CS","Value":["MR"]},"00200011":{"vr":"IS","Value":["3"]},
            "00201209":{"vr":"IS","Value":[5]},"00180015":{"vr":"CS","Value":["HEAD"]},"0008103E":{"vr":"LO","Value":["T2 \\ axial"]}}])",
            [&](const QidoRow &row) { series = seriesIn(row); }));
        QVERIFY(series);
        QCOMPARE(series->number, 3);
        QCOMPARE(series->instanceCount, 5);
        QCOMPARE(series->bodySite, QStringLiteral("HEAD"));
        QCOMPARE(series->description, QStringLiteral("T2 \\ axial"));
        QVERIFY(readQidoRows(
            R"([{"00080018":{"vr":"UI","Value":["1.2.1.1"]},"00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.4"]},
            "00280008":{"vr":"IS","Value":["96"]}}])",
            [&](const QidoRow &row) { instance = instanceIn(row); }));
        QVERIFY(instance);
        QCOMPARE(instance->frames, 96);
        QVERIFY(!instance->number);
    }

    void refusesRowsWithoutAUsableUid()
    {
        int rows = 0;
        QVERIFY(readQidoRows(R"([{"0020000D":{"vr":"UI","Value":["../../x"]}},{},5])", [&](const QidoRow &row) {
            QVERIFY(!studyIn(row));
            ++rows;
        }));
        QCOMPARE(rows, 3);
    }

    void keepsTheFirstOfTwoEqualKeysAndSaysSo()
    {
        QVERIFY(readQidoRows(rowWith(R"("00080050":{"vr":"SH","Value":["A1"]},"00080050":{"vr":"SH","Value":["A2"]})"),
                             [&](const QidoRow &row) {
                                 QVERIFY(row.hasDuplicateKey());
                                 QCOMPARE(studyIn(row)->accessions, QStringList{QStringLiteral("A1")});
                             }));
    }

    void understandsWarnings()
    {
        const QidoWarnings warnings = warningsIn(
            {"299 host:80 \"There are 12 Additional Results that can be requested\"",
             "299 <base>: The fuzzymatching parameter is not supported. Only literal matching has been performed."});
        QVERIFY(warnings.moreRows.contains(u"12 Additional Results"));
        QCOMPARE(warnings.words.size(), 1);
    }

    void knowsWhenToStop()
    {
        using Next = QidoPaging::Next;
        QidoPaging plain(100);
        QCOMPARE(plain.after(100, 100, false, 10), Next::Ask);
        QCOMPARE(plain.offset(), 100);
        QCOMPARE(plain.after(30, 30, false, 10), Next::Done);

        QidoPaging exact(100);
        QCOMPARE(exact.after(100, 100, false, 10), Next::Ask);
        QCOMPARE(exact.after(0, 0, false, 10), Next::Done);

        QidoPaging smallLimit(100); // the server's own limit is 12, told by a warning
        QCOMPARE(smallLimit.after(12, 12, true, 10), Next::Ask);
        QCOMPARE(smallLimit.offset(), 12);
        QCOMPARE(smallLimit.after(12, 12, false, 10), Next::Ask);
        QCOMPARE(smallLimit.after(3, 3, false, 10), Next::Done);

        QidoPaging deaf(100); // offset is not obeyed
        QCOMPARE(deaf.after(100, 100, false, 10), Next::Ask);
        QCOMPARE(deaf.after(100, 0, false, 10), Next::Repeated);

        QidoPaging unusable(100); // none of its rows has a UID
        QCOMPARE(unusable.after(3, 0, false, 10), Next::Done);

        QidoPaging everything(100); // limit is not obeyed
        QCOMPARE(everything.after(250, 250, false, 10), Next::Done);

        QidoPaging silent(100); // the server's own limit is 12, and it says nothing
        QCOMPARE(silent.after(12, 12, false, 10), Next::Ask);
        QVERIFY(silent.isDoubting());
        QCOMPARE(silent.after(12, 12, false, 10), Next::Ask);
        QVERIFY(!silent.isDoubting());
        QCOMPARE(silent.after(5, 5, false, 10), Next::Done);

        QidoPaging whole(100); // all that there is, and offset is not obeyed
        QCOMPARE(whole.after(12, 12, false, 10), Next::Ask);
        QCOMPARE(whole.after(12, 0, false, 10), Next::Done);

        QidoPaging few(100); // no server caps at so few
        QCOMPARE(few.after(9, 9, false, 10), Next::Done);

        QidoPaging endless(10);
        QCOMPARE(endless.after(10, 10, false, 2), Next::Ask);
        QCOMPARE(endless.after(10, 10, false, 2), Next::PageCap);
    }
};

QTEST_GUILESS_MAIN(QidoTest)
#include "QidoTest.moc"
