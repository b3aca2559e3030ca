#pragma once

#include <model/Document.h>

#include <QByteArray>
#include <QUrl>

namespace network {

//! What a document says of itself, whatever its reference says.
struct DocumentContent
{
    model::Document::Kind kind = model::Document::Kind::Other;
    QString contentType; //!< by its own signs; empty when it bears none
    QString title;
    QList<model::StudyReference> studies;
    QList<model::KeyImage> keyImages;
    QList<model::Study> trees; //!< of a manifest, each with the route Documents
    QList<model::Note> notes;  //!< also why something could not be read
};

//! What bytes are by their own signs.
enum class Sign { None, Dicom, Pdf, Json, Xml };
Sign signOf(QByteArrayView bytes);

//! Whether bytes are a page in HTML, whatever they are said to be.
bool isWebPage(QByteArrayView bytes);
//! Whether an XML document is FHIR in XML, whose root element says so; and what is said of it, for FHIR is read in JSON
//! alone.
bool isFhirXml(QByteArrayView xml);
QString fhirXmlSentence();

//! Reads a document of any kind (spec 6.5 to 6.7). Never fails: what cannot be read is of kind Other and a note says
//! why. Bounded in depth and in memory; nothing outside of the bytes is ever asked for.
DocumentContent contentOf(const QByteArray &bytes, const QUrl &fhirBase);

//! Names a study once a role; the first reason stands.
void addStudy(DocumentContent &content, const model::StudyUid &study, model::StudyReference::Role role,
              model::StudyReference::Reason reason);
//! A note that something of the document could not be read.
void complain(DocumentContent &content, const QString &why);

} // namespace network
