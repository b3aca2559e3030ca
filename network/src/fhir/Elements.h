#pragma once

#include "Bundle.h"
#include "Json.h"

#include <functional>

// Elements that several FHIR resources have in common, in the forms of R4, R4B and R5.

namespace network {

struct Code
{
    QString code;
    QString display;

    QString words() const { return display.isEmpty() ? code : display; }
};

//! A coded value in any of its forms: code, Coding, CodeableConcept, CodeableReference. The DCM coding wins, then the
//! first.
Code codeIn(const json::Found &found);
//! The codes of all codings in codings, concepts and references to concepts.
QStringList allCodesIn(const json::Found &found);
QList<Code> codesIn(const json::Found &found);
//! Whether the type of an identifier has a coding with one of these codes.
bool hasTypeCode(const json::Value &identifier, std::initializer_list<std::string_view> codes);
//! The texts of references, without those that are an identifier alone.
QStringList referencesIn(const json::Found &found);
//! The Study Instance UID among the identifiers of an ImagingStudy (spec 3.4).
std::optional<model::StudyUid> studyUidIn(const json::Value &resource);
//! Whom the subject of a resource names, by itself alone. A reference below the FHIR base is written as relative.
model::StudyPatient subjectIn(const json::Value &resource, const QUrl &fhirBase = {});
//! Whom a Patient resource describes.
model::StudyPatient studyPatientIn(const json::Value &resource);
//! The Patient resources of a document, by the names that references use.
class PatientTable
{
public:
    void add(const json::Value &resource, const QString &fullUrl);
    //! By its fullUrl first, then by Type/id, whatever base is written before it; nothing where two have that name.
    const model::StudyPatient *named(const QString &reference) const;
    //! The one that is there, where there is no other.
    const model::StudyPatient *only() const { return m_patients.size() == 1 ? &m_patients.constFirst() : nullptr; }

private:
    QList<model::StudyPatient> m_patients;
    QHash<QString, qsizetype> m_places; //!< negative: of several
};
//! Gives a study what the Patient resource of its subject tells: name, birth date and sex, and a number where the
//! subject has none. What the two contradict each other in is kept beside.
void completeSubject(model::Study &study, const model::StudyPatient &resource);
//! The accession numbers among the identifiers of a resource and of what it is based on.
QStringList accessionsIn(const json::Value &resource);

//! The issues of an OperationOutcome as notes.
void readOutcome(const json::Value &outcome, BundlePage &page);
//! Walks the entries of a Bundle; outcomes and links are read here, resources are handed on. Anything but a Bundle is
//! Malformed.
Result<void> readBundle(const QByteArray &body, BundlePage &page,
                        const std::function<void(const json::Value &resource, const QString &type,
                                                 const json::Value &entry)> &readResource);

} // namespace network
