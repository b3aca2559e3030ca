#pragma once

#include <QtGlobal>

#include <chrono>

namespace network {

//! How many requests at once one server sustains, found out by trying: more as long as more comes through, fewer where
//! that gains nothing, half as many after a refusal. The time is given by the caller, from any clock that goes on.
class Pace
{
public:
    using Time = std::chrono::milliseconds;

    //! Never less than one, never more than `most`.
    int atOnce(int most) const;
    //! A request ended well with so many bytes.
    void succeeded(qint64 bytes, Time now, int most);
    //! The server asked for patience (429, 503), fell silent or broke the connection.
    void refused();
    //! Nothing was under way: what was measured until now says nothing about what comes.
    void rested() { m_count = 0; }

private:
    static constexpr int mostKnown = 16;

    int m_limit = 2;
    bool m_climbing = true;
    int m_patience = 0;  //!< measurements until more is tried again
    double m_before = 0; //!< what came through a second before the last step up
    int m_count = 0;     //!< requests in this measurement
    double m_amount = 0; //!< what they brought
    Time m_begin{0};
};

} // namespace network
