#include <story/Merge.h>

#include <model/PatientComparison.h>

#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace story {

namespace {

template <class T>
void fill(T &target, const T &source)
{
    if (target == T{})
        target = source;
}

template <class T>
void unite(QList<T> &target, const QList<T> &source)
{
    for (const T &value : source)
        if (!target.contains(value))
            target += value;
}

void complete(model::Instance &known, const model::Instance &other)
{
    fill(known.sopClass, other.sopClass);
    fill(known.number, other.number);
    fill(known.frames, other.frames); // FHIR has no element for them
    fill(known.pixelBytes, other.pixelBytes);
}

void complete(model::Series &known, const model::Series &other)
{
    fill(known.number, other.number);
    fill(known.modality, other.modality);
    fill(known.description, other.description);
    fill(known.bodySite, other.bodySite);
    fill(known.instanceCount, other.instanceCount);
    unite(known.wadoBases, other.wadoBases);
    unite(known.locations, other.locations);
    unite(known.placeholders, other.placeholders);
    fill(known.instancesFrom, other.instancesFrom);
    QHash<model::SopUid, qsizetype> positions;
    for (qsizetype i = 0; i < known.instances.size(); ++i)
        positions.insert(known.instances.at(i).uid, i);
    for (const model::Instance &instance : other.instances) {
        const auto position = positions.constFind(instance.uid);
        if (position != positions.cend()) {
            complete(known.instances[*position], instance);
            continue;
        }
        positions.insert(instance.uid, known.instances.size());
        known.instances += instance;
    }
}

void complete(model::Study &known, const model::Study &other)
{
    if (!known.date.isValid()) {
        known.date = other.date;
        known.time = other.time;
    } else if (!known.time.isValid() && known.date == other.date) {
        known.time = other.time;
    }
    fill(known.description, other.description);
    fill(known.modalities, other.modalities);
    fill(known.accessions, other.accessions);
    fill(known.institution, other.institution);
    fill(known.bodySite, other.bodySite);
    fill(known.seriesCount, other.seriesCount);
    fill(known.instanceCount, other.instanceCount);
    model::addPatients(known, other);
    fill(known.referrer, other.referrer);
    fill(known.studyId, other.studyId);
    fill(known.seriesFrom, other.seriesFrom);
    unite(known.routes, other.routes);
    unite(known.wadoBases, other.wadoBases);
    unite(known.locations, other.locations);
    unite(known.placeholders, other.placeholders);
    unite(known.viewers, other.viewers);
    QHash<model::SeriesUid, qsizetype> places;
    places.reserve(known.series.size() + other.series.size());
    for (qsizetype i = 0; i < known.series.size(); ++i)
        places.insert(known.series.at(i).uid, i);
    for (const model::Series &series : other.series) {
        const auto place = places.constFind(series.uid);
        if (place != places.cend()) {
            complete(known.series[*place], series);
            continue;
        }
        places.insert(series.uid, known.series.size());
        known.series += series;
    }
}

//! Several rows of one answer may each describe a part of one study: one row a study, with counts that cover the parts.
QList<model::Study> withoutRepetition(const RouteAnswer &answer)
{
    QList<model::Study> rows;
    QHash<model::StudyUid, qsizetype> positions;
    rows.reserve(answer.list.studies.size());
    positions.reserve(answer.list.studies.size());
    for (model::Study study : answer.list.studies) {
        study.routes = {answer.route};
        const auto position = positions.constFind(study.uid);
        if (position == positions.constEnd()) {
            positions.insert(study.uid, rows.size());
            rows += std::move(study);
            continue;
        }
        model::Study *same = &rows[*position];
        const auto larger = [](std::optional<int> a, std::optional<int> b) { return std::max(a, b); };
        same->seriesCount = larger(same->seriesCount, study.seriesCount);
        same->instanceCount = larger(same->instanceCount, study.instanceCount);
        unite(same->modalities, study.modalities);
        unite(same->accessions, study.accessions);
        complete(*same, study);
        int instances = 0;
        for (const model::Series &series : same->series)
            instances += std::max(series.instanceCount.value_or(0), static_cast<int>(series.instances.size()));
        if (!same->series.isEmpty())
            same->seriesCount = larger(same->seriesCount, static_cast<int>(same->series.size()));
        if (instances > 0)
            same->instanceCount = larger(same->instanceCount, instances);
    }
    return rows;
}

QString textOf(const std::optional<int> &count)
{
    return count ? QString::number(*count) : QString();
}

//! What a row says of its series: the number it tells, else how many it lists.
QString seriesCountOf(const model::Study &study)
{
    if (study.seriesCount || study.series.isEmpty())
        return textOf(study.seriesCount);
    return QString::number(study.series.size());
}

//! Likewise of its instances, where each series lists or counts its own.
QString instanceCountOf(const model::Study &study)
{
    if (study.instanceCount || study.series.isEmpty())
        return textOf(study.instanceCount);
    int all = 0;
    for (const model::Series &series : study.series) {
        if (series.instances.isEmpty() && !series.instanceCount)
            return {};
        all += series.instanceCount.value_or(static_cast<int>(series.instances.size()));
    }
    return QString::number(all);
}

//! Where a row says that its images are.
QString endpointsOf(const model::Study &study)
{
    QStringList addresses;
    const auto append = [&addresses](const QList<QUrl> &bases) {
        for (const QUrl &base : bases)
            if (const QString address = base.toString(QUrl::StripTrailingSlash); !addresses.contains(address))
                addresses += address;
    };
    append(study.wadoBases);
    for (const model::Series &series : study.series)
        append(series.wadoBases);
    addresses.sort();
    return addresses.join(u' ');
}

QString textOf(QStringList modalities)
{
    modalities.sort();
    return modalities.join(u'\\');
}

//! A field that is compared: what a row says there, whether two such texts can both be right, and whether two rows say
//! the same; nothing where they do as far as their texts are equal.
struct ComparedField
{
    QString name;
    std::function<QString(const model::Study &)> text;
    bool (*same)(const QString &, const QString &);
    bool (*agree)(const model::Study &, const model::Study &) = nullptr;
};

bool equal(const QString &a, const QString &b)
{
    return a == b;
}

//! Of several orders not every route tells each.
bool shareOne(const QString &a, const QString &b)
{
    const QStringList others = b.split(u'\\');
    const QStringList some = a.split(u'\\');
    return std::any_of(some.begin(), some.end(), [&others](const QString &one) { return others.contains(one); });
}

//! A text that lost the letters that its server cannot write says nothing else.
bool equalTexts(const QString &a, const QString &b)
{
    return a == b || model::isLeftOver(a, b) || model::isLeftOver(b, a);
}

//! Not every route tells the seconds.
bool equalToTheMinute(const QString &a, const QString &b)
{
    return std::abs(QTime::fromString(a).secsTo(QTime::fromString(b))) < 60;
}

bool equalBirthDates(const QString &a, const QString &b)
{
    const qsizetype told = std::min(a.size(), b.size());
    return a.first(told) == b.first(told);
}

bool agreeOnNumber(const model::Study &a, const model::Study &b)
{
    const auto names = [](const model::StudyPatient &one, const model::StudyPatient &other) {
        return model::isNumberOf({one.issuer, one.id}, other.id, other.issuer);
    };
    return names(a.patient, b.patient) || names(b.patient, a.patient);
}

bool agreeOnName(const model::Study &a, const model::Study &b)
{
    return model::compareNames(a.patient.name, b.patient.name) == model::NameAgreement::Same;
}

const QList<ComparedField> &comparedFields()
{
    using model::Study;
    static const QList<ComparedField> fields{
        {u"date"_s, [](const Study &s) { return s.date.toString(Qt::ISODate); }, equal},
        {u"time"_s, [](const Study &s) { return s.time.toString(u"HH:mm:ss"_s); }, equalToTheMinute},
        {u"modalities"_s, [](const Study &s) { return textOf(s.modalities); }, equal},
        {u"description"_s, [](const Study &s) { return s.description.simplified(); }, equalTexts},
        {u"accession"_s, [](const Study &s) { return s.accessions.join(u'\\').simplified(); }, shareOne},
        {u"seriesCount"_s, seriesCountOf, equal},
        {u"instanceCount"_s, instanceCountOf, equal},
        {u"endpoints"_s, endpointsOf, equal},
        {u"patientId"_s, [](const Study &s) { return s.patient.id; }, model::isSameNumber, agreeOnNumber},
        {u"patientName"_s, [](const Study &s) { return s.patient.name; },
         [](const QString &a, const QString &b) {
             return model::compareNames(a, b) != model::NameAgreement::Different;
         },
         agreeOnName},
        {u"patientBirthDate"_s, [](const Study &s) { return s.patient.birthDate; }, equalBirthDates},
        {u"patientSex"_s, [](const Study &s) { return s.patient.sex; }, equal},
    };
    return fields;
}

int countOf(const model::Series &series)
{
    return series.instanceCount.value_or(static_cast<int>(series.instances.size()));
}

//! How many images the rows tell of each series, as far as they list any.
QList<Difference> countsOfSeries(const QList<model::Study> &rows)
{
    QHash<model::SeriesUid, qsizetype> places;
    QList<Difference> all;
    for (const model::Study &row : rows)
        for (const model::Series &series : row.series)
            if (!places.contains(series.uid)) {
                places.insert(series.uid, all.size());
                all += Difference{rows.first().uid, u"instanceCount"_s, {}, series.uid};
            }
    for (const model::Study &row : rows) {
        QHash<model::SeriesUid, int> counts;
        for (const model::Series &series : row.series)
            counts.insert(series.uid, countOf(series));
        const bool listsAll = !counts.isEmpty() && counts.size() >= row.seriesCount.value_or(0);
        for (Difference &difference : all) {
            const auto count = counts.constFind(*difference.series);
            // A series that is there, and nobody says how large, says nothing.
            if (count == counts.cend() ? listsAll : *count > 0)
                difference.values +=
                    qMakePair(row.routes.first(), QString::number(count == counts.cend() ? 0 : *count));
        }
    }
    return all;
}

//! Adds what the rows of one study tell to what they disagree or agree on; a row that does not tell a field disagrees
//! with nobody.
void compareRows(const QList<model::Study> &rows, MergedStudies &merged)
{
    if (rows.size() < 2)
        return; // the usual row while only one route has answered
    const auto isOfSeveralRoutes = [](const Difference &told) {
        return std::any_of(told.values.begin(), told.values.end(),
                           [&told](const auto &value) { return value.first != told.values.first().first; });
    };
    for (const ComparedField &field : comparedFields()) {
        Difference told{rows.first().uid, field.name, {}, {}};
        QList<const model::Study *> telling;
        for (const model::Study &row : rows)
            if (const QString text = field.text(row); !text.isEmpty()) {
                told.values += qMakePair(row.routes.first(), text);
                telling += &row;
            }
        const auto &values = told.values;
        if (std::any_of(values.begin(), values.end(),
                        [&](const auto &value) { return !field.same(values.first().second, value.second); }))
            merged.differences += told;
        else if (isOfSeveralRoutes(told) && std::all_of(telling.begin(), telling.end(), [&](const model::Study *row) {
                     return field.agree ? field.agree(*telling.first(), *row)
                                        : field.text(*telling.first()) == field.text(*row);
                 }))
            merged.agreements += told;
    }
    for (const Difference &told : countsOfSeries(rows)) {
        const auto &values = told.values;
        if (std::any_of(values.begin(), values.end(),
                        [&values](const auto &value) { return value.second != values.first().second; }))
            merged.differences += told;
        else if (isOfSeveralRoutes(told))
            merged.agreements += told;
    }
}

} // namespace

QList<model::Note> unknownToRoutes(const QList<RouteAnswer> &answers, const model::StudyQuery &query)
{
    const auto isWhole = [](const RouteAnswer &answer) {
        const auto &notes = answer.list.notes;
        return !answer.list.truncated && std::none_of(notes.begin(), notes.end(), [](const model::Note &note) {
            return note.kind == model::Note::Kind::IgnoredFilter || note.kind == model::Note::Kind::OtherNumber;
        });
    };
    if (answers.size() < 2 || !std::all_of(answers.begin(), answers.end(), isWhole))
        return {};
    QList<model::Note> notes;
    for (const RouteAnswer &silent : answers) {
        if (silent.route == model::Route::Documents)
            continue; // not every study has a document
        // What a route marks as withdrawn it knows.
        QSet<model::StudyUid> known(silent.list.withdrawn.begin(), silent.list.withdrawn.end());
        for (const model::Study &study : silent.list.studies)
            known += study.uid;
        for (const RouteAnswer &other : answers)
            for (const model::Study &study : other.list.studies)
                if (!known.contains(study.uid)) {
                    known += study.uid;
                    notes += {model::Note::Kind::UnknownToRoute,
                              (model::narrows(query)
                                   ? QStringLiteral("%1 does not list study %2 for this question, and %3 does; it may "
                                                    "know it with other values.")
                                   : QStringLiteral("%1 does not know study %2, which %3 lists."))
                                  .arg(model::nameOf(silent.route), study.uid.text(), model::nameOf(other.route))};
                }
    }
    return notes;
}

MergedStudies merge(const QList<RouteAnswer> &answers)
{
    QList<QList<model::Study>> groups;
    QHash<model::StudyUid, qsizetype> groupOf;
    for (const RouteAnswer &answer : answers) {
        groups.reserve(groups.size() + answer.list.studies.size());
        groupOf.reserve(groups.size() + answer.list.studies.size());
        QList<model::Study> rows = withoutRepetition(answer);
        for (model::Study &study : rows) {
            const auto group = groupOf.find(study.uid);
            if (group == groupOf.end()) {
                groupOf.insert(study.uid, groups.size());
                groups += QList<model::Study>();
                groups.last() += std::move(study);
            } else {
                groups[*group] += std::move(study);
            }
        }
    }
    // What a route has under another number is its own affair, but not where another one calls it this patient's.
    for (const RouteAnswer &answer : answers) {
        for (model::Study other : answer.list.ofOthers) {
            const auto group = groupOf.constFind(other.uid);
            if (group == groupOf.cend())
                continue;
            other.routes = {answer.route};
            groups[*group] += other;
        }
    }
    MergedStudies merged;
    merged.studies.reserve(groups.size());
    for (QList<model::Study> &rows : groups) {
        compareRows(rows, merged);
        model::Study study = rows.takeFirst();
        for (const model::Study &other : std::as_const(rows))
            complete(study, other);
        merged.studies += std::move(study);
    }
    std::sort(merged.studies.begin(), merged.studies.end(), [](const model::Study &a, const model::Study &b) {
        // An undated row is an invalid date, which sorts before all others: newest first puts it last.
        return std::tuple(b.date, b.time, a.uid) < std::tuple(a.date, a.time, b.uid);
    });
    return merged;
}

} // namespace story
