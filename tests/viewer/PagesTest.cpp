#include <viewer/Pages.h>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <hpdf.h>

#include <memory>

namespace {

//! A document of so many pages; each says its number, in a font that is not enclosed.
QByteArray pdfOf(int pages, const char *password = nullptr)
{
    const std::unique_ptr<_HPDF_Doc_Rec, decltype(&HPDF_Free)> document(HPDF_New(nullptr, nullptr), &HPDF_Free);
    HPDF_Font font = HPDF_GetFont(document.get(), "Helvetica", "WinAnsiEncoding");
    for (int i = 1; i <= pages; ++i) {
        HPDF_Page page = HPDF_AddPage(document.get());
        HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, i == 2 ? HPDF_PAGE_LANDSCAPE : HPDF_PAGE_PORTRAIT);
        HPDF_Page_BeginText(page);
        HPDF_Page_SetFontAndSize(page, font, 40);
        HPDF_Page_TextOut(page, 60, 500, ("Page " + std::to_string(i)).c_str());
        HPDF_Page_EndText(page);
    }
    if (password)
        HPDF_SetPassword(document.get(), password, password);
    HPDF_SaveToStream(document.get());
    QByteArray bytes(HPDF_GetStreamSize(document.get()), Qt::Uninitialized);
    HPDF_UINT32 size = HPDF_UINT32(bytes.size());
    HPDF_ReadFromStream(document.get(), reinterpret_cast<HPDF_BYTE *>(bytes.data()), &size);
    return bytes;
}

//! How many pixels are dark.
int inkOn(const QImage &picture)
{
    int ink = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            ink += qGray(picture.pixel(x, y)) < 100;
    return ink;
}

} // namespace

class PagesTest : public QObject
{
    Q_OBJECT

private slots:
    void pagesAreDrawnAndTheirTextIsKept()
    {
        viewer::Pages pages(pdfOf(3));
        const auto sizes = pages.open();
        QVERIFY2(sizes, sizes ? "" : qPrintable(sizes.error().detail));
        QCOMPARE(sizes->size(), 3);
        QVERIFY(sizes->at(0).height() > sizes->at(0).width());
        QVERIFY(sizes->at(1).height() < sizes->at(1).width());
        const auto page = pages.page(2, 600);
        QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
        QVERIFY(std::abs(page->picture.width() - 600) <= 1);
        QCOMPARE(page->text.trimmed(), QStringLiteral("Page 3"));
        // The font is not enclosed: without one of this computer the page would stay white.
        QVERIFY2(inkOn(page->picture) > 500, qPrintable(QString::number(inkOn(page->picture))));
    }
    void fiveHundredPagesAreToldAtOnceAndDrawnOneByOne()
    {
        viewer::Pages pages(pdfOf(500));
        const auto sizes = pages.open();
        QVERIFY(sizes);
        QCOMPARE(sizes->size(), 500);
        const auto last = pages.page(499, 300);
        QVERIFY(last);
        QCOMPARE(last->text.trimmed(), QStringLiteral("Page 500"));
        QVERIFY(!pages.page(500, 300));
        QVERIFY(!pages.page(-5, 300));
        QVERIFY(pages.page(0, 300));
    }
    void whatCannotBeShownIsASentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray whole = pdfOf(2);
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no PDF") << QByteArray("This is no PDF.");
        QTest::newRow("a first line alone") << QByteArray("%PDF-1.7\n");
        QTest::newRow("the beginning of one") << whole.first(200);
        QTest::newRow("one with a password") << pdfOf(1, "secret");
        QTest::newRow("no pages") << QByteArray(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages"
            "/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
        QTest::newRow("pages in a circle")
            << QByteArray("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]"
                          "/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    }
    void whatCannotBeShownIsASentence()
    {
        QFETCH(QByteArray, bytes);
        viewer::Pages pages(bytes);
        const auto sizes = pages.open();
        if (sizes) { // what can be opened has a page that cannot
            const auto page = pages.page(0, 300);
            QVERIFY(!page);
            QVERIFY(!page.error().detail.isEmpty());
        } else {
            QVERIFY(!sizes.error().detail.isEmpty());
        }
    }
    void aHelperThatDoesNotEndIsStopped()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("sleeper"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\nexec /bin/sleep 60\n") > 0);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        file.close();
        viewer::Pages pages(pdfOf(1), {path, std::chrono::milliseconds(200)});
        QElapsedTimer clock;
        clock.start();
        const auto sizes = pages.open();
        QVERIFY(!sizes);
        QCOMPARE(sizes.error().kind, viewer::Error::Kind::DecoderFailed);
        QVERIFY(clock.elapsed() < 10'000);
    }
    void theHelperIsLockedIn()
    {
        viewer::Pages pages(pdfOf(1));
        QVERIFY(pages.open());
        QFile children(QStringLiteral("/proc/self/task/%1/children").arg(QCoreApplication::applicationPid()));
        QVERIFY(children.open(QIODevice::ReadOnly));
        const QByteArray helper = children.readAll().trimmed();
        QVERIFY(!helper.isEmpty() && !helper.contains(' '));
        QFile status(QStringLiteral("/proc/%1/status").arg(QString::fromLatin1(helper)));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray text = status.readAll();
        QVERIFY2(text.startsWith("Name:\tborderlight-pag"), text.constData());
        QVERIFY(text.contains("\nSeccomp:\t2"));
        QVERIFY(text.contains("\nNoNewPrivs:\t1"));
    }
    void textIsReadInTheOrderOfThePages()
    {
        viewer::Pages pages(pdfOf(3));
        QVERIFY(pages.open());
        QCOMPARE(pages.text(2), QStringLiteral("Page 1\n\nPage 2"));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(pages.text(3, stop.get_token()).isEmpty());
    }
    void withoutTheHelperThereIsASentence()
    {
        viewer::Pages pages(pdfOf(1), {QStringLiteral("/nonexistent/program"), std::chrono::seconds(1)});
        QVERIFY(!pages.open());
        QVERIFY(!pages.page(0, 100));
    }
};

QTEST_GUILESS_MAIN(PagesTest)
#include "PagesTest.moc"
