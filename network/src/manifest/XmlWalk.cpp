#include "XmlWalk.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace network {

namespace {

constexpr int deepest = 1000;

struct Walk
{
    const XmlEvents &events;
    XmlOutcome outcome = {};
    xmlParserCtxtPtr parser = nullptr;
    int depth = 0;
};

QString textOf(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

//! libxml2 hands attributes out as name, prefix, namespace, begin and end.
void elementBegan(void *user, const xmlChar *name, const xmlChar *, const xmlChar *, int, const xmlChar **,
                  int attributeCount, int, const xmlChar **attributes)
{
    Walk &walk = *static_cast<Walk *>(user);
    XmlEvents::Attributes all;
    for (int i = 0; i < attributeCount; ++i) {
        const xmlChar **attribute = attributes + qsizetype(i) * 5;
        all.append({textOf(attribute[0]),
                    QString::fromUtf8(reinterpret_cast<const char *>(attribute[3]), attribute[4] - attribute[3])});
    }
    if (++walk.depth > deepest || !walk.events.began(textOf(name), all)) {
        walk.outcome.isStopped = true;
        xmlStopParser(walk.parser);
    }
}

void elementEnded(void *user, const xmlChar *name, const xmlChar *, const xmlChar *)
{
    Walk &walk = *static_cast<Walk *>(user);
    --walk.depth;
    walk.events.ended(textOf(name));
}

void textCame(void *user, const xmlChar *text, int length)
{
    static_cast<Walk *>(user)->events.text(QString::fromUtf8(reinterpret_cast<const char *>(text), length));
}

void documentTypeCame(void *user, const xmlChar *, const xmlChar *, const xmlChar *)
{
    Walk &walk = *static_cast<Walk *>(user);
    walk.outcome.hasDocumentType = true;
    xmlStopParser(walk.parser);
}

void ignore(void *, const char *, ...) {}

} // namespace

XmlOutcome walkXml(const QByteArray &xml, const XmlEvents &events)
{
    static std::once_flag prepared;
    std::call_once(prepared, xmlInitParser);

    Walk walk{events};
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = elementBegan;
    handler.endElementNs = elementEnded;
    handler.characters = textCame;
    handler.ignorableWhitespace = textCame;
    handler.cdataBlock = textCame;
    handler.internalSubset = documentTypeCame;
    handler.warning = ignore;
    handler.error = ignore;
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
        xmlCreatePushParserCtxt(&handler, &walk, nullptr, 0, nullptr), &xmlFreeParserCtxt);
    if (!parser)
        return walk.outcome;
    walk.parser = parser.get();
    walk.outcome.isRead = true;
    xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

    constexpr qsizetype step = 64 * 1024;
    for (qsizetype at = 0; at < xml.size() && !parser->disableSAX; at += step)
        xmlParseChunk(parser.get(), xml.constData() + at, int(std::min(step, xml.size() - at)), 0);
    if (!parser->disableSAX)
        xmlParseChunk(parser.get(), nullptr, 0, 1);
    if (!parser->wellFormed && !walk.outcome.isStopped && !walk.outcome.hasDocumentType)
        walk.outcome.damagedAt = std::max(parser->lastError.line, 1);
    return walk.outcome;
}

QString valueOf(const XmlEvents::Attributes &attributes, QLatin1String name)
{
    for (const auto &[key, value] : attributes)
        if (key == name)
            return value;
    return {};
}

} // namespace network
