#pragma once

#include "Deed.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace responder {

using Bytes = std::shared_ptr<const std::string>;
using Deeds = std::vector<std::shared_ptr<const Deed>>;

//! What the demo country or a script wants to say. With `parts` the body is made of DICOM files, fetched as they are
//! sent.
struct Answer
{
    Reply reply;
    std::vector<std::function<Bytes()>> parts;
    bool bare = false; //!< one part may go without multipart, because that was asked for
};

//! How the bytes of an answer go over the line.
struct Line
{
    std::optional<std::size_t> cutAfter;
    std::optional<std::size_t> resetAfter;
    std::optional<std::size_t> stallAfter; //!< bytes of body after the head
    bool silent = false;                   //!< not even a head
    std::size_t bytesPerSecond = 0;        //!< 0: as fast as it goes
    std::chrono::milliseconds delay{0};
    std::optional<long long> lengthDifference;
};

struct Outgoing
{
    Reply reply;
    Line line;
};

//! True for the paths of a WADO-RS retrieval of a study, series or instance.
bool isRetrieval(const Request &request);

//! Changes what is asked before it is answered; for the deeds that act on the request and do not replace the answer.
void changeRequest(Request &request, const Deed &deed);

//! Turns an answer into what is sent, changed by the deeds.
Outgoing outgoing(Answer answer, const Request &request, const Deeds &deeds);

} // namespace responder
