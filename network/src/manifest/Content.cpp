#include "Content.h"

#include "Cda.h"
#include "KeyObject.h"
#include "ReportBundle.h"

#include <algorithm>

namespace network {

void addStudy(DocumentContent &content, const model::StudyUid &study, model::StudyReference::Role role,
              const QString &reason)
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

DocumentContent contentOf(const QByteArray &bytes, const QUrl &fhirBase)
{
    constexpr qsizetype preamble = 128;
    DocumentContent content;
    QByteArrayView text = bytes;
    if (text.startsWith("\xEF\xBB\xBF"))
        text = text.sliced(3);
    while (!text.isEmpty() && QByteArrayView(" \t\r\n").contains(text.front()))
        text = text.sliced(1);
    if (bytes.size() >= preamble + 4 && QByteArrayView(bytes).sliced(preamble, 4) == QByteArrayView("DICM")) {
        content.contentType = QStringLiteral("application/dicom");
        readDicomDocument(bytes, content);
    } else if (text.startsWith("%PDF-")) {
        content.contentType = QStringLiteral("application/pdf");
        content.kind = model::Document::Kind::Report;
    } else if (text.startsWith('{')) {
        content.contentType = QStringLiteral("application/json");
        readFhirDocument(bytes, fhirBase, content);
    } else if (text.startsWith('<') || text.startsWith("\xFF\xFE") || text.startsWith("\xFE\xFF")) {
        content.contentType = QStringLiteral("text/xml");
        readCda(bytes, content);
    } else {
        complain(content, text.isEmpty() ? QStringLiteral("The document is empty.")
                                         : QStringLiteral("The document is neither DICOM nor PDF, FHIR JSON or XML."));
    }
    return content;
}

} // namespace network
