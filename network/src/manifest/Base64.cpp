#include "Base64.h"

namespace network {

std::optional<QByteArray> fromBase64(const QByteArray &text)
{
    const auto strictly = [](const QByteArray &all) {
        return QByteArray::fromBase64Encoding(all, QByteArray::AbortOnBase64DecodingErrors);
    };
    if (auto bytes = strictly(text))
        return *std::move(bytes);
    QByteArray dense = text;
    dense.removeIf([](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    if (dense.size() == text.size())
        return std::nullopt;
    auto bytes = strictly(dense);
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

} // namespace network
