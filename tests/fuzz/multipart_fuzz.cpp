#include "dicomweb/MultipartReader.h"

#include <cstdint>
#include <cstdlib>

namespace {

//! What a reader tells of a body, as one text.
QByteArray told(QByteArrayView body, qsizetype piece)
{
    QByteArray story;
    network::MultipartReader reader("boundary",
                                    {[&](const network::PartHeaders &headers) {
                                         story += "began";
                                         for (const auto &[name, value] : headers)
                                             story += name + ':' + value + '\n';
                                     },
                                     [&](QByteArrayView data) { story += data; }, [&] { story += "ended"; }});
    for (; !body.isEmpty(); body = body.sliced(qMin(piece, body.size())))
        reader.feed(body.first(qMin(piece, body.size())));
    return story + QByteArray::number(int(reader.state()));
}

} // namespace

//! The first byte says into what pieces the rest is cut; the pieces must not matter.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(reinterpret_cast<const char *>(bytes) + 1, qsizetype(size) - 1);
    network::MediaType::parse(body).boundary();
    if (told(body, body.size()) != told(body, 1 + bytes[0]))
        std::abort();
    return 0;
}
