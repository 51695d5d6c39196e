#include "net/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <iterator>
#include <system_error>
#include <utility>

#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

thread_local const Mailbox* attached = nullptr;

}  // namespace

// Tasks of one thread for the mailboxes of others.
class Mailbox::Bundle {
public:
    Bundle() noexcept { current = this; }
    ~Bundle() {
        current = nullptr;
        for (Part& part : parts_) part.to->deliver(std::move(part.tasks));
    }
    Bundle(const Bundle&) = delete;
    Bundle& operator=(const Bundle&) = delete;

    void add(Mailbox& to, Task task) {
        for (Part& part : parts_)
            if (part.to.get() == &to) return part.tasks.push_back(std::move(task));
        parts_.push_back({to.shared_from_this(), {}});
        parts_.back().tasks.push_back(std::move(task));
    }

    static thread_local Bundle* current;  // nullptr: tasks go singly

private:
    struct Part {
        std::shared_ptr<Mailbox> to;
        std::vector<Task> tasks;
    };
    std::vector<Part> parts_;  // of few loops
};

thread_local Mailbox::Bundle* Mailbox::Bundle::current = nullptr;

Mailbox::Mailbox() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Mailbox::~Mailbox() {
    ::close(descriptor_);
}

bool Mailbox::isOwnThread() const noexcept {
    return attached == this;
}

void Mailbox::attach() noexcept {
    attached = this;
}

void Mailbox::post(Task task) {
    if (isOwnThread()) return own_.push_back(std::move(task));
    if (Bundle::current != nullptr) return Bundle::current->add(*this, std::move(task));
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return;
    foreign_.push_back(std::move(task));
    if (foreign_.size() == 1) wake();
}

void Mailbox::postTogether(const std::function<void()>& work) {
    if (Bundle::current != nullptr) return work();
    const Bundle bundle;
    work();
}

void Mailbox::deliver(std::vector<Task> tasks) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return;
    if (foreign_.empty()) wake();
    std::move(tasks.begin(), tasks.end(), std::back_inserter(foreign_));
}

void Mailbox::wake() noexcept {
    const uint64_t one = 1;
    // Fails only when the counter is full: the loop is awake then anyway.
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

void Mailbox::clearSignal() noexcept {
    uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(descriptor_, &count, sizeof count);
}

void Mailbox::runTasks() {
    running_.swap(own_);
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::move(foreign_.begin(), foreign_.end(), std::back_inserter(running_));
        foreign_.clear();
    }
    for (Task& task : running_) {
        try {
            task();
        } catch (const std::exception& e) {  // one connection's trouble must not cost the others
            log::error("A task of an event loop failed", {{"error", e.what()}});
        }
        task = nullptr;  // what it holds goes now, not after the others
    }
    running_.clear();
}

void Mailbox::close() {
    std::vector<Task> dropped;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        closed_ = true;
        dropped.swap(foreign_);
    }
    dropped.clear();
    // Dropping a task can post another one: until there are none.
    while (!own_.empty()) {
        dropped.swap(own_);
        dropped.clear();
    }
    attached = nullptr;
}

}  // namespace vuedeo::net
