// Deletes by age, in transactions so short that a batch of samples never waits long behind one.
// Used on any thread; each step is consistent by itself, so that it may be stopped between two.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>

#include "sql.hpp"
#include "writer.hpp"

namespace vuedeo::sqlite {

// Called between two steps; throws to stop there.
using BetweenSteps = std::function<void()>;
using Deadline = std::chrono::steady_clock::time_point;

// Files all samples that have arrived before this call.
void fileInbox(Writer& writer, Deadline deadline, const BetweenSteps& between);

// Deletes samples before `beforeMs` from all levels; a bucket that it cuts is made anew from the
// samples that remain. Returns the number of samples deleted.
uint64_t deleteSamplesBefore(Writer& writer, int64_t beforeMs, Deadline deadline,
                             const BetweenSteps& between);

// Retention: deletes [from, before) from one level only, where what is older than `fromMs` has been
// deleted earlier: who came and went before then is not visited again. The level is first marked as
// deleted, so that no reader sees half of it. beforeMs is a multiple of an hour.
void deleteLevel(Writer& writer, sql::Level level, int64_t fromMs, int64_t beforeMs,
                 const BetweenSteps& between);

}  // namespace vuedeo::sqlite
