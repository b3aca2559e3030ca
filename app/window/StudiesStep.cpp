#include "StudiesStep.h"

#include "Words.h"

#include <QApplication>

using namespace Qt::Literals::StringLiterals;

namespace window {

StudiesStep::StudiesStep(Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench), m_page(new ui::StudiesPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Studies, m_page);
    connect(m_page, &ui::StudiesPage::askAgainRequested, this, &StudiesStep::search);
    connect(m_page, &ui::StudiesPage::chooseRequested, this, &StudiesStep::choose);
    connect(m_page, &ui::StudiesPage::noticeActionTriggered, this,
            [this](const QString &id) { emit actRequested(story::Act(id.toInt())); });

    const auto setRoute = [this](model::Route route, ui::Verdict verdict, const QString &text) {
        for (ui::RouteAnswer &answer : m_routes)
            if (answer.route == route) {
                answer.verdict = verdict;
                answer.text = text;
            }
        m_page->setRoutes(m_routes);
    };
    connect(&m_search, &story::StudySearchFlow::routeAsked, this, [this](model::Route route) {
        m_routes += ui::RouteAnswer{route, ui::Verdict::Running, tr("asking")};
        m_page->setRoutes(m_routes);
    });
    connect(&m_search, &story::StudySearchFlow::routeAnswered, this,
            [setRoute](model::Route route, int count, std::chrono::milliseconds took) {
                setRoute(route, ui::Verdict::Pass, tr("%1, %2").arg(tr("%n studies", nullptr, count), seconds(took)));
            });
    connect(&m_search, &story::StudySearchFlow::routeFailed, this,
            [this, setRoute](model::Route route, const network::Error &error) {
                m_failed.insert_or_assign(route, error);
                setRoute(route, ui::Verdict::Fail, tr("no answer"));
            });
    connect(&m_search, &story::StudySearchFlow::studiesChanged, this,
            [this](const story::StudiesFound &found) { show(found, false); });
    connect(&m_search, &story::StudySearchFlow::finished, this,
            [this](const story::StudiesFound &found) { show(found, true); });
    connect(&m_search, &story::StudySearchFlow::failed, this, &StudiesStep::allFailed);
}

void StudiesStep::search()
{
    if (!m_bench.client || !m_bench.confirmed)
        return;
    m_routes.clear();
    m_failed.clear();
    m_page->setRoutes({});
    m_page->setInlineNotice(std::nullopt);
    m_page->setPageNotice(std::nullopt);
    m_page->setAsking(true);
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::Reached, tr("Asking"));

    story::StudySearchRequest request;
    request.query.patient = m_bench.confirmed->identifier;
    request.query.patientResourceId = m_bench.confirmed->confirmed.id;
    request.confirmed = m_bench.confirmed;
    m_search.start(*m_bench.client, request);
}

void StudiesStep::show(const story::StudiesFound &found, bool final)
{
    m_found = found;
    const auto knows = [this](const model::Study &study, model::Route route) {
        if (study.routes.contains(route))
            return ui::RouteKnows::Yes;
        const bool answered = std::any_of(m_routes.begin(), m_routes.end(), [&](const ui::RouteAnswer &answer) {
            return answer.route == route && answer.verdict == ui::Verdict::Pass;
        });
        return answered ? ui::RouteKnows::No : ui::RouteKnows::NotAsked;
    };

    QList<ui::StudyRow> rows;
    for (const model::Study &study : found.studies) {
        QStringList differences;
        for (const story::Difference &difference : found.differences) {
            if (!(difference.study == study.uid))
                continue;
            QStringList values;
            for (const auto &[route, value] : difference.values)
                values += ui::tagOf(route) + u' ' + (value.isEmpty() ? tr("nothing") : value);
            differences += tr("%1: %2").arg(differenceWord(difference.field), values.join(u", "_s));
        }
        QString conflict;
        for (const story::PatientConflict &one : found.conflicts)
            if (one.study == study.uid)
                conflict =
                    tr("%1 gives another %2: %3.")
                        .arg(story::displayName(one.route), fieldWord(one.comparison.field), one.comparison.value);
        rows += ui::StudyRow{study,
                             knows(study, model::Route::Fhir),
                             knows(study, model::Route::Dicomweb),
                             knows(study, model::Route::Documents),
                             differences.join(u'\n'),
                             conflict};
    }
    m_page->setStudies(rows);
    if (!final)
        return;

    m_page->setAsking(false);
    // The list could not take the focus while there was none.
    QWidget *focused = QApplication::focusWidget();
    if (m_bench.window.currentStep() == ui::Step::Studies && !(focused && m_page->body()->isAncestorOf(focused)))
        m_page->firstFocus()->setFocus();
    const QString count = tr("%n studies", nullptr, int(found.studies.size()));
    m_page->setSentence(
        found.truncated ? tr("%1 so far: the list is cut off. One row a study, whichever route knows it.").arg(count)
                        : tr("%1. One row a study, whichever route knows it.").arg(count));
    const bool warned = found.truncated || !m_failed.empty() || !found.conflicts.isEmpty();
    m_bench.window.setStepState(ui::Step::Studies, warned ? ui::StepState::Warned : ui::StepState::Done, count);

    if (found.studies.isEmpty() && m_failed.empty()) {
        QStringList answers;
        for (const ui::RouteAnswer &answer : std::as_const(m_routes))
            answers += ui::tagOf(answer.route) + u": "_s + answer.text;
        m_page->setPageNotice(ui::NoticeText{
            .icon = u"lock"_s,
            .headline = tr("Nothing there, or no consent"),
            .sentences = {tr("%1 lists nothing for this patient. It does not say whether consent is missing.")
                              .arg(m_bench.countryName())},
            .advice =
                tr("Ask the patient whether sharing is allowed in %1, then ask again.").arg(m_bench.countryName()),
            .actions = {{idOf(story::Act::AskAgain), tr("Ask again")}},
            .foldTitle = tr("Answers of the routes"),
            .foldText = answers.join(u'\n'),
        });
        return;
    }
    if (!m_failed.empty()) {
        const auto &[route, error] = *m_failed.begin();
        m_page->setInlineNotice(m_bench.noticeFor(error, story::Step::Studies, route));
    } else if (found.truncated) {
        QStringList reasons;
        for (const model::Note &note : found.notes)
            if (note.kind == model::Note::Kind::Truncated)
                reasons += note.detail;
        m_page->setInlineNotice(ui::NoticeText{
            .icon = u"warn"_s,
            .weight = ui::NoticeText::Weight::Warning,
            .headline = tr("The list is cut off at %1").arg(found.studies.size()),
            .sentences = {tr(
                "The server stopped giving pages. More studies may exist. The list stays marked as incomplete.")},
            .advice = {},
            .actions = {{idOf(story::Act::AskAgain), tr("Ask again")}},
            .foldTitle = tr("Why it stopped"),
            .foldText = reasons.join(u'\n'),
        });
    }
}

void StudiesStep::allFailed(const network::Error &error)
{
    m_page->setAsking(false);
    m_found = {};
    m_page->setStudies({});
    ui::NoticeText notice = m_bench.noticeFor(error, story::Step::Studies);
    if (m_routes.size() > 1) {
        notice.headline = tr("No route answered");
        notice.sentences.prepend(tr("%n routes were asked, all failed.", nullptr, int(m_routes.size())));
        QStringList words;
        for (const auto &[route, failure] : m_failed)
            words += story::displayName(route) + u": "_s + network::nameOf(failure.kind) + u". "_s + failure.detail;
        notice.foldText = words.join(u"\n\n"_s);
    }
    m_page->setPageNotice(notice);
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::Stopped, tr("No answer"));
}

void StudiesStep::choose(const QList<model::StudyUid> &uids)
{
    QList<model::Study> chosen;
    for (const model::StudyUid &uid : uids)
        for (const model::Study &study : std::as_const(m_found.studies))
            if (study.uid == uid)
                chosen += study;
    emit studiesChosen(chosen);
}

void StudiesStep::forget()
{
    m_search.stop();
    m_found = {};
    m_routes.clear();
    m_failed.clear();
    m_page->setRoutes({});
    m_page->setTicks({});
    m_page->setStudies({});
    m_page->setInlineNotice(std::nullopt);
    m_page->setPageNotice(std::nullopt);
    m_page->setNothingAsked();
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::NotReached);
}

} // namespace window
