#include "Transfers.h"

#include "Words.h"

#include <QDesktopServices>
#include <QDir>
#include <QUrl>
#include <QUuid>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

constexpr int showEvery = 100; // milliseconds

QString dayAndTime(const QDateTime &when)
{
    const QDateTime local = when.toLocalTime();
    const QString time = clock(local.time());
    return local.date() == QDate::currentDate() ? time : readableDate(local.date()) + u' ' + time;
}

bool sharesStudy(const QList<model::Selection> &some, const QList<model::Selection> &others)
{
    return std::any_of(some.begin(), some.end(), [&others](const model::Selection &one) {
        return std::any_of(others.begin(), others.end(),
                           [&one](const model::Selection &other) { return other.study == one.study; });
    });
}

} // namespace

struct Transfers::Transfer
{
    enum class Outcome { None, Complete, Incomplete, Stopped, Failed };

    // The flow's retrieval asks the client: it is dropped first.
    std::shared_ptr<network::Client> client;
    story::RetrievalOrder order;
    QTime began;
    story::RetrievalNote note;
    Outcome outcome = Outcome::None;
    int missing = 0;
    story::RetrievalFlow flow;

    //! What has not come to its end.
    story::RetrievalOrder rest() const
    {
        story::RetrievalOrder rest = order;
        rest.selections = note.selections;
        return rest;
    }
};

Transfers::Transfers(ui::TransfersDock &dock, story::RetrievalNotes &notes, QObject *parent)
    : QObject(parent), m_dock(dock), m_notes(notes)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(showEvery);
    connect(&m_soon, &QTimer::timeout, this, &Transfers::show);
    connect(&dock, &ui::TransfersDock::pauseRequested, this, [this](const QString &id) {
        if (Transfer *transfer = find(id))
            transfer->flow.pause();
    });
    connect(&dock, &ui::TransfersDock::resumeRequested, this, [this](const QString &id) {
        Transfer *transfer = find(id);
        if (!transfer)
            emit resumeLeftRequested(id);
        else if (transfer->flow.isPaused())
            transfer->flow.resume();
        else if (!transfer->flow.isRunning())
            run(*transfer);
    });
    connect(&dock, &ui::TransfersDock::cancelRequested, this, [this](const QString &id) {
        if (Transfer *transfer = find(id))
            transfer->flow.cancel();
    });
    connect(&dock, &ui::TransfersDock::deleteRequested, this, &Transfers::deleteLeftRequested);
    connect(&dock, &ui::TransfersDock::openFolderRequested, this, &Transfers::openFolder);
    connect(&dock, &ui::TransfersDock::goToRequested, this, &Transfers::goToRequested);
}

Transfers::~Transfers() = default;

bool Transfers::sharesPlace(const Transfer &transfer, const story::RetrievalOrder &order)
{
    return transfer.order.folder == order.folder && sharesStudy(transfer.order.selections, order.selections);
}

story::RetrievalOrder Transfers::joinedWithOthers(const story::RetrievalOrder &order, const QString &profile) const
{
    story::RetrievalOrder all = order;
    for (const auto &other : m_transfers) {
        const auto &patient = other->order.patient;
        const bool isOfAnother = patient && order.patient && !(patient->identifier == order.patient->identifier);
        if (other->flow.isRunning() && other->note.profile == profile && !isOfAnother && sharesPlace(*other, order))
            all = story::joined(other->rest(), all);
    }
    return all;
}

void Transfers::begin(std::shared_ptr<network::Client> client, const story::RetrievalOrder &order, const QString &title,
                      const QString &profile)
{
    m_onPage = nullptr;
    for (auto it = m_transfers.begin(); it != m_transfers.end();) {
        Transfer &other = **it;
        if (!sharesPlace(other, order)) {
            ++it;
        } else if (other.flow.isRunning() && !story::brings(order, other.rest())) {
            other.flow.cancel(); // it stays in the list
            ++it;
        } else {
            m_notes.forget(other.note.id);
            other.flow.stop();
            it = m_transfers.erase(it);
        }
    }
    for (const story::LeftRetrieval &left : QList(m_left))
        if (left.note.folder == order.folder && sharesStudy(left.note.selections, order.selections))
            forgetLeft(left.note.id);

    auto made = std::make_unique<Transfer>();
    made->client = std::move(client);
    made->order = order;
    made->note.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    made->note.profile = profile;
    made->note.title = title;
    made->note.folder = order.folder;
    made->note.via = order.via;
    made->note.patientCompared = order.patient.has_value();
    Transfer &transfer = *m_transfers.emplace_back(std::move(made));
    m_onPage = &transfer;

    story::RetrievalFlow &flow = transfer.flow;
    connect(&flow, &story::RetrievalFlow::ledgerChanged, this, &Transfers::showSoon);
    connect(&flow, &story::RetrievalFlow::happened, this, &Transfers::showSoon);
    connect(&flow, &story::RetrievalFlow::studyEnded, this, [this, &transfer](const model::StudyUid &study) {
        transfer.note.selections.removeIf([&study](const model::Selection &one) { return one.study == study; });
        m_notes.put(transfer.note);
    });
    connect(&flow, &story::RetrievalFlow::finished, this,
            [this, &transfer](const model::RetrievalReport &report, const QList<story::FailedStudy> &failures) {
                transfer.missing = int(report.missing.size());
                transfer.outcome = report.missing.isEmpty() && report.bodyComplete && failures.isEmpty()
                                       ? Transfer::Outcome::Complete
                                       : Transfer::Outcome::Incomplete;
                m_notes.forget(transfer.note.id);
                show();
            });
    connect(&flow, &story::RetrievalFlow::failed, this, [this, &transfer](const network::Error &error) {
        transfer.outcome =
            error.kind == network::Error::Kind::Cancelled ? Transfer::Outcome::Stopped : Transfer::Outcome::Failed;
        m_notes.forget(transfer.note.id);
        show();
    });
    emit flowBegan(&flow);
    run(transfer);
}

void Transfers::run(Transfer &transfer)
{
    transfer.outcome = Transfer::Outcome::None;
    transfer.missing = 0;
    transfer.began = QTime::currentTime();
    transfer.note.selections = transfer.order.selections;
    transfer.note.began = QDateTime::currentDateTimeUtc();
    m_notes.put(transfer.note);
    transfer.flow.start(*transfer.client, transfer.order);
    show();
}

void Transfers::repeat()
{
    if (m_onPage && !m_onPage->flow.isRunning())
        run(*m_onPage);
}

void Transfers::leavePage()
{
    m_onPage = nullptr;
    showSoon();
}

void Transfers::dropFromPage()
{
    const Transfer *dropped = std::exchange(m_onPage, nullptr);
    if (dropped)
        m_notes.forget(dropped->note.id);
    std::erase_if(m_transfers, [dropped](const auto &transfer) { return transfer.get() == dropped; });
    show();
}

void Transfers::stopAll()
{
    m_onPage = nullptr;
    for (const auto &transfer : m_transfers) {
        m_notes.forget(transfer->note.id);
        transfer->flow.stop();
    }
    m_transfers.clear();
    show();
}

story::RetrievalFlow *Transfers::flow() const
{
    return m_onPage ? &m_onPage->flow : nullptr;
}

const story::RetrievalOrder *Transfers::order() const
{
    return m_onPage ? &m_onPage->order : nullptr;
}

QString Transfers::title() const
{
    return m_onPage ? m_onPage->note.title : QString();
}

bool Transfers::anyRunning() const
{
    return std::any_of(m_transfers.begin(), m_transfers.end(),
                       [](const auto &transfer) { return transfer->flow.isRunning() && !transfer->flow.isPaused(); });
}

int Transfers::verified() const
{
    int sum = 0;
    for (const auto &transfer : m_transfers)
        if (transfer->flow.isRunning())
            sum += transfer->flow.ledger().verified;
    return sum;
}

std::optional<int> Transfers::requested() const
{
    int sum = 0;
    for (const auto &transfer : m_transfers) {
        if (!transfer->flow.isRunning())
            continue;
        const auto requested = transfer->flow.ledger().requested;
        if (!requested)
            return std::nullopt;
        sum += *requested;
    }
    return sum;
}

QStringList Transfers::countries() const
{
    QStringList names;
    for (const auto &transfer : m_transfers)
        if (transfer->flow.isRunning() && !names.contains(transfer->note.profile))
            names += transfer->note.profile;
    return names;
}

void Transfers::keepForNextStart()
{
    for (const auto &transfer : m_transfers) {
        if (!transfer->flow.isRunning())
            continue;
        transfer->note.isPaused = true;
        m_notes.put(transfer->note);
        transfer->flow.stop();
    }
}

void Transfers::setLeft(const QList<story::LeftRetrieval> &left, const QStringList &profiles)
{
    m_left = left;
    m_profiles = profiles;
    show();
}

void Transfers::forgetLeft(const QString &id)
{
    m_left.removeIf([&id](const story::LeftRetrieval &one) { return one.note.id == id; });
    m_notes.forget(id);
    show();
}

Transfers::Transfer *Transfers::find(const QString &id) const
{
    for (const auto &transfer : m_transfers)
        if (transfer->note.id == id)
            return transfer.get();
    return nullptr;
}

void Transfers::showSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void Transfers::show()
{
    m_soon.stop();
    QList<ui::TransferRow> rows;
    for (auto it = m_transfers.rbegin(); it != m_transfers.rend(); ++it)
        rows += rowOf(**it);
    for (const story::LeftRetrieval &left : std::as_const(m_left))
        rows += rowOf(left);
    m_dock.setTransfers(rows);
    const bool anything = anyRunning();
    if (std::exchange(m_anyRunning, anything) != anything)
        emit runningChanged(anything);
    emit shown();
}

ui::TransferRow Transfers::rowOf(const Transfer &transfer) const
{
    using State = ui::TransferRow::State;
    const model::Ledger ledger = transfer.flow.ledger();
    ui::TransferRow row;
    row.id = transfer.note.id;
    row.title = titleInWords(transfer.note.title);
    row.country = transfer.note.profile;
    row.time = clock(transfer.began);
    row.verified = ledger.verified;
    row.requested = ledger.requested;
    row.missing = std::max(ledger.missing, transfer.missing);
    row.bytes = ledger.bytes;
    row.bytesPerSecond = ledger.bytesPerSecond;
    row.isOnPage = &transfer == m_onPage;
    switch (transfer.outcome) {
    case Transfer::Outcome::None:
        row.state = transfer.flow.isPaused()                                                 ? State::Paused
                    : ledger.received > 0 && ledger.phase == model::Ledger::Phase::Receiving ? State::Receiving
                                                                                             : State::Waiting;
        break;
    case Transfer::Outcome::Complete:
        row.state = State::Complete;
        break;
    case Transfer::Outcome::Incomplete:
        row.state = State::Incomplete;
        break;
    case Transfer::Outcome::Stopped:
        row.state = State::Stopped;
        break;
    case Transfer::Outcome::Failed:
        row.state = State::Failed;
        break;
    }
    return row;
}

ui::TransferRow Transfers::rowOf(const story::LeftRetrieval &left) const
{
    ui::TransferRow row;
    row.id = left.note.id;
    row.title = left.note.title.isEmpty() ? tr("Images of one study") : titleInWords(left.note.title);
    row.country = left.note.profile;
    row.time = dayAndTime(left.last);
    row.state = left.isOfAnother() ? ui::TransferRow::State::SetApart : ui::TransferRow::State::Unfinished;
    row.verified = left.verified();
    row.requested = left.requested();
    row.bytes = left.bytes();
    if (left.isOfAnother())
        row.resumeRefusal = tr("It met another patient. What there is of it is set apart until you decide.");
    else if (left.note.profile.isEmpty())
        row.resumeRefusal = tr("Nothing tells from which country it came. It was not begun in this window.");
    else if (!m_profiles.contains(left.note.profile))
        row.resumeRefusal = tr("The profile \"%1\" is not on this computer. Import it first.").arg(left.note.profile);
    return row;
}

void Transfers::openFolder(const QString &id) const
{
    const Transfer *transfer = find(id);
    QString folder = transfer ? transfer->order.folder : m_notes.folder();
    for (const story::LeftRetrieval &left : m_left)
        if (left.note.id == id)
            folder = left.note.folder;
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

} // namespace window
