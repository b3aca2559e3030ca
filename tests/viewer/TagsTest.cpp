#include "Files.h"

#include <viewer/Tags.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

viewer::TagTree tagsOf(const QString &path)
{
    const auto tree = viewer::readTags(path);
    if (!tree)
        qFatal("The test's own file cannot be read: %s", qPrintable(tree.error().detail));
    return *tree;
}

QString pathOf(const viewer::TagTree &tree, int place)
{
    QString path;
    for (int at = place; at >= 0; at = tree.nodes[at].parent)
        path.prepend(tree.nodes[at].number() + u'/');
    return path.chopped(1);
}

//! The attribute at a path such as "(0040,A730)/Item 1/(0040,A160)".
const viewer::TagNode *find(const viewer::TagTree &tree, const QString &path)
{
    for (int i = 0; i < tree.nodes.size(); ++i) {
        if (pathOf(tree, i) == path)
            return &tree.nodes[i];
    }
    return nullptr;
}

FileMaker person(const QByteArray &name)
{
    FileMaker file;
    file.text(0x00080005, "CS", "ISO_IR 192").text(0x00080060, "CS", "CT").text(0x00100010, "PN", name);
    return file;
}

} // namespace

class TagsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString written(const FileMaker &file, const char *name = "file.dcm") const
    {
        return file.writtenTo(m_dir.filePath(QString::fromLatin1(name)));
    }

private slots:
    void attributesAreNamedAndWorded_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("explicit") << u"MR_small.dcm"_s;
        QTest::newRow("implicit") << u"MR_small_implicit.dcm"_s;
        QTest::newRow("big endian") << u"MR_small_bigendian.dcm"_s;
        QTest::newRow("deflated") << u"image_dfl.dcm"_s;
    }
    void attributesAreNamedAndWorded()
    {
        QFETCH(QString, file);
        const viewer::TagTree tree = tagsOf(corpusFile(file));
        QVERIFY2(tree.damage.isEmpty(), qPrintable(tree.damage));
        const viewer::TagNode *rows = find(tree, u"(0028,0010)"_s);
        QVERIFY(rows);
        QCOMPARE(rows->name, u"Rows"_s);
        QCOMPARE(rows->vr, u"US"_s);
        QCOMPARE(rows->length, 2);
        QVERIFY(rows->value == u"64"_s || rows->value == u"512"_s);
        const viewer::TagNode *sopClass = find(tree, u"(0008,0016)"_s);
        QVERIFY2(sopClass->value.contains(u"ImageStorage"_s), qPrintable(sopClass->value));
        const viewer::TagNode *syntax = find(tree, u"(0002,0010)"_s);
        QVERIFY(syntax && syntax->value.startsWith(u"1.2.840.10008.1.2"_s));
        const viewer::TagNode *pixels = find(tree, u"(7FE0,0010)"_s);
        QVERIFY(pixels && pixels->isCut);
        QVERIFY(pixels->value.size() < 64);
    }

    void sequencesPrivateAttributesAndTextsAreRead()
    {
        FileMaker code;
        code.text(0x00080100, "SH", "T-11100").text(0x00080104, "LO", QByteArray("K\xc3\xb6rper"));
        FileMaker file = person(QByteArray("M\xc3\xbcller^J\xc3\xb6rg"));
        file.sequence(0x00081084, code);
        file.text(0x00091010, "LO", "x").text(0x00090010, "LO", "SIEMENS MED NMX").bytes(0x00091010, "UN", "abcd");
        file.words(0x00189087, {1, 2, 3}, "US").bytes(0x00204000, "LT", QByteArray(1000, 'y'));
        const viewer::TagTree tree = tagsOf(written(file));
        QCOMPARE(find(tree, u"(0010,0010)"_s)->value, u"Müller^Jörg"_s);
        QCOMPARE(find(tree, u"(0008,1084)/Item 1/(0008,0104)"_s)->value,
                 u"Körper"_s); // the file's characters hold inside
        QCOMPARE(find(tree, u"(0009,0010)"_s)->name, u"PrivateCreator"_s);
        QCOMPARE(find(tree, u"(0009,1010)"_s)->creator, u"SIEMENS MED NMX"_s);
        QCOMPARE(find(tree, u"(0018,9087)"_s)->value, u"1\\2\\3"_s);
        const viewer::TagNode *longOne = find(tree, u"(0020,4000)"_s);
        QCOMPARE(longOne->value.size(), 256);
        QVERIFY(longOne->isCut);
        QCOMPARE(viewer::wholeTagValue(tree, int(longOne - tree.nodes.constData())).size(), 1000);
    }

    void whatIsFoundShowsWhereItLies()
    {
        FileMaker code;
        code.text(0x00080100, "SH", "T-11100");
        const viewer::TagTree tree = tagsOf(written(person("Doe").sequence(0x00081084, code)));
        const auto foundBy = [&](const QString &text) {
            QStringList paths;
            const QList<bool> found = viewer::tagsWith(tree, text);
            for (int i = 0; i < found.size(); ++i) {
                if (found[i])
                    paths << pathOf(tree, i);
            }
            return paths;
        };
        QCOMPARE(foundBy(u"t-111"_s),
                 QStringList({u"(0008,1084)"_s, u"(0008,1084)/Item 1"_s, u"(0008,1084)/Item 1/(0008,0100)"_s}));
        QCOMPARE(foundBy(u"patientname"_s), QStringList{u"(0010,0010)"_s});
        QCOMPARE(foundBy(u"0010,0010"_s), QStringList{u"(0010,0010)"_s});
        QVERIFY(foundBy(u"nothing like it"_s).isEmpty());
        QCOMPARE(foundBy({}).size(), tree.nodes.size());
    }

    void twoFilesAreComparedAttributeByAttribute()
    {
        FileMaker one;
        one.text(0x00080100, "SH", "A").text(0x00080104, "LO", "same");
        FileMaker other;
        other.text(0x00080100, "SH", "B").text(0x00080104, "LO", "same");
        QByteArray bytes(3'000'000, '\1');
        FileMaker left = person("Doe");
        left.sequence(0x00081084, one).text(0x00200013, "IS", "1").bytes(0x7FE00010, "OB", bytes);
        bytes[2'500'000] = '\2';
        FileMaker right = person("Doe");
        right.text(0x00100020, "LO", "4711").sequence(0x00081084, other).bytes(0x7FE00010, "OB", bytes);
        const viewer::TagTree a = tagsOf(written(left, "a.dcm"));
        const viewer::TagTree b = tagsOf(written(right, "b.dcm"));
        QStringList rows;
        for (const viewer::TagPair &pair : viewer::compareTags(a, b)) {
            if (pair.differs)
                rows << (pair.left < 0    ? u"> "_s
                         : pair.right < 0 ? u"< "_s
                                          : u"! "_s) +
                            (pair.left < 0 ? pathOf(b, pair.right) : pathOf(a, pair.left));
        }
        // The second file has its attributes out of order, so each side has some that the other is past.
        QVERIFY(rows.contains(u"< (0020,0013)"_s));
        QVERIFY(rows.contains(u"> (0010,0020)"_s));
        QVERIFY(rows.contains(u"! (7FE0,0010)"_s)); // far behind what is listed of it
        QVERIFY(!rows.join(u' ').contains(u"(0010,0010)"_s));
        QStringList same;
        for (const viewer::TagPair &pair : viewer::compareTags(a, a)) {
            if (pair.differs)
                same << pathOf(a, pair.left);
        }
        QCOMPARE(same, QStringList());
    }

    void aDifferenceInsideMarksWhatHoldsIt()
    {
        FileMaker one;
        one.text(0x00080100, "SH", "A").text(0x00080104, "LO", "same");
        FileMaker other;
        other.text(0x00080100, "SH", "B").text(0x00080104, "LO", "same");
        const viewer::TagTree a = tagsOf(written(FileMaker().sequence(0x00081084, one), "a.dcm"));
        const viewer::TagTree b = tagsOf(written(FileMaker().sequence(0x00081084, other), "b.dcm"));
        QStringList rows;
        for (const viewer::TagPair &pair : viewer::compareTags(a, b)) {
            if (pair.differs)
                rows << pathOf(a, pair.left);
        }
        QCOMPARE(rows, QStringList({u"(0008,1084)"_s, u"(0008,1084)/Item 1"_s, u"(0008,1084)/Item 1/(0008,0100)"_s}));
    }

    void deepNestingEndsInASentence()
    {
        for (const int depth : {10, 200, 20'000}) {
            FileMaker file = person("Doe");
            for (int i = 0; i < depth; ++i)
                file.openSequence(0x00400275);
            for (int i = 0; i < depth; ++i)
                file.closeSequence();
            const viewer::TagTree tree = tagsOf(written(file));
            QCOMPARE(tree.damage.isEmpty(), depth == 10);
            QCOMPARE(find(tree, u"(0010,0010)"_s)->value, u"Doe"_s);
        }
        // With lengths nothing has to be looked through to find the end of it.
        FileMaker inner = FileMaker().text(0x00080060, "CS", "CT");
        for (int i = 0; i < 200; ++i)
            inner = FileMaker().sequence(0x00400275, inner);
        const viewer::TagTree tree = tagsOf(written(inner));
        QVERIFY(tree.damage.contains(u"deeper"_s));
        QVERIFY(tree.nodes.size() <= 200);
    }

    void aFileThatIsCutListsWhatIsThere()
    {
        const QString path =
            written(person("Doe").text(0x00200013, "IS", "1").bytes(0x7FE00010, "OB", QByteArray(64, 'x')));
        QFile file(path);
        QVERIFY(file.resize(file.size() - 10));
        const viewer::TagTree tree = tagsOf(path);
        QVERIFY(!tree.damage.isEmpty());
        QCOMPARE(find(tree, u"(0020,0013)"_s)->value, u"1"_s);
        QVERIFY(find(tree, u"(7FE0,0010)"_s));
        for (qint64 size = file.size(); size > 0; size -= 7) {
            QVERIFY(file.resize(size));
            const auto cut = viewer::readTags(path);
            if (!cut)
                QVERIFY(!cut.error().detail.isEmpty());
        }
    }

    void everyFileOfTheCorpusIsListed()
    {
        for (const CorpusFile &file : corpusFiles()) {
            const auto tree = viewer::readTags(file.path);
            if (!tree) {
                QVERIFY2(!tree.error().detail.isEmpty(), qPrintable(file.name));
                continue;
            }
            for (int i = 0; i < tree->nodes.size(); ++i)
                QVERIFY2(tree->nodes[i].parent < i, qPrintable(file.name));
        }
    }

    void whatIsStoppedEnds()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto tree = viewer::readTags(corpusFile(u"CT_small.dcm"_s), stop.get_token());
        QVERIFY(tree && tree->nodes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TagsTest)
#include "TagsTest.moc"
