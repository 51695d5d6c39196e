// What a call into a plugin costs beside a virtual call that does the same: to tell that a
// peer has gone, which is the smallest call there is, and to store a batch of 1 and of 1,000
// samples. The plugins are those of the tests of host/src/plugins, which keep nothing.
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

using vuedeo::plugins::PluginInstance;

class Listener {
public:
    virtual ~Listener() = default;
    virtual bool closed(uint64_t peer) = 0;
};

class VirtualListener final : public Listener {
public:
    bool closed(uint64_t peer) override {
        last_ = peer;
        return true;
    }

private:
    volatile uint64_t last_ = 0;
};

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
class PluginListener final : public Listener {
public:
    explicit PluginListener(vuedeo::plugins::Plugin& plugin) : client_(plugin) {}
    bool closed(uint64_t peer) override { return client_.peerClosed(peer); }

private:
    vuedeo::plugins::VideoClient client_;
};

class PluginStore final : public Store {
public:
    explicit PluginStore(vuedeo::plugins::Plugin& plugin) : client_(plugin) {}
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) override {
        return client_.append(samples, {});
    }

private:
    vuedeo::plugins::StoreClient client_;
};

template <class Call>
double nanosecondsACall(int calls, const Call& call) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
        if (!call(i)) throw std::runtime_error("a call failed");
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / calls;
}

double closedFor(Listener& listener, int calls) {
    return nanosecondsACall(calls,
                            [&](int i) { return listener.closed(static_cast<uint64_t>(i)); });
}

double batchTo(Store& store, std::size_t samples, int calls) {
    std::vector<vuedeo_sample> batch(samples);
    for (std::size_t i = 0; i < samples; ++i) {
        batch[i].room = {"room", 4};
        batch[i].participant_id = {"p1", 2};
        batch[i].sampled_at_ms = static_cast<int64_t>(i);
    }
    return nanosecondsACall(
        calls, [&](int) { return store.append(batch).back() == VUEDEO_SAMPLE_STORED; });
}

// The median of five rounds that alternate.
template <class Direct, class Through>
void compare(const char* what, const Direct& direct, const Through& through) {
    std::vector<double> virtualNs(5);
    std::vector<double> pluginNs(5);
    for (std::size_t round = 0; round < virtualNs.size(); ++round) {
        virtualNs[round] = direct();
        pluginNs[round] = through();
    }
    std::sort(virtualNs.begin(), virtualNs.end());
    std::sort(pluginNs.begin(), pluginNs.end());
    std::printf("%-24s %12.1f %12.1f %12.1f\n", what, virtualNs[2], pluginNs[2],
                pluginNs[2] - virtualNs[2]);
}

class Started {
public:
    Started(const char* id, const std::filesystem::path& data)
        : plugin_(vuedeo::plugins::readManifest(std::string(TEST_PLUGINS_DIR) + "/" + id),
                  choose(id), data / id, services_) {
        plugin_.create();
        plugin_.start();
    }
    ~Started() { plugin_.stop(std::chrono::steady_clock::now() + std::chrono::seconds(5)); }
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;
    PluginInstance& plugin() noexcept { return plugin_; }

private:
    static vuedeo::config::Choice choose(const char* id) {
        vuedeo::config::Choice choice;
        choice.plugin = id;
        return choice;
    }

    const vuedeo::plugins::Services services_;
    PluginInstance plugin_;
};

void run(int calls) {
    const auto data = std::filesystem::temp_directory_path() / "vuedeo-call-bench";
    {
        Started video("test-video", data);
        Started store("test-store", data);
        VirtualListener listener;
        PluginListener listenerBehind(video.plugin());
        VirtualStore direct;
        PluginStore behind(store.plugin());
        std::printf("%-24s %12s %12s %12s\n", "", "virtual ns", "plugin ns", "more");
        compare(
            "a peer has gone", [&] { return closedFor(listener, calls); },
            [&] { return closedFor(listenerBehind, calls); });
        for (const std::size_t samples : {std::size_t{1}, std::size_t{1000}}) {
            const int batches = std::max(1, calls / static_cast<int>(samples));
            compare(
                samples == 1 ? "a batch of 1" : "a batch of 1,000",
                [&] { return batchTo(direct, samples, batches); },
                [&] { return batchTo(behind, samples, batches); });
        }
    }
    std::filesystem::remove_all(data);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        run(std::max(argc > 1 ? std::atoi(argv[1]) : 1'000'000, 1));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "call_bench: %s\n", error.what());
        return 1;
    }
}
