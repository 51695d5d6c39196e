// store_bench PLUGIN_DIR WORK_DIR [SECONDS [BATCH]]: how fast a store keeps samples durable and
// answers series, beside bare inserts of the same rows into SQLite. Prints figures and ratios;
// WORK_DIR must lie on the disk that is to be measured. With BATCH it measures appends of this size
// alone, for a profiler. Only tests/bench/README.md says what to expect.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include "bare_inserts.hpp"
#include "measure.hpp"
#include "open_store.hpp"

namespace {

using namespace vuedeo;
namespace fs = std::filesystem;

constexpr int64_t kHourMs = 3'600'000;
constexpr int64_t kDayMs = 24 * kHourMs;
constexpr int64_t kTickMs = 15'000;

fs::path freshFolder(const fs::path& work, const std::string& name) {
    const fs::path folder = work / (name + "-" + std::to_string(getpid()));
    fs::create_directories(folder);
    return folder;
}

// Removes what a store has left behind.
struct Folder {
    fs::path path;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

store_bench::AppendLoad loadOf(std::size_t batch, double seconds) {
    return {batch, batch < 256 ? 256 : batch, kTickMs, seconds};
}

store_bench::AppendFigures measureAppend(const vuedeo_module& module, const fs::path& work,
                                         const store_bench::AppendLoad& load) {
    const Folder folder{freshFolder(work, "store")};
    store_bench::OpenStore store(module, "{}", store_bench::kNowMs, folder.path);
    return store_bench::measureStore(store.host(), load);
}

void measureAppends(const vuedeo_module& module, const fs::path& work, double seconds) {
    std::printf("append: one sample each of the participants in turn, 4 a room, every 15 s\n");
    std::printf("%7s %13s | %10s %8s %8s %7s | %10s %7s | %s\n", "batch", "participants",
                "samples/s", "p50 ms", "p99 ms", "cpu us", "bare/s", "cpu us", "store : bare");
    for (const std::size_t batch :
         {std::size_t{1}, std::size_t{10}, std::size_t{100}, std::size_t{256}, std::size_t{1000}}) {
        const auto load = loadOf(batch, seconds);
        const fs::path bareFolder = freshFolder(work, "bare");
        const auto bare = store_bench::measureBare(bareFolder, load);
        fs::remove_all(bareFolder);
        const auto figures = measureAppend(module, work, load);
        std::printf("%7zu %13zu | %10.0f %8.2f %8.2f %7.1f | %10.0f %7.1f | %.2f\n", batch,
                    load.participants, figures.samplesPerSecond, figures.p50Ms, figures.p99Ms,
                    figures.cpuUs, bare.samplesPerSecond, bare.cpuUs,
                    figures.samplesPerSecond / bare.samplesPerSecond);
        std::fflush(stdout);
    }
}

void measureQueries(const vuedeo_module& module, const fs::path& work) {
    const Folder folder{freshFolder(work, "series")};
    store_bench::OpenStore store(module, "{}", store_bench::kNowMs, folder.path);
    const int64_t to = store_bench::kNowMs;
    store_bench::fillRoom(store.host(), to - 30 * kDayMs, to);
    std::printf("\nseries: 4 participants, 8 fields, a sample every 15 s for 30 days\n");
    struct Case {
        const char* name;
        int64_t range;
        int64_t interval;
    };
    for (const Case& each :
         {Case{"1 h at 15 s", kHourMs, 15'000}, Case{"24 h at 5 min", kDayMs, 300'000},
          Case{"30 d at 3 h", 30 * kDayMs, 3 * kHourMs},
          Case{"30 d at 90 min + 15 s (raw)", 30 * kDayMs, 5'415'000}}) {
        const int64_t end = to / each.interval * each.interval;
        const int64_t range = each.range / each.interval * each.interval;
        std::printf("%28s %10.1f ms\n", each.name,
                    store_bench::measureSeries(store.host(), end, range, each.interval).medianMs);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: store_bench PLUGIN_DIR WORK_DIR [SECONDS [BATCH]]\n");
        return 2;
    }
    try {
        const vuedeo_module& module = store_test::loadModule(argv[1]);
        const double seconds = argc > 3 ? std::atof(argv[3]) : 5;
        if (argc > 4) {
            const auto load = loadOf(std::strtoul(argv[4], nullptr, 10), seconds);
            const auto figures = measureAppend(module, argv[2], load);
            std::printf("%.0f samples/s, %.1f us of processor time each\n",
                        figures.samplesPerSecond, figures.cpuUs);
            return 0;
        }
        measureAppends(module, argv[2], seconds);
        measureQueries(module, argv[2]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "store_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
