// The host's view of the dictionary of quality fields (vuedeo/abi/quality_fields.h): what every
// number of a sample is called, measures and may be. Constant data; any thread.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace vuedeo::quality {

enum class Direction { kUp, kDown, kNone };
enum class Rollup { kMean, kSum, kMax };

const char* toString(Direction direction) noexcept;  // "up", "down", "none"
const char* toString(Rollup rollup) noexcept;        // "mean", "sum", "max"

struct FieldInfo {
    const char* name;
    const char* label;
    const char* unit;
    Direction direction;
    Rollup rollup;
    double maximum;  // the minimum is 0
};

// By field index (VUEDEO_FIELD_...).
const std::vector<FieldInfo>& fields();
std::optional<uint32_t> fieldIndex(std::string_view name);
// [{"name", "label", "unit", "direction", "rollup", "maximum", "source", "suppliers"}], as GET
// /api/v1/fields lists them.
nlohmann::json fieldsJson();

}  // namespace vuedeo::quality
