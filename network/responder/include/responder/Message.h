#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace responder {

using Headers = std::vector<std::pair<std::string, std::string>>;

//! A request as it came over the wire.
struct Request
{
    std::string method;
    std::string target; //!< path and query, still percent-encoded
    Headers headers;    //!< names and values as sent
    std::string body;

    //! The first header of this name in any case; empty when there is none.
    std::string header(std::string_view name) const;
    bool hasHeader(std::string_view name) const;
    //! The target before its `?`, still percent-encoded.
    std::string path() const;
    //! All decoded values of a parameter, of the query and of a form body.
    std::vector<std::string> parameters(std::string_view name) const;
    //! The first of them; empty when there is none.
    std::string parameter(std::string_view name) const;
    bool operator==(const Request &) const = default;
};

//! What to answer. Content-Length is written from the body unless `headers` has one; with `more` the answer is chunked.
struct Reply
{
    int status = 200;
    std::string contentType;
    std::string body;
    Headers headers;
    //! Called for further pieces after `body` until it returns an empty one, so that an answer can be larger than
    //! memory.
    std::function<std::string()> more;
};

} // namespace responder
