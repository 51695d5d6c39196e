#include "ingest/batcher.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "net/mailbox.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::ingest {
namespace {

void answer(std::vector<Submission>& batch, const std::vector<uint8_t>& codes, Outcome outcome) {
    const uint8_t* next = codes.data();
    for (Submission& submission : batch) {
        if (!outcome.failure) {
            outcome.codes = next;
            next += submission.samples.size();
        }
        try {
            submission.done(outcome);
        } catch (
            const std::exception& e) {  // thread main: one client's answer must not stop the rest
            log::error("an answer for stored samples could not be sent", {{"error", e.what()}});
        }
    }
}

}  // namespace

Batcher::Batcher(Append append, std::size_t queueSamples, std::size_t batchSamples)
    : append_(std::move(append)),
      queueSamples_(queueSamples),
      batchSamples_(batchSamples),
      thread_([this] { run(); }) {}

Batcher::~Batcher() {
    drain();
}

bool Batcher::submit(Submission submission) {
    {
        const std::lock_guard lock(mutex_);
        if (draining_ || queued_ + submission.samples.size() > queueSamples_) {
            counters_.turnedAway += submission.samples.size();
            return false;
        }
        queued_ += submission.samples.size();
        queue_.push_back(std::move(submission));
    }
    wake_.notify_one();
    return true;
}

bool Batcher::drain(std::chrono::milliseconds atMost) {
    {
        std::unique_lock lock(mutex_);
        draining_ = true;
        wake_.notify_one();
        if (!end_.wait_for(lock, atMost, [this] { return ended_; })) return false;
    }
    drain();
    return true;
}

void Batcher::drain() {
    {
        const std::lock_guard lock(mutex_);
        draining_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool Batcher::isDraining() const {
    const std::lock_guard lock(mutex_);
    return draining_;
}

Counters Batcher::counters() const {
    const std::lock_guard lock(mutex_);
    Counters counters = counters_;
    counters.waiting = queued_;
    return counters;
}

void Batcher::count(const std::vector<uint8_t>& codes, std::size_t samples, bool failed) {
    const auto of = [&codes](uint8_t code) {
        return static_cast<uint64_t>(std::count(codes.begin(), codes.end(), code));
    };
    const std::lock_guard lock(mutex_);
    ++(failed ? counters_.failedBatches : counters_.batches);
    if (failed) counters_.failed += samples;
    counters_.stored += of(VUEDEO_SAMPLE_STORED);
    counters_.duplicates += of(VUEDEO_SAMPLE_DUPLICATE);
    counters_.rejected += of(VUEDEO_SAMPLE_REJECTED);
}

void Batcher::run() {
    pthread_setname_np(pthread_self(), "ingest");
    for (auto batch = takeBatch(); !batch.empty(); batch = takeBatch()) {
        commit(batch);
        batch.clear();  // what its answers hold goes now, not when the next one comes
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    end_.notify_all();
}

std::vector<Submission> Batcher::takeBatch() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return draining_ || !queue_.empty(); });
    std::vector<Submission> batch;
    std::size_t samples = 0;
    while (!queue_.empty() &&
           (batch.empty() || samples + queue_.front().samples.size() <= batchSamples_)) {
        samples += queue_.front().samples.size();
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    queued_ -= samples;
    return batch;
}

void Batcher::commit(std::vector<Submission>& batch) {
    std::vector<vuedeo_sample> samples;
    samples.reserve(batch.size());
    for (Submission& submission : batch) {
        for (vuedeo_sample& sample : submission.samples) {
            sample.room = {submission.room.data(), submission.room.size()};
            sample.participant_id = {submission.participantId.data(),
                                     submission.participantId.size()};
            samples.push_back(sample);
        }
    }

    std::vector<uint8_t> codes;
    Outcome outcome;
    if (lastFailure_ && isDraining()) {
        outcome.failure = lastFailure_;
    } else {
        try {
            codes = append_(samples);
        } catch (...) {
            outcome.failure = std::current_exception();
        }
        lastFailure_ = outcome.failure;
    }
    count(codes, samples.size(), outcome.failure != nullptr);
    net::Mailbox::postTogether([&] { answer(batch, codes, outcome); });
}

}  // namespace vuedeo::ingest
