#include "dicomweb/Qido.h"

#include <cstdint>

//! DICOM JSON, each row read as every level.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(bytes), qsizetype(size));
    (void)network::readQidoRows(body, [](const network::QidoRow &row) {
        (void)network::studyIn(row);
        (void)network::seriesIn(row);
        (void)network::instanceIn(row);
    });
    (void)network::warningsIn({body});
    return 0;
}
