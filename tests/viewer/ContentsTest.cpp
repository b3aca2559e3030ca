#include "Reports.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QAction>
#include <QImage>
#include <QLocale>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QThreadPool>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

//! A picture of two by two pixels with the numbers 0, 85, 170 and 255.
QString picture(const QTemporaryDir &dir, const QByteArray &series, int number, const FileMaker &more = FileMaker())
{
    FileMaker file = more;
    file.text(0x00080018, "UI", series + '.' + QByteArray::number(number)).text(0x00080060, "CS", "CT");
    file.text(0x00100010, "PN", "Doe^Jane").text(0x00100020, "LO", "4711");
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", series);
    file.text(0x00200013, "IS", QByteArray::number(number));
    file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
    return file.grey(2, 2, 8, false, {0, 85, 170, 255})
        .writtenTo(dir.filePath(QString::fromLatin1(series) + u'-' + QString::number(number)));
}

//! A picture of one grey: 40 times its number.
QString grey(const QTemporaryDir &dir, const QByteArray &series, int number, const QByteArray &study = "1.2")
{
    FileMaker file;
    file.text(0x00080018, "UI", series + '.' + QByteArray::number(number)).text(0x00080060, "CS", "OT");
    file.text(0x00100010, "PN", "Doe^Jane").text(0x0020000D, "UI", study).text(0x0020000E, "UI", series);
    file.text(0x00200013, "IS", QByteArray::number(number));
    file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
    return file.grey(2, 2, 8, false, QList<int>(4, 40 * number))
        .writtenTo(dir.filePath(QString::fromLatin1(series) + u"-grey-"_s + QString::number(number)));
}

FileMaker numbered(const QByteArray &number, const QByteArray &time = {}, const QByteArray &imageType = {})
{
    FileMaker file;
    if (!imageType.isEmpty())
        file.text(0x00080008, "CS", imageType);
    if (!time.isEmpty())
        file.text(0x00080031, "TM", time);
    if (!number.isEmpty())
        file.text(0x00200011, "IS", number);
    return file;
}

FileMaker imageItem(const QByteArray &uid, const QByteArray &frames = {})
{
    FileMaker item = content("IMAGE", "");
    return item.sequence(0x00081199, referenced("1.2.840.10008.5.1.4.1.1.2", uid, frames));
}

QString keyObjects(const QTemporaryDir &dir, const QByteArray &uid, const QList<QByteArray> &images,
                   const FileMaker &title = code("Of Interest", "113000", "DCM"))
{
    FileMaker file = reportHead("1.2.840.10008.5.1.4.1.1.88.59", "KO", uid, "1.2.8");
    file.sequence(0x0040A043, title);
    QList<FileMaker> items;
    for (const QByteArray &image : images)
        items << imageItem(image);
    return file.items(0x0040A730, items).writtenTo(dir.filePath(QString::fromLatin1(uid)));
}

struct Box
{
    QTemporaryDir dir;
    viewer::ViewingPanel panel;
    viewer::Tile &tile = panel.tile();
    QTextBrowser *text = panel.findChild<QTextBrowser *>(u"objectText"_s);
    QAbstractItemView *strip = panel.findChild<QAbstractItemView *>(u"thumbnailStrip"_s);

    Box()
    {
        panel.resize(900, 600);
        panel.show();
    }
    //! The number of the grey picture that is on screen.
    int seen() const
    {
        const QImage picture = tile.grab().toImage();
        return qGray(picture.pixel(picture.width() / 2 + 40, picture.height() / 2 + 40)) / 40;
    }
    QStringList rows() const
    {
        QStringList texts;
        for (int row = 0; row < strip->model()->rowCount(); ++row) {
            const QModelIndex index = strip->model()->index(row, 0);
            if (index.flags() & Qt::ItemIsEnabled)
                texts << index.data().toString();
        }
        return texts;
    }
};

} // namespace

class ContentsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void aReportIsReadAndItsLinkLeadsToThePicture()
    {
        Box box;
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        box.panel.addFile(picture(box.dir, "1.2.3", 2));
        QTRY_COMPARE(box.tile.pictureCount(), 2);
        FileMaker finding = content("TEXT", "Finding");
        finding.text(0x0040A160, "UT", "<b>Nodule</b> & more <img src=\"http://elsewhere.example/x\">");
        FileMaker file = reportHead("1.2.840.10008.5.1.4.1.1.88.11", "SR", "1.2.9.1", "1.2.9");
        file.text(0x00100010, "PN", "Doe^Jane").text(0x0040A491, "CS", "COMPLETE").text(0x0040A493, "CS", "UNVERIFIED");
        file.sequence(0x0040A043, code("Radiology Report"));
        file.items(0x0040A730, {finding, imageItem("1.2.3.2"), imageItem("1.2.99")});
        box.panel.addFile(file.writtenTo(box.dir.filePath(u"sr.dcm"_s)));
        QTRY_COMPARE(box.panel.seriesCount(), 2);
        QVERIFY(!box.text->isVisible());
        box.panel.openSeries(u"1.2.9"_s);
        QVERIFY(box.text->isVisible());
        QVERIFY(!box.tile.isVisible());
        QTRY_VERIFY(box.text->toPlainText().contains(u"Radiology Report"_s));
        QVERIFY2(box.text->toPlainText().contains(u"Finding: <b>Nodule</b> & more <img"_s), // as written, no markup
                 qPrintable(box.text->toPlainText()));
        QVERIFY(box.text->toPlainText().contains(u"(not here)"_s));
        QVERIFY2(box.text->toPlainText().contains(u"complete, not verified"_s), qPrintable(box.text->toPlainText()));
        QVERIFY(box.text->toPlainText().contains(u"Doe"_s));
        box.panel.setIdentityHidden(true);
        QTRY_VERIFY(!box.text->toPlainText().contains(u"Doe"_s));
        QVERIFY2(box.text->toPlainText().contains(u"Patient A"_s), qPrintable(box.text->toPlainText()));
        box.panel.setIdentityHidden(false);
        QTRY_VERIFY(box.text->toPlainText().contains(u"Doe"_s));
        QCOMPARE(box.text->toHtml().count(u"href=\"image:"_s), 1);
        QVERIFY2(box.text->toPlainText().contains(u", image 2"_s), qPrintable(box.text->toPlainText())); // which it is
        emit box.text->anchorClicked(QUrl(u"image:1.2.3.2#1"_s));
        QVERIFY(box.tile.isVisible());
        QCOMPARE(box.tile.sopUid(), u"1.2.3.2"_s);
        emit box.text->anchorClicked(QUrl(u"file:///etc/passwd"_s)); // leads nowhere
        QCOMPARE(box.tile.sopUid(), u"1.2.3.2"_s);
    }

    void documentsOpenWhereThereIsNoPicture()
    {
        Box box;
        const QString path = reportHead("1.2.840.10008.5.1.4.1.1.104.1", "DOC", "1.2.9.1", "1.2.9")
                                 .text(0x00420010, "ST", "Letter")
                                 .writtenTo(box.dir.filePath(u"letter.dcm"_s));
        box.panel.setSeriesState(u"1.2.9"_s, 1, 2, 0, false); // a picture may follow
        box.panel.addFile(path);
        QTRY_COMPARE(box.panel.seriesCount(), 1);
        QTest::qWait(200);
        QVERIFY(!box.text->isVisible());
        box.panel.setSeriesState(u"1.2.9"_s, 1, 1, 0, true);
        QTRY_VERIFY(box.text->isVisible() && box.text->toPlainText().contains(u"Letter"_s));
        QCOMPARE(box.panel.openedSeries(), u"1.2.9"_s);
        // As long as nobody has chosen it, pictures come first.
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        QTRY_VERIFY(box.tile.isVisible());
        QCOMPARE(box.panel.openedSeries(), u"1.2.3"_s);
    }

    void whatIsNoPictureIsNamed_data()
    {
        QTest::addColumn<QByteArray>("sopClass");
        QTest::addColumn<QString>("words");
        QTest::newRow("document") << QByteArray("1.2.840.10008.5.1.4.1.1.104.1") << u"Letter"_s;
        QTest::newRow("curves") << QByteArray("1.2.840.10008.5.1.4.1.1.9.1.1") << u"Curves"_s;
        QTest::newRow("presentation state") << QByteArray("1.2.840.10008.5.1.4.1.1.11.1") << u"presentation state"_s;
        QTest::newRow("unknown") << QByteArray("1.2.3.4.5") << u"1.2.3.4.5"_s;
        QTest::newRow("damaged report") << QByteArray("1.2.840.10008.5.1.4.1.1.88.11") << u"no structured report"_s;
    }
    void whatIsNoPictureIsNamed()
    {
        QFETCH(QByteArray, sopClass);
        QFETCH(QString, words);
        Box box;
        FileMaker file = reportHead(sopClass, "OT", "1.2.9.1", "1.2.9");
        const QString path = file.text(0x00420010, "ST", "Letter")
                                 .text(0x00420012, "LO", "application/pdf")
                                 .writtenTo(box.dir.filePath(u"other.dcm"_s));
        box.panel.addFile(path);
        QTRY_COMPARE(box.panel.seriesCount(), 1);
        box.panel.openSeries(u"1.2.9"_s);
        QTRY_VERIFY2(box.text->toPlainText().contains(words), qPrintable(box.text->toPlainText()));
        // Both deeds are seen on dark ground, whatever the style of the rest is.
        const auto *readHere = box.panel.findChild<QToolButton *>(u"objectReadHere"_s);
        const auto *openWith = box.panel.findChild<QToolButton *>(u"objectOpenWith"_s);
        QCOMPARE(readHere->isVisible(), sopClass.endsWith(".104.1"));
        if (readHere->isVisible()) {
            QCOMPARE(readHere->palette().color(QPalette::ButtonText), openWith->palette().color(QPalette::ButtonText));
            QVERIFY(openWith->x() - readHere->geometry().right() > 6);
        }
        QSignalSpy asked(&box.panel, &viewer::ViewingPanel::openElsewhereRequested);
        box.panel.findChild<QToolButton *>(u"objectOpenWith"_s)->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toStringList(), QStringList{path});
        box.panel.clear();
        QVERIFY(box.text->toPlainText().isEmpty());
    }

    void overlaysComeAndGoWithTheTextsAndTheShutterStays()
    {
        Box box;
        FileMaker more;
        more.text(0x00181600, "CS", "RECTANGULAR").text(0x00181602, "IS", "1").text(0x00181604, "IS", "1");
        more.text(0x00181606, "IS", "1").text(0x00181608, "IS", "2").bytes(0x00282000, "OB", QByteArray(4, '\0'));
        more.word(0x60000010, 2).word(0x60000011, 2).word(0x60000100, 1).bytes(0x60003000, "OW", QByteArray(2, '\1'));
        more.word(0x60020100, 8);
        box.panel.addFile(picture(box.dir, "1.2.3", 1, more));
        QTRY_VERIFY(box.tile.isPainted());
        const auto greyAt = [&](int x, int y) { // quarters of the height from the middle
            return qGray(box.tile.grab().toImage().pixel(box.tile.width() / 2 + x * (box.tile.height() / 4),
                                                         box.tile.height() / 2 + y * (box.tile.height() / 4)));
        };
        QTRY_VERIFY(greyAt(-1, -1) > 240); // the first pixel is black, the overlay on it is white
        QVERIFY(greyAt(1, 1) < 10);        // the last one is white, but shut off
        const QStringList corner = box.tile.cornerLines(Qt::BottomRightCorner);
        QVERIFY2(corner.contains(u"ICC profile not applied"_s), qPrintable(corner.join(u'\n')));
        QVERIFY(corner.contains(u"Overlay in pixel bits not shown"_s));
        QTest::keyClick(&box.tile, Qt::Key_Space);
        QVERIFY(greyAt(-1, -1) > 240);
        QTest::keyClick(&box.tile, Qt::Key_Space);
        QTRY_VERIFY(greyAt(-1, -1) < 10);
        QVERIFY(greyAt(1, 1) < 10);
    }

    void keyImagesAloneAreSeenOnDemand()
    {
        Box box;
        for (int number = 1; number <= 5; ++number)
            box.panel.addFile(picture(box.dir, "1.2.3", number));
        box.panel.addFile(picture(box.dir, "1.2.4", 1));
        QTRY_COMPARE(box.panel.seriesCount(), 2);
        box.panel.openSeries(u"1.2.3"_s);
        QTRY_COMPARE(box.tile.pictureCount(), 5);
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.tile.pictureCount(), 5); // none are known yet
        box.panel.addFile(keyObjects(box.dir, "1.2.8.1", {"1.2.3.2"}));
        box.panel.addFile(keyObjects(box.dir, "1.2.8.2", {"1.2.3.5", "1.2.77"}));
        box.panel.addFile(keyObjects(box.dir, "1.2.8.3", {"1.2.3.1", "1.2.3.3"}, code("Manifest", "113030", "DCM")));
        QTRY_COMPARE(box.panel.fileCount(), 9);
        QTRY_COMPARE(box.panel.keyImageCount(), 3);
        QVERIFY2(box.rows().first().endsWith(u"with key images"_s), qPrintable(box.rows().join(u'\n')));
        QVERIFY(!box.rows().at(1).endsWith(u"with key images"_s));
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.tile.pictureCount(), 2);
        box.tile.goTo(1);
        QCOMPARE(box.tile.sopUid(), u"1.2.3.5"_s);
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.tile.pictureCount(), 5);
        QCOMPARE(box.tile.sopUid(), u"1.2.3.5"_s);
        // From a series without any it leads to one that has some.
        box.panel.openSeries(u"1.2.4"_s);
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.panel.openedSeries(), u"1.2.3"_s);
        QCOMPARE(box.tile.pictureCount(), 2);
    }

    void keyImagesOfTheSameStudyComeFirst()
    {
        Box box;
        box.panel.addFile(grey(box.dir, "1.3.1", 1, "1.3")); // stands above in the strip or below, by its study
        box.panel.addFile(grey(box.dir, "1.3.2", 1, "1.3"));
        box.panel.addFile(grey(box.dir, "1.4.1", 1, "1.4"));
        box.panel.addFile(grey(box.dir, "1.4.2", 1, "1.4"));
        box.panel.addKeyImages({u"1.3.2.1"_s, u"1.4.2.1"_s});
        QTRY_COMPARE(box.panel.fileCount(), 4);
        for (const QString &study : {u"1.3"_s, u"1.4"_s}) {
            box.panel.openSeries(study + u".1"_s);
            QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(box.panel.openedSeries(), study + u".2"_s);
            QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        }
    }

    void whatIsNoKeyImageDoesNotStayUnderTheNameOfOne_data()
    {
        QTest::addColumn<QList<int>>("marked");
        QTest::addColumn<int>("looked");
        QTest::addColumn<int>("seen");
        QTest::addColumn<QString>("line");
        QTest::newRow("before it") << QList<int>{2} << 4 << 2 << u"Image 1 / 1 · no. 2"_s;
        QTest::newRow("behind it") << QList<int>{4} << 1 << 4 << u"Image 1 / 1 · no. 4"_s;
        QTest::newRow("the nearest") << QList<int>{1, 5} << 4 << 5 << u"Image 2 / 2 · no. 5"_s;
        QTest::newRow("itself") << QList<int>{1, 3, 5} << 3 << 3 << u"Image 2 / 3 · no. 3"_s;
    }
    void whatIsNoKeyImageDoesNotStayUnderTheNameOfOne()
    {
        QFETCH(QList<int>, marked);
        QFETCH(int, looked);
        QFETCH(int, seen);
        QFETCH(QString, line);
        Box box;
        QStringList keys;
        for (int number = 1; number <= 5; ++number)
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        for (const int number : marked)
            keys << u"1.2.3.%1"_s.arg(number);
        box.panel.addKeyImages(keys);
        QTRY_COMPARE(box.tile.pictureCount(), 5);
        box.tile.goTo(looked - 1);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.seen(), looked);
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.tile.pictureCount(), marked.size());
        QCOMPARE(box.tile.sopUid(), u"1.2.3.%1"_s.arg(seen));
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.seen(), seen);
        QVERIFY(box.tile.cornerLines(Qt::BottomLeftCorner).contains(line));
    }

    void whatArrivesDoesNotMisleadAJump()
    {
        Box box;
        for (const int number : {4, 5})
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        QTRY_COMPARE(box.tile.pictureCount(), 2);
        for (const int number : {1, 2, 3})
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        // The tile is told in portions, so there is a while in which the model alone knows of them.
        while (box.panel.placeOf(u"1.2.3.1"_s).isEmpty() || box.panel.placeOf(u"1.2.3.2"_s).isEmpty() ||
               box.panel.placeOf(u"1.2.3.3"_s).isEmpty())
            QCoreApplication::processEvents();
        QVERIFY(box.panel.showImage(u"1.2.3.2"_s));
        QCOMPARE(box.tile.sopUid(), u"1.2.3.2"_s);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.seen(), 2);
    }

    void whatArrivesDoesNotMisleadASavedPicture()
    {
        Box box;
        for (const int number : {4, 5})
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        QTRY_COMPARE(box.tile.pictureCount(), 2);
        box.tile.goTo(1);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.tile.sopUid(), u"1.2.3.5"_s);
        box.panel.addFile(grey(box.dir, "1.2.3", 1));
        while (box.panel.placeOf(u"1.2.3.1"_s).isEmpty())
            QCoreApplication::processEvents();
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"five.png"_s);
        box.panel.exportPicture(path, false);
        QVERIFY(saved.count() == 1 || saved.wait());
        QCOMPARE(qGray(QImage(path).pixel(0, 0)), 200);
    }

    void whatIsSavedIsWhatWasLookedAtWhenItWasAskedFor()
    {
        Box box;
        for (const int number : {1, 2, 3, 4, 5})
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        QTRY_COMPARE(box.tile.pictureCount(), 5);
        box.tile.goTo(1);
        QTRY_VERIFY(box.tile.isPainted());
        QTest::keyClick(&box.tile, Qt::Key_C);
        QTRY_VERIFY(box.tile.isPainted());
        const auto write = box.panel.takePicture(false);
        QVERIFY(write);
        QVERIFY(!box.panel.findChild<QToolButton *>(u"cineButton"_s)->isChecked());
        const int taken = box.tile.pictureIndex();
        box.tile.goTo((taken + 2) % 5);
        QTRY_VERIFY(box.tile.isPainted());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"taken.png"_s);
        write(path);
        QVERIFY(saved.count() == 1 || saved.wait());
        QCOMPARE(qGray(QImage(path).pixel(0, 0)), 40 * (taken + 1));
    }

    void theNextKeyImageIsSeenWhenAMarkIsTakenAway()
    {
        Box box;
        for (int number = 1; number <= 5; ++number)
            box.panel.addFile(grey(box.dir, "1.2.3", number));
        QTRY_COMPARE(box.tile.pictureCount(), 5);
        for (const int number : {2, 4}) {
            box.tile.goTo(number - 1);
            QTRY_VERIFY(box.tile.isPainted());
            QTest::keyClick(&box.tile, Qt::Key_K);
        }
        QTest::keyClick(&box.tile, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(box.tile.pictureCount(), 2);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.seen(), 4);
        QTest::keyClick(&box.tile, Qt::Key_K);
        QCOMPARE(box.tile.pictureCount(), 1);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.seen(), 2);
        QVERIFY(box.tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s));
    }

    void aSelectionOfFramesMarksThoseAlone()
    {
        Box box;
        FileMaker film;
        film.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "OT").text(0x0020000D, "UI", "1.2");
        film.text(0x0020000E, "UI", "1.2.3").text(0x00280008, "IS", "4").grey(2, 2, 8, false, QList<int>(16, 9));
        box.panel.addFile(film.writtenTo(box.dir.filePath(u"film"_s)));
        FileMaker selection = reportHead("1.2.840.10008.5.1.4.1.1.88.59", "KO", "1.2.8.1", "1.2.8");
        selection.sequence(0x0040A043, code("Of Interest", "113000", "DCM"));
        selection.items(0x0040A730, {imageItem("1.2.3.1", "2"), imageItem("1.2.3.1", "3\\4")});
        box.panel.addFile(selection.writtenTo(box.dir.filePath(u"selection"_s)));
        QTRY_COMPARE(box.panel.keyImageCount(), 1);
        const auto isMarked = [&] { return box.tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s); };
        for (int frame = 0; frame < 4; ++frame) {
            box.tile.goTo(frame);
            QTRY_VERIFY(box.tile.isPainted());
            QCOMPARE(isMarked(), frame > 0);
        }
        // A hand marks the one frame that it looks at, and takes its own mark away again.
        box.tile.goTo(0);
        QTRY_VERIFY(box.tile.isPainted());
        QTest::keyClick(&box.tile, Qt::Key_K);
        QVERIFY(isMarked());
        QTest::keyClick(&box.tile, Qt::Key_K);
        QVERIFY(!isMarked());
        box.tile.goTo(1);
        QTRY_VERIFY(isMarked());
        // One that names none means all of them.
        box.panel.addFile(keyObjects(box.dir, "1.2.8.2", {"1.2.3.1"}));
        box.tile.goTo(0);
        QTRY_VERIFY(isMarked());
    }

    void ofSeveralFramesTheOneThatIsLookedAtIsMarked()
    {
        Box box;
        FileMaker film;
        film.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "OT").text(0x0020000D, "UI", "1.2");
        film.text(0x0020000E, "UI", "1.2.3").text(0x00280008, "IS", "4").grey(2, 2, 8, false, QList<int>(16, 9));
        box.panel.addFile(film.writtenTo(box.dir.filePath(u"film"_s)));
        QTRY_VERIFY(box.tile.isPainted());
        box.tile.goTo(2);
        QTRY_VERIFY(box.tile.isPainted());
        QTest::keyClick(&box.tile, Qt::Key_K);
        QCOMPARE(box.panel.keyImageCount(), 1);
        const auto isMarked = [&] { return box.tile.cornerLines(Qt::BottomLeftCorner).contains(u"Key image"_s); };
        for (int frame = 0; frame < 4; ++frame) {
            box.tile.goTo(frame);
            QTRY_VERIFY(box.tile.isPainted());
            QCOMPARE(isMarked(), frame == 2);
        }
        box.tile.goTo(2);
        QTest::keyClick(&box.tile, Qt::Key_K);
        QCOMPARE(box.panel.keyImageCount(), 0);
    }

    void aPresentationStateIsOfferedForItsSeriesAndShown()
    {
        Box box;
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        box.panel.addFile(picture(box.dir, "1.2.4", 1));
        box.panel.addFile(presentation("1.2.3.1").writtenTo(box.dir.filePath(u"state"_s)));
        QTRY_COMPARE(box.panel.seriesCount(), 3);
        box.panel.openSeries(u"1.2.4"_s);
        auto *button = box.panel.findChild<QToolButton *>(u"presetButton"_s);
        const auto offer = [&]() -> QAction * {
            emit button->menu()->aboutToShow();
            const QList<QAction *> actions = button->menu()->actions();
            for (QAction *action : actions) {
                if (action->text() == u"Presentation state: For the surgeon"_s)
                    return action;
            }
            return nullptr;
        };
        box.panel.openSeries(u"1.2.3"_s);
        QTRY_VERIFY(offer());
        box.panel.openSeries(u"1.2.4"_s);
        QVERIFY(!offer());
        box.panel.openSeries(u"1.2.3"_s);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.tile.voiWindow()->width, 256.0);
        offer()->trigger();
        QTRY_COMPARE(box.tile.voiWindow()->width, 100.0);
        QCOMPARE(box.tile.voiWindow()->center, 85.0);
        QCOMPARE(box.tile.rotation(), 90);
        QVERIFY(box.tile.isFlippedHorizontally());
        QCOMPARE(button->text(), u"For the surgeon"_s);
        QVERIFY(offer()->isChecked());
        QTest::keyClick(&box.tile, Qt::Key_Escape); // back to what the file has
        QTRY_COMPARE(box.tile.voiWindow()->width, 256.0);
        QCOMPARE(box.tile.rotation(), 0);
        QVERIFY(!box.tile.presentation());
        // By the key as well as by the menu.
        offer()->trigger();
        QTRY_COMPARE(box.tile.rotation(), 90);
        QTest::keyClick(&box.tile, Qt::Key_1);
        QVERIFY(!box.tile.presentation());
        QTRY_COMPARE(box.tile.voiWindow()->width, 256.0);
        QCOMPARE(box.tile.rotation(), 0);
        QCOMPARE(button->text(), u"As in the file"_s);
    }

    void statesOfAllSeriesAreOffered()
    {
        Box box;
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        box.panel.addFile(picture(box.dir, "1.2.3", 2));
        QTRY_VERIFY(box.tile.pictureCount() == 2 && box.tile.isPainted());
        // Each series comes when the states before it have been read and nobody has been told so yet.
        connect(box.strip->model(), &QAbstractItemModel::rowsInserted, &box.panel,
                [] { QThreadPool::globalInstance()->waitForDone(); });
        QStringList expected;
        for (int number = 1; number <= 8; ++number) {
            const QByteArray uid = "1.2.7." + QByteArray::number(number);
            const bool isForIt = number % 4 != 0;
            FileMaker series;
            series.sequence(0x00081140, referenced("1.2.840.10008.5.1.4.1.1.2", isForIt ? "1.2.3.1" : "1.2.3.2"));
            FileMaker state = reportHead("1.2.840.10008.5.1.4.1.1.11.1", "PR", uid + ".1", uid);
            state.sequence(0x00081115, series).text(0x00700081, "LO", "State " + QByteArray::number(number));
            box.panel.addFile(state.writtenTo(box.dir.filePath(QString::fromLatin1(uid))));
            if (isForIt)
                expected << u"Presentation state: State %1"_s.arg(number);
        }
        auto *menu = box.panel.findChild<QToolButton *>(u"presetButton"_s)->menu();
        const auto offered = [&] {
            emit menu->aboutToShow();
            QStringList names;
            const QList<QAction *> actions = menu->actions();
            for (const QAction *action : actions) {
                if (action->text().startsWith(u"Presentation state: "_s))
                    names << action->text();
            }
            names.sort();
            return names;
        };
        QTRY_COMPARE(box.panel.seriesCount(), 9);
        box.tile.goTo(0);
        QTRY_COMPARE(offered(), expected);
    }

    void aSavedPictureHasTheLinesOfAPresentationState()
    {
        Box box;
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2").text(0x00080018, "UI", "1.2.3.1");
        file.text(0x00080060, "CS", "CT").text(0x00100010, "PN", "Doe^Jane");
        file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3");
        file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256").grey(20, 40, 8, false, QList<int>(800, 0));
        box.panel.addFile(file.writtenTo(box.dir.filePath(u"black"_s)));

        // Along row 5 from column 4 to 36, and a word at column 30 of row 10; turned and mirrored, so that rows are
        // columns.
        const auto points = [](std::initializer_list<float> numbers) {
            return QByteArray(reinterpret_cast<const char *>(numbers.begin()),
                              qsizetype(numbers.size() * sizeof(float)));
        };
        FileMaker line;
        line.text(0x00700005, "CS", "PIXEL").bytes(0x00700022, "FL", points({5, 6, 37, 6}));
        line.text(0x00700023, "CS", "POLYLINE").text(0x00700024, "CS", "N");
        FileMaker word;
        word.text(0x00700004, "CS", "PIXEL").text(0x00700006, "ST", "Doe").bytes(0x00700014, "FL", points({11, 11}));
        FileMaker layer;
        layer.text(0x00700002, "CS", "ONE").sequence(0x00700008, word).sequence(0x00700009, line);
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2.840.10008.5.1.4.1.1.2", "1.2.3.1")).text(0x0020000E, "UI", "1.2.3");
        FileMaker state = reportHead("1.2.840.10008.5.1.4.1.1.11.1", "PR", "1.2.7.1", "1.2.7");
        state.sequence(0x00081115, series).sequence(0x00700001, layer).text(0x00700041, "CS", "Y").word(0x00700042, 90);
        state.text(0x00700081, "LO", "A line");
        box.panel.addFile(state.writtenTo(box.dir.filePath(u"state"_s)));

        auto *menu = box.panel.findChild<QToolButton *>(u"presetButton"_s)->menu();
        const auto offer = [&]() -> QAction * {
            emit menu->aboutToShow();
            const QList<QAction *> actions = menu->actions();
            const auto found = std::find_if(actions.cbegin(), actions.cend(), [](const QAction *action) {
                return action->text() == u"Presentation state: A line"_s;
            });
            return found == actions.cend() ? nullptr : *found;
        };
        QTRY_VERIFY(box.tile.isPainted() && offer());
        offer()->trigger();
        QTRY_VERIFY(box.panel.canExport() && box.tile.presentation());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const auto brightest = [&](bool withIdentity, const QRect &area) {
            const QString path = box.dir.filePath(u"lines.png"_s);
            box.panel.exportPicture(path, withIdentity);
            if (!saved.wait())
                return -1;
            const QImage picture(path);
            int most = picture.size() == QSize(20, 40) ? 0 : -1;
            for (int y = area.top(); most >= 0 && y <= area.bottom(); ++y) {
                for (int x = area.left(); x <= area.right(); ++x)
                    most = std::max(most, qGray(picture.pixel(x, y)));
            }
            return most;
        };
        const QRect alongTheLine(4, 12, 2, 10);
        const QRect belowTheWord(10, 11, 10, 9); // between the texts of the corners
        QVERIFY(brightest(false, alongTheLine) > 80);
        QCOMPARE(brightest(false, QRect(8, 0, 12, 40)), 0); // without identity no word, whoever wrote it
        QVERIFY(brightest(true, alongTheLine) > 80);
        QVERIFY(brightest(true, belowTheWord) > 80);
    }

    void aStateTurnsItsOwnImagesAloneAndSaysWhatIsMissing()
    {
        Box box;
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        box.panel.addFile(picture(box.dir, "1.2.3", 2));
        FileMaker state = presentation("1.2.3.1");
        state.sequence(0x20500010, FileMaker().words(0x00283002, {3, 0, 8}));
        box.panel.addFile(state.writtenTo(box.dir.filePath(u"state"_s)));
        FileMaker blending = reportHead("1.2.840.10008.5.1.4.1.1.11.4", "PR", "1.2.7.2", "1.2.7");
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2.840.10008.5.1.4.1.1.2", "1.2.3.1"));
        blending.sequence(0x00081115, series).text(0x00700081, "LO", "Blended");
        box.panel.addFile(blending.writtenTo(box.dir.filePath(u"blended"_s)));
        QTRY_COMPARE(box.tile.pictureCount(), 2);
        QTRY_COMPARE(box.panel.fileCount(), 4);
        auto *menu = box.panel.findChild<QToolButton *>(u"presetButton"_s)->menu();
        const auto offer = [&](const QString &name) -> QAction * {
            emit menu->aboutToShow();
            const QList<QAction *> actions = menu->actions();
            const auto found = std::find_if(actions.cbegin(), actions.cend(), [&](const QAction *action) {
                return action->text() == u"Presentation state: "_s + name;
            });
            return found == actions.cend() ? nullptr : *found;
        };
        box.tile.goTo(1);
        QVERIFY(!offer(u"For the surgeon"_s)); // it is for the other one
        box.tile.goTo(0);
        QTRY_VERIFY(box.tile.isPainted());
        QTRY_VERIFY(offer(u"For the surgeon"_s));
        QVERIFY(!offer(u"Blended"_s));
        offer(u"For the surgeon"_s)->trigger();
        QTRY_VERIFY(box.tile.isPainted());
        const QString line = u"State shown in part: without look-up tables"_s;
        QCOMPARE(box.tile.rotation(), 90);
        QVERIFY(box.tile.isFlippedHorizontally());
        QVERIFY(box.tile.cornerLines(Qt::BottomLeftCorner).contains(line));
        box.tile.goTo(1);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.tile.rotation(), 0);
        QVERIFY(!box.tile.isFlippedHorizontally());
        QVERIFY(!box.tile.cornerLines(Qt::BottomLeftCorner).contains(line));
        QVERIFY(box.tile.cornerLines(Qt::BottomLeftCorner).contains(u"Presentation state is for other images"_s));
        QCOMPARE(box.panel.findChild<QToolButton *>(u"presetButton"_s)->text(), box.tile.presetName(1));
        box.tile.flipVertically(); // of the others
        box.tile.goTo(0);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.tile.rotation(), 90);
        QVERIFY(!box.tile.isFlippedVertically());
        QTest::keyClick(&box.tile, Qt::Key_Escape);
        QTRY_COMPARE(box.tile.rotation(), 0);
        box.tile.goTo(1);
        QTRY_VERIFY(box.tile.isPainted());
        QCOMPARE(box.tile.rotation(), 0);
        QVERIFY(!box.tile.isFlippedVertically());
    }

    void sharesAreOfTheScreenHoweverThePictureLies_data()
    {
        QTest::addColumn<bool>("hasArea");
        QTest::addColumn<int>("row");
        // The picture of 40 columns and 20 rows is turned: it is saved with 20 columns and 40 rows.
        QTest::newRow("of the whole picture") << false << 10;
        // The first 20 of its columns, which are the upper half of the screen.
        QTest::newRow("of a section") << true << 5;
    }
    void sharesAreOfTheScreenHoweverThePictureLies()
    {
        QFETCH(bool, hasArea);
        QFETCH(int, row);
        Box box;
        FileMaker file;
        file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2").text(0x00080018, "UI", "1.2.3.1");
        file.text(0x00080060, "CS", "CT").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3");
        file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256").grey(20, 40, 8, false, QList<int>(800, 0));
        box.panel.addFile(file.writtenTo(box.dir.filePath(u"black"_s)));
        // A quarter down from the top, from a quarter to three quarters of the width.
        const float numbers[] = {0.25F, 0.25F, 0.75F, 0.25F};
        FileMaker line;
        line.text(0x00700005, "CS", "DISPLAY");
        line.bytes(0x00700022, "FL", QByteArray(reinterpret_cast<const char *>(numbers), sizeof numbers));
        line.text(0x00700023, "CS", "POLYLINE").text(0x00700024, "CS", "N");
        FileMaker series;
        series.sequence(0x00081140, referenced("1.2.840.10008.5.1.4.1.1.2", "1.2.3.1"));
        FileMaker state = reportHead("1.2.840.10008.5.1.4.1.1.11.1", "PR", "1.2.7.1", "1.2.7");
        state.sequence(0x00081115, series).sequence(0x00700001, FileMaker().sequence(0x00700009, line));
        state.text(0x00700041, "CS", "Y").word(0x00700042, 90).text(0x00700081, "LO", "A line");
        if (hasArea) {
            FileMaker area;
            area.bytes(0x00700052, "SL", QByteArray::fromHex("0100000001000000"));
            area.bytes(0x00700053, "SL", QByteArray::fromHex("1400000014000000"));
            state.sequence(0x0070005A, area);
        }
        box.panel.addFile(state.writtenTo(box.dir.filePath(u"state"_s)));
        auto *menu = box.panel.findChild<QToolButton *>(u"presetButton"_s)->menu();
        const auto offered = [&]() -> QAction * {
            emit menu->aboutToShow();
            return menu->actions().constLast()->text() == u"Presentation state: A line"_s ? menu->actions().constLast()
                                                                                          : nullptr;
        };
        QTRY_VERIFY(box.tile.isPainted() && offered());
        offered()->trigger();
        QTRY_VERIFY(box.panel.canExport() && box.tile.presentation());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"shares.png"_s);
        box.panel.exportPicture(path, false);
        QTRY_COMPARE(saved.count(), 1);
        const QImage picture(path);
        QCOMPARE(picture.size(), QSize(20, 40));
        int brightest = -1;
        int most = 0;
        for (int y = 0; y < 40; ++y) {
            if (const int grey = qGray(picture.pixel(10, y)); grey > most) {
                most = grey;
                brightest = y;
            }
        }
        QVERIFY2(std::abs(brightest - row) <= 1 && most > 80, qPrintable(QString::number(brightest)));
        QVERIFY(qGray(picture.pixel(2, brightest)) < 40); // left of it
    }

    void seriesStandInTheOrderInWhichTheyAreLookedAt()
    {
        Box box;
        box.panel.addFile(reportHead("1.2.840.10008.5.1.4.1.1.104.1", "DOC", "1.2.20.1", "1.2.20")
                              .text(0x0008103E, "LO", "Letter")
                              .writtenTo(box.dir.filePath(u"pdf"_s)));
        box.panel.addFile(reportHead("1.2.840.10008.5.1.4.1.1.88.11", "SR", "1.2.21.1", "1.2.21")
                              .text(0x0008103E, "LO", "Report")
                              .writtenTo(box.dir.filePath(u"sr"_s)));
        const auto put = [&](const QByteArray &series, FileMaker more, const QByteArray &name) {
            box.panel.addFile(picture(box.dir, series, 1, more.text(0x0008103E, "LO", name)));
        };
        put("1.2.31", numbered("1", {}, "ORIGINAL\\PRIMARY\\LOCALIZER"), "Scout");
        put("1.2.30", numbered("1").text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.2"), "Dose");
        put("1.2.32", numbered("3"), "Three");
        put("1.2.34", numbered("2", "1200"), "Two at noon");
        put("1.2.33", numbered("2", "1400"), "Two later");
        put("1.2.35", numbered({}), "Without a number");
        QTRY_COMPARE(box.panel.seriesCount(), 8);
        QStringList names;
        const QStringList rows = box.rows();
        for (const QString &row : rows)
            names << row.section(u',', 0, 0).section(u"  "_s, -1);
        QCOMPARE(names, QStringList({u"Two at noon"_s, u"Two later"_s, u"Three"_s, u"Without a number"_s, u"Dose"_s,
                                     u"Scout"_s, u"Report"_s, u"Letter"_s}));
    }

    void aSavedPictureHasOverlaysAndWhatWasMeasured()
    {
        Box box;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "OT").text(0x0020000D, "UI", "1.2");
        file.text(0x0020000E, "UI", "1.2.3").text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
        // The first two pixels of row 50, which is the 51st.
        file.word(0x60000010, 1).word(0x60000011, 2).words(0x60000050, {51, 1}, "SS").word(0x60000100, 1);
        file.bytes(0x60003000, "OW", QByteArray::fromHex("0300")).grey(100, 400, 8, false, QList<int>(40'000, 0));
        box.panel.addFile(file.writtenTo(box.dir.filePath(u"a"_s)));
        QTRY_VERIFY(box.panel.canExport());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"picture.png"_s);
        const auto picture = [&](bool withIdentity) {
            box.panel.exportPicture(path, withIdentity);
            return saved.wait() ? QImage(path) : QImage();
        };
        const auto isBlack = [](const QImage &image, const QRect &area) {
            for (int y = area.top(); y <= area.bottom(); ++y) {
                for (int x = area.left(); x <= area.right(); ++x) {
                    if (qGray(image.pixel(x, y)) > 0)
                        return false;
                }
            }
            return true;
        };
        const QRect aboveTheWarnings(0, 0, 400, 60);
        QVERIFY(isBlack(picture(false), aboveTheWarnings));
        const QImage overlaid = picture(true);
        QCOMPARE(qGray(overlaid.pixel(1, 50)), 255);
        QCOMPARE(qGray(overlaid.pixel(2, 50)), 0);

        QTest::keyClick(&box.tile, Qt::Key_D);
        const QPoint from = box.tile.inTile({100, 30}).toPoint();
        const QPoint to = box.tile.inTile({200, 30}).toPoint();
        QTest::mousePress(&box.tile, Qt::LeftButton, {}, from);
        QTest::mouseMove(&box.tile, (from + to) / 2);
        QTest::mouseMove(&box.tile, to);
        QTest::mouseRelease(&box.tile, Qt::LeftButton, {}, to);
        QCOMPARE(box.tile.measurementLines().size(), 1);
        const QImage measured = picture(false);
        QVERIFY(!isBlack(measured, QRect(110, 28, 80, 5)));   // the line
        QVERIFY(!isBlack(measured, QRect(205, 20, 190, 20))); // what it says
        QVERIFY(!isBlack(measured, QRect(5, 80, 190, 19)));   // that it is not for diagnosis
        QVERIFY(isBlack(measured, QRect(0, 0, 400, 20)));     // and no name
        QVERIFY(isBlack(measured, QRect(0, 45, 20, 10)));
    }

    void aSavedPictureSaysWhatMustBeKnownOfIt()
    {
        Box box;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "DX").text(0x00080080, "LO", "A hospital");
        file.text(0x00100010, "PN", "Doe^Jane").text(0x00100020, "LO", "4711").text(0x0020000D, "UI", "1.2");
        file.text(0x0020000E, "UI", "1.2.3").text(0x00200013, "IS", "1").text(0x00200020, "CS", "L\\F");
        file.text(0x00200062, "CS", "L").text(0x00280030, "DS", "1\\1").text(0x00281050, "DS", "128");
        file.text(0x00281051, "DS", "256").text(0x00282110, "CS", "01");
        box.panel.addFile(file.grey(300, 300, 8, false, QList<int>(90'000, 0)).writtenTo(box.dir.filePath(u"a"_s)));
        QTRY_VERIFY(box.panel.canExport());
        box.tile.flipHorizontally();
        const auto line = [&](bool withIdentity, Qt::Corner corner) {
            return box.tile.caption(withIdentity).corners[static_cast<size_t>(corner)];
        };
        const QStringList warnings{u"Not for primary diagnosis"_s, u"⚠ Lossy"_s, u"Mirrored left and right"_s,
                                   u"Image 1 / 1"_s};
        QCOMPARE(line(false, Qt::BottomLeftCorner), warnings);
        QCOMPARE(line(false, Qt::BottomRightCorner), QStringList{u"L"_s});
        QVERIFY(line(false, Qt::TopLeftCorner).isEmpty() && line(false, Qt::TopRightCorner).isEmpty());
        QCOMPARE(line(true, Qt::TopLeftCorner), QStringList({u"Doe, Jane"_s, u"4711"_s}));
        // What holds for the screen alone is not in the file.
        QVERIFY(line(true, Qt::BottomLeftCorner).filter(u"Zoom"_s).isEmpty());
        QVERIFY(!line(true, Qt::BottomLeftCorner).filter(u"W 256"_s).isEmpty());

        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"picture.png"_s);
        const auto hasInk = [&](const QRect &area) {
            const QImage picture(path);
            for (int y = area.top(); y <= area.bottom(); ++y) {
                for (int x = area.left(); x <= area.right(); ++x) {
                    if (qGray(picture.pixel(x, y)) > 150)
                        return true;
                }
            }
            return false;
        };
        const QRect name(0, 0, 120, 60), left(0, 140, 20, 20), top(140, 0, 20, 25);
        const QRect warned(0, 240, 150, 60), side(285, 270, 15, 30);
        for (const bool withIdentity : {false, true}) {
            box.panel.exportPicture(path, withIdentity);
            QVERIFY(saved.wait());
            QCOMPARE(hasInk(name), withIdentity);
            QVERIFY(hasInk(left) && hasInk(top) && hasInk(warned) && hasInk(side));
        }
        // Nor does it hang on the texts of the screen.
        while (box.tile.text() != viewer::Tile::Text::None)
            box.tile.cycleText();
        QCOMPARE(line(true, Qt::BottomLeftCorner), warnings);
        QVERIFY(line(true, Qt::TopLeftCorner).isEmpty());
    }

    void aSavedScaleLiesAtTheLowerEdgeBesideAllTexts_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("isLowest");
        QTest::newRow("wide") << 600 << true;
        QTest::newRow("narrow, above the texts") << 100 << false;
    }
    void aSavedScaleLiesAtTheLowerEdgeBesideAllTexts()
    {
        QFETCH(int, columns);
        QFETCH(bool, isLowest);
        constexpr int rows = 300;
        const auto saved = [&](bool hasScale) {
            Box box;
            FileMaker file;
            file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "DX").text(0x0020000D, "UI", "1.2");
            file.text(0x0020000E, "UI", "1.2.3").text(0x00200013, "IS", "1").text(0x00200020, "CS", "L\\F");
            file.text(0x00200062, "CS", "L");
            if (hasScale)
                file.text(0x00280030, "DS", "1\\1");
            file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
            file.grey(rows, columns, 8, false, QList<int>(columns * rows, 0));
            box.panel.addFile(file.writtenTo(box.dir.filePath(u"a"_s)));
            QSignalSpy done(&box.panel, &viewer::ViewingPanel::pictureSaved);
            const QString path = box.dir.filePath(u"picture.png"_s);
            if (!QTest::qWaitFor([&] { return box.panel.canExport(); }))
                return QImage();
            box.panel.exportPicture(path, false);
            return done.wait() ? QImage(path) : QImage();
        };
        const QImage without = saved(false);
        const QImage with = saved(true);
        QCOMPARE(with.size(), QSize(columns, rows));
        QCOMPARE(without.size(), with.size());
        QRect scale;
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x)
                scale |= with.pixel(x, y) == without.pixel(x, y) ? QRect() : QRect(x, y, 1, 1);
        }
        QVERIFY(!scale.isEmpty());
        QVERIFY2(std::abs(scale.center().x() - columns / 2) <= 2, qPrintable(QString::number(scale.center().x())));
        QCOMPARE(scale.bottom() > rows - 20, isLowest);
        QVERIFY(scale.top() > rows / 2);
        for (int y = scale.top(); y <= scale.bottom(); ++y) {
            for (int x = scale.left(); x <= scale.right(); ++x)
                QCOMPARE(qGray(without.pixel(x, y)), 0);
        }
    }

    void aMammogramIsSavedAsItHangs()
    {
        Box box;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "MG").text(0x0020000D, "UI", "1.2");
        file.text(0x0020000E, "UI", "1.2.3").text(0x00200020, "CS", "A\\F").text(0x00200062, "CS", "R");
        file.text(0x00281050, "DS", "128").text(0x00281051, "DS", "256").grey(2, 2, 8, false, {0, 85, 170, 255});
        box.panel.addFile(file.writtenTo(box.dir.filePath(u"mg"_s)));
        QTRY_VERIFY(box.panel.canExport());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"picture.png"_s);
        box.panel.exportPicture(path, false);
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(qGray(QImage(path).pixel(0, 0)), 85);
        QCOMPARE(qGray(QImage(path).pixel(0, 1)), 255);
    }

    void aSavedMammogramHasItsLetterAndBelowItSideAndView()
    {
        Box box;
        FileMaker file;
        file.text(0x00080018, "UI", "1.2.3.1").text(0x00080060, "CS", "MG").text(0x00185101, "CS", "CC");
        file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3").text(0x00200020, "CS", "A\\R");
        file.text(0x00200062, "CS", "R").text(0x00281050, "DS", "128").text(0x00281051, "DS", "256");
        box.panel.addFile(file.grey(300, 300, 8, false, QList<int>(90'000, 0)).writtenTo(box.dir.filePath(u"mg"_s)));
        QTRY_VERIFY(box.panel.canExport());
        QCOMPARE(box.tile.caption(false).top, QStringList({u"L"_s, u"R CC"_s}));
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"picture.png"_s);
        box.panel.exportPicture(path, false);
        QTRY_COMPARE(saved.count(), 1);
        const QImage picture(path);
        const auto inkWidth = [&](int top, int bottom) {
            QRect ink;
            for (int y = top; y < bottom; ++y) {
                for (int x = 120; x < 180; ++x)
                    ink |= qGray(picture.pixel(x, y)) > 100 ? QRect(x, y, 1, 1) : QRect();
            }
            return ink.width();
        };
        QVERIFY(inkWidth(9, 19) > 0);
        QVERIFY(inkWidth(22, 32) > 2 * inkWidth(9, 19));
    }

    void aPictureIsSavedWithoutIdentityUnlessItIsAskedFor()
    {
        Box box;
        box.panel.addFile(picture(box.dir, "1.2.3", 1));
        QTRY_VERIFY(box.tile.isPainted());
        QSignalSpy saved(&box.panel, &viewer::ViewingPanel::pictureSaved);
        const QString path = box.dir.filePath(u"picture.png"_s);
        box.panel.exportPicture(path, false);
        QTRY_COMPARE(saved.count(), 1);
        const QImage plain(path);
        QCOMPARE(plain.size(), QSize(2, 2));
        QCOMPARE(qGray(plain.pixel(1, 0)), 85);
        QVERIFY(plain.textKeys().isEmpty());

        box.tile.invert();
        box.tile.flipHorizontally();
        QTRY_VERIFY(box.panel.canExport());
        box.panel.exportPicture(path, false);
        QTRY_COMPARE(saved.count(), 2);
        const QImage turned(path);
        QCOMPARE(qGray(turned.pixel(0, 0)), 255 - 85);

        box.panel.exportPicture(box.dir.filePath(u"named.png"_s), true);
        QTRY_COMPARE(saved.count(), 3);
        QVERIFY(QImage(box.dir.filePath(u"named.png"_s)).format() != QImage::Format_Grayscale8);

        QSignalSpy failed(&box.panel, &viewer::ViewingPanel::pictureNotSaved);
        box.panel.exportPicture(box.dir.filePath(u"no/such/folder.png"_s), false);
        QTRY_COMPARE(failed.count(), 1);
        box.panel.clear();
        box.panel.exportPicture(path, false);
        QCOMPARE(failed.count(), 2);
    }
};

QTEST_MAIN(ContentsTest)
#include "ContentsTest.moc"
