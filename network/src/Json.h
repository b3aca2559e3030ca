#pragma once

#include <QString>

#include <simdjson.h>

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
//! The first of the items that items() would give.
std::optional<Value> firstItem(const Found &found);
//! Parses a whole body. Bytes that are no UTF-8, although JSON is always that, read as U+FFFD; a byte
//! order mark is passed over.
simdjson::error_code parse(simdjson::dom::parser &parser, const QByteArray &body, Value &root);
//! What keeps a body from being JSON, in plain words; empty when it parsed.
QString complaint(simdjson::error_code code, const QByteArray &body);

} // namespace network::json
