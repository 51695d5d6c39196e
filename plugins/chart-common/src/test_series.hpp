// A small series for tests: one participant, three buckets, upload and its loss.
#pragma once
#include <nlohmann/json.hpp>

namespace vuedeo::charts {

inline constexpr int64_t kTestFromMs = 1'700'000'000'000;

inline nlohmann::json testField(const char* name, const char* label, const char* unit,
                                const char* direction, const char* rollup = "mean") {
    return {{"name", name},
            {"label", label},
            {"unit", unit},
            {"direction", direction},
            {"rollup", rollup}};
}

// value, min and max alike, as they are when no bucket holds more than one sample.
inline nlohmann::json testValues(const nlohmann::json& value) {
    return {{"value", value}, {"min", value}, {"max", value}};
}

inline nlohmann::json testSeries() {
    return {{"room", "team-sync"},
            {"from", kTestFromMs},
            {"to", kTestFromMs + 45'000},
            {"interval_s", 15},
            {"fields",
             {testField("send_bps", "Upload", "bit/s", "up"),
              testField("send_loss", "Packet loss up", "fraction", "up")}},
            {"participants",
             {{{"id", "p-1"},
               {"name", "Ada"},
               {"time", {kTestFromMs, kTestFromMs + 15'000, kTestFromMs + 30'000}},
               {"count", {1, 1, 1}},
               {"values",
                {{"send_bps", testValues({1'250'000, nullptr, 1'310'000})},
                 {"send_loss", testValues({0.002, nullptr, 0})}}}}}}};
}

}  // namespace vuedeo::charts
