// The generation that serves now, and the gate at which samples wait while its store is changed.
// Any thread; set() on the main thread.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "net/responder.hpp"
#include "serving/generation.hpp"

namespace vuedeo::serving {

class Running {
public:
    std::shared_ptr<Generation> get() const {
        const std::lock_guard lock(mutex_);
        return generation_;
    }
    // Null before the first.
    std::shared_ptr<plugins::Plugin> store() const {
        const auto generation = get();
        return generation ? generation->registry().metrics().shared_from_this() : nullptr;
    }
    // Returns the one that served before.
    std::shared_ptr<Generation> set(std::shared_ptr<Generation> next) {
        const std::lock_guard lock(mutex_);
        generation_.swap(next);
        return next;
    }

    // The request keeps alive the generation that serves it.
    void handle(std::shared_ptr<net::Request> request, net::Responder responder) const {
        const auto generation = get();
        request->servedBy = generation;
        generation->router().handle(std::move(request), std::move(responder));
    }

    // On the batcher's thread: a batch goes to one store as a whole, and waits for it at the gate.
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) {
        const std::shared_lock open(gate_);
        return get()->append(samples);
    }
    // Closed while it is held: no batch is under way then. Not owned: one did not end in time.
    std::unique_lock<std::shared_timed_mutex> closeGate(std::chrono::milliseconds atMost) {
        return {gate_, atMost};
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Generation> generation_;
    std::shared_timed_mutex gate_;
};

}  // namespace vuedeo::serving
