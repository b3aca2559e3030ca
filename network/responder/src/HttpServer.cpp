#include "HttpServer.h"

#include "Url.h"

#include <fcntl.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <future>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

namespace responder {

namespace {

constexpr int waitingConnections = 128;
constexpr std::size_t connectionsAtOnce = 64;
constexpr std::size_t largestBody = 64 * 1024 * 1024;

std::string_view reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 307:
        return "Temporary Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 410:
        return "Gone";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

//! A connection as httplib reads and writes it. It keeps the head of a request as it came, since httplib sorts and
//! decodes headers, and puts the head of an answer in the place of httplib's own.
class Connection final : public httplib::Stream
{
public:
    explicit Connection(int socket) : m_socket(socket) {}

    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    void get_remote_ip_and_port(std::string & /*ip*/, int & /*port*/) const override {}
    void get_local_ip_and_port(std::string & /*ip*/, int & /*port*/) const override {}
    socket_t socket() const override { return m_socket; }

    ssize_t read(char *to, std::size_t size) override
    {
        if (m_next == m_end) {
            const auto got = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
            if (got <= 0)
                return got;
            m_next = 0;
            m_end = static_cast<std::size_t>(got);
        }
        const auto count = std::min(size, m_end - m_next);
        std::copy_n(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_next), count, to);
        m_next += count;
        // Up to the end of the head httplib reads byte by byte.
        if (!m_received.ends_with("\r\n\r\n"))
            m_received.append(to, count);
        // httplib refuses a second question mark in a target, where it may stand (RFC 3986, 3.4), as in a wildcard.
        if (m_received.find('\n') == std::string::npos && m_received.find('?') < m_received.size() - count)
            std::replace(to, to + count, '?', '_');
        return static_cast<ssize_t>(count);
    }

    ssize_t write(const char *from, std::size_t size) override
    {
        if (!m_usable)
            return -1;
        if (m_head.empty())
            return send({from, size}) ? static_cast<ssize_t>(size) : -1;
        const auto head = std::exchange(m_head, {}); // httplib writes its head in one piece
        return send(head) ? static_cast<ssize_t>(size) : -1;
    }

    void beginRequest()
    {
        m_received.clear();
        m_answered = false;
    }

    //! The target of the request that has just been read, as it was sent.
    std::string target() const
    {
        const auto line = m_received.substr(0, m_received.find('\r'));
        const auto start = line.find(' ') + 1;
        return line.substr(start, line.rfind(' ') - start);
    }

    //! The headers of the request that has just been read.
    Headers headers() const
    {
        Headers all;
        const auto lines = split(m_received, '\n');
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const auto line = trimmed(lines[i]);
            if (const auto colon = line.find(':'); colon != std::string_view::npos)
                all.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
        }
        return all;
    }

    //! Lets the answer that httplib is about to write begin with this head; with `last` nothing follows it.
    void answerWith(std::string head, bool last)
    {
        m_head = std::move(head);
        m_answered = true;
        m_last = last;
    }

    //! Sends nothing more.
    void abandon() { m_usable = false; }

    //! True when the request was answered and another may follow.
    bool goesOn() const { return m_usable && m_answered && !m_last; }

    //! Makes closing the connection a TCP reset.
    void reset()
    {
        // What is still in the send buffer would be thrown away, so the peer gets a moment to fetch it.
        ::tcp_info info{};
        for (int i = 0; i < 50; ++i) {
            socklen_t size = sizeof info;
            if (::getsockopt(m_socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || info.tcpi_unacked == 0)
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        const ::linger hard{1, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        abandon();
    }

    //! True when this much time has passed, false when the client left or the server ends. Negative: without end.
    bool pause(std::chrono::milliseconds time) const
    {
        ::pollfd waiting{m_socket, POLLRDHUP, 0};
        const auto end = std::chrono::steady_clock::now() + time;
        for (auto left = time;;
             left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())) {
            const int found = ::poll(&waiting, 1, time.count() < 0 ? -1 : std::max(0, static_cast<int>(left.count())));
            if (found >= 0 || errno != EINTR)
                return found == 0;
        }
    }

    void waitForClient()
    {
        pause(std::chrono::milliseconds(-1));
        abandon();
    }

private:
    bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    int m_socket;
    std::array<char, 16 * 1024> m_buffer; // of what came and was not asked for yet
    std::size_t m_next = 0;
    std::size_t m_end = 0;
    std::string m_received;
    std::string m_head;
    bool m_answered = false;
    bool m_last = false;
    bool m_usable = true;
};

//! The body of an answer, as far as its faults let it go. Chunks are framed here: httplib copies each three times.
class Body
{
public:
    Body(Connection &connection, Outgoing out)
        : m_connection(connection), m_out(std::move(out)), m_chunked(m_out.reply.more)
    {
        for (const auto &limit : {m_out.line.cutAfter, m_out.line.resetAfter, m_out.line.stallAfter})
            m_allowed = std::min(m_allowed, limit.value_or(std::string::npos));
    }

    //! Sends the next piece. False when the connection must end.
    bool sendPiece(httplib::DataSink &sink)
    {
        auto piece = std::exchange(m_out.reply.body, {});
        if (piece.empty() && m_chunked)
            piece = m_out.reply.more();
        if (piece.empty()) {
            sink.done();
            return !m_chunked || write(sink, "0\r\n\r\n");
        }
        const auto bytes = std::string_view(piece).substr(0, m_allowed);
        if (m_allowed != std::string::npos)
            m_allowed -= bytes.size();
        if (m_chunked && !bytes.empty() && !write(sink, sizeLine(piece.size())))
            return false;
        if (!writeInTime(sink, bytes))
            return false;
        if (bytes.size() == piece.size())
            return !m_chunked || write(sink, "\r\n");
        if (m_out.line.stallAfter)
            m_connection.waitForClient();
        else if (m_out.line.resetAfter)
            m_connection.reset();
        return false;
    }

private:
    static std::string sizeLine(std::size_t size)
    {
        std::array<char, 20> digits{};
        auto *const end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
        return std::string(digits.data(), end) + "\r\n";
    }

    static bool write(httplib::DataSink &sink, std::string_view bytes)
    {
        return sink.write(bytes.data(), bytes.size());
    }

    bool writeInTime(httplib::DataSink &sink, std::string_view bytes) const
    {
        const auto speed = m_out.line.bytesPerSecond;
        const auto slice = speed == 0 ? bytes.size() : std::max<std::size_t>(speed / 20, 1);
        while (!bytes.empty()) {
            const auto piece = bytes.substr(0, slice);
            bytes.remove_prefix(piece.size());
            if (!write(sink, piece))
                return false;
            if (speed > 0 && !m_connection.pause(std::chrono::milliseconds(piece.size() * 1000 / speed)))
                return false;
        }
        return true;
    }

    Connection &m_connection;
    Outgoing m_out;
    bool m_chunked;
    std::size_t m_allowed = std::string::npos;
};

std::string headOf(const Reply &reply, const Line &line)
{
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + std::string(reasonOf(reply.status)) + "\r\n";
    if (!reply.contentType.empty())
        head += "Content-Type: " + reply.contentType + "\r\n";
    bool hasLength = false;
    for (const auto &[name, value] : reply.headers) {
        head += name + ": " + value + "\r\n";
        hasLength = hasLength || lowered(name) == "content-length";
    }
    if (reply.more)
        head += "Transfer-Encoding: chunked\r\n";
    else if (!hasLength && reply.status != 204 && reply.status != 304)
        head += "Content-Length: " +
                std::to_string(static_cast<long long>(reply.body.size()) + line.lengthDifference.value_or(0)) + "\r\n";
    return head + "\r\n";
}

bool closes(const Reply &reply)
{
    return std::any_of(reply.headers.begin(), reply.headers.end(), [](const auto &header) {
        return lowered(header.first) == "connection" && lowered(header.second) == "close";
    });
}

} // namespace

class HttpServer::Door final : public httplib::Server
{
public:
    explicit Door(std::uint16_t port)
    {
        set_tcp_nodelay(true);
        set_read_timeout(0); // none: a client may wait as long as it likes
        set_write_timeout(0);
        set_payload_max_length(largestBody);
        // Not httplib's own options, which would share the port with whoever has it.
        set_socket_options([](socket_t socket) {
            const int on = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        });
        const auto handler = [this](const httplib::Request &request, httplib::Response &response) {
            answer(request, response);
        };
        // Without a length or chunks a request has no body (RFC 9112, 6.3); httplib would wait for one.
        set_pre_routing_handler([this](const httplib::Request &request, httplib::Response &response) {
            if (request.has_header("Content-Length") || request.has_header("Transfer-Encoding"))
                return HandlerResponse::Unhandled;
            answer(request, response);
            return HandlerResponse::Handled;
        });
        constexpr auto everything = R"([\s\S]*)";
        Get(everything, handler).Post(everything, handler).Put(everything, handler);
        Patch(everything, handler).Delete(everything, handler).Options(everything, handler);

        errno = 0;
        const int taken = port == 0 ? bind_to_any_port(host) : bind_to_port(host, port) ? port : -1;
        if (taken < 0)
            throw std::system_error(errno != 0 ? errno : EADDRINUSE, std::generic_category(), "listening on loopback");
        m_port = static_cast<std::uint16_t>(taken);
        ::listen(svr_sock_, waitingConnections); // httplib asks for 5
        ::fcntl(svr_sock_, F_SETFD, FD_CLOEXEC);
    }

    std::uint16_t port() const { return m_port; }

    void start(Service service)
    {
        m_service = std::move(service);
        std::promise<void> listening;
        new_task_queue = [&listening] {
            listening.set_value();
            return new httplib::ThreadPool(connectionsAtOnce); // httplib owns it
        };
        m_acceptor = std::thread([this] { listen_after_bind(); });
        listening.get_future().wait(); // before that, stop() does nothing
    }

    void end()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
            for (const int socket : m_open)
                ::shutdown(socket, SHUT_RDWR);
        }
        stop();
        if (m_acceptor.joinable())
            m_acceptor.join();
    }

private:
    static constexpr auto host = "127.0.0.1";

    //! Serves a connection to its end.
    bool process_and_close_socket(socket_t socket) override
    {
        ::fcntl(socket, F_SETFD, FD_CLOEXEC);
        Connection connection(socket);
        const bool open = enter(socket);
        m_served = &connection;
        for (bool last = !open; !last;) {
            connection.beginRequest();
            const bool sent = process_request(connection, false, last, [](httplib::Request &request) {
                request.ranges.clear(); // parts of files are not served
            });
            last = last || !sent || !connection.goesOn();
        }
        m_served = nullptr;
        const std::lock_guard lock(m_mutex);
        m_open.erase(socket);
        ::close(socket);
        return open;
    }

    bool enter(int socket)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_ending)
            m_open.insert(socket);
        return !m_ending;
    }

    void answer(const httplib::Request &request, httplib::Response &response)
    {
        auto &connection = *m_served;
        auto out = m_service({request.method, connection.target(), connection.headers(), request.body});
        auto &reply = out.reply;
        const auto &line = out.line;
        response.status = reply.status;
        if (line.delay.count() > 0 && !connection.pause(line.delay))
            return connection.abandon();
        if (line.silent)
            return connection.waitForClient();
        if (line.resetAfter == std::size_t(0))
            return connection.reset();

        if (line.lengthDifference) { // only a known length can be told wrongly
            while (reply.more) {
                const auto piece = reply.more();
                reply.body += piece;
                if (piece.empty())
                    reply.more = nullptr;
            }
        }
        connection.answerWith(headOf(reply, line), closes(reply) || line.lengthDifference);
        // Shared, since a std::function may be copied and all copies must stand at the same byte.
        const auto body = std::make_shared<Body>(connection, std::move(out));
        response.set_content_provider({},
                                      [body](std::size_t, httplib::DataSink &sink) { return body->sendPiece(sink); });
    }

    // What this thread serves: httplib does not tell its handlers.
    static thread_local Connection *m_served;

    std::uint16_t m_port = 0;
    Service m_service;
    std::mutex m_mutex;
    std::set<int> m_open;
    bool m_ending = false;
    std::thread m_acceptor;
};

thread_local Connection *HttpServer::Door::m_served = nullptr;

HttpServer::HttpServer(std::uint16_t port)
{
    // httplib switches SIGPIPE off for the whole program; here nothing is sent in a way that raises it.
    struct ::sigaction before = {};
    ::sigaction(SIGPIPE, nullptr, &before);
    m_door = std::make_unique<Door>(port);
    ::sigaction(SIGPIPE, &before, nullptr);
}

HttpServer::~HttpServer()
{
    stop();
}

std::uint16_t HttpServer::port() const
{
    return m_door->port();
}

void HttpServer::start(Service service)
{
    m_door->start(std::move(service));
}

void HttpServer::stop()
{
    m_door->end();
}

} // namespace responder
