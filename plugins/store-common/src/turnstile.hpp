// Lets a fixed number of threads through at a time, in the order in which they came, and none that
// would have to wait longer than its deadline. Used by any thread.
#pragma once
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

namespace vuedeo {
inline namespace store_common {

class Turnstile {
public:
    explicit Turnstile(int places) : free_(places) {}

    class Pass {
    public:
        // Throws Error UNAVAILABLE at the deadline.
        Pass(Turnstile& turnstile, std::chrono::steady_clock::time_point deadline)
            : turnstile_(turnstile) {
            turnstile_.enter(deadline);
        }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass() { turnstile_.leave(); }

    private:
        Turnstile& turnstile_;
    };

private:
    void enter(std::chrono::steady_clock::time_point deadline);
    void leave() noexcept;

    std::mutex mutex_;
    std::condition_variable wake_;
    int free_;
    std::list<bool> waiting_;  // true: a place has been handed over to this one
};

}  // namespace store_common
}  // namespace vuedeo
