#include "quality/quick_samples.hpp"

#include <simdjson.h>

#include <bitset>
#include <string_view>

#include "quality/dictionary.hpp"
#include "quality/sample_json.hpp"

namespace vuedeo::quality {
namespace {

namespace dom = simdjson::dom;

constexpr uint32_t kSampledAt = VUEDEO_FIELD_COUNT;  // a member beside the fields

// Browsers send the fields in the dictionary's order, so that the next one is guessed first.
std::optional<uint32_t> memberIndex(std::string_view name, uint32_t guess) {
    if (guess < VUEDEO_FIELD_COUNT && name == fields()[guess].name) return guess;
    if (name == "sampled_at") return kSampledAt;
    return fieldIndex(name);
}

// False, in all that follows: not as it should be.
bool readTime(const dom::element& value, int64_t nowMs, int64_t& atMs) {
    return value.get(atMs) == simdjson::SUCCESS && isAcceptable(atMs, nowMs);
}

bool readNumber(const dom::element& value, uint32_t field, float& to) {
    if (value.is_null()) return true;
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS) return false;
    if (!(number >= 0 && number <= fields()[field].maximum)) return false;
    to = static_cast<float>(number);
    return true;
}

bool readSample(const dom::object& object, int64_t nowMs, vuedeo_sample& sample) {
    std::bitset<VUEDEO_FIELD_COUNT + 1> given;
    uint32_t guess = 0;
    for (const auto [name, value] : object) {
        const std::optional<uint32_t> member = memberIndex(name, guess);
        if (!member || given[*member]) return false;
        given.set(*member);
        const bool isRight = *member == kSampledAt
                                 ? readTime(value, nowMs, sample.sampled_at_ms)
                                 : readNumber(value, *member, sample.values[*member]);
        if (!isRight) return false;
        guess = *member == kSampledAt ? guess : *member + 1;
    }
    return given[kSampledAt];
}

bool readList(const dom::array& list, int64_t nowMs, std::vector<vuedeo_sample>& samples) {
    if (list.size() == 0 || list.size() > kMaxSamplesPerRequest) return false;
    samples.reserve(list.size());
    for (const dom::element item : list) {
        dom::object object;
        if (item.get(object) != simdjson::SUCCESS) return false;
        samples.push_back(unknownSample());
        if (!readSample(object, nowMs, samples.back())) return false;
    }
    return true;
}

}  // namespace

std::optional<std::vector<vuedeo_sample>> readQuickly(const std::string& body, int64_t nowMs) {
    thread_local dom::parser parser;  // keeps its buffers: at most a few times the longest body
    dom::object document;
    if (parser.parse(body).get(document) != simdjson::SUCCESS) return std::nullopt;
    dom::array list;
    if (document.size() != 1 || document["samples"].get(list) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::vector<vuedeo_sample> samples;
    if (!readList(list, nowMs, samples)) return std::nullopt;
    return samples;
}

}  // namespace vuedeo::quality
