// A batch of samples as one parameter: an array of rows, in PostgreSQL's binary form. The server
// takes a row in one go, while unnest() of an array a column costs it a set of its own for each.
//
// The rows' type stands in the schema, one for each size that the dictionary of quality fields has
// had: hosts of different versions may write beside each other.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "pq.hpp"

namespace vuedeo::timescale {

// "samples_of_46_fields"
const std::string& sampleType();

bool sampleTypeExists(pqxx::transaction_base& transaction, const std::string& schema);
void createSampleType(pqxx::transaction_base& transaction);
// Its number in this database, for the rows.
uint32_t sampleTypeId(pqxx::transaction_base& transaction);

class SampleRows {
public:
    // Of so many rows.
    SampleRows(uint32_t typeId, std::size_t count);

    // values: of the first fieldCount fields, NaN for NULL; the others are NULL.
    void add(int64_t roomId, int64_t participantId, int64_t atMs, const float* values,
             uint32_t fieldCount);

    // Ends it; nothing may be added any more.
    std::string take();

private:
    void put(uint32_t value);
    void put(uint64_t value);
    void putColumn(uint32_t typeId, int64_t value);

    std::string bytes_;
};

}  // namespace vuedeo::timescale
