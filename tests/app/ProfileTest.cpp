#include <story/ProfileStore.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using Kind = network::Error::Kind;

namespace {

//! A profile that is right, with some keys set to other values.
QByteArray profileWith(const QJsonObject &changes)
{
    QJsonObject profile{{u"name"_s, u"Examplia"_s}, {u"fhirBase"_s, u"https://ncp.example/fhir"_s}};
    for (auto it = changes.begin(); it != changes.end(); ++it)
        profile.insert(it.key(), it.value());
    return QJsonDocument(profile).toJson();
}

QJsonObject objectIn(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT

private slots:
    void aMistypedNumberIsToldFromARightOne_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("mistyped");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("Luhn") << u"'luhn'"_s << u"79927398713"_s << u"79927398710"_s << u"3"_s;
        QTest::newRow("Luhn, hyphens do not count") << u"'luhn'"_s << u"630504-4825"_s << u"630504-4826"_s << u"5"_s;
        QTest::newRow("weights") << u"'weighted-mod-11'"_s << u"6803142486"_s << u"6803142480"_s << u"6"_s;
        QTest::newRow("weights of its own")
            << u"{'scheme': 'weighted-mod-11', 'weights': [9, 8, 7, 6, 5, 4, 3, 2, -1]}"_s << u"111222333"_s
            << u"111222330"_s << u"3"_s; // as in a BSN
        QTest::newRow("letter") << u"'letter-mod-23'"_s << u"XK59040712"_s << u"XA59040712"_s << u"K"_s;
        QTest::newRow("letters of its own") << u"{'scheme': 'letter-mod-23', 'letters': 'TRWAGMYFPDXBNJZSQVHLCKE'}"_s
                                            << u"12345678Z"_s << u"12345678A"_s << u"Z"_s;
        QTest::newRow("ISO 7064 11-2") << u"'iso-7064-mod-11-2'"_s << u"0000-0002-1825-0097"_s
                                       << u"0000-0002-1825-0090"_s << u"7"_s;
        QTest::newRow("ISO 7064 11-2, X")
            << u"'iso-7064-mod-11-2'"_s << u"0000-0002-1694-233X"_s << u"0000-0002-1694-2330"_s << u"X"_s;
        QTest::newRow("ISO 7064 11-10") << u"'iso-7064-mod-11-10'"_s << u"07945"_s << u"07940"_s << u"5"_s;
        QTest::newRow("ISO 7064 97-10") << u"'iso-7064-mod-97-10'"_s << u"79444"_s << u"79440"_s << u"44"_s;
        QTest::newRow("97 less the remainder")
            << u"'mod-97'"_s << u"255081416802538"_s << u"255081416802539"_s << u"38"_s;
    }
    void aMistypedNumberIsToldFromARightOne()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, value);
        QFETCH(QString, mistyped);
        QFETCH(QString, wanted);
        const auto profile = story::Profile::parse(
            u"{'name': 'A', 'fhirBase': 'https://a.example', 'identifierSystems': [{'system': 'urn:x', 'checkDigit': %1}]}"_s
                .arg(scheme)
                .replace(u'\'', u'"')
                .toUtf8());
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
        const story::IdentifierSystem &system = profile->identifierSystems().first();
        QCOMPARE(system.wantedCheck(value), QString());
        QCOMPARE(system.wantedCheck(mistyped), wanted);
        QCOMPARE(system.wantedCheck(QString()), QString());
    }

    void aFullProfileBecomesAnEndpoint()
    {
        qputenv("BORDERLIGHT_TEST_TOKEN", "token-1");
        const auto profile = story::Profile::parse(
            QByteArray(
                "{ "
                "'name': 'Austria (test)', 'country': 'AT', 'specVersion': '0.0.1', "
                "'fhirBase': 'https://ncp.example/fhir/', 'qidoBase': 'https://ncp.example/dicom-web', "
                "'wadoBase': 'https://ncp.example/dicom-web', "
                "'identifierSystems': [{'label': 'Number', 'system': 'urn:oid:2.999.1', 'pattern': '^[0-9]{10}$', "
                "'hint': '10 digits'}, {'system': 'urn:oid:2.999.2'}], "
                "'routes': ['dicomweb', 'fhir', 'documents'], "
                "'auth': {'type': 'bearer', 'token': 'env:BORDERLIGHT_TEST_TOKEN'}, "
                "'dicomwebAuth': {'type': 'none'}, "
                "'tls': {'caFile': '', 'minimumVersion': '1.3'}, "
                "'direct': {'allowedOrigins': ['https://pacs.example'], 'locations': {'1.2.3': "
                "'https://pacs.example/rs'}, "
                "'gatewayPattern': 'https://gw.example/r/{location}/study/{study}?retrieveurl={base}'}, "
                "'limits': {'jobs': 2, 'idleTimeoutSeconds': 7}, 'quirks': { "
                "'postSearch' : true} "
                "} ")
                .replace('\'', '"'));
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
        QCOMPARE(profile->name(), u"Austria (test)"_s);
        QCOMPARE(profile->countryName(), u"Austria"_s);
        QCOMPARE(profile->identifierSystems().size(), 2);
        QVERIFY(profile->identifierSystems().first().accepts(u"0123456789"_s));
        QVERIFY(!profile->identifierSystems().first().accepts(u"12"_s));
        QCOMPARE(profile->identifierSystems().last().label, u"urn:oid:2.999.2"_s);
        QCOMPARE(profile->routes(), QList({model::Route::Dicomweb, model::Route::Fhir, model::Route::Documents}));

        const auto endpoint = profile->toEndpoint();
        QVERIFY2(endpoint, endpoint ? "" : qPrintable(endpoint.error().detail));
        QCOMPARE(endpoint->fhirBase, QUrl(u"https://ncp.example/fhir"_s));
        QCOMPARE(endpoint->fhirAuth.type, network::Auth::Type::Bearer);
        QCOMPARE(endpoint->fhirAuth.secret.reveal(), u"token-1"_s);
        QCOMPARE(endpoint->dicomwebAuth.type, network::Auth::Type::None);
        QCOMPARE(endpoint->directAuth.type, network::Auth::Type::None);
        QVERIFY(endpoint->tls.requireTls13);
        QCOMPARE(endpoint->directOrigins, QList{QUrl(u"https://pacs.example"_s)});
        QCOMPARE(endpoint->locations.value(u"1.2.3"_s), QUrl(u"https://pacs.example/rs"_s));
        QCOMPARE(endpoint->gatewayPattern, u"https://gw.example/r/{location}/study/{study}?retrieveurl={base}"_s);
        QCOMPARE(endpoint->jobs, 2);
        QCOMPARE(endpoint->idleTimeout, std::chrono::seconds(7));
        QVERIFY(endpoint->postSearch);
    }

    void signInOfTheBaseAlsoServesDicomweb()
    {
        qputenv("BORDERLIGHT_TEST_PASSWORD", "pass word");
        const auto profile = story::Profile::parse(
            profileWith({{u"auth"_s, QJsonObject{{u"type"_s, u"basic"_s},
                                                 {u"user"_s, u"u"_s},
                                                 {u"password"_s, u"env:BORDERLIGHT_TEST_PASSWORD"_s}}}}));
        QVERIFY(profile);
        const auto endpoint = profile->toEndpoint();
        QVERIFY(endpoint);
        QCOMPARE(endpoint->dicomwebAuth.user, u"u"_s);
        QCOMPARE(endpoint->dicomwebAuth.secret.reveal(), u"pass word"_s);
    }

    void routesFollowTheAddressesWhenNoneAreNamed()
    {
        const auto profile = story::Profile::parse("{\"name\": \"X\", \"qidoBase\": \"https://a.example/dicom-web\"}");
        QVERIFY(profile);
        QCOMPARE(profile->routes(), QList{model::Route::Dicomweb});
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *name, const QJsonObject &changes, const QString &key) {
            QTest::newRow(name) << profileWith(changes) << key;
        };
        const auto object = [](const QString &key, const QJsonValue &value) { return QJsonObject{{key, value}}; };
        QTest::newRow("not JSON") << QByteArray("{\"name\": ") << u"JSON"_s;
        QTest::newRow("a list") << QByteArray("[]") << u"JSON object"_s;
        QTest::newRow("no address") << QByteArray("{\"name\": \"X\"}") << u"fhirBase"_s;
        row("no name", {{u"name"_s, u" "_s}}, u"name"_s);
        row("a name that is a number", {{u"name"_s, 3}}, u"name"_s);
        row("country in words", {{u"country"_s, u"Austria"_s}}, u"country"_s);
        row("plain http elsewhere", {{u"fhirBase"_s, u"http://ncp.example/fhir"_s}}, u"allowPlainHttp"_s);
        row("plain http that looks like loopback", {{u"fhirBase"_s, u"http://127.0.0.1.example/fhir"_s}},
            u"allowPlainHttp"_s);
        row("no scheme", {{u"qidoBase"_s, u"ncp.example/dicom-web"_s}}, u"qidoBase"_s);
        row("another scheme", {{u"wadoBase"_s, u"file:///etc"_s}}, u"wadoBase"_s);
        row("a passphrase itself, without a certificate",
            {{u"tls"_s, QJsonObject{{u"clientCertificatePassphrase"_s, u"open sesame"_s}}}},
            u"tls.clientCertificatePassphrase"_s);
        row("password in an address", {{u"fhirBase"_s, u"https://u:p@ncp.example/fhir"_s}}, u"fhirBase"_s);
        row("query in an address", {{u"fhirBase"_s, u"https://ncp.example/fhir?x=1"_s}}, u"fhirBase"_s);
        row("unknown route", {{u"routes"_s, QJsonArray{u"pigeon"_s}}}, u"routes"_s);
        row("system missing", {{u"identifierSystems"_s, QJsonArray{object(u"label"_s, u"A"_s)}}},
            u"identifierSystems[0].system"_s);
        row("no such check digit",
            {{u"identifierSystems"_s,
              QJsonArray{QJsonObject{{u"system"_s, u"urn:x"_s}, {u"checkDigit"_s, u"magic"_s}}}}},
            u"identifierSystems[0].checkDigit"_s);
        row("pattern broken",
            {{u"identifierSystems"_s, QJsonArray{QJsonObject{{u"system"_s, u"urn:x"_s}, {u"pattern"_s, u"("_s}}}}},
            u"identifierSystems[0].pattern"_s);
        row("unknown sign-in", {{u"auth"_s, object(u"type"_s, u"magic"_s)}}, u"auth.type"_s);
        row("smart-backend", {{u"auth"_s, object(u"type"_s, u"smart-backend"_s)}}, u"not available in this version"_s);
        row("authorization-code", {{u"dicomwebAuth"_s, object(u"type"_s, u"authorization-code"_s)}},
            u"not available in this version"_s);
        row("basic without user", {{u"auth"_s, object(u"type"_s, u"basic"_s)}}, u"auth.user"_s);
        row("bearer without token", {{u"auth"_s, object(u"type"_s, u"bearer"_s)}}, u"auth.token"_s);
        row("token in the profile", {{u"auth"_s, QJsonObject{{u"type"_s, u"bearer"_s}, {u"token"_s, u"abc"_s}}}},
            u"auth.token"_s);
        row("minimumVersion", {{u"tls"_s, object(u"minimumVersion"_s, u"1.1"_s)}}, u"tls.minimumVersion"_s);
        row("tls as text", {{u"tls"_s, u"yes"_s}}, u"tls"_s);
        row("origin with a path",
            {{u"direct"_s, object(u"allowedOrigins"_s, QJsonArray{u"https://pacs.example/rs"_s})}},
            u"direct.allowedOrigins[0]"_s);
        row("location that is no UID",
            {{u"direct"_s, object(u"locations"_s, object(u"../x"_s, u"https://pacs.example"_s))}},
            u"direct.locations"_s);
        row("gateway without a study", {{u"direct"_s, object(u"gatewayPattern"_s, u"https://gw.example/{location}"_s)}},
            u"direct.gatewayPattern"_s);
        row("gateway by plain http",
            {{u"direct"_s, object(u"gatewayPattern"_s, u"http://gw.example/{location}/study/{study}"_s)}},
            u"direct.gatewayPattern"_s);
        row("no jobs", {{u"limits"_s, object(u"jobs"_s, 0)}}, u"limits.jobs"_s);
        row("half a job", {{u"limits"_s, object(u"jobs"_s, 1.5)}}, u"limits.jobs"_s);
        row("time-out in words", {{u"limits"_s, object(u"idleTimeoutSeconds"_s, u"60"_s)}},
            u"limits.idleTimeoutSeconds"_s);
        row("allowPlainHttp in words", {{u"allowPlainHttp"_s, u"yes"_s}}, u"allowPlainHttp"_s);
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, key);
        const auto profile = story::Profile::parse(json);
        QVERIFY(!profile);
        QCOMPARE(profile.error().kind, Kind::Usage);
        QVERIFY2(profile.error().detail.contains(key), qPrintable(profile.error().detail));
        QVERIFY(!profile.error().detail.contains(u"abc"_s));
    }

    void plainHttpIsForThisComputerOrByWish_data()
    {
        QTest::addColumn<QJsonObject>("changes");
        QTest::newRow("127.0.0.1") << QJsonObject{{u"fhirBase"_s, u"http://127.0.0.1:8080/fhir"_s}};
        QTest::newRow("localhost") << QJsonObject{{u"fhirBase"_s, u"http://localhost/fhir"_s}};
        QTest::newRow("::1") << QJsonObject{{u"fhirBase"_s, u"http://[::1]:8080/fhir"_s}};
        QTest::newRow("by wish") << QJsonObject{{u"fhirBase"_s, u"http://ncp.example/fhir"_s},
                                                {u"allowPlainHttp"_s, true}};
    }
    void plainHttpIsForThisComputerOrByWish()
    {
        QFETCH(QJsonObject, changes);
        const auto profile = story::Profile::parse(profileWith(changes));
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
    }

    void unknownKeysAreKept()
    {
        const auto profile =
            story::Profile::parse(profileWith({{u"colour"_s, u"green"_s}, {u"quirks"_s, QJsonObject{{u"odd"_s, 1}}}}));
        QVERIFY(profile);
        QCOMPARE(objectIn(profile->toJson()).value("colour"_L1).toString(), u"green"_s);
        QCOMPARE(objectIn(profile->toJson()).value("quirks"_L1).toObject().value("odd"_L1).toInt(), 1);
    }

    void aProfileMayComeThroughAPipe()
    {
        QTemporaryDir folder;
        const QString pipe = folder.filePath(u"pipe"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const QByteArray json = profileWith({{u"quirks"_s, QJsonObject{{u"long"_s, QString(200'000, u'x')}}}});
        const std::jthread writer([&] { write(pipe, json); });
        const auto profile = story::ProfileStore(folder.filePath(u"profiles"_s)).load(pipe);
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
    }

    void aSecretIsReadAtUseAndNeverKept()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"token"_s), "from-file\n");
        write(folder.filePath(u"p.json"_s),
              profileWith({{u"auth"_s, QJsonObject{{u"type"_s, u"bearer"_s}, {u"token"_s, u"file:token"_s}}}}));
        const auto profile = story::Profile::fromFile(folder.filePath(u"p.json"_s));
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
        QVERIFY(!profile->toJson().contains("from-file"));
        QCOMPARE(profile->toEndpoint()->fhirAuth.secret.reveal(), u"from-file"_s);
        QFile::remove(folder.filePath(u"token"_s));
        const auto endpoint = profile->toEndpoint();
        QVERIFY(!endpoint);
        QCOMPARE(endpoint.error().kind, Kind::Usage);
        QVERIFY2(endpoint.error().detail.contains(u"auth.token"_s), qPrintable(endpoint.error().detail));
    }

    void aVariableThatIsNotSetIsNamed()
    {
        qunsetenv("BORDERLIGHT_TEST_ABSENT");
        const auto profile = story::Profile::parse(profileWith(
            {{u"auth"_s, QJsonObject{{u"type"_s, u"bearer"_s}, {u"token"_s, u"env:BORDERLIGHT_TEST_ABSENT"_s}}}}));
        QVERIFY(profile);
        const auto endpoint = profile->toEndpoint();
        QVERIFY(!endpoint);
        QVERIFY2(endpoint.error().detail.contains(u"BORDERLIGHT_TEST_ABSENT"_s), qPrintable(endpoint.error().detail));
    }

    void filesOfTheProfileLieBesideIt()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"ca.pem"_s), "x");
        write(folder.filePath(u"p.json"_s), profileWith({{u"tls"_s, QJsonObject{{u"caFile"_s, u"ca.pem"_s}}}}));
        const auto profile = story::Profile::fromFile(folder.filePath(u"p.json"_s));
        QVERIFY(profile);
        QCOMPARE(profile->toEndpoint()->tls.caFile, folder.filePath(u"ca.pem"_s));
        QFile::remove(folder.filePath(u"ca.pem"_s));
        const auto endpoint = profile->toEndpoint();
        QVERIFY(!endpoint);
        QVERIFY2(endpoint.error().detail.contains(u"tls.caFile"_s), qPrintable(endpoint.error().detail));
    }

    void anImportedProfileIsFoundByItsName()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"ca.pem"_s), "x");
        write(folder.filePath(u"a.json"_s), profileWith({{u"tls"_s, QJsonObject{{u"caFile"_s, u"ca.pem"_s}}}}));
        write(folder.filePath(u"broken.json"_s), "{");
        const story::ProfileStore store(folder.filePath(u"saved/deep"_s));
        QVERIFY(!store.import(folder.filePath(u"broken.json"_s)));
        QVERIFY(store.import(folder.filePath(u"a.json"_s)));
        QVERIFY(store.import(folder.filePath(u"a.json"_s))); // replaces
        QCOMPARE(store.profiles().size(), 1);
        const auto profile = store.load(u"Examplia"_s);
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
        // The copy lies elsewhere, so the path of its trust store must still lead to the original.
        QCOMPARE(profile->toEndpoint()->tls.caFile, folder.filePath(u"ca.pem"_s));
        // Whatever its file is called.
        QVERIFY(QFile::rename(QDir(folder.filePath(u"saved/deep"_s)).entryInfoList(QDir::Files).constFirst().filePath(),
                              folder.filePath(u"saved/deep/mine.json"_s)));
        QVERIFY(store.load(u"Examplia"_s));
        QVERIFY(QFile::remove(folder.filePath(u"saved/deep/mine.json"_s)));
        QCOMPARE(store.load(u"Examplia"_s).error().kind, Kind::Usage);
    }

    void namesThatAFileCannotBearStayApart()
    {
        QTemporaryDir folder;
        const story::ProfileStore store(folder.path());
        for (const QString &name : {u"A/B"_s, u"A B"_s, u"../../x"_s})
            QVERIFY(store.save(*story::Profile::parse(profileWith({{u"name"_s, name}}))));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 3);
        QCOMPARE(store.load(u"A/B"_s)->name(), u"A/B"_s);
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "ProfileTest.moc"
