#include "exports/format.hpp"

#include <array>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

#include "quality/dictionary.hpp"
#include "quality/number_text.hpp"

namespace vuedeo::exports {
namespace {

std::string jsonString(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// A spreadsheet would run what begins like this as a formula: an apostrophe makes it text there.
bool looksLikeFormula(std::string_view text) noexcept {
    return !text.empty() &&
           std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csvText(std::string_view text) {
    std::string cell = looksLikeFormula(text) ? "'" : "";
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

void appendTime(std::string& out, int64_t ms) {
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text;
    out.append(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc));
    const auto fraction = static_cast<int>(ms % 1000);
    out += '.';
    for (const int digit : {fraction / 100, fraction / 10 % 10, fraction % 10}) {
        out += static_cast<char>('0' + digit);
    }
    out += 'Z';
}

void appendCsvRow(std::string& out, const std::string& participant, const vuedeo_sample& sample) {
    appendTime(out, sample.sampled_at_ms);
    out += ',';
    out += participant;
    for (const float value : sample.values) {
        out += ',';
        if (std::isfinite(value)) quality::appendNumber(out, value);
    }
    out += "\r\n";
}

void appendJsonRow(std::string& out, const std::string& participant, const vuedeo_sample& sample) {
    out += R"({"sampled_at":)";
    out += std::to_string(sample.sampled_at_ms);
    out += participant;
    const float* value = sample.values;
    for (const quality::FieldInfo& field : quality::fields()) {
        out += ",\"";
        out += field.name;
        out += "\":";
        if (std::isfinite(*value)) {
            quality::appendNumber(out, *value);
        } else {
            out += "null";
        }
        ++value;
    }
    out += '}';
}

}  // namespace

std::optional<Format> formatOf(std::string_view name) {
    for (const Format format : {Format::kCsv, Format::kNdjson, Format::kJson}) {
        if (name == extension(format)) return format;
    }
    return std::nullopt;
}

const char* mediaType(Format format) noexcept {
    switch (format) {
        case Format::kCsv:
            return "text/csv; charset=utf-8; header=present";
        case Format::kNdjson:
            return "application/x-ndjson";
        case Format::kJson:
            break;
    }
    return "application/json";
}

const char* extension(Format format) noexcept {
    switch (format) {
        case Format::kCsv:
            return "csv";
        case Format::kNdjson:
            return "ndjson";
        case Format::kJson:
            break;
    }
    return "json";
}

void SampleWriter::begin(std::string& out, const std::string& room) const {
    if (format_ == Format::kCsv) {
        out += "sampled_at,participant_id,participant_name";
        for (const quality::FieldInfo& field : quality::fields()) {
            out += ',';
            out += field.name;
        }
        out += "\r\n";
    } else if (format_ == Format::kJson) {
        out += R"({"room":)" + jsonString(room) + R"(,"fields":)" + quality::fieldsJson().dump() +
               R"(,"samples":[)";
    }
}

void SampleWriter::participant(std::string_view id, std::string_view displayName) {
    const std::string_view name = displayName.empty() ? id : displayName;
    participant_ = format_ == Format::kCsv ? csvText(id) + ',' + csvText(name)
                                           : R"(,"participant_id":)" + jsonString(id) +
                                                 R"(,"participant_name":)" + jsonString(name);
}

void SampleWriter::add(std::string& out, const vuedeo_sample& sample) {
    if (format_ == Format::kCsv) return appendCsvRow(out, participant_, sample);
    if (format_ == Format::kJson) out += first_ ? "\n" : ",\n";
    first_ = false;
    appendJsonRow(out, participant_, sample);
    if (format_ == Format::kNdjson) out += '\n';
}

void SampleWriter::end(std::string& out) const {
    if (format_ == Format::kJson) out += "\n]}\n";
}

}  // namespace vuedeo::exports
