#include "decode/Helper.h"

#include <QtGlobal>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>

namespace viewer {

namespace {

constexpr qint64 mostFragments = 100'000;

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

struct Request
{
    Text<72> transferSyntax;
    Text<40> photometric;
    qint32 rows, columns, samples, allocated, stored, highBit;
    bool isSigned, planar;
    qint64 fragments;
};

struct Answer
{
    bool isFrame;
    qint32 errorKind;
    Text<512> detail;
    Text<40> photometric;
    bool planar, ownSign;
    qint32 ownBits;
    qint64 bytes;
};

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

bool writeAll(int file, const char *bytes, qint64 count)
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

bool readAll(int file, char *bytes, qint64 count, qint64 at)
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

} // namespace

bool sendFrame(int socket, const CompressedFrame &frame)
{
    const Descriptor file(memfd_create("frame", MFD_CLOEXEC));
    if (file.number() < 0)
        return false;
    QList<qint64> sizes;
    for (const QByteArray &fragment : frame.fragments)
        sizes.append(fragment.size());
    bool isWritten = writeAll(file.number(), reinterpret_cast<const char *>(sizes.constData()),
                              sizes.size() * static_cast<qsizetype>(sizeof(qint64)));
    for (const QByteArray &fragment : frame.fragments)
        isWritten = isWritten && writeAll(file.number(), fragment.constData(), fragment.size());
    if (!isWritten)
        return false;
    Request request{};
    put(request.transferSyntax, frame.transferSyntax);
    put(request.photometric, frame.pixels.photometric);
    request.rows = frame.pixels.rows;
    request.columns = frame.pixels.columns;
    request.samples = frame.pixels.samples;
    request.allocated = frame.pixels.allocated;
    request.stored = frame.pixels.stored;
    request.highBit = frame.pixels.highBit;
    request.isSigned = frame.pixels.isSigned;
    request.planar = frame.pixels.planar;
    request.fragments = frame.fragments.size();
    return send(socket, request, file.number());
}

std::optional<CompressedFrame> receiveFrame(int socket)
{
    Request request{};
    Descriptor file;
    if (!receive(socket, request, file) || request.fragments < 0 || request.fragments > mostFragments)
        return {};
    CompressedFrame frame;
    frame.transferSyntax = textOf(request.transferSyntax);
    frame.pixels.photometric = textOf(request.photometric);
    frame.pixels.rows = request.rows;
    frame.pixels.columns = request.columns;
    frame.pixels.samples = request.samples;
    frame.pixels.allocated = request.allocated;
    frame.pixels.stored = request.stored;
    frame.pixels.highBit = request.highBit;
    frame.pixels.isSigned = request.isSigned;
    frame.pixels.planar = request.planar;
    QList<qint64> sizes(request.fragments);
    qint64 at = request.fragments * static_cast<qint64>(sizeof(qint64));
    if (!readAll(file.number(), reinterpret_cast<char *>(sizes.data()), at, 0))
        return {};
    for (const qint64 size : sizes) {
        if (size < 0 || size > largestFrame)
            return {};
        QByteArray fragment(size, Qt::Uninitialized);
        if (!readAll(file.number(), fragment.data(), size, at))
            return {};
        at += size;
        frame.fragments.append(std::move(fragment));
    }
    return frame;
}

bool sendAnswer(int socket, const Result<DecodedFrame> &answer)
{
    Answer message{};
    if (!answer) {
        message.errorKind = static_cast<qint32>(answer.error().kind);
        put(message.detail, answer.error().detail);
        return send(socket, message, -1);
    }
    const Descriptor file(memfd_create("pixels", MFD_CLOEXEC));
    if (file.number() < 0 || !writeAll(file.number(), answer->bytes.constData(), answer->bytes.size()))
        return false;
    message.isFrame = true;
    put(message.photometric, answer->photometric);
    message.planar = answer->planar;
    message.ownSign = answer->ownSign;
    message.ownBits = answer->ownBits;
    message.bytes = answer->bytes.size();
    return send(socket, message, file.number());
}

std::optional<Result<DecodedFrame>> receiveAnswer(int socket, const PixelDescription &pixels)
{
    Answer message{};
    Descriptor file;
    if (!receive(socket, message, file))
        return {};
    if (!message.isFrame) {
        // A helper has a say in these alone.
        const bool known = message.errorKind == static_cast<qint32>(Error::Kind::Unreadable) ||
                           message.errorKind == static_cast<qint32>(Error::Kind::UnsupportedPixels);
        return tl::unexpected(Error{
            known ? static_cast<Error::Kind>(message.errorKind) : Error::Kind::Damaged, textOf(message.detail), {}});
    }
    DecodedFrame frame;
    frame.planar = message.planar;
    frame.ownSign = message.ownSign;
    frame.ownBits = message.ownBits;
    frame.photometric = textOf(message.photometric);
    if (frame.ownBits < 0 || frame.ownBits > 32)
        return {};
    const int width = DecodedFrame::bytesFor(frame.ownBits > 0 ? frame.ownBits : pixels.allocated);
    const qint64 needed = pixels.pixels() * pixels.samples * width;
    if (message.bytes < needed || needed > 4 * largestFrame)
        return {};
    frame.bytes = QByteArray(needed, Qt::Uninitialized);
    if (!readAll(file.number(), frame.bytes.data(), needed, 0))
        return {};
    return frame;
}

void serveFrames(int socket, const FrameDecoder &decoder)
{
    while (const auto frame = receiveFrame(socket)) {
        const auto answer = [&]() -> Result<DecodedFrame> {
            try {
                return decoder(*frame, {});
            } catch (const std::bad_alloc &) {
                return tl::unexpected(
                    Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
            } catch (const std::exception &) {
                return tl::unexpected(Error{Error::Kind::Damaged, QStringLiteral("The decoder gave up."), {}});
            }
        }();
        if (!sendAnswer(socket, answer))
            return;
    }
}

} // namespace viewer
