#include "rooms/token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace vuedeo::rooms {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;

// base64url({"alg":"HS256","typ":"JWT"}) and the dot behind it.
constexpr std::string_view kHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";

std::string base64Url(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    while (!text.empty() && text.back() == '=') text.pop_back();
    for (char& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text;
}

std::optional<std::string> fromBase64Url(std::string_view text) {
    std::string padded(text);
    for (char& c : padded) {
        if (c == '+' || c == '/' || c == '=') return std::nullopt;
        if (c == '-') c = '+';
        if (c == '_') c = '/';
    }
    const std::size_t padding = (4 - padded.size() % 4) % 4;
    if (padding == 3) return std::nullopt;
    padded.append(padding, '=');
    std::string bytes(padded.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(padded.data()),
                                     static_cast<int>(padded.size()));
    if (size < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

}  // namespace

std::string TokenSigner::signature(std::string_view signedPart) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
             reinterpret_cast<const unsigned char*>(signedPart.data()), signedPart.size(),
             digest.data(), &size) == nullptr) {
        throw std::runtime_error("HMAC-SHA256 failed");
    }
    return base64Url({reinterpret_cast<const char*>(digest.data()), size});
}

std::string TokenSigner::sign(const Claims& claims) const {
    const nlohmann::json payload = {{"room", claims.room},
                                    {"sub", claims.participantId},
                                    {"name", claims.displayName},
                                    {"max", claims.maxParticipants},
                                    {"exp", claims.expiresAtMs / 1000}};
    return signPayload(payload.dump());
}

std::string TokenSigner::signOwner(const Ownership& ownership) const {
    const nlohmann::json payload = {{"owns", ownership.room},
                                    {"created", ownership.createdAtMs},
                                    {"exp", ownership.expiresAtMs / 1000}};
    return signPayload(payload.dump());
}

std::string TokenSigner::signPayload(const std::string& payload) const {
    const std::string signedPart = std::string(kHeader) + base64Url(payload);
    return signedPart + "." + signature(signedPart);
}

Claims TokenSigner::verify(const std::string& token, int64_t nowMs) const {
    std::optional<Claims> claims = verified_.find(token);
    if (!claims) {
        claims = read(token);
        verified_.add(token, *claims);
    }
    if (claims->expiresAtMs <= nowMs) throw TokenError(TokenError::Reason::kExpired);
    return std::move(*claims);
}

bool TokenSigner::provesOwner(const std::string& token, const std::string& room,
                              int64_t createdAtMs, int64_t nowMs) const {
    try {
        const auto payload = nlohmann::json::parse(payloadOf(token));
        return payload.at("owns").get<std::string>() == room &&
               payload.at("created").get<int64_t>() == createdAtMs &&
               payload.at("exp").get<int64_t>() * 1000 > nowMs;
    } catch (const TokenError&) {
        return false;
    } catch (const nlohmann::json::exception&) {
        return false;  // signed by this key, but a participant's
    }
}

std::string TokenSigner::payloadOf(std::string_view token) const {
    const TokenError invalid(TokenError::Reason::kInvalid);
    const std::size_t lastDot = token.rfind('.');
    if (token.size() > kMaxTokenBytes || token.substr(0, kHeader.size()) != kHeader ||
        lastDot < kHeader.size()) {
        throw invalid;
    }
    const std::string_view signedPart = token.substr(0, lastDot);
    const std::string_view given = token.substr(lastDot + 1);
    const std::string expected = signature(signedPart);
    if (given.size() != expected.size() ||
        CRYPTO_memcmp(given.data(), expected.data(), given.size()) != 0) {
        throw invalid;
    }

    auto payload = fromBase64Url(signedPart.substr(kHeader.size()));
    if (!payload) throw invalid;
    return std::move(*payload);
}

Claims TokenSigner::read(std::string_view token) const {
    try {
        const auto payload = nlohmann::json::parse(payloadOf(token));
        Claims claims;
        claims.room = payload.at("room").get<std::string>();
        claims.participantId = payload.at("sub").get<std::string>();
        claims.displayName = payload.at("name").get<std::string>();
        claims.maxParticipants = payload.at("max").get<uint32_t>();
        claims.expiresAtMs = payload.at("exp").get<int64_t>() * 1000;
        return claims;
    } catch (const nlohmann::json::exception&) {
        // Signed by this key, but no token of this kind.
        throw TokenError(TokenError::Reason::kInvalid);
    }
}

}  // namespace vuedeo::rooms
