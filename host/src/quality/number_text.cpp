#include "quality/number_text.hpp"

#include <array>
#include <charconv>

namespace vuedeo::quality {

void appendNumber(std::string& out, float value) {
    std::array<char, 160> digits;  // the smallest has 149 after the point
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::fixed);
    out.append(digits.data(), end.ptr);
}

}  // namespace vuedeo::quality
