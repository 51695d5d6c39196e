#include "daily_video.hpp"

VUEDEO_PLUGIN(vuedeo::daily::DailyVideo, "video-daily", "1.0.0")
