#pragma once

#include "PatientCheck.h"

#include <network/Result.h>

namespace network {

//! What identifies a DICOM file and whom it names, as text. The UIDs are not checked for form: see parse() of model's.
struct PartHead
{
    QString transferSyntax;  //!< (0002,0010)
    QString mediaStorageSop; //!< (0002,0003)
    QString sop;             //!< (0008,0018)
    QString study;           //!< (0020,000D)
    QString series;          //!< (0020,000E)
    FilePatient patient;
};

//! Reads the head of a DICOM file (PS3.10 section 7.1) through an open file descriptor, up to (0020,000E) and never the
//! pixels, in any transfer syntax. Bounded in depth, elements and memory. Malformed when it is not DICOM or damaged
//! before that point.
Result<PartHead> readPartHead(int file);

//! Whether the dataset of a file whose head was read is cut: an element reaches beyond the end, or a value of undefined
//! length has no end. Looks at the lengths alone. False also where nothing can be told: deflated datasets, more
//! elements than are worth it, and what stands behind the dataset.
bool isCut(int file, const PartHead &head);

} // namespace network
