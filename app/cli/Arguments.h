#pragma once

#include <model/Selection.h>
#include <model/Study.h>
#include <network/Result.h>

#include <QCommandLineParser>

namespace cli {

// Readers of option values. Each answers Usage with words that name the option when a value does not fit.

//! Declares `--name VALUE`.
void declareValue(QCommandLineParser &parser, const QString &name, const QString &value, const QString &description);

//! The one value of an option; nothing when the option is absent; Usage when it is empty or was given twice.
network::Result<std::optional<QString>> optionalValue(const QCommandLineParser &parser, const QString &name);
network::Result<QString> requiredValue(const QCommandLineParser &parser, const QString &name);
//! The same for a file that is to be written. It may be there and is replaced then; folders, devices and pipes are not.
network::Result<std::optional<QString>> optionalTarget(const QCommandLineParser &parser, const QString &name);
network::Result<QString> requiredTarget(const QCommandLineParser &parser, const QString &name);

//! Whether it is a file that can be read.
network::Result<void> existingFile(const QString &path);

//! yyyy-MM-dd.
network::Result<QDate> optionalDate(const QCommandLineParser &parser, const QString &name);
//! HH:MM or HH:MM:SS.
network::Result<QTime> optionalTime(const QCommandLineParser &parser, const QString &name);
//! SYSTEM|VALUE.
network::Result<std::optional<model::PatientIdentifier>> optionalIdentifier(const QCommandLineParser &parser,
                                                                            const QString &name);
network::Result<model::StudyUid> requiredStudy(const QCommandLineParser &parser);
//! A whole number in a range.
network::Result<std::optional<int>> optionalNumber(const QCommandLineParser &parser, const QString &name, int least,
                                                   int most);
//! What --route names: a route, or nothing for "all" and for no such option.
network::Result<QList<model::Route>> routes(const QCommandLineParser &parser);
//! --study with --series and --instance.
network::Result<model::Selection> selection(const QCommandLineParser &parser);

} // namespace cli
