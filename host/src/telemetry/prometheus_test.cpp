#include "telemetry/prometheus.hpp"

#include <gtest/gtest.h>

namespace vuedeo::prometheus {
namespace {

TEST(PrometheusText, IsWhatTheFormatAsksFor) {
    Text text;
    text.metric("calls_total", "counter", "Calls so far.");
    text.sample(3, {{"plugin", "video-mesh"}, {"kind", "video"}});
    text.sample(0);
    text.metric("took_seconds", "histogram", "How long they took.");
    text.sample("_bucket", 1, {{"le", "0.5"}});
    text.sample("_sum", 0.25, {});
    EXPECT_EQ(text.take(),
              "# HELP calls_total Calls so far.\n"
              "# TYPE calls_total counter\n"
              "calls_total{plugin=\"video-mesh\",kind=\"video\"} 3\n"
              "calls_total 0\n"
              "# HELP took_seconds How long they took.\n"
              "# TYPE took_seconds histogram\n"
              "took_seconds_bucket{le=\"0.5\"} 1\n"
              "took_seconds_sum 0.25\n");
}

TEST(PrometheusText, EscapesWhatALabelMustNotHold) {
    Text text;
    text.metric("m", "gauge", "h");
    text.sample(1, {{"l", "a\\b\"c\nd"}});
    EXPECT_NE(text.take().find("m{l=\"a\\\\b\\\"c\\nd\"} 1\n"), std::string::npos);
}

TEST(PrometheusText, WritesNumbersExactly) {
    EXPECT_EQ(toText(0), "0");
    EXPECT_EQ(toText(1234567890123), "1234567890123");
    EXPECT_EQ(toText(0.005), "0.005");
    EXPECT_EQ(toText(1e300), "1e+300");
}

}  // namespace
}  // namespace vuedeo::prometheus
