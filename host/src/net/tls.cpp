#include "net/tls.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/ssl.h>

#include <stdexcept>

namespace vuedeo::net {

Poco::Net::Context::Ptr makeTlsContext(const TlsFiles& files) {
    using Poco::Net::Context;
    try {
        Context::Params params;
        params.privateKeyFile = files.key;
        params.certificateFile = files.certificate;
        params.verificationMode = Context::VERIFY_NONE;  // of the clients
        Context::Ptr context = new Context(Context::TLS_SERVER_USE, params);
        context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
        // Retrying a write from another address is what an event loop does; released buffers keep
        // an idle connection small.
        SSL_CTX_set_mode(context->sslContext(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                                    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                                    SSL_MODE_RELEASE_BUFFERS);
        if (SSL_CTX_check_private_key(context->sslContext()) != 1) {
            throw Poco::InvalidArgumentException("the key does not belong to the certificate");
        }
        return context;
    } catch (const Poco::Exception& error) {
        throw std::runtime_error("TLS with certificate " + files.certificate + " and key " +
                                 files.key + ": " + error.displayText());
    }
}

Poco::Net::StreamSocket secureSocket(const Poco::Net::StreamSocket& plain,
                                     const Poco::Net::Context::Ptr& context) {
    auto secure = Poco::Net::SecureStreamSocket::attach(plain, context);
    secure.setBlocking(false);
    return secure;
}

}  // namespace vuedeo::net
