#include "WindowMenu.h"

#include "Commands.h"

#include <QMenu>

namespace viewer {

bool isStateShown(const Tile &tile)
{
    const auto state = tile.presentation();
    return state && state->isFor(tile.sopUid(), tile.frameNumber() + 1);
}

void addWindows(QMenu &menu, Tile &tile, const Keys &keys)
{
    const auto add = [&](const QString &text, bool isChosen, auto choose) {
        QAction *action = menu.addAction(text);
        action->setCheckable(true);
        action->setChecked(isChosen);
        QObject::connect(action, &QAction::triggered, &tile, choose);
        return action;
    };
    for (int digit = 0; digit <= (tile.hasCtPresets() ? lastPreset : 1); ++digit) {
        const bool isChosen = tile.preset() == digit && !(digit == 1 && isStateShown(tile));
        add(tile.presetName(digit) + QLatin1Char('\t') + keys.keyOf(presetCommand(digit)), isChosen,
            [&tile, digit] { tile.applyPreset(digit); });
    }
    const QStringList windows = tile.fileWindows();
    if (windows.size() < 2)
        return; // the only one is "As in the file"
    menu.addSeparator();
    for (int index = 0; index < static_cast<int>(windows.size()); ++index)
        add(windows[index], tile.fileWindow() == index, [&tile, index] {
            tile.applyFileWindow(index);
        })->setObjectName(QStringLiteral("fileWindow%1").arg(index));
}

} // namespace viewer
