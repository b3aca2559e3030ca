#pragma once

#include "Bundle.h"
#include "FhirSearch.h"

#include <model/Document.h>

namespace network {

//! A DocumentReference before the forms of one document are joined.
struct DocumentEntry
{
    model::Document document;
    bool isKindSure = false;           //!< the format or the media type tells the kind; else only the type does
    bool isFiledElsewhere = false;     //!< its type and category are told, and neither is one of imaging
    QString subject;                   //!< reference to the patient, as received
    QStringList twins;                 //!< references of DocumentReferences that are another form of this one
    QStringList identifiers;           //!< business identifiers of the document
    QHash<QString, QStringList> codes; //!< what it is filed under, by the parameter that searches for it
    QStringList created;               //!< when its contents were made, FHIR dates as received
};

struct DocumentPage : BundlePage
{
    QList<DocumentEntry> documents;
};

//! Reads a search Bundle of DocumentReference resources in the forms of R4, R4B and R5 (spec 6.1). Bytes that stand
//! inline are left where they are.
Result<DocumentPage> documentsIn(const QByteArray &body);
//! Reads one DocumentReference. Malformed when it is something else.
Result<DocumentEntry> documentIn(const QByteArray &body);
//! Whether nothing but its media type would make a document one of imaging: it is filed elsewhere, and names no study,
//! accession number or modality.
bool isOfSomethingElse(const DocumentEntry &entry);
//! One document where several references are forms of the same manifest (spec 6.2): the FHIR form comes first.
QList<DocumentEntry> withoutTwins(QList<DocumentEntry> entries);
//! Reports and manifests that name no study get the studies of the documents with their accession number.
void linkByAccession(QList<model::Document> &documents);

//! How a search asks for the documents of a study, in the order of trying (spec 6.3).
enum class StudyForm { StudyInstanceUid, RelatedIdentifier, NotAsked };
//! How much a search asks for: servers refuse what they do not know.
enum class Scope {
    Whole, //!< every filter
    WithoutStatus,
    Essential //!< patient and study alone; the rest is filtered here
};

//! Spec 6.1 to 6.3.
FhirSearch searchFor(const model::DocumentQuery &query, PatientForm patientForm, StudyForm studyForm, Scope scope,
                     RegionForm regionForm = RegionForm::BodySite);
QString nameOf(RegionForm form);
//! Whether an entry bears the codes that were asked for, and was made in time, as far as it tells. Which system a code
//! is of does not matter: some are written in two ways.
bool bearsWhatWasAsked(const DocumentEntry &entry, const model::DocumentQuery &query);
//! The parameters of those codes and dates that a query has.
QStringList codesAskedIn(const model::DocumentQuery &query);
//! The documents that tell of such studies.
model::DocumentQuery documentsOf(const model::StudyQuery &query);
//! What such a search asks first at this server, with the size of a page.
FhirSearch firstSearchFor(const model::DocumentQuery &query, const Learned &learned, int pageSize);
//! Whether a document that came is one of those asked for, as far as it tells.
bool fits(const model::Document &document, const model::DocumentQuery &query);

//! A media type in lower case without its parameters.
QString mediaTypeIn(const QString &contentType);
//! The Content-Types under which CDA and other XML documents come.
bool isXml(const QString &mediaType);
bool isFhirJson(const QString &mediaType);
bool isFhirXmlType(const QString &mediaType);

} // namespace network
