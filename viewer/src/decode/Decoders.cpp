#include "decode/Helper.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <vector>

namespace viewer {

namespace {

using Clock = std::chrono::steady_clock;

//! Where a helper finds its socket.
constexpr int helperSocket = 3;
//! How soon a stop is seen while a helper works.
constexpr int glanceMilliseconds = 10;
//! A frame that is not wanted any more may still end for so long, for a new helper costs as much.
constexpr std::chrono::milliseconds grace(60);

QString defaultProgram()
{
    const QString folder = QCoreApplication::applicationDirPath();
    const QString beside = folder + QStringLiteral("/borderlight-decode");
    return QFileInfo::exists(beside) ? beside : folder + QStringLiteral("/../libexec/borderlight/borderlight-decode");
}

Error noHelper(const QString &why)
{
    return {Error::Kind::DecoderFailed, QStringLiteral("The decoder cannot be started: %1.").arg(why), {}};
}

Error stopped()
{
    return {Error::Kind::Unreadable, QStringLiteral("Stopped."), {}};
}

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

//! One helper process. Ended and reaped with its object.
class Helper
{
public:
    static Result<std::unique_ptr<Helper>> start(const QString &program)
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return tl::unexpected(noHelper(qt_error_string(errno)));
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
            return tl::unexpected(noHelper(qt_error_string(failure)));
        }
        return std::unique_ptr<Helper>(new Helper(process, ends[0]));
    }
    ~Helper()
    {
        ::close(m_socket);
        ::kill(m_process, SIGKILL);
        pid_t reaped = 0;
        do {
            reaped = ::waitpid(m_process, nullptr, 0);
        } while (reaped < 0 && errno == EINTR);
    }
    Q_DISABLE_COPY_MOVE(Helper)

    qint64 process() const { return m_process; }
    int socket() const { return m_socket; }

    enum class Waited { Answered, Stopped, TooLong };
    Waited wait(const std::stop_token &stop, std::chrono::milliseconds patience) const
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

private:
    Helper(pid_t process, int socket) : m_process(process), m_socket(socket) {}

    pid_t m_process;
    int m_socket;
};

} // namespace

struct Decoders::Private
{
    QString program;
    std::chrono::milliseconds patience;

    mutable std::mutex mutex;
    std::vector<std::unique_ptr<Helper>> idle;
    QList<qint64> processes;

    Result<std::unique_ptr<Helper>> begin()
    {
        auto helper = Helper::start(program);
        if (helper) {
            const std::lock_guard lock(mutex);
            processes.append((*helper)->process());
        }
        return helper;
    }
    Result<std::unique_ptr<Helper>> take()
    {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                auto helper = std::move(idle.back());
                idle.pop_back();
                return helper;
            }
        }
        return begin();
    }
    void giveBack(std::unique_ptr<Helper> helper)
    {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(helper));
    }
    //! Ends a helper and has the next one ready.
    void replace(std::unique_ptr<Helper> helper)
    {
        {
            const std::lock_guard lock(mutex);
            processes.removeOne(helper->process());
        }
        helper.reset();
        if (auto next = begin())
            giveBack(std::move(*next));
    }
};

Decoders::Decoders() : Decoders(Options()) {}

Decoders::Decoders(const Options &options) : d(std::make_unique<Private>())
{
    d->program = options.program.isEmpty() ? defaultProgram() : options.program;
    d->patience = options.patience;
    if (auto first = d->begin())
        d->giveBack(std::move(*first));
}

Decoders::~Decoders() = default;

Result<DecodedFrame> Decoders::decode(const CompressedFrame &frame, const std::stop_token &stop)
{
    auto helper = d->take();
    if (!helper)
        return tl::unexpected(helper.error());
    if (!sendFrame((*helper)->socket(), frame)) {
        // It went while it had nothing to do, so this frame is not to blame.
        d->replace(std::move(*helper));
        helper = d->take();
        if (!helper)
            return tl::unexpected(helper.error());
        if (!sendFrame((*helper)->socket(), frame)) {
            d->replace(std::move(*helper));
            return tl::unexpected(noHelper(QStringLiteral("it does not listen")));
        }
    }
    const Helper::Waited waited = (*helper)->wait(stop, d->patience);
    if (waited == Helper::Waited::Answered) {
        if (auto answer = receiveAnswer((*helper)->socket(), frame.pixels)) {
            d->giveBack(std::move(*helper));
            return std::move(*answer);
        }
    }
    d->replace(std::move(*helper));
    if (waited == Helper::Waited::Stopped || stop.stop_requested())
        return tl::unexpected(stopped());
    return tl::unexpected(Error{Error::Kind::DecoderFailed,
                                waited == Helper::Waited::TooLong
                                    ? QStringLiteral("The decoder did not come to an end and was stopped.")
                                    : QStringLiteral("The decoder broke off at this frame."),
                                {}});
}

FrameDecoder Decoders::decoder()
{
    return [this](const CompressedFrame &frame, const std::stop_token &stop) { return decode(frame, stop); };
}

QList<qint64> Decoders::processIds() const
{
    const std::lock_guard lock(d->mutex);
    return d->processes;
}

} // namespace viewer
