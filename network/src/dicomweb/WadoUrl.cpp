#include "WadoUrl.h"

#include <array>

namespace network {

namespace {

struct Rung
{
    const char *header;
    bool instancesOnly;
};

constexpr std::array<Rung, 6> rungs{{{R"(multipart/related; type="application/dicom"; transfer-syntax=*)", false},
                                     {R"(multipart/related; type="application/dicom")", false},
                                     {"multipart/related; type=application/dicom", false},
                                     {"application/dicom; transfer-syntax=*", true},
                                     {"application/dicom", true},
                                     {"*/*", false}}};

} // namespace

std::optional<WadoUrl> WadoUrl::parse(const QUrl &address)
{
    const bool isWeb = address.scheme() == QLatin1String("https") || address.scheme() == QLatin1String("http");
    const QString host = address.host();
    if (!isWeb || host.isEmpty() || host == QLatin1String("notspecified") || host == QLatin1String("notapplicable"))
        return std::nullopt;

    QStringList kept;
    const auto segments = address.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts);
    for (const QString &segment : segments) {
        if (segment == QLatin1String("studies"))
            break;
        kept << u'/' + segment;
    }
    QUrl base;
    base.setScheme(address.scheme());
    base.setHost(host);
    base.setPort(address.port());
    base.setPath(kept.join(QString()), QUrl::TolerantMode);
    if (!base.isValid())
        return std::nullopt;
    return WadoUrl(base);
}

std::optional<WadoUrl> WadoUrl::fromPattern(const QString &pattern, const QString &location, const QUrl &base)
{
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    const QString end = QStringLiteral("/{study}");
    const QString path = pattern.section(u'?', 0, 0);
    if (!path.endsWith(end) || path.section(u'/', 2, 2).contains(u'{'))
        return std::nullopt;
    QString before = path.chopped(end.size());
    const QString step = before.section(u'/', -1);
    before.chop(step.size() + 1);
    QString query = pattern.contains(u'?') ? pattern.section(u'?', 1) : QString();
    for (QString *part : {&before, &query}) {
        part->replace(QStringLiteral("{location}"), encoded(location));
        part->replace(QStringLiteral("{base}"), encoded(base.toString()));
    }
    const QUrl url(query.isEmpty() ? before : before + u'?' + query, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    if (!url.isValid() || !isWeb || url.host().isEmpty() || step.isEmpty())
        return std::nullopt;
    WadoUrl made(url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment));
    made.m_studyStep = step;
    return made;
}

QUrl WadoUrl::study(const model::StudyUid &study) const
{
    QUrl url = m_base;
    url.setPath(m_base.path(QUrl::FullyEncoded) + u'/' + m_studyStep + u'/' + study.text(), QUrl::TolerantMode);
    return url;
}

QUrl WadoUrl::series(const model::StudyUid &study, const model::SeriesUid &series) const
{
    QUrl url = this->study(study);
    url.setPath(url.path(QUrl::FullyEncoded) + QStringLiteral("/series/") + series.text(), QUrl::TolerantMode);
    return url;
}

QUrl WadoUrl::instance(const model::StudyUid &study, const model::SeriesUid &series,
                       const model::SopUid &instance) const
{
    QUrl url = this->series(study, series);
    url.setPath(url.path(QUrl::FullyEncoded) + QStringLiteral("/instances/") + instance.text(), QUrl::TolerantMode);
    return url;
}

std::optional<QByteArray> AcceptLadder::header(int rung, bool instanceLevel)
{
    if (rung < 0 || size_t(rung) >= rungs.size() || (rungs[size_t(rung)].instancesOnly && !instanceLevel))
        return std::nullopt;
    return QByteArray(rungs[size_t(rung)].header);
}

std::optional<int> AcceptLadder::after(int rung, bool instanceLevel)
{
    for (int next = rung + 1; size_t(next) < rungs.size(); ++next)
        if (header(next, instanceLevel))
            return next;
    return std::nullopt;
}

} // namespace network
