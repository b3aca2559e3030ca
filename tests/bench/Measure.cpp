#include "Measure.h"

#include "support/SyntheticStudy.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <algorithm>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

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

Spread spreadOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return {values[values.size() / 2], values.front(), values.back()};
}

QString written(const Spread &spread, int digits)
{
    return QStringLiteral("%1 (%2..%3)")
        .arg(spread.median, 0, 'f', digits)
        .arg(spread.least, 0, 'f', digits)
        .arg(spread.most, 0, 'f', digits);
}

std::optional<Pairs> measured(const QStringList &yardstick, const QStringList &ours, int rounds,
                              const std::function<void()> &clean)
{
    Pairs pairs;
    for (int round = -1; round < rounds; ++round) {
        const auto theirs = costOf(yardstick);
        clean();
        const auto own = costOf(ours);
        clean();
        if (!theirs || !own) {
            QTextStream(stderr) << (theirs ? ours : yardstick).join(u' ') << " failed\n";
            return std::nullopt;
        }
        if (round < 0)
            continue;
        pairs.wall.push_back(own->wall / theirs->wall);
        pairs.cpu.push_back(own->cpu / theirs->cpu);
        pairs.peak.push_back(own->peak);
        pairs.ourWall.push_back(own->wall);
        pairs.theirWall.push_back(theirs->wall);
    }
    return pairs;
}

bool row(const QString &name, const QString &figures, bool isMet)
{
    out() << name << ": " << figures << (isMet ? "" : "  MISSED") << '\n';
    out().flush();
    return isMet;
}

quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

bool listens(quint16 port)
{
    for (int attempt = 0; attempt < 500; ++attempt) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        if (socket.waitForConnected(100))
            return true;
        QThread::msleep(20);
    }
    return false;
}

Server::~Server()
{
    m_process.terminate();
    m_process.waitForFinished();
}

bool Server::start(const QString &program, const QStringList &arguments, quint16 port)
{
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(program, arguments);
    return m_process.waitForStarted() && listens(port);
}

WebServer::WebServer(const QString &folder) : m_folder(folder), m_port(freePort()), m_securePort(freePort()) {}

bool WebServer::start(const QStringList &studies)
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
  server { listen 127.0.0.1:%2; listen 127.0.0.1:%4 ssl;
    ssl_certificate %1/server.crt; ssl_certificate_key %1/server.key;
    location = /dicom-web/studies { alias %1/$arg_StudyInstanceUID/study.json; }%3
  }
})")
                                      .arg(m_folder)
                                      .arg(m_port)
                                      .arg(locations)
                                      .arg(m_securePort);
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
                                 "/CN=localhost -addext subjectAltName=DNS:localhost -keyout %1/server.key -out "
                                 "%1/server.crt")
                      .arg(m_folder)
                      .split(u' '));
    if (!openssl.waitForFinished() || openssl.exitCode() != 0)
        return false;
    QFile file(m_folder + QStringLiteral("/nginx.conf"));
    if (!file.open(QIODevice::WriteOnly) || file.write(configuration.toUtf8()) < 0)
        return false;
    file.close();
    return m_nginx.start(
        QStringLiteral("nginx"),
        {QStringLiteral("-e"), m_folder + QStringLiteral("/error.log"), QStringLiteral("-c"), file.fileName()}, m_port);
}
