// Every SQL statement of this plugin, in one place. Nothing that comes from outside is ever part of
// a statement's text.
#pragma once
#include <cstdint>
#include <string>

namespace vuedeo::sqlite::sql {

inline constexpr int64_t kApplicationId = 0x56756564;  // "Vued", at offset 68 of the file
inline constexpr int64_t kSchemaVersion = 3;           // PRAGMA user_version

enum class Level { kRaw, kMinute, kHour };

// ---- Schema
extern const char* const kWriterPragmas;
extern const char* const kReaderPragmas;
std::string createSchema();
std::string setSchemaVersion();
extern const char* const kFieldColumns;  // of version 1, which had one for each field
std::string packFieldColumns(const std::string& columns);
std::string addLeftAt();  // which version 2 lacked
extern const char* const kCountTables;
extern const char* const kProbeTables;

// ---- Rooms and participants, written
extern const char* const kSelectRoomId;
extern const char* const kInsertRoom;
extern const char* const kUpsertRoom;
extern const char* const kUpsertProviderJson;
extern const char* const kTouchRoom;
extern const char* const kCountParticipant;
extern const char* const kSelectParticipant;
extern const char* const kInsertParticipant;
extern const char* const kNameParticipant;
extern const char* const kActivateRoom;

// ---- Samples, written. segment: 0 or 1
std::string insertInbox(int segment);
std::string inboxContains(int segment);
std::string selectInbox(int segment);
std::string clearInbox(int segment);
extern const char* const kSamplesContain;
extern const char* const kInsertSample;
std::string selectRollup(Level level);
std::string replaceRollup(Level level);
extern const char* const kCountSamples;
extern const char* const kSelectState;
extern const char* const kUpdateState;

// ---- Deletion
extern const char* const kNextParticipantWithSamplesIn;
std::string levelChunkEnd(Level level);
std::string deleteLevelBefore(Level level);
std::string deleteRollup(Level level);
std::string countRollupsBefore(Level level);
extern const char* const kFirstKnown;
extern const char* const kUncountParticipant;
extern const char* const kUncountRoom;

// ---- Read
extern const char* const kFindRoom;
extern const char* const kListRooms;
extern const char* const kListParticipants;
extern const char* const kSeriesParticipants;
extern const char* const kSelectWaiting;
extern const char* const kSelectSamples;
std::string selectRollups(Level level);
extern const char* const kCountStored;

}  // namespace vuedeo::sqlite::sql
