#pragma once

#include <model/Study.h>

namespace model {

//! One representation of a document, as a DocumentReference offers it.
struct DocumentFormat
{
    QString contentType;        //!< media type in lower case without parameters; empty when not told
    QString format;             //!< code of its format or profile; empty when not told
    QString url;                //!< as told: absolute, or relative to the FHIR base; empty where the bytes are inline
    bool isInline = false;      //!< the bytes stand in the DocumentReference itself
    QByteArray hash;            //!< SHA-1 as told, raw; empty when not told
    std::optional<qint64> size; //!< bytes
    QString language;           //!< BCP 47
    QString reference;          //!< logical id of the DocumentReference that offers it
    int position = 0;           //!< among the contents of that: two may be of one media type

    friend bool operator==(const DocumentFormat &, const DocumentFormat &) = default;
};

//! A study that a document is about, and how we know.
struct StudyReference
{
    enum class Role {
        Listed,     //!< a manifest lists its contents
        Reported,   //!< a report is about it
        Comparison, //!< a report compares with it
        KeyImage,   //!< a report shows pictures of it
        Mentioned   //!< the text of a report prints its number
    };
    //! Where it is named.
    enum class Reason {
        DicomDocument,     //!< a DICOM document is an instance of it
        Contents,          //!< a manifest lists its contents
        DocumentReference, //!< the DocumentReference names it
        OtherDocument,     //!< another document with the same accession number names it
        Accession,         //!< it has the accession number of the report
        Subject,           //!< the report says that it is about it
        Section,           //!< a section of the report is about it
        Comparison,        //!< the report compares with it
        Enclosed,          //!< the report encloses a description of it
        KeyImage,          //!< a key image is of it
        ObjectCatalog,     //!< a CDA's catalog of DICOM objects lists it
        ServiceEvent,      //!< a CDA documents this examination
        PrintedUid,        //!< the text of its pages prints the Study UID
        PrintedAccession   //!< the text of its pages prints the accession number
    };
    StudyUid study;
    Role role = Role::Reported;
    Reason reason = Reason::Subject;

    friend bool operator==(const StudyReference &, const StudyReference &) = default;
};

//! What a document does to an earlier one.
struct DocumentRelation
{
    QString code;   //!< "appends" or "replaces"
    QString target; //!< logical id of the other DocumentReference

    friend bool operator==(const DocumentRelation &, const DocumentRelation &) = default;
};

//! A report, an imaging manifest, or another document about a patient. The two forms of one manifest are one document.
struct Document
{
    enum class Kind { Report, Manifest, Other };
    QString id; //!< logical id of the DocumentReference; of the preferred form where there are two
    Kind kind = Kind::Other;
    QString title;
    QString date; //!< when the reference was made, a FHIR instant as received
    QString typeSystem;
    QString typeCode;
    QString status;                //!< of the reference: "current"
    QString docStatus;             //!< of the document: "final", "preliminary" …
    QString author;                //!< display as received
    QString examined;              //!< when the examination began, a FHIR date as received
    QList<DocumentFormat> formats; //!< preferred first
    QList<StudyReference> studies;
    QStringList accessions; //!< of all orders that it answers
    QStringList modalities;
    QString bodySite;
    StudyPatient patient; //!< whom the reference names
    QList<DocumentRelation> relations;

    friend bool operator==(const Document &, const Document &) = default;
};

//! "report", "manifest", "other": the words of the command line.
QString nameOf(Document::Kind kind);
//! "listed", "reported", "comparison", "keyImage", "mentioned".
QString nameOf(StudyReference::Role role);
//! A sentence in English, as the command line says it.
QString sentenceOf(StudyReference::Reason reason);

//! A picture that a report points to.
struct KeyImage
{
    SopUid instance;
    std::optional<StudyUid> study; //!< where told; likewise below
    std::optional<SeriesUid> series;

    friend bool operator==(const KeyImage &, const KeyImage &) = default;
};

//! A document that was fetched, byte for byte what the server keeps: out of its multipart, its Binary or its Base64.
struct FetchedDocument
{
    enum class Hash {
        NotTold,
        Matches,
        Differs //!< the bytes are not those that the DocumentReference describes
    };
    QString file;        //!< that it was written to; empty where it is in memory alone
    QByteArray content;  //!< there
    QString contentType; //!< what the bytes are, by their own signs; as told where they bear none
    qint64 bytes = 0;
    QString sha256; //!< hex
    Hash hash = Hash::NotTold;
    Document::Kind kind = Document::Kind::Other; //!< by content
    QString title;
    QList<StudyReference> studies; //!< of the reference and of the content
    QList<KeyImage> keyImages;
    QList<Study> trees; //!< of a manifest
    QList<Note> notes;
    Document reference = {}; //!< the DocumentReference that was asked for
};

//! What to look for. Empty members are not sent.
struct DocumentQuery
{
    std::optional<PatientIdentifier> patient;
    QString patientResourceId;          //!< logical id from the patient search, for servers that do not chain
    std::optional<Document::Kind> kind; //!< judged by content, so other types are asked for as well
    QDate from;                         //!< when the reference was made
    QDate to;
    QDate createdFrom; //!< when the content was made
    QDate createdTo;
    QDate examinedFrom; //!< when the examination was
    QDate examinedTo;
    std::optional<StudyUid> study;
    QString accession;
    QString modality; //!< DICOM modality code
    QString bodySite; //!< token "system|code" or bare code; likewise below
    QString type;     //!< instead of the types of reports and manifests
    QString category;
    QString contentType; //!< media type
    QString format;
    QString event;
    QString facility;
    QString setting;
    QString rest = {};         //!< DocumentList::rest of an earlier answer: what follows that; empty: all
    bool opensNothing = false; //!< not even to see of what kind a document is that does not tell
};

struct DocumentList
{
    QList<Document> documents;
    bool truncated = false;
    QList<Note> notes;
    QString rest = {}; //!< where a list that is cut off goes on, for DocumentQuery::rest; empty: nowhere that is known
};

} // namespace model
