// What the conformance tests stand on: the store under test in a folder of its own, started, and
// short ways to say what is stored and what is expected. The store is named by the environment:
// VUEDEO_STORE_PLUGIN is the plugin's folder, VUEDEO_STORE_CONFIG its configuration in JSON, in
// which {test} stands for a name of the test's own: that of a schema, say.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "store_host.hpp"

namespace vuedeo::store_test {

inline constexpr int64_t kSecond = 1000;
inline constexpr int64_t kMinute = 60 * kSecond;
inline constexpr int64_t kHour = 60 * kMinute;
inline constexpr int64_t kDay = 24 * kHour;
inline constexpr int64_t kNow = 1'700'006'400'000;  // the beginning of a day
inline constexpr uint32_t kSendBps = VUEDEO_FIELD_SEND_BPS;
inline constexpr uint32_t kRttS = VUEDEO_FIELD_RTT_S;

const vuedeo_module& moduleUnderTest();
std::string configUnderTest();

// A folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class StoreTest : public testing::Test {
protected:
    void SetUp() override { open(); }

    void open();
    void closeStore() { store_.reset(); }
    void reopen();
    StoreHost& store() { return *store_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    std::vector<uint8_t> append(const std::vector<Sample>& samples);
    uint8_t appendOne(const Sample& sample) { return append({sample}).at(0); }
    std::vector<Room> rooms(RoomQuery query = {});
    std::vector<std::string> roomNames(const RoomQuery& query = {});
    Room room(const std::string& name);
    std::vector<Participant> participants(const std::string& room);
    std::vector<Bucket> series(const SeriesQuery& query);
    std::vector<Sample> samples(const std::string& room, int64_t from = 0, int64_t to = kNow + kDay,
                                const std::string& participant = "");

    // A room of its own for each test: a store on a server may keep those of others.
    std::string name(const std::string& suffix = "room") const;

private:
    TemporaryFolder folder_;
    std::unique_ptr<StoreHost> store_;
};

Sample sampleOf(const std::string& room, const std::string& participant, int64_t at,
                float sendBps = 1000);

MATCHER_P(HasStatus, status, "") {
    *result_listener << "status " << arg.status << ", \"" << arg.message << "\", field \""
                     << arg.field << "\"";
    return arg.status == status;
}
MATCHER(Succeeds, "") {
    *result_listener << "status " << arg.status << ", \"" << arg.message << "\"";
    return arg.ok();
}

}  // namespace vuedeo::store_test
