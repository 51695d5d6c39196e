#include "store.hpp"

VUEDEO_PLUGIN(vuedeo::timescale::Store, "metrics-timescale", "1.0.0")
