#include "StudiesStep.h"

#include "DifferenceReading.h"
#include "Words.h"

#include <QApplication>
#include <QLocale>
#include <QSet>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

// Buttons of notices beside those of story::Act.
const QString goOnWithout = u"goOnWithout"_s;
const QString routeAgain = u"again_"_s; // and the name of the route
const QString lastTwoYears = u"lastTwoYears"_s;
const QString theRest = u"theRest"_s;
const QString askWithoutFilters = u"askWithoutFilters"_s;
const QString otherDates = u"otherDates"_s; // the page opens its question

bool hasAnswered(const ui::RouteAnswer &answer)
{
    return answer.verdict == ui::Verdict::Pass || answer.verdict == ui::Verdict::Warn;
}

//! What any route counts is shown and asked for: the smaller number would look like all there is.
void countAll(story::StudiesFound &found)
{
    if (found.differences.isEmpty())
        return;
    QHash<model::StudyUid, qsizetype> places;
    places.reserve(found.studies.size());
    for (qsizetype i = 0; i < found.studies.size(); ++i)
        places.insert(found.studies.at(i).uid, i);
    for (const story::Difference &difference : std::as_const(found.differences)) {
        const bool areImages = difference.field == "instanceCount"_L1;
        const auto place = places.constFind(difference.study);
        if (place == places.cend() || (!areImages && difference.field != "seriesCount"_L1))
            continue;
        model::Study &study = found.studies[*place];
        for (const auto &[route, value] : difference.values) {
            std::optional<int> &count = areImages ? study.instanceCount : study.seriesCount;
            count = std::max(count.value_or(0), value.toInt());
        }
    }
}

//! What the strip says of a route that failed: a refusal and a broken answer are answers.
QString failureWord(const network::Error &error)
{
    using Kind = network::Error::Kind;
    switch (error.kind) {
    case Kind::Unauthorised:
    case Kind::Forbidden:
        return StudiesStep::tr("refused");
    case Kind::Unreachable:
    case Kind::TimedOut:
    case Kind::Untrusted:
        return StudiesStep::tr("no answer");
    case Kind::Malformed:
    case Kind::Truncated:
        return StudiesStep::tr("answer cannot be read");
    default:
        return StudiesStep::tr("failed");
    }
}

} // namespace

StudiesStep::StudiesStep(Workbench &bench, QObject *parent)
    : QObject(parent),
      m_bench(bench),
      m_page(new ui::StudiesPage(bench.theme)),
      m_differences(new ui::DifferencesPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Studies, m_page);
    m_bench.window.setSidePage(ui::Step::Studies, m_differences);
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_page, &ui::StudiesPage::setIdentityHidden);
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_differences, &ui::DifferencesPage::setIdentityHidden);
    connect(m_page, &ui::StudiesPage::askAgainRequested, this, &StudiesStep::search);
    connect(m_page, &ui::StudiesPage::questionEdited, this, [this] {
        showWhatIsSent();
        showStale();
    });
    connect(m_page, &ui::StudiesPage::differencesRequested, this, [this](const std::optional<model::StudyUid> &study) {
        m_bench.window.showSidePage(ui::Step::Studies);
        if (study)
            m_differences->show(*study);
    });
    connect(m_differences, &ui::DifferencesPage::backRequested, this, [this] { m_bench.goTo(ui::Step::Studies); });
    connect(m_differences, &ui::DifferencesPage::conflictLookedAt, m_page, &ui::StudiesPage::lookAtConflict);
    connect(m_page, &ui::StudiesPage::chooseRequested, this, &StudiesStep::choose);
    connect(m_page, &ui::StudiesPage::noticeActionTriggered, this, [this](const QString &id) { act(id); });

    const auto setRoute = [this](const ui::RouteAnswer &told) {
        for (ui::RouteAnswer &answer : m_routes)
            if (answer.route == told.route)
                answer = told;
        m_page->setRoutes(m_routes);
    };
    connect(&m_search, &story::StudySearchFlow::routeAsked, this, [this](model::Route route) {
        m_failed.erase(route);
        const ui::RouteAnswer asking{route, ui::Verdict::Running, tr("asking")};
        const auto asked = std::find_if(m_routes.begin(), m_routes.end(),
                                        [route](const ui::RouteAnswer &answer) { return answer.route == route; });
        if (asked == m_routes.end())
            m_routes += asking;
        else
            *asked = asking;
        m_page->setRoutes(m_routes);
    });
    connect(&m_search, &story::StudySearchFlow::routeAnswered, this,
            [setRoute](model::Route route, int count, int ofOthers, bool isCut, std::chrono::milliseconds took) {
                QStringList words{tr("%n studies", nullptr, count)};
                if (isCut)
                    words += tr("cut off", "the list of a route");
                if (ofOthers > 0)
                    words += tr("%n of another number", "rows of a route", ofOthers);
                setRoute({route, isCut || ofOthers > 0 ? ui::Verdict::Warn : ui::Verdict::Pass,
                          (words += seconds(took)).join(u", "_s), isCut ? std::optional(count) : std::nullopt});
            });
    connect(&m_search, &story::StudySearchFlow::routeFailed, this,
            [this, setRoute](model::Route route, const network::Error &error) {
                m_failed.insert_or_assign(route, error);
                setRoute({route, ui::Verdict::Fail, failureWord(error)});
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
    m_goesOnWithout = false;
    m_page->setRoutes({});
    m_page->setInlineNotices({});
    m_page->setPageNotice(std::nullopt);
    m_page->setAsking(true);
    m_askedInWords = m_page->questionInWords();
    m_sent.clear();
    showWhatIsSent();
    m_sent.record(*m_bench.client);
    if (m_answeredAt.isValid())
        m_page->setStale(tr("From %1, asking again").arg(clock(m_answeredAt)));
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::Reached, tr("Asking"));

    story::StudySearchRequest request;
    request.query = query();
    m_isNarrowed = model::narrows(request.query);
    request.confirmed = m_bench.confirmed;
    m_search.start(*m_bench.client, request);
    emit asked();
}

void StudiesStep::show(const story::StudiesFound &found, bool final)
{
    m_found = found;
    countAll(m_found);
    const auto knows = [this](const model::Study &study, model::Route route) {
        if (study.routes.contains(route))
            return ui::RouteKnows::Yes;
        const bool answered = std::any_of(m_routes.begin(), m_routes.end(), [&](const ui::RouteAnswer &answer) {
            return answer.route == route && hasAnswered(answer) && !answer.cutAt;
        });
        if (!answered)
            return ui::RouteKnows::NotAsked;
        return m_isNarrowed ? ui::RouteKnows::NotListed : ui::RouteKnows::No;
    };

    QHash<model::StudyUid, QStringList> differences, unnamedDifferences;
    for (const story::Difference &difference : found.differences) {
        QStringList values;
        for (const auto &[route, value] : difference.values)
            values += ui::tagOf(route) + u' ' + (value.isEmpty() ? tr("nothing") : value);
        const QString field = differenceWord(difference.field);
        const QString words = tr("%1: %2").arg(field, values.join(u", "_s));
        differences[difference.study] += words;
        unnamedDifferences[difference.study] += isOfPatient(difference.field) ? tr("%1 differs").arg(field) : words;
    }
    QHash<model::StudyUid, QString> conflicts, unnamedConflicts;
    for (const story::PatientConflict &one : found.conflicts) {
        const QString route = story::displayName(one.route);
        const QString field = fieldWord(one.comparison.field);
        conflicts.insert(one.study, tr("%1 gives another %2: %3.").arg(route, field, one.comparison.value));
        unnamedConflicts.insert(one.study, tr("%1 gives another %2.").arg(route, field));
    }
    QList<ui::StudyRow> rows;
    rows.reserve(m_found.studies.size());
    for (const model::Study &study : std::as_const(m_found.studies)) {
        rows += ui::StudyRow{study,
                             knows(study, model::Route::Fhir),
                             knows(study, model::Route::Dicomweb),
                             knows(study, model::Route::Documents),
                             differences.value(study.uid).join(u'\n'),
                             conflicts.value(study.uid),
                             found.unchecked.contains(study.uid),
                             unnamedDifferences.value(study.uid).join(u'\n'),
                             unnamedConflicts.value(study.uid)};
    }
    if (!final && !m_rows.isEmpty()) {
        QSet<model::StudyUid> here;
        for (const model::Study &study : std::as_const(m_found.studies))
            here.insert(study.uid);
        // What an earlier answer listed stays until this one is whole: another route may still know it.
        for (const ui::StudyRow &earlier : std::as_const(m_rows))
            if (!here.contains(earlier.study.uid))
                rows += earlier;
    }
    m_rows = rows;
    m_page->setStudies(rows);
    QList<model::Study> studies;
    studies.reserve(m_rows.size());
    for (const ui::StudyRow &row : std::as_const(m_rows))
        studies += row.study;
    emit listed(studies);
    showDifferences();
    showSentence(final && found.truncated);
    if (!final)
        return;

    m_page->setAsking(false);
    m_sent.stop();
    showWhatIsSent();
    m_answeredAt = QTime::currentTime();
    showStale();
    const QString count = tr("%n studies", nullptr, int(found.studies.size()));
    const bool warned =
        found.truncated || !m_failed.empty() || !found.conflicts.isEmpty() || otherNumberNotice(found).has_value();
    m_bench.window.setStepState(ui::Step::Studies, warned ? ui::StepState::Warned : ui::StepState::Done,
                                m_askedInWords.isEmpty() ? count : tr("%1, with filters", "studies").arg(count));
    showNotices(found);
    takeFocus();
}

//! A list that filters narrowed must not look like all there is, once the question is folded away.
void StudiesStep::showSentence(bool isCutOff)
{
    const QString count = tr("%n studies", nullptr, int(m_rows.size()));
    const QString rows = m_askedInWords.isEmpty()
                             ? tr("One row a study, whichever route knows it.")
                             : tr("Asked for only with %1; there may be more.").arg(m_askedInWords);
    m_page->setSentence(isCutOff ? tr("%1 so far: the list is cut off. %2").arg(count, rows)
                                 : tr("%1. %2", "studies, what was asked").arg(count, rows));
}

//! The list could not take it while there was none, and what stands in its place could not before it stood there.
void StudiesStep::takeFocus()
{
    QWidget *focused = QApplication::focusWidget();
    if (m_bench.window.currentStep() == ui::Step::Studies && !(focused && m_page->body()->isAncestorOf(focused)))
        m_page->firstFocus()->setFocus();
}

ui::NoticeText StudiesStep::failedRouteNotice(model::Route route, const network::Error &error) const
{
    ui::NoticeText notice = m_bench.noticeFor(error, story::Step::Studies, route);
    QStringList others;
    for (const ui::RouteAnswer &answer : std::as_const(m_routes))
        if (hasAnswered(answer))
            others += tr("%1 gave %2.", "a route, what it gave").arg(ui::tagOf(answer.route), answer.text);
    if (others.isEmpty() || m_failed.size() > 1) // "the others answered" would be too much
        notice.headline = tr("%1 failed").arg(story::displayName(route));
    notice.sentences = others + notice.sentences;
    notice.actions = {{routeAgain + model::nameOf(route), tr("Try %1 again").arg(story::displayName(route))}};
    if (!m_rows.isEmpty())
        notice.actions += {goOnWithout, tr("Go on without")};
    return notice;
}

//! What is to be said of a parameter that was sent but cannot have found what was meant.
QStringList StudiesStep::adviceOn(const story::StudiesFound &found)
{
    QStringList advice;
    for (const model::Note &note : found.notes)
        if (note.kind == model::Note::Kind::ServerWarning && !note.parameter.isEmpty())
            advice += note.detail;
    return advice;
}

//! Rows under another number are neither an ignored question nor nothing.
std::optional<ui::NoticeText> StudiesStep::otherNumberNotice(const story::StudiesFound &found)
{
    int count = 0; // routes mostly tell of the same studies
    for (const model::Note &note : found.notes)
        if (note.kind == model::Note::Kind::OtherNumber)
            count = std::max(count, note.count);
    if (count == 0)
        return std::nullopt;
    ui::NoticeText notice;
    notice.icon = u"warn"_s;
    notice.weight = ui::NoticeText::Weight::Warning;
    notice.headline = tr("%n studies came under another patient number and are not listed", nullptr, count);
    notice.sentences = {tr("Nothing says that the other number is this patient's.")};
    notice.advice = tr("If the archive has a number of its own for this patient, ask with that one.");
    return notice;
}

//! Consent, no hit, a list that is cut off and a route that failed are four different things and are never merged.
QList<ui::NoticeText> StudiesStep::inlineNotices(const story::StudiesFound &found) const
{
    const QString country = m_bench.countryName();
    QList<ui::NoticeText> notices;
    if (!m_goesOnWithout)
        for (const auto &[route, error] : m_failed)
            notices += failedRouteNotice(route, error);
    if (found.truncated) {
        QStringList reasons;
        for (const model::Note &note : found.notes)
            if (note.kind == model::Note::Kind::Truncated)
                reasons += note.detail;
        ui::NoticeText notice;
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        const auto isCut = [](const ui::RouteAnswer &answer) { return answer.cutAt.has_value(); };
        const auto cut = std::find_if(m_routes.begin(), m_routes.end(), isCut);
        const bool isOneOfSeveral = m_routes.size() > 1 && std::count_if(m_routes.begin(), m_routes.end(), isCut) == 1;
        notice.headline = isOneOfSeveral
                              ? tr("The list of %1 is cut off at %2", "route, number of studies")
                                    .arg(ui::tagOf(cut->route), QLocale().toString(*cut->cutAt))
                              : tr("The list is cut off at %1").arg(QLocale().toString(found.studies.size()));
        notice.sentences = {tr("The server stopped giving pages. More studies may exist.")};
        notice.advice = tr("Narrow by date or type. The list stays marked as incomplete.");
        notice.actions = {{lastTwoYears, tr("Last two years")}};
        // Where the server does not tell how its list goes on, there is only the whole question.
        notice.actions += m_search.hasRest() ? ui::NoticeAction{theRest, tr("Ask for the rest")}
                                             : ui::NoticeAction{idOf(story::Act::AskAgain), tr("Ask again")};
        notice.foldTitle = tr("Why it stopped");
        notice.foldText = reasons.join(u'\n');
        notices += notice;
    }
    QStringList ignored;
    for (const model::Note &note : found.notes)
        if (note.kind == model::Note::Kind::IgnoredFilter)
            ignored += note.detail;
    if (!ignored.isEmpty())
        ignored += adviceOn(found);
    if (!ignored.isEmpty()) {
        ui::NoticeText notice;
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        notice.headline = tr("%1 ignored a part of the question").arg(country);
        notice.sentences = {tr("The rows may be wider than you asked.")};
        notice.foldTitle = tr("What was not used");
        notice.foldText = ignored.join(u'\n');
        notices += notice;
    }
    // Where nothing is listed at all, it stands in place of the list.
    if (const auto others = otherNumberNotice(found); others && !found.studies.isEmpty())
        notices += *others;
    QStringList remarks;
    for (const model::Note &note : found.notes)
        if (note.kind == model::Note::Kind::UnreadableRow ||
            (note.kind == model::Note::Kind::ServerWarning && note.parameter.isEmpty()))
            remarks += note.detail;
    if (!remarks.isEmpty()) {
        ui::NoticeText notice;
        notice.icon = u"info"_s;
        notice.weight = ui::NoticeText::Weight::Quiet;
        notice.headline = tr("The answer came with remarks");
        notice.sentences = {tr("The server warned of something, or a row could not be read and is not listed.")};
        notice.foldTitle = tr("The remarks");
        notice.foldText = remarks.join(u'\n');
        notices += notice;
    }
    return notices;
}

void StudiesStep::showNotices(const story::StudiesFound &found)
{
    const QString country = m_bench.countryName();
    m_page->setInlineNotices(inlineNotices(found));
    if (!found.studies.isEmpty())
        return;

    QStringList answers;
    for (const ui::RouteAnswer &answer : std::as_const(m_routes))
        answers += ui::tagOf(answer.route) + u": "_s + answer.text;
    ui::NoticeText notice;
    notice.foldTitle = tr("Answers of the routes");
    notice.foldText = answers.join(u'\n');
    if (const auto others = otherNumberNotice(found)) {
        const ui::NoticeText answered = std::exchange(notice, *others);
        notice.weight = answered.weight;
        notice.foldTitle = answered.foldTitle;
        notice.foldText = answered.foldText;
        notice.actions = {{idOf(story::Act::AskAgain), tr("Ask again")}};
    } else if (const QString &filters = m_askedInWords; !filters.isEmpty()) {
        notice.icon = u"filter"_s;
        notice.headline = tr("No study fits these filters");
        notice.sentences = {tr("%1 was asked with filters; without them there may be more.").arg(country), filters};
        notice.advice = adviceOn(found).join(u' ');
        notice.actions = {{askWithoutFilters, tr("Ask without filters")}, {otherDates, tr("Change the question")}};
    } else {
        notice.icon = u"lock"_s;
        notice.headline = tr("Nothing there, or no consent");
        notice.sentences = {
            tr("%1 lists nothing for this patient. It does not say whether consent is missing.").arg(country)};
        notice.advice = tr("Ask the patient whether sharing is allowed in %1, then ask again.").arg(country);
        notice.actions = {{idOf(story::Act::AskAgain), tr("Ask again")}, {otherDates, tr("Search other dates")}};
    }
    m_page->setPageNotice(notice);
}

void StudiesStep::allFailed(const network::Error &error)
{
    m_page->setAsking(false);
    m_sent.stop();
    showWhatIsSent();
    m_found = {};
    m_rows.clear();
    m_page->setStudies({});
    showDifferences();
    ui::NoticeText notice = m_bench.noticeFor(error, story::Step::Studies);
    if (error.kind == network::Error::Kind::Forbidden) {
        // The refusal stands alone; a route that failed otherwise has a notice of its own.
        QList<ui::NoticeText> others;
        QStringList words;
        for (const auto &[route, failure] : m_failed) {
            if (failure.kind == network::Error::Kind::Forbidden)
                words += story::displayName(route) + u": "_s + failure.detail;
            else
                others += failedRouteNotice(route, failure);
        }
        notice.foldText = words.join(u"\n\n"_s);
        m_page->setInlineNotices(others);
    } else if (m_routes.size() > 1 && error.kind != network::Error::Kind::NotFound) {
        const bool alike = std::all_of(m_failed.begin(), m_failed.end(),
                                       [&](const auto &failed) { return failed.second.kind == error.kind; });
        QStringList headlines;
        QStringList words;
        for (const auto &[route, failure] : m_failed) {
            const QString headline = m_bench.noticeFor(failure, story::Step::Studies).headline;
            headlines += tr("%1: %2.", "a route, what happened").arg(story::displayName(route), headline);
            words += story::displayName(route) + u": "_s + network::nameOf(failure.kind) + u". "_s + failure.detail;
        }
        if (alike)
            notice.sentences.prepend(notice.headline + u'.');
        else
            notice.sentences = headlines;
        notice.headline = tr("No route answered");
        notice.sentences.prepend(tr("%n routes were asked, all failed.", nullptr, int(m_failed.size())));
        notice.advice = alike ? notice.advice : tr("See each below.");
        notice.actions = {{idOf(story::Act::AskAgain), tr("Try all again")},
                          {idOf(story::Act::CheckConnection), tr("Check connection")}};
        notice.foldTitle = tr("Each route");
        notice.foldText = words.join(u"\n\n"_s);
    }
    m_page->setPageNotice(notice);
    const bool refused = error.kind == network::Error::Kind::Forbidden;
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::Stopped, refused ? tr("Refused") : tr("No list"));
    takeFocus();
}

void StudiesStep::act(const QString &id)
{
    if (id == goOnWithout) {
        m_goesOnWithout = true;
        m_page->setInlineNotices(inlineNotices(m_found));
    } else if (id.startsWith(routeAgain)) {
        for (const ui::RouteAnswer &answer : QList(m_routes))
            if (m_bench.client && id == routeAgain + model::nameOf(answer.route)) {
                m_page->setAsking(true);
                m_sent.record(*m_bench.client);
                m_search.askAgain(*m_bench.client, answer.route);
            }
    } else if (id == lastTwoYears) {
        model::StudyQuery narrowed = m_page->question();
        narrowed.from = QDate::currentDate().addYears(-2);
        m_page->setQuestion(narrowed);
        search();
    } else if (id == theRest) {
        if (m_bench.client && m_search.hasRest()) {
            m_page->setAsking(true);
            m_sent.record(*m_bench.client);
            m_search.askForRest(*m_bench.client);
        }
    } else if (id == askWithoutFilters) {
        m_page->setQuestion({});
        search();
    } else {
        emit actRequested(story::Act(id.toInt()));
    }
}

void StudiesStep::showDifferences()
{
    QList<model::Route> routes;
    for (const ui::RouteAnswer &answer : std::as_const(m_routes))
        if (hasAnswered(answer))
            routes += answer.route;
    const QList<ui::DifferingStudy> differing = differingStudies(m_found);
    // A study that one route alone knows agrees with nothing.
    const auto agreeing = std::count_if(m_found.studies.begin(), m_found.studies.end(), [&](const model::Study &study) {
        return study.routes.size() > 1 && std::none_of(differing.begin(), differing.end(),
                                                       [&study](const auto &row) { return row.uid == study.uid; });
    });
    m_differences->setDifferences(routes, differing, int(agreeing));
}

model::StudyQuery StudiesStep::query() const
{
    model::StudyQuery query = m_page->question();
    if (m_bench.confirmed) {
        query.patient = m_bench.confirmed->identifier;
        query.patientResourceId = m_bench.confirmed->confirmed.id;
    }
    return query;
}

void StudiesStep::showWhatIsSent()
{
    if (!m_bench.client)
        return;
    QStringList requests;
    const QList<model::Route> &routes = m_bench.client->endpoint().routes;
    for (const model::Route route : routes) {
        const QStringList lines = m_bench.client->described(query(), route);
        if (!lines.isEmpty())
            requests += ui::tagOf(route) + u'\n' + lines.join(u'\n');
    }
    if (const QString sent = m_sent.inWords(); !sent.isEmpty())
        requests += sent;
    m_page->setWhatIsSent(requests.join(u"\n\n"_s));
}

//! The rows are the answer to the question that was asked, not to the one that stands on the page by now.
void StudiesStep::showStale()
{
    const bool fits = !m_answeredAt.isValid() || m_askedInWords == m_page->questionInWords();
    m_page->setStale(fits ? QString() : tr("From %1. Ask again, F5").arg(clock(m_answeredAt)));
}

void StudiesStep::choose(const QList<model::StudyUid> &uids)
{
    QList<model::Study> chosen;
    for (const model::StudyUid &uid : uids)
        for (const model::Study &study : std::as_const(m_found.studies))
            if (study.uid == uid)
                chosen += study;
    QHash<QString, QString> counts;
    for (const story::Difference &difference : std::as_const(m_found.differences)) {
        if (difference.field != "instanceCount"_L1)
            continue;
        QStringList words;
        for (const auto &[route, value] : difference.values)
            words += ui::tagOf(route) + u' ' + value;
        counts.insert(difference.study.text(), words.join(u"   "_s));
    }
    emit studiesChosen(chosen, counts);
}

void StudiesStep::forget()
{
    m_search.stop();
    m_found = {};
    m_rows.clear();
    m_routes.clear();
    m_failed.clear();
    m_answeredAt = {};
    m_sent.clear();
    m_sent.stop();
    m_page->setRoutes({});
    m_page->setTicks({});
    m_page->setStudies({});
    m_page->setPageNotice(std::nullopt);
    m_page->setNothingAsked();
    showDifferences();
    m_bench.window.setStepState(ui::Step::Studies, ui::StepState::NotReached);
}

} // namespace window
