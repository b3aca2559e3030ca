#include "FhirResources.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace responder {

namespace {

Json asConcept(const Json &code)
{
    return {{"coding", Json::array({code})}};
}

Json asConcept(const std::vector<Code> &codes)
{
    Json made = {{"coding", Json::array()}};
    for (const auto &code : codes)
        made["coding"].push_back(coding(code.system, code.code, code.display));
    return made;
}

std::string base64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0'); // and the zero that OpenSSL writes
    const auto size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char *>(text.data()),
                        reinterpret_cast<const unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

//! As Attachment.hash wants it: SHA-1, in base64.
std::string hashOf(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr);
    return base64({reinterpret_cast<const char *>(digest.data()), size});
}

Json attachment(const Document &document, const Content &content, const Addresses &addresses, Release release)
{
    const auto bytes = content.bytes(addresses);
    Json made = {{"contentType", content.contentType}};
    if (!content.language.empty())
        made["language"] = content.language;
    switch (content.form) {
    case Content::Form::Inline:
        made["data"] = base64(*bytes);
        break;
    case Content::Form::Relative:
        made["url"] = content.reference;
        break;
    case Content::Form::Absolute:
        made["url"] = addresses.fhir + '/' + content.reference;
        break;
    case Content::Form::Instance:
        made["url"] = addresses.dicomweb + '/' + content.reference;
        break;
    }
    if (release == Release::R5)
        made["size"] = std::to_string(bytes->size()); // an integer64 is a text in JSON
    else
        made["size"] = bytes->size();
    made["hash"] = hashOf(*bytes);
    made["title"] = document.title;
    made["creation"] = document.creation;
    return made;
}

Json identifier(const Identifier &one)
{
    return {{"system", one.system}, {"value", one.value}};
}

//! What a document is about: studies and their order, as identifiers without a resource.
Json relatedTo(const Person &person, const Document &document)
{
    Json all = Json::array();
    for (const auto &uid : document.studies)
        all.push_back({{"identifier",
                        {{"type", asConcept(coding(dicomTerms, "110180", "Study Instance UID"))},
                         {"system", "urn:dicom:uid"},
                         {"value", "urn:oid:" + uid}}}});
    if (!document.accession.empty()) {
        Json type = asConcept(coding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN"));
        type["coding"].push_back(coding(dicomTerms, "121022", "Accession Number"));
        all.push_back({{"identifier",
                        {{"type", std::move(type)},
                         {"system", person.country->accessionAuthority},
                         {"value", document.accession}}}});
    }
    return all;
}

Json relations(const Document &document, Release release)
{
    Json all = Json::array();
    for (const auto &relation : document.relations) {
        const Json target = {{"reference", "DocumentReference/" + relation.target}};
        if (release == Release::R5)
            all.push_back({{"code", asConcept(coding("http://hl7.org/fhir/document-relationship-type", relation.code))},
                           {"target", target}});
        else
            all.push_back({{"code", relation.code}, {"target", target}});
    }
    return all;
}

} // namespace

std::span<const Series> knownSeries(const Study &study)
{
    return std::span(study.series).first(study.series.size() - static_cast<std::size_t>(study.lateSeries));
}

Json patientResource(const Person &person)
{
    Json resource = {{"resourceType", "Patient"}, {"id", person.logicalId}};
    resource["meta"] = {{"versionId", "1"}, {"lastUpdated", "2026-11-01T08:00:00Z"}};
    resource["identifier"] = Json::array({{{"use", "official"}, {"system", person.system}, {"value", person.value}}});
    resource["active"] = person.active;
    resource["name"] = Json::array({{{"use", "official"}, {"family", person.family}, {"given", {person.given}}}});
    resource["gender"] = person.gender;
    resource["birthDate"] = dashed(person.birthDate);
    if (!person.replacedBy.empty())
        resource["link"] =
            Json::array({{{"other", {{"reference", "Patient/" + person.replacedBy}}}, {"type", "replaced-by"}}});
    return resource;
}

Json coding(const std::string &system, const std::string &code, const std::string &display)
{
    Json made = {{"system", system}, {"code", code}};
    if (!display.empty())
        made["display"] = display;
    return made;
}

Json imagingStudyResource(const Person &person, const Study &study, Release release)
{
    const bool r5 = release == Release::R5;
    // R5 turned the codings of R4 into concepts.
    const auto coded = [&](const Json &code) { return r5 ? asConcept(code) : code; };
    const auto endpoint = Json::array({{{"reference", std::string("Endpoint/") + endpointId}}});
    Json resource = {{"resourceType", "ImagingStudy"}, {"id", study.logicalId}};
    resource["meta"] = {{"versionId", "1"}, {"lastUpdated", "2026-11-03T08:00:00Z"}};
    resource["identifier"] =
        Json::array({{{"system", "urn:dicom:uid"}, {"value", "urn:oid:" + study.uid}},
                     {{"type", asConcept(coding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN"))},
                      {"system", person.country->accessionAuthority},
                      {"value", study.accession}}});
    resource["status"] = "available";
    resource["modality"] = Json::array();
    for (const auto &modality : study.modalities())
        resource["modality"].push_back(coded(coding(dicomTerms, modality)));
    resource["subject"] = {{"reference", "Patient/" + person.logicalId},
                           {"identifier", {{"system", person.system}, {"value", person.value}}}};
    resource["started"] = study.started();
    resource["referrer"] = {{"display", study.referrer.substr(0, study.referrer.find('^'))}};
    resource["endpoint"] = endpoint;
    const auto known = knownSeries(study);
    int instances = 0;
    for (const auto &series : known)
        instances += series.instances;
    resource["numberOfSeries"] = known.size();
    resource["numberOfInstances"] = instances;
    if (r5)
        resource["reason"] = Json::array({{{"concept", {{"text", study.reason}}}}});
    else
        resource["reasonCode"] = Json::array({{{"text", study.reason}}});
    resource["description"] = study.description;
    resource["series"] = Json::array();
    for (const auto &series : known) {
        const auto site = coding(snomed, series.bodySite, series.bodySiteName);
        Json each = {{"uid", series.uid}, {"number", series.number}};
        each["modality"] = coded(coding(dicomTerms, series.modality));
        each["description"] = series.description;
        each["numberOfInstances"] = series.instances;
        each["endpoint"] = endpoint;
        each["bodySite"] = r5 ? Json{{"concept", asConcept(site)}} : site;
        each["started"] = study.started();
        each["instance"] = Json::array();
        for (int i = 0; i < series.instances; ++i)
            each["instance"].push_back({{"uid", series.instanceUid(i)},
                                        {"sopClass", coding("urn:ietf:rfc:3986", "urn:oid:" + series.sopClass)},
                                        {"number", i + 1}});
        resource["series"].push_back(std::move(each));
    }
    return resource;
}

Json endpointResource(const std::string &address, Release release)
{
    const bool r5 = release == Release::R5;
    const auto type = coding("http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "dicom-wado-rs");
    const Json payload = {{"text", "DICOM"}};
    Json resource = {{"resourceType", "Endpoint"}, {"id", endpointId}, {"status", "active"}};
    if (r5)
        resource["connectionType"] = Json::array({asConcept(type)});
    else
        resource["connectionType"] = type;
    resource["name"] = "Image archive of the demo country";
    if (r5) {
        resource["payload"] = Json::array({{{"type", Json::array({payload})}, {"mimeType", {"application/dicom"}}}});
    } else {
        resource["payloadType"] = Json::array({payload});
        resource["payloadMimeType"] = Json::array({"application/dicom"});
    }
    resource["address"] = address;
    return resource;
}

Json outcome(const std::string &severity, const std::string &code, const std::string &diagnostics)
{
    return {{"resourceType", "OperationOutcome"},
            {"issue", Json::array({{{"severity", severity}, {"code", code}, {"diagnostics", diagnostics}}})}};
}

Json documentReference(const Person &person, const Document &document, const Addresses &addresses, Release release)
{
    const bool r5 = release == Release::R5;
    Json resource = {{"resourceType", "DocumentReference"}, {"id", document.logicalId}};
    resource["meta"] = {{"versionId", "1"}, {"lastUpdated", document.date}};
    const auto site = asConcept(coding(document.bodySite.system, document.bodySite.code, document.bodySite.display));
    if (!r5) {
        // R4 has no place for what the country searches by, so it comes in the extensions of a later release.
        const std::string extension = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.";
        Json extensions = Json::array();
        for (const auto &modality : document.modalities)
            extensions.push_back(
                {{"url", extension + "modality"}, {"valueCodeableConcept", asConcept(coding(dicomTerms, modality))}});
        if (!document.bodySite.code.empty())
            extensions.push_back({{"url", extension + "bodySite"},
                                  {"extension", Json::array({{{"url", "concept"}, {"valueCodeableConcept", site}}})}});
        if (!extensions.empty())
            resource["extension"] = std::move(extensions);
        if (!document.masterIdentifier.value.empty())
            resource["masterIdentifier"] = identifier(document.masterIdentifier);
    }
    auto identifiers = document.identifiers;
    if (r5 && !document.masterIdentifier.value.empty())
        identifiers.insert(identifiers.begin(), document.masterIdentifier);
    for (const auto &one : identifiers) {
        if (auto &all = resource["identifier"]; std::find(all.begin(), all.end(), identifier(one)) == all.end())
            all.push_back(identifier(one));
    }
    resource["status"] = document.status;
    if (!document.docStatus.empty())
        resource["docStatus"] = document.docStatus;
    if (r5) {
        for (const auto &modality : document.modalities)
            resource["modality"].push_back(asConcept(coding(dicomTerms, modality)));
    }
    resource["type"] = asConcept(document.types);
    for (const auto &category : document.categories)
        resource["category"].push_back(asConcept({category}));
    resource["subject"] = {{"reference", "Patient/" + person.logicalId},
                           {"identifier", {{"system", person.system}, {"value", person.value}}}};
    resource["date"] = document.date;
    if (!document.author.empty())
        resource["author"] = Json::array({{{"display", document.author}}});
    if (auto all = relations(document, release); !all.empty())
        resource["relatesTo"] = std::move(all);
    resource["description"] = document.title;
    for (const auto &content : document.contents) {
        Json each = {{"attachment", attachment(document, content, addresses, release)}};
        if (!content.format.code.empty()) {
            const auto format = coding(content.format.system, content.format.code, content.format.display);
            if (r5)
                each["profile"] = Json::array({{{"valueCoding", format}}});
            else
                each["format"] = format;
        }
        resource["content"].push_back(std::move(each));
    }
    // In R4 these have an element of their own around them.
    Json circumstances = Json::object();
    if (!document.serviceStart.empty())
        circumstances["period"] = {{"start", document.serviceStart}};
    if (!document.facility.code.empty())
        circumstances["facilityType"] = asConcept({document.facility});
    if (!document.practiceSetting.code.empty())
        circumstances["practiceSetting"] = asConcept({document.practiceSetting});
    auto related = relatedTo(person, document);
    if (r5) {
        if (!document.bodySite.code.empty())
            resource["bodySite"] = Json::array({{{"concept", site}}});
        resource.update(circumstances);
        if (!related.empty())
            resource["context"] = std::move(related);
    } else {
        if (!related.empty())
            circumstances["related"] = std::move(related);
        if (!circumstances.empty())
            resource["context"] = std::move(circumstances);
    }
    return resource;
}

Json binaryResource(const std::string &id, const std::string &contentType, const std::string &bytes)
{
    return {{"resourceType", "Binary"}, {"id", id}, {"contentType", contentType}, {"data", base64(bytes)}};
}

} // namespace responder
