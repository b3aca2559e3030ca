#include <ui/Dock.h>

#include "Metrics.h"
#include "Widgets.h"

#include <ui/Button.h>

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace ui {
namespace {

//! A dock gives its title bar the height that this hints at, not the one that it is fixed to.
class TitleBar final : public QWidget
{
public:
    TitleBar()
    {
        setAttribute(Qt::WA_StyledBackground);
        setProperty("ground", QStringLiteral("raised"));
        setFixedHeight(metrics::dockTitle);
    }
    QSize sizeHint() const override { return {QWidget::sizeHint().width(), metrics::dockTitle}; }
    QSize minimumSizeHint() const override { return {0, metrics::dockTitle}; }
};

} // namespace

Dock::Dock(Theme &theme, const QString &name, const QString &icon, const QString &title, QWidget *parent)
    : QDockWidget(title, parent), m_theme(theme), m_icon(icon)
{
    describe(this, name, title);
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea);

    auto *bar = new TitleBar;
    auto *glyph = new Glyph(theme, metrics::iconRow);
    glyph->draw(icon, Colour::Text2);
    m_summary = label(theme, Type::Small, Tone::Text2);
    m_summary->setObjectName(name + QStringLiteral("Summary"));
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(8);
    auto *close = new Button(theme, Button::Look::Small, QString());
    close->setIconName(QStringLiteral("close"));
    close->setHelp(tr("Close %1").arg(title));
    describe(close, name + QStringLiteral("Close"), tr("Close %1").arg(title));
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::listPadding, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(glyph);
    row->addWidget(label(theme, Type::Strong, Tone::Text, title));
    row->addWidget(m_summary);
    row->addStretch(1);
    row->addLayout(m_actions);
    row->addWidget(close);
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(hairline(Qt::Horizontal, Edge::Strong));
    column->addWidget(holding(row), 1);
    column->addWidget(hairline(Qt::Horizontal));
    setTitleBarWidget(bar);
}

void Dock::setSummary(const QString &text)
{
    m_summary->setText(text);
}

void Dock::addTitleWidget(QWidget *widget)
{
    m_actions->addWidget(widget);
}

void Dock::setCount(int count)
{
    if (std::exchange(m_count, count) != count)
        emit countChanged(count);
}

void Dock::closeEvent(QCloseEvent *event)
{
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    QDockWidget::closeEvent(event);
    if (hadFocus && event->isAccepted())
        emit leftByKeyboard();
}

void Dock::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QDockWidget::keyPressEvent(event);
}

} // namespace ui
