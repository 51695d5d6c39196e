#include "chart_series.hpp"

#include <string>

namespace vuedeo::check {
namespace {

using nlohmann::json;

constexpr int64_t kFrom = 1'700'000'040'000;
constexpr int64_t kBucketMs = 60'000;

json participant(const std::string& id, const std::string& name, const json& values) {
    json times = json::array();
    json counts = json::array();
    for (std::size_t i = 0; i < values.size(); ++i) {
        times.push_back(kFrom + static_cast<int64_t>(i) * kBucketMs);
        counts.push_back(4);
    }
    const json field = {{"value", values}, {"min", values}, {"max", values}};
    return {
        {"id", id},
        {"name", name},
        {"time", times},
        {"count", counts},
        {"values",
         {{"send_bps", field}, {"recv_bps", field}, {"send_loss", field}, {"recv_loss", field}}}};
}

json field(const char* name, const char* label, const char* unit, const char* direction) {
    return {{"name", name},
            {"label", label},
            {"unit", unit},
            {"direction", direction},
            {"rollup", "mean"}};
}

}  // namespace

json chartSeries(const json& values) {
    return {
        {"room", "room"},
        {"from", kFrom},
        {"to", kFrom + static_cast<int64_t>(values.size()) * kBucketMs},
        {"interval_s", 60},
        {"sample_interval_s", 15},
        {"fields",
         {field("send_bps", "Upload", "bit/s", "up"),
          field("recv_bps", "Download", "bit/s", "down"),
          field("send_loss", "Packet loss up", "fraction", "up"),
          field("recv_loss", "Packet loss down", "fraction", "down")}},
        {"participants", {participant("p1", "Anna", values), participant("p2", "Bert", values)}}};
}

}  // namespace vuedeo::check
