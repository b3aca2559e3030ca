//! The hand on the wheel while a study of 1,000 images arrives. See README.md.

#include "Files.h"
#include "Measure.h"

#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QPixmap>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>

#include <time.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace {

constexpr int seriesCount = 200;
constexpr int imagesOfSeries = 5;
constexpr int imagesOfLooked = 120; // of the series that is scrolled, here before the others

double processor()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

//! Measures what each event costs the thread of the window, those apart that it causes itself.
class Application final : public QApplication
{
public:
    using QApplication::QApplication;

    std::vector<double> events;
    bool isMeasuring = false;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (!isMeasuring || m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        const double begin = processor();
        const bool taken = QApplication::notify(receiver, event);
        events.push_back(processor() - begin);
        --m_depth;
        return taken;
    }

private:
    int m_depth = 0;
};

QString slice(const QTemporaryDir &dir, int series, int number)
{
    QByteArray pixels(2LL * 512 * 512, Qt::Uninitialized);
    auto *values = reinterpret_cast<quint16 *>(pixels.data());
    quint32 noise = 1 + static_cast<quint32>(1000 * series + number);
    for (qint64 i = 0; i < pixels.size() / 2; ++i) {
        noise = noise * 1664525 + 1013904223;
        values[i] = static_cast<quint16>(1000 + (i % 512) + (noise >> 24));
    }
    const QByteArray uid = "1.2.3." + QByteArray::number(series);
    FileMaker file;
    file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2");
    file.text(0x00080018, "UI", uid + '.' + QByteArray::number(number)).text(0x00080060, "CS", "CT");
    file.text(0x00100010, "PN", "Doe^Jane").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", uid);
    file.text(0x00200011, "IS", QByteArray::number(series)).text(0x00200013, "IS", QByteArray::number(number));
    file.text(0x00200032, "DS", "0\\0\\" + QByteArray::number(number));
    file.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").text(0x00200052, "UI", "1.9");
    file.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 512).word(0x00280011, 512);
    file.text(0x00280030, "DS", "0.7\\0.7").word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15);
    file.word(0x00280103, 0).text(0x00281050, "DS", "1400").text(0x00281051, "DS", "800");
    file.bytes(0x7FE00010, "OW", pixels);
    return file.writtenTo(dir.filePath(QStringLiteral("%1-%2.dcm").arg(series).arg(number)));
}

//! Turns the wheel over the active tile at most 60 times a second and waits each time for the picture.
class Hand final : public QObject
{
public:
    explicit Hand(viewer::Tile &tile) : m_tile(tile)
    {
        tile.installEventFilter(this);
        m_pace.setInterval(16);
        connect(&m_pace, &QTimer::timeout, this, [this] { turn(); });
        m_pace.start();
    }
    std::vector<double> waits;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(
                this, [this] { painted(); }, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

private:
    void turn()
    {
        if (m_isWaiting)
            return;
        if (m_tile.pictureIndex() == 0 || m_tile.pictureIndex() == m_tile.pictureCount() - 1)
            m_way = m_tile.pictureIndex() == 0 ? -1 : 1;
        const QPointF at(50, 50);
        QWheelEvent wheel(at, m_tile.mapToGlobal(at), {}, {0, 120 * m_way}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        m_isWaiting = true;
        m_since.start();
        QApplication::sendEvent(&m_tile, &wheel);
    }

    void painted()
    {
        if (!m_isWaiting || !m_tile.isPainted())
            return;
        m_isWaiting = false;
        waits.push_back(static_cast<double>(m_since.nsecsElapsed()) / 1e6);
    }

    viewer::Tile &m_tile;
    QTimer m_pace;
    QElapsedTimer m_since;
    bool m_isWaiting = false;
    int m_way = -1;
};

void until(const std::function<bool()> &isSo)
{
    while (!isSo())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    Application application(argc, argv);
    const QTemporaryDir dir;
    QStringList looked, arriving;
    for (int i = 0; i < imagesOfLooked; ++i)
        looked << slice(dir, 1, i + 1);
    for (int series = 2; series < 2 + seriesCount; ++series) {
        for (int i = 0; i < imagesOfSeries; ++i)
            arriving << slice(dir, series, i + 1);
    }
    viewer::ViewingPanel panel;
    panel.resize(1440, 900);
    panel.show();
    for (const QString &file : std::as_const(looked))
        panel.addFile(file);
    until([&] { return panel.tile().pictureCount() == imagesOfLooked && panel.tile().isPainted(); });

    // From the last byte of the first image of a series, which is on the disk when the panel is told, to its row.
    QHash<QString, QElapsedTimer> begun;
    std::vector<double> thumbnails;
    const QAbstractItemModel *strip = panel.findChild<QAbstractItemView *>(QStringLiteral("thumbnailStrip"))->model();
    QObject::connect(strip, &QAbstractItemModel::dataChanged, &panel, [&](const QModelIndex &index) {
        // "12  no description, 5 images": the number of the series begins the row.
        const QString series = index.data().toString().section(QLatin1Char(' '), 0, 0);
        if (begun.contains(series) && !index.data(Qt::DecorationRole).value<QPixmap>().isNull())
            thumbnails.push_back(static_cast<double>(begun.take(series).nsecsElapsed()) / 1e6);
    });
    QTimer arrival;
    arrival.setInterval(10); // a file a tick: 100 a second
    qsizetype next = 0;
    QObject::connect(&arrival, &QTimer::timeout, &panel, [&] {
        if (next == arriving.size())
            return;
        if (next % imagesOfSeries == 0)
            begun[QString::number(2 + next / imagesOfSeries)].start();
        panel.addFile(arriving[next++]);
    });
    Hand hand(panel.tile());
    application.isMeasuring = true;
    arrival.start();
    until([&] { return panel.fileCount() == looked.size() + arriving.size(); });
    application.isMeasuring = false;
    until([&] { return begun.isEmpty(); });

    const double p99 = percentile(hand.waits, 0.99);
    bool isGood = row(QStringLiteral("wheel to picture while 1,000 arrive"),
                      QStringLiteral("p99 %1 ms, below 25; median %2 ms of %3 turns")
                          .arg(p99, 0, 'f', 1)
                          .arg(percentile(hand.waits, 0.5), 0, 'f', 1)
                          .arg(hand.waits.size()),
                      p99 < 25);
    const double latest = percentile(thumbnails, 0.99);
    isGood &= row(QStringLiteral("last byte to thumbnail meanwhile"),
                  QStringLiteral("p99 %1 ms, below 100; median %2 ms of %3 series")
                      .arg(latest, 0, 'f', 1)
                      .arg(percentile(thumbnails, 0.5), 0, 'f', 1)
                      .arg(thumbnails.size()),
                  latest < 100 && thumbnails.size() == seriesCount);
    const double longest = percentile(application.events, 1);
    isGood &= row(QStringLiteral("an event of the window"),
                  QStringLiteral("at most %1 ms of the thread, below 16; p99 %2 ms of %3 events")
                      .arg(longest, 0, 'f', 1)
                      .arg(percentile(application.events, 0.99), 0, 'f', 2)
                      .arg(application.events.size()),
                  longest < 16);
    return isGood ? 0 : 1;
}
