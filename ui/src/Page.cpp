#include <ui/Page.h>

#include "Metrics.h"
#include "Widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace ui {
namespace {

//! Adds what takes the keyboard in `widget`, in the order of its layouts.
void addInOrder(QWidget *widget, QWidgetList &order)
{
    if (widget->focusPolicy() & Qt::TabFocus)
        order << widget;
    if (const auto *area = qobject_cast<QScrollArea *>(widget); area && area->widget())
        addInOrder(area->widget(), order);
    if (const auto *splitter = qobject_cast<QSplitter *>(widget)) {
        for (int i = 0; i < splitter->count(); ++i)
            addInOrder(splitter->widget(i), order);
    }
    const auto addLayout = [&order](const QLayout *layout, auto &&self) -> void {
        for (int i = 0; layout && i < layout->count(); ++i) {
            self(layout->itemAt(i)->layout(), self);
            if (QWidget *inside = layout->itemAt(i)->widget())
                addInOrder(inside, order);
        }
    };
    addLayout(widget->layout(), addLayout);
}

//! Holds the areas of a page. Tab goes through them in the order given, in each as it is read.
class Areas final : public QWidget
{
public:
    using QWidget::QWidget;
    QWidgetList inOrder;

protected:
    bool focusNextPrevChild(bool next) override
    {
        // Notices, chips and folds come and go, so the order is made when it is needed.
        QWidgetList order;
        for (QWidget *area : std::as_const(inOrder))
            addInOrder(area, order);
        for (qsizetype i = 1; i < order.size(); ++i)
            setTabOrder(order[i - 1], order[i]);
        return QWidget::focusNextPrevChild(next);
    }
};

} // namespace

Page::Page(Theme &theme, const QString &title, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("page"));
    setAccessibleName(title);

    m_head = ground("page");
    m_head->setObjectName(QStringLiteral("pageHead"));
    m_head->setFixedHeight(metrics::pageHead);
    m_title = label(theme, Type::Title, Tone::Text, title);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_title->setFixedHeight(24);
    m_sentence = new ElidedLabel(theme, Type::Body, Colour::Text2);
    m_sentence->setObjectName(QStringLiteral("pageSentence"));
    m_headActions = new QHBoxLayout;
    m_headActions->setSpacing(16);
    auto *headTexts = new QVBoxLayout;
    headTexts->setContentsMargins(0, 10, 0, 8);
    headTexts->setSpacing(2);
    headTexts->addWidget(m_title);
    headTexts->addWidget(m_sentence);
    headTexts->addStretch();
    auto *headRow = new QHBoxLayout;
    headRow->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    headRow->setSpacing(24);
    headRow->addLayout(headTexts, 1);
    headRow->addLayout(m_headActions);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(0);
    head->addWidget(holding(headRow), 1);
    head->addWidget(hairline(Qt::Horizontal));

    m_body = new QWidget;
    m_body->setObjectName(QStringLiteral("pageBody"));
    m_body->setAttribute(Qt::WA_StyledBackground);
    m_body->setProperty("ground", QStringLiteral("page"));
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(0, 0, 0, 0);
    m_bodyLayout->setSpacing(0);

    m_foot = ground("raised");
    m_foot->setObjectName(QStringLiteral("pageFoot"));
    m_foot->setFixedHeight(metrics::pageFoot);
    m_footIcon = new Glyph(theme, metrics::iconRow);
    m_footIcon->hide();
    m_footStrong = label(theme, Type::Strong, Tone::Text);
    m_footStrong->hide();
    m_footText = new ElidedLabel(theme, Type::Body, Colour::Text);
    m_footText->setObjectName(QStringLiteral("pageFootText"));
    m_footActions = new QHBoxLayout;
    m_footActions->setSpacing(16);
    m_primary = new Button(theme, Button::Look::Primary, QString());
    auto *footRow = new QHBoxLayout;
    footRow->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    footRow->setSpacing(0);
    footRow->addWidget(m_footIcon);
    footRow->addWidget(m_footStrong);
    footRow->addWidget(m_footText, 1);
    footRow->addSpacing(24);
    footRow->addLayout(m_footActions);
    footRow->addSpacing(16);
    footRow->addWidget(m_primary);
    auto *foot = new QVBoxLayout(m_foot);
    foot->setContentsMargins(0, 0, 0, 0);
    foot->setSpacing(0);
    foot->addWidget(hairline(Qt::Horizontal));
    foot->addWidget(holding(footRow), 1);

    auto *areas = new Areas;
    areas->inOrder = {m_body, m_foot, m_head};
    auto *page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(areas);
    auto *all = new QVBoxLayout(areas);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_head);
    // Under the smallest drawn size the body keeps its width and scrolls.
    m_body->setMinimumSize(metrics::bodyWidth, metrics::bodyHeight);
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    all->addWidget(scroll, 1);
    all->addWidget(m_foot);
}

void Page::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
}

QString Page::sentence() const
{
    return m_sentence->text();
}

QWidget *Page::firstFocus() const
{
    return m_primary;
}

Button *Page::addHeadAction(const QString &objectName, const QString &icon, const QString &text)
{
    auto *button = new Button(m_theme, Button::Look::Plain, text);
    button->setObjectName(objectName);
    button->setIconName(icon);
    m_headActions->addWidget(button);
    return button;
}

Button *Page::addFootAction(const QString &objectName, const QString &icon, const QString &text)
{
    auto *button = new Button(m_theme, Button::Look::Plain, text);
    button->setObjectName(objectName);
    button->setIconName(icon);
    m_footActions->addWidget(button);
    return button;
}

void Page::addFootWidget(QWidget *widget)
{
    m_footActions->addWidget(widget);
}

void Page::setFootText(const QString &icon, Colour colour, const QString &strong, const QString &text)
{
    m_footIcon->setFixedWidth(metrics::iconRow + 8);
    m_footIcon->draw(icon, colour);
    m_footIcon->setVisible(!icon.isEmpty());
    m_footStrong->setVisible(!strong.isEmpty());
    m_footStrong->setText(strong);
    m_footStrong->setContentsMargins(0, 0, text.isEmpty() ? 0 : 16, 0);
    m_footText->setText(text);
}

} // namespace ui
