#include "ThinLine.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>
#include <deque>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr qint64 mostQueued = 4 * 1024 * 1024; //!< several times what is under way on the line
constexpr int tick = 100;                      //!< milliseconds between looks whether it ends

qint64 now()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

ThinLine::ThinLine(quint16 target, int delayMilliseconds, qint64 bytesPerSecond)
    : m_target(target), m_delay(delayMilliseconds), m_rate(bytesPerSecond)
{
    m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && listen(m_listener, 16) == 0 &&
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0)
        m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

ThinLine::~ThinLine()
{
    m_ends = true;
    m_acceptor.join();
    for (auto &thread : m_threads)
        thread.join();
    close(m_listener);
}

void ThinLine::accept()
{
    while (!m_ends) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (poll(&waiting, 1, tick) <= 0)
            continue;
        const int client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            m_threads.emplace_back([this, client] { serve(client); });
    }
}

void ThinLine::serve(int client)
{
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_target);
    const int yes = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        std::thread there([&] { carry(client, server, false); });
        carry(server, client, true);
        there.join();
    }
    close(server);
    close(client);
}

qint64 ThinLine::passed(qint64 bytes)
{
    const qint64 took = bytes * 1'000'000 / m_rate;
    qint64 free = m_free.load();
    qint64 then = 0;
    do {
        then = std::max(free, now()) + took;
    } while (!m_free.compare_exchange_weak(free, then));
    return then;
}

void ThinLine::carry(int from, int to, bool isThin)
{
    struct Piece
    {
        qint64 due;
        QByteArray bytes;
    };
    std::deque<Piece> line;
    qint64 queued = 0;
    bool isOpen = true;
    while (!m_ends && (isOpen || !line.empty())) {
        const qint64 wait = line.empty() ? tick : std::clamp<qint64>((line.front().due - now()) / 1000, 0, tick);
        if (isOpen && queued < mostQueued) {
            pollfd waiting{from, POLLIN, 0};
            if (poll(&waiting, 1, int(wait)) > 0) {
                QByteArray bytes(16 * 1024, Qt::Uninitialized);
                const ssize_t got = read(from, bytes.data(), size_t(bytes.size()));
                isOpen = got > 0;
                bytes.resize(std::max<qsizetype>(0, got));
                queued += bytes.size();
                if (isOpen)
                    line.push_back({(isThin ? passed(bytes.size()) : now()) + m_delay * 1000, bytes});
            }
        } else {
            poll(nullptr, 0, int(wait));
        }
        while (!line.empty() && line.front().due <= now()) {
            const QByteArray bytes = line.front().bytes;
            line.pop_front();
            queued -= bytes.size();
            for (qsizetype sent = 0; sent < bytes.size();) {
                const ssize_t did = send(to, bytes.data() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
                if (did <= 0) {
                    shutdown(from, SHUT_RDWR);
                    return;
                }
                sent += did;
            }
        }
    }
    shutdown(to, SHUT_WR);
}
