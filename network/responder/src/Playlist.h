#pragma once

#include "Answer.h"

#include <mutex>
#include <vector>

namespace responder {

//! The faults that are ordered, and how many turns each still has.
class Playlist
{
public:
    void add(Fault fault);
    void clear();

    //! Uses up a turn of each fault that acts on the request itself; at most one of them replaces the answer.
    Deeds beforeAnswering(const Request &request);
    //! Uses up a turn of each fault that acts on this answer.
    Deeds afterAnswering(const Request &request, const Answer &answer);

private:
    template <class Wanted>
    Deeds take(const Request &request, Wanted wanted);

    std::mutex m_mutex;
    std::vector<Fault> m_faults;
};

} // namespace responder
