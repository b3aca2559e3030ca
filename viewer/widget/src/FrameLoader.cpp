#include <viewer_widgets/FrameLoader.h>

#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>
#include <variant>
#include <vector>

namespace viewer {

namespace {

//! One of them is always kept free of background work, so that what is looked at never waits for a thumbnail.
constexpr int workers = 3;
//! Results are handed over in portions, so that a study that arrives at once does not hold up the window.
constexpr qint64 portionMilliseconds = 6;

struct HeaderJob
{
    QString path;
};
struct FrameJob
{
    FrameKey key;
};
struct ThumbnailJob
{
    FrameKey key;
    int side;
    double pixelAspect;
    std::optional<Frame> frame; //!< when it was in memory already
};
using Job = std::variant<HeaderJob, FrameJob, ThumbnailJob>;

struct HeaderDone
{
    QString path;
    Result<FileHeader> header;
};
struct FrameDone
{
    FrameKey key;
    Result<Frame> frame;
};
struct ThumbnailDone
{
    FrameKey key;
    QImage picture;
};
using Done = std::variant<HeaderDone, FrameDone, ThumbnailDone>;

QImage thumbnailOf(const Frame &frame, int side, double pixelAspect)
{
    // Most of the work is done on whole numbers: what is left for Qt is at most twice as large as what is wanted.
    const QImage picture = render(frame.reduced(std::max(frame.rows(), frame.columns()) / side));
    const QSizeF size = QSizeF(picture.width(), picture.height() * pixelAspect).scaled(side, side, Qt::KeepAspectRatio);
    return picture.scaled(size.toSize().expandedTo({1, 1}), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

struct FrameLoader::Private
{
    struct Running
    {
        FrameKey key;
        bool frame = false;
        std::stop_source stop;
    };
    //! What one looks at.
    struct Look
    {
        const QObject *who = nullptr;
        FrameKey key;
        QList<FrameKey> neighbours;
        bool isAsked = false;        //!< the key is still to be decoded
        std::deque<FrameKey> coming; //!< the neighbours that are
    };
    struct Cached
    {
        FrameKey key;
        Frame frame;
        qint64 bytes;
    };

    FrameLoader *q = nullptr;

    std::mutex mutex; //!< guards the part below, up to the threads
    std::condition_variable_any wake;
    std::list<Look> looks; //!< the preferred one first
    std::deque<QString> headers;
    std::deque<ThumbnailJob> thumbnails;
    std::list<Running> running;
    std::deque<Done> done;
    int background = 0;
    int generation = 0;

    qint64 bound = 0;
    qint64 bytes = 0;
    std::list<Cached> cache; //!< the most recently used first
    QHash<FrameKey, std::list<Cached>::iterator> places;

    Decoders decoders;
    std::vector<std::jthread> threads; //!< last: they end before anything they use

    bool canWork() const
    {
        return isAnythingLooked() || !headers.empty() ||
               (background < workers - 1 && (isAnythingComing() || !thumbnails.empty()));
    }

    bool isAnythingLooked() const
    {
        return std::any_of(looks.cbegin(), looks.cend(), [](const Look &look) { return look.isAsked; });
    }

    bool isAnythingComing() const
    {
        return std::any_of(looks.cbegin(), looks.cend(), [](const Look &look) { return !look.coming.empty(); });
    }

    bool isWanted(const FrameKey &key) const
    {
        return std::any_of(looks.cbegin(), looks.cend(),
                           [&](const Look &look) { return look.key == key || look.neighbours.contains(key); });
    }

    void stopUnwanted()
    {
        for (Running &job : running) {
            if (job.frame && !isWanted(job.key))
                job.stop.request_stop();
        }
    }

    //! One decoding is enough for all that look at the same.
    FrameJob taken(const FrameKey &key)
    {
        for (Look &look : looks) {
            look.isAsked = look.isAsked && !(look.key == key);
            look.coming.erase(std::remove(look.coming.begin(), look.coming.end(), key), look.coming.end());
        }
        return FrameJob{key};
    }

    std::list<Look>::iterator lookOf(const QObject *who)
    {
        return std::find_if(looks.begin(), looks.end(), [&](const Look &look) { return look.who == who; });
    }

    //! Being decoded, or decoded and not handed over yet.
    bool isUnderWay(const FrameKey &key) const
    {
        return std::any_of(
                   running.cbegin(), running.cend(),
                   [&](const Running &job) { return job.frame && job.key == key && !job.stop.stop_requested(); }) ||
               std::any_of(done.cbegin(), done.cend(), [&](const Done &result) {
                   const auto *frame = std::get_if<FrameDone>(&result);
                   return frame && frame->key == key;
               });
    }

    Job takeJob(bool &isBackground)
    {
        isBackground = false;
        for (const Look &look : looks) {
            if (look.isAsked)
                return taken(FrameKey(look.key));
        }
        if (!headers.empty()) {
            const QString path = headers.front();
            headers.pop_front();
            return HeaderJob{path};
        }
        isBackground = true;
        for (const Look &look : looks) {
            if (!look.coming.empty())
                return taken(FrameKey(look.coming.front()));
        }
        ThumbnailJob job = std::move(thumbnails.front());
        thumbnails.pop_front();
        return job;
    }

    Done carryOut(Job &job, const std::stop_token &stop)
    {
        const FrameDecoder decoder = decoders.decoder();
        if (const auto *header = std::get_if<HeaderJob>(&job))
            return HeaderDone{header->path, viewer::readHeader(header->path)};
        if (const auto *frame = std::get_if<FrameJob>(&job))
            return FrameDone{frame->key, decode(frame->key.path, frame->key.frame, decoder, stop)};
        const auto &thumbnail = std::get<ThumbnailJob>(job);
        if (thumbnail.frame)
            return ThumbnailDone{thumbnail.key, thumbnailOf(*thumbnail.frame, thumbnail.side, thumbnail.pixelAspect)};
        const auto frame = decodeReduced(thumbnail.key.path, thumbnail.key.frame, thumbnail.side, decoder, stop);
        return ThumbnailDone{thumbnail.key,
                             frame ? thumbnailOf(*frame, thumbnail.side, thumbnail.pixelAspect) : QImage()};
    }

    void work(const std::stop_token &end)
    {
        std::unique_lock lock(mutex);
        while (wake.wait(lock, end, [this] { return canWork(); })) {
            bool isBackground = false;
            Job job = takeJob(isBackground);
            background += isBackground ? 1 : 0;
            const int mine = generation;
            Running entry;
            if (const auto *frame = std::get_if<FrameJob>(&job)) {
                entry.key = frame->key;
                entry.frame = true;
            }
            running.push_front(entry);
            const auto place = running.begin();
            const std::stop_token stop = place->stop.get_token();
            lock.unlock();
            Done result = carryOut(job, stop);
            lock.lock();
            background -= isBackground ? 1 : 0;
            running.erase(place);
            if (mine == generation && !stop.stop_requested() && !end.stop_requested()) {
                done.push_back(std::move(result));
                if (done.size() == 1)
                    QMetaObject::invokeMethod(
                        q, [this] { handOver(); }, Qt::QueuedConnection);
            }
            wake.notify_one();
        }
    }

    void handOver()
    {
        QElapsedTimer clock;
        clock.start();
        for (;;) {
            std::optional<Done> result;
            {
                const std::lock_guard lock(mutex);
                if (done.empty())
                    return;
                if (clock.elapsed() >= portionMilliseconds) {
                    QMetaObject::invokeMethod(
                        q, [this] { handOver(); }, Qt::QueuedConnection);
                    return;
                }
                result = std::move(done.front());
                done.pop_front();
                if (done.empty())
                    done.shrink_to_fit();
            }
            tell(*result);
        }
    }

    void tell(const Done &result)
    {
        if (const auto *header = std::get_if<HeaderDone>(&result)) {
            if (header->header)
                emit q->headerReady(*header->header);
            else
                emit q->headerFailed(header->path, header->header.error());
        } else if (const auto *frame = std::get_if<FrameDone>(&result)) {
            if (frame->frame) {
                keep(frame->key, *frame->frame);
                emit q->frameReady(frame->key, *frame->frame);
            } else {
                emit q->frameFailed(frame->key, frame->frame.error());
            }
        } else {
            const auto &thumbnail = std::get<ThumbnailDone>(result);
            emit q->thumbnailReady(thumbnail.key, thumbnail.picture);
        }
    }

    void keep(const FrameKey &key, const Frame &frame)
    {
        if (places.contains(key))
            return;
        cache.push_front({key, frame, frame.bytes()});
        places.insert(key, cache.begin());
        bytes += cache.front().bytes;
        while (bytes > bound && cache.size() > 1) {
            bytes -= cache.back().bytes;
            places.remove(cache.back().key);
            cache.pop_back();
        }
    }
};

FrameLoader::FrameLoader(qint64 cacheBytes, QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->q = this;
    d->bound = cacheBytes;
    for (int i = 0; i < workers; ++i)
        d->threads.emplace_back([this](const std::stop_token &end) { d->work(end); });
}

FrameLoader::~FrameLoader()
{
    clear();
    for (std::jthread &thread : d->threads)
        thread.request_stop();
    d->threads.clear();
}

std::optional<Frame> FrameLoader::cached(const FrameKey &key)
{
    const auto place = d->places.constFind(key);
    if (place == d->places.constEnd())
        return {};
    d->cache.splice(d->cache.begin(), d->cache, *place);
    return d->cache.front().frame;
}

void FrameLoader::look(const QObject *who, const FrameKey &key, const QList<FrameKey> &neighbours)
{
    const std::lock_guard lock(d->mutex);
    auto look = d->lookOf(who);
    if (look == d->looks.end()) {
        d->looks.push_back({});
        look = std::prev(d->looks.end());
        look->who = who;
    }
    look->key = key;
    look->neighbours = neighbours;
    d->stopUnwanted();
    look->isAsked = !d->places.contains(key) && !d->isUnderWay(key);
    look->coming.clear();
    for (const FrameKey &neighbour : neighbours) {
        if (!d->places.contains(neighbour) && !d->isUnderWay(neighbour))
            look->coming.push_back(neighbour);
    }
    d->wake.notify_all();
}

void FrameLoader::lookAway(const QObject *who)
{
    const std::lock_guard lock(d->mutex);
    const auto look = d->lookOf(who);
    if (look == d->looks.end())
        return;
    *look = {who, {}, {}, false, {}}; // it keeps its rank
    d->stopUnwanted();
}

void FrameLoader::prefer(const QObject *who)
{
    const std::lock_guard lock(d->mutex);
    const auto look = d->lookOf(who);
    if (look != d->looks.end()) {
        d->looks.splice(d->looks.begin(), d->looks, look);
        return;
    }
    d->looks.push_front({});
    d->looks.front().who = who;
}

void FrameLoader::readHeader(const QString &path)
{
    const std::lock_guard lock(d->mutex);
    d->headers.push_back(path);
    d->wake.notify_one();
}

void FrameLoader::makeThumbnail(const FrameKey &key, int side, double pixelAspect)
{
    const std::lock_guard lock(d->mutex);
    const auto place = d->places.constFind(key);
    d->thumbnails.push_back(
        {key, side, pixelAspect, place == d->places.constEnd() ? std::nullopt : std::optional((*place)->frame)});
    d->wake.notify_one();
}

void FrameLoader::clear()
{
    const std::lock_guard lock(d->mutex);
    ++d->generation;
    for (Private::Running &job : d->running)
        job.stop.request_stop();
    for (Private::Look &look : d->looks)
        look = {look.who, {}, {}, false, {}};
    d->headers.clear();
    d->thumbnails.clear();
    d->done.clear();
    d->cache.clear();
    d->places.clear();
    d->bytes = 0;
}

qint64 FrameLoader::cachedBytes() const
{
    return d->bytes;
}

FrameDecoder FrameLoader::decoder()
{
    return d->decoders.decoder();
}

const Decoders &FrameLoader::decoders() const
{
    return d->decoders;
}

} // namespace viewer
