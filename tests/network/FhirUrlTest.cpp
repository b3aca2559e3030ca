#include "fhir/FhirSearch.h"
#include "fhir/FhirWalk.h"

#include <QTest>

using namespace network;

namespace {

const QUrl base(QStringLiteral("https://ncp.example/fhir/"));

QString urlOf(const FhirSearch &search)
{
    return QString::fromLatin1(requestFor(base, search, false).url.toEncoded());
}

model::PatientIdentifier identifier(const QString &text)
{
    return *model::PatientIdentifier::parse(text);
}

const QString elements = QStringLiteral("_elements=identifier,active,name,birthDate,gender,link,deceased");

} // namespace

class FhirUrlTest : public QObject
{
    Q_OBJECT

private slots:
    void escapesTokens_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("token");
        QTest::newRow("plain") << QStringLiteral("urn:oid:1") << QStringLiteral("a") << QStringLiteral("urn:oid:1|a");
        QTest::newRow("no system") << QString() << QStringLiteral("a") << QStringLiteral("a");
        QTest::newRow("special") << QStringLiteral("s") << QStringLiteral("a|b,c$d\\e")
                                 << QStringLiteral("s|a\\|b\\,c\\$d\\\\e");
    }
    void escapesTokens()
    {
        QFETCH(QString, system);
        QFETCH(QString, value);
        QFETCH(QString, token);
        QCOMPARE(fhirToken(system, value), token);
    }

    void asksForPatients_data()
    {
        QTest::addColumn<model::PatientQuery>("query");
        QTest::addColumn<QString>("expected");
        model::PatientQuery query;
        query.identifier = identifier(QStringLiteral("urn:oid:2.999.10.1|123456789"));
        QTest::newRow("identifier") << query << QStringLiteral("identifier=urn:oid:2.999.10.1%7C123456789");
        query.identifier = identifier(QStringLiteral("https://a.example/id|A+B &=#,1"));
        QTest::newRow("hostile characters")
            << query << QStringLiteral("identifier=https://a.example/id%7CA%2BB%20%26%3D%23%5C,1");
        query = {};
        query.name = QStringLiteral("Testová");
        query.birthDate = QDate(1985, 1, 14);
        query.gender = QStringLiteral("female");
        QTest::newRow("traits") << query << QStringLiteral("name=Testov%C3%A1&birthdate=eq1985-01-14&gender=female");
        query = {};
        query.family = QStringLiteral("Doe");
        query.given = QStringLiteral("Jane");
        QTest::newRow("name parts") << query << QStringLiteral("family=Doe&given=Jane");
    }
    void asksForPatients()
    {
        QFETCH(model::PatientQuery, query);
        QFETCH(QString, expected);
        QCOMPARE(urlOf(searchFor(query)),
                 QStringLiteral("https://ncp.example/fhir/Patient?") + expected + u'&' + elements);
    }

    void postKeepsIdentifiersOutOfTheUrl()
    {
        model::PatientQuery query;
        query.identifier = identifier(QStringLiteral("urn:oid:1|2+3"));
        const HttpRequest request = requestFor(base, searchFor(query), true);
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.url, QUrl(QStringLiteral("https://ncp.example/fhir/Patient/_search")));
        QCOMPARE(request.body, "identifier=urn:oid:1%7C2%2B3&" + elements.toLatin1());
        QVERIFY(request.headers.contains({"Content-Type", "application/x-www-form-urlencoded"}));
    }

    void asksForStudies_data()
    {
        QTest::addColumn<model::StudyQuery>("query");
        QTest::addColumn<int>("patientForm");
        QTest::addColumn<int>("uidForm");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const model::StudyQuery &query, PatientForm patient, UidForm uid,
                            const char *expected) {
            QTest::newRow(name) << query << int(patient) << int(uid) << QString::fromLatin1(expected);
        };
        const auto usual = PatientForm::ChainedIdentifier;
        const auto urn = UidForm::SystemAndUrn;

        model::StudyQuery query;
        query.patient = identifier(QStringLiteral("urn:oid:1|9"));
        query.patientResourceId = QStringLiteral("p1");
        row("chained identifier", query, usual, urn, "patient.identifier=urn:oid:1%7C9");
        row("resource", query, PatientForm::ResourceId, urn, "patient=Patient/p1");
        row("identifier of the reference", query, PatientForm::IdentifierOfReference, urn,
            "patient:identifier=urn:oid:1%7C9");
        row("chained subject", query, PatientForm::ChainedSubject, urn, "subject:Patient.identifier=urn:oid:1%7C9");
        query.from = QDate(2024, 1, 1);
        query.to = QDate(2024, 12, 31);
        query.modality = QStringLiteral("MR");
        row("dates and modality", query, usual, urn,
            "patient.identifier=urn:oid:1%7C9&started=ge2024-01-01&started=le2024-12-31&modality=MR");
        query = {};
        query.from = QDate(2024, 1, 1);
        row("open end", query, usual, urn, "started=ge2024-01-01");
        query = {};
        query.study = model::StudyUid::parse(u"1.2.3");
        row("study", query, usual, urn, "identifier=urn:dicom:uid%7Curn:oid:1.2.3");
        row("study, bare", query, usual, UidForm::SystemAndBare, "identifier=urn:dicom:uid%7C1.2.3");
        row("study, urn alone", query, usual, UidForm::UrnAlone, "identifier=urn:oid:1.2.3");
        query = {};
        query.accession = QStringLiteral("A|1");
        query.bodySite = QStringLiteral("http://snomed.info/sct|51185008");
        query.reason = QStringLiteral("123");
        row("accession, body site, reason", query, usual, urn,
            "identifier=A%5C%7C1&bodysite=http://snomed.info/sct%7C51185008&reason=123");
    }
    void namesTheBodySiteAsTheReleaseDoes()
    {
        model::StudyQuery query;
        query.bodySite = QStringLiteral("1");
        const auto search = searchFor(query, PatientForm::ChainedIdentifier, UidForm::SystemAndUrn, BodySiteForm::R5);
        QCOMPARE(urlOf(search), QStringLiteral("https://ncp.example/fhir/ImagingStudy?body-site=1"));
    }
    void asksForStudies()
    {
        QFETCH(model::StudyQuery, query);
        QFETCH(int, patientForm);
        QFETCH(int, uidForm);
        QFETCH(QString, expected);
        QCOMPARE(urlOf(searchFor(query, PatientForm(patientForm), UidForm(uidForm))),
                 QStringLiteral("https://ncp.example/fhir/ImagingStudy?") + expected);
    }

    void seesWhichFiltersWereIgnored_data()
    {
        QTest::addColumn<QString>("self");
        QTest::addColumn<QStringList>("ignored");
        const QString start = QStringLiteral("https://ncp.example/fhir/ImagingStudy");
        QTest::newRow("no link") << QString() << QStringList();
        const QStringList all{QStringLiteral("patient.identifier"), QStringLiteral("started"),
                              QStringLiteral("started"), QStringLiteral("modality")};
        QTest::newRow("no parameters shown") << start << all;
        QTest::newRow("none of them") << start + QStringLiteral("/?") << all;
        QTest::newRow("not the address of the search")
            << QStringLiteral("urn:uuid:7e9a2a0c-3c0e-4d5e-9b0b-1f2d3c4b5a69") << QStringList();
        QTest::newRow("all") << start + QStringLiteral("?patient.identifier=x&started=ge1&started=le2&modality=MR")
                             << QStringList();
        QTest::newRow("other spelling")
            << start + QStringLiteral("?subject%3APatient.identifier=x&modality=MR&started=le2&started=ge1")
            << QStringList();
        QTest::newRow("relative") << QStringLiteral("ImagingStudy?patient=1&started=a&started=b")
                                  << QStringList{QStringLiteral("modality")};
        QTest::newRow("one of two dates")
            << start + QStringLiteral("?patient=1&started=a&modality=MR") << QStringList{QStringLiteral("started")};
        QTest::newRow("patient") << start + QStringLiteral("?started=a&started=b&modality=MR")
                                 << QStringList{QStringLiteral("patient.identifier")};
    }
    void seesWhichFiltersWereIgnored()
    {
        QFETCH(QString, self);
        QFETCH(QStringList, ignored);
        model::StudyQuery query;
        query.patient = identifier(QStringLiteral("urn:oid:1|9"));
        query.from = QDate(2024, 1, 1);
        query.to = QDate(2024, 12, 31);
        query.modality = QStringLiteral("MR");
        FhirSearch search = searchFor(query, PatientForm::ChainedIdentifier, UidForm::SystemAndUrn);
        search.parameters.emplaceBack(QStringLiteral("_count"), QStringLiteral("10"));
        QCOMPARE(ignoredFilters(search, self), ignored);
        if (!self.contains(u'?')) // a posted search has no parameters in its address
            QCOMPARE(ignoredFilters(search, self, true), QStringList());
    }

    void goesToTheNextPageOnlyBelowTheBase_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("leadsTo"); // empty: nowhere
        QTest::newRow("as given") << QStringLiteral("https://ncp.example/fhir?_getpages=1%7C2")
                                  << QStringLiteral("https://ncp.example/fhir?_getpages=1%7C2");
        QTest::newRow("same origin, other path")
            << QStringLiteral("https://ncp.example/pages/2") << QStringLiteral("https://ncp.example/pages/2");
        QTest::newRow("relative") << QStringLiteral("Patient?page=2")
                                  << QStringLiteral("https://ncp.example/fhir/Patient?page=2");
        QTest::newRow("query alone") << QStringLiteral("?page=2")
                                     << QStringLiteral("https://ncp.example/fhir/Patient?page=2");
        QTest::newRow("internal host") << QStringLiteral("http://internal:8080/fhir/Patient?page=2")
                                       << QStringLiteral("https://ncp.example/fhir/Patient?page=2");
        QTest::newRow("http behind https")
            << QStringLiteral("http://ncp.example/fhir?page=2") << QStringLiteral("https://ncp.example/fhir?page=2");
        QTest::newRow("doubled port") << QStringLiteral("https://ncp.example:443:443/fhir/Patient?page=2")
                                      << QStringLiteral("https://ncp.example/fhir/Patient?page=2");
        QTest::newRow("foreign path") << QStringLiteral("https://elsewhere.example/other?page=2") << QString();
        QTest::newRow("path that only begins alike")
            << QStringLiteral("https://elsewhere.example/fhir2/Patient") << QString();
        QTest::newRow("raw pipe") << QStringLiteral("https://ncp.example/fhir?id=a|b")
                                  << QStringLiteral("https://ncp.example/fhir?id=a%7Cb");
        QTest::newRow("other scheme") << QStringLiteral("file:///etc/passwd") << QString();
        QTest::newRow("empty") << QString() << QString();
    }
    void goesToTheNextPageOnlyBelowTheBase()
    {
        QFETCH(QString, link);
        QFETCH(QString, leadsTo);
        const auto next = nextPage(link, QUrl(QStringLiteral("https://ncp.example/fhir/Patient?name=x")),
                                   QUrl(QStringLiteral("https://ncp.example/fhir")));
        QCOMPARE(next ? QString::fromLatin1(next->toEncoded()) : QString(), leadsTo);
    }
};

QTEST_GUILESS_MAIN(FhirUrlTest)
#include "FhirUrlTest.moc"
