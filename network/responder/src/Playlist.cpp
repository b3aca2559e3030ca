#include "Playlist.h"

#include <algorithm>

namespace responder {

namespace {

using Kind = Deed::Kind;

bool replacesAnswer(Kind kind)
{
    return kind == Kind::Replace || kind == Kind::RedirectLoop || kind == Kind::RefuseAccept;
}

bool actsOnRequest(const Deed &deed, const Request &request)
{
    switch (deed.kind) {
    case Kind::Replace:
    case Kind::RedirectLoop:
        return true;
    case Kind::RefuseAccept: {
        const auto accept = request.header("Accept");
        return std::none_of(deed.texts.begin(), deed.texts.end(),
                            [&](const auto &text) { return accept.find(text) != std::string::npos; });
    }
    case Kind::IgnoreOffset: {
        const auto offset = request.parameter("offset");
        return !offset.empty() && offset != "0";
    }
    default:
        return false;
    }
}

bool actsOnAnswer(const Deed &deed, const Answer &answer)
{
    const auto &body = answer.reply.body;
    const bool json = answer.reply.contentType.find("json") != std::string::npos;
    const bool list = json && body.starts_with('[');
    const bool searchset = json && body.find("\"searchset\"") != std::string::npos;
    const bool open = !answer.parts.empty() || answer.reply.more;
    switch (deed.kind) {
    case Kind::Reset:
    case Kind::Stall:
    case Kind::Slow:
    case Kind::Delay:
        return true;
    case Kind::CutAfter:
        return open || body.size() > static_cast<std::size_t>(deed.number);
    case Kind::WrongLength:
        return open || !body.empty();
    case Kind::CutJson:
        return json && body.size() > static_cast<std::size_t>(deed.number);
    case Kind::NullValues:
    case Kind::NumbersAsText:
        return list;
    case Kind::NoContent:
        return list && body == "[]";
    case Kind::Limit:
        return list;
    case Kind::PagingLoop:
    case Kind::ForeignNext:
        return searchset;
    case Kind::RelativeNext:
        return searchset && body.find("\"next\"") != std::string::npos;
    case Kind::OtherPatient:
        return json || !answer.parts.empty();
    case Kind::BareDicom:
        return answer.parts.size() == 1;
    case Kind::WrongBoundary:
    case Kind::NoClosing:
    case Kind::QuotedBoundary:
    case Kind::LfHeaders:
    case Kind::NoPartHeaders:
    case Kind::Preamble:
    case Kind::UnexpectedUid:
    case Kind::HostileUid:
    case Kind::ForeignStudyUid:
    case Kind::Duplicate:
    case Kind::Drop:
    case Kind::Partial:
        return !answer.parts.empty();
    case Kind::Replace:
    case Kind::RedirectLoop:
    case Kind::RefuseAccept:
    case Kind::IgnoreOffset:
        return false;
    }
    return false;
}

} // namespace

void Playlist::add(Fault fault)
{
    const std::lock_guard lock(m_mutex);
    m_faults.push_back(std::move(fault));
}

void Playlist::clear()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
}

template <class Wanted>
Deeds Playlist::take(const Request &request, Wanted wanted)
{
    Deeds deeds;
    const std::lock_guard lock(m_mutex);
    for (auto &fault : m_faults) {
        if (fault.m_times == 0 || request.target.find(fault.m_path) == std::string::npos ||
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
