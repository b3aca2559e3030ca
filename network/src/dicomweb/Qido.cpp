#include "Qido.h"

#include "StudyFilter.h"

#include "fhir/FhirSearch.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace network {

namespace {

QString unpadded(QString text)
{
    while (!text.isEmpty() && (text.back().isNull() || text.back().isSpace()))
        text.chop(1);
    while (!text.isEmpty() && text.front().isSpace())
        text.remove(0, 1);
    return text;
}

QByteArray dicomDate(const QDate &date)
{
    return date.isValid() ? date.toString(QStringLiteral("yyyyMMdd")).toLatin1() : QByteArray();
}

QByteArray dicomTime(const QTime &time)
{
    return time.isValid() ? time.toString(QStringLiteral("HHmmss")).toLatin1() : QByteArray();
}

} // namespace

QList<QByteArray> qidoModalityKeys()
{
    return {"ModalitiesInStudy", "Modality"};
}

QList<QidoForm> plainerForms(const QidoForm &refused, const QidoSearch &search)
{
    constexpr int smallestMaximum = 200; // what some servers take as the largest limit
    QidoForm noFields = refused;
    noFields.withIncludeFields = false;
    QidoForm noOptionalKeys = refused;
    noOptionalKeys.withOptionalKeys = refused.withOptionalKeys && search.optionalKeys.isEmpty();
    QidoForm smallPages = refused;
    smallPages.limit = std::min(refused.limit, smallestMaximum);
    QList<QidoForm> forms{noFields, noOptionalKeys};
    QidoForm most = noFields;
    most.withOptionalKeys = noOptionalKeys.withOptionalKeys;
    QList<QidoForm> together{most};
    for (int key = refused.modalityKey; !search.modality.isEmpty() && key < qidoModalityKeys().size(); ++key) {
        QidoForm otherKey = refused;
        otherKey.modalityKey = most.modalityKey = key + 1;
        forms << otherKey;
        together << most;
    }
    most.limit = smallPages.limit;
    QList<QidoForm> plainer;
    for (const QidoForm &form : forms << smallPages << together << most)
        if (form != refused && !plainer.contains(form))
            plainer << form;
    return plainer;
}

QByteArray qidoValue(const QString &value, QidoSpelling spelling)
{
    if (spelling == QidoSpelling::Encoded)
        return QUrl::toPercentEncoding(value, "*?");
    QByteArray result;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char16_t c = value.at(i).unicode();
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
                           c == u'-' || c == u'.' || c == u'_' || c == u'~' || c == u':' || c == u'/' || c == u'*' ||
                           c == u'?';
        result += plain ? static_cast<char>(c) : '?';
        if (value.at(i).isHighSurrogate())
            ++i; // one character, one wildcard
    }
    return result;
}

bool asksForOneNumber(const model::StudyQuery &query)
{
    return !query.patient || (!query.patient->value.contains(u'*') && !query.patient->value.contains(u'?'));
}

QidoSearch qidoStudies(const model::StudyQuery &given, int limit, QidoSpelling spelling)
{
    const auto spelt = [spelling](const QString &value) { return qidoValue(value, spelling); };
    const model::StudyQuery query = withNumbersRead(given);
    QidoSearch search{
        QStringLiteral("studies"), {}, "00081030,00201206,00201208,00080061,00080080,00100021", {}, limit, {}};
    if (!query.sopClass.isEmpty())
        search.includeFields += ",00080062"; // SOPClassesInStudy, for filtering here
    if (query.patient)
        search.keys.emplaceBack("PatientID", spelt(query.patient->value));
    if (query.study)
        search.keys.emplaceBack("StudyInstanceUID", query.study->text().toLatin1());
    if (query.from.isValid() || query.to.isValid())
        search.keys.emplaceBack("StudyDate", dicomDate(query.from) + '-' + dicomDate(query.to));
    if (!query.accession.isEmpty())
        search.keys.emplaceBack("AccessionNumber", spelt(query.accession));
    // Date and time are matched apart from each other (PS3.4 C.2.2.2.5), so a time is of use within one day only.
    if (query.from.isValid() && query.from == query.to && (query.fromTime.isValid() || query.toTime.isValid()))
        search.keys.emplaceBack("StudyTime", dicomTime(query.fromTime) + '-' + dicomTime(query.toTime));
    if (!query.referrer.isEmpty())
        search.keys.emplaceBack("ReferringPhysicianName", spelt(query.referrer) + '*');
    if (!query.studyId.isEmpty())
        search.keys.emplaceBack("StudyID", spelt(query.studyId));
    // A key of the series level that the guide asks for at this one.
    if (query.series)
        search.optionalKeys.emplaceBack("SeriesInstanceUID", query.series->text().toLatin1());
    search.modality = spelt(query.modality);
    return search;
}

QidoSearch qidoSeries(const model::StudyUid &study, int limit)
{
    return {QStringLiteral("studies/%1/series").arg(study.text()), {}, "0008103E,00180015,00201209", {}, limit};
}

QidoSearch qidoInstances(const model::StudyUid &study, const std::optional<model::SeriesUid> &series, int limit)
{
    const QString path = series ? QStringLiteral("studies/%1/series/%2/instances").arg(study.text(), series->text())
                                : QStringLiteral("studies/%1/instances").arg(study.text());
    return {path, {}, series ? "00080016,00200013,00280008" : "00080016,0020000E,00200013,00280008", {}, limit};
}

QUrl urlFor(const QUrl &base, const QidoSearch &search, const QidoForm &form, int offset)
{
    QByteArray query;
    const auto append = [&query](const QByteArray &name, const QByteArray &value) {
        query += (query.isEmpty() ? "" : "&") + name + '=' + value;
    };
    for (const auto &[name, value] : search.keys)
        append(name, value);
    if (const auto keys = qidoModalityKeys(); !search.modality.isEmpty() && form.modalityKey < keys.size())
        append(keys.at(form.modalityKey), search.modality);
    if (form.withOptionalKeys)
        for (const auto &[name, value] : search.optionalKeys)
            append(name, value);
    if (form.withIncludeFields)
        append("includefield", search.includeFields);
    append("limit", QByteArray::number(form.limit));
    append("offset", QByteArray::number(offset));
    return QUrl::fromEncoded(below(base, search.path).toEncoded() + '?' + query, QUrl::StrictMode);
}

QidoRow::QidoRow(const json::Value &object)
{
    simdjson::dom::object fields;
    if (object.get_object().get(fields))
        return;
    m_attributes.reserve(fields.size());
    bool isAscending = true;
    for (const auto field : fields) {
        isAscending = isAscending && (m_attributes.empty() || m_attributes.back().first < field.key);
        m_attributes.emplace_back(field.key, field.value);
    }
    if (isAscending) // as the standard asks; no key can come twice then
        return;
    std::stable_sort(m_attributes.begin(), m_attributes.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    const auto repeated = std::unique(m_attributes.begin(), m_attributes.end(),
                                      [](const auto &a, const auto &b) { return a.first == b.first; });
    m_hasDuplicateKey = repeated != m_attributes.end();
    m_attributes.erase(repeated, m_attributes.end());
}

std::optional<json::Value> QidoRow::attribute(std::string_view tag) const
{
    const auto found = std::lower_bound(m_attributes.begin(), m_attributes.end(), tag,
                                        [](const auto &a, std::string_view wanted) { return a.first < wanted; });
    if (found == m_attributes.end() || found->first != tag)
        return std::nullopt;
    json::Value values;
    return found->second["Value"].get(values) ? std::nullopt : std::optional(values);
}

std::optional<json::Value> QidoRow::firstOf(std::string_view tag) const
{
    const auto values = attribute(tag);
    return values ? json::firstItem(*values) : std::nullopt;
}

QString QidoRow::text(std::string_view tag) const
{
    const auto value = firstOf(tag);
    return value ? unpadded(json::text(*value)) : QString();
}

QStringList QidoRow::texts(std::string_view tag) const
{
    QStringList result;
    const auto values = attribute(tag);
    if (!values)
        return result;
    for (const json::Value &value : json::items(*values))
        for (const QString &text : json::text(value).split(u'\\')) // some write all values into one text
            if (const QString bare = unpadded(text); !bare.isEmpty() && !result.contains(bare))
                result << bare;
    return result;
}

std::optional<int> QidoRow::integer(std::string_view tag) const
{
    const auto value = firstOf(tag);
    return value ? json::integer(*value) : std::nullopt;
}

std::optional<int> QidoRow::count(std::string_view tag) const
{
    const auto value = firstOf(tag);
    return value ? json::count(*value) : std::nullopt;
}

QString QidoRow::personName(std::string_view tag) const
{
    const auto value = firstOf(tag);
    if (!value)
        return {};
    if (value->is_string())
        return unpadded(json::text(*value));
    for (const char *group : {"Alphabetic", "Ideographic", "Phonetic"})
        if (const QString name = unpadded(json::text((*value)[group])); !name.isEmpty())
            return name;
    return {};
}

QDate QidoRow::date(std::string_view tag) const
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{4})([-.]?)(\\d{2})\\2(\\d{2})$"));
    const auto match = pattern.match(text(tag));
    return match.hasMatch() ? QDate(match.captured(1).toInt(), match.captured(3).toInt(), match.captured(4).toInt())
                            : QDate();
}

QTime QidoRow::time(std::string_view tag) const
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{2}):?(\\d{2})?:?(\\d{2})?(\\.\\d*)?$"));
    const auto match = pattern.match(text(tag));
    return match.hasMatch() ? QTime(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt())
                            : QTime();
}

QString duplicateKeyWords()
{
    return QStringLiteral("An attribute comes twice in one row; the first was read.");
}

Result<int> readQidoRows(const QByteArray &body, const std::function<void(const QidoRow &)> &readRow)
{
    if (body.trimmed().isEmpty())
        return 0;
    simdjson::dom::parser parser;
    json::Value root;
    if (const auto code = json::parse(parser, body, root))
        return tl::unexpected(
            Error{Error::Kind::Malformed,
                  QStringLiteral("A DICOM JSON array was expected, but %1.").arg(json::complaint(code, body)), 0});
    simdjson::dom::array array;
    if (root.get_array().get(array))
        return tl::unexpected(
            Error{Error::Kind::Malformed, QStringLiteral("A DICOM JSON array was expected; other JSON came."), 0});
    int rows = 0;
    for (const json::Value row : array) {
        ++rows;
        readRow(QidoRow(row));
    }
    return rows;
}

std::optional<model::Study> studyIn(const QidoRow &row)
{
    const auto uid = model::StudyUid::parse(row.text("0020000D"));
    if (!uid)
        return std::nullopt;
    model::Study study{*uid, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {model::Route::Dicomweb}, {}, {}};
    study.date = row.date("00080020");
    study.time = row.time("00080030");
    study.description = row.text("00081030");
    study.modalities = row.texts("00080061");
    study.accessions = row.texts("00080050");
    study.institution = row.text("00080080");
    study.seriesCount = row.count("00201206");
    study.instanceCount = row.count("00201208");
    study.patient.id = row.text("00100020");
    study.patient.issuer = row.text("00100021");
    study.patient.name = row.personName("00100010");
    study.patient.birthDate = row.date("00100030").toString(Qt::ISODate);
    study.patient.sex = row.text("00100040");
    study.referrer = row.personName("00080090");
    study.studyId = row.text("00200010");
    return study;
}

std::optional<model::Series> seriesIn(const QidoRow &row)
{
    const auto uid = model::SeriesUid::parse(row.text("0020000E"));
    if (!uid)
        return std::nullopt;
    return model::Series{*uid,
                         row.integer("00200011"),
                         row.text("00080060"),
                         row.text("0008103E"),
                         row.text("00180015"),
                         row.count("00201209"),
                         {},
                         {}};
}

std::optional<model::Instance> instanceIn(const QidoRow &row)
{
    const auto uid = model::SopUid::parse(row.text("00080018"));
    if (!uid)
        return std::nullopt;
    const QString sopClass = row.text("00080016");
    model::Instance instance{*uid, model::normalisedUid(sopClass).value_or(sopClass), row.integer("00200013"),
                             row.count("00280008")};
    const auto rows = row.integer("00280010");
    const auto columns = row.integer("00280011");
    if (rows && columns && *rows > 0 && *columns > 0 && *rows <= 0xffff && *columns <= 0xffff) {
        const qint64 frames = std::clamp(instance.frames.value_or(1), 1, 100'000);
        const qint64 bits = std::clamp(row.integer("00280100").value_or(16), 1, 64);
        instance.pixelBytes = frames * *rows * *columns * ((bits + 7) / 8);
    }
    return instance;
}

QidoWarnings warningsIn(const QList<QByteArray> &headers)
{
    QidoWarnings warnings;
    for (const QByteArray &header : headers) {
        const QString text = QString::fromUtf8(header).simplified();
        if (text.isEmpty())
            continue;
        if (text.contains(u"additional results", Qt::CaseInsensitive))
            warnings.moreRows = text;
        else
            warnings.words << text;
    }
    return warnings;
}

QidoPaging::Next QidoPaging::after(int rows, int newRows, bool moreRows, int maximumPages)
{
    if (m_pages++ == 0)
        m_effective = moreRows && rows < m_limit ? rows : m_limit;
    m_offset += rows;
    if (rows == 0)
        return Next::Done;
    const bool wasDoubting = std::exchange(m_isDoubting, false);
    if (newRows == 0 && m_pages > 1) // the first one repeats nothing, though it may hold no row that can be used
        return wasDoubting ? Next::Done : Next::Repeated;
    if (!moreRows && rows != m_effective) { // a short page is the last; a longer one means that limit was not obeyed
        constexpr int fewestToDoubt = 10;   // no server caps at less
        if (m_pages > 1 || rows > m_effective || rows < fewestToDoubt)
            return Next::Done;
        m_effective = rows;
        m_isDoubting = true;
    }
    return m_pages >= maximumPages ? Next::PageCap : Next::Ask;
}

} // namespace network
