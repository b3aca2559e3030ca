#include "ReportBundle.h"

#include "fhir/Bundle.h"
#include "fhir/Elements.h"

#include <algorithm>

namespace network {

namespace {

using json::items;
using json::text;
using json::Value;
using model::Document;
using Role = model::StudyReference::Role;
using Reason = model::StudyReference::Reason;

bool hasCode(const json::Found &concepts, QStringView wanted)
{
    for (const Value &each : items(concepts))
        for (const Value &coding : items(each["coding"]))
            if (text(coding["code"]) == wanted)
                return true;
    return false;
}

//! The resources of one Bundle, each by its names. References are looked up once and never followed further, so that
//! circles do no harm.
class ReportReader
{
public:
    explicit ReportReader(DocumentContent &content) : m_content(content) {}

    void take(const Value &resource, const Value &entry)
    {
        const QString type = text(resource["resourceType"]);
        if (type == u"ImagingStudy") {
            m_hasStudy = true;
            if (const auto uid = studyUidIn(resource)) {
                m_studies.insert(text(entry["fullUrl"]), *uid);
                m_studies.insert(QStringLiteral("ImagingStudy/") + text(resource["id"]), *uid);
                m_order.append(*uid);
            }
        } else if (type == u"Composition") {
            m_compositions.push_back(resource);
        } else if (type == u"DiagnosticReport") {
            m_reports.push_back(resource);
        } else if (type == u"DocumentReference") {
            if (hasCode(resource["category"], u"55113-5"))
                readPicture(resource);
        } else if (type == u"ImagingSelection" || type == u"Basic") {
            readSelection(resource);
        }
    }

    bool isReport() const
    {
        return !m_reports.empty() ||
               std::any_of(m_compositions.begin(), m_compositions.end(), [](const Value &composition) {
                   return hasCode(composition["type"], u"85430-7") || hasCode(composition["category"], u"85430-7");
               });
    }
    bool hasStudy() const { return m_hasStudy; }

    void readReport()
    {
        m_content.kind = Document::Kind::Report;
        for (const Value &composition : m_compositions) {
            if (m_content.title.isEmpty())
                m_content.title = text(composition["title"]);
            readSections(composition["section"], 0, false);
        }
        for (const Value &report : m_reports) {
            if (m_content.title.isEmpty())
                m_content.title = codeIn(report["code"]).words();
            for (const char *name : {"imagingStudy", "study"}) // R4, R5
                for (const Value &reference : items(report[name]))
                    refer(reference, Role::Reported, Reason::Subject);
            readComparisons(report);
        }
        for (const model::StudyUid &uid : std::as_const(m_order))
            if (std::none_of(m_content.studies.begin(), m_content.studies.end(),
                             [&uid](const auto &known) { return known.study == uid; }))
                addStudy(m_content, uid, Role::Reported, Reason::Enclosed);
        for (const model::KeyImage &image : std::as_const(m_content.keyImages))
            if (image.study)
                addStudy(m_content, *image.study, Role::KeyImage, Reason::KeyImage);
    }

private:
    //! The study that a reference leads to: by a resource of the Bundle, or by its identifier alone.
    std::optional<model::StudyUid> studyOf(const Value &reference) const
    {
        const QString name = text(reference["reference"]);
        auto found = m_studies.constFind(name);
        if (found == m_studies.cend())
            found = m_studies.constFind(name.section(u'/', -2));
        if (!name.isEmpty() && found != m_studies.cend())
            return *found;
        const auto identifier = reference["identifier"];
        Value value;
        if (identifier.get(value))
            return std::nullopt;
        const QString number = text(identifier["value"]);
        if (json::says(identifier["system"], "urn:dicom:uid") || hasTypeCode(value, {"110180", "0020000D"}) ||
            number.startsWith(u"urn:oid:"))
            return model::StudyUid::parse(number);
        return std::nullopt;
    }
    void refer(const Value &reference, Role role, Reason reason)
    {
        if (const auto uid = studyOf(reference))
            addStudy(m_content, *uid, role, reason);
    }

    void readSections(const json::Found &sections, int depth, bool isComparison)
    {
        constexpr int deepest = 16;
        if (depth == deepest)
            return;
        for (const Value &section : items(sections)) {
            const bool compares = isComparison || hasCode(section["code"], u"18834-2");
            for (const Value &reference : items(section["entry"]))
                refer(reference, compares ? Role::Comparison : Role::Reported,
                      compares ? Reason::Comparison : Reason::Section);
            readSections(section["section"], depth + 1, compares);
        }
    }

    void readComparisons(const Value &report)
    {
        for (const Value &extension : items(report["extension"]))
            if (text(extension["url"]).contains(u"comparison", Qt::CaseInsensitive)) {
                const Reason reason = Reason::Comparison;
                refer(extension["valueReference"].error() ? extension : extension["valueReference"].value_unsafe(),
                      Role::Comparison, reason);
                for (const Value &inner : items(extension["extension"]))
                    if (!inner["valueReference"].error())
                        refer(inner["valueReference"].value_unsafe(), Role::Comparison, reason);
            }
    }

    //! A key image as DocumentReference: its UIDs are identifiers, or stand in a WADO address.
    void readPicture(const Value &resource)
    {
        QList<QString> uids;
        for (const Value &identifier : items(resource["identifier"]))
            if (const auto uid = model::normalisedUid(text(identifier["value"])))
                uids.append(*uid);
        std::optional<model::StudyUid> study;
        std::optional<model::SeriesUid> series;
        std::optional<model::SopUid> sop;
        for (const Value &content : items(resource["content"])) {
            const QUrl url(text(content["attachment"]["url"]));
            const QStringList steps = url.path().split(u'/');
            const QStringList pairs = url.query().split(u'&');
            const auto named = [&](const QString &step, const QString &key) {
                const auto at = steps.indexOf(step);
                if (at >= 0)
                    return steps.value(at + 1);
                for (const QString &pair : pairs)
                    if (pair.section(u'=', 0, 0).compare(key, Qt::CaseInsensitive) == 0)
                        return pair.section(u'=', 1);
                return QString();
            };
            study = model::StudyUid::parse(named(QStringLiteral("studies"), QStringLiteral("studyUID")));
            series = model::SeriesUid::parse(named(QStringLiteral("series"), QStringLiteral("seriesUID")));
            sop = model::SopUid::parse(named(QStringLiteral("instances"), QStringLiteral("objectUID")));
        }
        if (!sop && !uids.isEmpty())
            sop = model::SopUid::parse(uids.constFirst());
        if (!series && uids.size() > 1)
            series = model::SeriesUid::parse(uids.at(1));
        if (sop)
            m_content.keyImages.append({*sop, study, series});
    }

    //! R5's ImagingSelection, and the same as extensions of a Basic in R4.
    void readSelection(const Value &resource)
    {
        const auto study = model::StudyUid::parse(anywhere(resource, "studyUid"));
        const auto series = model::SeriesUid::parse(anywhere(resource, "seriesUid"));
        if (!study && !series)
            return;
        for (const Value &instance : items(resource["instance"]))
            if (const auto sop = model::SopUid::parse(text(instance["uid"])))
                m_content.keyImages.append({*sop, study, series});
        for (const Value &extension : items(resource["extension"]))
            if (text(extension["url"]).endsWith(u"instance"))
                for (const Value &inner : items(extension["extension"]))
                    if (text(inner["url"]) == u"uid")
                        for (const char *value : {"valueId", "valueString", "valueUri", "valueOid"})
                            if (const auto sop = model::SopUid::parse(text(inner[value])))
                                m_content.keyImages.append({*sop, study, series});
    }
    //! An element, or the extension that stands for it in an earlier release.
    static QString anywhere(const Value &resource, const char *name)
    {
        if (const QString own = text(resource[name]); !own.isEmpty())
            return own;
        for (const Value &extension : items(resource["extension"]))
            if (text(extension["url"]).endsWith(QLatin1String(name)))
                for (const char *value : {"valueId", "valueString", "valueUri", "valueOid"})
                    if (const QString told = text(extension[value]); !told.isEmpty())
                        return told;
        return {};
    }

    DocumentContent &m_content;
    QHash<QString, model::StudyUid> m_studies;
    QList<model::StudyUid> m_order;
    std::vector<Value> m_compositions;
    std::vector<Value> m_reports;
    bool m_hasStudy = false;
};

//! The study's patient by the resource of the Bundle that its subject refers to, or by the only one that is there.
void findPatient(model::Study &study, const PatientTable &patients)
{
    const model::StudyPatient *found = patients.named(study.patient.reference);
    if (!found && study.patient.id.isEmpty())
        found = patients.only();
    if (found)
        completeSubject(study, *found);
    else // of which server the record is a Bundle from elsewhere does not say
        study.patient.reference.clear();
}

//! `patients` are those of a Bundle; none for a bare ImagingStudy of this server.
void readManifest(const QByteArray &json, const QUrl &fhirBase, const PatientTable *patients, DocumentContent &content)
{
    auto page = imagingStudiesIn(json, fhirBase);
    if (!page)
        return complain(content, page.error().detail);
    content.kind = Document::Kind::Manifest;
    content.notes += page->notes;
    for (ImagingStudyEntry &entry : page->studies) {
        resolveEndpoints(entry, page->endpoints);
        entry.study.routes = {model::Route::Documents};
        if (patients)
            findPatient(entry.study, *patients);
        mergeInto(content.trees, entry.study);
    }
    for (model::Study &study : content.trees) {
        sortByNumber(study);
        addStudy(content, study.uid, Role::Listed, Reason::Contents);
    }
}

} // namespace

void readFhirDocument(const QByteArray &json, const QUrl &fhirBase, DocumentContent &content)
{
    simdjson::dom::parser parser;
    Value root;
    if (const auto code = parser.parse(json.constData(), static_cast<size_t>(json.size())).get(root))
        return complain(content,
                        QStringLiteral("A FHIR document was expected, but %1.").arg(json::complaint(code, json)));
    const QString type = text(root["resourceType"]);
    if (!type.isEmpty())
        content.contentType = QStringLiteral("application/fhir+json");
    if (type == u"ImagingStudy") // like a Bundle of nothing else
        return readManifest(R"({"resourceType":"Bundle","entry":[{"resource":)" + json + "}]}", fhirBase, nullptr,
                            content);

    ReportReader reader(content);
    PatientTable patients;
    if (type == u"Bundle") {
        for (const Value &entry : items(root["entry"])) {
            Value resource;
            if (entry["resource"].get(resource))
                continue;
            if (text(resource["resourceType"]) == u"Patient")
                patients.add(resource, text(entry["fullUrl"]));
            reader.take(resource, entry);
        }
    } else if (type == u"DiagnosticReport" || type == u"Composition") {
        reader.take(root, root);
        for (const Value &contained : items(root["contained"]))
            reader.take(contained, contained);
    }
    if (reader.isReport())
        reader.readReport();
    else if (reader.hasStudy())
        readManifest(json, fhirBase, &patients, content);
    else
        complain(content, QStringLiteral("The JSON document is neither a report nor a manifest (%1).")
                              .arg(type.isEmpty() ? QStringLiteral("no resourceType") : type.left(40)));
}

} // namespace network
