// For the tests of migrations: a schema as an older plugin has left it.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "database_fixture.hpp"
#include "pq.hpp"
#include "sql.hpp"
#include "sql_files.hpp"
#include "template.hpp"

namespace vuedeo::timescale {

class OlderSchemaTest : public DatabaseTest {
protected:
    // The first versions only, and of the dictionary the first fields.
    void makeOlderSchema(int lastVersion, uint32_t fieldCount = VUEDEO_FIELD_COUNT) {
        std::vector<std::pair<int, std::string>> applied;
        run([&](Connection& connection) {
            pqxx::work transaction(connection.raw());
            for (const auto& row : transaction.exec(sql::kSelectVersions))
                applied.emplace_back(row[0].as<int>(), row[1].c_str());
            transaction.exec("DROP SCHEMA " + config_.schema + " CASCADE");
            transaction.exec("CREATE SCHEMA " + config_.schema);
            transaction.exec(sql::kCreateVersions);
            for (const auto& [version, variant] : applied) {
                if (version > lastVersion) continue;
                transaction.exec(expandTemplate(textOf(version, variant),
                                                {{"hour", timestamp(floorTo(kNow, kHourMs))},
                                                 {"generation", ""},
                                                 {"chunk_days", "1"}},
                                                fieldCount));
                pq::exec(transaction, sql::kInsertVersion, {std::to_string(version), variant});
            }
            transaction.commit();
        });
    }

    static std::string_view textOf(int version, const std::string& variant) {
        const std::string begin = "00" + std::to_string(version) + "_";
        const std::string end = variant.empty() ? ".sql" : "." + variant + ".sql";
        for (const SqlFile& file : sqlFiles()) {
            const std::string name(file.name);
            if (name.rfind(begin, 0) == 0 && name.size() > end.size() &&
                name.compare(name.size() - end.size(), end.size(), end) == 0)
                return file.text;
        }
        throw std::logic_error("no such migration");
    }
};

}  // namespace vuedeo::timescale
