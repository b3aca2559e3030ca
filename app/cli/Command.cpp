#include "Command.h"

#include "Arguments.h"

#include <story/Logging.h>
#include <story/ProfileStore.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

constexpr auto showRequests = "show-requests"_L1;

} // namespace

int statusFor(network::Error::Kind kind)
{
    using Kind = network::Error::Kind;
    switch (kind) {
    case Kind::NotFound:
        return 1;
    case Kind::Usage:
        return 2;
    case Kind::Incomplete:
        return 3;
    case Kind::Unauthorised:
    case Kind::Forbidden:
    case Kind::Untrusted:
    case Kind::ForeignOrigin:
    case Kind::PatientConflict:
        return 4;
    case Kind::Unreachable:
    case Kind::TimedOut:
    case Kind::ServerFault:
        return 5;
    case Kind::Rejected:
    case Kind::Malformed:
    case Kind::Truncated:
    case Kind::RedirectLoop:
        return 6;
    case Kind::Storage:
        return 7;
    case Kind::Cancelled:
        return 130;
    }
    Q_UNREACHABLE();
}

Outcome failure(const network::Error &error)
{
    const QJsonObject members{{u"kind"_s, network::nameOf(error.kind)},
                              {u"detail"_s, error.detail},
                              {u"httpStatus"_s, error.httpStatus ? QJsonValue(error.httpStatus) : QJsonValue()}};
    return {statusFor(error.kind), {{u"error"_s, members}}};
}

tl::expected<model::Patient, QString> onlyOneIn(const network::Result<model::PatientList> &found)
{
    if (!found)
        return tl::unexpected(
            u"the patient search failed (%1, %2)."_s.arg(network::nameOf(found.error().kind), found.error().detail));
    if (found->patients.size() != 1)
        return tl::unexpected(u"the patient search gave %1 patients."_s.arg(found->patients.size()));
    return found->patients.first();
}

tl::unexpected<network::Error> usage(const QString &detail)
{
    return tl::unexpected(network::Error{network::Error::Kind::Usage, detail});
}

void Command::interrupt()
{
    emit ended(failure({network::Error::Kind::Cancelled, u"Interrupted."_s}));
}

network::Result<void> Command::openProfile(const QCommandLineParser &parser)
{
    const auto name = requiredValue(parser, u"profile"_s);
    if (!name)
        return tl::unexpected(name.error());
    const auto profile = story::ProfileStore().load(*name);
    if (!profile)
        return tl::unexpected(profile.error());
    const auto endpoint = profile->toEndpoint();
    if (!endpoint)
        return tl::unexpected(endpoint.error());
    m_profile = *profile;
    m_client = std::make_unique<network::Client>(*endpoint);
    story::logExchangesOf(*m_client);
    m_showsRequests = parser.optionNames().contains(showRequests);
    if (m_showsRequests)
        connect(m_client.get(), &network::Client::exchanged, this, [this](const model::Exchange &exchange) {
            QJsonObject request{{u"method"_s, QString::fromLatin1(exchange.method)},
                                {u"url"_s, exchange.maskedUrl},
                                {u"status"_s, exchange.status ? QJsonValue(exchange.status) : QJsonValue()},
                                {u"bytes"_s, exchange.bytesReceived},
                                {u"milliseconds"_s, static_cast<qint64>(exchange.duration.count())}};
            if (!exchange.maskedForm.isEmpty())
                request.insert(u"form"_s, exchange.maskedForm);
            m_requests += request;
        });
    return {};
}

void Command::findPatients(const model::PatientIdentifier &identifier,
                           const std::function<void(const network::Result<model::PatientList> &)> &then)
{
    connect(&m_patientSearch, &story::PatientSearchFlow::patientsFound, this, then);
    connect(&m_patientSearch, &story::PatientSearchFlow::failed, this,
            [then](const network::Error &error) { then(tl::unexpected(error)); });
    model::PatientQuery query;
    query.identifier = identifier;
    m_patientSearch.start(client(), query);
}

void Command::declareShowRequests(QCommandLineParser &parser)
{
    parser.addOption({QString(showRequests), u"Adds what was sent, with whatever names a person masked."_s});
}

void Command::addRequests(QJsonObject &document) const
{
    if (m_showsRequests)
        document.insert(u"requests"_s, m_requests);
}

void Command::fail(const network::Error &error, story::Step step)
{
    say(error, step);
    emit ended(failure(error));
}

void Command::say(const network::Error &error, story::Step step) const
{
    story::ErrorContext context;
    context.step = step;
    if (m_client) {
        context.country = m_profile->countryName();
        context.profile = m_profile->name();
        const network::Endpoint &endpoint = m_client->endpoint();
        const bool images = step >= story::Step::Selection || endpoint.fhirBase.isEmpty();
        context.host = (images ? endpoint.wadoBase : endpoint.fhirBase).host();
        context.silence = endpoint.idleTimeout;
    }
    if (const QString line = story::lineFor(error, context); !line.isEmpty())
        std::fprintf(stderr, "%s\n", qUtf8Printable(line));
}

} // namespace cli
