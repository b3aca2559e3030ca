//! Decoding and drawing against DCMTK, memcpy and the codecs alone. See README.md.

#include "Files.h"
#include "Measure.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>
#include <viewer_codecs/Codecs.h>
#include <viewer_widgets/FrameLoader.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <QTemporaryDir>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/oflog/oflog.h>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace {

constexpr int rounds = 7;

//! CPU time of this process, for the machine may have other work and Qt draws in several threads.
double processor(const std::function<void()> &work)
{
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double begin = now();
    work();
    return now() - begin;
}

double milliseconds(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

//! A CT of signed 16-bit pixels with a rescale and, unless one is given, without a window, so that everybody has to
//! look for the range.
QString picture(const QString &path, int rows, int columns, int number, const QByteArray &window = {})
{
    QByteArray pixels(2LL * rows * columns, Qt::Uninitialized);
    auto *values = reinterpret_cast<quint16 *>(pixels.data());
    quint32 noise = 1 + static_cast<quint32>(number);
    for (qint64 i = 0; i < pixels.size() / 2; ++i) {
        noise = noise * 1664525 + 1013904223;
        values[i] = static_cast<quint16>(1000 + (i % columns) + (noise >> 24));
    }
    FileMaker file;
    file.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text(0x00080018, "UI", "1.2.3." + QByteArray::number(number));
    file.text(0x00080060, "CS", "CT").word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    file.word(0x00280010, static_cast<quint16>(rows)).word(0x00280011, static_cast<quint16>(columns));
    file.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 1);
    if (!window.isEmpty())
        file.text(0x00281050, "DS", window).text(0x00281051, "DS", window);
    file.text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "1");
    return file.bytes(0x7FE00010, "OW", pixels).writtenTo(path);
}

//! What DCMTK takes from the file's name to eight bits.
bool byDcmtk(const QString &path, const QSize &size = {})
{
    DcmFileFormat file;
    if (file.loadFile(path.toLocal8Bit().constData()).bad())
        return false;
    DicomImage image(file.getDataset(), EXS_LittleEndianExplicit);
    if (image.getStatus() != EIS_Normal)
        return false;
    image.setMinMaxWindow();
    std::unique_ptr<DicomImage> scaled;
    if (!size.isEmpty())
        scaled.reset(image.createScaledImage(static_cast<unsigned long>(size.width()),
                                             static_cast<unsigned long>(size.height()), 1));
    return (scaled ? *scaled : image).getOutputData(8) != nullptr;
}

bool small(const QTemporaryDir &dir)
{
    const QString path = picture(dir.filePath(QStringLiteral("small.dcm")), 512, 512, 1);
    std::vector<double> ratios, ours;
    for (int round = 0; round <= 3 * rounds; ++round) {
        const double theirs = processor([&] {
            if (!byDcmtk(path))
                qFatal("DCMTK does not draw the file.");
        });
        const double mine = processor([&] { (void)viewer::render(*viewer::decode(path, 0)); });
        if (round > 0) {
            ratios.push_back(theirs / mine);
            ours.push_back(mine);
        }
    }
    const Spread ratio = spreadOf(ratios);
    return row(QStringLiteral("512 x 512, 16 bits, name to pixels"),
               QStringLiteral("%1 times as fast as DicomImage, at least 3; %2 ms")
                   .arg(written(ratio), written(spreadOf(ours))),
               ratio.median >= 3);
}

const QSize screen(1280, 1024);

//! As a tile does it: reduced by a whole number, windowed, the rest by the painter.
void onScreen(const viewer::Frame &reduced, const viewer::Rendering &how)
{
    static QImage target(screen, QImage::Format_RGB32); // a window keeps its own
    target.fill(Qt::black);
    const QImage drawn = viewer::render(reduced, how).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&target);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QSizeF size = QSizeF(drawn.size()).scaled(screen, Qt::KeepAspectRatio);
    painter.drawImage(QRectF(QPointF(), size), drawn, QRectF(drawn.rect()));
}

bool large(const QTemporaryDir &dir)
{
    const QSize size(4096, 3328);
    const QString path = picture(dir.filePath(QStringLiteral("large.dcm")), size.height(), size.width(), 1);
    const QSize drawn = size.scaled(screen, Qt::KeepAspectRatio);
    std::vector<double> ratios, ours, theirsAll;
    for (int round = 0; round <= rounds; ++round) {
        const double theirs = processor([&] {
            if (!byDcmtk(path, drawn))
                qFatal("DCMTK does not draw the file.");
        });
        const double mine = processor([&] { onScreen(*viewer::decodeReduced(path, 0, screen.width()), {}); });
        if (round > 0) {
            ratios.push_back(theirs / mine);
            ours.push_back(mine);
            theirsAll.push_back(theirs);
        }
    }
    const Spread ratio = spreadOf(ratios);
    bool isGood = row(QStringLiteral("4096 x 3328, 16 bits, name to 1280 x 1024"),
                      QStringLiteral("%1 times as fast as DicomImage, at least 15; %2 ms, DicomImage %3 ms")
                          .arg(written(ratio), written(spreadOf(ours)), written(spreadOf(theirsAll))),
                      ratio.median >= 15);
    const viewer::Frame reduced = *viewer::decodeReduced(path, 0, screen.width());
    std::vector<double> steps;
    for (int step = 0; step < 200; ++step) {
        const viewer::Window window{1500.0 + step, 1000.0 + 2 * step};
        steps.push_back(milliseconds([&] { onScreen(reduced, {window, false}); }));
    }
    isGood &= row(QStringLiteral("a window step on it"),
                  QStringLiteral("p95 %1 ms, below 12; median %2 ms")
                      .arg(percentile(steps, 0.95), 0, 'f', 2)
                      .arg(percentile(steps, 0.5), 0, 'f', 2),
                  percentile(steps, 0.95) < 12);
    return isGood;
}

//! Looks at one picture after the other as a scrolling hand does, as fast as they come.
std::vector<double> scrolled(viewer::FrameLoader &loader, const QStringList &files)
{
    std::vector<double> frames;
    for (qsizetype i = 0; i < files.size(); ++i) {
        QList<viewer::FrameKey> ahead;
        for (qsizetype next = i + 1; next < std::min(i + 9, files.size()); ++next)
            ahead.append({files[next], 0});
        QElapsedTimer clock;
        clock.start();
        const viewer::FrameKey key{files[i], 0};
        loader.look(&loader, key, ahead);
        std::optional<viewer::Frame> frame = loader.cached(key);
        if (!frame) {
            QEventLoop loop;
            QObject::connect(&loader, &viewer::FrameLoader::frameReady, &loop, [&](const viewer::FrameKey &ready) {
                if (ready == key)
                    loop.quit();
            });
            loop.exec();
            frame = loader.cached(key);
        }
        if (frame)
            (void)viewer::render(*frame);
        frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    return frames;
}

QStringList series(const QTemporaryDir &dir, int slices)
{
    QStringList files;
    for (int i = 0; i < slices; ++i)
        files.append(picture(dir.filePath(QStringLiteral("ct%1.dcm").arg(i)), 512, 512, i, "1400"));
    return files;
}

void forget(const QStringList &files)
{
    ::sync();
    for (const QString &name : files) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly))
            (void)::posix_fadvise(file.handle(), 0, 0, POSIX_FADV_DONTNEED);
    }
}

bool scroll(const QStringList &files)
{
    forget(files);
    viewer::FrameLoader loader;
    const std::vector<double> frames = scrolled(loader, files);
    const QByteArray from(512 * 512 * 2, 'x');
    QByteArray to(from.size(), '\0');
    std::vector<double> copies;
    for (qsizetype i = 0; i < files.size(); ++i)
        copies.push_back(
            milliseconds([&] { std::memcpy(to.data(), from.constData(), static_cast<size_t>(from.size())); }));
    return row(QStringLiteral("scroll through 600 slices, cold"),
               QStringLiteral("p99 %1 ms a frame, below 16; median %2 ms, memcpy %3 ms")
                   .arg(percentile(frames, 0.99), 0, 'f', 2)
                   .arg(percentile(frames, 0.5), 0, 'f', 2)
                   .arg(percentile(copies, 0.5), 0, 'f', 3),
               percentile(frames, 0.99) < 16);
}

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/statm"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    return status.readAll().split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024 / 1024;
}

bool memory(const QStringList &files)
{
    constexpr double bound = 256;
    viewer::FrameLoader loader(static_cast<qint64>(bound) * 1024 * 1024);
    const double before = residentMegabytes();
    (void)scrolled(loader, files);
    const double more = residentMegabytes() - before;
    return row(QStringLiteral("memory after 1,000 slices"),
               QStringLiteral("%1 MB more than before, cache bound %2 MB, at most 80 MB above")
                   .arg(more, 0, 'f', 0)
                   .arg(bound),
               more <= bound + 80);
}

//! CPU time that a process has had, in milliseconds.
double processor(qint64 process)
{
    QFile statistics(QStringLiteral("/proc/%1/schedstat").arg(process));
    return statistics.open(QIODevice::ReadOnly) ? statistics.readAll().split(' ').value(0).toDouble() / 1e6 : 0;
}

//! Every compressed file there is of a kind that codecs take, against the codec alone on the same fragments.
bool codecs()
{
    viewer::prepareCodecs();
    viewer::Decoders decoders;
    bool isGood = true;
    QSet<QString> seen;
    for (const CorpusFile &file : corpusFiles()) {
        const auto header = viewer::readHeader(file.path);
        if (!header || header->rows * header->columns < 256 * 256 || seen.contains(header->transferSyntax))
            continue;
        std::optional<viewer::CompressedFrame> taken;
        if (!viewer::decode(file.path, 0,
                            [&](const viewer::CompressedFrame &frame, const std::stop_token &) {
                                taken = frame;
                                return viewer::decodeCompressed(frame);
                            }) ||
            !taken)
            continue;
        seen.insert(header->transferSyntax);
        std::vector<double> extra, codec, whole;
        for (int round = 0; round <= 3 * rounds; ++round) {
            const double alone = processor([&] { (void)viewer::decodeCompressed(*taken); });
            const qint64 helper = decoders.processIds().constLast();
            const double before = processor(helper);
            const double here = processor([&] { (void)viewer::decode(file.path, 0, decoders.decoder()); });
            const double ours = here + processor(helper) - before;
            if (round > 0) {
                codec.push_back(alone);
                whole.push_back(ours);
                extra.push_back(ours - 1.2 * alone);
            }
        }
        const Spread above = spreadOf(extra);
        isGood &= row(QStringLiteral("%1, %2 x %3")
                          .arg(viewer::transferSyntaxName(header->transferSyntax))
                          .arg(header->columns)
                          .arg(header->rows),
                      QStringLiteral("%1 ms with helper, codec alone %2 ms; at most 1.2 times plus 0.5 ms")
                          .arg(written(spreadOf(whole)), written(spreadOf(codec))),
                      above.median <= 0.5);
    }
    return isGood;
}

bool thumbnails()
{
    const QString path = corpusFile(QStringLiteral("JPEG2000.dcm"));
    constexpr int count = 200;
    viewer::prepareCodecs();
    viewer::FrameLoader loader;
    int done = 0;
    QEventLoop loop;
    QObject::connect(&loader, &viewer::FrameLoader::thumbnailReady, &loop, [&] {
        if (++done % count == 0)
            loop.quit();
    });
    std::vector<double> ratios;
    for (int round = 0; round <= 3; ++round) {
        const double alone = milliseconds([&] {
            for (int i = 0; i < count; ++i)
                (void)viewer::decode(path, 0, [](const viewer::CompressedFrame &frame, const std::stop_token &) {
                    return viewer::decodeCompressed(frame);
                });
        });
        const double ours = milliseconds([&] {
            for (int i = 0; i < count; ++i)
                loader.makeThumbnail({path, 0}, 128);
            loop.exec();
        });
        if (round > 0)
            ratios.push_back(ours / alone);
    }
    const Spread ratio = spreadOf(ratios);
    return row(QStringLiteral("200 thumbnails"),
               QStringLiteral("%1 of one core's decoding, at most 0.7").arg(written(ratio)), ratio.median <= 0.7);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    const QTemporaryDir dir;
    bool isGood = small(dir);
    isGood &= large(dir);
    const QStringList files = series(dir, 1000);
    isGood &= scroll(files.first(600));
    isGood &= memory(files);
    isGood &= codecs();
    isGood &= thumbnails();
    return isGood ? 0 : 1;
}
