#include "DocumentReport.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/ofstd/ofchrenc.h>
#include <dcmtk/ofstd/ofstd.h>

#include <hpdf.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto loinc = "http://loinc.org";

Json coding(const std::string &system, const std::string &code, const std::string &display)
{
    return {{"system", system}, {"code", code}, {"display", display}};
}

Json asConcept(const Json &code)
{
    return {{"coding", Json::array({code})}};
}

std::string escaped(const std::string &text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::vector<std::string> paragraphsOf(const std::string &text)
{
    std::vector<std::string> all;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto end = std::min(text.find("\n\n", from), text.size());
        all.push_back(text.substr(from, end - from));
        from = end + 2;
    }
    return all;
}

std::string family(const std::string &name)
{
    return name.substr(0, name.find('^'));
}

std::string given(const std::string &name)
{
    const auto caret = name.find('^');
    return caret == std::string::npos ? std::string() : name.substr(caret + 1);
}

std::string spoken(const std::string &name)
{
    const auto first = given(name);
    return first.empty() ? family(name) : first + ' ' + family(name);
}

//! The same URN each time for an entry of a Bundle: the last steps of the report's UID and the entry's number.
std::string urnOf(const Report &report, int entry)
{
    unsigned hash = 2'166'136'261U; // FNV-1a
    for (const char c : report.uid)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
    char text[64];
    std::snprintf(text, sizeof text, "urn:uuid:%08x-7d3a-4b1e-9c42-%012x", hash, static_cast<unsigned>(entry));
    return text;
}

Json reference(const std::string &urn)
{
    return {{"reference", urn}};
}

Json patientResource(const Person &person)
{
    Json resource = {{"resourceType", "Patient"}};
    resource["identifier"] = Json::array({{{"system", person.system}, {"value", person.value}}});
    resource["name"] = Json::array({{{"family", person.family}, {"given", {person.given}}}});
    resource["gender"] = person.gender;
    resource["birthDate"] = dashed(person.birthDate);
    return resource;
}

Json studyIdentifier(const Study &study)
{
    return {{"type", asConcept(coding("http://dicom.nema.org/resources/ontology/DCM", "110180", "Study Instance UID"))},
            {"system", "urn:dicom:uid"},
            {"value", "urn:oid:" + study.uid}};
}

//! What a report tells of a study: by design no address.
Json studyResource(const Person &person, const Study &study, const Json &patient)
{
    Json resource = {{"resourceType", "ImagingStudy"}};
    resource["identifier"] = Json::array(
        {studyIdentifier(study),
         {{"type", asConcept(coding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN", "Accession ID"))},
          {"system", person.country->accessionAuthority},
          {"value", study.accession}}});
    resource["status"] = "available";
    resource["modality"] = Json::array();
    for (const auto &modality : study.modalities())
        resource["modality"].push_back(
            {{"system", "http://dicom.nema.org/resources/ontology/DCM"}, {"code", modality}});
    resource["subject"] = patient;
    resource["started"] = study.started();
    resource["numberOfSeries"] = study.series.size();
    resource["numberOfInstances"] = study.instances();
    resource["description"] = study.description;
    return resource;
}

Json diagnosticReport(const Study &study, const Report &report, const Json &patient)
{
    Json resource = {{"resourceType", "DiagnosticReport"}};
    resource["language"] = report.language;
    resource["identifier"] =
        Json::array({{{"system", "urn:ietf:rfc:3986"}, {"value", "urn:oid:" + report.uid + ".1"}}});
    resource["status"] = report.status;
    resource["category"] = Json::array({asConcept(coding(loinc, "85430-7", "Diagnostic imaging report"))});
    resource["code"] = asConcept(coding(loinc, "18748-4", "Diagnostic imaging study"));
    resource["code"]["text"] = study.description;
    resource["subject"] = patient;
    resource["effectiveDateTime"] = study.started();
    resource["issued"] = report.written;
    return resource;
}

Json bundleOf(const Report &report, const std::string &type, const std::string &profile)
{
    Json bundle = {{"resourceType", "Bundle"}};
    bundle["meta"] = {{"profile", Json::array({"http://hl7.eu/fhir/imaging/StructureDefinition/" + profile})}};
    bundle["language"] = report.language;
    bundle["identifier"] = {{"system", "urn:ietf:rfc:3986"}, {"value", "urn:oid:" + report.uid}};
    bundle["type"] = type;
    bundle["timestamp"] = report.written;
    bundle["entry"] = Json::array();
    return bundle;
}

void addEntry(Json &bundle, const std::string &urn, Json resource)
{
    bundle["entry"].push_back({{"fullUrl", urn}, {"resource", std::move(resource)}});
}

std::string narrative(const std::string &text, const std::string &language, const std::string &markup = {})
{
    std::string out =
        "<div xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + language + "\" xml:lang=\"" + language + "\">";
    for (const auto &paragraph : paragraphsOf(text))
        out += "<p>" + escaped(paragraph) + "</p>";
    return out + markup + "</div>";
}

//! A picture of the study as HL7 Europe's report points to it: by the UIDs of instance and series.
Json keyImage(const Study &study, const std::pair<int, int> &place, const Json &patient)
{
    const auto &series = study.series.at(static_cast<std::size_t>(place.first));
    Json resource = {{"resourceType", "DocumentReference"}};
    resource["identifier"] = Json::array();
    for (const auto &uid : {series.instanceUid(place.second), series.uid})
        resource["identifier"].push_back({{"system", "urn:ietf:rfc:3986"}, {"value", "urn:oid:" + uid}});
    resource["status"] = "current";
    resource["category"] = Json::array({asConcept(coding(loinc, "55113-5", "Key images Document Radiology"))});
    resource["subject"] = patient;
    resource["content"] =
        Json::array({{{"attachment", {{"contentType", "application/dicom"}, {"title", series.description}}}}});
    return resource;
}

// ---- PDF ----

//! Writes line by line from the top of the page, and goes on to the next page by itself.
class Typesetter
{
public:
    explicit Typesetter(const std::string &language)
        : m_document(HPDF_New(nullptr, nullptr), &HPDF_Free), m_latin2(language == "cs")
    {
        const char *encoding = m_latin2 ? "ISO8859-2" : "WinAnsiEncoding";
        m_regular = HPDF_GetFont(m_document.get(), "Helvetica", encoding);
        m_bold = HPDF_GetFont(m_document.get(), "Helvetica-Bold", encoding);
        HPDF_SetCompressionMode(m_document.get(), HPDF_COMP_ALL);
        turnPage();
    }

    void line(const std::string &text, float size, bool bold = false)
    {
        std::string words;
        const auto encoded = inEncoding(text) + ' ';
        std::size_t from = 0;
        HPDF_Page_SetFontAndSize(m_page, bold ? m_bold : m_regular, size);
        // Breaks where the next word would reach over the margin.
        while (from < encoded.size()) {
            const auto end = encoded.find(' ', from);
            const auto longer = words + (words.empty() ? "" : " ") + encoded.substr(from, end - from);
            if (!words.empty() && HPDF_Page_TextWidth(m_page, longer.c_str()) > width) {
                show(words, size, bold);
                words = encoded.substr(from, end - from);
            } else {
                words = longer;
            }
            from = end + 1;
        }
        show(words, size, bold);
    }
    void gap(float height) { m_y -= height; }
    void rule()
    {
        HPDF_Page_SetLineWidth(m_page, 0.6F);
        HPDF_Page_MoveTo(m_page, margin, m_y);
        HPDF_Page_LineTo(m_page, margin + width, m_y);
        HPDF_Page_Stroke(m_page);
        m_y -= 6;
    }
    std::string bytes()
    {
        HPDF_SaveToStream(m_document.get());
        if (const auto error = HPDF_GetError(m_document.get()); error != HPDF_OK)
            throw std::runtime_error("writing a PDF: error " + std::to_string(error));
        HPDF_UINT32 size = HPDF_GetStreamSize(m_document.get());
        std::string all(size, '\0');
        HPDF_ReadFromStream(m_document.get(), reinterpret_cast<HPDF_BYTE *>(all.data()), &size);
        all.resize(size);
        return all;
    }

private:
    static constexpr float margin = 56;
    static constexpr float width = 483;
    static constexpr float top = 786;

    std::string inEncoding(const std::string &text) const
    {
        OFCharacterEncoding encoding;
        OFString converted;
        auto done = encoding.selectEncoding("UTF-8", m_latin2 ? "ISO-8859-2" : "ISO-8859-1");
        if (done.good())
            done = encoding.convertString(OFString(text.c_str(), text.size()), converted);
        if (done.bad())
            throw std::runtime_error(std::string("writing a PDF: ") + done.text());
        return {converted.c_str(), converted.size()};
    }
    void show(const std::string &encoded, float size, bool bold)
    {
        if (m_y < margin + size) {
            turnPage();
            HPDF_Page_SetFontAndSize(m_page, bold ? m_bold : m_regular, size);
        }
        m_y -= size * 1.35F;
        HPDF_Page_BeginText(m_page);
        HPDF_Page_TextOut(m_page, margin, m_y, encoded.c_str());
        HPDF_Page_EndText(m_page);
    }
    void turnPage()
    {
        m_page = HPDF_AddPage(m_document.get());
        HPDF_Page_SetSize(m_page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
        m_y = top;
    }

    std::unique_ptr<_HPDF_Doc_Rec, decltype(&HPDF_Free)> m_document;
    HPDF_Font m_regular = nullptr;
    HPDF_Font m_bold = nullptr;
    HPDF_Page m_page = nullptr;
    bool m_latin2;
    float m_y = top;
};

// ---- CDA ----

//! 2026-11-02T11:20:00+01:00 as 20261102112000+0100.
std::string hl7Time(const std::string &moment)
{
    std::string out;
    for (std::size_t i = 0; i < moment.size(); ++i) {
        const char c = moment[i];
        if ((c >= '0' && c <= '9') || c == '+' || (c == '-' && i > 10))
            out += c;
    }
    return out;
}

std::string oidOf(const std::string &system)
{
    return system.substr(system.rfind(':') + 1);
}

} // namespace

std::string base64(const std::string &bytes)
{
    OFString encoded;
    OFStandard::encodeBase64(reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), encoded);
    return {encoded.c_str(), encoded.size()};
}

std::string fhirReport(const Person &person, const Study &study, const Report &report)
{
    enum Entry { CompositionAt, ReportAt, PatientAt, StudyAt, AuthorAt, PlaceAt, ComparedAt, FirstPictureAt };
    const auto patient = reference(urnOf(report, PatientAt));
    const auto author = reference(urnOf(report, AuthorAt));
    auto bundle = bundleOf(report, "document", "BundleReportEuImaging");

    Json composition = {{"resourceType", "Composition"}, {"language", report.language}};
    composition["identifier"] = {{"system", "urn:ietf:rfc:3986"}, {"value", "urn:oid:" + report.uid}};
    composition["status"] = report.status;
    composition["type"] = asConcept(coding(loinc, "18748-4", "Diagnostic imaging study"));
    composition["category"] = Json::array({asConcept(coding(loinc, "85430-7", "Diagnostic imaging report"))});
    composition["subject"] = patient;
    composition["date"] = report.written;
    composition["author"] = Json::array({author});
    composition["title"] = report.title;
    composition["custodian"] = reference(urnOf(report, PlaceAt));
    composition["section"] = Json::array();
    Json studies = {{"title", study.description},
                    {"code", asConcept(coding(loinc, "18726-0", "Radiology studies (set)"))}};
    studies["text"] = {{"status", "generated"},
                       {"div", narrative(study.description + ", " + dashed(study.date), report.language)}};
    studies["entry"] = Json::array({reference(urnOf(report, StudyAt))});
    composition["section"].push_back(std::move(studies));
    for (const auto &section : report.sections) {
        Json each = {{"title", section.title},
                     {"code", {{"coding", Json::array({{{"system", loinc}, {"code", section.code}}})}}}};
        const bool isLast = &section == &report.sections.back();
        each["text"] = {{"status", "additional"},
                        {"div", narrative(section.text, report.language, isLast ? report.markup : std::string())}};
        if (section.code == "18834-2" && report.comparison)
            each["entry"] = Json::array({reference(urnOf(report, ComparedAt))});
        if (!section.translation.empty())
            each["section"] = Json::array(
                {{{"code", each["code"]},
                  {"text",
                   {{"status", "additional"}, {"div", narrative(section.translation, report.translationLanguage)}}}}});
        composition["section"].push_back(std::move(each));
    }
    addEntry(bundle, urnOf(report, CompositionAt), std::move(composition));

    auto diagnostic = diagnosticReport(study, report, patient);
    diagnostic["extension"] =
        Json::array({{{"url", "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.composition"},
                      {"valueReference", reference(urnOf(report, CompositionAt))}}});
    diagnostic["resultsInterpreter"] = Json::array({author});
    diagnostic["imagingStudy"] = Json::array({reference(urnOf(report, StudyAt))});
    for (const auto &section : report.sections) {
        if (section.code == "19005-8")
            diagnostic["conclusion"] = section.text;
    }
    addEntry(bundle, urnOf(report, ReportAt), std::move(diagnostic));
    addEntry(bundle, urnOf(report, PatientAt), patientResource(person));
    addEntry(bundle, urnOf(report, StudyAt), studyResource(person, study, patient));
    Json practitioner = {{"resourceType", "Practitioner"}};
    practitioner["name"] = Json::array({{{"family", family(report.author)}, {"given", {given(report.author)}}}});
    addEntry(bundle, urnOf(report, AuthorAt), std::move(practitioner));
    addEntry(bundle, urnOf(report, PlaceAt), {{"resourceType", "Organization"}, {"name", person.country->institution}});
    if (report.comparison)
        addEntry(bundle, urnOf(report, ComparedAt), studyResource(person, *report.comparison, patient));
    int picture = FirstPictureAt;
    for (const auto &place : report.keyImages)
        addEntry(bundle, urnOf(report, picture++), keyImage(study, place, patient));
    return bundle.dump(2) + '\n';
}

std::string minimalFhirReport(const Person &person, const Study &study, const Report &report)
{
    const auto patient = reference(urnOf(report, 1));
    auto bundle = bundleOf(report, "collection", "BundleReportMinimalMetadataEuImaging");
    auto diagnostic = diagnosticReport(study, report, patient);
    diagnostic["imagingStudy"] = Json::array({{{"identifier", studyIdentifier(study)}}});
    diagnostic["presentedForm"] = Json::array({{{"contentType", "application/pdf"},
                                                {"language", report.language},
                                                {"data", base64(pdfReport(person, study, report))},
                                                {"title", report.title},
                                                {"creation", report.written}}});
    addEntry(bundle, urnOf(report, 0), std::move(diagnostic));
    addEntry(bundle, urnOf(report, 1), patientResource(person));
    return bundle.dump(2) + '\n';
}

std::string pdfReport(const Person &person, const Study &study, const Report &report)
{
    Typesetter page(report.language);
    page.line(person.country->institution, 9);
    page.rule();
    page.line(report.title, 16, true);
    page.gap(6);
    page.line(person.family + ", " + person.given + "   * " + dashed(person.birthDate) + "   " + person.value, 10,
              true);
    page.line(study.description + "   " + dashed(study.date) + "   " + study.accession, 10);
    for (const auto &section : report.sections) {
        page.gap(10);
        page.line(section.title, 11, true);
        for (const auto &paragraph : paragraphsOf(section.text)) {
            page.line(paragraph, 10);
            page.gap(3);
        }
    }
    page.gap(14);
    page.rule();
    page.line(spoken(report.author) + "   " + report.written.substr(0, 10), 9);
    return page.bytes();
}

std::string cdaReport(const Person &person, const Study &study, const Report &report)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const auto code = [](const std::string &value, const std::string &name) {
        return "<code code=\"" + value +
               "\" codeSystem=\"2.16.840.1.113883.6.1\" codeSystemName=\"LOINC\" displayName=\"" + name + "\"/>\n";
    };
    const auto name = [](const std::string &last, const std::string &first) {
        return "<name><given>" + escaped(first) + "</given><family>" + escaped(last) + "</family></name>";
    };
    const auto organization = [&](const char *element) {
        return std::string("<") + element + "><id root=\"" + oidOf(person.country->accessionAuthority) + "\"/><name>" +
               escaped(person.country->institution) + "</name></" + element + ">\n";
    };
    const auto written = "\"" + hl7Time(report.written) + "\"/>\n";
    out += "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
           "<typeId root=\"2.16.840.1.113883.1.3\" extension=\"POCD_HD000040\"/>\n"
           "<id root=\"" +
           report.uid + "\"/>\n" + code("18748-4", "Diagnostic imaging study") + "<title>" + escaped(report.title) +
           "</title>\n<effectiveTime value=" + written +
           "<confidentialityCode code=\"N\" codeSystem=\"2.16.840.1.113883.5.25\"/>\n<languageCode code=\"" +
           report.language + "\"/>\n";
    out += "<recordTarget><patientRole><id root=\"" + oidOf(person.system) + "\" extension=\"" + person.value +
           "\"/>\n<patient>" + name(person.family, person.given) + "<administrativeGenderCode code=\"" +
           (person.gender == "male" ? "M" : "F") + "\" codeSystem=\"2.16.840.1.113883.5.1\"/><birthTime value=\"" +
           person.birthDate + "\"/></patient></patientRole></recordTarget>\n";
    out += "<author><time value=" + written + "<assignedAuthor><id nullFlavor=\"NI\"/><assignedPerson>" +
           name(family(report.author), given(report.author)) + "</assignedPerson></assignedAuthor></author>\n";
    out += "<custodian><assignedCustodian>" + organization("representedCustodianOrganization") +
           "</assignedCustodian></custodian>\n";
    out += "<inFulfillmentOf><order><id root=\"" + oidOf(person.country->accessionAuthority) + "\" extension=\"" +
           study.accession + "\"/></order></inFulfillmentOf>\n";
    out += "<documentationOf><serviceEvent classCode=\"ACT\"><id root=\"" + study.uid + "\"/><effectiveTime value=\"" +
           study.date + study.time + "\"/></serviceEvent></documentationOf>\n";
    out += "<component><structuredBody>\n";
    for (const auto &section : report.sections) {
        out += "<component><section>" + code(section.code, escaped(section.title)) + "<title>" +
               escaped(section.title) + "</title>\n<text>";
        for (const auto &paragraph : paragraphsOf(section.text))
            out += "<paragraph>" + escaped(paragraph) + "</paragraph>";
        out += "</text>";
        if (!section.translation.empty()) {
            out += "<component><section>" + code(section.code, escaped(section.title)) + "<text>";
            for (const auto &paragraph : paragraphsOf(section.translation))
                out += "<paragraph>" + escaped(paragraph) + "</paragraph>";
            out += "</text><languageCode code=\"" + report.translationLanguage + "\"/></section></component>";
        }
        out += "</section></component>\n";
    }
    out += "<component><section><code code=\"121181\" codeSystem=\"1.2.840.10008.2.16.4\" codeSystemName=\"DCM\" "
           "displayName=\"DICOM Object Catalog\"/>\n<entry><act classCode=\"ACT\" moodCode=\"EVN\"><id root=\"" +
           study.uid +
           "\"/><code code=\"113014\" codeSystem=\"1.2.840.10008.2.16.4\" codeSystemName=\"DCM\" "
           "displayName=\"Study\"/></act></entry></section></component>\n";
    out += "</structuredBody></component>\n</ClinicalDocument>\n";
    return out;
}

} // namespace responder
