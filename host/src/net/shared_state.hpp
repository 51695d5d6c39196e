// What the loops of one server share. Any thread.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "net/admissions.hpp"
#include "net/limits.hpp"
#include "net/responder.hpp"

namespace vuedeo::net {

struct SharedState {
    SharedState(const Limits& given, Handler handle, bool logsRefusals);

    std::string newRequestId() noexcept;  // short, and unlike those of other processes

    const Limits limits;
    const bool logRefusals;
    const Handler handler;
    Admissions admissions;
    std::atomic<uint64_t> webSockets{0};
    std::atomic<uint64_t> requests{0};
    std::atomic<std::size_t> bodyBytes{0};    // promised by requests under way
    std::atomic<std::size_t> unsentBytes{0};  // of bodies that clients have not taken yet
    std::atomic<bool> draining{false};

private:
    std::atomic<uint64_t> requestNumber_;
};

}  // namespace vuedeo::net
