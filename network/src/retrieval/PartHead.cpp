#include "PartHead.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/oflog/oflog.h>

#include <QStringDecoder>
#include <QStringList>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace network {

namespace {

constexpr qint64 windowBytes = 16 * 1024;
constexpr qint64 longestText = 64 * 1024;
constexpr qint64 longestInflated = 8 * 1024 * 1024;
constexpr int mostElements = 200'000;
constexpr size_t deepestNesting = 64;
constexpr quint32 undefinedLength = 0xffffffff;
constexpr qint64 headBytes = 132; //!< preamble and DICM
constexpr QLatin1String deflated("1.2.840.10008.1.2.1.99");

constexpr quint32 itemEndTag = 0xfffee00d;
constexpr quint32 sequenceEndTag = 0xfffee0dd;
constexpr quint32 seriesUidTag = 0x0020000e;

Error damaged(const char *what)
{
    return {Error::Kind::Malformed, QString::fromLatin1(what)};
}

//! Bytes by offset: of a file, through a small window, or of memory.
class Bytes
{
public:
    explicit Bytes(int file) : m_file(file)
    {
        struct stat status;
        if (fstat(file, &status) == 0)
            m_size = status.st_size;
    }
    explicit Bytes(QByteArray memory) : m_window(std::move(memory)), m_size(m_window.size()) {}

    qint64 size() const { return m_size; }
    bool isZeroFrom(qint64 offset)
    {
        const auto rest = at(offset, m_size - offset);
        return rest && std::all_of(rest->begin(), rest->end(), [](char byte) { return byte == '\0'; });
    }

    //! Exactly `count` bytes, or nothing past the end. Valid until the next call.
    std::optional<QByteArrayView> at(qint64 offset, qint64 count)
    {
        if (offset < 0 || count < 0 || count > m_size - offset)
            return std::nullopt;
        if (offset < m_start || offset + count > m_start + m_window.size()) {
            if (m_file < 0)
                return std::nullopt;
            m_window.resize(std::min(std::max(count, windowBytes), m_size - offset));
            qint64 have = 0;
            while (have < m_window.size()) {
                const ssize_t got =
                    pread(m_file, m_window.data() + have, size_t(m_window.size() - have), offset + have);
                if (got <= 0) {
                    m_window.clear();
                    return std::nullopt;
                }
                have += got;
            }
            m_start = offset;
        }
        return QByteArrayView(m_window).sliced(offset - m_start, count);
    }

private:
    int m_file = -1;
    QByteArray m_window;
    qint64 m_start = 0;
    qint64 m_size = 0;
};

struct Encoding
{
    bool isImplicit = false;
    bool isBigEndian = false;
};

struct Element
{
    quint32 tag = 0;
    QByteArray representation; //!< empty where implicit
    quint32 length = 0;
    qint64 value = 0; //!< offset
};

std::optional<Element> elementAt(Bytes &bytes, qint64 offset, Encoding encoding)
{
    const auto number = [&](QByteArrayView from, auto zero) {
        return encoding.isBigEndian ? qFromBigEndian<decltype(zero)>(from.data())
                                    : qFromLittleEndian<decltype(zero)>(from.data());
    };
    const auto head = bytes.at(offset, 8);
    if (!head)
        return std::nullopt;
    Element element;
    element.tag = quint32(number(head->first(2), quint16())) << 16 | number(head->sliced(2, 2), quint16());
    element.value = offset + 8;
    if (encoding.isImplicit || element.tag >> 16 == 0xfffe) {
        element.length = number(head->sliced(4, 4), quint32());
        return element;
    }
    element.representation = head->sliced(4, 2).toByteArray();
    static constexpr std::array longForms{"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
    if (std::find(longForms.begin(), longForms.end(), element.representation) == longForms.end()) {
        element.length = number(head->sliced(6, 2), quint16());
        return element;
    }
    const auto length = bytes.at(offset + 8, 4);
    if (!length)
        return std::nullopt;
    element.length = number(*length, quint32());
    element.value = offset + 12;
    return element;
}

//! The offset behind a value of undefined length, found without recursion; nothing when it is cut or, with
//! `elementsLeft` below 0, when it goes beyond the bounds.
std::optional<qint64> behindNested(Bytes &bytes, const Element &outer, Encoding encoding, int &elementsLeft)
{
    // UN of undefined length is implicit little endian inside, whatever is around it (PS3.5 section 6.2.2 note).
    const auto inside = [](const Element &element, Encoding around) {
        return element.representation == "UN" ? Encoding{true, false} : around;
    };
    std::vector<Encoding> open{inside(outer, encoding)};
    qint64 offset = outer.value;
    while (!open.empty()) {
        const auto element = elementAt(bytes, offset, open.back());
        if (!element || --elementsLeft < 0)
            return std::nullopt;
        offset = element->value;
        if (element->tag == itemEndTag || element->tag == sequenceEndTag) {
            open.pop_back();
        } else if (element->length == undefinedLength) {
            if (open.size() == deepestNesting) {
                elementsLeft = -1; // no more is looked at
                return std::nullopt;
            }
            open.push_back(inside(*element, open.back()));
        } else {
            offset += element->length;
        }
    }
    return offset;
}

std::optional<QByteArray> textOf(Bytes &bytes, const Element &element)
{
    if (element.length > longestText)
        return std::nullopt;
    const auto value = bytes.at(element.value, element.length);
    if (!value)
        return std::nullopt;
    QByteArray text = value->toByteArray();
    while (text.endsWith('\0') || text.endsWith(' '))
        text.chop(1);
    return text;
}

bool isPlain(char c)
{
    return uchar(c) < 0x80 && c != '\x1b';
}

QString decoded(const QByteArray &text, const QByteArray &characterSet)
{
    if (std::all_of(text.begin(), text.end(), isPlain))
        return QString::fromLatin1(text);
    if (characterSet.isEmpty() || characterSet == "ISO_IR 6" || characterSet == "ISO_IR 192") {
        // Where nothing is said there should be ASCII; what is there instead is nearly always one of these two.
        QStringDecoder utf8(QStringDecoder::Utf8);
        const QString decodedText = utf8(text);
        return utf8.hasError() ? QString::fromLatin1(text) : decodedText;
    }
    static const bool isQuiet = [] { // DCMTK would write to stderr what it cannot convert
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        return true;
    }();
    Q_UNUSED(isQuiet);
    DcmSpecificCharacterSet converter;
    OFString utf8;
    if (converter.selectCharacterSet(OFString(characterSet.data(), size_t(characterSet.size()))).good() &&
        converter.convertString(OFString(text.data(), size_t(text.size())), utf8, "\\^=").good())
        return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
    // A group in letters that cannot be read must not be compared with a name.
    QStringList readable;
    const auto groups = text.split('=');
    for (const QByteArray &group : groups)
        if (std::all_of(group.begin(), group.end(), isPlain))
            readable << QString::fromLatin1(group);
    return readable.join(u'=');
}

//! The begin of a deflated dataset (PS3.5 section A.5).
QByteArray inflated(Bytes &bytes, qint64 offset)
{
    const auto compressed = bytes.at(offset, std::min(bytes.size() - offset, longestInflated));
    if (!compressed)
        return {};
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return {};
    QByteArray plain(longestInflated, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(compressed->data())); // zlib only reads it
    stream.avail_in = uInt(compressed->size());
    stream.next_out = reinterpret_cast<Bytef *>(plain.data());
    stream.avail_out = uInt(plain.size());
    inflate(&stream, Z_SYNC_FLUSH); // what came out before an error is looked at all the same
    plain.resize(plain.size() - qsizetype(stream.avail_out));
    inflateEnd(&stream);
    return plain;
}

} // namespace

namespace {

//! The offset behind the file meta information, which `take` is shown element by element; nothing when it is damaged.
template <class Take>
std::optional<qint64> behindMeta(Bytes &bytes, int &elementsLeft, Take take)
{
    qint64 offset = headBytes;
    for (;;) {
        const auto element = elementAt(bytes, offset, Encoding());
        if (!element || element->tag >> 16 != 0x0002)
            return offset;
        if (element->length == undefinedLength || --elementsLeft < 0 || !take(*element))
            return std::nullopt;
        offset = element->value + element->length;
    }
}

Encoding encodingOf(const QString &transferSyntax)
{
    return {transferSyntax == QLatin1String("1.2.840.10008.1.2"),
            transferSyntax == QLatin1String("1.2.840.10008.1.2.2")};
}

} // namespace

Result<PartHead> readPartHead(int file)
{
    Bytes bytes(file);
    const auto preamble = bytes.at(0, headBytes);
    if (!preamble || preamble->sliced(128) != QByteArrayView("DICM"))
        return tl::unexpected(damaged("A part is not a DICOM file: DICM is missing at byte 128."));

    PartHead head;
    int elementsLeft = mostElements;
    const auto dataset = behindMeta(bytes, elementsLeft, [&](const Element &element) {
        if (element.tag != 0x00020010 && element.tag != 0x00020003)
            return true;
        const auto text = textOf(bytes, element);
        if (text)
            (element.tag == 0x00020010 ? head.transferSyntax : head.mediaStorageSop) = QString::fromLatin1(*text);
        return text.has_value();
    });
    if (!dataset)
        return tl::unexpected(damaged("The file meta information of a part is damaged."));
    if (head.transferSyntax.isEmpty())
        return tl::unexpected(damaged("A part names no transfer syntax."));

    qint64 offset = *dataset;
    const Encoding encoding = encodingOf(head.transferSyntax);
    if (head.transferSyntax == deflated) {
        bytes = Bytes(inflated(bytes, offset));
        offset = 0;
    }

    QByteArray characterSet;
    QByteArray name;
    QByteArray id;
    QByteArray issuer;
    while (offset < bytes.size()) {
        const auto element = elementAt(bytes, offset, encoding);
        if (!element || --elementsLeft < 0)
            return tl::unexpected(damaged("The dataset of a part is damaged."));
        if (element->tag > seriesUidTag)
            break;
        if (element->length == undefinedLength) {
            const auto behind = behindNested(bytes, *element, encoding, elementsLeft);
            if (!behind)
                return tl::unexpected(damaged("A sequence in a part is damaged or nested too deeply."));
            offset = *behind;
            continue;
        }
        QString *plain = nullptr;
        QByteArray *raw = nullptr;
        switch (element->tag) {
        case 0x00080005:
            raw = &characterSet;
            break;
        case 0x00080018:
            plain = &head.sop;
            break;
        case 0x00100010:
            raw = &name;
            break;
        case 0x00100020:
            raw = &id;
            break;
        case 0x00100021:
            raw = &issuer;
            break;
        case 0x00100030:
            plain = &head.patient.birthDate;
            break;
        case 0x00100040:
            plain = &head.patient.sex;
            break;
        case 0x0020000d:
            plain = &head.study;
            break;
        case seriesUidTag:
            plain = &head.series;
            break;
        default:
            break;
        }
        if (plain || raw) {
            const auto text = textOf(bytes, *element);
            if (!text)
                return tl::unexpected(damaged("A value in the head of a part is damaged."));
            if (plain)
                *plain = QString::fromLatin1(*text);
            else
                *raw = *text;
        }
        offset = element->value + element->length;
    }
    head.patient.name = decoded(name, characterSet);
    head.patient.id = decoded(id, characterSet);
    head.patient.issuer = decoded(issuer, characterSet);
    for (const auto &[uid, missing] : {std::pair(&head.sop, "A part has no SOP Instance UID."),
                                       std::pair(&head.study, "A part has no Study Instance UID."),
                                       std::pair(&head.series, "A part has no Series Instance UID.")})
        if (uid->isEmpty())
            return tl::unexpected(damaged(missing));
    return head;
}

bool isCut(int file, const PartHead &head)
{
    if (head.transferSyntax == deflated)
        return false;
    Bytes bytes(file);
    int elementsLeft = mostElements;
    auto offset = behindMeta(bytes, elementsLeft, [](const Element &) { return true; });
    const Encoding encoding = encodingOf(head.transferSyntax);
    quint32 before = 0;
    while (offset && *offset < bytes.size()) {
        const auto element = elementAt(bytes, *offset, encoding);
        if (!element)
            return !bytes.isZeroFrom(*offset); // some writers pad files
        if (element->tag <= before || --elementsLeft < 0)
            return false;
        before = element->tag;
        offset = element->length == undefinedLength ? behindNested(bytes, *element, encoding, elementsLeft)
                                                    : std::optional(element->value + element->length);
        if (!offset)
            return elementsLeft >= 0;
    }
    return offset && *offset > bytes.size();
}

} // namespace network
