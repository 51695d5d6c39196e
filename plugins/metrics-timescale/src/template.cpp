#include "template.hpp"

#include <numeric>
#include <stdexcept>
#include <vector>

namespace vuedeo::timescale {
namespace {

constexpr const char* kFieldNames[] = {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) #name,
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
};

constexpr std::string_view kEach = "each ";

std::vector<uint32_t> firstFields(uint32_t count) {
    std::vector<uint32_t> fields(count);
    std::iota(fields.begin(), fields.end(), 0U);
    return fields;
}

std::string valueOf(std::string_view tag, const std::map<std::string, std::string>& values,
                    uint32_t fieldCount) {
    if (tag.substr(0, kEach.size()) == kEach)
        return eachField(tag.substr(kEach.size()), firstFields(fieldCount));
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

std::string expandTemplate(std::string_view text, const std::map<std::string, std::string>& values,
                           uint32_t fieldCount) {
    std::string expanded;
    for (;;) {
        const std::size_t begin = text.find("{{");
        const std::size_t end = text.find("}}", begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) break;
        expanded += text.substr(0, begin);
        expanded += valueOf(text.substr(begin + 2, end - begin - 2), values, fieldCount);
        text.remove_prefix(end + 2);
    }
    return expanded += text;
}

}  // namespace vuedeo::timescale
