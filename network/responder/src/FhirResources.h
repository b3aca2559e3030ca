#pragma once

#include "Country.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>

namespace responder {

enum class Release { R4, R5 };

using Json = nlohmann::ordered_json;

// The systems of the codes that people here are described with.
inline constexpr auto dicomTerms = "http://dicom.nema.org/resources/ontology/DCM";
inline constexpr auto snomed = "http://snomed.info/sct";

//! The id of the one Endpoint.
inline constexpr auto endpointId = "dicomweb";

Json coding(const std::string &system, const std::string &code, const std::string &display = {});
//! An OperationOutcome with one issue.
Json outcome(const std::string &severity, const std::string &code, const std::string &diagnostics);

Json patientResource(const Person &person);
Json imagingStudyResource(const Person &person, const Study &study, Release release);
Json endpointResource(const std::string &address, Release release);
//! With hash and size of each content.
Json documentReference(const Person &person, const Document &document, const Addresses &addresses, Release release);
//! A Binary that carries these bytes in base64.
Json binaryResource(const std::string &id, const std::string &contentType, const std::string &bytes);

//! The series that ImagingStudy tells of.
std::span<const Series> knownSeries(const Study &study);

} // namespace responder
