#pragma once

#include "Answer.h"

#include <string>
#include <string_view>

namespace responder {

// SMART Backend Services as a demo country offers them, below the FHIR base. It has no register of clients, so it
// believes every assertion that is shaped and timed as it should be, and its tokens are asked for nowhere.

inline constexpr std::string_view smartConfigurationPath = "/.well-known/smart-configuration";
inline constexpr std::string_view tokenPath = "/token";

Answer smartConfiguration(const std::string &base);
//! An access token for five minutes, or the error of RFC 6749, section 5.2.
Answer issueToken(const Request &request, const std::string &base);

} // namespace responder
