#include "retrieval/PartHead.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QDirIterator>
#include <QTemporaryFile>
#include <QTest>

using network::isCut;
using network::readPartHead;

namespace {

//! Debian's pydicom brings files of every kind; the shared collection is there on some machines only.
QStringList realFiles()
{
    QStringList files;
    for (const char *folder : {"/usr/lib/python3/dist-packages/pydicom/data", BORDERLIGHT_SHARED_DICOM}) {
        QDirIterator it(QString::fromLatin1(folder), {QStringLiteral("*.dcm")}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next();
    }
    return files;
}

QString valueOf(DcmItem &item, const DcmTagKey &tag)
{
    OFString value;
    item.findAndGetOFStringArray(tag, value);
    return QString::fromLatin1(value.c_str());
}

//! An explicit little endian element with a short length.
QByteArray element(const char *tag, const char *representation, const QByteArray &value)
{
    const QByteArray bytes = QByteArray::fromHex(tag);
    const char head[] = {bytes[1], bytes[0], bytes[3], bytes[2]};
    const char length[] = {char(value.size() & 0xff), char(value.size() >> 8)};
    return QByteArray(head, 4) + representation + QByteArray(length, 2) + value;
}

QByteArray part(const QByteArray &dataset)
{
    return QByteArray(128, '\0') + "DICM" + element("00020003", "UI", "1.4") +
           element("00020010", "UI", QByteArray("1.2.840.10008.1.2.1\0", 20)) + dataset;
}

network::Result<network::PartHead> headOf(const QByteArray &bytes)
{
    QTemporaryFile file;
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush())
        return tl::unexpected(network::Error{network::Error::Kind::Storage, {}});
    return readPartHead(file.handle());
}

const QByteArray undefined("SQ\0\0\xff\xff\xff\xff", 8);
const QByteArray sequence = QByteArray("\x08\0\x40\x11", 4) + undefined; // (0008,1140)
const QByteArray item("\xfe\xff\0\xe0\xff\xff\xff\xff", 8);
const QByteArray itemEnd("\xfe\xff\x0d\xe0\0\0\0\0", 8);
const QByteArray sequenceEnd("\xfe\xff\xdd\xe0\0\0\0\0", 8);

} // namespace

class PartHeadTest : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithDcmtkOnRealFiles()
    {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        int compared = 0;
        for (const QString &path : realFiles()) {
            DcmFileFormat file;
            const bool isReadable = file.loadFileUntilTag(path.toLocal8Bit().constData(), EXS_Unknown, EGL_noChange, 64,
                                                          ERM_fileOnly, DcmTagKey(0x0020, 0x000f))
                                        .good();
            QFile opened(path);
            QVERIFY(opened.open(QIODevice::ReadOnly));
            const auto head = readPartHead(opened.handle());
            DcmDataset &dataset = *file.getDataset();
            const QString sop = valueOf(dataset, DCM_SOPInstanceUID);
            const QString series = valueOf(dataset, DCM_SeriesInstanceUID);
            const bool isWrittenAsUnknown = sop.contains(u'\\'); // VR UN: DCMTK gives the bytes in hex
            if (!isReadable || isWrittenAsUnknown || sop.isEmpty() || series.isEmpty() || !head)
                continue;
            ++compared;
            QCOMPARE(head->sop, sop);
            QCOMPARE(head->series, series);
            QCOMPARE(head->study, valueOf(dataset, DCM_StudyInstanceUID));
            QCOMPARE(head->patient.birthDate.trimmed(), valueOf(dataset, DCM_PatientBirthDate).trimmed());
            QCOMPARE(head->patient.sex.trimmed(), valueOf(dataset, DCM_PatientSex).trimmed());
            QCOMPARE(head->mediaStorageSop, valueOf(*file.getMetaInfo(), DCM_MediaStorageSOPInstanceUID));
            QCOMPARE(head->transferSyntax, valueOf(*file.getMetaInfo(), DCM_TransferSyntaxUID));
        }
        // Debian's pydicom, which the tests install, brings enough of them.
        QVERIFY2(compared > 40, qPrintable(QString::number(compared)));
    }

    void readsOrRefuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isRead");
        const QByteArray uids = element("00080018", "UI", "1.4") + element("0020000d", "UI", "1.2") +
                                element("0020000e", "UI", QByteArray("1.3\0", 4));
        const auto row = [](const char *name, const QByteArray &bytes, bool isRead) {
            QTest::newRow(name) << bytes << isRead;
        };
        row("plain", part(uids), true);
        row("nothing", {}, false);
        row("no preamble", part(uids).mid(128), false);
        row("no transfer syntax", QByteArray(128, '\0') + "DICM" + uids, false);
        row("ends before its UIDs", part(element("00080018", "UI", "1.4")), false);
        row("cut in a value", part(uids).chopped(2), false);
        row("length beyond the end", part(element("00080018", "UI", "1.4").replace(6, 1, "\x70")), false);
        row("sequence of undefined length", part(sequence + item + itemEnd + sequenceEnd + uids), true);
        row("nested to the bound", part((sequence + item).repeated(30) + (itemEnd + sequenceEnd).repeated(30) + uids),
            true);
        row("nested without bound", part((sequence + item).repeated(100'000)), false);
        row("sequence never closed", part(sequence + item + uids), false);
    }
    void readsOrRefuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isRead);
        const auto head = headOf(bytes);
        QCOMPARE(head.has_value(), isRead);
        if (head) {
            QCOMPARE(head->sop, QStringLiteral("1.4"));
            QCOMPARE(head->study, QStringLiteral("1.2"));
            QCOMPARE(head->series, QStringLiteral("1.3"));
        } else {
            QCOMPARE(head.error().kind, network::Error::Kind::Malformed);
        }
    }

    void tellsWhatIsCut_data()
    {
        QTest::addColumn<QByteArray>("rest"); // behind the UIDs
        QTest::addColumn<bool>("isWhole");    // and every beginning of it is cut, but at the end of an element
        const QByteArray pixels = QByteArray("\xe0\x7f\x10\0OW\0\0\x08\0\0\0", 12) + "12345678";
        const QByteArray frames = QByteArray("\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff", 12) +
                                  QByteArray("\xfe\xff\0\xe0\0\0\0\0", 8) + QByteArray("\xfe\xff\0\xe0\x04\0\0\0", 8) +
                                  "1234" + sequenceEnd;
        const QByteArray late = QByteArray("\x40\0\x75\x02", 4) + undefined; // (0040,0275)
        QTest::newRow("pixels") << pixels << true;
        QTest::newRow("pixels in fragments") << frames << true;
        QTest::newRow("a sequence") << late + item + itemEnd + sequenceEnd << true;
        QTest::newRow("padded with zeros") << pixels + QByteArray(5, '\0') << false;
        QTest::newRow("something behind the dataset") << pixels + "not an element" << false;
        QTest::newRow("nested without bound") << (late + item).repeated(1000) << false;
    }
    void tellsWhatIsCut()
    {
        QFETCH(QByteArray, rest);
        QFETCH(bool, isWhole);
        const QByteArray begin = part(element("00080018", "UI", "1.4") + element("0020000d", "UI", "1.2") +
                                      element("0020000e", "UI", QByteArray("1.3\0", 4)));
        const auto isCutAt = [&](qsizetype bytes) {
            QTemporaryFile file;
            if (!file.open() || file.write(begin + rest.first(bytes)) < 0 || !file.flush())
                return false;
            const auto head = readPartHead(file.handle());
            return !head || isCut(file.handle(), *head);
        };
        QVERIFY(!isCutAt(0));
        QVERIFY(!isCutAt(rest.size()));
        for (qsizetype bytes = 1; isWhole && bytes < rest.size(); ++bytes)
            QVERIFY2(isCutAt(bytes), qPrintable(QString::number(bytes)));
    }

    //! What DCMTK reads to its end is not cut.
    void findsNoRealFileCutThatIsWhole()
    {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        int whole = 0;
        for (const QString &path : realFiles()) {
            QFile opened(path);
            QVERIFY(opened.open(QIODevice::ReadOnly));
            const auto head = readPartHead(opened.handle());
            DcmFileFormat file;
            if (!head ||
                file.loadFile(path.toLocal8Bit().constData(), EXS_Unknown, EGL_noChange, 64, ERM_fileOnly).bad())
                continue;
            ++whole;
            QVERIFY2(!isCut(opened.handle(), *head), qPrintable(path));
        }
        QVERIFY2(whole > 40, qPrintable(QString::number(whole)));
    }

    void readsNamesInTheirCharacterSet_data()
    {
        QTest::addColumn<QByteArray>("characterSet");
        QTest::addColumn<QByteArray>("inFile");
        QTest::addColumn<QString>("name");
        QTest::newRow("Latin-1") << QByteArray("ISO_IR 100") << QByteArray("M\xfcller^J\xf6rg ")
                                 << QStringLiteral("Müller^Jörg");
        QTest::newRow("UTF-8") << QByteArray("ISO_IR 192") << QByteArray("Dvo\xc5\x99\xc3\xa1k^Jan")
                               << QStringLiteral("Dvořák^Jan");
        QTest::newRow("Greek") << QByteArray("ISO_IR 126") << QByteArray("\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2")
                               << QStringLiteral("Διονυσιος");
        QTest::newRow("Cyrillic") << QByteArray("ISO_IR 144") << QByteArray("\xbb\xee") << QStringLiteral("Лю");
        QTest::newRow("not said") << QByteArray() << QByteArray("Doe^Jane") << QStringLiteral("Doe^Jane");
        QTest::newRow("not said, but UTF-8")
            << QByteArray() << QByteArray("Dvo\xc5\x99\xc3\xa1k") << QStringLiteral("Dvořák");
        QTest::newRow("not said, but Latin-1") << QByteArray() << QByteArray("M\xfcller") << QStringLiteral("Müller");
        QTest::newRow("a group that cannot be converted is left out")
            << QByteArray("\\ISO 2022 IR 87") << QByteArray("Yamada^Tarou=\x1b$B;3ED\x1b(B")
            << QStringLiteral("Yamada^Tarou");
        QTest::newRow("unknown set") << QByteArray("ISO_IR 999 ") << QByteArray("Doe^Jane")
                                     << QStringLiteral("Doe^Jane");
    }
    void readsNamesInTheirCharacterSet()
    {
        QFETCH(QByteArray, characterSet);
        QFETCH(QByteArray, inFile);
        QFETCH(QString, name);
        const auto head = headOf(part(element("00080005", "CS", characterSet) + element("00080018", "UI", "1.4") +
                                      element("00100010", "PN", inFile) + element("00100020", "LO", "77 ") +
                                      element("0020000d", "UI", "1.2") + element("0020000e", "UI", "1.3")));
        QVERIFY(head);
        QCOMPARE(head->patient.name, name);
        QCOMPARE(head->patient.id, QStringLiteral("77"));
    }
};

QTEST_GUILESS_MAIN(PartHeadTest)
#include "PartHeadTest.moc"
