#pragma once

#include "Answer.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace responder {

//! HTTP/1.1 on a port of 127.0.0.1, by cpp-httplib. What a fault wants to happen on the line happens as ordered, and
//! nothing is added to what the service says but the length of the body.
class HttpServer
{
public:
    using Service = std::function<Outgoing(Request)>;

    //! Takes the port, a free one for 0; connections wait until start(). Throws std::system_error when the port cannot
    //! be had.
    explicit HttpServer(std::uint16_t port);
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    std::uint16_t port() const;
    //! Answers by this function, in threads of its own. To be called once.
    void start(Service service);
    //! Ends all connections, also stalled ones, and waits for their threads.
    void stop();

private:
    class Door;
    std::unique_ptr<Door> m_door;
};

} // namespace responder
