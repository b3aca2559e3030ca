#include "Interrupt.h"

#include <QSocketNotifier>

#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace cli {

namespace {

// A signal handler can reach nothing but plain globals, and may do little more than write().
volatile std::sig_atomic_t signalEnd = -1;

extern "C" void passOn(int number)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(signalEnd, &byte, 1);
    std::signal(number, SIG_DFL);
}

} // namespace

Interrupt::Interrupt()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, m_ends) != 0)
        return;
    signalEnd = m_ends[0];
    m_notifier = std::make_unique<QSocketNotifier>(m_ends[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(m_ends[1], &byte, 1) == 1)
            emit interrupted();
    });
    std::signal(SIGINT, passOn);
    std::signal(SIGTERM, passOn);
    if (std::signal(SIGHUP, passOn) == SIG_IGN) // under nohup it is to outlive its terminal
        std::signal(SIGHUP, SIG_IGN);
    else
        m_hearsHangUp = true;
}

Interrupt::~Interrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    if (m_hearsHangUp)
        std::signal(SIGHUP, SIG_DFL);
    m_notifier.reset();
    for (const int end : m_ends)
        if (end >= 0)
            ::close(end);
}

} // namespace cli
