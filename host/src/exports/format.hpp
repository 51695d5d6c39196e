// How samples are written: CSV (RFC 4180), NDJSON or one JSON document, with columns and units from
// the dictionary. A value that is not known is empty in CSV and null in JSON; a number reads back
// as the same single-precision one. Values; one thread at a time.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vuedeo::exports {

enum class Format { kCsv, kNdjson, kJson };

std::optional<Format> formatOf(std::string_view name);  // "csv", "ndjson", "json"
const char* mediaType(Format format) noexcept;
const char* extension(Format format) noexcept;  // of a file, without the dot

class SampleWriter {
public:
    explicit SampleWriter(Format format) : format_(format) {}

    void begin(std::string& out, const std::string& room) const;
    // Whose samples come next, until it is called again.
    void participant(std::string_view id, std::string_view displayName);
    void add(std::string& out, const vuedeo_sample& sample);
    void end(std::string& out) const;

private:
    const Format format_;
    std::string participant_;  // as each row has it
    bool first_ = true;
};

}  // namespace vuedeo::exports
