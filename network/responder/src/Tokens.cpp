#include "Tokens.h"

#include "Url.h"

#include <nlohmann/json.hpp>
#include <openssl/rand.h>

#include <array>
#include <ctime>
#include <optional>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

constexpr long long lifetime = 300;

Answer json(int status, const Json &body)
{
    return {{status, "application/json", body.dump(), {{"Cache-Control", "no-store"}}, {}}, {}, false};
}

Answer refusal(int status, const std::string &error, const std::string &description)
{
    return json(status, {{"error", error}, {"error_description", description}});
}

//! Base64 for URLs, without padding; nothing where a sign does not belong to it.
std::optional<std::string> unwrapped(std::string_view text)
{
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        bits = bits << 6 | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xFF);
        }
    }
    return bytes;
}

//! Why a client assertion is not believed; empty when it is.
std::string flawOf(const std::string &assertion, const std::string &audience)
{
    const auto pieces = split(assertion, '.');
    if (pieces.size() != 3 || pieces[2].empty())
        return "the assertion is no signed JWT";
    const auto header = Json::parse(unwrapped(pieces[0]).value_or(""), nullptr, false);
    const auto claims = Json::parse(unwrapped(pieces[1]).value_or(""), nullptr, false);
    if (!header.is_object() || !claims.is_object())
        return "the assertion cannot be read";
    const auto text = [&](const Json &from, const char *name) {
        const auto it = from.find(name);
        return it != from.end() && it->is_string() ? it->get<std::string>() : std::string();
    };
    const auto algorithm = text(header, "alg");
    if (algorithm != "RS384" && algorithm != "ES384")
        return "the assertion is signed neither by RS384 nor by ES384";
    if (text(claims, "iss").empty() || text(claims, "iss") != text(claims, "sub"))
        return "iss and sub must both be the client's id";
    if (text(claims, "aud") != audience)
        return "aud must be " + audience;
    if (text(claims, "jti").empty())
        return "jti is missing";
    const auto now = static_cast<long long>(std::time(nullptr));
    const auto end = claims.find("exp");
    if (end == claims.end() || !end->is_number() || end->get<long long>() <= now ||
        end->get<long long>() > now + lifetime + 5)
        return "exp must be at most five minutes ahead";
    return {};
}

} // namespace

Answer smartConfiguration(const std::string &base)
{
    return json(200, {{"token_endpoint", base + std::string(tokenPath)},
                      {"grant_types_supported", Json::array({"client_credentials"})},
                      {"token_endpoint_auth_methods_supported", Json::array({"private_key_jwt"})},
                      {"token_endpoint_auth_signing_alg_values_supported", Json::array({"RS384", "ES384"})},
                      {"scopes_supported",
                       Json::array({"system/Patient.rs", "system/ImagingStudy.rs", "system/DocumentReference.rs",
                                    "system/Endpoint.rs", "system/Bundle.r", "system/Binary.r"})},
                      {"capabilities", Json::array({"client-confidential-asymmetric", "permission-v2"})}});
}

Answer issueToken(const Request &request, const std::string &base)
{
    if (request.parameter("grant_type") != "client_credentials")
        return refusal(400, "unsupported_grant_type", "only client_credentials is offered");
    if (request.parameter("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        return refusal(401, "invalid_client", "clients name themselves by a signed assertion");
    if (const auto flaw = flawOf(request.parameter("client_assertion"), base + std::string(tokenPath)); !flaw.empty())
        return refusal(401, "invalid_client", flaw);
    const auto scope = request.parameter("scope");
    if (scope.empty())
        return refusal(400, "invalid_scope", "scope is missing");
    std::array<unsigned char, 24> random{};
    RAND_bytes(random.data(), static_cast<int>(random.size()));
    std::string token;
    for (const auto byte : random)
        token.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
    return json(200, {{"access_token", token}, {"token_type", "bearer"}, {"expires_in", lifetime}, {"scope", scope}});
}

} // namespace responder
