#include "net/shared_state.hpp"

#include <random>

namespace vuedeo::net {
namespace {

uint64_t randomStart() {
    std::random_device device;
    return (static_cast<uint64_t>(device()) << 32U) | device();
}

// The finalizer of SplitMix64: a bijection, so that ids differ as their numbers do.
uint64_t scatter(uint64_t x) noexcept {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

}  // namespace

void Refusals::count(int status) noexcept {
    const auto index = static_cast<std::size_t>(status);
    if (index < counts_.size()) counts_[index].fetch_add(1, std::memory_order_relaxed);
}

std::map<int, uint64_t> Refusals::all() const {
    std::map<int, uint64_t> all;
    for (std::size_t status = 0; status < counts_.size(); ++status) {
        if (counts_[status] > 0) all[static_cast<int>(status)] = counts_[status];
    }
    return all;
}

SharedState::SharedState(const Limits& given, std::vector<IpNetwork> trusted, Handler handle,
                         bool logsRefusals)
    : limits(given),
      proxies(std::move(trusted)),
      logRefusals(logsRefusals),
      handler(std::move(handle)),
      admissions(limits),
      requestNumber_(randomStart()) {}

std::string SharedState::newRequestId() noexcept {
    uint64_t value = scatter(requestNumber_.fetch_add(1, std::memory_order_relaxed));
    std::string id(15, '0');  // as long as a string can be without an allocation
    for (char& c : id) {
        c = "0123456789abcdef"[value & 15U];
        value >>= 4U;
    }
    return id;
}

}  // namespace vuedeo::net
