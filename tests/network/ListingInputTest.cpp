#include "RawServer.h"
#include "dicomweb/Qido.h"
#include "fhir/Bundle.h"
#include "fhir/Capabilities.h"

#include <network/Client.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace network;
using Kind = Error::Kind;
using model::Note;
using model::Route;

namespace {

const QUrl base(QStringLiteral("https://ncp.example/fhir"));
constexpr qsizetype largestBody = LARGEST_BODY;

const QByteArray bundle =
    R"({"resourceType":"Bundle","type":"searchset","total":1,"link":[{"relation":"self","url":"ImagingStudy?x=1"}],"entry":[)"
    R"({"fullUrl":"urn:a","search":{"mode":"match","score":1},"resource":{"resourceType":"ImagingStudy","id":"1",)"
    R"("status":"available","identifier":[{"type":{"coding":[{"code":"ACSN"}]},"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}],)"
    R"("subject":{"reference":"Patient/1","identifier":{"system":"urn:x","value":"1"},"display":"A"},"started":"2024-01-02T10:11:12Z",)"
    R"("numberOfSeries":1,"numberOfInstances":1,"modality":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}],)"
    R"("endpoint":[{"reference":"Endpoint/e"}],"procedureCode":[{"text":"p"}],"series":[{"uid":"1.2.3.1","number":1,)"
    R"("modality":{"code":"CT"},"bodySite":{"display":"b"},"instance":[{"uid":"1.2.3.1.1","number":1,)"
    R"("sopClass":{"code":"urn:oid:1.2"}}]}]}},{"search":{"mode":"include"},"resource":{"resourceType":"Endpoint","id":"e",)"
    R"("status":"active","connectionType":{"code":"dicom-wado-rs"},"address":"https://a.example/rs"}},{"resource":)"
    R"({"resourceType":"Patient","id":"1","active":true,"name":[{"family":"A","given":["B"]}],"birthDate":"1980-01-01",)"
    R"("gender":"male","identifier":[{"system":"urn:x","value":"1"}],"link":[{"type":"replaced-by","other":{"reference":)"
    R"("Patient/2"}}]}},{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"x",)"
    R"("diagnostics":"d","details":{"text":"t"}}]}}]})";

const QByteArray rows =
    R"([{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00080016":{"vr":"UI","Value":["1.2"]},"00080018":{"vr":"UI","Value":)"
    R"(["1.2.3.1.1"]},"00080020":{"vr":"DA","Value":["20240102"]},"00080030":{"vr":"TM","Value":["101112"]},"00080061":{"vr":)"
    R"("CS","Value":["CT","MR"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B"}]},"00100030":{"vr":"DA","Value":["19800101"]},)"
    R"("0020000D":{"vr":"UI","Value":["1.2.3"]},"0020000E":{"vr":"UI","Value":["1.2.3.1"]},"00200011":{"vr":"IS","Value":[1]},)"
    R"("00200013":{"vr":"IS","Value":["1"]},"00201206":{"vr":"IS","Value":[1]},"00280008":{"vr":"IS","Value":["2"]},"00280010":)"
    R"({"vr":"US","Value":[512]},"00280011":{"vr":"US","Value":[512]},"00280100":{"vr":"US","Value":[16]}}])";

const QByteArray statement =
    R"({"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[{"type":"Patient",)"
    R"("operation":[{"name":"match"}],"searchParam":[{"name":"identifier"}]}]}]})";

//! Every JSON that differs from this one in one value, which is of another type.
QList<QJsonValue> withOneWrongType(const QJsonValue &value)
{
    static const QList<QJsonValue> others{QJsonValue(QJsonValue::Null),
                                          true,
                                          -1.5,
                                          1e300,
                                          QStringLiteral("x"),
                                          QJsonArray{},
                                          QJsonObject{},
                                          QJsonArray{QJsonArray{QJsonValue::Null}},
                                          QJsonObject{{QStringLiteral("reference"), QJsonArray{1}}}};
    QList<QJsonValue> all = others;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            for (const QJsonValue &changed : withOneWrongType(array.at(i))) {
                QJsonArray copy = array;
                copy[i] = changed;
                all << copy;
            }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            for (const QJsonValue &changed : withOneWrongType(it.value())) {
                QJsonObject copy = object;
                copy[it.key()] = changed;
                all << copy;
            }
    }
    return all;
}

QByteArray written(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    return value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact) : QByteArray("1");
}

//! How each reader ends: "n rows" or the kind of its error.
template <class T>
QString ending(const Result<T> &result, qsizetype count)
{
    return result ? QString::number(count) : nameOf(result.error().kind);
}

QString asPatients(const QByteArray &body)
{
    const auto page = patientsIn(body);
    return ending(page, page ? page->patients.size() : 0);
}

QString asStudies(const QByteArray &body)
{
    const auto page = imagingStudiesIn(body, base);
    return ending(page, page ? page->studies.size() : 0);
}

QString asRows(const QByteArray &body)
{
    qsizetype read = 0;
    const auto count = readQidoRows(
        body, [&read](const QidoRow &row) { read += studyIn(row) || seriesIn(row) || instanceIn(row) ? 1 : 0; });
    return ending(count, read);
}

QString asStatement(const QByteArray &body)
{
    const auto read = capabilitiesIn(body);
    return ending(read, 1);
}

template <class J>
bool ended(const J &job)
{
    return QTest::qWaitFor([&job] { return job->isFinished(); }, 30'000);
}

} // namespace

//! What the listings make of what no decent server sends.
class ListingInputTest : public QObject
{
    Q_OBJECT

private slots:
    void eachBodyHasItsEnd_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("endings"); // as patients, studies, rows, capability statement
        const QStringList malformed{QStringLiteral("Malformed"), QStringLiteral("Malformed"),
                                    QStringLiteral("Malformed"), QStringLiteral("Malformed")};
        const auto row = [](const char *name, const QByteArray &body, const QStringList &endings) {
            QTest::newRow(name) << body << endings;
        };
        const QString one = QStringLiteral("1");
        row("a good bundle", bundle, {one, one, malformed[0], malformed[0]});
        row("good rows", rows, {malformed[0], malformed[0], one, malformed[0]});
        row("a good statement", statement, {malformed[0], malformed[0], malformed[0], one});
        row("nothing", "", {malformed[0], malformed[0], QStringLiteral("0"), malformed[0]});
        row("two documents", bundle + bundle, malformed);
        row("a page", "<html><body>Sign in</body></html>", malformed);
        row("half of it", bundle.chopped(40), malformed);
        row("half of the rows", rows.chopped(40), malformed);
        row("arrays 100,000 deep", QByteArray(100'000, '[') + QByteArray(100'000, ']'), malformed);
        row("objects 100,000 deep", QByteArray("{\"a\":").repeated(100'000) + '1' + QByteArray(100'000, '}'),
            malformed);
        QByteArray deep = bundle;
        deep.replace("\"text\":\"p\"", "\"text\":" + QByteArray("{\"x\":").repeated(900) + '1' + QByteArray(900, '}'));
        row("extension 900 deep", deep, {one, one, malformed[0], malformed[0]});
        row("not UTF-8", QByteArray(bundle).replace("\"display\":\"A\"", "\"display\":\"\xfc\xff\""),
            {one, one, malformed[0], malformed[0]});
        row("rows not UTF-8", QByteArray(rows).replace("A^B", "M\xfcller^B"),
            {malformed[0], malformed[0], one, malformed[0]});
        row("a byte order mark", "\xef\xbb\xbf" + rows, {malformed[0], malformed[0], one, malformed[0]});
        row("numbers as texts", QByteArray(bundle).replace("\"number\":1", "\"number\":\" 1 \""),
            {one, one, malformed[0], malformed[0]});
        row("a number beyond 64 bits", QByteArray(rows).replace("[512]", "[99999999999999999999]"), malformed);
        row("a number beyond 32 bits", QByteArray(rows).replace("[512]", "[9999999999]"),
            {malformed[0], malformed[0], one, malformed[0]});
        row("a key twice", QByteArray(bundle).replace("\"id\":\"1\",", "\"id\":\"1\",\"id\":{},"),
            {one, one, malformed[0], malformed[0]});
        row("100 MB of blanks", QByteArray(largestBody, ' '),
            {malformed[0], malformed[0], QStringLiteral("0"), malformed[0]});
        row("100 MB in one value", QByteArray(rows).replace("A^B", QByteArray(largestBody, 'A')),
            {malformed[0], malformed[0], one, malformed[0]});
        row("100 MB of opening brackets", QByteArray(largestBody, '['), malformed);
    }
    void eachBodyHasItsEnd()
    {
        QFETCH(QByteArray, body);
        QFETCH(QStringList, endings);
        QCOMPARE((QStringList{asPatients(body), asStudies(body), asRows(body), asStatement(body)}), endings);
    }

    void aWrongTypeAnywhereIsAbsentOrMalformed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("bundle") << bundle;
        QTest::newRow("rows") << rows;
        QTest::newRow("statement") << statement;
    }
    void aWrongTypeAnywhereIsAbsentOrMalformed()
    {
        QFETCH(QByteArray, body);
        const QJsonDocument document = QJsonDocument::fromJson(body);
        const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        QVERIFY(!document.isNull());
        const QStringList possible{QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("Malformed")};
        int tried = 0;
        for (const QJsonValue &changed : withOneWrongType(root)) {
            const QByteArray wrong = written(changed);
            for (const QString &end : {asPatients(wrong), asStudies(wrong), asRows(wrong), asStatement(wrong)})
                QVERIFY2(possible.contains(end), wrong);
            ++tried;
        }
        QVERIFY(tried > 50);
    }

    void theFirstOfTwoKeysIsRead()
    {
        const auto count =
            readQidoRows(R"([{"0020000D":{"vr":"UI","Value":["1.2.3"]},"0020000D":{"vr":"UI","Value":["4.5.6"]}}])",
                         [](const QidoRow &row) {
                             QVERIFY(row.hasDuplicateKey());
                             QCOMPARE(row.text("0020000D"), QStringLiteral("1.2.3"));
                         });
        QVERIFY(count);
    }

    void aServerWithoutWildcardsIsAskedWithTheCharactersThemselves()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &request) {
            QByteArray mine = rows;
            mine.replace(R"("00100010":)", R"("00100020":{"vr":"LO","Value":["A+B^3"]},"00100010":)");
            const bool isAsked = request.contains("PatientID=A%2BB%5E3&");
            socket.write(RawServer::reply(200, "application/dicom+json", isAsked ? mine : QByteArray("[]")));
        });
        Endpoint endpoint;
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        Client client(endpoint);
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{QStringLiteral("urn:x"), QStringLiteral("A+B^3")};
        auto job = client.searchStudies(query, Route::Dicomweb);
        QVERIFY(ended(job));
        QVERIFY(job->result());
        QCOMPARE(job->result()->studies.size(), 1);
        QCOMPARE(job->result()->notes.size(), 1);
        QCOMPARE(job->result()->notes.front().kind, Note::Kind::Fallback);
        QCOMPARE(server.requests.size(), 2);

        // Where the second question helps no more, the answer is that of the first.
        query.patient->value = QStringLiteral("A+C");
        auto none = client.searchStudies(query, Route::Dicomweb);
        QVERIFY(ended(none));
        QVERIFY(none->result() && none->result()->studies.isEmpty() && none->result()->notes.isEmpty());

        // Wildcards in a number would bring everybody.
        server.requests.clear();
        query.patient->value = QStringLiteral("4?*");
        auto broad = client.searchStudies(query, Route::Dicomweb);
        QVERIFY(ended(broad));
        QVERIFY(!broad->result());
        QCOMPARE(broad->result().error().kind, Kind::Usage);
        QVERIFY(server.requests.isEmpty());
    }

    void aCountBelowNothingIsNone()
    {
        QByteArray counted = rows;
        counted.replace(R"("00201206":{"vr":"IS","Value":[1]})", R"("00201206":{"vr":"IS","Value":[-1]})");
        QVERIFY(counted != rows);
        std::optional<model::Study> study;
        QVERIFY(readQidoRows(counted, [&](const QidoRow &row) { study = studyIn(row); }));
        QVERIFY(study && !study->seriesCount);
        QByteArray page = bundle;
        page.replace(R"("numberOfInstances":1)", R"("numberOfInstances":-4)");
        const auto read = imagingStudiesIn(page, base);
        QVERIFY(read && !read->studies.isEmpty());
        QVERIFY(!read->studies.front().study.instanceCount);
    }

    void aForeignNextPageGetsNothing_data()
    {
        QTest::addColumn<bool>("isBelowBase"); // the path alone would lie below the base
        QTest::newRow("somewhere else") << false;
        QTest::newRow("the path of the base behind another name") << true;
    }
    void aForeignNextPageGetsNothing()
    {
        QFETCH(bool, isBelowBase);
        RawServer elsewhere([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json", bundle));
        });
        int pages = 0;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const QString next =
                elsewhere.origin() + (isBelowBase ? QStringLiteral("/fhir?page=2") : QStringLiteral("/other?page=2"));
            QByteArray page = bundle;
            if (++pages == 1)
                page.replace(R"("link":[)", R"("link":[{"relation":"next","url":")" + next.toLatin1() + R"("},)");
            socket.write(RawServer::reply(200, "application/fhir+json", page));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.fhirAuth = {Auth::Type::Bearer, {}, model::Secret(QStringLiteral("the-token"))};
        Client client(endpoint);
        auto job = client.searchStudies({}, Route::Fhir);
        QVERIFY(ended(job));
        QVERIFY(job->result());
        QCOMPARE(job->result()->studies.size(), 1);
        QCOMPARE(elsewhere.connections, 0); // no token, nothing at all
        QCOMPARE(job->result()->truncated, !isBelowBase);
        QStringList told;
        for (const Note &note : job->result()->notes)
            if (note.kind == (isBelowBase ? Note::Kind::Fallback : Note::Kind::Truncated))
                told << note.detail;
        QCOMPARE(told.size(), 1);
        QVERIFY2(told.front().contains(isBelowBase ? QStringLiteral("nothing was sent to the other")
                                                   : QStringLiteral("nothing was sent there")),
                 qPrintable(told.front()));
        for (const QString &detail : std::as_const(told))
            QVERIFY(!detail.contains(QStringLiteral("the-token")));
    }

    void pagesThatNeverEndAreEndedHere()
    {
        int pages = 0;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            QByteArray page = bundle;
            page.replace(R"("link":[)", R"("link":[{"relation":"next","url":"ImagingStudy?page=)" +
                                            QByteArray::number(++pages) + R"("},)");
            page.replace("1.2.3", "1.2." + QByteArray::number(pages));
            socket.write(RawServer::reply(200, "application/fhir+json", page));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.maximumPages = 7;
        Client client(endpoint);
        auto job = client.searchStudies({}, Route::Fhir);
        QVERIFY(ended(job));
        QVERIFY(job->result());
        QVERIFY(job->result()->truncated);
        QCOMPARE(job->result()->studies.size(), 7);
    }
};

QTEST_GUILESS_MAIN(ListingInputTest)
#include "ListingInputTest.moc"
