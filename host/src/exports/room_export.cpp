#include "exports/room_export.hpp"

#include <algorithm>
#include <utility>

namespace vuedeo::exports {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr int kReadsOfPiece = 16;  // where samples are few: so that no piece takes long
// A read asks for a window of time, so that no store prepares more than a piece or two.
constexpr int64_t kHour_ms = 3'600'000;
constexpr int64_t kLeastWindow_ms = kHour_ms / 60;
constexpr int64_t kMostWindow_ms = 24 * 366 * kHour_ms;

}  // namespace

RoomExport::RoomExport(plugins::StoreClient store, Wish wish, const plugins::CallScope& scope)
    : store_(store), wish_(std::move(wish)), writer_(wish_.format), window_ms_(kHour_ms) {
    for (plugins::ParticipantRecord& who : store_.listParticipants(wish_.room, scope)) {
        if (!wish_.participantId.empty() && who.id != wish_.participantId) continue;
        hasParticipant_ = true;
        const int64_t from = std::max(who.firstSampleAtMs, wish_.fromMs.value_or(0));
        const int64_t to = std::min(who.lastSampleAtMs + 1, wish_.toMs.value_or(INT64_MAX));
        if (who.sampleCount == 0 || from >= to) continue;
        spans_.push_back({std::move(who.id), std::move(who.displayName), from, to});
    }
}

bool RoomExport::next(std::string& out, const plugins::CallScope& scope) {
    if (!begun_) {
        begun_ = true;
        writer_.begin(out, wish_.room);
    }
    for (int reads = 0; at_ < spans_.size() && reads < kReadsOfPiece; ++reads) {
        if (out.size() >= kPieceBytes) return true;
        Span& span = spans_[at_];
        readPage(span, out, scope);
        if (span.fromMs >= span.toMs) ++at_;
    }
    if (at_ < spans_.size()) return true;
    writer_.end(out);
    return false;
}

void RoomExport::readPage(Span& span, std::string& out, const plugins::CallScope& scope) {
    plugins::StoreClient::SampleQuery query;
    query.room = wish_.room;
    query.participantId = span.id;
    query.fromMs = span.fromMs;
    query.toMs = std::min(span.toMs, span.fromMs + window_ms_);
    writer_.participant(span.id, span.displayName);
    bool stopped = false;
    store_.samples(
        query,
        [&](const vuedeo_sample& sample) {
            writer_.add(out, sample);
            ++samples_;
            span.fromMs = sample.sampled_at_ms + 1;
            stopped = out.size() >= kPieceBytes;
            return !stopped;
        },
        scope);
    if (!stopped) span.fromMs = query.toMs;
    window_ms_ =
        std::clamp(stopped ? window_ms_ / 2 : window_ms_ * 2, kLeastWindow_ms, kMostWindow_ms);
}

}  // namespace vuedeo::exports
