// A bulkhead: the few threads on which one plugin's blocking calls run, and their bounded queue. What
// hangs in one plugin takes no thread from another, nor from the loops that serve connections.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vuedeo::plugins {

class Lane {
public:
    // Threads start as they are needed, at most maxThreads.
    Lane(std::string name, std::size_t maxThreads, std::size_t maxQueued);
    ~Lane();  // finishes what runs, drops what is queued

    // False: the queue is full (answer 503 with Retry-After). The job must not throw.
    bool submit(std::function<void()> job);
    // Stops taking jobs, runs what is queued, and joins the threads.
    void drain();

private:
    void run();

    const std::string name_;
    const std::size_t maxThreads_;
    const std::size_t maxQueued_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool closed_ = false;
};

}  // namespace vuedeo::plugins
