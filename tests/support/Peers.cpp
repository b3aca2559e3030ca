#include "support/Peers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>

namespace support {

using namespace Qt::StringLiterals;

namespace {

QProcess *launcher(const QStringList &arguments, QProcess &process)
{
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(PEERS_PROGRAM), arguments);
    process.waitForFinished(180'000);
    return &process;
}

QString nameOf(Peers::Front front)
{
    switch (front) {
    case Peers::Front::R4:
        return u"profile"_s;
    case Peers::Front::R5:
        return u"profile-r5"_s;
    case Peers::Front::Converted:
        return u"profile-converted"_s;
    case Peers::Front::Latin:
        return u"profile-latin"_s;
    case Peers::Front::Mutual:
        return u"profile-mutual"_s;
    case Peers::Front::Stranger:
        return u"profile-stranger"_s;
    case Peers::Front::Anonymous:
        return u"profile-anonymous"_s;
    }
    return {};
}

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace

int ArchivedStudy::instanceCount() const
{
    int count = 0;
    for (const auto &instances : series)
        count += int(instances.size());
    return count;
}

Peers::Peers()
{
    if (const auto named = qEnvironmentVariable("BORDERLIGHT_PEERS"); !named.isEmpty())
        m_peers = objectIn(named);
    else
        start({});
    if (m_peers.isEmpty())
        m_problem = u"The peers are not up; ./dev test installs and starts them"_s;
}

Peers::Peers(const QString &files, const QString &bundles)
{
    start({u"--data"_s, files, u"--fhir"_s, bundles});
    if (m_peers.isEmpty())
        m_problem = u"The peers do not come up; ./dev test installs what they need"_s;
}

void Peers::start(const QStringList &options)
{
    QTemporaryDir state(QDir::tempPath() + u"/borderlight-peers-XXXXXX"_s);
    state.setAutoRemove(false);
    m_ownState = state.path();
    QProcess process;
    launcher(QStringList{u"up"_s, u"--state"_s, m_ownState} + options, process);
    m_peers = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

Peers::~Peers()
{
    if (m_ownState.isEmpty())
        return;
    QProcess process;
    launcher({u"down"_s, u"--state"_s, m_ownState}, process);
    QDir(m_ownState).removeRecursively();
    for (const auto peer : m_peers[u"processes"].toArray()) {
        const auto pid = peer[u"pid"].toInt();
        QFile commandLine(u"/proc/%1/cmdline"_s.arg(pid)); // empty once it has ended, even while nobody has asked how
        if (commandLine.open(QIODevice::ReadOnly) && !commandLine.readAll().isEmpty())
            qFatal("%s is still running as process %d", qPrintable(peer[u"name"].toString()), pid);
    }
}

network::Endpoint Peers::endpoint(Front front) const
{
    const auto profile = objectIn(profileFile(front));
    const auto tls = profile[u"tls"].toObject();
    network::Endpoint endpoint;
    endpoint.fhirBase = QUrl(profile[u"fhirBase"].toString());
    endpoint.qidoBase = QUrl(profile[u"qidoBase"].toString());
    endpoint.wadoBase = QUrl(profile[u"wadoBase"].toString());
    endpoint.routes = {model::Route::Fhir, model::Route::Dicomweb};
    endpoint.tls.caFile = tls[u"caFile"].toString();
    endpoint.tls.clientCertificate = tls[u"clientCertificate"].toString();
    return endpoint;
}

QString Peers::profileFile(Front front) const
{
    return m_peers[u"profiles"][nameOf(front)].toString();
}

QString Peers::authority() const
{
    return m_peers[u"authority"].toString();
}

QString Peers::damagedStudy() const
{
    return m_peers[u"damaged"][u"study"].toString();
}

QStringList Peers::lostInstances() const
{
    QStringList lost;
    for (const auto instance : m_peers[u"damaged"][u"lost"].toArray())
        lost << instance.toString();
    lost.sort();
    return lost;
}

QMap<QString, ArchivedStudy> Peers::archive() const
{
    const auto all = [this](const QString &level) {
        return QJsonDocument::fromJson(fromOrthanc(u'/' + level + u"?expand"_s)).array();
    };
    QMap<QString, ArchivedStudy> archive;
    QHash<QString, QString> studyOf; // Orthanc's name -> UID
    for (const auto study : all(u"studies"_s)) {
        const auto uid = study[u"MainDicomTags"][u"StudyInstanceUID"].toString();
        studyOf[study[u"ID"].toString()] = uid;
        archive[uid].uid = uid;
        archive[uid].patientId = study[u"PatientMainDicomTags"][u"PatientID"].toString();
    }
    QHash<QString, std::pair<QString, QString>> seriesOf; // Orthanc's name -> Study UID, Series UID
    for (const auto series : all(u"series"_s))
        seriesOf[series[u"ID"].toString()] = {studyOf[series[u"ParentStudy"].toString()],
                                              series[u"MainDicomTags"][u"SeriesInstanceUID"].toString()};
    for (const auto instance : all(u"instances"_s)) {
        const auto &[study, series] = seriesOf[instance[u"ParentSeries"].toString()];
        const auto sop = instance[u"MainDicomTags"][u"SOPInstanceUID"].toString();
        archive[study].series[series][sop] = instance[u"ID"].toString();
    }
    return archive;
}

QString Peers::fileHash(const QString &orthancInstance) const
{
    const auto file = fromOrthanc(u"/instances/"_s + orthancInstance + u"/file"_s);
    return QString::fromLatin1(QCryptographicHash::hash(file, QCryptographicHash::Sha256).toHex());
}

QString Peers::tag(const QString &orthancInstance, const QString &keyword) const
{
    const auto tags = QJsonDocument::fromJson(fromOrthanc(u"/instances/"_s + orthancInstance + u"/simplified-tags"_s));
    return tags[keyword].toString();
}

QByteArray Peers::fromOrthanc(const QString &path) const
{
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(
        manager.get(QNetworkRequest(QUrl(m_peers[u"orthanc"].toString() + path))));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray();
}

} // namespace support
