// The parameters of a query string (application/x-www-form-urlencoded), read strictly.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "net/message.hpp"

namespace vuedeo::http {

// Every function throws Problem 400 "query-invalid" whose field is the parameter at fault.
// One thread.
class Query {
public:
    // Refuses bad percent escapes, invalid UTF-8, control characters, a parameter given twice, and
    // more than 64 of them.
    explicit Query(const net::Request& request);

    // Nothing if the parameter is missing. An empty value is a value.
    std::optional<std::string> text(const std::string& name, std::size_t maxBytes) const;
    // Decimal digits with an optional '-', within [min, max].
    std::optional<int64_t> integer(const std::string& name, int64_t min, int64_t max) const;
    // Refuses parameters that nobody has asked for: call it last.
    void rejectUnknown() const;

private:
    std::map<std::string, std::string> values_;
    mutable std::set<std::string> known_;
};

}  // namespace vuedeo::http
