// What a call into a plugin costs beside a virtual call that does the same: storing one sample with
// the store that the tests of host/src/plugins use, which keeps nothing.
//   call_bench [calls]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "plugins/clients.hpp"
#include "plugins/manifest.hpp"
#include "plugins/plugin_instance.hpp"
#include "plugins/services.hpp"

namespace {

using vuedeo::plugins::StoreClient;

class Store {
public:
    virtual ~Store() = default;
    virtual std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) = 0;
};

class VirtualStore final : public Store {
public:
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) override {
        std::vector<uint8_t> codes(samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            codes[i] = std::isnan(samples[i].values[VUEDEO_FIELD_COUNT - 1])
                           ? VUEDEO_SAMPLE_REJECTED
                           : VUEDEO_SAMPLE_STORED;
        }
        return codes;
    }
};

// Through all that the host puts around a call: state, deadline, counters, time, checked results.
class PluginStore final : public Store {
public:
    explicit PluginStore(vuedeo::plugins::Plugin& plugin) : client_(plugin) {}
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) override {
        return client_.append(samples, {});
    }

private:
    StoreClient client_;
};

double nanosecondsACall(Store& store, int calls) {
    std::vector<vuedeo_sample> samples(1);
    samples[0].room = {"room", 4};
    samples[0].participant_id = {"p1", 2};
    std::size_t stored = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
        samples[0].sampled_at_ms = i;
        stored += store.append(samples)[0] == VUEDEO_SAMPLE_STORED ? 1U : 0U;
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    if (stored != static_cast<std::size_t>(calls)) throw std::runtime_error("not all was stored");
    return took.count() / calls;
}

void compare(int calls) {
    namespace plugins = vuedeo::plugins;
    vuedeo::config::Choice choice;
    choice.plugin = "test-store";
    const plugins::Services services;
    const auto data = std::filesystem::temp_directory_path() / "vuedeo-call-bench";
    plugins::PluginInstance plugin(
        plugins::readManifest(std::string(TEST_PLUGINS_DIR) + "/test-store"), choice, data,
        services);
    plugin.create();
    plugin.start();

    VirtualStore direct;
    PluginStore through(plugin);
    std::printf("%6s %14s %14s\n", "round", "virtual ns", "plugin ns");
    for (int round = 1; round <= 5; ++round) {
        const double first = nanosecondsACall(direct, calls);
        std::printf("%6d %14.1f %14.1f\n", round, first, nanosecondsACall(through, calls));
    }
    plugin.stop(std::chrono::steady_clock::now() + std::chrono::seconds(5));
    std::filesystem::remove_all(data);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        compare(std::max(argc > 1 ? std::atoi(argv[1]) : 1'000'000, 1));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "call_bench: %s\n", error.what());
        return 1;
    }
}
