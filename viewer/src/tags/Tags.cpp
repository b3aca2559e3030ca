#include <viewer/Tags.h>

#include "decode/Dataset.h"
#include "decode/Text.h"
#include "tags/Dictionary.h"

#include <QStringList>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <new>

namespace viewer {

namespace {

constexpr Tag itemTag = 0xFFFEE000;
constexpr qint64 inflateBound = 256 * 1024 * 1024;
constexpr qint64 shortValue = 256;
constexpr qint64 longValue = 1024 * 1024;
constexpr qint64 shownBytes = 16; //!< of values that are not for reading
constexpr qsizetype mostNodes = 300'000;
constexpr qint64 comparedAtOnce = 1024 * 1024;

bool isPixelData(Tag tag)
{
    return tag == 0x7FE00010 || tag == 0x7FE00008 || tag == 0x7FE00009;
}

bool isPrivate(Tag tag)
{
    return (tag >> 16) % 2 == 1;
}

QByteArray vrName(quint16 vr)
{
    return vr == 0 ? QByteArray() : QByteArray{1, static_cast<char>(vr >> 8)} + static_cast<char>(vr & 0xFF);
}

bool isText(const QString &vr)
{
    static const QStringList vrs = QStringLiteral("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT").split(u' ');
    return vrs.contains(vr);
}

template <class T>
QStringList numbersIn(const QByteArray &bytes, bool big)
{
    QStringList numbers;
    for (qsizetype at = 0; at + static_cast<qsizetype>(sizeof(T)) <= bytes.size();
         at += static_cast<qsizetype>(sizeof(T)))
        numbers << QString::number(big ? qFromBigEndian<T>(bytes.constData() + at)
                                       : qFromLittleEndian<T>(bytes.constData() + at));
    return numbers;
}

QStringList tagsIn(const QByteArray &bytes, bool big)
{
    QStringList tags;
    const QStringList words = numbersIn<quint16>(bytes, big);
    for (qsizetype i = 0; i + 1 < words.size(); i += 2)
        tags << QStringLiteral("(%1,%2)")
                    .arg(words[i].toUShort(), 4, 16, QLatin1Char('0'))
                    .arg(words[i + 1].toUShort(), 4, 16, QLatin1Char('0'))
                    .toUpper();
    return tags;
}

//! The value in words, as far as \a bytes go.
QString worded(const TagNode &node, QByteArray bytes)
{
    const bool big = node.bigEndian;
    QStringList numbers;
    if (isText(node.vr)) {
        while (bytes.endsWith('\0') || bytes.endsWith(' '))
            bytes.chop(1);
        QString text = unicodeOf(bytes, node.characters);
        if (node.vr == QLatin1String("UI")) {
            if (const QString name = uidName(bytes); !name.isEmpty())
                text += QStringLiteral(" (%1)").arg(name);
        }
        return text;
    }
    if (node.vr == QLatin1String("US"))
        numbers = numbersIn<quint16>(bytes, big);
    else if (node.vr == QLatin1String("SS"))
        numbers = numbersIn<qint16>(bytes, big);
    else if (node.vr == QLatin1String("UL"))
        numbers = numbersIn<quint32>(bytes, big);
    else if (node.vr == QLatin1String("SL"))
        numbers = numbersIn<qint32>(bytes, big);
    else if (node.vr == QLatin1String("UV"))
        numbers = numbersIn<quint64>(bytes, big);
    else if (node.vr == QLatin1String("SV"))
        numbers = numbersIn<qint64>(bytes, big);
    else if (node.vr == QLatin1String("FL"))
        numbers = numbersIn<float>(bytes, big);
    else if (node.vr == QLatin1String("FD"))
        numbers = numbersIn<double>(bytes, big);
    else if (node.vr == QLatin1String("AT"))
        numbers = tagsIn(bytes, big);
    else
        return QString::fromLatin1(bytes.left(shownBytes).toHex(' '));
    return numbers.join(QLatin1Char('\\'));
}

//! Values that are not for reading are cut earlier than texts and numbers.
qint64 boundOf(const TagNode &node, qint64 bound)
{
    static const QStringList numbers = QStringLiteral("US SS UL SL UV SV FL FD AT").split(u' ');
    return isText(node.vr) || numbers.contains(node.vr) ? bound : std::min(bound, shownBytes);
}

class Walk
{
public:
    Walk(TagTree &tree, const std::stop_token &stop) : m_tree(tree), m_stop(stop) {}

    void level(const Dataset &data, int parent, int depth, const char *inherited)
    {
        const char *characters = charactersOf(data, inherited);
        for (const Element &element : data.elements()) {
            if (m_stop.stop_requested() || isFull())
                return;
            const int place = static_cast<int>(m_tree.nodes.size());
            m_tree.nodes.append(nodeOf(data, element, parent, characters));
            if (m_tree.nodes.constLast().vr != QLatin1String("SQ"))
                continue;
            if (depth >= deepestNesting) {
                m_tree.damage = QStringLiteral("Sequences are nested deeper than %1.").arg(deepestNesting);
                continue;
            }
            int number = 0;
            const bool isWhole = data.eachItem(element, [&](const Dataset &item) {
                TagNode head;
                head.tag = itemTag;
                head.item = ++number;
                head.parent = place;
                m_tree.nodes.append(head);
                level(item, static_cast<int>(m_tree.nodes.size()) - 1, depth + 1, characters);
                return !m_stop.stop_requested() && !isFull();
            });
            if (!isWhole && m_tree.damage.isEmpty())
                m_tree.damage = QStringLiteral("A sequence is damaged; what follows in it cannot be read.");
        }
    }

private:
    bool isFull()
    {
        if (m_tree.nodes.size() < mostNodes)
            return false;
        m_tree.damage = QStringLiteral("There are more attributes than are listed here.");
        return true;
    }

    static QByteArray creatorOf(const Dataset &data, Tag tag)
    {
        const quint32 block = (tag & 0xFFFF) >> 8;
        return isPrivate(tag) && block >= 0x10 ? data.ascii((tag & 0xFFFF0000) | block) : QByteArray();
    }

    static TagNode nodeOf(const Dataset &data, const Element &element, int parent, const char *characters)
    {
        TagNode node;
        node.tag = element.tag;
        node.parent = parent;
        node.length = element.length;
        node.span = std::max<qint64>(element.length, 0);
        node.at = element.at;
        node.bigEndian = data.encoding().bigEndian;
        node.characters = characters;
        const QByteArray creator = creatorOf(data, element.tag);
        const DictionaryEntry known = dictionaryEntry(element.tag, creator);
        node.creator = QString::fromLatin1(creator);
        node.name = known.name;
        node.vr = QString::fromLatin1(vrName(element.vr));
        const bool isCreator =
            isPrivate(element.tag) && (element.tag & 0xFFFF) >= 0x10 && (element.tag & 0xFFFF) < 0x100;
        if (isCreator)
            node.name = QStringLiteral("PrivateCreator");
        if (element.vr == 0)
            node.vr = isCreator            ? QStringLiteral("LO")
                      : known.vr.isEmpty() ? QStringLiteral("UN")
                                           : QString::fromLatin1(known.vr);
        if (element.length < 0 && !isPixelData(element.tag) && element.vr != vrOf('O', 'B'))
            node.vr = QStringLiteral("SQ");
        if (node.vr == QLatin1String("SQ"))
            return node;
        if (element.length < 0) {
            const std::vector<Fragment> fragments = fragmentsBetween(data, element.at);
            node.span = fragments.empty() ? 0 : fragments.back().at + fragments.back().length - element.at;
            node.value =
                QString::fromLatin1(data.source()->read(element.at, std::min(node.span, shownBytes)).toHex(' '));
            node.isCut = node.span > shownBytes;
            return node;
        }
        const qint64 bound = boundOf(node, shortValue);
        node.isCut = element.length > bound;
        node.value = worded(node, data.source()->read(element.at, std::min(element.length, bound)));
        return node;
    }

    TagTree &m_tree;
    const std::stop_token &m_stop;
};

Result<std::shared_ptr<Source>> sourceOf(const TagTree &tree)
{
    return tree.inflateFrom < 0 ? Source::open(tree.path)
                                : Source::openDeflated(tree.path, tree.inflateFrom, inflateBound);
}

//! Compares two trees level by level; siblings are in the order of their tags.
class Comparing
{
public:
    Comparing(const TagTree &left, const TagTree &right, const std::stop_token &stop)
        : m_left(left),
          m_right(right),
          m_stop(stop),
          m_leftChildren(childrenOf(left)),
          m_rightChildren(childrenOf(right))
    {
        if (const auto source = sourceOf(left))
            m_leftSource = *source;
        if (const auto source = sourceOf(right))
            m_rightSource = *source;
    }

    QList<TagPair> pairs()
    {
        level(-1, -1, -1);
        return m_pairs;
    }

private:
    using Children = QList<QList<int>>; //!< by the parent's place and one; the first are at the top

    static Children childrenOf(const TagTree &tree)
    {
        Children children(tree.nodes.size() + 1);
        for (qsizetype i = 0; i < tree.nodes.size(); ++i)
            children[tree.nodes[i].parent + 1].append(static_cast<int>(i));
        return children;
    }

    bool level(int left, int right, int parent)
    {
        const QList<int> lefts = left < 0 && parent >= 0 ? QList<int>() : m_leftChildren[left + 1];
        const QList<int> rights = right < 0 && parent >= 0 ? QList<int>() : m_rightChildren[right + 1];
        bool differs = false;
        qsizetype l = 0;
        qsizetype r = 0;
        while ((l < lefts.size() || r < rights.size()) && !m_stop.stop_requested()) {
            int order = 0;
            if (l == lefts.size())
                order = 1;
            else if (r == rights.size())
                order = -1;
            else
                order = compared(m_left.nodes[lefts[l]], m_right.nodes[rights[r]]);
            const int ownLeft = order <= 0 ? lefts[l++] : -1;
            const int ownRight = order >= 0 ? rights[r++] : -1;
            const auto place = m_pairs.size();
            m_pairs.append({ownLeft, ownRight, order != 0, parent});
            bool inside = level(ownLeft, ownRight, static_cast<int>(place));
            if (order == 0)
                inside = inside || !isSame(m_left.nodes[ownLeft], m_right.nodes[ownRight]);
            m_pairs[place].differs = m_pairs[place].differs || inside;
            differs = differs || m_pairs[place].differs;
        }
        return differs;
    }

    static int compared(const TagNode &left, const TagNode &right)
    {
        if (left.item != right.item)
            return left.item < right.item ? -1 : 1;
        if (left.tag != right.tag)
            return left.tag < right.tag ? -1 : 1;
        return 0;
    }

    bool isSame(const TagNode &left, const TagNode &right)
    {
        if (left.vr == QLatin1String("SQ") && right.vr == left.vr)
            return true;
        if (left.value != right.value || left.vr != right.vr || left.isCut != right.isCut)
            return false;
        if (!left.isCut)
            return true;
        if (left.span != right.span || !m_leftSource || !m_rightSource)
            return false;
        for (qint64 at = 0; at < left.span && !m_stop.stop_requested(); at += comparedAtOnce) {
            const qint64 count = std::min(comparedAtOnce, left.span - at);
            if (m_leftSource->read(left.at + at, count) != m_rightSource->read(right.at + at, count))
                return false;
        }
        return true;
    }

    const TagTree &m_left, &m_right;
    const std::stop_token &m_stop;
    Children m_leftChildren, m_rightChildren;
    std::shared_ptr<Source> m_leftSource, m_rightSource;
    QList<TagPair> m_pairs;
};

} // namespace

QString TagNode::number() const
{
    if (isItem())
        return QStringLiteral("Item %1").arg(item);
    return QStringLiteral("(%1,%2)")
        .arg(tag >> 16, 4, 16, QLatin1Char('0'))
        .arg(tag & 0xFFFF, 4, 16, QLatin1Char('0'))
        .toUpper();
}

Result<TagTree> readTags(const QString &path, const std::stop_token &stop)
{
    try {
        const auto content = readContent(path, inflateBound, Extent::Whole);
        if (!content)
            return tl::unexpected(content.error());
        TagTree tree;
        tree.path = path;
        if (content->damage)
            tree.damage = content->damage->detail;
        if (content->deflated)
            tree.inflateFrom = content->dataAt;
        Walk walk(tree, stop);
        const char *characters = charactersOf(content->data);
        walk.level(content->meta, -1, 0, characters);
        walk.level(content->data, -1, 0, characters);
        return tree;
    } catch (const std::bad_alloc &) {
        return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
    }
}

QString wholeTagValue(const TagTree &tree, int place)
{
    const TagNode &node = tree.nodes[place];
    if (!node.isCut || node.length < 0)
        return node.value;
    const auto source = sourceOf(tree);
    if (!source)
        return node.value;
    return worded(node, (*source)->read(node.at, std::min(node.length, boundOf(node, longValue))));
}

QList<bool> tagsWith(const TagTree &tree, const QString &text)
{
    QList<bool> found(tree.nodes.size(), text.isEmpty());
    if (text.isEmpty())
        return found;
    for (qsizetype i = tree.nodes.size() - 1; i >= 0; --i) {
        const TagNode &node = tree.nodes[i];
        for (const QString &part : {node.number(), node.name, node.creator, node.value})
            found[i] = found[i] || part.contains(text, Qt::CaseInsensitive);
        if (found[i] && node.parent >= 0)
            found[node.parent] = true;
    }
    return found;
}

QList<TagPair> compareTags(const TagTree &left, const TagTree &right, const std::stop_token &stop)
{
    return Comparing(left, right, stop).pairs();
}

} // namespace viewer
