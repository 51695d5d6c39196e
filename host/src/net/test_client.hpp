// For tests: a client that sends exactly the bytes it is told to, and waits for what it expects.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <thread>

namespace vuedeo::net {

struct TestResponse {
    int status = 0;                              // 0: the connection ended before an answer
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

class TestClient {
public:
    explicit TestClient(uint16_t port, int receiveBufferBytes = 0);
    ~TestClient();
    TestClient(TestClient&& other) noexcept;
    TestClient& operator=(TestClient&&) = delete;

    // Sends all, or what the server still takes; false if it has gone.
    bool send(std::string_view bytes);
    void shutdownWrite();
    void shutdown();
    void reset();  // closes with RST

    // Everything below waits, at most some 20 s, and then fails with std::runtime_error.
    TestResponse response(bool ofHead = false);
    std::string bytes(std::size_t count);
    std::string until(std::string_view mark);  // mark included
    bool ended();                              // waits for the end; false if bytes come first
    bool endedByReset();                       // ended(), and not in good order
    bool hasInput(std::chrono::milliseconds within);

    TestResponse ask(std::string_view request) {
        send(request);
        return response();
    }

private:
    bool fill();

    int descriptor_;
    std::string input_;
};

std::string getRequest(const std::string& target, const std::string& fields = {});
std::string postRequest(const std::string& target, const std::string& body,
                        const std::string& fields = {});

// Waits until condition() holds; false if it does not within some 20 s.
template <typename Condition>
bool eventually(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

}  // namespace vuedeo::net
