#include <ui/Button.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"

#include <QEnterEvent>
#include <QKeyEvent>

namespace ui {

Button::Button(Theme &theme, Look look, const QString &text, QWidget *parent)
    : QPushButton(text, parent), m_theme(theme), m_look(look)
{
    setFixedHeight(look == Look::Small || look == Look::Link ? metrics::buttonSmall : metrics::button);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAutoDefault(false);
    setAccessibleName(text);
    if (look == Look::Link)
        setCursor(Qt::PointingHandCursor);
}

void Button::setIconName(const QString &name)
{
    m_icon = name;
    updateGeometry();
    update();
}

void Button::setKeyHint(const QString &key)
{
    m_key = key;
    updateToolTip();
    updateGeometry();
    update();
}

void Button::setHelp(const QString &sentence)
{
    m_help = sentence;
    updateToolTip();
}

void Button::updateToolTip()
{
    const QString words = m_help.isEmpty() ? text() : m_help;
    setToolTip(m_key.isEmpty() ? m_help : tr("%1, %2", "what a button does, its key").arg(words, m_key));
    setAccessibleDescription(m_key.isEmpty() ? m_help : QStringLiteral("%1 %2").arg(m_help, m_key).trimmed());
}

QFont Button::textFont() const
{
    switch (m_look) {
    case Look::Primary:
        return m_theme.font(Type::Strong);
    case Look::Small:
    case Look::Link:
        return m_theme.font(Type::Small);
    case Look::Plain:
        break;
    }
    return m_theme.font(Type::Body);
}

QSize Button::sizeHint() const
{
    const bool small = m_look == Look::Small;
    int width = m_look == Look::Link ? 4 : small ? 20 : 30;
    if (!m_icon.isEmpty())
        width += small || m_look == Look::Link ? 20 : 26;
    width += widthOf(text(), textFont());
    if (!m_key.isEmpty())
        width += 8 + widthOf(m_key, m_theme.font(Type::Micro));
    return {width, m_look == Look::Small || m_look == Look::Link ? metrics::buttonSmall : metrics::button};
}

void Button::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool primary = m_look == Look::Primary;
    const bool link = m_look == Look::Link;
    const QRectF edge = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    Colour ink = primary ? Colour::OnAccent : link ? Colour::Accent : Colour::Text;
    Colour pale = primary ? Colour::OnAccent : Colour::Text3;
    if (!isEnabled()) {
        ink = Colour::Disabled;
        pale = Colour::Disabled;
    }
    if (primary) {
        painter.setPen(isEnabled() ? Qt::NoPen : QPen(m_theme.colour(Colour::LineStrong)));
        painter.setBrush(m_theme.colour(!isEnabled()            ? Colour::Raised
                                        : m_hovered || isDown() ? Colour::AccentFillHover
                                                                : Colour::AccentFill));
        painter.drawRoundedRect(isEnabled() ? QRectF(rect()) : edge, metrics::radius, metrics::radius);
    } else if (!link) {
        painter.setPen(m_theme.colour(isEnabled() ? Colour::Control : Colour::LineStrong));
        painter.setBrush(m_theme.colour(isDown() || isChecked()    ? Colour::Selected
                                        : m_hovered && isEnabled() ? Colour::Hover
                                                                   : Colour::Page));
        painter.drawRoundedRect(edge, metrics::radius, metrics::radius);
    }

    const bool small = m_look == Look::Small || link;
    const int glyph = small ? 14 : 18;
    const int gap = small ? 6 : 8;
    int x = (width() - sizeHint().width()) / 2 + (link ? 2 : small ? 10 : 15);
    if (!m_icon.isEmpty()) {
        paintGlyph(painter, m_theme, QRect(x, 0, glyph, height()), m_icon, ink, glyph);
        x += glyph + gap;
    }
    QFont font = textFont();
    if (link && m_hovered)
        font.setUnderline(true);
    x += paintText(painter, QRect(x, 0, width() - x, height()), text(), font, m_theme.colour(ink)) + 8;
    if (!m_key.isEmpty())
        paintText(painter, QRect(x, 0, width() - x, height()), m_key, m_theme.font(Type::Micro), m_theme.colour(pale));

    if (hasFocus()) {
        // On a filled button the ring stands inside the fill, where the accent would not be seen.
        painter.setPen(QPen(m_theme.colour(primary ? Colour::OnAccent : Colour::Accent), metrics::focusRing));
        painter.setBrush(Qt::NoBrush);
        const int inset = primary ? 3 : 1;
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 3, 3);
    }
}

void Button::keyPressEvent(QKeyEvent *event)
{
    if (!pressByEnter(*this, *event))
        QPushButton::keyPressEvent(event);
}

void Button::enterEvent(QEnterEvent *event)
{
    m_hovered = true;
    QPushButton::enterEvent(event);
}

void Button::leaveEvent(QEvent *event)
{
    m_hovered = false;
    QPushButton::leaveEvent(event);
}

} // namespace ui
