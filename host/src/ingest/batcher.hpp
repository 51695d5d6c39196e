// Between the API and the store: gathers samples into batches and answers only what is durable.
//
// One thread takes everything that waits (up to a bound), commits it as one batch, and reports to
// each submission. There is no timer: while a commit runs the next batch gathers by itself, so a
// sample waits for one to two commits at any load.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vuedeo::ingest {

// Stores a batch and returns one code VUEDEO_SAMPLE_... for each sample; throws when nothing of it
// is acknowledged. Called on the batcher's thread.
using Append = std::function<std::vector<uint8_t>(const std::vector<vuedeo_sample>&)>;

struct Outcome {
    const uint8_t* codes = nullptr;  // one for each sample of the submission; null after a failure
    std::exception_ptr failure;      // what Append threw
};

// Samples by what became of them, since the start.
struct Counters {
    uint64_t stored = 0;
    uint64_t duplicates = 0;
    uint64_t rejected = 0;
    uint64_t failed = 0;      // with their whole batch
    uint64_t turnedAway = 0;  // the queue was full
    uint64_t waiting = 0;     // at the moment
    uint64_t batches = 0;
    uint64_t failedBatches = 0;
};

// The samples of one participant, as one request brought them.
struct Submission {
    std::string room;
    std::string participantId;
    std::vector<vuedeo_sample> samples;  // room and participant_id are set by the batcher
    // On the batcher's thread, once: must not block or throw.
    std::function<void(const Outcome&)> done;
};

class Batcher {
public:
    Batcher(Append append, std::size_t queueSamples, std::size_t batchSamples);
    ~Batcher();  // drains

    // Any thread, never blocks. False: the queue is full, or the batcher is draining; done is not
    // called then.
    bool submit(Submission submission);
    // Takes no more, commits what was taken, and ends the thread. Once a commit has failed the rest
    // fails with it: nothing of it was acknowledged. False: the thread has not ended in time.
    bool drain(std::chrono::milliseconds atMost);
    void drain();  // however long it takes
    Counters counters() const;

private:
    void run();
    std::vector<Submission> takeBatch();  // empty: draining and nothing is left
    void commit(std::vector<Submission>& batch);
    bool isDraining() const;
    void count(const std::vector<uint8_t>& codes, std::size_t samples, bool failed);

    const Append append_;
    const std::size_t queueSamples_;
    const std::size_t batchSamples_;
    std::exception_ptr lastFailure_;  // of the batcher's thread alone
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Submission> queue_;
    std::size_t queued_ = 0;
    Counters counters_;  // but for what is waiting
    bool draining_ = false;
    bool ended_ = false;
    std::condition_variable end_;
    std::thread thread_;
};

}  // namespace vuedeo::ingest
