#include "field_values.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace vuedeo::sqlite {

std::string_view encodeValues(const float* values, std::size_t count) noexcept {
    return {reinterpret_cast<const char*>(values), count * sizeof(float)};
}

FieldValues decodeValues(std::string_view blob) noexcept {
    FieldValues values;
    values.fill(std::numeric_limits<float>::quiet_NaN());
    std::memcpy(values.data(), blob.data(),
                std::min(blob.size() / sizeof(float), values.size()) * sizeof(float));
    return values;
}

}  // namespace vuedeo::sqlite
