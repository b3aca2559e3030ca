#include "LeftRetrievals.h"

#include "Words.h"

#include <ui/Figures.h>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

story::RetrievalOrder orderOf(const story::LeftRetrieval &left)
{
    story::RetrievalOrder order;
    order.selections = left.note.selections;
    order.folder = left.note.folder;
    order.via = left.note.via;
    return order;
}

} // namespace

LeftRetrievals::LeftRetrievals(Workbench &bench, CountryStep &country, PatientStep &patient, RetrievalStep &retrieval,
                               QObject *parent)
    : QObject(parent),
      m_bench(bench),
      m_country(country),
      m_patient(patient.page()),
      m_transfers(retrieval.transfers()),
      m_notes(retrieval.notes())
{
    connect(&m_transfers, &Transfers::resumeLeftRequested, this, &LeftRetrievals::resume);
    connect(&m_transfers, &Transfers::deleteLeftRequested, this, &LeftRetrievals::askToDelete);
    connect(&m_country.page(), &ui::CountryPage::startNoticeActionTriggered, this, [this](const QString &action) {
        const QString id = action.section(u':', 1);
        if (action.startsWith("resume:"_L1))
            resume(id);
        else if (action.startsWith("askDelete:"_L1))
            askToDelete(id);
        else if (action.startsWith("delete:"_L1))
            remove(id);
        else
            show();
    });
    connect(&m_country, &CountryStep::profileChosen, this, [this] { m_resuming.reset(); });
    connect(this, &LeftRetrievals::resumeRequested, &retrieval, &RetrievalStep::begin);
}

void LeftRetrievals::look()
{
    if (!m_notes.isKept()) // what is there may be under way in another window
        return;
    m_disk.start([this, folder = m_bench.storeFolder] {
        QList<story::LeftRetrieval> left = story::leftIn(folder);
        // What may be of another patient wants a decision before anything is resumed.
        std::stable_partition(left.begin(), left.end(), [](const auto &one) { return one.isOfAnother(); });
        QMetaObject::invokeMethod(this, [this, left] {
            QStringList profiles;
            for (const story::Profile &profile : m_country.profiles())
                profiles += profile.name();
            m_transfers.setLeft(left, profiles);
            show();
        });
    });
}

//! The latest of what earlier runs left is offered on the first page; the others stand in the list of transfers.
void LeftRetrievals::show()
{
    if (m_transfers.left().isEmpty()) {
        m_country.page().setStartNotice(std::nullopt);
        return;
    }
    const story::LeftRetrieval &left = m_transfers.left().first();
    const QString &id = left.note.id;
    const QDateTime last = left.last.toLocalTime();
    const QString when = last.date() == QDate::currentDate()
                             ? clock(last.time())
                             : tr("%1, %2", "date, time").arg(readableDate(last.date()), clock(last.time()));
    const auto requested = left.requested();
    const QString whole = requested
                              ? tr("%1 of %2 images are whole").arg(ui::number(left.verified()), ui::number(*requested))
                              : tr("%n images are whole", nullptr, left.verified());
    const bool isKnown =
        std::any_of(m_country.profiles().cbegin(), m_country.profiles().cend(),
                    [&](const story::Profile &profile) { return profile.name() == left.note.profile; });
    ui::NoticeText notice;
    notice.icon = left.note.isPaused ? u"paused"_s : u"refresh"_s;
    notice.headline = left.note.isPaused ? tr("A retrieval was paused.") : tr("A retrieval was cut off.");
    QString sentence = left.note.isPaused ? tr("You left it at %1. %2").arg(when, whole)
                                          : tr("Power or program ended at %1. %2").arg(when, whole);
    sentence +=
        left.unfinished() > 0 ? u"; "_s + tr("%n half files will be removed.", nullptr, left.unfinished()) : u"."_s;
    notice.sentences = {sentence};
    if (left.isOfAnother()) {
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        notice.headline = tr("Files of another patient?");
        notice.sentences = {tr("A retrieval met another patient at %1 and was stopped. What there is of the study is "
                               "set apart and not shown.")
                                .arg(when)};
        notice.advice = tr("Delete it, unless the contact point wants to look at it first. The decision is recorded.");
    } else if (left.note.profile.isEmpty())
        notice.advice = tr("Nothing tells from which country it came: it was not begun in this window. "
                           "Retrieve the study again, or delete what came.");
    else if (!isKnown)
        notice.advice = tr("The profile \"%1\" is not on this computer. Import it to resume, or delete what came.")
                            .arg(left.note.profile);
    else if (left.note.patientCompared)
        notice.advice = tr("Confirm the patient again and receive the rest, or delete everything that came.");
    else
        notice.advice = tr("Receive the rest, or delete everything that came.");
    if (m_transfers.left().size() > 1)
        notice.advice += u' ' + tr("%n more are listed in Transfers, F9.", nullptr, int(m_transfers.left().size()) - 1);
    if (isKnown && !left.isOfAnother())
        notice.actions += {u"resume:"_s + id, tr("Resume")};
    notice.actions += {u"askDelete:"_s + id, tr("Delete all")};
    QStringList record;
    if (!left.note.title.isEmpty())
        record += titleInWords(left.note.title);
    if (!left.note.profile.isEmpty())
        record += tr("From %1").arg(left.note.profile);
    for (const model::Selection &selection : left.note.selections)
        record += selection.study.text();
    record += left.note.folder;
    notice.foldTitle = tr("Retrieval record");
    notice.foldText = record.join(u'\n');
    m_country.page().setStartNotice(notice);
}

void LeftRetrievals::resume(const QString &id)
{
    const QList<story::LeftRetrieval> &all = m_transfers.left();
    const auto found =
        std::find_if(all.begin(), all.end(), [&id](const story::LeftRetrieval &one) { return one.note.id == id; });
    if (found == all.end())
        return;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): choosing a profile may change the list
    const story::LeftRetrieval left = *found;
    m_country.choose(left.note.profile);
    if (!m_bench.client || m_bench.profile->name() != left.note.profile)
        return;
    if (!left.note.patientCompared) {
        emit resumeRequested(orderOf(left), left.note.title);
        return;
    }
    // Who she is stands nowhere on the disk; each file is compared with whom is confirmed now.
    m_resuming = left;
    m_country.page().setStartNotice(std::nullopt);
    m_patient.setSentence(tr("Confirm the patient to resume. Who it was is not kept on this computer; every image is "
                             "compared with whom you confirm."));
    m_bench.goTo(ui::Step::Patient);
}

void LeftRetrievals::askToDelete(const QString &id)
{
    for (const story::LeftRetrieval &left : m_transfers.left()) {
        if (left.note.id != id)
            continue;
        m_bench.goTo(ui::Step::Country);
        m_country.page().setStartNotice(ui::NoticeText{
            .icon = u"warn"_s,
            .weight = ui::NoticeText::Weight::Warning,
            .headline = left.isOfAnother() ? tr("Delete what is set apart?")
                                           : tr("Delete %n images?", nullptr, left.verified()),
            .sentences = {tr("They are removed from this computer and can only be received again.")},
            .advice = {},
            .actions = {{u"delete:"_s + id, tr("Delete")}, {u"keep:"_s + id, tr("Keep")}},
            .foldTitle = {},
            .foldText = {},
        });
    }
}

void LeftRetrievals::remove(const QString &id)
{
    for (const story::LeftRetrieval &left : QList(m_transfers.left())) {
        if (left.note.id != id)
            continue;
        m_disk.start([this, left] {
            const auto gone = story::purge(left);
            QMetaObject::invokeMethod(this, [this, id = left.note.id, gone] {
                if (!gone) {
                    m_country.page().setStartNotice(m_bench.noticeFor(gone.error(), story::Step::Country));
                    return;
                }
                m_transfers.forgetLeft(id);
                show();
            });
        });
    }
}

void LeftRetrievals::resumeConfirmed()
{
    if (!m_resuming)
        return;
    const story::LeftRetrieval left = *std::exchange(m_resuming, std::nullopt);
    m_patient.setCountry(m_bench.countryName()); // with its own sentence again
    story::RetrievalOrder order = orderOf(left);
    order.patient = m_bench.confirmed;
    emit resumeRequested(order, left.note.title);
}

void LeftRetrievals::deleteAll(const QString &folder)
{
    m_disk.start([this, folder] {
        const auto gone = network::purgeAll(folder);
        QMetaObject::invokeMethod(this, [this, folder, gone] {
            if (!gone) {
                m_country.page().setStartNotice(m_bench.noticeFor(gone.error(), story::Step::Country));
                m_bench.goTo(ui::Step::Country);
                return;
            }
            for (const story::LeftRetrieval &left : QList(m_transfers.left()))
                if (left.note.folder == folder)
                    m_transfers.forgetLeft(left.note.id);
            show();
        });
    });
}

} // namespace window
