// A bulkhead: the few threads on which one plugin's blocking calls run, and their bounded queue.
// What hangs in one plugin takes no thread from another, nor from the loops that serve connections.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace vuedeo::plugins {

class Lane {
public:
    // Threads start as they are needed, at most maxThreads. maxQueued: jobs that wait for one.
    Lane(std::string name, std::size_t maxThreads, std::size_t maxQueued);
    ~Lane();  // finishes what runs, drops what is queued
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    // False: the queue is full (answer 503 with Retry-After), or the lane is drained. The job must
    // not throw: it would be logged and lost.
    bool submit(std::function<void()> job);

    // Stops taking jobs, runs what is queued, and joins the threads.
    void drain();
    // The same within a time. False: a job still runs. It is left to itself, what it refers to must
    // stay alive, and the destructor no longer waits for it.
    bool drain(std::chrono::milliseconds atMost);

private:
    struct Shared;  // owned by the lane and by each of its threads, which may outlive it
    void join();

    std::shared_ptr<Shared> shared_;
};

}  // namespace vuedeo::plugins
