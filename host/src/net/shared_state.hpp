// What the loops of one server share. Any thread.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "net/admissions.hpp"
#include "net/limits.hpp"
#include "net/responder.hpp"
#include "net/trusted_proxies.hpp"

namespace vuedeo::net {

// How often the server itself has refused something, by status.
class Refusals {
public:
    void count(int status) noexcept;
    std::map<int, uint64_t> all() const;

private:
    std::array<std::atomic<uint64_t>, 600> counts_{};
};

struct SharedState {
    SharedState(const Limits& given, std::vector<IpNetwork> trusted, Handler handle,
                bool logsRefusals);

    std::string newRequestId() noexcept;  // short, and unlike those of other processes

    const Limits limits;
    const TrustedProxies proxies;
    const bool logRefusals;
    const Handler handler;
    Admissions admissions;
    std::atomic<uint64_t> webSockets{0};
    std::atomic<uint64_t> requests{0};
    std::atomic<std::size_t> bodyBytes{0};    // promised by requests under way
    std::atomic<std::size_t> unsentBytes{0};  // of bodies that clients have not taken yet
    Refusals refusals;
    std::atomic<bool> draining{false};

private:
    std::atomic<uint64_t> requestNumber_;
};

}  // namespace vuedeo::net
