#pragma once

#include <model/Note.h>
#include <model/Patient.h>
#include <model/Uid.h>

#include <QDate>
#include <QTime>
#include <QUrl>

#include <optional>

namespace model {

//! A way by which studies are found.
enum class Route { Fhir, Dicomweb, Documents };
//! "fhir", "dicomweb", "documents": the words of profiles and of the command line.
QString nameOf(Route route);
std::optional<Route> routeNamed(QStringView name);

//! Where the rows of a level of a tree were read.
enum class Source { ImagingStudy, Qido, Metadata, Document };
//! "fhir", "qido", "metadata", "document": the words of the command line.
QString nameOf(Source source);

struct Instance
{
    SopUid uid;
    QString sopClass; //!< bare UID, empty when not told
    std::optional<int> number;
    std::optional<int> frames;             //!< empty when not told
    std::optional<qint64> pixelBytes = {}; //!< of the uncompressed picture, where the route tells its size

    friend bool operator==(const Instance &, const Instance &) = default;
};

struct Series
{
    SeriesUid uid;
    std::optional<int> number;
    QString modality;
    QString description;
    QString bodySite;
    std::optional<int> instanceCount;         //!< as told by the server; may differ from instances.size()
    QList<Instance> instances;                //!< empty when the level was not listed
    QList<QUrl> wadoBases;                    //!< WADO-RS addresses from Endpoint resources or Retrieve URLs, as told
    QStringList locations = {};               //!< Retrieve Location UIDs (0040,E011) without prefix, as told
    std::optional<Source> instancesFrom = {}; //!< who listed the instances; empty when nobody did
    QStringList placeholders = {};            //!< what stands where an address should, and is none

    friend bool operator==(const Series &, const Series &) = default;
};

//! Whom a study row names, as received. Compared with the confirmed patient, never merged into it.
struct StudyPatient
{
    QString id;
    QString issuer;         //!< assigning authority of `id` when told
    QString name;           //!< DICOM PN alphabetic group or FHIR display, as received
    QString birthDate;      //!< yyyy-MM-dd when told
    QString sex;            //!< M, F, O or empty
    QString reference = {}; //!< of the FHIR record, "Patient/x"; of another address where it is absolute

    friend bool operator==(const StudyPatient &, const StudyPatient &) = default;
};

struct Study
{
    StudyUid uid;
    QDate date; //!< invalid when not told or malformed
    QTime time;
    QString description;
    QStringList modalities;
    QStringList accessions; //!< of all its orders
    QString institution;
    QString bodySite;
    std::optional<int> seriesCount;
    std::optional<int> instanceCount;
    StudyPatient patient;
    QList<Route> routes;   //!< the routes that know this study
    QList<Series> series;  //!< empty when the level was not listed
    QList<QUrl> wadoBases; //!< as those of a series, told for the whole study
    QStringList locations = {};
    QList<QUrl> viewers = {}; //!< complete addresses that show the study in a browser, as told; never opened unasked
    std::optional<Source> seriesFrom = {}; //!< who listed the series; empty when nobody did
    QString referrer = {};                 //!< name of the referring physician, as received
    QString studyId = {};                  //!< Study ID (0020,0010)
    //! Whom further rows of this study name, where they do not say the same of the same person; see addPatient().
    QList<StudyPatient> otherPatients = {};
    QStringList placeholders = {}; //!< as those of a series, told for the whole study
    QList<Note> notes = {};        //!< of a tree: what is to be said of its listing

    friend bool operator==(const Study &, const Study &) = default;
};

//! The UID and the patient of a study, and nothing else of it.
Study patientOf(const Study &study);

//! The rows of one level below a study.
template <class Row>
struct Listing
{
    QList<Row> rows;
    QList<Note> notes;
};

//! What to look for. Empty members are not sent.
struct StudyQuery
{
    std::optional<PatientIdentifier> patient;
    QString patientResourceId; //!< logical id from the patient search, for servers that do not chain
    QDate from;
    QDate to;
    QString modality; //!< DICOM modality code
    QString accession;
    std::optional<StudyUid> study;
    QString bodySite;   //!< token "system|code" or bare code
    QString reason;     //!< token "system|code" or bare code
    QString sopClass;   //!< SOP class of one of its instances, bare UID
    QString identifier; //!< any business identifier of the study, "system|value" or bare value
    std::optional<SeriesUid> series;
    QTime fromTime;    //!< of day on the first date; needs `from`
    QTime toTime;      //!< of day on the last date; needs `to`
    QString referrer;  //!< beginning of the referring physician's name
    QString studyId;   //!< Study ID (0020,0010)
    QString rest = {}; //!< StudyList::rest of an earlier answer by the same route: what follows that; empty: all
};

//! Whether the query filters by more than the patient and the Study Instance UID. A route that answers such a query
//! without a study may have filtered it, and does not say that it does not know it.
bool narrows(const StudyQuery &query);

struct StudyList
{
    QList<Study> studies;
    bool truncated = false;
    QList<Note> notes;
    QString rest = {}; //!< where a list that is cut off goes on, for StudyQuery::rest; empty: nowhere that is known
    //! What rows that came under another number than the one asked for say of their patient; nothing else of them is
    //! kept. They are not listed, and matter where another route lists the same study.
    QList<Study> ofOthers = {};
    //! Studies that the route marks as cancelled or entered in error and does not list.
    QList<StudyUid> withdrawn = {};
};

} // namespace model
