#include "template.hpp"

#include <vuedeo/abi/quality_fields.h>

#include <array>
#include <numeric>
#include <stdexcept>

namespace vuedeo::timescale {
namespace {

constexpr const char* kFieldNames[] = {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) #name,
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
};

constexpr std::string_view kEach = "each ";

std::array<uint32_t, VUEDEO_FIELD_COUNT> allFields() {
    std::array<uint32_t, VUEDEO_FIELD_COUNT> fields;
    std::iota(fields.begin(), fields.end(), 0U);
    return fields;
}

std::string valueOf(std::string_view tag, const std::map<std::string, std::string>& values) {
    if (tag.substr(0, kEach.size()) == kEach)
        return eachField(tag.substr(kEach.size()), allFields());
    const auto found = values.find(std::string(tag));
    if (found == values.end()) throw std::logic_error("no value for {{" + std::string(tag) + "}}");
    return found->second;
}

}  // namespace

const char* fieldName(uint32_t field) {
    return kFieldNames[field];
}

void detail::appendField(std::string& list, std::string_view text, uint32_t field) {
    if (!list.empty()) list += ",\n    ";
    for (const char c : text) {
        if (c == '$') {
            list += kFieldNames[field];
        } else {
            list += c;
        }
    }
}

std::string expandTemplate(std::string_view text,
                           const std::map<std::string, std::string>& values) {
    std::string expanded;
    for (;;) {
        const std::size_t begin = text.find("{{");
        const std::size_t end = text.find("}}", begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) break;
        expanded += text.substr(0, begin);
        expanded += valueOf(text.substr(begin + 2, end - begin - 2), values);
        text.remove_prefix(end + 2);
    }
    return expanded += text;
}

}  // namespace vuedeo::timescale
