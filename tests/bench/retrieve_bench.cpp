//! What a retrieval costs beside curl. See README.md.

#include "support/SyntheticStudy.h"

#include <network/Client.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThread>

#include <algorithm>
#include <vector>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

namespace {

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

// ---- the client, in a process of its own

int runClient(const QString &base, const QString &study, const QString &folder, int wanted)
{
    network::Endpoint endpoint;
    endpoint.qidoBase = QUrl(base);
    endpoint.wadoBase = QUrl(base);
    endpoint.routes = {model::Route::Dicomweb};
    network::Client client(endpoint);
    network::RetrievalRequest request{.selection = {.study = *model::StudyUid::parse(study)}, .folder = folder};
    const auto job = client.retrieve(request);
    QObject::connect(job.get(), &network::RetrievalJob::finished, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QCoreApplication::exec();

    timespec own{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
    if (!job->result()) {
        QTextStream(stderr) << job->result().error().detail << '\n';
        return 1;
    }
    const auto &report = *job->result();
    QTextStream(stderr) << "caller's thread " << own.tv_sec * 1000 + own.tv_nsec / 1'000'000 << " ms, first instance "
                        << qRound(report.firstInstanceSeconds * 1000) << " ms, all " << qRound(report.seconds * 1000)
                        << " ms\n";
    return report.received == wanted && report.requested == wanted && report.missing.isEmpty() ? 0 : 1;
}

// ---- nginx

//! nginx over static files, on a free loopback port, for as long as this lives.
class WebServer
{
public:
    explicit WebServer(const QString &folder) : m_folder(folder)
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
    }
    ~WebServer()
    {
        m_nginx.terminate();
        m_nginx.waitForFinished();
    }

    QString base() const { return QStringLiteral("http://127.0.0.1:%1/dicom-web").arg(m_port); }

    bool start(const QList<QString> &studies)
    {
        QString locations;
        for (const QString &study : studies)
            locations += QStringLiteral(R"(
    location = /dicom-web/studies/%1 { default_type 'multipart/related; type="application/dicom"; boundary=%2';
      alias %3/%1/study.multipart; }
    location = /dicom-web/studies/%1/series { alias %3/%1/series.json; }
    location = /dicom-web/studies/%1/instances { alias %3/%1/instances-$page.json; })")
                             .arg(study, QString::fromLatin1(SyntheticStudy::boundary()), m_folder);
        const QString configuration = QStringLiteral(R"(
daemon off; worker_processes 1; pid %1/nginx.pid; error_log %1/error.log; user root;
events { worker_connections 64; }
http { access_log off; sendfile on; default_type application/dicom+json;
  client_body_temp_path %1/t1; proxy_temp_path %1/t2; fastcgi_temp_path %1/t3; uwsgi_temp_path %1/t4; scgi_temp_path %1/t5;
  map $arg_offset $page { "" 0; default $arg_offset; }
  server { listen 127.0.0.1:%2;
    location = /dicom-web/studies { alias %1/$arg_StudyInstanceUID/study.json; }%3
  }
})")
                                          .arg(m_folder)
                                          .arg(m_port)
                                          .arg(locations);
        QFile file(m_folder + QStringLiteral("/nginx.conf"));
        if (!file.open(QIODevice::WriteOnly) || file.write(configuration.toUtf8()) < 0)
            return false;
        file.close();
        m_nginx.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_nginx.start(QStringLiteral("nginx"), {QStringLiteral("-e"), m_folder + QStringLiteral("/error.log"),
                                                QStringLiteral("-c"), file.fileName()});
        if (!m_nginx.waitForStarted())
            return false;
        for (int attempt = 0; attempt < 100; ++attempt) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
            if (socket.waitForConnected(100))
                return true;
            QThread::msleep(20);
        }
        return false;
    }

private:
    QString m_folder;
    quint16 m_port;
    QProcess m_nginx;
};

// ---- measuring

struct Cost
{
    double wall = 0; //!< seconds
    double cpu = 0;  //!< seconds, user and system
    double peak = 0; //!< MiB
};

//! Runs a program to its end and asks the operating system what it cost, its own children included.
std::optional<Cost> costOf(const QStringList &command)
{
    std::vector<QByteArray> words;
    for (const QString &word : command)
        words.push_back(word.toLocal8Bit());
    std::vector<char *> arguments;
    for (QByteArray &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    QElapsedTimer clock;
    clock.start();
    pid_t child = 0;
    if (posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
        return std::nullopt;
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return std::nullopt;
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return Cost{double(clock.nsecsElapsed()) / 1e9, seconds(usage.ru_utime) + seconds(usage.ru_stime),
                double(usage.ru_maxrss) / 1024};
}

struct Spread
{
    double median;
    double least;
    double most;
};

Spread spreadOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return {values[values.size() / 2], values.front(), values.back()};
}

QString written(const Spread &spread, int digits = 2)
{
    return QStringLiteral("%1 (%2..%3)")
        .arg(spread.median, 0, 'f', digits)
        .arg(spread.least, 0, 'f', digits)
        .arg(spread.most, 0, 'f', digits);
}

struct Case
{
    const char *name;
    int slices;
    int rounds;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({QStringLiteral("rounds"), QStringLiteral("Pairs of runs of the 300 MB case."),
                       QStringLiteral("N"), QStringLiteral("7")});
    options.addOption(
        {QStringLiteral("folder"), QStringLiteral("Where to work."), QStringLiteral("DIR"), QDir::tempPath()});
    options.addOption(
        {QStringLiteral("client"), QStringLiteral("Internal: be the measured client (BASE STUDY FOLDER COUNT).")});
    options.process(app);
    const QStringList arguments = options.positionalArguments();
    if (options.isSet(QStringLiteral("client")) && arguments.size() == 4)
        return runClient(arguments[0], arguments[1], arguments[2], arguments[3].toInt());

    QTemporaryDir folder(options.value(QStringLiteral("folder")) + QStringLiteral("/retrieve-bench-XXXXXX"));
    const int rounds = std::max(1, options.value(QStringLiteral("rounds")).toInt());
    const Case cases[] = {{"300 MB", 600, rounds}, {"1.2 GB", 2400, std::min(rounds, 3)}};

    QList<QString> studies;
    for (const Case &one : cases) {
        const SyntheticStudy study(one.slices);
        studies << study.uid();
        QDir(folder.path()).mkdir(study.uid());
        if (!study.writeTo(folder.filePath(study.uid()))) {
            QTextStream(stderr) << "no room for the study\n";
            return 2;
        }
    }
    WebServer server(folder.path());
    if (!server.start(studies)) {
        QTextStream(stderr) << "nginx does not start\n";
        return 2;
    }

    bool isGood = true;
    double firstPeak = 0;
    for (qsizetype i = 0; i < studies.size(); ++i) {
        const Case &one = cases[i];
        const QString body = folder.filePath(QStringLiteral("curl.multipart"));
        const QString images = folder.filePath(QStringLiteral("images"));
        QString lists;
        for (int offset = 0; offset < one.slices; offset += SyntheticStudy::rowsAPage)
            lists += QStringLiteral(" '%1/studies/%2/instances?offset=%3'").arg(server.base(), studies[i]).arg(offset);
        const QStringList yardstick{
            QStringLiteral("sh"), QStringLiteral("-c"),
            QStringLiteral("curl -sf %1 > '%2.json' & curl -sf -o '%2' '%3/studies/%4' && wait $! && sync '%2'")
                .arg(lists, body, server.base(), studies[i])};
        const QStringList ours{QCoreApplication::applicationFilePath(),
                               QStringLiteral("--client"),
                               server.base(),
                               studies[i],
                               images,
                               QString::number(one.slices)};

        std::vector<double> wall, cpu, peak, ourWall;
        for (int round = -1; round < one.rounds; ++round) { // the first pair warms the caches
            const auto curl = costOf(yardstick);
            QFile::remove(body);
            const auto client = costOf(ours);
            QDir(images).removeRecursively();
            costOf({QStringLiteral("sync")}); // what a removal leaves to do is nobody's cost
            if (!curl || !client) {
                QTextStream(stderr) << (curl ? "our client failed\n" : "curl failed\n");
                return 2;
            }
            if (round < 0)
                continue;
            wall.push_back(client->wall / curl->wall);
            cpu.push_back(client->cpu / curl->cpu);
            peak.push_back(client->peak);
            ourWall.push_back(client->wall);
        }
        const Spread walls = spreadOf(wall);
        const Spread peaks = spreadOf(peak);
        if (i == 0)
            firstPeak = peaks.median;
        const bool isFast = walls.median <= 1.5;
        const bool isFlat = peaks.most < 128 && peaks.median < firstPeak + 8;
        isGood = isGood && isFast && isFlat;
        out() << "retrieve " << one.name << ": wall " << written(walls) << " x curl + sync, at most 1.5"
              << (isFast ? "" : " MISSED") << "; CPU " << written(spreadOf(cpu)) << " x; peak " << written(peaks, 0)
              << " MiB, below 128 and flat" << (isFlat ? "" : " MISSED") << "; our wall " << written(spreadOf(ourWall))
              << " s\n";
        out().flush();
    }
    return isGood ? 0 : 1;
}
