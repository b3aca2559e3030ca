#include <responder/Responder.h>

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using responder::Fault;
using responder::Responder;

namespace {

constexpr int longest = 60'000; // milliseconds; only a hang takes so long
constexpr size_t ahead = 4;     //!< rows that run while one is looked at; most of them wait for a server

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qsizetype instancesOf(const responder::DemoStudy &study)
{
    qsizetype count = 0;
    for (const auto &series : study.series)
        count += qsizetype(series.instances.size());
    return count;
}

//! What is ordered, what is asked, and what must come of it.
struct Row
{
    QByteArray name;
    QStringList orders;
    QStringList command;
    int status = 0;
    QString kind = {};       //!< of the error; empty where a result document comes
    qsizetype count = -1;    //!< patients, studies or instances in the result, files of a retrieval; -1: not looked at
    bool truncated = false;  //!< a list says that it is not whole
    QString note = {};       //!< kind of a note that must be there
    QJsonObject limits = {}; //!< of the profile
    bool changesFiles = false; //!< the server sends other bytes than it keeps, on purpose
    bool hasList = true;       //!< a retrieval knows what there is
    qsizetype unexpected = 0;  //!< instances beside those that were asked for
    QStringList routes = {u"fhir"_s, u"dicomweb"_s};
};

//! One run of the program against a contact point of its own.
struct Run
{
    Responder country;
    QTemporaryDir folder;
    QProcess process;

    explicit Run(const Row &row)
    {
        for (const QString &order : row.orders) {
            std::string problem;
            if (auto fault = Fault::parse(order.toStdString(), problem))
                country.play(*std::move(fault));
            else
                qFatal("%s", problem.c_str());
        }
        QJsonObject profile = QJsonDocument::fromJson(QByteArray::fromStdString(country.demoProfileJson())).object();
        QJsonObject limits{{u"jobs"_s, 1}, {u"idleTimeoutSeconds"_s, 30}};
        for (auto it = row.limits.begin(); it != row.limits.end(); ++it)
            limits.insert(it.key(), it.value());
        profile.insert(u"limits"_s, limits);
        profile.insert(u"routes"_s, QJsonArray::fromStringList(row.routes));
        QFile file(folder.filePath(u"profile.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(profile).toJson()) < 0)
            qFatal("the profile cannot be written");
        file.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, folder.filePath(u"config"_s));
        environment.remove(u"BORDERLIGHT_LOG"_s);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        process.start(QStringLiteral(BORDERLIGHT_CLI), row.command + QStringList{u"--profile"_s, u"profile.json"_s});
    }
};

} // namespace

//! Every fault that can be ordered meets the real program, and the program ends as the contracts say: status, kind of
//! error, and what is left on disk.
class FaultTableTest : public QObject
{
    Q_OBJECT

    responder::DemoPatient m_person;
    responder::DemoStudy m_small; //!< one instance
    responder::DemoStudy m_brain; //!< two series of several instances
    std::vector<Row> m_rows;
    std::map<size_t, std::unique_ptr<Run>> m_runs;

    void addRows();
    Run &runOf(size_t row);
    void lookAtFiles(const Row &row, const Run &run, const QJsonObject &document) const;

private slots:
    void initTestCase();
    void everyFaultHasARow();
    void everyFaultIsInTheHandbook();
    void endsAsTheContractsSay_data();
    void endsAsTheContractsSay();
};

void FaultTableTest::initTestCase()
{
    for (const auto &person : Responder::demoPatients())
        if (person.system + '|' + person.value == Responder::demoIdentifier())
            m_person = person;
    for (const auto &study : m_person.studies) {
        if (study.series.size() == 2 && study.series[0].instances.size() > 2 && m_brain.uid.empty())
            m_brain = study;
        if (instancesOf(study) == 1 && m_small.uid.empty())
            m_small = study;
    }
    QVERIFY(!m_brain.uid.empty() && !m_small.uid.empty() && m_person.studies.size() > 2);
    addRows();
}

void FaultTableTest::addRows()
{
    const QString identifier = text(m_person.system) + u'|' + text(m_person.value);
    const QStringList patients{u"patients"_s, u"--identifier"_s, identifier};
    const QStringList studies{u"studies"_s, u"--patient"_s, identifier};
    const QStringList fhir = studies + QStringList{u"--route"_s, u"fhir"_s};
    const QStringList qido = studies + QStringList{u"--route"_s, u"dicomweb"_s};
    const QStringList tree{u"tree"_s, u"--study"_s, text(m_brain.uid)};
    const QStringList fhirTree = tree + QStringList{u"--route"_s, u"fhir"_s};
    const QStringList qidoTree = tree + QStringList{u"--route"_s, u"dicomweb"_s};
    const QStringList retrieve{u"retrieve"_s, u"--study"_s, text(m_brain.uid), u"--to"_s, u"out"_s};
    const QStringList small{u"retrieve"_s, u"--study"_s, text(m_small.uid), u"--to"_s, u"out"_s};
    const QStringList direct = retrieve + QStringList{u"--via"_s, u"direct"_s};
    const QStringList withPatient = retrieve + QStringList{u"--patient"_s, identifier};
    // Two series of more: all series of a study may become one request for the study.
    const auto several = std::find_if(m_person.studies.begin(), m_person.studies.end(),
                                      [](const auto &study) { return study.series.size() > 2; });
    QVERIFY(several != m_person.studies.end());
    const QStringList bySeries{u"retrieve"_s,
                               u"--study"_s,
                               text(several->uid),
                               u"--series"_s,
                               text(several->series[0].uid),
                               u"--series"_s,
                               text(several->series[1].uid),
                               u"--to"_s,
                               u"out"_s};
    const QStringList documents{u"documents"_s, u"--patient"_s, identifier};
    const QStringList document{u"document"_s, u"--id"_s, u"report-1-1"_s, u"--to"_s, u"report"_s};
    const QStringList nothing = qido + QStringList{u"--from"_s, u"1990-01-01"_s, u"--to"_s, u"1990-12-31"_s};
    const auto all = qsizetype(m_person.studies.size());
    const auto images = instancesOf(m_brain);
    const QJsonObject onePerPage{{u"pageSize"_s, 1}};
    const QJsonObject impatient{{u"idleTimeoutSeconds"_s, 1}};
    const auto add = [this](Row row) { m_rows.push_back(std::move(row)); };
    const auto fails = [&](const char *name, const QString &order, const QStringList &command, int status,
                           const QString &kind) {
        add({.name = name, .orders = {order}, .command = command, .status = status, .kind = kind});
    };
    //! The program does not mind: all rows or images are there.
    const auto bears = [&](const char *name, const QString &order, const QStringList &command) {
        const qsizetype count = command == patients                   ? 1
                                : command.first() == "studies"_L1     ? all
                                : command.contains(text(m_small.uid)) ? 1
                                                                      : images;
        add({.name = name, .orders = {order}, .command = command, .count = count});
    };
    const auto bearsWithNote = [&](const char *name, const QString &order, const QStringList &command,
                                   const QString &note) {
        bears(name, order, command);
        m_rows.back().note = note;
    };

    // What replaces an answer.
    fails("500", u"status=500"_s, patients, 5, u"ServerFault"_s);
    fails("404", u"status=404"_s, qido, 1, {});
    fails("410", u"status=410"_s, patients, 1, {});
    fails("401", u"status=401"_s, fhir, 4, u"Unauthorised"_s);
    fails("403 for images", u"status=403@retrievals"_s, retrieve, 4, u"Forbidden"_s);
    fails("a proxy's page", u"html-error=502"_s, qido, 5, u"ServerFault"_s);
    fails("a page in place of data", u"html-error=200"_s, patients, 6, u"Malformed"_s);
    fails("a login page", u"login-page"_s, qido, 6, u"Malformed"_s);
    fails("a login page for images", u"login-page@retrievals"_s, retrieve, 6, u"Malformed"_s);
    fails("an outcome, 422", u"operation-outcome=422"_s, patients, 6, u"Rejected"_s);
    fails("an outcome, 404", u"operation-outcome=404"_s, patients, 1, {});
    fails("empty bundle", u"empty-bundle"_s, fhir, 1, {});
    fails("redirect", u"redirect"_s, patients, 4, u"ForeignOrigin"_s);
    fails("redirected images", u"redirect@retrievals"_s, retrieve, 4, u"ForeignOrigin"_s);
    fails("redirect loop", u"redirect-loop"_s, qido, 6, u"RedirectLoop"_s);
    bears("come back later", u"retry-after=0"_s, patients);
    fails("never ready", u"retry-after=0*always"_s, patients, 5, u"ServerFault"_s);
    fails("204 for a search", u"no-content"_s, qido, 1, {});
    fails("204 for a search of FHIR", u"no-content"_s, fhir, 6, u"Malformed"_s);
    fails("204 for patients", u"no-content"_s, patients, 6, u"Malformed"_s);
    fails("204 for all routes", u"no-content"_s, studies, 1, {});
    m_rows.back().note = u"RouteFailed"_s;
    add({.name = "204 for images", .orders = {u"no-content@retrievals"_s}, .command = retrieve, .status = 1});
    bears("strict URL", u"strict-url"_s, fhir);
    bears("strict URL for QIDO-RS", u"strict-url"_s, qido);
    bearsWithNote("chain refused", u"chain-unsupported"_s, fhir, u"Fallback"_s);
    bearsWithNote("chain empty", u"chain-empty"_s, fhir, u"Fallback"_s);
    bears("broad query refused", u"refuse-broad"_s, qido);
    bears("large page refused", u"refuse-large-page"_s, qidoTree);
    add({.name = "FHIR page lost",
         .orders = {u"failing-page=404"_s},
         .command = fhir,
         .count = 1,
         .truncated = true,
         .note = u"Truncated"_s,
         .limits = onePerPage});
    add({.name = "QIDO-RS page lost",
         .orders = {u"failing-page"_s, u"limit=2"_s},
         .command = qido,
         .count = 2,
         .truncated = true,
         .note = u"Truncated"_s});
    fails("no Accept is right", u"refuse-accept"_s, retrieve, 6, u"Rejected"_s);
    bearsWithNote("400 for Accept", u"refuse-accept-400"_s, retrieve, u"Fallback"_s);
    bearsWithNote("unquoted type", u"unquoted-type-only"_s, retrieve, u"Fallback"_s);
    bears("quoted type", u"quoted-type-only"_s, retrieve);
    bearsWithNote("star unknown", u"star-unknown"_s, retrieve, u"Fallback"_s);
    bears("original syntax", u"original-syntax-only"_s, retrieve);
    bears("413 for all but instances", u"too-large"_s, retrieve);
    add({.name = "token ends", .orders = {u"expired-token"_s}, .command = bySeries, .status = 3, .count = 1});

    // What happens on the line.
    fails("cut", u"cut-after=4000@retrievals"_s, retrieve, 6, u"Truncated"_s);
    bears("cut once", u"cut-after=300000@retrievals*1"_s, retrieve);
    fails("reset", u"reset"_s, patients, 5, u"Unreachable"_s);
    bears("reset once", u"reset=300000@retrievals*1"_s, retrieve);
    add({.name = "silence",
         .orders = {u"stall"_s},
         .command = qido,
         .status = 5,
         .kind = u"TimedOut"_s,
         .limits = impatient});
    add({.name = "silence among images",
         .orders = {u"stall=300000@retrievals*1"_s},
         .command = retrieve,
         .count = images,
         .limits = impatient});
    bears("slow", u"slow=1000000"_s, small);
    bears("late", u"delay=200"_s, patients);
    bears("announces too much", u"wrong-content-length"_s, retrieve);
    bears("tiny pieces", u"tiny-chunks=7"_s, small);
    bears("pieces for searches", u"tiny-chunks=3"_s, fhir);
    fails("gzip cut", u"cut-gzip"_s, patients, 6, u"Truncated"_s);
    fails("JSON cut", u"cut-json"_s, fhir, 6, u"Malformed"_s);

    // Rows of QIDO-RS.
    fails("empty list", u"empty-list"_s, qido, 1, {});
    fails("204 for an empty list", u"no-content-for-empty"_s, nothing, 1, {});
    fails("no body for an empty list", u"empty-body"_s, nothing, 1, {});
    for (const char *order : {"null-values", "empty-values", "blank-values", "absent-values", "numbers-as-text",
                              "nul-padded", "sparse-rows", "foreign-retrieve-url", "plain-json-type"}) {
        bears(order, QString::fromLatin1(order), qido);
        const QByteArray name = QByteArray(order) + " in a tree";
        bears(name, QString::fromLatin1(order), qidoTree);
    }
    bears("ideographic names", u"ideographic-names"_s, qido);
    bears("plain JSON from FHIR", u"plain-json-type"_s, fhir);
    bears("offline, another route lists", u"offline"_s, retrieve);
    add({.name = "offline, nothing lists",
         .orders = {u"offline"_s},
         .command = retrieve,
         .count = images,
         .note = u"NoExpectedList"_s,
         .hasList = false,
         .routes = {u"dicomweb"_s}});
    bears("small pages", u"limit=2"_s, qido);
    bears("small pages in a tree", u"limit=12"_s, qidoTree);
    bears("silent limit in a tree", u"silent-limit=12"_s, qidoTree);
    bears("no page behind a whole list", u"failing-page=400"_s, qidoTree);
    bears("page lost behind a whole list", u"failing-page=403"_s, qidoTree);
    // Each list of images ends at a limit that is not told, and nobody knows what stands behind it.
    add({.name = "page lost behind a silent limit",
         .orders = {u"failing-page=403@/instances"_s, u"silent-limit=12"_s},
         .command = qidoTree,
         .status = 6,
         .kind = u"Truncated"_s});
    bears("a whole list whatever the offset", u"ignore-offset"_s, qidoTree);
    add({.name = "no offset",
         .orders = {u"ignore-offset"_s, u"limit=2"_s},
         .command = qido,
         .count = 2,
         .truncated = true,
         .note = u"Truncated"_s});
    add({.name = "doubled rows", .orders = {u"duplicate-rows"_s, u"limit=2"_s}, .command = qido, .count = all});

    // Bundles of FHIR.
    for (const char *order : {"internal-next", "other-scheme-next", "relative-next", "doubled-port-next",
                              "lost-port-next", "raw-next", "escaped-next"})
        add({.name = order,
             .orders = {QString::fromLatin1(order)},
             .command = fhir,
             .count = all,
             .limits = onePerPage});
    for (const char *order : {"lost-path-next", "foreign-next", "paging-loop"})
        add({.name = order,
             .orders = {QString::fromLatin1(order)},
             .command = fhir,
             .count = 1,
             .truncated = true,
             .note = u"Truncated"_s,
             .limits = onePerPage});
    add({.name = "endless pages",
         .orders = {u"endless-pages"_s},
         .command = fhir,
         .count = all,
         .truncated = true,
         .note = u"Truncated"_s,
         .limits = {{u"maximumPages"_s, 5}}});
    bearsWithNote("an outcome among the entries", u"outcome-entry"_s, fhir, u"ServerWarning"_s);
    bearsWithNote("a list that says it is not whole", u"outcome-entry=incomplete"_s, fhir, u"Truncated"_s);
    m_rows.back().truncated = true;
    bears("no total", u"no-total"_s, patients);
    bears("odd fullUrl", u"odd-full-url"_s, fhir);
    bears("a study in two", u"split-study"_s, fhirTree);
    bears("studies in two", u"split-study"_s, fhir);
    bears("no instances, another route lists", u"no-instances"_s, retrieve);
    bears("prefixed UIDs", u"prefixed-uids"_s, fhirTree);
    bears("retrieval by prefixed UIDs", u"prefixed-uids"_s, retrieve);
    bears("R5", u"r5-resources"_s, fhirTree);
    bears("R5 list", u"r5-resources"_s, fhir);
    bears("address with /studies/", u"endpoint-with-studies"_s, direct);
    bearsWithNote("placeholder address", u"placeholder-endpoint"_s, direct, u"Fallback"_s);
    fails("foreign address", u"foreign-endpoint"_s, direct, 4, u"ForeignOrigin"_s);
    fails("another patient's rows", u"other-patient"_s, qido, 1, {});
    m_rows.back().note = u"OtherNumber"_s;
    add({.name = "another patient's manifests",
         .orders = {u"other-patient"_s},
         .command = studies + QStringList{u"--route"_s, u"documents"_s},
         .note = u"PatientDiffers"_s,
         .routes = {u"documents"_s}});
    add({.name = "another patient's tree",
         .orders = {u"other-patient"_s},
         .command = tree + QStringList{u"--patient"_s, identifier},
         .note = u"PatientDiffers"_s,
         .routes = {u"fhir"_s, u"dicomweb"_s, u"documents"_s}});
    fails("another patient's images", u"other-patient@retrievals"_s, withPatient, 4, u"PatientConflict"_s);

    // Documents.
    fails("documents refused", u"status=403@/DocumentReference"_s, documents, 4, u"Forbidden"_s);
    fails("a login page for documents", u"login-page@/DocumentReference"_s, documents, 6, u"Malformed"_s);
    fails("no documents", u"empty-bundle@/DocumentReference"_s, documents, 1, {});
    add({.name = "another hash", .orders = {u"wrong-hash"_s}, .command = document, .note = u"ServerWarning"_s});
    add({.name = "a document made on demand", .orders = {u"delayed-hash"_s}, .command = document});
    fails("a document cut", u"cut-after=100@/Bundle"_s, document, 6, u"Truncated"_s);
    fails("a document that fails", u"status=500@/Bundle"_s, document, 5, u"ServerFault"_s);
    fails("a document that is gone", u"status=410@/Bundle"_s, document, 1, u"NotFound"_s);

    // Manifests that are key objects; they are read where the FHIR form cannot be had.
    const QString noFhirForm = u"status=500@/Bundle"_s;
    const QStringList withDocuments{u"--patient"_s, identifier, u"--route"_s, u"documents"_s};
    for (const char *order : {"manifest-without-tree", "manifest-trial-codes", "manifest-draft-codes",
                              "manifest-viewer", "manifest-trial-viewer", "manifest-two-orders", "wrapped-binary"})
        add({.name = order,
             .orders = {QString::fromLatin1(order), noFhirForm},
             .command = tree + withDocuments,
             .count = images,
             .routes = {u"documents"_s}});
    add({.name = "a location that the FHIR form stands in for",
         .orders = {u"manifest-location-only"_s},
         .command = direct + QStringList{u"--patient"_s, identifier},
         .count = images,
         .routes = {u"documents"_s}});
    add({.name = "a location that nobody knows",
         .orders = {u"manifest-location-only"_s, noFhirForm},
         .command = direct + QStringList{u"--patient"_s, identifier},
         .count = images,
         .note = u"Fallback"_s,
         .routes = {u"documents"_s}});

    // Bodies of WADO-RS.
    fails("wrong boundary", u"wrong-boundary"_s, retrieve, 6, u"Malformed"_s);
    bears("no closing boundary", u"no-closing-boundary"_s, retrieve);
    add({.name = "no closing boundary and no lengths",
         .orders = {u"no-closing-boundary"_s, u"no-part-headers"_s},
         .command = retrieve,
         .status = 3,
         .count = images - 1});
    for (const char *order : {"quoted-boundary", "parameters-before-boundary", "lf-headers", "no-part-headers",
                              "headers-once", "no-part-syntax", "wrong-part-syntax", "star-part-syntax",
                              "wrong-content-location", "preamble", "duplicate-instance"})
        bears(order, QString::fromLatin1(order), retrieve);
    bears("colliding boundary", u"colliding-boundary"_s, retrieve);
    m_rows.back().changesFiles = true;
    bears("bare DICOM", u"bare-dicom"_s, small);
    for (const char *order : {"unexpected-uid*1", "hostile-uid"}) {
        bears(order, QString::fromLatin1(order), retrieve);
        m_rows.back().unexpected = order[0] == 'u' ? 1 : 0;
    }
    for (const char *order : {"foreign-study-uid", "uid-mismatch", "drop-instances=2", "partial-206"}) {
        const QByteArray once = QByteArray(order) + ", once";
        bears(once, QString::fromLatin1(order) + u"*1"_s, retrieve);
    }
    for (const char *order : {"foreign-study-uid", "uid-mismatch", "drop-instances", "partial-206", "broken-instance"})
        add({.name = order,
             .orders = {QString::fromLatin1(order)},
             .command = retrieve,
             .status = 3,
             .count = images - 1});
}

void FaultTableTest::everyFaultHasARow()
{
    QStringList missing;
    for (const auto &name : Fault::names()) {
        const bool isMet = std::any_of(m_rows.begin(), m_rows.end(), [&](const Row &row) {
            return std::any_of(row.orders.begin(), row.orders.end(), [&](const QString &order) {
                std::string problem;
                const auto fault = Fault::parse(order.toStdString(), problem);
                return fault && fault->name() == name;
            });
        });
        if (!isMet)
            missing += text(name);
    }
    QVERIFY2(missing.isEmpty(), qPrintable(u"no row meets "_s + missing.join(u", "_s)));
}

void FaultTableTest::everyFaultIsInTheHandbook()
{
    const QString handbook = QString::fromUtf8(contentOf(QStringLiteral(HANDBOOK)));
    QVERIFY(!handbook.isEmpty());
    QStringList missing;
    for (const auto &name : Fault::names())
        if (!handbook.contains(u'`' + text(name) + u'`'))
            missing += text(name);
    QVERIFY2(missing.isEmpty(), qPrintable(u"docs/faults.md does not name "_s + missing.join(u", "_s)));
}

void FaultTableTest::endsAsTheContractsSay_data()
{
    QTest::addColumn<size_t>("row");
    for (size_t i = 0; i < m_rows.size(); ++i)
        QTest::newRow(m_rows[i].name.constData()) << i;
}

//! The rows run a little ahead of being looked at.
Run &FaultTableTest::runOf(size_t row)
{
    for (size_t i = row; i < std::min(row + ahead, m_rows.size()); ++i)
        if (!m_runs.count(i))
            m_runs.emplace(i, std::make_unique<Run>(m_rows[i]));
    return *m_runs.at(row);
}

void FaultTableTest::endsAsTheContractsSay()
{
    QFETCH(size_t, row);
    const Row &expected = m_rows[row];
    Run &run = runOf(row);
    if (!run.process.waitForFinished(longest) && run.process.state() != QProcess::NotRunning)
        run.process.kill();
    const QByteArray out = run.process.readAllStandardOutput();
    const QByteArray all = "status " + QByteArray::number(run.process.exitCode()) + '\n' + out.left(4000) +
                           run.process.readAllStandardError();
    const auto done = qScopeGuard([&] { m_runs.erase(row); });
    QCOMPARE(run.process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(run.process.exitCode() == expected.status, all);
    const QJsonObject document = QJsonDocument::fromJson(out).object();
    QVERIFY2(!document.isEmpty(), all);
    const QString kind = document.value("error"_L1).toObject().value("kind"_L1).toString();
    QVERIFY2(kind == expected.kind, all);

    // What the list holds.
    const bool retrieves = expected.command.first() == "retrieve"_L1;
    const QString list = expected.command.first() == "tree"_L1 ? u"study"_s : expected.command.first();
    if (!retrieves && kind.isEmpty()) {
        qsizetype count = document.value(list).toArray().size();
        for (const QJsonValue &series : document.value("study"_L1).toObject().value("series"_L1).toArray())
            count += series.toObject().value("instances"_L1).toArray().size();
        QVERIFY2(expected.count < 0 || count == expected.count, all);
        QVERIFY2(expected.status != 1 || count == 0, all);
        if (list != "study"_L1)
            QVERIFY2(document.value("truncated"_L1).toBool() == expected.truncated, all);
    }
    if (!expected.note.isEmpty()) {
        QStringList notes;
        for (const QJsonValue &note : document.value("notes"_L1).toArray())
            notes += note.toObject().value("kind"_L1).toString();
        QVERIFY2(notes.contains(expected.note), all);
    }
    if (retrieves)
        lookAtFiles(expected, run, document);
    for (const std::string &secret : {m_person.value, m_person.family})
        QVERIFY2(!document.value("error"_L1).toObject().value("detail"_L1).toString().contains(text(secret)), all);
}

//! Whole files only, each as it was served, and the journal and the report say the same.
void FaultTableTest::lookAtFiles(const Row &row, const Run &run, const QJsonObject &document) const
{
    const QString out = run.folder.filePath(u"out"_s);
    const QString study = out + u'/' + row.command[2];
    QStringList files;
    QDirIterator entries(run.folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString path = entries.next();
        QVERIFY2(!path.endsWith(".part"_L1), qPrintable(path));
        if (!path.endsWith(".dcm"_L1))
            continue;
        QVERIFY2(path.startsWith(study + u'/'), qPrintable(path));
        files += path;
        const auto served = Responder::demoInstance(QFileInfo(path).completeBaseName().toStdString());
        const QByteArray kept = contentOf(path);
        QVERIFY2(kept.size() > 132 && kept.sliced(128, 4) == "DICM", qPrintable(path));
        if (!row.changesFiles && !served.empty())
            QVERIFY2(kept == QByteArray::fromStdString(served), qPrintable(path));
    }
    if (!row.kind.isEmpty() || row.status == 1)
        QCOMPARE(files, QStringList());
    else
        QCOMPARE(files.size(), row.count + row.unexpected);

    if (row.status == 1) { // nothing there leaves nothing behind
        QVERIFY(!QFileInfo::exists(study));
        return;
    }
    qsizetype stored = 0;
    QString last;
    for (const QByteArray &line : contentOf(study + u"/retrieval.journal"_s).split('\n')) {
        const QString event = QJsonDocument::fromJson(line).object().value("event"_L1).toString();
        stored += event == "stored"_L1 ? 1 : 0;
        last = event.isEmpty() ? last : event;
    }
    QCOMPARE(last, u"ended"_s);
    QVERIFY(stored >= files.size());
    if (!row.kind.isEmpty())
        return;
    QCOMPARE(stored, files.size());
    QCOMPARE(document.value("received"_L1).toInteger(), files.size());
    QCOMPARE(document.value("files"_L1).toArray().size(), files.size());
    QCOMPARE(document.value("unexpected"_L1).toArray().size(), row.unexpected);
    QCOMPARE(document.value("requested"_L1).isNull(), !row.hasList);
    if (row.hasList)
        QCOMPARE(document.value("missing"_L1).toArray().size(), document.value("requested"_L1).toInteger() - row.count);
    QVERIFY(contentOf(study + u"/retrieval.json"_s).contains("\"received\""));
}

QTEST_GUILESS_MAIN(FaultTableTest)
#include "FaultTableTest.moc"
