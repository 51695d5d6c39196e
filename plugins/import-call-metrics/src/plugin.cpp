#include "call_metrics_source.hpp"

VUEDEO_PLUGIN(vuedeo::call_metrics::CallMetricsSource, "import-call-metrics", "1.0.0")
