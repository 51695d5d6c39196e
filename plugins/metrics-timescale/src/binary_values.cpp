#include "binary_values.hpp"

#include <cstddef>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace vuedeo::timescale {
namespace {

constexpr int32_t kFloat8 = 701;     // pg_type.oid
constexpr int32_t kSizeOfNull = -1;  // of an element, in place of its bytes

// Takes from the front, the highest byte first.
class Bytes {
public:
    explicit Bytes(const pqxx::field& field)
        : at_(field.c_str()), left_(static_cast<std::size_t>(field.size())) {}

    template <class Bits>
    Bits take() {
        if (left_ < sizeof(Bits)) throw std::runtime_error("a binary value is too short");
        Bits bits = 0;
        for (std::size_t i = 0; i < sizeof bits; ++i)
            bits = static_cast<Bits>(bits << 8 | static_cast<unsigned char>(at_[i]));
        at_ += sizeof bits;
        left_ -= sizeof bits;
        return bits;
    }
    int32_t takeInt() { return static_cast<int32_t>(take<uint32_t>()); }
    double takeDouble() {
        const auto bits = take<uint64_t>();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

private:
    const char* at_;
    std::size_t left_;
};

}  // namespace

int64_t bigintOf(const pqxx::field& field) {
    return static_cast<int64_t>(Bytes(field).take<uint64_t>());
}

void doublesOf(const pqxx::field& field, std::vector<double>& values) {
    Bytes bytes(field);
    const int32_t dimensions = bytes.takeInt();
    bytes.takeInt();  // whether there are NULLs
    if (bytes.takeInt() != kFloat8 || dimensions < 0 || dimensions > 1)
        throw std::runtime_error("a result is no list of float8");
    values.clear();
    if (dimensions == 0) return;
    const int32_t count = bytes.takeInt();
    bytes.takeInt();  // index of the first
    for (int32_t i = 0; i < count; ++i) {
        const bool isNull = bytes.takeInt() == kSizeOfNull;
        values.push_back(isNull ? std::numeric_limits<double>::quiet_NaN() : bytes.takeDouble());
    }
}

}  // namespace vuedeo::timescale
