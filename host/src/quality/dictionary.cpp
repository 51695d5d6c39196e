#include "quality/dictionary.hpp"

#include <vuedeo/abi/quality_fields.h>

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "quality/field_origins.hpp"

namespace vuedeo::quality {
namespace {

// Spelled as the columns of VUEDEO_QUALITY_FIELDS are.
namespace column {
constexpr Direction UP = Direction::kUp;
constexpr Direction DOWN = Direction::kDown;
constexpr Direction NONE = Direction::kNone;
constexpr Rollup MEAN = Rollup::kMean;
constexpr Rollup SUM = Rollup::kSum;
constexpr Rollup MAX = Rollup::kMax;
}  // namespace column

std::unordered_map<std::string_view, uint32_t> indexByName() {
    std::unordered_map<std::string_view, uint32_t> index;
    uint32_t next = 0;
    for (const FieldInfo& field : fields()) index.emplace(field.name, next++);
    return index;
}

}  // namespace

const char* toString(Direction direction) noexcept {
    switch (direction) {
        case Direction::kUp:
            return "up";
        case Direction::kDown:
            return "down";
        case Direction::kNone:
            break;
    }
    return "none";
}

const char* toString(Rollup rollup) noexcept {
    switch (rollup) {
        case Rollup::kMean:
            return "mean";
        case Rollup::kSum:
            return "sum";
        case Rollup::kMax:
            break;
    }
    return "max";
}

const std::vector<FieldInfo>& fields() {
    static const std::vector<FieldInfo> all = {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) \
    {#name, label, unit, column::direction, column::rollup, maximum},
        VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
    };
    return all;
}

std::optional<uint32_t> fieldIndex(std::string_view name) {
    static const auto index = indexByName();
    const auto found = index.find(name);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

nlohmann::json fieldsJson() {
    auto list = nlohmann::json::array();
    for (uint32_t index = 0; index < fields().size(); ++index) {
        const FieldInfo& field = fields()[index];
        list.push_back({{"name", field.name},
                        {"label", field.label},
                        {"unit", field.unit},
                        {"direction", toString(field.direction)},
                        {"rollup", toString(field.rollup)},
                        {"maximum", field.maximum},
                        {"source", sourceOf(index)},
                        {"suppliers", suppliersOf(index)}});
    }
    return list;
}

}  // namespace vuedeo::quality
