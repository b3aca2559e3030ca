#include "RawServer.h"
#include "support/SyntheticStudy.h"

#include <network/Client.h>

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using network::Client;
using network::Endpoint;
using network::RetrievalJob;

namespace {

//! How the archive answers for a study or series in which there is something that it cannot send.
enum class Habit {
    Orthanc,   //!< 500 when that comes first; else status 200, and an end without a word before it
    Refuses,   //!< 500 for the whole of it
    NoStudies, //!< 500 for every study, and only for these
    Slow,      //!< 504 for every study and series
    Dead,      //!< 500 to everything
    Mute,      //!< no word to anything
    Hesitant,  //!< no word to every study and series
    Silent,    //!< as Refuses, but with status 200 and nothing in it
};

//! An archive of one study, some of whose instances it cannot send.
class Archive : public RawServer
{
public:
    Archive(const SyntheticStudy &study, QSet<int> lost, Habit habit)
        : RawServer([this](QTcpSocket &socket, const QByteArray &request) { tell(socket, request); }),
          m_study(study),
          m_lost(std::move(lost)),
          m_habit(habit)
    {}

private:
    void tell(QTcpSocket &socket, const QByteArray &request)
    {
        const QByteArray path = request.left(request.indexOf(" HTTP"));
        QList<int> asked;
        for (int slice = 0; slice < m_study.slices(); ++slice) {
            const QByteArray series = "/series/" + m_study.seriesUid(m_study.seriesOf(slice));
            const bool isAll = path.endsWith("/studies/" + m_study.uid().toLatin1());
            if (isAll || path.endsWith(series) || path.endsWith(series + "/instances/" + m_study.sopUid(slice)))
                asked << slice;
        }
        const bool isStudy = !path.contains("/series/");
        const auto isLost = [this](int slice) { return m_lost.contains(slice); };
        const auto first = std::find_if(asked.begin(), asked.end(), isLost);
        const bool holdsLost = first != asked.end();
        const bool isRefused = m_habit == Habit::Dead || (m_habit == Habit::NoStudies && isStudy) ||
                               (m_habit == Habit::Refuses && holdsLost) ||
                               (m_habit == Habit::Orthanc && holdsLost && first == asked.begin()) ||
                               (m_habit == Habit::Silent && holdsLost && asked.size() == 1);
        if (m_habit == Habit::Mute || (m_habit == Habit::Hesitant && !path.contains("/instances/")))
            return;
        if (m_habit == Habit::Slow && !path.contains("/instances/")) {
            socket.write(reply(504, "text/plain", "the gateway gave up"));
            return;
        }
        if (isRefused) {
            socket.write(reply(500, "application/json", R"({"HttpError":"Internal Server Error"})"));
            return;
        }
        // HTTP has nothing to say against it: only the closing boundary is absent where something is lost.
        QByteArray body;
        if (!(m_habit == Habit::Silent && holdsLost))
            for (auto slice = asked.begin(); slice != first; ++slice)
                body += m_study.partHead(*slice, body.isEmpty()) + m_study.file(*slice);
        if (!holdsLost)
            body += SyntheticStudy::closing();
        const QByteArray chunk = body.isEmpty() ? body : QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n";
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: " + SyntheticStudy::contentType() +
                     "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
    }

    const SyntheticStudy &m_study;
    QSet<int> m_lost;
    Habit m_habit;
};

model::Study listingOf(const SyntheticStudy &study)
{
    model::Study tree{.uid = *model::StudyUid::parse(study.uid())};
    for (int series = 0; series < study.seriesCount(); ++series)
        tree.series << model::Series{.uid = *model::SeriesUid::parse(QString::fromLatin1(study.seriesUid(series)))};
    for (int slice = 0; slice < study.slices(); ++slice)
        tree.series[study.seriesOf(slice)].instances
            << model::Instance{.uid = *model::SopUid::parse(QString::fromLatin1(study.sopUid(slice)))};
    return tree;
}

//! A retrieval of one such study under way.
struct Case
{
    const char *name;
    SyntheticStudy study;
    Archive archive;
    model::Study tree = listingOf(study);
    QTemporaryDir folder;
    std::unique_ptr<Client> client;
    network::JobPtr<RetrievalJob> job;

    Case(const char *called, int slices, int series, const QSet<int> &lost, Habit habit)
        : name(called), study(slices, 16, series), archive(study, lost, habit)
    {}

    void start(bool isListed = true, const QList<model::SeriesSelection> &chosen = {}, int jobs = 0)
    {
        Endpoint endpoint;
        endpoint.wadoBase = archive.url(QStringLiteral("/dicom-web"));
        endpoint.idleTimeout = std::chrono::seconds(2);
        client = std::make_unique<Client>(endpoint);
        network::RetrievalRequest request{
            .selection = {.study = tree.uid, .series = chosen}, .folder = folder.path(), .jobs = jobs};
        if (isListed)
            request.listing = tree;
        job = client->retrieve(request);
    }
};

} // namespace

//! Archives that fail on a whole because of a part of it. Each repeats a refused request with pauses, so all go at
//! once.
class SplitTest : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatCanBeHad()
    {
        struct Row
        {
            std::unique_ptr<Case> on;
            QSet<int> lost;
            int most; //!< requests
        };
        std::vector<Row> rows;
        const auto add = [&rows](const char *name, int slices, int series, const QSet<int> &lost, Habit habit,
                                 int most) {
            rows.push_back({std::make_unique<Case>(name, slices, series, lost, habit), lost, most});
        };
        QSet<int> all; // the first of every series
        for (int slice = 0; slice < 20; ++slice)
            all << slice;
        add("no study is sent", 12, 3, {}, Habit::NoStudies, 4 + 3);
        add("a gateway gives up on all but instances", 8, 2, {}, Habit::Slow, 1 + 2 + 8);
        add("an end without a word", 26, 2, {7, 19}, Habit::Orthanc, 1 + 19);
        add("the first cannot be sent", 8, 2, {0}, Habit::Orthanc, 4 + 2 + 4 + 1);
        add("one series is refused", 26, 2, {7, 19}, Habit::Refuses, 4 + 2 + 13 + 2);
        add("all series are refused", 60, 20, all, Habit::Refuses, 4 + 18 + 60 + 20);
        add("nothing where something is lost", 8, 2, {0}, Habit::Silent, 1 + 2 + 2 + 5);
        add("silent about all but instances", 8, 2, {}, Habit::Hesitant, 1 + 2 + 8);
        add("silent about all but the instances of many series", 40, 20, {}, Habit::Hesitant, 1 + 3 + 40);
        for (const Row &row : rows)
            row.on->start();
        for (const Row &row : rows) {
            QVERIFY2(QTest::qWaitFor([&] { return row.on->job->isFinished(); }, 30'000), row.on->name);
            const auto &report = row.on->job->result();
            QVERIFY2(report, row.on->name);
            QSet<int> missing;
            for (const auto &instance : report->missing)
                missing << int(instance.sop.text().section(u'.', -1).toInt()) - 1;
            QVERIFY2(missing == row.lost, row.on->name);
            QVERIFY2(report->received == row.on->study.slices() - int(row.lost.size()), row.on->name);
            QVERIFY2(report->requested == row.on->study.slices(), row.on->name);
            QVERIFY2(report->bodyComplete == row.lost.isEmpty(), row.on->name);
            const auto asked = row.on->archive.requests.size();
            QVERIFY2(asked <= row.most, qPrintable(QString::fromLatin1(row.on->name) + u' ' + QString::number(asked)));
        }
    }

    void asksADeadServerOnlySoOften()
    {
        Case oneSeries("a study of one series", 200, 1, {}, Habit::Dead);
        Case manySeries("a study of many series", 300, 100, {}, Habit::Dead);
        Case unknown("a study of which nobody knows the tree", 10, 1, {}, Habit::Dead);
        Case many("many instances", 300, 1, {}, Habit::Dead);
        oneSeries.start();
        manySeries.start();
        unknown.start(false);
        model::SeriesSelection chosen{many.tree.series[0].uid, {}};
        for (const auto &instance : std::as_const(many.tree.series[0].instances))
            chosen.instances << instance.uid;
        many.start(false, {chosen});
        for (const Case *dead : {&oneSeries, &manySeries, &unknown, &many}) {
            QVERIFY2(QTest::qWaitFor([&] { return dead->job->isFinished(); }, 60'000), dead->name);
            const auto &report = dead->job->result();
            QVERIFY2(!report && report.error().kind == network::Error::Kind::ServerFault, dead->name);
            QVERIFY2(report.error().httpStatus == 500, dead->name);
            const auto asked = dead->archive.requests.size();
            // Three repeats at least, and far fewer than there are instances.
            QVERIFY2(asked >= 4 && asked <= 60,
                     qPrintable(QString::fromLatin1(dead->name) + u' ' + QString::number(asked)));
        }
    }

    void asksASilentServerOnlySoOften()
    {
        Case several("several at once", 40, 4, {}, Habit::Mute);
        Case oneByOne("one by one", 40, 4, {}, Habit::Mute);
        Case unknown("series of which nobody knows the instances", 40, 10, {}, Habit::Mute);
        several.start();
        oneByOne.start(true, {}, 1);
        QList<model::SeriesSelection> series;
        for (const auto &one : std::as_const(unknown.tree.series))
            series << model::SeriesSelection{one.uid, {}};
        unknown.start(false, series);
        for (const Case *mute : {&several, &oneByOne, &unknown}) {
            QVERIFY2(QTest::qWaitFor([&] { return mute->job->isFinished(); }, 60'000), mute->name);
            const auto &report = mute->job->result();
            QVERIFY2(!report && report.error().kind == network::Error::Kind::TimedOut, mute->name);
            const auto &requests = mute->archive.requests;
            // On a slow machine some more than the few that tell are under way at the same time.
            QVERIFY2(requests.size() <= 12,
                     qPrintable(QString::fromLatin1(mute->name) + u' ' + QString::number(requests.size())));
            const bool askedForOne = std::any_of(requests.begin(), requests.end(), [](const QByteArray &request) {
                return request.contains("/instances/");
            });
            QVERIFY2(askedForOne || mute == &unknown, mute->name);
        }
    }
};

QTEST_GUILESS_MAIN(SplitTest)
#include "SplitTest.moc"
