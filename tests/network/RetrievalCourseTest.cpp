#include "RawServer.h"
#include "Walk.h"
#include "retrieval/Journal.h"
#include "support/ServedStudy.h"
#include "support/SmallDisk.h"

#include <network/SetApart.h>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <array>
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using model::Ledger;
using Ending = network::UnfinishedRetrieval::Ending;

namespace {

Ledger lastOf(const QSignalSpy &ledgers)
{
    return ledgers.isEmpty() ? Ledger() : ledgers.constLast().constFirst().value<Ledger>();
}

void append(const QString &file, const QByteArray &line)
{
    QFile journal(file);
    if (journal.open(QIODevice::Append))
        journal.write(line);
}

} // namespace

//! What happens to a retrieval on its way: it is paused, raised, killed, cut, and finds no room.
class RetrievalCourseTest : public QObject
{
    Q_OBJECT

private slots:
    void pausesAndGoesOnWithWhatIsMissing_data()
    {
        QTest::addColumn<bool>("isListed");
        QTest::newRow("a study whose tree is known") << true;
        QTest::newRow("a study of which nobody knows the tree") << false;
    }
    void pausesAndGoesOnWithWhatIsMissing()
    {
        QFETCH(bool, isListed);
        Walk walk;
        if (isListed)
            walk.request.listing = listingOf(brain());
        walk.responder.play(Fault::slow(3'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(stored.wait(10'000));
        job->pause();
        QTRY_COMPARE(lastOf(ledgers).phase, Ledger::Phase::Paused);
        QCOMPARE(lastOf(ledgers).requestsUnderWay, 0);
        const auto kept = walk.filesNamed(QStringLiteral("*.dcm")).size();
        QVERIFY(kept >= 1 && kept < 40);
        QVERIFY(walk.filesNamed(QStringLiteral("*.part")).isEmpty());
        QVERIFY(finished.isEmpty());
        job->pause(); // a second time means nothing

        walk.responder.heal();
        walk.responder.clearSeen();
        job->resume();
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(job->result()->received, 40);
        QCOMPARE(stored.size(), 40);
        QVERIFY(job->result()->bodyComplete);
        QCOMPARE(walk.flaws(), QString());
        QCOMPARE(lastOf(ledgers).phase, Ledger::Phase::Ended);
        if (isListed && kept < 20)
            QCOMPARE(walk.asked().size(), 20 - kept + 1); // one by one, and the other series as a whole
        if (!isListed)
            QCOMPARE(walk.asked(), QStringList{QString()});
        const QByteArray journal = walk.contentOf(QStringLiteral("retrieval.journal"));
        QVERIFY(journal.contains("\"paused\"") && journal.contains("\"resumed\""));
    }

    void canBePausedBeforeItBeganAndCancelledWhilePaused()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Dicomweb};
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        job->pause();
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QTRY_COMPARE(lastOf(ledgers).phase, Ledger::Phase::Paused);
        job->cancel();
        QVERIFY(finished.wait(5000));
        QCOMPARE(network::nameOf(job->result().error().kind), QStringLiteral("Cancelled"));
        QCOMPARE(walk.asked(), QStringList());

        const auto again = client.retrieve(walk.request);
        again->pause();
        again->resume();
        QSignalSpy ended(again.get(), &RetrievalJob::finished);
        QVERIFY(ended.wait(30'000));
        QVERIFY(again->result());
        QCOMPARE(again->result()->received, 40);
        QCOMPARE(again->result()->requested, std::optional(40));
    }

    void closesItsConnectionAtOnce_data()
    {
        QTest::addColumn<QString>("deed");
        QTest::newRow("pause") << QStringLiteral("pause");
        QTest::newRow("cancel") << QStringLiteral("cancel");
        QTest::newRow("drop") << QStringLiteral("drop");
    }
    void closesItsConnectionAtOnce()
    {
        QFETCH(QString, deed);
        const SyntheticStudy study(2, 64);
        bool isClosed = false;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            connect(&socket, &QTcpSocket::disconnected, this, [&isClosed] { isClosed = true; });
            // One part and a half, and then nothing for as long as the client likes.
            const QByteArray body = study.body();
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: " + SyntheticStudy::contentType() + "\r\nContent-Length: " +
                         QByteArray::number(body.size()) + "\r\n\r\n" + body.first(body.size() * 3 / 4));
        });
        Endpoint endpoint;
        endpoint.wadoBase = server.url(QStringLiteral("/dicom-web"));
        QTemporaryDir folder;
        Client client(endpoint);
        auto job =
            client.retrieve({.selection = {.study = *model::StudyUid::parse(study.uid())}, .folder = folder.path()});
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QVERIFY(stored.wait(10'000));
        QVERIFY(!isClosed);
        QElapsedTimer clock;
        clock.start();
        if (deed == QLatin1String("pause"))
            job->pause();
        else if (deed == QLatin1String("cancel"))
            job->cancel();
        else
            job.reset();
        QVERIFY(QTest::qWaitFor([&] { return isClosed; }, 5000));
        const qint64 took = clock.elapsed();
        qInfo("%s: the socket was closed after %lld ms", qPrintable(deed), took);
        QVERIFY2(took < 1000, qPrintable(QString::number(took))); // 200 on a quiet machine
    }

    void fetchesARaisedSeriesBesideTheStudy()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        const auto second = walk.request.listing->series[1].uid;
        walk.responder.play(Fault::slow(2'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QList<model::SeriesUid> order;
        connect(job.get(), &RetrievalJob::instanceStored, this,
                [&order](const model::StoredInstance &instance) { order << instance.series; });
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(stored.wait(10'000));
        job->raise(second);
        job->raise(second);
        QTRY_COMPARE(walk.asked().size(), 2);
        QCOMPARE(walk.asked().last(), QStringLiteral("series/") + second.text());
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(stored.size(), 40); // nothing twice
        QCOMPARE(walk.flaws(), QString());
        // It came among the first, not after the first series.
        const qsizetype firstOfSecond = order.indexOf(second);
        QVERIFY2(firstOfSecond >= 0 && firstOfSecond < 20, qPrintable(QString::number(firstOfSecond)));
        for (const auto &series : lastOf(ledgers).series)
            QCOMPARE(series.isRaised, series.uid == second);
    }

    void asksForARaisedSeriesBeforeThoseThatWait()
    {
        const SyntheticStudy study(60, 32, 6);
        Walk walk;
        serve(walk.responder, study);
        walk.request.selection.study = *model::StudyUid::parse(study.uid());
        for (int series = 0; series < 6; ++series)
            walk.request.selection.series.append(
                {*model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(series))), {}});
        walk.request.jobs = 1;
        walk.responder.play(Fault::delay(200ms).onPath("/series/"));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QTRY_VERIFY(!walk.asked().isEmpty());
        job->raise(walk.request.selection.series[5].uid);
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(job->result()->received, 60);
        const QStringList asked = walk.asked().filter(QStringLiteral("series"));
        QCOMPARE(asked.indexOf(QStringLiteral("series/") + walk.request.selection.series[5].uid.text()), 1);
    }

    void asksFirstForWhatWasRaisedInAPause_data()
    {
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<bool>("areSingle");
        QTest::newRow("a study whose tree is known") << true << false;
        QTest::newRow("a study of which nobody knows the tree") << false << false;
        QTest::newRow("single images") << true << true;
    }
    void asksFirstForWhatWasRaisedInAPause()
    {
        QFETCH(bool, isListed);
        QFETCH(bool, areSingle);
        Walk walk;
        const auto tree = listingOf(brain());
        if (isListed)
            walk.request.listing = tree;
        if (areSingle)
            for (const auto &series : tree.series)
                walk.request.selection.series << model::SeriesSelection{series.uid, {series.instances[0].uid}};
        walk.request.jobs = 1;
        walk.responder.play(Fault::delay(1500ms).onRetrievals());
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QTRY_VERIFY(!walk.asked().isEmpty());
        job->pause();
        QTRY_COMPARE(lastOf(ledgers).phase, Ledger::Phase::Paused);
        walk.responder.heal();
        walk.responder.clearSeen();
        const QString second = tree.series[1].uid.text();
        job->raise(tree.series[1].uid);
        job->resume();
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(job->result()->received, areSingle ? 2 : 40);
        QVERIFY2(walk.asked().first().contains(second), qPrintable(walk.asked().join(u' ')));
    }

    void sharesTheBoundOfTheProfile_data()
    {
        QTest::addColumn<int>("jobs");
        QTest::newRow("one request at once") << 1;
        QTest::newRow("three at once") << 3;
        QTest::newRow("more than there are connections") << 16;
    }
    void sharesTheBoundOfTheProfile()
    {
        QFETCH(int, jobs);
        const SyntheticStudy study(20, 16, 2);
        int open = 0;
        int most = 0;
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            most = std::max(most, ++open);
            QByteArray body;
            for (int slice = 0; slice < study.slices(); ++slice)
                if (request.contains("/instances/" + study.sopUid(slice) + " "))
                    body = study.partHead(slice, true) + study.file(slice) + SyntheticStudy::closing();
            QTimer::singleShot(30, &socket, [&socket, &open, body] {
                --open;
                socket.write(RawServer::reply(200, SyntheticStudy::contentType(), body));
            });
        });
        Endpoint endpoint;
        endpoint.wadoBase = server.url(QStringLiteral("/dicom-web"));
        endpoint.jobs = jobs;
        Client client(endpoint);
        std::array<QTemporaryDir, 2> folders;
        std::vector<network::JobPtr<RetrievalJob>> retrievals;
        for (int series = 0; series < 2; ++series) {
            model::SeriesSelection chosen{*model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(series))), {}};
            for (int slice = 0; slice < study.slices(); ++slice)
                if (study.seriesOf(slice) == series)
                    chosen.instances << *model::SopUid::parse(QString::fromLatin1(study.sopUid(slice)));
            retrievals.push_back(
                client.retrieve({.selection = {.study = *model::StudyUid::parse(study.uid()), .series = {chosen}},
                                 .folder = folders[size_t(series)].path()}));
        }
        for (const auto &job : retrievals) {
            QVERIFY(QTest::qWaitFor([&] { return job->isFinished(); }, 30'000));
            QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
            QCOMPARE(job->result()->received, 10);
        }
        QVERIFY2(most <= std::min(jobs, 6), qPrintable(QString::number(most)));
        QVERIFY2(jobs == 1 || most > 1, qPrintable(QString::number(most)));
        // None waits until the other is done.
        const auto isOfSecond = [&](const QByteArray &request) {
            return request.contains("/series/" + study.seriesUid(1) + "/");
        };
        const auto firstOfSecond = std::find_if(server.requests.begin(), server.requests.end(), isOfSecond);
        QVERIFY(firstOfSecond - server.requests.begin() < 8);
    }

    void asksAgainForTheRestOfACutAnswer_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<int>("retries");
        QTest::newRow("cut, nothing listed") << Fault::cutAfter(1'500'000).times(1) << false << 1;
        QTest::newRow("cut, listed") << Fault::cutAfter(1'500'000).times(1) << true << 1;
        QTest::newRow("cut three times, listed") << Fault::cutAfter(500'000).times(3) << true << 1;
        QTest::newRow("silent in the middle, listed") << Fault::stall(true, 1'500'000).times(1) << true << 1;
        QTest::newRow("silent in the middle, nothing listed") << Fault::stall(true, 1'500'000).times(1) << false << 1;
        QTest::newRow("busy twice") << Fault::retryAfter(0, 2, 429) << true << 2;
    }
    void asksAgainForTheRestOfACutAnswer()
    {
        QFETCH(Fault, fault);
        QFETCH(bool, isListed);
        QFETCH(int, retries);
        Walk walk;
        if (isListed)
            walk.request.listing = listingOf(brain());
        walk.responder.play(fault.onRetrievals());
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
        QCOMPARE(job->result()->received, 40);
        QVERIFY(job->result()->bodyComplete);
        QCOMPARE(stored.size(), 40);
        QCOMPARE(job->result()->retries, retries);
        QCOMPARE(lastOf(ledgers).retries, retries);
        QVERIFY(lastOf(ledgers).retriesAllowed > retries);
        QCOMPARE(walk.flaws(), QString());
    }

    void forgetsNoErrorWhenAnotherAnswerIsAskedForAgain_data()
    {
        QTest::addColumn<Fault>("fault"); // of the first series
        QTest::addColumn<int>("received");
        QTest::newRow("it is not there") << Fault::status(404) << 20;
        QTest::newRow("it is refused") << Fault::status(422) << 20;
        QTest::newRow("206") << Fault::partial206(2) << 38;
    }
    void forgetsNoErrorWhenAnotherAnswerIsAskedForAgain()
    {
        QFETCH(Fault, fault);
        QFETCH(int, received);
        Walk walk; // no route tells what there is
        const auto tree = listingOf(brain());
        for (const auto &series : tree.series)
            walk.request.selection.series << model::SeriesSelection{series.uid, {}};
        walk.responder.play(fault.onPath(brain().series[0].uid).onRetrievals());
        walk.responder.play(Fault::cutAfter(500'000).onPath(brain().series[1].uid).onRetrievals().times(1));
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QVERIFY(!report->requested);
        QCOMPARE(report->received, received);
        QVERIFY(walk.asked().filter(text(brain().series[1].uid)).size() >= 2);
        QVERIFY(!report->bodyComplete);
        QVERIFY(walk.contentOf(QStringLiteral("retrieval.journal")).contains("\"incomplete\""));
    }

    void waitsForAServerThatComesBack()
    {
        const SyntheticStudy study(40, 64, 2);
        auto contactPoint = std::make_unique<Responder>();
        const auto port = contactPoint->port();
        serve(*contactPoint, study);
        contactPoint->play(Fault::slow(200'000));
        Endpoint endpoint;
        endpoint.qidoBase = endpoint.wadoBase = url(contactPoint->dicomwebBase());
        endpoint.routes = {model::Route::Dicomweb};
        QTemporaryDir folder;
        Client client(endpoint);
        const auto job =
            client.retrieve({.selection = {.study = *model::StudyUid::parse(study.uid())}, .folder = folder.path()});
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QTRY_VERIFY_WITH_TIMEOUT(!stored.isEmpty() && lastOf(ledgers).requested, 20'000);
        contactPoint.reset();
        QTRY_COMPARE_WITH_TIMEOUT(lastOf(ledgers).phase, Ledger::Phase::Waiting, 20'000);
        QVERIFY(lastOf(ledgers).nextTry.count() > 0);
        contactPoint = std::make_unique<Responder>(port);
        serve(*contactPoint, study);
        QVERIFY(finished.wait(60'000));
        QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
        QCOMPARE(job->result()->received, 40);
    }

    void findsWhatIsUnfinished()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.selection.series << model::SeriesSelection{walk.request.listing->series[0].uid, {}}
                                      << model::SeriesSelection{walk.request.listing->series[1].uid,
                                                                {walk.request.listing->series[1].instances[3].uid}};
        walk.request.patient = demoPerson();
        QVERIFY(network::unfinishedRetrievals(walk.request.folder).isEmpty());
        walk.responder.play(Fault::slow(1'000'000));
        {
            Client client(walk.endpoint);
            const auto job = client.retrieve(walk.request);
            QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
            QVERIFY(stored.wait(10'000));
            QVERIFY(network::unfinishedRetrievals(walk.request.folder).isEmpty()); // it is under way
        }
        QDir(walk.request.folder).mkdir(QStringLiteral("2.999.1")); // no retrieval
        QDir(walk.request.folder).mkdir(QStringLiteral("notes"));
        append(walk.request.folder + u'/' + walk.request.selection.study.text() + QStringLiteral("/dead-1.part"), "x");
        auto found = network::unfinishedRetrievals(walk.request.folder);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].ending, Ending::Cancelled);
        QCOMPARE(found[0].selection, walk.request.selection);
        QCOMPARE(found[0].requested, std::optional(21));
        QVERIFY(found[0].verified >= 1 && found[0].verified < 21 && found[0].bytes > 0);
        QCOMPARE(found[0].unfinished, 1);
        QVERIFY(found[0].patientCompared);
        QVERIFY(found[0].last.isValid());

        walk.responder.heal();
        walk.request.selection = found[0].selection;
        walk.request.via = found[0].via;
        walk.request.patient = demoPerson();
        walk.request.listing = listingOf(brain());
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->received, 21);
        QVERIFY(network::unfinishedRetrievals(walk.request.folder).isEmpty());
    }

    void tellsHowEachEnded_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<Ending>("ending");
        QTest::addColumn<QString>("reason");
        QTest::newRow("killed") << QByteArray() << Ending::None << QString();
        QTest::newRow("killed in a line") << QByteArray("{\"event\":\"en") << Ending::None << QString();
        QTest::newRow("incomplete") << QByteArray(R"({"event":"ended","outcome":"incomplete"})") << Ending::Incomplete
                                    << QString();
        QTest::newRow("full disk") << QByteArray(R"({"event":"ended","outcome":"Storage"})") << Ending::Failed
                                   << QStringLiteral("Storage");
    }
    void tellsHowEachEnded()
    {
        QFETCH(QByteArray, line);
        QFETCH(Ending, ending);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(QStringLiteral("2.999.5"));
        const QString journal = folder.filePath(QStringLiteral("2.999.5/retrieval.journal"));
        append(journal, "{\"event\":\"began\",\"study\":\"2.999.5\",\"selection\":[]}\n" + line);
        const auto found = network::unfinishedRetrievals(folder.path());
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].ending, ending);
        QCOMPARE(found[0].reason, reason);
    }

    void purgesWhatItWroteAndNothingElse()
    {
        Walk walk;
        walk.responder.play(Fault::cutAfter(1'000'000));
        QVERIFY(walk.run());
        auto found = network::unfinishedRetrievals(walk.request.folder);
        QCOMPARE(found.size(), 1);
        const QString study = walk.request.folder + u'/' + walk.request.selection.study.text();
        append(study + QStringLiteral("/notes.txt"), "mine");
        QVERIFY(network::purge(found[0]));
        QCOMPARE(QDir(study).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("notes.txt")});
        QVERIFY(network::unfinishedRetrievals(walk.request.folder).isEmpty());

        QFile::remove(study + QStringLiteral("/notes.txt"));
        QVERIFY(walk.run());
        found = network::unfinishedRetrievals(walk.request.folder);
        QCOMPARE(found.size(), 1);
        QVERIFY(network::purge(found[0]));
        QVERIFY(!QFile::exists(study));
    }

    void purgesAllThatRetrievalsMade()
    {
        Walk walk;
        QVERIFY(walk.run());
        const QDir folder(walk.request.folder);
        QTemporaryDir elsewhere;
        QVERIFY(QDir(elsewhere.path()).mkdir(QStringLiteral("1.2.3")) && folder.mkpath(QStringLiteral("2.999.2/1.2")));
        append(elsewhere.filePath(QStringLiteral("1.2.3/image.dcm")), "linked");
        append(elsewhere.filePath(QStringLiteral("1.2.3/retrieval.journal")), "{}");
        QVERIFY(QFile::link(elsewhere.filePath(QStringLiteral("1.2.3")), folder.filePath(QStringLiteral("2.999.1"))));
        append(folder.filePath(QStringLiteral("2.999.2/1.2/image.dcm")), "exported by another program");
        QVERIFY(network::purgeAll(folder.path()));
        QVERIFY(!folder.exists(walk.request.selection.study.text()));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("2.999.2/1.2/image.dcm"))));
        QVERIFY(QFile::exists(elsewhere.filePath(QStringLiteral("1.2.3/image.dcm"))));
    }

    void purgesWhatWasChosenAndNothingElse_data()
    {
        QTest::addColumn<int>("instances"); // of the second series that the second run asks for; 0: all
        QTest::newRow("a whole series") << 0;
        QTest::newRow("instances") << 5;
    }
    void purgesWhatWasChosenAndNothingElse()
    {
        QFETCH(int, instances);
        Walk walk;
        const auto tree = listingOf(brain());
        walk.request.listing = tree;
        // One run brings the first series and an image of the second, all of them whole.
        const auto kept = tree.series[1].instances.last().uid;
        walk.request.selection.series << model::SeriesSelection{tree.series[0].uid, {}}
                                      << model::SeriesSelection{tree.series[1].uid, {kept}};
        QVERIFY(walk.run());
        const auto before = walk.filesNamed(QStringLiteral("*.dcm"));
        QCOMPARE(before.size(), 21);
        // Another is stopped on its way.
        walk.request.selection.series = {model::SeriesSelection{tree.series[1].uid, {}}};
        for (int i = 0; i < instances; ++i)
            walk.request.selection.series[0].instances << tree.series[1].instances[i].uid;
        walk.responder.play(Fault::slow(1'000'000));
        {
            Client client(walk.endpoint);
            const auto job = client.retrieve(walk.request);
            QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
            QVERIFY(stored.wait(10'000));
        }
        // Killed while it wrote a line, to be precise.
        append(walk.request.folder + u'/' + walk.request.selection.study.text() + QStringLiteral("/retrieval.journal"),
               "{\"event\":\"no");
        const auto found = network::unfinishedRetrievals(walk.request.folder);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].requested.value_or(-1), instances > 0 ? instances : 20);
        const bool isOfBoth = instances == 0; // the image that the first run brought
        const auto came = walk.filesNamed(QStringLiteral("*.dcm")).size() - before.size();
        QVERIFY(came >= 1);
        QCOMPARE(found[0].verified, came + isOfBoth);
        QVERIFY(network::purge(found[0]));
        QStringList left = before;
        if (isOfBoth)
            left.removeIf([&kept](const QString &path) { return path.contains(kept.text()); });
        QStringList files = walk.filesNamed(QStringLiteral("*.dcm"));
        std::sort(files.begin(), files.end());
        std::sort(left.begin(), left.end());
        QCOMPARE(files, left);
        const QByteArray journal = walk.contentOf(QStringLiteral("retrieval.journal"));
        QVERIFY(journal.contains("\"deleted\""));
        QVERIFY(!walk.contentOf(QStringLiteral("retrieval.json")).isEmpty());
        QVERIFY(network::unfinishedRetrievals(walk.request.folder).isEmpty()); // nothing to offer once more

        // What is there is taken over; only the rest comes again.
        walk.responder.heal();
        walk.request.selection.series.clear();
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->received, 40);
        QVERIFY(network::purge({.folder = walk.request.folder, .selection = walk.request.selection}));
        QVERIFY(!QFile::exists(walk.request.folder + u'/' + walk.request.selection.study.text()));
    }

    void doesNotPurgeWhatIsUnderWay()
    {
        Walk walk;
        walk.responder.play(Fault::slow(1'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QVERIFY(stored.wait(10'000));
        const auto purged = network::purge({.folder = walk.request.folder, .selection = walk.request.selection});
        QVERIFY(!purged);
        QCOMPARE(purged.error().kind, Error::Kind::Storage);
        QVERIFY(!walk.filesNamed(QStringLiteral("*.dcm")).isEmpty());
    }

    void setsApartWhatARunLeftThatWasKilledAtAConflict()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.selection.series << model::SeriesSelection{walk.request.listing->series[0].uid, {}};
        QVERIFY(walk.run());
        walk.request.selection.series = {model::SeriesSelection{walk.request.listing->series[1].uid, {}}};
        QVERIFY(walk.run());
        const QString study = walk.request.folder + u'/' + walk.request.selection.study.text() + u'/';
        // As if the second run had met somebody else, and died before it could do anything about it.
        QFile journal(study + QStringLiteral("retrieval.journal"));
        QVERIFY(journal.open(QIODevice::ReadWrite));
        const QByteArray lines = journal.readAll();
        QVERIFY(journal.resize(lines.lastIndexOf("\n", lines.size() - 2) + 1)); // without its end
        journal.close();
        append(journal.fileName(), "{\"event\":\"conflict\"}\n");

        walk.responder.clearSeen();
        walk.responder.play(Fault::status(500).onRetrievals());
        QVERIFY(!walk.run());
        QVERIFY(walk.filesNamed(QStringLiteral("*.dcm")).isEmpty());
        QCOMPARE(network::countSetApart(walk.request.folder, walk.request.selection.study), 40);
        walk.responder.heal();
        walk.request.selection.series.clear();
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->received, 40);
        QVERIFY(network::purge({.folder = walk.request.folder, .selection = walk.request.selection}));
        QVERIFY(!QFileInfo::exists(study));
    }

    void keepsCompleteFilesOnASmallDisk_data()
    {
        QTest::addColumn<qint64>("bytes");
        for (const qint64 bytes : {200'000, 400'000, 900'000, 1'333'000, 2'500'000, 4'000'000})
            QTest::addRow("%lld bytes", bytes) << bytes;
    }
    void keepsCompleteFilesOnASmallDisk()
    {
        QFETCH(qint64, bytes);
        const SyntheticStudy study(60, 256); // of 131 KB each
        const support::SmallDisk disk(bytes);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        Responder contactPoint;
        serve(contactPoint, study);
        Endpoint endpoint;
        endpoint.qidoBase = endpoint.wadoBase = url(contactPoint.dicomwebBase());
        endpoint.routes = {model::Route::Dicomweb};
        Client client(endpoint);
        const RetrievalRequest request{.selection = {.study = *model::StudyUid::parse(study.uid())},
                                       .folder = disk.path()};
        const auto job = client.retrieve(request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QVERIFY(!job->result());
        QCOMPARE(network::nameOf(job->result().error().kind), QStringLiteral("Storage"));
        int files = 0;
        QDirIterator it(disk.path(), {QStringLiteral("*.dcm")}, QDir::Files, QDirIterator::Subdirectories);
        for (; it.hasNext(); ++files) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray sop = QFileInfo(file).completeBaseName().toLatin1();
            const int slice = sop.mid(sop.lastIndexOf('.') + 1).toInt() - 1;
            QVERIFY(file.readAll() == study.file(slice));
        }
        QVERIFY(files < 60);
        QVERIFY2(files >= bytes / 131'072 - 3, qPrintable(QString::number(files)));
        QVERIFY(stored.size() <= files);
        QVERIFY(QDir(disk.path() + u'/' + study.uid())
                    .entryList({QStringLiteral("*.part")}, QDir::Files | QDir::Hidden)
                    .isEmpty());
    }

    void endsWhatNeverEnds_data()
    {
        const SyntheticStudy study(2, 64);
        const QByteArray first = study.partHead(0, true) + study.file(0);
        const QByteArray both = first + study.partHead(1, false) + study.file(1) + SyntheticStudy::closing();
        const QByteArray part = "\r\n--" + SyntheticStudy::boundary() + "\r\n\r\n";
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("then"); // again and again
        QTest::addColumn<QString>("kind");    // empty: a report
        QTest::addColumn<int>("kept");
        const QByteArray noise(100'000, 'x');
        QTest::newRow("before the first part") << QByteArray() << noise << QStringLiteral("Malformed") << 0;
        QTest::newRow("a part") << first + part << noise << QStringLiteral("Storage") << 1;
        QTest::newRow("headers of a part")
            << first + part.chopped(2) << "X: y" + noise << QStringLiteral("Storage") << 1;
        QTest::newRow("empty parts") << first << part.repeated(1000) << QString() << 1;
        QTest::newRow("the same part") << first << study.partHead(0, false) + study.file(0) << QString() << 1;
        QTest::newRow("behind the closing boundary") << both << noise << QString() << 2;
    }
    //! One part may be as large as the disk has room; nothing else goes on for ever.
    void endsWhatNeverEnds()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, then);
        QFETCH(QString, kind);
        QFETCH(int, kept);
        const support::SmallDisk disk(12'000'000);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        const SyntheticStudy study(2, 64);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (request.contains("/series/")) {
                socket.write(RawServer::reply(404, "text/plain", "gone"));
                return;
            }
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: " + SyntheticStudy::contentType() +
                         "\r\nConnection: close\r\n\r\n" + begin);
            connect(&socket, &QTcpSocket::bytesWritten, this, [&then, to = &socket] {
                if (to->bytesToWrite() < 1'000'000)
                    to->write(then);
            });
            socket.write(then);
        });
        model::Study tree{.uid = *model::StudyUid::parse(study.uid())};
        tree.series << model::Series{.uid = *model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(0)))};
        for (int slice = 0; slice < 2; ++slice)
            tree.series[0].instances << model::Instance{
                .uid = *model::SopUid::parse(QString::fromLatin1(study.sopUid(slice)))};
        Endpoint endpoint;
        endpoint.wadoBase = server.url(QStringLiteral("/dicom-web"));
        Client client(endpoint);
        const auto job = client.retrieve({.selection = {.study = tree.uid}, .folder = disk.path(), .listing = tree});
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QCOMPARE(job->result() ? QString() : network::nameOf(job->result().error().kind), kind);
        if (job->result())
            QCOMPARE(job->result()->missing.size(), 2 - kept);
        else
            QVERIFY(!job->result().error().detail.isEmpty());
        int files = 0;
        QDirIterator it(disk.path(), {QStringLiteral("*.dcm")}, QDir::Files, QDirIterator::Subdirectories);
        for (; it.hasNext(); ++files)
            it.next();
        QCOMPARE(files, kept);
    }

    void leavesNoHalfLineInTheJournalOnAFullDisk()
    {
        QTemporaryDir folder;
        const auto study = *model::StudyUid::parse(QStringLiteral("2.999.5"));
        QVERIFY(QDir(folder.path()).mkdir(study.text()));
        network::Journal journal;
        QCOMPARE(journal.open(folder.path(), study), network::Journal::Opened::Yes);
        QVERIFY(journal.refused(QStringLiteral("one")));
        const QString path = network::journalIn(folder.path(), study);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit full{rlim_t(QFileInfo(path).size() + 20), before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &full);
        const bool isWritten = journal.refused(QStringLiteral("two"));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!isWritten);
        QVERIFY(journal.refused(QStringLiteral("three")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList reasons;
        const auto lines = file.readAll().trimmed().split('\n');
        for (const QByteArray &line : lines)
            reasons << QJsonDocument::fromJson(line).object()[QStringLiteral("reason")].toString();
        QCOMPARE(reasons, QStringList({QStringLiteral("one"), QStringLiteral("three")}));
    }

    void tellsWhetherThereIsRoom()
    {
        const support::SmallDisk disk(1'000'000);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        model::Study tree = listingOf(brain());
        for (auto &series : tree.series)
            for (auto &instance : series.instances)
                instance.pixelBytes = 100'000;
        const QString folder = disk.path() + QStringLiteral("/not/there/yet");
        const auto all = network::roomFor(folder, {.study = tree.uid}, tree);
        QVERIFY(all.needed.value_or(0) >= 4'000'000 && all.needed.value_or(0) < 4'400'000);
        QVERIFY(all.available > 900'000 && all.available <= 1'000'000 && all.reserve > 0);
        QVERIFY(!all.isEnough());
        const auto one = network::roomFor(
            folder, {.study = tree.uid, .series = {{tree.series[0].uid, {tree.series[0].instances[0].uid}}}}, tree);
        QVERIFY(one.isEnough());
        QVERIFY(one.needed.value_or(0) >= 100'000 && one.needed.value_or(0) < 110'000);
        QVERIFY(!network::roomFor(folder, {.study = tree.uid}, model::Study{.uid = tree.uid}).needed);
    }

    void asksForNothingWhereThereIsNoRoomAtAll()
    {
        const support::SmallDisk disk(100'000);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        QFile filler(disk.path() + QStringLiteral("/filler"));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(4096, 'x')) == 4096) {
        }
        filler.close();
        Walk walk;
        walk.request.folder = disk.path() + QStringLiteral("/images");
        walk.request.listing = listingOf(brain());
        const auto report = walk.run();
        QVERIFY(!report);
        QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("Storage"));
        QCOMPARE(walk.asked(), QStringList());
    }

    void tellsItsSourcesAndRoom()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy ledgers(job.get(), &RetrievalJob::ledgerChanged);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        const Ledger last = lastOf(ledgers);
        QCOMPARE(last.sources.size(), 1);
        QCOMPARE(last.sources[0].how, model::RetrievalSource::How::ContactPoint);
        QCOMPARE(last.sources[0].address, walk.endpoint.wadoBase.toString());
        QVERIFY(last.room.available > 0);
        QCOMPARE(last.room.needed, std::optional<qint64>(0));
        for (const auto &file : job->result()->files)
            QCOMPARE(file.source, walk.endpoint.wadoBase.toString() + QStringLiteral("/studies/") +
                                      walk.request.selection.study.text());
    }
};

int main(int argc, char **argv)
{
    support::becomeRootHere();
    QCoreApplication app(argc, argv);
    RetrievalCourseTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "RetrievalCourseTest.moc"
