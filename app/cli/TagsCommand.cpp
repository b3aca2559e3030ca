#include "TagsCommand.h"

#include "Arguments.h"

#include <viewer/Tags.h>

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

//! "(0040,A730)[1](0040,A160)": the attribute of that item.
QString pathOf(const viewer::TagTree &tree, int place)
{
    QString path;
    for (int at = place; at >= 0; at = tree.nodes[at].parent) {
        const viewer::TagNode &node = tree.nodes[at];
        path.prepend(node.isItem() ? u"[%1]"_s.arg(node.item) : node.number());
    }
    return path;
}

QJsonObject toJson(const viewer::TagNode &node)
{
    QJsonObject object{
        {u"vr"_s, node.vr}, {u"length"_s, node.length}, {u"value"_s, node.value}, {u"cut"_s, node.isCut}};
    if (!node.creator.isEmpty())
        object.insert(u"creator"_s, node.creator);
    return object;
}

QJsonArray attributes(const viewer::TagTree &tree, const QString &text)
{
    QJsonArray list;
    const QList<bool> found = viewer::tagsWith(tree, text);
    for (int i = 0; i < tree.nodes.size(); ++i) {
        const viewer::TagNode &node = tree.nodes[i];
        if (node.isItem() || !found[i])
            continue;
        QJsonObject object = toJson(node);
        object.insert(u"path"_s, pathOf(tree, i));
        object.insert(u"name"_s, node.name);
        list.append(object);
    }
    return list;
}

QJsonArray differences(const viewer::TagTree &left, const viewer::TagTree &right)
{
    QJsonArray list;
    const QList<viewer::TagPair> pairs = viewer::compareTags(left, right);
    QList<bool> holdsMore(pairs.size(), false);
    for (const viewer::TagPair &pair : pairs) {
        if (pair.parent >= 0 && pair.differs)
            holdsMore[pair.parent] = true;
    }
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const viewer::TagPair &pair = pairs[i];
        if (!pair.differs || holdsMore[i])
            continue;
        const bool isLeft = pair.left >= 0;
        list.append(
            QJsonObject{{u"path"_s, isLeft ? pathOf(left, pair.left) : pathOf(right, pair.right)},
                        {u"name"_s, isLeft ? left.nodes[pair.left].name : right.nodes[pair.right].name},
                        {u"left"_s, isLeft ? QJsonValue(toJson(left.nodes[pair.left])) : QJsonValue()},
                        {u"right"_s, pair.right >= 0 ? QJsonValue(toJson(right.nodes[pair.right])) : QJsonValue()}});
    }
    return list;
}

//! With the name of the file where it fails: there may be two.
network::Result<viewer::TagTree> tagsIn(const QString &path)
{
    if (const auto named = existingFile(path); !named)
        return tl::unexpected(named.error());
    auto tree = viewer::readTags(path);
    if (!tree)
        return usage(u"%1: %2"_s.arg(path, tree.error().detail));
    return std::move(*tree);
}

} // namespace

void TagsCommand::declare(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"FILE"_s, u"A DICOM file."_s);
    declareValue(parser, u"find"_s, u"TEXT"_s, u"Lists only what has this text in number, name, creator or value."_s);
    declareValue(parser, u"compare"_s, u"FILE"_s, u"Lists what differs in another file instead."_s);
}

network::Result<void> TagsCommand::start(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().size() != 1)
        return usage(u"Name one DICOM file."_s);
    const auto find = optionalValue(parser, u"find"_s);
    const auto other = optionalValue(parser, u"compare"_s);
    if (!find)
        return tl::unexpected(find.error());
    if (!other)
        return tl::unexpected(other.error());
    if (*find && *other)
        return usage(u"--find and --compare exclude each other."_s);
    const QString path = parser.positionalArguments().constFirst();
    const auto tree = tagsIn(path);
    if (!tree)
        return tl::unexpected(tree.error());
    QJsonObject document{{u"file"_s, path}};
    QJsonArray notes;
    if (!tree->damage.isEmpty())
        notes.append(tree->damage);
    if (*other) {
        const auto second = tagsIn(**other);
        if (!second)
            return tl::unexpected(second.error());
        if (!second->damage.isEmpty())
            notes.append(second->damage);
        document.insert(u"compared"_s, **other);
        document.insert(u"differences"_s, differences(*tree, *second));
    } else {
        document.insert(u"attributes"_s, attributes(*tree, find->value_or(QString())));
    }
    document.insert(u"notes"_s, notes);
    QMetaObject::invokeMethod(
        this,
        [this, document] {
            emit ended({0, document});
        },
        Qt::QueuedConnection);
    return {};
}

} // namespace cli
