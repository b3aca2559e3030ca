#include "retrieval/PatientCheck.h"

#include <QTest>

using model::PatientVerdict;
using network::ExpectedPatient;
using network::FilePatient;

Q_DECLARE_METATYPE(ExpectedPatient)
Q_DECLARE_METATYPE(FilePatient)

namespace {

const QString nationalSystem = QStringLiteral("urn:oid:2.999.10.1");

ExpectedPatient identifierOnly()
{
    return {{nationalSystem, QStringLiteral("1234567890")}, {}};
}

ExpectedPatient person(const QString &family, const QStringList &given, const QString &birthDate = {},
                       const QString &gender = {})
{
    ExpectedPatient expected = identifierOnly();
    expected.confirmed.identifiers = {expected.identifier,
                                      {QStringLiteral("urn:oid:2.999.10.2"), QStringLiteral("L-7")}};
    expected.confirmed.family = family;
    expected.confirmed.given = given;
    expected.confirmed.birthDate = birthDate;
    expected.confirmed.gender = gender;
    return expected;
}

FilePatient file(const char *id, const char *name, const char *birthDate = "", const char *sex = "",
                 const char *issuer = "")
{
    return {QString::fromUtf8(id), QString::fromUtf8(issuer), QString::fromUtf8(name), QString::fromUtf8(birthDate),
            QString::fromUtf8(sex)};
}

} // namespace

class PatientCheckTest : public QObject
{
    Q_OBJECT

private slots:
    void comparesAFileWithTheConfirmedPatient_data()
    {
        QTest::addColumn<ExpectedPatient>("expected");
        QTest::addColumn<FilePatient>("inFile");
        QTest::addColumn<PatientVerdict>("verdict");
        const auto jane = person(QStringLiteral("Doe"), {QStringLiteral("Jane"), QStringLiteral("Mary")},
                                 QStringLiteral("1985-01-14"), QStringLiteral("female"));
        const auto row = [](const char *name, const ExpectedPatient &expected, const FilePatient &inFile,
                            PatientVerdict verdict) { QTest::newRow(name) << expected << inFile << verdict; };
        using enum PatientVerdict;

        row("same identifier", jane, file("1234567890", "DOE^JANE", "19850114", "F"), Match);
        row("identifier with padding", jane, file(" 1234567890 ", "DOE^JANE"), Match);
        row("same number of the same authority", jane, file("1234567890", "", "", "", "2.999.10.1"), Match);
        row("same number of a hospital that is a word", jane, file("1234567890", "", "", "", "HOSP"), Match);
        row("same number of another authority", jane, file("1234567890", "", "", "", "2.999.10.9"), Conflict);
        row("same number of another authority, same traits", jane,
            file("1234567890", "DOE^JANE", "19850114", "F", "urn:oid:2.999.10.9"), Explained);
        row("another number of the same authority, same traits", jane,
            file("1234567891", "DOE^JANE", "19850114", "F", "2.999.10.1"), Conflict);
        row("same identifier under another name", jane, file("1234567890", "X^Y"), Conflict);
        row("same identifier and birth date under another name", jane, file("1234567890", "ROE^JANE", "19850114"),
            Explained);
        row("same identifier, other birth date", jane, file("1234567890", "DOE^JANE", "19850115"), Conflict);
        row("same identifier, other sex", jane, file("1234567890", "DOE^JANE", "", "M"), Conflict);
        row("same identifier, birth date that is none", jane, file("1234567890", "DOE^JANE", "UNKNOWN"), Match);
        row("another identifier of hers", jane, file("L-7", "DOE^JANE"), Match);
        row("identifier known only, same", identifierOnly(), file("1234567890", "DOE^JANE"), Match);
        row("identifier known only, other", identifierOnly(), file("999", "DOE^JANE", "19850114", "F"), Conflict);
        row("identifier known only, none in the file", identifierOnly(), file("", "DOE^JANE"), Unchecked);

        row("other identifier, same traits", jane, file("999", "Doe^Jane", "19850114", "F"), Explained);
        row("other identifier, name in capitals with blanks", jane, file("999", "DOE ^JANE", "19850114", "F"),
            Explained);
        row("one given name missing", jane, file("999", "DOE^MARY", "19850114", "F"), Explained);
        row("title and suffix", jane, file("999", "DOE^JANE^^DR^MD", "19850114", "F"), Explained);
        row("no identifier, same traits", jane, file("", "DOE^JANE", "19850114", "F"), Match);
        row("name only, same", jane, file("999", "DOE^JANE"), Explained);
        row("old date form", jane, file("999", "DOE^JANE", "1985.01.14", "F"), Explained);
        row("sex not told", jane, file("999", "DOE^JANE", "19850114", "O"), Explained);
        row("no name, same birth date", jane, file("999", "", "19850114", "F"), Explained);
        row("other family name", jane, file("999", "ROE^JANE", "19850114", "F"), Conflict);
        row("other given name", jane, file("999", "DOE^ANNE", "19850114", "F"), Conflict);
        row("family name begins alike", jane, file("999", "DOERING^JANE", "19850114", "F"), Conflict);
        row("other birth date", jane, file("999", "DOE^JANE", "19850115", "F"), Conflict);
        row("other sex", jane, file("999", "DOE^JANE", "19850114", "M"), Conflict);
        row("no identifier, other birth date", jane, file("", "DOE^JANE", "19850115", "F"), Conflict);
        row("only the sex to compare", jane, file("999", "", "", "F"), Conflict);
        row("nothing in the file", jane, file("", ""), Unchecked);

        const auto umlaut = person(QStringLiteral("Müller-Weiß"), {QStringLiteral("Jürgen")}, QStringLiteral("1950"),
                                   QStringLiteral("male"));
        row("umlauts written as two letters", umlaut, file("9", "MUELLER-WEISS^JUERGEN", "19500505", "M"), Explained);
        row("umlauts dropped", umlaut, file("9", "Muller Weiss^Jurgen", "19500505", "M"), Explained);
        row("only the year known, other year", umlaut, file("9", "MUELLER-WEISS^JUERGEN", "19510505", "M"), Conflict);
        const auto czech = person(QStringLiteral("Dvořáková"), {QStringLiteral("Žofie")});
        row("carons dropped", czech, file("9", "DVORAKOVA^ZOFIE"), Explained);
        const auto norse = person(QStringLiteral("Øster"), {QStringLiteral("Łukasz")});
        row("letters with strokes", norse, file("9", "OSTER^LUKASZ"), Explained);

        const auto greek = person(QStringLiteral("Παπαδόπουλος"), {QStringLiteral("Νίκος")},
                                  QStringLiteral("1970-02-03"), QStringLiteral("male"));
        row("other script, same birth date", greek, file("9", "PAPADOPOULOS^NIKOS", "19700203", "M"), Explained);
        row("other script, other birth date", greek, file("9", "PAPADOPOULOS^NIKOS", "19700204", "M"), Conflict);
        row("other script and nothing else", greek, file("9", "PAPADOPOULOS^NIKOS"), Conflict);
        row("second group in the same script", greek, file("9", "PAPADOPOULOS^NIKOS=Παπαδοπουλος^Νικος"), Explained);
    }
    void comparesAFileWithTheConfirmedPatient()
    {
        QFETCH(ExpectedPatient, expected);
        QFETCH(FilePatient, inFile);
        QTEST(network::compared(expected, inFile).verdict, "verdict");
    }

    void combinesVerdicts_data()
    {
        using enum PatientVerdict;
        QTest::addColumn<PatientVerdict>("first");
        QTest::addColumn<PatientVerdict>("second");
        QTest::addColumn<PatientVerdict>("both");
        QTest::newRow("all match") << Match << Match << Match;
        QTest::newRow("one explained") << Match << Explained << Explained;
        QTest::newRow("one unchecked") << Unchecked << Match << Explained;
        QTest::newRow("none checked") << Unchecked << Unchecked << Unchecked;
        QTest::newRow("one conflict") << Match << Conflict << Conflict;
        QTest::newRow("conflict first") << Conflict << Unchecked << Conflict;
    }
    void combinesVerdicts()
    {
        QFETCH(PatientVerdict, first);
        QFETCH(PatientVerdict, second);
        QTEST(network::combined(network::combined(std::nullopt, first), second), "both");
    }
};

QTEST_GUILESS_MAIN(PatientCheckTest)
#include "PatientCheckTest.moc"
