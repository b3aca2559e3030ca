#include "support/Peers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
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

//! The whole walk through the real window, over servers that others wrote: the program plays itself with the clicks and
//! keys of a person, and what it leaves on disk is compared with what the archive keeps.
class WindowWalkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void walksFromTheIdentifierToThePictures_data();
    void walksFromTheIdentifierToThePictures();
    void namesTheStepThatCannotBePlayed();

private:
    //! A profile of a front whose example identifier is that of a patient; the tour types the example.
    QString profileFor(const QString &patientId, const QString &folder) const;
    //! Exit status; what the program said is in m_messages.
    int play(const QString &profile, const QString &tour, const QString &store, const QString &style,
             const QString &desktop = u"en_GB.UTF-8"_s);

    Peers m_peers;
    QMap<QString, ArchivedStudy> m_archive;
    QString m_patientId; //!< of the study with most series
    QByteArray m_messages;
};

void WindowWalkTest::initTestCase()
{
    QVERIFY2(m_peers.problem().isEmpty(), qPrintable(m_peers.problem()));
    m_archive = m_peers.archive();
    ArchivedStudy largest;
    for (const auto &study : std::as_const(m_archive))
        if (study.uid != m_peers.damagedStudy() && study.series.size() > largest.series.size())
            largest = study;
    m_patientId = largest.patientId;
    QVERIFY(!m_patientId.isEmpty());
}

QString WindowWalkTest::profileFor(const QString &patientId, const QString &folder) const
{
    QFile original(m_peers.profileFile(Peers::Front::R4));
    if (!original.open(QIODevice::ReadOnly))
        return {};
    QJsonObject profile = QJsonDocument::fromJson(original.readAll()).object();
    QJsonArray systems = profile[u"identifierSystems"].toArray();
    QJsonObject system = systems.isEmpty() ? QJsonObject{{u"label"_s, u"Number"_s}, {u"system"_s, m_peers.authority()}}
                                           : systems[0].toObject();
    system[u"example"] = patientId;
    profile[u"identifierSystems"] = QJsonArray{system};
    QFile file(QDir(folder).filePath(u"profile.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(profile).toJson()) < 0)
        return {};
    return file.fileName();
}

int WindowWalkTest::play(const QString &profile, const QString &tour, const QString &store, const QString &style,
                         const QString &desktop)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"XDG_CONFIG_HOME"_s, store + u"/config"_s); // the user's own profiles stay out of it
    environment.insert(u"LC_ALL"_s, desktop);
    environment.remove(u"LANGUAGE"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(WINDOW_PROGRAM),
                  {u"--profile"_s, profile, u"--tour"_s, tour, u"--store"_s, store, u"--style"_s, style});
    const bool ended = process.waitForFinished(60'000);
    m_messages = process.readAllStandardError();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void WindowWalkTest::walksFromTheIdentifierToThePictures_data()
{
    QTest::addColumn<QString>("style");
    QTest::addColumn<QString>("desktop"); // its language is the program's
    QTest::addColumn<QString>("whole");
    QTest::newRow("light, English") << u"light"_s << u"en_GB.UTF-8"_s << u"Complete: "_s;
    QTest::newRow("dark, German") << u"dark"_s << u"de_AT.UTF-8"_s << u"Vollständig: "_s;
}

void WindowWalkTest::walksFromTheIdentifierToThePictures()
{
    QFETCH(QString, style);
    QFETCH(QString, desktop);
    QFETCH(QString, whole);
    QTemporaryDir folder;
    const QString tour = folder.filePath(u"tour"_s);
    const QString store = folder.filePath(u"store"_s);
    const int status = play(profileFor(m_patientId, folder.path()), tour, store, style, desktop);
    QVERIFY2(status == 0, m_messages.constData());

    QFile record(QDir(tour).filePath(u"tour.json"_s));
    QVERIFY(record.open(QIODevice::ReadOnly));
    const auto steps = QJsonDocument::fromJson(record.readAll()).object()[u"steps"].toArray();
    QStringList played;
    for (const auto step : steps) {
        played << step[u"step"].toString();
        const QImage picture(QDir(tour).filePath(step[u"picture"].toString()));
        QCOMPARE(picture.size(), QSize(1440, 900));
        const QString shown = step[u"shown"].toString();
        QVERIFY(!shown.isEmpty());
        if (played.last() == u"retrieval"_s)
            QVERIFY2(shown.startsWith(whole), qPrintable(shown));
    }
    QCOMPARE(played,
             QStringList({u"country"_s, u"patient"_s, u"studies"_s, u"selection"_s, u"retrieval"_s, u"viewing"_s}));

    QMap<QString, int> received; // Study UID -> files
    QDirIterator files(store, {u"*.dcm"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo info(files.next());
        const QString series = info.dir().dirName();
        const QString study = QFileInfo(info.path()).dir().dirName();
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
        const QString kept = m_archive[study].series[series][info.completeBaseName()];
        QVERIFY2(!kept.isEmpty(), qPrintable(u"not in the archive: "_s + info.filePath()));
        QCOMPARE(QString::fromLatin1(hash), m_peers.fileHash(kept));
        ++received[study];
    }
    QVERIFY(!received.isEmpty());
    for (auto study = received.cbegin(); study != received.cend(); ++study) {
        QCOMPARE(m_archive[study.key()].patientId, m_patientId);
        QCOMPARE(study.value(), m_archive[study.key()].instanceCount());
    }
}

void WindowWalkTest::namesTheStepThatCannotBePlayed()
{
    QTemporaryDir folder;
    const int status = play(profileFor(u"nobody-has-this-number"_s, folder.path()), folder.filePath(u"tour"_s),
                            folder.filePath(u"store"_s), u"light"_s);
    QCOMPARE(status, 1);
    QVERIFY2(m_messages.contains("patient"), m_messages.constData());
    QVERIFY(QFile::exists(folder.filePath(u"tour/01-country.png"_s)));
    QVERIFY(!QFile::exists(folder.filePath(u"tour/02-patient.png"_s)));
}

QTEST_GUILESS_MAIN(WindowWalkTest)
#include "WindowWalkTest.moc"
