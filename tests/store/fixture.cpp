#include "fixture.hpp"

#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string_view>

namespace vuedeo::store_test {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
    return value;
}

// Names differ between runs, because a store may outlive one. Known before a test forks a child.
const std::string kRunId = std::to_string(std::random_device()() % 1'000'000'000U);

// Of a-z 0-9 _ and short enough for a name in any database.
std::string testId() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string id = "t" + kRunId + "_";
    for (const char* at = test->name(); *at != '\0' && id.size() < 60; ++at)
        id += static_cast<char>(std::tolower(static_cast<unsigned char>(*at)));
    return id;
}

}  // namespace

const vuedeo_module& moduleUnderTest() {
    static const vuedeo_module& module = loadModule(environment("VUEDEO_STORE_PLUGIN"));
    return module;
}

std::string configUnderTest() {
    constexpr std::string_view kPlace = "{test}";
    std::string config = environment("VUEDEO_STORE_CONFIG");
    for (std::size_t at = 0; (at = config.find(kPlace, at)) != std::string::npos;)
        config.replace(at, kPlace.size(), testId());
    return config;
}

TemporaryFolder::TemporaryFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "vuedeo-store-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = path;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void StoreTest::open() {
    store_ = std::make_unique<StoreHost>(moduleUnderTest(), configUnderTest(), folder());
    store_->clockMs = kNow;
    ASSERT_THAT(store_->create(), Succeeds());
    ASSERT_THAT(store_->start(), Succeeds());
}

void StoreTest::reopen() {
    store_.reset();
    open();
}

std::vector<uint8_t> StoreTest::append(const std::vector<Sample>& samples) {
    std::vector<uint8_t> codes;
    EXPECT_THAT(store().append(samples, codes), Succeeds());
    return codes;
}

std::vector<Room> StoreTest::rooms(RoomQuery query) {
    std::vector<Room> all;
    const auto add = [&](const Room& room) {
        all.push_back(room);
        return true;
    };
    do {
        const Outcome outcome = store().listRooms(query, add, query.cursor);
        EXPECT_THAT(outcome, Succeeds());
        if (!outcome.ok()) break;
    } while (!query.cursor.empty());
    return all;
}

std::vector<std::string> StoreTest::roomNames(const RoomQuery& query) {
    std::vector<std::string> names;
    for (const Room& each : rooms(query)) names.push_back(each.name);
    return names;
}

Room StoreTest::room(const std::string& name) {
    Room found;
    EXPECT_THAT(store().findRoom(name, found), Succeeds());
    return found;
}

std::vector<Participant> StoreTest::participants(const std::string& room) {
    std::vector<Participant> found;
    EXPECT_THAT(store().listParticipants(room, found), Succeeds());
    return found;
}

std::vector<Bucket> StoreTest::series(const SeriesQuery& query) {
    std::vector<Bucket> buckets;
    EXPECT_THAT(store().series(query,
                               [&](const Bucket& bucket) {
                                   buckets.push_back(bucket);
                                   return true;
                               }),
                Succeeds());
    return buckets;
}

std::vector<Sample> StoreTest::samples(const std::string& room, int64_t from, int64_t to,
                                       const std::string& participant) {
    std::vector<Sample> found;
    EXPECT_THAT(store().samples({room, participant, from, to},
                                [&](const Sample& sample) {
                                    found.push_back(sample);
                                    return true;
                                }),
                Succeeds());
    return found;
}

std::string StoreTest::name(const std::string& suffix) const {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return (std::string(test->name()) + "-" + kRunId).substr(0, 100) + "-" + suffix;
}

Sample sampleOf(const std::string& room, const std::string& participant, int64_t at,
                float sendBps) {
    return {room, participant, at, {{kSendBps, sendBps}}};
}

}  // namespace vuedeo::store_test
