#include "StudyB.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace support {

namespace {

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QJsonObject reportReference()
{
    return {{u"resourceType"_s, u"DocumentReference"_s},
            {u"id"_s, u"report"_s},
            {u"status"_s, u"current"_s},
            {u"description"_s, u"Unstructured report"_s},
            {u"type"_s, QJsonObject{{u"coding"_s, QJsonArray{QJsonObject{{u"system"_s, u"http://loinc.org"_s},
                                                                         {u"code"_s, u"85430-7"_s}}}}}},
            {u"subject"_s, QJsonObject{{u"reference"_s, u"Patient/pat-mrn--1097192655"_s}}},
            {u"date"_s, u"2026-06-10T10:00:00Z"_s},
            {u"content"_s, QJsonArray{QJsonObject{
                               {u"attachment"_s, QJsonObject{{u"contentType"_s, u"application/pdf"_s},
                                                             {u"url"_s, u"Binary/BinaryUnstructuredReport"_s}}}}}}};
}

//! A reference of the older key object; it is read by its id and found under no patient.
QJsonObject legacyReferenceResource()
{
    return {
        {u"resourceType"_s, u"DocumentReference"_s},
        {u"id"_s, StudyB::legacyReference()},
        {u"status"_s, u"current"_s},
        {u"content"_s, QJsonArray{QJsonObject{{u"attachment"_s, QJsonObject{{u"contentType"_s, u"application/dicom"_s},
                                                                            {u"url"_s, u"Binary/legacy-kos"_s}}}}}}};
}

QJsonObject legacyBinary()
{
    QFile file(StudyB::sharedFile(u"dicom/hl7eu-manifest/GK17285-KOS.dcm"_s));
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return {{u"resourceType"_s, u"Binary"_s},
            {u"id"_s, u"legacy-kos"_s},
            {u"contentType"_s, u"application/dicom"_s},
            {u"data"_s, QString::fromLatin1(bytes.toBase64())}};
}

//! Copies the pictures of study B, and one of them again under the UIDs that the older key object lists: its own
//! pictures have not been published.
bool fillArchive(const QString &folder)
{
    const QDir studyB(StudyB::sharedFile(u"dicom/ihe-mado/Study_B"_s));
    for (const QString &name : studyB.entryList(QDir::Files))
        if (!QFile::copy(studyB.filePath(name), QDir(folder).filePath(name)))
            return false;
    DcmFileFormat file;
    if (file.loadFile(QFile::encodeName(studyB.filePath(u"I0.dcm"_s)).constData()).bad())
        return false;
    DcmDataset &data = *file.getDataset();
    data.putAndInsertString(DCM_StudyInstanceUID, StudyB::legacyUid().toLatin1().constData());
    data.putAndInsertString(DCM_SeriesInstanceUID, "1.2.840.113674.1115.261.178.300.20240111.163748.100.1");
    data.putAndInsertString(DCM_SOPInstanceUID, "1.2.840.113674.950809133358028.100.20240111.163748.100.1");
    return file.saveFile(QFile::encodeName(QDir(folder).filePath(u"legacy.dcm"_s)).constData(), EXS_Unknown).good();
}

} // namespace

bool StudyB::isThere()
{
    return QDir(sharedFile(u"documents/mado"_s)).exists();
}

QString StudyB::uid()
{
    return u"1.2.250.1.59.40211.22756022.2.1.102"_s;
}

QString StudyB::sharedFile(const QString &name)
{
    return QDir(QStringLiteral(BORDERLIGHT_SHARED)).filePath(name);
}

QStringList StudyB::locations()
{
    return {u"ACME"_s, u"1.3.6.1.4.1.19376.1.1.202.1"_s, u"1.3.6.1.4.1.19376.1.1.202.2"_s};
}

QString StudyB::legacyReference()
{
    return u"legacy"_s;
}

QString StudyB::legacyUid()
{
    return u"1.2.840.113674.1115.261.200.20240111.163748.100"_s;
}

QString StudyB::legacyLocation()
{
    return u"1.2.40.0.10.1.6.1.1.1.382.2.103.5.4"_s;
}

StudyB::StudyB(Manifests manifests)
{
    if (!fillArchive(m_files.path()))
        qFatal("the samples cannot be copied");
    QJsonArray entries;
    const auto add = [&entries](const QJsonObject &resource) { entries += QJsonObject{{u"resource"_s, resource}}; };
    const QDir mado(sharedFile(u"documents/mado"_s));
    for (const QString &name : mado.entryList({u"*.json"_s}, QDir::Files)) {
        if ((manifests == Manifests::Fhir && name.startsWith(u"mado-kos"_s)) ||
            (manifests == Manifests::KeyObject && name.startsWith(u"mado-fhir"_s)))
            continue;
        const QJsonObject resource = objectIn(mado.filePath(name));
        if (resource.value("resourceType"_L1) == u"Patient"_s) {
            const QJsonObject identifier = resource.value("identifier"_L1).toArray().first().toObject();
            m_patient = {identifier.value("system"_L1).toString(), identifier.value("value"_L1).toString()};
        }
        add(resource);
    }
    add(objectIn(sharedFile(u"documents/hl7-eu/Binary-BinaryUnstructuredReport.json"_s)));
    add(reportReference());
    add(legacyBinary());
    add(legacyReferenceResource());
    for (const QString &name : {u"r4.json"_s, u"r5.json"_s}) {
        QFile file(m_bundles.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(QJsonObject{{u"resourceType"_s, u"Bundle"_s}, {u"entry"_s, entries}}).toJson());
    }
    m_peers = std::make_unique<Peers>(m_files.path(), m_bundles.path());
}

} // namespace support
