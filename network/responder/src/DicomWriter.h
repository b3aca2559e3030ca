#pragma once

#include "Answer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <string>

namespace responder {

//! Throws std::runtime_error with `what` when DCMTK refused.
void check(const OFCondition &condition, const char *what);

//! As many digits as a decimal string needs here.
std::string decimal(double value);

//! A dataset that is filled line by line.
class Writer
{
public:
    explicit Writer(DcmItem &item) : m_item(item) {}

    Writer &text(const DcmTagKey &tag, const std::string &value);
    Writer &number(const DcmTagKey &tag, int value);
    Writer &real(const DcmTagKey &tag, double value); //!< VR FD
    //! Adds an item with a code to a sequence.
    Writer &code(const DcmTagKey &sequence, const std::string &value, const std::string &scheme,
                 const std::string &meaning);
    Writer &emptySequence(const DcmTagKey &sequence);
    //! Adds an item to a sequence.
    Writer entry(const DcmTagKey &sequence);
    DcmItem &item() { return m_item; }

private:
    DcmItem &m_item;
};

//! The whole file in this transfer syntax, which the pixels must already have.
Bytes bytesOf(DcmFileFormat &file, E_TransferSyntax syntax = EXS_LittleEndianExplicit);

} // namespace responder
