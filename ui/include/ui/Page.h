#pragma once

#include <ui/Button.h>
#include <ui/Theme.h>

#include <QLineEdit>
#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace ui {

class ElidedLabel;
class Glyph;

//! The skeleton of a step's page: head (title, one sentence, page actions), body, foot (what is chosen, the primary
//! action at the bottom right). The window finds here what its keys act on.
//!
//! Object names: pageTitle, pageSentence, pageFootText, and what the pages name their buttons.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Theme &theme, const QString &title, QWidget *parent = nullptr);

    void setSentence(const QString &sentence);
    QString sentence() const;

    //! The primary action (Ctrl+Enter); it always stands in the same place.
    Button *primary() const { return m_primary; }
    //! What F5 does here, or nothing.
    QAbstractButton *refreshButton() const { return m_refresh; }
    //! What Ctrl+F goes to here, or nothing.
    QLineEdit *filterField() const { return m_filter; }
    //! What gets the focus on entering the page: what one types or chooses first.
    virtual QWidget *firstFocus() const;

    QWidget *head() const { return m_head; }
    QWidget *body() const { return m_body; }
    QWidget *foot() const { return m_foot; }

protected:
    Theme &theme() const { return m_theme; }
    Button *addHeadAction(const QString &objectName, const QString &icon, const QString &text);
    Button *addFootAction(const QString &objectName, const QString &icon, const QString &text);
    void addFootWidget(QWidget *widget);
    //! `strong` is set in the heavier weight before `text`. An icon is optional and keeps the colour of its meaning.
    void setFootText(const QString &icon, Colour colour, const QString &strong, const QString &text);
    void setRefreshButton(QAbstractButton *button) { m_refresh = button; }
    void setFilterField(QLineEdit *field) { m_filter = field; }
    QVBoxLayout *bodyLayout() const { return m_bodyLayout; }

private:
    Theme &m_theme;
    QWidget *m_head = nullptr;
    QWidget *m_body = nullptr;
    QWidget *m_foot = nullptr;
    QLabel *m_title = nullptr;
    ElidedLabel *m_sentence = nullptr;
    Glyph *m_footIcon = nullptr;
    QLabel *m_footStrong = nullptr;
    ElidedLabel *m_footText = nullptr;
    QHBoxLayout *m_headActions = nullptr;
    QHBoxLayout *m_footActions = nullptr;
    QVBoxLayout *m_bodyLayout = nullptr;
    Button *m_primary = nullptr;
    QPointer<QAbstractButton> m_refresh;
    QPointer<QLineEdit> m_filter;
};

} // namespace ui
