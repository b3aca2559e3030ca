#include "Fhir.h"

#include "FhirMatch.h"
#include "FhirSearch.h"
#include "Tokens.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace responder {

namespace {

constexpr std::size_t usualPage = 50;
constexpr std::size_t pagesKept = 1000;
constexpr auto fhirJson = "application/fhir+json; charset=utf-8";

Answer json(int status, const Json &body, std::string contentType = fhirJson)
{
    // The self link repeats what was asked, and that need not be UTF-8.
    auto text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return {{status, std::move(contentType), std::move(text), {}, {}}, {}, false};
}

Answer problem(int status, const std::string &code, const std::string &diagnostics)
{
    return json(status, outcome("error", code, diagnostics));
}

Answer noConsent()
{
    return problem(403, "suppressed", "the patient has not agreed to show this abroad");
}

//! What the request accepts, in order and in lower case, without parameters; the URL's own _format goes first.
std::vector<std::string> accepted(const Request &request)
{
    auto wanted = request.parameter("_format");
    if (wanted.empty())
        wanted = request.header("Accept");
    std::vector<std::string> types;
    for (const auto &range : split(lowered(wanted), ',')) {
        const auto type = std::string(trimmed(split(range, ';').front()));
        if (!type.empty())
            types.push_back(type == "json" ? "application/fhir+json" : type);
    }
    return types;
}

bool isAny(const std::string &type)
{
    return type == "*/*" || type == "application/*";
}

bool isJson(const std::string &type)
{
    return type == "application/fhir+json" || type == "application/json" || type == "application/json+fhir" ||
           type == "text/json";
}

bool takesJson(const Request &request)
{
    const auto types = accepted(request);
    return types.empty() ||
           std::any_of(types.begin(), types.end(), [](const auto &type) { return isAny(type) || isJson(type); });
}

Answer notAcceptable(const std::string &offered)
{
    return problem(406, "not-supported", "this is offered as " + offered);
}

//! The bytes of a document: as they are, or in a Binary for those who want FHIR (FHIR R4, 2.11.3).
Answer binary(const Request &request, const std::string &id, const Content &content, const Bytes &bytes)
{
    const auto native = lowered(trimmed(split(content.contentType, ';').front()));
    const auto types = accepted(request);
    if (types.empty())
        return {{200, content.contentType, *bytes, {}, {}}, {}, false};
    for (const auto &type : types) {
        if (type == native || isAny(type) || type == native.substr(0, native.find('/')) + "/*")
            return {{200, content.contentType, *bytes, {}, {}}, {}, false};
        if (isJson(type))
            return json(200, binaryResource(id, content.contentType, *bytes));
    }
    return notAcceptable(native + " or application/fhir+json");
}

std::string lastStep(const std::string &reference)
{
    return reference.substr(reference.rfind('/') + 1);
}

//! Keeps the named elements and what a resource cannot do without.
void keepElements(Json &resource, const std::set<std::string> &elements)
{
    if (elements.empty())
        return;
    static const std::set<std::string> needed = {"resourceType", "id", "meta", "status", "subject", "content"};
    Json kept = Json::object();
    for (const auto &[key, value] : resource.items()) {
        if (elements.count(key) > 0 || needed.count(key) > 0)
            kept[key] = value;
    }
    kept["meta"]["tag"] =
        Json::array({coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED")});
    resource = std::move(kept);
}

Parameters parametersOf(const Request &request)
{
    Parameters all;
    if (const auto mark = request.target.find('?'); mark != std::string::npos)
        all = parametersIn(std::string_view(request.target).substr(mark + 1));
    if (request.method == "POST") {
        const auto form = parametersIn(request.body);
        all.insert(all.end(), form.begin(), form.end());
    }
    return all;
}

//! Parameters that are about the answer and not about what is looked for.
bool isForTheAnswer(const std::string &name)
{
    static const std::set<std::string> all = {"_count",  "_elements", "_include", "_format",
                                              "_pretty", "_summary",  "_total"};
    return all.count(name) > 0;
}

bool isSearched(const std::string &type)
{
    return type == "Patient" || type == "ImagingStudy" || type == "DocumentReference" || type == "Endpoint";
}

} // namespace

struct Fhir::Page
{
    std::vector<Json> matches;
    std::size_t total = 0;
    std::size_t size = usualPage;
    bool withEndpoint = false;
    bool withPatient = false;
    Json hint = nullptr; // an OperationOutcome
};

Fhir::Fhir(const Country &country, Release release, std::string base, std::string dicomweb)
    : m_country(country), m_release(release), m_addresses{std::move(base), std::move(dicomweb)}
{}

Answer Fhir::answer(const Request &request, const std::string &path)
{
    std::vector<std::string> steps;
    for (const auto &step : split(path, '/')) {
        if (!step.empty())
            steps.push_back(decoded(step, false));
    }
    const auto at = [&](std::size_t i) { return i < steps.size() ? steps[i] : std::string(); };
    const bool reading = request.method == "GET" || request.method == "HEAD";
    const bool posting = request.method == "POST";
    if (path == smartConfigurationPath && reading)
        return smartConfiguration(m_addresses.fhir);
    if (path == tokenPath && posting)
        return issueToken(request, m_addresses.fhir);
    if (at(0) == "Binary" && reading && steps.size() == 2)
        return read(request, at(0), at(1));
    if (!takesJson(request))
        return notAcceptable("application/fhir+json");
    if (reading && steps.size() == 1 && at(0) == "metadata")
        return json(200, capabilities());
    if (reading && steps.empty())
        return turnPage(request);
    if (!isSearched(at(0)) && at(0) != "Bundle" && at(0) != "Binary")
        return problem(404, "not-supported", "this type of resource is not served");
    if (posting && steps.size() == 2 && at(0) == "Patient" && at(1) == "$match")
        return match(request);
    if (isSearched(at(0)) && ((reading && steps.size() == 1) || (posting && steps.size() == 2 && at(1) == "_search")))
        return search(request, at(0));
    if (!reading || steps.size() == 1 || at(1).starts_with('$')) {
        auto refusal = problem(405, "not-supported", "the service can only be read");
        const bool isPosted = steps.size() == 2 &&
                              ((at(0) == "Patient" && at(1) == "$match") || (isSearched(at(0)) && at(1) == "_search"));
        const bool isNothing = steps.size() == 1 ? !isSearched(at(0)) : at(1).starts_with('$');
        refusal.reply.headers.emplace_back("Allow", isPosted ? "POST" : isNothing ? "" : "GET, HEAD");
        return refusal;
    }
    if (steps.size() == 2)
        return read(request, at(0), at(1));
    return problem(404, "not-found", "there is no such resource");
}

Answer Fhir::read(const Request &request, const std::string &type, const std::string &id) const
{
    if (type == "Endpoint" && id == endpointId)
        return json(200, endpointResource(m_addresses.dicomweb, m_release));
    if (type == "Bundle" || type == "Binary") {
        const auto found = findContent(m_country, type + '/' + id);
        if (found.content && !found.person->consent)
            return noConsent();
        if (found.content && type == "Binary")
            return binary(request, id, *found.content, found.content->bytes(m_addresses));
        if (found.content)
            return {{200, fhirJson, *found.content->bytes(m_addresses), {}, {}}, {}, false};
    }
    for (const auto &person : m_country.people) {
        if (type == "Patient" && id == person.logicalId)
            return json(200, patientResource(person));
        for (const auto &study : person.studies) {
            if (type == "ImagingStudy" && id == study.logicalId && study.inFhir)
                return person.consent ? json(200, imagingStudyResource(person, study, m_release)) : noConsent();
        }
        for (const auto &document : person.documents) {
            if (type == "DocumentReference" && id == document.logicalId)
                return person.consent ? json(200, documentReference(person, document, m_addresses, m_release))
                                      : noConsent();
        }
    }
    return problem(404, "not-found", "there is no such resource");
}

Answer Fhir::search(const Request &request, const std::string &type)
{
    const auto parameters = parametersOf(request);
    Page page;
    std::set<std::string> elements;
    Parameters asked;   // what is looked for
    Parameters used;    // what the self link tells
    std::string unused; // and what it does not
    const auto leaveOut = [&](const std::string &name) { unused += (unused.empty() ? "" : ", ") + name; };
    for (const auto &[name, value] : parameters) {
        if (!isForTheAnswer(name)) {
            asked.emplace_back(name, value);
            continue;
        }
        if (name == "_count") {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), page.size);
            if (error != std::errc() || end != value.data() + value.size())
                return problem(400, "value", "_count must be a whole number");
        } else if (name == "_elements") {
            for (const auto &element : split(value, ','))
                elements.insert(element);
        } else if (name == "_summary") {
            if (value == "count")
                page.size = 0;
            else if (value != "false") {
                leaveOut(name + '=' + value);
                continue;
            }
        } else if (name == "_include") {
            const bool endpoint = type == "ImagingStudy" && value.starts_with("ImagingStudy:endpoint");
            const bool patient = value.starts_with(type + ":patient") || value.starts_with(type + ":subject");
            if (!endpoint && !(patient && type != "Patient" && type != "Endpoint")) {
                leaveOut(name + '=' + value);
                continue;
            }
            page.withEndpoint = page.withEndpoint || endpoint;
            page.withPatient = page.withPatient || patient;
        }
        used.emplace_back(name, value);
    }

    const Conditions conditions(type, m_release, asked);
    for (const auto &name : conditions.unknown())
        leaveOut(name);
    if (!conditions.problem().empty())
        return problem(400, "value", conditions.problem());
    if (!unused.empty()) {
        if (request.header("Prefer").find("handling=strict") != std::string::npos)
            return problem(400, "not-supported", "unknown search parameter: " + unused);
        page.hint = outcome("warning", "not-supported", "unknown search parameter, not used: " + unused);
    }
    for (const auto &[name, value] : asked) {
        const auto &unknown = conditions.unknown();
        if (std::find(unknown.begin(), unknown.end(), name) == unknown.end())
            used.emplace_back(name, value);
    }

    bool withheld = false;
    const auto consider = [&](const Candidate &candidate, auto makeResource) {
        if (!conditions.areMetBy(candidate))
            return;
        if (candidate.person && !candidate.person->consent && (candidate.study || candidate.document)) {
            withheld = true;
            return;
        }
        auto resource = makeResource();
        keepElements(resource, elements);
        page.matches.push_back(std::move(resource));
    };
    if (type == "Endpoint")
        consider({}, [&] { return endpointResource(m_addresses.dicomweb, m_release); });
    for (const auto &person : m_country.people) {
        if (type == "Patient")
            consider({&person}, [&] { return patientResource(person); });
        for (const auto &study : person.studies) {
            if (type == "ImagingStudy" && study.inFhir)
                consider({&person, &study}, [&] { return imagingStudyResource(person, study, m_release); });
        }
        for (const auto &document : person.documents) {
            if (type == "DocumentReference")
                consider({&person, nullptr, &document},
                         [&] { return documentReference(person, document, m_addresses, m_release); });
        }
    }
    if (withheld && page.matches.empty())
        return noConsent();
    page.total = page.matches.size();
    return bundle(std::move(page), m_addresses.fhir + '/' + type + '?' + queryOf(used));
}

Answer Fhir::match(const Request &request) const
{
    auto result = matched(m_country, request.body, m_addresses.fhir);
    return result ? json(200, *result) : problem(400, "invalid", "$match needs Parameters with a Patient");
}

Answer Fhir::turnPage(const Request &request)
{
    const auto key = request.parameter("page");
    std::shared_ptr<const Page> page;
    {
        const std::lock_guard lock(m_mutex);
        const auto it =
            std::find_if(m_pages.begin(), m_pages.end(), [&](const auto &each) { return each.first == key; });
        if (it != m_pages.end())
            page = it->second;
    }
    if (key.empty())
        return problem(404, "not-supported",
                       "a search names a type of resource, such as Patient; metadata tells what is offered");
    if (!page)
        return problem(410, "not-found", "there is no such page of results");
    return bundle(*page, m_addresses.fhir + "?page=" + key);
}

Answer Fhir::bundle(Page page, const std::string &self)
{
    Json body = {{"resourceType", "Bundle"}, {"type", "searchset"}, {"total", page.total}};
    body["link"] = Json::array({{{"relation", "self"}, {"url", self}}});
    const auto shown = std::min(page.size, page.matches.size());
    Json entries = Json::array();
    std::set<std::string> included;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto &resource = page.matches[i];
        const auto type = resource["resourceType"].get<std::string>();
        if (page.withPatient && resource.contains("subject"))
            included.insert(lastStep(resource["subject"]["reference"].get<std::string>()));
        if (resource.contains("link"))
            included.insert(lastStep(resource["link"][0]["other"]["reference"].get<std::string>()));
        entries.push_back({{"fullUrl", m_addresses.fhir + '/' + type + '/' + resource["id"].get<std::string>()},
                           {"resource", resource},
                           {"search", {{"mode", "match"}}}});
    }
    for (const auto &person : m_country.people) {
        if (included.count(person.logicalId) > 0)
            entries.push_back({{"fullUrl", m_addresses.fhir + "/Patient/" + person.logicalId},
                               {"resource", patientResource(person)},
                               {"search", {{"mode", "include"}}}});
    }
    if (page.withEndpoint && shown > 0)
        entries.push_back({{"fullUrl", m_addresses.fhir + "/Endpoint/" + endpointId},
                           {"resource", endpointResource(m_addresses.dicomweb, m_release)},
                           {"search", {{"mode", "include"}}}});
    if (!page.hint.is_null())
        entries.push_back({{"resource", page.hint}, {"search", {{"mode", "outcome"}}}});
    if (shown < page.matches.size() && shown > 0) {
        // The link tells nothing about the search, so that identifiers stay out of URLs after a POST.
        page.matches.erase(page.matches.begin(), page.matches.begin() + static_cast<std::ptrdiff_t>(shown));
        const std::lock_guard lock(m_mutex);
        const auto key = std::to_string(++m_pagesMade);
        m_pages.emplace_back(key, std::make_shared<const Page>(std::move(page)));
        if (m_pages.size() > pagesKept)
            m_pages.pop_front();
        body["link"].push_back({{"relation", "next"}, {"url", m_addresses.fhir + "?page=" + key}});
    }
    if (!entries.empty())
        body["entry"] = std::move(entries);
    return json(200, body);
}

Json Fhir::capabilities() const
{
    const auto &[base, dicomweb] = m_addresses;
    const Json read = {{"code", "read"}};
    const auto resource = [&](const std::string &type) {
        Json one = {{"type", type}, {"interaction", Json::array({read})}};
        if (!isSearched(type))
            return one;
        one["interaction"].push_back({{"code", "search-type"}});
        if (type == "ImagingStudy")
            one["searchInclude"] = Json::array({"ImagingStudy:endpoint", "ImagingStudy:patient"});
        else if (type == "DocumentReference")
            one["searchInclude"] = Json::array({"DocumentReference:patient", "DocumentReference:subject"});
        one["searchParam"] = Json::array();
        for (const auto &parameter : searchParameters(type, m_release)) {
            one["searchParam"].push_back({{"name", parameter.name}, {"type", parameter.type}});
            if (parameter.type == "reference" && parameter.name != "related")
                one["searchParam"].push_back({{"name", parameter.name + ".identifier"}, {"type", "token"}});
        }
        if (type == "Patient")
            one["operation"] = Json::array(
                {{{"name", "match"}, {"definition", "http://hl7.org/fhir/OperationDefinition/Patient-match"}}});
        return one;
    };
    Json body = {{"resourceType", "CapabilityStatement"}, {"status", "active"}, {"date", "2026-11-01"}};
    body["kind"] = "instance";
    body["software"] = {{"name", "Borderlight demo country"}};
    body["implementation"] = {{"description", "A contact point with invented people"}, {"url", base}};
    body["fhirVersion"] = m_release == Release::R5 ? "5.0.0" : "4.0.1";
    body["format"] = Json::array({"json", "application/fhir+json"});
    Json rest = {{"mode", "server"}};
    rest["security"] = {{"description", "Nothing is asked for. Tokens of the SMART token endpoint are accepted."}};
    for (const auto *type : {"Patient", "ImagingStudy", "DocumentReference", "Endpoint", "Bundle", "Binary"})
        rest["resource"].push_back(resource(type));
    body["rest"] = Json::array({std::move(rest)});
    return body;
}

} // namespace responder
