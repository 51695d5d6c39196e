// What clocks show somewhere, from the system's tz database.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace vuedeo::charts::svg {

class TimeZone {
public:
    TimeZone() = default;  // UTC

    // By the content of a file of the database (TZif, RFC 8536). UTC when it is none.
    static TimeZone parse(const std::string& name, const std::string& file);
    // By its IANA name. UTC when the system does not know it.
    static TimeZone load(const std::string& name);

    // The zone to draw a range in: this one, or UTC when this one does not know the range. Of years
    // for which there are rules only, it does not.
    TimeZone forRange(int64_t fromMs, int64_t toMs) const;

    int64_t offsetMs(int64_t ms) const;                         // east of Greenwich is positive
    const std::string& name() const noexcept { return name_; }  // "UTC", "Europe/Berlin"

private:
    struct Span {
        int64_t fromSecond;
        int64_t offsetSeconds;
    };

    std::string name_ = "UTC";
    std::vector<Span> spans_{{INT64_MIN, 0}};  // by time
    bool isLastForEver_ = true;                // else rules go on where it begins
};

}  // namespace vuedeo::charts::svg
