#include "Redaction.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace network {

namespace {

const QString dots = QStringLiteral("•••");

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

QString withoutIdentity(QString text, const QUrl &url, const QByteArray &formBody)
{
    QStringList personal;
    for (const QByteArray &query : {url.query(QUrl::FullyEncoded).toUtf8(), formBody})
        for (const QByteArray &item : query.split('&')) {
            const auto equals = item.indexOf('=');
            if (equals < 0 || isHarmless(QUrl::fromPercentEncoding(item.left(equals))))
                continue;
            const QString value = QUrl::fromPercentEncoding(item.sliced(equals + 1));
            personal << value << QString::fromUtf8(item.sliced(equals + 1));
            personal << value.split(QRegularExpression(QStringLiteral("[|,^*?\\s/]+")), Qt::SkipEmptyParts);
        }
    std::sort(personal.begin(), personal.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
    for (const QString &value : std::as_const(personal))
        if (value.size() > 2) // shorter ones would tear words apart
            text.replace(value, dots, Qt::CaseInsensitive);
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
