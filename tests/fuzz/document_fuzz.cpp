#include "fhir/Documents.h"
#include "manifest/Content.h"

#include <cstdint>

//! Manifests and reports in all their forms, and the references that lead to them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(bytes), qsizetype(size));
    (void)network::contentOf(body, QUrl(QStringLiteral("https://ncp.example/fhir")));
    (void)network::documentIn(body);
    if (auto page = network::documentsIn(body))
        (void)network::withoutTwins(page->documents);
    return 0;
}
