// The server's side of TLS: certificate and key from PEM files, TLS 1.2 and later.
#pragma once
#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>

#include <string>

namespace vuedeo::net {

struct TlsFiles {
    std::string certificate;  // PEM, chain included
    std::string key;          // PEM, not encrypted
};

// Throws std::runtime_error naming the files and what is wrong with them.
Poco::Net::Context::Ptr makeTlsContext(const TlsFiles& files);

// Wraps an accepted, non-blocking socket; the handshake happens as it is read and written.
Poco::Net::StreamSocket secureSocket(const Poco::Net::StreamSocket& plain,
                                     const Poco::Net::Context::Ptr& context);

}  // namespace vuedeo::net
