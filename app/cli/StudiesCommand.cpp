#include "StudiesCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <QRegularExpression>

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
    declareValue(parser, u"bodysite"_s, u"CODE"_s, u"Body site, SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"reason"_s, u"CODE"_s, u"Reason, SYSTEM|CODE or CODE."_s);
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
          std::pair(u"bodysite"_s, &request.query.bodySite), std::pair(u"reason"_s, &request.query.reason)}) {
        const auto value = optionalValue(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        *text = value->value_or(QString());
    }
    static const QRegularExpression code(u"^[A-Z0-9_]{1,16}$"_s);
    if (!request.query.modality.isEmpty() && !code.match(request.query.modality).hasMatch())
        return usage(u"--modality: write a DICOM code in capitals, such as CT."_s);
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
    connect(&m_search, &story::StudySearchFlow::finished, this, &StudiesCommand::print);
    connect(&m_search, &story::StudySearchFlow::failed, this, [this](const network::Error &error) {
        if (error.kind != network::Error::Kind::NotFound)
            return fail(error, story::Step::Studies);
        say(error, story::Step::Studies);
        print(m_search.found());
    });
    m_search.start(client(), *request);
    return {};
}

void StudiesCommand::print(const story::StudiesFound &found)
{
    emit ended({found.studies.isEmpty() ? statusFor(network::Error::Kind::NotFound) : 0,
                {{u"studies"_s, toJson(found.studies)},
                 {u"truncated"_s, found.truncated},
                 {u"differences"_s, toJson(found.differences)},
                 {u"notes"_s, toJson(found.notes)}}});
}

} // namespace cli
