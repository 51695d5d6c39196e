// What the statements in sql*.cpp are put together from. Private to them.
#pragma once
#include <string>

#include "sql.hpp"

// Unix milliseconds of a timestamptz; exact, because extract() answers a numeric.
#define MS(time) "(extract(epoch FROM " time ") * 1000)::bigint"
#define MS_OR_0(time) "coalesce(" MS(time) ", 0)"
// A timestamptz of Unix milliseconds; in two parts, because an interval is multiplied in double.
#define FROM_MS(ms)                                                      \
    "timestamptz 'epoch' + (" ms " / 1000) * interval '1 second' + (" ms \
    " % 1000) * interval '1 millisecond'"
#define HOUR_OF(time) "date_bin('1 hour', " time ", timestamptz 'epoch')"

namespace vuedeo::timescale::sql {

inline std::string table(Level level) {
    if (level == Level::kRaw) return "samples";
    return level == Level::kHour ? "rollups_hour" : "rollups_minute";
}

}  // namespace vuedeo::timescale::sql
