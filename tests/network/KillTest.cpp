#include "support/ServedStudy.h"

#include <network/Client.h>

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QTimer>

#include <sys/stat.h>

using network::RetrievalJob;
using network::RetrievalRequest;
using responder::Fault;

namespace {

constexpr int instances = 200;

//! Fewer where a sanitizer makes each of them long.
int kills()
{
    bool isSet = false;
    const int few = qEnvironmentVariableIntValue("BORDERLIGHT_KILLS", &isSet);
    return isSet ? few : 50;
}

network::Endpoint endpointAt(const QString &base)
{
    network::Endpoint endpoint;
    endpoint.qidoBase = QUrl(base);
    endpoint.wadoBase = QUrl(base);
    endpoint.routes = {model::Route::Dicomweb};
    return endpoint;
}

//! All of the study, or every instance of it by name.
RetrievalRequest requestFor(const SyntheticStudy &study, const QString &folder, bool isListed)
{
    RetrievalRequest request{.selection = {.study = *model::StudyUid::parse(study.uid())}, .folder = folder};
    if (!isListed)
        return request;
    for (int series = 0; series < study.seriesCount(); ++series)
        request.selection.series.append({*model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(series))), {}});
    for (int slice = 0; slice < study.slices(); ++slice)
        request.selection.series[study.seriesOf(slice)].instances
            << *model::SopUid::parse(QString::fromLatin1(study.sopUid(slice)));
    return request;
}

//! The program that is killed: retrieves and says when it begins.
int retrieve(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const SyntheticStudy study(instances, 64, 2);
    network::Client client(endpointAt(words[2]));
    const auto job = client.retrieve(requestFor(study, words[3], words[4] == QLatin1String("listed")));
    QObject::connect(job.get(), &RetrievalJob::finished, &app, &QCoreApplication::quit);
    QTextStream(stdout) << "began\n";
    return QCoreApplication::exec();
}

//! What a file is and when it came to be: another one of the same name has another number.
struct Kept
{
    ino_t number;
    qint64 bytes;
    QByteArray hash;

    friend bool operator==(const Kept &, const Kept &) = default;
};

QMap<QString, Kept> filesBelow(const QString &folder)
{
    QMap<QString, Kept> files;
    QDirIterator it(folder, {QStringLiteral("*.dcm")}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        struct stat is
        {};
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (file.open(QIODevice::ReadOnly) && hash.addData(&file) && fstat(file.handle(), &is) == 0)
            files.insert(QFileInfo(file).completeBaseName(), {is.st_ino, is.st_size, hash.result()});
    }
    return files;
}

int countBelow(const QString &folder)
{
    int count = 0;
    QDirIterator it(folder, {QStringLiteral("*.dcm")}, QDir::Files, QDirIterator::Subdirectories);
    for (; it.hasNext(); it.next())
        ++count;
    return count;
}

} // namespace

class KillTest : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingAndDoublesNothingWhenKilledAtAnyMoment_data()
    {
        QTest::addColumn<bool>("isListed");
        QTest::newRow("the study as one answer") << false;
        QTest::newRow("instance by instance") << true;
    }
    void losesNothingAndDoublesNothingWhenKilledAtAnyMoment()
    {
        QFETCH(bool, isListed);
        const SyntheticStudy study(instances, 64, 2);
        QMap<QString, QByteArray> served;
        for (int slice = 0; slice < instances; ++slice)
            served.insert(QString::fromLatin1(study.sopUid(slice)),
                          QCryptographicHash::hash(study.file(slice), QCryptographicHash::Sha256));
        responder::Responder contactPoint;
        serve(contactPoint, study);
        const QString base = QString::fromStdString(contactPoint.dicomwebBase());
        const auto start = [&](QProcess &program, const QString &folder) {
            program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            program.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("--retrieve"), base, folder,
                           isListed ? QStringLiteral("listed") : QStringLiteral("study")});
            return program.waitForReadyRead(30'000);
        };
        // Slow enough for the kills to fall between the files, most of them.
        if (!isListed)
            contactPoint.play(Fault::slow(6'000'000));
        {
            QTemporaryDir folder;
            QProcess program;
            QVERIFY(start(program, folder.path()));
            QVERIFY(program.waitForFinished(60'000));
            QCOMPARE(filesBelow(folder.path()).size(), instances);
        }

        int inTheMiddle = 0;
        for (int kill = 0; kill < kills() / 2; ++kill) {
            QTemporaryDir folder;
            QProcess program;
            QVERIFY(start(program, folder.path()));
            // The moment is told by what has come, as the time that it takes differs much between machines.
            const int soMany = QRandomGenerator::global()->bounded(instances);
            QSignalSpy ended(&program, &QProcess::finished);
            QTimer look;
            connect(&look, &QTimer::timeout, &program, [&] {
                if (countBelow(folder.path()) >= soMany)
                    program.kill(); // SIGKILL
            });
            look.start(1);
            QVERIFY(ended.wait(60'000));

            const auto kept = filesBelow(folder.path());
            for (auto file = kept.cbegin(); file != kept.cend(); ++file)
                QCOMPARE(file->hash.toHex(), served.value(file.key()).toHex()); // whole, whenever it was
            inTheMiddle += !kept.isEmpty() && kept.size() < instances ? 1 : 0;
            const auto unfinished = network::unfinishedRetrievals(folder.path());
            const bool hasEnded = program.exitStatus() == QProcess::NormalExit;
            if (hasEnded)
                QVERIFY(unfinished.isEmpty());
            if (!kept.isEmpty() && kept.size() < instances) {
                QCOMPARE(unfinished.size(), 1);
                QCOMPARE(unfinished.first().verified, kept.size());
                QCOMPARE(unfinished.first().ending, network::UnfinishedRetrieval::Ending::None);
                QCOMPARE(unfinished.first().selection.study.text(), study.uid());
            }

            contactPoint.clearSeen();
            network::Client client(endpointAt(base));
            const auto job = client.retrieve(
                unfinished.isEmpty()
                    ? requestFor(study, folder.path(), isListed)
                    : network::RetrievalRequest{.selection = unfinished.first().selection, .folder = folder.path()});
            QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
            QSignalSpy finished(job.get(), &RetrievalJob::finished);
            QVERIFY(finished.wait(60'000));
            QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
            const model::RetrievalReport &report = *job->result();
            QCOMPARE(report.received, instances);
            QCOMPARE(report.files.size(), instances);
            QCOMPARE(report.requested, std::optional(instances));
            QVERIFY(report.missing.isEmpty() && report.unexpected.isEmpty());
            QCOMPARE(stored.size(), instances - kept.size()); // only what was missing came
            const auto all = filesBelow(folder.path());
            QCOMPARE(all.size(), instances);
            for (const auto &file : report.files) {
                const QString sop = file.sop.text();
                QCOMPARE(all[sop].hash.toHex(), served[sop].toHex());
                QCOMPARE(file.sha256.toLatin1(), served[sop].toHex());
                if (kept.contains(sop))
                    QVERIFY(all[sop] == kept[sop]); // not written again
            }
            QVERIFY(network::unfinishedRetrievals(folder.path()).isEmpty());
            const QDir images(folder.filePath(study.uid()));
            QCOMPARE(images.entryList({QStringLiteral("*.part"), QStringLiteral("retrieval.json?*")},
                                      QDir::Files | QDir::Hidden),
                     QStringList());

            // The ledger tells of each instance once.
            QFile journal(images.filePath(QStringLiteral("retrieval.journal")));
            QVERIFY(journal.open(QIODevice::ReadOnly));
            QMap<QString, int> lines;
            while (!journal.atEnd()) {
                const auto line = QJsonDocument::fromJson(journal.readLine()).object();
                if (line[QStringLiteral("event")] == QStringLiteral("stored"))
                    ++lines[line[QStringLiteral("sop")].toString()];
            }
            QCOMPARE(lines.size(), instances);
            for (const int count : std::as_const(lines))
                QCOMPARE(count, 1);
        }
        QVERIFY2(inTheMiddle >= kills() / 10, qPrintable(QString::number(inTheMiddle)));
        qInfo("%d of %d kills fell between the first file and the last", inTheMiddle, kills() / 2);
    }
};

int main(int argc, char **argv)
{
    if (argc == 5 && qstrcmp(argv[1], "--retrieve") == 0)
        return retrieve(argc, argv);
    QCoreApplication app(argc, argv);
    KillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "KillTest.moc"
