// What this process takes of the machine, as Linux tells it.
#pragma once
#include <cstdint>

namespace vuedeo {

struct ProcessUsage {
    double cpuSeconds;
    uint64_t residentBytes;
    uint64_t openFiles;
    uint64_t mostOpenFiles;
};

ProcessUsage processUsage();  // lists the open files: not for a thread that must be quick

}  // namespace vuedeo
