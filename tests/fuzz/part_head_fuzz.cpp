#include "retrieval/PartHead.h"

#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

//! The head of a DICOM file in any transfer syntax.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int file = memfd_create("part", 0);
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != ssize_t(size) || lseek(file, 0, SEEK_SET) != 0)
        return 0;
    if (const auto head = network::readPartHead(file))
        (void)network::isCut(file, *head);
    return 0;
}
