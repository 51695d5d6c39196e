#include "groups.hpp"

#include <algorithm>
#include <array>

namespace vuedeo::charts {
namespace {

// Cool colours for the left axis, warm ones for the right; within an axis one style a line.
const std::array<Style, 3> kLeft = {{
    {"#0067a8", "#58b4f0", {}, "circle", 0, 2},
    {"#00785a", "#2fc79b", {7, 4}, "rect", 0, 2},
    {"#5b5f6b", "#b4b9c6", {2, 3}, "rectRot", 0, 2},
}};
const std::array<Style, 3> kRight = {{
    {"#a23b79", "#ee8fc4", {2, 2}, "triangle", 0, 1.75},
    {"#bf4a00", "#ff9a4d", {8, 3, 2, 3}, "triangle", 180, 1.75},
    {"#8a6d00", "#e6cf45", {4, 2}, "crossRot", 0, 1.75},
}};

struct Row {
    const char* id;
    const char* label;
    const char* title;
    std::vector<const char*> left;
    std::vector<const char*> right;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {
        {"bandwidth",
         "Bandwidth",
         "Bandwidth and packet loss",
         {"send_bps", "recv_bps"},
         {"send_loss", "recv_loss"}},
        {"latency",
         "Round trip",
         "Round-trip time and jitter",
         {"rtt_s", "recv_jitter_s", "send_jitter_s"},
         {"jitter_buffer_s"}},
        {"scores", "Scores", "Audio and video scores", {"audio_mos"}, {"video_score"}},
        {"picture",
         "Picture",
         "Frames and picture height",
         {"send_fps", "recv_fps"},
         {"send_height", "recv_height"}},
        {"width", "Width", "Picture width", {"send_width", "recv_width"}, {}},
        {"freezes", "Freezes", "Freezes", {"freeze_s"}, {"freeze_count"}},
        {"video",
         "Video",
         "Video bandwidth and packet loss",
         {"video_send_bps", "video_recv_bps", "available_send_bps"},
         {"video_send_loss", "video_recv_loss", "retransmitted"}},
        {"audio",
         "Audio",
         "Audio bandwidth and packet loss",
         {"audio_send_bps", "audio_recv_bps"},
         {"audio_send_loss", "audio_recv_loss", "concealed_audio"}},
        {"screen", "Screen", "Screen bandwidth", {"screen_send_bps", "screen_recv_bps"}, {}},
        {"repair",
         "Repair",
         "Packets and key frames asked for again",
         {"send_nack_rate", "recv_nack_rate"},
         {"send_pli_rate", "recv_pli_rate"}},
        {"limits",
         "Limits",
         "What limits the upload",
         {"limited_by_cpu", "limited_by_bandwidth", "limited_by_other"},
         {"cpu_pressure"}},
        {"path", "Path", "Network and path", {"path_type", "path_protocol", "network_type"}, {}},
        {"codec", "Codec", "Video codecs", {"send_codec", "recv_codec"}, {}},
        {"tab", "Tab", "Tab in the background", {"hidden"}, {}},
    };
    return kRows;
}

// How well the others were measured; it is no quality of the call.
constexpr std::string_view kMeasurement = "interval_s";

class Grouping {
public:
    explicit Grouping(const std::vector<Field>& fields)
        : fields_(fields), used_(fields.size(), false) {}

    std::vector<Line> take(const std::vector<const char*>& names, bool right) {
        std::vector<Line> lines;
        const auto& styles = right ? kRight : kLeft;
        for (std::size_t n = 0; n < names.size(); ++n) {
            const auto found =
                std::find_if(fields_.begin(), fields_.end(),
                             [&](const Field& field) { return field.name == names[n]; });
            if (found == fields_.end()) continue;
            const auto index = static_cast<std::size_t>(found - fields_.begin());
            used_[index] = true;
            lines.push_back({index, right, &styles[n % styles.size()]});
        }
        return lines;
    }

    void addUnknown(std::vector<Group>& groups) const {
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (used_[i] || fields_[i].name == kMeasurement) continue;
            const std::string id = "other-" + fields_[i].unit;
            auto group = std::find_if(groups.begin(), groups.end(),
                                      [&](const Group& other) { return other.id == id; });
            if (group == groups.end()) {
                const std::string label = "Other (" + fields_[i].unit + ")";
                groups.push_back({id, label, label, {}});
                group = groups.end() - 1;
            }
            group->lines.push_back({i, false, &kLeft[group->lines.size() % kLeft.size()]});
        }
    }

private:
    const std::vector<Field>& fields_;
    std::vector<bool> used_;
};

}  // namespace

std::vector<Group> groupFields(const std::vector<Field>& fields) {
    std::vector<Group> groups;
    Grouping grouping(fields);
    for (const Row& row : rows()) {
        Group group{row.id, row.label, row.title, grouping.take(row.left, false)};
        const std::vector<Line> right = grouping.take(row.right, true);
        group.lines.insert(group.lines.end(), right.begin(), right.end());
        if (!group.lines.empty()) groups.push_back(std::move(group));
    }
    grouping.addUnknown(groups);
    return groups;
}

}  // namespace vuedeo::charts
