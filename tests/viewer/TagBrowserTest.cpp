#include "Files.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace {

QString picture(const QTemporaryDir &dir, int number)
{
    FileMaker code;
    code.text(0x00080100, "SH", "T-11100").text(0x00080104, "LO", "Head");
    FileMaker file;
    file.text(0x00080018, "UI", "1.2.3." + QByteArray::number(number)).text(0x00080060, "CS", "MR");
    file.sequence(0x00082218, code).text(0x00100010, "PN", "Doe^Jane");
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3");
    file.text(0x00200011, "IS", "7")
        .text(0x00200013, "IS", QByteArray::number(number))
        .text(0x00204000, "LT", QByteArray(1000, 'y'));
    file.text(0x00090010, "LO", "INVENTED 1").bytes(0x00091001, "UN", "secret");
    return file.grey(4, 4, 8, false, QList<int>(16, 100)).writtenTo(dir.filePath(QString::number(number) + u".dcm"_s));
}

struct Box
{
    QTemporaryDir dir;
    viewer::ViewingPanel panel;
    QTreeView *tree = panel.findChild<QTreeView *>(u"tagTree"_s);
    QLineEdit *search = panel.findChild<QLineEdit *>(u"tagSearch"_s);
    QToolButton *keep = panel.findChild<QToolButton *>(u"tagKeep"_s);
    QToolButton *differences = panel.findChild<QToolButton *>(u"tagDifferences"_s);

    Box()
    {
        panel.resize(1000, 700);
        panel.show();
        panel.addFile(picture(dir, 1));
        panel.addFile(picture(dir, 2));
    }
    bool isReady() const { return panel.tile().pictureCount() == 2 && panel.tile().isPainted(); }
    //! All that is listed, "number name value", depth first.
    QStringList rows(const QModelIndex &parent = {}) const
    {
        QStringList list;
        const QAbstractItemModel &model = *tree->model();
        for (int row = 0; row < model.rowCount(parent); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                cells << model.index(row, column, parent).data().toString();
            list << cells.join(u'|');
            list << rows(model.index(row, 0, parent));
        }
        return list;
    }
    QString rowOf(const QString &begin) const
    {
        const QStringList all = rows();
        for (const QString &row : all) {
            if (row.startsWith(begin))
                return row;
        }
        return {};
    }
};

} // namespace

class TagBrowserTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void aKeyShowsTheTagsOfWhatIsLookedAt()
    {
        Box box;
        const QAbstractItemModelTester always(box.tree->model());
        QTRY_VERIFY(box.isReady());
        QVERIFY(!box.tree->isVisible());
        box.panel.tile().setFocus();
        QTest::keyClick(&box.panel.tile(), Qt::Key_T);
        QVERIFY(box.tree->isVisible());
        box.panel.tile().goTo(0);
        QTRY_COMPARE(box.rowOf(u"(0020,0013)"_s), u"(0020,0013)|InstanceNumber|IS|2|1"_s);
        QCOMPARE(box.rowOf(u"(0008,0100)"_s), u"(0008,0100)|CodeValue|SH|8|T-11100"_s);
        QVERIFY(box.rowOf(u"Item 1"_s).size() > 0);
        QVERIFY2(box.rowOf(u"(0009,1001)"_s).contains(u"INVENTED 1"_s), qPrintable(box.rowOf(u"(0009,1001)"_s)));
        box.panel.tile().goTo(1);
        QTRY_COMPARE(box.rowOf(u"(0020,0013)"_s), u"(0020,0013)|InstanceNumber|IS|2|2"_s);
        QTest::keyClick(&box.panel.tile(), Qt::Key_T);
        QVERIFY(!box.tree->isVisible());
        QVERIFY(box.panel.tile().hasFocus());
    }

    void aSearchLeavesWhatHasTheText()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.panel.findChild<QToolButton *>(u"tagsButton"_s)->click();
        QTRY_VERIFY(box.rows().size() > 10);
        box.search->setText(u"head"_s);
        QTRY_COMPARE(box.rows().size(), 3); // the sequence, its item, the meaning
        QVERIFY(box.tree->isExpanded(box.tree->model()->index(0, 0)));
        box.search->setText(u"nothing has this"_s);
        QTRY_COMPARE(box.rows().size(), 0);
        QTest::keyClick(box.search, Qt::Key_Escape);
        QTRY_VERIFY(box.rows().size() > 10);
    }

    void aKeyOfTheWindowLeadsToTheSearchWhileTagsAreShown()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.panel.activateWindow();
        QTRY_VERIFY(box.panel.isActiveWindow());
        QAction filter;
        filter.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_F));
        box.panel.addAction(&filter);
        QSignalSpy filtered(&filter, &QAction::triggered);
        box.panel.tile().setFocus();
        QTest::keyClick(&box.panel.tile(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(filtered.count(), 1);
        box.panel.findChild<QToolButton *>(u"tagsButton"_s)->click();
        for (QWidget *from : std::initializer_list<QWidget *>{&box.panel.tile(), box.tree}) {
            from->setFocus();
            QTest::keyClick(from, Qt::Key_F, Qt::ControlModifier);
            QVERIFY(box.search->hasFocus());
        }
        QCOMPARE(filtered.count(), 1);
    }

    void aRowIsCopiedWithItsWholeValue()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.panel.findChild<QToolButton *>(u"tagsButton"_s)->click();
        QTRY_VERIFY(box.rows().size() > 10);
        box.search->setText(u"0020,4000"_s);
        QTRY_COMPARE(box.rows().size(), 1);
        QVERIFY(box.rows().constFirst().endsWith(u"y …"_s));
        box.tree->setCurrentIndex(box.tree->model()->index(0, 0));
        box.tree->setFocus();
        QTest::keyClick(box.tree, Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::clipboard()->text().startsWith(u"(0020,4000)\tImageComments\tLT\t"_s));
        QCOMPARE(QApplication::clipboard()->text().count(u'y'), 1000);
    }

    void twoImagesAreCompared()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.panel.tile().goTo(0);
        QTRY_VERIFY(box.panel.tile().isPainted());
        box.panel.findChild<QToolButton *>(u"tagsButton"_s)->click();
        QTRY_COMPARE(box.rowOf(u"(0020,0013)"_s), u"(0020,0013)|InstanceNumber|IS|2|1"_s);
        box.keep->click();
        box.panel.tile().goTo(1);
        QTRY_COMPARE(box.rowOf(u"≠ (0020,0013)"_s), u"≠ (0020,0013)|InstanceNumber|IS|2|1|2"_s);
        QVERIFY(box.rowOf(u"(0010,0010)"_s).endsWith(u"|Doe^Jane|Doe^Jane"_s));
        QVERIFY(box.differences->isVisible());
        box.differences->setChecked(true);
        QTRY_COMPARE(box.rows().size(), 2); // SOP instance UID and number
        QCOMPARE(box.panel.findChild<QLabel *>(u"tagTitle"_s)->text(),
                 u"series 7, image 1 against series 7, image 2"_s);
        box.keep->click();
        QTRY_COMPARE(box.tree->model()->columnCount(), 5);
    }

    void nothingOfAnotherPatientStays()
    {
        Box box;
        QTRY_VERIFY(box.isReady());
        box.panel.findChild<QToolButton *>(u"tagsButton"_s)->click();
        QTRY_VERIFY(box.rows().size() > 10);
        box.keep->click();
        box.panel.clear();
        QTRY_COMPARE(box.rows().size(), 0);
        QVERIFY(!box.keep->isChecked());
    }
};

QTEST_MAIN(TagBrowserTest)
#include "TagBrowserTest.moc"
