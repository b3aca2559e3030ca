#include "FhirSearch.h"

#include "Workplace.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace network {

namespace {

template <class Form>
QList<Form> withFirst(QList<Form> forms, std::optional<Form> learned)
{
    if (learned && forms.removeOne(*learned))
        forms.prepend(*learned);
    return forms;
}

} // namespace

QList<PatientForm> patientForms(const std::optional<model::PatientIdentifier> &patient, const QString &resourceId,
                                std::optional<PatientForm> learned)
{
    if (!patient)
        return {resourceId.isEmpty() ? PatientForm::ChainedIdentifier : PatientForm::ResourceId};
    return withFirst({PatientForm::ChainedIdentifier, PatientForm::ResourceId, PatientForm::IdentifierOfReference,
                      PatientForm::ChainedSubject},
                     learned);
}

QList<UidForm> uidForms(std::optional<UidForm> learned)
{
    return withFirst({UidForm::SystemAndUrn, UidForm::SystemAndBare, UidForm::UrnAlone}, learned);
}

QString studyToken(const model::StudyUid &study, UidForm form)
{
    const QString urn = QStringLiteral("urn:oid:") + study.text();
    const QString system = QStringLiteral("urn:dicom:uid");
    return form == UidForm::SystemAndUrn    ? fhirToken(system, urn)
           : form == UidForm::SystemAndBare ? fhirToken(system, study.text())
                                            : fhirEscaped(urn);
}

QString isoDate(const char *prefix, const QDate &date)
{
    return QLatin1String(prefix) + date.toString(Qt::ISODate);
}

QString givenToken(const QString &text)
{
    const auto bar = text.indexOf(u'|');
    return bar < 0 ? fhirEscaped(text) : fhirToken(text.left(bar), text.mid(bar + 1));
}

QString fhirEscaped(const QString &value)
{
    QString result;
    result.reserve(value.size());
    for (const QChar c : value) {
        if (c == u'\\' || c == u'$' || c == u',' || c == u'|')
            result += u'\\';
        result += c;
    }
    return result;
}

QString fhirToken(const QString &system, const QString &value)
{
    return system.isEmpty() ? fhirEscaped(value) : fhirEscaped(system) + u'|' + fhirEscaped(value);
}

QList<QPair<QString, QString>> patientParameter(const std::optional<model::PatientIdentifier> &patient,
                                                const QString &resourceId, PatientForm form)
{
    if (form == PatientForm::ResourceId && !resourceId.isEmpty())
        return {{QStringLiteral("patient"), QStringLiteral("Patient/") + resourceId}};
    if (!patient)
        return {};
    const QString name = form == PatientForm::IdentifierOfReference ? QStringLiteral("patient:identifier")
                         : form == PatientForm::ChainedSubject      ? QStringLiteral("subject:Patient.identifier")
                                                                    : QStringLiteral("patient.identifier");
    return {{name, fhirToken(patient->system, patient->value)}};
}

FhirSearch searchFor(const model::PatientQuery &query)
{
    FhirSearch search{QStringLiteral("Patient"), {}};
    auto &parameters = search.parameters;
    if (query.identifier)
        parameters.emplaceBack(QStringLiteral("identifier"),
                               fhirToken(query.identifier->system, query.identifier->value));
    if (!query.name.isEmpty())
        parameters.emplaceBack(QStringLiteral("name"), fhirEscaped(query.name));
    if (!query.family.isEmpty())
        parameters.emplaceBack(QStringLiteral("family"), fhirEscaped(query.family));
    if (!query.given.isEmpty())
        parameters.emplaceBack(QStringLiteral("given"), fhirEscaped(query.given));
    if (query.birthDate.isValid())
        parameters.emplaceBack(QStringLiteral("birthdate"), isoDate("eq", query.birthDate));
    if (!query.gender.isEmpty())
        parameters.emplaceBack(QStringLiteral("gender"), fhirEscaped(query.gender));
    // The guide's value and the modifier elements: without `link` the hint to a replacing record would be lost.
    parameters.emplaceBack(QStringLiteral("_elements"),
                           QStringLiteral("identifier,active,name,birthDate,gender,link,deceased"));
    return search;
}

QByteArray matchBodyFor(const model::PatientQuery &query)
{
    QJsonObject patient{{QStringLiteral("resourceType"), QStringLiteral("Patient")}};
    if (query.identifier)
        patient.insert(QStringLiteral("identifier"),
                       QJsonArray{QJsonObject{{QStringLiteral("system"), query.identifier->system},
                                              {QStringLiteral("value"), query.identifier->value}}});
    QJsonObject name;
    if (!query.family.isEmpty())
        name.insert(QStringLiteral("family"), query.family);
    if (!query.given.isEmpty())
        name.insert(QStringLiteral("given"), QJsonArray::fromStringList(query.given.split(u' ', Qt::SkipEmptyParts)));
    if (!query.name.isEmpty())
        name.insert(QStringLiteral("text"), query.name);
    if (!name.isEmpty())
        patient.insert(QStringLiteral("name"), QJsonArray{name});
    if (query.birthDate.isValid())
        patient.insert(QStringLiteral("birthDate"), query.birthDate.toString(Qt::ISODate));
    if (!query.gender.isEmpty())
        patient.insert(QStringLiteral("gender"), query.gender);
    const QJsonArray parameters{
        QJsonObject{{QStringLiteral("name"), QStringLiteral("resource")}, {QStringLiteral("resource"), patient}},
        QJsonObject{{QStringLiteral("name"), QStringLiteral("onlyCertainMatches")},
                    {QStringLiteral("valueBoolean"), true}}};
    return QJsonDocument(QJsonObject{{QStringLiteral("resourceType"), QStringLiteral("Parameters")},
                                     {QStringLiteral("parameter"), parameters}})
        .toJson(QJsonDocument::Compact);
}

HttpRequest matchRequestFor(const QUrl &base, const model::PatientQuery &query)
{
    HttpRequest request;
    request.service = HttpRequest::Service::Fhir;
    request.method = "POST";
    request.url = below(base, QStringLiteral("Patient/$match"));
    request.headers.emplaceBack("Accept", "application/fhir+json");
    request.headers.emplaceBack("Content-Type", "application/fhir+json");
    request.body = matchBodyFor(query);
    return request;
}

FhirSearch searchFor(const model::StudyQuery &query, PatientForm patientForm, UidForm uidForm,
                     BodySiteForm bodySiteForm)
{
    FhirSearch search{QStringLiteral("ImagingStudy"), {}};
    auto &parameters = search.parameters;
    parameters << patientParameter(query.patient, query.patientResourceId, patientForm);

    if (query.study)
        parameters.emplaceBack(QStringLiteral("identifier"), studyToken(*query.study, uidForm));
    if (!query.accession.isEmpty())
        parameters.emplaceBack(QStringLiteral("identifier"), fhirEscaped(query.accession));
    if (!query.identifier.isEmpty())
        parameters.emplaceBack(QStringLiteral("identifier"), givenToken(query.identifier));
    if (query.series)
        parameters.emplaceBack(QStringLiteral("series"), query.series->text());
    if (query.from.isValid())
        parameters.emplaceBack(QStringLiteral("started"), isoDate("ge", query.from));
    if (query.to.isValid())
        parameters.emplaceBack(QStringLiteral("started"), isoDate("le", query.to));
    if (!query.modality.isEmpty())
        parameters.emplaceBack(QStringLiteral("modality"), fhirEscaped(query.modality));
    if (!query.bodySite.isEmpty())
        parameters.emplaceBack(bodySiteForm == BodySiteForm::R5 ? QStringLiteral("body-site")
                                                                : QStringLiteral("bodysite"),
                               givenToken(query.bodySite));
    if (!query.sopClass.isEmpty())
        parameters.emplaceBack(QStringLiteral("dicom-class"), QStringLiteral("urn:oid:") + query.sopClass);
    if (!query.reason.isEmpty())
        parameters.emplaceBack(QStringLiteral("reason"), givenToken(query.reason));
    return search;
}

FhirSearch firstSearchFor(const model::StudyQuery &query, const Learned &learned, int pageSize)
{
    FhirSearch search =
        searchFor(query, patientForms(query.patient, query.patientResourceId, learned.studiesForm).constFirst(),
                  uidForms(learned.uidForm).constFirst(), learned.bodySiteForm);
    if (!learned.includeRefused)
        search.parameters.emplaceBack(QStringLiteral("_include"), QStringLiteral("ImagingStudy:endpoint"));
    search.parameters.emplaceBack(QStringLiteral("_count"), QString::number(pageSize));
    return search;
}

QByteArray encoded(const QList<QPair<QString, QString>> &parameters)
{
    QByteArray result;
    for (const auto &[name, value] : parameters) {
        if (!result.isEmpty())
            result += '&';
        result += QUrl::toPercentEncoding(name, ":") + '=' + QUrl::toPercentEncoding(value, ":/,");
    }
    return result;
}

QUrl below(const QUrl &base, const QString &path)
{
    QByteArray text = base.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (text.endsWith('/'))
        text.chop(1);
    return QUrl::fromEncoded(text + '/' + path.toUtf8(), QUrl::StrictMode);
}

HttpRequest requestFor(const QUrl &base, const FhirSearch &search, bool post)
{
    HttpRequest request;
    request.service = HttpRequest::Service::Fhir;
    request.headers.emplaceBack("Accept", "application/fhir+json");
    if (post) {
        request.method = "POST";
        request.url = below(base, search.type + QStringLiteral("/_search"));
        request.headers.emplaceBack("Content-Type", "application/x-www-form-urlencoded");
        request.body = encoded(search.parameters);
    } else {
        const QByteArray url = below(base, search.type).toEncoded() + '?' + encoded(search.parameters);
        request.url = QUrl::fromEncoded(url, QUrl::StrictMode);
    }
    return request;
}

QStringList ignoredFilters(const FhirSearch &search, const QString &selfLink, bool wasPosted)
{
    const QString address = selfLink.section(u'?', 0, 0);
    const QString place = address.section(u'/', -1, -1, QString::SectionSkipEmpty);
    if (address == selfLink && (wasPosted || place != search.type)) // else it is the name of something else
        return {};
    QStringList shown;
    for (const QString &item : selfLink.sliced(address.size()).mid(1).split(u'&', Qt::SkipEmptyParts))
        shown << QUrl::fromPercentEncoding(item.section(u'=', 0, 0).toUtf8());

    // Servers spell a parameter with or without modifier, and `subject` for `patient`: only the root name is compared.
    const auto root = [](const QString &name) {
        const QString bare = name.section(u':', 0, 0).section(u'.', 0, 0);
        return bare == u"subject" ? QStringLiteral("patient") : bare;
    };
    QStringList roots;
    for (const QString &name : std::as_const(shown))
        roots << root(name);

    QStringList ignored;
    for (const auto &[name, value] : search.parameters)
        if (!name.startsWith(u'_') && !roots.removeOne(root(name)))
            ignored << name;
    return ignored;
}

} // namespace network
