#include "Command.h"

#include "Arguments.h"

#include <story/Logging.h>
#include <story/ProfileStore.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

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
    m_country = profile->countryName();
    m_profileName = profile->name();
    m_client = std::make_unique<network::Client>(*endpoint);
    story::logExchangesOf(*m_client);
    return {};
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
    context.country = m_country;
    context.profile = m_profileName;
    if (m_client) {
        const network::Endpoint &endpoint = m_client->endpoint();
        const bool images = step >= story::Step::Selection || endpoint.fhirBase.isEmpty();
        context.host = (images ? endpoint.wadoBase : endpoint.fhirBase).host();
        context.silence = endpoint.idleTimeout;
    }
    if (const QString line = story::lineFor(error, context); !line.isEmpty())
        std::fprintf(stderr, "%s\n", qUtf8Printable(line));
}

} // namespace cli
