#include "Commands.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QStringList>

#include <algorithm>

namespace viewer {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(viewer::Keys)
};

struct Row
{
    Command command;
    const char *words;
    //! Of each map, separated by spaces.
    std::array<const char *, Keys::maps.size()> keys;
};

constexpr Row rows[] = {
    {Command::PreviousImage, QT_TRANSLATE_NOOP("viewer::Keys", "Previous image"), {"Up", "Up", "Up"}},
    {Command::NextImage, QT_TRANSLATE_NOOP("viewer::Keys", "Next image"), {"Down", "Down", "Down"}},
    {Command::FirstImage, QT_TRANSLATE_NOOP("viewer::Keys", "First image"), {"Home", "Home", "Home"}},
    {Command::LastImage, QT_TRANSLATE_NOOP("viewer::Keys", "Last image"), {"End", "End", "End"}},
    {Command::PreviousSeries, QT_TRANSLATE_NOOP("viewer::Keys", "Previous series"), {"PgUp", "Left PgUp", "PgUp"}},
    {Command::NextSeries, QT_TRANSLATE_NOOP("viewer::Keys", "Next series"), {"PgDown", "Right PgDown", "PgDown"}},
    {Command::PreviousTile, QT_TRANSLATE_NOOP("viewer::Keys", "Previous tile"), {"Left", ",", "Left"}},
    {Command::NextTile, QT_TRANSLATE_NOOP("viewer::Keys", "Next tile"), {"Right", ".", "Right"}},
    {Command::Windowing, QT_TRANSLATE_NOOP("viewer::Keys", "Window and level"), {"W", "W", "W"}},
    {Command::Pan, QT_TRANSLATE_NOOP("viewer::Keys", "Move"), {"P", "T", "P"}},
    {Command::Zoom, QT_TRANSLATE_NOOP("viewer::Keys", "Zoom"), {"Z", "Z", "Z"}},
    {Command::Scroll, QT_TRANSLATE_NOOP("viewer::Keys", "Scroll"), {"S", "S", "S"}},
    {Command::Magnifier, QT_TRANSLATE_NOOP("viewer::Keys", "Magnifier"), {"M", "Shift+M", "M"}},
    {Command::Distance, QT_TRANSLATE_NOOP("viewer::Keys", "Distance"), {"D", "D M", "D"}},
    {Command::Angle, QT_TRANSLATE_NOOP("viewer::Keys", "Angle"), {"A", "A", "A"}},
    {Command::Ellipse, QT_TRANSLATE_NOOP("viewer::Keys", "Values in an ellipse"), {"E", "E", "E"}},
    {Command::Preset0, QT_TRANSLATE_NOOP("viewer::Keys", "Automatic window"), {"0", "0", "0"}},
    {Command::Preset1, QT_TRANSLATE_NOOP("viewer::Keys", "The file's window"), {"1", "1 2", "6"}},
    {Command::Preset2, QT_TRANSLATE_NOOP("viewer::Keys", "CT: soft tissue"), {"2", "4 5", "1"}},
    {Command::Preset3, QT_TRANSLATE_NOOP("viewer::Keys", "CT: lung"), {"3", "7", "2"}},
    {Command::Preset4, QT_TRANSLATE_NOOP("viewer::Keys", "CT: liver"), {"4", "8", "3"}},
    {Command::Preset5, QT_TRANSLATE_NOOP("viewer::Keys", "CT: bone"), {"5", "6", "4"}},
    {Command::Preset6, QT_TRANSLATE_NOOP("viewer::Keys", "CT: brain"), {"6", "3", "5"}},
    {Command::Invert, QT_TRANSLATE_NOOP("viewer::Keys", "Invert"), {"I", "Shift+I", "I"}},
    {Command::RotateRight, QT_TRANSLATE_NOOP("viewer::Keys", "Rotate"), {"R", "R", "R"}},
    {Command::RotateLeft, QT_TRANSLATE_NOOP("viewer::Keys", "Rotate left"), {"Shift+R", "Shift+R", "L"}},
    {Command::FlipHorizontally, QT_TRANSLATE_NOOP("viewer::Keys", "Flip left and right"), {"H", "F", "H"}},
    {Command::FlipVertically, QT_TRANSLATE_NOOP("viewer::Keys", "Flip top and bottom"), {"V", "V", "V"}},
    {Command::ZoomIn, QT_TRANSLATE_NOOP("viewer::Keys", "Zoom in"), {"+", "+ Ctrl++", "+"}},
    {Command::ZoomOut, QT_TRANSLATE_NOOP("viewer::Keys", "Zoom out"), {"-", "- Ctrl+-", "-"}},
    {Command::Fit, QT_TRANSLATE_NOOP("viewer::Keys", "Fit the whole picture"), {"F =", "=", "="}},
    {Command::ActualSize, QT_TRANSLATE_NOOP("viewer::Keys", "Pixel for pixel, 1:1"), {"O", "O", "O"}},
    {Command::Texts, QT_TRANSLATE_NOOP("viewer::Keys", "Texts: all, essential, none"), {"Space", "I Space", "Shift+T"}},
    {Command::Cine, QT_TRANSLATE_NOOP("viewer::Keys", "Cine"), {"C", "C", "C"}},
    {Command::CineBackwards, QT_TRANSLATE_NOOP("viewer::Keys", "Cine backwards"), {"Shift+C", "Shift+C", "Shift+C"}},
    {Command::CineSlower, QT_TRANSLATE_NOOP("viewer::Keys", "Cine slower"), {"<", "<", "<"}},
    {Command::CineFaster, QT_TRANSLATE_NOOP("viewer::Keys", "Cine faster"), {">", ">", ">"}},
    {Command::Link, QT_TRANSLATE_NOOP("viewer::Keys", "Scroll together"), {"L", "L", "Y"}},
    {Command::ReferenceLines, QT_TRANSLATE_NOOP("viewer::Keys", "Reference lines"), {"X", "X", "X"}},
    {Command::Smooth, QT_TRANSLATE_NOOP("viewer::Keys", "Smooth enlarged pictures"), {"J", "J", "J"}},
    {Command::KeyImage, QT_TRANSLATE_NOOP("viewer::Keys", "Mark as key image"), {"K", "K", "K"}},
    {Command::KeyImagesOnly,
     QT_TRANSLATE_NOOP("viewer::Keys", "Key images only"),
     {"Ctrl+Shift+K", "Ctrl+Shift+K", "Ctrl+Shift+K"}},
    {Command::Layout, QT_TRANSLATE_NOOP("viewer::Keys", "Layout"), {"G", "G", "G"}},
    {Command::Compare, QT_TRANSLATE_NOOP("viewer::Keys", "Current beside prior"), {"B", "B", "B"}},
    {Command::Tags, QT_TRANSLATE_NOOP("viewer::Keys", "Tags"), {"T", "Shift+T", "T"}},
    {Command::OpenWith,
     QT_TRANSLATE_NOOP("viewer::Keys", "Open with…"),
     {"Ctrl+Shift+O", "Ctrl+Shift+O", "Ctrl+Shift+O"}},
    {Command::FullScreen, QT_TRANSLATE_NOOP("viewer::Keys", "Full screen"), {"F11", "F11", "F11"}},
    {Command::Reset,
     QT_TRANSLATE_NOOP("viewer::Keys", "Back to the whole picture"),
     {"Backspace", "Backspace", "Space Backspace"}},
    {Command::Back,
     QT_TRANSLATE_NOOP("viewer::Keys", "Put the tool down, then back to the picture, then leave"),
     {"Esc", "Esc", "Esc"}},
};

const Row &rowOf(Command command)
{
    return *std::find_if(std::begin(rows), std::end(rows),
                         [command](const Row &row) { return row.command == command; });
}

} // namespace

QString iconOf(Command command)
{
    switch (command) {
    case Command::Windowing:
        return QStringLiteral("windowing");
    case Command::Pan:
        return QStringLiteral("pan");
    case Command::Zoom:
        return QStringLiteral("zoom");
    case Command::Scroll:
        return QStringLiteral("scroll");
    case Command::Magnifier:
        return QStringLiteral("search");
    case Command::Distance:
        return QStringLiteral("distance");
    case Command::Angle:
        return QStringLiteral("angle");
    case Command::Ellipse:
        return QStringLiteral("roi");
    case Command::Invert:
        return QStringLiteral("invert");
    case Command::RotateRight:
        return QStringLiteral("rotate");
    case Command::FlipHorizontally:
        return QStringLiteral("flip-h");
    case Command::FlipVertically:
        return QStringLiteral("flip-v");
    case Command::Texts:
        return QStringLiteral("text");
    case Command::Cine:
        return QStringLiteral("cine");
    case Command::Link:
        return QStringLiteral("link");
    case Command::ReferenceLines:
        return QStringLiteral("reflines");
    case Command::KeyImage:
    case Command::KeyImagesOnly:
        return QStringLiteral("keyimage");
    case Command::Layout:
        return QStringLiteral("layout");
    case Command::Tags:
        return QStringLiteral("tags");
    case Command::FullScreen:
        return QStringLiteral("fullscreen");
    default:
        return {};
    }
}

namespace {

//! Where a keyboard has letters that are not Latin, what its key has in the United States: the letters of the maps are
//! found by their place there. Scan codes of X11 and Wayland are those of evdev and 8 more. With Ctrl Qt does the same.
int latinKey(const QKeyEvent &event)
{
    const int key = event.key();
    const bool isForeign = key > 0x24F && key < Qt::Key_Escape && QChar::isLetter(static_cast<char32_t>(key));
    if (!isForeign || event.modifiers() & Qt::ControlModifier)
        return key;
    const auto at = [&](quint32 first, QLatin1String row) {
        const quint32 place = event.nativeScanCode() - first;
        return place < static_cast<quint32>(row.size()) ? row[static_cast<int>(place)].toLatin1() : '\0';
    };
    const bool isShifted = event.modifiers() & Qt::ShiftModifier;
    for (const auto &[first, row] :
         {std::pair(24U, QLatin1String("QWERTYUIOP")), std::pair(38U, QLatin1String("ASDFGHJKL")),
          std::pair(52U, QLatin1String(isShifted ? "ZXCVBNM<>" : "ZXCVBNM,."))}) {
        if (const char found = at(first, row))
            return found;
    }
    return key;
}

} // namespace

std::optional<Command> Keys::commandOf(const QKeyEvent &event) const
{
    Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    const int key = latinKey(event);
    // Some keyboards have figures and signs only with Shift.
    if (key < Qt::Key_A || key > Qt::Key_Z)
        modifiers &= ~Qt::ShiftModifier;
    if (key == 0 || key == Qt::Key_unknown)
        return {};
    const QKeySequence pressed(QKeyCombination(modifiers, static_cast<Qt::Key>(key)));
    for (const Row &row : rows) {
        if (keysOf(row.command).contains(pressed))
            return row.command;
    }
    return {};
}

QList<QKeySequence> Keys::keysOf(Command command) const
{
    QList<QKeySequence> keys;
    const QStringList names =
        QString::fromLatin1(rowOf(command).keys[static_cast<size_t>(m_map)]).split(QLatin1Char(' '));
    for (const QString &name : names)
        keys << QKeySequence(name, QKeySequence::PortableText);
    return keys;
}

QString Keys::keyOf(Command command) const
{
    return keysOf(command).constFirst().toString(QKeySequence::NativeText);
}

QString Keys::withKey(Command command) const
{
    return Texts::tr("%1, %2", "action, key").arg(words(command), keyOf(command));
}

QString Keys::besideKey(Command command) const
{
    return words(command) + QLatin1Char('\t') + keyOf(command);
}

QList<Command> Keys::commands()
{
    QList<Command> all;
    for (const Row &row : rows)
        all << row.command;
    return all;
}

QString Keys::words(Command command)
{
    return Texts::tr(rowOf(command).words);
}

QString Keys::name(Map map)
{
    switch (map) {
    case Map::Borderlight:
        break;
    case Map::Weasis:
        return QStringLiteral("Weasis");
    case Map::Ohif:
        return QStringLiteral("OHIF");
    }
    return QStringLiteral("Borderlight");
}

QString Keys::id(Map map)
{
    return name(map).toLower();
}

Keys::Map Keys::fromId(const QString &id)
{
    const auto *found = std::find_if(maps.begin(), maps.end(), [&](Map map) { return Keys::id(map) == id; });
    return found == maps.end() ? Map::Borderlight : *found;
}

} // namespace viewer
