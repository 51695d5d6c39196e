#include "plugins/lane.hpp"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "telemetry/log.hpp"

namespace vuedeo::plugins {

struct Lane::Shared {
    const std::string name;
    const std::size_t maxThreads;
    const std::size_t maxQueued;
    std::mutex mutex;
    std::condition_variable wake;  // for threads: a job, or the end
    std::condition_variable left;  // for drain: a thread has ended
    std::deque<std::function<void()>> queue;
    std::vector<std::thread> threads;
    std::size_t idle = 0;     // threads that run no job, those that just start included
    std::size_t running = 0;  // threads that have not ended
    bool closed = false;

    Shared(std::string laneName, std::size_t threadLimit, std::size_t queueLimit)
        : name(std::move(laneName)), maxThreads(threadLimit), maxQueued(queueLimit) {}

    void run();
    void runJob(const std::function<void()>& job) const noexcept;
    bool addThread(const std::shared_ptr<Shared>& self);
};

void Lane::Shared::runJob(const std::function<void()>& job) const noexcept {
    try {
        job();
    } catch (const std::exception& e) {
        log::error("a job failed unexpectedly", {{"lane", name}, {"reason", e.what()}});
    } catch (...) {
        log::error("a job failed unexpectedly", {{"lane", name}});
    }
}

void Lane::Shared::run() {
    pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());  // the kernel's limit
    std::unique_lock lock(mutex);
    for (;;) {
        wake.wait(lock, [this] { return closed || !queue.empty(); });
        --idle;
        if (queue.empty()) break;
        std::function<void()> job = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        runJob(job);
        job = nullptr;  // what it holds is released before anybody hears that it is done
        lock.lock();
        ++idle;
    }
    --running;
    left.notify_all();
}

bool Lane::Shared::addThread(const std::shared_ptr<Shared>& self) {
    try {
        threads.emplace_back([self] { self->run(); });
        ++running;
        ++idle;
        return true;
    } catch (const std::system_error& e) {
        log::warning("no more threads", {{"lane", name}, {"reason", e.what()}});
        return false;
    }
}

Lane::Lane(std::string name, std::size_t maxThreads, std::size_t maxQueued)
    : shared_(std::make_shared<Shared>(std::move(name), maxThreads, maxQueued)) {}

Lane::~Lane() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->closed = true;
        shared_->queue.clear();
    }
    shared_->wake.notify_all();
    join();
}

bool Lane::submit(std::function<void()> job) {
    {
        Shared& s = *shared_;
        const std::lock_guard lock(s.mutex);
        const std::size_t free = s.idle + s.maxThreads - s.threads.size();
        if (s.closed || s.queue.size() >= s.maxQueued + free) return false;
        s.queue.push_back(std::move(job));
        if (s.queue.size() > s.idle && s.threads.size() < s.maxThreads && !s.addThread(shared_) &&
            s.threads.empty()) {
            s.queue.pop_back();
            return false;
        }
    }
    shared_->wake.notify_one();
    return true;
}

void Lane::drain() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->closed = true;
    }
    shared_->wake.notify_all();
    join();
}

bool Lane::drain(std::chrono::milliseconds atMost) {
    {
        Shared& s = *shared_;
        std::unique_lock lock(s.mutex);
        s.closed = true;
        s.wake.notify_all();
        if (!s.left.wait_for(lock, atMost, [&s] { return s.running == 0; })) {
            s.queue.clear();
            for (std::thread& thread : s.threads) thread.detach();
            s.threads.clear();
            return false;
        }
    }
    join();
    return true;
}

void Lane::join() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(shared_->mutex);
        threads.swap(shared_->threads);
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace vuedeo::plugins
