// A moment as people and programs write it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace vuedeo::http {

constexpr int64_t kEndOfTimeMs = 253'402'300'800'000;  // the year 10000: no time reaches it

// Unix time in milliseconds, or RFC 3339 ("2026-01-31T08:00:00Z"): as the former, within
// [0, kEndOfTimeMs). Nothing if it is neither.
std::optional<int64_t> parseTimestamp(const std::string& text);

}  // namespace vuedeo::http
