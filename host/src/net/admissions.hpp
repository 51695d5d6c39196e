// Who is connected: in all, and from each address. Any thread.
//
// A connection of a trusted proxy carries the requests of many clients. It counts for none of them;
// each of its requests, and what becomes a WebSocket, counts as one connection of its client.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "net/limits.hpp"

namespace vuedeo::net {

class Admissions {
public:
    enum class Verdict {
        kAdmitted,
        kServerFull,   // to be answered 503
        kAddressFull,  // to be answered 429
        kTurnedAway,   // more than can be answered: to be closed
    };

    // The place that one connection takes, or one request through a proxy; given back at its end.
    class Place {
    public:
        Place() = default;
        Place(Place&& other) noexcept;
        Place& operator=(Place&&) = delete;
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place();
        Verdict verdict() const noexcept { return verdict_; }

    private:
        friend class Admissions;
        Place(Admissions* owner, Verdict verdict, bool isConnection, std::string address);
        Admissions* owner_ = nullptr;
        Verdict verdict_ = Verdict::kTurnedAway;
        bool isConnection_ = false;  // counted in all
        std::string address_;        // counted under it, unless it is empty
    };

    explicit Admissions(const Limits& limits) : limits_(limits) {}  // which must outlive it
    explicit Admissions(const Limits&&) = delete;

    // address: an IPv6 client has a whole /64 of them, and is counted by that.
    Place enter(const std::string& address);
    Place enterProxy();                                   // a proxy's connection
    Place enterThroughProxy(const std::string& address);  // one request of it, or kAddressFull
    std::size_t connections() const;
    // True once nobody is left, refused ones included.
    bool waitUntilEmpty(std::chrono::steady_clock::time_point until);

private:
    Place enterCounted(std::string key);
    bool isFull(const std::string& key) const;
    void leave(const Place& place) noexcept;

    const Limits& limits_;
    mutable std::mutex mutex_;
    std::condition_variable left_;
    std::unordered_map<std::string, std::size_t> byAddress_;
    std::size_t admitted_ = 0;
    std::size_t refused_ = 0;
};

// The key under which an address is counted.
std::string countedAddress(const std::string& address);

}  // namespace vuedeo::net
