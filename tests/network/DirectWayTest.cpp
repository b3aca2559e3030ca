#include "Walk.h"

using network::Auth;
using How = model::RetrievalSource::How;
using Verdict = model::RetrievalSource::Verdict;

namespace {

const QString ourToken = QStringLiteral("token-of-the-contact-point");
const QString theirPassword = QStringLiteral("password-of-the-pacs");

//! Whether any request brought this secret, as it stands or in Base64.
bool hasSeen(const Responder &responder, const QString &secret)
{
    const QByteArray plain = secret.toLatin1();
    const QByteArray basic = ("pacs:" + plain).toBase64();
    const auto seen = responder.seen();
    return std::any_of(seen.begin(), seen.end(), [&](const responder::Request &request) {
        QByteArray all = QByteArray::fromStdString(request.target + request.body);
        for (const auto &[name, value] : request.headers)
            all += QByteArray::fromStdString(name + value);
        return all.contains(plain) || all.contains(basic);
    });
}

//! Whether every request was signed in, and there were some.
bool alwaysSignedIn(const Responder &responder)
{
    const auto seen = responder.seen();
    return !seen.empty() && std::all_of(seen.begin(), seen.end(), [](const responder::Request &request) {
        return request.hasHeader("Authorization");
    });
}

} // namespace

//! Images from the archives themselves: by which addresses, and what is sent there.
class DirectWayTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsCredentialsAtTheirOrigin_data()
    {
        QTest::addColumn<bool>("hasOwnSignIn");
        QTest::addColumn<QString>("redirect"); // who sends the other away
        QTest::addColumn<bool>("isDirect");
        QTest::newRow("an archive without a sign-in") << false << QString() << true;
        QTest::newRow("an archive with its own sign-in") << true << QString() << true;
        QTest::newRow("the contact point redirects to the archive") << true << QStringLiteral("contact point") << false;
        QTest::newRow("the archive redirects to the contact point") << true << QStringLiteral("archive") << true;
        QTest::newRow("the archive fails, the contact point's table has another")
            << true << QStringLiteral("none") << true;
    }
    void keepsCredentialsAtTheirOrigin()
    {
        QFETCH(bool, hasOwnSignIn);
        QFETCH(QString, redirect);
        QFETCH(bool, isDirect);
        Walk walk;
        Responder archive;
        Responder second;
        walk.endpoint.routes = {model::Route::Dicomweb};
        walk.endpoint.dicomwebAuth = {.type = Auth::Type::Bearer, .secret = model::Secret(ourToken)};
        if (hasOwnSignIn)
            walk.endpoint.directAuth = {
                .type = Auth::Type::Basic, .user = QStringLiteral("pacs"), .secret = model::Secret(theirPassword)};
        walk.endpoint.directOrigins << url(archive.origin());
        if (isDirect) {
            walk.request.via = network::Via::Direct;
            walk.request.listing = listingOf(brain());
            walk.request.listing->wadoBases << url(archive.dicomwebBase());
        }
        const std::string study = "/studies/" + brain().uid;
        if (redirect == QLatin1String("contact point"))
            walk.responder.play(Fault::redirectTo(archive.dicomwebBase() + study, 307).onRetrievals());
        else if (redirect == QLatin1String("archive"))
            archive.play(Fault::redirectTo(walk.responder.dicomwebBase() + study, 307).onRetrievals());
        if (redirect == QLatin1String("none")) {
            archive.play(Fault::status(404));
            walk.endpoint.locations.insert(QStringLiteral("1.2.3"), url(second.dicomwebBase()));
        }

        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->received, 40);
        QVERIFY(!archive.seen().empty());
        QVERIFY(!hasSeen(archive, ourToken) && !hasSeen(second, ourToken));
        QVERIFY(!hasSeen(walk.responder, theirPassword));
        if (isDirect)
            QCOMPARE(alwaysSignedIn(archive), hasOwnSignIn);
        else
            QVERIFY(alwaysSignedIn(walk.responder));
        if (redirect == QLatin1String("contact point")) // nobody's sign-in goes where a redirect leads
            for (const auto &request : archive.seen())
                QVERIFY(!request.hasHeader("Authorization"));
        if (redirect == QLatin1String("archive"))
            for (const auto &request : walk.responder.seen())
                if (request.path().ends_with(study)) // beside it the counts are asked for, at home
                    QVERIFY(!request.hasHeader("Authorization"));
    }

    //! A list is no worse for naming no address.
    void blamesNoListForNamingNoAddress()
    {
        Walk walk;
        walk.endpoint.routes = {model::Route::Dicomweb};
        walk.request.via = network::Via::Direct;
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested.value_or(-1), 40);
        QStringList notes;
        for (const auto &note : report->notes)
            notes << note.detail;
        QVERIFY2(notes.filter(QStringLiteral("does not list")).isEmpty(), qPrintable(notes.join(u'\n')));
        QCOMPARE(notes.filter(QStringLiteral("No address for direct retrieval is known")).size(), 1);
    }

    void leavesOutWhatLiesNowhereThatIsAllowed_data()
    {
        QTest::addColumn<bool>("isRaised");
        QTest::newRow("named by another route") << false;
        QTest::newRow("and raised") << true;
    }
    //! The series that only the other route names lies at no address that may be asked.
    void leavesOutWhatLiesNowhereThatIsAllowed()
    {
        QFETCH(bool, isRaised);
        Walk walk;
        Responder archive;
        const auto study = lateSeriesStudy();
        walk.endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
        walk.endpoint.directOrigins << url(archive.origin());
        walk.request.selection.study = uidOf(study);
        walk.request.via = network::Via::Direct;
        walk.request.listing = listingOf(study);
        walk.request.listing->routes = {model::Route::Fhir};
        walk.request.listing->series.removeLast();
        walk.request.listing->series[0].wadoBases << url("http://127.0.0.1:9/dicom-web") << url(archive.dicomwebBase());
        archive.play(Fault::dropInstances(20).onRetrievals());
        archive.play(Fault::delay(500ms).onRetrievals());
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        if (isRaised) {
            QTRY_VERIFY(!archive.seen().empty());
            job->raise(uidOf(study.series[1]));
        }
        QVERIFY(finished.wait(30'000));
        const auto &report = job->result();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->received, 20);
        QCOMPARE(report->missing.size(), 20);
        const bool isSaid = std::any_of(report->notes.begin(), report->notes.end(), [](const model::Note &note) {
            return note.detail.contains(QStringLiteral("origin that the profile does not name"));
        });
        QVERIFY(isSaid);
        for (const auto &request : archive.seen())
            QVERIFY(!QString::fromStdString(request.target).contains(text(study.series[1].uid)));
    }

    void takesEveryOriginOfTheProfileForItsOwn_data()
    {
        QTest::addColumn<QString>("base"); // of the profile, at whose origin the images lie
        QTest::newRow("where FHIR is") << QStringLiteral("fhir");
        QTest::newRow("where QIDO-RS is") << QStringLiteral("qido");
    }
    //! A contact point may have several addresses. Each gets the sign-in that is meant for it.
    void takesEveryOriginOfTheProfileForItsOwn()
    {
        QFETCH(QString, base);
        Walk walk;
        const Responder archive;
        const QString fhirToken = QStringLiteral("token-for-fhir");
        walk.endpoint.routes.clear();
        walk.endpoint.fhirAuth = {.type = Auth::Type::Bearer, .secret = model::Secret(fhirToken)};
        walk.endpoint.dicomwebAuth = {.type = Auth::Type::Bearer, .secret = model::Secret(ourToken)};
        (base == QLatin1String("fhir") ? walk.endpoint.fhirBase : walk.endpoint.qidoBase) =
            url(archive.origin() + "/somewhere");
        walk.request.via = network::Via::Direct;
        walk.request.listing = listingOf(brain());
        walk.request.listing->wadoBases << url(archive.dicomwebBase());
        const auto report = walk.run();
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->received, 40);
        QCOMPARE(walk.asked(), QStringList());
        QCOMPARE(hasSeen(archive, fhirToken), base == QLatin1String("fhir"));
        QCOMPARE(hasSeen(archive, ourToken), base != QLatin1String("fhir"));
    }

    void tellsHowEachAddressWasFound_data()
    {
        QTest::addColumn<QStringList>("named");     // WADO-RS bases; PACS stands for the archive's origin
        QTest::addColumn<QStringList>("locations"); // of the first series
        QTest::addColumn<bool>("isSeries");         // the bases are the series'
        QTest::addColumn<QList<int>>("verdicts");
        QTest::addColumn<QList<int>>("hows");
        QTest::addColumn<QString>("kind"); // of the error; empty: all came
        const int allowed = int(Verdict::Allowed);
        const int foreign = int(Verdict::Foreign);
        const int placeholder = int(Verdict::Placeholder);
        const int ofSeries = int(How::SeriesEndpoint);
        const int ofStudy = int(How::StudyEndpoint);
        const int byTable = int(How::LocationTable);
        const int contactPoint = int(How::ContactPoint);
        const QString pacs = QStringLiteral("PACS/dicom-web");
        const QString stranger = QStringLiteral("http://127.0.0.1:9/dicom-web");
        const auto row = [](const char *name, const QStringList &named, const QStringList &locations, bool isSeries,
                            const QList<int> &verdicts, const QList<int> &hows, const char *kind = "") {
            QTest::newRow(name) << named << locations << isSeries << verdicts << hows << QString::fromLatin1(kind);
        };
        row("an Endpoint of the study", {pacs}, {}, false, {allowed}, {ofStudy});
        row("an Endpoint of the series", {pacs}, {}, true, {allowed}, {ofSeries});
        row("a Retrieve URL of the study itself", {pacs + QStringLiteral("/studies/1.2")}, {}, false, {allowed},
            {ofStudy});
        row("an origin that the profile does not name", {stranger}, {}, false, {foreign}, {ofStudy}, "ForeignOrigin");
        row("a stranger beside a known one", {stranger, pacs}, {}, false, {foreign, allowed}, {ofStudy, ofStudy});
        row("user information that looks like a known origin",
            {QStringLiteral("http://PACSHOST@127.0.0.1:9/dicom-web")}, {}, false, {foreign}, {ofStudy},
            "ForeignOrigin");
        row("placeholders", {QStringLiteral("http://notspecified"), QStringLiteral("https://notapplicable/x")}, {},
            false, {placeholder, placeholder, allowed}, {ofStudy, ofStudy, contactPoint});
        row("no web address", {QStringLiteral("urn:oid:1.2.3"), QStringLiteral("dicom://pacs/AET")}, {}, false,
            {placeholder, placeholder, allowed}, {ofStudy, ofStudy, contactPoint});
        row("a location that the table knows", {}, {QStringLiteral("1.2.3.4")}, false, {allowed}, {byTable});
        row("a location that the gateway is asked for", {}, {QStringLiteral("7.7")}, false, {allowed}, {byTable});
        row("a location that the table does not know, and a stranger", {stranger}, {QStringLiteral("9.9")}, false,
            {placeholder, foreign}, {byTable, ofStudy}, "ForeignOrigin");
        row("a location before a stranger", {stranger}, {QStringLiteral("1.2.3.4")}, true, {foreign, allowed},
            {ofSeries, byTable});
    }
    void tellsHowEachAddressWasFound()
    {
        QFETCH(QStringList, named);
        QFETCH(QStringList, locations);
        QFETCH(bool, isSeries);
        QFETCH(QList<int>, verdicts);
        QFETCH(QList<int>, hows);
        QFETCH(QString, kind);
        Walk walk;
        const Responder archive;
        const bool isInTable = locations.contains(QStringLiteral("1.2.3.4"));
        const bool isOfGateway = locations.contains(QStringLiteral("7.7"));
        if (isOfGateway)
            walk.endpoint.gatewayPattern =
                text(archive.dicomwebBase()) + QStringLiteral("/studies/{study}?location={location}");
        const bool goesDirectly = isInTable || isOfGateway || !named.filter(QStringLiteral("PACS/")).isEmpty();
        if (isInTable)
            walk.endpoint.locations.insert(QStringLiteral("1.2.3.4"), url(archive.dicomwebBase()));
        else if (!isOfGateway)
            walk.endpoint.directOrigins << url(archive.origin());
        walk.request.via = network::Via::Direct;
        walk.request.listing = listingOf(brain());
        auto &series = walk.request.listing->series;
        for (QString address : named) {
            address.replace(QStringLiteral("PACSHOST"), url(archive.origin()).authority());
            address.replace(QStringLiteral("PACS"), text(archive.origin()));
            (isSeries ? series[0].wadoBases : walk.request.listing->wadoBases) << QUrl(address);
        }
        series[0].locations = locations;
        if (!locations.isEmpty() || isSeries) { // of the other series nothing is told
            walk.request.selection.series << model::SeriesSelection{series[0].uid, {}};
        }
        Client client(walk.endpoint);
        const auto job = client.retrieve(walk.request);
        model::Ledger ledger;
        connect(job.get(), &RetrievalJob::ledgerChanged, this, [&](const model::Ledger &told) { ledger = told; });
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        QVERIFY(finished.wait(30'000));
        const auto report = job->result();
        QCOMPARE(report ? QString() : network::nameOf(report.error().kind), kind);
        if (!report)
            QVERIFY2(report.error().detail.contains(QStringLiteral("origin")), qPrintable(report.error().detail));
        QList<int> toldVerdicts;
        QList<int> toldHows;
        for (const auto &source : std::as_const(ledger.sources)) {
            toldVerdicts << int(source.verdict);
            toldHows << int(source.how);
            QVERIFY(!source.address.isEmpty());
            const bool isOfSeries = source.how == How::SeriesEndpoint || source.how == How::LocationTable;
            QCOMPARE(source.series, isOfSeries ? QList{series[0].uid} : QList<model::SeriesUid>());
        }
        QCOMPARE(toldVerdicts, verdicts);
        QCOMPARE(toldHows, hows);
        QCOMPARE(archive.seen().size(), goesDirectly ? 1 : 0);
        if (isOfGateway)
            QVERIFY(archive.seen().front().target.ends_with("?location=7.7"));
        QCOMPARE(walk.responder.seen().size(), !goesDirectly && kind.isEmpty() ? 1 : 0);
        if (report) {
            QCOMPARE(report->sources, ledger.sources);
            for (const auto &file : report->files)
                QVERIFY(file.source.startsWith(
                    text(goesDirectly ? archive.dicomwebBase() : walk.responder.dicomwebBase())));
        }
    }
};

QTEST_GUILESS_MAIN(DirectWayTest)
#include "DirectWayTest.moc"
