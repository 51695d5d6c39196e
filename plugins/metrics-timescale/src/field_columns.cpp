#include "field_columns.hpp"

#include <vuedeo/abi/quality_fields.h>

#include <set>

#include "rollup_generations.hpp"
#include "sql.hpp"
#include "template.hpp"

namespace vuedeo::timescale {

std::vector<uint32_t> missingFields(pqxx::transaction_base& transaction, const std::string& table,
                                    const std::string& ending) {
    std::set<std::string> columns;
    for (const auto& row : pq::exec(transaction, sql::kSelectColumns, {table}))
        columns.insert(row[0].c_str());
    std::vector<uint32_t> missing;
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field)
        if (columns.count(fieldName(field) + ending) == 0) missing.push_back(field);
    return missing;
}

std::vector<uint32_t> addMissingFields(pqxx::transaction_base& transaction,
                                       bool hasContinuousAggregates) {
    std::vector<uint32_t> missing = missingFields(transaction, "samples");
    if (missing.empty()) return missing;
    // A round of maintenance that is under way would move the border between generations.
    transaction.exec(sql::lock(sql::Lock::kMaintenance));
    transaction.exec(sql::addSampleColumns(missing));
    if (hasContinuousAggregates) {
        beginGeneration(transaction);
    } else {
        for (const Level level : {Level::kMinute, Level::kHour})
            transaction.exec(sql::addRollupColumns(level, missing));
    }
    return missing;
}

}  // namespace vuedeo::timescale
