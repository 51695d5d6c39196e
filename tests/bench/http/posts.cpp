#include "posts.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>

namespace bench {
namespace {

int connectTo(uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 ||
        ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect: error " + std::to_string(errno));
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

// The length of a whole answer; 0 while it is not whole.
std::size_t wholeAnswer(std::string_view text, int expectedStatus) {
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    if (text.substr(9, 3) != std::to_string(expectedStatus)) {
        throw std::runtime_error("unexpected answer: " + std::string(text));
    }
    const std::size_t length = text.find(kLength);
    if (length > end) throw std::runtime_error("an answer without Content-Length");
    const std::size_t whole =
        end + 4 + std::stoul(std::string(text.substr(length + kLength.size(), 10)));
    return text.size() < whole ? 0 : whole;
}

double percentile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[index];
}

}  // namespace

Posts::Posts(uint16_t port, std::size_t connections, int expectedStatus, Make make)
    : connections_(connections),
      expectedStatus_(expectedStatus),
      make_(std::move(make)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < connections; ++i) {
        connections_[i].descriptor = connectTo(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].descriptor, &event);
    }
}

Posts::~Posts() {
    for (const Connection& connection : connections_) ::close(connection.descriptor);
    ::close(epoll_);
}

void Posts::send(std::size_t index) {
    Connection& connection = connections_[index];
    make_(index, request_);
    connection.answer.clear();
    connection.sent = Clock::now();
    if (::send(connection.descriptor, request_.data(), request_.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request_.size())) {
        throw std::runtime_error("the server takes no request");
    }
}

bool Posts::receive(std::size_t index) {
    Connection& connection = connections_[index];
    std::array<char, 8192> buffer;
    const ssize_t got = ::recv(connection.descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) throw std::runtime_error("the server closed a connection");
    connection.answer.append(buffer.data(), static_cast<std::size_t>(got));
    return wholeAnswer(connection.answer, expectedStatus_) > 0;
}

Result Posts::run(std::chrono::milliseconds time) {
    const auto begin = Clock::now();
    std::vector<double> took_ms;
    for (std::size_t i = 0; i < connections_.size(); ++i) send(i);
    std::size_t underWay = connections_.size();
    std::array<epoll_event, 256> events;
    auto end = begin;
    while (underWay > 0) {
        const int count = ::epoll_wait(epoll_, events.data(), 256, 10'000);
        if (count == 0) throw std::runtime_error("no answer for ten seconds");
        for (int i = 0; i < count; ++i) {
            const auto index =
                static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
            if (!receive(index)) continue;
            end = Clock::now();
            took_ms.push_back(
                std::chrono::duration<double, std::milli>(end - connections_[index].sent).count());
            if (end < begin + time) {
                send(index);
            } else {
                --underWay;
            }
        }
    }
    std::sort(took_ms.begin(), took_ms.end());
    const double seconds = std::chrono::duration<double>(end - begin).count();
    return {static_cast<double>(took_ms.size()) / seconds, percentile(took_ms, 0.5),
            percentile(took_ms, 0.99)};
}

}  // namespace bench
