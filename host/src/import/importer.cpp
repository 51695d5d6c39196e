#include "import/importer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "http/text.hpp"
#include "plugins/plugin_error.hpp"
#include "plugins/strings.hpp"
#include "quality/dictionary.hpp"
#include "rooms/identifiers.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::import {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{60'000};
constexpr milliseconds kShortestWait{500};
constexpr milliseconds kLongestWait{5'000};
constexpr uint64_t kNamedRefusals = 10;
constexpr std::size_t kMaxParticipantBytes = 128;
constexpr int64_t kEndOfTimeMs = 253'402'300'800'000;  // the year 10000

const char* faultOf(const plugins::SampleRecord& record) {
    if (!rooms::isRoomName(record.room))
        return "the room's name is not 1 to 128 of A-Z a-z 0-9 - _";
    const std::string& id = record.participantId;
    if (id.empty() || id.size() > kMaxParticipantBytes || !http::isValidUtf8(id) ||
        http::hasControlCharacter(id)) {
        return "the participant is not 1 to 128 bytes of UTF-8 without control characters";
    }
    if (record.sampledAtMs < 0 || record.sampledAtMs >= kEndOfTimeMs) return "the time";
    return nullptr;
}

// A value that the API would refuse is unknown here: the rest of its sample may well be right.
float inRange(float value, uint32_t field) {
    const bool possible = value >= 0 && value <= quality::fields()[field].maximum;
    return possible ? value : std::numeric_limits<float>::quiet_NaN();
}

vuedeo_sample toRaw(const plugins::SampleRecord& record) {
    vuedeo_sample sample{};
    sample.room = plugins::toStr(record.room);
    sample.participant_id = plugins::toStr(record.participantId);
    sample.sampled_at_ms = record.sampledAtMs;
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        sample.values[field] = inRange(record.values[field], field);
    }
    return sample;
}

bool mayPass(const plugins::PluginError& error) {
    return error.status() == VUEDEO_E_UNAVAILABLE || error.status() == VUEDEO_E_LIMITED;
}

}  // namespace

Importer::Importer(Ends ends, PositionFile position)
    : ends_(std::move(ends)), position_(std::move(position)) {}

// Again and again while it fails for a passing reason. False: told to end meanwhile.
template <class Step>
bool Importer::patiently(const Step& step) {
    milliseconds waited{0};
    for (;;) {
        try {
            step();
            return true;
        } catch (const plugins::PluginError& error) {
            if (!mayPass(error) || waited >= kPatience) throw;
            const auto wait = std::clamp(error.retryAfter(), kShortestWait, kLongestWait);
            log::warning("the import waits",
                         {{"plugin", error.pluginId()}, {"reason", error.what()}});
            waited += wait;
            if (ends_.pause(wait)) return false;
        }
    }
}

bool Importer::run() {
    std::string position = position_.load();
    do {
        plugins::SourceClient::Page page;
        if (!patiently([&] { page = ends_.read(position); })) return false;
        if (!patiently([&] { store(page.samples); })) return false;
        position = page.nextPosition;
        if (!position.empty()) position_.save(position);
        ends_.progress(counts_);
        if (ends_.pause(milliseconds(0)) && !position.empty()) return false;
    } while (!position.empty());
    position_.remove();
    return true;
}

void Importer::checkRetention(const std::vector<vuedeo_sample>& samples) {
    int64_t oldestMs = oldestMs_;
    for (const vuedeo_sample& sample : samples) oldestMs = std::min(oldestMs, sample.sampled_at_ms);
    if (oldestMs < oldestMs_) ends_.checkRetention(oldestMs);
    oldestMs_ = oldestMs;
}

void Importer::store(const std::vector<plugins::SampleRecord>& records) {
    Counts counts = counts_;
    const auto refuse = [&counts](vuedeo_str room, vuedeo_str participant, const char* reason) {
        if (++counts.refused > kNamedRefusals) return;
        log::warning("a sample is left out", {{"room", plugins::toView(room)},
                                              {"participant", plugins::toView(participant)},
                                              {"reason", reason}});
    };
    std::vector<vuedeo_sample> samples;
    samples.reserve(records.size());
    for (const plugins::SampleRecord& record : records) {
        samples.push_back(toRaw(record));
        const char* fault = faultOf(record);
        if (fault == nullptr) continue;
        refuse(samples.back().room, samples.back().participant_id, fault);
        samples.pop_back();
    }
    checkRetention(samples);
    const std::vector<uint8_t> codes = ends_.append(samples);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (codes[i] == VUEDEO_SAMPLE_STORED) ++counts.stored;
        if (codes[i] == VUEDEO_SAMPLE_DUPLICATE) ++counts.duplicates;
        if (codes[i] == VUEDEO_SAMPLE_REJECTED) {
            refuse(samples[i].room, samples[i].participant_id, "the store rejects it");
        }
    }
    counts_ = counts;
}

}  // namespace vuedeo::import
