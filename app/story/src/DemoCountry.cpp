#include <story/DemoCountry.h>

#include <responder/Responder.h>

#include <QCoreApplication>
#include <QRegularExpression>

#include <system_error>

namespace story {

namespace {

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

network::Result<responder::Fault> faultFor(const QString &order)
{
    std::string problem;
    auto fault = responder::Fault::parse(order.toStdString(), problem);
    if (!fault)
        return tl::unexpected(network::Error{network::Error::Kind::Usage, text(problem)});
    return *std::move(fault);
}

//! Where the usual order is for: what stands behind its `@`.
QString placeIn(const DemoFault &fault)
{
    QString rest = fault.usual.mid(fault.name.size());
    if (rest.startsWith(u'='))
        rest.remove(0, 1 + fault.usualValue.size()); // a value may hold any sign
    if (!rest.startsWith(u'@'))
        return {};
    const auto end = rest.indexOf(QRegularExpression(QStringLiteral("[*+]")));
    return rest.mid(1, end < 0 ? -1 : end - 1);
}

} // namespace

class DemoCountry::Private
{
public:
    Private(std::unique_ptr<responder::Responder> started, QList<Profile> named)
        : responder(std::move(started)), profiles(std::move(named))
    {}

    std::unique_ptr<responder::Responder> responder;
    QList<Profile> profiles;
};

DemoCountry::DemoCountry(std::unique_ptr<Private> started) : d(std::move(started)) {}

DemoCountry::~DemoCountry() = default;

network::Result<std::unique_ptr<DemoCountry>> DemoCountry::start(const Options &options)
{
    std::vector<responder::Fault> faults;
    for (const QString &order : options.faults) {
        auto fault = faultFor(order);
        if (!fault)
            return tl::unexpected(fault.error());
        faults.push_back(*std::move(fault));
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
    for (auto &fault : faults)
        started->play(std::move(fault));
    QList<Profile> profiles;
    for (const std::string &text : started->demoProfiles()) {
        auto profile = Profile::parse(QByteArray::fromStdString(text));
        if (!profile)
            return tl::unexpected(profile.error());
        profiles += *std::move(profile);
    }
    return std::unique_ptr<DemoCountry>(
        new DemoCountry(std::make_unique<Private>(std::move(started), std::move(profiles))));
}

const QList<Profile> &DemoCountry::profiles() const
{
    return d->profiles;
}

QList<DemoFault> DemoCountry::faults()
{
    QList<DemoFault> all;
    for (const std::string &name : responder::Fault::names()) {
        const auto fault = responder::Fault::named(name);
        DemoFault shown{text(name),
                        text(fault->description()),
                        text(fault->specification()),
                        text(fault->order()),
                        {},
                        {},
                        false,
                        0,
                        0,
                        {},
                        fault->turns()};
        if (const auto value = fault->value()) {
            shown.meaning = text(value->meaning);
            shown.usualValue = text(value->usual);
            shown.isNumber = value->isNumber;
            shown.least = value->least;
            shown.most = value->most;
        }
        shown.usualPlace = placeIn(shown);
        all += shown;
    }
    return all;
}

QString DemoCountry::orderHelp()
{
    return QStringLiteral(
        "A fault is ordered as NAME[=VALUE][@PLACE][*TIMES][+SKIP], such as cut-after=40000@/studies/*2+1. PLACE is a "
        "method or the word retrievals, a part of the path or query that begins with / ? or &, or both "
        "(@POST/Patient); @* is every request. TIMES is for how many requests, or the word always; SKIP is how many "
        "matching requests go well before. What is left out is as usual for the name.");
}

network::Result<void> DemoCountry::play(const QString &order)
{
    auto fault = faultFor(order);
    if (!fault)
        return tl::unexpected(fault.error());
    d->responder->play(*std::move(fault));
    return {};
}

QList<PlayedFault> DemoCountry::played() const
{
    QList<PlayedFault> all;
    for (const auto &[number, fault] : d->responder->played())
        all += PlayedFault{number, text(fault.order()), text(fault.description()), fault.turns()};
    return all;
}

void DemoCountry::heal(int number)
{
    d->responder->heal(number);
}

void DemoCountry::healAll()
{
    d->responder->heal();
}

} // namespace story
