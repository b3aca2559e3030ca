#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>

#include <chrono>
#include <cstdint>

namespace wire {

enum class End { Closed, Reset, Silent };

//! What came back over a plain socket, byte for byte.
struct Received
{
    End end = End::Closed;
    QByteArray all;
    int status = 0;
    QMap<QByteArray, QByteArray> headers; //!< names in lower case
    QByteArray raw;                       //!< what follows the head
    QByteArray body;                      //!< the same without chunk framing
    bool whole = false;                   //!< the body has the length that was announced, or its last chunk
};

//! Sends one request with `Connection: close` and reads until the other end has nothing more to say.
Received get(std::uint16_t port, const QByteArray &target, const QByteArray &headers = {},
             std::chrono::milliseconds patience = std::chrono::seconds(10));
Received exchange(std::uint16_t port, const QByteArray &request,
                  std::chrono::milliseconds patience = std::chrono::seconds(10));

//! A connection on which a request was sent and that stays open as long as this object lives.
class Open
{
public:
    Open(std::uint16_t port, const QByteArray &request);
    ~Open();
    Open(const Open &) = delete;
    Open &operator=(const Open &) = delete;

    //! True when something has come within ten seconds.
    bool waitForBytes() const;

private:
    int m_socket;
};

//! The boundary that a Content-Type names, without quotes.
QByteArray boundaryOf(const QByteArray &contentType);
//! The bodies of the parts between delimiters whose lines end in `lineEnd`; without closing delimiter the last is kept.
QList<QByteArray> partsOf(const QByteArray &body, const QByteArray &boundary, const QByteArray &lineEnd = "\r\n");

} // namespace wire
