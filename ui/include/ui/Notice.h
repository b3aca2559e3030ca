#pragma once

#include <QFrame>
#include <QList>
#include <QString>
#include <QStringList>

class QLabel;
class QPlainTextEdit;

namespace ui {

class FoldTitle;
class Theme;

struct NoticeAction
{
    QString id;   //!< handed back by Notice::actionTriggered()
    QString text; //!< a verb

    bool operator==(const NoticeAction &) const = default;
};

//! What a notice says: what happened, what it means, what to do, and the other side's own words in a fold.
struct NoticeText
{
    //! How grave it is: colours the icon, the marker and the ground of the inline form.
    enum class Weight { Quiet, Success, Warning, Failure };

    QString icon; //!< name in resources/icons
    Weight weight = Weight::Quiet;
    QString headline; //!< at most six words
    QStringList sentences;
    QString advice;
    QList<NoticeAction> actions; //!< the first is the default
    QString foldTitle;           //!< empty: no fold
    QString foldText;
    QString personal = {};       //!< what the first sentence says unless identity is hidden; empty: the same
    bool isFoldPersonal = false; //!< there is no fold while identity is hidden

    bool operator==(const NoticeText &) const = default;
};

//! A message inside a page, never a dialog. All texts are shown as plain text.
//!
//! Object names: noticeAction_<id> (buttons), noticeFold (opens the fold), noticeFoldText.
class Notice final : public QFrame
{
    Q_OBJECT

public:
    enum class Form {
        Inline, //!< a bar across the page, beside what it is about
        Page    //!< stands in place of a list
    };

    Notice(Theme &theme, Form form, QWidget *parent = nullptr);

    void setText(const NoticeText &text);
    //! Another headline of the inline form; buttons, fold and focus stay as they are.
    void setHeadline(const QString &headline);
    void setIdentityHidden(bool hidden);
    //! What is said now.
    const NoticeText &text() const { return m_shown; }
    bool isFoldOpen() const { return m_open; }
    //! Opens the fold and gives it the keyboard; nothing where there is none.
    void openFold();

signals:
    void actionTriggered(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void choose();
    void rebuild();
    QString line() const;
    void setFoldOpen(bool open);

    Theme &m_theme;
    Form m_form;
    NoticeText m_text;
    NoticeText m_shown; //!< without what is personal where that is hidden
    bool m_isHidden = false;
    QWidget *m_content = nullptr;
    QLabel *m_line = nullptr; //!< headline and sentences of the inline form
    FoldTitle *m_foldTitle = nullptr;
    QPlainTextEdit *m_fold = nullptr;
    bool m_open = false;
};

} // namespace ui
