#include "decode/HelperProcess.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <vector>

namespace viewer {

namespace {

using Clock = std::chrono::steady_clock;

//! Where a helper finds its socket.
constexpr int helperSocket = 3;
//! How soon a stop is seen while a helper works.
constexpr int glanceMilliseconds = 10;
//! What is not wanted any more may still end for so long, for a new helper costs as much.
constexpr std::chrono::milliseconds grace(60);

//! What of the environment a helper gets: secrets may lie in the rest.
std::vector<QByteArray> environment()
{
    std::vector<QByteArray> result;
    for (const char *name :
         {"DCMDICTPATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name))
            result.push_back(QByteArray(name) + '=' + qgetenv(name));
    }
    return result;
}

} // namespace

QString HelperProcess::programNamed(const QString &name)
{
    const QString folder = QCoreApplication::applicationDirPath();
    const QString beside = folder + u'/' + name;
    return QFileInfo::exists(beside) ? beside : folder + QStringLiteral("/../libexec/borderlight/") + name;
}

Error HelperProcess::cannotStart(const QString &why)
{
    return {Error::Kind::DecoderFailed, QStringLiteral("The decoder cannot be started: %1.").arg(why), {}};
}

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const QString &program)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return tl::unexpected(cannotStart(qt_error_string(errno)));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {0, 1, 2})
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], helperSocket);
    QByteArray path = QFile::encodeName(program);
    std::array<char *, 2> arguments{path.data(), nullptr};
    std::vector<QByteArray> kept = environment();
    std::vector<char *> variables;
    for (QByteArray &variable : kept)
        variables.push_back(variable.data());
    variables.push_back(nullptr);
    pid_t process = -1;
    const int failure =
        ::posix_spawn(&process, path.constData(), &actions, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failure != 0) {
        ::close(ends[0]);
        return tl::unexpected(cannotStart(qt_error_string(failure)));
    }
    return std::unique_ptr<HelperProcess>(new HelperProcess(process, ends[0]));
}

HelperProcess::~HelperProcess()
{
    ::close(m_socket);
    ::kill(m_process, SIGKILL);
    pid_t reaped = 0;
    do {
        reaped = ::waitpid(m_process, nullptr, 0);
    } while (reaped < 0 && errno == EINTR);
}

HelperProcess::Waited HelperProcess::wait(const std::stop_token &stop, std::chrono::milliseconds patience) const
{
    const auto begin = Clock::now();
    std::optional<Clock::time_point> stoppedAt;
    for (;;) {
        pollfd watched{m_socket, POLLIN, 0};
        if (::poll(&watched, 1, stop.stop_possible() || stoppedAt ? glanceMilliseconds : 1000) > 0)
            return Waited::Answered;
        const auto now = Clock::now();
        if (!stoppedAt && stop.stop_requested())
            stoppedAt = now;
        if (stoppedAt && now - *stoppedAt > grace)
            return Waited::Stopped;
        if (now - begin > patience)
            return Waited::TooLong;
    }
}

} // namespace viewer
