#include "Pace.h"

#include <algorithm>

namespace network {

namespace {

using namespace std::chrono_literals;

constexpr auto shortest = 200ms; //!< of a measurement
constexpr double worthwhile = 1.08;
constexpr int patience = 12;
constexpr double requestWeighs = 8 * 1024; //!< bytes: small files count by their number

} // namespace

int Pace::atOnce(int most) const
{
    return std::clamp(m_limit, 1, std::max(1, most));
}

void Pace::succeeded(qint64 bytes, Time now, int most)
{
    if (m_count == 0) { // when it began is not known
        m_begin = now;
        m_amount = 0;
        m_count = 1;
        return;
    }
    m_amount += double(bytes) + requestWeighs;
    ++m_count;
    const auto took = now - m_begin;
    if (took < shortest || m_count <= 3 * m_limit)
        return;
    const double rate = m_amount / double(took.count());
    m_count = 0;
    if (m_climbing) {
        if (m_before > 0 && rate < m_before * worthwhile) {
            m_climbing = false;
            m_patience = patience;
            m_limit = std::max(1, m_limit - 1);
            return;
        }
    } else if (--m_patience > 0) {
        return;
    }
    m_climbing = m_limit < std::min(most, mostKnown);
    m_before = rate;
    if (m_climbing)
        ++m_limit;
}

void Pace::refused()
{
    m_limit = std::max(1, m_limit / 2);
    m_climbing = false;
    m_patience = 2 * patience;
    m_before = 0;
    m_count = 0;
}

} // namespace network
