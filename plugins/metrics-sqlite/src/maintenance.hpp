// The plugin's own thread: files the inbox of quiet times and deletes what retention has ended.
// Owned by the store; runs between start() and stop().
#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vuedeo/plugin.hpp>

#include "config.hpp"
#include "sql.hpp"
#include "writer.hpp"

namespace vuedeo::sqlite {

class Maintenance {
public:
    // nowMs is asked from the thread.
    Maintenance(const Config& config, Writer& writer, const Host& host,
                std::function<int64_t()> nowMs);
    ~Maintenance() { stop(); }

    void start();
    void stop() noexcept;

    // One round; throws what the writer throws.
    void runOnce(const std::function<void()>& between);

private:
    void loop();
    void endLevel(sql::Level level, int days, int64_t& done, const std::function<void()>& between);

    const Config& config_;
    Writer& writer_;
    const Host& host_;
    const std::function<int64_t()> nowMs_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
    int64_t rawDone_ = 0;  // up to where this process has deleted
    int64_t minuteDone_ = 0;
    int64_t hourDone_ = 0;
};

}  // namespace vuedeo::sqlite
