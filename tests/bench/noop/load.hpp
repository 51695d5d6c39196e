// The load: one thread that keeps many connections busy, each with one request at a time.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

class Load {
public:
    // Opens the connections. Throws std::runtime_error if the server does not take them.
    Load(uint16_t port, std::size_t connections);
    ~Load();
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    // One request on each connection; how many were answered 200 within the time.
    std::size_t askEachOnce(std::chrono::milliseconds atMost);
    // Keeps all connections busy; answers a second.
    double askFor(std::chrono::milliseconds time);

private:
    struct Connection {
        int descriptor = -1;
        std::size_t missing = 0;  // bytes of the answer; 0: its length is not known yet
        std::size_t received = 0;
        bool answered = false;
    };
    void send(Connection& connection);
    bool receive(Connection& connection);  // true when an answer is complete

    std::vector<Connection> connections_;
    int epoll_;
};

}  // namespace bench
