#include "decode/Source.h"

#include <zlib.h>

#include <algorithm>

namespace viewer {

namespace {

constexpr qint64 windowBytes = 32 * 1024;
constexpr qint64 chunkBytes = 256 * 1024;

Error unreadable(const QString &why)
{
    return {Error::Kind::Unreadable, why, {}};
}

} // namespace

Result<std::shared_ptr<Source>> Source::open(const QString &path)
{
    std::shared_ptr<Source> source(new Source);
    source->m_file.setFileName(path);
    if (!source->m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return tl::unexpected(unreadable(source->m_file.errorString()));
    source->m_size = source->m_file.size();
    if (source->m_file.isSequential())
        return tl::unexpected(unreadable(QStringLiteral("This is not a file.")));
    return source;
}

Result<std::shared_ptr<Source>> Source::openDeflated(const QString &path, qint64 begin, qint64 bound)
{
    auto opened = open(path);
    if (!opened)
        return opened;
    QFile &file = (*opened)->m_file;
    QByteArray inflated = file.read(begin);
    if (!file.seek(begin))
        return tl::unexpected(unreadable(file.errorString()));

    z_stream stream = {};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return tl::unexpected(unreadable(QStringLiteral("There is not enough memory to inflate the file.")));
    QByteArray out(chunkBytes, Qt::Uninitialized);
    int state = Z_OK;
    while (state == Z_OK && inflated.size() < begin + bound) {
        QByteArray in = file.read(chunkBytes);
        if (in.isEmpty())
            break; // cut short: what came is there, and whoever reads on finds the end
        stream.next_in = reinterpret_cast<Bytef *>(in.data());
        stream.avail_in = static_cast<uInt>(in.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(out.data());
            stream.avail_out = static_cast<uInt>(out.size());
            state = inflate(&stream, Z_NO_FLUSH);
            inflated.append(out.constData(), out.size() - static_cast<qsizetype>(stream.avail_out));
        } while (state == Z_OK && stream.avail_out == 0 && inflated.size() < begin + bound);
        if (state == Z_BUF_ERROR && stream.avail_in == 0)
            state = Z_OK;
    }
    inflateEnd(&stream);

    std::shared_ptr<Source> source(new Source);
    source->m_window = std::move(inflated);
    source->m_size = source->m_window.size();
    return source;
}

const uchar *Source::peek(qint64 at, int count)
{
    if (at < 0 || count > m_size || at > m_size - count)
        return nullptr;
    if (at < m_windowAt || at + count > m_windowAt + m_window.size()) {
        if (!m_file.seek(at))
            return nullptr;
        m_window = m_file.read(windowBytes);
        m_windowAt = at;
        if (m_window.size() < count)
            return nullptr;
    }
    return reinterpret_cast<const uchar *>(m_window.constData()) + (at - m_windowAt);
}

QByteArray Source::read(qint64 at, qint64 count)
{
    if (at < 0 || at >= m_size || count <= 0)
        return {};
    count = std::min(count, m_size - at);
    if (at >= m_windowAt && at + count <= m_windowAt + m_window.size())
        return m_window.mid(at - m_windowAt, count);
    if (!m_file.isOpen() || !m_file.seek(at))
        return {};
    return m_file.read(count);
}

bool Source::readInto(char *to, qint64 at, qint64 count)
{
    if (at < 0 || count < 0 || count > m_size || at > m_size - count)
        return false;
    if (at >= m_windowAt && at + count <= m_windowAt + m_window.size()) {
        std::copy_n(m_window.constData() + (at - m_windowAt), count, to);
        return true;
    }
    return m_file.isOpen() && m_file.seek(at) && m_file.read(to, count) == count;
}

} // namespace viewer
