// How each kind's table is made to break a rule, by the name of the check.
#pragma once
#include <vuedeo/abi.h>
#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/video_provider.h>

#include <string_view>

namespace vuedeo::broken {

// The check whose rule is to be broken; empty: none.
std::string_view wanted();

const vuedeo_video_provider_1* breakVideo(const vuedeo_video_provider_1& real);
const vuedeo_metrics_store_1* breakStore(const vuedeo_metrics_store_1& real);
const vuedeo_chart_1* breakChart(const vuedeo_chart_1& real);

}  // namespace vuedeo::broken
