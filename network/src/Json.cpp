#include "Json.h"

#include <cmath>
#include <limits>

namespace network::json {

namespace {

std::optional<int> narrowed(double number)
{
    if (!std::isfinite(number) || number != std::floor(number) || std::abs(number) > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(number);
}

} // namespace

QString text(const Found &found)
{
    Value value;
    if (found.get(value))
        return {};
    switch (value.type()) {
    case simdjson::dom::element_type::STRING: {
        const std::string_view view = value.get_string().value_unsafe();
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    }
    case simdjson::dom::element_type::INT64:
        return QString::number(value.get_int64().value_unsafe());
    case simdjson::dom::element_type::UINT64:
        return QString::number(value.get_uint64().value_unsafe());
    case simdjson::dom::element_type::DOUBLE:
        return QString::number(value.get_double().value_unsafe());
    case simdjson::dom::element_type::BOOL:
        return value.get_bool().value_unsafe() ? QStringLiteral("true") : QStringLiteral("false");
    default:
        return {};
    }
}

bool says(const Found &found, std::string_view string)
{
    Value value;
    std::string_view told;
    return !found.get(value) && !value.get_string().get(told) && told == string;
}

std::optional<int> integer(const Found &found)
{
    Value value;
    if (found.get(value))
        return std::nullopt;
    double number = 0;
    if (value.is_number() && !value.get_double().get(number))
        return narrowed(number);
    QString digits = text(found);
    digits.remove(QChar(0));
    bool isNumber = false;
    number = digits.trimmed().toDouble(&isNumber);
    return isNumber ? narrowed(number) : std::nullopt;
}

std::optional<int> count(const Found &found)
{
    const auto number = integer(found);
    return number && *number >= 0 ? number : std::nullopt;
}

std::vector<Value> items(const Found &found)
{
    std::vector<Value> result;
    Value value;
    if (found.get(value) || value.is_null())
        return result;
    simdjson::dom::array array;
    if (value.get_array().get(array)) {
        result.push_back(value);
        return result;
    }
    result.reserve(array.size());
    for (const Value item : array)
        if (!item.is_null())
            result.push_back(item);
    return result;
}

std::optional<Value> firstItem(const Found &found)
{
    Value value;
    if (found.get(value) || value.is_null())
        return std::nullopt;
    simdjson::dom::array array;
    if (value.get_array().get(array))
        return value;
    for (const Value item : array)
        if (!item.is_null())
            return item;
    return std::nullopt;
}

simdjson::error_code parse(simdjson::dom::parser &parser, const QByteArray &body, Value &root)
{
    const auto read = [&parser, &root](const QByteArray &bytes) {
        // The parser reads a little past the end, and copies what has no room there.
        const bool hasRoom = bytes.capacity() - bytes.size() >= static_cast<qsizetype>(simdjson::SIMDJSON_PADDING);
        return parser.parse(bytes.constData(), static_cast<size_t>(bytes.size()), !hasRoom).get(root);
    };
    constexpr QByteArrayView mark("\xef\xbb\xbf");
    const auto code = body.startsWith(mark) ? read(body.sliced(mark.size())) : read(body);
    return code == simdjson::UTF8_ERROR ? read(QString::fromUtf8(body).toUtf8()) : code;
}

QString complaint(simdjson::error_code code, const QByteArray &body)
{
    if (code == simdjson::SUCCESS)
        return {};
    if (body.trimmed().isEmpty())
        return QStringLiteral("it is empty");
    constexpr qsizetype begin = 1024;
    const QByteArray head = body.left(begin).trimmed();
    if ((head.startsWith('<') || head.startsWith("\xef\xbb\xbf<")) && head.contains("http://hl7.org/fhir"))
        return QStringLiteral("it came as FHIR in XML, and FHIR is read in JSON alone; ask the contact point for "
                              "application/fhir+json");
    return QStringLiteral("it is no complete JSON (%1 bytes; %2)")
        .arg(body.size())
        .arg(QString::fromUtf8(simdjson::error_message(code)));
}

} // namespace network::json
