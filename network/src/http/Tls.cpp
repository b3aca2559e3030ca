#include "Tls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include <memory>

namespace network {

namespace {

struct Freer
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(PKCS12 *store) const { PKCS12_free(store); }
    void operator()(STACK_OF(X509) * chain) const { sk_X509_pop_free(chain, X509_free); }
};
template <class T>
using Owned = std::unique_ptr<T, Freer>;

struct Identity
{
    QList<QSslCertificate> chain; //!< own certificate first
    Owned<EVP_PKEY> key;
};

Error usage(const QString &what)
{
    return {Error::Kind::Usage, what};
}

QString opensslReason()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = code ? ERR_reason_error_string(code) : nullptr;
    return reason ? QString::fromUtf8(reason) : QStringLiteral("no reason given");
}

Result<QByteArray> contentOf(const QString &path, const QString &whatFor)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(usage(QStringLiteral("%1 %2 cannot be read: %3").arg(whatFor, path, file.errorString())));
    return file.readAll();
}

Owned<BIO> memoryOf(const QByteArray &bytes)
{
    return Owned<BIO>(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

int givePassphrase(char *buffer, int size, int, void *passphrase)
{
    const auto &text = *static_cast<const QByteArray *>(passphrase);
    if (text.size() > size)
        return -1;
    std::copy(text.begin(), text.end(), buffer);
    return static_cast<int>(text.size());
}

QSslCertificate converted(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate, &der);
    const QByteArray bytes(reinterpret_cast<char *>(der), std::max(size, 0));
    OPENSSL_free(der);
    return QSslCertificate(bytes, QSsl::Der);
}

// Certificate stores made before OpenSSL 3 use RC2 and 3DES, which live in the legacy provider.
void loadLegacyProvider()
{
    static const bool loaded = [] {
        OSSL_PROVIDER_load(nullptr, "default"); // loading any provider by name switches off the implicit default
        return OSSL_PROVIDER_load(nullptr, "legacy") != nullptr;
    }();
    Q_UNUSED(loaded)
}

Result<Identity> fromPkcs12(PKCS12 *store, const QByteArray &passphrase, const QString &path)
{
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    STACK_OF(X509) *chain = nullptr;
    if (PKCS12_parse(store, passphrase.constData(), &key, &certificate, &chain) != 1) {
        const bool wrongPassphrase = PKCS12_verify_mac(store, passphrase.constData(), -1) != 1;
        const QString reason = opensslReason();
        return tl::unexpected(usage(
            wrongPassphrase
                ? QStringLiteral("The client certificate %1 does not open with this passphrase (%2).").arg(path, reason)
                : QStringLiteral("The client certificate %1 cannot be decrypted: %2.").arg(path, reason)));
    }
    const Owned<X509> ownCertificate(certificate);
    const Owned<STACK_OF(X509)> others(chain);
    Identity identity{{}, Owned<EVP_PKEY>(key)};
    if (!key || !certificate)
        return tl::unexpected(
            usage(QStringLiteral("The client certificate %1 holds no certificate with its private key.").arg(path)));
    identity.chain.append(converted(certificate));
    for (int i = 0; others && i < sk_X509_num(others.get()); ++i)
        identity.chain.append(converted(sk_X509_value(others.get(), i)));
    return identity;
}

Result<Identity> fromPem(const QByteArray &certificates, const QByteArray &keyText, QByteArray passphrase,
                         const QString &path, const QString &keyPath)
{
    Identity identity;
    identity.chain = QSslCertificate::fromData(certificates, QSsl::Pem);
    if (identity.chain.isEmpty())
        return tl::unexpected(usage(QStringLiteral("The client certificate %1 is neither PEM nor PKCS#12.").arg(path)));
    identity.key.reset(PEM_read_bio_PrivateKey(memoryOf(keyText).get(), nullptr, givePassphrase, &passphrase));
    if (!identity.key)
        return tl::unexpected(
            usage(QStringLiteral("The private key in %1 cannot be read: %2.").arg(keyPath, opensslReason())));
    return identity;
}

Result<Identity> readIdentity(const Tls &tls)
{
    const auto content = contentOf(tls.clientCertificate, QStringLiteral("The client certificate"));
    if (!content)
        return tl::unexpected(content.error());
    const QByteArray passphrase = tls.passphrase.reveal().toUtf8();

    loadLegacyProvider();
    ERR_clear_error();
    const Owned<BIO> memory = memoryOf(*content);
    if (const Owned<PKCS12> store{d2i_PKCS12_bio(memory.get(), nullptr)})
        return fromPkcs12(store.get(), passphrase, tls.clientCertificate);
    ERR_clear_error();

    if (tls.clientKey.isEmpty())
        return fromPem(*content, *content, passphrase, tls.clientCertificate, tls.clientCertificate);
    const auto key = contentOf(tls.clientKey, QStringLiteral("The private key"));
    if (!key)
        return tl::unexpected(key.error());
    return fromPem(*content, *key, passphrase, tls.clientCertificate, tls.clientKey);
}

} // namespace

Result<QSslConfiguration> sslConfiguration(const Tls &tls, bool withIdentity)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(tls.requireTls13 ? QSsl::TlsV1_3OrLater : QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!tls.caFile.isEmpty()) {
        const auto content = contentOf(tls.caFile, QStringLiteral("The file of trusted authorities"));
        if (!content)
            return tl::unexpected(content.error());
        const QList<QSslCertificate> authorities = QSslCertificate::fromData(*content, QSsl::Pem);
        if (authorities.isEmpty())
            return tl::unexpected(usage(QStringLiteral("%1 holds no PEM certificate to trust.").arg(tls.caFile)));
        configuration.setCaCertificates(authorities);
    }
    if (withIdentity && !tls.clientCertificate.isEmpty()) {
        auto identity = readIdentity(tls);
        if (!identity)
            return tl::unexpected(identity.error());
        const QSslKey key(reinterpret_cast<Qt::HANDLE>(identity->key.release()), QSsl::PrivateKey);
        if (key.isNull())
            return tl::unexpected(
                usage(QStringLiteral("The kind of private key in %1 is not supported.").arg(tls.clientCertificate)));
        configuration.setLocalCertificateChain(identity->chain);
        configuration.setPrivateKey(key);
    }
    return configuration;
}

} // namespace network
