#include "support/Peers.h"

#include <QCryptographicHash>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
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
    m_run = run(with(u"retrieve"_s, {u"--study"_s, m_peers.damagedStudy(), u"--to"_s, folder.path()}));
    QCOMPARE(m_run.status, 3);
    QCOMPARE(m_run.document[u"missing"].toArray().size(), 1);
    QCOMPARE(m_run.document[u"received"].toInt(), m_run.document[u"requested"].toInt() - 1);
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
