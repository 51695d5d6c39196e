// For the tests of this plugin: a folder that goes away, a host that answers nothing, and samples.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>
#include <vuedeo/abi/metrics_store.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"
#include "writer.hpp"

namespace vuedeo::sqlite {

class TestFolder {
public:
    TestFolder() {
        std::string path = (std::filesystem::temp_directory_path() / "vuedeo-XXXXXX").string();
        if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = path;
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

inline Host testHost() {
    static const vuedeo_host host = {sizeof host,
                                     VUEDEO_ABI_MINOR,
                                     nullptr,
                                     [](void*, int32_t, vuedeo_str) {},
                                     [](void*, const char*) -> const void* { return nullptr; },
                                     {"/nonexistent", 12}};
    return Host(&host);
}

inline std::chrono::steady_clock::time_point soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds(60);
}

// Appends one sample of the room "room" that knows its first and its last field; returns its code.
inline uint8_t appendTo(Session& session, std::string_view participant, int64_t atMs, float value,
                        uint32_t fieldCount = VUEDEO_FIELD_COUNT) {
    vuedeo_sample sample{};
    sample.room = {"room", 4};
    sample.participant_id = {participant.data(), participant.size()};
    sample.sampled_at_ms = atMs;
    for (float& each : sample.values) each = std::numeric_limits<float>::quiet_NaN();
    sample.values[VUEDEO_FIELD_SEND_BPS] = value;
    sample.values[VUEDEO_FIELD_COUNT - 1] = value;
    const vuedeo_sample_batch batch{sizeof batch, sizeof sample, 1, fieldCount, &sample};
    uint8_t code = 0xff;
    session.append(batch, &code);
    return code;
}

inline uint8_t appendOne(Writer& writer, std::string_view participant, int64_t atMs, float value) {
    uint8_t code = 0xff;
    writer.run(soon(),
               [&](Session& session) { code = appendTo(session, participant, atMs, value); });
    return code;
}

}  // namespace vuedeo::sqlite
