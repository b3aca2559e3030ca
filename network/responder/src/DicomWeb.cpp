#include "DicomWeb.h"

#include "Rendering.h"
#include "Url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

enum class Level { Study, Series, Instance };

//! An attribute of a row. `always` ones come without being asked for (PS3.18 table 10.6.3-3 to 10.6.3-5).
struct Attribute
{
    std::string tag;
    std::string keyword;
    std::string vr;
    std::vector<std::string> values;
    Level level = Level::Study;
    bool always = false;
};

using Attributes = std::vector<Attribute>;

Answer plain(int status, std::string text)
{
    return {{status, "text/plain", std::move(text) + '\n', {}, {}}, {}, false};
}

std::vector<std::string> some(std::string value)
{
    if (value.empty())
        return {};
    return {std::move(value)};
}

void addStudy(Attributes &row, const Place &place, const std::string &base)
{
    const auto &[person, study, series, index] = place;
    const auto add = [&](const char *tag, const char *keyword, const char *vr, std::vector<std::string> values,
                         bool always) {
        row.push_back({tag, keyword, vr, std::move(values), Level::Study, always});
    };
    std::set<std::string> classes;
    for (const auto &each : study->series)
        classes.insert(each.sopClass);
    const auto issuer = person->system.substr(person->system.rfind(':') + 1);
    add("00080005", "SpecificCharacterSet", "CS", {"ISO_IR 192"}, true);
    add("00080020", "StudyDate", "DA", some(study->date), true);
    add("00080030", "StudyTime", "TM", some(study->time), true);
    add("00080050", "AccessionNumber", "SH", some(study->accession), true);
    add("00080056", "InstanceAvailability", "CS", {"ONLINE"}, true);
    add("00080061", "ModalitiesInStudy", "CS", study->modalities(), true);
    add("00080062", "SOPClassesInStudy", "UI", {classes.begin(), classes.end()}, false);
    add("00080090", "ReferringPhysicianName", "PN", some(study->referrer), true);
    add("00081030", "StudyDescription", "LO", some(study->description), false);
    add("00081190", "RetrieveURL", "UR", {base + "/studies/" + study->uid}, true);
    add("00100010", "PatientName", "PN", {person->family + '^' + person->given}, true);
    add("00100020", "PatientID", "LO", {person->value}, true);
    add("00100021", "IssuerOfPatientID", "LO", {issuer}, false);
    add("00100030", "PatientBirthDate", "DA", some(person->birthDate), true);
    add("00100040", "PatientSex", "CS", {person->gender == "male" ? "M" : "F"}, true);
    add("0020000D", "StudyInstanceUID", "UI", {study->uid}, true);
    add("00200010", "StudyID", "SH", {study->studyId}, true);
    add("00201206", "NumberOfStudyRelatedSeries", "IS", {std::to_string(study->series.size())}, true);
    add("00201208", "NumberOfStudyRelatedInstances", "IS", {std::to_string(study->instances())}, true);
}

void addSeries(Attributes &row, const Place &place, const std::string &base)
{
    const auto &series = *place.series;
    const auto add = [&](const char *tag, const char *keyword, const char *vr, std::vector<std::string> values,
                         bool always) {
        row.push_back({tag, keyword, vr, std::move(values), Level::Series, always});
    };
    add("00080060", "Modality", "CS", {series.modality}, true);
    add("0008103E", "SeriesDescription", "LO", some(series.description), true);
    add("00081190", "RetrieveURL", "UR", {base + "/studies/" + place.study->uid + "/series/" + series.uid}, true);
    add("00180015", "BodyPartExamined", "CS", {series.bodyPart}, false);
    add("0020000E", "SeriesInstanceUID", "UI", {series.uid}, true);
    add("00200011", "SeriesNumber", "IS", {std::to_string(series.number)}, true);
    add("00200060", "Laterality", "CS", {}, false);
    add("00201209", "NumberOfSeriesRelatedInstances", "IS", {std::to_string(series.instances)}, true);
}

void addInstance(Attributes &row, const Place &place, const std::string &base)
{
    const auto &series = *place.series;
    const auto uid = series.instanceUid(place.index);
    const auto add = [&](const char *tag, const char *keyword, const char *vr, std::vector<std::string> values) {
        row.push_back({tag, keyword, vr, std::move(values), Level::Instance, true});
    };
    add("00080016", "SOPClassUID", "UI", {series.sopClass});
    add("00080018", "SOPInstanceUID", "UI", {uid});
    add("00080056", "InstanceAvailability", "CS", {"ONLINE"});
    add("00081190", "RetrieveURL", "UR",
        {base + "/studies/" + place.study->uid + "/series/" + series.uid + "/instances/" + uid});
    add("00200013", "InstanceNumber", "IS", {std::to_string(place.index + 1)});
    if (series.frames > 1)
        add("00280008", "NumberOfFrames", "IS", {std::to_string(series.frames)});
    add("00280010", "Rows", "US", {std::to_string(series.rows)});
    add("00280011", "Columns", "US", {std::to_string(series.columns)});
    add("00280100", "BitsAllocated", "US", {std::to_string(series.bitsAllocated)});
}

// ---- matching (PS3.4 C.2.2.2) ----

//! `?` stands for a whole character of UTF-8.
bool matchesWildcard(std::string_view pattern, std::string_view text)
{
    if (pattern.empty())
        return text.empty();
    if (pattern.front() == '*')
        return matchesWildcard(pattern.substr(1), text) || (!text.empty() && matchesWildcard(pattern, text.substr(1)));
    if (text.empty() || (pattern.front() != '?' && pattern.front() != text.front()))
        return false;
    std::size_t length = 1;
    while (pattern.front() == '?' && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
        ++length;
    return matchesWildcard(pattern.substr(1), text.substr(length));
}

bool matchesRange(const std::string &key, const std::string &value)
{
    const auto dash = key.find('-');
    if (dash == std::string::npos)
        return value == key;
    const auto from = key.substr(0, dash);
    const auto to = key.substr(dash + 1);
    return (from.empty() || value >= from) && (to.empty() || value.substr(0, to.size()) <= to);
}

bool matches(const Attribute &attribute, const std::string &key)
{
    if (key.empty() || key == "*")
        return true;
    const auto &values = attribute.values;
    // PS3.4 C.2.2.2 has lists for UIDs alone; of modalities archives take them too, and no code string has a comma.
    if (attribute.vr == "UI" || attribute.vr == "CS") {
        auto list = key;
        std::replace(list.begin(), list.end(), '\\', ',');
        const auto wanted = split(list, ',');
        return std::any_of(values.begin(), values.end(), [&](const std::string &value) {
            return std::any_of(wanted.begin(), wanted.end(), [&](const std::string &one) {
                return attribute.vr == "UI" ? trimmed(one) == value : matchesWildcard(trimmed(one), value);
            });
        });
    }
    return std::any_of(values.begin(), values.end(), [&](const std::string &value) {
        if (attribute.vr == "DA" || attribute.vr == "TM")
            return matchesRange(key, value);
        if (attribute.vr == "PN")
            return matchesWildcard(lowered(key), lowered(value));
        return matchesWildcard(key, value);
    });
}

struct Query
{
    std::vector<std::pair<std::string, std::string>> keys; // tag or keyword, value
    std::set<std::string> included;
    bool all = false;
    std::size_t limit = std::string::npos;
    std::size_t offset = 0;
    std::vector<std::string> warnings;
};

std::optional<std::size_t> wholeNumber(const std::string &text)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

//! Nothing when the query is wrong.
std::optional<Query> queryOf(const Request &request)
{
    Query query;
    const auto mark = request.target.find('?');
    if (mark == std::string::npos)
        return query;
    for (const auto &[name, value] : parametersIn(std::string_view(request.target).substr(mark + 1))) {
        if (name == "limit" || name == "offset") {
            const auto number = wholeNumber(value);
            if (!number)
                return std::nullopt;
            (name == "limit" ? query.limit : query.offset) = *number;
        } else if (name == "includefield") {
            for (const auto &field : split(value, ','))
                query.included.insert(field);
            query.all = query.all || query.included.count("all") > 0;
        } else if (name == "fuzzymatching") {
            if (value == "true")
                query.warnings.emplace_back("The fuzzymatching parameter is not supported. Only literal matching has "
                                            "been performed.");
        } else {
            query.keys.emplace_back(name, value);
        }
    }
    return query;
}

//! Whether a key could match at all: a date or a range of dates, times likewise, and UIDs.
bool isPossible(const Attribute &attribute, const std::string &key)
{
    const auto consistsOf = [](const std::string &text, std::string_view signs) {
        return text.find_first_not_of(signs) == std::string::npos;
    };
    if (key.empty() || key == "*")
        return true;
    const auto ends = split(key, '-');
    if (attribute.vr == "DA")
        return ends.size() <= 2 && key != "-" && std::all_of(ends.begin(), ends.end(), [&](const auto &end) {
                   return end.empty() || (end.size() == 8 && consistsOf(end, "0123456789"));
               });
    if (attribute.vr == "TM")
        return ends.size() <= 2 && consistsOf(key, "0123456789.-");
    return attribute.vr != "UI" || consistsOf(key, "0123456789.,\\ ");
}

bool names(const Attribute &attribute, const std::string &key)
{
    return key == attribute.keyword || lowered(key) == lowered(attribute.tag);
}

bool wants(const Query &query, const Attributes &row, const Place &place, Level level)
{
    return std::all_of(query.keys.begin(), query.keys.end(), [&](const auto &key) {
        // The series key is heard at study level too, as some clients send nothing else.
        if (level == Level::Study && (key.first == "Modality" || key.first == "00080060")) {
            const auto modalities = place.study->modalities();
            return key.second.empty() ||
                   std::find(modalities.begin(), modalities.end(), key.second) != modalities.end();
        }
        const auto it =
            std::find_if(row.begin(), row.end(), [&](const auto &attribute) { return names(attribute, key.first); });
        return it == row.end() || matches(*it, key.second);
    });
}

Json valueOf(const Attribute &attribute, const std::string &value)
{
    if (attribute.vr == "PN")
        return {{"Alphabetic", value}};
    if (attribute.vr == "IS" || attribute.vr == "US")
        return std::stoi(value);
    return value;
}

//! `top` is the highest level whose attributes come: that below what the path names (PS3.18 10.6.3.3).
Json rowOf(const Attributes &attributes, const Query &query, Level level, Level top)
{
    std::map<std::string, const Attribute *> chosen; // in ascending order of tags, the deeper level wins
    for (const auto &attribute : attributes) {
        const bool asked = std::any_of(query.included.begin(), query.included.end(),
                                       [&](const auto &field) { return names(attribute, field); }) ||
                           std::any_of(query.keys.begin(), query.keys.end(),
                                       [&](const auto &key) { return names(attribute, key.first); });
        const bool own = (attribute.level >= top && attribute.level <= level) ||
                         attribute.keyword == "StudyInstanceUID" || attribute.keyword == "SeriesInstanceUID" ||
                         attribute.keyword == "SpecificCharacterSet" ||
                         (level == Level::Instance && attribute.keyword == "Modality");
        if (asked || (own && (attribute.always || query.all)))
            chosen[attribute.tag] = &attribute;
    }
    Json row = Json::object();
    for (const auto &[tag, attribute] : chosen) {
        Json written = {{"vr", attribute->vr}};
        for (const auto &value : attribute->values)
            written["Value"].push_back(valueOf(*attribute, value));
        row[tag] = std::move(written);
    }
    return row;
}

Answer search(const Country &country, const Request &request, const std::string &base, Level level,
              const std::string &studyUid, const std::string &seriesUid)
{
    const auto query = queryOf(request);
    if (!query)
        return plain(400, "limit and offset must be whole numbers");
    const auto top = studyUid.empty() ? Level::Study : seriesUid.empty() ? Level::Series : Level::Instance;
    Json rows = Json::array();
    std::size_t found = 0;
    bool withheld = false;
    bool impossible = false;
    const auto consider = [&](const Place &place) {
        Attributes attributes;
        addStudy(attributes, place, base);
        if (level != Level::Study)
            addSeries(attributes, place, base);
        if (level == Level::Instance)
            addInstance(attributes, place, base);
        impossible = impossible || std::any_of(query->keys.begin(), query->keys.end(), [&](const auto &key) {
                         return std::any_of(attributes.begin(), attributes.end(), [&](const auto &attribute) {
                             return names(attribute, key.first) && !isPossible(attribute, key.second);
                         });
                     });
        if (impossible || !wants(*query, attributes, place, level))
            return;
        if (!place.person->consent) {
            withheld = true;
            return;
        }
        if (found >= query->offset && rows.size() < query->limit)
            rows.push_back(rowOf(attributes, *query, level, std::min(level, top)));
        ++found;
    };
    for (const auto &person : country.people) {
        for (const auto &study : person.studies) {
            if (!study.inQido || (!studyUid.empty() && study.uid != studyUid))
                continue;
            if (level == Level::Study) {
                consider({&person, &study, nullptr, 0});
                continue;
            }
            for (const auto &series : study.series) {
                if (!seriesUid.empty() && series.uid != seriesUid)
                    continue;
                for (int i = 0; i < (level == Level::Instance ? series.instances : 1); ++i)
                    consider({&person, &study, &series, i});
            }
        }
    }
    if (impossible)
        return plain(400, "a value of the query cannot be one of its attribute");
    if (withheld && found == 0)
        return plain(403, "the patient has not agreed");
    Answer answer{{200, "application/dicom+json", rows.dump(), {}, {}}, {}, false};
    for (const auto &warning : query->warnings) {
        std::string text = "299 ";
        text.append(base).append(" \"").append(warning).append("\"");
        answer.reply.headers.emplace_back("Warning", std::move(text));
    }
    return answer;
}

// ---- retrieval ----

enum class Representation { Multipart, Bare, None };

Representation representationFor(const Request &request, bool oneInstance)
{
    auto accept = request.parameter("accept");
    if (accept.empty())
        accept = request.header("Accept");
    if (trimmed(accept).empty())
        return Representation::Multipart;
    auto best = Representation::None;
    for (const auto &range : split(lowered(accept), ',')) {
        const auto parts = split(range, ';');
        const auto type = trimmed(parts.front());
        bool possible = true;
        bool dicom = type != "multipart/related";
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto parameter = trimmed(parts[i]);
            if (parameter.starts_with("transfer-syntax="))
                possible = parameter == "transfer-syntax=*" || parameter == "transfer-syntax=1.2.840.10008.1.2.1" ||
                           parameter == "transfer-syntax=\"1.2.840.10008.1.2.1\"" ||
                           parameter == "transfer-syntax=\"*\"";
            else if (parameter.starts_with("type="))
                dicom = parameter == "type=\"application/dicom\"" || parameter == "type=application/dicom";
        }
        if (!possible)
            continue;
        if ((type == "multipart/related" && dicom) || type == "multipart/*" || type == "*/*")
            return Representation::Multipart;
        if ((type == "application/dicom" || type == "application/*") && oneInstance)
            best = Representation::Bare;
    }
    return best;
}

//! Without a transfer syntax in Accept the answer is Explicit VR Little Endian (PS3.18 8.7.3), with any it is as
//! stored.
bool wantsAsStored(const Request &request)
{
    auto accept = request.parameter("accept");
    if (accept.empty())
        accept = request.header("Accept");
    return accept.find("transfer-syntax=*") != std::string::npos ||
           accept.find("transfer-syntax=\"*\"") != std::string::npos || trimmed(accept) == "*/*";
}

//! An instance that can be had: its own address, and its file as stored or in Explicit VR Little Endian.
struct Source
{
    std::string url;
    std::function<Bytes(bool asStored)> file;
};

//! Everything at a study, series or instance, or why it cannot be had.
struct Sources
{
    std::vector<Source> all;
    std::optional<Answer> refusal;
};

Sources sourcesAt(const Country &country, const Addresses &addresses, const std::string &studyUid,
                  const std::string &seriesUid, const std::string &instanceUid)
{
    const auto urlOf = [&](const std::string &series, const std::string &instance) {
        return addresses.dicomweb + "/studies/" + studyUid + "/series/" + series + "/instances/" + instance;
    };
    Sources sources;
    // A manifest may be kept as an instance that no search shows.
    const auto manifest =
        findContent(country, "studies/" + studyUid + "/series/" + seriesUid + "/instances/" + instanceUid);
    const auto place = findStudy(country, studyUid);
    const auto *person = manifest.content ? manifest.person : place.person;
    if (person && !person->consent) {
        sources.refusal = plain(403, "the patient has not agreed");
    } else if (manifest.content) {
        sources.all.push_back({urlOf(seriesUid, instanceUid),
                               [content = manifest.content, addresses](bool) { return content->bytes(addresses); }});
    } else if (!place.study) {
        sources.refusal = plain(404, "there is no such study");
    } else {
        for (const auto &series : place.study->series) {
            if (!seriesUid.empty() && series.uid != seriesUid)
                continue;
            for (int i = 0; i < series.instances; ++i) {
                if (!instanceUid.empty() && series.instanceUid(i) != instanceUid)
                    continue;
                const Place one{place.person, place.study, &series, i};
                sources.all.push_back({urlOf(series.uid, series.instanceUid(i)),
                                       [one](bool asStored) { return asStored ? fileAt(one) : plainFileAt(one); }});
            }
        }
        if (sources.all.empty())
            sources.refusal = plain(404, "there is no such series or instance");
    }
    return sources;
}

Answer retrieve(const Request &request, bool oneInstance, const Sources &sources)
{
    const auto representation = representationFor(request, oneInstance);
    if (representation == Representation::None)
        return plain(406, "the service offers application/dicom in Explicit VR Little Endian");
    if (sources.refusal)
        return *sources.refusal;
    Answer answer;
    answer.bare = representation == Representation::Bare;
    for (const auto &source : sources.all)
        answer.parts.emplace_back([file = source.file, asStored = wantsAsStored(request)] { return file(asStored); });
    return answer;
}

//! The first of the offered media types, without parameters, that the request takes; the first of all when it says
//! nothing. Inside multipart/related it is the type parameter that counts.
std::optional<std::string> chosenType(const Request &request, const std::vector<std::string> &offered)
{
    auto accept = request.parameter("accept");
    if (accept.empty())
        accept = request.header("Accept");
    if (trimmed(accept).empty())
        return offered.front();
    for (const auto &range : split(lowered(accept), ',')) {
        const auto steps = split(range, ';');
        auto type = std::string(trimmed(steps.front()));
        for (std::size_t i = 1; type == "multipart/related" && i < steps.size(); ++i) {
            if (auto parameter = std::string(trimmed(steps[i])); parameter.starts_with("type=")) {
                std::erase(parameter, '"');
                type = parameter.substr(5);
            }
        }
        for (const auto &one : offered) {
            if (type == one || type == "*/*" || type == one.substr(0, one.find('/')) + "/*")
                return one;
        }
    }
    return std::nullopt;
}

Answer metadata(const Request &request, const Sources &sources)
{
    if (!chosenType(request, {"application/dicom+json", "application/json"}))
        return plain(406, "the service offers application/dicom+json");
    if (sources.refusal)
        return *sources.refusal;
    Answer answer{{200, "application/dicom+json", "[", {}, {}}, {}, false};
    for (const auto &source : sources.all)
        answer.reply.body += (answer.reply.body.size() > 1 ? "," : "") + metadataOf(*source.file(true), source.url);
    answer.reply.body += ']';
    return answer;
}

Answer multipart(const std::string &type, const std::vector<std::string> &parts)
{
    static constexpr auto boundary = "borderlight-frame-5b1c90e7";
    std::string body;
    for (const auto &part : parts) {
        body.append("--").append(boundary).append("\r\nContent-Type: ").append(type);
        body.append("\r\nContent-Length: ").append(std::to_string(part.size())).append("\r\n\r\n");
        body.append(part).append("\r\n");
    }
    body += "--" + std::string(boundary) + "--\r\n";
    return {
        {200, "multipart/related; type=\"" + type + "\"; boundary=" + boundary, std::move(body), {}, {}}, {}, false};
}

//! `3` or `1,2`, from 1; nothing when it is no such list.
std::optional<std::vector<std::size_t>> frameNumbers(const std::string &text)
{
    std::vector<std::size_t> all;
    for (const auto &piece : split(text, ',')) {
        const auto number = wholeNumber(piece);
        if (!number || *number == 0)
            return std::nullopt;
        all.push_back(*number);
    }
    return all;
}

Answer frames(const Request &request, const Sources &sources, const std::string &list)
{
    const auto numbers = frameNumbers(list);
    if (!numbers)
        return plain(400, "frames are counted from 1");
    if (!chosenType(request, {"application/octet-stream"}))
        return plain(406, "the service offers frames as application/octet-stream");
    if (sources.refusal)
        return *sources.refusal;
    const auto all = framesIn(*sources.all.front().file(false));
    std::vector<std::string> chosen;
    for (const auto number : *numbers) {
        if (number > all.size())
            return plain(404, "there is no such frame");
        chosen.push_back(all[number - 1]);
    }
    return multipart("application/octet-stream", chosen);
}

std::optional<std::vector<double>> numbersIn(const std::string &text)
{
    std::vector<double> all;
    for (const auto &piece : split(text, ',')) {
        double number = 0;
        const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), number);
        if (piece.empty() || error != std::errc() || end != piece.data() + piece.size())
            return std::nullopt;
        all.push_back(number);
    }
    return all;
}

//! CENTER,WIDTH,FUNCTION
std::optional<View::Window> windowOf(const std::string &text)
{
    const auto comma = text.rfind(',');
    const auto function = comma == std::string::npos ? std::string() : lowered(text.substr(comma + 1));
    const auto numbers = numbersIn(text.substr(0, std::min(comma, text.size())));
    if (!numbers || numbers->size() != 2 || (*numbers)[1] < 1 ||
        (function != "linear" && function != "linear-exact" && function != "sigmoid"))
        return std::nullopt;
    return View::Window{(*numbers)[0], (*numbers)[1], function == "sigmoid"};
}

//! WIDTH,HEIGHT or WIDTH,HEIGHT,LEFT,TOP,WIDTH,HEIGHT of the region. Nothing is turned here.
std::optional<View::Viewport> viewportOf(const std::string &text)
{
    constexpr double largest = 8192;
    const auto numbers = numbersIn(text);
    if (!numbers || (numbers->size() != 2 && numbers->size() != 6))
        return std::nullopt;
    const auto &all = *numbers;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] > largest || all[i] < (i == 2 || i == 3 ? 0 : 1))
            return std::nullopt;
    }
    View::Viewport viewport;
    viewport.width = static_cast<int>(all[0]);
    viewport.height = static_cast<int>(all[1]);
    if (all.size() == 6) {
        viewport.left = static_cast<int>(all[2]);
        viewport.top = static_cast<int>(all[3]);
        viewport.regionWidth = static_cast<int>(all[4]);
        viewport.regionHeight = static_cast<int>(all[5]);
    }
    return viewport;
}

Answer render(const Request &request, const Sources &sources, const std::string &list)
{
    const auto type = chosenType(request, {"image/jpeg", "image/png"});
    const auto numbers = frameNumbers(list);
    if (!numbers || numbers->size() != 1)
        return plain(400, "one frame is rendered at a time, counted from 1");
    View view;
    if (const auto text = request.parameter("window"); !text.empty() && !(view.window = windowOf(text)))
        return plain(400, "window must be CENTER,WIDTH,FUNCTION");
    if (const auto text = request.parameter("viewport"); !text.empty() && !(view.viewport = viewportOf(text)))
        return plain(400, "viewport must be WIDTH,HEIGHT or WIDTH,HEIGHT,LEFT,TOP,WIDTH,HEIGHT");
    if (const auto text = request.parameter("quality"); !text.empty()) {
        const auto quality = wholeNumber(text);
        if (!quality || *quality < 1 || *quality > 100)
            return plain(400, "quality must be a whole number from 1 to 100");
        view.quality = static_cast<int>(*quality);
    }
    if (!type)
        return plain(406, "the service offers image/jpeg and image/png");
    if (sources.refusal)
        return *sources.refusal;
    view.png = *type == "image/png";
    auto picture = rendered(*sources.all.front().file(false), numbers->front() - 1, view);
    if (picture.empty())
        return plain(404, "there is no such picture to render");
    return {{200, *type, std::move(picture), {}, {}}, {}, false};
}

} // namespace

Answer answerDicomWeb(const Country &country, const Request &request, const Addresses &addresses,
                      const std::string &path)
{
    const auto &base = addresses.dicomweb;
    if (request.method != "GET" && request.method != "HEAD") {
        auto refusal = plain(405, "the service can only be read");
        refusal.reply.headers.emplace_back("Allow", "GET, HEAD");
        return refusal;
    }
    std::vector<std::string> steps;
    for (const auto &step : split(path, '/')) {
        if (!step.empty())
            steps.push_back(decoded(step, false));
    }
    const auto at = [&](std::size_t i) { return i < steps.size() ? steps[i] : std::string(); };
    const auto size = steps.size();
    const auto sources = [&] { return sourcesAt(country, addresses, at(1), at(3), at(5)); };
    if (at(0) == "studies" && size > 1 && (size < 4 || at(2) == "series") && (size < 6 || at(4) == "instances")) {
        if (size == 2 || size == 4 || size == 6)
            return retrieve(request, size == 6, sources());
        const auto &last = steps.back();
        if (size < 8 && last == "metadata")
            return metadata(request,
                            sourcesAt(country, addresses, at(1), size > 3 ? at(3) : "", size > 5 ? at(5) : ""));
        if (size == 7 && last == "rendered")
            return render(request, sources(), "1");
        if (size == 8 && at(6) == "frames")
            return frames(request, sources(), at(7));
        if (size == 9 && at(6) == "frames" && last == "rendered")
            return render(request, sources(), at(7));
    }
    if (!steps.empty() && (steps.back() == "studies" || steps.back() == "series" || steps.back() == "instances") &&
        !chosenType(request, {"application/dicom+json", "application/json"}))
        return plain(406, "the service offers application/dicom+json");
    if (size == 1 && at(0) == "studies")
        return search(country, request, base, Level::Study, {}, {});
    if (size == 3 && at(0) == "studies" && at(2) == "series")
        return search(country, request, base, Level::Series, at(1), {});
    if (size == 3 && at(0) == "studies" && at(2) == "instances")
        return search(country, request, base, Level::Instance, at(1), {});
    if (size == 5 && at(0) == "studies" && at(2) == "series" && at(4) == "instances")
        return search(country, request, base, Level::Instance, at(1), at(3));
    if (size == 1 && at(0) == "series")
        return search(country, request, base, Level::Series, {}, {});
    if (size == 1 && at(0) == "instances")
        return search(country, request, base, Level::Instance, {}, {});
    if (size > 1 && (steps.back() == "rendered" || steps.back() == "thumbnail"))
        return plain(404, "single instances and frames are rendered, no whole study or series, and no thumbnails");
    return plain(404, "the service has no such resource");
}

} // namespace responder
