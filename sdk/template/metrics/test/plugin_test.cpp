// The plugin, called as the host calls it: what was acknowledged is there after a new start.
#include <cstdlib>
#include <vuedeo/testing.hpp>

#include "../src/plugin.cpp"

int main() {
    char folder[] = "/tmp/metrics-template-XXXXXX";
    if (mkdtemp(folder) == nullptr) return 1;
    const vuedeo::testing::TestCall call;
    vuedeo::testing::TestHost host{folder};
    for (const char* expected : {"0", "1"}) {  // stored, then a duplicate
        TemplateMetrics store(host.host(), "{}");
        store.start(call.call());
        vuedeo_sample sample{};
        sample.room = vuedeo::str("daily-sync");
        sample.participant_id = vuedeo::str("p1");
        sample.sampled_at_ms = 1'700'000'000'000;
        uint8_t code = 9;
        store.append({sizeof(vuedeo_sample_batch), sizeof sample, 1, VUEDEO_FIELD_COUNT, &sample},
                     &code, call.call());
        vuedeo::testing::expectEqual(std::to_string(code), expected);
        store.stop();
    }
    std::remove((std::string(folder) + "/journal.ndjson").c_str());
    rmdir(folder);
    return vuedeo::testing::failures();
}
