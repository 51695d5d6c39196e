// A schema of the store in the database of libpq's environment, for one measurement: made by the
// store itself, open to statements that go around it, and dropped at the end.
#pragma once
#include <vuedeo/abi.h>

#include <cstdint>
#include <pqxx/pqxx>
#include <string>

namespace vuedeo::store_bench {

class ScratchSchema {
public:
    // From nowMs on the store thinks that samples come; there are partitions for days from then on.
    ScratchSchema(const vuedeo_module& module, int64_t nowMs, int days = 2);
    ~ScratchSchema();
    ScratchSchema(const ScratchSchema&) = delete;
    ScratchSchema& operator=(const ScratchSchema&) = delete;

    const std::string& storeConfig() const noexcept { return storeConfig_; }
    pqxx::connection& connection() noexcept { return connection_; }

private:
    const std::string name_;
    const std::string storeConfig_;
    pqxx::connection connection_;
};

}  // namespace vuedeo::store_bench
