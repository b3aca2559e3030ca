#include "Output.h"

#include <QJsonDocument>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace cli {

bool print(const QJsonObject &document)
{
    const QByteArray line = QJsonDocument(document).toJson(QJsonDocument::Compact) + '\n';
    const auto size = static_cast<size_t>(line.size());
    if (std::fwrite(line.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0)
        return true;
    std::fprintf(stderr, "The result could not be written: %s.\n", std::strerror(errno));
    return false;
}

} // namespace cli
