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

SharedState::SharedState(const Limits& given, Handler handle, bool logsRefusals)
    : limits(given),
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
