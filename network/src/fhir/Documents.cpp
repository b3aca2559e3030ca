#include "Documents.h"

#include "Elements.h"
#include "StudyFilter.h"
#include "Workplace.h"

#include <QDateTime>

#include <algorithm>

namespace network {

namespace {

using json::items;
using json::text;
using json::Value;
using model::Document;
using model::Note;
using Kind = Document::Kind;
using Role = model::StudyReference::Role;
using Reason = model::StudyReference::Reason;

constexpr QLatin1String loinc("http://loinc.org");
constexpr QLatin1String keyObjectClass("1.2.840.10008.5.1.4.1.1.88.59");
constexpr QLatin1String extensionOfLater("http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.");

//! The types under which reports and manifests are filed: both kinds under the same ones, by who filed them (spec 6.2).
const QStringList &imagingTypes()
{
    static const QStringList types{QStringLiteral("85430-7"), QStringLiteral("18748-4"), QStringLiteral("68604-8"),
                                   QStringLiteral("19005-8")};
    return types;
}

//! Whether a concept is one under which documents of imaging are filed: the usual types, what they are filed under
//! besides, or any that calls itself so, such as the many types of the single examinations.
bool isOfImaging(const Value &filed)
{
    static const QStringList others{QStringLiteral("18726-0"), QStringLiteral("55113-5"), QStringLiteral("LP29684-5"),
                                    QStringLiteral("Medical-Imaging")};
    QStringList words{text(filed["text"])};
    for (const Value &coding : items(filed["coding"])) {
        if (const QString code = text(coding["code"]); imagingTypes().contains(code) || others.contains(code))
            return true;
        words << text(coding["display"]);
    }
    return std::any_of(words.cbegin(), words.cend(), [](const QString &word) {
        return word.contains(u"imaging", Qt::CaseInsensitive) || word.contains(u"radiolog", Qt::CaseInsensitive);
    });
}

//! The values of an extension, which may hold another one with the value in it.
QList<Code> codesOfExtension(const Value &resource, QLatin1String name)
{
    QList<Code> codes;
    for (const Value &extension : items(resource["extension"])) {
        if (text(extension["url"]) != extensionOfLater + name)
            continue;
        if (!extension["valueCodeableConcept"].error())
            codes << codeIn(extension["valueCodeableConcept"]);
        for (const Value &inner : items(extension["extension"]))
            if (!inner["valueCodeableConcept"].error())
                codes << codeIn(inner["valueCodeableConcept"]);
    }
    return codes;
}

//! The codes that an extension holds, which may have another one around them.
QStringList codesInExtension(const Value &resource, QLatin1String name)
{
    QStringList codes;
    for (const Value &extension : items(resource["extension"])) {
        if (text(extension["url"]) != extensionOfLater + name)
            continue;
        codes << allCodesIn(extension["valueCodeableConcept"]);
        for (const Value &inner : items(extension["extension"]))
            codes << allCodesIn(inner["valueCodeableConcept"]);
    }
    return codes;
}

//! Profiles of a content: R4 has them in an extension, R5 as an element.
QStringList profilesOf(const Value &content)
{
    QStringList profiles;
    const auto take = [&profiles](const Value &holder) {
        for (const char *name : {"valueUri", "valueCanonical"})
            if (const QString profile = text(holder[name]); !profile.isEmpty())
                profiles << profile;
    };
    for (const Value &profile : items(content["profile"]))
        take(profile);
    for (const Value &extension : items(content["extension"])) {
        take(extension);
        for (const Value &inner : items(extension["extension"]))
            take(inner);
    }
    return profiles;
}

//! What format, media type and profile of a content say of its kind (spec 6.2); nothing where they leave it open.
std::optional<Kind> kindOf(const model::DocumentFormat &format, const QStringList &profiles)
{
    const QString code = model::normalisedUid(format.format).value_or(format.format);
    if (code == keyObjectClass || code.startsWith(u"urn:ihe:rad:MADO:"))
        return Kind::Manifest;
    const bool isDicom = format.contentType == u"application/dicom";
    if (isDicom && (code.startsWith(u"1.2.840.10008.5.1.4.1.1.104.") || // encloses a PDF or a CDA
                    code.startsWith(u"1.2.840.10008.5.1.4.1.1.88.")))   // a structured report
        return Kind::Report;
    if (format.contentType == u"application/pdf" || isXml(format.contentType))
        return Kind::Report;
    for (const QString &profile : profiles) {
        if (profile.contains(u"BundleReport"))
            return Kind::Report;
        if (profile.contains(u"MadoFhirBundle") || profile.contains(u"Manifest", Qt::CaseInsensitive))
            return Kind::Manifest;
    }
    const bool isFhir = isFhirJson(format.contentType) || isFhirXmlType(format.contentType);
    if (isFhir && format.url.contains(u"ImagingStudy/"))
        return Kind::Manifest;
    if (!format.contentType.isEmpty() && !isFhir && !isDicom && format.contentType != u"application/json")
        return Kind::Other; // a picture, a sound
    return std::nullopt;
}

//! What type and category alone suggest.
Kind kindByType(const QStringList &types, const QStringList &categories)
{
    if (types.contains(u"85430-7") || types.contains(u"68604-8"))
        return Kind::Report;
    if (types.contains(u"18748-4") || types.contains(u"19005-8"))
        return Kind::Manifest;
    return categories.contains(u"18748-4") || categories.contains(u"Medical-Imaging") ? Kind::Report : Kind::Other;
}

model::DocumentFormat formatIn(const Value &content, const QString &reference)
{
    const auto attachment = content["attachment"];
    model::DocumentFormat format;
    format.contentType = mediaTypeIn(text(attachment["contentType"]));
    format.format = codeIn(content["format"]).code;
    for (const Value &profile : items(content["profile"]))
        if (format.format.isEmpty())
            format.format = codeIn(profile["valueCoding"]).code;
    format.url = text(attachment["url"]).trimmed();
    std::string_view data;
    format.isInline = !attachment["data"].get(data) && !data.empty();
    format.hash = QByteArray::fromBase64(text(attachment["hash"]).toLatin1());
    bool isNumber = false;
    const qint64 size = text(attachment["size"]).toLongLong(&isNumber);
    if (isNumber)
        format.size = size;
    format.language = text(attachment["language"]);
    format.reference = reference;
    return format;
}

bool shareOne(const QStringList &some, const QStringList &others)
{
    return std::any_of(some.begin(), some.end(), [&others](const QString &one) { return others.contains(one); });
}

void unite(QStringList &numbers, const QStringList &others)
{
    for (const QString &number : others)
        if (!number.isEmpty() && !numbers.contains(number))
            numbers << number;
}

//! Takes a study or an accession number out of what a document is related to.
void readRelated(const Value &related, Role role, Document &document)
{
    const auto identifier = related["identifier"];
    const QString value = text(identifier["value"]).section(u'^', 0, 0); // of XDS: a CXi
    Value found;
    const bool isTyped = !identifier.get(found);
    std::optional<model::StudyUid> uid;
    if (isTyped && (text(identifier["system"]) == u"urn:dicom:uid" ||
                    hasTypeCode(found, {"110180", "0020000D", "urn:ihe:iti:xds:2016:studyInstanceUID"})))
        uid = model::StudyUid::parse(value);
    else if (isTyped && hasTypeCode(found, {"ACSN", "121022", "urn:ihe:iti:xds:2013:accession"}))
        unite(document.accessions, {value});
    else if (const QString reference = text(related["reference"]); reference.contains(u"ImagingStudy/"))
        uid = model::StudyUid::parse(reference.section(u'/', -1));
    if (uid && std::none_of(document.studies.begin(), document.studies.end(),
                            [&uid](const auto &known) { return known.study == *uid; }))
        document.studies.append({*uid, role, Reason::DocumentReference});
}

DocumentEntry entryOf(const Value &resource)
{
    DocumentEntry entry;
    Document &document = entry.document;
    document.id = text(resource["id"]);
    document.date = text(resource["date"]);
    document.status = text(resource["status"]);
    document.docStatus = text(resource["docStatus"]);
    for (const Value &author : items(resource["author"]))
        if (document.author.isEmpty())
            document.author = text(author["display"]);
    for (const Value &coding : items(resource["type"]["coding"])) {
        const QString code = text(coding["code"]);
        if (document.typeCode.isEmpty() || imagingTypes().contains(code)) {
            document.typeSystem = text(coding["system"]);
            document.typeCode = code;
        }
    }

    const auto context = resource["context"]; // R4: an element around them; R5: references
    entry.codes = {
        {QStringLiteral("type"), allCodesIn(resource["type"])},
        {QStringLiteral("category"), allCodesIn(resource["category"])},
        {QStringLiteral("bodysite"),
         codesInExtension(resource, QLatin1String("bodySite")) + allCodesIn(resource["bodySite"])},
        {QStringLiteral("event"), allCodesIn(context["event"]) + allCodesIn(resource["event"])},
        {QStringLiteral("facility"), allCodesIn(context["facilityType"]) + allCodesIn(resource["facilityType"])},
        {QStringLiteral("setting"), allCodesIn(context["practiceSetting"]) + allCodesIn(resource["practiceSetting"])}};

    std::vector<Value> filedUnder;
    for (const char *name : {"type", "category"})
        for (const Value &each : items(resource[name]))
            if (!codeIn(each).code.isEmpty())
                filedUnder.push_back(each);
    entry.isFiledElsewhere = !filedUnder.empty() && std::none_of(filedUnder.begin(), filedUnder.end(), isOfImaging);

    QStringList attachmentTitles;
    std::optional<Kind> told;
    for (const Value &content : items(resource["content"])) {
        model::DocumentFormat format = formatIn(content, document.id);
        format.position = int(document.formats.size());
        const auto kind = kindOf(format, profilesOf(content));
        if (kind && (!told || *told == Kind::Other))
            told = kind;
        // What its format, profile or DICOM says is sure; a PDF may be about anything.
        if (format.contentType == u"application/dicom" ||
            kindOf({.contentType = QStringLiteral("application/fhir+json"), .format = format.format, .url = format.url},
                   profilesOf(content)))
            entry.isFiledElsewhere = false;
        if (!format.format.isEmpty())
            entry.codes[QStringLiteral("format")] << format.format;
        if (const QString created = text(content["attachment"]["creation"]); !created.isEmpty())
            entry.created << created;
        attachmentTitles << text(content["attachment"]["title"]);
        document.formats.append(std::move(format));
    }
    entry.isKindSure = told.has_value();
    // Of DICOM objects hardly any but manifests are filed as documents.
    const bool isDicom = std::any_of(document.formats.cbegin(), document.formats.cend(),
                                     [](const auto &format) { return format.contentType == u"application/dicom"; });
    document.kind = told.value_or(
        isDicom ? Kind::Manifest
                : kindByType(entry.codes.value(QStringLiteral("type")), entry.codes.value(QStringLiteral("category"))));
    document.title = text(resource["description"]);
    for (const QString &title : std::as_const(attachmentTitles))
        if (document.title.isEmpty())
            document.title = title;
    if (document.title.isEmpty())
        document.title = codeIn(resource["type"]).display;

    const Role role = document.kind == Kind::Manifest ? Role::Listed : Role::Reported;
    for (const Value &related : items(context["related"]))
        readRelated(related, role, document);
    for (const Value &related : items(context))
        readRelated(related, role, document);
    for (const Value &related : items(resource["related"]))
        readRelated(related, role, document);
    document.examined = text(context["period"]["start"]);
    if (document.examined.isEmpty())
        document.examined = text(resource["period"]["start"]);

    for (const Code &code : codesOfExtension(resource, QLatin1String("modality")) + codesIn(resource["modality"]))
        if (!code.code.isEmpty() && !document.modalities.contains(code.code))
            document.modalities << code.code;
    for (const Code &code : codesOfExtension(resource, QLatin1String("bodySite")) + codesIn(resource["bodySite"]))
        if (document.bodySite.isEmpty())
            document.bodySite = code.words();

    document.patient = subjectIn(resource);
    entry.subject = document.patient.reference;
    for (const Value &relation : items(resource["relatesTo"])) {
        const QString code = codeIn(relation["code"]).code;
        const QString target = text(relation["target"]["reference"]);
        if (code == u"transforms")
            entry.twins << target;
        else if ((code == u"appends" || code == u"replaces") && !target.isEmpty())
            document.relations.append({code, target.section(u'/', -1)});
    }
    entry.identifiers << text(resource["masterIdentifier"]["value"]);
    for (const Value &identifier : items(resource["identifier"]))
        entry.identifiers << text(identifier["value"]);
    entry.identifiers.removeAll(QString());
    return entry;
}

bool namesTheOther(const DocumentEntry &entry, const DocumentEntry &other)
{
    const QString id = QStringLiteral("DocumentReference/") + other.document.id;
    return std::any_of(entry.twins.begin(), entry.twins.end(),
                       [&id](const QString &reference) { return reference == id || reference.endsWith(u'/' + id); });
}

//! Whether two references lead to forms of one manifest: one says so, both bear its identifier, or they are of the same
//! moment and study in different media types.
bool areTwins(const DocumentEntry &a, const DocumentEntry &b)
{
    if (a.document.kind != Kind::Manifest || b.document.kind != Kind::Manifest)
        return false;
    if (namesTheOther(a, b) || namesTheOther(b, a))
        return true;
    const auto overlap = [](const auto &some, const auto &others) {
        return std::any_of(some.begin(), some.end(), [&others](const auto &one) { return others.contains(one); });
    };
    if (overlap(a.identifiers, b.identifiers))
        return true;
    QStringList types;
    for (const auto &format : a.document.formats)
        types << format.contentType;
    const bool sameType = std::any_of(b.document.formats.begin(), b.document.formats.end(),
                                      [&types](const auto &format) { return types.contains(format.contentType); });
    constexpr qsizetype toTheSecond = 19;
    return !sameType && !a.document.studies.isEmpty() && a.document.studies == b.document.studies &&
           a.document.date.left(toTheSecond) == b.document.date.left(toTheSecond);
}

bool hasFhirForm(const DocumentEntry &entry)
{
    return std::any_of(entry.document.formats.begin(), entry.document.formats.end(),
                       [](const auto &format) { return isFhirJson(format.contentType); });
}

void absorb(DocumentEntry &kept, const DocumentEntry &other)
{
    Document &document = kept.document;
    document.formats += other.document.formats;
    for (const auto &study : other.document.studies)
        if (std::none_of(document.studies.begin(), document.studies.end(),
                         [&study](const auto &known) { return known.study == study.study; }))
            document.studies.append(study);
    const auto fill = [](auto &mine, const auto &theirs) {
        if (mine.isEmpty())
            mine = theirs;
    };
    unite(document.accessions, other.document.accessions);
    fill(document.modalities, other.document.modalities);
    fill(document.bodySite, other.document.bodySite);
    fill(document.examined, other.document.examined);
    kept.twins += other.twins;
    kept.identifiers += other.identifiers;
}

QDate dayOf(const QString &instant)
{
    return QDate::fromString(instant.left(10), Qt::ISODate);
}

//! Each parameter that looks for a code, and the code that was asked for.
QList<QPair<QString, QString>> codesAskedOf(const model::DocumentQuery &query)
{
    return {{QStringLiteral("type"), query.type},         {QStringLiteral("category"), query.category},
            {QStringLiteral("bodysite"), query.bodySite}, {QStringLiteral("event"), query.event},
            {QStringLiteral("facility"), query.facility}, {QStringLiteral("setting"), query.setting},
            {QStringLiteral("format"), query.format}};
}

bool isWithin(const QString &instant, const QDate &from, const QDate &to)
{
    const QDate day = dayOf(instant);
    return !day.isValid() || ((!from.isValid() || day >= from) && (!to.isValid() || day <= to));
}

} // namespace

QString mediaTypeIn(const QString &contentType)
{
    return contentType.section(u';', 0, 0).trimmed().toLower();
}

bool isXml(const QString &mediaType)
{
    return mediaType == u"text/xml" || mediaType == u"application/xml" || mediaType == u"application/hl7-v3+xml" ||
           mediaType == u"application/hl7-cda+xml" || mediaType == u"application/cda+xml";
}

bool isFhirJson(const QString &mediaType)
{
    return mediaType == u"application/fhir+json" || mediaType == u"application/json+fhir";
}

bool isFhirXmlType(const QString &mediaType)
{
    return mediaType == u"application/fhir+xml" || mediaType == u"application/xml+fhir";
}

Result<DocumentPage> documentsIn(const QByteArray &body)
{
    DocumentPage page;
    const auto read = readBundle(body, page, [&page](const Value &resource, const QString &type, const Value &entry) {
        if (type == u"DocumentReference" && text(entry["search"]["mode"]) != u"include")
            page.documents.append(entryOf(resource));
    });
    if (!read)
        return tl::unexpected(read.error());
    return page;
}

Result<DocumentEntry> documentIn(const QByteArray &body)
{
    simdjson::dom::parser parser;
    Value root;
    const auto code = parser.parse(body.constData(), static_cast<size_t>(body.size())).get(root);
    if (code || text(root["resourceType"]) != u"DocumentReference")
        return tl::unexpected(
            Error{Error::Kind::Malformed,
                  code ? QStringLiteral("A DocumentReference was expected, but %1.").arg(json::complaint(code, body))
                       : QStringLiteral("A DocumentReference was expected; other JSON came."),
                  0});
    return entryOf(root);
}

bool isOfSomethingElse(const DocumentEntry &entry)
{
    const Document &document = entry.document;
    return entry.isFiledElsewhere && document.kind != Kind::Manifest && document.studies.isEmpty() &&
           document.accessions.isEmpty() && document.modalities.isEmpty();
}

QList<DocumentEntry> withoutTwins(QList<DocumentEntry> entries)
{
    QList<DocumentEntry> kept;
    for (DocumentEntry &entry : entries) {
        const auto twin = std::find_if(kept.begin(), kept.end(),
                                       [&entry](const DocumentEntry &known) { return areTwins(known, entry); });
        if (twin == kept.end()) {
            kept.append(std::move(entry));
        } else if (hasFhirForm(entry) && !hasFhirForm(*twin)) {
            absorb(entry, *twin);
            *twin = std::move(entry);
        } else {
            absorb(*twin, entry);
        }
    }
    return kept;
}

void linkByAccession(QList<Document> &documents)
{
    for (Document &document : documents) {
        if (!document.studies.isEmpty() || document.accessions.isEmpty())
            continue;
        for (const Document &other : std::as_const(documents)) {
            if (!shareOne(other.accessions, document.accessions))
                continue;
            for (const auto &study : other.studies)
                if (std::none_of(document.studies.begin(), document.studies.end(),
                                 [&study](const auto &known) { return known.study == study.study; }))
                    document.studies.append({study.study, Role::Reported, Reason::OtherDocument});
        }
    }
}

QString nameOf(RegionForm form)
{
    return form == RegionForm::BodySite ? QStringLiteral("bodysite") : QStringLiteral("anatomical-region");
}

FhirSearch searchFor(const model::DocumentQuery &query, PatientForm patientForm, StudyForm studyForm, Scope scope,
                     RegionForm regionForm)
{
    FhirSearch search{QStringLiteral("DocumentReference"), {}};
    auto &parameters = search.parameters;
    parameters << patientParameter(query.patient, query.patientResourceId, patientForm);
    const auto add = [&parameters](const char *name, const QString &value) {
        if (!value.isEmpty())
            parameters.emplaceBack(QString::fromLatin1(name), value);
    };
    if (query.study) {
        const QString uid =
            fhirToken(QStringLiteral("urn:dicom:uid"), QStringLiteral("urn:oid:") + query.study->text());
        if (studyForm == StudyForm::StudyInstanceUid)
            add("study-instance-uid", uid);
        else if (studyForm == StudyForm::RelatedIdentifier)
            add("related:identifier", uid);
    }
    if (scope == Scope::Essential)
        return search;
    if (scope == Scope::Whole)
        add("status", QStringLiteral("current"));
    if (query.type.isEmpty()) {
        QStringList types;
        for (const QString &code : imagingTypes())
            types << fhirToken(loinc, code);
        add("type", types.join(u','));
    } else {
        add("type", givenToken(query.type));
    }
    add("category", givenToken(query.category));
    add("contenttype", fhirEscaped(query.contentType));
    add("format", givenToken(query.format));
    add("event", givenToken(query.event));
    add("facility", givenToken(query.facility));
    add("setting", givenToken(query.setting));
    add("accession-number", fhirEscaped(query.accession));
    add("modality", fhirEscaped(query.modality));
    add(nameOf(regionForm).toLatin1().constData(), givenToken(query.bodySite));
    const auto addDates = [&add](const char *name, const QDate &from, const QDate &to) {
        if (from.isValid())
            add(name, isoDate("ge", from));
        if (to.isValid())
            add(name, isoDate("le", to));
    };
    addDates("date", query.from, query.to);
    addDates("creation", query.createdFrom, query.createdTo);
    addDates("period", query.examinedFrom, query.examinedTo);
    return search;
}

bool bearsWhatWasAsked(const DocumentEntry &entry, const model::DocumentQuery &query)
{
    const auto codes = codesAskedOf(query);
    return std::all_of(codes.begin(), codes.end(),
                       [&entry](const auto &asked) {
                           const QStringList told = entry.codes.value(asked.first);
                           return asked.second.isEmpty() || told.isEmpty() ||
                                  told.contains(asked.second.section(u'|', -1), Qt::CaseInsensitive);
                       }) &&
           (entry.created.isEmpty() ||
            std::any_of(entry.created.begin(), entry.created.end(), [&query](const QString &created) {
                return isWithin(created, query.createdFrom, query.createdTo);
            }));
}

QStringList codesAskedIn(const model::DocumentQuery &query)
{
    QStringList parameters;
    for (const auto &[parameter, code] : codesAskedOf(query))
        if (!code.isEmpty())
            parameters << parameter;
    if (query.createdFrom.isValid() || query.createdTo.isValid())
        parameters << QStringLiteral("creation");
    return parameters;
}

model::DocumentQuery documentsOf(const model::StudyQuery &query)
{
    const model::StudyQuery asked = withNumbersRead(query);
    model::DocumentQuery documents;
    documents.patient = asked.patient;
    documents.patientResourceId = asked.patientResourceId;
    documents.examinedFrom = asked.from;
    documents.examinedTo = asked.to;
    documents.study = asked.study;
    documents.accession = asked.accession;
    documents.modality = asked.modality;
    documents.bodySite = asked.bodySite;
    documents.rest = asked.rest;
    return documents;
}

FhirSearch firstSearchFor(const model::DocumentQuery &query, const Learned &learned, int pageSize)
{
    FhirSearch search =
        searchFor(query, patientForms(query.patient, query.patientResourceId, learned.documentsForm).constFirst(),
                  query.study ? StudyForm::StudyInstanceUid : StudyForm::NotAsked,
                  learned.statusRefused ? Scope::WithoutStatus : Scope::Whole, learned.regionForm);
    search.parameters.emplaceBack(QStringLiteral("_count"), QString::number(pageSize));
    return search;
}

bool fits(const Document &document, const model::DocumentQuery &query)
{
    if (query.kind && document.kind != *query.kind)
        return false;
    if (!document.status.isEmpty() && document.status != u"current")
        return false;
    // What a manifest lists stands in its content; its reference need not name the study.
    const bool isUntold = document.kind == Kind::Manifest && document.studies.isEmpty();
    if (query.study && !isUntold &&
        std::none_of(document.studies.begin(), document.studies.end(),
                     [&query](const auto &named) { return named.study == *query.study; }))
        return false;
    if (!isWithin(document.date, query.from, query.to) ||
        !isWithin(document.examined, query.examinedFrom, query.examinedTo))
        return false;
    if (!query.modality.isEmpty() && !document.modalities.isEmpty() &&
        !document.modalities.contains(query.modality, Qt::CaseInsensitive))
        return false;
    if (!query.contentType.isEmpty() &&
        std::none_of(document.formats.begin(), document.formats.end(),
                     [&query](const auto &format) { return format.contentType == mediaTypeIn(query.contentType); }))
        return false;
    return query.accession.isEmpty() || document.accessions.isEmpty() || document.accessions.contains(query.accession);
}

} // namespace network
