#include "RetrievalStep.h"

#include "Words.h"

#include <network/SetApart.h>
#include <ui/Figures.h>
#include <ui/RecordView.h>

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

model::Series seriesOf(const std::optional<model::Study> &study, const model::SeriesUid &uid)
{
    if (study)
        for (const model::Series &series : study->series)
            if (series.uid == uid)
                return series;
    model::Series unknown{.uid = uid};
    return unknown;
}

//! The ledger of what ended early, in which all that did not come is missing.
model::Ledger withoutTheRest(model::Ledger ledger)
{
    if (ledger.requested)
        ledger.missing = *ledger.requested - ledger.verified;
    for (model::SeriesLedger &series : ledger.series)
        if (series.requested && series.verified < *series.requested) {
            series.missing = *series.requested - series.verified;
            series.state = model::SeriesLedger::State::Incomplete;
        }
    return ledger;
}

// A button of a notice beside those of story::Act.
const QString skipStudy = u"skipStudy"_s;

constexpr qint64 silenceMatters = 5; // seconds
constexpr qint64 patience = 120;     // seconds, when the user wants to wait on

} // namespace

RetrievalStep::RetrievalStep(Workbench &bench, const story::TreeFlow &tree, ViewingStep &viewing, QObject *parent)
    : QObject(parent),
      m_bench(bench),
      m_tree(tree),
      m_viewing(viewing),
      m_page(new ui::RetrievalPage(bench.theme)),
      m_dock(new ui::TransfersDock(bench.theme)),
      m_notes(bench.storeFolder),
      m_transfers(*m_dock, m_notes)
{
    m_bench.window.setPage(ui::Step::Retrieval, m_page);
    m_bench.window.addDock(m_dock, QKeySequence(Qt::Key_F9));
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_page, &ui::RetrievalPage::setIdentityHidden);
    m_page->setArrivedStrip(m_viewing.panel().makeArrivedStrip());
    connect(&m_viewing.panel(), &viewer::ViewingPanel::arrivedSeriesChosen, this,
            [this] { m_bench.goTo(ui::Step::Viewing); });
    const auto withFlow = [this](auto deed) {
        return [this, deed] {
            if (story::RetrievalFlow *flow = m_transfers.flow())
                (flow->*deed)();
        };
    };
    connect(m_page, &ui::RetrievalPage::cancelRequested, this, withFlow(&story::RetrievalFlow::cancel));
    connect(m_page, &ui::RetrievalPage::pauseRequested, this, withFlow(&story::RetrievalFlow::pause));
    connect(m_page, &ui::RetrievalPage::resumeRequested, this, withFlow(&story::RetrievalFlow::resume));
    connect(m_page, &ui::RetrievalPage::waitRequested, this, [this] {
        if (story::RetrievalFlow *flow = m_transfers.flow()) {
            m_silentUntil = QDateTime::currentDateTimeUtc().addSecs(patience);
            flow->waitLonger();
        }
    });
    m_everySecond.setInterval(1000);
    connect(&m_everySecond, &QTimer::timeout, this, &RetrievalStep::watchSilence);
    connect(m_page, &ui::RetrievalPage::seriesRaised, this, [this](const model::SeriesUid &series) {
        if (story::RetrievalFlow *flow = m_transfers.flow())
            flow->raise(series);
    });
    connect(m_page, &ui::RetrievalPage::fetchMissingRequested, this, &RetrievalStep::repeat);
    connect(m_page, &ui::RetrievalPage::viewRequested, this, [this] { m_bench.goTo(ui::Step::Viewing); });
    connect(m_page, &ui::RetrievalPage::recordRequested, this, &RetrievalStep::showRecord);
    connect(m_page, &ui::RetrievalPage::noticeActionTriggered, this, [this](const QString &id) {
        if (id == "otherFolder"_L1)
            emit otherFolderRequested();
        else if (id == "deleteApart"_L1)
            deleteApart();
        else if (id == "askDeleteAll"_L1)
            askToDeleteAll();
        else if (id == "deleteAll"_L1)
            deleteAll();
        else if (id == "keepAll"_L1)
            showStopped();
        else if (id == skipStudy)
            skip();
        else
            emit actRequested(story::Act(id.toInt()));
    });

    connect(&m_transfers, &Transfers::flowBegan, this, &RetrievalStep::watch);
    connect(&m_transfers, &Transfers::goToRequested, this, [this] { m_bench.goTo(ui::Step::Retrieval); });
    connect(&m_transfers, &Transfers::runningChanged, &m_bench.window, &ui::MainWindow::setCloseGuarded);
    connect(&m_bench.window, &ui::MainWindow::closeRequested, this, &RetrievalStep::askBeforeClosing);
    // What is paused when the window closes without a question is offered again.
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { m_transfers.keepForNextStart(); });
    addPauseAction();
}

void RetrievalStep::addPauseAction()
{
    auto *pause = new QAction(tr("&Pause or resume receiving"), &m_bench.window);
    pause->setObjectName(u"actionPause"_s);
    pause->setShortcut(QKeySequence(Qt::Key_F8));
    connect(pause, &QAction::triggered, this, [this] {
        story::RetrievalFlow *flow = m_transfers.flow();
        if (!flow)
            return;
        if (flow->isPaused())
            flow->resume();
        else
            flow->pause();
    });
    m_bench.window.addMenuAction(ui::MainWindow::Menu::Study, pause);
}

void RetrievalStep::retrieve(const story::RetrievalOrder &order, const QString &title)
{
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (flow && flow->isRunning() && story::brings(*m_transfers.order(), order))
        m_bench.goTo(ui::Step::Retrieval);
    else
        begin(order, title);
}

void RetrievalStep::folderChanged()
{
    const story::RetrievalOrder *order = m_transfers.order();
    if (m_bench.window.currentStep() != ui::Step::Retrieval || !order || !m_bench.client)
        return;
    story::RetrievalOrder again = *order; // a folder holds a study whole, so all of it comes again
    again.folder = m_bench.storeFolder;
    const QString title = m_transfers.title();
    m_transfers.dropFromPage();
    begin(again, title);
}

void RetrievalStep::forget()
{
    m_transfers.leavePage(); // it goes on beside what is chosen next
    m_page->setSeries({});
    m_page->setLedger({});
    m_page->setNotice(std::nullopt);
    m_page->setPhase(ui::RetrievalPage::Phase::Idle);
    m_bench.window.setLedgerText({});
    m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::NotReached);
}

void RetrievalStep::begin(const story::RetrievalOrder &asked, const QString &title)
{
    if (!m_bench.client || !m_bench.profile)
        return;
    const story::RetrievalOrder order = m_transfers.joinedWithOthers(asked, m_bench.profile->name());
    m_viewing.forget();
    m_studyOf.clear();
    m_sources.clear();
    m_hasEnded = false;
    m_triesAgain = 0;
    m_notChosen.clear();
    int notChosen = 0;
    QList<ui::SeriesRow> rows;
    for (const model::Selection &selection : order.selections) {
        const auto study = m_tree.study(selection.study);
        QList<model::SeriesSelection> chosen = selection.series;
        if (chosen.isEmpty() && study)
            for (const model::Series &series : study->series)
                chosen += model::SeriesSelection{series.uid, {}};
        const QString studyText = study ? titleOf(*study) : QString();
        for (const model::SeriesSelection &one : chosen) {
            const model::Series series = seriesOf(study, one.uid);
            std::optional<int> expected = series.instanceCount;
            if (!one.instances.isEmpty()) {
                const qsizetype all = std::max<qsizetype>(series.instanceCount.value_or(0), series.instances.size());
                if (const qsizetype left = all - one.instances.size(); left > 0) {
                    m_notChosen.insert(one.uid.text(), int(left));
                    notChosen += int(left);
                }
                expected = int(one.instances.size());
            } else if (!series.instances.isEmpty())
                expected = int(series.instances.size());
            const QString description = series.description.isEmpty() ? series.modality : series.description;
            rows += ui::SeriesRow{.uid = one.uid,
                                  .number = series.number ? QString::number(*series.number) : QString(),
                                  .description = description.isEmpty() ? one.uid.text() : description,
                                  .study = studyText,
                                  .via = order.via == network::Via::Direct ? tr("PACS, direct") : tr("NCPeH"),
                                  .reason = {},
                                  .expected = expected};
            m_studyOf.insert(one.uid.text(), selection.study);
            rows.last().reason = viaReason(one.uid);
        }
    }
    m_page->setSeries(rows);
    emit begun(int(rows.size()), notChosen);
    m_bench.goTo(ui::Step::Retrieval);
    ask();
    m_transfers.begin(m_bench.client, order, title, m_bench.profile->name());
}

//! Joins a retrieval to the page for as long as it is the one that the page shows.
void RetrievalStep::watch(story::RetrievalFlow *flow)
{
    const auto onPage = [this, flow](auto deed) {
        return [this, flow, deed](const auto &...told) {
            if (m_transfers.flow() == flow)
                deed(told...);
        };
    };
    using Flow = story::RetrievalFlow;
    connect(flow, &Flow::studyBegan, this,
            onPage([this](const model::StudyUid &study, int, int) { m_receivingStudy = study; }));
    connect(flow, &Flow::ledgerChanged, this, onPage([this](const model::Ledger &ledger) { showLedger(ledger); }));
    connect(flow, &Flow::instanceStored, this, onPage([this](const model::StoredInstance &, const QString &path) {
                m_viewing.panel().addFile(path);
                if (m_bench.window.stepState(ui::Step::Viewing) == ui::StepState::NotReached)
                    m_bench.window.setStepState(ui::Step::Viewing, ui::StepState::Reached);
            }));
    connect(flow, &Flow::happened, this, onPage([this](const story::RetrievalEvent &event) { showEvent(event); }));
    connect(flow, &Flow::otherPatientMet, this, onPage([this](const model::StudyPatient &named, const QString &field) {
                m_other = named;
                m_otherField = field;
            }));
    connect(flow, &Flow::finished, this,
            onPage([this](const model::RetrievalReport &report, const QList<story::FailedStudy> &failures) {
                showFinished(report, failures);
            }));
    connect(flow, &Flow::failed, this,
            onPage([this](const network::Error &error, const model::RetrievalReport &) { showFailed(error); }));
}

void RetrievalStep::showEvent(const story::RetrievalEvent &event)
{
    using Kind = story::RetrievalEvent::Kind;
    ui::Verdict verdict = ui::Verdict::Info;
    switch (event.kind) {
    case Kind::SeriesComplete:
        verdict = ui::Verdict::Pass;
        break;
    case Kind::StudyEnded:
        verdict = !event.requested                         ? ui::Verdict::Info
                  : event.verified < int(*event.requested) ? ui::Verdict::Missing
                                                           : ui::Verdict::Pass;
        break;
    case Kind::SeriesIncomplete:
        verdict = ui::Verdict::Missing;
        break;
    case Kind::SeriesFailed:
    case Kind::StudyFailed:
        verdict = ui::Verdict::Fail;
        break;
    case Kind::Note:
        verdict = ui::Verdict::Warn;
        break;
    case Kind::Paused:
        verdict = ui::Verdict::Paused;
        break;
    case Kind::StudyBegan:
    case Kind::FirstImage:
    case Kind::Stopped:
    case Kind::Resumed:
    case Kind::SeriesRaised:
        break;
    }
    m_page->addEvent(verdict, story::textOf(event), event.when.toLocalTime().time());
}

void RetrievalStep::repeat()
{
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (!flow || flow->isRunning())
        return;
    ask();
    m_transfers.repeat();
}

//! The page as it is when a request goes out.
void RetrievalStep::ask()
{
    m_other.reset();
    m_isRoomTold = false;
    m_page->setNotice(std::nullopt);
    m_page->setSource(m_bench.countryName(), QTime::currentTime());
    m_page->setPatientCompared(m_bench.confirmed.has_value());
    m_page->setPhase(ui::RetrievalPage::Phase::Waiting);
    m_lastByte = QDateTime::currentDateTimeUtc();
    m_silentUntil = {};
    m_everySecond.start();
    m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Reached, tr("Waiting for the first image"));
}

//! Says so when nothing has come for a while; what waits on purpose, between two tries or in a pause, is not silent.
void RetrievalStep::watchSilence()
{
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (!flow || !flow->isRunning()) {
        m_everySecond.stop();
        return m_page->setSilence({});
    }
    const model::Ledger ledger = flow->ledger();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool isListening =
        ledger.phase == model::Ledger::Phase::Receiving && !flow->isPaused() && ledger.requestsUnderWay > 0;
    if (!isListening)
        m_lastByte = now;
    else if (ledger.lastByte > m_lastByte)
        m_lastByte = ledger.lastByte;
    const qint64 silence = m_lastByte.secsTo(now);
    const bool isSaid = silence >= silenceMatters && !(m_silentUntil > now);
    m_page->setSilence(std::chrono::seconds(isSaid ? silence : 0), ledger.lastByte.toLocalTime().time());
}

//! Says by which way each series of the study under way comes, and what became of the addresses that were told.
void RetrievalStep::showSources(const model::Ledger &ledger)
{
    using Source = model::RetrievalSource;
    if (ledger.sources.isEmpty() || ledger.sources == m_sources || !m_receivingStudy)
        return;
    m_sources = ledger.sources;
    const auto tellsOf = [](const Source &source, const model::SeriesUid &series) {
        return source.series.isEmpty() || source.series.contains(series);
    };
    const bool wantsDirect = m_transfers.order()->via == network::Via::Direct;
    for (auto it = m_studyOf.cbegin(); it != m_studyOf.cend(); ++it) {
        const auto series = model::SeriesUid::parse(it.key());
        if (!series || !(it.value() == *m_receivingStudy))
            continue;
        const Source *used = nullptr;
        const Source *refused = nullptr;
        for (const Source &source : std::as_const(m_sources)) {
            if (!tellsOf(source, *series))
                continue;
            if (source.verdict == Source::Verdict::Allowed)
                used = used ? used : &source;
            else if (source.how != Source::How::ContactPoint)
                refused = refused ? refused : &source;
        }
        if (!used)
            continue;
        const QString host = QUrl(used->address).host();
        switch (used->how) {
        case Source::How::ContactPoint:
            m_page->setVia(*series, tr("NCPeH"),
                           !wantsDirect                                   ? viaReason(*series)
                           : !refused                                     ? tr("no address given")
                           : refused->verdict == Source::Verdict::Foreign ? tr("direct refused: not in the profile")
                           : refused->how == Source::How::LocationTable   ? tr("direct refused: unknown location")
                                                                          : tr("direct refused: a placeholder"));
            break;
        case Source::How::SeriesEndpoint:
        case Source::How::StudyEndpoint:
            m_page->setVia(*series, tr("PACS, direct"), tr("address given, %1").arg(host));
            break;
        case Source::How::LocationTable:
            m_page->setVia(*series, tr("PACS, direct"), tr("location of the profile, %1").arg(host));
            break;
        }
    }
    if (!wantsDirect)
        return;
    QStringList found;
    for (const Source &source : std::as_const(m_sources))
        found += u"%1  %2  %3"_s.arg(model::nameOf(source.verdict), model::nameOf(source.how), source.address);
    if (story::isDirectWayRefused(m_sources))
        m_page->setNotice(ui::NoticeText{
            .icon = u"info"_s,
            .headline = tr("Direct way refused, going through the NCPeH."),
            .sentences = {tr("An address is not among the profile's origins, or none was given. Nothing was sent "
                             "to it, the token went nowhere else.")},
            .advice = {},
            .actions = {},
            .foldTitle = tr("How the addresses were found"),
            .foldText = found.join(u'\n'),
        });
}

void RetrievalStep::showRecord()
{
    const story::RetrievalOrder *order = m_transfers.order();
    if (!order)
        return;
    QList<ui::RecordText> wanted;
    for (const model::Selection &selection : order->selections) {
        const auto study = m_tree.study(selection.study);
        const QString name = study ? titleOf(*study) : selection.study.text();
        const QDir folder(QDir(order->folder).filePath(selection.study.text()));
        wanted += ui::RecordText{tr("%1, report").arg(name), folder.filePath(u"retrieval.json"_s), {}};
        wanted += ui::RecordText{tr("%1, journal").arg(name), folder.filePath(u"retrieval.journal"_s), {}};
    }
    m_disk.start([this, wanted] {
        constexpr qint64 shown = 512 * 1024;
        QList<ui::RecordText> found;
        for (ui::RecordText record : wanted) {
            QFile file(record.path);
            if (!file.open(QIODevice::ReadOnly)) // the report comes at the end, the journal at the beginning
                continue;
            record.text = QString::fromUtf8(file.read(shown));
            record.isCut = file.size() > shown;
            found += record;
        }
        QMetaObject::invokeMethod(this, [this, found] {
            auto *view = new ui::RecordView(m_bench.theme, found, &m_bench.window);
            view->setAttribute(Qt::WA_DeleteOnClose);
            connect(view, &ui::RecordView::saveRequested, this, [this, view](const QString &path) {
                auto *dialog = new QFileDialog(view, tr("Save the record"));
                dialog->setObjectName(u"saveRecord"_s);
                dialog->setAttribute(Qt::WA_DeleteOnClose);
                dialog->setAcceptMode(QFileDialog::AcceptSave);
                dialog->selectFile(QFileInfo(path).fileName());
                connect(dialog, &QFileDialog::fileSelected, this,
                        [this, path](const QString &to) { saveRecord(path, to); });
                dialog->open();
            });
            view->open();
        });
    });
}

void RetrievalStep::saveRecord(const QString &path, const QString &to)
{
    m_disk.start([this, path, to] {
        QFile from(path);
        QSaveFile file(to);
        // Nothing is written onto the record itself, which tells a retrieval where it is.
        bool isKept =
            QFileInfo::exists(path) && QFileInfo(to).canonicalFilePath() == QFileInfo(path).canonicalFilePath();
        if (!isKept && from.open(QIODevice::ReadOnly) && file.open(QIODevice::WriteOnly)) {
            constexpr qint64 portion = 1024 * 1024;
            while (!from.atEnd() && from.error() == QFile::NoError)
                file.write(from.read(portion));
            isKept = from.error() == QFile::NoError && file.error() == QFile::NoError && file.flush() && file.commit();
        }
        const QString why = from.error() == QFile::NoError ? file.errorString() : from.errorString();
        QMetaObject::invokeMethod(this, [this, isKept, why] {
            m_bench.window.setLedgerText(isKept ? tr("The record was saved") : tr("Not saved: %1").arg(why));
        });
    });
}

void RetrievalStep::showLedger(const model::Ledger &ledger)
{
    using Phase = ui::RetrievalPage::Phase;
    for (const model::SeriesLedger &series : ledger.series)
        if (m_receivingStudy && !m_studyOf.contains(series.uid.text())) { // nobody had named it before
            m_studyOf.insert(series.uid.text(), *m_receivingStudy);
            m_sources.clear();
        }
    m_page->setLedger(ledger);
    if (ledger.room.needed)
        m_page->setExpectedBytes(ledger.bytes + *ledger.room.needed);
    showSources(ledger);
    const story::RetrievalFlow *flow = m_transfers.flow();
    const bool isRunning = flow && flow->isRunning();
    if (isRunning) {
        Phase phase = ledger.received > 0 ? Phase::Receiving : Phase::Waiting;
        if (ledger.phase == model::Ledger::Phase::Paused)
            phase = Phase::Paused;
        else if (ledger.phase == model::Ledger::Phase::Waiting)
            phase = Phase::Retrying;
        else if (ledger.phase == model::Ledger::Phase::Preparing && ledger.received == 0)
            phase = Phase::Estimating;
        if (phase != m_page->phase())
            m_page->setPhase(phase);
        watchRoom(ledger);
    }
    m_bench.window.setLedgerText(ui::RetrievalPage::countsIn(ledger));
    QString summary = ledger.requested ? tr("%1 of %2").arg(ui::number(ledger.verified), ui::number(*ledger.requested))
                                       : ui::grouped(tr("%n images", nullptr, ledger.verified), ledger.verified);
    if (ledger.missing > 0)
        summary = tr("%1, %2 missing").arg(summary, ui::number(ledger.missing));
    if (isRunning && flow->isPaused())
        summary = tr("Paused, %1").arg(summary);
    if (isRunning)
        m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Reached, summary);
    using State = model::SeriesLedger::State;
    for (const model::SeriesLedger &series : ledger.series)
        m_viewing.panel().setSeriesState(
            series.uid.text(), series.verified, series.requested, series.missing, series.state == State::Complete,
            !isRunning || series.state == State::Incomplete || series.state == State::Failed,
            m_notChosen.value(series.uid.text()),
            QStringList{series.number ? QString::number(*series.number) : QString(), series.description}
                .join(u"  "_s)
                .trimmed());
}

void RetrievalStep::showFinished(const model::RetrievalReport &report, const QList<story::FailedStudy> &failures)
{
    m_triesAgain += (m_hasEnded ? 1 : 0) + report.retries;
    m_hasEnded = true;
    showLedger(m_transfers.flow()->ledger());
    m_bench.window.setStatusCells(
        {.profile = m_bench.profile->name(),
         .tls = m_bench.profile->wadoBase().scheme() == "https"_L1 ? tr("TLS") : tr("Not encrypted"),
         .store = tr("Store %1").arg(freeSpaceIn(m_bench.storeFolder))});
    const int missing = int(report.missing.size());
    const bool whole = missing == 0 && report.bodyComplete && failures.isEmpty();
    m_page->setVerdict(report.verdict);
    if (whole) {
        const int asked = int(report.files.size() - report.unexpected.size());
        m_page->setPhase(ui::RetrievalPage::Phase::Complete);
        m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Done,
                                    ui::grouped(tr("%n images, whole", nullptr, asked), asked));
        if (!report.unexpected.isEmpty()) {
            QStringList unasked;
            for (const model::InstanceRef &ref : report.unexpected)
                unasked += tr("%1: %2").arg(nameOf(ref.series), ref.sop.text());
            m_page->setNotice(ui::NoticeText{
                .icon = u"info"_s,
                .headline = tr("%n images came that were not asked for", nullptr, int(report.unexpected.size())),
                .sentences = {tr("They belong to the same study. They are kept and not counted.")},
                .advice = {},
                .actions = {{ui::RetrievalPage::showMissingAction(), tr("Show them")}},
                .foldTitle = tr("Which images"),
                .foldText = unasked.join(u'\n'),
            });
        }
        return;
    }

    m_page->setPhase(ui::RetrievalPage::Phase::Incomplete);
    m_page->setSentence(missing > 0 || !failures.isEmpty()
                            ? tr("Incomplete. What came is whole; what is missing is named below.")
                            : tr("Incomplete. What came is whole; no list names what is missing."));
    m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Warned,
                                missing > 0 ? ui::grouped(tr("%n missing", nullptr, missing), missing)
                                            : tr("Incomplete"));
    if (!failures.isEmpty()) {
        ui::NoticeText notice = m_bench.noticeFor(failures.first().error, story::Step::Retrieval);
        notice.sentences.prepend(tr("%n studies could not be retrieved.", nullptr, int(failures.size())));
        if (failures.first().error.kind == network::Error::Kind::Forbidden)
            notice.actions.prepend({skipStudy, tr("Skip this study")});
        m_page->setNotice(notice);
        return;
    }
    m_page->setNotice(missingNotice(report));
}

QString RetrievalStep::nameOf(const model::SeriesUid &series) const
{
    const auto study = m_studyOf.constFind(series.text());
    const model::Series known = seriesOf(study == m_studyOf.cend() ? std::nullopt : m_tree.study(*study), series);
    if (known.number)
        return tr("series %1, %2")
            .arg(*known.number)
            .arg(known.description.isEmpty() ? known.modality : known.description);
    if (const story::RetrievalFlow *flow = m_transfers.flow())
        for (const model::SeriesLedger &told : flow->ledger().series)
            if (told.uid == series && told.number)
                return tr("series %1, %2").arg(*told.number).arg(told.description);
    return known.description.isEmpty() ? tr("series %1").arg(series.text()) : known.description;
}

ui::NoticeText RetrievalStep::missingNotice(const model::RetrievalReport &report) const
{
    const int missing = int(report.missing.size());
    QStringList fold;
    QStringList series;
    QMap<QString, QStringList> images; // of a series, by what people call them
    QMap<QString, int> nameless;       // likewise
    QHash<QString, QString> names;     // by series UID
    QHash<QString, QString> numbers;   // by SOP Instance UID
    for (const model::InstanceRef &ref : report.missing) {
        if (!names.contains(ref.series.text())) {
            names.insert(ref.series.text(), nameOf(ref.series));
            const auto study = m_studyOf.constFind(ref.series.text());
            const auto listed =
                seriesOf(study == m_studyOf.cend() ? std::nullopt : m_tree.study(*study), ref.series).instances;
            for (const model::Instance &instance : listed)
                if (instance.number)
                    numbers.insert(instance.uid.text(), QString::number(*instance.number));
        }
        const QString number = numbers.value(ref.sop.text());
        const QString name = names.value(ref.series.text());
        if (!series.contains(name))
            series += name;
        if (number.isEmpty())
            ++nameless[name];
        else
            images[name] += number;
        fold += number.isEmpty() ? tr("%1: %2").arg(name, ref.sop.text())
                                 : tr("%1: image %2, %3").arg(name, number, ref.sop.text());
    }
    QStringList sentences;
    for (const QString &name : series.first(std::min<qsizetype>(2, series.size()))) {
        QStringList told = images[name];
        QString sentence;
        if (told.isEmpty()) {
            sentence = tr("%1 lacks %n images that nobody numbers.", nullptr, nameless[name]).arg(name);
        } else {
            if (nameless[name] > 0)
                told += tr("%n without a number", nullptr, nameless[name]);
            sentence = told.size() == 1 ? tr("%1 lacks image %2.", "series, number").arg(name, told.first())
                                        : tr("%1 lacks images %2.", "series, numbers").arg(name, listed(told));
        }
        sentences += sentence.left(1).toUpper() + sentence.mid(1);
    }
    if (series.size() > 2)
        sentences += tr("%n more series lack images.", nullptr, int(series.size()) - 2);
    if (m_triesAgain > 0)
        sentences += tr("Tried %n times again.", nullptr, m_triesAgain);
    if (!report.notes.isEmpty())
        fold += QString();
    for (const model::Note &note : report.notes)
        fold += note.detail;
    QString advice = tr("Look at it knowing that it is incomplete. It cannot be handed over without your word.");
    if (report.failedStatus == 401) {
        sentences.prepend(tr("%1 refused the sign-in from then on (401).").arg(m_bench.countryName()));
        advice = tr("Renew the sign-in of the profile, then fetch what is missing. What came is whole.");
    }
    ui::NoticeText notice{
        .icon = u"missing"_s,
        .weight = ui::NoticeText::Weight::Failure,
        .headline = missing > 0 && report.requested
                        ? tr("Incomplete: %1 of %2.")
                              .arg(ui::number(*report.requested - missing), ui::number(*report.requested))
                        : tr("Not everything came."),
        .sentences = sentences,
        .advice = advice,
        .actions = {{idOf(story::Act::FetchMissing), missing == 0   ? tr("Fetch the rest")
                                                     : missing == 1 ? tr("Fetch only this one")
                                                                    : tr("Fetch only these %1").arg(missing)}},
        .foldTitle = tr("Which images, and what the server said"),
        .foldText = fold.join(u'\n'),
    };
    if (missing > 0)
        notice.actions += {ui::RetrievalPage::showMissingAction(), tr("Show them")};
    notice.actions += {idOf(story::Act::ViewAnyway), tr("View anyway")};
    return notice;
}

void RetrievalStep::showFailed(const network::Error &error)
{
    showLedger(m_transfers.flow()->ledger());
    if (error.kind == network::Error::Kind::Cancelled) {
        const model::Ledger ledger = withoutTheRest(m_transfers.flow()->ledger());
        showLedger(ledger);
        m_page->setPhase(ui::RetrievalPage::Phase::Stopped);
        m_page->setSentence(tr("Stopped by you. %n images are here and whole.", nullptr, ledger.verified));
        m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Warned, tr("Stopped by you"));
        return showStopped();
    }
    const bool isWithdrawn = error.kind == network::Error::Kind::PatientConflict;
    if (isWithdrawn) {
        showLedger(withoutTheRest(m_transfers.flow()->ledger())); // nothing of it is kept, so all of it is missing
        m_viewing.forget();                                       // nothing of these files may stay on screen
    }
    m_page->setPhase(isWithdrawn ? ui::RetrievalPage::Phase::Withdrawn : ui::RetrievalPage::Phase::Failed);
    ui::NoticeText notice = m_bench.noticeFor(error, story::Step::Retrieval);
    if (error.kind == network::Error::Kind::Storage) {
        const model::Ledger ledger = m_transfers.flow()->ledger();
        if (const QString problem = folderProblem(m_transfers.order()->folder); !problem.isEmpty()) {
            notice.headline = tr("Nothing can be stored.");
            notice.sentences = {problem};
            notice.advice = tr("Choose another folder, or mend its rights, then try again.");
        } else if (!ledger.room.isEnough()) {
            const ui::NoticeText nearlyFull = roomNotice(ledger);
            notice.weight = nearlyFull.weight;
            notice.headline = nearlyFull.headline;
            notice.sentences = nearlyFull.sentences;
            notice.advice = nearlyFull.advice;
        }
        notice.actions = {{u"otherFolder"_s, tr("Other folder…")}, {idOf(story::Act::FetchMissing), tr("Check again")}};
    }
    if (isWithdrawn && m_other)
        nameOther(notice);
    if (error.kind == network::Error::Kind::Forbidden)
        notice.actions.prepend({skipStudy, tr("Skip this study")});
    m_page->setNotice(notice);
    m_bench.window.setStepState(ui::Step::Retrieval, ui::StepState::Stopped, tr("Stopped"));
    if (isWithdrawn)
        offerToDelete(notice);
}

//! Says so as soon as what is still to come has no room, and takes it back when it has.
void RetrievalStep::watchRoom(const model::Ledger &ledger)
{
    const model::Room &room = ledger.room;
    const bool isAmple = room.isEnough() && room.needed.value_or(0) <= room.available / 10 * 9;
    if (!room.isEnough() && !std::exchange(m_isRoomTold, true)) {
        ui::NoticeText notice = roomNotice(ledger);
        notice.actions = {{u"otherFolder"_s, tr("Other folder…")}};
        m_page->setNotice(notice);
    } else if (isAmple && std::exchange(m_isRoomTold, false)) {
        m_page->setNotice(std::nullopt);
    }
}

ui::NoticeText RetrievalStep::roomNotice(const model::Ledger &ledger)
{
    const auto size = [](qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
    ui::NoticeText notice;
    notice.icon = u"warn"_s;
    notice.weight = ui::NoticeText::Weight::Warning;
    notice.headline = tr("The disk is nearly full.");
    notice.sentences = {
        tr("%1 are free, about %2 are still to come, %3 are kept in reserve.")
            .arg(size(ledger.room.available), size(ledger.room.needed.value_or(0)), size(ledger.room.reserve))};
    notice.advice =
        tr("Make room, or choose another folder. All %n files received are whole.", nullptr, ledger.verified);
    return notice;
}

void RetrievalStep::showStopped()
{
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (!flow)
        return;
    ui::NoticeText notice;
    notice.icon = u"info"_s;
    notice.headline = tr("Stopped by you");
    notice.sentences = {tr("What came is kept. Resuming fetches only what is missing.")};
    notice.actions = {{idOf(story::Act::FetchMissing), tr("Resume")}};
    if (flow->ledger().verified > 0)
        notice.actions << ui::NoticeAction{idOf(story::Act::ViewAnyway), tr("View")}
                       << ui::NoticeAction{u"askDeleteAll"_s, tr("Delete all")};
    m_page->setNotice(notice);
}

void RetrievalStep::askToDeleteAll()
{
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (!flow || flow->isRunning())
        return;
    m_page->setNotice(ui::NoticeText{
        .icon = u"warn"_s,
        .weight = ui::NoticeText::Weight::Warning,
        .headline = tr("Delete %n images?", nullptr, flow->ledger().verified),
        .sentences = {tr("They are removed from this computer and can only be received again.")},
        .advice = {},
        .actions = {{u"deleteAll"_s, tr("Delete")}, {u"keepAll"_s, tr("Keep")}},
        .foldTitle = {},
        .foldText = {},
    });
}

//! What came beside the refused study is looked at; where nothing did, another one can be chosen.
void RetrievalStep::skip()
{
    m_page->setNotice(std::nullopt);
    const story::RetrievalFlow *flow = m_transfers.flow();
    if (!flow || flow->ledger().verified == 0)
        m_bench.goTo(ui::Step::Studies);
}

void RetrievalStep::deleteAll()
{
    const story::RetrievalOrder *order = m_transfers.order();
    if (!order || m_transfers.flow()->isRunning())
        return;
    m_viewing.forget(); // it reads these files
    m_disk.start([this, order = *order] {
        network::Result<void> gone;
        for (const model::Selection &selection : order.selections)
            if (QDir(order.folder).exists(selection.study.text())) // else it was not begun
                if (const auto purged = network::purge({.folder = order.folder, .selection = selection}); !purged)
                    gone = purged;
        QMetaObject::invokeMethod(this, [this, gone] {
            if (!gone)
                return m_page->setNotice(m_bench.noticeFor(gone.error(), story::Step::Retrieval));
            m_transfers.dropFromPage();
            forget();
        });
    });
}

//! Says how many files are set apart, which the disk tells, and leaves it to the user what becomes of them.
void RetrievalStep::offerToDelete(const ui::NoticeText &notice)
{
    m_disk.start([this, notice, flow = m_transfers.flow(), order = *m_transfers.order()] {
        int files = 0;
        for (const model::Selection &selection : order.selections)
            files += network::countSetApart(order.folder, selection.study);
        QMetaObject::invokeMethod(this, [this, notice, flow, files] {
            if (files == 0 || m_transfers.flow() != flow || m_page->phase() != ui::RetrievalPage::Phase::Withdrawn)
                return;
            ui::NoticeText counted = notice;
            counted.sentences = {notice.sentences.first(),
                                 tr("%n files of the study are set apart and not shown.", nullptr, files)};
            if (!notice.foldTitle.isEmpty())
                counted.actions += {ui::RetrievalPage::showMissingAction(), tr("Compare")};
            counted.actions += {u"deleteApart"_s, tr("Delete the %n files", nullptr, files)};
            m_page->setNotice(counted);
        });
    });
}

void RetrievalStep::deleteApart()
{
    const story::RetrievalOrder *order = m_transfers.order();
    if (!order || m_page->phase() != ui::RetrievalPage::Phase::Withdrawn)
        return;
    m_disk.start([this, flow = m_transfers.flow(), order = *order] {
        network::Result<int> deleted = 0;
        for (const model::Selection &selection : order.selections) {
            const auto gone = network::deleteSetApart(order.folder, selection.study);
            if (!gone)
                deleted = gone;
            else if (deleted)
                *deleted += *gone;
        }
        QMetaObject::invokeMethod(this, [this, flow, deleted] {
            if (m_transfers.flow() != flow || m_page->phase() != ui::RetrievalPage::Phase::Withdrawn)
                return;
            if (!deleted)
                return m_page->setNotice(m_bench.noticeFor(deleted.error(), story::Step::Retrieval));
            m_page->showApartDeleted();
            m_page->setNotice(ui::NoticeText{
                .icon = u"info"_s,
                .headline = tr("%n files were deleted", nullptr, *deleted),
                .sentences = {tr("They named another patient, or came with such a file. The journal of the study says "
                                 "that you deleted them.")},
                .advice = {},
                .actions = {},
                .foldTitle = {},
                .foldText = {},
            });
        });
    });
}

//! Says in what the other patient differs, with both side by side in the fold.
void RetrievalStep::nameOther(ui::NoticeText &notice) const
{
    const QString value = m_otherField == "birthDate"_L1 ? m_other->birthDate
                          : m_otherField == "sex"_L1     ? m_other->sex
                          : m_otherField == "name"_L1    ? m_other->name
                                                         : m_other->id;
    notice.sentences.prepend(tr("A file carries another %1.").arg(fieldWord(m_otherField)));
    notice.personal =
        tr("A file carries another %1: %2.").arg(fieldWord(m_otherField), readableTrait(m_otherField, value));
    if (!m_bench.confirmed)
        return;
    notice.foldTitle = tr("Compare");
    notice.foldText = besideConfirmed(m_bench.confirmed->confirmed, *m_other, NamedIn::File);
    notice.isFoldPersonal = true;
}

//! One question, not more, whatever is under way.
void RetrievalStep::askBeforeClosing()
{
    if (m_bench.window.findChild<QMessageBox *>(u"quitQuestion"_s))
        return;
    auto *question = new QMessageBox(&m_bench.window);
    question->setObjectName(u"quitQuestion"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *keep = question->addButton(tr("Keep receiving"), QMessageBox::RejectRole);
    QPushButton *pause = question->addButton(tr("Pause and quit"), QMessageBox::AcceptRole);
    QPushButton *stop = question->addButton(tr("Stop and quit"), QMessageBox::DestructiveRole);
    keep->setObjectName(u"keepReceiving"_s);
    pause->setObjectName(u"pauseAndQuit"_s);
    pause->setToolTip(tr("The next start offers to receive the rest"));
    stop->setObjectName(u"stopAndQuit"_s);
    stop->setToolTip(tr("What came is kept; the rest is not offered again"));
    const auto count = [this, question, keep, pause, stop] {
        if (!m_transfers.anyRunning()) { // while nobody answered
            question->setText(tr("Nothing is being received any more"));
            question->setInformativeText(tr("What came is kept."));
            keep->setText(tr("Stay"));
            pause->setText(tr("Quit"));
            stop->hide();
            return;
        }
        question->setText(tr("Receiving from %1").arg(m_transfers.countries().join(u", "_s)));
        const auto requested = m_transfers.requested();
        question->setInformativeText(
            requested ? tr("%1 of %2 images are here.").arg(ui::number(m_transfers.verified()), ui::number(*requested))
                      : tr("%n images are here.", nullptr, m_transfers.verified()));
    };
    count();
    connect(&m_transfers, &Transfers::shown, question, count);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(pause, &QPushButton::clicked, this, [this] {
        m_transfers.keepForNextStart();
        m_bench.window.closeForGood();
    });
    connect(stop, &QPushButton::clicked, this, [this] {
        m_transfers.stopAll();
        m_bench.window.closeForGood();
    });
    question->open();
}

//! Why it goes through the contact point: the choice, or what was told of the place of the images instead.
QString RetrievalStep::viaReason(const model::SeriesUid &series) const
{
    if (!m_bench.client)
        return {};
    const network::Endpoint &endpoint = m_bench.client->endpoint();
    if (!endpoint.directOrigins.isEmpty())
        return tr("chosen by you");
    const auto uid = m_studyOf.constFind(series.text());
    const auto study = uid == m_studyOf.cend() ? std::nullopt : m_tree.study(*uid);
    if (!study)
        return tr("only address given");
    const model::Series told = seriesOf(study, series);
    const QList<QUrl> addresses = told.wadoBases + study->wadoBases;
    const QStringList locations = told.locations + study->locations;
    if (addresses.isEmpty() && !(told.placeholders + study->placeholders).isEmpty())
        return tr("a placeholder is given as address");
    if (addresses.isEmpty() && !locations.isEmpty())
        return std::any_of(locations.begin(), locations.end(),
                           [&](const QString &location) { return endpoint.locations.contains(location); })
                   ? tr("a location is given, known to the profile")
                   : tr("a location is given, no address");
    return tr("only address given");
}

} // namespace window
