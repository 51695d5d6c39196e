#include "http/accept.hpp"

#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>

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

bool isZeroWeight(const std::string& parameter) {
    if (Poco::icompare(parameter.substr(0, 2), std::string("q=")) != 0) return false;
    return parameter.find_first_not_of("0.", 2) == std::string::npos;
}

// The exactness of the range that decides; kNot as well when that one refuses.
Exactness deciding(const std::string& accept, const std::string& mediaType) {
    Exactness best = kNot;
    bool acceptable = false;
    const StringTokenizer ranges(accept, ",", StringTokenizer::TOK_TRIM);
    for (const std::string& entry : ranges) {
        const StringTokenizer parts(entry, ";", StringTokenizer::TOK_TRIM);
        const Exactness found = parts.count() == 0 ? kNot : exactness(parts[0], mediaType);
        if (found <= best) continue;
        best = found;
        acceptable = std::none_of(parts.begin() + 1, parts.end(), isZeroWeight);
    }
    return acceptable ? best : kNot;
}

}  // namespace

bool accepts(const std::string& accept, const std::string& mediaType) {
    return accept.empty() || deciding(accept, mediaType) != kNot;
}

bool acceptsByName(const std::string& accept, const std::string& mediaType) {
    return deciding(accept, mediaType) == kItself;
}

}  // namespace vuedeo::http
