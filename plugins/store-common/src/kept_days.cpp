#include "kept_days.hpp"

#include <string>
#include <vuedeo/plugin.hpp>

namespace vuedeo {
inline namespace store_common {
namespace {

constexpr int64_t kMsInDay = 24 * 3'600'000;

}  // namespace

void requireKept(int64_t oldestMs, int64_t nowMs, int rawDays) {
    const int64_t age = (nowMs - oldestMs) / kMsInDay + 1;  // in days, the begun one included
    if (rawDays == 0 || age <= rawDays) return;
    throw Error::invalid("raw_days", "samples that are " + std::to_string(age) +
                                         " days old would not be kept, because raw_days is " +
                                         std::to_string(rawDays) +
                                         ": set it to 0 (for ever) or to at least " +
                                         std::to_string(age + 1));
}

}  // namespace store_common
}  // namespace vuedeo
