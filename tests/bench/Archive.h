#pragma once

#include "Measure.h"
#include "support/SyntheticStudy.h"

//! Orthanc with its DICOMweb plugin in a folder of its own.
class Archive
{
public:
    explicit Archive(const QString &folder);
    QString base() const { return QStringLiteral("http://127.0.0.1:%1/dicom-web").arg(m_port); }
    bool start();
    //! Uploads every slice.
    bool keep(const SyntheticStudy &study) const;

private:
    QString m_folder;
    quint16 m_port;
    Server m_orthanc;
};
