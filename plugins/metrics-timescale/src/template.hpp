// Fills in what SQL cannot say by itself: the columns of the quality fields, and names.
#pragma once
#include <vuedeo/abi/quality_fields.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace vuedeo::timescale {

// {{each TEXT}} becomes TEXT once for each quality field, $ being its name, with commas between.
// {{NAME}} becomes the value of that name. Throws std::logic_error for a name without a value.
// fieldCount: of an earlier dictionary, which had the first ones only.
std::string expandTemplate(std::string_view text,
                           const std::map<std::string, std::string>& values = {},
                           uint32_t fieldCount = VUEDEO_FIELD_COUNT);

// For "{{each ...}}" over some of the fields: TEXT once for each given index.
template <class Fields>
std::string eachField(std::string_view text, const Fields& fields);

// The field's name: that of its column.
const char* fieldName(uint32_t field);

namespace detail {
void appendField(std::string& list, std::string_view text, uint32_t field);
}

template <class Fields>
std::string eachField(std::string_view text, const Fields& fields) {
    std::string list;
    for (const uint32_t field : fields) detail::appendField(list, text, field);
    return list;
}

}  // namespace vuedeo::timescale
