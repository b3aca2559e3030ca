#include "Wire.h"

#include <responder/Responder.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using responder::Fault;
using responder::Responder;

namespace {

std::optional<Fault> parsed(const QByteArray &order)
{
    std::string problem;
    return Fault::parse(order.toStdString(), problem);
}

QString problemOf(const QByteArray &order)
{
    std::string problem;
    return Fault::parse(order.toStdString(), problem) ? QString() : QString::fromStdString(problem);
}

} // namespace

//! Orders as text, and the desk that takes them over HTTP.
class FaultTest : public QObject
{
    Q_OBJECT

    Responder m_responder;

    wire::Received send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                        const QByteArray &headers = {})
    {
        return wire::exchange(m_responder.port(),
                              method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" +
                                  headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

    QStringList ordersIn(const wire::Received &got)
    {
        QStringList orders;
        for (const auto &fault : QJsonDocument::fromJson(got.body).object().value("faults"_L1).toArray())
            orders += fault.toObject().value("order"_L1).toString();
        return orders;
    }

private slots:
    void init()
    {
        m_responder.heal();
        m_responder.clearSeen();
    }

    void everyUsualOrderIsReadAsItself()
    {
        for (const auto &name : Fault::names()) {
            const auto fault = Fault::named(name);
            QVERIFY2(fault, name.c_str());
            const auto again = parsed(QByteArray::fromStdString(fault->order()));
            QVERIFY2(again, fault->order().c_str());
            QCOMPARE(again->order(), fault->order());
            QCOMPARE(fault->name(), name);
            const auto value = fault->value();
            QVERIFY2(!value || !value->meaning.empty(), name.c_str());
        }
    }

    void ordersAreReadAndWritten_data()
    {
        QTest::addColumn<QByteArray>("order");
        QTest::addColumn<QByteArray>("written");
        const auto row = [](const char *order, const char *written) {
            QTest::newRow(order) << QByteArray(order) << QByteArray(written);
        };
        const auto same = [&](const char *order) { row(order, order); };
        same("cut-after=40000@/studies/*2+1");
        same("cut-after=0");
        row("cut-after", "cut-after=40000");
        row(" status \n", "status=500");
        same("status=404@POST");
        same("status=404@POST/Patient");
        same("status=404@GET&offset=");
        same("status=503@retrievals/series/*1");
        same("stall=-1");
        row("retry-after", "retry-after=1*2");
        same("retry-after=0*always");
        same("redirect=http://127.0.0.1:9/a=b?c@/fhir");
        row("star-unknown", "star-unknown@retrievals");
        same("star-unknown@*");
        same("expired-token@retrievals+3");
        same("expired-token@retrievals+0");
    }
    void ordersAreReadAndWritten()
    {
        QFETCH(QByteArray, order);
        QFETCH(QByteArray, written);
        if (written == "expired-token@retrievals+3")
            QCOMPARE(parsed("expired-token+3")->order(), written.toStdString());
        const auto fault = parsed(order);
        QVERIFY2(fault, qPrintable(problemOf(order)));
        QCOMPARE(QByteArray::fromStdString(fault->order()), written);
    }

    void wrongOrdersAreNamed_data()
    {
        QTest::addColumn<QByteArray>("order");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown") << QByteArray("gremlin") << u"cut-after"_s;
        QTest::newRow("nearly") << QByteArray("cut-aftre") << u"meant: cut-after."_s;
        QTest::newRow("part of a name") << QByteArray("gzip") << u"cut-gzip"_s;
        QTest::newRow("nothing") << QByteArray() << u"''"_s;
        QTest::newRow("no number") << QByteArray("cut-after=many") << u"bytes of body"_s;
        QTest::newRow("empty number") << QByteArray("cut-after=") << u"whole number"_s;
        QTest::newRow("negative") << QByteArray("cut-after=-1") << u"from 0"_s;
        QTest::newRow("no status") << QByteArray("status=99") << u"200 to 599"_s;
        QTest::newRow("too large for a number") << QByteArray("limit=99999999999999999999") << u"whole number"_s;
        QTest::newRow("needs none") << QByteArray("preamble=3") << u"no value"_s;
        QTest::newRow("needs one") << QByteArray("redirect=") << u"where to"_s;
        QTest::newRow("no place") << QByteArray("status@") << u"place"_s;
        QTest::newRow("unknown place") << QByteArray("status@moon") << u"moon"_s;
        QTest::newRow("no times") << QByteArray("status*0") << u"times"_s;
        QTest::newRow("times in words") << QByteArray("status*twice") << u"status*twice"_s;
    }
    void wrongOrdersAreNamed()
    {
        QFETCH(QByteArray, order);
        QFETCH(QString, word);
        const QString problem = problemOf(order);
        QVERIFY2(!problem.isEmpty() && problem.contains(word), qPrintable(problem));
    }

    void ordersAreTakenOneByOne()
    {
        const int first = m_responder.play(*parsed("status=404@/fhir*2"));
        const int second = m_responder.play(*parsed("status=410@/dicom-web"));
        QCOMPARE(send("GET", "/fhir/metadata").status, 404);
        QCOMPARE(m_responder.played().size(), std::size_t(2));
        QCOMPARE(m_responder.played().front().number, first);
        QCOMPARE(m_responder.played().front().fault.turns(), std::optional(1));
        QCOMPARE(send("GET", "/fhir/metadata").status, 404);
        QCOMPARE(send("GET", "/fhir/metadata").status, 200);
        QCOMPARE(m_responder.played().size(), std::size_t(1));
        QVERIFY(!m_responder.heal(first));
        QVERIFY(m_responder.heal(second));
        QCOMPARE(send("GET", "/dicom-web/studies?PatientID=x").status, 200);
    }

    void theDeskTakesOrders()
    {
        QCOMPARE(ordersIn(send("GET", "/faults")), QStringList());
        const auto posted = send("POST", "/faults", "stall\ncut-json=20@/fhir*3\n");
        QCOMPARE(posted.status, 200);
        QCOMPARE(ordersIn(posted), QStringList({u"stall=-1"_s, u"cut-json=20@/fhir*3"_s}));
        QCOMPARE(ordersIn(send("GET", "/faults")).size(), 2); // no fault reaches the desk
        const auto number = m_responder.played().front().number;
        QCOMPARE(ordersIn(send("DELETE", "/faults/" + QByteArray::number(number))).size(), 1);
        QCOMPARE(send("DELETE", "/faults/" + QByteArray::number(number)).status, 404);
        QCOMPARE(send("GET", "/fhir/metadata").body.size(), 20);
        QCOMPARE(ordersIn(send("DELETE", "/faults")), QStringList());
        QVERIFY(send("GET", "/fhir/metadata").body.size() > 20);
        QCOMPARE(m_responder.seen().size(), std::size_t(2));
    }

    void theDeskRefusesWhatItCannotRead_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const QByteArray desk = "/faults";
        QTest::newRow("half a list") << QByteArray("POST") << desk << QByteArray("status=404\ngremlin") << QByteArray()
                                     << 400;
        QTest::newRow("a web page") << QByteArray("POST") << desk << QByteArray("status=404")
                                    << QByteArray("Origin: https://example.org\r\n") << 403;
        QTest::newRow("another method") << QByteArray("PUT") << desk << QByteArray("status=404") << QByteArray() << 405;
        QTest::newRow("no number") << QByteArray("DELETE") << QByteArray("/faults/x") << QByteArray() << QByteArray()
                                   << 404;
    }
    void theDeskRefusesWhatItCannotRead()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        const auto got = send(method, target, body, headers);
        QCOMPARE(got.status, status);
        QVERIFY(!QJsonDocument::fromJson(got.body).object().value("error"_L1).toString().isEmpty());
        QVERIFY(m_responder.played().empty());
    }
};

QTEST_GUILESS_MAIN(FaultTest)
#include "FaultTest.moc"
