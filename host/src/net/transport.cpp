#include "net/transport.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <exception>

namespace vuedeo::net {
namespace {

constexpr std::size_t kTlsRecord = 16'384;

IoResult fromSystem(ssize_t result, IoStatus whenBlocked) noexcept {
    if (result > 0) return {IoStatus::kDone, static_cast<std::size_t>(result)};
    const bool blocked = result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    return {blocked ? whenBlocked : IoStatus::kClosed, 0};
}

IoResult fromSecure(int result) noexcept {
    using Poco::Net::SecureStreamSocket;
    if (result > 0) return {IoStatus::kDone, static_cast<std::size_t>(result)};
    if (result == SecureStreamSocket::ERR_SSL_WANT_READ) return {IoStatus::kWantRead, 0};
    if (result == SecureStreamSocket::ERR_SSL_WANT_WRITE) return {IoStatus::kWantWrite, 0};
    return {IoStatus::kClosed, 0};
}

}  // namespace

Transport::Transport(const Poco::Net::StreamSocket& socket, bool secure)
    : socket_(socket), descriptor_(socket_.impl()->sockfd()), secure_(secure) {}

IoResult Transport::read(char* buffer, std::size_t size) noexcept {
    if (!secure_) return fromSystem(::recv(descriptor_, buffer, size, 0), IoStatus::kWantRead);
    try {
        return readSecure(buffer, size);
    } catch (const std::exception&) {
        // A failed handshake or a broken record: for the connection the same as a peer that left.
        return {IoStatus::kClosed, 0};
    }
}

IoResult Transport::write(std::string_view a, std::string_view b) noexcept {
    if (secure_) {
        try {
            return writeSecure(a.empty() ? b : a);
        } catch (const std::exception&) {
            return {IoStatus::kClosed, 0};
        }
    }
    iovec parts[2] = {{const_cast<char*>(a.data()), a.size()},
                      {const_cast<char*>(b.data()), b.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = b.empty() ? 1 : 2;
    return fromSystem(::sendmsg(descriptor_, &message, MSG_NOSIGNAL), IoStatus::kWantWrite);
}

void Transport::shutdownWrite() noexcept {
    try {
        if (secure_) socket_.shutdown();  // sends close_notify; leaves the TCP connection open
    } catch (const std::exception&) {
        // The peer has gone already: nobody is left to tell.
    }
    ::shutdown(descriptor_, SHUT_WR);
}

void Transport::resetOnClose() noexcept {
    const linger none{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

IoResult Transport::readSecure(char* buffer, std::size_t size) {
    return fromSecure(
        socket_.receiveBytes(buffer, static_cast<int>(std::min<std::size_t>(size, kTlsRecord))));
}

IoResult Transport::writeSecure(std::string_view data) {
    return fromSecure(socket_.sendBytes(
        data.data(), static_cast<int>(std::min<std::size_t>(data.size(), kTlsRecord))));
}

}  // namespace vuedeo::net
