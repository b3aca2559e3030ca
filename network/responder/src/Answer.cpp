#include "Answer.h"

#include "DicomFile.h"
#include "ManifestFault.h"
#include "Url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;
using Kind = Deed::Kind;

constexpr std::uint32_t patientName = 0x00100010;
constexpr std::uint32_t patientId = 0x00100020;
constexpr std::uint32_t patientBirthDate = 0x00100030;
constexpr std::uint32_t studyUid = 0x0020000D;
constexpr std::uint32_t seriesUid = 0x0020000E;
constexpr std::uint32_t sopUid = 0x00080018;
constexpr std::uint32_t imageComments = 0x00204000;

const Deed *find(const Deeds &deeds, Kind kind)
{
    const auto it = std::find_if(deeds.begin(), deeds.end(), [&](const auto &deed) { return deed->kind == kind; });
    return it == deeds.end() ? nullptr : it->get();
}

// ---- QIDO-RS rows ----

//! What a change may look at beside the JSON.
struct Context
{
    const Deed &deed;
    const Request &request;
    Reply &reply;

    const std::string &text() const { return deed.texts.front(); }
    std::size_t number() const { return static_cast<std::size_t>(deed.number); }
    std::string host() const { return request.header("Host"); }
};

using Edit = void (*)(Json &body, const Context &context);

template <class Change>
void forEachAttribute(Json &rows, Change change)
{
    for (auto &row : rows) {
        for (auto &[tag, attribute] : row.items()) {
            if (attribute.is_object())
                change(tag, attribute);
        }
    }
}

//! Attributes that a client must be able to do without.
bool isDispensable(const std::string &tag)
{
    static constexpr std::string_view tags[] = {"00080050", "00080090", "00081030", "0008103E",
                                                "00200010", "00200011", "00200013"};
    return std::find(std::begin(tags), std::end(tags), tag) != std::end(tags);
}

//! Writes empty attributes, and dispensable ones as if they were empty, in another way.
void writeEmpties(Json &rows, const Json &value)
{
    forEachAttribute(rows, [&](const std::string &tag, Json &attribute) {
        if (!attribute.contains("Value") || isDispensable(tag))
            attribute["Value"] = value;
    });
}

void dropEmpties(Json &rows, const Context &)
{
    for (auto &row : rows) {
        std::vector<std::string> tags;
        for (const auto &[tag, attribute] : row.items()) {
            if (!attribute.contains("Value") || isDispensable(tag))
                tags.push_back(tag);
        }
        for (const auto &tag : tags)
            row.erase(tag);
    }
}

void writeNumbersAsText(Json &rows, const Context &)
{
    forEachAttribute(rows, [](const std::string &, Json &attribute) {
        const auto vr = attribute.value("vr", "");
        if ((vr != "IS" && vr != "DS") || !attribute.contains("Value"))
            return;
        for (auto &value : attribute["Value"]) {
            if (value.is_number())
                value = value.dump();
        }
    });
}

void writeNulls(Json &rows, const Context &)
{
    forEachAttribute(rows, [](const std::string &, Json &attribute) {
        if (!attribute.contains("Value"))
            attribute["Value"] = Json::array({nullptr});
    });
}

void padWithNul(Json &rows, const Context &)
{
    forEachAttribute(rows, [](const std::string &, Json &attribute) {
        if (!attribute.contains("Value"))
            return;
        for (auto &value : attribute["Value"]) {
            if (value.is_number())
                value = value.dump() + '\0';
            else if (value.is_string())
                value = value.get<std::string>() + '\0';
        }
    });
}

void keepOnlyUids(Json &rows, const Context &)
{
    static constexpr std::string_view kept[] = {"00080016", "00080018", "00100020", "0020000D", "0020000E"};
    for (auto &row : rows) {
        Json sparse = Json::object();
        for (const auto &[tag, attribute] : row.items()) {
            if (std::find(std::begin(kept), std::end(kept), tag) != std::end(kept))
                sparse[tag] = attribute;
        }
        row = std::move(sparse);
    }
}

void writeIdeographicNames(Json &rows, const Context &)
{
    forEachAttribute(rows, [](const std::string &, Json &attribute) {
        if (attribute.value("vr", "") != "PN" || !attribute.contains("Value"))
            return;
        for (auto &value : attribute["Value"]) {
            if (value.is_object() && value.contains("Alphabetic"))
                value = {{"Ideographic", value["Alphabetic"]}};
        }
    });
}

void nameForeignUrls(Json &rows, const Context &context)
{
    forEachAttribute(rows, [&](const std::string &tag, Json &attribute) {
        if (tag != "00081190" || !attribute.contains("Value"))
            return;
        for (auto &value : attribute["Value"]) {
            const auto url = value.get<std::string>();
            value = context.text() + url.substr(std::min(url.find("/studies/"), url.size()));
        }
    });
}

void takeOffline(Json &rows, const Context &)
{
    if (!rows.empty() && rows.front().contains("00080018"))
        rows = Json::array();
    forEachAttribute(rows, [](const std::string &tag, Json &attribute) {
        if (tag == "00080056")
            attribute["Value"] = Json::array({"OFFLINE"});
    });
}

void cutRows(Json &rows, const Context &context)
{
    if (rows.size() <= context.number())
        return;
    const auto more = std::to_string(rows.size() - context.number());
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(context.number()), rows.end());
    if (context.deed.kind == Kind::Limit)
        context.reply.headers.emplace_back("Warning", "299 " + context.host() + " \"There are " + more +
                                                          " additional results that can be requested\"");
}

void renameRows(Json &rows)
{
    for (auto &row : rows) {
        if (row.contains("00100010"))
            row["00100010"] = {{"vr", "PN"}, {"Value", {{{"Alphabetic", "Othersen^Olga"}}}}};
        if (row.contains("00100020"))
            row["00100020"] = {{"vr", "LO"}, {"Value", {"0000000000"}}};
        if (row.contains("00100030"))
            row["00100030"] = {{"vr", "DA"}, {"Value", {"19110101"}}};
    }
}

// ---- FHIR ----

Json *linkOf(Json &bundle, const std::string &relation)
{
    if (!bundle.contains("link"))
        return nullptr;
    for (auto &link : bundle["link"]) {
        if (link.value("relation", "") == relation)
            return &link;
    }
    return nullptr;
}

void setNext(Json &bundle, const std::string &url)
{
    if (auto *next = linkOf(bundle, "next"))
        (*next)["url"] = url;
    else
        bundle["link"].push_back({{"relation", "next"}, {"url", url}});
}

//! A URL in its scheme with the slashes, its authority, and the rest.
struct Address
{
    std::string scheme;
    std::string authority;
    std::string rest;

    std::string host() const { return authority.substr(0, authority.find(':')); }
    std::string port() const { return authority.substr(std::min(authority.find(':'), authority.size())); }
};

Address addressOf(const std::string &url)
{
    const auto scheme = url.find("://");
    if (scheme == std::string::npos)
        return {{}, {}, url};
    const auto rest = std::min(url.find_first_of("/?", scheme + 3), url.size());
    return {url.substr(0, scheme + 3), url.substr(scheme + 3, rest - scheme - 3), url.substr(rest)};
}

template <class Change>
void changeNext(Json &bundle, Change change)
{
    if (auto *next = linkOf(bundle, "next")) {
        auto address = addressOf((*next)["url"].get<std::string>());
        change(address);
        (*next)["url"] = address.scheme + address.authority + address.rest;
    }
}

void loopPages(Json &bundle, const Context &context)
{
    setNext(bundle, "http://" + context.host() + context.request.target);
}

void neverEnd(Json &bundle, const Context &context)
{
    auto target = context.request.target;
    const auto mark = target.find("&round=");
    const auto round = mark == std::string::npos ? 0 : std::atoi(target.c_str() + mark + 7);
    target = target.substr(0, mark) + (target.find('?') == std::string::npos ? "?all=true" : "");
    setNext(bundle, "http://" + context.host() + target + "&round=" + std::to_string(round + 1));
}

void leadAway(Json &bundle, const Context &context)
{
    setNext(bundle, context.text() + "?page=2");
}

void nameInternalHost(Json &bundle, const Context &context)
{
    changeNext(bundle, [&](Address &address) {
        const auto internal = addressOf(context.text());
        address.scheme = internal.scheme;
        address.authority = internal.authority;
    });
}

void makeRelative(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) { address = {{}, {}, address.rest}; });
}

void doublePort(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) { address.authority += address.port(); });
}

void swapScheme(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) { address.scheme = address.scheme == "http://" ? "https://" : "http://"; });
}

void losePath(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) {
        address.rest = '/' + address.rest.substr(std::min(address.rest.find('?'), address.rest.size()));
    });
}

void losePort(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) { address.authority = address.host(); });
}

void escapeTwice(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) {
        const auto mark = std::min(address.rest.find('?'), address.rest.size());
        address.rest =
            address.rest.substr(0, mark) + '?' + encoded(address.rest.substr(std::min(mark + 1, address.rest.size())));
    });
}

void leaveRaw(Json &bundle, const Context &)
{
    changeNext(bundle, [](Address &address) { address.rest += "&_elements=a|b c"; });
}

void addOutcome(Json &bundle, const Context &context)
{
    const Json issue = {{"severity", "warning"}, {"code", context.text()}, {"diagnostics", "told beside the answer"}};
    bundle["entry"].push_back({{"resource", {{"resourceType", "OperationOutcome"}, {"issue", Json::array({issue})}}},
                               {"search", {{"mode", "outcome"}}}});
}

void dropTotal(Json &bundle, const Context &)
{
    bundle.erase("total");
}

//! Every resource of a bundle, or the one that was read.
template <class Change>
void forEachResource(Json &body, const std::string &type, Change change)
{
    if (body.value("resourceType", "") != "Bundle") {
        if (type.empty() || body.value("resourceType", "") == type)
            change(body);
        return;
    }
    if (!body.contains("entry"))
        return;
    for (auto &entry : body["entry"]) {
        if (entry.contains("resource") && (type.empty() || entry["resource"].value("resourceType", "") == type))
            change(entry["resource"]);
    }
}

void writeOddUrls(Json &bundle, const Context &)
{
    if (!bundle.contains("entry"))
        return;
    for (auto &entry : bundle["entry"]) {
        if (entry.contains("resource"))
            entry["fullUrl"] =
                "urn:" + entry["resource"].value("resourceType", "") + '/' + entry["resource"].value("id", "");
    }
}

//! One half of a study's series, with the counts that fit it.
Json halfOf(const Json &study, bool second)
{
    Json half = study;
    const auto &all = study["series"];
    const auto middle = (all.size() + 1) / 2;
    half["series"] = Json::array();
    long long instances = 0;
    for (auto i = second ? middle : 0; i < (second ? all.size() : middle); ++i) {
        half["series"].push_back(all[i]);
        instances += all[i].value("numberOfInstances", 0);
    }
    half["numberOfSeries"] = half["series"].size();
    half["numberOfInstances"] = instances;
    if (second)
        half["id"] = study.value("id", "") + "-2";
    return half;
}

void splitStudies(Json &bundle, const Context &)
{
    if (!bundle.contains("entry"))
        return;
    Json entries = Json::array();
    for (const auto &entry : bundle["entry"]) {
        const auto resource = entry.value("resource", Json());
        const bool splits = resource.value("resourceType", "") == "ImagingStudy" && resource.contains("series") &&
                            resource["series"].size() > 1;
        if (!splits) {
            entries.push_back(entry);
            continue;
        }
        for (const bool second : {false, true}) {
            Json half = entry;
            half["resource"] = halfOf(resource, second);
            entries.push_back(std::move(half));
        }
    }
    bundle["entry"] = std::move(entries);
}

template <class Change>
void forEachSeries(Json &body, Change change)
{
    forEachResource(body, "ImagingStudy", [&](Json &study) {
        if (!study.contains("series"))
            return;
        for (auto &series : study["series"])
            change(series);
    });
}

void dropInstances(Json &body, const Context &)
{
    forEachSeries(body, [](Json &series) { series.erase("instance"); });
}

void prefixUids(Json &body, const Context &)
{
    const auto prefix = [](Json &element) { element["uid"] = "urn:oid:" + element.value("uid", ""); };
    forEachSeries(body, [&](Json &series) {
        prefix(series);
        if (series.contains("instance"))
            std::for_each(series["instance"].begin(), series["instance"].end(), prefix);
    });
}

void describeOthers(Json &body, const Context &)
{
    forEachResource(body, "DocumentReference", [](Json &document) {
        for (auto &content : document["content"])
            content["attachment"]["hash"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="; // twenty bytes of nothing
    });
}

void leaveForLater(Json &body, const Context &)
{
    forEachResource(body, "DocumentReference", [](Json &document) {
        for (auto &content : document["content"]) {
            content["attachment"]["size"] = 0;
            content["attachment"]["hash"] = "2jmj7l5rSw0yVb/vlWAYkK/YBwk="; // SHA-1 of nothing (ITI-67)
        }
    });
}

void nameEndpoint(Json &body, const Context &context)
{
    forEachResource(body, "Endpoint", [&](Json &endpoint) {
        const auto before = endpoint.value("address", "");
        endpoint["address"] = context.text().starts_with('/') ? before + context.text() : context.text();
    });
}

void renameResource(Json &resource)
{
    const auto type = resource.value("resourceType", "");
    if (type == "Patient") {
        resource["name"] = Json::array({{{"family", "Othersen"}, {"given", {"Olga"}}}});
        resource["birthDate"] = "1911-01-01";
        for (auto &identifier : resource["identifier"])
            identifier["value"] = "0000000000";
    } else if (type == "ImagingStudy") {
        resource["subject"]["reference"] = "Patient/olga";
        if (resource["subject"].contains("identifier"))
            resource["subject"]["identifier"]["value"] = "0000000000";
    }
}

void nameAnother(Json &body, const Context &)
{
    if (body.is_array())
        renameRows(body);
    else
        forEachResource(body, {}, renameResource);
}

//! What each kind does to JSON, in the order in which it is done.
constexpr std::pair<Kind, Edit> edits[] = {
    {Kind::EmptyList, [](Json &rows, const Context &) { rows = Json::array(); }},
    {Kind::Offline, takeOffline},
    {Kind::Limit, cutRows},
    {Kind::SilentLimit, cutRows},
    {Kind::OtherPatient, nameAnother},
    {Kind::SparseRows, keepOnlyUids},
    {Kind::Ideographic, writeIdeographicNames},
    {Kind::ForeignRetrieve, nameForeignUrls},
    {Kind::NumbersAsText, writeNumbersAsText},
    {Kind::NulPadding, padWithNul},
    {Kind::NullValues, writeNulls},
    {Kind::EmptyArrays, [](Json &rows, const Context &) { writeEmpties(rows, Json::array()); }},
    {Kind::BlankValues, [](Json &rows, const Context &) { writeEmpties(rows, Json::array({""})); }},
    {Kind::AbsentValues, dropEmpties},
    {Kind::PagingLoop, loopPages},
    {Kind::EndlessPages, neverEnd},
    {Kind::ForeignNext, leadAway},
    {Kind::InternalNext, nameInternalHost},
    {Kind::OtherScheme, swapScheme},
    {Kind::DoubledPort, doublePort},
    {Kind::LostPort, losePort},
    {Kind::LostPath, losePath},
    {Kind::EscapedNext, escapeTwice},
    {Kind::RawNext, leaveRaw},
    {Kind::RelativeNext, makeRelative},
    {Kind::OutcomeEntry, addOutcome},
    {Kind::NoTotal, dropTotal},
    {Kind::SplitStudy, splitStudies},
    {Kind::OddFullUrl, writeOddUrls},
    {Kind::NoInstances, dropInstances},
    {Kind::PrefixedUids, prefixUids},
    {Kind::WrongHash, describeOthers},
    {Kind::DelayedHash, leaveForLater},
    {Kind::EndpointAddress, nameEndpoint},
};

void changeJson(Reply &reply, const Request &request, const Deeds &deeds)
{
    const bool wanted = std::any_of(std::begin(edits), std::end(edits),
                                    [&](const auto &edit) { return find(deeds, edit.first) != nullptr; });
    if (!wanted || reply.contentType.find("json") == std::string::npos)
        return;
    auto body = Json::parse(reply.body, nullptr, false);
    if (body.is_discarded())
        return;
    for (const auto &[kind, edit] : edits) {
        if (const auto *deed = find(deeds, kind))
            edit(body, {*deed, request, reply});
    }
    reply.body = body.dump();
}

//! What is said of JSON, and how much of it is sent.
void spoilBody(Reply &reply, const Deeds &deeds)
{
    if (find(deeds, Kind::PlainJson))
        reply.contentType = "application/json";
    if (find(deeds, Kind::NoContent))
        reply = Reply{204, {}, {}, std::move(reply.headers), {}};
    if (find(deeds, Kind::EmptyBody))
        reply.body.clear();
    if (const auto *deed = find(deeds, Kind::CutJson))
        reply.body.resize(std::min(reply.body.size(), static_cast<std::size_t>(deed->number)));
    if (find(deeds, Kind::CutGzip)) {
        // A gzip head (RFC 1952) and one stored block that is not the last (RFC 1951, 3.2.4), then nothing more.
        const auto kept = reply.body.substr(0, std::min<std::size_t>(reply.body.size() / 2, 0xFFFF));
        const auto low = static_cast<unsigned>(kept.size() & 0xFF);
        const auto high = static_cast<unsigned>(kept.size() >> 8);
        reply.body.assign({'\x1f', '\x8b', '\x08', 0, 0, 0, 0, 0, 0, '\x03', 0});
        for (const auto byte : {low, high, low ^ 0xFF, high ^ 0xFF})
            reply.body += static_cast<char>(byte);
        reply.body += kept;
        reply.headers.emplace_back("Content-Encoding", "gzip");
    }
}

// ---- multipart/related ----

using PartMaker = std::function<Bytes()>;

constexpr std::string_view constantBoundary = "borderlight-constant-boundary";

//! Where the value of an element of group 2 stands, with its length; group 2 is Explicit VR Little Endian (PS3.10 7.1).
std::pair<std::size_t, std::size_t> groupTwoValue(const std::string &file, int element)
{
    const char tag[] = {0x02, 0x00, static_cast<char>(element), 0x00, 'U', 'I'};
    const auto at = file.substr(0, 2048).find(std::string_view(tag, sizeof tag));
    if (at == std::string::npos || at + 8 > file.size())
        return {0, 0};
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(file[i])); };
    return {at + 8, byte(at + 6) + 256 * byte(at + 7)};
}

std::string transferSyntaxOf(const std::string &file)
{
    const auto [at, length] = groupTwoValue(file, 0x10);
    auto uid = file.substr(at, length);
    while (!uid.empty() && uid.back() == '\0')
        uid.pop_back();
    return uid;
}

//! The file with another Media Storage SOP Instance UID.
Bytes withOtherGroupTwo(const std::string &file)
{
    auto changed = std::make_shared<std::string>(file);
    const auto [at, length] = groupTwoValue(file, 0x03);
    for (auto i = at; i < at + length; ++i) { // the last digit
        auto &c = (*changed)[at + length - 1 - (i - at)];
        if (c >= '0' && c <= '9') {
            c = c == '9' ? '8' : static_cast<char>(c + 1);
            break;
        }
    }
    return changed;
}

void changeParts(std::vector<PartMaker> &parts, Reply &reply, const Deeds &deeds)
{
    const auto changed = [](PartMaker part, std::vector<Change> changes) -> PartMaker {
        return [part = std::move(part), changes = std::move(changes)] { return changedFile(*part(), changes); };
    };
    const PartMaker first = parts.front();
    if (find(deeds, Kind::BrokenInstance))
        parts.erase(parts.begin());
    for (const auto kind : {Kind::Drop, Kind::Partial}) {
        const auto *deed = find(deeds, kind);
        if (!deed)
            continue;
        parts.resize(parts.size() - std::min<std::size_t>(parts.size(), static_cast<std::size_t>(deed->number)));
        if (kind == Kind::Partial)
            reply.status = 206;
    }
    if (find(deeds, Kind::OtherPatient)) {
        for (auto &part : parts)
            part = changed(part,
                           {{patientName, "Othersen^Olga"}, {patientId, "0000000000"}, {patientBirthDate, "19110101"}});
    }
    if (find(deeds, Kind::CollidingBoundary)) {
        const auto delimiter = "\r\n--" + std::string(constantBoundary);
        for (auto &part : parts)
            part = changed(part, {{imageComments, delimiter + "-or-so" + delimiter.substr(0, 12)}});
    }
    if (find(deeds, Kind::ForeignStudyUid) && !parts.empty())
        parts.front() = changed(parts.front(), {{studyUid, "1.2.826.0.1.3680043.10.1474.99.1"}});
    if (find(deeds, Kind::UidMismatch) && !parts.empty())
        parts.front() = [part = parts.front()] { return withOtherGroupTwo(*part()); };
    if (find(deeds, Kind::Duplicate))
        parts.insert(parts.begin() + std::min<std::ptrdiff_t>(1, std::ssize(parts)), first);
    if (find(deeds, Kind::UnexpectedUid))
        parts.push_back(changed(first, {{sopUid, "1.2.826.0.1.3680043.10.1474.99.2"}}));
    if (find(deeds, Kind::HostileUid))
        parts.push_back(changed(first, {{seriesUid, "../../escaped"}, {sopUid, "../../../escaped"}}));
}

void changeManifests(Answer &answer, const Deeds &deeds)
{
    for (const auto &deed : deeds) {
        if (deed->target != Deed::Target::Manifest)
            continue;
        if (isKeyObjectManifest(answer.reply.body))
            answer.reply.body = *changedManifest(answer.reply.body, *deed);
        for (auto &part : answer.parts)
            part = [part, deed] { return changedManifest(*part(), *deed); };
    }
}

//! Writes parts one by one, so that a study never lies in memory whole.
class MultipartWriter
{
public:
    MultipartWriter(std::vector<PartMaker> parts, std::string boundary, const std::string &url, const Deeds &deeds)
        : m_parts(std::move(parts)),
          m_boundary(std::move(boundary)),
          m_lineEnd(find(deeds, Kind::LfHeaders) ? "\n" : "\r\n"),
          m_headers(!find(deeds, Kind::NoPartHeaders)),
          m_headersOnce(find(deeds, Kind::HeadersOnce) != nullptr),
          m_surrounded(find(deeds, Kind::Preamble) != nullptr),
          m_closed(!find(deeds, Kind::NoClosing))
    {
        if (const auto *deed = find(deeds, Kind::PartSyntax))
            m_syntax = deed->texts.front();
        if (find(deeds, Kind::ContentLocation)) // the steps behind the study come twice
            m_location = url + url.substr(std::min(url.find('/', url.find("/studies/") + 9), url.size()));
    }

    //! The next piece of the body; empty at its end.
    std::string operator()()
    {
        if (m_next > m_parts.size())
            return {};
        std::string piece;
        if (m_next == 0 && m_surrounded)
            piece = "This text stands before the first part and means nothing." + m_lineEnd;
        // The line end before a delimiter belongs to it, so the very first delimiter needs none (RFC 2046, 5.1.1).
        const auto delimiter = (m_next == 0 ? "" : m_lineEnd) + "--" + m_boundary;
        if (m_next < m_parts.size()) {
            const auto file = m_parts[m_next]();
            piece += delimiter + m_lineEnd;
            if (m_headers && (m_next == 0 || !m_headersOnce))
                piece += headersOf(*file);
            piece += m_lineEnd + *file;
        } else {
            if (m_closed)
                piece += delimiter + "--" + m_lineEnd;
            if (m_closed && m_surrounded)
                piece += "This text stands after the last part and means nothing." + m_lineEnd;
        }
        ++m_next;
        return piece;
    }

private:
    std::string headersOf(const std::string &file) const
    {
        const auto syntax = m_syntax ? *m_syntax : transferSyntaxOf(file);
        auto headers = "Content-Type: application/dicom" + (syntax.empty() ? syntax : "; transfer-syntax=" + syntax) +
                       m_lineEnd + "Content-Length: " + std::to_string(file.size()) + m_lineEnd;
        if (!m_location.empty())
            headers += "Content-Location: " + m_location + m_lineEnd;
        return headers;
    }

    std::vector<PartMaker> m_parts;
    std::string m_boundary;
    std::string m_lineEnd;
    std::optional<std::string> m_syntax; //!< told in place of the true one
    std::string m_location;
    bool m_headers;
    bool m_headersOnce;
    bool m_surrounded;
    bool m_closed;
    std::size_t m_next = 0;
};

void writeMultipart(Reply &reply, std::vector<PartMaker> parts, const Request &request, const Deeds &deeds)
{
    static std::atomic<unsigned> counter{0};
    auto boundary = "borderlight-part-" + std::to_string(++counter) + "-7d1f3b";
    if (find(deeds, Kind::CollidingBoundary))
        boundary = constantBoundary;
    if (find(deeds, Kind::QuotedBoundary)) {
        boundary = "borderlight:part=" + std::to_string(counter) + "/7d1f3b";
        reply.contentType =
            "multipart/related;start=\"<first@responder>\";type=\"application/dicom\";boundary=\"" + boundary + "\"";
    } else if (find(deeds, Kind::EarlyParameters)) {
        reply.contentType =
            "multipart/related;start=\"<a;boundary=none>\"; start-info=x ;TYPE=\"application/dicom\";Boundary=" +
            boundary + ";charset=utf-8";
    } else {
        reply.contentType = "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
    }
    if (find(deeds, Kind::WrongBoundary))
        boundary = "another-boundary-5e0c";
    const auto url = "http://" + request.header("Host") + request.path();
    // Shared, since a std::function may be copied and all copies must stand at the same part.
    auto writer = std::make_shared<MultipartWriter>(std::move(parts), std::move(boundary), url, deeds);
    reply.more = [writer] { return (*writer)(); };
}

//! Sends the body in pieces of so many bytes.
void chop(Reply &reply, std::size_t bytes)
{
    struct Rest
    {
        std::string text;
        std::size_t at = 0;
        std::function<std::string()> more;
    };
    auto rest = std::make_shared<Rest>(Rest{std::exchange(reply.body, {}), 0, std::exchange(reply.more, nullptr)});
    reply.more = [rest, bytes] {
        while (rest->at == rest->text.size() && rest->more) {
            rest->text = rest->more();
            rest->at = 0;
            if (rest->text.empty())
                rest->more = nullptr;
        }
        const auto piece = rest->text.substr(rest->at, bytes);
        rest->at += piece.size();
        return piece;
    };
}

//! The target with `offset` set back by so much.
std::string withEarlierOffset(const std::string &target, std::size_t by)
{
    const auto mark = target.find('?');
    if (mark == std::string::npos)
        return target;
    std::string query;
    for (const auto &piece : split(std::string_view(target).substr(mark + 1), '&')) {
        auto written = piece;
        if (piece.starts_with("offset=")) {
            const auto offset = static_cast<std::size_t>(std::atoll(piece.c_str() + 7));
            written = "offset=" + std::to_string(offset - std::min(by, offset));
        }
        query += (query.empty() ? "" : "&") + written;
    }
    return target.substr(0, mark + 1) + query;
}

} // namespace

bool isRetrieval(const Request &request)
{
    auto path = request.path();
    const auto studies = path.find("/studies/");
    if (studies == std::string::npos)
        return false;
    while (path.ends_with('/'))
        path.pop_back();
    const auto steps = split(std::string_view(path).substr(studies + 1), '/');
    return steps.size() == 2 || (steps.size() == 4 && steps[2] == "series") ||
           (steps.size() == 6 && steps[2] == "series" && steps[4] == "instances");
}

void changeRequest(Request &request, const Deed &deed)
{
    if (deed.kind == Kind::IgnoreOffset)
        request.target = withEarlierOffset(request.target, std::string::npos);
    else if (deed.kind == Kind::RepeatRow)
        request.target = withEarlierOffset(request.target, 1);
    else if (deed.kind == Kind::ReadAsR5 && request.target.starts_with("/fhir/"))
        request.target.insert(5, "-r5");
    else if (deed.kind == Kind::WrapBinary)
        request.headers.insert(request.headers.begin(), {"Accept", "application/fhir+json"}); // the first counts
}

Outgoing outgoing(Answer answer, const Request &request, const Deeds &deeds)
{
    changeManifests(answer, deeds);
    Outgoing out{std::move(answer.reply), {}};
    auto &reply = out.reply;
    if (!answer.parts.empty()) {
        const bool alone = request.path().find("/instances/") != std::string::npos;
        const bool bare = answer.bare || (find(deeds, Kind::BareDicom) && answer.parts.size() == 1);
        if (alone && find(deeds, Kind::BrokenInstance)) {
            reply = {500, "text/plain", "this instance cannot be read\n", {}, {}};
        } else {
            changeParts(answer.parts, reply, deeds);
            if (bare && answer.parts.size() == 1) {
                reply.contentType = "application/dicom";
                reply.body = *answer.parts.front()();
            } else {
                writeMultipart(reply, std::move(answer.parts), request, deeds);
            }
        }
    }
    changeJson(reply, request, deeds);
    spoilBody(reply, deeds);
    if (const auto *deed = find(deeds, Kind::TinyChunks))
        chop(reply, static_cast<std::size_t>(deed->number));

    auto &line = out.line;
    for (const auto &deed : deeds) {
        const auto number = static_cast<std::size_t>(std::max(deed->number, 0LL));
        if (deed->kind == Kind::CutAfter)
            line.cutAfter = number;
        else if (deed->kind == Kind::Reset)
            line.resetAfter = number;
        else if (deed->kind == Kind::Stall && deed->number < 0)
            line.silent = true;
        else if (deed->kind == Kind::Stall)
            line.stallAfter = number;
        else if (deed->kind == Kind::Slow)
            line.bytesPerSecond = number;
        else if (deed->kind == Kind::Delay)
            line.delay = std::chrono::milliseconds(deed->number);
        else if (deed->kind == Kind::WrongLength)
            line.lengthDifference = deed->number;
    }
    return out;
}

} // namespace responder
