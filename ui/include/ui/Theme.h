#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPixmap>

namespace ui {

//! Light or dark, or as the desktop had it when the program started.
enum class Style { Light, Dark, System };

//! Colours by what they are for; the values stand in resources/style/tokens.json.
enum class Colour {
    Window,
    Page,
    Raised,
    Field,
    Hover,
    Selected,
    Line,
    LineStrong,
    Control,
    Text,
    Text2,
    Text3,
    Disabled,
    Accent,
    AccentFill,
    AccentFillHover,
    OnAccent,
    Ok,
    Warn,
    Fail,
    OkFill,
    WarnFill,
    FailFill,
    Track,
    Progress
};

//! The steps of the type scale.
enum class Type { Micro, Small, Body, Strong, Mono, MonoField, Section, Identity, Title, Figure };

//! Colours, type and icons of the window in one place. Lives as long as the widgets that were given it.
class Theme final : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QObject *parent = nullptr);

    //! Dresses the whole application: style, palette, style sheet and font.
    void apply(Style style);
    Style style() const { return m_style; }
    bool isDark() const { return m_dark; }

    QColor colour(Colour role) const;
    QFont font(Type type) const;

    //! A drawing of the family in one colour; `size` in logical pixels. An unknown name gives an empty pixmap.
    QPixmap pixmap(const QString &name, Colour role, int size, qreal devicePixelRatio) const;
    //! The same for buttons and menus, pale when disabled.
    QIcon icon(const QString &name, Colour role = Colour::Text2) const;

    //! Contrast of two colours after WCAG 2.x (1 to 21).
    static double contrast(const QColor &a, const QColor &b);

signals:
    //! Colours are others now: icons that were kept must be asked for again.
    void changed();

private:
    QString styleSheet() const;
    QPalette palette() const;

    Style m_style = Style::System;
    bool m_dark = false;
    bool m_desktopIsDark = false;
    QHash<QString, QColor> m_light;
    QHash<QString, QColor> m_darkColours;
    QString m_family;
    QString m_monoFamily;
    bool m_semiBold = false;
    mutable QHash<QString, QPixmap> m_pixmaps;
};

} // namespace ui
