#include "ice_servers.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::mesh {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kBase64Chars = 28;  // of 20 bytes

}  // namespace

std::string base64HmacSha1(std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const unsigned char* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                                     reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size(), digest.data(), &size);
    if (made == nullptr || size != kSha1Bytes) {
        throw Error(VUEDEO_E_INTERNAL, "OpenSSL offers no HMAC-SHA1");
    }
    std::array<unsigned char, kBase64Chars + 1> text{};  // EVP_EncodeBlock ends with a NUL
    const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

TurnCredential turnCredential(std::string_view secret, std::string_view participant,
                              int64_t expiresAtS) {
    TurnCredential credential;
    credential.username = std::to_string(expiresAtS).append(":").append(participant);
    credential.password = base64HmacSha1(secret, credential.username);
    return credential;
}

nlohmann::json iceServers(const Config& config, std::string_view participant, int64_t nowMs,
                          int64_t expiresAtMs) {
    nlohmann::json servers = nlohmann::json::array();
    if (!config.stunUrls.empty()) servers.push_back({{"urls", config.stunUrls}});
    if (!config.turnUrls.empty()) {
        int64_t expiresAtS = nowMs / 1000 + config.turnTtlS;
        if (expiresAtMs != 0) expiresAtS = std::min(expiresAtS, expiresAtMs / 1000);
        const TurnCredential credential =
            turnCredential(config.turnSecret, participant, expiresAtS);
        servers.push_back({{"urls", config.turnUrls},
                           {"username", credential.username},
                           {"credential", credential.password}});
    }
    return servers;
}

}  // namespace vuedeo::mesh
