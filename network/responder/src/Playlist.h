#pragma once

#include "Answer.h"

#include <responder/Responder.h>

#include <mutex>
#include <vector>

namespace responder {

//! The faults that are ordered, and how many turns each still has.
class Playlist
{
public:
    //! The number that the order is known by.
    int add(Fault fault);
    void clear();
    //! False when there is no such order, or it has had its turns.
    bool remove(int number);
    //! In the order in which they came, without those that have had their turns.
    std::vector<PlayedFault> list() const;

    //! Uses up a turn of each fault that acts on the request itself; at most one of them replaces the answer.
    Deeds beforeAnswering(const Request &request);
    //! Uses up a turn of each fault that acts on this answer.
    Deeds afterAnswering(const Request &request, const Answer &answer);

private:
    template <class Wanted>
    Deeds take(const Request &request, Wanted wanted);

    mutable std::mutex m_mutex;
    std::vector<PlayedFault> m_faults;
    int m_last = 0;
};

} // namespace responder
