#include "dicomweb/WadoUrl.h"

#include <QTest>

using network::AcceptLadder;
using network::WadoUrl;

class WadoUrlTest : public QObject
{
    Q_OBJECT

private slots:
    void findsTheBase_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("base"); // empty: refused
        const auto row = [](const char *name, const char *address, const char *base) {
            QTest::newRow(name) << QString::fromLatin1(address) << QString::fromLatin1(base);
        };
        row("plain", "https://pacs.example/dicom-web", "https://pacs.example/dicom-web");
        row("slash", "https://pacs.example/dicom-web/", "https://pacs.example/dicom-web");
        row("studies", "https://pacs.example/dicom-web/studies", "https://pacs.example/dicom-web");
        row("studies and slash", "https://pacs.example/dicom-web/studies/", "https://pacs.example/dicom-web");
        row("a whole instance", "https://pacs.example:8443/rs/studies/1.2/series/1.3/instances/1.4",
            "https://pacs.example:8443/rs");
        row("host only", "https://pacs.example", "https://pacs.example");
        row("studies at the root", "https://pacs.example/studies", "https://pacs.example");
        row("studies as part of a name", "https://pacs.example/studies-rs/x", "https://pacs.example/studies-rs/x");
        row("escaped path", "https://pacs.example/a%20b%2Fc/rs", "https://pacs.example/a%20b%2Fc/rs");
        row("query, fragment and user dropped", "https://me:pw@pacs.example/rs?accept=x#y", "https://pacs.example/rs");
        row("placeholder of the profile text", "http://notspecified", "");
        row("placeholder of the example", "http://notapplicable", "");
        row("no scheme", "hostname/dicom-web-rs/", "");
        row("other scheme", "file:///etc/passwd", "");
        row("relative", "/dicom-web", "");
        row("empty", "", "");
    }
    void findsTheBase()
    {
        QFETCH(QString, address);
        QFETCH(QString, base);
        const auto url = WadoUrl::parse(QUrl(address));
        QCOMPARE(url ? QString::fromLatin1(url->base().toEncoded()) : QString(), base);
    }

    void buildsTheThreeLevels()
    {
        const auto url = *WadoUrl::parse(QUrl(QStringLiteral("https://pacs.example/a%2Fb/studies/")));
        const auto study = *model::StudyUid::parse(u"1.2.3");
        const auto series = *model::SeriesUid::parse(u"1.2.3.4");
        const auto sop = *model::SopUid::parse(u"1.2.3.4.5");
        QCOMPARE(url.study(study).toEncoded(), "https://pacs.example/a%2Fb/studies/1.2.3");
        QCOMPARE(url.series(study, series).toEncoded(), "https://pacs.example/a%2Fb/studies/1.2.3/series/1.2.3.4");
        QCOMPARE(url.instance(study, series, sop).toEncoded(),
                 "https://pacs.example/a%2Fb/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5");
    }

    void climbsTheAcceptLadder_data()
    {
        QTest::addColumn<bool>("instanceLevel");
        QTest::addColumn<QByteArrayList>("headers");
        const QByteArray asStored(R"(multipart/related; type="application/dicom"; transfer-syntax=*)");
        const QByteArray quoted(R"(multipart/related; type="application/dicom")");
        QTest::newRow("study") << false
                               << QByteArrayList{asStored, quoted, "multipart/related; type=application/dicom", "*/*"};
        QTest::newRow("instance") << true
                                  << QByteArrayList{asStored,
                                                    quoted,
                                                    "multipart/related; type=application/dicom",
                                                    "application/dicom; transfer-syntax=*",
                                                    "application/dicom",
                                                    "*/*"};
    }
    void climbsTheAcceptLadder()
    {
        QFETCH(bool, instanceLevel);
        QFETCH(QByteArrayList, headers);
        QByteArrayList tried;
        for (std::optional<int> rung = 0; rung; rung = AcceptLadder::after(*rung, instanceLevel))
            tried << AcceptLadder::header(*rung, instanceLevel).value();
        QCOMPARE(tried, headers);
    }

    void gatewaysHaveAFormOfTheirOwn_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("study"); // empty: no pattern
        QTest::newRow("by location alone")
            << QStringLiteral("https://gw.example/homeCommunityId/1.2.9/RetrieveLocationUID/{location}/study/{study}")
            << QStringLiteral("https://gw.example/homeCommunityId/1.2.9/RetrieveLocationUID/1.3.4/study/1.2.3");
        QTest::newRow("with the told address")
            << QStringLiteral("https://gw.example/r/{location}/study/{study}?retrieveurl={base}")
            << QStringLiteral("https://gw.example/r/1.3.4/study/1.2.3?retrieveurl=https%3A%2F%2Fpacs.example%2Frs");
        QTest::newRow("the usual word") << QStringLiteral("https://gw.example/{location}/studies/{study}")
                                        << QStringLiteral("https://gw.example/1.3.4/studies/1.2.3");
        QTest::newRow("the study is not last") << QStringLiteral("https://gw.example/{study}/{location}") << QString();
        QTest::newRow("the host is open") << QStringLiteral("https://{location}/study/{study}") << QString();
        QTest::newRow("not the web") << QStringLiteral("file:///{location}/study/{study}") << QString();
        QTest::newRow("nothing before the study") << QStringLiteral("https://gw.example/{study}") << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void gatewaysHaveAFormOfTheirOwn()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, study);
        const auto url =
            WadoUrl::fromPattern(pattern, QStringLiteral("1.3.4"), QUrl(QStringLiteral("https://pacs.example/rs")));
        QCOMPARE(url.has_value(), !study.isEmpty());
        if (!url)
            return;
        const auto uid = *model::StudyUid::parse(QStringLiteral("1.2.3"));
        QCOMPARE(url->study(uid).toString(QUrl::FullyEncoded), study);
        QVERIFY(url->series(uid, *model::SeriesUid::parse(QStringLiteral("1.2.3.4")))
                    .path()
                    .endsWith(QStringLiteral("/1.2.3/series/1.2.3.4")));
    }
};

QTEST_GUILESS_MAIN(WadoUrlTest)
#include "WadoUrlTest.moc"
