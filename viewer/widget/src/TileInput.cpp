#include "TilePrivate.h"

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
    const double step = std::clamp((high - low) / 1024, 0.01, 64.0);
    Window window = q->voiWindow().value_or(shown->frame->defaultWindow());
    window.function = Window::Function::Linear;
    window.explanation.clear();
    window.width = std::max(window.width + by.x() * step, 1.0);
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
        viewMoved();
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

void Tile::Private::fillMenu(QMenu &menu)
{
    QMenu *windows = menu.addMenu(tr("Window"));
    windows->setObjectName(QStringLiteral("tileWindowMenu"));
    for (int digit = 0; digit <= (q->hasCtPresets() ? 6 : 1); ++digit) {
        QAction *action = windows->addAction(q->presetName(digit) + QLatin1Char('\t') + QString::number(digit));
        connect(action, &QAction::triggered, q, [this, digit] { q->applyPreset(digit); });
    }
    menu.addSeparator();
    const auto add = [&](const QString &words, auto slot) {
        connect(menu.addAction(words), &QAction::triggered, q, slot);
    };
    add(tr("Invert\tI"), &Tile::invert);
    add(tr("Rotate\tR"), &Tile::rotate);
    add(tr("Flip left and right\tH"), &Tile::flipHorizontally);
    add(tr("Flip top and bottom\tV"), &Tile::flipVertically);
    menu.addSeparator();
    add(tr("Texts: all, essential, none\tSpace"), &Tile::cycleText);
    add(tr("Back to the whole picture\tEsc"), &Tile::resetView);
    menu.addSeparator();
    add(tr("Full screen\tF11"), &Tile::fullScreenRequested);
}

void Tile::Private::popUp(const QPoint &global)
{
    auto *menu = new QMenu(q);
    menu->setObjectName(QStringLiteral("tileMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
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

void Tile::keyPressEvent(QKeyEvent *event)
{
    if (d->pressMeasurementKey(*event))
        return;
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        step(-1);
        break;
    case Qt::Key_Down:
        step(1);
        break;
    case Qt::Key_Home:
        goTo(0);
        break;
    case Qt::Key_End:
        goTo(d->count() - 1);
        break;
    case Qt::Key_PageUp:
        emit seriesStepRequested(-1);
        break;
    case Qt::Key_PageDown:
        emit seriesStepRequested(1);
        break;
    case Qt::Key_0:
    case Qt::Key_1:
    case Qt::Key_2:
    case Qt::Key_3:
    case Qt::Key_4:
    case Qt::Key_5:
    case Qt::Key_6:
        applyPreset(event->key() - Qt::Key_0);
        break;
    case Qt::Key_I:
        invert();
        break;
    case Qt::Key_R:
        rotate();
        break;
    case Qt::Key_H:
        flipHorizontally();
        break;
    case Qt::Key_V:
        flipVertically();
        break;
    case Qt::Key_Z:
        setTool(Tool::Zoom);
        break;
    case Qt::Key_D:
        setTool(Tool::Distance);
        break;
    case Qt::Key_A:
        setTool(Tool::Angle);
        break;
    case Qt::Key_E:
        setTool(Tool::Ellipse);
        break;
    case Qt::Key_M:
        setTool(Tool::Magnifier);
        break;
    case Qt::Key_Space:
        cycleText();
        break;
    case Qt::Key_F11:
        emit fullScreenRequested();
        break;
    case Qt::Key_Escape:
        if (d->tool != Tool::Windowing)
            setTool(Tool::Windowing);
        else if (!isViewUntouched())
            resetView();
        else
            emit leaveRequested();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void Tile::contextMenuEvent(QContextMenuEvent *event)
{
    // The mouse's own menu comes on release, for a right drag zooms.
    if (event->reason() == QContextMenuEvent::Keyboard)
        d->popUp(mapToGlobal(rect().center()));
    event->accept();
}

} // namespace viewer
