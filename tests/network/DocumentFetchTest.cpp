#include "RawServer.h"

#include <network/Client.h>
#include <responder/Responder.h>

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace network;
using model::FetchedDocument;
using model::Route;
using responder::Responder;
using namespace Qt::StringLiterals;

namespace {

//! JSON as it is easier to read here: with apostrophes for quotes, which moc does not get lost in.
QByteArray q(QByteArray text)
{
    return text.replace('\'', '"');
}

const QByteArray pdf = "%PDF-1.4\nnothing much\n%%EOF\n";

template <class J>
auto ended(const J &job) -> std::decay_t<decltype(job->result())>
{
    QSignalSpy finished(job.get(), &AnyJob::finished);
    constexpr int longest = 180'000; // milliseconds; only a hang takes so long
    if (!finished.wait(longest) || finished.size() != 1)
        return tl::unexpected(Error{Error::Kind::Usage, u"the job did not finish once"_s});
    return job->result();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! A server of one DocumentReference whose attachment is told, and of what else the function answers.
class Shelf : public RawServer
{
public:
    using Other = std::function<QByteArray(const QByteArray &target, const QByteArray &request)>;

    Shelf(QByteArray attachment, Other other)
        : RawServer([this, attachment = std::move(attachment), other = std::move(other)](QTcpSocket &socket,
                                                                                         const QByteArray &request) {
              const QByteArray target = request.split(' ').value(1);
              QByteArray told = attachment;
              told.replace("ORIGIN", origin().toLatin1());
              if (target == "/fhir/DocumentReference/d")
                  socket.write(reply(
                      200, "application/fhir+json",
                      q("{'resourceType':'DocumentReference','id':'d','status':'current','content':[{'attachment':") +
                          told + "}]}"));
              else
                  socket.write(other(target, request));
          })
    {
        endpoint.fhirBase = url(u"/fhir"_s);
        endpoint.wadoBase = url(u"/rs"_s);
    }

    Result<FetchedDocument> fetch(const QString &contentType = {}, const QString &id = u"d"_s)
    {
        Client client(endpoint);
        return ended(client.fetchDocument({id, contentType, folder.filePath(u"document"_s)}));
    }
    QByteArray kept() const { return contentOf(folder.filePath(u"document"_s)); }

    Endpoint endpoint;
    QTemporaryDir folder;
};

QByteArray attachment(const QByteArray &type, const QByteArray &url, const QByteArray &more = {})
{
    return q("{'contentType':'") + type + q("','url':'") + url + '"' + more + '}';
}

QByteArray ok(const QByteArray &type, const QByteArray &body)
{
    return RawServer::reply(200, type, body);
}

bool accepts(const QByteArray &request, const QByteArray &type)
{
    for (const QByteArray &line : request.split('\n'))
        if (line.toLower().startsWith("accept:"))
            return line.contains(type);
    return false;
}

} // namespace

//! Fetching documents from wherever their references lead, and studies by way of them.
class DocumentFetchTest : public QObject
{
    Q_OBJECT

private slots:
    void fetchesByEveryKindOfAddress_data()
    {
        QTest::addColumn<QByteArray>("attachment");
        QTest::addColumn<QByteArray>("target"); // that is asked for the document
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("kept");
        const QByteArray bundle = q("{'resourceType':'Bundle','type':'collection','entry':[]}");
        const QByteArray binary =
            q("{'resourceType':'Binary','contentType':'application/pdf','data':'") + pdf.toBase64() + "\"}";
        QTest::newRow("Binary raw") << attachment("application/pdf", "Binary/1") << QByteArray("/fhir/Binary/1")
                                    << QByteArray("application/pdf") << pdf << pdf;
        QTest::newRow("Binary as JSON") << attachment("application/pdf", "Binary/1") << QByteArray("/fhir/Binary/1")
                                        << QByteArray("application/fhir+json") << binary << pdf;
        QTest::newRow("Bundle") << attachment("application/fhir+json", "Bundle/1") << QByteArray("/fhir/Bundle/1")
                                << QByteArray("application/fhir+json") << bundle << bundle;
        QTest::newRow("Bundle in a Binary")
            << attachment("application/fhir+json", "Binary/1") << QByteArray("/fhir/Binary/1")
            << QByteArray("application/fhir+json")
            << q("{'resourceType':'Binary','contentType':'application/fhir+json','data':'") + bundle.toBase64() + "\"}"
            << bundle;
        QTest::newRow("absolute") << attachment("application/pdf", "ORIGIN/fhir/Binary/1")
                                  << QByteArray("/fhir/Binary/1") << QByteArray("application/pdf") << pdf << pdf;
        QTest::newRow("from the root") << attachment("application/pdf", "/files/1?part=2")
                                       << QByteArray("/files/1?part=2") << QByteArray("application/pdf") << pdf << pdf;
        QTest::newRow("inline") << q("{'contentType':'application/pdf','data':'") + pdf.toBase64() + "\"}"
                                << QByteArray("/fhir/DocumentReference/d") << QByteArray() << QByteArray() << pdf;
        const QByteArray parts =
            "--b\r\nContent-Type: application/dicom\r\n\r\n" + pdf + "\r\n--b--\r\n"; // what is in it does not matter
        QTest::newRow("WADO-RS in multipart")
            << attachment("application/dicom", "ORIGIN/rs/studies/1.2/series/1.2.3/instances/1.2.3.4")
            << QByteArray("/rs/studies/1.2/series/1.2.3/instances/1.2.3.4")
            << QByteArray("multipart/related; type=\"application/dicom\"; boundary=b") << parts << pdf;
        QTest::newRow("WADO-RS bare") << attachment("application/dicom",
                                                    "ORIGIN/rs/studies/1.2/series/1.2.3/instances/1.2.3.4")
                                      << QByteArray("/rs/studies/1.2/series/1.2.3/instances/1.2.3.4")
                                      << QByteArray("application/dicom") << pdf << pdf;
    }
    void fetchesByEveryKindOfAddress()
    {
        QFETCH(QByteArray, attachment);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, kept);
        QByteArray asked;
        Shelf shelf(attachment, [&](const QByteArray &at, const QByteArray &) {
            asked = at;
            return at == target ? ok(type, body) : RawServer::reply(404, "text/plain", {});
        });
        const auto document = shelf.fetch();
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(shelf.kept(), kept);
        QCOMPARE(document->bytes, kept.size());
        QCOMPARE(document->sha256.toLatin1(), QCryptographicHash::hash(kept, QCryptographicHash::Sha256).toHex());
        if (!type.isEmpty())
            QCOMPARE(asked, target);
    }

    void takesWhatTheServerCanGive()
    {
        Shelf shelf(attachment("application/pdf", "Binary/1"), [](const QByteArray &, const QByteArray &request) {
            return accepts(request, "*/*") ? ok("application/pdf", pdf) : RawServer::reply(406, "text/plain", {});
        });
        QVERIFY(shelf.fetch());
        QCOMPARE(shelf.kept(), pdf);
    }

    void checksTheHash_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("verdict");
        const QByteArray right = QCryptographicHash::hash(pdf, QCryptographicHash::Sha1).toBase64();
        const QByteArray ofNothing = "2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
        QTest::newRow("not told") << QByteArray() << int(FetchedDocument::Hash::NotTold);
        QTest::newRow("right") << ",\"hash\":\"" + right + '"' << int(FetchedDocument::Hash::Matches);
        QTest::newRow("a lie") << ",\"hash\":\"" + ofNothing + '"' << int(FetchedDocument::Hash::Differs);
        QTest::newRow("assembled late") << ",\"size\":0,\"hash\":\"" + ofNothing + '"'
                                        << int(FetchedDocument::Hash::NotTold);
    }
    void checksTheHash()
    {
        QFETCH(QByteArray, more);
        QFETCH(int, verdict);
        Shelf shelf(attachment("application/pdf", "Binary/1", more),
                    [](const QByteArray &, const QByteArray &) { return ok("application/pdf", pdf); });
        const auto document = shelf.fetch();
        QVERIFY(document);
        QCOMPARE(int(document->hash), verdict);
        QCOMPARE(shelf.kept(), pdf); // kept as received all the same
        QCOMPARE(document->notes.isEmpty(), verdict != int(FetchedDocument::Hash::Differs));
    }

    //! The stranger listens, and nobody comes.
    void asksNobodyWhomTheProfileDoesNotName_data()
    {
        QTest::addColumn<QByteArray>("url"); // STRANGER stands for host and port
        QTest::addColumn<QString>("kind");
        QTest::newRow("another host") << QByteArray("http://STRANGER/Binary/1") << u"ForeignOrigin"_s;
        QTest::newRow("without scheme") << QByteArray("//STRANGER/Binary/1") << u"ForeignOrigin"_s;
        QTest::newRow("instance elsewhere")
            << QByteArray("http://STRANGER/studies/1.2/series/1.3/instances/1.4") << u"ForeignOrigin"_s;
        QTest::newRow("behind a name") << QByteArray("http://127.0.0.1@STRANGER/Binary/1") << u"ForeignOrigin"_s;
        QTest::newRow("redirect") << QByteArray("Binary/redirect") << u"ForeignOrigin"_s;
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << u"Malformed"_s;
        QTest::newRow("script") << QByteArray("javascript:alert(1)") << u"Malformed"_s;
        QTest::newRow("nowhere") << QByteArray() << u"Malformed"_s;
    }
    void asksNobodyWhomTheProfileDoesNotName()
    {
        QFETCH(QByteArray, url);
        QFETCH(QString, kind);
        RawServer stranger([](QTcpSocket &socket, const QByteArray &) { socket.write(ok("application/pdf", pdf)); });
        const QByteArray place = stranger.origin().mid(7).toLatin1();
        url.replace("STRANGER", place);
        Shelf shelf(attachment("application/pdf", url), [&](const QByteArray &, const QByteArray &) {
            return RawServer::reply(302, "text/plain", {}, "Location: http://" + place + "/Binary/1\r\n");
        });
        const auto document = shelf.fetch();
        QVERIFY(!document);
        QCOMPARE(nameOf(document.error().kind), kind);
        QCOMPARE(stranger.connections, 0);
        QVERIFY(!QFile::exists(shelf.folder.filePath(u"document"_s)));
    }

    void aSizeThatDiffersIsTold()
    {
        for (const auto &[size, isTold] : {std::pair(pdf.size(), false), std::pair(pdf.size() + 1, true)}) {
            Shelf shelf(attachment("application/pdf", "Binary/1", ",\"size\":" + QByteArray::number(size)),
                        [](const QByteArray &, const QByteArray &) { return ok("application/pdf", pdf); });
            const auto document = shelf.fetch();
            QVERIFY(document);
            QCOMPARE(document->notes.size(), int(isTold));
            QCOMPARE(shelf.kept(), pdf);
        }
    }

    void aDocumentWithoutAFileTouchesNoDisk()
    {
        Shelf shelf(attachment("application/pdf", "Binary/1"),
                    [](const QByteArray &, const QByteArray &) { return ok("application/pdf", pdf); });
        Client client(shelf.endpoint);
        const auto document = ended(client.fetchDocument({u"d"_s, {}, {}}));
        QVERIFY(document);
        QCOMPARE(document->content, pdf);
        QVERIFY(document->file.isEmpty());
        QVERIFY(QDir(shelf.folder.path()).isEmpty());
    }

    void failsInWordsThatFit_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<QString>("kind");
        QTest::newRow("gone") << RawServer::reply(410, "text/plain", {}) << u"NotFound"_s;
        QTest::newRow("forbidden") << RawServer::reply(403, "text/plain", {}) << u"Forbidden"_s;
        QTest::newRow("a page") << ok("text/html", "<html>sign in</html>") << u"Malformed"_s;
        QTest::newRow("a page that is said to be the document")
            << ok("application/pdf", "\n<!DOCTYPE html><html>sign in</html>") << u"Malformed"_s;
        QTest::newRow("nothing") << ok("application/pdf", {}) << u"Malformed"_s;
        QTest::newRow("an outcome") << ok("application/fhir+json", q("{'resourceType':'OperationOutcome'}"))
                                    << u"Malformed"_s;
        QTest::newRow("empty multipart") << ok("multipart/related; boundary=b", "--b--\r\n") << u"Malformed"_s;
        QTest::newRow("cut multipart") << ok("multipart/related; boundary=b", "--b\r\n\r\nabc") << u"Truncated"_s;
        QTest::newRow("Binary without data")
            << ok("application/fhir+json", q("{'resourceType':'Binary'}")) << u"Malformed"_s;
    }
    void failsInWordsThatFit()
    {
        QFETCH(QByteArray, reply);
        QFETCH(QString, kind);
        Shelf shelf(attachment("application/pdf", "Binary/1"),
                    [&](const QByteArray &, const QByteArray &) { return reply; });
        const auto document = shelf.fetch();
        QVERIFY(!document);
        QCOMPARE(nameOf(document.error().kind), kind);
        QVERIFY(shelf.kept().isEmpty());
    }

    void aHundredMegabytesOfBase64AreKeptOrRefused()
    {
        constexpr qsizetype encodedBytes = 100'000'000;
        const QByteArray bytes = pdf + QByteArray(encodedBytes / 4 * 3 - pdf.size(), ' ');
        QByteArray encoded = bytes.toBase64();
        QCOMPARE(encoded.size(), encodedBytes);
        const auto served = [&encoded](const QByteArray &, const QByteArray &) {
            return ok("application/fhir+json",
                      q("{'resourceType':'Binary','contentType':'application/pdf','data':'") + encoded + q("'}"));
        };
        Shelf shelf(attachment("application/pdf", "Binary/1"), served);
        const auto document = shelf.fetch();
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->bytes, bytes.size());
        QVERIFY(shelf.kept() == bytes);

        encoded[encodedBytes / 2] = '*';
        Shelf wrong(attachment("application/pdf", "Binary/1"), served);
        const auto refused = wrong.fetch();
        QVERIFY(!refused);
        QCOMPARE(nameOf(refused.error().kind), u"Malformed"_s);
        QVERIFY(wrong.kept().isEmpty());
    }

    void keepsWhatIsNotWhatItIsSaidToBe_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a PDF that is none") << QByteArray("application/pdf") << QByteArray("hello");
        QTest::newRow("a PDF that is XML") << QByteArray("application/pdf") << QByteArray("<ClinicalDocument/>");
        QTest::newRow("a key object that is a PDF") << QByteArray("application/dicom") << pdf;
        QTest::newRow("a Bundle that is cut")
            << QByteArray("application/fhir+json") << QByteArray("{\"resourceType\":\"Bundle\"");
    }
    void keepsWhatIsNotWhatItIsSaidToBe()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, bytes);
        Shelf shelf(attachment(type, "Binary/1"),
                    [&](const QByteArray &, const QByteArray &) { return ok(type, bytes); });
        const auto document = shelf.fetch();
        QVERIFY(document);
        QCOMPARE(shelf.kept(), bytes);
        QVERIFY(!document->notes.isEmpty());
    }

    void fhirInXmlIsAskedForAsJsonAsWell_data()
    {
        QTest::addColumn<bool>("givesJson");
        QTest::newRow("a server that can") << true;
        QTest::newRow("a server that cannot") << false;
    }
    void fhirInXmlIsAskedForAsJsonAsWell()
    {
        QFETCH(bool, givesJson);
        const QByteArray xml = q("<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>");
        const QByteArray json =
            q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DiagnosticReport'}}]}");
        const QByteArray hash = QCryptographicHash::hash(xml, QCryptographicHash::Sha1).toBase64();
        Shelf shelf(attachment("application/fhir+xml", "Bundle/1", ",\"hash\":\"" + hash + '"'),
                    [&](const QByteArray &, const QByteArray &request) {
                        return givesJson && accepts(request, "application/fhir+json")
                                   ? ok("application/fhir+json", json)
                                   : ok("application/fhir+xml", xml);
                    });
        const auto document = shelf.fetch();
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(shelf.kept(), givesJson ? json : xml);
        QCOMPARE(document->contentType, givesJson ? u"application/fhir+json"_s : u"application/fhir+xml"_s);
        // The hash that is told is of the XML.
        QCOMPARE(int(document->hash), int(givesJson ? FetchedDocument::Hash::NotTold : FetchedDocument::Hash::Matches));
        QStringList said;
        for (const model::Note &note : document->notes)
            said += note.detail;
        QCOMPARE(said, givesJson ? QStringList()
                                 : QStringList{u"The document is FHIR in XML; FHIR is read in JSON alone."_s});
    }

    void eachOfTwoContentsOfOneTypeCanBeHad_data()
    {
        QTest::addColumn<bool>("isInline");
        QTest::newRow("by their addresses") << false;
        QTest::newRow("in the reference") << true;
    }
    void eachOfTwoContentsOfOneTypeCanBeHad()
    {
        QFETCH(bool, isInline);
        const auto textOf = [](const char *language) { return pdf + language; };
        const auto told = [&](const char *language) {
            return q("{'contentType':'application/pdf','language':'") + language +
                   (isInline ? q("','data':'") + textOf(language).toBase64() + q("'}")
                             : q("','url':'Binary/") + language + q("'}"));
        };
        Shelf shelf(told("cs") + q("},{'attachment':") + told("en"), [&](const QByteArray &target, const QByteArray &) {
            return ok("application/pdf", textOf(target.endsWith("/cs") ? "cs" : "en"));
        });
        Client client(shelf.endpoint);
        const QString file = shelf.folder.filePath(u"document"_s);
        const auto kept = [&](std::optional<int> position, const QString &type) {
            const auto document = ended(client.fetchDocument({u"d"_s, type, file, position}));
            return document ? contentOf(file).right(2) : document.error().detail.toUtf8();
        };
        QCOMPARE(kept({}, {}), "cs");
        QCOMPARE(kept({}, u"application/pdf"_s), "cs");
        QCOMPARE(kept(0, u"application/pdf"_s), "cs");
        QCOMPARE(kept(1, u"application/pdf"_s), "en");
        QCOMPARE(kept(1, {}), "en");
        QCOMPARE(kept(7, u"application/pdf"_s), "cs"); // the reference has changed
    }

    //! A report may name its study by nothing but the accession number; then the archive is asked.
    void theStudyOfAReportIsLookedUpByItsAccessionNumber_data()
    {
        QTest::addColumn<QByteArray>("rows"); // patient of each study that the archive tells
        QTest::addColumn<QStringList>("studies");
        QTest::newRow("one") << QByteArray("17") << QStringList{u"1.2.1"_s};
        QTest::newRow("somebody else's") << QByteArray("18") << QStringList();
        QTest::newRow("two") << QByteArray("17 17") << QStringList();
        QTest::newRow("one of two is ours") << QByteArray("18 17") << QStringList{u"1.2.2"_s};
        QTest::newRow("none") << QByteArray() << QStringList();
    }
    void theStudyOfAReportIsLookedUpByItsAccessionNumber()
    {
        QFETCH(QByteArray, rows);
        QByteArray asked;
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            if (target.startsWith("/rs/studies")) {
                asked = target;
                QByteArrayList studies;
                for (const QByteArray &patient : rows.split(' '))
                    if (!patient.isEmpty())
                        studies += q("{'0020000D':{'vr':'UI','Value':['1.2.") + QByteArray::number(studies.size() + 1) +
                                   q("']},'00080050':{'vr':'SH','Value':['A9']},'00100020':{'vr':'LO','Value':['") +
                                   patient + q("']}}");
                socket.write(ok("application/dicom+json", '[' + studies.join(',') + ']'));
            } else if (target == "/fhir/DocumentReference/d") {
                socket.write(ok("application/fhir+json",
                                q("{'resourceType':'DocumentReference','id':'d','status':'current',"
                                  "'subject':{'identifier':{'system':'urn:oid:1.2','value':'17'}},"
                                  "'context':{'related':[{'identifier':{'type':{'coding':[{'code':'ACSN'}]},"
                                  "'value':'A9'}}]},'content':[{'attachment':{'contentType':'application/pdf',"
                                  "'url':'Binary/1'}}]}")));
            } else {
                socket.write(ok("application/pdf", pdf));
            }
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        endpoint.qidoBase = endpoint.wadoBase = server.url(u"/rs"_s);
        QTemporaryDir folder;
        Client client(endpoint);
        const auto document = ended(client.fetchDocument({u"d"_s, {}, folder.filePath(u"x"_s)}));
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QVERIFY2(asked.contains("AccessionNumber=A9"), asked.constData());
        QStringList studies;
        for (const model::StudyReference &study : document->studies)
            studies += study.study.text();
        QTEST(studies, "studies");
    }

    void ahundredMegabytesOfBase64AreKept()
    {
        const QByteArray large = pdf + QByteArray(75 * 1024 * 1024, 'x');
        Shelf shelf(q("{'contentType':'application/pdf','data':'") + large.toBase64() + "\"}",
                    [](const QByteArray &, const QByteArray &) { return QByteArray(); });
        const auto document = shelf.fetch();
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->bytes, large.size());
        QCOMPARE(document->kind, model::Document::Kind::Report);
    }

    void wrongQuestionsAreSaid()
    {
        Shelf shelf(attachment("application/pdf", "Binary/1"),
                    [](const QByteArray &, const QByteArray &) { return ok("application/pdf", pdf); });
        QCOMPARE(nameOf(shelf.fetch(u"text/xml"_s).error().kind), u"NotFound"_s);
        QCOMPARE(nameOf(shelf.fetch({}, u"../Patient/1"_s).error().kind), u"Usage"_s);
        QCOMPARE(nameOf(shelf.fetch({}, u"a?b=c"_s).error().kind), u"Usage"_s);
        Client client(shelf.endpoint);
        const auto unwritten = ended(client.fetchDocument({u"d"_s, {}, shelf.folder.filePath(u"no/such/folder/x"_s)}));
        QVERIFY(!unwritten);
        QCOMPARE(nameOf(unwritten.error().kind), u"Storage"_s);
    }

    //! Every document of the demo country, in every form.
    void fetchesAllThatTheDemoCountryHas()
    {
        Responder country;
        Endpoint endpoint;
        endpoint.fhirBase = QUrl(QString::fromStdString(country.fhirBase()));
        endpoint.wadoBase = QUrl(QString::fromStdString(country.dicomwebBase()));
        Client client(endpoint);
        QTemporaryDir folder;
        int fetched = 0;
        for (const auto &person : Responder::demoPatients()) {
            if (person.country != "XA")
                continue;
            model::DocumentQuery query;
            query.patient =
                model::PatientIdentifier{QString::fromStdString(person.system), QString::fromStdString(person.value)};
            const auto list = ended(client.searchDocuments(query));
            if (!list)
                continue; // without consent
            for (const model::Document &document : list->documents)
                for (const model::DocumentFormat &format : document.formats) {
                    const auto got =
                        ended(client.fetchDocument({document.id, format.contentType, folder.filePath(u"x"_s)}));
                    QVERIFY2(got, got ? "" : qPrintable(document.id + got.error().detail));
                    QCOMPARE(got->contentType, format.contentType);
                    QCOMPARE(int(got->hash), int(FetchedDocument::Hash::Matches));
                    QCOMPARE(model::nameOf(got->kind), model::nameOf(document.kind));
                    QCOMPARE(got->studies.first().study, document.studies.first().study);
                    QVERIFY2(got->notes.isEmpty(), qPrintable(document.id));
                    QCOMPARE(got->trees.isEmpty(), document.kind != model::Document::Kind::Manifest);
                    ++fetched;
                }
        }
        QVERIFY(fetched >= 18);
    }

    //! The third route gives the same rows and the same trees as the others.
    void studiesByDocumentsAreTheSameStudies()
    {
        Responder country;
        Endpoint endpoint;
        endpoint.fhirBase = QUrl(QString::fromStdString(country.fhirBase()));
        endpoint.qidoBase = endpoint.wadoBase = QUrl(QString::fromStdString(country.dicomwebBase()));
        endpoint.routes = {Route::Fhir, Route::Dicomweb, Route::Documents};
        Client client(endpoint);
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, u"6803142486"_s};
        const auto byDocuments = ended(client.searchStudies(query, Route::Documents));
        const auto byFhir = ended(client.searchStudies(query, Route::Fhir));
        QVERIFY2(byDocuments, byDocuments ? "" : qPrintable(byDocuments.error().detail));
        QVERIFY(byFhir);
        QCOMPARE(byDocuments->studies.size(), 3); // two of manifests, one of a report alone
        int listed = 0;
        for (const model::Study &study : byDocuments->studies) {
            const auto same = std::find_if(byFhir->studies.begin(), byFhir->studies.end(),
                                           [&](const model::Study &other) { return other.uid == study.uid; });
            QVERIFY(same != byFhir->studies.end());
            QCOMPARE(study.routes, QList{Route::Documents});
            QCOMPARE(study.date, same->date);
            QCOMPARE(study.modalities, same->modalities);
            QCOMPARE(study.accessions, same->accessions);
            QCOMPARE(study.patient.id, u"6803142486"_s);
            if (study.series.isEmpty())
                continue;
            ++listed;
            QCOMPARE(study.description, same->description);
            QCOMPARE(study.instanceCount, same->instanceCount);
            const auto tree = ended(client.readTree(study.uid, Route::Documents, query.patient));
            const auto other = ended(client.readTree(study.uid, Route::Dicomweb));
            QVERIFY(tree && other);
            QCOMPARE(tree->series.size(), other->series.size());
            for (qsizetype i = 0; i < tree->series.size(); ++i) {
                QCOMPARE(tree->series.at(i).uid, other->series.at(i).uid);
                QCOMPARE(tree->series.at(i).modality, other->series.at(i).modality);
                QCOMPARE(tree->series.at(i).description, other->series.at(i).description);
                QCOMPARE(tree->series.at(i).instances.size(), other->series.at(i).instances.size());
                QVERIFY(!tree->series.at(i).wadoBases.isEmpty());
            }
        }
        QCOMPARE(listed, 2);
        const auto unknown = ended(client.readTree(*model::StudyUid::parse(u"1.2.3"), Route::Documents, query.patient));
        QCOMPARE(nameOf(unknown.error().kind), u"NotFound"_s);
    }

    void aManifestThatCannotBeReadLeavesItsRow()
    {
        Shelf shelf({}, [](const QByteArray &target, const QByteArray &) {
            if (target.contains("DocumentReference"))
                return ok(
                    "application/fhir+json",
                    q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DocumentReference','id':'d',"
                      "'status':'current','content':[{'attachment':{'contentType':'application/dicom','url':'Binary/"
                      "1'}}],"
                      "'context':{'period':{'start':'2026-03-01T10:00:00Z'},'related':[{'identifier':"
                      "{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}}]}}}]}"));
            return ok("application/dicom", "this is no key object");
        });
        Client client(shelf.endpoint);
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, u"5"_s};
        const auto list = ended(client.searchStudies(query, Route::Documents));
        QVERIFY(list);
        QCOMPARE(list->studies.size(), 1);
        QCOMPARE(list->studies.first().date, QDate(2026, 3, 1));
        QVERIFY(!list->notes.isEmpty());
        const auto tree = ended(client.readTree(list->studies.first().uid, Route::Documents, query.patient));
        QVERIFY(!tree);
        QCOMPARE(nameOf(tree.error().kind), u"NotFound"_s);
    }

    //! Its reference names no study: what it lists is read where a study is asked for.
    void aManifestIsFoundByWhatItLists_data()
    {
        QTest::addColumn<bool>("withReport");  // the study's own parameter finds a report
        QTest::addColumn<QByteArray>("study"); // that is asked for
        QTest::addColumn<bool>("isFound");
        QTest::newRow("alone") << false << QByteArray("1.2.3") << true;
        QTest::newRow("beside a report that names it") << true << QByteArray("1.2.3") << true;
        QTest::newRow("another study") << false << QByteArray("1.2.4") << false;
    }
    void aManifestIsFoundByWhatItLists()
    {
        QFETCH(bool, withReport);
        QFETCH(QByteArray, study);
        QFETCH(bool, isFound);
        Shelf shelf({}, [&](const QByteArray &target, const QByteArray &) {
            if (target.contains("/Bundle/m"))
                return ok("application/fhir+json",
                          q("{'resourceType':'Bundle','type':'document','entry':[{'resource':{"
                            "'resourceType':'ImagingStudy','identifier':[{'system':'urn:dicom:uid',"
                            "'value':'urn:oid:1.2.3'}],'series':[{'uid':'1.2.3.1','instance':[{'uid':'1.2.3.1.1'}]}]}}]"
                            "}"));
            const QByteArray manifest = q(
                "{'resource':{'resourceType':'DocumentReference','id':'m','status':'current','content':[{'attachment':{"
                "'contentType':'application/fhir+json','url':'Bundle/m'},"
                "'format':{'code':'urn:ihe:rad:MADO:fhir-manifest:2026'}}]}}");
            const QByteArray report = q(
                "{'resource':{'resourceType':'DocumentReference','id':'r','status':'current','content':[{'attachment':{"
                "'contentType':'application/pdf','url':'Binary/r'}}],'context':{'related':[{'identifier':"
                "{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}}]}}}");
            const bool byStudy = target.contains("study-instance-uid=") || target.contains("related");
            const QByteArray entry = !byStudy ? manifest : withReport ? report : QByteArray();
            return ok("application/fhir+json", q("{'resourceType':'Bundle','entry':[") + entry + "]}");
        });
        Client client(shelf.endpoint);
        const auto uid = *model::StudyUid::parse(QString::fromLatin1(study));
        const model::PatientIdentifier patient{u"urn:oid:2.999.17.1"_s, u"5"_s};
        const auto tree = ended(client.readTree(uid, Route::Documents, patient));
        QVERIFY2(tree.has_value() == isFound, tree ? "" : qPrintable(tree.error().detail));
        if (isFound)
            QCOMPARE(tree->series.size(), 1);
        else
            QCOMPARE(nameOf(tree.error().kind), u"NotFound"_s);
        model::StudyQuery query;
        query.patient = patient;
        query.study = uid;
        const auto studies = ended(client.searchStudies(query, Route::Documents));
        QVERIFY2(studies, studies ? "" : qPrintable(studies.error().detail));
        QCOMPARE(studies->studies.size(), isFound ? 1 : 0);
    }

    //! Filed under the type that reports and manifests share: its content tells.
    void judgesByTheBytesWhereNothingElseTells()
    {
        Shelf shelf({}, [](const QByteArray &target, const QByteArray &) {
            if (target.contains("DocumentReference"))
                return ok(
                    "application/fhir+json",
                    q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DocumentReference','id':'d',"
                      "'status':'current','type':{'coding':[{'system':'http://loinc.org','code':'18748-4'}]},"
                      "'content':[{'attachment':{'contentType':'application/fhir+json','url':'Bundle/1'}}]}}]}"));
            return ok("application/fhir+json",
                      q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DiagnosticReport',"
                        "'imagingStudy':[{'identifier':{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}}]}}]}"));
        });
        Client client(shelf.endpoint);
        model::DocumentQuery query;
        query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, u"5"_s};
        const auto list = ended(client.searchDocuments(query));
        QVERIFY(list);
        QCOMPARE(list->documents.size(), 1);
        QCOMPARE(model::nameOf(list->documents.first().kind), u"report"_s);
        QCOMPARE(list->documents.first().studies.first().study.text(), u"1.2.3"_s);
    }

    //! Not the places of the list count but what was opened, and what was not is said.
    void opensSomeDocumentsAndNamesTheRest_data()
    {
        QTest::addColumn<int>("sure"); // that stand before the unsure ones
        QTest::addColumn<int>("unsure");
        QTest::addColumn<int>("reports"); // among the unsure ones
        QTest::newRow("behind many that are sure") << 60 << 3 << 3;
        QTest::newRow("too many") << 0 << 55 << 50;
    }
    void opensSomeDocumentsAndNamesTheRest()
    {
        QFETCH(int, sure);
        QFETCH(int, unsure);
        QFETCH(int, reports);
        Shelf shelf({}, [&](const QByteArray &target, const QByteArray &) {
            if (!target.contains("DocumentReference"))
                return ok("application/fhir+json",
                          q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DiagnosticReport'}}]}"));
            QByteArrayList entries;
            for (int i = 0; i < sure + unsure; ++i)
                entries += q("{'resource':{'resourceType':'DocumentReference','id':'d") + QByteArray::number(i) +
                           q("','status':'current','type':{'coding':[{'code':'18748-4'}]},'content':[{'attachment':{"
                             "'contentType':'application/fhir+json','url':'Bundle/1'}") +
                           (i < sure ? q(",'format':{'code':'urn:ihe:rad:MADO:fhir-manifest:2026'}") : QByteArray()) +
                           "}]}}";
            return ok("application/fhir+json", q("{'resourceType':'Bundle','entry':[") + entries.join(',') + "]}");
        });
        Client client(shelf.endpoint);
        model::DocumentQuery query;
        query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, u"5"_s};
        const auto list = ended(client.searchDocuments(query));
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(int(std::count_if(list->documents.cbegin(), list->documents.cend(),
                                   [](const auto &one) { return one.kind == model::Document::Kind::Report; })),
                 reports);
        const bool isSaid = std::any_of(list->notes.cbegin(), list->notes.cend(), [&](const model::Note &note) {
            return note.detail.contains(u"%1 more"_s.arg(unsure - reports));
        });
        QCOMPARE(isSaid, reports < unsure);
    }

    //! A DICOM object of which no format tells the kind: what comes is no manifest.
    void judgesDicomByTheBytesToo_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("kind");
        QTest::newRow("a PDF instead") << pdf << u"report"_s;
        QTest::newRow("nothing that can be read") << QByteArray("hello") << u"manifest"_s;
    }
    void judgesDicomByTheBytesToo()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, kind);
        Shelf shelf({}, [&](const QByteArray &target, const QByteArray &) {
            if (target.contains("DocumentReference"))
                return ok("application/fhir+json",
                          q("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'DocumentReference',"
                            "'id':'d','status':'current','type':{'coding':[{'system':'http://loinc.org',"
                            "'code':'18748-4'}]},'content':[{'attachment':{'contentType':'application/dicom',"
                            "'url':'Binary/1'}}]}}]}"));
            return ok("application/dicom", bytes);
        });
        Client client(shelf.endpoint);
        model::DocumentQuery query;
        query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, u"5"_s};
        const auto list = ended(client.searchDocuments(query));
        QVERIFY(list);
        QCOMPARE(list->documents.size(), 1);
        QCOMPARE(model::nameOf(list->documents.first().kind), kind);
    }

    void aFetchCanBeCancelledAndDropped()
    {
        Shelf shelf(attachment("application/pdf", "Binary/1"), [](const QByteArray &, const QByteArray &) {
            return QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n%PDF-");
        });
        Client client(shelf.endpoint);
        const auto job = client.fetchDocument({u"d"_s, {}, shelf.folder.filePath(u"document"_s)});
        QSignalSpy finished(job.get(), &AnyJob::finished);
        QTRY_COMPARE(shelf.requests.size(), 2);
        job->cancel();
        QVERIFY(finished.wait());
        QCOMPARE(nameOf(job->result().error().kind), u"Cancelled"_s);
        QVERIFY(!QFile::exists(shelf.folder.filePath(u"document"_s)));
        auto dropped = client.fetchDocument({u"d"_s, {}, shelf.folder.filePath(u"document"_s)});
        dropped.reset();
    }
};

QTEST_GUILESS_MAIN(DocumentFetchTest)
#include "DocumentFetchTest.moc"
