#pragma once

#include "Playlist.h"

namespace responder {

//! Takes orders over HTTP: GET lists the faults on the line, POST adds one a line of the body, all or none, DELETE
//! takes back all, or at `/NUMBER` one. `path` is what stands behind the desk's own. A request of a web page is
//! refused.
Reply answerFaults(const Request &request, const std::string &path, Playlist &playlist);

} // namespace responder
