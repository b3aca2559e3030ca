#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace responder {

using Parameters = std::vector<std::pair<std::string, std::string>>;

//! Undoes percent-encoding; with `form` a plus is a space. A broken escape stays as it is.
std::string decoded(std::string_view text, bool form);
//! Encodes everything but the unreserved characters of RFC 3986.
std::string encoded(std::string_view text);
//! The parameters of a query or form body in order, decoded. Empty values are kept.
Parameters parametersIn(std::string_view query);
//! The query that parametersIn() reads back.
std::string queryOf(const Parameters &parameters);

std::string lowered(std::string_view text); //!< ASCII letters only
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trimmed(std::string_view text);

} // namespace responder
