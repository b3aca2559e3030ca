#include "Capabilities.h"
#include "Elements.h"
#include "FhirJobs.h"
#include "FhirWalk.h"
#include "StudyFilter.h"

#include <model/PatientComparison.h>

#include <QSet>

#include <algorithm>

namespace network {

namespace {

using model::Note;

//! The authority that was asked knows this patient by another number: the server did not filter, whatever it says.
bool isAnother(const model::Patient &patient, const model::PatientQuery &query)
{
    if (!query.identifier || query.identifier->system.isEmpty())
        return false;
    QStringList numbers;
    for (const model::PatientIdentifier &identifier : patient.identifiers)
        if (model::isSameAuthority(identifier.system, query.identifier->system))
            numbers << identifier.value;
    return !numbers.isEmpty() && std::none_of(numbers.begin(), numbers.end(), [&query](const QString &number) {
        return model::isSameNumber(number, query.identifier->value);
    });
}

//! Whether a patient is one of those asked for, as far as filters go that the server did not apply.
bool matches(const model::Patient &patient, const model::PatientQuery &query, const QStringList &ignored)
{
    if (query.identifier && ignored.contains(u"identifier") &&
        std::none_of(patient.identifiers.begin(), patient.identifiers.end(), [&query](const auto &identifier) {
            return model::isNumberOf(*query.identifier, identifier.value, identifier.system);
        }))
        return false;
    if (query.birthDate.isValid() && ignored.contains(u"birthdate") && !patient.birthDate.isEmpty() &&
        !query.birthDate.toString(Qt::ISODate).startsWith(patient.birthDate))
        return false;
    const QString given = patient.given.join(u' ');
    if (ignored.contains(u"name") && !beginsName(query.name, patient.family + u' ' + given))
        return false;
    if (ignored.contains(u"family") && !beginsName(query.family, patient.family))
        return false;
    if (ignored.contains(u"given") && !beginsName(query.given, given))
        return false;
    return query.gender.isEmpty() || !ignored.contains(u"gender") || patient.gender.isEmpty() ||
           patient.gender == query.gender;
}

class PatientSearch final : public Work<Job<model::PatientList>>
{
public:
    explicit PatientSearch(model::PatientQuery query) : m_query(std::move(query)) {}

    void start() override
    {
        if (workplace().endpoint().fhirBase.isEmpty())
            return fail(noFhirBase());
        if (m_query.match || workplace().endpoint().patientMatch || workplace().learned().patientMatchOnly)
            return askForMatch();
        m_walk = std::make_unique<FhirWalk>(
            workplace(), searchFor(m_query), [this](const QByteArray &body) { return readPage(body); },
            [this](const FhirWalk::Ending &ending) { ended(ending); });
        m_walk->start();
    }

private:
    void askForMatch()
    {
        m_call = workplace().http().send(matchRequestFor(workplace().endpoint().fhirBase, m_query));
        connect(m_call.get(), &HttpCall::done, this, [this](const Result<HttpAnswer> &answer) {
            FhirWalk::Ending ending;
            if (const auto read = answer.and_then([this](const HttpAnswer &came) { return readPage(came.text()); }))
                ending.notes = read->notes;
            else
                ending.error = read.error();
            for (Note &note : ending.notes) // the words of the server may repeat what it was asked
                note.detail = workplace().http().masked(note.detail, {}, matchBodyFor(m_query));
            if (ending.error)
                ending.error->detail = workplace().http().masked(ending.error->detail, {}, matchBodyFor(m_query));
            matched(ending);
        });
    }

    void matched(const FhirWalk::Ending &ending)
    {
        if (ending.error)
            return fail(m_refusal.value_or(*ending.error));
        if (m_refusal) {
            workplace().learned().patientMatchOnly = true;
            m_list.notes.append({Note::Kind::Fallback,
                                 QStringLiteral("The server does not search for patients in this way; it was asked for "
                                                "a certain match (Patient/$match).")});
        }
        m_list.notes += ending.notes;
        follow();
    }

    Result<BundlePage> readPage(const QByteArray &body)
    {
        auto page = patientsIn(body);
        if (!page)
            return tl::unexpected(page.error());
        for (const model::Patient &patient : std::as_const(page->patients))
            keep(patient);
        report({m_list.patients.size(), std::nullopt, model::Progress::Unit::Rows});
        return *page;
    }

    void keep(const model::Patient &patient)
    {
        // A server may send a great many; only those without id, which are rare, are compared with each other.
        if (patient.id.isEmpty() ? m_list.patients.contains(patient) : m_ids.contains(patient.id))
            return;
        m_ids.insert(patient.id);
        m_list.patients.append(patient);
    }

    void ended(const FhirWalk::Ending &ending)
    {
        if (ending.error) {
            // Some offer the operation alone. That is worth asking where the search itself was refused.
            const bool refused = ending.error->kind == Error::Kind::Rejected || ending.error->httpStatus == 501;
            if (!refused)
                return fail(*ending.error);
            m_refusal = ending.error;
            m_capabilities = startCapabilitiesReading(workplace().door());
            connect(m_capabilities.get(), &AnyJob::finished, this, [this] {
                const auto &offered = m_capabilities->result();
                return offered && offered->patientMatch ? askForMatch() : fail(*m_refusal);
            });
            return;
        }
        // A record that replaces one of them need not fit the question.
        QSet<QString> replacing;
        for (const model::Patient &patient : std::as_const(m_list.patients))
            if (!patient.replacedBy.isEmpty())
                replacing << patient.replacedBy.section(u'/', -1);
        const auto isAsked = [&](const model::Patient &patient) {
            return replacing.contains(patient.id) || matches(patient, m_query, ending.ignoredFilters);
        };
        const auto unasked = m_list.patients.removeIf([&](const model::Patient &patient) { return !isAsked(patient); });
        const auto others = m_list.patients.removeIf([&](const model::Patient &patient) {
            return !replacing.contains(patient.id) && isAnother(patient, m_query);
        });
        m_ids.clear();
        for (const model::Patient &patient : std::as_const(m_list.patients))
            m_ids.insert(patient.id);
        m_list.truncated = ending.truncated;
        m_list.leftOut = int(unasked + others);
        m_list.notes += ending.notes;
        if (others > 0)
            m_list.notes.append(
                {Note::Kind::IgnoredFilter,
                 others == 1
                     ? QStringLiteral("1 patient has another number of that authority than the one asked for and was "
                                      "left out.")
                     : QStringLiteral(
                           "%1 patients have another number of that authority than the one asked for and were "
                           "left out.")
                           .arg(others),
                 QStringLiteral("identifier")});
        follow();
    }

    //! The next record that replaces one of the list and is not in it; the end when there is none.
    void follow()
    {
        constexpr qsizetype mostFollowed = 10;
        for (const model::Patient &patient : std::as_const(m_list.patients)) {
            const QString &reference = patient.replacedBy;
            if (reference.isEmpty() || m_ids.contains(reference.section(u'/', -1)) || m_followed.contains(reference))
                continue;
            if (m_followed.size() == mostFollowed)
                break;
            m_followed << reference;
            return read(reference);
        }
        finish(m_list);
    }

    void read(const QString &reference)
    {
        const QUrl &base = workplace().endpoint().fhirBase;
        HttpRequest request;
        request.service = HttpRequest::Service::Fhir;
        request.headers.emplaceBack("Accept", "application/fhir+json");
        request.url = reference.startsWith(u"Patient/") ? below(base, reference) : QUrl(reference, QUrl::StrictMode);
        if (originOf(request.url) != originOf(base) || !request.url.path().contains(u"/Patient/")) {
            m_list.notes.append(
                {Note::Kind::ServerWarning,
                 QStringLiteral("A record is replaced by one at another address, which was not asked.")});
            return follow();
        }
        m_call = workplace().http().send(request);
        connect(m_call.get(), &HttpCall::done, this, [this](const Result<HttpAnswer> &answer) {
            const auto patient = answer.and_then([](const HttpAnswer &came) { return patientFrom(came.text()); });
            if (patient)
                keep(*patient);
            else
                m_list.notes.append({Note::Kind::ServerWarning,
                                     QStringLiteral("The record that replaces another one could not be read: %1")
                                         .arg(patient.error().detail)});
            follow();
        });
    }

    const model::PatientQuery m_query;
    model::PatientList m_list;
    std::unique_ptr<FhirWalk> m_walk;
    std::unique_ptr<HttpCall> m_call;
    std::optional<Error> m_refusal; //!< of the search, while the other way is tried
    JobPtr<Job<Capabilities>> m_capabilities;
    QSet<QString> m_ids;    //!< of the patients in the list
    QStringList m_followed; //!< references that were read, so that a circle ends
};

} // namespace

JobPtr<Job<model::PatientList>> startPatientSearch(const WorkplaceDoor &door, const model::PatientQuery &query)
{
    return startWork<PatientSearch>(door, query);
}

} // namespace network
