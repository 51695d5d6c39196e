// Copies samples from a source into a store, batch by batch: each is stored before the position
// behind it is kept, so that an import may be ended at any moment and goes on from there.
//
// Before it stores a sample that is older than all before, it asks whether the store would keep it,
// and throws if not: an import shall lose nothing silently.
//
// One thread. A source or a store that is away for a moment is waited for; after a minute of that,
// or with any other failure, run() throws what they threw.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "import/position_file.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::import {

struct Counts {
    uint64_t stored = 0;
    uint64_t duplicates = 0;  // were stored before
    uint64_t refused = 0;     // cannot be stored; each of the first few is named in the log

    uint64_t seen() const noexcept { return stored + duplicates + refused; }
};

struct Ends {
    std::function<plugins::SourceClient::Page(const std::string& position)> read;
    // As StoreClient::checkRetention and StoreClient::append.
    std::function<void(int64_t oldestMs)> checkRetention;
    std::function<std::vector<uint8_t>(const std::vector<vuedeo_sample>&)> append;
    std::function<void(const Counts&)> progress;  // after each batch
    // Waits, and returns whether the import shall end.
    std::function<bool(std::chrono::milliseconds)> pause;
};

class Importer {
public:
    Importer(Ends ends, PositionFile position);

    // True: everything is stored. False: it was told to end, and goes on from there another time.
    bool run();
    const Counts& counts() const noexcept { return counts_; }

private:
    template <class Step>
    bool patiently(const Step& step);
    void store(const std::vector<plugins::SampleRecord>& records);
    void checkRetention(const std::vector<vuedeo_sample>& samples);

    const Ends ends_;
    const PositionFile position_;
    int64_t oldestMs_ = std::numeric_limits<int64_t>::max();  // that the store would keep
    Counts counts_;
};

}  // namespace vuedeo::import
