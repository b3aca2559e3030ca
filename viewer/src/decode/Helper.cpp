#include "decode/Helper.h"

#include "decode/Channel.h"

#include <new>
#include <sys/mman.h>

namespace viewer {

namespace {

constexpr qint64 mostFragments = 100'000;
constexpr int mostHalvings = 16;

struct Request
{
    Text<72> transferSyntax;
    Text<40> photometric;
    qint32 rows, columns, samples, allocated, stored, highBit;
    bool isSigned, planar;
    qint64 fragments;
    qint32 halvings;
};

struct Answer
{
    bool isFrame;
    qint32 errorKind;
    Text<512> detail;
    Text<40> photometric;
    bool planar, ownSign;
    qint32 ownBits, halvings;
    qint64 bytes;
};

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
    request.halvings = frame.halvings;
    return send(socket, request, file.number());
}

std::optional<CompressedFrame> receiveFrame(int socket)
{
    Request request{};
    Descriptor file;
    if (!receive(socket, request, file) || request.fragments < 0 || request.fragments > mostFragments ||
        request.halvings < 0 || request.halvings > mostHalvings)
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
    frame.halvings = request.halvings;
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
    message.halvings = answer->halvings;
    message.bytes = answer->bytes.size();
    return send(socket, message, file.number());
}

std::optional<Result<DecodedFrame>> receiveAnswer(int socket, const CompressedFrame &request)
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
    frame.halvings = message.halvings;
    frame.photometric = textOf(message.photometric);
    if (frame.ownBits < 0 || frame.ownBits > 32 || frame.halvings < 0 || frame.halvings > request.halvings)
        return {};
    const PixelDescription pixels = request.pixels.halved(frame.halvings);
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
