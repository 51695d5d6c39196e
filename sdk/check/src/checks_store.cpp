// What holds for a metrics store. tests/store of the project holds one against far more.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"
#include "instance.hpp"
#include "store_host.hpp"

namespace vuedeo::check {
namespace {

using store_test::Bucket;
using store_test::Outcome;
using store_test::Sample;
using store_test::StoreHost;

constexpr int64_t kHour = 3'600'000;
constexpr int64_t kMinute = 60'000;
constexpr uint32_t kField = VUEDEO_FIELD_SEND_BPS;

// The beginning of an hour some hours ago: recent, and whole at every level.
int64_t anHour() {
    const int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count();
    return now / kHour * kHour - 5 * kHour;
}

void expectOk(const Outcome& outcome, const std::string& call) {
    require(outcome.ok(),
            call + " answered " + toString(outcome.status) + " (" + outcome.message + ")");
}

// A store that runs, or a Skipped when it cannot run here.
class Store {
public:
    explicit Store(const Subject& subject)
        : host_(loadModule(subject.plugin), subject.configJson, subject.scratch / "data") {
        std::filesystem::create_directories(subject.scratch / "data");
        const Outcome created = host_.create();
        if (!created.ok()) throw Skipped("create failed (" + created.message + "): see --config");
        const Outcome started = host_.start();
        if (!started.ok()) throw Skipped("start failed (" + started.message + "): see --config");
    }
    StoreHost* operator->() { return &host_; }

    std::vector<uint8_t> append(const std::vector<Sample>& samples) {
        std::vector<uint8_t> codes;
        expectOk(host_.append(samples, codes), "append");
        return codes;
    }
    uint64_t sampleCount(const std::string& room) {
        std::vector<store_test::Participant> participants;
        expectOk(host_.listParticipants(room, participants), "list_participants");
        uint64_t count = 0;
        for (const auto& participant : participants) count += participant.sampleCount;
        return count;
    }
    std::vector<Bucket> series(const std::string& room, int64_t from, int64_t to,
                               int64_t interval) {
        std::vector<Bucket> buckets;
        expectOk(host_.series({room, "", from, to, interval, {kField}},
                              [&buckets](const Bucket& bucket) {
                                  buckets.push_back(bucket);
                                  return true;
                              }),
                 "series");
        return buckets;
    }

private:
    StoreHost host_;
};

std::vector<Sample> samplesOf(const std::string& room, const std::string& participant, int64_t from,
                              int count, int64_t every = 15'000) {
    std::vector<Sample> samples;
    samples.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        samples.push_back(
            {room, participant, from + i * every, {{kField, static_cast<float>(i % 7)}}});
    }
    return samples;
}

// A child appends and says when it is acknowledged; it is killed in the middle of the next batch.
void keepsWhatItAcknowledged(const Subject& subject) {
    const int64_t from = anHour();
    std::array<int, 2> ends{};
    require(::pipe(ends.data()) == 0, "there is no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            Store store(subject);
            for (int batch = 0; batch < 1000; ++batch) {
                store.append(samplesOf("room", "p" + std::to_string(batch), from, 20));
                const char done = '.';
                if (::write(ends[1], &done, 1) != 1) break;
            }
        } catch (const Skipped&) {
            ::_exit(3);
        } catch (const std::exception&) {
            ::_exit(2);
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    uint64_t acknowledged = 0;
    for (char done = 0; acknowledged < 10 && ::read(ends[0], &done, 1) == 1;) ++acknowledged;
    ::kill(child, SIGKILL);
    for (char done = 0; ::read(ends[0], &done, 1) == 1;) ++acknowledged;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3) throw Skipped("it does not start: --config");
    require(acknowledged >= 10, "append failed");
    Store store(subject);
    const uint64_t kept = store.sampleCount("room");
    // The batch that was under way may be there or not, but whole.
    require(kept == acknowledged * 20 || kept == (acknowledged + 1) * 20,
            std::to_string(acknowledged * 20) +
                " samples were acknowledged before a SIGKILL, and " + std::to_string(kept) +
                " are there after it");
}

void storesOnce(const Subject& subject) {
    Store store(subject);
    auto samples = samplesOf("room", "p1", anHour(), 20);
    samples.push_back(samples.front());
    const auto first = store.append(samples);
    require(first.back() == VUEDEO_SAMPLE_DUPLICATE, "a sample twice in one batch is no DUPLICATE");
    for (const uint8_t code : store.append(samples)) {
        require(code == VUEDEO_SAMPLE_DUPLICATE,
                "a batch that is sent again answers the code " + std::to_string(code));
    }
    require(store.sampleCount("room") == 20, "a sample that is sent again is counted again");
    const auto buckets = store.series("room", anHour(), anHour() + kHour, kHour);
    require(buckets.size() == 1 && buckets[0].samples == 20, "it is in the series twice");
}

void keepsUnknown(const Subject& subject) {
    Store store(subject);
    store.append({{"room", "p1", anHour(), {{VUEDEO_FIELD_RTT_S, 0.0F}}}});
    const auto buckets = store.series("room", anHour(), anHour() + kMinute, kMinute);
    require(buckets.size() == 1, "a sample of which a field is unknown has no bucket");
    require(buckets[0].aggregates[0].count == 0, "an unknown value is counted");
    bool shown = false;
    expectOk(store->samples({"room", "", anHour(), anHour() + kMinute},
                            [&shown](const Sample& sample) {
                                shown = sample.values.count(kField) == 0 &&
                                        sample.values.count(VUEDEO_FIELD_RTT_S) == 1;
                                return true;
                            }),
             "samples");
    require(shown, "an unknown value is not NaN, or a known 0 is");
}

void addsUp(const Subject& subject) {
    Store store(subject);
    const int64_t from = anHour();
    store.append(samplesOf("room", "p1", from, 240));
    std::map<int64_t, double> sums;
    for (const int64_t interval : {int64_t{1000}, kMinute, 5 * kMinute, kHour}) {
        for (const Bucket& bucket : store.series("room", from, from + kHour, interval)) {
            sums[interval] += bucket.aggregates[0].sum;
            require(bucket.start % interval == 0, "a bucket begins at no multiple of the interval");
        }
    }
    for (const auto& [interval, sum] : sums) {
        require(sum == sums.begin()->second,
                "the sums of 1 s and of " + std::to_string(interval / 1000) + " s differ");
    }
    require(sums.size() == 4, "an interval has no buckets");
}

void refusesWrongIntervals(const Subject& subject) {
    Store store(subject);
    const int64_t from = anHour();
    store.append(samplesOf("room", "p1", from, 1));
    struct Wrong {
        int64_t from, to, interval;
        const char* field;
    };
    for (const Wrong& wrong :
         {Wrong{from, from + kHour, 999, "interval_ms"},
          Wrong{from, from + kHour, 1500, "interval_ms"},
          Wrong{from, from + kHour, 0, "interval_ms"},
          Wrong{from + 1, from + kHour, 1000, "from_ms"}, Wrong{from, from, 1000, "to_ms"}}) {
        const Outcome outcome =
            store->series({"room", "", wrong.from, wrong.to, wrong.interval, {kField}},
                          [](const Bucket&) { return true; });
        require(outcome.status == VUEDEO_E_INVALID && outcome.field == wrong.field,
                "series answered " + toString(outcome.status) + " with the field \"" +
                    outcome.field + "\" where " + wrong.field + " is wrong");
    }
}

void takesLateSamples(const Subject& subject) {
    Store store(subject);
    const int64_t from = anHour();
    store.append(samplesOf("room", "p1", from + kMinute, 4));
    store.append(samplesOf("room", "p1", from, 4));
    const auto buckets = store.series("room", from, from + kHour, kHour);
    require(buckets.size() == 1 && buckets[0].samples == 8,
            "samples that came later than others of a later time are missing");
}

void takesManyWriters(const Subject& subject) {
    Store store(subject);
    const int64_t from = anHour();
    std::vector<std::thread> writers;
    std::vector<std::string> faults(10);
    for (std::size_t writer = 0; writer < faults.size(); ++writer) {
        writers.emplace_back([&, writer] {
            try {
                for (int batch = 0; batch < 10; ++batch) {
                    // The same samples twice each, by two writers.
                    store.append(samplesOf("room", "p" + std::to_string(writer / 2),
                                           from + batch * 5 * kMinute, 20));
                }
            } catch (const std::exception& error) {
                faults[writer] = error.what();
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    for (const std::string& fault : faults) require(fault.empty(), fault);
    require(store.sampleCount("room") == 5 * 200,
            std::to_string(store.sampleCount("room")) + " samples are there where 1000 were sent");
}

void tellsUnknownRooms(const Subject& subject) {
    Store store(subject);
    store_test::Room room;
    require(store->findRoom("no-such-room", room).status == VUEDEO_E_NOT_FOUND,
            "find_room does not answer NOT_FOUND for a room that is not there");
    const Outcome outcome = store->series({"no-such-room", "", 0, kMinute, 1000, {kField}},
                                          [](const Bucket&) { return true; });
    require(outcome.status == VUEDEO_E_NOT_FOUND, "series answered " + toString(outcome.status));
    store.append(samplesOf("room", "p1", anHour(), 1));
    expectOk(store->findRoom("room", room), "find_room of a room that was seen through a sample");
}

void pagesThroughRooms(const Subject& subject) {
    Store store(subject);
    for (int i = 0; i < 25; ++i)
        store.append(samplesOf("room-" + std::to_string(i), "p1", anHour() + i, 1));
    std::map<std::string, int> seen;
    std::string cursor;
    do {
        std::string next;
        expectOk(store->listRooms(
                     {"", 0, 0, 10, cursor},
                     [&seen](const store_test::Room& room) {
                         ++seen[room.name];
                         return true;
                     },
                     next),
                 "list_rooms");
        require(next != cursor || next.empty(), "the next cursor is the one before");
        cursor = next;
    } while (!cursor.empty() && seen.size() <= 25);
    require(seen.size() == 25, std::to_string(seen.size()) + " of 25 rooms are on the pages");
    for (const auto& [name, times] : seen) require(times == 1, name + " is on two pages");
}

void deletesWhatIsOlder(const Subject& subject) {
    Store store(subject);
    if (!store->canDelete()) throw Skipped("it has no delete_before");
    const int64_t from = anHour();
    store.append(samplesOf("room", "p1", from, 240));
    uint64_t deleted = 0;
    expectOk(store->deleteBefore(from + 30 * kMinute, deleted), "delete_before");
    require(deleted == 120, std::to_string(deleted) + " samples were deleted where 120 are older");
    require(store.sampleCount("room") == 120, "the participant's count is not what is left");
    uint64_t left = 0;
    for (const Bucket& bucket : store.series("room", from, from + kHour, kMinute)) {
        left += bucket.samples;
    }
    require(left == 120, std::to_string(left) + " samples are left in the series");
}

// Samples of a later dictionary are longer, those of an earlier one shorter.
void takesOtherSampleSizes(const Subject& subject) {
    struct Later {
        vuedeo_sample sample;
        float more[8];
    };
    Store store(subject);
    std::vector<Later> samples(3);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        vuedeo_sample& sample = samples[i].sample;
        sample.room = {"room", 4};
        sample.participant_id = {"p1", 2};
        sample.sampled_at_ms = anHour() + static_cast<int64_t>(i);
        for (float& value : sample.values) value = 2;
        for (float& value : samples[i].more) value = 3;
    }
    std::vector<uint8_t> codes(samples.size());
    expectOk(store->appendRaw({sizeof(vuedeo_sample_batch), sizeof(Later), 3,
                               VUEDEO_FIELD_COUNT + 8, &samples[0].sample},
                              codes.data()),
             "append of longer samples");
    for (Later& each : samples) {
        each.sample.sampled_at_ms += 1000;
        for (uint32_t field = 1; field < VUEDEO_FIELD_COUNT; ++field) each.sample.values[field] = 9;
    }
    expectOk(
        store->appendRaw({sizeof(vuedeo_sample_batch), sizeof(Later), 3, 1, &samples[0].sample},
                         codes.data()),
        "append of shorter samples");
    uint64_t known = 0;
    expectOk(
        store->series({"room", "", anHour(), anHour() + kMinute, kMinute, {VUEDEO_FIELD_RTT_S}},
                      [&known](const Bucket& bucket) {
                          known += bucket.aggregates[0].count;
                          return true;
                      }),
        "series");
    require(store.sampleCount("room") == 6, "not all samples are there");
    require(known == 3, "a field that a batch does not have is not unknown");
}

}  // namespace

std::vector<Check> storeChecks() {
    const char* kind = "metrics-store";
    return {
        {"store-durable",
         "What append has acknowledged is there after a SIGKILL, and only whole batches.", kind,
         keepsWhatItAcknowledged},
        {"store-once", "A sample that is sent again is a DUPLICATE and counts once.", kind,
         storesOnce},
        {"store-unknown-values", "An unknown value stays unknown, and 0 stays 0.", kind,
         keepsUnknown},
        {"store-adds-up", "A series of every interval has the same sum.", kind, addsUp},
        {"store-intervals", "A wrong range or interval is INVALID and named.", kind,
         refusesWrongIntervals},
        {"store-late", "A sample that comes late is in every level.", kind, takesLateSamples},
        {"store-writers", "Ten writers at once lose nothing and store nothing twice.", kind,
         takesManyWriters},
        {"store-unknown-room",
         "A room that nobody has seen is NOT_FOUND; one sample makes it seen.", kind,
         tellsUnknownRooms},
        {"store-pages", "Every room is on one page of list_rooms.", kind, pagesThroughRooms},
        {"store-retention", "delete_before deletes what is older, from every level and count.",
         kind, deletesWhatIsOlder},
        {"store-sample-sizes", "Longer and shorter samples are taken by stride and field_count.",
         kind, takesOtherSampleSizes},
    };
}

}  // namespace vuedeo::check
