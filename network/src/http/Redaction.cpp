#include "Redaction.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace network {

namespace {

const QString dots = QStringLiteral("•••");

//! The values in a JSON body; which resource it is, and what a parameter is called, names nobody.
void collectStrings(const QJsonValue &value, QStringList &strings)
{
    if (value.isString())
        strings << value.toString() << value.toString().split(u' ', Qt::SkipEmptyParts);
    for (const QJsonValue &item : value.toArray())
        collectStrings(item, strings);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        if (!it.value().isString() || (it.key() != u"resourceType" && it.key() != u"name"))
            collectStrings(it.value(), strings);
}

//! A day as FHIR or DICOM write it, a comparison before it or not; invalid where the value is none.
QDate dayIn(const QString &value)
{
    static const QRegularExpression day(QStringLiteral("^(?:[a-z]{2})?(\\d{4})-?(\\d{2})-?(\\d{2})$"));
    const auto match = day.match(value);
    return {match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()};
}

//! The words of a name that hyphens join; nothing of a number or a date.
QStringList wordsJoinedIn(const QString &value)
{
    static const QRegularExpression joined(QStringLiteral("^[\\p{L}\\p{M}' ]+(-[\\p{L}\\p{M}' ]+)+$"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    return joined.match(value).hasMatch() ? value.split(u'-') : QStringList();
}

//! Without accents and in lower case, character for character: servers compare so and tell what they compared.
QString folded(const QString &text)
{
    QString plain = text;
    for (QChar &c : plain) {
        while (c.decompositionTag() == QChar::Canonical)
            c = c.decomposition().at(0);
        c = c.toCaseFolded();
    }
    return plain;
}

//! Patterns of what else a value may be written like.
QStringList otherSpellings(const QString &value)
{
    static const QString gap = QStringLiteral("[-./ ]?");
    QStringList patterns;
    if (const QDate day = dayIn(value); day.isValid()) {
        const QString y = QString::number(day.year());
        const QString m = QStringLiteral("0?") + QString::number(day.month());
        const QString d = QStringLiteral("0?") + QString::number(day.day());
        for (const QStringList &order : {QStringList{y, m, d}, QStringList{d, m, y}, QStringList{m, d, y}})
            patterns << order.join(gap);
    }
    if (!numbersAmong({value}).isEmpty()) {
        QStringList characters;
        for (const QChar c : value)
            if (c.isLetterOrNumber())
                characters << QString(c);
        patterns << characters.join(gap);
    }
    return patterns;
}

} // namespace

bool isHarmless(QStringView parameter)
{
    // An allow-list: a parameter that nobody thought of is masked.
    static constexpr std::array names{
        QStringView(u"_count"),      QStringView(u"_elements"),     QStringView(u"_format"),
        QStringView(u"_include"),    QStringView(u"_sort"),         QStringView(u"_summary"),
        QStringView(u"_total"),      QStringView(u"active"),        QStringView(u"body-site"),
        QStringView(u"bodysite"),    QStringView(u"fuzzymatching"), QStringView(u"includefield"),
        QStringView(u"limit"),       QStringView(u"modality"),      QStringView(u"ModalitiesInStudy"),
        QStringView(u"Modality"),    QStringView(u"offset"),        QStringView(u"started"),
        QStringView(u"status"),      QStringView(u"StudyDate"),     QStringView(u"StudyTime"),
        QStringView(u"dicom-class"), QStringView(u"type"),          QStringView(u"anatomical-region"),
    };
    return std::find(names.begin(), names.end(), parameter) != names.end();
}

QString maskedUrl(const QUrl &url)
{
    QStringList segments = url.path(QUrl::FullyEncoded).split(u'/');
    for (qsizetype i = 1; i < segments.size(); ++i)
        if (segments.at(i - 1) == u"Patient" && !segments.at(i).startsWith(u'_') && !segments.at(i).startsWith(u'$') &&
            !segments.at(i).isEmpty()) // a search or an operation is no id
            segments[i] = dots;
    QString result =
        url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toString() +
        segments.join(u'/');

    const QString query = maskedQuery(url.query(QUrl::FullyEncoded));
    if (!query.isEmpty())
        result += u'?' + query;
    return result;
}

QString maskedQuery(const QString &encoded)
{
    QStringList items = encoded.split(u'&', Qt::SkipEmptyParts);
    for (QString &item : items) {
        const auto equals = item.indexOf(u'=');
        const QString name = QUrl::fromPercentEncoding(item.left(equals).toUtf8());
        if (equals >= 0 && !isHarmless(name))
            item = item.left(equals + 1) + dots;
    }
    return items.join(u'&');
}

QString placeOf(const QUrl &url)
{
    QUrl bare = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    bare.setQuery(QString());
    return maskedUrl(bare);
}

QStringList personalValuesIn(const QUrl &url, const QByteArray &body)
{
    QStringList personal;
    if (body.startsWith('{')) {
        collectStrings(QJsonDocument::fromJson(body).object(), personal);
    } else {
        for (const QByteArray &query : {url.query(QUrl::FullyEncoded).toUtf8(), body})
            for (const QByteArray &item : query.split('&')) {
                const auto equals = item.indexOf('=');
                if (equals < 0 || isHarmless(QUrl::fromPercentEncoding(item.left(equals))))
                    continue;
                const QString value = QUrl::fromPercentEncoding(item.sliced(equals + 1));
                personal << value << QString::fromUtf8(item.sliced(equals + 1));
                personal << value.split(QRegularExpression(QStringLiteral("[|,^*?\\s/]+")), Qt::SkipEmptyParts);
                personal << wordsJoinedIn(value);
            }
    }
    personal.removeDuplicates();
    return personal;
}

QStringList numbersAmong(const QStringList &personalValues)
{
    static const QRegularExpression number(QStringLiteral("^[A-Za-z0-9/ -]*[0-9][A-Za-z0-9/ -]*$"));
    constexpr qsizetype shortest = 5; // shorter ones would tear other words apart
    QStringList numbers;
    for (const QString &value : personalValues)
        if (value.size() >= shortest && number.match(value).hasMatch())
            numbers << value;
    return numbers;
}

QString without(const QStringList &values, QString text)
{
    QStringList patterns;
    for (const QString &value : values)
        if (value.size() > 2) // shorter ones would tear words apart
            patterns << QRegularExpression::escape(folded(value.normalized(QString::NormalizationForm_C)))
                     << otherSpellings(value);
    if (patterns.isEmpty())
        return text;
    std::sort(patterns.begin(), patterns.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
    text = text.normalized(QString::NormalizationForm_C);
    for (const QString &pattern : std::as_const(patterns)) {
        QList<std::pair<qsizetype, qsizetype>> places;
        auto matches = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption |
                                                       QRegularExpression::UseUnicodePropertiesOption)
                           .globalMatch(folded(text));
        while (matches.hasNext()) {
            const auto match = matches.next();
            places.emplaceFront(match.capturedStart(), match.capturedLength());
        }
        for (const auto &[start, length] : std::as_const(places)) // the last first
            text.replace(start, length, dots);
    }
    return text;
}

QString firstWords(const QByteArray &page)
{
    static const QRegularExpression invisible(QStringLiteral("<(script|style|head)\\b.*?(</\\1\\s*>|$)"),
                                              QRegularExpression::CaseInsensitiveOption |
                                                  QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression title(QStringLiteral("<title[^>]*>(.*?)</title"),
                                          QRegularExpression::CaseInsensitiveOption |
                                              QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    constexpr qsizetype longestScan = 16 * 1024;
    constexpr qsizetype longestWords = 200;

    QString text = QString::fromUtf8(page.left(longestScan));
    const QString heading = title.match(text).captured(1);
    text.replace(invisible, QStringLiteral(" ")).replace(tag, QStringLiteral(" "));
    text = (heading + u' ' + text).simplified();
    for (QChar &c : text)
        if (!c.isPrint())
            c = u'.';
    return text.size() > longestWords ? text.left(longestWords) + u'…' : text;
}

QList<QPair<QByteArray, QByteArray>> withoutCredentials(QList<QPair<QByteArray, QByteArray>> headers)
{
    for (auto &[name, value] : headers)
        for (const char *secret : {"authorization", "proxy-authorization", "cookie", "set-cookie"})
            if (name.compare(secret, Qt::CaseInsensitive) == 0)
                value = "(not shown)";
    return headers;
}

} // namespace network
