#include "support/Peers.h"

#include <network/Client.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using model::Route;

namespace {

const QString studyUid = u"1.2.250.1.59.40211.22756022.2.1.102"_s;

template <class Pointer>
auto outcome(const Pointer &job)
{
    if (!QTest::qWaitFor([&] { return job->isFinished(); }, 60'000))
        qFatal("a job does not end");
    return job->result();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

//! Third-party documents beside the project, kept by servers written by others: from the reference over each form of
//! the manifest to the files of an archive.
class DocumentWalkTest : public QObject
{
    Q_OBJECT

private:
    QDir m_shared{QStringLiteral(BORDERLIGHT_SHARED)};
    QTemporaryDir m_bundles;
    std::unique_ptr<support::Peers> m_peers;
    network::Endpoint m_endpoint;
    model::PatientIdentifier m_patient;

private slots:
    void initTestCase()
    {
        const QDir mado(m_shared.filePath(u"documents/mado"_s));
        if (!mado.exists())
            QSKIP("no samples beside the project");
        QJsonArray entries;
        const auto add = [&entries](const QJsonObject &resource) { entries += QJsonObject{{u"resource"_s, resource}}; };
        for (const QString &name : mado.entryList({u"*.json"_s}, QDir::Files)) {
            const QJsonObject resource = QJsonDocument::fromJson(contentOf(mado.filePath(name))).object();
            if (resource.value("resourceType"_L1) == u"Patient"_s) {
                const QJsonObject identifier = resource.value("identifier"_L1).toArray().first().toObject();
                m_patient = {identifier.value("system"_L1).toString(), identifier.value("value"_L1).toString()};
            }
            add(resource);
        }
        const QString report = u"documents/hl7-eu/Binary-BinaryUnstructuredReport.json"_s;
        add(QJsonDocument::fromJson(contentOf(m_shared.filePath(report))).object());
        add({{u"resourceType"_s, u"DocumentReference"_s},
             {u"id"_s, u"report"_s},
             {u"status"_s, u"current"_s},
             {u"type"_s, QJsonObject{{u"coding"_s, QJsonArray{QJsonObject{{u"system"_s, u"http://loinc.org"_s},
                                                                          {u"code"_s, u"85430-7"_s}}}}}},
             {u"subject"_s, QJsonObject{{u"reference"_s, u"Patient/pat-mrn--1097192655"_s}}},
             {u"date"_s, u"2026-06-10T10:00:00Z"_s},
             {u"content"_s, QJsonArray{QJsonObject{
                                {u"attachment"_s, QJsonObject{{u"contentType"_s, u"application/pdf"_s},
                                                              {u"url"_s, u"Binary/BinaryUnstructuredReport"_s}}}}}}});
        for (const QString &name : {u"r4.json"_s, u"r5.json"_s}) {
            QFile file(m_bundles.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QJsonDocument(QJsonObject{{u"resourceType"_s, u"Bundle"_s}, {u"entry"_s, entries}}).toJson());
        }
        m_peers = std::make_unique<support::Peers>(m_shared.filePath(u"dicom/ihe-mado/Study_B"_s), m_bundles.path());
        QVERIFY2(m_peers->problem().isEmpty(), qPrintable(m_peers->problem()));
        m_endpoint = m_peers->endpoint(support::Peers::Front::R4);
        m_endpoint.routes = {Route::Documents};
        // The manifests name these places; the profile knows where they are.
        for (const char *location : {"ACME", "1.3.6.1.4.1.19376.1.1.202.1", "1.3.6.1.4.1.19376.1.1.202.2"})
            m_endpoint.locations.insert(QString::fromLatin1(location), m_endpoint.wadoBase);
    }

    void findsBothFormsAsOneDocument()
    {
        network::Client client(m_endpoint);
        model::DocumentQuery query;
        query.patient = m_patient;
        const auto list = outcome(client.searchDocuments(query));
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(list->documents.size(), 2);
        QCOMPARE(model::nameOf(list->documents.first().kind), u"report"_s);
        const model::Document &manifest = list->documents.last();
        QCOMPARE(model::nameOf(manifest.kind), u"manifest"_s);
        QCOMPARE(manifest.formats.size(), 2);
        QCOMPARE(manifest.studies.first().study.text(), studyUid);
    }

    //! Whatever the form, the tree is the archive's, and the archive gives the files that the form's places name.
    void eachFormLeadsToTheFiles_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("FHIR") << u"mado-documentreference-fhir--2047166865"_s;
        QTest::newRow("key object") << u"mado-documentreference-kos--2047166865"_s;
    }
    void eachFormLeadsToTheFiles()
    {
        QFETCH(QString, id);
        network::Client client(m_endpoint);
        QTemporaryDir folder;
        const auto document = outcome(client.fetchDocument({id, {}, folder.filePath(u"manifest"_s)}));
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->trees.size(), 1);
        const model::Study &tree = document->trees.first();
        const auto archived = m_peers->archive().value(studyUid);
        QCOMPARE(tree.series.size(), archived.series.size());
        for (const model::Series &series : tree.series) {
            QStringList listed;
            for (const model::Instance &instance : series.instances)
                listed << instance.uid.text();
            listed.sort();
            QCOMPARE(listed, archived.series.value(series.uid.text()).keys());
        }
        const network::RetrievalRequest request{
            {tree.uid, {}}, folder.filePath(u"images"_s), {}, network::Via::Direct, 0, tree};
        const auto report = outcome(client.retrieve(request));
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->received, 21);
        QVERIFY(report->missing.isEmpty());
    }

    void documentsAloneSuffice()
    {
        network::Client client(m_endpoint);
        QTemporaryDir folder;
        const model::StudyUid uid = *model::StudyUid::parse(studyUid);
        const auto tree = outcome(client.readTree(uid, Route::Documents, m_patient));
        QVERIFY2(tree, tree ? "" : qPrintable(tree.error().detail));
        QCOMPARE(tree->instanceCount, 21);
        const auto report = outcome(client.retrieve(
            {{uid, {}}, folder.path(), network::ExpectedPatient{m_patient, {}}, network::Via::Ncpeh, 0, {}}));
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested, 21);
        QCOMPARE(report->received, 21);
    }

    void keepsTheReportAsItIs()
    {
        network::Client client(m_endpoint);
        QTemporaryDir folder;
        const QString file = folder.filePath(u"report"_s);
        const auto document = outcome(client.fetchDocument({u"report"_s, {}, file}));
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->contentType, u"application/pdf"_s);
        QCOMPARE(contentOf(file), contentOf(m_shared.filePath(u"documents/hl7-eu/unstructured_report.pdf"_s)));
    }
};

QTEST_GUILESS_MAIN(DocumentWalkTest)
#include "DocumentWalkTest.moc"
