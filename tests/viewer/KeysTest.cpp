#include "Files.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFile>
#include <QHash>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMetaEnum>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using viewer::Command;
using viewer::Keys;
using viewer::Tile;

Q_DECLARE_METATYPE(viewer::Keys::Map)
Q_DECLARE_METATYPE(viewer::Command)
Q_DECLARE_METATYPE(std::optional<viewer::Command>)

namespace {

QString slice(const QTemporaryDir &dir, const QByteArray &series, int number)
{
    FileMaker file;
    const QByteArray uid = series + '.' + QByteArray::number(number);
    file.text(0x00080018, "UI", uid).text(0x00080020, "DA", "20261102").text(0x00080060, "CS", "CT");
    file.text(0x00100010, "PN", "Doe^Jane").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", series);
    file.text(0x00200011, "IS", series.mid(series.lastIndexOf('.') + 1));
    file.text(0x00200013, "IS", QByteArray::number(number));
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 8).word(0x00280011, 8);
    file.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 0);
    file.text(0x00281050, "DS", "40").text(0x00281051, "DS", "400");
    file.bytes(0x7FE00010, "OW", QByteArray(128, '\1'));
    return file.writtenTo(dir.filePath(QString::fromLatin1(uid) + u".dcm"_s));
}

//! Two series of three slices; the first is open at its second slice.
struct Box
{
    QTemporaryDir dir;
    viewer::ViewingPanel panel;

    Box()
    {
        panel.resize(1000, 700);
        panel.show();
        panel.activateWindow();
        for (const char *series : {"1.2.3", "1.2.4"}) {
            for (int number = 1; number <= 3; ++number)
                panel.addFile(slice(dir, series, number));
        }
    }
    bool isReady()
    {
        if (!QTest::qWaitFor([&] { return panel.fileCount() == 6 && panel.tile().isPainted(); }))
            return false;
        panel.openSeries(u"1.2.3"_s);
        if (!QTest::qWaitFor([&] { return panel.tile().pictureCount() == 3; }))
            return false;
        panel.tile().goTo(1);
        return QTest::qWaitFor([&] { return panel.tile().isPainted(); });
    }
    bool isHeld(const char *button) const
    {
        return panel.findChild<QToolButton *>(QString::fromLatin1(button) + u"Button"_s)->isChecked();
    }

    //! All that keys change, in words.
    QString state() const
    {
        const Tile &tile = panel.tile();
        QStringList words{u"image %1 of %2"_s.arg(tile.pictureIndex() + 1).arg(panel.openedSeries())};
        words << QString::fromLatin1(QMetaEnum::fromType<Tile::Tool>().valueToKey(static_cast<int>(tile.tool())));
        words << u"preset %1"_s.arg(tile.preset()) << u"turned %1"_s.arg(tile.rotation());
        words << u"zoom %1"_s.arg(tile.zoom(), 0, 'f', 2);
        words << QString::fromLatin1(QMetaEnum::fromType<Tile::Text>().valueToKey(static_cast<int>(tile.text())));
        if (tile.isInverted())
            words << u"inverted"_s;
        if (tile.isFlippedHorizontally())
            words << u"left is right"_s;
        if (tile.isFlippedVertically())
            words << u"top is bottom"_s;
        for (const char *button : {"cine", "link", "reflines", "tags"}) {
            if (isHeld(button))
                words << QString::fromLatin1(button);
        }
        if (tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s))
            words << u"key image"_s;
        return words.join(u", "_s);
    }
};

} // namespace

class KeysTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void aKeyDoesOneThingAndAllCanBeDoneByKeys_data()
    {
        QTest::addColumn<Keys::Map>("map");
        for (const Keys::Map map : Keys::maps)
            QTest::addRow("%s", qPrintable(Keys::id(map))) << map;
    }
    void aKeyDoesOneThingAndAllCanBeDoneByKeys()
    {
        QFETCH(Keys::Map, map);
        const Keys keys(map);
        QHash<QKeySequence, Command> taken;
        const QList<Command> commands = Keys::commands();
        QCOMPARE(commands.size(), static_cast<int>(Command::Back) + 1);
        for (const Command command : commands) {
            QVERIFY(!Keys::words(command).isEmpty());
            const QList<QKeySequence> its = keys.keysOf(command);
            for (const QKeySequence &key : its) {
                QCOMPARE(key.count(), 1);
                QVERIFY2(!taken.contains(key), qPrintable(key.toString()));
                taken.insert(key, command);
                const QKeyCombination pressed = key[0];
                QCOMPARE(keys.commandOf(QKeyEvent(QEvent::KeyPress, pressed.key(), pressed.keyboardModifiers())),
                         command);
            }
        }
        QCOMPARE(Keys::fromId(Keys::id(map)), map);
        QCOMPARE(Keys::fromId(u"of another program"_s), Keys::Map::Borderlight);
    }

    void theMapInTheDocumentationIsThisOne()
    {
        QFile page(QStringLiteral(SOURCE_FOLDER "/docs/light-box.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(page.readAll()).split(u'\n');
        const QList<Command> commands = Keys::commands();
        for (const Command command : commands) {
            QStringList cells{QString(), Keys::words(command)};
            for (const Keys::Map map : Keys::maps) {
                QStringList names;
                const QList<QKeySequence> keys = Keys(map).keysOf(command);
                for (const QKeySequence &key : keys)
                    names << u'`' + key.toString(QKeySequence::PortableText) + u'`';
                cells << names.join(u" or "_s);
            }
            const QString row = cells.join(u" | "_s).mid(1) + u" |"_s;
            QVERIFY2(lines.contains(row), qPrintable(row));
        }
    }

    void figuresAreFoundOnEveryKeyboard()
    {
        const Keys keys;
        // On a French keyboard with Shift, on the pad at the right with a modifier of its own.
        QCOMPARE(keys.commandOf(QKeyEvent(QEvent::KeyPress, Qt::Key_3, Qt::ShiftModifier)), Command::Preset3);
        QCOMPARE(keys.commandOf(QKeyEvent(QEvent::KeyPress, Qt::Key_3, Qt::KeypadModifier)), Command::Preset3);
        QCOMPARE(keys.commandOf(QKeyEvent(QEvent::KeyPress, Qt::Key_Plus, Qt::ShiftModifier)), Command::ZoomIn);
        // Ctrl+3 leads to a step of the walk, and Alt opens menus.
        QVERIFY(!keys.commandOf(QKeyEvent(QEvent::KeyPress, Qt::Key_3, Qt::ControlModifier)));
        QVERIFY(!keys.commandOf(QKeyEvent(QEvent::KeyPress, Qt::Key_I, Qt::AltModifier)));
    }

    void lettersAreFoundOnKeyboardsOfOtherScripts_data()
    {
        QTest::addColumn<char32_t>("letter");
        QTest::addColumn<int>("scanCode"); // of X11
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<Keys::Map>("map");
        QTest::addColumn<std::optional<Command>>("command");
        using enum Keys::Map;
        const auto row = [](const char *name, char32_t letter, int scanCode, std::optional<Command> command,
                            Keys::Map map = Borderlight, Qt::KeyboardModifiers modifiers = {}) {
            QTest::newRow(name) << letter << scanCode << modifiers << map << command;
        };
        row("Greek iota", U'\u0399', 31, Command::Invert);
        row("Greek final sigma", U'\u03A3', 25, Command::Windowing);
        row("Greek rho with Shift", U'\u03A1', 27, Command::RotateLeft, Borderlight, Qt::ShiftModifier);
        row("Bulgarian, where I lies", U'\u0421', 31, Command::Invert);
        row("Bulgarian, where K lies", U'\u041A', 45, Command::KeyImage);
        row("Russian, where the comma lies", U'\u0411', 59, Command::PreviousTile, Weasis);
        row("Russian, where < lies", U'\u0411', 59, Command::CineSlower, Weasis, Qt::ShiftModifier);
        row("nobody knows the key", U'\u0399', 0, {});
        row("a letter beside those of the maps", U'\u0425', 34, {});
        row("Alt opens menus", U'\u0399', 31, {}, Borderlight, Qt::AltModifier);
        row("a Latin keyboard with other places", U'Z', 29, Command::Zoom); // Y in the United States
    }
    void lettersAreFoundOnKeyboardsOfOtherScripts()
    {
        QFETCH(char32_t, letter);
        QFETCH(int, scanCode);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(Keys::Map, map);
        QFETCH(std::optional<Command>, command);
        const QKeyEvent event(QEvent::KeyPress, static_cast<int>(letter), modifiers, static_cast<quint32>(scanCode), 0,
                              0, QString::fromUcs4(&letter, 1));
        QVERIFY(Keys(map).commandOf(event) == command);
    }

    void aGreekKeyboardInvertsThePicture()
    {
        Box box;
        QVERIFY(box.isReady());
        QKeyEvent event(QEvent::KeyPress, 0x0399, {}, 31, 0x07E9, 0, u"ι"_s);
        QApplication::sendEvent(&box.panel.tile(), &event);
        QVERIFY2(box.state().contains(u"inverted"_s), qPrintable(box.state()));
    }

    void eachMapIsForItsHands_data()
    {
        QTest::addColumn<Keys::Map>("map");
        QTest::addColumn<QList<int>>("keys");
        QTest::addColumn<QString>("changed"); //!< what the state says then and did not before
        using enum Keys::Map;
        const auto row = [](Keys::Map map, const QList<int> &keys, const char *changed) {
            QTest::addRow("%s %s: %s", qPrintable(Keys::id(map)), qPrintable(QKeySequence(keys[0]).toString()), changed)
                << map << keys << QString::fromLatin1(changed);
        };
        for (const Keys::Map map : Keys::maps) {
            row(map, {Qt::Key_Up}, "image 1 of 1.2.3");
            row(map, {Qt::Key_Down}, "image 3 of 1.2.3");
            row(map, {Qt::Key_Home}, "image 1 of 1.2.3");
            row(map, {Qt::Key_End}, "image 3 of 1.2.3");
            row(map, {Qt::Key_PageDown}, "of 1.2.4");
            row(map, {Qt::Key_W}, "Windowing");
            row(map, {Qt::Key_Z}, "Zoom");
            row(map, {Qt::Key_S}, "Scroll");
            row(map, {Qt::Key_D}, "Distance");
            row(map, {Qt::Key_A}, "Angle");
            row(map, {Qt::Key_E}, "Ellipse");
            row(map, {Qt::Key_0}, "preset 0");
            row(map, {Qt::Key_R}, "turned 90");
            row(map, {Qt::Key_V}, "top is bottom");
            row(map, {Qt::Key_C}, "cine");
            row(map, {Qt::Key_X}, "reflines");
            row(map, {Qt::Key_K}, "key image");
        }
        row(Borderlight, {Qt::Key_P}, "Pan");
        row(Borderlight, {Qt::Key_M}, "Magnifier");
        row(Borderlight, {Qt::Key_2}, "preset 2");
        row(Borderlight, {Qt::Key_6}, "preset 6");
        row(Borderlight, {Qt::Key_I}, "inverted");
        row(Borderlight, {(Qt::SHIFT | Qt::Key_R).toCombined()}, "turned 270");
        row(Borderlight, {Qt::Key_H}, "left is right");
        row(Borderlight, {Qt::Key_Space}, "Essential");
        row(Borderlight, {Qt::Key_Space, Qt::Key_Space}, "None");
        row(Borderlight, {Qt::Key_L}, "link");
        row(Borderlight, {Qt::Key_T}, "tags");
        row(Borderlight, {(Qt::CTRL | Qt::SHIFT | Qt::Key_K).toCombined()},
            "image 2 of 1.2.3"); // none is known: nothing happens
        row(Weasis, {Qt::Key_Right}, "of 1.2.4");
        row(Weasis, {Qt::Key_T}, "Pan");
        row(Weasis, {Qt::Key_M}, "Distance");
        row(Weasis, {Qt::Key_2}, "preset 1");
        row(Weasis, {Qt::Key_3}, "preset 6");
        row(Weasis, {Qt::Key_6}, "preset 5");
        row(Weasis, {Qt::Key_7}, "preset 3");
        row(Weasis, {Qt::Key_I}, "Essential");
        row(Weasis, {(Qt::SHIFT | Qt::Key_I).toCombined()}, "inverted");
        row(Weasis, {Qt::Key_F}, "left is right");
        row(Ohif, {Qt::Key_1}, "preset 2");
        row(Ohif, {Qt::Key_5}, "preset 6");
        row(Ohif, {Qt::Key_L}, "turned 270");
        row(Ohif, {Qt::Key_H}, "left is right");
        row(Ohif, {Qt::Key_I}, "inverted");
        row(Ohif, {Qt::Key_Y}, "link");
        row(Ohif, {Qt::Key_R, Qt::Key_Space}, "turned 0");
    }
    void eachMapIsForItsHands()
    {
        QFETCH(Keys::Map, map);
        QFETCH(QList<int>, keys);
        QFETCH(QString, changed);
        Box box;
        QVERIFY(box.isReady());
        box.panel.setKeys(map);
        for (const int key : keys) {
            const auto pressed = QKeyCombination::fromCombined(key);
            QTest::keyClick(&box.panel.tile(), pressed.key(), pressed.keyboardModifiers());
        }
        QVERIFY2(box.state().contains(changed), qPrintable(box.state()));
    }

    void lettersInTheStripAreForThePicture()
    {
        Box box;
        QVERIFY(box.isReady());
        auto *strip = box.panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);
        strip->setFocus();
        const int row = strip->currentIndex().row();
        QTest::keyClick(strip, Qt::Key_I); // no row begins with it, and with 4 the second does
        QVERIFY2(box.state().contains(u"inverted"_s), qPrintable(box.state()));
        QTest::keyClick(strip, Qt::Key_4);
        QVERIFY2(box.state().contains(u"preset 4"_s), qPrintable(box.state()));
        QCOMPARE(strip->currentIndex().row(), row);
        QTest::keyClick(strip, Qt::Key_Down);
        QCOMPARE(strip->currentIndex().row(), row + 1);
    }

    void zoomIsFitWholeOrPixelForPixel()
    {
        Box box;
        QVERIFY(box.isReady());
        Tile &tile = box.panel.tile();
        const double whole = tile.zoom();
        QTest::keyClick(&tile, Qt::Key_Plus);
        QCOMPARE(tile.zoom(), whole * 1.25);
        QTest::keyClick(&tile, Qt::Key_Minus);
        QCOMPARE(tile.zoom(), whole);
        QTest::keyClick(&tile, Qt::Key_O);
        QCOMPARE(tile.zoom(), 1 / tile.devicePixelRatioF());
        QTest::keyClick(&tile, Qt::Key_R);
        QTest::keyClick(&tile, Qt::Key_F);
        QCOMPARE(tile.zoom(), whole);
        QVERIFY(tile.pan().isNull());
        QCOMPARE(tile.rotation(), 90); // all else stays
        QTest::keyClick(&tile, Qt::Key_Backspace);
        QCOMPARE(tile.rotation(), 0);
        QVERIFY(tile.isViewUntouched());
    }

    void aMarkedImageIsAKeyImage()
    {
        Box box;
        QVERIFY(box.isReady());
        Tile &tile = box.panel.tile();
        QTest::keyClick(&tile, Qt::Key_K);
        QCOMPARE(box.panel.keyImageCount(), 1);
        QTest::keyClick(&tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(tile.pictureCount(), 1);
        QCOMPARE(tile.sopUid(), u"1.2.3.2"_s);
        QTest::keyClick(&tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(tile.pictureCount(), 3);
        QTest::keyClick(&tile, Qt::Key_K);
        QCOMPARE(box.panel.keyImageCount(), 0);
        // What a report points to is not taken away by a hand.
        box.panel.addKeyImages({u"1.2.3.2"_s});
        QTest::keyClick(&tile, Qt::Key_K);
        QTest::keyClick(&tile, Qt::Key_K);
        QCOMPARE(box.panel.keyImageCount(), 1);
        QVERIFY(tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
        box.panel.clear();
        QCOMPARE(box.panel.keyImageCount(), 0);
    }

    void theLastMarkTakenAwayShowsAllAgain()
    {
        Box box;
        QVERIFY(box.isReady());
        Tile &tile = box.panel.tile();
        QTest::keyClick(&tile, Qt::Key_K);
        QTest::keyClick(&tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(tile.pictureCount(), 1);
        QTest::keyClick(&tile, Qt::Key_K);
        QTRY_COMPARE(tile.pictureCount(), 3);
        QVERIFY(!box.isHeld("keyimage"));
    }

    void toolTipsAndMenusNameTheKey_data() { aKeyDoesOneThingAndAllCanBeDoneByKeys_data(); }
    void toolTipsAndMenusNameTheKey()
    {
        QFETCH(Keys::Map, map);
        Box box;
        QVERIFY(box.isReady());
        box.panel.setKeys(map);
        const Keys keys(map);
        const QHash<QString, Command> tools{{u"windowing"_s, Command::Windowing},
                                            {u"pan"_s, Command::Pan},
                                            {u"zoom"_s, Command::Zoom},
                                            {u"scroll"_s, Command::Scroll},
                                            {u"search"_s, Command::Magnifier},
                                            {u"distance"_s, Command::Distance},
                                            {u"angle"_s, Command::Angle},
                                            {u"roi"_s, Command::Ellipse},
                                            {u"invert"_s, Command::Invert},
                                            {u"rotate"_s, Command::RotateRight},
                                            {u"flip-h"_s, Command::FlipHorizontally},
                                            {u"flip-v"_s, Command::FlipVertically},
                                            {u"cine"_s, Command::Cine},
                                            {u"link"_s, Command::Link},
                                            {u"reflines"_s, Command::ReferenceLines},
                                            {u"text"_s, Command::Texts},
                                            {u"keyimage"_s, Command::KeyImagesOnly},
                                            {u"tags"_s, Command::Tags},
                                            {u"fullscreen"_s, Command::FullScreen},
                                            {u"layout"_s, Command::Layout}};
        for (auto tool = tools.cbegin(); tool != tools.cend(); ++tool) {
            const auto *button = box.panel.findChild<QToolButton *>(tool.key() + u"Button"_s);
            QVERIFY2(button, qPrintable(tool.key()));
            QVERIFY2(button->toolTip().startsWith(keys.withKey(tool.value())), qPrintable(button->toolTip()));
        }

        QTest::keyClick(&box.panel.tile(), Qt::Key_Menu);
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(&box.panel.tile(), &asked);
        auto *menu = box.panel.tile().findChild<QMenu *>(u"tileMenu"_s);
        QVERIFY(menu);
        QStringList lines;
        const QList<QAction *> actions = menu->findChildren<QAction *>();
        for (const QAction *action : actions)
            lines << action->text();
        for (const Command command : {Command::Distance, Command::Invert, Command::Cine, Command::Link, Command::Layout,
                                      Command::Tags, Command::KeyImage, Command::FullScreen, Command::OpenWith})
            QVERIFY2(lines.contains(keys.besideKey(command)), qPrintable(keys.besideKey(command)));
        menu->close();
    }

    void theMenuDoesWhatItSays_data()
    {
        QTest::addColumn<Command>("command");
        QTest::addColumn<QString>("changed");
        QTest::newRow("of the tile") << Command::Invert << u"inverted"_s;
        QTest::newRow("a tool") << Command::Angle << u"Angle"_s;
        QTest::newRow("of the box") << Command::Link << u"link"_s;
        QTest::newRow("of the panel") << Command::Tags << u"tags"_s;
        QTest::newRow("a mark") << Command::KeyImage << u"key image"_s;
    }
    void theMenuDoesWhatItSays()
    {
        QFETCH(Command, command);
        QFETCH(QString, changed);
        Box box;
        QVERIFY(box.isReady());
        QVERIFY(!box.state().contains(changed));
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(&box.panel.tile(), &asked);
        const QList<QAction *> actions = box.panel.tile().findChild<QMenu *>(u"tileMenu"_s)->findChildren<QAction *>();
        for (QAction *action : actions) {
            if (action->text() == box.panel.keys().besideKey(command))
                action->trigger();
        }
        QVERIFY2(box.state().contains(changed), qPrintable(box.state()));
        // Once more from the menus of the window, which undoes it, but for tools.
        box.panel.perform(command);
        QCOMPARE(box.state().contains(changed), changed == u"Angle"_s);
    }

    void anotherProgramIsGivenTheWholeSeries()
    {
        Box box;
        QVERIFY(box.isReady());
        QSignalSpy asked(&box.panel, &viewer::ViewingPanel::openElsewhereRequested);
        QTest::keyClick(&box.panel.tile(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toStringList().size(), 3);
    }
};

QTEST_MAIN(KeysTest)
#include "KeysTest.moc"
