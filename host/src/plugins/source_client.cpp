#include <algorithm>
#include <limits>
#include <stdexcept>

#include "plugins/answers.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxPositionBytes = 1024;
constexpr std::size_t kMaxNameBytes = 1024;

const vuedeo_sample_source_1& tableOfSource(Plugin& plugin) {
    return tableOf<vuedeo_sample_source_1>(plugin, VUEDEO_SAMPLE_SOURCE_1);
}

SampleRecord toRecord(const vuedeo_sample& raw, uint32_t fieldCount) {
    if (raw.room.size > kMaxNameBytes || raw.participant_id.size > kMaxNameBytes) {
        throw std::runtime_error("a name that is too long");
    }
    SampleRecord record;
    record.room = toView(raw.room);
    record.participantId = toView(raw.participant_id);
    record.sampledAtMs = raw.sampled_at_ms;
    record.values.fill(std::numeric_limits<float>::quiet_NaN());
    std::copy_n(raw.values, std::min<std::size_t>(fieldCount, record.values.size()),
                record.values.begin());
    return record;
}

struct PageVisit {
    std::size_t limit;
    std::vector<SampleRecord>& samples;
    Visit visit{};

    static int32_t onSample(void* ctx, const vuedeo_sample* sample, uint32_t fieldCount) noexcept {
        auto& self = *static_cast<PageVisit*>(ctx);
        return self.visit([&] {
            if (sample == nullptr) throw std::runtime_error("no sample");
            if (self.samples.size() == self.limit) throw std::runtime_error("too many samples");
            self.samples.push_back(toRecord(*sample, fieldCount));
            return true;
        });
    }
};

}  // namespace

uint64_t SourceClient::count(const std::string& position, const CallScope& scope) {
    const auto& table = tableOfSource(plugin_);
    uint64_t samples = 0;
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.count(plugin_.self(), toStr(position), &call, &samples, &error);
    });
    return samples;
}

SourceClient::Page SourceClient::read(const std::string& position, uint32_t limit,
                                      const CallScope& scope) {
    const auto& table = tableOfSource(plugin_);
    Page page;
    PageVisit visit{limit, page.samples};
    const vuedeo_sample_visitor visitor = {&visit, PageVisit::onSample};
    page.nextPosition = callForText(plugin_, scope, kMaxPositionBytes,
                                    [&](const auto& call, const auto& sink, auto& error) {
                                        return table.read(plugin_.self(), toStr(position), limit,
                                                          &call, &visitor, &sink, &error);
                                    });
    try {
        visit.visit.rethrow();
    } catch (const std::runtime_error& e) {
        throwBroken(plugin_, e.what());
    }
    if (page.nextPosition == position && !position.empty()) {
        throwBroken(plugin_, "read does not get ahead");
    }
    return page;
}

}  // namespace vuedeo::plugins
