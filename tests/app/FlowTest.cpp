#include <story/ConnectionCheckFlow.h>
#include <story/DemoCountry.h>
#include <story/PatientSearchFlow.h>
#include <story/RetrievalFlow.h>
#include <story/StudySearchFlow.h>
#include <story/TreeFlow.h>

#include <responder/Responder.h>

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using model::Route;
using responder::Fault;
using Kind = network::Error::Kind;

namespace {

constexpr int longest = 30'000;    // milliseconds; only a hang takes so long
constexpr size_t withManifest = 1; // the study of the person that a manifest lists

} // namespace

class FlowTest : public QObject
{
    Q_OBJECT

private:
    responder::Responder m_country;
    std::unique_ptr<network::Client> m_client;
    responder::DemoPatient m_person;

    model::PatientIdentifier identifier() const
    {
        return {QString::fromStdString(m_person.system), QString::fromStdString(m_person.value)};
    }
    story::StudySearchRequest studiesOfPerson() const
    {
        story::StudySearchRequest request;
        request.query.patient = identifier();
        request.routes = {Route::Fhir, Route::Dicomweb};
        return request;
    }
    model::StudyUid studyAt(size_t position) const
    {
        return *model::StudyUid::parse(QString::fromStdString(m_person.studies.at(position).uid));
    }
    qsizetype instancesAt(size_t position) const
    {
        qsizetype count = 0;
        for (const auto &series : m_person.studies.at(position).series)
            count += static_cast<qsizetype>(series.instances.size());
        return count;
    }
    void useProfile(const QByteArray &json)
    {
        m_client = std::make_unique<network::Client>(*story::Profile::parse(json)->toEndpoint());
    }

private slots:
    void initTestCase()
    {
        for (const auto &person : responder::Responder::demoPatients())
            if (person.system + '|' + person.value == responder::Responder::demoIdentifier())
                m_person = person;
        QVERIFY(m_person.studies.size() >= 4);
    }

    void init()
    {
        m_country.heal();
        m_country.forgetAnswers();
        m_country.clearSeen();
        useProfile(QByteArray::fromStdString(m_country.demoProfileJson()));
    }

    void patientsAreFound()
    {
        story::PatientSearchFlow flow;
        QSignalSpy found(&flow, &story::PatientSearchFlow::patientsFound);
        model::PatientQuery query;
        query.identifier = identifier();
        flow.start(*m_client, query);
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), 1, longest);
        QCOMPARE(found.first().first().value<model::PatientList>().patients.size(), 1);
    }

    void aNewSearchReplacesTheOld()
    {
        m_country.play(Fault::delay(std::chrono::milliseconds(300)).times(1));
        story::PatientSearchFlow flow;
        QSignalSpy found(&flow, &story::PatientSearchFlow::patientsFound);
        model::PatientQuery query;
        query.identifier = identifier();
        flow.start(*m_client, query);
        QTRY_VERIFY_WITH_TIMEOUT(!m_country.seen().empty(), longest);
        query.identifier->value = u"0000000000"_s;
        flow.start(*m_client, query);
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), 1, longest);
        QVERIFY(found.first().first().value<model::PatientList>().patients.isEmpty());
        QVERIFY(!flow.isRunning());
    }

    void everyRouteIsAskedAndTheListIsOne()
    {
        story::StudySearchFlow flow;
        QSignalSpy asked(&flow, &story::StudySearchFlow::routeAsked);
        QSignalSpy answered(&flow, &story::StudySearchFlow::routeAnswered);
        QSignalSpy changed(&flow, &story::StudySearchFlow::studiesChanged);
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        story::StudySearchRequest request = studiesOfPerson();
        request.routes.clear();
        flow.start(*m_client, request);
        QCOMPARE(asked.size(), 3);
        QCOMPARE(answered.size(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(answered.size(), 3);
        QCOMPARE(changed.size(), 3);
        QCOMPARE(flow.found().studies.size(), qsizetype(m_person.studies.size()));
        QCOMPARE(flow.found().studies.first().routes, QList({Route::Fhir, Route::Dicomweb, Route::Documents}));
        QVERIFY(flow.found().conflicts.isEmpty());
    }

    void aFailedRouteIsANoteWhileTheOtherAnswers()
    {
        m_country.play(Fault::status(403).onPath("/fhir"));
        story::StudySearchFlow flow;
        QSignalSpy routeFailed(&flow, &story::StudySearchFlow::routeFailed);
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        flow.start(*m_client, studiesOfPerson());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(routeFailed.size(), 1);
        QCOMPARE(routeFailed.first().first().value<Route>(), Route::Fhir);
        QCOMPARE(flow.found().studies.size(), qsizetype(m_person.studies.size()));
        QCOMPARE(flow.found().notes.first().kind, model::Note::Kind::RouteFailed);

        m_country.heal();
        m_country.clearSeen();
        flow.askAgain(*m_client, Route::Fhir);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, longest);
        QCOMPARE(flow.found().studies.first().routes, QList({Route::Fhir, Route::Dicomweb}));
        QVERIFY(flow.found().notes.isEmpty());
        for (const auto &request : m_country.seen())
            QVERIFY2(request.path().starts_with("/fhir"), request.target.c_str());
    }

    void whenAllRoutesFailTheSearchHasFailed()
    {
        m_country.play(Fault::status(404).onPath("/fhir"));
        m_country.play(Fault::status(403).onPath("/dicom-web"));
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        QSignalSpy failed(&flow, &story::StudySearchFlow::failed);
        flow.start(*m_client, studiesOfPerson());
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(finished.size(), 0);
        // That one route knows nothing does not hide that the other was refused.
        QCOMPARE(failed.first().first().value<network::Error>().kind, Kind::Forbidden);
    }

    void aRefusalIsNotHiddenByAnotherRoute_data()
    {
        QTest::addColumn<QString>("other");
        QTest::newRow("that failed") << u"status=500@/fhir"_s;
        QTest::newRow("that knows nothing") << u"empty-bundle@/fhir"_s;
    }
    void aRefusalIsNotHiddenByAnotherRoute()
    {
        QFETCH(QString, other);
        std::string problem;
        m_country.play(*Fault::parse(other.toStdString(), problem));
        m_country.play(Fault::status(403).onPath("/dicom-web"));
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        QSignalSpy failed(&flow, &story::StudySearchFlow::failed);
        flow.start(*m_client, studiesOfPerson());
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(finished.size(), 0);
        QCOMPARE(failed.first().first().value<network::Error>().kind, Kind::Forbidden);
    }

    void aRouteThatIsNotThereIsSaid()
    {
        network::Endpoint endpoint = m_client->endpoint();
        endpoint.routes = {Route::Fhir, Route::Dicomweb};
        m_client = std::make_unique<network::Client>(endpoint);
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        QSignalSpy failed(&flow, &story::StudySearchFlow::failed);
        story::StudySearchRequest request = studiesOfPerson();
        request.routes = {Route::Documents, Route::Fhir};
        flow.start(*m_client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QVERIFY(flow.found().notes.first().detail.startsWith(u"documents"_s));
        request.routes = {Route::Documents};
        flow.start(*m_client, request);
        QCOMPARE(failed.size(), 0); // not before control is back in the event loop
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(failed.first().first().value<network::Error>().kind, Kind::Usage);
    }

    void aRowOfAnotherPatientIsAConflict()
    {
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        story::StudySearchRequest request = studiesOfPerson();
        request.confirmed = network::ExpectedPatient{identifier(), {}};
        request.confirmed->confirmed.birthDate = u"1901-01-01"_s;
        flow.start(*m_client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(flow.found().conflicts.size(), qsizetype(m_person.studies.size())); // QIDO tells the birth date
        QCOMPARE(flow.found().conflicts.first().comparison.field, u"birthDate"_s);
        for (const model::Note &note : flow.found().notes)
            QVERIFY2(!note.detail.contains(QString::fromStdString(m_person.birthDate)), qPrintable(note.detail));
    }

    //! Several resources may describe one study, each with a subject of its own.
    void everybodyWhomAStudyNamesIsCompared_data()
    {
        QTest::addColumn<QByteArrayList>("subjects");
        QTest::addColumn<QString>("differs"); // the field of the conflict; "?": nothing could be compared
        const QByteArray hers = "{'identifier':{'system':'" + QByteArray::fromStdString(m_person.system) +
                                "','value':'" + QByteArray::fromStdString(m_person.value) + "'}}";
        const QByteArray named = "{'display':'Doe, Jane'}";
        const QByteArray stranger = "{'identifier':{'system':'urn:oid:2.999.9','value':'L9'},'display':'Smith, John'}";
        QTest::newRow("hers") << QByteArrayList{hers} << QString();
        QTest::newRow("hers in two parts") << QByteArrayList{hers, hers} << QString();
        QTest::newRow("hers, once by name") << QByteArrayList{hers, named} << QString();
        QTest::newRow("a part of it a stranger's") << QByteArrayList{hers, stranger} << u"name"_s;
        QTest::newRow("its first part a stranger's") << QByteArrayList{stranger, hers} << u"name"_s;
        QTest::newRow("her record") << QByteArrayList{"{'reference':'Patient/p1'}"} << QString();
        QTest::newRow("a version of it") << QByteArrayList{"{'reference':'Patient/p1/_history/2'}"} << QString();
        QTest::newRow("another record") << QByteArrayList{"{'reference':'Patient/p2'}"} << u"record"_s;
        QTest::newRow("another one by its address") << QByteArrayList{"{'reference':'BASE/Patient/p2'}"} << u"record"_s;
        QTest::newRow("hers and another one")
            << QByteArrayList{"{'reference':'Patient/p1'}", "{'reference':'Patient/p2'}"} << u"record"_s;
        QTest::newRow("another record and a local number")
            << QByteArrayList{"{'reference':'Patient/p2','identifier':{'value':'L7'}}"} << u"record"_s;
        QTest::newRow("another record of her name")
            << QByteArrayList{"{'reference':'Patient/p2','display':'Doe, Jane'}"} << QString();
        QTest::newRow("another record with her number")
            << QByteArrayList{hers.chopped(1) + ",'reference':'Patient/p2'}"} << QString();
        QTest::newRow("the record that replaces hers") << QByteArrayList{"{'reference':'Patient/p9'}"} << QString();
        QTest::newRow("a record elsewhere")
            << QByteArrayList{"{'reference':'https://elsewhere.example/fhir/Patient/p2'}"} << u"?"_s;
        QTest::newRow("nobody") << QByteArrayList{"{}"} << u"?"_s;
        QTest::newRow("a local number") << QByteArrayList{"{'identifier':{'value':'L7'}}"} << u"?"_s;
        QTest::newRow("hers and a local number") << QByteArrayList{hers, "{'identifier':{'value':'L7'}}"} << u"?"_s;
        QTest::newRow("hers and nobody") << QByteArrayList{hers, "{}"} << QString();
        QTest::newRow("its last of three") << QByteArrayList{named, hers, stranger} << u"name"_s;
    }
    void everybodyWhomAStudyNamesIsCompared()
    {
        QFETCH(QByteArrayList, subjects);
        QFETCH(QString, differs);
        for (QByteArray &subject : subjects)
            subject = "{'resource':{'resourceType':'ImagingStudy','status':'available','identifier':"
                      "[{'system':'urn:dicom:uid','value':'urn:oid:1.2.3'}],'subject':" +
                      subject + "}}";
        QByteArray bundle = "{'resourceType':'Bundle','type':'searchset','entry':[" + subjects.join(',') + "]}";
        bundle.replace('\'', '"');
        bundle.replace("BASE", QByteArray::fromStdString(m_country.fhirBase()));
        m_country.answer("GET", "/fhir/ImagingStudy",
                         responder::Reply{200, "application/fhir+json", bundle.toStdString(), {}, {}});
        story::StudySearchRequest request = studiesOfPerson();
        request.routes = {Route::Fhir};
        request.query.patientResourceId = u"p1"_s;
        request.confirmed = network::ExpectedPatient{identifier(), {}};
        request.confirmed->confirmed.id = u"p1"_s;
        request.confirmed->confirmed.replacedBy = u"Patient/p9"_s;
        request.confirmed->confirmed.family = u"Doe"_s;
        request.confirmed->confirmed.given = QStringList{u"Jane"_s};
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        flow.start(*m_client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(flow.found().studies.size(), 1);
        QStringList fields;
        for (const story::PatientConflict &conflict : flow.found().conflicts)
            fields += conflict.comparison.field;
        if (flow.found().unchecked.contains(flow.found().studies.first().uid))
            fields += u"?"_s;
        QCOMPARE(fields.join(u' '), differs);
    }

    //! Archives keep two patients with one Study Instance UID as two rows.
    void aStudyUidThatTwoPatientsShareIsAConflict_data()
    {
        QTest::addColumn<QStringList>("numbers");
        QTest::addColumn<QByteArray>("name"); // of the other
        QTest::addColumn<bool>("isConflict");
        const QString hers = QString::fromStdString(m_person.value);
        QTest::newRow("hers first") << QStringList{hers, u"99"_s} << QByteArray("Other^Man") << true;
        QTest::newRow("the other's first") << QStringList{u"99"_s, hers} << QByteArray("Other^Man") << true;
        QTest::newRow("by the number alone") << QStringList{hers, u"99"_s} << QByteArray() << true;
        QTest::newRow("one person with two numbers") << QStringList{hers, u"99"_s} << QByteArray("Doe^Jane") << false;
    }
    void aStudyUidThatTwoPatientsShareIsAConflict()
    {
        QFETCH(QStringList, numbers);
        QFETCH(QByteArray, name);
        QFETCH(bool, isConflict);
        QByteArrayList rows;
        for (const QString &number : numbers)
            rows += "{'00100010':{'vr':'PN','Value':[{'Alphabetic':'" + (number == u"99" ? name : "Doe^Jane") +
                    "'}]},'00100020':{'vr':'LO','Value':['" + number.toLatin1() +
                    "']},'0020000D':{'vr':'UI','Value':['1.2.3']}}";
        m_country.answer(
            "GET", "/dicom-web/studies",
            {200, "application/dicom+json", ('[' + rows.join(',').replace('\'', '"') + ']').toStdString(), {}, {}});
        story::StudySearchRequest request = studiesOfPerson();
        request.routes = {Route::Dicomweb};
        request.confirmed = network::ExpectedPatient{identifier(), {}};
        request.confirmed->confirmed.family = u"Doe"_s;
        request.confirmed->confirmed.given = QStringList{u"Jane"_s};
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        flow.start(*m_client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(flow.found().studies.size(), 1);
        QCOMPARE(flow.found().conflicts.size(), isConflict ? 1 : 0);
        QCOMPARE(std::count_if(flow.found().notes.begin(), flow.found().notes.end(),
                               [](const model::Note &note) { return note.kind == model::Note::Kind::PatientDiffers; }),
                 isConflict ? 1 : 0);
    }

    void aStudyThatOneRouteWithdrewIsNoStudyItDoesNotKnow()
    {
        const QString uid = studyAt(0).text();
        m_country.answer("GET", "/fhir/ImagingStudy",
                         {200,
                          "application/fhir+json",
                          R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":)"
                          R"("ImagingStudy","status":"entered-in-error","identifier":[{"system":"urn:dicom:uid",)"
                          R"("value":"urn:oid:)" +
                              uid.toStdString() + R"("}]}}]})",
                          {},
                          {}});
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        flow.start(*m_client, studiesOfPerson());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QStringList unknown, warnings;
        for (const model::Note &note : flow.found().notes)
            if (note.kind == model::Note::Kind::UnknownToRoute)
                unknown += note.detail.section(u' ', 5, 5).chopped(1);
            else if (note.kind == model::Note::Kind::ServerWarning)
                warnings += note.detail;
        QCOMPARE(unknown.size(), qsizetype(m_person.studies.size()) - 1);
        QVERIFY(!unknown.contains(uid));
        QCOMPARE(
            warnings,
            QStringList({u"Marked as cancelled or entered in error, so not listed: "_s + uid,
                         u"fhir marks study %1 as cancelled or entered in error, but dicomweb lists it."_s.arg(uid)}));
    }

    void theTreeUsesWhatTheAnswerListed()
    {
        story::StudySearchFlow search;
        QSignalSpy finished(&search, &story::StudySearchFlow::finished);
        search.start(*m_client, studiesOfPerson());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        m_country.clearSeen();
        story::TreeFlow tree;
        QSignalSpy series(&tree, &story::TreeFlow::seriesListed);
        QSignalSpy instances(&tree, &story::TreeFlow::instancesListed);
        tree.start(*m_client, search.found().studies, identifier());
        tree.openStudy(studyAt(0));
        QTRY_COMPARE_WITH_TIMEOUT(series.size(), 1, longest);
        tree.openSeries(studyAt(0), series.first().at(1).value<QList<model::Series>>().first().uid);
        QTRY_COMPARE_WITH_TIMEOUT(instances.size(), 1, longest);
        QVERIFY(m_country.seen().empty());
    }

    void theTreeAsksWhereNothingWasListed()
    {
        const model::Study bare{studyAt(1), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        story::TreeFlow tree;
        QSignalSpy series(&tree, &story::TreeFlow::seriesListed);
        QSignalSpy instances(&tree, &story::TreeFlow::instancesListed);
        tree.start(*m_client, {bare});
        tree.openStudy(bare.uid);
        tree.openStudy(bare.uid); // is under way already
        QTRY_COMPARE_WITH_TIMEOUT(series.size(), 1, longest);
        const auto listed = series.first().at(1).value<QList<model::Series>>();
        QCOMPARE(listed.size(), qsizetype(m_person.studies.at(1).series.size()));
        tree.openSeries(bare.uid, listed.first().uid);
        QTRY_COMPARE_WITH_TIMEOUT(instances.size(), 1, longest);
        QCOMPARE(tree.study(bare.uid)->series.first().instances.size(),
                 instances.first().at(2).value<QList<model::Instance>>().size());
        QVERIFY(!tree.study(bare.uid)->series.first().instances.isEmpty());
    }

    void aPartOfATreeIsCompletedByTheNextSource()
    {
        story::StudySearchFlow search;
        QSignalSpy finished(&search, &story::StudySearchFlow::finished);
        story::StudySearchRequest request = studiesOfPerson();
        request.routes = {Route::Fhir};
        search.start(*m_client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        std::optional<model::Study> part;
        for (const model::Study &study : search.found().studies)
            if (study.series.size() > 1 && study.series.first().instances.size() > 1)
                part = study;
        QVERIFY(part);
        const qsizetype all = part->series.size();
        part->seriesCount = int(all);
        part->series = part->series.first(1);
        model::Series &first = part->series.first();
        const qsizetype images = first.instances.size();
        first.instanceCount = int(images);
        first.instances = first.instances.first(1);

        for (const bool isCompleted : {true, false}) {
            if (!isCompleted)
                m_country.play(Fault::status(404));
            story::TreeFlow tree;
            QSignalSpy series(&tree, &story::TreeFlow::seriesListed);
            QSignalSpy instances(&tree, &story::TreeFlow::instancesListed);
            QSignalSpy failed(&tree, &story::TreeFlow::seriesFailed);
            tree.start(*m_client, {*part}, identifier());
            tree.openSeries(part->uid, first.uid);
            QCOMPARE(instances.size(), 1); // what is known, at once
            const qsizetype wanted = isCompleted ? images : 1;
            QTRY_COMPARE_WITH_TIMEOUT(instances.size(), isCompleted ? 2 : 1, longest);
            QCOMPARE(instances.last().at(2).value<QList<model::Instance>>().size(), wanted);
            tree.openStudy(part->uid);
            QTRY_COMPARE_WITH_TIMEOUT(series.size(), isCompleted ? 2 : 1, longest);
            QCOMPARE(series.last().at(1).value<QList<model::Series>>().size(), isCompleted ? all : 1);
            QCOMPARE(tree.study(part->uid)->seriesFrom,
                     std::optional(isCompleted ? model::Source::Qido : model::Source::ImagingStudy));
            QCOMPARE(tree.study(part->uid)->series.first().uid, first.uid);
            QCOMPARE(tree.study(part->uid)->series.first().instances.size(), wanted); // a longer list says no less
            if (isCompleted)
                continue;
            // Who lists no more is not asked again.
            QTRY_VERIFY_WITH_TIMEOUT((tree.openStudy(part->uid), series.size() > 1), longest);
            const auto told = series.size();
            tree.openStudy(part->uid); // while it asks it tells nothing
            tree.openStudy(part->uid);
            QCOMPARE(series.size(), told + 2);
            QVERIFY(failed.isEmpty());
        }
    }

    void aTreeThatQidoRefusesComesFromFhir()
    {
        m_country.play(Fault::status(403).onPath("/dicom-web"));
        const model::Study bare{studyAt(1), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        story::TreeFlow tree;
        QSignalSpy series(&tree, &story::TreeFlow::seriesListed);
        tree.start(*m_client, {bare}, identifier());
        tree.openStudy(bare.uid);
        QTRY_COMPARE_WITH_TIMEOUT(series.size(), 1, longest);
    }

    void anUnknownStudyHasNoTree()
    {
        const model::Study bare{
            *model::StudyUid::parse(u"1.2.3"_s), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        story::TreeFlow tree;
        QSignalSpy failed(&tree, &story::TreeFlow::seriesFailed);
        tree.start(*m_client, {bare});
        tree.openStudy(bare.uid);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(failed.first().at(1).value<network::Error>().kind, Kind::NotFound);
    }

    void studiesAreRetrievedOneAfterTheOther()
    {
        QTemporaryDir folder;
        story::RetrievalFlow flow;
        QSignalSpy began(&flow, &story::RetrievalFlow::studyBegan);
        QSignalSpy stored(&flow, &story::RetrievalFlow::instanceStored);
        QSignalSpy finished(&flow, &story::RetrievalFlow::finished);
        QStringList events;
        connect(&flow, &story::RetrievalFlow::happened, this,
                [&events](const story::RetrievalEvent &event) { events += story::textOf(event); });
        flow.start(*m_client, {{{studyAt(2), {}}, {studyAt(3), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}});
        QVERIFY(flow.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QVERIFY(!flow.isRunning());
        const auto report = finished.first().first().value<model::RetrievalReport>();
        const qsizetype all = instancesAt(2) + instancesAt(3);
        QCOMPARE(report.requested, std::optional(int(all)));
        QCOMPARE(report.received, int(all));
        QCOMPARE(report.files.size(), all);
        QCOMPARE(began.size(), 2);
        QCOMPARE(began.last().at(2).toInt(), 2);
        QCOMPARE(stored.size(), all);
        for (const auto &signal : stored)
            QVERIFY(QFile::exists(signal.at(1).toString()) && QDir::isAbsolutePath(signal.at(1).toString()));
        QCOMPARE(flow.ledger().verified, int(all));
        QCOMPARE(flow.ledger().requested, std::optional(int(all)));
        QCOMPARE(events.count(u"First image whole"_s), 1);
        QCOMPARE(events.count(u"Study asked for"_s), 2);
    }

    void whatAnEarlierRunStoredIsToldAgain()
    {
        QTemporaryDir folder;
        const story::RetrievalOrder order{{{studyAt(2), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}};
        for (int run = 1; run <= 2; ++run) {
            story::RetrievalFlow flow;
            QSignalSpy stored(&flow, &story::RetrievalFlow::instanceStored);
            QSignalSpy finished(&flow, &story::RetrievalFlow::finished);
            flow.start(*m_client, order);
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
            QSet<QString> paths;
            for (const auto &signal : stored)
                paths += signal.at(1).toString();
            QCOMPARE(paths.size(), instancesAt(2));
            QCOMPARE(stored.size(), instancesAt(2)); // each once
        }
    }

    void ordersThatWriteToTheSamePlaceAreJoined_data()
    {
        QTest::addColumn<QList<QList<int>>>("earlier"); // series, and so many of its instances; 0: all
        QTest::addColumn<QList<QList<int>>>("later");
        QTest::addColumn<QList<QList<int>>>("all");
        QTest::addColumn<bool>("isBrought"); // by the earlier one
        using Chosen = QList<QList<int>>;
        QTest::newRow("two series") << Chosen{{0, 0}} << Chosen{{1, 0}} << Chosen{{1, 0}, {0, 0}} << false;
        QTest::newRow("a series and the study") << Chosen{{0, 0}} << Chosen{} << Chosen{} << false;
        QTest::newRow("the study and a series") << Chosen{} << Chosen{{0, 0}} << Chosen{} << true;
        QTest::newRow("some of a series and all of it") << Chosen{{0, 2}} << Chosen{{0, 0}} << Chosen{{0, 0}} << false;
        QTest::newRow("all of a series and some of it") << Chosen{{0, 0}} << Chosen{{0, 2}} << Chosen{{0, 0}} << true;
        QTest::newRow("more of a series") << Chosen{{0, 2}} << Chosen{{0, 3}} << Chosen{{0, 3}} << false;
        QTest::newRow("fewer of a series") << Chosen{{0, 3}} << Chosen{{0, 2}} << Chosen{{0, 3}} << true;
    }
    void ordersThatWriteToTheSamePlaceAreJoined()
    {
        QFETCH(QList<QList<int>>, earlier);
        QFETCH(QList<QList<int>>, later);
        QFETCH(QList<QList<int>>, all);
        QFETCH(bool, isBrought);
        const auto orderOf = [this](const QList<QList<int>> &chosen) {
            model::Selection selection{studyAt(0), {}};
            for (const QList<int> &one : chosen) {
                const auto number = [](int value) { return u"2.999.%1"_s.arg(value + 1); };
                model::SeriesSelection series{*model::SeriesUid::parse(number(one[0])), {}};
                for (int i = 0; i < one[1]; ++i)
                    series.instances += *model::SopUid::parse(number(100 + i));
                selection.series += series;
            }
            return story::RetrievalOrder{{selection}, u"images"_s, {}, network::Via::Ncpeh, 0, {}};
        };
        story::RetrievalOrder first = orderOf(earlier);
        const story::RetrievalOrder second = orderOf(later);
        QCOMPARE(story::joined(first, second).selections, orderOf(all).selections);
        QCOMPARE(story::brings(first, second), isBrought);
        QVERIFY(story::brings(story::joined(first, second), first));
        QVERIFY(story::brings(story::joined(first, second), second));

        first.selections += model::Selection{studyAt(1), {}};
        QCOMPARE(story::joined(first, second).selections.size(), 2);
        first.folder = u"elsewhere"_s;
        QVERIFY(!story::brings(first, second));
    }

    void theDirectWayIsRefusedWhereTheContactPointStandsIn_data()
    {
        using Source = model::RetrievalSource;
        using How = Source::How;
        using Verdict = Source::Verdict;
        QTest::addColumn<QList<model::RetrievalSource>>("sources");
        QTest::addColumn<bool>("isRefused");
        const Source contactPoint{u"https://ncp.example"_s, How::ContactPoint, Verdict::Allowed, {}};
        const Source pacs{u"https://pacs.example"_s, How::StudyEndpoint, Verdict::Allowed, {}};
        const Source stranger{u"https://stranger.example"_s, How::StudyEndpoint, Verdict::Foreign, {}};
        const Source filler{u"http://notspecified"_s, How::SeriesEndpoint, Verdict::Placeholder, {}};
        QTest::newRow("nothing is told yet") << QList<Source>{} << false;
        QTest::newRow("no address, so the contact point") << QList<Source>{contactPoint} << false;
        QTest::newRow("a filler, so the contact point") << QList<Source>{filler, contactPoint} << true;
        QTest::newRow("a stranger beside an allowed one") << QList<Source>{stranger, pacs} << false;
        QTest::newRow("a filler beside an allowed one") << QList<Source>{filler, pacs} << false;
        QTest::newRow("a stranger, where it ends") << QList<Source>{stranger} << false;
    }
    void theDirectWayIsRefusedWhereTheContactPointStandsIn()
    {
        QFETCH(QList<model::RetrievalSource>, sources);
        QFETCH(bool, isRefused);
        QCOMPARE(story::isDirectWayRefused(sources), isRefused);
    }

    void whatIsNotTrueOfEachStudyIsNotSaidOfAll()
    {
        using Verdict = model::PatientVerdict;
        const auto sum = [](Verdict one, Verdict other) {
            return story::added({model::RetrievalReport{.verdict = one}, model::RetrievalReport{.verdict = other}})
                .verdict;
        };
        QCOMPARE(sum(Verdict::Match, Verdict::Match), Verdict::Match);
        QCOMPARE(sum(Verdict::Unchecked, Verdict::Unchecked), Verdict::Unchecked);
        QCOMPARE(sum(Verdict::Match, Verdict::Unchecked), Verdict::Explained);
        QCOMPARE(sum(Verdict::Unchecked, Verdict::Match), Verdict::Explained);
        QCOMPARE(sum(Verdict::Explained, Verdict::Match), Verdict::Explained);
        QCOMPARE(sum(Verdict::Match, Verdict::Conflict), Verdict::Conflict);
    }

    void whatAnEarlierRunStoredIsToldBeforeTheRestHasCome()
    {
        QTemporaryDir folder;
        const story::RetrievalOrder order{{{studyAt(0), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}};
        {
            m_country.play(Fault::dropInstances(1).onRetrievals());
            story::RetrievalFlow flow;
            QSignalSpy finished(&flow, &story::RetrievalFlow::finished);
            flow.start(*m_client, order);
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        }
        m_country.heal();
        m_country.play(Fault::stall().onRetrievals());
        story::RetrievalFlow flow;
        QSignalSpy stored(&flow, &story::RetrievalFlow::instanceStored);
        flow.start(*m_client, order);
        QTRY_COMPARE_WITH_TIMEOUT(stored.size(), instancesAt(0) - 1, longest);
        QVERIFY(flow.isRunning());
        m_country.heal();
    }

    void aRefusedStudyDoesNotKeepTheOthersFromComing()
    {
        m_country.play(Fault::status(403).onPath("/dicom-web/studies/" + m_person.studies.at(2).uid).onRetrievals());
        QTemporaryDir folder;
        story::RetrievalFlow flow;
        QSignalSpy finished(&flow, &story::RetrievalFlow::finished);
        flow.start(*m_client, {{{studyAt(2), {}}, {studyAt(3), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}});
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QCOMPARE(finished.first().first().value<model::RetrievalReport>().received, int(instancesAt(3)));
        const auto failures = finished.first().at(1).value<QList<story::FailedStudy>>();
        QCOMPARE(failures.size(), 1);
        QCOMPARE(failures.first().study, studyAt(2));
        QCOMPARE(failures.first().error.kind, Kind::Forbidden);
    }

    void whatWaitsIsRequestedAndMissingWhenNothingRunsAnyMore_data()
    {
        QTest::addColumn<bool>("isListed");
        QTest::newRow("with lists") << true;
        QTest::newRow("without") << false;
    }
    void whatWaitsIsRequestedAndMissingWhenNothingRunsAnyMore()
    {
        QFETCH(bool, isListed);
        m_country.play(Fault::slow(20'000).onRetrievals());
        QTemporaryDir folder;
        story::RetrievalFlow flow;
        QSignalSpy ledgers(&flow, &story::RetrievalFlow::ledgerChanged);
        QSignalSpy failed(&flow, &story::RetrievalFlow::failed);
        story::RetrievalOrder order{
            {{studyAt(0), {}}, {studyAt(2), {}}, {studyAt(3), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}};
        for (const int study : {0, 2, 3}) {
            model::Study listing{.uid = studyAt(study)};
            for (const auto &series : m_person.studies.at(size_t(study)).series)
                listing.series << model::Series{.uid = *model::SeriesUid::parse(QString::fromStdString(series.uid)),
                                                .instanceCount = int(series.instances.size())};
            if (isListed)
                order.listings << listing;
        }
        const int all = int(instancesAt(0) + instancesAt(2) + instancesAt(3));
        flow.start(*m_client, order);
        QTRY_VERIFY_WITH_TIMEOUT(flow.ledger().received > 0, longest);
        if (isListed)
            QTRY_COMPARE_WITH_TIMEOUT(flow.ledger().requested.value_or(0), all, longest);
        else
            QVERIFY(!flow.ledger().requested); // nobody knows what the other two hold
        QCOMPARE(flow.ledger().missing, 0);
        flow.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        const auto last = ledgers.constLast().constFirst().value<model::Ledger>();
        QCOMPARE(last.requested.has_value(), isListed);
        QCOMPARE(last.verified + last.missing, isListed ? all : int(instancesAt(0)));
    }

    void aStoppedRetrievalEndsAll()
    {
        m_country.play(Fault::slow(20'000).onRetrievals());
        QTemporaryDir folder;
        story::RetrievalFlow flow;
        QSignalSpy began(&flow, &story::RetrievalFlow::studyBegan);
        QSignalSpy finished(&flow, &story::RetrievalFlow::finished);
        QSignalSpy failed(&flow, &story::RetrievalFlow::failed);
        flow.start(*m_client, {{{studyAt(0), {}}, {studyAt(3), {}}}, folder.path(), {}, network::Via::Ncpeh, 0, {}});
        QTRY_VERIFY_WITH_TIMEOUT(!m_country.seen().empty(), longest);
        flow.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(failed.first().first().value<network::Error>().kind, Kind::Cancelled);
        QCOMPARE(began.size(), 1);
        QCOMPARE(finished.size(), 0);
    }

    void theDemoCountriesAreCountriesLikeAnyOther()
    {
        const auto demo = story::DemoCountry::start();
        QVERIFY(demo);
        QCOMPARE((*demo)->profile().country(), u"XA"_s);
        QCOMPARE((*demo)->profiles().size(), 2);
        for (const story::Profile &profile : (*demo)->profiles()) {
            m_client = std::make_unique<network::Client>(*profile.toEndpoint());
            story::ConnectionCheckFlow flow;
            QSignalSpy finished(&flow, &story::ConnectionCheckFlow::finished);
            flow.start(*m_client);
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
            for (const network::Check &check : finished.first().first().value<QList<network::Check>>())
                QVERIFY2(check.verdict != network::Check::Verdict::Fail, qPrintable(check.detail));
        }
    }

    //! Every disagreement that resources/demo/README.md names, and no other, of everybody in both countries.
    void theDemoCountriesDisagreeWhereTheyWereToldTo()
    {
        const auto demo = story::DemoCountry::start();
        QVERIFY(demo);
        QHash<QString, QString> accessions;
        QStringList told;
        int people = 0;
        for (const story::Profile &profile : (*demo)->profiles()) {
            network::Client client(*profile.toEndpoint());
            for (const auto &person : responder::Responder::demoPatients()) {
                if (QString::fromStdString(person.country) != profile.country())
                    continue;
                for (const auto &study : person.studies)
                    accessions.insert(QString::fromStdString(study.uid), QString::fromStdString(study.accession));
                ++people;
                story::StudySearchFlow flow;
                QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
                QSignalSpy failed(&flow, &story::StudySearchFlow::failed);
                story::StudySearchRequest request;
                request.query.patient = model::PatientIdentifier{QString::fromStdString(person.system),
                                                                 QString::fromStdString(person.value)};
                request.confirmed = network::ExpectedPatient{*request.query.patient, {}};
                request.confirmed->confirmed.family = QString::fromStdString(person.family);
                request.confirmed->confirmed.given = QStringList{QString::fromStdString(person.given)};
                request.confirmed->confirmed.birthDate = QString::fromStdString(person.birthDate);
                request.confirmed->confirmed.gender = QString::fromStdString(person.gender);
                flow.start(client, request);
                QTRY_COMPARE_WITH_TIMEOUT(finished.size() + failed.size(), 1, longest);
                for (const auto &[study, field, values, series] : flow.found().differences) {
                    QString line = accessions.value(study.text()) + u' ' + field;
                    for (const auto &[route, value] : values)
                        line += u' ' + model::nameOf(route) + u'=' + value;
                    told += line;
                }
                for (const model::Note &note : flow.found().notes)
                    if (note.kind == model::Note::Kind::UnknownToRoute)
                        told += accessions.value(note.detail.section(u' ', 5, 5).chopped(1)) + u' ' +
                                note.detail.section(u' ', 0, 0);
                QVERIFY(flow.found().conflicts.isEmpty());
            }
        }
        QVERIFY(people > 10);
        told.sort();
        // A line each, so that a failure tells which.
        QCOMPARE(told.join(u'\n'),
                 QStringList({u"XA26-001640 dicomweb"_s, u"XA26-001733 fhir"_s, u"XA26-001822 dicomweb"_s,
                              u"XA26-001822 fhir"_s, u"XA26-001990 instanceCount fhir=20 dicomweb=40"_s,
                              u"XA26-001990 seriesCount fhir=1 dicomweb=2"_s})
                     .join(u'\n'));
    }

    void theRestOfAListIsAskedFor_data()
    {
        QTest::addColumn<QStringList>("routes");
        QTest::newRow("fhir") << QStringList{u"fhir"_s};
        QTest::newRow("dicomweb") << QStringList{u"dicomweb"_s};
        QTest::newRow("all") << QStringList{u"fhir"_s, u"dicomweb"_s, u"documents"_s};
    }
    void theRestOfAListIsAskedFor()
    {
        QFETCH(QStringList, routes);
        network::Endpoint endpoint = m_client->endpoint();
        endpoint.pageSize = 1;
        endpoint.maximumPages = 2;
        network::Client client(endpoint);
        story::StudySearchFlow flow;
        QSignalSpy finished(&flow, &story::StudySearchFlow::finished);
        story::StudySearchRequest request = studiesOfPerson();
        request.routes.clear();
        for (const QString &route : routes)
            request.routes += *model::routeNamed(route);
        QVERIFY(!flow.hasRest());
        flow.start(client, request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longest);
        QVERIFY(flow.found().truncated);
        QVERIFY(flow.hasRest());
        const qsizetype before = flow.found().studies.size();
        QVERIFY(before < qsizetype(m_person.studies.size()));

        // What cannot be had now leaves what is there, and can be asked for again.
        m_country.play(Fault::status(404));
        flow.askForRest(client);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, longest);
        QCOMPARE(flow.found().studies.size(), before);
        QVERIFY(flow.found().truncated);
        QVERIFY(std::any_of(flow.found().notes.begin(), flow.found().notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::Truncated && note.detail.contains(u"could not be read"_s);
        }));
        m_country.heal();

        for (int asked = 0; flow.hasRest() && asked < 20; ++asked) {
            flow.askForRest(client);
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), asked + 3, longest);
        }
        QVERIFY(!flow.hasRest());
        QVERIFY(!flow.found().truncated);
        QStringList found;
        for (const model::Study &study : flow.found().studies)
            found += study.uid.text();
        QStringList all;
        for (const auto &study : m_person.studies)
            all += QString::fromStdString(study.uid);
        found.sort();
        all.sort();
        QCOMPARE(found, all);
    }

    void eachRouteAloneAndAllTogetherYieldTheSameTree()
    {
        const auto printed = [](const model::Study &study) {
            QStringList lines;
            for (const model::Series &series : study.series) {
                lines += u"%1 %2 %3 %4"_s.arg(series.uid.text(), QString::number(series.number.value_or(-1)),
                                              series.modality, series.description);
                for (const model::Instance &instance : series.instances)
                    lines += u"  %1 %2 %3"_s.arg(instance.uid.text(), QString::number(instance.number.value_or(-1)),
                                                 instance.sopClass);
            }
            return lines;
        };
        for (size_t i = 0; i < m_person.studies.size(); ++i) {
            const auto fhir = m_client->readTree(studyAt(i), Route::Fhir, identifier());
            const auto qido = m_client->readTree(studyAt(i), Route::Dicomweb, identifier());
            const auto metadata = m_client->readMetadata(studyAt(i));
            QTRY_VERIFY_WITH_TIMEOUT(fhir->isFinished() && qido->isFinished() && metadata->isFinished(), longest);
            QVERIFY(fhir->result() && qido->result() && metadata->result());
            const auto merged =
                story::merge({{Route::Fhir, {{*fhir->result()}}}, {Route::Dicomweb, {{*qido->result()}}}});
            QCOMPARE(printed(*fhir->result()).size(), instancesAt(i) + qsizetype(m_person.studies[i].series.size()));
            QCOMPARE(printed(*qido->result()), printed(*fhir->result()));
            QCOMPARE(printed(*metadata->result()), printed(*fhir->result()));
            QCOMPARE(printed(merged.studies.first()), printed(*fhir->result()));
            QVERIFY(merged.differences.isEmpty());
            if (i != withManifest)
                continue;
            const auto documents = m_client->readTree(studyAt(i), Route::Documents, identifier());
            QTRY_VERIFY_WITH_TIMEOUT(documents->isFinished(), longest);
            QVERIFY2(documents->result(), documents->result() ? "" : qPrintable(documents->result().error().detail));
            QCOMPARE(printed(*documents->result()), printed(*fhir->result()));
            const auto all = story::merge({{Route::Fhir, {{*fhir->result()}}},
                                           {Route::Dicomweb, {{*qido->result()}}},
                                           {Route::Documents, {{*documents->result()}}}});
            QCOMPARE(printed(all.studies.first()), printed(*fhir->result()));
            QVERIFY(all.differences.isEmpty());
        }
    }

    void eachRouteAloneAndAllTogetherYieldTheSameFiles()
    {
        QTemporaryDir folder;
        QList<QStringList> kept;
        for (const QList<Route> &routes : {QList{Route::Fhir}, QList{Route::Dicomweb}, QList{Route::Documents},
                                           QList{Route::Fhir, Route::Dicomweb, Route::Documents}}) {
            network::Endpoint endpoint = m_client->endpoint();
            endpoint.routes = routes;
            network::Client client(endpoint);
            network::RetrievalRequest request{.selection = {studyAt(withManifest), {}}};
            request.folder = folder.filePath(QString::number(kept.size()));
            request.patient = network::ExpectedPatient{identifier(), {}};
            const auto job = client.retrieve(request);
            QTRY_VERIFY_WITH_TIMEOUT(job->isFinished(), longest);
            QVERIFY(job->result());
            QCOMPARE(job->result()->requested, std::optional(int(instancesAt(withManifest))));
            QStringList files;
            for (const model::StoredInstance &file : job->result()->files)
                files += file.path + u' ' + file.sha256;
            files.sort();
            kept += files;
        }
        QCOMPARE(kept[0].size(), instancesAt(withManifest));
        for (const QStringList &files : std::as_const(kept))
            QCOMPARE(files, kept[0]); // their names and the SHA-256 of each
    }

    void theTreeNamesWhereEachLevelCameFrom_data()
    {
        QTest::addColumn<QStringList>("empty"); // paths at which QIDO-RS lists nothing
        QTest::addColumn<bool>("withFhir");
        QTest::addColumn<QString>("series");
        QTest::addColumn<QString>("instances");
        QTest::newRow("all answer") << QStringList{} << true << u"qido"_s << u"qido"_s;
        QTest::newRow("no series in QIDO-RS") << QStringList{u"/series"_s} << true << u"fhir"_s << u"fhir"_s;
        QTest::newRow("no instances in QIDO-RS") << QStringList{u"/instances"_s} << true << u"qido"_s << u"fhir"_s;
        QTest::newRow("no instances, no FHIR") << QStringList{u"/instances"_s} << false << u"qido"_s << u"metadata"_s;
        QTest::newRow("nothing, no FHIR") << QStringList{u"/series"_s} << false << u"metadata"_s << u"metadata"_s;
    }
    void theTreeNamesWhereEachLevelCameFrom()
    {
        QFETCH(QStringList, empty);
        QFETCH(bool, withFhir);
        const auto &study = m_person.studies.at(1);
        const std::string base = "/dicom-web/studies/" + study.uid;
        const responder::Reply nothing{200, "application/dicom+json", "[]", {}, {}};
        if (empty.contains(u"/series"_s))
            m_country.answer("GET", base + "/series", nothing);
        if (empty.contains(u"/instances"_s))
            m_country.answer("GET", base + "/series/" + study.series.front().uid + "/instances", nothing);
        network::Endpoint endpoint = m_client->endpoint();
        if (!withFhir)
            endpoint.routes = {Route::Dicomweb};
        network::Client client(endpoint);
        story::TreeFlow tree;
        QSignalSpy series(&tree, &story::TreeFlow::seriesListed);
        QSignalSpy instances(&tree, &story::TreeFlow::instancesListed);
        tree.start(client, {model::Study{.uid = studyAt(1)}}, identifier());
        tree.openStudy(studyAt(1));
        QTRY_COMPARE_WITH_TIMEOUT(series.size(), 1, longest);
        const auto first = *model::SeriesUid::parse(QString::fromStdString(study.series.front().uid));
        tree.openSeries(studyAt(1), first);
        QTRY_COMPARE_WITH_TIMEOUT(instances.size(), 1, longest);
        m_country.forgetAnswers();
        const model::Study known = *tree.study(studyAt(1));
        QTEST(model::nameOf(*known.seriesFrom), "series");
        for (const model::Series &one : known.series)
            if (one.uid == first)
                QTEST(model::nameOf(*one.instancesFrom), "instances");

        tree.askForInstances(studyAt(1), first, model::Source::Metadata);
        QTRY_COMPARE_WITH_TIMEOUT(instances.size(), 2, longest);
        QCOMPARE(instances.at(1).at(2).value<QList<model::Instance>>().size(),
                 qsizetype(study.series.front().instances.size()));
    }

    void anUnknownAuthorityIsAFailureHoweverItIsSaid_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const QByteArray outcome =
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-found",)"
            R"("diagnostics":"targetSystem not found"}]})";
        QTest::newRow("404") << 404 << outcome;
        QTest::newRow("200") << 200
                             << R"({"resourceType":"Bundle","type":"searchset","entry":[{"search":{"mode":"outcome"},)"
                                R"("resource":)" +
                                    outcome + "}]}";
    }
    void anUnknownAuthorityIsAFailureHoweverItIsSaid()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        m_country.answer("GET", "/fhir/Patient",
                         responder::Reply{status, "application/fhir+json", body.toStdString(), {}, {}});
        story::PatientSearchFlow flow;
        QSignalSpy failed(&flow, &story::PatientSearchFlow::failed);
        model::PatientQuery query;
        query.identifier = identifier();
        flow.start(*m_client, query);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        m_country.forgetAnswers();
        QVERIFY(network::isUnknownAuthority(failed.first().first().value<network::Error>()));
    }

    void theDemoCountryMisbehavesByName()
    {
        const auto demo = story::DemoCountry::start({0, {u"login-page"_s}});
        QVERIFY(demo);
        m_client = std::make_unique<network::Client>(*(*demo)->profile().toEndpoint());
        story::PatientSearchFlow flow;
        QSignalSpy failed(&flow, &story::PatientSearchFlow::failed);
        model::PatientQuery query;
        query.identifier = identifier();
        flow.start(*m_client, query);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longest);
        QCOMPARE(failed.first().first().value<network::Error>().kind, Kind::Malformed);
        QCOMPARE(story::DemoCountry::start({0, {u"gremlin"_s}}).error().kind, Kind::Usage);
    }
};

QTEST_GUILESS_MAIN(FlowTest)
#include "FlowTest.moc"
