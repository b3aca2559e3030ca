#include "http/HttpClient.h"

#include <QFile>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace network;

namespace {

//! A certificate with its key, made for one test run.
struct Certified
{
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

QByteArray pemOf(const std::function<void(BIO *)> &write)
{
    BIO *memory = BIO_new(BIO_s_mem());
    write(memory);
    char *data = nullptr;
    const auto size = BIO_get_mem_data(memory, &data);
    const QByteArray pem(data, size);
    BIO_free(memory);
    return pem;
}

QByteArray certificatePem(const Certified &one)
{
    return pemOf([&](BIO *bio) { PEM_write_bio_X509(bio, one.certificate.get()); });
}

QByteArray keyPem(const Certified &one, const char *passphrase = nullptr)
{
    return pemOf([&](BIO *bio) {
        PEM_write_bio_PKCS8PrivateKey(bio, one.key.get(), passphrase ? EVP_aes_256_cbc() : nullptr, nullptr, 0, nullptr,
                                      const_cast<char *>(passphrase));
    });
}

QByteArray pkcs12Of(const Certified &one, const Certified &authority, const char *passphrase, bool oldCiphers)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    sk_X509_push(chain, authority.certificate.get());
    PKCS12 *store = PKCS12_create(passphrase, "test", one.key.get(), one.certificate.get(), chain,
                                  oldCiphers ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0,
                                  oldCiphers ? NID_pbe_WithSHA1And40BitRC2_CBC : 0, 0, 0, 0);
    sk_X509_free(chain);
    unsigned char *der = nullptr;
    const int size = i2d_PKCS12(store, &der);
    const QByteArray bytes(reinterpret_cast<char *>(der), qMax(size, 0));
    OPENSSL_free(der);
    PKCS12_free(store);
    return bytes;
}

Certified certify(const char *name, const Certified *authority, const char *subjectAltName = nullptr, int days = 1)
{
    Certified one{{X509_new(), X509_free}, {EVP_EC_gen("P-256"), EVP_PKEY_free}};
    X509 *certificate = one.certificate.get();
    static long serial = 0;
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -2L * 86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400L * days);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char *>(name), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(authority ? authority->certificate.get() : certificate));
    X509_set_pubkey(certificate, one.key.get());
    const auto extend = [certificate](int nid, const char *value) {
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    };
    if (!authority)
        extend(NID_basic_constraints, "critical,CA:TRUE");
    if (subjectAltName)
        extend(NID_subject_alt_name, subjectAltName);
    X509_sign(certificate, authority ? authority->key.get() : one.key.get(), EVP_sha256());
    return one;
}

QSslCertificate toQt(const Certified &one)
{
    return QSslCertificate(certificatePem(one), QSsl::Pem);
}

} // namespace

//! Answers every request over TLS with 200, and remembers who asked.
class TlsServer : public QSslServer
{
    Q_OBJECT

public:
    TlsServer(const Certified &identity, const Certified &clientAuthority, bool wantsCertificate)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(toQt(identity));
        configuration.setPrivateKey(QSslKey(keyPem(identity), QSsl::Ec));
        configuration.setCaCertificates({toQt(clientAuthority)});
        configuration.setPeerVerifyMode(wantsCertificate ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
        setSslConfiguration(configuration);
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] {
            while (auto *socket = qobject_cast<QSslSocket *>(nextPendingConnection()))
                connect(socket, &QSslSocket::readyRead, this, [this, socket] {
                    if (!socket->readAll().contains("\r\n\r\n"))
                        return;
                    askedBy << socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0);
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                });
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("https://127.0.0.1:%1/fhir").arg(serverPort())); }

    QStringList askedBy;
};

class TlsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    Certified m_authority, m_otherAuthority, m_server, m_otherHost, m_expired, m_client;

    QString file(const char *name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return file.fileName();
    }

    static Result<HttpAnswer> ask(const QUrl &base, const Tls &tls)
    {
        Endpoint endpoint;
        endpoint.fhirBase = base;
        endpoint.tls = tls;
        endpoint.idleTimeout = std::chrono::seconds(5);
        HttpClient client(endpoint);
        HttpRequest request;
        request.url = base;
        request.retryable = false;
        const auto call = client.send(request);
        std::optional<Result<HttpAnswer>> answer;
        connect(call.get(), &HttpCall::done, call.get(), [&](const Result<HttpAnswer> &result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000))
            return tl::unexpected(Error{Error::Kind::TimedOut, QStringLiteral("the test waited in vain"), 0});
        return *answer;
    }

    Tls trusting(const Certified &authority)
    {
        Tls tls;
        tls.caFile = file("ca.pem", certificatePem(authority));
        return tls;
    }

private slots:
    void initTestCase()
    {
        OSSL_PROVIDER_load(nullptr, "default");
        OSSL_PROVIDER_load(nullptr, "legacy"); // to write a store in the old ciphers
        m_authority = certify("Test authority", nullptr);
        m_otherAuthority = certify("Other authority", nullptr);
        m_server = certify("server", &m_authority, "IP:127.0.0.1");
        m_otherHost = certify("server", &m_authority, "DNS:elsewhere.example");
        m_expired = certify("server", &m_authority, "IP:127.0.0.1", -1);
        m_client = certify("workstation", &m_authority);
    }

    void trustsOnlyWhomItIsToldToTrust()
    {
        TlsServer server(m_server, m_authority, false);
        QVERIFY(ask(server.url(), trusting(m_authority)));
        const auto foreign = ask(server.url(), trusting(m_otherAuthority));
        QVERIFY(!foreign);
        QCOMPARE(nameOf(foreign.error().kind), QStringLiteral("Untrusted"));
        const auto system = ask(server.url(), {});
        QVERIFY(!system);
        QCOMPARE(nameOf(system.error().kind), QStringLiteral("Untrusted"));
        QCOMPARE(server.askedBy.size(), 1);
    }

    void refusesAWrongServerCertificate()
    {
        for (const Certified &identity : {m_otherHost, m_expired}) {
            TlsServer server(identity, m_authority, false);
            const auto answer = ask(server.url(), trusting(m_authority));
            QVERIFY(!answer);
            QCOMPARE(nameOf(answer.error().kind), QStringLiteral("Untrusted"));
            QVERIFY(!answer.error().detail.isEmpty());
            QVERIFY(server.askedBy.isEmpty());
        }
    }

    void showsItsClientCertificateFromAnyKindOfFile_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("key"); // empty: in the same file
        QTest::addColumn<QString>("passphrase");
        const QByteArray certificate = certificatePem(m_client);
        QTest::newRow("PEM, one file") << certificate + keyPem(m_client) << QByteArray() << QString();
        QTest::newRow("PEM, two files") << certificate << keyPem(m_client) << QString();
        QTest::newRow("PEM, encrypted key")
            << certificate + keyPem(m_client, "pass") << QByteArray() << QStringLiteral("pass");
        QTest::newRow("PKCS#12") << pkcs12Of(m_client, m_authority, "pass", false) << QByteArray()
                                 << QStringLiteral("pass");
        QTest::newRow("PKCS#12 in old ciphers")
            << pkcs12Of(m_client, m_authority, "pass", true) << QByteArray() << QStringLiteral("pass");
    }
    void showsItsClientCertificateFromAnyKindOfFile()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, key);
        QFETCH(QString, passphrase);
        QVERIFY(!content.isEmpty());
        TlsServer server(m_server, m_authority, true);
        Tls tls = trusting(m_authority);
        tls.clientCertificate = file("client", content);
        if (!key.isEmpty())
            tls.clientKey = file("client.key", key);
        tls.passphrase = model::Secret(passphrase);
        const auto answer = ask(server.url(), tls);
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
        QCOMPARE(server.askedBy, QStringList{QStringLiteral("workstation")});
    }

    void saysWhyAClientCertificateCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("wrong passphrase")
            << pkcs12Of(m_client, m_authority, "other", false) << QStringLiteral("passphrase");
        QTest::newRow("neither PEM nor PKCS#12") << QByteArray("hello") << QStringLiteral("neither PEM nor PKCS#12");
        QTest::newRow("no key") << certificatePem(m_client) << QStringLiteral("private key");
    }
    void saysWhyAClientCertificateCannotBeUsed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        Tls tls = trusting(m_authority);
        tls.clientCertificate = file("client", content);
        tls.passphrase = model::Secret(QStringLiteral("pass"));
        const auto answer = ask(QUrl(QStringLiteral("https://127.0.0.1:9/fhir")), tls);
        QVERIFY(!answer);
        QCOMPARE(nameOf(answer.error().kind), QStringLiteral("Usage"));
        QVERIFY2(answer.error().detail.contains(says), qPrintable(answer.error().detail));
    }

    void aMissingFileIsTheProfilesFault()
    {
        Tls tls;
        tls.caFile = m_folder.filePath(QStringLiteral("not-there.pem"));
        const auto answer = ask(QUrl(QStringLiteral("https://127.0.0.1:9/fhir")), tls);
        QVERIFY(!answer);
        QCOMPARE(nameOf(answer.error().kind), QStringLiteral("Usage"));
    }

    // Where the server sends a TLS alert this is Untrusted; Qt's own server just closes.
    void hintsAtTheClientCertificateWhereAServerClosesAfterTheHandshake()
    {
        TlsServer server(m_server, m_authority, true);
        const auto answer = ask(server.url(), trusting(m_authority));
        QVERIFY(!answer);
        QVERIFY2(answer.error().detail.contains(u"client certificate"), qPrintable(answer.error().detail));
        QVERIFY(server.askedBy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "TlsTest.moc"
