#include "writer.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "append.hpp"
#include "database_error.hpp"
#include "pq.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Long enough for a server that restarts; then the clients are told to come back.
constexpr std::chrono::seconds kPatience{3};

// Where one sample came twice, others will.
constexpr int kCarefulBatches = 100;

// Waits longer and longer between tries, and never at the same pace as other hosts.
class Backoff {
public:
    explicit Backoff(const Call& call)
        : call_(call), end_(std::min(call.deadline(), steady_clock::now() + kPatience)) {}

    // False: no time is left for another try.
    bool wait() {
        std::minstd_rand random{std::random_device()()};
        const milliseconds pause(
            std::uniform_int_distribution<int>(longest_ / 2, longest_)(random));
        longest_ = std::min(longest_ * 2, kLongestMs);
        if (call_.cancelled() || steady_clock::now() + pause >= end_) return false;
        std::this_thread::sleep_for(pause);
        return true;
    }

private:
    static constexpr int kLongestMs = 500;
    const Call& call_;
    const steady_clock::time_point end_;
    int longest_ = 20;
};

std::string timeOrEmpty(int64_t timeMs) {
    return timeMs == 0 ? std::string() : timestamp(timeMs);
}

}  // namespace

void Writer::run(const Call& call, const Work& work, const std::function<bool()>& onBadData) {
    for (Backoff backoff(call);;) {
        try {
            Pool::Lease lease(pool_, call);
            work(*lease);
            lease.keep();
            return;
        } catch (const pqxx::failure& error) {
            const Fault fault = faultOf(error);
            if (fault.kind == FaultKind::kData && onBadData()) continue;
            if (fault.kind == FaultKind::kLost) pool_.close();  // the idle ones broke with it
            const bool mayHelp = fault.kind == FaultKind::kLost || fault.kind == FaultKind::kBusy;
            if (!mayHelp || !backoff.wait()) throw toError(fault, call);
        }
    }
}

void Writer::append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call) {
    const bool isCareful = carefulBatches_ > 0;
    Append append(batch, identities_, partitions_, isCareful);
    bool isolating = false;
    run(
        call, [&](Connection& connection) { append.run(connection, call); },
        [&] {
            if (isolating) return false;
            append.isolateBadRows();
            return isolating = true;
        });
    if (isCareful) --carefulBatches_;
    if (!isCareful && append.isCareful()) carefulBatches_ = kCarefulBatches;
    std::copy(append.codes().begin(), append.codes().end(), results);
}

void Writer::saveRoom(const vuedeo_room& room, const Call& call) {
    const pq::Params params = {
        std::string(view(room.name)),          std::string(view(room.provider)),
        std::string(view(room.provider_json)), std::to_string(room.max_participants),
        timestamp(room.created_at_ms),         timeOrEmpty(room.expires_at_ms),
        timeOrEmpty(room.ended_at_ms)};
    run(
        call,
        [&](Connection& connection) {
            pqxx::work transaction(connection.raw());
            transaction.exec(sql::setTimeout(call.remaining()));
            pq::exec(transaction, sql::kUpsertRoom, params);
            transaction.commit();
        },
        [] { return false; });
}

void Writer::saveParticipant(const vuedeo_participant& participant, const Call& call) {
    const std::vector<Name> names = {{std::string(view(participant.room)),
                                      std::string(view(participant.id)),
                                      std::max(participant.joined_at_ms, participant.left_at_ms)}};
    const std::string joined = timeOrEmpty(participant.joined_at_ms);
    const std::string left = timeOrEmpty(participant.left_at_ms);
    run(
        call,
        [&](Connection& connection) {
            pqxx::work transaction(connection.raw());
            transaction.exec(sql::setTimeout(call.remaining()));
            const std::vector<Identity> who = findOrMake(transaction, names);
            // The room before the participant, as appending does: neither locks the other out.
            pq::exec(transaction, sql::kActivateRoom,
                     {std::to_string(who.front().roomId), joined, left});
            pq::exec(transaction, sql::kNameParticipant,
                     {std::to_string(who.front().participantId),
                      std::string(view(participant.display_name)), joined, left});
            transaction.commit();
            identities_.remember(names, who);
        },
        [] { return false; });
}

}  // namespace vuedeo::timescale
