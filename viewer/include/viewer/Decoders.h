#pragma once

#include <viewer/Result.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace viewer {

//! How pixel data lie in a file.
enum class Coding { Native, Rle, Jpeg, JpegLs, Jpeg2000, Deflated, Unsupported };

//! By the UID alone. Deflated data sets count as native, for what is deflated is the whole file; Deflated means frames
//! that are deflated one by one.
Coding codingOf(const QString &transferSyntax);

//! The largest frame that is decoded, in bytes.
constexpr qint64 largestFrame = 1024LL * 1024 * 1024;

//! What the image pixel module (PS3.3 C.7.6.3) says, checked.
struct PixelDescription
{
    int rows = 0, columns = 0, frames = 1;
    int samples = 1;
    int allocated = 8, stored = 8, highBit = 7;
    bool isSigned = false;
    bool planar = false; //!< one plane a colour
    QString photometric;

    qint64 pixels() const { return static_cast<qint64>(rows) * columns; }
    //! The same picture at half its size, so many times; what is left over at the edge is cut off.
    PixelDescription halved(int times) const
    {
        PixelDescription small = *this;
        small.rows >>= times;
        small.columns >>= times;
        return small;
    }
    bool isHalfChroma() const { return photometric == QLatin1String("YBR_FULL_422"); }
};

//! One frame as it lies in a file whose transfer syntax needs a foreign decoder.
struct CompressedFrame
{
    QString transferSyntax;
    PixelDescription pixels;
    QList<QByteArray> fragments;
    int halvings = 0; //!< of its size that are wanted; a decoder that has no such resolution gives the whole
};

//! One frame as it comes out of a decoder.
struct DecodedFrame
{
    QByteArray bytes;    //!< little endian samples of description.allocated bits, or of 8, 16 or 32 by ownBits
    bool planar = false; //!< one plane a colour
    QString photometric;
    //! From a codec that keeps its own depth and sign: the bits that a sample uses, and 0 for all others.
    int ownBits = 0;
    bool ownSign = false;
    int halvings = 0; //!< of the size, that were made

    //! Of one sample in \a bytes.
    static int bytesFor(int bits) { return bits <= 8 ? 1 : bits <= 16 ? 2 : 4; }
};

//! Decodes a frame somewhere; a stopped one gives anything.
using FrameDecoder = std::function<Result<DecodedFrame>(const CompressedFrame &, const std::stop_token &)>;

//! Helper processes in which strangers' codecs work on strangers' pixels, without network and without files. One is
//! warm from the start; as many are kept as were needed at once. One that crashes, hangs or wants too much memory costs
//! the frame that it worked on and is replaced. All functions may be called from any thread.
class Decoders
{
public:
    struct Options
    {
        QString program; //!< empty: borderlight-decode beside this program, or in ../libexec/borderlight
        std::chrono::milliseconds patience = std::chrono::seconds(20); //!< for one frame, then the helper is ended
    };
    Decoders();
    explicit Decoders(const Options &options);
    ~Decoders();

    Result<DecodedFrame> decode(const CompressedFrame &frame, const std::stop_token &stop = {});
    //! The same as a function; it must not outlive this.
    FrameDecoder decoder();
    //! The processes there are, for tests and figures.
    QList<qint64> processIds() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

//! The other end, for the helper itself: answers one request after the other until the socket is closed.
void serveFrames(int socket, const FrameDecoder &decoder);

} // namespace viewer
