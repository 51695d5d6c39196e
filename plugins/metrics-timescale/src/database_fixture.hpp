// What the tests against a real database stand on: a schema of the test's own in the database that
// VUEDEO_STORE_CONFIG names, a clock that stands still, and the store's parts without its threads.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "config.hpp"
#include "connection_watch.hpp"
#include "identities.hpp"
#include "maintenance.hpp"
#include "partitions.hpp"
#include "pool.hpp"
#include "read.hpp"
#include "schema.hpp"
#include "timestamps.hpp"
#include "writer.hpp"

namespace vuedeo::timescale {

inline constexpr const char* kRoom = "room";
inline constexpr int64_t kNow = 1'700'049'600'000;  // noon
inline constexpr uint32_t kSendBps = VUEDEO_FIELD_SEND_BPS;

struct TestSample {
    std::string participant;
    int64_t at;
    float value;  // of one field; send_bps unless the test says otherwise
};

// What a bucket of one participant and one field says, in a form that a failure shows.
struct TestBucket {
    std::string participant;
    int64_t start;
    uint64_t samples;
    double sum;
    double min;
    double max;
    bool operator==(const TestBucket& other) const;
};
void PrintTo(const TestBucket& bucket, std::ostream* out);

class DatabaseTest : public testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    // Makes the store's parts, with the schema as it is; also again.
    void open();
    std::vector<uint8_t> append(const std::vector<TestSample>& samples, uint32_t field = kSendBps);
    std::vector<TestBucket> series(int64_t intervalMs, uint32_t field = kSendBps);
    static std::vector<TestBucket> expected(const std::vector<TestSample>& samples,
                                            int64_t intervalMs);
    // At every interval, whichever level answers it.
    void expectSeriesOf(const std::vector<TestSample>& samples);
    void maintain() {
        ASSERT_TRUE(maintenance_->runOnce([] {}));
    }
    // PostgreSQL in WebAssembly: its connections share a session, and queries cannot be cancelled.
    bool sharesOneSession() {
        return query("SELECT version()").find("Emscripten") != std::string::npos;
    }
    // The first value of the first row.
    std::string query(const std::string& sql);
    void run(const std::function<void(Connection&)>& work);
    int64_t count(const std::string& table) {
        return std::stoll(query("SELECT count(*) FROM " + table));
    }

    // To look from outside, past the pool.
    Connection otherSession() { return Connection(config_, watch_, {call().deadline()}); }
    Call call() const { return Call(&rawCall_); }
    const Host& host() const { return host_; }

    Config config_;
    Schema schema_;
    int64_t nowMs_ = kNow;
    std::vector<std::string> log_;
    ConnectionWatch watch_;
    std::unique_ptr<Pool> pool_;
    std::unique_ptr<Reader> reader_;

private:
    vuedeo_call rawCall_{};
    vuedeo_host rawHost_{};
    Host host_{&rawHost_};
    Identities identities_;
    Partitions partitions_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Maintenance> maintenance_;
};

}  // namespace vuedeo::timescale
