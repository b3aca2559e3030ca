#include "RawServer.h"

#include <network/Client.h>
#include <responder/Responder.h>

#include <QSignalSpy>
#include <QTest>

using namespace network;
using responder::Fault;
using responder::Reply;
using responder::Responder;
using Kind = Error::Kind;
using model::Note;
using model::Route;

namespace {

QString text(const std::string &bytes)
{
    return QString::fromStdString(bytes);
}

Endpoint endpointOf(const Responder &demo)
{
    Endpoint endpoint;
    endpoint.fhirBase = QUrl(text(demo.fhirBase()));
    endpoint.qidoBase = QUrl(text(demo.dicomwebBase()));
    endpoint.wadoBase = endpoint.qidoBase;
    endpoint.routes = {Route::Fhir, Route::Dicomweb};
    endpoint.idleTimeout = std::chrono::seconds(1);
    return endpoint;
}

//! The person with the most studies, and the one of them with the most instances.
responder::DemoPatient somebody()
{
    for (const auto &patient : Responder::demoPatients())
        if (patient.system + '|' + patient.value == Responder::demoIdentifier())
            return patient;
    return {};
}

model::PatientIdentifier identifierOf(const responder::DemoPatient &patient)
{
    return {text(patient.system), text(patient.value)};
}

template <class J>
const J *ended(const J &job)
{
    return QTest::qWaitFor([&job] { return job->isFinished(); }, 30'000) ? &job : nullptr;
}

template <class J>
QString kindOf(const J &job)
{
    return job->result() ? QStringLiteral("a result") : nameOf(job->result().error().kind);
}

bool hasNote(const QList<Note> &notes, Note::Kind kind)
{
    return std::any_of(notes.begin(), notes.end(), [kind](const Note &note) { return note.kind == kind; });
}

model::PatientQuery patientQuery()
{
    model::PatientQuery query;
    query.identifier = identifierOf(somebody());
    return query;
}

model::StudyQuery studyQuery()
{
    model::StudyQuery query;
    query.patient = identifierOf(somebody());
    return query;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

//! JSON in single quotes, as an answer.
Reply jsonReply(const char *type, std::string json)
{
    std::replace(json.begin(), json.end(), '\'', '"');
    return {200, type, json, {}, {}};
}

Reply dicomJson(const std::string &json)
{
    return jsonReply("application/dicom+json", json);
}

Reply fhirJson(const std::string &json)
{
    return jsonReply("application/fhir+json", json);
}

QStringList uidsOf(const model::StudyList &list)
{
    QStringList uids;
    for (const model::Study &study : list.studies)
        uids << study.uid.text();
    return sorted(uids);
}

QStringList expectedStudies()
{
    QStringList uids;
    for (const auto &study : somebody().studies)
        uids << text(study.uid);
    return sorted(uids);
}

} // namespace

Q_DECLARE_METATYPE(std::shared_ptr<responder::Fault>)

class ClientTest : public QObject
{
    Q_OBJECT

    static void addFault(const char *name, const Fault &fault, const char *kind, int requests = 0)
    {
        QTest::newRow(name) << std::make_shared<Fault>(fault) << QString::fromLatin1(kind) << requests;
    }

private slots:
    void findsAPatientByIdentifierAndByTraits()
    {
        Responder demo;
        Client client(endpointOf(demo));
        const auto patient = somebody();
        auto byIdentifier = client.searchPatients(patientQuery());
        QVERIFY(ended(byIdentifier));
        QCOMPARE(kindOf(byIdentifier), QStringLiteral("a result"));
        QCOMPARE(byIdentifier->result()->patients.size(), 1);
        QCOMPARE(byIdentifier->result()->patients.at(0).family, text(patient.family));
        QVERIFY(!byIdentifier->result()->truncated);

        model::PatientQuery query;
        query.family = text(patient.family);
        query.birthDate = QDate::fromString(text(patient.birthDate), Qt::ISODate);
        auto byTraits = client.searchPatients(query);
        QVERIFY(ended(byTraits));
        QVERIFY(!byTraits->result()->patients.isEmpty());

        query = {};
        query.identifier = model::PatientIdentifier{text(patient.system), QStringLiteral("nobody-has-this")};
        auto nobody = client.searchPatients(query);
        QVERIFY(ended(nobody));
        // ITI-78 lets a server choose between an empty list and 404.
        QVERIFY(nobody->result() ? nobody->result()->patients.isEmpty()
                                 : nobody->result().error().kind == Kind::NotFound);
    }

    void searchesByPostWhereWished()
    {
        Responder demo;
        Endpoint endpoint = endpointOf(demo);
        endpoint.postSearch = true;
        Client client(endpoint);
        auto job = client.searchPatients(patientQuery());
        QVERIFY(ended(job));
        QCOMPARE(job->result()->patients.size(), 1);
        QCOMPARE(demo.seen().at(0).method, std::string("POST"));
        QVERIFY(demo.seen().at(0).target.find(somebody().value) == std::string::npos);
    }

    void takesTheOtherMethodAfter405AndRemembersIt()
    {
        Responder demo;
        demo.play(Fault::status(405).onMethod("GET").onPath("/Patient"));
        Client client(endpointOf(demo));
        for (int i = 0; i < 2; ++i) {
            auto job = client.searchPatients(patientQuery());
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->patients.size(), 1);
        }
        QCOMPARE(demo.seen().size(), std::size_t(3)); // GET, POST, POST
    }

    void bothRoutesAndBothReleasesFindTheSameStudies()
    {
        Responder demo;
        Client client(endpointOf(demo));
        Endpoint r5 = endpointOf(demo);
        r5.fhirBase = QUrl(text(demo.fhirR5Base()));
        Client clientR5(r5);
        auto fhir = client.searchStudies(studyQuery(), Route::Fhir);
        auto fhirR5 = clientR5.searchStudies(studyQuery(), Route::Fhir);
        auto dicomweb = client.searchStudies(studyQuery(), Route::Dicomweb);
        QVERIFY(ended(fhir) && ended(fhirR5) && ended(dicomweb));
        QCOMPARE(kindOf(fhir), QStringLiteral("a result"));
        QCOMPARE(kindOf(fhirR5), QStringLiteral("a result"));
        QCOMPARE(kindOf(dicomweb), QStringLiteral("a result"));
        QCOMPARE(uidsOf(*fhir->result()), expectedStudies());
        QCOMPARE(uidsOf(*dicomweb->result()), expectedStudies());
        QCOMPARE(fhirR5->result()->studies.size(), fhir->result()->studies.size());
        for (const model::Study &study : fhir->result()->studies) {
            const auto &others = fhirR5->result()->studies;
            const auto same =
                std::find_if(others.begin(), others.end(), [&](const model::Study &s) { return s.uid == study.uid; });
            QVERIFY(same != others.end());
            QCOMPARE(same->series.size(), study.series.size());
            QCOMPARE(same->modalities, study.modalities);
            QCOMPARE(same->date, study.date);
            QCOMPARE(same->accessions, study.accessions);
            QVERIFY(!study.wadoBases.isEmpty());
        }
        QVERIFY(ended(client.searchStudies(studyQuery(), Route::Documents)));
    }

    //! R4B is R4 for all that is read here.
    void aServerOfR4BIsReadLikeOneOfR4()
    {
        Responder demo;
        Client client(endpointOf(demo));
        auto r4 = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(r4) && r4->result());
        demo.answer("GET", "/fhir/metadata",
                    fhirJson("{'resourceType':'CapabilityStatement','fhirVersion':'4.3.0','rest':[{'mode':'server',"
                             "'resource':[{'type':'Patient'},{'type':'ImagingStudy'}]}]}"));
        Client other(endpointOf(demo));
        auto probe = other.probe();
        QVERIFY(ended(probe));
        const Check &capability = probe->result()->at(2);
        QCOMPARE(capability.verdict, Check::Verdict::Pass);
        QCOMPARE(capability.subject, QStringLiteral("FHIR 4.3.0"));
        auto r4b = other.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(r4b) && r4b->result());
        QVERIFY(r4b->result()->studies == r4->result()->studies);
        QCOMPARE(uidsOf(*r4b->result()), expectedStudies());
    }

    void filtersByDateAndModality_data()
    {
        QTest::addColumn<int>("route");
        QTest::newRow("fhir") << int(Route::Fhir);
        QTest::newRow("dicomweb") << int(Route::Dicomweb);
    }
    void filtersByDateAndModality()
    {
        QFETCH(int, route);
        Responder demo;
        Client client(endpointOf(demo));
        const auto study = somebody().studies.at(0);
        model::StudyQuery query = studyQuery();
        query.from = query.to = QDate::fromString(text(study.date), QStringLiteral("yyyyMMdd"));
        query.modality = text(study.series.at(0).modality);
        auto job = client.searchStudies(query, Route(route));
        QVERIFY(ended(job));
        QVERIFY(uidsOf(*job->result()).contains(text(study.uid)));
        for (const model::Study &found : job->result()->studies) {
            QCOMPARE(found.date, query.from);
            QVERIFY(found.modalities.contains(query.modality));
        }
        query.from = query.to = QDate(1901, 1, 1);
        auto none = client.searchStudies(query, Route(route));
        QVERIFY(ended(none));
        QVERIFY(none->result()->studies.isEmpty());
    }

    void readsTheWholeTreeByEachRoute_data() { filtersByDateAndModality_data(); }
    void readsTheWholeTreeByEachRoute()
    {
        QFETCH(int, route);
        Responder demo;
        Client client(endpointOf(demo));
        for (const auto &expected : somebody().studies) {
            auto job =
                client.readTree(*model::StudyUid::parse(text(expected.uid)), Route(route), identifierOf(somebody()));
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            const model::Study &study = *job->result();
            QCOMPARE(study.description, text(expected.description));
            QCOMPARE(study.series.size(), qsizetype(expected.series.size()));
            for (const auto &series : expected.series) {
                const auto same = std::find_if(study.series.begin(), study.series.end(), [&](const model::Series &s) {
                    return s.uid.text() == text(series.uid);
                });
                QVERIFY(same != study.series.end());
                QCOMPARE(same->instances.size(), qsizetype(series.instances.size()));
                QCOMPARE(same->instances.at(0).uid.text().isEmpty(), false);
            }
        }
        auto unknown = client.readTree(*model::StudyUid::parse(u"1.2.3.4.5"), Route(route));
        QVERIFY(ended(unknown));
        QCOMPARE(kindOf(unknown), QStringLiteral("NotFound"));
    }

    void listsSeriesAndInstances()
    {
        Responder demo;
        Client client(endpointOf(demo));
        const auto study = somebody().studies.at(0);
        auto series = client.listSeries(*model::StudyUid::parse(text(study.uid)));
        auto instances = client.listInstances(*model::StudyUid::parse(text(study.uid)),
                                              *model::SeriesUid::parse(text(study.series.at(0).uid)));
        QVERIFY(ended(series) && ended(instances));
        QCOMPARE(series->result()->rows.size(), qsizetype(study.series.size()));
        QCOMPARE(instances->result()->rows.size(), qsizetype(study.series.at(0).instances.size()));
    }

    void fillsTheTreeSeriesBySeriesWhereTheShortWayIsClosed()
    {
        Responder demo;
        const auto study = somebody().studies.at(0);
        demo.answer("GET", "/dicom-web/studies/" + study.uid + "/instances", Reply{404, "text/plain", "no", {}, {}});
        Client client(endpointOf(demo));
        auto job = client.readTree(*model::StudyUid::parse(text(study.uid)), Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        for (const model::Series &series : job->result()->series)
            QVERIFY(!series.instances.isEmpty());
    }

    void completesAnImagingStudyWithoutInstancesFromQido()
    {
        Responder demo;
        const auto study = somebody().studies.at(0);
        demo.answer(
            "GET", "/fhir/ImagingStudy",
            Reply{
                200,
                "application/fhir+json",
                R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"ImagingStudy","status":"available",)"
                R"("identifier":[{"system":"urn:dicom:uid","value":"urn:oid:)" +
                    study.uid + R"("}],"description":"From FHIR"}}]})",
                {},
                {}});
        Client client(endpointOf(demo));
        auto job = client.readTree(*model::StudyUid::parse(text(study.uid)), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(job->result()->description, QStringLiteral("From FHIR"));
        QCOMPARE(job->result()->series.size(), qsizetype(study.series.size()));
        QVERIFY(!job->result()->series.at(0).instances.isEmpty());

        Endpoint fhirOnly = endpointOf(demo);
        fhirOnly.routes = {Route::Fhir};
        Client modest(fhirOnly);
        auto bare = modest.readTree(*model::StudyUid::parse(text(study.uid)), Route::Fhir);
        QVERIFY(ended(bare));
        QVERIFY(bare->result()->series.isEmpty());
    }

    void completesAnImagingStudyThatListsLessThanItCounts_data()
    {
        QTest::addColumn<QByteArray>("counts");
        QTest::addColumn<bool>("isCompleted");
        QTest::newRow("all that it counts") << QByteArray(R"("numberOfSeries":1,"numberOfInstances":1,)") << false;
        QTest::newRow("fewer series") << QByteArray(R"("numberOfSeries":9,)") << true;
        QTest::newRow("fewer images") << QByteArray() << true;
    }
    void completesAnImagingStudyThatListsLessThanItCounts()
    {
        QFETCH(QByteArray, counts);
        QFETCH(bool, isCompleted);
        Responder demo;
        const auto study = somebody().studies.at(0);
        const std::string imagesTold = counts.isEmpty() ? R"("numberOfInstances":9,)" : "";
        demo.answer(
            "GET", "/fhir/ImagingStudy",
            Reply{
                200,
                "application/fhir+json",
                R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"ImagingStudy","status":"available",)" +
                    counts.toStdString() + R"("identifier":[{"system":"urn:dicom:uid","value":"urn:oid:)" + study.uid +
                    R"("}],"series":[{"uid":")" + study.series.front().uid + R"(",)" + imagesTold +
                    R"("instance":[{"uid":")" + study.series.front().instances.front() + R"("}]}]}}]})",
                {},
                {}});
        Client client(endpointOf(demo));
        auto job = client.readTree(*model::StudyUid::parse(text(study.uid)), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->series.size(), qsizetype(isCompleted ? study.series.size() : 1));
        QCOMPARE(job->result()->series.front().instances.size(),
                 qsizetype(isCompleted ? study.series.front().instances.size() : 1));
    }

    void anAnswerInXmlIsSaidToBeThat_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isSaid");
        const QByteArray bundle = R"(<Bundle xmlns="http://hl7.org/fhir"><type value="searchset"/></Bundle>)";
        QTest::newRow("as it is") << bundle << true;
        QTest::newRow("with a declaration") << R"(<?xml version="1.0" encoding="UTF-8"?>)" + bundle << true;
        QTest::newRow("behind a byte order mark") << "\xef\xbb\xbf" + bundle << true;
        QTest::newRow("another XML") << QByteArray("<a/>") << false;
    }
    void anAnswerInXmlIsSaidToBeThat()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, isSaid);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+xml", body));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("Malformed"));
        const QString detail = job->result().error().detail;
        QVERIFY2(detail.contains(u"ask the contact point for application/fhir+json") == isSaid, qPrintable(detail));
    }

    void a404SaysWhetherItComesFromAFhirServer()
    {
        Responder demo;
        Client client(endpointOf(demo));
        demo.play(Fault::status(404));
        auto foreign = client.searchPatients(patientQuery());
        QVERIFY(ended(foreign));
        QCOMPARE(foreign->result().error().kind, Kind::NotFound);
        QVERIFY(foreign->result().error().detail.contains(u"No FHIR answer came with it"));
        demo.heal();
        demo.play(Fault::operationOutcome(404, "not-found", "targetSystem not found"));
        auto own = client.searchPatients(patientQuery());
        QVERIFY(ended(own));
        const QString detail = own->result().error().detail;
        QVERIFY2(!detail.contains(u"No FHIR answer"), qPrintable(detail));
        QVERIFY2(detail.contains(u"It says: targetSystem not found"), qPrintable(detail));
    }

    void eachFaultOfAPatientSearchHasItsKind_data()
    {
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("requests"); // 0: whatever it takes; Qt itself may ask again where a line broke
        addFault("404", Fault::status(404), "NotFound", 1);
        addFault("404 with outcome", Fault::operationOutcome(404, "not-found", "targetSystem not found"), "NotFound",
                 1);
        addFault("401", Fault::status(401), "Unauthorised", 1);
        addFault("403", Fault::status(403), "Forbidden", 1);
        addFault("410", Fault::status(410), "NotFound", 1);
        addFault("400 with outcome", Fault::operationOutcome(400, "invalid", "bad date"), "Rejected",
                 2); // and /metadata
        addFault("200 with outcome", Fault::operationOutcome(200, "processing", "no"), "Malformed", 1);
        addFault("500 with a page", Fault::htmlError(500), "ServerFault", 4);
        addFault("JSON cut off", Fault::cutJson(150), "Malformed", 1);
        addFault("sign-in page", Fault::loginPage(), "Malformed", 1);
        addFault("redirect to another origin", Fault::redirectTo("http://127.0.0.1:9/fhir/Patient"), "ForeignOrigin",
                 1);
        addFault("redirect loop", Fault::redirectLoop(), "RedirectLoop");
        addFault("silence", Fault::stall(), "TimedOut", 1);
        addFault("silence in the body", Fault::stall(true, 50), "TimedOut", 1);
        addFault("cut connection", Fault::cutAfter(50), "Truncated");
        addFault("reset", Fault::reset(), "Unreachable");
    }
    void eachFaultOfAPatientSearchHasItsKind()
    {
        QFETCH(std::shared_ptr<Fault>, fault);
        QFETCH(QString, kind);
        QFETCH(int, requests);
        Responder demo;
        demo.play(*fault);
        Client client(endpointOf(demo));
        auto job = client.searchPatients(patientQuery());
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), kind);
        const QString detail = job->result().error().detail;
        QVERIFY(!detail.isEmpty());
        QVERIFY2(!detail.contains(text(somebody().value)), qPrintable(detail));
        if (requests > 0)
            QCOMPARE(demo.seen().size(), std::size_t(requests));
    }

    void eachFaultOfAQidoSearchHasItsKind_data()
    {
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("requests");
        addFault("404", Fault::status(404), "NotFound", 1);
        addFault("401", Fault::status(401), "Unauthorised", 1);
        addFault("400 whatever is asked", Fault::status(400), "Rejected", 2);
        addFault("JSON cut off", Fault::cutJson(150), "Malformed", 1);
        addFault("sign-in page", Fault::loginPage(), "Malformed", 1);
        addFault("bundle instead of rows", Fault::emptyBundle(), "Malformed", 1);
        addFault("500 with a page", Fault::htmlError(500), "ServerFault", 4);
        addFault("silence", Fault::stall(), "TimedOut", 1);
    }
    void eachFaultOfAQidoSearchHasItsKind()
    {
        QFETCH(std::shared_ptr<Fault>, fault);
        QFETCH(QString, kind);
        QFETCH(int, requests);
        Responder demo;
        demo.play(*fault);
        Client client(endpointOf(demo));
        auto job = client.searchStudies(studyQuery(), Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), kind);
        QCOMPARE(demo.seen().size(), std::size_t(requests));
    }

    void toleratesWhatQidoServersDo_data()
    {
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<QString>("kind"); // unused here: it always succeeds
        QTest::addColumn<int>("requests");
        addFault("null values", Fault::nullValues(), "");
        addFault("numbers as text", Fault::numbersAsText(), "");
        addFault("one row a page, told by a warning", Fault::limit(1), "");
        addFault("includefield refused", Fault::status(400).onPath("includefield"), "");
    }
    void toleratesWhatQidoServersDo()
    {
        QFETCH(std::shared_ptr<Fault>, fault);
        Responder demo;
        demo.play(*fault);
        Client client(endpointOf(demo));
        auto job = client.searchStudies(studyQuery(), Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(uidsOf(*job->result()), expectedStudies());
        QVERIFY(!job->result()->truncated);
    }

    //! Only what was refused is left out from then on.
    void learnsWhatAQidoServerRefuses_data()
    {
        QTest::addColumn<QByteArrayList>("refused"); // in the request's target
        QTest::addColumn<QByteArrayList>("kept");    // in the first request of the next search
        QTest::addColumn<bool>("isSaid");            // that nothing was filtered by modality
        QTest::newRow("fields") << QByteArrayList{"includefield="} << QByteArrayList{"ModalitiesInStudy="} << false;
        QTest::newRow("the key of the standard")
            << QByteArrayList{"ModalitiesInStudy="} << QByteArrayList{"includefield=", "&Modality="} << false;
        QTest::newRow("both keys") << QByteArrayList{"ModalitiesInStudy=", "&Modality="}
                                   << QByteArrayList{"includefield="} << true;
        QTest::newRow("fields and a key")
            << QByteArrayList{"ModalitiesInStudy=", "includefield="} << QByteArrayList{"&Modality="} << false;
    }
    void learnsWhatAQidoServerRefuses()
    {
        QFETCH(QByteArrayList, refused);
        QFETCH(QByteArrayList, kept);
        QFETCH(bool, isSaid);
        const QByteArray row = R"([{"0020000D":{"vr":"UI","Value":["1.2.3"]}}])";
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            const bool isRefused = std::any_of(refused.begin(), refused.end(),
                                               [&](const QByteArray &name) { return target.contains(name); });
            socket.write(isRefused ? RawServer::reply(400, "text/plain", "no")
                                   : RawServer::reply(200, "application/dicom+json", row));
        });
        Endpoint endpoint;
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.modality = QStringLiteral("MR");
        for (int round = 0; round < 2; ++round) {
            server.requests.clear();
            auto job = client.searchStudies(query, Route::Dicomweb);
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->studies.size(), 1);
            QCOMPARE(hasNote(job->result()->notes, Note::Kind::IgnoredFilter), isSaid);
        }
        QCOMPARE(server.requests.size(), 1);
        const QByteArray target = server.requests.front().split(' ').value(1);
        for (const QByteArray &name :
             {QByteArray("includefield="), QByteArray("ModalitiesInStudy="), QByteArray("&Modality=")})
            QVERIFY2(target.contains(name) == kept.contains(name), target);
    }

    void learnsWhatAFhirServerRefuses_data()
    {
        QTest::addColumn<QByteArrayList>("refused");
        QTest::addColumn<QByteArrayList>("kept");
        QTest::newRow("endpoints along") << QByteArrayList{"_include="}
                                         << QByteArrayList{"&bodysite=", "patient.identifier="};
        QTest::newRow("chaining") << QByteArrayList{"patient.identifier="}
                                  << QByteArrayList{"&bodysite=", "_include=", "patient:identifier="};
        QTest::newRow("the name of R4") << QByteArrayList{"&bodysite="}
                                        << QByteArrayList{"&body-site=", "_include=", "patient.identifier="};
        QTest::newRow("endpoints and chaining") << QByteArrayList{"_include=", "patient.identifier="}
                                                << QByteArrayList{"&bodysite=", "patient:identifier="};
        QTest::newRow("endpoints and the name of R4")
            << QByteArrayList{"_include=", "&bodysite="} << QByteArrayList{"&body-site=", "patient.identifier="};
    }
    void learnsWhatAFhirServerRefuses()
    {
        QFETCH(QByteArrayList, refused);
        QFETCH(QByteArrayList, kept);
        // A strict server of R4 or of R5: it knows one name of the body site.
        refused << (refused.contains("&bodysite=") ? QByteArray() : QByteArray("&body-site="));
        refused.removeAll(QByteArray());
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            const bool isRefused = std::any_of(refused.begin(), refused.end(),
                                               [&](const QByteArray &name) { return target.contains(name); });
            socket.write(
                isRefused
                    ? RawServer::reply(400, "application/fhir+json",
                                       R"({"resourceType":"OperationOutcome","issue":[]})")
                    : RawServer::reply(
                          200, "application/fhir+json",
                          R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"ImagingStudy",)"
                          R"("status":"available","identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}]}}]})"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.bodySite = QStringLiteral("51185008");
        for (int round = 0; round < 2; ++round) {
            server.requests.clear();
            auto job = client.searchStudies(query, Route::Fhir);
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->studies.size(), 1);
        }
        QCOMPARE(server.requests.size(), 1);
        const QByteArray target = server.requests.front().split(' ').value(1);
        for (const QByteArray &name : {QByteArray("_include="), QByteArray("&bodysite="), QByteArray("&body-site="),
                                       QByteArray("patient.identifier="), QByteArray("patient:identifier=")})
            QVERIFY2(target.contains(name) == kept.contains(name), target);
    }

    //! Also once it is known what the server refuses.
    void whatIsShownIsWhatIsSentFirst_data()
    {
        QTest::addColumn<std::optional<Route>>("route"); // none: patients
        QTest::addColumn<QByteArrayList>("refused");     // in the request line; "GET " as a method
        const std::optional<Route> patients;
        const std::optional fhir = Route::Fhir;
        const std::optional documents = Route::Documents;
        const std::optional dicomweb = Route::Dicomweb;
        QTest::newRow("patients") << patients << QByteArrayList{};
        QTest::newRow("patients by POST") << patients << QByteArrayList{"GET /fhir/Patient"};
        QTest::newRow("patients by match") << patients << QByteArrayList{"Patient?"};
        QTest::newRow("studies") << fhir << QByteArrayList{};
        QTest::newRow("studies by POST") << fhir << QByteArrayList{"GET /fhir/ImagingStudy"};
        QTest::newRow("studies without endpoints") << fhir << QByteArrayList{"_include="};
        QTest::newRow("studies by the record") << fhir << QByteArrayList{"patient.identifier="};
        QTest::newRow("studies by the number of the reference")
            << fhir << QByteArrayList{"patient.identifier=", "?patient="};
        QTest::newRow("studies of R5") << fhir << QByteArrayList{"&bodysite="};
        QTest::newRow("studies by a bare UID") << fhir << QByteArrayList{"urn:oid:1.2.3&"};
        QTest::newRow("documents") << documents << QByteArrayList{};
        QTest::newRow("documents by POST") << documents << QByteArrayList{"GET /fhir/DocumentReference"};
        QTest::newRow("documents without status") << documents << QByteArrayList{"status="};
        QTest::newRow("QIDO-RS") << dicomweb << QByteArrayList{};
        QTest::newRow("QIDO-RS without fields") << dicomweb << QByteArrayList{"includefield="};
        QTest::newRow("QIDO-RS by the series' modality") << dicomweb << QByteArrayList{"ModalitiesInStudy="};
    }
    void whatIsShownIsWhatIsSentFirst()
    {
        QFETCH(std::optional<Route>, route);
        QFETCH(QByteArrayList, refused);
        const QByteArray bundle = "{'resourceType':'Bundle','type':'searchset','entry':[{'resource':{%1}}]}";
        const QByteArray patient = "'resourceType':'Patient','id':'p1','identifier':[{'system':'" +
                                   QByteArray::fromStdString(somebody().system) + "','value':'" +
                                   QByteArray::fromStdString(somebody().value) + "'}]";
        const QByteArray study =
            "'resourceType':'ImagingStudy','status':'available','subject':{'reference':'Patient/p1'},"
            "'identifier':[{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}]";
        const QList<std::pair<QByteArray, QByteArray>> answers{
            // written with apostrophes
            {"/metadata", "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server',"
                          "'resource':[{'type':'Patient','operation':[{'name':'match','definition':'m'}]}]}]}"},
            {"/Patient", QByteArray(bundle).replace("%1", patient)},
            {"/ImagingStudy", QByteArray(bundle).replace("%1", study)},
            {"/DocumentReference", "{'resourceType':'Bundle','type':'searchset'}"},
            {"/rs/studies", "[{'0020000D':{'vr':'UI','Value':['1.2.3']}}]"},
        };
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray line = request.left(request.indexOf('\r'));
            for (const QByteArray &part : std::as_const(refused))
                if (line.contains(part)) {
                    socket.write(RawServer::reply(part.startsWith("GET ") ? 405 : 400, "text/plain", "no"));
                    return;
                }
            for (const auto &[path, body] : answers)
                if (line.contains(path)) {
                    socket.write(RawServer::reply(200, "application/json", QByteArray(body).replace('\'', '"')));
                    return;
                }
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        Client client(endpoint);
        std::optional<model::Exchange> sent;
        connect(&client, &Client::exchanged, this, [&](const model::Exchange &exchange) {
            if (!sent)
                sent = exchange;
        });
        model::StudyQuery query = studyQuery();
        query.modality = QStringLiteral("MR");
        query.bodySite = QStringLiteral("51185008");
        query.study = model::StudyUid::parse(u"1.2.3");
        QStringList shown;
        for (int round = 0; round < 3; ++round) {
            const QStringList before =
                std::exchange(shown, route ? client.described(query, *route) : client.described(patientQuery()));
            if (round == 1)
                QCOMPARE(shown != before, !refused.isEmpty()); // it was learned
            sent.reset();
            if (route) {
                auto job = client.searchStudies(query, *route);
                QVERIFY(ended(job));
                QCOMPARE(kindOf(job), QStringLiteral("a result"));
            } else {
                auto job = client.searchPatients(patientQuery());
                QVERIFY(ended(job));
                QCOMPARE(kindOf(job), QStringLiteral("a result"));
            }
            QTRY_VERIFY(sent);
            QCOMPARE(shown.front(), QString::fromLatin1(sent->method) + u' ' + sent->maskedUrl);
            const bool isForm = !sent->maskedForm.isEmpty();
            const QString parameters = isForm ? sent->maskedForm : sent->maskedUrl.section(u'?', 1);
            if (parameters.isEmpty()) // a resource was sent
                continue;
            QStringList names, shownNames;
            for (const QString &item : parameters.split(u'&'))
                names << QUrl::fromPercentEncoding(item.section(u'=', 0, 0).toUtf8());
            for (const QString &line : shown.mid(1))
                shownNames << line.section(QStringLiteral(" = "), 0, 0);
            QCOMPARE(shownNames, names);
        }
    }

    void searchesByBodySiteInBothReleases()
    {
        Responder demo;
        for (const bool isR5 : {false, true}) {
            Endpoint endpoint = endpointOf(demo);
            if (isR5)
                endpoint.fhirBase = QUrl(text(demo.fhirR5Base()));
            Client client(endpoint);
            auto query = studyQuery();
            query.bodySite = QStringLiteral("http://snomed.info/sct|76752008");
            auto search = client.searchStudies(query, Route::Fhir);
            QVERIFY(ended(search));
            QCOMPARE(kindOf(search), QStringLiteral("a result"));
            QCOMPARE(search->result()->studies.size(), 1); // of several
            demo.clearSeen();
            auto again = client.searchStudies(query, Route::Fhir);
            QVERIFY(ended(again));
            const std::string name = isR5 ? "body-site" : "bodysite";
            QCOMPARE(demo.seen().front().parameter(name), query.bodySite.toStdString()); // learned for good
        }
    }

    void noContentMeansNoStudies()
    {
        Responder demo;
        demo.play(Fault::noContentForEmpty());
        Client client(endpointOf(demo));
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{QStringLiteral("urn:oid:1"), QStringLiteral("nobody-has-this")};
        auto job = client.searchStudies(query, Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QVERIFY(job->result()->studies.isEmpty());
    }

    //! A short page may be all there is, or a server's own limit; the page behind it tells which.
    void saysSoWhenThePageBehindAShortOneFails_data()
    {
        QTest::addColumn<int>("status"); // 0: silence
        QTest::addColumn<bool>("isWhole");
        for (const int status : {400, 404, 416})
            QTest::addRow("%d", status) << status << true;
        for (const int status : {0, 403, 500, 503})
            QTest::addRow("%d", status) << status << false;
    }
    void saysSoWhenThePageBehindAShortOneFails()
    {
        QFETCH(int, status);
        QFETCH(bool, isWhole);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            QByteArrayList rows;
            for (int i = 1; i <= 12; ++i)
                rows << R"({"0020000D":{"vr":"UI","Value":["1.2.)" + QByteArray::number(i) + R"("]}})";
            if (request.split(' ').value(1).endsWith("&offset=0"))
                socket.write(RawServer::reply(200, "application/dicom+json", '[' + rows.join(',') + ']'));
            else if (status != 0)
                socket.write(RawServer::reply(status, "text/plain", "no"));
        });
        Endpoint endpoint;
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        endpoint.idleTimeout = std::chrono::seconds(1);
        Client client(endpoint);
        auto job = client.searchStudies({}, Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->studies.size(), 12);
        QCOMPARE(job->result()->truncated, !isWhole);
        QCOMPARE(hasNote(job->result()->notes, Note::Kind::Truncated), !isWhole);
        QCOMPARE(job->result()->rest, isWhole ? QString() : QStringLiteral("12"));
    }

    void saysSoWhenAServerDoesNotPage()
    {
        Responder demo;
        demo.play(Fault::limit(1));
        demo.play(Fault::ignoreOffset());
        Client client(endpointOf(demo));
        auto job = client.searchStudies(studyQuery(), Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(job->result()->studies.size(), 1);
        QVERIFY(job->result()->truncated);
        QVERIFY(hasNote(job->result()->notes, Note::Kind::Truncated));
    }

    void pagesThroughBundles_data()
    {
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<QString>("kind"); // "whole" or "part"
        QTest::addColumn<int>("requests");
        addFault("no fault", Fault::delay(std::chrono::milliseconds(0)), "whole");
        addFault("relative links", Fault::relativeNext(), "whole");
        addFault("link to the same page", Fault::pagingLoop(), "part");
        addFault("link to another place", Fault::foreignNext("http://127.0.0.1:9/elsewhere"), "part");
        addFault("second page fails", Fault::status(404).after(1), "part");
    }
    void pagesThroughBundles()
    {
        QFETCH(std::shared_ptr<Fault>, fault);
        QFETCH(QString, kind);
        Responder demo;
        demo.play(*fault);
        Endpoint endpoint = endpointOf(demo);
        endpoint.pageSize = 1;
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        const bool whole = kind == u"whole";
        QCOMPARE(job->result()->truncated, !whole);
        QCOMPARE(hasNote(job->result()->notes, Note::Kind::Truncated), !whole);
        if (whole)
            QCOMPARE(uidsOf(*job->result()), expectedStudies());
        else
            QVERIFY(!job->result()->studies.isEmpty());
    }

    void stopsAtThePageCap()
    {
        Responder demo;
        Endpoint endpoint = endpointOf(demo);
        endpoint.pageSize = 1;
        endpoint.maximumPages = 2;
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(job->result()->studies.size(), 2);
        QVERIFY(job->result()->truncated);
    }

    void readsOnWhereAListWasCutOff_data()
    {
        QTest::addColumn<int>("route");
        QTest::addColumn<bool>("isCapped"); // else its second page fails
        for (const Route route : {Route::Fhir, Route::Dicomweb})
            for (const bool isCapped : {true, false})
                QTest::addRow("%s, %s", qPrintable(model::nameOf(route)), isCapped ? "too many pages" : "a page fails")
                    << int(route) << isCapped;
    }
    void readsOnWhereAListWasCutOff()
    {
        QFETCH(int, route);
        QFETCH(bool, isCapped);
        Responder demo;
        Endpoint endpoint = endpointOf(demo);
        endpoint.pageSize = 1;
        if (isCapped)
            endpoint.maximumPages = 2;
        else
            demo.play(Fault::status(404).after(1));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        QStringList found;
        int asked = 0;
        do {
            auto job = client.searchStudies(query, Route(route));
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            const model::StudyList &list = *job->result();
            QCOMPARE(list.truncated, !list.rest.isEmpty());
            QVERIFY(list.studies.size() < expectedStudies().size());
            QVERIFY(!hasNote(list.notes, Note::Kind::IgnoredFilter));
            found += uidsOf(list);
            query.rest = list.rest;
            demo.heal();
        } while (!query.rest.isEmpty() && ++asked < 20);
        QCOMPARE(sorted(found), expectedStudies()); // each once
        QVERIFY(asked > 0);
    }

    void aRestElsewhereIsNotAskedFor()
    {
        Responder demo;
        Client client(endpointOf(demo));
        model::StudyQuery query = studyQuery();
        query.rest = QStringLiteral("http://127.0.0.1:9/elsewhere?page=2");
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("Usage"));
        QVERIFY(demo.seen().empty());
    }

    void triesOtherFormsOfThePatientAndRemembersTheOneThatWorks()
    {
        const QByteArray bundle =
            R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"ImagingStudy","status":"available",)"
            R"("identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}]}}]})";
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const bool understood = request.contains("patient=Patient/p1");
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          understood ? bundle : R"({"resourceType":"Bundle","type":"searchset"})"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.patientResourceId = QStringLiteral("p1");
        auto first = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(first));
        QCOMPARE(first->result()->studies.size(), 1);
        QVERIFY(hasNote(first->result()->notes, Note::Kind::Fallback));
        QCOMPARE(server.requests.size(), 2);
        auto second = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(second));
        QCOMPARE(second->result()->studies.size(), 1);
        QCOMPARE(server.requests.size(), 3);
    }

    //! A server that does not chain knows the patient by her record, which is looked up by the number.
    void looksUpTheRecordWhereTheServerDoesNotChain_data()
    {
        QTest::addColumn<int>("status"); // of a chained search
        QTest::addColumn<int>("records");
        QTest::newRow("chaining finds nothing") << 200 << 1;
        QTest::newRow("chaining is refused") << 400 << 1;
        QTest::newRow("two records bear the number") << 200 << 2;
    }
    void looksUpTheRecordWhereTheServerDoesNotChain()
    {
        QFETCH(int, status);
        QFETCH(int, records);
        const auto bundle = [](const QByteArray &entries) {
            return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}";
        };
        const auto record = [](const QByteArray &id) {
            return "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"" + id +
                   "\",\"identifier\":[{\"system\":\"urn:oid:2.999\",\"value\":\"1\"}]}}";
        };
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            QByteArray rows;
            if (target.contains("/Patient?"))
                rows = record("p1") + (records > 1 ? ',' + record("p2") : QByteArray());
            else if (!target.contains("patient=Patient/p1&"))
                return (void)socket.write(RawServer::reply(status, "application/fhir+json", bundle({})));
            else if (target.contains("/ImagingStudy?"))
                rows = "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"status\":\"available\","
                       "\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:1.2.3\"}]}}";
            else
                rows = "{\"resource\":{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"status\":\"current\","
                       "\"content\":[{\"attachment\":{\"contentType\":\"application/pdf\",\"url\":\"Binary/1\"}}]}}";
            socket.write(RawServer::reply(200, "application/fhir+json", bundle(rows)));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery studies;
        studies.patient = model::PatientIdentifier{QStringLiteral("urn:oid:2.999"), QStringLiteral("1")};
        model::DocumentQuery documents;
        documents.patient = studies.patient;
        for (int round = 0; round < 2; ++round) {
            server.requests.clear();
            auto study = client.searchStudies(studies, Route::Fhir);
            QVERIFY(ended(study));
            QCOMPARE(kindOf(study), QStringLiteral("a result"));
            QCOMPARE(study->result()->studies.size(), records == 1 ? 1 : 0);
            if (records > 1) // nobody knows which of them it is
                return;
            QVERIFY(hasNote(study->result()->notes, Note::Kind::Fallback));
            auto document = client.searchDocuments(documents);
            QVERIFY(ended(document));
            QCOMPARE(kindOf(document), QStringLiteral("a result"));
            QCOMPARE(document->result()->documents.size(), 1);
            QVERIFY(hasNote(document->result()->notes, Note::Kind::Fallback));
        }
        QCOMPARE(server.requests.size(), 4); // the record and the rows, twice
    }

    //! What a server refuses is left out, and filtered here by what the studies tell.
    void leavesOutTheFilterThatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("refused");
        QTest::addColumn<QByteArray>("words"); // of the refusal
        QTest::addColumn<QStringList>("told"); // parameters, in notes
        QTest::addColumn<int>("mostRequests");
        QTest::newRow("reason, named") << QByteArray("&reason=") << QByteArray("Unknown search parameter 'reason'")
                                       << QStringList{QStringLiteral("reason")} << 3;
        QTest::newRow("SOP class, named") << QByteArray("&dicom-class=") << QByteArray("dicom-class is not supported")
                                          << QStringList{QStringLiteral("dicom-class")} << 3;
        QTest::newRow("date, named") << QByteArray("&started=") << QByteArray("started")
                                     << QStringList{QStringLiteral("started")} << 3;
        QTest::newRow("modality, named") << QByteArray("&modality=") << QByteArray("modality")
                                         << QStringList{QStringLiteral("modality")} << 2;
        QTest::newRow("body site, named")
            << QByteArray("site=") << QByteArray("bodysite, body-site") << QStringList{QStringLiteral("bodysite")} << 4;
        QTest::newRow("reason, not named") << QByteArray("&reason=") << QByteArray("no")
                                           << QStringList{QStringLiteral("bodysite"), QStringLiteral("reason"),
                                                          QStringLiteral("dicom-class"), QStringLiteral("started")}
                                           << 6;
    }
    void leavesOutTheFilterThatIsRefused()
    {
        QFETCH(QByteArray, refused);
        QFETCH(QByteArray, words);
        QFETCH(QStringList, told);
        QFETCH(int, mostRequests);
        const auto study = [](const QByteArray &uid, const QByteArray &site, const QByteArray &reason,
                              const QByteArray &sopClass, const QByteArray &day, const QByteArray &modality) {
            return "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"started\":\"" + day +
                   "\",\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:" + uid +
                   "\"}],\"reasonCode\":[{\"coding\":[{\"code\":\"" + reason + "\"}]}],\"series\":[{\"uid\":\"" + uid +
                   ".1\",\"modality\":{\"code\":\"" + modality + "\"},\"bodySite\":{\"code\":\"" + site +
                   "\"},\"instance\":[{\"uid\":\"" + uid + ".1.1\",\"sopClass\":{\"code\":\"urn:oid:" + sopClass +
                   "\"}}]}]}}";
        };
        const QByteArray rows = study("1.2.1", "s", "r", "1.9", "2024-05-01", "CT") + ',' +
                                study("1.2.2", "other", "r", "1.9", "2024-05-01", "CT") + ',' +
                                study("1.2.3", "s", "other", "1.9", "2024-05-01", "CT") + ',' +
                                study("1.2.4", "s", "r", "1.8", "2024-05-01", "CT") + ',' +
                                study("1.2.5", "s", "r", "1.9", "2020-05-01", "CT") + ',' +
                                study("1.2.6", "s", "r", "1.9", "2024-05-01", "MR");
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (request.split(' ').value(1).contains(refused))
                socket.write(RawServer::reply(400, "application/fhir+json",
                                              "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":"
                                              "\"not-supported\",\"diagnostics\":\"" +
                                                  words + "\"}]}"));
            else
                socket.write(RawServer::reply(200, "application/fhir+json",
                                              "{\"resourceType\":\"Bundle\",\"entry\":[" + rows + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.bodySite = QStringLiteral("urn:x|s");
        query.reason = QStringLiteral("r");
        query.sopClass = QStringLiteral("1.9");
        query.from = QDate(2024, 1, 1);
        query.modality = QStringLiteral("CT");
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QStringList uids;
        for (const model::Study &found : job->result()->studies)
            uids << found.uid.text();
        QCOMPARE(uids, QStringList{QStringLiteral("1.2.1")});
        QStringList parameters;
        for (const Note &note : job->result()->notes) {
            if (note.kind == Note::Kind::IgnoredFilter)
                parameters << note.parameter;
            QVERIFY2(!note.detail.contains(u"found nothing"), qPrintable(note.detail));
        }
        QCOMPARE(parameters, told);
        QVERIFY2(server.requests.size() <= mostRequests, QByteArray::number(server.requests.size()));

        server.requests.clear(); // a name that was refused as well is not learned
        auto again = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(again));
        QVERIFY(server.requests.front().contains("&bodysite="));
    }

    void keepsWhatAServerListsForADayOfItsOwnZone_data()
    {
        QTest::addColumn<QByteArray>("self");
        QTest::addColumn<QTime>("toTime");
        QTest::addColumn<QString>("found");
        const QByteArray applied =
            R"("link":[{"relation":"self","url":"/fhir/ImagingStudy?patient.identifier=x&started=ge2024-05-01&started=le2024-05-01"}],)";
        const QByteArray ignored = R"("link":[{"relation":"self","url":"/fhir/ImagingStudy?patient.identifier=x"}],)";
        QTest::newRow("days applied") << applied << QTime() << QStringLiteral("1 2 7 8, 2 studies");
        QTest::newRow("not told") << QByteArray() << QTime() << QStringLiteral("1 2 7 8, 2 studies");
        QTest::newRow("days ignored") << ignored << QTime() << QStringLiteral("7 8");
        QTest::newRow("a time of the day") << applied << QTime(10, 0) << QStringLiteral("1 2 7, 2 studies");
    }
    void keepsWhatAServerListsForADayOfItsOwnZone()
    {
        QFETCH(QByteArray, self);
        QFETCH(QTime, toTime);
        QFETCH(QString, found);
        const auto study = [](const QByteArray &uid, const QByteArray &started) {
            return "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"started\":\"" +
                   started + "\",\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:" + uid + "\"}]}}";
        };
        const QByteArray rows = study("1.2.1", "2024-05-02T00:30:00+02:00") + ',' + // the day before by UTC
                                study("1.2.2", "2024-04-30T23:30:00Z") + ',' +      // the day after east of it
                                study("1.2.3", "2024-05-02T00:30:00") + ',' +       // nobody tells where
                                study("1.2.4", "2024-05-02") + ',' + study("1.2.5", "2024-05-03T12:00:00Z") + ',' +
                                study("1.2.6", "2024-04-29T23:30:00Z") + ',' + study("1.2.7", "2024-05-01") + ',' +
                                study("1.2.8", "2024-05-01T15:00:00+02:00");
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          "{\"resourceType\":\"Bundle\"," + self + "\"entry\":[" + rows + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.from = query.to = QDate(2024, 5, 1);
        query.toTime = toTime;
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QStringList uids;
        for (const model::Study &one : job->result()->studies)
            uids << one.uid.text().section(u'.', -1);
        QString told = uids.join(u' ');
        for (const Note &note : job->result()->notes)
            if (note.detail.contains(u"another time zone"))
                told += QStringLiteral(", ") + note.detail.section(u' ', 0, 1);
        QCOMPARE(told, found);
    }

    void filtersByTheIdentifierThatAServerIgnores_data()
    {
        QTest::addColumn<QString>("identifier");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a UID") << QStringLiteral("urn:dicom:uid|urn:oid:1.2.2") << QStringList{QStringLiteral("1.2.2")};
        QTest::newRow("a number") << QStringLiteral("urn:oid:9|ACC1")
                                  << QStringList{QStringLiteral("1.2.1"), QStringLiteral("1.2.3")};
        QTest::newRow("nobody's number") << QStringLiteral("ACC7") << QStringList{QStringLiteral("1.2.3")};
    }
    void filtersByTheIdentifierThatAServerIgnores()
    {
        QFETCH(QString, identifier);
        QFETCH(QStringList, found);
        const auto study = [](const QByteArray &uid, const QByteArray &number) {
            return "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"identifier\":[{"
                   "\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:" +
                   uid + "\"}" + (number.isEmpty() ? number : ",{\"value\":\"" + number + "\"}") + "]}}";
        };
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          "{\"resourceType\":\"Bundle\",\"entry\":[" + study("1.2.1", "ACC1") + ',' +
                                              study("1.2.2", "ACC2") + ',' + study("1.2.3", {}) + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.identifier = identifier;
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QStringList uids;
        for (const model::Study &one : job->result()->studies)
            uids << one.uid.text();
        QCOMPARE(uids, found);
    }

    //! Each of the resources that describe one study counts itself alone.
    void countsAStudyInSeveralResourcesByAllOfThem()
    {
        const auto part = [](const QByteArray &number) {
            return "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"numberOfSeries\":1,"
                   "\"numberOfInstances\":2,\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:1.2.3\"}]"
                   ","
                   "\"series\":[{\"uid\":\"1.2.3." +
                   number + "\",\"modality\":{\"code\":\"CT\"},\"numberOfInstances\":2}]}}";
        };
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          "{\"resourceType\":\"Bundle\",\"entry\":[" + part("1") + ',' + part("2") +
                                              ',' + part("3") + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->studies.size(), 1);
        QCOMPARE(job->result()->studies.front().seriesCount.value_or(0), 3);
        QCOMPARE(job->result()->studies.front().instanceCount.value_or(0), 6);
    }

    void tellsTheDateThatCannotBeRead_data()
    {
        QTest::addColumn<int>("route");
        QTest::addColumn<QString>("told");
        QTest::addColumn<QDate>("date"); // invalid: a note tells what came
        QTest::newRow("QIDO, as the standard says")
            << int(Route::Dicomweb) << QStringLiteral("20240102") << QDate(2024, 1, 2);
        QTest::newRow("QIDO, as ACR-NEMA said")
            << int(Route::Dicomweb) << QStringLiteral("2024.01.02") << QDate(2024, 1, 2);
        QTest::newRow("QIDO, with slashes") << int(Route::Dicomweb) << QStringLiteral("2024/01/02") << QDate();
        QTest::newRow("QIDO, no day of the year") << int(Route::Dicomweb) << QStringLiteral("20240231") << QDate();
        QTest::newRow("FHIR, a day") << int(Route::Fhir) << QStringLiteral("2024-01-02") << QDate(2024, 1, 2);
        QTest::newRow("FHIR, a month") << int(Route::Fhir) << QStringLiteral("2025-03") << QDate();
        QTest::newRow("FHIR, a year") << int(Route::Fhir) << QStringLiteral("2025") << QDate();
        QTest::newRow("FHIR, none") << int(Route::Fhir) << QStringLiteral("yesterday") << QDate();
    }
    void tellsTheDateThatCannotBeRead()
    {
        QFETCH(int, route);
        QFETCH(QString, told);
        QFETCH(QDate, date);
        Responder demo;
        demo.answer("GET", "/dicom-web/studies",
                    dicomJson("[{'00080020':{'vr':'DA','Value':['" + told.toStdString() +
                              "']},'0020000D':{'vr':'UI','Value':['1.2.3']}}]"));
        demo.answer(
            "GET", "/fhir/ImagingStudy",
            fhirJson("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ImagingStudy','started':'" +
                     told.toStdString() + "','identifier':[{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}]}}]}"));
        Client client(endpointOf(demo));
        auto job = client.searchStudies(studyQuery(), Route(route));
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->studies.size(), 1);
        QCOMPARE(job->result()->studies.front().date, date);
        QStringList said;
        for (const Note &note : job->result()->notes)
            said << note.detail;
        QCOMPARE(said.filter(QStringLiteral("1.2.3")).filter(u'"' + told + u'"').size(), date.isValid() ? 0 : 1);
    }

    //! Servers look for the modality in the series, so they miss summaries that list none.
    void aModalityFindsSummariesAsWell_data()
    {
        QTest::addColumn<QByteArray>("summary"); // what it tells beside its UID
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<int>("status"); // of the search without
        QTest::newRow("of this modality") << QByteArray(",'modality':[{'code':'MR'}]") << true << 200;
        QTest::newRow("of another") << QByteArray(",'modality':[{'code':'CT'}]") << false << 200;
        QTest::newRow("that tells none") << QByteArray() << true << 200;
        QTest::newRow("that cannot be had") << QByteArray() << false << 500;
    }
    void aModalityFindsSummariesAsWell()
    {
        QFETCH(QByteArray, summary);
        QFETCH(bool, isListed);
        QFETCH(int, status);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.left(request.indexOf('\r')).split(' ').at(1);
            const QByteArray begin = "{'resource':{'resourceType':'ImagingStudy','identifier':[{'system':"
                                     "'urn:dicom:uid','value':'urn:oid:";
            const bool hasModality = target.contains("modality=");
            QByteArray body = "{'resourceType':'Bundle','entry':[" + begin +
                              "1.2.1'}],'series':[{'uid':'1.2.1.1','modality':{'code':'MR'}}]}}" +
                              (hasModality ? QByteArray() : ',' + begin + "1.2.2'}]" + summary + "}}") +
                              "],'link':[{'relation':'self','url':'" + server.origin().toLatin1() + target + "'}]}";
            socket.write(
                RawServer::reply(hasModality ? 200 : status, "application/fhir+json", body.replace('\'', '"')));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.modality = QStringLiteral("MR");
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(uidsOf(*job->result()),
                 QStringList({QStringLiteral("1.2.1"), QStringLiteral("1.2.2")}).mid(0, isListed ? 2 : 1));
        QCOMPARE(job->result()->truncated, status != 200);
        QCOMPARE(job->result()->notes.size(), status == 200 ? 0 : 1);
        if (status == 200)
            QCOMPARE(server.requests.size(), 2);
    }

    void saysWhenNotAllEndpointsWereRead_data()
    {
        QTest::addColumn<int>("studies");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("as many as are read") << 20 << false;
        QTest::newRow("more") << 23 << true;
    }
    void saysWhenNotAllEndpointsWereRead()
    {
        QFETCH(int, studies);
        QFETCH(bool, isTold);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            QByteArray body = "{'resourceType':'Endpoint','status':'active','connectionType':{'code':'dicom-wado-rs'},"
                              "'address':'https://pacs.example/rs'}";
            if (!request.contains("/Endpoint/")) {
                QByteArrayList entries;
                for (int i = 1; i <= studies; ++i)
                    entries << QByteArray("{'resource':{'resourceType':'ImagingStudy','identifier':[{'system':"
                                          "'urn:dicom:uid','value':'urn:oid:1.2.%1'}],'endpoint':[{'reference':"
                                          "'Endpoint/e%1'}]}}")
                                   .replace("%1", QByteArray::number(i));
                body = "{'resourceType':'Bundle','entry':[" + entries.join(',') + "]}";
            }
            socket.write(RawServer::reply(200, "application/fhir+json", body.replace('\'', '"')));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        const auto &found = job->result()->studies;
        QCOMPARE(found.size(), studies);
        QCOMPARE(std::count_if(found.begin(), found.end(),
                               [](const model::Study &study) { return !study.wadoBases.isEmpty(); }),
                 20);
        QStringList said;
        for (const Note &note : job->result()->notes)
            said << note.detail;
        QCOMPARE(said.filter(QStringLiteral("20 of 23")).size(), isTold ? 1 : 0);
        QCOMPARE(said.filter(QStringLiteral("Endpoint")).size(), isTold ? 1 : 0);
    }

    void readsTheCharsetThatIsDeclared_data()
    {
        QTest::addColumn<QByteArray>("charset");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("ISO-8859-1") << QByteArray("; charset=iso-8859-1") << QByteArray("M\xfcller");
        QTest::newRow("windows-1252") << QByteArray(";charset=\"Windows-1252\"") << QByteArray("M\xfcller");
        QTest::newRow("UTF-8 that is called otherwise")
            << QByteArray("; charset=ISO-8859-1") << QByteArray("M\xc3\xbcller");
    }
    void readsTheCharsetThatIsDeclared()
    {
        QFETCH(QByteArray, charset);
        QFETCH(QByteArray, name);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (request.contains("/fhir/"))
                socket.write(RawServer::reply(200, "application/fhir+json" + charset,
                                              "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":"
                                              "\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"" +
                                                  name + "\"}]}}]}"));
            else
                socket.write(RawServer::reply(200, "application/dicom+json" + charset,
                                              "[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"" + name +
                                                  "\"}]},\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}}]"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.qidoBase = server.url(QStringLiteral("/dicom-web"));
        Client client(endpoint);
        model::PatientQuery patients;
        patients.gender = QStringLiteral("male");
        auto patient = client.searchPatients(patients);
        QVERIFY(ended(patient));
        QCOMPARE(patient->result()->patients.front().family, QStringLiteral("Müller"));
        auto study = client.searchStudies({}, Route::Dicomweb);
        QVERIFY(ended(study));
        QCOMPARE(study->result()->studies.front().patient.name, QStringLiteral("Müller"));
    }

    void showsWhatAServerSaysOfRowsThatItKeepsBack()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(
                200, "application/dicom+json", "[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}}]",
                "Warning: 299 dw \"There are 5 additional results that can be requested\"\r\n"));
        });
        Endpoint endpoint;
        endpoint.qidoBase = server.url(QStringLiteral("/dicom-web"));
        Client client(endpoint);
        auto job = client.searchStudies({}, Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QVERIFY(job->result()->truncated);
        QVERIFY(std::any_of(job->result()->notes.begin(), job->result()->notes.end(),
                            [](const Note &note) { return note.detail.contains(u"There are 5 additional results"); }));
    }

    //! Documents may be filed otherwise than studies, and the studies of one patient otherwise than those of another.
    void aFormThatFoundSomethingIsNotForcedOnOthers()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            const bool isStudy = target.contains("/ImagingStudy?");
            const bool understood = isStudy ? target.contains("patient.identifier=urn:oid:2.999%7C1&") ||
                                                  target.contains("patient:identifier=urn:oid:2.999%7C2&") ||
                                                  target.contains("patient=Patient/p3&")
                                            : target.contains("patient:identifier=");
            const QByteArray row =
                isStudy ? R"({"resource":{"resourceType":"ImagingStudy","status":"available",)"
                          R"("identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}]}})"
                        : R"({"resource":{"resourceType":"DocumentReference","id":"d","status":"current",)"
                          R"("content":[{"attachment":{"contentType":"application/pdf","url":"Binary/1"}}]}})";
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          R"({"resourceType":"Bundle","type":"searchset","entry":[)" +
                                              (understood ? row : QByteArray()) + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        const auto of = [](const QString &value) {
            return model::PatientIdentifier{QStringLiteral("urn:oid:2.999"), value};
        };
        for (int round = 0; round < 2; ++round) {
            for (const QString &value : {QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}) {
                model::StudyQuery query;
                query.patient = of(value);
                if (value == u"3")
                    query.patientResourceId = QStringLiteral("p3");
                auto job = client.searchStudies(query, Route::Fhir);
                QVERIFY(ended(job));
                QCOMPARE(kindOf(job), QStringLiteral("a result"));
                QVERIFY2(job->result()->studies.size() == 1, qPrintable(value));
            }
            model::DocumentQuery query;
            query.patient = of(QStringLiteral("1"));
            auto job = client.searchDocuments(query);
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->documents.size(), 1);
        }
        // What found the latest is asked first.
        server.requests.clear();
        model::DocumentQuery query;
        query.patient = of(QStringLiteral("1"));
        auto job = client.searchDocuments(query);
        QVERIFY(ended(job));
        QCOMPARE(server.requests.size(), 1);
    }

    void doesNotShowStudiesOfOthersWhenTheServerIgnoresThePatient_data()
    {
        const QByteArray system = QByteArray::fromStdString(somebody().system);
        QTest::addColumn<QByteArray>("link");
        QTest::addColumn<QByteArray>("othersSystem");
        QTest::newRow("as its self link tells")
            << QByteArray(R"("link":[{"relation":"self","url":"/fhir/ImagingStudy?_count=100"}],)")
            << QByteArray("urn:oid:9");
        QTest::newRow("as a self link without parameters tells")
            << QByteArray(R"("link":[{"relation":"self","url":"/fhir/ImagingStudy"}],)") << QByteArray("urn:oid:9");
        QTest::newRow("without a word") << QByteArray() << system;
        QTest::newRow("and claims that it does not")
            << QByteArray(R"("link":[{"relation":"self","url":"/fhir/ImagingStudy?patient.identifier=x"}],)") << system;
    }
    void doesNotShowStudiesOfOthersWhenTheServerIgnoresThePatient()
    {
        QFETCH(QByteArray, link);
        QFETCH(QByteArray, othersSystem);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          R"({"resourceType":"Bundle","type":"searchset",)" + link + R"("entry":[
                {"resource":{"resourceType":"ImagingStudy","status":"available","identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}],
                 "subject":{"identifier":{"system":")" +
                                              othersSystem + R"(","value":"somebody else"}}}},
                {"resource":{"resourceType":"ImagingStudy","status":"available","identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.4"}],
                 "subject":{"identifier":{"system":")" +
                                              QByteArray::fromStdString(somebody().system) + R"(","value":")" +
                                              QByteArray::fromStdString(somebody().value) + R"("}}}}]})"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(uidsOf(*job->result()), QStringList{QStringLiteral("1.2.4")});
        QVERIFY(hasNote(job->result()->notes, Note::Kind::IgnoredFilter));
    }

    //! The record may be linked to hers or replaced by it, so that its studies are not kept from her.
    void keepsRowsOfAnotherRecordAndSaysSo()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &) {
            const auto study = [](const QByteArray &uid, const QByteArray &record) {
                return R"({"resource":{"resourceType":"ImagingStudy","status":"available","identifier":)"
                       R"([{"system":"urn:dicom:uid","value":"urn:oid:)" +
                       uid + R"("}],"subject":{"reference":"Patient/)" + record + R"("}}})";
            };
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          R"({"resourceType":"Bundle","type":"searchset","entry":[)" +
                                              study("1.2.3", "p1") + ',' + study("1.2.4", "p2") + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::StudyQuery query = studyQuery();
        query.patientResourceId = QStringLiteral("p1");
        auto job = client.searchStudies(query, Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(uidsOf(*job->result()), (QStringList{QStringLiteral("1.2.3"), QStringLiteral("1.2.4")}));
        QCOMPARE(job->result()->studies.at(1).patient.reference, QStringLiteral("Patient/p2"));
        QVERIFY(hasNote(job->result()->notes, Note::Kind::PatientDiffers));
    }

    void doesNotShowOthersWhenTheServerIgnoresTheIdentifier()
    {
        const QByteArray system = QByteArray::fromStdString(somebody().system);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const auto patient = [](const QByteArray &id, const QByteArray &in, const QByteArray &value) {
                return R"({"resource":{"resourceType":"Patient","id":")" + id + R"(","identifier":[{"system":")" + in +
                       R"(","value":")" + value + R"("}]}})";
            };
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          R"({"resourceType":"Bundle","type":"searchset","entry":[)" +
                                              patient("a", system, "somebody else") + ',' +
                                              patient("b", system, QByteArray::fromStdString(somebody().value)) + ',' +
                                              patient("c", "urn:oid:9", "a local number") + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchPatients(patientQuery());
        QVERIFY(ended(job));
        QStringList ids;
        for (const model::Patient &patient : job->result()->patients)
            ids << patient.id;
        QCOMPARE(ids, (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
        QVERIFY(hasNote(job->result()->notes, Note::Kind::IgnoredFilter));
    }

    void aNumberIsTheSameHoweverItIsWritten()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &request) {
            if (request.startsWith("GET /rs/"))
                return void(socket.write(RawServer::reply(200, "application/dicom+json", R"([
                    {"0020000D":{"vr":"UI","Value":["1.2.3"]},"00100020":{"vr":"LO","Value":["850114 1234"]}},
                    {"0020000D":{"vr":"UI","Value":["1.2.4"]},"00100020":{"vr":"LO","Value":["8501141235"]}}])")));
            // It tells by its link that it did not look for the number.
            socket.write(RawServer::reply(200, "application/fhir+json", R"({"resourceType":"Bundle","type":"searchset",
                "link":[{"relation":"self","url":"/fhir/Patient?_count=100"}],"entry":[
                {"resource":{"resourceType":"Patient","id":"a","identifier":[{"system":"urn:oid:2.999.1","value":"8501141234"}]}},
                {"resource":{"resourceType":"Patient","id":"b","identifier":[{"system":"urn:oid:2.999.2","value":"8501141234"}]}},
                {"resource":{"resourceType":"Patient","id":"c","identifier":[{"system":"urn:oid:2.999.1","value":"8501141235"}]}}]})"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        Client client(endpoint);
        const model::PatientIdentifier asked{QStringLiteral("urn:oid:2.999.1"), QStringLiteral("850114/1234")};
        model::StudyQuery query;
        query.patient = asked;
        auto studies = client.searchStudies(query, Route::Dicomweb);
        QVERIFY(ended(studies));
        QCOMPARE(uidsOf(*studies->result()), QStringList{QStringLiteral("1.2.3")});

        model::PatientQuery person;
        person.identifier = asked;
        auto patients = client.searchPatients(person);
        QVERIFY(ended(patients));
        QCOMPARE(patients->result()->patients.size(), 1);
        QCOMPARE(patients->result()->patients.front().id, QStringLiteral("a"));
    }

    void aStudyOfSeveralOrdersIsFoundByEach_data()
    {
        QTest::addColumn<QString>("accession");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("the first") << QStringLiteral("A") << true;
        QTest::newRow("the second") << QStringLiteral("B") << true;
        QTest::newRow("another") << QStringLiteral("C") << false;
    }
    void aStudyOfSeveralOrdersIsFoundByEach()
    {
        QFETCH(QString, accession);
        QFETCH(bool, isFound);
        RawServer server([](QTcpSocket &socket, const QByteArray &request) {
            if (request.startsWith("GET /rs/"))
                return void(socket.write(RawServer::reply(
                    200, "application/dicom+json",
                    R"([{"0020000D":{"vr":"UI","Value":["1.2.3"]},"00080050":{"vr":"SH","Value":["A","B"]}}])")));
            const auto order = [](const QByteArray &number) {
                return R"({"type":{"coding":[{"code":"ACSN"}]},"value":")" + number + R"("})";
            };
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":
                {"resourceType":"ImagingStudy","status":"available","identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"},)" +
                                              order("A") + R"(],"basedOn":[{"identifier":)" + order("B") + "}]}}]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        endpoint.qidoBase = server.url(QStringLiteral("/rs"));
        Client client(endpoint);
        model::StudyQuery query;
        query.accession = accession;
        for (const Route route : {Route::Fhir, Route::Dicomweb}) {
            auto job = client.searchStudies(query, route);
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->studies.size(), isFound ? 1 : 0);
            if (isFound)
                QCOMPARE(job->result()->studies.front().accessions,
                         (QStringList{QStringLiteral("A"), QStringLiteral("B")}));
        }
    }

    void asksForACertainMatch()
    {
        Responder demo;
        Client client(endpointOf(demo));
        model::PatientQuery query;
        query.family = text(somebody().family);
        query.given = text(somebody().given);
        query.birthDate = QDate::fromString(text(somebody().birthDate), Qt::ISODate);
        query.gender = text(somebody().gender);
        query.match = true;
        auto job = client.searchPatients(query);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->patients.size(), 1);
        QCOMPARE(job->result()->patients.front().matchGrade, QStringLiteral("certain"));
        QCOMPARE(job->result()->patients.front().matchScore, std::optional(1.0));
        QCOMPARE(demo.seen().front().path(), std::string("/fhir/Patient/$match"));
        QCOMPARE(demo.seen().front().method, std::string("POST"));

        query.birthDate = query.birthDate.addDays(1);
        auto uncertain = client.searchPatients(query);
        QVERIFY(ended(uncertain));
        QVERIFY(uncertain->result()->patients.isEmpty());

        const QStringList lines = client.described(query);
        QVERIFY(lines.front().endsWith(QStringLiteral("/fhir/Patient/$match")));
        QVERIFY(lines.contains(QStringLiteral("family = •••")));
        QVERIFY(lines.contains(QStringLiteral("onlyCertainMatches = true")));
    }

    void takesTheMatchWhereTheSearchIsRefused()
    {
        Responder demo;
        demo.answer("GET", "/fhir/Patient", Reply{400, "text/plain", "no searching here", {}, {}});
        Client client(endpointOf(demo));
        for (const int requests : {3, 1}) { // search, /metadata, $match; then it is known
            demo.clearSeen();
            auto job = client.searchPatients(patientQuery());
            QVERIFY(ended(job));
            QCOMPARE(kindOf(job), QStringLiteral("a result"));
            QCOMPARE(job->result()->patients.size(), 1);
            QCOMPARE(int(demo.seen().size()), requests);
        }
    }

    void saysWhatAServerOffers()
    {
        Responder demo;
        for (const bool isR5 : {false, true}) {
            Endpoint endpoint = endpointOf(demo);
            if (isR5)
                endpoint.fhirBase = QUrl(text(demo.fhirR5Base()));
            Client client(endpoint);
            auto job = client.probe();
            QVERIFY(ended(job));
            const Check check = job->result()->at(2);
            QCOMPARE(check.name, QStringLiteral("capability"));
            QVERIFY2(check.subject.startsWith(isR5 ? QStringLiteral("FHIR 5") : QStringLiteral("FHIR 4")),
                     qPrintable(check.subject));
            const QString parameters = check.detail.section(QStringLiteral("can be searched by: "), 1);
            QVERIFY2(parameters.contains(isR5 ? QStringLiteral("body-site") : QStringLiteral("bodysite")),
                     qPrintable(check.detail));
        }
    }

    void followsARecordToTheOneThatReplacesIt_data()
    {
        QTest::addColumn<QByteArray>("reference");
        QTest::addColumn<QByteArray>("ids");
        QTest::addColumn<int>("requests");
        // The new record names the old one as its replacement: a circle ends.
        QTest::newRow("by its type and id") << QByteArray("Patient/new") << QByteArray("old new") << 2;
        QTest::newRow("by its address") << QByteArray("BASE/Patient/new") << QByteArray("old new") << 2;
        QTest::newRow("elsewhere") << QByteArray("https://elsewhere.example/fhir/Patient/new") << QByteArray("old")
                                   << 1;
        QTest::newRow("no such record") << QByteArray("Patient/gone") << QByteArray("old") << 2;
    }
    void followsARecordToTheOneThatReplacesIt()
    {
        QFETCH(QByteArray, reference);
        const QByteArray system = QByteArray::fromStdString(somebody().system);
        const auto patient = [&system](const QByteArray &id, const QByteArray &number, const QByteArray &by) {
            return QByteArray("{'resourceType': 'Patient', 'id': 'ID', 'active': false, 'identifier': "
                              "[{'system': 'SYSTEM', 'value': 'NUMBER'}], "
                              "'link': [{'type': 'replaced-by', 'other': {'reference': 'BY'}}]}")
                .replace('\'', '"')
                .replace("ID", id)
                .replace("SYSTEM", system)
                .replace("NUMBER", number)
                .replace("BY", by);
        };
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            QByteArray by = reference;
            by.replace("BASE", (server.origin() + QStringLiteral("/fhir")).toLatin1());
            const QByteArray old = patient("old", QByteArray::fromStdString(somebody().value), by);
            if (request.startsWith("GET /fhir/Patient?"))
                socket.write(RawServer::reply(200, "application/fhir+json",
                                              R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":)" +
                                                  old + "}]}"));
            else if (request.startsWith("GET /fhir/Patient/new"))
                socket.write(
                    RawServer::reply(200, "application/fhir+json", patient("new", "another number", "Patient/old")));
            else
                socket.write(RawServer::reply(404, "text/plain", "gone"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchPatients(patientQuery());
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QByteArrayList ids;
        for (const model::Patient &one : job->result()->patients)
            ids << one.id.toLatin1();
        QTEST(ids.join(' '), "ids");
        QTEST(int(server.requests.size()), "requests");
        QCOMPARE(hasNote(job->result()->notes, Note::Kind::ServerWarning), ids.size() == 1);
    }

    void anUnknownAuthorityIsTold()
    {
        Responder demo;
        demo.play(Fault::operationOutcome(404, "not-found", "targetSystem not found").onPath("/Patient"));
        Client client(endpointOf(demo));
        auto refused = client.searchPatients(patientQuery());
        QVERIFY(ended(refused));
        QVERIFY(isUnknownAuthority(refused->result().error()));
        demo.heal();
        demo.answer(
            "GET", "/fhir/Patient",
            Reply{200,
                  "application/fhir+json",
                  R"({"resourceType":"Bundle","type":"searchset","entry":[{"search":{"mode":"outcome"},"resource":)"
                  R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-found",)"
                  R"("details":{"text":"Unknown assigning authority"}}]}}]})",
                  {},
                  {}});
        auto told = client.searchPatients(patientQuery());
        QVERIFY(ended(told));
        QVERIFY(told->result()->patients.isEmpty());
        QVERIFY(hasNote(told->result()->notes, Note::Kind::UnknownAuthority));
    }

    void eachIgnoredFilterIsToldAndAppliedHere()
    {
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const auto patient = [](const QByteArray &id, const QByteArray &family, const QByteArray &gender) {
                return R"({"resource":{"resourceType":"Patient","id":")" + id + R"(","gender":")" + gender +
                       R"(","name":[{"family":")" + family + R"(","given":["Jiří"]}]}})";
            };
            socket.write(RawServer::reply(
                200, "application/fhir+json",
                R"({"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"Patient?given=jiri"}],)"
                R"("entry":[)" +
                    patient("a", "Novák", "male") + ',' + patient("b", "Novák", "female") + ',' +
                    patient("c", "Dvořák", "male") + "]}"));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        model::PatientQuery query;
        query.family = QStringLiteral("nova");
        query.given = QStringLiteral("jiri");
        query.gender = QStringLiteral("male");
        auto job = client.searchPatients(query);
        QVERIFY(ended(job));
        QCOMPARE(job->result()->patients.size(), 1);
        QCOMPARE(job->result()->patients.front().id, QStringLiteral("a"));
        QStringList parameters;
        for (const Note &note : job->result()->notes)
            if (note.kind == Note::Kind::IgnoredFilter)
                parameters << note.parameter;
        QCOMPARE(parameters, (QStringList{QStringLiteral("family"), QStringLiteral("gender")}));
    }

    void saysWhatItsRowsAreNotFilteredBy_data()
    {
        QTest::addColumn<Route>("route");
        QTest::addColumn<QString>("studyId");
        QTest::addColumn<QString>("referrer");
        QTest::addColumn<QString>("identifier"); // beside an accession number that is hers
        QTest::addColumn<bool>("isListed");
        QTest::addColumn<QStringList>("said");
        const QString nobodys = QStringLiteral("NOSUCH");
        const QStringList none;
        for (const auto &[name, route] : {std::pair("fhir", Route::Fhir), std::pair("documents", Route::Documents)}) {
            QTest::addRow("%s, Study ID", name)
                << route << nobodys << QString() << QString() << true << QStringList{QStringLiteral("study-id")};
            QTest::addRow("%s, nothing of the kind", name)
                << route << QString() << QString() << QString() << true << none;
        }
        QTest::newRow("dicomweb, Study ID") << Route::Dicomweb << nobodys << QString() << QString() << false << none;
        QTest::newRow("dicomweb, referrer") << Route::Dicomweb << QString() << nobodys << QString() << false << none;
        QTest::newRow("documents, referrer")
            << Route::Documents << QString() << nobodys << QString() << true << QStringList{QStringLiteral("referrer")};
        QTest::newRow("fhir, two numbers") << Route::Fhir << QString() << QString() << nobodys << false << none;
        for (const auto &[name, route] :
             {std::pair("dicomweb", Route::Dicomweb), std::pair("documents", Route::Documents)})
            QTest::addRow("%s, two numbers", name)
                << route << QString() << QString() << nobodys << true << QStringList{QStringLiteral("identifier")};
    }
    void saysWhatItsRowsAreNotFilteredBy()
    {
        QFETCH(Route, route);
        QFETCH(QString, studyId);
        QFETCH(QString, referrer);
        QFETCH(QString, identifier);
        QFETCH(bool, isListed);
        QFETCH(QStringList, said);
        Responder demo;
        Client client(endpointOf(demo));
        auto all = client.searchStudies(studyQuery(), route);
        QVERIFY(ended(all));
        QVERIFY(!all->result()->studies.isEmpty());
        model::StudyQuery query = studyQuery();
        query.studyId = studyId;
        query.referrer = referrer;
        query.identifier = identifier;
        if (!identifier.isEmpty()) {
            auto hers = client.searchStudies(studyQuery(), Route::Fhir);
            QVERIFY(ended(hers));
            query.accession = hers->result()->studies.front().accessions.value(0);
            QVERIFY(!query.accession.isEmpty());
        }
        auto job = client.searchStudies(query, route);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(!job->result()->studies.isEmpty(), isListed);
        QStringList parameters;
        for (const Note &note : job->result()->notes)
            if (note.kind == Note::Kind::IgnoredFilter)
                parameters << note.parameter;
        QCOMPARE(parameters, said);
    }

    void showsWhatIsSentForStudies()
    {
        Responder demo;
        const Client client(endpointOf(demo));
        model::StudyQuery query = studyQuery();
        query.from = QDate(2024, 1, 1);
        query.to = QDate(2024, 1, 1);
        query.fromTime = QTime(8, 0);
        query.modality = QStringLiteral("MR");
        query.bodySite = QStringLiteral("http://snomed.info/sct|76752008");
        query.reason = QStringLiteral("http://snomed.info/sct|25064002");
        query.sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.4");
        query.identifier = QStringLiteral("urn:oid:2.999.50|A-1");
        query.series = model::SeriesUid::parse(u"1.2.3");
        query.studyId = QStringLiteral("S-1");
        query.referrer = QStringLiteral("Doe");
        const QStringList fhir = client.described(query, Route::Fhir);
        QVERIFY(fhir.front().startsWith(QStringLiteral("GET ") + text(demo.fhirBase()) +
                                        QStringLiteral("/ImagingStudy?patient.identifier=•••")));
        for (const QString &line :
             {QStringLiteral("patient.identifier = %1|•••").arg(text(somebody().system)),
              QStringLiteral("identifier = urn:oid:2.999.50|•••"), QStringLiteral("series = 1.2.3"),
              QStringLiteral("started = ge2024-01-01"), QStringLiteral("started = le2024-01-01"),
              QStringLiteral("modality = MR"), QStringLiteral("bodysite = http://snomed.info/sct|76752008"),
              QStringLiteral("dicom-class = urn:oid:1.2.840.10008.5.1.4.1.1.4"),
              QStringLiteral("reason = http://snomed.info/sct|25064002"),
              QStringLiteral("_include = ImagingStudy:endpoint")})
            QVERIFY2(fhir.contains(line), qPrintable(line + u'\n' + fhir.join(u'\n')));
        const QStringList qido = client.described(query, Route::Dicomweb);
        for (const QString &line :
             {QStringLiteral("PatientID = •••"), QStringLiteral("StudyDate = 20240101-20240101"),
              QStringLiteral("StudyTime = 080000-"), QStringLiteral("AccessionNumber = •••"),
              QStringLiteral("StudyID = •••"), QStringLiteral("ReferringPhysicianName = •••"),
              QStringLiteral("SeriesInstanceUID = •••"), QStringLiteral("ModalitiesInStudy = MR")})
            QVERIFY2(qido.contains(line), qPrintable(line + u'\n' + qido.join(u'\n')));
        for (const QString &line : fhir + qido)
            QVERIFY(!line.contains(text(somebody().value)));
        model::StudyQuery any = query;
        any.patient->value = QStringLiteral("87*");
        QVERIFY(client.described(any, Route::Dicomweb).isEmpty()); // is not asked, for others would come
        const QStringList documents = client.described(query, Route::Documents);
        QVERIFY(documents.value(0).contains(QStringLiteral("/DocumentReference?patient.identifier=•••")));
        for (const QString &line : {QStringLiteral("patient.identifier = %1|•••").arg(text(somebody().system)),
                                    QStringLiteral("period = •••"), QStringLiteral("_count = 100")})
            QVERIFY2(documents.contains(line), qPrintable(line + u'\n' + documents.join(u'\n')));
        QVERIFY(!documents.join(u'\n').contains(text(somebody().value)));
    }

    void readsATreeFromTheObjectsThemselves()
    {
        Responder demo;
        Endpoint endpoint = endpointOf(demo);
        endpoint.idleTimeout = std::chrono::seconds(30); // the objects have to be made first
        Client client(endpoint);
        const auto study = somebody().studies.at(0);
        const auto uid = *model::StudyUid::parse(text(study.uid));
        const auto uidsIn = [](const model::Study &tree) {
            QStringList uids;
            for (const model::Series &series : tree.series)
                for (const model::Instance &instance : series.instances)
                    uids << series.uid.text() + u' ' + instance.uid.text();
            return uids;
        };
        auto listed = client.readTree(uid, Route::Dicomweb);
        auto read = client.readMetadata(uid);
        QVERIFY(ended(listed) && ended(read));
        QCOMPARE(kindOf(read), QStringLiteral("a result"));
        QCOMPARE(uidsIn(*read->result()), uidsIn(*listed->result()));
        QCOMPARE(read->result()->seriesFrom, std::optional(model::Source::Metadata));
        QCOMPARE(listed->result()->seriesFrom, std::optional(model::Source::Qido));

        demo.answer("GET", "/dicom-web/studies/" + study.uid + "/series",
                    Reply{200, "application/dicom+json", "[]", {}, {}});
        auto empty = client.readTree(uid, Route::Dicomweb);
        QVERIFY(ended(empty));
        QCOMPARE(kindOf(empty), QStringLiteral("a result"));
        QCOMPARE(uidsIn(*empty->result()), uidsIn(*listed->result()));
        QCOMPARE(empty->result()->series.front().instancesFrom, std::optional(model::Source::Metadata));
        auto unknown = client.readMetadata(*model::StudyUid::parse(u"1.2.3"));
        QVERIFY(ended(unknown));
        QCOMPARE(kindOf(unknown), QStringLiteral("NotFound"));
    }

    void saysWhenMetadataHoldAKeyTwice_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("once") << QStringLiteral("'00200013':{'vr':'IS','Value':[1]}") << false;
        QTest::newRow("twice") << QStringLiteral(
                                      "'00200013':{'vr':'IS','Value':[1]},'00200013':{'vr':'IS','Value':[2]}")
                               << true;
    }
    void saysWhenMetadataHoldAKeyTwice()
    {
        QFETCH(QString, number);
        QFETCH(bool, isTold);
        Responder demo;
        demo.answer(
            "GET", "/dicom-web/studies/1.2.3/metadata",
            dicomJson("[{'00080018':{'vr':'UI','Value':['1.2.3.1.1']},'0020000E':{'vr':'UI','Value':['1.2.3.1']}," +
                      number.toStdString() + "}]"));
        Client client(endpointOf(demo));
        auto job = client.readMetadata(*model::StudyUid::parse(u"1.2.3"));
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->series.front().instances.front().number, std::optional(1));
        QCOMPARE(hasNote(job->result()->notes, Note::Kind::ServerWarning), isTold);
    }

    void tellsWhichRowsOfATreeWereLeftOut()
    {
        Responder demo;
        const auto study = somebody().studies.at(0);
        const std::string path = "/dicom-web/studies/" + study.uid;
        const auto answer = [&](const char *level, const std::string &rows) {
            demo.answer("GET", path + level, dicomJson('[' + rows + ']'));
        };
        const auto row = [](const char *sop, const char *series, const char *of = "") {
            std::string attributes;
            for (const auto &[tag, uid] : {std::pair{"00080018", sop}, {"0020000D", of}, {"0020000E", series}})
                if (*uid != 0)
                    attributes +=
                        (attributes.empty() ? "'" : ",'") + std::string(tag) + "':{'vr':'UI','Value':['" + uid + "']}";
            return '{' + attributes + '}';
        };
        answer("/series", row("", "1.2.1") + ',' + row("", "../1") + ',' + row("", ""));
        answer("/instances", row("1.2.1.1", "1.2.1") + ',' + row("", "1.2.1") + ',' + row("../x", "1.2.1") + ',' +
                                 row("1.2.2.1", "1.2.2") + ',' + row("1.2.3.1", "") + ',' + row("", "") + ',' +
                                 row("1.9.1.1", "1.9.1", "1.9"));
        Client client(endpointOf(demo));
        auto job = client.readTree(*model::StudyUid::parse(text(study.uid)), Route::Dicomweb);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QStringList listed, said;
        for (const model::Series &series : job->result()->series)
            for (const model::Instance &instance : series.instances)
                listed << series.uid.text() + u' ' + instance.uid.text();
        QCOMPARE(sorted(listed), QStringList({QStringLiteral("1.2.1 1.2.1.1"), QStringLiteral("1.2.2 1.2.2.1")}));
        for (const Note &note : job->result()->notes) {
            QCOMPARE(note.kind, Note::Kind::UnreadableRow);
            said << note.detail;
        }
        const QString whole = QStringLiteral("study ") + text(study.uid);
        QCOMPARE(
            sorted(said),
            sorted({QStringLiteral("2 rows of %1 have no usable Series Instance UID and were left out.").arg(whole),
                    QStringLiteral("1 row of %1 has no usable Series Instance UID and was left out.").arg(whole),
                    QStringLiteral("1 row of %1 has no usable SOP Instance UID and was left out.").arg(whole),
                    QStringLiteral("2 rows of series 1.2.1 have no usable SOP Instance UID and were left out.")}));
    }

    void theTreeKeepsTheNotesOfAnImagingStudy_data()
    {
        QTest::addColumn<bool>("isCompleted");
        QTest::newRow("by itself") << false;
        QTest::newRow("completed by QIDO-RS") << true;
    }
    void theTreeKeepsTheNotesOfAnImagingStudy()
    {
        QFETCH(bool, isCompleted);
        Responder demo;
        const auto study = somebody().studies.at(0);
        demo.answer(
            "GET", "/fhir/ImagingStudy",
            fhirJson(
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ImagingStudy','status':'available',"
                "'identifier':[{'system':'urn:dicom:uid','value':'urn:oid:" +
                study.uid +
                "'}],'series':[{'uid':'1.2.1','instance':[{'uid':'1.2.1.1'},{'uid':'bad uid'}]},"
                "{'number':2}]}}]}"));
        Endpoint endpoint = endpointOf(demo);
        if (!isCompleted)
            endpoint.routes = {Route::Fhir};
        Client client(endpoint);
        auto job = client.readTree(*model::StudyUid::parse(text(study.uid)), Route::Fhir);
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QVERIFY(hasNote(job->result()->notes, Note::Kind::UnreadableRow));
        QVERIFY(job->result()->notes.front().detail.startsWith(QStringLiteral("2 series or instances of study")));
    }

    void asksForSmallerPagesWhereTheAnswerWouldBeTooLarge()
    {
        Responder demo;
        demo.play(Fault::status(413).onPath("limit=1000"));
        Client client(endpointOf(demo));
        const auto study = somebody().studies.front();
        auto job = client.listInstances(*model::StudyUid::parse(text(study.uid)),
                                        *model::SeriesUid::parse(text(study.series.front().uid)));
        QVERIFY(ended(job));
        QCOMPARE(kindOf(job), QStringLiteral("a result"));
        QCOMPARE(job->result()->rows.size(), qsizetype(study.series.front().instances.size()));
    }

    void leavesOutRowsOfOtherPatients()
    {
        Responder demo;
        demo.play(Fault::otherPatient().onPath("/dicom-web/"));
        Client client(endpointOf(demo));
        auto job = client.searchStudies(studyQuery(), Route::Dicomweb);
        QVERIFY(ended(job));
        QVERIFY(job->result()->studies.isEmpty());
        QVERIFY(!hasNote(job->result()->notes, Note::Kind::IgnoredFilter)); // numbers of its own are no such thing
        QCOMPARE(job->result()->notes.size(), 1);
        QCOMPARE(job->result()->notes.front().kind, Note::Kind::OtherNumber);
        QCOMPARE(job->result()->notes.front().count, int(somebody().studies.size()));

        demo.play(Fault::otherPatient().onPath("/fhir/"));
        auto byFhir = client.searchStudies(studyQuery(), Route::Fhir);
        QVERIFY(ended(byFhir));
        QVERIFY(byFhir->result()->studies.isEmpty());
        QVERIFY(!hasNote(byFhir->result()->notes, Note::Kind::IgnoredFilter));
        QVERIFY(hasNote(byFhir->result()->notes, Note::Kind::OtherNumber));
        QCOMPARE(byFhir->result()->ofOthers.size(), somebody().studies.size()); // each once, however often it came

        auto tree = client.readTree(*model::StudyUid::parse(text(somebody().studies.front().uid)), Route::Dicomweb,
                                    studyQuery().patient);
        QVERIFY(ended(tree));
        QCOMPARE(kindOf(tree), QStringLiteral("NotFound"));
        QVERIFY2(tree->result().error().detail.contains(QStringLiteral("another patient number")),
                 qPrintable(tree->result().error().detail));
    }

    void probesAContactPoint()
    {
        Responder demo;
        Client client(endpointOf(demo));
        auto good = client.probe();
        QStringList early;
        connect(good.get(), &ProbeJob::checked, this, [&](const Check &check) {
            if (!good->isFinished())
                early << check.name;
        });
        QVERIFY(ended(good));
        QCOMPARE(kindOf(good), QStringLiteral("a result"));
        QStringList lines;
        for (const Check &check : *good->result())
            lines << check.name + (check.verdict == Check::Verdict::Pass   ? u'+'
                                   : check.verdict == Check::Verdict::Warn ? u'~'
                                                                           : u'-');
        QCOMPARE(lines, QStringList({QStringLiteral("connection+"), QStringLiteral("tls~"),
                                     QStringLiteral("capability+"), QStringLiteral("qido+"), QStringLiteral("wado+")}));
        QCOMPARE(early.join(u' '), QStringLiteral("connection tls capability qido wado"));
        QVERIFY(!good->result()->at(1).exchange);
        const Check &capability = good->result()->at(2);
        QVERIFY(capability.exchange);
        QCOMPARE(capability.exchange->method, QByteArray("GET"));
        QVERIFY(capability.exchange->maskedUrl.endsWith(QStringLiteral("/metadata")));
        QCOMPARE(capability.exchange->status, 200);
        QVERIFY(capability.exchange->bodyStart.reveal().contains(QStringLiteral("CapabilityStatement")));
        QVERIFY(good->result()->at(3).exchange->maskedUrl.endsWith(QStringLiteral("/studies?limit=1")));

        Endpoint wrong = endpointOf(demo);
        wrong.fhirBase.setPath(wrong.fhirBase.path() + u'x');
        Client astray(wrong);
        auto unknown = astray.probe();
        QVERIFY(ended(unknown));
        QCOMPARE(unknown->result()->at(2).name, QStringLiteral("capability"));
        QCOMPARE(unknown->result()->at(2).verdict, Check::Verdict::Fail);
        QVERIFY(unknown->result()->at(2).error);

        demo.play(Fault::status(401).onPath("/metadata"));
        demo.play(Fault::loginPage().onPath("/studies"));
        auto bad = client.probe();
        QVERIFY(ended(bad));
        QCOMPARE(bad->result()->at(2).verdict, Check::Verdict::Warn);
        QCOMPARE(bad->result()->at(3).verdict, Check::Verdict::Fail);
        QCOMPARE(bad->result()->at(3).error->kind, Kind::Malformed);
        demo.heal();

        const auto ofImages = [&](const QUrl &base) {
            Endpoint images;
            images.wadoBase = base;
            Client alone(images);
            auto probe = alone.probe();
            return ended(probe) && probe->result() ? probe->result()->constLast() : Check();
        };
        QCOMPARE(ofImages(endpointOf(demo).wadoBase).name, QStringLiteral("wado"));
        QCOMPARE(ofImages(endpointOf(demo).wadoBase).verdict, Check::Verdict::Pass);
        demo.play(Fault::status(403).onPath("/studies"));
        QCOMPARE(ofImages(endpointOf(demo).wadoBase).verdict, Check::Verdict::Warn);
        demo.heal();
        demo.play(Fault::loginPage().onPath("/studies"));
        QCOMPARE(ofImages(endpointOf(demo).wadoBase).verdict, Check::Verdict::Fail);
        demo.heal();
        demo.play(Fault::stall().onRetrievals());
        const Check silent = ofImages(endpointOf(demo).wadoBase);
        QCOMPARE(silent.name, QStringLiteral("wado"));
        QCOMPARE(silent.verdict, Check::Verdict::Warn);
        QVERIFY(silent.exchange);
        QCOMPARE(silent.exchange->status, 0);
        const Check nobody = ofImages(QUrl(QStringLiteral("http://127.0.0.1:9/dicom-web")));
        QCOMPARE(nobody.verdict, Check::Verdict::Fail);
        QCOMPARE(nobody.error->kind, Kind::Unreachable);
        QVERIFY(!nobody.exchange); // no request got out
    }

    void showsWhatIsSentWithoutIdentity()
    {
        Responder demo;
        const Client client(endpointOf(demo));
        const QStringList lines = client.described(patientQuery());
        QVERIFY(lines.at(0).startsWith(QStringLiteral("GET ") + text(demo.fhirBase()) +
                                       QStringLiteral("/Patient?identifier=•••&_elements=")));
        QVERIFY(lines.contains(QStringLiteral("identifier = %1|•••").arg(text(somebody().system))));
        for (const QString &line : lines)
            QVERIFY(!line.contains(text(somebody().value)));
    }

    void tellsEveryExchange()
    {
        Responder demo;
        Client client(endpointOf(demo));
        QList<model::Exchange> exchanges;
        connect(&client, &Client::exchanged, this, [&](const model::Exchange &exchange) { exchanges << exchange; });
        auto job = client.searchPatients(patientQuery());
        QVERIFY(ended(job));
        QTRY_COMPARE(exchanges.size(), 1);
        QCOMPARE(exchanges.at(0).status, 200);
        QCOMPARE(text(demo.seen().at(0).header("X-Request-Id")), exchanges.at(0).requestId);
    }

    // The life of a job

    void nothingIsToldBeforeControlIsBackInTheEventLoop()
    {
        Client client(Endpoint{}); // refused at once: there is no address to ask
        auto job = client.searchPatients(patientQuery());
        QThread::msleep(50);
        QVERIFY(!job->isFinished());
        QSignalSpy finished(job.get(), &AnyJob::finished);
        QVERIFY(finished.wait());
        QCOMPARE(kindOf(job), QStringLiteral("Usage"));
        QCOMPARE(finished.size(), 1);
    }

    void aJobCancelledBeforeItRanEndsAsCancelled()
    {
        Responder demo;
        Client client(endpointOf(demo));
        auto job = client.searchPatients(patientQuery());
        QSignalSpy finished(job.get(), &AnyJob::finished);
        job->cancel();
        QVERIFY(!job->isFinished());
        QVERIFY(finished.wait());
        QCOMPARE(kindOf(job), QStringLiteral("Cancelled"));
        job->cancel();
        auto other = client.searchPatients(patientQuery()); // what the cancelled one might still send would come before
        QVERIFY(ended(other));
        QCOMPARE(finished.size(), 1);
    }

    void aJobCancelledWhileRunningLetsGoOfItsConnection()
    {
        QPointer<QTcpSocket> line;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) { line = &socket; });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchPatients(patientQuery());
        QSignalSpy finished(job.get(), &AnyJob::finished);
        QTRY_VERIFY(line);
        job->cancel();
        QVERIFY(finished.wait());
        QCOMPARE(kindOf(job), QStringLiteral("Cancelled"));
        QTRY_VERIFY(!line);
    }

    void aDroppedJobFallsSilentAndStops()
    {
        QPointer<QTcpSocket> line;
        RawServer server([&](QTcpSocket &socket, const QByteArray &) { line = &socket; });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(QStringLiteral("/fhir"));
        Client client(endpoint);
        auto job = client.searchPatients(patientQuery());
        int told = 0;
        connect(job.get(), &AnyJob::finished, this, [&] { ++told; });
        const QPointer<AnyJob> watched = job.get();
        QTRY_VERIFY(line);
        job.reset();
        QTRY_VERIFY(!line);
        QTRY_VERIFY(!watched);
        QCOMPARE(told, 0);
    }

    void aJobMayBeDroppedInItsOwnSlot()
    {
        Responder demo;
        Client client(endpointOf(demo));
        auto job = client.searchPatients(patientQuery());
        const QPointer<AnyJob> watched = job.get();
        int told = 0;
        connect(job.get(), &AnyJob::finished, this, [&] {
            ++told;
            job.reset();
        });
        QTRY_COMPARE(told, 1);
        QTRY_VERIFY(!watched);

        auto progressing = client.searchStudies(studyQuery(), Route::Dicomweb);
        int rows = 0;
        connect(progressing.get(), &AnyJob::progressed, this, [&] {
            ++rows;
            progressing.reset();
        });
        QTRY_COMPARE(rows, 1);
    }

    void jobsOutliveTheirClientAsCancelled()
    {
        Responder demo;
        demo.play(Fault::stall());
        auto client = std::make_unique<Client>(endpointOf(demo));
        auto running = client->searchPatients(patientQuery());
        QTRY_VERIFY(!demo.seen().empty());
        auto fresh = client->readTree(*model::StudyUid::parse(u"1.2.3"), Route::Fhir);
        client.reset();
        QVERIFY(ended(running) && ended(fresh));
        QCOMPARE(kindOf(running), QStringLiteral("Cancelled"));
        QCOMPARE(kindOf(fresh), QStringLiteral("Cancelled"));
    }
};

QTEST_GUILESS_MAIN(ClientTest)
#include "ClientTest.moc"
