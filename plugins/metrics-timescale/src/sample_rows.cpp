#include "sample_rows.hpp"

#include <endian.h>
#include <vuedeo/abi/quality_fields.h>

#include <cmath>
#include <cstring>
#include <utility>

#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

// pg_type.oid
constexpr uint32_t kBigint = 20;
constexpr uint32_t kReal = 700;
constexpr uint32_t kTimestamp = 1184;

constexpr int64_t kYear2000Ms = 946'684'800'000;  // where PostgreSQL's times begin, in microseconds
constexpr uint32_t kNull = 0xffffffff;            // in place of a length

constexpr std::size_t kHeaderBytes = 20;
constexpr uint32_t kKeyColumns = 3;
constexpr uint32_t kColumns = kKeyColumns + VUEDEO_FIELD_COUNT;
// Without the values of fields: the number of columns, and each one's type and length.
constexpr uint32_t kRowBytes = 4 + kColumns * 8 + kKeyColumns * 8;
constexpr uint32_t kMostRowBytes = kRowBytes + VUEDEO_FIELD_COUNT * 4;

}  // namespace

const std::string& sampleType() {
    static const std::string name = "samples_of_" + std::to_string(VUEDEO_FIELD_COUNT) + "_fields";
    return name;
}

bool sampleTypeExists(pqxx::transaction_base& transaction, const std::string& schema) {
    return !pq::exec(transaction, sql::kTypeExists, {schema, sampleType()}).empty();
}

void createSampleType(pqxx::transaction_base& transaction) {
    transaction.exec(sql::createSampleType());
}

uint32_t sampleTypeId(pqxx::transaction_base& transaction) {
    return pq::exec(transaction, sql::kSelectTypeId, {sampleType()})[0][0].as<uint32_t>();
}

SampleRows::SampleRows(uint32_t typeId, std::size_t count) {
    bytes_.reserve(kHeaderBytes + count * (4 + kMostRowBytes));
    put(uint32_t{1});  // dimensions
    put(uint32_t{0});  // no row is NULL
    put(typeId);
    put(static_cast<uint32_t>(count));
    put(uint32_t{1});  // index of the first
}

void SampleRows::put(uint32_t value) {
    const uint32_t bits = htobe32(value);
    bytes_.append(reinterpret_cast<const char*>(&bits), sizeof bits);
}

void SampleRows::put(uint64_t value) {
    const uint64_t bits = htobe64(value);
    bytes_.append(reinterpret_cast<const char*>(&bits), sizeof bits);
}

void SampleRows::putColumn(uint32_t typeId, int64_t value) {
    put(typeId);
    put(static_cast<uint32_t>(sizeof value));
    put(static_cast<uint64_t>(value));
}

void SampleRows::add(int64_t roomId, int64_t participantId, int64_t atMs, const float* values,
                     uint32_t fieldCount) {
    const std::size_t lengthAt = bytes_.size();
    put(uint32_t{0});
    put(kColumns);
    putColumn(kBigint, roomId);
    putColumn(kBigint, participantId);
    putColumn(kTimestamp, (atMs - kYear2000Ms) * 1000);
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        put(kReal);
        if (field >= fieldCount || std::isnan(values[field])) {
            put(kNull);
            continue;
        }
        uint32_t bits = 0;
        std::memcpy(&bits, &values[field], sizeof bits);
        put(static_cast<uint32_t>(sizeof bits));
        put(bits);
    }
    const uint32_t length = htobe32(static_cast<uint32_t>(bytes_.size() - lengthAt - 4));
    std::memcpy(bytes_.data() + lengthAt, &length, sizeof length);
}

std::string SampleRows::take() {
    return std::move(bytes_);
}

}  // namespace vuedeo::timescale
