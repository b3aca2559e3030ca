#include "Files.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

#include <cmath>
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

    void aSmallPictureIsDecodedSmall_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("decoded"); // rows that come out of the decoder
        QTest::addColumn<int>("rows");
        // Of 64 rows: a fourth, a third, a half, none.
        QTest::newRow("a fourth") << 16 << 16 << 16;
        QTest::newRow("a third is a half") << 21 << 32 << 32;
        QTest::newRow("a sixth is a fourth") << 10 << 16 << 16;
        QTest::newRow("nearly the whole") << 33 << 64 << 64;
        QTest::newRow("more than there is") << 160 << 64 << 64;
        // There are five smaller ones of it.
        QTest::newRow("smaller than there is") << 1 << 64 << 1;
    }
    void aSmallPictureIsDecodedSmall()
    {
        QFETCH(int, side);
        QFETCH(int, decoded);
        QFETCH(int, rows);
        viewer::Decoders decoders;
        qint64 bytes = 0;
        const auto counting = [&](const viewer::CompressedFrame &frame, const std::stop_token &stop) {
            auto result = decoders.decode(frame, stop);
            bytes = result ? result->bytes.size() : -1;
            return result;
        };
        const QString path = corpusFile(QStringLiteral("MR_small_jp2klossless.dcm"));
        const auto small = viewer::decodeReduced(path, 0, side, counting);
        QVERIFY2(small, qPrintable(kindAndDetail(small)));
        QCOMPARE(bytes, 2LL * decoded * decoded);
        QCOMPARE(small->rows(), rows);
        QCOMPARE(small->columns(), rows);
        // Smoothed in another way, but as bright.
        const auto mean = [](const viewer::Frame &frame) {
            double sum = 0;
            for (int row = 0; row < frame.rows(); ++row) {
                for (int column = 0; column < frame.columns(); ++column)
                    sum += *frame.valueAt(column, row);
            }
            return sum / (double(frame.rows()) * frame.columns());
        };
        const auto whole = viewer::decode(path, 0, decoders.decoder());
        QVERIFY(whole);
        QVERIFY2(std::abs(mean(*small) - mean(*whole)) < 0.05 * mean(*whole),
                 qPrintable(QStringLiteral("%1 %2").arg(mean(*small)).arg(mean(*whole))));
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
