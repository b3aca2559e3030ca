#include "Wire.h"
#include "support/Peers.h"

#include <responder/Responder.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;
using responder::Responder;
using support::Peers;

namespace {

//! One of the two ends of a comparison.
struct End
{
    std::uint16_t port = 0;
    QByteArray path; //!< of the service, without a slash at its end
};

//! What a client relies on in an answer.
struct Outcome
{
    int status = 0;
    QStringList found; //!< sorted
    bool operator==(const Outcome &) const = default;
};

//! For QCOMPARE.
char *toString(const Outcome &outcome)
{
    return QTest::toString(QString::number(outcome.status) + u": "_s + QString::number(outcome.found.size()) +
                           u" of "_s + outcome.found.join(u", "_s));
}

//! What is known to differ, so that a difference that goes away is noticed too.
struct Difference
{
    const char *reason = "";
    int ourStatus = 200;
    int ourCount = 0;
    int theirStatus = 200;
    int theirCount = 0;
};

End endOf(const QUrl &base)
{
    return {static_cast<std::uint16_t>(base.port()), base.path(QUrl::FullyEncoded).toLatin1()};
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

QString valuesOf(const QJsonObject &row, QLatin1StringView tag)
{
    QStringList values;
    for (const auto &value : row[tag]["Value"_L1].toArray())
        values << (value.isObject() ? value["Alphabetic"_L1].toString() : value.toVariant().toString());
    return sorted(values).join(u'+');
}

//! A row of QIDO-RS by what a client shows and selects by. Below a study in the path Orthanc repeats what is said of it
//! and of the patient, which PS3.18 10.6.3.3 does not ask for; elsewhere than in a list of studies it counts nothing.
QString written(const QJsonObject &row, const QByteArray &target)
{
    QList<QLatin1StringView> tags = {"0020000D"_L1, "0020000E"_L1, "00080018"_L1, "00080060"_L1};
    if (target.contains("/instances"))
        tags << "00080016"_L1
             << "00200013"_L1
             << "00280010"_L1
             << "00280011"_L1;
    else if (target.contains("/series"))
        tags << "00200011"_L1
             << "0008103E"_L1
             << "00201209"_L1;
    if (!target.startsWith("/studies/"))
        tags << "00100020"_L1
             << "00100010"_L1
             << "00100030"_L1
             << "00100040"_L1
             << "00080020"_L1
             << "00080050"_L1;
    if (target.startsWith("/studies?"))
        tags << "00080061"_L1
             << "00201206"_L1
             << "00201208"_L1;
    QStringList values;
    for (const auto tag : tags)
        values << valuesOf(row, tag);
    return values.join(u'|');
}

Outcome searched(const End &end, const QByteArray &target)
{
    const auto got = wire::get(end.port, end.path + target, "Accept: application/dicom+json\r\n");
    Outcome outcome{got.status, {}};
    for (const auto &row : QJsonDocument::fromJson(got.body).array())
        outcome.found << written(row.toObject(), target);
    outcome.found.sort();
    return outcome;
}

Outcome retrieved(const End &end, const QByteArray &target, const QByteArray &accept)
{
    const auto got =
        wire::get(end.port, end.path + target, accept.isEmpty() ? QByteArray() : "Accept: " + accept + "\r\n");
    Outcome outcome{got.status, {}};
    const auto type = got.headers.value("content-type");
    if (got.status == 200 && !type.startsWith("multipart/related"))
        outcome.found << QString::fromLatin1(type);
    if (got.status == 200)
        for (const auto &part : wire::partsOf(got.body, wire::boundaryOf(type)))
            outcome.found << QString::fromLatin1(QCryptographicHash::hash(part, QCryptographicHash::Sha256).toHex());
    outcome.found.sort();
    return outcome;
}

//! A FHIR search to its last page: the ids with their mode, and how long the pages were.
Outcome walked(const End &end, const QByteArray &target, const QByteArray &form)
{
    QByteArray next = end.path + target;
    Outcome outcome;
    QStringList pages;
    for (int page = 0; page < 50 && !next.isEmpty(); ++page) {
        const auto got =
            page == 0 && !form.isNull()
                ? wire::exchange(end.port, "POST " + next +
                                               " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(end.port) +
                                               "\r\nConnection: close\r\nAccept: application/fhir+json\r\n"
                                               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                                               QByteArray::number(form.size()) + "\r\n\r\n" + form)
                : wire::get(end.port, next, "Accept: application/fhir+json\r\n");
        next.clear();
        outcome.status = got.status;
        const auto body = QJsonDocument::fromJson(got.body).object();
        int matches = 0;
        for (const auto &entry : body["entry"_L1].toArray()) {
            const auto mode = entry["search"_L1]["mode"_L1].toString();
            const auto resource = entry["resource"_L1].toObject();
            matches += mode == u"match"_s ? 1 : 0;
            if (mode != u"outcome"_s)
                outcome.found << mode + u' ' + resource["resourceType"_L1].toString() + u'/' +
                                     resource["id"_L1].toString() + u' ' +
                                     resource.keys().join(u'+').remove(u"meta+"_s);
        }
        if (body.contains("total"_L1))
            pages << u"page of "_s + QString::number(matches) + u" in "_s + QString::number(body["total"_L1].toInt());
        for (const auto &link : body["link"_L1].toArray())
            if (link["relation"_L1] == "next"_L1)
                next = QUrl(link["url"_L1].toString()).toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    }
    outcome.found = sorted(outcome.found) + pages;
    return outcome;
}

bool save(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

//! All resources of a type as the contact point gives them.
QJsonArray entriesOf(const End &end, const QByteArray &type)
{
    const auto body = QJsonDocument::fromJson(wire::get(end.port, end.path + '/' + type + "?_count=1000").body);
    QJsonArray entries;
    for (const auto &entry : body["entry"_L1].toArray())
        if (entry["search"_L1]["mode"_L1] == "match"_L1)
            entries << QJsonObject{{"resource"_L1, entry["resource"_L1]}};
    return entries;
}

} // namespace

Q_DECLARE_METATYPE(std::optional<Difference>)

//! The demo country beside the servers that it stands in for: the same data in the real Orthanc and in the real FHIR
//! engine, the same questions to both. A row that may differ says why and how.
class ComparisonTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsTheSameByQido_data();
    void findsTheSameByQido();
    void givesTheSamePagesByQido_data();
    void givesTheSamePagesByQido();
    void retrievesTheSameFiles_data();
    void retrievesTheSameFiles();
    void describesTheSame();
    void rendersTheSame_data();
    void rendersTheSame();
    void findsTheSameByFhir_data();
    void findsTheSameByFhir();
    void readsTheSameResources_data();
    void readsTheSameResources();

private:
    //! FHIR is compared on the first country, DICOMweb on the second, less its study of 2,000 instances.
    void fill(const QString &files, const QString &bundles);
    static void compare(const Outcome &ours, const Outcome &theirs);
    static QByteArray study(int patient, int number);
    static QByteArray series(int patient, int number, int index);
    static QByteArray instance(int patient, int number, int index, int which);

    Responder m_responder;
    QTemporaryDir m_files;
    QTemporaryDir m_bundles;
    std::unique_ptr<Peers> m_peers;
    End m_ourDicomweb;
    End m_theirDicomweb;
    QMap<bool, End> m_ourFhir; //!< by "is R5"
    QMap<bool, End> m_theirFhir;
};

namespace {

constexpr auto everythingLoaded = "StudyDate=20260101-20261029"; // the large study is of 2026-10-30

//! The people of the second country.
const std::vector<responder::DemoPatient> &people()
{
    static const auto all = [] {
        auto patients = Responder::demoPatients();
        std::erase_if(patients, [](const auto &patient) { return patient.country != "XB"; });
        return patients;
    }();
    return all;
}

} // namespace

QByteArray ComparisonTest::study(int patient, int number)
{
    return "/studies/" + QByteArray::fromStdString(people().at(patient).studies.at(number).uid);
}

QByteArray ComparisonTest::series(int patient, int number, int index)
{
    return study(patient, number) + "/series/" +
           QByteArray::fromStdString(people().at(patient).studies.at(number).series.at(index).uid);
}

QByteArray ComparisonTest::instance(int patient, int number, int index, int which)
{
    return series(patient, number, index) + "/instances/" +
           QByteArray::fromStdString(people().at(patient).studies.at(number).series.at(index).instances.at(which));
}

void ComparisonTest::fill(const QString &files, const QString &bundles)
{
    int written = 0;
    for (const auto &patient : people()) {
        for (const auto &study : patient.studies) {
            if (study.date > "20261029")
                continue;
            for (const auto &series : study.series) {
                for (const auto &uid : series.instances) {
                    const auto file = Responder::demoInstance(uid);
                    QVERIFY(
                        save(files + u"/"_s + QString::number(++written) + u".dcm"_s, QByteArray::fromStdString(file)));
                }
            }
        }
    }
    QVERIFY(written > 20);
    for (const bool isR5 : {false, true}) {
        QJsonArray entries;
        for (const auto *type : {"Endpoint", "Patient", "ImagingStudy", "DocumentReference"})
            for (const auto &entry : entriesOf(m_ourFhir[isR5], type))
                entries << entry;
        QVERIFY(entries.size() > 20);
        const QJsonObject bundle{{"resourceType"_L1, "Bundle"_L1}, {"type"_L1, "collection"_L1}, {"entry"_L1, entries}};
        QVERIFY(save(bundles + (isR5 ? u"/r5.json"_s : u"/r4.json"_s), QJsonDocument(bundle).toJson()));
    }
}

void ComparisonTest::initTestCase()
{
    const auto profile = QJsonDocument::fromJson(QByteArray::fromStdString(m_responder.demoProfiles().at(1)));
    m_ourDicomweb = endOf(QUrl(profile["qidoBase"_L1].toString()));
    m_ourFhir = {{false, endOf(QUrl(QString::fromStdString(m_responder.fhirBase())))},
                 {true, endOf(QUrl(QString::fromStdString(m_responder.fhirR5Base())))}};
    fill(m_files.path(), m_bundles.path());
    m_peers = std::make_unique<Peers>(m_files.path(), m_bundles.path());
    QVERIFY2(m_peers->problem().isEmpty(), qPrintable(m_peers->problem()));
    m_theirDicomweb = endOf(m_peers->endpoint(Peers::Front::R4).qidoBase);
    m_theirFhir = {{false, endOf(m_peers->endpoint(Peers::Front::R4).fhirBase)},
                   {true, endOf(m_peers->endpoint(Peers::Front::R5).fhirBase)}};
}

void ComparisonTest::compare(const Outcome &ours, const Outcome &theirs)
{
    QFETCH(std::optional<Difference>, difference);
    if (!difference) {
        QFETCH(bool, isEmpty);
        QCOMPARE(ours, theirs);
        QCOMPARE(std::none_of(ours.found.cbegin(), ours.found.cend(),
                              [](const QString &one) { return !one.startsWith(u"page of"_s); }),
                 isEmpty);
        return;
    }
    const auto known = QString::fromUtf8(difference->reason);
    QVERIFY2(ours != theirs, qPrintable(u"no longer different: "_s + known));
    QCOMPARE(ours.status, difference->ourStatus);
    QCOMPARE(ours.found.size(), difference->ourCount);
    QCOMPARE(theirs.status, difference->theirStatus);
    QCOMPARE(theirs.found.size(), difference->theirCount);
}

void ComparisonTest::findsTheSameByQido_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("isEmpty"); // so that no row agrees on nothing by accident
    QTest::addColumn<std::optional<Difference>>("difference");
    const auto row = [](const char *name, const QByteArray &target) {
        QTest::newRow(name) << target << false << std::optional<Difference>();
    };
    const auto none = [](const char *name, const QByteArray &target) {
        QTest::newRow(name) << target << true << std::optional<Difference>();
    };
    const auto differs = [](const char *name, const QByteArray &target, const Difference &difference) {
        QTest::newRow(name) << target << false << std::optional(difference);
    };
    const QByteArray all = everythingLoaded;
    const auto uid = [](int patient, int number) { return study(patient, number).sliced(9); };

    row("all studies", "/studies?" + all);
    row("a Patient ID", "/studies?PatientID=630504-4825");
    row("a Patient ID by its tag", "/studies?00100020=630504-4825");
    none("an unknown Patient ID", "/studies?PatientID=000000-0000");
    row("the beginning of a Patient ID", "/studies?PatientID=63*");
    row("a Patient ID with one sign open", "/studies?PatientID=630504-482?");
    row("a day", "/studies?StudyDate=20260408");
    row("an open end", "/studies?" + all + "&StudyDate=20260701-");
    row("an open start", "/studies?StudyDate=-20260601");
    none("a range without studies", "/studies?StudyDate=20200101-20201231");
    row("an accession number", "/studies?AccessionNumber=XB-26-0588");
    row("a modality of the study", "/studies?" + all + "&ModalitiesInStudy=MR");
    row("two modalities", "/studies?" + all + "&ModalitiesInStudy=MR,US");
    none("a modality that nobody has", "/studies?" + all + "&ModalitiesInStudy=NM");
    row("a Study Instance UID", "/studies?StudyInstanceUID=" + uid(0, 1));
    row("two Study Instance UIDs by commas", "/studies?StudyInstanceUID=" + uid(0, 1) + ',' + uid(0, 0));
    none("an unknown Study Instance UID", "/studies?StudyInstanceUID=2.999.1");
    row("patient and date", "/studies?PatientID=630504-4825&StudyDate=20260501-");
    row("a name with one letter open", "/studies?" + all + "&PatientName=g?rc*");
    differs("a name with an accented letter open", "/studies?" + all + "&PatientName=garc?a*",
            {"one wildcard is not one letter beyond ASCII to Orthanc", 200, 1, 200, 0});
    row("a name whose middle is open", "/studies?" + all + "&PatientName=Garc*ez*");
    row("a name by its beginning", "/studies?" + all + "&PatientName=GARC*");
    none("a page behind the last", "/studies?" + all + "&limit=3&offset=1000");
    none("a range that runs backwards", "/studies?StudyDate=20261029-20260101");
    row("an unknown field", "/studies?" + all + "&includefield=Bogus");
    row("fuzzy matching", "/studies?" + all + "&fuzzymatching=true");
    none("a limit that is no number", "/studies?limit=x");
    differs("a name in UTF-8", "/studies?" + all + "&PatientName=Garc%C3%ADa*",
            {"Orthanc does not decode what a URL must encode", 200, 1, 200, 0});
    differs("a negative limit", "/studies?limit=-1", {"Orthanc calls it its own failure", 400, 0, 500, 0});
    differs("a limit of nothing", "/studies?" + all + "&limit=0", {"0 means no limit to Orthanc", 200, 0, 200, 6});
    differs("a date that is none", "/studies?StudyDate=yesterday",
            {"Orthanc does not look at values; PS3.18 8.3.4.1 says 400", 400, 0, 200, 0});
    differs("a UID that is none", "/studies?StudyInstanceUID=abc", {"the same", 400, 0, 200, 0});
    row("a birth date", "/studies?PatientBirthDate=19630504");
    row("an empty value", "/studies?" + all + "&PatientID=");
    row("a key that nobody knows", "/studies?" + all + "&Bogus=1");
    row("an included field", "/studies?PatientID=630504-4825&includefield=StudyDescription");
    row("all fields", "/studies?PatientID=630504-4825&includefield=all");
    row("the series of a study", study(0, 1) + "/series");
    row("series by modality", study(0, 1) + "/series?Modality=MR");
    none("series of a modality that the study lacks", study(0, 1) + "/series?Modality=CT");
    none("the series of no study", "/studies/2.999.1/series");
    row("a series among all", "/series?SeriesInstanceUID=" + series(0, 1, 0).split('/').last());
    row("the instances of a series", series(0, 1, 1) + "/instances");
    row("an instance by its number", series(0, 1, 1) + "/instances?InstanceNumber=2");
    row("the instances of a study", study(1, 1) + "/instances");
    none("the instances of no series", study(1, 1) + "/series/2.999.1/instances");
}

void ComparisonTest::findsTheSameByQido()
{
    QFETCH(QByteArray, target);
    compare(searched(m_ourDicomweb, target), searched(m_theirDicomweb, target));
}

void ComparisonTest::givesTheSamePagesByQido_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("limit");
    QTest::newRow("studies") << QByteArray("/studies?") + everythingLoaded << 4;
    QTest::newRow("one at a time") << QByteArray("/studies?") + everythingLoaded << 1;
    QTest::newRow("instances") << series(1, 1, 0) + "/instances?Modality=MR" << 5;
}

void ComparisonTest::givesTheSamePagesByQido()
{
    QFETCH(QByteArray, target);
    QFETCH(int, limit);
    QSet<QString> ours;
    QSet<QString> theirs;
    for (int offset = 0;; offset += limit) {
        const auto page = target + "&limit=" + QByteArray::number(limit) + "&offset=" + QByteArray::number(offset);
        const auto our = searched(m_ourDicomweb, page);
        const auto their = searched(m_theirDicomweb, page);
        QCOMPARE(our.status, their.status);
        QCOMPARE(our.found.size(), their.found.size()); // in which order is not promised
        ours += QSet(our.found.cbegin(), our.found.cend());
        theirs += QSet(their.found.cbegin(), their.found.cend());
        if (our.found.isEmpty())
            break;
        QVERIFY(offset < 100);
    }
    QCOMPARE(ours, theirs);
    QVERIFY(ours.size() > limit);
}

void ComparisonTest::retrievesTheSameFiles_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<bool>("isEmpty"); // so that no row agrees on nothing by accident
    QTest::addColumn<std::optional<Difference>>("difference");
    const auto row = [](const char *name, const QByteArray &target, const QByteArray &accept) {
        QTest::newRow(name) << target << accept << false << std::optional<Difference>();
    };
    const auto none = [](const char *name, const QByteArray &target, const QByteArray &accept) {
        QTest::newRow(name) << target << accept << true << std::optional<Difference>();
    };
    const auto differs = [](const char *name, const QByteArray &target, const QByteArray &accept,
                            const Difference &difference) {
        QTest::newRow(name) << target << accept << false << std::optional(difference);
    };
    const QByteArray stored = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    row("a study", study(1, 1), stored);
    row("a study in two syntaxes", study(0, 1), stored);
    row("a series stored implicit", series(0, 1, 0), stored);
    row("a series stored deflated", series(0, 1, 1), stored);
    row("frames stored in RLE", study(2, 0), stored);
    row("an instance", instance(1, 0, 0, 0), stored);
    row("an unquoted type", instance(1, 0, 0, 0), "multipart/related; type=application/dicom; transfer-syntax=*");
    row("any type", instance(1, 0, 0, 0), "*/*");
    row("no Accept", instance(1, 0, 0, 0), "");
    row("without a transfer syntax", study(0, 1), "multipart/related; type=\"application/dicom\"");
    differs("a file alone", instance(1, 0, 0, 0), "application/dicom",
            {"Orthanc wraps every file; PS3.18 10.4.2 lets an instance go alone", 200, 1, 400, 0});
    differs("JSON", instance(1, 0, 0, 0), "application/json",
            {"Orthanc says 400 to what it cannot represent; PS3.18 8.7.4 says 406", 406, 0, 400, 0});
    none("no study", "/studies/2.999.1", stored);
    none("no series", study(1, 1) + "/series/2.999.1", stored);
    none("no instance", series(1, 1, 0) + "/instances/2.999.1", stored);
    const QByteArray octets = "multipart/related; type=\"application/octet-stream\"";
    row("the pixels of a slice", instance(1, 1, 0, 0) + "/frames/1", octets);
    row("two frames", instance(2, 0, 0, 0) + "/frames/1,3", octets);
    none("frame 0", instance(1, 1, 0, 0) + "/frames/0", octets);
    differs("a frame behind the last", instance(1, 1, 0, 0) + "/frames/2", octets,
            {"Orthanc calls it a wrong request", 404, 0, 400, 0});
}

void ComparisonTest::retrievesTheSameFiles()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, accept);
    compare(retrieved(m_ourDicomweb, target, accept), retrieved(m_theirDicomweb, target, accept));
}

void ComparisonTest::describesTheSame()
{
    // Orthanc names the character set of the file, although the answer is in UTF-8 (PS3.18 F.2); and each puts the
    // bulk data elsewhere.
    const auto described = [](const End &end, const QByteArray &target) {
        QStringList all;
        const auto got = wire::get(end.port, end.path + target, "Accept: application/dicom+json\r\n");
        for (const auto &row : QJsonDocument::fromJson(got.body).array()) {
            const auto attributes = row.toObject();
            const auto uid = valuesOf(attributes, "00080018"_L1);
            for (const auto &tag : attributes.keys()) {
                if (tag == u"00080005"_s || tag == u"7FE00010"_s)
                    continue;
                const auto value = attributes[tag].toObject();
                QStringList values;
                for (const auto &each : value["Value"_L1].toArray())
                    values << (each.isObject() ? each["Alphabetic"_L1].toString() : each.toVariant().toString());
                all << QStringList{uid, tag, value["vr"_L1].toString(), values.join(u'+')}.join(u' ');
            }
        }
        all.sort();
        return all;
    };
    for (const auto &target : {study(1, 1), series(0, 1, 0), instance(2, 0, 0, 0)}) {
        const auto ours = described(m_ourDicomweb, target + "/metadata");
        QVERIFY(!ours.isEmpty());
        QCOMPARE(ours, described(m_theirDicomweb, target + "/metadata"));
    }
}

void ComparisonTest::rendersTheSame_data()
{
    QTest::addColumn<QByteArray>(
        "target"); // where the shapes differ Orthanc fills the viewport and the picture is less
    for (const auto *query : {"", "?viewport=100,100", "?window=400,300,linear", "?window=9,9,cubic"})
        QTest::newRow(query) << instance(1, 1, 0, 5) + "/rendered" + query;
    QTest::newRow("a frame") << instance(2, 0, 0, 0) + "/frames/2/rendered";
}

void ComparisonTest::rendersTheSame()
{
    QFETCH(QByteArray, target);
    const auto picture = [&](const End &end) {
        const auto got = wire::get(end.port, end.path + target, "Accept: image/png\r\n");
        return std::pair(got.status, QImage::fromData(got.body, "PNG").convertToFormat(QImage::Format_Grayscale8));
    };
    const auto [ourStatus, ours] = picture(m_ourDicomweb);
    const auto [theirStatus, theirs] = picture(m_theirDicomweb);
    QCOMPARE(ourStatus, theirStatus);
    QCOMPARE(ours.size(), theirs.size());
    double difference = 0;
    for (int y = 0; y < ours.height(); ++y)
        for (int x = 0; x < ours.width(); ++x)
            difference += std::abs(qGray(ours.pixel(x, y)) - qGray(theirs.pixel(x, y)));
    difference /= std::max(1, ours.width() * ours.height());
    QVERIFY2(difference < 10, qPrintable(QString::number(difference))); // each scales in its own way
}

void ComparisonTest::findsTheSameByFhir_data()
{
    QTest::addColumn<bool>("isR5");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("form"); // posted where it is not null
    QTest::addColumn<bool>("isEmpty");    // so that no row agrees on nothing by accident
    QTest::addColumn<std::optional<Difference>>("difference");
    const auto add = [](const QByteArray &name, const QByteArray &target, const QByteArray &form, bool isEmpty,
                        const std::optional<Difference> &difference) {
        for (const bool isR5 : {false, true})
            QTest::newRow(name + (isR5 ? ", R5" : ", R4")) << isR5 << target << form << isEmpty << difference;
    };
    const auto row = [&](const char *name, const QByteArray &target, const QByteArray &form = {}) {
        add(name, target, form, false, std::nullopt);
    };
    const auto none = [&](const char *name, const QByteArray &target) { add(name, target, {}, true, std::nullopt); };
    const auto differs = [&](const char *name, const QByteArray &target, const Difference &difference) {
        add(name, target, {}, false, difference);
    };
    const auto *replaced = "a replaced record brings the one that replaced it, whether _include asks for it or not";
    const QByteArray me = "urn:oid:2.999.17.1%7C6803142486";
    row("an identifier", "/Patient?identifier=" + me);
    row("an identifier without system", "/Patient?identifier=6803142486");
    none("an identifier of another system", "/Patient?identifier=urn:oid:2.999.17.2%7C6803142486");
    none("an unknown identifier", "/Patient?identifier=urn:oid:2.999.17.1%7C0000000000");
    row("two identifiers", "/Patient?identifier=" + me + ",urn:oid:2.999.17.1%7C8208170093");
    row("a family name", "/Patient?family=Nov%C3%A1kov%C3%A1");
    row("the beginning of a family name", "/Patient?family=Nov");
    row("a family name in small letters", "/Patient?family=lindqvist");
    row("a name and a birth date", "/Patient?family=Nov%C3%A1kov%C3%A1&birthdate=1990-05-02");
    row("a given name", "/Patient?given=Ji%C5%99%C3%AD");
    row("any name", "/Patient?name=Lindqvist");
    row("a Greek name", "/Patient?family=%CE%A0%CE%B1%CF%80%CE%B1");
    row("a birth date", "/Patient?birthdate=1968-03-14");
    row("a year of birth", "/Patient?birthdate=1990");
    differs("a range of birth dates", "/Patient?birthdate=ge1960-01-01&birthdate=lt1970-01-01",
            {replaced, 200, 7, 200, 6});
    differs("a gender", "/Patient?gender=male", {replaced, 200, 7, 200, 6});
    none("nobody of that name", "/Patient?family=Zzyzx");
    differs("everybody, four at a time", "/Patient?_count=4", {replaced, 200, 16, 200, 15});
    row("an id", "/Patient?_id=person-3");
    row("a posted identifier", "/Patient/_search", "identifier=" + me);
    row("a posted name, in pages", "/Patient/_search", "family=Nov&_count=2");

    row("the studies of a patient", "/ImagingStudy?patient.identifier=" + me);
    row("the studies of a subject", "/ImagingStudy?subject:Patient.identifier=" + me);
    row("the studies of a resource", "/ImagingStudy?patient=Patient/person-1");
    differs("the studies of an id", "/ImagingStudy?patient=person-1",
            {"the engine does not add the type to a bare id (FHIR R4 3.1.1.4.12)", 200, 9, 200, 1});
    none("the studies of nobody", "/ImagingStudy?patient.identifier=urn:oid:2.999.17.1%7C0000000000");
    row("studies of a modality", "/ImagingStudy?patient.identifier=" + me + "&modality=MR");
    row("studies of a modality with its system",
        "/ImagingStudy?modality=http://dicom.nema.org/resources/ontology/DCM%7CMG");
    row("studies of two modalities", "/ImagingStudy?patient.identifier=" + me + "&modality=MR,MG");
    row("studies in a range", "/ImagingStudy?patient.identifier=" + me + "&started=ge2026-06-01&started=le2026-10-01");
    row("studies of a day", "/ImagingStudy?started=2026-06-18");
    row("studies of a month", "/ImagingStudy?started=2026-09");
    row("studies up to a day, inclusive", "/ImagingStudy?patient.identifier=" + me + "&started=le2026-06-18");
    row("studies after a day", "/ImagingStudy?patient.identifier=" + me + "&started=gt2026-09-27");
    row("an accession number", "/ImagingStudy?identifier=XA26-004171");
    row("a study by its UID", "/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" +
                                  QByteArray::fromStdString(Responder::demoPatients().front().studies.front().uid));
    none("an unknown UID", "/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:2.999.1");
    row("with the endpoint", "/ImagingStudy?patient.identifier=" + me + "&_include=ImagingStudy:endpoint");
    row("with the patient", "/ImagingStudy?patient.identifier=" + me + "&_include=ImagingStudy:patient");
    row("some elements",
        "/ImagingStudy?patient.identifier=" + me + "&_elements=identifier,started,modality,numberOfSeries");
    row("two studies at a time", "/ImagingStudy?patient.identifier=" + me + "&_count=2");
    none("the number alone", "/ImagingStudy?patient.identifier=" + me + "&_count=0");
    row("posted", "/ImagingStudy/_search", "patient.identifier=" + me + "&modality=CT");
    row("a parameter that nobody knows", "/ImagingStudy?patient.identifier=" + me + "&bogus=1");
    none("a count that is no number", "/ImagingStudy?_count=many");
    row("a SOP Class", "/ImagingStudy?dicom-class=urn:oid:1.2.840.10008.5.1.4.1.1.2");
    row("the status", "/ImagingStudy?patient.identifier=" + me + "&status=available");
    row("documents", "/DocumentReference?patient.identifier=" + me);
    row("documents of a resource", "/DocumentReference?subject=Patient/person-1");
    none("documents of nobody", "/DocumentReference?patient.identifier=urn:oid:2.999.17.1%7C0000000000");
    row("documents of a type", "/DocumentReference?patient.identifier=" + me + "&type=http://loinc.org%7C18748-4");
    none("documents of a type that nobody has", "/DocumentReference?type=http://loinc.org%7C0-0");
    row("documents by status", "/DocumentReference?patient.identifier=" + me + "&status=current");
    row("documents since a day", "/DocumentReference?patient.identifier=" + me + "&date=ge2026-06-01");
    row("documents of a format", "/DocumentReference?patient.identifier=" + me + "&contenttype=application/pdf");
    row("two documents at a time", "/DocumentReference?patient.identifier=" + me + "&_count=2");
    row("documents with the patient",
        "/DocumentReference?patient.identifier=" + me + "&_include=DocumentReference:patient");
    row("posted, documents", "/DocumentReference/_search", "patient.identifier=" + me + "&status=current");
    row("a series by its UID",
        "/ImagingStudy?series=" +
            QByteArray::fromStdString(Responder::demoPatients().front().studies.at(1).series.front().uid));
}

void ComparisonTest::findsTheSameByFhir()
{
    QFETCH(bool, isR5);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, form);
    compare(walked(m_ourFhir[isR5], target, form), walked(m_theirFhir[isR5], target, form));
}

void ComparisonTest::readsTheSameResources_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const auto *target : {"/Patient/person-1", "/ImagingStudy/study-1-1", "/Endpoint/dicomweb", "/Patient/nobody",
                               "/ImagingStudy/none", "/Practitioner?name=x"})
        QTest::newRow(target) << QByteArray(target);
}

void ComparisonTest::readsTheSameResources()
{
    QFETCH(QByteArray, target);
    for (const bool isR5 : {false, true}) {
        const auto read = [&](const End &end) {
            const auto got = wire::get(end.port, end.path + target, "Accept: application/fhir+json\r\n");
            auto body = QJsonDocument::fromJson(got.body).object();
            body.remove("meta"_L1); // the engine's own versions
            if (got.status != 200)
                body = {{"resourceType"_L1, body["resourceType"_L1]}}; // a refusal in words of its own
            return std::pair(got.status, body);
        };
        QCOMPARE(read(m_ourFhir[isR5]), read(m_theirFhir[isR5]));
    }
}

QTEST_GUILESS_MAIN(ComparisonTest)
#include "ComparisonTest.moc"
