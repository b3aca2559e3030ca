//! What a retrieval costs beside curl, and what it keeps. See README.md.

#include "Archive.h"
#include "Measure.h"
#include "ThinLine.h"
#include "support/SyntheticStudy.h"

#include <network/Client.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>

#include <time.h>
#include <unistd.h>

namespace {

double threadMilliseconds()
{
    timespec own{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
    return double(own.tv_sec) * 1000 + double(own.tv_nsec) / 1e6;
}

//! Knows what each event costs the thread that a window would live in.
class MeasuredApplication final : public QCoreApplication
{
public:
    using QCoreApplication::QCoreApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        // Events of every thread come through here.
        if (QThread::currentThread() != thread() || m_depth > 0)
            return QCoreApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer clock;
        clock.start();
        const double before = threadMilliseconds();
        const bool result = QCoreApplication::notify(receiver, event);
        most = std::max(most, threadMilliseconds() - before);
        walls.push_back(double(clock.nsecsElapsed()) / 1e6);
        --m_depth;
        return result;
    }

    double most = 0; //!< milliseconds of CPU time of one event
    std::vector<double> walls;

private:
    int m_depth = 0;
};

//! What the measured client is asked for.
struct Errand
{
    QString base;
    QString study;
    QString folder;
    int count = 0;       //!< instances that must come
    QString certificate; //!< of the server; empty: plain http
    QString list;        //!< a file of SERIES/SOP to ask for one by one; empty: the study
};

//! The measured client, in a process of its own: retrieves a study and tells what it cost its caller's thread.
int runClient(MeasuredApplication &app, const Errand &errand)
{
    network::Endpoint endpoint;
    endpoint.qidoBase = endpoint.wadoBase = QUrl(errand.base);
    endpoint.routes = {model::Route::Dicomweb};
    endpoint.tls.caFile = errand.certificate;
    network::RetrievalRequest request{.selection = {.study = *model::StudyUid::parse(errand.study)},
                                      .folder = errand.folder};
    if (QFile list(errand.list); !errand.list.isEmpty() && list.open(QIODevice::ReadOnly)) {
        endpoint.jobs = 6; // as many as the yardstick
        QMap<QString, QList<model::SopUid>> chosen;
        while (!list.atEnd()) {
            const QStringList uids = QString::fromLatin1(list.readLine()).trimmed().split(u'/');
            chosen[uids[0]] << *model::SopUid::parse(uids[1]);
        }
        for (auto series = chosen.cbegin(); series != chosen.cend(); ++series)
            request.selection.series << model::SeriesSelection{*model::SeriesUid::parse(series.key()), series.value()};
    }
    const QString folder = errand.folder;
    const int wanted = errand.count;
    network::Client client(endpoint);
    const auto job = client.retrieve(request);
    int shown = 0;
    QObject::connect(job.get(), &network::RetrievalJob::instanceStored, job.get(), [&shown] { ++shown; });
    QObject::connect(job.get(), &network::RetrievalJob::ledgerChanged, job.get(), [](const model::Ledger &) {});
    QObject::connect(job.get(), &network::RetrievalJob::finished, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    QCoreApplication::exec();
    if (!job->result()) {
        QTextStream(stderr) << job->result().error().detail << '\n';
        return 1;
    }
    auto walls = app.walls;
    std::sort(walls.begin(), walls.end());
    QFile told(folder + QStringLiteral(".events"));
    if (told.open(QIODevice::WriteOnly))
        told.write(QByteArray::number(app.most) + ' ' + QByteArray::number(walls[walls.size() * 99 / 100]));
    const auto &report = *job->result();
    return report.received == wanted && report.requested == wanted && shown == wanted ? 0 : 1;
}

//! Milliseconds from the last byte of a study's first part until it has its final name, with the rest yet to come.
std::optional<double> firstInstanceAfter(const QString &folder)
{
    const SyntheticStudy study(2);
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    QElapsedTimer clock;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
            if (!socket->readAll().contains("\r\n\r\n"))
                return;
            const QByteArray first =
                study.partHead(0, true) + study.file(0) + "\r\n--" + SyntheticStudy::boundary() + "\r\n";
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: " + SyntheticStudy::contentType() +
                          "\r\nContent-Length: 9999999\r\n\r\n" + first);
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [&, socket] {
                if (socket->bytesToWrite() == 0)
                    clock.start();
            });
        });
    });
    network::Endpoint endpoint;
    endpoint.wadoBase = QUrl(QStringLiteral("http://127.0.0.1:%1/dicom-web").arg(server.serverPort()));
    network::Client client(endpoint);
    const auto job = client.retrieve(
        {.selection = {.study = *model::StudyUid::parse(study.uid())}, .folder = folder + QStringLiteral("/first")});
    std::optional<double> took;
    QEventLoop loop;
    QObject::connect(job.get(), &network::RetrievalJob::instanceStored, &loop, [&] {
        if (clock.isValid())
            took = double(clock.nsecsElapsed()) / 1e6;
        loop.quit();
    });
    QObject::connect(job.get(), &network::RetrievalJob::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return took;
}

//! Takes away what a run wrote, without a trace in the next one. Files are emptied and stay: ext4 looks for inodes that
//! were not freed in the last minutes, which makes a thousand new files dear after a thousand were deleted.
void putAway(const QString &path)
{
    static int number = 0;
    QDirIterator files(path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        QFile::resize(files.next(), 0);
    QFile::resize(path, 0); // when it is a file
    QDir().rename(path, path + QStringLiteral(".used%1").arg(++number));
    ::sync();
}

QStringList curlAndSync(const QString &base, const QString &study, int slices, const QString &body)
{
    QString lists;
    for (int offset = 0; offset < slices; offset += SyntheticStudy::rowsAPage)
        lists += QStringLiteral(" '%1/studies/%2/instances?offset=%3'").arg(base, study).arg(offset);
    return {QStringLiteral("sh"), QStringLiteral("-c"),
            QStringLiteral("curl -sf %1 > '%2.json' & curl -sf -o '%2' '%3/studies/%4' && wait $! && sync '%2'")
                .arg(lists, body, base, study)};
}

//! The cases against an archive that people use; nothing when they cannot be run.
std::optional<bool> againstOrthanc(const QString &folder, int rounds, bool isWhole, bool isListed,
                                   const std::function<QStringList(const Errand &)> &ours)
{
    Archive archive(folder);
    const SyntheticStudy large(600);
    const SyntheticStudy many(5000, 50, 10);
    if (!archive.start() || (isWhole && !archive.keep(large)) || (isListed && !archive.keep(many)))
        return std::nullopt;
    const QString body = folder + QStringLiteral("/curl");
    const QString images = folder + QStringLiteral("/images");
    const auto clean = [&] {
        putAway(body);
        putAway(images);
    };
    const QString accept = QStringLiteral("Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*");
    bool isGood = true;
    if (isWhole) {
        const QStringList curl{QStringLiteral("sh"), QStringLiteral("-c"),
                               QStringLiteral("curl -sf -o '%1.json' '%2/studies/%3/instances' & "
                                              "curl -sf -H '%4' -o '%1' '%2/studies/%3' && wait $! && sync '%1'")
                                   .arg(body, archive.base(), large.uid(), accept)};
        const Errand errand{archive.base(), large.uid(), images, large.slices(), {}, {}};
        const auto pairs = measured(curl, ours(errand), rounds, clean);
        if (!pairs)
            return std::nullopt;
        const Spread wall = spreadOf(pairs->wall);
        isGood &= row(QStringLiteral("300 MB, Orthanc"),
                      QStringLiteral("wall %1 x curl + sync, at most 1.15; CPU %2 x; ours %3 s")
                          .arg(written(wall), written(spreadOf(pairs->cpu)), written(spreadOf(pairs->ourWall))),
                      wall.median <= 1.15);
        if (!QFile::exists(QFileInfo(QStringLiteral(NPM_CLIENT)).path() + QStringLiteral("/node_modules"))) {
            row(QStringLiteral("300 MB, Orthanc"), QStringLiteral("the client from npm is not installed"), false);
            isGood = false;
        } else {
            const auto npm = measured({QStringLiteral("sh"), QStringLiteral("-c"),
                                       QStringLiteral("node '%1' '%2' %3 '%4' && sync -f '%4'")
                                           .arg(QStringLiteral(NPM_CLIENT), archive.base(), large.uid(), body)},
                                      ours(errand), std::min(rounds, 5), clean);
            if (!npm)
                return std::nullopt;
            std::vector<double> times;
            for (const double ratio : npm->wall)
                times.push_back(1 / ratio);
            isGood &= row(QStringLiteral("300 MB, Orthanc"),
                          QStringLiteral("%1 times faster than dicomweb-client of npm + sync, at least 4; theirs %2 s")
                              .arg(written(spreadOf(times)), written(spreadOf(npm->theirWall))),
                          spreadOf(times).median >= 4);
        }
    }
    if (isListed) {
        QFile list(folder + QStringLiteral("/list"));
        QFile urls(folder + QStringLiteral("/urls"));
        if (!list.open(QIODevice::WriteOnly) || !urls.open(QIODevice::WriteOnly))
            return std::nullopt;
        for (int slice = 0; slice < many.slices(); ++slice) {
            const QByteArray series = many.seriesUid(many.seriesOf(slice));
            list.write(series + '/' + many.sopUid(slice) + '\n');
            urls.write("url=\"" + archive.base().toLatin1() + "/studies/" + many.uid().toLatin1() + "/series/" +
                       series + "/instances/" + many.sopUid(slice) + "\"\noutput=\"" + body.toLocal8Bit() + '/' +
                       QByteArray::number(slice) + "\"\n");
        }
        list.close();
        urls.close();
        const QStringList curl{
            QStringLiteral("sh"), QStringLiteral("-c"),
            QStringLiteral("mkdir -p '%1' && curl -sf -Z --parallel-max 6 -H '%2' -K '%3' 2>/dev/null && sync -f '%1'")
                .arg(body, accept, urls.fileName())};
        const auto pairs =
            measured(curl, ours({archive.base(), many.uid(), images, many.slices(), {}, list.fileName()}),
                     std::min(rounds, 5), clean);
        if (!pairs)
            return std::nullopt;
        const Spread wall = spreadOf(pairs->wall);
        isGood &= row(QStringLiteral("5,000 of 5 KB, Orthanc, listed"),
                      QStringLiteral("wall %1 x curl -Z --parallel-max 6 + sync, at most 1.35; CPU %2 x; ours %3 s")
                          .arg(written(wall), written(spreadOf(pairs->cpu)), written(spreadOf(pairs->ourWall))),
                      wall.median <= 1.35);
    }
    return isGood;
}

} // namespace

int main(int argc, char **argv)
{
    MeasuredApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption(
        {QStringLiteral("rounds"), QStringLiteral("Pairs of runs a case."), QStringLiteral("N"), QStringLiteral("7")});
    options.addOption(
        {QStringLiteral("folder"), QStringLiteral("Where to work."), QStringLiteral("DIR"), QDir::tempPath()});
    options.addOption({QStringLiteral("only"),
                       QStringLiteral("One case: whole, memory, slow, first, events, link, orthanc or listed."),
                       QStringLiteral("CASE")});
    options.addOption({QStringLiteral("client"),
                       QStringLiteral("Internal: be the measured client (BASE STUDY FOLDER COUNT CERTIFICATE LIST).")});
    options.process(app);
    const QStringList arguments = options.positionalArguments();
    if (options.isSet(QStringLiteral("client")) && arguments.size() == 6)
        return runClient(app,
                         {arguments[0], arguments[1], arguments[2], arguments[3].toInt(), arguments[4], arguments[5]});

    const QString only = options.value(QStringLiteral("only"));
    const auto isWanted = [&only](const char *name) { return only.isEmpty() || only == QLatin1String(name); };
    const int rounds = std::max(1, options.value(QStringLiteral("rounds")).toInt());
    QTemporaryDir folder(options.value(QStringLiteral("folder")) + QStringLiteral("/retrieve-bench-XXXXXX"));
    const SyntheticStudy large(600);
    const SyntheticStudy huge(2400);
    const SyntheticStudy many(5000, 50, 10);
    QStringList studies;
    const auto prepare = [&](const SyntheticStudy &study) {
        studies << study.uid();
        return QDir(folder.path()).mkdir(study.uid()) && study.writeTo(folder.filePath(study.uid()));
    };
    WebServer server(folder.path());
    const bool isReady = prepare(large) && (!(isWanted("memory") || isWanted("slow")) || prepare(huge)) &&
                         (!isWanted("events") || prepare(many)) && server.start(studies);
    if (!isReady) {
        QTextStream(stderr) << "no room for the studies, or nginx does not start\n";
        return 2;
    }
    const QString body = folder.filePath(QStringLiteral("curl.multipart"));
    const QString images = folder.filePath(QStringLiteral("images"));
    const auto clean = [&] {
        putAway(body);
        putAway(images);
    };
    const auto client = [](const Errand &errand) {
        return QStringList{QCoreApplication::applicationFilePath(),
                           QStringLiteral("--client"),
                           QStringLiteral("--"),
                           errand.base,
                           errand.study,
                           errand.folder,
                           QString::number(errand.count),
                           errand.certificate,
                           errand.list};
    };
    const auto ours = [&](const SyntheticStudy &study, const QString &base) {
        return client({base, study.uid(), images, study.slices(), {}, {}});
    };
    bool isGood = true;

    double peak = 0;
    if (isWanted("whole") || isWanted("memory")) {
        const auto pairs = measured(curlAndSync(server.base(), large.uid(), large.slices(), body),
                                    ours(large, server.base()), rounds, clean);
        if (!pairs)
            return 2;
        const Spread wall = spreadOf(pairs->wall);
        const Spread cpu = spreadOf(pairs->cpu);
        peak = spreadOf(pairs->peak).median;
        isGood &= row(QStringLiteral("300 MB, nginx"),
                      QStringLiteral("wall %1 x curl + sync, at most 1.15; CPU %2 x, at most 3; ours %3 s")
                          .arg(written(wall), written(cpu), written(spreadOf(pairs->ourWall))),
                      wall.median <= 1.15 && cpu.median <= 3);
    }
    if (isWanted("memory")) {
        std::vector<double> peaks;
        for (int round = 0; round < std::min(rounds, 3); ++round) {
            const auto cost = costOf(ours(huge, server.base()));
            clean();
            if (!cost)
                return 2;
            peaks.push_back(cost->peak);
        }
        const Spread grown = spreadOf(peaks);
        isGood &= row(QStringLiteral("1.2 GB against 300 MB"),
                      QStringLiteral("peak %1 MiB, below 96; %2 MiB more than 300 MB, below 8")
                          .arg(written(grown, 0))
                          .arg(grown.median - peak, 0, 'f', 1),
                      grown.most < 96 && grown.median - peak < 8);
    }
    if (isWanted("slow")) {
        // The network gives several times what the disk takes.
        const auto slowly = [&](const SyntheticStudy &study) {
            const QStringList slow{QStringLiteral("env"), QStringLiteral("SLOW_DISK=60000000"),
                                   QStringLiteral("LD_PRELOAD=" SLOW_DISK)};
            const auto cost = costOf(
                slow + client({server.secureBase(), study.uid(), images, study.slices(), server.certificate(), {}}));
            clean();
            return cost;
        };
        const auto small = slowly(large);
        const auto big = slowly(huge);
        if (!small || !big)
            return 2;
        const double pace = double(huge.bytes()) / 1e6 / big->wall;
        isGood &= row(QStringLiteral("1.2 GB by https, disk of 60 MB/s"),
                      QStringLiteral("peak %1 MiB, below 96; %2 MiB more than 300 MB, below 8; at %3 MB/s")
                          .arg(big->peak, 0, 'f', 0)
                          .arg(big->peak - small->peak, 0, 'f', 1)
                          .arg(pace, 0, 'f', 0),
                      big->peak < 96 && big->peak - small->peak < 8 && pace < 62);
    }
    if (isWanted("first")) {
        std::vector<double> times;
        for (int round = 0; round < std::max(rounds, 5); ++round) {
            const auto took = firstInstanceAfter(folder.path());
            QDir(folder.filePath(QStringLiteral("first"))).removeRecursively();
            if (!took)
                return 2;
            times.push_back(*took);
        }
        const Spread spread = spreadOf(times);
        isGood &=
            row(QStringLiteral("first instance usable"),
                QStringLiteral("%1 ms after its last byte, below 50").arg(written(spread, 1)), spread.median < 50);
    }
    if (isWanted("events")) {
        std::vector<double> most, p99;
        for (int round = 0; round < std::min(rounds, 3); ++round) {
            const auto cost = costOf(ours(many, server.base()));
            QFile told(images + QStringLiteral(".events"));
            if (!cost || !told.open(QIODevice::ReadOnly))
                return 2;
            const auto figures = told.readAll().split(' ');
            most.push_back(figures[0].toDouble());
            p99.push_back(figures[1].toDouble());
            clean();
        }
        isGood &= row(QStringLiteral("caller's thread while 5,000 arrive"),
                      QStringLiteral("dearest event %1 ms of CPU, at most 16; wall p99 %2 ms")
                          .arg(written(spreadOf(most), 1), written(spreadOf(p99), 2)),
                      spreadOf(most).most <= 16);
    }
    if (isWanted("link")) {
        const ThinLine line(server.port(), 30, 100'000'000 / 8);
        const QString base = QStringLiteral("http://127.0.0.1:%1/dicom-web").arg(line.port());
        std::vector<double> shares;
        for (int round = 0; round < std::min(rounds, 3); ++round) {
            const auto cost = costOf(ours(large, base));
            clean();
            if (!cost)
                return 2;
            shares.push_back(100 * double(large.bytes()) / (100'000'000 / 8) / cost->wall);
        }
        const Spread spread = spreadOf(shares);
        isGood &= row(QStringLiteral("300 MB over 60 ms and 100 Mbit/s"),
                      QStringLiteral("%1 % of the line, at least 92").arg(written(spread, 1)), spread.median >= 92);
    }
    if (isWanted("orthanc") || isWanted("listed")) {
        const auto isMet = againstOrthanc(folder.path(), rounds, isWanted("orthanc"), isWanted("listed"), client);
        if (!isMet) {
            QTextStream(stderr) << "Orthanc does not start or does not take the studies\n";
            return 2;
        }
        isGood &= *isMet;
    }
    return isGood ? 0 : 1;
}
