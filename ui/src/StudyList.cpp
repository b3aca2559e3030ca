#include "StudyList.h"

#include "Metrics.h"
#include "Paint.h"
#include "Words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace ui {
namespace {

QString knowsWord(RouteKnows knows)
{
    switch (knows) {
    case RouteKnows::Yes:
        return StudiesPage::tr("known");
    case RouteKnows::No:
        return StudiesPage::tr("not known");
    case RouteKnows::NotListed:
        return StudiesPage::tr("not listed for this question");
    case RouteKnows::NotAsked:
        return StudiesPage::tr("failed, cut off or not asked");
    }
    Q_UNREACHABLE();
}

QString uncheckedWord(const StudyRow &row)
{
    return row.isUnchecked ? StudiesPage::tr("not compared") : QString();
}

} // namespace

QSet<QString> StudyModel::set(const QList<StudyRow> &rows)
{
    QHash<QString, const StudyRow *> told;
    told.reserve(rows.size());
    for (const StudyRow &row : rows)
        told.insert(row.study.uid.text(), &row);
    for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
        if (!told.contains(uidAt(at))) {
            beginRemoveRows({}, at, at);
            m_ticked.remove(uidAt(at));
            m_seen.remove(uidAt(at));
            m_rows.removeAt(at);
            endRemoveRows();
        }
    }
    for (int at = 0; at < m_rows.size(); ++at) {
        const StudyRow *again = told.take(uidAt(at));
        m_rows[at] = *again;
        if (!canTick(at)) // another route names somebody else by now
            m_ticked.remove(uidAt(at));
    }
    refresh();
    QList<StudyRow> fresh;
    QSet<QString> uids;
    fresh.reserve(told.size());
    uids.reserve(told.size());
    for (const StudyRow &row : rows) {
        const QString uid = row.study.uid.text();
        if (told.remove(uid)) {
            fresh << row;
            uids.insert(uid);
        }
    }
    if (!fresh.isEmpty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + fresh.size()) - 1);
        m_rows << fresh;
        endInsertRows();
    }
    ticksChanged();
    return uids;
}

void StudyModel::refresh()
{
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

void StudyModel::look(int row)
{
    m_seen.insert(uidAt(row), m_rows[row].conflict);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void StudyModel::setIdentityHidden(bool hidden)
{
    m_isHidden = hidden;
    refresh();
}

void StudyModel::setTicks(const QSet<QString> &uids)
{
    m_ticked.clear();
    for (int row = 0; row < m_rows.size(); ++row) {
        if (canTick(row) && uids.contains(uidAt(row)))
            m_ticked.insert(uidAt(row));
    }
    refresh();
    ticksChanged();
}

void StudyModel::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    refresh();
}

void StudyModel::setReportCounts(const QHash<QString, int> &counts)
{
    if (m_reportCounts == counts)
        return;
    m_reportCounts = counts;
    refresh();
}

void StudyModel::setReportsUnknown(bool unknown)
{
    if (m_reportsUnknown == unknown)
        return;
    m_reportsUnknown = unknown;
    refresh();
}

QString StudyModel::spoken(int at) const
{
    const StudyRow &row = m_rows[at];
    const model::Study &study = row.study;
    QStringList words{dateText(study.date), study.modalities.join(QStringLiteral(", ")), study.description,
                      study.institution, study.bodySite};
    if (study.instanceCount)
        words << StudiesPage::tr("%n images", nullptr, *study.instanceCount);
    if (reportsAt(at) > 0)
        words << StudiesPage::tr("%n reports", nullptr, reportsAt(at));
    else if (m_reportsUnknown)
        words << StudiesPage::tr("reports not known");
    words << QStringLiteral("FHIR ") + knowsWord(row.fhir) << QStringLiteral("QIDO ") + knowsWord(row.dicomweb)
          << QStringLiteral("DOC ") + knowsWord(row.documents) << differenceAt(at) << conflictAt(at)
          << uncheckedWord(row) << (isTicked(at) ? StudiesPage::tr("ticked") : StudiesPage::tr("not ticked"));
    words.removeAll(QString());
    return words.join(QStringLiteral(", "));
}

QVariant StudyModel::data(const QModelIndex &index, int role) const
{
    const StudyRow &row = m_rows[index.row()];
    const model::Study &study = row.study;
    if (role == Qt::CheckStateRole && index.column() == Ticked)
        return isTicked(index.row()) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole && index.column() == Ticked)
        return spoken(index.row());
    if (role == Qt::ToolTipRole) {
        if (!row.conflict.isEmpty() && (index.column() == Difference || index.column() == Ticked))
            return StudiesPage::tr("Another patient? %1").arg(conflictAt(index.row()));
        if (index.column() == Difference) {
            QStringList lines{differenceAt(index.row())};
            if (row.isUnchecked)
                lines << StudiesPage::tr("Not compared: this row says nothing of its patient that could be held "
                                         "against the confirmed one. The images are compared when they come.");
            lines.removeAll(QString());
            return lines.join(u'\n');
        }
        if (index.column() == KnownTo)
            return QStringLiteral("FHIR: %1\nQIDO: %2\nDOC: %3")
                .arg(knowsWord(row.fhir), knowsWord(row.dicomweb), knowsWord(row.documents));
        return {};
    }
    if (role == uidRole)
        return study.uid.text();
    if (role != Qt::DisplayRole)
        return {};
    const auto count = [](const std::optional<int> &value) { return value ? number(*value) : QStringLiteral("–"); };
    switch (index.column()) {
    case Date:
        return study.date.isValid() ? dateText(study.date) : StudiesPage::tr("No date");
    case Modality:
        return study.modalities.join(QStringLiteral(", "));
    case Study:
        return study.description.isEmpty() ? StudiesPage::tr("Without a description") : study.description;
    case BodySite:
        return study.bodySite;
    case SeriesCount:
        return count(study.seriesCount);
    case ImageCount:
        return count(study.instanceCount);
    case Reports:
        return reportsAt(index.row()) > 0 ? number(reportsAt(index.row()))
               : m_reportsUnknown         ? QStringLiteral("?")
                                          : QStringLiteral("–");
    default:
        return {};
    }
}

bool StudyModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != Ticked || !canTick(index.row()))
        return false;
    const QString uid = m_rows[index.row()].study.uid.text();
    if (value.toInt() == Qt::Checked)
        m_ticked.insert(uid);
    else
        m_ticked.remove(uid);
    emit dataChanged(index, index);
    ticksChanged();
    return true;
}

Qt::ItemFlags StudyModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == Ticked && canTick(index.row()))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant StudyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == SeriesCount || section == ImageCount))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Date:
        return StudiesPage::tr("Date");
    case Modality:
        return StudiesPage::tr("Type");
    case Study:
        return StudiesPage::tr("Study");
    case BodySite:
        return StudiesPage::tr("Body site");
    case SeriesCount:
        return StudiesPage::tr("Series");
    case ImageCount:
        return StudiesPage::tr("Images");
    case Reports:
        return StudiesPage::tr("Reports");
    case KnownTo:
        return StudiesPage::tr("Known to");
    default:
        return {};
    }
}

StudyProxy::StudyProxy(StudyModel *rows, QObject *parent) : QSortFilterProxyModel(parent), m_model(*rows)
{
    setSourceModel(rows);
}

void StudyProxy::setFilter(const QString &text, const QSet<QString> &modalities, const QDate &since)
{
    if (text == m_text && modalities == m_modalities && since == m_since)
        return;
    m_text = text;
    m_modalities = modalities;
    m_since = since;
    invalidateFilter();
}

bool StudyProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    const model::Study &study = m_model.at(row).study;
    if (!m_modalities.isEmpty() &&
        std::none_of(study.modalities.begin(), study.modalities.end(),
                     [&](const QString &modality) { return m_modalities.contains(modality); }))
        return false;
    // A study without a date is not filtered away by one.
    if (m_since.isValid() && study.date.isValid() && study.date < m_since)
        return false;
    if (m_text.isEmpty())
        return true;
    const QStringList texts{study.description, study.institution,           study.accessions.join(u' '),
                            study.bodySite,    study.modalities.join(u' '), dateText(study.date)};
    return std::any_of(texts.begin(), texts.end(),
                       [&](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); });
}

bool StudyProxy::lessThan(const QModelIndex &a, const QModelIndex &b) const
{
    const StudyRow &one = m_model.at(a.row());
    const StudyRow &other = m_model.at(b.row());
    const auto when = [](const model::Study &study) { return std::pair(study.date, study.time); };
    const auto knownBy = [](const StudyRow &row) {
        return (row.fhir == RouteKnows::Yes) + (row.dicomweb == RouteKnows::Yes) + (row.documents == RouteKnows::Yes);
    };
    const auto weightOf = [](const StudyRow &row) {
        return !row.conflict.isEmpty() * 4 + !row.difference.isEmpty() * 2 + row.isUnchecked;
    };
    const auto byText = [&](const QString &left, const QString &right) {
        const int order = QString::localeAwareCompare(left, right);
        return order != 0 ? order < 0 : when(one.study) < when(other.study);
    };
    const auto byNumber = [&](int left, int right) {
        return left != right ? left < right : when(one.study) < when(other.study);
    };
    switch (a.column()) {
    case StudyModel::Modality:
    case StudyModel::Study:
    case StudyModel::BodySite:
        return byText(a.data().toString(), b.data().toString());
    case StudyModel::SeriesCount:
        return byNumber(one.study.seriesCount.value_or(-1), other.study.seriesCount.value_or(-1));
    case StudyModel::ImageCount:
        return byNumber(one.study.instanceCount.value_or(-1), other.study.instanceCount.value_or(-1));
    case StudyModel::Reports:
        return byNumber(m_model.reportsAt(a.row()), m_model.reportsAt(b.row()));
    case StudyModel::Difference:
        return byNumber(weightOf(one), weightOf(other));
    case StudyModel::KnownTo:
        return byNumber(knownBy(one), knownBy(other));
    default:
        return when(one.study) < when(other.study);
    }
}

QStringList typeLines(const QStringList &modalities)
{
    constexpr qsizetype shortLine = 10; // letters: three types of two
    const QString comma = QStringLiteral(", ");
    const QString all = modalities.join(comma);
    if (all.size() <= shortLine)
        return {all};
    // A server may name thousands, and rows are painted often.
    qsizetype longest = all.size();
    qsizetype at = 0;
    for (qsizetype end = all.indexOf(comma); end >= 0; end = all.indexOf(comma, end + 1)) {
        if (const qsizetype longer = std::max(end + 1, all.size() - end - comma.size()); longer < longest) {
            longest = longer;
            at = end;
        }
    }
    return at > 0 ? QStringList{all.first(at + 1), all.sliced(at + comma.size())} : QStringList{all};
}

StudyDelegate::StudyDelegate(Theme &theme, const StudyModel *rows, QTreeView *view)
    : QStyledItemDelegate(view), m_theme(theme), m_model(*rows), m_view(*view)
{}

QSize StudyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, metrics::rowStudy};
}

void StudyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int source = static_cast<const QSortFilterProxyModel *>(index.model())->mapToSource(index).row();
    const StudyRow &row = m_model.at(source);
    const model::Study &study = row.study;
    const bool current = m_view.currentIndex().row() == index.row();
    const QRect cell = option.rect;
    const QRect first(cell.left() + 8, cell.top() + 6, cell.width() - 12, 20);
    const QRect second(cell.left() + 8, cell.top() + 24, cell.width() - 12, 18);
    const QRect middle(cell.left() + 8, cell.top(), cell.width() - 16, cell.height() - 1);
    const QFont body = m_theme.font(Type::Body);
    const QFont small = m_theme.font(Type::Small);
    const QColor ink = m_theme.colour(m_model.isStale() ? Colour::Text2 : Colour::Text);
    const QColor quiet = m_theme.colour(Colour::Text2);
    painter->save();
    paintRowGround(*painter, m_theme, cell, false, current, index.column() == 0);
    paintRowFocus(*painter, m_theme, option, m_view, index);
    switch (index.column()) {
    case StudyModel::Ticked:
        paintCheckBox(*painter, m_theme, QRect(cell.left() + metrics::listPadding, cell.top() + 16, 16, 16),
                      m_model.isTicked(source) ? Qt::Checked : Qt::Unchecked, m_model.canTick(source));
        break;
    case StudyModel::Date:
        paintText(*painter, first, index.data().toString(), body, ink);
        paintText(*painter, second, study.time.isValid() ? study.time.toString(QStringLiteral("HH:mm")) : QString(),
                  small, quiet);
        break;
    case StudyModel::Modality:
        if (const QStringList lines = typeLines(study.modalities); lines.size() == 2) {
            paintText(*painter, first.adjusted(0, 0, 4, 0), lines[0], m_theme.font(Type::Strong), ink);
            paintText(*painter, second.adjusted(0, 0, 4, 0), lines[1], m_theme.font(Type::Strong), ink);
        } else {
            paintText(*painter, middle.adjusted(0, 0, 8, 0), lines[0], m_theme.font(Type::Strong), ink);
        }
        break;
    case StudyModel::Study: {
        paintText(*painter, first, index.data().toString(), body, ink);
        const QString unchecked = uncheckedWord(row);
        QStringList parts = QStringList{unchecked, study.institution} + study.accessions;
        parts.removeAll(QString());
        QString line = parts.join(QStringLiteral(", "));
        // The accession number gives way before the institution does.
        if (!study.institution.isEmpty() && widthOf(line, small) > second.width())
            line = unchecked.isEmpty() ? study.institution : unchecked + QStringLiteral(", ") + study.institution;
        paintText(*painter, second, row.conflict.isEmpty() ? line : m_model.conflictAt(source), small,
                  row.conflict.isEmpty() ? quiet : m_theme.colour(Colour::Fail));
        break;
    }
    case StudyModel::BodySite:
        paintText(*painter, middle, index.data().toString(), body, quiet);
        break;
    case StudyModel::SeriesCount:
    case StudyModel::ImageCount:
        paintText(*painter, middle, index.data().toString(), body, ink, Qt::AlignRight | Qt::AlignVCenter);
        break;
    case StudyModel::Reports:
        if (m_model.reportsAt(source) > 0)
            paintGlyph(*painter, m_theme, QRect(cell.left() + 8, cell.top(), 16, cell.height() - 1),
                       QStringLiteral("report"), Colour::Text2);
        paintText(*painter, middle.adjusted(m_model.reportsAt(source) > 0 ? 20 : 0, 0, 0, 0), index.data().toString(),
                  body, ink);
        break;
    case StudyModel::Difference:
        if (!row.conflict.isEmpty())
            paintGlyph(*painter, m_theme, cell.adjusted(0, 0, 0, -1), QStringLiteral("fail"), Colour::Fail);
        else if (!row.difference.isEmpty())
            paintGlyph(*painter, m_theme, cell.adjusted(0, 0, 0, -1), QStringLiteral("differs"), Colour::Warn);
        else if (row.isUnchecked)
            paintGlyph(*painter, m_theme, cell.adjusted(0, 0, 0, -1), QStringLiteral("unknown"), Colour::Text2);
        break;
    case StudyModel::KnownTo: {
        const std::array<std::pair<model::Route, RouteKnows>, 3> routes = {{{model::Route::Fhir, row.fhir},
                                                                            {model::Route::Dicomweb, row.dicomweb},
                                                                            {model::Route::Documents, row.documents}}};
        const QFont micro = m_theme.font(Type::Micro);
        for (int slot = 0; slot < 3; ++slot) {
            const auto &[route, knows] = routes[std::size_t(slot)];
            const QRect box(cell.left() + 8 + slot * 44, cell.top() + 15, 40, 18);
            if (knows == RouteKnows::Yes)
                paintTag(*painter, m_theme, box, tagOf(route), micro);
            else if (knows == RouteKnows::No)
                paintText(*painter, box, QStringLiteral("–"), small, quiet, Qt::AlignCenter);
            else
                paintTag(*painter, m_theme, box, QStringLiteral("?"), micro, true);
        }
        break;
    }
    default:
        break;
    }
    painter->restore();
}

QModelIndex StudyView::anchor() const
{
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    if (viewport()->underMouse() && viewport()->rect().contains(pointer)) {
        if (const QModelIndex under = indexAt(pointer); under.isValid())
            return under;
    }
    if (hasFocus() && viewport()->rect().intersects(visualRect(currentIndex())))
        return currentIndex();
    return verticalScrollBar()->value() > 0 ? indexAt(QPoint(1, 1)) : QModelIndex();
}

void StudyView::hold(const QModelIndex &row, int top)
{
    const int value = verticalScrollBar()->value() + visualRect(row).top() - top;
    m_held = std::max(value, 0);
    updateGeometries();
    verticalScrollBar()->setValue(value);
}

void StudyView::updateGeometries()
{
    QTreeView::updateGeometries();
    if (m_held > verticalScrollBar()->maximum())
        verticalScrollBar()->setMaximum(m_held);
}

void StudyView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QTreeView::mousePressEvent(event);
    if (index.isValid() && index.column() == StudyModel::Ticked && event->button() == Qt::LeftButton)
        toggle(index);
}

void StudyView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
        toggle(currentIndex().siblingAtColumn(StudyModel::Ticked));
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        allToggled();
        return;
    }
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QGuiApplication::clipboard()->setText(currentIndex().data(StudyModel::uidRole).toString());
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        opened();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void StudyView::fitColumns()
{
    int taken = metrics::bodySite;
    for (int column = 0; column < StudyModel::ColumnCount; ++column)
        if (column != StudyModel::Study && column != StudyModel::BodySite)
            taken += header()->sectionSize(column);
    setColumnHidden(StudyModel::BodySite, width() - taken < metrics::bodySite);
}

void StudyView::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTreeView::resizeEvent(event);
}

void StudyView::toggle(const QModelIndex &index)
{
    const bool ticked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model()->setData(index, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace ui
