#include "DocumentJobs.h"

#include "Documents.h"
#include "Elements.h"
#include "FhirWalk.h"

#include <QDateTime>

#include <algorithm>

namespace network {

namespace {

using model::Document;
using model::Note;

//! Searches DocumentReference in several forms until one finds something.
class DocumentSearch final : public Work<Job<model::DocumentList>>
{
public:
    explicit DocumentSearch(model::DocumentQuery query) : m_query(std::move(query)) {}

    void start() override;

private:
    struct Form
    {
        PatientForm patient = PatientForm::ChainedIdentifier;
        StudyForm study = StudyForm::NotAsked;
        Scope scope = Scope::Whole;
    };

    void planForms();
    void tryNext();
    Result<BundlePage> readPage(const QByteArray &body);
    void ended(const FhirWalk::Ending &ending);
    bool isOfPatient(const DocumentEntry &entry) const;
    bool isOfAnother(const DocumentEntry &entry) const;
    void conclude();

    const model::DocumentQuery m_query;
    QList<Form> m_forms; //!< still to be tried
    Form m_form;
    std::unique_ptr<FhirWalk> m_walk;
    QList<DocumentEntry> m_entries;
    std::optional<Error> m_firstError;
    bool m_anyAnswer = false;
    QList<Note> m_emptyNotes; //!< of answers that held nothing
    model::DocumentList m_list;
};

void DocumentSearch::start()
{
    if (workplace().endpoint().fhirBase.isEmpty())
        return fail({Error::Kind::Usage, QStringLiteral("This contact point has no FHIR address (fhirBase)."), 0});
    planForms();
    tryNext();
}

void DocumentSearch::planForms()
{
    const Learned &learned = workplace().learned();
    QList<PatientForm> patients{PatientForm::ChainedIdentifier};
    if (learned.patientForm)
        patients = {*learned.patientForm};
    else if (m_query.patient)
        patients = {PatientForm::ChainedIdentifier, PatientForm::ResourceId, PatientForm::IdentifierOfReference,
                    PatientForm::ChainedSubject};
    else if (!m_query.patientResourceId.isEmpty())
        patients = {PatientForm::ResourceId};
    if (m_query.patientResourceId.isEmpty())
        patients.removeAll(PatientForm::ResourceId);
    if (patients.isEmpty())
        patients = {PatientForm::ChainedIdentifier};

    QList<StudyForm> studies{StudyForm::NotAsked};
    if (m_query.study) {
        studies = {StudyForm::StudyInstanceUid, StudyForm::RelatedIdentifier};
        if (m_query.patient || !m_query.patientResourceId.isEmpty()) // else it would mean every document there is
            studies.append(StudyForm::NotAsked);
    }
    const Scope scope = learned.statusRefused ? Scope::WithoutStatus : Scope::Whole;
    // Not every pair: what a server does not know is one form or the other.
    for (const StudyForm study : std::as_const(studies))
        m_forms.append({patients.constFirst(), study, scope});
    for (const PatientForm patient : patients.mid(1))
        m_forms.append({patient, studies.constLast(), scope});
    // Documents are filed under many types, so what is found by none of ours is judged by its content.
    m_forms.append({patients.constFirst(), studies.constLast(), Scope::Essential});
}

void DocumentSearch::tryNext()
{
    if (m_forms.isEmpty()) {
        if (!m_anyAnswer && m_firstError)
            return fail(*m_firstError);
        m_list.notes += m_emptyNotes;
        return finish(m_list);
    }
    m_form = m_forms.takeFirst();
    m_entries.clear();
    m_walk = std::make_unique<FhirWalk>(
        workplace(), searchFor(m_query, m_form.patient, m_form.study, m_form.scope),
        [this](const QByteArray &body) { return readPage(body); },
        [this](const FhirWalk::Ending &ending) { ended(ending); });
    m_walk->start();
}

Result<BundlePage> DocumentSearch::readPage(const QByteArray &body)
{
    auto page = documentsIn(body);
    if (!page)
        return tl::unexpected(page.error());
    for (const DocumentEntry &entry : std::as_const(page->documents))
        if (entry.document.id.isEmpty() || // rows come twice where pages shift
            std::none_of(m_entries.cbegin(), m_entries.cend(),
                         [&entry](const DocumentEntry &known) { return known.document.id == entry.document.id; }))
            m_entries.append(entry);
    report({m_entries.size(), std::nullopt, model::Progress::Unit::Rows});
    return *page;
}

void DocumentSearch::ended(const FhirWalk::Ending &ending)
{
    if (ending.error) {
        // Only a refusal of this very form is worth another form; everything else would come again.
        const bool refused = ending.error->kind == Error::Kind::Rejected || ending.error->httpStatus == 501;
        if (!refused)
            return m_anyAnswer ? (m_forms.clear(), tryNext()) : fail(*ending.error);
        if (!m_firstError)
            m_firstError = ending.error;
        if (m_form.scope == Scope::Whole) {
            workplace().learned().statusRefused = true;
            m_form.scope = Scope::WithoutStatus;
            for (Form &form : m_forms)
                if (form.scope == Scope::Whole)
                    form.scope = Scope::WithoutStatus;
            m_forms.prepend(m_form);
        }
        return tryNext();
    }
    m_anyAnswer = true;
    const bool patientIgnored =
        std::any_of(ending.ignoredFilters.begin(), ending.ignoredFilters.end(),
                    [](const QString &name) { return name.startsWith(u"patient") || name.startsWith(u"subject"); }) ||
        std::any_of(m_entries.begin(), m_entries.end(),
                    [this](const DocumentEntry &entry) { return isOfAnother(entry); });
    const qsizetype rows = m_entries.size();
    if (patientIgnored)
        m_entries.removeIf([this](const DocumentEntry &entry) { return !isOfPatient(entry); });
    QList<Note> notes = ending.notes;
    if (m_entries.size() < rows)
        notes.append({Note::Kind::IgnoredFilter,
                      QStringLiteral("The server does not search by patient in this form; rows that cannot be shown "
                                     "to be of this patient were left out.")});
    if (m_form.scope == Scope::Essential && m_query.type.isEmpty())
        m_entries.removeIf([](const DocumentEntry &entry) {
            return !entry.isKindSure && entry.document.kind == Document::Kind::Other;
        });
    if (m_entries.isEmpty()) {
        for (const Note &note : std::as_const(notes))
            if (!m_emptyNotes.contains(note))
                m_emptyNotes.append(note);
        return tryNext();
    }
    m_list.truncated = ending.truncated;
    m_list.notes = notes;
    if (m_form.scope == Scope::Essential)
        m_list.notes.append({Note::Kind::Fallback,
                             QStringLiteral("The server found nothing by the types of imaging documents, so the list "
                                            "was fetched without and filtered here.")});
    if (m_query.patient && !patientIgnored)
        workplace().learned().patientForm = m_form.patient;
    conclude();
}

bool DocumentSearch::isOfPatient(const DocumentEntry &entry) const
{
    const model::StudyPatient &named = entry.document.patient;
    if (m_query.patient && isSameNumber(named.id, m_query.patient->value) &&
        (named.issuer.isEmpty() || named.issuer == m_query.patient->system))
        return true;
    const QString id = QStringLiteral("Patient/") + m_query.patientResourceId;
    return !m_query.patientResourceId.isEmpty() && (entry.subject == id || entry.subject.endsWith(u'/' + id));
}

bool DocumentSearch::isOfAnother(const DocumentEntry &entry) const
{
    const model::StudyPatient &named = entry.document.patient;
    return m_query.patient && !named.id.isEmpty() && named.issuer == m_query.patient->system &&
           !isSameNumber(named.id, m_query.patient->value);
}

void DocumentSearch::conclude()
{
    m_entries = withoutTwins(std::move(m_entries));
    for (const DocumentEntry &entry : std::as_const(m_entries))
        m_list.documents.append(entry.document);
    linkByAccession(m_list.documents);
    m_list.documents.removeIf([this](const Document &document) { return !fits(document, m_query); });
    std::stable_sort(m_list.documents.begin(), m_list.documents.end(), [](const Document &a, const Document &b) {
        return QDateTime::fromString(a.date, Qt::ISODate) > QDateTime::fromString(b.date, Qt::ISODate);
    });
    finish(m_list);
}

} // namespace

JobPtr<Job<model::DocumentList>> startDocumentSearch(const WorkplaceDoor &door, const model::DocumentQuery &query)
{
    return startWork<DocumentSearch>(door, query);
}

} // namespace network
