#include "Country.h"
#include "DicomWeb.h"
#include "FaultDesk.h"
#include "Fhir.h"
#include "HttpServer.h"
#include "Playlist.h"

#include <responder/Responder.h>

#include <nlohmann/json.hpp>

#include <exception>
#include <fstream>
#include <iterator>
#include <mutex>

namespace responder {

namespace {

constexpr std::string_view r4Path = "/fhir";
constexpr std::string_view r5Path = "/fhir-r5";
constexpr std::string_view dicomwebPath = "/dicom-web";
constexpr std::string_view faultsPath = "/faults";

bool isBelow(const std::string &path, std::string_view base)
{
    return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

DemoPatient demoPatient(const Person &person)
{
    DemoPatient patient{person.logicalId,         person.system, person.value, person.family,       person.given,
                        dashed(person.birthDate), person.gender, {},           person.country->code};
    for (const auto &study : person.studies) {
        DemoStudy shown{study.uid, study.date, study.description, study.accession, {}};
        for (const auto &series : study.series) {
            DemoSeries one{series.uid, series.modality, series.description, {}};
            for (int i = 0; i < series.instances; ++i)
                one.instances.push_back(series.instanceUid(i));
            shown.series.push_back(std::move(one));
        }
        patient.studies.push_back(std::move(shown));
    }
    return patient;
}

} // namespace

class Responder::Private
{
public:
    explicit Private(std::uint16_t wantedPort)
        : server(wantedPort), origin("http://127.0.0.1:" + std::to_string(server.port()))
    {
        server.start([this](Request request) { return serve(std::move(request)); });
    }

    ~Private() { server.stop(); } // before what its threads use goes
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    //! What one country answers.
    struct Services
    {
        Services(const Country &served, const std::string &origin)
            : country(served),
              base(origin + country.path),
              r4(country, Release::R4, base + std::string(r4Path), base + std::string(dicomwebPath)),
              r5(country, Release::R5, base + std::string(r5Path), base + std::string(dicomwebPath))
        {}

        //! Nothing for a path that is none of this country's services.
        std::optional<Answer> answerTo(const Request &request)
        {
            auto path = request.path();
            if (!isBelow(path, country.path))
                return std::nullopt;
            path.erase(0, country.path.size());
            if (isBelow(path, r4Path))
                return r4.answer(request, path.substr(r4Path.size()));
            if (isBelow(path, r5Path))
                return r5.answer(request, path.substr(r5Path.size()));
            if (isBelow(path, dicomwebPath))
                return answerDicomWeb(country, request, {base + std::string(r4Path), base + std::string(dicomwebPath)},
                                      path.substr(dicomwebPath.size()));
            return std::nullopt;
        }

        const Country &country;
        std::string base;
        Fhir r4;
        Fhir r5;
    };

    static std::vector<std::unique_ptr<Services>> servicesAt(const std::string &origin)
    {
        std::vector<std::unique_ptr<Services>> all;
        for (const auto &country : countries())
            all.push_back(std::make_unique<Services>(country, origin));
        return all;
    }

    struct Script
    {
        std::string method; // empty: any, with `handler`
        std::string path;
        Reply reply;
        Handler handler;
    };

    Outgoing serve(Request request)
    {
        if (isBelow(request.path(), faultsPath))
            return {answerFaults(request, request.path().substr(faultsPath.size()), playlist), {}};
        {
            const std::lock_guard lock(mutex);
            seen.push_back(request);
        }
        const auto before = playlist.beforeAnswering(request);
        Answer answer;
        try {
            answer = answerTo(request, before);
        } catch (const std::exception &error) {
            answer = {{500, "text/plain", std::string("the contact point failed: ") + error.what() + '\n', {}, {}},
                      {},
                      false};
        }
        const auto after = playlist.afterAnswering(request, answer);
        return outgoing(std::move(answer), request, after);
    }

    Answer answerTo(const Request &received, const Deeds &before)
    {
        Request request = received;
        for (const auto &deed : before) {
            if (deed->kind == Deed::Kind::RedirectLoop)
                return {{302, "", "", {{"Location", nextRound(request.target)}}, {}}, {}, false};
            if (deed->kind == Deed::Kind::Replace)
                return {deed->reply, {}, false};
            changeRequest(request, *deed);
        }
        if (auto scripted = scriptedAnswer(request))
            return {std::move(*scripted), {}, false};
        for (const auto &each : services) {
            if (auto answer = each->answerTo(request))
                return std::move(*answer);
        }
        return {{404, "text/plain", "nothing is served here\n", {}, {}}, {}, false};
    }

    std::optional<Reply> scriptedAnswer(const Request &request)
    {
        std::vector<Script> candidates;
        {
            const std::lock_guard lock(mutex);
            candidates = scripts;
        }
        const auto path = request.path();
        for (auto it = candidates.rbegin(); it != candidates.rend(); ++it) {
            if (it->handler) {
                if (isBelow(path, it->path)) {
                    if (auto reply = it->handler(request))
                        return reply;
                }
            } else if (it->method == request.method || (it->method == "GET" && request.method == "HEAD")) {
                if (it->path == (it->path.find('?') == std::string::npos ? path : request.target))
                    return it->reply;
            }
        }
        return std::nullopt;
    }

    std::string nextRound(const std::string &target)
    {
        const std::lock_guard lock(mutex);
        return target.substr(0, target.find('?')) + "?round=" + std::to_string(++round);
    }

    std::mutex mutex;
    std::vector<Request> seen;
    std::vector<Script> scripts;
    unsigned round = 0;
    Playlist playlist;
    HttpServer server;
    std::string origin;
    std::vector<std::unique_ptr<Services>> services = servicesAt(origin);
};

Responder::Responder(std::uint16_t port) : m_d(std::make_unique<Private>(port)) {}

Responder::~Responder() = default;

std::uint16_t Responder::port() const
{
    return m_d->server.port();
}

std::string Responder::origin() const
{
    return m_d->origin;
}

std::string Responder::fhirBase() const
{
    return m_d->origin + std::string(r4Path);
}

std::string Responder::fhirR5Base() const
{
    return m_d->origin + std::string(r5Path);
}

std::string Responder::dicomwebBase() const
{
    return m_d->origin + std::string(dicomwebPath);
}

int Responder::play(Fault fault)
{
    return m_d->playlist.add(std::move(fault));
}

void Responder::heal()
{
    m_d->playlist.clear();
}

bool Responder::heal(int number)
{
    return m_d->playlist.remove(number);
}

std::vector<PlayedFault> Responder::played() const
{
    return m_d->playlist.list();
}

void Responder::answer(std::string method, std::string path, Reply reply)
{
    const std::lock_guard lock(m_d->mutex);
    m_d->scripts.push_back({std::move(method), std::move(path), std::move(reply), {}});
}

void Responder::handle(std::string path, Handler handler)
{
    const std::lock_guard lock(m_d->mutex);
    m_d->scripts.push_back({{}, std::move(path), {}, std::move(handler)});
}

void Responder::serveFile(std::string path, std::string contentType, std::string file)
{
    auto read = [path, contentType, file](const Request &request) -> std::optional<Reply> {
        if (request.path() != path || (request.method != "GET" && request.method != "HEAD"))
            return std::nullopt;
        std::ifstream stream(file, std::ios::binary);
        if (!stream)
            return Reply{404, "text/plain", "the file cannot be read\n", {}, {}};
        return Reply{200, contentType, {std::istreambuf_iterator<char>(stream), {}}, {}, {}};
    };
    handle(std::move(path), std::move(read));
}

void Responder::forgetAnswers()
{
    const std::lock_guard lock(m_d->mutex);
    m_d->scripts.clear();
}

std::vector<Request> Responder::seen() const
{
    const std::lock_guard lock(m_d->mutex);
    return m_d->seen;
}

void Responder::clearSeen()
{
    const std::lock_guard lock(m_d->mutex);
    m_d->seen.clear();
}

std::string Responder::demoProfileJson() const
{
    return demoProfiles().front();
}

std::vector<std::string> Responder::demoProfiles() const
{
    std::vector<std::string> all;
    for (const auto &country : countries()) {
        const auto base = m_d->origin + country.path;
        Json profile = {{"name", country.name}, {"country", country.code}, {"specVersion", "0.0.1"}};
        profile["fhirBase"] = base + std::string(r4Path);
        profile["qidoBase"] = base + std::string(dicomwebPath);
        profile["wadoBase"] = base + std::string(dicomwebPath);
        profile["identifierSystems"] = Json::array();
        for (const auto &system : country.identifierSystems)
            profile["identifierSystems"].push_back({{"label", system.label},
                                                    {"system", system.system},
                                                    {"pattern", system.pattern},
                                                    {"hint", system.hint},
                                                    {"example", system.example},
                                                    {"checkDigit", system.checkDigit}});
        profile["routes"] = Json::array({"fhir", "dicomweb", "documents"});
        profile["auth"] = {{"type", "none"}};
        all.push_back(profile.dump(2) + '\n');
    }
    return all;
}

std::string Responder::demoIdentifier()
{
    return mainPerson().system + '|' + mainPerson().value;
}

std::vector<DemoPatient> Responder::demoPatients()
{
    std::vector<DemoPatient> all;
    for (const auto &country : countries()) {
        for (const auto &person : country.people)
            all.push_back(demoPatient(person));
    }
    return all;
}

std::string Responder::demoInstance(std::string_view sopInstanceUid)
{
    const auto place = findInstance(sopInstanceUid);
    return place.series ? *fileAt(place) : std::string();
}

} // namespace responder
