#include "DocumentJobs.h"

#include "AskedPatient.h"
#include "Documents.h"
#include "Elements.h"
#include "FhirJobs.h"
#include "FhirWalk.h"
#include "RecordLookup.h"
#include "StudyFilter.h"
#include "dicomweb/QidoJobs.h"
#include "manifest/Content.h"
#include "manifest/ContentFetch.h"

#include <model/PatientComparison.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSet>

#include <algorithm>

namespace network {

namespace {

using model::Document;
using model::Note;

//! Searches DocumentReference in several forms until one finds something.
class DocumentSearch final : public Work<Job<model::DocumentList>>
{
public:
    explicit DocumentSearch(model::DocumentQuery query)
        : m_query(std::move(query)), m_resourceId(m_query.patientResourceId)
    {}

    void start() override;

private:
    struct Form
    {
        PatientForm patient = PatientForm::ChainedIdentifier;
        StudyForm study = StudyForm::NotAsked;
        Scope scope = Scope::Whole;
        RegionForm region = RegionForm::BodySite;
        bool isSettled = false; //!< the other name of the body site is no better
    };

    void planForms();
    void tryNext();
    void lookUpTheRecord();
    Result<BundlePage> readPage(const QByteArray &body);
    void ended(const FhirWalk::Ending &ending);
    //! The same form with less in it, for a server that refuses a part of it; nothing where all was tried.
    std::optional<Form> milder(Form form) const;
    bool sendsBodySite(const Form &form) const { return !m_query.bodySite.isEmpty() && form.scope != Scope::Essential; }
    //! Where the server did not apply the body site, the form is tried again with its other name.
    bool asksForBodySiteOtherwise(const FhirWalk::Ending &ending);
    //! Takes as this server's habit what had to be changed before it answered.
    void learn(const FhirWalk::Ending &ending);
    void judgeNext();
    void conclude();

    const model::DocumentQuery m_query;
    QString m_resourceId; //!< of the patient's record: as asked, else looked up where a form needs it
    std::unique_ptr<RecordLookup> m_lookup;
    qsizetype m_judged = 0; //!< entries whose kind is settled
    int m_opened = 0;       //!< documents that were looked into for it
    std::unique_ptr<ContentFetch> m_fetch;
    QList<Form> m_forms;                             //!< still to be tried
    RegionForm m_usualRegion = RegionForm::BodySite; //!< tried first; what others learn meanwhile does not change it
    std::optional<Form> m_retreat;                   //!< it was answered, though without the body site
    Form m_form;
    std::unique_ptr<FhirWalk> m_walk;
    QSet<QString> m_ids; //!< of the documents of the entries
    QList<DocumentEntry> m_entries;
    std::optional<Error> m_firstError;
    bool m_anyAnswer = false;
    bool m_areTypesAnswered = false; //!< a search by them, though it may have held nothing
    QList<Note> m_emptyNotes;        //!< of answers that held nothing
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
    const QList<PatientForm> patients = patientForms(m_query.patient, m_query.patientResourceId, learned.documentsForm);

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
    const Form essential{patients.constFirst(), studies.constLast(), Scope::Essential};
    if (m_query.type.isEmpty()) // who asks for a type wants nothing else
        m_forms.append(essential);
    if (!m_query.rest.isEmpty()) // its pages are of the form that found the first ones
        m_forms = {essential};
    m_usualRegion = learned.regionForm;
    for (Form &form : m_forms)
        form.region = m_usualRegion;
}

void DocumentSearch::tryNext()
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
    m_ids.clear();
    model::DocumentQuery query = m_query;
    query.patientResourceId = m_resourceId;
    m_walk = std::make_unique<FhirWalk>(
        workplace(), searchFor(query, m_form.patient, m_form.study, m_form.scope, m_form.region),
        [this](const QByteArray &body) { return readPage(body); },
        [this](const FhirWalk::Ending &ending) { ended(ending); });
    m_query.rest.isEmpty() ? m_walk->start() : m_walk->goOnAt(m_query.rest);
}

void DocumentSearch::lookUpTheRecord()
{
    m_lookup = std::make_unique<RecordLookup>(workplace(), *m_query.patient, [this](const QString &resourceId) {
        m_resourceId = resourceId;
        if (resourceId.isEmpty())
            m_forms.removeIf([](const Form &form) { return form.patient == PatientForm::ResourceId; });
        tryNext();
    });
    m_lookup->start();
}

Result<BundlePage> DocumentSearch::readPage(const QByteArray &body)
{
    auto page = documentsIn(body);
    if (!page)
        return tl::unexpected(page.error());
    for (const DocumentEntry &entry : std::as_const(page->documents))
        if (entry.document.id.isEmpty() || !m_ids.contains(entry.document.id)) { // they come twice where pages shift
            m_ids.insert(entry.document.id);
            m_entries.append(entry);
        }
    report({m_entries.size(), std::nullopt, model::Progress::Unit::Rows});
    return *page;
}

RegionForm otherOf(RegionForm form)
{
    return form == RegionForm::BodySite ? RegionForm::AnatomicalRegion : RegionForm::BodySite;
}

std::optional<DocumentSearch::Form> DocumentSearch::milder(Form form) const
{
    if (sendsBodySite(form) && !form.isSettled && form.region == m_usualRegion) {
        form.region = otherOf(m_usualRegion);
        return form;
    }
    if (form.scope != Scope::Whole)
        return std::nullopt;
    form.scope = Scope::WithoutStatus;
    if (!form.isSettled)
        form.region = m_usualRegion;
    return form;
}

bool DocumentSearch::asksForBodySiteOtherwise(const FhirWalk::Ending &ending)
{
    if (!sendsBodySite(m_form) || m_form.isSettled || !ending.ignoredFilters.contains(nameOf(m_form.region)))
        return false;
    m_form.isSettled = true;
    m_retreat = m_form;
    m_form.region = otherOf(m_form.region);
    m_forms.prepend(m_form);
    return true;
}

void DocumentSearch::learn(const FhirWalk::Ending &ending)
{
    m_retreat.reset();
    Learned &learned = workplace().learned();
    if (sendsBodySite(m_form) && !ending.ignoredFilters.contains(nameOf(m_form.region)))
        learned.regionForm = m_form.region;
    // It was refused with it, and was not without.
    learned.statusRefused = learned.statusRefused || m_form.scope == Scope::WithoutStatus;
    m_usualRegion = learned.regionForm;
    for (Form &form : m_forms) {
        form.region = m_usualRegion;
        if (form.scope == Scope::Whole && learned.statusRefused)
            form.scope = Scope::WithoutStatus;
    }
}

void DocumentSearch::ended(const FhirWalk::Ending &ending)
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
    m_areTypesAnswered = m_areTypesAnswered || m_form.scope != Scope::Essential;
    if (!goesOn) {
        if (asksForBodySiteOtherwise(ending))
            return tryNext();
        learn(ending);
    }
    QList<Note> notes = ending.notes;
    const bool patientIgnored = AskedPatient(m_query.patient, m_resourceId)
                                    .keep(m_entries, ending.ignoredFilters, notes,
                                          [](const DocumentEntry &entry) { return entry.document.patient; });
    if (m_form.scope == Scope::Essential && m_query.type.isEmpty())
        m_entries.removeIf([](const DocumentEntry &entry) {
            return !entry.isKindSure && entry.document.kind == Document::Kind::Other;
        });
    m_entries.removeIf([this](const DocumentEntry &entry) { return !bearsWhatWasAsked(entry, m_query); });
    // Reports name their study more often than manifests, which may be found by another form only.
    const bool isOfOtherKind = m_form.study != StudyForm::NotAsked && m_query.kind &&
                               std::all_of(m_entries.cbegin(), m_entries.cend(), [this](const DocumentEntry &entry) {
                                   return entry.isKindSure && entry.document.kind != *m_query.kind;
                               });
    if ((m_entries.isEmpty() || isOfOtherKind) && !goesOn) {
        for (const Note &note : std::as_const(notes))
            if (!m_emptyNotes.contains(note))
                m_emptyNotes.append(note);
        return tryNext();
    }
    m_list.truncated = ending.truncated;
    m_list.notes = notes;
    if (!patientIgnored) // else it would be the rest of everybody's
        m_list.rest = ending.rest;
    if (m_form.scope == Scope::Essential && !goesOn) {
        m_list.notes.append({Note::Kind::Fallback,
                             QStringLiteral("The server %1 the types of imaging documents, so the list was fetched "
                                            "without and filtered here.")
                                 .arg(m_areTypesAnswered ? QStringLiteral("found nothing that fits by")
                                                         : QStringLiteral("refused the search by"))});
        for (const QString &parameter : codesAskedIn(m_query))
            m_list.notes.append({Note::Kind::IgnoredFilter,
                                 QStringLiteral("The list was fetched without %1 and filtered by it here, as far as "
                                                "the documents tell it.")
                                     .arg(parameter),
                                 parameter});
    }
    if (m_query.patient && !patientIgnored && !goesOn) {
        workplace().learned().documentsForm = m_form.patient;
        if (m_form.patient != PatientForm::ChainedIdentifier)
            m_list.notes.append({Note::Kind::Fallback,
                                 QStringLiteral("The server does not follow patient.identifier; another form of the "
                                                "search found the documents.")});
    }
    judgeNext();
}

//! Reports and manifests are filed under the same types: where nothing else tells them apart, their content does.
void DocumentSearch::judgeNext()
{
    constexpr int mostOpened = 50;
    const auto isOpen = [this](const DocumentEntry &entry) {
        return !m_query.opensNothing && !entry.isKindSure && !entry.document.formats.isEmpty();
    };
    while (m_judged < m_entries.size() && !isOpen(m_entries.at(m_judged)))
        ++m_judged;
    if (m_judged == m_entries.size())
        return conclude();
    if (m_opened++ == mostOpened) {
        m_list.notes.append(
            {Note::Kind::Fallback,
             QStringLiteral("%1 documents were opened to see what they are; %2 more are listed as what they are filed "
                            "under.")
                 .arg(mostOpened)
                 .arg(std::count_if(m_entries.cbegin() + m_judged, m_entries.cend(), isOpen))});
        return conclude();
    }
    m_fetch = std::make_unique<ContentFetch>(
        workplace(), m_entries.at(m_judged).document.formats.constFirst(),
        [this](const Result<FetchedContent> &fetched) {
            DocumentEntry &entry = m_entries[m_judged++];
            if (fetched) {
                const DocumentContent content = contentOf(fetched->bytes, workplace().endpoint().fhirBase);
                if (content.kind != Document::Kind::Other)
                    entry.document.kind = content.kind;
                for (const auto &study : content.studies)
                    if (std::none_of(entry.document.studies.begin(), entry.document.studies.end(),
                                     [&study](const auto &known) { return known.study == study.study; }))
                        entry.document.studies.append(study);
            }
            judgeNext();
        });
    m_fetch->start();
}

void DocumentSearch::conclude()
{
    if (m_query.type.isEmpty()) { // the search was for the types of imaging, whether the server kept to them or not
        if (const auto others = m_entries.removeIf(isOfSomethingElse); others > 0)
            m_list.notes.append({Note::Kind::IgnoredFilter,
                                 others == 1 ? QStringLiteral("1 document is filed under another type than those of "
                                                              "imaging and names no study; it was left out.")
                                             : QStringLiteral("%1 documents are filed under other types than those of "
                                                              "imaging and name no study; they were left out.")
                                                   .arg(others),
                                 QStringLiteral("type")});
    } else {
        for (DocumentEntry &entry : m_entries)
            if (isOfSomethingElse(entry))
                entry.document.kind = Document::Kind::Other;
    }
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

//! Reads the reference, chooses the representation, fetches it and keeps it.
class DocumentFetch final : public Work<Job<model::FetchedDocument>>
{
public:
    explicit DocumentFetch(DocumentRequest request) : m_request(std::move(request)) {}

    void start() override
    {
        if (workplace().endpoint().fhirBase.isEmpty())
            return fail({Error::Kind::Usage, QStringLiteral("This contact point has no FHIR address (fhirBase)."), 0});
        m_left = {m_request.id};
        readReference();
    }

private:
    void readReference()
    {
        static const QRegularExpression logicalId(QStringLiteral("^[A-Za-z0-9._~-]{1,200}$"));
        const QString id = m_left.takeFirst();
        if (!logicalId.match(id).hasMatch())
            return fail({Error::Kind::Usage, QStringLiteral("This is no logical id of a document."), 0});
        m_asked << id;
        HttpRequest request;
        request.headers.emplaceBack("Accept", "application/fhir+json");
        request.url = below(workplace().endpoint().fhirBase, QStringLiteral("DocumentReference/") + id);
        m_call = workplace().http().send(request);
        connect(m_call.get(), &HttpCall::done, this, &DocumentFetch::referenceCame);
    }

    void referenceCame(const Result<HttpAnswer> &answer)
    {
        if (!answer)
            return fail(answer.error());
        auto entry = documentIn(answer->text());
        if (!entry)
            return fail(entry.error());
        const QString wanted = mediaTypeIn(m_request.contentType);
        if (!m_entry)
            m_entry = *entry;
        const auto &formats = entry->document.formats;
        for (const auto &format : formats)
            m_offered << format.contentType;
        const auto isWanted = [&wanted](const auto &format) {
            return wanted.isEmpty() || format.contentType == wanted;
        };
        // The place is one in the reference that was asked for, and may have changed since it was listed.
        const int place = m_asked.size() == 1 ? m_request.position.value_or(-1) : -1;
        auto chosen = std::find_if(formats.cbegin(), formats.cend(),
                                   [&](const auto &format) { return format.position == place && isWanted(format); });
        if (chosen == formats.cend())
            chosen = std::find_if(formats.cbegin(), formats.cend(), isWanted);
        if (chosen != formats.cend()) {
            m_format = *chosen;
            m_fetch = std::make_unique<ContentFetch>(
                workplace(), m_format, [this](const Result<FetchedContent> &content) { contentCame(content); });
            return m_fetch->start();
        }
        // The other form of a manifest has a reference of its own.
        for (const QString &twin : std::as_const(entry->twins)) {
            const QString id = twin.section(u'/', -1);
            if (!m_asked.contains(id) && !m_left.contains(id) && m_asked.size() < mostReferences)
                m_left << id;
        }
        if (!m_left.isEmpty())
            return readReference();
        fail({Error::Kind::NotFound,
              m_offered.isEmpty() ? QStringLiteral("The DocumentReference offers no content.")
                                  : QStringLiteral("The document is not offered as %1, but as %2.")
                                        .arg(wanted, m_offered.join(QStringLiteral(", "))),
              0});
    }

    void contentCame(const Result<FetchedContent> &fetched)
    {
        if (!fetched)
            return fail(fetched.error());
        const QByteArray &bytes = fetched->bytes;
        // What stands in the way of a document, and is none itself.
        if (bytes.isEmpty() || isWebPage(bytes))
            return fail({Error::Kind::Malformed,
                         bytes.isEmpty() ? QStringLiteral("The document that came is empty.")
                                         : QStringLiteral("A web page came instead of the document, mostly one for "
                                                          "signing in."),
                         200});
        DocumentContent content = contentOf(bytes, workplace().endpoint().fhirBase);
        model::FetchedDocument document;
        document.file = m_request.file;
        document.bytes = bytes.size();
        document.sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
        document.kind = content.kind;
        document.title = m_entry->document.title.isEmpty() ? content.title : m_entry->document.title;
        document.studies = content.studies;
        for (const auto &study : std::as_const(m_entry->document.studies))
            if (std::none_of(content.studies.begin(), content.studies.end(),
                             [&study](const auto &known) { return known.study == study.study; }))
                document.studies.append(study);
        document.keyImages = content.keyImages;
        document.trees = content.trees;
        document.notes = content.notes;
        document.reference = m_entry->document;
        tellType(content.contentType, fetched->contentType, document);
        // An empty size with the hash of nothing stands for a document that is assembled when it is asked for.
        const bool isAssembledLate = m_format.size == 0;
        // The hash is of the form that is told; XML that came as JSON is another.
        const bool isOtherForm = isFhirXmlType(m_format.contentType) && isFhirJson(content.contentType);
        if (!m_format.hash.isEmpty() && !isAssembledLate && !isOtherForm) {
            const bool matches = m_format.hash == QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
            document.hash = matches ? model::FetchedDocument::Hash::Matches : model::FetchedDocument::Hash::Differs;
            if (!matches)
                document.notes.append({Note::Kind::ServerWarning,
                                       QStringLiteral("The bytes that came are not those that the DocumentReference "
                                                      "describes: its hash differs.")});
        }
        if (m_format.size && !isAssembledLate && !isOtherForm && *m_format.size != bytes.size())
            document.notes.append(
                {Note::Kind::ServerWarning, QStringLiteral("%1 bytes came, the DocumentReference tells of %2.")
                                                .arg(bytes.size())
                                                .arg(*m_format.size)});
        if (m_request.file.isEmpty()) {
            document.content = bytes;
        } else {
            QSaveFile file(m_request.file);
            if (!file.open(QIODevice::WriteOnly) ||
                !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
                file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
                return fail({Error::Kind::Storage,
                             QStringLiteral("The document could not be written: %1.").arg(file.errorString()), 0});
        }
        m_document = document;
        lookUpTheStudy();
    }

    //! A report that names no study but an accession number is held against what the archive knows of the patient
    //! (spec 6.5). One study alone is taken, for under one number there may be several.
    void lookUpTheStudy()
    {
        const Document &reference = m_entry->document;
        if (m_document.kind != Document::Kind::Report || !m_document.studies.isEmpty() ||
            reference.accessions.isEmpty() || reference.patient.id.isEmpty())
            return finish(m_document);
        model::StudyQuery query;
        query.patient = model::PatientIdentifier{reference.patient.issuer, reference.patient.id};
        query.accession = reference.accessions.constFirst();
        m_search = workplace().endpoint().qidoBase.isEmpty() ? startFhirStudySearch(workplace().door(), query)
                                                             : startQidoStudySearch(workplace().door(), query);
        connect(m_search.get(), &AnyJob::finished, this, [this] {
            QList<model::StudyUid> found;
            if (const auto &list = m_search->result())
                for (const model::Study &study : list->studies)
                    if (study.accessions.contains(m_entry->document.accessions.constFirst()) &&
                        model::isSameNumber(study.patient.id, m_entry->document.patient.id))
                        found.append(study.uid);
            if (found.size() == 1)
                m_document.studies.append({found.constFirst(), model::StudyReference::Role::Reported,
                                           model::StudyReference::Reason::Accession});
            finish(m_document);
        });
    }

    //! What the bytes are, and that it was told otherwise.
    void tellType(const QString &found, const QString &sent, model::FetchedDocument &document) const
    {
        const QString told = m_format.contentType.isEmpty() ? sent : m_format.contentType;
        const bool isJsonForXml = isFhirXmlType(told) && isFhirJson(found);
        const bool agree = found.isEmpty() || found == told || (isXml(found) && isXml(told)) || isJsonForXml ||
                           (isFhirJson(found) && (isFhirJson(told) || told == u"application/json"));
        document.contentType = agree && !told.isEmpty() && !isJsonForXml ? told : found.isEmpty() ? told : found;
        const bool isEmptyClaim = found.isEmpty() && (told == u"application/pdf" || told == u"application/dicom");
        if (!agree || isEmptyClaim)
            document.notes.append({Note::Kind::ServerWarning,
                                   QStringLiteral("The document is said to be %1, but it is %2.")
                                       .arg(told, found.isEmpty() ? QStringLiteral("something else") : found)});
        if (isEmptyClaim)
            document.contentType = QStringLiteral("application/octet-stream");
    }

    static constexpr qsizetype mostReferences = 4;
    const DocumentRequest m_request;
    QStringList m_left;  //!< ids of references to be read
    QStringList m_asked; //!< those that were
    QStringList m_offered;
    std::optional<DocumentEntry> m_entry; //!< the one that was asked for
    model::DocumentFormat m_format;
    std::unique_ptr<HttpCall> m_call;
    std::unique_ptr<ContentFetch> m_fetch;
    model::FetchedDocument m_document;
    JobPtr<Job<model::StudyList>> m_search;
};

//! Reads manifests, some at a time, each in the form that comes first and can be read.
class ManifestReading final : public QObject
{
public:
    struct Ending
    {
        QList<model::Study> trees;
        QList<Note> notes;
        std::optional<Error> error; //!< of the first manifest that could not be had
    };
    //! Called once, not within start(); may destroy the reading.
    using WhenEnded = std::function<void(const Ending &)>;

    ManifestReading(Workplace &workplace, const QList<Document> &documents, WhenEnded whenEnded)
        : m_workplace(workplace), m_documents(documents), m_whenEnded(std::move(whenEnded))
    {}

    void start()
    {
        for (int i = 0; i < mostAtOnce; ++i)
            next();
        settle();
    }

private:
    void next()
    {
        if (m_next == m_documents.size())
            return;
        ++m_open;
        fetch(m_next++, 0);
    }

    void fetch(qsizetype position, qsizetype form)
    {
        const Document &document = m_documents.at(position);
        if (form >= document.formats.size()) {
            m_ending.notes.append({Note::Kind::UnreadableRow,
                                   QStringLiteral("A manifest could not be read: %1").arg(m_reasons.value(position))});
            --m_open;
            next();
            return settle();
        }
        m_fetches[position] = std::make_unique<ContentFetch>(
            m_workplace, document.formats.at(form),
            [this, position, form](const Result<FetchedContent> &fetched) { came(position, form, fetched); });
        m_fetches[position]->start();
    }

    void came(qsizetype position, qsizetype form, const Result<FetchedContent> &fetched)
    {
        if (!fetched) {
            if (!m_ending.error)
                m_ending.error = fetched.error();
            m_reasons[position] = fetched.error().detail;
            return fetch(position, form + 1);
        }
        const DocumentContent content = contentOf(fetched->bytes, m_workplace.endpoint().fhirBase);
        if (content.trees.isEmpty()) {
            m_reasons[position] =
                content.notes.isEmpty() ? QStringLiteral("it lists no study") : content.notes.constLast().detail;
            return fetch(position, form + 1);
        }
        m_ending.notes += content.notes;
        for (const model::Study &tree : content.trees)
            mergeInto(m_ending.trees, m_places, tree);
        m_fetches.erase(position); // its body is large, and there may be hundreds
        --m_open;
        next();
        settle();
    }

    void settle()
    {
        if (m_open == 0 && !std::exchange(m_isOver, true))
            QMetaObject::invokeMethod(this, &ManifestReading::end, Qt::QueuedConnection);
    }

    void end()
    {
        for (model::Study &tree : m_ending.trees) {
            sortByNumber(tree);
            if (!tree.series.isEmpty())
                tree.seriesFrom = model::Source::Document;
            for (model::Series &series : tree.series)
                if (!series.instances.isEmpty())
                    series.instancesFrom = model::Source::Document;
        }
        const WhenEnded whenEnded = std::move(m_whenEnded); // it may destroy the reading and all that it owns
        const Ending ending = m_ending;
        whenEnded(ending);
    }

    static constexpr int mostAtOnce = 4;
    Workplace &m_workplace;
    const QList<Document> m_documents;
    WhenEnded m_whenEnded;
    qsizetype m_next = 0;
    int m_open = 0;
    bool m_isOver = false;
    std::map<qsizetype, std::unique_ptr<ContentFetch>> m_fetches;
    StudyPlaces m_places;                //!< of the trees
    QHash<qsizetype, QString> m_reasons; //!< why the latest form of a manifest could not be read
    Ending m_ending;
};

//! A study as a DocumentReference describes it, for reports and for manifests that cannot be read.
model::Study rowOf(const Document &document, const model::StudyUid &uid)
{
    model::Study study{.uid = uid, .routes = {model::Route::Documents}};
    study.date = QDate::fromString(document.examined.left(10), Qt::ISODate);
    study.time = QTime::fromString(document.examined.mid(11, 8), Qt::ISODate);
    study.modalities = document.modalities;
    study.accessions = document.accessions;
    study.bodySite = document.bodySite;
    study.patient = document.patient;
    return study;
}

class DocumentStudySearch final : public Work<Job<model::StudyList>>
{
public:
    explicit DocumentStudySearch(const model::StudyQuery &query) : m_query(withNumbersRead(query)) {}

    void start() override
    {
        m_search = startDocumentSearch(workplace().door(), documentsOf(m_query));
        connect(m_search.get(), &AnyJob::finished, this, &DocumentStudySearch::found);
    }

private:
    void found()
    {
        const auto &list = m_search->result();
        if (!list)
            return fail(list.error());
        QList<Document> manifests;
        for (const Document &document : list->documents)
            if (document.kind == Document::Kind::Manifest)
                manifests.append(document);
        if (manifests.size() > mostManifests) {
            m_list.notes.append(
                {Note::Kind::Truncated,
                 QStringLiteral("Only %1 of %2 manifests were read.").arg(mostManifests).arg(manifests.size())});
            m_list.truncated = true;
            manifests.resize(mostManifests);
        }
        m_reading = std::make_unique<ManifestReading>(workplace(), manifests,
                                                      [this](const ManifestReading::Ending &ending) { read(ending); });
        m_reading->start();
    }

    void read(const ManifestReading::Ending &ending)
    {
        const model::DocumentList &list = *m_search->result();
        m_list.truncated = m_list.truncated || list.truncated;
        m_list.rest = list.rest;
        m_list.notes += list.notes + ending.notes;
        m_list.studies = ending.trees;
        StudyPlaces places;
        for (qsizetype i = 0; i < m_list.studies.size(); ++i)
            places.insert(m_list.studies.at(i).uid, i);
        for (const Document &document : list.documents)
            for (const auto &named : document.studies)
                if (named.role != model::StudyReference::Role::Comparison)
                    mergeInto(m_list.studies, places, rowOf(document, named.study));
        m_list.studies.removeIf([this](const model::Study &study) { return !fits(study, m_query); });
        leaveOutWhatDoesNotTell();
        m_list.notes += notesOnUntold(m_list.studies, m_query);
        for (const auto &[parameter, value] :
             {std::pair(QStringLiteral("reason"), m_query.reason),
              std::pair(QStringLiteral("identifier"), hasFurtherNumber(m_query) ? m_query.identifier : QString())})
            if (!value.isEmpty() && !m_list.studies.isEmpty())
                m_list.notes.append({Note::Kind::IgnoredFilter,
                                     QStringLiteral("Studies of documents are not searched by %1: their rows are not "
                                                    "filtered by it.")
                                         .arg(parameter),
                                     parameter});
        finish(m_list);
    }

    //! A study that only a report names has no series here; asked for by one, or by what is in one, it would look
    //! found.
    void leaveOutWhatDoesNotTell()
    {
        if (!m_query.series && m_query.sopClass.isEmpty())
            return;
        const auto leftOut = m_list.studies.removeIf([](const model::Study &study) { return study.series.isEmpty(); });
        if (leftOut > 0)
            m_list.notes.append(
                {Note::Kind::UnreadableRow,
                 leftOut == 1 ? QStringLiteral("1 study that a document names without its series was left out.")
                              : QStringLiteral("%1 studies that documents name without their series were left out.")
                                    .arg(leftOut)});
    }

    static constexpr qsizetype mostManifests = 200;
    const model::StudyQuery m_query;
    JobPtr<Job<model::DocumentList>> m_search;
    std::unique_ptr<ManifestReading> m_reading;
    model::StudyList m_list;
};

class ManifestTree final : public Work<Job<model::Study>>
{
public:
    ManifestTree(model::StudyUid study, std::optional<model::PatientIdentifier> patient)
        : m_uid(std::move(study)), m_patient(std::move(patient))
    {}

    void start() override
    {
        model::DocumentQuery query;
        query.study = m_uid;
        query.patient = m_patient;
        query.kind = Document::Kind::Manifest;
        m_search = startDocumentSearch(workplace().door(), query);
        connect(m_search.get(), &AnyJob::finished, this, [this] {
            const auto &list = m_search->result();
            if (!list)
                return fail(list.error());
            m_reading = std::make_unique<ManifestReading>(
                workplace(), list->documents, [this](const ManifestReading::Ending &ending) { read(ending); });
            m_reading->start();
        });
    }

private:
    void read(const ManifestReading::Ending &ending)
    {
        for (model::Study tree : ending.trees)
            if (tree.uid == m_uid) {
                tree.notes = m_search->result()->notes + ending.notes;
                return finish(tree);
            }
        if (ending.error)
            return fail(*ending.error);
        fail(
            {Error::Kind::NotFound,
             ending.notes.isEmpty() ? QStringLiteral("No manifest lists this study.") : ending.notes.constLast().detail,
             0});
    }

    const model::StudyUid m_uid;
    const std::optional<model::PatientIdentifier> m_patient;
    JobPtr<Job<model::DocumentList>> m_search;
    std::unique_ptr<ManifestReading> m_reading;
};

} // namespace

JobPtr<Job<model::FetchedDocument>> startDocumentFetch(const WorkplaceDoor &door, const DocumentRequest &request)
{
    return startWork<DocumentFetch>(door, request);
}

JobPtr<Job<model::StudyList>> startDocumentStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query)
{
    return startWork<DocumentStudySearch>(door, query);
}

JobPtr<Job<model::Study>> startManifestTree(const WorkplaceDoor &door, const model::StudyUid &study,
                                            const std::optional<model::PatientIdentifier> &patient)
{
    return startWork<ManifestTree>(door, study, patient);
}

JobPtr<Job<model::DocumentList>> startDocumentSearch(const WorkplaceDoor &door, const model::DocumentQuery &query)
{
    return startWork<DocumentSearch>(door, query);
}

} // namespace network
