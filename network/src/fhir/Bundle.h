#pragma once

#include <model/Patient.h>
#include <model/Study.h>
#include <network/Result.h>

#include <QHash>
#include <QUrl>

namespace network {

//! What every page of a FHIR search tells beside its matches.
struct BundlePage
{
    QString self;
    QString next;
    qsizetype entries = 0;    //!< how many the page holds, of whatever type
    bool incomplete = false;  //!< the server itself says that this is a part of the list
    QList<model::Note> notes; //!< OperationOutcome entries, rows that could not be read
};

struct PatientPage : BundlePage
{
    QList<model::Patient> patients; //!< matches, and the records that replace a match
};

//! An ImagingStudy before its endpoints are resolved.
struct ImagingStudyEntry
{
    model::Study study;
    QString subject; //!< reference to the patient, as received
    QString started; //!< as received; the study has date and time of it without zone
    // Codes and numbers that a search can ask for; empty where the resource does not tell them, or not all.
    QStringList bodySites;
    QStringList reasons;
    QStringList numbers; //!< identifiers beside the Study Instance UID, accession numbers among them
    QStringList endpoints;
    QList<QStringList> seriesEndpoints; //!< of each series of the study, in their order
};

//! What an Endpoint leads to; an unusable one to nothing.
struct EndpointEntry
{
    QList<QUrl> wadoBases;
    QStringList locations; //!< Retrieve Location UIDs
    QList<QUrl> viewers;   //!< complete addresses for a browser
    QStringList placeholders;
};
using EndpointTable = QHash<QString, EndpointEntry>; //!< by fullUrl and by Endpoint/id

struct StudyPage : BundlePage
{
    QList<ImagingStudyEntry> studies;
    QList<model::StudyUid> withdrawn; //!< left out: cancelled or entered in error
    EndpointTable endpoints;
};

//! Reads a search Bundle of Patient resources. Anything but a Bundle is Malformed.
Result<PatientPage> patientsIn(const QByteArray &body);
//! Reads one Patient resource; anything else is Malformed.
Result<model::Patient> patientFrom(const QByteArray &body);
//! Reads a search Bundle of ImagingStudy resources in the forms of R4, R4B and R5 (spec 3.3), with the Endpoint
//! resources in it.
Result<StudyPage> imagingStudiesIn(const QByteArray &body, const QUrl &fhirBase);
//! Reads one Endpoint resource (spec 3.5). Nothing when it is something else. Its base comes without trailing slash,
//! cut before a segment `studies`, and is missing when it is not active, is no dicom-wado-rs endpoint, or its address
//! is a placeholder.
std::optional<EndpointEntry> endpointIn(const QByteArray &body, const QUrl &fhirBase);
//! The endpoint that a reference names: by its fullUrl first, then by Type/id, whatever base is written before it.
const EndpointEntry *endpointNamed(const EndpointTable &table, const QString &reference);
//! Gives a study and its series what their endpoints lead to.
void resolveEndpoints(ImagingStudyEntry &entry, const EndpointTable &table);
//! The WADO-RS base in an address: what comes before a path segment `studies` (or `study`), without trailing slash.
std::optional<QUrl> wadoBaseFrom(const QString &address, const QUrl &fhirBase);

//! One study where several resources describe the same one, each perhaps a part of it (spec 3.3): its counts cover all
//! that is listed.
void mergeInto(QList<model::Study> &studies, const model::Study &study);
//! Where the studies of a list are.
using StudyPlaces = QHash<model::StudyUid, qsizetype>;
//! The same for one of many: the time that it takes does not grow with the list.
void mergeInto(QList<model::Study> &studies, StudyPlaces &places, const model::Study &study);
//! What is said of a date that is none, or not a whole one.
QString dateNotRead(const model::StudyUid &study, const QString &told);
//! Series and instances by their numbers, those without number last, in the order received.
void sortByNumber(model::Study &study);

} // namespace network
