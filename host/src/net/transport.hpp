// The bytes of one connection, plain or over TLS, never blocking. One thread at a time.
#pragma once
#include <Poco/Net/StreamSocket.h>

#include <cstddef>
#include <string_view>

namespace vuedeo::net {

enum class IoStatus { kDone, kWantRead, kWantWrite, kClosed };

struct IoResult {
    IoStatus status;
    std::size_t bytes;  // kDone: how many, at least 1
};

class Transport {
public:
    // socket: non-blocking; a Poco::Net::SecureStreamSocket if secure.
    Transport(const Poco::Net::StreamSocket& socket, bool secure);

    IoResult read(char* buffer, std::size_t size) noexcept;
    // Writes a, then b, as far as it goes now. Not both empty.
    IoResult write(std::string_view a, std::string_view b) noexcept;
    // Tells the peer that no more comes.
    void shutdownWrite() noexcept;
    // The connection will end with RST: what has been sent is not all there was.
    void resetOnClose() noexcept;

    bool secure() const noexcept { return secure_; }
    int descriptor() const noexcept { return descriptor_; }

private:
    IoResult readSecure(char* buffer, std::size_t size);
    IoResult writeSecure(std::string_view data);

    Poco::Net::StreamSocket socket_;
    int descriptor_;
    bool secure_;
};

}  // namespace vuedeo::net
