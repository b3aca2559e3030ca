#include "ViewingStep.h"

#include "Words.h"

#include <story/OtherProgram.h>
#include <ui/Figures.h>

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLayout>
#include <QMimeData>
#include <QProcess>
#include <QSettings>
#include <QSplitter>
#include <QUrl>
#include <QtConcurrent>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

QStringList localPaths(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

QString programCommand()
{
    return QSettings(windowSettings(), QSettings::IniFormat).value(u"openWith"_s).toString();
}

//! Asks how the other program is called and keeps the answer; empty when there is none.
QString askForProgram(QWidget *parent)
{
    bool isGiven = false;
    const QString command =
        QInputDialog::getText(parent, ViewingStep::tr("Program for Open with…"),
                              ViewingStep::tr("Command; %F stands for all files, %f for the first, %d for its folder:"),
                              QLineEdit::Normal, programCommand(), &isGiven);
    if (!isGiven)
        return {};
    QSettings(windowSettings(), QSettings::IniFormat).setValue(u"openWith"_s, command);
    return command;
}

} // namespace

ViewingStep::ViewingStep(Workbench &bench, QObject *parent)
    : QObject(parent),
      m_bench(bench),
      m_panel(new viewer::ViewingPanel),
      m_reports(new ui::ReportPane(bench.theme)),
      m_notice(new ui::Notice(bench.theme, ui::Notice::Form::Inline, m_panel))
{
    constexpr int reportsWidth = 520;
    auto *beside = new QSplitter(Qt::Horizontal);
    beside->addWidget(m_panel);
    beside->addWidget(m_reports);
    beside->setStretchFactor(0, 1);
    beside->setStretchFactor(1, 0);
    beside->setSizes({2 * reportsWidth, reportsWidth});
    beside->setChildrenCollapsible(false);
    beside->setHandleWidth(1);
    beside->setFocusProxy(m_panel);
    m_bench.window.setPage(ui::Step::Viewing, beside);
    m_panel->setIconProvider([this](const QString &name) {
        return m_bench.theme.icon(name, ui::Colour::OnAccent); // white in both themes: the light box is always dark
    });
    m_panel->showNothingYet();
    connect(m_panel, &viewer::ViewingPanel::fullScreenRequested, this,
            [this] { m_bench.window.setWindowState(m_bench.window.windowState() ^ Qt::WindowFullScreen); });
    connect(m_panel, &viewer::ViewingPanel::leaveRequested, this, [this] {
        if (m_bench.window.stepState(ui::Step::Retrieval) != ui::StepState::NotReached)
            m_bench.goTo(ui::Step::Retrieval);
    });
    addActions();
    addLightBoxActions();
    connect(m_panel, &viewer::ViewingPanel::commandStatesChanged, this, &ViewingStep::showCommandStates);
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_panel, &viewer::ViewingPanel::setIdentityHidden);
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_reports, &ui::ReportPane::setIdentityHidden);
    connect(&m_bench.window, &ui::MainWindow::keyMapChosen, this, [this](int map) {
        const auto chosen = viewer::Keys::maps[static_cast<size_t>(map)];
        QSettings(windowSettings(), QSettings::IniFormat).setValue(u"keyMap"_s, viewer::Keys::id(chosen));
        setKeys(chosen);
    });
    setKeys(viewer::Keys::fromId(QSettings(windowSettings(), QSettings::IniFormat).value(u"keyMap"_s).toString()));
    m_panel->installEventFilter(this);
    m_notice->setObjectName(u"incompleteNotice"_s);
    m_notice->installEventFilter(this);
    m_notice->hide();
    connect(m_notice, &ui::Notice::actionTriggered, this, &ViewingStep::answerLack, Qt::QueuedConnection);
    connect(m_panel, &viewer::ViewingPanel::seriesOpened, this, [this] { answerLack({}); });
    m_bench.window.setAcceptDrops(true);
    m_bench.window.installEventFilter(this);
    connect(&m_search, &QFutureWatcherBase::finished, this, &ViewingStep::found);
    connect(m_panel, &viewer::ViewingPanel::filesTaken, this, &ViewingStep::tellRefused);
    connect(m_panel, &viewer::ViewingPanel::openElsewhereRequested, this, &ViewingStep::openElsewhere);
    connect(m_panel, &viewer::ViewingPanel::pictureSaved, this, [this](const QString &path) {
        m_bench.window.setLedgerText(tr("Saved as %1").arg(QDir::toNativeSeparators(path)));
    });
    connect(m_panel, &viewer::ViewingPanel::pictureNotSaved, this, [this](const QString &reason) {
        m_bench.window.setLedgerText(tr("The picture was not saved: %1").arg(reason));
    });
    connect(m_panel, &viewer::ViewingPanel::imageShown, this, [this] {
        if (m_panel->shownImages() == 1 && m_bench.window.currentStep() == ui::Step::Viewing)
            m_panel->setFocus(); // the tile could not take it while it was empty
        m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                                    tr("%n series", nullptr, m_panel->seriesCount()));
    });
}

ViewingStep::~ViewingStep()
{
    m_stop.request_stop();
    m_search.waitForFinished();
}

void ViewingStep::addActions()
{
    const auto add = [this](ui::MainWindow::Menu menu, const QString &name, const QString &words, auto slot) {
        auto *action = new QAction(words, &m_bench.window);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, slot);
        m_bench.window.addMenuAction(menu, action);
        return action;
    };
    add(ui::MainWindow::Menu::Image, u"actionSavePicture"_s, tr("Save picture without identity…"), [this] {
        savePicture(false);
    })->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_S));
    add(ui::MainWindow::Menu::Image, u"actionSaveWithIdentity"_s, tr("Save picture with identity…"),
        [this] { savePicture(true); });
    add(ui::MainWindow::Menu::Tools, u"actionOtherProgram"_s, tr("Program for Open with…"),
        [this] { (void)askForProgram(&m_bench.window); });
}

//! What the keys do stands in the menus as well. Their letters are no shortcuts of the window, for they are for the
//! light box alone.
void ViewingStep::addLightBoxActions()
{
    using viewer::Command;
    const auto addAll = [this](ui::MainWindow::Menu menu, std::initializer_list<Command> commands) {
        for (const Command command : commands) {
            auto *action = new QAction(&m_bench.window);
            action->setObjectName(u"actionLightBox%1"_s.arg(static_cast<int>(command)));
            action->setEnabled(false); // until the light box is seen
            action->setCheckable(m_panel->isOn(command).has_value());
            connect(action, &QAction::triggered, this, [this, command] {
                m_panel->perform(command);
                showCommandStates(); // it may have had no effect
            });
            m_bench.window.addMenuAction(menu, action);
            m_commands.append({command, action});
        }
    };
    const auto separate = [this](ui::MainWindow::Menu menu) {
        auto *line = new QAction(&m_bench.window);
        line->setSeparator(true);
        m_bench.window.addMenuAction(menu, line);
    };
    separate(ui::MainWindow::Menu::Image);
    addAll(ui::MainWindow::Menu::Image, {Command::Invert, Command::RotateRight, Command::RotateLeft,
                                         Command::FlipHorizontally, Command::FlipVertically});
    separate(ui::MainWindow::Menu::Image);
    addAll(ui::MainWindow::Menu::Image,
           {Command::ZoomIn, Command::ZoomOut, Command::Fit, Command::ActualSize, Command::Smooth, Command::Reset});
    separate(ui::MainWindow::Menu::Image);
    addAll(ui::MainWindow::Menu::Image, {Command::Layout, Command::Compare, Command::Link, Command::ReferenceLines});
    separate(ui::MainWindow::Menu::Image);
    addAll(ui::MainWindow::Menu::Image,
           {Command::Cine, Command::CineBackwards, Command::CineSlower, Command::CineFaster});
    separate(ui::MainWindow::Menu::Image);
    addAll(ui::MainWindow::Menu::Image, {Command::KeyImage, Command::KeyImagesOnly, Command::Texts, Command::Tags,
                                         Command::OpenWith, Command::FullScreen});
    separate(ui::MainWindow::Menu::Tools);
    addAll(ui::MainWindow::Menu::Tools, {Command::Windowing, Command::Pan, Command::Zoom, Command::Scroll,
                                         Command::Magnifier, Command::Distance, Command::Angle, Command::Ellipse});
}

void ViewingStep::showCommandStates()
{
    for (const auto &[command, action] : std::as_const(m_commands))
        action->setChecked(m_panel->isOn(command).value_or(false));
}

void ViewingStep::setKeys(viewer::Keys::Map map)
{
    const viewer::Keys keys(map);
    m_panel->setKeys(keys);
    for (const auto &[command, action] : std::as_const(m_commands))
        action->setText(keys.besideKey(command));
    ui::ViewingKeys sheet;
    for (const auto each : viewer::Keys::maps) {
        if (each == map)
            sheet.chosen = int(sheet.maps.size());
        sheet.maps << viewer::Keys::name(each);
    }
    const QList<viewer::Command> commands = viewer::Keys::commands();
    for (const viewer::Command command : commands) {
        QStringList names;
        const QList<QKeySequence> all = keys.keysOf(command);
        for (const QKeySequence &key : all)
            names << key.toString(QKeySequence::NativeText);
        sheet.lines.append({names.join(u"  "), viewer::Keys::words(command)});
    }
    sheet.lines.append({tr("Enter"), tr("Measuring: begin, put the point down, take the next")});
    sheet.lines.append({tr("Arrows"), tr("Measuring: move the point, with Shift by ten")});
    sheet.lines.append({tr("Delete"), tr("Delete the measurement")});
    sheet.lines.append({tr("Ctrl+Z"), tr("Take the last step of measuring back")});
    sheet.lines.append({tr("Shift and arrows"), tr("What the mouse does with the tool")});
    m_bench.window.setViewingKeys(sheet);
}

void ViewingStep::open(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    const bool isAnythingThere =
        std::any_of(paths.cbegin(), paths.cend(), [](const QString &path) { return QFileInfo(path).isReadable(); });
    if (isAnythingThere) {
        m_bench.window.setLocalFiles(true);
        m_bench.goTo(ui::Step::Viewing);
    }
    if (m_search.isRunning())
        m_wanted += paths;
    else
        lookFor(paths);
}

void ViewingStep::lookFor(const QStringList &paths)
{
    m_stop = std::stop_source();
    m_search.setFuture(
        QtConcurrent::run([paths, stop = m_stop.get_token()] { return viewer::localFiles(paths, stop); }));
}

void ViewingStep::found()
{
    if (m_stop.stop_requested())
        return; // of a patient who is not looked at any more
    const viewer::LocalFiles local = m_search.result();
    for (const QString &file : local.files)
        m_panel->addFile(file);
    QStringList notes;
    if (!local.unreadable.isEmpty())
        notes << tr("Cannot be opened: %1").arg(listed(local.unreadable));
    if (!local.missing.isEmpty())
        notes << tr("The DICOMDIR names files that are not there: %1").arg(listed(local.missing));
    if (!local.refused.isEmpty())
        notes << tr("The DICOMDIR names files outside of its folder, which are not opened: %1")
                     .arg(listed(local.refused));
    if (local.isCut)
        notes << tr("There are more files than are opened at once.");
    if (!local.empty.isEmpty())
        notes << tr("No DICOM files in %1.").arg(listed(local.empty));
    m_notes = notes;
    m_refusedToTell = -1;
    tellRefused();
    if (!local.files.isEmpty())
        m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                                    tr("%n files of this computer", nullptr, int(local.files.size())));
    if (!m_wanted.isEmpty())
        lookFor(std::exchange(m_wanted, {}));
}

//! What the search told, and which of the files found are no DICOM files, as soon as they have been looked into.
void ViewingStep::tellRefused()
{
    const QStringList refused = m_panel->notDicom();
    if (std::exchange(m_refusedToTell, refused.size()) == refused.size())
        return;
    QStringList notes = m_notes;
    if (!refused.isEmpty()) {
        QStringList names;
        for (const QString &path : refused)
            names << QFileInfo(path).fileName();
        notes << tr("%n files are not DICOM: %1", nullptr, int(names.size())).arg(listed(names));
    }
    if (!notes.isEmpty())
        m_bench.window.setLedgerText(notes.join(u' '));
    const bool isAllRefused = m_panel->seriesCount() == 0 && m_panel->fileCount() == int(refused.size());
    if (notes.isEmpty() || !isAllRefused || (refused.isEmpty() && !m_search.result().files.isEmpty()))
        return;
    m_panel->showNothing(notes.join(u'\n'));
    if (!refused.isEmpty())
        m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached, tr("No images"));
}

bool ViewingStep::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_notice) {
        if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Escape)
            return QObject::eventFilter(watched, event);
        answerLack({});
        return true;
    }
    if (watched == m_panel) {
        if (event->type() == QEvent::Resize)
            placeNotice();
        if (event->type() == QEvent::Show || event->type() == QEvent::Hide) {
            for (const auto &[command, action] : std::as_const(m_commands))
                action->setEnabled(event->type() == QEvent::Show);
        }
        return QObject::eventFilter(watched, event);
    }
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove || event->type() == QEvent::Drop) {
        auto *drop = static_cast<QDropEvent *>(event);
        const QStringList paths = localPaths(*drop->mimeData());
        if (paths.isEmpty())
            return QObject::eventFilter(watched, event);
        // They are looked at, never moved.
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        if (event->type() == QEvent::Drop)
            open(paths);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void ViewingStep::savePicture(bool withIdentity)
{
    // What is looked at now, not what may be there when the dialog ends.
    const auto write = m_panel->takePicture(withIdentity);
    if (!write) {
        m_bench.window.setLedgerText(tr("There is no picture to save."));
        return;
    }
    // The name says nothing of the patient.
    const QString suggested = tr("picture %1").arg(m_panel->tile().pictureIndex() + 1) + u".png"_s;
    const QString title = withIdentity ? tr("Save picture with identity") : tr("Save picture without identity");
    auto *dialog = new QFileDialog(&m_bench.window, title, {}, tr("Pictures (*.png)"));
    dialog->setObjectName(u"savePicture"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    dialog->selectFile(suggested);
    connect(dialog, &QFileDialog::fileSelected, m_panel, write);
    dialog->open();
}

void ViewingStep::openElsewhere(const QStringList &paths)
{
    const auto lack = m_panel->lackOfOpened();
    if (!lack)
        return handOver(paths);
    m_incomplete = paths;
    askAboutLack(*lack);
}

void ViewingStep::askAboutLack(const viewer::ViewingPanel::Lack &lack)
{
    ui::NoticeText text{
        .icon = u"missing"_s,
        .weight = ui::NoticeText::Weight::Warning,
        .headline = tr("Incomplete sets are not handed over."),
        .sentences = {lack.missing && lack.requested
                          ? tr("%1 of %2 images of series %3 are missing.")
                                .arg(ui::number(*lack.missing), ui::number(*lack.requested), lack.series)
                          : tr("Nobody knows how many images of series %1 are missing.").arg(lack.series)},
        .advice = lack.isArriving ? tr("They are still arriving.") : QString(),
        .actions = {},
        .foldTitle = {},
        .foldText = {},
    };
    if (lack.canBeFetched)
        text.actions << ui::NoticeAction{u"fetch"_s, tr("Fetch them")};
    text.actions << ui::NoticeAction{u"handOver"_s, tr("Hand over as incomplete…")}
                 << ui::NoticeAction{u"cancel"_s, tr("Cancel")};
    m_notice->setText(text);
    m_notice->show();
    m_notice->raise();
    placeNotice();
    if (auto *first = m_notice->findChild<QAbstractButton *>(u"noticeAction_"_s + text.actions.constFirst().id))
        first->setFocus();
}

void ViewingStep::answerLack(const QString &action)
{
    if (m_notice->isHidden())
        return;
    const bool hadFocus = m_notice->isAncestorOf(QApplication::focusWidget());
    const QStringList paths = std::exchange(m_incomplete, {});
    m_notice->hide();
    if (hadFocus)
        m_panel->setFocus();
    if (action == u"handOver"_s)
        handOver(paths);
    else if (action == u"fetch"_s)
        emit missingWanted();
}

void ViewingStep::placeNotice()
{
    constexpr int margin = 16;
    const int width = m_panel->width() - 2 * margin;
    const QLayout *layout = m_notice->layout();
    const int height =
        layout && layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : m_notice->sizeHint().height();
    m_notice->setGeometry(margin, m_panel->height() - margin - height, width, height);
}

void ViewingStep::handOver(const QStringList &paths)
{
    auto program = story::OtherProgram::parse(programCommand());
    if (!program)
        program = story::OtherProgram::parse(askForProgram(&m_bench.window));
    if (!program)
        return;
    if (!QProcess::startDetached(program->program(), program->arguments(paths)))
        m_bench.window.setLedgerText(tr("The program \"%1\" cannot be started.").arg(program->program()));
}

void ViewingStep::forget()
{
    m_stop.request_stop();
    m_wanted.clear();
    m_notes.clear();
    m_refusedToTell = 0;
    answerLack({});
    m_panel->clear();
    m_panel->showNothingYet();
    m_bench.window.setLocalFiles(false);
    m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
}

} // namespace window
