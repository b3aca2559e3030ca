#include "BenchCommand.h"
#include "DemoCommand.h"
#include "DocumentCommand.h"
#include "DocumentsCommand.h"
#include "Interrupt.h"
#include "Output.h"
#include "PatientsCommand.h"
#include "ProbeCommand.h"
#include "RenderCommand.h"
#include "RetrieveCommand.h"
#include "StudiesCommand.h"
#include "TagsCommand.h"
#include "TreeCommand.h"

#include <story/Logging.h>

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    QString name;
    QString summary;
    bool asksContactPoint; //!< and so takes --profile
    std::unique_ptr<cli::Command> (*make)();
};

template <class C>
std::unique_ptr<cli::Command> made()
{
    return std::make_unique<C>();
}

const QList<Entry> &entries()
{
    static const QList<Entry> list{
        {u"patients"_s, u"Finds patients by identifier or traits."_s, true, made<cli::PatientsCommand>},
        {u"studies"_s, u"Lists a patient's studies from all routes."_s, true, made<cli::StudiesCommand>},
        {u"tree"_s, u"Lists the series and instances of a study."_s, true, made<cli::TreeCommand>},
        {u"documents"_s, u"Lists a patient's reports and imaging manifests."_s, true, made<cli::DocumentsCommand>},
        {u"document"_s, u"Fetches a report or manifest to a file, as received."_s, true, made<cli::DocumentCommand>},
        {u"retrieve"_s, u"Fetches a study, series or instances to a folder."_s, true, made<cli::RetrieveCommand>},
        {u"render"_s, u"Makes a PNG picture of one frame of a DICOM file."_s, false, made<cli::RenderCommand>},
        {u"tags"_s, u"Lists the attributes of a DICOM file, or what two differ in."_s, false, made<cli::TagsCommand>},
        {u"probe"_s, u"Checks the connection to a contact point."_s, true, made<cli::ProbeCommand>},
        {u"demo"_s, u"Serves the demo country on loopback until interrupted."_s, false, made<cli::DemoCommand>},
        {u"bench"_s, u"Runs a benchmark that is built beside the program."_s, false, made<cli::BenchCommand>},
    };
    return list;
}

QString overview()
{
    QString text = u"Usage: borderlight-cli COMMAND [options]\n\nCommands:\n"_s;
    for (const Entry &entry : entries())
        text += u"  %1 %2\n"_s.arg(entry.name, -9).arg(entry.summary);
    return text + u"\nborderlight-cli COMMAND --help tells a command's options.\n"
                  u"Results are one JSON document on standard output; messages go to standard error.\n"_s;
}

int say(const QString &text)
{
    std::fputs(qUtf8Printable(text), stdout);
    return 0;
}

const int unwritten = cli::statusFor(network::Error::Kind::Storage);

int refuse(const network::Error &error)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(error.detail));
    const cli::Outcome outcome = cli::failure(error);
    return cli::print(outcome.document) ? outcome.status : unwritten;
}

int refuseUsage(const QString &detail)
{
    return refuse({network::Error::Kind::Usage, detail});
}

int run(const Entry &entry, const QStringList &arguments)
{
    const std::unique_ptr<cli::Command> command = entry.make();
    QCommandLineParser parser;
    parser.setApplicationDescription(entry.summary);
    const QCommandLineOption help({u"help"_s, u"h"_s}, u"Shows this help."_s);
    const QCommandLineOption verbose(u"verbose"_s, u"Tells on standard error what is sent and what comes back."_s);
    parser.addOptions({help, verbose});
    if (entry.asksContactPoint)
        parser.addOption({u"profile"_s, u"A profile's file or a saved profile's name."_s, u"FILE|NAME"_s});
    command->declare(parser);
    const bool readable = parser.parse(arguments);
    if (parser.isSet(help)) {
        // The parser knows the program's path but not that a command stands before the options.
        const QString text = parser.helpText();
        return say(u"Usage: borderlight-cli "_s + entry.name + text.sliced(text.indexOf(u" [options]"_s)));
    }
    if (!readable)
        return refuseUsage(parser.errorText());
    if (entry.asksContactPoint && !parser.positionalArguments().isEmpty())
        return refuseUsage(
            u"%1 takes options only, not '%2'."_s.arg(entry.name, parser.positionalArguments().constFirst()));
    story::startLogging(parser.isSet(verbose));

    cli::Interrupt interrupt;
    QObject::connect(&interrupt, &cli::Interrupt::interrupted, command.get(), &cli::Command::interrupt);
    cli::Outcome outcome;
    QObject::connect(
        command.get(), &cli::Command::ended, qApp,
        [&outcome](const cli::Outcome &ended) {
            outcome = ended;
            QCoreApplication::quit();
        },
        Qt::SingleShotConnection);
    if (const auto started = command->start(parser); !started)
        return refuse(started.error());
    QCoreApplication::exec();
    if (!outcome.document.isEmpty() && !cli::print(outcome.document))
        return unwritten;
    return outcome.status;
}

int answer(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"borderlight-cli"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BORDERLIGHT_VERSION));
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs(qUtf8Printable(overview()), stderr);
        return refuseUsage(u"No command is given."_s);
    }
    const QString name = arguments.at(1);
    if (name == "--help"_L1 || name == "-h"_L1)
        return say(overview());
    if (name == "--version"_L1)
        return say(u"borderlight-cli %1\n"_s.arg(QCoreApplication::applicationVersion()));
    for (const Entry &entry : entries()) {
        if (entry.name != name)
            continue;
        arguments[0] += u' ' + arguments.takeAt(1);
        return run(entry, arguments);
    }
    return refuseUsage(u"There is no command called '%1'. borderlight-cli --help lists them."_s.arg(name));
}

} // namespace

int main(int argc, char *argv[])
{
    std::signal(SIGXFSZ, SIG_IGN); // a file that a limit lets grow no further is a full disk, not the end
    const int status = answer(argc, argv);
    // A thread of Qt's network classes counts as ended before it has left OpenSSL, and what an exit takes down under it
    // has ended this program by a signal after a good answer. Everything of ours is gone by now.
    std::fflush(nullptr);
    std::_Exit(status);
}
