// The body of POST /api/v1/rooms/{room}/samples as samples:
//   {"samples": [{"sampled_at": Unix ms, <field of the dictionary>: number | null, ...}]}
// Pure functions; any thread.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "net/message.hpp"

namespace vuedeo::quality {

constexpr std::size_t kMaxSamplesPerRequest = 1000;
// How far a browser's clock may be from ours, and how long it may keep what it could not send.
constexpr int64_t kMaxSampleAgeMs = 7LL * 24 * 3600 * 1000;
constexpr int64_t kMaxClockLeadMs = 2LL * 60 * 1000;

// room and participant_id are left empty for the caller to set. A field that is null or not named
// is NaN. Throws http::Problem naming the member at fault ("samples[3].rtt_s"):
//   415, 400 "json-invalid"         no JSON, or a member given twice
//   400 "samples-invalid"           wrong shape or type, unknown member, no samples
//   413 "too-many-samples"
//   422 "value-out-of-range"        not within 0..maximum
//   422 "sampled-at-out-of-range"   not within [now - 7 days, now + 2 minutes]
std::vector<vuedeo_sample> samplesFromBody(const net::Request& request, int64_t nowMs);

bool isAcceptable(int64_t sampledAtMs, int64_t nowMs) noexcept;
// Throws 422 "sampled-at-out-of-range" with this field's name, else returns the time.
int64_t checkSampledAt(int64_t sampledAtMs, int64_t nowMs, const std::string& field);

// A sample of which nothing is known, not even its time.
vuedeo_sample unknownSample() noexcept;

}  // namespace vuedeo::quality
