#pragma once

#include "Answer.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string_view>
#include <thread>

namespace responder {

//! A port of 127.0.0.1. Connections wait in its queue until somebody serves them.
class Listener
{
public:
    //! Port 0 takes a free one. Throws std::system_error when the port cannot be had.
    explicit Listener(std::uint16_t port);
    ~Listener();
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    std::uint16_t port() const { return m_port; }
    int socket() const { return m_socket; }

private:
    int m_socket = -1;
    std::uint16_t m_port = 0;
};

//! HTTP/1.1 for the connections of a listener, one thread a connection. It stands on plain sockets, because what it
//! must be able to send (wrong lengths, resets, half answers, silence) is what a well-behaved HTTP library refuses to
//! send.
class HttpServer
{
public:
    using Service = std::function<Outgoing(Request)>;

    //! Serves until it is destroyed; the listener must live longer.
    HttpServer(const Listener &listener, Service service);
    //! Ends all connections, also stalled ones, and waits for their threads.
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

private:
    struct Connection
    {
        int socket = -1;
        bool over = false;
        std::thread thread;
    };

    void acceptConnections();
    void dropEndedConnections();
    void serve(Connection &connection);
    bool readRequest(int socket, std::string &buffer, Request &request, std::string &problem);
    bool send(int socket, const Request &request, Outgoing &out);
    bool sendBytes(int socket, std::string_view bytes, std::size_t bytesPerSecond);
    void waitForClient(int socket);
    bool pause(std::chrono::milliseconds time);

    const Listener &m_listener;
    Service m_service;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_stop = false;
    std::list<Connection> m_connections;
    std::thread m_acceptor;
};

} // namespace responder
