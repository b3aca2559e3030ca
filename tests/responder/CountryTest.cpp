#include "Wire.h"

#include <responder/Responder.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrl>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;
using responder::DemoPatient;
using responder::DemoSeries;
using responder::DemoStudy;
using responder::Responder;

namespace {

// Sanitizers make the making of pictures much slower, so fewer are made there.
#ifdef FEWER_FILES
constexpr std::size_t lookedAt = 3; //!< instances of a series
constexpr bool oneOfEachModality = true;
#else
constexpr std::size_t lookedAt = 2000;
constexpr bool oneOfEachModality = false;
#endif

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QList<QJsonObject> resourcesIn(const QByteArray &bundle)
{
    QList<QJsonObject> all;
    for (const auto &entry : object(bundle).value("entry"_L1).toArray())
        all += entry.toObject().value("resource"_L1).toObject();
    return all;
}

//! The first value of an attribute of a row of QIDO-RS.
QJsonValue valueIn(const QJsonObject &row, QLatin1StringView tag)
{
    return row.value(tag).toObject().value("Value"_L1).toArray().first();
}

struct Resident
{
    DemoPatient person;
    QJsonObject profile; //!< of the country
};

//! First, last and evenly between.
std::vector<std::string> someOf(const std::vector<std::string> &all, std::size_t wanted)
{
    if (all.size() <= wanted)
        return all;
    std::vector<std::string> some;
    for (std::size_t i = 0; i + 1 < wanted; ++i)
        some.push_back(all[i * all.size() / (wanted - 1)]);
    some.push_back(all.back());
    return some;
}

// ---- files ----

std::unique_ptr<DcmFileFormat> readDicom(const QByteArray &bytes)
{
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.constData(), bytes.size());
    stream.setEos();
    auto file = std::make_unique<DcmFileFormat>();
    file->transferInit();
    const bool good = bytes.mid(128, 4) == "DICM" && file->read(stream).good();
    file->transferEnd();
    if (!good || file->loadAllDataIntoMemory().bad())
        return nullptr;
    return file;
}

std::string valueOf(DcmItem &item, const DcmTagKey &tag)
{
    OFString value;
    item.findAndGetOFStringArray(tag, value);
    return value.c_str();
}

unsigned long numberOf(DcmItem &item, const DcmTagKey &tag)
{
    Uint16 value = 0;
    item.findAndGetUint16(tag, value);
    return value;
}

//! Transfer Syntax UID as the file has it, also where DCMTK does not know it.
std::string syntaxOf(DcmFileFormat &file)
{
    return valueOf(*file.getMetaInfo(), DCM_TransferSyntaxUID);
}

bool canBeDecoded(const std::string &syntax)
{
    static const std::set<std::string> unknownToDcmtk = {
        "1.2.840.10008.1.2.4.90",  // JPEG 2000 Lossless
        "1.2.840.10008.1.2.4.100", // MPEG2 Main Profile, Main Level
        "1.2.840.10008.1.2.4.201", // High-Throughput JPEG 2000 Lossless
    };
    return !unknownToDcmtk.contains(syntax);
}

using Vector = std::array<double, 3>;

double dot(const Vector &a, const Vector &b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector vectorIn(DcmItem &item, const DcmTagKey &tag, unsigned long from = 0)
{
    Vector read{NAN, NAN, NAN};
    for (unsigned long i = 0; i < 3; ++i)
        item.findAndGetFloat64(tag, read[i], from + i);
    return read;
}

//! What is wrong with slices in their order; empty where they are a stack.
std::string flawIn(const std::vector<Vector> &positions, const Vector &row, const Vector &column)
{
    if (std::abs(dot(row, row) - 1) > 1e-3 || std::abs(dot(column, column) - 1) > 1e-3)
        return "a direction is not of length 1";
    if (std::abs(dot(row, column)) > 1e-3)
        return "row and column are not at right angles";
    const Vector normal{row[1] * column[2] - row[2] * column[1], row[2] * column[0] - row[0] * column[2],
                        row[0] * column[1] - row[1] * column[0]};
    double step = 0;
    for (std::size_t i = 1; i < positions.size(); ++i) {
        const Vector way{positions[i][0] - positions[i - 1][0], positions[i][1] - positions[i - 1][1],
                         positions[i][2] - positions[i - 1][2]};
        const double along = dot(way, normal);
        if (std::abs(dot(way, way) - along * along) > 0.01)
            return "a slice is shifted sideways";
        if (i == 1)
            step = along;
        if (std::abs(along) < 0.1 || std::abs(along - step) > 0.01)
            return "slices are not evenly spaced";
    }
    return {};
}

// ---- check digits, as resources/demo/README.md tells them ----

int digit(QChar sign)
{
    return sign.digitValue();
}

bool weightedMod11(const QString &value)
{
    constexpr std::array weights{1, 2, 8, 5, 3, 7, 6, 9, 4, 1};
    int sum = 0;
    for (qsizetype i = 0; i < 10; ++i)
        sum += weights[static_cast<std::size_t>(i)] * digit(value[i]);
    return sum % 11 == 0;
}

bool letterMod23(const QString &value)
{
    return QStringView(u"WABCDEFGHIJKLMNOPQRSTUV")[value.sliced(2).toInt() % 23] == value[1];
}

bool luhn(QString value)
{
    value.remove(u'-');
    int sum = 0;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const int one = digit(value[value.size() - 1 - i]);
        sum += i % 2 == 0 ? one : one < 5 ? 2 * one : 2 * one - 9;
    }
    return sum % 10 == 0;
}

bool iso7064Mod112(const QString &value)
{
    int sum = 0;
    for (const QChar sign : value.sliced(1, 7))
        sum = (sum + digit(sign)) * 2 % 11;
    const int last = value.back() == u'X' ? 10 : digit(value.back());
    return (sum + last) % 11 == 1;
}

// ---- the same bytes ----

//! SHA-256 over some files of the countries, made one after the other, last first, or four at a time. Of series that
//! show the same, one is enough.
QByteArray digest(const QString &order)
{
    std::vector<std::string> uids;
    std::set<std::string> seen;
    for (const auto &person : Responder::demoPatients())
        for (const auto &study : person.studies)
            for (const auto &series : study.series)
                if (seen.insert(oneOfEachModality ? series.modality : series.description).second)
                    for (const auto &uid : someOf(series.instances, 2))
                        uids.push_back(uid);
    if (order == "backward"_L1)
        std::reverse(uids.begin(), uids.end());
    std::map<std::string, QByteArray> hashes;
    std::mutex mutex;
    std::atomic_size_t next = 0;
    const auto work = [&] {
        for (auto i = next++; i < uids.size(); i = next++) {
            const auto hash =
                QCryptographicHash::hash(bytes(Responder::demoInstance(uids[i])), QCryptographicHash::Sha256);
            const std::lock_guard lock(mutex);
            hashes[uids[i]] = hash;
        }
    };
    std::vector<std::thread> helpers;
    for (int i = 0; order == "threads"_L1 && i < 3; ++i)
        helpers.emplace_back(work);
    work();
    for (auto &helper : helpers)
        helper.join();
    QCryptographicHash all(QCryptographicHash::Sha256);
    for (const auto &[uid, hash] : hashes)
        all.addData(hash);
    return all.result().toHex();
}

} // namespace

//! Who lives in the demo countries, what their files are like, and where the countries are wrong or silent on purpose.
class CountryTest : public QObject
{
    Q_OBJECT

private:
    Responder m_responder;
    std::vector<Resident> m_residents;

    const Resident &resident(const std::string &value) const
    {
        const auto it = std::find_if(m_residents.begin(), m_residents.end(),
                                     [&](const Resident &one) { return one.person.value == value; });
        if (it == m_residents.end())
            qFatal("nobody has the number %s", value.c_str());
        return *it;
    }
    const Resident &residentWith(const std::string &accession) const
    {
        for (const auto &one : m_residents)
            for (const auto &study : one.person.studies)
                if (study.accession == accession)
                    return one;
        qFatal("no study has the number %s", accession.c_str());
    }
    const DemoStudy &study(const std::string &accession) const
    {
        const auto &all = residentWith(accession).person.studies;
        return *std::find_if(all.begin(), all.end(), [&](const DemoStudy &one) { return one.accession == accession; });
    }

    wire::Received get(const Resident &one, const char *base, const QByteArray &target,
                       const QByteArray &headers = {}) const
    {
        const QUrl url(one.profile.value(QLatin1StringView(base)).toString());
        return wire::get(m_responder.port(), url.path().toLatin1() + target, headers);
    }
    wire::Received fhir(const Resident &one, const QByteArray &target) const { return get(one, "fhirBase", target); }
    //! What a person's identifier finds.
    wire::Received fhirOf(const Resident &one, const QByteArray &type, const QByteArray &more = {}) const
    {
        return fhir(one, '/' + type + "?patient.identifier=" + bytes(one.person.system) + "%7C" +
                             bytes(one.person.value) + more);
    }
    wire::Received qido(const Resident &one, const QByteArray &target) const { return get(one, "qidoBase", target); }
    wire::Received wado(const Resident &one, const QByteArray &target) const
    {
        return get(one, "wadoBase", target,
                   "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*\r\n");
    }
    QList<QByteArray> files(const std::string &accession) const
    {
        const auto got = wado(residentWith(accession), "/studies/" + bytes(study(accession).uid));
        return got.whole ? wire::partsOf(got.body, wire::boundaryOf(got.headers.value("content-type")))
                         : QList<QByteArray>();
    }
    //! The manifests of a study by their content type.
    QMap<QString, QByteArray> manifests(const std::string &accession) const
    {
        const auto &one = residentWith(accession);
        QMap<QString, QByteArray> all;
        const auto found = fhirOf(one, "DocumentReference", "&type=18748-4&accession-number=" + bytes(accession));
        for (const auto &document : resourcesIn(found.body)) {
            const auto content = document.value("content"_L1).toArray().first().toObject();
            const auto attachment = content.value("attachment"_L1).toObject();
            const auto type = attachment.value("contentType"_L1).toString();
            const QUrl url(attachment.value("url"_L1).toString());
            const auto accept = "Accept: " + type.toLatin1() + "\r\n";
            all[type] = (url.isRelative() ? get(one, "fhirBase", '/' + url.toEncoded(), accept)
                                          : wire::get(m_responder.port(), url.path().toLatin1(), accept))
                            .body;
        }
        return all;
    }
    static QJsonObject endpointIn(const QByteArray &manifest)
    {
        for (const auto &resource : resourcesIn(manifest))
            if (resource.value("resourceType"_L1) == "Endpoint"_L1)
                return resource;
        return {};
    }

private slots:
    void initTestCase()
    {
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
        DcmRLEDecoderRegistration::registerCodecs();
        std::map<std::string, QJsonObject> profiles;
        for (const auto &profile : m_responder.demoProfiles()) {
            const auto read = object(bytes(profile));
            profiles[read.value("country"_L1).toString().toStdString()] = read;
        }
        QCOMPARE(profiles.size(), std::size_t(2));
        for (const auto &person : Responder::demoPatients())
            m_residents.push_back({person, profiles.at(person.country)});
    }
    void cleanupTestCase()
    {
        DJDecoderRegistration::cleanup();
        DJLSDecoderRegistration::cleanup();
        DcmRLEDecoderRegistration::cleanup();
    }

    void thereIsEnoughOfAll()
    {
        std::set<std::string> modalities;
        std::map<std::string, int> instances; // of the longest series of a modality
        std::size_t studies = 0;
        int breasts = 0;
        for (const auto &one : m_residents) {
            studies += one.person.studies.size();
            for (const auto &study : one.person.studies) {
                int views = 0;
                for (const auto &series : study.series) {
                    modalities.insert(series.modality);
                    auto &longest = instances[series.modality];
                    longest = std::max(longest, static_cast<int>(series.instances.size()));
                    views += series.modality == "MG" ? 1 : 0;
                }
                breasts = std::max(breasts, views);
            }
        }
        QVERIFY(m_residents.size() >= 8);
        QVERIFY(studies >= 15);
        QVERIFY(modalities.size() >= 10);
        for (const auto *promised : {"CT", "MR", "MG", "CR", "DX", "US", "XA", "NM", "PT", "KO", "SR", "DOC"})
            QVERIFY2(modalities.contains(promised), promised);
        QVERIFY(instances["CT"] >= 20 && instances["PT"] >= 20);
        QCOMPARE(instances["MR"], 2000);
        QCOMPARE(breasts, 4);
    }

    void oneInstanceOfEachKindIsThere()
    {
        std::set<std::string> syntaxes;
        std::set<std::string> characterSets;
        std::set<std::string> classes;
        std::set<std::string> ofManyFrames;
        bool colour = false;
        for (const auto &one : m_residents) {
            for (const auto &study : one.person.studies) {
                for (const auto &series : study.series) {
                    const auto file = readDicom(bytes(Responder::demoInstance(series.instances.front())));
                    QVERIFY(file);
                    auto &data = *file->getDataset();
                    syntaxes.insert(syntaxOf(*file));
                    characterSets.insert(valueOf(data, DCM_SpecificCharacterSet));
                    classes.insert(valueOf(data, DCM_SOPClassUID));
                    colour = colour || numberOf(data, DCM_SamplesPerPixel) == 3;
                    if (std::atoi(valueOf(data, DCM_NumberOfFrames).c_str()) > 1)
                        ofManyFrames.insert(series.modality);
                }
            }
        }
        QVERIFY(syntaxes.size() >= 9);
        QVERIFY(colour);
        QCOMPARE(characterSets, (std::set<std::string>{"ISO_IR 100", "ISO_IR 126", "ISO_IR 144", "ISO_IR 192"}));
        QVERIFY(classes.contains(UID_SecondaryCaptureImageStorage));
        QVERIFY(classes.contains(UID_EnhancedMRImageStorage));
        QVERIFY(ofManyFrames.contains("US") && ofManyFrames.contains("XA"));
    }

    void documentsOfEachKindAreThere()
    {
        QSet<QString> reports;
        QSet<QString> manifests;
        for (const auto &one : m_residents) {
            for (const auto &document : resourcesIn(fhirOf(one, "DocumentReference", "&_count=100").body)) {
                const auto type = document.value("type"_L1).toObject().value("coding"_L1).toArray().first().toObject();
                for (const auto &content : document.value("content"_L1).toArray()) {
                    const auto form = content.toObject().value("attachment"_L1).toObject().value("contentType"_L1);
                    (type.value("code"_L1) == "18748-4"_L1 ? manifests : reports) += form.toString();
                }
            }
        }
        QCOMPARE(reports, (QSet<QString>{u"application/fhir+json"_s, u"application/pdf"_s, u"text/xml"_s,
                                         u"application/dicom"_s}));
        QCOMPARE(manifests, (QSet<QString>{u"application/fhir+json"_s, u"application/dicom"_s}));
    }

    void namesAreWrittenInFourWays_data()
    {
        QTest::addColumn<QString>("letters");
        QTest::newRow("Latin-1") << u"[À-ÿ]"_s;
        QTest::newRow("Latin beyond it") << u"[Ā-ž]"_s;
        QTest::newRow("Greek") << u"\\p{Greek}"_s;
        QTest::newRow("Cyrillic") << u"\\p{Cyrillic}"_s;
    }
    void namesAreWrittenInFourWays()
    {
        QFETCH(QString, letters);
        const QRegularExpression such(letters, QRegularExpression::UseUnicodePropertiesOption);
        QVERIFY(such.isValid());
        QVERIFY(std::any_of(m_residents.begin(), m_residents.end(), [&](const Resident &one) {
            return QString::fromStdString(one.person.family + one.person.given).contains(such);
        }));
    }

    void everyUidIsValidAndGivenOnce()
    {
        static const QRegularExpression valid(u"^(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+$"_s);
        QSet<QString> seen;
        const auto check = [&](const std::string &text) {
            const auto uid = QString::fromStdString(text);
            const bool good = uid.size() <= 64 && uid.contains(valid) && !seen.contains(uid);
            seen += uid;
            return good;
        };
        for (const auto &one : m_residents) {
            for (const auto &study : one.person.studies) {
                QVERIFY2(check(study.uid), study.uid.c_str());
                for (const auto &series : study.series) {
                    QVERIFY2(check(series.uid), series.uid.c_str());
                    for (const auto &uid : series.instances)
                        QVERIFY2(check(uid), uid.c_str());
                }
            }
        }
        QVERIFY(seen.size() > 2000);
    }

    void everyNumberHasItsMaskAndItsCheckDigit()
    {
        const std::map<QString, bool (*)(const QString &)> checks = {
            {u"weighted-mod-11"_s, weightedMod11},
            {u"letter-mod-23"_s, letterMod23},
            {u"luhn"_s, [](const QString &value) { return luhn(value); }},
            {u"iso-7064-mod-11-2"_s, iso7064Mod112},
        };
        QSet<QString> given;
        for (const auto &one : m_residents) {
            const auto value = QString::fromStdString(one.person.value);
            QVERIFY2(!given.contains(value), qPrintable(value));
            given += value;
            bool known = false;
            for (const auto &each : one.profile.value("identifierSystems"_L1).toArray()) {
                const auto system = each.toObject();
                if (system.value("system"_L1).toString().toStdString() != one.person.system)
                    continue;
                known = true;
                QVERIFY2(value.contains(QRegularExpression(system.value("pattern"_L1).toString())), qPrintable(value));
                const auto check = checks.at(system.value("checkDigit"_L1).toString());
                QVERIFY2(check(value), qPrintable(value));
                auto mistyped = value; // one digit higher
                auto &sign = mistyped[4];
                sign = QChar(u'0' + (digit(sign) + 1) % 10);
                QVERIFY2(!check(mistyped), qPrintable(mistyped));
            }
            QVERIFY2(known, qPrintable(value));
        }
    }

    void everyFileCanBeReadAndSaysWhatItsPlaceSays_data()
    {
        QTest::addColumn<const Resident *>("resident");
        QTest::addColumn<const DemoStudy *>("study");
        QTest::addColumn<const DemoSeries *>("series");
        for (const auto &one : m_residents)
            for (const auto &study : one.person.studies)
                for (const auto &series : study.series)
                    QTest::addRow("%s, %s, %s", study.accession.c_str(), series.modality.c_str(),
                                  series.uid.substr(series.uid.rfind('.') + 1).c_str())
                        << &one << &study << &series;
    }
    void everyFileCanBeReadAndSaysWhatItsPlaceSays()
    {
        QFETCH(const Resident *, resident);
        QFETCH(const DemoStudy *, study);
        QFETCH(const DemoSeries *, series);
        const auto name = resident->person.family + '^' + resident->person.given;
        std::map<std::string, std::vector<Vector>> stacks; // by moment
        Vector row{};
        Vector column{};
        bool isStack = false;
        for (const auto &uid : someOf(series->instances, lookedAt)) {
            const auto file = readDicom(bytes(Responder::demoInstance(uid)));
            QVERIFY2(file, uid.c_str());
            auto &data = *file->getDataset();
            const auto syntax = syntaxOf(*file);
            QCOMPARE(valueOf(*file->getMetaInfo(), DCM_MediaStorageSOPInstanceUID), uid);
            QCOMPARE(valueOf(data, DCM_SOPInstanceUID), uid);
            QCOMPARE(valueOf(data, DCM_SeriesInstanceUID), series->uid);
            QCOMPARE(valueOf(data, DCM_StudyInstanceUID), study->uid);
            QCOMPARE(valueOf(data, DCM_AccessionNumber), study->accession);
            QCOMPARE(valueOf(data, DCM_Modality), series->modality);
            if (study->accession != "XA26-002640") { // its files name a stranger
                QVERIFY(data.convertCharacterSet("ISO_IR 192").good());
                QCOMPARE(valueOf(data, DCM_PatientName), name);
                QCOMPARE(valueOf(data, DCM_PatientID), resident->person.value);
                QCOMPARE(valueOf(data, DCM_StudyDescription), study->description);
                QCOMPARE(valueOf(data, DCM_SeriesDescription), series->description);
            }

            const auto rows = numberOf(data, DCM_Rows);
            if (rows > 0 && canBeDecoded(syntax)) {
                QVERIFY(data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).good());
                DcmElement *pixels = nullptr;
                QVERIFY(data.findAndGetElement(DCM_PixelData, pixels).good());
                const auto frames = std::max(1, std::atoi(valueOf(data, DCM_NumberOfFrames).c_str()));
                const auto length = rows * numberOf(data, DCM_Columns) * numberOf(data, DCM_SamplesPerPixel) *
                                    numberOf(data, DCM_BitsAllocated) / 8 * static_cast<unsigned long>(frames);
                QCOMPARE(static_cast<unsigned long>(pixels->getLength()), length + length % 2);
            }

            DcmItem *shared = nullptr;
            DcmItem *plane = nullptr;
            if (data.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared).good() &&
                shared->findAndGetSequenceItem(DCM_PlaneOrientationSequence, plane).good()) {
                isStack = true;
                row = vectorIn(*plane, DCM_ImageOrientationPatient);
                column = vectorIn(*plane, DCM_ImageOrientationPatient, 3);
                DcmItem *frame = nullptr;
                for (long i = 0; data.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, i).good();
                     ++i) {
                    QVERIFY(frame->findAndGetSequenceItem(DCM_PlanePositionSequence, plane).good());
                    stacks[{}].push_back(vectorIn(*plane, DCM_ImagePositionPatient));
                }
            } else if (data.tagExistsWithValue(DCM_ImageOrientationPatient)) {
                isStack = true;
                row = vectorIn(data, DCM_ImageOrientationPatient);
                column = vectorIn(data, DCM_ImageOrientationPatient, 3);
                stacks[valueOf(data, DCM_TemporalPositionIdentifier)].push_back(
                    vectorIn(data, DCM_ImagePositionPatient));
            }
        }
        const std::set<std::string> inSpace = {"CT", "MR", "PT"};
        QCOMPARE(isStack, inSpace.contains(series->modality));
        for (const auto &[moment, positions] : stacks) {
            const bool isWhole = series->instances.size() <= lookedAt;
            const auto flaw = flawIn(isWhole ? positions : std::vector{positions.front()}, row, column);
            QVERIFY2(flaw.empty(), flaw.c_str());
        }
    }

    void theSameBytesComeInEveryOrderFromThreadsAndInEveryProcess()
    {
        // Not by QProcess: the way it forks stops ThreadSanitizer.
        const auto begin = [](const char *order) {
            const auto program = QCoreApplication::applicationFilePath().toLocal8Bit();
            return ::popen(('"' + program + "\" --digest " + order).constData(), "r");
        };
        const auto end = [](FILE *other) {
            QByteArray printed(64, '\0');
            const bool isWhole = other && std::fread(printed.data(), 1, 64, other) == 64;
            return other && ::pclose(other) == 0 && isWhole ? printed : QByteArray();
        };
        auto *backward = begin("backward");
        auto *threads = begin("threads");
        const auto mine = digest(u"forward"_s);
        QCOMPARE(end(backward), mine);
        QCOMPARE(end(threads), mine);
    }

    // ---- planted truths ----

    void twoPeopleHaveTheSameName()
    {
        const auto &one = resident("9005025521");
        const auto found = resourcesIn(fhir(one, "/Patient?family=novakova&given=zofie&gender=female").body);
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].value("name"_L1), found[1].value("name"_L1));
        QVERIFY(found[0].value("birthDate"_L1) != found[1].value("birthDate"_L1));
        QCOMPARE(resourcesIn(fhir(one, "/Patient?name=novak").body).size(), 3);
    }

    void oneRecordWasReplacedByAnother()
    {
        const auto &one = resident("XG61093044");
        const auto found = resourcesIn(fhir(one, "/Patient?identifier=XG61093044").body); // the heir comes along
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].value("active"_L1), QJsonValue(false));
        const auto link = found[0].value("link"_L1).toArray().first().toObject();
        QCOMPARE(link.value("type"_L1).toString(), u"replaced-by"_s);
        const auto other = link.value("other"_L1).toObject().value("reference"_L1).toString();
        const auto successor = object(fhir(one, '/' + other.toLatin1()).body);
        QCOMPARE(found[1], successor);
        QCOMPARE(successor.value("active"_L1), QJsonValue(true));
        QVERIFY(QJsonDocument(successor).toJson().contains("6109302078"));
    }

    void onePersonHasNothing()
    {
        const auto &one = resident("8208170093");
        QCOMPARE(resourcesIn(fhir(one, "/Patient?identifier=8208170093").body).size(), 1);
        for (const auto *type : {"ImagingStudy", "DocumentReference"}) {
            const auto got = fhirOf(one, type);
            QCOMPARE(got.status, 200);
            QCOMPARE(object(got.body).value("total"_L1).toInt(-1), 0);
        }
        const auto got = qido(one, "/studies?PatientID=8208170093");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, "[]");
    }

    void onePersonGaveNoConsent()
    {
        const auto &one = resident("6601184526");
        const auto uid = bytes(one.person.studies.front().uid);
        QCOMPARE(resourcesIn(fhir(one, "/Patient?identifier=6601184526").body).size(), 1);
        for (const auto *type : {"ImagingStudy", "DocumentReference"}) {
            const auto got = fhirOf(one, type);
            QCOMPARE(got.status, 403);
            QCOMPARE(object(got.body).value("resourceType"_L1).toString(), u"OperationOutcome"_s);
        }
        QCOMPARE(qido(one, "/studies?PatientID=6601184526").status, 403);
        QCOMPARE(qido(one, "/studies/" + uid + "/series").status, 403);
        QCOMPARE(wado(one, "/studies/" + uid).status, 403);
    }

    void someStudiesAreKnownToOneRouteOnly_data()
    {
        QTest::addColumn<std::string>("accession");
        QTest::addColumn<int>("inFhir");
        QTest::addColumn<int>("inQido");
        QTest::addColumn<int>("documents");
        QTest::newRow("FHIR") << std::string("XA26-001640") << 1 << 0 << 0;
        QTest::newRow("DICOMweb") << std::string("XA26-001733") << 0 << 1 << 0;
        QTest::newRow("documents") << std::string("XA26-001822") << 0 << 0 << 2;
    }
    void someStudiesAreKnownToOneRouteOnly()
    {
        QFETCH(std::string, accession);
        QFETCH(int, inFhir);
        QFETCH(int, inQido);
        QFETCH(int, documents);
        const auto &one = residentWith(accession);
        const auto uid = bytes(study(accession).uid);
        QCOMPARE(resourcesIn(fhir(one, "/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid).body).size(), inFhir);
        QCOMPARE(resourcesIn(fhirOf(one, "ImagingStudy").body).size(), 2);
        QCOMPARE(QJsonDocument::fromJson(qido(one, "/studies?StudyInstanceUID=" + uid).body).array().size(), inQido);
        QCOMPARE(resourcesIn(fhir(one, "/DocumentReference?study-instance-uid=" + uid).body).size(), documents);
        QCOMPARE(files(accession).size(), 1); // whoever knows the UID gets it
    }

    void theCountsOfOneStudyDisagree()
    {
        const std::string accession = "XA26-001990";
        const auto &one = residentWith(accession);
        const auto uid = bytes(study(accession).uid);
        const auto resource =
            resourcesIn(fhir(one, "/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid).body).value(0);
        const auto row = QJsonDocument::fromJson(qido(one, "/studies?StudyInstanceUID=" + uid).body).array().first();
        QCOMPARE(resource.value("numberOfSeries"_L1).toInt(), 1);
        QCOMPARE(resource.value("numberOfInstances"_L1).toInt(), 20);
        QCOMPARE(resource.value("series"_L1).toArray().size(), 1);
        QCOMPARE(valueIn(row.toObject(), "00201206"_L1).toInt(), 2);
        QCOMPARE(valueIn(row.toObject(), "00201208"_L1).toInt(), 40);
        QCOMPARE(files(accession).size(), 40);
    }

    void theFilesOfOneStudyNameAStranger()
    {
        const auto received = files("XA26-002640");
        QCOMPARE(received.size(), 6);
        const auto &stranger = resident("7104223182").person;
        for (const auto &each : received) {
            const auto file = readDicom(each);
            QVERIFY(file);
            QCOMPARE(valueOf(*file->getDataset(), DCM_StudyInstanceUID), study("XA26-002640").uid);
            QCOMPARE(valueOf(*file->getDataset(), DCM_PatientID), stranger.value);
            QCOMPARE(valueOf(*file->getDataset(), DCM_PatientName), stranger.family + '^' + stranger.given);
        }
    }

    void oneManifestHasAPlaceholderForItsAddress()
    {
        const auto both = manifests("XB-26-0733");
        QCOMPARE(both.size(), 2);
        QCOMPARE(endpointIn(both[u"application/fhir+json"_s]).value("address"_L1).toString(), u"http://notspecified"_s);
        const auto file = readDicom(both[u"application/dicom"_s]);
        QVERIFY(file);
        OFString address;
        QVERIFY(file->getDataset()->findAndGetOFString(DCM_RetrieveURL, address, 0, OFTrue).good());
        QCOMPARE(std::string(address.c_str()), std::string("http://notspecified"));
    }

    void oneManifestNamesALocationAndNoAddress()
    {
        const auto both = manifests("XB-26-0899");
        QCOMPARE(both.size(), 2);
        const auto endpoint = endpointIn(both[u"application/fhir+json"_s]);
        QVERIFY(!endpoint.contains("address"_L1));
        const auto location = endpoint.value("extension"_L1).toArray().first().toObject().value("valueString"_L1);
        QVERIFY(!location.toString().isEmpty());
        const auto file = readDicom(both[u"application/dicom"_s]);
        QVERIFY(file);
        OFString value;
        QVERIFY(file->getDataset()->findAndGetOFString(DCM_RetrieveURL, value, 0, OFTrue).bad());
        QVERIFY(file->getDataset()->findAndGetOFString(DCM_RetrieveLocationUID, value, 0, OFTrue).good());
        QCOMPARE(QString::fromLatin1(value.c_str()), location.toString());
    }

    void oneStudyHasTwoThousandInstances()
    {
        const std::string accession = "XB-26-1044";
        const auto &one = residentWith(accession);
        const auto &large = study(accession);
        const auto uid = bytes(large.uid);
        const auto row = QJsonDocument::fromJson(qido(one, "/studies?StudyInstanceUID=" + uid).body).array().first();
        QCOMPARE(valueIn(row.toObject(), "00201208"_L1).toInt(), 2000);
        const auto resource =
            resourcesIn(fhir(one, "/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid).body).value(0);
        QCOMPARE(resource.value("numberOfInstances"_L1).toInt(), 2000);
        const auto &series = large.series.front();
        QCOMPARE(series.instances.size(), std::size_t(2000));
        const auto got = wado(one, "/studies/" + uid + "/series/" + bytes(series.uid) + "/instances/" +
                                       bytes(series.instances.back()));
        QCOMPARE(got.status, 200);
        QVERIFY(got.whole);
    }
};

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--digest"_L1) {
        std::fputs(digest(application.arguments().value(2)).constData(), stdout);
        return 0;
    }
    CountryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "CountryTest.moc"
