#include "Walk.h"
#include "retrieval/InstanceStore.h"

#include <network/Client.h>
#include <network/SetApart.h>
#include <responder/Responder.h>

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

class RetrievalTest : public QObject
{
    Q_OBJECT

private slots:
    void asksForTheFewestSensibleThings_data()
    {
        QTest::addColumn<QList<int>>("chosenSeries"); // empty: the study
        QTest::addColumn<int>("instances");           // of the last chosen series; 0: all, by not naming them
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<int>("received");
        QTest::addColumn<QList<int>>("depths"); // of the requests: 0 study, 2 series, 4 instance
        QTest::newRow("a study") << QList<int>{} << 0 << false << 40 << QList<int>{0};
        QTest::newRow("a study whose tree is known") << QList<int>{} << 0 << true << 40 << QList<int>{0};
        QTest::newRow("a series") << QList<int>{1} << 0 << false << 20 << QList<int>{2};
        QTest::newRow("all series of a known tree") << QList<int>{0, 1} << 0 << true << 40 << QList<int>{0};
        QTest::newRow("some instances") << QList<int>{0} << 3 << false << 3 << QList<int>{4, 4, 4};
        QTest::newRow("some instances of a known tree") << QList<int>{0} << 2 << true << 2 << QList<int>{4, 4};
        QTest::newRow("all instances of a series") << QList<int>{0} << 20 << true << 20 << QList<int>{2};
        QTest::newRow("a series and an instance") << QList<int>{0, 1} << 1 << true << 21 << QList<int>{2, 4};
    }
    void asksForTheFewestSensibleThings()
    {
        QFETCH(QList<int>, chosenSeries);
        QFETCH(int, instances);
        QFETCH(bool, isListed);
        QFETCH(int, received);
        QFETCH(QList<int>, depths);

        Walk walk;
        walk.endpoint.routes = {model::Route::Dicomweb};
        const model::Study tree = listingOf(brain());
        for (const int chosen : chosenSeries)
            walk.request.selection.series << model::SeriesSelection{tree.series[chosen].uid, {}};
        for (int i = 0; i < instances; ++i)
            walk.request.selection.series.last().instances << tree.series[chosenSeries.last()].instances[i].uid;
        if (isListed)
            walk.request.listing = tree;

        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), received);
        QCOMPARE(report->received, received);
        QCOMPARE(report->files.size(), received);
        QVERIFY(report->missing.isEmpty());
        QVERIFY(report->unexpected.isEmpty());
        QVERIFY(report->bodyComplete);
        QVERIFY(report->firstInstanceSeconds > 0 && report->firstInstanceSeconds <= report->seconds);
        QCOMPARE(walk.flaws(), QString());
        QCOMPARE(walk.filesNamed(QStringLiteral("*.dcm")).size(), received);

        QList<int> askedDepths;
        for (const QString &path : walk.asked())
            askedDepths << int(path.split(u'/', Qt::SkipEmptyParts).size());
        std::sort(askedDepths.begin(), askedDepths.end()); // several are under way at once
        QCOMPARE(askedDepths, depths);

        for (const auto &file : report->files) {
            const auto served = QByteArray::fromStdString(Responder::demoInstance(file.sop.text().toStdString()));
            QCOMPARE(file.bytes, served.size());
            QCOMPARE(file.sha256.toLatin1(), QCryptographicHash::hash(served, QCryptographicHash::Sha256).toHex());
            QCOMPARE(file.transferSyntax, QStringLiteral("1.2.840.10008.1.2.1"));
            QCOMPARE(file.path, walk.request.selection.study.text() + u'/' + file.series.text() + u'/' +
                                    file.sop.text() + QStringLiteral(".dcm"));
            QVERIFY(QFile::exists(walk.request.folder + u'/' + file.path));
        }
    }

    void readsWhatServersWrite_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::newRow("quoted boundary after other parameters") << Fault::quotedBoundary();
        QTest::newRow("lines that end in LF") << Fault::lfHeaders();
        QTest::newRow("no part headers") << Fault::noPartHeaders();
        QTest::newRow("preamble and epilogue") << Fault::preamble();
        QTest::newRow("bare DICOM") << Fault::bareDicom();
        QTest::newRow("an instance twice") << Fault::duplicateInstance();
        QTest::newRow("unquoted type only") << Fault::refuseAccept({"type=application/dicom"}, 400);
        QTest::newRow("anything only") << Fault::refuseAccept({"*/*"}, 415);
        QTest::newRow("busy at first") << Fault::retryAfter(0);
        QTest::newRow("no closing boundary, but everything came") << Fault::noClosingBoundary();
        QTest::newRow("two lost once") << Fault::dropInstances(2).times(1);
        QTest::newRow("206 once") << Fault::partial206(2).times(1);
        QTest::newRow("cut once after three") << Fault::cutAfter(500'000).times(1);
        QTest::newRow("connection reset once in the middle") << Fault::reset(500'000).times(1);
        QTest::newRow("too large as a study") << Fault::status(413).times(1);
        QTest::newRow("silent as a study") << Fault::stall().times(1);
        QTest::newRow("another study among it once") << Fault::foreignStudyUid().times(1);
    }
    void readsWhatServersWrite()
    {
        QFETCH(Fault, fault);
        const bool isAboutTheStudy = QByteArray(QTest::currentDataTag()).endsWith("as a study");
        for (const bool oneInstance : {false, true}) {
            if (oneInstance && isAboutTheStudy)
                continue;
            Walk walk;
            walk.request.listing = listingOf(brain());
            if (oneInstance)
                walk.request.selection.series << model::SeriesSelection{
                    walk.request.listing->series[0].uid, {walk.request.listing->series[0].instances[5].uid}};
            walk.responder.play(fault);
            const auto report = walk.run();
            QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
            QCOMPARE(report->requested.value_or(-1), oneInstance ? 1 : 40);
            QCOMPARE(report->missing.size(), 0);
            QCOMPARE(report->received, oneInstance ? 1 : 40);
            QCOMPARE(walk.flaws(), QString());
        }
    }

    void remembersWhichAcceptHeaderWorks()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        const auto all = walk.request.listing->series[0];
        walk.request.selection.series << model::SeriesSelection{all.uid, {all.instances[0].uid, all.instances[1].uid}};
        walk.request.jobs = 1;
        walk.responder.play(Fault::refuseAccept({"type=application/dicom"}));
        QVERIFY(walk.run());
        QCOMPARE(walk.asked().size(), 3 + 1);
    }

    void endsBadAnswersInTheirKind_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<QString>("kind"); // empty: a report
        QTest::addColumn<int>("received");
        QTest::addColumn<int>("missing");
        QTest::addColumn<int>("unexpected");
        const auto fails = [](const char *name, const Fault &fault, bool isListed, const char *kind) {
            QTest::newRow(name) << fault << isListed << QString::fromLatin1(kind) << 0 << 0 << 0;
        };
        const auto reports = [](const char *name, const Fault &fault, bool isListed, int received, int missing,
                                int unexpected) {
            QTest::newRow(name) << fault << isListed << QString() << received << missing << unexpected;
        };
        fails("cut mid-part", Fault::cutAfter(40'000), false, "Truncated");
        fails("cut mid-part, everywhere", Fault::cutAfter(40'000), true, "Truncated");
        fails("reset mid-part", Fault::reset(40'000), false, "Truncated");
        fails("wrong boundary", Fault::wrongBoundary(), false, "Malformed");
        fails("wrong boundary, list known", Fault::wrongBoundary(), true, "Malformed");
        fails("silence", Fault::stall(), false, "TimedOut");
        fails("silence, list known", Fault::stall(), true, "TimedOut");
        fails("silence mid-part", Fault::stall(true, 40'000), false, "TimedOut");
        fails("404", Fault::status(404), true, "NotFound");
        fails("401", Fault::status(401), true, "Unauthorised");
        fails("403", Fault::status(403), true, "Forbidden");
        fails("410", Fault::status(410), true, "NotFound");
        fails("400 whatever is accepted", Fault::status(400), true, "Rejected");
        fails("500 with a page", Fault::htmlError(500), false, "ServerFault");
        fails("login page", Fault::loginPage(), true, "Malformed");
        fails("JSON", Fault::status(200, "application/json", "{}"), true, "Malformed");
        fails("zip", Fault::status(200, "application/zip", "PK"), false, "Malformed");
        fails("not DICOM", Fault::status(200, "application/dicom", "no"), false, "Malformed");
        fails("multipart without a boundary", Fault::status(200, "multipart/related", "x"), false, "Malformed");
        fails("ends within the first delimiter",
              Fault::status(200, "multipart/related; type=\"application/dicom\"; boundary=abcdefgh", "--abc"), false,
              "Truncated");
        fails("reset before the first part", Fault::reset(10), false, "Truncated");
        fails("205 with a body", Fault::status(205, "text/plain", "x"), false, "NotFound");
        fails("empty multipart", Fault::status(200, "multipart/related; boundary=b", "--b--"), false, "NotFound");
        fails("nothing", Fault::status(204), false, "NotFound");
        fails("nothing where much is listed", Fault::status(200, "multipart/related; boundary=b"), true, "Truncated");
        fails("redirect to another origin", Fault::redirectTo("http://127.0.0.1:9/x"), true, "ForeignOrigin");
        fails("redirect loop", Fault::redirectLoop(), true, "RedirectLoop");
        reports("cut after three", Fault::cutAfter(500'000), false, 3, 0, 0);
        reports("silence after three", Fault::stall(true, 500'000), false, 3, 0, 0);
        reports("no closing boundary", Fault::noClosingBoundary(), false, 40, 0, 0);
        reports("an instance nobody asked for", Fault::unexpectedUid(), true, 41, 0, 1);
        reports("UID with ../", Fault::hostileUid(), true, 40, 0, 0);
        reports("another study among it", Fault::foreignStudyUid(), true, 39, 1, 0);
        reports("another study among it, nothing listed", Fault::foreignStudyUid(), false, 39, 0, 0);
        reports("fewer than listed", Fault::dropInstances(2), true, 38, 2, 0);
        reports("206", Fault::partial206(2), true, 38, 2, 0);
        reports("206, nothing listed", Fault::partial206(2), false, 38, 0, 0);
    }

    // A reset throws away what the computer has received and not yet handed on, so how much comes is open.
    void keepsWhatCameBeforeAReset()
    {
        Walk walk;
        walk.responder.play(Fault::reset(500'000));
        const auto report = walk.run();
        QCOMPARE(walk.flaws(), QString());
        const auto files = walk.filesNamed(QStringLiteral("*.dcm")).size();
        QVERIFY2(files <= 3, qPrintable(QString::number(files)));
        if (report)
            QVERIFY(!report->bodyComplete && report->received == files);
        else
            QVERIFY(report.error().kind == Error::Kind::Truncated || report.error().kind == Error::Kind::Unreachable);
    }

    void endsBadAnswersInTheirKind()
    {
        QFETCH(Fault, fault);
        QFETCH(bool, isListed);
        QFETCH(QString, kind);
        QFETCH(int, received);
        QFETCH(int, missing);
        QFETCH(int, unexpected);

        Walk walk;
        if (isListed)
            walk.request.listing = listingOf(brain());
        walk.responder.play(fault);
        const auto report = walk.run();
        QCOMPARE(report ? QString() : network::nameOf(report.error().kind), kind);
        QCOMPARE(walk.flaws(), QString());
        QCOMPARE(walk.filesNamed(QStringLiteral("*.dcm")).size(), received);
        if (report) {
            QCOMPARE(report->received, received);
            QCOMPARE(report->missing.size(), missing);
            QCOMPARE(report->unexpected.size(), unexpected);
            QCOMPARE(report->bodyComplete, isListed && missing == 0);
            QCOMPARE(report->requested.has_value(), isListed);
        } else {
            QVERIFY(!report.error().detail.isEmpty());
        }
        if (kind == u"NotFound")
            QVERIFY(QDir(walk.request.folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
        else
            QVERIFY(walk.contentOf(QStringLiteral("retrieval.journal")).contains("\"ended\""));
    }

    void saysWhyNothingWasKept()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Fhir};
        walk.responder.play(Fault::emptyBundle().onPath("/fhir"));
        walk.responder.play(Fault::delay(500ms).onRetrievals()); // so that the list fails first
        walk.responder.play(Fault::status(200, "application/dicom", "no").onRetrievals());
        const auto report = walk.run();
        QVERIFY(!report);
        QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("Malformed"));
        QVERIFY2(report.error().detail.contains(QStringLiteral("DICM")), qPrintable(report.error().detail));
    }

    void countsWhatIsListedTwiceOnce_data()
    {
        QTest::addColumn<int>("lost");
        QTest::newRow("all come") << 0;
        QTest::newRow("two are lost") << 2;
    }
    void countsWhatIsListedTwiceOnce()
    {
        QFETCH(int, lost);
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.listing->series << walk.request.listing->series[0];
        walk.request.listing->series[1].instances << walk.request.listing->series[1].instances[0];
        if (lost > 0)
            walk.responder.play(Fault::dropInstances(2));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        model::Ledger ledger;
        connect(job.get(), &RetrievalJob::ledgerChanged, this, [&](const model::Ledger &told) { ledger = told; });
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(job->result()->requested.value_or(-1), 40);
        QCOMPARE(job->result()->received, 40 - lost);
        QCOMPARE(job->result()->missing.size(), lost);
        QCOMPARE(ledger.series.size(), 2);
        QCOMPARE(ledger.verified, 40 - lost);
        QCOMPARE(ledger.missing, lost);
    }

    void countsWhatIsChosenTwiceOnce()
    {
        Walk walk;
        const auto tree = listingOf(brain());
        const model::SeriesSelection chosen{tree.series[0].uid, {tree.series[0].instances[0].uid}};
        walk.request.selection.series = {chosen, chosen};
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->requested.value_or(-1), 1);
        QCOMPARE(report->received, 1);
        QCOMPARE(walk.asked().size(), 1);
    }

    void countsAnEmptySeriesAsNothing()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.listing->series << model::Series{.uid = *model::SeriesUid::parse(u"2.999.7"), .instanceCount = 0};
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->requested.value_or(-1), 40);
        QVERIFY(report->missing.isEmpty() && report->bodyComplete);
    }

    void believesCountsWhereNoInstancesAreListed_data()
    {
        QTest::addColumn<bool>("isOneSeries");
        QTest::addColumn<int>("counted");
        QTest::addColumn<bool>("isComplete");
        QTest::newRow("as many as counted") << false << 40 << true;
        QTest::newRow("fewer than counted") << false << 41 << false;
        QTest::newRow("a series, as many as counted") << true << 20 << true;
        QTest::newRow("a series, fewer than counted") << true << 21 << false;
    }
    void believesCountsWhereNoInstancesAreListed()
    {
        QFETCH(bool, isOneSeries);
        QFETCH(int, counted);
        QFETCH(bool, isComplete);
        Walk walk;
        walk.request.listing = listingOf(brain());
        for (auto &series : walk.request.listing->series)
            series.instances.clear();
        if (isOneSeries) {
            walk.request.listing->series[0].instanceCount = counted;
            walk.request.selection.series << model::SeriesSelection{walk.request.listing->series[0].uid, {}};
        } else {
            walk.request.listing->instanceCount = counted;
        }
        const auto report = walk.run();
        QVERIFY(report);
        QVERIFY(!report->requested);
        QCOMPARE(report->bodyComplete, isComplete);
    }

    void keepsCompleteFilesWhenTheDiskIsFull()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.responder.play(Fault::slow(2'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        // From the first file on nothing larger than the begin of another fits on this "disk".
        connect(job.get(), &RetrievalJob::instanceStored, this, [before] {
            const rlimit full{50'000, before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &full);
        });
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        const bool isFinished = finished.wait(30'000);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(isFinished);
        QVERIFY(!job->result());
        QCOMPARE(network::nameOf(job->result().error().kind), QStringLiteral("Storage"));
        const auto files = walk.filesNamed(QStringLiteral("*.dcm"));
        QVERIFY(!files.isEmpty() && files.size() < 40);
        QCOMPARE(walk.flaws(), QString());
    }

    void refusesAFolderThatCannotBeMade()
    {
        Walk walk;
        QFile file(walk.folder.filePath(QStringLiteral("images")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto report = walk.run();
        QVERIFY(!report);
        QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("Storage"));
        QVERIFY(walk.asked().isEmpty());
    }

    void fetchesTheListBesideTheBytes_data()
    {
        QTest::addColumn<QList<model::Route>>("routes");
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("QIDO-RS") << QList<model::Route>{model::Route::Dicomweb} << true;
        QTest::newRow("FHIR") << QList<model::Route>{model::Route::Fhir} << true;
        QTest::newRow("a manifest") << QList<model::Route>{model::Route::Documents} << true;
        QTest::newRow("no route") << QList<model::Route>{} << false;
    }
    void fetchesTheListBesideTheBytes()
    {
        QFETCH(QList<model::Route>, routes);
        QFETCH(bool, isKnown);
        Walk walk;
        walk.endpoint.routes = routes;
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), isKnown ? 40 : -1);
        QCOMPARE(report->received, 40);
        QVERIFY(report->bodyComplete);
        const bool isNoted = std::any_of(report->notes.begin(), report->notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::NoExpectedList;
        });
        QCOMPARE(isNoted, !isKnown);
        QCOMPARE(walk.asked().size(), 1);
    }

    void holdsTheListAgainstTheOtherRoutes_data()
    {
        using Routes = QList<model::Route>;
        const Routes fhirFirst{model::Route::Fhir, model::Route::Dicomweb};
        QTest::addColumn<QList<model::Route>>("routes");
        QTest::addColumn<bool>("isKnown"); // the first route's list
        QTest::addColumn<int>("wholeSeries");
        QTest::addColumn<int>("lost");
        QTest::addColumn<int>("requested");
        QTest::newRow("a series that came after the resource") << fhirFirst << false << -1 << 0 << 40;
        QTest::newRow("that series is lost") << fhirFirst << false << -1 << 20 << 40;
        QTest::newRow("that series is lost, the list is known") << fhirFirst << true << -1 << 20 << 40;
        QTest::newRow("the other route first")
            << Routes{model::Route::Dicomweb, model::Route::Fhir} << false << -1 << 20 << 40;
        QTest::newRow("the series that both know") << fhirFirst << false << 0 << 0 << 20;
        QTest::newRow("the only series of a list that is known") << fhirFirst << true << 0 << 0 << 20;
    }
    void holdsTheListAgainstTheOtherRoutes()
    {
        QFETCH(QList<model::Route>, routes);
        QFETCH(bool, isKnown);
        QFETCH(int, wholeSeries);
        QFETCH(int, lost);
        QFETCH(int, requested);
        Walk walk;
        walk.endpoint.routes = routes;
        const auto study = lateSeriesStudy();
        walk.request.selection.study = uidOf(study);
        if (wholeSeries >= 0)
            walk.request.selection.series << model::SeriesSelection{uidOf(study.series[size_t(wholeSeries)]), {}};
        if (isKnown) {
            walk.request.listing = listingOf(study);
            walk.request.listing->series.removeLast();
            walk.request.listing->routes = {model::Route::Fhir};
        }
        if (lost > 0)
            walk.responder.play(Fault::dropInstances(size_t(lost)));
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), requested);
        QCOMPARE(report->received + report->missing.size(), requested);
        QCOMPARE(report->missing.isEmpty(), lost == 0);
        QVERIFY(report->unexpected.isEmpty());
        const bool isNoted = std::any_of(report->notes.begin(), report->notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::RoutesDiffer && note.detail.contains(u"20") &&
                   note.detail.contains(u"40") && note.detail.contains(u"fhir") && note.detail.contains(u"dicomweb");
        });
        QVERIFY(isNoted);
    }

    void holdsTheListAgainstTheManifest()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Documents};
        walk.request.listing = listingOf(brain());
        walk.request.listing->routes = {model::Route::Fhir};
        walk.request.listing->series.removeLast();
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), 40);
        QCOMPARE(report->received, 40);
        const bool isNoted = std::any_of(report->notes.begin(), report->notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::RoutesDiffer && note.detail.contains(u"documents");
        });
        QVERIFY(isNoted);

        // A study without a manifest lacks nothing.
        Walk without;
        without.endpoint.routes = {model::Route::Fhir, model::Route::Documents};
        const auto study = lateSeriesStudy();
        without.request.selection.study = uidOf(study);
        without.request.listing = listingOf(study);
        without.request.listing->routes = {model::Route::Fhir};
        const auto complete = without.run();
        QVERIFY2(complete, complete ? "" : qPrintable(complete.error().detail));
        QVERIFY(complete->bodyComplete);
        for (const auto &note : complete->notes)
            QVERIFY2(note.kind != model::Note::Kind::RouteFailed, qPrintable(note.detail));
    }

    void callsNothingCompleteThatAnotherRouteCountsMoreOf_data()
    {
        QTest::addColumn<QList<Fault>>("faults"); // of the route that counts more
        QTest::addColumn<bool>("isCounted");      // of a single series
        QTest::addColumn<int>("requested");
        QTest::addColumn<bool>("isComplete");
        const auto onList = [](const Fault &fault) { return fault.after(1); }; // the count comes first
        QTest::newRow("its list fails") << QList<Fault>{onList(Fault::status(500))} << false << 20 << false;
        QTest::newRow("its list is none")
            << QList<Fault>{onList(Fault::status(200, "application/dicom+json", "[]"))} << false << 20 << false;
        QTest::newRow("its list never comes") << QList<Fault>{onList(Fault::stall())} << false << 20 << false;
        QTest::newRow("its list comes late")
            << QList<Fault>{Fault::delay(8s).times(1), onList(Fault::delay(4s)).times(1)} << false << 40 << true;
        QTest::newRow("one series of those that all know")
            << QList<Fault>{onList(Fault::status(500))} << true << 20 << true;
    }
    void callsNothingCompleteThatAnotherRouteCountsMoreOf()
    {
        QFETCH(QList<Fault>, faults);
        QFETCH(bool, isCounted);
        QFETCH(int, requested);
        QFETCH(bool, isComplete);
        Walk walk;
        Responder other; // so that its faults do not meet the images
        walk.endpoint.qidoBase = url(other.dicomwebBase());
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        walk.endpoint.idleTimeout = 60s;
        const auto study = lateSeriesStudy();
        walk.request.selection.study = uidOf(study);
        if (isCounted)
            walk.request.selection.series << model::SeriesSelection{uidOf(study.series[0]), {}};
        if (!isComplete)
            walk.responder.play(Fault::dropInstances(20));
        for (const Fault &fault : faults)
            other.play(fault);
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), requested);
        QVERIFY(report->missing.isEmpty());
        QCOMPARE(report->bodyComplete, isComplete);
        QCOMPARE(walk.contentOf(QStringLiteral("retrieval.journal")).contains("\"outcome\":\"complete\""), isComplete);
    }

    void asksTheOtherRoutesForNoMoreThanTheirCounts()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->requested.value_or(-1), 40);
        QStringList queries;
        for (const auto &seen : walk.responder.seen())
            if (const QString target = text(seen.target); target.startsWith(u"/dicom-web/studies?"))
                queries << target;
            else
                QVERIFY(!target.contains(u"/instances?") && !target.contains(u"/series?"));
        QCOMPARE(queries.size(), 1);
    }

    void asksForWhatAnotherRouteNamesAlsoWhenAllElseIsHere()
    {
        Walk walk;
        const auto study = lateSeriesStudy();
        walk.request.selection.study = uidOf(study);
        walk.endpoint.routes = {model::Route::Fhir};
        walk.request.selection.series << model::SeriesSelection{uidOf(study.series[0]), {}};
        QVERIFY(walk.run());
        walk.request.selection.series.clear();
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->requested.value_or(-1), 40);
        QCOMPARE(report->received, 40);
    }

    void doesNotWaitForeverForACount()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        walk.endpoint.idleTimeout = 60s;
        walk.responder.play(Fault::stall().onPath("/dicom-web/studies?"));
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->received, 40);
        QVERIFY(report->missing.isEmpty());
        const bool isNoted = std::any_of(report->notes.begin(), report->notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::RouteFailed && note.detail.contains(u"dicomweb");
        });
        QVERIFY(isNoted);
    }

    void namesTheSeriesThatARouteTells()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        const auto study = lateSeriesStudy();
        walk.request.selection.study = uidOf(study);
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        model::Ledger ledger;
        connect(job.get(), &RetrievalJob::ledgerChanged, this, [&](const model::Ledger &told) { ledger = told; });
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QStringList names;
        for (const auto &series : std::as_const(ledger.series))
            names << QString::number(series.number.value_or(0)) + u' ' + series.description;
        QCOMPARE(names, QStringList({QStringLiteral("1 T2 TSE axial"), QStringLiteral("2 T1 SE axial, repeated")}));
    }

    void fetchesOnlyWhatIsMissing()
    {
        Walk walk;
        walk.responder.play(Fault::cutAfter(2'000'000));
        const auto first = walk.run();
        QVERIFY(first);
        const int kept = first->received;
        QVERIFY(kept > 5 && kept < 20);
        walk.responder.heal();
        walk.responder.clearSeen();
        QFile leftOver(walk.request.folder + u'/' + walk.request.selection.study.text() +
                       QStringLiteral("/dead-1.part"));
        QVERIFY(leftOver.open(QIODevice::WriteOnly));

        walk.endpoint.routes = {model::Route::Dicomweb};
        const auto second = walk.run();
        QVERIFY(second);
        QCOMPARE(second->received, 40);
        QCOMPARE(second->files.size(), 40);
        QVERIFY(second->missing.isEmpty());
        const QStringList asked = walk.asked();
        QCOMPARE(asked.size(), 20 - kept + 1); // the rest of one series one by one, the other as a whole
        for (const auto &file : first->files)
            QVERIFY(asked.filter(QRegularExpression(file.sop.text() + u'$')).isEmpty());
        QCOMPARE(walk.flaws(), QString());

        walk.responder.clearSeen();
        const auto third = walk.run();
        QVERIFY(third);
        QCOMPARE(third->received, 40);
        QCOMPARE(walk.asked(), QStringList());
        for (const auto &file : third->files)
            QCOMPARE(file.sha256.size(), 64);
    }

    void takesOverWhatTheJournalMissed_data()
    {
        QTest::addColumn<QByteArray>("journal");
        QTest::newRow("lost") << QByteArray();
        QTest::newRow("cut in the middle of a line") << QByteArray("{\"event\":\"stored\",\"seri");
        QTest::newRow("not JSON") << QByteArray("\0\n[]\n\n", 5);
    }
    void takesOverWhatTheJournalMissed()
    {
        QFETCH(QByteArray, journal);
        Walk walk;
        walk.request.listing = listingOf(brain());
        QVERIFY(walk.run());
        const QString folder = walk.request.folder + u'/' + walk.request.selection.study.text();
        QFile file(folder + QStringLiteral("/retrieval.journal"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(journal);
        file.close();
        const auto files = walk.filesNamed(QStringLiteral("*.dcm"));
        QFile damaged(files.first());
        QVERIFY(damaged.open(QIODevice::WriteOnly)); // empty from now on
        damaged.close();

        walk.responder.clearSeen();
        const auto report = walk.run();
        QVERIFY(report);
        QCOMPARE(report->received, 40);
        QCOMPARE(walk.asked().size(), 1);
        QVERIFY(walk.asked().first().endsWith(QFileInfo(files.first()).completeBaseName()));
        QCOMPARE(walk.flaws(), QString());
        for (const auto &stored : report->files) {
            const auto served = QByteArray::fromStdString(Responder::demoInstance(stored.sop.text().toStdString()));
            QCOMPARE(stored.sha256.toLatin1(), QCryptographicHash::hash(served, QCryptographicHash::Sha256).toHex());
        }
    }

    void movesADamagedFileAsideUntilAWholeOneComes_data()
    {
        QTest::addColumn<int>("keptBytes");
        QTest::addColumn<bool>("isRecorded");
        QTest::addColumn<int>("written"); // seconds from now, as its time says
        QTest::newRow("cut, the journal tells its length") << 5000 << true << 0;
        QTest::newRow("empty, the journal is lost") << 0 << false << 0;
        QTest::newRow("written to since, as long as before") << -1 << true << 60;
        QTest::newRow("written to since, its time set back") << -1 << true << -60;
    }
    void movesADamagedFileAsideUntilAWholeOneComes()
    {
        QFETCH(int, keptBytes);
        QFETCH(bool, isRecorded);
        QFETCH(int, written);
        Walk walk;
        walk.request.listing = listingOf(brain());
        QVERIFY(walk.run());
        const QString path = walk.filesNamed(QStringLiteral("*.dcm")).first();
        if (written < 0)
            QTest::qWait(1100); // what is touched within a second of the journal's line was touched by us
        if (keptBytes >= 0) {
            QVERIFY(QFile::resize(path, keptBytes));
        } else {
            QFile file(path);
            keptBytes = int(file.size());
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(keptBytes - 1) && file.putChar('!') && file.flush());
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(written), QFileDevice::FileModificationTime));
        }
        const QString journal =
            walk.request.folder + u'/' + walk.request.selection.study.text() + QStringLiteral("/retrieval.journal");
        if (!isRecorded)
            QVERIFY(QFile::remove(journal));

        // The server has nothing for it now.
        walk.responder.play(Fault::status(404).onRetrievals());
        const auto without = walk.run();
        QVERIFY(without);
        QCOMPARE(without->missing.size(), 1);
        QVERIFY(!QFile::exists(path));
        const QStringList aside = walk.filesNamed(QStringLiteral("*.damaged"));
        QCOMPARE(aside.size(), 1);
        QCOMPARE(QFileInfo(aside.first()).size(), keptBytes);

        walk.responder.heal();
        const auto again = walk.run();
        QVERIFY(again);
        QCOMPARE(again->received, 40);
        QVERIFY(QFile::exists(path));
        QVERIFY(walk.filesNamed(QStringLiteral("*.damaged")).isEmpty());
        QCOMPARE(walk.flaws(), QString());
    }

    void holdsARunWithoutAListAgainstEarlierOnes_data()
    {
        QTest::addColumn<bool>("isListed"); // by the run before
        QTest::newRow("what a list named is missing") << true;
        QTest::newRow("nobody ever listed it") << false;
    }
    void holdsARunWithoutAListAgainstEarlierOnes()
    {
        QFETCH(bool, isListed);
        Walk walk;
        walk.endpoint.routes = {};
        const auto first = uidOf(brain().series[0]);
        walk.request.selection.series = {{first, {listingOf(brain()).series[0].instances[0].uid}}};
        QVERIFY(walk.run()); // one image is here
        walk.request.selection.series = {};
        if (isListed) {
            walk.request.listing = listingOf(brain());
            walk.responder.play(Fault::status(404).onRetrievals());
            QVERIFY(walk.run());
            walk.responder.heal();
            walk.request.listing.reset();
        }
        walk.responder.play(*Fault::named("no-content"));
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->received, 1);
        QVERIFY(!report->requested);
        QVERIFY(!report->bodyComplete); // a server that says that there is nothing has not given the whole
        QCOMPARE(report->missing.size(), isListed ? 39 : 0);
        const QByteArray journal = walk.contentOf(QStringLiteral("retrieval.journal"));
        QVERIFY(journal.lastIndexOf("\"outcome\":\"incomplete\"") > journal.lastIndexOf("\"outcome\":\"complete\""));
    }

    void writesALedgerAndAReportWithoutIdentity()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.patient = demoPerson();
        const auto report = walk.run();
        QVERIFY(report);
        const QByteArray journal = walk.contentOf(QStringLiteral("retrieval.journal"));
        QCOMPARE(journal.count("\"event\":\"stored\""), 40);
        QVERIFY(journal.endsWith('\n') && journal.contains("\"outcome\":\"complete\""));
        const QByteArray written = walk.contentOf(QStringLiteral("retrieval.json"));
        const auto json = QJsonDocument::fromJson(written).object();
        QCOMPARE(json[QStringLiteral("requested")].toInt(), 40);
        QCOMPARE(json[QStringLiteral("files")].toArray().size(), 40);
        const auto timesIn = [](const QByteArray &text) {
            QMap<QString, QDateTime> times;
            const auto files = QJsonDocument::fromJson(text).object()[QStringLiteral("files")].toArray();
            for (const auto &file : files)
                times.insert(file[QStringLiteral("sopUid")].toString(),
                             QDateTime::fromString(file[QStringLiteral("stored")].toString(), Qt::ISODateWithMs));
            return times;
        };
        const auto times = timesIn(written);
        QCOMPARE(times.size(), 40);
        for (const QDateTime &time : times)
            QVERIFY(time.isValid() && time <= QDateTime::currentDateTimeUtc() && time.secsTo(times.first()) < 60);
        QVERIFY(walk.run()); // nothing comes again
        const auto later = timesIn(walk.contentOf(QStringLiteral("retrieval.json")));
        QCOMPARE(later.size(), 40);
        for (auto it = times.cbegin(); it != times.cend(); ++it)
            QVERIFY(std::abs(it.value().msecsTo(later[it.key()])) < 1000); // the journal writes its line a moment later
        for (const std::string &secret : {person().value, person().family, person().given})
            QVERIFY(!(journal + written).contains(QByteArray::fromStdString(secret)));
    }

    void comparesEveryFileWithThePatient_data()
    {
        QTest::addColumn<bool>("isOther");
        QTest::addColumn<bool>("isEarlier");
        QTest::newRow("the confirmed one") << false << false;
        QTest::newRow("somebody else") << true << false;
        QTest::newRow("files of an earlier run name somebody else") << true << true;
    }
    void comparesEveryFileWithThePatient()
    {
        QFETCH(bool, isOther);
        QFETCH(bool, isEarlier);
        Walk walk;
        walk.request.listing = listingOf(brain());
        if (isOther)
            walk.responder.play(Fault::otherPatient());
        if (isEarlier) {
            walk.request.selection.series << model::SeriesSelection{walk.request.listing->series[0].uid, {}};
            QVERIFY(walk.run());
            walk.responder.heal();
        }
        walk.request.patient = demoPerson();
        const auto report = walk.run();
        if (isOther) {
            QVERIFY(!report);
            QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("PatientConflict"));
            QVERIFY(walk.filesNamed(QStringLiteral("*.dcm")).isEmpty());
            QVERIFY(walk.filesNamed(QStringLiteral("*.part")).isEmpty());
            QVERIFY(walk.filesNamed(QStringLiteral("retrieval.json")).isEmpty()); // it would name files
            const auto &study = walk.request.selection.study;
            const int apart = network::countSetApart(walk.request.folder, study);
            QCOMPARE(apart, walk.filesNamed(QStringLiteral("*.apart")).size());
            QVERIFY2(isEarlier ? apart == 20 : apart > 0, qPrintable(QString::number(apart)));

            const auto deleted = network::deleteSetApart(walk.request.folder, study);
            QVERIFY(deleted);
            QCOMPARE(*deleted, apart);
            QVERIFY(walk.filesNamed(QStringLiteral("*.apart")).isEmpty());
            QFile journal(walk.request.folder + u'/' + study.text() + QStringLiteral("/retrieval.journal"));
            QVERIFY(journal.open(QIODevice::ReadOnly));
            const auto last = QJsonDocument::fromJson(journal.readAll().trimmed().split('\n').last()).object();
            QCOMPARE(last[QStringLiteral("event")].toString(), QStringLiteral("apartDeleted"));
            QCOMPARE(last[QStringLiteral("files")].toInt(), apart);
        } else {
            QVERIFY(report);
            QCOMPARE(report->verdict, model::PatientVerdict::Match);
        }
    }

    void setsFilesApartWhenALaterOneNamesSomebodyElse()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.request.patient = demoPerson();
        walk.request.jobs = 1;
        for (const auto &series : std::as_const(walk.request.listing->series))
            walk.request.selection.series << model::SeriesSelection{series.uid, {series.instances[0].uid}};
        const QString second = walk.request.selection.series[1].uid.text();
        walk.responder.play(Fault::otherPatient().onPath(second.toStdString()));
        const auto report = walk.run();
        QVERIFY(!report);
        QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("PatientConflict"));
        QCOMPARE(walk.asked().size(), 2);
        QVERIFY(walk.filesNamed(QStringLiteral("*.dcm")).isEmpty());
        QCOMPARE(walk.filesNamed(QStringLiteral("*.apart")).size(), 2);

        // They stand in nobody's way: once the server has mended itself, all come.
        walk.responder.heal();
        const auto again = walk.run();
        QVERIFY(again);
        QCOMPARE(again->received, 2);
        QCOMPARE(walk.filesNamed(QStringLiteral("*.dcm")).size(), 2);
        QCOMPARE(walk.filesNamed(QStringLiteral("*.apart")).size(), 2);
    }

    void setsFilesApartAlsoWhenDroppedRightThen()
    {
        QTemporaryDir folder;
        const auto instances = brain().series[0].instances;
        const QByteArray own = QByteArray::fromStdString(Responder::demoInstance(instances[0]));
        QByteArray others = QByteArray::fromStdString(Responder::demoInstance(instances[1]));
        const auto demo = person();
        for (const std::string &trait : {demo.value, demo.family})
            others.replace(QByteArray::fromStdString(trait), QByteArray(qsizetype(trait.size()), 'X'));
        const auto holdsFiles = [&folder] {
            return QDirIterator(folder.path(), {QStringLiteral("*.dcm")}, QDir::Files, QDirIterator::Subdirectories)
                .hasNext();
        };
        {
            network::InstanceStore store(
                {.selection = {.study = uidOf(brain())}, .folder = folder.path(), .patient = demoPerson()});
            QSignalSpy conflicted(&store, &network::InstanceStore::conflicted);
            store.prepare();
            store.begin(1, std::nullopt, {}, true);
            store.feed(1, own);
            store.end(1, true);
            QTRY_VERIFY(holdsFiles());
            store.begin(2, std::nullopt, {}, true);
            store.feed(2, others);
            store.end(2, true);
            QCOMPARE(conflicted.size(), 1);
            QCOMPARE(conflicted[0][0].value<model::StudyPatient>().id, QString(qsizetype(demo.value.size()), u'X'));
            QVERIFY(!conflicted[0][1].toString().isEmpty());
            store.abort();
        }
        QVERIFY(!holdsFiles());
    }

    void goesDirectlyOnlyWhereTheProfileAllows_data()
    {
        QTest::addColumn<bool>("isNamed");
        QTest::addColumn<bool>("isAllowed");
        QTest::addColumn<bool>("isLocated");
        QTest::newRow("named and allowed") << true << true << false;
        QTest::newRow("named, not allowed") << true << false << false;
        QTest::newRow("only in the table") << false << false << true;
        QTest::newRow("nowhere") << false << false << false;
    }
    void goesDirectlyOnlyWhereTheProfileAllows()
    {
        QFETCH(bool, isNamed);
        QFETCH(bool, isAllowed);
        QFETCH(bool, isLocated);
        Walk walk;
        const Responder pacs;
        walk.request.via = network::Via::Direct;
        walk.request.listing = listingOf(brain());
        if (isNamed)
            for (auto &series : walk.request.listing->series)
                series.wadoBases << url(pacs.dicomwebBase() + "/studies/");
        if (isAllowed)
            walk.endpoint.directOrigins << url(pacs.origin());
        if (isLocated)
            walk.endpoint.locations.insert(QStringLiteral("1.2.3"), url(pacs.dicomwebBase()));
        const auto report = walk.run();
        const bool wentDirectly = isAllowed || isLocated;
        QCOMPARE(pacs.seen().size(), wentDirectly ? 1 : 0);
        QCOMPARE(walk.responder.seen().size(), !isNamed && !isLocated ? 1 : 0);
        if (isNamed && !isAllowed) {
            QVERIFY(!report);
            QCOMPARE(network::nameOf(report.error().kind), QStringLiteral("ForeignOrigin"));
        } else {
            QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
            QCOMPARE(report->received, 40);
        }
    }

    void stopsWhenCancelled()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.responder.play(Fault::slow(1'000'000));
        auto client = std::make_unique<Client>(walk.endpoint);
        const auto job = client->retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(stored.wait(10'000));
        job->cancel();
        QVERIFY(finished.isEmpty());
        QVERIFY(finished.wait(1000));
        QCOMPARE(network::nameOf(job->result().error().kind), QStringLiteral("Cancelled"));
        QTRY_VERIFY(walk.contentOf(QStringLiteral("retrieval.journal")).contains("cancelled"));
        QCOMPARE(walk.flaws(), QString());
        const auto kept = walk.filesNamed(QStringLiteral("*.dcm")).size();
        QVERIFY(kept >= 1 && kept < 40);
        QTRY_VERIFY(!walk.contentOf(QStringLiteral("retrieval.json")).isEmpty()); // of what came until then
        const auto report = QJsonDocument::fromJson(walk.contentOf(QStringLiteral("retrieval.json"))).object();
        QCOMPARE(report[QStringLiteral("received")].toInt(), int(kept));
        QCOMPARE(report[QStringLiteral("bodyComplete")], QJsonValue(false));
        QCOMPARE(report[QStringLiteral("missing")].toArray().size(), 40 - kept);
        client.reset();
        QCOMPARE(finished.size(), 1);
    }

    void whatWasStoppedCanBeDeletedAtOnce()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.responder.play(Fault::slow(1'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(stored.wait(10'000));
        job->cancel();
        QVERIFY(finished.wait(1000));
        const auto purged = network::purge({.folder = walk.request.folder, .selection = walk.request.selection});
        QVERIFY2(purged, purged ? "" : qPrintable(purged.error().detail));
        QVERIFY(walk.filesNamed(QStringLiteral("*")).isEmpty());
    }

    void stopsWhenDroppedOrItsClientGoes_data()
    {
        QTest::addColumn<bool>("isDropped");
        QTest::newRow("dropped") << true;
        QTest::newRow("client destroyed") << false;
    }
    void stopsWhenDroppedOrItsClientGoes()
    {
        QFETCH(bool, isDropped);
        Walk walk;
        walk.responder.play(Fault::slow(1'000'000));
        auto client = std::make_unique<Client>(walk.endpoint);
        auto job = client->retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(stored.wait(10'000));
        if (isDropped)
            job.reset();
        client.reset();
        QVERIFY(walk.contentOf(QStringLiteral("retrieval.journal")).contains("cancelled"));
        QCOMPARE(walk.flaws(), QString());
        if (!isDropped) {
            QTRY_COMPARE(finished.size(), 1);
            QCOMPARE(network::nameOf(job->result().error().kind), QStringLiteral("Cancelled"));
        }
    }

    void refusesASecondRetrievalIntoTheSameStudy()
    {
        Walk walk;
        walk.responder.play(Fault::slow(1'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QVERIFY(stored.wait(10'000));
        const auto second = walk.run();
        QVERIFY(!second);
        QCOMPARE(network::nameOf(second.error().kind), QStringLiteral("Storage"));
    }

    void tellsHowItStands()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        walk.responder.play(Fault::slow(10'000'000));
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QList<model::Ledger> ledgers;
        QList<qint64> times;
        QElapsedTimer clock;
        clock.start();
        connect(job.get(), &RetrievalJob::ledgerChanged, this, [&](const model::Ledger &ledger) {
            ledgers << ledger;
            times << clock.elapsed();
        });
        QSignalSpy stored(job.get(), &RetrievalJob::instanceStored);
        QSignalSpy progressed(job.get(), &RetrievalJob::progressed);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QCOMPARE(stored.size(), 40);
        QVERIFY(!ledgers.isEmpty() && !progressed.isEmpty());
        QVERIFY2(ledgers.size() <= 2 + times.last() / 100, qPrintable(QString::number(ledgers.size())));
        const model::Ledger last = ledgers.last();
        QCOMPARE(last.requested.value_or(-1), 40);
        QCOMPARE(last.received, 40);
        QCOMPARE(last.verified, 40);
        QCOMPARE(last.missing, 0);
        QCOMPARE(last.series.size(), 2);
        QCOMPARE(last.series[0].state, model::SeriesLedger::State::Complete);
        QCOMPARE(last.bytes, job->result()->bytes);
    }

    void countsNoImageThatNobodyAskedForInPlaceOfOneThatIsMissing()
    {
        Walk walk;
        walk.request.listing = listingOf(brain());
        auto &listed = walk.request.listing->series[0].instances;
        listed.replace(0, model::Instance{.uid = *model::SopUid::parse(QStringLiteral("1.2.3.4"))});
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        model::Ledger last;
        connect(job.get(), &RetrievalJob::ledgerChanged, this, [&last](const model::Ledger &ledger) { last = ledger; });
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        QVERIFY(job->result());
        QCOMPARE(job->result()->received, 40);
        QCOMPARE(last.requested.value_or(-1), 40);
        QCOMPARE(last.verified, 39);
        QCOMPARE(last.missing, 1);
        QCOMPARE(last.unexpected, 1);
        QCOMPARE(last.series[0].state, model::SeriesLedger::State::Incomplete);
    }
};

QTEST_GUILESS_MAIN(RetrievalTest)
#include "RetrievalTest.moc"
