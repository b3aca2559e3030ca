#include "Content.h"

#include "Cda.h"
#include "KeyObject.h"
#include "ReportBundle.h"

#include <algorithm>

namespace network {

void addStudy(DocumentContent &content, const model::StudyUid &study, model::StudyReference::Role role,
              model::StudyReference::Reason reason)
{
    const bool isKnown = std::any_of(content.studies.begin(), content.studies.end(),
                                     [&](const auto &known) { return known.study == study && known.role == role; });
    if (!isKnown)
        content.studies.append({study, role, reason});
}

void complain(DocumentContent &content, const QString &why)
{
    content.notes.append({model::Note::Kind::UnreadableRow, why});
}

Sign signOf(QByteArrayView bytes)
{
    constexpr qsizetype preamble = 128;
    if (bytes.size() >= preamble + 4 && bytes.sliced(preamble, 4) == QByteArrayView("DICM"))
        return Sign::Dicom;
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF"))
        return Sign::Xml;
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes = bytes.sliced(3);
    while (!bytes.isEmpty() && QByteArrayView(" \t\r\n").contains(bytes.front()))
        bytes = bytes.sliced(1);
    return bytes.startsWith("%PDF-") ? Sign::Pdf
           : bytes.startsWith('{')   ? Sign::Json
           : bytes.startsWith('<')   ? Sign::Xml
                                     : Sign::None;
}

bool isWebPage(QByteArrayView bytes)
{
    constexpr qsizetype head = 1024;
    const QByteArray begin = bytes.first(std::min(head, bytes.size())).toByteArray().trimmed().toLower();
    return begin.startsWith("<!doctype html") || begin.startsWith("<html") ||
           (begin.startsWith("<?xml") && (begin.contains("<!doctype html") || begin.contains("<html")));
}

bool isFhirXml(QByteArrayView xml)
{
    constexpr qsizetype head = 1024;
    xml = xml.first(std::min(head, xml.size()));
    return xml.contains("\"http://hl7.org/fhir\"") || xml.contains("'http://hl7.org/fhir'");
}

QString fhirXmlSentence()
{
    return QStringLiteral("The document is FHIR in XML; FHIR is read in JSON alone.");
}

DocumentContent contentOf(const QByteArray &bytes, const QUrl &fhirBase)
{
    DocumentContent content;
    switch (signOf(bytes)) {
    case Sign::Dicom:
        content.contentType = QStringLiteral("application/dicom");
        readDicomDocument(bytes, content);
        break;
    case Sign::Pdf:
        content.contentType = QStringLiteral("application/pdf");
        content.kind = model::Document::Kind::Report;
        break;
    case Sign::Json:
        content.contentType = QStringLiteral("application/json");
        readFhirDocument(bytes, fhirBase, content);
        break;
    case Sign::Xml:
        content.contentType = QStringLiteral("text/xml");
        if (isFhirXml(bytes)) {
            content.contentType = QStringLiteral("application/fhir+xml");
            complain(content, fhirXmlSentence());
        } else {
            readCda(bytes, content);
        }
        break;
    case Sign::None:
        complain(content, bytes.trimmed().isEmpty()
                              ? QStringLiteral("The document is empty.")
                              : QStringLiteral("The document is neither DICOM nor PDF, FHIR JSON or XML."));
        break;
    }
    return content;
}

} // namespace network
