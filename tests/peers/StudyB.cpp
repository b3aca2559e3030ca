#include "StudyB.h"

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

StudyB::StudyB(Manifests manifests)
{
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
    for (const QString &name : {u"r4.json"_s, u"r5.json"_s}) {
        QFile file(m_bundles.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(QJsonObject{{u"resourceType"_s, u"Bundle"_s}, {u"entry"_s, entries}}).toJson());
    }
    m_peers = std::make_unique<Peers>(sharedFile(u"dicom/ihe-mado/Study_B"_s), m_bundles.path());
}

} // namespace support
