#include <story/ErrorText.h>

#include <QCoreApplication>
#include <QRegularExpression>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace story {

namespace {

using Kind = network::Error::Kind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(story::ErrorText)
};

//! Makes the sentence for one error. Names of countries and hosts are put in last, so translations may move them.
class Wording
{
public:
    Wording(const network::Error &error, const ErrorContext &context) : m_error(error), m_context(context)
    {
        m_country = !context.country.isEmpty()   ? context.country
                    : !context.profile.isEmpty() ? context.profile
                                                 : Words::tr("The contact point");
        m_host = context.host.isEmpty() ? m_country : context.host;
    }

    Sentence sentence() const
    {
        Sentence sentence = m_context.route ? failedRoute() : wordsForKind();
        if (sentence.isEmpty())
            return {};
        sentence.fold = fold();
        return sentence;
    }

private:
    //! Detail words of the network room are English on purpose, so they can be looked at here. Names of hosts stand
    //! among them, so what is looked for is a phrase with blanks.
    bool says(QLatin1StringView text) const { return m_error.detail.contains(text, Qt::CaseInsensitive); }

    //! The reason why a file was not written stands at the end, behind names of files that may hold any words.
    bool endsIn(const QString &reason) const
    {
        const QStringView detail =
            m_error.detail.endsWith(u'.') ? QStringView(m_error.detail).chopped(1) : QStringView(m_error.detail);
        return detail == reason || detail.endsWith(u": "_s + reason);
    }

    //! What OpenSSL says of a handshake: "SSL routines::tlsv1 alert protocol version".
    bool saysTls(QLatin1StringView reasons) const
    {
        return QRegularExpression(u"SSL routines::[^:]*\\b(?:%1)\\b"_s.arg(reasons)).match(m_error.detail).hasMatch();
    }

    QString fold() const
    {
        QString code = network::nameOf(m_error.kind);
        if (m_error.httpStatus)
            code += QStringLiteral(", HTTP %1").arg(m_error.httpStatus);
        return m_error.detail.isEmpty() ? code : m_error.detail + u'\n' + code;
    }

    //! The text about the country.
    QString about(const QString &text) const { return text.arg(m_country); }

    Action again() const
    {
        return {Act::AskAgain, m_context.step == Step::Country ? Words::tr("Check again") : Words::tr("Try again")};
    }

    //! Another try, and away from step 1 a look at the connection.
    QList<Action> againOrCheck() const
    {
        if (m_context.step == Step::Country)
            return {again()};
        return {again(), {Act::CheckConnection, Words::tr("Check connection")}};
    }

    Action changeIdentifier() const { return {Act::ChangeIdentifier, Words::tr("Change identifier")}; }

    Sentence failedRoute() const
    {
        if (m_error.kind == Kind::Cancelled)
            return {};
        const QString route = displayName(*m_context.route);
        if (m_error.kind == Kind::Forbidden)
            return {about(Words::tr("%1 does not allow this")),
                    {Words::tr("%1 was refused: policy, or consent of the patient.").arg(route),
                     Words::tr("Images known only to %1 are not in this list.").arg(route)},
                    Words::tr("You can go on. Ask the contact point for the others."),
                    {{Act::AskAgain, Words::tr("Try again")}},
                    {}};
        return {Words::tr("%1 failed, the others answered").arg(route),
                {Words::tr("Images known only to %1 are not in this list.").arg(route)},
                Words::tr("You can go on."),
                {{Act::AskAgain, Words::tr("Try again")}},
                {}};
    }

    Sentence wordsForKind() const
    {
        const bool retrieving = m_context.step == Step::Retrieval;
        switch (m_error.kind) {
        case Kind::NotFound:
            return notFound();
        case Kind::Usage:
            return {Words::tr("This cannot be asked"),
                    {m_error.detail},
                    Words::tr("Correct it, then try again."),
                    {again()},
                    {}};
        case Kind::Incomplete:
            if (m_error.httpStatus == 401)
                return {
                    Words::tr("The sign-in ended on the way"),
                    {about(Words::tr("%1 refused it from then on (401), so the rest did not come. Everything "
                                     "received is whole."))},
                    Words::tr("Renew the sign-in of the profile, then fetch what is missing."),
                    {{Act::FetchMissing, Words::tr("Fetch the missing")}, {Act::ViewAnyway, Words::tr("View anyway")}},
                    {}};
            return {Words::tr("Incomplete"),
                    {Words::tr("Some images did not come. Everything received is whole.")},
                    Words::tr("Look at it knowing that it is incomplete, or fetch what is missing."),
                    {{Act::FetchMissing, Words::tr("Fetch the missing")}, {Act::ViewAnyway, Words::tr("View anyway")}},
                    {}};
        case Kind::Unauthorised:
            return {about(Words::tr("%1 refused the sign-in")),
                    {Words::tr("The token or password in use is wrong or has expired.")},
                    Words::tr("Renew the sign-in of the profile, or ask the contact point for a new one."),
                    {again()},
                    {}};
        case Kind::Forbidden:
            if (m_context.step == Step::Document)
                return {about(Words::tr("%1 does not allow this document")),
                        {Words::tr("It refused: policy, or consent of the patient.")},
                        Words::tr("Ask the contact point. Other documents may still be allowed."),
                        {again()},
                        {}};
            return {about(Words::tr("%1 does not allow this")),
                    {retrieving ? Words::tr("It refused: policy, or consent for these images.")
                                : Words::tr("It refused: policy, or consent of the patient.")},
                    retrieving ? Words::tr("Ask the contact point. Other studies may still be allowed.")
                               : Words::tr("Ask the contact point."),
                    {again()},
                    {}};
        case Kind::Untrusted:
            return untrusted();
        case Kind::ForeignOrigin:
            return {Words::tr("The way leads elsewhere"),
                    {Words::tr("An answer led to an address that the profile does not name. Nothing was sent to it.")},
                    Words::tr("Ask the contact point whether the address is right, then add it to the profile."),
                    {again()},
                    {}};
        case Kind::PatientConflict:
            return {Words::tr("Stopped: this may be another patient"),
                    {Words::tr("What came names somebody else. It is set apart and not shown.")},
                    Words::tr("Compare it with your patient. Only you can decide, and the decision is recorded."),
                    {},
                    {}};
        case Kind::Unreachable:
            return {about(Words::tr("%1 cannot be reached")),
                    {unreachableReason()},
                    Words::tr("Check network and proxy, then check again."),
                    againOrCheck(),
                    {}};
        case Kind::TimedOut:
            return timedOut();
        case Kind::ServerFault:
            return {about(Words::tr("%1 cannot answer now")),
                    {says("(asked "_L1) ? Words::tr("Its server failed, also when it was asked again.")
                                        : Words::tr("Its server failed.")},
                    Words::tr("Try again in a few minutes. If it stays so, tell the contact point."),
                    againOrCheck(),
                    {}};
        case Kind::Rejected:
            return {about(Words::tr("%1 did not accept the request")),
                    {Words::tr("It answered that something in the request does not suit it.")},
                    Words::tr("Ask with fewer fields, or show the details to the contact point."),
                    {again()},
                    {}};
        case Kind::Malformed:
            return malformed();
        case Kind::Truncated:
            return {Words::tr("The answer broke off"),
                    {Words::tr("The connection ended before the answer was whole. Everything complete is kept.")},
                    Words::tr("Ask again; what is here already is not fetched twice."),
                    {again()},
                    {}};
        case Kind::RedirectLoop:
            return {about(Words::tr("%1 leads in a circle")),
                    {Words::tr("Each address it names leads to another, without an answer.")},
                    Words::tr("Check the addresses in the profile, or tell the contact point."),
                    {again()},
                    {}};
        case Kind::Storage:
            return storage();
        case Kind::Cancelled:
            return {};
        }
        Q_UNREACHABLE();
    }

    Sentence documentNotFound() const
    {
        if (says("is not offered as"_L1)) {
            QString forms = m_error.detail.section(u"but as "_s, 1);
            if (forms.endsWith(u'.'))
                forms.chop(1);
            return {Words::tr("Not offered in this form"),
                    {Words::tr("It is offered as %1.").arg(forms)},
                    Words::tr("Ask for one of these forms, or without naming one."),
                    {},
                    {}};
        }
        if (says("offers no content"_L1))
            return {Words::tr("This document has no content"),
                    {Words::tr("Its reference leads to nothing that could be fetched.")},
                    Words::tr("Ask the contact point."),
                    {again()},
                    {}};
        return {Words::tr("This document is not there"),
                {about(Words::tr("%1 does not know it or no longer keeps it."))},
                Words::tr("List the documents again; its id may have changed."),
                {again()},
                {}};
    }

    Sentence notFound() const
    {
        // What a reference leads to may be of any server; the reference itself is of the FHIR server.
        const bool isOfFhirBase = m_context.step == Step::Patient || m_context.step == Step::Studies ||
                                  (m_context.step == Step::Document && says("/DocumentReference/"_L1));
        if (m_context.step == Step::Document && !(isOfFhirBase && says("No FHIR answer"_L1)))
            return documentNotFound();
        if (says("/Patient/$match answered"_L1) && !network::isUnknownAuthority(m_error))
            return {about(Words::tr("%1 did not carry out $match")),
                    {about(Words::tr("%1 does not offer this operation, or its own words say why. That does not say "
                                     "that nobody has this identifier."))},
                    Words::tr("Search without asking for certain matches only."),
                    {again()},
                    {}};
        if (m_error.httpStatus == 410)
            return {Words::tr("This record is closed"),
                    {about(Words::tr("%1 says it was merged or removed."))},
                    Words::tr("Compare the identifier with the document."),
                    {changeIdentifier()},
                    {}};
        if (says("No FHIR answer"_L1) && isOfFhirBase)
            return {Words::tr("This address does not know FHIR"),
                    {Words::tr("The host is there, but it does not answer in FHIR at the address in the profile. "
                               "Nothing was looked up.")},
                    Words::tr("Check the FHIR address in the profile (fhirBase)."),
                    againOrCheck(),
                    {}};
        switch (m_context.step) {
        case Step::Patient:
            if (network::isUnknownAuthority(m_error))
                return {about(Words::tr("%1 does not know this kind of number")),
                        {Words::tr("The authority behind it is unknown there.")},
                        Words::tr("Choose another identifier system."),
                        {changeIdentifier()},
                        {}};
            return {
                Words::tr("Nobody found"),
                {about(Words::tr("%1 answered properly: no patient has this identifier."))},
                Words::tr("Compare it with the document, character by character, or search by name and birth date."),
                {{Act::SearchByName, Words::tr("Search by name")}, changeIdentifier()},
                {}};
        case Step::Studies:
            return {
                Words::tr("Nothing there, or no consent"),
                {about(Words::tr("%1 lists nothing for this patient. It does not say whether consent is missing."))},
                about(Words::tr("Ask the patient whether sharing is allowed in %1, then ask again.")),
                {{Act::AskAgain, Words::tr("Ask again")}},
                {}};
        case Step::Document:
            return documentNotFound();
        case Step::Selection:
            return {about(Words::tr("%1 lists no images here")),
                    {Words::tr("The series can still be ticked as a whole.")},
                    Words::tr("Tick it as a whole, or ask again."),
                    {{Act::AskAgain, Words::tr("Ask again")}},
                    {}};
        case Step::Retrieval:
            return {about(Words::tr("%1 does not have these images")),
                    {m_error.httpStatus >= 400 ? Words::tr("It answered that it does not know them.")
                                               : Words::tr("Its answer held none of them.")},
                    Words::tr("Ask the contact point whether they were moved or removed."),
                    {again()},
                    {}};
        case Step::Country:
        case Step::Viewing:
            return {Words::tr("Nothing answers at this address"),
                    {Words::tr("The host is there, but it does not know the address in the profile.")},
                    Words::tr("Check the addresses in the profile."),
                    {again()},
                    {}};
        }
        Q_UNREACHABLE();
    }

    Sentence untrusted() const
    {
        if (saysTls("alert protocol version|unsupported protocol|no protocols available|wrong ssl version"_L1))
            return {Words::tr("No secured connection came about"),
                    {Words::tr("The versions of TLS that both sides know do not meet; below 1.2 none is taken here. "
                               "Nothing was sent.")},
                    Words::tr("Ask the contact point for an address that knows TLS 1.2 or later."),
                    {again()},
                    {}};
        if (saysTls("wrong version number|packet length too long|http request"_L1))
            return {Words::tr("No secured connection came about"),
                    {Words::tr("What listens there does not speak TLS. Nothing was sent.")},
                    Words::tr("Check address and port in the profile; https needs the port that is secured."),
                    {again()},
                    {}};
        if (m_error.httpStatus || says("our client certificate"_L1) || says("ended the secured connection"_L1) ||
            saysTls("alert (?:handshake failure|no certificate|bad certificate|unsupported certificate|certificate|"
                    "unknown ca|access denied|decrypt error)"_L1))
            return {about(Words::tr("%1 asked for our certificate")),
                    {Words::tr("The profile names none, or it was not accepted, so the connection was closed.")},
                    about(Words::tr("Name the certificate that %1 registered for you in the profile.")),
                    {again()},
                    {}};
        if (saysTls("alert"_L1))
            return {Words::tr("No secured connection came about"),
                    {about(Words::tr("%1 broke it off while it was being made. Nothing was sent."))},
                    Words::tr("Show the details to the contact point."),
                    {again()},
                    {}};
        if (says("certificate has expired"_L1))
            return {Words::tr("This certificate has expired"),
                    {Words::tr("The certificate of %1 is past its last day. Nothing was sent.").arg(m_host)},
                    Words::tr("Tell the contact point."),
                    {again()},
                    {}};
        if (says("host name did not match"_L1))
            return {Words::tr("This certificate is for another host"),
                    {Words::tr("It does not name %1. Nothing was sent.").arg(m_host)},
                    Words::tr("Tell the contact point."),
                    {again()},
                    {}};
        return {Words::tr("This certificate is not trusted"),
                {Words::tr("%1 shows a certificate by an authority this computer does not know. Nothing was sent.")
                     .arg(m_context.profile.isEmpty() ? m_country : m_context.profile)},
                Words::tr("Ask the contact point for its authority's certificate and name it in the profile."),
                {again()},
                {}};
    }

    QString unreachableReason() const
    {
        if (says("name resolution"_L1))
            return Words::tr("The name %1 was not found.").arg(m_host);
        if (says("refuses connections"_L1))
            return Words::tr("The computer refused the connection.");
        return Words::tr("The connection ended without an answer.");
    }

    Sentence timedOut() const
    {
        const int seconds = static_cast<int>(m_context.silence.count());
        if (m_context.step == Step::Retrieval)
            return {Words::tr("%1 has been silent for %2 s").arg(m_country).arg(seconds),
                    {Words::tr("The connection was open, nothing came. Some archives fetch from tape first.")},
                    Words::tr("Try again. Everything received is kept."),
                    {again()},
                    {}};
        return {about(Words::tr("%1 cannot be reached")),
                {Words::tr("No answer within %1 s.").arg(seconds)},
                Words::tr("Check network and proxy, then check again."),
                againOrCheck(),
                {}};
    }

    Sentence malformed() const
    {
        if (says("with a web page"_L1) || (says("text/html"_L1) && !says("with a sign-in page"_L1)))
            return {Words::tr("A web page came instead of an answer"),
                    {about(Words::tr("Something between here and %1 answered in its place, or the address is one for "
                                     "browsers. Nothing of it is used."))},
                    Words::tr("Check network, proxy and the addresses in the profile, then check again."),
                    againOrCheck(),
                    {}};
        if (says("with a sign-in page"_L1))
            return {Words::tr("A login page came instead of an answer"),
                    {about(Words::tr("Something between here and %1 wants a person to sign in."))},
                    Words::tr("Open the network's login in a browser, then check again."),
                    againOrCheck(),
                    {}};
        if (says("came as FHIR in XML"_L1))
            return {Words::tr("The answer came as XML"),
                    {about(Words::tr("%1 answered in XML. FHIR is read in JSON alone, so nothing of it is used."))},
                    Words::tr("Ask the contact point to answer in application/fhir+json."),
                    {again()},
                    {}};
        return {Words::tr("The answer cannot be read"),
                {about(Words::tr("%1 sent something that is not what was asked for. Nothing of it is used."))},
                Words::tr("Try again. If it stays so, show the details to the contact point."),
                {again()},
                {}};
    }

    Sentence storage() const
    {
        if (m_error.detail == "Another retrieval of this study writes into the folder."_L1)
            return {Words::tr("The folder is in use"),
                    {Words::tr("Another retrieval of this study is writing into it.")},
                    Words::tr("Wait until that has ended, or choose another folder, then try again."),
                    {again()},
                    {}};
        const auto fails = [this](int problem) { return endsIn(QString::fromLocal8Bit(std::strerror(problem))); };
        if (m_error.detail.startsWith("The disk is full but for "_L1) || endsIn(u"No space left on device"_s) ||
            fails(ENOSPC) || fails(EDQUOT))
            return {Words::tr("The disk is full"),
                    {Words::tr("What is still to come has no room. All files received are whole.")},
                    Words::tr("Make room, then try again."),
                    {again()},
                    {}};
        return {Words::tr("The files cannot be written"),
                {Words::tr("The folder did not take them. All files received before are whole.")},
                Words::tr("Check the folder and its rights, then try again."),
                {again()},
                {}};
    }

    const network::Error &m_error;
    const ErrorContext &m_context;
    QString m_country;
    QString m_host;
};

} // namespace

Sentence sentenceFor(const network::Error &error, const ErrorContext &context)
{
    return Wording(error, context).sentence();
}

QString lineFor(const network::Error &error, const ErrorContext &context)
{
    const Sentence sentence = sentenceFor(error, context);
    if (sentence.isEmpty())
        return {};
    QStringList parts{sentence.headline + u'.'};
    parts += sentence.sentences;
    parts += sentence.advice;
    QString line = parts.join(u' ').simplified();
    if (!error.detail.isEmpty() && !sentence.sentences.contains(error.detail))
        line += QStringLiteral(" [%1]").arg(error.detail.simplified());
    return line;
}

QString displayName(model::Route route)
{
    switch (route) {
    case model::Route::Fhir:
        return QStringLiteral("FHIR");
    case model::Route::Dicomweb:
        return QStringLiteral("QIDO");
    case model::Route::Documents:
        return Words::tr("Documents");
    }
    Q_UNREACHABLE();
}

} // namespace story
