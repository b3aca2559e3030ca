#include "FhirJobs.h"

#include "AskedPatient.h"
#include "Elements.h"
#include "FhirWalk.h"
#include "RecordLookup.h"
#include "StudyFilter.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace network {

namespace {

using model::Note;

const QString modalityFilter = QStringLiteral("modality");
const QString bodySiteFilter = QStringLiteral("bodysite");

//! The filters of a query that a search can do without, by their parameters in R4: rows are filtered by them here, as
//! far as they tell.
QStringList filtersIn(const model::StudyQuery &query)
{
    QStringList filters;
    if (!query.modality.isEmpty())
        filters << modalityFilter;
    if (!query.bodySite.isEmpty())
        filters << bodySiteFilter;
    if (!query.reason.isEmpty())
        filters << QStringLiteral("reason");
    if (!query.sopClass.isEmpty())
        filters << QStringLiteral("dicom-class");
    if (query.from.isValid() || query.to.isValid())
        filters << QStringLiteral("started");
    return filters;
}

model::StudyQuery queryWithout(const QStringList &filters, model::StudyQuery query)
{
    if (filters.contains(modalityFilter))
        query.modality.clear();
    if (filters.contains(bodySiteFilter))
        query.bodySite.clear();
    if (filters.contains(u"reason"))
        query.reason.clear();
    if (filters.contains(u"dicom-class"))
        query.sopClass.clear();
    if (filters.contains(u"started"))
        query.from = query.to = {};
    return query;
}

//! What the resources that describe one study tell beside it.
struct Described
{
    QStringList bodySites;
    QStringList reasons;
    QStringList numbers;
    QStringList starts;
};

bool isAmong(const QString &asked, const QStringList &told)
{
    return asked.isEmpty() || told.isEmpty() || told.contains(asked.section(u'|', -1), Qt::CaseInsensitive);
}

//! Whether a study bears the codes and the number that were asked for, as far as its resources tell. Which system they
//! are of does not matter: some are written in two ways.
bool bearsWhatWasAsked(const model::StudyUid &study, const Described &told, const model::StudyQuery &query)
{
    model::StudyQuery number;
    number.identifier = query.identifier;
    const auto uid = withNumbersRead(number).study;
    return isAmong(query.bodySite, told.bodySites) && isAmong(query.reason, told.reasons) &&
           (uid ? *uid == study : isAmong(query.identifier, told.numbers));
}

bool isOfOtherDay(const model::Study &study, const model::StudyQuery &query)
{
    return study.date.isValid() &&
           ((query.from.isValid() && study.date < query.from) || (query.to.isValid() && study.date > query.to));
}

//! Whether a start with a zone is on the days that were asked for anywhere on earth. A server that searches by days
//! counts them in a zone of its own (spec 2.4), which it does not tell.
bool mayBeOfTheseDays(const QStringList &starts, const model::StudyQuery &query)
{
    constexpr qint64 hour = 3600, westernmost = -12 * hour, easternmost = 14 * hour;
    return std::any_of(starts.cbegin(), starts.cend(), [&query](const QString &told) {
        const QDateTime start = QDateTime::fromString(told, Qt::ISODate);
        if (!start.isValid() || start.timeSpec() == Qt::LocalTime)
            return false;
        const QDateTime instant = start.toUTC();
        return (!query.from.isValid() || instant.addSecs(easternmost).date() >= query.from) &&
               (!query.to.isValid() || instant.addSecs(westernmost).date() <= query.to);
    });
}

Note ofOtherDays(int count)
{
    return {Note::Kind::ServerWarning,
            count == 1 ? QStringLiteral("1 study is dated beside the days that were asked for; the server counts days "
                                        "in another time zone.")
                       : QStringLiteral("%1 studies are dated beside the days that were asked for; the server counts "
                                        "days in another time zone.")
                             .arg(count)};
}

//! Searches ImagingStudy in several forms until one finds something, then resolves the endpoints of what was found.
class FhirStudySearch final : public Work<Job<model::StudyList>>
{
public:
    explicit FhirStudySearch(model::StudyQuery query)
        : m_query(std::move(query)), m_resourceId(m_query.patientResourceId)
    {}

    void start() override
    {
        if (workplace().endpoint().fhirBase.isEmpty())
            return fail(noFhirBase());
        planForms();
        tryNext();
    }

private:
    struct Form
    {
        PatientForm patient = PatientForm::ChainedIdentifier;
        UidForm uid = UidForm::SystemAndUrn;
        QStringList without = {}; //!< filters that are not sent, by their parameters in R4
        BodySiteForm bodySite = BodySiteForm::R4;
        bool withInclude = true; //!< _include=ImagingStudy:endpoint
        bool isSettled = false;  //!< the other name of the body site is no better
    };

    void planForms();
    void tryNext();
    void lookUpTheRecord();
    Result<BundlePage> readPage(const QByteArray &body);
    void ended(const FhirWalk::Ending &ending);
    //! Servers look for the modality in the series only, so it finds no summary without series.
    bool mayLackSummaries(const FhirWalk::Ending &ending) const;
    //! Asks once more without the modality; what comes is added.
    void addSummaries(const FhirWalk::Ending &ending);
    void take(const FhirWalk::Ending &ending);
    static QString bodySiteName(BodySiteForm form);
    static BodySiteForm otherOf(BodySiteForm form);
    model::StudyQuery queryFor(const Form &form) const;
    FhirSearch searchIn(const Form &form) const;
    //! The same form with less in it, for a server that refuses a part of it; nothing where all was tried.
    std::optional<Form> milder(Form form, const Error &refusal);
    //! Where the server did not apply the body site, the form is tried again with its other name.
    bool asksForBodySiteOtherwise(const FhirWalk::Ending &ending);
    //! Takes as this server's habit what had to be changed before it answered.
    void learn(const FhirWalk::Ending &ending);
    void remember(const Form &form);
    void tellWhatWasNotSent();
    void fetchEndpoints();
    void endpointCame(const QString &reference, const Result<HttpAnswer> &answer);
    void conclude();

    const model::StudyQuery m_query;
    QString m_resourceId; //!< of the patient's record: as asked, else looked up where a form needs it
    std::unique_ptr<RecordLookup> m_lookup;
    QList<Form> m_forms; //!< still to be tried
    Form m_form;
    BodySiteForm m_usualSite = BodySiteForm::R4; //!< tried first; what others learn meanwhile does not change it
    std::optional<Form> m_retreat;               //!< it was answered, though without the body site
    std::unique_ptr<FhirWalk> m_walk;
    std::optional<Error> m_firstError;
    bool m_anyAnswer = false;
    bool m_areDaysApplied = false;     //!< to the answer, as far as the server tells
    bool m_isModalityAnswered = false; //!< a search by it, though it may have held nothing
    QStringList m_refused;             //!< filters that were left out of a form for being refused

    QList<ImagingStudyEntry> m_entries;
    EndpointTable m_endpoints;
    QStringList m_toFetch;
    qsizetype m_fetched = 0;
    std::unique_ptr<HttpCall> m_call;
    model::StudyList m_list;
    QSet<std::pair<model::StudyUid, QString>> m_others; //!< of its ofOthers
    QList<Note> m_emptyNotes;                           //!< of answers that held nothing
};

void FhirStudySearch::planForms()
{
    const Learned &learned = workplace().learned();
    const QList<PatientForm> patients = patientForms(m_query.patient, m_query.patientResourceId, learned.studiesForm);
    const QList<UidForm> uids = m_query.study ? uidForms(learned.uidForm) : QList{UidForm::SystemAndUrn};

    // Not every pair: what a server does not know is one form or the other.
    for (const UidForm uid : std::as_const(uids))
        m_forms.append({patients.constFirst(), uid});
    for (const PatientForm patient : patients.mid(1))
        m_forms.append({patient, uids.constFirst()});
    // Servers look for the modality in the series only, so a summary without series is missed.
    if (!m_query.modality.isEmpty())
        for (const PatientForm patient : std::as_const(patients))
            m_forms.append({patient, uids.constFirst(), {modalityFilter}});
    m_usualSite = learned.bodySiteForm;
    for (Form &form : m_forms) {
        form.bodySite = m_usualSite;
        form.withInclude = !learned.includeRefused;
    }
    if (!m_query.rest.isEmpty()) // its pages are of the form that found the first ones
        m_forms = {{patients.constFirst(), uids.constFirst()}};
}

void FhirStudySearch::tryNext()
{
    if (m_forms.isEmpty()) {
        if (!m_anyAnswer && m_firstError)
            return fail(*m_firstError);
        m_list.notes += m_emptyNotes;
        return finish(m_list);
    }
    if (m_forms.constFirst().patient == PatientForm::ResourceId && m_resourceId.isEmpty() && m_query.rest.isEmpty())
        return lookUpTheRecord();
    m_form = m_forms.takeFirst();
    m_entries.clear();
    m_walk = std::make_unique<FhirWalk>(
        workplace(), searchIn(m_form), [this](const QByteArray &body) { return readPage(body); },
        [this](const FhirWalk::Ending &ending) { ended(ending); });
    m_query.rest.isEmpty() ? m_walk->start() : m_walk->goOnAt(m_query.rest);
}

void FhirStudySearch::lookUpTheRecord()
{
    m_lookup = std::make_unique<RecordLookup>(workplace(), *m_query.patient, [this](const QString &resourceId) {
        m_resourceId = resourceId;
        if (resourceId.isEmpty())
            m_forms.removeIf([](const Form &form) { return form.patient == PatientForm::ResourceId; });
        tryNext();
    });
    m_lookup->start();
}

Result<BundlePage> FhirStudySearch::readPage(const QByteArray &body)
{
    auto page = imagingStudiesIn(body, workplace().endpoint().fhirBase);
    if (!page)
        return tl::unexpected(page.error());
    m_entries += page->studies;
    m_endpoints.insert(page->endpoints);
    for (const model::StudyUid &uid : std::as_const(page->withdrawn))
        if (!m_list.withdrawn.contains(uid)) // each form of the search may bring the same
            m_list.withdrawn.append(uid);
    report({m_entries.size(), std::nullopt, model::Progress::Unit::Rows});
    return *page;
}

QString FhirStudySearch::bodySiteName(BodySiteForm form)
{
    return form == BodySiteForm::R5 ? QStringLiteral("body-site") : QStringLiteral("bodysite");
}

BodySiteForm FhirStudySearch::otherOf(BodySiteForm form)
{
    return form == BodySiteForm::R4 ? BodySiteForm::R5 : BodySiteForm::R4;
}

model::StudyQuery FhirStudySearch::queryFor(const Form &form) const
{
    model::StudyQuery query = queryWithout(form.without, m_query);
    query.patientResourceId = m_resourceId;
    return query;
}

FhirSearch FhirStudySearch::searchIn(const Form &form) const
{
    FhirSearch search = searchFor(queryFor(form), form.patient, form.uid, form.bodySite);
    if (form.withInclude)
        search.parameters.emplaceBack(QStringLiteral("_include"), QStringLiteral("ImagingStudy:endpoint"));
    return search;
}

std::optional<FhirStudySearch::Form> FhirStudySearch::milder(Form form, const Error &refusal)
{
    QStringList sent = filtersIn(queryFor(form));
    QStringList named = sent;
    named.removeIf([&](const QString &filter) {
        const QString name = filter == bodySiteFilter ? bodySiteName(form.bodySite) : filter;
        const QRegularExpression word(QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(name));
        return !refusal.detail.contains(word);
    });
    const bool hasOtherSite = sent.contains(bodySiteFilter) && !form.isSettled && form.bodySite == m_usualSite;
    if (hasOtherSite)
        named.removeAll(bodySiteFilter);
    if (!named.isEmpty()) {
        form.without += named;
        m_refused += named;
        return form;
    }
    if (hasOtherSite) {
        form.bodySite = otherOf(m_usualSite);
        return form;
    }
    if (form.withInclude) {
        form.withInclude = false;
        if (!form.isSettled)
            form.bodySite = m_usualSite;
        return form;
    }
    sent.removeAll(modalityFilter); // there is a form without it
    if (sent.isEmpty())
        return std::nullopt;
    form.without += sent;
    m_refused += sent;
    form.withInclude = !workplace().learned().includeRefused;
    return form;
}

bool FhirStudySearch::asksForBodySiteOtherwise(const FhirWalk::Ending &ending)
{
    if (m_query.bodySite.isEmpty() || m_form.isSettled ||
        !ending.ignoredFilters.contains(bodySiteName(m_form.bodySite)))
        return false;
    m_form.isSettled = true;
    m_retreat = m_form;
    m_form.bodySite = otherOf(m_form.bodySite);
    m_forms.prepend(m_form);
    return true;
}

void FhirStudySearch::learn(const FhirWalk::Ending &ending)
{
    m_retreat.reset();
    Learned &learned = workplace().learned();
    const bool sendsBodySite = filtersIn(queryFor(m_form)).contains(bodySiteFilter);
    if (sendsBodySite && !ending.ignoredFilters.contains(bodySiteName(m_form.bodySite)))
        learned.bodySiteForm = m_form.bodySite;
    // It was refused with it, and was not without.
    learned.includeRefused = !m_form.withInclude;
    m_usualSite = learned.bodySiteForm;
    for (Form &form : m_forms) {
        form.bodySite = m_usualSite;
        form.withInclude = m_form.withInclude;
        form.without += m_form.without;
    }
}

void FhirStudySearch::ended(const FhirWalk::Ending &ending)
{
    const bool goesOn = !m_query.rest.isEmpty();
    if (goesOn && ending.error)
        return fail(*ending.error);
    if (ending.error) {
        // Only a refusal of this very form is worth another form; everything else would come again.
        const bool refused = ending.error->kind == Error::Kind::Rejected || ending.error->httpStatus == 501;
        if (!refused)
            return m_anyAnswer ? (m_forms.clear(), tryNext()) : fail(*ending.error);
        if (!m_firstError)
            m_firstError = ending.error;
        if (const auto retreat = std::exchange(m_retreat, std::nullopt))
            m_forms.prepend(*retreat);
        else if (const auto next = milder(m_form, *ending.error))
            m_forms.prepend(*next);
        return tryNext();
    }
    m_anyAnswer = true;
    m_isModalityAnswered = m_isModalityAnswered || !m_form.without.contains(modalityFilter);
    if (!goesOn) {
        if (asksForBodySiteOtherwise(ending))
            return tryNext();
        learn(ending);
        if (mayLackSummaries(ending))
            return addSummaries(ending);
    }
    take(ending);
}

bool FhirStudySearch::mayLackSummaries(const FhirWalk::Ending &ending) const
{
    // Where it found nothing, there is a form without it; what was asked for by its UID is here.
    return !m_query.modality.isEmpty() && !m_form.without.contains(modalityFilter) && !m_entries.isEmpty() &&
           !ending.ignoredFilters.contains(modalityFilter) && m_query.patient && !m_query.study;
}

void FhirStudySearch::addSummaries(const FhirWalk::Ending &ending)
{
    Form form = m_form;
    form.without << modalityFilter;
    m_walk = std::make_unique<FhirWalk>(
        workplace(), searchIn(form), [this](const QByteArray &body) { return readPage(body); },
        [this, ending](const FhirWalk::Ending &further) {
            FhirWalk::Ending both = further.error ? ending : further; // what this one found holds what the other did
            if (further.error) {
                both.truncated = true;
                both.notes.append({Note::Kind::Truncated,
                                   QStringLiteral("The search without %1 failed, so studies that list no series may be "
                                                  "missing: %2")
                                       .arg(modalityFilter, further.error->detail)});
            }
            take(both);
        });
    m_walk->start();
}

void FhirStudySearch::take(const FhirWalk::Ending &ending)
{
    const bool goesOn = !m_query.rest.isEmpty();
    QList<Note> notes = ending.notes;
    QList<ImagingStudyEntry> others;
    const bool patientIgnored = AskedPatient(m_query.patient, m_resourceId)
                                    .keep(
                                        m_entries, ending.ignoredFilters, notes,
                                        [](const ImagingStudyEntry &entry) { return entry.study.patient; }, &others);
    for (const ImagingStudyEntry &other : std::as_const(others)) {
        const std::pair key{other.study.uid, other.study.patient.id};
        if (!m_others.contains(key)) // each form of the search may bring the same
            m_list.ofOthers.append(model::patientOf(other.study));
        m_others.insert(key);
    }
    if (m_entries.isEmpty() && !goesOn) {
        for (const Note &note : std::as_const(notes))
            if (!m_emptyNotes.contains(note))
                m_emptyNotes.append(note);
        return tryNext();
    }
    m_areDaysApplied = !m_form.without.contains(QStringLiteral("started")) &&
                       !ending.ignoredFilters.contains(QStringLiteral("started"));
    m_list.truncated = ending.truncated;
    m_list.notes = notes;
    if (!patientIgnored) { // else it would be the rest of everybody's
        m_list.rest = ending.rest;
        if (!goesOn)
            remember(m_form);
    }
    tellWhatWasNotSent();
    fetchEndpoints();
}

void FhirStudySearch::tellWhatWasNotSent()
{
    QStringList left = m_form.without;
    left.removeDuplicates();
    for (const QString &filter : std::as_const(left)) {
        if (m_refused.contains(filter) || (filter == modalityFilter && !m_isModalityAnswered))
            m_list.notes.append({Note::Kind::IgnoredFilter,
                                 QStringLiteral("The server refused the search with %1, so the list was fetched "
                                                "without and filtered by it here, as far as the studies tell it.")
                                     .arg(filter),
                                 filter});
        else
            m_list.notes.append(
                {Note::Kind::Fallback,
                 QStringLiteral("The server found nothing by %1, so the list was fetched without and filtered here.")
                     .arg(filter)});
    }
}

void FhirStudySearch::remember(const Form &form)
{
    Learned &learned = workplace().learned();
    if (m_query.patient)
        learned.studiesForm = form.patient;
    if (m_query.study)
        learned.uidForm = form.uid;
    if (m_query.patient && form.patient != PatientForm::ChainedIdentifier)
        m_list.notes.append(
            {Note::Kind::Fallback, QStringLiteral("The server does not follow patient.identifier; another form of "
                                                  "the search found the studies.")});
}

//! Facades often ignore _include: what it should have brought is fetched one by one, within reason.
void FhirStudySearch::fetchEndpoints()
{
    constexpr qsizetype mostFetched = 20;
    QSet<QString> left;
    for (const ImagingStudyEntry &entry : std::as_const(m_entries)) {
        QStringList references = entry.endpoints;
        for (const QStringList &ofSeries : entry.seriesEndpoints)
            references += ofSeries;
        for (const QString &reference : std::as_const(references))
            if (!reference.startsWith(u'#') && !endpointNamed(m_endpoints, reference) &&
                !m_toFetch.contains(reference)) {
                if (m_fetched + m_toFetch.size() < mostFetched)
                    m_toFetch.append(reference);
                else
                    left.insert(reference);
            }
    }
    if (m_toFetch.isEmpty()) {
        if (!left.isEmpty())
            m_list.notes.append(
                {Note::Kind::ServerWarning,
                 QStringLiteral("The server sent no Endpoint resources along; %1 of %2 were read, so some studies lack "
                                "their addresses.")
                     .arg(m_fetched)
                     .arg(m_fetched + left.size())});
        return conclude();
    }
    const QString reference = m_toFetch.takeFirst();
    ++m_fetched;
    const QUrl base = workplace().endpoint().fhirBase;
    HttpRequest request;
    request.service = HttpRequest::Service::Fhir;
    request.headers.emplaceBack("Accept", "application/fhir+json");
    request.url = reference.startsWith(u"Endpoint/") ? below(base, reference) : QUrl(reference);
    m_endpoints.insert(reference, {}); // asked once, whatever comes
    if (originOf(request.url) != originOf(base))
        return fetchEndpoints();
    m_call = workplace().http().send(request);
    connect(m_call.get(), &HttpCall::done, this,
            [this, reference](const Result<HttpAnswer> &answer) { endpointCame(reference, answer); });
}

void FhirStudySearch::endpointCame(const QString &reference, const Result<HttpAnswer> &answer)
{
    if (answer) {
        if (const auto endpoint = endpointIn(answer->text(), workplace().endpoint().fhirBase))
            m_endpoints.insert(reference, *endpoint);
    }
    fetchEndpoints();
}

void FhirStudySearch::conclude()
{
    StudyPlaces places;
    QHash<model::StudyUid, Described> described;
    for (ImagingStudyEntry &entry : m_entries) {
        resolveEndpoints(entry, m_endpoints);
        mergeInto(m_list.studies, places, entry.study);
        Described &told = described[entry.study.uid];
        told.bodySites += entry.bodySites;
        told.reasons += entry.reasons;
        told.numbers += entry.numbers;
        told.starts += entry.started;
    }
    model::StudyQuery anyDay = m_query;
    anyDay.from = anyDay.to = QDate();
    anyDay.fromTime = anyDay.toTime = QTime();
    int ofOtherDay = 0;
    m_list.studies.removeIf([&](const model::Study &study) {
        const Described &told = described[study.uid];
        if (!bearsWhatWasAsked(study.uid, told, m_query))
            return true;
        if (fits(study, m_query))
            return false;
        const bool isListedSo = m_areDaysApplied && isOfOtherDay(study, m_query) &&
                                mayBeOfTheseDays(told.starts, m_query) && fits(study, anyDay);
        ofOtherDay += isListedSo ? 1 : 0;
        return !isListedSo;
    });
    if (ofOtherDay > 0)
        m_list.notes.append(ofOtherDays(ofOtherDay));
    for (model::Study &study : m_list.studies) {
        m_list.withdrawn.removeAll(study.uid); // one resource of it was, another stands
        sortByNumber(study);
    }
    m_list.notes += notesOnUntold(m_list.studies, m_query);
    finish(m_list);
}

} // namespace

Error noFhirBase()
{
    return {Error::Kind::Usage, QStringLiteral("This contact point has no FHIR address (fhirBase)."), 0};
}

JobPtr<Job<model::StudyList>> startFhirStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query)
{
    return startWork<FhirStudySearch>(door, query);
}

} // namespace network
