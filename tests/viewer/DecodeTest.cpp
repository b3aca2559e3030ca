#include "Files.h"
#include "Reference.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

namespace {

QString kindName(const viewer::Error &error)
{
    static const char *const names[] = {"Unreadable",        "NotDicom", "NoPixels",    "UnsupportedSyntax",
                                        "UnsupportedPixels", "Damaged",  "NoSuchFrame", "DecoderFailed"};
    return QString::fromLatin1(names[static_cast<int>(error.kind)]) + QLatin1String(": ") + error.detail;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString written(const QTemporaryDir &dir, const QByteArray &bytes)
{
    const QString path = dir.filePath(QStringLiteral("file.dcm"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("The test cannot write its file.");
    return path;
}

//! Decodes as the workstation does: by helpers that are started when they are first needed.
viewer::Result<viewer::Frame> decode(const QString &path, int frame)
{
    static viewer::Decoders decoders;
    return viewer::decode(path, frame, decoders.decoder());
}

//! The most memory that this process has had at once.
qint64 peakBytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("VmHWM:") + 6;
    return text.mid(at, text.indexOf("kB", at) - at).trimmed().toLongLong() * 1024;
}

//! Forgets what there was before, and gives what there is.
qint64 peakBytesSinceNow()
{
    QFile forget(QStringLiteral("/proc/self/clear_refs"));
    if (!forget.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || forget.write("5") != 1)
        qFatal("The kernel does not forget the peak.");
    return peakBytes();
}

//! With the address sanitizer, which keeps what is freed, memory says nothing.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isInstrumented = true;
#elif defined(__has_feature)
constexpr bool isInstrumented = __has_feature(address_sanitizer);
#else
constexpr bool isInstrumented = false;
#endif

//! Decodes and renders, and cares only that it ends.
void survive(const QString &path)
{
    const auto header = viewer::readHeader(path);
    const int frames = header ? std::min(header->frames, 2) : 1;
    for (int i = 0; i < std::max(frames, 1); ++i) {
        const auto frame = decode(path, i);
        if (frame)
            QCOMPARE(viewer::render(*frame).size(), QSize(frame->columns(), frame->rows()));
        else
            QVERIFY(!frame.error().detail.isEmpty());
    }
}

} // namespace

class DecodeTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(corpusFile(QStringLiteral("CT_small.dcm"))), "python3-pydicom is not installed");
    }

    void everyFileDecodesOrSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        for (const CorpusFile &file : corpusFiles())
            QTest::newRow(qPrintable(file.name)) << file.path;
    }
    void everyFileDecodesOrSaysWhy()
    {
        QFETCH(QString, path);
        const auto header = viewer::readHeader(path);
        if (!header) {
            QVERIFY(!header.error().detail.isEmpty());
            QVERIFY(!decode(path, 0));
            return;
        }
        QCOMPARE(header->path, path);
        for (const int frame : QSet<int>{0, header->frames / 2, std::max(header->frames - 1, 0)}) {
            const auto decoded = decode(path, frame);
            if (!decoded) {
                QVERIFY(!decoded.error().detail.isEmpty());
                QCOMPARE(decoded.error().transferSyntax, header->transferSyntax);
                qInfo("frame %d: %s", frame, qPrintable(kindName(decoded.error())));
                continue;
            }
            QCOMPARE(decoded->rows(), header->rows);
            QCOMPARE(decoded->columns(), header->columns);
            QCOMPARE(viewer::render(*decoded).size(), QSize(header->columns, header->rows));
        }
        QVERIFY(!decode(path, std::max(header->frames, 1)));
        QVERIFY(!decode(path, -1));
    }

    void greyAndColourAreTheReferences_data() { everyFileDecodesOrSaysWhy_data(); }
    void greyAndColourAreTheReferences()
    {
        QFETCH(QString, path);
        const auto header = viewer::readHeader(path);
        if (!header || header->frames == 0 || !whyDifferent(path).isEmpty())
            return;
        for (const int frame : {0, header->frames - 1}) {
            Reference reference;
            if (!reference.load(path, frame))
                return;
            const auto decoded = decode(path, frame);
            QVERIFY2(decoded, qPrintable(decoded ? QString() : kindName(decoded.error())));
            QCOMPARE(decoded->isColour(), reference.isColour());
            const Comparison found = compared(*decoded, reference);
            QVERIFY2(found.isGood(), qPrintable(QStringLiteral("%1 off").arg(found.largest)));
        }
    }

    //! A few files of each kind; with VIEWER_DAMAGE=all every file that there is (./dev fuzz).
    void cutFilesEndInASentence_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isWhole");
        if (qEnvironmentVariable("VIEWER_DAMAGE") == QLatin1String("all")) {
            for (const CorpusFile &file : corpusFiles())
                QTest::newRow(qPrintable(file.name)) << file.path << false;
            return;
        }
        for (const char *name :
             {"CT_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "JPEG-lossy.dcm", "SC_rgb_jpeg_gdcm.dcm",
              "JPEG2000.dcm", "image_dfl.dcm", "SC_rgb_rle_2frame.dcm", "693_J2KR.dcm",
              "emri_small_jpeg_ls_lossless.dcm", "emri_small_RLE.dcm", "OBXXXX1A.dcm", "liver_1frame.dcm"}) {
            if (QFile::exists(corpusFile(QString::fromLatin1(name))))
                QTest::newRow(name) << corpusFile(QString::fromLatin1(name)) << true;
        }
    }
    void cutFilesEndInASentence()
    {
        QFETCH(QString, path);
        QFETCH(bool, isWhole);
        const QByteArray whole = contentOf(path);
        const auto header = viewer::readHeader(path);
        QVERIFY(header || !isWhole);
        const QTemporaryDir dir;
        for (int tenth = 0; tenth < 20; ++tenth) {
            const QString cut = written(dir, whole.first(whole.size() * tenth / 20));
            survive(cut);
            // Whatever was behind the cut, the last frame cannot be there.
            if (isWhole && tenth < 10)
                QVERIFY(!decode(cut, header->frames - 1));
        }
    }

    void changedBytesAreSurvived_data() { cutFilesEndInASentence_data(); }
    void changedBytesAreSurvived()
    {
        QFETCH(QString, path);
        const QByteArray whole = contentOf(path);
        if (whole.isEmpty())
            return;
        const QTemporaryDir dir;
        QRandomGenerator random(20261124);
        QElapsedTimer clock;
        clock.start();
        for (int round = 0; round < 200 && clock.elapsed() < 2000; ++round) {
            QByteArray changed = whole;
            for (int i = 0; i <= round % 8; ++i) {
                // Half of them in the first kilobytes, where lengths and sizes are.
                const qsizetype bound = i % 2 ? whole.size() : std::min<qsizetype>(whole.size(), 4096);
                changed[random.bounded(static_cast<int>(bound))] = static_cast<char>(random.bounded(256));
            }
            survive(written(dir, changed));
        }
    }

    //! A picture of which a part is made up is worse than none.
    void aChangedStreamIsNoPicture_data()
    {
        QTest::addColumn<QString>("path");
        const QStringList wanted{QStringLiteral("JPEG-lossy.dcm"), QStringLiteral("JPGExtended.dcm"),
                                 QStringLiteral("SC_rgb_jpeg_gdcm.dcm"), QStringLiteral("ihe-mado/Study_B/I5.dcm")};
        for (const CorpusFile &file : corpusFiles()) {
            if (wanted.contains(file.name.section(QLatin1Char('/'), 1)))
                QTest::newRow(qPrintable(file.name)) << file.path;
        }
    }
    void aChangedStreamIsNoPicture()
    {
        QFETCH(QString, path);
        QVERIFY(decode(path, 0));
        QByteArray changed = contentOf(path);
        changed.replace(changed.size() / 2, 2, QByteArray::fromHex("ffd9"));
        const QTemporaryDir dir;
        const auto frame = decode(written(dir, changed), 0);
        QVERIFY(!frame);
        QVERIFY2(frame.error().kind == viewer::Error::Kind::Damaged, qPrintable(kindName(frame.error())));
        QVERIFY2(frame.error().detail.contains(QLatin1String("Corrupt JPEG data")), qPrintable(frame.error().detail));
    }

    void aLieEndsInTheRightKind_data()
    {
        using Kind = viewer::Error::Kind;
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<viewer::Error::Kind>("kind");
        const QList<int> four{1, 2, 3, 4};
        QTest::newRow("fewer pixels than rows") << FileMaker().grey(200, 2, 8, false, four).file() << Kind::Damaged;
        QTest::newRow("65535 rows and columns")
            << FileMaker().grey(65535, 65535, 8, false, four).file() << Kind::UnsupportedPixels;
        QTest::newRow("no rows") << FileMaker().grey(0, 2, 8, false, four).file() << Kind::Damaged;
        QTest::newRow("a film") << FileMaker("1.2.840.10008.1.2.4.102").grey(2, 2, 8, false, four).file()
                                << Kind::UnsupportedSyntax;
        QTest::newRow("a syntax nobody knows")
            << FileMaker("1.2.3.4.5").grey(2, 2, 8, false, four).file() << Kind::UnsupportedSyntax;
        QTest::newRow("compressed that is not")
            << FileMaker("1.2.840.10008.1.2.4.90").grey(2, 2, 8, false, four).file() << Kind::Damaged;
        QTest::newRow("no pixels") << FileMaker().text(0x00080060, "CS", "SR").file() << Kind::NoPixels;
        QTest::newRow("a text") << QByteArray("It was a dark and stormy night") << Kind::NotDicom;
        QTest::newRow("nothing") << QByteArray() << Kind::NotDicom;
        QTest::newRow("a palette that is missing")
            << FileMaker().grey(2, 2, 8, false, four, "PALETTE COLOR").file() << Kind::Damaged;
        QTest::newRow("a colour space of no screen")
            << FileMaker().grey(2, 2, 8, false, four, "HSV").file() << Kind::UnsupportedPixels;
        FileMaker rle("1.2.840.10008.1.2.5");
        rle.word(0x00280010, 2).word(0x00280011, 2).word(0x00280100, 8).fragments({QByteArray("short")});
        QTest::newRow("an RLE frame without a head") << rle.file() << Kind::Damaged;
        FileMaker none("1.2.840.10008.1.2.4.50");
        none.word(0x00280010, 2).word(0x00280011, 2).word(0x00280100, 8).fragments({});
        QTest::newRow("real numbers that are bytes") << FileMaker()
                                                            .word(0x00280010, 1)
                                                            .word(0x00280011, 1)
                                                            .word(0x00280100, 8)
                                                            .bytes(0x7FE00008, "OF", "1234")
                                                            .file()
                                                     << Kind::Damaged;
        FileMaker ends("1.2.840.10008.1.2.8.1");
        ends.word(0x00280010, 2).word(0x00280011, 2).word(0x00280100, 8);
        QTest::newRow("a deflated frame that ends early")
            << ends.fragments({QByteArray::fromHex("010200fdff0708")}).file() << Kind::Damaged;
        QTest::newRow("no fragments") << none.file() << Kind::Damaged;
        for (const int entries : {1, 255}) {
            FileMaker palette;
            for (const quint32 table : {0x00281101U, 0x00281102U, 0x00281103U})
                palette.words(table, {256, 0, 16});
            for (const quint32 table : {0x00281201U, 0x00281202U, 0x00281203U})
                palette.words(table, QList<quint16>(entries, 500), "OW");
            QTest::addRow("a palette of %d of 256 colours", entries)
                << palette.grey(2, 2, 8, false, four, "PALETTE COLOR").file() << Kind::Damaged;
        }
        FileMaker other("1.2.840.10008.1.2.4.50");
        other.word(0x00280010, 2).word(0x00280011, 2).word(0x00280100, 8);
        other.fragments({QByteArray::fromHex("ffd8ffc0000b08ffffffff01011100ffd9")});
        QTest::newRow("a stream of another size") << other.file() << Kind::Damaged;

        FileMaker nested;
        for (int depth = 0; depth < 200; ++depth)
            nested.openSequence(0x00400275);
        for (int depth = 0; depth < 200; ++depth)
            nested.closeSequence();
        QTest::newRow("sequences 200 deep") << nested.grey(2, 2, 8, false, four).file() << Kind::Damaged;
    }
    void aLieEndsInTheRightKind()
    {
        QFETCH(QByteArray, file);
        QFETCH(viewer::Error::Kind, kind);
        const QTemporaryDir dir;
        const auto frame = decode(written(dir, file), 0);
        QVERIFY(!frame);
        QVERIFY2(frame.error().kind == kind, qPrintable(kindName(frame.error())));
    }

    void offsetTablesThatLieLoseNothing_data()
    {
        QTest::addColumn<QList<quint32>>("table");
        // A fragment of 68 bytes and its head of 8: the second frame begins at 76.
        QTest::newRow("true") << QList<quint32>{0, 76};
        QTest::newRow("empty") << QList<quint32>();
        QTest::newRow("too short") << QList<quint32>{0};
        QTest::newRow("outside of the file") << QList<quint32>{0, 0x7FFFFFF0};
        QTest::newRow("outside of 32 bits") << QList<quint32>{0xFFFFFFF0, 0xFFFFFFFF};
        QTest::newRow("backwards") << QList<quint32>{76, 0};
        QTest::newRow("one place twice") << QList<quint32>{0, 0};
        QTest::newRow("into the middle") << QList<quint32>{0, 20};
    }
    void offsetTablesThatLieLoseNothing()
    {
        QFETCH(QList<quint32>, table);
        const auto rle = [](char first, char second) {
            QByteArray fragment(64, '\0');
            fragment[0] = 1;
            fragment[4] = 64;
            return fragment + QByteArray("\1", 1) + first + second;
        };
        FileMaker file("1.2.840.10008.1.2.5");
        file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "2");
        file.word(0x00280010, 1).word(0x00280011, 2);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        const QTemporaryDir dir;
        const QString path = written(dir, file.fragments({rle(1, 2), rle(3, 4)}, table).file());
        for (int number = 0; number < 2; ++number) {
            const auto frame = decode(path, number);
            QVERIFY2(frame, frame ? "" : qPrintable(kindName(frame.error())));
            QCOMPARE(frame->valueAt(0, 0), std::optional(1.0 + 2 * number));
            QCOMPARE(frame->valueAt(1, 0), std::optional(2.0 + 2 * number));
        }
    }

    void framesThatAreMissingAreSaidOneByOne()
    {
        FileMaker file("1.2.840.10008.1.2.8.1");
        file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "3");
        file.word(0x00280010, 1).word(0x00280011, 2);
        file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        const QByteArray whole = QByteArray::fromHex("010200fdff0708");
        const QTemporaryDir dir;
        const QString path = written(dir, file.fragments({whole, whole}).file());
        QVERIFY(decode(path, 0));
        QVERIFY(decode(path, 1));
        const auto missing = decode(path, 2);
        QVERIFY(!missing);
        QVERIFY2(missing.error().kind == viewer::Error::Kind::Damaged, qPrintable(kindName(missing.error())));
    }

    void noFramesAreOne()
    {
        for (const char *count : {"0", "-3", "many", ""}) {
            FileMaker file;
            file.text(0x00280008, "IS", count).grey(1, 2, 8, false, {7, 9});
            const QTemporaryDir dir;
            const auto frame = decode(written(dir, file.file()), 0);
            QVERIFY2(frame, count);
            QCOMPARE(frame->valueAt(1, 0), std::optional(9.0));
        }
    }

    //! 160 MB that are 160 KB in the file: as a data set and as a frame.
    void aDeflateBombTakesNoMemory_data()
    {
        QTest::addColumn<bool>("isDataSet");
        QTest::newRow("data set") << true;
        QTest::newRow("frame") << false;
    }
    void aDeflateBombTakesNoMemory()
    {
        QFETCH(bool, isDataSet);
        const QTemporaryDir dir;
        QString path;
        {
            // Qt puts the size and the head of zlib in front and a sum behind.
            const auto deflated = [](const QByteArray &bytes) { return qCompress(bytes).mid(6).chopped(4); };
            constexpr qsizetype bombBytes = 160LL * 1024 * 1024;
            if (isDataSet) {
                const qsizetype meta = FileMaker("1.2.840.10008.1.2.1.99").file().size();
                FileMaker file("1.2.840.10008.1.2.1.99");
                file.bytes(0x00091001, "OB", QByteArray(bombBytes, '\0')).grey(1, 2, 8, false, {7, 9});
                const QByteArray plain = file.file();
                path = written(dir, plain.first(meta) + deflated(plain.mid(meta)));
            } else {
                FileMaker file("1.2.840.10008.1.2.8.1");
                file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 2);
                file.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
                path = written(dir, file.fragments({deflated(QByteArray(bombBytes, '\0'))}).file());
            }
        }
        const qint64 before = peakBytesSinceNow();
        survive(path);
        const qint64 more = peakBytes() - before;
        if (!isInstrumented)
            QVERIFY2(more < 100LL * 1024 * 1024, qPrintable(QString::number(more)));
    }

    void storedValuesAreWhatTheBitsSay_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QList<double>>("values");
        const auto module = [](quint16 allocated, quint16 stored, quint16 highBit, bool isSigned) {
            FileMaker maker;
            maker.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 2);
            maker.word(0x00280100, allocated).word(0x00280101, stored).word(0x00280102, highBit);
            return maker.word(0x00280103, isSigned ? 1 : 0);
        };
        QTest::newRow("8 bits") << module(8, 8, 7, false).bytes(0x7FE00010, "OB", QByteArray::fromHex("01ff")).file()
                                << QList<double>{1, 255};
        QTest::newRow("8 bits signed")
            << module(8, 8, 7, true).bytes(0x7FE00010, "OB", QByteArray::fromHex("80ff")).file()
            << QList<double>{-128, -1};
        QTest::newRow("12 of 16, rubbish above")
            << module(16, 12, 11, false).bytes(0x7FE00010, "OW", QByteArray::fromHex("01f0ff1f")).file()
            << QList<double>{1, 4095};
        QTest::newRow("12 of 16 signed")
            << module(16, 12, 11, true).bytes(0x7FE00010, "OW", QByteArray::fromHex("0008ff0f")).file()
            << QList<double>{-2048, -1};
        QTest::newRow("12 of 16, high bit 15")
            << module(16, 12, 15, false).bytes(0x7FE00010, "OW", QByteArray::fromHex("1f00f0ff")).file()
            << QList<double>{1, 4095};
        QTest::newRow("12 packed")
            << module(12, 12, 11, false).bytes(0x7FE00010, "OW", QByteArray::fromHex("bcfade")).file()
            << QList<double>{0xABC, 0xDEF};
        QTest::newRow("32 bits")
            << module(32, 32, 31, false).bytes(0x7FE00010, "OW", QByteArray::fromHex("ffffffff01000000")).file()
            << QList<double>{4294967295.0, 1};
        QTest::newRow("32 bits signed")
            << module(32, 32, 31, true).bytes(0x7FE00010, "OW", QByteArray::fromHex("ffffffff01000000")).file()
            << QList<double>{-1, 1};
        QTest::newRow("1 bit") << module(1, 1, 0, false).bytes(0x7FE00010, "OB", QByteArray::fromHex("0200")).file()
                               << QList<double>{0, 1};
        const auto reals = [](quint16 allocated) {
            FileMaker maker;
            maker.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 2);
            return maker.word(0x00280100, allocated);
        };
        QTest::newRow("float") << reals(32).bytes(0x7FE00008, "OF", QByteArray::fromHex("0000003f000020c1")).file()
                               << QList<double>{0.5, -10};
        QTest::newRow("double")
            << reals(64).bytes(0x7FE00009, "OD", QByteArray::fromHex("000000000000e03f00000000000024c0")).file()
            << QList<double>{0.5, -10};
        FileMaker deflated("1.2.840.10008.1.2.8.1");
        deflated.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 1).word(0x00280011, 2);
        deflated.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
        // A stored block of two bytes.
        QTest::newRow("deflated frame") << deflated.fragments({QByteArray::fromHex("010200fdff0708")}).file()
                                        << QList<double>{7, 8};
    }
    void storedValuesAreWhatTheBitsSay()
    {
        QFETCH(QByteArray, file);
        QFETCH(QList<double>, values);
        const QTemporaryDir dir;
        const auto frame = decode(written(dir, file), 0);
        QVERIFY2(frame, qPrintable(frame ? QString() : kindName(frame.error())));
        for (int i = 0; i < static_cast<int>(values.size()); ++i)
            QCOMPARE(frame->valueAt(i, 0), std::optional(values[i]));
        QVERIFY(!frame->valueAt(static_cast<int>(values.size()), 0));
    }

    void losslessCopiesHaveTheSameValues_data()
    {
        QTest::addColumn<QString>("copy");
        QTest::addColumn<QString>("original");
        const char *const pairs[][2] = {{"MR_small_RLE.dcm", "MR_small.dcm"},
                                        {"MR_small_jp2klossless.dcm", "MR_small.dcm"},
                                        {"MR_small_jpeg_ls_lossless.dcm", "MR_small.dcm"},
                                        {"MR_small_bigendian.dcm", "MR_small.dcm"},
                                        {"MR_small_implicit.dcm", "MR_small.dcm"},

                                        {"MR_small_expb.dcm", "MR_small.dcm"},
                                        {"rtdose_rle.dcm", "rtdose.dcm"},
                                        {"rtdose_expb.dcm", "rtdose.dcm"}};
        for (const auto &pair : pairs)
            QTest::newRow(pair[0]) << corpusFile(QString::fromLatin1(pair[0]))
                                   << corpusFile(QString::fromLatin1(pair[1]));
        // The larger collection has more of them.
        const char *const more[][2] = {
            {"cornerstone-wado/CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm",
             "cornerstone-wado/CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm"},
            {"cornerstone-wado/CTImage.dcm_JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm",
             "cornerstone-wado/CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm"},
            {"pydicom-data/emri_small_jpeg_2k_lossless.dcm", "pydicom-data/emri_small.dcm"},
            {"pydicom-data/RG3_J2KR.dcm", "pydicom-data/RG3_UNCR.dcm"},
            {"pydicom-data/MR2_J2KR.dcm", "pydicom-data/MR2_UNCR.dcm"},
            {"synthetic/formats/rgb-j2k.dcm", "synthetic/formats/rgb.dcm"},
            {"pydicom-data/liver_deflate.dcm", "pydicom-data/liver.dcm"},
            {"pydicom-data/liver_nonbyte_aligned_deflate.dcm", "pydicom-data/liver_nonbyte_aligned.dcm"},
            {"pydicom-data/liver_nonbyte_aligned_rle.dcm", "pydicom-data/liver_nonbyte_aligned.dcm"},
            {"synthetic/htj2k/ct-rpcl.dcm", "synthetic/htj2k/ct-lossless.dcm"},
            {"synthetic/htj2k/dx-rpcl.dcm", "synthetic/htj2k/dx-lossless.dcm"}};
        QHash<QString, QString> paths;
        for (const CorpusFile &file : corpusFiles())
            paths.insert(file.name.section(QLatin1Char('/'), 1), file.path);
        for (const auto &pair : more) {
            const QString copy = paths.value(QString::fromLatin1(pair[0]));
            const QString original = paths.value(QString::fromLatin1(pair[1]));
            if (!copy.isEmpty() && !original.isEmpty())
                QTest::newRow(pair[0]) << copy << original;
        }
    }
    void losslessCopiesHaveTheSameValues()
    {
        QFETCH(QString, copy);
        QFETCH(QString, original);
        const auto header = viewer::readHeader(original);
        QVERIFY(header);
        for (const int frame : {0, header->frames - 1}) {
            const auto a = decode(copy, frame);
            const auto b = decode(original, frame);
            QVERIFY2(a && b, qPrintable(a ? QString() : kindName(a.error())));
            QCOMPARE(viewer::render(*a), viewer::render(*b));
            for (int row = 0; row < b->rows(); ++row) {
                for (int column = 0; column < b->columns(); ++column)
                    QCOMPARE(a->valueAt(column, row), b->valueAt(column, row));
            }
        }
    }

    void aStoppedDecodeGivesNothing()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!viewer::decode(corpusFile(QStringLiteral("CT_small.dcm")), 0, {}, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(DecodeTest)
#include "DecodeTest.moc"
