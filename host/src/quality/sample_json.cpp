#include "quality/sample_json.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "quality/quick_samples.hpp"
#include "quality/sample_reader.hpp"

namespace vuedeo::quality {

bool isAcceptable(int64_t sampledAtMs, int64_t nowMs) noexcept {
    return sampledAtMs >= nowMs - kMaxSampleAgeMs && sampledAtMs <= nowMs + kMaxClockLeadMs;
}

int64_t checkSampledAt(int64_t sampledAtMs, int64_t nowMs, const std::string& field) {
    if (!isAcceptable(sampledAtMs, nowMs)) {
        throw http::Problem(422, "sampled-at-out-of-range",
                            field +
                                " must be within the last 7 days, and at most 2 minutes ahead "
                                "of the server, whose clock says " +
                                std::to_string(nowMs) + ".",
                            field);
    }
    return sampledAtMs;
}

vuedeo_sample unknownSample() noexcept {
    vuedeo_sample sample{};
    std::fill(std::begin(sample.values), std::end(sample.values),
              std::numeric_limits<float>::quiet_NaN());
    return sample;
}

std::vector<vuedeo_sample> samplesFromBody(const net::Request& request, int64_t nowMs) {
    http::requireJsonMediaType(request);
    if (auto samples = readQuickly(request.body, nowMs)) return std::move(*samples);
    return readSamples(request, nowMs);
}

}  // namespace vuedeo::quality
