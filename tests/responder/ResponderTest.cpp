#include "Wire.h"

#include <responder/Responder.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryFile>
#include <QTest>
#include <QUrl>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <future>
#include <memory>
#include <set>
#include <system_error>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using responder::Fault;
using responder::Reply;
using responder::Request;
using responder::Responder;
using wire::End;

namespace {

const auto multipartAccept = QByteArrayLiteral("Accept: multipart/related; type=\"application/dicom\"; "
                                               "transfer-syntax=*\r\n");

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonArray array(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).array();
}

//! The ids of the matches of a searchset.
QStringList matchesIn(const QJsonObject &bundle)
{
    QStringList ids;
    for (const auto &entry : bundle.value("entry"_L1).toArray()) {
        if (entry.toObject().value("search"_L1).toObject().value("mode"_L1) == "match"_L1)
            ids += entry.toObject().value("resource"_L1).toObject().value("id"_L1).toString();
    }
    return ids;
}

QString linkIn(const QJsonObject &bundle, const QString &relation)
{
    for (const auto &link : bundle.value("link"_L1).toArray()) {
        if (link.toObject().value("relation"_L1) == relation)
            return link.toObject().value("url"_L1).toString();
    }
    return {};
}

//! The values of an attribute in each row, joined.
QStringList column(const QJsonArray &rows, QLatin1StringView tag)
{
    QStringList values;
    for (const auto &row : rows) {
        QStringList one;
        for (const auto &value : row.toObject().value(tag).toObject().value("Value"_L1).toArray())
            one += value.isDouble() ? QString::number(value.toInt()) : value.toString();
        values += one.join(u'+');
    }
    return values;
}

std::unique_ptr<DcmFileFormat> readDicom(const QByteArray &bytes)
{
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.constData(), bytes.size());
    stream.setEos();
    auto file = std::make_unique<DcmFileFormat>();
    file->transferInit();
    const bool good = bytes.mid(128, 4) == "DICM" && file->read(stream).good();
    file->transferEnd();
    if (!good || file->loadAllDataIntoMemory().bad())
        return nullptr;
    return file;
}

QString valueOf(DcmFileFormat &file, const DcmTagKey &tag)
{
    OFString value;
    file.getDataset()->findAndGetOFStringArray(tag, value);
    return QString::fromUtf8(value.c_str());
}

} // namespace

class ResponderTest : public QObject
{
    Q_OBJECT

private:
    Responder m_responder;

    wire::Received get(const QByteArray &target, const QByteArray &headers = {},
                       std::chrono::milliseconds patience = 10s)
    {
        return wire::get(m_responder.port(), target, headers, patience);
    }

    //! The smallest study with several instances, by its UIDs.
    static const responder::DemoStudy &brain()
    {
        static const auto study = Responder::demoPatients().front().studies.at(1);
        return study;
    }
    static QByteArray seriesTarget()
    {
        return QByteArray::fromStdString("/dicom-web/studies/" + brain().uid + "/series/" + brain().series[0].uid);
    }
    static QByteArray instanceTarget()
    {
        return seriesTarget() + "/instances/" + QByteArray::fromStdString(brain().series[0].instances[0]);
    }

    wire::Received match(const QByteArray &parameters) const
    {
        return wire::exchange(m_responder.port(),
                              "POST /fhir/Patient/$match HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                              "Content-Type: application/fhir+json\r\nContent-Length: " +
                                  QByteArray::number(parameters.size()) + "\r\n\r\n" + parameters);
    }

    //! Retrieves the series under a fault and splits what came.
    QList<QByteArray> partsUnder(const Fault &fault, wire::Received &got, const QByteArray &lineEnd = "\r\n")
    {
        m_responder.play(fault);
        got = get(seriesTarget(), multipartAccept);
        return wire::partsOf(got.body, wire::boundaryOf(got.headers.value("content-type")), lineEnd);
    }

private slots:
    void cleanup()
    {
        m_responder.heal();
        m_responder.forgetAnswers();
        m_responder.clearSeen();
    }

    void answersTheFirstSearchWithinASecondOfItsStart()
    {
        QElapsedTimer timer;
        timer.start();
        const Responder fresh;
        const auto got = wire::get(fresh.port(), "/fhir/Patient?identifier=6803142486");
        QCOMPARE(got.status, 200);
        QCOMPARE(matchesIn(object(got.body)), QStringList{"person-1"_L1});
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void takesAGivenPortAndRefusesATakenOne()
    {
        std::uint16_t port = 0;
        {
            const Responder first;
            port = first.port();
            QVERIFY_THROWS_EXCEPTION(std::system_error, Responder{port});
        }
        const Responder second(port);
        QCOMPARE(wire::get(port, "/fhir/metadata").status, 200);
    }

    void endsWhileClientsWait()
    {
        auto shortLived = std::make_unique<Responder>();
        shortLived->play(Fault::stall());
        const auto port = shortLived->port();
        auto waiting = std::async(std::launch::async, [port] { return wire::get(port, "/fhir/metadata"); });
        QTRY_COMPARE(shortLived->seen().size(), std::size_t(1));
        shortLived.reset();
        QCOMPARE(waiting.get().end, End::Closed);
    }

    void endsAtOnceWhenConnectionsAreKept()
    {
        auto shortLived = std::make_unique<Responder>();
        wire::Open kept(shortLived->port(), "GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(kept.waitForBytes());
        shortLived->play(Fault::stall(true));
        wire::Open stalled(shortLived->port(), "GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(stalled.waitForBytes());
        const wire::Open mute(shortLived->port(), {});
        QElapsedTimer timer;
        timer.start();
        shortLived.reset();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void hasRoomAgainWhenWaitingClientsLeave()
    {
        Responder fresh;
        // Not a number of times: a request that was seen may not have taken its fault yet.
        fresh.play(Fault::stall().onPath("/fhir/Patient"));
        for (int i = 0; i < 100; ++i)
            const wire::Open client(fresh.port(), "GET /fhir/Patient HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_COMPARE(fresh.seen().size(), std::size_t(100));
        QCOMPARE(wire::get(fresh.port(), "/fhir/metadata").status, 200);
    }

    void remembersRequestsAsTheyCame()
    {
        wire::exchange(m_responder.port(),
                       "POST /fhir/Patient/_search HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
                       "Content-Length: 27\r\n\r\nidentifier=a%7Cb&name=M+%C3");
        const auto seen = m_responder.seen();
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(seen[0].method, std::string("POST"));
        QCOMPARE(seen[0].target, std::string("/fhir/Patient/_search"));
        QCOMPARE(seen[0].header("authorization"), std::string("Bearer secret"));
        QVERIFY(!seen[0].hasHeader("Cookie"));
        QCOMPARE(seen[0].body, std::string("identifier=a%7Cb&name=M+%C3"));
        QCOMPARE(seen[0].parameter("identifier"), std::string("a|b"));
        QCOMPARE(seen[0].parameter("name"), std::string("M \xC3"));
        m_responder.clearSeen();
        QVERIFY(m_responder.seen().empty());
    }

    void remembersWhatHttpWouldDecode()
    {
        get("/x%2Fy/%C3%A9?a=%7C&b=+&c=?d?",
            "X-Second: a%2Fb\r\nX-First:  two  words \r\nx-second: again\r\nX-Empty:\r\n");
        const auto request = m_responder.seen().at(0);
        QCOMPARE(request.target, std::string("/x%2Fy/%C3%A9?a=%7C&b=+&c=?d?"));
        const responder::Headers expected = {{"Host", "127.0.0.1:" + std::to_string(m_responder.port())},
                                             {"Connection", "close"},
                                             {"X-Second", "a%2Fb"},
                                             {"X-First", "two  words"},
                                             {"x-second", "again"},
                                             {"X-Empty", ""}};
        QVERIFY(request.headers == expected);
    }

    void saysHeadersAsTheyAreWritten()
    {
        m_responder.answer("GET", "/x",
                           {299,
                            "application/json",
                            std::string(5000, ' '),
                            {{"zebra", "1"}, {"Alpha", "%41"}, {"zebra", "2"}, {"X-Empty", ""}},
                            {}});
        const auto got = get("/x", "Accept-Encoding: gzip, br\r\nRange: bytes=0-9\r\n");
        QCOMPARE(got.all.left(got.all.indexOf("\r\n\r\n")),
                 "HTTP/1.1 299 Status\r\nContent-Type: application/json\r\nzebra: 1\r\nAlpha: %41\r\nzebra: 2\r\n"
                 "X-Empty: \r\nContent-Length: 5000");
        QCOMPARE(got.body.size(), 5000);
    }

    void keepsTheBodyOfAHead()
    {
        const auto got = wire::exchange(m_responder.port(), "HEAD /fhir/metadata HTTP/1.1\r\nHost: x\r\n"
                                                            "Connection: close\r\n\r\n");
        QCOMPARE(got.status, 200);
        QVERIFY(got.headers.value("content-length").toInt() > 100);
        QVERIFY(got.raw.isEmpty());
    }

    void keepsAConnectionForSeveralRequests()
    {
        const auto got = wire::exchange(m_responder.port(), "GET /fhir/Endpoint/dicomweb HTTP/1.1\r\nHost: x\r\n\r\n"
                                                            "GET /nothing HTTP/1.1\r\nHost: x\r\n"
                                                            "Connection: close\r\n\r\n");
        QCOMPARE(got.all.count("HTTP/1.1 "), 2);
        QVERIFY(got.all.contains("HTTP/1.1 404 "));
    }

    void refusesWhatIsNotHttp() { QCOMPARE(wire::exchange(m_responder.port(), "hello\r\n\r\n").status, 400); }

    // ---- scripted answers ----

    void saysWhatItIsToldToSay()
    {
        m_responder.answer("GET", "/fhir/Patient", {200, "application/fhir+json", R"({"resourceType":"Bundle"})"});
        m_responder.answer("GET", "/fhir/Patient?name=x", {200, "text/plain", "one target", {{"X-Mine", "yes"}}, {}});
        QCOMPARE(get("/fhir/Patient?name=y").body, R"({"resourceType":"Bundle"})");
        const auto got = get("/fhir/Patient?name=x");
        QCOMPARE(got.body, "one target");
        QCOMPARE(got.headers.value("x-mine"), "yes");
        QCOMPARE(get("/fhir/Patient/person-1").status, 200);
        m_responder.forgetAnswers();
        QVERIFY(get("/fhir/Patient?name=x").body.contains("searchset"));
    }

    void lastAnswerToTheSameWins()
    {
        m_responder.answer("GET", "/x", {200, "text/plain", "old"});
        m_responder.answer("GET", "/x", {200, "text/plain", "new"});
        QCOMPARE(get("/x").body, "new");
    }

    void asksAHandlerAndFallsBackToTheDemoCountry()
    {
        m_responder.handle("/fhir", [](const Request &request) -> std::optional<Reply> {
            if (request.target.find("secret") == std::string::npos)
                return std::nullopt;
            return Reply{418, "text/plain", request.parameter("secret")};
        });
        QCOMPARE(get("/fhir/Patient?secret=a%20b").body, "a b");
        QCOMPARE(get("/fhir/metadata").status, 200);
    }

    void servesFiles()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("from disk");
        file.close();
        m_responder.serveFile("/file", "text/plain", file.fileName().toStdString());
        QCOMPARE(get("/file").body, "from disk");
        m_responder.serveFile("/file", "text/plain", "/nowhere/at/all");
        QCOMPARE(get("/file").status, 404);
    }

    void sendsBodiesPieceByPiece()
    {
        Reply reply{200, "application/octet-stream", "head:"};
        reply.more = [left = std::make_shared<int>(3)] {
            return (*left)-- > 0 ? std::string(1000, 'x') : std::string();
        };
        m_responder.answer("GET", "/large", reply);
        const auto got = get("/large");
        QCOMPARE(got.headers.value("transfer-encoding"), "chunked");
        QVERIFY(got.whole);
        QCOMPARE(got.body, "head:" + QByteArray(3000, 'x'));
    }

    // ---- the demo country: FHIR ----

    void findsPatients_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("system and value")
            << QByteArray("identifier=urn:oid:2.999.17.1%7C6803142486") << QStringList{"person-1"_L1};
        QTest::newRow("value alone") << QByteArray("identifier=6803142486") << QStringList{"person-1"_L1};
        QTest::newRow("wrong system") << QByteArray("identifier=urn:oid:2.999.17.2%7C6803142486") << QStringList{};
        QTest::newRow("no system") << QByteArray("identifier=%7C6803142486") << QStringList{};
        QTest::newRow("name without accents, several candidates")
            << QByteArray("name=novak") << QStringList{"person-4"_L1, "person-5"_L1, "person-6"_L1};
        QTest::newRow("candidates told apart")
            << QByteArray("name=NOV%C3%81K&birthdate=1954-11-20&gender=female") << QStringList{"person-5"_L1};
        QTest::newRow("Greek without accent")
            << QByteArray("family=%CE%A0%CE%91%CE%A0%CE%91%CE%94") << QStringList{"person-2"_L1};
        QTest::newRow("Cyrillic in lower case")
            << QByteArray("name=%D0%BA%D0%BE%D0%B2%D0%B0%D0%BB") << QStringList{"person-3"_L1};
        QTest::newRow("exact") << QByteArray("name:exact=novak") << QStringList{};
        QTest::newRow("born in a year") << QByteArray("birthdate=1990") << QStringList{"person-4"_L1};
        QTest::newRow("born before") << QByteArray("birthdate=lt1959-04-08")
                                     << QStringList{"person-3"_L1, "person-5"_L1};
        QTest::newRow("nobody") << QByteArray("name=zzz") << QStringList{};
    }
    void findsPatients()
    {
        QFETCH(QByteArray, query);
        QFETCH(QStringList, ids);
        const auto bundle = object(get("/fhir/Patient?" + query).body);
        QCOMPARE(bundle.value("type"_L1).toString(), "searchset"_L1);
        QCOMPARE(bundle.value("total"_L1).toInt(-1), ids.size());
        QCOMPARE(matchesIn(bundle), ids);
        QCOMPARE(bundle.contains("entry"_L1), !ids.isEmpty());
    }

    void findsStudies_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QStringList>("ids");
        const QByteArray mine = "patient.identifier=urn:oid:2.999.17.1%7C6803142486";
        const QStringList all{"study-1-1"_L1, "study-1-2"_L1, "study-1-3"_L1, "study-1-4"_L1,
                              "study-1-5"_L1, "study-1-6"_L1, "study-1-7"_L1, "study-1-8"_L1};
        QTest::newRow("chained identifier") << mine << all;
        QTest::newRow("logical id") << QByteArray("patient=Patient/person-1") << all;
        QTest::newRow("identifier modifier") << QByteArray("patient:identifier=urn:oid:2.999.17.1%7C6803142486") << all;
        QTest::newRow("closed range of days")
            << mine + "&started=ge2026-06-18&started=le2026-09-27" << QStringList{"study-1-2"_L1, "study-1-3"_L1};
        QTest::newRow("modality with system") << mine + "&modality=http://dicom.nema.org/resources/ontology/DCM%7CMR"
                                              << QStringList{"study-1-2"_L1, "study-1-7"_L1};
        QTest::newRow("one of two modalities")
            << mine + "&modality=MG,DX" << QStringList{"study-1-3"_L1, "study-1-4"_L1};
        QTest::newRow("study UID") << QByteArray("identifier=urn:dicom:uid%7Curn:oid:") +
                                          QByteArray::fromStdString(brain().uid)
                                   << QStringList{"study-1-2"_L1};
        QTest::newRow("accession number") << QByteArray("identifier=XA26-002204") << QStringList{"study-1-2"_L1};
        QTest::newRow("body site") << mine + "&bodysite=http://snomed.info/sct%7C76752008"
                                   << QStringList{"study-1-4"_L1};
        QTest::newRow("chain with a type")
            << QByteArray("subject:Patient.identifier=urn:oid:2.999.17.1%7C6803142486") << all;
        QTest::newRow("chain to other traits")
            << QByteArray("patient.family=lindqvist&patient.birthdate=1968-03") << all;
        QTest::newRow("a month") << mine + "&started=2026-06" << QStringList{"study-1-2"_L1};
        QTest::newRow("a year or a day") << mine + "&started=2025,2026-09-27"
                                         << QStringList{"study-1-3"_L1, "study-1-4"_L1, "study-1-7"_L1};
        QTest::newRow("not in a year") << mine + "&started=ne2026"
                                       << QStringList{"study-1-4"_L1, "study-1-7"_L1, "study-1-8"_L1};
        QTest::newRow("a moment and its zone")
            << mine + "&started=gt2026-09-27T06:22:30Z" << QStringList{"study-1-1"_L1, "study-1-3"_L1, "study-1-5"_L1};
        QTest::newRow("modality without system") << mine + "&modality=%7CMR" << QStringList{};
        QTest::newRow("any modality of a system")
            << mine + "&modality=http://dicom.nema.org/resources/ontology/DCM%7C" << all;
        QTest::newRow("case of a code") << mine + "&modality=mr" << QStringList{};
        QTest::newRow("SOP class") << mine + "&dicom-class=urn:oid:1.2.840.10008.5.1.4.1.1.4"
                                   << QStringList{"study-1-2"_L1, "study-1-7"_L1};
        QTest::newRow("one of some ids") << QByteArray("_id=study-1-2,study-1-4,none")
                                         << QStringList{"study-1-2"_L1, "study-1-4"_L1};
        QTest::newRow("an instance") << QByteArray("instance=") +
                                            QByteArray::fromStdString(brain().series[0].instances[3])
                                     << QStringList{"study-1-2"_L1};
        QTest::newRow("nothing asked by an empty value") << mine + "&modality=" << all;
        QTest::newRow("a patient without studies") << QByteArray("patient.identifier=8208170093") << QStringList{};
    }
    void findsStudies()
    {
        QFETCH(QByteArray, query);
        QFETCH(QStringList, ids);
        QCOMPARE(matchesIn(object(get("/fhir/ImagingStudy?" + query).body)), ids);
        query.replace("bodysite", "body-site"); // renamed in R5
        QCOMPARE(matchesIn(object(get("/fhir-r5/ImagingStudy?" + query).body)), ids);
    }

    void findsTheSameByPost()
    {
        const QByteArray form =
            "patient.identifier=urn%3Aoid%3A2.999.17.1%7C6803142486&started=ge2026-06&started=lt2026-10";
        const auto got = wire::exchange(m_responder.port(),
                                        "POST /fhir/ImagingStudy/_search HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                                            QByteArray::number(form.size()) + "\r\n\r\n" + form);
        QCOMPARE(matchesIn(object(got.body)), (QStringList{"study-1-2"_L1, "study-1-3"_L1}));
    }

    void findsDocuments_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QStringList>("ids");
        const QByteArray mine = "patient.identifier=urn:oid:2.999.17.1%7C6803142486&";
        const auto uid = QByteArray::fromStdString(brain().uid);
        const QStringList ofTheBrain{"report-1-2"_L1, "manifest-1-2"_L1, "kos-1-2"_L1};
        QTest::newRow("reports") << mine + "status=current&type=http://loinc.org%7C85430-7"
                                 << QStringList{"report-1-1"_L1, "report-1-2"_L1, "report-1-4"_L1};
        QTest::newRow("superseded") << mine + "status=superseded" << QStringList{"report-1-1-preliminary"_L1};
        QTest::newRow("one of two types, one content type")
            << mine + "type=85430-7,18748-4&contenttype=application/dicom" << QStringList{"kos-1-1"_L1, "kos-1-2"_L1};
        QTest::newRow("content type without parameters")
            << QByteArray("subject=Patient/person-3&contenttype:below=text/xml")
            << QStringList{"report-3-2"_L1, "report-3-1"_L1};
        QTest::newRow("category") << mine + "category=Medical-Imaging&date=ge2026-11-02T10:30:00%2B01:00"
                                  << QStringList{"report-1-1"_L1};
        QTest::newRow("date of a month") << mine + "date=2025-03" << QStringList{"report-1-4"_L1};
        QTest::newRow("creation") << mine + "creation=lt2026-01-01" << QStringList{"report-1-4"_L1};
        QTest::newRow("identifier") << QByteArray("identifier=urn:ietf:rfc:3986%7Curn:oid:") +
                                           QByteArray::fromStdString(
                                               Responder::demoPatients().front().studies.front().uid) +
                                           ".8000.1"
                                    << QStringList{"report-1-1"_L1};
        QTest::newRow("related identifier") << "related:identifier=urn:dicom:uid%7Curn:oid:" + uid << ofTheBrain;
        QTest::newRow("study UID with prefix") << "study-instance-uid=urn:oid:" + uid << ofTheBrain;
        QTest::newRow("study UID bare") << "study-instance-uid=" + uid << ofTheBrain;
        QTest::newRow("accession number") << QByteArray("accession-number=XA26-002204") << ofTheBrain;
        QTest::newRow("accession number of another authority")
            << QByteArray("accession-number=urn:oid:1.2%7CXA26-002204") << QStringList{};
        QTest::newRow("modality") << mine + "type=18748-4&modality=http://dicom.nema.org/resources/ontology/DCM%7CMR"
                                  << QStringList{"manifest-1-2"_L1, "kos-1-2"_L1};
        QTest::newRow("body site") << mine + "bodysite=http://snomed.info/sct%7C76752008"
                                   << QStringList{"report-1-4"_L1};
        QTest::newRow("a person without documents") << QByteArray("patient=person-5") << QStringList{};
    }
    void findsDocuments()
    {
        QFETCH(QByteArray, query);
        QFETCH(QStringList, ids);
        QCOMPARE(matchesIn(object(get("/fhir/DocumentReference?" + query).body)), ids);
        if (!query.startsWith("related")) // gone in R5
            QCOMPARE(matchesIn(object(get("/fhir-r5/DocumentReference?" + query).body)), ids);
    }

    void describesDocumentsInTheWordsOfTheRelease()
    {
        const auto r4 = object(get("/fhir/DocumentReference/kos-1-2").body);
        const auto r5 = object(get("/fhir-r5/DocumentReference/kos-1-2").body);
        const auto related = r4.value("context"_L1).toObject().value("related"_L1).toArray();
        QCOMPARE(
            related.first().toObject().value("identifier"_L1).toObject().value("value"_L1).toString().toStdString(),
            "urn:oid:" + brain().uid);
        QCOMPARE(r5.value("context"_L1).toArray(), related);
        QCOMPARE(r4.value("relatesTo"_L1).toArray().first().toObject().value("code"_L1).toString(), "transforms"_L1);
        QVERIFY(r4.contains("masterIdentifier"_L1) && !r5.contains("masterIdentifier"_L1));
        QCOMPARE(r5.value("modality"_L1).toArray().size(), 1);
        const auto content = [](const QJsonObject &reference) {
            return reference.value("content"_L1).toArray().first().toObject();
        };
        QVERIFY(content(r4).value("attachment"_L1).toObject().value("size"_L1).isDouble());
        QVERIFY(content(r5).value("attachment"_L1).toObject().value("size"_L1).isString());
        QCOMPARE(content(r5).value("profile"_L1).toArray().first().toObject().value("valueCoding"_L1),
                 content(r4).value("format"_L1));
    }

    void givesDocumentsAsTheirReferencesSay()
    {
        const auto origin = QString::fromStdString(m_responder.origin());
        const auto bundle = object(get("/fhir/DocumentReference?status=current,superseded&_count=100").body);
        int fetched = 0;
        for (const auto &entry : bundle.value("entry"_L1).toArray()) {
            const auto resource = entry.toObject().value("resource"_L1).toObject();
            for (const auto &content : resource.value("content"_L1).toArray()) {
                const auto attachment = content.toObject().value("attachment"_L1).toObject();
                const auto type = attachment.value("contentType"_L1).toString().toLatin1();
                auto url = attachment.value("url"_L1).toString();
                QByteArray bytes;
                if (url.isEmpty()) {
                    bytes = QByteArray::fromBase64(attachment.value("data"_L1).toString().toLatin1());
                } else {
                    url = url.startsWith(origin) ? url.mid(origin.size()) : "/fhir/"_L1 + url;
                    const auto got = get(url.toLatin1(), "Accept: " + type + "\r\n");
                    QCOMPARE(got.status, 200);
                    QVERIFY(got.headers.value("content-type").startsWith(type));
                    bytes = got.body;
                }
                const auto hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toBase64();
                QCOMPARE(QString::fromLatin1(hash), attachment.value("hash"_L1).toString());
                QCOMPARE(attachment.value("size"_L1).toInt(), bytes.size());
                ++fetched;
            }
        }
        QVERIFY(fetched >= 15);
    }

    void wrapsABinaryForThoseWhoWantFhir()
    {
        const auto native = get("/fhir/Binary/report-4-1-pdf", "Accept: application/pdf\r\n");
        QVERIFY(native.body.startsWith("%PDF-"));
        const auto wrapped = get("/fhir/Binary/report-4-1-pdf", "Accept: application/fhir+json\r\n");
        QCOMPARE(object(wrapped.body).value("contentType"_L1).toString(), "application/pdf"_L1);
        QCOMPARE(QByteArray::fromBase64(object(wrapped.body).value("data"_L1).toString().toLatin1()), native.body);
        QVERIFY(get("/fhir/Binary/report-4-1-pdf").body == native.body);
        QCOMPARE(get("/fhir/Binary/report-4-1-pdf", "Accept: image/png\r\n").status, 406);
    }

    void matchesPatients_data()
    {
        QTest::addColumn<QByteArray>("patient");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QStringList>("idsAndGrades");
        const QByteArray zofie = R"("name":[{"family":"novakova","given":["zofie"]}],"gender":"female")";
        const auto *certain = R"(,{"name":"onlyCertainMatches","valueBoolean":true})";
        QTest::newRow("identifier") << QByteArray(
                                           R"("identifier":[{"system":"urn:oid:2.999.17.1","value":"6803142486"}])")
                                    << QByteArray(certain) << QStringList{"person-1 certain"_L1};
        QTest::newRow("all traits") << zofie + R"(,"birthDate":"1954-11-20")" << QByteArray(certain)
                                    << QStringList{"person-5 certain"_L1};
        QTest::newRow("two candidates") << zofie << QByteArray()
                                        << QStringList{"person-4 probable"_L1, "person-5 probable"_L1};
        QTest::newRow("two candidates, only certain ones wanted") << zofie << QByteArray(certain) << QStringList{};
        QTest::newRow("one wanted") << zofie << QByteArray(R"(,{"name":"count","valueInteger":1})")
                                    << QStringList{"person-4 probable"_L1};
        QTest::newRow("nobody") << QByteArray(R"("name":[{"family":"zzz"}])") << QByteArray() << QStringList{};
    }
    void matchesPatients()
    {
        QFETCH(QByteArray, patient);
        QFETCH(QByteArray, more);
        QFETCH(QStringList, idsAndGrades);
        const auto bundle = object(match(R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)"
                                         R"({"resourceType":"Patient",)" +
                                         patient + "}}" + more + "]}")
                                       .body);
        QStringList found;
        double last = 1;
        for (const auto &entry : bundle.value("entry"_L1).toArray()) {
            const auto search = entry.toObject().value("search"_L1).toObject();
            const auto grade = search.value("extension"_L1).toArray().first().toObject();
            QCOMPARE(grade.value("url"_L1).toString(), "http://hl7.org/fhir/StructureDefinition/match-grade"_L1);
            QVERIFY(search.value("score"_L1).toDouble(2) <= last);
            last = search.value("score"_L1).toDouble();
            found += entry.toObject().value("resource"_L1).toObject().value("id"_L1).toString() + u' ' +
                     grade.value("valueCode"_L1).toString();
        }
        QCOMPARE(found, idsAndGrades);
        QCOMPARE(bundle.value("total"_L1).toInt(-1), idsAndGrades.size());
    }

    void refusesToMatchWhatIsNoPatient()
    {
        for (
            const QByteArray body :
            {"", "[]", R"({"resourceType":"Patient"})", R"({"resourceType":"Parameters"})",
             R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Group"}}]})",
             R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":7}}]})"})
            QCOMPARE(match(body).status, 400);
    }

    void answersAtOnceWhatHasNeitherLengthNorBody_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        QTest::newRow("a study is not stored")
            << QByteArray("POST /dicom-web/studies") << 405 << QByteArray("GET, HEAD");
        QTest::newRow("a patient is not written")
            << QByteArray("PUT /fhir/Patient/person-1") << 405 << QByteArray("GET, HEAD");
        QTest::newRow("a match is posted") << QByteArray("GET /fhir/Patient/$match") << 405 << QByteArray("POST");
        QTest::newRow("a search is posted") << QByteArray("POST /fhir/Patient/_search") << 200 << QByteArray();
        QTest::newRow("faults are not put")
            << QByteArray("PUT /faults") << 405 << QByteArray("GET, HEAD, POST, DELETE");
        QTest::newRow("faults are taken back") << QByteArray("DELETE /faults") << 200 << QByteArray();
    }
    void answersAtOnceWhatHasNeitherLengthNorBody()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, status);
        QFETCH(QByteArray, allow);
        const Responder demo;
        const auto received =
            wire::exchange(demo.port(), line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 5s);
        QCOMPARE(received.status, status);
        QCOMPARE(received.headers.value("allow"), allow);
    }

    void saysWhatIsNotOfferedWhere_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no type of resource") << QByteArray("/fhir") << QByteArray("names a type of resource");
        QTest::newRow("a rendered study")
            << QByteArray("/dicom-web/studies/1.2/rendered") << QByteArray("single instances and frames");
        QTest::newRow("a thumbnail of a series")
            << QByteArray("/dicom-web/studies/1.2/series/1.3/thumbnail") << QByteArray("no thumbnails");
    }
    void saysWhatIsNotOfferedWhere()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, says);
        const Responder demo;
        const auto received = wire::get(demo.port(), target);
        QCOMPARE(received.status, 404);
        QVERIFY2(received.body.contains(says), received.body.constData());
    }

    void refusesRequests_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const QByteArray none;
        const QByteArray strict = "Prefer: handling=strict\r\n";
        QTest::newRow("unknown type") << QByteArray("GET") << QByteArray("/fhir/Observation") << none << 404;
        QTest::newRow("unknown id") << QByteArray("GET") << QByteArray("/fhir/Patient/nobody") << none << 404;
        QTest::newRow("unknown document") << QByteArray("GET") << QByteArray("/fhir/Binary/none") << none << 404;
        QTest::newRow("unknown page") << QByteArray("GET") << QByteArray("/fhir?page=none") << none << 410;
        QTest::newRow("writing") << QByteArray("DELETE") << QByteArray("/fhir/Patient/person-1") << none << 405;
        QTest::newRow("searching bundles") << QByteArray("GET") << QByteArray("/fhir/Bundle") << none << 405;
        QTest::newRow("operation by GET") << QByteArray("GET") << QByteArray("/fhir/Patient/$match") << none << 405;
        QTest::newRow("XML") << QByteArray("GET") << QByteArray("/fhir/Patient/person-1")
                             << QByteArray("Accept: application/fhir+xml\r\n") << 406;
        QTest::newRow("XML by URL") << QByteArray("GET") << QByteArray("/fhir/Patient/person-1?_format=xml") << none
                                    << 406;
        QTest::newRow("no date") << QByteArray("GET") << QByteArray("/fhir/ImagingStudy?started=2026-13") << none
                                 << 400;
        QTest::newRow("half a date") << QByteArray("GET") << QByteArray("/fhir/ImagingStudy?started=20260101") << none
                                     << 400;
        QTest::newRow("unknown prefix") << QByteArray("GET") << QByteArray("/fhir/ImagingStudy?started=xx2026") << none
                                        << 400;
        QTest::newRow("modifier that is not offered")
            << QByteArray("GET") << QByteArray("/fhir/Patient?identifier:above=1") << none << 400;
        QTest::newRow("no count") << QByteArray("GET") << QByteArray("/fhir/Patient?_count=some") << none << 400;
        QTest::newRow("unknown parameter, strictly")
            << QByteArray("GET") << QByteArray("/fhir/Patient?sex=female") << strict << 400;
        QTest::newRow("unknown include, strictly")
            << QByteArray("GET") << QByteArray("/fhir/Patient?_include=Patient:organization") << strict << 400;
        QTest::newRow("chain to nowhere, strictly")
            << QByteArray("GET") << QByteArray("/fhir/ImagingStudy?endpoint.name=x") << strict << 400;
        QTest::newRow("no consent") << QByteArray("GET") << QByteArray("/fhir/ImagingStudy?patient=person-10") << none
                                    << 403;
        QTest::newRow("no consent, documents")
            << QByteArray("GET") << QByteArray("/fhir/DocumentReference?patient=person-10") << none << 403;
    }
    void refusesRequests()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        const auto got =
            wire::exchange(m_responder.port(),
                           method + ' ' + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
        QCOMPARE(got.status, status);
        QCOMPARE(object(got.body).value("resourceType"_L1).toString(), "OperationOutcome"_L1);
    }

    void offersWhatItsStatementLists()
    {
        for (const QByteArray base : {"/fhir", "/fhir-r5"}) {
            const auto rest = object(get(base + "/metadata").body).value("rest"_L1).toArray().first().toObject();
            int parameters = 0;
            for (const auto &each : rest.value("resource"_L1).toArray()) {
                const auto resource = each.toObject();
                const auto type = resource.value("type"_L1).toString().toLatin1();
                for (const auto &parameter : resource.value("searchParam"_L1).toArray()) {
                    const auto name = parameter.toObject().value("name"_L1).toString().toLatin1();
                    const bool isDate = parameter.toObject().value("type"_L1) == "date"_L1;
                    const auto got = get(base + '/' + type + '?' + name + '=' + (isDate ? "2026" : "none"),
                                         "Prefer: handling=strict\r\n");
                    QVERIFY2(got.status == 200, name);
                    ++parameters;
                }
            }
            QVERIFY(parameters > 40);
        }
    }

    void countsWithoutShowing()
    {
        for (const QByteArray query : {"_count=0", "_summary=count"}) {
            const auto bundle = object(get("/fhir/ImagingStudy?patient=person-1&" + query).body);
            QCOMPARE(bundle.value("total"_L1).toInt(), 8);
            QVERIFY(!bundle.contains("entry"_L1));
            QVERIFY(linkIn(bundle, "next"_L1).isEmpty());
        }
    }

    void issuesTokensAsItsSmartConfigurationSays()
    {
        const auto smart = object(get("/fhir/.well-known/smart-configuration").body);
        const auto endpoint = smart.value("token_endpoint"_L1).toString();
        QCOMPARE(endpoint.toStdString(), m_responder.fhirBase() + "/token");
        const auto ask = [&](const QByteArray &audience, qint64 lifetime, const QByteArray &grant) {
            const auto option = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
            const auto end = QByteArray::number(QDateTime::currentSecsSinceEpoch() + lifetime);
            const auto assertion =
                QByteArray(R"({"alg":"ES384","typ":"JWT","kid":"k"})").toBase64(option) + '.' +
                (R"({"iss":"me","sub":"me","jti":"1","aud":")" + audience + R"(","exp":)" + end + '}')
                    .toBase64(option) +
                ".c2lnbmF0dXJl";
            const auto form = "grant_type=" + grant +
                              "&scope=system%2FPatient.rs&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-"
                              "assertion-type%3Ajwt-bearer&client_assertion=" +
                              assertion;
            return wire::exchange(m_responder.port(),
                                  "POST /fhir/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                                      QByteArray::number(form.size()) + "\r\n\r\n" + form);
        };
        const auto token = object(ask(endpoint.toLatin1(), 240, "client_credentials").body);
        QCOMPARE(token.value("expires_in"_L1).toInt(), 300);
        QVERIFY(!token.value("access_token"_L1).toString().isEmpty());
        const auto refusal = [](const wire::Received &got) {
            return QString::number(got.status) + u' ' + object(got.body).value("error"_L1).toString();
        };
        QCOMPARE(refusal(ask("http://elsewhere", 240, "client_credentials")), "401 invalid_client"_L1);
        QCOMPARE(refusal(ask(endpoint.toLatin1(), -1, "client_credentials")), "401 invalid_client"_L1);
        QCOMPARE(refusal(ask(endpoint.toLatin1(), 3600, "client_credentials")), "401 invalid_client"_L1);
        QCOMPARE(refusal(ask(endpoint.toLatin1(), 240, "password")), "400 unsupported_grant_type"_L1);
    }

    void speaksTwoReleases()
    {
        const auto modality = [&](const QByteArray &base) {
            const auto study = object(get(base + "/ImagingStudy/study-1-2").body);
            return study.value("series"_L1).toArray().first().toObject().value("modality"_L1).toObject();
        };
        QCOMPARE(modality("/fhir").value("code"_L1).toString(), "MR"_L1);
        QCOMPARE(modality("/fhir-r5").value("coding"_L1).toArray().first().toObject().value("code"_L1).toString(),
                 "MR"_L1);
        QCOMPARE(object(get("/fhir/metadata").body).value("fhirVersion"_L1).toString(), "4.0.1"_L1);
        QCOMPARE(object(get("/fhir-r5/metadata").body).value("fhirVersion"_L1).toString(), "5.0.0"_L1);
    }

    void includesTheEndpoint()
    {
        const auto bundle = object(get("/fhir/ImagingStudy?modality=US&_include=ImagingStudy:endpoint").body);
        const auto last = bundle.value("entry"_L1).toArray().last().toObject();
        QCOMPARE(last.value("search"_L1).toObject().value("mode"_L1).toString(), "include"_L1);
        QCOMPARE(last.value("resource"_L1).toObject().value("address"_L1).toString().toStdString(),
                 m_responder.dicomwebBase());
        QCOMPARE(object(get("/fhir/Endpoint/dicomweb").body), last.value("resource"_L1).toObject());
    }

    void keepsOnlyTheElementsAskedFor()
    {
        const auto bundle = object(get("/fhir/Patient?identifier=6803142486&_elements=identifier,name").body);
        const auto patient = bundle.value("entry"_L1).toArray().first().toObject().value("resource"_L1).toObject();
        QVERIFY(patient.contains("name"_L1) && !patient.contains("birthDate"_L1));
        QVERIFY(QJsonDocument(patient).toJson().contains("SUBSETTED"));
    }

    void turnsPages()
    {
        QStringList ids;
        auto bundle = object(get("/fhir/ImagingStudy?patient=person-1&_count=1").body);
        for (int page = 0; page < 10; ++page) {
            ids += matchesIn(bundle);
            const auto next = linkIn(bundle, "next"_L1);
            if (next.isEmpty())
                break;
            QVERIFY(!next.contains("person-1"_L1));
            bundle = object(get(next.mid(QString::fromStdString(m_responder.origin()).size()).toLatin1()).body);
        }
        QCOMPARE(ids, (QStringList{"study-1-1"_L1, "study-1-2"_L1, "study-1-3"_L1, "study-1-4"_L1, "study-1-5"_L1,
                                   "study-1-6"_L1, "study-1-7"_L1, "study-1-8"_L1}));
        QCOMPARE(get("/fhir?page=999").status, 410);
    }

    void tellsWhatItDidNotUse()
    {
        const auto bundle = object(get("/fhir/Patient?name=novak&shoe-size=42").body);
        QVERIFY(!linkIn(bundle, "self"_L1).contains("shoe-size"_L1));
        QVERIFY(QJsonDocument(bundle).toJson().contains("OperationOutcome"));
        QCOMPARE(get("/fhir/Patient?shoe-size=42", "Prefer: handling=strict\r\n").status, 400);
        QCOMPARE(get("/fhir/Patient?birthdate=yesterday").status, 400);
    }

    // ---- the demo country: DICOMweb ----

    void findsRows_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QStringList>("modalities");
        const QByteArray mine = "/studies?PatientID=6803142486";
        const QStringList all{"CT"_L1, "MR"_L1, "DX"_L1, "MG"_L1, "CT"_L1, "US"_L1, "MR"_L1, "CR"_L1};
        QTest::newRow("patient") << mine << all;
        QTest::newRow("tag") << QByteArray("/studies?00100020=6803142486") << all;
        QTest::newRow("modalities in study") << mine + "&ModalitiesInStudy=MR" << QStringList{"MR"_L1, "MR"_L1};
        QTest::newRow("modality") << mine + "&Modality=MR" << QStringList{"MR"_L1, "MR"_L1};
        QTest::newRow("range") << mine + "&StudyDate=20260618-20260927" << QStringList{"MR"_L1, "DX"_L1};
        QTest::newRow("open range") << mine + "&StudyDate=20261001-" << QStringList{"CT"_L1, "CT"_L1};
        QTest::newRow("accession") << QByteArray("/studies?AccessionNumber=XA26-002204") << QStringList{"MR"_L1};
        QTest::newRow("wildcard") << QByteArray("/studies?PatientName=lindq*") << all;
        QTest::newRow("second page") << mine + "&limit=2&offset=2" << QStringList{"DX"_L1, "MG"_L1};
        QTest::newRow("past the end") << mine + "&limit=2&offset=8" << QStringList{};
        QTest::newRow("unknown key is ignored") << mine + "&NoSuchKey=1&limit=1" << QStringList{"CT"_L1};
    }
    void findsRows()
    {
        QFETCH(QByteArray, query);
        QFETCH(QStringList, modalities);
        const auto got = get("/dicom-web" + query);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.headers.value("content-type"), "application/dicom+json");
        QCOMPARE(column(array(got.body), "00080061"_L1), modalities);
    }

    void describesSeriesAndInstances()
    {
        const auto study = QByteArray::fromStdString("/dicom-web/studies/" + brain().uid);
        const auto series = array(get(study + "/series").body);
        QCOMPARE(column(series, "00201209"_L1), (QStringList{"20"_L1, "20"_L1}));
        QCOMPARE(column(series, "00080060"_L1), (QStringList{"MR"_L1, "MR"_L1}));
        QCOMPARE(array(get(study + "/instances").body).size(), 40);
        const auto instances = array(get(seriesTarget() + "/instances?limit=3&offset=1").body);
        QCOMPARE(column(instances, "00200013"_L1), (QStringList{"2"_L1, "3"_L1, "4"_L1}));
        QVERIFY(!instances.first().toObject().contains("00081030"_L1));
        const auto more = array(get(seriesTarget() + "/instances?limit=1&includefield=StudyDescription").body);
        QCOMPARE(column(more, "00081030"_L1), QStringList{"MR brain"_L1});
        QCOMPARE(get("/dicom-web/studies/1.2.3/series").body, "[]");
        QCOMPARE(get("/dicom-web/studies?limit=many").status, 400);
    }

    void retrievesFilesThatDcmtkReads()
    {
        const auto patient = Responder::demoPatients().front();
        for (const auto &study : patient.studies) {
            const auto got = get(QByteArray::fromStdString("/dicom-web/studies/" + study.uid), multipartAccept);
            QCOMPARE(got.status, 200);
            QVERIFY(got.whole);
            const auto parts = wire::partsOf(got.body, wire::boundaryOf(got.headers.value("content-type")));
            auto next = parts.begin();
            for (const auto &series : study.series) {
                for (const auto &uid : series.instances) {
                    QVERIFY(next != parts.end());
                    const auto file = readDicom(*next++);
                    QVERIFY(file);
                    QCOMPARE(valueOf(*file, DCM_SOPInstanceUID).toStdString(), uid);
                    QCOMPARE(valueOf(*file, DCM_SeriesInstanceUID).toStdString(), series.uid);
                    QCOMPARE(valueOf(*file, DCM_StudyInstanceUID).toStdString(), study.uid);
                    QCOMPARE(valueOf(*file, DCM_PatientID).toStdString(), patient.value);
                    QCOMPARE(valueOf(*file, DCM_PatientName).toStdString(), patient.family + '^' + patient.given);
                    QCOMPARE(valueOf(*file, DCM_Modality).toStdString(), series.modality);
                    OFString uidInMeta;
                    file->getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPInstanceUID, uidInMeta);
                    QCOMPARE(uidInMeta, uid);
                    const auto number = [&](const DcmTagKey &tag) {
                        Uint16 value = 0;
                        file->getDataset()->findAndGetUint16(tag, value);
                        return static_cast<unsigned long>(value);
                    };
                    DcmElement *pixels = nullptr;
                    QVERIFY(file->getDataset()->findAndGetElement(DCM_PixelData, pixels).good());
                    const auto frames = std::max(1, valueOf(*file, DCM_NumberOfFrames).toInt());
                    QCOMPARE(static_cast<unsigned long>(pixels->getLength()),
                             number(DCM_Rows) * number(DCM_Columns) * number(DCM_SamplesPerPixel) *
                                 number(DCM_BitsAllocated) / 8 * static_cast<unsigned long>(frames));
                }
            }
            QVERIFY(next == parts.end());
        }
    }

    void offersOneInstanceWithAndWithoutMultipart()
    {
        const auto uid = brain().series[0].instances[0];
        const auto bare = get(instanceTarget(), "Accept: application/dicom\r\n");
        QCOMPARE(bare.headers.value("content-type"), "application/dicom");
        QVERIFY(bare.body.toStdString() == Responder::demoInstance(uid));
        const auto multipart = get(instanceTarget());
        const auto parts = wire::partsOf(multipart.body, wire::boundaryOf(multipart.headers.value("content-type")));
        QCOMPARE(parts.size(), 1);
        QVERIFY(parts.front() == bare.body);
    }

    void refusesRetrievals_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<int>("status");
        QTest::newRow("bare series") << seriesTarget() << QByteArray("application/dicom") << 406;
        QTest::newRow("JPEG 2000 only")
            << seriesTarget()
            << QByteArray("multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90")
            << 406;
        QTest::newRow("two choices")
            << seriesTarget()
            << QByteArray("multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90, */*")
            << 200;
        QTest::newRow("pictures") << instanceTarget() << QByteArray("image/jpeg") << 406;
        QTest::newRow("unquoted type") << instanceTarget() << QByteArray("multipart/related; type=application/dicom")
                                       << 200;
        QTest::newRow("unknown study") << QByteArray("/dicom-web/studies/1.2.3") << QByteArray("*/*") << 404;
        QTest::newRow("series of another study")
            << QByteArray("/dicom-web/studies/1.2.3/series/1.2") << QByteArray("*/*") << 404;
    }
    void refusesRetrievals()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, accept);
        QFETCH(int, status);
        QCOMPARE(get(target, "Accept: " + accept + "\r\n").status, status);
    }

    void answersDicomWeb_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        const auto row = [](const char *name, const QByteArray &target, const QByteArray &accept, int status,
                            const QByteArray &type = "text/plain") {
            QTest::newRow(name) << target << accept << status << type;
        };
        const QByteArray studies = "/dicom-web/studies";
        const QByteArray json = "application/dicom+json";
        row("search", studies, json, 200, json);
        row("search, plain JSON", studies, "application/json", 200, json);
        row("search, anything", studies, "*/*", 200, json);
        row("search, second choice", studies, "text/html, application/dicom+json;q=0.5", 200, json);
        row("search, XML", studies, "multipart/related; type=\"application/dicom+xml\"", 406);
        row("a limit that is no number", studies + "?limit=x", {}, 400);
        row("a negative offset", studies + "?offset=-1", {}, 400);
        row("a date that is none", studies + "?StudyDate=yesterday", {}, 400);
        row("a range of three", studies + "?StudyDate=20260101-20260201-20260301", {}, 400);
        row("a time that is none", studies + "?StudyTime=noon", {}, 400);
        row("a UID that is none", studies + "?StudyInstanceUID=abc", {}, 400);
        row("a UID that is none by its tag", studies + "?0020000D=abc", {}, 400);
        row("an open range", studies + "?StudyDate=20260101-", {}, 200, json);
        row("metadata", instanceTarget() + "/metadata", json, 200, json);
        row("metadata, XML", instanceTarget() + "/metadata", "multipart/related; type=\"application/dicom+xml\"", 406);
        row("metadata of nothing", studies + "/1.2.3/metadata", json, 404);
        row("frames", instanceTarget() + "/frames/1", "multipart/related; type=\"application/octet-stream\"", 200,
            "multipart/related; type=\"application/octet-stream\"; boundary=");
        row("frames, no Accept", instanceTarget() + "/frames/1", {}, 200, "multipart/related");
        row("frames, compressed", instanceTarget() + "/frames/1", "multipart/related; type=\"image/jp2\"", 406);
        row("frame 0", instanceTarget() + "/frames/0", {}, 400);
        row("frame x", instanceTarget() + "/frames/x", {}, 400);
        row("a frame behind the last", instanceTarget() + "/frames/2", {}, 404);
        row("a list that runs out", instanceTarget() + "/frames/1,2", {}, 404);
        row("rendered", instanceTarget() + "/rendered", {}, 200, "image/jpeg");
        row("rendered, any image", instanceTarget() + "/rendered", "image/*", 200, "image/jpeg");
        row("rendered as PNG", instanceTarget() + "/rendered", "image/png", 200, "image/png");
        row("rendered as PNG by the URL", instanceTarget() + "/rendered?accept=image/png", "image/jpeg", 200,
            "image/png");
        row("rendered as GIF", instanceTarget() + "/rendered", "image/gif", 406);
        row("rendered frame", instanceTarget() + "/frames/1/rendered", {}, 200, "image/jpeg");
        row("rendered frame behind the last", instanceTarget() + "/frames/2/rendered", {}, 404);
        row("rendered frames", instanceTarget() + "/frames/1,1/rendered", {}, 400);
        row("half a window", instanceTarget() + "/rendered?window=40", {}, 400);
        row("a window of an unknown kind", instanceTarget() + "/rendered?window=40,400,cubic", {}, 400);
        row("a window without width", instanceTarget() + "/rendered?window=40,0,linear", {}, 400);
        row("half a viewport", instanceTarget() + "/rendered?viewport=40", {}, 400);
        row("a viewport of nothing", instanceTarget() + "/rendered?viewport=0,100", {}, 400);
        row("a huge viewport", instanceTarget() + "/rendered?viewport=100000,100000", {}, 400);
        row("a region beside the picture", instanceTarget() + "/rendered?viewport=9,9,5000,0,9,9", {}, 404);
        row("too much quality", instanceTarget() + "/rendered?quality=101", {}, 400);
        row("rendered series", seriesTarget() + "/rendered", {}, 404);
    }
    void answersDicomWeb()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, accept);
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        const auto got = get(target, accept.isEmpty() ? QByteArray() : "Accept: " + accept + "\r\n");
        QCOMPARE(got.status, status);
        QVERIFY2(got.headers.value("content-type").startsWith(type), got.headers.value("content-type"));
    }

    void findsSeveralStudiesByTheirUids()
    {
        const auto studies = Responder::demoPatients().front().studies;
        const auto first = QByteArray::fromStdString(studies[0].uid);
        const auto third = QByteArray::fromStdString(studies[2].uid);
        for (const QByteArray separator : {",", "%2C", "%5C"}) {
            const auto rows = array(get("/dicom-web/studies?StudyInstanceUID=" + third + separator + first).body);
            QCOMPARE(column(rows, "0020000D"_L1),
                     QStringList({QString::fromLatin1(first), QString::fromLatin1(third)}));
        }
    }

    void describesInstancesOnEachLevel()
    {
        const auto study = QByteArray::fromStdString("/dicom-web/studies/" + brain().uid);
        std::size_t instances = 0;
        for (const auto &series : brain().series)
            instances += series.instances.size();
        QCOMPARE(array(get(study + "/metadata").body).size(), qsizetype(instances));
        QCOMPARE(array(get(seriesTarget() + "/metadata").body).size(), qsizetype(brain().series[0].instances.size()));
        const auto rows = array(get(instanceTarget() + "/metadata").body);
        QCOMPARE(column(rows, "00080018"_L1), QStringList{QString::fromStdString(brain().series[0].instances[0])});
        QCOMPARE(column(rows, "00080005"_L1), QStringList{u"ISO_IR 192"_s});
        QVERIFY(!rows[0]["00020010"_L1].isObject());
        const auto name = rows[0]["00100010"_L1]["Value"_L1][0]["Alphabetic"_L1].toString();
        QCOMPARE(name, QString::fromStdString(Responder::demoPatients().front().family + '^' +
                                              Responder::demoPatients().front().given));

        const auto uri = rows[0]["7FE00010"_L1]["BulkDataURI"_L1].toString().toUtf8();
        const auto origin = QByteArray::fromStdString(m_responder.origin());
        QVERIFY2(uri.startsWith(origin), uri);
        const auto got = get(uri.mid(origin.size()));
        const auto parts = wire::partsOf(got.body, wire::boundaryOf(got.headers.value("content-type")));
        QCOMPARE(parts.size(), 1);
        QVERIFY(QByteArray::fromStdString(Responder::demoInstance(brain().series[0].instances[0])).endsWith(parts[0]));
    }

    void describesEveryStudyOfTheCountry()
    {
        for (const auto &patient : Responder::demoPatients()) {
            for (const auto &study : patient.studies) {
                if (patient.country != "XA" || study.series.front().instances.size() > 100)
                    continue;
                const auto base = QByteArray::fromStdString("/dicom-web/studies/" + study.uid);
                for (const auto &series : study.series) {
                    const auto instance = base + QByteArray::fromStdString("/series/" + series.uid + "/instances/" +
                                                                           series.instances.front());
                    const auto got = get(instance + "/metadata");
                    if (got.status == 403)
                        continue;
                    const auto row = array(got.body).at(0).toObject();
                    QCOMPARE(column({row}, "00080060"_L1), QStringList{QString::fromStdString(series.modality)});
                    const auto frames = std::max(1, column({row}, "00280008"_L1).value(0).toInt());
                    const auto number = [&](QLatin1StringView tag) { return column({row}, tag).value(0).toInt(); };
                    const auto last = get(instance + "/frames/" + QByteArray::number(frames));
                    const auto picture = get(instance + "/frames/" + QByteArray::number(frames) + "/rendered");
                    if (number("00280010"_L1) == 0 ||
                        series.modality == "ES") { // documents, and a video without frames
                        QCOMPARE(last.status, 404);
                        QCOMPARE(picture.status, 404);
                        continue;
                    }
                    QCOMPARE(last.status, 200);
                    const auto parts = wire::partsOf(last.body, wire::boundaryOf(last.headers.value("content-type")));
                    QCOMPARE(parts.value(0).size(), number("00280010"_L1) * number("00280011"_L1) *
                                                        number("00280002"_L1) * number("00280100"_L1) / 8);
                    const auto image = QImage::fromData(picture.body, "JPG");
                    QCOMPARE(image.size(), QSize(number("00280011"_L1), number("00280010"_L1)));
                }
            }
        }
    }

    void rendersWhatIsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QSize>("size");
        QTest::newRow("whole") << QByteArray() << QSize(256, 256);
        QTest::newRow("smaller") << QByteArray("?viewport=100,50") << QSize(50, 50);
        QTest::newRow("larger") << QByteArray("?viewport=512,600") << QSize(512, 512);
        QTest::newRow("a region") << QByteArray("?viewport=100,100,64,32,128,64") << QSize(100, 50);
        QTest::newRow("a region over the edge") << QByteArray("?viewport=64,64,192,192,128,128") << QSize(64, 64);
    }
    void rendersWhatIsAskedFor()
    {
        QFETCH(QByteArray, query);
        QFETCH(QSize, size);
        QCOMPARE(
            QImage::fromData(get(instanceTarget() + "/rendered" + query, "Accept: image/png\r\n").body, "PNG").size(),
            size);
        QCOMPARE(QImage::fromData(get(instanceTarget() + "/rendered" + query).body, "JPG").size(), size);
    }

    void rendersThroughTheWindow()
    {
        const auto middle = [this](const QByteArray &query) {
            const auto target =
                seriesTarget() + "/instances/" +
                QByteArray::fromStdString(brain().series[0].instances[brain().series[0].instances.size() / 2]);
            const auto image = QImage::fromData(get(target + "/rendered" + query, "Accept: image/png\r\n").body, "PNG");
            return qGray(image.pixel(image.width() / 2, image.height() / 3));
        };
        const auto plain = middle({});
        QVERIFY(plain > 10 && plain < 250);
        QCOMPARE(middle("?window=1,2,linear"), 255);
        QCOMPARE(middle("?window=4000,2,linear"), 0);
        QVERIFY(middle("?window=4000,8000,sigmoid") != plain);
    }

    void rendersTheRegionAskedFor()
    {
        const auto png = [this](const QByteArray &query) {
            return QImage::fromData(get(instanceTarget() + "/rendered" + query, "Accept: image/png\r\n").body, "PNG");
        };
        const auto region = png("?viewport=64,64,96,100,64,64");
        QVERIFY(!region.isNull());
        QCOMPARE(region, png({}).copy(96, 100, 64, 64));
    }

    void writesItsProfile()
    {
        const auto profile = object(QByteArray::fromStdString(m_responder.demoProfileJson()));
        QCOMPARE(profile.value("country"_L1).toString(), "XA"_L1);
        QCOMPARE(profile.value("fhirBase"_L1).toString().toStdString(), m_responder.fhirBase());
        QCOMPARE(profile.value("wadoBase"_L1).toString().toStdString(), m_responder.dicomwebBase());
        const auto system = profile.value("identifierSystems"_L1).toArray().first().toObject();
        const auto example = system.value("example"_L1).toString();
        QCOMPARE(system.value("system"_L1).toString() + u'|' + example,
                 QString::fromStdString(Responder::demoIdentifier()));
        QVERIFY(QRegularExpression(system.value("pattern"_L1).toString()).match(example).hasMatch());
    }

    // ---- faults: what replaces the answer ----

    void everyFaultHasAName()
    {
        const auto names = Fault::names();
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), names.size());
        for (const auto &name : names) {
            QCOMPARE(Fault::named(name)->name(), name);
            QVERIFY(!Fault::named(name)->description().empty());
        }
        QVERIFY(!Fault::named("no-such-fault"));
    }

    void replacesAnswers_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("contains");
        QTest::newRow("status") << QByteArray("status") << 500 << QByteArray("text/plain") << QByteArray();
        QTest::newRow("html") << QByteArray("html-error") << 500 << QByteArray("text/html; charset=utf-8")
                              << QByteArray("<h1>");
        QTest::newRow("login") << QByteArray("login-page") << 200 << QByteArray("text/html; charset=utf-8")
                               << QByteArray("password");
        QTest::newRow("outcome") << QByteArray("operation-outcome") << 403 << QByteArray("application/fhir+json")
                                 << QByteArray(R"("code":"suppressed")");
        QTest::newRow("empty") << QByteArray("empty-bundle") << 200 << QByteArray("application/fhir+json")
                               << QByteArray(R"("total":0)");
        QTest::newRow("redirect") << QByteArray("redirect") << 302 << QByteArray() << QByteArray();
        QTest::newRow("retry") << QByteArray("retry-after") << 503 << QByteArray("text/plain") << QByteArray("later");
    }
    void replacesAnswers()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, status);
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, contains);
        m_responder.play(*Fault::named(name.toStdString()));
        const auto got = get("/fhir/Patient?name=novak");
        QCOMPARE(got.status, status);
        QCOMPARE(got.headers.value("content-type"), contentType);
        QVERIFY(got.whole);
        QVERIFY(got.body.contains(contains));
        if (contentType.contains("json"))
            QVERIFY(!object(got.body).isEmpty());
    }

    void redirectsWithoutEnd()
    {
        m_responder.play(Fault::redirectLoop());
        auto target = QByteArray("/fhir/Patient?name=x");
        QSet<QByteArray> visited;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(!visited.contains(target));
            visited += target;
            const auto got = get(target);
            QCOMPARE(got.status, 302);
            target = got.headers.value("location");
            QVERIFY(target.startsWith("/fhir/Patient?"));
        }
    }

    void asksToComeBackForSomeRequests()
    {
        m_responder.play(Fault::retryAfter(7, 2, 429));
        for (const int status : {429, 429, 200}) {
            const auto got = get("/fhir/metadata");
            QCOMPARE(got.status, status);
            QCOMPARE(got.headers.value("retry-after"), status == 429 ? QByteArray("7") : QByteArray());
        }
    }

    void refusesAllButSomeAcceptHeaders()
    {
        m_responder.play(Fault::refuseAccept({"transfer-syntax=1.2.840.10008.1.2.1"}, 400).onRetrievals());
        QCOMPARE(get(instanceTarget(), multipartAccept).status, 400);
        QCOMPARE(get(instanceTarget(), "Accept: multipart/related; type=\"application/dicom\"; "
                                       "transfer-syntax=1.2.840.10008.1.2.1\r\n")
                     .status,
                 200);
        QCOMPARE(get("/fhir/metadata").status, 200);
    }

    void playsFaultsOnlyWhereAndAsOftenAsOrdered()
    {
        m_responder.play(Fault::status(500).onPath("/Patient").onMethod("GET").after(1).times(1));
        QCOMPARE(get("/fhir/metadata").status, 200);
        QCOMPARE(get("/fhir/Patient").status, 200);
        QCOMPARE(get("/fhir/Patient").status, 500);
        QCOMPARE(get("/fhir/Patient").status, 200);
    }

    void queuesWhatReplacesAndAddsUpTheRest()
    {
        m_responder.play(Fault::status(500, "text/plain", std::string(50, 'x')).times(1));
        m_responder.play(Fault::status(404).times(1));
        m_responder.play(Fault::cutAfter(10).times(1));
        const auto first = get("/fhir/metadata");
        QCOMPARE(first.status, 500);
        QCOMPARE(first.body.size(), 10);
        QCOMPARE(get("/fhir/metadata").status, 404);
        QCOMPARE(get("/fhir/metadata").status, 200);
    }

    // ---- faults: what happens on the line ----

    void cutsBodies()
    {
        m_responder.play(Fault::cutAfter(40'000));
        const auto got = get(seriesTarget(), multipartAccept);
        QCOMPARE(got.end, End::Closed);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body.size(), 40'000);
        QVERIFY(!got.whole);
        QVERIFY(get(seriesTarget() + "/instances?limit=1").whole); // shorter bodies are left alone
    }

    void resetsConnections()
    {
        m_responder.play(Fault::reset().times(1));
        const auto first = get(instanceTarget());
        QCOMPARE(first.end, End::Reset);
        QVERIFY(first.all.isEmpty());
        m_responder.play(Fault::reset(1000));
        const auto second = get(instanceTarget());
        QCOMPARE(second.end, End::Reset);
        QVERIFY(!second.whole);
    }

    void fallsSilent_data()
    {
        QTest::addColumn<bool>("head");
        QTest::addColumn<int>("bytes");
        QTest::newRow("at once") << false << 0;
        QTest::newRow("after the head") << true << 0;
        QTest::newRow("in the body") << true << 500;
    }
    void fallsSilent()
    {
        QFETCH(bool, head);
        QFETCH(int, bytes);
        m_responder.play(Fault::stall(head, static_cast<std::size_t>(bytes)));
        const auto got = get("/fhir/metadata", {}, 600ms);
        QCOMPARE(got.end, End::Silent);
        QCOMPARE(got.status, head ? 200 : 0);
        QCOMPARE(got.body.size(), bytes);
    }

    void sendsSlowly()
    {
        m_responder.play(Fault::slow(10'000));
        QElapsedTimer timer;
        timer.start();
        const auto got = get("/fhir/ImagingStudy/study-2-1");
        QVERIFY(got.whole);
        const auto least = got.body.size() * 1000 / 10'000 * 8 / 10;
        QVERIFY2(timer.elapsed() >= least, qPrintable(QString::number(timer.elapsed())));
    }

    void answersLate()
    {
        m_responder.play(Fault::delay(150ms));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(get("/fhir/metadata").whole);
        QVERIFY(timer.elapsed() >= 150);
    }

    void announcesWrongLengths()
    {
        m_responder.play(Fault::wrongContentLength(1000));
        const auto got = get(instanceTarget(), multipartAccept);
        QCOMPARE(got.headers.value("content-length").toLongLong(), got.raw.size() + 1000);
        QVERIFY(!got.headers.contains("transfer-encoding"));
    }

    // ---- faults: JSON ----

    void cutsJson()
    {
        m_responder.play(Fault::cutJson(200));
        const auto got = get("/fhir/Patient?name=novak");
        QVERIFY(got.whole);
        QCOMPARE(got.body.size(), 200);
        QVERIFY(object(got.body).isEmpty());
    }

    void writesOddRows()
    {
        const QByteArray target = seriesTarget() + "/instances?limit=1&includefield=Laterality";
        m_responder.play(Fault::nullValues());
        m_responder.play(Fault::numbersAsText());
        const auto row = array(get(target).body).first().toObject();
        QCOMPARE(row.value("00200060"_L1).toObject().value("Value"_L1).toArray(), QJsonArray{QJsonValue::Null});
        QCOMPARE(row.value("00200013"_L1).toObject().value("Value"_L1).toArray().first(), QJsonValue("1"_L1));
        QVERIFY(row.value("00280010"_L1).toObject().value("Value"_L1).toArray().first().isDouble());
    }

    void saysNothingWhereNothingIsFound()
    {
        m_responder.play(Fault::noContentForEmpty());
        const auto got = get("/dicom-web/studies?PatientID=nobody");
        QCOMPARE(got.status, 204);
        QVERIFY(got.raw.isEmpty());
        QVERIFY(!got.headers.contains("content-type"));
        QCOMPARE(get("/dicom-web/studies?PatientID=6803142486").status, 200);
    }

    void limitsRowsAndSaysSo()
    {
        m_responder.play(Fault::limit(12));
        const auto got = get(seriesTarget() + "/instances?limit=100");
        QCOMPARE(array(got.body).size(), 12);
        QVERIFY(got.headers.value("warning").startsWith("299 "));
        QVERIFY(got.headers.value("warning").contains("There are 8 additional results"));
        const auto rest = get(seriesTarget() + "/instances?limit=100&offset=12");
        QCOMPARE(array(rest.body).size(), 8);
        QVERIFY(!rest.headers.contains("warning"));
    }

    void ignoresOffsets()
    {
        const QByteArray target = "/dicom-web/studies?PatientID=6803142486&limit=2";
        const auto first = get(target).body;
        QVERIFY(get(target + "&offset=2").body != first);
        m_responder.play(Fault::ignoreOffset());
        QCOMPARE(get(target + "&offset=2").body, first);
    }

    void leadsAstrayFromPageToPage()
    {
        const QByteArray target = "/fhir/Patient?_count=2";
        const auto next = [&] { return linkIn(object(get(target).body), "next"_L1).toStdString(); };
        const auto honest = next();
        QVERIFY(honest.starts_with(m_responder.fhirBase()));
        m_responder.play(Fault::pagingLoop().times(1));
        QCOMPARE(next(), m_responder.origin() + target.toStdString());
        m_responder.play(Fault::foreignNext("http://198.51.100.7/fhir").times(1));
        QVERIFY(next().starts_with("http://198.51.100.7/fhir?"));
        m_responder.play(Fault::relativeNext().times(1));
        QVERIFY(next().starts_with("/fhir?page="));
    }

    void namesAnotherPerson()
    {
        m_responder.play(Fault::otherPatient());
        QVERIFY(get("/fhir/Patient?identifier=6803142486").body.contains("Othersen"));
        QVERIFY(get("/dicom-web/studies?PatientID=6803142486").body.contains("Othersen"));
        const auto file = readDicom(get(instanceTarget(), "Accept: application/dicom\r\n").body);
        QVERIFY(file);
        QCOMPARE(valueOf(*file, DCM_PatientName), "Othersen^Olga"_L1);
        QCOMPARE(valueOf(*file, DCM_SOPInstanceUID).toStdString(), brain().series[0].instances[0]);
    }

    // ---- faults: multipart ----

    void usesAnotherBoundaryThanAnnounced()
    {
        wire::Received got;
        QVERIFY(partsUnder(Fault::wrongBoundary(), got).isEmpty());
        QVERIFY(got.whole && got.body.contains("DICM"));
    }

    void leavesOutTheClosingDelimiter()
    {
        wire::Received got;
        const auto parts = partsUnder(Fault::noClosingBoundary(), got);
        QVERIFY(got.whole);
        QCOMPARE(parts.size(), 20);
        QVERIFY(!got.body.contains("--" + wire::boundaryOf(got.headers.value("content-type")) + "--"));
        QVERIFY(readDicom(parts.last()));
    }

    void writesMultipartInOtherWays_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::newRow("quoted boundary") << QByteArray("quoted-boundary") << QByteArray("\r\n");
        QTest::newRow("LF") << QByteArray("lf-headers") << QByteArray("\n");
        QTest::newRow("no headers") << QByteArray("no-part-headers") << QByteArray("\r\n");
        QTest::newRow("preamble") << QByteArray("preamble") << QByteArray("\r\n");
    }
    void writesMultipartInOtherWays()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, lineEnd);
        wire::Received got;
        const auto parts = partsUnder(*Fault::named(name.toStdString()), got, lineEnd);
        QCOMPARE(parts.size(), 20);
        for (qsizetype i = 0; i < parts.size(); ++i)
            QVERIFY(parts[i].toStdString() ==
                    Responder::demoInstance(brain().series[0].instances[static_cast<std::size_t>(i)]));
        const auto contentType = got.headers.value("content-type");
        QCOMPARE(contentType.contains("boundary=\""), name == "quoted-boundary");
        QCOMPARE(got.body.startsWith("--"), name != "preamble");
        QCOMPARE(got.body.contains("Content-Type: application/dicom"), name != "no-part-headers");
        QCOMPARE(got.body.left(200).contains('\r'), name != "lf-headers");
    }

    void sendsOneInstanceBare()
    {
        m_responder.play(Fault::bareDicom());
        QCOMPARE(get(instanceTarget(), multipartAccept).headers.value("content-type"), "application/dicom");
        QVERIFY(get(seriesTarget(), multipartAccept).headers.value("content-type").startsWith("multipart/related"));
    }

    void sendsMoreThanWasAskedFor()
    {
        wire::Received got;
        const auto parts = partsUnder(Fault::unexpectedUid(), got);
        QCOMPARE(parts.size(), 21);
        const auto file = readDicom(parts.last());
        QVERIFY(file);
        const auto uid = valueOf(*file, DCM_SOPInstanceUID).toStdString();
        QVERIFY(Responder::demoInstance(uid).empty());
        QCOMPARE(valueOf(*file, DCM_SeriesInstanceUID).toStdString(), brain().series[0].uid);
    }

    void writesManifestsInOtherForms_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("there");
        QTest::addColumn<QByteArray>("gone");
        const auto row = [](const char *fault, const char *there, const char *gone) {
            QTest::newRow(fault) << QByteArray(fault) << QByteArray(there) << QByteArray(gone);
        };
        row("manifest-without-tree", "DICM", "Image Library");
        row("manifest-trial-codes", "MADOTEMP002", "131563");
        row("manifest-draft-codes", "ddd001", "113030");
        row("manifest-location-only", "ACME", "/dicom-web");
        row("manifest-viewer", "https://viewer.example/show", "IHE_MADO_PRIVATE");
        row("manifest-trial-viewer", "IHE_MADO_PRIVATE", "no such text");
        row("manifest-two-orders", "SECOND-ORDER", "no such text");
    }
    void writesManifestsInOtherForms()
    {
        QFETCH(QByteArray, fault);
        QFETCH(QByteArray, there);
        QFETCH(QByteArray, gone);
        const auto url = QUrl(object(get("/fhir/DocumentReference/kos-1-1").body)
                                  .value("content"_L1)[0]["attachment"_L1]["url"_L1]
                                  .toString());
        for (const QByteArray &target : {QByteArray("/fhir/Binary/kos-1-2"), url.path().toLatin1()}) {
            const auto accept = "Accept: application/dicom\r\n";
            const auto before = get(target, accept).body;
            QVERIFY2(before.contains("Image Library") && before.contains("131563"), target);
            m_responder.play(Fault::named(fault.toStdString())->times(1));
            QCOMPARE(get(instanceTarget(), accept).status, 200); // an image is none
            const auto after = get(target, accept).body;
            QVERIFY(readDicom(after));
            QVERIFY(after.contains(there));
            QVERIFY(!after.contains(gone));
            QVERIFY(get(target, accept).body == before);
        }
    }

    void wrapsABinaryThoughBytesWereAskedFor()
    {
        m_responder.play(*Fault::named("wrapped-binary"));
        const auto wrapped = get("/fhir/Binary/report-4-1-pdf", "Accept: application/pdf\r\n");
        QVERIFY(wrapped.headers.value("content-type").startsWith("application/fhir+json"));
        QVERIFY(
            QByteArray::fromBase64(object(wrapped.body).value("data"_L1).toString().toLatin1()).startsWith("%PDF-"));
    }

    void tellsTheHashOfADocumentThatIsMadeOnDemand()
    {
        m_responder.play(*Fault::named("delayed-hash"));
        const auto attachment =
            object(get("/fhir/DocumentReference/kos-1-2").body).value("content"_L1)[0]["attachment"_L1];
        QCOMPARE(attachment["size"_L1].toInt(-1), 0);
        QCOMPARE(attachment["hash"_L1].toString().toLatin1(),
                 QCryptographicHash::hash({}, QCryptographicHash::Sha1).toBase64());
    }

    void sendsHostileUids()
    {
        wire::Received got;
        const auto parts = partsUnder(Fault::hostileUid(), got);
        QCOMPARE(parts.size(), 21);
        const auto file = readDicom(parts.last());
        QVERIFY(file);
        QVERIFY(valueOf(*file, DCM_SOPInstanceUID).contains("../"_L1));
        QVERIFY(valueOf(*file, DCM_SeriesInstanceUID).contains("../"_L1));
    }

    void sendsAnInstanceOfAnotherStudy()
    {
        wire::Received got;
        const auto parts = partsUnder(Fault::foreignStudyUid(), got);
        QCOMPARE(parts.size(), 20);
        QVERIFY(valueOf(*readDicom(parts.first()), DCM_StudyInstanceUID).toStdString() != brain().uid);
        QCOMPARE(valueOf(*readDicom(parts.last()), DCM_StudyInstanceUID).toStdString(), brain().uid);
    }

    void sendsAnInstanceTwice()
    {
        wire::Received got;
        const auto parts = partsUnder(Fault::duplicateInstance(), got);
        QCOMPARE(parts.size(), 21);
        QVERIFY(parts[0] == parts[1]);
        QVERIFY(parts[1] != parts[2]);
    }

    void sendsFewerInstances()
    {
        wire::Received got;
        QCOMPARE(partsUnder(Fault::dropInstances(3).times(1), got).size(), 17);
        QCOMPARE(got.status, 200);
        QVERIFY(got.whole && got.body.endsWith("--\r\n"));
        QCOMPARE(partsUnder(Fault::partial206(2).times(1), got).size(), 18);
        QCOMPARE(got.status, 206);
        QCOMPARE(partsUnder(Fault::dropInstances(100).times(1), got).size(), 0);
        QVERIFY(got.whole);
    }

    void retrievalFaultsDoNotSpendTheirTurnsOnSearches()
    {
        m_responder.play(Fault::dropInstances(1).times(1));
        m_responder.play(Fault::status(500).onRetrievals().times(1));
        QCOMPARE(get(seriesTarget() + "/instances").status, 200);
        QCOMPARE(get(seriesTarget(), multipartAccept).status, 500);
        const auto got = get(seriesTarget(), multipartAccept);
        QCOMPARE(wire::partsOf(got.body, wire::boundaryOf(got.headers.value("content-type"))).size(), 19);
    }

    void servesManyAtOnce()
    {
        std::vector<std::future<wire::Received>> all(24);
        for (auto &one : all)
            one = std::async(std::launch::async, [this] { return get(seriesTarget(), multipartAccept); });
        for (auto &one : all)
            QVERIFY(one.get().whole);
        QCOMPARE(m_responder.seen().size(), all.size());
    }
};

QTEST_GUILESS_MAIN(ResponderTest)
#include "ResponderTest.moc"
