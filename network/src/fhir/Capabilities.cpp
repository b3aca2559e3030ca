#include "Capabilities.h"

#include "FhirJobs.h"
#include "Json.h"

namespace network {

namespace {

class CapabilitiesReading final : public Work<Job<Capabilities>>
{
public:
    void start() override
    {
        const Endpoint &endpoint = workplace().endpoint();
        if (endpoint.fhirBase.isEmpty())
            return fail(noFhirBase());
        if (workplace().learned().capabilities)
            return finish(*workplace().learned().capabilities);
        HttpRequest request;
        request.service = HttpRequest::Service::Fhir;
        request.url = below(endpoint.fhirBase, QStringLiteral("metadata"));
        request.headers.emplaceBack("Accept", "application/fhir+json");
        m_call = workplace().http().send(request);
        connect(m_call.get(), &HttpCall::done, this, [this](const Result<HttpAnswer> &answer) {
            if (!answer)
                return fail(answer.error());
            const auto read = capabilitiesIn(answer->body);
            if (read)
                workplace().learned().capabilities = *read;
            finish(read);
        });
    }

private:
    std::unique_ptr<HttpCall> m_call;
};

} // namespace

Result<Capabilities> capabilitiesIn(const QByteArray &body)
{
    simdjson::dom::parser parser;
    json::Value root;
    if (const auto code = json::parse(parser, body, root))
        return tl::unexpected(
            Error{Error::Kind::Malformed,
                  QStringLiteral("A CapabilityStatement was expected, but %1.").arg(json::complaint(code, body)), 0});
    if (json::text(root["resourceType"]) != u"CapabilityStatement")
        return tl::unexpected(
            Error{Error::Kind::Malformed, QStringLiteral("A CapabilityStatement was expected; other JSON came."), 0});

    Capabilities capabilities;
    capabilities.fhirVersion = json::text(root["fhirVersion"]);
    capabilities.software = json::text(root["software"]["name"]);
    const auto offersMatch = [](const json::Value &where) {
        for (const json::Value &operation : json::items(where["operation"]))
            if (json::text(operation["name"]) == u"match" ||
                json::text(operation["definition"]).endsWith(u"/Patient-match"))
                return true;
        return false;
    };
    for (const json::Value &rest : json::items(root["rest"])) {
        for (const json::Value &resource : json::items(rest["resource"])) {
            const QString type = json::text(resource["type"]);
            if (!type.isEmpty() && !capabilities.resources.contains(type))
                capabilities.resources << type;
            if (type == u"Patient")
                capabilities.patientMatch = capabilities.patientMatch || offersMatch(resource);
            if (type != u"ImagingStudy")
                continue;
            QStringList &parameters = capabilities.studyParameters;
            for (const json::Value &parameter : json::items(resource["searchParam"]))
                if (const QString name = json::text(parameter["name"]); !name.isEmpty() && !parameters.contains(name))
                    parameters << name;
        }
    }
    return capabilities;
}

JobPtr<Job<Capabilities>> startCapabilitiesReading(const WorkplaceDoor &door)
{
    return startWork<CapabilitiesReading>(door);
}

} // namespace network
