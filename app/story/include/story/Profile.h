#pragma once

#include <network/Endpoint.h>
#include <network/Result.h>
#include <story/CheckDigit.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

namespace story {

//! A kind of number by which a country knows its people, as its form shows it.
struct IdentifierSystem
{
    QString label;
    QString system;  //!< URI of the assigning authority
    QString pattern; //!< regular expression of a well-formed value; empty: anything
    QString hint;
    QString example;                      //!< a well-formed value, where the profile gives one
    std::optional<CheckDigit> checkDigit; //!< how the number guards itself, where the profile says

    //! True where `value` has the form that the pattern asks for.
    bool accepts(const QString &value) const;
    //! The check characters that `value` should have instead of its own: it has the right form and was mistyped.
    //! Empty where nothing speaks against it or nothing can be said.
    QString wantedCheck(const QString &value) const;
    friend bool operator==(const IdentifierSystem &, const IdentifierSystem &) = default;
};

//! A saved contact point: what a profile file says, checked. Secrets are only named here (env:NAME or file:PATH); they
//! are read when the profile becomes an Endpoint, that is at use.
class Profile
{
public:
    //! How to sign in, by the name of a secret.
    struct SignIn
    {
        network::Auth::Type type = network::Auth::Type::None;
        QString user;
        QString source; //!< where password or token lies: env:NAME or file:PATH
        QString key;    //!< the profile's key that named it, for messages

        friend bool operator==(const SignIn &, const SignIn &) = default;
    };

    //! Reads a profile. Relative paths in it are taken from `folder`. Unknown keys are kept; a wrong value is Usage and
    //! the detail names the key and says what to do.
    static network::Result<Profile> parse(const QByteArray &json, const QString &folder = {});
    static network::Result<Profile> fromFile(const QString &path);

    const QString &name() const { return m_name; }
    //! The same under another name; its JSON stays as it was read.
    Profile named(const QString &name) const
    {
        Profile renamed = *this;
        renamed.m_name = name;
        return renamed;
    }
    const QString &country() const { return m_country; } //!< ISO 3166 code; empty when not told
    //! What sentences call the country: its English name where the code has one, else the profile's
    //! name.
    QString countryName() const;
    const QString &specVersion() const { return m_specVersion; }
    const QUrl &fhirBase() const { return m_endpoint.fhirBase; }
    const QUrl &qidoBase() const { return m_endpoint.qidoBase; }
    const QUrl &wadoBase() const { return m_endpoint.wadoBase; }
    const QList<IdentifierSystem> &identifierSystems() const { return m_identifierSystems; }
    //! The routes that the profile allows and whose base it names, in its order.
    const QList<model::Route> &routes() const { return m_endpoint.routes; }
    const SignIn &signIn() const { return m_signIn; }

    //! The contact point with its secrets read. Usage when a secret cannot be read.
    network::Result<network::Endpoint> toEndpoint() const;

    //! The profile's JSON as it was read, unknown keys included; paths made absolute, so that it may be kept elsewhere.
    QByteArray toJson() const;

private:
    Profile() = default;

    QString m_name;
    QString m_country;
    QString m_specVersion;
    QList<IdentifierSystem> m_identifierSystems;
    network::Endpoint m_endpoint; //!< without secrets
    SignIn m_signIn;
    SignIn m_dicomwebSignIn;
    SignIn m_directSignIn;
    QString m_passphraseSource;
    QString m_directPassphraseSource;
    QByteArray m_json;

    friend class ProfileReader;
};

} // namespace story
