#pragma once

#include <QByteArray>
#include <QString>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

//! Messages of one fixed size with a memory file (memfd_create) that holds the bytes, between the workstation and its
//! helpers. Both ends are always of the same build, so structures go as they lie in memory.
namespace viewer {

template <size_t size>
using Text = std::array<char, size>;

template <size_t size>
void put(Text<size> &to, const QString &text)
{
    to.fill('\0');
    const QByteArray bytes = text.toUtf8().left(static_cast<qsizetype>(size) - 1);
    std::copy(bytes.cbegin(), bytes.cend(), to.begin());
}

template <size_t size>
QString textOf(const Text<size> &from)
{
    return QString::fromUtf8(from.data(), static_cast<qsizetype>(strnlen(from.data(), size)));
}

//! Closes what it holds.
class Descriptor
{
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    int number() const { return m_number; }
    void take(int number) { m_number = number; }

private:
    int m_number;
};

inline bool writeAll(int file, const char *bytes, qint64 count)
{
    while (count > 0) {
        const ssize_t written = ::write(file, bytes, static_cast<size_t>(count));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= written;
    }
    return true;
}

inline bool readAll(int file, char *bytes, qint64 count, qint64 at)
{
    while (count > 0) {
        const ssize_t read = ::pread(file, bytes, static_cast<size_t>(count), at);
        if (read < 0 && errno == EINTR)
            continue;
        if (read <= 0)
            return false;
        bytes += read;
        at += read;
        count -= read;
    }
    return true;
}

template <class Message>
bool send(int socket, const Message &message, int file)
{
    Message copy = message;
    iovec part{&copy, sizeof copy};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr head{};
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    if (file >= 0) {
        head.msg_control = control.data();
        head.msg_controllen = control.size();
        cmsghdr *passed = CMSG_FIRSTHDR(&head);
        passed->cmsg_level = SOL_SOCKET;
        passed->cmsg_type = SCM_RIGHTS;
        passed->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(passed), &file, sizeof file);
    }
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(socket, &head, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(sizeof copy);
}

template <class Message>
bool receive(int socket, Message &message, Descriptor &file)
{
    iovec part{&message, sizeof message};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr head{};
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    head.msg_control = control.data();
    head.msg_controllen = control.size();
    ssize_t received = 0;
    do {
        received = ::recvmsg(socket, &head, MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    const cmsghdr *passed = received > 0 ? CMSG_FIRSTHDR(&head) : nullptr;
    if (passed && passed->cmsg_level == SOL_SOCKET && passed->cmsg_type == SCM_RIGHTS &&
        passed->cmsg_len == CMSG_LEN(sizeof(int))) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(passed), sizeof number);
        file.take(number);
    }
    return received == static_cast<ssize_t>(sizeof message) && !(head.msg_flags & (MSG_TRUNC | MSG_CTRUNC));
}

} // namespace viewer
