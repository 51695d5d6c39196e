#include "http/accept.hpp"

#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <charconv>
#include <system_error>

namespace vuedeo::http {
namespace {

using Poco::StringTokenizer;

// How exactly a media range names a media type.
enum Exactness { kNot, kAny, kFamily, kItself };

Exactness exactness(const std::string& range, const std::string& mediaType) {
    if (Poco::icompare(range, mediaType) == 0) return kItself;
    if (Poco::icompare(range, mediaType.substr(0, mediaType.find('/')) + "/*") == 0) return kFamily;
    return range == "*/*" ? kAny : kNot;
}

constexpr double kFullWeight = 1;

// Of a range with these parameters. What is no weight (RFC 9110, 12.4.2) is as none.
template <class Iterator>
double weightAmong(Iterator parameter, Iterator end) {
    for (; parameter != end; ++parameter) {
        if (Poco::icompare(parameter->substr(0, 2), std::string("q=")) != 0) continue;
        double weight = kFullWeight;
        const char* const last = parameter->data() + parameter->size();
        const auto [rest, fault] = std::from_chars(parameter->data() + 2, last, weight);
        const bool good = fault == std::errc() && rest == last && weight >= 0 && weight <= 1;
        return good ? weight : kFullWeight;
    }
    return kFullWeight;
}

struct Decision {
    Exactness exactness = kNot;  // of the range that decides
    double weight = 0;           // 0: refused
};

Decision deciding(const std::string& accept, const std::string& mediaType) {
    Decision best;
    const StringTokenizer ranges(accept, ",", StringTokenizer::TOK_TRIM);
    for (const std::string& entry : ranges) {
        const StringTokenizer parts(entry, ";", StringTokenizer::TOK_TRIM);
        const Exactness found = parts.count() == 0 ? kNot : exactness(parts[0], mediaType);
        if (found <= best.exactness) continue;
        best = {found, weightAmong(parts.begin() + 1, parts.end())};
    }
    return best;
}

double weightOf(const std::string& accept, const std::string& mediaType) {
    return accept.empty() ? kFullWeight : deciding(accept, mediaType).weight;
}

}  // namespace

bool accepts(const std::string& accept, const std::string& mediaType) {
    return weightOf(accept, mediaType) > 0;
}

std::optional<std::size_t> preferred(const std::string& accept,
                                     const std::vector<std::string>& mediaTypes) {
    std::optional<std::size_t> best;
    double greatest = 0;
    for (std::size_t i = 0; i < mediaTypes.size(); ++i) {
        const double weight = weightOf(accept, mediaTypes[i]);
        if (weight <= greatest) continue;
        greatest = weight;
        best = i;
    }
    return best;
}

bool acceptsByName(const std::string& accept, const std::string& mediaType) {
    const Decision decision = deciding(accept, mediaType);
    return decision.exactness == kItself && decision.weight > 0;
}

}  // namespace vuedeo::http
