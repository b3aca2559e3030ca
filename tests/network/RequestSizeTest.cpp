#include "RawServer.h"
#include "support/SyntheticStudy.h"

#include <network/Client.h>

#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using network::Client;
using network::Endpoint;
using network::RetrievalJob;

namespace {

//! An archive that sends a body at so many bytes a second and lets every request wait before.
class SteadyArchive : public RawServer
{
public:
    struct Speed
    {
        int wait = 0;             //!< milliseconds
        qint64 bytes = 1'000'000; //!< a second
    };

    SteadyArchive(const SyntheticStudy &study, Speed whole, Speed single)
        : RawServer([this](QTcpSocket &socket, const QByteArray &request) { tell(socket, request); }),
          m_study(study),
          m_whole(whole),
          m_single(single)
    {}

    qsizetype studiesAsked() const
    {
        return std::count_if(requests.begin(), requests.end(),
                             [](const QByteArray &request) { return !request.contains("/instances/"); });
    }

private:
    void tell(QTcpSocket &socket, const QByteArray &request)
    {
        const QByteArray path = request.left(request.indexOf(" HTTP"));
        QByteArray body;
        for (int slice = 0; slice < m_study.slices(); ++slice)
            if (path.endsWith("/instances/" + m_study.sopUid(slice)))
                body = m_study.partHead(slice, true) + m_study.file(slice) + SyntheticStudy::closing();
        const Speed speed = body.isEmpty() ? m_whole : m_single;
        if (body.isEmpty())
            body = m_study.body();
        auto *pulse = new QTimer(&socket);
        pulse->setInterval(20);
        const qint64 piece = speed.bytes / 50;
        connect(pulse, &QTimer::timeout, &socket,
                [&socket, pulse, piece, rest = reply(200, SyntheticStudy::contentType(), body)]() mutable {
                    rest.remove(0, std::max<qint64>(0, socket.write(rest.first(std::min<qint64>(piece, rest.size())))));
                    if (rest.isEmpty())
                        pulse->deleteLater();
                });
        QTimer::singleShot(speed.wait, pulse, qOverload<>(&QTimer::start));
    }

    const SyntheticStudy &m_study;
    Speed m_whole;
    Speed m_single;
};

model::Study listingOf(const SyntheticStudy &study)
{
    model::Study tree{.uid = *model::StudyUid::parse(study.uid())};
    model::Series series{.uid = *model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(0)))};
    for (int slice = 0; slice < study.slices(); ++slice)
        series.instances << model::Instance{.uid = *model::SopUid::parse(QString::fromLatin1(study.sopUid(slice)))};
    tree.series << series;
    return tree;
}

} // namespace

//! A whole study in one request, or its images one by one: what a server is quicker at is found out and remembered.
class RequestSizeTest : public QObject
{
    Q_OBJECT

private slots:
    void asksInTheWayThatComesFaster_data()
    {
        QTest::addColumn<int>("wholeWait");
        QTest::addColumn<qint64>("wholeBytes");
        QTest::addColumn<int>("singleWait");
        QTest::addColumn<qint64>("singleBytes");
        QTest::addColumn<bool>("singlesWin");
        QTest::addColumn<bool>("isRemembered");
        // 1.35 MB in 40 images.
        QTest::newRow("single images are slow") << 0 << qint64(190'000) << 900 << qint64(1'000'000) << false << true;
        QTest::newRow("a whole is slow") << 0 << qint64(90'000) << 0 << qint64(1'000'000) << true << true;
        // Which may be so this once.
        QTest::newRow("a whole needs long to begin")
            << 25'000 << qint64(1'000'000) << 0 << qint64(1'000'000) << true << false;
    }
    void asksInTheWayThatComesFaster()
    {
        QFETCH(int, wholeWait);
        QFETCH(qint64, wholeBytes);
        QFETCH(int, singleWait);
        QFETCH(qint64, singleBytes);
        QFETCH(bool, singlesWin);
        QFETCH(bool, isRemembered);
        const SyntheticStudy study(40, 128);
        SteadyArchive archive(study, {wholeWait, wholeBytes}, {singleWait, singleBytes});
        Endpoint endpoint;
        endpoint.wadoBase = archive.url(QStringLiteral("/dicom-web"));
        const auto tree = listingOf(study);
        Client client(endpoint);
        QElapsedTimer clock;
        clock.start();
        for (const bool isFirst : {true, false}) {
            QTemporaryDir folder;
            archive.requests.clear();
            const auto job =
                client.retrieve({.selection = {.study = tree.uid}, .folder = folder.path(), .listing = tree});
            QVERIFY(QTest::qWaitFor([&] { return job->isFinished(); }, 30'000));
            QVERIFY2(job->result(), job->result() ? "" : qPrintable(job->result().error().detail));
            QCOMPARE(job->result()->received, 40);
            QVERIFY(job->result()->bodyComplete);
            const auto singles = archive.requests.size() - archive.studiesAsked();
            if (isFirst) {
                QCOMPARE(archive.studiesAsked(), 1);
                QVERIFY2(singles > 0 && (singles > 8) == singlesWin, qPrintable(QString::number(singles)));
                if (singlesWin)
                    QVERIFY2(clock.elapsed() < 9000, qPrintable(QString::number(clock.elapsed())));
                else
                    break; // what is remembered can be told from what was never found out only where it differs
            } else if (isRemembered) {
                QCOMPARE(archive.studiesAsked(), 0);
                QCOMPARE(singles, 40);
            } else {
                QCOMPARE(archive.studiesAsked(), 1);
            }
        }
    }
};

QTEST_GUILESS_MAIN(RequestSizeTest)
#include "RequestSizeTest.moc"
