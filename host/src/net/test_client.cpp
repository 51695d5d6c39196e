#include "net/test_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace vuedeo::net {
namespace {

constexpr int kPatience_ms = 20'000;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

TestClient::TestClient(uint16_t port, int receiveBufferBytes)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receiveBufferBytes > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receiveBufferBytes,
                     sizeof receiveBufferBytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        const int error = errno;
        ::close(descriptor_);
        throw std::system_error(error, std::generic_category(), "connect");
    }
}

TestClient::TestClient(TestClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), input_(std::move(other.input_)) {}

TestClient::~TestClient() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool TestClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void TestClient::shutdownWrite() {
    ::shutdown(descriptor_, SHUT_WR);
}

void TestClient::shutdown() {
    ::shutdown(descriptor_, SHUT_RDWR);
}

void TestClient::reset() {
    const linger now{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(descriptor_, -1));
}

bool TestClient::hasInput(std::chrono::milliseconds within) {
    pollfd poll{descriptor_, POLLIN, 0};
    return !input_.empty() || ::poll(&poll, 1, static_cast<int>(within.count())) > 0;
}

bool TestClient::fill() {
    pollfd poll{descriptor_, POLLIN, 0};
    if (::poll(&poll, 1, kPatience_ms) <= 0) throw std::runtime_error("The server says nothing");
    std::array<char, 16 * 1024> buffer;
    const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    input_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string TestClient::bytes(std::size_t count) {
    while (input_.size() < count) {
        if (!fill()) throw std::runtime_error("The connection ended after: " + input_);
    }
    std::string taken = input_.substr(0, count);
    input_.erase(0, count);
    return taken;
}

std::string TestClient::until(std::string_view mark) {
    std::size_t end = input_.find(mark);
    while (end == std::string::npos) {
        const std::size_t seen = input_.size();
        if (!fill()) throw std::runtime_error("The connection ended after: " + input_);
        end = input_.find(mark, seen - std::min(seen, mark.size()));
    }
    return bytes(end + mark.size());
}

bool TestClient::endedByReset() {
    errno = 0;
    return ended() && errno == ECONNRESET;
}

bool TestClient::ended() {
    if (!input_.empty()) return false;
    return !fill();
}

TestResponse TestClient::response(bool ofHead) {
    TestResponse response;
    while (input_.find("\r\n\r\n") == std::string::npos) {
        if (!fill()) return response;
    }
    std::string head = until("\r\n\r\n");
    response.status = std::stoi(head.substr(head.find(' ') + 1));
    head.erase(0, head.find("\r\n") + 2);
    while (head != "\r\n") {
        const std::string line = head.substr(0, head.find("\r\n"));
        head.erase(0, line.size() + 2);
        response.headers[lower(line.substr(0, line.find(':')))] = line.substr(line.find(": ") + 2);
    }
    const auto length = response.headers.find("content-length");
    if (!ofHead && length != response.headers.end())
        response.body = bytes(std::stoul(length->second));
    return response;
}

std::string getRequest(const std::string& target, const std::string& fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
}

std::string postRequest(const std::string& target, const std::string& body,
                        const std::string& fields) {
    return "POST " + target +
           " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           fields + "\r\n" + body;
}

}  // namespace vuedeo::net
