#include "Files.h"

#include <viewer/Image.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {

viewer::FileHeader headerOf(const FileMaker &file)
{
    const QTemporaryDir dir;
    const auto header = viewer::readHeader(file.writtenTo(dir.filePath(QStringLiteral("file.dcm"))));
    if (!header)
        qFatal("The test's own file cannot be read: %s", qPrintable(header.error().detail));
    return *header;
}

} // namespace

class HeaderTest : public QObject
{
    Q_OBJECT

private slots:
    void aRealFileTellsWhatAViewerNeeds()
    {
        const auto header = viewer::readHeader(corpusFile(QStringLiteral("CT_small.dcm")));
        QVERIFY(header);
        QCOMPARE(header->transferSyntax, QStringLiteral("1.2.840.10008.1.2.1"));
        QCOMPARE(header->modality, QStringLiteral("CT"));
        QCOMPARE(header->sopUid, QStringLiteral("1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322"));
        QCOMPARE(header->patientName, QStringLiteral("CompressedSamples, CT1"));
        QCOMPARE(header->patientId, QStringLiteral("1CT1"));
        QCOMPARE(header->studyDate, QDate(2004, 1, 19));
        QCOMPARE(header->studyTime, QTime(7, 27, 30));
        QCOMPARE(header->rows, 128);
        QCOMPARE(header->columns, 128);
        QCOMPARE(header->frames, 1);
        QCOMPARE(header->instanceNumber, std::optional(1));
        QCOMPARE(header->spacing, std::optional(std::pair(0.661468, 0.661468)));
        QVERIFY(!header->spacingAtDetector);
        QVERIFY(header->position && header->orientation);
        QCOMPARE(header->orientation->front(), 1.0);
        QCOMPARE(header->unit, QStringLiteral("HU"));
        QVERIFY(!header->lossy);
    }

    void everyLayoutOfAFileIsRead_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("syntax");
        QTest::newRow("implicit") << QStringLiteral("MR_small_implicit.dcm") << QStringLiteral("1.2.840.10008.1.2");
        QTest::newRow("big endian") << QStringLiteral("MR_small_bigendian.dcm")
                                    << QStringLiteral("1.2.840.10008.1.2.2");
        QTest::newRow("deflated") << QStringLiteral("image_dfl.dcm") << QStringLiteral("1.2.840.10008.1.2.1.99");
        QTest::newRow("big endian, no preamble")
            << QStringLiteral("ExplVR_BigEndNoMeta.dcm") << QStringLiteral("1.2.840.10008.1.2.2");
        QTest::newRow("explicit, no preamble")
            << QStringLiteral("ExplVR_LitEndNoMeta.dcm") << QStringLiteral("1.2.840.10008.1.2.1");
    }
    void everyLayoutOfAFileIsRead()
    {
        QFETCH(QString, name);
        QFETCH(QString, syntax);
        const auto header = viewer::readHeader(corpusFile(name));
        QVERIFY2(header, qPrintable(header ? QString() : header.error().detail));
        QCOMPARE(header->transferSyntax, syntax);
        QVERIFY(!header->sopUid.isEmpty());
    }

    void namesAreReadable_data()
    {
        QTest::addColumn<QByteArray>("characterSet");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << QByteArray() << QByteArray("Doe^Jane") << QStringLiteral("Doe, Jane");
        QTest::newRow("three parts") << QByteArray() << QByteArray("Doe^Jane^Mary^Dr")
                                     << QStringLiteral("Doe, Jane Mary");
        QTest::newRow("family only") << QByteArray() << QByteArray("Doe") << QStringLiteral("Doe");
        QTest::newRow("given only") << QByteArray() << QByteArray("^Jane") << QStringLiteral("Jane");
        QTest::newRow("Latin 1") << QByteArray("ISO_IR 100") << QByteArray("M\xfcller^J\xf6rg")
                                 << QString::fromUtf8("Müller, Jörg");
        QTest::newRow("Latin 2") << QByteArray("ISO_IR 101") << QByteArray("W\xb3odarczyk^Gra\xbfyna")
                                 << QString::fromUtf8("Włodarczyk, Grażyna");
        QTest::newRow("Cyrillic") << QByteArray("ISO_IR 144") << QByteArray("\xbb\xee\xda^\xb0\xdd\xdd\xd0")
                                  << QString::fromUtf8("Люк, Анна");
        QTest::newRow("Greek") << QByteArray("ISO_IR 126") << QByteArray("\xc4\xe9\xef^\xcd\xdf\xea\xe7")
                               << QString::fromUtf8("Διο, Νίκη");
        QTest::newRow("Unicode") << QByteArray("ISO_IR 192") << QByteArray("Yıldız^Gülşah")
                                 << QString::fromUtf8("Yıldız, Gülşah");
        QTest::newRow("Japanese") << QByteArray("\\ISO 2022 IR 87")
                                  << QByteArray("Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B")
                                  << QStringLiteral("Yamada, Tarou");
        QTest::newRow("only ideographic")
            << QByteArray("\\ISO 2022 IR 87") << QByteArray("=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B")
            << QString::fromUtf8("山田, 太郎");
        QTest::newRow("a set nobody knows")
            << QByteArray("ISO_IR 999") << QByteArray("M\xfcller") << QString::fromUtf8("Müller");
    }
    void namesAreReadable()
    {
        QFETCH(QByteArray, characterSet);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        FileMaker file;
        file.text(0x00080005, "CS", characterSet).text(0x00100010, "PN", bytes);
        QCOMPARE(headerOf(file).patientName, name);
    }

    void aSyntaxThatNoToolkitKnowsIsKeptAsText()
    {
        const auto header = headerOf(
            FileMaker("1.2.840.10008.1.2.4.201").text(0x00080060, "CS", "CT").grey(2, 2, 8, false, {1, 2, 3, 4}));
        QCOMPARE(header.transferSyntax, QStringLiteral("1.2.840.10008.1.2.4.201"));
        QCOMPARE(viewer::transferSyntaxName(header.transferSyntax),
                 QStringLiteral("High-Throughput JPEG 2000 lossless"));
        QCOMPARE(viewer::transferSyntaxName(QStringLiteral("1.2.3")), QStringLiteral("1.2.3"));
    }

    void spacingSaysWhereItWasMeasured()
    {
        FileMaker detector;
        detector.text(0x00181164, "DS", "0.1\\0.2").grey(2, 2, 8, false, {1, 2, 3, 4});
        QVERIFY(headerOf(detector).spacingAtDetector);
        QCOMPARE(headerOf(detector).pixelAspect, 0.5);

        FileMaker both;
        both.text(0x00181164, "DS", "0.1\\0.1").text(0x00280030, "DS", "0.09\\0.09");
        QVERIFY(!headerOf(both).spacingAtDetector);

        FileMaker nonsense;
        nonsense.text(0x00280030, "DS", "-1\\0").text(0x00280034, "IS", "2\\1");
        QVERIFY(!headerOf(nonsense).spacing);
        QCOMPARE(headerOf(nonsense).pixelAspect, 2.0);
    }

    void aProjectionIsCalibratedOnlyWhereTheFileSaysSo_data()
    {
        QTest::addColumn<QByteArray>("sopClass"); // behind 1.2.840.10008.5.1.4.1.1.
        QTest::addColumn<QByteArray>("pixelSpacing");
        QTest::addColumn<QByteArray>("imagerSpacing");
        QTest::addColumn<QByteArray>("scannedSpacing");
        QTest::addColumn<QByteArray>("calibration");
        QTest::addColumn<bool>("atDetector");
        const QByteArray none;
        const QByteArray spacing = "0.1\\0.1";
        for (const char *sopClass : {"1", "1.1", "1.1.1", "1.2", "1.3", "12.1", "12.2", "13.1.4"})
            QTest::addRow("%s, nothing else said", sopClass)
                << QByteArray(sopClass) << spacing << none << none << none << true;
        for (const char *sopClass : {"2", "4", "6.1", "7", "13.1.3", "20"})
            QTest::addRow("%s, no projection", sopClass)
                << QByteArray(sopClass) << spacing << none << none << none << false;
        QTest::newRow("calibrated, and said how")
            << QByteArray("1.1") << spacing << none << none << QByteArray("GEOMETRY") << false;
        QTest::newRow("said how, and the same")
            << QByteArray("1.1") << spacing << spacing << none << QByteArray("FIDUCIAL") << false;
        QTest::newRow("smaller than at the detector")
            << QByteArray("1.1") << QByteArray("0.09\\0.09") << spacing << none << none << false;
        QTest::newRow("the detector's again") << QByteArray("1.1") << spacing << spacing << none << none << true;
        // Half a thousandth off are digits; two thousandths are not.
        QTest::newRow("the same, other digits")
            << QByteArray("1.1") << QByteArray("0.10005\\0.1") << spacing << none << none << true;
        QTest::newRow("a little smaller")
            << QByteArray("1.1") << QByteArray("0.0998\\0.0998") << spacing << none << none << false;
        QTest::newRow("one of two is smaller")
            << QByteArray("1.1") << QByteArray("0.1\\0.09") << spacing << none << none << false;
        QTest::newRow("of a film") << QByteArray("7") << spacing << none << spacing << none << true;
        QTest::newRow("of a film of slices") << QByteArray("2") << spacing << none << spacing << none << true;
        QTest::newRow("another one than the film's")
            << QByteArray("7") << QByteArray("0.09\\0.09") << none << spacing << none << false;
    }
    void aProjectionIsCalibratedOnlyWhereTheFileSaysSo()
    {
        QFETCH(QByteArray, sopClass);
        QFETCH(QByteArray, pixelSpacing);
        QFETCH(QByteArray, imagerSpacing);
        QFETCH(QByteArray, scannedSpacing);
        QFETCH(QByteArray, calibration);
        QFETCH(bool, atDetector);
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1." + sopClass);
        if (!imagerSpacing.isEmpty())
            file.text(0x00181164, "DS", imagerSpacing);
        if (!scannedSpacing.isEmpty())
            file.text(0x00182010, "DS", scannedSpacing);
        file.text(0x00280030, "DS", pixelSpacing);
        if (!calibration.isEmpty())
            file.text(0x00280A02, "CS", calibration);
        const viewer::FileHeader header = headerOf(file);
        QVERIFY(header.spacing);
        QCOMPARE(header.spacingAtDetector, atDetector);
    }

    void aSliceOfABodyHasTheSpacingOfThePatient_data()
    {
        QTest::addColumn<QByteArray>("sopClass"); // behind 1.2.840.10008.5.1.4.1.1.
        QTest::addColumn<QByteArray>("modality");
        QTest::addColumn<bool>("hasPlace");
        QTest::addColumn<QByteArray>("pixelSpacing");
        QTest::addColumn<bool>("atDetector");
        const QByteArray same = "0.5\\0.5";
        for (const auto &[sopClass, modality] : {std::pair("2", "CT"), std::pair("4", "MR"), std::pair("128", "PT"),
                                                 std::pair("20", "NM"), std::pair("2.1", "CT")})
            QTest::addRow("%s, without a place", sopClass)
                << QByteArray(sopClass) << QByteArray(modality) << false << same << false;
        QTest::newRow("CT, another spacing")
            << QByteArray("2") << QByteArray("CT") << true << QByteArray("0.4\\0.4") << false;
        QTest::newRow("a reconstruction of a C-arm")
            << QByteArray("13.1.1") << QByteArray("XA") << true << same << false;
        QTest::newRow("secondary capture with a place") << QByteArray("7") << QByteArray("OT") << true << same << false;
        QTest::newRow("secondary capture without") << QByteArray("7") << QByteArray("OT") << false << same << true;
        for (const char *sopClass : {"1", "1.1", "1.2", "12.1", "12.2"})
            QTest::addRow("%s, with a place", sopClass)
                << QByteArray(sopClass) << QByteArray("CT") << true << same << true;
    }
    void aSliceOfABodyHasTheSpacingOfThePatient()
    {
        QFETCH(QByteArray, sopClass);
        QFETCH(QByteArray, modality);
        QFETCH(bool, hasPlace);
        QFETCH(QByteArray, pixelSpacing);
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1." + sopClass).text(0x00080060, "CS", modality);
        file.text(0x00181164, "DS", "0.5\\0.5"); // of the detector
        if (hasPlace)
            file.text(0x00200032, "DS", "0\\0\\7").text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        QTEST(headerOf(file.text(0x00280030, "DS", pixelSpacing)).spacingAtDetector, "atDetector");
    }

    void howAPictureWasMadeIsFoundWhereItStands()
    {
        FileMaker ct;
        ct.text(0x00080032, "TM", "143105.5").text(0x00180010, "LO", "Iopromide").text(0x00180060, "DS", "120");
        const auto made = headerOf(ct.text(0x00181152, "IS", "200")).technique;
        QCOMPARE(made.time, QTime(14, 31, 5));
        QCOMPARE(made.contrast, QStringLiteral("Iopromide"));
        QCOMPARE(made.kilovolts, std::optional(120.0));
        QCOMPARE(made.milliampSeconds, std::optional(200.0));
        QVERIFY(!made.repetition && !made.echo);
        // 250 mA for 80 ms are 20 mAs; 1500 µAs are 1.5 mAs.
        FileMaker product;
        product.text(0x00181150, "IS", "80").text(0x00181151, "IS", "250");
        QCOMPARE(headerOf(product).technique.milliampSeconds, std::optional(20.0));
        QCOMPARE(headerOf(FileMaker().text(0x00181153, "IS", "1500")).technique.milliampSeconds, std::optional(1.5));
        FileMaker mr;
        mr.text(0x00180080, "DS", "500").text(0x00180081, "DS", "0");
        QCOMPARE(headerOf(mr).technique.repetition, std::optional(500.0));
        QVERIFY(!headerOf(mr).technique.echo);
        const double echo = 14.5;
        FileMaker group;
        group.sequence(0x00189112, FileMaker().text(0x00180080, "DS", "2000"));
        group.sequence(0x00189114,
                       FileMaker().bytes(0x00189082, "FD", QByteArray(reinterpret_cast<const char *>(&echo), 8)));
        FileMaker enhanced;
        enhanced.text(0x0008002A, "DT", "20261102143105").sequence(0x52009229, group);
        const auto shared = headerOf(enhanced).technique;
        QCOMPARE(shared.time, QTime(14, 31, 5));
        QCOMPARE(shared.repetition, std::optional(2000.0));
        QCOMPARE(shared.echo, std::optional(14.5));
    }

    void framesAreLookedAtStackByStack_data()
    {
        QTest::addColumn<QByteArrayList>("stacks"); // of each frame "stack position", or nothing
        QTest::addColumn<QList<int>>("order");
        const QList<int> asInTheFile;
        QTest::newRow("two stacks, shuffled") << QByteArrayList{"1 2", "2 1", "1 1", "2 2"} << QList<int>{2, 0, 1, 3};
        QTest::newRow("as they lie") << QByteArrayList{"1 1", "1 2", "2 1"} << asInTheFile;
        QTest::newRow("ten is behind two") << QByteArrayList{"10 1", "2 1"} << QList<int>{1, 0};
        QTest::newRow("stacks with names") << QByteArrayList{"B 1", "A 2", "A 1"} << QList<int>{2, 1, 0};
        QTest::newRow("two phases") << QByteArrayList{"1 2", "1 1", "1 2", "1 1"} << asInTheFile;
        QTest::newRow("one without") << QByteArrayList{"1 2", "1 1", ""} << asInTheFile;
        QTest::newRow("none") << QByteArrayList{"", "", ""} << asInTheFile;
    }
    void framesAreLookedAtStackByStack()
    {
        QFETCH(QByteArrayList, stacks);
        QFETCH(QList<int>, order);
        QList<FileMaker> frames;
        for (const QByteArray &stack : stacks) {
            const QList<QByteArray> parts = stack.split(' ');
            const quint32 position = parts.value(1).toUInt();
            FileMaker content;
            if (!stack.isEmpty())
                content.text(0x00209056, "SH", parts[0])
                    .bytes(0x00209057, "UL", QByteArray(reinterpret_cast<const char *>(&position), 4));
            frames << FileMaker().sequence(0x00209111, content);
        }
        FileMaker file;
        file.text(0x00280008, "IS", QByteArray::number(stacks.size())).items(0x52009230, frames);
        for (const FileMaker &each : {file, file.implicit()}) {
            const viewer::FileHeader header = headerOf(each);
            QCOMPARE(header.frameOrder, order);
            for (int i = 0; i < stacks.size(); ++i) {
                QCOMPARE(header.frameAt(i), order.value(i, i));
                QCOMPARE(header.placeOf(header.frameAt(i)), i);
            }
        }
    }

    void framesWithoutAStackAreLookedAtAlongTheirNormal_data()
    {
        QTest::addColumn<QByteArrayList>("positions");
        QTest::addColumn<QByteArray>("lastOrientation"); // of the last frame; the others are axial
        QTest::addColumn<QList<int>>("order");
        const QByteArray axial = "1\\0\\0\\0\\1\\0";
        const QList<int> asInTheFile;
        QTest::newRow("shuffled") << QByteArrayList{"0\\0\\5", "0\\0\\-5", "0\\0\\0"} << axial << QList<int>{1, 2, 0};
        QTest::newRow("up") << QByteArrayList{"0\\0\\0", "0\\0\\5", "0\\0\\9"} << axial << asInTheFile;
        QTest::newRow("down") << QByteArrayList{"0\\0\\9", "0\\0\\5", "0\\0\\0"} << axial << asInTheFile;
        QTest::newRow("two phases") << QByteArrayList{"0\\0\\0", "0\\0\\5", "0\\0\\0.001", "0\\0\\5"} << axial
                                    << asInTheFile;
        QTest::newRow("another direction")
            << QByteArrayList{"0\\0\\5", "0\\0\\-5", "0\\0\\0"} << QByteArray("0\\1\\0\\0\\0\\-1") << asInTheFile;
        QTest::newRow("one that lies nowhere") << QByteArrayList{"0\\0\\5", "0\\0\\-5", ""} << axial << asInTheFile;
    }
    void framesWithoutAStackAreLookedAtAlongTheirNormal()
    {
        QFETCH(QByteArrayList, positions);
        QFETCH(QByteArray, lastOrientation);
        QList<FileMaker> frames;
        for (const QByteArray &position : positions) {
            const QByteArray orientation = frames.size() + 1 < positions.size() ? "1\\0\\0\\0\\1\\0" : lastOrientation;
            FileMaker item;
            item.sequence(0x00209113, FileMaker().text(0x00200032, "DS", position));
            frames << item.sequence(0x00209116, FileMaker().text(0x00200037, "DS", orientation));
        }
        FileMaker file;
        file.text(0x00280008, "IS", QByteArray::number(positions.size())).items(0x52009230, frames);
        QTEST(headerOf(file).frameOrder, "order");
    }

    void lossIsNamed()
    {
        FileMaker file;
        file.text(0x00282110, "CS", "01").text(0x00282112, "DS", "8.4").text(0x00282114, "CS", "ISO_15444_1");
        QVERIFY(headerOf(file).lossy);
        QCOMPARE(headerOf(file).lossyRatio, QStringLiteral("8.4"));
        QCOMPARE(headerOf(file).lossyMethod, QStringLiteral("ISO_15444_1"));
        QVERIFY(headerOf(FileMaker("1.2.840.10008.1.2.4.50").text(0x00080060, "CS", "CT")).lossy);
    }

    void aViewIsNamedByWordOrByCode_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("view");
        QTest::newRow("word") << QByteArray("MLO") << QByteArray() << QStringLiteral("MLO");
        QTest::newRow("word before code") << QByteArray("CC") << QByteArray("399368009") << QStringLiteral("CC");
        QTest::newRow("code") << QByteArray() << QByteArray("399368009") << QStringLiteral("MLO");
        QTest::newRow("old code") << QByteArray() << QByteArray("R-10242") << QStringLiteral("CC");
        QTest::newRow("unknown code") << QByteArray() << QByteArray("1") << QString();
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QString();
    }
    void aViewIsNamedByWordOrByCode()
    {
        QFETCH(QByteArray, word);
        QFETCH(QByteArray, code);
        QFETCH(QString, view);
        FileMaker file;
        file.text(0x00080060, "CS", "MG");
        if (!word.isEmpty())
            file.text(0x00185101, "CS", word);
        if (!code.isEmpty())
            file.sequence(0x00540220, FileMaker().text(0x00080100, "SH", code));
        QCOMPARE(headerOf(file).viewPosition, view);
    }

    void aFrameRateIsTakenFromWhereItStands_data()
    {
        QTest::addColumn<quint32>("tag");
        QTest::addColumn<QByteArray>("vr");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<double>("rate"); // 0: unknown
        QTest::newRow("recommended") << 0x00082144U << QByteArray("IS") << QByteArray("25") << 25.0;
        QTest::newRow("cine rate") << 0x00180040U << QByteArray("IS") << QByteArray("15") << 15.0;
        QTest::newRow("time of a frame") << 0x00181063U << QByteArray("DS") << QByteArray("40") << 25.0;
        QTest::newRow("times of frames") << 0x00181065U << QByteArray("DS") << QByteArray("0\\50\\50") << 20.0;
        QTest::newRow("no time at all") << 0x00181063U << QByteArray("DS") << QByteArray("0") << 0.0;
        QTest::newRow("no number") << 0x00082144U << QByteArray("IS") << QByteArray("fast") << 0.0;
        QTest::newRow("too fast for anything") << 0x00180040U << QByteArray("IS") << QByteArray("1000000") << 0.0;
    }
    void aFrameRateIsTakenFromWhereItStands()
    {
        QFETCH(quint32, tag);
        QFETCH(QByteArray, vr);
        QFETCH(QByteArray, value);
        QFETCH(double, rate);
        QCOMPARE(headerOf(FileMaker().text(tag, vr.constData(), value)).frameRate.value_or(0), rate);
    }

    void framesAreBounded()
    {
        FileMaker file;
        file.text(0x00280008, "IS", "2000000000").bytes(0x7FE00010, "OB", QByteArray(2, '\0'));
        QCOMPARE(headerOf(file).frames, 1'000'000);
        QCOMPARE(headerOf(FileMaker().text(0x00080060, "CS", "SR")).frames, 0);
    }

    void deepNestingIsRefused()
    {
        for (const auto &[depth, fine] : {std::pair(10, true), std::pair(200, false), std::pair(50'000, false)}) {
            FileMaker file;
            for (int i = 0; i < depth; ++i)
                file.openSequence(0x00400275);
            const QTemporaryDir dir;
            for (int i = 0; i < depth; ++i)
                file.closeSequence();
            const auto header = viewer::readHeader(file.writtenTo(dir.filePath(QStringLiteral("deep.dcm"))));
            QCOMPARE(header.has_value(), fine);
            if (!fine)
                QVERIFY(header.error().kind == viewer::Error::Kind::Damaged);
        }
    }

    void whatIsNoFileIsUnreadable()
    {
        const auto header = viewer::readHeader(QStringLiteral("/nowhere/at/all.dcm"));
        QVERIFY(!header);
        QVERIFY(header.error().kind == viewer::Error::Kind::Unreadable);
        const QTemporaryDir dir;
        QVERIFY(!viewer::readHeader(dir.path()));
    }
};

QTEST_GUILESS_MAIN(HeaderTest)
#include "HeaderTest.moc"
