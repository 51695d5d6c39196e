// Every SQL statement of this plugin, in one place. Those that name quality fields are made from
// the dictionary; nothing that comes from outside is ever part of a statement's text.
#pragma once
#include <vuedeo/abi/quality_fields.h>

#include <cstdint>
#include <string>
#include <vector>

namespace vuedeo::sqlite::sql {

inline constexpr int64_t kApplicationId = 0x56756564;  // "Vued", at offset 68 of the file
inline constexpr int64_t kSchemaVersion = 1;           // PRAGMA user_version

// The columns of samples, in the dictionary's order.
extern const char* const kFieldNames[VUEDEO_FIELD_COUNT];

enum class Level { kRaw, kMinute, kHour };

// ---- Schema
extern const char* const kWriterPragmas;
extern const char* const kReaderPragmas;
std::string createSchema();
extern const char* const kSampleColumns;  // the names of the columns that samples has
std::string addSampleColumn(const std::string& field);
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

// ---- Samples, written. segment: 0 or 1
std::string insertInbox(int segment);
std::string inboxContains(int segment);
std::string selectInbox(int segment);
std::string clearInbox(int segment);
extern const char* const kSamplesContain;
std::string insertSample();
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
std::string selectSamples(const std::vector<uint32_t>& fields);
std::string selectWholeSamples();
std::string selectRollups(Level level);
extern const char* const kCountStored;

}  // namespace vuedeo::sqlite::sql
