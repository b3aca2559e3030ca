#pragma once

#include <viewer/Image.h>

#include <QImage>
#include <QObject>

#include <memory>
#include <optional>

namespace viewer {

//! One picture on disk: a file and a frame in it, frames counted from 0.
struct FrameKey
{
    QString path;
    int frame = 0;

    friend bool operator==(const FrameKey &, const FrameKey &) = default;
    friend size_t qHash(const FrameKey &key, size_t seed = 0) { return qHashMulti(seed, key.path, key.frame); }
};

//! Reads headers, frames and thumbnails in its own threads and keeps decoded frames up to a bound in bytes.
//! Everything here is called from the GUI thread; signals come in the GUI thread, never before control is back in the
//! event loop.
class FrameLoader final : public QObject
{
    Q_OBJECT

public:
    explicit FrameLoader(qint64 cacheBytes = 512 * 1024 * 1024, QObject *parent = nullptr);
    ~FrameLoader() override;

    //! The frame if it is in memory.
    std::optional<Frame> cached(const FrameKey &key);
    //! What one of several that look at pictures looks at now; \a who is only a name. What was asked for before and is
    //! wanted by nobody any more is stopped; the neighbours are decoded afterwards, in their order.
    void look(const QObject *who, const FrameKey &key, const QList<FrameKey> &neighbours);
    //! It looks at nothing any more.
    void lookAway(const QObject *who);
    //! What it looks at comes before what others look at, and its neighbours before theirs.
    void prefer(const QObject *who);
    //! Asks for a header; after everything that is looked at.
    void readHeader(const QString &path);
    //! Asks for a picture of at most \a side by \a side device pixels, whose own are \a pixelAspect times as high as
    //! wide; last of all.
    void makeThumbnail(const FrameKey &key, int side, double pixelAspect = 1);
    //! Forgets all frames and stops all work. No signal comes for what was asked before.
    void clear();

    qint64 cachedBytes() const;
    //! The helpers that decode for it.
    const Decoders &decoders() const;
    FrameDecoder decoder(); //!< by them, from any thread

signals:
    void frameReady(const viewer::FrameKey &key, const viewer::Frame &frame);
    void frameFailed(const viewer::FrameKey &key, const viewer::Error &error);
    void headerReady(const viewer::FileHeader &header);
    void headerFailed(const QString &path, const viewer::Error &error);
    void thumbnailReady(const viewer::FrameKey &key, const QImage &picture);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace viewer
