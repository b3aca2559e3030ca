#include "support/Peers.h"

#include <QCryptographicHash>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using support::ArchivedStudy;
using support::Peers;

namespace {

//! What a run of the command line came to.
struct Run
{
    int status = -1;
    QJsonObject document; //!< what it printed; empty unless that was exactly one JSON document
    QByteArray messages;
};

Run run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(CLI_PROGRAM), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            process.readAllStandardError()};
}

QStringList textsIn(const QJsonValue &rows, const QString &key)
{
    QStringList texts;
    for (const auto row : rows.toArray())
        texts << row[key].toString();
    texts.sort();
    return texts;
}

//! The missing instances of a report, as SERIES/SOP, in order.
QStringList missingIn(const QJsonObject &report)
{
    QStringList missing;
    for (const auto row : report[u"missing"].toArray())
        missing << row[u"seriesUid"].toString() + u'/' + row[u"sopUid"].toString();
    missing.sort();
    return missing;
}

} // namespace

//! The whole walk by the command line, as a script would go it.
class CliWalkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void findsThePatient();
    void saysThatNobodyIsFound();
    void findsTheStudies_data();
    void findsTheStudies();
    void printsTheTree_data() { findsTheStudies_data(); }
    void printsTheTree();
    void retrievesAndRenders();
    void retrievesOnlyWhatIsMissing();
    void exitsIncompleteWhenTheArchiveKeepsSomethingBack();
    void namesWhatTheArchiveCannotConvert_data();
    void namesWhatTheArchiveCannotConvert();
    void probesTheContactPoint();
    void isNotLetInWithoutTheRightCertificate();

private:
    QStringList with(const QString &command, const QStringList &arguments = {}, Peers::Front front = Peers::Front::R4)
    {
        return QStringList{command, u"--profile"_s, m_peers.profileFile(front)} + arguments;
    }
    QString patient() const { return m_peers.authority() + u'|' + m_study.patientId; }

    Peers m_peers;
    ArchivedStudy m_study; //!< the one of most series
    Run m_run;
};

void CliWalkTest::initTestCase()
{
    QVERIFY2(m_peers.problem().isEmpty(), qPrintable(m_peers.problem()));
    const auto archive = m_peers.archive();
    for (const auto &study : archive)
        if (study.uid != m_peers.damagedStudy() && study.series.size() > m_study.series.size())
            m_study = study;
    QVERIFY(m_study.series.size() > 1);
}

void CliWalkTest::cleanup()
{
    if (QTest::currentTestFailed())
        qWarning("exit %d\n%s%s", m_run.status, m_run.messages.constData(),
                 QJsonDocument(m_run.document).toJson().constData());
}

void CliWalkTest::findsThePatient()
{
    m_run = run(with(u"patients"_s, {u"--identifier"_s, patient()}));
    QCOMPARE(m_run.status, 0);
    const auto patients = m_run.document[u"patients"].toArray();
    QCOMPARE(patients.size(), 1);
    QCOMPARE(patients[0][u"identifiers"][0][u"value"].toString(), m_study.patientId);
    QCOMPARE(m_run.document[u"truncated"], QJsonValue(false));
}

void CliWalkTest::saysThatNobodyIsFound()
{
    m_run = run(with(u"patients"_s, {u"--identifier"_s, m_peers.authority() + u"|nobody"_s}));
    QCOMPARE(m_run.status, 1);
    QCOMPARE(m_run.document[u"patients"], QJsonValue(QJsonArray()));
}

void CliWalkTest::findsTheStudies_data()
{
    QTest::addColumn<QString>("route");
    for (const auto *route : {"fhir", "dicomweb", "all"})
        QTest::newRow(route) << QString::fromLatin1(route);
}

void CliWalkTest::findsTheStudies()
{
    QFETCH(QString, route);
    m_run = run(with(u"studies"_s, {u"--patient"_s, patient(), u"--route"_s, route}));
    QCOMPARE(m_run.status, 0);
    QStringList expected;
    const auto archive = m_peers.archive();
    for (const auto &study : archive)
        if (study.patientId == m_study.patientId)
            expected << study.uid;
    QCOMPARE(textsIn(m_run.document[u"studies"], u"uid"_s), expected);
    for (const auto row : m_run.document[u"studies"].toArray()) {
        QCOMPARE(row[u"instanceCount"].toInt(), archive[row[u"uid"].toString()].instanceCount());
        QCOMPARE(row[u"seriesCount"].toInt(), int(archive[row[u"uid"].toString()].series.size()));
        if (route == u"all")
            QCOMPARE(row[u"routes"].toArray().size(), 2);
    }
}

void CliWalkTest::printsTheTree()
{
    QFETCH(QString, route);
    m_run = run(with(u"tree"_s, {u"--study"_s, m_study.uid, u"--patient"_s, patient(), u"--route"_s, route}));
    QCOMPARE(m_run.status, 0);
    const auto study = m_run.document[u"study"];
    QCOMPARE(study[u"uid"].toString(), m_study.uid);
    QCOMPARE(textsIn(study[u"series"], u"uid"_s), QStringList(m_study.series.keys()));
    for (const auto series : study[u"series"].toArray())
        QCOMPARE(textsIn(series[u"instances"], u"uid"_s),
                 QStringList(m_study.series[series[u"uid"].toString()].keys()));
}

void CliWalkTest::retrievesAndRenders()
{
    QTemporaryDir folder;
    m_run = run(with(u"retrieve"_s, {u"--study"_s, m_study.uid, u"--to"_s, folder.path(), u"--patient"_s, patient()}));
    QCOMPARE(m_run.status, 0);
    QCOMPARE(m_run.document[u"requested"].toInt(), m_study.instanceCount());
    QCOMPARE(m_run.document[u"received"].toInt(), m_study.instanceCount());
    QCOMPARE(m_run.document[u"missing"], QJsonValue(QJsonArray()));
    const auto files = m_run.document[u"files"].toArray();
    QCOMPARE(files.size(), m_study.instanceCount());
    for (const auto row : files) {
        QFile file(folder.filePath(row[u"path"].toString()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
        const auto kept = m_study.series[row[u"seriesUid"].toString()][row[u"sopUid"].toString()];
        QCOMPARE(QString::fromLatin1(hash), m_peers.fileHash(kept));
        QCOMPARE(row[u"sha256"].toString(), QString::fromLatin1(hash));
    }

    const auto picture = folder.filePath(u"picture.png"_s);
    m_run = run({u"render"_s, folder.filePath(files[0][u"path"].toString()), u"--to"_s, picture});
    QCOMPARE(m_run.status, 0);
    const QImage image(picture);
    QCOMPARE(image.size(), QSize(m_run.document[u"columns"].toInt(), m_run.document[u"rows"].toInt()));
    QVERIFY(!image.isNull());
}

void CliWalkTest::retrievesOnlyWhatIsMissing()
{
    QTemporaryDir folder;
    const auto command = with(u"retrieve"_s, {u"--study"_s, m_study.uid, u"--to"_s, folder.path()});
    m_run = run(command);
    QCOMPARE(m_run.status, 0);
    const auto files = m_run.document[u"files"].toArray();
    const QFileInfo kept(folder.filePath(files[0][u"path"].toString()));
    const auto written = kept.lastModified();
    QVERIFY(QFile::remove(folder.filePath(files[1][u"path"].toString())));
    m_run = run(command);
    QCOMPARE(m_run.status, 0);
    QCOMPARE(m_run.document[u"received"].toInt(), m_study.instanceCount());
    QVERIFY(QFile::exists(folder.filePath(files[1][u"path"].toString())));
    QCOMPARE(QFileInfo(kept.filePath()).lastModified(), written);
}

void CliWalkTest::exitsIncompleteWhenTheArchiveKeepsSomethingBack()
{
    QTemporaryDir folder;
    const auto study = m_peers.archive()[m_peers.damagedStudy()];
    const auto command = with(u"retrieve"_s, {u"--study"_s, study.uid, u"--to"_s, folder.path()});
    for (const auto *round : {"first", "resumed"}) {
        m_run = run(command);
        QVERIFY2(m_run.status == 3, round);
        QCOMPARE(missingIn(m_run.document), m_peers.lostInstances());
        QCOMPARE(m_peers.lostInstances().size(), 2);
        QCOMPARE(m_run.document[u"requested"].toInt(), study.instanceCount());
        QCOMPARE(m_run.document[u"received"].toInt(), study.instanceCount() - 2);
    }
    QFile report(folder.filePath(study.uid + u"/retrieval.json"_s));
    QVERIFY(report.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(report.readAll())[u"missing"].toArray().size(), 2);
}

// Orthanc decodes no JPEG 2000. Asked for a syntax that needs it, it answers 500 when such an instance comes first, and
// else sends what comes before it, with status 200 and no word at the end.
void CliWalkTest::namesWhatTheArchiveCannotConvert_data()
{
    QTest::addColumn<QString>("study");
    QTest::addColumn<int>("status"); // of the study as a whole
    QTest::newRow("refused as a whole") << u"1.3.6.1.4.1.5962.1.2.8.20040826185059.5457"_s << 500;
    QTest::newRow("ends without a word") << u"1.2.826.0.1.3680043.8.498.12406831542731051035295345080039845114"_s
                                         << 200;
}

void CliWalkTest::namesWhatTheArchiveCannotConvert()
{
    QFETCH(QString, study);
    QFETCH(int, status);
    const auto wado = m_peers.endpoint(Peers::Front::Converted).wadoBase.toString() + u"/studies/"_s + study;
    const auto answerTo = [](const QString &url) {
        QNetworkAccessManager manager;
        std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(QUrl(url))));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        finished.wait(20'000);
        return std::pair(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll());
    };
    const auto [answered, body] = answerTo(wado);
    QCOMPARE(answered, status);
    QVERIFY(!body.trimmed().endsWith("--")); // without a closing boundary where it is a multipart body at all
    QStringList kept;
    QStringList lost;
    const auto archived = m_peers.archive()[study];
    for (auto series = archived.series.cbegin(); series != archived.series.cend(); ++series)
        for (auto sop = series->cbegin(); sop != series->cend(); ++sop) {
            const auto path = u"/series/"_s + series.key() + u"/instances/"_s + sop.key();
            if (answerTo(wado + path).first == 200)
                kept << sop.key();
            else
                lost << series.key() + u'/' + sop.key();
        }
    QVERIFY(!lost.isEmpty() && !kept.isEmpty());

    QTemporaryDir folder;
    const QStringList what{u"--study"_s, study, u"--to"_s, folder.path()};
    m_run = run(with(u"retrieve"_s, what, Peers::Front::Converted));
    QCOMPARE(m_run.status, 3);
    lost.sort();
    QCOMPARE(missingIn(m_run.document), lost);
    QCOMPARE(m_run.document[u"requested"].toInt(), int(kept.size() + lost.size()));
    QCOMPARE(m_run.document[u"received"].toInt(), int(kept.size()));
    kept.sort();
    QCOMPARE(textsIn(m_run.document[u"files"], u"sopUid"_s), kept);

    m_run = run(with(u"retrieve"_s, what)); // as it is kept, all of it can be had
    QCOMPARE(m_run.status, 0);
    QCOMPARE(m_run.document[u"received"].toInt(), int(kept.size() + lost.size()));
}

void CliWalkTest::probesTheContactPoint()
{
    m_run = run(with(u"probe"_s, {}, Peers::Front::Mutual)); // a plain front would get a warning
    QCOMPARE(m_run.status, 0);
    const auto checks = m_run.document[u"checks"].toArray();
    QVERIFY(checks.size() >= 2);
    for (const auto check : checks)
        QCOMPARE(check[u"verdict"].toString(), u"pass"_s);
}

void CliWalkTest::isNotLetInWithoutTheRightCertificate()
{
    for (const auto front : {Peers::Front::Anonymous, Peers::Front::Stranger}) {
        m_run = run(with(u"patients"_s, {u"--identifier"_s, patient()}, front));
        QCOMPARE(m_run.status, 4);
        QCOMPARE(m_run.document[u"error"][u"kind"].toString(), u"Untrusted"_s);
    }
}

QTEST_GUILESS_MAIN(CliWalkTest)
#include "CliWalkTest.moc"
