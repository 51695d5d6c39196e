#include "store.hpp"

VUEDEO_PLUGIN(vuedeo::sqlite::Store, "metrics-sqlite", "1.0.0")
