#include "FhirMatch.h"

#include "FhirSearch.h"

#include <algorithm>
#include <vector>

namespace responder {

namespace {

struct Rated
{
    const Person *person = nullptr;
    int tenths = 0;
};

struct Question
{
    Json patient;
    bool certainOnly = false;
    std::size_t most = std::string::npos;
};

std::optional<Question> questionIn(const std::string &body)
{
    const auto parameters = Json::parse(body, nullptr, false);
    if (!parameters.is_object() || parameters.value("resourceType", "") != "Parameters" ||
        !parameters.contains("parameter") || !parameters["parameter"].is_array())
        return std::nullopt;
    Question question;
    for (const auto &parameter : parameters["parameter"]) {
        if (!parameter.is_object())
            return std::nullopt;
        const auto name = parameter.value("name", "");
        if (name == "resource" && parameter.contains("resource"))
            question.patient = parameter["resource"];
        else if (name == "onlyCertainMatches")
            question.certainOnly = parameter.value("valueBoolean", false);
        else if (name == "count")
            question.most = parameter.value("valueInteger", std::string::npos);
    }
    if (!question.patient.is_object() || question.patient.value("resourceType", "") != "Patient")
        return std::nullopt;
    return question;
}

//! 0 to 10: what is given and equal. An identifier decides alone.
int tenthsOf(const Json &asked, const Person &person)
{
    for (const auto &identifier : asked.value("identifier", Json::array())) {
        if (identifier.value("system", "") == person.system && identifier.value("value", "") == person.value)
            return 10;
    }
    int score = 0;
    for (const auto &name : asked.value("name", Json::array())) {
        int here = 0;
        if (folded(name.value("family", "")) == folded(person.family))
            here += 4;
        const auto givens = name.value("given", Json::array());
        if (std::any_of(givens.begin(), givens.end(), [&](const auto &given) {
                return folded(given.template get<std::string>()) == folded(person.given);
            }))
            here += 2;
        score = std::max(score, here);
    }
    if (asked.value("birthDate", "") == dashed(person.birthDate))
        score += 3;
    if (asked.value("gender", "") == person.gender)
        score += 1;
    return score;
}

const char *gradeOf(int tenths, bool ambiguous)
{
    if (tenths == 10 && !ambiguous)
        return "certain";
    return tenths > 6 ? "probable" : "possible";
}

} // namespace

std::optional<Json> matched(const Country &country, const std::string &body, const std::string &base)
try {
    const auto question = questionIn(body);
    if (!question)
        return std::nullopt;
    std::vector<Rated> rated;
    for (const auto &person : country.people) {
        if (const auto tenths = tenthsOf(question->patient, person); tenths > 3)
            rated.push_back({&person, tenths});
    }
    std::stable_sort(rated.begin(), rated.end(), [](const auto &a, const auto &b) { return a.tenths > b.tenths; });
    const bool ambiguous = rated.size() > 1 && rated[1].tenths == 10;
    Json entries = Json::array();
    for (const auto &[person, tenths] : rated) {
        const std::string grade = gradeOf(tenths, ambiguous);
        if (entries.size() == question->most || (question->certainOnly && grade != "certain"))
            break;
        const Json extension = {{"url", "http://hl7.org/fhir/StructureDefinition/match-grade"}, {"valueCode", grade}};
        entries.push_back(
            {{"fullUrl", base + "/Patient/" + person->logicalId},
             {"resource", patientResource(*person)},
             {"search", {{"extension", Json::array({extension})}, {"mode", "match"}, {"score", tenths / 10.0}}}});
    }
    Json bundle = {{"resourceType", "Bundle"}, {"type", "searchset"}, {"total", entries.size()}};
    bundle["link"] = Json::array({{{"relation", "self"}, {"url", base + "/Patient/$match"}}});
    if (!entries.empty())
        bundle["entry"] = std::move(entries);
    return bundle;
} catch (const Json::exception &) { // a value of another type than FHIR says
    return std::nullopt;
}

} // namespace responder
