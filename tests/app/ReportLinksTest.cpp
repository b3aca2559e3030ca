#include <story/ReportLinks.h>

#include <QTest>

using namespace Qt::StringLiterals;
using Role = model::StudyReference::Role;

namespace {

model::Study study(const QString &uid, const QString &accession)
{
    model::Study one{*model::StudyUid::parse(uid)};
    one.accessions = accession.split(u' ', Qt::SkipEmptyParts);
    return one;
}

model::Document report(const QStringList &studies, const QString &accession = {})
{
    model::Document one;
    one.kind = model::Document::Kind::Report;
    one.accessions = accession.split(u' ', Qt::SkipEmptyParts);
    for (const QString &uid : studies)
        one.studies.append({*model::StudyUid::parse(uid), Role::Reported, {}});
    return one;
}

//! "1.2 by UID and accession", a link a word.
QStringList printed(const story::LinkedReport &linked)
{
    QStringList all;
    for (const story::ReportLink &link : linked.links)
        all +=
            link.study.text() + (link.byUid ? u" uid"_s : QString()) + (link.byAccession ? u" accession"_s : QString());
    return all;
}

} // namespace

//! Which study a report belongs to, and by what.
class ReportLinksTest : public QObject
{
    Q_OBJECT

private slots:
    void reportsAreLinkedByWhatTheyName_data()
    {
        QTest::addColumn<model::Document>("document");
        QTest::addColumn<QStringList>("links");
        QTest::newRow("UID and accession") << report({u"1.1"_s}, u"A"_s) << QStringList{u"1.1 uid accession"_s};
        QTest::newRow("UID alone") << report({u"1.1"_s}) << QStringList{u"1.1 uid"_s};
        QTest::newRow("UID, another accession") << report({u"1.1"_s}, u"B"_s) << QStringList{u"1.1 uid"_s};
        QTest::newRow("accession alone") << report({}, u"A"_s) << QStringList{u"1.1 accession"_s};
        QTest::newRow("two studies") << report({u"1.1"_s, u"1.2"_s}) << QStringList{u"1.1 uid"_s, u"1.2 uid"_s};
        QTest::newRow("one study twice") << report({u"1.1"_s, u"1.1"_s}) << QStringList{u"1.1 uid"_s};
        QTest::newRow("accession of two studies") << report({}, u"D"_s) << QStringList();
        QTest::newRow("a study that is not listed") << report({u"9.9"_s}, u"A"_s) << QStringList();
        QTest::newRow("nothing") << report({}) << QStringList();
        QTest::newRow("UID and one of its orders") << report({u"1.5"_s}, u"F"_s) << QStringList{u"1.5 uid accession"_s};
        QTest::newRow("an order of several") << report({}, u"F"_s) << QStringList{u"1.5 accession"_s};
        QTest::newRow("two orders of one study") << report({}, u"E F"_s) << QStringList{u"1.5 accession"_s};
        QTest::newRow("orders of two studies")
            << report({}, u"A F"_s) << QStringList{u"1.1 accession"_s, u"1.5 accession"_s};
        QTest::newRow("unknown accession") << report({}, u"Z"_s) << QStringList();
    }
    void reportsAreLinkedByWhatTheyName()
    {
        QFETCH(model::Document, document);
        const QList<model::Study> studies{study(u"1.1"_s, u"A"_s), study(u"1.2"_s, u"D"_s), study(u"1.3"_s, u"D"_s),
                                          study(u"1.4"_s, {}), study(u"1.5"_s, u"E F"_s)};
        const auto linked = story::linkReports({document}, studies);
        QCOMPARE(linked.size(), 1);
        QTEST(printed(linked.first()), "links");
    }
    void findsUidsInText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("uids");
        QTest::newRow("in a line") << u"Study 1.2.840.99.7, done."_s << QStringList{u"1.2.840.99.7"_s};
        QTest::newRow("end of a sentence") << u"It is 1.2.840.99.7."_s << QStringList{u"1.2.840.99.7"_s};
        QTest::newRow("broken behind a dot") << u"1.2.840.\n  99.7 x"_s << QStringList{u"1.2.840.99.7"_s};
        QTest::newRow("broken before a dot") << u"1.2.840\n.99.7 x"_s << QStringList{u"1.2.840.99.7"_s};
        QTest::newRow("twice") << u"1.2.840.99.7 1.2.840.99.7"_s << QStringList{u"1.2.840.99.7"_s};
        QTest::newRow("a date") << u"02.11.2026 10:00"_s << QStringList();
        QTest::newRow("an address") << u"192.168.17.20"_s << QStringList();
        QTest::newRow("leading zero") << u"1.2.840.099.7"_s << QStringList();
        QTest::newRow("longer than a UID") << u"1.2.3.4."_s + QString(70, u'5') << QStringList();
        QTest::newRow("nothing") << QString() << QStringList();
    }
    void findsUidsInText()
    {
        QFETCH(QString, text);
        QTEST(story::uidsPrintedIn(text), "uids");
    }
    void findsStudiesInText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("studies");
        QTest::newRow("UID") << u"of 1.2.840.99.7"_s << QStringList{u"1.2.840.99.7 mentioned"_s};
        QTest::newRow("accession") << u"No. XA26-004171,"_s << QStringList{u"1.2.840.99.7 mentioned"_s};
        QTest::newRow("both") << u"XA26-004171 1.2.840.99.7"_s << QStringList{u"1.2.840.99.7 mentioned"_s};
        QTest::newRow("part of a longer number") << u"XA26-0041711 AXA26-004171"_s << QStringList();
        QTest::newRow("a short number") << u"A17"_s << QStringList();
        QTest::newRow("UID of a series in it") << u"1.2.840.99.7.1"_s << QStringList();
    }
    void findsStudiesInText()
    {
        QFETCH(QString, text);
        const QList<model::Study> studies{study(u"1.2.840.99.7"_s, u"XA26-004171"_s),
                                          study(u"1.2.840.99.8"_s, u"A17"_s), study(u"1.2.840.99.9"_s, {})};
        QStringList found;
        for (const model::StudyReference &named : story::studiesPrintedIn(text, studies))
            found += named.study.text() + u' ' + model::nameOf(named.role);
        QTEST(found, "studies");
    }
    void manifestsAreNoReports()
    {
        model::Document manifest;
        manifest.kind = model::Document::Kind::Manifest;
        QVERIFY(story::linkReports({manifest}, {}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ReportLinksTest)
#include "ReportLinksTest.moc"
