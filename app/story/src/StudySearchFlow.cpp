#include <story/StudySearchFlow.h>

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace story {

namespace {

model::Note routeNote(model::Route route, const QString &detail)
{
    return {model::Note::Kind::RouteFailed, model::nameOf(route) + QStringLiteral(": ") + detail};
}

//! Body sites are tokens (FHIR R4 3.1.1.4.6): a server looks for the code, not for its display.
bool isWord(const QString &bodySite)
{
    const auto isLetter = [](QChar character) { return character.isLetter(); };
    const auto isOfCode = [](QChar character) { return character.isDigit() || character == u'|'; };
    return std::any_of(bodySite.begin(), bodySite.end(), isLetter) &&
           std::none_of(bodySite.begin(), bodySite.end(), isOfCode);
}

} // namespace

void StudySearchFlow::start(network::Client &client, const StudySearchRequest &request)
{
    stop();
    m_request = request;
    m_clock.start();

    const QList<model::Route> &allowed = client.endpoint().routes;
    QList<model::Route> routes = request.routes.isEmpty() ? allowed : request.routes;
    routes.removeIf([&](model::Route route) {
        if (allowed.contains(route))
            return false;
        if (!request.routes.isEmpty())
            m_ownNotes += routeNote(route, tr("The profile does not allow this route or names no address for it."));
        return true;
    });
    if (routes.isEmpty()) {
        const QString detail = m_ownNotes.isEmpty() ? tr("The profile allows no route by which studies are found.")
                                                    : m_ownNotes.first().detail;
        m_refusal = std::make_unique<QObject>();
        QMetaObject::invokeMethod(
            m_refusal.get(),
            [this, detail] {
                emit failed({network::Error::Kind::Usage, detail});
            },
            Qt::QueuedConnection);
        return;
    }

    for (const model::Route route : routes)
        m_asked.emplace_back(route, Asked{});
    for (size_t position = 0; position < m_asked.size(); ++position)
        ask(client, position, m_request.query);
}

void StudySearchFlow::askAgain(network::Client &client, model::Route route)
{
    for (size_t position = 0; position < m_asked.size(); ++position) {
        Asked &asked = m_asked[position].second;
        if (m_asked[position].first != route || asked.goesOn || (!asked.error && !asked.answer))
            continue;
        asked = {};
        m_clock.start();
        ask(client, position, m_request.query);
    }
}

bool StudySearchFlow::hasRest() const
{
    return std::any_of(m_asked.begin(), m_asked.end(),
                       [](const auto &one) { return one.second.answer && !one.second.answer->rest.isEmpty(); });
}

void StudySearchFlow::askForRest(network::Client &client)
{
    if (isRunning())
        return;
    m_clock.start();
    for (size_t position = 0; position < m_asked.size(); ++position) {
        Asked &asked = m_asked[position].second;
        if (!asked.answer || asked.answer->rest.isEmpty())
            continue;
        asked.goesOn = true;
        model::StudyQuery query = m_request.query;
        query.rest = asked.answer->rest;
        ask(client, position, query);
    }
}

const StudiesFound &StudySearchFlow::compareWith(const network::ExpectedPatient &confirmed)
{
    m_request.confirmed = confirmed;
    mergeAnswers();
    return m_found;
}

std::optional<network::Error> StudySearchFlow::errorOf(model::Route route) const
{
    for (const auto &[asked, state] : m_asked)
        if (asked == route)
            return state.error;
    return std::nullopt;
}

void StudySearchFlow::append(model::StudyList &answer, const network::Result<model::StudyList> &rest)
{
    answer.notes.removeIf([](const model::Note &note) { return note.kind == model::Note::Kind::Truncated; });
    if (!rest) {
        answer.notes +=
            {model::Note::Kind::Truncated, tr("The rest of the list could not be read: %1").arg(rest.error().detail)};
        return;
    }
    answer.studies += rest->studies;
    answer.ofOthers += rest->ofOthers;
    answer.withdrawn += rest->withdrawn;
    answer.truncated = rest->truncated;
    answer.rest = rest->rest;
    for (const model::Note &note : rest->notes)
        if (!answer.notes.contains(note))
            answer.notes += note;
}

void StudySearchFlow::ask(network::Client &client, size_t position, const model::StudyQuery &query)
{
    auto &[route, asked] = m_asked[position];
    ++m_open;
    asked.job = client.searchStudies(query, route);
    connect(asked.job.get(), &network::AnyJob::finished, this, [this, position] { routeEnded(position); });
    emit routeAsked(route);
}

void StudySearchFlow::stop()
{
    m_asked.clear();
    m_refusal.reset();
    m_ownNotes.clear();
    m_found = {};
    m_open = 0;
}

void StudySearchFlow::routeEnded(size_t position)
{
    auto &[route, asked] = m_asked[position];
    --m_open;
    const auto took = std::chrono::milliseconds(m_clock.elapsed());
    const network::Result<model::StudyList> result = asked.job->result();
    if (std::exchange(asked.goesOn, false)) {
        append(*asked.answer, result);
    } else if (result) {
        asked.answer = *result;
    }
    if (asked.answer) {
        mergeAnswers();
        const int count = static_cast<int>(asked.answer->studies.size());
        int ofOthers = 0;
        for (const model::Note &note : std::as_const(asked.answer->notes))
            if (note.kind == model::Note::Kind::OtherNumber)
                ofOthers += note.count;
        emit routeAnswered(route, count, ofOthers, asked.answer->truncated, took);
        emit studiesChanged(m_found);
    } else {
        asked.error = result.error();
        mergeAnswers();
        emit routeFailed(route, result.error());
    }
    if (m_open == 0 && !m_asked.empty())
        end();
}

namespace {

//! Rows under another number of studies that some route lists are told with these, and not as left out.
QList<model::Note> notesBeside(const QSet<model::StudyUid> &listed, const model::StudyList &answer)
{
    const auto told = std::count_if(answer.ofOthers.begin(), answer.ofOthers.end(),
                                    [&listed](const model::Study &other) { return listed.contains(other.uid); });
    QList<model::Note> notes;
    for (const model::Note &note : answer.notes) {
        if (told == 0 || note.kind != model::Note::Kind::OtherNumber)
            notes += note;
        else if (note.count > told)
            notes += model::underOtherNumber(note.count - static_cast<int>(told));
    }
    return notes;
}

//! Studies that a route withdrew, while others list them.
QList<model::Note> withdrawnNotes(const QList<RouteAnswer> &answers)
{
    QList<model::Note> notes;
    for (const RouteAnswer &one : answers)
        for (const model::StudyUid &uid : one.list.withdrawn) {
            QStringList listing;
            for (const RouteAnswer &other : answers)
                if (std::any_of(other.list.studies.begin(), other.list.studies.end(),
                                [&uid](const model::Study &study) { return study.uid == uid; }))
                    listing += model::nameOf(other.route);
            if (!listing.isEmpty())
                notes += {model::Note::Kind::ServerWarning,
                          StudySearchFlow::tr("%1 marks study %2 as cancelled or entered in error, but %3 lists it.")
                              .arg(model::nameOf(one.route), uid.text(), listing.join(QStringLiteral(", ")))};
        }
    return notes;
}

} // namespace

void StudySearchFlow::mergeAnswers()
{
    QList<RouteAnswer> answers;
    QSet<model::StudyUid> listed;
    QList<model::StudyUid> compared;
    const bool namesOthers = std::any_of(m_asked.begin(), m_asked.end(), [](const auto &one) {
        return one.second.answer && !one.second.answer->ofOthers.isEmpty();
    });
    for (const auto &[route, asked] : m_asked)
        if (asked.answer && namesOthers)
            for (const model::Study &study : asked.answer->studies)
                listed.insert(study.uid);
    m_found = {};
    m_found.notes = m_ownNotes;
    for (const auto &[route, asked] : m_asked) {
        if (asked.error)
            m_found.notes +=
                routeNote(route, network::nameOf(asked.error->kind) + QStringLiteral(", ") + asked.error->detail);
        if (!asked.answer)
            continue;
        answers += RouteAnswer{route, *asked.answer};
        m_found.truncated = m_found.truncated || asked.answer->truncated;
        m_found.notes += notesBeside(listed, *asked.answer);
        if (!m_request.confirmed)
            continue;
        const QList<model::Study> &rows = asked.answer->studies;
        QList<model::Study> told = rows;
        for (const model::Study &other : asked.answer->ofOthers)
            if (listed.contains(other.uid))
                told += other;
        model::PatientComparison usual; // of all rows that name their patient as the one before does
        for (qsizetype i = 0; i < told.size(); ++i) {
            const model::Study &study = told.at(i);
            if (i == 0 || study.patient != told.at(i - 1).patient ||
                study.otherPatients != told.at(i - 1).otherPatients)
                usual = model::compare(m_request.confirmed->identifier, m_request.confirmed->confirmed, study);
            model::PatientComparison comparison = usual;
            // An archive that has the study under her number and under another one keeps two patients.
            if (i >= rows.size() && comparison.verdict == model::PatientVerdict::Unchecked &&
                std::any_of(rows.begin(), rows.end(),
                            [&study](const model::Study &row) { return row.uid == study.uid; }))
                comparison.verdict = model::PatientVerdict::Conflict;
            if (comparison.verdict == model::PatientVerdict::Unchecked)
                m_found.unchecked.insert(study.uid);
            else
                compared += study.uid;
            if (comparison.verdict == model::PatientVerdict::Unchecked && !comparison.field.isEmpty())
                m_found.underUnexplainedNumber.insert(study.uid);
            if (comparison.verdict != model::PatientVerdict::Conflict)
                continue;
            m_found.conflicts += PatientConflict{study.uid, route, comparison};
            m_found.notes +=
                {model::Note::Kind::PatientDiffers, tr("%1: study %2 names another patient, %3 differs.")
                                                        .arg(model::nameOf(route), study.uid.text(), comparison.field)};
        }
    }
    if (!m_found.unchecked.isEmpty())
        m_found.unchecked -= QSet(compared.begin(), compared.end());
    const bool findsNone = std::any_of(answers.begin(), answers.end(), [](const RouteAnswer &answer) {
        return answer.route != model::Route::Dicomweb && answer.list.studies.isEmpty();
    });
    if (findsNone && isWord(m_request.query.bodySite))
        m_found.notes += {model::Note::Kind::ServerWarning,
                          tr("Body sites are searched by code, as SYSTEM|CODE or CODE; a word finds nothing. SNOMED CT "
                             "calls the thorax http://snomed.info/sct|51185008."),
                          QStringLiteral("bodysite")};
    m_found.notes += unknownToRoutes(answers, m_request.query);
    m_found.notes += withdrawnNotes(answers);
    MergedStudies merged = merge(answers);
    m_found.studies = std::move(merged.studies);
    m_found.differences = std::move(merged.differences);
    m_found.agreements = std::move(merged.agreements);
}

void StudySearchFlow::end()
{
    std::optional<network::Error> error;
    bool answered = false;
    for (const auto &[route, asked] : m_asked) {
        answered = answered || asked.answer;
        if (!asked.error)
            continue;
        // A refusal is the contact point's own word on this patient. A route that knows nothing says least.
        const auto weight = [](const network::Error &one) {
            using Kind = network::Error::Kind;
            return one.kind == Kind::Forbidden ? 2 : one.kind == Kind::NotFound ? 0 : 1;
        };
        if (!error || weight(*asked.error) > weight(*error))
            error = asked.error;
    }
    // Where one route refuses and the others list nothing, "nothing there" would hide the refusal.
    const bool refused = error && error->kind == network::Error::Kind::Forbidden && m_found.studies.isEmpty();
    if (answered && !refused)
        emit finished(m_found);
    else
        emit failed(*error);
}

} // namespace story
