#include "Elements.h"

#include <model/PatientComparison.h>

#include <algorithm>
#include <utility>

namespace network {

using json::items;
using json::says;
using json::text;
using json::Value;
using model::Note;

Code codeIn(const json::Found &found)
{
    Value value;
    if (found.get(value))
        return {};
    if (value.is_string())
        return {text(value), {}};
    if (!value["concept"].error())
        return codeIn(value["concept"]);
    const auto codings = items(value["coding"]);
    if (codings.empty()) {
        const Code plain{text(value["code"]), text(value["display"])};
        return plain.code.isEmpty() && plain.display.isEmpty() ? Code{text(value["text"]), {}} : plain;
    }
    const auto isDicom = [](const Value &coding) {
        const auto system = coding["system"];
        return says(system, "http://dicom.nema.org/resources/ontology/DCM") ||
               says(system, "urn:oid:1.2.840.10008.2.16.4");
    };
    const auto chosen = std::find_if(codings.begin(), codings.end(), isDicom);
    const Value coding = chosen == codings.end() ? codings.front() : *chosen;
    Code code{text(coding["code"]), text(coding["display"])};
    if (code.display.isEmpty())
        code.display = text(value["text"]);
    return code;
}

QList<Code> codesIn(const json::Found &found)
{
    QList<Code> codes;
    for (const Value &value : items(found))
        codes << codeIn(value);
    return codes;
}

QStringList allCodesIn(const json::Found &found)
{
    QStringList codes;
    for (const Value &each : items(found)) {
        codes << text(each["code"]);
        for (const Value &coding : items(each["coding"]))
            codes << text(coding["code"]);
        for (const Value &coding : items(each["concept"]["coding"]))
            codes << text(coding["code"]);
    }
    codes.removeAll(QString());
    return codes;
}

bool hasTypeCode(const Value &identifier, std::initializer_list<std::string_view> codes)
{
    const auto codings = items(identifier["type"]["coding"]);
    return std::any_of(codings.begin(), codings.end(), [&codes](const Value &coding) {
        return std::any_of(codes.begin(), codes.end(),
                           [&coding](std::string_view code) { return says(coding["code"], code); });
    });
}

QStringList referencesIn(const json::Found &found)
{
    QStringList references;
    for (const Value &value : items(found))
        if (const QString reference = text(value["reference"]); !reference.isEmpty())
            references << reference;
    return references;
}

std::optional<model::StudyUid> studyUidIn(const Value &resource)
{
    const auto identifiers = items(resource["identifier"]);
    // By how sure each sign is: the DICOM system, then the type, then the form of the value.
    const std::function<bool(const Value &)> signs[] = {
        [](const Value &identifier) { return says(identifier["system"], "urn:dicom:uid"); },
        [](const Value &identifier) {
            return hasTypeCode(identifier, {"110180", "0020000D"});
        },
        [](const Value &identifier) { return text(identifier["value"]).startsWith(u"urn:oid:", Qt::CaseInsensitive); },
    };
    for (const auto &sign : signs)
        for (const Value &identifier : identifiers)
            if (sign(identifier))
                if (const auto uid = model::StudyUid::parse(text(identifier["value"])))
                    return uid;
    return std::nullopt;
}

model::StudyPatient subjectIn(const Value &resource, const QUrl &fhirBase)
{
    const auto subject = resource["subject"];
    model::StudyPatient patient;
    patient.id = text(subject["identifier"]["value"]);
    patient.issuer = text(subject["identifier"]["system"]);
    patient.name = text(subject["display"]);
    patient.reference = text(subject["reference"]);
    if (!fhirBase.isEmpty() && patient.reference.contains(u':'))
        if (const QString base = fhirBase.toString(QUrl::StripTrailingSlash) + u'/'; patient.reference.startsWith(base))
            patient.reference.remove(0, base.size());
    return patient;
}

model::StudyPatient studyPatientIn(const Value &resource)
{
    model::StudyPatient patient;
    for (const Value &identifier : items(resource["identifier"]))
        if (patient.id.isEmpty()) {
            patient.id = text(identifier["value"]);
            patient.issuer = text(identifier["system"]);
        }
    for (const Value &name : items(resource["name"])) {
        QStringList given;
        for (const Value &each : items(name["given"]))
            given << text(each);
        const QString family = text(name["family"]);
        if (patient.name.isEmpty())
            patient.name = family.isEmpty() && given.isEmpty() ? text(name["text"]) : family + u'^' + given.join(u' ');
    }
    patient.birthDate = text(resource["birthDate"]);
    const QString gender = text(resource["gender"]);
    patient.sex = gender == u"male" ? QStringLiteral("M") : gender == u"female" ? QStringLiteral("F") : QString();
    return patient;
}

void PatientTable::add(const Value &resource, const QString &fullUrl)
{
    const model::StudyPatient patient = studyPatientIn(resource);
    const QString id = text(resource["id"]);
    const QString byType = QStringLiteral("Patient/") + id;
    for (const QString &name : {fullUrl, id.isEmpty() || fullUrl == byType ? QString() : byType}) {
        if (name.isEmpty())
            continue;
        const auto known = m_places.constFind(name);
        const bool isAmbiguous = known != m_places.cend() && (*known < 0 || m_patients.at(*known) != patient);
        m_places.insert(name, isAmbiguous ? -1 : m_patients.size());
    }
    m_patients.append(patient);
}

const model::StudyPatient *PatientTable::named(const QString &reference) const
{
    auto place = m_places.constFind(reference);
    if (place == m_places.cend())
        place = m_places.constFind(reference.section(u'/', -2));
    return place == m_places.cend() || *place < 0 ? nullptr : &m_patients.at(*place);
}

void completeSubject(model::Study &study, const model::StudyPatient &resource)
{
    const model::StudyPatient subject = std::exchange(study.patient, resource);
    if (!subject.id.isEmpty()) {
        study.patient.id = subject.id;
        study.patient.issuer = subject.issuer;
    }
    if (study.patient.name.isEmpty())
        study.patient.name = subject.name;
    model::addPatient(study, {study.patient.id, study.patient.issuer, subject.name, {}, {}});
    if (model::isSameAuthority(resource.issuer, subject.issuer))
        model::addPatient(study, resource);
}

QStringList accessionsIn(const Value &resource)
{
    QStringList numbers;
    QStringList untyped; // of an order: its accession number where nothing else is called one
    const auto take = [](QStringList &list, const Value &identifier) {
        if (const QString value = text(identifier["value"]); !value.isEmpty() && !list.contains(value))
            list << value;
    };
    for (const Value &identifier : items(resource["identifier"]))
        if (hasTypeCode(identifier, {"ACSN", "121022"}))
            take(numbers, identifier);
    for (const Value &request : items(resource["basedOn"]))
        if (Value identifier; !request["identifier"].get(identifier))
            take(hasTypeCode(identifier, {"ACSN", "121022"}) ? numbers : untyped, identifier);
    return numbers.isEmpty() ? untyped : numbers;
}

void readOutcome(const Value &outcome, BundlePage &page)
{
    for (const Value &issue : items(outcome["issue"])) {
        const QString code = text(issue["code"]);
        QString words = text(issue["diagnostics"]).trimmed();
        if (words.isEmpty())
            words = text(issue["details"]["text"]).trimmed();
        page.incomplete = page.incomplete || code == u"incomplete";
        if (words.isEmpty() && code.isEmpty())
            continue;
        const bool ofAuthority = code != u"informational" && isUnknownAuthority({Error::Kind::NotFound, words, 0});
        page.notes.append({ofAuthority ? Note::Kind::UnknownAuthority : Note::Kind::ServerWarning,
                           QStringLiteral("The server says: %1").arg(words.isEmpty() ? code : words)});
    }
}

Result<void>
readBundle(const QByteArray &body, BundlePage &page,
           const std::function<void(const Value &resource, const QString &type, const Value &entry)> &readResource)
{
    simdjson::dom::parser parser;
    Value root;
    if (const auto code = json::parse(parser, body, root))
        return tl::unexpected(
            Error{Error::Kind::Malformed,
                  QStringLiteral("A FHIR Bundle was expected, but %1.").arg(json::complaint(code, body)), 0});
    const QString type = text(root["resourceType"]);
    if (type == u"OperationOutcome") {
        readOutcome(root, page);
        QStringList words;
        for (const Note &note : std::as_const(page.notes))
            words << note.detail;
        return tl::unexpected(Error{Error::Kind::Malformed,
                                    QStringLiteral("A FHIR Bundle was expected; an OperationOutcome came instead: %1")
                                        .arg(words.join(QStringLiteral("; "))),
                                    0});
    }
    if (type != u"Bundle")
        return tl::unexpected(Error{
            Error::Kind::Malformed,
            type.isEmpty()
                ? QStringLiteral("A FHIR Bundle was expected; JSON without resourceType came instead.")
                : QStringLiteral("A FHIR Bundle was expected; a resource of type %1 came instead.").arg(type.left(40)),
            0});
    for (const Value &link : items(root["link"])) {
        if (text(link["relation"]) == u"next")
            page.next = text(link["url"]);
        else if (text(link["relation"]) == u"self")
            page.self = text(link["url"]);
    }
    const auto entries = items(root["entry"]);
    page.entries = static_cast<qsizetype>(entries.size());
    for (const Value &entry : entries) {
        Value resource;
        if (entry["resource"].get(resource))
            continue;
        const QString resourceType = text(resource["resourceType"]);
        if (resourceType == u"OperationOutcome")
            readOutcome(resource, page);
        else if (!says(entry["search"]["mode"], "outcome"))
            readResource(resource, resourceType, entry);
    }
    return {};
}

} // namespace network
