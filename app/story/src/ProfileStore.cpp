#include <story/ProfileStore.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace story {

namespace {

tl::unexpected<network::Error> failure(network::Error::Kind kind, const QString &detail)
{
    return tl::unexpected(network::Error{kind, detail});
}

} // namespace

ProfileStore::ProfileStore(QString folder) : m_folder(std::move(folder)) {}

QString ProfileStore::standardFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/borderlight/profiles"_L1;
}

QList<Profile> ProfileStore::profiles() const
{
    QList<Profile> profiles;
    const QDir folder(m_folder);
    for (const QFileInfo &file : folder.entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name))
        if (auto profile = Profile::fromFile(file.absoluteFilePath()))
            profiles += *std::move(profile);
    std::sort(profiles.begin(), profiles.end(),
              [](const Profile &a, const Profile &b) { return a.name().localeAwareCompare(b.name()) < 0; });
    return profiles;
}

network::Result<Profile> ProfileStore::load(const QString &fileOrName) const
{
    if (const QFileInfo there(fileOrName); there.exists() && !there.isDir()) // a pipe will do
        return Profile::fromFile(fileOrName);
    const QString saved = fileFor(fileOrName);
    if (QFileInfo(saved).isFile())
        return Profile::fromFile(saved);
    for (const Profile &profile : profiles()) // in a file of another name
        if (profile.name() == fileOrName)
            return profile;
    return failure(
        network::Error::Kind::Usage,
        QCoreApplication::translate("story::ProfileStore", "There is no profile file and no saved profile called %1.")
            .arg(fileOrName));
}

network::Result<Profile> ProfileStore::import(const QString &file) const
{
    return Profile::fromFile(file).and_then([this](const Profile &profile) { return save(profile); });
}

network::Result<Profile> ProfileStore::save(const Profile &profile) const
{
    QSaveFile file(fileFor(profile.name()));
    if (!QDir().mkpath(m_folder) || !file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(profile.toJson()) < 0 ||
        !file.flush() || !file.commit())
        return failure(network::Error::Kind::Storage,
                       QCoreApplication::translate("story::ProfileStore", "The profile cannot be saved: %1")
                           .arg(file.errorString()));
    return Profile::fromFile(file.fileName());
}

QString ProfileStore::fileFor(const QString &name) const
{
    // The readable part is for people, the hash keeps names apart that differ only in what a file name cannot hold.
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    QString readable = name.toLower();
    readable.replace(others, u"-"_s);
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().first(8);
    return m_folder + u'/' + readable.left(40) + u'-' + QString::fromLatin1(hash) + ".json"_L1;
}

} // namespace story
