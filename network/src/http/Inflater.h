#pragma once

#include <QByteArray>

#include <memory>

namespace network {

//! Undoes Content-Encoding gzip or deflate piece by piece. Unlike Qt's own it tells a body that was cut short from a
//! whole one, and gives out no more than it is asked for.
class Inflater
{
public:
    Inflater();
    ~Inflater();

    void feed(const QByteArray &compressed);
    //! Up to `most` bytes; empty when more must be fed first or nothing more will come.
    QByteArray take(qint64 most);
    //! Compressed bytes that wait, or output that was held back.
    bool hasMore() const;
    //! The stream ended as it should.
    bool isComplete() const;
    //! What came is not compressed data.
    bool isDamaged() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace network
