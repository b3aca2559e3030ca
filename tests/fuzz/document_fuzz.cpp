#include "fhir/Documents.h"
#include "manifest/Content.h"
#include "manifest/KeyObject.h"

#include <QtEndian>

#include <algorithm>
#include <cstdint>
#include <cstring>

// No binary file is in the tree, so the key object from which the fuzzer starts is written here.

namespace {

QByteArray number(quint32 value, int size)
{
    char bytes[4];
    qToLittleEndian(value, bytes);
    return {bytes, size};
}

QByteArray tag(quint32 of)
{
    return number(of >> 16, 2) + number(of & 0xffff, 2);
}

QByteArray element(quint32 of, const char *representation, QByteArray value)
{
    if (value.size() % 2)
        value += qstrcmp(representation, "UI") == 0 ? '\0' : ' ';
    if (qstrcmp(representation, "UR") == 0)
        return tag(of) + representation + number(0, 2) + number(quint32(value.size()), 4) + value;
    return tag(of) + representation + number(quint32(value.size()), 2) + value;
}

QByteArray sequence(quint32 of, const QByteArray &item)
{
    const QByteArray inside = tag(0xfffee000) + number(quint32(item.size()), 4) + item;
    return tag(of) + "SQ" + number(0, 2) + number(quint32(inside.size()), 4) + inside;
}

QByteArray coded(quint32 of, const char *code)
{
    return sequence(of, element(0x00080100, "SH", code) + element(0x00080102, "SH", "DCM"));
}

QByteArray content(const char *type, const char *meaning, const QByteArray &value)
{
    return sequence(0x0040a730, element(0x0040a040, "CS", type) + coded(0x0040a043, meaning) + value);
}

//! A manifest of one series of one instance, described by a content tree.
QByteArray keyObject()
{
    const QByteArray meta = element(0x00020010, "UI", "1.2.840.10008.1.2.1");
    const QByteArray head = element(0x00020000, "UL", number(quint32(meta.size()), 4)) + meta;
    const QByteArray instance = sequence(0x00081199, element(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2") +
                                                         element(0x00081155, "UI", "1.2.3.1.1"));
    const QByteArray series =
        sequence(0x00081115, element(0x00081190, "UR", "https://pacs.example/rs") + instance +
                                 element(0x0020000e, "UI", "1.2.3.1") + element(0x0040e011, "UI", "1.2.9"));
    const QByteArray group =
        content("CONTAINER", "126200", content("UIDREF", "112002", element(0x0040a124, "UI", "1.2.3.1")));
    return QByteArray(128, '\0') + "DICM" + head + element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.59") +
           element(0x00080020, "DA", "20261102") + element(0x00100020, "LO", "17") +
           element(0x0020000d, "UI", "1.2.3") + coded(0x0040a043, "113030") +
           sequence(0x0040a375, element(0x0020000d, "UI", "1.2.3") + series) + content("CONTAINER", "111028", group);
}

} // namespace

extern "C" size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t largest);

//! Now and then from the key object again; else as the fuzzer likes.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t largest, unsigned seed)
{
    static const QByteArray start = keyObject();
    if (seed % 32 == 0 && size_t(start.size()) <= largest) {
        std::memcpy(bytes, start.constData(), size_t(start.size()));
        size = size_t(start.size());
    }
    return LLVMFuzzerMutate(bytes, size, largest);
}

//! Manifests and reports in all their forms, and the references that lead to them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(bytes), qsizetype(size));
    (void)network::contentOf(body, QUrl(QStringLiteral("https://ncp.example/fhir")));
    (void)network::documentIn(body);
    (void)network::encapsulatedIn(body);
    if (auto page = network::documentsIn(body))
        (void)network::withoutTwins(page->documents);
    return 0;
}
