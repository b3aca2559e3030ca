#pragma once

#include <ui/Theme.h>

#include <QDockWidget>

class QHBoxLayout;
class QLabel;

namespace ui {

//! A pane beside the pages that can be opened and closed, with the title bar of the family: icon, title, a summary, the
//! pane's own actions, and the cross that closes it. Escape inside it closes it too.
//!
//! Object names: what it is given as `name`; name + "Summary", name + "Close".
class Dock : public QDockWidget
{
    Q_OBJECT

public:
    Dock(Theme &theme, const QString &name, const QString &icon, const QString &title, QWidget *parent = nullptr);

    QString iconName() const { return m_icon; }
    //! Pale, behind the title.
    void setSummary(const QString &text);
    //! At the right end of the title bar, before the cross.
    void addTitleWidget(QWidget *widget);
    //! What gets the focus when it is opened: what one chooses first.
    virtual QWidget *firstFocus() const { return widget(); }

    //! The figure behind the title in the menu bar; 0: none.
    void setCount(int count);
    int count() const { return m_count; }

signals:
    void countChanged(int count);
    //! It was closed while it had the keyboard.
    void leftByKeyboard();

protected:
    Theme &theme() const { return m_theme; }
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    Theme &m_theme;
    QString m_icon;
    QLabel *m_summary = nullptr;
    QHBoxLayout *m_actions = nullptr;
    int m_count = 0;
};

} // namespace ui
