#pragma once

#include <QJsonObject>

namespace cli {

//! Writes one document as a line of UTF-8 to standard output, now. False, and said so on standard error, where nobody
//! takes it.
[[nodiscard]] bool print(const QJsonObject &document);

} // namespace cli
