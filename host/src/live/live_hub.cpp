#include "live/live_hub.hpp"

#include <pthread.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

#include "quality/dictionary.hpp"
#include "quality/number_text.hpp"

namespace vuedeo::live {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{200};  // between two rounds of messages
constexpr std::chrono::seconds kComeBack{120};    // as long a room is kept without a viewer
constexpr std::size_t kDesertedRooms = 200;       // of those, at most
constexpr std::size_t kKeptBytes = 256 * 1024;    // of messages, in each room
constexpr std::size_t kMostWaiting = 2'000;       // samples of a room in one round
constexpr std::size_t kSamplesOfMessage = 50;
constexpr int kIntervalsOfPoll = 2;
constexpr uint16_t kPolicyViolation = 1008;

std::string randomEpoch() {
    std::random_device device;
    return std::to_string(device()) + '-' + std::to_string(device());
}

void appendSample(std::string& out, const std::string& participantId, const vuedeo_sample& sample) {
    out += R"({"participant_id":)" +
           nlohmann::json(participantId)
               .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
           R"(,"sampled_at":)" + std::to_string(sample.sampled_at_ms);
    const float* value = sample.values;
    for (const quality::FieldInfo& field : quality::fields()) {
        if (std::isfinite(*value)) {
            out.append(",\"").append(field.name).append("\":");
            quality::appendNumber(out, *value);
        }
        ++value;
    }
    out += '}';
}

}  // namespace

class LiveHub::Viewer final : public net::WebSocketListener {
public:
    Viewer(LiveHub& hub, std::string room, std::string cursor)
        : hub_(hub), room_(std::move(room)), cursor_(std::move(cursor)) {}

    void onOpen(const net::WebSocket& socket) override { hub_.enter(room_, socket, cursor_); }
    void onText(const net::WebSocket& socket, std::string_view /*message*/) override {
        socket.close(kPolicyViolation, "Nothing is to be said here");
    }
    void onClose(const net::WebSocket& socket) override { hub_.leave(room_, socket.id()); }

private:
    LiveHub& hub_;
    const std::string room_;
    const std::string cursor_;
};

LiveHub::LiveHub(std::chrono::seconds sampleInterval)
    : epoch_(randomEpoch()), poll_(sampleInterval * kIntervalsOfPoll), thread_([this] { run(); }) {}

LiveHub::~LiveHub() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void LiveHub::startAnew(std::chrono::seconds sampleInterval) {
    {
        const std::lock_guard lock(mutex_);
        poll_ = sampleInterval * kIntervalsOfPoll;
        for (auto& [name, entry] : entries_) {
            entry.room->pollEvery(poll_);
            entry.lost = true;
        }
        something_ = true;
    }
    wake_.notify_one();
}

std::shared_ptr<net::WebSocketListener> LiveHub::viewerOf(const std::string& room,
                                                          std::string cursor) {
    return std::make_shared<Viewer>(*this, room, std::move(cursor));
}

bool LiveHub::isWatched(const std::string& room) {
    const std::lock_guard lock(mutex_);
    return entries_.count(room) > 0;
}

Counters LiveHub::counters() {
    const std::lock_guard lock(mutex_);
    Counters counters{0, entries_.size(), messages_, resets_};
    for (const auto& [name, entry] : entries_) {
        counters.viewers += entry.room->viewers();
        counters.resets += entry.room->resets();
    }
    return counters;
}

void LiveHub::enter(const std::string& room, const net::WebSocket& viewer,
                    const std::string& cursor) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[room];
    if (!entry.room) {
        entry.room =
            std::make_unique<LiveRoom>(epoch_ + '-' + std::to_string(++opened_), poll_, kKeptBytes);
    }
    entry.room->enter(viewer, cursor);
    anybody_ = true;
}

void LiveHub::leave(const std::string& room, uint64_t viewer) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(room);
    if (found == entries_.end()) return;
    found->second.room->leave(viewer);
    found->second.left = steady_clock::now();
    if (entries_.size() > kDesertedRooms) forgetDeserted();
}

void LiveHub::forget(Entries::iterator entry) {
    resets_ += entry->second.room->resets();
    entries_.erase(entry);
    anybody_ = !entries_.empty();
}

// Rooms whose viewers have had time to come back; of too many, the one that was left first.
void LiveHub::forgetDeserted() {
    const auto now = steady_clock::now();
    std::size_t deserted = 0;
    auto first = entries_.end();
    for (auto at = entries_.begin(); at != entries_.end();) {
        const auto entry = at++;
        if (entry->second.room->viewers() > 0) continue;
        if (entry->second.left + kComeBack < now) {
            forget(entry);
            continue;
        }
        ++deserted;
        if (first == entries_.end() || entry->second.left < first->second.left) first = entry;
    }
    if (deserted > kDesertedRooms) forget(first);
}

void LiveHub::stored(const std::vector<vuedeo_sample>& samples, const std::vector<uint8_t>& codes) {
    if (!anybody_) return;
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (codes[i] != VUEDEO_SAMPLE_STORED) continue;
            const vuedeo_sample& sample = samples[i];
            const auto found = entries_.find(std::string(sample.room.data, sample.room.size));
            if (found == entries_.end()) continue;
            Entry& entry = found->second;
            something_ = true;
            if (entry.waiting.size() >= kMostWaiting) {
                entry.lost = true;
                continue;
            }
            entry.waiting.push_back(
                {std::string(sample.participant_id.data, sample.participant_id.size), sample});
        }
        if (!something_) return;
    }
    wake_.notify_one();
}

void LiveHub::run() {
    pthread_setname_np(pthread_self(), "live");
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        // Also without a sample, so that deserted rooms do not stay for ever.
        wake_.wait_for(lock, kComeBack, [this] { return stopping_ || something_; });
        something_ = false;
        publishAll(lock);
        forgetDeserted();
        wake_.wait_for(lock, kPause, [this] { return stopping_; });
    }
}

void LiveHub::publishAll(std::unique_lock<std::mutex>& lock) {
    struct Round {
        std::string room;
        std::vector<Waiting> samples;
        bool lost;
        std::vector<std::string> texts;
    };
    std::vector<Round> rounds;
    for (auto& [name, entry] : entries_) {
        if (entry.waiting.empty() && !entry.lost) continue;
        rounds.push_back(
            {name, std::exchange(entry.waiting, {}), std::exchange(entry.lost, false), {}});
    }
    lock.unlock();
    for (Round& round : rounds) {
        if (!round.lost) round.texts = encode(round.samples);
    }
    lock.lock();
    for (const Round& round : rounds) {
        const auto found = entries_.find(round.room);
        if (found == entries_.end()) continue;
        LiveRoom& room = *found->second.room;
        if (round.lost) room.reset();
        for (const std::string& text : round.texts) room.publish(text);
        messages_ += round.texts.size();
    }
}

std::vector<std::string> LiveHub::encode(const std::vector<Waiting>& samples) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool begins = i % kSamplesOfMessage == 0;
        if (begins) texts.emplace_back();
        texts.back() += begins ? '[' : ',';
        appendSample(texts.back(), samples[i].participantId, samples[i].sample);
        if ((i + 1) % kSamplesOfMessage == 0 || i + 1 == samples.size()) texts.back() += ']';
    }
    return texts;
}

}  // namespace vuedeo::live
