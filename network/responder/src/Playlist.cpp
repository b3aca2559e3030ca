#include "Playlist.h"

#include "ManifestFault.h"
#include "Url.h"

#include <algorithm>

namespace responder {

namespace {

using Kind = Deed::Kind;
using Target = Deed::Target;
using When = Deed::When;

bool replacesAnswer(Kind kind)
{
    return kind == Kind::Replace || kind == Kind::RedirectLoop;
}

bool accepts(const Deed &deed, const Request &request)
{
    const auto accept = request.header("Accept");
    return std::any_of(deed.texts.begin(), deed.texts.end(),
                       [&](const auto &text) { return accept.find(text) != std::string::npos; });
}

bool isLaterPage(const Request &request)
{
    const auto offset = request.parameter("offset");
    return !request.parameter("page").empty() || (!offset.empty() && offset != "0");
}

bool isStudySearch(const Request &request)
{
    return request.path().ends_with("/studies");
}

bool chainsIdentifier(const Request &request)
{
    Parameters all = parametersIn(request.body);
    if (const auto mark = request.target.find('?'); mark != std::string::npos) {
        const auto query = parametersIn(std::string_view(request.target).substr(mark + 1));
        all.insert(all.end(), query.begin(), query.end());
    }
    return std::any_of(all.begin(), all.end(),
                       [](const auto &parameter) { return parameter.first.ends_with(".identifier"); });
}

bool isBroad(const Request &request)
{
    static constexpr std::string_view narrow[] = {"PatientID",        "00100020", "StudyDate",      "00080020",
                                                  "StudyInstanceUID", "0020000D", "AccessionNumber"};
    return isStudySearch(request) && std::all_of(std::begin(narrow), std::end(narrow),
                                                 [&](std::string_view key) { return request.parameter(key).empty(); });
}

bool hasLargeLimit(const Request &request, long long most)
{
    const auto limit = request.parameter("limit");
    return limit.size() > 9 || (!limit.empty() && std::atoll(limit.c_str()) > most);
}

bool replaces(const Deed &deed, const Request &request)
{
    switch (deed.when) {
    case When::Always:
        return true;
    case When::UnlessAccepts:
        return !accepts(deed, request);
    case When::IfAccepts:
        return accepts(deed, request);
    case When::RawTarget: // RFC 3986 allows none of them anywhere
        return request.target.find_first_of("|^`{}<>\"\\ ") != std::string::npos;
    case When::ChainedIdentifier:
        return chainsIdentifier(request);
    case When::BroadQuery:
        return isBroad(request);
    case When::LargePage:
        return hasLargeLimit(request, deed.number);
    case When::LaterPage:
        return isLaterPage(request);
    case When::SeveralInstances:
        return isRetrieval(request) && request.path().find("/instances/") == std::string::npos;
    }
    return false;
}

bool actsOnRequest(const Deed &deed, const Request &request)
{
    switch (deed.kind) {
    case Kind::Replace:
        return replaces(deed, request);
    case Kind::IgnoreOffset:
    case Kind::RepeatRow: {
        const auto offset = request.parameter("offset");
        return !offset.empty() && offset != "0";
    }
    case Kind::WrapBinary:
        return request.path().find("/Binary/") != std::string::npos;
    default:
        return deed.target == Target::Request;
    }
}

bool actsOnAnswer(const Deed &deed, const Answer &answer)
{
    const auto &body = answer.reply.body;
    const bool json = answer.reply.contentType.find("json") != std::string::npos;
    const bool open = !answer.parts.empty() || answer.reply.more;
    switch (deed.kind) {
    case Kind::CutAfter:
        return open || body.size() > static_cast<std::size_t>(deed.number);
    case Kind::CutJson:
        return json && body.size() > static_cast<std::size_t>(deed.number);
    case Kind::NoContent:
    case Kind::EmptyBody:
        return json && body == "[]";
    case Kind::OtherPatient:
        return json || !answer.parts.empty();
    case Kind::BareDicom:
        return answer.parts.size() == 1;
    default:
        break;
    }
    switch (deed.target) {
    case Target::Request:
        return false;
    case Target::Any:
        return true;
    case Target::Body:
        return open || !body.empty();
    case Target::Json:
        return json && body.find(deed.needs) != std::string::npos;
    case Target::List:
        return json && body.starts_with('[');
    case Target::Parts:
        return !answer.parts.empty();
    case Target::Manifest:
        return answer.parts.size() == 1 ? isKeyObjectManifest(*answer.parts.front()()) : isKeyObjectManifest(body);
    }
    return false;
}

} // namespace

int Playlist::add(Fault fault)
{
    const std::lock_guard lock(m_mutex);
    m_faults.push_back({++m_last, std::move(fault)});
    return m_last;
}

void Playlist::clear()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
}

bool Playlist::remove(int number)
{
    const std::lock_guard lock(m_mutex);
    return std::erase_if(m_faults, [number](const PlayedFault &played) { return played.number == number; }) > 0;
}

std::vector<PlayedFault> Playlist::list() const
{
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

template <class Wanted>
Deeds Playlist::take(const Request &request, Wanted wanted)
{
    Deeds deeds;
    const std::lock_guard lock(m_mutex);
    for (auto &played : m_faults) {
        auto &fault = played.fault;
        if (request.target.find(fault.m_path) == std::string::npos ||
            (!fault.m_method.empty() && fault.m_method != request.method) ||
            (fault.m_retrievals && !isRetrieval(request)) || !wanted(*fault.m_deed, deeds))
            continue;
        if (fault.m_skip > 0) {
            --fault.m_skip;
            continue;
        }
        if (fault.m_times > 0)
            --fault.m_times;
        deeds.push_back(fault.m_deed);
    }
    std::erase_if(m_faults, [](const PlayedFault &played) { return played.fault.m_times == 0; });
    return deeds;
}

Deeds Playlist::beforeAnswering(const Request &request)
{
    return take(request, [&](const Deed &deed, const Deeds &taken) {
        const bool replaced =
            std::any_of(taken.begin(), taken.end(), [](const auto &other) { return replacesAnswer(other->kind); });
        return actsOnRequest(deed, request) && !(replaced && replacesAnswer(deed.kind));
    });
}

Deeds Playlist::afterAnswering(const Request &request, const Answer &answer)
{
    return take(request, [&](const Deed &deed, const Deeds &) { return actsOnAnswer(deed, answer); });
}

} // namespace responder
