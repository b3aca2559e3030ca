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

} // namespace network
