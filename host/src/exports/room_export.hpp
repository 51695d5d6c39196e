// The samples of a room and a time range as text, piece by piece: participant by participant, each
// in the order of time. Between two pieces it holds nothing of the store, so that a reader may be
// as slow as it likes. What is stored meanwhile may be part of it or not.
//
// One thread at a time, on the store's lane.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exports/format.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::exports {

class RoomExport {
public:
    struct Wish {
        std::string room;
        Format format = Format::kCsv;
        std::string participantId;  // empty: all
        std::optional<int64_t> fromMs;
        std::optional<int64_t> toMs;
    };

    // Reads who took part. Throws PluginError; NOT_FOUND: no such room.
    RoomExport(plugins::StoreClient store, Wish wish, const plugins::CallScope& scope);

    // False: the participant that was wished for has never been in the room.
    bool hasParticipant() const noexcept { return hasParticipant_; }
    // Appends the next piece, some 256 KiB or nothing; false: it was the last. Throws PluginError.
    bool next(std::string& out, const plugins::CallScope& scope);
    uint64_t samples() const noexcept { return samples_; }  // so far

private:
    struct Span {
        std::string id;
        std::string displayName;
        int64_t fromMs;
        int64_t toMs;
    };
    void readPage(Span& span, std::string& out, const plugins::CallScope& scope);

    plugins::StoreClient store_;
    const Wish wish_;
    SampleWriter writer_;
    std::vector<Span> spans_;
    std::size_t at_ = 0;  // of spans_
    int64_t window_ms_;
    uint64_t samples_ = 0;
    bool begun_ = false;
    bool hasParticipant_ = false;
};

}  // namespace vuedeo::exports
