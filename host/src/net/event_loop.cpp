#include "net/event_loop.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <exception>
#include <system_error>
#include <utility>
#include <vector>

#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

constexpr uint64_t kMailboxId = 0;
constexpr int kEventsAtOnce = 256;

int milliseconds(TimePoint from, TimePoint to) noexcept {
    if (to == kNever) return -1;
    if (to <= from) return 0;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(to - from).count();
    return static_cast<int>(std::min<long long>(left, 60'000));
}

// Signals are main's: a loop must neither take one nor die of SIGPIPE.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

}  // namespace

EventLoop::EventLoop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      now_(Clock::now()),
      readBuffer_(std::make_unique<ReadBuffer>()) {
    if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    mailbox_ = std::make_shared<Mailbox>();
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kMailboxId;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, mailbox_->descriptor(), &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

EventLoop::~EventLoop() {
    stop();
    ::close(epoll_);
}

void EventLoop::start(const std::string& threadName) {
    const SignalsBlocked blocked;  // inherited by the thread
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), threadName.substr(0, 15).c_str());
}

void EventLoop::stop() noexcept {
    if (!thread_.joinable()) return;
    mailbox_->post([this] { stopping_ = true; });
    thread_.join();
}

void EventLoop::add(std::shared_ptr<EventSource> source, int descriptor, uint32_t epollEvents) {
    source->id_ = ++lastId_;
    source->descriptor_ = descriptor;
    epoll_event event{};
    event.events = epollEvents;
    event.data.u64 = source->id_;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
    sources_.emplace(source->id_, std::move(source));
}

void EventLoop::watch(const EventSource& source, uint32_t epollEvents) {
    epoll_event event{};
    event.events = epollEvents;
    event.data.u64 = source.id_;
    if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, source.descriptor_, &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

void EventLoop::setDeadline(EventSource& source, TimePoint due) {
    timers_.set(source.id_, source.deadline_, due);
}

void EventLoop::drop(EventSource& source) {
    const auto found = sources_.find(source.id_);
    if (found == sources_.end()) return;
    const std::shared_ptr<EventSource> held = std::move(found->second);
    sources_.erase(found);
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, held->descriptor_, nullptr);
    held->onDrop();
}

void EventLoop::drain() {
    std::vector<std::shared_ptr<EventSource>> all;
    all.reserve(sources_.size());
    for (const auto& [id, source] : sources_) all.push_back(source);
    for (const auto& source : all) guard(source, [&source] { source->onDrain(); });
}

const std::string& EventLoop::httpDate() {
    return date_.at(std::time(nullptr));
}

void EventLoop::run() noexcept {
    mailbox_->attach();
    while (!stopping_) {
        try {
            turn();
        } catch (const std::exception& error) {
            log::error("The event loop caught an error",
                       {{"error", std::string_view(error.what())}});
        }
    }
    dropAll();
    mailbox_->close();
}

void EventLoop::turn() {
    std::array<epoll_event, kEventsAtOnce> events;
    const int timeout = mailbox_->hasOwnTasks() ? 0 : milliseconds(Clock::now(), timers_.next());
    const int count = ::epoll_wait(epoll_, events.data(), kEventsAtOnce, timeout);
    now_ = Clock::now();
    bool mail = mailbox_->hasOwnTasks();
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == kMailboxId) {
            mailbox_->clearSignal();
            mail = true;
            continue;
        }
        const auto found = sources_.find(event.data.u64);
        if (found == sources_.end()) continue;  // dropped by an event before it
        const std::shared_ptr<EventSource> source = found->second;
        guard(source, [&source, &event] { source->onEvents(event.events); });
    }
    if (mail || mailbox_->hasOwnTasks()) mailbox_->runTasks();
    timers_.run(
        now_,
        [this](uint64_t id) {
            const auto found = sources_.find(id);
            return found == sources_.end() ? nullptr : &found->second->deadline_;
        },
        [this](uint64_t id) {
            const auto source = sources_.at(id);
            guard(source, [&source] { source->onDeadline(); });
        });
}

void EventLoop::guard(const std::shared_ptr<EventSource>& source,
                      const std::function<void()>& call) {
    try {
        call();
    } catch (const std::exception& error) {
        log::error("A connection is closed because of an error",
                   {{"error", std::string_view(error.what())}});
        drop(*source);
    }
}

void EventLoop::dropAll() noexcept {
    while (!sources_.empty()) drop(*sources_.begin()->second);
}

}  // namespace vuedeo::net
