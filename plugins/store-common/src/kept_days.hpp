// Whether samples of the past stay: what a store says before an import.
#pragma once
#include <cstdint>

namespace vuedeo {
inline namespace store_common {

// Throws Error INVALID with the remedy if retention would delete samples as old as this. rawDays:
// the configured raw_days; 0 keeps them for ever.
void requireKept(int64_t oldestMs, int64_t nowMs, int rawDays);

}  // namespace store_common
}  // namespace vuedeo
