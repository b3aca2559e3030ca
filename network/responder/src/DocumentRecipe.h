#pragma once

#include "Document.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace responder {

//! The documents that a recipe lists for a person, who must stay where it is: the bytes are made when asked for. Throws
//! std::exception when the recipe is wrong.
std::vector<Document> documentsIn(const nlohmann::json &recipe, const Person &person);

} // namespace responder
