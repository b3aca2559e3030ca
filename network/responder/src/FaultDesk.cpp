#include "FaultDesk.h"

#include "Url.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

Reply reply(int status, const Json &body)
{
    return {status, "application/json", body.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n', {}, {}};
}

Reply problem(int status, const std::string &words)
{
    return reply(status, {{"error", words}});
}

Reply listOf(const Playlist &playlist)
{
    Json faults = Json::array();
    for (const auto &[number, fault] : playlist.list()) {
        const auto turns = fault.turns();
        faults.push_back(
            {{"number", number}, {"order", fault.order()}, {"turns", turns ? Json(*turns) : Json(nullptr)}});
    }
    return reply(200, {{"faults", std::move(faults)}});
}

Reply add(const std::string &body, Playlist &playlist)
{
    std::vector<Fault> faults;
    for (const auto &line : split(body, '\n')) {
        if (trimmed(line).empty())
            continue;
        std::string words;
        auto fault = Fault::parse(line, words);
        if (!fault)
            return problem(400, words);
        faults.push_back(std::move(*fault));
    }
    for (auto &fault : faults)
        playlist.add(std::move(fault));
    return listOf(playlist);
}

Reply notAllowed(const std::string &what, const std::string &methods)
{
    auto reply = problem(405, what);
    reply.headers.emplace_back("Allow", methods);
    return reply;
}

} // namespace

Reply answerFaults(const Request &request, const std::string &path, Playlist &playlist)
{
    if (request.hasHeader("Origin")) // browsers send it with what a page asks for
        return problem(403, "web pages cannot order faults");
    if (path.empty() || path == "/") {
        if (request.method == "GET" || request.method == "HEAD")
            return listOf(playlist);
        if (request.method == "POST")
            return add(request.body, playlist);
        if (request.method == "DELETE") {
            playlist.clear();
            return listOf(playlist);
        }
        return notAllowed("use GET, POST or DELETE", "GET, HEAD, POST, DELETE");
    }
    if (request.method != "DELETE")
        return notAllowed("a single order can only be taken back", "DELETE");
    int number = 0;
    const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), number);
    if (error != std::errc() || end != path.data() + path.size() || !playlist.remove(number))
        return problem(404, "there is no such order");
    return listOf(playlist);
}

} // namespace responder
