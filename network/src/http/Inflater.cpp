#include "Inflater.h"

#include <zlib.h>

namespace network {

class Inflater::Private
{
public:
    z_stream stream{};
    QByteArray pending;
    bool full = false; //!< the last call filled its buffer, so more may be held back
    bool ended = false;
    bool damaged = false;
};

Inflater::Inflater() : d(std::make_unique<Private>())
{
    constexpr int gzipOrZlib = 15 + 32;
    d->damaged = inflateInit2(&d->stream, gzipOrZlib) != Z_OK;
}

Inflater::~Inflater()
{
    inflateEnd(&d->stream);
}

void Inflater::feed(const QByteArray &compressed)
{
    d->pending.append(compressed);
}

QByteArray Inflater::take(qint64 most)
{
    QByteArray out;
    while (out.size() < most && !d->damaged && hasMore()) {
        if (d->ended) { // a gzip file may be several, one after the other
            inflateReset(&d->stream);
            d->ended = false;
        }
        constexpr qsizetype step = 64 * 1024;
        const qsizetype before = out.size();
        out.resize(before + qMin<qint64>(step, most - before));
        d->stream.next_in = reinterpret_cast<Bytef *>(d->pending.data());
        d->stream.avail_in = static_cast<uInt>(d->pending.size());
        d->stream.next_out = reinterpret_cast<Bytef *>(out.data() + before);
        d->stream.avail_out = static_cast<uInt>(out.size() - before);
        const int code = inflate(&d->stream, Z_NO_FLUSH);
        d->full = d->stream.avail_out == 0;
        d->pending.remove(0, d->pending.size() - static_cast<qsizetype>(d->stream.avail_in)); // moves nothing
        out.chop(d->stream.avail_out);
        if (code == Z_STREAM_END) {
            d->ended = true;
            d->full = false;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            d->damaged = true;
        } else if (code == Z_BUF_ERROR) {
            d->full = false;
        }
    }
    return out;
}

bool Inflater::hasMore() const
{
    return !d->pending.isEmpty() || d->full;
}

bool Inflater::isComplete() const
{
    return d->ended && d->pending.isEmpty();
}

bool Inflater::isDamaged() const
{
    return d->damaged;
}

} // namespace network
