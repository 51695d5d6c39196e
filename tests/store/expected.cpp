#include "expected.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace vuedeo::store_test {
namespace {

void addValue(vuedeo_aggregate& aggregate, double value) {
    aggregate.min = aggregate.count == 0 ? value : std::min(aggregate.min, value);
    aggregate.max = aggregate.count == 0 ? value : std::max(aggregate.max, value);
    aggregate.sum += value;
    ++aggregate.count;
}

void addSample(Bucket& bucket, const Sample& sample, const std::vector<uint32_t>& fields) {
    ++bucket.samples;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        const auto value = sample.values.find(fields[column]);
        if (value != sample.values.end())
            addValue(bucket.aggregates[column], static_cast<double>(value->second));
    }
}

}  // namespace

std::vector<Bucket> expectedSeries(const std::vector<Sample>& samples, const SeriesQuery& query,
                                   const std::vector<std::string>& participantOrder) {
    std::map<std::string, std::map<int64_t, Bucket>> buckets;
    for (const Sample& sample : samples) {
        const bool isAsked = query.participant.empty() || sample.participant == query.participant;
        const bool isIn = sample.at >= query.from && sample.at < query.to;
        if (!isAsked || !isIn || sample.room != query.room) continue;
        Bucket& bucket = buckets[sample.participant][sample.at / query.interval * query.interval];
        bucket.aggregates.resize(query.fields.size());
        addSample(bucket, sample, query.fields);
    }
    std::vector<Bucket> all;
    for (const std::string& participant : participantOrder) {
        for (auto& [start, bucket] : buckets[participant]) {
            bucket.participant = participant;
            bucket.start = start;
            all.push_back(std::move(bucket));
        }
    }
    return all;
}

void expectSameSeries(const std::vector<Bucket>& actual, const std::vector<Bucket>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        SCOPED_TRACE("bucket " + std::to_string(i));
        EXPECT_EQ(actual[i].participant, expected[i].participant);
        EXPECT_EQ(actual[i].start, expected[i].start);
        EXPECT_EQ(actual[i].samples, expected[i].samples);
        ASSERT_EQ(actual[i].aggregates.size(), expected[i].aggregates.size());
        for (std::size_t column = 0; column < actual[i].aggregates.size(); ++column) {
            const vuedeo_aggregate& got = actual[i].aggregates[column];
            const vuedeo_aggregate& want = expected[i].aggregates[column];
            EXPECT_EQ(got.count, want.count);
            EXPECT_EQ(got.min, want.min);
            EXPECT_EQ(got.max, want.max);
            EXPECT_NEAR(got.sum, want.sum, std::abs(want.sum) * 1e-9 + 1e-9);
        }
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace vuedeo::store_test
