#include "telemetry/process_usage.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace vuedeo {

ProcessUsage processUsage() {
    ProcessUsage usage{};
    rusage times{};
    if (::getrusage(RUSAGE_SELF, &times) == 0) {
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
        };
        usage.cpuSeconds = seconds(times.ru_utime) + seconds(times.ru_stime);
    }
    uint64_t pages = 0;
    uint64_t residentPages = 0;
    std::ifstream("/proc/self/statm") >> pages >> residentPages;
    usage.residentBytes = residentPages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::filesystem::directory_iterator files("/proc/self/fd");
    usage.openFiles = static_cast<uint64_t>(std::distance(begin(files), end(files)));
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) usage.mostOpenFiles = limit.rlim_cur;
    return usage;
}

}  // namespace vuedeo
