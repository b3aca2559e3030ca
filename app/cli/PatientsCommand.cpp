#include "PatientsCommand.h"

#include "Arguments.h"
#include "Json.h"

using namespace Qt::StringLiterals;

namespace cli {

void PatientsCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"identifier"_s, u"SYSTEM|VALUE"_s, u"Business identifier with its authority."_s);
    declareValue(parser, u"name"_s, u"NAME"_s, u"Beginning of any part of the name."_s);
    declareValue(parser, u"birthdate"_s, u"DATE"_s, u"Birth date, YYYY-MM-DD."_s);
    declareValue(parser, u"gender"_s, u"GENDER"_s, u"male, female, other or unknown."_s);
}

network::Result<void> PatientsCommand::start(const QCommandLineParser &parser)
{
    model::PatientQuery query;
    const auto identifier = optionalIdentifier(parser, u"identifier"_s);
    const auto name = optionalValue(parser, u"name"_s);
    const auto birthDate = optionalDate(parser, u"birthdate"_s);
    const auto gender = optionalValue(parser, u"gender"_s);
    if (!identifier)
        return tl::unexpected(identifier.error());
    if (!name)
        return tl::unexpected(name.error());
    if (!birthDate)
        return tl::unexpected(birthDate.error());
    if (!gender)
        return tl::unexpected(gender.error());
    query.identifier = *identifier;
    query.name = name->value_or(QString());
    query.birthDate = *birthDate;
    query.gender = gender->value_or(QString());
    static const QStringList genders{u"male"_s, u"female"_s, u"other"_s, u"unknown"_s};
    if (!query.gender.isEmpty() && !genders.contains(query.gender))
        return usage(u"--gender: use male, female, other or unknown."_s);
    if (!query.identifier && query.name.isEmpty() && !query.birthDate.isValid() && query.gender.isEmpty())
        return usage(u"Say whom to look for: --identifier, --name, --birthdate or --gender."_s);
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    if (client().endpoint().fhirBase.isEmpty())
        return usage(u"The profile names no fhirBase, so patients cannot be searched."_s);

    connect(&m_search, &story::PatientSearchFlow::patientsFound, this, &PatientsCommand::print);
    connect(&m_search, &story::PatientSearchFlow::failed, this, [this](const network::Error &error) {
        if (error.kind != network::Error::Kind::NotFound)
            return fail(error, story::Step::Patient);
        say(error, story::Step::Patient);
        print({{}, false, {{model::Note::Kind::ServerWarning, error.detail}}});
    });
    m_search.start(client(), query);
    return {};
}

void PatientsCommand::print(const model::PatientList &patients)
{
    emit ended({patients.patients.isEmpty() ? statusFor(network::Error::Kind::NotFound) : 0,
                {{u"patients"_s, toJson(patients.patients)},
                 {u"truncated"_s, patients.truncated},
                 {u"notes"_s, toJson(patients.notes)}}});
}

} // namespace cli
