#include "Cda.h"

#include <QStringList>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <memory>
#include <mutex>

namespace network {

namespace {

using Role = model::StudyReference::Role;

constexpr QLatin1String comparisonSection("18834-2"); // LOINC: comparison study

//! Follows the elements of a CDA document as they come and keeps what names studies.
struct Reader
{
    //! An open element with what counts of it.
    struct Open
    {
        QString name;
        QString idRoot; //!< of the first id below it
        QString code;
    };

    DocumentContent &content;
    xmlParserCtxtPtr parser = nullptr;
    QList<Open> open = {};
    bool hasDocumentType = false;
    bool isCda = false;
    bool inTitle = false;

    bool isInComparison() const
    {
        return std::any_of(open.begin(), open.end(), [](const Open &element) {
            return element.name == u"section" && element.code == comparisonSection;
        });
    }
    //! An act of the DICOM object catalog names a study once its id and its code are known.
    void judge(const Open &element)
    {
        const auto study = model::StudyUid::parse(element.idRoot);
        if (!study)
            return;
        if (element.name == u"act" && element.code == u"113014")
            addStudy(content, *study, isInComparison() ? Role::Comparison : Role::Reported,
                     QStringLiteral("The report's catalog of DICOM objects lists it."));
        else if (element.name == u"serviceEvent")
            addStudy(content, *study, Role::Reported, QStringLiteral("The report documents this examination."));
    }
};

QString textOf(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

//! The value of an attribute: libxml2 hands them out as name, prefix, namespace, begin and end.
QString valueOf(const xmlChar **attributes, int count, QLatin1String name)
{
    for (int i = 0; i < count; ++i) {
        const xmlChar **attribute = attributes + qsizetype(i) * 5;
        if (textOf(attribute[0]) == name)
            return QString::fromUtf8(reinterpret_cast<const char *>(attribute[3]), attribute[4] - attribute[3]);
    }
    return {};
}

void elementBegan(void *user, const xmlChar *name, const xmlChar *, const xmlChar *, int, const xmlChar **,
                  int attributeCount, int, const xmlChar **attributes)
{
    Reader &reader = *static_cast<Reader *>(user);
    const QString element = textOf(name);
    if (reader.open.isEmpty())
        reader.isCda = element == u"ClinicalDocument";
    if (!reader.isCda)
        return xmlStopParser(reader.parser);
    if (!reader.open.isEmpty()) {
        Reader::Open &parent = reader.open.last();
        if (element == u"id" && parent.idRoot.isEmpty())
            parent.idRoot = valueOf(attributes, attributeCount, QLatin1String("root"));
        else if (element == u"code" && parent.code.isEmpty())
            parent.code = valueOf(attributes, attributeCount, QLatin1String("code"));
        reader.inTitle = element == u"title" && reader.open.size() == 1;
    }
    reader.open.append({element, {}, {}});
}

void elementEnded(void *user, const xmlChar *, const xmlChar *, const xmlChar *)
{
    Reader &reader = *static_cast<Reader *>(user);
    reader.inTitle = false;
    if (!reader.open.isEmpty())
        reader.judge(reader.open.takeLast());
}

void textCame(void *user, const xmlChar *text, int length)
{
    constexpr qsizetype longestTitle = 500;
    Reader &reader = *static_cast<Reader *>(user);
    if (reader.inTitle && reader.content.title.size() < longestTitle)
        reader.content.title += QString::fromUtf8(reinterpret_cast<const char *>(text), length);
}

void documentTypeCame(void *user, const xmlChar *, const xmlChar *, const xmlChar *)
{
    Reader &reader = *static_cast<Reader *>(user);
    reader.hasDocumentType = true;
    xmlStopParser(reader.parser); // before anything that it declares is read
}

void ignore(void *, const char *, ...) {}

} // namespace

void readCda(const QByteArray &xml, DocumentContent &content)
{
    static std::once_flag prepared;
    std::call_once(prepared, xmlInitParser);

    Reader reader{content};
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = elementBegan;
    handler.endElementNs = elementEnded;
    handler.characters = textCame;
    handler.internalSubset = documentTypeCame;
    handler.warning = ignore;
    handler.error = ignore;
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
        xmlCreatePushParserCtxt(&handler, &reader, nullptr, 0, nullptr), &xmlFreeParserCtxt);
    if (!parser)
        return complain(content, QStringLiteral("The XML document could not be read."));
    reader.parser = parser.get();
    xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

    constexpr qsizetype step = 64 * 1024;
    for (qsizetype at = 0; at < xml.size() && !parser->disableSAX; at += step)
        xmlParseChunk(parser.get(), xml.constData() + at, int(std::min(step, xml.size() - at)), 0);
    if (!parser->disableSAX)
        xmlParseChunk(parser.get(), nullptr, 0, 1);
    content.title = content.title.simplified();
    if (reader.hasDocumentType) {
        content.studies.clear();
        return complain(content, QStringLiteral("The XML document declares a document type, which no CDA report needs; "
                                                "it is not read."));
    }
    if (!reader.isCda)
        return complain(content, QStringLiteral("The XML document is no CDA document."));
    content.kind = model::Document::Kind::Report;
    if (!parser->wellFormed)
        complain(content, QStringLiteral("The CDA document is damaged after line %1.").arg(parser->lastError.line));
}

} // namespace network
