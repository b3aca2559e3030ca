#include "DocumentRecipe.h"

#include "Country.h"
#include "DocumentManifest.h"
#include "DocumentReport.h"

#include <nlohmann/json.hpp>

#include <map>
#include <stdexcept>

namespace responder {

namespace {

using Json = nlohmann::json;

constexpr auto loinc = "http://loinc.org";
constexpr auto formatCodes = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode";

Bytes shared(std::string bytes)
{
    return std::make_shared<const std::string>(std::move(bytes));
}

std::string familyOf(const std::string &name)
{
    return name.substr(0, name.find('^'));
}

//! What all documents about a study have in common.
Document about(const Person &person, const Study &study)
{
    Document document;
    const auto &series = study.series.front();
    document.serviceStart = study.started();
    document.categories = {{"http://hl7.eu/fhir/health-data-api/CodeSystem/eehrxf-document-priority-category-cs",
                            "Medical-Imaging", "Medical imaging"}};
    document.studies = {study.uid};
    document.accession = study.accession;
    document.modalities = study.modalities();
    document.bodySite = {"http://snomed.info/sct", series.bodySite, series.bodySiteName};
    document.facility = {"http://snomed.info/sct", "22232009", "Hospital"};
    document.practiceSetting = {"http://snomed.info/sct", "394914008", "Radiology"};
    document.author = person.country->institution;
    return document;
}

void name(Document &document, const std::string &id, const std::string &uid)
{
    document.logicalId = id;
    document.masterIdentifier = {"urn:ietf:rfc:3986", "urn:oid:" + uid};
    document.identifiers = {document.masterIdentifier};
}

//! The series of the study that is a PDF, which its instance encloses.
Content enclosedAmong(const Person &person, const Study &study)
{
    for (const auto &series : study.series) {
        if (series.subject != Subject::ReportPdf)
            continue;
        return {"application/dicom",
                {"http://dicom.nema.org/resources/ontology/DCMUID", series.sopClass, "Encapsulated PDF"},
                Content::Form::Instance,
                "studies/" + study.uid + "/series/" + series.uid + "/instances/" + series.instanceUid(0),
                "en",
                [&person, &study, &series](const Addresses &) {
                    return fileAt({&person, &study, &series, 0});
                }};
    }
    throw std::invalid_argument("a recipe wants a PDF among the series of a study that has none");
}

Content contentOf(const std::string &form, const Person &person, const Study &study, const Report &report,
                  const std::string &id)
{
    using Maker = std::string (*)(const Person &, const Study &, const Report &);
    struct Way
    {
        const char *contentType;
        Code format;
        Content::Form form;
        std::string reference;
        Maker maker;
    };
    const Code sufficient{formatCodes, "urn:ihe:iti:xds:2017:mimeTypeSufficient", "mimeType Sufficient"};
    const std::map<std::string, Way> ways = {
        {"fhir", {"application/fhir+json", sufficient, Content::Form::Relative, "Bundle/" + id, fhirReport}},
        {"fhir-minimal",
         {"application/fhir+json", sufficient, Content::Form::Relative, "Bundle/" + id, minimalFhirReport}},
        {"pdf", {"application/pdf", sufficient, Content::Form::Relative, "Binary/" + id + "-pdf", pdfReport}},
        {"pdf-inline", {"application/pdf", sufficient, Content::Form::Inline, "", pdfReport}},
        {"pdf-absolute", {"application/pdf", sufficient, Content::Form::Absolute, "Binary/" + id + "-pdf", pdfReport}},
        {"cda",
         {"text/xml",
          {formatCodes, "urn:hl7-org:sdwg:ccda-structuredBody:1.1", "CDA with a structured body"},
          Content::Form::Relative,
          "Binary/" + id + "-cda",
          cdaReport}},
    };
    if (form == "series-pdf")
        return enclosedAmong(person, study);
    const auto &way = ways.at(form);
    return {way.contentType,
            way.format,
            way.form,
            way.reference,
            report.language,
            [&person, &study, report, maker = way.maker](const Addresses &) {
                return shared(maker(person, study, report));
            }};
}

Document reportIn(const Json &recipe, const Person &person, const Study &study, int number)
{
    Report report;
    report.uid = study.uid + ".8000." + std::to_string(number);
    report.title = recipe.at("title");
    report.language = recipe.at("language");
    report.author = recipe.at("author");
    report.written = recipe.at("written");
    for (const auto &section : recipe.at("sections"))
        report.sections.push_back({section.at(0), section.at(1), section.at(2),
                                   section.size() > 3 ? section.at(3).get<std::string>() : std::string()});
    report.translationLanguage = recipe.value("translation", std::string());
    report.status = recipe.value("docStatus", report.status);
    if (recipe.contains("comparison"))
        report.comparison = &person.studies.at(recipe.at("comparison").get<std::size_t>() - 1);
    report.keyImages = recipe.value("keyImages", report.keyImages);
    report.markup = recipe.value("markup", std::string());

    auto document = about(person, study);
    name(document, recipe.at("id"), report.uid);
    document.kind = Document::Kind::Report;
    document.title = report.title;
    document.status = recipe.value("status", document.status);
    document.docStatus = recipe.value("docStatus", document.docStatus);
    document.date = report.written;
    document.creation = report.written;
    document.types = {{loinc, "85430-7", "Diagnostic imaging report"}};
    document.author = familyOf(report.author);
    if (recipe.contains("replaces"))
        document.relations.push_back({"replaces", recipe.at("replaces")});
    if (recipe.contains("appends"))
        document.relations.push_back({"appends", recipe.at("appends")});
    for (const auto &form : recipe.at("forms"))
        document.contents.push_back(contentOf(form, person, study, report, document.logicalId));
    return document;
}

Document fhirManifestOf(const Person &person, const Study &study, const std::string &id, int number,
                        Whereabouts whereabouts)
{
    const auto uid = study.uid + ".9000." + std::to_string(number);
    auto document = about(person, study);
    name(document, id, uid);
    document.title = "Imaging manifest, FHIR";
    document.contents = {{"application/fhir+json",
                          {formatCodes, "urn:ihe:rad:MADO:fhir-manifest:2026", "MADO FHIR manifest"},
                          Content::Form::Relative,
                          "Bundle/" + id,
                          "en",
                          [&person, &study, uid, whereabouts](const Addresses &addresses) {
                              return shared(fhirManifest(person, study, whereabouts, uid, addresses.dicomweb));
                          }}};
    return document;
}

Document keyObjectManifestOf(const Person &person, const Study &study, const std::string &id, int number,
                             Whereabouts whereabouts, bool asBinary)
{
    const auto series = study.uid + ".9000";
    const auto uid = series + '.' + std::to_string(number);
    auto document = about(person, study);
    name(document, id, uid);
    document.title = "Imaging manifest, DICOM";
    document.contents = {
        {"application/dicom",
         {"http://dicom.nema.org/resources/ontology/DCMUID", "1.2.840.10008.5.1.4.1.1.88.59", "Key Object Selection"},
         asBinary ? Content::Form::Relative : Content::Form::Instance,
         asBinary ? "Binary/" + id : "studies/" + study.uid + "/series/" + series + "/instances/" + uid,
         "en",
         [&person, &study, series, uid, whereabouts](const Addresses &addresses) {
             return shared(keyObjectManifest(person, study, whereabouts, series, uid, addresses.dicomweb));
         }}};
    return document;
}

void addManifests(std::vector<Document> &all, const Json &recipe, const Person &person, const Study &study)
{
    static const std::map<std::string, Whereabouts> places = {{"address", Whereabouts::Address},
                                                              {"location", Whereabouts::Location},
                                                              {"both", Whereabouts::Both},
                                                              {"placeholder", Whereabouts::Placeholder}};
    const auto whereabouts = places.at(recipe.at("whereabouts"));
    std::vector<Document> made;
    const auto behind = study.logicalId.substr(study.logicalId.find('-'));
    for (const auto &form : recipe.at("forms")) {
        const auto number = static_cast<int>(made.size()) + 1;
        if (form == "fhir")
            made.push_back(fhirManifestOf(person, study, "manifest" + behind, number, whereabouts));
        else if (form == "kos" || form == "kos-binary")
            made.push_back(
                keyObjectManifestOf(person, study, "kos" + behind, number, whereabouts, form == "kos-binary"));
        else
            throw std::invalid_argument("a recipe names an unknown form of manifest");
    }
    for (auto &document : made) {
        document.kind = Document::Kind::Manifest;
        document.date = study.started();
        document.creation = study.started();
        document.types = {{loinc, "18748-4", "Diagnostic imaging study"}};
        for (const auto &other : made) {
            if (&other != &document)
                document.relations.push_back({"transforms", other.logicalId});
        }
    }
    all.insert(all.end(), made.begin(), made.end());
}

} // namespace

std::vector<Document> documentsIn(const Json &recipe, const Person &person)
{
    std::vector<Document> all;
    for (const auto &each : recipe.value("documents", Json::array())) {
        const auto &study = person.studies.at(each.at("study").get<std::size_t>() - 1);
        if (each.at("kind") == "report")
            all.push_back(reportIn(each, person, study, static_cast<int>(all.size()) + 1));
        else
            addManifests(all, each, person, study);
    }
    return all;
}

} // namespace responder
