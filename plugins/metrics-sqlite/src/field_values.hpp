// The values of one sample, as a row keeps them.
#pragma once
#include <vuedeo/abi/quality_fields.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace vuedeo::sqlite {

using FieldValues = std::array<float, VUEDEO_FIELD_COUNT>;  // NaN: unknown

// As they came, in float32 of this machine's byte order, in the dictionary's. Fields that a row
// lacks, which an earlier dictionary did not have, are unknown. The result borrows from the values.
std::string_view encodeValues(const float* values, std::size_t count) noexcept;
FieldValues decodeValues(std::string_view blob) noexcept;

}  // namespace vuedeo::sqlite
