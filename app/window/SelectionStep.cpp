#include "SelectionStep.h"

#include "Words.h"

#include <network/Retrieval.h>
#include <ui/Figures.h>
#include <ui/StudiesPage.h>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

//! True where every chosen series of the study is listed down to its instances.
bool listsAllChosen(const model::Study &study, const model::Selection &selection)
{
    if (study.series.isEmpty() || (selection.series.isEmpty() && study.series.size() < study.seriesCount.value_or(0)))
        return false;
    for (const model::Series &series : study.series) {
        const bool chosen = selection.series.isEmpty() ||
                            std::any_of(selection.series.begin(), selection.series.end(),
                                        [&](const model::SeriesSelection &one) { return one.uid == series.uid; });
        if (chosen && (series.instances.isEmpty() || series.instances.size() < series.instanceCount.value_or(0)))
            return false;
    }
    return true;
}

//! Short, as in a column.
QString sourceTag(model::Source source)
{
    switch (source) {
    case model::Source::ImagingStudy:
        return ui::tagOf(model::Route::Fhir);
    case model::Source::Qido:
        return ui::tagOf(model::Route::Dicomweb);
    case model::Source::Metadata:
        return SelectionStep::tr("META", "a tag: WADO-RS metadata");
    case model::Source::Document:
        return ui::tagOf(model::Route::Documents);
    }
    Q_UNREACHABLE();
}

QString sourceName(model::Source source)
{
    switch (source) {
    case model::Source::ImagingStudy:
        return SelectionStep::tr("FHIR ImagingStudy");
    case model::Source::Qido:
        return SelectionStep::tr("QIDO-RS");
    case model::Source::Metadata:
        return SelectionStep::tr("WADO-RS metadata, of every image");
    case model::Source::Document:
        return SelectionStep::tr("Document (manifest)");
    }
    Q_UNREACHABLE();
}

//! How the size was estimated: of how many images a list tells rows, columns and bits.
QString estimateIn(int told, int guessed)
{
    if (told + guessed == 0)
        return {};
    if (guessed == 0)
        return SelectionStep::tr("Estimate: rows, columns and bits of each image as its list tells them, uncompressed. "
                                 "Real bytes replace it as they come.");
    if (told == 0)
        return SelectionStep::tr("Estimate: no list tells how large the images are, so each is counted as a usual one. "
                                 "Real bytes replace it as they come.");
    return SelectionStep::tr(
               "Estimate: the size of %1 images is told by their list, %2 are counted as usual ones. Real "
               "bytes replace it as they come.")
        .arg(ui::number(told), ui::number(guessed));
}

} // namespace

SelectionStep::SelectionStep(Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench), m_page(new ui::SelectionPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Selection, m_page);
    ui::StudyTreeModel &tree = m_page->tree();
    connect(&tree, &ui::StudyTreeModel::seriesWanted, &m_tree, &story::TreeFlow::openStudy);
    connect(&tree, &ui::StudyTreeModel::instancesWanted, &m_tree, &story::TreeFlow::openSeries);
    connect(&m_tree, &story::TreeFlow::seriesListed, this, &SelectionStep::showSeries);
    connect(&m_tree, &story::TreeFlow::instancesListed, this, &SelectionStep::showInstances);
    connect(&m_tree, &story::TreeFlow::seriesFailed, this,
            [this](const model::StudyUid &study, const network::Error &error) {
                // What another source had listed stays; without it the study can still be chosen as a whole.
                const auto known = m_tree.study(study);
                if (known && !known->series.isEmpty())
                    showSeries(study, known->series);
                else
                    m_page->tree().setSeries(study, {});
                if (error.kind != network::Error::Kind::NotFound)
                    m_failure = m_bench.noticeFor(error, story::Step::Selection);
                showNotice();
            });
    connect(&m_tree, &story::TreeFlow::instancesFailed, this,
            [this](const model::StudyUid &study, const model::SeriesUid &uid, const network::Error &) {
                const auto known = m_tree.study(study);
                QList<model::Instance> instances;
                for (const model::Series &series : known ? known->series : QList<model::Series>())
                    if (series.uid == uid)
                        instances = series.instances;
                if (instances.isEmpty())
                    m_page->tree().setInstances(uid, {}); // the page says that the level is not offered
                else
                    showInstances(study, uid, instances);
            });
    connect(m_page, &ui::SelectionPage::askSourceRequested, this, &SelectionStep::askSource);
    connect(m_page, &ui::SelectionPage::keyImagesWanted, this, [this] { emit keyImagesWanted(m_chosen); });
    connect(m_page, &ui::SelectionPage::selectionChanged, this, [this] {
        const auto counts = m_page->tree().counts();
        QString images = ui::grouped(tr("%n images", nullptr, counts.images), counts.images);
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

//! Remembers how many images a source counts in a series, and says where two of them disagree.
void SelectionStep::count(const model::SeriesUid &series, model::Source source, int images)
{
    std::map<model::Source, int> &counts = m_counts[series];
    counts[source] = images;
    const bool agree = std::all_of(counts.begin(), counts.end(), [&](const auto &one) { return one.second == images; });
    QStringList words;
    for (const auto &[who, told] : counts)
        words += tr("%1 %2", "a source, what it counts").arg(sourceTag(who), ui::number(told));
    m_page->tree().setDifference(series, agree ? m_partly.value(series) : words.join(u"   "_s));
}

//! Remembers that fewer images of a series are listed than it is said to have.
void SelectionStep::notePart(const model::Series &series, qsizetype listed)
{
    const int told = series.instanceCount.value_or(0);
    m_partly.insert(series.uid, listed < told
                                    ? tr("%1 of %2 images are listed").arg(ui::number(listed), ui::number(told))
                                    : QString());
}

void SelectionStep::showSeries(const model::StudyUid &study, const QList<model::Series> &all)
{
    std::optional<model::Source> source;
    if (const auto known = m_tree.study(study))
        source = known->seriesFrom;
    m_page->tree().setSeries(study, all, source ? sourceTag(*source) : QString());
    QStringList differences{m_differences.value(study)};
    if (const auto known = m_tree.study(study); known && all.size() < known->seriesCount.value_or(0))
        differences += tr("%1 of %2 series are listed").arg(ui::number(all.size()), ui::number(*known->seriesCount));
    differences.removeAll(QString());
    m_page->tree().setDifference(study, differences.join(u"   "_s));
    for (const model::Series &series : all) {
        if (!series.instances.isEmpty())
            notePart(series, series.instances.size());
        if (source && series.instanceCount)
            count(series.uid, source.value(), *series.instanceCount);
        if (series.instancesFrom && !series.instances.isEmpty())
            count(series.uid, *series.instancesFrom, int(series.instances.size()));
    }
    showNotice();
}

void SelectionStep::showInstances(const model::StudyUid &study, const model::SeriesUid &uid,
                                  const QList<model::Instance> &instances)
{
    std::optional<model::Source> source;
    const auto known = m_tree.study(study);
    for (const model::Series &series : known ? known->series : QList<model::Series>())
        if (series.uid == uid) {
            source = series.instancesFrom;
            notePart(series, instances.size());
        }
    m_page->tree().setInstances(uid, instances, source ? sourceTag(*source) : QString());
    if (source)
        count(uid, *source, int(instances.size()));
    showNotice();
}

//! What is not in the tree because its list does not name it properly.
std::optional<ui::NoticeText> SelectionStep::whatIsLeftOut() const
{
    QStringList details;
    for (const model::StudyUid &uid : m_chosen)
        if (const auto known = m_tree.study(uid))
            for (const model::Note &note : known->notes)
                if (note.kind == model::Note::Kind::UnreadableRow)
                    details += note.detail;
    if (details.isEmpty())
        return std::nullopt;
    ui::NoticeText text;
    text.icon = u"warn"_s;
    text.weight = ui::NoticeText::Weight::Warning;
    text.headline = tr("Not all that is listed can be chosen");
    text.sentences = {tr("Some series or images have no usable UID, so nobody can ask for them one by one.")};
    text.advice = tr("A retrieval of the whole study brings those whose files have one.");
    text.foldTitle = tr("What was left out");
    text.foldText = details.join(u'\n');
    return text;
}

//! A failure goes before what is left out. What stands there already is not set again: its fold may be open.
void SelectionStep::showNotice()
{
    const auto notice = m_failure ? m_failure : whatIsLeftOut();
    if (notice == m_notice)
        return;
    m_notice = notice;
    m_page->setNotice(notice);
}

void SelectionStep::askSource(const model::StudyUid &study, const std::optional<model::SeriesUid> &series,
                              const QString &id)
{
    m_failure.reset();
    showNotice();
    for (const model::Source source : m_tree.sources()) {
        if (model::nameOf(source) != id)
            continue;
        if (series) {
            m_page->tree().setAsking(*series);
            m_tree.askForInstances(study, *series, source);
        } else {
            m_page->tree().setAsking(study);
            m_tree.askForSeries(study, source);
        }
    }
}

void SelectionStep::show(const QList<model::Study> &studies, const QHash<QString, QString> &counts)
{
    m_counts.clear();
    m_partly.clear();
    m_differences.clear();
    m_chosen.clear();
    for (const model::Study &study : studies)
        m_chosen += study.uid;
    m_page->tree().setStudies(studies);
    m_page->tree().tickAll(true);
    for (const model::Study &study : studies) {
        m_differences.insert(study.uid, counts.value(study.uid.text()));
        m_page->tree().setDifference(study.uid, m_differences.value(study.uid));
    }
    QList<ui::ViaChoice> vias{
        {u"ncpeh"_s, tr("NCPeH"), m_bench.client->endpoint().wadoBase.toDisplayString(QUrl::RemoveUserInfo)}};
    if (!m_bench.client->endpoint().directOrigins.isEmpty())
        vias += ui::ViaChoice{u"direct"_s, tr("PACS, direct"),
                              tr("Addresses of the studies, as far as the profile allows them")};
    m_page->setVias(vias);
    m_page->setFreeSpace(freeSpaceIn(m_bench.storeFolder));
    m_tree.start(*m_bench.client, studies,
                 m_bench.confirmed ? std::optional(m_bench.confirmed->identifier) : std::nullopt);
    m_failure.reset();
    showNotice();
    QList<ui::SourceChoice> sources;
    for (const model::Source source : m_tree.sources())
        sources += {model::nameOf(source), sourceName(source)};
    m_page->setSources(sources);
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
    m_failure.reset();
    showNotice();
    for (const model::StudyUid &uid : std::as_const(m_chosen))
        m_tree.openStudy(uid);
}

void SelectionStep::setOrdered(int series, int notChosen)
{
    QString summary = tr("%n series", nullptr, series);
    if (notChosen > 0)
        summary = tr("%1, %2", "series, images that were not chosen")
                      .arg(summary, ui::grouped(tr("%n images not chosen", nullptr, notChosen), notChosen));
    m_bench.window.setStepState(ui::Step::Selection,
                                m_chosen.isEmpty() ? ui::StepState::NotReached : ui::StepState::Done,
                                m_chosen.isEmpty() ? QString() : summary);
}

void SelectionStep::lookAtDisk(const QString &freeSpace)
{
    m_page->setFreeSpace(freeSpace);
    checkRoom();
}

void SelectionStep::forget()
{
    m_tree.stop();
    m_counts.clear();
    m_partly.clear();
    m_differences.clear();
    m_chosen.clear();
    m_failure.reset();
    m_page->tree().setStudies({});
    showNotice();
    m_bench.window.setStepState(ui::Step::Selection, ui::StepState::NotReached);
}

//! Of many the first few, without words of one language.
static QString keptList(const QStringList &titles)
{
    constexpr qsizetype most = 3;
    return titles.mid(0, most).join(u", "_s) + (titles.size() > most ? u", …"_s : QString());
}

void SelectionStep::order(const QList<model::Selection> &selections, const QString &via)
{
    if (selections.isEmpty() || !hasRoom(selections.first()))
        return;
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
            titles += keptTitleOf(*study);
    }
    emit retrieveRequested(order,
                           titles.isEmpty() ? tr("%n studies", nullptr, int(selections.size())) : keptList(titles));
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
        int told = 0;
        int guessed = 0;
        for (const auto &[selection, study] : wanted) {
            for (const model::Series &series : study.series) {
                const auto chosen =
                    std::find_if(selection.series.begin(), selection.series.end(),
                                 [&](const model::SeriesSelection &one) { return one.uid == series.uid; });
                if (!selection.series.isEmpty() && chosen == selection.series.end())
                    continue;
                int here = 0;
                for (const model::Instance &instance : series.instances)
                    here += instance.pixelBytes.has_value();
                qsizetype count = std::max<qsizetype>(series.instanceCount.value_or(0), series.instances.size());
                if (chosen != selection.series.end() && !chosen->instances.isEmpty())
                    count = chosen->instances.size();
                here = std::min(here, int(count));
                told += here;
                guessed += int(count) - here;
            }
            model::Room room = network::roomFor(folder, selection, study);
            if (all && all->needed)
                room.needed = room.needed.value_or(0) + *all->needed;
            all = room;
        }
        const QString problem = folderProblem(folder);
        QMetaObject::invokeMethod(this, [this, asked, all, told, guessed, problem] {
            if (asked != m_roomAsked)
                return;
            m_room = all;
            m_estimate = estimateIn(told, guessed);
            m_page->setFolderProblem(problem);
            m_page->setRoom(m_room, m_estimate);
        });
    });
}

//! The disk may have filled since somebody looked.
bool SelectionStep::hasRoom(const model::Selection &one)
{
    m_page->setFreeSpace(freeSpaceIn(m_bench.storeFolder));
    m_page->setFolderProblem(folderProblem(m_bench.storeFolder));
    if (m_room) {
        m_room->available = network::roomFor(m_bench.storeFolder, one, model::Study{one.study}).available;
        m_page->setRoom(m_room, m_estimate);
    }
    return m_page->primary()->isEnabled();
}

} // namespace window
