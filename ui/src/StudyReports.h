#pragma once

#include <ui/StudiesPage.h>

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>
#include <QWidget>

namespace ui {

//! The rows beside the list of studies: the reports of the current one with what links them, the places where a browser
//! shows it, and the reports that belong to none.
class StudyReportsModel final : public QAbstractListModel
{
public:
    struct Row
    {
        enum class Kind { Heading, Report, Unlinked, Viewer, Sentence };
        Kind kind;
        QString text;  //!< heading, title, address or sentence
        QString count; //!< of a heading
        QString id;    //!< of a report
        QString line;  //!< date, language and status
        QString reason;
        QStringList tags;
        QUrl address; //!< of a viewer
        bool isWithdrawn = false;
    };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const QList<Row> &rows);
    const Row &at(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<Row> m_rows;
};

//! Object name: studyReports.
class StudyReports final : public QListView
{
    Q_OBJECT

public:
    explicit StudyReports(Theme &theme, QWidget *parent = nullptr);

    void setReports(const QList<ReportRow> &reports);
    //! In place of the reports while there are none to show: asking, failed. Empty: they were asked for.
    void setState(const QString &sentence);
    //! The study whose reports stand first; nothing: none is current.
    void setStudy(const std::optional<model::Study> &study);

signals:
    void reportOpenRequested(const QString &id);
    void viewerRequested(const QUrl &address);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void open(const QModelIndex &index);

    class Delegate;
    StudyReportsModel m_model;
    QList<ReportRow> m_reports;
    QString m_state;
    std::optional<model::Study> m_study;
};

} // namespace ui
