#include "dicomweb/MultipartReader.h"

#include <QElapsedTimer>
#include <QTest>

using network::MediaType;
using network::MultipartReader;
using State = network::MultipartReader::State;

namespace {

//! What a reader told, in a form that compares.
struct Read
{
    QList<QByteArray> parts;
    QList<network::PartHeaders> headers;
    QByteArray unfinished; //!< payload of a part whose end was not seen
    State state = State::BeforeFirst;

    friend bool operator==(const Read &, const Read &) = default;
};

template <class Feed>
Read readBy(const QByteArray &boundary, Feed feed)
{
    Read read;
    MultipartReader reader(boundary, {.partBegan =
                                          [&](const network::PartHeaders &headers) {
                                              read.headers << headers;
                                              read.unfinished.clear();
                                          },
                                      .partData = [&](QByteArrayView data) { read.unfinished += data; },
                                      .partEnded = [&] { read.parts << std::exchange(read.unfinished, {}); }});
    feed(reader);
    reader.bodyEnded();
    read.state = reader.state();
    return read;
}

Read readWhole(const QByteArray &boundary, const QByteArray &body)
{
    return readBy(boundary, [&](MultipartReader &reader) { reader.feed(body); });
}

Read readInChunks(const QByteArray &boundary, const QByteArray &body, qsizetype chunk)
{
    return readBy(boundary, [&](MultipartReader &reader) {
        for (qsizetype at = 0; at < body.size(); at += chunk)
            reader.feed(QByteArrayView(body).sliced(at, std::min(chunk, body.size() - at)));
    });
}

using Parts = QList<QByteArray>;

} // namespace

class MultipartReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void findsTheBoundary_data()
    {
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("boundary"); // empty: none
        const auto row = [](const char *name, const char *type, const char *boundary) {
            QTest::newRow(name) << QByteArray(type) << QByteArray(boundary);
        };
        row("bare", "multipart/related; boundary=abc", "abc");
        row("quoted", "multipart/related; boundary=\"a b;c\"; type=\"application/dicom\"", "a b;c");
        row("escaped in quotes", "multipart/related; boundary=\"a\\\"b\"", "a\"b");
        row("after start and type", "multipart/related; start=\"<1@x>\"; type=\"application/dicom\"; boundary=abc",
            "abc");
        row("semicolon and boundary inside another value", "multipart/related; start=\"; boundary=no\"; boundary=yes",
            "yes");
        row("parameter inside the quotes of type",
            "multipart/related; type=\"application/dicom; transfer-syntax=1.2.840.10008.1.2.1\"; boundary=abc", "abc");
        row("names in capitals, blanks around", "Multipart/Related ;  Boundary =  abc ", "abc");
        row("empty parameters", "multipart/related;; ;boundary=abc;", "abc");
        row("quote never closed", "multipart/related; boundary=\"abc", "abc");
        row("other multipart", "multipart/mixed; boundary=abc", "abc");
        row("not multipart", "application/dicom; boundary=abc", "");
        row("absent", "multipart/related; type=\"application/dicom\"", "");
        row("empty", "multipart/related; boundary=\"\"", "");
        row("line break inside", "multipart/related; boundary=\"a\nb\"", "");
        row("nothing at all", "", "");
    }
    void findsTheBoundary()
    {
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, boundary);
        QCOMPARE(MediaType::parse(contentType).boundary().value_or(QByteArray()), boundary);
    }

    void readsBodies_data()
    {
        QTest::addColumn<QByteArray>("boundary");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Parts>("parts");
        QTest::addColumn<State>("state");
        QTest::addColumn<QByteArray>("unfinished");
        const auto row = [](const char *name, const char *boundary, QByteArray body, Parts parts, State state,
                            QByteArray unfinished = {}) {
            QTest::newRow(name) << QByteArray(boundary) << body << parts << state << unfinished;
        };
        const QByteArray zeros(3, '\0');

        row("delimiter at the very start", "b", "--b\r\nA: 1\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--", {"one", "two"},
            State::Closed);
        row("preamble and epilogue", "b", "hello\r\n--b\r\nA: 1\r\n\r\none\r\n--b--\r\nbye\r\n--b\r\n\r\nno", {"one"},
            State::Closed);
        row("no part headers", "b", "--b\r\n\r\none\r\n--b--\r\n", {"one"}, State::Closed);
        row("only a closing delimiter", "b", "--b--", {}, State::Closed);
        row("closing delimiter after a line break", "b", "\r\n--b--\r\n", {}, State::Closed);
        row("padding after delimiters", "b", "--b \t\r\n\r\none\r\n--b  \r\n\r\ntwo\r\n--b--  ", {"one", "two"},
            State::Closed);
        row("bare LF everywhere", "b", "--b\nA: 1\n\none\n--b\nA: 1\n\ntwo\n--b--\n", {"one", "two"}, State::Closed);
        row("bare LF in the headers only", "b", "--b\r\nA: 1\n\none\r\n--b\r\nA: 1\n\ntwo\r\n--b--", {"one", "two"},
            State::Closed);
        row("bare LF after delimiters, CRLF before them", "b", "--b\nA: 1\n\none\r\n--b\n\ntwo\r\n--b--",
            {"one", "two"}, State::Closed);
        row("bare LF, payload ends in CR as announced", "b", "--b\nContent-Length: 4\n\none\r\n--b--", {"one\r"},
            State::Closed);
        row("wrong Content-Length is only a hint", "b",
            "--b\r\nContent-Length: 1\r\n\r\none\r\n--b\r\nContent-Length: 999\r\n\r\ntwo\r\n--b--", {"one", "two"},
            State::Closed);
        row("empty part", "b", "--b\r\n\r\n\r\n--b\r\nA: 1\r\n\r\n\r\n--b--", {"", ""}, State::Closed);
        row("empty part whose empty line is the delimiter's", "b", "--b\r\nA: 1\r\n\r\n--b--", {""}, State::Closed);
        row("closing delimiter among the headers, text behind it on its line", "b",
            "--b\r\nA: 1\r\n--b--bye\r\nB: 2\r\n\r\n2", {""}, State::Closed);
        row("headers without an empty line", "b", "--b\r\nA: 1\r\n--b\r\nA: 1\r\n--b--", {"", ""}, State::Closed);
        row("payload of line breaks", "b", "--b\r\n\r\n\r\n\r\n\n\r\r\n--b--", {"\r\n\r\n\n\r"}, State::Closed);
        row("payload ends in CR", "b", "--b\r\n\r\none\r\r\n--b--", {"one\r"}, State::Closed);
        row("payload with zeros", "b", "--b\r\n\r\n" + zeros + "x" + zeros + "\r\n--b--", {zeros + "x" + zeros},
            State::Closed);
        row("longer boundary inside the payload", "b", "--b\r\n\r\n1\r\n--bX\r\n2\r\n--b--", {"1\r\n--bX\r\n2"},
            State::Closed);
        row("boundary without a line break before", "b", "--b\r\n\r\n1--b\r\n2\r\n--b--", {"1--b\r\n2"}, State::Closed);
        row("boundary after a bare LF where lines end in CRLF", "b", "--b\r\n\r\n1\n--b\r\n2\r\n--b--", {"1\n--b\r\n2"},
            State::Closed);
        row("delimiter line ends in a bare LF where others end in CRLF", "b", "--b\r\n\r\n1\r\n--b\n2\r\n--b--",
            {"1\r\n--b\n2"}, State::Closed);
        row("one dash only behind the boundary", "b", "--b\r\n\r\n1\r\n--b-\r\n2\r\n--b--", {"1\r\n--b-\r\n2"},
            State::Closed);
        row("look-alike runs into a delimiter", "b", "--b\r\n\r\n1\r\n--b\r\r\n--b--", {"1\r\n--b\r"}, State::Closed);
        row("half a delimiter before a delimiter", "bcd", "--bcd\r\n\r\n1\r\n--bc\r\n--b\r\n--bcd--",
            {"1\r\n--bc\r\n--b"}, State::Closed);
        row("padding without end is payload", "b", "--b\r\n\r\n1\r\n--b" + QByteArray(300, ' ') + "\r\n2\r\n--b--",
            {"1\r\n--b" + QByteArray(300, ' ') + "\r\n2"}, State::Closed);
        row("boundary of dashes", "--", "----\r\n\r\n1\r\n---\r\n2\r\n------", {"1\r\n---\r\n2"}, State::Closed);
        row("cut in the payload", "b", "--b\r\n\r\none\r\n--b\r\n\r\ntw", {"one"}, State::InPart, "tw");
        row("cut before the closing delimiter, whole as announced", "b",
            "--b\r\n\r\none\r\n--b\r\nContent-Length: 4\r\n\r\ntwo\r\r\n", {"one", "two\r"}, State::InPart);
        row("cut in the payload, short of what was announced", "b", "--b\r\nContent-Length: 4\r\n\r\none", {},
            State::InPart, "one");
        row("cut before the closing delimiter", "b", "--b\r\n\r\none\r\n", {}, State::InPart, "one");
        row("cut inside the closing delimiter", "b", "--b\r\n\r\none\r\n--b-", {}, State::InPart, "one");
        row("cut in the headers", "b", "--b\r\n\r\none\r\n--b\r\nA: 1\r\n", {"one"}, State::InHeaders);
        row("another boundary", "b", "--c\r\n\r\none\r\n--c--\r\n", {}, State::BeforeFirst);
        row("nothing", "b", "", {}, State::BeforeFirst);
        row("headers as long as they may be", "b",
            "--b\r\nA: " + QByteArray(MultipartReader::maximumHeaderBytes - 7, 'x') + "\r\n\r\none\r\n--b--", {"one"},
            State::Closed);
        row("headers beyond the bound are payload from there on", "b",
            "--b\r\nA: " + QByteArray(MultipartReader::maximumHeaderBytes - 6, 'x') +
                "\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--",
            {"\none", "two"}, State::Closed);
        row("a delimiter right where the bound is", "b",
            "--b\r\nA: " + QByteArray(MultipartReader::maximumHeaderBytes - 3, 'x') + "\r\n--b\r\n\r\ntwo\r\n--b--",
            {"", "two"}, State::Closed);
    }
    void readsBodies()
    {
        QFETCH(QByteArray, boundary);
        QFETCH(QByteArray, body);
        QFETCH(Parts, parts);
        QFETCH(State, state);
        QFETCH(QByteArray, unfinished);

        const Read whole = readWhole(boundary, body);
        QCOMPARE(whole.parts, parts);
        QCOMPARE(whole.state, state);
        QCOMPARE(whole.unfinished, unfinished);
        for (const qsizetype chunk : {1, 2, 3, 7})
            QVERIFY2(readInChunks(boundary, body, chunk) == whole, qPrintable(QString::number(chunk)));
    }

    void readsTheSamePartsHoweverTheNetworkCutsThem()
    {
        const QByteArray boundary("0123-boundary");
        const QByteArray body("pre\r\n--0123-boundary\r\nContent-Type: application/dicom\r\nContent-Length: 40\r\n\r\n"
                              "data\r\n--0123-bound\r\n--0123-boundaryX\r\nmore\r\n\r\n--0123-boundary \r\n\r\n"
                              "\r\n--0123-boundary--\r\npost");
        const Read whole = readWhole(boundary, body);
        QCOMPARE(whole.parts, (Parts{"data\r\n--0123-bound\r\n--0123-boundaryX\r\nmore\r\n", ""}));
        QCOMPARE(whole.state, State::Closed);
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            const Read read = readBy(boundary, [&](MultipartReader &reader) {
                reader.feed(body.first(cut));
                reader.feed(body.sliced(cut));
            });
            QVERIFY2(read == whole, qPrintable(QString::number(cut)));
        }
    }

    void readsLongPayloadsInEveryChunkSize()
    {
        QByteArray payload(40'000, Qt::Uninitialized);
        quint32 seed = 7;
        for (char &byte : payload)
            byte = "\r\n-bx"[(seed = seed * 1664525 + 1013904223) >> 29 & 3];
        const QByteArray body = "--bxbx\r\n\r\n" + payload + "\r\n--bxbx--";
        for (const qsizetype chunk : {1, 1000, 1023, 1024, 1025, 4096, 16384, 65536}) {
            const Read read = readInChunks("bxbx", body, chunk);
            QCOMPARE(read.parts.size(), 1);
            QVERIFY(read.parts.first() == payload);
            QCOMPARE(read.state, State::Closed);
        }
    }

    void readsTheHeadersOfEveryPart()
    {
        const Read read = readWhole("b", "--b\r\nContent-Type: application/dicom;\r\n  transfer-syntax=*\r\n"
                                         "MIME-Version : 1.0\r\n\r\n1\r\n--b\r\nno colon\r\nX: y: z\r\n\r\n2\r\n--b--");
        QCOMPARE(read.headers.size(), 2);
        QCOMPARE(read.headers[0], (network::PartHeaders{{"Content-Type", "application/dicom; transfer-syntax=*"},
                                                        {"MIME-Version", "1.0"}}));
        QCOMPARE(read.headers[1], (network::PartHeaders{{"X", "y: z"}}));
    }

    void handsOnViewsIntoWhatItWasFed()
    {
        const QByteArray body = "--b\r\n\r\n" + QByteArray(1'000'000, 'x') + "\r\n--b--";
        bool inside = true;
        MultipartReader reader("b", {.partBegan = [](const network::PartHeaders &) {},
                                     .partData =
                                         [&](QByteArrayView data) {
                                             inside = inside && data.data() >= body.data() &&
                                                      data.data() + data.size() <= body.data() + body.size();
                                         },
                                     .partEnded = [] {}});
        reader.feed(body);
        QVERIFY(inside);
        QCOMPARE(reader.state(), State::Closed);
    }

    void readsAPartBeyondTwoGibibytes()
    {
        qint64 bytes = 0;
        int parts = 0;
        MultipartReader reader("b", {.partBegan = [](const network::PartHeaders &) {},
                                     .partData = [&](QByteArrayView data) { bytes += data.size(); },
                                     .partEnded = [&] { ++parts; }});
        const QByteArray piece(4 * 1024 * 1024, '\r');
        reader.feed("--b\r\n\r\n");
        for (int i = 0; i < 520; ++i)
            reader.feed(piece);
        reader.feed("\r\n--b--");
        QCOMPARE(bytes, 520 * qint64(piece.size()));
        QCOMPARE(parts, 1);
    }
};

QTEST_GUILESS_MAIN(MultipartReaderTest)
#include "MultipartReaderTest.moc"
