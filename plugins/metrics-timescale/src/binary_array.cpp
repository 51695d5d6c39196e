#include "binary_array.hpp"

#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

namespace vuedeo::timescale {
namespace {

constexpr int64_t kYear2000Ms = 946'684'800'000;  // where PostgreSQL's times begin, in microseconds
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kMostBytesAValue = 12;
constexpr int32_t kNull = -1;

}  // namespace

BinaryArray::BinaryArray(Type type, std::size_t count) {
    bytes_.reserve(kHeaderBytes + count * kMostBytesAValue);
    append(int32_t{count == 0 ? 0 : 1});  // dimensions
    append(int32_t{1});                   // there may be NULLs
    append(static_cast<int32_t>(type));
    if (count == 0) return;
    append(static_cast<int32_t>(count));
    append(int32_t{1});  // index of the first
}

// The highest byte first.
template <class Integer>
void BinaryArray::append(Integer value) {
    const auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
    char bytes[sizeof bits];
    for (std::size_t i = 0; i < sizeof bits; ++i)
        bytes[i] = static_cast<char>(bits >> 8 * (sizeof bits - 1 - i) & 0xff);
    bytes_.append(bytes, sizeof bytes);
}

void BinaryArray::addBigint(int64_t value) {
    append(static_cast<int32_t>(sizeof value));
    append(value);
}

void BinaryArray::addReal(float value) {
    if (std::isnan(value)) return append(kNull);
    int32_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    std::memcpy(&bits, &value, sizeof bits);
    append(static_cast<int32_t>(sizeof bits));
    append(bits);
}

void BinaryArray::addTime(int64_t timeMs) {
    addBigint((timeMs - kYear2000Ms) * 1000);
}

std::string BinaryArray::take() {
    return std::move(bytes_);
}

}  // namespace vuedeo::timescale
