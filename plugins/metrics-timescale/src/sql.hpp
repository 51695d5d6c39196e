// Every statement of the store but the migrations (sql/). Times cross as Unix milliseconds in
// results, and as text that PostgreSQL reads (timestamps.hpp) in parameters.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "read_plan.hpp"

namespace vuedeo::timescale::sql {

// Advisory locks of this schema, so that hosts agree without a table between them.
enum class Lock {
    kSchema = 1,       // who changes tables
    kWriting = 2,      // shared: who stores samples; alone: who moves the borders in store_state
    kIdentities = 3,   // who makes rooms and participants: their ids follow the order they came in
    kMaintenance = 4,  // the one host that does it
};

std::string connectionSettings();
std::string setSearchPath(const std::string& schema);
std::string setTimeout(std::chrono::milliseconds time);
std::string setLockTimeout(std::chrono::milliseconds time);
// For who makes the schema: as lock(kSchema), but before there is one.
std::string lockSchema(const std::string& schema);
extern const char* const kSchemaLockHolder;  // $1 schema
std::string lock(Lock which);
// Whoever waits for a lock stops everybody behind him: not for long.
extern const char* const kLockPatience;
std::string lockShared(Lock which);
std::string tryLockSession(Lock which);
std::string unlockSession(Lock which);
// $1 ids of rooms. Behind lockShared(kWriting), in a statement of its own so that it sees what was
// committed before: answers the state, the transaction's id, and how many of the rooms it has
// locked.
std::string beginWriting();
// A snapshot for several statements, which may take this long each.
std::string beginReading(std::chrono::milliseconds time);

// Refused by a server whose system cannot.
extern const char* const kEndWithClient;
extern const char* const kOrigin;

// ---- Schema
extern const char* const kServerFacts;
extern const char* const kExtensionVersion;
extern const char* const kExtensionIsAvailable;
extern const char* const kSchemaExists;  // $1
extern const char* const kCreateVersions;
extern const char* const kVersionsExist;
extern const char* const kSelectVersions;
extern const char* const kInsertVersion;  // $1 version, $2 variant

// ---- State
extern const char* const kSelectState;

// ---- Rooms and participants, written
extern const char* const kFindIdentities;      // $1 rooms, $2 participants
extern const char* const kInsertRooms;         // $1 rooms, $2 times
extern const char* const kInsertParticipants;  // $1 rooms, $2 participants
extern const char* const kUpsertRoom;
extern const char* const kNameParticipant;
extern const char* const kActivateRoom;
extern const char* const kLockRooms;  // $1 ids

// ---- Samples, written
// Whether some of the samples may be stored already. Looking for each costs a third of the insert,
// so this is for the second try, after unique_violation.
enum class Known { kNone, kSome };
// $1 SampleRows. Answers one row with NULL and how many were not there yet; unless all were new,
// these too.
std::string insertSamples(Known known);
extern const char* const kTransactionStatus;

// ---- Native partitions
extern const char* const kTableExists;  // $1
std::string createPartition(const std::string& table, const std::string& name,
                            const std::string& from, const std::string& to);
extern const char* const kPartitionsBefore;  // $1 table, $2 days in a partition, $3 time
std::string dropTable(const std::string& name);

// ---- Rollups
extern const char* const kSeal;               // $1
extern const char* const kSetRolledUntil;     // $1
extern const char* const kSelectStaleHours;   // $1 limit
extern const char* const kDeleteStaleHours;   // $1 ids
extern const char* const kCountStaleHours;    // before $1
std::string deleteRollups(Level level);       // $1 from, $2 to
std::string insertRollups(Level level);       // $1 from, $2 to
std::string deleteStaleRollups(Level level);  // $1 participants, $2 hours
std::string insertStaleRollups(Level level);  // $1 participants, $2 hours
std::string refreshAggregate(const std::string& name, const std::string& from,
                             const std::string& to);

// ---- Columns of the quality fields
extern const char* const kSelectColumns;  // $1 table
extern const char* const kTypeExists;     // $1 schema, $2 name
extern const char* const kSelectTypeId;   // $1 name
std::string createSampleType();
std::string addSampleColumns(const std::vector<uint32_t>& fields);
std::string addRollupColumns(Level level, const std::vector<uint32_t>& fields);
extern const char* const kSelectGenerations;
extern const char* const kNumberFirstGeneration;
extern const char* const kEndGeneration;  // $1 the next one's number
extern const char* const kDropRollupViews;
// All columns of a rollup; unknown are those of the fields that the generation does not have.
std::string selectGeneration(const std::string& name, int64_t fromMs, int64_t untilMs,
                             const std::vector<uint32_t>& missing);

// ---- Deletion
extern const char* const kHasSamplesBefore;  // $1
std::string setDeletedBefore(Level level);   // $1
std::string dropChunks(const std::string& name, const std::string& before);
extern const char* const kDeleteSamplesBefore;  // $1
extern const char* const kChunksToCompress;     // $1
extern const char* const kCompressChunk;        // $1
extern const char* const kUncountSamples;  // $1 raw from, $2 hours from, $3 hours to, $4 before
extern const char* const kRecountRooms;

// ---- Read
extern const char* const kRoomId;               // $1
extern const char* const kFindRoom;             // $1
extern const char* const kListRooms;            // see there
extern const char* const kListParticipants;     // $1 room
extern const char* const kFindParticipants;     // $1 room, $2 participant or ''
extern const char* const kStaleOfParticipants;  // $1 participants, $2 from, $3 to
std::string selectSamples();                    // $1 room, $2 participants, $3 from, $4 to
// Answers participant, start, samples, and the fields' count, sum, minimum and maximum in a row. A
// bucket in which two steps meet has a row of each, one after the other.
std::string selectSeries(int64_t intervalMs, const std::vector<uint32_t>& fields,
                         const std::vector<ReadStep>& steps, bool hasStaleHours);
extern const char* const kCountAllStaleHours;

std::string declareCursor(const std::string& query);
std::string declareBinaryCursor(const std::string& query);
std::string fetch(int rows);

}  // namespace vuedeo::timescale::sql
