#include "Files.h"

#include <viewer/LocalFiles.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

FileMaker record(const QByteArray &fileId, quint16 inUse = 0xFFFF)
{
    FileMaker item;
    item.word(0x00041410, inUse).text(0x00041430, "CS", "IMAGE");
    if (!fileId.isEmpty())
        item.text(0x00041500, "CS", fileId);
    return item;
}

} // namespace

class LocalFilesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString put(const QString &name) const
    {
        const QString path = m_dir.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("x") != 1)
            qFatal("The test cannot write its file.");
        return path;
    }
    QString directory(const QString &name, const QList<FileMaker> &records) const
    {
        FileMaker file;
        file.text(0x00041130, "CS", "TEST").items(0x00041220, records);
        return file.writtenTo(m_dir.filePath(name));
    }
    QStringList below(const QStringList &paths) const
    {
        QStringList names;
        for (const QString &path : paths)
            names << QDir(m_dir.path()).relativeFilePath(path);
        return names;
    }

private slots:
    void init()
    {
        QVERIFY(QDir(m_dir.path()).removeRecursively());
        QVERIFY(QDir().mkpath(m_dir.path()));
    }

    void foldersAreGoneThrough()
    {
        const QString one = put(u"a/one.dcm"_s);
        put(u"a/deep/er/two"_s);
        const viewer::LocalFiles found = viewer::localFiles({m_dir.filePath(u"a"_s), one, m_dir.filePath(u"absent"_s)});
        QCOMPARE(below(found.files), QStringList({u"a/deep/er/two"_s, u"a/one.dcm"_s}));
        QCOMPARE(below(found.unreadable), QStringList{u"absent"_s});
    }

    void whatARetrievalWritesBesideItsImagesIsPassedOver()
    {
        put(u"store/retrieval.json"_s);
        put(u"store/retrieval.journal"_s);
        put(u"store/1.2.3.part"_s);
        const QString store = m_dir.filePath(u"store"_s);
        QCOMPARE(viewer::localFiles({store}).empty, QStringList{store});
        put(u"store/1.2.3"_s);
        QCOMPARE(below(viewer::localFiles({store}).files), QStringList{u"store/1.2.3"_s});
        const QString named = m_dir.filePath(u"store/retrieval.json"_s);
        QCOMPARE(viewer::localFiles({named}).files, QStringList{named}); // whoever names it wants an answer
    }

    void aDirectoryFileLeadsToItsFiles()
    {
        put(u"DICOM/IM1"_s);
        put(u"dicom2/im2"_s); // copied with small letters
        put(u"README"_s);
        const QString file = directory(u"DICOMDIR"_s, {record("DICOM\\IM1"), record("DICOM2\\IM2"), record({}),
                                                       record("DICOM\\GONE"), record("DICOM\\OLD", 0)});
        const viewer::LocalFiles named = viewer::localFiles({file});
        QCOMPARE(below(named.files), QStringList({u"DICOM/IM1"_s, u"dicom2/im2"_s}));
        QCOMPARE(named.missing, QStringList{u"DICOM/GONE"_s});
        QVERIFY(named.refused.isEmpty());
        // In a folder nothing is hidden because the DICOMDIR does not know it.
        const viewer::LocalFiles folder = viewer::localFiles({m_dir.path()});
        QCOMPARE(below(folder.files), QStringList({u"DICOM/IM1"_s, u"README"_s, u"dicom2/im2"_s}));
        QCOMPARE(folder.missing, QStringList{u"DICOM/GONE"_s});
    }

    void nothingOutsideOfTheFolderIsOpened_data()
    {
        QTest::addColumn<QByteArray>("fileId");
        QTest::newRow("upwards") << QByteArray("..\\secret");
        QTest::newRow("upwards inside") << QByteArray("A\\..\\..\\secret");
        QTest::newRow("absolute") << QByteArray("\\etc\\passwd");
        QTest::newRow("slashes") << QByteArray("../secret");
        QTest::newRow("wildcards") << QByteArray("*\\*");
        QTest::newRow("a link") << QByteArray("LINK\\secret");
        QTest::newRow("a linked file") << QByteArray("A\\FILE");
    }
    void nothingOutsideOfTheFolderIsOpened()
    {
        QFETCH(QByteArray, fileId);
        put(u"secret"_s);
        put(u"disc/A/IM"_s);
        QVERIFY(QFile::link(m_dir.path(), m_dir.filePath(u"disc/LINK"_s)));
        QVERIFY(QFile::link(m_dir.filePath(u"secret"_s), m_dir.filePath(u"disc/A/FILE"_s)));
        const QString file = directory(u"disc/DICOMDIR"_s, {record(fileId), record("A\\IM")});
        const viewer::LocalFiles found = viewer::localFiles({file});
        QCOMPARE(below(found.files), QStringList{u"disc/A/IM"_s});
        QCOMPARE(found.refused, QStringList{QString::fromLatin1(fileId)});
    }

    void aRealDirectoryFileIsRead()
    {
        const QString file = corpusFile(u"dicomdirtests/DICOMDIR"_s);
        QVERIFY(QFile::exists(file));
        const viewer::LocalFiles found = viewer::localFiles({file});
        QCOMPARE(found.files.size() + found.missing.size(), 31);
        QVERIFY(found.refused.isEmpty());
    }

    void aDamagedDirectoryFileIsUnreadable()
    {
        const QString none = put(u"DICOMDIR"_s);
        QCOMPARE(viewer::localFiles({none}).unreadable, QStringList{none});
        const QString file = directory(u"DICOMDIR"_s, {record("A\\IM"), record("B\\IM")});
        QFile cut(file);
        for (qint64 size = cut.size(); size > 0; size -= 9) {
            QVERIFY(cut.resize(size));
            QVERIFY(viewer::localFiles({file}).files.isEmpty());
        }
    }

    void whatIsStoppedEnds()
    {
        put(u"a/one.dcm"_s);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(viewer::localFiles({m_dir.filePath(u"a"_s)}, stop.get_token()).files.isEmpty());
    }
};

QTEST_GUILESS_MAIN(LocalFilesTest)
#include "LocalFilesTest.moc"
