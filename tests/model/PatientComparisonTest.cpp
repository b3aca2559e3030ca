#include <model/PatientComparison.h>

#include <QTest>

using namespace Qt::StringLiterals;
using model::PatientVerdict;

namespace {

const model::PatientIdentifier number{u"urn:oid:2.999.1"_s, u"123"_s};

model::Patient maria()
{
    return {u"p1"_s, {number}, u"Müller"_s, {u"Maria"_s, u"Anna"_s}, u"1980-02-03"_s, u"female"_s, true, {}};
}

} // namespace

class PatientComparisonTest : public QObject
{
    Q_OBJECT

private slots:
    void rowsAreComparedWithTheConfirmedPatient_data()
    {
        QTest::addColumn<QStringList>("row"); // id, issuer, name, birth date, sex, reference
        QTest::addColumn<model::PatientVerdict>("verdict");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QStringList &values, PatientVerdict verdict, const QString &field) {
            QTest::newRow(name) << values << verdict << field;
        };
        row("says nothing", {{}, {}, {}, {}, {}}, PatientVerdict::Unchecked, {});
        row("the same", {u"123"_s, u"urn:oid:2.999.1"_s, u"Müller^Maria^Anna"_s, u"1980-02-03"_s, u"F"_s},
            PatientVerdict::Match, {});
        row("number alone", {u"123"_s, {}, {}, {}, {}}, PatientVerdict::Match, {});
        row("logical id", {u"Patient/p1"_s, {}, {}, {}, {}}, PatientVerdict::Match, {});
        row("capitals, no umlaut, one given name", {{}, {}, u"MUELLER^MARIA"_s, {}, {}}, PatientVerdict::Match, {});
        row("accents left out", {{}, {}, u"Muller^Maria"_s, {}, {}}, PatientVerdict::Match, {});
        row("an initial", {{}, {}, u"Müller^M"_s, {}, {}}, PatientVerdict::Match, {});
        row("written the FHIR way", {{}, {}, u"Maria Anna Müller"_s, {}, {}}, PatientVerdict::Match, {});
        row("another script", {u"123"_s, {}, u"Мюллер^Мария"_s, {}, {}}, PatientVerdict::Match, {});
        row("a PN with prefix and suffix", {{}, {}, u"Müller^Maria^^Dr^MSc"_s, {}, {}}, PatientVerdict::Match, {});
        row("a second group that agrees", {{}, {}, u"Мюллер^Мария=Mueller^Maria"_s, {}, {}}, PatientVerdict::Match, {});
        row("a number with blanks around it", {u" 123 "_s, {}, {}, {}, {}}, PatientVerdict::Match, {});
        row("only the year", {{}, {}, {}, u"1980"_s, {}}, PatientVerdict::Match, {});
        row("another day", {u"123"_s, {}, u"Müller^Maria"_s, u"1980-02-04"_s, {}}, PatientVerdict::Conflict,
            u"birthDate"_s);
        row("another year", {{}, {}, {}, u"1981"_s, {}}, PatientVerdict::Conflict, u"birthDate"_s);
        row("another sex", {u"123"_s, {}, {}, u"1980-02-03"_s, u"M"_s}, PatientVerdict::Conflict, u"sex"_s);
        row("sex told as other", {u"123"_s, {}, {}, {}, u"O"_s}, PatientVerdict::Match, {});
        row("another name", {{}, {}, u"Huber^Eva"_s, u"1980-02-03"_s, {}}, PatientVerdict::Conflict, u"name"_s);
        row("same family, another given name", {{}, {}, u"Müller^Eva"_s, {}, {}}, PatientVerdict::Conflict, u"name"_s);
        row("a new name, but number and birth date", {u"123"_s, {}, u"Huber^Maria"_s, u"1980-02-03"_s, {}},
            PatientVerdict::Explained, u"name"_s);
        row("local number, traits agree", {u"L7"_s, {}, u"Müller^Maria"_s, u"1980-02-03"_s, {}},
            PatientVerdict::Explained, u"identifier"_s);
        row("local number of another authority", {u"L7"_s, u"urn:oid:2.999.7"_s, {}, u"1980-02-03"_s, {}},
            PatientVerdict::Explained, u"identifier"_s);
        row("another number of the same authority",
            {u"124"_s, u"urn:oid:2.999.1"_s, u"Müller^Maria"_s, u"1980-02-03"_s, {}}, PatientVerdict::Conflict,
            u"identifier"_s);
        row("a number with other separators", {u"1-2 3"_s, u"urn:oid:2.999.1"_s, {}, {}, {}}, PatientVerdict::Match,
            {});
        row("its authority without prefix", {u"123"_s, u"2.999.1"_s, {}, {}, {}}, PatientVerdict::Match, {});
        row("another number of the authority without prefix", {u"124"_s, u"2.999.1"_s, {}, {}, {}},
            PatientVerdict::Conflict, u"identifier"_s);
        row("an issuer that is no authority", {u"123"_s, u"HOSP"_s, {}, {}, {}}, PatientVerdict::Match, {});
        row("a new name, but number and birth date of no authority",
            {u"123"_s, u"HOSP"_s, u"Huber^Maria"_s, u"1980-02-03"_s, {}}, PatientVerdict::Explained, u"name"_s);
        row("another number of no authority", {u"124"_s, u"HOSP"_s, {}, {}, {}}, PatientVerdict::Unchecked,
            u"identifier"_s);
        row("her record", {{}, {}, {}, {}, {}, u"Patient/p1"_s}, PatientVerdict::Match, {});
        row("her record and a local number", {u"L7"_s, {}, {}, {}, {}, u"Patient/p1"_s}, PatientVerdict::Match, {});
        row("her record, but another number of the authority", {u"124"_s, u"2.999.1"_s, {}, {}, {}, u"Patient/p1"_s},
            PatientVerdict::Conflict, u"identifier"_s);
        row("another record alone", {{}, {}, {}, {}, {}, u"Patient/p2"_s}, PatientVerdict::Conflict, u"record"_s);
        row("another record, traits agree", {{}, {}, u"Müller^Maria"_s, {}, {}, u"Patient/p2"_s},
            PatientVerdict::Explained, u"record"_s);
        row("another record with her number", {u"123"_s, {}, {}, {}, {}, u"Patient/p2"_s}, PatientVerdict::Match, {});
        row("a record of another server", {{}, {}, {}, {}, {}, u"https://b.example/Patient/p1"_s},
            PatientVerdict::Unchecked, {});
        row("a reference to no record", {{}, {}, {}, {}, {}, u"Group/p1"_s}, PatientVerdict::Unchecked, {});
        row("local number alone", {u"L7"_s, {}, {}, {}, {}}, PatientVerdict::Unchecked, u"identifier"_s);
        row("the same number of another authority", {u"123"_s, u"urn:oid:2.999.7"_s, {}, {}, {}},
            PatientVerdict::Unchecked, u"identifier"_s);
    }
    void rowsAreComparedWithTheConfirmedPatient()
    {
        QFETCH(QStringList, row);
        QFETCH(model::PatientVerdict, verdict);
        QFETCH(QString, field);
        const auto comparison = model::compare(number, maria(), {row[0], row[1], row[2], row[3], row[4], row.value(5)});
        QCOMPARE(model::nameOf(comparison.verdict), model::nameOf(verdict));
        QCOMPARE(comparison.field, field);
    }

    void numbersAreTheSameHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("a slash") << u"850114/1234"_s << u"8501141234"_s << true;
        QTest::newRow("blanks and a hyphen") << u" 010203-123 A"_s << u"010203123a"_s << true;
        QTest::newRow("one sign more") << u"8501141234"_s << u"85011412340"_s << false;
        QTest::newRow("zeros in front") << u"00123"_s << u"123"_s << false;
        QTest::newRow("none") << QString() << QString() << false;
        QTest::newRow("no sign that counts") << u"-"_s << u"/"_s << false;
    }
    void numbersAreTheSameHoweverTheyAreWritten()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(model::isSameNumber(a, b), "same");
        QTEST(model::isSameNumber(b, a), "same");
    }

    void authoritiesAreTheSameHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("with prefix and without") << u"urn:oid:2.999.10.1"_s << u"2.999.10.1"_s << true;
        QTest::newRow("another OID") << u"urn:oid:2.999.10.1"_s << u"2.999.10.2"_s << false;
        QTest::newRow("one URI") << u"https://a.example/id"_s << u"https://a.example/id"_s << true;
        QTest::newRow("two URIs") << u"https://a.example/id"_s << u"https://b.example/id"_s << false;
        QTest::newRow("a word and an OID") << u"HOSP"_s << u"2.999.10.1"_s << false;
        QTest::newRow("one word") << u"HOSP"_s << u"HOSP "_s << true;
        QTest::newRow("two words") << u"HOSP"_s << u"CLINIC"_s << false;
        QTest::newRow("none") << QString() << QString() << false;
    }
    void authoritiesAreTheSameHoweverTheyAreWritten()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(model::isSameAuthority(a, b), "same");
    }

    void anOidIsAskedForAsAUri()
    {
        for (const QString &oid : {u"2.999.1"_s, u"urn:oid:2.999.1"_s, u"URN:OID:2.999.1"_s, u" 2.999.1 "_s})
            QCOMPARE(model::systemOf(oid), u"urn:oid:2.999.1"_s);
        for (const QString &other : {u"HTTP://ids.example/A"_s, u"urn:uuid:1"_s, u"HOSP"_s, u"2"_s, u"urn:oid:x"_s})
            QCOMPARE(model::systemOf(other), other);
    }

    void aNameThatLostItsLettersIsNoOtherName_data()
    {
        QTest::addColumn<QString>("whole");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<bool>("isLeftOver");
        QTest::newRow("some letters") << u"Yıldız Gülşah"_s << u"Yldz^Gülah"_s << true;
        QTest::newRow("all letters") << u"Παπαδοπούλου Ελένη"_s << u"^"_s << true;
        QTest::newRow("whole groups") << u"Yamada^Tarou=山田^太郎"_s << u"Yamada^Tarou=^"_s << true;
        QTest::newRow("nothing to lose") << u"Müller Maria"_s << u"Mller^Maria"_s << false;
        QTest::newRow("another name") << u"Yıldız Gülşah"_s << u"Yldz^Eva"_s << false;
        QTest::newRow("the same") << u"Müller Maria"_s << u"Müller^Maria"_s << false;
    }
    void aNameThatLostItsLettersIsNoOtherName()
    {
        QFETCH(QString, whole);
        QFETCH(QString, rest);
        QTEST(model::isLeftOver(whole, rest), "isLeftOver");
        if (model::isLeftOver(whole, rest))
            QVERIFY(model::compareNames(whole, rest) != model::NameAgreement::Different);
    }

    void whatTellsTheSameNumberCompletesAndEverybodyElseIsKept()
    {
        const model::StudyPatient nameless{u"123"_s, u"urn:oid:2.999.1"_s, {}, {}, {}};
        const model::StudyPatient named{u"1-23"_s, {}, u"Müller^Maria"_s, u"1980-02-03"_s, u"F"_s};
        const model::StudyPatient married{u"123"_s, {}, u"Huber^Maria"_s, u"1980-02-03"_s, {}};
        const model::StudyPatient stranger{u"L7"_s, {}, u"Huber^Eva"_s, u"1990-01-01"_s, {}};
        model::Study study{.uid = *model::StudyUid::parse(u"1.2.3"_s)};
        model::addPatient(study, {});
        QCOMPARE(study.patient, model::StudyPatient());
        model::addPatient(study, {{}, {}, u"Müller^Maria"_s, {}, {}});
        model::addPatient(study, nameless);
        QCOMPARE(study.patient, nameless); // a number stands first
        QCOMPARE(study.otherPatients.size(), 1);
        model::addPatient(study, named);
        QCOMPARE(study.patient.name, named.name);
        QCOMPARE(study.patient.birthDate, named.birthDate);
        QCOMPARE(study.patient.id, nameless.id);
        model::addPatient(study, named);
        QCOMPARE(study.otherPatients.size(), 1);
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Match);

        model::Study other{.uid = study.uid, .patient = married};
        model::addPatients(study, other);
        QCOMPARE(study.otherPatients.size(), 2);
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Explained);
        other.otherPatients = {stranger};
        model::addPatients(study, other);
        QCOMPARE(study.otherPatients.size(), 3);
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Conflict);
        QCOMPARE(model::compare(number, maria(), study).field, u"birthDate"_s);
    }

    void aNumberOfNobodyKnownOutweighsAnAgreement()
    {
        model::Study study{.uid = *model::StudyUid::parse(u"1.2.3"_s)};
        model::addPatient(study, {u"123"_s, {}, {}, {}, {}});
        model::addPatient(study, {{}, {}, u"Мюллер^Мария"_s, {}, {}}); // says nothing
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Match);
        model::addPatient(study, {u"L7"_s, {}, {}, {}, {}});
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Unchecked);
    }

    void aStudyOfAHundredPeopleIsNobodys()
    {
        model::Study study{.uid = *model::StudyUid::parse(u"1.2.3"_s)};
        for (int i = 0; i < 300; ++i)
            model::addPatient(study, {u"L"_s + QString::number(i), {}, u"Müller^Maria"_s, {}, {}});
        QVERIFY(study.otherPatients.size() < 200);
        QCOMPARE(model::compare(number, maria(), study).verdict, PatientVerdict::Conflict);
    }

    void anIdentifierAloneComparesOnlyNumbers()
    {
        QCOMPARE(model::compare(number, {}, {u"123"_s, {}, u"Huber^Eva"_s, u"1990-01-01"_s, u"M"_s}).verdict,
                 PatientVerdict::Match);
        QCOMPARE(model::compare(number, {}, {u"124"_s, u"urn:oid:2.999.1"_s, {}, {}, {}}).verdict,
                 PatientVerdict::Conflict);
    }
};

QTEST_GUILESS_MAIN(PatientComparisonTest)
#include "PatientComparisonTest.moc"
