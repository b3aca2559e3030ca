#include "TransferSyntax.h"
#include "decode/FrameData.h"
#include "decode/Luts.h"
#include "decode/Means.h"
#include "decode/Overlays.h"
#include "decode/Own.h"
#include "decode/Pixels.h"
#include "decode/Shutters.h"
#include "render/Surround.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>

namespace viewer {

namespace {

constexpr Tag pixelDataTag = 0x7FE00010;
constexpr Tag floatPixelsTag = 0x7FE00008;
constexpr Tag doublePixelsTag = 0x7FE00009;
constexpr Tag extendedOffsetsTag = 0x7FE00001;
constexpr qint64 headerBound = 32 * 1024 * 1024;

Error damaged(const QString &why)
{
    return {Error::Kind::Damaged, why, {}};
}

Error cutShort()
{
    return damaged(QStringLiteral("The pixel data end before the last row."));
}

qint64 frameBits(const PixelDescription &pixels)
{
    if (pixels.isHalfChroma() && pixels.samples == 3)
        return pixels.pixels() * 2 * pixels.allocated;
    return pixels.pixels() * pixels.samples * pixels.allocated;
}

const Element *pixelsOf(const Dataset &data)
{
    for (const Tag tag : {pixelDataTag, floatPixelsTag, doublePixelsTag}) {
        if (const Element *element = data.find(tag))
            return element;
    }
    return nullptr;
}

bool startsPicture(Source &source, const Fragment &fragment)
{
    const uchar *bytes = fragment.length >= 4 ? source.peek(fragment.at, 4) : nullptr;
    if (!bytes)
        return false;
    const bool jpeg = bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
    const bool jpeg2000 = bytes[0] == 0xFF && bytes[1] == 0x4F && bytes[2] == 0xFF && bytes[3] == 0x51;
    const bool boxed = bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0x0C;
    return jpeg || jpeg2000 || boxed;
}

//! Where frame after frame begins, as an offset table says it; empty when there is none or it cannot be true.
std::vector<qint64> tableOf(const QByteArray &bytes, int width, qint64 base, int frames)
{
    std::vector<qint64> places;
    if (bytes.size() < static_cast<qsizetype>(width) * frames)
        return places;
    for (int i = 0; i < frames; ++i) {
        const char *at = bytes.constData() + static_cast<qsizetype>(width) * i;
        const quint64 offset = width == 8 ? qFromLittleEndian<quint64>(at) : qFromLittleEndian<quint32>(at);
        if (offset > quint64(std::numeric_limits<qint64>::max() - base))
            return {};
        places.push_back(base + static_cast<qint64>(offset));
    }
    if (places.front() != base || !std::is_sorted(places.begin(), places.end(), std::less_equal<>()))
        return {};
    return places;
}

//! The fragments of one frame without a walk through those of all others, where a table leads there.
std::vector<Fragment> itemsByTable(const Dataset &data, const std::vector<qint64> &places, int frame)
{
    const auto index = static_cast<size_t>(frame);
    if (index >= places.size())
        return {};
    const bool last = index + 1 == places.size();
    std::vector<Fragment> items =
        fragmentsBetween(data, places[index], last ? std::nullopt : std::optional(places[index + 1]));
    // The next frame has to begin where this one ends, or the table lies.
    if (!last && !items.empty() && !items.back().cut && items.back().at + items.back().length != places[index + 1])
        items.clear();
    return items;
}

//! Which fragments make a frame: as a table says, or one each, or all, or from one picture's head to the next.
Result<std::vector<Fragment>> itemsOfFrame(const Dataset &data, const Element &element, int frames, int frame)
{
    const auto table = fragmentAt(data, element.at);
    if (!table)
        return tl::unexpected(damaged(QStringLiteral("There are no pixel data behind the offset table.")));
    Source &source = *data.source();
    const qint64 base = table->at + table->length;
    if (frames > 1) {
        std::vector<qint64> places = tableOf(data.bytes(extendedOffsetsTag, 8LL * mostFrames), 8, base, frames);
        if (places.empty())
            places =
                tableOf(source.read(table->at, std::min<qint64>(table->length, 4LL * mostFrames)), 4, base, frames);
        std::vector<Fragment> items = itemsByTable(data, places, frame);
        if (!items.empty())
            return items;
    }

    std::vector<Fragment> items = fragmentsBetween(data, base);
    if (items.empty())
        return tl::unexpected(damaged(QStringLiteral("There are no pixel data behind the offset table.")));
    if (frames == 1)
        return items;
    const auto index = static_cast<size_t>(frame);
    size_t begin = index;
    size_t end = index + 1;
    if (items.size() > static_cast<size_t>(frames)) {
        std::vector<size_t> starts;
        for (size_t i = 0; i < items.size(); ++i) {
            if (startsPicture(source, items[i]))
                starts.push_back(i);
        }
        if (index >= starts.size())
            return tl::unexpected(damaged(QStringLiteral("Nothing tells which pixel data belong to this frame.")));
        begin = starts[index];
        end = index + 1 < starts.size() ? starts[index + 1] : items.size();
    }
    if (begin >= items.size())
        return tl::unexpected(damaged(QStringLiteral("The pixel data of this frame are missing.")));
    return std::vector<Fragment>(items.begin() + static_cast<qsizetype>(begin),
                                 items.begin() + static_cast<qsizetype>(end));
}

Result<QList<QByteArray>> fragmentsOfFrame(const Dataset &data, const Element &element, int frames, int frame)
{
    const auto items = itemsOfFrame(data, element, frames, frame);
    if (!items)
        return tl::unexpected(items.error());
    Source &source = *data.source();
    QList<QByteArray> result;
    qint64 total = 0;
    for (const Fragment &item : *items) {
        total += item.length;
        if (total > largestFrame)
            return tl::unexpected(damaged(QStringLiteral("The compressed frame is larger than any real one.")));
        QByteArray bytes = source.read(item.at, item.length);
        if (item.cut || bytes.size() < item.length)
            return tl::unexpected(cutShort());
        result.append(std::move(bytes));
    }
    return result;
}

//! The bytes of one frame without compression; \a bitOffset becomes where the first sample begins.
Result<QByteArray> nativeFrame(const Dataset &data, const Element &element, const PixelDescription &pixels, int frame,
                               int &bitOffset)
{
    const qint64 bits = frameBits(pixels);
    const qint64 firstBit = bits * frame;
    const qint64 firstByte = firstBit / 8;
    const qint64 count = (firstBit + bits + 7) / 8 - firstByte;
    if (firstByte + count > element.length)
        return tl::unexpected(cutShort());
    bitOffset = static_cast<int>(firstBit % 8);
    const bool swapped = data.encoding().bigEndian && element.vr == vrOf('O', 'W') && pixels.allocated <= 8;
    // In big endian words the first byte is the second (PS3.5 annex D).
    const qint64 from = swapped ? firstByte - firstByte % 2 : firstByte;
    QByteArray bytes = data.source()->read(element.at + from, firstByte + count - from + (swapped ? 1 : 0));
    if (swapped) {
        for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
            std::swap(bytes[i], bytes[i + 1]);
        bytes.remove(0, firstByte - from);
    }
    if (bytes.size() < count)
        return tl::unexpected(cutShort());
    return bytes;
}

//! Takes away what does not belong to the samples and spreads their sign. Written so that compilers use vector
//! instructions.
template <class T>
void trim(T *values, qint64 count, const PixelDescription &pixels)
{
    using Bits = std::make_unsigned_t<T>;
    if (pixels.stored == pixels.allocated)
        return;
    const int shift = pixels.highBit + 1 - pixels.stored;
    const Bits mask = static_cast<Bits>((1U << pixels.stored) - 1);
    const Bits sign = pixels.isSigned ? static_cast<Bits>(1U << (pixels.stored - 1)) : Bits(0);
    if (shift == 0) {
        for (qint64 i = 0; i < count; ++i)
            values[i] = static_cast<T>(static_cast<Bits>(((static_cast<Bits>(values[i]) & mask) ^ sign) - sign));
    } else {
        for (qint64 i = 0; i < count; ++i)
            values[i] =
                static_cast<T>(static_cast<Bits>((((static_cast<Bits>(values[i]) >> shift) & mask) ^ sign) - sign));
    }
}

//! Takes \a count samples out of bytes as they were stored, at their true sign and depth.
template <class T>
Values<T> unpacked(QByteArray bytes, qint64 count, int bitOffset, const PixelDescription &pixels, bool big)
{
    if (Q_BYTE_ORDER == Q_LITTLE_ENDIAN && !big && pixels.allocated == 8 * static_cast<int>(sizeof(T))) {
        Values<T> values(std::move(bytes), count);
        trim(values.data(), count, pixels);
        return values;
    }
    const auto *data = reinterpret_cast<const uchar *>(bytes.constData());
    Values<T> result(count);
    T *values = result.data();
    const int shift = pixels.highBit + 1 - pixels.stored;
    const quint32 mask = pixels.stored == 32 ? 0xFFFFFFFFU : (1U << pixels.stored) - 1;
    const quint32 sign = pixels.isSigned ? 1U << (pixels.stored - 1) : 0;
    const auto value = [=](quint32 raw) { return static_cast<T>((((raw >> shift) & mask) ^ sign) - sign); };
    if (pixels.allocated == 8) {
        for (qint64 i = 0; i < count; ++i)
            values[i] = value(data[i]);
    } else if (pixels.allocated == 16 && big) {
        for (qint64 i = 0; i < count; ++i)
            values[i] = value(qFromBigEndian<quint16>(data + 2 * i));
    } else if (pixels.allocated == 16) {
        for (qint64 i = 0; i < count; ++i)
            values[i] = value(qFromLittleEndian<quint16>(data + 2 * i));
    } else if (pixels.allocated == 32) {
        for (qint64 i = 0; i < count; ++i)
            values[i] = value(big ? qFromBigEndian<quint32>(data + 4 * i) : qFromLittleEndian<quint32>(data + 4 * i));
    } else {
        for (qint64 i = 0; i < count; ++i) {
            quint32 raw = 0;
            for (int bit = 0; bit < pixels.allocated; ++bit) {
                const qint64 place = bitOffset + i * pixels.allocated + bit;
                raw |= static_cast<quint32>((data[place / 8] >> (place % 8)) & 1) << bit;
            }
            values[i] = value(raw);
        }
    }
    return result;
}

Samples samplesOf(QByteArray bytes, qint64 count, int bitOffset, const PixelDescription &pixels, bool big)
{
    if (pixels.allocated <= 8)
        return pixels.isSigned ? Samples(unpacked<qint8>(std::move(bytes), count, bitOffset, pixels, big))
                               : Samples(unpacked<quint8>(std::move(bytes), count, bitOffset, pixels, big));
    if (pixels.allocated <= 16)
        return pixels.isSigned ? Samples(unpacked<qint16>(std::move(bytes), count, bitOffset, pixels, big))
                               : Samples(unpacked<quint16>(std::move(bytes), count, bitOffset, pixels, big));
    return pixels.isSigned ? Samples(unpacked<qint32>(std::move(bytes), count, bitOffset, pixels, big))
                           : Samples(unpacked<quint32>(std::move(bytes), count, bitOffset, pixels, big));
}

//! What a codec that keeps its own depth gave; a codestream may have lost the sign that the file promises.
Samples samplesOf(DecodedFrame &&frame, const PixelDescription &pixels)
{
    PixelDescription own = pixels;
    own.allocated = 8 * DecodedFrame::bytesFor(frame.ownBits);
    own.isSigned = pixels.isSigned || frame.ownSign;
    own.stored = pixels.isSigned && !frame.ownSign ? std::min(pixels.stored, frame.ownBits) : own.allocated;
    own.highBit = own.stored - 1;
    return samplesOf(std::move(frame.bytes), pixels.pixels(), 0, own, false);
}

int eightBits(quint32 value, int bits)
{
    if (bits == 8)
        return static_cast<int>(value);
    if (bits > 8)
        return static_cast<int>(value >> (bits - 8)) & 0xFF;
    return static_cast<int>(value * 255 / ((1U << bits) - 1));
}

//! Full range YCbCr of ITU-R BT.601 (PS3.3 C.7.6.3.1.2).
QRgb rgbOfYcc(int y, int cb, int cr)
{
    const double b = cb - 128;
    const double r = cr - 128;
    const auto byte = [](double value) { return std::clamp(static_cast<int>(value + 0.5), 0, 255); };
    return qRgb(byte(y + 1.402 * r), byte(y - 0.344136 * b - 0.714136 * r), byte(y + 1.772 * b));
}

//! \a sample gives the 8-bit value of a pixel's component.
template <bool ycc, class Sample>
QImage colourPicture(const PixelDescription &pixels, const Sample &sample)
{
    QImage picture(pixels.columns, pixels.rows, QImage::Format_RGB32);
    if (picture.isNull())
        return picture;
    for (int row = 0; row < pixels.rows; ++row) {
        auto *line = reinterpret_cast<QRgb *>(picture.scanLine(row));
        const qint64 first = static_cast<qint64>(row) * pixels.columns;
        for (int column = 0; column < pixels.columns; ++column) {
            const int a = sample(first + column, 0);
            const int b = sample(first + column, 1);
            const int c = sample(first + column, 2);
            line[column] = ycc ? rgbOfYcc(a, b, c) : qRgb(a, b, c);
        }
    }
    return picture;
}

template <class Sample>
QImage colourPicture(const PixelDescription &pixels, bool ycc, const Sample &sample)
{
    return ycc ? colourPicture<true>(pixels, sample) : colourPicture<false>(pixels, sample);
}

QImage colourOf(const DecodedFrame &frame, const PixelDescription &pixels, bool halfChroma, bool big)
{
    const bool ycc = frame.photometric.startsWith(QLatin1String("YBR_FULL"));
    const auto *bytes = reinterpret_cast<const uchar *>(frame.bytes.constData());
    const qint64 count = pixels.pixels();
    const bool own = frame.ownBits > 0;
    const int width = DecodedFrame::bytesFor(own ? frame.ownBits : pixels.allocated);
    const int bits = own ? frame.ownBits : pixels.stored;
    const quint32 mask = bits == 32 ? 0xFFFFFFFFU : (1U << bits) - 1;
    const int shift = own ? 0 : pixels.highBit + 1 - pixels.stored;
    if (width == 1 && bits == 8 && shift == 0 && !frame.ownSign && !halfChroma) {
        if (frame.planar)
            return colourPicture(pixels, ycc, [=](qint64 pixel, int component) {
                return static_cast<int>(bytes[component * count + pixel]);
            });
        return colourPicture(
            pixels, ycc, [=](qint64 pixel, int component) { return static_cast<int>(bytes[pixel * 3 + component]); });
    }
    // Signed colours are moved up, so that the least is black.
    const quint32 offset = frame.ownSign ? 1U << (bits - 1) : 0;
    return colourPicture(pixels, ycc, [&](qint64 pixel, int component) {
        qint64 at = 0;
        if (halfChroma)
            at = component == 0 ? pixel / 2 * 4 + pixel % 2 : pixel / 2 * 4 + 1 + component;
        else
            at = frame.planar ? component * count + pixel : pixel * 3 + component;
        const uchar *from = bytes + at * width;
        const quint32 raw = width == 1   ? *from
                            : width == 2 ? (big ? qFromBigEndian<quint16>(from) : qFromLittleEndian<quint16>(from))
                                         : (big ? qFromBigEndian<quint32>(from) : qFromLittleEndian<quint32>(from));
        return eightBits(((raw >> shift) + offset) & mask, bits);
    });
}

QImage palettePicture(const Samples &samples, const Palette &palette, const PixelDescription &pixels)
{
    QImage picture(pixels.columns, pixels.rows, QImage::Format_RGB32);
    if (picture.isNull())
        return picture;
    const qint64 last = static_cast<qint64>(palette.colours.size()) - 1;
    std::visit(
        [&](const auto &values) {
            for (int row = 0; row < pixels.rows; ++row) {
                auto *line = reinterpret_cast<QRgb *>(picture.scanLine(row));
                const auto *from = values.data() + static_cast<qint64>(row) * pixels.columns;
                for (int column = 0; column < pixels.columns; ++column) {
                    const qint64 index = static_cast<qint64>(from[column]) - palette.first;
                    line[column] = palette.colours[static_cast<size_t>(std::clamp<qint64>(index, 0, last))];
                }
            }
        },
        samples);
    return picture;
}

struct Range
{
    qint64 low = 0, high = 0;
};

//! Stored values that mean "no picture here" (PS3.3 C.7.5.1.1.2).
std::optional<Range> paddingOf(const Dataset &data, const PixelDescription &pixels)
{
    const auto value = data.word(0x00280120);
    if (!value)
        return {};
    const auto number = [&](quint16 word) {
        return pixels.isSigned ? qint64(static_cast<qint16>(word)) : qint64(word);
    };
    const qint64 one = number(*value);
    const qint64 other = number(data.word(0x00280121).value_or(*value));
    return Range{std::min(one, other), std::max(one, other)};
}

//! Likewise of real numbers.
std::optional<QPair<double, double>> realPaddingOf(const Dataset &data)
{
    const QList<double> value = data.floats(0x00280122);
    if (value.isEmpty())
        return {};
    const double other = data.floats(0x00280123).value(0, value[0]);
    return QPair<double, double>(std::min(value[0], other), std::max(value[0], other));
}

//! The smallest and the largest value outside of [\a leftOut]; nothing when all are inside. Written so that compilers
//! use vector instructions.
template <class T>
std::optional<Range> rangeOf(const T *begin, const T *end, const std::optional<Range> &leftOut = {})
{
    constexpr T least = std::numeric_limits<T>::min();
    constexpr T most = std::numeric_limits<T>::max();
    T low = most;
    T high = least;
    if (!leftOut || leftOut->low > most || leftOut->high < least) {
        for (const T *value = begin; value != end; ++value) {
            low = std::min(low, *value);
            high = std::max(high, *value);
        }
        return Range{low, high};
    }
    const T from = static_cast<T>(std::max<qint64>(leftOut->low, least));
    const T to = static_cast<T>(std::min<qint64>(leftOut->high, most));
    for (const T *value = begin; value != end; ++value) {
        const bool inside = *value >= from && *value <= to;
        low = std::min(low, inside ? most : *value);
        high = std::max(high, inside ? least : *value);
    }
    return low <= high ? std::optional(Range{low, high}) : std::nullopt;
}

//! The ranges of stored values.
struct Ranges
{
    std::optional<Range> all;
    std::optional<Range> seen; //!< without padding

    template <class T>
    void add(const T *begin, const T *end, const std::optional<Range> &padding)
    {
        const std::optional<Range> more = rangeOf(begin, end);
        all = widened(all, more);
        const bool isPadded = padding && padding->low <= more->high && padding->high >= more->low;
        seen = widened(seen, isPadded ? rangeOf(begin, end, padding) : more);
    }

private:
    static std::optional<Range> widened(const std::optional<Range> &range, const std::optional<Range> &more)
    {
        if (!range || !more)
            return range ? range : more;
        return Range{std::min(range->low, more->low), std::max(range->high, more->high)};
    }
};

//! Finds the ranges of transformed values.
void measure(Frame::Data &frame, const Ranges &ranges)
{
    const Range all = *ranges.all;
    const Range seen = ranges.seen.value_or(all);
    frame.storedMinimum = all.low;
    frame.storedMaximum = all.high;
    frame.minimum = frame.transformed(static_cast<double>(seen.low));
    frame.maximum = frame.transformed(static_cast<double>(seen.high));
    if (frame.modality) {
        const qint64 from = std::max(seen.low, frame.modality->first);
        const qint64 to =
            std::min(seen.high, frame.modality->first + static_cast<qint64>(frame.modality->entries.size()) - 1);
        for (qint64 value = from; value <= to; ++value) {
            const double entry = frame.modality->at(static_cast<double>(value));
            frame.minimum = std::min(frame.minimum, entry);
            frame.maximum = std::max(frame.maximum, entry);
        }
    }
    if (frame.minimum > frame.maximum)
        std::swap(frame.minimum, frame.maximum);
}

//! Real numbers are measured without what is not a number.
void measure(Frame::Data &frame, const Values<double> &values)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (!std::isfinite(value) || frame.isPadding(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (low > high)
        low = high = 0;
    frame.minimum = frame.transformed(low);
    frame.maximum = frame.transformed(high);
    if (frame.minimum > frame.maximum)
        std::swap(frame.minimum, frame.maximum);
}

//! Float and double pixel data (PS3.3 C.7.6.24, C.7.6.25).
Samples realsOf(const QByteArray &bytes, qint64 count, int bits, bool big)
{
    Values<double> result(count);
    double *values = result.data();
    for (qint64 i = 0; i < count; ++i) {
        const char *at = bytes.constData() + i * (bits / 8);
        values[i] = bits == 64 ? (big ? qFromBigEndian<double>(at) : qFromLittleEndian<double>(at))
                               : static_cast<double>(big ? qFromBigEndian<float>(at) : qFromLittleEndian<float>(at));
    }
    return result;
}

void measure(Frame::Data &frame, const std::optional<Range> &padding)
{
    if (const auto *reals = std::get_if<Values<double>>(&frame.samples)) {
        measure(frame, *reals);
        return;
    }
    std::visit(
        [&](const auto &values) {
            using Value = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_integral_v<Value>) {
                Ranges ranges;
                ranges.add(values.begin(), values.end(), padding);
                measure(frame, ranges);
            }
        },
        frame.samples);
}

Result<DecodedFrame> decodedFrame(const FileContent &content, const Element &element, const PixelDescription &pixels,
                                  int frame, int factor, const FrameDecoder &decoder, const std::stop_token &stop,
                                  int &bitOffset)
{
    const Coding coding = codingOf(content.transferSyntax);
    if (element.length >= 0) {
        if (coding != Coding::Native)
            return tl::unexpected(damaged(QStringLiteral("Compressed pixel data are promised, others are there.")));
        auto bytes = nativeFrame(content.data, element, pixels, frame, bitOffset);
        if (!bytes)
            return tl::unexpected(bytes.error());
        DecodedFrame native;
        native.bytes = std::move(*bytes);
        native.planar = pixels.planar;
        native.photometric = pixels.photometric;
        return native;
    }
    const auto fragments = fragmentsOfFrame(content.data, element, pixels.frames, frame);
    if (!fragments)
        return tl::unexpected(fragments.error());
    if (coding == Coding::Jpeg || coding == Coding::JpegLs || coding == Coding::Jpeg2000) {
        // The wavelets of JPEG 2000 have the smaller pictures in them.
        const int halvings =
            coding == Coding::Jpeg2000 ? static_cast<int>(std::bit_width(static_cast<unsigned>(factor))) - 1 : 0;
        if (decoder)
            return decoder({content.transferSyntax, pixels, *fragments, halvings}, stop);
        return tl::unexpected(Error{Error::Kind::DecoderFailed, QStringLiteral("There is no decoder."), {}});
    }
    const QByteArray joined = fragments->size() == 1 ? fragments->constFirst() : fragments->join();
    if (coding == Coding::Rle)
        return decodeRle(joined, pixels);
    if (coding == Coding::Deflated)
        return inflateFrame(joined, pixels);
    if (joined.size() < (frameBits(pixels) + 7) / 8)
        return tl::unexpected(cutShort());
    DecodedFrame native;
    native.bytes = joined;
    native.planar = pixels.planar;
    native.photometric = pixels.photometric;
    return native;
}

//! A frame that was reduced while it was read.
struct ReducedSamples
{
    Samples samples;
    Ranges ranges;
};

//! Bytes that are read at a time: they are still in the processor's cache when they are looked at.
constexpr qint64 slabBytes = 256LL * 1024;

//! Reads a frame of whole bytes in this machine's order, some rows at a time. A file that is cut while it is read is an
//! error like any other; were it mapped into memory it would end the program.
template <class T>
Result<ReducedSamples> readReduced(Source &source, qint64 at, const PixelDescription &pixels, int factor,
                                   const std::optional<Range> &padding, const std::stop_token &stop)
{
    Means<T> means(pixels.columns, factor);
    Values<T> result(static_cast<qint64>(means.across()) * (pixels.rows / factor));
    T *to = result.data();
    Ranges ranges;
    const qint64 lineBytes = pixels.columns * static_cast<qint64>(sizeof(T));
    const int most = factor * static_cast<int>(std::max<qint64>(1, slabBytes / (lineBytes * factor)));
    Values<T> slab(static_cast<qint64>(most) * pixels.columns);
    T *values = slab.data();
    for (int row = 0; row < pixels.rows; row += most) {
        if (stop.stop_requested())
            return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("Stopped."), {}});
        const int lines = std::min(most, pixels.rows - row);
        const qint64 count = static_cast<qint64>(lines) * pixels.columns;
        if (!source.readInto(reinterpret_cast<char *>(values), at + row * lineBytes, lines * lineBytes))
            return tl::unexpected(cutShort());
        trim(values, count, pixels);
        ranges.add(values, values + count, padding);
        for (int line = 0; line + factor <= lines; line += factor, to += means.across())
            means.writeRow(values + static_cast<qint64>(line) * pixels.columns, to);
    }
    return ReducedSamples{Samples(std::move(result)), ranges};
}

//! Nothing where the frame has to be read whole first.
std::optional<Result<ReducedSamples>> readReduced(const FileContent &content, const Element &element,
                                                  const PixelDescription &pixels, int frame, int factor,
                                                  const std::stop_token &stop)
{
    const Encoding encoding = content.data.encoding();
    const bool isPlain = codingOf(content.transferSyntax) == Coding::Native && element.length >= 0 &&
                         element.tag == pixelDataTag && (pixels.allocated == 8 || pixels.allocated == 16) &&
                         !encoding.bigEndian && Q_BYTE_ORDER == Q_LITTLE_ENDIAN;
    if (factor < 2 || !isPlain)
        return {};
    const qint64 bytes = frameBits(pixels) / 8;
    if (bytes * (frame + 1LL) > element.length)
        return tl::unexpected(cutShort());
    Source &source = *content.data.source();
    const qint64 at = element.at + bytes * frame;
    const std::optional<Range> padding = paddingOf(content.data, pixels);
    if (pixels.allocated == 8)
        return pixels.isSigned ? readReduced<qint8>(source, at, pixels, factor, padding, stop)
                               : readReduced<quint8>(source, at, pixels, factor, padding, stop);
    return pixels.isSigned ? readReduced<qint16>(source, at, pixels, factor, padding, stop)
                           : readReduced<quint16>(source, at, pixels, factor, padding, stop);
}

//! Of the largest squares of pixels whose means leave the longer side \a side pixels or more.
int factorFor(int rows, int columns, int side)
{
    const int factor = side > 0 ? std::clamp(std::max(rows, columns) / side, 1, largestReduction) : 1;
    return rows >= factor && columns >= factor ? factor : 1;
}

//! \a hasNegative: values after the modality transformation are, which decides where the file does not say.
std::vector<VoiLut> voiLutsOf(const Dataset &data, bool hasNegative)
{
    constexpr size_t most = 64;
    std::vector<VoiLut> tables;
    if (const Element *sequence = data.find(0x00283010)) {
        data.eachItem(*sequence, [&](const Dataset &item) {
            const Element *descriptor = item.find(0x00283002);
            const bool isSigned =
                descriptor && (descriptor->vr == vrOf('S', 'S') || (descriptor->vr == 0 && hasNegative));
            if (auto lut = lutOf(item, 0x00283002, 0x00283006, isSigned))
                tables.push_back({std::move(*lut), QString::fromLatin1(item.ascii(0x00283003).left(64)).simplified()});
            return tables.size() < most;
        });
    }
    return tables;
}

//! \a side is 0 for the whole frame.
Result<Frame> decodeContent(const QString &path, int frame, int side, const FrameDecoder &decoder,
                            const std::stop_token &stop, QString &transferSyntax)
{
    auto content = readContent(path, headerBound);
    if (!content)
        return tl::unexpected(content.error());
    transferSyntax = content->transferSyntax;
    const Element *element = pixelsOf(content->data);
    if (!element)
        return tl::unexpected(Error{Error::Kind::NoPixels, QStringLiteral("The file holds no picture."), {}});
    const Coding coding = codingOf(transferSyntax);
    if (coding == Coding::Unsupported)
        return tl::unexpected(Error{Error::Kind::UnsupportedSyntax, transferSyntaxName(transferSyntax), {}});
    auto described = describePixels(content->data);
    if (!described)
        return tl::unexpected(described.error());
    PixelDescription pixels = *described;
    if (frame < 0 || frame >= pixels.frames)
        return tl::unexpected(Error{Error::Kind::NoSuchFrame,
                                    pixels.frames == 1 ? QStringLiteral("The file has one frame.")
                                                       : QStringLiteral("The file has %1 frames.").arg(pixels.frames),
                                    {}});
    const bool ycc = pixels.photometric == QLatin1String("YBR_FULL") || pixels.isHalfChroma() ||
                     pixels.photometric == QLatin1String("YBR_RCT") || pixels.photometric == QLatin1String("YBR_ICT");
    const bool colour = pixels.samples == 3 && (ycc || pixels.photometric == QLatin1String("RGB"));
    const bool palette = pixels.samples == 1 && pixels.photometric == QLatin1String("PALETTE COLOR");
    const bool grey = pixels.samples == 1 && pixels.photometric.startsWith(QLatin1String("MONOCHROME"));
    const int realBits = element->tag == floatPixelsTag ? 32 : element->tag == doublePixelsTag ? 64 : 0;
    if (realBits != 0 && (!grey || coding != Coding::Native || pixels.allocated != realBits))
        return tl::unexpected(damaged(QStringLiteral("Real numbers are promised, other pixel data are there.")));
    if (!colour && !palette && !grey)
        return tl::unexpected(
            Error{Error::Kind::UnsupportedPixels,
                  QStringLiteral("The pixels are %1 with %2 samples.").arg(pixels.photometric).arg(pixels.samples),
                  {}});
    if (colour && pixels.allocated != 8 && pixels.allocated != 16 && pixels.allocated != 32)
        return tl::unexpected(
            Error{Error::Kind::UnsupportedPixels, QStringLiteral("A colour has %1 bits.").arg(pixels.allocated), {}});
    // Half of the chroma is left out only where nothing else compresses; whole chroma under that label occurs too.
    if (pixels.isHalfChroma() &&
        (coding != Coding::Native || element->length >= pixels.pixels() * 3 * (pixels.allocated / 8) * pixels.frames))
        pixels.photometric = QStringLiteral("YBR_FULL");
    if (pixels.isHalfChroma() && pixels.columns % 2)
        return tl::unexpected(damaged(QStringLiteral("Two pixels share their chroma, but the columns are odd.")));
    if (content->deflated) {
        const qint64 needed = element->at + (frameBits(pixels) * (frame + 1LL) + 7) / 8 - content->dataAt;
        if (needed > largestFrame)
            return tl::unexpected(Error{
                Error::Kind::UnsupportedPixels, QStringLiteral("The frame lies too far inside a deflated file."), {}});
        if (needed > headerBound) {
            content = readContent(path, needed);
            if (!content)
                return tl::unexpected(content.error());
            element = pixelsOf(content->data);
            if (!element)
                return tl::unexpected(cutShort());
        }
    }

    const int factor = factorFor(pixels.rows, pixels.columns, side);
    auto reduced = grey ? readReduced(*content, *element, pixels, frame, factor, stop) : std::nullopt;
    if (reduced && !*reduced)
        return tl::unexpected(reduced->error());
    int bitOffset = 0;
    auto decoded = reduced
                       ? DecodedFrame()
                       : decodedFrame(*content, *element, pixels, frame, grey ? factor : 1, decoder, stop, bitOffset);
    if (!decoded)
        return tl::unexpected(decoded.error());
    if (stop.stop_requested())
        return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("Stopped."), {}});

    const bool native = coding == Coding::Native;
    const bool big = native && content->data.encoding().bigEndian;
    auto data = std::make_shared<Frame::Data>();
    data->overlay = overlayMask(content->data, frame, pixels.rows, pixels.columns);
    if (decoded->halvings > 0) {
        data->reduction = 1 << decoded->halvings;
        data->overlay = reducedMask(data->overlay, pixels.rows, pixels.columns, data->reduction);
        pixels = pixels.halved(decoded->halvings);
    }
    data->rows = pixels.rows;
    data->columns = pixels.columns;
    const auto ownShutter = functionalGroup(content->data, 0x00189472, frame);
    data->shutter = shutterOf(ownShutter ? *ownShutter : content->data);
    if (reduced) {
        data->samples = std::move((*reduced)->samples);
    } else if (realBits != 0) {
        data->samples = realsOf(decoded->bytes, pixels.pixels(), realBits, big);
    } else if (colour) {
        data->colour = colourOf(*decoded, pixels, native && pixels.isHalfChroma(), big);
    } else {
        // These decoders widen what is shallower than a byte or a word.
        PixelDescription widened = pixels;
        if (coding == Coding::Jpeg || coding == Coding::JpegLs)
            widened.allocated = pixels.allocated <= 8 ? 8 : 16;
        data->samples = decoded->ownBits == 0
                            ? samplesOf(std::move(decoded->bytes), pixels.pixels(), bitOffset, widened, big)
                            : samplesOf(std::move(*decoded), pixels);
        if (palette) {
            const auto colours = paletteOf(content->data, pixels.isSigned);
            if (!colours)
                return tl::unexpected(colours.error());
            data->colour = palettePicture(data->samples, *colours, pixels);
            data->samples = Values<quint8>(0);
        }
    }
    if (!grey) {
        if (data->colour.isNull())
            return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
        return Frame(std::move(data));
    }

    // The shape of the presentation LUT (C.11.6) repeats what the photometric interpretation says. Where the two
    // disagree toolkits follow the shape.
    const QByteArray shape = content->data.ascii(0x20500020);
    data->inverse = shape == "INVERSE" || (shape != "IDENTITY" && pixels.photometric == QLatin1String("MONOCHROME1"));
    const Transformation transformation = transformationOf(content->data, frame);
    data->slope = transformation.slope;
    data->intercept = transformation.intercept;
    data->windows = transformation.windows;
    data->unit = transformation.unit;
    if (const auto item = content->data.item(0x00283000))
        data->modality = lutOf(*item, 0x00283002, 0x00283006, pixels.isSigned);
    const std::optional<Range> padding = realBits == 0 ? paddingOf(content->data, pixels) : std::nullopt;
    if (padding)
        data->padding = {static_cast<double>(padding->low), static_cast<double>(padding->high)};
    else if (realBits != 0)
        data->padding = realPaddingOf(content->data);
    if (reduced)
        measure(*data, (*reduced)->ranges);
    else
        measure(*data, padding);
    const auto ownVoi = functionalGroup(content->data, 0x00289132, frame);
    data->voiLuts = voiLutsOf(ownVoi && ownVoi->has(0x00283010) ? *ownVoi : content->data, data->minimum < 0);
    if (!reduced)
        return Frame(data).reduced(factor / data->reduction);
    data->overlay = reducedMask(data->overlay, data->rows, data->columns, factor);
    data->rows /= factor;
    data->columns /= factor;
    data->reduction = factor;
    return Frame(std::move(data));
}

Result<Frame> decodeSafely(const QString &path, int frame, int side, const FrameDecoder &decoder,
                           const std::stop_token &stop)
{
    QString transferSyntax;
    const auto withSyntax = [&](Error error) {
        error.transferSyntax = transferSyntax;
        return tl::unexpected(std::move(error));
    };
    if (stop.stop_requested())
        return withSyntax({Error::Kind::Unreadable, QStringLiteral("Stopped."), {}});
    try {
        auto result = decodeContent(path, frame, side, decoder, stop, transferSyntax);
        if (!result)
            return withSyntax(result.error());
        return result;
    } catch (const std::bad_alloc &) {
        return withSyntax({Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
    } catch (const std::exception &) {
        // The libraries below are not ours; what they throw means that they could not read the bytes.
        return withSyntax(damaged(QStringLiteral("The decoder gave up.")));
    }
}

} // namespace

Result<Frame> decode(const QString &path, int frame, const FrameDecoder &decoder, const std::stop_token &stop)
{
    return decodeSafely(path, frame, 0, decoder, stop);
}

Result<Frame> decodeReduced(const QString &path, int frame, int side, const FrameDecoder &decoder,
                            const std::stop_token &stop)
{
    return decodeSafely(path, frame, std::max(side, 1), decoder, stop);
}

Frame::Frame(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

int Frame::rows() const
{
    return m_data->rows;
}

int Frame::columns() const
{
    return m_data->columns;
}

bool Frame::isColour() const
{
    return !m_data->colour.isNull();
}

std::optional<double> Frame::valueAt(int column, int row) const
{
    if (isColour() || column < 0 || row < 0 || column >= columns() || row >= rows())
        return {};
    const size_t index = static_cast<size_t>(row) * static_cast<size_t>(columns()) + static_cast<size_t>(column);
    return std::visit([&](const auto &values) { return m_data->transformed(static_cast<double>(values[index])); },
                      m_data->samples);
}

QPair<double, double> Frame::range() const
{
    return {m_data->minimum, m_data->maximum};
}

Window Frame::defaultWindow() const
{
    if (!m_data->windows.isEmpty())
        return m_data->windows.constFirst();
    if (!m_data->voiLuts.empty())
        return windowOver(0);
    return fullWindow();
}

Window Frame::fullWindow() const
{
    const double low = m_data->minimum;
    const double high = m_data->maximum;
    // Values may lie closer together than a linear window is wide.
    const bool isFine = !m_data->modality && m_data->slope != std::floor(m_data->slope) && high - low < smallRange;
    if (high > low && (isFine || std::holds_alternative<Values<double>>(m_data->samples)))
        return {(low + high) / 2, high - low, Window::Function::LinearExact, {}};
    // The width that puts the smallest value at black and the largest at white (PS3.3 C.11.2.1.2.1).
    return {(low + high + 1) / 2, high - low + 1, Window::Function::Linear, {}};
}

Window Frame::windowOver(int voiLut) const
{
    const VoiLut &table = m_data->voiLuts[static_cast<size_t>(voiLut)];
    const auto low = static_cast<double>(table.lut.first);
    const double high = low + static_cast<double>(table.lut.entries.size()) - 1;
    return {(low + high + 1) / 2, high - low + 1, Window::Function::Linear, table.explanation};
}

QStringList Frame::voiLuts() const
{
    QStringList explanations;
    for (const VoiLut &table : m_data->voiLuts)
        explanations << table.explanation;
    return explanations;
}

QList<Window> Frame::windows() const
{
    return m_data->windows;
}

QString Frame::unit() const
{
    return m_data->unit;
}

bool Frame::hasOverlays() const
{
    return !m_data->overlay.isEmpty();
}

std::optional<Shutter> Frame::shutter() const
{
    return m_data->shutter;
}

qint64 Frame::bytes() const
{
    return m_data->colour.sizeInBytes() + m_data->overlay.size() +
           std::visit([](const auto &values) { return static_cast<qint64>(values.size() * sizeof(values[0])); },
                      m_data->samples);
}

} // namespace viewer
