#include "import/command.hpp"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "import/importer.hpp"
#include "plugins/registry.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::import {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr uint32_t kBatch = 10'000;
constexpr milliseconds kDeadline{120'000};  // of a batch; the first read may have to sort a table
constexpr std::chrono::seconds kBetweenLines{2};

class StopSignal {
public:
    explicit StopSignal(const sigset_t& signals) : signals_(signals) {}

    bool within(milliseconds time) {
        const timespec wait{time.count() / 1000, time.count() % 1000 * 1'000'000};
        came_ = came_ || sigtimedwait(&signals_, nullptr, &wait) > 0;
        return came_;
    }

private:
    const sigset_t signals_;
    bool came_ = false;
};

class ProgressLines {
public:
    explicit ProgressLines(uint64_t total) : total_(total) {}

    void show(const Counts& counts) {
        const auto now = steady_clock::now();
        if (now < next_) return;
        next_ = now + kBetweenLines;
        std::cout << counts.seen() << " of about " << total_ << " samples" << std::endl;
    }

private:
    const uint64_t total_;
    steady_clock::time_point next_ = steady_clock::now();
};

config::Choice sourceChoice(const std::string& source, const std::string& connection) {
    config::Choice choice;
    choice.plugin = source;
    choice.configJson = nlohmann::json({{"connection", connection}}).dump();
    choice.deadline = kDeadline;
    return choice;
}

void summarise(const Counts& counts) {
    std::cout << counts.stored << " samples stored, " << counts.duplicates
              << " were there already, " << counts.refused << " could not be stored" << std::endl;
}

}  // namespace

int run(const config::Config& config, const std::string& source, const std::string& connection,
        const sigset_t& stopSignals) {
    const config::Choice choice = sourceChoice(source, connection);
    plugins::Services services;
    plugins::Registry registry(config, choice, services);
    registry.start();

    plugins::StoreClient store(registry.metrics());
    plugins::SourceClient reader(registry.source());
    plugins::CallScope scope;
    scope.deadline = kDeadline;
    const PositionFile position(positionPath(
        config.server.dataDir, source + '\n' + choice.configJson + '\n' + config.metrics.plugin +
                                   '\n' + config.metrics.configJson));
    const std::string from = position.load();
    if (!from.empty()) {
        std::cout << "Going on where the last import ended; to begin again delete "
                  << position.path().string() << std::endl;
    }

    ProgressLines lines(reader.count(from, scope));
    StopSignal stop(stopSignals);
    Importer importer(
        {[&](const std::string& at) { return reader.read(at, kBatch, scope); },
         [&](int64_t oldestMs) { store.checkRetention(oldestMs, scope); },
         [&](const std::vector<vuedeo_sample>& samples) { return store.append(samples, scope); },
         [&](const Counts& counts) { lines.show(counts); },
         [&](milliseconds time) { return stop.within(time); }},
        position);
    const bool complete = importer.run();
    summarise(importer.counts());
    if (!complete) std::cout << "Interrupted: the same command goes on from here" << std::endl;
    if (!registry.stop()) std::_Exit(EXIT_FAILURE);  // a plugin hangs: its threads cannot be joined
    return complete ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace vuedeo::import
