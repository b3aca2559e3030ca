#include <model/Study.h>

namespace model {

QString nameOf(Route route)
{
    switch (route) {
    case Route::Fhir:
        return QStringLiteral("fhir");
    case Route::Dicomweb:
        return QStringLiteral("dicomweb");
    case Route::Documents:
        return QStringLiteral("documents");
    }
    Q_UNREACHABLE();
}

QString nameOf(Source source)
{
    switch (source) {
    case Source::ImagingStudy:
        return QStringLiteral("fhir");
    case Source::Qido:
        return QStringLiteral("qido");
    case Source::Metadata:
        return QStringLiteral("metadata");
    case Source::Document:
        return QStringLiteral("document");
    }
    Q_UNREACHABLE();
}

std::optional<Route> routeNamed(QStringView name)
{
    for (const Route route : {Route::Fhir, Route::Dicomweb, Route::Documents})
        if (name == nameOf(route))
            return route;
    return std::nullopt;
}

Study patientOf(const Study &study)
{
    return {study.uid, {}, {}, {}, {}, {}, {}, {}, {}, {}, study.patient, {}, {}, {}};
}

bool narrows(const StudyQuery &query)
{
    const bool times = query.from.isValid() || query.to.isValid() || query.fromTime.isValid() || query.toTime.isValid();
    const bool words = !(query.modality + query.accession + query.bodySite + query.reason + query.sopClass +
                         query.identifier + query.referrer + query.studyId)
                            .isEmpty();
    return times || words || query.series;
}

} // namespace model
