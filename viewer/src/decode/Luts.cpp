#include "decode/Luts.h"

#include <algorithm>

namespace viewer {

namespace {

constexpr int mostEntries = 65536;

struct Descriptor
{
    int entries = 0;
    qint64 first = 0;
    int bits = 16;
};

std::optional<Descriptor> descriptorOf(const Dataset &data, Tag tag, bool isSigned)
{
    const QList<quint16> words = data.words(tag);
    if (words.size() < 3)
        return {};
    Descriptor descriptor;
    descriptor.entries = words[0] == 0 ? mostEntries : words[0];
    descriptor.first = isSigned ? static_cast<qint16>(words[1]) : words[1];
    descriptor.bits = words[2];
    if (descriptor.bits < 1 || descriptor.bits > 16)
        return {};
    return descriptor;
}

//! Entries of 8 bits may lie two to a word.
std::vector<quint16> entriesOf(const Dataset &data, Tag tag, const Descriptor &descriptor)
{
    std::vector<quint16> entries;
    const Element *element = data.find(tag);
    if (!element)
        return entries;
    if (descriptor.bits <= 8 && element->length <= descriptor.entries + 1) {
        QByteArray bytes = data.bytes(tag, mostEntries);
        if (data.encoding().bigEndian && element->vr == vrOf('O', 'W')) {
            for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
                std::swap(bytes[i], bytes[i + 1]);
        }
        for (const char byte : bytes)
            entries.push_back(static_cast<uchar>(byte));
    } else {
        for (const quint16 word : data.words(tag, 2 * mostEntries))
            entries.push_back(word);
    }
    if (static_cast<int>(entries.size()) > descriptor.entries)
        entries.resize(static_cast<size_t>(descriptor.entries));
    return entries;
}

//! Runs of PS3.3 C.7.9.2; an indirect one repeats earlier segments.
std::vector<quint16> expandedSegments(const QList<quint16> &words, int entries)
{
    std::vector<quint16> result;
    std::vector<qsizetype> places; // where each segment begins, in words
    const auto full = [&] { return static_cast<int>(result.size()) >= entries; };
    const auto expandOne = [&](qsizetype &at) {
        const quint16 code = words[at];
        const int length = words[at + 1];
        if (code == 0) {
            if (at + 2 + length > words.size())
                return false;
            for (int i = 0; i < length && !full(); ++i)
                result.push_back(words[at + 2 + i]);
            at += 2 + length;
            return true;
        }
        if (code != 1 || at + 3 > words.size() || result.empty() || length == 0)
            return false;
        const double from = result.back();
        const double step = (words[at + 2] - from) / length;
        for (int i = 1; i <= length && !full(); ++i)
            result.push_back(static_cast<quint16>(from + step * i + 0.5));
        at += 3;
        return true;
    };
    qsizetype at = 0;
    while (at + 2 <= words.size() && !full()) {
        if (words[at] != 2) {
            places.push_back(at);
            if (!expandOne(at))
                break;
            continue;
        }
        if (at + 4 > words.size())
            break;
        const qint64 byteOffset = words[at + 2] | (static_cast<qint64>(words[at + 3]) << 16);
        const auto first = std::find(places.begin(), places.end(), static_cast<qsizetype>(byteOffset / 2));
        const qsizetype count = std::min<qsizetype>(words[at + 1], places.end() - first);
        for (qsizetype i = 0; i < count && !full(); ++i) {
            qsizetype again = *(first + i);
            if (!expandOne(again))
                break;
        }
        at += 4;
    }
    return result;
}

} // namespace

std::optional<Lut> lutOf(const Dataset &item, Tag descriptor, Tag data, bool isSigned)
{
    const auto described = descriptorOf(item, descriptor, isSigned);
    if (!described)
        return {};
    Lut lut{described->first, described->bits, entriesOf(item, data, *described)};
    if (lut.entries.empty())
        return {};
    // Some writers promise fewer bits than their entries use.
    const quint16 largest = *std::max_element(lut.entries.begin(), lut.entries.end());
    while (lut.bits < 16 && largest >= (1 << lut.bits))
        ++lut.bits;
    return lut;
}

Result<Palette> paletteOf(const Dataset &data, bool isSigned)
{
    std::array<std::vector<quint16>, 3> tables;
    std::array<int, 3> shifts{};
    Palette palette;
    for (size_t i = 0; i < 3; ++i) {
        const Tag index = static_cast<Tag>(i);
        const auto descriptor = descriptorOf(data, 0x00281101 + index, isSigned);
        if (!descriptor)
            return tl::unexpected(Error{Error::Kind::Damaged, QStringLiteral("A colour table is not described."), {}});
        if (data.has(0x00281221 + index))
            tables[i] = expandedSegments(data.words(0x00281221 + index, 4 * mostEntries), descriptor->entries);
        else
            tables[i] = entriesOf(data, 0x00281201 + index, *descriptor);
        if (static_cast<int>(tables[i].size()) < descriptor->entries)
            return tl::unexpected(Error{Error::Kind::Damaged, QStringLiteral("A colour table is too short."), {}});
        // 16 bits are promised now and then where only 8 are used.
        const quint16 largest = *std::max_element(tables[i].begin(), tables[i].end());
        shifts[i] = largest > 255 ? std::max(descriptor->bits, 9) - 8 : 0;
        if (largest > 255 && descriptor->bits <= 8)
            shifts[i] = 8;
        palette.first = descriptor->first;
    }
    const size_t count = std::min({tables[0].size(), tables[1].size(), tables[2].size()});
    palette.colours.reserve(count);
    for (size_t i = 0; i < count; ++i)
        palette.colours.push_back(qRgb((tables[0][i] >> shifts[0]) & 0xFF, (tables[1][i] >> shifts[1]) & 0xFF,
                                       (tables[2][i] >> shifts[2]) & 0xFF));
    return palette;
}

} // namespace viewer
