#include <model/Patient.h>
#include <model/Uid.h>

#include <QTest>

class UidTest : public QObject
{
    Q_OBJECT

private slots:
    void normalisesWhatServersWrite_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("uid"); // empty: refused
        QTest::newRow("bare") << QStringLiteral("1.2.840.1") << QStringLiteral("1.2.840.1");
        QTest::newRow("urn:oid") << QStringLiteral("urn:oid:1.2.3") << QStringLiteral("1.2.3");
        QTest::newRow("upper case") << QStringLiteral("URN:OID:1.2.3") << QStringLiteral("1.2.3");
        QTest::newRow("oid") << QStringLiteral("oid:1.2.3") << QStringLiteral("1.2.3");
        QTest::newRow("blanks and NUL") << QStringLiteral(" 1.2.3 ") + QChar(0) << QStringLiteral("1.2.3");
        QTest::newRow("64 characters") << QString(64, u'1') << QString(64, u'1');
        QTest::newRow("65 characters") << QString(65, u'1') << QStringLiteral("");
        QTest::newRow("empty") << QStringLiteral("") << QStringLiteral("");
        QTest::newRow("prefix alone") << QStringLiteral("urn:oid:") << QStringLiteral("");
        QTest::newRow("path") << QStringLiteral("../1.2.3") << QStringLiteral("");
        QTest::newRow("dots only") << QStringLiteral("..") << QStringLiteral("");
        QTest::newRow("empty component") << QStringLiteral("1..2") << QStringLiteral("");
        QTest::newRow("ends with a dot") << QStringLiteral("1.2.") << QStringLiteral("");
        QTest::newRow("letters") << QStringLiteral("1.2.a") << QStringLiteral("");
        QTest::newRow("other digits") << QStringLiteral(u"1.\u0662.3") << QStringLiteral("");
        QTest::newRow("slash") << QStringLiteral("1.2/3") << QStringLiteral("");
    }
    void normalisesWhatServersWrite()
    {
        QFETCH(QString, text);
        QFETCH(QString, uid);
        const auto parsed = model::StudyUid::parse(text);
        QCOMPARE(parsed.has_value(), !uid.isEmpty());
        if (parsed)
            QCOMPARE(parsed->text(), uid);
    }

    void readsAnIdentifierOnlyWithBothSides()
    {
        const auto both = model::PatientIdentifier::parse(u"urn:oid:2.999.1|A|B");
        QVERIFY(both);
        QCOMPARE(both->system, QStringLiteral("urn:oid:2.999.1"));
        QCOMPARE(both->value, QStringLiteral("A|B"));
        QVERIFY(!model::PatientIdentifier::parse(u"|value"));
        QVERIFY(!model::PatientIdentifier::parse(u"system|"));
        QVERIFY(!model::PatientIdentifier::parse(u"value"));
    }
};

QTEST_GUILESS_MAIN(UidTest)
#include "UidTest.moc"
