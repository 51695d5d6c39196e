// Arrays in PostgreSQL's binary form: one parameter for a whole column of a batch. The server reads
// numbers in it many times faster than in the text form (array_literal.hpp).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace vuedeo::timescale {

class BinaryArray {
public:
    enum class Type : int32_t { kBigint = 20, kReal = 700, kTimestamp = 1184 };  // pg_type.oid

    // Of so many values; unnest() fills a column that has none with NULL.
    BinaryArray(Type type, std::size_t count);

    void addBigint(int64_t value);
    void addReal(float value);  // NaN: NULL
    void addTime(int64_t timeMs);

    // Ends it; nothing may be added any more.
    std::string take();

private:
    template <class Integer>
    void append(Integer value);
    std::string bytes_;
};

}  // namespace vuedeo::timescale
