#include "StudyB.h"

#include <network/Client.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using model::Route;

namespace {

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
    std::unique_ptr<support::StudyB> m_study;
    network::Endpoint m_endpoint;

private slots:
    void initTestCase()
    {
        if (!support::StudyB::isThere())
            QSKIP("no samples beside the project");
        m_study = std::make_unique<support::StudyB>();
        QVERIFY2(m_study->peers().problem().isEmpty(), qPrintable(m_study->peers().problem()));
        m_endpoint = m_study->peers().endpoint(support::Peers::Front::R4);
        m_endpoint.routes = {Route::Documents};
        // The manifests name these places; the profile knows where they are.
        for (const QString &location : support::StudyB::locations())
            m_endpoint.locations.insert(location, m_endpoint.wadoBase);
    }

    void findsBothFormsAsOneDocument()
    {
        network::Client client(m_endpoint);
        model::DocumentQuery query;
        query.patient = m_study->patient();
        const auto list = outcome(client.searchDocuments(query));
        QVERIFY2(list, list ? "" : qPrintable(list.error().detail));
        QCOMPARE(list->documents.size(), 2);
        QCOMPARE(model::nameOf(list->documents.first().kind), u"report"_s);
        const model::Document &manifest = list->documents.last();
        QCOMPARE(model::nameOf(manifest.kind), u"manifest"_s);
        QCOMPARE(manifest.formats.size(), 2);
        QCOMPARE(manifest.studies.first().study.text(), support::StudyB::uid());
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
        const auto archived = m_study->peers().archive().value(support::StudyB::uid());
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
        const model::StudyUid uid = *model::StudyUid::parse(support::StudyB::uid());
        const auto tree = outcome(client.readTree(uid, Route::Documents, m_study->patient()));
        QVERIFY2(tree, tree ? "" : qPrintable(tree.error().detail));
        QCOMPARE(tree->instanceCount, 21);
        const auto report = outcome(client.retrieve(
            {{uid, {}}, folder.path(), network::ExpectedPatient{m_study->patient(), {}}, network::Via::Ncpeh, 0, {}}));
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->requested, 21);
        QCOMPARE(report->received, 21);
    }

    //! A key object of the time before MADO names places and no addresses: only the profile's table leads on.
    void theOlderKeyObjectLeadsToItsFileByTheTableOfPlaces()
    {
        network::Endpoint endpoint = m_endpoint;
        endpoint.wadoBase = QUrl(u"http://127.0.0.1:9/dicom-web"_s); // nobody listens there
        endpoint.locations = {{support::StudyB::legacyLocation(), m_endpoint.wadoBase}};
        network::Client client(endpoint);
        QTemporaryDir folder;
        const auto document =
            outcome(client.fetchDocument({support::StudyB::legacyReference(), {}, folder.filePath(u"manifest"_s)}));
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->trees.size(), 1);
        const model::Study &tree = document->trees.first();
        QCOMPARE(tree.uid.text(), support::StudyB::legacyUid());
        const auto found =
            outcome(client.retrieve({{tree.uid, {}}, folder.filePath(u"images"_s), {}, network::Via::Direct, 0, tree}));
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
        QCOMPARE(found->requested, 1);
        QCOMPARE(found->received, 1);
        QVERIFY(found->missing.isEmpty());
        const auto archived = m_study->peers().archive().value(support::StudyB::legacyUid());
        QCOMPARE(archived.series.size(), 1);
        QCOMPARE(found->files.first().sop.text(), archived.series.first().firstKey());
    }

    void keepsTheReportAsItIs()
    {
        network::Client client(m_endpoint);
        QTemporaryDir folder;
        const QString file = folder.filePath(u"report"_s);
        const auto document = outcome(client.fetchDocument({u"report"_s, {}, file}));
        QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
        QCOMPARE(document->contentType, u"application/pdf"_s);
        QCOMPARE(contentOf(file),
                 contentOf(support::StudyB::sharedFile(u"documents/hl7-eu/unstructured_report.pdf"_s)));
    }
};

QTEST_GUILESS_MAIN(DocumentWalkTest)
#include "DocumentWalkTest.moc"
