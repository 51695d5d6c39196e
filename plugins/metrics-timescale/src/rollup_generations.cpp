#include "rollup_generations.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "field_columns.hpp"
#include "partitions.hpp"
#include "sql.hpp"
#include "sql_files.hpp"
#include "template.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int64_t kForever = std::numeric_limits<int64_t>::max();

std::string suffixOf(const std::string& number) {
    return "_" + number;
}

std::string_view textOfAggregates() {
    for (const SqlFile& file : sqlFiles())
        if (file.name == "003_rollups.continuous.sql") return file.text;
    throw std::logic_error("the aggregates' file is missing");
}

void createView(pqxx::transaction_base& transaction, Level level) {
    std::string parts;
    for (const RollupGeneration& generation : readGenerations(transaction)) {
        const std::string table = tableOf(level) + generation.suffix;
        if (!parts.empty()) parts += "\nUNION ALL\n";
        parts += sql::selectGeneration(table, generation.fromMs, generation.untilMs,
                                       missingFields(transaction, table, "_count"));
    }
    transaction.exec(std::string("CREATE VIEW ") + tableOf(level) + " AS\n" + parts);
}

}  // namespace

std::vector<RollupGeneration> readGenerations(pqxx::transaction_base& transaction) {
    std::vector<RollupGeneration> generations;
    int64_t from = std::numeric_limits<int64_t>::min();
    for (const auto& row : transaction.exec(sql::kSelectGenerations)) {
        const int64_t until = row[1].is_null() ? kForever : row[1].as<int64_t>();
        generations.push_back({suffixOf(row[0].c_str()), from, until});
        from = until;
    }
    if (generations.empty()) generations.push_back({"", from, kForever});
    return generations;
}

void beginGeneration(pqxx::transaction_base& transaction) {
    const std::size_t count = transaction.exec(sql::kSelectGenerations).size();
    transaction.exec(count == 0 ? sql::kNumberFirstGeneration : sql::kDropRollupViews);
    const std::string next = std::to_string(std::max<std::size_t>(count, 1) + 1);
    pq::exec(transaction, sql::kEndGeneration, {next});
    transaction.exec(expandTemplate(textOfAggregates(), {{"generation", suffixOf(next)}}));
    for (const Level level : {Level::kMinute, Level::kHour}) createView(transaction, level);
}

}  // namespace vuedeo::timescale
