#include "DemoCommand.h"

#include "Arguments.h"
#include "Output.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

QJsonObject listedFaults()
{
    QJsonArray faults;
    for (const story::DemoFault &fault : story::DemoCountry::faults()) {
        QJsonObject value;
        if (!fault.meaning.isEmpty()) {
            value = {{u"meaning"_s, fault.meaning}, {u"usual"_s, fault.usualValue}};
            if (fault.isNumber) {
                value.insert(u"least"_s, fault.least);
                value.insert(u"most"_s, fault.most);
            }
        }
        faults += QJsonObject{{u"name"_s, fault.name},
                              {u"description"_s, fault.description},
                              {u"specification"_s, fault.specification},
                              {u"order"_s, fault.usual},
                              {u"value"_s, value.isEmpty() ? QJsonValue() : QJsonValue(value)}};
    }
    return {{u"faults"_s, faults}};
}

} // namespace

void DemoCommand::declare(QCommandLineParser &parser) const
{
    parser.setApplicationDescription(
        u"Serves the demo country on loopback until interrupted.\n\n%1\n\nWhile it runs, GET, POST and DELETE on "
        "/faults of the same port list, add (one order a line) and take back faults."_s.arg(
            story::DemoCountry::orderHelp()));
    declareValue(parser, u"port"_s, u"N"_s, u"Port on loopback; any free one without it."_s);
    declareValue(parser, u"fault"_s, u"ORDER"_s, u"A misbehaviour, by name or order; may be given often."_s);
    parser.addOption({u"list-faults"_s, u"Lists all faults with their usual orders and serves nothing."_s});
}

network::Result<void> DemoCommand::start(const QCommandLineParser &parser)
{
    const auto port = optionalNumber(parser, u"port"_s, 1, 65'535);
    if (!port)
        return tl::unexpected(port.error());
    if (!parser.positionalArguments().isEmpty())
        return usage(u"demo takes options only, not '%1'."_s.arg(parser.positionalArguments().constFirst()));
    if (parser.isSet(u"list-faults"_s)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                emit ended({0, listedFaults()});
            },
            Qt::QueuedConnection);
        return {};
    }
    auto country = story::DemoCountry::start({port->value_or(0), parser.values(u"fault"_s)});
    if (!country)
        return tl::unexpected(country.error());
    m_country = *std::move(country);
    QJsonArray profiles;
    for (const story::Profile &profile : m_country->profiles())
        profiles += QJsonDocument::fromJson(profile.toJson()).object();
    if (!print({{u"profile"_s, profiles.first()}, {u"profiles"_s, profiles}}))
        return tl::unexpected(network::Error{network::Error::Kind::Storage, u"Nobody takes the profiles."_s});
    return {};
}

void DemoCommand::interrupt()
{
    emit ended({0, {}});
}

} // namespace cli
