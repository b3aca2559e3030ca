#include "ProbeCommand.h"

#include "Json.h"

using namespace Qt::StringLiterals;

namespace cli {

void ProbeCommand::declare(QCommandLineParser &) const {}

network::Result<void> ProbeCommand::start(const QCommandLineParser &parser)
{
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    connect(&m_check, &story::ConnectionCheckFlow::finished, this, [this](const QList<network::Check> &checks) {
        emit ended({0, {{u"checks"_s, toJson(checks)}}});
    });
    connect(&m_check, &story::ConnectionCheckFlow::failed, this,
            [this](const network::Error &error) { fail(error, story::Step::Country); });
    m_check.start(client());
    return {};
}

} // namespace cli
