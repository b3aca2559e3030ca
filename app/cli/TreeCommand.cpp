#include "TreeCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <model/PatientComparison.h>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

//! What is said where fewer series or images are listed than are counted.
QList<model::Note> partsOf(const model::Study &study)
{
    QList<model::Note> notes;
    if (const int told = study.seriesCount.value_or(0); study.series.size() < told)
        notes +=
            {model::Note::Kind::Truncated, u"%1 of %2 series are listed."_s.arg(study.series.size()).arg(told), {}};
    int counted = 0;
    for (const model::Series &series : study.series)
        counted += std::max(series.instanceCount.value_or(0), int(series.instances.size()));
    if (const int told = study.instanceCount.value_or(0); counted < told)
        notes +=
            {model::Note::Kind::Truncated, u"The study counts %1 images, its series %2."_s.arg(told).arg(counted), {}};
    for (const model::Series &series : study.series)
        if (const int told = series.instanceCount.value_or(0); series.instances.size() < told)
            notes += {model::Note::Kind::Truncated,
                      u"%1 of %2 images of series %3 are listed."_s.arg(series.instances.size())
                          .arg(told)
                          .arg(series.uid.text()),
                      {}};
    return notes;
}

} // namespace

void TreeCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"study"_s, u"UID"_s, u"Study Instance UID."_s);
    declareValue(parser, u"route"_s, u"ROUTE"_s, u"fhir, dicomweb, documents or all (default)."_s);
    declareValue(parser, u"patient"_s, u"SYSTEM|VALUE"_s, u"Identifier of the patient, for servers that ask for it."_s);
    declareShowRequests(parser);
}

network::Result<void> TreeCommand::start(const QCommandLineParser &parser)
{
    const auto study = requiredStudy(parser);
    const auto patient = optionalIdentifier(parser, u"patient"_s);
    const auto named = routes(parser);
    if (!study)
        return tl::unexpected(study.error());
    if (!patient)
        return tl::unexpected(patient.error());
    if (!named)
        return tl::unexpected(named.error());
    if (const auto opened = openProfile(parser); !opened)
        return opened;

    m_study = *study;
    if (*patient)
        m_patient = network::ExpectedPatient{**patient, {}};
    const QList<model::Route> &allowed = client().endpoint().routes;
    for (const model::Route route : named->isEmpty() ? allowed : *named) {
        if (!allowed.contains(route))
            return usage(
                u"--route: the profile does not allow %1 or names no address for it."_s.arg(model::nameOf(route)));
        m_asked.push_back({route, client().readTree(*study, route, *patient)});
    }
    if (m_asked.empty())
        return usage(u"The profile allows no route by which a study is listed."_s);
    m_open = m_asked.size();
    for (const Asked &asked : m_asked)
        connect(asked.job.get(), &network::AnyJob::finished, this, &TreeCommand::routeEnded);
    return {};
}

//! Whoever asks for her tree is told that it is somebody else's.
void TreeCommand::compare(model::Route route, const model::Study &study, QList<model::Note> &notes) const
{
    if (!m_patient)
        return;
    const model::PatientComparison comparison = model::compare(m_patient->identifier, m_patient->confirmed, study);
    if (comparison.verdict != model::PatientVerdict::Conflict)
        return;
    notes += {model::Note::Kind::PatientDiffers,
              u"%1: study %2 names another patient, %3 differs."_s.arg(model::nameOf(route), study.uid.text(),
                                                                       comparison.field),
              {}};
    std::fprintf(stderr, "%s\n", qUtf8Printable(notes.constLast().detail));
}

void TreeCommand::routeEnded()
{
    if (--m_open > 0)
        return;
    const bool isAnyFound =
        std::any_of(m_asked.begin(), m_asked.end(), [](const Asked &asked) { return bool(asked.job->result()); });
    if (!m_patient || !isAnyFound || client().endpoint().fhirBase.isEmpty())
        return print();
    const auto identifierOnly = [this](const QString &why) {
        m_notes += {model::Note::Kind::Fallback, u"The study is compared with the identifier alone: %1"_s.arg(why), {}};
        print();
    };
    for (const Asked &asked : m_asked) // no second wait for who does not answer
        if (const auto &result = asked.job->result();
            asked.route == model::Route::Fhir && !result && result.error().kind != network::Error::Kind::NotFound)
            return identifierOnly(u"FHIR did not answer."_s);
    findPatients(m_patient->identifier, [this, identifierOnly](const network::Result<model::PatientList> &found) {
        const auto patient = onlyOneIn(found);
        if (!patient)
            return identifierOnly(patient.error());
        m_patient->confirmed = *patient;
        print();
    });
}

void TreeCommand::print()
{
    QList<story::RouteAnswer> answers;
    std::optional<network::Error> error;
    QList<model::Note> notes = m_notes;
    for (const Asked &asked : m_asked) {
        const network::Result<model::Study> &result = asked.job->result();
        if (result) {
            answers += story::RouteAnswer{asked.route, {{*result}, false, {}}};
            compare(asked.route, *result, notes);
            for (const model::Note &note : result->notes)
                if (!notes.contains(note))
                    notes += note;
            continue;
        }
        // A route that does not know the study says less than one that could not answer.
        if (!error || error->kind == network::Error::Kind::NotFound)
            error = result.error();
        notes += {model::Note::Kind::RouteFailed,
                  u"%1: %2, %3"_s.arg(model::nameOf(asked.route), network::nameOf(result.error().kind),
                                      result.error().detail)};
    }
    const bool found = !answers.isEmpty();
    if (!found && error->kind != network::Error::Kind::NotFound)
        return fail(*error, story::Step::Selection);
    const story::MergedStudies merged = story::merge(answers);
    if (found)
        notes += partsOf(merged.studies.first());
    QJsonObject tree = found ? treeToJson(merged.studies.first())
                             : QJsonObject{{u"uid"_s, m_study->text()}, {u"series"_s, QJsonArray()}};
    if (found && m_patient) {
        const auto verdict =
            model::compare(m_patient->identifier, m_patient->confirmed, merged.studies.first()).verdict;
        tree.insert(u"patient"_s, QJsonObject{{u"verdict"_s, model::nameOf(verdict)}});
    }
    QJsonObject document{
        {u"study"_s, tree}, {u"differences"_s, toJson(merged.differences)}, {u"notes"_s, toJson(notes)}};
    addRequests(document);
    emit ended({found ? 0 : statusFor(network::Error::Kind::NotFound), document});
}

} // namespace cli
