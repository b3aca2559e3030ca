#include <story/DemoCountry.h>

#include <responder/Responder.h>

#include <QCoreApplication>

#include <system_error>

namespace story {

class DemoCountry::Private
{
public:
    Private(std::unique_ptr<responder::Responder> started, Profile named)
        : responder(std::move(started)), profile(std::move(named))
    {}

    std::unique_ptr<responder::Responder> responder;
    Profile profile;
};

DemoCountry::DemoCountry(std::unique_ptr<Private> started) : d(std::move(started)) {}

DemoCountry::~DemoCountry() = default;

network::Result<std::unique_ptr<DemoCountry>> DemoCountry::start(const Options &options)
{
    std::optional<responder::Fault> fault;
    if (!options.fault.isEmpty()) {
        fault = responder::Fault::named(options.fault.toStdString());
        if (!fault) {
            QStringList names;
            for (const std::string &name : responder::Fault::names())
                names += QString::fromStdString(name);
            return tl::unexpected(
                network::Error{network::Error::Kind::Usage,
                               QCoreApplication::translate("story::DemoCountry",
                                                           "The demo country knows no fault called %1, only: %2.")
                                   .arg(options.fault, names.join(QStringLiteral(", ")))});
        }
    }
    std::unique_ptr<responder::Responder> started;
    try {
        started = std::make_unique<responder::Responder>(static_cast<std::uint16_t>(options.port));
    } catch (const std::system_error &error) {
        return tl::unexpected(network::Error{
            network::Error::Kind::Usage,
            QCoreApplication::translate("story::DemoCountry", "Port %1 cannot be had (%2). Choose another, or none.")
                .arg(options.port)
                .arg(QString::fromLocal8Bit(error.what()))});
    }
    if (fault)
        started->play(*fault);
    auto profile = Profile::parse(QByteArray::fromStdString(started->demoProfileJson()));
    if (!profile)
        return tl::unexpected(profile.error());
    return std::unique_ptr<DemoCountry>(
        new DemoCountry(std::make_unique<Private>(std::move(started), *std::move(profile))));
}

const Profile &DemoCountry::profile() const
{
    return d->profile;
}

} // namespace story
