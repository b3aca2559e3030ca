#include "Output.h"

#include <QJsonDocument>

#include <cstdio>

namespace cli {

void print(const QJsonObject &document)
{
    const QByteArray line = QJsonDocument(document).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace cli
