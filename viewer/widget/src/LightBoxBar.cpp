#include "LightBoxBar.h"

#include "Commands.h"
#include "LightBox.h"
#include "WindowMenu.h"
#include "Words.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace viewer {

namespace {

constexpr int barHeight = 40;
constexpr int buttonSize = 32;
constexpr int iconSize = 18;
constexpr int rateWidth = 76; // of all rates, so that nothing moves with them

QString nameOf(const PresentationState &state)
{
    if (!state.description.isEmpty())
        return state.description;
    return state.label.isEmpty() ? LightBoxBar::tr("Presentation state") : state.label;
}

//! Among windows a name alone would be taken for one of them.
QString entryOf(const PresentationState &state)
{
    const bool hasName = !state.description.isEmpty() || !state.label.isEmpty();
    return hasName ? LightBoxBar::tr("Presentation state: %1").arg(nameOf(state)) : nameOf(state);
}

QString nameOf(const LightBox::Grid &grid)
{
    return LightBoxBar::tr("%1 × %2", "rows and columns of the layout").arg(grid.rows).arg(grid.columns);
}

} // namespace

LightBoxBar::LightBoxBar(LightBox &box, QWidget *parent) : QFrame(parent), m_box(box), m_tools(new QActionGroup(this))
{
    setObjectName(QStringLiteral("lightBoxBar"));
    setAccessibleName(tr("Tools"));
    setFixedHeight(barHeight);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);

    const auto gap = [&] {
        auto *line = new QFrame(this);
        line->setObjectName(QStringLiteral("lightBoxGap"));
        line->setFixedSize(9, 24); // with its margins
        row->addWidget(line);
        m_gaps << line;
    };
    const auto place = [&](QAction *action) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + QLatin1String("Button"));
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setIconSize(QSize(iconSize, iconSize));
        button->setFixedSize(buttonSize, buttonSize);
        button->setAccessibleName(action->text());
        row->addWidget(button);
        return action;
    };
    const auto tool = [&](Command command) {
        QAction *action = place(addTool(command));
        const auto *its = std::find_if(toolCommands.begin(), toolCommands.end(),
                                       [command](const auto &pair) { return pair.second == command; });
        action->setCheckable(true);
        action->setData(static_cast<int>(its->first));
        m_tools->addAction(action);
        connect(action, &QAction::triggered, this, [this, command] { m_box.perform(command); });
    };
    const auto deed = [&](Command command) {
        QAction *action = place(addTool(command));
        connect(action, &QAction::triggered, this, [this, command] { m_box.perform(command); });
        return action;
    };
    for (const Command command : {Command::Windowing, Command::Pan, Command::Zoom, Command::Scroll, Command::Magnifier})
        tool(command);
    gap();
    for (const Command command : {Command::Distance, Command::Angle, Command::Ellipse})
        tool(command);
    gap();
    m_invert = deed(Command::Invert);
    m_invert->setCheckable(true);
    deed(Command::RotateRight);
    m_flipHorizontally = deed(Command::FlipHorizontally);
    m_flipHorizontally->setCheckable(true);
    m_flipVertically = deed(Command::FlipVertically);
    m_flipVertically->setCheckable(true);
    gap();

    m_presets = new QToolButton(this);
    m_presets->setObjectName(QStringLiteral("presetButton"));
    m_presets->setAccessibleName(tr("Window presets"));
    m_presets->setAutoRaise(true);
    m_presets->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_presets->setPopupMode(QToolButton::InstantPopup);
    m_presets->setFixedHeight(buttonSize);
    auto *menu = new QMenu(m_presets);
    menu->setObjectName(QStringLiteral("presetMenu"));
    connect(menu, &QMenu::aboutToShow, this, &LightBoxBar::fillPresets);
    m_presets->setMenu(menu);
    row->addWidget(m_presets);

    auto *layout = new QAction(tr("Layout"), this);
    layout->setObjectName(QStringLiteral("layout"));
    m_actions.append(layout);
    m_layouts = new QToolButton(this);
    m_layouts->setObjectName(QStringLiteral("layoutButton"));
    m_layouts->setAccessibleName(tr("Layout"));
    m_layouts->setAutoRaise(true);
    m_layouts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_layouts->setPopupMode(QToolButton::InstantPopup);
    m_layouts->setIconSize(QSize(iconSize, iconSize));
    m_layouts->setFixedHeight(buttonSize);
    connect(layout, &QAction::changed, m_layouts, [this, layout] { m_layouts->setIcon(layout->icon()); });
    m_compare = new QAction(this);
    m_compare->setObjectName(QStringLiteral("compare"));
    m_compare->setEnabled(false); // until two studies are here
    m_hangStudy = new QAction(tr("Hang the whole study"), this);
    m_hangStudy->setObjectName(QStringLiteral("hangStudy"));
    m_hangStudy->setEnabled(false); // until one is here that hangs in several tiles
    auto *layouts = new QMenu(m_layouts);
    layouts->setObjectName(QStringLiteral("layoutMenu"));
    connect(layouts, &QMenu::aboutToShow, this, &LightBoxBar::fillLayouts);
    m_layouts->setMenu(layouts);
    row->addWidget(m_layouts);
    row->addStretch();

    m_cine = place(addTool(Command::Cine));
    m_cine->setCheckable(true);
    connect(m_cine, &QAction::triggered, &m_box, [this](bool playing) { m_box.setPlaying(playing); });
    m_rates = new QToolButton(this);
    m_rates->setObjectName(QStringLiteral("cineRateButton"));
    m_rates->setAccessibleName(tr("Speed of the cine"));
    m_rates->setAutoRaise(true);
    m_rates->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_rates->setPopupMode(QToolButton::InstantPopup);
    m_rates->setFixedHeight(buttonSize);
    m_rates->setMinimumWidth(rateWidth);
    auto *rates = new QMenu(m_rates);
    rates->setObjectName(QStringLiteral("cineRateMenu"));
    connect(rates, &QMenu::aboutToShow, this, &LightBoxBar::fillRates);
    m_rates->setMenu(rates);
    row->addWidget(m_rates);
    m_link = place(addTool(Command::Link));
    m_link->setCheckable(true);
    connect(m_link, &QAction::triggered, &m_box, &LightBox::setLinked);
    m_lines = place(addTool(Command::ReferenceLines));
    m_lines->setCheckable(true);
    connect(m_lines, &QAction::triggered, &m_box, &LightBox::setReferenceLines);
    connect(&m_box, &LightBox::linksChanged, this, &LightBoxBar::showLinks);

    deed(Command::Texts);
    m_keyImages = place(addTool(Command::KeyImagesOnly));
    m_keyImages->setCheckable(true);
    m_keyImages->setEnabled(false); // until some are known
    m_tags = place(addTool(Command::Tags));
    m_tags->setCheckable(true);
    m_reports = new QAction(tr("Reports"), this);
    m_reports->setObjectName(QStringLiteral("report"));
    m_reports->setToolTip(tr("Reports, Ctrl+R"));
    m_reports->setCheckable(true);
    m_actions.append(m_reports);
    place(m_reports);
    connect(m_reports, &QAction::triggered, this, &LightBoxBar::reportsRequested);
    QAction *full = place(addTool(Command::FullScreen));
    connect(full, &QAction::triggered, this, &LightBoxBar::fullScreenRequested);
    auto *more = new QAction(tr("More tools"), this);
    more->setObjectName(QStringLiteral("expand"));
    more->setToolTip(tr("Tools for which there is no room"));
    m_more = new QToolButton(this);
    m_more->setObjectName(QStringLiteral("moreButton"));
    m_more->setAccessibleName(more->text());
    m_more->setToolTip(more->toolTip());
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setIconSize(QSize(iconSize, iconSize));
    m_more->setFixedSize(buttonSize, buttonSize);
    connect(more, &QAction::changed, m_more, [this, more] { m_more->setIcon(more->icon()); });
    m_actions.append(more);
    auto *rest = new QMenu(m_more);
    rest->setObjectName(QStringLiteral("moreMenu"));
    connect(rest, &QMenu::aboutToShow, this, &LightBoxBar::fillMore);
    m_more->setMenu(rest);
    m_more->hide();
    row->addWidget(m_more);
    setKeys({});
    m_yielding << m_rates;
    for (const Command command :
         {Command::FlipVertically, Command::FlipHorizontally, Command::RotateRight, Command::Magnifier,
          Command::Ellipse, Command::Angle, Command::Scroll, Command::Pan, Command::Zoom, Command::Invert,
          Command::Texts, Command::ReferenceLines, Command::Link, Command::KeyImagesOnly, Command::Tags, Command::Cine,
          Command::Distance})
        m_yielding += findChild<QToolButton *>(iconOf(command) + QLatin1String("Button"));

    connect(&m_box, &LightBox::viewChanged, this, &LightBoxBar::showState);
    connect(&m_box, &LightBox::gridChanged, this, &LightBoxBar::showBox);
    showState();
    showBox();
}

void LightBoxBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fit();
}

void LightBoxBar::fit()
{
    const QString fitted = QString::number(width()) + m_presets->text() + m_layouts->text() + m_rates->text();
    if (std::exchange(m_fitted, fitted) == fitted)
        return;
    // Before the bar is shown all are hidden, but nobody has said so.
    const auto isGone = [](const QWidget &widget) {
        return widget.isHidden() && widget.testAttribute(Qt::WA_WState_ExplicitShowHide);
    };
    const auto showGaps = [this, isGone] {
        // A line stands behind tools that are seen.
        bool isAnythingSeen = false;
        for (int i = 0; i < layout()->count(); ++i) {
            QWidget *widget = layout()->itemAt(i)->widget();
            if (m_gaps.contains(widget))
                widget->setVisible(std::exchange(isAnythingSeen, false));
            else
                isAnythingSeen = isAnythingSeen || (widget && !isGone(*widget));
        }
    };
    for (QToolButton *button : std::as_const(m_yielding))
        button->show();
    m_more->hide();
    showGaps();
    layout()->invalidate();
    if (layout()->minimumSize().width() <= width())
        return;
    m_more->show();
    for (QToolButton *button : std::as_const(m_yielding)) {
        layout()->invalidate();
        if (layout()->minimumSize().width() <= width())
            return;
        button->hide();
        showGaps();
    }
}

QAction *LightBoxBar::addTool(Command command)
{
    auto *action = new QAction(Keys::words(command), this);
    action->setObjectName(iconOf(command));
    m_actions.append(action);
    m_tips.insert(command, action);
    return action;
}

void LightBoxBar::setKeys(const Keys &keys)
{
    m_keys = keys;
    for (auto tip = m_tips.cbegin(); tip != m_tips.cend(); ++tip)
        tip.value()->setToolTip(keys.withKey(tip.key()));
    // Their other hand is on the mouse.
    const auto also = [&](Command command, const QString &mouse) {
        QAction *action = m_tips[command];
        action->setToolTip(tr("%1, %2", "action and key, mouse").arg(action->toolTip(), mouse));
    };
    also(Command::Windowing, tr("left drag"));
    also(Command::Pan, tr("middle drag"));
    also(Command::Zoom, tr("right drag"));
    also(Command::Scroll, tr("wheel"));
    m_presets->setToolTip(tr("Window presets, figures"));
    m_rates->setToolTip(tr("Speed of the cine, %1 and %2", "keys for slower and faster")
                            .arg(keys.keyOf(Command::CineSlower), keys.keyOf(Command::CineFaster)));
    m_layouts->setToolTip(keys.withKey(Command::Layout));
    m_compare->setText(keys.besideKey(Command::Compare));
}

void LightBoxBar::setPresentations(const QList<std::shared_ptr<const PresentationState>> &states)
{
    m_presentations = states;
}

void LightBoxBar::setIconProvider(const IconProvider &provider)
{
    for (QAction *action : std::as_const(m_actions))
        action->setIcon(provider ? provider(action->objectName()) : QIcon());
}

void LightBoxBar::setReportsShown(bool shown)
{
    m_reports->setChecked(shown);
}

void LightBoxBar::showState()
{
    for (QAction *action : m_tools->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(tile().tool()));
    m_invert->setChecked(tile().isInverted());
    m_flipHorizontally->setChecked(tile().isFlippedHorizontally());
    m_flipVertically->setChecked(tile().isFlippedVertically());
    const int preset = tile().preset();
    const QString listed = tile().fileWindows().value(tile().fileWindow());
    const QString name = isStateShown(tile()) && preset == 1 ? nameOf(*tile().presentation())
                         : !listed.isEmpty()                 ? listed
                         : preset < 0                        ? tr("By hand")
                                                             : tile().presetName(preset);
    constexpr int widestName = 160; // a file may call its windows as it likes, and the tools stand beside
    m_presets->setText(m_presets->fontMetrics().elidedText(name, Qt::ElideRight, widestName));
    m_presets->setToolTip(name);
    showRate();
    fit();
}

Tile &LightBoxBar::tile() const
{
    return m_box.active();
}

void LightBoxBar::showBox()
{
    const LightBox::Grid grid = m_box.grid();
    m_layouts->setText(nameOf(grid));
    m_layouts->setAccessibleDescription(nameOf(grid));
    fit();
}

void LightBoxBar::showLinks()
{
    m_cine->setChecked(m_box.isPlaying());
    m_link->setChecked(m_box.isLinked());
    m_lines->setChecked(m_box.hasReferenceLines());
    showRate();
    fit();
}

void LightBoxBar::showRate()
{
    const auto rate = m_box.filmRate();
    m_rates->setEnabled(rate.has_value());
    m_rates->setText(tr("%1 / s", "pictures a second").arg(rate ? rateText(*rate) : QStringLiteral("–")));
}

void LightBoxBar::fillRates()
{
    QMenu *menu = m_rates->menu();
    menu->clear();
    const auto add = [&](Command command) {
        QAction *action = menu->addAction(m_keys.besideKey(command));
        connect(action, &QAction::triggered, this, [this, command] { m_box.perform(command); });
        return action;
    };
    add(Command::CineSlower);
    add(Command::CineFaster);
    const auto file = m_box.fileRate();
    QAction *own = menu->addAction(tr("As in the file, %1 / s", "pictures a second").arg(rateText(file.value_or(0))));
    own->setEnabled(file && file != m_box.filmRate());
    connect(own, &QAction::triggered, this, [this] { m_box.setFilmRate({}); });
    menu->addSeparator();
    QAction *backwards = add(Command::CineBackwards);
    backwards->setCheckable(true);
    backwards->setChecked(m_box.isPlayingBackwards());
}

//! What gave way, in the order in which it would stand in the bar.
void LightBoxBar::fillMore()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    for (int i = 0; i < layout()->count(); ++i) {
        auto *button = qobject_cast<QToolButton *>(layout()->itemAt(i)->widget());
        if (!button || button == m_more || !button->isHidden())
            continue;
        if (button->defaultAction()) {
            menu->addAction(button->defaultAction());
        } else if (button->menu()) {
            button->menu()->setTitle(button->accessibleName());
            button->menu()->setEnabled(button->isEnabled());
            menu->addMenu(button->menu());
        }
    }
}

void LightBoxBar::showLayouts()
{
    m_layouts->menu()->popup(m_layouts->mapToGlobal(QPoint(0, m_layouts->height())));
}

void LightBoxBar::fillLayouts()
{
    QMenu *menu = m_layouts->menu();
    for (QAction *action : {m_hangStudy, m_compare})
        menu->removeAction(action); // they are not the menu's own
    menu->clear();
    for (const LightBox::Grid &grid : LightBox::grids) {
        QAction *action = menu->addAction(nameOf(grid));
        action->setObjectName(QStringLiteral("layout%1x%2").arg(grid.rows).arg(grid.columns));
        action->setCheckable(true);
        action->setChecked(m_box.grid() == grid);
        connect(action, &QAction::triggered, this, [this, grid] {
            emit layoutChosen();
            m_box.setGrid(grid);
        });
    }
    menu->addSeparator();
    menu->addActions({m_hangStudy, m_compare});
}

void LightBoxBar::fillPresets()
{
    QMenu *menu = m_presets->menu();
    menu->clear();
    addWindows(*menu, tile(), m_keys);
    menu->addSeparator();
    for (const auto &state : std::as_const(m_presentations)) {
        if (!state->isFor(tile().sopUid(), tile().frameNumber() + 1))
            continue;
        QAction *action = menu->addAction(entryOf(*state));
        action->setCheckable(true);
        action->setChecked(tile().presentation() == state);
        connect(action, &QAction::triggered, this, [this, state] { tile().setPresentation(state); });
    }
}

} // namespace viewer
