#pragma once

#include <model/Report.h>
#include <ui/Notice.h>

#include <QFrame>
#include <QImage>
#include <QList>
#include <QSizeF>
#include <QStringList>

#include <memory>
#include <optional>

namespace ui {

class Theme;

//! A report that can be chosen in the pane.
struct ReportChoice
{
    QString id;
    QString title;
    QString date;
};

//! One form of a report: "FHIR", "PDF", "CDA".
struct ReportForm
{
    QString id;
    QString word;
};

//! A study that the report names.
struct ReportStudy
{
    QString role;  //!< "Reported", "Comparison", "Key image"
    QString title; //!< type, description and date, or the UID where the study is not in the list
    QString reason;

    friend bool operator==(const ReportStudy &, const ReportStudy &) = default;
};

//! One report beside the pictures, in the language in which it was sent. What it shows comes through an allow-list
//! before; even so nothing in it is loaded, opened or followed, and links of its own stay text.
//!
//! Object names: reportPane, reportChoice, reportForm_<id>, reportSave, reportClose, reportNotice (in place of the
//! text), reportBar, reportStudyBar and reportHiddenBar (above it), reportText, reportReferences, reportFoot,
//! reportPosition, reportPages, reportWaiting.
class ReportPane final : public QFrame
{
    Q_OBJECT

public:
    explicit ReportPane(Theme &theme, QWidget *parent = nullptr);
    ~ReportPane() override;

    void setReports(const QList<ReportChoice> &reports, const QString &current);
    //! What is open is none of the reports: how it is called in their place, until setReports().
    void setUnlisted(const QString &title);
    //! The forms in which the current report can be had; one is shown.
    void setForms(const QList<ReportForm> &forms, const QString &current);
    void setSaveable(bool saveable);

    //! The sections under their headings; without sections the plain text.
    void showSections(const QList<model::ReportSection> &sections);
    void showPlainText(const QString &text);
    //! The pages of a PDF; their pictures are asked for as they are looked at.
    void showPages(const QList<QSizeF> &sizes);
    //! A picture that was asked for at this width.
    void setPage(int index, const QImage &picture, int width);
    void setPageFailed(int index, const QString &sentence);
    void showNotice(const NoticeText &notice);
    void openNoticeFold();
    //! "Asking for the report…"
    void showWaiting(const QString &sentence);
    //! A bar above the text: an addendum, a hash that differs; nothing takes it away.
    void setBar(const std::optional<NoticeText> &notice);
    //! A bar of its own: the pictures beside it are those of another study.
    void setStudyBar(const std::optional<NoticeText> &notice);
    //! What the report itself says stays, and the pane says so.
    void setIdentityHidden(bool hidden);
    //! The studies that it names; pictures that it points to, in words.
    void setReferences(const QList<ReportStudy> &studies, const QStringList &pictures);
    void setFoot(const QString &text);

    QWidget *firstFocus() const;

signals:
    void reportChosen(const QString &id);
    void formChosen(const QString &id);
    void saveRequested();
    void pagesWanted(const QList<int> &pages, int width);
    void closeRequested();
    //! One of the pictures of setReferences(), by its place there.
    void pictureRequested(int index);
    void noticeActionTriggered(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
