#include "Wire.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace wire {

namespace {

QByteArray unchunked(const QByteArray &raw, bool &whole)
{
    QByteArray body;
    qsizetype at = 0;
    for (;;) {
        const auto lineEnd = raw.indexOf("\r\n", at);
        if (lineEnd < 0)
            return body;
        bool number = false;
        const auto size = raw.mid(at, lineEnd - at).toLongLong(&number, 16);
        if (!number)
            return body;
        whole = size == 0;
        if (whole)
            return body;
        body += raw.mid(lineEnd + 2, size);
        at = lineEnd + 2 + size + 2;
    }
}

//! A socket that waits for this long; and whether the request went out on it.
std::pair<int, bool> asked(std::uint16_t port, const QByteArray &request, std::chrono::milliseconds patience)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::timeval time{};
    time.tv_sec = patience.count() / 1000;
    time.tv_usec = patience.count() % 1000 * 1000;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool sent =
        ::connect(socket, reinterpret_cast<::sockaddr *>(&address), sizeof address) == 0 &&
        ::send(socket, request.data(), static_cast<std::size_t>(request.size()), MSG_NOSIGNAL) == request.size();
    return {socket, sent};
}

} // namespace

Open::Open(std::uint16_t port, const QByteArray &request)
    : m_socket(asked(port, request, std::chrono::seconds(10)).first)
{}

Open::~Open()
{
    ::close(m_socket);
}

bool Open::waitForBytes() const
{
    char one = 0;
    return ::recv(m_socket, &one, 1, MSG_PEEK) == 1;
}

Received exchange(std::uint16_t port, const QByteArray &request, std::chrono::milliseconds patience)
{
    Received got;
    const auto [socket, sent] = asked(port, request, patience);
    if (sent) {
        char chunk[64 * 1024];
        ssize_t size = 0;
        while ((size = ::recv(socket, chunk, sizeof chunk, 0)) > 0)
            got.all.append(chunk, size);
        if (size < 0)
            got.end = errno == ECONNRESET ? End::Reset : End::Silent;
    } else {
        got.end = End::Reset;
    }
    ::close(socket);

    const auto headEnd = got.all.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return got;
    auto lines = got.all.left(headEnd).split('\n');
    got.status = lines.takeFirst().split(' ').value(1).toInt();
    for (const auto &line : lines) {
        const auto colon = line.indexOf(':');
        got.headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
    }
    got.raw = got.all.mid(headEnd + 4);
    if (got.headers.value("transfer-encoding") == "chunked") {
        got.body = unchunked(got.raw, got.whole);
    } else {
        got.body = got.raw;
        got.whole = got.headers.contains("content-length")
                        ? got.headers.value("content-length").toLongLong() == got.raw.size()
                        : got.raw.isEmpty();
    }
    return got;
}

Received get(std::uint16_t port, const QByteArray &target, const QByteArray &headers,
             std::chrono::milliseconds patience)
{
    return exchange(port,
                    "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                        "\r\nConnection: close\r\n" + headers + "\r\n",
                    patience);
}

QByteArray boundaryOf(const QByteArray &contentType)
{
    const auto at = contentType.indexOf("boundary=");
    if (at < 0)
        return {};
    auto value = contentType.mid(at + 9);
    if (value.startsWith('"'))
        return value.mid(1, value.indexOf('"', 1) - 1);
    return value.left(value.indexOf(';') < 0 ? value.size() : value.indexOf(';')).trimmed();
}

QList<QByteArray> partsOf(const QByteArray &body, const QByteArray &boundary, const QByteArray &lineEnd)
{
    QList<QByteArray> parts;
    const auto delimiter = "--" + boundary;
    auto at = body.indexOf(delimiter);
    while (at >= 0) {
        at += delimiter.size();
        if (body.mid(at, 2) == "--")
            break;
        at += lineEnd.size();
        // A part without headers has its empty line right behind the delimiter.
        const auto content = body.mid(at, lineEnd.size()) == lineEnd
                                 ? at + lineEnd.size()
                                 : body.indexOf(lineEnd + lineEnd, at) + 2 * lineEnd.size();
        const auto next = body.indexOf(lineEnd + delimiter, content);
        parts += body.mid(content, next < 0 ? -1 : next - content);
        at = next < 0 ? -1 : next + lineEnd.size();
    }
    return parts;
}

} // namespace wire
