// `vuedeo export`: loads the store, nothing else, and writes a room's samples to a file or to
// standard output, with progress on standard error.
#pragma once
#include <csignal>

#include "config/config.hpp"
#include "config/options.hpp"

namespace vuedeo::exports {

// Main thread, with stopSignals blocked: one that comes ends the export after the piece under way,
// and what is written so far stays, incomplete. Returns the exit status; throws std::exception with
// the remedy, UsageError for a value that cannot be.
int run(const config::Config& config, const config::Export& wish, const sigset_t& stopSignals);

}  // namespace vuedeo::exports
