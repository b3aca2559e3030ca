#include "ProbeCommand.h"

#include "Json.h"

using namespace Qt::StringLiterals;

namespace cli {

void ProbeCommand::declare(QCommandLineParser &parser) const
{
    declareShowRequests(parser);
}

network::Result<void> ProbeCommand::start(const QCommandLineParser &parser)
{
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    connect(&m_check, &story::ConnectionCheckFlow::finished, this, &ProbeCommand::print);
    connect(&m_check, &story::ConnectionCheckFlow::failed, this,
            [this](const network::Error &error) { fail(error, story::Step::Country); });
    m_check.start(client());
    return {};
}

//! The first check that failed decides the exit status, and its error stands beside the verdicts.
void ProbeCommand::print(const QList<network::Check> &checks)
{
    Outcome outcome;
    for (const network::Check &check : checks) {
        if (check.verdict == network::Check::Verdict::Fail && check.error) {
            say(*check.error, story::Step::Country);
            outcome = failure(*check.error);
            break;
        }
    }
    outcome.document.insert(u"checks"_s, toJson(checks));
    addRequests(outcome.document);
    emit ended(outcome);
}

} // namespace cli
