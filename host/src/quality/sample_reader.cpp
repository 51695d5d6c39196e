#include "quality/sample_reader.hpp"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "http/json_events.hpp"
#include "http/problem.hpp"
#include "quality/dictionary.hpp"
#include "quality/sample_json.hpp"

namespace vuedeo::quality {
namespace {

using http::Problem;

// Names from outside are repeated in answers, but not at any length.
std::string shortened(const std::string& name) {
    constexpr std::size_t kLongest = 64;
    if (name.size() <= kLongest) return name;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return name.substr(0, end) + "...";
}

[[noreturn]] void refuse(const std::string& detail, const std::string& field) {
    throw Problem(400, "samples-invalid", detail, field);
}

std::string plainNumber(double value) {
    return nlohmann::json(value).dump();
}

Problem outOfRange(double number, const FieldInfo& info, const std::string& field) {
    return Problem(422, "value-out-of-range",
                   field + " is " + plainNumber(number) + ": it must be within 0.." +
                       plainNumber(info.maximum) + " (" + info.unit + "), or null when unknown.",
                   field);
}

// Makes the samples while the body is read: no document of it is ever in memory.
class SampleReader final : public http::JsonEvents {
public:
    explicit SampleReader(int64_t nowMs) : nowMs_(nowMs) {}

    std::vector<vuedeo_sample> take() { return std::move(samples_); }

    bool start_object(std::size_t) override {
        if (place_ == Place::kBefore) {
            place_ = Place::kBody;
        } else if (place_ == Place::kList) {
            startSample();
        } else {
            refuseValue();
        }
        return true;
    }

    bool start_array(std::size_t) override {
        if (place_ != Place::kBody) refuseValue();
        place_ = Place::kList;
        return true;
    }

    bool key(std::string& name) override {
        if (place_ == Place::kSample) {
            startMember(name);
        } else if (name != "samples") {
            refuse("The body holds \"samples\" and nothing else.", shortened(name));
        } else if (!samples_.empty()) {
            refuseTwice(name);
        }
        return true;
    }

    bool end_object() override {
        if (place_ == Place::kSample) {
            if (!given_[kSampledAt]) {
                refuse(path() + ".sampled_at is missing.", path() + ".sampled_at");
            }
            place_ = Place::kList;
        } else if (samples_.empty()) {
            refuseList();
        }
        return true;
    }

    bool end_array() override {
        if (samples_.empty()) refuseList();
        place_ = Place::kBody;
        return true;
    }

    bool null() override {
        if (place_ != Place::kSample || member_ == kSampledAt) refuseValue();
        return true;
    }
    bool number_integer(int64_t number) override {
        return integer(number, static_cast<double>(number));
    }
    bool number_unsigned(uint64_t number) override {
        constexpr uint64_t kLargest = std::numeric_limits<int64_t>::max();
        return integer(static_cast<int64_t>(std::min(number, kLargest)),
                       static_cast<double>(number));
    }
    bool number_float(double number, const std::string&) override {
        if (place_ != Place::kSample || member_ == kSampledAt) refuseValue();
        return setValue(number);
    }
    bool boolean(bool) override { refuseValue(); }
    bool string(std::string&) override { refuseValue(); }
    bool binary(nlohmann::json::binary_t&) override { refuseValue(); }  // not in JSON text

private:
    // Where the next value stands: the body, its member "samples", an item of that, its member.
    enum class Place { kBefore, kBody, kList, kSample };
    static constexpr std::size_t kSampledAt = VUEDEO_FIELD_COUNT;  // a member beside the fields

    void startSample() {
        if (samples_.size() == kMaxSamplesPerRequest) {
            throw Problem(
                413, "too-many-samples",
                "Send at most " + std::to_string(kMaxSamplesPerRequest) + " samples at once.",
                "samples");
        }
        samples_.push_back(unknownSample());
        given_.reset();
        place_ = Place::kSample;
    }

    void startMember(const std::string& name) {
        if (name == "sampled_at") {
            member_ = kSampledAt;
        } else if (const auto index = fieldIndex(name)) {
            member_ = *index;
        } else {
            refuse(
                "\"" + shortened(name) + "\" is no quality field: GET /api/v1/fields lists them.",
                path() + "." + shortened(name));
        }
        if (given_[member_]) refuseTwice(name);
        given_.set(member_);
    }

    bool integer(int64_t number, double asDouble) {
        if (place_ != Place::kSample) refuseValue();
        if (member_ != kSampledAt) return setValue(asDouble);
        samples_.back().sampled_at_ms = checkSampledAt(number, nowMs_, path() + ".sampled_at");
        return true;
    }

    bool setValue(double number) {
        const FieldInfo& info = fields()[member_];
        if (!(number >= 0 && number <= info.maximum)) {
            throw outOfRange(number, info, path() + "." + info.name);
        }
        samples_.back().values[member_] = static_cast<float>(number);
        return true;
    }

    // Of the sample that is being read, or, between two of them, of the next.
    std::string path() const {
        const std::size_t index = samples_.size() - (place_ == Place::kSample ? 1 : 0);
        return "samples[" + std::to_string(index) + "]";
    }

    [[noreturn]] static void refuseList() {
        refuse("samples must be an array of 1 to " + std::to_string(kMaxSamplesPerRequest) +
                   " samples.",
               "samples");
    }

    [[noreturn]] static void refuseTwice(const std::string& name) {
        throw Problem(400, "json-invalid", "The JSON gives a member twice", name);
    }

    // The value that begins here is of a type that does not belong here.
    [[noreturn]] void refuseValue() const {
        if (place_ == Place::kBefore) {
            refuse("The body must be an object {\"samples\": [...]}.", "");
        }
        if (place_ == Place::kBody) refuseList();
        if (place_ == Place::kList) refuse(path() + " must be an object.", path());
        if (member_ == kSampledAt) {
            const std::string field = path() + ".sampled_at";
            refuse(field + " must be a time in Unix milliseconds, an integer.", field);
        }
        const std::string field = path() + "." + fields()[member_].name;
        refuse(field + " must be a number, or null when unknown.", field);
    }

    const int64_t nowMs_;
    Place place_ = Place::kBefore;
    std::size_t member_ = kSampledAt;            // whose value comes next: a field or kSampledAt
    std::bitset<VUEDEO_FIELD_COUNT + 1> given_;  // members of the sample that is being read
    std::vector<vuedeo_sample> samples_;
};

}  // namespace

std::vector<vuedeo_sample> readSamples(const net::Request& request, int64_t nowMs) {
    SampleReader reader(nowMs);
    http::readJsonBody(request, reader);
    return reader.take();
}

}  // namespace vuedeo::quality
