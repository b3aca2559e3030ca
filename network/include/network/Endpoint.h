#pragma once

#include <model/Secret.h>
#include <model/Study.h>

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>

namespace network {

//! How to sign in at an origin.
struct Auth
{
    enum class Type { None, Basic, Bearer };
    Type type = Type::None;
    QString user;         //!< Basic
    model::Secret secret; //!< password or token

    friend bool operator==(const Auth &, const Auth &) = default;
};

//! Whom to trust and what to show of ourselves.
struct Tls
{
    QString caFile;            //!< PEM; empty: the system's trust store
    QString clientCertificate; //!< PEM (certificate, chain and key) or PKCS#12; empty: none
    QString clientKey;         //!< PEM private key when it is not in clientCertificate
    model::Secret passphrase;
    bool requireTls13 = false; //!< else TLS 1.2 is the floor

    friend bool operator==(const Tls &, const Tls &) = default;
};

//! A contact point: its addresses, how to sign in, whom to trust and its limits. What is not named here is never spoken
//! to.
struct Endpoint
{
    QUrl fhirBase; //!< empty when the contact point has none; likewise below
    QUrl qidoBase;
    QUrl wadoBase;
    QList<model::Route> routes; //!< which routes may be used, in order of preference

    Auth fhirAuth;
    Auth dicomwebAuth;
    Tls tls;

    QList<QUrl> directOrigins;      //!< origins of PACS that may be asked directly
    QHash<QString, QUrl> locations; //!< Retrieve Location UID -> WADO-RS base
    QString gatewayPattern;         //!< address of a gateway for every other UID, with {location} and {study}
    Auth directAuth;
    Tls directTls;

    bool allowPlainHttp = false; //!< plain http beyond loopback
    int jobs = 4;                //!< most requests under way at once to one host, for all retrievals together
    std::chrono::seconds idleTimeout{60};
    bool postSearch = false;   //!< POST [type]/_search instead of GET
    bool patientMatch = false; //!< patients are always asked for by Patient/$match
    int pageSize = 100;        //!< rows asked for a page
    int maximumPages = 200;
};

//! Scheme, host and port: what decides whether two addresses belong together.
QString originOf(const QUrl &url);

} // namespace network
