#pragma once

#include <QString>

#include <simdjson.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

// Tolerant reading of what strangers send: a value that is absent or of another type reads as empty.

namespace network::json {

using Value = simdjson::dom::element;

//! A value, or the failure to find one.
class Found
{
public:
    Found() : m_result(simdjson::NO_SUCH_FIELD) {}
    Found(const Value &value) : m_result(Value(value)) {}
    Found(const simdjson::simdjson_result<Value> &result) : m_result(result) {}

    simdjson::error_code get(Value &value) const { return m_result.get(value); }

private:
    simdjson::simdjson_result<Value> m_result;
};

//! A string; a number or truth value as its text.
QString text(const Found &found);
//! Whether it is this string.
bool says(const Found &found, std::string_view string);
//! A whole number, also one that was sent as text (padded with blanks or NUL) or with a zero fraction.
std::optional<int> integer(const Found &found);
//! The same of what counts something, which a negative number does not.
std::optional<int> count(const Found &found);
//! The items of an array without null; any other value counts as an array of itself.
std::vector<Value> items(const Found &found);
//! The members of these names, found in one walk: looking for one after the other passes over all of them each time. Of
//! two that have one name it is the first, as it is with an index.
template <std::size_t number>
std::array<Found, number> members(const Value &object, const std::string_view (&names)[number])
{
    std::array<Found, number> found;
    std::array<bool, number> isFound{};
    simdjson::dom::object all;
    if (object.get(all))
        return found;
    for (const auto &[key, value] : all)
        for (std::size_t i = 0; i < number; ++i)
            if (!isFound[i] && key == names[i]) {
                found[i] = value;
                isFound[i] = true;
                break;
            }
    return found;
}
//! The first of the items that items() would give.
std::optional<Value> firstItem(const Found &found);
//! Parses a whole body. Bytes that are no UTF-8, although JSON is always that, read as U+FFFD; a byte
//! order mark is passed over.
simdjson::error_code parse(simdjson::dom::parser &parser, const QByteArray &body, Value &root);
//! What keeps a body from being JSON, in plain words; empty when it parsed.
QString complaint(simdjson::error_code code, const QByteArray &body);

} // namespace network::json
