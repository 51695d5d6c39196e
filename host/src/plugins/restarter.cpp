#include "plugins/restarter.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

#include "telemetry/log.hpp"

namespace vuedeo::plugins {

using std::chrono::milliseconds;

struct Restarter::Shared {
    std::string pluginId;
    std::function<void()> start;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopped = false;

    // True: stopped meanwhile.
    bool wait(milliseconds delay) {
        std::unique_lock lock(mutex);
        return wake.wait_for(lock, delay, [this] { return stopped; });
    }

    void run(milliseconds first, milliseconds longest) {
        for (milliseconds delay = first; !wait(delay); delay = std::min(2 * delay, longest)) {
            try {
                start();
                log::info("the plugin has started", {{"plugin", pluginId}});
                return;
            } catch (const std::exception& e) {
                log::warning("the plugin still does not start",
                             {{"plugin", pluginId}, {"reason", e.what()}});
            }
        }
    }
};

Restarter::Restarter(const std::string& pluginId, std::function<void()> start, milliseconds first,
                     milliseconds longest)
    : shared_(std::make_shared<Shared>()), lane_("start " + pluginId, 1, 0) {
    shared_->pluginId = pluginId;
    shared_->start = std::move(start);
    lane_.submit([shared = shared_, first, longest] { shared->run(first, longest); });
}

bool Restarter::stop(milliseconds atMost) {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stopped = true;
    }
    shared_->wake.notify_all();
    return lane_.drain(atMost);
}

}  // namespace vuedeo::plugins
