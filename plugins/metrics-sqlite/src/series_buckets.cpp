#include "series_buckets.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vuedeo/plugin.hpp>

namespace vuedeo::sqlite {

SeriesBuckets::SeriesBuckets(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor)
    : query_(query), visitor_(visitor), current_(emptyBucket()) {
    for (uint32_t column = 0; column < query.field_count; ++column) {
        if (query.fields[column] < columnsOf_.size())
            columnsOf_[query.fields[column]].push_back(column);
    }
}

SeriesBuckets::Bucket SeriesBuckets::emptyBucket() const {
    Bucket bucket;
    bucket.aggregates.assign(query_.field_count, vuedeo_aggregate{});
    return bucket;
}

void SeriesBuckets::begin(std::string_view participantId) {
    participantId_ = participantId;
    waiting_.clear();
    current_ = emptyBucket();
    currentStart_ = std::numeric_limits<int64_t>::min();
}

void SeriesBuckets::merge(vuedeo_aggregate& into, const vuedeo_aggregate& other) noexcept {
    if (other.count == 0) return;
    into.min = into.count == 0 ? other.min : std::min(into.min, other.min);
    into.max = into.count == 0 ? other.max : std::max(into.max, other.max);
    into.sum += other.sum;
    into.count += other.count;
}

void SeriesBuckets::addWaiting(int64_t atMs, const FieldValues& values) {
    const auto place = waiting_.try_emplace(floorTo(atMs, query_.interval_ms), emptyBucket()).first;
    addTo(place->second, values);
}

void SeriesBuckets::addTo(Bucket& bucket, const FieldValues& sample) const {
    ++bucket.samples;
    for (uint32_t column = 0; column < query_.field_count; ++column) {
        const uint32_t field = query_.fields[column];
        // Of a field of a later dictionary this store knows nothing.
        if (field >= sample.size() || std::isnan(sample[field])) continue;
        const auto value = static_cast<double>(sample[field]);
        merge(bucket.aggregates[column], {value, value, value, 1});
    }
}

bool SeriesBuckets::startAt(int64_t atMs) {
    const int64_t start = floorTo(atMs, query_.interval_ms);
    if (start == currentStart_) return true;
    if (!closeCurrent()) return false;
    currentStart_ = start;
    return true;
}

void SeriesBuckets::add(const FieldValues& sample) {
    addTo(current_, sample);
}

void SeriesBuckets::add(uint32_t field, const FieldRollup& rollup) noexcept {
    if (field >= columnsOf_.size()) return;
    for (const uint32_t column : columnsOf_[field]) {
        merge(current_.aggregates[column], {rollup.sum, static_cast<double>(rollup.min),
                                            static_cast<double>(rollup.max), rollup.count});
    }
}

bool SeriesBuckets::closeCurrent() {
    if (current_.samples == 0) return true;
    if (!showWaitingBefore(currentStart_)) return false;
    const auto same = waiting_.find(currentStart_);
    if (same != waiting_.end()) {
        current_.samples += same->second.samples;
        for (std::size_t column = 0; column < current_.aggregates.size(); ++column)
            merge(current_.aggregates[column], same->second.aggregates[column]);
        waiting_.erase(same);
    }
    const bool goOn = show(currentStart_, current_);
    current_ = emptyBucket();
    return goOn;
}

bool SeriesBuckets::showWaitingBefore(int64_t startMs) {
    while (!waiting_.empty() && waiting_.begin()->first < startMs) {
        const auto node = waiting_.extract(waiting_.begin());
        if (!show(node.key(), node.mapped())) return false;
    }
    return true;
}

bool SeriesBuckets::finish() {
    return closeCurrent() && showWaitingBefore(std::numeric_limits<int64_t>::max());
}

bool SeriesBuckets::show(int64_t startMs, const Bucket& bucket) {
    vuedeo_bucket shown{};
    shown.size = sizeof shown;
    shown.field_count = query_.field_count;
    shown.participant_id = str(participantId_);
    shown.start_ms = startMs;
    shown.sample_count = static_cast<uint64_t>(bucket.samples);
    shown.aggregates = bucket.aggregates.data();
    return visitor_.visit(visitor_.ctx, &shown) != VUEDEO_STOP;
}

}  // namespace vuedeo::sqlite
