// A started store that lasts as long as this, its clock at a fixed time: that of the samples, which
// retention must not find old.
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>

#include "appends.hpp"
#include "store_host.hpp"

namespace vuedeo::store_bench {

class OpenStore {
public:
    OpenStore(const vuedeo_module& module, const std::string& configJson, int64_t nowMs = kNowMs,
              const std::filesystem::path& folder = std::filesystem::temp_directory_path())
        : host_(module, configJson, folder) {
        host_.clockMs = nowMs;
        store_test::Outcome outcome = host_.create();
        if (outcome.ok()) outcome = host_.start();
        if (!outcome.ok()) throw std::runtime_error(outcome.message);
    }
    ~OpenStore() {
        host_.stop();
        host_.destroy();
    }
    OpenStore(const OpenStore&) = delete;
    OpenStore& operator=(const OpenStore&) = delete;
    store_test::StoreHost& host() { return host_; }

private:
    store_test::StoreHost host_;
};

}  // namespace vuedeo::store_bench
