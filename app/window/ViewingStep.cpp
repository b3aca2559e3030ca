#include "ViewingStep.h"

#include "Words.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QSplitter>

using namespace Qt::Literals::StringLiterals;

namespace window {

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
    connect(m_panel, &viewer::ViewingPanel::imageShown, this, [this] {
        if (m_panel->shownImages() == 1 && m_bench.window.currentStep() == ui::Step::Viewing)
            m_panel->setFocus(); // the tile could not take it while it was empty
        m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                                    tr("%n series", nullptr, m_panel->seriesCount()));
    });
}

void ViewingStep::open(const QStringList &paths)
{
    QStringList files;
    QStringList unreadable;
    for (const QString &path : paths) {
        const QFileInfo info(path);
        if (!info.isDir()) {
            (info.isReadable() ? files : unreadable) += path;
            continue;
        }
        QDirIterator all(path, QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext())
            files += all.next();
    }
    files.sort();
    for (const QString &file : std::as_const(files))
        m_panel->addFile(file);
    if (!unreadable.isEmpty())
        m_bench.window.setLedgerText(tr("Cannot be opened: %1").arg(listed(unreadable)));
    if (files.isEmpty())
        return;
    m_bench.window.setLocalFiles(true);
    m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                                tr("%n files of this computer", nullptr, int(files.size())));
    m_bench.goTo(ui::Step::Viewing);
}

void ViewingStep::forget()
{
    m_panel->clear();
    m_panel->showNothingYet();
    m_bench.window.setLocalFiles(false);
    m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
}

} // namespace window
