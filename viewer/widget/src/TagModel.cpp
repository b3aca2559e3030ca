#include "TagModel.h"

#include "ImagingColours.h"

#include <QColor>
#include <QLocale>

namespace viewer {

namespace {

//! A sign as well as a colour tells what differs.
QString signOf(const TagPair &pair)
{
    if (!pair.differs)
        return {};
    return pair.left < 0    ? QStringLiteral("+ ")
           : pair.right < 0 ? QString(QChar(0x2212)) + QLatin1Char(' ')
                            : QString(QChar(0x2260)) + QLatin1Char(' ');
}

QString shownValue(const TagNode &node)
{
    return node.isCut ? node.value + QString::fromUtf8(" …") : node.value;
}

} // namespace

void TagModel::setContent(std::shared_ptr<const TagContent> content)
{
    beginResetModel();
    m_content = std::move(content);
    endResetModel();
}

QModelIndex TagModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const QList<int> &siblings = m_content->children[parent.isValid() ? rowIn(parent) + 1 : 0];
    return createIndex(row, column, static_cast<quintptr>(siblings[row]));
}

QModelIndex TagModel::parent(const QModelIndex &index) const
{
    const int parent = index.isValid() ? m_content->rows[rowIn(index)].parent : -1;
    return parent < 0 ? QModelIndex() : createIndex(m_content->places[parent], 0, static_cast<quintptr>(parent));
}

int TagModel::rowCount(const QModelIndex &parent) const
{
    if (!m_content || m_content->children.isEmpty() || parent.column() > 0)
        return 0;
    return static_cast<int>(m_content->children[parent.isValid() ? rowIn(parent) + 1 : 0].size());
}

int TagModel::columnCount(const QModelIndex &) const
{
    return m_content && m_content->other ? OtherColumn + 1 : OtherColumn;
}

const TagNode &TagModel::node(const TagPair &pair) const
{
    return pair.left >= 0 ? m_content->tree.nodes[pair.left] : m_content->other->nodes[pair.right];
}

QString TagModel::text(const TagPair &pair, int column) const
{
    const TagNode &one = node(pair);
    switch (column) {
    case TagColumn:
        return (m_content->other ? signOf(pair) : QString()) + one.number();
    case NameColumn:
        if (!one.creator.isEmpty())
            return one.name.isEmpty() ? tr("Private, %1").arg(one.creator) : tr("%1, %2").arg(one.name, one.creator);
        return one.name;
    case VrColumn:
        return one.vr;
    case LengthColumn:
        if (one.isItem())
            return {};
        return one.length < 0 ? tr("open", "length of a value") : QLocale().toString(one.length);
    case ValueColumn:
        return pair.left >= 0 ? shownValue(one) : QString();
    case OtherColumn:
        return pair.right >= 0 && m_content->other ? shownValue(m_content->other->nodes[pair.right]) : QString();
    default:
        return {};
    }
}

QVariant TagModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TagPair &pair = m_content->rows[rowIn(index)];
    switch (role) {
    case Qt::DisplayRole:
        // A value of many lines would make its row as high.
        return text(pair, index.column()).simplified();
    case Qt::ToolTipRole: {
        const TagNode &one = node(pair);
        const QString value = text(pair, index.column());
        if (index.column() >= ValueColumn && one.isCut && one.span > 0)
            return tr("%1\nThe first of %2 bytes; Ctrl+C copies more.").arg(value, QLocale().toString(one.span));
        return value;
    }
    case Qt::ForegroundRole:
        return m_content->other && pair.differs ? QVariant(QColor(imaging::warn)) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == LengthColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant TagModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TagColumn:
        return tr("Tag");
    case NameColumn:
        return tr("Name");
    case VrColumn:
        return tr("VR");
    case LengthColumn:
        return tr("Length");
    case ValueColumn:
        return m_content && m_content->other ? tr("Value kept") : tr("Value");
    default:
        return tr("Value now");
    }
}

} // namespace viewer
