// Arrays in PostgreSQL's text form, e.g. {1,NULL,3}: one parameter for a whole column of a batch.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace vuedeo::timescale {

class ArrayLiteral {
public:
    // elementBytes: how long one is, about.
    explicit ArrayLiteral(std::size_t count = 0, std::size_t elementBytes = 0);

    void add(int64_t value);
    void add(std::string_view text);

    // Ends it; nothing may be added any more.
    std::string take();

private:
    void separate();
    std::string text_ = "{";
};

}  // namespace vuedeo::timescale
