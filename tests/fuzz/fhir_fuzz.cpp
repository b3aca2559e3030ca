#include "fhir/Bundle.h"
#include "fhir/Capabilities.h"
#include "fhir/FhirWalk.h"

#include <cstdint>

//! Bundles of patients and of studies, single resources, and where their links lead.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const QUrl base(QStringLiteral("https://ncp.example/fhir"));
    (void)network::patientFrom(body);
    (void)network::capabilitiesIn(body);
    if (const auto page = network::patientsIn(body)) {
        (void)network::nextPage(page->next, base, base);
        (void)network::ignoredFilters({{}, {{QStringLiteral("identifier"), {}}}}, page->self);
    }
    (void)network::endpointIn(body, base);
    if (auto page = network::imagingStudiesIn(body, base)) {
        QList<model::Study> studies;
        for (auto &entry : page->studies) {
            network::sortByNumber(entry.study);
            network::mergeInto(studies, entry.study);
        }
    }
    return 0;
}
