#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

#include <functional>
#include <optional>

namespace network {

//! A Content-Type value taken apart: type/subtype in lower case and its parameters (RFC 2045 section 5.1).
struct MediaType
{
    QByteArray type;                                 //!< without parameters, lower case; empty when the value is empty
    QList<QPair<QByteArray, QByteArray>> parameters; //!< names in lower case, values unquoted

    //! Never fails: what cannot be understood is left out.
    static MediaType parse(QByteArrayView value);
    //! The first parameter of that (lower-case) name; empty when absent.
    QByteArray parameter(QByteArrayView name) const;
    //! The boundary of a multipart type; nothing when the type is another, or the boundary is empty, longer than 200
    //! characters (RFC 2046 section 5.1.1 allows 70) or holds control characters.
    std::optional<QByteArray> boundary() const;
};

//! The headers of one part, as they came.
using PartHeaders = QList<QPair<QByteArray, QByteArray>>;

//! Takes a multipart body apart while it arrives (RFC 2046 section 5.1). It is pushed, knows no socket and keeps no
//! part: the bytes of a part are handed on as views into what was fed. The work is linear in the bytes, whatever the
//! chunking.
//!
//! A delimiter counts only when its whole line fits: look-alikes in the payload stay payload. A body whose first
//! delimiter line ends in a bare LF may end all its lines so. Headers that pass the bound count as payload from there
//! on: the parts behind them are found all the same.
class MultipartReader
{
public:
    struct Events
    {
        std::function<void(const PartHeaders &)> partBegan;
        std::function<void(QByteArrayView)> partData; //!< never empty; valid during the call
        std::function<void()> partEnded;              //!< only for a part whose end was seen
    };

    enum class State {
        BeforeFirst, //!< no delimiter seen yet
        InHeaders,
        InPart,
        Closed //!< the closing delimiter was seen; what follows is ignored
    };

    MultipartReader(const QByteArray &boundary, Events events);

    void feed(QByteArrayView bytes);
    //! To be called after the last byte: a part that lacks only its delimiter, by its own Content-Length, ends as well.
    void bodyEnded();
    State state() const { return m_state; }
    //! Whether what came last may be the beginning of a delimiter, more of it than a line break.
    bool mayBeInDelimiter() const { return m_inDelimiterLine || m_matched > 1; }
    //! What the headers of the part that began last say of its length; a hint only, for it may be wrong.
    std::optional<qint64> announcedLength() const
    {
        return m_announced < 0 ? std::nullopt : std::optional(m_announced);
    }

    static constexpr qsizetype maximumHeaderBytes = 64 * 1024; //!< of one part

private:
    QByteArrayView inHeaders(QByteArrayView bytes);
    QByteArrayView inBody(QByteArrayView bytes);
    QByteArrayView inDelimiterLine(QByteArrayView bytes);
    bool delimiterMayStart() const;
    void giveUpMatch();
    void delimiterEnded(bool closing);
    bool headerLineEnded();
    void beginPart();
    void payload(QByteArrayView data);
    void deliver(QByteArrayView data);

    Events m_events;
    QByteArray
        m_needle; //!< LF, two dashes, boundary: LF occurs only at its start, so a mismatch never needs a fallback
    State m_state = State::BeforeFirst;
    qsizetype m_matched = 1; //!< bytes of the needle that the body so far ends with
    bool m_virtual = true;   //!< the line break of that match is not in the body (its start, or the end of headers)
    bool m_heldCr = false;   //!< a CR before the match, part of the delimiter if there is one
    bool m_inDelimiterLine = false;      //!< the needle matched; the rest of the line decides
    std::optional<bool> m_bareLineFeeds; //!< how the first delimiter line ended
    QByteArray m_line;                   //!< rest of the delimiter line, or the header line under way
    PartHeaders m_headers;
    qsizetype m_headerBytes = 0;
    qint64 m_partBytes = 0;
    qint64 m_announced = -1; //!< the part's Content-Length
};

} // namespace network
