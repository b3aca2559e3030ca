#include "PatientsCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

void PatientsCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"identifier"_s, u"SYSTEM|VALUE"_s, u"Business identifier with its authority."_s);
    declareValue(parser, u"name"_s, u"NAME"_s, u"Beginning of any part of the name."_s);
    declareValue(parser, u"family"_s, u"NAME"_s, u"Beginning of the family name."_s);
    declareValue(parser, u"given"_s, u"NAME"_s, u"Beginning of the given name."_s);
    declareValue(parser, u"birthdate"_s, u"DATE"_s, u"Birth date, YYYY-MM-DD."_s);
    declareValue(parser, u"gender"_s, u"GENDER"_s, u"male, female, other or unknown."_s);
    parser.addOption({u"match"_s, u"Asks for a certain match (Patient/$match) instead of searching."_s});
    declareShowRequests(parser);
}

network::Result<void> PatientsCommand::start(const QCommandLineParser &parser)
{
    model::PatientQuery query;
    const auto identifier = optionalIdentifier(parser, u"identifier"_s);
    const auto birthDate = optionalDate(parser, u"birthdate"_s);
    const auto gender = optionalValue(parser, u"gender"_s);
    if (!identifier)
        return tl::unexpected(identifier.error());
    if (!birthDate)
        return tl::unexpected(birthDate.error());
    if (!gender)
        return tl::unexpected(gender.error());
    query.identifier = *identifier;
    for (const auto &[name, text] : {std::pair(u"name"_s, &query.name), std::pair(u"family"_s, &query.family),
                                     std::pair(u"given"_s, &query.given)}) {
        const auto value = optionalValue(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        *text = value->value_or(QString());
    }
    query.match = parser.isSet(u"match"_s);
    query.birthDate = *birthDate;
    query.gender = gender->value_or(QString());
    static const QStringList genders{u"male"_s, u"female"_s, u"other"_s, u"unknown"_s};
    if (!query.gender.isEmpty() && !genders.contains(query.gender))
        return usage(u"--gender: use male, female, other or unknown."_s);
    if (!query.identifier && (query.name + query.family + query.given + query.gender).isEmpty() &&
        !query.birthDate.isValid())
        return usage(u"Say whom to look for: --identifier, --name, --family, --given, --birthdate or --gender."_s);
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    if (client().endpoint().fhirBase.isEmpty())
        return usage(u"The profile names no fhirBase, so patients cannot be searched."_s);

    if (query.identifier)
        doubt(*query.identifier);

    connect(&m_search, &story::PatientSearchFlow::patientsFound, this, &PatientsCommand::print);
    connect(&m_search, &story::PatientSearchFlow::failed, this, [this](const network::Error &error) {
        if (error.kind != network::Error::Kind::NotFound)
            return fail(error, story::Step::Patient);
        say(error, story::Step::Patient);
        print({{},
               false,
               {{network::isUnknownAuthority(error) ? model::Note::Kind::UnknownAuthority
                                                    : model::Note::Kind::ServerWarning,
                 error.detail}}});
    });
    m_search.start(client(), query);
    return {};
}

void PatientsCommand::doubt(const model::PatientIdentifier &identifier) const
{
    for (const story::IdentifierSystem &system : profile().identifierSystems()) {
        if (system.system != identifier.system)
            continue;
        const QString wanted = system.wantedCheck(identifier.value);
        if (!system.accepts(identifier.value))
            std::fprintf(stderr, "This does not look like %s: %s.\n", qUtf8Printable(system.label),
                         qUtf8Printable(system.hint.isEmpty() ? system.pattern : system.hint));
        else if (!wanted.isEmpty())
            std::fprintf(stderr, "%s: the check character should be %s. Look at the number again.\n",
                         qUtf8Printable(system.label), qUtf8Printable(wanted));
    }
}

void PatientsCommand::print(const model::PatientList &patients)
{
    QJsonObject document{{u"patients"_s, toJson(patients.patients)},
                         {u"truncated"_s, patients.truncated},
                         {u"notes"_s, toJson(patients.notes)}};
    addRequests(document);
    emit ended({patients.patients.isEmpty() ? statusFor(network::Error::Kind::NotFound) : 0, document});
}

} // namespace cli
