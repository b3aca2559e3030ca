#include "FhirSearch.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <functional>
#include <map>
#include <optional>

namespace responder {

namespace {

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
    const auto shape = text.substr(0, text.find('T')).size();
    if (shape != 4 && shape != 7 && shape != 10)
        return std::nullopt;
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

//! Nothing when one of them is no date or the prefix is none.
std::optional<bool> compareDates(std::string wanted, const std::string &value)
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

bool dateMatches(const std::string &wanted, const std::string &value)
{
    return compareDates(wanted, value).value_or(false);
}

std::string lastStep(const std::string &reference)
{
    return reference.substr(reference.rfind('/') + 1);
}

bool codeMatches(const std::string &wanted, const std::vector<Code> &codes)
{
    return std::any_of(codes.begin(), codes.end(),
                       [&](const auto &code) { return tokenMatches(wanted, code.system, code.code); });
}

//! A study is named with and without its system, and its UID with and without a prefix.
bool studyUidMatches(const std::string &wanted, const std::string &uid)
{
    return tokenMatches(wanted, "urn:dicom:uid", "urn:oid:" + uid) || tokenMatches(wanted, "urn:dicom:uid", uid);
}

bool accessionMatches(const Candidate &one, const std::string &wanted, const std::string &accession)
{
    return !accession.empty() && tokenMatches(wanted, one.person->country->accessionAuthority, accession);
}

bool anySeries(const Candidate &one, const std::function<bool(const Series &)> &wanted)
{
    const auto known = knownSeries(*one.study);
    return std::any_of(known.begin(), known.end(), wanted);
}

bool anyContent(const Candidate &one, const std::function<bool(const Content &)> &wanted)
{
    const auto &contents = one.document->contents;
    return std::any_of(contents.begin(), contents.end(), wanted);
}

bool anyStudy(const Candidate &one, const std::string &wanted)
{
    const auto &studies = one.document->studies;
    return std::any_of(studies.begin(), studies.end(),
                       [&](const std::string &uid) { return studyUidMatches(wanted, uid); });
}

} // namespace

struct Criterion
{
    std::string name;
    std::string type;
    std::function<bool(const Candidate &, const std::string &wanted, const std::string &modifier)> isMet;
    std::vector<std::string> modifiers = {};
    std::optional<Release> only = std::nullopt;
};

namespace {

using Criteria = std::vector<Criterion>;

Criteria patientCriteria()
{
    using Text = const std::string &;
    using One = const Candidate &;
    const std::vector<std::string> ofNames = {"exact", "contains"};
    return {
        {"_id", "token", [](One one, Text wanted, Text) { return wanted == one.person->logicalId; }},
        {"identifier", "token",
         [](One one, Text wanted, Text) { return tokenMatches(wanted, one.person->system, one.person->value); }},
        {"name", "string",
         [](One one, Text wanted, Text modifier) {
             return nameMatches(wanted, {one.person->family, one.person->given}, modifier);
         },
         ofNames},
        {"family", "string",
         [](One one, Text wanted, Text modifier) { return nameMatches(wanted, {one.person->family}, modifier); },
         ofNames},
        {"given", "string",
         [](One one, Text wanted, Text modifier) { return nameMatches(wanted, {one.person->given}, modifier); },
         ofNames},
        {"birthdate", "date",
         [](One one, Text wanted, Text) { return dateMatches(wanted, dashed(one.person->birthDate)); }},
        {"gender", "token",
         [](One one, Text wanted, Text) {
             return tokenMatches(wanted, "http://hl7.org/fhir/administrative-gender", one.person->gender);
         }},
        {"active", "token",
         [](One one, Text wanted, Text) {
             return tokenMatches(wanted, "http://terminology.hl7.org/CodeSystem/special-values",
                                 one.person->active ? "true" : "false");
         }},
    };
}

//! `patient` and `subject`: the same for all that belongs to a person.
void addPersonCriteria(Criteria &criteria)
{
    for (const auto *name : {"patient", "subject"})
        criteria.push_back({name,
                            "reference",
                            [](const Candidate &one, const std::string &wanted, const std::string &modifier) {
                                return modifier == "identifier"
                                           ? tokenMatches(wanted, one.person->system, one.person->value)
                                           : lastStep(wanted) == one.person->logicalId;
                            },
                            {"identifier", "Patient"}});
}

Criteria studyCriteria()
{
    using Text = const std::string &;
    using One = const Candidate &;
    const auto bodySite = [](One one, Text wanted, Text) {
        return anySeries(one, [&](const auto &series) { return tokenMatches(wanted, snomed, series.bodySite); });
    };
    Criteria all = {
        {"_id", "token", [](One one, Text wanted, Text) { return wanted == one.study->logicalId; }},
        {"identifier", "token",
         [](One one, Text wanted, Text) {
             return studyUidMatches(wanted, one.study->uid) || accessionMatches(one, wanted, one.study->accession);
         }},
        {"started", "date", [](One one, Text wanted, Text) { return dateMatches(wanted, one.study->started()); }},
        {"modality", "token",
         [](One one, Text wanted, Text) {
             return anySeries(one,
                              [&](const auto &series) { return tokenMatches(wanted, dicomTerms, series.modality); });
         }},
        {"bodysite", "token", bodySite, {}, Release::R4},
        {"body-site", "token", bodySite, {}, Release::R5},
        {"dicom-class", "token",
         [](One one, Text wanted, Text) {
             return anySeries(one, [&](const auto &series) {
                 return tokenMatches(wanted, "urn:ietf:rfc:3986", "urn:oid:" + series.sopClass);
             });
         }},
        {"series", "token",
         [](One one, Text wanted, Text) {
             return anySeries(one, [&](const auto &series) { return wanted == series.uid; });
         }},
        {"instance", "token",
         [](One one, Text wanted, Text) {
             return anySeries(one, [&](const auto &series) {
                 const auto place = findInstance(wanted);
                 return place.series && place.series->uid == series.uid;
             });
         }},
        {"status", "token",
         [](One, Text wanted, Text) {
             return tokenMatches(wanted, "http://hl7.org/fhir/imagingstudy-status", "available");
         }},
        {"reason", "token", [](One, Text, Text) { return false; }}, // reasons here are texts without codes
    };
    addPersonCriteria(all);
    return all;
}

Criteria documentCriteria()
{
    using Text = const std::string &;
    using One = const Candidate &;
    const auto bodySite = [](One one, Text wanted, Text) { return codeMatches(wanted, {one.document->bodySite}); };
    const auto format = [](One one, Text wanted, Text) {
        return anyContent(one, [&](const auto &content) { return codeMatches(wanted, {content.format}); });
    };
    Criteria all = {
        {"_id", "token", [](One one, Text wanted, Text) { return wanted == one.document->logicalId; }},
        {"identifier", "token",
         [](One one, Text wanted, Text) {
             const auto &[document, master] = std::pair(one.document, one.document->masterIdentifier);
             return tokenMatches(wanted, master.system, master.value) ||
                    std::any_of(document->identifiers.begin(), document->identifiers.end(),
                                [&](const auto &each) { return tokenMatches(wanted, each.system, each.value); });
         }},
        {"status", "token",
         [](One one, Text wanted, Text) {
             return tokenMatches(wanted, "http://hl7.org/fhir/document-reference-status", one.document->status);
         }},
        {"type", "token", [](One one, Text wanted, Text) { return codeMatches(wanted, one.document->types); }},
        {"category", "token", [](One one, Text wanted, Text) { return codeMatches(wanted, one.document->categories); }},
        {"contenttype",
         "token",
         [](One one, Text wanted, Text modifier) {
             return anyContent(one, [&](const auto &content) {
                 return modifier == "below" ? content.contentType.starts_with(wanted)
                                            : tokenMatches(wanted, "urn:ietf:bcp:13", content.contentType);
             });
         },
         {"below"}},
        {"format", "token", format, {}, Release::R4},
        {"format-code", "token", format, {}, Release::R5},
        {"date", "date", [](One one, Text wanted, Text) { return dateMatches(wanted, one.document->date); }},
        {"creation", "date", [](One one, Text wanted, Text) { return dateMatches(wanted, one.document->creation); }},
        {"period", "date", [](One one, Text wanted, Text) { return dateMatches(wanted, one.document->serviceStart); }},
        {"facility", "token", [](One one, Text wanted, Text) { return codeMatches(wanted, {one.document->facility}); }},
        {"setting", "token",
         [](One one, Text wanted, Text) { return codeMatches(wanted, {one.document->practiceSetting}); }},
        {"modality", "token",
         [](One one, Text wanted, Text) {
             const auto &modalities = one.document->modalities;
             return std::any_of(modalities.begin(), modalities.end(),
                                [&](const auto &modality) { return tokenMatches(wanted, dicomTerms, modality); });
         }},
        {"bodysite", "token", bodySite},
        {"anatomical-region", "token", bodySite},
        {"study-instance-uid", "token", [](One one, Text wanted, Text) { return anyStudy(one, wanted); }},
        {"accession-number", "token",
         [](One one, Text wanted, Text) { return accessionMatches(one, wanted, one.document->accession); }},
        {"related",
         "reference",
         [](One one, Text wanted, Text modifier) { // what is related here has identifiers and no resource
             return modifier == "identifier" &&
                    (anyStudy(one, wanted) || accessionMatches(one, wanted, one.document->accession));
         },
         {"identifier"},
         Release::R4},
    };
    addPersonCriteria(all);
    return all;
}

Criteria endpointCriteria()
{
    using Text = const std::string &;
    using One = const Candidate &;
    return {
        {"_id", "token", [](One, Text wanted, Text) { return wanted == endpointId; }},
        {"status", "token",
         [](One, Text wanted, Text) { return tokenMatches(wanted, "http://hl7.org/fhir/endpoint-status", "active"); }},
        {"connection-type", "token", [](One, Text wanted, Text) {
             return tokenMatches(wanted, "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
                                 "dicom-wado-rs");
         }}};
}

const Criteria &criteriaOf(const std::string &type)
{
    static const std::map<std::string, Criteria> all = {{"Patient", patientCriteria()},
                                                        {"ImagingStudy", studyCriteria()},
                                                        {"DocumentReference", documentCriteria()},
                                                        {"Endpoint", endpointCriteria()}};
    static const Criteria none;
    const auto it = all.find(type);
    return it == all.end() ? none : it->second;
}

const Criterion *find(const std::string &type, Release release, std::string_view name)
{
    for (const auto &criterion : criteriaOf(type)) {
        if (criterion.name == name && criterion.only.value_or(release) == release)
            return &criterion;
    }
    return nullptr;
}

} // namespace

std::vector<SearchParameter> searchParameters(const std::string &type, Release release)
{
    std::vector<SearchParameter> all;
    for (const auto &criterion : criteriaOf(type)) {
        if (criterion.only.value_or(release) == release)
            all.push_back({criterion.name, criterion.type});
    }
    return all;
}

Conditions::Conditions(const std::string &type, Release release, const Parameters &parameters)
{
    for (const auto &[whole, value] : parameters) {
        // subject:Patient.name, patient.identifier: a chain asks the person
        std::string name = whole;
        auto searched = type;
        if (const auto dot = name.find('.'); dot != std::string::npos) {
            const auto start = name.substr(0, dot);
            const auto colon = start.find(':');
            const auto *link = find(type, release, start.substr(0, colon));
            const bool leads = link && (link->name == "patient" || link->name == "subject") &&
                               (colon == std::string::npos || start.substr(colon + 1) == "Patient");
            name.erase(0, dot + 1);
            searched = leads ? "Patient" : "";
        }
        const auto colon = name.find(':');
        const auto modifier = colon == std::string::npos ? std::string() : name.substr(colon + 1);
        const auto *criterion = find(searched, release, std::string_view(name).substr(0, colon));
        if (!criterion) {
            m_unknown.push_back(whole);
            continue;
        }
        const auto &offered = criterion->modifiers;
        if (!modifier.empty() && std::find(offered.begin(), offered.end(), modifier) == offered.end())
            m_problem = "this modifier is not offered: " + whole;
        if (value.empty())
            continue; // means nothing, by FHIR's own rule
        auto wanted = alternatives(value);
        if (criterion->type == "date" && !std::all_of(wanted.begin(), wanted.end(), [](const auto &one) {
                return compareDates(one, "2000-01-01").has_value();
            }))
            m_problem = "this is no date: " + whole;
        m_all.push_back({criterion, modifier, std::move(wanted)});
    }
}

bool Conditions::areMetBy(const Candidate &candidate) const
{
    return std::all_of(m_all.begin(), m_all.end(), [&](const Condition &condition) {
        return std::any_of(condition.alternatives.begin(), condition.alternatives.end(), [&](const auto &wanted) {
            return condition.criterion->isMet(candidate, wanted, condition.modifier);
        });
    });
}

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

} // namespace responder
