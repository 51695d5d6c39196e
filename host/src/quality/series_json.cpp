#include "quality/series_json.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_map>

#include "http/problem.hpp"
#include "quality/dictionary.hpp"

namespace vuedeo::quality {
namespace {

using nlohmann::json;

std::string quoted(const std::string& text) {
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class Number>
void writeNumber(std::string& out, Number number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

// Samples are kept in single precision, so a mean's further digits would be noise. Whole numbers
// (sums of counts) stay exact.
void writeValue(std::string& out, double value) {
    constexpr double kExact = 1e15;
    if (!std::isfinite(static_cast<float>(value))) {
        out += "null";
    } else if (std::abs(value) < kExact && value == std::trunc(value)) {
        writeNumber(out, static_cast<int64_t>(value));
    } else {
        writeNumber(out, static_cast<float>(value));
    }
}

template <class Values, class Write>
void writeList(std::string& out, const Values& values, Write write) {
    out += '[';
    for (const auto& value : values) {
        if (out.back() != '[') out += ',';
        write(value);
    }
    out += ']';
}

double valueOf(const vuedeo_aggregate& cell, Rollup rollup) {
    switch (rollup) {
        case Rollup::kMean:
            return cell.sum / static_cast<double>(cell.count);
        case Rollup::kSum:
            return cell.sum;
        case Rollup::kMax:
            break;
    }
    return cell.max;
}

json describe(const std::vector<uint32_t>& indices) {
    auto list = json::array();
    for (const uint32_t index : indices) {
        const FieldInfo& field = fields()[index];
        list.push_back({{"name", field.name},
                        {"label", field.label},
                        {"unit", field.unit},
                        {"direction", toString(field.direction)},
                        {"rollup", toString(field.rollup)}});
    }
    return list;
}

}  // namespace

SeriesJson::SeriesJson(std::string room, const SeriesPlan& plan, std::vector<uint32_t> fields)
    : room_(std::move(room)), plan_(plan), fields_(std::move(fields)) {}

void SeriesJson::add(const vuedeo_bucket& bucket) {
    const std::string_view id(bucket.participant_id.data,
                              static_cast<std::size_t>(bucket.participant_id.size));
    if (participants_.empty() || participants_.back().id != id) {
        participants_.emplace_back();
        participants_.back().id = id;
    }
    Participant& participant = participants_.back();

    while (!participant.time.empty() &&
           participant.time.back() + plan_.intervalMs < bucket.start_ms) {
        append(participant, participant.time.back() + plan_.intervalMs, 0, nullptr);
    }
    append(participant, bucket.start_ms, bucket.sample_count, bucket.aggregates);
}

void SeriesJson::append(Participant& to, int64_t startMs, uint64_t count,
                        const vuedeo_aggregate* cells) {
    cells_ += fields_.empty() ? 1 : fields_.size();
    if (cells_ > kMaxSeriesCells) {
        throw http::Problem(422, "series-too-large",
                            "The answer would be too large: choose fewer fields, one participant, "
                            "a longer interval or a shorter range.",
                            "interval");
    }
    to.time.push_back(startMs);
    to.count.push_back(count);
    if (cells == nullptr) {
        to.cells.resize(to.cells.size() + fields_.size());
    } else {
        to.cells.insert(to.cells.end(), cells, cells + fields_.size());
    }
}

void SeriesJson::write(std::string& out, const Participant& participant,
                       const std::string& name) const {
    out += R"({"id":)" + quoted(participant.id) + R"(,"name":)" + quoted(name) + R"(,"time":)";
    writeList(out, participant.time, [&out](int64_t time) { writeNumber(out, time); });
    out += R"(,"count":)";
    writeList(out, participant.count, [&out](uint64_t count) { writeNumber(out, count); });
    out += R"(,"values":{)";
    for (std::size_t column = 0; column < fields_.size(); ++column) {
        const FieldInfo& field = fields()[fields_[column]];
        const auto writeColumn = [&](const char* key, auto pick) {
            out.append("\"").append(key).append("\":");
            writeList(out, participant.time, [&, row = std::size_t{0}](int64_t) mutable {
                const vuedeo_aggregate& cell = participant.cells[row++ * fields_.size() + column];
                if (cell.count == 0) {
                    out += "null";
                } else {
                    writeValue(out, pick(cell));
                }
            });
        };
        out.append(column == 0 ? "\"" : ",\"").append(field.name).append("\":{");
        writeColumn("value",
                    [&field](const vuedeo_aggregate& c) { return valueOf(c, field.rollup); });
        out += ',';
        writeColumn("min", [](const vuedeo_aggregate& c) { return c.min; });
        out += ',';
        writeColumn("max", [](const vuedeo_aggregate& c) { return c.max; });
        out += '}';
    }
    out += "}}";
}

std::string SeriesJson::text(
    const std::vector<std::pair<std::string, std::string>>& participants) const {
    std::string out = R"({"room":)" + quoted(room_) + R"(,"from":)";
    writeNumber(out, plan_.fromMs);
    out += R"(,"to":)";
    writeNumber(out, plan_.toMs);
    out += R"(,"interval_s":)";
    writeNumber(out, plan_.intervalMs / 1000);
    out += R"(,"sample_interval_s":)";
    writeNumber(out, plan_.sampleIntervalS);
    out += R"(,"fields":)" + describe(fields_).dump() + R"(,"participants":)";

    std::unordered_map<std::string_view, const Participant*> unnamed;
    for (const Participant& participant : participants_) unnamed[participant.id] = &participant;
    std::vector<std::pair<const Participant*, const std::string*>> ordered;
    for (const auto& [id, name] : participants) {
        const auto found = unnamed.find(id);
        if (found == unnamed.end()) continue;
        ordered.emplace_back(found->second, name.empty() ? &id : &name);
        unnamed.erase(found);
    }
    for (const Participant& participant : participants_) {
        if (unnamed.count(participant.id) != 0) ordered.emplace_back(&participant, &participant.id);
    }
    writeList(out, ordered, [&](const auto& entry) { write(out, *entry.first, *entry.second); });
    out += '}';
    return out;
}

}  // namespace vuedeo::quality
