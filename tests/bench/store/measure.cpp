#include "measure.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>

namespace vuedeo::store_bench {
namespace {

using store_test::StoreHost;

void require(const store_test::Outcome& outcome) {
    if (!outcome.ok()) throw std::runtime_error(outcome.message);
}

}  // namespace

AppendFigures measureStore(StoreHost& store, const AppendLoad& load) {
    std::vector<uint8_t> codes(load.batch);
    Batches batches(load);
    return measureAppends(load, batches, [&](const std::vector<vuedeo_sample>& samples) {
        const vuedeo_sample_batch batch{sizeof batch, sizeof(vuedeo_sample),
                                        static_cast<uint32_t>(samples.size()), VUEDEO_FIELD_COUNT,
                                        samples.data()};
        require(store.appendRaw(batch, codes.data()));
        if (std::any_of(codes.begin(), codes.end(), [](uint8_t code) { return code != 0; }))
            throw std::runtime_error("a sample was not stored");
    });
}

double seriesMs(StoreHost& store, int64_t toMs, int64_t rangeMs, int64_t intervalMs) {
    store_test::SeriesQuery query{"day-and-night", "", toMs - rangeMs, toMs, intervalMs, {}};
    for (uint32_t field = 0; field < 8; ++field) query.fields.push_back(field);
    std::size_t buckets = 0;
    const double time = millisecondsOf([&] {
        require(store.series(query, [&](const store_test::Bucket&) { return ++buckets > 0; }));
    });
    if (buckets == 0) throw std::runtime_error("the series is empty");
    return time;
}

SeriesFigures measureSeries(StoreHost& store, int64_t toMs, int64_t rangeMs, int64_t intervalMs,
                            int times) {
    std::vector<double> took;
    for (int i = 0; i < times; ++i) took.push_back(seriesMs(store, toMs, rangeMs, intervalMs));
    std::sort(took.begin(), took.end());
    return {took[took.size() / 2], took.front()};
}

void fillRoom(StoreHost& store, int64_t fromMs, int64_t toMs) {
    std::minstd_rand random(7);
    std::vector<store_test::Sample> samples;
    std::vector<uint8_t> codes;
    for (int64_t at = fromMs; at < toMs; at += 15'000) {
        for (int who = 0; who < 4; ++who) {
            store_test::Sample sample{"day-and-night", std::to_string(who), at, {}};
            for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field)
                sample.values[field] = static_cast<float>(random() % 100'000) / 7;
            samples.push_back(std::move(sample));
        }
        if (samples.size() < 4000 && at + 15'000 < toMs) continue;
        require(store.append(samples, codes));
        samples.clear();
    }
}

}  // namespace vuedeo::store_bench
