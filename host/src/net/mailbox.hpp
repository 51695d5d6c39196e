// Where other threads leave work for an event loop. The loop wakes once for all that has gathered.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace vuedeo::net {

class Mailbox : public std::enable_shared_from_this<Mailbox> {
public:
    using Task = std::function<void()>;

    Mailbox();  // throws std::system_error
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    // Any thread. Once the loop has ended, the task is dropped. From the loop's own thread it runs
    // after the event at hand, without a system call.
    void post(Task task);
    bool isOwnThread() const noexcept;

    // What work posts from this thread goes to each mailbox in one piece when work is done: a loop
    // that the first of many tasks wakes would wake again for every other.
    static void postTogether(const std::function<void()>& work);

    int descriptor() const noexcept { return descriptor_; }  // readable when there are tasks

    // The loop's thread only.
    void attach() noexcept;
    bool hasOwnTasks() const noexcept { return !own_.empty(); }
    void clearSignal() noexcept;
    void runTasks();  // those that are there now
    void close();     // drops what is left, and whatever comes later

private:
    class Bundle;
    void deliver(std::vector<Task> tasks);
    void wake() noexcept;

    int descriptor_;
    std::mutex mutex_;
    std::vector<Task> foreign_;  // guarded by mutex_
    bool closed_ = false;        // guarded by mutex_
    std::vector<Task> own_;
    std::vector<Task> running_;
};

}  // namespace vuedeo::net
