#include "time_zone.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace vuedeo::charts::svg {
namespace {

constexpr const char* kDatabase = "/usr/share/zoneinfo/";
constexpr int64_t kDaySeconds = 86'400;

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::string_view take(std::size_t bytes) {
        if (bytes > text_.size()) throw std::out_of_range("the file ends too early");
        const std::string_view taken = text_.substr(0, bytes);
        text_.remove_prefix(bytes);
        return taken;
    }

    // Big-endian, two's complement.
    int64_t integer(std::size_t bytes) {
        const std::string_view taken = take(bytes);
        uint64_t value = static_cast<signed char>(taken.front()) < 0 ? ~uint64_t{0} : 0;
        for (const char c : taken) value = value << 8U | static_cast<unsigned char>(c);
        return static_cast<int64_t>(value);
    }

    std::string_view rest() const { return text_; }

private:
    std::string_view text_;
};

// Of one of the two blocks of a file.
struct Header {
    char version = 0;
    std::size_t utcMarks = 0;
    std::size_t standardMarks = 0;
    std::size_t leaps = 0;
    std::size_t times = 0;
    std::size_t types = 0;
    std::size_t letters = 0;
};

Header readHeader(Reader& reader) {
    if (reader.take(4) != "TZif") throw std::invalid_argument("no file of the tz database");
    Header header;
    header.version = reader.take(16).front();
    for (std::size_t* const count : {&header.utcMarks, &header.standardMarks, &header.leaps,
                                     &header.times, &header.types, &header.letters}) {
        *count = static_cast<uint32_t>(reader.integer(4));
    }
    return header;
}

}  // namespace

TimeZone TimeZone::parse(const std::string& name, const std::string& file) {
    TimeZone zone;
    try {
        Reader reader(file);
        const Header old = readHeader(reader);
        if (old.version < '2') return {};
        reader.take(old.times * 5 + old.types * 6 + old.letters + old.leaps * 8 +
                    old.standardMarks + old.utcMarks);
        const Header header = readHeader(reader);
        Reader times(reader.take(header.times * 8));
        const std::string_view typeOf = reader.take(header.times);
        Reader types(reader.take(header.types * 6));
        reader.take(header.letters + header.leaps * 12 + header.standardMarks + header.utcMarks);

        std::vector<int64_t> offsets;
        for (std::size_t i = 0; i < header.types; ++i) {
            offsets.push_back(types.integer(4));
            types.take(2);
        }
        zone.spans_ = {{std::numeric_limits<int64_t>::min(), offsets.at(0)}};
        for (const char type : typeOf) {
            zone.spans_.push_back({times.integer(8), offsets.at(static_cast<unsigned char>(type))});
        }
        // The footer: a name and an offset, and behind a comma when summer begins and ends.
        zone.isLastForEver_ = reader.rest().find(',') == std::string_view::npos;
    } catch (const std::logic_error&) {
        return {};  // what is drawn says that it is UTC
    }
    const auto strange = [](const Span& span) {
        return span.offsetSeconds <= -kDaySeconds || span.offsetSeconds >= kDaySeconds;
    };
    const auto byTime = [](const Span& a, const Span& b) { return a.fromSecond < b.fromSecond; };
    if (std::any_of(zone.spans_.begin(), zone.spans_.end(), strange) ||
        !std::is_sorted(zone.spans_.begin(), zone.spans_.end(), byTime)) {
        return {};
    }
    zone.name_ = name;
    return zone;
}

// Names of options have the shape of names: letters first in every part, so none leads elsewhere.
TimeZone TimeZone::load(const std::string& name) {
    if (name.empty()) return {};
    const std::ifstream in(kDatabase + name, std::ios::binary);
    std::ostringstream file;
    file << in.rdbuf();  // nothing of a folder
    return parse(name, file.str());
}

TimeZone TimeZone::forRange(int64_t fromMs, int64_t toMs) const {
    const bool isKnown = isLastForEver_ || toMs / 1000 < spans_.back().fromSecond;
    return isKnown && fromMs <= toMs ? *this : TimeZone();
}

int64_t TimeZone::offsetMs(int64_t ms) const {
    const auto later = [](int64_t second, const Span& span) { return second < span.fromSecond; };
    const auto after = std::upper_bound(spans_.begin(), spans_.end(), ms / 1000, later);
    return std::prev(after)->offsetSeconds * 1000;
}

}  // namespace vuedeo::charts::svg
