#pragma once

#include <viewer/Tags.h>

#include <QAbstractItemModel>

#include <memory>
#include <optional>

namespace viewer {

//! What the tag browser lists: one file, or two side by side. Made in another thread, never changed afterwards.
struct TagContent
{
    TagTree tree;
    std::optional<TagTree> other; //!< the one that is compared with
    QList<TagPair> rows;          //!< with one file alone left is its place
    QList<QList<int>> children;   //!< of what is searched for, by the parent's row and one; the first are at the top
    QList<int> places;            //!< of each row among its siblings
    QString sentence;             //!< why the list is empty or ends early
};

//! The tree of a TagContent; nothing is read here.
class TagModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { TagColumn, NameColumn, VrColumn, LengthColumn, ValueColumn, OtherColumn };

    using QAbstractItemModel::QAbstractItemModel;

    void setContent(std::shared_ptr<const TagContent> content);
    const std::shared_ptr<const TagContent> &content() const { return m_content; }
    int rowIn(const QModelIndex &index) const { return static_cast<int>(index.internalId()); } //!< of content()->rows

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const TagNode &node(const TagPair &pair) const;
    QString text(const TagPair &pair, int column) const;

    std::shared_ptr<const TagContent> m_content;
};

} // namespace viewer
