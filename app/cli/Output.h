#pragma once

#include <QJsonObject>

namespace cli {

//! Writes one document as a line of UTF-8 to standard output, now.
void print(const QJsonObject &document);

} // namespace cli
