#include "StudiesCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <model/PatientComparison.h>

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

void StudiesCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"patient"_s, u"SYSTEM|VALUE"_s, u"Identifier of the patient."_s);
    declareValue(parser, u"route"_s, u"ROUTE"_s, u"fhir, dicomweb, documents or all (default)."_s);
    declareValue(parser, u"from"_s, u"DATE"_s, u"First study date, YYYY-MM-DD."_s);
    declareValue(parser, u"to"_s, u"DATE"_s, u"Last study date, YYYY-MM-DD."_s);
    declareValue(parser, u"modality"_s, u"CODE"_s, u"DICOM modality, such as CT."_s);
    declareValue(parser, u"accession"_s, u"NUMBER"_s, u"Accession number."_s);
    declareValue(parser, u"study"_s, u"UID"_s, u"Study Instance UID."_s);
    declareValue(parser, u"bodysite"_s, u"CODE"_s, u"Body site by its code (SNOMED CT), SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"reason"_s, u"CODE"_s, u"Reason, SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"dicom-class"_s, u"UID"_s, u"SOP class of one of its instances."_s);
    declareValue(parser, u"identifier"_s, u"NUMBER"_s, u"Any number of the study, SYSTEM|VALUE or VALUE."_s);
    declareValue(parser, u"series"_s, u"UID"_s, u"Series Instance UID of one of its series."_s);
    declareValue(parser, u"study-id"_s, u"ID"_s, u"Study ID."_s);
    declareValue(parser, u"referrer"_s, u"NAME"_s, u"Beginning of the referring physician's name."_s);
    declareValue(parser, u"from-time"_s, u"TIME"_s, u"Time of day on the first date, HH:MM."_s);
    declareValue(parser, u"to-time"_s, u"TIME"_s, u"Time of day on the last date, HH:MM."_s);
    parser.addOption({u"rest"_s, u"Reads on where a list is cut off, up to ten times."_s});
    declareShowRequests(parser);
}

network::Result<story::StudySearchRequest> StudiesCommand::requestIn(const QCommandLineParser &parser) const
{
    story::StudySearchRequest request;
    const auto patient = optionalIdentifier(parser, u"patient"_s);
    if (!patient)
        return tl::unexpected(patient.error());
    if (!*patient)
        return usage(u"--patient is missing."_s);
    request.query.patient = *patient;
    request.confirmed = network::ExpectedPatient{**patient, {}};

    const auto route = routes(parser);
    if (!route)
        return tl::unexpected(route.error());
    request.routes = *route;

    for (const auto &[name, date] :
         {std::pair(u"from"_s, &request.query.from), std::pair(u"to"_s, &request.query.to)}) {
        const auto value = optionalDate(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        *date = *value;
    }
    if (request.query.from.isValid() && request.query.to.isValid() && request.query.from > request.query.to)
        return usage(u"--from is later than --to."_s);

    for (const auto &[name, text] :
         {std::pair(u"modality"_s, &request.query.modality), std::pair(u"accession"_s, &request.query.accession),
          std::pair(u"bodysite"_s, &request.query.bodySite), std::pair(u"reason"_s, &request.query.reason),
          std::pair(u"identifier"_s, &request.query.identifier), std::pair(u"study-id"_s, &request.query.studyId),
          std::pair(u"referrer"_s, &request.query.referrer), std::pair(u"dicom-class"_s, &request.query.sopClass)}) {
        const auto value = optionalValue(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        *text = value->value_or(QString());
    }
    static const QRegularExpression code(u"^[A-Z0-9_]{1,16}$"_s);
    if (!request.query.modality.isEmpty() && !code.match(request.query.modality).hasMatch())
        return usage(u"--modality: write a DICOM code in capitals, such as CT."_s);
    if (!request.query.sopClass.isEmpty()) {
        const auto uid = model::normalisedUid(request.query.sopClass);
        if (!uid)
            return usage(u"--dicom-class: this is not a UID."_s);
        request.query.sopClass = *uid;
    }
    for (const auto &[name, time, date] : {std::tuple(u"from-time"_s, &request.query.fromTime, request.query.from),
                                           std::tuple(u"to-time"_s, &request.query.toTime, request.query.to)}) {
        const auto value = optionalTime(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        if (value->isValid() && !date.isValid())
            return usage(u"--%1 needs the day that it is of."_s.arg(name));
        *time = *value;
    }
    if (const auto series = optionalValue(parser, u"series"_s); !series) {
        return tl::unexpected(series.error());
    } else if (*series) {
        request.query.series = model::SeriesUid::parse(**series);
        if (!request.query.series)
            return usage(u"--series: this is not a UID."_s);
    }
    if (parser.isSet(u"study"_s)) {
        const auto study = requiredStudy(parser);
        if (!study)
            return tl::unexpected(study.error());
        request.query.study = *study;
    }
    return request;
}

network::Result<void> StudiesCommand::start(const QCommandLineParser &parser)
{
    const auto request = requestIn(parser);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    m_patient = *request->confirmed;
    m_wantsRest = parser.isSet(u"rest"_s);
    connect(&m_search, &story::StudySearchFlow::finished, this, &StudiesCommand::goOn);
    connect(&m_search, &story::StudySearchFlow::failed, this, [this](const network::Error &error) {
        if (error.kind != network::Error::Kind::NotFound)
            return fail(error, story::Step::Studies);
        say(error, story::Step::Studies);
        finish();
    });
    m_search.start(client(), *request);
    return {};
}

//! As often as somebody would press the button of the window.
void StudiesCommand::goOn(const story::StudiesFound &found)
{
    constexpr int mostTimes = 10;
    const bool grows = found.studies.size() > m_listed;
    m_listed = found.studies.size();
    if (!m_wantsRest || !m_search.hasRest() || !grows || m_times == mostTimes)
        return finish();
    ++m_times;
    m_search.askForRest(client());
}

//! The rows are compared with all that her own record tells, and not with her number alone. Asked for last, for it adds
//! nothing to a search that has failed.
void StudiesCommand::finish()
{
    const QString alone = u"Studies are compared with the identifier alone: %1"_s;
    story::StudiesFound found = m_search.found();
    if (client().endpoint().fhirBase.isEmpty())
        return print(found);
    const auto silence = m_search.errorOf(model::Route::Fhir);
    if (silence && silence->kind != network::Error::Kind::NotFound) { // no second wait for who does not answer
        if (!found.studies.isEmpty())
            found.notes += {model::Note::Kind::Fallback, alone.arg(u"FHIR did not answer."_s), {}};
        return print(found);
    }
    findPatients(m_patient.identifier, [this, alone](const network::Result<model::PatientList> &patients) {
        const auto patient = onlyOneIn(patients);
        if (patient)
            m_patient.confirmed = *patient;
        story::StudiesFound told = m_search.compareWith(m_patient);
        if (!patient && !told.studies.isEmpty())
            told.notes += {model::Note::Kind::Fallback, alone.arg(patient.error()), {}};
        // Where nothing is listed, the record may be closed: whoever asks with an old number is told of the new one.
        const auto isReplaced = [this](const model::Patient &one) {
            return one.identifiers.contains(m_patient.identifier) && !one.replacedBy.isEmpty();
        };
        if (told.studies.isEmpty() && patients &&
            std::any_of(patients->patients.begin(), patients->patients.end(), isReplaced))
            told.notes += model::Note{
                model::Note::Kind::ServerWarning,
                u"This patient's record is closed: another one replaces it. \"patients\" with the same number "
                u"shows both; ask for the studies with the number of the new one."_s};
        print(told);
    });
}

void StudiesCommand::print(const story::StudiesFound &found)
{
    for (const model::Note &note : found.notes)
        if (note.kind == model::Note::Kind::IgnoredFilter || note.kind == model::Note::Kind::ServerWarning ||
            note.kind == model::Note::Kind::OtherNumber || note.kind == model::Note::Kind::PatientDiffers)
            std::fprintf(stderr, "%s\n", qUtf8Printable(note.detail)); // rows are not what they look like
    QJsonArray studies;
    for (const model::Study &study : found.studies) {
        QJsonObject one = toJson(study);
        const bool isOfAnother =
            std::any_of(found.conflicts.begin(), found.conflicts.end(),
                        [&study](const story::PatientConflict &conflict) { return conflict.study == study.uid; });
        const auto verdict = isOfAnother ? model::PatientVerdict::Conflict
                                         : model::compare(m_patient.identifier, m_patient.confirmed, study).verdict;
        one.insert(u"patient"_s, QJsonObject{{u"verdict"_s, model::nameOf(verdict)}});
        studies += one;
    }
    QJsonObject document{{u"studies"_s, studies},
                         {u"truncated"_s, found.truncated},
                         {u"differences"_s, toJson(found.differences)},
                         {u"notes"_s, toJson(found.notes)}};
    addRequests(document);
    emit ended({found.studies.isEmpty() ? statusFor(network::Error::Kind::NotFound) : 0, document});
}

} // namespace cli
