#include <ui/StudyTreeModel.h>

#include "Words.h"

#include <ui/StudiesPage.h>

#include <QSet>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

//! Plain words for the SOP classes that people meet most; others keep their UID.
QString sopClassName(const QString &uid)
{
    static const QHash<QString, QString> names = {
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.1"), QStringLiteral("CR Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.1.1"), QStringLiteral("DX Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.1.2"), QStringLiteral("MG Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.2"), QStringLiteral("CT Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.2.1"), QStringLiteral("Enhanced CT Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.3.1"), QStringLiteral("US Multi-frame Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.4"), QStringLiteral("MR Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.4.1"), QStringLiteral("Enhanced MR Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.6.1"), QStringLiteral("US Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.7"), QStringLiteral("Secondary Capture")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.20"), QStringLiteral("NM Image Storage")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.88.22"), QStringLiteral("Enhanced SR")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.88.59"), QStringLiteral("Key Object Selection")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.88.67"), QStringLiteral("X-Ray Radiation Dose SR")},
        {QStringLiteral("1.2.840.10008.5.1.4.1.1.128"), QStringLiteral("PET Image Storage")}};
    return names.value(uid, uid);
}

} // namespace

StudyTreeModel::StudyTreeModel(QObject *parent) : QAbstractItemModel(parent) {}

void StudyTreeModel::setStudies(const QList<model::Study> &studies)
{
    beginResetModel();
    m_nodes.clear();
    m_roots.clear();
    m_free.clear();
    m_studies.assign(studies.begin(), studies.end());
    m_series.clear();
    m_instances.clear();
    m_listedBy.clear();
    m_differences.clear();
    m_studyNodes.clear();
    m_seriesNodes.clear();
    m_tickSoon.clear();
    for (std::size_t i = 0; i < m_studies.size(); ++i) {
        const int node = addNode(-1, Level::Study, int(i));
        m_studyNodes.insert(m_studies[i].uid.text(), node);
        if (!m_studies[i].series.isEmpty())
            fillSeries(node, m_studies[i].series);
    }
    endResetModel();
    emit ticksChanged();
}

void StudyTreeModel::setSeries(const model::StudyUid &study, const QList<model::Series> &series,
                               const QString &listedBy)
{
    const int node = m_studyNodes.value(study.text(), -1);
    if (node < 0)
        return;
    const auto uidOf = [this](int child) { return m_series[std::size_t(m_nodes[std::size_t(child)].payload)].uid; };
    const std::vector<int> known = m_nodes[std::size_t(node)].children;
    if (!known.empty() && std::equal(known.begin(), known.end(), series.begin(), series.end(),
                                     [&](int child, const model::Series &one) { return uidOf(child) == one.uid; })) {
        // The same series told again: rows, ticks and what is open below stay as they are.
        if (!listedBy.isEmpty())
            m_listedBy.insert(node, listedBy);
        m_nodes[std::size_t(node)].state = State::Filled;
        for (std::size_t i = 0; i < known.size(); ++i) {
            model::Series told = series[qsizetype(i)];
            const QList<model::Instance> instances = std::exchange(told.instances, {});
            m_series[std::size_t(m_nodes[std::size_t(known[i])].payload)] = told;
            if (!instances.isEmpty() && m_nodes[std::size_t(known[i])].children.empty())
                setInstances(told.uid, instances, listedBy);
        }
        emit dataChanged(indexFor(known.front()), indexFor(known.back(), ColumnCount - 1));
        emit ticksChanged();
        return;
    }
    // Ticks of series that stay are put back after the rows have been made anew.
    const bool partly = m_nodes[std::size_t(node)].check == Qt::PartiallyChecked;
    QSet<QString> ticks;
    for (const int child : known) {
        if (partly && m_nodes[std::size_t(child)].check == Qt::Checked)
            ticks.insert(uidOf(child).text());
    }
    removeChildren(node);
    if (!listedBy.isEmpty())
        m_listedBy.insert(node, listedBy);
    if (series.isEmpty()) {
        m_nodes[std::size_t(node)].state = State::NotOffered;
    } else {
        beginInsertRows(indexFor(node), 0, int(series.size()) - 1);
        fillSeries(node, series);
        endInsertRows();
    }
    if (partly) {
        for (const int child : m_nodes[std::size_t(node)].children)
            setSubtree(child, ticks.contains(uidOf(child).text()) ? Qt::Checked : Qt::Unchecked);
        updateAncestors(node);
    }
    emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
    emit ticksChanged();
}

void StudyTreeModel::setInstances(const model::SeriesUid &series, const QList<model::Instance> &instances,
                                  const QString &listedBy)
{
    const int node = m_seriesNodes.value(series.text(), -1);
    if (node < 0)
        return;
    // What was ticked one by one stays ticked; a whole series stays whole.
    QSet<QString> ticked;
    const bool partly = m_nodes[std::size_t(node)].check == Qt::PartiallyChecked;
    if (partly) {
        for (const int child : m_nodes[std::size_t(node)].children) {
            if (m_nodes[std::size_t(child)].check == Qt::Checked)
                ticked.insert(m_instances[std::size_t(m_nodes[std::size_t(child)].payload)].uid.text());
        }
    }
    removeChildren(node);
    if (!listedBy.isEmpty())
        m_listedBy.insert(node, listedBy);
    if (instances.isEmpty()) {
        m_nodes[std::size_t(node)].state = State::NotOffered;
    } else {
        const auto shown = m_onlyKeyImages ? std::count_if(instances.begin(), instances.end(),
                                                           [this](const model::Instance &instance) {
                                                               return m_keyUids.contains(instance.uid.text());
                                                           })
                                           : instances.size();
        if (shown > 0)
            beginInsertRows(indexFor(node), 0, int(shown) - 1);
        fillInstances(node, instances);
        if (shown > 0)
            endInsertRows();
    }
    if (partly) {
        for (const int child : m_nodes[std::size_t(node)].children) {
            Node &instance = m_nodes[std::size_t(child)];
            instance.check =
                ticked.contains(m_instances[std::size_t(instance.payload)].uid.text()) ? Qt::Checked : Qt::Unchecked;
        }
    }
    for (const int child : m_nodes[std::size_t(node)].keys) {
        Node &instance = m_nodes[std::size_t(child)];
        if (m_tickSoon.remove(m_instances[std::size_t(instance.payload)].uid.text()))
            instance.check = Qt::Checked;
    }
    updateAncestors(node);
    emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
    emit ticksChanged();
}

void StudyTreeModel::setKeyImages(const QList<model::KeyImage> &images)
{
    emit layoutAboutToBeChanged();
    m_keyImages.clear();
    m_keyUids.clear();
    for (const model::KeyImage &image : images) {
        if (m_keyUids.contains(image.instance.text()))
            continue; // two reports may point to the same
        m_keyUids.insert(image.instance.text());
        m_keyImages += image;
    }
    for (const int node : std::as_const(m_seriesNodes)) {
        std::vector<int> keys;
        for (const int child : m_nodes[std::size_t(node)].children) {
            Node &instance = m_nodes[std::size_t(child)];
            instance.isKey = m_keyUids.contains(m_instances[std::size_t(instance.payload)].uid.text());
            if (instance.isKey)
                keys.push_back(child);
        }
        m_nodes[std::size_t(node)].keys = keys;
        numberRows(node);
    }
    keepPersistentRows();
    emit layoutChanged();
}

void StudyTreeModel::showKeyImagesOnly(bool only)
{
    if (only == m_onlyKeyImages)
        return;
    emit layoutAboutToBeChanged();
    m_onlyKeyImages = only;
    for (const int node : std::as_const(m_seriesNodes))
        numberRows(node);
    keepPersistentRows();
    emit layoutChanged();
}

//! Where rows of images came or went, whoever holds on to one finds it in its new place, or no more.
void StudyTreeModel::keepPersistentRows()
{
    const QModelIndexList held = persistentIndexList();
    for (const QModelIndex &index : held) {
        const Node &node = m_nodes[index.internalId()];
        if (node.level == Level::Instance)
            changePersistentIndex(index, m_onlyKeyImages && !node.isKey
                                             ? QModelIndex()
                                             : createIndex(node.row, index.column(), index.internalId()));
    }
}

const std::vector<int> &StudyTreeModel::rowsOf(const Node &node) const
{
    return m_onlyKeyImages && node.level == Level::Series ? node.keys : node.children;
}

void StudyTreeModel::numberRows(int node)
{
    int row = 0;
    for (const int child : rowsOf(m_nodes[std::size_t(node)]))
        m_nodes[std::size_t(child)].row = row++;
}

int StudyTreeModel::keyImagesIn(int at) const
{
    const Node &node = m_nodes[std::size_t(at)];
    if (node.level == Level::Instance)
        return node.isKey ? 1 : 0;
    if (m_keyImages.isEmpty())
        return 0;
    if (node.level == Level::Series) {
        if (!node.children.empty())
            return int(node.keys.size());
        const model::SeriesUid &uid = m_series[std::size_t(node.payload)].uid;
        return int(std::count_if(m_keyImages.cbegin(), m_keyImages.cend(),
                                 [&uid](const model::KeyImage &image) { return image.series == uid; }));
    }
    int sum = 0;
    for (const int child : node.children)
        sum += keyImagesIn(child);
    const model::StudyUid &uid = m_studies[std::size_t(node.payload)].uid;
    const auto told = std::count_if(m_keyImages.cbegin(), m_keyImages.cend(),
                                    [&uid](const model::KeyImage &image) { return image.study == uid; });
    return std::max(sum, int(told));
}

void StudyTreeModel::tickKeyImages(const QModelIndex &above)
{
    const int at = nodeOf(above);
    if (at < 0)
        return;
    const Node &node = m_nodes[std::size_t(at)];
    std::vector<int> series = node.level == Level::Series ? std::vector{at} : node.children;
    for (const int one : series) {
        if (m_nodes[std::size_t(one)].level != Level::Series || keyImagesIn(one) == 0)
            continue;
        if (m_nodes[std::size_t(one)].children.empty()) {
            const model::SeriesUid uid = m_series[std::size_t(m_nodes[std::size_t(one)].payload)].uid;
            for (const model::KeyImage &image : std::as_const(m_keyImages))
                if (image.series == uid)
                    m_tickSoon.insert(image.instance.text());
            fetchMore(indexFor(one));
            continue;
        }
        for (const int child : m_nodes[std::size_t(one)].keys)
            m_nodes[std::size_t(child)].check = Qt::Checked;
        emit dataChanged(indexFor(m_nodes[std::size_t(one)].keys.front()),
                         indexFor(m_nodes[std::size_t(one)].keys.back(), ColumnCount - 1));
        updateAncestors(one);
    }
    emit ticksChanged();
}

void StudyTreeModel::setDifference(const model::StudyUid &study, const QString &difference)
{
    setDifference(m_studyNodes.value(study.text(), -1), difference);
}

void StudyTreeModel::setDifference(const model::SeriesUid &series, const QString &difference)
{
    setDifference(m_seriesNodes.value(series.text(), -1), difference);
}

void StudyTreeModel::setDifference(int node, const QString &difference)
{
    if (node < 0 || m_differences.value(node) == difference)
        return;
    if (difference.isEmpty())
        m_differences.remove(node);
    else
        m_differences.insert(node, difference);
    emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
}

void StudyTreeModel::setAsking(const model::StudyUid &study)
{
    setAsking(m_studyNodes.value(study.text(), -1));
}

void StudyTreeModel::setAsking(const model::SeriesUid &series)
{
    setAsking(m_seriesNodes.value(series.text(), -1));
}

void StudyTreeModel::setAsking(int node)
{
    if (node < 0)
        return;
    m_nodes[std::size_t(node)].state = State::Asking;
    emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
}

void StudyTreeModel::tickAll(bool ticked)
{
    for (const int root : m_roots)
        setSubtree(root, ticked ? Qt::Checked : Qt::Unchecked);
    if (!m_roots.empty())
        emit dataChanged(indexFor(m_roots.front()), indexFor(m_roots.back(), ColumnCount - 1));
    emit ticksChanged();
}

QList<model::Selection> StudyTreeModel::selection() const
{
    QList<model::Selection> chosen;
    for (const int root : m_roots) {
        const Node &study = m_nodes[std::size_t(root)];
        if (study.check == Qt::Unchecked)
            continue;
        model::Selection selection{m_studies[std::size_t(study.payload)].uid, {}};
        if (study.check == Qt::PartiallyChecked) {
            for (const int child : study.children) {
                const Node &series = m_nodes[std::size_t(child)];
                if (series.check == Qt::Unchecked)
                    continue;
                model::SeriesSelection part{m_series[std::size_t(series.payload)].uid, {}};
                if (series.check == Qt::PartiallyChecked) {
                    for (const int leaf : series.children) {
                        if (m_nodes[std::size_t(leaf)].check == Qt::Checked)
                            part.instances << m_instances[std::size_t(m_nodes[std::size_t(leaf)].payload)].uid;
                    }
                }
                selection.series << part;
            }
        }
        chosen << selection;
    }
    return chosen;
}

StudyTreeModel::Counts StudyTreeModel::counts() const
{
    Counts counts;
    for (const int root : m_roots) {
        const Node &study = m_nodes[std::size_t(root)];
        if (study.check == Qt::Unchecked)
            continue;
        ++counts.studies;
        if (study.children.empty())
            counts.series += m_studies[std::size_t(study.payload)].seriesCount.value_or(0);
        for (const int child : study.children)
            counts.series += m_nodes[std::size_t(child)].check != Qt::Unchecked;
        const int images = ticked(root);
        if (images < 0)
            counts.imagesAtLeast = true;
        else
            counts.images += images;
    }
    return counts;
}

QModelIndex StudyTreeModel::indexOf(const model::StudyUid &study) const
{
    return indexFor(m_studyNodes.value(study.text(), -1));
}

QModelIndex StudyTreeModel::indexOf(const model::SeriesUid &series) const
{
    return indexFor(m_seriesNodes.value(series.text(), -1));
}

QModelIndex StudyTreeModel::indexFor(int node, int column) const
{
    return node < 0 ? QModelIndex() : createIndex(m_nodes[std::size_t(node)].row, column, quintptr(node));
}

QModelIndex StudyTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const int above = nodeOf(parent);
    const std::vector<int> &rows = above < 0 ? m_roots : rowsOf(m_nodes[std::size_t(above)]);
    if (row < 0 || row >= int(rows.size()) || column < 0 || column >= ColumnCount ||
        (parent.isValid() && parent.column() > 0))
        return {};
    return createIndex(row, column, quintptr(rows[std::size_t(row)]));
}

QModelIndex StudyTreeModel::parent(const QModelIndex &child) const
{
    const int node = nodeOf(child);
    return node < 0 ? QModelIndex() : indexFor(m_nodes[std::size_t(node)].parent);
}

int StudyTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() && parent.column() > 0)
        return 0;
    const int node = nodeOf(parent);
    return int(node < 0 ? m_roots.size() : rowsOf(m_nodes[std::size_t(node)]).size());
}

int StudyTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool StudyTreeModel::hasChildren(const QModelIndex &parent) const
{
    const int node = nodeOf(parent);
    if (node < 0)
        return !m_roots.empty();
    if (parent.column() > 0)
        return false;
    const Node &here = m_nodes[std::size_t(node)];
    return !here.children.empty() || (here.level != Level::Instance && here.state != State::NotOffered);
}

bool StudyTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const int node = nodeOf(parent);
    return node >= 0 && parent.column() == 0 && m_nodes[std::size_t(node)].level != Level::Instance &&
           m_nodes[std::size_t(node)].state == State::NotAsked;
}

void StudyTreeModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    Node &node = m_nodes[std::size_t(nodeOf(parent))];
    node.state = State::Asking;
    emit dataChanged(parent, parent.siblingAtColumn(ColumnCount - 1));
    if (node.level == Level::Study) {
        emit seriesWanted(m_studies[std::size_t(node.payload)].uid);
    } else {
        const model::SeriesUid series = m_series[std::size_t(node.payload)].uid;
        emit instancesWanted(m_studies[std::size_t(m_nodes[std::size_t(node.parent)].payload)].uid, series);
    }
}

QVariant StudyTreeModel::data(const QModelIndex &index, int role) const
{
    const int at = nodeOf(index);
    if (at < 0)
        return {};
    const Node &node = m_nodes[std::size_t(at)];
    const model::Study *study = node.level == Level::Study ? &m_studies[std::size_t(node.payload)] : nullptr;
    const model::Series *series = node.level == Level::Series ? &m_series[std::size_t(node.payload)] : nullptr;
    const model::Instance *instance = node.level == Level::Instance ? &m_instances[std::size_t(node.payload)] : nullptr;
    const auto name = [&] {
        if (study)
            return study->description.isEmpty() ? tr("Study without a description") : study->description;
        if (series)
            return series->description.isEmpty() ? tr("Series without a description") : series->description;
        return instance->sopClass.isEmpty() ? tr("Image") : sopClassName(instance->sopClass);
    };
    const auto modality = [&] {
        return study ? study->modalities.join(QStringLiteral(", ")) : series ? series->modality : QString();
    };
    const auto numberText = [&] {
        const std::optional<int> value = series ? series->number : instance ? instance->number : std::nullopt;
        return value ? QString::number(*value) : QString();
    };
    const auto tickedText = [&] {
        if (instance) {
            const int frames = instance->frames.value_or(1);
            return frames == 1 ? tr("1 frame") : grouped(tr("%n frames", nullptr, frames), frames);
        }
        const int all = total(at);
        if (all < 0)
            return node.check == Qt::Checked ? tr("all") : QStringLiteral("–");
        return tr("%1 of %2").arg(number(std::max(0, ticked(at))), number(all));
    };
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Name:
            return name();
        case Key: {
            const int keys = keyImagesIn(at);
            return keys == 0 ? QString() : instance ? tr("key", "a key image") : number(keys);
        }
        case Modality:
            return modality();
        case Ticked:
            return tickedText();
        case ListedBy:
            return sourceOf(at);
        default:
            return {};
        }
    case Qt::CheckStateRole:
        return index.column() == Name ? QVariant(node.check) : QVariant();
    case Qt::AccessibleTextRole: {
        if (index.column() != Name)
            return data(index, Qt::DisplayRole);
        const int keys = keyImagesIn(at);
        QStringList words{numberText(),
                          name(),
                          modality(),
                          keys == 0  ? QString()
                          : instance ? tr("key image")
                                     : tr("%n key images", nullptr, keys),
                          tickedText(),
                          node.check == Qt::Checked            ? tr("ticked")
                          : node.check == Qt::PartiallyChecked ? tr("partly ticked")
                                                               : tr("not ticked")};
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    case Qt::ToolTipRole:
        if (node.state == State::NotOffered)
            return tr("No images are listed here. The series can still be ticked as a whole.");
        return m_differences.value(at);
    case LevelRole:
        return QVariant::fromValue(node.level);
    case NumberRole:
        return numberText();
    case DateRole:
        return study ? dateText(study->date) : QString();
    case TickedCountRole:
        return ticked(at);
    case TotalCountRole:
        return total(at);
    case DifferenceRole:
        return m_differences.value(at);
    case UidRole:
        return study ? study->uid.text() : series ? series->uid.text() : instance->uid.text();
    case StateRole:
        return QVariant::fromValue(node.state);
    case RoutesRole: {
        QStringList routes;
        for (const model::Route route : study ? study->routes : QList<model::Route>())
            routes << tagOf(route);
        return routes.join(QStringLiteral(", "));
    }
    case ListedRole:
        return int(m_nodes[std::size_t(at)].children.size());
    case KeyImagesRole:
        return keyImagesIn(at);
    case SopClassRole:
        return instance ? instance->sopClass : QString();
    case SortTextRole:
        return QStringList{numberText(), name(), modality(), series ? series->bodySite : QString()}.join(u' ');
    default:
        return {};
    }
}

bool StudyTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const int node = nodeOf(index);
    if (node < 0 || role != Qt::CheckStateRole)
        return false;
    // A box that is half ticked becomes ticked: a click never asks for "some of it".
    setSubtree(node, value.toInt() == Qt::Unchecked ? Qt::Unchecked : Qt::Checked);
    emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
    updateAncestors(m_nodes[std::size_t(node)].parent);
    emit ticksChanged();
    return true;
}

QVariant StudyTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Ticked)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Study, series, image");
    case Key:
        return tr("Key", "a column: key images");
    case Modality:
        return tr("Type");
    case Ticked:
        return tr("Ticked");
    case ListedBy:
        return tr("Listed by");
    default:
        return {};
    }
}

Qt::ItemFlags StudyTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    if (m_nodes[std::size_t(nodeOf(index))].level == Level::Instance)
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

int StudyTreeModel::addNode(int parent, Level level, int payload)
{
    int at = int(m_nodes.size());
    if (m_free.empty()) {
        m_nodes.emplace_back();
    } else {
        at = m_free.back();
        m_free.pop_back();
        m_nodes[std::size_t(at)] = Node();
    }
    std::vector<int> &rows = parent < 0 ? m_roots : m_nodes[std::size_t(parent)].children;
    Node &node = m_nodes[std::size_t(at)];
    node.parent = parent;
    node.level = level;
    node.payload = payload;
    node.row = int(rows.size());
    if (parent >= 0 && m_nodes[std::size_t(parent)].check == Qt::Checked)
        node.check = Qt::Checked;
    rows.push_back(at);
    return at;
}

void StudyTreeModel::removeChildren(int node)
{
    const std::vector<int> children = m_nodes[std::size_t(node)].children;
    if (children.empty())
        return;
    for (const int child : children)
        removeChildren(child);
    const int shown = int(rowsOf(m_nodes[std::size_t(node)]).size());
    if (shown > 0)
        beginRemoveRows(indexFor(node), 0, shown - 1);
    m_nodes[std::size_t(node)].children.clear();
    m_nodes[std::size_t(node)].keys.clear();
    for (const int child : children) {
        const Node &gone = m_nodes[std::size_t(child)];
        if (gone.level == Level::Series)
            m_seriesNodes.remove(m_series[std::size_t(gone.payload)].uid.text());
        m_listedBy.remove(child);
        m_differences.remove(child);
        m_free.push_back(child);
    }
    if (shown > 0)
        endRemoveRows();
}

void StudyTreeModel::fillSeries(int node, const QList<model::Series> &series)
{
    m_nodes[std::size_t(node)].state = State::Filled;
    for (const model::Series &one : series) {
        m_series.push_back(one);
        // The instances live in the table from here on.
        m_series.back().instances.clear();
        const int child = addNode(node, Level::Series, int(m_series.size()) - 1);
        m_seriesNodes.insert(one.uid.text(), child);
        if (!one.instances.isEmpty())
            fillInstances(child, one.instances);
    }
}

void StudyTreeModel::fillInstances(int node, const QList<model::Instance> &instances)
{
    m_nodes[std::size_t(node)].state = State::Filled;
    m_nodes.reserve(m_nodes.size() + std::size_t(instances.size()));
    m_nodes[std::size_t(node)].children.reserve(std::size_t(instances.size()));
    for (const model::Instance &instance : instances) {
        m_instances.push_back(instance);
        const int child = addNode(node, Level::Instance, int(m_instances.size()) - 1);
        if (!m_keyUids.isEmpty() && m_keyUids.contains(instance.uid.text())) {
            m_nodes[std::size_t(child)].isKey = true;
            m_nodes[std::size_t(node)].keys.push_back(child);
        }
    }
    if (m_onlyKeyImages)
        numberRows(node);
}

void StudyTreeModel::setSubtree(int node, Qt::CheckState state)
{
    m_nodes[std::size_t(node)].check = state;
    const std::vector<int> &children = m_nodes[std::size_t(node)].children;
    if (children.empty())
        return;
    for (const int child : children)
        setSubtree(child, state);
    if (const std::vector<int> &rows = rowsOf(m_nodes[std::size_t(node)]); !rows.empty())
        emit dataChanged(indexFor(rows.front()), indexFor(rows.back(), ColumnCount - 1));
}

void StudyTreeModel::updateAncestors(int node)
{
    for (; node >= 0; node = m_nodes[std::size_t(node)].parent) {
        Node &here = m_nodes[std::size_t(node)];
        if (!here.children.empty()) {
            const Qt::CheckState first = m_nodes[std::size_t(here.children.front())].check;
            const bool equal = std::all_of(here.children.begin(), here.children.end(),
                                           [&](int child) { return m_nodes[std::size_t(child)].check == first; });
            here.check = equal ? first : Qt::PartiallyChecked;
        }
        emit dataChanged(indexFor(node), indexFor(node, ColumnCount - 1));
    }
}

int StudyTreeModel::total(int node) const
{
    const Node &here = m_nodes[std::size_t(node)];
    switch (here.level) {
    case Level::Instance:
        return 1;
    case Level::Series:
        return m_series[std::size_t(here.payload)].instanceCount.value_or(
            here.children.empty() ? -1 : int(here.children.size()));
    case Level::Study:
        break;
    }
    int sum = here.children.empty() ? -1 : 0;
    for (const int child : here.children) {
        const int part = total(child);
        if (part < 0) {
            sum = -1;
            break;
        }
        sum += part;
    }
    return sum >= 0 ? sum : m_studies[std::size_t(here.payload)].instanceCount.value_or(-1);
}

int StudyTreeModel::ticked(int node) const
{
    const Node &here = m_nodes[std::size_t(node)];
    if (here.check == Qt::Unchecked)
        return 0;
    if (here.check == Qt::Checked)
        return total(node);
    int sum = 0;
    for (const int child : here.children) {
        if (here.level == Level::Series) {
            sum += m_nodes[std::size_t(child)].check == Qt::Checked;
            continue;
        }
        const int part = ticked(child);
        if (part < 0)
            return -1;
        sum += part;
    }
    return sum;
}

QString StudyTreeModel::sourceOf(int node) const
{
    for (; node >= 0; node = m_nodes[std::size_t(node)].parent) {
        if (const auto found = m_listedBy.constFind(node); found != m_listedBy.cend())
            return *found;
        const Node &here = m_nodes[std::size_t(node)];
        if (here.level == Level::Study) {
            const QList<model::Route> &routes = m_studies[std::size_t(here.payload)].routes;
            for (const model::Route route : {model::Route::Fhir, model::Route::Dicomweb, model::Route::Documents}) {
                if (routes.contains(route))
                    return tagOf(route);
            }
        }
    }
    return {};
}

} // namespace ui
