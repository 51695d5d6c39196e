#include "net/admissions.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <utility>

namespace vuedeo::net {
namespace {

// Connections that wait for their 503 or 429 to arrive.
constexpr std::size_t kRefusedAtOnce = 256;

}  // namespace

Admissions::Place::Place(Admissions* owner, Verdict verdict, bool isConnection, std::string address)
    : owner_(owner), verdict_(verdict), isConnection_(isConnection), address_(std::move(address)) {}

Admissions::Place::Place(Place&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)),
      verdict_(other.verdict_),
      isConnection_(other.isConnection_),
      address_(std::move(other.address_)) {}

Admissions::Place::~Place() {
    if (owner_ != nullptr) owner_->leave(*this);
}

Admissions::Place Admissions::enter(const std::string& address) {
    return enterCounted(countedAddress(address));
}

Admissions::Place Admissions::enterProxy() {
    return enterCounted({});
}

Admissions::Place Admissions::enterCounted(std::string key) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Verdict verdict = Verdict::kAdmitted;
    if (admitted_ >= limits_.connections) {
        verdict = Verdict::kServerFull;
    } else if (isFull(key)) {
        verdict = Verdict::kAddressFull;
    }
    if (verdict == Verdict::kAdmitted) {
        if (!key.empty()) ++byAddress_[key];
        ++admitted_;
        return {this, verdict, true, std::move(key)};
    }
    if (refused_ >= kRefusedAtOnce) return {};
    ++refused_;
    return {this, verdict, true, {}};
}

Admissions::Place Admissions::enterThroughProxy(const std::string& address) {
    std::string key = countedAddress(address);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (isFull(key)) return {nullptr, Verdict::kAddressFull, false, {}};
    ++byAddress_[key];
    return {this, Verdict::kAdmitted, false, std::move(key)};
}

bool Admissions::isFull(const std::string& key) const {
    const auto found = byAddress_.find(key);
    return found != byAddress_.end() && found->second >= limits_.connectionsPerAddress;
}

std::size_t Admissions::connections() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return admitted_;
}

bool Admissions::waitUntilEmpty(std::chrono::steady_clock::time_point until) {
    std::unique_lock<std::mutex> lock(mutex_);
    return left_.wait_until(lock, until, [this] { return admitted_ + refused_ == 0; });
}

void Admissions::leave(const Place& place) noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!place.address_.empty()) {
        const auto found = byAddress_.find(place.address_);
        if (--found->second == 0) byAddress_.erase(found);
    }
    if (!place.isConnection_) return;
    --(place.verdict_ == Verdict::kAdmitted ? admitted_ : refused_);
    if (admitted_ + refused_ == 0) left_.notify_all();
}

std::string countedAddress(const std::string& address) {
    in6_addr parsed{};
    if (::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
    if (IN6_IS_ADDR_V4MAPPED(&parsed)) return address;
    for (std::size_t i = 8; i < 16; ++i) parsed.s6_addr[i] = 0;
    char text[INET6_ADDRSTRLEN];
    return std::string(::inet_ntop(AF_INET6, &parsed, text, sizeof text)) + "/64";
}

}  // namespace vuedeo::net
