#include "Files.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

#include <thread>

namespace {

const QString compressed = QStringLiteral("JPEG2000.dcm");

QString kindAndDetail(const viewer::Result<viewer::Frame> &frame)
{
    return frame ? QStringLiteral("a frame") : frame.error().detail;
}

//! A helper that does nothing with what it is given.
QString sleeper(const QTemporaryDir &dir)
{
    const QString path = dir.filePath(QStringLiteral("sleeper"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\nexec /bin/sleep 60\n") < 0 ||
        !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        qFatal("The test cannot write its file.");
    return path;
}

} // namespace

class DecodersTest : public QObject
{
    Q_OBJECT

private slots:
    void aFrameComesOutOfTheHelper()
    {
        viewer::Decoders decoders;
        const auto frame = viewer::decode(corpusFile(compressed), 0, decoders.decoder());
        QVERIFY2(frame, qPrintable(kindAndDetail(frame)));
        QCOMPARE(decoders.processIds().size(), 1);
    }

    void withoutADecoderACompressedFrameIsASentence()
    {
        const auto frame = viewer::decode(corpusFile(compressed), 0);
        QVERIFY(!frame);
        QCOMPARE(frame.error().kind, viewer::Error::Kind::DecoderFailed);
        QVERIFY(viewer::decode(corpusFile(QStringLiteral("CT_small.dcm")), 0));
    }

    void aHelperThatIsKilledIdleIsNotNoticed()
    {
        viewer::Decoders decoders;
        QVERIFY(viewer::decode(corpusFile(compressed), 0, decoders.decoder()));
        const qint64 process = decoders.processIds().constFirst();
        QCOMPARE(::kill(static_cast<pid_t>(process), SIGKILL), 0);
        // The kernel closes its socket a moment later; both sides of that moment are good.
        int failures = 0;
        for (int i = 0; i < 5; ++i)
            failures += viewer::decode(corpusFile(compressed), 0, decoders.decoder()) ? 0 : 1;
        QVERIFY(failures <= 1);
        QVERIFY(!decoders.processIds().contains(process));
        QCOMPARE(decoders.processIds().size(), 1);
    }

    void aHelperThatHangsIsEndedAfterItsPatience()
    {
        const QTemporaryDir dir;
        viewer::Decoders decoders({sleeper(dir), std::chrono::milliseconds(200)});
        const qint64 process = decoders.processIds().constFirst();
        QElapsedTimer clock;
        clock.start();
        const auto frame = viewer::decode(corpusFile(compressed), 0, decoders.decoder());
        QVERIFY(!frame);
        QCOMPARE(frame.error().kind, viewer::Error::Kind::DecoderFailed);
        QVERIFY(clock.elapsed() >= 200);
        QVERIFY(::kill(static_cast<pid_t>(process), 0) != 0);
    }

    void aStopEndsAHelperThatHangs()
    {
        const QTemporaryDir dir;
        viewer::Decoders decoders({sleeper(dir), std::chrono::minutes(10)});
        std::stop_source source;
        std::jthread thread([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            source.request_stop();
        });
        const auto frame = viewer::decode(corpusFile(compressed), 0, decoders.decoder(), source.get_token());
        QVERIFY(!frame);
        QCOMPARE(frame.error().kind, viewer::Error::Kind::Unreadable);
    }

    void aHelperThatIsMissingIsASentence()
    {
        viewer::Decoders decoders({QStringLiteral("/nowhere/borderlight-decode"), std::chrono::seconds(1)});
        const auto frame = viewer::decode(corpusFile(compressed), 0, decoders.decoder());
        QVERIFY(!frame);
        QCOMPARE(frame.error().kind, viewer::Error::Kind::DecoderFailed);
    }

    void manyAtOnceHaveAHelperEach()
    {
        viewer::Decoders decoders;
        std::array<bool, 4> good{};
        {
            std::vector<std::jthread> threads;
            for (bool &one : good)
                threads.emplace_back([&decoders, &one] {
                    one = true;
                    for (int i = 0; i < 5; ++i)
                        one = one && viewer::decode(corpusFile(compressed), 0, decoders.decoder()).has_value();
                });
        }
        QVERIFY(std::all_of(good.begin(), good.end(), [](bool one) { return one; }));
        QVERIFY(decoders.processIds().size() <= 4);
    }

    void aHelperHasNoFilesAndNoNetwork()
    {
        viewer::Decoders decoders;
        QVERIFY(viewer::decode(corpusFile(compressed), 0, decoders.decoder()));
        QFile status(QStringLiteral("/proc/%1/status").arg(decoders.processIds().constFirst()));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray text = status.readAll();
        QVERIFY2(text.contains("\nSeccomp:\t2"), text.constData());
        QVERIFY(text.contains("\nNoNewPrivs:\t1"));
        QVERIFY(text.contains("\nThreads:\t1\n"));
    }
};

QTEST_GUILESS_MAIN(DecodersTest)
#include "DecodersTest.moc"
