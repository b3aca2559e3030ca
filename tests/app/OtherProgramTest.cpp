#include <story/OtherProgram.h>

#include <QTest>

using namespace Qt::StringLiterals;

class OtherProgramTest : public QObject
{
    Q_OBJECT

private slots:
    void filesBecomeArguments_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("at the end") << u"weasis"_s << QStringList({u"weasis"_s, u"/a b/1;rm.dcm"_s, u"/a b/%f.dcm"_s});
        QTest::newRow("all") << u"view -x %F -y"_s
                             << QStringList({u"view"_s, u"-x"_s, u"/a b/1;rm.dcm"_s, u"/a b/%f.dcm"_s, u"-y"_s});
        QTest::newRow("the first") << u"view --open=%f"_s << QStringList({u"view"_s, u"--open=/a b/1;rm.dcm"_s});
        QTest::newRow("folder") << u"view %d"_s << QStringList({u"view"_s, u"/a b"_s});
        QTest::newRow("quotes") << u"\"/opt/my viewer/view\" \"two words\" %d"_s
                                << QStringList({u"/opt/my viewer/view"_s, u"two words"_s, u"/a b"_s});
        QTest::newRow("nothing of a shell")
            << u"view $HOME `id` && rm %d"_s
            << QStringList({u"view"_s, u"$HOME"_s, u"`id`"_s, u"&&"_s, u"rm"_s, u"/a b"_s});
        QTest::newRow("other per cent signs")
            << u"view 50%x %% %d"_s << QStringList({u"view"_s, u"50%x"_s, u"%%"_s, u"/a b"_s});
    }
    void filesBecomeArguments()
    {
        QFETCH(QString, command);
        QFETCH(QStringList, expected);
        const auto program = story::OtherProgram::parse(command);
        QVERIFY(program);
        QCOMPARE(QStringList(program->program()) + program->arguments({u"/a b/1;rm.dcm"_s, u"/a b/%f.dcm"_s}),
                 expected);
    }

    void noProgramIsNoCommand()
    {
        QVERIFY(!story::OtherProgram::parse({}));
        QVERIFY(!story::OtherProgram::parse(u"   "_s));
        QVERIFY(!story::OtherProgram::parse(u"\"\" %f"_s));
    }
};

QTEST_GUILESS_MAIN(OtherProgramTest)
#include "OtherProgramTest.moc"
