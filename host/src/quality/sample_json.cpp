#include "quality/sample_json.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "http/problem.hpp"
#include "quality/dictionary.hpp"

namespace vuedeo::quality {
namespace {

using nlohmann::json;

// Names from outside are repeated in answers, but not at any length.
std::string shortened(const std::string& name) {
    constexpr std::size_t kLongest = 64;
    if (name.size() <= kLongest) return name;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return name.substr(0, end) + "...";
}

[[noreturn]] void refuse(const std::string& detail, const std::string& field) {
    throw http::Problem(400, "samples-invalid", detail, field);
}

std::string plainNumber(double value) {
    return json(value).dump();
}

float valueFromJson(const json& value, const FieldInfo& info, const std::string& path) {
    if (value.is_null()) return std::numeric_limits<float>::quiet_NaN();
    const std::string field = path + "." + info.name;
    if (!value.is_number()) refuse(field + " must be a number, or null when unknown.", field);
    const auto number = value.get<double>();
    if (!(number >= 0 && number <= info.maximum)) {
        throw http::Problem(422, "value-out-of-range",
                            field + " is " + plainNumber(number) + ": it must be within 0.." +
                                plainNumber(info.maximum) + " (" + info.unit +
                                "), or null when unknown.",
                            field);
    }
    return static_cast<float>(number);
}

int64_t sampledAtFromJson(const json& value, int64_t nowMs, const std::string& field) {
    if (!value.is_number_integer()) {
        refuse(field + " must be a time in Unix milliseconds, an integer.", field);
    }
    const bool tooLarge = value.is_number_unsigned() &&
                          value.get<uint64_t>() > uint64_t{std::numeric_limits<int64_t>::max()};
    return checkSampledAt(tooLarge ? std::numeric_limits<int64_t>::max() : value.get<int64_t>(),
                          nowMs, field);
}

vuedeo_sample sampleFromJson(const json& item, int64_t nowMs, const std::string& path) {
    if (!item.is_object()) refuse(path + " must be an object.", path);

    vuedeo_sample sample{};
    std::fill(std::begin(sample.values), std::end(sample.values),
              std::numeric_limits<float>::quiet_NaN());
    bool timed = false;
    for (const auto& [name, value] : item.items()) {
        if (name == "sampled_at") {
            sample.sampled_at_ms = sampledAtFromJson(value, nowMs, path + ".sampled_at");
            timed = true;
            continue;
        }
        const auto index = fieldIndex(name);
        if (!index) {
            refuse(
                "\"" + shortened(name) + "\" is no quality field: GET /api/v1/fields lists them.",
                path + "." + shortened(name));
        }
        sample.values[*index] = valueFromJson(value, fields()[*index], path);
    }
    if (!timed) refuse(path + ".sampled_at is missing.", path + ".sampled_at");
    return sample;
}

}  // namespace

int64_t checkSampledAt(int64_t sampledAtMs, int64_t nowMs, const std::string& field) {
    if (sampledAtMs < nowMs - kMaxSampleAgeMs || sampledAtMs > nowMs + kMaxClockLeadMs) {
        throw http::Problem(422, "sampled-at-out-of-range",
                            field +
                                " must be within the last 7 days, and at most 2 minutes ahead "
                                "of the server, whose clock says " +
                                std::to_string(nowMs) + ".",
                            field);
    }
    return sampledAtMs;
}

std::vector<vuedeo_sample> samplesFromJson(const json& body, int64_t nowMs) {
    if (!body.is_object()) refuse("The body must be an object {\"samples\": [...]}.", "");
    for (const auto& [name, value] : body.items()) {
        if (name != "samples") {
            refuse("The body holds \"samples\" and nothing else.", shortened(name));
        }
    }
    const auto list = body.find("samples");
    if (list == body.end() || !list->is_array() || list->empty()) {
        refuse("samples must be an array of 1 to " + std::to_string(kMaxSamplesPerRequest) +
                   " samples.",
               "samples");
    }
    if (list->size() > kMaxSamplesPerRequest) {
        throw http::Problem(413, "too-many-samples",
                            "Send at most " + std::to_string(kMaxSamplesPerRequest) +
                                " samples at once, instead of " + std::to_string(list->size()) +
                                ".",
                            "samples");
    }

    std::vector<vuedeo_sample> samples;
    samples.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        samples.push_back(sampleFromJson((*list)[i], nowMs, "samples[" + std::to_string(i) + "]"));
    }
    return samples;
}

}  // namespace vuedeo::quality
