#include "support/Peers.h"

#include <model/PatientComparison.h>
#include <network/Client.h>
#include <story/Merge.h>

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using support::ArchivedStudy;
using support::Peers;

namespace {

//! What came out of a job, when it has.
template <class Pointer>
auto outcome(const Pointer &job)
{
    if (!QTest::qWaitFor([&] { return job->isFinished(); }, 60'000))
        qFatal("a job does not end");
    return job->result();
}

template <class Result>
QString failure(const Result &result)
{
    return result ? QString() : network::nameOf(result.error().kind) + u": "_s + result.error().detail;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

QStringList uidsOf(const model::StudyList &list)
{
    QStringList uids;
    for (const auto &study : list.studies)
        uids << study.uid.text();
    return sorted(uids);
}

using Tree = QMap<QString, QStringList>; // Series UID -> SOP UIDs, sorted

Tree treeOf(const model::Study &study)
{
    Tree tree;
    for (const auto &series : study.series) {
        QStringList sops;
        for (const auto &instance : series.instances)
            sops << instance.uid.text();
        tree[series.uid.text()] = sorted(sops);
    }
    return tree;
}

Tree treeOf(const ArchivedStudy &study)
{
    Tree tree;
    for (auto series = study.series.cbegin(); series != study.series.cend(); ++series)
        tree[series.key()] = sorted(series->keys());
    return tree;
}

//! Why no search by the patient finds the study; empty where one does.
QString whyPatientless(const ArchivedStudy &study)
{
    if (study.patientId.isEmpty())
        return u"its patient has no identifier, so no FHIR resource tells of it"_s;
    return study.patientId == study.patientId.trimmed()
               ? QString()
               : u"its patient's identifier ends in a blank, which no search matches"_s;
}

//! Why it cannot be asked for either; empty where it can.
QString whyNameless(const ArchivedStudy &study)
{
    for (auto series = study.series.cbegin(); series != study.series.cend(); ++series)
        for (const auto &uid : QStringList{study.uid, series.key()} + series->keys())
            if (!model::normalisedUid(uid))
                return u"'%1' is no UID"_s.arg(uid);
    return {};
}

network::RetrievalRequest requestFor(const QString &study, const QTemporaryDir &folder,
                                     const QList<model::SeriesSelection> &series = {})
{
    return {
        {*model::StudyUid::parse(study), series}, folder.path(), std::nullopt, network::Via::Ncpeh, 0, std::nullopt};
}

QString hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return path + u" cannot be read"_s;
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

//! The whole walk through the library, over servers written by others: what each step gives is compared with what the
//! archive says by its own API.
class LibraryWalkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsThePatient_data();
    void findsThePatient();
    void bothRoutesGiveTheStudiesOfThePatient_data() { findsThePatient_data(); }
    void bothRoutesGiveTheStudiesOfThePatient();
    void bothReleasesOfFhirGiveTheSameStudies_data();
    void bothReleasesOfFhirGiveTheSameStudies();
    void bothRoutesListTheSameTree_data();
    void bothRoutesListTheSameTree();
    void retrievesTheStudyByteForByte_data();
    void retrievesTheStudyByteForByte();
    void retrievesOneSeries();
    void retrievesListedInstances();
    void tellsWhatAnArchiveKeepsBack();
    void walksOverMutualTls();
    void isNotLetInWithoutTheRightCertificate_data();
    void isNotLetInWithoutTheRightCertificate();

    void cleanupTestCase();

private:
    //! Why the routes differ in a field, held against the files as the archive keeps them; empty where they do not
    //! explain it.
    QString reasonFor(const story::Difference &difference) const;
    //! Fails where one of them is not explained, and keeps a line of each.
    void explain(const QString &where, const QList<story::Difference> &differences);

    model::StudyQuery studiesOf(const QString &patientId) const;
    QStringList archivedStudiesOf(const QString &patientId) const;
    //! Every file of the report lies where it says and equals the archive's.
    void compareWithArchive(const model::RetrievalReport &report, const QString &folder) const;
    //! The study with most series, undamaged: one that is worth selecting from.
    const ArchivedStudy &largest() const;

    Peers m_peers;
    QMap<QString, ArchivedStudy> m_archive;     //!< without what no search by a patient finds
    QMap<QString, ArchivedStudy> m_patientless; //!< of that, what both routes have by its UID
    QStringList m_patientIds;
    std::unique_ptr<network::Client> m_client;
    std::unique_ptr<network::Client> m_latin; //!< its archive drops the letters that Latin-1 cannot write
    QStringList m_explained;                  //!< differences between the routes, a line each
};

void LibraryWalkTest::initTestCase()
{
    QVERIFY2(m_peers.problem().isEmpty(), qPrintable(m_peers.problem()));
    m_archive = m_peers.archive();
    const qsizetype all = m_archive.size();
    QStringList others;
    for (const auto &study : m_peers.archive()) {
        const QString patientless = whyPatientless(study), nameless = whyNameless(study);
        if (patientless.isEmpty() && nameless.isEmpty())
            continue;
        m_archive.remove(study.uid);
        const bool isInBoth = nameless.isEmpty() && !study.patientId.isEmpty();
        if (isInBoth)
            m_patientless.insert(study.uid, study);
        others << study.uid + u": "_s + (nameless.isEmpty() ? patientless : nameless) +
                      (isInBoth ? u"; its trees are compared"_s : QString());
    }
    QVERIFY(m_archive.size() > 10); // what Debian's pydicom brings is enough for a walk
    for (const auto &study : std::as_const(m_archive))
        if (!m_patientIds.contains(study.patientId))
            m_patientIds << study.patientId;
    qInfo("%lld studies of %lld patients are searched for; of %lld in the archive these cannot be:",
          static_cast<long long>(m_archive.size()), static_cast<long long>(m_patientIds.size()),
          static_cast<long long>(all));
    for (const auto &line : std::as_const(others))
        qInfo("  %s", qUtf8Printable(line));
    m_client = std::make_unique<network::Client>(m_peers.endpoint(Peers::Front::R4));
    m_latin = std::make_unique<network::Client>(m_peers.endpoint(Peers::Front::Latin));
}

void LibraryWalkTest::cleanupTestCase()
{
    qInfo("%lld differences between the routes, each explained:", static_cast<long long>(m_explained.size()));
    for (const auto &line : std::as_const(m_explained))
        qInfo("  %s", qUtf8Printable(line));
}

QString LibraryWalkTest::reasonFor(const story::Difference &difference) const
{
    static const QMap<QString, QString> keywords{{u"date"_s, u"StudyDate"_s},
                                                 {u"time"_s, u"StudyTime"_s},
                                                 {u"description"_s, u"StudyDescription"_s},
                                                 {u"instanceCount"_s, u"NumberOfStudyRelatedInstances"_s}};
    const QString keyword = keywords.value(difference.field);
    const QString uid = difference.study.text();
    const ArchivedStudy study = m_archive.value(uid, m_patientless.value(uid));
    QSet<QString> said;
    for (const auto &instances : study.series)
        for (const QString &instance : instances)
            said += m_peers.tag(instance, keyword);
    const auto isOfFiles = [&](QString value) {
        if (difference.field == u"date"_s || difference.field == u"time"_s)
            value.remove(u'-').remove(u':'); // as DICOM writes it
        return std::any_of(said.begin(), said.end(), [&](const QString &one) {
            return difference.field == u"time"_s ? one.section(u'.', 0, 0) == value : one == value;
        });
    };
    const auto &values = difference.values;
    if (difference.field == u"instanceCount"_s) {
        const bool areTrueOrOfFiles = std::all_of(values.begin(), values.end(), [&](const auto &value) {
            return value.second.toInt() == study.instanceCount() || isOfFiles(value.second);
        });
        return areTrueOrOfFiles ? u"the archive hands on the count that stands in a file of the study"_s : QString();
    }
    const bool areOfFiles = said.size() > 1 && std::all_of(values.begin(), values.end(),
                                                           [&](const auto &value) { return isOfFiles(value.second); });
    return areOfFiles ? u"the files of the study say both"_s : QString();
}

model::StudyQuery LibraryWalkTest::studiesOf(const QString &patientId) const
{
    model::StudyQuery query;
    query.patient = {m_peers.authority(), patientId};
    return query;
}

QStringList LibraryWalkTest::archivedStudiesOf(const QString &patientId) const
{
    QStringList uids;
    for (const auto &study : m_archive)
        if (study.patientId == patientId)
            uids << study.uid;
    return uids;
}

const ArchivedStudy &LibraryWalkTest::largest() const
{
    static const ArchivedStudy none;
    const ArchivedStudy *found = &none;
    for (const auto &study : m_archive)
        if (study.uid != m_peers.damagedStudy() && study.series.size() > found->series.size())
            found = &study;
    return *found;
}

void LibraryWalkTest::findsThePatient_data()
{
    QTest::addColumn<QString>("patientId");
    for (const auto &id : m_patientIds)
        QTest::newRow(qPrintable(id)) << id;
}

void LibraryWalkTest::findsThePatient()
{
    QFETCH(QString, patientId);
    model::PatientQuery query;
    query.identifier = {m_peers.authority(), patientId};
    const auto found = outcome(m_client->searchPatients(query));
    QVERIFY2(found, qPrintable(failure(found)));
    QCOMPARE(found->patients.size(), 1);
    QVERIFY(found->patients.first().identifiers.contains(*query.identifier));
}

void LibraryWalkTest::bothRoutesGiveTheStudiesOfThePatient()
{
    QFETCH(QString, patientId);
    const auto fhir = m_client->searchStudies(studiesOf(patientId), model::Route::Fhir);
    const auto qido = m_client->searchStudies(studiesOf(patientId), model::Route::Dicomweb);
    const auto latin = m_latin->searchStudies(studiesOf(patientId), model::Route::Dicomweb);
    for (const auto *job : {&fhir, &qido, &latin}) {
        const auto found = outcome(*job);
        QVERIFY2(found, qPrintable(failure(found)));
        QVERIFY(!found->truncated);
        QCOMPARE(uidsOf(*found), archivedStudiesOf(patientId));
    }
    for (const auto &[archive, rows] :
         {std::pair(u"UTF-8"_s, *qido->result()), std::pair(u"Latin-1"_s, *latin->result())})
        explain(archive,
                story::merge({{model::Route::Fhir, *fhir->result()}, {model::Route::Dicomweb, rows}}).differences);
}

void LibraryWalkTest::explain(const QString &where, const QList<story::Difference> &differences)
{
    for (const story::Difference &difference : differences) {
        QString line = u"%1, %2, %3:"_s.arg(
            where, difference.series ? difference.series->text() : difference.study.text(), difference.field);
        for (const auto &[route, value] : difference.values)
            line += u" %1 says '%2'"_s.arg(model::nameOf(route), value);
        const QString reason = reasonFor(difference);
        QVERIFY2(!reason.isEmpty(), qPrintable(line));
        m_explained += line + u": "_s + reason;
    }
}

void LibraryWalkTest::bothReleasesOfFhirGiveTheSameStudies_data()
{
    QTest::addColumn<QString>("patientId");
    for (qsizetype i = 0; i < m_patientIds.size(); i += 4) // the engine scans all it holds for each
        QTest::newRow(qPrintable(m_patientIds[i])) << m_patientIds[i];
}

void LibraryWalkTest::bothReleasesOfFhirGiveTheSameStudies()
{
    QFETCH(QString, patientId);
    network::Client r5(m_peers.endpoint(Peers::Front::R5));
    const auto older = outcome(m_client->searchStudies(studiesOf(patientId), model::Route::Fhir));
    const auto newer = outcome(r5.searchStudies(studiesOf(patientId), model::Route::Fhir));
    QVERIFY2(older, qPrintable(failure(older)));
    QVERIFY2(newer, qPrintable(failure(newer)));
    QCOMPARE(newer->studies, older->studies);
}

void LibraryWalkTest::retrievesTheStudyByteForByte_data()
{
    QTest::addColumn<QString>("uid");
    for (const auto &study : m_archive)
        if (study.uid != m_peers.damagedStudy())
            QTest::newRow(qPrintable(study.uid)) << study.uid;
}

void LibraryWalkTest::bothRoutesListTheSameTree_data()
{
    retrievesTheStudyByteForByte_data();
    for (const auto &study : m_patientless)
        QTest::newRow(qPrintable(study.uid)) << study.uid;
}

void LibraryWalkTest::bothRoutesListTheSameTree()
{
    QFETCH(QString, uid);
    const bool hasPatient = m_archive.contains(uid);
    const auto study = hasPatient ? m_archive[uid] : m_patientless[uid];
    std::optional<model::PatientIdentifier> patient;
    if (hasPatient)
        patient = model::PatientIdentifier{m_peers.authority(), study.patientId};
    const auto named = *model::StudyUid::parse(uid);
    const auto fhir = m_client->readTree(named, model::Route::Fhir, patient);
    const auto qido = m_client->readTree(named, model::Route::Dicomweb, patient);
    const auto latin = m_latin->readTree(named, model::Route::Dicomweb, patient);
    for (const auto *job : {&fhir, &qido, &latin}) {
        const auto tree = outcome(*job);
        QVERIFY2(tree, qPrintable(failure(tree)));
        QCOMPARE(treeOf(*tree), treeOf(study));
    }
    for (const auto &other : {*qido->result(), *latin->result()})
        explain(u"tree"_s, story::merge({{model::Route::Fhir, {{*fhir->result()}, false, {}}},
                                         {model::Route::Dicomweb, {{other}, false, {}}}})
                               .differences);
}

void LibraryWalkTest::compareWithArchive(const model::RetrievalReport &report, const QString &folder) const
{
    for (const auto &file : report.files) {
        const auto kept = m_archive[file.study.text()].series[file.series.text()][file.sop.text()];
        QVERIFY(!kept.isEmpty());
        QCOMPARE(file.path, file.study.text() + u'/' + file.series.text() + u'/' + file.sop.text() + u".dcm"_s);
        const auto expected = m_peers.fileHash(kept);
        QCOMPARE(hashOf(folder + u'/' + file.path), expected);
        QCOMPARE(file.sha256, expected);
    }
}

void LibraryWalkTest::retrievesTheStudyByteForByte()
{
    QFETCH(QString, uid);
    const auto study = m_archive[uid];
    QTemporaryDir folder;
    const auto report = outcome(m_client->retrieve(requestFor(uid, folder)));
    QVERIFY2(report, qPrintable(failure(report)));
    QCOMPARE(report->requested, std::optional(study.instanceCount()));
    QCOMPARE(report->received, study.instanceCount());
    QCOMPARE(report->files.size(), study.instanceCount());
    QVERIFY(report->missing.isEmpty());
    QVERIFY(report->unexpected.isEmpty());
    QVERIFY(report->bodyComplete);
    compareWithArchive(*report, folder.path());
}

void LibraryWalkTest::retrievesOneSeries()
{
    const auto &study = largest();
    QVERIFY(study.series.size() > 1);
    QTemporaryDir folder;
    const model::SeriesSelection first{*model::SeriesUid::parse(study.series.firstKey()), {}};
    const auto report = outcome(m_client->retrieve(requestFor(study.uid, folder, {first})));
    QVERIFY2(report, qPrintable(failure(report)));
    QCOMPARE(report->received, int(study.series.first().size()));
    QCOMPARE(report->requested, std::optional(report->received));
    for (const auto &file : report->files)
        QCOMPARE(file.series.text(), study.series.firstKey());
    compareWithArchive(*report, folder.path());
}

void LibraryWalkTest::retrievesListedInstances()
{
    const auto &study = largest();
    QTemporaryDir folder;
    QList<model::SeriesSelection> selection;
    QStringList wanted;
    for (auto series = study.series.cbegin(); series != study.series.cend(); ++series) {
        selection.append({*model::SeriesUid::parse(series.key()), {*model::SopUid::parse(series->lastKey())}});
        wanted << series->lastKey();
    }
    const auto report = outcome(m_client->retrieve(requestFor(study.uid, folder, selection)));
    QVERIFY2(report, qPrintable(failure(report)));
    QStringList received;
    for (const auto &file : report->files)
        received << file.sop.text();
    QCOMPARE(sorted(received), sorted(wanted));
    QCOMPARE(report->requested, std::optional(int(wanted.size())));
    compareWithArchive(*report, folder.path());
}

void LibraryWalkTest::tellsWhatAnArchiveKeepsBack()
{
    const auto study = m_archive[m_peers.damagedStudy()];
    QTemporaryDir folder;
    const auto report = outcome(m_client->retrieve(requestFor(study.uid, folder)));
    QVERIFY2(report, qPrintable(failure(report)));
    QCOMPARE(report->requested, std::optional(study.instanceCount()));
    QStringList missing;
    for (const auto &instance : report->missing)
        missing << instance.series.text() + u'/' + instance.sop.text();
    QCOMPARE(sorted(missing), m_peers.lostInstances());
    QCOMPARE(report->received, study.instanceCount() - 2);
    compareWithArchive(*report, folder.path());
}

void LibraryWalkTest::walksOverMutualTls()
{
    const auto &study = largest();
    network::Client client(m_peers.endpoint(Peers::Front::Mutual));
    for (const auto route : {model::Route::Fhir, model::Route::Dicomweb}) {
        const auto found = outcome(client.searchStudies(studiesOf(study.patientId), route));
        QVERIFY2(found, qPrintable(failure(found)));
        QCOMPARE(uidsOf(*found), archivedStudiesOf(study.patientId));
    }
    QTemporaryDir folder;
    const auto report = outcome(client.retrieve(requestFor(study.uid, folder)));
    QVERIFY2(report, qPrintable(failure(report)));
    QCOMPARE(report->received, study.instanceCount());
    compareWithArchive(*report, folder.path());
}

void LibraryWalkTest::isNotLetInWithoutTheRightCertificate_data()
{
    QTest::addColumn<Peers::Front>("front");
    QTest::newRow("no certificate") << Peers::Front::Anonymous;
    QTest::newRow("a stranger's certificate") << Peers::Front::Stranger;
}

void LibraryWalkTest::isNotLetInWithoutTheRightCertificate()
{
    QFETCH(Peers::Front, front);
    network::Client client(m_peers.endpoint(front));
    const auto query = studiesOf(largest().patientId);
    for (const auto route : {model::Route::Fhir, model::Route::Dicomweb}) {
        const auto found = outcome(client.searchStudies(query, route));
        QVERIFY(!found);
        QCOMPARE(found.error().kind, network::Error::Kind::Untrusted);
    }
}

QTEST_GUILESS_MAIN(LibraryWalkTest)
#include "LibraryWalkTest.moc"
