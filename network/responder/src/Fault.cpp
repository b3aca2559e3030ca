#include "Deed.h"

#include <algorithm>

namespace responder {

namespace {

using Kind = Deed::Kind;

constexpr std::string_view htmlPage = "<!DOCTYPE html><html><head><title>Bad gateway</title></head>"
                                      "<body><h1>The service behind this proxy did not answer</h1></body></html>\n";
constexpr std::string_view loginForm = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>"
                                       "<form method=\"post\"><input name=\"user\"><input name=\"secret\" "
                                       "type=\"password\"></form></body></html>\n";

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace

Fault::Fault(Deed deed) : m_deed(std::make_shared<const Deed>(std::move(deed))) {}

Fault Fault::status(int code, std::string contentType, std::string body, Headers headers)
{
    return Fault({.kind = Kind::Replace,
                  .name = "status",
                  .description = "answers with an HTTP status of choice",
                  .reply = {code, std::move(contentType), std::move(body), std::move(headers), {}}});
}

Fault Fault::htmlError(int code)
{
    return Fault({.kind = Kind::Replace,
                  .name = "html-error",
                  .description = "answers with the HTML error page of a proxy",
                  .reply = {code, "text/html; charset=utf-8", std::string(htmlPage), {}, {}}});
}

Fault Fault::loginPage()
{
    return Fault({.kind = Kind::Replace,
                  .name = "login-page",
                  .description = "answers 200 with an HTML sign-in form",
                  .reply = {200, "text/html; charset=utf-8", std::string(loginForm), {}, {}}});
}

Fault Fault::operationOutcome(int code, std::string issueCode, std::string diagnostics)
{
    const std::string severity = code == 404 || code < 400 ? "warning" : "error";
    std::string body =
        R"({"resourceType":"OperationOutcome","issue":[{"severity":")" + severity + R"(","code":)" + quoted(issueCode);
    if (!diagnostics.empty())
        body += R"(,"diagnostics":)" + quoted(diagnostics);
    return Fault({.kind = Kind::Replace,
                  .name = "operation-outcome",
                  .description = "answers with an error status and an OperationOutcome",
                  .reply = {code, "application/fhir+json", body + "}]}", {}, {}}});
}

Fault Fault::emptyBundle()
{
    return Fault(
        {.kind = Kind::Replace,
         .name = "empty-bundle",
         .description = "answers every search with an empty searchset",
         .reply = {200, "application/fhir+json", R"({"resourceType":"Bundle","type":"searchset","total":0})", {}, {}}});
}

Fault Fault::redirectTo(std::string url, int code)
{
    return Fault({.kind = Kind::Replace,
                  .name = "redirect",
                  .description = "sends every request to another origin",
                  .reply = {code, "", "", {{"Location", std::move(url)}}, {}}});
}

Fault Fault::redirectLoop()
{
    return Fault({.kind = Kind::RedirectLoop, .name = "redirect-loop", .description = "redirects without end"});
}

Fault Fault::retryAfter(int seconds, int times, int code)
{
    return Fault({.kind = Kind::Replace,
                  .name = "retry-after",
                  .description = "asks to come back later, for a few requests",
                  .reply = {code, "text/plain", "come back later\n", {{"Retry-After", std::to_string(seconds)}}, {}}})
        .times(times);
}

Fault Fault::refuseAccept(std::vector<std::string> accepted, int code)
{
    return Fault({.kind = Kind::RefuseAccept,
                  .name = "refuse-accept",
                  .description = "refuses retrievals whose Accept header it does not know",
                  .texts = std::move(accepted),
                  .reply = {code, "text/plain", "this representation is not offered\n", {}, {}}});
}

Fault Fault::cutAfter(std::size_t bodyBytes)
{
    return Fault({.kind = Kind::CutAfter,
                  .name = "cut-after",
                  .description = "closes the connection in the middle of a body",
                  .number = static_cast<long long>(bodyBytes)});
}

Fault Fault::reset(std::size_t bodyBytes)
{
    return Fault({.kind = Kind::Reset,
                  .name = "reset",
                  .description = "resets the connection",
                  .number = static_cast<long long>(bodyBytes)});
}

Fault Fault::stall(bool headFirst, std::size_t bodyBytes)
{
    return Fault({.kind = Kind::Stall,
                  .name = "stall",
                  .description = "takes the request and falls silent",
                  .number = headFirst ? static_cast<long long>(bodyBytes) : -1});
}

Fault Fault::slow(std::size_t bytesPerSecond)
{
    return Fault({.kind = Kind::Slow,
                  .name = "slow",
                  .description = "sends every body at a low rate",
                  .number = static_cast<long long>(std::max<std::size_t>(bytesPerSecond, 1))});
}

Fault Fault::delay(std::chrono::milliseconds before)
{
    return Fault({.kind = Kind::Delay,
                  .name = "delay",
                  .description = "answers late",
                  .number = static_cast<long long>(before.count())});
}

Fault Fault::wrongContentLength(long long difference)
{
    return Fault({.kind = Kind::WrongLength,
                  .name = "wrong-content-length",
                  .description = "announces more bytes than it sends",
                  .number = difference});
}

Fault Fault::cutJson(std::size_t bytes)
{
    return Fault({.kind = Kind::CutJson,
                  .name = "cut-json",
                  .description = "sends JSON that ends in the middle",
                  .number = static_cast<long long>(bytes)});
}

Fault Fault::nullValues()
{
    return Fault(
        {.kind = Kind::NullValues, .name = "null-values", .description = "QIDO-RS: writes empty attributes as [null]"});
}

Fault Fault::numbersAsText()
{
    return Fault({.kind = Kind::NumbersAsText,
                  .name = "numbers-as-text",
                  .description = "QIDO-RS: writes integer and decimal strings as text"});
}

Fault Fault::noContentForEmpty()
{
    return Fault({.kind = Kind::NoContent,
                  .name = "no-content-for-empty",
                  .description = "QIDO-RS: answers 204 instead of an empty list"});
}

Fault Fault::limit(std::size_t rows)
{
    return Fault({.kind = Kind::Limit,
                  .name = "limit",
                  .description = "QIDO-RS: never returns more than a few rows and warns of more",
                  .number = static_cast<long long>(rows)});
}

Fault Fault::ignoreOffset()
{
    return Fault({.kind = Kind::IgnoreOffset,
                  .name = "ignore-offset",
                  .description = "QIDO-RS: returns the first page whatever the offset"});
}

Fault Fault::pagingLoop()
{
    return Fault({.kind = Kind::PagingLoop,
                  .name = "paging-loop",
                  .description = "FHIR: the next link leads to the page it stands on"});
}

Fault Fault::foreignNext(std::string url)
{
    return Fault({.kind = Kind::ForeignNext,
                  .name = "foreign-next",
                  .description = "FHIR: the next link leads to another origin",
                  .texts = {std::move(url)}});
}

Fault Fault::relativeNext()
{
    return Fault(
        {.kind = Kind::RelativeNext, .name = "relative-next", .description = "FHIR: the next link is relative"});
}

Fault Fault::otherPatient()
{
    return Fault({.kind = Kind::OtherPatient,
                  .name = "other-patient",
                  .description = "rows and files name another person than was asked for"});
}

Fault Fault::wrongBoundary()
{
    return Fault({.kind = Kind::WrongBoundary,
                  .name = "wrong-boundary",
                  .description = "WADO-RS: the body uses another boundary than the header says"});
}

Fault Fault::noClosingBoundary()
{
    return Fault({.kind = Kind::NoClosing,
                  .name = "no-closing-boundary",
                  .description = "WADO-RS: the final delimiter is missing"});
}

Fault Fault::quotedBoundary()
{
    return Fault({.kind = Kind::QuotedBoundary,
                  .name = "quoted-boundary",
                  .description = "WADO-RS: the boundary is quoted and other parameters stand before it"});
}

Fault Fault::lfHeaders()
{
    return Fault({.kind = Kind::LfHeaders,
                  .name = "lf-headers",
                  .description = "WADO-RS: lines of the multipart body end in LF alone"});
}

Fault Fault::noPartHeaders()
{
    return Fault(
        {.kind = Kind::NoPartHeaders, .name = "no-part-headers", .description = "WADO-RS: parts come without headers"});
}

Fault Fault::preamble()
{
    return Fault({.kind = Kind::Preamble,
                  .name = "preamble",
                  .description = "WADO-RS: text before the first part and after the last"});
}

Fault Fault::bareDicom()
{
    return Fault({.kind = Kind::BareDicom,
                  .name = "bare-dicom",
                  .description = "WADO-RS: one instance comes without multipart"});
}

Fault Fault::unexpectedUid()
{
    return Fault({.kind = Kind::UnexpectedUid,
                  .name = "unexpected-uid",
                  .description = "WADO-RS: one more instance that was not asked for"});
}

Fault Fault::hostileUid()
{
    return Fault({.kind = Kind::HostileUid,
                  .name = "hostile-uid",
                  .description = "WADO-RS: one more instance whose UIDs try to leave the folder"});
}

Fault Fault::foreignStudyUid()
{
    return Fault({.kind = Kind::ForeignStudyUid,
                  .name = "foreign-study-uid",
                  .description = "WADO-RS: the first instance belongs to another study"});
}

Fault Fault::duplicateInstance()
{
    return Fault({.kind = Kind::Duplicate,
                  .name = "duplicate-instance",
                  .description = "WADO-RS: the first instance comes twice"});
}

Fault Fault::dropInstances(std::size_t count)
{
    return Fault({.kind = Kind::Drop,
                  .name = "drop-instances",
                  .description = "WADO-RS: 200 and fewer instances than there are",
                  .number = static_cast<long long>(count)});
}

Fault Fault::partial206(std::size_t missing)
{
    return Fault({.kind = Kind::Partial,
                  .name = "partial-206",
                  .description = "WADO-RS: 206 and fewer instances than there are",
                  .number = static_cast<long long>(missing)});
}

Fault Fault::onPath(std::string part) const
{
    Fault narrowed = *this;
    narrowed.m_path = std::move(part);
    return narrowed;
}

Fault Fault::onMethod(std::string method) const
{
    Fault narrowed = *this;
    narrowed.m_method = std::move(method);
    return narrowed;
}

Fault Fault::onRetrievals() const
{
    Fault narrowed = *this;
    narrowed.m_retrievals = true;
    return narrowed;
}

Fault Fault::times(int requests) const
{
    Fault narrowed = *this;
    narrowed.m_times = requests;
    return narrowed;
}

Fault Fault::after(int requests) const
{
    Fault narrowed = *this;
    narrowed.m_skip = requests;
    return narrowed;
}

std::string Fault::name() const
{
    return m_deed->name;
}

std::string Fault::description() const
{
    return m_deed->description;
}

namespace {

const std::vector<Fault> &catalogue()
{
    using namespace std::chrono_literals;
    static const std::vector<Fault> all = [] {
        std::vector<Fault> faults = {
            Fault::status(500),
            Fault::htmlError(),
            Fault::loginPage(),
            Fault::operationOutcome(403, "suppressed", "withheld by the responding country"),
            Fault::emptyBundle().onPath("/fhir"),
            Fault::redirectTo("http://127.0.0.1:9/elsewhere"),
            Fault::redirectLoop(),
            Fault::retryAfter(1, 2),
            Fault::refuseAccept({"transfer-syntax=1.2.840.10008.1.2.1"}).onRetrievals(),
            Fault::cutAfter(40'000),
            Fault::reset(),
            Fault::stall(),
            Fault::slow(64'000),
            Fault::delay(3s),
            Fault::wrongContentLength(1'000).onRetrievals(),
            Fault::cutJson(200),
            Fault::nullValues(),
            Fault::numbersAsText(),
            Fault::noContentForEmpty(),
            Fault::limit(12),
            Fault::ignoreOffset(),
            Fault::pagingLoop(),
            Fault::foreignNext(),
            Fault::relativeNext(),
            Fault::otherPatient(),
            Fault::wrongBoundary(),
            Fault::noClosingBoundary(),
            Fault::quotedBoundary(),
            Fault::lfHeaders(),
            Fault::noPartHeaders(),
            Fault::preamble(),
            Fault::bareDicom(),
            Fault::unexpectedUid(),
            Fault::hostileUid(),
            Fault::foreignStudyUid(),
            Fault::duplicateInstance(),
            Fault::dropInstances(1),
            Fault::partial206(1),
        };
        std::sort(faults.begin(), faults.end(), [](const Fault &a, const Fault &b) { return a.name() < b.name(); });
        return faults;
    }();
    return all;
}

} // namespace

std::optional<Fault> Fault::named(std::string_view name)
{
    for (const auto &fault : catalogue()) {
        if (fault.name() == name)
            return fault;
    }
    return std::nullopt;
}

std::vector<std::string> Fault::names()
{
    std::vector<std::string> all;
    for (const auto &fault : catalogue())
        all.push_back(fault.name());
    return all;
}

} // namespace responder
