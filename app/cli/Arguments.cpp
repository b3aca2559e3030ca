#include "Arguments.h"

#include "Command.h"

#include <model/PatientComparison.h>

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cli {

void declareValue(QCommandLineParser &parser, const QString &name, const QString &value, const QString &description)
{
    parser.addOption(QCommandLineOption(name, description, value));
}

network::Result<std::optional<QString>> optionalValue(const QCommandLineParser &parser, const QString &name)
{
    const QStringList values = parser.values(name);
    if (!parser.isSet(name))
        return std::nullopt;
    if (values.size() > 1)
        return usage(u"--%1 is given more than once."_s.arg(name));
    if (values.isEmpty() || values.first().trimmed().isEmpty())
        return usage(u"--%1 needs a value."_s.arg(name));
    return values.first();
}

network::Result<QString> requiredValue(const QCommandLineParser &parser, const QString &name)
{
    const auto value = optionalValue(parser, name);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return usage(u"--%1 is missing."_s.arg(name));
    return **value;
}

network::Result<std::optional<QString>> optionalTarget(const QCommandLineParser &parser, const QString &name)
{
    const auto value = optionalValue(parser, name);
    if (value && *value)
        if (const QFileInfo there(**value); there.exists() && !there.isFile())
            return usage(u"--%1: %2 is no file that could be replaced."_s.arg(name, **value));
    return value;
}

network::Result<QString> requiredTarget(const QCommandLineParser &parser, const QString &name)
{
    if (const auto value = requiredValue(parser, name); !value)
        return value;
    return optionalTarget(parser, name).map([](const auto &file) { return *file; });
}

network::Result<void> existingFile(const QString &path)
{
    const QFileInfo named(path);
    if (!named.exists())
        return usage(u"There is no file %1."_s.arg(path));
    if (named.isDir())
        return usage(u"%1 is a folder. Name one DICOM file in it."_s.arg(path));
    if (!named.isReadable())
        return usage(u"%1 may not be read by you."_s.arg(path));
    return {};
}

network::Result<QDate> optionalDate(const QCommandLineParser &parser, const QString &name)
{
    const auto value = optionalValue(parser, name);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return QDate();
    const QDate date = QDate::fromString(**value, u"yyyy-MM-dd"_s);
    if (!date.isValid())
        return usage(u"--%1: write an existing day as YYYY-MM-DD."_s.arg(name));
    return date;
}

network::Result<QTime> optionalTime(const QCommandLineParser &parser, const QString &name)
{
    const auto value = optionalValue(parser, name);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return QTime();
    for (const QString &form : {u"HH:mm:ss"_s, u"HH:mm"_s})
        if (const QTime time = QTime::fromString(**value, form); time.isValid())
            return time;
    return usage(u"--%1: write a time of day as HH:MM."_s.arg(name));
}

network::Result<std::optional<model::PatientIdentifier>> optionalIdentifier(const QCommandLineParser &parser,
                                                                            const QString &name)
{
    const auto value = optionalValue(parser, name);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return std::nullopt;
    auto identifier = model::PatientIdentifier::parse(**value);
    if (!identifier)
        return usage(u"--%1: write SYSTEM|VALUE, such as 'urn:oid:2.999.10.1|123'."_s.arg(name));
    identifier->system = model::systemOf(identifier->system);
    return identifier;
}

network::Result<model::StudyUid> requiredStudy(const QCommandLineParser &parser)
{
    const auto value = requiredValue(parser, u"study"_s);
    if (!value)
        return tl::unexpected(value.error());
    const auto uid = model::StudyUid::parse(*value);
    if (!uid)
        return usage(u"--study: this is not a UID."_s);
    return *uid;
}

network::Result<std::optional<int>> optionalNumber(const QCommandLineParser &parser, const QString &name, int least,
                                                   int most)
{
    const auto value = optionalValue(parser, name);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return std::nullopt;
    bool isNumber = false;
    const int number = (*value)->toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return usage(u"--%1: write a whole number from %2 to %3."_s.arg(name).arg(least).arg(most));
    return number;
}

network::Result<QList<model::Route>> routes(const QCommandLineParser &parser)
{
    const auto value = optionalValue(parser, u"route"_s);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value || **value == "all"_L1)
        return QList<model::Route>();
    const auto route = model::routeNamed(**value);
    if (!route)
        return usage(u"--route: use fhir, dicomweb, documents or all."_s);
    return QList{*route};
}

network::Result<model::Selection> selection(const QCommandLineParser &parser)
{
    const auto study = requiredStudy(parser);
    if (!study)
        return tl::unexpected(study.error());
    model::Selection selection{*study, {}};
    for (const QString &text : parser.values(u"series"_s)) {
        const auto uid = model::SeriesUid::parse(text);
        if (!uid)
            return usage(u"--series: '%1' is not a UID."_s.arg(text));
        const model::SeriesSelection whole{*uid, {}};
        if (!selection.series.contains(whole))
            selection.series += whole;
    }
    const qsizetype wholeSeries = selection.series.size();
    for (const QString &text : parser.values(u"instance"_s)) {
        const auto series = model::SeriesUid::parse(text.section(u'/', 0, 0));
        const auto sop = model::SopUid::parse(text.section(u'/', 1));
        if (!series || !sop)
            return usage(u"--instance: '%1' is not SERIES/SOP, two UIDs."_s.arg(text));
        const auto known = std::find_if(selection.series.begin(), selection.series.end(),
                                        [&](const model::SeriesSelection &one) { return one.uid == *series; });
        if (known == selection.series.end())
            selection.series += model::SeriesSelection{*series, {*sop}};
        else if (known - selection.series.begin() >= wholeSeries && !known->instances.contains(*sop))
            known->instances += *sop;
    }
    return selection;
}

} // namespace cli
