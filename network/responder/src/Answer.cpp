#include "Answer.h"

#include "DicomFile.h"
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

const Deed *find(const Deeds &deeds, Kind kind)
{
    const auto it = std::find_if(deeds.begin(), deeds.end(), [&](const auto &deed) { return deed->kind == kind; });
    return it == deeds.end() ? nullptr : it->get();
}

// ---- QIDO-RS rows ----

void writeNumbersAsText(Json &rows)
{
    for (auto &row : rows) {
        for (auto &attribute : row) {
            const auto vr = attribute.value("vr", "");
            if ((vr != "IS" && vr != "DS") || !attribute.contains("Value"))
                continue;
            for (auto &value : attribute["Value"]) {
                if (value.is_number())
                    value = value.dump();
            }
        }
    }
}

void writeNulls(Json &rows)
{
    for (auto &row : rows) {
        for (auto &attribute : row) {
            if (!attribute.contains("Value") && attribute.is_object())
                attribute["Value"] = Json::array({nullptr});
        }
    }
}

void cutRows(Json &rows, std::size_t most, Reply &reply, const Request &request)
{
    if (rows.size() <= most)
        return;
    const auto more = std::to_string(rows.size() - most);
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(most), rows.end());
    reply.headers.emplace_back("Warning", "299 " + request.header("Host") + " \"There are " + more +
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

// ---- FHIR bundles ----

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

void renameBundle(Json &body)
{
    if (body.value("resourceType", "") != "Bundle") {
        renameResource(body);
        return;
    }
    if (!body.contains("entry"))
        return;
    for (auto &entry : body["entry"]) {
        if (entry.contains("resource"))
            renameResource(entry["resource"]);
    }
}

std::string pathAndQuery(const std::string &url)
{
    const auto scheme = url.find("://");
    const auto slash = scheme == std::string::npos ? 0 : url.find('/', scheme + 3);
    return url.substr(slash);
}

void changeJson(Reply &reply, const Request &request, const Deeds &deeds)
{
    static constexpr Kind onJson[] = {Kind::NullValues,  Kind::NumbersAsText, Kind::Limit,       Kind::PagingLoop,
                                      Kind::ForeignNext, Kind::RelativeNext,  Kind::OtherPatient};
    const bool wanted = std::any_of(std::begin(onJson), std::end(onJson), [&](Kind kind) { return find(deeds, kind); });
    if (!wanted || reply.contentType.find("json") == std::string::npos)
        return;
    auto body = Json::parse(reply.body, nullptr, false);
    if (body.is_discarded())
        return;
    if (body.is_array()) {
        if (const auto *limit = find(deeds, Kind::Limit))
            cutRows(body, static_cast<std::size_t>(limit->number), reply, request);
        if (find(deeds, Kind::OtherPatient))
            renameRows(body);
        if (find(deeds, Kind::NumbersAsText))
            writeNumbersAsText(body);
        if (find(deeds, Kind::NullValues))
            writeNulls(body);
    } else {
        const auto origin = "http://" + request.header("Host");
        if (find(deeds, Kind::PagingLoop))
            setNext(body, origin + request.target);
        if (const auto *foreign = find(deeds, Kind::ForeignNext))
            setNext(body, foreign->texts.front() + "?page=2");
        if (find(deeds, Kind::RelativeNext)) {
            if (auto *next = linkOf(body, "next"))
                (*next)["url"] = pathAndQuery((*next)["url"].get<std::string>());
        }
        if (find(deeds, Kind::OtherPatient))
            renameBundle(body);
    }
    reply.body = body.dump();
}

// ---- multipart/related ----

using PartMaker = std::function<Bytes()>;

void changeParts(std::vector<PartMaker> &parts, Reply &reply, const Deeds &deeds)
{
    const auto changed = [](PartMaker part, std::vector<Change> changes) -> PartMaker {
        return [part = std::move(part), changes = std::move(changes)] { return changedFile(*part(), changes); };
    };
    const PartMaker first = parts.front();
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
    if (find(deeds, Kind::ForeignStudyUid) && !parts.empty())
        parts.front() = changed(parts.front(), {{studyUid, "1.2.826.0.1.3680043.10.1474.99.1"}});
    if (find(deeds, Kind::Duplicate))
        parts.insert(parts.begin() + std::min<std::ptrdiff_t>(1, std::ssize(parts)), first);
    if (find(deeds, Kind::UnexpectedUid))
        parts.push_back(changed(first, {{sopUid, "1.2.826.0.1.3680043.10.1474.99.2"}}));
    if (find(deeds, Kind::HostileUid))
        parts.push_back(changed(first, {{seriesUid, "../../escaped"}, {sopUid, "../../../escaped"}}));
}

//! Writes parts one by one, so that a study never lies in memory whole.
class MultipartWriter
{
public:
    MultipartWriter(std::vector<PartMaker> parts, std::string boundary, const Deeds &deeds)
        : m_parts(std::move(parts)),
          m_boundary(std::move(boundary)),
          m_lineEnd(find(deeds, Kind::LfHeaders) ? "\n" : "\r\n"),
          m_headers(!find(deeds, Kind::NoPartHeaders)),
          m_surrounded(find(deeds, Kind::Preamble) != nullptr),
          m_closed(!find(deeds, Kind::NoClosing))
    {}

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
            if (m_headers)
                piece += "Content-Type: application/dicom; transfer-syntax=1.2.840.10008.1.2.1" + m_lineEnd +
                         "Content-Length: " + std::to_string(file->size()) + m_lineEnd;
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
    std::vector<PartMaker> m_parts;
    std::string m_boundary;
    std::string m_lineEnd;
    bool m_headers;
    bool m_surrounded;
    bool m_closed;
    std::size_t m_next = 0;
};

void writeMultipart(Reply &reply, std::vector<PartMaker> parts, const Deeds &deeds)
{
    static std::atomic<unsigned> counter{0};
    auto boundary = "borderlight-part-" + std::to_string(++counter) + "-7d1f3b";
    if (find(deeds, Kind::QuotedBoundary)) {
        boundary = "borderlight:part=" + std::to_string(counter) + "/7d1f3b";
        reply.contentType =
            "multipart/related;start=\"<first@responder>\";type=\"application/dicom\";boundary=\"" + boundary + "\"";
    } else {
        reply.contentType = "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
    }
    if (find(deeds, Kind::WrongBoundary))
        boundary = "another-boundary-5e0c";
    // Shared, since a std::function may be copied and all copies must stand at the same part.
    auto writer = std::make_shared<MultipartWriter>(std::move(parts), std::move(boundary), deeds);
    reply.more = [writer] { return (*writer)(); };
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

Outgoing outgoing(Answer answer, const Request &request, const Deeds &deeds)
{
    Outgoing out{std::move(answer.reply), {}};
    auto &reply = out.reply;
    if (!answer.parts.empty()) {
        const bool bare = answer.bare || (find(deeds, Kind::BareDicom) && answer.parts.size() == 1);
        changeParts(answer.parts, reply, deeds);
        if (bare && answer.parts.size() == 1) {
            reply.contentType = "application/dicom";
            reply.body = *answer.parts.front()();
        } else {
            writeMultipart(reply, std::move(answer.parts), deeds);
        }
    }
    changeJson(reply, request, deeds);
    if (find(deeds, Kind::NoContent))
        reply = Reply{204, {}, {}, std::move(reply.headers), {}};
    if (const auto *deed = find(deeds, Kind::CutJson))
        reply.body.resize(std::min(reply.body.size(), static_cast<std::size_t>(deed->number)));

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
