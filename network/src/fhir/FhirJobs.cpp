#include "FhirJobs.h"

#include "AskedPatient.h"
#include "Elements.h"
#include "FhirWalk.h"
#include "RecordLookup.h"
#include "StudyFilter.h"
#include "http/Redaction.h"

#include <algorithm>

namespace network {

namespace {

using model::Note;

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
        bool withModality = true;
        BodySiteForm bodySite = BodySiteForm::R4;
        bool withInclude = true; //!< _include=ImagingStudy:endpoint
        bool isSettled = false;  //!< the other name of the body site is no better
    };

    void planForms();
    void tryNext();
    void lookUpTheRecord();
    Result<BundlePage> readPage(const QByteArray &body);
    void ended(const FhirWalk::Ending &ending);
    static QString bodySiteName(BodySiteForm form);
    static BodySiteForm otherOf(BodySiteForm form);
    //! The same form with less in it, for a server that refuses a part of it; nothing where all was tried.
    std::optional<Form> milder(Form form) const;
    //! Where the server did not apply the body site, the form is tried again with its other name.
    bool asksForBodySiteOtherwise(const FhirWalk::Ending &ending);
    //! Takes as this server's habit what had to be changed before it answered.
    void learn(const FhirWalk::Ending &ending);
    void remember(const Form &form);
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

    QList<ImagingStudyEntry> m_entries;
    EndpointTable m_endpoints;
    QStringList m_toFetch;
    qsizetype m_fetched = 0;
    std::unique_ptr<HttpCall> m_call;
    model::StudyList m_list;
    QList<Note> m_emptyNotes; //!< of answers that held nothing
};

void FhirStudySearch::planForms()
{
    const Learned &learned = workplace().learned();
    const QList<PatientForm> patients = patientForms(m_query.patient, m_query.patientResourceId, learned.studiesForm);
    const QList<UidForm> uids = m_query.study ? uidForms(learned.uidForm) : QList{UidForm::SystemAndUrn};

    // Not every pair: what a server does not know is one form or the other.
    for (const UidForm uid : std::as_const(uids))
        m_forms.append({patients.constFirst(), uid, true});
    for (const PatientForm patient : patients.mid(1))
        m_forms.append({patient, uids.constFirst(), true});
    // Servers look for the modality in the series only, so a summary without series is missed.
    if (!m_query.modality.isEmpty())
        for (const PatientForm patient : std::as_const(patients))
            m_forms.append({patient, uids.constFirst(), false});
    m_usualSite = learned.bodySiteForm;
    for (Form &form : m_forms) {
        form.bodySite = m_usualSite;
        form.withInclude = !learned.includeRefused;
    }
    if (!m_query.rest.isEmpty()) // its pages are of the form that found the first ones
        m_forms = {{patients.constFirst(), uids.constFirst(), true}};
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
    model::StudyQuery query = m_query;
    query.patientResourceId = m_resourceId;
    if (!m_form.withModality)
        query.modality.clear();
    FhirSearch search = searchFor(query, m_form.patient, m_form.uid, m_form.bodySite);
    if (m_form.withInclude)
        search.parameters.emplaceBack(QStringLiteral("_include"), QStringLiteral("ImagingStudy:endpoint"));
    m_entries.clear();
    m_walk = std::make_unique<FhirWalk>(
        workplace(), search, [this](const QByteArray &body) { return readPage(body); },
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

std::optional<FhirStudySearch::Form> FhirStudySearch::milder(Form form) const
{
    if (!m_query.bodySite.isEmpty() && !form.isSettled && form.bodySite == m_usualSite) {
        form.bodySite = otherOf(m_usualSite);
        return form;
    }
    if (!form.withInclude)
        return std::nullopt;
    form.withInclude = false;
    if (!form.isSettled)
        form.bodySite = m_usualSite;
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
    if (!m_query.bodySite.isEmpty() && !ending.ignoredFilters.contains(bodySiteName(m_form.bodySite)))
        learned.bodySiteForm = m_form.bodySite;
    // It was refused with it, and was not without.
    learned.includeRefused = !m_form.withInclude;
    m_usualSite = learned.bodySiteForm;
    for (Form &form : m_forms) {
        form.bodySite = m_usualSite;
        form.withInclude = m_form.withInclude;
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
        else if (const auto next = milder(m_form))
            m_forms.prepend(*next);
        return tryNext();
    }
    m_anyAnswer = true;
    if (!goesOn) {
        if (asksForBodySiteOtherwise(ending))
            return tryNext();
        learn(ending);
    }
    QList<Note> notes = ending.notes;
    const bool patientIgnored = AskedPatient(m_query.patient, m_resourceId)
                                    .keep(m_entries, ending.ignoredFilters, notes,
                                          [](const ImagingStudyEntry &entry) { return entry.study.patient; });
    if (m_entries.isEmpty() && !goesOn) {
        for (const Note &note : std::as_const(notes))
            if (!m_emptyNotes.contains(note))
                m_emptyNotes.append(note);
        return tryNext();
    }
    m_list.truncated = ending.truncated;
    m_list.notes = notes;
    if (!patientIgnored) { // else it would be the rest of everybody's
        m_list.rest = ending.rest;
        if (!goesOn)
            remember(m_form);
    }
    if (!m_query.modality.isEmpty() && !m_form.withModality)
        m_list.notes.append(
            {Note::Kind::Fallback,
             QStringLiteral(
                 "The server found nothing by modality, so the list was fetched without and filtered here.")});
    fetchEndpoints();
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
    for (const ImagingStudyEntry &entry : std::as_const(m_entries)) {
        QStringList references = entry.endpoints;
        for (const QStringList &ofSeries : entry.seriesEndpoints)
            references += ofSeries;
        for (const QString &reference : std::as_const(references))
            if (!reference.startsWith(u'#') && !endpointNamed(m_endpoints, reference) &&
                !m_toFetch.contains(reference) && m_fetched + m_toFetch.size() < mostFetched)
                m_toFetch.append(reference);
    }
    if (m_toFetch.isEmpty())
        return conclude();
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
        if (const auto endpoint = endpointIn(answer->body, workplace().endpoint().fhirBase))
            m_endpoints.insert(reference, *endpoint);
    }
    fetchEndpoints();
}

void FhirStudySearch::conclude()
{
    StudyPlaces places;
    for (ImagingStudyEntry &entry : m_entries) {
        resolveEndpoints(entry, m_endpoints);
        mergeInto(m_list.studies, places, entry.study);
    }
    m_list.studies.removeIf([this](const model::Study &study) { return !fits(study, m_query); });
    for (model::Study &study : m_list.studies)
        sortByNumber(study);
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
