#pragma once

#include "http/HttpClient.h"

#include <model/Patient.h>
#include <model/Study.h>

namespace network {

struct Learned;

//! A FHIR search before it is put on the wire: parameter values as FHIR wants them, not yet percent-encoded.
struct FhirSearch
{
    QString type;
    QList<QPair<QString, QString>> parameters;
};

//! How "studies of this patient" is said; the order is the order in which the forms are tried (spec 3.2).
enum class PatientForm { ChainedIdentifier, ResourceId, IdentifierOfReference, ChainedSubject };
//! How a Study Instance UID is spelled, in the order of trying (spec 3.4).
enum class UidForm { SystemAndUrn, SystemAndBare, UrnAlone };

//! What the search parameter for the body site is called: R5 renamed it (spec 3.1).
enum class BodySiteForm { R4, R5 };

//! The same for documents: the definition of `bodysite` bears another code than its name (spec 6.3).
enum class RegionForm { BodySite, AnatomicalRegion };

//! A value with `\ $ , |` escaped as FHIR asks (spec 2.4).
QString fhirEscaped(const QString &value);
//! `system|value`, each side escaped; without a system the value alone.
QString fhirToken(const QString &system, const QString &value);
//! A token that the user gives as "system|code" or as a bare code.
QString givenToken(const QString &text);
//! A date with the prefix of its comparison.
QString isoDate(const char *prefix, const QDate &date);
//! The forms that can be asked with what is known of the patient, in the order of trying: what has found rows already
//! comes first. Rows of one patient may be filed otherwise than those of another, so the others stay. Never empty. The
//! form ResourceId may need the id to be looked up.
QList<PatientForm> patientForms(const std::optional<model::PatientIdentifier> &patient, const QString &resourceId,
                                std::optional<PatientForm> learned);
//! Likewise the spellings of a Study Instance UID.
QList<UidForm> uidForms(std::optional<UidForm> learned);
QString studyToken(const model::StudyUid &study, UidForm form);
//! "Of this patient" in one of its forms; nothing where what the form needs is not known.
QList<QPair<QString, QString>> patientParameter(const std::optional<model::PatientIdentifier> &patient,
                                                const QString &resourceId, PatientForm form);

//! Spec 2.1.
FhirSearch searchFor(const model::PatientQuery &query);
//! The body of Patient/$match (ITI-119): only certain matches are asked for.
QByteArray matchBodyFor(const model::PatientQuery &query);
//! POST [base]/Patient/$match.
HttpRequest matchRequestFor(const QUrl &base, const model::PatientQuery &query);

//! Spec 3.1. The form ResourceId needs query.patientResourceId.
FhirSearch searchFor(const model::StudyQuery &query, PatientForm patientForm, UidForm uidForm,
                     BodySiteForm bodySiteForm = BodySiteForm::R4);

//! What is sent first for studies: the forms that come first at this server, with endpoints and a page size.
FhirSearch firstSearchFor(const model::StudyQuery &query, const Learned &learned, int pageSize);

//! Parameters as they stand in a URL or a form body. '|', '+' and blanks are always percent-encoded.
QByteArray encoded(const QList<QPair<QString, QString>> &parameters);
//! GET [base]/[type]?…, or POST [base]/[type]/_search with the parameters in the body.
HttpRequest requestFor(const QUrl &base, const FhirSearch &search, bool post);
//! [base]/[path], whether the base ends in a slash or not.
QUrl below(const QUrl &base, const QString &path);

//! The filters of a search that the `self` link of its answer does not show as processed (spec 2.5). Empty when the
//! link is missing; of the bare address of the search all are, unless it was posted: then the address has never had
//! any.
QStringList ignoredFilters(const FhirSearch &search, const QString &selfLink, bool wasPosted = false);

} // namespace network
