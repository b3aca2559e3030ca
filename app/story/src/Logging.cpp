#include <story/Logging.h>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace story {

namespace {

void logQtMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const spdlog::level::level_enum level = type == QtDebugMsg || type == QtInfoMsg ? spdlog::level::debug
                                            : type == QtWarningMsg                  ? spdlog::level::warn
                                                                                    : spdlog::level::err;
    spdlog::log(level, "{}: {}", context.category ? context.category : "qt", message.toStdString());
}

} // namespace

void startLogging(bool verbose)
{
    const bool wanted = verbose || !qEnvironmentVariableIsEmpty("BORDERLIGHT_LOG");
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("borderlight", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
    spdlog::set_pattern("%H:%M:%S.%e %n %l %v");
    spdlog::set_level(wanted ? spdlog::level::debug : spdlog::level::off);
    qInstallMessageHandler(logQtMessage);
}

void logExchangesOf(const network::Client &client)
{
    QObject::connect(&client, &network::Client::exchanged, &client, [](const model::Exchange &exchange) {
        spdlog::info("{} {} -> {}, first byte {} ms, all {} ms, {} bytes{}", exchange.method.toStdString(),
                     exchange.maskedUrl.toStdString(), exchange.status, exchange.firstByte.count(),
                     exchange.duration.count(), exchange.bytesReceived,
                     exchange.failure.isEmpty() ? std::string() : ", " + exchange.failure.toStdString());
    });
}

} // namespace story
