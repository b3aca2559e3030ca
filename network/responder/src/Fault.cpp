#include "Deed.h"

#include "Url.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>

namespace responder {

namespace {

constexpr std::string_view methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"};
constexpr std::string_view retrievals = "retrievals";
constexpr std::string_view always = "*always";

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

bool takesText(const Sort &sort)
{
    return sort.least > sort.most;
}

template <class Number>
std::optional<Number> wholeNumber(std::string_view text)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

Deed deedOf(const Sort &sort, std::string value)
{
    Deed deed{.kind = sort.kind, .target = sort.target, .name = std::string(sort.name), .value = std::move(value)};
    deed.number = wholeNumber<long long>(deed.value).value_or(0);
    if (sort.prepare)
        sort.prepare(deed);
    return deed;
}

//! An order in its pieces; what it does not say is empty.
struct Pieces
{
    std::string_view name;
    std::optional<std::string_view> value;
    std::optional<std::string_view> place;
    std::optional<int> times;
    std::optional<int> skip;
};

//! Takes `mark` and the digits behind it from the end.
std::optional<int> takeCount(std::string_view &text, char mark)
{
    const auto at = text.rfind(mark);
    if (at == std::string_view::npos || at == 0)
        return std::nullopt;
    const auto digits = text.substr(at + 1);
    const bool isCount = std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); });
    const auto number = isCount ? wholeNumber<int>(digits) : std::nullopt;
    if (number)
        text = text.substr(0, at);
    return number;
}

Pieces piecesOf(std::string_view order)
{
    Pieces pieces;
    pieces.skip = takeCount(order, '+');
    if (order.ends_with(always)) {
        pieces.times = -1;
        order.remove_suffix(always.size());
    } else {
        pieces.times = takeCount(order, '*');
    }
    if (const auto at = order.rfind('@'); at != std::string_view::npos) {
        pieces.place = order.substr(at + 1);
        order = order.substr(0, at);
    }
    const auto equals = order.find('=');
    pieces.name = order.substr(0, equals);
    if (equals != std::string_view::npos)
        pieces.value = order.substr(equals + 1);
    return pieces;
}

std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

//! The names that somebody meant perhaps; all where nothing comes near.
std::string namesNear(std::string_view wrong)
{
    std::vector<std::string_view> near;
    for (const auto &sort : sorts()) {
        const bool holds = wrong.size() >= 3 && sort.name.find(wrong) != std::string_view::npos;
        if (holds || distance(wrong, sort.name) <= 1 + std::min(wrong.size(), sort.name.size()) / 5)
            near.push_back(sort.name);
    }
    std::string text = near.empty() ? "The faults are" : "Perhaps this is meant:";
    if (near.empty())
        for (const auto &sort : sorts())
            near.push_back(sort.name);
    for (const auto &name : near)
        text.append(&name == &near.front() ? " " : ", ").append(name);
    return text + '.';
}

} // namespace

Fault::Fault(Deed deed) : m_deed(std::make_shared<const Deed>(std::move(deed))) {}

Fault Fault::made(std::string_view name, std::string value)
{
    return Fault(deedOf(*sortNamed(name), std::move(value)));
}

Fault Fault::status(int code, std::string contentType, std::string body, Headers headers)
{
    auto deed = deedOf(*sortNamed("status"), std::to_string(code));
    deed.reply = {code, std::move(contentType), std::move(body), std::move(headers), {}};
    return Fault(std::move(deed));
}

Fault Fault::htmlError(int code)
{
    return made("html-error", std::to_string(code));
}

Fault Fault::loginPage()
{
    return made("login-page");
}

Fault Fault::operationOutcome(int code, const std::string &issueCode, const std::string &diagnostics)
{
    auto deed = deedOf(*sortNamed("operation-outcome"), std::to_string(code));
    const std::string severity = code == 404 || code < 400 ? "warning" : "error";
    deed.reply.body =
        R"({"resourceType":"OperationOutcome","issue":[{"severity":")" + severity + R"(","code":)" + quoted(issueCode);
    if (!diagnostics.empty())
        deed.reply.body += R"(,"diagnostics":)" + quoted(diagnostics);
    deed.reply.body += "}]}";
    return Fault(std::move(deed));
}

Fault Fault::emptyBundle()
{
    return made("empty-bundle");
}

Fault Fault::redirectTo(std::string url, int code)
{
    auto deed = deedOf(*sortNamed("redirect"), std::move(url));
    deed.reply.status = code;
    return Fault(std::move(deed));
}

Fault Fault::redirectLoop()
{
    return made("redirect-loop");
}

Fault Fault::retryAfter(int seconds, int times, int code)
{
    auto deed = deedOf(*sortNamed("retry-after"), std::to_string(seconds));
    deed.reply.status = code;
    return Fault(std::move(deed)).times(times);
}

Fault Fault::refuseAccept(std::vector<std::string> accepted, int code)
{
    auto deed = deedOf(*sortNamed("refuse-accept"), accepted.empty() ? std::string() : accepted.front());
    deed.texts = std::move(accepted);
    deed.reply.status = code;
    return Fault(std::move(deed));
}

Fault Fault::cutAfter(std::size_t bodyBytes)
{
    return made("cut-after", std::to_string(bodyBytes));
}

Fault Fault::reset(std::size_t bodyBytes)
{
    return made("reset", std::to_string(bodyBytes));
}

Fault Fault::stall(bool headFirst, std::size_t bodyBytes)
{
    return made("stall", headFirst ? std::to_string(bodyBytes) : "-1");
}

Fault Fault::slow(std::size_t bytesPerSecond)
{
    return made("slow", std::to_string(std::max<std::size_t>(bytesPerSecond, 1)));
}

Fault Fault::delay(std::chrono::milliseconds before)
{
    return made("delay", std::to_string(before.count()));
}

Fault Fault::wrongContentLength(long long difference)
{
    return made("wrong-content-length", std::to_string(difference));
}

Fault Fault::cutJson(std::size_t bytes)
{
    return made("cut-json", std::to_string(bytes));
}

Fault Fault::nullValues()
{
    return made("null-values");
}

Fault Fault::numbersAsText()
{
    return made("numbers-as-text");
}

Fault Fault::noContentForEmpty()
{
    return made("no-content-for-empty");
}

Fault Fault::limit(std::size_t rows)
{
    return made("limit", std::to_string(rows));
}

Fault Fault::ignoreOffset()
{
    return made("ignore-offset");
}

Fault Fault::pagingLoop()
{
    return made("paging-loop");
}

Fault Fault::foreignNext(std::string url)
{
    return made("foreign-next", std::move(url));
}

Fault Fault::relativeNext()
{
    return made("relative-next");
}

Fault Fault::otherPatient()
{
    return made("other-patient");
}

Fault Fault::wrongBoundary()
{
    return made("wrong-boundary");
}

Fault Fault::noClosingBoundary()
{
    return made("no-closing-boundary");
}

Fault Fault::quotedBoundary()
{
    return made("quoted-boundary");
}

Fault Fault::lfHeaders()
{
    return made("lf-headers");
}

Fault Fault::noPartHeaders()
{
    return made("no-part-headers");
}

Fault Fault::preamble()
{
    return made("preamble");
}

Fault Fault::bareDicom()
{
    return made("bare-dicom");
}

Fault Fault::unexpectedUid()
{
    return made("unexpected-uid");
}

Fault Fault::hostileUid()
{
    return made("hostile-uid");
}

Fault Fault::foreignStudyUid()
{
    return made("foreign-study-uid");
}

Fault Fault::duplicateInstance()
{
    return made("duplicate-instance");
}

Fault Fault::dropInstances(std::size_t count)
{
    return made("drop-instances", std::to_string(count));
}

Fault Fault::partial206(std::size_t missing)
{
    return made("partial-206", std::to_string(missing));
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
    return std::string(sortNamed(m_deed->name)->description);
}

std::string Fault::specification() const
{
    return std::string(sortNamed(m_deed->name)->specification);
}

std::optional<Fault::Value> Fault::value() const
{
    const auto &sort = *sortNamed(m_deed->name);
    if (sort.meaning.empty())
        return std::nullopt;
    Value value;
    value.meaning = sort.meaning;
    value.usual = piecesOf(std::string(sort.name).append(sort.usual)).value.value_or(std::string_view());
    value.isNumber = !takesText(sort);
    if (value.isNumber) {
        value.least = sort.least;
        value.most = sort.most;
    }
    return value;
}

std::string Fault::order() const
{
    std::string text = m_deed->name;
    if (!m_deed->value.empty())
        text += '=' + m_deed->value;
    const auto usual = named(m_deed->name);
    const std::string who = m_retrievals ? std::string(retrievals) : m_method;
    const bool isUsual = m_path == usual->m_path && m_method == usual->m_method && m_retrievals == usual->m_retrievals;
    if (!who.empty() || !m_path.empty())
        text += '@' + who + m_path;
    else if (!isUsual)
        text += "@*";
    if (m_times >= 0)
        text += '*' + std::to_string(m_times);
    else if (usual->m_times >= 0)
        text += always;
    if (m_skip != usual->m_skip)
        text += '+' + std::to_string(m_skip);
    return text;
}

std::optional<int> Fault::turns() const
{
    return m_times < 0 ? std::nullopt : std::optional(m_times);
}

std::optional<Fault> Fault::parse(std::string_view order, std::string &problem)
{
    const auto given = piecesOf(trimmed(order));
    const auto *sort = sortNamed(given.name);
    if (!sort) {
        problem = "There is no fault called '" + std::string(given.name) + "'. " + namesNear(given.name);
        return std::nullopt;
    }
    const auto refuse = [&](const std::string &words) {
        problem = std::string(sort->name) + ": " + words;
        return std::nullopt;
    };
    const std::string whole = std::string(sort->name).append(sort->usual);
    const auto usual = piecesOf(whole);

    if (given.value && sort->meaning.empty())
        return refuse("it takes no value.");
    const std::string value(given.value ? *given.value : usual.value.value_or(std::string_view()));
    if (!sort->meaning.empty() && !takesText(*sort)) {
        const auto number = wholeNumber<long long>(value);
        if (!number || *number < sort->least || *number > sort->most)
            return refuse("write a whole number from " + std::to_string(sort->least) + " to " +
                          std::to_string(sort->most) + " (" + std::string(sort->meaning) + "), not '" + value + "'.");
    } else if (!sort->meaning.empty() && value.empty()) {
        return refuse("a value is needed (" + std::string(sort->meaning) + ").");
    }

    Fault fault = made(sort->name, value);
    auto place = given.place ? given.place : usual.place;
    if (place && *place != "*") {
        if (place->empty())
            return refuse("a place is needed behind '@'.");
        const auto part = std::min(place->find_first_of("/?&"), place->size());
        const auto who = place->substr(0, part);
        if (who == retrievals)
            fault.m_retrievals = true;
        else if (std::find(std::begin(methods), std::end(methods), who) != std::end(methods))
            fault.m_method = who;
        else if (!who.empty())
            return refuse("a place is a method, the word retrievals, or begins with / ? or &; '" + std::string(who) +
                          "' is none of them.");
        fault.m_path = place->substr(part);
    }
    fault.m_times = given.times ? *given.times : usual.times.value_or(-1);
    fault.m_skip = given.skip ? *given.skip : usual.skip.value_or(0);
    if (fault.m_times == 0)
        return refuse("no times at all is no order.");
    return fault;
}

std::optional<Fault> Fault::named(std::string_view name)
{
    std::string problem;
    return sortNamed(name) ? parse(name, problem) : std::nullopt;
}

std::vector<std::string> Fault::names()
{
    std::vector<std::string> all;
    for (const auto &sort : sorts())
        all.emplace_back(sort.name);
    return all;
}

} // namespace responder
