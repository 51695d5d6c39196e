// One thread with its own epoll set: everything that a connection does happens on the one loop that
// it belongs to. Level-triggered.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

#include "net/limits.hpp"
#include "net/mailbox.hpp"
#include "net/response_writer.hpp"
#include "net/timers.hpp"

namespace vuedeo::net {

// Something with a descriptor. All calls come on the loop's thread; what they throw is logged, and
// the source is dropped.
class EventSource {
public:
    EventSource() = default;
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    virtual ~EventSource() = default;

    virtual void onEvents(uint32_t epollEvents) = 0;
    virtual void onDeadline() = 0;
    virtual void onDrain() = 0;          // finish what is under way, begin nothing
    virtual void onDrop() noexcept = 0;  // the loop forgets it; the last call

private:
    friend class EventLoop;
    uint64_t id_ = 0;
    int descriptor_ = -1;
    Deadline deadline_;
};

using ReadBuffer = std::array<char, 64 * kKiB>;

class EventLoop {
public:
    EventLoop();  // throws std::system_error
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    void start(const std::string& threadName);
    void stop() noexcept;  // any other thread: drops every source, and joins
    const std::shared_ptr<Mailbox>& mailbox() const noexcept { return mailbox_; }

    // The rest: the loop's thread only.
    void add(std::shared_ptr<EventSource> source, int descriptor, uint32_t epollEvents);
    void watch(const EventSource& source, uint32_t epollEvents);
    void setDeadline(EventSource& source, TimePoint due);
    void drop(EventSource& source);
    void drain();

    TimePoint now() const noexcept { return now_; }  // when the events at hand came
    const std::string& httpDate();
    // For one read or one head at a time: so that connections hold no buffers of their own.
    ReadBuffer& readBuffer() noexcept { return *readBuffer_; }
    std::string& headBuffer() noexcept { return headBuffer_; }

private:
    void run() noexcept;
    void turn();
    void guard(const std::shared_ptr<EventSource>& source, const std::function<void()>& call);
    void dropAll() noexcept;

    int epoll_;
    std::shared_ptr<Mailbox> mailbox_;
    std::unordered_map<uint64_t, std::shared_ptr<EventSource>> sources_;
    uint64_t lastId_ = 0;
    Timers timers_;
    TimePoint now_;
    HttpDate date_;
    std::unique_ptr<ReadBuffer> readBuffer_;
    std::string headBuffer_;
    bool stopping_ = false;  // the loop's thread
    std::thread thread_;
};

}  // namespace vuedeo::net
