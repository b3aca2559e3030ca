#include "BenchCommand.h"

#include <QCoreApplication>
#include <QDir>

#include <csignal>
#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

constexpr auto programEnding = "_bench"_L1;

//! The benchmarks that are built; none where the program is installed.
QStringList benchmarks()
{
    QStringList names;
    const QDir folder(QCoreApplication::applicationDirPath());
    for (const QString &program :
         folder.entryList({u"*"_s + programEnding}, QDir::Files | QDir::Executable, QDir::Name))
        names << program.chopped(programEnding.size());
    return names;
}

//! "CASE: FIGURES", and two spaces and MISSED behind it where the goal is not reached. Anything else is no row.
std::optional<QJsonObject> rowIn(QString line)
{
    constexpr auto missed = "  MISSED"_L1;
    const bool isMet = !line.endsWith(missed);
    if (!isMet)
        line.chop(missed.size());
    const qsizetype colon = line.indexOf(": "_L1);
    if (colon < 1)
        return std::nullopt;
    return QJsonObject{{u"case"_s, line.first(colon)}, {u"measured"_s, line.sliced(colon + 2)}, {u"met"_s, isMet}};
}

} // namespace

void BenchCommand::declare(QCommandLineParser &parser) const
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.addPositionalArgument(u"NAME"_s, u"The benchmark; what follows is its own (tests/bench/README.md)."_s,
                                 u"NAME [ARGS...]"_s);
}

network::Result<void> BenchCommand::start(const QCommandLineParser &parser)
{
    QStringList arguments = parser.positionalArguments();
    const QString name = arguments.isEmpty() ? QString() : arguments.takeFirst();
    const QStringList built = benchmarks();
    if (built.isEmpty())
        return usage(u"No benchmark is built beside this program. ./dev bench builds and runs them."_s);
    if (!built.contains(name))
        return usage(u"Name a benchmark: %1."_s.arg(built.join(u", "_s)));

    connect(&m_benchmark, &QProcess::finished, this, &BenchCommand::finish);
    connect(&m_benchmark, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish();
    });
    m_benchmark.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_benchmark.setStandardInputFile(QProcess::nullDevice());
    m_benchmark.setChildProcessModifier([] { setpgid(0, 0); }); // to end the servers that it starts with it
    m_benchmark.start(QCoreApplication::applicationDirPath() + u'/' + name + programEnding, arguments);
    return {};
}

void BenchCommand::interrupt()
{
    if (m_benchmark.processId() > 0)
        kill(-static_cast<pid_t>(m_benchmark.processId()), SIGTERM);
    m_isInterrupted = true; // it ends, and so does the command
}

void BenchCommand::finish()
{
    if (m_isInterrupted)
        return Command::interrupt();
    QJsonArray rows;
    for (const QString &line :
         QString::fromUtf8(m_benchmark.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts)) {
        if (const auto row = rowIn(line))
            rows.append(*row);
        else
            std::fprintf(stderr, "%s\n", qUtf8Printable(line));
    }
    if (rows.isEmpty())
        return emit ended(failure({network::Error::Kind::Usage, u"The benchmark measured nothing."_s}));
    emit ended({0, {{u"rows"_s, rows}}});
}

} // namespace cli
