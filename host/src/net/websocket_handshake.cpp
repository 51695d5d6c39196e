#include "net/websocket_handshake.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cstddef>

#include "net/plain_problem.hpp"
#include "net/syntax.hpp"

namespace vuedeo::net {
namespace {

constexpr const char* kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const unsigned char* bytes(const std::string& text) noexcept {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Sixteen bytes in base64 are 22 digits and "==".
bool isKey(const std::string& key) noexcept {
    if (key.size() != 24 || key.compare(22, 2, "==") != 0) return false;
    std::array<unsigned char, 18> decoded{};
    return EVP_DecodeBlock(decoded.data(), bytes(key), 24) == 18;
}

std::string acceptKey(const std::string& key) {
    const std::string text = key + kGuid;
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(bytes(text), text.size(), digest.data());
    std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> encoded{};
    const int size = EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)};
}

Response upgradeRequired(const char* detail, const std::string& id) {
    Response response = plainProblem(426, "upgrade-required", detail, id);
    response.headers.set("Upgrade", "websocket");
    response.headers.set("Sec-WebSocket-Version", "13");
    return response;
}

}  // namespace

std::optional<Response> refuseHandshake(const Request& request) {
    if (!listHolds(request.header("Upgrade"), "websocket")) {
        return upgradeRequired("This address speaks WebSocket only", request.id);
    }
    const auto bad = [&request](const char* detail) {
        return plainProblem(400, "handshake-invalid", detail, request.id);
    };
    if (request.method() != "GET" || request.head.getVersion() != "HTTP/1.1") {
        return bad("A WebSocket handshake must be a GET of HTTP/1.1");
    }
    if (!listHolds(request.header("Connection"), "upgrade")) {
        return bad("A WebSocket handshake must have Connection: Upgrade");
    }
    if (request.header("Sec-WebSocket-Version") != "13") {
        return upgradeRequired("This server speaks version 13 of WebSocket", request.id);
    }
    if (!isKey(request.header("Sec-WebSocket-Key"))) {
        return bad("The Sec-WebSocket-Key must be 16 bytes in base64");
    }
    if (!request.body.empty()) return bad("A WebSocket handshake has no body");
    return std::nullopt;
}

std::string acceptHandshake(const Request& request, const std::string& protocol) {
    std::string answer =
        "HTTP/1.1 101 Switching Protocols\r\n"
        "Upgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        acceptKey(request.header("Sec-WebSocket-Key")) + "\r\n";
    if (isToken(protocol)) answer += "Sec-WebSocket-Protocol: " + protocol + "\r\n";
    return answer + "\r\n";
}

}  // namespace vuedeo::net
