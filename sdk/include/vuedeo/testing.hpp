// vuedeo/testing.hpp - a host and a call for a plugin's own unit tests, which need no framework:
// expectEqual() says what differs, failures() is what main returns. One thread.
#pragma once
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin.hpp"

namespace vuedeo::testing {

// Keeps the log and has the services that the test supplies.
class TestHost {
public:
    explicit TestHost(std::string dataDir = {}) : dataDir_(std::move(dataDir)) {
        host_.size = sizeof host_;
        host_.abi_minor = VUEDEO_ABI_MINOR;
        host_.ctx = this;
        host_.log = [](void* self, int32_t level, vuedeo_str line) {
            static_cast<TestHost*>(self)->log_.push_back(std::to_string(level) + ' ' +
                                                         std::string(view(line)));
        };
        host_.get_service = [](void* self, const char* id) -> const void* {
            const auto& services = static_cast<TestHost*>(self)->services_;
            const auto found = services.find(id);
            return found == services.end() ? nullptr : found->second;
        };
        host_.data_dir = str(dataDir_);
    }
    TestHost(const TestHost&) = delete;
    TestHost& operator=(const TestHost&) = delete;

    Host host() const noexcept { return Host(&host_); }
    // table: one of vuedeo/abi/services.h and the like; it must outlive the plugin.
    void offer(const std::string& id, const void* table) { services_[id] = table; }
    // Lines as "6 the text", with their severity first.
    const std::vector<std::string>& log() const noexcept { return log_; }

private:
    std::string dataDir_;
    std::map<std::string, const void*> services_;
    std::vector<std::string> log_;
    vuedeo_host host_{};
};

class TestCall {
public:
    explicit TestCall(uint32_t deadlineMs = 10'000) {
        raw_.size = sizeof raw_;
        raw_.deadline_ms = deadlineMs;
    }
    Call call() const noexcept { return Call(&raw_); }

private:
    vuedeo_call raw_{};
};

inline int& failures() noexcept {
    static int count = 0;
    return count;
}

inline void expectEqual(std::string_view actual, std::string_view expected) {
    if (actual == expected) return;
    ++failures();
    std::fprintf(stderr, "expected: %.*s\n  actual: %.*s\n", static_cast<int>(expected.size()),
                 expected.data(), static_cast<int>(actual.size()), actual.data());
}

}  // namespace vuedeo::testing
