// The plugin as a host sees it: through its one symbol.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vuedeo/abi.h>
#include <vuedeo/abi/chart.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "test_series.hpp"

namespace {

using vuedeo::charts::testSeries;

vuedeo_sink into(std::string& target) {
    return {&target, [](void* ctx, const char* data, uint64_t size) {
                static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(size));
            }};
}

vuedeo_str str(const std::string& text) {
    return {text.data(), text.size()};
}

struct Outcome {
    vuedeo_status status;
    std::string document;
    std::string message;
    std::string field;
};

class ChartPlugin : public ::testing::Test {
protected:
    ChartPlugin() {
        host_.size = sizeof host_;
        host_.log = [](void*, int32_t, vuedeo_str) {};
        host_.get_service = [](void*, const char*) -> const void* { return nullptr; };
        const vuedeo_module& module = *vuedeo_module_v1();
        EXPECT_EQ(module.create(&host_, str("{}"), &self_, nullptr), VUEDEO_OK);
        const vuedeo_call call = callWithin(1000);
        EXPECT_EQ(module.start(self_, &call, nullptr), VUEDEO_OK);
        chart_ = static_cast<const vuedeo_chart_1*>(module.get_interface(self_, VUEDEO_CHART_1));
    }
    ~ChartPlugin() override {
        vuedeo_module_v1()->stop(self_);
        vuedeo_module_v1()->destroy(self_);
    }

    static vuedeo_call callWithin(uint32_t deadlineMs) {
        vuedeo_call call{};
        call.size = sizeof call;
        call.deadline_ms = deadlineMs;
        call.cancelled = [](void*) -> int32_t { return 0; };
        return call;
    }

    Outcome render(const std::string& series, const std::string& options,
                   const vuedeo_call& call = callWithin(60'000)) const {
        Outcome outcome{};
        vuedeo_error error{};
        error.size = sizeof error;
        error.message = into(outcome.message);
        error.field = into(outcome.field);
        const vuedeo_sink document = into(outcome.document);
        outcome.status = chart_->render(self_, str(series), str(options), &call, &document, &error);
        return outcome;
    }

    vuedeo_host host_{};
    void* self_ = nullptr;
    const vuedeo_chart_1* chart_ = nullptr;
};

TEST_F(ChartPlugin, SaysWhatItIs) {
    EXPECT_STREQ(vuedeo_module_v1()->id, "chart-chartjs");
    EXPECT_TRUE(nlohmann::json::parse(vuedeo_module_v1()->config_schema).is_object());
    ASSERT_NE(chart_, nullptr);
    EXPECT_STREQ(chart_->media_type, "application/vnd.vuedeo.chartjs+json");
    EXPECT_EQ(vuedeo_module_v1()->get_interface(self_, "vuedeo.chart/2"), nullptr);
}

TEST_F(ChartPlugin, DrawsASeries) {
    const Outcome outcome = render(testSeries().dump(), R"({"theme": "dark"})");
    EXPECT_EQ(outcome.status, VUEDEO_OK) << outcome.message;
    EXPECT_EQ(nlohmann::json::parse(outcome.document).at("version"), 1);
}

TEST_F(ChartPlugin, RefusesWhatIsWrongAndNamesIt) {
    const Outcome series = render("{", "{}");
    EXPECT_EQ(series.status, VUEDEO_E_INVALID);
    EXPECT_EQ(series.field, "series");
    EXPECT_EQ(series.document, "");
    const Outcome options = render(testSeries().dump(), R"({"locale": 3})");
    EXPECT_EQ(options.status, VUEDEO_E_INVALID);
    EXPECT_EQ(options.field, "locale");
}

TEST_F(ChartPlugin, StopsWhenTheDeadlineHasPassedOrNobodyWaits) {
    EXPECT_EQ(render(testSeries().dump(), "", callWithin(0)).status, VUEDEO_E_UNAVAILABLE);
    vuedeo_call cancelled = callWithin(60'000);
    cancelled.cancelled = [](void*) -> int32_t { return 1; };
    const Outcome outcome = render(testSeries().dump(), "", cancelled);
    EXPECT_EQ(outcome.status, VUEDEO_E_UNAVAILABLE);
    EXPECT_EQ(outcome.document, "");
}

TEST_F(ChartPlugin, AnswersTheSameOnSeveralThreadsAtOnce) {
    const std::string expected = render(testSeries().dump(), "").document;
    std::atomic<int> same{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 20; ++n) {
                if (render(testSeries().dump(), "").document == expected) ++same;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(same, 80);
}

}  // namespace
