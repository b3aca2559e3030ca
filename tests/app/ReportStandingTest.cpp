#include <story/ReportStanding.h>

#include <QTest>

using namespace Qt::StringLiterals;

namespace {

model::Document documentOf(const QString &id, const QString &status, const QString &docStatus,
                           const QList<model::DocumentRelation> &relations = {})
{
    model::Document document;
    document.id = id;
    document.status = status;
    document.docStatus = docStatus;
    document.relations = relations;
    return document;
}

//! As one line: each thing that holds, in a fixed order.
QString told(const story::ReportStanding &standing)
{
    QStringList words;
    if (standing.isWithdrawn)
        words += u"withdrawn"_s;
    if (standing.isReplaced)
        words += u"replaced by [%1]"_s.arg(standing.newerVersions.join(u' '));
    if (!standing.addenda.isEmpty())
        words += u"added to by [%1]"_s.arg(standing.addenda.join(u' '));
    if (!standing.addsTo.isEmpty())
        words += u"adds to [%1]"_s.arg(standing.addsTo.join(u' '));
    if (standing.isPreliminary)
        words += u"preliminary"_s;
    if (standing.isChanged)
        words += u"changed"_s;
    return words.join(u", "_s);
}

} // namespace

//! What a report, its reference and other documents say of how it stands.
class ReportStandingTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatTheReaderMustKnow_data()
    {
        QTest::addColumn<model::Document>("reference");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QList<model::Document>>("listed");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const model::Document &reference, const QString &written,
                            const QList<model::Document> &listed, const QString &expected) {
            QTest::newRow(name) << reference << written << listed << expected;
        };
        const auto a = [](const QString &status, const QString &docStatus) {
            return documentOf(u"a"_s, status, docStatus);
        };
        const auto final = a(u"current"_s, u"final"_s);
        row("a plain one", final, u"final"_s, {final}, {});
        row("nothing told", {}, {}, {}, {});
        row("withdrawn by the reference", a(u"entered-in-error"_s, {}), u"final"_s, {}, u"withdrawn"_s);
        row("withdrawn by its docStatus", a(u"current"_s, u"entered-in-error"_s), u"final"_s, {}, u"withdrawn"_s);
        row("withdrawn by itself", final, u"cancelled"_s, {}, u"withdrawn"_s);
        row("withdrawn after a change", a(u"entered-in-error"_s, u"amended"_s), {}, {}, u"withdrawn"_s);
        for (const auto &status : {u"preliminary"_s, u"partial"_s})
            row(qPrintable(status), a(u"current"_s, status), {}, {}, u"preliminary"_s);
        for (const auto &status : {u"amended"_s, u"corrected"_s, u"appended"_s})
            row(qPrintable(status), a(u"current"_s, status), {}, {}, u"changed"_s);
        row("final by itself, whatever the reference still says", a(u"current"_s, u"preliminary"_s), u"final"_s, {},
            {});
        row("replaced by one that is not listed", a(u"superseded"_s, u"amended"_s), {}, {}, u"replaced by []"_s);
        row("replaced by one that is", a(u"current"_s, u"corrected"_s), {},
            {final, documentOf(u"b"_s, u"current"_s, u"final"_s, {{u"replaces"_s, u"a"_s}})}, u"replaced by [b]"_s);
        row("two addenda", final, {},
            {documentOf(u"b"_s, u"current"_s, u"final"_s, {{u"appends"_s, u"a"_s}}),
             documentOf(u"c"_s, u"current"_s, u"final"_s, {{u"appends"_s, u"a"_s}})},
            u"added to by [b c]"_s);
        const auto addendum = documentOf(u"a"_s, u"current"_s, u"final"_s, {{u"appends"_s, u"z"_s}});
        row("an addendum, listed itself", addendum, {}, {addendum}, u"adds to [z]"_s);
        row("one that refers to itself", documentOf(u"a"_s, u"current"_s, u"final"_s, {{u"replaces"_s, u"a"_s}}), {},
            {documentOf(u"a"_s, u"current"_s, u"final"_s, {{u"replaces"_s, u"a"_s}})}, {});
    }
    void tellsWhatTheReaderMustKnow()
    {
        QFETCH(model::Document, reference);
        QFETCH(QString, written);
        QFETCH(QList<model::Document>, listed);
        QFETCH(QString, expected);
        QCOMPARE(told(story::standingOf(reference, written, listed)), expected);
    }
};

QTEST_GUILESS_MAIN(ReportStandingTest)
#include "ReportStandingTest.moc"
