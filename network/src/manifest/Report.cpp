#include <network/Report.h>

#include "Base64.h"
#include "CdaBody.h"
#include "KeyObject.h"
#include "SafeHtml.h"

#include "fhir/Elements.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace network {

namespace {

using json::items;
using json::text;
using json::Value;

constexpr QLatin1String xhtmlType("text/html");

std::string_view viewOf(const json::Found &found)
{
    Value value;
    if (found.get(value) || !value.is_string())
        return {};
    return value.get_string().value_unsafe();
}

//! The language that the first tag of a narrative tells; empty where it tells none.
QString languageOf(std::string_view div)
{
    static const QRegularExpression attribute(
        QStringLiteral(R"(^\s*<div\b[^>]*?\s(?:xml:)?lang\s*=\s*["']([A-Za-z][A-Za-z0-9-]{1,34})["'])"));
    constexpr qsizetype longestTag = 1024;
    return attribute.match(QString::fromUtf8(div.data(), std::min(qsizetype(div.size()), longestTag))).captured(1);
}

//! The report inside of a Bundle: what its Composition says, else what its DiagnosticReport says and encloses.
class BundleReport
{
public:
    BundleReport(model::ReadableReport &report, ReportRoom &room) : m_report(report), m_room(room) {}

    void take(const Value &resource, const QString &fullUrl)
    {
        const QString type = text(resource["resourceType"]);
        if (type == u"Composition")
            m_compositions.push_back(resource);
        else if (type == u"DiagnosticReport")
            m_reports.push_back(resource);
        else if (type == u"Patient")
            m_patients.add(resource, fullUrl);
        else if (type == u"Binary" || type == u"Practitioner" || type == u"Organization" || type == u"PractitionerRole")
            for (const QString &name : {fullUrl, type + u'/' + text(resource["id"])})
                m_named.insert(name, resource);
    }

    void read()
    {
        for (const Value &composition : m_compositions) {
            head(composition, text(composition["title"]), composition["date"]);
            for (const Value &author : items(composition["author"]))
                addAuthor(author);
            for (const Value &section : items(composition["section"]))
                readSection(section, 0);
            if (m_report.sections.isEmpty())
                narrative(composition, {});
        }
        for (const Value &report : m_reports) {
            head(report, codeIn(report["code"]).words(), report["issued"]);
            for (const char *name : {"resultsInterpreter", "performer"})
                if (m_report.author.isEmpty())
                    for (const Value &author : items(report[name]))
                        addAuthor(author);
            for (const Value &form : items(report["presentedForm"]))
                readForm(form);
            if (!m_report.sections.isEmpty())
                continue;
            narrative(report, {});
            if (const QString conclusion = text(report["conclusion"]);
                m_report.sections.isEmpty() && !conclusion.isEmpty())
                takeEnclosed(QStringLiteral("text/plain"), conclusion.toUtf8(), m_report, m_room);
        }
    }

private:
    void head(const Value &resource, const QString &title, const json::Found &written)
    {
        const auto first = [](QString &to, const QString &told) {
            if (to.isEmpty())
                to = told;
        };
        first(m_report.title, title);
        first(m_report.language, text(resource["language"]));
        first(m_report.status, text(resource["status"]));
        first(m_report.written, text(written));
        readSubject(resource);
    }

    //! Whom an element is about: a resource of the Bundle or in the element, the only one there is, or what the
    //! reference itself tells.
    void readSubject(const Value &resource)
    {
        const auto subject = resource["subject"];
        const QString reference = text(subject["reference"]);
        for (const Value &contained : items(resource["contained"]))
            if (!reference.isEmpty() && reference == u'#' + text(contained["id"]))
                return addSubject(m_report, studyPatientIn(contained));
        if (const model::StudyPatient *patient = m_patients.named(reference))
            return addSubject(m_report, *patient);
        model::StudyPatient told;
        told.id = text(subject["identifier"]["value"]);
        told.issuer = text(subject["identifier"]["system"]);
        told.name = text(subject["display"]);
        if (const model::StudyPatient *patient = m_patients.only(); patient && told == model::StudyPatient())
            told = *patient;
        addSubject(m_report, told);
    }

    //! By the reference's own words, else by the resource of the Bundle that it leads to.
    void addAuthor(const Value &reference)
    {
        QString name = text(reference["display"]);
        const auto found = m_named.constFind(text(reference["reference"]));
        if (name.isEmpty() && found != m_named.cend()) {
            for (const Value &each : items((*found)["name"])) {
                QStringList parts;
                for (const Value &given : items(each["given"]))
                    parts += text(given);
                parts += text(each["family"]);
                parts.removeAll(QString());
                if (name.isEmpty()) // a person has parts, an organization one name, both may have a text
                    name = each.is_string() ? text(each) : parts.isEmpty() ? text(each["text"]) : parts.join(u' ');
            }
        }
        if (!name.isEmpty())
            m_report.author += (m_report.author.isEmpty() ? QString() : QStringLiteral(", ")) + name.left(200);
    }

    void readSection(const Value &section, int level)
    {
        constexpr int deepest = 16;
        if (level == deepest || m_room.sections <= 0)
            return leaveOut(m_report, QStringLiteral("The rest of a very long report."));
        --m_room.sections;
        model::ReportSection head;
        head.level = level;
        head.title = text(section["title"]);
        for (const Value &coding : items(section["code"]["coding"])) {
            if (head.code.isEmpty())
                head.code = text(coding["code"]);
            if (head.meaning.isEmpty())
                head.meaning = text(coding["display"]);
        }
        if (head.meaning.compare(head.title, Qt::CaseInsensitive) == 0)
            head.meaning.clear();
        const qsizetype at = m_report.sections.size();
        narrative(section, head);
        const auto inner = items(section["section"]);
        if (m_report.sections.size() == at && !inner.empty() && !head.title.isEmpty())
            m_report.sections.append(head); // a heading of others
        for (const Value &each : inner)
            readSection(each, level + 1);
    }

    //! Adds what the narrative of an element says; nothing where it says nothing.
    void narrative(const Value &element, const model::ReportSection &head)
    {
        const std::string_view div = viewOf(element["text"]["div"]);
        model::ReportSection read = safeHtmlOf(QByteArrayView(div.data(), qsizetype(div.size())), m_report, m_room);
        if (read.text.isEmpty())
            return;
        model::ReportSection section = head;
        section.html = read.html;
        section.text = read.text;
        section.language = languageOf(div);
        m_report.sections.append(section);
    }

    void readForm(const Value &form)
    {
        const QString type = text(form["contentType"]);
        std::string_view data = viewOf(form["data"]);
        if (data.empty()) {
            const QString url = text(form["url"]);
            const auto found = m_named.constFind(url);
            if (found != m_named.cend())
                data = viewOf((*found)["data"]);
            else if (!url.isEmpty())
                leaveOut(m_report, QStringLiteral("A form of the report that lies elsewhere: %1").arg(url.left(300)));
        }
        if (data.empty())
            return;
        const auto decoded = fromBase64(QByteArray::fromRawData(data.data(), qsizetype(data.size())));
        if (!decoded)
            return leaveOut(m_report, QStringLiteral("A form of the report whose data is no Base64"));
        const QByteArray &bytes = *decoded;
        if (type.contains(u"xml") && type != u"application/xhtml+xml") {
            if (m_report.sections.isEmpty())
                readCdaBody(bytes, m_report, m_room);
        } else if (m_report.sections.isEmpty() || type.startsWith(u"application/pdf")) {
            takeEnclosed(type, bytes, m_report, m_room);
        }
    }

    model::ReadableReport &m_report;
    ReportRoom &m_room;
    QHash<QString, Value> m_named;
    PatientTable m_patients;
    std::vector<Value> m_compositions;
    std::vector<Value> m_reports;
};

void readBundle(const QByteArray &json, model::ReadableReport &report, ReportRoom &room)
{
    simdjson::dom::parser parser;
    Value root;
    if (const auto code = json::parse(parser, json, root)) {
        report.unreadable = QStringLiteral("A FHIR document was expected, but %1.").arg(json::complaint(code, json));
        return;
    }
    BundleReport reader(report, room);
    if (text(root["resourceType"]) == u"Bundle") {
        for (const Value &entry : items(root["entry"])) {
            Value resource;
            if (!entry["resource"].get(resource))
                reader.take(resource, text(entry["fullUrl"]));
        }
    } else {
        reader.take(root, {});
        for (const Value &contained : items(root["contained"]))
            reader.take(contained, u'#' + text(contained["id"]));
    }
    reader.read();
}

void readAny(const QByteArray &document, model::ReadableReport &report, ReportRoom &room)
{
    switch (signOf(document)) {
    case Sign::Dicom: {
        const EncapsulatedDocument inner = encapsulatedIn(document);
        report.title = inner.title;
        addSubject(report, inner.patient);
        if (inner.bytes.isEmpty())
            report.unreadable = QStringLiteral("The DICOM file encloses no document.");
        else if (inner.mediaType.contains(u"xml"))
            readCdaBody(inner.bytes, report, room);
        else
            takeEnclosed(inner.mediaType, inner.bytes, report, room);
        break;
    }
    case Sign::Pdf:
        report.pdf = document;
        break;
    case Sign::Json:
        readBundle(document, report, room);
        break;
    case Sign::Xml:
        if (isFhirXml(document))
            report.unreadable = fhirXmlSentence();
        else if (QByteArrayView(document).first(std::min(document.size(), qsizetype(1024))).contains("<html"))
            takeEnclosed(xhtmlType, document, report, room);
        else
            readCdaBody(document, report, room);
        break;
    case Sign::None:
        takeEnclosed(QString(), document, report, room);
        break;
    }
}

//! A section inside of another that says the same in another language: it has the other's code, or no heading at all.
void markTranslations(model::ReadableReport &report)
{
    const auto spoken = [](const QString &tag) { return tag.section(u'-', 0, 0).toLower(); };
    for (qsizetype i = 1; i < report.sections.size(); ++i) {
        model::ReportSection &section = report.sections[i];
        qsizetype outer = i - 1;
        while (outer >= 0 && report.sections.at(outer).level >= section.level)
            --outer;
        if (outer < 0 || section.language.isEmpty())
            continue;
        const model::ReportSection &original = report.sections.at(outer);
        if (original.text.isEmpty()) // a heading of others
            continue;
        const QString &language = original.language.isEmpty() ? report.language : original.language;
        if (spoken(section.language) == spoken(language) || (!section.title.isEmpty() && section.code != original.code))
            continue;
        section.isTranslation = true;
        if (section.code == original.code) { // the heading of the original stands for both
            section.code.clear();
            section.meaning.clear();
        }
    }
}

} // namespace

model::ReadableReport readReport(const QByteArray &document)
{
    model::ReadableReport report;
    ReportRoom room;
    readAny(document, report, room);
    markTranslations(report);
    if (report.sections.isEmpty() && report.pdf.isEmpty() && report.unreadable.isEmpty())
        report.unreadable = report.isUnsafe ? QStringLiteral("Nothing of it can be shown.")
                                            : QStringLiteral("It says nothing that a person could read here.");
    return report;
}

} // namespace network
