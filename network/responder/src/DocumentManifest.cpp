#include "DocumentManifest.h"

#include "DicomWriter.h"

#include <nlohmann/json.hpp>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto dicomTerms = "http://dicom.nema.org/resources/ontology/DCM";
constexpr auto mado = "https://profiles.ihe.net/RAD/MADO/StructureDefinition/";

Json coding(const std::string &system, const std::string &code, const std::string &display)
{
    return {{"system", system}, {"code", code}, {"display", display}};
}

Json asConcept(const Json &code)
{
    return {{"coding", Json::array({code})}};
}

Json endpointOf(const Country &country, Whereabouts whereabouts, const std::string &dicomwebBase)
{
    Json endpoint = {{"resourceType", "Endpoint"}, {"status", "active"}};
    if (whereabouts == Whereabouts::Location || whereabouts == Whereabouts::Both)
        endpoint["extension"] = Json::array(
            {{{"url", std::string(mado) + "MadoRetrieveLocationUIDExtension"}, {"valueString", locationUid(country)}}});
    endpoint["connectionType"] =
        coding("http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "dicom-wado-rs", "DICOM WADO-RS");
    endpoint["payloadType"] = Json::array({{{"text", "DICOM"}}});
    endpoint["payloadMimeType"] = Json::array({"application/dicom"});
    if (whereabouts == Whereabouts::Placeholder)
        endpoint["address"] = "http://notspecified";
    else if (whereabouts == Whereabouts::Location)
        endpoint["_address"] = {
            {"extension", Json::array({{{"url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason"},
                                        {"valueCode", "not-applicable"}}})}};
    else
        endpoint["address"] = dicomwebBase;
    return endpoint;
}

Json seriesOf(const Series &series, const std::string &endpoint)
{
    Json one = {{"uid", series.uid}, {"number", series.number}};
    one["modality"] = {{"system", dicomTerms}, {"code", series.modality}};
    one["description"] = series.description;
    one["numberOfInstances"] = series.instances;
    one["endpoint"] = Json::array({{{"reference", endpoint}}});
    one["bodySite"] = coding("http://snomed.info/sct", series.bodySite, series.bodySiteName);
    one["instance"] = Json::array();
    for (int i = 0; i < series.instances; ++i) {
        Json instance = Json::object();
        if (series.frames > 1)
            instance["extension"] =
                Json::array({{{"url", std::string(mado) + "MadoNumberOfFrames"}, {"valueUnsignedInt", series.frames}}});
        instance["uid"] = series.instanceUid(i);
        instance["sopClass"] = {{"system", "urn:ietf:rfc:3986"}, {"code", "urn:oid:" + series.sopClass}};
        instance["number"] = i + 1;
        one["instance"].push_back(std::move(instance));
    }
    return one;
}

//! An item of a content tree (PS3.3 C.17.3) with its concept name.
Writer contentItem(Writer &parent, const char *type, const char *code, const char *scheme, const char *meaning)
{
    auto item = parent.entry(DCM_ContentSequence);
    item.text(DCM_RelationshipType, "CONTAINS")
        .text(DCM_ValueType, type)
        .code(DCM_ConceptNameCodeSequence, code, scheme, meaning);
    return item;
}

void referTo(Writer item, const Series &series, int index)
{
    item.text(DCM_ReferencedSOPClassUID, series.sopClass).text(DCM_ReferencedSOPInstanceUID, series.instanceUid(index));
}

} // namespace

std::string locationUid(const Country &country)
{
    const auto &authority = country.accessionAuthority;
    return authority.substr(authority.rfind(':') + 1) + ".9";
}

std::string fhirManifest(const Person &person, const Study &study, Whereabouts whereabouts, const std::string &uid,
                         const std::string &dicomwebBase)
{
    const auto urn = [&](const char *what) { return std::string("urn:") + what + ':' + study.logicalId; };
    const Json patient = {{"reference", urn("Patient")},
                          {"identifier", {{"system", person.system}, {"value", person.value}}}};
    Json bundle = {{"resourceType", "Bundle"}};
    bundle["identifier"] = {{"system", "urn:ietf:rfc:3986"}, {"value", "urn:oid:" + uid}};
    bundle["type"] = "document";
    bundle["timestamp"] = study.started();
    bundle["entry"] = Json::array();
    const auto add = [&](const char *what, Json resource) {
        bundle["entry"].push_back({{"fullUrl", urn(what)}, {"resource", std::move(resource)}});
    };

    Json composition = {{"resourceType", "Composition"}, {"status", "final"}};
    composition["type"] = asConcept(coding("http://loinc.org", "18748-4", "Diagnostic imaging study"));
    composition["subject"] = patient;
    composition["date"] = study.started();
    composition["author"] = Json::array({{{"reference", urn("Device")}}});
    composition["title"] = "Imaging manifest";
    composition["event"] = Json::array({{{"detail", Json::array({{{"reference", urn("ImagingStudy")}}})}}});
    add("Composition", std::move(composition));

    Json imaging = {{"resourceType", "ImagingStudy"}};
    imaging["identifier"] = Json::array({{{"type", asConcept(coding(dicomTerms, "110180", "Study Instance UID"))},
                                          {"system", "urn:dicom:uid"},
                                          {"value", "urn:oid:" + study.uid}},
                                         {{"type", asConcept(coding(dicomTerms, "121022", "Accession Number"))},
                                          {"system", person.country->accessionAuthority},
                                          {"value", study.accession}}});
    imaging["status"] = "available";
    imaging["modality"] = Json::array();
    for (const auto &modality : study.modalities())
        imaging["modality"].push_back({{"system", dicomTerms}, {"code", modality}});
    imaging["subject"] = patient;
    imaging["started"] = study.started();
    imaging["numberOfSeries"] = study.series.size();
    imaging["numberOfInstances"] = study.instances();
    imaging["description"] = study.description;
    imaging["series"] = Json::array();
    for (const auto &series : study.series)
        imaging["series"].push_back(seriesOf(series, urn("Endpoint")));
    add("ImagingStudy", std::move(imaging));

    Json subject = {{"resourceType", "Patient"}};
    subject["identifier"] = Json::array({{{"system", person.system}, {"value", person.value}}});
    subject["name"] = Json::array({{{"family", person.family}, {"given", {person.given}}}});
    subject["gender"] = person.gender;
    subject["birthDate"] = dashed(person.birthDate);
    add("Patient", std::move(subject));
    add("Endpoint", endpointOf(*person.country, whereabouts, dicomwebBase));
    add("Device", {{"resourceType", "Device"},
                   {"deviceName", Json::array({{{"name", "Archive"}, {"type", "user-friendly-name"}}})}});
    return bundle.dump() + '\n';
}

std::string keyObjectManifest(const Person &person, const Study &study, Whereabouts whereabouts,
                              const std::string &seriesUid, const std::string &sopInstanceUid,
                              const std::string &dicomwebBase)
{
    DcmFileFormat file;
    Writer data(*file.getDataset());
    data.text(DCM_SpecificCharacterSet, "ISO_IR 192")
        .text(DCM_SOPClassUID, UID_KeyObjectSelectionDocumentStorage)
        .text(DCM_SOPInstanceUID, sopInstanceUid)
        .text(DCM_StudyDate, study.date)
        .text(DCM_ContentDate, study.date)
        .text(DCM_StudyTime, study.time)
        .text(DCM_ContentTime, study.time)
        .text(DCM_AccessionNumber, study.accession)
        .text(DCM_Modality, "KO")
        .text(DCM_Manufacturer, "Borderlight")
        .text(DCM_InstitutionName, person.country->institution)
        .text(DCM_ReferringPhysicianName, study.referrer)
        .text(DCM_TimezoneOffsetFromUTC, "+0100")
        .text(DCM_StudyDescription, study.description)
        .text(DCM_SeriesDescription, "Imaging manifest")
        .text(DCM_PatientName, person.family + '^' + person.given)
        .text(DCM_PatientID, person.value)
        .text(DCM_IssuerOfPatientID, person.system.substr(person.system.rfind(':') + 1))
        .text(DCM_PatientBirthDate, person.birthDate)
        .text(DCM_PatientSex, person.gender == "male" ? "M" : "F")
        .text(DCM_StudyInstanceUID, study.uid)
        .text(DCM_SeriesInstanceUID, seriesUid)
        .text(DCM_StudyID, study.studyId)
        .text(DCM_SeriesNumber, "9000")
        .text(DCM_InstanceNumber, "1")
        .emptySequence(DCM_ReferencedPerformedProcedureStepSequence)
        .text(DCM_ValueType, "CONTAINER")
        .code(DCM_ConceptNameCodeSequence, "113030", "DCM", "Manifest")
        .text(DCM_ContinuityOfContent, "SEPARATE");

    auto evidence = data.entry(DCM_CurrentRequestedProcedureEvidenceSequence);
    evidence.text(DCM_StudyInstanceUID, study.uid);
    auto library = contentItem(data, "CONTAINER", "111028", "DCM", "Image Library");
    library.text(DCM_ContinuityOfContent, "SEPARATE");
    for (const auto &series : study.series) {
        auto proof = evidence.entry(DCM_ReferencedSeriesSequence);
        proof.text(DCM_SeriesInstanceUID, series.uid);
        if (whereabouts == Whereabouts::Address || whereabouts == Whereabouts::Both)
            proof.text(DCM_RetrieveURL, dicomwebBase + '/');
        else if (whereabouts == Whereabouts::Placeholder)
            proof.text(DCM_RetrieveURL, "http://notspecified");
        if (whereabouts == Whereabouts::Location || whereabouts == Whereabouts::Both)
            proof.text(DCM_RetrieveLocationUID, locationUid(*person.country));

        auto group = contentItem(library, "CONTAINER", "126200", "DCM", "Image Library Group");
        group.text(DCM_ContinuityOfContent, "SEPARATE");
        const auto tell = [&](const char *type, const char *code, const char *scheme, const char *meaning) {
            auto item = group.entry(DCM_ContentSequence);
            item.text(DCM_RelationshipType, "HAS ACQ CONTEXT")
                .text(DCM_ValueType, type)
                .code(DCM_ConceptNameCodeSequence, code, scheme, meaning);
            return item;
        };
        tell("CODE", "121139", "DCM", "Modality")
            .code(DCM_ConceptCodeSequence, series.modality, "DCM", series.modality);
        tell("CODE", "123014", "DCM", "Target Region")
            .code(DCM_ConceptCodeSequence, series.bodySite, "SCT", series.bodySiteName);
        tell("UIDREF", "112002", "DCM", "Series Instance UID").text(DCM_UID, series.uid);
        tell("TEXT", "113607", "DCM", "Series Number").text(DCM_TextValue, std::to_string(series.number));
        tell("TEXT", "131563", "DCM", "Series Description").text(DCM_TextValue, series.description);
        auto count = tell("NUM", "131564", "DCM", "Number of Series Related Instances");
        count.entry(DCM_MeasuredValueSequence)
            .code(DCM_MeasurementUnitsCodeSequence, "1", "UCUM", "no units")
            .text(DCM_NumericValue, std::to_string(series.instances));
        for (int i = 0; i < series.instances; ++i) {
            referTo(proof.entry(DCM_ReferencedSOPSequence), series, i);
            auto image = group.entry(DCM_ContentSequence);
            image.text(DCM_RelationshipType, "CONTAINS").text(DCM_ValueType, series.rows > 0 ? "IMAGE" : "COMPOSITE");
            referTo(image.entry(DCM_ReferencedSOPSequence), series, i);
        }
    }
    return *bytesOf(file);
}

} // namespace responder
