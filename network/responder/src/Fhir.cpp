#include "Fhir.h"

#include "Url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <functional>
#include <optional>
#include <set>
#include <span>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto dicomTerms = "http://dicom.nema.org/resources/ontology/DCM";
constexpr auto snomed = "http://snomed.info/sct";
constexpr auto endpointId = "dicomweb";
constexpr std::size_t usualPage = 50;

Answer json(int status, const Json &body)
{
    // The self link repeats what was asked, and that need not be UTF-8.
    auto text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return {{status, "application/fhir+json; charset=utf-8", std::move(text), {}, {}}, {}, false};
}

Json outcome(const std::string &severity, const std::string &code, const std::string &diagnostics)
{
    return {{"resourceType", "OperationOutcome"},
            {"issue", Json::array({{{"severity", severity}, {"code", code}, {"diagnostics", diagnostics}}})}};
}

Answer problem(int status, const std::string &code, const std::string &diagnostics)
{
    return json(status, outcome("error", code, diagnostics));
}

Answer noConsent()
{
    return problem(403, "suppressed", "the patient has not agreed to show this abroad");
}

// ---- resources ----

//! The series that ImagingStudy tells of.
std::span<const Series> knownSeries(const Study &study)
{
    return std::span(study.series).first(study.series.size() - static_cast<std::size_t>(study.lateSeries));
}

Json patient(const Person &person)
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

Json coding(const std::string &system, const std::string &code, const std::string &display = {})
{
    Json made = {{"system", system}, {"code", code}};
    if (!display.empty())
        made["display"] = display;
    return made;
}

Json asConcept(const Json &code)
{
    return {{"coding", Json::array({code})}};
}

Json imagingStudy(const Person &person, const Study &study, Release release)
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

Json searchParameters(std::initializer_list<std::pair<const char *, const char *>> all)
{
    Json list = Json::array();
    for (const auto &[name, type] : all)
        list.push_back({{"name", name}, {"type", type}});
    return list;
}

Json capabilities(Release release, const std::string &base)
{
    const auto interactions = Json::array({{{"code", "read"}}, {{"code", "search-type"}}});
    Json people = {{"type", "Patient"}, {"interaction", interactions}};
    people["searchParam"] = searchParameters({{"identifier", "token"},
                                              {"name", "string"},
                                              {"family", "string"},
                                              {"given", "string"},
                                              {"birthdate", "date"},
                                              {"gender", "token"}});
    Json studies = {{"type", "ImagingStudy"}, {"interaction", interactions}};
    studies["searchInclude"] = Json::array({"ImagingStudy:endpoint", "ImagingStudy:patient"});
    studies["searchParam"] = searchParameters({{"patient", "reference"},
                                               {"patient.identifier", "token"},
                                               {"identifier", "token"},
                                               {"modality", "token"},
                                               {"started", "date"},
                                               {release == Release::R5 ? "body-site" : "bodysite", "token"},
                                               {"dicom-class", "token"},
                                               {"reason", "token"}});
    const Json endpoints = {{"type", "Endpoint"}, {"interaction", Json::array({{{"code", "read"}}})}};
    Json body = {{"resourceType", "CapabilityStatement"}, {"status", "active"}, {"date", "2026-11-01"}};
    body["kind"] = "instance";
    body["software"] = {{"name", "Borderlight demo country"}};
    body["implementation"] = {{"description", "A contact point with invented people"}, {"url", base}};
    body["fhirVersion"] = release == Release::R5 ? "5.0.0" : "4.0.1";
    body["format"] = Json::array({"json"});
    body["rest"] = Json::array({{{"mode", "server"}, {"resource", Json::array({people, studies, endpoints})}}});
    return body;
}

// ---- matching ----

//! Lower case without accents, for Latin, Greek and Cyrillic letters of European names.
std::string folded(std::string_view text)
{
    static const std::map<std::string, std::string, std::less<>> letters = [] {
        std::map<std::string, std::string, std::less<>> table;
        const auto add = [&](std::string_view from, const std::string &to) {
            for (std::size_t i = 0; i + 1 < from.size(); i += 2)
                table.emplace(from.substr(i, 2), to);
        };
        add("ÀÁÂÃÄÅàáâãäåĀāĂăĄą", "a");
        add("ÇçĆćČč", "c");
        add("ĎďĐđ", "d");
        add("ÈÉÊËèéêëĒēĖėĘęĚě", "e");
        add("ĞğĢģ", "g");
        add("ÌÍÎÏìíîïĪīĮįİı", "i");
        add("ĶķŁłĽľĻļ", "l");
        add("ÑñŃńŇňŅņ", "n");
        add("ÒÓÔÕÖØòóôõöøŐő", "o");
        add("ŔŕŘř", "r");
        add("ŚśŠšŞşȘș", "s");
        add("ŤťŢţȚț", "t");
        add("ÙÚÛÜùúûüŪūŮůŰűŲų", "u");
        add("ÝýÿŸ", "y");
        add("ŹźŻżŽž", "z");
        const std::string_view greekUpper = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏάέήίόύώς";
        const std::string_view greekLower = "αβγδεζηθικλμνξοπρστυφχψωαεηιουωαεηιουωσ";
        const std::string_view cyrillicUpper = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЄІЇЎ";
        const std::string_view cyrillicLower = "абвгдежзийклмнопрстуфхцчшщъыьэюяеєіїў";
        for (const auto &[upper, lower] :
             {std::pair{greekUpper, greekLower}, std::pair{cyrillicUpper, cyrillicLower}}) {
            for (std::size_t i = 0; i + 1 < upper.size(); i += 2)
                table.emplace(upper.substr(i, 2), lower.substr(i, 2));
        }
        return table;
    }();
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            out += lowered(text.substr(i, 1));
            continue;
        }
        const auto two = text.substr(i, 2);
        if (two == "ß") {
            out += "ss";
        } else if (const auto it = letters.find(two); it != letters.end()) {
            out += it->second;
        } else {
            out += text[i];
            continue;
        }
        ++i;
    }
    return out;
}

//! A comma means "or"; a backslash takes the meaning from the sign behind it.
std::vector<std::string> alternatives(std::string_view value)
{
    std::vector<std::string> all(1);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size())
            all.back() += value[++i];
        else if (value[i] == ',')
            all.emplace_back();
        else
            all.back() += value[i];
    }
    return all;
}

bool tokenMatches(const std::string &wanted, const std::string &system, const std::string &value)
{
    const auto bar = wanted.find('|');
    if (bar == std::string::npos)
        return wanted == value;
    const auto wantedSystem = wanted.substr(0, bar);
    const auto wantedValue = wanted.substr(bar + 1);
    return wantedSystem == system && (wantedValue.empty() || wantedValue == value);
}

bool nameMatches(const std::string &wanted, std::initializer_list<std::string> names, const std::string &modifier)
{
    return std::any_of(names.begin(), names.end(), [&](const std::string &name) {
        if (modifier == "exact")
            return name == wanted;
        const auto whole = folded(name);
        const auto part = folded(wanted);
        if (modifier == "contains")
            return whole.find(part) != std::string::npos;
        for (std::size_t at = whole.find(part); at != std::string::npos; at = whole.find(part, at + 1)) {
            if (at == 0 || whole[at - 1] == ' ' || whole[at - 1] == '-')
                return true;
        }
        return false;
    });
}

//! A moment or a whole day, month or year, in seconds; local time where no zone is given.
struct Span
{
    double from = 0;
    double to = 0;
};

std::optional<Span> spanOf(const std::string &text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const int read = std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second);
    if (read < 1 || year < 1 || (read > 1 && (month < 1 || month > 12)) || (read > 2 && (day < 1 || day > 31)))
        return std::nullopt;
    const auto secondsAt = [](int y, int mo, int d) {
        std::tm time{};
        time.tm_year = y - 1900;
        time.tm_mon = mo - 1;
        time.tm_mday = d;
        return static_cast<double>(::timegm(&time));
    };
    if (read == 1)
        return Span{secondsAt(year, 1, 1), secondsAt(year + 1, 1, 1) - 1};
    if (read == 2)
        return Span{secondsAt(year, month, 1), secondsAt(year, month + 1, 1) - 1};
    const double midnight = secondsAt(year, month, day);
    if (read == 3)
        return Span{midnight, midnight + 86'399};
    double at = midnight + hour * 3600 + minute * 60 + second;
    const auto zone = text.find_first_of("Z+-", 11);
    int zoneHours = 1; // the demo country's own
    int zoneMinutes = 0;
    if (zone != std::string::npos && text[zone] == 'Z') {
        zoneHours = 0;
    } else if (zone != std::string::npos) {
        std::sscanf(text.c_str() + zone + 1, "%2d:%2d", &zoneHours, &zoneMinutes);
        if (text[zone] == '-') {
            zoneHours = -zoneHours;
            zoneMinutes = -zoneMinutes;
        }
    }
    at += 3600 - zoneHours * 3600 - zoneMinutes * 60; // to the demo country's clock, on which the days are
    return Span{at, at + (read < 6 ? 59 : 0)};
}

std::optional<bool> dateMatches(std::string wanted, const std::string &value)
{
    std::string prefix = "eq";
    if (wanted.size() > 2 && std::isalpha(static_cast<unsigned char>(wanted[0])) != 0) {
        prefix = wanted.substr(0, 2);
        wanted.erase(0, 2);
    }
    const auto asked = spanOf(wanted);
    const auto had = spanOf(value);
    if (!asked || !had)
        return std::nullopt;
    if (prefix == "eq" || prefix == "ap")
        return had->from >= asked->from && had->to <= asked->to;
    if (prefix == "ne")
        return !(had->from >= asked->from && had->to <= asked->to);
    if (prefix == "gt")
        return had->to > asked->to;
    if (prefix == "ge")
        return had->to >= asked->from;
    if (prefix == "lt")
        return had->from < asked->from;
    if (prefix == "le")
        return had->from <= asked->to;
    if (prefix == "sa")
        return had->from > asked->to;
    if (prefix == "eb")
        return had->to < asked->from;
    return std::nullopt;
}

enum class Verdict { Yes, No, Unknown, Wrong };

Verdict verdict(bool yes)
{
    return yes ? Verdict::Yes : Verdict::No;
}

Verdict verdict(std::optional<bool> yes)
{
    return yes ? verdict(*yes) : Verdict::Wrong;
}

std::string lastStep(const std::string &reference)
{
    return reference.substr(reference.rfind('/') + 1);
}

Verdict patientMatches(const Person &person, const std::string &name, const std::string &wanted)
{
    const auto colon = name.find(':');
    const auto parameter = name.substr(0, colon);
    const auto modifier = colon == std::string::npos ? std::string() : name.substr(colon + 1);
    if (parameter == "identifier")
        return verdict(tokenMatches(wanted, person.system, person.value));
    if (parameter == "name")
        return verdict(nameMatches(wanted, {person.family, person.given}, modifier));
    if (parameter == "family")
        return verdict(nameMatches(wanted, {person.family}, modifier));
    if (parameter == "given")
        return verdict(nameMatches(wanted, {person.given}, modifier));
    if (parameter == "birthdate")
        return verdict(dateMatches(wanted, dashed(person.birthDate)));
    if (parameter == "gender")
        return verdict(tokenMatches(wanted, "http://hl7.org/fhir/administrative-gender", person.gender));
    if (parameter == "active")
        return verdict(wanted == (person.active ? "true" : "false"));
    if (parameter == "_id")
        return verdict(wanted == person.logicalId);
    return Verdict::Unknown;
}

bool anySeries(const Study &study, const std::function<bool(const Series &)> &wanted)
{
    const auto known = knownSeries(study);
    return std::any_of(known.begin(), known.end(), wanted);
}

Verdict studyMatches(const Person &person, const Study &study, const std::string &name, const std::string &wanted)
{
    if (name == "patient.identifier" || name == "patient:identifier" || name == "subject:Patient.identifier" ||
        name == "patient:Patient.identifier" || name == "subject:identifier")
        return verdict(tokenMatches(wanted, person.system, person.value));
    if (name == "patient" || name == "subject" || name == "subject:Patient" || name == "patient:Patient")
        return verdict(lastStep(wanted) == person.logicalId);
    if (name == "identifier")
        return verdict(tokenMatches(wanted, "urn:dicom:uid", "urn:oid:" + study.uid) ||
                       tokenMatches(wanted, person.country->accessionAuthority, study.accession));
    if (name == "modality")
        return verdict(
            anySeries(study, [&](const auto &series) { return tokenMatches(wanted, dicomTerms, series.modality); }));
    if (name == "bodysite" || name == "body-site")
        return verdict(
            anySeries(study, [&](const auto &series) { return tokenMatches(wanted, snomed, series.bodySite); }));
    if (name == "dicom-class")
        return verdict(anySeries(study, [&](const auto &series) {
            return tokenMatches(wanted, "urn:ietf:rfc:3986", "urn:oid:" + series.sopClass);
        }));
    if (name == "series")
        return verdict(anySeries(study, [&](const auto &series) { return wanted == series.uid; }));
    if (name == "instance")
        return verdict(anySeries(study, [&](const auto &series) { return wanted.starts_with(series.uid + '.'); }));
    if (name == "started")
        return verdict(dateMatches(wanted, study.started()));
    if (name == "status")
        return verdict(wanted == "available");
    if (name == "reason")
        return Verdict::No; // reasons here are texts without codes
    if (name == "_id")
        return verdict(wanted == study.logicalId);
    return Verdict::Unknown;
}

//! A parameter that repeats means "and", its commas mean "or".
template <class Matches>
Verdict allMatch(const Parameters &parameters, Matches matches)
{
    auto result = Verdict::Yes;
    for (const auto &[name, value] : parameters) {
        if (name.starts_with('_') && name != "_id")
            continue;
        bool any = value.empty();
        for (const auto &wanted : alternatives(value)) {
            const auto one = value.empty() ? Verdict::Yes : matches(name, wanted);
            if (one == Verdict::Wrong)
                return Verdict::Wrong;
            any = any || one == Verdict::Yes || one == Verdict::Unknown;
        }
        if (!any)
            result = Verdict::No;
    }
    return result;
}

//! Keeps the named elements and what a resource cannot do without.
void keepElements(Json &resource, const std::set<std::string> &elements)
{
    if (elements.empty())
        return;
    static const std::set<std::string> needed = {"resourceType", "id", "meta", "status", "subject"};
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
    : m_country(country), m_release(release), m_base(std::move(base)), m_dicomweb(std::move(dicomweb))
{}

Answer Fhir::answer(const Request &request, const std::string &path)
{
    std::vector<std::string> steps;
    for (const auto &step : split(path, '/')) {
        if (!step.empty())
            steps.push_back(decoded(step, false));
    }
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (reading && steps.size() == 1 && steps[0] == "metadata")
        return json(200, capabilities(m_release, m_base));
    if (reading && steps.empty())
        return turnPage(request);
    const bool searchable = !steps.empty() && (steps[0] == "Patient" || steps[0] == "ImagingStudy");
    const bool known = searchable || (!steps.empty() && steps[0] == "Endpoint");
    if (!known)
        return problem(404, "not-supported", "this type of resource is not served");
    if (searchable &&
        ((reading && steps.size() == 1) || (request.method == "POST" && steps.size() == 2 && steps[1] == "_search")))
        return search(request, steps[0]);
    if (!reading)
        return problem(405, "not-supported", "the service can only be read");
    if (steps.size() == 2) {
        if (steps[0] == "Endpoint" && steps[1] == endpointId)
            return json(200, endpointResource(m_dicomweb, m_release));
        for (const auto &person : m_country.people) {
            if (steps[0] == "Patient" && steps[1] == person.logicalId)
                return json(200, patient(person));
            for (const auto &study : person.studies) {
                if (steps[0] != "ImagingStudy" || steps[1] != study.logicalId || !study.inFhir)
                    continue;
                if (!person.consent)
                    return noConsent();
                return json(200, imagingStudy(person, study, m_release));
            }
        }
    }
    return problem(404, "not-found", "there is no such resource");
}

Answer Fhir::search(const Request &request, const std::string &type)
{
    auto parameters = parametersOf(request);
    Page page;
    std::set<std::string> elements;
    for (const auto &[name, value] : parameters) {
        if (name == "_count") {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), page.size);
            if (error != std::errc() || end != value.data() + value.size())
                return problem(400, "value", "_count must be a whole number");
        } else if (name == "_elements") {
            for (const auto &element : split(value, ','))
                elements.insert(element);
        } else if (name == "_include") {
            page.withEndpoint = page.withEndpoint || value.starts_with("ImagingStudy:endpoint");
            page.withPatient = page.withPatient || value.starts_with("ImagingStudy:patient") ||
                               value.starts_with("ImagingStudy:subject");
        }
    }

    const auto &anybody = m_country.people.front();
    const auto unknown = [&](const std::string &name) {
        const auto one = type == "Patient" ? patientMatches(anybody, name, "1900")
                                           : studyMatches(anybody, anybody.studies.front(), name, "1900");
        return one == Verdict::Unknown;
    };
    std::string ignored;
    for (const auto &[name, value] : parameters) {
        if ((!name.starts_with('_') || name == "_id") && unknown(name))
            ignored += (ignored.empty() ? "" : ", ") + name;
    }
    if (!ignored.empty()) {
        if (request.header("Prefer").find("handling=strict") != std::string::npos)
            return problem(400, "not-supported", "unknown search parameter: " + ignored);
        page.hint = outcome("warning", "not-supported", "unknown search parameter, not used: " + ignored);
        std::erase_if(parameters,
                      [&](const auto &parameter) { return unknown(parameter.first) && parameter.first[0] != '_'; });
    }

    bool wrong = false;
    bool withheld = false;
    const auto consider = [&](Verdict one, auto makeResource) {
        wrong = wrong || one == Verdict::Wrong;
        if (one != Verdict::Yes)
            return;
        auto resource = makeResource();
        keepElements(resource, elements);
        page.matches.push_back(std::move(resource));
    };
    for (const auto &person : m_country.people) {
        if (type == "Patient") {
            consider(allMatch(parameters, [&](const auto &name,
                                              const auto &wanted) { return patientMatches(person, name, wanted); }),
                     [&] { return patient(person); });
            continue;
        }
        for (const auto &study : person.studies) {
            if (!study.inFhir)
                continue;
            const auto matches = allMatch(parameters, [&](const auto &name, const auto &wanted) {
                return studyMatches(person, study, name, wanted);
            });
            if (matches == Verdict::Yes && !person.consent)
                withheld = true;
            else
                consider(matches, [&] { return imagingStudy(person, study, m_release); });
        }
    }
    if (withheld && page.matches.empty())
        return noConsent();
    if (wrong)
        return problem(400, "value", "a date of the search could not be read");
    page.total = page.matches.size();
    return bundle(std::move(page), m_base + '/' + type + '?' + queryOf(parameters));
}

Answer Fhir::turnPage(const Request &request)
{
    const auto key = request.parameter("page");
    std::shared_ptr<const Page> page;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_pages.find(key); it != m_pages.end())
            page = it->second;
    }
    if (!page)
        return problem(key.empty() ? 404 : 410, "not-found", "there is no such page of results");
    return bundle(*page, m_base + "?page=" + key);
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
        entries.push_back({{"fullUrl", m_base + '/' + type + '/' + resource["id"].get<std::string>()},
                           {"resource", resource},
                           {"search", {{"mode", "match"}}}});
    }
    for (const auto &person : m_country.people) {
        if (included.count(person.logicalId) > 0)
            entries.push_back({{"fullUrl", m_base + "/Patient/" + person.logicalId},
                               {"resource", patient(person)},
                               {"search", {{"mode", "include"}}}});
    }
    if (page.withEndpoint && shown > 0)
        entries.push_back({{"fullUrl", m_base + "/Endpoint/" + endpointId},
                           {"resource", endpointResource(m_dicomweb, m_release)},
                           {"search", {{"mode", "include"}}}});
    if (!page.hint.is_null())
        entries.push_back({{"resource", page.hint}, {"search", {{"mode", "outcome"}}}});
    if (shown < page.matches.size() && shown > 0) {
        // The link tells nothing about the search, so that identifiers stay out of URLs after a POST.
        page.matches.erase(page.matches.begin(), page.matches.begin() + static_cast<std::ptrdiff_t>(shown));
        const std::lock_guard lock(m_mutex);
        const auto key = std::to_string(m_pages.size() + 1);
        m_pages.emplace(key, std::make_shared<const Page>(std::move(page)));
        body["link"].push_back({{"relation", "next"}, {"url", m_base + "?page=" + key}});
    }
    if (!entries.empty())
        body["entry"] = std::move(entries);
    return json(200, body);
}

} // namespace responder
