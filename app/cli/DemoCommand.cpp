#include "DemoCommand.h"

#include "Arguments.h"
#include "Output.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cli {

void DemoCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"port"_s, u"N"_s, u"Port on loopback; any free one without it."_s);
    declareValue(parser, u"fault"_s, u"NAME"_s, u"A misbehaviour that every answer shows."_s);
}

network::Result<void> DemoCommand::start(const QCommandLineParser &parser)
{
    const auto port = optionalNumber(parser, u"port"_s, 1, 65'535);
    const auto fault = optionalValue(parser, u"fault"_s);
    if (!port)
        return tl::unexpected(port.error());
    if (!fault)
        return tl::unexpected(fault.error());
    auto country = story::DemoCountry::start({port->value_or(0), fault->value_or(QString())});
    if (!country)
        return tl::unexpected(country.error());
    m_country = *std::move(country);
    print({{u"profile"_s, QJsonDocument::fromJson(m_country->profile().toJson()).object()}});
    return {};
}

void DemoCommand::interrupt()
{
    emit ended({0, {}});
}

} // namespace cli
