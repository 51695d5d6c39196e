// Tells viewers of a room what is stored of it, from the batcher's hand and without a query: a
// thread of its own gathers what came within a moment and encodes it once for all viewers. Rooms
// that nobody watches cost a look-up.
//
// Any thread; never blocks for long. Outlives the server and the batcher.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "live/live_room.hpp"
#include "net/websocket.hpp"

namespace vuedeo::live {

struct Counters {
    uint64_t viewers = 0;   // at the moment
    uint64_t rooms = 0;     // with a viewer, or with one that may come back
    uint64_t messages = 0;  // encoded, since the start
    uint64_t resets = 0;    // viewers that were told to read again, since the start
};

class LiveHub {
public:
    // sampleInterval: from it follows how often viewers are told to read again all the same, for
    // what another host stores.
    explicit LiveHub(std::chrono::seconds sampleInterval);
    ~LiveHub();
    LiveHub(const LiveHub&) = delete;
    LiveHub& operator=(const LiveHub&) = delete;

    // Samples of which the store has said by its codes what became of them. The batcher's thread.
    void stored(const std::vector<vuedeo_sample>& samples, const std::vector<uint8_t>& codes);

    // Another store or interval of samples from now on: all viewers read their rooms again.
    void startAnew(std::chrono::seconds sampleInterval);

    // cursor: the last that the viewer has seen, or empty.
    std::shared_ptr<net::WebSocketListener> viewerOf(const std::string& room, std::string cursor);
    bool isWatched(const std::string& room);
    Counters counters();

private:
    class Viewer;
    struct Waiting {
        std::string participantId;
        vuedeo_sample sample;  // its texts are not valid
    };
    struct Entry {
        std::unique_ptr<LiveRoom> room;
        std::vector<Waiting> waiting;
        bool lost = false;                             // not told: all of it is to be read again
        std::chrono::steady_clock::time_point left{};  // by the last viewer
    };
    using Entries = std::unordered_map<std::string, Entry>;

    void enter(const std::string& room, const net::WebSocket& viewer, const std::string& cursor);
    void leave(const std::string& room, uint64_t viewer);
    void forget(Entries::iterator entry);
    void forgetDeserted();
    void run();
    void publishAll(std::unique_lock<std::mutex>& lock);
    static std::vector<std::string> encode(const std::vector<Waiting>& samples);

    const std::string epoch_;
    std::atomic<bool> anybody_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    std::chrono::seconds poll_;  // guarded by mutex_, as is all below
    Entries entries_;
    uint64_t opened_ = 0;
    uint64_t messages_ = 0;
    uint64_t resets_ = 0;  // of rooms that are forgotten
    bool something_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace vuedeo::live
