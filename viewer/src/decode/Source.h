#pragma once

#include <viewer/Result.h>

#include <QByteArray>
#include <QFile>

#include <memory>

namespace viewer {

//! Random access to the bytes of a file, or of the inflated part of a deflated one, without loading it whole.
class Source
{
public:
    static Result<std::shared_ptr<Source>> open(const QString &path);
    //! The first bytes as they are, then what the raw deflate stream from \a begin on holds, at most \a bound bytes of
    //! it.
    static Result<std::shared_ptr<Source>> openDeflated(const QString &path, qint64 begin, qint64 bound);

    qint64 size() const { return m_size; }
    //! At most 64 bytes at a place, or null when they are not all there. Valid until the next call.
    const uchar *peek(qint64 at, int count);
    //! As many of the bytes as there are.
    QByteArray read(qint64 at, qint64 count);
    //! All of so many bytes to a place in memory, or false.
    bool readInto(char *to, qint64 at, qint64 count);

private:
    Source() = default;

    QFile m_file;
    QByteArray m_window; //!< the part of the file that was read last, or all of an inflated one
    qint64 m_windowAt = 0;
    qint64 m_size = 0;
};

} // namespace viewer
