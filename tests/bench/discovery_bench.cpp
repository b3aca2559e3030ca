//! From the last byte of the first route to its rows in the window, while the other route is still silent. See
//! README.md.

#include "Measure.h"
#include "StudiesStep.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <chrono>

using namespace Qt::StringLiterals;

namespace {

constexpr double goal = 100; // milliseconds
constexpr int rounds = 7;

using Clock = std::chrono::steady_clock;

//! Studies with their series and images listed, as a facade in front of an archive gives them.
QByteArray bundleOf(int studies)
{
    QByteArray body = R"({"resourceType":"Bundle","type":"searchset","entry":[)";
    for (int i = 0; i < studies; ++i) {
        const QByteArray uid = "2.999.7." + QByteArray::number(1000 + i);
        QByteArrayList series;
        for (int j = 1; j <= 3; ++j) {
            QByteArrayList images;
            for (int k = 1; k <= 10; ++k)
                images << R"({"uid":")" + uid + '.' + QByteArray::number(j) + '.' + QByteArray::number(k) +
                              R"(","sopClass":{"system":"urn:ietf:rfc:3986","code":)"
                              R"("urn:oid:1.2.840.10008.5.1.4.1.1.4"},"number":)" +
                              QByteArray::number(k) + '}';
            series << R"({"uid":")" + uid + '.' + QByteArray::number(j) + R"(","number":)" + QByteArray::number(j) +
                          R"(,"modality":{"code":"MR"},"description":"T2 axial","numberOfInstances":10,"instance":[)" +
                          images.join(',') + "]}";
        }
        body += (i ? "," : "") +
                (R"({"resource":{"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":)"
                 R"("urn:oid:)" +
                 uid +
                 R"("}],"status":"available","subject":{"identifier":{"system":"urn:oid:2.999.1","value":"1"}},)"
                 R"("started":"20)" +
                 QByteArray::number(10 + i % 15) +
                 R"(-01-02T10:11:12Z","description":"MR brain","numberOfSeries":3,)"
                 R"("numberOfInstances":30,"series":[)" +
                 series.join(',') + "]}}");
    }
    return body + "]}";
}

//! Answers every request with the bundle and remembers when the last byte of it was on its way.
class FhirServer final : public QTcpServer
{
public:
    explicit FhirServer(QByteArray bundle) : m_bundle(std::move(bundle)) {}
    std::atomic<Clock::rep> lastByte{0}; //!< Clock's ticks; 0: not yet

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            m_request += socket->readAll();
            if (!m_request.endsWith("\r\n\r\n"))
                return;
            m_request.clear();
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: " +
                          QByteArray::number(m_bundle.size()) + "\r\n\r\n" + m_bundle);
        });
        connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] {
            if (socket->bytesToWrite() == 0)
                lastByte = Clock::now().time_since_epoch().count();
        });
    }

private:
    const QByteArray m_bundle;
    QByteArray m_request;
};

//! Tells when a list was first painted with rows in it.
class FirstPaint final : public QObject
{
public:
    explicit FirstPaint(QAbstractItemView &view) : m_view(view) { view.viewport()->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !at && m_view.isVisible() && m_view.model()->rowCount() > 0)
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (!at)
                        at = Clock::now();
                    loop.quit();
                },
                Qt::QueuedConnection); // when it has been painted
        return false;
    }
    std::optional<Clock::time_point> at;
    QEventLoop loop;

private:
    QAbstractItemView &m_view;
};

//! Milliseconds; negative where no row came or the other route was not waited for.
double took(const QByteArray &bundle, int studies)
{
    QTcpServer silent; // takes every question and answers none
    silent.listen(QHostAddress::LocalHost);
    QThread thread;
    FhirServer server(bundle);
    server.listen(QHostAddress::LocalHost);
    server.moveToThread(&thread);
    thread.start();

    QTemporaryDir folder;
    double milliseconds = -1;
    {
        window::Workbench bench(folder.path(), ui::Style::Light);
        network::Endpoint endpoint;
        endpoint.fhirBase = QUrl(u"http://127.0.0.1:%1/fhir"_s.arg(server.serverPort()));
        endpoint.qidoBase = QUrl(u"http://127.0.0.1:%1/dicom-web"_s.arg(silent.serverPort()));
        endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        bench.client = std::make_shared<network::Client>(endpoint);
        bench.confirmed = network::ExpectedPatient{{u"urn:oid:2.999.1"_s, u"1"_s}, {}};
        window::StudiesStep step(bench);
        auto *list = bench.window.findChild<QAbstractItemView *>(u"studyList"_s);
        bench.window.resize(1440, 900);
        bench.window.show();
        bench.goTo(ui::Step::Studies);
        QCoreApplication::processEvents();

        FirstPaint first(*list);
        QTimer::singleShot(30'000, &first.loop, &QEventLoop::quit);
        step.search();
        first.loop.exec();
        const bool isAsking = bench.window.stepState(ui::Step::Studies) == ui::StepState::Reached;
        if (first.at && isAsking && list->model()->rowCount() == studies)
            milliseconds = std::chrono::duration<double, std::milli>(first.at->time_since_epoch() -
                                                                     Clock::duration(server.lastByte.load()))
                               .count();
    }
    QMetaObject::invokeMethod(
        &server,
        [&server, home = QThread::currentThread()] {
            server.close();
            qDeleteAll(server.findChildren<QTcpSocket *>());
            server.moveToThread(home);
        },
        Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    return milliseconds;
}

bool measuredWith(int studies)
{
    const QString name = u"first rows of %1 studies in the window"_s.arg(studies);
    const QByteArray bundle = bundleOf(studies);
    took(bundle, studies);
    std::vector<double> all;
    for (int round = 0; round < rounds; ++round) {
        all.push_back(took(bundle, studies));
        if (all.back() < 0)
            return row(name, u"no row came while the other route was silent"_s, false);
    }
    const Spread spread = spreadOf(all);
    return row(name,
               u"%1 ms after the last byte of the first route (%2 MB), at most %3"_s.arg(written(spread, 0))
                   .arg(double(bundle.size()) / 1e6, 0, 'f', 1)
                   .arg(goal),
               spread.median <= goal);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const bool isPageGood = measuredWith(100);
    const bool isAllGood = measuredWith(2'000);
    return isPageGood && isAllGood ? 0 : 1;
}
