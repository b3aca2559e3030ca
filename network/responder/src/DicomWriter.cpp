#include "DicomWriter.h"

#include <dcmtk/dcmdata/dcostrmb.h>

#include <cstdio>
#include <stdexcept>

namespace responder {

void check(const OFCondition &condition, const char *what)
{
    if (condition.bad())
        throw std::runtime_error(std::string(what) + ": " + condition.text());
}

std::string decimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

Writer &Writer::text(const DcmTagKey &tag, const std::string &value)
{
    check(m_item.putAndInsertString(tag, value.c_str()), "writing a value");
    return *this;
}

Writer &Writer::number(const DcmTagKey &tag, int value)
{
    check(m_item.putAndInsertUint16(tag, static_cast<Uint16>(value)), "writing a number");
    return *this;
}

Writer &Writer::real(const DcmTagKey &tag, double value)
{
    check(m_item.putAndInsertFloat64(tag, value), "writing a number");
    return *this;
}

Writer &Writer::code(const DcmTagKey &sequence, const std::string &value, const std::string &scheme,
                     const std::string &meaning)
{
    entry(sequence).text(DCM_CodeValue, value).text(DCM_CodingSchemeDesignator, scheme).text(DCM_CodeMeaning, meaning);
    return *this;
}

Writer &Writer::emptySequence(const DcmTagKey &sequence)
{
    check(m_item.insertEmptyElement(sequence), "writing a sequence");
    return *this;
}

Writer Writer::entry(const DcmTagKey &sequence)
{
    DcmItem *item = nullptr;
    check(m_item.findOrCreateSequenceItem(sequence, item, -2), "writing a sequence");
    return Writer(*item);
}

Bytes bytesOf(DcmFileFormat &file, E_TransferSyntax syntax)
{
    check(file.validateMetaInfo(syntax), "writing group 2");
    const auto size = file.calcElementLength(syntax, EET_ExplicitLength);
    auto bytes = std::make_shared<std::string>(static_cast<std::size_t>(size) + 4096, '\0');
    DcmOutputBufferStream stream(bytes->data(), static_cast<offile_off_t>(bytes->size()));
    file.transferInit();
    check(file.write(stream, syntax, EET_ExplicitLength, nullptr), "writing a file");
    file.transferEnd();
    void *start = nullptr;
    offile_off_t written = 0;
    stream.flush();
    stream.flushBuffer(start, written);
    bytes->resize(static_cast<std::size_t>(written));
    return bytes;
}

} // namespace responder
