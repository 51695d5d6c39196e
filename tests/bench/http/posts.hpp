// The load: one thread that keeps many keep-alive connections busy with POSTs, each connection with
// one request at a time.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bench {

struct Result {
    double perSecond = 0;
    double median_ms = 0;
    double p99_ms = 0;
};

class Posts {
public:
    // The next whole request of a connection, head and body.
    using Make = std::function<void(std::size_t connection, std::string& request)>;

    // Opens the connections; throws std::runtime_error if the server does not take them.
    Posts(uint16_t port, std::size_t connections, int expectedStatus, Make make);
    ~Posts();
    Posts(const Posts&) = delete;
    Posts& operator=(const Posts&) = delete;

    // Throws std::runtime_error on any answer of another status.
    Result run(std::chrono::milliseconds time);

private:
    using Clock = std::chrono::steady_clock;
    struct Connection {
        int descriptor = -1;
        std::string answer;
        Clock::time_point sent;
    };
    void send(std::size_t index);
    bool receive(std::size_t index);  // true when the answer is whole

    std::vector<Connection> connections_;
    const int expectedStatus_;
    const Make make_;
    std::string request_;
    int epoll_;
};

}  // namespace bench
