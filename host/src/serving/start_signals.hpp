// SIGINT and SIGTERM while the server starts: they end the process as they do by themselves.
// Nothing is acknowledged yet, and a plugin may wait for its service for a long time.
#pragma once
#include <atomic>
#include <csignal>
#include <thread>

namespace vuedeo::serving {

class StartSignals {
public:
    // All of them are blocked in this thread.
    StartSignals();
    ~StartSignals() { end(); }
    StartSignals(const StartSignals&) = delete;
    StartSignals& operator=(const StartSignals&) = delete;

    // What comes from now on waits for whoever asks.
    void end() noexcept;

private:
    void run() const noexcept;

    std::atomic<bool> isOver_{false};
    std::thread thread_;
};

}  // namespace vuedeo::serving
