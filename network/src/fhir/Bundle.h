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
    QStringList endpoints;
    QHash<QString, QStringList> seriesEndpoints; //!< by series UID
};

struct StudyPage : BundlePage
{
    QList<ImagingStudyEntry> studies;
    QHash<QString, QList<QUrl>> endpoints; //!< WADO-RS bases by fullUrl and by Endpoint/id; an unusable one has none
};

//! Reads a search Bundle of Patient resources. Anything but a Bundle is Malformed.
Result<PatientPage> patientsIn(const QByteArray &body);
//! Reads a search Bundle of ImagingStudy resources in the forms of R4, R4B and R5 (spec 3.3), with the Endpoint
//! resources in it.
Result<StudyPage> imagingStudiesIn(const QByteArray &body, const QUrl &fhirBase);
//! Reads one Endpoint resource into its WADO-RS base (spec 3.5): without trailing slash, cut before a segment
//! `studies`. Nothing when it is not active, is no dicom-wado-rs endpoint, or its address is a placeholder.
std::optional<QUrl> wadoBaseIn(const QByteArray &endpointBody, const QUrl &fhirBase);
//! The WADO-RS base in an address: what comes before a path segment `studies` (or `study`), without trailing slash.
std::optional<QUrl> wadoBaseFrom(const QString &address, const QUrl &fhirBase);

//! One study where several resources describe the same one, each perhaps a part of it (spec 3.3).
void mergeInto(QList<model::Study> &studies, const model::Study &study);
//! Series and instances by their numbers, those without number last, in the order received.
void sortByNumber(model::Study &study);

} // namespace network
