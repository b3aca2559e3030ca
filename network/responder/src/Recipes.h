#pragma once

#include <string_view>
#include <vector>

namespace responder {

//! The texts of resources/demo/*.json, one a country, built into the program. The first is the demo country itself.
const std::vector<std::string_view> &recipes();

} // namespace responder
