// HMAC-SHA256 and the two base64 alphabets, over OpenSSL. Pure functions; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vuedeo::daily {

// 32 bytes, not printable. Throws Error INTERNAL when OpenSSL has no SHA-256.
std::string hmacSha256(std::string_view key, std::string_view message);

std::string base64(std::string_view bytes);     // RFC 4648, section 4, padded
std::string base64Url(std::string_view bytes);  // section 5, without padding
// Nothing for text that is not padded base64 of section 4.
std::optional<std::string> fromBase64(std::string_view text);

// Takes the same time wherever two texts of one length differ.
bool equalInConstantTime(std::string_view a, std::string_view b) noexcept;

}  // namespace vuedeo::daily
