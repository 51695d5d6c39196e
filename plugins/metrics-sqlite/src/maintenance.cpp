#include "maintenance.hpp"

#include <chrono>
#include <utility>

#include "deletion.hpp"
#include "rollup.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr std::chrono::seconds kBetweenRounds{60};
constexpr std::chrono::seconds kPatience{30};
constexpr std::uintmax_t kMaxLogBytes = 128U << 20U;
constexpr int64_t kDayMs = 24 * kHourMs;

struct Stopped {};

}  // namespace

Maintenance::Maintenance(const Config& config, Writer& writer, const Host& host,
                         std::function<int64_t()> nowMs)
    : config_(config), writer_(writer), host_(host), nowMs_(std::move(nowMs)) {}

void Maintenance::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void Maintenance::stop() noexcept {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Maintenance::loop() {
    const auto stopIfAsked = [this] {
        const std::lock_guard lock(mutex_);
        if (stopping_) throw Stopped{};
    };
    for (;;) {
        try {
            runOnce(stopIfAsked);
        } catch (const Stopped&) {
            return;
        } catch (const std::exception& error) {
            host_.warning(std::string("maintenance is put off: ") + error.what());
        }
        std::unique_lock lock(mutex_);
        if (wake_.wait_for(lock, kBetweenRounds, [this] { return stopping_; })) return;
    }
}

void Maintenance::runOnce(const std::function<void()>& between) {
    fileInbox(writer_, std::chrono::steady_clock::now() + kPatience, between);
    endLevel(sql::Level::kRaw, config_.rawDays, rawDone_, between);
    endLevel(sql::Level::kMinute, config_.minuteDays, minuteDone_, between);
    endLevel(sql::Level::kHour, config_.hourDays, hourDone_, between);
    // SQLite begins its log anew only when no reader is left in it, and readers may never all rest.
    if (!writer_.shrinkLog(kMaxLogBytes))
        host_.warning(config_.path +
                      ": its log grows, because a query or another program reads it");
}

void Maintenance::endLevel(sql::Level level, int days, int64_t& done,
                           const std::function<void()>& between) {
    if (days == 0) return;
    const int64_t before = floorTo(nowMs_() - days * kDayMs, kHourMs);
    if (before <= done) return;
    deleteLevel(writer_, level, done, before, between);
    done = before;
}

}  // namespace vuedeo::sqlite
