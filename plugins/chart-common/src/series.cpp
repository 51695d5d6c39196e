#include "series.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <vuedeo/plugin.hpp>

#include "json.hpp"

namespace vuedeo::charts {
namespace {

using nlohmann::json;

std::string at(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
}

int64_t integer(const json& value, const std::string& path, int64_t min, int64_t max) {
    const auto refuse = [&] {
        return Error::invalid(
            path, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
    };
    if (!value.is_number_integer()) throw refuse();
    if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(max)) {
        throw refuse();
    }
    const auto number = value.get<int64_t>();
    if (number < min || number > max) throw refuse();
    return number;
}

int64_t integerAt(const json& object, const char* key, const std::string& path, int64_t min,
                  int64_t max) {
    const auto found = object.find(key);
    if (found == object.end()) throw Error::invalid(path + "." + key, "is missing");
    return integer(*found, path + "." + key, min, max);
}

const json& objectIn(const json& array, std::size_t index, const std::string& path) {
    if (!array[index].is_object()) throw Error::invalid(at(path, index), "must be an object");
    return array[index];
}

// A rule that came later is drawn as a mean.
Rollup rollupAt(const json& entry, const std::string& path) {
    const std::string rule = stringAt(entry, "rollup", path, 8);
    if (rule == "sum") return Rollup::kSum;
    return rule == "max" ? Rollup::kMax : Rollup::kMean;
}

std::vector<Field> parseFields(const json& series) {
    const std::string path = "series.fields";
    const json& list = arrayAt(series, "fields", "series");
    if (list.size() > kMaxFields) throw Error::invalid(path, "holds too many fields");
    std::vector<Field> fields;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const json& entry = objectIn(list, i, path);
        Field field;
        field.name = stringAt(entry, "name", at(path, i), 64);
        field.label = stringAt(entry, "label", at(path, i), 128);
        field.unit = stringAt(entry, "unit", at(path, i), 32);
        field.direction = stringAt(entry, "direction", at(path, i), 8);
        field.rollup = rollupAt(entry, at(path, i));
        if (!seen.insert(field.name).second) {
            throw Error::invalid(at(path, i) + ".name", "stands there twice");
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

std::vector<double> parseNumbers(const json& values, const char* key, const std::string& path,
                                 std::size_t size) {
    const json& list = arrayAt(values, key, path);
    const std::string name = path + "." + key;
    if (list.size() != size) throw Error::invalid(name, "must be as long as time");
    std::vector<double> numbers;
    numbers.reserve(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (list[i].is_null()) {
            numbers.push_back(std::numeric_limits<double>::quiet_NaN());
            continue;
        }
        const double number = list[i].is_number() ? list[i].get<double>() : -1;
        if (!(number >= 0 && number <= 1e15)) {
            throw Error::invalid(at(name, i), "must be a number from 0 to 1e15, or null");
        }
        numbers.push_back(number);
    }
    return numbers;
}

void parseTimes(const json& entry, const std::string& path, Participant& participant) {
    const json& time = arrayAt(entry, "time", path);
    const json& count = arrayAt(entry, "count", path);
    if (time.size() > kMaxPoints) throw Error::invalid(path + ".time", "holds too many points");
    if (count.size() != time.size()) {
        throw Error::invalid(path + ".count", "must be as long as time");
    }
    participant.time.reserve(time.size());
    participant.count.reserve(time.size());
    for (std::size_t i = 0; i < time.size(); ++i) {
        const int64_t ms = integer(time[i], at(path + ".time", i), 0, kMaxTimeMs);
        if (i > 0 && ms <= participant.time.back()) {
            throw Error::invalid(at(path + ".time", i), "must lie after the one before");
        }
        participant.time.push_back(ms);
        participant.count.push_back(static_cast<uint32_t>(
            integer(count[i], at(path + ".count", i), 0, std::numeric_limits<uint32_t>::max())));
    }
}

Participant parseParticipant(const json& entry, const std::string& path,
                             const std::vector<Field>& fields) {
    Participant participant;
    participant.id = stringAt(entry, "id", path, 512);
    participant.name = stringAt(entry, "name", path, 1024);
    parseTimes(entry, path, participant);

    const auto values = entry.find("values");
    if (values == entry.end() || !values->is_object()) {
        throw Error::invalid(path + ".values", "must be an object");
    }
    participant.values.resize(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto found = values->find(fields[i].name);
        if (found == values->end()) continue;
        const std::string name = path + ".values." + fields[i].name;
        if (!found->is_object()) throw Error::invalid(name, "must be an object");
        const std::size_t size = participant.time.size();
        participant.values[i] = {parseNumbers(*found, "value", name, size),
                                 parseNumbers(*found, "min", name, size),
                                 parseNumbers(*found, "max", name, size)};
    }
    return participant;
}

}  // namespace

Series parseSeries(std::string_view text) {
    const json root = readObject(text, "series");
    Series series;
    series.room = stringAt(root, "room", "series", 512);
    series.fromMs = integerAt(root, "from", "series", 0, kMaxTimeMs);
    series.toMs = integerAt(root, "to", "series", series.fromMs, kMaxTimeMs);
    series.intervalS = integerAt(root, "interval_s", "series", 1, kMaxTimeMs / 1000);
    series.sampleIntervalS = series.intervalS;
    if (root.contains("sample_interval_s")) {
        series.sampleIntervalS =
            integerAt(root, "sample_interval_s", "series", 1, kMaxTimeMs / 1000);
    }
    series.fields = parseFields(root);

    const std::string path = "series.participants";
    const json& list = arrayAt(root, "participants", "series");
    if (list.size() > kMaxParticipants) throw Error::invalid(path, "holds too many participants");
    std::size_t values = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        series.participants.push_back(
            parseParticipant(objectIn(list, i, path), at(path, i), series.fields));
        values += series.participants.back().time.size() * series.fields.size();
        if (values > kMaxValues) throw Error::invalid(path, "hold too many values");
    }
    return series;
}

}  // namespace vuedeo::charts
