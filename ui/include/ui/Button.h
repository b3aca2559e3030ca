#pragma once

#include <ui/Theme.h>

#include <QPushButton>

namespace ui {

//! A push button of one fixed height with an icon of the family and, pale beside its text, the key that does the same.
//! With the keyboard on it, Enter presses it as Space does.
class Button final : public QPushButton
{
    Q_OBJECT

public:
    enum class Look {
        Plain,   //!< 32 high
        Small,   //!< 24 high
        Primary, //!< 32 high, filled
        Link     //!< text only
    };

    Button(Theme &theme, Look look, const QString &text, QWidget *parent = nullptr);

    void setIconName(const QString &name);
    //! Shown beside the text and named in the tooltip; the shortcut itself belongs to whoever owns the action.
    void setKeyHint(const QString &key);
    //! Explains what the button does, or, while it is disabled, why it cannot.
    void setHelp(const QString &sentence);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void updateToolTip();
    QFont textFont() const;

    Theme &m_theme;
    Look m_look;
    QString m_icon;
    QString m_key;
    QString m_help;
    bool m_hovered = false;
};

} // namespace ui
