#include "Traffic.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace network {

Traffic::Place::Place(Traffic &traffic, QString origin, const QObject *who)
    : m_traffic(&traffic), m_origin(std::move(origin)), m_who(who)
{
    m_traffic->count(m_origin, m_who, 1);
}

Traffic::Place::Place(Place &&other) noexcept
    : m_traffic(std::exchange(other.m_traffic, nullptr)),
      m_origin(std::move(other.m_origin)),
      m_who(std::exchange(other.m_who, nullptr))
{}

Traffic::Place &Traffic::Place::operator=(Place &&other) noexcept
{
    std::swap(m_traffic, other.m_traffic);
    std::swap(m_origin, other.m_origin);
    std::swap(m_who, other.m_who);
    return *this;
}

Traffic::Place::~Place()
{
    if (m_traffic)
        m_traffic->count(m_origin, m_who, -1);
}

bool Traffic::mayBegin(const QString &origin, const QObject *who, int most)
{
    const auto &here = m_underWay[origin];
    const int all = std::accumulate(here.begin(), here.end(), 0);
    const auto own = m_waiting.find(who);
    const bool isKnown = own != m_waiting.end() && own->origin == origin;
    const quint64 since = isKnown ? own->since : m_turns;
    const bool givesWay = std::any_of(m_waiting.keyBegin(), m_waiting.keyEnd(), [&](const QObject *other) {
        const Waiting waiting = m_waiting.value(other);
        return other != who && waiting.origin == origin &&
               std::pair(here.value(other), waiting.since) < std::pair(here.value(who), since);
    });
    if (all < most && !givesWay)
        return true;
    if (!isKnown)
        m_waiting.insert(who, {origin, m_turns++});
    if (all < most) // somebody else may
        tellSoon();
    return false;
}

void Traffic::waitsNoMore(const QObject *who)
{
    if (m_waiting.remove(who))
        tellSoon();
}

void Traffic::count(const QString &origin, const QObject *who, int change)
{
    auto &here = m_underWay[origin];
    if ((here[who] += change) == 0)
        here.remove(who);
    if (change > 0)
        m_waiting.remove(who);
    tellSoon();
}

void Traffic::tellSoon()
{
    if (m_waiting.isEmpty() || std::exchange(m_isToTell, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isToTell = false;
            emit freed();
        },
        Qt::QueuedConnection);
}

} // namespace network
