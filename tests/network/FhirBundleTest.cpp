#include "fhir/Bundle.h"

#include <QTest>

using namespace network;
using Kind = Error::Kind;
using model::Note;

namespace {

const QUrl base(QStringLiteral("https://ncp.example/fhir"));

QByteArray bundleOf(const QByteArray &entries, const QByteArray &links = {});
QByteArray entryOf(const QByteArray &resource, const QByteArray &mode = ",\"search\":{\"mode\":\"match\"}");
//! One study in the words of R4 (and R4B), and the same in those of R5 with other spellings that are seen.
QByteArray studyR4();
QByteArray studyR5();

} // namespace

class FhirBundleTest : public QObject
{
    Q_OBJECT

private slots:
    void refusesWhatIsNoBundle_data()
    {
        QTest::addColumn<QByteArray>("body");
        const QByteArray whole = bundleOf(entryOf(studyR4()));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << whole.first(whole.size() / 2);
        QTest::newRow("cut at the very end") << whole.chopped(1);
        QTest::newRow("outcome") << QByteArray(
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]})");
        QTest::newRow("other resource") << QByteArray(R"({"resourceType":"Patient"})");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("too deep") << QByteArray("[").repeated(100'000);
    }
    void refusesWhatIsNoBundle()
    {
        QFETCH(QByteArray, body);
        const auto patients = patientsIn(body);
        QVERIFY(!patients);
        QCOMPARE(nameOf(patients.error().kind), nameOf(Kind::Malformed));
        QVERIFY(!imagingStudiesIn(body, base));
    }

    void readsR4AndR5Alike()
    {
        const auto r4 = imagingStudiesIn(bundleOf(entryOf(studyR4())), base);
        const auto r5 = imagingStudiesIn(bundleOf(entryOf(studyR5())), base);
        QVERIFY(r4 && r5);
        QCOMPARE(r4->studies.size(), 1);
        const model::Study &study = r4->studies.constFirst().study;
        QCOMPARE(study.uid.text(), QStringLiteral("1.2.3"));
        QCOMPARE(study.date, QDate(2024, 3, 5));
        QCOMPARE(study.time, QTime(10, 20, 30));
        QCOMPARE(study.description, QStringLiteral("Chest"));
        QCOMPARE(study.modalities, QStringList{QStringLiteral("CT")});
        QCOMPARE(study.accessions, QStringList{QStringLiteral("A100")});
        QCOMPARE(study.bodySite, QStringLiteral("Thorax"));
        QCOMPARE(study.seriesCount, 1);
        QCOMPARE(study.instanceCount, 2);
        QCOMPARE(study.patient.id, QStringLiteral("77"));
        QCOMPARE(study.series.size(), 1);
        QCOMPARE(study.series.at(0).instances.size(), 2);
        QCOMPARE(study.series.at(0).instances.at(0).sopClass, QStringLiteral("1.2.840.10008.5.1.4.1.1.2"));
        QCOMPARE(study.series.at(0).number, 4);
        QVERIFY(study == r5->studies.constFirst().study);
        QVERIFY(r4->notes.isEmpty());
    }

    void readsPatients()
    {
        const auto page = patientsIn(bundleOf(
            entryOf(
                R"({"resourceType":"Patient","id":"p1","active":false,"identifier":[{"system":"urn:oid:1","value":"7"},{"system":"urn:x"}],
              "name":[{"use":"old","family":"Before","given":["Jane"]},{"use":"official","family":"Doe","given":["Jane","Q"]}],
              "birthDate":"1985-01-14","gender":"female","link":[{"type":"replaced-by","other":{"reference":"Patient/p2"}}]})") +
                "," +
                entryOf(R"({"resourceType":"Patient","id":"p2","name":{"text":"Jane Doe"}})",
                        R"(,"search":{"mode":"include"})") +
                "," +
                entryOf(
                    R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete","diagnostics":"some withheld"}]})",
                    {}),
            R"({"relation":"self","url":"S"},{"relation":"next","url":"N"})"));
        QVERIFY(page);
        QCOMPARE(page->self, QStringLiteral("S"));
        QCOMPARE(page->next, QStringLiteral("N"));
        QVERIFY(page->incomplete);
        QCOMPARE(page->notes.size(), 1);
        QVERIFY(page->notes.at(0).detail.contains(u"some withheld"));
        QCOMPARE(page->patients.size(), 2);
        const model::Patient &patient = page->patients.at(0);
        QCOMPARE(patient.family, QStringLiteral("Doe"));
        QCOMPARE(patient.given, QStringList({QStringLiteral("Jane"), QStringLiteral("Q")}));
        QCOMPARE(patient.identifiers.size(), 1);
        QVERIFY(!patient.active);
        QCOMPARE(patient.replacedBy, QStringLiteral("Patient/p2"));
        QCOMPARE(page->patients.at(1).family, QStringLiteral("Jane Doe"));
    }

    void anEmptyBundleIsNoError()
    {
        const auto page = patientsIn(R"({"resourceType":"Bundle","type":"searchset","total":0})");
        QVERIFY(page);
        QVERIFY(page->patients.isEmpty());
    }

    void survivesOddShapes_data()
    {
        QTest::addColumn<QByteArray>("resource");
        QTest::newRow("nulls") << QByteArray(
            R"({"resourceType":"ImagingStudy","identifier":[null,{"system":"urn:dicom:uid","value":"1.2"}],"series":[null],"modality":null,"endpoint":[null]})");
        QTest::newRow("objects for arrays") << QByteArray(
            R"({"resourceType":"ImagingStudy","identifier":{"system":"urn:dicom:uid","value":"1.2"},"series":{"uid":"1.2.1","modality":"CT"}})");
        QTest::newRow("numbers for texts") << QByteArray(
            R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"1.2"}],"description":5,"started":20240101,"numberOfSeries":1e99})");
        QTest::newRow("untyped system") << QByteArray(
            R"({"resourceType":"ImagingStudy","identifier":[{"value":"12345"},{"value":"urn:oid:1.2"}]})");
        QTest::newRow("typed identifier") << QByteArray(
            R"({"resourceType":"ImagingStudy","identifier":[{"value":"9"},{"type":{"coding":[{"code":"110180"}]},"value":"1.2"}]})");
    }
    void survivesOddShapes()
    {
        QFETCH(QByteArray, resource);
        const auto page = imagingStudiesIn(bundleOf(entryOf(resource)), base);
        QVERIFY(page);
        QCOMPARE(page->studies.size(), 1);
        QCOMPARE(page->studies.at(0).study.uid.text(), QStringLiteral("1.2"));
    }

    void leavesOutWhatCannotBeUsedAndSaysSo()
    {
        const auto page = imagingStudiesIn(
            bundleOf(
                entryOf(R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"../1"}]})") +
                "," +
                entryOf(
                    R"({"resourceType":"ImagingStudy","status":"entered-in-error","identifier":[{"system":"urn:dicom:uid","value":"1.2"}]})") +
                "," +
                entryOf(
                    R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"1.3"}],"series":[{"uid":"1.3.1","instance":[{"uid":"../../x"},{"uid":"1.3.1.1"}]}]})")),
            base);
        QVERIFY(page);
        QCOMPARE(page->studies.size(), 1);
        QCOMPARE(page->studies.at(0).study.series.at(0).instances.size(), 1);
        QCOMPARE(page->notes.size(), 3);
        QCOMPARE(page->withdrawn, QList{*model::StudyUid::parse(u"1.2")});
        QVERIFY(page->notes.constLast().detail.endsWith(QStringLiteral(": 1.2")));
    }

    void findsWadoBases_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<QString>("found"); // empty: none
        // moc gets lost in the raw strings that this function would need
        const auto endpoint = [](const QByteArray &address, const QByteArray &status = "active",
                                 const QByteArray &type = "{\"code\":\"dicom-wado-rs\"}") {
            return "{\"resourceType\":\"Endpoint\",\"id\":\"e1\",\"status\":\"" + status +
                   "\",\"connectionType\":" + type + ",\"address\":\"" + address + "\"}";
        };
        const QString rs = QStringLiteral("https://pacs.example/rs");
        QTest::newRow("plain") << endpoint("https://pacs.example/rs") << rs;
        QTest::newRow("slash") << endpoint("https://pacs.example/rs/") << rs;
        QTest::newRow("studies") << endpoint("https://pacs.example/rs/studies") << rs;
        QTest::newRow("a study") << endpoint("https://pacs.example/rs/studies/1.2/") << rs;
        QTest::newRow("study") << endpoint("https://pacs.example/rs/study/1.2") << rs;
        QTest::newRow("word that begins alike") << endpoint("https://pacs.example/studies-archive")
                                                << QStringLiteral("https://pacs.example/studies-archive");
        QTest::newRow("R5 type") << endpoint("https://pacs.example/rs", "active",
                                             "[{\"coding\":[{\"code\":\"x\"},{\"code\":\"dicom-wado-rs\"}]}]")
                                 << rs;
        QTest::newRow("relative to the FHIR base") << endpoint("/rs") << QStringLiteral("https://ncp.example/rs");
        QTest::newRow("beside the FHIR base") << endpoint("../rs") << QStringLiteral("https://ncp.example/rs");
        QTest::newRow("below the FHIR base") << endpoint("rs") << QStringLiteral("https://ncp.example/fhir/rs");
        QTest::newRow("a host alone") << endpoint("pacs.example") << QString();
        QTest::newRow("a word for none") << endpoint("notapplicable") << QString();
        QTest::newRow("not active") << endpoint("https://pacs.example/rs", "off") << QString();
        QTest::newRow("other type") << endpoint("https://pacs.example/rs", "active", "{\"code\":\"dicom-qido-rs\"}")
                                    << QString();
        QTest::newRow("placeholder") << endpoint("http://notspecified") << QString();
        QTest::newRow("other placeholder") << endpoint("http://notapplicable/") << QString();
        QTest::newRow("no scheme") << endpoint("hostname/dicom-web-rs/") << QString();
        QTest::newRow("absent") << QByteArray("{\"resourceType\":\"Endpoint\",\"status\":\"active\",\"connectionType\":"
                                              "{\"code\":\"dicom-wado-rs\"},\"address\":\"http://x.example\","
                                              "\"_address\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/"
                                              "StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}}")
                                << QString();
    }
    void findsWadoBases()
    {
        QFETCH(QByteArray, endpoint);
        QFETCH(QString, found);
        const auto entry = endpointIn(endpoint, base);
        QVERIFY(entry);
        QCOMPARE(entry->wadoBases.isEmpty() ? QString() : entry->wadoBases.first().toString(), found);
    }

    void joinsResourcesOfOneStudy()
    {
        QList<model::Study> studies;
        using Row = std::pair<QByteArray, QByteArray>;
        for (const auto &[series, instance] :
             {Row("1.2.1", "1.2.1.1"), Row("1.2.2", "1.2.2.1"), Row("1.2.1", "1.2.1.2")}) {
            const auto page = imagingStudiesIn(
                bundleOf(
                    entryOf(R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"1.2"}],)"
                            R"("series":[{"modality":{"code":"CT"},"uid":")" +
                            series + R"(","instance":[{"uid":")" + instance + R"("}]}]})")),
                base);
            QVERIFY(page);
            mergeInto(studies, page->studies.at(0).study);
        }
        QCOMPARE(studies.size(), 1);
        QCOMPARE(studies.at(0).series.size(), 2);
        QCOMPARE(studies.at(0).series.at(0).instances.size(), 2);
        QCOMPARE(studies.at(0).modalities, QStringList{QStringLiteral("CT")});
    }

    void keepsEverybodyWhomTheResourcesOfOneStudyName()
    {
        QList<model::Study> studies;
        for (const QByteArray &subject : {QByteArray(R"({"identifier":{"value":"77"}})"),
                                          QByteArray(R"({"identifier":{"value":"77"},"display":"A"})"),
                                          QByteArray(R"({"identifier":{"value":"78"},"display":"B"})")}) {
            const auto page = imagingStudiesIn(
                bundleOf(entryOf(
                    R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"1.2"}],"subject":)" +
                    subject + "}")),
                base);
            QVERIFY(page);
            mergeInto(studies, page->studies.at(0).study);
        }
        QCOMPARE(studies.size(), 1);
        QCOMPARE(studies.at(0).patient.id, QStringLiteral("77"));
        QCOMPARE(studies.at(0).patient.name, QStringLiteral("A"));
        QCOMPARE(studies.at(0).otherPatients.size(), 1);
        QCOMPARE(studies.at(0).otherPatients.at(0).id, QStringLiteral("78"));
    }

    void joinsWhatOneResourceListsTwice()
    {
        const QByteArray first = R"({"uid":"1.2.1","instance":[{"uid":"1.2.1.1"},{"uid":"1.2.1.1"}]})";
        const QByteArray again = R"({"uid":"1.2.1","instance":[{"uid":"1.2.1.2"},{"uid":"1.2.1.2"}]})";
        const auto page = imagingStudiesIn(
            bundleOf(entryOf(
                R"({"resourceType":"ImagingStudy","identifier":[{"system":"urn:dicom:uid","value":"1.2"}],"series":[)" +
                first + ',' + again + "]}")),
            base);
        QVERIFY(page);
        QList<model::Study> studies;
        mergeInto(studies, page->studies.at(0).study);
        QCOMPARE(studies.at(0).series.size(), 1);
        QCOMPARE(studies.at(0).series.at(0).instances.size(), 2);
    }
};

namespace {

QByteArray bundleOf(const QByteArray &entries, const QByteArray &links)
{
    return R"({"resourceType":"Bundle","type":"searchset","link":[)" + links + R"(],"entry":[)" + entries + "]}";
}

QByteArray entryOf(const QByteArray &resource, const QByteArray &mode)
{
    return R"({"fullUrl":"urn:x","resource":)" + resource + mode + "}";
}

QByteArray studyR4()
{
    return R"({"resourceType":"ImagingStudy","id":"s1","status":"available",
 "identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"},
  {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"ACSN"}]},"value":"A100"}],
 "modality":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}],
 "subject":{"reference":"Patient/p1","display":"Doe, Jane","identifier":{"system":"urn:oid:9","value":"77"}},
 "started":"2024-03-05T10:20:30+01:00","numberOfSeries":1,"numberOfInstances":2,"description":"Chest",
 "endpoint":[{"reference":"Endpoint/e1"}],
 "series":[{"uid":"1.2.3.1","number":4,"modality":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"},
  "description":"Axial","numberOfInstances":2,"bodySite":{"system":"http://snomed.info/sct","code":"51185008","display":"Thorax"},
  "instance":[{"uid":"1.2.3.1.2","number":2,"sopClass":{"system":"urn:ietf:rfc:3986","code":"urn:oid:1.2.840.10008.5.1.4.1.1.2"}},
   {"uid":"1.2.3.1.1","number":1,"sopClass":{"system":"urn:ietf:rfc:3986","code":"urn:oid:1.2.840.10008.5.1.4.1.1.2"}}]}]})";
}

QByteArray studyR5()
{
    return R"({"resourceType":"ImagingStudy","id":"s1","status":"available",
 "identifier":[{"system":"urn:dicom:uid","value":"1.2.3"}],
 "basedOn":[{"identifier":{"type":{"coding":[{"code":"ACSN"}]},"value":"A100"}}],
 "modality":[{"coding":[{"system":"http://example.org","code":"X"},{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}]}],
 "subject":{"reference":"Patient/p1","display":"Doe, Jane","identifier":{"system":"urn:oid:9","value":"77"}},
 "started":"2024-03-05T10:20:30Z","numberOfSeries":1,"numberOfInstances":"2","description":"Chest",
 "endpoint":[{"reference":"Endpoint/e1"}],
 "series":[{"uid":"urn:oid:1.2.3.1","number":4,"modality":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}]},
  "description":"Axial","numberOfInstances":2,"bodySite":{"concept":{"coding":[{"system":"http://snomed.info/sct","code":"51185008","display":"Thorax"}]}},
  "instance":[{"uid":"1.2.3.1.2","number":2,"sopClass":{"system":"http://dicom.nema.org/resources/CodeSystem/DICOM_UIDs","code":"urn:oid:1.2.840.10008.5.1.4.1.1.2"}},
   {"uid":"1.2.3.1.1","number":1,"sopClass":{"code":"1.2.840.10008.5.1.4.1.1.2"}}]}]})";
}

} // namespace

QTEST_GUILESS_MAIN(FhirBundleTest)
#include "FhirBundleTest.moc"
