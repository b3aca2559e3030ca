#pragma once

#include "FhirResources.h"

#include <optional>
#include <string>

namespace responder {

//! Answers Patient/$match (ITI-119): the searchset of those who may be meant, likeliest first, with score and grade.
//! Nothing when the body is not Parameters with a Patient.
std::optional<Json> matched(const Country &country, const std::string &body, const std::string &base);

} // namespace responder
