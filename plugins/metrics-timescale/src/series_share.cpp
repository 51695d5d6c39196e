#include "series_share.hpp"

#include <algorithm>
#include <thread>

#include "read.hpp"

namespace vuedeo::timescale {
namespace {

using std::chrono::steady_clock;

double secondsBetween(steady_clock::time_point from, steady_clock::time_point to) {
    return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

}  // namespace

void SeriesAccount::advance(TimePoint now) {
    const TimePoint storingEnds = storing_ > 0 ? now : std::min(now, storedAt_ + kGap);
    leftS_ += secondsBetween(at_, storingEnds) * (share_ - reading_);
    leftS_ = std::clamp(leftS_, kLeastS, kMostS);
    leftS_ = std::min(kMostS, leftS_ + secondsBetween(std::max(at_, storingEnds), now));
    at_ = std::max(at_, now);
}

void SeriesAccount::startStoring(TimePoint now) {
    advance(now);
    ++storing_;
}

void SeriesAccount::endStoring(TimePoint now) {
    advance(now);
    --storing_;
    storedAt_ = now;
}

bool SeriesAccount::tryStartSeries(TimePoint now) {
    advance(now);
    const bool isFree = storing_ == 0 && now >= storedAt_ + kGap;
    if (!isFree && leftS_ <= reading_ * kExpectedS) return false;
    ++reading_;
    return true;
}

void SeriesAccount::endSeries(TimePoint now) {
    advance(now);
    --reading_;
}

SeriesShare::SeriesShare(int percent)
    : isLimited_(percent > 0), account_(percent / 100.0, steady_clock::now()) {}

bool SeriesShare::tryStartSeries() {
    const std::lock_guard lock(mutex_);
    return account_.tryStartSeries(steady_clock::now());
}

SeriesShare::Storing::Storing(SeriesShare& share) : share_(share) {
    const std::lock_guard lock(share_.mutex_);
    share_.account_.startStoring(steady_clock::now());
}

SeriesShare::Storing::~Storing() {
    const std::lock_guard lock(share_.mutex_);
    share_.account_.endStoring(steady_clock::now());
}

SeriesShare::Reading::Reading(SeriesShare& share, const Call& call) : share_(share) {
    if (!share_.isLimited_) return;
    const Turnstile::Pass pass(share_.waiting_, call.deadline());
    // What the first in the queue waits for is time.
    while (!share_.tryStartSeries()) {
        refuseIfOver(call);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

SeriesShare::Reading::~Reading() {
    if (!share_.isLimited_) return;
    const std::lock_guard lock(share_.mutex_);
    share_.account_.endSeries(steady_clock::now());
}

}  // namespace vuedeo::timescale
