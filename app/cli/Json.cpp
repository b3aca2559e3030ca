#include "Json.h"

using namespace Qt::StringLiterals;

namespace cli {

namespace {

QJsonValue orNull(const std::optional<int> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString nameOf(model::Note::Kind kind)
{
    using Kind = model::Note::Kind;
    switch (kind) {
    case Kind::IgnoredFilter:
        return u"IgnoredFilter"_s;
    case Kind::Truncated:
        return u"Truncated"_s;
    case Kind::ServerWarning:
        return u"ServerWarning"_s;
    case Kind::UnknownAuthority:
        return u"UnknownAuthority"_s;
    case Kind::UnknownToRoute:
        return u"UnknownToRoute"_s;
    case Kind::UnreadableRow:
        return u"UnreadableRow"_s;
    case Kind::RouteFailed:
        return u"RouteFailed"_s;
    case Kind::OtherNumber:
        return u"OtherNumber"_s;
    case Kind::PatientDiffers:
        return u"PatientDiffers"_s;
    case Kind::NoExpectedList:
        return u"NoExpectedList"_s;
    case Kind::Fallback:
        return u"Fallback"_s;
    case Kind::RoutesDiffer:
        return u"RoutesDiffer"_s;
    case Kind::Storage:
        return u"Storage"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(model::FetchedDocument::Hash hash)
{
    using Hash = model::FetchedDocument::Hash;
    switch (hash) {
    case Hash::NotTold:
        return u"notTold"_s;
    case Hash::Matches:
        return u"matches"_s;
    case Hash::Differs:
        return u"differs"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(network::Check::Verdict verdict)
{
    switch (verdict) {
    case network::Check::Verdict::Pass:
        return u"pass"_s;
    case network::Check::Verdict::Warn:
        return u"warn"_s;
    case network::Check::Verdict::Fail:
        return u"fail"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject toJson(const model::Instance &instance)
{
    return {{u"uid"_s, instance.uid.text()},
            {u"sopClass"_s, orNull(instance.sopClass)},
            {u"number"_s, orNull(instance.number)},
            {u"frames"_s, orNull(instance.frames)}};
}

QJsonValue nameOf(const std::optional<model::Source> &source)
{
    return source ? QJsonValue(model::nameOf(*source)) : QJsonValue();
}

QJsonObject toJson(const model::Series &series)
{
    QJsonArray instances;
    for (const model::Instance &instance : series.instances)
        instances += toJson(instance);
    return {{u"uid"_s, series.uid.text()},
            {u"number"_s, orNull(series.number)},
            {u"modality"_s, series.modality},
            {u"description"_s, series.description},
            {u"bodySite"_s, series.bodySite},
            {u"instanceCount"_s, orNull(series.instanceCount)},
            {u"instancesFrom"_s, nameOf(series.instancesFrom)},
            {u"instances"_s, instances}};
}

QJsonObject toJson(const model::InstanceRef &instance)
{
    return {{u"seriesUid"_s, instance.series.text()}, {u"sopUid"_s, instance.sop.text()}};
}

QJsonObject toJson(const model::StoredInstance &file)
{
    return {{u"path"_s, file.path},
            {u"sopUid"_s, file.sop.text()},
            {u"seriesUid"_s, file.series.text()},
            {u"transferSyntax"_s, file.transferSyntax},
            {u"bytes"_s, file.bytes},
            {u"sha256"_s, file.sha256}};
}

QJsonObject toJson(const model::StudyReference &reference)
{
    return {{u"study"_s, reference.study.text()},
            {u"role"_s, model::nameOf(reference.role)},
            {u"reason"_s, model::sentenceOf(reference.reason)}};
}

QJsonObject toJson(const model::DocumentRelation &relation)
{
    return {{u"code"_s, relation.code}, {u"target"_s, relation.target}};
}

//! Like toJson of the header, for the values that only this file knows.
template <class T>
QJsonArray arrayOf(const QList<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array += toJson(value);
    return array;
}

//! Each study once, however often it is referred to.
QJsonArray uidsOf(const QList<model::StudyReference> &references)
{
    QJsonArray uids;
    for (const model::StudyReference &reference : references)
        if (!uids.contains(reference.study.text()))
            uids += reference.study.text();
    return uids;
}

} // namespace

QJsonObject toJson(const model::Patient &patient)
{
    QJsonArray identifiers;
    for (const model::PatientIdentifier &identifier : patient.identifiers)
        identifiers += QJsonObject{{u"system"_s, identifier.system}, {u"value"_s, identifier.value}};
    QJsonObject json{{u"id"_s, patient.id},
                     {u"identifiers"_s, identifiers},
                     {u"family"_s, patient.family},
                     {u"given"_s, QJsonArray::fromStringList(patient.given)},
                     {u"birthDate"_s, orNull(patient.birthDate)},
                     {u"gender"_s, orNull(patient.gender)},
                     {u"active"_s, patient.active}};
    if (!patient.replacedBy.isEmpty())
        json.insert(u"replacedBy"_s, patient.replacedBy);
    if (!patient.matchGrade.isEmpty())
        json.insert(u"matchGrade"_s, patient.matchGrade);
    if (patient.matchScore)
        json.insert(u"matchScore"_s, *patient.matchScore);
    return json;
}

QJsonObject toJson(const model::Study &study)
{
    QJsonArray routes;
    for (const model::Route route : study.routes)
        routes += model::nameOf(route);
    return {{u"uid"_s, study.uid.text()},
            {u"date"_s, orNull(study.date.toString(Qt::ISODate))},
            {u"time"_s, orNull(study.time.toString(u"HH:mm:ss"_s))},
            {u"description"_s, study.description},
            {u"modalities"_s, QJsonArray::fromStringList(study.modalities)},
            {u"accession"_s, study.accessions.value(0)},
            {u"seriesCount"_s, orNull(study.seriesCount)},
            {u"instanceCount"_s, orNull(study.instanceCount)},
            {u"patientId"_s, orNull(study.patient.id)},
            {u"routes"_s, routes}};
}

QJsonObject treeToJson(const model::Study &study)
{
    QJsonObject json = toJson(study);
    json.insert(u"seriesFrom"_s, nameOf(study.seriesFrom));
    json.insert(u"series"_s, arrayOf(study.series));
    if (!study.viewers.isEmpty())
        json.insert(u"viewers"_s, QJsonArray::fromStringList(QUrl::toStringList(study.viewers)));
    return json;
}

QJsonObject toJson(const story::Difference &difference)
{
    QJsonObject values;
    for (const auto &[route, value] : difference.values)
        values.insert(model::nameOf(route), value);
    QJsonObject json{{u"uid"_s, difference.study.text()}, {u"field"_s, difference.field}, {u"values"_s, values}};
    if (difference.series)
        json.insert(u"series"_s, difference.series->text());
    return json;
}

QJsonObject toJson(const model::RetrievalReport &report)
{
    QJsonArray files;
    for (const model::StoredInstance &file : report.files) {
        QJsonObject row = toJson(file);
        if (report.unexpected.contains({file.series, file.sop}))
            row.insert(u"unexpected"_s, true);
        files += row;
    }
    return {
        {u"patient"_s, QJsonObject{{u"verdict"_s, model::nameOf(report.verdict)}}},
        {u"requested"_s, orNull(report.requested)},
        {u"received"_s, report.received},
        {u"missing"_s, arrayOf(report.missing)},
        {u"unexpected"_s, arrayOf(report.unexpected)},
        {u"bytes"_s, report.bytes},
        {u"seconds"_s, report.seconds},
        {u"firstInstanceSeconds"_s, report.files.isEmpty() ? QJsonValue() : QJsonValue(report.firstInstanceSeconds)},
        {u"files"_s, files},
        {u"notes"_s, toJson(report.notes)}};
}

QJsonObject toJson(const network::Check &check)
{
    return {{u"name"_s, check.name},
            {u"verdict"_s, nameOf(check.verdict)},
            {u"detail"_s, check.detail},
            {u"milliseconds"_s, static_cast<qint64>(check.took.count())}};
}

QJsonObject toJson(const model::Document &document)
{
    QJsonArray formats;
    for (const model::DocumentFormat &format : document.formats)
        formats += QJsonObject{{u"contentType"_s, format.contentType},
                               {u"url"_s, orNull(format.url)},
                               {u"inline"_s, format.isInline},
                               {u"id"_s, format.reference},
                               {u"language"_s, orNull(format.language)}};
    return {{u"id"_s, document.id},
            {u"kind"_s, model::nameOf(document.kind)},
            {u"title"_s, document.title},
            {u"date"_s, orNull(document.date)},
            {u"type"_s, QJsonObject{{u"system"_s, document.typeSystem}, {u"code"_s, document.typeCode}}},
            {u"status"_s, orNull(document.status)},
            {u"docStatus"_s, orNull(document.docStatus)},
            {u"relatesTo"_s, arrayOf(document.relations)},
            {u"formats"_s, formats},
            {u"studies"_s, uidsOf(document.studies)},
            {u"links"_s, arrayOf(document.studies)},
            {u"accession"_s, orNull(document.accessions.value(0))}};
}

QJsonObject toJson(const model::FetchedDocument &document)
{
    QJsonArray keyImages;
    for (const model::KeyImage &image : document.keyImages)
        keyImages += QJsonObject{{u"sopUid"_s, image.instance.text()},
                                 {u"studyUid"_s, image.study ? QJsonValue(image.study->text()) : QJsonValue()},
                                 {u"seriesUid"_s, image.series ? QJsonValue(image.series->text()) : QJsonValue()}};
    return {{u"file"_s, document.file},
            {u"contentType"_s, document.contentType},
            {u"bytes"_s, document.bytes},
            {u"sha256"_s, document.sha256},
            {u"hash"_s, nameOf(document.hash)},
            {u"kind"_s, model::nameOf(document.kind)},
            {u"status"_s, orNull(document.reference.status)},
            {u"docStatus"_s, orNull(document.reference.docStatus)},
            {u"relatesTo"_s, arrayOf(document.reference.relations)},
            {u"studies"_s, uidsOf(document.studies)},
            {u"links"_s, arrayOf(document.studies)},
            {u"keyImages"_s, keyImages},
            {u"notes"_s, toJson(document.notes)}};
}

QJsonObject toJson(const model::Note &note)
{
    QJsonObject json{{u"kind"_s, nameOf(note.kind)}, {u"detail"_s, note.detail}};
    if (!note.parameter.isEmpty())
        json.insert(u"parameter"_s, note.parameter);
    return json;
}

} // namespace cli
