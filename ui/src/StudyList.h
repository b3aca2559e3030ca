#pragma once

#include <ui/StudiesPage.h>

#include <QAbstractTableModel>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>

#include <functional>

namespace ui {

//! The rows of the list of studies, one a study.
class StudyModel final : public QAbstractTableModel
{
public:
    enum Column {
        Ticked,
        Date,
        Modality,
        Study,
        BodySite,
        SeriesCount,
        ImageCount,
        Reports,
        Difference,
        KnownTo,
        ColumnCount
    };
    static constexpr int uidRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;
    std::function<void()> ticksChanged;

    //! Rows that stay keep their place, so that a view does not move. Answers the studies that were not there before.
    QSet<QString> set(const QList<StudyRow> &rows);
    const QList<StudyRow> &rows() const { return m_rows; }
    const StudyRow &at(int row) const { return m_rows[row]; }
    QString uidAt(int row) const { return m_rows[row].study.uid.text(); }

    bool isTicked(int row) const { return m_ticked.contains(uidAt(row)); }
    //! A row that names another patient can be ticked once somebody has looked at what it says.
    bool canTick(int row) const
    {
        return m_rows[row].conflict.isEmpty() || m_seen.value(uidAt(row)) == m_rows[row].conflict;
    }
    void look(int row);
    void setIdentityHidden(bool hidden);
    // In words, as they may be seen now.
    QString conflictAt(int row) const { return m_isHidden ? m_rows[row].unnamedConflict : m_rows[row].conflict; }
    QString differenceAt(int row) const { return m_isHidden ? m_rows[row].unnamedDifference : m_rows[row].difference; }
    void setTicks(const QSet<QString> &uids);
    //! An answer to another question than the one that stands on the page.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }
    //! By Study Instance UID.
    void setReportCounts(const QHash<QString, int> &counts);
    //! Whether studies without a report may have some: they were not, or not all, listed.
    void setReportsUnknown(bool unknown);
    int reportsAt(int row) const { return m_reportCounts.value(uidAt(row)); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString spoken(int row) const;
    void refresh();

    QList<StudyRow> m_rows;
    bool m_isHidden = false;
    QSet<QString> m_ticked;
    QHash<QString, QString> m_seen; //!< by Study Instance UID the conflict that was looked at
    QHash<QString, int> m_reportCounts;
    bool m_reportsUnknown = false;
    bool m_stale = false;
};

//! The rows in the order and under the filters of the page.
class StudyProxy final : public QSortFilterProxyModel
{
public:
    StudyProxy(StudyModel *rows, QObject *parent);

    void setFilter(const QString &text, const QSet<QString> &modalities, const QDate &since);
    //! Row of the model behind a row that is shown; -1: none.
    int sourceOf(const QModelIndex &shown) const { return shown.isValid() ? mapToSource(shown).row() : -1; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &a, const QModelIndex &b) const override;

private:
    StudyModel &m_model;
    QString m_text;
    QSet<QString> m_modalities;
    QDate m_since;
};

class StudyDelegate final : public QStyledItemDelegate
{
public:
    StudyDelegate(Theme &theme, const StudyModel *rows, QTreeView *view);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Theme &m_theme;
    const StudyModel &m_model;
    QTreeView &m_view;
};

//! The types of a study as they stand in its row: in one line, or in two where one would take the room of the study's
//! name, broken where the longer one is shortest.
QStringList typeLines(const QStringList &modalities);

//! The view: a click in the first column or Space ticks, Enter opens. It can hold a row where it is while others come
//! in above it, also where the list would be too short to scroll.
class StudyView final : public QTreeView
{
public:
    using QTreeView::QTreeView;
    std::function<void()> allToggled; //!< Ctrl+A
    std::function<void()> opened;

    //! The row that must not move now: the one under the pointer, else the current one while the list has the keyboard,
    //! else the first of a list that is scrolled. Invalid: none.
    QModelIndex anchor() const;
    //! Scrolls until the row is `top` pixels below the upper edge.
    void hold(const QModelIndex &row, int top);
    //! Gives the name of the study the room that the other columns leave; where that is less than the body site has,
    //! the body site goes, as it can be told from the name.
    void fitColumns();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override { mousePressEvent(event); }
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void updateGeometries() override;

private:
    void toggle(const QModelIndex &index);

    int m_held = 0; //!< how far the list can be scrolled at least
};

} // namespace ui
