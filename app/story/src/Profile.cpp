#include <story/Profile.h>

#include <model/PatientComparison.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace story {

namespace {

constexpr qint64 largestProfile = 1024 * 1024;
constexpr qint64 largestSecret = 64 * 1024;
constexpr auto environmentPrefix = "env:"_L1;
constexpr auto filePrefix = "file:"_L1;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(story::Profile)
};

tl::unexpected<network::Error> usage(const QString &detail)
{
    return tl::unexpected(network::Error{network::Error::Kind::Usage, detail});
}

bool isLoopback(const QString &host)
{
    static const QRegularExpression quad(u"^127(\\.[0-9]{1,3}){3}$"_s);
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host == "::1"_L1 || quad.match(host).hasMatch();
}

//! The secret behind env:NAME or file:PATH.
network::Result<model::Secret> secretFrom(const QString &source, const QString &key)
{
    if (source.isEmpty())
        return model::Secret();
    if (source.startsWith(environmentPrefix)) {
        const QString variable = source.sliced(environmentPrefix.size());
        const QString value = qEnvironmentVariable(variable.toLocal8Bit().constData());
        if (value.isEmpty())
            return usage(
                Words::tr("%1: the environment variable %2 is not set. Set it, then try again.").arg(key, variable));
        return model::Secret(value);
    }
    QFile file(source.sliced(filePrefix.size()));
    if (!file.open(QIODevice::ReadOnly))
        return usage(Words::tr("%1: the file %2 cannot be read (%3).").arg(key, file.fileName(), file.errorString()));
    QByteArray bytes = file.read(largestSecret + 1);
    if (bytes.size() > largestSecret)
        return usage(Words::tr("%1: the file %2 is too large for a secret.").arg(key, file.fileName()));
    while (bytes.endsWith('\n') || bytes.endsWith('\r'))
        bytes.chop(1);
    if (bytes.isEmpty())
        return usage(Words::tr("%1: the file %2 is empty.").arg(key, file.fileName()));
    return model::Secret(QString::fromUtf8(bytes));
}

} // namespace

bool IdentifierSystem::accepts(const QString &value) const
{
    return pattern.isEmpty() || QRegularExpression(pattern).match(value).hasMatch();
}

QString IdentifierSystem::wantedCheck(const QString &value) const
{
    return checkDigit && accepts(value) ? checkDigit->wanted(value) : QString();
}

//! Turns the JSON object into a Profile. The first thing that is wrong is kept and ends the reading.
class ProfileReader
{
public:
    ProfileReader(QJsonObject document, const QString &folder) : m_root(std::move(document)), m_folder(folder) {}

    network::Result<Profile> read()
    {
        m_profile.m_name = text(m_root, {}, u"name"_s).trimmed();
        if (m_profile.m_name.isEmpty())
            wrong(u"name"_s, Words::tr("it is missing. Give the profile a name."));
        m_profile.m_country = text(m_root, {}, u"country"_s);
        static const QRegularExpression code(u"^[A-Z]{2}$"_s);
        if (!m_profile.m_country.isEmpty() && !code.match(m_profile.m_country).hasMatch())
            wrong(u"country"_s, Words::tr("use the two capital letters of ISO 3166, or XX."));
        m_profile.m_specVersion = text(m_root, {}, u"specVersion"_s);
        m_profile.m_endpoint.allowPlainHttp = truth(m_root, {}, u"allowPlainHttp"_s);

        readBases();
        readIdentifierSystems();
        readRoutes();
        m_profile.m_signIn = signIn(m_root, {}, u"auth"_s, {});
        m_profile.m_dicomwebSignIn = signIn(m_root, {}, u"dicomwebAuth"_s, m_profile.m_signIn);
        m_profile.m_passphraseSource = readTls(m_root, {}, m_profile.m_endpoint.tls);
        readDirect();
        readLimits();
        if (m_error)
            return tl::unexpected(*m_error);
        m_profile.m_json = QJsonDocument(m_root).toJson(QJsonDocument::Indented);
        return std::move(m_profile);
    }

private:
    static QString below(const QString &parent, const QString &key)
    {
        return parent.isEmpty() ? key : parent + u'.' + key;
    }

    void wrong(const QString &key, const QString &advice)
    {
        if (!m_error)
            m_error = network::Error{network::Error::Kind::Usage, Words::tr("Profile, %1: %2").arg(key, advice)};
    }

    QString text(const QJsonObject &object, const QString &parent, const QString &key)
    {
        const QJsonValue value = object.value(key);
        if (!value.isUndefined() && !value.isNull() && !value.isString())
            wrong(below(parent, key), Words::tr("write a text in quotation marks."));
        return value.toString();
    }

    bool truth(const QJsonObject &object, const QString &parent, const QString &key)
    {
        const QJsonValue value = object.value(key);
        if (!value.isUndefined() && !value.isBool())
            wrong(below(parent, key), Words::tr("write true or false."));
        return value.toBool();
    }

    int number(const QJsonObject &object, const QString &parent, const QString &key, int standard, int least, int most)
    {
        const QJsonValue value = object.value(key);
        if (value.isUndefined())
            return standard;
        const double given = value.toDouble(-1);
        if (!value.isDouble() || given != static_cast<int>(given) || given < least || given > most) {
            wrong(below(parent, key), Words::tr("write a whole number from %1 to %2.").arg(least).arg(most));
            return standard;
        }
        return static_cast<int>(given);
    }

    QJsonObject object(const QJsonObject &from, const QString &parent, const QString &key)
    {
        const QJsonValue value = from.value(key);
        if (!value.isUndefined() && !value.isObject())
            wrong(below(parent, key), Words::tr("write an object in braces."));
        return value.toObject();
    }

    QJsonArray array(const QJsonObject &from, const QString &parent, const QString &key)
    {
        const QJsonValue value = from.value(key);
        if (!value.isUndefined() && !value.isArray())
            wrong(below(parent, key), Words::tr("write a list in brackets."));
        return value.toArray();
    }

    QUrl address(const QString &written, const QString &key)
    {
        if (written.isEmpty())
            return {};
        const QUrl url(written, QUrl::StrictMode);
        const bool plain = url.scheme() == "http"_L1;
        if (!url.isValid() || url.host().isEmpty() || (!plain && url.scheme() != "https"_L1)) {
            wrong(key, Words::tr("write a whole address that begins with https://."));
            return {};
        }
        if (!url.userInfo().isEmpty()) {
            wrong(key, Words::tr("names and passwords do not belong in an address. Use auth."));
            return {};
        }
        if (url.hasQuery() || url.hasFragment()) {
            wrong(key, Words::tr("write the address without ? and #."));
            return {};
        }
        if (plain && !isLoopback(url.host()) && !m_profile.m_endpoint.allowPlainHttp) {
            wrong(key, Words::tr("plain http is only for this computer. Use https, or set allowPlainHttp to true."));
            return {};
        }
        return url.adjusted(QUrl::StripTrailingSlash);
    }

    void readBases()
    {
        network::Endpoint &endpoint = m_profile.m_endpoint;
        endpoint.fhirBase = address(text(m_root, {}, u"fhirBase"_s), u"fhirBase"_s);
        endpoint.qidoBase = address(text(m_root, {}, u"qidoBase"_s), u"qidoBase"_s);
        endpoint.wadoBase = address(text(m_root, {}, u"wadoBase"_s), u"wadoBase"_s);
        if (endpoint.fhirBase.isEmpty() && endpoint.qidoBase.isEmpty() && endpoint.wadoBase.isEmpty())
            wrong(u"fhirBase"_s, Words::tr("no address is given. Name fhirBase, qidoBase or wadoBase."));
    }

    void readIdentifierSystems()
    {
        int position = 0;
        for (const QJsonValue &value : array(m_root, {}, u"identifierSystems"_s)) {
            const QString key = u"identifierSystems[%1]"_s.arg(position++);
            if (!value.isObject()) {
                wrong(key, Words::tr("write an object in braces."));
                return;
            }
            const QJsonObject entry = value.toObject();
            IdentifierSystem system{text(entry, key, u"label"_s),   model::systemOf(text(entry, key, u"system"_s)),
                                    text(entry, key, u"pattern"_s), text(entry, key, u"hint"_s),
                                    text(entry, key, u"example"_s), checkDigit(entry, key)};
            if (system.system.isEmpty())
                wrong(below(key, u"system"_s),
                      Words::tr("it is missing. Name the authority, such as urn:oid:2.999.10.1."));
            if (!QRegularExpression(system.pattern).isValid())
                wrong(below(key, u"pattern"_s), Words::tr("it is not a regular expression."));
            if (system.label.isEmpty())
                system.label = system.system;
            m_profile.m_identifierSystems += system;
        }
    }

    //! The name of a scheme, or an object that names it and its weights or letters.
    std::optional<CheckDigit> checkDigit(const QJsonObject &entry, const QString &parent)
    {
        const QString key = below(parent, u"checkDigit"_s);
        const QJsonValue value = entry.value("checkDigit"_L1);
        if (value.isUndefined() || value.isNull() || value.toString() == "none"_L1)
            return std::nullopt;
        const QJsonObject object = value.toObject();
        auto check = CheckDigit::named(value.isObject() ? object.value("scheme"_L1).toString() : value.toString());
        if (!check) {
            wrong(key, Words::tr("use one of %1.").arg(CheckDigit::names().join(u", "_s)));
            return std::nullopt;
        }
        if (object.contains("weights"_L1)) {
            QList<int> weights;
            for (const QJsonValue &weight : array(object, key, u"weights"_s))
                weights += weight.toInt();
            check->setWeights(weights);
        }
        if (object.contains("letters"_L1)) {
            const QString letters = text(object, key, u"letters"_s);
            if (letters.size() != 23)
                wrong(below(key, u"letters"_s), Words::tr("write the 23 letters in the order of their remainders."));
            check->setLetters(letters);
        }
        return check;
    }

    void readRoutes()
    {
        network::Endpoint &endpoint = m_profile.m_endpoint;
        QList<model::Route> named;
        for (const QJsonValue &value : array(m_root, {}, u"routes"_s)) {
            const auto route = model::routeNamed(value.toString());
            if (!route) {
                wrong(u"routes"_s, Words::tr("use fhir, dicomweb and documents."));
                return;
            }
            if (!named.contains(*route))
                named += *route;
        }
        if (!m_root.contains("routes"_L1))
            named = {model::Route::Fhir, model::Route::Dicomweb};
        for (const model::Route route : named)
            if (!(route == model::Route::Dicomweb ? endpoint.qidoBase : endpoint.fhirBase).isEmpty())
                endpoint.routes += route;
    }

    //! Checks where a secret lies; the file's path is made absolute in `holder`.
    QString secretSource(QJsonObject &holder, const QString &parent, const QString &key)
    {
        QString source = text(holder, parent, key);
        if (source.isEmpty())
            return {};
        if (source.startsWith(filePrefix) && source.size() > filePrefix.size()) {
            source = filePrefix + absolute(source.sliced(filePrefix.size()));
            holder.insert(key, source);
            return source;
        }
        if (source.startsWith(environmentPrefix) && source.size() > environmentPrefix.size())
            return source;
        wrong(below(parent, key),
              Words::tr("a profile holds no secrets. Write env:NAME or file:PATH to say where it lies."));
        return {};
    }

    using SignIn = Profile::SignIn; // unqualified below, or lupdate looks for the translations in another context

    SignIn signIn(QJsonObject &holder, const QString &parent, const QString &key, const SignIn &standard)
    {
        if (!holder.contains(key))
            return standard;
        const QString path = below(parent, key);
        QJsonObject auth = object(holder, parent, key);
        SignIn signIn;
        const QString type = text(auth, path, u"type"_s);
        if (type == "basic"_L1) {
            signIn.type = network::Auth::Type::Basic;
            signIn.user = text(auth, path, u"user"_s);
            if (signIn.user.isEmpty())
                wrong(below(path, u"user"_s), Words::tr("it is missing. Basic sign-in needs a user."));
            signIn.key = below(path, u"password"_s);
            signIn.source = secretSource(auth, path, u"password"_s);
        } else if (type == "bearer"_L1) {
            signIn.type = network::Auth::Type::Bearer;
            signIn.key = below(path, u"token"_s);
            signIn.source = secretSource(auth, path, u"token"_s);
        } else if (type == "smart-backend"_L1 || type == "authorization-code"_L1) {
            wrong(below(path, u"type"_s),
                  Words::tr("%1 is not available in this version. Use none, basic or bearer.").arg(type));
        } else if (!type.isEmpty() && type != "none"_L1) {
            wrong(below(path, u"type"_s), Words::tr("use none, basic or bearer."));
        }
        if (signIn.type != network::Auth::Type::None && signIn.source.isEmpty())
            wrong(signIn.key, Words::tr("it is missing. Write env:NAME or file:PATH to say where the secret lies."));
        holder.insert(key, auth);
        return signIn;
    }

    QString absolute(const QString &path) const
    {
        return path.isEmpty() || m_folder.isEmpty() ? path : QDir::cleanPath(QDir(m_folder).absoluteFilePath(path));
    }

    //! Reads `tls`; answers where the passphrase lies.
    QString readTls(QJsonObject &holder, const QString &parent, network::Tls &tls)
    {
        const QString key = u"tls"_s;
        if (!holder.contains(key))
            return {};
        const QString path = below(parent, key);
        QJsonObject object = this->object(holder, parent, key);
        const auto file = [&](const QString &name) {
            const QString given = absolute(text(object, path, name));
            if (!given.isEmpty())
                object.insert(name, given);
            return given;
        };
        tls.caFile = file(u"caFile"_s);
        tls.clientCertificate = file(u"clientCertificate"_s);
        tls.clientKey = file(u"clientKey"_s);
        const QString minimum = text(object, path, u"minimumVersion"_s);
        if (!minimum.isEmpty() && minimum != "1.2"_L1 && minimum != "1.3"_L1)
            wrong(below(path, u"minimumVersion"_s), Words::tr("use 1.2 or 1.3."));
        tls.requireTls13 = minimum == "1.3"_L1;
        const QString source = secretSource(object, path, u"clientCertificatePassphrase"_s);
        holder.insert(key, object);
        // Without a certificate there is nothing that the passphrase would open, so its source is not looked at.
        return tls.clientCertificate.isEmpty() ? QString() : source;
    }

    void readDirect()
    {
        if (!m_root.contains("direct"_L1))
            return;
        const QString key = u"direct"_s;
        network::Endpoint &endpoint = m_profile.m_endpoint;
        QJsonObject direct = object(m_root, {}, key);
        int position = 0;
        for (const QJsonValue &value : array(direct, key, u"allowedOrigins"_s)) {
            const QString path = u"direct.allowedOrigins[%1]"_s.arg(position++);
            const QUrl url = address(value.toString(), path);
            if (url.isEmpty() || !(url.path().isEmpty() || url.path() == "/"_L1))
                wrong(path, Words::tr("write scheme, host and port alone, such as https://pacs.example."));
            endpoint.directOrigins += url.adjusted(QUrl::RemovePath);
        }
        const QJsonObject locations = object(direct, key, u"locations"_s);
        for (auto it = locations.begin(); it != locations.end(); ++it) {
            const QString path = u"direct.locations."_s + it.key();
            const auto uid = model::normalisedUid(it.key());
            const QUrl url = address(it.value().toString(), path);
            if (!uid)
                wrong(path, Words::tr("the key is not a UID."));
            else if (url.isEmpty())
                wrong(path, Words::tr("write a whole address that begins with https://."));
            else
                endpoint.locations.insert(*uid, url);
        }
        if (const QString pattern = direct.value("gatewayPattern"_L1).toString(); !pattern.isEmpty()) {
            const QString path = u"direct.gatewayPattern"_s;
            if (!pattern.section(u'?', 0, 0).endsWith("/{study}"_L1) || !pattern.contains("{location}"_L1))
                wrong(path, Words::tr("write an address with {location} and, as the end of its path, /{study}."));
            else if (!address(pattern.section(u'/', 0, 2), path).isEmpty())
                endpoint.gatewayPattern = pattern;
        }
        m_profile.m_directSignIn = signIn(direct, key, u"auth"_s, {});
        m_profile.m_directPassphraseSource = readTls(direct, key, endpoint.directTls);
        m_root.insert(key, direct);
    }

    void readLimits()
    {
        network::Endpoint &endpoint = m_profile.m_endpoint;
        const QString key = u"limits"_s;
        const QJsonObject limits = object(m_root, {}, key);
        endpoint.jobs = number(limits, key, u"jobs"_s, endpoint.jobs, 1, 16);
        const int idle = static_cast<int>(endpoint.idleTimeout.count());
        endpoint.idleTimeout = std::chrono::seconds(number(limits, key, u"idleTimeoutSeconds"_s, idle, 1, 3600));
        endpoint.pageSize = number(limits, key, u"pageSize"_s, endpoint.pageSize, 1, 1000);
        endpoint.maximumPages = number(limits, key, u"maximumPages"_s, endpoint.maximumPages, 1, 10'000);
        const QJsonObject quirks = object(m_root, {}, u"quirks"_s);
        endpoint.postSearch = truth(quirks, u"quirks"_s, u"postSearch"_s);
        endpoint.patientMatch = truth(quirks, u"quirks"_s, u"patientMatch"_s);
    }

    QJsonObject m_root;
    QString m_folder;
    Profile m_profile;
    std::optional<network::Error> m_error;
};

network::Result<Profile> Profile::parse(const QByteArray &json, const QString &folder)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return usage(Words::tr("The profile is not JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    if (!document.isObject())
        return usage(Words::tr("The profile is not a JSON object."));
    return ProfileReader(document.object(), folder).read();
}

network::Result<Profile> Profile::fromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return usage(Words::tr("The profile %1 cannot be read (%2).").arg(path, file.errorString()));
    QByteArray json;
    for (QByteArray more = file.read(largestProfile + 1); !more.isEmpty() && json.size() <= largestProfile;
         more = file.read(largestProfile + 1)) // a pipe hands out less than one asks for
        json += more;
    if (json.size() > largestProfile)
        return usage(Words::tr("The file %1 is too large for a profile.").arg(path));
    return parse(json, QFileInfo(path).absolutePath());
}

QString Profile::countryName() const
{
    const QLocale::Territory territory = QLocale::codeToTerritory(m_country);
    if (m_country.isEmpty() || territory == QLocale::AnyTerritory)
        return m_name;
    return QLocale::territoryToString(territory);
}

network::Result<network::Endpoint> Profile::toEndpoint() const
{
    network::Endpoint endpoint = m_endpoint;
    const auto auth = [](const SignIn &signIn) -> network::Result<network::Auth> {
        return secretFrom(signIn.source, signIn.key).map([&](const model::Secret &secret) {
            return network::Auth{signIn.type, signIn.user, secret};
        });
    };
    const std::pair<const SignIn *, network::Auth *> signIns[] = {{&m_signIn, &endpoint.fhirAuth},
                                                                  {&m_dicomwebSignIn, &endpoint.dicomwebAuth},
                                                                  {&m_directSignIn, &endpoint.directAuth}};
    for (const auto &[from, to] : signIns) {
        const auto read = auth(*from);
        if (!read)
            return tl::unexpected(read.error());
        *to = *read;
    }
    const std::tuple<QString, QString, network::Tls *> identities[] = {
        {m_passphraseSource, u"tls"_s, &endpoint.tls},
        {m_directPassphraseSource, u"direct.tls"_s, &endpoint.directTls}};
    for (const auto &[source, key, tls] : identities) {
        const auto passphrase = secretFrom(source, key + ".clientCertificatePassphrase"_L1);
        if (!passphrase)
            return tl::unexpected(passphrase.error());
        tls->passphrase = *passphrase;
        const std::pair<QString, QString> files[] = {{tls->caFile, u".caFile"_s},
                                                     {tls->clientCertificate, u".clientCertificate"_s},
                                                     {tls->clientKey, u".clientKey"_s}};
        for (const auto &[path, name] : files)
            if (!path.isEmpty() && !QFileInfo(path).isReadable())
                return usage(Words::tr("%1: the file %2 cannot be read.").arg(key + name, path));
    }
    return endpoint;
}

QByteArray Profile::toJson() const
{
    return m_json;
}

} // namespace story
