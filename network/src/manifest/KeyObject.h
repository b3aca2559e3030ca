#pragma once

#include "Content.h"

namespace network {

//! Reads a DICOM file that is a document: a Key Object Selection as manifest (IHE MADO in its generations of codes and
//! XDS-I.b, spec 6.7), an encapsulated PDF or CDA and a structured report as report.
void readDicomDocument(const QByteArray &file, DocumentContent &content);

//! The document that a DICOM file encloses.
struct EncapsulatedDocument
{
    QByteArray bytes; //!< empty when there is none, or the file cannot be read
    QString mediaType;
    QString title;
    model::StudyPatient patient; //!< whom the file names
};
EncapsulatedDocument encapsulatedIn(const QByteArray &file);

} // namespace network
