// Who waits for a reload. Asking sends SIGHUP to the process, as an administrator on its machine
// may do, too: the main thread waits for signals anyway.
#pragma once
#include <unistd.h>
#include <csignal>

#include <mutex>
#include <utility>
#include <vector>

#include "api/app.hpp"

namespace vuedeo::serving {

class ReloadQueue {
public:
    // Any thread. done is called on the main thread.
    void ask(api::ReloadDone done) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(done));
        }
        ::kill(::getpid(), SIGHUP);
    }
    // Those who asked until now: one reload serves them all.
    std::vector<api::ReloadDone> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(waiting_, {});
    }

private:
    std::mutex mutex_;
    std::vector<api::ReloadDone> waiting_;
};

}  // namespace vuedeo::serving
