#include "DifferenceReading.h"

#include "Words.h"

#include <story/ErrorText.h>
#include <ui/Figures.h>

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

//! For tr().
class DifferenceReading
{
    Q_DECLARE_TR_FUNCTIONS(window::DifferenceReading)
};

bool isCount(const QString &field)
{
    return field == "instanceCount"_L1 || field == "seriesCount"_L1;
}

//! The field of a Difference that a patient's comparison speaks of.
QString differenceFieldOf(const QString &comparedField)
{
    if (comparedField == "birthDate"_L1)
        return u"patientBirthDate"_s;
    if (comparedField == "sex"_L1)
        return u"patientSex"_s;
    if (comparedField == "name"_L1)
        return u"patientName"_s;
    return u"patientId"_s;
}

QString readable(const QString &field, const QString &value)
{
    if (field == "date"_L1 || field == "patientBirthDate"_L1) {
        const QDate date = QDate::fromString(value, Qt::ISODate);
        return date.isValid() ? readableDate(date) : value;
    }
    return field == "modalities"_L1 || field == "accession"_L1 ? QString(value).replace(u"\\"_s, u", "_s) : value;
}

QSet<QString> modalitiesIn(const QString &value)
{
    const QStringList all = value.split(u'\\', Qt::SkipEmptyParts);
    return {all.begin(), all.end()};
}

//! Reports, key objects and the like lie beside the pictures and not every route counts them.
bool differByCompanionsAlone(const story::Difference &difference)
{
    static const QSet<QString> companions{u"KO"_s, u"SR"_s, u"PR"_s, u"DOC"_s, u"OT"_s, u"AU"_s};
    const QSet<QString> first = modalitiesIn(difference.values.first().second) - companions;
    return std::all_of(difference.values.begin(), difference.values.end(),
                       [&](const auto &value) { return modalitiesIn(value.second) - companions == first; });
}

//! Whether the instants that the routes give differ as clocks of two zones do: by whole quarters of an hour, and less
//! than the zones of the earth lie apart. A zone is not kept, for DICOM has none.
bool differAsZones(const model::Study &study, const QList<story::Difference> &differences)
{
    const auto valueOf = [&](const char *field, model::Route route) {
        for (const story::Difference &difference : differences)
            if (difference.study == study.uid && difference.field == QLatin1String(field))
                for (const auto &[told, value] : difference.values)
                    if (told == route)
                        return value;
        return QString();
    };
    QList<QDateTime> instants;
    for (const model::Route route : study.routes) {
        const QTime time = QTime::fromString(valueOf("time", route), Qt::ISODate);
        const QDate date = QDate::fromString(valueOf("date", route), Qt::ISODate);
        if (time.isValid())
            instants += QDateTime(date.isValid() ? date : study.date, time, Qt::UTC);
    }
    constexpr qint64 minute = 60, quarter = 15 * minute, farthest = 14 * 60 * minute;
    return instants.size() > 1 && std::all_of(instants.begin(), instants.end(), [&](const QDateTime &instant) {
               const qint64 apart = std::abs(instants.first().secsTo(instant)) + minute / 2;
               return apart <= farthest + minute && apart % quarter <= minute;
           });
}

std::pair<ui::Reading, QString> readingOf(const story::Difference &difference, const model::Study &study,
                                          const story::StudiesFound &found)
{
    const QString &field = difference.field;
    if ((field == "date"_L1 || field == "time"_L1) && differAsZones(study, found.differences))
        return {ui::Reading::Explained, DifferenceReading::tr("As clocks of two time zones")};
    if (field == "patientId"_L1 && found.underUnexplainedNumber.contains(study.uid))
        return {ui::Reading::Open, DifferenceReading::tr("Open: nothing tells whose number it is")};
    if (field == "modalities"_L1 && differByCompanionsAlone(difference))
        return {ui::Reading::Explained, DifferenceReading::tr("Reports and key images")};
    if (field == "description"_L1)
        return {ui::Reading::Explained, DifferenceReading::tr("Two wordings of one study")};
    if (field == "patientId"_L1)
        return {ui::Reading::Explained, DifferenceReading::tr("Numbers of two authorities")};
    if (isCount(field)) {
        const auto [least, most] =
            std::minmax_element(difference.values.begin(), difference.values.end(),
                                [](const auto &a, const auto &b) { return a.second.toInt() < b.second.toInt(); });
        const int more = most->second.toInt() - least->second.toInt();
        return {ui::Reading::Open,
                DifferenceReading::tr("Open: %1 lists %2 more").arg(story::displayName(most->first), ui::number(more))};
    }
    return {ui::Reading::Open, DifferenceReading::tr("Open: nothing tells which is right")};
}

//! "5 Axial 1.0 lung", as far as any route tells.
QString titleOfSeries(const model::Study &study, const model::SeriesUid &uid)
{
    const auto series = std::find_if(study.series.begin(), study.series.end(),
                                     [&uid](const model::Series &one) { return one.uid == uid; });
    if (series == study.series.end())
        return uid.text();
    QStringList words{series->number ? QString::number(*series->number) : QString(), series->description};
    words.removeAll(QString());
    return words.isEmpty() ? uid.text() : words.join(u' ');
}

} // namespace

bool isOfPatient(const QString &field)
{
    return field.startsWith("patient"_L1);
}

QList<ui::DifferingStudy> differingStudies(const story::StudiesFound &found)
{
    QHash<model::StudyUid, QList<const story::Difference *>> agreements;
    for (const story::Difference &agreement : found.agreements)
        agreements[agreement.study] += &agreement;
    // A field has its place whatever is read of it.
    static const QStringList order{u"patientId"_s,     u"patientName"_s, u"patientBirthDate"_s, u"patientSex"_s,
                                   u"date"_s,          u"time"_s,        u"modalities"_s,       u"seriesCount"_s,
                                   u"instanceCount"_s, u"description"_s, u"accession"_s,        u"endpoints"_s};
    QList<ui::DifferingStudy> studies;
    for (const model::Study &study : found.studies) {
        std::vector<std::pair<qsizetype, ui::DifferingField>> lines; // each with its place
        const auto add = [&](const QString &field, const QList<QPair<model::Route, QString>> &values,
                             const std::optional<model::SeriesUid> &series = {}) {
            ui::DifferingField told;
            told.group = isOfPatient(field)        ? DifferenceReading::tr("Patient")
                         : field == "endpoints"_L1 ? DifferenceReading::tr("Where to get it")
                                                   : DifferenceReading::tr("Study", "a group");
            told.name = differenceWord(field);
            for (const auto &[route, value] : values)
                told.values += {route, readable(field, value)};
            told.mono = field == "patientId"_L1;
            told.isPersonal = isOfPatient(field);
            qsizetype place = order.indexOf(field);
            if (series) {
                told.group = DifferenceReading::tr("Series", "a group");
                told.name = titleOfSeries(study, *series);
                const auto known = std::find_if(study.series.begin(), study.series.end(),
                                                [&series](const model::Series &one) { return one.uid == *series; });
                place = order.size() + std::distance(study.series.begin(), known);
            }
            return &lines.emplace_back(place, told).second;
        };
        QStringList conflicting; // fields that a difference has shown already
        for (const story::Difference &difference : found.differences) {
            if (!(difference.study == study.uid))
                continue;
            ui::DifferingField *told = add(difference.field, difference.values, difference.series);
            // Of the patient nothing is used, for she was confirmed before; and what any route names is asked for,
            // whatever they count.
            if (!isOfPatient(difference.field) && !isCount(difference.field))
                told->used = difference.values.first().first;
            std::tie(told->reading, told->words) = readingOf(difference, study, found);
            if (difference.series)
                continue;
            for (const story::PatientConflict &conflict : found.conflicts) {
                if (!(conflict.study == study.uid) || differenceFieldOf(conflict.comparison.field) != difference.field)
                    continue;
                told->reading = ui::Reading::Conflict;
                told->words = DifferenceReading::tr("%1 gives another %2.")
                                  .arg(story::displayName(conflict.route), fieldWord(conflict.comparison.field));
                conflicting += difference.field;
            }
        }
        bool isConflict = false;
        for (const story::PatientConflict &conflict : found.conflicts) {
            const QString field = differenceFieldOf(conflict.comparison.field);
            if (!(conflict.study == study.uid))
                continue;
            isConflict = true;
            if (conflicting.contains(field))
                continue;
            QList<QPair<model::Route, QString>> values; // every route that names somebody else in this field
            for (const story::PatientConflict &other : found.conflicts)
                if (other.study == study.uid && differenceFieldOf(other.comparison.field) == field)
                    values += {other.route, other.comparison.value};
            ui::DifferingField *told = add(field, values);
            told->reading = ui::Reading::Conflict;
            told->words =
                DifferenceReading::tr("Not the %1 of the confirmed patient.").arg(fieldWord(conflict.comparison.field));
            conflicting += field;
        }
        if (lines.empty())
            continue;
        for (const story::Difference *agreement : agreements.value(study.uid)) {
            // Routes may agree on somebody else, and a tick there would look like one for her.
            const bool isHers = !isConflict && !(agreement->field == "patientId"_L1 &&
                                                 found.underUnexplainedNumber.contains(study.uid));
            if (isHers || !isOfPatient(agreement->field))
                add(agreement->field, agreement->values, agreement->series)->reading = ui::Reading::Same;
        }
        std::stable_sort(lines.begin(), lines.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        ui::DifferingStudy row{study.uid, study.modalities.value(0), study.description, study.date, {}};
        for (auto &[place, line] : lines)
            row.fields += std::move(line);
        studies += row;
    }
    return studies;
}

} // namespace window
