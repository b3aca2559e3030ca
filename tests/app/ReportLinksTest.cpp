#include <story/ReportLinks.h>

#include <QTest>

using namespace Qt::StringLiterals;
using Role = model::StudyReference::Role;

namespace {

model::Study study(const QString &uid, const QString &accession)
{
    model::Study one{*model::StudyUid::parse(uid)};
    one.accession = accession;
    return one;
}

model::Document report(const QStringList &studies, const QString &accession = {})
{
    model::Document one;
    one.kind = model::Document::Kind::Report;
    one.accession = accession;
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
        QTest::newRow("unknown accession") << report({}, u"Z"_s) << QStringList();
    }
    void reportsAreLinkedByWhatTheyName()
    {
        QFETCH(model::Document, document);
        const QList<model::Study> studies{study(u"1.1"_s, u"A"_s), study(u"1.2"_s, u"D"_s), study(u"1.3"_s, u"D"_s),
                                          study(u"1.4"_s, {})};
        const auto linked = story::linkReports({document}, studies);
        QCOMPARE(linked.size(), 1);
        QTEST(printed(linked.first()), "links");
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
