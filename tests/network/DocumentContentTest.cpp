#include "manifest/Content.h"

#include <network/Report.h>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <ctime>

using network::contentOf;
using network::DocumentContent;
using Kind = model::Document::Kind;
using namespace Qt::StringLiterals;

namespace {

const QUrl base(u"https://ncp.example/fhir"_s);

// ---- key objects

//! One generation of concept codes (spec 6.7).
struct Codes
{
    const char *scheme;
    const char *description;
    const char *instances;
    const char *series;
};

constexpr Codes trial{"99IHE", "MADOTEMP002", "MADOTEMP007", "MADOTEMP009"};
constexpr Codes final_{"DCM", "131563", "131564", "131565"};

DcmItem *entry(DcmItem &holder, const DcmTagKey &sequence)
{
    DcmItem *item = nullptr;
    holder.findOrCreateSequenceItem(sequence, item, -2); // a new one at the end
    return item;
}

void put(DcmItem &item, const DcmTagKey &tag, const char *text)
{
    item.putAndInsertString(tag, text);
}

void code(DcmItem &item, const DcmTagKey &sequence, const char *value, const char *scheme)
{
    DcmItem *inner = entry(item, sequence);
    put(*inner, DCM_CodeValue, value);
    put(*inner, DCM_CodingSchemeDesignator, scheme);
    put(*inner, DCM_CodeMeaning, "meaning");
}

DcmItem *content(DcmItem &parent, const char *type, const char *meaning, const char *scheme)
{
    DcmItem *item = entry(parent, DCM_ContentSequence);
    put(*item, DCM_ValueType, type);
    code(*item, DCM_ConceptNameCodeSequence, meaning, scheme);
    return item;
}

QByteArray bytesOf(DcmFileFormat &file, E_TransferSyntax syntax = EXS_LittleEndianExplicit)
{
    std::vector<char> buffer(64 * 1024 * 1024);
    DcmOutputBufferStream stream(buffer.data(), offile_off_t(buffer.size()));
    file.transferInit();
    file.write(stream, syntax, EET_ExplicitLength, nullptr);
    file.transferEnd();
    void *written = nullptr;
    offile_off_t length = 0;
    stream.flushBuffer(written, length);
    return {static_cast<const char *>(written), qsizetype(length)};
}

void describe(DcmItem &data, const char *sopClass = UID_KeyObjectSelectionDocumentStorage)
{
    put(data, DCM_SpecificCharacterSet, "ISO_IR 100");
    put(data, DCM_SOPClassUID, sopClass);
    put(data, DCM_SOPInstanceUID, "1.2.3.9.1");
    put(data, DCM_StudyDate, "20260301");
    put(data, DCM_StudyTime, "101112.5");
    put(data, DCM_StudyDescription,
        "Sch\xe4"
        "del");
    put(data, DCM_PatientName, "Doe^Jane");
    put(data, DCM_PatientID, "77");
    put(data, DCM_PatientBirthDate, "19850114");
    put(data, DCM_PatientSex, "F");
    put(data, DCM_StudyInstanceUID, "1.2.3");
    put(data, DCM_SeriesInstanceUID, "1.2.3.9");
}

//! A manifest of two series of two instances.
std::unique_ptr<DcmFileFormat> keyObject(const Codes *codes, const char *url, const char *location)
{
    auto file = std::make_unique<DcmFileFormat>();
    DcmItem &data = *file->getDataset();
    describe(data);
    for (const char *accession : {"A100", "A200"})
        put(*entry(data, DCM_ReferencedRequestSequence), DCM_AccessionNumber, accession);
    DcmItem *evidence = entry(data, DCM_CurrentRequestedProcedureEvidenceSequence);
    put(*evidence, DCM_StudyInstanceUID, "1.2.3");
    DcmItem *library = codes ? content(data, "CONTAINER", "111028", "DCM") : nullptr;
    if (codes)
        put(*content(*library, "TEXT", codes->series, codes->scheme), DCM_TextValue, "2");
    for (const char *series : {"1.2.3.1", "1.2.3.2"}) {
        DcmItem *proof = entry(*evidence, DCM_ReferencedSeriesSequence);
        put(*proof, DCM_SeriesInstanceUID, series);
        if (url)
            put(*proof, DCM_RetrieveURL, url);
        if (location)
            put(*proof, DCM_RetrieveLocationUID, location);
        DcmItem *group = codes ? content(*library, "CONTAINER", "126200", "DCM") : nullptr;
        if (codes) {
            code(*content(*group, "CODE", "121139", "DCM"), DCM_ConceptCodeSequence, "MR", "DCM");
            put(*content(*group, "UIDREF", "112002", "DCM"), DCM_UID, series);
            put(*content(*group, "TEXT", "113607", "DCM"), DCM_TextValue, series + 6); // its last digit
            put(*content(*group, "TEXT", codes->description, codes->scheme), DCM_TextValue, "Axial");
            DcmItem *count = content(*group, "NUM", codes->instances, codes->scheme);
            put(*entry(*count, DCM_MeasuredValueSequence), DCM_NumericValue, "2");
        }
        for (const char *number : {"2", "1"}) {
            const std::string sop = std::string(series) + '.' + number;
            DcmItem *referenced = entry(*proof, DCM_ReferencedSOPSequence);
            put(*referenced, DCM_ReferencedSOPClassUID, UID_MRImageStorage);
            put(*referenced, DCM_ReferencedSOPInstanceUID, sop.c_str());
            if (!codes)
                continue;
            DcmItem *image = entry(*group, DCM_ContentSequence);
            put(*image, DCM_ValueType, "IMAGE");
            DcmItem *shown = entry(*image, DCM_ReferencedSOPSequence);
            put(*shown, DCM_ReferencedSOPInstanceUID, sop.c_str());
            put(*content(*image, "TEXT", "113609", "DCM"), DCM_TextValue, number);
            put(*content(*image, "TEXT", "121140", "DCM"), DCM_TextValue, "3");
        }
    }
    return file;
}

//! Sequences in sequences, written by hand: no toolkit makes such a thing.
QByteArray nested(int depth, const QByteArray &before = {})
{
    DcmFileFormat file;
    describe(*file.getDataset());
    QByteArray bytes = bytesOf(file) + before;
    for (int i = 0; i < depth; ++i)
        bytes += QByteArray::fromHex("400030a7"
                                     "53510000ffffffff"
                                     "feff00e0ffffffff");
    return bytes;
}

// ---- FHIR

QJsonObject study(const QString &uid, const QString &endpoint)
{
    return {{u"resourceType"_s, u"ImagingStudy"_s},
            {u"id"_s, u"s"_s + uid},
            {u"identifier"_s,
             QJsonArray{QJsonObject{{u"system"_s, u"urn:dicom:uid"_s}, {u"value"_s, u"urn:oid:"_s + uid}}}},
            {u"numberOfInstances"_s, 1},
            {u"series"_s,
             QJsonArray{QJsonObject{
                 {u"uid"_s, uid + u".1"_s},
                 {u"modality"_s, QJsonObject{{u"code"_s, u"CT"_s}}},
                 {u"endpoint"_s, QJsonArray{QJsonObject{{u"reference"_s, endpoint}}}},
                 {u"instance"_s,
                  QJsonArray{QJsonObject{
                      {u"uid"_s, uid + u".1.1"_s},
                      {u"extension"_s,
                       QJsonArray{QJsonObject{
                           {u"url"_s, u"https://profiles.ihe.net/RAD/MADO/StructureDefinition/MadoNumberOfFrames"_s},
                           {u"valueUnsignedInt"_s, 12}}}}}}}}}}};
}

QJsonObject endpoint(const QString &address, const QString &type = u"dicom-wado-rs"_s, const QString &location = {})
{
    QJsonObject made{{u"resourceType"_s, u"Endpoint"_s},
                     {u"id"_s, u"e"_s},
                     {u"status"_s, u"active"_s},
                     {u"connectionType"_s, QJsonObject{{u"code"_s, type}}},
                     {u"address"_s, address}};
    if (!location.isEmpty())
        made.insert(
            u"extension"_s,
            QJsonArray{QJsonObject{
                {u"url"_s, u"https://profiles.ihe.net/RAD/MADO/StructureDefinition/MadoRetrieveLocationUIDExtension"_s},
                {u"valueString"_s, location}}});
    return made;
}

QJsonObject entryOf(const QString &fullUrl, const QJsonObject &resource)
{
    return {{u"fullUrl"_s, fullUrl}, {u"resource"_s, resource}};
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray bundle(const QString &type, const QJsonArray &entries)
{
    return json({{u"resourceType"_s, u"Bundle"_s}, {u"type"_s, type}, {u"entry"_s, entries}});
}

QJsonObject coded(const QString &code)
{
    return {{u"coding"_s, QJsonArray{QJsonObject{{u"system"_s, u"http://loinc.org"_s}, {u"code"_s, code}}}}};
}

QJsonObject to(const QString &reference)
{
    return {{u"reference"_s, reference}};
}

QStringList rolesIn(const DocumentContent &content)
{
    QStringList roles;
    for (const auto &reference : content.studies)
        roles << reference.study.text() + u' ' + model::nameOf(reference.role);
    return roles;
}

QByteArray cda(const QByteArray &inside, const QByteArray &before = {})
{
    return "<?xml version=\"1.0\"?>" + before +
           "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>CT\n thorax</title>" + inside + "</ClinicalDocument>";
}

QByteArray act(const QByteArray &uid, const QByteArray &code = "113014")
{
    return "<entry><act classCode=\"ACT\"><id root=\"" + uid + "\"/><code code=\"" + code + "\"/></act></entry>";
}

QByteArray fileAt(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

//! What documents say of themselves: manifests and reports in all their forms, and what is neither.
class DocumentContentTest : public QObject
{
    Q_OBJECT

private slots:
    void readsKeyObjects_data()
    {
        QTest::addColumn<int>("generation"); // 0: no content tree
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<bool>("isImplicit");
        QTest::newRow("codes of the trials")
            << 1 << QByteArray("https://pacs.example/rs/") << QByteArray("1.2.9") << false;
        QTest::newRow("final codes") << 2 << QByteArray("https://pacs.example/rs") << QByteArray() << false;
        QTest::newRow("a series' address")
            << 2 << QByteArray("https://pacs.example/rs/studies/1.2.3/series/1.2.3.1") << QByteArray() << false;
        QTest::newRow("implicit") << 2 << QByteArray("https://pacs.example/rs/") << QByteArray("1.2.9") << true;
        QTest::newRow("no content tree") << 0 << QByteArray("https://pacs.example/rs/") << QByteArray() << false;
        QTest::newRow("a location alone") << 0 << QByteArray() << QByteArray("urn:oid:1.2.9") << false;
        QTest::newRow("placeholder") << 2 << QByteArray("http://notspecified") << QByteArray() << false;
    }
    void readsKeyObjects()
    {
        QFETCH(int, generation);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, location);
        QFETCH(bool, isImplicit);
        const Codes *codes = generation == 0 ? nullptr : generation == 1 ? &trial : &final_;
        auto file = keyObject(codes, url.isEmpty() ? nullptr : url.constData(),
                              location.isEmpty() ? nullptr : location.constData());
        const auto content =
            contentOf(bytesOf(*file, isImplicit ? EXS_LittleEndianImplicit : EXS_LittleEndianExplicit), base);
        QCOMPARE(content.kind, Kind::Manifest);
        QCOMPARE(content.trees.size(), 1);
        const model::Study &study = content.trees.first();
        QCOMPARE(study.uid.text(), u"1.2.3"_s);
        QCOMPARE(study.date, QDate(2026, 3, 1));
        QCOMPARE(study.time, QTime(10, 11, 12));
        QCOMPARE(study.description, u"Schädel"_s);
        QCOMPARE(study.accessions, (QStringList{u"A100"_s, u"A200"_s}));
        QCOMPARE(study.modalities, QStringList{u"MR"_s});
        QCOMPARE(study.seriesCount, 2);
        QCOMPARE(study.instanceCount, 4);
        QCOMPARE(study.patient.id, u"77"_s);
        QCOMPARE(study.patient.birthDate, u"1985-01-14"_s);
        QCOMPARE(study.routes, QList{model::Route::Documents});
        QCOMPARE(study.series.size(), 2);
        const model::Series &series = study.series.first();
        QCOMPARE(series.uid.text(), u"1.2.3.1"_s);
        QCOMPARE(series.description, codes ? u"Axial"_s : QString());
        QCOMPARE(series.number, codes ? std::optional(1) : std::nullopt);
        QCOMPARE(series.instanceCount, 2);
        QCOMPARE(series.instances.size(), 2);
        QCOMPARE(series.instances.first().uid.text(), codes ? u"1.2.3.1.1"_s : u"1.2.3.1.2"_s);
        QCOMPARE(series.instances.first().sopClass, u"1.2.840.10008.5.1.4.1.1.4"_s);
        QCOMPARE(series.instances.first().frames, codes ? std::optional(3) : std::nullopt);
        const bool hasAddress = !url.isEmpty() && !url.contains("notspecified");
        QCOMPARE(series.wadoBases, hasAddress ? QList{QUrl(u"https://pacs.example/rs"_s)} : QList<QUrl>());
        QCOMPARE(series.locations, location.isEmpty() ? QStringList() : QStringList{u"1.2.9"_s});
    }

    void offersTheViewerOfAKeyObject_data()
    {
        QTest::addColumn<bool>("isPrivate");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<int>("viewers");
        QTest::newRow("private attribute") << true << QByteArray("https://viewer.example/show?study=1.2.3") << 1;
        QTest::newRow("final attribute") << false << QByteArray("https://viewer.example/show?study=1.2.3") << 1;
        QTest::newRow("script") << false << QByteArray("javascript:alert(1)") << 0;
        QTest::newRow("file") << true << QByteArray("file:///etc/passwd") << 0;
    }
    void offersTheViewerOfAKeyObject()
    {
        QFETCH(bool, isPrivate);
        QFETCH(QByteArray, address);
        QFETCH(int, viewers);
        auto file = keyObject(nullptr, nullptr, nullptr);
        DcmItem *evidence = nullptr;
        file->getDataset()->findOrCreateSequenceItem(DCM_CurrentRequestedProcedureEvidenceSequence, evidence, 0);
        if (isPrivate)
            put(*evidence, DcmTagKey(0x000d, 0x0010), "IHE_MADO_PRIVATE");
        auto *element = new DcmUniversalResourceIdentifierOrLocator(
            DcmTag(isPrivate ? DcmTagKey(0x000d, 0x1001) : DcmTagKey(0x0040, 0xe012), EVR_UR));
        element->putString(address.constData());
        evidence->insert(element);
        const auto content = contentOf(bytesOf(*file), base);
        QCOMPARE(content.trees.size(), 1);
        QCOMPARE(content.trees.first().viewers.size(), viewers);
    }

    void readsTenThousandSeries()
    {
        DcmFileFormat file;
        describe(*file.getDataset());
        DcmItem *evidence = entry(*file.getDataset(), DCM_CurrentRequestedProcedureEvidenceSequence);
        put(*evidence, DCM_StudyInstanceUID, "1.2.3");
        auto *all = new DcmSequenceOfItems(DCM_ReferencedSeriesSequence);
        evidence->insert(all);
        for (int i = 0; i < 10'000; ++i) {
            auto *series = new DcmItem;
            put(*series, DCM_SeriesInstanceUID, ("1.2.3." + std::to_string(i + 1)).c_str());
            put(*entry(*series, DCM_ReferencedSOPSequence), DCM_ReferencedSOPInstanceUID,
                ("1.2.3.0." + std::to_string(i + 1)).c_str());
            all->append(series);
        }
        const QByteArray bytes = bytesOf(file);
        const std::clock_t begun = std::clock(); // of the processor: others may keep it busy
        const auto content = contentOf(bytes, base);
        const double seconds = double(std::clock() - begun) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < 5, qPrintable(QString::number(seconds)));
        QCOMPARE(content.trees.size(), 1);
        QCOMPARE(content.trees.first().series.size(), 10'000);
        QCOMPARE(content.trees.first().instanceCount, 10'000);
    }

    void refusesWhatIsNoGoodDicomDocument_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray whole = bytesOf(*keyObject(&final_, "https://pacs.example/rs", nullptr));
        QTest::newRow("200 deep") << nested(200);
        QTest::newRow("a million deep") << nested(1'000'000);
        QTest::newRow("cut in the head") << whole.first(200);
        QTest::newRow("nothing behind DICM") << whole.first(132);
        QTest::newRow("noise") << whole.first(132) + QByteArray("\xff\x00\x7f\x13", 4).repeated(5'000);
        QTest::newRow("a value of 2.7 GB") << whole + QByteArray::fromHex("990001104f420000000000a3");
        // A representation of two capitals that is none yet has a length of 32 bits (PS3.5 7.1.2).
        QTest::newRow("a value of 2.7 GB of a representation to come")
            << whole + QByteArray::fromHex("990001105a5a0000000000a3");
        // With a length of 16 bits taken, the value would be an element that swallows the rest.
        QTest::newRow("a million deep behind a representation to come")
            << nested(1'000'000, QByteArray::fromHex("090001105a5a000010000000"
                                                     "4f42000000000007"
                                                     "0000000000000000"));
        QTest::newRow("no evidence") << [] {
            DcmFileFormat file;
            describe(*file.getDataset());
            return bytesOf(file);
        }();
        QTest::newRow("deflated") << bytesOf(*keyObject(nullptr, nullptr, nullptr), EXS_DeflatedLittleEndianExplicit);
    }
    void refusesWhatIsNoGoodDicomDocument()
    {
        QFETCH(QByteArray, bytes);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.contentType, u"application/dicom"_s);
        QVERIFY(content.trees.isEmpty());
        QVERIFY(!content.notes.isEmpty());
    }

    void anyCutOfAKeyObjectIsSurvived()
    {
        const QByteArray whole = bytesOf(*keyObject(&trial, "https://pacs.example/rs", "1.2.9"));
        for (qsizetype cut = 0; cut < whole.size(); cut += 7)
            (void)contentOf(whole.first(cut), base);
    }

    void anEnclosedDocumentBelongsToItsStudy()
    {
        DcmFileFormat file;
        describe(*file.getDataset(), UID_EncapsulatedPDFStorage);
        const auto content = contentOf(bytesOf(file), base);
        QCOMPARE(content.kind, Kind::Report);
        QCOMPARE(rolesIn(content), QStringList{u"1.2.3 reported"_s});
        const model::StudyPatient patient{u"77"_s, {}, u"Doe^Jane"_s, u"1985-01-14"_s, u"F"_s};
        QCOMPARE(network::readReport(bytesOf(file)).subjects, QList{patient});
    }

    void aStructuredReportIsAReport()
    {
        DcmFileFormat file;
        describe(*file.getDataset(), UID_BasicTextSRStorage);
        const auto content = contentOf(bytesOf(file), base);
        QCOMPARE(content.kind, Kind::Report);
        QCOMPARE(rolesIn(content), QStringList{u"1.2.3 reported"_s});
    }

    void readsFhirManifests_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("studies");
        const QJsonObject tree = study(u"1.2.3"_s, u"urn:Endpoint/e"_s);
        const QJsonArray parts{entryOf(u"urn:ImagingStudy/s"_s, tree),
                               entryOf(u"urn:Endpoint/e"_s, endpoint(u"https://pacs.example/rs/studies"_s,
                                                                     u"dicom-wado-rs"_s, u"oid:1.2.9"_s))};
        QJsonArray document = parts;
        document.prepend(
            entryOf(u"urn:c"_s, {{u"resourceType"_s, u"Composition"_s}, {u"type"_s, coded(u"18748-4"_s)}}));
        QTest::newRow("document") << bundle(u"document"_s, document) << 1;
        QTest::newRow("collection") << bundle(u"collection"_s, parts) << 1;
        QTest::newRow("searchset") << bundle(u"searchset"_s, parts) << 1;
        QJsonObject bare = study(u"1.2.3"_s, u"#e"_s);
        bare.insert(u"contained"_s, QJsonArray{endpoint(u"https://pacs.example/rs"_s, u"dicom-wado-rs"_s, u"1.2.9"_s)});
        QTest::newRow("bare study") << json(bare) << 1;
        QJsonObject onStudy = study(u"1.2.3"_s, u"urn:nothing"_s);
        onStudy.insert(u"endpoint"_s, QJsonArray{to(u"Endpoint/e"_s)});
        QTest::newRow("endpoint of the study")
            << bundle(u"collection"_s, {entryOf(u"x"_s, onStudy), parts.last()}) << 1;
        QTest::newRow("two studies") << bundle(u"collection"_s,
                                               {parts.first(), parts.last(),
                                                entryOf(u"y"_s, study(u"1.2.4"_s, u"urn:Endpoint/e"_s))})
                                     << 2;
    }
    void readsFhirManifests()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, studies);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.kind, Kind::Manifest);
        QCOMPARE(content.contentType, u"application/fhir+json"_s);
        QCOMPARE(content.trees.size(), studies);
        const model::Study &study = content.trees.first();
        QCOMPARE(study.uid.text(), u"1.2.3"_s);
        QCOMPARE(study.series.size(), 1);
        QCOMPARE(study.series.first().instances.first().frames, 12);
        QCOMPARE(study.wadoBases + study.series.first().wadoBases, QList{QUrl(u"https://pacs.example/rs"_s)});
        QCOMPARE(study.locations + study.series.first().locations, QStringList{u"1.2.9"_s});
        QCOMPARE(rolesIn(content).first(), u"1.2.3 listed"_s);
    }

    //! Each of the resources that describe one study counts itself alone.
    void countsAStudyInSeveralResourcesByAllOfThem()
    {
        const auto part = [](const QByteArray &number) {
            return "{\"resource\":{\"resourceType\":\"ImagingStudy\",\"numberOfSeries\":1,\"numberOfInstances\":2,"
                   "\"identifier\":[{\"system\":\"urn:dicom:uid\",\"value\":\"urn:oid:1.2.3\"}],\"series\":[{"
                   "\"uid\":\"1.2.3." +
                   number + "\",\"numberOfInstances\":2}]}}";
        };
        const auto content = contentOf(
            "{\"resourceType\":\"Bundle\",\"entry\":[" + part("1") + ',' + part("2") + ',' + part("3") + "]}", base);
        QCOMPARE(content.trees.size(), 1);
        QCOMPARE(content.trees.first().series.size(), 3);
        QCOMPARE(content.trees.first().seriesCount.value_or(0), 3);
        QCOMPARE(content.trees.first().instanceCount.value_or(0), 6);
    }

    void aManifestTellsItsPatientByTheResource_data()
    {
        QTest::addColumn<QJsonObject>("subject");
        QTest::addColumn<QStringList>("others"); // ids of Patients beside hers
        QTest::addColumn<QString>("told");       // of everybody whom the study names: id, name, birth date
        const QJsonObject number{{u"system"_s, u"urn:oid:2.999.1"_s}, {u"value"_s, u"17"_s}};
        const QJsonObject other{{u"system"_s, u"urn:oid:2.999.1"_s}, {u"value"_s, u"18"_s}};
        const QString hers = u"17 Doe^Jane 1985-01-14"_s;
        QTest::newRow("by its address") << to(u"urn:p1"_s) << QStringList{} << hers;
        QTest::newRow("by its address, among several") << to(u"urn:p1"_s) << QStringList{u"p2"_s} << hers;
        QTest::newRow("by type and id, among several") << to(u"Patient/p1"_s) << QStringList{u"p2"_s} << hers;
        QTest::newRow("the only one") << QJsonObject() << QStringList{} << hers;
        QTest::newRow("one of several") << QJsonObject() << QStringList{u"p2"_s} << u"  "_s;
        QTest::newRow("none of several") << to(u"Patient/p9"_s) << QStringList{u"p2"_s} << u"  "_s;
        QTest::newRow("two of one name") << to(u"Patient/p1"_s) << QStringList{u"p2"_s, u"p1"_s} << u"  "_s;
        QTest::newRow("with a number of its own")
            << QJsonObject{{u"reference"_s, u"urn:p1"_s}, {u"identifier"_s, number}} << QStringList{u"p2"_s} << hers;
        QTest::newRow("with another number of the authority")
            << QJsonObject{{u"reference"_s, u"urn:p1"_s}, {u"identifier"_s, other}} << QStringList{}
            << u"18 Doe^Jane 1985-01-14, "_s + hers;
        QTest::newRow("with another name")
            << QJsonObject{{u"reference"_s, u"urn:p1"_s}, {u"display"_s, u"Smith, John"_s}} << QStringList{}
            << hers + u", 17 Smith, John "_s;
        QTest::newRow("contained") << to(u"#own"_s) << QStringList{u"p2"_s} << u"19 Roe^Mary 1990"_s;
    }
    void aManifestTellsItsPatientByTheResource()
    {
        QFETCH(QJsonObject, subject);
        QFETCH(QStringList, others);
        QFETCH(QString, told);
        const auto patient = [](const QString &id, const QString &number, const QString &family, const QString &given,
                                const QString &born) {
            return QJsonObject{
                {u"resourceType"_s, u"Patient"_s},
                {u"id"_s, id},
                {u"identifier"_s, QJsonArray{QJsonObject{{u"system"_s, u"urn:oid:2.999.1"_s}, {u"value"_s, number}}}},
                {u"name"_s, QJsonArray{QJsonObject{{u"family"_s, family}, {u"given"_s, QJsonArray{given}}}}},
                {u"birthDate"_s, born}};
        };
        QJsonObject described = study(u"1.2.3"_s, u"e"_s);
        described.insert(u"subject"_s, subject);
        described.insert(u"contained"_s, QJsonArray{patient(u"own"_s, u"19"_s, u"Roe"_s, u"Mary"_s, u"1990"_s)});
        QJsonArray entries{entryOf(u"urn:s"_s, described),
                           entryOf(u"urn:p1"_s, patient(u"p1"_s, u"17"_s, u"Doe"_s, u"Jane"_s, u"1985-01-14"_s))};
        for (const QString &id : others)
            entries.append(entryOf(u"urn:other:"_s + id, patient(id, u"99"_s, u"Poe"_s, u"Ann"_s, u"1970"_s)));
        const auto content = contentOf(bundle(u"document"_s, entries), base);
        QCOMPARE(content.trees.size(), 1);
        QStringList people;
        for (const model::StudyPatient &one :
             QList{content.trees.first().patient} + content.trees.first().otherPatients)
            people += one.id + u' ' + one.name + u' ' + one.birthDate;
        QCOMPARE(people.join(u", "_s), told);
    }

    void offersTheViewerOfAFhirManifest()
    {
        const auto content =
            contentOf(bundle(u"document"_s, {entryOf(u"s"_s, study(u"1.2.3"_s, u"e"_s)),
                                             entryOf(u"e"_s, endpoint(u"https://viewer.example/x"_s, u"ihe-iid"_s))}),
                      base);
        QCOMPARE(content.trees.first().viewers, QList{QUrl(u"https://viewer.example/x"_s)});
        QVERIFY(content.trees.first().series.first().wadoBases.isEmpty());
    }

    void readsFhirReports_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("roles");
        const auto section = [](const QString &code, const QString &reference, const QJsonArray &inner = {}) {
            return QJsonObject{
                {u"code"_s, coded(code)}, {u"entry"_s, QJsonArray{to(reference)}}, {u"section"_s, inner}};
        };
        const QJsonObject composition{
            {u"resourceType"_s, u"Composition"_s},
            {u"category"_s, QJsonArray{coded(u"85430-7"_s)}},
            {u"title"_s, u"CT"_s},
            {u"section"_s, QJsonArray{section(u"18726-0"_s, u"urn:one"_s), section(u"18834-2"_s, u"urn:two"_s),
                                      section(u"59776-5"_s, u"urn:c"_s, {section(u"18726-0"_s, u"urn:one"_s)})}}};
        const QJsonArray entries{entryOf(u"urn:c"_s, composition), entryOf(u"urn:one"_s, study(u"1.2.3"_s, u"e"_s)),
                                 entryOf(u"urn:two"_s, study(u"1.2.4"_s, u"e"_s)),
                                 entryOf(u"urn:three"_s, study(u"1.2.5"_s, u"e"_s))};
        QTest::newRow("document with comparison")
            << bundle(u"document"_s, entries)
            << QStringList{u"1.2.3 reported"_s, u"1.2.4 comparison"_s, u"1.2.5 reported"_s};

        const QJsonObject number{{u"system"_s, u"urn:dicom:uid"_s}, {u"value"_s, u"urn:oid:1.2.3"_s}};
        const auto report = [&](const QString &element) {
            return QJsonObject{{u"resourceType"_s, u"DiagnosticReport"_s},
                               {element, QJsonArray{QJsonObject{{u"identifier"_s, number}}}}};
        };
        QTest::newRow("collection, R4, an identifier alone")
            << bundle(u"collection"_s, {entryOf(u"r"_s, report(u"imagingStudy"_s))})
            << QStringList{u"1.2.3 reported"_s};
        QTest::newRow("collection, R5, an identifier alone")
            << bundle(u"collection"_s, {entryOf(u"r"_s, report(u"study"_s))}) << QStringList{u"1.2.3 reported"_s};
        QTest::newRow("a report by itself") << json(report(u"imagingStudy"_s)) << QStringList{u"1.2.3 reported"_s};

        QJsonObject compares = report(u"imagingStudy"_s);
        compares.insert(u"extension"_s,
                        QJsonArray{QJsonObject{{u"url"_s, u"http://hl7.eu/fhir/imaging/diagnosticreport-comparison"_s},
                                               {u"valueReference"_s, to(u"ImagingStudy/s1.2.4"_s)}}});
        QTest::newRow("comparison by extension")
            << bundle(u"collection"_s, {entryOf(u"r"_s, compares), entryOf(u"x"_s, study(u"1.2.4"_s, u"e"_s))})
            << QStringList{u"1.2.3 reported"_s, u"1.2.4 comparison"_s};

        const QJsonObject selection{{u"resourceType"_s, u"ImagingSelection"_s},
                                    {u"studyUid"_s, u"1.2.3"_s},
                                    {u"seriesUid"_s, u"1.2.3.1"_s},
                                    {u"instance"_s, QJsonArray{QJsonObject{{u"uid"_s, u"1.2.3.1.1"_s}}}}};
        QTest::newRow("key image") << bundle(u"collection"_s,
                                             {entryOf(u"r"_s, report(u"study"_s)), entryOf(u"k"_s, selection)})
                                   << QStringList{u"1.2.3 reported"_s, u"1.2.3 keyImage"_s};
        const QJsonObject picture{
            {u"resourceType"_s, u"DocumentReference"_s},
            {u"category"_s, QJsonArray{coded(u"55113-5"_s)}},
            {u"content"_s,
             QJsonArray{QJsonObject{
                 {u"attachment"_s,
                  QJsonObject{
                      {u"url"_s,
                       u"https://pacs.example/wado?requestType=WADO&studyUID=1.2.3&seriesUID=1.2.3.1&objectUID=1.2.3.1.1"_s}}}}}}};
        QTest::newRow("key image by address")
            << bundle(u"document"_s, {entryOf(u"r"_s, report(u"study"_s)), entryOf(u"k"_s, picture)})
            << QStringList{u"1.2.3 reported"_s, u"1.2.3 keyImage"_s};
        QJsonObject circle = composition;
        circle.insert(u"section"_s, QJsonArray{section(u"18726-0"_s, u"urn:c"_s)});
        QTest::newRow("a circle") << bundle(u"document"_s, {entryOf(u"urn:c"_s, circle)}) << QStringList();
        QTest::newRow("no study") << json({{u"resourceType"_s, u"DiagnosticReport"_s}}) << QStringList();
    }
    void readsFhirReports()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, roles);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.kind, Kind::Report);
        QCOMPARE(rolesIn(content), roles);
        if (!roles.isEmpty() && roles.last().endsWith(u"keyImage")) {
            QCOMPARE(content.keyImages.size(), 1);
            QCOMPARE(content.keyImages.first().instance.text(), u"1.2.3.1.1"_s);
            QCOMPARE(content.keyImages.first().series->text(), u"1.2.3.1"_s);
        }
    }

    void readsCda_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("roles");
        const QByteArray event = "<documentationOf><serviceEvent><id root=\"1.2.3\"/></serviceEvent></documentationOf>";
        const auto section = [](const QByteArray &code, const QByteArray &inside) {
            return "<component><section><code code=\"" + code + "\"/>" + inside + "</section></component>";
        };
        QTest::newRow("event") << cda(event) << QStringList{u"1.2.3 reported"_s};
        QTest::newRow("catalog") << cda(section("121181", act("1.2.4"))) << QStringList{u"1.2.4 reported"_s};
        QTest::newRow("event and catalog")
            << cda(event + section("121181", act("1.2.3"))) << QStringList{u"1.2.3 reported"_s};
        QTest::newRow("comparison") << cda(event + section("18834-2", act("1.2.5")))
                                    << QStringList{u"1.2.3 reported"_s, u"1.2.5 comparison"_s};
        QTest::newRow("another act") << cda(act("1.2.6", "113015")) << QStringList();
        QTest::newRow("a root that is no UID") << cda(act("../../etc")) << QStringList();
        QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + cda(event) << QStringList{u"1.2.3 reported"_s};
    }
    void readsCda()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, roles);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.kind, Kind::Report);
        QCOMPARE(content.title, u"CT thorax"_s);
        QCOMPARE(rolesIn(content), roles);
        QVERIFY(content.notes.isEmpty());
    }

    //! Neither read nor expanded, and quickly done with.
    void refusesDangerousXml_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray laughs = "<!DOCTYPE ClinicalDocument [<!ENTITY a0 \"ha\">";
        for (int i = 1; i < 30; ++i)
            laughs += "<!ENTITY a" + QByteArray::number(i) + " \"" +
                      ("&a" + QByteArray::number(i - 1) + ";").repeated(10) + "\">";
        QTest::newRow("a billion laughs") << cda("<text>&a29;</text>", laughs + "]>");
        QTest::newRow("a file as entity")
            << cda("<text>&x;</text>", "<!DOCTYPE ClinicalDocument [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
        QTest::newRow("a document type from afar")
            << cda({}, "<!DOCTYPE ClinicalDocument SYSTEM \"http://127.0.0.1:9/x.dtd\">");
        QTest::newRow("a parameter entity")
            << cda({}, "<!DOCTYPE ClinicalDocument [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x\">%x;]>");
        QTest::newRow("another root") << QByteArray("<html><script>alert(1)</script></html>");
        QTest::newRow("not XML") << QByteArray("<<<<");
    }
    void refusesDangerousXml()
    {
        QFETCH(QByteArray, bytes);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.kind, Kind::Other);
        QVERIFY(content.studies.isEmpty());
        QCOMPARE(content.notes.size(), 1);
    }

    void deepAndCutXmlIsSurvived()
    {
        const auto deep = contentOf(cda(QByteArray("<x>").repeated(100'000)), base);
        QVERIFY(!deep.notes.isEmpty());
        const QByteArray whole = cda(act("1.2.3"));
        for (qsizetype cut = 0; cut <= whole.size(); ++cut)
            (void)contentOf(whole.first(cut), base);
    }

    void saysWhatIsNoDocument_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("words") << QByteArray("hello");
        QTest::newRow("cut JSON") << QByteArray("{\"resourceType\":\"Bun");
        QTest::newRow("deep JSON") << QByteArray("{\"a\":").repeated(50'000);
        QTest::newRow("JSON of something else") << QByteArray("{\"resourceType\":\"Patient\"}");
        QTest::newRow("JSON without a type") << QByteArray("{}");
        QTest::newRow("noise") << QByteArray("\x00\x01\xff", 3).repeated(1'000);
    }
    void saysWhatIsNoDocument()
    {
        QFETCH(QByteArray, bytes);
        const auto content = contentOf(bytes, base);
        QCOMPARE(content.kind, Kind::Other);
        QVERIFY(!content.notes.isEmpty());
    }

    //! Third-party samples beside the project, where they are.
    void readsRealManifestsAlike()
    {
        const QDir shared(QStringLiteral(BORDERLIGHT_SHARED));
        const QByteArray kos = fileAt(shared.filePath(u"dicom/ihe-mado/MADO_KOS_B.dcm"_s));
        if (kos.isEmpty())
            QSKIP("no samples beside the project");
        const QString name = u"documents/mado/mado-1.2.250.1.59.40211.22756022.2.1.102-bundle.json"_s;
        const auto a = contentOf(kos, base);
        const auto b = contentOf(fileAt(shared.filePath(name)), base);
        QCOMPARE(a.trees.size(), 1);
        QCOMPARE(b.trees.size(), 1);
        const model::Study &first = a.trees.first();
        const model::Study &second = b.trees.first();
        QCOMPARE(first.uid, second.uid);
        QCOMPARE(first.instanceCount, 21);
        QCOMPARE(second.instanceCount, 21);
        QCOMPARE(first.series.size(), 2);
        for (qsizetype i = 0; i < 2; ++i) {
            QCOMPARE(first.series.at(i).uid, second.series.at(i).uid);
            QCOMPARE(first.series.at(i).modality, second.series.at(i).modality);
            QCOMPARE(first.series.at(i).instances.size(), second.series.at(i).instances.size());
            for (qsizetype k = 0; k < first.series.at(i).instances.size(); ++k)
                QCOMPARE(first.series.at(i).instances.at(k).uid, second.series.at(i).instances.at(k).uid);
        }
        QCOMPARE(first.series.first().description, u"Series B1"_s);
        QCOMPARE(first.series.first().wadoBases, QList{QUrl(u"https://dicomserver.com/AET/rs"_s)});
        QCOMPARE(first.series.first().locations, QStringList{u"1.3.6.1.4.1.19376.1.1.202.1"_s});
        QCOMPARE(first.viewers.size(), 1);

        const auto legacy = contentOf(fileAt(shared.filePath(u"dicom/hl7eu-manifest/GK17285-KOS.dcm"_s)), base);
        QCOMPARE(legacy.kind, Kind::Manifest);
        QCOMPARE(legacy.trees.first().series.first().locations, QStringList{u"1.2.40.0.10.1.6.1.1.1.382.2.103.5.4"_s});
        QVERIFY(legacy.trees.first().series.first().wadoBases.isEmpty());
        QCOMPARE(legacy.trees.first().modalities, QStringList{u"MR"_s});
    }
};

QTEST_GUILESS_MAIN(DocumentContentTest)
#include "DocumentContentTest.moc"
