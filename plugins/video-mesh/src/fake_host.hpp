// A host for tests: a clock that tests set, and a realtime channel that records what browsers are
// sent.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include <vuedeo/realtime.hpp>
#include <vuedeo/services.hpp>

namespace vuedeo::mesh {

class FakeHost {
public:
    FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    Host host() const noexcept { return Host(&host_); }
    const vuedeo_call& call() const noexcept { return call_; }

    struct Closed {
        uint32_t code;
        std::string reason;
    };
    // What a peer was sent so far, oldest first.
    std::vector<nlohmann::json> sent(uint64_t peer) const;
    nlohmann::json last(uint64_t peer) const;  // null when it was sent nothing
    std::size_t sentCount(uint64_t peer, const std::string& type) const;
    // code 0: not closed.
    Closed closed(uint64_t peer) const;
    std::string logged() const;

    std::atomic<int64_t> nowMs{1'700'000'000'000};
    // Runs inside each send and close, as a host may call back. Set it before threads start.
    std::function<void(uint64_t peer)> onSend;
    std::function<void(uint64_t peer)> onClose;

private:
    mutable std::mutex mutex_;
    std::map<uint64_t, std::vector<std::string>> sent_;
    std::map<uint64_t, Closed> closed_;
    std::string log_;
    vuedeo_clock_1 clock_{};
    vuedeo_realtime_1 realtime_{};
    vuedeo_host host_{};
    vuedeo_call call_{};
};

}  // namespace vuedeo::mesh
