#include "StudyReports.h"

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace ui {
namespace {

using Row = StudyReportsModel::Row;

constexpr int textLeft = 40; // behind the drawing of a report

QString openWord(Row::Kind kind)
{
    return kind == Row::Kind::Viewer ? StudiesPage::tr("Open in browser") : StudiesPage::tr("Open");
}

bool canOpen(Row::Kind kind)
{
    return kind == Row::Kind::Report || kind == Row::Kind::Unlinked || kind == Row::Kind::Viewer;
}

} // namespace

void StudyReportsModel::setRows(const QList<Row> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

QVariant StudyReportsModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[index.row()];
    if (role == Qt::DisplayRole)
        return row.text;
    if (role == Qt::AccessibleTextRole) {
        QStringList words{row.text, row.count, row.line, row.tags.join(QStringLiteral(", ")), row.reason};
        if (row.isWithdrawn && row.kind == Row::Kind::Unlinked)
            words << StudiesPage::tr("withdrawn");
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    if (role == Qt::ToolTipRole && canOpen(row.kind))
        return row.text;
    return {};
}

Qt::ItemFlags StudyReportsModel::flags(const QModelIndex &index) const
{
    return canOpen(m_rows[index.row()].kind) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled;
}

class StudyReports::Delegate final : public QStyledItemDelegate
{
public:
    Delegate(Theme &theme, StudyReports *view) : QStyledItemDelegate(view), m_theme(theme), m_view(*view) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const Row &row = m_view.m_model.at(index.row());
        const int width = m_view.viewport()->width();
        const auto wrapped = [&](const QString &text, int from, Type type) {
            return QFontMetrics(m_theme.font(type))
                .boundingRect(QRect(0, 0, width - from - metrics::listPadding, 2000), Qt::TextWordWrap, text)
                .height();
        };
        switch (row.kind) {
        case Row::Kind::Heading:
            return {0, metrics::rowHeader};
        case Row::Kind::Report:
            return {0, 80 + wrapped(row.reason, textLeft, Type::Small) + 8};
        case Row::Kind::Unlinked:
            return {0, 40};
        case Row::Kind::Viewer:
            return {0, 40 + wrapped(row.text, textLeft, Type::Mono) + 4};
        case Row::Kind::Sentence:
            return {0, 24 + wrapped(row.text, metrics::listPadding, Type::Small)};
        }
        Q_UNREACHABLE();
    }

    //! Where the word stands that opens the row.
    QRect openAt(const QRect &cell, const Row &row) const
    {
        if (row.kind == Row::Kind::Unlinked)
            return {};
        const int width = widthOf(openWord(row.kind), m_theme.font(Type::Small)) + 8;
        const int top = row.kind == Row::Kind::Report ? 54 : 8;
        return {cell.right() - metrics::listPadding - width + 4, cell.top() + top, width, 22};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Row &row = m_view.m_model.at(index.row());
        const QRect cell = option.rect;
        const QFont small = m_theme.font(Type::Small);
        const QFont strong = m_theme.font(Type::Strong);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        const QColor link = m_theme.colour(Colour::Accent);
        const QRect inner = cell.adjusted(textLeft, 0, -metrics::listPadding, -1);
        const auto wrapped = [&](const QRect &area, const QString &text, const QFont &font) {
            painter->setFont(font);
            painter->setPen(quiet);
            painter->drawText(area, Qt::TextWordWrap, text);
        };
        painter->save();
        if (row.kind == Row::Kind::Heading) {
            painter->fillRect(cell, m_theme.colour(Colour::Raised));
            painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), m_theme.colour(Colour::Line));
            const QRect line = cell.adjusted(metrics::listPadding, 0, -metrics::listPadding, 0);
            paintText(*painter, line, row.text, strong, ink);
            paintText(*painter, line, row.count, m_theme.font(Type::Body), quiet, Qt::AlignRight | Qt::AlignVCenter);
        } else if (row.kind == Row::Kind::Sentence) {
            wrapped(cell.adjusted(metrics::listPadding, 12, -metrics::listPadding, 0), row.text, small);
        } else {
            paintRowGround(*painter, m_theme, cell, option.state & QStyle::State_MouseOver,
                           m_view.currentIndex() == index && m_view.hasFocus(), true);
            if (showsFocus(option))
                paintFocusRing(*painter, m_theme, cell);
            const int middle = row.kind == Row::Kind::Unlinked ? 12 : 11;
            paintGlyph(*painter, m_theme, QRect(cell.left() + metrics::listPadding, cell.top() + middle, 16, 16),
                       row.kind == Row::Kind::Viewer ? QStringLiteral("country")
                       : row.isWithdrawn             ? QStringLiteral("warn")
                                                     : QStringLiteral("report"),
                       row.isWithdrawn ? Colour::Warn : Colour::Text2);
            QFont title = strong;
            title.setStrikeOut(row.isWithdrawn);
            if (row.kind == Row::Kind::Unlinked) {
                paintUnlinked(*painter, inner, row);
            } else if (row.kind == Row::Kind::Viewer) {
                paintText(*painter, QRect(inner.left(), cell.top() + 8, inner.width() - 112, 22),
                          StudiesPage::tr("Web viewer"), m_theme.font(Type::Body), ink);
                paintText(*painter, openAt(cell, row), openWord(row.kind), small, link, Qt::AlignCenter);
                wrapped(QRect(inner.left(), cell.top() + 34, inner.width(), 1000), row.text, m_theme.font(Type::Mono));
            } else {
                paintText(*painter, QRect(inner.left(), cell.top() + 8, inner.width(), 22), row.text, title, ink);
                paintText(*painter, QRect(inner.left(), cell.top() + 30, inner.width(), 20), row.line, small, quiet);
                paintTags(*painter, QRect(inner.left(), cell.top() + 56, inner.width() - 80, 18), row.tags);
                paintText(*painter, openAt(cell, row), openWord(row.kind), small, link, Qt::AlignCenter);
                wrapped(QRect(inner.left(), cell.top() + 78, inner.width(), 1000), row.reason, small);
            }
        }
        painter->restore();
    }

private:
    int paintTags(QPainter &painter, const QRect &area, const QStringList &tags) const
    {
        const QFont micro = m_theme.font(Type::Micro);
        int left = area.left();
        for (const QString &tag : tags) {
            const int width = widthOf(tag, micro) + 12;
            if (left + width > area.right() + 1)
                break;
            paintTag(painter, m_theme, QRect(left, area.top(), width, 18), tag, micro);
            left += width + 4;
        }
        return left;
    }
    void paintUnlinked(QPainter &painter, const QRect &inner, const Row &row) const
    {
        int tags = 0;
        for (const QString &tag : row.tags)
            tags += widthOf(tag, m_theme.font(Type::Micro)) + 16;
        const QFont small = m_theme.font(Type::Small);
        const int date = widthOf(row.line, small);
        paintTags(painter, QRect(inner.right() - tags + 5, inner.top() + 10, tags, 18), row.tags);
        paintText(painter, QRect(inner.right() - tags - date, inner.top(), date, inner.height()), row.line, small,
                  m_theme.colour(Colour::Text2));
        QFont title = m_theme.font(Type::Body);
        title.setStrikeOut(row.isWithdrawn);
        paintText(painter, QRect(inner.left(), inner.top(), inner.width() - tags - date - 12, inner.height()), row.text,
                  title, m_theme.colour(Colour::Text));
    }

    Theme &m_theme;
    StudyReports &m_view;
};

StudyReports::StudyReports(Theme &theme, QWidget *parent) : QListView(parent)
{
    describe(this, QStringLiteral("studyReports"), StudiesPage::tr("Reports"), StudiesPage::tr("Enter opens a report"));
    setModel(&m_model);
    setItemDelegate(new Delegate(theme, this));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setTabKeyNavigation(false);
}

void StudyReports::setReports(const QList<ReportRow> &reports)
{
    m_reports = reports;
    arrange();
}

void StudyReports::setState(const QString &sentence)
{
    m_state = sentence;
    arrange();
}

void StudyReports::setStudy(const std::optional<model::Study> &study)
{
    if (m_study == study)
        return;
    m_study = study;
    arrange();
}

void StudyReports::arrange()
{
    QList<Row> own;
    QList<Row> unlinked;
    for (const ReportRow &report : std::as_const(m_reports)) {
        Row row{Row::Kind::Unlinked, report.title, {}, report.id, report.date, {}, report.tags, {}, report.isWithdrawn};
        if (report.links.isEmpty())
            unlinked += row;
        for (const ui::ReportLink &link : report.links) {
            if (!m_study || !(link.study == m_study->uid))
                continue;
            row.kind = Row::Kind::Report;
            row.line = report.details;
            row.reason = link.reason;
            own += row;
            break;
        }
    }
    const auto heading = [](const QString &text, qsizetype count) {
        return Row{Row::Kind::Heading, text, number(count), {}, {}, {}, {}, {}};
    };
    const auto sentence = [](const QString &text) { return Row{Row::Kind::Sentence, text, {}, {}, {}, {}, {}, {}}; };
    QList<Row> rows;
    if (!m_state.isEmpty() && m_reports.isEmpty()) {
        rows += heading(StudiesPage::tr("Reports"), 0);
        rows.last().count.clear();
        rows += sentence(m_state);
    } else if (m_study) {
        rows += heading(StudiesPage::tr("Reports of this study"), own.size());
        rows += own;
        if (own.isEmpty() && unlinked.isEmpty())
            rows += sentence(StudiesPage::tr("No report for this study."));
        else if (own.isEmpty())
            rows += sentence(grouped(StudiesPage::tr("No report for this study. %n reports of this patient are not "
                                                     "linked to any study; they are below.",
                                                     nullptr, int(unlinked.size())),
                                     unlinked.size()));
    } else {
        rows += heading(StudiesPage::tr("Reports"), m_reports.size());
        if (unlinked.size() < m_reports.size())
            rows += sentence(StudiesPage::tr("Choose a study to see its reports."));
        else if (m_reports.isEmpty())
            rows += sentence(StudiesPage::tr("No report is listed for this patient."));
    }
    if (m_study && !m_study->viewers.isEmpty()) {
        rows += heading(StudiesPage::tr("Pictures in a browser"), m_study->viewers.size());
        for (const QUrl &address : std::as_const(m_study->viewers))
            rows += Row{Row::Kind::Viewer, address.toString(QUrl::FullyEncoded), {}, {}, {}, {}, {}, address};
        rows +=
            sentence(StudiesPage::tr("Nothing is sent there before you open it. The browser sends neither token nor "
                                     "certificate of the profile."));
    }
    if (!unlinked.isEmpty()) {
        rows += heading(StudiesPage::tr("Not linked to any study"), unlinked.size());
        rows += unlinked;
        rows += sentence(unlinked.size() == 1 ? StudiesPage::tr("It names no study of this list.")
                                              : StudiesPage::tr("They name no study of this list."));
    }
    if (!m_state.isEmpty() && !m_reports.isEmpty())
        rows += sentence(m_state);
    m_model.setRows(rows);
}

void StudyReports::open(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const Row row = m_model.at(index.row()); // a copy: the rows may be others afterwards
    if (row.kind == Row::Kind::Viewer)
        emit viewerRequested(row.address);
    else if (canOpen(row.kind))
        emit reportOpenRequested(row.id);
}

//! Arrived at by Tab, so that it is seen where the keyboard is.
void StudyReports::focusInEvent(QFocusEvent *event)
{
    if (!currentIndex().isValid()) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (canOpen(m_model.at(row).kind)) {
                setCurrentIndex(m_model.index(row));
                break;
            }
        }
    }
    QListView::focusInEvent(event);
}

void StudyReports::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return open(currentIndex());
    QListView::keyPressEvent(event);
}

void StudyReports::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (!index.isValid() || event->button() != Qt::LeftButton)
        return;
    const auto *delegate = static_cast<const Delegate *>(itemDelegate());
    if (delegate->openAt(visualRect(index), m_model.at(index.row())).contains(event->position().toPoint()))
        open(index);
}

void StudyReports::mouseDoubleClickEvent(QMouseEvent *event)
{
    open(indexAt(event->position().toPoint()));
}

//! Sentences wrap, so rows are as high as the list is wide.
void StudyReports::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

} // namespace ui
