// vuedeo/metrics_store.hpp - base class of a metrics store. Meaning, threads and errors of each
// function: abi/metrics_store.h, whose structs cross as they are so that no sample is copied.
#pragma once
#include <vector>

#include "abi/metrics_store.h"
#include "plugin.hpp"

namespace vuedeo {

class MetricsStore : public Plugin {
public:
    using Plugin::Plugin;

    // results: batch.count codes VUEDEO_SAMPLE_...
    virtual void append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call) = 0;

    virtual void saveRoom(const vuedeo_room& room, const Call& call) = 0;
    virtual void findRoom(std::string_view name, const vuedeo_room_visitor& visitor,
                          const Call& call) = 0;
    // Returns the cursor of the next page, empty on the last one.
    virtual std::string listRooms(const vuedeo_room_query& query,
                                  const vuedeo_room_visitor& visitor, const Call& call) = 0;
    virtual void saveParticipant(const vuedeo_participant& participant, const Call& call) = 0;
    virtual void listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                                  const Call& call) = 0;
    virtual void series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                        const Call& call) = 0;

    virtual void samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                         const Call& call) = 0;

    // Returns the number of samples deleted.
    virtual uint64_t deleteBefore(int64_t /*beforeMs*/, const Call&) {
        throw Error(VUEDEO_E_UNSUPPORTED, "this store does not delete by age");
    }

    // Throws Error::invalid with the remedy unless samples from this time on are stored and kept.
    virtual void checkRetention(int64_t /*oldestMs*/, const Call&) {}
};

namespace detail {

template <class T>
struct Table<MetricsStore, T> {
    static constexpr const char* kId = VUEDEO_METRICS_STORE_1;

    static T& of(void* self) noexcept { return *static_cast<T*>(self); }

    static vuedeo_status append(void* self, const vuedeo_sample_batch* batch, uint8_t* results,
                                const vuedeo_call* call, vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).append(*batch, results, Call(call)); });
    }
    static vuedeo_status saveRoom(void* self, const vuedeo_room* room, const vuedeo_call* call,
                                  vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).saveRoom(*room, Call(call)); });
    }
    static vuedeo_status findRoom(void* self, vuedeo_str name, const vuedeo_call* call,
                                  const vuedeo_room_visitor* visitor,
                                  vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).findRoom(view(name), *visitor, Call(call)); });
    }
    static vuedeo_status listRooms(void* self, const vuedeo_room_query* query,
                                   const vuedeo_call* call, const vuedeo_room_visitor* visitor,
                                   const vuedeo_sink* cursor, vuedeo_error* error) noexcept {
        return guard(error,
                     [&] { put(*cursor, of(self).listRooms(*query, *visitor, Call(call))); });
    }
    static vuedeo_status saveParticipant(void* self, const vuedeo_participant* participant,
                                         const vuedeo_call* call, vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).saveParticipant(*participant, Call(call)); });
    }
    static vuedeo_status listParticipants(void* self, vuedeo_str room, const vuedeo_call* call,
                                          const vuedeo_participant_visitor* visitor,
                                          vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).listParticipants(view(room), *visitor, Call(call)); });
    }
    static vuedeo_status series(void* self, const vuedeo_series_query* query,
                                const vuedeo_call* call, const vuedeo_bucket_visitor* visitor,
                                vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).series(*query, *visitor, Call(call)); });
    }
    static vuedeo_status samples(void* self, const vuedeo_sample_query* query,
                                 const vuedeo_call* call, const vuedeo_sample_visitor* visitor,
                                 vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).samples(*query, *visitor, Call(call)); });
    }
    static vuedeo_status deleteBefore(void* self, int64_t beforeMs, const vuedeo_call* call,
                                      uint64_t* deleted, vuedeo_error* error) noexcept {
        return guard(error, [&] { *deleted = of(self).deleteBefore(beforeMs, Call(call)); });
    }
    static vuedeo_status checkRetention(void* self, int64_t oldestMs, const vuedeo_call* call,
                                        vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).checkRetention(oldestMs, Call(call)); });
    }

    static constexpr vuedeo_metrics_store_1 kTable = {sizeof(vuedeo_metrics_store_1),
                                                      0,
                                                      append,
                                                      saveRoom,
                                                      findRoom,
                                                      listRooms,
                                                      saveParticipant,
                                                      listParticipants,
                                                      series,
                                                      samples,
                                                      deleteBefore,
                                                      checkRetention};
};

}  // namespace detail
}  // namespace vuedeo
