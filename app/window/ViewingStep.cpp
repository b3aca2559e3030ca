#include "ViewingStep.h"

#include "Words.h"

#include <story/OtherProgram.h>

#include <QAction>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
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
    : QObject(parent), m_bench(bench), m_panel(new viewer::ViewingPanel), m_reports(new ui::ReportPane(bench.theme))
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
    m_bench.window.setAcceptDrops(true);
    m_bench.window.installEventFilter(this);
    connect(&m_search, &QFutureWatcherBase::finished, this, &ViewingStep::found);
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
    if (!notes.isEmpty())
        m_bench.window.setLedgerText(notes.join(u' '));
    if (!local.files.isEmpty())
        m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                                    tr("%n files of this computer", nullptr, int(local.files.size())));
    if (!m_wanted.isEmpty())
        lookFor(std::exchange(m_wanted, {}));
}

bool ViewingStep::eventFilter(QObject *watched, QEvent *event)
{
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
    if (!m_panel->canExport()) {
        m_bench.window.setLedgerText(tr("There is no picture to save."));
        return;
    }
    // The name says nothing of the patient.
    const QString suggested = tr("picture %1").arg(m_panel->tile().pictureIndex() + 1) + u".png"_s;
    auto *dialog = new QFileDialog(&m_bench.window, tr("Save picture"), {}, tr("Pictures (*.png)"));
    dialog->setObjectName(u"savePicture"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    dialog->selectFile(suggested);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, withIdentity](const QString &path) { m_panel->exportPicture(path, withIdentity); });
    dialog->open();
}

void ViewingStep::openElsewhere(const QStringList &paths)
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
    m_panel->clear();
    m_panel->showNothingYet();
    m_bench.window.setLocalFiles(false);
    m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
}

} // namespace window
