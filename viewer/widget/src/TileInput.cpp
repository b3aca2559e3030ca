#include "TilePrivate.h"

#include "Commands.h"
#include "WindowMenu.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace viewer {

void Tile::Private::dragWindow(const QPoint &by)
{
    if (!shown || !shown->frame || shown->frame->isColour())
        return;
    const auto [low, high] = shown->frame->range();
    const double step = high > low ? (high - low) / 1024 : 1;
    Window window = q->voiWindow().value_or(shown->frame->defaultWindow());
    if (window.function == Window::Function::Linear && high > low && high - low < smallRange) {
        // The same in the form that may be narrower than one (PS3.3 C.11.2.1.2.1 and C.11.2.1.3.2).
        window.function = Window::Function::LinearExact;
        window.center -= 0.5;
        window.width -= 1;
    }
    window.explanation.clear();
    const double least = window.function == Window::Function::Linear ? 1 : step;
    window.width = std::max(window.width + by.x() * step, least);
    window.center += by.y() * step;
    q->setVoiWindow(window);
}

void Tile::Private::dragTool(Tool which, const QPoint &by)
{
    switch (which) {
    case Tool::Windowing:
        dragWindow(by);
        break;
    case Tool::Pan:
        pan += by;
        movedByHand();
        break;
    case Tool::Zoom:
        zoomBy(std::exp(-by.y() * 0.01), pressed == Qt::NoButton ? q->rect().center() : pressedAt);
        break;
    case Tool::Scroll: {
        // As far as the hand goes over the tile, so far through the series, but never faster than a picture in 4
        // pixels.
        scrolled += by.y();
        const double perPicture = std::max(4.0, double(q->height()) / std::max(count(), 1));
        const int pictures = static_cast<int>(scrolled / perPicture);
        if (pictures != 0) {
            scrolled -= pictures * perPicture;
            q->step(pictures);
        }
        break;
    }
    case Tool::Magnifier:
        q->update();
        break;
    case Tool::Distance:
    case Tool::Angle:
    case Tool::Ellipse:
        break; // has points of its own to move
    }
}

void Tile::Private::fillMenu(QMenu &menu, const QPointF &place)
{
    const auto add = [this](QMenu &into, Command command) {
        QAction *action = into.addAction(keys.besideKey(command));
        action->setIcon(icons ? icons(iconOf(command)) : QIcon());
        if (const auto isOn = states ? states(command) : std::nullopt) {
            action->setCheckable(true);
            action->setChecked(*isOn);
        }
        connect(action, &QAction::triggered, q, [this, command] {
            if (!q->perform(command))
                emit q->commandRequested(command);
        });
        return action;
    };
    const auto addAll = [&](QMenu &into, std::initializer_list<Command> commands) {
        for (const Command command : commands)
            add(into, command);
    };
    QMenu *tools = menu.addMenu(tr("Tool"));
    tools->setObjectName(QStringLiteral("tileToolMenu"));
    for (const auto &[held, command] : toolCommands) {
        QAction *action = add(*tools, command);
        action->setCheckable(true);
        action->setChecked(tool == held);
    }
    QMenu *windows = menu.addMenu(tr("Window"));
    windows->setObjectName(QStringLiteral("tileWindowMenu"));
    addWindows(*windows, *q, keys);
    addDeletions(menu, place);
    menu.addSeparator();
    addAll(menu, {Command::Invert, Command::RotateRight, Command::RotateLeft, Command::FlipHorizontally,
                  Command::FlipVertically});
    menu.addSeparator();
    addAll(menu, {Command::Fit, Command::ActualSize, Command::Smooth, Command::Reset});
    menu.addSeparator();
    addAll(menu, {Command::Cine, Command::Link, Command::ReferenceLines, Command::Layout});
    menu.addSeparator();
    addAll(menu, {Command::KeyImage, Command::Texts, Command::Tags, Command::OpenWith, Command::FullScreen});
}

void Tile::setCommandStates(const CommandStates &states)
{
    d->states = states;
}

void Tile::Private::popUp(const QPoint &global)
{
    auto *menu = new QMenu(q);
    menu->setObjectName(QStringLiteral("tileMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, q->mapFromGlobal(global));
    menu->popup(global);
}

void Tile::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (d->pressed != Qt::NoButton)
        return;
    d->pressed = event->button();
    d->dragged = false;
    d->pressedAt = event->position().toPoint();
    d->lastAt = d->pressedAt;
    d->scrolled = 0;
    if (event->button() == Qt::LeftButton)
        d->pressMeasurement(event->position());
}

void Tile::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint now = event->position().toPoint();
    d->pointer = now;
    if (d->pressed == Qt::NoButton) {
        d->moveMeasurement(event->position());
        update();
        return;
    }
    if (!d->dragged && (now - d->pressedAt).manhattanLength() < 3)
        return;
    d->dragged = true;
    const QPoint by = now - d->lastAt;
    d->lastAt = now;
    if (d->pressed == Qt::LeftButton && d->moveMeasurement(event->position()))
        return;
    Tool tool = d->tool;
    if (d->pressed == Qt::MiddleButton)
        tool = Tool::Pan;
    else if (d->pressed == Qt::RightButton)
        tool = Tool::Zoom;
    else if (d->pressed != Qt::LeftButton)
        return;
    d->dragTool(tool, by);
}

void Tile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != d->pressed)
        return;
    d->pressed = Qt::NoButton;
    if (event->button() == Qt::LeftButton)
        d->releaseMeasurement();
    if (event->button() == Qt::RightButton && !d->dragged)
        d->popUp(event->globalPosition().toPoint());
}

void Tile::mouseDoubleClickEvent(QMouseEvent *event)
{
    // Two points put down quickly are no double click.
    if (event->button() == Qt::LeftButton && d->isMeasuring())
        mousePressEvent(event);
    else if (event->button() == Qt::LeftButton)
        emit fullScreenRequested();
}

void Tile::wheelEvent(QWheelEvent *event)
{
    event->accept();
    // Shift turns the wheel sideways on some desktops.
    const QPoint delta = event->angleDelta();
    d->wheelRest += delta.y() != 0 ? delta.y() : delta.x();
    const int notches = d->wheelRest / 120;
    if (event->modifiers() & Qt::ControlModifier) {
        d->zoomBy(std::pow(1.1, d->wheelRest / 120.0), event->position());
        d->wheelRest = 0;
    } else if (notches != 0) {
        d->wheelRest -= notches * 120;
        step(-notches * (event->modifiers() & Qt::ShiftModifier ? 10 : 1));
    }
}

void Tile::leaveEvent(QEvent *event)
{
    d->pointer.reset();
    update();
    QWidget::leaveEvent(event);
}

void Tile::focusOutEvent(QFocusEvent *event)
{
    // From a menu and from another window the hand comes back to what it holds.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        d->letGo();
    QWidget::focusOutEvent(event);
}

void Tile::keyPressEvent(QKeyEvent *event)
{
    if (d->pressMeasurementKey(*event))
        return;
    const auto command = d->keys.commandOf(*event);
    if (!command || !perform(*command))
        QWidget::keyPressEvent(event);
}

bool Tile::perform(Command command)
{
    for (const auto &[tool, its] : toolCommands) {
        if (its == command) {
            setTool(tool);
            return true;
        }
    }
    constexpr double zoomStep = 1.25;
    switch (command) {
    case Command::PreviousImage:
        step(-1);
        break;
    case Command::NextImage:
        step(1);
        break;
    case Command::FirstImage:
        goTo(0);
        break;
    case Command::LastImage:
        goTo(d->count() - 1);
        break;
    case Command::PreviousSeries:
        emit seriesStepRequested(-1);
        break;
    case Command::NextSeries:
        emit seriesStepRequested(1);
        break;
    case Command::Preset0:
    case Command::Preset1:
    case Command::Preset2:
    case Command::Preset3:
    case Command::Preset4:
    case Command::Preset5:
    case Command::Preset6:
        applyPreset(static_cast<int>(command) - static_cast<int>(Command::Preset0));
        break;
    case Command::Invert:
        invert();
        break;
    case Command::RotateRight:
        rotate();
        break;
    case Command::RotateLeft:
        rotateLeft();
        break;
    case Command::FlipHorizontally:
        flipHorizontally();
        break;
    case Command::FlipVertically:
        flipVertically();
        break;
    case Command::ZoomIn:
        d->zoomBy(zoomStep, rect().center());
        break;
    case Command::ZoomOut:
        d->zoomBy(1 / zoomStep, rect().center());
        break;
    case Command::Fit:
        fit();
        break;
    case Command::ActualSize:
        actualSize();
        break;
    case Command::Texts:
        cycleText();
        break;
    case Command::FullScreen:
        emit fullScreenRequested();
        break;
    case Command::Reset:
        resetView();
        break;
    case Command::Back:
        if (d->tool != Tool::Windowing)
            setTool(Tool::Windowing);
        else if (!isViewUntouched())
            resetView();
        else
            emit leaveRequested();
        break;
    default:
        return false;
    }
    return true;
}

void Tile::contextMenuEvent(QContextMenuEvent *event)
{
    // The mouse's own menu comes on release, for a right drag zooms.
    if (event->reason() == QContextMenuEvent::Keyboard)
        d->popUp(mapToGlobal(rect().center()));
    event->accept();
}

} // namespace viewer
