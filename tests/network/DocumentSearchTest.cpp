#include "RawServer.h"
#include "fhir/Documents.h"

#include <network/Client.h>
#include <responder/Responder.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace network;
using Kind = model::Document::Kind;
using responder::Responder;
using namespace Qt::StringLiterals;

namespace {

QJsonObject coding(const QString &system, const QString &code)
{
    return {{u"system"_s, system}, {u"code"_s, code}};
}

QJsonObject concept_(const QString &system, const QString &code)
{
    return {{u"coding"_s, QJsonArray{coding(system, code)}}};
}

QJsonObject content(const QString &contentType, const QString &url, const QString &format = {},
                    const QString &profile = {})
{
    QJsonObject made{{u"attachment"_s, QJsonObject{{u"contentType"_s, contentType}, {u"url"_s, url}}}};
    if (!format.isEmpty())
        made.insert(u"format"_s, coding(u"http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"_s, format));
    if (!profile.isEmpty())
        made.insert(
            u"extension"_s,
            QJsonArray{QJsonObject{
                {u"url"_s,
                 u"http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.content.profile"_s},
                {u"extension"_s, QJsonArray{QJsonObject{{u"url"_s, u"value[x]"_s}, {u"valueUri"_s, profile}}}}}});
    return made;
}

QJsonObject studyIdentifier(const QString &uid)
{
    return {{u"system"_s, u"urn:dicom:uid"_s}, {u"value"_s, u"urn:oid:"_s + uid}};
}

QJsonObject reference(const QString &id, const QString &type, const QJsonArray &contents, const QString &study = {})
{
    QJsonObject made{{u"resourceType"_s, u"DocumentReference"_s},
                     {u"id"_s, id},
                     {u"status"_s, u"current"_s},
                     {u"date"_s, u"2026-03-01T10:00:00Z"_s},
                     {u"type"_s, concept_(u"http://loinc.org"_s, type)},
                     {u"content"_s, contents}};
    if (!study.isEmpty())
        made.insert(u"context"_s,
                    QJsonObject{{u"related"_s, QJsonArray{QJsonObject{{u"identifier"_s, studyIdentifier(study)}}}}});
    return made;
}

QByteArray bytesOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray bundle(const QList<QJsonObject> &resources, const QJsonArray &links = {})
{
    QJsonArray entries;
    for (const QJsonObject &resource : resources)
        entries += QJsonObject{{u"resource"_s, resource}};
    return bytesOf(
        {{u"resourceType"_s, u"Bundle"_s}, {u"type"_s, u"searchset"_s}, {u"link"_s, links}, {u"entry"_s, entries}});
}

Result<model::DocumentList> found(const Endpoint &endpoint, const model::DocumentQuery &query)
{
    Client client(endpoint);
    const auto job = client.searchDocuments(query);
    QSignalSpy finished(job.get(), &AnyJob::finished);
    if (!finished.wait(20'000) || finished.size() != 1)
        return tl::unexpected(Error{Error::Kind::Usage, u"the job did not finish once"_s});
    return job->result();
}

model::DocumentQuery of(const QString &value)
{
    model::DocumentQuery query;
    query.patient = model::PatientIdentifier{u"urn:oid:2.999.17.1"_s, value};
    return query;
}

QStringList idsIn(const Result<model::DocumentList> &list)
{
    QStringList ids;
    if (list)
        for (const model::Document &document : list->documents)
            ids << document.id;
    ids.sort();
    return ids;
}

} // namespace

//! Finding reports and manifests, and telling them apart.
class DocumentSearchTest : public QObject
{
    Q_OBJECT

private slots:
    void judgesByContentAndNotByType_data()
    {
        QTest::addColumn<QJsonObject>("content");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("kind");
        const QString fhir = u"application/fhir+json"_s;
        QTest::newRow("MADO format") << content(fhir, u"Bundle/1"_s, u"urn:ihe:rad:MADO:fhir-manifest:2026"_s)
                                     << u"85430-7"_s << u"manifest"_s;
        QTest::newRow("key object by format")
            << content(u"application/dicom"_s, u"Binary/1"_s, u"1.2.840.10008.5.1.4.1.1.88.59"_s) << u"85430-7"_s
            << u"manifest"_s;
        QTest::newRow("key object by urn")
            << content({}, u"Binary/1"_s, u"urn:oid:1.2.840.10008.5.1.4.1.1.88.59"_s) << u"85430-7"_s << u"manifest"_s;
        QTest::newRow("structured report")
            << content(u"application/dicom"_s, u"Binary/1"_s, u"1.2.840.10008.5.1.4.1.1.88.33"_s) << u"18748-4"_s
            << u"report"_s;
        QTest::newRow("key object by profile")
            << content(u"application/dicom"_s, u"Binary/1"_s, {},
                       u"https://profiles.ihe.net/RAD/MADO/StructureDefinition/MadoFhirBundle"_s)
            << u"85430-7"_s << u"manifest"_s;
        QTest::newRow("unsure: key object by media type")
            << content(u"application/dicom"_s, u"Binary/1"_s) << u"11502-2"_s << u"manifest"_s;
        QTest::newRow("enclosed PDF") << content(u"application/dicom"_s, u"Binary/1"_s,
                                                 u"1.2.840.10008.5.1.4.1.1.104.1"_s)
                                      << u"18748-4"_s << u"report"_s;
        QTest::newRow("PDF under the type of manifests")
            << content(u"application/pdf"_s, u"Binary/1"_s) << u"18748-4"_s << u"report"_s;
        QTest::newRow("CDA with a charset")
            << content(u"text/xml; charset=UTF-8"_s, u"Binary/1"_s) << u"18748-4"_s << u"report"_s;
        QTest::newRow("report by profile")
            << content(fhir, u"Bundle/1"_s, {},
                       u"http://hl7.eu/fhir/imaging/StructureDefinition/BundleReportEuImaging"_s)
            << u"18748-4"_s << u"report"_s;
        QTest::newRow("manifest by profile")
            << content(fhir, u"Bundle/1"_s, {},
                       u"https://profiles.ihe.net/RAD/MADO/StructureDefinition/MadoFhirBundle"_s)
            << u"85430-7"_s << u"manifest"_s;
        QTest::newRow("bare study") << content(fhir, u"ImagingStudy/1"_s) << u"18748-4"_s << u"manifest"_s;
        QTest::newRow("unsure: report by type") << content(fhir, u"Bundle/1"_s) << u"85430-7"_s << u"report"_s;
        QTest::newRow("unsure: manifest by type") << content(fhir, u"Bundle/1"_s) << u"19005-8"_s << u"manifest"_s;
        QTest::newRow("a picture") << content(u"image/jpeg"_s, u"Binary/1"_s) << u"55113-5"_s << u"other"_s;
    }
    void judgesByContentAndNotByType()
    {
        QFETCH(QJsonObject, content);
        QFETCH(QString, type);
        QFETCH(QString, kind);
        const auto page = documentsIn(bundle({reference(u"a"_s, type, {content})}));
        QVERIFY(page);
        QCOMPARE(page->documents.size(), 1);
        QCOMPARE(model::nameOf(page->documents.first().document.kind), kind);
        QCOMPARE(page->documents.first().isKindSure, !QByteArray(QTest::currentDataTag()).startsWith("unsure"));
    }

    void joinsTheFormsOfOneManifest_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<int>("rows");
        QTest::newRow("each names the other") << u"relation"_s << 1;
        QTest::newRow("by an address on a server") << u"absolute"_s << 1;
        QTest::newRow("one identifier") << u"identifier"_s << 1;
        QTest::newRow("same study and moment") << u"moment"_s << 1;
        QTest::newRow("same study, other moment") << u"later"_s << 2;
        QTest::newRow("other study") << u"other"_s << 2;
        QTest::newRow("two FHIR forms") << u"same form"_s << 2;
    }
    void joinsTheFormsOfOneManifest()
    {
        QFETCH(QString, how);
        QFETCH(int, rows);
        QJsonObject kos = reference(u"k"_s, u"18748-4"_s, {content(u"application/dicom"_s, u"Binary/k"_s)}, u"1.2.3"_s);
        QJsonObject fhir =
            reference(u"f"_s, u"18748-4"_s,
                      {content(u"application/fhir+json"_s, u"Bundle/f"_s, u"urn:ihe:rad:MADO:fhir-manifest:2026"_s)},
                      how == u"other" ? u"1.2.4"_s : u"1.2.3"_s);
        const auto pointsTo = [](const QString &target) {
            return QJsonArray{
                QJsonObject{{u"code"_s, u"transforms"_s}, {u"target"_s, QJsonObject{{u"reference"_s, target}}}}};
        };
        if (how != u"moment" && how != u"other")
            fhir.insert(u"date"_s, u"2026-03-02T10:00:00Z"_s);
        if (how == u"relation")
            kos.insert(u"relatesTo"_s, pointsTo(u"DocumentReference/f"_s));
        if (how == u"absolute")
            fhir.insert(u"relatesTo"_s, pointsTo(u"https://ncp.example/fhir/DocumentReference/k"_s));
        if (how == u"identifier")
            for (QJsonObject *one : {&kos, &fhir})
                one->insert(u"masterIdentifier"_s, QJsonObject{{u"value"_s, u"urn:oid:1.2.3.9"_s}});
        if (how == u"same form") {
            kos = fhir;
            kos.insert(u"id"_s, u"k"_s);
        }
        const auto page = documentsIn(bundle({kos, fhir}));
        QVERIFY(page);
        const auto joined = withoutTwins(page->documents);
        QCOMPARE(joined.size(), rows);
        if (rows > 1)
            return;
        QCOMPARE(joined.first().document.id, u"f"_s);
        QCOMPARE(joined.first().document.formats.size(), 2);
        QCOMPARE(joined.first().document.formats.last().reference, u"k"_s);
        QCOMPARE(joined.first().document.studies.size(), 1);
    }

    void survivesOddShapes_data()
    {
        QTest::addColumn<QByteArray>("resource");
        QTest::newRow("nothing in it") << QByteArray(R"({"resourceType":"DocumentReference"})");
        QTest::newRow("nulls") << QByteArray(
            R"({"resourceType":"DocumentReference","content":[null,{"attachment":null}],"context":null,"type":null})");
        QTest::newRow("texts for objects") << QByteArray(
            R"({"resourceType":"DocumentReference","content":"x","context":"y","relatesTo":"z","identifier":7})");
        QTest::newRow("hash that is none") << QByteArray(
            R"({"resourceType":"DocumentReference","content":[{"attachment":{"hash":"???","size":"many"}}]})");
    }
    void survivesOddShapes()
    {
        QFETCH(QByteArray, resource);
        QVERIFY(documentIn(resource));
        QVERIFY(documentsIn(R"({"resourceType":"Bundle","entry":[{"resource":)" + resource + "}]}"));
    }

    void sendsWhatIsAskedFor()
    {
        model::DocumentQuery query = of(u"5"_s);
        query.study = model::StudyUid::parse(u"1.2.3");
        query.from = QDate(2026, 1, 1);
        query.to = QDate(2026, 2, 1);
        query.createdFrom = QDate(2025, 1, 1);
        query.examinedTo = QDate(2025, 6, 1);
        query.accession = u"A,1"_s;
        query.modality = u"CT"_s;
        query.bodySite = u"http://snomed.info/sct|80891009"_s;
        query.category = u"Medical-Imaging"_s;
        query.contentType = u"application/pdf"_s;
        query.format = u"f"_s;
        query.event = u"e"_s;
        query.facility = u"h"_s;
        query.setting = u"s"_s;
        const auto whole = searchFor(query, PatientForm::ChainedIdentifier, StudyForm::StudyInstanceUid, Scope::Whole);
        QStringList sent;
        for (const auto &[name, value] : whole.parameters)
            sent << name + u'=' + value;
        const QStringList expected{u"patient.identifier=urn:oid:2.999.17.1|5"_s,
                                   u"study-instance-uid=urn:dicom:uid|urn:oid:1.2.3"_s,
                                   u"status=current"_s,
                                   u"type=http://loinc.org|85430-7,http://loinc.org|18748-4,http://loinc.org|68604-8,"
                                   "http://loinc.org|19005-8"_s,
                                   u"category=Medical-Imaging"_s,
                                   u"contenttype=application/pdf"_s,
                                   u"format=f"_s,
                                   u"event=e"_s,
                                   u"facility=h"_s,
                                   u"setting=s"_s,
                                   u"accession-number=A\\,1"_s,
                                   u"modality=CT"_s,
                                   u"bodysite=http://snomed.info/sct|80891009"_s,
                                   u"date=ge2026-01-01"_s,
                                   u"date=le2026-02-01"_s,
                                   u"creation=ge2025-01-01"_s,
                                   u"period=le2025-06-01"_s};
        QCOMPARE(sent, expected);
        const auto least =
            searchFor(query, PatientForm::ChainedIdentifier, StudyForm::RelatedIdentifier, Scope::Essential);
        QCOMPARE(least.parameters.size(), 2);
        QCOMPARE(least.parameters.last().first, u"related:identifier"_s);
    }

    //! In both releases, the demo country has the same documents.
    void findsTheDocumentsOfAPatient_data()
    {
        QTest::addColumn<bool>("r5");
        QTest::newRow("R4") << false;
        QTest::newRow("R5") << true;
    }
    void findsTheDocumentsOfAPatient()
    {
        QFETCH(bool, r5);
        Responder country;
        Endpoint endpoint;
        endpoint.fhirBase = QUrl(QString::fromStdString(r5 ? country.fhirR5Base() : country.fhirBase()));
        const auto list = found(endpoint, of(u"6803142486"_s));
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(idsIn(list), (QStringList{u"manifest-1-1"_s, u"manifest-1-2"_s, u"report-1-1"_s, u"report-1-2"_s,
                                           u"report-1-4"_s}));
        for (const model::Document &document : list->documents) {
            QCOMPARE(document.studies.size(), 1);
            QVERIFY(!document.title.isEmpty() && !document.accessions.isEmpty() && !document.modalities.isEmpty());
            QCOMPARE(document.patient.id, u"6803142486"_s);
            QCOMPARE(document.kind, document.id.startsWith(u"report") ? Kind::Report : Kind::Manifest);
            QCOMPARE(document.formats.size(), document.id == u"report-1-2" || document.id == u"report-1-4" ? 1 : 2);
            QVERIFY(document.formats.first().size && document.formats.first().hash.size() == 20);
        }
        model::DocumentQuery manifests = of(u"6803142486"_s);
        manifests.kind = Kind::Manifest;
        QCOMPARE(idsIn(found(endpoint, manifests)), (QStringList{u"manifest-1-1"_s, u"manifest-1-2"_s}));
        model::DocumentQuery ofStudy;
        ofStudy.study = list->documents.first().studies.first().study;
        QVERIFY(!idsIn(found(endpoint, ofStudy)).isEmpty());
    }

    void aReportOfSeveralOrdersIsFoundByEach_data()
    {
        QTest::addColumn<QString>("accession");
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("the first") << u"A"_s << QStringList{u"of both"_s, u"untold"_s};
        QTest::newRow("the second") << u"B"_s << QStringList{u"of both"_s, u"untold"_s};
        QTest::newRow("another") << u"C"_s << QStringList{u"untold"_s};
    }
    void aReportOfSeveralOrdersIsFoundByEach()
    {
        QFETCH(QString, accession);
        const auto order = [](const QString &number) {
            return QJsonObject{
                {u"identifier"_s, QJsonObject{{u"type"_s, concept_(u"urn:x"_s, u"ACSN"_s)}, {u"value"_s, number}}}};
        };
        QJsonObject both = reference(u"of both"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/1"_s)});
        both.insert(u"context"_s, QJsonObject{{u"related"_s, QJsonArray{order(u"A"_s), order(u"B"_s)}}});
        const QJsonObject untold = reference(u"untold"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/2"_s)});
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json", bundle({both, untold})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        model::DocumentQuery query = of(u"5"_s);
        query.accession = accession;
        const auto list = found(endpoint, query);
        QVERIFY(list);
        QTEST(idsIn(list), "ids");
        for (const model::Document &document : list->documents)
            if (document.id == u"of both")
                QCOMPARE(document.accessions, (QStringList{u"A"_s, u"B"_s}));
    }

    void nothingIsNoErrorAndNoConsentIsOne()
    {
        Responder country;
        Endpoint endpoint;
        endpoint.fhirBase = QUrl(QString::fromStdString(country.fhirBase()));
        const auto none = found(endpoint, of(u"8208170093"_s));
        QVERIFY(none && none->documents.isEmpty());
        const auto refused = found(endpoint, of(u"6601184526"_s));
        QVERIFY(!refused);
        QCOMPARE(nameOf(refused.error().kind), u"Forbidden"_s);
    }

    //! What a server does not understand is left out step by step.
    void asksForLessWhereMoreIsRefused_data()
    {
        QTest::addColumn<QByteArray>("refused"); // in the request's target: 400
        QTest::addColumn<QByteArray>("needed");  // not in it: an empty list
        QTest::addColumn<bool>("isFound");
        QTest::newRow("status") << QByteArray("status=") << QByteArray() << true;
        QTest::newRow("types") << QByteArray("type=") << QByteArray() << true;
        QTest::newRow("chained patient") << QByteArray() << QByteArray("patient:identifier=") << true;
        QTest::newRow("chained subject") << QByteArray("patient") << QByteArray("subject:Patient.identifier=") << true;
        QTest::newRow("everything") << QByteArray("DocumentReference") << QByteArray() << false;
    }
    void asksForLessWhereMoreIsRefused()
    {
        QFETCH(QByteArray, refused);
        QFETCH(QByteArray, needed);
        QFETCH(bool, isFound);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            if (!refused.isEmpty() && target.contains(refused))
                socket.write(RawServer::reply(400, "application/fhir+json",
                                              R"({"resourceType":"OperationOutcome","issue":[]})"));
            else
                socket.write(RawServer::reply(
                    200, "application/fhir+json",
                    needed.isEmpty() || target.contains(needed)
                        ? bundle({reference(u"a"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/a"_s)})})
                        : bundle({})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        const auto list = found(endpoint, of(u"5"_s));
        QCOMPARE(list.has_value(), isFound);
        if (isFound)
            QCOMPARE(list->documents.size(), 1);
        else
            QCOMPARE(nameOf(list.error().kind), u"Rejected"_s);
    }

    //! Media types do not make a report of what is filed under laboratory, however it came into the list.
    void leavesOutWhatIsFiledElsewhere_data()
    {
        QTest::addColumn<bool>("isRefused"); // the type; else it is ignored
        QTest::newRow("the server refuses types") << true;
        QTest::newRow("the server ignores types") << false;
    }
    void leavesOutWhatIsFiledElsewhere()
    {
        QFETCH(bool, isRefused);
        const QJsonObject pdf = content(u"application/pdf"_s, u"Binary/1"_s);
        const QJsonObject xml = content(u"text/xml"_s, u"Binary/2"_s);
        QJsonObject untyped = reference(u"untyped"_s, {}, {pdf});
        untyped.remove(u"type"_s);
        QJsonObject byCategory = reference(u"category"_s, u"24627-2"_s, {pdf});
        byCategory.insert(u"category"_s, QJsonArray{concept_(u"urn:x"_s, u"Medical-Imaging"_s)});
        QJsonObject byName = reference(u"name"_s, u"1234-5"_s, {pdf});
        byName.insert(u"type"_s, QJsonObject{{u"text"_s, u"Radiology report"_s},
                                             {u"coding"_s, QJsonArray{coding(u"urn:x"_s, u"r"_s)}}});
        const QByteArray all =
            bundle({reference(u"laboratory"_s, u"11502-2"_s, {pdf}), reference(u"prescription"_s, u"57833-6"_s, {xml}),
                    reference(u"of a study"_s, u"11502-2"_s, {pdf}, u"1.2.3"_s),
                    reference(u"imaging"_s, u"85430-7"_s, {pdf}), untyped, byCategory, byName});
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const bool hasType = request.split(' ').value(1).contains("&type=");
            socket.write(RawServer::reply(hasType && isRefused ? 400 : 200, "application/fhir+json", all));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        const auto list = found(endpoint, of(u"5"_s));
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(idsIn(list), QStringList({u"category"_s, u"imaging"_s, u"name"_s, u"of a study"_s, u"untyped"_s}));
        QVERIFY(std::any_of(list->notes.begin(), list->notes.end(), [](const model::Note &note) {
            return note.parameter == u"type" && note.detail.startsWith(u"2 documents");
        }));

        model::DocumentQuery query = of(u"5"_s);
        query.type = u"11502-2"_s; // whoever asks for it gets it, but as no report of imaging
        if (const auto asked = found(endpoint, query); !isRefused) {
            QVERIFY(asked);
            for (const model::Document &document : asked->documents)
                QCOMPARE(nameOf(document.kind), document.id == u"laboratory" ? u"other"_s : u"report"_s);
        }
    }

    //! A server that finds nothing by what it does not know gives all documents when it is asked for them.
    void filtersWhatIsFetchedWithoutTheFilter_data()
    {
        QTest::addColumn<QByteArray>("parameter"); // in the request's target: an empty list
        QTest::addColumn<QString>("asked");        // null: whatever the parameter is, a date of 2025
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("a type that is not there")
            << QByteArray("type=") << u"http://loinc.org|11502-2"_s << QStringList();
        QTest::newRow("category") << QByteArray("category=") << u"Medical-Imaging"_s
                                  << QStringList{u"coded"_s, u"untold"_s};
        QTest::newRow("another category") << QByteArray("category=") << u"Laboratory"_s << QStringList{u"untold"_s};
        QTest::newRow("body site") << QByteArray("bodysite=") << u"http://snomed.info/sct|51185008"_s
                                   << QStringList{u"coded"_s, u"untold"_s};
        QTest::newRow("another body site") << QByteArray("bodysite=") << u"80891009"_s << QStringList{u"untold"_s};
        QTest::newRow("event") << QByteArray("event=") << u"e"_s << QStringList{u"coded"_s, u"untold"_s};
        QTest::newRow("facility") << QByteArray("facility=") << u"x"_s << QStringList{u"untold"_s};
        QTest::newRow("setting") << QByteArray("setting=") << u"s"_s << QStringList{u"coded"_s, u"untold"_s};
        QTest::newRow("format") << QByteArray("format=") << u"x"_s << QStringList{u"untold"_s};
        QTest::newRow("creation") << QByteArray("creation=") << QString() << QStringList{u"untold"_s};
    }
    void filtersWhatIsFetchedWithoutTheFilter()
    {
        QFETCH(QByteArray, parameter);
        QFETCH(QString, asked);
        QFETCH(QStringList, ids);
        const QJsonObject pdf = content(u"application/pdf"_s, u"Binary/1"_s);
        QJsonObject inside = content(u"application/pdf"_s, u"Binary/2"_s, u"f"_s);
        QJsonObject attachment = inside.value("attachment"_L1).toObject();
        attachment.insert(u"creation"_s, u"2024-06-01T10:00:00Z"_s);
        inside.insert(u"attachment"_s, attachment);
        QJsonObject coded = reference(u"coded"_s, u"85430-7"_s, {inside});
        coded.insert(u"category"_s, QJsonArray{concept_(u"urn:x"_s, u"Medical-Imaging"_s)});
        coded.insert(
            u"extension"_s,
            QJsonArray{QJsonObject{
                {u"url"_s, u"http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.bodySite"_s},
                {u"valueCodeableConcept"_s, concept_(u"http://snomed.info/sct"_s, u"51185008"_s)}}});
        coded.insert(u"context"_s, QJsonObject{{u"event"_s, QJsonArray{concept_(u"urn:x"_s, u"e"_s)}},
                                               {u"facilityType"_s, concept_(u"urn:x"_s, u"h"_s)},
                                               {u"practiceSetting"_s, concept_(u"urn:x"_s, u"s"_s)}});
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            const bool isFound = !request.split(' ').value(1).contains('&' + parameter);
            socket.write(
                RawServer::reply(200, "application/fhir+json",
                                 isFound ? bundle({coded, reference(u"untold"_s, u"85430-7"_s, {pdf})}) : bundle({})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        model::DocumentQuery query = of(u"5"_s);
        const QHash<QByteArray, QString *> members{{"type=", &query.type},         {"category=", &query.category},
                                                   {"bodysite=", &query.bodySite}, {"event=", &query.event},
                                                   {"facility=", &query.facility}, {"setting=", &query.setting},
                                                   {"format=", &query.format}};
        if (asked.isEmpty())
            query.createdFrom = QDate(2025, 1, 1);
        else
            *members.value(parameter) = asked;
        const auto list = found(endpoint, query);
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(idsIn(list), ids);
        QStringList ignored;
        for (const model::Note &note : list->notes)
            if (note.kind == model::Note::Kind::IgnoredFilter)
                ignored << note.parameter;
        QCOMPARE(ignored, ids.isEmpty() ? QStringList() : QStringList{QString::fromLatin1(parameter.chopped(1))});
    }

    //! It has two names; which one a server knows is learned.
    void asksForTheBodySiteByEitherName_data()
    {
        QTest::addColumn<QByteArrayList>("unknown"); // names that the server does not know
        QTest::addColumn<bool>("isRefused");         // else they are not applied, as its self link tells
        QTest::addColumn<QByteArray>("next");        // name in the next search
        const QByteArrayList both{"bodysite", "anatomical-region"};
        for (const bool isRefused : {true, false}) {
            const char *how = isRefused ? "refused" : "ignored";
            QTest::addRow("the usual name is %s", how) << both.first(1) << isRefused << both.last();
            QTest::addRow("the other name is %s", how) << both.last(1) << isRefused << both.first();
            QTest::addRow("both are %s", how) << both << isRefused << both.first();
        }
    }
    void asksForTheBodySiteByEitherName()
    {
        QFETCH(QByteArrayList, unknown);
        QFETCH(bool, isRefused);
        QFETCH(QByteArray, next);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            QByteArray target = request.split(' ').value(1);
            for (const QByteArray &name : unknown) {
                if (isRefused && target.contains('&' + name + '='))
                    return (void)socket.write(RawServer::reply(400, "application/fhir+json",
                                                               R"({"resourceType":"OperationOutcome","issue":[]})"));
                target.replace('&' + name + '=', "&_not-");
            }
            socket.write(RawServer::reply(
                200, "application/fhir+json",
                bundle({reference(u"a"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/a"_s)})},
                       {QJsonObject{{u"relation"_s, u"self"_s}, {u"url"_s, QString::fromLatin1(target)}}})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        Client client(endpoint);
        model::DocumentQuery query = of(u"5"_s);
        query.bodySite = u"51185008"_s;
        for (int round = 0; round < 2; ++round) {
            server.requests.clear();
            const auto job = client.searchDocuments(query);
            QTRY_VERIFY_WITH_TIMEOUT(job->isFinished(), 20'000);
            QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
            QCOMPARE(job->result()->documents.size(), 1);
        }
        const QByteArray target = server.requests.front().split(' ').value(1);
        QVERIFY2(target.contains('&' + next + '='), target);
    }

    //! A refusal of something else does not mean that the status is refused.
    void learnsThatTheStatusIsRefusedWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("refused");
        QTest::addColumn<bool>("isStatusSent"); // in the next search
        QTest::newRow("status") << QByteArray("status=") << false;
        QTest::newRow("another filter") << QByteArray("category=") << true;
    }
    void learnsThatTheStatusIsRefusedWhereItIs()
    {
        QFETCH(QByteArray, refused);
        QFETCH(bool, isStatusSent);
        RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
            if (request.split(' ').value(1).contains(refused))
                socket.write(RawServer::reply(400, "application/fhir+json",
                                              R"({"resourceType":"OperationOutcome","issue":[]})"));
            else
                socket.write(RawServer::reply(
                    200, "application/fhir+json",
                    bundle({reference(u"a"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/a"_s)})})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        Client client(endpoint);
        model::DocumentQuery query = of(u"5"_s);
        query.category = u"x"_s;
        const auto first = client.searchDocuments(query);
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished(), 20'000);
        QVERIFY(first->result().has_value());
        server.requests.clear();
        const auto second = client.searchDocuments(of(u"5"_s));
        QTRY_VERIFY_WITH_TIMEOUT(second->isFinished(), 20'000);
        QVERIFY(second->result().has_value());
        QCOMPARE(server.requests.front().contains("status=current"), isStatusSent);
    }

    void keepsToThePatientWhereTheServerDoesNot()
    {
        QJsonObject mine = reference(u"mine"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/1"_s)});
        QJsonObject yours = reference(u"yours"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/2"_s)});
        QJsonObject old = reference(u"old"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/3"_s)});
        const auto subject = [](const QString &value) {
            return QJsonObject{
                {u"identifier"_s, QJsonObject{{u"system"_s, u"urn:oid:2.999.17.1"_s}, {u"value"_s, value}}}};
        };
        mine.insert(u"subject"_s, subject(u"5"_s));
        yours.insert(u"subject"_s, subject(u"6"_s));
        old.insert(u"subject"_s, subject(u"5"_s));
        old.insert(u"status"_s, u"superseded"_s);
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json", bundle({mine, yours, old})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        const auto list = found(endpoint, of(u"5"_s));
        QVERIFY(list);
        QCOMPARE(idsIn(list), QStringList{u"mine"_s});
        QVERIFY(!list->notes.isEmpty());
    }

    //! The other host listens, and nobody comes.
    void followsNoPageToAForeignHost()
    {
        RawServer stranger([](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(200, "application/fhir+json", bundle({})));
        });
        RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write(RawServer::reply(
                200, "application/fhir+json",
                bundle({reference(u"a"_s, u"85430-7"_s, {content(u"application/pdf"_s, u"Binary/a"_s)})},
                       {QJsonObject{{u"relation"_s, u"next"_s},
                                    {u"url"_s, stranger.origin() + u"/elsewhere?page=2"_s}}})));
        });
        Endpoint endpoint;
        endpoint.fhirBase = server.url(u"/fhir"_s);
        const auto list = found(endpoint, of(u"5"_s));
        QVERIFY(list && list->truncated);
        QCOMPARE(stranger.connections, 0);
    }
};

QTEST_GUILESS_MAIN(DocumentSearchTest)
#include "DocumentSearchTest.moc"
