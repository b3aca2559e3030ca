#include "network/RawServer.h"
#include "support/SmallDisk.h"

#include <responder/Responder.h>

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using responder::Fault;

namespace {

constexpr int longest = 60'000; // milliseconds; only a hang takes so long

//! What a run of the real program left.
struct Ran
{
    int status = -1;
    QJsonObject document;
    QByteArray out;
    QByteArray errors;

    QString kind() const { return document.value("error"_L1).toObject().value("kind"_L1).toString(); }
    QByteArray all() const { return "status " + QByteArray::number(status) + "\n" + out + errors; }
};

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator entries(folder, {u"*.dcm"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext())
        files += entries.next();
    return files;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

} // namespace

class CliTest : public QObject
{
    Q_OBJECT

private:
    responder::Responder m_country;
    std::unique_ptr<QTemporaryDir> m_folder;
    responder::DemoPatient m_person; //!< with several studies
    responder::DemoStudy m_small;    //!< a study of one small instance
    responder::DemoStudy m_large;    //!< a study of several instances

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString patient() const { return text(m_person.system) + u'|' + text(m_person.value); }

    void writeProfile(const QString &name, const QJsonObject &changes = {})
    {
        QJsonObject profile = QJsonDocument::fromJson(QByteArray::fromStdString(m_country.demoProfileJson())).object();
        profile.insert(u"limits"_s, QJsonObject{{u"jobs"_s, 2}, {u"idleTimeoutSeconds"_s, 30}});
        for (auto it = changes.begin(); it != changes.end(); ++it)
            profile.insert(it.key(), it.value());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(profile).toJson());
    }

    void prepare(QProcess &process) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
        environment.remove(u"BORDERLIGHT_LOG"_s);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder->path());
    }

    Ran run(const QStringList &arguments, const QString &program = QStringLiteral(BORDERLIGHT_CLI)) const
    {
        QProcess process;
        prepare(process);
        process.start(program, arguments);
        Ran ran;
        if (!process.waitForFinished(longest))
            process.kill();
        ran.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        ran.out = process.readAllStandardOutput();
        ran.errors = process.readAllStandardError();
        ran.document = QJsonDocument::fromJson(ran.out).object();
        return ran;
    }

    Ran runOn(const QString &profile, const QStringList &arguments) const
    {
        return run(arguments + QStringList{u"--profile"_s, profile});
    }
    Ran ask(const QStringList &arguments) const { return runOn(u"p.json"_s, arguments); }
    //! The same where this thread is the server: it has to go on meanwhile.
    Ran runServed(const QString &profile, const QStringList &arguments) const
    {
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(BORDERLIGHT_CLI), arguments + QStringList{u"--profile"_s, profile});
        Ran ran;
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, longest))
            process.kill();
        ran.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        ran.out = process.readAllStandardOutput();
        ran.errors = process.readAllStandardError();
        ran.document = QJsonDocument::fromJson(ran.out).object();
        return ran;
    }
    Ran retrieve(const responder::DemoStudy &study, const QStringList &more = {}) const
    {
        return ask(QStringList{u"retrieve"_s, u"--study"_s, text(study.uid), u"--to"_s, path(u"out"_s)} + more);
    }

    static qsizetype instancesOf(const responder::DemoStudy &study)
    {
        qsizetype count = 0;
        for (const auto &series : study.series)
            count += static_cast<qsizetype>(series.instances.size());
        return count;
    }

private slots:
    void initTestCase()
    {
        for (const auto &person : responder::Responder::demoPatients())
            if (text(person.system) + u'|' + text(person.value) == text(responder::Responder::demoIdentifier()))
                m_person = person;
        QVERIFY(m_person.studies.size() > 1);
        m_small = m_large = m_person.studies.front();
        for (const auto &study : m_person.studies) {
            if (instancesOf(study) < instancesOf(m_small))
                m_small = study;
            if (instancesOf(study) > instancesOf(m_large))
                m_large = study;
        }
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_country.heal();
        m_country.forgetAnswers();
        m_country.clearSeen();
        writeProfile(u"p.json"_s);
        writeProfile(u"impatient.json"_s, {{u"limits"_s, QJsonObject{{u"idleTimeoutSeconds"_s, 1}}}});
    }

    void helpAndVersionAreForPeople()
    {
        const Ran help = run({u"--help"_s});
        QCOMPARE(help.status, 0);
        for (const char *command :
             {"patients", "studies", "tree", "documents", "document", "retrieve", "render", "tags", "probe", "demo"})
            QVERIFY2(help.out.contains(command), command);
        QVERIFY(run({u"--version"_s}).out.startsWith("borderlight-cli "));
        const Ran options = run({u"retrieve"_s, u"--help"_s});
        QCOMPARE(options.status, 0);
        QVERIFY2(options.out.startsWith("Usage: borderlight-cli retrieve [options]\n"), options.out);
        for (const char *option :
             {"--profile", "--study", "--series", "--instance", "--to", "--patient", "--via", "--jobs"})
            QVERIFY2(options.out.contains(option), option);
    }

    void patientsAreListed()
    {
        const Ran ran = ask({u"patients"_s, u"--identifier"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonArray patients = ran.document.value("patients"_L1).toArray();
        QCOMPARE(patients.size(), 1);
        const QJsonObject found = patients.first().toObject();
        QCOMPARE(found.value("family"_L1).toString(), text(m_person.family));
        QCOMPARE(found.value("given"_L1).toArray().first().toString(), text(m_person.given));
        QCOMPARE(found.value("birthDate"_L1).toString(), text(m_person.birthDate));
        QCOMPARE(found.value("gender"_L1).toString(), text(m_person.gender));
        QCOMPARE(found.value("active"_L1).toBool(), true);
        QVERIFY(found.value("identifiers"_L1)
                    .toArray()
                    .contains(QJsonObject{{u"system"_s, text(m_person.system)}, {u"value"_s, text(m_person.value)}}));
        QCOMPARE(ran.document.value("truncated"_L1), QJsonValue(false));
        QVERIFY(ran.document.value("notes"_L1).isArray());
    }

    void aCertainMatchIsAskedFor()
    {
        const QStringList traits{u"--family"_s,    text(m_person.family),    u"--given"_s,  text(m_person.given),
                                 u"--birthdate"_s, text(m_person.birthDate), u"--gender"_s, text(m_person.gender)};
        const Ran ran = ask(QStringList{u"patients"_s, u"--match"_s, u"--show-requests"_s} + traits);
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("patients"_L1).toArray().size(), 1);
        QCOMPARE(ran.document.value("patients"_L1)[0].toObject().value("matchGrade"_L1).toString(), u"certain"_s);
        const QJsonArray requests = ran.document.value("requests"_L1).toArray();
        QCOMPARE(requests.size(), 1);
        QCOMPARE(requests.first().toObject().value("method"_L1).toString(), u"POST"_s);
        QVERIFY(requests.first().toObject().value("url"_L1).toString().contains(u"match"_s));
        QVERIFY(!QJsonDocument(requests).toJson().contains(m_person.birthDate.c_str()));
    }

    //! The operation, not the patient, is what the server does not know.
    void aServerWithoutTheMatchDoesNotSayThatNobodyIsThere()
    {
        m_country.play(responder::Fault::operationOutcome(404, "not-supported").onMethod("POST").onPath("/Patient"));
        const Ran ran = ask({u"patients"_s, u"--match"_s, u"--identifier"_s, patient()});
        m_country.heal();
        QVERIFY2(ran.status == 1, ran.all());
        QVERIFY2(ran.errors.contains("did not carry out $match") && !ran.errors.contains("Nobody found"), ran.all());
    }

    void aMistypedNumberIsDoubted()
    {
        const Ran ran = ask({u"patients"_s, u"--identifier"_s, u"urn:oid:2.999.17.1|6803142480"_s});
        QVERIFY2(ran.errors.contains("the check character should be 6"), ran.all());
        QVERIFY(!ask({u"patients"_s, u"--identifier"_s, u"urn:oid:2.999.17.1|6803142486"_s}).errors.contains("check"));
        QVERIFY(ask({u"patients"_s, u"--identifier"_s, u"urn:oid:2.999.17.1|68"_s}).errors.contains("10 digits"));
    }

    void whatWasSentIsShownWithoutIdentity()
    {
        const Ran ran = ask({u"studies"_s, u"--patient"_s, patient(), u"--show-requests"_s});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonArray requests = ran.document.value("requests"_L1).toArray();
        QVERIFY(requests.size() >= 2);
        const QByteArray shown = QJsonDocument(requests).toJson();
        QVERIFY2(!shown.contains(m_person.value.c_str()), shown);
        QVERIFY2(shown.contains("/fhir/ImagingStudy?patient.identifier=") && shown.contains("/dicom-web/studies?"),
                 shown);
        QVERIFY(!ask({u"studies"_s, u"--patient"_s, patient()}).document.contains("requests"_L1));

        writeProfile(u"post.json"_s, {{u"quirks"_s, QJsonObject{{u"postSearch"_s, true}}}});
        const Ran posted = runOn(u"post.json"_s, {u"studies"_s, u"--patient"_s, patient(), u"--route"_s, u"fhir"_s,
                                                  u"--modality"_s, u"CT"_s, u"--show-requests"_s});
        const QJsonObject first = posted.document.value("requests"_L1)[0].toObject();
        QVERIFY2(first.value("form"_L1).toString().contains(u"modality=CT"_s), posted.all());
        QVERIFY2(!first.value("form"_L1).toString().contains(text(m_person.value)), posted.all());
    }

    void anAuthorityIsReadHoweverItIsWritten_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("as a URI") << u"urn:oid:"_s;
        QTest::newRow("without prefix") << QString();
        QTest::newRow("in capitals") << u"URN:OID:"_s;
    }
    void anAuthorityIsReadHoweverItIsWritten()
    {
        QFETCH(QString, prefix);
        const QString who = prefix + text(m_person.system).section(u':', -1) + u'|' + text(m_person.value);
        const Ran found = ask({u"patients"_s, u"--identifier"_s, who});
        QVERIFY2(found.status == 0, found.all());
        const Ran studies = ask({u"studies"_s, u"--patient"_s, who});
        QVERIFY2(studies.status == 0, studies.all());
        QCOMPARE(studies.document.value("studies"_L1).toArray().size(), qsizetype(m_person.studies.size()));
        QVERIFY2(!studies.out.contains("OtherNumber"), studies.all());
        const Ran documents = ask({u"documents"_s, u"--patient"_s, who});
        QVERIFY2(documents.status == 0, documents.all());
        const Ran mistyped = ask({u"patients"_s, u"--identifier"_s, QString(who).replace(u"|"_s, u"|0"_s)});
        QVERIFY2(mistyped.errors.contains("10 digits"), mistyped.all()); // the profile knows this authority

        QJsonArray systems{QJsonObject{{u"label"_s, u"Number"_s},
                                       {u"system"_s, prefix + text(m_person.system).section(u':', -1)},
                                       {u"pattern"_s, u"^[0-9]{10}$"_s},
                                       {u"hint"_s, u"10 digits"_s}}};
        writeProfile(u"spelt.json"_s, {{u"identifierSystems"_s, systems}});
        const Ran known = runOn(u"spelt.json"_s, {u"patients"_s, u"--identifier"_s, patient() + u'0'});
        QVERIFY2(known.errors.contains("10 digits"), known.all());
    }

    void nobodyIsAnEmptyList()
    {
        const Ran ran = ask({u"patients"_s, u"--identifier"_s, u"urn:oid:2.999.17.1|0000000000"_s});
        QVERIFY2(ran.status == 1, ran.all());
        QVERIFY(ran.document.value("patients"_L1).toArray().isEmpty());
        QVERIFY(ran.document.contains("notes"_L1));
    }

    void documentsAreListedByKind()
    {
        const auto idsOf = [](const Ran &ran) {
            QStringList ids;
            for (const QJsonValue &document : ran.document.value("documents"_L1).toArray())
                ids += document["id"_L1].toString();
            ids.sort();
            return ids;
        };
        const Ran all = ask({u"documents"_s, u"--patient"_s, patient()});
        QVERIFY2(all.status == 0, all.all());
        QCOMPARE(idsOf(all), (QStringList{u"manifest-1-1"_s, u"manifest-1-2"_s, u"report-1-1"_s, u"report-1-2"_s,
                                          u"report-1-4"_s}));
        const QJsonObject first = all.document.value("documents"_L1).toArray().first().toObject();
        QCOMPARE(first.value("id"_L1), QJsonValue(u"report-1-1"_s));
        QCOMPARE(first.value("kind"_L1), QJsonValue(u"report"_s));
        QCOMPARE(first.value("type"_L1).toObject().value("code"_L1), QJsonValue(u"85430-7"_s));
        QCOMPARE(first.value("formats"_L1).toArray().first().toObject().value("url"_L1),
                 QJsonValue(u"Bundle/report-1-1"_s));
        QCOMPARE(first.value("studies"_L1).toArray(), QJsonArray{text(m_person.studies.front().uid)});
        const Ran manifests =
            ask({u"documents"_s, u"--patient"_s, patient(), u"--kind"_s, u"manifest"_s, u"--from"_s, u"2026-11-01"_s});
        QCOMPARE(idsOf(manifests), QStringList{u"manifest-1-1"_s});
        for (const QStringList &filter :
             {QStringList{u"--to"_s, u"1990-01-01"_s}, QStringList{u"--type"_s, u"http://loinc.org|11502-2"_s},
              QStringList{u"--category"_s, u"no-such-category"_s}, QStringList{u"--bodysite"_s, u"1"_s},
              QStringList{u"--created-from"_s, u"2031-01-01"_s}}) {
            const Ran nothing = ask(QStringList{u"documents"_s, u"--patient"_s, patient()} + filter);
            QVERIFY2(nothing.status == 1, filter.first().toUtf8() + nothing.all());
            QVERIFY(nothing.document.value("documents"_L1).toArray().isEmpty());
        }
    }

    void howAReportStandsIsSaidInTheList()
    {
        const auto documents = [this](const QString &who) {
            QHash<QString, QJsonObject> byId;
            const Ran ran = ask({u"documents"_s, u"--patient"_s, who});
            for (const QJsonValue &document : ran.document.value("documents"_L1).toArray())
                byId.insert(document["id"_L1].toString(), document.toObject());
            return byId;
        };
        const auto withdrawn = documents(u"urn:oid:2.999.17.1|9005025521"_s).value(u"report-4-3"_s);
        QCOMPARE(withdrawn.value("status"_L1), QJsonValue(u"current"_s));
        QCOMPARE(withdrawn.value("docStatus"_L1), QJsonValue(u"entered-in-error"_s));
        QVERIFY(withdrawn.value("relatesTo"_L1).isArray() && withdrawn.value("relatesTo"_L1).toArray().isEmpty());
        const auto addendum = documents(u"urn:oid:2.999.17.1|6109302078"_s).value(u"report-8-2-addendum"_s);
        QCOMPARE(addendum.value("docStatus"_L1), QJsonValue(u"amended"_s));
        QCOMPARE(addendum.value("relatesTo"_L1).toArray(),
                 (QJsonArray{QJsonObject{{u"code"_s, u"appends"_s}, {u"target"_s, u"report-8-2"_s}}}));
    }

    void howAReportStandsIsSaidWhereItIsFetched_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("words"); // empty: nothing
        QTest::addColumn<QString>("other"); // id of the other document
        QTest::newRow("withdrawn") << u"report-4-3"_s << u"entered-in-error"_s << u"This report was withdrawn"_s
                                   << QString();
        QTest::newRow("changed by another")
            << u"report-8-2"_s << u"final"_s << u"An addendum changes this report"_s << u"report-8-2-addendum"_s;
        QTest::newRow("an addendum") << u"report-8-2-addendum"_s << u"amended"_s << u"This is an addendum"_s
                                     << u"report-8-2"_s;
        QTest::newRow("final") << u"report-1-1"_s << u"final"_s << QString() << QString();
    }
    void howAReportStandsIsSaidWhereItIsFetched()
    {
        QFETCH(QString, id);
        QFETCH(QString, status);
        QFETCH(QString, words);
        QFETCH(QString, other);
        const Ran ran = ask({u"document"_s, u"--id"_s, id, u"--to"_s, path(u"report"_s)});
        QVERIFY2(ran.status == 0, ran.all());
        QVERIFY2(ran.document.value("docStatus"_L1) == QJsonValue(status), ran.all());
        QVERIFY2(ran.document.contains("status"_L1) && ran.document.value("relatesTo"_L1).isArray(), ran.all());
        const QJsonArray notes = ran.document.value("notes"_L1).toArray();
        if (words.isEmpty()) {
            QVERIFY2(notes.isEmpty() && ran.errors.isEmpty(), ran.all());
            return;
        }
        QVERIFY2(ran.errors.contains(words.toUtf8() + (other.isEmpty() ? ":" : " (" + other.toUtf8() + ")")),
                 ran.all());
        QVERIFY2(std::any_of(notes.begin(), notes.end(),
                             [&](const QJsonValue &note) { return note["detail"_L1].toString().startsWith(words); }),
                 ran.all());
    }

    //! One and the same number is no proof where the record behind it is of somebody else.
    void rowsAreComparedWithAllThatHerRecordTells_data()
    {
        QTest::addColumn<QString>("record"); // how the patient search ends
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("note");
        QTest::newRow("her record") << u"hers"_s << u"conflict"_s << u"PatientDiffers"_s;
        QTest::newRow("no record") << u"none"_s << u"match"_s << u"Fallback"_s;
        QTest::newRow("refused") << u"refused"_s << u"match"_s << u"Fallback"_s;
    }
    void rowsAreComparedWithAllThatHerRecordTells()
    {
        QFETCH(QString, record);
        QFETCH(QString, verdict);
        QFETCH(QString, note);
        const QByteArray patient =
            R"({"resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:oid:2.999.1","value":"77"}],)"
            R"("name":[{"family":"Doe","given":["Jane"]}],"birthDate":"1980-01-02","gender":"female"}})";
        const QByteArray row =
            R"([{"0020000D":{"vr":"UI","Value":["1.2.1"]},"0020000E":{"vr":"UI","Value":["1.2.1.1"]},)"
            R"("00080018":{"vr":"UI","Value":["1.2.1.1.1"]},"00100020":{"vr":"LO","Value":["77"]},)"
            R"("00100010":{"vr":"PN","Value":[{"Alphabetic":"Roe^Jim"}]},"00100030":{"vr":"DA","Value":["19900304"]},)"
            R"("00100040":{"vr":"CS","Value":["M"]}}])";
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (!request.contains("/fhir/"))
                return void(socket.write(RawServer::reply(200, "application/dicom+json", row)));
            socket.write(record == u"refused"
                             ? RawServer::reply(403, "text/plain", "no")
                             : RawServer::reply(200, "application/fhir+json",
                                                R"({"resourceType":"Bundle","type":"searchset","entry":[)" +
                                                    (record == u"hers" ? patient : QByteArray()) + "]}"));
        });
        writeProfile(u"raw.json"_s, {{u"fhirBase"_s, server.origin() + u"/fhir"_s},
                                     {u"qidoBase"_s, server.origin() + u"/rs"_s},
                                     {u"wadoBase"_s, server.origin() + u"/rs"_s}});
        const QStringList whose{u"--patient"_s, u"urn:oid:2.999.1|77"_s, u"--route"_s, u"dicomweb"_s};
        const Ran studies = runServed(u"raw.json"_s, QStringList{u"studies"_s} + whose);
        const Ran tree = runServed(u"raw.json"_s, QStringList{u"tree"_s, u"--study"_s, u"1.2.1"_s} + whose);
        QVERIFY2(studies.status == 0 && tree.status == 0, studies.all() + tree.all());
        QCOMPARE(studies.document["studies"_L1][0]["patient"_L1]["verdict"_L1], QJsonValue(verdict));
        QCOMPARE(tree.document["study"_L1]["patient"_L1]["verdict"_L1], QJsonValue(verdict));
        for (const Ran &ran : {studies, tree}) {
            QVERIFY2(ran.out.contains(note.toUtf8()), ran.all());
            QVERIFY2(ran.out.contains("identifier alone") == (record != u"hers"), ran.all());
        }
    }

    void aPreliminaryReportIsSaidToBeOne()
    {
        const QString reference = QString::fromUtf8(R"({"resourceType":"DocumentReference","id":"%1","status":"%2",
            "docStatus":"%3","subject":{"reference":"Patient/p"},"type":{"coding":[{"code":"85430-7"}]},
            "relatesTo":[%4],"content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0xLjQK"}}]})");
        QString first = reference.arg(u"first"_s, u"current"_s, u"preliminary"_s, QString());
        const QString second =
            reference.arg(u"second"_s, u"current"_s, u"final"_s,
                          uR"({"code":"replaces","target":{"reference":"DocumentReference/first"}})"_s);
        bool knowsNewer = false;
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QString entries =
                u"{\"resource\":"_s + first + u'}' + (knowsNewer ? u",{\"resource\":"_s + second + u'}' : QString());
            const QString body = request.contains("/DocumentReference/first")
                                     ? first
                                     : uR"({"resourceType":"Bundle","type":"searchset","entry":[%1]})"_s.arg(entries);
            socket.write(RawServer::reply(200, "application/fhir+json", body.toUtf8()));
        });
        writeProfile(u"raw.json"_s, {{u"fhirBase"_s, server.origin() + u"/fhir"_s}});
        const auto fetched = [this] {
            return runServed(u"raw.json"_s, {u"document"_s, u"--id"_s, u"first"_s, u"--to"_s, path(u"report"_s)});
        };
        const Ran alone = fetched();
        QVERIFY2(alone.status == 0, alone.all());
        QVERIFY2(alone.errors.contains("This report is preliminary"), alone.all());
        QVERIFY2(!alone.errors.contains("newer version"), alone.all());
        knowsNewer = true;
        const Ran replaced = fetched();
        QVERIFY2(replaced.errors.contains("There is a newer version of this report (second)"), replaced.all());
        first = reference.arg(u"first"_s, u"superseded"_s, u"amended"_s, QString());
        const Ran amended = fetched();
        QVERIFY2(amended.errors.contains("newer version") && !amended.errors.contains("holds now"), amended.all());
        knowsNewer = false;
        const Ran superseded = fetched();
        QVERIFY2(superseded.errors.contains("newer version") && !superseded.errors.contains("holds now"),
                 superseded.all());
    }

    void whereTheOtherDocumentsAreNotListedItIsSaid()
    {
        m_country.play(Fault::status(403).onPath("/DocumentReference?"));
        const Ran ran = ask({u"document"_s, u"--id"_s, u"report-8-2"_s, u"--to"_s, path(u"report"_s)});
        QVERIFY2(ran.status == 0, ran.all());
        QVERIFY2(ran.errors.contains("Whether another document changes this one is not known"), ran.all());
    }

    void aDocumentIsKeptAsReceived()
    {
        const QString file = path(u"report"_s);
        const Ran ran =
            ask({u"document"_s, u"--id"_s, u"report-1-1"_s, u"--format"_s, u"application/pdf"_s, u"--to"_s, file});
        QVERIFY2(ran.status == 0, ran.all());
        const QByteArray kept = contentOf(file);
        QVERIFY(kept.startsWith("%PDF-"));
        QCOMPARE(ran.document.value("file"_L1), QJsonValue(file));
        QCOMPARE(ran.document.value("contentType"_L1), QJsonValue(u"application/pdf"_s));
        QCOMPARE(ran.document.value("bytes"_L1).toInteger(), kept.size());
        QCOMPARE(ran.document.value("sha256"_L1).toString().toLatin1(),
                 QCryptographicHash::hash(kept, QCryptographicHash::Sha256).toHex());
        QCOMPARE(ran.document.value("hash"_L1), QJsonValue(u"matches"_s));
        QCOMPARE(ran.document.value("studies"_L1).toArray(), QJsonArray{text(m_person.studies.front().uid)});
        const QJsonObject link = ran.document.value("links"_L1).toArray().first().toObject();
        QCOMPARE(link.value("role"_L1), QJsonValue(u"reported"_s));
        QCOMPARE(link.value("reason"_L1), QJsonValue(u"The DocumentReference names it."_s));
        // The other form of a manifest has a reference of its own and is found all the same.
        const Ran kos = ask({u"document"_s, u"--id"_s, u"manifest-1-1"_s, u"--format"_s, u"application/dicom"_s,
                             u"--to"_s, path(u"kos"_s)});
        QVERIFY2(kos.status == 0, kos.all());
        QCOMPARE(contentOf(path(u"kos"_s)).mid(128, 4), "DICM");
        const Ran none = ask({u"document"_s, u"--id"_s, u"nobody-s"_s, u"--to"_s, path(u"none"_s)});
        QVERIFY2(none.status == 1, none.all());
        QCOMPARE(none.kind(), u"NotFound"_s);
        QVERIFY2(none.errors.startsWith("This document is not there."), none.all());
        QVERIFY(none.document.contains("file"_L1) && none.document.value("studies"_L1).toArray().isEmpty());
        QVERIFY(!QFile::exists(path(u"none"_s)));
        const Ran otherForm =
            ask({u"document"_s, u"--id"_s, u"report-1-1"_s, u"--format"_s, u"text/xml"_s, u"--to"_s, path(u"none"_s)});
        QVERIFY2(otherForm.status == 1, otherForm.all());
        QVERIFY2(otherForm.errors.contains("It is offered as application/fhir+json, application/pdf."),
                 otherForm.all());
    }

    void aReportIsReadAsText_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("words");
        QTest::newRow("FHIR document") << u"report-1-1"_s << u"application/fhir+json"_s
                                       << u"Solid nodule of 16 mm in the right upper lobe"_s;
        QTest::newRow("PDF") << u"report-1-1"_s << u"application/pdf"_s << u"Solid nodule of 16 mm"_s;
        QTest::newRow("PDF in a collection") << u"report-1-4"_s << QString() << u"BI-RADS 2"_s;
        QTest::newRow("CDA") << u"report-3-2"_s << QString() << u"Легеневі поля прозорі"_s;
    }
    void aReportIsReadAsText()
    {
        QFETCH(QString, id);
        QFETCH(QString, format);
        QFETCH(QString, words);
        const QString textFile = path(u"report.txt"_s);
        QStringList asked{u"document"_s, u"--id"_s, id, u"--to"_s, path(u"report"_s), u"--text"_s, textFile};
        if (!format.isEmpty())
            asked << u"--format"_s << format;
        const Ran ran = ask(asked);
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("textFile"_L1), QJsonValue(textFile));
        const QString text = QString::fromUtf8(contentOf(textFile));
        QVERIFY2(text.contains(words), qPrintable(text));
        QVERIFY(!text.contains(u"</"_s));
        QVERIFY(QFile::remove(textFile));
    }
    void aManifestIsNoText()
    {
        const QString textFile = path(u"manifest.txt"_s);
        const Ran ran =
            ask({u"document"_s, u"--id"_s, u"manifest-1-1"_s, u"--to"_s, path(u"manifest"_s), u"--text"_s, textFile});
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("file"_L1), QJsonValue(path(u"manifest"_s)));
        QCOMPARE(ran.document.value("sha256"_L1).toString().size(), 64);
        QVERIFY(ran.document.contains("textFile"_L1) && ran.document.value("textFile"_L1).isNull());
        QVERIFY2(ran.out.contains("imaging manifest") && ran.errors.contains("imaging manifest"), ran.all());
        QVERIFY(QFile::exists(path(u"manifest"_s)));
        QVERIFY(!QFile::exists(textFile));
        const QString one = path(u"one"_s);
        QCOMPARE(ask({u"document"_s, u"--id"_s, u"report-1-1"_s, u"--to"_s, one, u"--text"_s, one}).status, 2);
    }

    void whatCannotBeReadIsKeptAndNamedBesideTheError_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("filedUnder");
        QTest::addColumn<int>("status");
        QTest::newRow("a broken PDF") << QByteArray("application/pdf") << QByteArray("%PDF-1.4\nbroken") << u"85430-7"_s
                                      << 6;
        QTest::newRow("a broken CDA") << QByteArray("text/xml")
                                      << QByteArray("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component>")
                                      << u"85430-7"_s << 6;
        QTest::newRow("a picture") << QByteArray("image/png") << QByteArray("\x89PNG\r\n\x1a\n", 8) << u"1"_s << 0;
    }
    void whatCannotBeReadIsKeptAndNamedBesideTheError()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, content);
        QFETCH(QString, filedUnder);
        QFETCH(int, status);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (request.contains("/Binary/1"))
                return void(socket.write(RawServer::reply(200, type, content)));
            const QJsonObject reference{
                {u"resourceType"_s, u"DocumentReference"_s},
                {u"id"_s, u"x"_s},
                {u"type"_s, QJsonObject{{u"coding"_s, QJsonArray{QJsonObject{{u"code"_s, filedUnder}}}}}},
                {u"content"_s,
                 QJsonArray{QJsonObject{{u"attachment"_s, QJsonObject{{u"contentType"_s, QString::fromLatin1(type)},
                                                                      {u"url"_s, u"Binary/1"_s}}}}}}};
            socket.write(RawServer::reply(200, "application/fhir+json", QJsonDocument(reference).toJson()));
        });
        writeProfile(u"raw.json"_s, {{u"fhirBase"_s, server.origin() + u"/fhir"_s}});
        const QString textFile = path(u"report.txt"_s);
        const Ran ran = runServed(
            u"raw.json"_s, {u"document"_s, u"--id"_s, u"x"_s, u"--to"_s, path(u"report"_s), u"--text"_s, textFile});
        QVERIFY2(ran.status == status, ran.all());
        QCOMPARE(ran.kind(), status == 6 ? u"Malformed"_s : QString());
        QVERIFY2(ran.document.value("file"_L1) == QJsonValue(path(u"report"_s)), ran.all());
        QCOMPARE(ran.document.value("sha256"_L1).toString().toLatin1(),
                 QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
        QVERIFY2(status == 6 || ran.errors.contains("no text"), ran.all());
        QCOMPARE(contentOf(path(u"report"_s)), content);
        QVERIFY(!QFile::exists(textFile));
    }

    //! From an identifier to files by documents alone, through the contact point and directly.
    void documentsAloneSuffice_data()
    {
        QTest::addColumn<QString>("via");
        QTest::newRow("through the contact point") << u"ncpeh"_s;
        QTest::newRow("directly") << u"direct"_s;
    }
    void documentsAloneSuffice()
    {
        QFETCH(QString, via);
        writeProfile(u"documents.json"_s, {{u"routes"_s, QJsonArray{u"documents"_s}}, {u"qidoBase"_s, QJsonValue()}});
        const auto &study = m_person.studies.at(1);
        const Ran studies = runOn(u"documents.json"_s, {u"studies"_s, u"--patient"_s, patient()});
        QVERIFY2(studies.status == 0, studies.all());
        QCOMPARE(studies.document.value("studies"_L1).toArray().size(), 3);
        QCOMPARE(studies.document.value("studies"_L1).toArray().first().toObject().value("routes"_L1).toArray(),
                 QJsonArray{u"documents"_s});
        const Ran tree = runOn(u"documents.json"_s, {u"tree"_s, u"--study"_s, text(study.uid), u"--route"_s,
                                                     u"documents"_s, u"--patient"_s, patient()});
        QVERIFY2(tree.status == 0, tree.all());
        QCOMPARE(tree.document.value("study"_L1).toObject().value("series"_L1).toArray().size(),
                 qsizetype(study.series.size()));
        const Ran files = runOn(u"documents.json"_s, {u"retrieve"_s, u"--study"_s, text(study.uid), u"--patient"_s,
                                                      patient(), u"--via"_s, via, u"--to"_s, path(u"out"_s)});
        QVERIFY2(files.status == 0, files.all());
        QCOMPARE(files.document.value("requested"_L1).toInteger(), instancesOf(study));
        QCOMPARE(filesBelow(path(u"out"_s)).size(), instancesOf(study));
    }

    void theRestOfAListIsReadWhereItIsWanted()
    {
        writeProfile(u"short.json"_s, {{u"limits"_s, QJsonObject{{u"pageSize"_s, 1}, {u"maximumPages"_s, 2}}}});
        const QStringList asked{u"studies"_s, u"--patient"_s, patient(), u"--route"_s, u"fhir"_s};
        const Ran cut = runOn(u"short.json"_s, asked);
        QVERIFY2(cut.status == 0, cut.all());
        QCOMPARE(cut.document.value("studies"_L1).toArray().size(), 2);
        QVERIFY(cut.document.value("truncated"_L1).toBool());
        const Ran whole = runOn(u"short.json"_s, asked + QStringList{u"--rest"_s});
        QVERIFY2(whole.status == 0, whole.all());
        QCOMPARE(whole.document.value("studies"_L1).toArray().size(), qsizetype(m_person.studies.size()));
        QVERIFY(!whole.document.value("truncated"_L1).toBool());
    }

    void studiesOfAllRoutesAreOneList()
    {
        const Ran ran = ask({u"studies"_s, u"--patient"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonArray studies = ran.document.value("studies"_L1).toArray();
        QCOMPARE(studies.size(), qsizetype(m_person.studies.size()));
        for (const QJsonValue &value : studies) {
            const QJsonObject row = value.toObject();
            const QJsonArray routes = row.value("routes"_L1).toArray();
            QVERIFY2(routes.contains(u"fhir"_s) && routes.contains(u"dicomweb"_s), ran.all());
            for (const char *key : {"uid", "date", "time", "description", "modalities", "accession", "seriesCount",
                                    "instanceCount", "patientId"})
                QVERIFY2(row.contains(QLatin1StringView(key)), key);
        }
        QVERIFY(ran.document.value("differences"_L1).isArray());
    }

    void aStudyThatCountsMoreThanItsSeriesIsSaidToDoSo()
    {
        const QByteArray study = "{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"numberOfSeries\":1,"
                                 "\"numberOfInstances\":9,\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":"
                                 "\"urn:oid:1.2.3\"}],\"series\":[{\"uid\":\"1.2.3.1\",\"numberOfInstances\":1,"
                                 "\"modality\":{\"code\":\"CT\"},\"instance\":[{\"uid\":\"1.2.3.1.1\"}]}]}";
        RawServer server([&study](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json",
                                          "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + study + "}]}"));
        });
        writeProfile(u"raw.json"_s,
                     {{u"fhirBase"_s, server.origin() + u"/fhir"_s}, {u"routes"_s, QJsonArray{u"fhir"_s}}});
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(BORDERLIGHT_CLI),
                      {u"tree"_s, u"--profile"_s, u"raw.json"_s, u"--study"_s, u"1.2.3"_s});
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, longest); // the server is in this thread
        const QByteArray out = process.readAllStandardOutput();
        QVERIFY2(process.exitCode() == 0, out);
        QVERIFY2(out.contains("The study counts 9 images, its series 1."), out);
    }

    void anOutcomeWithoutWordsIsNoNote()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(
                200, "application/fhir+json",
                R"({"resourceType":"Bundle","type":"searchset","entry":[)"
                R"({"resource":{"resourceType":"OperationOutcome"}},)"
                R"({"resource":{"resourceType":"OperationOutcome","issue":[{}]}},)"
                R"({"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","diagnostics":" "}]}},)"
                R"({"resource":{"resourceType":"OperationOutcome","issue":[{"diagnostics":"","code":"throttled"}]}}]})"));
        });
        writeProfile(u"raw.json"_s, {{u"fhirBase"_s, server.origin() + u"/fhir"_s}});
        const Ran ran = runServed(u"raw.json"_s, {u"patients"_s, u"--name"_s, u"a"_s});
        const QJsonArray notes = ran.document.value("notes"_L1).toArray();
        QVERIFY2(notes.size() == 1, ran.all());
        QCOMPARE(notes.first()[u"detail"], QJsonValue(u"The server says: throttled"_s));
    }

    void whatQidoCannotBeAskedHidesNoStudyAndIsSaid()
    {
        const Ran ran =
            ask({u"studies"_s, u"--patient"_s, patient(), u"--route"_s, u"dicomweb"_s, u"--bodysite"_s, u"51185008"_s});
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("studies"_L1).toArray().size(), qsizetype(m_person.studies.size()));
        QVERIFY2(ran.errors.contains("not filtered by it"), ran.all());
    }

    void aBodySiteInWordsIsToldThatCodesAreSearched()
    {
        const QStringList question{u"studies"_s, u"--patient"_s, patient(), u"--route"_s, u"fhir"_s, u"--bodysite"_s};
        const Ran word = ask(question + QStringList{u"Thorax"_s});
        QVERIFY2(word.status == 1, word.all());
        QVERIFY2(word.errors.contains("searched by code"), word.all());
        const Ran code = ask(question + QStringList{u"51185008"_s});
        QVERIFY2(code.status == 0, code.all());
        QVERIFY2(!code.errors.contains("searched by code"), code.all());
    }

    void whoAsksWithAReplacedRecordIsToldOfTheNewOne()
    {
        const Ran old = ask({u"studies"_s, u"--patient"_s, u"urn:oid:2.999.17.2|XG61093044"_s});
        QVERIFY2(old.status == 1, old.all());
        QVERIFY2(old.errors.contains("another one replaces it"), old.all());
        QCOMPARE(old.document.value("notes"_L1).toArray().last().toObject().value("kind"_L1).toString(),
                 u"ServerWarning"_s);
        const Ran nothing = ask({u"studies"_s, u"--patient"_s, u"urn:oid:2.999.17.1|8208170093"_s});
        QVERIFY2(nothing.status == 1, nothing.all());
        QVERIFY2(!nothing.errors.contains("replaces"), nothing.all());
    }

    void studiesAreFiltered_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        const QString uid = text(m_small.uid);
        const QString date = text(m_small.date);
        const QString day = date.first(4) + u'-' + date.sliced(4, 2) + u'-' + date.sliced(6, 2);
        for (const QString &route : {u"fhir"_s, u"dicomweb"_s, u"all"_s}) {
            const auto row = [&](const char *name, const QStringList &arguments, int status) {
                QTest::addRow("%s, %s", name, qPrintable(route))
                    << QStringList{u"--route"_s, route} + arguments << status;
            };
            row("study", {u"--study"_s, uid}, 0);
            row("date", {u"--from"_s, day, u"--to"_s, day}, 0);
            row("accession", {u"--accession"_s, text(m_small.accession)}, 0);
            row("nothing before 1990", {u"--to"_s, u"1989-12-31"_s}, 1);
            row("no such modality", {u"--modality"_s, u"XA"_s}, 1);
            row("no such SOP class", {u"--dicom-class"_s, u"1.2.3"_s}, 1);
            row("any number of it", {u"--identifier"_s, text(m_small.accession)}, 0);
            row("one of its series", {u"--series"_s, text(m_small.series.front().uid)}, 0);
            row("its day and hours",
                {u"--from"_s, day, u"--to"_s, day, u"--from-time"_s, u"00:00"_s, u"--to-time"_s, u"23:59"_s}, 0);
            row("before its hour", {u"--from"_s, day, u"--to"_s, day, u"--to-time"_s, u"00:00"_s}, 1);
        }
    }
    void studiesAreFiltered()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        const Ran ran = ask(QStringList{u"studies"_s, u"--patient"_s, patient()} + arguments);
        QVERIFY2(ran.status == status, ran.all());
        const QJsonArray studies = ran.document.value("studies"_L1).toArray();
        QCOMPARE(studies.size(), status == 0 ? 1 : 0);
        if (status == 0)
            QCOMPARE(studies.first().toObject().value("uid"_L1).toString(), text(m_small.uid));
    }

    void aFilterThatARouteCannotTakeIsSaid_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("body site") << u"--bodysite"_s;
        QTest::newRow("reason") << u"--reason"_s;
    }
    void aFilterThatARouteCannotTakeIsSaid()
    {
        QFETCH(QString, option);
        const Ran ran = ask({u"studies"_s, u"--patient"_s, patient(), u"--route"_s, u"dicomweb"_s, option, u"1"_s});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonArray notes = ran.document.value("notes"_L1).toArray();
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes.first().toObject().value("kind"_L1).toString(), u"IgnoredFilter"_s);
    }

    void oneFailedRouteDoesNotHideTheOther()
    {
        m_country.play(Fault::status(403).onPath("/dicom-web"));
        const Ran ran = ask({u"studies"_s, u"--patient"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("studies"_L1).toArray().size(), qsizetype(m_person.studies.size()));
        const QJsonObject note = ran.document.value("notes"_L1).toArray().first().toObject();
        QCOMPARE(note.value("kind"_L1).toString(), u"RouteFailed"_s);
        QVERIFY(note.value("detail"_L1).toString().startsWith(u"dicomweb"_s));
    }

    void theTreeHasEveryInstance_data()
    {
        QTest::addColumn<QString>("route");
        for (const char *route : {"fhir", "dicomweb", "all"})
            QTest::newRow(route) << QString::fromLatin1(route);
    }
    void theTreeHasEveryInstance()
    {
        QFETCH(QString, route);
        const Ran ran = ask({u"tree"_s, u"--study"_s, text(m_large.uid), u"--route"_s, route});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonObject study = ran.document.value("study"_L1).toObject();
        QCOMPARE(study.value("uid"_L1).toString(), text(m_large.uid));
        const QJsonArray series = study.value("series"_L1).toArray();
        QCOMPARE(series.size(), qsizetype(m_large.series.size()));
        qsizetype instances = 0;
        for (const QJsonValue &value : series) {
            QVERIFY(!value.toObject().value("modality"_L1).toString().isEmpty());
            QCOMPARE(value.toObject().value("instancesFrom"_L1).toString(),
                     route == u"dicomweb" ? u"qido"_s : u"fhir"_s);
            instances += value.toObject().value("instances"_L1).toArray().size();
        }
        QCOMPARE(instances, instancesOf(m_large));
        QCOMPARE(study.value("seriesFrom"_L1).toString(), route == u"dicomweb" ? u"qido"_s : u"fhir"_s);
        QVERIFY(ran.document.value("differences"_L1).isArray());
        QVERIFY(ran.document.value("differences"_L1).toArray().isEmpty());
    }

    void aStudyThatOneRouteGivesSomebodyElseIsNoMatch()
    {
        m_country.play(Fault::otherPatient().onPath("/dicom-web/"));
        const Ran ran = ask({u"studies"_s, u"--patient"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        int conflicts = 0;
        for (const QJsonValue &study : ran.document.value("studies"_L1).toArray()) {
            const bool isInBoth = study.toObject().value("routes"_L1).toArray().contains(u"dicomweb"_s);
            const QString verdict = study.toObject().value("patient"_L1).toObject().value("verdict"_L1).toString();
            QVERIFY2(verdict == (isInBoth ? u"conflict"_s : u"match"_s), ran.all());
            conflicts += isInBoth;
        }
        QVERIFY2(conflicts > 0, ran.all());
    }

    void aTreeOfAnotherPatientIsSaidToBeOne()
    {
        const QStringList tree{u"tree"_s, u"--study"_s, text(m_person.studies.front().uid), u"--route"_s,
                               u"documents"_s};
        const auto verdictIn = [](const Ran &ran) { return ran.document["study"_L1]["patient"_L1]["verdict"_L1]; };
        const Ran own = ask(tree + QStringList{u"--patient"_s, patient()});
        QVERIFY2(own.status == 0, own.all());
        QVERIFY2(verdictIn(own) == QJsonValue(u"match"_s), own.all());
        QVERIFY2(!own.out.contains("PatientDiffers") && own.errors.isEmpty(), own.all());
        m_country.play(Fault::otherPatient());
        const Ran other = ask(tree + QStringList{u"--patient"_s, patient()});
        QVERIFY2(other.status == 0, other.all());
        QVERIFY2(verdictIn(other) == QJsonValue(u"conflict"_s), other.all());
        QVERIFY2(other.out.contains("PatientDiffers"), other.all());
        QVERIFY2(other.errors.contains("names another patient"), other.all());
        const Ran rows = ask({u"studies"_s, u"--route"_s, u"documents"_s, u"--patient"_s, patient()});
        QVERIFY2(rows.errors.contains("names another patient"), rows.all());
    }

    void whereTheTreesDisagreeBothCountsAreTold()
    {
        for (const auto &person : responder::Responder::demoPatients())
            for (const auto &study : person.studies) {
                if (study.accession != "XA26-001990")
                    continue;
                const Ran ran = ask({u"tree"_s, u"--study"_s, text(study.uid)});
                QVERIFY2(ran.status == 0, ran.all());
                QStringList fields;
                for (const QJsonValue &difference : ran.document.value("differences"_L1).toArray())
                    fields += difference.toObject().value("field"_L1).toString();
                QCOMPARE(fields, QStringList({u"seriesCount"_s, u"instanceCount"_s, u"instanceCount"_s}));
                const QJsonValue ofSeries = ran.document["differences"_L1][2];
                QVERIFY2(ofSeries["series"_L1].toString().startsWith(text(study.uid)), ran.all());
                QCOMPARE(ofSeries["values"_L1].toObject(),
                         (QJsonObject{{u"fhir"_s, u"0"_s}, {u"dicomweb"_s, u"20"_s}}));
                QCOMPARE(ran.document.value("study"_L1).toObject().value("series"_L1).toArray().size(), 2);
                return;
            }
        QFAIL("the planted study is gone");
    }

    void theTreeOfAnUnknownStudyIsEmpty()
    {
        const Ran ran = ask({u"tree"_s, u"--study"_s, u"1.2.3.4.5"_s});
        QVERIFY2(ran.status == 1, ran.all());
        QVERIFY(ran.document.value("study"_L1).toObject().value("series"_L1).toArray().isEmpty());
    }

    void aStudyIsRetrievedByteForByte()
    {
        const Ran ran = retrieve(m_large, {u"--patient"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("requested"_L1).toInt(), int(instancesOf(m_large)));
        QCOMPARE(ran.document.value("received"_L1).toInt(), int(instancesOf(m_large)));
        QCOMPARE(ran.document.value("missing"_L1).toArray(), QJsonArray());
        QCOMPARE(ran.document.value("unexpected"_L1).toArray(), QJsonArray());
        QCOMPARE(ran.document.value("patient"_L1).toObject().value("verdict"_L1).toString(), u"match"_s);
        const QJsonArray files = ran.document.value("files"_L1).toArray();
        QCOMPARE(files.size(), instancesOf(m_large));
        for (const QJsonValue &value : files) {
            const QJsonObject file = value.toObject();
            const QString sop = file.value("sopUid"_L1).toString();
            QCOMPARE(file.value("path"_L1).toString(),
                     text(m_large.uid) + u'/' + file.value("seriesUid"_L1).toString() + u'/' + sop + u".dcm"_s);
            const QByteArray bytes = contentOf(path(u"out/"_s) + file.value("path"_L1).toString());
            QCOMPARE(bytes, QByteArray::fromStdString(responder::Responder::demoInstance(sop.toStdString())));
            QCOMPARE(file.value("bytes"_L1).toInteger(), bytes.size());
            QCOMPARE(file.value("sha256"_L1).toString().toLatin1(),
                     QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
            QVERIFY(!file.value("transferSyntax"_L1).toString().isEmpty());
        }
        QVERIFY(QFile::exists(path(u"out/"_s) + text(m_large.uid) + u"/retrieval.json"_s));
        QVERIFY(QFile::exists(path(u"out/"_s) + text(m_large.uid) + u"/retrieval.journal"_s));
        QVERIFY(ran.errors.contains("instances"));

        // Run again, it fetches nothing that is here.
        const Ran again = retrieve(m_large);
        QVERIFY2(again.status == 0, again.all());
        QCOMPARE(again.document.value("received"_L1).toInt(), int(instancesOf(m_large)));
        QCOMPARE(again.document.value("patient"_L1).toObject().value("verdict"_L1).toString(), u"unchecked"_s);
    }

    void seriesAndInstancesAreRetrievedAlone()
    {
        const auto &series = m_large.series.back();
        const Ran whole = retrieve(m_large, {u"--series"_s, text(series.uid)});
        QVERIFY2(whole.status == 0, whole.all());
        QCOMPARE(whole.document.value("received"_L1).toInt(), int(series.instances.size()));

        QVERIFY(QDir(path(u"out"_s)).removeRecursively());
        const Ran two = retrieve(m_large, {u"--instance"_s, text(series.uid) + u'/' + text(series.instances.front()),
                                           u"--instance"_s, text(series.uid) + u'/' + text(series.instances.back())});
        QVERIFY2(two.status == 0, two.all());
        QCOMPARE(two.document.value("requested"_L1).toInt(), 2);
        QCOMPARE(filesBelow(path(u"out"_s)).size(), 2);
    }

    void instancesThatAreNotThereAreNamed()
    {
        const QString series = text(m_large.series.back().uid);
        const Ran ran = retrieve(m_large, {u"--instance"_s, series + u"/1.2.3"_s});
        QVERIFY2(ran.status == 1, ran.all());
        QCOMPARE(ran.document.value("requested"_L1).toInt(), 1);
        const QJsonArray missing = ran.document.value("missing"_L1).toArray();
        QCOMPARE(missing.size(), 1);
        QCOMPARE(missing.first().toObject().value("sopUid"_L1).toString(), u"1.2.3"_s);
    }

    void aStudyThatIsNotThereIsCountedWhereAListNamesIt()
    {
        m_country.play(Fault::delay(std::chrono::milliseconds(1500)).onRetrievals()); // so that the list comes first
        m_country.play(Fault::status(404).onRetrievals());
        const Ran ran = retrieve(m_large);
        QVERIFY2(ran.status == 1, ran.all());
        QCOMPARE(ran.document.value("requested"_L1).toInt(), int(instancesOf(m_large)));
        QCOMPARE(ran.document.value("missing"_L1).toArray().size(), instancesOf(m_large));
        QCOMPARE(ran.document.value("received"_L1).toInt(), 0);
    }

    void aSeriesThatIsNotThereIsSaidBesideWhatCame()
    {
        const auto &series = m_large.series.back();
        const Ran ran = retrieve(m_large, {u"--series"_s, text(series.uid), u"--series"_s, u"1.2.3"_s});
        QVERIFY2(ran.status == 3, ran.all());
        QCOMPARE(ran.document.value("received"_L1).toInt(), int(series.instances.size()));
        QStringList notes;
        for (const QJsonValue &note : ran.document.value("notes"_L1).toArray())
            notes += note.toObject().value("detail"_L1).toString();
        QVERIFY2(notes.join(u'\n').contains("/series/1.2.3 answered 404"_L1), ran.all());
    }

    void whatIsMissingIsNamedAndTheRestIsWhole()
    {
        m_country.play(Fault::dropInstances(1));
        const Ran ran = retrieve(m_large);
        QVERIFY2(ran.status == 3, ran.all());
        QCOMPARE(ran.document.value("missing"_L1).toArray().size(), 1);
        const QJsonObject missing = ran.document.value("missing"_L1).toArray().first().toObject();
        QVERIFY(missing.contains("seriesUid"_L1) && missing.contains("sopUid"_L1));
        QCOMPARE(filesBelow(path(u"out"_s)).size(), instancesOf(m_large) - 1);
    }

    void anUnexpectedInstanceIsNamed()
    {
        m_country.play(Fault::unexpectedUid().times(1));
        const Ran ran = retrieve(m_large);
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("unexpected"_L1).toArray().size(), 1);
        QCOMPARE(ran.document.value("requested"_L1).toInt(), int(instancesOf(m_large)));
        QVERIFY(ran.document.value("missing"_L1).toArray().isEmpty());
        // It is kept beside the others, so its file says that it is none of them.
        const QString sop = ran.document.value("unexpected"_L1).toArray().first()["sopUid"_L1].toString();
        QStringList marked;
        for (const auto &file : ran.document.value("files"_L1).toArray())
            if (file["unexpected"_L1].toBool())
                marked += file["sopUid"_L1].toString();
        QCOMPARE(marked, QStringList{sop});
    }

    void nothingEscapesTheFolder()
    {
        m_country.play(Fault::hostileUid());
        const Ran ran = retrieve(m_large);
        QVERIFY2(ran.status == 0, ran.all());
        const QString inside = path(u"out/"_s) + text(m_large.uid) + u'/';
        for (const QString &file : filesBelow(m_folder->path()))
            QVERIFY2(file.startsWith(inside), qPrintable(file));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList({u"impatient.json"_s, u"out"_s, u"p.json"_s}));
    }

    void withoutAnExpectedListRequestedIsUnknown()
    {
        m_country.play(Fault::status(404).onPath("/fhir"));
        writeProfile(u"wado.json"_s, {{u"routes"_s, QJsonArray{u"fhir"_s}}});
        const Ran ran =
            runOn(u"wado.json"_s, {u"retrieve"_s, u"--study"_s, text(m_large.uid), u"--to"_s, path(u"out"_s)});
        QVERIFY2(ran.status == 0, ran.all());
        QVERIFY(ran.document.value("requested"_L1).isNull());
        QVERIFY(ran.out.contains("NoExpectedList"));
        QCOMPARE(ran.document.value("received"_L1).toInt(), int(instancesOf(m_large)));
    }

    void withoutAnExpectedListAPartThatIsRefusedIsNoSuccess()
    {
        m_country.play(Fault::status(404).onPath("/fhir"));
        m_country.play(Fault::foreignStudyUid());
        writeProfile(u"wado.json"_s, {{u"routes"_s, QJsonArray{u"fhir"_s}}});
        const Ran ran =
            runOn(u"wado.json"_s, {u"retrieve"_s, u"--study"_s, text(m_large.uid), u"--to"_s, path(u"out"_s)});
        QVERIFY2(ran.status == 3, ran.all());
        QVERIFY(ran.document.value("requested"_L1).isNull());
        QCOMPARE(ran.document.value("received"_L1).toInt(), int(instancesOf(m_large)) - 1);
        QVERIFY2(!ran.errors.contains("0 of 0"), ran.all());
    }

    void anotherPatientLeavesNothing()
    {
        m_country.play(Fault::otherPatient().onRetrievals());
        const Ran ran = retrieve(m_large, {u"--patient"_s, patient()});
        QVERIFY2(ran.status == 4, ran.all());
        QCOMPARE(ran.kind(), u"PatientConflict"_s);
        QVERIFY(filesBelow(path(u"out"_s)).isEmpty());
    }

    void whenThePatientCannotBeSearchedTheIdentifierIsCompared()
    {
        m_country.play(Fault::status(403).onPath("/Patient"));
        const Ran ran = retrieve(m_small, {u"--patient"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        QCOMPARE(ran.document.value("patient"_L1).toObject().value("verdict"_L1).toString(), u"match"_s);
        QVERIFY2(ran.out.contains("identifier alone"), ran.all());
    }

    void theSameNumberOfAnotherAuthorityIsAnotherPatient()
    {
        const QString other = u"urn:oid:2.999.9|"_s + text(m_person.value);
        const Ran files = retrieve(m_small, {u"--patient"_s, other});
        QVERIFY2(files.status == 4, files.all());
        QCOMPARE(files.kind(), u"PatientConflict"_s);
        QVERIFY(filesBelow(path(u"out"_s)).isEmpty());
        for (const auto &[who, verdict] :
             {std::pair(other, u"unchecked"_s), std::pair(patient(), u"match"_s)}) { // QIDO-RS has the number alone
            const Ran rows = ask({u"studies"_s, u"--route"_s, u"dicomweb"_s, u"--patient"_s, who});
            QVERIFY2(rows.status == 0, rows.all());
            for (const auto &study : rows.document.value("studies"_L1).toArray())
                QCOMPARE(study[u"patient"_s][u"verdict"_s], QJsonValue(verdict));
        }
    }

    void aFolderThatCannotBeMadeIsStorage()
    {
        const Ran ran = ask({u"retrieve"_s, u"--study"_s, text(m_small.uid), u"--to"_s, path(u"p.json"_s)});
        QVERIFY2(ran.status == 7, ran.all());
        QCOMPARE(ran.kind(), u"Storage"_s);
    }

    void aDiskThatTakesNoMoreIsStorage()
    {
        // A limit on the size of files makes write() fail like a full disk does.
        const Ran ran =
            run({u"-c"_s, u"ulimit -f 60; exec \"$0\" \"$@\""_s, QStringLiteral(BORDERLIGHT_CLI), u"retrieve"_s,
                 u"--study"_s, text(m_large.uid), u"--to"_s, path(u"out"_s), u"--profile"_s, path(u"p.json"_s)},
                u"/bin/sh"_s);
        QVERIFY2(ran.status == 7, ran.all());
        QCOMPARE(ran.kind(), u"Storage"_s);
        QVERIFY(filesBelow(path(u"out"_s)).isEmpty());
    }

    void whatIsToBeWrittenIsWrittenWholeOrNotAtAll()
    {
        QVERIFY(retrieve(m_small).status == 0);
        const QString image = filesBelow(path(u"out"_s)).first();
        const auto document = [this](const QString &to) {
            return ask({u"document"_s, u"--id"_s, u"report-1-1"_s, u"--to"_s, to});
        };
        const auto picture = [&](const QString &to) {
            return run({u"render"_s, image, u"--size"_s, u"64"_s, u"--to"_s, to});
        };
        // What is written waits in a buffer until the end, where a full disk is easily overlooked.
        const support::SmallDisk disk(16'384);
        QVERIFY2(disk.isMounted(), "neither root nor a user namespace of one's own");
        const QString old = disk.path() + u"/old.png"_s;
        QFile file(old);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("old") == 3);
        file.close();
        QFile filler(disk.path() + u"/filler"_s);
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(1024, 'x')) == 1024) {
        }
        for (const Ran &ran : {document(old), picture(old)}) {
            QVERIFY2(ran.status == 7, ran.all());
            QCOMPARE(ran.kind(), u"Storage"_s);
            QCOMPARE(contentOf(old), "old");
        }

        const QString pipe = path(u"pipe.png"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(QDir().mkpath(path(u"folder.png"_s)));
        for (const QString &other : {pipe, path(u"folder.png"_s)})
            for (const Ran &ran : {document(other), picture(other)}) {
                QVERIFY2(ran.status == 2, ran.all());
                QVERIFY(QFileInfo::exists(other) && !QFileInfo(other).isFile());
            }

        QVERIFY(document(path(u"kept"_s)).status == 0);
        QCOMPARE(QFile::permissions(path(u"kept"_s)) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aResultThatNobodyTakesIsNoSuccess()
    {
        const Ran ran = run({u"-c"_s, u"\"$0\" probe --profile p.json > /dev/full"_s, QStringLiteral(BORDERLIGHT_CLI)},
                            u"/bin/sh"_s);
        QVERIFY2(ran.status == 7, ran.all());
        QVERIFY2(ran.errors.contains("could not be written"), ran.all());
    }

    void aFrameIsRendered()
    {
        QVERIFY(retrieve(m_small).status == 0);
        const QString file = filesBelow(path(u"out"_s)).first();
        const Ran plain = run({u"render"_s, file, u"--to"_s, path(u"a.png"_s)});
        QVERIFY2(plain.status == 0, plain.all());
        const QImage picture(path(u"a.png"_s));
        QCOMPARE(picture.width(), plain.document.value("columns"_L1).toInt());
        QCOMPARE(picture.height(), plain.document.value("rows"_L1).toInt());
        QCOMPARE(plain.document.value("frames"_L1).toInt(), 1);
        QCOMPARE(plain.document.value("window"_L1).toArray().size(), 2);
        for (const char *key :
             {"file", "photometric", "transferSyntax", "milliseconds", "overlays", "shutter", "notes"})
            QVERIFY2(plain.document.contains(QLatin1StringView(key)), key);

        const Ran small = run({u"render"_s, file, u"--frame"_s, u"1"_s, u"--window"_s, u"100,200"_s, u"--size"_s,
                               u"64"_s, u"--to"_s, path(u"b.png"_s)});
        QVERIFY2(small.status == 0, small.all());
        const QImage thumbnail(path(u"b.png"_s));
        QCOMPARE(std::max(thumbnail.width(), thumbnail.height()), 64);
        QCOMPARE(small.document.value("window"_L1).toArray(), QJsonArray({100, 200}));
        // A file without overlays and shutters looks the same with both.
        const Ran all = run({u"render"_s, file, u"--overlays"_s, u"--shutter"_s, u"--to"_s, path(u"d.png"_s)});
        QVERIFY2(all.status == 0, all.all());
        QCOMPARE(all.document.value("overlays"_L1).toInt(-1), 0);
        QCOMPARE(all.document.value("shutter"_L1), QJsonValue(false));
        QVERIFY(all.document.value("notes"_L1).toArray().isEmpty());
        QCOMPARE(QImage(path(u"d.png"_s)), picture);

        QCOMPARE(run({u"render"_s, file, u"--frame"_s, u"2"_s, u"--to"_s, path(u"c.png"_s)}).status, 2);
        QCOMPARE(run({u"render"_s, path(u"p.json"_s), u"--to"_s, path(u"c.png"_s)}).status, 2);
        QVERIFY(!QFile::exists(path(u"c.png"_s)));
        const Ran nowhere = run({u"render"_s, file, u"--to"_s, path(u"no/such/folder/c.png"_s)});
        QVERIFY2(nowhere.status == 7, nowhere.all());
    }

    void attributesAreListedAndCompared()
    {
        QVERIFY(retrieve(m_small).status == 0);
        const QString file = filesBelow(path(u"out"_s)).first();
        const QString cut = path(u"cut.dcm"_s);
        QVERIFY(QFile::copy(file, cut) && QFile::resize(cut, QFileInfo(cut).size() - 20));
        const Ran found = run({u"tags"_s, file, u"--find"_s, u"sopinstanceuid"_s});
        QVERIFY2(found.status == 0, found.all());
        const QJsonArray attributes = found.document.value("attributes"_L1).toArray();
        QVERIFY(!attributes.isEmpty());
        QVERIFY(attributes.first().toObject().value("path"_L1).toString().startsWith(u'('));
        for (const char *key : {"name", "vr", "length", "value", "cut"})
            QVERIFY2(attributes.first().toObject().contains(QLatin1StringView(key)), key);
        const Ran same = run({u"tags"_s, file, u"--compare"_s, file});
        QVERIFY2(same.status == 0, same.all());
        QVERIFY(same.document.value("differences"_L1).toArray().isEmpty());
        const Ran others = run({u"tags"_s, file, u"--compare"_s, cut});
        QVERIFY2(!others.document.value("differences"_L1).toArray().isEmpty(), others.all());
        QVERIFY2(!others.document.value("notes"_L1).toArray().isEmpty(), others.all()); // that it ends early
        QCOMPARE(run({u"tags"_s, path(u"p.json"_s)}).status, 2);
        for (const QString &absent : {path(u"absent.dcm"_s), m_folder->path(), path(u"p.json"_s)})
            for (const QStringList &pair : {QStringList{file, u"--compare"_s, absent},
                                            QStringList{absent, u"--compare"_s, file}, QStringList{absent}}) {
                const Ran ran = run(QStringList{u"tags"_s} + pair);
                QVERIFY2(ran.status == 2, ran.all());
                QVERIFY2(ran.errors.contains(absent.toUtf8()), ran.all());
            }
        QCOMPARE(run({u"tags"_s, file, u"--find"_s, u"x"_s, u"--compare"_s, cut}).status, 2);
    }

    void theContactPointIsProbed()
    {
        const Ran ran = ask({u"probe"_s});
        QVERIFY2(ran.status == 0, ran.all());
        QStringList names;
        for (const QJsonValue &check : ran.document.value("checks"_L1).toArray()) {
            names += check.toObject().value("name"_L1).toString();
            QVERIFY(QStringList({u"pass"_s, u"warn"_s}).contains(check.toObject().value("verdict"_L1).toString()));
        }
        for (const char *name : {"connection", "capability", "qido"})
            QVERIFY2(names.contains(QLatin1StringView(name)), name);
        QVERIFY(!ran.document.contains("requests"_L1));
        const QJsonArray sent = ask({u"probe"_s, u"--show-requests"_s}).document.value("requests"_L1).toArray();
        QCOMPARE(sent.size(), 3);
        QVERIFY(sent.at(0).toObject().value("url"_L1).toString().endsWith(u"/metadata"_s));
    }

    void aFailedCheckDecidesHowTheProbeEnds_data()
    {
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *name, Fault fault, int status, const QString &kind) {
            QTest::newRow(name) << std::make_shared<Fault>(std::move(fault)) << status << kind;
        };
        row("no FHIR there", Fault::status(404).onPath("/metadata"), 1, u"NotFound"_s);
        row("a page for QIDO-RS", Fault::loginPage().onPath("/studies"), 6, u"Malformed"_s);
        row("QIDO-RS is forbidden", Fault::status(403).onPath("/studies"), 4, u"Forbidden"_s);
    }
    void aFailedCheckDecidesHowTheProbeEnds()
    {
        QFETCH(std::shared_ptr<Fault>, fault);
        QFETCH(int, status);
        QFETCH(QString, kind);
        m_country.play(*fault);
        const Ran ran = ask({u"probe"_s});
        QVERIFY2(ran.status == status, ran.all());
        QCOMPARE(ran.kind(), kind);
        QVERIFY2(ran.document.value("checks"_L1).toArray().size() >= 4, ran.all());
    }

    void aSignInThatEndsOnTheWaySaysSo()
    {
        const auto study = std::find_if(m_person.studies.begin(), m_person.studies.end(),
                                        [](const auto &one) { return one.series.size() > 1; });
        QVERIFY(study != m_person.studies.end());
        m_country.play(Fault::status(401).onRetrievals().after(1));
        const Ran ran =
            ask({u"retrieve"_s, u"--study"_s, text(study->uid), u"--series"_s, text(study->series[0].uid),
                 u"--series"_s, text(study->series[1].uid), u"--to"_s, path(u"out"_s), u"--jobs"_s, u"1"_s});
        QVERIFY2(ran.status == 3, ran.all());
        QVERIFY2(ran.errors.contains("The sign-in ended on the way"), ran.all());
        QVERIFY2(ran.errors.contains("401"), ran.all());
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        QFile inTheWay(path(u"taken"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        const Ran ran = ask({u"retrieve"_s, u"--study"_s, text(m_large.uid), u"--to"_s, path(u"taken"_s)});
        QVERIFY2(ran.status == 7, ran.all());
        QVERIFY2(ran.errors.contains("/taken"), ran.all());
    }

    void aFullFolderNamesNoFullDisk()
    {
        QFile inTheWay(path(u"full"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        const Ran ran = ask({u"retrieve"_s, u"--study"_s, text(m_large.uid), u"--to"_s, path(u"full/out"_s)});
        QVERIFY2(ran.status == 7, ran.all());
        QVERIFY2(ran.errors.contains("The files cannot be written") && !ran.errors.contains("disk is full"), ran.all());
    }

    void aFolderThatIsWrittenToIsSaidToBeInUse()
    {
        m_country.play(Fault::slow(20'000).onRetrievals());
        QProcess first;
        prepare(first);
        first.start(QStringLiteral(BORDERLIGHT_CLI), {u"retrieve"_s, u"--profile"_s, u"p.json"_s, u"--study"_s,
                                                      text(m_large.uid), u"--to"_s, path(u"out"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path(u"out/"_s) + text(m_large.uid) + u"/retrieval.journal"_s), longest);
        const Ran second = retrieve(m_large);
        ::kill(static_cast<pid_t>(first.processId()), SIGINT);
        QVERIFY(first.waitForFinished(longest));
        QVERIFY2(second.status == 7, second.all());
        QVERIFY2(second.errors.contains("The folder is in use. Another retrieval"), second.all());
        QVERIFY2(!second.errors.contains("rights"), second.all());
    }

    void whereTlsDoesNotMeetItIsSaidWhy_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("an older TLS") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7) << QByteArray("versions of TLS");
        QTest::newRow("no TLS") << QByteArray("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                                << QByteArray("does not speak TLS");
        QTest::newRow("a missing client certificate")
            << QByteArray("\x15\x03\x03\x00\x02\x02\x28", 7) << QByteArray("asked for our certificate");
    }
    void whereTlsDoesNotMeetItIsSaidWhy()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, words);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            while (QTcpSocket *socket = server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                    socket->readAll();
                    socket->write(answer);
                    socket->disconnectFromHost();
                });
        });
        writeProfile(u"tls.json"_s, {{u"fhirBase"_s, u"https://127.0.0.1:%1/fhir"_s.arg(server.serverPort())}});
        const Ran ran = runServed(u"tls.json"_s, {u"patients"_s, u"--name"_s, u"a"_s});
        QVERIFY2(ran.status == 4, ran.all());
        QCOMPARE(ran.kind(), u"Untrusted"_s);
        QVERIFY2(ran.errors.contains(words), ran.all());
    }

    void whereNobodyListensNothingIsReached_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("probe") << QStringList{u"probe"_s};
        QTest::newRow("patients") << QStringList{u"patients"_s, u"--name"_s, u"a"_s};
        QTest::newRow("studies") << QStringList{u"studies"_s, u"--patient"_s, patient()};
        QTest::newRow("tree") << QStringList{u"tree"_s, u"--study"_s, u"1.2.3"_s};
        QTest::newRow("retrieve") << QStringList{u"retrieve"_s, u"--study"_s, u"1.2.3"_s, u"--to"_s, u"out"_s};
    }
    void whereNobodyListensNothingIsReached()
    {
        QFETCH(QStringList, arguments);
        writeProfile(u"gone.json"_s, {{u"fhirBase"_s, u"http://127.0.0.1:9/fhir"_s},
                                      {u"qidoBase"_s, u"http://127.0.0.1:9/rs"_s},
                                      {u"wadoBase"_s, u"http://127.0.0.1:9/rs"_s}});
        const Ran ran = runOn(u"gone.json"_s, arguments);
        QVERIFY2(ran.status == 5, ran.all());
        QCOMPARE(ran.kind(), u"Unreachable"_s);
        QVERIFY(ran.document.value("error"_L1).toObject().value("httpStatus"_L1).isNull());
    }

    void badAnswersEndInTheirKind_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<std::shared_ptr<Fault>>("fault");
        QTest::addColumn<QString>("kind"); // empty: the document with an empty list
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("httpStatus");
        const QStringList patients{u"patients"_s, u"--identifier"_s, patient()};
        const QStringList fhir{u"studies"_s, u"--route"_s, u"fhir"_s, u"--patient"_s, patient()};
        const QStringList qido{u"studies"_s, u"--route"_s, u"dicomweb"_s, u"--patient"_s, patient()};
        const QStringList retrieval{u"retrieve"_s, u"--study"_s, text(m_large.uid), u"--to"_s, u"out"_s};
        const auto row = [](const char *command, const char *name, const QStringList &arguments, const Fault &fault,
                            const QString &kind, int status, int httpStatus) {
            QTest::addRow("%s: %s", command, name)
                << arguments << std::make_shared<Fault>(fault) << kind << status << httpStatus;
        };
        const std::tuple<const char *, QStringList> searches[] = {
            {"patients", patients}, {"fhir", fhir}, {"qido", qido}};
        const Fault outcome = Fault::operationOutcome(422, "invalid", "no such thing");
        for (const auto &[command, arguments] : searches) {
            row(command, "404", arguments, Fault::status(404), {}, 1, 0);
            row(command, "410", arguments, Fault::status(410), {}, 1, 0);
            row(command, "401", arguments, Fault::status(401), u"Unauthorised"_s, 4, 401);
            row(command, "403", arguments, Fault::status(403), u"Forbidden"_s, 4, 403);
            row(command, "OperationOutcome", arguments, outcome, u"Rejected"_s, 6, 422);
            row(command, "cut JSON", arguments, Fault::cutJson(60), u"Malformed"_s, 6, -1);
            row(command, "login page", arguments, Fault::loginPage(), u"Malformed"_s, 6, -1);
            row(command, "foreign redirect", arguments, Fault::redirectTo("http://127.0.0.1:9/x"), u"ForeignOrigin"_s,
                4, -1);
            row(command, "redirect loop", arguments, Fault::redirectLoop(), u"RedirectLoop"_s, 6, -1);
            row(command, "silence", arguments, Fault::stall(), u"TimedOut"_s, 5, -1);
        }
        row("patients", "500 with a page", patients, Fault::htmlError(500), u"ServerFault"_s, 5, 500);
        row("patients", "empty bundle", patients, Fault::emptyBundle(), {}, 1, 0);
        row("patients", "client certificate", patients,
            Fault::status(400, "text/html", "<h1>400</h1>No required SSL certificate was sent"), u"Untrusted"_s, 4,
            400);
        row("fhir", "empty bundle", fhir, Fault::emptyBundle(), {}, 1, 0);
        row("qido", "204", qido, Fault::status(204), {}, 1, 0);
        row("retrieve", "404", retrieval, Fault::status(404).onRetrievals(), {}, 1, 0);
        row("retrieve", "410", retrieval, Fault::status(410).onRetrievals(), {}, 1, 0);
        row("retrieve", "401", retrieval, Fault::status(401).onRetrievals(), u"Unauthorised"_s, 4, 401);
        row("retrieve", "403", retrieval, Fault::status(403).onRetrievals(), u"Forbidden"_s, 4, 403);
        row("retrieve", "500 with a page", retrieval, Fault::htmlError(500).onRetrievals(), u"ServerFault"_s, 5, 500);
        row("retrieve", "login page", retrieval, Fault::loginPage().onRetrievals(), u"Malformed"_s, 6, -1);
        row("retrieve", "cut mid-part", retrieval, Fault::cutAfter(40'000).onRetrievals(), u"Truncated"_s, 6, -1);
        row("retrieve", "wrong boundary", retrieval, Fault::wrongBoundary(), u"Malformed"_s, 6, -1);
        row("retrieve", "foreign redirect", retrieval, Fault::redirectTo("http://127.0.0.1:9/x").onRetrievals(),
            u"ForeignOrigin"_s, 4, -1);
        row("retrieve", "redirect loop", retrieval, Fault::redirectLoop().onRetrievals(), u"RedirectLoop"_s, 6, -1);
        row("retrieve", "silence", retrieval, Fault::stall().onRetrievals(), u"TimedOut"_s, 5, -1);
    }
    void badAnswersEndInTheirKind()
    {
        QFETCH(QStringList, arguments);
        QFETCH(std::shared_ptr<Fault>, fault);
        QFETCH(QString, kind);
        QFETCH(int, status);
        QFETCH(int, httpStatus);
        m_country.play(*fault);
        // Only where silence is the point is it short: a busy machine is silent for a second now and then.
        const Ran ran = runOn(fault->name() == "stall" ? u"impatient.json"_s : u"p.json"_s, arguments);
        QVERIFY2(ran.status == status, ran.all());
        QVERIFY2(ran.kind() == kind, ran.all());
        QVERIFY2(!ran.errors.isEmpty() || kind.isEmpty(), "nothing was said to the person at the terminal");
        const QJsonObject error = ran.document.value("error"_L1).toObject();
        if (httpStatus > 0)
            QCOMPARE(error.value("httpStatus"_L1).toInt(), httpStatus);
        if (!kind.isEmpty())
            QVERIFY(!error.value("detail"_L1).toString().isEmpty());
        for (const QString &secret : {text(m_person.value), text(m_person.family)})
            QVERIFY2(!ran.errors.contains(secret.toUtf8()) && !error.value("detail"_L1).toString().contains(secret),
                     ran.all());
        QVERIFY(filesBelow(path(u"out"_s)).isEmpty());
    }

    void aBenchmarkEndsInItsRows()
    {
        const Ran ran = run({u"bench"_s, u"listing"_s});
        QVERIFY2(ran.status == 0, ran.all());
        const QJsonArray rows = ran.document.value("rows"_L1).toArray();
        QVERIFY2(!rows.isEmpty(), ran.all());
        for (const QJsonValue &row : rows) {
            const QString measured = row["measured"_L1].toString();
            QVERIFY2(!row["case"_L1].toString().isEmpty() && !measured.isEmpty(), ran.all());
            QVERIFY2(row["met"_L1].isBool() && !measured.contains("MISSED"_L1), ran.all());
        }
    }

    void wrongUseIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        const QStringList profile{u"--profile"_s, u"p.json"_s};
        const QStringList studies = QStringList{u"studies"_s, u"--patient"_s, patient()} + profile;
        const QStringList retrieval =
            QStringList{u"retrieve"_s, u"--study"_s, u"1.2.3"_s, u"--to"_s, u"out"_s} + profile;
        QTest::newRow("no command") << QStringList() << u"command"_s;
        QTest::newRow("unknown command") << QStringList{u"pigeons"_s} << u"pigeons"_s;
        QTest::newRow("unknown option") << studies + QStringList{u"--colour"_s, u"red"_s} << u"colour"_s;
        QTest::newRow("no profile") << QStringList{u"probe"_s} << u"--profile"_s;
        QTest::newRow("no such profile") << QStringList{u"probe"_s, u"--profile"_s, u"nowhere"_s} << u"nowhere"_s;
        QTest::newRow("stray word") << studies + QStringList{u"word"_s} << u"word"_s;
        QTest::newRow("no patient") << QStringList{u"studies"_s} + profile << u"--patient"_s;
        QTest::newRow("half an identifier")
            << QStringList{u"studies"_s, u"--patient"_s, u"123"_s} + profile << u"SYSTEM|VALUE"_s;
        QTest::newRow("nothing to look for") << QStringList{u"patients"_s} + profile << u"--identifier"_s;
        QTest::newRow("unknown gender") << QStringList{u"patients"_s, u"--gender"_s, u"F"_s} + profile << u"--gender"_s;
        QTest::newRow("no such day") << studies + QStringList{u"--from"_s, u"2024-02-30"_s} << u"--from"_s;
        QTest::newRow("dates the wrong way")
            << studies + QStringList{u"--from"_s, u"2024-02-02"_s, u"--to"_s, u"2024-02-01"_s} << u"--from"_s;
        QTest::newRow("unknown kind of document")
            << QStringList{u"documents"_s, u"--patient"_s, patient(), u"--kind"_s, u"letter"_s} + profile
            << u"--kind"_s;
        QTest::newRow("documents of nobody") << QStringList{u"documents"_s} + profile << u"--patient"_s;
        QTest::newRow("unknown route") << studies + QStringList{u"--route"_s, u"pigeon"_s} << u"--route"_s;
        QTest::newRow("a route that is not there")
            << QStringList{u"studies"_s,   u"--patient"_s, u"x|1"_s,     u"--route"_s,
                           u"documents"_s, u"--profile"_s, u"two.json"_s}
            << u"does not allow"_s;
        QTest::newRow("modality in words") << studies + QStringList{u"--modality"_s, u"ct scan"_s} << u"--modality"_s;
        QTest::newRow("study that is no UID")
            << QStringList{u"tree"_s, u"--study"_s, u"../1"_s} + profile << u"--study"_s;
        QTest::newRow("given twice") << retrieval + QStringList{u"--study"_s, u"1.2"_s} << u"--study"_s;
        QTest::newRow("no folder") << QStringList{u"retrieve"_s, u"--study"_s, u"1.2.3"_s} + profile << u"--to"_s;
        QTest::newRow("series that is no UID") << retrieval + QStringList{u"--series"_s, u"x"_s} << u"--series"_s;
        QTest::newRow("instance without series")
            << retrieval + QStringList{u"--instance"_s, u"1.2.3"_s} << u"--instance"_s;
        QTest::newRow("unknown way") << retrieval + QStringList{u"--via"_s, u"pigeon"_s} << u"--via"_s;
        QTest::newRow("no jobs") << retrieval + QStringList{u"--jobs"_s, u"0"_s} << u"--jobs"_s;
        QTest::newRow("no benchmark") << QStringList{u"bench"_s} << u"listing"_s;
        QTest::newRow("unknown benchmark") << QStringList{u"bench"_s, u"../pigeon"_s} << u"listing"_s;
        QTest::newRow("no file") << QStringList{u"render"_s, u"--to"_s, u"a.png"_s} << u"file"_s;
        QTest::newRow("absent file") << QStringList{u"render"_s, u"absent.dcm"_s, u"--to"_s, u"a.png"_s}
                                     << u"There is no file absent.dcm."_s;
        QTest::newRow("a folder") << QStringList{u"render"_s, u"."_s, u"--to"_s, u"a.png"_s} << u"is a folder"_s;
        QTest::newRow("a picture that is no PNG")
            << QStringList{u"render"_s, u"p.json"_s, u"--to"_s, u"a.jpg"_s} << u"PNG"_s;
        QTest::newRow("frame 0") << QStringList{u"render"_s, u"p.json"_s, u"--frame"_s, u"0"_s, u"--to"_s, u"a.png"_s}
                                 << u"--frame"_s;
        QTest::newRow("half a window") << QStringList{u"render"_s, u"p.json"_s, u"--window"_s,
                                                      u"40"_s,     u"--to"_s,   u"a.png"_s}
                                       << u"--window"_s;
        QTest::newRow("window without width")
            << QStringList{u"render"_s, u"p.json"_s, u"--window"_s, u"40,0"_s, u"--to"_s, u"a.png"_s} << u"--window"_s;
        QTest::newRow("unknown fault") << QStringList{u"demo"_s, u"--fault"_s, u"gremlin"_s} << u"gremlin"_s;
        QTest::newRow("fault nearly right") << QStringList{u"demo"_s, u"--fault"_s, u"stal"_s} << u"meant: stall."_s;
        QTest::newRow("fault with a wrong number")
            << QStringList{u"demo"_s, u"--fault"_s, u"preamble"_s, u"--fault"_s, u"cut-after=x"_s} << u"cut-after"_s;
        QTest::newRow("stray word for the demo") << QStringList{u"demo"_s, u"stall"_s} << u"stall"_s;
        QTest::newRow("port in words") << QStringList{u"demo"_s, u"--port"_s, u"http"_s} << u"--port"_s;
    }
    void wrongUseIsSaid()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        writeProfile(u"two.json"_s, {{u"routes"_s, QJsonArray{u"fhir"_s, u"dicomweb"_s}}});
        const Ran ran = run(arguments);
        QVERIFY2(ran.status == 2, ran.all());
        QCOMPARE(ran.kind(), u"Usage"_s);
        const QString detail = ran.document.value("error"_L1).toObject().value("detail"_L1).toString();
        QVERIFY2(!detail.isEmpty() && detail.contains(word, Qt::CaseInsensitive), ran.all());
        QVERIFY(m_country.seen().empty());
    }

    void aBrokenProfileNamesItsKey()
    {
        writeProfile(u"broken.json"_s, {{u"auth"_s, QJsonObject{{u"type"_s, u"smart-backend"_s}}}});
        const Ran ran = runOn(u"broken.json"_s, {u"probe"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.out.contains("auth.type"), ran.all());
    }

    void aProfileWithoutWadoBaseCannotRetrieve()
    {
        writeProfile(u"q.json"_s, {{u"wadoBase"_s, QString()}});
        const Ran ran = runOn(u"q.json"_s, {u"retrieve"_s, u"--study"_s, u"1.2.3"_s, u"--to"_s, u"out"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.out.contains("wadoBase"), ran.all());
    }

    void anInterruptedRetrievalIsCancelled_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("by the keyboard") << SIGINT;
        QTest::newRow("by the system") << SIGTERM;
        QTest::newRow("by a terminal that is gone") << SIGHUP;
    }
    void anInterruptedRetrievalIsCancelled()
    {
        QFETCH(int, number);
        m_country.play(Fault::slow(20'000).onRetrievals());
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(BORDERLIGHT_CLI), {u"retrieve"_s, u"--profile"_s, u"p.json"_s, u"--study"_s,
                                                        text(m_large.uid), u"--to"_s, path(u"out"_s)});
        QVERIFY(process.waitForStarted(longest));
        QTRY_VERIFY_WITH_TIMEOUT(QDir(path(u"out/"_s) + text(m_large.uid)).exists(), longest);
        ::kill(static_cast<pid_t>(process.processId()), number);
        QVERIFY(process.waitForFinished(longest));
        const QByteArray out = process.readAllStandardOutput();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QVERIFY2(process.exitCode() == 130, out);
        QCOMPARE(QJsonDocument::fromJson(out).object().value("error"_L1).toObject().value("kind"_L1).toString(),
                 u"Cancelled"_s);
        QVERIFY(filesBelow(path(u"out"_s)).isEmpty());
        const QString study = path(u"out/"_s) + text(m_large.uid);
        QDirIterator parts(study, {u"*.part"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QVERIFY2(!parts.hasNext(), qPrintable(parts.next()));
    }

    void whoeverIsToOutliveTheTerminalDoes()
    {
        QProcess demo;
        prepare(demo);
        demo.start(u"/bin/sh"_s, {u"-c"_s, u"trap '' HUP; exec \"$0\" demo"_s, QStringLiteral(BORDERLIGHT_CLI)});
        QTRY_VERIFY_WITH_TIMEOUT(demo.canReadLine(), longest);
        writeProfile(u"demo.json"_s, QJsonDocument::fromJson(demo.readLine()).object().value("profile"_L1).toObject());
        ::kill(static_cast<pid_t>(demo.processId()), SIGHUP);
        QCOMPARE(runOn(u"demo.json"_s, {u"patients"_s, u"--identifier"_s, patient()}).status, 0);
        ::kill(static_cast<pid_t>(demo.processId()), SIGINT);
        QVERIFY(demo.waitForFinished(longest));
        QCOMPARE(demo.exitCode(), 0);
    }

    void anInterruptedSearchIsCancelled()
    {
        m_country.play(Fault::delay(std::chrono::seconds(30)));
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(BORDERLIGHT_CLI),
                      {u"patients"_s, u"--profile"_s, u"p.json"_s, u"--identifier"_s, patient()});
        QTRY_VERIFY_WITH_TIMEOUT(!m_country.seen().empty(), longest);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(longest));
        QCOMPARE(process.exitCode(), 130);
    }

    void theDemoCountryServesUntilInterrupted()
    {
        QProcess demo;
        prepare(demo);
        demo.start(QStringLiteral(BORDERLIGHT_CLI), {u"demo"_s, u"--fault"_s, u"preamble"_s});
        QTRY_VERIFY_WITH_TIMEOUT(demo.canReadLine(), longest);
        const QJsonObject document = QJsonDocument::fromJson(demo.readLine()).object();
        QVERIFY(document.value("profile"_L1).isObject());
        const QJsonArray profiles = document.value("profiles"_L1).toArray();
        QCOMPARE(profiles.size(), 2);
        QCOMPARE(profiles.first(), document.value("profile"_L1));
        writeProfile(u"islands.json"_s, profiles.last().toObject());
        const Ran islands = runOn(u"islands.json"_s, {u"patients"_s, u"--name"_s, u"Иванова"_s});
        QVERIFY2(islands.status == 0, islands.all());
        QFile file(path(u"demo.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(document.value("profile"_L1).toObject()).toJson());
        file.close();
        const Ran ran = runOn(u"demo.json"_s, {u"patients"_s, u"--identifier"_s, patient()});
        QVERIFY2(ran.status == 0, ran.all());
        ::kill(static_cast<pid_t>(demo.processId()), SIGINT);
        QVERIFY(demo.waitForFinished(longest));
        QCOMPARE(demo.exitStatus(), QProcess::NormalExit);
        QCOMPARE(demo.exitCode(), 0);
    }

    void theFaultsOfTheDemoCountryAreListed()
    {
        const Ran ran = run({u"demo"_s, u"--list-faults"_s});
        QVERIFY2(ran.status == 0, ran.all());
        QStringList names;
        for (const QJsonValue &value : ran.document.value("faults"_L1).toArray()) {
            const QJsonObject fault = value.toObject();
            names += fault.value("name"_L1).toString();
            QVERIFY2(fault.value("order"_L1).toString().startsWith(names.last()), ran.out);
            QVERIFY(!fault.value("description"_L1).toString().isEmpty());
            QVERIFY(fault.contains("specification"_L1) && fault.contains("value"_L1));
        }
        QStringList known;
        for (const auto &name : Fault::names())
            known += text(name);
        QCOMPARE(names, known);
    }

    void theFaultsOfTheDemoCountryChangeWhileItServes()
    {
        QProcess demo;
        prepare(demo);
        demo.start(QStringLiteral(BORDERLIGHT_CLI),
                   {u"demo"_s, u"--fault"_s, u"status=403@/fhir"_s, u"--fault"_s, u"status=410@/dicom-web"_s});
        QTRY_VERIFY_WITH_TIMEOUT(demo.canReadLine(), longest);
        const QJsonObject profile = QJsonDocument::fromJson(demo.readLine()).object().value("profile"_L1).toObject();
        writeProfile(u"demo.json"_s, profile);
        const QStringList fhir{u"patients"_s, u"--identifier"_s, patient()};
        QCOMPARE(runOn(u"demo.json"_s, fhir).kind(), u"Forbidden"_s);
        QCOMPARE(runOn(u"demo.json"_s, {u"studies"_s, u"--route"_s, u"dicomweb"_s, u"--patient"_s, patient()}).status,
                 1);

        const auto atDesk = [&](const QByteArray &method, const QByteArray &body) {
            QTcpSocket desk;
            desk.connectToHost(u"127.0.0.1"_s, quint16(QUrl(profile.value("fhirBase"_L1).toString()).port()));
            desk.write(method + " /faults HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                       QByteArray::number(body.size()) + "\r\n\r\n" + body);
            QByteArray all;
            while (desk.waitForReadyRead(longest))
                all += desk.readAll();
            return all;
        };
        QVERIFY(atDesk("DELETE", {}).contains("\"faults\":[]"));
        QCOMPARE(runOn(u"demo.json"_s, fhir).status, 0);
        QVERIFY(atDesk("POST", "empty-bundle").contains("empty-bundle@/fhir"));
        QCOMPARE(runOn(u"demo.json"_s, fhir).status, 1);
        ::kill(static_cast<pid_t>(demo.processId()), SIGINT);
        QVERIFY(demo.waitForFinished(longest));
    }

    void theLogIsThereOnlyWhenAskedForAndNamesNobody()
    {
        const QStringList arguments{u"patients"_s, u"--identifier"_s, patient()};
        const Ran quiet = ask(arguments);
        QVERIFY2(quiet.errors.isEmpty(), quiet.all());
        const Ran loud = ask(arguments + QStringList{u"--verbose"_s});
        QVERIFY2(loud.errors.contains("GET") && loud.errors.contains("200"), loud.all());
        QVERIFY2(!loud.errors.contains(m_person.value.c_str()), loud.all());
        QCOMPARE(loud.status, 0);
        QVERIFY(!loud.document.isEmpty());
    }
};

int main(int argc, char **argv)
{
    support::becomeRootHere();
    QCoreApplication app(argc, argv);
    CliTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "CliTest.moc"
