#include "HttpServer.h"

#include "Url.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace responder {

namespace {

constexpr std::size_t largestHead = 256 * 1024;
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

bool parseHead(std::string_view head, Request &request)
{
    const auto lines = split(head, '\n');
    const auto words = split(trimmed(lines.front()), ' ');
    if (words.size() != 3 || !words[2].starts_with("HTTP/1."))
        return false;
    request.method = words[0];
    request.target = words[1];
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto line = trimmed(lines[i]);
        const auto colon = line.find(':');
        if (line.empty())
            continue;
        if (colon == std::string_view::npos)
            return false;
        request.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    return true;
}

[[noreturn]] void fail(const char *what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

void resetConnection(int socket)
{
    // What is still in the send buffer would be thrown away, so the peer gets a moment to fetch it.
    ::tcp_info info{};
    for (int i = 0; i < 50; ++i) {
        socklen_t size = sizeof info;
        if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || info.tcpi_unacked == 0)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const ::linger hard{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

} // namespace

Listener::Listener(std::uint16_t port)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_socket < 0)
        fail("socket");
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<::sockaddr *>(&address), size) != 0 || ::listen(m_socket, 128) != 0 ||
        ::getsockname(m_socket, reinterpret_cast<::sockaddr *>(&address), &size) != 0) {
        const int reason = errno;
        ::close(m_socket);
        errno = reason;
        fail("listening on loopback");
    }
    m_port = ntohs(address.sin_port);
}

Listener::~Listener()
{
    ::close(m_socket);
}

HttpServer::HttpServer(const Listener &listener, Service service)
    : m_listener(listener), m_service(std::move(service)), m_acceptor([this] { acceptConnections(); })
{}

HttpServer::~HttpServer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_stopped.notify_all();
    ::shutdown(m_listener.socket(), SHUT_RDWR);
    m_acceptor.join();
    {
        const std::lock_guard lock(m_mutex);
        for (auto &connection : m_connections) {
            if (!connection.over)
                ::shutdown(connection.socket, SHUT_RDWR);
        }
    }
    for (auto &connection : m_connections)
        connection.thread.join();
}

void HttpServer::acceptConnections()
{
    for (;;) {
        const int socket = ::accept4(m_listener.socket(), nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(m_mutex);
        if (m_stop) {
            if (socket >= 0)
                ::close(socket);
            return;
        }
        if (socket < 0)
            continue;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        dropEndedConnections();
        auto &connection = m_connections.emplace_back();
        connection.socket = socket;
        connection.thread = std::thread([this, &connection] { serve(connection); });
    }
}

void HttpServer::dropEndedConnections()
{
    m_connections.remove_if([](Connection &connection) {
        if (connection.over)
            connection.thread.join();
        return connection.over;
    });
}

void HttpServer::serve(Connection &connection)
{
    const int socket = connection.socket;
    std::string buffer;
    for (bool open = true; open;) {
        Request request;
        std::string problem;
        if (!readRequest(socket, buffer, request, problem)) {
            if (!problem.empty()) {
                Outgoing refusal{{400, "text/plain", problem + '\n', {{"Connection", "close"}}, {}}, {}};
                send(socket, request, refusal);
            }
            break;
        }
        const bool last = lowered(request.header("Connection")) == "close";
        auto out = m_service(request);
        open = send(socket, request, out) && !last;
    }
    const std::lock_guard lock(m_mutex);
    connection.over = true;
    ::close(socket);
}

bool HttpServer::readRequest(int socket, std::string &buffer, Request &request, std::string &problem)
{
    const auto receive = [&] {
        char chunk[16 * 1024];
        const auto got = ::recv(socket, chunk, sizeof chunk, 0);
        if (got > 0)
            buffer.append(chunk, static_cast<std::size_t>(got));
        return got > 0;
    };
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (buffer.size() > largestHead) {
            problem = "the head of the request is too long";
            return false;
        }
        if (!receive())
            return false;
    }
    if (!parseHead(std::string_view(buffer).substr(0, end), request)) {
        problem = "this is not an HTTP/1.1 request";
        return false;
    }
    buffer.erase(0, end + 4);
    std::size_t length = 0;
    if (const auto text = request.header("Content-Length"); !text.empty()) {
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), length);
        if (error != std::errc() || stop != text.data() + text.size() || length > largestBody) {
            problem = "the length of the body is not acceptable";
            return false;
        }
    } else if (request.hasHeader("Transfer-Encoding")) {
        problem = "the body needs a Content-Length";
        return false;
    }
    while (buffer.size() < length) {
        if (!receive())
            return false;
    }
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return true;
}

//! False when the connection must not be used again.
bool HttpServer::send(int socket, const Request &request, Outgoing &out)
{
    auto &reply = out.reply;
    const auto &line = out.line;
    if (line.delay.count() > 0 && !pause(line.delay))
        return false;
    if (line.silent) {
        waitForClient(socket);
        return false;
    }
    if (line.resetAfter == std::size_t(0)) {
        resetConnection(socket);
        return false;
    }

    if (line.lengthDifference) { // only a known length can be told wrongly
        while (reply.more) {
            const auto piece = reply.more();
            reply.body += piece;
            if (piece.empty())
                reply.more = nullptr;
        }
    }
    const bool chunked = static_cast<bool>(reply.more);
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + std::string(reasonOf(reply.status)) + "\r\n";
    if (!reply.contentType.empty())
        head += "Content-Type: " + reply.contentType + "\r\n";
    bool hasLength = false;
    bool closes = line.lengthDifference.has_value();
    for (const auto &[name, value] : reply.headers) {
        head += name + ": " + value + "\r\n";
        hasLength = hasLength || lowered(name) == "content-length";
        closes = closes || (lowered(name) == "connection" && lowered(value) == "close");
    }
    if (chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (!hasLength && reply.status != 204 && reply.status != 304)
        head += "Content-Length: " +
                std::to_string(static_cast<long long>(reply.body.size()) + line.lengthDifference.value_or(0)) + "\r\n";
    head += "\r\n";
    if (!sendBytes(socket, head, 0))
        return false;
    if (request.method == "HEAD")
        return !closes;

    std::size_t allowed = std::string::npos;
    for (const auto &limit : {line.cutAfter, line.resetAfter, line.stallAfter})
        allowed = std::min(allowed, limit.value_or(std::string::npos));
    const auto sendBody = [&](std::string_view bytes) {
        const auto whole = bytes.size();
        bytes = bytes.substr(0, allowed);
        allowed -= allowed == std::string::npos ? 0 : bytes.size();
        if (bytes.empty())
            return whole == 0;
        char size[20];
        const auto end = std::to_chars(size, size + sizeof size, whole, 16).ptr;
        if (chunked && !sendBytes(socket, std::string(size, end) + "\r\n", 0))
            return false;
        if (!sendBytes(socket, bytes, line.bytesPerSecond) || bytes.size() < whole)
            return false;
        return !chunked || sendBytes(socket, "\r\n", 0);
    };
    bool whole = sendBody(reply.body);
    while (whole && reply.more) {
        const auto piece = reply.more();
        if (piece.empty())
            break;
        whole = sendBody(piece);
    }
    if (whole && chunked)
        whole = sendBytes(socket, "0\r\n\r\n", 0);
    if (whole)
        return !closes;
    if (line.stallAfter && allowed == 0)
        waitForClient(socket);
    else if (line.resetAfter && allowed == 0)
        resetConnection(socket);
    return false;
}

bool HttpServer::sendBytes(int socket, std::string_view bytes, std::size_t bytesPerSecond)
{
    using namespace std::chrono_literals;
    const auto slice = bytesPerSecond == 0 ? bytes.size() : std::max<std::size_t>(bytesPerSecond / 20, 1);
    while (!bytes.empty()) {
        auto piece = bytes.substr(0, slice);
        bytes.remove_prefix(piece.size());
        const auto time = bytesPerSecond == 0 ? 0ms : std::chrono::milliseconds(piece.size() * 1000 / bytesPerSecond);
        while (!piece.empty()) {
            const auto sent = ::send(socket, piece.data(), piece.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            piece.remove_prefix(static_cast<std::size_t>(sent));
        }
        if (time > 0ms && !pause(time))
            return false;
    }
    return true;
}

void HttpServer::waitForClient(int socket)
{
    // The destructor shuts the socket down, which ends this wait as well.
    ::pollfd waiting{socket, POLLRDHUP, 0};
    while (::poll(&waiting, 1, -1) < 0 && errno == EINTR) {
    }
}

bool HttpServer::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return !m_stopped.wait_for(lock, time, [this] { return m_stop; });
}

} // namespace responder
