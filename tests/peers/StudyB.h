#pragma once

#include "support/Peers.h"

#include <model/Patient.h>

#include <QTemporaryDir>

#include <memory>

namespace support {

//! IHE's sample study B of the MADO trials, with its manifests and a report of HL7 Europe, kept by servers written by
//! others; beside it HL7 Europe's key object of the time before MADO. The samples lie beside the project; without them
//! there is nothing to test.
class StudyB
{
public:
    //! Which references of the manifest the server keeps.
    enum class Manifests { Both, Fhir, KeyObject };

    static bool isThere();
    static QString uid();
    static QString sharedFile(const QString &name);

    explicit StudyB(Manifests manifests = Manifests::Both);

    Peers &peers() const { return *m_peers; }
    const model::PatientIdentifier &patient() const { return m_patient; }
    //! The places that the manifests name by UID alone.
    static QStringList locations();
    //! The older key object: the id of its reference, the study, and the one place that it names.
    static QString legacyReference();
    static QString legacyUid();
    static QString legacyLocation();

private:
    QTemporaryDir m_files;
    QTemporaryDir m_bundles;
    std::unique_ptr<Peers> m_peers;
    model::PatientIdentifier m_patient;
};

} // namespace support
