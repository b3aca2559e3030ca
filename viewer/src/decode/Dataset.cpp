#include "decode/Dataset.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace viewer {

namespace {

constexpr Tag itemTag = 0xFFFEE000;
constexpr Tag itemEndTag = 0xFFFEE00D;
constexpr Tag sequenceEndTag = 0xFFFEE0DD;
constexpr Tag transferSyntaxTag = 0x00020010;
constexpr quint32 undefinedLength = 0xFFFFFFFF;

constexpr int mostElements = 200'000;
constexpr int mostSteps = 5'000'000;
constexpr int mostFragments = 1'000'000;

Error damaged(const QString &why)
{
    return {Error::Kind::Damaged, why, {}};
}

bool isLetterPair(const uchar *at)
{
    return at[0] >= 'A' && at[0] <= 'Z' && at[1] >= 'A' && at[1] <= 'Z';
}

bool hasLongLength(quint16 vr)
{
    static constexpr quint16 vrs[] = {vrOf('O', 'B'), vrOf('O', 'W'), vrOf('O', 'F'), vrOf('O', 'D'), vrOf('O', 'L'),
                                      vrOf('O', 'V'), vrOf('S', 'Q'), vrOf('U', 'C'), vrOf('U', 'N'), vrOf('U', 'R'),
                                      vrOf('U', 'T'), vrOf('S', 'V'), vrOf('U', 'V')};
    return std::find(std::begin(vrs), std::end(vrs), vr) != std::end(vrs);
}

bool isPixelData(Tag tag)
{
    return tag == 0x7FE00010 || tag == 0x7FE00008 || tag == 0x7FE00009;
}

} // namespace

struct DatasetReader
{
    static quint16 number16(const uchar *at, bool big)
    {
        return big ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
    }
    static quint32 number32(const uchar *at, bool big)
    {
        return big ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    }

    //! Reads the head of an element; nothing when the file ends in it.
    static std::optional<Element> elementAt(Source &source, qint64 at, Encoding encoding)
    {
        const uchar *head = source.peek(at, 8);
        if (!head)
            return {};
        const bool big = encoding.bigEndian;
        Element element;
        element.tag = (static_cast<Tag>(number16(head, big)) << 16) | number16(head + 2, big);
        const bool delimiter = (element.tag >> 16) == 0xFFFE;
        quint32 length = 0;
        // Some writers leave the two letters out now and then in an explicit encoding.
        if (encoding.implicit || delimiter || !isLetterPair(head + 4)) {
            length = number32(head + 4, big);
            element.at = at + 8;
        } else {
            element.vr = vrOf(static_cast<char>(head[4]), static_cast<char>(head[5]));
            if (hasLongLength(element.vr)) {
                head = source.peek(at, 12);
                if (!head)
                    return {};
                length = number32(head + 8, big);
                element.at = at + 12;
            } else {
                length = number16(head + 6, big);
                element.at = at + 8;
            }
        }
        element.length = length == undefinedLength ? -1 : static_cast<qint64>(length);
        return element;
    }

    //! What the value of an undefined length is written in: unknown ones are always implicit (PS3.5 6.2.2).
    static Encoding inside(const Element &element, Encoding outside)
    {
        return element.vr == vrOf('U', 'N') ? Encoding{true, false} : outside;
    }

    //! Finds where a value of undefined length ends. Keeps its own stack, so that no file can exhaust ours.
    static Result<qint64> endOf(Source &source, qint64 at, Encoding encoding, bool itemItself, bool pixels)
    {
        struct Level
        {
            bool item;
            bool pixels; //!< items hold bytes, not elements
            qint64 end;  //!< -1: ended by a delimiter
            Encoding encoding;
        };
        std::vector<Level> levels{{itemItself, pixels, -1, encoding}};
        for (int step = 0; step < mostSteps; ++step) {
            const Level level = levels.back();
            if (level.end >= 0 && at >= level.end) {
                at = level.end;
                levels.pop_back();
                continue; // never the outermost, which has no end
            }
            const auto element = elementAt(source, at, level.encoding);
            if (!element)
                return tl::unexpected(damaged(QStringLiteral("The file ends inside a sequence.")));
            if (element->tag == (level.item ? itemEndTag : sequenceEndTag)) {
                at = element->at;
                levels.pop_back();
                if (levels.empty())
                    return at;
            } else if (!level.item) {
                if (element->tag != itemTag)
                    return tl::unexpected(damaged(QStringLiteral("A sequence holds something else than items.")));
                if (level.pixels) {
                    if (element->length < 0)
                        return tl::unexpected(damaged(QStringLiteral("A fragment has no length.")));
                    at = element->at + element->length;
                } else {
                    levels.push_back(
                        {true, false, element->length < 0 ? -1 : element->at + element->length, level.encoding});
                    at = element->at;
                }
            } else if (element->length < 0) {
                const bool bytes = isPixelData(element->tag) || element->vr == vrOf('O', 'B');
                levels.push_back({false, bytes, -1, inside(*element, level.encoding)});
                at = element->at;
            } else {
                at = element->at + element->length;
            }
            if (levels.size() > 2 * deepestNesting)
                return tl::unexpected(
                    damaged(QStringLiteral("Sequences are nested deeper than %1.").arg(deepestNesting)));
        }
        return tl::unexpected(damaged(QStringLiteral("A sequence has too many elements.")));
    }

    enum class Stop { AtEnd, AtEndOfFile, AtPixels, AfterMeta };

    //! Reads one level into \a data and gives the place behind it. After damage \a data holds what came before it.
    static Result<qint64> level(Dataset &data, const std::shared_ptr<Source> &source, qint64 at, qint64 end,
                                Encoding encoding, Stop stop)
    {
        data.m_source = source;
        data.m_encoding = encoding;
        while (at < end) {
            const auto element = elementAt(*source, at, encoding);
            if (!element) {
                if ((stop == Stop::AtPixels || stop == Stop::AtEndOfFile) && !data.m_elements.empty())
                    break; // padding shorter than a head behind the last element is common
                return tl::unexpected(damaged(QStringLiteral("The file ends inside an attribute.")));
            }
            if (stop == Stop::AfterMeta && (element->tag >> 16) != 0x0002)
                break;
            if (element->tag == itemEndTag || element->tag == sequenceEndTag)
                break;
            if (element->tag == 0 && element->vr == 0 && element->length == 0)
                break; // filled up with zeros
            data.m_elements.push_back(*element);
            if (stop == Stop::AtPixels && isPixelData(element->tag))
                break;
            if (static_cast<int>(data.m_elements.size()) > mostElements)
                return tl::unexpected(damaged(QStringLiteral("There are more attributes than any real file has.")));
            if (element->length < 0) {
                const bool bytes = isPixelData(element->tag) || element->vr == vrOf('O', 'B');
                const auto after = endOf(*source, element->at, inside(*element, encoding), false, bytes);
                if (!after)
                    return after;
                at = *after;
            } else {
                at = element->at + element->length;
                if (at > source->size())
                    return tl::unexpected(damaged(QStringLiteral("The file ends inside an attribute.")));
            }
        }
        return at;
    }

    //! Gives the head of every item of a sequence until \a visit answers false; false when the sequence is damaged.
    template <class Visit>
    static bool items(const Dataset &data, const Element &sequence, Visit visit)
    {
        Source &source = *data.m_source;
        const Encoding encoding = inside(sequence, data.m_encoding);
        const qint64 end = sequence.length < 0 ? source.size() : sequence.at + sequence.length;
        for (qint64 at = sequence.at; at < end;) {
            const auto item = elementAt(source, at, encoding);
            if (!item || item->tag != itemTag)
                return item && item->tag == sequenceEndTag;
            if (!visit(*item, end, encoding))
                return true;
            if (item->length < 0) {
                const auto after = endOf(source, item->at, encoding, true, false);
                if (!after)
                    return false;
                at = *after;
            } else {
                at = item->at + item->length;
            }
        }
        return true;
    }

    static Dataset itemAt(const Dataset &data, const Element &item, qint64 end, Encoding encoding)
    {
        Dataset content;
        const qint64 itemEnd = item.length < 0 ? end : std::min(end, item.at + item.length);
        (void)level(content, data.m_source, item.at, itemEnd, encoding, Stop::AtEnd);
        return content;
    }
};

const Element *Dataset::find(Tag tag) const
{
    const auto found = std::find_if(m_elements.begin(), m_elements.end(),
                                    [tag](const Element &element) { return element.tag == tag; });
    return found == m_elements.end() ? nullptr : &*found;
}

QByteArray Dataset::bytes(Tag tag, qint64 bound) const
{
    const Element *element = find(tag);
    if (!element || element->length <= 0)
        return {};
    return m_source->read(element->at, std::min(element->length, bound));
}

QByteArray Dataset::ascii(Tag tag) const
{
    QByteArray value = bytes(tag);
    while (value.endsWith('\0') || value.endsWith(' '))
        value.chop(1);
    return value.trimmed();
}

std::optional<int> Dataset::integer(Tag tag) const
{
    bool whole = false;
    const int value = ascii(tag).split('\\').constFirst().trimmed().toInt(&whole);
    return whole ? std::optional(value) : std::nullopt;
}

namespace {

//! Real numbers of 4 or 8 bytes.
QList<double> realsIn(const QByteArray &raw, int width, bool big)
{
    QList<double> values;
    values.reserve(raw.size() / width);
    for (qsizetype at = 0; at + width <= raw.size(); at += width) {
        const char *from = raw.constData() + at;
        values.append(width == 8
                          ? (big ? qFromBigEndian<double>(from) : qFromLittleEndian<double>(from))
                          : static_cast<double>(big ? qFromBigEndian<float>(from) : qFromLittleEndian<float>(from)));
    }
    return values;
}

QList<double> finite(QList<double> values)
{
    if (std::any_of(values.cbegin(), values.cend(), [](double value) { return !std::isfinite(value); }))
        values.clear();
    return values;
}

} // namespace

QList<double> Dataset::decimals(Tag tag) const
{
    const Element *element = find(tag);
    if (!element)
        return {};
    if (element->vr == vrOf('F', 'D') || element->vr == vrOf('F', 'L'))
        return finite(realsIn(bytes(tag), element->vr == vrOf('F', 'D') ? 8 : 4, m_encoding.bigEndian));
    QList<double> values;
    for (const QByteArray &part : ascii(tag).split('\\')) {
        bool number = false;
        const double value = part.trimmed().toDouble(&number);
        values.append(number ? value : std::nan(""));
    }
    return finite(values);
}

namespace {

//! Written in another way than the dictionary has it, which it says: as text, or FD for FL and the reverse.
bool isOtherwise(const Element &element, char letter)
{
    return element.vr == vrOf('D', 'S') || element.vr == vrOf('F', letter);
}

} // namespace

QList<double> Dataset::floats(Tag tag, qint64 bound) const
{
    const Element *element = find(tag);
    if (!element)
        return {};
    if (isOtherwise(*element, 'D'))
        return decimals(tag);
    // What is unknown is always little endian (PS3.5 6.2.2).
    return finite(realsIn(bytes(tag, bound), 4, m_encoding.bigEndian && element->vr != vrOf('U', 'N')));
}

QList<double> Dataset::doubles(Tag tag) const
{
    const Element *element = find(tag);
    if (!element)
        return {};
    if (isOtherwise(*element, 'L'))
        return decimals(tag);
    return finite(realsIn(bytes(tag), 8, m_encoding.bigEndian && element->vr != vrOf('U', 'N')));
}

std::optional<double> Dataset::decimal(Tag tag) const
{
    const QList<double> values = decimals(tag);
    return values.isEmpty() ? std::nullopt : std::optional(values.constFirst());
}

QList<quint16> Dataset::words(Tag tag, qint64 bound) const
{
    const QByteArray raw = bytes(tag, bound);
    QList<quint16> values;
    values.reserve(raw.size() / 2);
    for (qsizetype at = 0; at + 2 <= raw.size(); at += 2)
        values.append(
            DatasetReader::number16(reinterpret_cast<const uchar *>(raw.constData()) + at, m_encoding.bigEndian));
    return values;
}

std::optional<quint16> Dataset::word(Tag tag) const
{
    const QList<quint16> values = words(tag, 2);
    return values.isEmpty() ? std::nullopt : std::optional(values.constFirst());
}

QList<qint32> Dataset::longs(Tag tag) const
{
    const QByteArray raw = bytes(tag, 1024);
    QList<qint32> values;
    for (qsizetype at = 0; at + 4 <= raw.size(); at += 4)
        values.append(static_cast<qint32>(
            DatasetReader::number32(reinterpret_cast<const uchar *>(raw.constData()) + at, m_encoding.bigEndian)));
    return values;
}

std::optional<Dataset> Dataset::item(Tag tag, int index) const
{
    const Element *sequence = find(tag);
    if (!sequence)
        return {};
    std::optional<Dataset> found;
    int number = 0;
    DatasetReader::items(*this, *sequence, [&](const Element &item, qint64 end, Encoding encoding) {
        if (number++ != index)
            return true;
        found = DatasetReader::itemAt(*this, item, end, encoding);
        return false;
    });
    return found;
}

bool Dataset::eachItem(const Element &sequence, const std::function<bool(const Dataset &)> &visit) const
{
    return DatasetReader::items(*this, sequence, [&](const Element &item, qint64 end, Encoding encoding) {
        return visit(DatasetReader::itemAt(*this, item, end, encoding));
    });
}

std::optional<Fragment> fragmentAt(const Dataset &data, qint64 at)
{
    const auto item = DatasetReader::elementAt(*data.source(), at, data.encoding());
    if (!item || item->tag != itemTag || item->length < 0)
        return {};
    const qint64 there = std::clamp<qint64>(data.source()->size() - item->at, 0, item->length);
    return Fragment{item->at, there, there < item->length};
}

std::vector<Fragment> fragmentsBetween(const Dataset &data, qint64 at, std::optional<qint64> end)
{
    std::vector<Fragment> fragments;
    while (static_cast<int>(fragments.size()) < mostFragments && (!end || at < *end)) {
        const auto fragment = fragmentAt(data, at);
        if (!fragment)
            break;
        fragments.push_back(*fragment);
        if (fragment->cut)
            break;
        at = fragment->at + fragment->length;
    }
    return fragments;
}

namespace {

//! Does the data set look as if its elements had two letters? Nothing when neither reading makes sense.
std::optional<Encoding> guessEncoding(Source &source, qint64 at)
{
    const uchar *head = source.peek(at, 8);
    if (!head)
        return {};
    const quint16 little = qFromLittleEndian<quint16>(head);
    const quint16 big = qFromBigEndian<quint16>(head);
    const auto plausible = [](quint16 group) { return group == 0x0002 || (group >= 0x0004 && group <= 0x0018); };
    const bool isBig = !plausible(little) && plausible(big);
    if (!isBig && !plausible(little))
        return {};
    if (isLetterPair(head + 4))
        return Encoding{false, isBig};
    const quint32 length = isBig ? qFromBigEndian<quint32>(head + 4) : qFromLittleEndian<quint32>(head + 4);
    if (length != undefinedLength && static_cast<qint64>(length) > source.size() - at - 8)
        return {};
    return Encoding{true, isBig};
}

} // namespace

Result<FileContent> readContent(const QString &path, qint64 inflateBound, Extent extent)
{
    auto source = Source::open(path);
    if (!source)
        return tl::unexpected(source.error());
    FileContent content;
    const uchar *magic = (*source)->peek(128, 4);
    const bool hasPreamble = magic && std::memcmp(magic, "DICM", 4) == 0;
    qint64 at = hasPreamble ? 132 : 0;
    if (!hasPreamble && !guessEncoding(**source, 0))
        return tl::unexpected(Error{Error::Kind::NotDicom, QStringLiteral("The file is not a DICOM file."), {}});

    const auto dataAt = DatasetReader::level(content.meta, *source, at, (*source)->size(), {false, false},
                                             DatasetReader::Stop::AfterMeta);
    if (!dataAt)
        return tl::unexpected(dataAt.error());
    at = *dataAt;
    content.transferSyntax = QString::fromLatin1(content.meta.ascii(transferSyntaxTag));
    content.dataAt = at;

    if (content.transferSyntax == QLatin1String("1.2.840.10008.1.2.1.99")) {
        content.deflated = true;
        source = Source::openDeflated(path, at, inflateBound);
        if (!source)
            return tl::unexpected(source.error());
    }
    if (at >= (*source)->size())
        return tl::unexpected(
            Error{Error::Kind::Damaged, QStringLiteral("The file ends before its data set."), content.transferSyntax});
    const auto guess = guessEncoding(**source, at);
    // The label decides unless it cannot be true: files labelled explicit that are implicit do occur, and the reverse.
    Encoding encoding{content.transferSyntax == QLatin1String("1.2.840.10008.1.2"),
                      content.transferSyntax == QLatin1String("1.2.840.10008.1.2.2")};
    if (guess)
        encoding = *guess;
    if (content.transferSyntax.isEmpty()) {
        if (!guess)
            return tl::unexpected(Error{Error::Kind::NotDicom, QStringLiteral("The file is not a DICOM file."), {}});
        content.transferSyntax = guess->bigEndian  ? QStringLiteral("1.2.840.10008.1.2.2")
                                 : guess->implicit ? QStringLiteral("1.2.840.10008.1.2")
                                                   : QStringLiteral("1.2.840.10008.1.2.1");
    }
    const auto stop = extent == Extent::Whole ? DatasetReader::Stop::AtEndOfFile : DatasetReader::Stop::AtPixels;
    const auto read = DatasetReader::level(content.data, *source, at, (*source)->size(), encoding, stop);
    if (!read) {
        content.damage = Error{read.error().kind, read.error().detail, content.transferSyntax};
        if (extent != Extent::Whole)
            return tl::unexpected(*content.damage);
    }
    return content;
}

} // namespace viewer
