#include "SelectionStep.h"

#include "Words.h"

#include <network/Retrieval.h>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

//! True where every chosen series of the study is listed down to its instances.
bool listsAllChosen(const model::Study &study, const model::Selection &selection)
{
    if (study.series.isEmpty())
        return false;
    for (const model::Series &series : study.series) {
        const bool chosen = selection.series.isEmpty() ||
                            std::any_of(selection.series.begin(), selection.series.end(),
                                        [&](const model::SeriesSelection &one) { return one.uid == series.uid; });
        if (chosen && series.instances.isEmpty())
            return false;
    }
    return true;
}

} // namespace

SelectionStep::SelectionStep(Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench), m_page(new ui::SelectionPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Selection, m_page);
    ui::StudyTreeModel &tree = m_page->tree();
    connect(&tree, &ui::StudyTreeModel::seriesWanted, &m_tree, &story::TreeFlow::openStudy);
    connect(&tree, &ui::StudyTreeModel::instancesWanted, &m_tree, &story::TreeFlow::openSeries);
    connect(&m_tree, &story::TreeFlow::seriesListed, this,
            [this](const model::StudyUid &study, const QList<model::Series> &series) {
                m_page->tree().setSeries(study, series);
            });
    connect(&m_tree, &story::TreeFlow::instancesListed, this,
            [this](const model::StudyUid &, const model::SeriesUid &series, const QList<model::Instance> &instances) {
                m_page->tree().setInstances(series, instances);
            });
    connect(&m_tree, &story::TreeFlow::seriesFailed, this,
            [this](const model::StudyUid &study, const network::Error &error) {
                m_page->tree().setSeries(study, {});
                if (error.kind != network::Error::Kind::NotFound) // the study can still be chosen as a whole
                    m_page->setNotice(m_bench.noticeFor(error, story::Step::Selection));
            });
    connect(&m_tree, &story::TreeFlow::instancesFailed, this,
            [this](const model::StudyUid &, const model::SeriesUid &series, const network::Error &) {
                m_page->tree().setInstances(series, {}); // the page says that the level is not offered
            });
    connect(m_page, &ui::SelectionPage::selectionChanged, this, [this] {
        const auto counts = m_page->tree().counts();
        QString images = tr("%n images", nullptr, counts.images);
        if (counts.imagesAtLeast)
            images = tr("at least %1").arg(images);
        m_bench.window.setStepState(ui::Step::Selection, ui::StepState::Reached,
                                    counts.studies ? images : tr("Nothing ticked"));
        m_roomSoon.start();
    });
    connect(m_page, &ui::SelectionPage::otherFolderRequested, this, &SelectionStep::otherFolderRequested);
    m_roomSoon.setSingleShot(true);
    m_roomSoon.setInterval(200);
    connect(&m_roomSoon, &QTimer::timeout, this, &SelectionStep::checkRoom);
    connect(m_page, &ui::SelectionPage::retrieveRequested, this, &SelectionStep::order);
    connect(m_page, &ui::SelectionPage::noticeActionTriggered, this,
            [this](const QString &id) { emit actRequested(story::Act(id.toInt())); });
}

void SelectionStep::show(const QList<model::Study> &studies)
{
    m_chosen.clear();
    for (const model::Study &study : studies)
        m_chosen += study.uid;
    m_page->tree().setStudies(studies);
    m_page->tree().tickAll(true);
    QList<ui::ViaChoice> vias{
        {u"ncpeh"_s, tr("NCPeH"), m_bench.client->endpoint().wadoBase.toDisplayString(QUrl::RemoveUserInfo)}};
    if (!m_bench.client->endpoint().directOrigins.isEmpty())
        vias += ui::ViaChoice{u"direct"_s, tr("PACS, direct"),
                              tr("Addresses of the studies, as far as the profile allows them")};
    m_page->setVias(vias);
    m_page->setFreeSpace(m_bench.freeSpace());
    m_tree.start(*m_bench.client, studies,
                 m_bench.confirmed ? std::optional(m_bench.confirmed->identifier) : std::nullopt);
    for (const model::StudyUid &uid : std::as_const(m_chosen))
        m_tree.openStudy(uid); // a handful of series each: known before they are opened, and counted in the foot
}

bool SelectionStep::shows(const QList<model::Study> &studies) const
{
    return std::equal(studies.begin(), studies.end(), m_chosen.begin(), m_chosen.end(),
                      [](const model::Study &study, const model::StudyUid &uid) { return study.uid == uid; });
}

void SelectionStep::askAgain()
{
    m_page->setNotice(std::nullopt);
    for (const model::StudyUid &uid : std::as_const(m_chosen))
        m_tree.openStudy(uid);
}

void SelectionStep::setOrdered(int series)
{
    m_bench.window.setStepState(ui::Step::Selection,
                                m_chosen.isEmpty() ? ui::StepState::NotReached : ui::StepState::Done,
                                m_chosen.isEmpty() ? QString() : tr("%n series", nullptr, series));
}

void SelectionStep::folderChanged()
{
    m_page->setFreeSpace(m_bench.freeSpace());
    checkRoom();
}

void SelectionStep::forget()
{
    m_tree.stop();
    m_chosen.clear();
    m_page->tree().setStudies({});
    m_page->setNotice(std::nullopt);
    m_bench.window.setStepState(ui::Step::Selection, ui::StepState::NotReached);
}

void SelectionStep::order(const QList<model::Selection> &selections, const QString &via)
{
    story::RetrievalOrder order;
    order.selections = selections;
    order.folder = m_bench.storeFolder;
    order.patient = m_bench.confirmed;
    order.via = via == "direct"_L1 ? network::Via::Direct : network::Via::Ncpeh;
    QStringList titles;
    for (const model::Selection &selection : selections) {
        const auto study = m_tree.study(selection.study);
        if (study && listsAllChosen(*study, selection))
            order.listings += *study;
        if (study)
            titles += titleOf(*study);
    }
    emit retrieveRequested(order,
                           titles.isEmpty() ? tr("%n studies", nullptr, int(selections.size())) : listed(titles));
}

//! Compares what is ticked with what is free, as far as lists tell.
void SelectionStep::checkRoom()
{
    const int asked = ++m_roomAsked;
    QList<std::pair<model::Selection, model::Study>> wanted;
    for (const model::Selection &selection : m_page->selection())
        if (const auto study = m_tree.study(selection.study))
            wanted += {selection, *study};
    m_disk.start([this, asked, wanted, folder = m_bench.storeFolder] {
        std::optional<model::Room> all;
        for (const auto &[selection, study] : wanted) {
            model::Room room = network::roomFor(folder, selection, study);
            if (all && all->needed)
                room.needed = room.needed.value_or(0) + *all->needed;
            all = room;
        }
        QMetaObject::invokeMethod(this, [this, asked, all] {
            if (asked == m_roomAsked)
                m_page->setRoom(all);
        });
    });
}

} // namespace window
