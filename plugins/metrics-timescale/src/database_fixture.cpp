#include "database_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

#include "series.hpp"

namespace vuedeo::timescale {
namespace {

std::string schemaName() {
    static const auto runId = std::random_device()() % 1'000'000'000U;
    static int tests = 0;
    return "t" + std::to_string(runId) + "_" + std::to_string(tests++);
}

}  // namespace

bool TestBucket::operator==(const TestBucket& other) const {
    return participant == other.participant && start == other.start && samples == other.samples &&
           sum == other.sum && min == other.min && max == other.max;
}

void PrintTo(const TestBucket& bucket, std::ostream* out) {
    *out << bucket.participant << " at " << timestamp(bucket.start) << ": " << bucket.samples
         << " samples, sum " << bucket.sum << ", " << bucket.min << ".." << bucket.max;
}

void DatabaseTest::SetUp() {
    rawCall_.size = sizeof rawCall_;
    rawCall_.deadline_ms = 60'000;
    rawHost_.size = sizeof rawHost_;
    rawHost_.ctx = &log_;
    rawHost_.log = [](void* log, int32_t, vuedeo_str line) {
        static_cast<std::vector<std::string>*>(log)->emplace_back(view(line));
    };
    const char* connection = std::getenv("VUEDEO_STORE_CONFIG");
    ASSERT_NE(connection, nullptr) << "run by tests/support/with_database.mjs";
    config_ = parseConfig(connection);
    config_.schema = schemaName();
    watch_.start();
    open();
}

void DatabaseTest::TearDown() {
    watch_.stop();
    if (pool_ == nullptr) return;
    run([this](Connection& connection) {
        pqxx::nontransaction(connection.raw())
            .exec("DROP SCHEMA IF EXISTS " + config_.schema + " CASCADE");
    });
}

void DatabaseTest::open() {
    pool_ = std::make_unique<Pool>(config_, config_.connections, watch_,
                                   [this] { identities_.clear(); });
    const Call limits = call();
    Pool::Lease lease(*pool_, limits);
    schema_ = prepareSchema(lease, config_, nowMs_, limits, host_);
    lease.keep();
    partitions_.forget();
    writer_ = std::make_unique<Writer>(*pool_, identities_);
    writer_->setPartitions(schema_.hasHypertable ? nullptr : &partitions_);
    reader_ = std::make_unique<Reader>(*pool_, config_.connections);
    maintenance_ = std::make_unique<Maintenance>(config_, schema_, *pool_, partitions_, host_,
                                                 [this] { return nowMs_; });
}

void DatabaseTest::run(const std::function<void(Connection&)>& work) {
    const Call limits = call();
    Pool::Lease lease(*pool_, limits);
    work(*lease);
    lease.keep();
}

std::string DatabaseTest::query(const std::string& sql) {
    std::string value;
    run([&](Connection& connection) {
        pqxx::nontransaction transaction(connection.raw());
        const pqxx::result found = transaction.exec(sql);
        if (!found.empty()) value = found[0][0].c_str();
    });
    return value;
}

std::vector<uint8_t> DatabaseTest::append(const std::vector<TestSample>& samples, uint32_t field) {
    std::vector<vuedeo_sample> raw(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        raw[i].room = str(kRoom);
        raw[i].participant_id = str(samples[i].participant);
        raw[i].sampled_at_ms = samples[i].at;
        std::fill(std::begin(raw[i].values), std::end(raw[i].values),
                  std::numeric_limits<float>::quiet_NaN());
        raw[i].values[field] = samples[i].value;
    }
    std::vector<uint8_t> codes(samples.size(), 0xff);
    writer_->append({sizeof(vuedeo_sample_batch), sizeof(vuedeo_sample),
                     static_cast<uint32_t>(raw.size()), VUEDEO_FIELD_COUNT, raw.data()},
                    codes.data(), call());
    return codes;
}

std::vector<TestBucket> DatabaseTest::series(int64_t intervalMs, uint32_t field) {
    std::vector<TestBucket> buckets;
    vuedeo_series_query query{};
    query.size = sizeof query;
    query.field_count = 1;
    query.fields = &field;
    query.room = str(kRoom);
    query.from_ms = floorTo(kNow - 100 * kDayMs, intervalMs);
    query.to_ms = floorTo(kNow + 10 * kDayMs, intervalMs);
    query.interval_ms = intervalMs;
    const vuedeo_bucket_visitor visitor{
        &buckets, [](void* ctx, const vuedeo_bucket* bucket) -> int32_t {
            const vuedeo_aggregate& of = bucket->aggregates[0];
            static_cast<std::vector<TestBucket>*>(ctx)->push_back(
                {std::string(view(bucket->participant_id)), bucket->start_ms, bucket->sample_count,
                 of.sum, of.min, of.max});
            return VUEDEO_CONTINUE;
        }};
    const Call now = call();
    reader_->run(now, [&](auto& transaction) { readSeries(transaction, query, now, visitor); });
    return buckets;
}

std::vector<TestBucket> DatabaseTest::expected(const std::vector<TestSample>& samples,
                                               int64_t intervalMs) {
    std::map<std::pair<std::string, int64_t>, TestBucket> buckets;
    for (const TestSample& each : samples) {
        const int64_t start = floorTo(each.at, intervalMs);
        const auto value = static_cast<double>(each.value);
        const auto [place, isNew] = buckets.try_emplace(
            {each.participant, start}, TestBucket{each.participant, start, 1, value, value, value});
        if (isNew) continue;
        TestBucket& bucket = place->second;
        ++bucket.samples;
        bucket.sum += value;
        bucket.min = std::min(bucket.min, value);
        bucket.max = std::max(bucket.max, value);
    }
    std::vector<TestBucket> all;
    for (const auto& [key, bucket] : buckets) all.push_back(bucket);
    return all;
}

void DatabaseTest::expectSeriesOf(const std::vector<TestSample>& samples) {
    for (const int64_t seconds : {1, 7, 60, 90, 300, 3600, 10'800, 86'400}) {
        SCOPED_TRACE("interval " + std::to_string(seconds) + " s");
        EXPECT_EQ(series(seconds * kSecondMs), expected(samples, seconds * kSecondMs));
    }
}

}  // namespace vuedeo::timescale
