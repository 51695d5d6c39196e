#include "net/listener.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "net/connection.hpp"
#include "net/tls.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

constexpr int kBacklog = 4096;
constexpr int kAcceptsAtOnce = 64;
constexpr std::chrono::milliseconds kPause{100};

std::string hostOf(const sockaddr_storage& address, socklen_t size) {
    const Poco::Net::SocketAddress peer(reinterpret_cast<const sockaddr*>(&address), size);
    std::string host = peer.host().toString();
    const std::string mapped = "::ffff:";  // IPv4 on a socket of both families
    if (host.compare(0, mapped.size(), mapped) == 0 && host.find('.') != std::string::npos) {
        host.erase(0, mapped.size());
    }
    return host;
}

}  // namespace

Listener::Listener(const std::string& address, uint16_t port, SharedState& state,
                   const std::vector<std::unique_ptr<EventLoop>>& loops,
                   Poco::Net::Context::Ptr tls)
    : state_(state), loops_(loops), tls_(std::move(tls)) {
    try {
        // Not the port itself: a second server must fail, not take half of the connections.
        socket_.bind(Poco::Net::SocketAddress(address, port), true, false);
        socket_.listen(kBacklog);
        socket_.setBlocking(false);
        socket_.setNoDelay(true);  // accepted sockets inherit it
    } catch (const Poco::Exception& error) {
        throw std::runtime_error("Cannot listen on " + address + ", port " + std::to_string(port) +
                                 ": " + error.displayText());
    }
}

void Listener::start() {
    loops_.front()->add(shared_from_this(), socket_.impl()->sockfd(), EPOLLIN);
}

void Listener::onEvents(uint32_t /*epollEvents*/) {
    for (int i = 0; i < kAcceptsAtOnce; ++i) {
        try {
            if (!acceptOne()) return;
        } catch (const std::exception& e) {  // for want of memory: the listener itself must stay
            log::warning("A connection was not accepted", {{"error", e.what()}});
            return;
        }
    }
}

bool Listener::acceptOne() {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int descriptor =
        ::accept4(socket_.impl()->sockfd(), reinterpret_cast<sockaddr*>(&address), &size,
                  SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
        const int error = errno;
        if (error == EAGAIN || error == EWOULDBLOCK) return false;
        if (error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM) {
            pause(error);
            return false;
        }
        return true;  // that client has gone again (accept(2)); another one may be there
    }
    Poco::Net::StreamSocket socket(new Poco::Net::StreamSocketImpl(descriptor));
    socket.setBlocking(false);
    std::string peer = hostOf(address, size);
    const bool isProxy = state_.proxies.trust(peer);
    Admissions::Place place =
        isProxy ? state_.admissions.enterProxy() : state_.admissions.enter(peer);
    if (place.verdict() == Admissions::Verdict::kTurnedAway) return true;

    EventLoop& loop = *loops_[nextLoop_++ % loops_.size()];
    Transport transport(tls_ ? secureSocket(socket, tls_) : socket, !tls_.isNull());
    auto connection =
        std::make_shared<Connection>(loop, state_, std::move(transport),
                                     Connection::Peer{std::move(peer), isProxy}, std::move(place));
    loop.mailbox()->post([connection] { connection->start(); });
    return true;
}

// Without a free descriptor the listening socket would stay readable, and the loop would spin.
void Listener::pause(int error) {
    log::warning("Cannot accept a connection", {{"error", std::string_view(std::strerror(error))}});
    loops_.front()->watch(*this, 0);
    loops_.front()->setDeadline(*this, Clock::now() + kPause);
}

void Listener::onDeadline() {
    loops_.front()->watch(*this, EPOLLIN);
}

void Listener::onDrain() {
    loops_.front()->drop(*this);
}

void Listener::onDrop() noexcept {
    try {
        socket_.close();
    } catch (const Poco::Exception& error) {
        log::warning("Cannot close the listening socket",
                     {{"error", std::string_view(error.what())}});
    }
}

}  // namespace vuedeo::net
