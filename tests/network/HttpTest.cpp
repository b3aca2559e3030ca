#include "RawServer.h"

#include "http/HttpClient.h"
#include "http/Inflater.h"
#include "http/Redaction.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <zlib.h>

using namespace network;
using Kind = Error::Kind;

namespace {

//! More than the socket buffers of both ends take: Linux lets one of the receiver grow to 32 MB (tcp_rmem).
constexpr qsizetype heldBody = 64 * 1024 * 1024;

//! What RFC 1952 makes of these bytes.
QByteArray gzipped(const QByteArray &bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))) + 64,
                   Qt::Uninitialized);
    QByteArray in = bytes;
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

Endpoint endpointAt(const QUrl &base)
{
    Endpoint endpoint;
    endpoint.fhirBase = base;
    endpoint.idleTimeout = std::chrono::seconds(1);
    return endpoint;
}

//! Sends one request and waits for what comes of it.
class Asking
{
public:
    Asking(HttpClient &client, const HttpRequest &request) : call(client.send(request))
    {
        QObject::connect(call.get(), &HttpCall::done, call.get(), [this](const Result<HttpAnswer> &result) {
            ++timesDone;
            answer = result;
        });
    }
    bool wait()
    {
        return QTest::qWaitFor([this] { return answer.has_value(); }, 20'000);
    }
    Kind kind() const { return answer->error().kind; }

    std::unique_ptr<HttpCall> call;
    std::optional<Result<HttpAnswer>> answer;
    int timesDone = 0;
};

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.headers.emplaceBack("Accept", "application/fhir+json");
    return request;
}

} // namespace

Q_DECLARE_METATYPE(network::Error::Kind)
Q_DECLARE_METATYPE(network::Auth)

class HttpTest : public QObject
{
    Q_OBJECT

private slots:
    void theStatusDecidesTheKind_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("says");
        const QByteArray outcome =
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-found",)"
            R"("diagnostics":"targetSystem not found for 140358-936L"}]})";
        QTest::newRow("400") << 400 << QByteArray("text/plain") << QByteArray("no such key") << Kind::Rejected
                             << QStringLiteral("no such key");
        QTest::newRow("401") << 401 << QByteArray("text/plain") << QByteArray() << Kind::Unauthorised
                             << QStringLiteral("sign-in");
        QTest::newRow("403") << 403 << QByteArray("text/plain") << QByteArray() << Kind::Forbidden
                             << QStringLiteral("not allowed");
        QTest::newRow("404") << 404 << QByteArray("text/html") << QByteArray("<html><h1>Not here</h1></html>")
                             << Kind::NotFound << QStringLiteral("Not here");
        QTest::newRow("404 with outcome") << 404 << QByteArray("application/fhir+json") << outcome << Kind::NotFound
                                          << QStringLiteral("targetSystem not found");
        QTest::newRow("409") << 409 << QByteArray("text/plain") << QByteArray() << Kind::Rejected
                             << QStringLiteral("409");
        QTest::newRow("410") << 410 << QByteArray("text/plain") << QByteArray() << Kind::NotFound
                             << QStringLiteral("gone");
        QTest::newRow("nginx asks for a certificate")
            << 400 << QByteArray("text/html") << QByteArray("<title>400 No required SSL certificate was sent</title>")
            << Kind::Untrusted << QStringLiteral("certificate");
        QTest::newRow("495") << 495 << QByteArray("text/html") << QByteArray() << Kind::Untrusted
                             << QStringLiteral("certificate");
        QTest::newRow("sign-in page")
            << 200 << QByteArray("text/html; charset=utf-8")
            << QByteArray("<html><head><title>Sign in</title><script>var x=1</script></head><form>Name</form>")
            << Kind::Malformed << QStringLiteral("Sign in Name");
        QTest::newRow("300") << 300 << QByteArray("text/plain") << QByteArray() << Kind::Malformed
                             << QStringLiteral("300");
    }
    void theStatusDecidesTheKind()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(Kind, kind);
        QFETCH(QString, says);
        RawServer server(
            [&](QTcpSocket &socket, const QByteArray &) { socket.write(RawServer::reply(status, type, body)); });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/Patient?identifier=urn:oid:1%7C140358-936L"))));
        QVERIFY(asking.wait());
        QVERIFY(!*asking.answer);
        QCOMPARE(nameOf(asking.kind()), nameOf(kind));
        QCOMPARE(asking.answer->error().httpStatus, status);
        const QString &detail = asking.answer->error().detail;
        QVERIFY2(detail.contains(says), qPrintable(detail));
        QVERIFY2(!detail.contains(u"140358"), qPrintable(detail));
        QVERIFY2(!detail.contains(u'<'), qPrintable(detail));
        QVERIFY2(!detail.trimmed().endsWith(u':'), qPrintable(detail)); // where nothing follows
        QCOMPARE(server.requests.size(), 1);                            // none of these is repeated
    }

    void repeatsWhatMayPass()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const auto n = server.requests.size();
            socket.write(n == 1   ? RawServer::reply(503, "text/plain", "later", "Retry-After: 1\r\n")
                         : n == 2 ? RawServer::reply(429, "text/plain", "slower")
                                  : RawServer::reply(200, "application/fhir+json", "{}"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        QList<qint64> delays;
        Asking asking(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        connect(asking.call.get(), &HttpCall::waitingToRetry, this,
                [&](std::chrono::milliseconds delay) { delays << delay.count(); });
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QCOMPARE((*asking.answer)->body, QByteArray("{}"));
        QCOMPARE(delays.size(), 2);
        QCOMPARE(delays.at(0), 1000); // what the server wished for
        QVERIFY(delays.at(1) >= 800 && delays.at(1) <= 1200);
    }

    void givesUpAfterThreeRepeats()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(500, "text/html", "<html><body><h1>Stack trace</h1></body></html>"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/Patient"))));
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::ServerFault));
        QCOMPARE(asking.answer->error().httpStatus, 500);
        QVERIFY(asking.answer->error().detail.contains(u"Stack trace"));
        QCOMPARE(server.requests.size(), 4);
    }

    void repeatsNothingThatMustNotBeRepeated()
    {
        RawServer server(
            [](QTcpSocket &socket, const QByteArray &) { socket.write(RawServer::reply(503, "text/plain", {})); });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/Patient")));
        request.retryable = false;
        Asking asking(client, request);
        QVERIFY(asking.wait());
        QCOMPARE(server.requests.size(), 1);
    }

    void tellsABrokenLine_data()
    {
        QTest::addColumn<QByteArray>("sent"); // then the connection is closed, each time
        QTest::addColumn<Kind>("kind");
        const QByteArray whole = gzipped(QByteArray(5000, 'x') + "end");
        const auto gzipHead = [](const QByteArray &more) {
            return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n" + more + "\r\n";
        };
        QTest::newRow("closed without a word") << QByteArray() << Kind::Unreachable;
        QTest::newRow("shorter than announced")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":")
            << Kind::Truncated;
        QTest::newRow("cut between chunks")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n5\r\n{\"a\":\r\n")
            << Kind::Truncated;
        QTest::newRow("cut inside a chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n50\r\n{\"a\":")
            << Kind::Truncated;
        QTest::newRow("gzip cut short, no length") << gzipHead({}) + whole.first(whole.size() - 6) << Kind::Truncated;
        QTest::newRow("gzip cut short, length fits")
            << gzipHead("Content-Length: " + QByteArray::number(whole.size() - 12) + "\r\n") +
                   whole.first(whole.size() - 12)
            << Kind::Truncated;
        QTest::newRow("not gzip at all") << gzipHead("Content-Length: 10\r\n") + "0123456789" << Kind::Malformed;
    }
    void tellsABrokenLine()
    {
        QFETCH(QByteArray, sent);
        QFETCH(Kind, kind);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(sent);
            socket.disconnectFromHost();
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        QVERIFY(asking.wait());
        QVERIFY(!*asking.answer);
        QVERIFY2(asking.kind() == kind, qPrintable(nameOf(asking.kind()) + asking.answer->error().detail));
        QVERIFY(kind == Kind::Malformed || server.requests.size() >= 4); // it was repeated before we gave up
    }

    void undoesCompression()
    {
        const QByteArray text = QByteArray(3'000'000, 'x') + "end"; // a ratio of 1000, which Qt's own guard refuses
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/json", gzipped(text), "Content-Encoding: gzip\r\n"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QVERIFY((*asking.answer)->body == text);
    }

    void refusesAnEndlessBody()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/json", gzipped(QByteArray(3'000'000, 'x')),
                                          "Content-Encoding: gzip\r\n"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/metadata")));
        request.maximumBody = 1'000'000;
        Asking asking(client, request);
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::Malformed));
    }

    void refusedAndUnknownHostsAreUnreachable()
    {
        QUrl gone;
        {
            RawServer server([](QTcpSocket &, const QByteArray &) {});
            gone = server.url(QStringLiteral("/fhir"));
        }
        HttpClient client(endpointAt(gone));
        Asking asking(client, get(gone));
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::Unreachable));
    }

    void silenceTimesOut_data()
    {
        QTest::addColumn<QByteArray>("sent"); // then nothing more, the connection stays open
        QTest::newRow("before the head") << QByteArray();
        QTest::newRow("in the body") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":");
    }
    void silenceTimesOut()
    {
        QFETCH(QByteArray, sent);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) { socket.write(sent); });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::TimedOut));
        QCOMPARE(server.requests.size(), 1);
    }

    void aRequestThatWaitsForAConnectionMeetsNoSilence()
    {
        QList<QTcpSocket *> waiting;
        RawServer server([&waiting](QTcpSocket &socket, const QByteArray &) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 40\r\n\r\n");
            waiting << &socket;
        });
        // Each answer takes twice as long as a silence may.
        QTimer pulse;
        QHash<QTcpSocket *, int> sent;
        connect(&pulse, &QTimer::timeout, this, [&] {
            for (QTcpSocket *socket : QList(waiting)) {
                socket->write("    ");
                if (++sent[socket] % 10 == 0)
                    waiting.removeOne(socket);
            }
        });
        pulse.start(200);
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        std::vector<std::unique_ptr<Asking>> calls(8);
        for (size_t i = 0; i < calls.size(); ++i)
            calls[i] = std::make_unique<Asking>(client, get(server.url(QStringLiteral("/fhir/%1").arg(i))));
        for (const auto &call : calls) {
            QVERIFY(call->wait());
            QVERIFY2(*call->answer, *call->answer ? "" : qPrintable(call->answer->error().detail));
        }
    }

    void aConnectionThatIsNotAcceptedIsSilence_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::newRow("before the handshake") << QStringLiteral("https");
        QTest::newRow("after the request") << QStringLiteral("http");
    }
    void aConnectionThatIsNotAcceptedIsSilence()
    {
        QFETCH(QString, scheme);
        QTcpServer server; // nobody reads what comes
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QUrl base(QStringLiteral("%1://127.0.0.1:%2/fhir").arg(scheme).arg(server.serverPort()));
        HttpClient client(endpointAt(base));
        QElapsedTimer clock;
        clock.start();
        Asking asking(client, get(base));
        QVERIFY(asking.wait());
        QVERIFY(!*asking.answer);
        QCOMPARE(asking.kind(), Kind::TimedOut);
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }

    void followsRedirectsAmongNamedOriginsWithoutTheToken()
    {
        RawServer second([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/json", "{}"));
        });
        RawServer first([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.startsWith("GET /fhir/a ") ? QByteArray("/fhir/b")
                                                                         : second.origin().toLatin1() + "/dicom-web/c";
            socket.write(RawServer::reply(302, "text/plain", {}, "Location: " + target + "\r\n"));
        });
        Endpoint endpoint = endpointAt(first.url(QStringLiteral("/fhir")));
        endpoint.qidoBase = second.url(QStringLiteral("/dicom-web"));
        endpoint.fhirAuth = {Auth::Type::Bearer, {}, model::Secret(QStringLiteral("t0ken"))};
        HttpClient client(endpoint);
        Asking asking(client, get(first.url(QStringLiteral("/fhir/a"))));
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QCOMPARE((*asking.answer)->head.url, second.url(QStringLiteral("/dicom-web/c")));
        QCOMPARE(first.requests.size(), 2);
        QVERIFY(first.requests.at(1).contains("Authorization: Bearer t0ken\r\n"));
        QCOMPARE(second.requests.size(), 1);
        QVERIFY(!second.requests.at(0).contains("t0ken"));
    }

    void sendsNothingToAForeignOrigin()
    {
        RawServer foreign([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/json", "{}"));
        });
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(
                RawServer::reply(307, "text/plain", {}, "Location: " + foreign.origin().toLatin1() + "/fhir\r\n"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        for (const QUrl &url :
             {server.url(QStringLiteral("/fhir/metadata")), foreign.url(QStringLiteral("/fhir/metadata"))}) {
            Asking asking(client, get(url));
            QVERIFY(asking.wait());
            QCOMPARE(nameOf(asking.kind()), nameOf(Kind::ForeignOrigin));
        }
        QCOMPARE(foreign.connections, 0);
    }

    void leavesCirclesOfRedirects_data()
    {
        QTest::addColumn<bool>("sameAddress");
        QTest::newRow("two addresses in turn") << true;
        QTest::newRow("ever new addresses") << false;
    }
    void leavesCirclesOfRedirects()
    {
        QFETCH(bool, sameAddress);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const auto n = sameAddress ? server.requests.size() % 2 : server.requests.size();
            socket.write(
                RawServer::reply(302, "text/plain", {}, "Location: /fhir/step" + QByteArray::number(n) + "\r\n"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking asking(client, get(server.url(QStringLiteral("/fhir/step0"))));
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::RedirectLoop));
        QVERIFY(server.requests.size() <= 11);
    }

    void aRedirectedSearchKeepsItsFilters()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            socket.write(request.startsWith("POST /fhir/Patient/_search ")
                             ? RawServer::reply(302, "text/plain", {}, "Location: /fhir/v2/Patient/_search\r\n")
                             : RawServer::reply(200, "application/json", "{}"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/Patient/_search")));
        request.method = "POST";
        request.headers.emplaceBack("Content-Type", "application/x-www-form-urlencoded");
        request.body = "identifier=1";
        Asking asking(client, request);
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QVERIFY(server.requests.at(1).startsWith("POST /fhir/v2/Patient/_search "));
        QVERIFY(server.requests.at(1).endsWith("identifier=1"));
    }

    void plainHttpStaysOnThisComputer()
    {
        const QUrl base(QStringLiteral("http://contact.example/fhir"));
        HttpClient client(endpointAt(base));
        Asking asking(client, get(base));
        QVERIFY(asking.wait());
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::Usage));
        QVERIFY(asking.answer->error().detail.contains(u"allowPlainHttp"));
    }

    void handsOnAStreamAndHoldsTheServerBack_data()
    {
        QTest::addColumn<QByteArray>("length"); // as the head tells it
        const QByteArray chunked("Transfer-Encoding: chunked\r\nContent-Length: ");
        QTest::newRow("as announced") << "Content-Length: " + QByteArray::number(heldBody);
        QTest::newRow("in a chunk, with a length that is too small") << chunked + "10";
        QTest::newRow("in a chunk, with a length that is too large") << chunked + "99000000";
        QTest::newRow("in a chunk, with a length below nothing") << chunked + "-1";
    }
    void handsOnAStreamAndHoldsTheServerBack()
    {
        QFETCH(QByteArray, length);
        const QByteArray body(heldBody, 'd');
        QTcpSocket *line = nullptr;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            line = &socket;
            const bool isChunked = length.startsWith("Transfer-Encoding");
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: multipart/related\r\n" + length + "\r\n\r\n" +
                         (isChunked ? QByteArray::number(body.size(), 16) + "\r\n" : QByteArray()) + body +
                         (isChunked ? "\r\n0\r\n\r\n" : ""));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/big")));
        request.streamed = true;
        Asking asking(client, request);
        QSignalSpy heads(asking.call.get(), &HttpCall::headCame);
        QVERIFY(heads.wait());
        QCOMPARE(asking.call->head().status, 200);

        // Longer than the idle timeout nothing is taken: the server must be held back and nobody may call it silence.
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(clock.elapsed() > 2500, 4000);
        QVERIFY(!asking.answer);
        QVERIFY(line->bytesToWrite() > 8 * 1024 * 1024);
        QVERIFY(asking.call->waiting() <= 4 * 1024 * 1024);

        qint64 taken = 0;
        const auto takeAll = [&] {
            while (asking.call->waiting() > 0)
                taken += asking.call->take(256 * 1024).size();
        };
        connect(asking.call.get(), &HttpCall::bytesWaiting, this, takeAll);
        takeAll();
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QCOMPARE(taken, body.size());
        QCOMPARE(asking.timesDone, 1);
    }

    void aStreamThatBreaksEndsAfterItsLastByteWasTaken()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(
                "HTTP/1.1 200 OK\r\nContent-Type: multipart/related\r\nContent-Length: 1000\r\n\r\n0123456789");
            socket.disconnectFromHost();
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/big")));
        request.streamed = true;
        Asking asking(client, request);
        QByteArray taken;
        connect(asking.call.get(), &HttpCall::bytesWaiting, this, [&] { taken += asking.call->take(1000); });
        QVERIFY(asking.wait());
        QCOMPARE(taken, QByteArray("0123456789"));
        QCOMPARE(nameOf(asking.kind()), nameOf(Kind::Truncated));
        QCOMPARE(server.requests.size(), 1);
    }

    void aCompressedStreamIsHandedOnPlain()
    {
        const QByteArray body(5'000'000, 'd');
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "multipart/related", gzipped(body), "Content-Encoding: gzip\r\n"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/big")));
        request.streamed = true;
        Asking asking(client, request);
        QByteArray taken;
        connect(asking.call.get(), &HttpCall::bytesWaiting, this, [&] {
            while (asking.call->waiting() > 0) {
                const QByteArray bytes = asking.call->take(100'000);
                QVERIFY(bytes.size() <= 100'000);
                taken += bytes;
            }
        });
        QVERIFY(asking.wait());
        QVERIFY(*asking.answer);
        QVERIFY(taken == body);
    }

    void aCallMayBeDroppedInItsOwnSlots_data()
    {
        QTest::addColumn<int>("slot");
        QTest::newRow("headCame") << 0;
        QTest::newRow("bytesWaiting") << 1;
        QTest::newRow("done") << 2;
    }
    void aCallMayBeDroppedInItsOwnSlots()
    {
        QFETCH(int, slot);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "multipart/related", "0123456789"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        HttpRequest request = get(server.url(QStringLiteral("/fhir/big")));
        request.streamed = true;
        std::unique_ptr<HttpCall> call = client.send(request);
        int dropped = 0;
        const auto drop = [&] {
            call.reset();
            ++dropped;
        };
        const auto takeOrDrop = [&] { slot == 1 ? drop() : void(call->take(1000)); };
        if (slot == 0)
            connect(call.get(), &HttpCall::headCame, this, drop);
        connect(call.get(), &HttpCall::bytesWaiting, this, takeOrDrop);
        connect(call.get(), &HttpCall::done, this, drop);
        QTRY_COMPARE(dropped, 1);
    }

    void aCancelledCallFallsSilent()
    {
        RawServer server([&](QTcpSocket &, const QByteArray &) {});
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        Asking cancelled(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        QTRY_COMPARE(server.requests.size(), 1);
        cancelled.call->cancel();
        Asking other(client, get(server.url(QStringLiteral("/fhir/metadata"))));
        QVERIFY(other.wait()); // by its idle timeout, which the cancelled one would have reached before
        QCOMPARE(cancelled.timesDone, 0);
    }

    void recordsEveryExchangeWithoutIdentityOrSecrets()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(server.requests.size() == 1
                             ? RawServer::reply(503, "text/plain", "later")
                             : RawServer::reply(200, "application/json", "{\"a\":1}", "Set-Cookie: s=1\r\n"));
        });
        Endpoint endpoint = endpointAt(server.url(QStringLiteral("/fhir")));
        endpoint.fhirAuth = {Auth::Type::Basic, QStringLiteral("ncpeh"), model::Secret(QStringLiteral("s3cret"))};
        HttpClient client(endpoint);
        QList<model::Exchange> exchanges;
        connect(&client, &HttpClient::exchanged, this, [&](const model::Exchange &exchange) { exchanges << exchange; });
        Asking asking(
            client,
            get(server.url(QStringLiteral("/fhir/Patient?identifier=urn:oid:1%7C140358-936L&_count=10&unheard=of"))));
        QVERIFY(asking.wait());
        QCOMPARE(exchanges.size(), 2);
        QCOMPARE(exchanges.at(0).status, 503);
        QVERIFY(!exchanges.at(0).failure.isEmpty());
        const model::Exchange &second = exchanges.at(1);
        QCOMPARE(second.status, 200);
        QVERIFY(second.failure.isEmpty());
        QCOMPARE(second.bytesReceived, 7);
        QCOMPARE(second.bodyStart.reveal(), QStringLiteral("{\"a\":1}"));
        QCOMPARE(second.maskedUrl,
                 server.origin() + QStringLiteral("/fhir/Patient?identifier=•••&_count=10&unheard=•••"));
        QVERIFY(second.url.reveal().contains(u"140358-936L"));
        QVERIFY(server.requests.at(1).contains("X-Request-Id: " + second.requestId.toLatin1() + "\r\n"));
        QVERIFY(exchanges.at(0).requestId != second.requestId);
        QVERIFY(server.requests.at(1).contains("Authorization: Basic bmNwZWg6czNjcmV0\r\n"));
        for (const auto &[name, value] : second.requestHeaders + second.responseHeaders)
            QVERIFY(!value.contains("bmNwZWg") && !value.contains("s=1"));
    }

    void noTextOfTheServerGivesOurSecretsAway_data()
    {
        QTest::addColumn<Auth>("auth");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        const model::Secret token(QStringLiteral("sekret-") + QString(300, u't'));
        const Auth bearer{Auth::Type::Bearer, {}, token};
        const Auth basic{Auth::Type::Basic, QStringLiteral("ncpeh"), model::Secret(QStringLiteral("s3cret!?"))};
        QTest::newRow("token, in words") << bearer << QByteArray("text/plain") << 401;
        QTest::newRow("token, in FHIR") << bearer << QByteArray("application/fhir+json") << 400;
        QTest::newRow("token, on a page") << bearer << QByteArray("text/html") << 200;
        QTest::newRow("password") << basic << QByteArray("text/plain") << 401;
        QTest::newRow("password, server fault") << basic << QByteArray("text/plain") << 503;
    }
    void noTextOfTheServerGivesOurSecretsAway()
    {
        QFETCH(Auth, auth);
        QFETCH(QByteArray, type);
        QFETCH(int, status);
        const QByteArray secret = auth.secret.reveal().toUtf8();
        const QByteArray pair = auth.user.toUtf8() + ':' + secret;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            QByteArray words = "bad " + secret + " of " + pair + " as " + pair.toBase64();
            if (type.endsWith("json"))
                words = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"" + words + "\"}]}";
            socket.write(RawServer::reply(status, type, words, "WWW-Authenticate: Bearer error=" + secret + "\r\n"));
        });
        Endpoint endpoint = endpointAt(server.url(QStringLiteral("/fhir")));
        endpoint.fhirAuth = auth;
        HttpClient client(endpoint);
        QString told;
        connect(&client, &HttpClient::exchanged, this, [&](const model::Exchange &exchange) {
            told += exchange.failure;
            for (const auto &[name, value] : exchange.requestHeaders + exchange.responseHeaders)
                told += QString::fromUtf8(value);
        });
        HttpRequest request = get(server.url(QStringLiteral("/fhir/Patient?name=x")));
        request.retryable = false;
        Asking asking(client, request);
        QVERIFY(asking.wait());
        QVERIFY(!*asking.answer);
        told += asking.answer->error().detail;
        QVERIFY2(told.contains(u"bad •••"), qPrintable(told));
        QVERIFY2(!told.contains(QString::fromUtf8(secret.left(8))), qPrintable(told));
        QVERIFY2(auth.user.isEmpty() || !told.contains(QString::fromLatin1(pair.toBase64())), qPrintable(told));
    }

    void aNumberStaysMaskedInWhatIsAskedNext()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(404, "text/plain", "no 6803142486"));
        });
        HttpClient client(endpointAt(server.url(QStringLiteral("/fhir"))));
        for (const char *path : {"/fhir/Patient?identifier=urn:oid:1.2%7C6803142486", "/fhir/metadata"}) {
            Asking asking(client, get(server.url(QString::fromLatin1(path))));
            QVERIFY(asking.wait());
            QVERIFY2(asking.answer->error().detail.contains(u"no •••"), qPrintable(asking.answer->error().detail));
        }
    }

    void whatWasAskedIsMaskedInEverySpelling_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("shown");
        QTest::newRow("birth date") << QByteArray("birthdate=eq1968-03-14")
                                    << QStringLiteral("born 14.03.1968 / 19680314 / 1968-03-14 / 3/14/1968, 2024-01-01")
                                    << QStringLiteral("born ••• / ••• / ••• / •••, 2024-01-01");
        QTest::newRow("DICOM date") << QByteArray("PatientBirthDate=19680314") << QStringLiteral("born 1968-03-14")
                                    << QStringLiteral("born •••");
        QTest::newRow("number") << QByteArray("identifier=urn:oid:1.2%7C680314-2486")
                                << QStringLiteral("6803142486, 680314 2486, 680314-2486")
                                << QStringLiteral("•••, •••, •••");
        QTest::newRow("name") << QByteArray("family=Lindqvist") << QStringLiteral("No LINDQVIST here")
                              << QStringLiteral("No ••• here");
        QTest::newRow("accents and case") << QByteArray("family=Nov%C3%A1kov%C3%A1&given=%C5%BDofie")
                                          << QString::fromUtf8("No NOVAKOVA, Zofie; no Novákova, Nova\u0301kova\u0301")
                                          << QStringLiteral("No •••, •••; no •••, •••");
        QTest::newRow("name of two") << QByteArray("family=Lindqvist-Moreau") << QStringLiteral("No LINDQVIST, moreau")
                                     << QStringLiteral("No •••, •••");
        QTest::newRow("JSON") << QByteArray(
                                     R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)"
                                     R"({"resourceType":"Patient","name":[{"family":"Doe"}],)"
                                     R"("birthDate":"1968-03-14"}}]})")
                              << QStringLiteral("The resource Patient Doe, 19680314, is not in Parameters")
                              << QStringLiteral("The resource Patient •••, •••, is not in Parameters");
    }
    void whatWasAskedIsMaskedInEverySpelling()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QString, words);
        QTEST(without(personalValuesIn({}, asked), words), "shown");
    }

    void inflatesTheSameHoweverItIsCut()
    {
        const QByteArray text = QByteArray("0123456789").repeated(500);
        const QByteArray twice = gzipped(text) + gzipped(text);
        for (qsizetype cut = 0; cut < twice.size(); ++cut) {
            Inflater inflater;
            QByteArray out;
            for (const QByteArray &piece : {twice.first(cut), twice.sliced(cut)}) {
                inflater.feed(piece);
                while (inflater.hasMore() && !inflater.isDamaged())
                    out += inflater.take(777);
            }
            QVERIFY(out == text + text);
            QVERIFY(inflater.isComplete());
        }
    }

    void masksWhatMayTellWhoSomebodyIs_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("masked");
        QTest::newRow("dates of studies stay")
            << QStringLiteral("https://a.example/fhir/ImagingStudy?patient.identifier=x&started=ge2024-01-01")
            << QStringLiteral("https://a.example/fhir/ImagingStudy?patient.identifier=•••&started=ge2024-01-01");
        QTest::newRow("QIDO")
            << QStringLiteral("https://a.example/rs/studies?PatientID=1&StudyDate=20240101-&PatientName=Doe*")
            << QStringLiteral("https://a.example/rs/studies?PatientID=•••&StudyDate=20240101-&PatientName=•••");
        QTest::newRow("logical id in the path") << QStringLiteral("https://a.example/fhir/Patient/123")
                                                << QStringLiteral("https://a.example/fhir/Patient/•••");
        QTest::newRow("search by POST") << QStringLiteral("https://a.example/fhir/Patient/_search")
                                        << QStringLiteral("https://a.example/fhir/Patient/_search");
        QTest::newRow("user info") << QStringLiteral("https://me:pw@a.example/fhir")
                                   << QStringLiteral("https://a.example/fhir");
    }
    void masksWhatMayTellWhoSomebodyIs()
    {
        QFETCH(QString, url);
        QFETCH(QString, masked);
        QCOMPARE(maskedUrl(QUrl(url)), masked);
    }
};

QTEST_GUILESS_MAIN(HttpTest)
#include "HttpTest.moc"
