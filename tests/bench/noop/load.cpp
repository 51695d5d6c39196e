#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {
namespace {

constexpr std::string_view kRequest =
    "POST /noop HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: noop-bench\r\n"
    "Content-Type: application/json\r\nContent-Length: 32\r\n\r\n"
    "{\"sampled_at\":1,\"rtt_s\":0.02345}";

int connectTo(uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 ||
        ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("Cannot connect: error " + std::to_string(errno));
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

// The bytes of the answer whose head is whole in text; 0 if it is not.
std::size_t answerBytes(std::string_view text) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const std::string_view name = "Content-Length: ";
    const std::size_t length = text.find(name);
    if (text.substr(0, 12) != "HTTP/1.1 200" || length == std::string_view::npos) {
        throw std::runtime_error("Unexpected answer: " + std::string(text));
    }
    return end + 4 + std::stoul(std::string(text.substr(length + name.size(), 8)));
}

}  // namespace

Load::Load(uint16_t port, std::size_t connections)
    : connections_(connections), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < connections; ++i) {
        connections_[i].descriptor = connectTo(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].descriptor, &event);
    }
}

Load::~Load() {
    for (const Connection& connection : connections_) ::close(connection.descriptor);
    ::close(epoll_);
}

void Load::send(Connection& connection) {
    connection.missing = connection.received = 0;
    connection.answered = false;
    if (::send(connection.descriptor, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(kRequest.size())) {
        throw std::runtime_error("The server takes no request");
    }
}

bool Load::receive(Connection& connection) {
    std::array<char, 4096> buffer;
    const ssize_t got = ::recv(connection.descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) throw std::runtime_error("The server closed a connection");
    connection.received += static_cast<std::size_t>(got);
    if (connection.missing == 0) {
        connection.missing = answerBytes({buffer.data(), static_cast<std::size_t>(got)});
    }
    connection.answered = connection.missing > 0 && connection.received >= connection.missing;
    return connection.answered;
}

std::size_t Load::askEachOnce(std::chrono::milliseconds atMost) {
    const auto until = std::chrono::steady_clock::now() + atMost;
    for (Connection& connection : connections_) send(connection);
    std::size_t answered = 0;
    std::array<epoll_event, 256> events;
    while (answered < connections_.size() && std::chrono::steady_clock::now() < until) {
        const int count = ::epoll_wait(epoll_, events.data(), 256, 100);
        for (int i = 0; i < count; ++i) {
            if (receive(connections_[events[static_cast<std::size_t>(i)].data.u64])) ++answered;
        }
    }
    return answered;
}

double Load::askFor(std::chrono::milliseconds time) {
    const auto begin = std::chrono::steady_clock::now();
    for (Connection& connection : connections_) send(connection);
    std::size_t answered = 0;
    std::array<epoll_event, 256> events;
    auto now = begin;
    while (now < begin + time) {
        const int count = ::epoll_wait(epoll_, events.data(), 256, 100);
        for (int i = 0; i < count; ++i) {
            Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
            if (!receive(connection)) continue;
            ++answered;
            send(connection);
        }
        now = std::chrono::steady_clock::now();
    }
    return static_cast<double>(answered) / std::chrono::duration<double>(now - begin).count();
}

}  // namespace bench
