// A value of a sample in decimal digits.
#pragma once
#include <string>

namespace vuedeo::quality {

// The shortest number that reads back as this float, without an exponent, which not every
// spreadsheet takes. value: finite.
void appendNumber(std::string& out, float value);

}  // namespace vuedeo::quality
